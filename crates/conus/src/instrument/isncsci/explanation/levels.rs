//! Where does normal function end, and what ends it?

use super::super::exam::{KeyMuscle, Observed, Side};
use super::super::level::{C4, INT, L1, Level, S1, S3, T1};
use super::super::possible::Word;
use super::super::side::{KEY_SEGMENTS, SEGMENT_OF_MUSCLE};
use super::{Case, step};
use crate::instrument::scoring::Step;
use crate::patient::pain_site::dermatome::Dermatome;

/// The sensory level of a side.
pub(super) fn sensory(case: &Case<'_>, side: Side) -> Step {
    let found = case.found.sensory[side as usize];
    let reasons: Vec<String> = found.words().map(|level| why_sensory(case, side, level)).collect();
    step(format!("Sensory level, {}", side.word()), &reasons, found.text())
}

fn why_sensory(case: &Case<'_>, side: Side, level: Level) -> String {
    let (exam, open) = (&case.exam.sides[side as usize], &case.sides[side as usize]);
    let may = |certain: bool| if certain { "is" } else { "may be" };
    if level == Level::INTACT {
        let certain = open.altered == 0;
        return format!(
            "light touch and pin prick {} normal down to S4-5: INT",
            if certain { "are" } else { "may be" }
        );
    }
    let dermatome = Dermatome::ALL[level.index()];
    let above = match dermatome.above() {
        Some(above) if open.altered & ((1 << dermatome.index()) - 1) == 0 => {
            format!("normal from C2 to {}; ", above.label())
        }
        Some(above) => format!("if all is normal from C2 to {}; ", above.label()),
        None => String::new(),
    };
    let (touch, prick) = (exam.light_touch[dermatome.index()], exam.pin_prick[dermatome.index()]);
    let altered = may(open.normal >> dermatome.index() & 1 == 0);
    format!(
        "{above}at {0} light touch is {touch} and pin prick {prick}, which {altered} not normal: {1}",
        dermatome.label(),
        level.label()
    )
}

/// The motor level of a side.
pub(super) fn motor(case: &Case<'_>, side: Side) -> Step {
    let found = case.found.motor[side as usize];
    let reasons: Vec<String> = found.words().map(|level| why_motor(case, side, level)).collect();
    step(format!("Motor level, {}", side.word()), &reasons, found.text())
}

fn why_motor(case: &Case<'_>, side: Side, level: Level) -> String {
    let (place, label) = (u32::try_from(level.index()).expect("there are 29 levels"), level.label());
    if place < C4 {
        return format!("above C5 no muscle is tested, so it follows the sensory level: {label}");
    }
    if place == INT || place == S3 && case.found.sensory[side as usize].holds(Level::INTACT) {
        return lowest(case.exam.vac, label);
    }
    let by_muscle = ends_at_muscle(case, side, place).or_else(|| ends_above_muscle(case, side, place));
    match by_muscle {
        Some(reason) => format!("{reason}: {label}"),
        None if place == T1 => follows("C5 to T1", "T2", label),
        None if place == S1 => follows("C5 to T1 and L2 to S1", "S2", label),
        None if place < L1 => {
            format!("C5 to T1 have 5 and no muscle is tested below, so it follows the sensory level: {label}")
        }
        None => format!(
            "all key muscles have 5 and none is tested below S1, so it follows the sensory level: {label}"
        ),
    }
}

/// The last muscle of a block has 5, but the segment below cannot be presumed normal.
fn follows(muscles: &str, next: &str, label: &str) -> String {
    format!(
        "{muscles} have 5, but sensation is not normal down to {next}, so nothing lower is presumed normal: {label}"
    )
}

fn lowest(vac: Observed, label: &str) -> String {
    let contraction = match vac {
        Observed::Yes => "voluntary anal contraction is there",
        Observed::No => "voluntary anal contraction is absent",
        Observed::NotTestable if label == "INT" => "if voluntary anal contraction is there",
        Observed::NotTestable => "if voluntary anal contraction is absent",
    };
    format!("all key muscles have 5, sensation is normal, {contraction}: {label}")
}

/// The muscle of the level has 3 or 4.
fn ends_at_muscle(case: &Case<'_>, side: Side, place: u32) -> Option<String> {
    let segment = place.checked_sub(1)?;
    let (muscle, open) = (muscle_at(segment)?, &case.sides[side as usize]);
    let graded = case.exam.sides[side as usize].motor[muscle as usize];
    let can = open.fair >> segment & 1 == 1;
    let certain = (open.full | open.weak) >> segment & 1 == 0;
    let has = if certain { "at least 3 and less than 5" } else { "which may be 3 or 4" };
    can.then(|| format!("{} has {graded}, {has}, and what is above is normal", muscle.label()))
}

/// The muscle below the level has less than 3.
fn ends_above_muscle(case: &Case<'_>, side: Side, place: u32) -> Option<String> {
    let (muscle, open) = (muscle_at(place)?, &case.sides[side as usize]);
    let graded = case.exam.sides[side as usize].motor[muscle as usize];
    let can = open.weak >> place & 1 == 1;
    let certain = open.strong() >> place & 1 == 0;
    let has = if certain { "less than 3" } else { "which may be less than 3" };
    let above = if place == C4 || place == L1 {
        "sensation is normal down to the segment above it"
    } else {
        "the muscle above has 5"
    };
    can.then(|| format!("{} has {graded}, {has}, and {above}", muscle.label()))
}

/// The key muscle of a segment.
fn muscle_at(segment: u32) -> Option<KeyMuscle> {
    if segment >= INT || KEY_SEGMENTS >> segment & 1 == 0 {
        return None;
    }
    SEGMENT_OF_MUSCLE.iter().position(|&at| at == segment).map(|muscle| KeyMuscle::ALL[muscle])
}

/// The single neurological level.
pub(super) fn neurological(case: &Case<'_>) -> Step {
    let found = &case.found;
    let four = [
        format!("sensory right {}", found.sensory[0]),
        format!("sensory left {}", found.sensory[1]),
        format!("motor right {}", found.motor[0]),
        format!("motor left {}", found.motor[1]),
    ];
    let level = found.neurological_level;
    let reason = if level.only().is_some() {
        format!("the uppermost of {}", four.join(", "))
    } else {
        format!("the uppermost of {}, whatever the open boxes hold", four.join(", "))
    };
    step("Neurological level of injury", &[reason], level.text())
}
