//! Why did an exam get its levels, its grade and its zones? Told in the order in which an examiner works: what the boxes
//! leave open, levels, neurological level, sacral sparing, the grade criterion by criterion, zones, sums.
//!
//! - [`levels`]: sensory, motor and neurological levels
//! - [`grade`]: sacral sparing and the five grades
//! - [`zones`]: zones of partial preservation
//! - [`sums`]: subscores and totals

mod grade;
mod levels;
mod sums;
mod zones;

use super::classification::{Classification, classify};
use super::exam::{Exam, Finding, KeyMuscle, Observed, Side, SideExam, Star};
use super::side::{OpenSide, Reading};
use crate::instrument::scoring::Step;
use crate::patient::pain_site::dermatome::Dermatome;

/// What is explained: an exam, what it leaves open, and what came out.
struct Case<'e> {
    exam: &'e Exam,
    sides: [OpenSide; 2],
    found: Classification,
}

/// The steps from an exam to its classification. The answers are those of [`classify`].
pub(super) fn explanation(exam: &Exam) -> Vec<Step> {
    let sides = [0, 1].map(|side| OpenSide::of(&exam.sides[side], Reading::Assumed));
    let case = Case { exam, sides, found: classify(exam) };
    let mut steps = Vec::new();
    steps.extend(untested(exam));
    steps.extend(starred(exam));
    for side in Side::BOTH {
        steps.push(levels::sensory(&case, side));
        steps.push(levels::motor(&case, side));
    }
    steps.push(levels::neurological(&case));
    steps.push(grade::sparing(&case));
    steps.extend(grade::criteria(&case));
    steps.push(grade::grade(&case));
    steps.extend(Side::BOTH.map(|side| zones::sensory(&case, side)));
    steps.extend(Side::BOTH.map(|side| zones::motor(&case, side)));
    steps.extend(sums::sums(&case));
    steps
}

/// A step; the reasons become one sentence each.
fn step(question: impl Into<String>, reasons: &[String], answer: impl Into<String>) -> Step {
    Step { question: question.into(), because: reasons.join("; "), answer: answer.into() }
}

/// Names of the boxes for which something holds, from the right side to the left.
fn boxes_where(exam: &Exam, holds: impl Fn(Finding) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    for (side, word) in exam.sides.iter().zip(Side::BOTH.map(Side::word)) {
        for (kind, segment, finding) in boxes(side) {
            if holds(finding) {
                names.push(format!("{word} {kind} {segment} {finding}"));
            }
        }
    }
    names
}

/// The boxes of a side: kind, segment, finding.
fn boxes(side: &SideExam) -> impl Iterator<Item = (&'static str, &'static str, Finding)> {
    let muscles = KeyMuscle::ALL.map(KeyMuscle::label).into_iter().zip(side.motor);
    let touch = Dermatome::ALL.map(Dermatome::label).into_iter().zip(side.light_touch);
    let prick = Dermatome::ALL.map(Dermatome::label).into_iter().zip(side.pin_prick);
    let named = |kind| move |(segment, finding)| (kind, segment, finding);
    muscles.map(named("motor")).chain(touch.map(named("light touch"))).chain(prick.map(named("pin prick")))
}

fn untested(exam: &Exam) -> Option<Step> {
    let mut names = boxes_where(exam, |finding| finding == Finding::NT);
    let observed = [("voluntary anal contraction", exam.vac), ("deep anal pressure", exam.dap)];
    names
        .extend(observed.iter().filter(|(_, o)| *o == Observed::NotTestable).map(|(name, _)| (*name).into()));
    let answer = "each can be anything, so every answer lists all that can come out";
    (!names.is_empty()).then(|| step("What was not testable?", &[listed(&names)], answer))
}

fn starred(exam: &Exam) -> Option<Step> {
    let names = boxes_where(exam, |finding| finding.star() != Star::None);
    let answer =
        "`**` counts as normal; `*` as not normal, with the grade written or a higher one below normal";
    (!names.is_empty())
        .then(|| step("Which findings are not from the cord injury alone?", &[listed(&names)], answer))
}

/// A list that stays readable.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let more = names.len().saturating_sub(MOST);
    let shown = names[..names.len() - more].join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

#[cfg(test)]
mod tests;
