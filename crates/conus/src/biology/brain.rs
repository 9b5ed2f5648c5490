//! From firing to pain, by class; and what pain does to the brain: control, cortex, function, quality of life.
//!
//! ```text
//! u = P^3/(P^2 + half^2) felt firing;  gain = 1 + g Cx;  total = cbrt(b^3 + ua^3 + ub^3 + ux^3) - b + drive Cx^2/(Cx^2 + half^2)
//! pain = 10 u/(u + h)                                     on the scale 0 to 10
//! dW/dt  = rate [(local + (1 - local) N)(1 - w pain/10)(1 + train u (1 - W)) - W]            albu2015
//! dCx/dt = rate [pain/10 - Cx]
//! dFn/dt = rate [(local + (1 - local) N)(1 - a pain/10)(1 - b (1 - u)) - Fn]
//! dQl/dt = rate [share Fn + (1 - share)(1 - pain/10) - Ql]
//! ```
//!
//! The worst source dominates (cube root of the sum of cubes). Three sources are three pains: at-level,
//! below-level and radicular, the last counted as what a root adds to the lumbosacral circuit (S1.5). Pain that
//! has lasted makes a central generator that no block reaches (S1.3, loubser1991).

use super::circuit::{Afferents, Segment, projections};
use super::disinhibition::{Inhibition, inhibition};
use super::parameters::Params;
use super::{State, drug};
use conus_num::{Num, Real};

/// Firing of the three sources of pain \[Hz\].
pub struct Firing<R> {
    /// Segments at the level.
    pub at: Num<R>,
    /// Lumbosacral segments below the level, without root input.
    pub below: Num<R>,
    /// The same segments with the root's input.
    pub with_root: Num<R>,
}

/// Pain on the scale 0 to 10, in truth: never rounded, never reported.
pub struct Pain<R> {
    /// All sources together.
    pub total: Num<R>,
    /// At-level neuropathic pain.
    pub at: Num<R>,
    /// Below-level neuropathic pain.
    pub below: Num<R>,
    /// Radicular pain of a compressed root.
    pub radicular: Num<R>,
}

/// Rates of what pain does [1/d].
pub struct BrainFlux<R> {
    /// Net change of descending control.
    pub descending: Num<R>,
    /// Net change of cortical gain.
    pub cortex: Num<R>,
    /// Net change of function.
    pub function: Num<R>,
    /// Net change of quality of life.
    pub quality: Num<R>,
}

/// Firing of the three sources when a stimulus adds to the fibres' firing at rest \[Hz\].
#[inline(always)]
pub fn firing<R: Real>(y: &State<R>, p: &Params<R>, stimulus: &Afferents<R>) -> Firing<R> {
    let [(level, at), (lumbosacral, below), (pressed, same)] = &places(y, p, stimulus);
    let [at, below, with_root] = projections([(level, at), (lumbosacral, below), (pressed, same)], p);
    Firing {
        at: at.named("firing_at"),
        below: below.named("firing_below"),
        with_root: with_root.named("firing_with_root"),
    }
}

/// The segments at the level, those below it, and those below it with a root's input: what their fibres fire when a
/// stimulus adds to the firing at rest, and the state that the fibres find.
#[inline(always)]
pub fn places<R: Real>(
    y: &State<R>,
    p: &Params<R>,
    stimulus: &Afferents<R>,
) -> [(Afferents<R>, Segment<R>); 3] {
    let Inhibition { at, below } = inhibition(y, p);
    let block = drug::block(y, p);
    let spontaneous = (p.slow_nociceptor / (1.0 + nociceptor_hold(y, p))).named("spontaneous_firing");
    let touch = ((p.touch_rest + stimulus.touch) * block.cord).named("touch_fibres");
    let fast = ((p.fast_rest + stimulus.fast) * block.cord).named("fast_fibres");
    let slow_at = (p.slow_rest + spontaneous * y.nociceptors_at + stimulus.slow) * block.cord;
    let slow_below = (p.slow_rest + spontaneous * y.nociceptors_below + stimulus.slow) * block.cord;
    let level = Afferents { touch, fast, slow: slow_at.named("slow_fibres_at") };
    let lumbosacral = Afferents { touch, fast, slow: slow_below.named("slow_fibres_below") };
    let spared = p.descending_spared;
    let at_level = Segment {
        inhibition: at,
        gate: y.interneurons_at,
        interneurons: y.interneurons_at,
        sensitised: y.sensitised_at,
        descending: (spared + (1.0 - spared) * y.descending).named("descending_at"),
        release: drug::release(y, p, y.nociceptors_at).named("release_at"),
    };
    let below_level = Segment {
        inhibition: below,
        gate: Num::lit(1.0),
        interneurons: Num::lit(1.0),
        sensitised: y.sensitised_below,
        descending: y.descending,
        release: drug::release(y, p, y.microglia).named("release_below"),
    };
    let root = (y.root_compression * block.root).named("conducting_root");
    let pressed = Afferents {
        touch: (lumbosacral.touch + p.root_fast * root).named("touch_fibres_with_root"),
        fast: (lumbosacral.fast + p.root_fast * root).named("fast_fibres_with_root"),
        slow: (lumbosacral.slow + p.root_slow * root).named("slow_fibres_with_root"),
    };
    [(level, at_level), (lumbosacral, below_level), (pressed, below_level)]
}

/// Firing at rest \[Hz\].
#[inline(always)]
pub fn firing_at_rest<R: Real>(y: &State<R>, p: &Params<R>) -> Firing<R> {
    let silence = Num::lit(0.0);
    firing(y, p, &Afferents { touch: silence, fast: silence, slow: silence })
}

/// How far the secretome holds back the firing of nociceptors, on output only (chen2015jci).
#[inline(always)]
fn nociceptor_hold<R: Real>(y: &State<R>, p: &Params<R>) -> Num<R> {
    p.nociceptor_secretome_output * (1.0 - p.state_share) * p.mechanism_immunomodulation * y.secretome
}

/// The pain that this firing makes.
#[inline(always)]
pub fn pain<R: Real>(y: &State<R>, p: &Params<R>, firing: &Firing<R>) -> Pain<R> {
    let gain = (1.0 + p.cortex_gain * y.cortex).named("central_gain");
    let at = felt(firing.at, gain, p).named("felt_at");
    let below = felt(firing.below, gain, p).named("felt_below");
    let root = (felt(firing.with_root, gain, p) - below).named("felt_root");
    let central = (p.cortex_drive * y.cortex.hill(p.cortex_half, 2.0)).named("central_generator");
    let joined =
        (cube(p.pain_blend) + cube(at) + cube(below) + cube(root)).power(1.0 / 3.0).named("felt_total");
    Pain {
        total: rated(joined - p.pain_blend + central, p).named("pain"),
        at: rated(at, p),
        below: rated(below, p),
        radicular: rated(root, p),
    }
}

/// What is felt of this firing under this central gain.
#[inline(always)]
fn felt<R: Real>(hz: Num<R>, gain: Num<R>, p: &Params<R>) -> Num<R> {
    hz * hz.hill(p.felt_half, 2.0) * gain
}

#[inline(always)]
fn cube<R: Real>(u: Num<R>) -> Num<R> {
    u * u * u
}

/// What is felt, on the scale of 0 to 10.
#[inline(always)]
fn rated<R: Real>(felt: Num<R>, p: &Params<R>) -> Num<R> {
    10.0 * felt.hill(p.pain_half, 1.0)
}

/// The training that is done of what was prescribed: lasting pain keeps people from it, and what is done lowers pain and
/// restores function (S6.2, the circle).
#[inline(always)]
pub fn training_done<R: Real>(y: &State<R>, p: &Params<R>, prescribed: Num<R>) -> Num<R> {
    (prescribed * (1.0 - p.training_lost * y.cortex)).named("training_done")
}

/// Rates of control, cortex, function and quality of life under this pain (0 to 10).
#[inline(always)]
pub fn brain<R: Real>(y: &State<R>, p: &Params<R>, pain: Num<R>, training: Num<R>) -> BrainFlux<R> {
    let share = pain / 10.0;
    let controlled =
        (by_tracts(p.descending_local, y) * (1.0 - p.descending_pain * share)).named("control_left");
    let trained = 1.0 + p.descending_training * training * (1.0 - y.descending);
    let able = (by_tracts(p.function_local, y) * (1.0 - p.function_pain * share)).named("ability");
    let active = 1.0 - p.function_training * (1.0 - training);
    let well =
        (p.quality_function * y.function + (1.0 - p.quality_function) * (1.0 - share)).named("well_being");
    BrainFlux {
        descending: p.descending_rate * (controlled * trained - y.descending),
        cortex: p.cortex_rate * (share - y.cortex),
        function: p.function_rate * (able * active - y.function),
        quality: p.quality_rate * (well - y.quality),
    }
}

/// What is left where a share works without the tracts.
#[inline(always)]
fn by_tracts<R: Real>(local: Num<R>, y: &State<R>) -> Num<R> {
    local + (1.0 - local) * y.tracts
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "without a limit nothing is taken away, exactly")]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    fn pain_of(y: &State<f64>) -> Pain<f64> {
        let p = Parameters::shipped().typical();
        pain(y, &p, &firing_at_rest(y, &p))
    }

    /// Nobody healthy is in pain.
    #[test]
    fn a_healthy_cord_reports_no_pain() {
        assert!(pain_of(&State::healthy()).total.0 < 0.01);
    }

    /// A compressed root makes radicular pain and leaves the other two alone (S1.5).
    #[test]
    fn a_root_makes_radicular_pain_only() {
        let pressed = pain_of(&State { root_compression: Num(0.8), ..State::healthy() });
        let healthy = pain_of(&State::healthy());
        assert!(pressed.radicular.0 > 2.0);
        assert_eq!(pressed.at, healthy.at);
        assert_eq!(pressed.below, healthy.below);
    }

    /// S6.2: who has been in pain for long does less of what was prescribed; without the limit, all of it.
    #[test]
    fn lasting_pain_keeps_people_from_training() {
        let p = Parameters::shipped().typical();
        let free = Params { training_lost: Num(0.0), ..p };
        let suffering = State { cortex: Num(0.8), ..State::healthy() };
        assert_eq!(training_done(&State::healthy(), &p, Num(0.7)).0, 0.7);
        assert_eq!(training_done(&suffering, &free, Num(0.7)).0, 0.7);
        let done = training_done(&suffering, &p, Num(0.7)).0;
        assert!((done - 0.7 * 0.6).abs() < 1e-12, "{done}");
    }

    /// Pain impairs descending control, and training under pain helps it (albu2015, S6.2).
    #[test]
    fn pain_lowers_descending_control() {
        let p = Parameters::shipped().typical();
        let y = State { descending: Num(0.5), tracts: Num(0.5), ..State::healthy() };
        let change = |pain: f64, training: f64| brain(&y, &p, Num(pain), Num(training)).descending.0;
        assert!(change(6.0, 0.0) < change(0.0, 0.0));
        assert!(change(6.0, 1.0) > change(6.0, 0.0));
    }
}
