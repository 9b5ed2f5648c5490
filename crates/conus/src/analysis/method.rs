//! How is one variable of a trial analysed? What a plan may choose, each by the name that the plan gives it.

use crate::trial::plan::{Choice, ComparedValue};
use conus_stats::design::Margins;
use conus_stats::imputation::Strategy;
use conus_stats::mmrm::{Freedom, Objective, Sandwich, Structure};
use conus_stats::regression::Robust;
use serde::{Serialize, Serializer};

/// What is asked of a frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Index of the visit at which arms are compared; a mixed model looks at all.
    pub visit: usize,
    /// The value at the visit or its change from baseline.
    pub value: ComparedValue,
    /// Whether the models adjust for the value at baseline.
    pub baseline: bool,
    /// Two-sided level of significance.
    pub alpha: f64,
    /// How levels of factors among the covariates are averaged in adjusted means.
    pub margins: Margins,
    /// The analysis.
    pub method: Method,
}

/// An analysis, with what it needs to be told.
#[derive(Debug, Clone, PartialEq)]
pub enum Method {
    /// Mixed model for repeated measures.
    Mixed(Mixed),
    /// Analysis of covariance at the visit.
    Covariance {
        /// Covariance that allows a different variance in every row.
        robust: Option<Robust>,
    },
    /// Welch's t test at the visit.
    Welch,
    /// Student's t test at the visit.
    Student,
    /// Rank-sum test at the visit.
    Ranks,
    /// Share whose value fell by at least so many per cent; whoever has no value has not responded.
    Responders {
        /// Least reduction from baseline [%].
        reduction_percent: f64,
        /// Logistic regression with standardised risks in place of Fisher's test.
        adjusted: bool,
    },
    /// Multiple imputation, analysis of covariance of each data set, Rubin's rules.
    Imputed(Imputed),
    /// Imputation of conditional means, jackknife standard error.
    ConditionalMean {
        /// How who deviated goes on.
        strategy: Strategy,
    },
    /// A value put in for what is missing, then analysis of covariance. For replaying published analyses only.
    Carried(Carried),
}

/// A mixed model for repeated measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Mixed {
    /// Covariance structures, the first that converges is used.
    pub chain: Vec<Structure>,
    /// Whether each arm has its own covariance matrix.
    pub by_arm: bool,
    /// Whether the slope of baseline differs between visits.
    pub baseline_by_visit: bool,
    /// What is maximised.
    pub objective: Objective,
    /// Standard errors and degrees of freedom.
    pub freedom: Freedom,
    /// Standard errors by the sandwich, in place of the model's.
    pub sandwich: Option<Sandwich>,
}

/// Multiple imputation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Imputed {
    /// How who deviated goes on.
    pub strategy: Strategy,
    /// Where the parameters of each imputation come from.
    pub draws: Draws,
    /// Imputed data sets.
    pub imputations: usize,
    /// Added to imputed values of the arms under question.
    pub delta: f64,
    /// Seed of the draws.
    pub seed: u64,
}

/// Where the parameters of an imputation come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Draws {
    /// The posterior under Jeffreys' prior.
    Posterior,
    /// A fit to a bootstrap sample of people.
    Bootstrap,
}

/// What is put in for a missing value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    /// The last value seen.
    LastObservation,
    /// The value at baseline.
    BaselineObservation,
    /// The value at baseline for who left because of harm, else the last value seen.
    ModifiedBaselineObservation,
    /// Mean change over the time in the trial, times the share of the trial.
    DurationAdjustedAverageChange,
}

impl Choice for Draws {
    const ALL: &'static [Self] = &[Self::Posterior, Self::Bootstrap];
}

/// Everything that was chosen, so that two plans with the same digest ask the same.
impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:?}"))
    }
}

impl Mixed {
    /// The model of the guidelines for confirmatory trials: unstructured, restricted maximum likelihood, Kenward and Roger.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            chain: vec![Structure::Unstructured],
            by_arm: false,
            baseline_by_visit: true,
            objective: Objective::Reml,
            freedom: Freedom::KenwardRoger,
            sandwich: None,
        }
    }
}

impl Method {
    /// Whether it answers for every visit.
    #[must_use]
    pub fn looks_at_all_visits(&self) -> bool {
        matches!(self, Self::Mixed(_))
    }

    /// What was done, in a few words for a row of a figure.
    #[must_use]
    pub fn short(&self) -> String {
        match self {
            Self::Mixed(mixed) => format!("MMRM, {}", mixed.freedom.name()),
            Self::Covariance { robust: None } => "ANCOVA, complete cases".to_owned(),
            Self::Covariance { robust: Some(robust) } => format!("ANCOVA, {robust:?}").replace("Hc", "HC"),
            Self::Welch => "Welch's t test".to_owned(),
            Self::Student => "Student's t test".to_owned(),
            Self::Ranks => "Wilcoxon".to_owned(),
            Self::Responders { reduction_percent, .. } => format!("responders, {reduction_percent} %"),
            Self::Imputed(Imputed { strategy, delta, .. }) => {
                let delta = if *delta == 0.0 { String::new() } else { format!(", {delta:+}") };
                format!("MI, {}{delta}", assumption(*strategy))
            }
            Self::ConditionalMean { strategy } => format!("conditional mean, {}", assumption(*strategy)),
            Self::Carried(Carried::LastObservation) => "LOCF".to_owned(),
            Self::Carried(Carried::BaselineObservation) => "BOCF".to_owned(),
            Self::Carried(Carried::ModifiedBaselineObservation) => "mBOCF".to_owned(),
            Self::Carried(Carried::DurationAdjustedAverageChange) => "DAAC".to_owned(),
        }
    }

    /// What was done, in words for a table.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Mixed(mixed) => mixed.words(),
            Self::Covariance { robust: None } => "analysis of covariance".to_owned(),
            Self::Covariance { robust: Some(robust) } => {
                format!("analysis of covariance, standard errors {robust:?}").replace("Hc", "HC")
            }
            Self::Welch => "Welch's t test, complete cases".to_owned(),
            Self::Student => "Student's t test, complete cases".to_owned(),
            Self::Ranks => {
                "Wilcoxon rank-sum test, complete cases; estimate is the median difference".to_owned()
            }
            Self::Responders { reduction_percent, adjusted } => format!(
                "responders with at least {reduction_percent} % reduction; no value is no response; {}",
                if *adjusted { "logistic regression, standardised risks" } else { "Fisher's exact test" }
            ),
            Self::Imputed(imputed) => imputed.words(),
            Self::ConditionalMean { strategy } => {
                format!("conditional-mean imputation, {}; jackknife standard error", assumption(*strategy))
            }
            Self::Carried(carried) => {
                format!("{}; analysis of covariance; for replaying published analyses only", carried.words())
            }
        }
    }
}

impl Mixed {
    fn words(&self) -> String {
        let names: Vec<&str> = self.chain.iter().map(|structure| structure.name()).collect();
        let objective = if self.objective == Objective::Reml { "REML" } else { "ML" };
        let arms = if self.by_arm { ", one matrix for each arm" } else { "" };
        let errors = match self.sandwich {
            None => String::new(),
            Some(sandwich) => format!(", {} sandwich", sandwich.name()),
        };
        format!(
            "mixed model for repeated measures, {objective}, covariance {}{arms}, {} degrees of freedom{errors}",
            names.join(" then "),
            self.freedom.name()
        )
    }
}

impl Imputed {
    fn words(&self) -> String {
        let draws = match self.draws {
            Draws::Posterior => "posterior draws",
            Draws::Bootstrap => "bootstrap draws",
        };
        let delta = if self.delta == 0.0 { String::new() } else { format!(", delta {:+}", self.delta) };
        format!(
            "multiple imputation ({} data sets, {draws}), {}{delta}; analysis of covariance, Rubin's rules",
            self.imputations,
            assumption(self.strategy)
        )
    }
}

impl Carried {
    /// What is put in.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::LastObservation => "last observation carried forward",
            Self::BaselineObservation => "baseline observation carried forward",
            Self::ModifiedBaselineObservation => {
                "baseline observation carried forward for who left because of harm, else the last"
            }
            Self::DurationAdjustedAverageChange => "duration-adjusted average change",
        }
    }
}

/// An assumption about what is missing, in words.
#[must_use]
pub fn assumption(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::MissingAtRandom => "missing at random",
        Strategy::JumpToReference => "jump to reference",
        Strategy::CopyReference => "copy reference",
        Strategy::CopyIncrements => "copy increments in reference",
        Strategy::LastMeanCarriedForward => "last mean carried forward",
    }
}
