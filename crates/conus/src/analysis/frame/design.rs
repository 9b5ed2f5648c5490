//! Can anything be estimated from these data at all?
//!
//! What is found here are errors, although a program could go on: a model would drop a column, or print an estimate
//! for an arm in which nobody was seen, and nobody would notice.

use super::columns::Columns;
use super::{CovariateKind, Frame, FrameVisit};
use crate::table::read::{Fault, Faults};

/// Notes what leaves an arm, a visit or a factor without anything to estimate from.
pub(super) fn check(frame: &Frame, columns: &Columns<'_>, faults: &mut Faults) {
    let file = &columns.subject.sheet.file;
    if frame.people.iter().all(|person| person.values.iter().all(Option::is_none)) {
        let problem = format!("nobody has a value of `{}` after baseline", frame.parameter);
        faults.note(Fault::of_file(file, problem, "").of(&columns.value.column.name));
        return;
    }
    arms(frame, columns, faults);
    if !faults.any_error() {
        visits(frame, columns, faults);
    }
    for (covariate, at) in frame.covariates.iter().zip(&columns.covariates) {
        if let CovariateKind::Factor { levels } = &covariate.kind
            && levels.len() < 2
        {
            let level = levels.first().map(String::as_str).unwrap_or_default();
            let fault = at.fault_of_all(
                "the factor has one level only, so that it explains nothing",
                "two levels or more",
            );
            faults.note(fault.about(level).with(Some("leave it out of the plan".into())));
        }
    }
}

fn arms(frame: &Frame, columns: &Columns<'_>, faults: &mut Faults) {
    let at = columns.arm;
    if frame.arms.len() < 2 {
        let only = frame.arms.first().map(String::as_str).unwrap_or_default();
        faults.note(at.fault_of_all("there is one arm only", "two arms or more").about(only));
    }
    for (arm, label) in frame.arms.iter().enumerate() {
        let people = frame.people.iter().filter(|person| person.arm == arm);
        let problem = match people.filter(|person| person.values.iter().any(Option::is_some)).count() {
            0 => "nobody in this arm has a value after baseline",
            1 => "only one subject of this arm has a value after baseline",
            _ => continue,
        };
        faults.note(at.fault_of_all(problem, "two subjects or more in each arm").about(label));
    }
}

fn visits(frame: &Frame, columns: &Columns<'_>, faults: &mut Faults) {
    for (visit, FrameVisit { label, .. }) in frame.visits.iter().enumerate() {
        let seen = |arm: usize| {
            frame.people.iter().any(|person| person.arm == arm && person.values[visit].is_some())
        };
        let unseen: Vec<&str> =
            (0..frame.arms.len()).filter(|&arm| !seen(arm)).map(|arm| frame.arms[arm].as_str()).collect();
        if unseen.is_empty() {
            continue;
        }
        let whom = if unseen.len() == frame.arms.len() {
            String::new()
        } else {
            format!(" in {}", unseen.join(", "))
        };
        let problem = format!("nobody{whom} has a value at this visit");
        let advice = "leave the visit out of the plan";
        let fault = columns.visit.fault_of_all(&problem, "values in every arm").about(label);
        faults.note(fault.with(Some(advice.into())));
    }
}
