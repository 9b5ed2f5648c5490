//! What is wrong with an estimand, or with asking it of these data?

/// Why an estimand means nothing, or has no value here.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EstimandError {
    /// Nothing is compared.
    #[error("the estimand compares `{arm}` with itself; name two arms")]
    SameArm {
        /// The arm.
        arm: String,
    },
    /// A response is a share of baseline.
    #[error("a response is a reduction by more than 0 and at most 100 per cent, not {percent}")]
    ReductionOutside {
        /// What was asked for [%].
        percent: f64,
    },
    /// Responders have proportions.
    #[error("a response is summarised by `difference_of_proportions`, not by `difference_of_means`")]
    MeansOfResponse,
    /// Scores have means.
    #[error(
        "a score or change is summarised by `difference_of_means`; for `difference_of_proportions` measure a response"
    )]
    ProportionsOfScore,
    /// A score cannot fail to respond.
    #[error("`non_response` is a value of a response, not of a score; give `worst`, `baseline` or a score")]
    NoResponse,
    /// A value that is none.
    #[error("{score} cannot be given as a score")]
    NotAScore {
        /// The value.
        score: f64,
    },
    /// The scale is not known.
    #[error("the worst score of `{parameter}` is not known; give it as a score")]
    WorstUnknown {
        /// The parameter.
        parameter: String,
    },
    /// A rule is in the shadow of another.
    #[error("rule {rule} for `{event}` is never reached, for rule {earlier} covers all of it; put it first")]
    NeverReached {
        /// Number of the rule, counted from 1.
        rule: usize,
        /// What it speaks of.
        event: String,
        /// Number of the rule before it.
        earlier: usize,
    },
    /// An event without an answer.
    #[error("there are events `{event}` ({reason}), and the estimand says nothing of them; add a strategy")]
    NoStrategy {
        /// Kind of event.
        event: String,
        /// Its reason.
        reason: String,
    },
    /// No single arm has that name.
    #[error("`{arm}` is not one of the arms {known:?}; name an arm by its code or label")]
    UnknownArm {
        /// Name asked for.
        arm: String,
        /// Names of the arms.
        known: Vec<String>,
    },
    /// No single visit has that name.
    #[error("`{visit}` names {matches} of the visits {known:?}; name one of them")]
    UnknownVisit {
        /// Name asked for.
        visit: String,
        /// How many visits have it.
        matches: usize,
        /// Labels of the visits.
        known: Vec<String>,
    },
    /// The potential outcomes are others.
    #[error(
        "the potential outcomes hold other parameters or worlds than the estimand needs; play those that `Estimand::wanted` names"
    )]
    NotPlayed,
    /// The parameter is not reported by everybody.
    #[error(
        "patient {patient} has no `{parameter}` at `{visit}` in every arm even with all answers; ask what everybody can answer"
    )]
    NotReported {
        /// Number of the patient.
        patient: u32,
        /// The parameter.
        parameter: String,
        /// The visit.
        visit: String,
    },
    /// Nobody to average over.
    #[error(
        "none of {randomised} randomised patients in {replicates} replicates belongs to the population; play more, or ask about another stratum"
    )]
    NobodyInPopulation {
        /// Everybody randomised.
        randomised: usize,
        /// Replicates.
        replicates: usize,
    },
}
