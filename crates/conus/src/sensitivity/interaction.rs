//! Do the treatment of a study and training do more together than the sum of what each does alone (S6.2)?
//!
//! The same patients go four ways: nothing more, the treatment of their arm, full training, both. The interaction is what
//! both do beyond the sum; zero means that they add up. No human study of pain shows more than that (pmc2858296 finds
//! that treatments of the injured cord add up), so nothing here makes them do so but the equations.

use super::attribution::{Part, part};
use crate::treatment::Treatment;
use crate::trial::failure::Failure;
use crate::trial::knock_out::End;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Role, TrialPlan};
use crate::trial::screening::HardlyAnybody;
use crate::trial::simulate::ends_under;
use rayon::prelude::*;

/// What is compared: name, unit, and where it stands in an [`End`].
pub const OUTCOMES: [(&str, &str); 3] =
    [("pain", "NRS points"), ("function", "1 = healthy"), ("quality of life", "1 = healthy")];

/// Changes against nothing more, means over patients.
#[derive(Clone, Debug, PartialEq)]
pub struct Interaction {
    /// By the treatment of the arm.
    pub treatment: Part,
    /// By full training.
    pub training: Part,
    /// By both.
    pub both: Part,
    /// Both less the sum of each.
    pub beyond_the_sum: Part,
}

/// One for each of [`OUTCOMES`], over so many possible worlds, and those who could not be followed. `progress` is told
/// after each world.
///
/// # Errors
/// When hardly anybody is eligible.
pub fn interactions(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    worlds: u32,
    progress: &(dyn Fn() + Sync),
) -> Result<(Vec<Interaction>, Vec<Failure>), HardlyAnybody> {
    let regimens = regimens(plan);
    let one = |replicate: u32| {
        let played = ends_under(knowledge, plan, replicate, &regimens);
        progress();
        played
    };
    let played: Vec<(Vec<Vec<End>>, Vec<Failure>)> =
        (0..worlds).into_par_iter().map(one).collect::<Result<_, _>>()?;
    let means: Vec<[[f64; 4]; 3]> = played
        .iter()
        .filter(|(patients, _)| !patients.is_empty())
        .map(|(patients, _)| means(patients))
        .collect();
    let seed = plan.study.seed;
    let of = |outcome: usize| {
        let column = |of: &dyn Fn([f64; 4]) -> f64| {
            part(&means.iter().map(|world| of(world[outcome])).collect::<Vec<f64>>(), seed)
        };
        Interaction {
            treatment: column(&|[nothing, treated, ..]| treated - nothing),
            training: column(&|[nothing, _, trained, _]| trained - nothing),
            both: column(&|[nothing, .., both]| both - nothing),
            beyond_the_sum: column(&|[nothing, treated, trained, both]| both - treated - trained + nothing),
        }
    };
    let failures = played.iter().flat_map(|(_, failures)| failures.iter().cloned()).collect();
    Ok(((0..OUTCOMES.len()).map(of).collect(), failures))
}

/// Nothing more, the treatment of the first treated arm, full training from the first day, both.
fn regimens(plan: &TrialPlan) -> [Vec<Treatment>; 4] {
    let arm = plan.arms.iter().find(|arm| arm.role == Role::Treatment);
    let treatment = arm.map_or(Vec::new(), |arm| arm.treatments.clone());
    let stop_day = f64::from(plan.analysed_visit().day);
    let training = Treatment::Rehabilitation { start_day: 0.0, stop_day, intensity: 1.0 };
    let both = treatment.iter().copied().chain([training]).collect();
    [Vec::new(), treatment, vec![training], both]
}

/// Mean of each outcome on each of the four ways.
fn means(patients: &[Vec<End>]) -> [[f64; 4]; 3] {
    let mean = |of: &dyn Fn(&End) -> f64, way: usize| {
        patients.iter().map(|ways| of(&ways[way])).sum::<f64>() / patients.len() as f64
    };
    let on_all = |of: &dyn Fn(&End) -> f64| std::array::from_fn(|way| mean(of, way));
    [on_all(&|end| end.pain), on_all(&|end| end.function), on_all(&|end| end.quality)]
}
