//! Does the response grow when C fibres fire in bursts, again and again? Spikes per burst, by stimulus number.
//!
//! The protocol of crodelle2019: bursts of 22 Hz for 210 ms. A response is what the projection neurons fire more than
//! at rest, from the moment a burst arrives until a tenth of a second after it.

use super::circuit_time::Circuit;
use super::stimulus::Switch;
use conus_ode::SolveError;

/// How often the circuit is looked at \[1/s\]: once in a time constant of its fastest population.
const LOOKS_PER_SECOND: f64 = 1000.0;
/// A response is over so long after its burst \[s\]: five time constants of the slowest population.
const AFTERWARDS: f64 = 0.1;
/// Which fibres burst: C.
const SLOW: usize = 2;

/// Spikes per projection neuron that each of so many bursts adds, at so many bursts a second.
///
/// # Errors
/// When the equations cannot be solved.
pub fn spikes(circuit: &Circuit<f64>, per_second: f64, bursts: u32) -> Result<Vec<f64>, SolveError> {
    let (hz, length) = (circuit.time.burst_firing.0, circuit.time.burst_length.0);
    let delay = circuit.time.slow_delay.0;
    let starts = || (0..bursts).map(|burst| f64::from(burst) / per_second + delay);
    let switch = |second, first_hz| Switch { second, fibre: SLOW, first_hz };
    let switches: Vec<Switch> =
        starts().flat_map(|start| [switch(start, hz), switch(start + length, 0.0)]).collect();
    let looks = looks(length + AFTERWARDS);
    let seen: Vec<f64> = [0.0]
        .into_iter()
        .chain(starts().flat_map(|start| looks.iter().map(move |after| start + after)))
        .collect();
    let to = seen.last().copied().unwrap_or(0.0);
    // A burst holds its firing: it is the electrode that sets it.
    let mut steady = *circuit;
    steady.time.slow_adaptation.0 = 0.0;
    let firing: Vec<f64> =
        steady.follow(&switches, to, &seen)?.iter().map(|horn| horn.projection.0).collect();
    let (rest, responses) = (firing[0], &firing[1..]);
    Ok(responses.chunks(looks.len()).map(|response| above(response, rest) / LOOKS_PER_SECOND).collect())
}

fn looks(seconds: f64) -> Vec<f64> {
    (0_u32..).map(|k| f64::from(k) / LOOKS_PER_SECOND).take_while(|second| *second <= seconds).collect()
}

/// Area above the firing at rest, by the trapezium rule with steps of 1.
fn above(firing: &[f64], rest: f64) -> f64 {
    firing.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]) - rest).sum()
}
