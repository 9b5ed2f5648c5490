//! What does a rater write on the worksheet? A graded response (samejima1969): a grade is the number of thresholds that
//! function and error together reach.
//!
//! ```text
//! seen = power + (rater + occasion + slip) 2 sqrt(power (1 - power))
//! ```
//!
//! Error is of three kinds: what a rater always does, what is different on this occasion (pain, fatigue, spasm), and
//! what happens to one item. It matters where function is partial and nowhere else: nobody misses that a leg is
//! paralysed or that a hand is normal. Rater and occasion share all items of one modality.

use super::ItemModel;
use super::function::{Function, SideFunction, segment_of};
use crate::instrument::isncsci::{Exam, Finding, KeyMuscle, Observed, SideExam};
use crate::patient::chance::{Key, Purpose};
use crate::patient::pain_site::dermatome::DERMATOMES;
use conus_num::random::Stream;

/// When, by whom and with what hope a patient is examined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occasion {
    /// Number of the examination of this patient.
    pub number: u32,
    /// Number of the rater; the same number rates alike everywhere in a replicate.
    pub rater: u32,
    /// How far the rater sees what is hoped for, in standard deviations between raters; 0 for one who does not know.
    pub hope: f64,
}

/// How one modality is misjudged on one occasion.
#[derive(Clone, Copy)]
struct Error {
    shift: f64,
    slip: f64,
}

/// The worksheet of an examination.
#[must_use]
pub fn examine(model: &ItemModel<f64>, function: &Function, key: Key, occasion: Occasion) -> Exam {
    let chance = &mut key.stream(Purpose::Exam, occasion.number);
    let rater = &mut Key { patient: occasion.rater, ..key }.stream(Purpose::Rater, 0);
    let error = |shift: f64, slip: f64, chance: &mut Stream, rater: &mut Stream| {
        let share = model.rater_share.0;
        Error {
            shift: shift
                * (share.sqrt() * rater.normal() + (1.0 - share).sqrt() * chance.normal() + occasion.hope),
            slip,
        }
    };
    let motor = error(model.shift_motor.0, model.slip_motor.0, chance, rater);
    let touch = error(model.shift_light_touch.0, model.slip_light_touch.0, chance, rater);
    let pin = error(model.shift_pin_prick.0, model.slip_pin_prick.0, chance, rater);
    let contracts = seen(function.anal_contraction, motor, chance) >= model.grade_1.0;
    let feels = seen(function.anal_pressure, touch, chance) >= model.felt.0;
    let sides = [0, 1].map(|at| side(model, &function.sides[at], [motor, touch, pin], chance));
    Exam { sides, vac: observed(contracts), dap: observed(feels) }
}

fn side(
    model: &ItemModel<f64>,
    truth: &SideFunction,
    [motor, touch, pin]: [Error; 3],
    chance: &mut Stream,
) -> SideExam {
    let powers =
        [&model.grade_1, &model.grade_2, &model.grade_3, &model.grade_4, &model.grade_5].map(|grade| grade.0);
    let feelings = [model.felt.0, model.felt_fully.0];
    let muscles = KeyMuscle::ALL.map(|muscle| finding(model, truth.power(muscle), motor, &powers, chance));
    let mut skin = |powers: &[f64; DERMATOMES], error: Error| {
        powers.map(|power| finding(model, power, error, &feelings, chance))
    };
    let (light_touch, pin_prick) = (skin(&truth.light_touch, touch), skin(&truth.pin_prick, pin));
    SideExam {
        motor: muscles,
        light_touch,
        pin_prick,
        lowest_non_key: lowest_non_key(model, truth, &muscles),
    }
}

/// The lowest segment of which another muscle moves, noted where it lies below every key muscle that moves.
fn lowest_non_key(
    model: &ItemModel<f64>,
    truth: &SideFunction,
    muscles: &[Finding; 10],
) -> Option<KeyMuscle> {
    let moves = |muscle: &KeyMuscle| truth.non_key[segment_of(*muscle)] >= model.grade_1.0;
    let lowest = KeyMuscle::ALL.into_iter().rev().find(moves)?;
    let below = muscles.iter().skip(lowest as usize).all(|found| found.graded() == Some(0));
    below.then_some(lowest)
}

fn finding(
    model: &ItemModel<f64>,
    power: f64,
    error: Error,
    thresholds: &[f64],
    chance: &mut Stream,
) -> Finding {
    let seen = seen(power, error, chance);
    if chance.bernoulli(model.not_testable.0) {
        return Finding::NT;
    }
    let reached = thresholds.iter().filter(|threshold| seen >= **threshold).count();
    Finding::grade(u8::try_from(reached).expect("there are at most five thresholds"))
}

fn seen(power: f64, error: Error, chance: &mut Stream) -> f64 {
    power + (error.shift + error.slip * chance.normal()) * 2.0 * (power * (1.0 - power)).max(0.0).sqrt()
}

fn observed(present: bool) -> Observed {
    if present { Observed::Yes } else { Observed::No }
}
