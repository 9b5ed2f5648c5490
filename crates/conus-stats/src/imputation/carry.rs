//! What did published analyses put in place of missing values? **For replaying published analyses only.**
//!
//! Each of these single imputations states as known what was never observed: its standard error is too small, and its
//! estimate is right only if people who left stayed exactly as assumed (National Research Council 2010, The Prevention
//! and Treatment of Missing Data in Clinical Trials, chapter 4, advises against them as primary analysis). Trials of
//! pregabalin in spinal cord injury were analysed so (cardenas2013), and a virtual replay has to do as they did.
//!
//! | name | a visit missing after the last observed one | a gap before it |
//! |---|---|---|
//! | LOCF, last observation carried forward | last observed value | last observed value |
//! | BOCF, baseline observation carried forward | baseline | last observed value |
//! | mBOCF, modified BOCF | baseline if the reason to stop counts, else last observed value | last observed value |
//! | worst observation carried forward | worst of baseline and all observed values | last observed value |
//!
//! Definitions of BOCF and its modifications: Liu-Seifert, Zhang, D'Souza and Skljarevski 2010 (Patient Preference and
//! Adherence 4:11-16), who carry them to the end point. That a gap takes the last value before it, and that baseline
//! stands in where nothing was observed yet, is assumed: the papers speak of people who leave.

use crate::StatisticsError;
use crate::describe::mean;

/// Why somebody has no further values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Because of an adverse event.
    AdverseEvent,
    /// Because the treatment did not work.
    LackOfEfficacy,
    /// For another reason, or none is known.
    Other,
}

/// Which reasons to stop take a person back to baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modified {
    /// Adverse events: mBOCF of most pain trials, called aeBOCF by Liu-Seifert and others 2010.
    AdverseEvents,
    /// Adverse events and lack of efficacy: mBOCF of Liu-Seifert and others 2010.
    AdverseEventsOrLackOfEfficacy,
}

/// Which values are bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    /// High ones, as of pain.
    Higher,
    /// Low ones, as of function.
    Lower,
}

/// LOCF. For replaying published analyses only.
#[must_use]
pub fn last_observation(baseline: f64, outcomes: &[Option<f64>]) -> Vec<f64> {
    let mut last = baseline;
    let carried = outcomes.iter().map(|outcome| {
        last = outcome.unwrap_or(last);
        last
    });
    carried.collect()
}

/// BOCF. For replaying published analyses only.
#[must_use]
pub fn baseline_observation(baseline: f64, outcomes: &[Option<f64>]) -> Vec<f64> {
    ended(baseline, outcomes, baseline)
}

/// mBOCF: BOCF for those whose reason to stop counts, LOCF for others. For replaying published analyses only.
#[must_use]
pub fn modified_baseline_observation(
    baseline: f64,
    outcomes: &[Option<f64>],
    stopped: Stopped,
    modified: Modified,
) -> Vec<f64> {
    let counts = match stopped {
        Stopped::AdverseEvent => true,
        Stopped::LackOfEfficacy => modified == Modified::AdverseEventsOrLackOfEfficacy,
        Stopped::Other => false,
    };
    if counts { baseline_observation(baseline, outcomes) } else { last_observation(baseline, outcomes) }
}

/// Worst observation carried forward. For replaying published analyses only. That baseline counts among the
/// observations is assumed.
#[must_use]
pub fn worst_observation(baseline: f64, outcomes: &[Option<f64>], worse: Worse) -> Vec<f64> {
    let worst = outcomes.iter().flatten().fold(baseline, |worst, &value| match worse {
        Worse::Higher => worst.max(value),
        Worse::Lower => worst.min(value),
    });
    ended(baseline, outcomes, worst)
}

/// Duration-adjusted average change (DAAC). For replaying published analyses only.
///
/// The mean of all ratings after baseline minus baseline, times the share of the planned time that the person took part
/// (cardenas2013, as its entry NCT00407745 at ClinicalTrials.gov defines the outcome): the time not spent in the trial
/// counts as no change.
///
/// # Errors
/// No ratings, one that is not finite, or a share outside 0 to 1.
pub fn duration_adjusted_average_change(
    baseline: f64,
    ratings: &[f64],
    completed_share: f64,
) -> Result<f64, StatisticsError> {
    if !(0.0..=1.0).contains(&completed_share) {
        let what = "completed share of the planned time".into();
        return Err(StatisticsError::OutOfRange { what, value: completed_share, allowed: "from 0 to 1" });
    }
    Ok((mean(ratings)? - baseline) * completed_share)
}

/// LOCF up to the last observed visit and one value after it.
fn ended(baseline: f64, outcomes: &[Option<f64>], after: f64) -> Vec<f64> {
    let observed = outcomes.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let mut carried = last_observation(baseline, outcomes);
    carried[observed..].fill(after);
    carried
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: [Option<f64>; 5] = [Some(6.0), None, Some(4.0), None, None];

    #[test]
    fn each_method_ends_with_its_own_value_and_fills_gaps_alike() {
        assert_eq!(last_observation(7.0, &LEFT), [6.0, 6.0, 4.0, 4.0, 4.0]);
        assert_eq!(baseline_observation(7.0, &LEFT), [6.0, 6.0, 4.0, 7.0, 7.0]);
        assert_eq!(worst_observation(5.0, &LEFT, Worse::Higher), [6.0, 6.0, 4.0, 6.0, 6.0]);
        assert_eq!(worst_observation(5.0, &LEFT, Worse::Lower), [6.0, 6.0, 4.0, 4.0, 4.0]);
    }

    #[test]
    fn the_reason_to_stop_decides_about_baseline() {
        use Modified::{AdverseEvents, AdverseEventsOrLackOfEfficacy};
        let end = |stopped, modified| modified_baseline_observation(7.0, &LEFT, stopped, modified)[4];
        let ends = [Stopped::AdverseEvent, Stopped::LackOfEfficacy, Stopped::Other]
            .map(|reason| [end(reason, AdverseEvents), end(reason, AdverseEventsOrLackOfEfficacy)]);
        assert_eq!(ends, [[7.0, 7.0], [4.0, 7.0], [4.0, 4.0]]);
    }

    #[test]
    fn complete_people_keep_their_values_and_empty_ones_have_baseline() {
        let complete = [Some(5.0), Some(3.0)];
        for carried in [last_observation, baseline_observation] {
            assert_eq!(carried(7.0, &complete), [5.0, 3.0]);
            assert_eq!(carried(7.0, &[None, None]), [7.0, 7.0]);
        }
    }

    #[test]
    fn half_the_time_counts_half_the_change() {
        assert_eq!(duration_adjusted_average_change(6.0, &[5.0, 4.0, 3.0], 1.0), Ok(-2.0));
        assert_eq!(duration_adjusted_average_change(6.0, &[5.0, 4.0, 3.0], 0.5), Ok(-1.0));
        assert!(duration_adjusted_average_change(6.0, &[], 0.5).is_err());
        assert!(duration_adjusted_average_change(6.0, &[5.0], 1.5).is_err());
    }
}
