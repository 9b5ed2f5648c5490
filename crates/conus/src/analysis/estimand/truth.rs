//! What is the value of an estimand in a simulated trial? The mean of what each patient's outcome in the treated arm
//! differs by from the same patient's outcome in the control arm, over everybody of the population and all replicates.
//!
//! With d the difference in a patient, n patients in a replicate, N in all R replicates,
//!
//! ```text
//! value                   = sum of all d / N
//! Monte-Carlo error       = sqrt( R/(R - 1) sum over replicates of (sum of its d - n value)^2 ) / N
//! error within the worlds = sqrt( sum of all (d - mean of its replicate)^2 / (N - R) / N )
//! ```
//!
//! The first error treats a replicate as one draw (a ratio of totals over clusters: Cochran 1977, equations 6.9 and
//! 6.13), for each draws its own world. The second is what is left once the worlds are given, as when estimates of the
//! same replicates stand beside it.

use super::super::contrast::named;
use super::super::summary::count;
use super::super::{Computed, NotComputed};
use super::fate::{Event, Fate};
use super::{Estimand, EstimandError, Measure};
use crate::trial::dataset::{IntercurrentCategory, IntercurrentEvent, VisitLabel};
use crate::trial::potential::{Potential, PotentialOutcome};
use conus_stats::describe::mean;
use conus_stats::responder::{reached, reduction_percent};
use serde::{Deserialize, Serialize};

/// What an estimand is in one replicate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// Replicate of the simulation.
    pub replicate: u32,
    /// Everybody who was followed in every arm.
    pub randomised: u32,
    /// The variable of each patient of the population in the treated and in the control arm, in the order of
    /// screening.
    pub outcomes: Vec<[f64; 2]>,
}

impl Effects {
    /// Treated minus control of each patient.
    #[must_use]
    pub fn differences(&self) -> Vec<f64> {
        self.outcomes.iter().map(|[treated, control]| treated - control).collect()
    }

    /// The value in this replicate.
    ///
    /// # Errors
    /// Nobody belongs to the population.
    pub fn value(&self) -> Computed<f64> {
        mean(&self.differences()).map_err(Into::into)
    }
}

/// The true value of an estimand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrueValue {
    /// The value: treated minus control.
    pub value: f64,
    /// Mean or proportion of the same patients in the treated and in the control arm.
    pub arms: [f64; 2],
    /// Monte-Carlo standard error, with a replicate as one draw; none of a single replicate.
    pub monte_carlo_error: Computed<f64>,
    /// Monte-Carlo standard error with the worlds of these replicates given.
    pub error_within_worlds: Computed<f64>,
    /// Everybody who was followed in every arm.
    pub randomised: u32,
    /// Those of them who belong to the population.
    pub patients: u32,
    /// Replicates.
    pub replicates: u32,
}

impl TrueValue {
    /// How many replicates of this size give a Monte-Carlo error of at most `error`.
    ///
    /// # Errors
    /// The error of these replicates is not known.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a number without a fraction saturates at the ends of u64"
    )]
    pub fn replicates_for(&self, error: f64) -> Computed<u64> {
        let times = self.monte_carlo_error.clone()? / error;
        Ok((f64::from(self.replicates) * times * times).ceil() as u64)
    }
}

/// The true value over these replicates.
///
/// # Errors
/// An estimand that means nothing, potential outcomes of another question, or nobody in the population.
pub fn truth(potentials: &[Potential], estimand: &Estimand) -> Result<TrueValue, EstimandError> {
    let effects: Vec<Effects> =
        potentials.iter().map(|potential| effects(potential, estimand)).collect::<Result<_, _>>()?;
    true_value(&effects)
}

/// What the estimand is in one replicate.
///
/// # Errors
/// An estimand that means nothing, or potential outcomes of another question.
pub fn effects(potential: &Potential, estimand: &Estimand) -> Result<Effects, EstimandError> {
    let question = Question::of(potential, estimand)?;
    let mut outcomes = Vec::with_capacity(potential.patients.len());
    for patient in &potential.patients {
        let outcome = |arm: usize| &patient.outcomes[arm][question.world];
        let arms = [outcome(question.treated), outcome(question.control)];
        if question.in_population(arms)? {
            let not_reported = || EstimandError::NotReported {
                patient: patient.number,
                parameter: estimand.variable.parameter.clone(),
                visit: estimand.variable.visit.clone(),
            };
            let value = |of| question.variable(of)?.ok_or_else(not_reported);
            outcomes.push([value(arms[0])?, value(arms[1])?]);
        }
    }
    let randomised = count(potential.patients.len());
    Ok(Effects { replicate: potential.replicate, randomised, outcomes })
}

/// The true value over replicates whose effects are known.
///
/// # Errors
/// Nobody in the population.
pub fn true_value(replicates: &[Effects]) -> Result<TrueValue, EstimandError> {
    let randomised: u32 = replicates.iter().map(|one| one.randomised).sum();
    let differences: Vec<Vec<f64>> = replicates.iter().map(Effects::differences).collect();
    let patients: usize = differences.iter().map(Vec::len).sum();
    if patients == 0 {
        let (randomised, replicates) = (randomised as usize, replicates.len());
        return Err(EstimandError::NobodyInPopulation { randomised, replicates });
    }
    let totals: Vec<(f64, f64)> =
        differences.iter().map(|of_one| (of_one.iter().sum(), of_one.len() as f64)).collect();
    let value = totals.iter().map(|(total, _)| total).sum::<f64>() / patients as f64;
    let in_arm = |arm: usize| {
        let outcomes = replicates.iter().flat_map(|one| &one.outcomes);
        outcomes.map(|outcome| outcome[arm]).sum::<f64>() / patients as f64
    };
    Ok(TrueValue {
        value,
        arms: [in_arm(0), in_arm(1)],
        monte_carlo_error: between(&totals, value, patients as f64),
        error_within_worlds: within(&differences, patients),
        randomised,
        patients: count(patients),
        replicates: count(replicates.len()),
    })
}

/// The error with a replicate as one draw.
fn between(totals: &[(f64, f64)], value: f64, patients: f64) -> Computed<f64> {
    let replicates = totals.len();
    if replicates < 2 {
        return Err(NotComputed::too_few("replicates", replicates, 2));
    }
    let residual = |(total, people): &(f64, f64)| total - people * value;
    let squares: f64 = totals.iter().map(|row| residual(row) * residual(row)).sum();
    Ok((replicates as f64 / (replicates - 1) as f64 * squares).sqrt() / patients)
}

/// The error with the worlds given.
fn within(differences: &[Vec<f64>], patients: usize) -> Computed<f64> {
    let some: Vec<&Vec<f64>> = differences.iter().filter(|of_one| !of_one.is_empty()).collect();
    let free = patients - some.len();
    if free == 0 {
        return Err(NotComputed::too_few("patients", patients, some.len() + 1));
    }
    let squares = |of_one: &&Vec<f64>| {
        let mean = of_one.iter().sum::<f64>() / of_one.len() as f64;
        of_one.iter().map(|difference| (difference - mean) * (difference - mean)).sum::<f64>()
    };
    let variance = some.iter().map(squares).sum::<f64>() / free as f64;
    Ok((variance / patients as f64).sqrt())
}

/// An estimand asked of the potential outcomes of one replicate: its names as places.
struct Question<'a> {
    estimand: &'a Estimand,
    visits: &'a [VisitLabel],
    treated: usize,
    control: usize,
    world: usize,
    parameter: usize,
    visit: usize,
}

impl<'a> Question<'a> {
    fn of(potential: &'a Potential, estimand: &'a Estimand) -> Result<Self, EstimandError> {
        estimand.check()?;
        let wanted = &potential.wanted;
        let parameter = estimand.parameter().ok_or(EstimandError::NotPlayed)?;
        let world = estimand.world();
        Ok(Self {
            estimand,
            visits: &potential.visits,
            treated: arm(potential, &estimand.condition.treated)?,
            control: arm(potential, &estimand.condition.control)?,
            world: wanted
                .worlds
                .iter()
                .position(|played| *played == world)
                .ok_or(EstimandError::NotPlayed)?,
            parameter: wanted
                .parameters
                .iter()
                .position(|asked| *asked == parameter)
                .ok_or(EstimandError::NotPlayed)?,
            visit: estimand.visit_among(potential.visits.iter().map(|visit| visit.label.as_str()))?,
        })
    }

    /// The events that came before the answers of a visit.
    fn before<'b>(&self, outcome: &'b PotentialOutcome, visit: usize) -> impl Iterator<Item = Event<'b>> {
        let day = self.visits[visit].number;
        outcome.events.iter().filter(move |event| came_before(event, day)).map(|event| Event {
            category: event.category.label(),
            reason: event.reason.label(),
            day: f64::from(event.day),
        })
    }

    /// Whether a patient with these outcomes belongs to the population.
    fn in_population(&self, arms: [&PotentialOutcome; 2]) -> Result<bool, EstimandError> {
        for outcome in arms {
            if self.estimand.out_of_stratum(self.before(outcome, self.visit))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The last answer before anything happened that changes it; at the latest that at baseline.
    fn last_kept(&self, outcome: &PotentialOutcome) -> Result<Option<f64>, EstimandError> {
        let answers = &outcome.answers[self.parameter];
        for visit in (1..=self.visit).rev() {
            if self.estimand.fate(self.before(outcome, visit))? == Fate::Kept {
                return Ok(answers[visit]);
            }
        }
        Ok(answers[0])
    }

    /// The variable of a patient in one arm; none where the parameter is not reported.
    fn variable(&self, outcome: &PotentialOutcome) -> Result<Option<f64>, EstimandError> {
        let answers = &outcome.answers[self.parameter];
        let Some(baseline) = answers[0] else { return Ok(None) };
        let score = match self.estimand.fate(self.before(outcome, self.visit))? {
            // The world asked about is the one that was lived.
            Fate::Kept | Fate::Unknown => answers[self.visit],
            Fate::Assigned(value) => self.estimand.score_for(value, Some(baseline)),
            Fate::LastKept => self.last_kept(outcome)?,
        };
        Ok(score.map(|score| match self.estimand.variable.measure {
            Measure::Score => score,
            Measure::Change => score - baseline,
            Measure::Response(percent) => {
                f64::from(u8::from(reached(reduction_percent(baseline, Some(score)), percent)))
            }
        }))
    }
}

fn arm(potential: &Potential, name: &str) -> Result<usize, EstimandError> {
    let codes: Vec<&str> = potential.arms.iter().map(|arm| arm.code.as_str()).collect();
    let labels: Vec<&str> = potential.arms.iter().map(|arm| arm.label.as_str()).collect();
    named(&codes, name).or_else(|_| named(&labels, name)).map_err(|_| EstimandError::UnknownArm {
        arm: name.to_owned(),
        known: codes.iter().chain(&labels).map(|name| (*name).to_owned()).collect(),
    })
}

/// Who stops a drug on the day of a visit has answered there; who leaves on that day does not come.
fn came_before(event: &IntercurrentEvent, visit_day: i32) -> bool {
    let leaves = event.category == IntercurrentCategory::StudyWithdrawal;
    event.day < visit_day || (leaves && event.day == visit_day)
}
