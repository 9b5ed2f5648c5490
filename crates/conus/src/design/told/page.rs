//! What does the author of a protocol read? The question, the answer, the designs, one trial, what decides, the section.

use super::super::characteristics::{Needed, Row};
use super::super::conduct::{Protocol, Seen};
use super::super::play::Sizing;
use super::super::scenario::Scenario;
use super::super::story::{ArmStory, Story};
use super::super::tally::OverBlocks;
use super::figures::Drawn;
use super::{Told, believed, protocol};
use crate::analysis::Computed;
use crate::dossier::ledger::Kept;
use crate::dossier::purpose::Purpose;
use crate::dossier::verification::Solved;
use crate::dossier::{self, Dossier, Entry};
use crate::patient::covariates::DAYS_PER_MONTH;
use crate::report::page::{Block, Cell, Column, KeyFigure, NoticeKind, Page, PageError, Run, Section, Table};
use crate::report::wording::true_minus;
use crate::run::STANDING_LINE;
use crate::trial::knowledge::Knowledge;

/// The whole page.
///
/// # Errors
/// When the dossier has an entry that nobody filled in.
pub(super) fn page(sizing: &Sizing, told: &Told, drawn: Vec<Drawn>) -> Result<Page, PageError> {
    let plan = &sizing.plan;
    let mut sections = sections(sizing, told, drawn);
    sections.push(dossier::section(&credibility(sizing, told))?);
    Ok(Page {
        title: format!("Sizing: {}", plan.study.title),
        subtitle: plan.study.question.clone(),
        standing_line: STANDING_LINE.to_owned(),
        lead: lead(sizing, told),
        sections,
        provenance: vec![
            ("Version of conus".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ("Study".to_owned(), plan.study.id.clone()),
            ("Seed".to_owned(), plan.study.seed.to_string()),
            ("Possible worlds".to_owned(), sizing.asked.worlds.to_string()),
            ("Groups at the best guess".to_owned(), sizing.asked.typical.to_string()),
            ("Trials of each size from each".to_owned(), sizing.asked.trials.to_string()),
            ("Patients who could not be solved".to_owned(), told.failed.to_string()),
        ],
        references: dossier::references(),
    })
}

/// What a sizing fills into its dossier; its blocks are too dear to be played once more.
fn credibility(sizing: &Sizing, told: &Told) -> Dossier {
    let plan = &sizing.plan;
    let blank = |why: &str| why.to_owned();
    let blocks = sizing.asked.worlds + sizing.asked.typical;
    let solved = Solved {
        failed: told.failed.into(),
        of: format!("the people of {blocks} possible worlds and groups"),
    };
    Dossier {
        question: Entry::Held(plan.study.question.clone()),
        solved: Entry::Held(solved),
        converged: Entry::Blank(blank("a sizing follows nobody twice; conus run of the same study does")),
        identity: Entry::Held(vec![
            ("Seed, version".to_owned(), format!("{}, conus {}", plan.study.seed, env!("CARGO_PKG_VERSION"))),
            ("Digest of the plan".to_owned(), plan.digest()[..12].to_owned()),
        ]),
        ledger: Kept::shipped(&Knowledge::shipped()),
        robustness: Entry::Blank(blank(
            "the size is not computed again under other assumptions; what decides about success is shown above, and --vary plays any field of the study",
        )),
        headline: Entry::Blank(blank("no headline was computed again")),
        source: Entry::Blank(blank("no figure")),
        ..Dossier::of(Purpose::Sizing)
    }
}

fn lead(sizing: &Sizing, told: &Told) -> Vec<KeyFigure> {
    let design = &sizing.protocols[0].design.label;
    let believed = believed(sizing);
    let figure = |one: &Needed| {
        let assurance = Some(&one.scenario) == believed.as_ref();
        let label = if assurance {
            "Patients per arm for 80 % assurance".to_owned()
        } else {
            format!("Patients per arm for 80 % power: {}", one.scenario)
        };
        let formula = one.closed_form.map_or_else(String::new, |n| format!("; formula {:.0}", n.ceil()));
        match &one.people {
            Ok(OverBlocks { value, error }) => KeyFigure {
                label,
                value: format!("{:.0}", value.ceil()),
                note: format!("{design}; Monte-Carlo standard error {error:.1}{formula}"),
            },
            Err(why) => KeyFigure { label, value: "not reached".to_owned(), note: why.to_string() },
        }
    };
    told.needed.iter().filter(|one| one.design == *design).map(figure).collect()
}

fn sections(sizing: &Sizing, told: &Told, drawn: Vec<Drawn>) -> Vec<Section> {
    let mut drawn: Vec<Option<Drawn>> = drawn.into_iter().map(Some).collect();
    let mut take = |name: &str, table: Option<Table>| {
        let place = drawn.iter().position(|one| one.as_ref().is_some_and(|one| one.name == name))?;
        let Drawn { name, svg, reading } = drawn[place].take()?;
        Some(Block::Figure { svg, caption: reading, file: format!("figures/{name}.svg"), table })
    };
    let section = |id: &str, heading: &str, blocks: Vec<Option<Block>>| Section {
        id: id.to_owned(),
        heading: heading.to_owned(),
        blocks: blocks.into_iter().flatten().collect(),
    };
    let mut all = vec![
        section("question", "What is asked", vec![Some(asked(sizing)), Some(caution())]),
        section(
            "size",
            "How many patients",
            vec![take("power", None), Some(needed(sizing, told)), Some(null_first(sizing, told))],
        ),
        section("designs", "Which design", vec![take("designs", Some(designs(sizing, told)))]),
        section("analyses", "Which analysis", vec![take("analyses", Some(readings(sizing, told)))]),
        section("trial", "One trial, as it went", one_trial(told, take("looks", None))),
        section("decision", "What decides about success", vec![take("decision", None)]),
        section("protocol", "For the protocol", paragraphs(sizing, told)),
    ];
    all.retain(|section| !section.blocks.is_empty());
    all
}

fn text(words: String) -> Block {
    Block::Text(vec![Run::Plain(words)])
}

fn asked(sizing: &Sizing) -> Block {
    let first = &sizing.protocols[0];
    text(format!(
        "{} {}",
        sizing.plan.study.question,
        first.readings[0].estimand(&sizing.plan, &first.setup).sentence()
    ))
}

fn caution() -> Block {
    let words = "Every number rests on a model whose predictions miss part of what is published (see the validation of conus), and no figure in hand says how potent the cells are in people. The assurance averages over that ignorance; the power for a given true effect does not need it.";
    Block::Notice { kind: NoticeKind::NotKnown, text: words.to_owned() }
}

fn column(name: &str, unit: &str) -> Column {
    Column { name: name.to_owned(), unit: unit.to_owned(), numeric: true }
}

fn words(name: &str) -> Column {
    Column { name: name.to_owned(), unit: String::new(), numeric: false }
}

/// A number with its Monte-Carlo error, or why there is none.
fn cell(found: &Computed<OverBlocks>, factor: f64, places: usize) -> Cell {
    match found {
        Ok(OverBlocks { value, error }) => {
            Cell::Text(true_minus(&format!("{:.places$} ± {:.places$}", factor * value, factor * error)))
        }
        Err(why) => Cell::NotHeld(why.to_string()),
    }
}

fn optional(found: Option<f64>, factor: f64, places: usize) -> Cell {
    found.map_or_else(
        || Cell::NotHeld("none".to_owned()),
        |value| Cell::Number { value: factor * value, places },
    )
}

/// Designs by what is true.
fn needed(sizing: &Sizing, told: &Told) -> Block {
    let cell = |one: &Needed| match (&one.people, one.closed_form) {
        (Ok(found), formula) => {
            let formula = formula.map_or_else(String::new, |n| format!(" (formula {:.0})", n.ceil()));
            Cell::Text(format!("{:.0} ± {:.0}{formula}", found.value.ceil(), found.error))
        }
        (Err(_), _) => Cell::NotHeld("not reached".to_owned()),
    };
    let row = |one: &Protocol| {
        let of_design = told.needed.iter().filter(|found| found.design == one.design.label).map(cell);
        std::iter::once(Cell::Text(one.design.label.clone())).chain(of_design).collect()
    };
    let truths =
        sizing.scenarios.iter().filter(|one| !one.is_null()).map(|one| column(&one.id(), "patients"));
    Block::Table(Table {
        caption:
            "Patients of the first arm under question for 80 % (in the last column, for an assurance of 80 %)"
                .to_owned(),
        columns: std::iter::once(words("design")).chain(truths).collect(),
        rows: sizing.protocols.iter().map(row).collect(),
        note: format!(
            "± Monte-Carlo standard error, by leaving out one world at a time; between simulated sizes on a straight line, up to {} patients. Formula: noncentral t at the true effect and spread of each world.",
            sizing.asked.n.last().copied().unwrap_or_default()
        ),
    })
}

/// Designs by size, where nothing works.
fn null_first(sizing: &Sizing, told: &Told) -> Block {
    let nulls: Vec<&Scenario> = sizing.scenarios.iter().filter(|one| one.is_null()).collect();
    let rows = nulls.iter().flat_map(|scenario| {
        sizing.protocols.iter().map(|one| {
            let id = scenario.id();
            let shares = told.planned(&id, &one.design.label).map(|row| cell(&row.success, 100.0, 1));
            [Cell::Text(id.clone()), Cell::Text(one.design.label.clone())].into_iter().chain(shares).collect()
        })
    });
    let sizes = sizing.asked.n.iter().map(|n| column(&n.to_string(), "%"));
    Block::Table(Table {
        caption: format!(
            "Where nothing works: trials that conclude a benefit, by patients in the first arm; {} % are meant to",
            50.0 * sizing.plan.analysis.alpha
        ),
        columns: [words("what is true"), words("design")].into_iter().chain(sizes).collect(),
        rows: rows.collect(),
        note: "± Monte-Carlo standard error. Who leaves does so by simulated pain and harm.".to_owned(),
    })
}

fn designs(sizing: &Sizing, told: &Told) -> Table {
    let scenarios = sizing.scenarios.iter().map(Scenario::id);
    let row = |row: &Row| {
        vec![
            Cell::Text(row.scenario.clone()),
            Cell::Text(row.design.clone()),
            cell(&row.success, 100.0, 1),
            Cell::Number { value: row.people, places: 0 },
            Cell::Number { value: row.months, places: 1 },
            Cell::Number { value: 100.0 * row.stopped_early, places: 0 },
            cell(&row.bias, 1.0, 2),
            cell(&row.coverage, 100.0, 1),
        ]
    };
    let rows = scenarios.flat_map(|scenario| {
        let of = |one: &Protocol| told.at_size(&scenario, &one.design.label).map(row);
        sizing.protocols.iter().filter_map(of).collect::<Vec<_>>()
    });
    Table {
        caption: format!("Every design with {} in its first arm under question", told.compared_at),
        columns: vec![
            words("what is true"),
            words("design"),
            column("P(success)", "%"),
            column("randomised", "patients"),
            column("duration", "months"),
            column("stopped early", "%"),
            column("bias", "points"),
            column("coverage", "%"),
        ],
        rows: rows.collect(),
        note: "± Monte-Carlo standard error. Bias and coverage of the estimate as it is reported; one corrected for the looks stands in tables/oc.csv.".to_owned(),
    }
}

fn readings(sizing: &Sizing, told: &Told) -> Table {
    let design = &sizing.protocols[0].design.label;
    let shown = |row: &&Row| row.design == *design && row.n == told.compared_at;
    let row = |row: &Row| {
        vec![
            Cell::Text(row.scenario.clone()),
            Cell::Text(row.analysis.clone()),
            Cell::Text(row.outcome.replace('_', " ")),
            cell(&row.truth, 1.0, 2),
            cell(&row.success, 100.0, 1),
            cell(&row.bias, 1.0, 3),
            cell(&row.coverage, 100.0, 1),
        ]
    };
    Table {
        caption: format!("Every analysis and outcome of the design \"{design}\" with {} in its first arm", told.compared_at),
        columns: vec![
            words("what is true"),
            words("analysis"),
            words("outcome"),
            column("true effect", ""),
            column("P(success)", "%"),
            column("bias", ""),
            column("coverage", "%"),
        ],
        rows: told.rows.iter().filter(shown).map(row).collect(),
        note: "Effects in points of the outcome; of responders, as difference of shares. ± Monte-Carlo standard error.".to_owned(),
    }
}

fn one_trial(told: &Told, figure: Option<Block>) -> Vec<Option<Block>> {
    let Some(story) = told.stories.iter().find(|story| story.looks.len() > 1).or(told.stories.first()) else {
        return Vec::new();
    };
    let end = match (&story.estimate, story.concluded) {
        (Some((value, interval)), concluded) => {
            let interval = interval
                .map_or_else(String::new, |[low, high]| format!(" (95 % interval {low:.2} to {high:.2})"));
            let verdict = if concluded { "a benefit was concluded" } else { "no benefit was concluded" };
            format!("It reported a difference of {value:.2}{interval}, and {verdict}.")
        }
        (None, _) => "Its model could not be fitted.".to_owned(),
    };
    let truth =
        story.truth.map_or_else(String::new, |truth| format!(" What was true in this world: {truth:.2}."));
    let intro = format!(
        "Trial {} of world {}, conducted as \"{}\" with {} planned in its first arm. {:.0} people were screened for each 100 randomised. After {:.0} months it ended. {end}{truth}",
        story.trial[1] + 1,
        story.trial[0] + 1,
        story.design,
        story.planned,
        story.screened_per_100,
        story.months
    );
    let looks = (!story.looks.is_empty()).then(|| looks(story));
    vec![Some(text(true_minus(&intro))), Some(who(story)), looks, figure, Some(verdicts(told))]
}

fn who(story: &Story) -> Block {
    let counts = |of: &std::collections::BTreeMap<String, usize>| {
        let list: Vec<String> = of.iter().map(|(what, count)| format!("{what} {count}")).collect();
        if list.is_empty() { "nobody".to_owned() } else { list.join(", ") }
    };
    let row =
        |arm: &ArmStory| {
            vec![
                Cell::Text(arm.arm.clone()),
                Cell::Text(arm.people.to_string()),
                Cell::Text(format!("{:.1} ({:.1})", arm.baseline[0], arm.baseline[1])),
                Cell::Text(counts(&arm.left)),
                Cell::Text(counts(&arm.other_events)),
                Cell::Text(arm.seen.1.map_or_else(
                    || "nobody was seen".to_owned(),
                    |mean| format!("{mean:.1} in {}", arm.seen.0),
                )),
            ]
        };
    Block::Table(Table {
        caption: "Who came and who left".to_owned(),
        columns: [
            "arm",
            "randomised",
            "pain at baseline, mean (SD)",
            "left, by reason",
            "other events",
            "pain at the compared visit, mean",
        ]
        .map(words)
        .to_vec(),
        rows: story.arms.iter().map(row).collect(),
        note: String::new(),
    })
}

fn looks(story: &Story) -> Block {
    let bound = |bound: Option<f64>| optional(bound, 1.0, 2);
    let row = |(number, seen): (usize, &Seen)| {
        vec![
            Cell::Text((number + 1).to_string()),
            Cell::Number { value: seen.day / DAYS_PER_MONTH, places: 1 },
            Cell::Text(format!("{} of {}", seen.finished, seen.people)),
            seen.judged.as_ref().map_or_else(
                || Cell::NotHeld("blind, or not fitted".to_owned()),
                |judged| Cell::Number { value: judged.value, places: 2 },
            ),
            bound(Some(seen.z).filter(|z| z.is_finite())),
            bound(seen.efficacy),
            bound(seen.futility),
            Cell::Text(seen.decision.clone()),
        ]
    };
    Block::Table(Table {
        caption: "What each look saw".to_owned(),
        columns: vec![
            words("look"),
            column("time", "months"),
            words("finished, of randomised"),
            column("difference", "points"),
            column("z", ""),
            column("benefit from", "z"),
            column("futile up to", "z"),
            words("decision"),
        ],
        rows: story.looks.iter().enumerate().map(row).collect(),
        note: String::new(),
    })
}

fn verdicts(told: &Told) -> Block {
    let row = |story: &Story| {
        let people: usize = story.arms.iter().map(|arm| arm.people).sum();
        vec![
            Cell::Text(story.design.clone()),
            Cell::Number { value: people as f64, places: 0 },
            Cell::Number { value: story.months, places: 1 },
            story.estimate.map_or_else(
                || Cell::NotHeld("not fitted".to_owned()),
                |(value, _)| Cell::Number { value, places: 2 },
            ),
            Cell::Text(if story.concluded { "a benefit" } else { "no benefit" }.to_owned()),
            optional(story.truth, 1.0, 2),
        ]
    };
    Block::Table(Table {
        caption: "The same world and the same people under every design".to_owned(),
        columns: vec![
            words("design"),
            column("randomised", "patients"),
            column("duration", "months"),
            column("difference", "points"),
            words("concluded"),
            column("true", "points"),
        ],
        rows: told.stories.iter().map(row).collect(),
        note: String::new(),
    })
}

fn paragraphs(sizing: &Sizing, told: &Told) -> Vec<Option<Block>> {
    let paragraph = |(heading, words): (&'static str, String)| {
        Some(Block::Text(vec![Run::Emphasis(format!("{heading}. ")), Run::Plain(words)]))
    };
    protocol::paragraphs(sizing, told).into_iter().map(paragraph).collect()
}
