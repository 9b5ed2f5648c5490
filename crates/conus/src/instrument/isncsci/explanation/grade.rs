//! Which criterion of the ASIA Impairment Scale is met?

use super::super::completeness::sacral;
use super::super::exam::{KeyMuscle, Observed, Side};
use super::super::grade::{Grade, strengths};
use super::super::level::{Level, below};
use super::super::motor_level::motor_levels;
use super::super::neurological_level::{Ends, ends};
use super::super::possible::Word;
use super::super::sensory_level::sensory_levels;
use super::super::side::{KEY_SEGMENTS, OpenSide, SACRAL, SEGMENT_OF_MUSCLE};
use super::super::strength::Strength;
use super::{Case, step};
use crate::instrument::scoring::Step;

/// What is left at S4-5.
pub(super) fn sparing(case: &Case<'_>) -> Step {
    let mut reasons = vec![
        format!("voluntary anal contraction {}", case.exam.vac.word()),
        format!("deep anal pressure {}", case.exam.dap.word()),
    ];
    for (side, word) in case.exam.sides.iter().zip(Side::BOTH.map(Side::word)) {
        reasons.push(format!(
            "S4-5 {word}: light touch {}, pin prick {}",
            side.light_touch[27], side.pin_prick[27]
        ));
    }
    reasons.push("complete (C) is who has none of these, incomplete (I) who has any".into());
    step("Sacral sparing", &reasons, case.found.completeness.text())
}

/// The five criteria, each looked at in turn.
pub(super) fn criteria(case: &Case<'_>) -> Vec<Step> {
    let count = counts(case);
    vec![
        criterion(
            case,
            Grade::A,
            "is the injury complete?",
            &[format!("completeness is {}", case.found.completeness)],
        ),
        criterion(case, Grade::B, "sensory, but not motor function?", &spared_and_motor(case)),
        criterion(
            case,
            Grade::C,
            "motor function, and fewer than half of the muscles below at least 3?",
            &count,
        ),
        criterion(
            case,
            Grade::D,
            "motor function, and half of the muscles below or more at least 3?",
            &count,
        ),
        criterion(case, Grade::E, "is everything normal?", &[everything(case)]),
    ]
}

fn criterion(case: &Case<'_>, grade: Grade, question: &str, reasons: &[String]) -> Step {
    let answer = match (case.found.grade.only(), case.found.grade.holds(grade)) {
        (Some(only), true) if only == grade => "yes",
        (_, true) => "possible",
        _ => "no",
    };
    step(format!("AIS {}: {question}", grade.label()), reasons, answer)
}

/// The grade.
pub(super) fn grade(case: &Case<'_>) -> Step {
    let met = case.found.grade.words().map(|grade| format!("{} {}", grade.label(), meaning(grade)));
    let reasons: Vec<String> = met.collect();
    step("ASIA Impairment Scale", &reasons, case.found.grade.text())
}

const fn meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "is a complete injury",
        Grade::B => "is sensory incomplete, motor complete",
        Grade::C => "is motor incomplete, with fewer than half of the key muscles below the level at least 3",
        Grade::D => "is motor incomplete, with half or more of the key muscles below the level at least 3",
        Grade::E => "is a normal exam after an injury",
    }
}

/// Sensation at S4-5, and motor function there or more than three levels below the motor level.
fn spared_and_motor(case: &Case<'_>) -> Vec<String> {
    let felt = case.sides.iter().any(|side| side.felt & SACRAL != 0);
    let numb = case.sides.iter().all(|side| side.numb & SACRAL != 0);
    let sensation = match case.exam.dap {
        Observed::Yes => "there is sensation at S4-5",
        _ if !numb => "there is sensation at S4-5",
        Observed::No if !felt => "there is no sensation at S4-5",
        _ => "there may be sensation at S4-5",
    };
    let contraction = match case.exam.vac {
        Observed::Yes => "voluntary anal contraction is motor function",
        Observed::No => "there is no voluntary anal contraction",
        Observed::NotTestable => "voluntary anal contraction was not testable",
    };
    let mut reasons = vec![sensation.to_string(), contraction.to_string()];
    for side in Side::BOTH {
        reasons.extend(case.found.motor[side as usize].words().map(|level| far_function(case, side, level)));
    }
    reasons
}

/// What moves more than three levels below one motor level.
fn far_function(case: &Case<'_>, side: Side, level: Level) -> String {
    let (exam, open) = (&case.exam.sides[side as usize], &case.sides[side as usize]);
    let far = !below(place(level) + 3);
    let moving = |segment: u32| (open.moves & far) >> segment & 1 == 1;
    let mut muscles: Vec<String> = KeyMuscle::ALL
        .into_iter()
        .zip(SEGMENT_OF_MUSCLE)
        .filter(|(_, segment)| moving(*segment))
        .map(|(muscle, _)| format!("{} {}", muscle.label(), exam.motor[muscle as usize]))
        .collect();
    if let Some(muscle) = exam.lowest_non_key.filter(|_| open.non_key & far != 0) {
        muscles.push(format!("a non-key muscle of {}", muscle.label()));
    }
    let found = if muscles.is_empty() { "nothing moves".into() } else { muscles.join(", ") };
    format!("{}, more than three levels below motor level {}: {found}", side.word(), level.label())
}

/// Whether there is motor function that counts, and how many key muscles below each possible neurological level have 3
/// or more.
fn counts(case: &Case<'_>) -> Vec<String> {
    let grade = case.found.grade;
    let motor = if grade.holds(Grade::C) || grade.holds(Grade::D) {
        "there is or may be motor function by the criterion above"
    } else {
        "there is no motor function by the criterion above"
    };
    let levels = case.found.neurological_level.words().filter(|level| *level != Level::INTACT);
    std::iter::once(motor.to_string()).chain(levels.map(|level| count_below(case, level))).collect()
}

fn count_below(case: &Case<'_>, level: Level) -> String {
    let (label, place) = (level.label(), place(level));
    let lower = KEY_SEGMENTS & !below(place);
    let muscles = 2 * lower.count_ones();
    if muscles == 0 {
        return format!("below {label} there is no key muscle, which counts as half");
    }
    let sum = |strong: fn(&OpenSide) -> u32| -> u32 {
        case.sides.iter().map(|side| (lower & strong(side)).count_ones()).sum()
    };
    let (fewest, most) = (sum(|side| !side.weak), sum(OpenSide::strong));
    let have = if fewest == most { fewest.to_string() } else { format!("{fewest} to {most}") };
    let straddles = 2 * fewest < muscles && 2 * most >= muscles;
    let with_level =
        if straddles { format!(", with the level there {}", share(case, place)) } else { String::new() };
    format!(
        "below {label} {have} of {muscles} key muscles have at least 3, half is {}{with_level}",
        muscles / 2
    )
}

/// What is possible when the neurological level is so: a muscle that ends the level is not strong itself.
fn share(case: &Case<'_>, level: u32) -> &'static str {
    let all = ends(&case.sides);
    let at = level.checked_sub(1).map_or(0, |segment| all.at & 1 << segment);
    let here = Ends { above: all.above & 1 << level, at, nowhere: false };
    let motor = [0, 1].map(|side| {
        let open = &case.sides[side];
        motor_levels(open, sensory_levels(open), case.exam.vac)
    });
    match strengths(&case.sides, here, motor, sacral(&case.sides, case.exam.vac, case.exam.dap)) {
        Strength { fewer: true, half: true } => "fewer or more",
        Strength { fewer: true, half: false } => "always fewer",
        Strength { fewer: false, half: true } => "always half or more",
        Strength { fewer: false, half: false } => "no such exam",
    }
}

fn place(level: Level) -> u32 {
    u32::try_from(level.index()).expect("there are 29 levels")
}

fn everything(case: &Case<'_>) -> String {
    format!(
        "the neurological level is {}, voluntary anal contraction {}",
        case.found.neurological_level,
        case.exam.vac.word()
    )
}
