//! How is the dossier set? Short tables in the order in which a reviewer asks, with what is fragile and what it is not for
//! where nobody overlooks them.

use super::Dossier;
use super::drawing::draw;
use super::entry::Entry;
use super::ledger::{Kept, OfRole};
use super::robustness::{Change, Panel, Row, Standing};
use super::rules::rules;
use super::verification::{Converged, checks};
use crate::patient::course::Precision;
use crate::report::figure::FigureError;
use crate::report::page::{Block, Cell, Column, NoticeKind, PageError, Section, Table};
use crate::report::wording::true_minus;

/// File of the figure, beside the report.
const FIGURE: &str = "figures/robustness.svg";

/// The dossier as one section of a report.
///
/// # Errors
/// [`PageError::Missing`] names the first entry that nobody filled in; a drawing with a hole is refused too.
pub fn section(dossier: &Dossier) -> Result<Section, PageError> {
    let mut blocks = vec![purpose(dossier)?, never(dossier)];
    blocks.push(run_checks(dossier)?);
    blocks.push(outside_checks());
    blocks.push(validation(dossier)?);
    blocks.extend(robustness(dossier)?);
    blocks.push(ten_rules());
    Ok(Section { id: "credibility".to_owned(), heading: "Credibility dossier".to_owned(), blocks })
}

/// The figures of a section, each with the name of its file, for whoever writes the folder of the report.
pub fn figures(section: &Section) -> impl Iterator<Item = (&str, &str)> {
    section.blocks.iter().filter_map(|block| match block {
        Block::Figure { svg, file, .. } => Some((file.as_str(), svg.as_str())),
        _ => None,
    })
}

fn purpose(dossier: &Dossier) -> Result<Block, PageError> {
    let words = dossier.purpose.words();
    let asked = match dossier.question.told("question of interest")? {
        Ok(asked) => asked,
        Err(_) => &words.question,
    };
    let judged = |judged: &super::purpose::Judged| format!("{}. {}", upper(&judged.level), judged.why);
    let rows = vec![
        row(["Use of this report", &words.name]),
        row(["Question of interest", asked]),
        row(["Context of use", &words.context]),
        row(["Model influence", &judged(&words.influence)]),
        row(["Consequence of a wrong decision", &judged(&words.consequence)]),
        row(["Model risk (influence × consequence)", &judged(&words.risk)]),
    ];
    Ok(table(
        "What is asked of the model, and what hangs on it",
        &["entry", "this report"],
        rows,
        "Terms after ICH M15, FDA 2023 and ASME V&V 40-2018. Our own judgement; no regulator has reviewed it.",
    ))
}

fn never(dossier: &Dossier) -> Block {
    let rows = dossier.purpose.never().map(|never| row([&never.what, &never.why])).collect();
    table("Do not use this report for", &["use", "why not"], rows, "")
}

/// What the run says of itself: failures, finer tolerances, what repeats it.
fn run_checks(dossier: &Dossier) -> Result<Block, PageError> {
    let solved = told(&dossier.solved, "failed solves", |solved| {
        format!("{} of {}; each is counted, and none has a number in a table", solved.failed, solved.of)
    })?;
    let converged = told(&dossier.converged, "finer tolerances", finer)?;
    let Precision { relative, absolute, .. } = Precision::STUDY;
    let mut rows = vec![
        vec![text("Tolerance of the solver"), text(format!("relative {relative:e}, absolute {absolute:e}"))],
        vec![text("Solver convergence: a tenth of the tolerance"), converged],
        vec![text("Failed solves in this run"), solved],
    ];
    match dossier.identity.told("what identifies the run")? {
        Ok(identity) => rows.extend(identity.iter().map(|(name, value)| row([name, value]))),
        Err(why) => rows.push(vec![text("What identifies the run"), blank(why)]),
    }
    Ok(table(
        "Verification in this run",
        &["check", "found"],
        rows,
        "The same study, seed and version give the same bytes, whatever the threads, the lanes and the split.",
    ))
}

fn finer(found: &Converged) -> String {
    let others = match found.others {
        0 => "the same people let in".to_owned(),
        some => format!("{some} people let in only once"),
    };
    let bound = if found.largest_nrs < 1e-6 {
        "below 0.000001".to_owned()
    } else {
        format!("{:.6}", found.largest_nrs)
    };
    format!(
        "largest difference {bound} NRS over {} true pains of {} people; {others}",
        found.pairs, found.people
    )
}

fn outside_checks() -> Block {
    let rows = checks()
        .iter()
        .map(|check| {
            vec![text(&check.what), text(&check.against), text(format!("{}: {}", check.file, check.test))]
        })
        .collect();
    table(
        "Verification outside this run: independent cross-checks and determinism",
        &["what", "compared with", "test"],
        rows,
        "Run with every change of conus, except diffsol and libRoadRunner, which need programs of their own.",
    )
}

fn validation(dossier: &Dossier) -> Result<Block, PageError> {
    let kept = match dossier.ledger.told("validation")? {
        Ok(kept) => kept,
        Err(why) => {
            let rows = vec![vec![text("Published numbers inside their 90 % interval"), blank(why)]];
            return Ok(table("Validation", &["what", "found"], rows, ""));
        }
    };
    let of_role = |found: &OfRole| {
        let [low, high] = found.band_percent;
        let meaning = match found.role.as_str() {
            "fit" => "fitted to: description",
            "holdout" => "held out: prediction",
            _ => "quoted for context",
        };
        vec![
            text(meaning),
            text(format!("{} of {}", found.inside, found.of)),
            Cell::Interval { value: 100.0 * found.inside as f64 / found.of as f64, low, high, places: 0 },
            text(format!("{} of {}", found.inside_with_model_error, found.of)),
        ]
    };
    let columns = vec![
        column("published numbers", "", false),
        column("inside their 90 % interval", "", true),
        column("share (95 % band)", "%", true),
        column("with the declared error of the model", "", true),
    ];
    let (rows, note) = (kept.roles.iter().map(of_role).collect(), verdict(kept));
    let caption = "Validation: published numbers and what the model predicts for their sample".to_owned();
    Ok(Block::Table(Table { caption, columns, rows, note }))
}

/// Whether what was declared holds, and how the model fares against a rival without one.
fn verdict(kept: &Kept) -> String {
    let declared = crate::validation::told::verdict(&kept.failed);
    let named = kept.failed.iter().any(|what| what.contains("interval score"));
    let rival = kept.contest.filter(|_| !named).map_or_else(String::new, |found| {
        format!(
            " Interval score over {} rows: {:.2}, mean of other studies {:.2}; less is better.",
            found.rows, found.model, found.naive
        )
    });
    format!(
        "{declared}{rival} {} worlds; {} rows are listed and not scored; digest {}. Row by row: conus validate.",
        kept.worlds,
        kept.listed,
        &kept.digest[..12.min(kept.digest.len())]
    )
}

fn robustness(dossier: &Dossier) -> Result<Vec<Block>, PageError> {
    let panel = match dossier.robustness.told("robustness of the headline")? {
        Ok(panel) if !panel.rows.is_empty() => panel,
        Ok(panel) => {
            let why = panel.unanswered.first().map_or("no departure was played", |(_, why)| why.as_str());
            return Ok(vec![no_panel(why)]);
        }
        Err(why) => return Ok(vec![no_panel(why)]),
    };
    let words =
        |entry: &Entry<String>, name: &str| Ok(entry.told(name)?.map_or_else(str::to_owned, Clone::clone));
    let headline = words(&dossier.headline, "headline")?;
    let source = words(&dossier.source, "source of the figure")?;
    let svg = draw(panel, &headline, &source).map_err(|fault: FigureError| PageError::Drawing {
        place: "credibility dossier, robustness".to_owned(),
        reason: fault.to_string(),
    })?;
    let caption = summary(panel, &headline);
    let figure = Block::Figure { svg, caption, file: FIGURE.to_owned(), table: None };
    Ok(vec![notice(panel, &headline), figure, changes(panel, &headline)])
}

fn no_panel(why: &str) -> Block {
    let rows = vec![vec![text("Headline under other assumptions"), blank(why)]];
    table("Uncertainty: robustness of the headline", &["what", "found"], rows, "")
}

fn summary(panel: &Panel, headline: &str) -> String {
    let count = |standing| panel.standing(standing).count();
    let [holds, unsettled, fragile] = [Standing::Holds, Standing::Unsettled, Standing::Fragile].map(count);
    format!(
        "The {headline} where one assumption departs: it holds under {holds} departures, is unsettled under {unsettled} and fragile under {fragile}."
    )
}

fn notice(panel: &Panel, headline: &str) -> Block {
    let fragile: Vec<&str> = panel.standing(Standing::Fragile).map(|row| row.what.as_str()).collect();
    let bound = format!(
        "a change of more than {:.0} % (and {} {}), or another conclusion",
        100.0 * panel.bound_share,
        panel.bound_least,
        panel.unit
    );
    let (kind, words) = if fragile.is_empty() {
        (NoticeKind::Known, format!("No departure makes the {headline} fragile ({bound})."))
    } else {
        (NoticeKind::Warning, format!("Fragile ({bound}) where {}.", fragile.join("; ")))
    };
    Block::Notice { kind, text: words }
}

fn changes(panel: &Panel, headline: &str) -> Block {
    let change = |change: Change, factor: f64, places: usize| {
        text(format!("{} ± {:.places$}", signed(factor * change.change, places), factor * change.error))
    };
    let of = |row: &Row| {
        vec![
            text(&row.what),
            change(row.observed, 1.0, 2),
            change(row.truth, 1.0, 2),
            change(row.reported, 100.0, 0),
            text(row.standing.word()),
        ]
    };
    let unanswered = |(what, why): &(String, String)| {
        let none = || blank("no answer");
        vec![text(what), none(), none(), none(), text(why)]
    };
    let planned = panel.rows.first().map_or_else(String::new, |row| {
        format!(
            " As planned in the same trials: {headline} {}, true effect {}, reported by {:.0} %.",
            signed(row.observed.planned, 2),
            signed(row.truth.planned, 2),
            100.0 * row.reported.planned
        )
    });
    Block::Table(Table {
        caption: "Uncertainty: change of the headline where one assumption departs".to_owned(),
        columns: vec![
            column("what is changed", "", false),
            column(headline, &panel.unit, true),
            column("true effect", &panel.unit, true),
            column("trials that report it", "percentage points", true),
            column("standing", "", false),
        ],
        rows: panel.rows.iter().map(of).chain(panel.unanswered.iter().map(unanswered)).collect(),
        note: format!(
            "Change ± its Monte-Carlo standard error over {} pairs of trials.{planned} Unsettled: chance may hide a change beyond the bound, or have made one. Departures: data/dossier/robustness.toml.",
            panel.asked
        ),
    })
}

fn ten_rules() -> Block {
    let rows = rules()
        .iter()
        .zip(1..)
        .map(|(rule, number): (_, u32)| {
            row([
                &format!("{number}. {}", rule.name),
                rule.score.words(),
                &format!("{} ({}).", rule.evidence.trim_end_matches('.'), rule.files.join(", ")),
                &rule.gap,
            ])
        })
        .collect();
    table(
        "Ten rules for credible practice: self-score",
        &["rule", "score", "evidence", "gap"],
        rows,
        "Rules: Erdemir 2020. Scale: rubric of Manchel 2025, 0 to 4. Scored by ourselves; no reviewer has confirmed it.",
    )
}

fn told<T>(entry: &Entry<T>, name: &str, words: impl Fn(&T) -> String) -> Result<Cell, PageError> {
    Ok(match entry.told(name)? {
        Ok(evidence) => text(words(evidence)),
        Err(why) => blank(why),
    })
}

fn blank(why: &str) -> Cell {
    Cell::NotHeld(format!("no evidence held: {why}"))
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

fn row<const N: usize>(words: [&str; N]) -> Vec<Cell> {
    words.map(text).to_vec()
}

fn column(name: &str, unit: &str, numeric: bool) -> Column {
    Column { name: name.to_owned(), unit: unit.to_owned(), numeric }
}

fn table(caption: &str, names: &[&str], rows: Vec<Vec<Cell>>, note: &str) -> Block {
    let columns = names.iter().map(|name| column(name, "", false)).collect();
    Block::Table(Table { caption: caption.to_owned(), columns, rows, note: note.to_owned() })
}

/// With its sign and a true minus; what rounds to nothing has no sign.
fn signed(value: f64, places: usize) -> String {
    let words = format!("{value:+.places$}");
    if words.chars().any(|c| ('1'..='9').contains(&c)) { true_minus(&words) } else { words[1..].to_owned() }
}

fn upper(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
