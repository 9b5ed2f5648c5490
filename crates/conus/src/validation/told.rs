//! How is the ledger told? As figures, tables for other programs, and one page.

mod figures;
mod tables;

use super::family::{Counted, OfFamily};
use super::ledger::{Held, Ledger};
use crate::evidence::Role;
use crate::report::page::{self, Block, KeyFigure, NoticeKind, Page, PageError, Run, Section};
use crate::run::STANDING_LINE;
pub use figures::{agreement, rows};

/// The ledger as columns, one row for each scored row.
#[must_use]
pub fn csv(ledger: &Ledger) -> String {
    let mut text = "id,role,family,unit,n,published,predicted,low,high,inside,low_with_model_error,high_with_model_error,worlds,score,naive_predicted,naive_low,naive_high,naive_score\n".to_owned();
    for row in &ledger.scored {
        let n = row.n.iter().map(u32::to_string).collect::<Vec<_>>().join("/");
        let score = row.score.map_or(String::new(), |score| score.to_string());
        let naive = row.naive.map_or(",,,".to_owned(), |naive| {
            format!("{},{},{},{}", naive.predicted, naive.low, naive.high, naive.score)
        });
        text.push_str(&format!(
            "{},{},\"{}\",\"{}\",{n},{},{},{},{},{},{},{},{},{score},{naive}\n",
            row.id,
            role(row.role),
            row.family,
            row.unit,
            row.published,
            row.predicted,
            row.low,
            row.high,
            row.inside,
            row.with_model_error[0],
            row.with_model_error[1],
            row.worlds,
        ));
    }
    text
}

/// The word for a role.
#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Fit => "fit",
        Role::Holdout => "holdout",
        Role::Context => "context",
    }
}

/// Each kind of number as columns.
#[must_use]
pub fn families_csv(ledger: &Ledger) -> String {
    let mut text = "family,unit,fit,holdout,context,inside,of,coverage_percent,coverage_95_low,coverage_95_high,compared,score,width,naive_score,naive_width,better\n".to_owned();
    for one in ledger.by_family() {
        let OfFamily { family, unit, by_role: [fit, holdout, context], inside, of, coverage, contest } = one;
        let [share, low, high] = percent(&coverage);
        let contest = contest.map_or("0,,,,,".to_owned(), |contest| {
            format!(
                "{},{},{},{},{},{}",
                contest.rows,
                contest.model,
                contest.model_width,
                contest.naive,
                contest.naive_width,
                contest.model_is_better()
            )
        });
        text.push_str(&format!(
            "\"{family}\",\"{unit}\",{fit},{holdout},{context},{inside},{of},{share},{low},{high},{contest}\n"
        ));
    }
    text
}

/// The rows that are not scored, as columns.
#[must_use]
pub fn listed_csv(ledger: &Ledger) -> String {
    let mut text = "id,role,quantity,unit,why\n".to_owned();
    let quoted = |words: &str| words.replace('"', "\"\"");
    for row in &ledger.listed {
        let (quantity, unit) = (quoted(&row.quantity), quoted(&row.unit));
        let why = row.why.words();
        text.push_str(&format!("{},{},\"{quantity}\",\"{unit}\",\"{why}\"\n", row.id, role(row.role)));
    }
    text
}

/// Per cent of intervals that held, with the 95 % interval of it.
#[must_use]
pub fn percent(coverage: &conus_stats::scoring::Coverage) -> [f64; 3] {
    [coverage.share, coverage.interval_95.lower, coverage.interval_95.upper].map(|share| 100.0 * share)
}

/// How many rows are scored and listed, in one sentence.
#[must_use]
pub fn counts(ledger: &Ledger) -> String {
    let of = |one: &Counted| format!("{} {} scored, {} listed", role(one.role), one.scored, one.listed);
    ledger.counts().iter().map(of).collect::<Vec<_>>().join("; ")
}

/// The drawings of the ledger.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Predicted against published, by kind.
    pub agreement: String,
    /// Row by row.
    pub rows: String,
}

/// The ledger on one page; `failed` is what was declared and does not hold.
///
/// # Errors
/// When something on it is missing.
pub fn report(ledger: &Ledger, failed: &[String], drawn: &Drawn) -> Result<String, PageError> {
    let picture = |svg: &str, caption: &str, file: &str| Block::Figure {
        svg: svg.to_owned(),
        caption: caption.to_owned(),
        file: file.to_owned(),
        table: None,
    };
    let agreement = picture(
        &drawn.agreement,
        "Predicted against published, by kind of number. On the line both are the same; a miss is a diamond.",
        "figures/agreement.svg",
    );
    let rows = picture(
        &drawn.rows,
        "Predicted beside published. A miss is a diamond and stays in.",
        "figures/ledger.svg",
    );
    page::write(&Page {
        title: "Does conus predict what was published?".to_owned(),
        subtitle: format!(
            "{} published numbers, each simulated by the estimator that its paper used",
            ledger.scored.len()
        ),
        standing_line: STANDING_LINE.to_owned(),
        lead: ledger.held().iter().map(lead).collect(),
        sections: vec![
            section(
                "verdict",
                "The verdict",
                vec![declared(failed), paragraph(&contest(ledger)), tables::roles(ledger)],
            ),
            section("kinds", "By kind of number", vec![agreement, tables::families(ledger)]),
            section("rows", "Row by row", vec![rows]),
            section("left", "Listed, not scored", tables::left(ledger)),
        ],
        provenance: vec![
            ("Version of conus".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ("Possible worlds".to_owned(), ledger.worlds.to_string()),
        ],
        references: Vec::new(),
    })
}

fn lead(held: &Held) -> KeyFigure {
    let interval = held.coverage.interval_95;
    let label = match held.role {
        Role::Fit => "of the numbers it may be fitted to",
        Role::Holdout => "of the numbers that were kept aside",
        Role::Context => "of the numbers quoted for context",
    };
    KeyFigure {
        label: format!("Inside the 90 % interval, {label}"),
        value: format!("{} of {}", held.inside, held.of),
        note: format!(
            "{:.0} % (95 % interval {:.0} to {:.0}); {} with the declared error of the model",
            100.0 * held.coverage.share,
            100.0 * interval.lower,
            100.0 * interval.upper,
            held.inside_with_model_error
        ),
    }
}

fn declared(failed: &[String]) -> Block {
    let kind = if failed.is_empty() { NoticeKind::Known } else { NoticeKind::Warning };
    Block::Notice { kind, text: verdict(failed) }
}

/// Whether what was declared holds, in words.
#[must_use]
pub fn verdict(failed: &[String]) -> String {
    if failed.is_empty() {
        "All that was declared beforehand holds. An earlier ledger fell short of it; what was changed after that had been seen stands in docs/calibration.md, section 4.".to_owned()
    } else {
        format!("Declared beforehand and not held: {}.", failed.join("; "))
    }
}

fn contest(ledger: &Ledger) -> String {
    let Some(contest) = ledger.contest() else {
        return "No row has other publications of its kind to be compared with.".to_owned();
    };
    format!(
        "Wide intervals hold everything, so they are charged for. Over {} rows that other publications say something \
         about, the interval score of the model is {:.2} (mean width {:.2}) and that of somebody who takes the mean of \
         the other publications {:.2} (mean width {:.2}), in standard deviations of the published numbers; less is better.",
        contest.rows, contest.model, contest.model_width, contest.naive, contest.naive_width
    )
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading: heading.to_owned(), blocks }
}

fn paragraph(text: &str) -> Block {
    Block::Text(vec![Run::Plain(text.to_owned())])
}
