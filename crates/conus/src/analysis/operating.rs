//! What would this trial say if it were run many times? Verdicts of many replicates, counted.
//!
//! A replicate whose number could not be computed is counted as failed and is in no share or quantile; each
//! share says among how many it was counted, with Wilson's interval and its Monte-Carlo error (Morris, White
//! and Crowther 2019, table 6).

use super::primary::{OutcomeVerdict, Verdict};
use super::{Computed, NotComputed, PublishedP, Share, by_name, quantiles};
use crate::trial::plan::{Choice, Outcome};
use serde::{Deserialize, Serialize};

/// What many replicates of one trial say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operating {
    /// Verdicts counted.
    pub replicates: u32,
    /// Each outcome that any verdict has, in the order of the tables.
    pub outcomes: Vec<OutcomeOperating>,
    /// The same conclusions as published: in all published outcomes p as small as printed, and the treated
    /// better.
    pub same_conclusions: Computed<Share>,
    /// The same associations as published (S4.4): in all those outcomes the regression finds the treated
    /// better at the planned level.
    pub same_associations: Computed<Share>,
}

/// What many replicates say of one outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeOperating {
    /// The outcome.
    #[serde(with = "by_name")]
    pub outcome: Outcome,
    /// Replicates whose test could not be computed.
    pub failed: u32,
    /// Replicates whose regression could not be computed.
    pub failed_regressions: u32,
    /// Replicates with p below the planned level, in either direction.
    pub significant: Computed<Share>,
    /// The same of the regression.
    pub significant_regression: Computed<Share>,
    /// Quantiles of the difference, at [`super::QUANTILES`].
    pub difference: Computed<[f64; 7]>,
    /// Quantiles of the p-value, at [`super::QUANTILES`].
    pub p: Computed<[f64; 7]>,
    /// Quantiles of the coefficient of treatment, at [`super::QUANTILES`].
    pub regression: Computed<[f64; 7]>,
}

/// Counts the verdicts of one world; `alpha` is the planned two-sided level.
#[must_use]
pub fn operating(verdicts: &[Verdict], published: &[PublishedP], alpha: f64) -> Operating {
    let judged = |outcome: &Outcome| verdicts.iter().any(|verdict| verdict.outcome(*outcome).is_some());
    let outcomes = Outcome::ALL.iter().copied().filter(judged);
    let associated = |verdict: &OutcomeVerdict| {
        let found = verdict.regression.as_ref().ok()?;
        Some(found.p_two_sided < alpha && verdict.outcome.favours_treated(found.treatment))
    };
    Operating {
        replicates: super::summary::count(verdicts.len()),
        outcomes: outcomes.map(|outcome| counted(verdicts, outcome, alpha)).collect(),
        same_conclusions: in_all(verdicts, published, |row, verdict| row.is_repeated_by(verdict)),
        same_associations: in_all(verdicts, published, |_, verdict| associated(verdict)),
    }
}

/// Verdicts of one outcome, replicate by replicate; a verdict without that outcome has none.
pub(super) fn of(verdicts: &[Verdict], outcome: Outcome) -> impl Iterator<Item = &OutcomeVerdict> {
    verdicts.iter().filter_map(move |verdict| verdict.outcome(outcome))
}

/// The p-values of one outcome that could be computed.
pub(super) fn p_values(verdicts: &[Verdict], outcome: Outcome) -> Vec<f64> {
    of(verdicts, outcome).filter_map(|v| v.test.as_ref().ok()).map(|test| test.p_two_sided).collect()
}

fn counted(verdicts: &[Verdict], outcome: Outcome, alpha: f64) -> OutcomeOperating {
    let p = p_values(verdicts, outcome);
    let differences: Vec<f64> =
        of(verdicts, outcome).filter_map(|v| v.difference.as_ref().ok()).map(|d| d.value).collect();
    let fits: Vec<_> = of(verdicts, outcome).filter_map(|v| v.regression.as_ref().ok()).collect();
    let coefficients: Vec<f64> = fits.iter().map(|fit| fit.treatment).collect();
    let without = |computed: usize| super::summary::count(verdicts.len() - computed);
    OutcomeOperating {
        outcome,
        failed: without(p.len()),
        failed_regressions: without(fits.len()),
        significant: Share::of(p.iter().map(|&p| p < alpha)),
        significant_regression: Share::of(fits.iter().map(|fit| fit.p_two_sided < alpha)),
        difference: quantiles(&differences),
        p: quantiles(&p),
        regression: quantiles(&coefficients),
    }
}

/// Share of the replicates that say yes in every published outcome, among those that can say anything in all.
fn in_all(
    verdicts: &[Verdict],
    published: &[PublishedP],
    says: impl Fn(&PublishedP, &OutcomeVerdict) -> Option<bool>,
) -> Computed<Share> {
    if published.is_empty() {
        return Err(NotComputed::too_few("published p-values", 0, 1));
    }
    let answers = |verdict: &Verdict| -> Option<Vec<bool>> {
        published.iter().map(|row| says(row, verdict.outcome(row.outcome)?)).collect()
    };
    Share::of(verdicts.iter().filter_map(answers).map(|answers| answers.into_iter().all(|yes| yes)))
}

#[cfg(test)]
mod tests {
    use super::super::by_hand::{close, verdict, without};
    use super::*;
    use crate::evidence::PValue;

    const PUBLISHED: [PublishedP; 2] = [
        PublishedP { outcome: Outcome::NrsMean, p: PValue::Equal(0.001) },
        PublishedP { outcome: Outcome::InterferenceMood, p: PValue::Below(0.001) },
    ];

    /// Twenty replicates: 5 repeat the publication, 5 are significant only, 10 are neither.
    fn twenty() -> Vec<Verdict> {
        let p = |at: u32| [0.0005, 0.02, 0.3, 0.7][(at % 4) as usize];
        (0..20).map(|at| verdict(at, -f64::from(at) / 10.0 - 0.1, p(at))).collect()
    }

    #[test]
    fn known_shares_are_counted_with_their_errors() {
        let found = operating(&twenty(), &PUBLISHED, 0.05);
        let nrs = found.outcomes.iter().find(|o| o.outcome == Outcome::NrsMean).unwrap();
        assert_eq!((found.replicates, nrs.failed, found.outcomes.len()), (20, 0, 6));
        let power = nrs.significant.as_ref().unwrap();
        assert_eq!((power.events, power.total), (10, 20));
        assert!(close(power.simulation_error, (0.25_f64 / 20.0).sqrt()));
        let same = found.same_conclusions.unwrap();
        assert_eq!((same.events, same.total, same.share), (5, 20, 0.25));
        assert!(close(nrs.difference.as_ref().unwrap()[3], -1.05), "the median of -0.1, -0.2, ..., -2.0");
        assert!(close(nrs.p.as_ref().unwrap()[3], 0.16), "half way between 0.02 and 0.3");
    }

    #[test]
    fn the_wrong_direction_repeats_nothing_however_small_its_p() {
        let verdicts: Vec<Verdict> = (0..8).map(|at| verdict(at, 1.0, 1e-6)).collect();
        let found = operating(&verdicts, &PUBLISHED, 0.05);
        assert_eq!(found.outcomes[0].significant.as_ref().unwrap().events, 8);
        assert_eq!(found.same_conclusions.unwrap().events, 0);
        assert_eq!(found.same_associations.unwrap().events, 0);
    }

    #[test]
    fn where_more_is_better_a_rise_repeats_the_publication_and_a_fall_does_not() {
        let published = [PublishedP { outcome: Outcome::QolOverall, p: PValue::Below(0.001) }];
        let repeats = |difference| {
            let mut verdict = verdict(0, difference, 1e-6);
            verdict.outcomes[0].outcome = Outcome::QolOverall;
            let found = operating(&[verdict], &published, 0.05);
            [found.same_conclusions, found.same_associations].map(|share| share.unwrap().events)
        };
        assert_eq!((repeats(1.0), repeats(-1.0)), ([1, 1], [0, 0]));
    }

    /// `= 0.001` is reached by 0.001 itself, `< 0.001` is not.
    #[test]
    fn a_printed_value_includes_itself_and_a_bound_does_not() {
        let only = |row: PublishedP| {
            operating(&[verdict(0, -1.0, 0.001)], &[row], 0.05).same_conclusions.unwrap().events
        };
        assert_eq!((only(PUBLISHED[0]), only(PUBLISHED[1])), (1, 0));
    }

    #[test]
    fn failed_analyses_are_counted_and_leave_the_shares() {
        let mut verdicts = twenty();
        verdicts[0] = without(verdicts[0].clone(), Outcome::NrsMean);
        verdicts[2] = without(verdicts[2].clone(), Outcome::NrsMean);
        verdicts[5].outcomes.retain(|o| o.outcome != Outcome::NrsMean);
        let found = operating(&verdicts, &PUBLISHED, 0.05);
        let nrs = found.outcomes.iter().find(|o| o.outcome == Outcome::NrsMean).unwrap();
        assert_eq!((nrs.failed, nrs.failed_regressions), (3, 3));
        let power = nrs.significant.as_ref().unwrap();
        assert_eq!((power.events, power.total), (8, 17));
        let same = found.same_conclusions.unwrap();
        assert_eq!((same.events, same.total), (4, 17));
    }

    #[test]
    fn no_replicates_and_no_publication_are_reasons() {
        let none = operating(&[], &PUBLISHED, 0.05);
        assert!(none.outcomes.is_empty() && none.same_conclusions.is_err());
        assert!(operating(&twenty(), &[], 0.05).same_conclusions.is_err());
    }

    #[test]
    fn what_was_counted_comes_back_from_a_result_file() {
        let found = operating(&twenty(), &PUBLISHED, 0.05);
        let value = serde_json::to_value(&found).unwrap();
        assert_eq!(serde_json::from_value::<Operating>(value).unwrap(), found);
    }
}
