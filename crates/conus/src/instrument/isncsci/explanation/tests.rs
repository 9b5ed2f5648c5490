//! The teacher never contradicts the score.

use super::super::made_up::made_up_exam;
use super::super::{Grade, Level, Worksheet};
use super::*;
use crate::instrument::isncsci::possible::Word;
use crate::instrument::scoring::{Instrument, Value};

/// The answer of a step, by the name of the score that it explains.
const EXPLAINED: [(&str, &str); 16] = [
    ("Sensory level, right", "right_sensory_level"),
    ("Sensory level, left", "left_sensory_level"),
    ("Motor level, right", "right_motor_level"),
    ("Motor level, left", "left_motor_level"),
    ("Neurological level of injury", "neurological_level"),
    ("Sacral sparing", "completeness"),
    ("ASIA Impairment Scale", "ais"),
    ("Sensory zone of partial preservation, right", "right_sensory_zone"),
    ("Sensory zone of partial preservation, left", "left_sensory_zone"),
    ("Motor zone of partial preservation, right", "right_motor_zone"),
    ("Motor zone of partial preservation, left", "left_motor_zone"),
    ("Upper extremity motor score", "upper_extremity_motor"),
    ("Lower extremity motor score", "lower_extremity_motor"),
    ("Motor score", "motor"),
    ("Light touch score", "light_touch"),
    ("Pin prick score", "pin_prick"),
];

fn answer_of<'s>(steps: &'s [Step], question: &str) -> &'s Step {
    steps.iter().find(|step| step.question == question).unwrap()
}

#[test]
fn every_answer_of_an_explanation_is_the_score() {
    let worksheet = Worksheet::new();
    for number in 0..3000 {
        let answers = Worksheet::answers(&made_up_exam(3, number));
        let answers = Worksheet::row(&answers);
        let (mut values, mut problems) = (Vec::new(), Vec::new());
        worksheet.score(&answers, &mut values, &mut problems);
        let steps = worksheet.explain(&answers);
        for (question, name) in EXPLAINED {
            let place = worksheet.scores().iter().position(|score| score.name == name).unwrap();
            let score = match &values[place] {
                Value::Missing => String::new(),
                Value::Number(number) => number.to_string(),
                Value::Word(word) => word.to_string(),
            };
            assert_eq!(answer_of(&steps, question).answer, score, "exam {number}");
        }
    }
}

/// In an exam that leaves nothing open, the reasons are facts that lead to the answer and to no other.
#[test]
fn the_reasons_lead_to_the_answers() {
    let whole = (0..4000).step_by(4).map(|number| made_up_exam(3, number));
    for exam in whole.filter(|exam| untested(exam).is_none() && starred(exam).is_none()) {
        let (steps, found) = (explanation(&exam), classify(&exam));
        for side in Side::BOTH {
            let level = found.sensory[side as usize].only().unwrap();
            let because = &answer_of(&steps, &format!("Sensory level, {}", side.word())).because;
            if level != Level::INTACT {
                let lost = format!("at {} light touch", Dermatome::ALL[level.index()].label());
                assert!(because.contains(&lost) && because.contains("is not normal"), "{because}");
            }
            let because = &answer_of(&steps, &format!("Motor level, {}", side.word())).because;
            let motor = found.motor[side as usize].only().unwrap();
            assert!(
                because.ends_with(&format!(": {}", motor.label())) && !because.contains("may"),
                "{because}"
            );
            assert!(!because.contains("follows the sensory level") || motor == level, "{because}");
        }
        let numbers = |text: &str| {
            text.split(' ').filter_map(|word| word.trim_end_matches(',').parse().ok()).collect::<Vec<u32>>()
        };
        let count = steps.iter().find(|step| step.question.starts_with("AIS C")).unwrap();
        match (found.grade.only().unwrap(), numbers(&count.because).as_slice()) {
            (Grade::C, [have, all, _, half]) => assert!(have < half && 2 * half == *all, "{}", count.because),
            (Grade::D, [have, all, _, half]) => {
                assert!(have >= half && 2 * half == *all, "{}", count.because);
            }
            (Grade::C, other) => panic!("{other:?}: {}", count.because),
            _ => {}
        }
    }
}

/// Exactly the criteria of the grades that are possible are met.
#[test]
fn criteria_are_met_where_the_grade_is_possible() {
    for number in 0..3000 {
        let exam = made_up_exam(4, number);
        let (steps, found) = (explanation(&exam), classify(&exam));
        for grade in Grade::ALL.iter().copied() {
            let told = steps
                .iter()
                .find(|step| step.question.starts_with(&format!("AIS {}", grade.label())))
                .unwrap();
            assert_eq!(told.answer != "no", found.grade.holds(grade));
            assert_eq!(told.answer == "yes", found.grade.only() == Some(grade));
        }
    }
}
