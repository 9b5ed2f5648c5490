//! Pregabalin and local anaesthetic: kinetics, effect on release, tolerance, side effects (S2.1, S2.2, S2.4).
//!
//! ```text
//! dAg/dt = taken - absorb Ag;  dCp/dt = absorb f Ag/volume - eliminate Cp;  dE/dt = rate (Cp - E)
//! dQ/dt  = rate [E/(E + half) - Q]                                tolerance: half becomes half (1 + shift Q)
//! release = 1 - most E/(E + half (1 + shift Q)) (basal + (1 - basal) x/(x + up)),  x = glia or nociceptors
//! dL/dt  = -loss L;  block = 1 - depth reach L^4/(L^4 + half^4)
//! ```
//!
//! Ag, Cp, E and L depend on nothing else, so between doses they are known in closed form. With `p(a, b)` and
//! `p(a, b, c)` as in [`conus_num::decay`], u = absorb f/volume and the rates short,
//!
//! ```text
//! Ag = Ag0 e^(-a t) + taken p(0, a);   Cp = Cp0 e^(-e t) + u Ag0 p(a, e) + u taken p(0, a, e);   L = L0 e^(-loss t)
//! E  = E0 e^(-r t) + r Cp0 p(e, r) + u r Ag0 p(a, e, r) + u taken [p(0, a, e) - p(a, e, r)]
//! ```
//!
//! alpha2delta must be up-regulated for the drug to work: it does in central pain (siddall2006, cardenas2013) and
//! not in plain sciatica (mathieson2017). Wash-out returns to the untreated course: nothing is modified (S2.1).

use super::parameters::Params;
use super::{State, named_numbers};
use conus_num::decay::{left, passed, passed_twice};
use conus_num::{Lanes, Num, Real};

/// Exponent of the steep onset of a conduction block (assumed).
const BLOCK_EXPONENT: f64 = 4.0;
/// Exponents of the adverse-event hazards by exposure, fitted to label dose-response (lyrica2012dpn).
const DIZZINESS_EXPONENT: f64 = 3.4;
const SOMNOLENCE_EXPONENT: f64 = 3.1;

/// Rates of drug and anaesthetic.
pub struct DrugFlux<R> {
    /// From gut to plasma, as amount [mg/d].
    pub absorption: Num<R>,
    /// Rise of the plasma concentration by absorption [mg/L/d].
    pub uptake: Num<R>,
    /// Elimination from plasma [mg/L/d].
    pub elimination: Num<R>,
    /// Net change at the site of effect [mg/L/d].
    pub effect: Num<R>,
    /// Net change of tolerance [1/d].
    pub tolerance: Num<R>,
    /// Net habituation of dizziness [1/d].
    pub dizziness: Num<R>,
    /// Net habituation of somnolence [1/d].
    pub somnolence: Num<R>,
    /// Loss of local anaesthetic [1/d].
    pub anaesthetic: Num<R>,
}

/// Rates of kinetics, tolerance and habituation.
#[inline(always)]
pub fn drug<R: Real>(y: &State<R>, p: &Params<R>) -> DrugFlux<R> {
    let absorption = (p.absorption * y.drug_gut).named("absorbed");
    let habituation = y.drug_effect.hill(p.habituation_half, 1.0).named("habituating");
    DrugFlux {
        absorption,
        uptake: absorption * p.bioavailability / p.volume,
        elimination: p.elimination * y.drug_plasma,
        effect: p.effect_rate * (y.drug_plasma - y.drug_effect),
        tolerance: p.tolerance_rate * (y.drug_effect.hill(p.release_half, 1.0) - y.tolerance),
        dizziness: p.dizziness_habituation_rate * (habituation - y.dizziness_habituation),
        somnolence: p.somnolence_habituation_rate * (habituation - y.somnolence_habituation),
        anaesthetic: p.block_loss * y.anaesthetic,
    }
}

named_numbers! {
    /// What was given and is in the body: states that nothing else drives, by their names.
    #[expect(rustdoc::broken_intra_doc_links, reason = "a unit in brackets is no link")]
    Levels {
        /// Drug in the gut [mg].
        drug_gut,
        /// Drug in plasma [mg/L].
        drug_plasma,
        /// Drug at its site of effect [mg/L].
        drug_effect,
        /// Local anaesthetic.
        anaesthetic,
    }
}

impl<L: Lanes> Levels<L> {
    /// The levels after some days in which the drug is taken at a steady rate \[mg/d\] and no dose is given.
    #[inline(always)]
    #[must_use]
    pub fn after(&self, days: Num<L>, p: &Params<L>, taken: Num<L>) -> Self {
        let (absorbed, eliminated, settled) = (p.absorption, p.elimination, p.effect_rate);
        let into_plasma = absorbed * p.bioavailability / p.volume;
        let never = Num(L::splat(0.0));
        let of_dose = passed_twice(absorbed, eliminated, settled, days);
        let of_intake = passed_twice(never, absorbed, eliminated, days);
        let eaten = self.drug_gut * passed(absorbed, eliminated, days) + taken * of_intake;
        let acting = settled * self.drug_gut * of_dose + taken * (of_intake - of_dose);
        Self {
            drug_gut: self.drug_gut * left(absorbed, days) + taken * passed(never, absorbed, days),
            drug_plasma: self.drug_plasma * left(eliminated, days) + into_plasma * eaten,
            drug_effect: self.drug_effect * left(settled, days)
                + settled * self.drug_plasma * passed(eliminated, settled, days)
                + into_plasma * acting,
            anaesthetic: self.anaesthetic * left(p.block_loss, days),
        }
    }
}

/// Transmitter release that the drug leaves, 0 to 1, where alpha2delta follows `upregulating`.
#[inline(always)]
pub fn release<R: Real>(y: &State<R>, p: &Params<R>, upregulating: Num<R>) -> Num<R> {
    let half = (p.release_half * (1.0 + p.tolerance_shift * y.tolerance)).named("half_with_tolerance");
    let channels = p.channel_basal + (1.0 - p.channel_basal) * upregulating.hill(p.channel_half, 1.0);
    1.0 - p.release_most * y.drug_effect.hill(half, 1.0) * channels
}

/// Conduction that a local anaesthetic leaves, 0 to 1.
pub struct Block<R> {
    /// In the fibres that drive the cord.
    pub cord: Num<R>,
    /// In the compressed root itself.
    pub root: Num<R>,
}

/// Conduction of cord fibres and of the root.
#[inline(always)]
pub fn block<R: Real>(y: &State<R>, p: &Params<R>) -> Block<R> {
    let depth = p.block_depth * y.anaesthetic.hill(p.block_half, BLOCK_EXPONENT);
    Block {
        cord: (1.0 - p.block_reach * depth).named("conduction_cord"),
        root: (1.0 - depth).named("conduction_root"),
    }
}

/// Hazard of a first adverse event by exposure [1/d].
pub struct Hazard<R> {
    /// Dizziness.
    pub dizziness: Num<R>,
    /// Somnolence.
    pub somnolence: Num<R>,
}

/// Hazards by exposure, less what is habituated.
#[inline(always)]
pub fn hazard<R: Real>(y: &State<R>, p: &Params<R>) -> Hazard<R> {
    let dizzy = y.drug_effect.hill(p.dizziness_half, DIZZINESS_EXPONENT);
    let sleepy = y.drug_effect.hill(p.somnolence_half, SOMNOLENCE_EXPONENT);
    Hazard {
        dizziness: p.dizziness_hazard * dizzy * (1.0 - p.dizziness_habituated * y.dizziness_habituation),
        somnolence: p.somnolence_hazard * sleepy * (1.0 - p.somnolence_habituated * y.somnolence_habituation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    /// At steady state the plasma holds bioavailable dose over clearance: 450 mg a day give 3.93 mg/L.
    #[test]
    fn steady_plasma_is_dose_over_clearance() {
        let p = Parameters::shipped().typical();
        let gut = 450.0 / p.absorption.0;
        let plasma = 0.9 * 450.0 / (39.0 * 2.64);
        let y = State { drug_gut: Num(gut), drug_plasma: Num(plasma), ..State::healthy() };
        let flux = drug(&y, &p);
        assert!((flux.absorption.0 - 450.0).abs() < 1e-9);
        assert!((flux.uptake.0 - flux.elimination.0).abs() < 1e-12);
    }

    /// Without up-regulated channels the drug hardly acts (mathieson2017); with them it does.
    #[test]
    fn the_drug_needs_upregulated_channels() {
        let p = Parameters::shipped().typical();
        let y = State { drug_effect: Num(4.0), ..State::healthy() };
        assert!(release(&y, &p, Num(0.0)).0 > 0.93);
        assert!(release(&y, &p, Num(0.7)).0 < 0.82);
    }

    /// A block silences the root and only part of what drives the cord (loubser1991).
    #[test]
    fn a_block_is_deep_at_the_root_and_partial_for_the_cord() {
        let p = Parameters::shipped().typical();
        let left = block(&State { anaesthetic: Num(1.0), ..State::healthy() }, &p);
        assert!(left.root.0 < 0.11);
        assert!(left.cord.0 > 0.5);
    }
}
