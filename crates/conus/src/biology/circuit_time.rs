//! How does the circuit answer in milliseconds? Each population relaxes to where the slow model has it at once.
//!
//! ```text
//! dx/dt = (target(x) - x)/tau           targets in circuit.rs; tau 1 ms projection, 10 ms excitation, 20 ms inhibition
//! df/dt = -adaptation f                 what a held stimulus adds to the firing of each fibre type
//! dg/dt = (most (1 + tanh((projection - half)/width))/2 - g)/memory      wind-up; slow fibres reach the projection
//!                                                                         neuron with weight projection_slow + g
//! ```
//!
//! Time constants and wind-up are those of crodelle2019, whose published code multiplies the ceiling of g twice (so it
//! is 4, not 2); half and width are scaled to a projection neuron that fires 35 Hz at most, not 50. Wind-up acts here
//! only: at the firing of rest it is nearly 0, and the slow model leaves it out. What does not follow: with a memory of
//! one second, wind-up needs one burst every two seconds to be strong; at 0.3 Hz it is there and weak.

use super::brain::places;
use super::circuit::{Afferents, Populations, targets};
use super::parameters::{Params, entries};
use super::stimulus::Switch;
use super::{State, named_numbers};
use conus_num::dual::Dual;
use conus_num::{Num, Real};
use conus_ode::{Pattern, SolveError, Solver, System, Timetable, Tolerance, run};

named_numbers! {
    /// Numbers of the circuit in time; documented in `data/parameters/circuit_time.toml`.
    #[expect(missing_docs, reason = "each field is documented by its entry in data/parameters/circuit_time.toml")]
    CircuitTime {
        inhibitory_time,
        excitatory_time,
        projection_time,
        wind_up_time,
        wind_up_most,
        wind_up_half,
        wind_up_width,
        touch_delay,
        fast_delay,
        slow_delay,
        touch_adaptation,
        fast_adaptation,
        slow_adaptation,
        averaged_over,
        brush_stroke,
        brush_pause,
        pinch_gain,
        burst_firing,
        burst_length,
    }
}

named_numbers! {
    /// The dorsal horn at one moment, with what a stimulus adds to the firing of its fibres.
    Horn {
        /// Added to A-beta firing \[Hz\].
        touch,
        /// Added to A-delta firing \[Hz\].
        fast,
        /// Added to C firing \[Hz\].
        slow,
        /// Gate \[Hz\].
        gate,
        /// Brake \[Hz\].
        brake,
        /// Relay \[Hz\].
        relay,
        /// Exciter \[Hz\].
        exciter,
        /// Projection neurons \[Hz\].
        projection,
        /// NMDA conductance: weight of slow fibres that wind-up adds.
        wind_up,
    }
}

/// How many quantities a dorsal horn has.
const SIZE: usize = Horn::<f64>::COUNT;
/// Tolerances \[Hz and weight\]: far below anything that a figure or a test can tell apart.
const RELATIVE: f64 = 1e-9;
const ABSOLUTE: f64 = 1e-10;
/// The circuit is left alone for so many seconds first: ten memories of wind-up.
const SETTLING: f64 = 10.0;

impl CircuitTime<f64> {
    /// The numbers that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        let text = include_str!("../../../../data/parameters/circuit_time.toml");
        let found =
            entries(Self::NAMES, &[("circuit_time.toml", text)]).expect("a test reads the shipped file");
        let values: Vec<f64> = found.iter().map(|entry| entry.value).collect();
        Self::from_array(values.as_slice().try_into().expect("there is one entry for each name"))
    }
}

/// Which segments a stimulus reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segments {
    /// Those at the level of the injury.
    AtLevel,
    /// The lumbosacral ones below it, with the input of a compressed root where there is one.
    BelowLevel,
}

/// The circuit of one patient on one day; it does not change within seconds.
#[derive(Clone, Copy, Debug)]
pub struct Circuit<R> {
    /// The cord on that day.
    pub state: State<R>,
    /// The patient.
    pub params: Params<R>,
    /// Numbers of the circuit in time.
    pub time: CircuitTime<R>,
    /// Which segments.
    pub segments: Segments,
}

impl<R: Real> Circuit<R> {
    /// Rates of change [unit/s].
    #[inline(always)]
    fn slope(&self, now: &Horn<R>) -> Horn<R> {
        let t = &self.time;
        let target = self.targets(now);
        let open = 0.5 * (1.0 + ((now.projection - t.wind_up_half) / t.wind_up_width).tanh());
        Horn {
            touch: -(t.touch_adaptation * now.touch),
            fast: -(t.fast_adaptation * now.fast),
            slow: -(t.slow_adaptation * now.slow),
            gate: (target.gate - now.gate) / t.inhibitory_time,
            brake: (target.brake - now.brake) / t.inhibitory_time,
            relay: (target.relay - now.relay) / t.excitatory_time,
            exciter: (target.exciter - now.exciter) / t.excitatory_time,
            projection: (target.projection - now.projection) / t.projection_time,
            wind_up: (t.wind_up_most * open - now.wind_up) / t.wind_up_time,
        }
    }

    /// Where the populations are heading: the equations of the slow model, with a stronger synapse where it is wound up.
    #[inline(always)]
    fn targets(&self, now: &Horn<R>) -> Populations<R> {
        let stimulus = Afferents { touch: now.touch, fast: now.fast, slow: now.slow };
        let [at, _, below] = places(&self.state, &self.params, &stimulus);
        let (fibres, segment) = match self.segments {
            Segments::AtLevel => at,
            Segments::BelowLevel => below,
        };
        let Horn { gate, brake, relay, exciter, projection, .. } = *now;
        let wound = Params { projection_slow: self.params.projection_slow + now.wind_up, ..self.params };
        targets(&fibres, &segment, &Populations { gate, brake, relay, exciter, projection }, &wound)
    }
}

impl Circuit<f64> {
    /// Follows the circuit to a second, from rest, and looks at it at rising seconds; before second 0 it was left alone.
    ///
    /// # Errors
    /// When the equations cannot be solved, or seconds do not rise or lie before the first.
    ///
    /// # Panics
    /// Never: the solver keeps the number of quantities.
    pub fn follow(&self, switches: &[Switch], to: f64, looks: &[f64]) -> Result<Vec<Horn<f64>>, SolveError> {
        let mut system = InTime::new(*self);
        let mut values = Horn::from_array(&[0.0; SIZE]).to_array();
        let seconds: Vec<f64> = switches.iter().map(|switch| switch.second).collect();
        let timetable = Timetable { from: -SETTLING, to, events: &seconds, outputs: looks };
        let mut seen = Vec::with_capacity(looks.len());
        run(
            &mut Solver::new(&InTime::pattern()),
            &mut system,
            &mut values,
            &timetable,
            &Tolerance::uniform(RELATIVE, ABSOLUTE, SIZE),
            |number, _, values| values[switches[number].fibre] = switches[number].first_hz,
            |_, moment| {
                let mut horn = [0.0; SIZE];
                moment.write(&mut horn);
                seen.push(Horn::from_array(&horn));
            },
        )?;
        Ok(seen)
    }

    /// What the fibres fire \[Hz\], rest and stimulus together, behind a nerve block: A-beta, A-delta, C.
    #[must_use]
    pub fn fibres(&self, now: &Horn<f64>) -> [f64; 3] {
        let stimulus = Afferents { touch: now.touch, fast: now.fast, slow: now.slow };
        let [(at, _), _, (below, _)] = places(&self.state, &self.params, &stimulus);
        let fibres = match self.segments {
            Segments::AtLevel => at,
            Segments::BelowLevel => below,
        };
        [fibres.touch.0, fibres.fast.0, fibres.slow.0]
    }
}

/// The circuit as the solver sees it, with dual numbers for its Jacobian.
struct InTime {
    pattern: Pattern,
    value: Circuit<f64>,
    change: Circuit<Dual<SIZE>>,
}

impl InTime {
    fn new(value: Circuit<f64>) -> Self {
        let change = Circuit {
            state: State::from_array(&value.state.to_array().map(Dual::constant)),
            params: Params::from_array(&value.params.to_array().map(Dual::constant)),
            time: CircuitTime::from_array(&value.time.to_array().map(Dual::constant)),
            segments: value.segments,
        };
        Self { pattern: Self::pattern(), value, change }
    }

    fn pattern() -> Pattern {
        Pattern::dense(SIZE)
    }
}

impl System for InTime {
    fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    fn slope(&self, _second: f64, horn: &[f64], slope: &mut [f64]) {
        let now = Horn::from_array(horn.try_into().expect("the solver keeps the size"));
        slope.copy_from_slice(&self.value.slope(&now).to_array());
    }

    fn jacobian(&self, _second: f64, horn: &[f64], entries: &mut [f64]) {
        let now: [Dual<SIZE>; SIZE] = std::array::from_fn(|place| Dual::input(horn[place], place));
        let slope = self.change.slope(&Horn::from_array(&now)).to_array();
        for (row, rate) in entries.chunks_mut(SIZE).zip(slope) {
            row.copy_from_slice(&rate.slope);
        }
    }

    fn name(&self, index: usize) -> String {
        Horn::<f64>::NAMES[index].to_owned()
    }
}

#[cfg(test)]
mod tests;
