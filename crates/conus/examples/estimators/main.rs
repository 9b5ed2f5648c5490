//! Does each estimator find its own estimand? `cargo run --release -p conus --example estimators -- 400 docs/figures`
//!
//! The shipped study is played many times. Each patient lives in both arms, so the true value of each estimand is known
//! in each replicate; the same trial is analysed by estimators that are used for it. Bias and coverage are taken against the
//! truth of the same replicate, since what nobody knows (such as the potency of the cells) differs between replicates.
#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

mod asked;
mod told;

use asked::{Asked, asked};
use conus::analysis::Contrast;
use conus::analysis::answer::answer;
use conus::analysis::estimand::{Effects, Estimand, effects};
use conus::analysis::frame::Frame;
use conus::analysis::method::Question;
use conus::trial::dataset::Parameter;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::{ComparedValue, Scenarios, TrialPlan};
use conus::trial::potential::potential;
use conus::trial::setting::settings;
use conus::trial::simulate::replicate;
use conus::trial::studies::shipped;
use conus_stats::design::Margins;
use rayon::prelude::*;
use std::error::Error;

/// What a part of the example ends with.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// One estimate and its interval in one replicate; none where the method could not be used.
type Found = Option<(f64, [f64; 2])>;

/// What one replicate says: by estimand the truth, and by its estimators what they found.
struct Replicate {
    truth: Vec<Effects>,
    found: Vec<Vec<Found>>,
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let replicates: u32 = arguments.next().map_or(Ok(200), |number| number.parse())?;
    let folder = arguments.next();
    let (knowledge, plan, asked) = (Knowledge::shipped(), plan(), asked());
    let played: Vec<Replicate> = (0..replicates)
        .into_par_iter()
        .map(|number| play(&knowledge, &plan, &asked, number))
        .collect::<Outcome<_>>()?;
    let told = told::told(&asked, &played)?;
    print!("{}", told.csv);
    if let Some(folder) = folder {
        std::fs::write(format!("{folder}/estimators.csv"), told.csv)?;
        std::fs::write(format!("{folder}/estimators.svg"), told.svg)?;
    }
    Ok(())
}

/// The shipped study without its other worlds.
fn plan() -> TrialPlan {
    let mut plan = TrialPlan::from_text("shipped.toml", shipped()[0].text).expect("a test reads it");
    plan.scenarios = Scenarios { null: false, knock_outs: false, true_effect_nrs: Vec::new() };
    plan.control.variants = vec![plan.control.content];
    plan
}

fn play(knowledge: &Knowledge, plan: &TrialPlan, asked: &[Asked], number: u32) -> Outcome<Replicate> {
    let estimands: Vec<Estimand> = asked.iter().map(|asked| asked.estimand.clone()).collect();
    let wanted = Estimand::wanted(&estimands);
    let potential = potential(knowledge, plan, number, settings(plan)[0], &wanted)?;
    let played = replicate(knowledge, plan, number, false)?;
    let data = &played.settings[0].1.analysis;
    let control =
        u16::try_from(data.arms.iter().position(|arm| arm.code == "CONTROL").expect("a control arm"))?;
    let contrast = Contrast::of_two_arms(data, &plan.analysis.at, control)?;
    let frame = Frame::of_dataset(data, Parameter::NrsMean, &plan.analysis.confounders, control)?;
    let mut found = Vec::new();
    for asked in asked {
        let selected = asked.estimand.select(&frame)?.frame;
        let visit = usize::from(contrast.visit) - usize::from(data.baseline_visit) - 1;
        found.push(
            asked
                .estimators
                .iter()
                .map(|(_, method)| {
                    let question = Question {
                        visit,
                        value: ComparedValue::Score,
                        baseline: true,
                        alpha: plan.analysis.alpha,
                        margins: Margins::Equal,
                        method: method.clone(),
                    };
                    let answer = answer(&selected, &question).ok()?;
                    let number = &answer.effects_at(&frame.visits[visit].label).next()?.number;
                    Some((number.value, number.interval_95?))
                })
                .collect(),
        );
    }
    let truth = estimands.iter().map(|estimand| effects(&potential, estimand)).collect::<Result<_, _>>()?;
    Ok(Replicate { truth, found })
}
