//! Tests of the way from the state of the cord to items, over people drawn by their key. States are made by hand, so that no
//! equation has to be solved.

#![expect(clippy::float_cmp, reason = "normal is 1 and nothing is 0, exactly")]

use super::ability::{Ability, ability};
use super::body::Body;
use super::examination::{Occasion, examine};
use super::function::{Function, function};
use super::independence::Assessed;
use super::well_being::Asked;
use super::{ItemModel, change, independence, well_being};
use crate::biology::State;
use crate::biology::parameters::Parameters;
use crate::instrument::isncsci::{Exam, Grade, KeyMuscle, Observed, Worksheet, classify};
use crate::instrument::known::named;
use crate::instrument::scoring::Value;
use crate::patient::chance::Key;
use crate::patient::covariates::{Ais, Covariates, NeurologicalLevel, Region, Sex};
use conus_num::Num;

/// When nothing of the acute block is left [day after the injury].
const LATE: f64 = 730.0;

fn key(patient: u32) -> Key {
    Key { seed: 4, replicate: 0, patient }
}

fn who(region: Region, segment: u8, ais: Ais) -> Covariates {
    let level = NeurologicalLevel::new(region, segment).unwrap();
    Covariates {
        age_years: 40.0,
        sex: Sex::Female,
        level,
        ais,
        months_since_injury: 24.0,
        gabapentinoid: false,
        training: false,
        severity: 0.85,
        root_compression: 0.0,
    }
}

fn cord(tracts: f64) -> State<f64> {
    let hurt = State::healthy();
    State { tracts: Num(tracts), myelin: Num(0.55), function: Num(0.2), quality: Num(0.4), ..hurt }
}

/// People of all regions.
fn people(ais: Ais) -> impl Iterator<Item = (Key, Covariates)> {
    (0..120).map(move |patient| {
        let regions =
            [(Region::Cervical, 8), (Region::Thoracic, 12), (Region::Lumbar, 5), (Region::Sacral, 3)];
        let (region, segments) = regions[patient as usize % 4];
        let segment = u8::try_from(patient / 4).unwrap() % segments + 1;
        (key(patient), who(region, segment, ais))
    })
}

fn all(function: &Function) -> Vec<f64> {
    let sides = function
        .sides
        .iter()
        .flat_map(|side| [side.motor, side.non_key, side.light_touch, side.pin_prick].concat());
    sides.chain([function.anal_contraction, function.anal_pressure]).collect()
}

fn exam(model: &ItemModel<f64>, body: &Body, y: &State<f64>, key: Key, number: u32) -> Exam {
    examine(model, &function(model, body, y, LATE), key, Occasion { number, rater: number, hope: 0.0 })
}

/// More tracts or more myelin never weaken a segment, whoever it is.
#[test]
fn a_better_cord_weakens_no_segment() {
    let model = ItemModel::shipped();
    for ais in [Ais::A, Ais::B, Ais::C, Ais::D] {
        for (key, who) in people(ais) {
            let body = Body::draw(&model, &who, (LATE, &cord(0.3)), key);
            let courses: Vec<Vec<f64>> =
                [0.1, 0.3, 0.5, 0.9].map(|tracts| all(&function(&model, &body, &cord(tracts), LATE))).into();
            assert!(courses.windows(2).all(|pair| pair[0].iter().zip(&pair[1]).all(|(a, b)| a <= b)));
            let myelinated = all(&function(&model, &body, &State { myelin: Num(0.9), ..cord(0.3) }, LATE));
            assert!(courses[1].iter().zip(&myelinated).all(|(a, b)| a <= b));
        }
    }
}

/// A complete injury has nothing at the sacral end on the day its grade was known, and every rater says A.
#[test]
fn a_complete_injury_has_no_sacral_function_and_is_examined_as_a() {
    let model = ItemModel { not_testable: Num(0.0), ..ItemModel::shipped() };
    for (key, who) in people(Ais::A) {
        let body = Body::draw(&model, &who, (LATE, &cord(0.3)), key);
        let truth = function(&model, &body, &cord(0.3), LATE);
        assert_eq!((truth.anal_contraction, truth.anal_pressure), (0.0, 0.0));
        for side in &truth.sides {
            assert_eq!((side.light_touch[27], side.pin_prick[27]), (0.0, 0.0));
        }
        let found = classify(&exam(&model, &body, &cord(0.3), key, 0));
        assert_eq!(found.grade.only(), Some(Grade::A), "{}", who.level.label());
    }
}

/// A complete injury becomes incomplete when the tracts come to carry enough: there is no cap on the grade.
#[test]
fn a_complete_injury_becomes_incomplete_when_tracts_return() {
    let model = ItemModel::shipped();
    let back = people(Ais::A).filter(|(key, who)| {
        let body = Body::draw(&model, who, (LATE, &cord(0.2)), *key);
        function(&model, &body, &cord(0.9), LATE).anal_pressure > 0.0
    });
    assert!(back.count() > 60);
}

/// Everything above the level is normal; an injury of the chest leaves the arms alone.
#[test]
fn above_the_level_everything_is_normal() {
    let model = ItemModel { not_testable: Num(0.0), ..ItemModel::shipped() };
    for (key, who) in people(Ais::A).filter(|(_, who)| who.level.label().starts_with('T')) {
        let body = Body::draw(&model, &who, (LATE, &cord(0.3)), key);
        let truth = function(&model, &body, &cord(0.3), LATE);
        assert_eq!(ability(&truth, Ability::Arms), 1.0);
        // T1 is the lowest muscle of the hand and lies at or above every level of the chest.
        assert_eq!(ability(&truth, Ability::Hands), 1.0);
        let found = classify(&exam(&model, &body, &cord(0.3), key, 0));
        assert_eq!(found.totals.both.upper_extremity, Some(50));
    }
}

/// Grades other than A are found again in most people; the border of C and D is drawn by muscles that differ.
#[test]
fn the_grade_that_was_known_is_mostly_found_again() {
    let model = ItemModel { not_testable: Num(0.0), ..ItemModel::shipped() };
    for (ais, grade) in [(Ais::B, Grade::B), (Ais::C, Grade::C), (Ais::D, Grade::D)] {
        // Of levels below L1 hardly a muscle is left to tell C from D.
        let tested = people(ais).filter(|(_, who)| !who.level.label().starts_with(['L', 'S']));
        let found = tested.map(|(key, who)| {
            let body = Body::draw(&model, &who, (LATE, &cord(0.5)), key);
            classify(&exam(&model, &body, &cord(0.5), key, 0)).grade.only() == Some(grade)
        });
        let (all, hits) = found.fold((0, 0), |(all, hits), hit| (all + 1, hits + u32::from(hit)));
        assert!(10 * hits >= 6 * all, "{ais:?}: {hits} of {all}");
    }
}

/// Without rater error every exam of the same truth is the same, whoever examines.
#[test]
fn a_faultless_rater_writes_the_same_again() {
    let nothing = Num(0.0);
    let model = ItemModel {
        shift_motor: nothing,
        shift_light_touch: nothing,
        shift_pin_prick: nothing,
        slip_motor: nothing,
        slip_light_touch: nothing,
        slip_pin_prick: nothing,
        not_testable: nothing,
        ..ItemModel::shipped()
    };
    for (key, who) in people(Ais::C) {
        let body = Body::draw(&model, &who, (LATE, &cord(0.4)), key);
        assert_eq!(exam(&model, &body, &cord(0.4), key, 0), exam(&model, &body, &cord(0.4), key, 1));
    }
}

/// The same key gives the same exam, another occasion another one.
#[test]
fn luck_has_an_address() {
    let model = ItemModel::shipped();
    let again = |number| -> Vec<Exam> {
        people(Ais::C)
            .map(|(key, who)| {
                exam(&model, &Body::draw(&model, &who, (LATE, &cord(0.4)), key), &cord(0.4), key, number)
            })
            .collect()
    };
    assert_eq!(again(0), again(0));
    assert_ne!(again(0), again(1));
}

/// Every worksheet reads back as the exam that was written.
#[test]
fn every_worksheet_reads_back() {
    let model = ItemModel { not_testable: Num(0.05), ..ItemModel::shipped() };
    let sheet = Worksheet::new();
    for ais in [Ais::A, Ais::B, Ais::C, Ais::D, Ais::E] {
        for (key, who) in people(ais) {
            let body = Body::draw(&model, &who, (LATE, &cord(0.4)), key);
            let written = exam(&model, &body, &cord(0.4), key, 3);
            let cells = Worksheet::answers(&written);
            let cells: Vec<Option<&str>> =
                cells.iter().map(|cell| Some(cell.as_str()).filter(|c| !c.is_empty())).collect();
            assert_eq!(sheet.read(&cells, &mut Vec::new()), Some(written));
            assert!(ais != Ais::E || (written.vac, written.dap) == (Observed::Yes, Observed::Yes));
        }
    }
}

fn scored(name: &str, answers: &[Option<f64>]) -> (Vec<Value>, usize) {
    let cells: Vec<Option<String>> =
        answers.iter().map(|answer| answer.map(|number| number.to_string())).collect();
    let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    named(name, &[]).unwrap().score(&cells, &mut values, &mut problems);
    (values, problems.len())
}

/// Answers can be scored; more arms and less pain are worth points.
#[test]
fn answers_can_be_scored_and_move_with_the_body() {
    let model = ItemModel::shipped();
    let params = Parameters::shipped().typical();
    let mut totals = [0.0; 2];
    for patient in 0..40 {
        for (at, (region, segment)) in [(Region::Cervical, 5), (Region::Thoracic, 10)].into_iter().enumerate()
        {
            let state = cord(0.3);
            let body = Body::draw(&model, &who(region, segment, Ais::A), (LATE, &state), key(patient));
            let truth = function(&model, &body, &state, LATE);
            let who =
                Assessed { learnt_until: LATE, function: &truth, state: &state, params: &params, hope: 0.0 };
            let answers = independence::answers(&model, who, key(patient), 0);
            assert_eq!(scored("scim-iii", &answers).1, 0);
            totals[at] += answers.into_iter().map(Option::unwrap).sum::<f64>();
        }
        for quality in [0.1, 0.9] {
            let state = State { quality: Num(quality), ..cord(0.3) };
            let asked = Asked { state: &state, pain: 5.0, missing: 0.1, hope: 0.0 };
            assert_eq!(scored("whoqol-bref", &well_being::answers(&model, asked, key(patient), 0)).1, 0);
        }
    }
    assert!(totals[1] > totals[0] + 40.0 * 15.0, "{totals:?}");
}

/// A muscle more is an ability more: legs come with L2, arms with C5.
#[test]
fn abilities_follow_their_segments() {
    let model = ItemModel::shipped();
    let lumbar = Body::draw(&model, &who(Region::Lumbar, 4, Ais::A), (LATE, &cord(0.2)), key(1));
    let truth = function(&model, &lumbar, &cord(0.2), LATE);
    assert!(ability(&truth, Ability::Legs) >= 0.6 && ability(&truth, Ability::Trunk) == 1.0);
    assert_eq!(ability(&truth, Ability::PelvicFloor), 0.0);
    assert_eq!(truth.sides[0].power(KeyMuscle::L4), 1.0);
}

/// Nobody who is sure of an unchanged body says that it has changed; hope alone makes it better.
#[test]
fn a_change_is_said_of_truth_or_of_hope() {
    let model = ItemModel { change_sd: Num(0.0), ..ItemModel::shipped() };
    let body = Body::draw(&model, &who(Region::Thoracic, 4, Ais::A), (LATE, &cord(0.2)), key(1));
    let now = function(&model, &body, &cord(0.2), LATE);
    let better = function(&model, &body, &State::healthy(), LATE);
    let said = |then: &Function, now: &Function, hope| change::answers(&model, [then, now], hope, key(1), 0);
    assert!(said(&now, &now, 0.0).iter().all(|word| *word == "unchanged"));
    assert!(said(&now, &now, 0.2).iter().all(|word| *word == "improved"));
    // The fullness of the bladder is felt where deep pressure is.
    assert_eq!((said(&now, &better, 0.0)[4], said(&better, &now, 0.0)[4]), ("improved", "worse"));
}
