//! What do all replicates say together? Every number that a table, a figure or a sentence of the report prints.

use super::record::{ReplicateRecord, SettingRecord, count_of};
use super::robustness::panel;
use super::{ArmFlow, RunError};
use crate::analysis::factorial::Term;
use crate::analysis::inverse::{JudgedWorld, World, inverse};
use crate::analysis::operating::{Operating, operating};
use crate::analysis::primary::Verdict;
use crate::analysis::truth::{AgainstTruth, TrueEffect, against_truth};
use crate::analysis::{Computed, PublishedP, Share, quantiles};
use crate::dossier::robustness::Panel;
use crate::dossier::verification::Converged;
use crate::patient::pain_site::prevalence::Prevalence;
use crate::report::figure::body_region::REGIONS;
use crate::trial::course::{GLIMPSES, Glimpse};
use crate::trial::knock_out::MECHANISMS;
use crate::trial::plan::{Outcome, TrialPlan};
use crate::trial::screening::Exclusion;
use crate::trial::setting::Setting;
use crate::trial::tested::Tested;
use crate::validation::published_p_values;
use conus_stats::describe::{mean, quantile, wilson_interval};
use serde::Serialize;
use std::collections::BTreeMap;

/// All replicates of a run, summarised.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// How many replicates.
    pub replicates: u32,
    /// Patients whose equations could not be solved.
    pub failures: u32,
    /// Everybody who was screened.
    pub screened: u64,
    /// Each setting, the planned one first.
    pub settings: Vec<SettingSummary>,
    /// Which true effects agree with what was published.
    pub inverse: Vec<JudgedWorld>,
    /// Counts of the flow chart, as mean over replicates.
    pub flow: Flow,
    /// Mean pain by arm and visit.
    pub course: Vec<CourseRow>,
    /// Responders by arm and threshold, pooled.
    pub responders: Vec<ResponderRow>,
    /// What each mechanism contributes.
    pub knock_outs: Vec<KnockOutRow>,
    /// What each treatment does and what two do beyond their sum, where the trial is factorial.
    pub factorial: Vec<TermRow>,
    /// Kinds of pain by level.
    pub prevalence: Prevalence,
    /// Patients with pain in each body region, left and right.
    pub regions: Vec<[u64; 2]>,
    /// The biology by arm, panel and week.
    pub biology: Vec<BiologyRow>,
    /// How often the null repeats the published conclusions, by what open treatment lets people expect.
    pub null_by_expectation: Vec<ExpectationRow>,
    /// Whether the headline moves where one assumption departs.
    pub robustness: Panel,
    /// The same people at finer tolerances.
    pub converged: Option<Converged>,
}

/// One setting over all replicates.
#[derive(Clone, Debug, Serialize)]
pub struct SettingSummary {
    /// The setting.
    pub setting: Setting,
    /// Its name.
    pub label: String,
    /// What its verdicts say.
    pub operating: Operating,
    /// The estimate of mean pain against the truth.
    pub against_truth: AgainstTruth,
    /// Quantiles of the true effect on treated patients [NRS points], at [`crate::analysis::QUANTILES`].
    pub true_effect: [f64; 7],
}

/// Counts of the flow chart, as mean over replicates.
#[derive(Clone, Debug, Serialize)]
pub struct Flow {
    /// Screened.
    pub screened: Count,
    /// Not let in, by reason.
    pub excluded: Vec<(String, Count)>,
    /// By arm: allocated, left by reason, analysed, harmed by event.
    pub arms: Vec<ArmCounts>,
}

/// A count over replicates: its mean and its 5 % and 95 % quantile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Count {
    /// Mean.
    pub mean: f64,
    /// 5 % quantile.
    pub low: f64,
    /// 95 % quantile.
    pub high: f64,
}

/// One arm of the flow chart.
#[derive(Clone, Debug, Serialize)]
pub struct ArmCounts {
    /// Name of the arm.
    pub arm: String,
    /// Allocated.
    pub allocated: Count,
    /// Left, by reason.
    pub left: Vec<(String, Count)>,
    /// Analysed.
    pub analysed: Count,
    /// With an adverse event, by event.
    pub harmed: Vec<(String, Count)>,
}

/// Mean pain of one arm at one visit.
#[derive(Clone, Debug, Serialize)]
pub struct CourseRow {
    /// Name of the arm.
    pub arm: String,
    /// Name of the visit.
    pub visit: String,
    /// Day of the visit.
    pub day: i32,
    /// Patients, mean over replicates.
    pub n: f64,
    /// Mean over replicates of the mean pain.
    pub mean: f64,
    /// 95 % interval of a mean as one trial would print it: mean over replicates of its ends.
    pub interval_95: [f64; 2],
    /// 5 % and 95 % quantile of the mean pain over replicates.
    pub envelope: [f64; 2],
}

/// Responders of one arm at one threshold.
#[derive(Clone, Debug, Serialize)]
pub struct ResponderRow {
    /// Name of the arm.
    pub arm: String,
    /// Reduction from baseline [%].
    pub reduction_percent: u32,
    /// Patients who reached it, over all replicates.
    pub events: u64,
    /// Patients, over all replicates.
    pub total: u64,
    /// 5 % and 95 % quantile over replicates of the share who reached it [%].
    pub envelope_percent: [f64; 2],
}

/// What one mechanism contributes.
#[derive(Clone, Debug, Serialize)]
pub struct KnockOutRow {
    /// Claim, for example `S3.2`.
    pub claim: String,
    /// Name of the mechanism; `all` for the full benefit.
    pub mechanism: String,
    /// Mean over replicates [NRS points]: the full benefit, or what is lost without the mechanism.
    pub value: f64,
    /// 5 % and 95 % quantile over replicates.
    pub envelope: [f64; 2],
    /// Patients, over all replicates.
    pub patients: u64,
}

/// The biology of one arm in one week.
#[derive(Clone, Debug, Serialize)]
pub struct BiologyRow {
    /// Index of the arm.
    pub arm: usize,
    /// Index of the panel, see [`GLIMPSES`].
    pub panel: usize,
    /// Week from randomisation.
    pub week: u32,
    /// Patients.
    pub n: u32,
    /// 10 %, 50 % and 90 % quantile over patients.
    pub quantiles: [f64; 3],
}

/// What a treatment of a factorial trial does, or what two do beyond their sum.
#[derive(Clone, Debug, Serialize)]
pub struct TermRow {
    /// `cells`, or `cells x rehabilitation` for what the pair does beyond its sum.
    pub name: String,
    /// In truth [NRS points]: mean, 5 % and 95 % quantile over replicates; below zero is relief.
    pub truth: Count,
    /// As a trial estimates it: mean, 5 % and 95 % quantile over replicates.
    pub estimate: Count,
    /// How often its 95 % interval excludes zero.
    pub found: Share,
}

/// What joins the names of a pair.
pub(super) const PAIR: &str = " x ";

impl TermRow {
    /// Whether it is what two treatments do beyond their sum.
    #[must_use]
    pub fn is_pair(&self) -> bool {
        self.name.contains(PAIR)
    }
}

/// How often the null repeats the published conclusions where people expect so much.
#[derive(Clone, Debug, Serialize)]
pub struct ExpectationRow {
    /// Expectation of open treatment, from and to [NRS points].
    pub expectation_nrs: [f64; 2],
    /// How often.
    pub same_conclusions: Share,
}

impl Summary {
    /// Summarises the replicates of a plan.
    ///
    /// # Errors
    /// When a number that the report needs could not be computed.
    pub fn of(plan: &TrialPlan, records: &[ReplicateRecord]) -> Result<Self, RunError> {
        let published = published_p_of(plan);
        let alpha = plan.analysis.alpha;
        let places = 0..records.first().map_or(0, |record| record.settings.len());
        Ok(Self {
            replicates: count_of(records.len()),
            failures: records.iter().map(|record| count_of(record.failures.len())).sum(),
            screened: records.iter().map(|record| u64::from(record.screened)).sum(),
            settings: places
                .map(|place| setting_summary(plan, records, place, &published))
                .collect::<Result<_, _>>()?,
            inverse: judged_worlds(records, &published, alpha),
            flow: flow(plan, records)?,
            course: course(plan, records)?,
            responders: responders(records)?,
            knock_outs: knock_outs(records)?,
            factorial: factorial(records)?,
            prevalence: prevalence(records),
            regions: regions(records),
            biology: biology(plan, records)?,
            null_by_expectation: null_by_expectation(records, &published, alpha),
            robustness: panel(plan, records),
            converged: records.iter().find_map(|record| record.converged),
        })
    }

    /// Whether the trial can tell what two treatments do beyond their sum.
    #[must_use]
    pub fn tells_of_pairs(&self) -> bool {
        self.factorial.iter().any(TermRow::is_pair)
    }

    /// The planned setting.
    #[must_use]
    pub fn planned(&self) -> &SettingSummary {
        &self.settings[0]
    }

    /// The setting in which the cells do nothing, if the plan asks for it.
    #[must_use]
    pub fn null(&self) -> Option<&SettingSummary> {
        self.settings.iter().find(|row| row.setting == Setting::Null)
    }
}

/// A computed number, or the error that names it.
pub(super) fn needed<T, E: std::fmt::Display>(what: &str, value: Result<T, E>) -> Result<T, RunError> {
    value.map_err(|why| RunError::NotComputed { what: what.to_owned(), why: why.to_string() })
}

fn verdicts(records: &[ReplicateRecord], place: usize) -> Vec<Verdict> {
    records.iter().map(|record| record.settings[place].verdict.clone()).collect()
}

/// The published p-values that a study is set beside: those of the held-out cell trial, beside a trial of cells only.
pub(super) fn published_p_of(plan: &TrialPlan) -> Vec<PublishedP> {
    let mut published = if Tested::of(plan).cells { published_p_values() } else { Vec::new() };
    published.retain(|row| plan.analysis.outcomes.contains(&row.outcome));
    published
}

fn setting_summary(
    plan: &TrialPlan,
    records: &[ReplicateRecord],
    place: usize,
    published: &[PublishedP],
) -> Result<SettingSummary, RunError> {
    let setting = records[0].settings[place].setting;
    let verdicts = verdicts(records, place);
    let truths: Vec<TrueEffect> = records.iter().map(|record| record.settings[place].truth.clone()).collect();
    let effects: Vec<f64> = truths.iter().filter_map(|truth| truth.treated.clone().ok()).collect();
    Ok(SettingSummary {
        setting,
        label: setting.label(plan),
        operating: operating(&verdicts, published, plan.analysis.alpha),
        against_truth: against_truth(&verdicts, &truths, Outcome::NrsMean),
        true_effect: needed("true effect", quantiles(&effects))?,
    })
}

fn judged_worlds(records: &[ReplicateRecord], published: &[PublishedP], alpha: f64) -> Vec<JudgedWorld> {
    let imposed = |setting: &SettingRecord| match setting.setting {
        Setting::Imposed { relief_nrs } => Some(relief_nrs),
        _ => None,
    };
    let first = records.first().map_or(&[][..], |record| &record.settings[..]);
    let places: Vec<(usize, f64)> =
        first.iter().enumerate().filter_map(|(place, setting)| Some((place, imposed(setting)?))).collect();
    let all: Vec<(f64, Vec<Verdict>)> =
        places.into_iter().map(|(place, relief)| (relief, verdicts(records, place))).collect();
    let worlds: Vec<World<'_>> =
        all.iter().map(|(relief, verdicts)| World { true_effect_nrs: *relief, verdicts }).collect();
    inverse(&worlds, published, alpha)
}

fn count(what: &str, values: &[f64]) -> Result<Count, RunError> {
    Ok(Count {
        mean: needed(what, mean(values))?,
        low: needed(what, quantile(values, 0.05))?,
        high: needed(what, quantile(values, 0.95))?,
    })
}

fn counted(
    records: &[ReplicateRecord],
    what: &str,
    of: impl Fn(&ReplicateRecord) -> u32,
) -> Result<Count, RunError> {
    let values: Vec<f64> = records.iter().map(|record| f64::from(of(record))).collect();
    count(what, &values)
}

fn flow(plan: &TrialPlan, records: &[ReplicateRecord]) -> Result<Flow, RunError> {
    let excluded = Exclusion::ALL.iter().map(|reason| {
        let of = |record: &ReplicateRecord| record.excluded[*reason as usize];
        Ok((reason.label().to_owned(), counted(records, reason.label(), of)?))
    });
    let arms = plan.arms.iter().enumerate().map(|(place, arm)| {
        let own = |record: &ReplicateRecord| record.flow[place].clone();
        Ok(ArmCounts {
            arm: arm.label.clone(),
            allocated: counted(records, "allocated", |record| own(record).allocated)?,
            left: named(records, place, |flow| &flow.left)?,
            analysed: counted(records, "analysed", |record| own(record).analysed)?,
            harmed: named(records, place, |flow| &flow.harmed)?,
        })
    });
    Ok(Flow {
        screened: counted(records, "screened", |record| record.screened)?,
        excluded: excluded.collect::<Result<_, RunError>>()?,
        arms: arms.collect::<Result<_, RunError>>()?,
    })
}

/// Counts by name, for every name that occurs in any replicate.
fn named(
    records: &[ReplicateRecord],
    arm: usize,
    of: impl Fn(&ArmFlow) -> &BTreeMap<String, u32>,
) -> Result<Vec<(String, Count)>, RunError> {
    let names: std::collections::BTreeSet<&String> =
        records.iter().flat_map(|record| of(&record.flow[arm]).keys()).collect();
    let one = |name: &String| {
        let in_record = |record: &ReplicateRecord| of(&record.flow[arm]).get(name).copied().unwrap_or(0);
        Ok((name.clone(), counted(records, name, in_record)?))
    };
    names.into_iter().map(one).collect()
}

fn course(plan: &TrialPlan, records: &[ReplicateRecord]) -> Result<Vec<CourseRow>, RunError> {
    let rows = records.first().map_or(0, |record| record.course.len());
    debug_assert_eq!(rows, plan.arms.len() * plan.visits.len());
    (0..rows)
        .map(|row| {
            let points: Vec<_> = records.iter().map(|record| &record.course[row]).collect();
            let means: Vec<f64> = points.iter().filter_map(|point| point.answers.mean).collect();
            let end = |which: usize| -> Vec<f64> {
                points.iter().filter_map(|point| Some(point.interval_95.clone().ok()?[which])).collect()
            };
            let n: Vec<f64> = points.iter().map(|point| f64::from(point.answers.n)).collect();
            let spread = count("mean pain", &means)?;
            Ok(CourseRow {
                arm: points[0].arm.clone(),
                visit: points[0].visit.clone(),
                day: points[0].visit_number,
                n: needed("patients at a visit", mean(&n))?,
                mean: spread.mean,
                interval_95: [
                    needed("interval of mean pain", mean(&end(0)))?,
                    needed("interval of mean pain", mean(&end(1)))?,
                ],
                envelope: [spread.low, spread.high],
            })
        })
        .collect()
}

fn responders(records: &[ReplicateRecord]) -> Result<Vec<ResponderRow>, RunError> {
    let mut rows = Vec::new();
    for (arm, curve) in records.first().map_or(&[][..], |record| &record.responders[..]).iter().enumerate() {
        let points = needed("responder curve", curve.points.clone())?;
        for (place, point) in points.iter().enumerate() {
            let of = |record: &ReplicateRecord| {
                let points = record.responders[arm].points.as_ref().ok()?;
                Some((points[place].events, points[place].total))
            };
            let all: Vec<(u64, u64)> = records.iter().filter_map(of).collect();
            let shares: Vec<f64> =
                all.iter().map(|(events, total)| 100.0 * *events as f64 / *total as f64).collect();
            let spread = count("responders", &shares)?;
            rows.push(ResponderRow {
                arm: curve.arm.clone(),
                reduction_percent: point.reduction_percent,
                events: all.iter().map(|(events, _)| events).sum(),
                total: all.iter().map(|(_, total)| total).sum(),
                envelope_percent: [spread.low, spread.high],
            });
        }
    }
    Ok(rows)
}

fn knock_outs(records: &[ReplicateRecord]) -> Result<Vec<KnockOutRow>, RunError> {
    let patients = records.iter().map(|record| record.knock_outs.len() as u64).sum();
    if patients == 0 {
        return Ok(Vec::new());
    }
    let of = |off: usize, record: &ReplicateRecord| {
        let rows = &record.knock_outs;
        let lost = |row: &[f64; 1 + MECHANISMS.len()]| if off == 0 { row[0] } else { row[0] - row[off] };
        (!rows.is_empty()).then(|| rows.iter().map(lost).sum::<f64>() / rows.len() as f64)
    };
    let names = std::iter::once(("S3", "all")).chain(MECHANISMS);
    names
        .enumerate()
        .map(|(off, (claim, mechanism))| {
            let values: Vec<f64> = records.iter().filter_map(|record| of(off, record)).collect();
            let spread = count(mechanism, &values)?;
            Ok(KnockOutRow {
                claim: claim.to_owned(),
                mechanism: mechanism.to_owned(),
                value: spread.mean,
                envelope: [spread.low, spread.high],
                patients,
            })
        })
        .collect()
}

fn factorial(records: &[ReplicateRecord]) -> Result<Vec<TermRow>, RunError> {
    let mut names: Vec<&str> = Vec::new();
    for term in records.iter().flat_map(|record| &record.factorial) {
        if !names.contains(&term.name.as_str()) {
            names.push(&term.name);
        }
    }
    let row = |name: &str| {
        let terms: Vec<&Term> =
            records.iter().flat_map(|record| &record.factorial).filter(|term| term.name == name).collect();
        let counted =
            |of: &dyn Fn(&Term) -> f64| count(name, &terms.iter().map(|term| of(term)).collect::<Vec<f64>>());
        let excludes_zero = |term: &&Term| term.interval_95[0] > 0.0 || term.interval_95[1] < 0.0;
        Ok(TermRow {
            name: name.to_owned(),
            truth: counted(&|term| term.truth)?,
            estimate: counted(&|term| term.estimate)?,
            found: needed(name, Share::of(terms.iter().map(excludes_zero)))?,
        })
    };
    names.into_iter().map(row).collect()
}

fn prevalence(records: &[ReplicateRecord]) -> Prevalence {
    let mut all = Prevalence::default();
    records.iter().for_each(|record| all.merge(&record.prevalence));
    all
}

fn regions(records: &[ReplicateRecord]) -> Vec<[u64; 2]> {
    let mut all = vec![[0; 2]; REGIONS.len()];
    for record in records {
        for (sum, counts) in all.iter_mut().zip(&record.regions) {
            sum[0] += counts[0];
            sum[1] += counts[1];
        }
    }
    all
}

fn biology(plan: &TrialPlan, records: &[ReplicateRecord]) -> Result<Vec<BiologyRow>, RunError> {
    let mut rows = Vec::new();
    for arm in 0..plan.arms.len() {
        let lives: Vec<&Vec<Glimpse>> = records
            .iter()
            .flat_map(|record| &record.biology)
            .filter(|(of, _)| *of == arm)
            .map(|(_, weeks)| weeks)
            .collect();
        let weeks = lives.iter().map(|weeks| weeks.len()).min().unwrap_or(0);
        for (panel, week) in (0..GLIMPSES.len()).flat_map(|panel| (0..weeks).map(move |week| (panel, week))) {
            let values: Vec<f64> = lives.iter().map(|weeks| weeks[week][panel]).collect();
            let at = |share| needed(GLIMPSES[panel].0, quantile(&values, share));
            let quantiles = [at(0.1)?, at(0.5)?, at(0.9)?];
            rows.push(BiologyRow { arm, panel, week: count_of(week), n: count_of(values.len()), quantiles });
        }
    }
    Ok(rows)
}

/// Thirds of the worlds, from those that expect little to those that expect much.
fn null_by_expectation(
    records: &[ReplicateRecord],
    published: &[PublishedP],
    alpha: f64,
) -> Vec<ExpectationRow> {
    let verdict = |record: &ReplicateRecord| {
        let null = record.settings.iter().find(|setting| setting.setting == Setting::Null)?;
        Some((record.expectation_nrs, null.verdict.clone()))
    };
    let mut worlds: Vec<(f64, Verdict)> = records.iter().filter_map(verdict).collect();
    worlds.sort_by(|a, b| a.0.total_cmp(&b.0));
    let third = worlds.len().div_ceil(3).max(1);
    let row = |part: &[(f64, Verdict)]| {
        let verdicts: Vec<Verdict> = part.iter().map(|(_, verdict)| verdict.clone()).collect();
        let same: Computed<Share> = operating(&verdicts, published, alpha).same_conclusions;
        Some(ExpectationRow {
            expectation_nrs: [part.first()?.0, part.last()?.0],
            same_conclusions: same.ok()?,
        })
    };
    worlds.chunks(third).filter_map(row).collect()
}

/// Wilson's 95 % interval of a count [%].
pub(super) fn percent_interval(events: u64, total: u64) -> Result<[f64; 3], RunError> {
    let interval = needed("share", wilson_interval(events, total, 0.95))?;
    Ok([100.0 * events as f64 / total as f64, 100.0 * interval.lower, 100.0 * interval.upper])
}
