//! Nociceptive sprouts at the level: young ones retract, lasting ones stay and hurt.
//!
//! dYi/dt = rate grow (1 - Yi - Ym) - retract Yi - fix,   grow = (deaff sev m/(m + half) + bdnf B^2 J)/(1 + brake F)
//! dYm/dt = fix + rate cells fate (Sc/(Sc + half) + Ml/(Ml + half))(1 - Yi - Ym) - loss Ym
//! fix    = slow Yi + train u Yi^2,   m = M1 + M2
//!
//! Training from the first days prevents sprouts, training later makes those that are there permanent: exercise
//! from day 14 or 28 caused allodynia in pain-free rats (detloff2016). Misdirected grafted cells guide lasting
//! sprouts: cells can cause pain (hofstetter2005).

use super::parameters::Params;
use super::{State, cells};
use conus_num::{Num, Real};

/// Rates of sprouts [1/d].
pub struct SproutFlux<R> {
    /// Growth of young sprouts.
    pub growth: Num<R>,
    /// Retraction of young sprouts.
    pub retraction: Num<R>,
    /// Young sprouts that become lasting.
    pub fixation: Num<R>,
    /// Lasting sprouts guided by misdirected cells.
    pub misguidance: Num<R>,
    /// Loss of lasting sprouts.
    pub loss: Num<R>,
}

/// Rates of growth, fixation and loss.
#[inline(always)]
pub fn sprouting<R: Real>(y: &State<R>, p: &Params<R>, training: Num<R>) -> SproutFlux<R> {
    let macrophages = y.inflammatory_macrophages + y.repair_macrophages;
    let deafferentation = p.sprout_deafferentation * p.severity * macrophages.hill(p.sprout_growth_half, 1.0);
    let signal = (deafferentation + p.sprout_bdnf * y.bdnf * y.bdnf * y.trkb).named("sprout_signal");
    let room = (1.0 - y.young_sprouts - y.lasting_sprouts).named("sprout_room");
    let grafted = cells::schwann_effect(y, p) + y.msc_lesion.hill(p.potency_half, 1.0);
    let by_training = p.sprout_fixation_training * training * y.young_sprouts * y.young_sprouts;
    SproutFlux {
        growth: p.sprout_rate * signal / (1.0 + p.sprout_trophic_brake * y.trophic) * room,
        retraction: p.sprout_retraction * y.young_sprouts,
        fixation: (p.sprout_fixation * y.young_sprouts + by_training).named("fixation"),
        misguidance: p.sprout_rate * p.sprout_cells * p.adverse_fate * grafted * room,
        loss: p.sprout_loss * y.lasting_sprouts,
    }
}

/// How strongly sprouts drive the nociceptor, 0 to 1: young ones count little.
#[inline(always)]
pub fn drive<R: Real>(y: &State<R>, p: &Params<R>) -> Num<R> {
    (p.sprout_young_weight * y.young_sprouts + y.lasting_sprouts).named("sprout_drive")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    /// Late training turns the sprouts that are there into lasting ones; with none there it does nothing.
    #[test]
    fn training_fixes_sprouts_that_are_already_there() {
        let p = Parameters::shipped().typical();
        let sprouted = State { young_sprouts: Num(0.3), ..State::healthy() };
        let rest = sprouting(&sprouted, &p, Num(0.0)).fixation.0;
        let trained = sprouting(&sprouted, &p, Num(1.0)).fixation.0;
        assert!(trained > 5.0 * rest);
        assert_eq!(sprouting(&State::healthy(), &p, Num(1.0)).fixation.0, 0.0);
    }

    /// Well-directed cells guide no sprouts; misdirected ones do (hofstetter2005).
    #[test]
    fn only_misdirected_cells_guide_sprouts() {
        let grafted = State { msc_lesion: Num(1.0), ..State::healthy() };
        let misguided = |fate: f64| {
            let p = Params { adverse_fate: Num(fate), ..Parameters::shipped().typical() };
            sprouting(&grafted, &p, Num(0.0)).misguidance.0
        };
        assert_eq!(misguided(0.0), 0.0);
        assert!(misguided(1.0) > 0.0);
    }
}
