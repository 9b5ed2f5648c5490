//! What stands in the tables of one setting? Patients' reports become rows; nothing here knows what is true.

use super::dataset::{
    Action, AdverseEvent, AdverseTerm, ArmLabel, Dataset, EndOfStudy, FICTITIOUS_START, Instrument,
    IntercurrentEvent, LatentPain, Observation, Parameter, STUDY_PREFIX, Severity, Simulated, Strata,
    Subject, Truth, TruthTable, VisitLabel,
};
use super::life::{Life, Lived};
use super::plan::TrialPlan;
use super::screening::Scene;
use crate::instrument::isci_pain::{self, answers};
use crate::instrument::nrs::{Said, WEEK, Week, spoken_mean, week};
use crate::instrument::reporting::Reporting;
use crate::instrument::voice::{Expects, SCREENING_DAYS, Voice, visit_luck};
use crate::patient::chance::Purpose;
use crate::patient::pain_site::Class;
use crate::treatment::Treatment;

/// Days between two accruals, on average (assumed; dates are fictitious).
const ACCRUAL_DAYS: u32 = 7;

/// An empty data set with the frame of the plan.
#[must_use]
pub fn frame(plan: &TrialPlan, replicate: u32) -> Simulated {
    let analysis = Dataset {
        study_id: format!("{STUDY_PREFIX}{}", plan.study.id.to_uppercase()),
        replicate,
        start_date: FICTITIOUS_START,
        arms: plan
            .arms
            .iter()
            .map(|arm| ArmLabel {
                code: arm.id.to_uppercase().chars().take(20).collect(),
                label: arm.label.clone(),
            })
            .collect(),
        visits: plan
            .visits
            .iter()
            .map(|visit| VisitLabel { label: visit.label.clone(), number: days(visit.day) })
            .collect(),
        baseline_visit: 0,
        strata: Strata::default(),
        subjects: Vec::new(),
        nrs: Vec::new(),
        pbds: Vec::new(),
        scim: Vec::new(),
        whoqol: Vec::new(),
        adverse_events: Vec::new(),
        intercurrent: Vec::new(),
    };
    Simulated { analysis, truth: TruthTable::default() }
}

/// Adds what one patient reported in one setting.
///
/// # Panics
/// Never: a plan without fault has few patients, arms and visits, and every life is followed under usual care.
pub fn add(tables: &mut Simulated, plan: &TrialPlan, scene: &Scene, life: &Life<'_>, lived: &Lived) {
    let data = &mut tables.analysis;
    let subject = u32::try_from(data.subjects.len()).expect("a study is bounded to thousands of patients");
    data.subjects.push(entry(plan, life, lived, subject));
    data.adverse_events.extend(lived.conduct.harms.iter().map(|event| AdverseEvent { subject, ..*event }));
    data.intercurrent
        .extend(lived.conduct.intercurrent.iter().map(|event| IntercurrentEvent { subject, ..*event }));
    for (number, planned) in plan.visits.iter().enumerate() {
        let visit = u16::try_from(number).expect("a study has at most fifty visits");
        let day = days(planned.day);
        tables.truth.rows.push(truth(life, lived, subject, visit, planned.day));
        if came(lived, day) {
            let data = &mut tables.analysis;
            let row = |parameter, value| Observation {
                subject,
                parameter,
                visit,
                day,
                value,
                analysis: true,
                derivation: None,
            };
            let teller = Teller { reporting: &scene.reporting, voice: &life.patient.voice };
            for (parameter, value) in answered(&teller, life, lived, planned.day, u32::from(visit)) {
                match parameter.instrument() {
                    Instrument::Diary => data.nrs.push(row(parameter, value)),
                    Instrument::PainBasicDataSet => data.pbds.push(row(parameter, value)),
                    Instrument::Scim => data.scim.push(row(parameter, value)),
                    Instrument::Whoqol => data.whoqol.push(row(parameter, value)),
                }
            }
        }
    }
    note_worse_pain(&mut tables.analysis, subject, scene.reporting.pain_worse.0);
}

/// How a patient answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Teller<'a> {
    /// The reporting layer of the world.
    pub(super) reporting: &'a Reporting<f64>,
    /// How the patient talks.
    pub(super) voice: &'a Voice,
}

/// What a patient who comes to a visit answers there: diary, interview, the two declared items, the scales that the
/// study compares.
pub(super) fn answered(
    teller: &Teller<'_>,
    life: &Life<'_>,
    lived: &Lived,
    day: u32,
    visit: u32,
) -> Vec<(Parameter, f64)> {
    let totals: Vec<f64> = lived.felt.iter().map(|felt| felt.total).collect();
    let said = Said { felt: &totals, shift: &lived.shift };
    let diary = week(teller.reporting, teller.voice, &said, day as usize);
    let interview = interview(teller.reporting, life, lived, &said, day, visit);
    let pain = spoken_mean(teller.voice, &said, day as usize);
    let scales = life.scales_at(lived, day, visit, pain, teller.reporting.item_missing.0);
    diary_rows(&diary).chain(interview).chain(declared_rows(&diary)).chain(scales).collect()
}

/// The ADSL entry of a patient.
fn entry(plan: &TrialPlan, life: &Life<'_>, lived: &Lived, subject: u32) -> Subject {
    let patient = life.patient;
    let arm = u16::try_from(life.arm).expect("a study has a handful of arms");
    let mut accrual = patient.key.stream(Purpose::Accrual, 0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an age is between 0 and 120 years"
    )]
    let age_years = patient.who.age_years.floor() as u8;
    Subject {
        number: patient.key.patient + 1,
        site: 1,
        age_years,
        sex: patient.who.sex,
        arm,
        actual_arm: Some(arm),
        randomised_day: days(subject * ACCRUAL_DAYS + accrual.below(ACCRUAL_DAYS)),
        treated_day: Some(first_treated(plan, life.arm)),
        intention_to_treat: true,
        safety: true,
        per_protocol: matches!(lived.conduct.end, EndOfStudy::Completed { .. }),
        end: lived.conduct.end,
        stratum: None,
        level: patient.who.level,
        ais: patient.who.ais,
        months_since_injury: patient.who.months_since_injury,
        at_level_pain: patient.has(Class::AtLevel),
        below_level_pain: patient.has(Class::BelowLevel),
        radicular_pain: patient.has(Class::Radicular),
        sciatica_like: patient.sciatica_like,
        gabapentinoid: patient.who.gabapentinoid,
        baseline_nrs: patient.week.mean,
    }
}

/// The day of the first treatment of an arm; care that is given to nobody in particular begins with the trial.
fn first_treated(plan: &TrialPlan, arm: usize) -> i32 {
    let days = plan.arms[arm].treatments.iter().map(Treatment::first_day);
    #[expect(clippy::cast_possible_truncation, reason = "a study is bounded to a few thousand days")]
    let first = days.reduce(f64::min).unwrap_or(0.0).floor() as i32;
    first
}

fn diary_rows(week: &Week) -> impl Iterator<Item = (Parameter, f64)> {
    let days = Some(f64::from(week.days));
    [(Parameter::NrsMean, week.mean), (Parameter::NrsWorst, week.worst), (Parameter::NrsDays, days)]
        .into_iter()
        .filter_map(|(parameter, value)| Some((parameter, value?)))
}

/// The two declared items beside the data set.
fn declared_rows(week: &Week) -> impl Iterator<Item = (Parameter, f64)> {
    [(Parameter::DaysWithPain, week.pain_days), (Parameter::WorstPain, week.worst)]
        .into_iter()
        .filter_map(|(parameter, value)| Some((parameter, value?)))
}

/// The interview of a visit: interference and the intensity of each pain.
fn interview(
    r: &Reporting<f64>,
    life: &Life<'_>,
    lived: &Lived,
    said: &Said<'_>,
    day: u32,
    visit: u32,
) -> Vec<(Parameter, f64)> {
    let at = day as usize;
    let spoken = spoken_mean(&life.patient.voice, said, at);
    let bias = if day > 0 && lived.expects == Expects::OpenTreatment { r.rating_bias_open.0 } else { 0.0 };
    let felt = weekly(lived, day);
    let asked = isci_pain::Week {
        spoken: spoken - bias,
        disturbs: life.patient.voice.interference,
        by_class: [felt.at_level, felt.below_level, felt.radicular],
        shift: spoken - felt.total,
    };
    let said = answers(r, &asked, &visit_luck(r, life.patient.key, visit));
    let interference =
        [Parameter::InterferenceActivities, Parameter::InterferenceMood, Parameter::InterferenceSleep];
    let intensity =
        [Parameter::IntensityAtLevel, Parameter::IntensityBelowLevel, Parameter::IntensityRadicular];
    let items =
        interference.into_iter().zip(said.interference).chain(intensity.into_iter().zip(said.intensity));
    items.filter_map(|(parameter, value)| Some((parameter, value?))).collect()
}

/// Mean pain over the diary week of a visit, in truth.
fn weekly(lived: &Lived, day: u32) -> LatentPain {
    mean_felt(&lived.felt, day)
}

fn mean_felt(felt: &[super::course::Felt], day: u32) -> LatentPain {
    let end = SCREENING_DAYS + day as usize;
    let days = &felt[end - WEEK..end];
    let mean = |of: &dyn Fn(&super::course::Felt) -> f64| days.iter().map(of).sum::<f64>() / WEEK as f64;
    LatentPain {
        at_level: mean(&|felt| felt.by_class[0]),
        below_level: mean(&|felt| felt.by_class[1]),
        radicular: mean(&|felt| felt.by_class[2]),
        total: mean(&|felt| felt.total),
    }
}

/// Pain under the assigned arm and under usual care, of the same patient: both potential outcomes.
fn truth(life: &Life<'_>, lived: &Lived, subject: u32, visit: u16, day: u32) -> Truth {
    let untreated = life.without_treatment(lived).expect("every life is followed under usual care");
    Truth { subject, visit, assigned: weekly(lived, day), untreated: mean_felt(&untreated.felt, day) }
}

/// A patient who left before a visit does not come to it.
fn came(lived: &Lived, day: i32) -> bool {
    match lived.conduct.end {
        EndOfStudy::Completed { .. } => true,
        EndOfStudy::Discontinued { day: left, .. } => day < left,
    }
}

/// A rise of the weekly mean by so much against baseline is recorded as an adverse event.
fn note_worse_pain(data: &mut Dataset, subject: u32, rise: f64) {
    let of = |row: &&Observation| row.subject == subject && row.parameter == Parameter::NrsMean;
    let Some(baseline) = data.nrs.iter().find(|row| of(row) && row.visit == data.baseline_visit) else {
        return;
    };
    let worse = data.nrs.iter().filter(of).find(|row| row.value >= baseline.value + rise);
    if let Some(row) = worse {
        let event = AdverseEvent {
            subject,
            term: AdverseTerm::NeuropathicPainIncreased,
            start_day: row.day,
            end_day: None,
            severity: Severity::Moderate,
            serious: false,
            related: false,
            action: Action::NotApplicable,
        };
        data.adverse_events.push(event);
    }
}

fn days(days: u32) -> i32 {
    i32::try_from(days).expect("a study is bounded to a few thousand days")
}
