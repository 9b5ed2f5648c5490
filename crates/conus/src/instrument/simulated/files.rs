//! Which files would a clinic keep of this patient? Exams and answers over time, in the very columns that `conus score`
//! reads; every row says that it is synthetic.

use super::ItemModel;
use super::body::Body;
use super::examination::{Occasion, examine};
use super::function::function;
use super::independence::{self, Assessed};
use super::well_being::{self, Asked};
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::instrument::isncsci::Worksheet;
use crate::instrument::scoring::Instrument;
use crate::instrument::{scim, whoqol};
use crate::patient::chance::Key;
use crate::patient::course::sight;
use crate::patient::covariates::Covariates;
use crate::table::csv::line;

/// A patient who comes for examination.
#[derive(Clone, Copy, Debug)]
pub struct Patient<'a> {
    /// Who it is; the grade is that of the first visit.
    pub who: &'a Covariates,
    /// What the patient is made of.
    pub params: &'a Params<f64>,
    /// Address of all luck.
    pub key: Key,
}

/// Days after the injury on which a clinic examines: two weeks, one, three, six and twelve months, then every year, as
/// far as the story goes (assumed).
#[must_use]
pub fn visit_days(last: f64) -> Vec<f64> {
    let years = (1_u32..).map(|year| 365.0 * f64::from(year));
    let mut days: Vec<f64> =
        [14.0, 30.0, 91.0, 182.0].into_iter().chain(years.take_while(|day| *day <= last)).collect();
    days.retain(|day| *day <= last);
    if days.is_empty() { vec![last] } else { days }
}

/// Name and text of each file: exams, SCIM III and WHOQOL-BREF, one row for each visit. A `missing` share of the answers
/// of the patient stays out.
#[must_use]
pub fn files(
    model: &ItemModel<f64>,
    patient: Patient<'_>,
    visits: &[(f64, State<f64>)],
    missing: f64,
) -> [(&'static str, String); 3] {
    let Patient { who, params, key } = patient;
    let (day, first) = visits.first().copied().unwrap_or_else(|| (0.0, State::healthy()));
    let body = Body::draw(model, who, (day, &first), key);
    let mut exams = head(Worksheet::new().items().iter().map(|item| item.name.as_str()));
    let mut scim = head(scim::RULES.item.iter().map(|item| item.name.as_str()));
    let mut whoqol = head(whoqol::RULES.item.iter().map(|item| item.name.as_str()));
    for (number, (day, state)) in (0_u32..).zip(visits) {
        let truth = function(model, &body, state, *day);
        // A clinic has one rater for its patient.
        let exam = examine(model, &truth, key, Occasion { number, rater: 0, hope: 0.0 });
        exams.push_str(&row(*day, Worksheet::answers(&exam)));
        let able = Assessed { learnt_until: *day, function: &truth, state, params, hope: 0.0 };
        scim.push_str(&row(*day, texts(independence::answers(model, able, key, number))));
        let asked = Asked { state, pain: sight(state, params).pain.0, missing, hope: 0.0 };
        whoqol.push_str(&row(*day, texts(well_being::answers(model, asked, key, number))));
    }
    [("exams.csv", exams), ("scim.csv", scim), ("whoqol.csv", whoqol)]
}

/// What stands before the items in every file.
const BEFORE: [&str; 2] = ["synthetic", "day"];

fn head<'a>(items: impl Iterator<Item = &'a str>) -> String {
    line(&BEFORE.into_iter().chain(items).collect::<Vec<_>>())
}

fn row(day: f64, answers: Vec<String>) -> String {
    let day = day.to_string();
    line(&["Y", &day].into_iter().chain(answers.iter().map(String::as_str)).collect::<Vec<_>>())
}

fn texts(answers: Vec<Option<f64>>) -> Vec<String> {
    answers.into_iter().map(|answer| answer.map_or_else(String::new, |answer| answer.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A story that ends early is examined at its end; a long one once a year.
    #[test]
    fn visits_come_often_at_first_and_never_after_the_end() {
        assert_eq!(visit_days(5.0), [5.0]);
        assert_eq!(visit_days(182.0), [14.0, 30.0, 91.0, 182.0]);
        assert_eq!(visit_days(800.0), [14.0, 30.0, 91.0, 182.0, 365.0, 730.0]);
    }
}
