//! Which estimands, and which estimators of each?

use conus::analysis::estimand::{
    CompositeValue, Condition, Estimand, Measure, PopulationSummary, Rule, Strategy, Variable,
};
use conus::analysis::method::{Carried, Draws, Imputed, Method, Mixed};
use conus_stats::imputation;

/// An estimand with those who estimate it.
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) estimand: Estimand,
    pub(crate) estimators: Vec<(&'static str, Method)>,
}

fn estimand(strategy: Strategy) -> Estimand {
    Estimand {
        condition: Condition { treated: "BMSC + Schwann cells".into(), control: "Active control".into() },
        variable: Variable { parameter: "NRSMEAN".into(), visit: "Month 6".into(), measure: Measure::Score },
        events: vec![Rule::new("DISCONTINUATION", strategy), Rule::new("STUDY WITHDRAWAL", strategy)],
        summary: PopulationSummary::DifferenceOfMeans,
    }
}

fn imputed(strategy: imputation::Strategy) -> Method {
    Method::Imputed(Imputed { strategy, draws: Draws::Bootstrap, imputations: 20, delta: 0.0, seed: 1 })
}

/// Every estimand of the figure.
pub(crate) fn asked() -> Vec<Asked> {
    let mixed = || ("MMRM, Kenward-Roger", Method::Mixed(Mixed::standard()));
    let complete = || ("ANCOVA, complete cases", Method::Covariance { robust: None });
    let last = || ("LOCF", Method::Carried(Carried::LastObservation));
    vec![
        Asked {
            name: "Treatment policy",
            estimand: estimand(Strategy::TreatmentPolicy),
            estimators: vec![
                mixed(),
                ("MI, missing at random", imputed(imputation::Strategy::MissingAtRandom)),
                ("MI, jump to reference", imputed(imputation::Strategy::JumpToReference)),
                complete(),
                last(),
            ],
        },
        Asked {
            name: "Hypothetical: nobody stops or leaves",
            estimand: estimand(Strategy::Hypothetical),
            estimators: vec![mixed(), complete(), last()],
        },
        Asked {
            name: "Composite: who stops or leaves is at baseline",
            estimand: estimand(Strategy::Composite(CompositeValue::Baseline)),
            estimators: vec![
                ("ANCOVA of the composite", Method::Covariance { robust: None }),
                ("BOCF", Method::Carried(Carried::BaselineObservation)),
            ],
        },
        Asked {
            name: "While on treatment",
            estimand: estimand(Strategy::WhileOnTreatment),
            estimators: vec![("ANCOVA of the last value", Method::Covariance { robust: None }), last()],
        },
    ]
}
