//! Who was screened, which pain do they have, and what happened to them besides?

use super::super::RunError;
use super::super::summary::{ArmCounts, Summary, percent_interval};
use super::paragraph;
use super::sections::column;
use crate::report::page::{Block, Cell, Table};
use crate::trial::plan::{Condition, TrialPlan};
use crate::trial::tested::Tested;

/// Who was screened.
pub(super) fn prevalence_text(plan: &TrialPlan) -> Block {
    let everybody = match plan.population.condition {
        Condition::SpinalCordInjury => {
            "Everybody who was screened has an injury of the grade, level and age that the study draws."
        }
        Condition::Sciatica => {
            "Everybody who was screened has a compressed lumbosacral root and no injury of the cord."
        }
    };
    paragraph(format!(
        "{everybody} Pain counts from 1 on the scale 0 to 10. Sciatica-like means neuropathic pain in L4 to S2, from buttock to leg: a stated definition, since no instrument has one."
    ))
}

/// How many of them have which pain.
pub(super) fn prevalence(plan: &TrialPlan, summary: &Summary) -> Result<Block, RunError> {
    let injured = plan.population.condition == Condition::SpinalCordInjury;
    let mut rows = Vec::new();
    for (group, counts) in
        summary.prevalence.rows().into_iter().filter(|(group, _)| injured || *group == "all")
    {
        let share = |events: u64| {
            let [value, low, high] = percent_interval(events, counts.patients)?;
            Ok::<_, RunError>(Cell::Interval { value, low, high, places: 1 })
        };
        if counts.patients > 0 {
            rows.push(vec![
                Cell::Text(group.to_owned()),
                Cell::Text(counts.patients.to_string()),
                share(counts.at_level)?,
                share(counts.below_level)?,
                share(counts.radicular)?,
                share(counts.sciatica_like)?,
            ]);
        }
    }
    let reach = if injured { " Whether below-level pain reaches the leg is assumed (70 %)." } else { "" };
    Ok(Block::Table(Table {
        caption: format!(
            "Prevalence of each kind of pain{}",
            if injured { " by level of injury" } else { "" }
        ),
        columns: vec![
            column("level", "", false),
            column("n", "", false),
            column("at-level", "%", true),
            column("below-level", "%", true),
            column("radicular", "%", true),
            column("sciatica-like", "%", true),
        ],
        rows,
        note: format!("With 95 % Wilson interval. One patient may have several.{reach}"),
    }))
}

/// What happened to them besides pain.
pub(super) fn harms(plan: &TrialPlan, summary: &Summary) -> Block {
    let arms = &summary.flow.arms;
    let mut terms: Vec<&String> =
        arms.iter().flat_map(|arm| arm.harmed.iter().map(|(term, _)| term)).collect();
    terms.sort();
    terms.dedup();
    let share = |arm: &ArmCounts, term: &String| {
        let found = arm.harmed.iter().find(|(name, _)| name == term);
        Cell::Number {
            value: 100.0 * found.map_or(0.0, |(_, count)| count.mean) / arm.allocated.mean,
            places: 1,
        }
    };
    let rows = terms.iter().map(|term| {
        let mut row = vec![Cell::Text((*term).clone())];
        row.extend(arms.iter().map(|arm| share(arm, term)));
        row
    });
    let by = if Tested::of(plan).cells {
        "usual-care gabapentinoid; fever and headache after injection use published shares"
    } else {
        "a gabapentinoid, and come without one too"
    };
    let mut columns = vec![column("adverse event", "", false)];
    columns.extend(arms.iter().map(|arm| column(&arm.arm, "% of patients", true)));
    Block::Table(Table {
        caption: "Patients with an adverse event, mean over trials".to_owned(),
        columns,
        rows: rows.collect(),
        note: format!(
            "Dizziness and somnolence follow exposure to {by}; a rise of weekly pain by 2 points counts as an event."
        ),
    })
}
