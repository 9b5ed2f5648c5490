//! What did this subject answer at that visit? Reading a data set, checked once, at a fixed cost per
//! question.

use super::{Dataset, DatasetError, Instrument, MOST_STRATA_FACTORS, Observation, Parameter, STUDY_PREFIX};

/// The analysis rows of a data set by subject, parameter and visit. Only rows flagged for analysis are seen.
#[derive(Debug, Clone)]
pub struct Lookup {
    visits: usize,
    subjects: usize,
    baseline_visit: u16,
    /// One slot per subject, parameter and visit; not-a-number where there is no row (values are checked to
    /// be numbers).
    slots: Vec<f64>,
}

impl Dataset {
    /// Checks the whole data set and indexes its analysis rows.
    ///
    /// # Errors
    /// The first fault found.
    pub fn lookup(&self) -> Result<Lookup, DatasetError> {
        check_frame(self)?;
        let count = self.subjects.len() * Parameter::ALL.len() * self.visits.len();
        let (visits, subjects) = (self.visits.len(), self.subjects.len());
        let mut lookup =
            Lookup { visits, subjects, baseline_visit: self.baseline_visit, slots: vec![f64::NAN; count] };
        fill(self, &mut lookup, "adnrs", &self.nrs, Instrument::Diary)?;
        fill(self, &mut lookup, "adpbds", &self.pbds, Instrument::PainBasicDataSet)?;
        fill(self, &mut lookup, "adscim", &self.scim, Instrument::Scim)?;
        fill(self, &mut lookup, "adwhoq", &self.whoqol, Instrument::Whoqol)?;
        Ok(lookup)
    }
}

impl Lookup {
    /// The value used by the analysis; `None` when missing or when there is no such subject or visit.
    pub fn value(&self, subject: u32, parameter: Parameter, visit: u16) -> Option<f64> {
        let slot = self.slot(subject, parameter, visit)?;
        self.slots.get(slot).copied().filter(|value| !value.is_nan())
    }

    /// The value at the baseline visit.
    pub fn baseline(&self, subject: u32, parameter: Parameter) -> Option<f64> {
        self.value(subject, parameter, self.baseline_visit)
    }

    /// Change from baseline; `None` when either value is missing.
    pub fn change(&self, subject: u32, parameter: Parameter, visit: u16) -> Option<f64> {
        Some(self.value(subject, parameter, visit)? - self.baseline(subject, parameter)?)
    }

    fn slot(&self, subject: u32, parameter: Parameter, visit: u16) -> Option<usize> {
        let (subject, visit) = (usize::try_from(subject).ok()?, usize::from(visit));
        let inside = subject < self.subjects && visit < self.visits;
        inside.then_some((subject * Parameter::ALL.len() + parameter.index()) * self.visits + visit)
    }
}

fn check_frame(data: &Dataset) -> Result<(), DatasetError> {
    if !data.study_id.starts_with(STUDY_PREFIX) {
        return Err(DatasetError::NotMarkedSynthetic { study_id: data.study_id.clone() });
    }
    for (stratum, values) in data.strata.strata.iter().enumerate() {
        let (factors, values) = (data.strata.factors.len(), values.len());
        if factors != values || factors > MOST_STRATA_FACTORS {
            return Err(DatasetError::Strata { factors, values, stratum });
        }
    }
    within("visits", 0, "baseline visit", usize::from(data.baseline_visit), data.visits.len())?;
    check_subjects(data)?;
    for (row, event) in data.adverse_events.iter().enumerate() {
        within("adae", row, "subject", event.subject as usize, data.subjects.len())?;
    }
    for (row, event) in data.intercurrent.iter().enumerate() {
        within("adice", row, "subject", event.subject as usize, data.subjects.len())?;
    }
    Ok(())
}

fn check_subjects(data: &Dataset) -> Result<(), DatasetError> {
    for (row, subject) in data.subjects.iter().enumerate() {
        within("adsl", row, "arm", usize::from(subject.arm), data.arms.len())?;
        if let Some(arm) = subject.actual_arm {
            within("adsl", row, "arm", usize::from(arm), data.arms.len())?;
        }
        if let Some(stratum) = subject.stratum {
            within("adsl", row, "stratum", usize::from(stratum), data.strata.strata.len())?;
        }
    }
    let mut numbers: Vec<u32> = data.subjects.iter().map(|subject| subject.number).collect();
    numbers.sort_unstable();
    match numbers.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(DatasetError::DoubledSubject { number: pair[0] }),
        None => Ok(()),
    }
}

pub(super) fn within(
    table: &'static str,
    row: usize,
    what: &'static str,
    index: usize,
    count: usize,
) -> Result<(), DatasetError> {
    if index < count { Ok(()) } else { Err(DatasetError::Dangling { table, row, what, index, count }) }
}

fn fill(
    data: &Dataset,
    lookup: &mut Lookup,
    table: &'static str,
    rows: &[Observation],
    instrument: Instrument,
) -> Result<(), DatasetError> {
    for (row, observation) in rows.iter().enumerate() {
        let &Observation { subject, parameter, visit, value, .. } = observation;
        within(table, row, "subject", subject as usize, data.subjects.len())?;
        within(table, row, "visit", usize::from(visit), data.visits.len())?;
        if parameter.instrument() != instrument {
            return Err(DatasetError::Misplaced { table, row, parameter });
        }
        if !(parameter.lowest()..=parameter.highest()).contains(&value) {
            return Err(DatasetError::OffScale { table, row, parameter, value });
        }
        if !observation.analysis {
            continue;
        }
        let slot = lookup.slot(subject, parameter, visit).expect("subject and visit were checked above");
        if !lookup.slots[slot].is_nan() {
            return Err(DatasetError::DoubledObservation { subject, parameter, visit });
        }
        lookup.slots[slot] = value;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::example::example;
    use super::*;

    #[test]
    fn every_analysis_row_is_found_and_no_other_value_is() {
        let data = example(1).analysis;
        let lookup = data.lookup().unwrap();
        let mut found = 0;
        for subject in 0..u32::try_from(data.subjects.len()).unwrap() {
            for parameter in Parameter::ALL {
                for visit in 0..u16::try_from(data.visits.len()).unwrap() {
                    let row = data.nrs.iter().chain(&data.pbds).find(|row| {
                        row.analysis && (row.subject, row.parameter, row.visit) == (subject, parameter, visit)
                    });
                    assert_eq!(lookup.value(subject, parameter, visit), row.map(|row| row.value));
                    found += usize::from(row.is_some());
                }
            }
        }
        assert_eq!(found, data.nrs.iter().chain(&data.pbds).filter(|row| row.analysis).count());
    }

    #[test]
    fn questions_outside_the_trial_have_no_answer() {
        let data = example(1).analysis;
        let lookup = data.lookup().unwrap();
        assert_eq!(lookup.value(u32::MAX, Parameter::NrsMean, 0), None);
        assert_eq!(lookup.value(0, Parameter::NrsMean, u16::MAX), None);
        assert_eq!(lookup.baseline(u32::MAX, Parameter::WorstPain), None);
    }

    fn fault(spoil: impl FnOnce(&mut Dataset)) -> DatasetError {
        let mut data = example(1).analysis;
        spoil(&mut data);
        data.lookup().unwrap_err()
    }

    #[test]
    fn each_fault_of_a_data_set_is_named() {
        use DatasetError as E;
        assert!(matches!(fault(|d| d.study_id = "REAL-1".into()), E::NotMarkedSynthetic { .. }));
        assert!(matches!(fault(|d| d.nrs[3].subject = 99), E::Dangling { what: "subject", index: 99, .. }));
        assert!(matches!(fault(|d| d.pbds[0].visit = 77), E::Dangling { what: "visit", index: 77, .. }));
        assert!(matches!(fault(|d| d.subjects[0].arm = 9), E::Dangling { what: "arm", .. }));
        assert!(matches!(fault(|d| d.baseline_visit = 50), E::Dangling { what: "baseline visit", .. }));
        assert!(matches!(fault(|d| d.adverse_events[0].subject = 1000), E::Dangling { table: "adae", .. }));
        assert!(matches!(fault(|d| d.intercurrent[0].subject = 1000), E::Dangling { table: "adice", .. }));
        assert!(matches!(fault(|d| d.subjects[1].number = d.subjects[0].number), E::DoubledSubject { .. }));
        assert!(matches!(fault(|d| d.nrs.push(d.nrs[1])), E::DoubledObservation { .. }));
        assert!(matches!(fault(|d| d.nrs.push(d.pbds[0])), E::Misplaced { table: "adnrs", .. }));
        assert!(matches!(fault(|d| d.nrs[0].value = f64::NAN), E::OffScale { .. }));
        assert!(matches!(fault(|d| d.pbds[0].value = 10.5), E::OffScale { .. }));
        assert!(matches!(fault(|d| d.strata.strata[0].clear()), E::Strata { values: 0, .. }));
    }
}
