//! How does one row look? An examination by ISNCSCI is drawn on the skin and as a worksheet.

use crate::instrument::isncsci::{Classification, Completeness, SideTotals, Total, Worksheet, classify};
use crate::instrument::scoring::Instrument;
use crate::report::figure::FigureError;
use crate::report::figure::exam::{Reading, SideReading, files};

/// Both figures of a row of the instrument `isncsci`, each with the name of its file. None of another instrument, and
/// none of a row that is not classified.
///
/// # Errors
/// When a figure has a hole.
pub fn drawings(
    instrument: &dyn Instrument,
    answers: &[Option<&str>],
    title: &str,
    source: &str,
) -> Result<Vec<(String, String)>, FigureError> {
    let worksheet = Worksheet::new();
    if instrument.name() != worksheet.name() {
        return Ok(Vec::new());
    }
    match worksheet.read(answers, &mut Vec::new()) {
        Some(exam) => files(&exam, &reading(&classify(&exam), title, source)),
        None => Ok(Vec::new()),
    }
}

fn reading(found: &Classification, title: &str, source: &str) -> Reading {
    let both = found.totals.both;
    Reading {
        title: title.to_owned(),
        source: source.to_owned(),
        sides: [0, 1].map(|side| of_side(found, side)),
        upper_motor: shown(both.upper_extremity),
        lower_motor: shown(both.lower_extremity),
        light_touch: shown(both.light_touch),
        pin_prick: shown(both.pin_prick),
        neurological_level: found.neurological_level.to_string(),
        completeness: completeness(found),
        grade: found.grade.to_string(),
    }
}

fn of_side(found: &Classification, side: usize) -> SideReading {
    let SideTotals { upper_extremity, lower_extremity, light_touch, pin_prick, .. } =
        found.totals.sides[side];
    SideReading {
        sensory_level: found.sensory[side].to_string(),
        motor_level: found.motor[side].to_string(),
        sensory_zone: found.sensory_zone[side].to_string(),
        motor_zone: found.motor_zone[side].to_string(),
        upper_motor: shown(upper_extremity),
        lower_motor: shown(lower_extremity),
        light_touch: shown(light_touch),
        pin_prick: shown(pin_prick),
    }
}

/// A sum, or that it is not determinable.
fn shown(total: Total) -> String {
    total.map_or_else(|| "ND".to_owned(), |total| total.to_string())
}

/// In whole words, with the star of an answer that rests on an assumption.
fn completeness(found: &Classification) -> String {
    let word = |answer: Completeness| {
        let star = if found.completeness.is_starred(answer) { "*" } else { "" };
        let word = match answer {
            Completeness::Complete => "Complete",
            Completeness::Incomplete => "Incomplete",
        };
        format!("{word}{star}")
    };
    found.completeness.words().map(word).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::isncsci::{Exam, Finding, Observed};
    use crate::instrument::known::named;

    fn drawn(name: &str, exam: &Exam) -> Vec<(String, String)> {
        let answers = Worksheet::answers(exam);
        let instrument = named(name, &[]).unwrap();
        drawings(instrument.as_ref(), &Worksheet::row(&answers), "Row 1", "synthetic").unwrap()
    }

    #[test]
    fn an_exam_is_drawn_twice_and_another_instrument_not_at_all() {
        let names: Vec<String> =
            drawn("isncsci", &Exam::normal()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["dermatome_map.svg", "worksheet.svg"]);
        assert!(drawn("scim-iii", &Exam::normal()).is_empty());
    }

    #[test]
    fn the_worksheet_says_what_the_classification_says() {
        let mut exam = Exam::normal();
        for side in &mut exam.sides {
            side.light_touch[27] = Finding::NT;
            side.pin_prick[27] = Finding::grade(0);
            side.motor[9] = Finding::NT;
        }
        (exam.vac, exam.dap) = (Observed::No, Observed::No);
        let found = reading(&classify(&exam), "Row 1", "synthetic");
        assert_eq!(found.completeness, "Complete or Incomplete");
        assert_eq!((found.lower_motor.as_str(), found.upper_motor.as_str()), ("ND", "50"));
        assert_eq!(found.grade, "A,B");
    }
}
