//! What is kept of one replicate? Everything that tables and figures of the run need, and no patient's rows: those can
//! be made again from the seed.

use super::RunError;
use super::robustness::{converged, departed};
use crate::analysis::course::{CoursePoint, course};
use crate::analysis::factorial::{Term, factorial};
use crate::analysis::primary::{Verdict, judge_contrast};
use crate::analysis::responder::{ResponderCurve, curves};
use crate::analysis::truth::{TrueEffect, true_effect};
use crate::analysis::{AnalysisError, Contrast};
use crate::biology::parameters::Params;
use crate::dossier::robustness::Departed;
use crate::dossier::verification::Converged;
use crate::patient::pain_site::body_map::BodyMap;
use crate::patient::pain_site::prevalence::Prevalence;
use crate::patient::world::World;
use crate::report::figure::body_region::{REGIONS, region_of};
use crate::trial::course::Glimpse;
use crate::trial::dataset::{Dataset, Parameter, Simulated};
use crate::trial::failure::Failure;
use crate::trial::knock_out::MECHANISMS;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Role, TrialPlan};
use crate::trial::screening::Exclusion;
use crate::trial::setting::Setting;
use crate::trial::simulate::{Played, replicate, scene};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One replicate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplicateRecord {
    /// Its number.
    pub replicate: u32,
    /// Potency of the cells in this world, relative to the typical one: more is stronger.
    pub potency: f64,
    /// What open treatment lets people expect in this world [NRS points].
    pub expectation_nrs: f64,
    /// How many were screened.
    pub screened: u32,
    /// How many were not let in, by reason in the order of [`Exclusion::ALL`].
    pub excluded: [u32; Exclusion::ALL.len()],
    /// Kinds of pain by level, of everybody who was screened.
    pub prevalence: Prevalence,
    /// Where it hurts, of everybody who was screened.
    pub body: BodyMap,
    /// Patients with pain in each body region, left and right.
    pub regions: Vec<[u64; 2]>,
    /// Each setting, the planned one first.
    pub settings: Vec<SettingRecord>,
    /// What became of each arm in the planned setting.
    pub flow: Vec<ArmFlow>,
    /// Mean pain by arm and visit in the planned setting.
    pub course: Vec<CoursePoint>,
    /// Responders by arm in the planned setting.
    pub responders: Vec<ResponderCurve>,
    /// Treatments and their interactions in the planned setting, where the trial is factorial.
    pub factorial: Vec<Term>,
    /// Relief with all mechanisms, then without each, by patient [NRS points].
    pub knock_outs: Vec<[f64; 1 + MECHANISMS.len()]>,
    /// The biology by patient: arm and weeks, where it was recorded.
    pub biology: Vec<(usize, Vec<Glimpse>)>,
    /// Patients whose equations could not be solved.
    pub failures: Vec<Failure>,
    /// What the planned trial answers where one assumption departs; empty where that is not played.
    pub departed: Vec<Departed>,
    /// The same people at finer tolerances, in one replicate.
    pub converged: Option<Converged>,
}

/// One replicate in one setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingRecord {
    /// The setting.
    pub setting: Setting,
    /// What the analysis says.
    pub verdict: Verdict,
    /// What is true.
    pub truth: TrueEffect,
}

/// What became of one arm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmFlow {
    /// Patients allocated.
    pub allocated: u32,
    /// Patients who left, by reason.
    pub left: BTreeMap<String, u32>,
    /// Patients analysed for mean pain.
    pub analysed: u32,
    /// Patients with at least one adverse event, by event.
    pub harmed: BTreeMap<String, u32>,
}

/// Plays and judges one replicate.
pub(super) fn of(knowledge: &Knowledge, plan: &TrialPlan, number: u32) -> Result<ReplicateRecord, RunError> {
    let biology = number < plan.study.table_replicates;
    let played = replicate(knowledge, plan, number, biology)
        .map_err(|source| RunError::Unfilled { replicate: number, source })?;
    let converged = converged(knowledge, plan, number, &played.settings[0].1)?;
    let record = judged(knowledge, plan, number, played)
        .map_err(|source| RunError::Unjudged { replicate: number, source })?;
    Ok(ReplicateRecord { departed: departed(knowledge, plan, number), converged, ..record })
}

fn judged(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    number: u32,
    played: Played,
) -> Result<ReplicateRecord, AnalysisError> {
    let scene = scene(knowledge, plan, number);
    let contrast = contrast(plan);
    let settings: Vec<SettingRecord> = played
        .settings
        .iter()
        .map(|(setting, tables)| judge_setting(plan, contrast, *setting, tables))
        .collect::<Result<_, _>>()?;
    let main = &played.settings[0].1.analysis;
    let mut prevalence = Prevalence::default();
    let mut body = BodyMap::default();
    for (level, pains) in &played.seen {
        prevalence.add(&knowledge.definitions, *level, pains);
        body.add(pains);
    }
    Ok(ReplicateRecord {
        replicate: number,
        potency: potency(&scene.world),
        expectation_nrs: scene.reporting.expectation_open.0,
        screened: played.screened,
        excluded: played.excluded,
        prevalence,
        body,
        regions: regions(&played),
        flow: flow(main, contrast)?,
        course: course(main, Parameter::NrsMean)?,
        responders: curves(main, contrast.visit)?,
        settings,
        factorial: factorial(plan, &played.settings[0].1, contrast)?,
        knock_outs: played.knock_outs,
        biology: played.biology,
        failures: played.failures,
        departed: Vec::new(),
        converged: None,
    })
}

/// Cells act more strongly where fewer are needed.
fn potency(world: &World) -> f64 {
    let place = Params::<f64>::NAMES.iter().position(|name| *name == "potency_half");
    1.0 / world.biology(place.expect("potency_half is a parameter")).typical
}

/// The comparison that the plan asks for: its first treatment arm against its control.
pub(super) fn contrast(plan: &TrialPlan) -> Contrast {
    let place = |role| plan.arms.iter().position(|arm| arm.role == role).expect("a plan has both roles");
    let number =
        |index: usize| u16::try_from(index).expect("a plan has a handful of arms and at most fifty visits");
    let visit = plan.visits.iter().position(|visit| visit.id == plan.analysis.at);
    Contrast {
        visit: number(visit.expect("the plan was checked to name one of its visits")),
        treated_arm: number(place(Role::Treatment)),
        control_arm: number(place(Role::Control)),
    }
}

fn judge_setting(
    plan: &TrialPlan,
    contrast: Contrast,
    setting: Setting,
    tables: &Simulated,
) -> Result<SettingRecord, AnalysisError> {
    let verdict = judge_contrast(&tables.analysis, &plan.analysis, contrast)?;
    let truth = true_effect(tables, contrast)?;
    Ok(SettingRecord { setting, verdict, truth })
}

fn flow(data: &Dataset, contrast: Contrast) -> Result<Vec<ArmFlow>, AnalysisError> {
    let lookup = data.lookup()?;
    let arm_flow = |arm: u16| {
        let subjects: Vec<u32> = (0_u32..)
            .zip(&data.subjects)
            .filter(|(_, subject)| subject.arm == arm)
            .map(|(index, _)| index)
            .collect();
        let left = subjects.iter().filter_map(|index| data.subjects[*index as usize].end.reason());
        let answered = |index: &&u32| lookup.value(**index, Parameter::NrsMean, contrast.visit).is_some();
        ArmFlow {
            allocated: count_of(subjects.len()),
            left: tally(left.map(|reason| reason.label().to_lowercase())),
            analysed: count_of(subjects.iter().filter(answered).count()),
            harmed: tally(subjects.iter().flat_map(|index| harms(data, *index))),
        }
    };
    let arms = u16::try_from(data.arms.len()).expect("a plan has a handful of arms");
    Ok((0..arms).map(arm_flow).collect())
}

/// A number of things in a run, which the limits of a study file bound.
pub(super) fn count_of(things: usize) -> u32 {
    u32::try_from(things)
        .expect("a study is bounded to a hundred thousand replicates of some thousand patients")
}

/// Each kind of adverse event that a patient had, once.
fn harms(data: &Dataset, subject: u32) -> BTreeSet<String> {
    let own = data.adverse_events.iter().filter(|event| event.subject == subject);
    own.map(|event| event.term.label().to_owned()).collect()
}

fn tally(names: impl Iterator<Item = String>) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_insert(0) += 1;
    }
    counts
}

/// Patients with pain in each body region, left and right.
fn regions(played: &Played) -> Vec<[u64; 2]> {
    let mut counts = vec![[0; 2]; REGIONS.len()];
    for (_, pains) in &played.seen {
        let mut hurts = vec![[false; 2]; REGIONS.len()];
        for pain in pains {
            for (side, zone) in [pain.left, pain.right].into_iter().enumerate() {
                for dermatome in zone.iter().flat_map(|zone| zone.dermatomes()) {
                    if let Some(region) = region_of(dermatome.label()) {
                        hurts[region as usize][side] = true;
                    }
                }
            }
        }
        for (count, hurt) in counts.iter_mut().zip(&hurts) {
            count[0] += u64::from(hurt[0]);
            count[1] += u64::from(hurt[1]);
        }
    }
    counts
}
