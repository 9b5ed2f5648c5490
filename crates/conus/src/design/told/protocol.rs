//! What would the statistical section of the protocol say? Sentences filled from the study and the run, to be edited.

use super::super::characteristics::Needed;
use super::super::conduct::Protocol;
use super::super::play::Sizing;
use super::super::scenario::NULL;
use super::{Told, believed};
use crate::instrument::voice::SCREENING_DAYS;
use crate::trial::plan::{Blinded, Choice, ComparedValue, Conduct, Looks, Promising, Role, TrialPlan};

/// The section as paragraphs under headings.
pub(super) fn paragraphs(sizing: &Sizing, told: &Told) -> Vec<(&'static str, String)> {
    let plan = &sizing.plan;
    let first = &sizing.protocols[0];
    vec![
        ("Population", population(plan)),
        ("Primary endpoint", endpoint(plan)),
        ("Estimand", first.readings[0].estimand(plan, &first.setup).sentence()),
        ("Analysis", analysis(sizing)),
        ("Design", design(plan, first)),
        ("Sample size", size(sizing, told)),
        ("How the numbers came about", provenance(sizing, told)),
    ]
}

/// The same as text.
pub(super) fn section(sizing: &Sizing, told: &Told) -> String {
    let mut text = format!(
        "Statistical section, to be edited: {}\nResearch and teaching only; not clinical advice.\n",
        sizing.plan.study.title
    );
    for (heading, words) in paragraphs(sizing, told) {
        text.push_str(&format!("\n{heading}\n{words}\n"));
    }
    text
}

fn population(plan: &TrialPlan) -> String {
    let (people, limits) = (&plan.population, plan.eligibility.nrs_weekly_mean);
    let grades: Vec<String> = people.ais.iter().map(|grade| grade.name()).collect();
    format!(
        "Adults of {} to {} years with a spinal cord injury of AIS grade {}, {} to {} months ago, with {} pain and a mean of the daily ratings of the {SCREENING_DAYS} days before randomisation of {} to {} on the 0 to 10 numerical rating scale.",
        people.age_years.min,
        people.age_years.max,
        grades.join(" or "),
        people.months_since_injury.min,
        people.months_since_injury.max,
        plan.eligibility.pain.name().replace('_', "-"),
        limits.min,
        limits.max
    )
}

fn endpoint(plan: &TrialPlan) -> String {
    let visit = plan.analysed_visit();
    format!(
        "Mean of the daily pain ratings (0 to 10) of the week before {} (day {}), compared as {} with that of the week before randomisation.",
        visit.label,
        visit.day,
        match plan.analysis.value {
            ComparedValue::Change => "change",
            ComparedValue::Score => "score, together",
        }
    )
}

fn analysis(sizing: &Sizing) -> String {
    let plan = &sizing.plan;
    sentence(&format!(
        "{}, adjusted for {}. A benefit is concluded at a one-sided level of {} in the direction of less pain{}.",
        plan.analysis.words(),
        if plan.analysis.confounders.is_empty() {
            "nothing".to_owned()
        } else {
            names(&plan.analysis.confounders)
        },
        0.5 * plan.analysis.alpha,
        if sizing.protocols.iter().any(|one| one.setup.arms.len() > 2) {
            "; where several arms are compared with the control, P values are adjusted by Holm's method"
        } else {
            ""
        }
    ))
}

/// With a capital letter first.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

fn names<T: Choice>(list: &[T]) -> String {
    list.iter().map(|one| one.name().replace('_', " ")).collect::<Vec<_>>().join(", ")
}

fn design(plan: &TrialPlan, protocol: &Protocol) -> String {
    let arms: Vec<String> =
        protocol.setup.arms.iter().map(|(arm, _)| plan.arms[*arm].label.clone()).collect();
    let common = protocol.setup.arms.iter().fold(0, |common, (_, share)| divisor(common, *share)).max(1);
    let ratio: Vec<String> =
        protocol.setup.arms.iter().map(|(_, share)| (share / common).to_string()).collect();
    let blind = if plan.blinding.open_label { "open-label" } else { "double-blind" };
    let control =
        plan.arms.iter().find(|arm| arm.role == Role::Control).map_or("control", |arm| arm.label.as_str());
    let conduct = match &protocol.design.conduct {
        Conduct::Parallel => "with one analysis at the end".to_owned(),
        Conduct::GroupSequential(Looks { at, spending, futility_beta }) => format!(
            "with {} looks at shares {at:?} of the patients, a {} spending function{}",
            at.len(),
            spending.name().replace('_', " "),
            if futility_beta.is_some() { " and non-binding stops for futility" } else { "" }
        ),
        Conduct::BlindedReestimation(Blinded { at, most_times, .. }) => {
            format!(
                "with a blinded re-estimation of the sample size at a share {at} of the patients, to at most {most_times} times the planned number"
            )
        }
        Conduct::PromisingZone(Promising { at, most_times, .. }) => {
            format!(
                "with an unblinded look at a share {at} of the patients, at which a promising trial becomes up to {most_times} times as large"
            )
        }
        Conduct::Crossover { .. } => "in two periods".to_owned(),
    };
    format!(
        "Randomised, {blind}, {} ({} in the ratio {}), controlled by {control}, {conduct}. Recruitment of {} patients in a month is assumed.",
        if matches!(protocol.design.conduct, Conduct::Crossover { .. }) { "crossover" } else { "parallel" },
        arms.join(", "),
        ratio.join(":"),
        protocol.design.accrual_per_month
    )
}

/// The greatest common divisor (Euclid).
fn divisor(one: u32, other: u32) -> u32 {
    if other == 0 { one } else { divisor(other, one % other) }
}

fn size(sizing: &Sizing, told: &Told) -> String {
    let design = &sizing.protocols[0].design.label;
    let of = |one: &&Needed| one.design == *design;
    let believed = believed(sizing);
    let words = told.needed.iter().filter(of).map(|one| {
        let what = if Some(&one.scenario) == believed.as_ref() {
            "an assurance of 80 % over what is uncertain".to_owned()
        } else {
            format!("80 % power under \"{}\"", one.scenario)
        };
        match (&one.people, one.closed_form) {
            (Ok(found), formula) => {
                let formula = formula.map_or_else(String::new, |n| {
                    format!("; {:.0} by the noncentral t distribution", n.ceil())
                });
                format!(
                    "{:.0} patients in the first arm give {what} (Monte-Carlo standard error {:.1}{formula})",
                    found.value.ceil(),
                    found.error
                )
            }
            (Err(why), _) => format!("No number is given for {what}: {why}"),
        }
    });
    let null = told.at_size(NULL, design).and_then(|row| row.success.as_ref().ok());
    let error = null.map_or_else(String::new, |found| {
        format!(
            " Where nothing works, {:.1} % of the trials conclude a benefit (standard error {:.1}).",
            100.0 * found.value,
            100.0 * found.error
        )
    });
    let missing = told.at_size(NULL, design).map_or(0.0, |row| row.missing);
    format!(
        "{}.{error} {:.0} % of the randomised have no value at the compared visit; that is part of the simulation and needs no inflation.",
        words.collect::<Vec<_>>().join(". "),
        100.0 * missing
    )
}

fn provenance(sizing: &Sizing, told: &Told) -> String {
    format!(
        "By simulation with conus {}, seed {}: {} possible worlds and {} groups of people at the best guess, {} trials of each size from each; {} patients could not be solved. The patients are virtual. The biology is calibrated to published numbers where there are any, and no published number in hand says how potent the cells are.",
        env!("CARGO_PKG_VERSION"),
        sizing.plan.study.seed,
        sizing.asked.worlds,
        sizing.asked.typical,
        sizing.asked.trials,
        told.failed
    )
}
