//! How does a simulated trial become a [`Frame`]?
//!
//! As its tables would through [`super::intake()`], without writing them: people of the intention-to-treat
//! population, analysis rows after the baseline visit, days counted as ADY. Covariates have the names and values that
//! ADSL gives them.

use super::events::in_time;
use super::{Covariate, CovariateKind, Frame, FrameVisit, Happened, Person, index_of, levels, median_day};
use crate::patient::covariates::LevelGroup;
use crate::trial::dataset::{Dataset, DatasetError, Parameter, Subject, analysis_day, unique_identifier};
use crate::trial::plan::Confounder;

impl Frame {
    /// One variable of a simulated trial. The reference is the arm of that index, the others follow in the order of
    /// the data set; the baseline among the confounders is no covariate, as every person has it anyway.
    ///
    /// # Errors
    /// A data set with a fault, or without that arm.
    pub fn of_dataset(
        data: &Dataset,
        parameter: Parameter,
        confounders: &[Confounder],
        reference: u16,
    ) -> Result<Self, DatasetError> {
        let lookup = data.lookup()?;
        let arms = order_of_arms(data, reference)?;
        let after = usize::from(data.baseline_visit) + 1;
        let visits: Vec<FrameVisit> = data.visits[after..]
            .iter()
            .map(|visit| FrameVisit { label: visit.label.clone(), number: visit.number.into(), day: None })
            .collect();
        let mut people: Vec<(u32, Person)> = (0_u32..)
            .zip(&data.subjects)
            .filter(|(_, subject)| subject.intention_to_treat)
            .map(|(at, subject)| {
                let baseline = lookup.baseline(at, parameter);
                (at, person(data, subject, &arms, baseline, visits.len()))
            })
            .collect();
        enter_values(data, parameter, &mut people);
        enter_events(data, &mut people);
        let covariates = confounders.iter().filter_map(|&one| covariate(data, one, &mut people)).collect();
        let people: Vec<Person> = people.into_iter().map(|(_, person)| person).collect();
        let dated = |(at, visit): (usize, FrameVisit)| FrameVisit { day: median_day(&people, at), ..visit };
        Ok(Self {
            parameter: parameter.code().to_owned(),
            label: parameter.label().to_owned(),
            synthetic: true,
            arms: arms.iter().map(|&arm| data.arms[arm].label.clone()).collect(),
            visits: visits.into_iter().enumerate().map(dated).collect(),
            covariates,
            people,
        })
    }
}

/// Indices of the arms, the reference first.
fn order_of_arms(data: &Dataset, reference: u16) -> Result<Vec<usize>, DatasetError> {
    let (reference, count) = (usize::from(reference), data.arms.len());
    if reference >= count {
        return Err(DatasetError::Dangling { table: "arms", row: 0, what: "arm", index: reference, count });
    }
    Ok(std::iter::once(reference).chain((0..count).filter(|&arm| arm != reference)).collect())
}

fn person(data: &Dataset, subject: &Subject, arms: &[usize], baseline: Option<f64>, visits: usize) -> Person {
    let arm = arms.iter().position(|&arm| arm == usize::from(subject.arm));
    Person {
        id: unique_identifier(data, subject),
        arm: arm.expect("the data set was checked: every subject is in one of its arms"),
        baseline,
        values: vec![None; visits],
        days: vec![None; visits],
        covariates: Vec::new(),
        weight: 1.0,
        events: Vec::new(),
    }
}

/// The person of that subject; none when the subject is not analysed.
fn person_of(people: &mut [(u32, Person)], subject: u32) -> Option<&mut Person> {
    let at = people.binary_search_by_key(&subject, |(at, _)| *at).ok()?;
    Some(&mut people[at].1)
}

fn enter_values(data: &Dataset, parameter: Parameter, people: &mut [(u32, Person)]) {
    let rows = data.answers(parameter.instrument());
    let analysed = rows.iter().filter(|row| row.analysis && row.parameter == parameter);
    for row in analysed.filter(|row| row.visit > data.baseline_visit) {
        let visit = usize::from(row.visit - data.baseline_visit) - 1;
        if let Some(person) = person_of(people, row.subject) {
            let day = analysis_day(&data.subjects[row.subject as usize], row.day);
            person.values[visit] = Some(row.value);
            person.days[visit] = Some(day as f64);
        }
    }
}

fn enter_events(data: &Dataset, people: &mut [(u32, Person)]) {
    for event in &data.intercurrent {
        if let Some(person) = person_of(people, event.subject) {
            let day = analysis_day(&data.subjects[event.subject as usize], event.day) as f64;
            let (category, reason) = (event.category.label().to_owned(), event.reason.label().to_owned());
            person.events.push(Happened { category, day, reason });
        }
    }
    people.iter_mut().for_each(|(_, person)| in_time(&mut person.events));
}

/// Writes a covariate into all people.
fn covariate(data: &Dataset, confounder: Confounder, people: &mut [(u32, Person)]) -> Option<Covariate> {
    let number: fn(&Subject) -> f64 = match confounder {
        Confounder::AgeYears => |subject| subject.age_years.into(),
        Confounder::MonthsSinceInjury => |subject| subject.months_since_injury,
        _ => return factor(data, confounder, people),
    };
    let name = if confounder == Confounder::AgeYears { "AGE" } else { "MONTHINJ" };
    people.iter_mut().for_each(|(at, person)| {
        person.covariates.push(Some(number(&data.subjects[*at as usize])));
    });
    Some(Covariate { name: name.to_owned(), kind: CovariateKind::Number })
}

fn factor(data: &Dataset, confounder: Confounder, people: &mut [(u32, Person)]) -> Option<Covariate> {
    let yes_no = |yes: bool| if yes { "Y" } else { "N" };
    let word = |subject: &Subject| match confounder {
        Confounder::Male => Some(("SEX", subject.sex.code())),
        Confounder::Gabapentinoid => Some(("GABAFL", yes_no(subject.gabapentinoid))),
        // ADSL has the three groups of levels; the published analysis asked for this one against the rest.
        Confounder::Cervical => Some(("CERVICAL", yes_no(subject.level.group() == LevelGroup::Cervical))),
        Confounder::Baseline | Confounder::AgeYears | Confounder::MonthsSinceInjury => None,
    };
    let words: Vec<(&str, &str)> =
        people.iter().filter_map(|(at, _)| word(&data.subjects[*at as usize])).collect();
    let name = words.first()?.0.to_owned();
    let levels = levels(words.iter().map(|(_, word)| *word));
    for ((_, person), (_, word)) in people.iter_mut().zip(&words) {
        person.covariates.push(index_of(&levels, word));
    }
    Some(Covariate { name, kind: CovariateKind::Factor { levels } })
}

#[cfg(test)]
mod tests {
    use super::super::{Absent, CovariateSpec, CovariateUse, Sheets, Spec, Taken, intake};
    use super::*;
    use crate::table::read::{Sheet, from_bytes};
    use crate::table::{Table, csv, dataset_json, parquet};
    use crate::trial::dataset::example::example;
    use crate::trial::dataset::tables::analysis_tables;

    fn sheet(table: &Table, ending: &str) -> Sheet {
        let mut bytes = Vec::new();
        match ending {
            "csv" => csv::write(&mut bytes, table).unwrap(),
            "parquet" => parquet::write(&mut bytes, table).unwrap(),
            _ => dataset_json::write(&mut bytes, table).unwrap(),
        }
        from_bytes(&format!("{}.{ending}", table.name.to_lowercase()), bytes).unwrap()
    }

    /// What comes back of a data set that was written with such an ending.
    fn written_and_read(data: &Dataset, spec: &Spec, ending: &str) -> Taken {
        let tables: Vec<Sheet> =
            analysis_tables(data).unwrap().iter().map(|table| sheet(table, ending)).collect();
        let [adsl, adnrs, adpbds, _, adice] = tables.as_slice() else { unreachable!() };
        let bds = if spec.parameter.starts_with("NRS") { adnrs } else { adpbds };
        intake(&Sheets { bds, adsl: Some(adsl), events: Some(adice) }, spec).unwrap()
    }

    fn spec(parameter: Parameter, reference: &str) -> Spec {
        let covariate = |column: &str, kind| CovariateSpec { column: column.into(), kind };
        Spec {
            covariates: vec![
                covariate("AGE", CovariateUse::Number),
                covariate("SEX", CovariateUse::Factor),
                covariate("MONTHINJ", CovariateUse::Number),
                covariate("GABAFL", CovariateUse::Factor),
            ],
            range: Some([0.0, parameter.highest()]),
            missing_baseline: Absent::Keep,
            ..Spec::adam(parameter.code(), reference)
        }
    }

    const CONFOUNDERS: [Confounder; 5] = [
        Confounder::Baseline,
        Confounder::AgeYears,
        Confounder::Male,
        Confounder::MonthsSinceInjury,
        Confounder::Gabapentinoid,
    ];

    #[test]
    fn a_data_set_that_is_written_and_read_is_the_same_frame_in_every_kind_of_file() {
        let mut data = example(1).analysis;
        data.subjects[4].intention_to_treat = false;
        for parameter in [Parameter::NrsMean, Parameter::InterferenceSleep] {
            let frame = Frame::of_dataset(&data, parameter, &CONFOUNDERS, 1).unwrap();
            for ending in ["csv", "parquet", "json"] {
                let taken = written_and_read(&data, &spec(parameter, "=Usual care"), ending);
                assert_eq!(taken.frame, frame, "{ending}");
                let warned: Vec<String> = taken.warnings.iter().map(ToString::to_string).collect();
                assert!(
                    warned.len() == 1
                        && warned[0].contains("values made by `LOCF` count as observed (1 times)"),
                    "{warned:?}"
                );
            }
        }
    }

    #[test]
    fn the_frame_holds_what_the_rows_say() {
        let data = example(1).analysis;
        let frame = Frame::of_dataset(&data, Parameter::NrsMean, &CONFOUNDERS, 1).unwrap();
        let visits: Vec<(&str, f64)> = frame.visits.iter().map(|v| (v.label.as_str(), v.number)).collect();
        assert_eq!(visits, [("Week 4", 4.0), ("Week 12", 12.0), ("Week 26", 26.0)]);
        assert_eq!(frame.arms, ["=Usual care", "Cells, \"one\" injection"]);
        let names: Vec<&str> = frame.covariates.iter().map(|covariate| covariate.name.as_str()).collect();
        assert_eq!(names, ["AGE", "SEX", "MONTHINJ", "GABAFL"]);
        let fifth = &frame.people[5];
        assert_eq!((fifth.arm, fifth.values[1], fifth.days[1]), (0, None, None));
        // Treated two days after randomisation, so that day 28 is day 27 of treatment, the first being 1.
        assert_eq!((fifth.days[0], fifth.covariates[0]), (Some(27.0), Some(35.0)));
        let events: Vec<(&str, f64)> = fifth.events.iter().map(|e| (e.category.as_str(), e.day)).collect();
        assert_eq!(events, [("RESCUE", 39.0), ("STUDY WITHDRAWAL", 59.0)]);
        assert_eq!((frame.people[2].baseline, frame.people[0].baseline), (None, Some(0.0)));
    }

    #[test]
    fn a_factor_has_the_levels_that_occur_and_cervical_is_told_from_the_rest() {
        let mut data = example(1).analysis;
        data.subjects.iter_mut().for_each(|subject| subject.sex = crate::patient::covariates::Sex::Male);
        let asked = [Confounder::Cervical, Confounder::Male];
        let frame = Frame::of_dataset(&data, Parameter::NrsMean, &asked, 0).unwrap();
        let levels = |levels: &[&str]| CovariateKind::Factor {
            levels: levels.iter().map(|&level| level.to_owned()).collect(),
        };
        assert_eq!(frame.covariates[0].kind, levels(&["N", "Y"]));
        assert_eq!(frame.covariates[1].kind, levels(&["M"]));
        assert_eq!(frame.people[0].covariates, [Some(1.0), Some(0.0)]);
    }

    #[test]
    fn an_arm_that_is_not_there_is_no_reference() {
        let data = example(1).analysis;
        let fault = Frame::of_dataset(&data, Parameter::NrsMean, &[], 2).unwrap_err();
        assert!(matches!(fault, DatasetError::Dangling { what: "arm", index: 2, count: 2, .. }));
    }
}
