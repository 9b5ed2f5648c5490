//! Which exams does a check need? Made-up ones, of nobody: plausible injuries of every level and severity, and what a
//! careless or a hostile hand could make of them. Synthetic; not for any use but checks.

use super::exam::{Exam, Finding, KeyMuscle, Observed, SideExam, Star};
use super::side::{KEY_SEGMENTS, SEGMENT_OF_MUSCLE};
use crate::patient::chance::{Key, Purpose};
use conus_num::random::Stream;

/// The exam of a number. Neighbouring numbers differ in kind: with and without NT, with and without stars.
#[must_use]
pub fn made_up_exam(seed: u64, number: u32) -> Exam {
    let chance = &mut Key { seed, replicate: 0, patient: number }.stream(Purpose::Check, 0);
    if number % 16 == 15 {
        return anything(chance);
    }
    let mut exam = injury(chance);
    let noise = [0.0, 0.0, 0.01, 0.05][chance.below(4) as usize];
    let untested = if number & 1 == 1 { [0.01, 0.03, 0.1, 0.4][chance.below(4) as usize] } else { 0.0 };
    let starred = if number & 2 == 2 { [0.01, 0.03, 0.1, 0.4][chance.below(4) as usize] } else { 0.0 };
    for side in &mut exam.sides {
        for (boxes, highest) in boxes(side) {
            let whole = if untested > 0.0 && chance.bernoulli(0.04) { 1.0 } else { untested };
            for finding in boxes {
                disturb(finding, highest, chance, [noise, whole, starred]);
            }
        }
    }
    if untested > 0.0 {
        for observed in [&mut exam.vac, &mut exam.dap] {
            *observed = if chance.bernoulli(0.25) { Observed::NotTestable } else { *observed };
        }
    }
    exam
}

/// The boxes of a side with their normal grade.
fn boxes(side: &mut SideExam) -> [(&mut [Finding], u8); 3] {
    [(&mut side.motor, 5), (&mut side.light_touch, 2), (&mut side.pin_prick, 2)]
}

/// Any grade in any box.
fn anything(chance: &mut Stream) -> Exam {
    let mut exam = Exam::normal();
    for side in &mut exam.sides {
        for (boxes, highest) in boxes(side) {
            for finding in boxes {
                disturb(finding, highest, chance, [1.0, 0.2, 0.3]);
            }
        }
        side.lowest_non_key = non_key(chance);
    }
    (exam.vac, exam.dap) = (observed(chance, 0.5), observed(chance, 0.5));
    exam
}

/// Another grade, NT, or a star, each with its probability.
fn disturb(finding: &mut Finding, highest: u8, chance: &mut Stream, [noise, untested, starred]: [f64; 3]) {
    if chance.bernoulli(noise) {
        *finding = Finding::grade(any_grade(highest, chance));
    }
    if chance.bernoulli(untested) {
        *finding = Finding::NT;
    }
    if chance.bernoulli(starred) {
        if finding.graded() == Some(highest) {
            *finding = Finding::grade(any_grade(highest - 1, chance));
        }
        *finding = finding.with(if chance.bernoulli(0.5) { Star::Normal } else { Star::NotNormal });
    }
}

fn any_grade(highest: u8, chance: &mut Stream) -> u8 {
    u8::try_from(chance.below(u32::from(highest) + 1)).expect("a grade is small")
}

fn observed(chance: &mut Stream, yes: f64) -> Observed {
    if chance.bernoulli(yes) { Observed::Yes } else { Observed::No }
}

fn non_key(chance: &mut Stream) -> Option<KeyMuscle> {
    chance.bernoulli(0.15).then(|| KeyMuscle::ALL[chance.below(10) as usize])
}

/// An injury as it could be: normal above a level, less below it, by a severity that both sides share.
fn injury(chance: &mut Stream) -> Exam {
    let level = level(chance);
    let severity = chance.below(5);
    let [felt, strength] = [[0.0, 0.0], [0.5, 0.0], [0.7, 1.0], [0.8, 3.6], [0.97, 4.9]][severity as usize];
    let mut exam = Exam::normal();
    for side in &mut exam.sides {
        let shift = [0, 0, 0, 1, 1, 2, 5][chance.below(7) as usize];
        let sensory = (level + shift * chance.below(2)).min(28);
        let motor = (level + shift * chance.below(2)).min(28);
        fill(side, [sensory, motor], [felt, strength], chance);
    }
    let spared = [0.03, 0.6, 0.8, 0.9, 1.0][severity as usize];
    exam.dap = observed(chance, spared);
    exam.vac = observed(chance, [0.02, 0.04, 0.5, 0.85, 0.97][severity as usize]);
    if exam.dap == Observed::No && !chance.bernoulli(0.1) {
        for side in &mut exam.sides {
            (side.light_touch[27], side.pin_prick[27]) = (Finding::grade(0), Finding::grade(0));
        }
    }
    exam
}

/// A level from C1 to INT; those where one kind of region meets another come more often.
fn level(chance: &mut Stream) -> u32 {
    const EDGES: [u32; 14] = [0, 1, 2, 3, 4, 8, 9, 19, 20, 21, 25, 26, 27, 28];
    if chance.bernoulli(0.4) { EDGES[chance.below(14) as usize] } else { chance.below(29) }
}

/// Fills a side from its levels downwards: a zone of a few segments, then what the severity leaves.
fn fill(side: &mut SideExam, [sensory, motor]: [u32; 2], [felt, strength]: [f64; 2], chance: &mut Stream) {
    let zone = chance.below(4);
    for (segment, (touch, prick)) in (0..).zip(side.light_touch.iter_mut().zip(&mut side.pin_prick)) {
        for finding in [touch, prick] {
            if segment >= sensory {
                let kept = if segment < sensory + zone { felt.max(0.5) } else { felt };
                let grade = u8::from(chance.bernoulli(kept)) + u8::from(chance.bernoulli(kept * kept));
                *finding = Finding::grade(if segment == sensory { grade.min(1) } else { grade });
            }
        }
    }
    for (finding, segment) in side.motor.iter_mut().zip(SEGMENT_OF_MUSCLE) {
        if segment >= motor {
            let mean = if segment < motor + zone { strength.max(2.0) } else { strength };
            let spread = if mean > 0.0 { 1.2 } else { 0.0 };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 5")]
            let grade = (mean + spread * chance.normal()).round().clamp(0.0, 5.0) as u8;
            *finding = Finding::grade(grade);
        }
    }
    // At times the muscle at the level itself is only just strong enough.
    let at = KEY_SEGMENTS & below_level(motor);
    if at != 0 && chance.bernoulli(0.4) {
        let last =
            SEGMENT_OF_MUSCLE.iter().rposition(|&segment| segment < motor).expect("there is one above");
        side.motor[last] = Finding::grade(3 + any_grade(1, chance));
    }
    side.lowest_non_key = non_key(chance);
}

fn below_level(level: u32) -> u32 {
    (1 << level) - 1
}
