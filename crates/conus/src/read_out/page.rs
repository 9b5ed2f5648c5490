//! How is a read-out told on one page? What was asked, what was found, how far it can be trusted.

use super::ReadOut;
use super::figures::{Drawn, primary_measure, reading};
use super::text::{TextTable, told};
use crate::report::page::{
    self, Block, Cell, Column, KeyFigure, NoticeKind, Page, PageError, Run, Section, Table,
};
use crate::report::wording::true_minus;
use crate::run::STANDING_LINE;

/// The page as HTML.
pub(super) fn report(read_out: &ReadOut, drawn: Vec<Drawn>) -> Result<String, PageError> {
    let tables = told(read_out);
    let page = Page {
        title: read_out.title.clone(),
        subtitle: format!("{}: {}", read_out.variable[0], read_out.variable[1]),
        standing_line: STANDING_LINE.to_owned(),
        lead: lead(read_out),
        sections: sections(read_out, drawn, &tables),
        provenance: vec![
            ("Version of conus".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ("Variable".to_owned(), read_out.variable[0].clone()),
            ("Primary analysis".to_owned(), read_out.primary.method.clone()),
        ],
        references: Vec::new(),
    };
    page::write(&page)
}

fn lead(read_out: &ReadOut) -> Vec<KeyFigure> {
    let effects = read_out.primary.effects_at(&read_out.visit);
    let figure = |effect: &crate::analysis::answer::Effect| {
        let number = &effect.number;
        let interval = number
            .interval_95
            .map_or_else(String::new, |[low, high]| format!("95 % interval {low:.2} to {high:.2}; "));
        KeyFigure {
            label: format!(
                "{} at {}: {} minus {}",
                primary_measure(read_out),
                effect.visit,
                effect.arm,
                effect.reference
            ),
            value: format!("{:.2}", number.value),
            note: format!("{interval}n {} and {}", effect.n_arm, effect.n_reference),
        }
    };
    effects.map(figure).collect()
}

fn sections(read_out: &ReadOut, drawn: Vec<Drawn>, tables: &[TextTable]) -> Vec<Section> {
    let mut figures = drawn
        .into_iter()
        .map(|figure| {
            let name = figure.file.clone();
            let block =
                Block::Figure { svg: figure.svg, caption: figure.reading, file: figure.file, table: None };
            (name, block)
        })
        .collect::<Vec<_>>();
    let mut take = |id: &str| {
        let at = figures.iter().position(|(file, _)| *file == format!("figures/{id}.svg"))?;
        Some(figures.remove(at).1)
    };
    let table = |heading: &str| {
        tables.iter().find(|table| table.heading.starts_with(heading)).map(|table| Block::Table(of(table)))
    };
    let section = |id: &str, heading: &str, blocks: Vec<Option<Block>>| Section {
        id: id.to_owned(),
        heading: heading.to_owned(),
        blocks: blocks.into_iter().flatten().collect(),
    };
    let asked = vec![Some(asked(read_out)), synthetic(read_out), table("People"), warnings(read_out)];
    let found = vec![
        Some(paragraph(&reading(read_out))),
        take("means"),
        table("Effects"),
        table("Adjusted means"),
        table("Joint tests"),
    ];
    let beside = vec![take("methods"), table("Every analysis")];
    let whom = vec![take("subgroups"), table("Subgroups"), take("responders")];
    let trust = vec![take("residuals"), table("The model"), Some(code(read_out))];
    [
        section("asked", "What was asked", asked),
        section("found", "What was found", found),
        section("beside", "What other analyses say", beside),
        section("whom", "In whom, and how many", whom),
        section("trust", "How far to trust it", trust),
    ]
    .into_iter()
    .filter(|section| !section.blocks.is_empty())
    .collect()
}

fn asked(read_out: &ReadOut) -> Block {
    let arms = read_out.arms[1..].join(", ");
    let estimand = if read_out.estimand.is_empty() {
        String::new()
    } else {
        format!(" Intercurrent events: {}.", read_out.estimand.join("; "))
    };
    let what = if read_out.change { "change from baseline" } else { "value" };
    paragraph(&format!(
        "{arms} against {} at {}, by the {what}. Primary analysis, fixed in the plan: {}.{estimand}",
        read_out.arms[0], read_out.visit, read_out.primary.method
    ))
}

fn synthetic(read_out: &ReadOut) -> Option<Block> {
    let text = "The data are synthetic: these people do not exist.".to_owned();
    read_out.synthetic.then_some(Block::Notice { kind: NoticeKind::Warning, text })
}

fn warnings(read_out: &ReadOut) -> Option<Block> {
    if read_out.warnings.is_empty() {
        return None;
    }
    let text = read_out.warnings.join(" | ").replace('\n', " ");
    Some(Block::Notice { kind: NoticeKind::Known, text })
}

fn code(read_out: &ReadOut) -> Block {
    let line = |line: &str| vec![Cell::Text(line.to_owned())];
    Block::Table(Table {
        caption: "R code that should give the numbers of the primary analysis (also in primary.R)".to_owned(),
        columns: vec![Column { name: "code".to_owned(), unit: String::new(), numeric: false }],
        rows: read_out.r_code.lines().map(line).collect(),
        note: String::new(),
    })
}

fn paragraph(words: &str) -> Block {
    Block::Text(vec![Run::Plain(words.to_owned())])
}

/// A table of the terminal as one of the page: a column is numeric when all of its cells are.
fn of(table: &TextTable) -> Table {
    let is_number = |cell: &String| cell == "-" || cell.parse::<f64>().is_ok();
    let numeric: Vec<bool> =
        (0..table.head.len()).map(|at| table.rows.iter().all(|row| is_number(&row[at]))).collect();
    let cell = |(at, cell): (usize, &String)| match cell.parse::<f64>() {
        _ if !numeric[at] => Cell::Text(true_minus(cell)),
        Ok(value) => {
            let places = cell.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            Cell::Number { value, places }
        }
        Err(_) => Cell::NotHeld("none".to_owned()),
    };
    let column = |(at, name): (usize, &&str)| Column {
        name: (*name).to_owned(),
        unit: String::new(),
        numeric: numeric[at],
    };
    Table {
        caption: table.heading.clone(),
        columns: table.head.iter().enumerate().map(column).collect(),
        rows: table.rows.iter().map(|row| row.iter().enumerate().map(cell).collect()).collect(),
        note: String::new(),
    }
}
