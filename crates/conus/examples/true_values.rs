//! What is true in the shipped study? The value of mean pain at six months under each strategy of ICH E9(R1).
//!
//! `cargo run --release -p conus --example true_values -- REPLICATES PATIENTS_PER_ARM`
#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use conus::analysis::estimand::{
    CompositeValue, Condition, Effects, Estimand, EstimandError, Measure, PopulationSummary, Rule, Strategy,
    Variable, effects, true_value,
};
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use conus::trial::potential::potential;
use conus::trial::setting::settings;
use conus::trial::studies::shipped;
use rayon::prelude::*;

fn estimand(measure: Measure, stopping: Strategy, leaving: Strategy) -> Estimand {
    let response = matches!(measure, Measure::Response(_));
    Estimand {
        condition: Condition { treated: "CELLS".into(), control: "CONTROL".into() },
        variable: Variable { parameter: "NRSMEAN".into(), visit: "Month 6".into(), measure },
        events: vec![Rule::new("DISCONTINUATION", stopping), Rule::new("STUDY WITHDRAWAL", leaving)],
        summary: if response {
            PopulationSummary::DifferenceOfProportions
        } else {
            PopulationSummary::DifferenceOfMeans
        },
    }
}

fn estimands() -> Vec<Estimand> {
    use Strategy::{Composite, Hypothetical, PrincipalStratum, TreatmentPolicy, WhileOnTreatment};
    let score = |stopping, leaving| estimand(Measure::Score, stopping, leaving);
    let response = |strategy| estimand(Measure::Response(30.0), strategy, strategy);
    vec![
        score(TreatmentPolicy, TreatmentPolicy),
        score(Hypothetical, Hypothetical),
        score(TreatmentPolicy, Hypothetical),
        score(Composite(CompositeValue::Worst), Composite(CompositeValue::Worst)),
        score(Composite(CompositeValue::Baseline), Composite(CompositeValue::Baseline)),
        score(WhileOnTreatment, WhileOnTreatment),
        score(PrincipalStratum, PrincipalStratum),
        response(TreatmentPolicy),
        response(Composite(CompositeValue::NonResponse)),
    ]
}

fn main() -> Result<(), EstimandError> {
    let number = |at, otherwise| std::env::args().nth(at).and_then(|n| n.parse().ok()).unwrap_or(otherwise);
    let (replicates, per_arm): (u32, u32) = (number(1, 100), number(2, 0));
    let mut plan = TrialPlan::from_text("shipped.toml", shipped()[0].text).expect("a test reads it");
    for arm in plan.arms.iter_mut().filter(|_| per_arm > 0) {
        arm.randomised = per_arm;
    }
    let (knowledge, estimands) = (Knowledge::shipped(), estimands());
    let (setting, wanted) = (settings(&plan)[0], Estimand::wanted(&estimands));
    let played: Vec<Vec<Effects>> = (0..replicates)
        .into_par_iter()
        .map(|replicate| {
            let potential =
                potential(&knowledge, &plan, replicate, setting, &wanted).expect("it can be filled");
            estimands.iter().map(|estimand| effects(&potential, estimand)).collect::<Result<_, _>>()
        })
        .collect::<Result<_, _>>()?;
    println!("| measure | strategy | value | error | within worlds | patients of randomised |");
    println!("|---|---|---|---|---|---|");
    for (at, estimand) in estimands.iter().enumerate() {
        let own: Vec<Effects> = played.iter().map(|row| row[at].clone()).collect();
        let truth = true_value(&own)?;
        let error = |error: &conus::analysis::Computed<f64>| error.clone().map_or(f64::NAN, |error| error);
        println!(
            "| {:?} | {} | {:.3} | {:.3} | {:.3} | {} of {} |",
            estimand.variable.measure,
            estimand.name(),
            truth.value,
            error(&truth.monte_carlo_error),
            error(&truth.error_within_worlds),
            truth.patients,
            truth.randomised,
        );
    }
    Ok(())
}
