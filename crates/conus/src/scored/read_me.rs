//! What does the folder say of itself? Instrument, file, items, scores, variables, and what it is not for.

use std::fmt::Write as _;

use super::adam::Bds;
use super::pass::{Scorer, Summary};

/// The page of a folder.
pub(super) fn read_me(scorer: &Scorer<'_>, bds: &Bds<'_>, file: &str, summary: &Summary) -> String {
    let instrument = scorer.instrument;
    let mut page = format!("# Scores by {}\n\n{}\n\n", instrument.name(), plain(instrument.about()));
    page.push_str("Research and teaching only; not clinical advice.\n\n");
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut line = |what: &str, value: String| {
        writeln!(page, "| {what} | {} |", plain(&value)).expect("memory does not refuse");
    };
    line("file", name.to_owned());
    line("---", "---".to_owned());
    line("rows read", summary.rows.to_string());
    line("rows scored", summary.scored.to_string());
    line("rows that lost a score to a problem", summary.faulty.to_string());
    line("rows without any score because answers are missing", summary.unanswered.to_string());
    line("problems", summary.problems.to_string());
    if let Some(fault) = &summary.broken {
        line("THE REST OF THE FILE WAS NOT READ", fault.to_string());
    }
    page.push_str(FILES);
    page.push_str("\n## Scores\n\n| column | PARAMCD | meaning |\n|---|---|---|\n");
    for score in instrument.scores() {
        page.push_str(&format!("| {} | {} | {} |\n", score.name, score.code, plain(score.label)));
    }
    page.push_str(&format!(
        "\n## {}\n\n| variable | label | defined by | derivation |\n|---|---|---|---|\n",
        bds.name()
    ));
    for (variable, derivation) in bds.variables() {
        let origin = variable.origin.source();
        page.push_str(&format!(
            "| {} | {} | {origin} | {} |\n",
            variable.name,
            variable.label,
            plain(derivation)
        ));
    }
    page.push_str("\n## Items\n\n| column | meaning | allowed | in the file |\n|---|---|---|---|\n");
    for (item, place) in instrument.items().iter().zip(&scorer.columns.items) {
        let there = if place.is_some() { "yes" } else { "no" };
        let (label, allowed) = (plain(&item.label), plain(&item.allowed));
        page.push_str(&format!("| {} | {label} | {allowed} | {there} |\n", item.name));
    }
    page
}

const FILES: &str = "
`scores.csv` has the rows of the file in their order: the columns that are no items, then the scores. A missing score is
an empty cell. A row that cannot be read keeps its place and is empty.

The ADaM table has one row for each score that is not missing.

`problems.csv` has one line for everything that is wrong: row (the first row of data is 1), line of the file, column,
value, the rule that is broken, and whether a score was lost by it (Y or N).
";

/// Text that stays in its cell of the page.
fn plain(text: &str) -> String {
    let one_line = text.replace('\n', "; ").replace('|', "/");
    crate::spelling::shortened(&one_line, 600)
}
