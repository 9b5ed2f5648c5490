//! What does training do, when, and beside cells?

use super::cast::{Cast, HURTS_HZ, LATE, SAME, YEAR, graft, training_from};
use super::finding::{at_least, at_most, shown, within};
use super::{Behaviour, Findings};
use crate::biology::parameters::Params;
use crate::treatment::Treatment;
use conus_num::Num;

pub(super) const WINDOW: Behaviour = Behaviour {
    title: "Early training prevents pain, late training is useless, and can harm who had none",
    evidence: "From day 5 training prevents allodynia (detloff2014); from day 14 or 28 it brings nothing, \
               and rats without pain become allodynic (detloff2016). Mice trained from week 6 are partly \
               relieved (sliwinski2018).",
    caveat: "Training comes too late for the memories of glia and nociceptors, yet on any day it strengthens \
             descending control and raises trophic support, and so relieves somewhat. Rats and mice disagree \
             about that, and no human study is fitted. The harm needs somebody just below the at-level \
             threshold.",
    play: window,
};

fn window(cast: &Cast) -> Findings {
    let person = cast.person(|_| {});
    let pain = |treatments: &[Treatment]| cast.pain_on(&person, treatments, YEAR);
    let untreated = pain(&[])?;
    let relief = |start_day| Ok(untreated - pain(&[training_from(start_day)])?);
    let spared = cast.free_of_pain_with(|_| {});
    let touched = |treatments: &[Treatment]| cast.value_on(&spared, treatments, "touched_at", YEAR);
    Ok(vec![
        at_most(
            0.5,
            "from day 5: NRS after one year, times untreated",
            pain(&[training_from(5.0)])? / untreated,
        ),
        within(-SAME, SAME, "from day 28: relief after one year, NRS", relief(28.0)?),
        within(-SAME, SAME, "from day 180: relief after one year, NRS", relief(LATE)?),
        at_most(HURTS_HZ, "person without pain, untrained: touch of 25 mN, Hz", touched(&[])?),
        at_least(HURTS_HZ, "the same, trained from day 28", touched(&[training_from(28.0)])?),
    ])
}

pub(super) const WITH_CELLS: Behaviour = Behaviour {
    title: "Training and cells do better than either; for pain they add up",
    evidence: "Marrow cells with treadmill do best, motor outcome only, rat (cellsandtreadmill); over some \
               250 studies combinations add up and do not multiply (pmc2858296).",
    caveat: "No controlled human study of both on pain is known. A synergy is a switch (`synergy`), off by \
             default.",
    play: with_cells,
};

fn with_cells(cast: &Cast) -> Findings {
    let training = training_from(LATE);
    let both: Vec<Treatment> = graft().into_iter().chain([training]).collect();
    let arms: [&[Treatment]; 4] = [&[], &[training], &graft(), &both];
    let after_a_year = |person: &Params<f64>, name: &str| {
        let values = arms.map(|arm| cast.value_on(person, arm, name, YEAR));
        let [none, trained, cells, together] = values;
        Ok([none?, trained?, cells?, together?])
    };
    let person = cast.below_level();
    let [none, trained, cells, together] = after_a_year(&person, "pain")?;
    let [_, able_by_training, able_by_cells, able] = after_a_year(&person, "function")?;
    let synergy = after_a_year(&cast.below_level_with(|p| p.synergy = Num(1.0)), "pain")?;
    Ok(vec![
        at_least(
            0.01,
            "function with both, less the better of either",
            able - able_by_training.max(able_by_cells),
        ),
        at_least(0.0, "NRS with the better of either, less that with both", trained.min(cells) - together),
        within(-SAME, SAME, "relief by both, less the sum of either, NRS", trained + cells - none - together),
        shown("NRS untreated", none),
        shown("NRS with training", trained),
        shown("NRS with cells", cells),
        shown("NRS with both", together),
        shown("NRS with both if training keeps cells alive (synergy 1)", synergy[3]),
    ])
}
