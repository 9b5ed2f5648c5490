//! What does the file of a study without a fair control say? Who was let in, what was given, what was printed.

mod fields;
mod model;

pub use model::*;

use crate::plan_file::notes::{Finding, Notes};
use crate::plan_file::{self, Fault, Kind};
use crate::trial::plan::Between;
use sha2::{Digest, Sha256};
use std::path::Path;

/// How such a file is read.
const KIND: Kind<SeriesPlan> = Kind {
    file: "a file of a published study in TOML",
    holds: "a published study: [series], [population], [background] and so on",
    fields: fields::plan,
    contradictions,
};

impl SeriesPlan {
    /// The plan in a file.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        plan_file::read(path, &KIND)
    }

    /// The plan in a text that is called `name` in every fault.
    ///
    /// # Errors
    /// Every fault of the text, in the order of its lines.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        plan_file::read_text(name, text, &KIND)
    }

    /// Whether a text describes such a study: it has a table `[series]`, which no other plan has.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        text.lines().any(|line| line.trim() == "[series]")
    }

    /// SHA-256 of everything the plan says, as 64 hexadecimal digits.
    ///
    /// # Panics
    /// Never: a plan without fault holds only finite numbers and text.
    #[must_use]
    pub fn digest(&self) -> String {
        let text = serde_json::to_vec(self).expect("a plan holds only finite numbers, text and lists");
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Place of a visit by its id.
    #[must_use]
    pub fn visit(&self, id: &str) -> Option<usize> {
        self.visits.iter().position(|visit| visit.id == id)
    }
}

fn contradictions(plan: &SeriesPlan, notes: &mut Notes<'_>) {
    let population = &plan.population;
    let rows = [
        ("population.age_years", population.age_years),
        ("population.cervical_percent", population.cervical_percent),
        ("population.subacute_percent", population.subacute_percent),
        ("population.subacute_months", population.subacute_months),
        ("population.chronic_months", population.chronic_months),
    ];
    for (field, Between { min, max }) in rows {
        if min > max {
            let problem = format!("min {min} is above max {max}");
            let suggestion = Some(format!("{{ min = {max}, max = {min} }}"));
            notes.contradiction(
                field,
                &[],
                &Finding { problem: &problem, expected: "min <= max", suggestion },
            );
        }
    }
    if plan.visits.first().is_some_and(|visit| visit.day != 0) {
        let finding = Finding {
            problem: "the first visit is not on day 0",
            expected: "a baseline visit on day 0",
            suggestion: None,
        };
        notes.contradiction("visit[1].day", &[], &finding);
    }
    for (at, pair) in plan.visits.windows(2).enumerate() {
        if pair[0].day >= pair[1].day {
            let finding = Finding {
                problem: "the visit is not after the one before",
                expected: "visits in order of time",
                suggestion: None,
            };
            notes.contradiction(&format!("visit[{}].day", at + 2), &[], &finding);
        }
    }
    for (at, result) in plan.results.iter().enumerate() {
        let field = |name: &str| format!("result[{}].{name}", at + 1);
        if plan.visit(&result.visit).is_none_or(|visit| visit == 0) {
            let known: Vec<&str> = plan.visits.iter().skip(1).map(|visit| visit.id.as_str()).collect();
            let expected = format!("one of {}", known.join(", "));
            let finding =
                Finding { problem: "no such visit after baseline", expected: &expected, suggestion: None };
            notes.contradiction(&field("visit"), &[], &finding);
        }
        if let Some((problem, expected)) = unsound(plan, result) {
            notes.contradiction(
                &format!("result[{}]", at + 1),
                &[],
                &Finding { problem, expected, suggestion: None },
            );
        }
    }
}

/// What is wrong with a printed result, and what would be right.
fn unsound(plan: &SeriesPlan, result: &Printed) -> Option<(&'static str, &'static str)> {
    match &result.found {
        Found::Improved { improved, of } if improved > of => {
            Some(("more people improved than there were", "improved <= of"))
        }
        Found::Improved { .. } if result.outcome != super::outcome::Outcome::AisImproved => {
            Some(("only whole people can be counted as improved", "outcome = \"ais_improved\""))
        }
        Found::P { .. } | Found::PRow { .. } if plan.control.is_none() => {
            Some(("a p-value between arms and no control arm", "a table [control]"))
        }
        Found::Nothing => Some((
            "nothing was found",
            "one of: change; before and after; improved and of; p; rows, two ids of data/evidence",
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::studies::published_series;

    #[test]
    fn every_shipped_series_is_without_fault() {
        for study in published_series() {
            let plan = SeriesPlan::from_text(study.name, study.text).unwrap();
            assert_eq!(format!("{}.toml", plan.series.id), study.name);
            assert!(SeriesPlan::is_meant(study.text));
        }
    }

    /// All faults at once, each with its place.
    #[test]
    fn a_faulty_result_is_told_with_what_was_expected() {
        let text = published_series()[0].text.replace("visit = \"m12\"", "visit = \"m13\"");
        let text = text.replace(
            "cervical_percent = { min = 30, max = 70 }",
            "cervical_percent = { min = 70, max = 30 }",
        );
        let faults = SeriesPlan::from_text("broken.toml", &text).unwrap_err();
        assert!(faults.len() >= 2);
        let told = format!("{faults:?}");
        assert!(told.contains("no such visit") && told.contains("min 70 is above max 30"), "{told}");
    }
}
