//! A control arm with treatments of its own: a crossover, whose "control" is the sequence placebo then drug.

use conus::trial::dataset::{Parameter, Simulated, Truth};
use conus::trial::plan::{Role, TrialPlan};
use conus::trial::potential::{Wanted, potential};
use conus::trial::setting::{Biology, Content, Setting};
use conus::trial::simulate::{Played, replicate};
use conus::trial::studies::shipped;

use crate::trial::{knowing, study};

const DRUG_FIRST: u16 = 0;
const PLACEBO_FIRST: u16 = 1;
/// The second visit after baseline, on whose day the sequences change over.
const MONTH_3: u16 = 2;
const MONTH_6: u16 = 3;

fn drug(start_day: u32, stop_day: u32) -> String {
    format!(
        "kind = \"gabapentinoid\"\nstart_day = {start_day}\nstop_day = {stop_day}\ndose_mg_per_day = 600\ntitration_days = 7\n\n"
    )
}

/// Drug then placebo against placebo then drug. Nobody knows the sequence, and nobody takes a drug beside it.
fn crossover() -> TrialPlan {
    let (_, rest) = shipped()[0].text.split_once("[[arm.treatment]]\n").unwrap();
    let (cells, _) = rest.split_once("[[arm]]").unwrap();
    let (first, second) = (drug(0, 91), format!("[[arm.treatment]]\n{}[control]  ", drug(91, 182)));
    study(&[
        (cells, first.as_str()),
        ("[control]  ", second.as_str()),
        ("gabapentinoid_percent = 50", "gabapentinoid_percent = 0"),
        ("open_label = true", "open_label = false"),
    ])
}

fn tables(played: &Played, wanted: Setting) -> &Simulated {
    &played.settings.iter().find(|(setting, _)| *setting == wanted).unwrap().1
}

fn effects(tables: &Simulated, arm: u16, visit: u16) -> Vec<f64> {
    let of = |row: &&Truth| tables.analysis.subjects[row.subject as usize].arm == arm && row.visit == visit;
    tables.truth.rows.iter().filter(of).map(Truth::effect).collect()
}

fn bits(of: &impl std::fmt::Debug) -> String {
    format!("{of:?}")
}

#[test]
fn each_sequence_of_a_crossover_hurts_less_in_its_own_period() {
    let plan = crossover();
    let played = replicate(&knowing(&[("stop_drug_harm", 0.0)]), &plan, 0, true).unwrap();
    let (setting, planned) = &played.settings[0];
    assert_eq!(setting.biology(&plan, Role::Control), Biology::Treated);
    assert_eq!(setting.label(&plan), "cells, control: control");
    for (arm, visit, seats) in [(DRUG_FIRST, MONTH_3, 6), (PLACEBO_FIRST, MONTH_6, 5)] {
        let found = effects(planned, arm, visit);
        assert_eq!(found.len(), seats);
        assert!(found.iter().all(|effect| *effect < 0.0), "{found:?}");
        assert!(found.iter().sum::<f64>() / (seats as f64) < -0.2, "{found:?}");
    }
    // What lies ahead is felt by nobody, to the tolerance of the solver.
    for visit in 0..=MONTH_3 {
        assert!(effects(planned, PLACEBO_FIRST, visit).iter().all(|effect| effect.abs() < 1e-4));
    }
    let first =
        |arm| planned.analysis.subjects.iter().find(|subject| subject.arm == arm).unwrap().treated_day;
    assert_eq!((first(DRUG_FIRST), first(PLACEBO_FIRST)), (Some(0), Some(91)));
}

#[test]
fn what_a_control_has_of_its_own_does_nothing_in_the_null_world_nor_in_an_imposed_one() {
    let plan = crossover();
    let played = replicate(&knowing(&[("stop_drug_harm", 5.0)]), &plan, 0, false).unwrap();
    for setting in [Setting::Null, Setting::Imposed { relief_nrs: 3.0 }] {
        assert_eq!(setting.biology(&plan, Role::Control), Biology::Untreated);
        let rows = effects(tables(&played, setting), PLACEBO_FIRST, MONTH_6);
        assert_eq!(rows, [0.0; 5]);
    }
    let content = |control| Setting::Planned { control };
    assert_eq!(content(Content::ShamLike).label(&plan), "cells, control: control, sham-like");
}

#[test]
fn a_crossover_is_lived_by_everybody_in_both_sequences_as_its_tables_say() {
    let plan = crossover();
    let quiet = knowing(&[("diary_missing", 0.0), ("item_missing", 0.0), ("stop_drug_harm", 5.0)]);
    let planned = &replicate(&quiet, &plan, 0, false).unwrap().settings[0].1.analysis;
    let wanted = Wanted {
        parameters: [Parameter::NrsMean].into_iter().collect(),
        worlds: [Default::default()].into_iter().collect(),
    };
    let setting = Setting::Planned { control: Content::UsualCare };
    let both = potential(&quiet, &plan, 0, setting, &wanted).unwrap();
    let rows = planned.nrs.iter().filter(|row| row.parameter == Parameter::NrsMean);
    let mut compared = 0;
    for row in rows {
        let arm = usize::from(planned.subjects[row.subject as usize].arm);
        let own = &both.patients[row.subject as usize].outcomes[arm][0];
        assert_eq!(bits(&own.answers[0][usize::from(row.visit)]), bits(&Some(row.value)), "{row:?}");
        compared += 1;
    }
    assert!(compared > 35, "{compared} answers");
}

#[test]
fn a_titrated_drug_beside_treatments_of_the_control_is_a_contradiction() {
    let text = include_str!("example_study.toml")
        .replace("[control]", &format!("[[arm.treatment]]\n{}[control]", drug(91, 182)))
        .replace("\"usual_care\", \"sham_like\"", "\"usual_care\", \"titrated_gabapentinoid\"");
    let faults = TrialPlan::from_text("own.toml", &text).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("`control.variants`: the control has treatments of its own"), "{told:?}");
}
