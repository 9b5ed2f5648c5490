//! Which analysis does a `[primary]` or `[[sensitivity]]` table ask for?

use super::super::method::{Carried, Draws, Imputed, Method, Mixed};
use crate::plan_file::notes::{Finding, Notes};
use crate::plan_file::reader::Reader;
use conus_stats::imputation::Strategy;
use conus_stats::mmrm::{Freedom, Objective, Sandwich, Structure};
use conus_stats::regression::Robust;

/// Names of the analyses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Mixed,
    Covariance,
    Welch,
    Student,
    Ranks,
    Responders,
    Imputed,
    ConditionalMean,
    Carried(Carried),
}

const NAMES: [(&str, Name); 12] = [
    ("mmrm", Name::Mixed),
    ("ancova", Name::Covariance),
    ("welch_t", Name::Welch),
    ("student_t", Name::Student),
    ("wilcoxon", Name::Ranks),
    ("responder", Name::Responders),
    ("multiple_imputation", Name::Imputed),
    ("conditional_mean", Name::ConditionalMean),
    ("locf", Name::Carried(Carried::LastObservation)),
    ("bocf", Name::Carried(Carried::BaselineObservation)),
    ("mbocf", Name::Carried(Carried::ModifiedBaselineObservation)),
    ("duration_adjusted_average_change", Name::Carried(Carried::DurationAdjustedAverageChange)),
];

const ASSUMPTIONS: [(&str, Strategy); 5] = [
    ("missing_at_random", Strategy::MissingAtRandom),
    ("jump_to_reference", Strategy::JumpToReference),
    ("copy_reference", Strategy::CopyReference),
    ("copy_increments", Strategy::CopyIncrements),
    ("last_mean_carried_forward", Strategy::LastMeanCarriedForward),
];

const ROBUST: [(&str, Robust); 4] =
    [("HC0", Robust::Hc0), ("HC1", Robust::Hc1), ("HC2", Robust::Hc2), ("HC3", Robust::Hc3)];

/// The analysis in the open table.
pub(crate) fn method(r: &mut Reader<'_, '_>) -> Method {
    let Some(name) = one_of(r, "method", &NAMES) else {
        // Whose settings these are is not known, so none of them is wrong.
        r.any_key();
        return Method::Welch;
    };
    match name {
        Name::Mixed => Method::Mixed(mixed(r)),
        Name::Covariance => Method::Covariance { robust: if_there(r, "standard_errors", &ROBUST) },
        Name::Welch => Method::Welch,
        Name::Student => Method::Student,
        Name::Ranks => Method::Ranks,
        Name::Responders => Method::Responders {
            reduction_percent: r.number("reduction_percent", 1.0..=100.0, "percent"),
            adjusted: r.yes_or("adjusted", false),
        },
        Name::Imputed => Method::Imputed(imputed(r)),
        Name::ConditionalMean => Method::ConditionalMean { strategy: assumption(r) },
        Name::Carried(carried) => Method::Carried(carried),
    }
}

fn mixed(r: &mut Reader<'_, '_>) -> Mixed {
    let standard = Mixed::standard();
    let structures = Structure::ALL.map(|structure| (structure.name().to_owned(), structure));
    let chain = if r.holds("covariance") {
        r.some_of("covariance", 1..=Structure::ALL.len(), &structures)
    } else {
        standard.chain
    };
    let freedoms = Freedom::ALL.map(|freedom| (freedom.name(), freedom));
    let sandwiches = Sandwich::ALL.map(|sandwich| (sandwich.name(), sandwich));
    let objectives = [("reml", Objective::Reml), ("ml", Objective::Ml)];
    Mixed {
        chain,
        by_arm: r.yes_or("covariance_by_arm", standard.by_arm),
        baseline_by_visit: r.yes_or("baseline_by_visit", standard.baseline_by_visit),
        objective: if_there(r, "likelihood", &objectives).unwrap_or(standard.objective),
        freedom: if_there(r, "df", &freedoms).unwrap_or(standard.freedom),
        sandwich: if_there(r, "standard_errors", &sandwiches),
    }
}

fn imputed(r: &mut Reader<'_, '_>) -> Imputed {
    Imputed {
        strategy: assumption(r),
        draws: r.choice_or("draws", Draws::Posterior),
        imputations: if r.holds("imputations") { r.count("imputations", 2..=10_000) as usize } else { 100 },
        delta: r.number_or("delta", 0.0, -100.0..=100.0, ""),
        seed: if r.holds("seed") { r.whole("seed", 0..=i64::MAX.unsigned_abs()) } else { 1 },
    }
}

fn assumption(r: &mut Reader<'_, '_>) -> Strategy {
    if_there(r, "assumption", &ASSUMPTIONS).unwrap_or(Strategy::MissingAtRandom)
}

/// Notes what contradicts itself in an analysis: a sandwich replaces the standard errors that Kenward and Roger adjust.
pub(crate) fn unsound(path: &str, method: &Method, notes: &mut Notes<'_>) {
    let Method::Mixed(mixed) = method else { return };
    let kept = matches!(mixed.freedom, Freedom::Satterthwaite | Freedom::BetweenWithin | Freedom::Residual);
    if mixed.sandwich.is_some() && !kept {
        let finding = Finding {
            problem: "a sandwich replaces the standard errors that Kenward and Roger adjust",
            expected: "df = \"satterthwaite\", \"between-within\" or \"residual\" beside it",
            suggestion: Some("df = \"satterthwaite\"".to_owned()),
        };
        notes.contradiction(&format!("{path}.standard_errors"), &[&format!("{path}.df")], &finding);
    }
}

/// One of the names, with what it stands for.
pub(super) fn one_of<T: Copy>(r: &mut Reader<'_, '_>, key: &'static str, named: &[(&str, T)]) -> Option<T> {
    let named: Vec<(String, T)> = named.iter().map(|(name, one)| ((*name).to_owned(), *one)).collect();
    r.one_of(key, &named)
}

/// The same, if the file has it.
pub(super) fn if_there<T: Copy>(r: &mut Reader<'_, '_>, key: &'static str, named: &[(&str, T)]) -> Option<T> {
    if r.holds(key) { one_of(r, key, named) } else { None }
}
