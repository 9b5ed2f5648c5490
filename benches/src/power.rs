//! What does sizing a trial cost? Ten thousand trials of 2 x 34 patients with biology, mixed model and Kenward and Roger, in
//! processor seconds: the people, and the trials drawn from them.
//!
//! No named peer does the first part. Of the second part, [`super::mmrm`] times the same model beside R.

use anyhow::{Context, Result};
use conus::design::play::{Asked, Sizing};
use conus::design::trial::Trial;
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use conus::trial::studies::shipped;
use cpu_time::ThreadTime;

/// People of each arm.
const N: u32 = 34;

/// Prints the seconds of both parts.
///
/// # Errors
/// When the first trial is not shipped, or cannot be filled.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
pub(crate) fn run(worlds: u32, trials: u32) -> Result<()> {
    let knowledge = Knowledge::shipped();
    let sizing = Sizing::new(&plan()?, &asked(worlds, trials))?;
    let protocol = &sizing.protocols[0];
    let (mut people, mut drawn, mut benefits) = (0.0, 0.0, 0_u32);
    for number in 0..worlds {
        let begun = ThreadTime::now();
        let block = sizing.people(&knowledge, number)?;
        people += begun.elapsed().as_secs_f64();
        let begun = ThreadTime::now();
        let told = block.settings.last().context("a setting was asked for")?;
        let eligible = protocol.setup.eligible(&sizing.plan, told);
        for trial in 0..trials {
            let trial = Trial::draw(&block, told, &protocol.setup, trial, &eligible);
            benefits += u32::from(protocol.conduct(&sizing.plan, &trial, N).success[0]);
        }
        drawn += begun.elapsed().as_secs_f64();
    }
    let all = worlds * trials;
    println!(
        "| part | CPU s | goal |\n|---|---|---|\n| people of {worlds} worlds, each in both arms | {people:.1} | |\n\
         | {all} trials of 2 x {N} drawn and analysed | {drawn:.1} | 10 |\n| together | {:.1} | 60 |\n\n\
         {:.1} % conclude a benefit\n",
        people + drawn,
        100.0 * f64::from(benefits) / f64::from(all)
    );
    Ok(())
}

/// The first trial with its high dose and sham, mean pain alone, as it is believed.
fn plan() -> Result<TrialPlan> {
    let study = shipped().iter().find(|study| study.name == "first-trial.toml").context("it is shipped")?;
    let mut plan = TrialPlan::from_text(study.name, study.text)
        .map_err(|faults| anyhow::anyhow!("{} faults", faults.len()))?;
    plan.designs.truncate(1);
    plan.arms.retain(|arm| arm.id != "low-dose");
    plan.analysis.outcomes.truncate(1);
    Ok(plan)
}

fn asked(worlds: u32, trials: u32) -> Asked {
    // Twice as many people as a trial has.
    Asked {
        n: vec![N],
        worlds,
        typical: 0,
        trials,
        spare_percent: 200,
        planned_only: true,
        believed_only: true,
        beliefs: String::new(),
    }
}
