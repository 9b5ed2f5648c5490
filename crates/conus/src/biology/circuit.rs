//! The dorsal-horn circuit: touch and pain fibres in, firing of the projection neuron out \[Hz\].
//!
//! Five populations settle in milliseconds, so the slow model sees their steady state; the graph is feed-forward
//! and needs no iteration (firing fitted to medlock2022 by force; docs/biology.md).
//!
//! ```text
//! rate(x) = most tanh(ln(1 + e^(4 (x - threshold)/width))/4) = most (q - 1)/(q + 1),  q = sqrt(1 + e^(4 (x - threshold)/width))
//!
//! gate       = rate(touch)                                              parvalbumin, holds touch back
//! relay      = rate(2.2 touch (1 + .5 S) - chi Ic gate)                 PKC-gamma, VGLUT3: the path of allodynia
//! brake      = Ic rate(.15 touch + .8 rel slow + 2 W)                   dynorphin, islet, driven from above
//! exciter    = rate((1.144 fast + 4.512 slow) rel (1 + .8 S) + 1.5 rel relay - .27 chi brake)
//! projection = rate(.274 exciter (1 + .5 S) + .705 rel slow (1 + .8 S) - .402 chi brake - 2 (W - 1))
//! ```

use super::named_numbers;
use super::parameters::Params;
use conus_num::{Num, Real};

/// Force on the skin \[mN\], mean firing of touch, fast and slow fibres under it, and the firing of the projection neuron
/// that was aimed at \[Hz\] (medlock2022, stored spike trains).
#[expect(clippy::approx_constant, reason = "6.28 Hz was read off spike trains; it is not a circle")]
pub const FORCES: [(f64, [f64; 3], f64); 5] = [
    (10.0, [2.54, 0.02, 0.00], 0.0),
    (25.0, [6.28, 0.02, 0.01], 0.0),
    (50.0, [13.02, 2.28, 1.74], 1.63),
    (100.0, [13.56, 4.69, 3.23], 5.46),
    (200.0, [13.42, 9.89, 7.12], 9.70),
];

/// Firing of the fibres that reach the dorsal horn \[Hz\].
#[derive(Clone, Copy)]
pub struct Afferents<R> {
    /// A-beta: touch.
    pub touch: Num<R>,
    /// A-delta: fast pain.
    pub fast: Num<R>,
    /// C: slow pain.
    pub slow: Num<R>,
}

/// State of the segment that the fibres reach.
#[derive(Clone, Copy)]
pub struct Segment<R> {
    /// Efficacy of inhibition, 1 healthy, below 0 it excites.
    pub inhibition: Num<R>,
    /// Gate neurons left.
    pub gate: Num<R>,
    /// Inhibitory interneurons left.
    pub interneurons: Num<R>,
    /// Excitatory sensitisation.
    pub sensitised: Num<R>,
    /// Descending control.
    pub descending: Num<R>,
    /// Transmitter release that a gabapentinoid leaves.
    pub release: Num<R>,
}

impl Segment<f64> {
    /// Nothing injured, nothing given.
    #[must_use]
    pub fn healthy() -> Self {
        let whole = Num(1.0);
        Self {
            inhibition: whole,
            gate: whole,
            interneurons: whole,
            sensitised: Num(0.0),
            descending: whole,
            release: whole,
        }
    }
}

named_numbers! {
    /// Firing of the five populations \[Hz\].
    Populations {
        /// Parvalbumin neurons: hold touch back.
        gate,
        /// Dynorphin and islet neurons: inhibit, driven from above.
        brake,
        /// PKC-gamma and VGLUT3 neurons: the path of allodynia.
        relay,
        /// Somatostatin and calretinin neurons: excite.
        exciter,
        /// The neurons that tell the brain.
        projection,
    }
}

/// What each population would settle at if the others kept firing as they do now \[Hz\]. Where nothing changes any
/// more, `now` is its own target, and that is the circuit of [`projections`].
#[inline(always)]
pub fn targets<R: Real>(
    fibres: &Afferents<R>,
    s: &Segment<R>,
    now: &Populations<R>,
    p: &Params<R>,
) -> Populations<R> {
    Populations {
        gate: gate(fibres, p),
        brake: brake(fibres, s, p),
        relay: relay(fibres, s, now.gate, p),
        exciter: exciter(fibres, s, now.relay, now.brake, p),
        projection: projection(fibres, s, now.exciter, now.brake, p),
    }
}

/// Firing of the projection neurons \[Hz\] in three places, each with the fibres that reach it.
///
/// Population after population, not place after place: a population waits for the one before it, and meanwhile the
/// processor computes the same population of the other places.
#[inline(always)]
pub fn projections<R: Real>(places: [(&Afferents<R>, &Segment<R>); 3], p: &Params<R>) -> [Num<R>; 3] {
    let [(f, s), (g, t), (h, u)] = places;
    let gates = [gate(f, p), gate(g, p), gate(h, p)];
    let brakes = [brake(f, s, p), brake(g, t, p), brake(h, u, p)];
    let relays = [relay(f, s, gates[0], p), relay(g, t, gates[1], p), relay(h, u, gates[2], p)];
    let exciters = [
        exciter(f, s, relays[0], brakes[0], p),
        exciter(g, t, relays[1], brakes[1], p),
        exciter(h, u, relays[2], brakes[2], p),
    ];
    [
        projection(f, s, exciters[0], brakes[0], p),
        projection(g, t, exciters[1], brakes[1], p),
        projection(h, u, exciters[2], brakes[2], p),
    ]
}

/// Parvalbumin neurons, driven by touch.
#[inline(always)]
fn gate<R: Real>(fibres: &Afferents<R>, p: &Params<R>) -> Num<R> {
    rate(fibres.touch, p.gate_threshold, p.gate_width, p.gate_most).named("gate")
}

/// Inhibitory interneurons, driven by touch, by pain and from above.
#[inline(always)]
fn brake<R: Real>(fibres: &Afferents<R>, s: &Segment<R>, p: &Params<R>) -> Num<R> {
    let braking = (p.brake_touch * fibres.touch
        + p.brake_slow * s.release * fibres.slow
        + p.brake_descending * s.descending)
        .named("onto_brake");
    (s.interneurons * rate(braking, p.brake_threshold, p.brake_width, p.brake_most)).named("brake")
}

/// The path of allodynia, which the gate holds shut.
#[inline(always)]
fn relay<R: Real>(fibres: &Afferents<R>, s: &Segment<R>, gate: Num<R>, p: &Params<R>) -> Num<R> {
    let touched = p.relay_touch * fibres.touch * (1.0 + p.relay_sensitised * s.sensitised);
    let gated = p.relay_gate * s.inhibition * s.gate * gate;
    let onto_relay = (touched - gated).named("onto_relay");
    rate(onto_relay, p.relay_threshold, p.relay_width, p.relay_most).named("relay")
}

/// Excitatory interneurons, where pain and the path of allodynia meet.
#[inline(always)]
fn exciter<R: Real>(
    fibres: &Afferents<R>,
    s: &Segment<R>,
    relay: Num<R>,
    brake: Num<R>,
    p: &Params<R>,
) -> Num<R> {
    let painful = (p.exciter_fast * fibres.fast + p.exciter_slow * fibres.slow) * s.release;
    let excited = (painful * (1.0 + p.exciter_sensitised * s.sensitised)
        + p.exciter_relay * s.release * relay
        - p.exciter_brake * s.inhibition * brake)
        .named("onto_exciter");
    rate(excited, p.exciter_threshold, p.exciter_width, p.exciter_most).named("exciter")
}

/// The neurons that tell the brain.
#[inline(always)]
fn projection<R: Real>(
    fibres: &Afferents<R>,
    s: &Segment<R>,
    exciter: Num<R>,
    brake: Num<R>,
    p: &Params<R>,
) -> Num<R> {
    let direct = p.projection_slow * s.release * fibres.slow;
    let onto = (p.projection_exciter * exciter * (1.0 + p.projection_exciter_sensitised * s.sensitised)
        + direct * (1.0 + p.projection_slow_sensitised * s.sensitised)
        - p.projection_brake * s.inhibition * brake
        - p.projection_descending * (s.descending - 1.0))
        .named("onto_projection");
    rate(onto, p.projection_threshold, p.projection_width, p.projection_most)
}

/// Firing of a population by its input [Hz]: silent below the threshold, saturating, smooth.
///
/// The identity in the header spares a logarithm and a hyperbolic tangent; `1 - 2/(q + 1)` stays finite for any
/// input.
#[inline(always)]
fn rate<R: Real>(input: Num<R>, threshold: Num<R>, width: Num<R>, most: Num<R>) -> Num<R> {
    let q = (1.0 + (4.0 * (input - threshold) / width).exp()).sqrt();
    most * (1.0 - 2.0 / (q + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    fn fires([touch, fast, slow]: [f64; 3], change: impl Fn(&mut Segment<f64>)) -> f64 {
        let mut segment = Segment::healthy();
        change(&mut segment);
        let fibres = Afferents { touch: Num(touch), fast: Num(fast), slow: Num(slow) };
        projections([(&fibres, &segment); 3], &Parameters::shipped().typical())[0].0
    }

    /// Firing by force is within 0.25 Hz of the published targets (the fit reaches 0.14).
    #[test]
    fn firing_by_force_follows_the_published_targets() {
        for (force_mn, fibres, target) in FORCES {
            let firing = fires(fibres, |_| {});
            assert!((firing - target).abs() < 0.25, "{force_mn} mN: {firing:.2} Hz for {target} Hz");
        }
    }

    /// S1.4: a normal touch (25 mN) becomes painful when inhibition fails, and when the gate alone is lost.
    #[test]
    fn touch_hurts_when_inhibition_or_the_gate_fails() {
        let touch = FORCES[1].1;
        assert!(fires(touch, |_| {}) < 0.5);
        assert!(fires(touch, |s| s.inhibition = Num(0.4)) > 5.0);
        assert!(fires(touch, |s| s.gate = Num(0.1)) > 5.0);
    }

    /// Loss of the other interneurons amplifies pinch and spares touch (medlock2022: layers differ).
    #[test]
    fn loss_of_dynorphin_cells_amplifies_pinch_and_spares_touch() {
        let (touch, pinch) = (FORCES[1].1, FORCES[4].1);
        assert!(fires(pinch, |s| s.interneurons = Num(0.1)) > fires(pinch, |_| {}) + 1.0);
        assert!(fires(touch, |s| s.interneurons = Num(0.1)) < 1.0);
    }

    /// Any input gives a finite rate within its ceiling.
    #[test]
    fn no_input_makes_an_infinite_rate() {
        for input in [-1e6, -50.0, 0.0, 50.0, 1e6] {
            let r = rate(Num(input), Num(10.0), Num(10.0), Num(35.0)).0;
            assert!((0.0..=35.0).contains(&r), "{input}: {r}");
        }
    }
}
