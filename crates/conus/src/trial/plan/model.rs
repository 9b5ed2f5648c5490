//! What a study plan holds once it is known to be without fault.
//!
//! The study file has the same names in the same order; every field says its unit in its name or its comment.
use std::collections::BTreeMap;

use super::cost::Cost;
use super::design::Design;
use crate::analysis::estimand::Rule;
use crate::analysis::method::Method;
use crate::patient::covariates::Ais;
use crate::plan_file::Choice;
use crate::treatment::{Gabapentinoid, Intake, Route, Treatment};
use serde::{Deserialize, Serialize};

/// One study: everything that decides a virtual trial, its seed included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrialPlan {
    /// What the study is called and how often it is run.
    pub study: Study,
    /// Who is injured and could be screened.
    pub population: Population,
    /// Who of them is let in, judged on measured values.
    pub eligibility: Eligibility,
    /// Usual care before and during the trial, the same in every arm.
    pub background: Background,
    /// The arms: at least one treatment, exactly one control.
    pub arms: Vec<Arm>,
    /// What the control arm gets beside usual care.
    pub control: Control,
    /// Medication for those who hurt too much, in every arm; none where the file is silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rescue: Option<Rescue>,
    /// How patients come into arms.
    pub allocation: Allocation,
    /// Who knows what is given, and what that does.
    pub blinding: Blinding,
    /// The visits in order of time; the first is day 0.
    pub visits: Vec<Visit>,
    /// How each replicate is judged.
    pub analysis: Analysis,
    /// Which of the five cell mechanisms act (S3.1 to S3.5).
    pub mechanisms: Mechanisms,
    /// Which further worlds are run beside the planned one.
    pub scenarios: Scenarios,
    /// Ways to conduct the trial that are compared when it is sized; none means parallel arms and one analysis.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub designs: Vec<Design>,
    /// How much more often than the model says people leave, to see what that does; once where the file is silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaving: Option<Leaving>,
    /// What the trial costs, where it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// Who leaves, against what the model says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Leaving {
    /// Factor on the hazard of leaving.
    pub times: f64,
}

/// What the study is called and how often it is run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Study {
    /// Name for files: 1 to 40 of `a-z`, `0-9`, `_`, `-`.
    pub id: String,
    /// Title for readers.
    pub title: String,
    /// The question the study answers.
    pub question: String,
    /// Key of the publication in `data/literature.bib`.
    pub source: String,
    /// Seed of every random draw.
    pub seed: u64,
    /// How many virtual trials are run.
    pub replicates: u32,
    /// How many of them, from the first, are written out as full tables.
    pub table_replicates: u32,
}

/// An interval with both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Between {
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

/// Who is injured and could be screened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Population {
    /// What they have; an injury of the cord where the file is silent, as in every study before there was a choice.
    #[serde(skip_serializing_if = "Condition::is_spinal_cord_injury")]
    pub condition: Condition,
    /// Age at screening (year).
    pub age_years: Between,
    /// Share of men (percent).
    pub male_percent: f64,
    /// Grades of the ASIA Impairment Scale that occur.
    pub ais: Vec<Ais>,
    /// Level of injury.
    pub level_percent: LevelPercent,
    /// Time from injury, or in sciatica from the onset of pain, to screening (month).
    pub months_since_injury: Between,
}

/// What the people of a population have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// An injury of the spinal cord, with or without a compressed root.
    SpinalCordInjury,
    /// A compressed lumbosacral root and no injury of the cord; grades and levels of the file are not used.
    Sciatica,
}

impl Choice for Condition {
    const ALL: &'static [Self] = &[Self::SpinalCordInjury, Self::Sciatica];
}

impl Condition {
    fn is_spinal_cord_injury(&self) -> bool {
        *self == Self::SpinalCordInjury
    }
}

/// Shares of the levels of injury; they sum to 100 (percent).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LevelPercent {
    /// C1 to C8 (percent).
    pub cervical: f64,
    /// T1 to T12 (percent).
    pub thoracic: f64,
    /// L1 to S5, the conus included (percent).
    pub lumbosacral: f64,
}

impl Choice for Ais {
    const ALL: &'static [Self] = &[Self::A, Self::B, Self::C, Self::D];
}

/// Who is let in, judged on measured values, so that selection and regression to the mean occur as in life.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Eligibility {
    /// Class of pain that must be present.
    pub pain: PainClass,
    /// Mean of the daily 0-10 ratings of the screening week.
    pub nrs_weekly_mean: Between,
}

/// Class of pain that must be present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PainClass {
    /// Any neuropathic pain at or below the level of injury.
    Neuropathic,
    /// Neuropathic pain in L4 to S2, from buttock to leg.
    SciaticaLike,
    /// Neuropathic pain below the level of injury.
    BelowLevel,
    /// Pain of a compressed root.
    Radicular,
}

impl Choice for PainClass {
    const ALL: &'static [Self] = &[Self::Neuropathic, Self::SciaticaLike, Self::BelowLevel, Self::Radicular];
}

/// Usual care before and during the trial, the same in every arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Background {
    /// Share of patients on a gabapentinoid (percent).
    pub gabapentinoid_percent: f64,
    /// Their dose as pregabalin equivalent (mg/day).
    pub gabapentinoid_dose_mg_per_day: f64,
    /// Share of patients in rehabilitation (percent).
    pub rehabilitation_percent: f64,
    /// How much of it they do: 0 none, 1 the most a patient can do.
    pub rehabilitation_intensity: f64,
}

/// One arm of the trial.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Arm {
    /// Name for tables: 1 to 40 of `a-z`, `0-9`, `_`, `-`.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// Treatment or control.
    pub role: Role,
    /// Patients allocated to this arm.
    pub randomised: u32,
    /// What is given beside usual care, in the order of the file.
    pub treatments: Vec<Treatment>,
}

impl Arm {
    /// Whether a treatment of this kind is given in it, by the name of the kind in the study file.
    #[must_use]
    pub fn gives(&self, kind: &str) -> bool {
        self.treatments.iter().any(|given| given.kind() == kind)
    }
}

/// Treatment or control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The arm under question.
    Treatment,
    /// The arm it is compared with.
    Control,
}

impl Choice for Role {
    const ALL: &'static [Self] = &[Self::Treatment, Self::Control];
}

impl Choice for Gabapentinoid {
    const ALL: &'static [Self] = &[Self::Pregabalin, Self::Gabapentin];
}

impl Choice for Intake {
    const ALL: &'static [Self] = &[Self::Steady, Self::TwiceDaily];
}

impl Choice for Route {
    const ALL: &'static [Self] = &[Self::Intrathecal, Self::Intralesional, Self::Intravenous];
}

/// What the control arm gets beside usual care, where the publication does not say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Control {
    /// The content that the main result uses.
    pub content: ControlContent,
    /// Every content that is run and reported; holds `content`.
    pub variants: Vec<ControlContent>,
    /// Full dose of the titrated variant as pregabalin equivalent (mg/day).
    pub titrated_dose_mg_per_day: f64,
    /// Days from baseline to the full dose of the titrated variant.
    pub titration_days: f64,
}

/// What a control arm gets beside usual care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlContent {
    /// Nothing more.
    UsualCare,
    /// An injection that raises the same expectation.
    ShamLike,
    /// A gabapentinoid raised to the full dose.
    TitratedGabapentinoid,
}

impl Choice for ControlContent {
    const ALL: &'static [Self] = &[Self::UsualCare, Self::ShamLike, Self::TitratedGabapentinoid];
}

/// A gabapentinoid for those who hurt too much in spite of everything, the same in every arm and every setting.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rescue {
    /// Weekly mean of pain, as it is said, from which a patient asks for it (NRS point).
    pub from_nrs: f64,
    /// Day before which nobody asks, counted from baseline (day).
    pub from_day: u32,
    /// Chance that who asks takes it in that week (percent).
    pub takes_percent: f64,
    /// Dose as pregabalin equivalent; it is added to every other gabapentinoid (mg/day).
    pub dose_mg_per_day: f64,
    /// Days at the starting dose before the full one (day).
    pub titration_days: f64,
}

/// How patients come into arms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allocation {
    /// By chance or by choice.
    pub method: AllocationMethod,
    /// By choice only: odds of choosing the treatment, times this for each point of screening NRS.
    pub choice_odds_ratio_per_nrs: f64,
    /// Which sizes the arms have.
    pub sizes: ArmSizes,
    /// Patients with the last visit, by arm id (count).
    pub completers: BTreeMap<String, u32>,
}

/// By chance or by choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AllocationMethod {
    /// One random permutation of all seats, so that the arms have exactly their sizes.
    Random,
    /// Patients choose, those in more pain the treatment, until its seats are taken.
    ByChoice,
}

impl Choice for AllocationMethod {
    const ALL: &'static [Self] = &[Self::Random, Self::ByChoice];
}

/// Which sizes the arms have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ArmSizes {
    /// So many are randomised; who completes is caused by simulated pain and harm.
    Randomised,
    /// Conditioned on the published number with the last visit.
    Completers,
}

impl Choice for ArmSizes {
    const ALL: &'static [Self] = &[Self::Randomised, Self::Completers];
}

/// Who knows what is given, and what that does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Blinding {
    /// Patients and raters know the arm.
    pub open_label: bool,
    /// Expectation changes what patients report.
    pub expectation: bool,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Visit {
    /// Name for tables: 1 to 40 of `a-z`, `0-9`, `_`, `-`.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// Day, counted from baseline (day).
    pub day: u32,
}

/// How each replicate is judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Id of the visit at which arms are compared.
    pub at: String,
    /// Score at that visit or its change from baseline.
    pub value: ComparedValue,
    /// Test of each outcome between arms.
    pub test: TestName,
    /// An analysis in place of the test: a mixed model, covariance analysis or imputation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<Method>,
    /// Id of the published number that is this analysis of mean pain, in `data/evidence`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Two-sided level of significance, as a fraction.
    pub alpha: f64,
    /// What intercurrent events do to the values, when the trial is sized; where none is named, every value counts
    /// whatever happened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Rule>,
    /// What the regression adjusts for.
    pub confounders: Vec<Confounder>,
    /// What is compared, in the order of the tables.
    pub outcomes: Vec<Outcome>,
}

/// Score at the visit or its change from baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComparedValue {
    /// The score as it is.
    Score,
    /// Score minus baseline score.
    Change,
}

impl Choice for ComparedValue {
    const ALL: &'static [Self] = &[Self::Score, Self::Change];
}

/// Test of an outcome between two arms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TestName {
    /// t test without the assumption of equal variances.
    WelchT,
    /// t test with it.
    StudentT,
    /// Rank-sum test.
    Wilcoxon,
}

impl Choice for TestName {
    const ALL: &'static [Self] = &[Self::WelchT, Self::StudentT, Self::Wilcoxon];
}

/// A covariate of the regression, measured at baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confounder {
    /// The outcome's own value at baseline.
    Baseline,
    /// Age (year).
    AgeYears,
    /// 1 for men, else 0.
    Male,
    /// 1 for a cervical injury, else 0.
    Cervical,
    /// Time since injury (month).
    MonthsSinceInjury,
    /// 1 for those on a gabapentinoid, else 0.
    Gabapentinoid,
}

impl Choice for Confounder {
    const ALL: &'static [Self] = &[
        Self::Baseline,
        Self::AgeYears,
        Self::Male,
        Self::Cervical,
        Self::MonthsSinceInjury,
        Self::Gabapentinoid,
    ];
}

/// An outcome of the trial (S4.1 to S4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Interference with daily activities, 0 to 10.
    InterferenceActivities,
    /// Interference with mood, 0 to 10.
    InterferenceMood,
    /// Interference with sleep, 0 to 10.
    InterferenceSleep,
    /// Days with pain in the last week.
    PainDays,
    /// Mean pain of the last week, 0 to 10.
    NrsMean,
    /// Worst pain of the last week, 0 to 10.
    NrsWorst,
    /// Independence, total of SCIM III, 0 to 100.
    ScimTotal,
    /// Quality of life, item 1 of WHOQOL-BREF, 1 to 5.
    QolOverall,
    /// Physical domain of WHOQOL-BREF, 0 to 100.
    QolPhysical,
}

/// Which way an outcome goes for the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// Less is better: pain and what it interferes with.
    Lower,
    /// More is better: independence and quality of life.
    Higher,
}

impl Better {
    /// The benefit in a difference, treated minus control: above 0 where the treated fared better.
    #[must_use]
    pub fn benefit(self, difference: f64) -> f64 {
        match self {
            Self::Lower => -difference,
            Self::Higher => difference,
        }
    }
}

impl Outcome {
    /// The six outcomes of pain.
    pub const PAIN: [Self; 6] = [
        Self::InterferenceActivities,
        Self::InterferenceMood,
        Self::InterferenceSleep,
        Self::PainDays,
        Self::NrsMean,
        Self::NrsWorst,
    ];

    /// Which way is better.
    #[must_use]
    pub fn better(self) -> Better {
        match self {
            Self::ScimTotal | Self::QolOverall | Self::QolPhysical => Better::Higher,
            _ => Better::Lower,
        }
    }

    /// Whether a difference, treated minus control, says that the treated fared better.
    #[must_use]
    pub fn favours_treated(self, difference: f64) -> bool {
        self.better().benefit(difference) > 0.0
    }
}

impl Choice for Outcome {
    const ALL: &'static [Self] = &[
        Self::InterferenceActivities,
        Self::InterferenceMood,
        Self::InterferenceSleep,
        Self::PainDays,
        Self::NrsMean,
        Self::NrsWorst,
        Self::ScimTotal,
        Self::QolOverall,
        Self::QolPhysical,
    ];
}

/// Which of the five cell mechanisms act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mechanisms {
    /// Cells gather at lesion and inflamed tissue (S3.1).
    pub homing: bool,
    /// Cells damp inflammation (S3.2).
    pub immunomodulation: bool,
    /// Secreted factors protect surviving nerve (S3.3).
    pub trophic: bool,
    /// Cells support and rebuild pathways (S3.4).
    pub support: bool,
    /// Better perfusion, less oxidative stress (S3.5).
    pub environment: bool,
}

/// Which further worlds are run beside the planned one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scenarios {
    /// The world in which the cells do nothing.
    pub null: bool,
    /// Each of the five mechanisms switched off in turn.
    pub knock_outs: bool,
    /// Worlds in which the cells lower true pain by exactly so many NRS points, rising.
    pub true_effect_nrs: Vec<f64>,
}
