//! A small data set for tests, made by plain arithmetic, with the awkward cases on purpose: a subject never
//! treated, an empty baseline, a baseline of zero, missed visits, a carried-forward row, an extra row that no
//! analysis uses, text that wants to break a file.

use super::{
    Action, AdverseEvent, AdverseTerm, ArmLabel, Dataset, Derivation, EndOfStudy, FICTITIOUS_START,
    Instrument, IntercurrentCategory, IntercurrentEvent, LatentPain, Observation, Parameter, Reason,
    Severity, Simulated, Strata, Subject, Truth, TruthTable, VisitLabel,
};
use crate::patient::covariates::{Ais, NeurologicalLevel, Region, Sex};

const SUBJECTS: u32 = 12;
const VISITS: [(&str, i32, i32); 5] = [
    ("Screening", -1, -14),
    ("Baseline", 0, -1),
    ("Week 4", 4, 28),
    ("Week 12", 12, 84),
    ("Week 26", 26, 182),
];

/// The example, a little different in each replicate.
pub(crate) fn example(replicate: u32) -> Simulated {
    let analysis = Dataset {
        study_id: "SYN-EXAMPLE".into(),
        replicate,
        start_date: FICTITIOUS_START,
        arms: vec![arm("CELLS", "Cells, \"one\" injection"), arm("CONTROL", "=Usual care")],
        visits: VISITS.map(|(label, number, _)| VisitLabel { label: label.into(), number }).into(),
        baseline_visit: 1,
        strata: strata(),
        subjects: (0..SUBJECTS).map(subject).collect(),
        nrs: observations(replicate, Instrument::Diary),
        pbds: observations(replicate, Instrument::PainBasicDataSet),
        scim: Vec::new(),
        whoqol: Vec::new(),
        adverse_events: adverse_events(),
        intercurrent: intercurrent(),
    };
    Simulated { analysis, truth: truth(replicate) }
}

fn arm(code: &str, label: &str) -> ArmLabel {
    ArmLabel { code: code.into(), label: label.into() }
}

fn strata() -> Strata {
    let stratum = |level: &str, phase: &str| vec![level.to_owned(), phase.to_owned()];
    Strata {
        factors: vec!["Injury level group".into(), "Phase".into()],
        strata: vec![stratum("CERVICAL", "CHRONIC"), stratum("THORACIC", "SUBACUTE")],
    }
}

fn subject(at: u32) -> Subject {
    let small = u8::try_from(at).unwrap();
    let (even, treated) = (at.is_multiple_of(2), at != 7);
    let region = if even { Region::Cervical } else { Region::Thoracic };
    let reason = Reason::LostToFollowUp;
    Subject {
        number: 101 + at,
        site: 1 + u16::from(small) % 3,
        age_years: 20 + 3 * small,
        sex: if at.is_multiple_of(3) { Sex::Female } else { Sex::Male },
        arm: u16::from(!even),
        actual_arm: treated.then_some(u16::from(!even)),
        randomised_day: i32::from(small) * 9,
        treated_day: treated.then_some(i32::from(small) % 3),
        intention_to_treat: true,
        safety: treated,
        per_protocol: treated && at != 5,
        end: if at == 5 {
            EndOfStudy::Discontinued { day: 60, reason }
        } else {
            EndOfStudy::Completed { day: 182 }
        },
        stratum: Some(u16::from(!even)),
        level: NeurologicalLevel::new(region, 1 + small % 8).unwrap(),
        ais: if even { Ais::A } else { Ais::B },
        months_since_injury: 1.5 + f64::from(at) / 3.0,
        at_level_pain: even,
        below_level_pain: true,
        radicular_pain: at == 3,
        sciatica_like: at % 4 == 1,
        gabapentinoid: at.is_multiple_of(5),
        baseline_nrs: (at != 2).then(|| f64::from(at % 8) * 0.9),
    }
}

fn observations(replicate: u32, instrument: Instrument) -> Vec<Observation> {
    let mut rows = Vec::new();
    for subject in 0..SUBJECTS {
        for parameter in Parameter::ALL.into_iter().filter(|parameter| parameter.instrument() == instrument) {
            for (visit, (_, number, day)) in (0_u16..).zip(VISITS) {
                let missed = (subject == 2 && number == 0) || (subject == 5 && number == 12);
                if missed {
                    continue;
                }
                let value = answer(replicate, subject, parameter, number);
                let derivation = (subject == 5 && number == 26).then_some(Derivation::LastCarriedForward);
                rows.push(Observation {
                    subject,
                    parameter,
                    visit,
                    day,
                    value,
                    analysis: number >= 0,
                    derivation,
                });
                if subject == 3 && number == 4 {
                    let day = day + 1;
                    rows.push(Observation {
                        subject,
                        parameter,
                        visit,
                        day,
                        value,
                        analysis: false,
                        derivation,
                    });
                }
            }
        }
    }
    rows
}

/// Between 0 and 7, in sevenths, so that no value is round in binary; subject 0 begins at 0.
fn answer(replicate: u32, subject: u32, parameter: Parameter, week: i32) -> f64 {
    if subject == 0 && week == 0 {
        return 0.0;
    }
    let mixed = replicate * 13 + subject * 7 + u32::from(parameter.number()) * 5 + week.unsigned_abs() * 3;
    f64::from(mixed % 50) / 7.0
}

fn adverse_events() -> Vec<AdverseEvent> {
    let event = |subject, term, start_day, end_day| AdverseEvent {
        subject,
        term,
        start_day,
        end_day,
        severity: Severity::Moderate,
        serious: term == AdverseTerm::AsepticMeningitis,
        related: start_day >= 0,
        action: Action::NotApplicable,
    };
    vec![
        event(4, AdverseTerm::Headache, 2, Some(5)),
        event(4, AdverseTerm::UrinaryTractInfection, -3, Some(4)),
        event(9, AdverseTerm::AsepticMeningitis, 1, None),
        event(7, AdverseTerm::Fall, 30, Some(30)),
    ]
}

fn intercurrent() -> Vec<IntercurrentEvent> {
    let event = |subject, category, day, reason| IntercurrentEvent { subject, category, day, reason };
    vec![
        event(5, IntercurrentCategory::StudyWithdrawal, 60, Reason::LostToFollowUp),
        event(5, IntercurrentCategory::Rescue, 40, Reason::LackOfEfficacy),
        event(8, IntercurrentCategory::DoseChange, 70, Reason::AdverseEvent),
    ]
}

fn truth(replicate: u32) -> TruthTable {
    let pain = |below_level: f64| LatentPain {
        at_level: 1.0,
        below_level,
        radicular: 0.5,
        total: below_level + 1.5,
    };
    let rows = (0..SUBJECTS).flat_map(|subject| {
        (0_u16..).zip(VISITS).map(move |(visit, (_, week, _))| {
            let untreated = f64::from(subject + replicate) / 3.0;
            let relief = f64::from(week.max(0)) / 30.0;
            Truth { subject, visit, assigned: pain(untreated - relief), untreated: pain(untreated) }
        })
    });
    TruthTable { rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_sound_and_the_true_effect_is_relief() {
        let simulated = example(1);
        simulated.analysis.lookup().unwrap();
        assert!(simulated.truth.rows.iter().all(|row| row.effect() <= 0.0));
        assert!(simulated.truth.rows.iter().any(|row| row.effect() < -0.5));
    }
}
