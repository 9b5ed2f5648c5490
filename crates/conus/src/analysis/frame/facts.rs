//! What do the data say of each person once and for all: arm, covariates, weight?

use std::collections::BTreeSet;
use std::sync::Arc;

use super::columns::{Columns, Located};
use super::spec::{CovariateUse, Spec};
use super::subjects::Subject;
use super::{Covariate, CovariateKind, Person, index_of, levels};
use crate::spelling::misspelt;
use crate::table::read::{Cell, Faults, Place};

/// The row that states each person's value of a column, none where no row does; a value that changes within a person
/// is an error.
fn stated(
    at: Located<'_>,
    columns: &Columns<'_>,
    subjects: &[Subject],
    what: &str,
    faults: &mut Faults,
) -> Vec<Option<usize>> {
    let mut places = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let rows = rows(at, columns, subject);
        let mut stating = rows.iter().copied().filter(|&row| at.cell(row).words().is_some());
        let first = stating.next();
        let other = first.and_then(|first| stating.find(|&row| !alike(at, first, row)));
        if let Some((first, other)) = first.zip(other) {
            let words = at.cell(first).words().unwrap_or_default();
            let expected = format!("`{words}`, as in {}", at.sheet.place(first));
            let problem = format!("{what} of subject {} changes", subject.id);
            faults.note(at.fault(other, &problem, &expected));
        }
        places.push(first);
    }
    places
}

/// The rows of a person in the file of a column.
fn rows<'s>(at: Located<'_>, columns: &Columns<'_>, subject: &'s Subject) -> &'s [usize] {
    if std::ptr::eq(at.sheet, columns.subject.sheet) { &subject.rows } else { subject.adsl.as_slice() }
}

/// Where a person first stands in the file of a column.
fn place(at: Located<'_>, columns: &Columns<'_>, subject: &Subject) -> Place {
    rows(at, columns, subject).first().map_or(Place::File, |&row| at.sheet.place(row))
}

/// Whether two cells say the same, as words or as numbers.
fn alike(at: Located<'_>, one: usize, other: usize) -> bool {
    let (one, other) = (at.cell(one), at.cell(other));
    let number = |cell: &Cell| cell.number().ok().flatten().map(f64::to_bits);
    one.words() == other.words() || (number(one).is_some() && number(one) == number(other))
}

/// Labels of the arms, the reference first, and the arm of each person.
pub(super) fn arms(
    columns: &Columns<'_>,
    spec: &Spec,
    subjects: &[Subject],
    faults: &mut Faults,
) -> (Vec<String>, Vec<usize>) {
    let at = columns.arm;
    let rows = stated(at, columns, subjects, "the arm", faults);
    let words: Vec<Option<Arc<str>>> =
        rows.iter().map(|row| row.and_then(|row| at.cell(row).words())).collect();
    let labels = labels(at, spec, &words, faults);
    let mut arms = Vec::with_capacity(subjects.len());
    for ((subject, row), word) in subjects.iter().zip(&rows).zip(&words) {
        let arm = word.as_deref().and_then(|word| labels.iter().position(|label| label == word));
        match row {
            None => {
                let problem = format!("subject {} has no arm", subject.id);
                let fault = at.fault_of_all(&problem, "the arm drawn at randomisation");
                faults.note(fault.at(place(at, columns, subject)));
            }
            Some(row) if arm.is_none() && !labels.is_empty() => {
                let meant =
                    word.as_deref().and_then(|word| misspelt(word, labels.iter().map(String::as_str)));
                let fault = at.fault(*row, "the arm is not one of the plan", &one_of(&labels));
                faults.note(fault.with(meant.map(|label| format!("`{label}`"))));
            }
            Some(_) => {}
        }
        arms.push(arm.unwrap_or(0));
    }
    (labels, arms)
}

fn one_of(labels: &[String]) -> String {
    let quoted: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    format!("one of {}", quoted.join(", "))
}

/// The labels of the arms; none when the reference is not among those of the data, which is noted.
fn labels(at: Located<'_>, spec: &Spec, words: &[Option<Arc<str>>], faults: &mut Faults) -> Vec<String> {
    if spec.arms.len() > 1 {
        return spec.arms.clone();
    }
    let found: BTreeSet<&str> = words.iter().flatten().map(AsRef::as_ref).collect();
    let known: Vec<String> = found.iter().take(30).map(|&label| label.to_owned()).collect();
    match spec.arms.first() {
        Some(reference) if found.contains(reference.as_str()) => {
            let others = found.iter().filter(|&&label| label != reference).map(|&label| label.to_owned());
            std::iter::once(reference.clone()).chain(others).collect()
        }
        Some(_) if found.is_empty() => Vec::new(),
        Some(reference) => {
            let meant = misspelt(reference, found.iter().copied());
            let fault = at.fault_of_all("nobody is in the reference arm", &one_of(&known)).about(reference);
            faults.note(fault.with(meant.map(|label| format!("`{label}`"))));
            Vec::new()
        }
        None => {
            faults.note(at.fault_of_all("the plan names no reference arm", &one_of(&known)));
            Vec::new()
        }
    }
}

/// The weight of each person.
pub(super) fn weights(columns: &Columns<'_>, subjects: &[Subject], faults: &mut Faults) -> Vec<f64> {
    let Some(at) = columns.weight else { return vec![1.0; subjects.len()] };
    let rows = stated(at, columns, subjects, "the weight", faults);
    let mut weights = Vec::with_capacity(subjects.len());
    for (subject, row) in subjects.iter().zip(rows) {
        let before = faults.errors();
        let weight = row.and_then(|row| at.number(row, faults));
        match (row, weight) {
            (Some(row), Some(weight)) if weight <= 0.0 => {
                faults.note(at.fault(row, "the weight is not above 0", "a number above 0"));
            }
            (_, None) if faults.errors() == before => {
                let problem = format!("subject {} has no weight", subject.id);
                let fault = at.fault_of_all(&problem, "a number above 0 for everybody");
                faults.note(fault.at(place(at, columns, subject)));
            }
            _ => {}
        }
        weights.push(weight.unwrap_or(1.0));
    }
    weights
}

/// One covariate of everybody, before its words become levels.
pub(super) struct Known<'a> {
    pub(super) at: Located<'a>,
    values: Values,
    /// Whether it could not be read of a person, which has been noted.
    told: Vec<bool>,
}

enum Values {
    Numbers(Vec<Option<f64>>),
    Words(Vec<Option<Arc<str>>>),
}

/// All covariates of everybody.
pub(super) fn covariates<'a>(
    columns: &Columns<'a>,
    spec: &Spec,
    subjects: &[Subject],
    faults: &mut Faults,
) -> Vec<Known<'a>> {
    let mut covariates = Vec::with_capacity(spec.covariates.len());
    for (asked, &at) in spec.covariates.iter().zip(&columns.covariates) {
        let rows = stated(at, columns, subjects, "the covariate", faults);
        let mut told = vec![false; rows.len()];
        let values = match asked.kind {
            CovariateUse::Number => {
                let number = |(row, told): (Option<usize>, &mut bool)| {
                    let before = faults.errors();
                    let number = row.and_then(|row| at.number(row, faults));
                    *told = faults.errors() > before;
                    number
                };
                Values::Numbers(rows.into_iter().zip(&mut told).map(number).collect())
            }
            CovariateUse::Factor => {
                Values::Words(rows.into_iter().map(|row| row.and_then(|row| at.cell(row).words())).collect())
            }
        };
        covariates.push(Known { at, values, told });
    }
    covariates
}

impl Known<'_> {
    /// Whether the covariate of a person is missing.
    pub(super) fn misses(&self, person: usize) -> bool {
        let absent = match &self.values {
            Values::Numbers(numbers) => numbers[person].is_none(),
            Values::Words(words) => words[person].is_none(),
        };
        absent && !self.told[person]
    }

    /// The name of its column.
    pub(super) fn name(&self) -> &str {
        &self.at.column.name
    }

    /// Writes it into the people who stay, by their place among all.
    pub(super) fn enter(&self, people: &mut [(usize, Person)]) -> Covariate {
        let kind = match &self.values {
            Values::Numbers(numbers) => {
                people.iter_mut().for_each(|(at, person)| person.covariates.push(numbers[*at]));
                CovariateKind::Number
            }
            Values::Words(words) => {
                let levels = levels(people.iter().filter_map(|(at, _)| words[*at].as_deref()));
                for (at, person) in people.iter_mut() {
                    person.covariates.push(words[*at].as_deref().and_then(|word| index_of(&levels, word)));
                }
                CovariateKind::Factor { levels }
            }
        };
        Covariate { name: self.name().to_owned(), kind }
    }
}
