//! What does pain do to the brain and to a life?

use super::cast::{Cast, LATE, YEAR, pregabalin, training_from};
use super::finding::{at_least, at_most, within};
use super::{Behaviour, Findings};
use crate::biology::parameters::Params;
use conus_num::Num;

pub(super) const LOST_CONTROL: Behaviour = Behaviour {
    title: "Pain takes descending control away",
    evidence: "Conditioned modulation lowers heat pain by 29.7 % in health, by 19.6 % after injury without \
               pain, and not (+1.1 %) with neuropathic pain, ten people each (albu2015); other studies \
               contradict (cpm2023).",
    caveat: "The direction holds, the size does not: pain itself takes a sixth of what is left, and \
             persistent glia a quarter by the tracts they destroy, where the ten people had lost it all. It \
             is left so, since the evidence contradicts itself.",
    play: lost_control,
};

fn lost_control(cast: &Cast) -> Findings {
    let control = |person: Params<f64>| cast.value_on(&person, &[], "descending", 2.0 * YEAR);
    let health = control(cast.healthy())?;
    let without_pain = control(cast.below_level_with(|p| p.susceptibility_below = Num(0.05)))?;
    let with_pain = control(cast.below_level())?;
    Ok(vec![
        within(
            0.51,
            0.81,
            "after injury, without pain, times health (published 0.66)",
            without_pain / health,
        ),
        at_most(1.0, "with pain, times the same injury without pain", with_pain / without_pain),
        at_most(0.5, "the same as a size (published: none is left)", with_pain / without_pain),
    ])
}

pub(super) const QUALITY: Behaviour = Behaviour {
    title: "Quality of life recovers in part when only pain or only function improves",
    evidence: "Only people whose pain changes change their quality of life (qualitychange).",
    caveat: "Half and half between function and pain is assumed, so that this is built in rather than found.",
    play: quality,
};

fn quality(cast: &Cast) -> Findings {
    let (less_pain, more_function) = (pregabalin(LATE, 600.0, 450.0), training_from(LATE));
    let quality = |treatments: &[_]| cast.value_on(&cast.below_level(), treatments, "quality", 540.0);
    let untreated = quality(&[])?;
    let gain = |treatments: &[_]| Ok(quality(treatments)? - untreated);
    let [drug, training, both] =
        [gain(&[less_pain])?, gain(&[more_function])?, gain(&[less_pain, more_function])?];
    Ok(vec![
        within(0.1, 0.8, "gain with the drug alone, times that with both", drug / both),
        within(0.1, 0.8, "gain with training alone, times that with both", training / both),
        at_least(0.05, "gain with both, on the scale 0 to 1", both),
    ])
}
