//! How far down is there some function?

use super::super::exam::{KeyMuscle, Observed, Side};
use super::super::possible::Word;
use super::super::side::SACRAL;
use super::super::zone::Zone;
use super::{Case, step};
use crate::instrument::scoring::Step;

/// The sensory zone of a side.
pub(super) fn sensory(case: &Case<'_>, side: Side) -> Step {
    let (found, open) = (case.found.sensory_zone[side as usize], &case.sides[side as usize]);
    let exam = &case.exam.sides[side as usize];
    let (touch, prick) = (exam.light_touch[27], exam.pin_prick[27]);
    let mut reasons = vec![format!(
        "deep anal pressure {}, at S4-5 light touch {touch}, pin prick {prick}",
        case.exam.dap.word()
    )];
    let spared = case.exam.dap == Observed::Yes || open.numb & SACRAL == 0;
    if found.holds(Zone::NotApplicable) {
        reasons.push(format!(
            "no zone applies {} sensation at S4-5 is left",
            if spared { "since" } else { "if" }
        ));
    }
    if found.words().any(|zone| zone != Zone::NotApplicable) {
        reasons.push(format!(
            "otherwise the lowest dermatome with any light touch or pin prick counts: {}",
            down_to(found.words())
        ));
    }
    step(format!("Sensory zone of partial preservation, {}", side.word()), &reasons, found.text())
}

/// The motor zone of a side.
pub(super) fn motor(case: &Case<'_>, side: Side) -> Step {
    let found = case.found.motor_zone[side as usize];
    let mut reasons = vec![format!("voluntary anal contraction {}", case.exam.vac.word())];
    if found.holds(Zone::NotApplicable) {
        let certain = case.exam.vac == Observed::Yes;
        reasons.push(format!("no zone applies {} it is there", if certain { "since" } else { "if" }));
    }
    if found.words().any(|zone| zone != Zone::NotApplicable) {
        let level = case.found.motor[side as usize];
        let zones = down_to(found.words());
        reasons.push(format!(
            "the lowest key muscle that moves counts, or motor level {level} if none below does: {zones}"
        ));
        reasons.extend(non_key(case.exam.sides[side as usize].lowest_non_key));
    }
    step(format!("Motor zone of partial preservation, {}", side.word()), &reasons, found.text())
}

fn non_key(muscle: Option<KeyMuscle>) -> Option<String> {
    let label = muscle?.label();
    Some(format!(
        "the non-key muscle of {label} counts in AIS C, when more than three levels below that zone"
    ))
}

fn down_to(zones: impl Iterator<Item = Zone>) -> String {
    let labels: Vec<&str> = zones.filter(|zone| *zone != Zone::NotApplicable).map(Word::label).collect();
    labels.join(" or ")
}
