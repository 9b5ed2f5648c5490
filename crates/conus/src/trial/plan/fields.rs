//! Which fields a study file has, and the range of each.
//!
//! The ranges are limits of good sense: wide enough for any trial that could be run, narrow enough that a slip of
//! the pen or of the unit falls outside.
use toml::de::DeTable;

use super::cost::cost;
use super::design::design;
use super::model::{
    Allocation, Analysis, Arm, Background, Between, Blinding, Condition, Control, Eligibility, Leaving,
    LevelPercent, Mechanisms, Outcome, Population, Rescue, Scenarios, Study, TrialPlan, Visit,
};
use super::treatment;
use crate::analysis::plan::{method, rule};
use crate::plan_file::Choice;
use crate::plan_file::notes::Notes;
use crate::plan_file::reader::{self, Reader};
use crate::treatment::gabapentinoid::MOST_PREGABALIN;

/// Longest title, question or label (character).
pub(crate) const LONGEST_TEXT: usize = 300;
/// Longest id of a published number (character).
pub(crate) const LONGEST_ID: usize = 60;
/// Most days a trial lasts (day): ten years.
pub(crate) const LAST_DAY: u32 = 3_650;

/// The plan in a document, with an allowed value wherever a fault was noted.
pub(super) fn plan<'d>(root: &'d DeTable<'d>, notes: &mut Notes<'d>) -> TrialPlan {
    reader::document(root, notes, |r| TrialPlan {
        study: r.table("study", study),
        population: r.table("population", population),
        eligibility: r.table("eligibility", eligibility),
        background: r.table("background", background),
        arms: r.tables("arm", 2..=16, arm),
        control: r.table("control", control),
        rescue: if r.holds("rescue") { Some(r.table("rescue", rescue)) } else { None },
        allocation: r.table("allocation", allocation),
        blinding: r.table("blinding", blinding),
        visits: r.tables("visit", 2..=50, visit),
        analysis: r.table("analysis", analysis),
        mechanisms: r.table("mechanisms", mechanisms),
        scenarios: r.table("scenarios", scenarios),
        designs: r.tables("design", 0..=20, design),
        leaving: if r.holds("leaving") { Some(r.table("leaving", leaving)) } else { None },
        cost: if r.holds("cost") { Some(r.table("cost", cost)) } else { None },
    })
}

fn study(r: &mut Reader<'_, '_>) -> Study {
    Study {
        id: r.id("id"),
        title: r.text("title", LONGEST_TEXT),
        question: r.text("question", LONGEST_TEXT),
        source: r.id("source"),
        seed: r.whole("seed", 0..=i64::MAX.unsigned_abs()),
        replicates: r.count("replicates", 1..=100_000),
        table_replicates: r.count("table_replicates", 0..=100),
    }
}

pub(crate) fn between(r: &mut Reader<'_, '_>, least: f64, most: f64, unit: &str) -> Between {
    Between { min: r.number("min", least..=most, unit), max: r.number("max", least..=most, unit) }
}

fn population(r: &mut Reader<'_, '_>) -> Population {
    Population {
        condition: r.choice_or("condition", Condition::SpinalCordInjury),
        age_years: r.table("age_years", |r| between(r, 0.0, 120.0, "year")),
        male_percent: r.number("male_percent", 0.0..=100.0, "percent"),
        ais: r.choices("ais", 1..=4),
        level_percent: r.table("level_percent", |r| LevelPercent {
            cervical: r.number("cervical", 0.0..=100.0, "percent"),
            thoracic: r.number("thoracic", 0.0..=100.0, "percent"),
            lumbosacral: r.number("lumbosacral", 0.0..=100.0, "percent"),
        }),
        months_since_injury: r.table("months_since_injury", |r| between(r, 0.0, 1_200.0, "month")),
    }
}

fn eligibility(r: &mut Reader<'_, '_>) -> Eligibility {
    Eligibility {
        pain: r.choice("pain"),
        nrs_weekly_mean: r.table("nrs_weekly_mean", |r| between(r, 0.0, 10.0, "NRS point")),
    }
}

pub(crate) fn background(r: &mut Reader<'_, '_>) -> Background {
    Background {
        gabapentinoid_percent: r.number("gabapentinoid_percent", 0.0..=100.0, "percent"),
        gabapentinoid_dose_mg_per_day: r.number(
            "gabapentinoid_dose_mg_per_day",
            0.0..=MOST_PREGABALIN,
            "mg/day",
        ),
        rehabilitation_percent: r.number("rehabilitation_percent", 0.0..=100.0, "percent"),
        rehabilitation_intensity: r.number("rehabilitation_intensity", 0.0..=1.0, "fraction"),
    }
}

fn arm(r: &mut Reader<'_, '_>) -> Arm {
    Arm {
        id: r.id("id"),
        label: r.text("label", LONGEST_TEXT),
        role: r.choice("role"),
        randomised: r.count("randomised", 2..=5_000),
        treatments: r.tables("treatment", 0..=50, treatment::treatment),
    }
}

fn control(r: &mut Reader<'_, '_>) -> Control {
    Control {
        content: r.choice("content"),
        variants: r.choices("variants", 1..=3),
        titrated_dose_mg_per_day: r.number("titrated_dose_mg_per_day", 0.0..=MOST_PREGABALIN, "mg/day"),
        titration_days: r.number("titration_days", 0.0..=365.0, "day"),
    }
}

fn leaving(r: &mut Reader<'_, '_>) -> Leaving {
    Leaving { times: r.number("times", 0.0..=100.0, "times") }
}

fn rescue(r: &mut Reader<'_, '_>) -> Rescue {
    Rescue {
        from_nrs: r.number("from_nrs", 0.0..=10.0, "NRS point"),
        from_day: r.count("from_day", 0..=LAST_DAY),
        takes_percent: r.number("takes_percent", 0.0..=100.0, "percent"),
        dose_mg_per_day: r.number("dose_mg_per_day", 0.0..=MOST_PREGABALIN, "mg/day"),
        titration_days: r.number("titration_days", 0.0..=365.0, "day"),
    }
}

fn allocation(r: &mut Reader<'_, '_>) -> Allocation {
    Allocation {
        method: r.choice("method"),
        choice_odds_ratio_per_nrs: r.number("choice_odds_ratio_per_nrs", 0.1..=10.0, "odds ratio"),
        sizes: r.choice("sizes"),
        completers: r.counts("completers", 2..=5_000),
    }
}

fn blinding(r: &mut Reader<'_, '_>) -> Blinding {
    Blinding { open_label: r.yes("open_label"), expectation: r.yes("expectation") }
}

pub(crate) fn visit(r: &mut Reader<'_, '_>) -> Visit {
    Visit { id: r.id("id"), label: r.text("label", LONGEST_TEXT), day: r.day_of_visit("day", LAST_DAY) }
}

fn analysis(r: &mut Reader<'_, '_>) -> Analysis {
    Analysis {
        at: r.id("at"),
        value: r.choice("value"),
        test: r.choice("test"),
        primary: if r.holds("primary") { Some(r.table("primary", method)) } else { None },
        published: r.text_if("published", LONGEST_ID),
        alpha: r.number("alpha", 0.000_1..=0.5, "fraction"),
        events: r.tables("event", 0..=30, rule),
        confounders: r.choices("confounders", 0..=6),
        outcomes: r.choices("outcomes", 1..=Outcome::ALL.len()),
    }
}

fn mechanisms(r: &mut Reader<'_, '_>) -> Mechanisms {
    Mechanisms {
        homing: r.yes("homing"),
        immunomodulation: r.yes("immunomodulation"),
        trophic: r.yes("trophic"),
        support: r.yes("support"),
        environment: r.yes("environment"),
    }
}

fn scenarios(r: &mut Reader<'_, '_>) -> Scenarios {
    Scenarios {
        null: r.yes("null"),
        knock_outs: r.yes("knock_outs"),
        true_effect_nrs: r.numbers("true_effect_nrs", 0..=50, 0.0..=10.0, "NRS point"),
    }
}
