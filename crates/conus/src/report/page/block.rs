//! How is each piece of a section set as HTML? Every text passes `escape`, every piece was checked before.

use super::super::escape::{attribute, text};
use super::super::svg::decimals;
use super::{Block, Cell, Column, NoticeKind, Run, Section, Table};

/// Figures and tables set so far.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    figures: usize,
    tables: usize,
}

/// A section with its heading, which links to itself.
pub(super) fn section(number: usize, section: &Section, numbering: &mut Numbering) -> String {
    let blocks: String = section.blocks.iter().map(|piece| block(piece, numbering)).collect();
    let id = format!("section-{}", section.id);
    let heading = text(&section.heading);
    format!(
        "<section class=\"chapter\" aria-labelledby=\"{id}\">\n<h2 id=\"{id}\"><span \
         class=\"n\">{number}</span> \
         {heading} <a class=\"link-here\" href=\"#{id}\" aria-label=\"Link to the section {}\">#</a></h2>\n\
         {blocks}</section>\n",
        attribute(&section.heading)
    )
}

fn block(piece: &Block, numbering: &mut Numbering) -> String {
    match piece {
        Block::Text(runs) => paragraph(runs),
        Block::Figure { svg, caption, file, table } => figure(svg, caption, file, table.as_ref(), numbering),
        Block::Table(content) => numbered(content, numbering),
        Block::Folded { summary, table } => {
            let content = numbered(table, numbering);
            format!("<details>\n<summary>{}</summary>\n{content}</details>\n", text(summary))
        }
        Block::Notice { kind, text } => notice(*kind, text),
    }
}

fn numbered(content: &Table, numbering: &mut Numbering) -> String {
    numbering.tables += 1;
    let number = numbering.tables;
    table(content, &format!("table-{number}"), &format!("Table {number}"))
}

/// Marks that touch each other are parted by a comma.
fn paragraph(runs: &[Run]) -> String {
    let mut html = String::from("<p>");
    let mut after_mark = false;
    for piece in runs {
        let mark = matches!(piece, Run::Reference(_));
        if mark && after_mark {
            html.push_str("<sup>,</sup>");
        }
        html.push_str(&run(piece));
        after_mark = mark;
    }
    html.push_str("</p>\n");
    html
}

fn run(piece: &Run) -> String {
    match piece {
        Run::Plain(words) => text(words),
        Run::Emphasis(words) => format!("<em>{}</em>", text(words)),
        Run::Reference(number) => format!(
            "<sup><a class=\"cite\" href=\"#reference-{number}\" aria-label=\"Reference \
             {number}\">{number}</a></sup>"
        ),
    }
}

fn figure(
    svg: &str,
    caption: &str,
    file: &str,
    numbers: Option<&Table>,
    numbering: &mut Numbering,
) -> String {
    numbering.figures += 1;
    let number = numbering.figures;
    let id = format!("figure-{number}");
    let name = attribute(file.rsplit('/').next().unwrap_or(file));
    let file = attribute(file);
    let numbers = numbers.map_or_else(String::new, |content| {
        let content = table(content, &format!("{id}-numbers"), &format!("Numbers of figure {number}"));
        format!("<details>\n<summary>Show the numbers</summary>\n{content}</details>\n")
    });
    format!(
        "<div class=\"plate\">\n<figure id=\"{id}\" aria-labelledby=\"{id}-caption\">\n\
         <div class=\"scroll drawing\" tabindex=\"0\" role=\"group\" aria-label=\"Drawing of figure \
         {number}\">\n\
         {}\n</div>\n<figcaption id=\"{id}-caption\"><b>Figure {number}</b> {}</figcaption>\n</figure>\n\
         <p class=\"tools\"><a class=\"download\" href=\"{file}\" download=\"{name}\" \
         data-figure=\"{id}\">Download \
         SVG<span class=\"file\"> {name}</span></a></p>\n{numbers}</div>\n",
        svg.trim(),
        text(caption),
    )
}

fn table(content: &Table, id: &str, name: &str) -> String {
    let heads: String = content.columns.iter().map(head).collect();
    let rows: String = content.rows.iter().map(|cells| row(&content.columns, cells)).collect();
    let note = if content.note.is_empty() {
        String::new()
    } else {
        format!("<p class=\"table-note\">{}</p>\n", text(&content.note))
    };
    format!(
        "<div class=\"tabular\">\n<p class=\"table-caption\" id=\"{id}\"><b>{name}</b> {}</p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-labelledby=\"{id}\">\n\
         <table \
         aria-labelledby=\"{id}\">\n<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n\
         </div>\n{note}</div>\n",
        text(&content.caption),
    )
}

fn head(column: &Column) -> String {
    let unit = if column.unit.is_empty() {
        String::new()
    } else {
        format!(" <span class=\"unit\">{}</span>", text(&column.unit))
    };
    format!("<th scope=\"col\"{}>{}{unit}</th>", class(column), text(&column.name))
}

fn row(columns: &[Column], cells: &[Cell]) -> String {
    let mut html = String::from("<tr>");
    for (index, (column, value)) in columns.iter().zip(cells).enumerate() {
        let class = class(column);
        let value = cell(value);
        html.push_str(&if index == 0 {
            format!("<th scope=\"row\"{class}>{value}</th>")
        } else {
            format!("<td{class}>{value}</td>")
        });
    }
    html.push_str("</tr>\n");
    html
}

fn class(column: &Column) -> &'static str {
    if column.numeric { " class=\"number\"" } else { "" }
}

fn cell(value: &Cell) -> String {
    match value {
        Cell::Text(words) => text(words),
        Cell::Number { value, places } => decimals(*value, *places),
        Cell::Interval { value, low, high, places } => {
            let [value, low, high] = [value, low, high].map(|number| decimals(*number, *places));
            format!("{value} <span class=\"interval\">({low} to {high})</span>")
        }
        Cell::NotHeld(reason) => format!("<span class=\"not-held\">{}</span>", text(reason)),
    }
}

/// Kinds differ in word, sign and edge before they differ in colour.
fn notice(kind: NoticeKind, words: &str) -> String {
    let (class, name, sign) = match kind {
        NoticeKind::Known => (
            "known",
            "What is known",
            "<circle cx=\"10\" cy=\"10\" r=\"8\" fill=\"currentColor\"/>\
             <path d=\"M6 10.3l2.8 2.8L14 7.6\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2\"/>",
        ),
        NoticeKind::NotKnown => (
            "not-known",
            "What is not known",
            "<circle cx=\"10\" cy=\"10\" r=\"7.5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
             stroke-dasharray=\"3.4 2.5\"/>",
        ),
        NoticeKind::Assumption => (
            "assumption",
            "Assumption",
            "<path d=\"M10 1.5L18.5 10L10 18.5L1.5 10Z\" fill=\"none\" stroke=\"currentColor\" \
             stroke-width=\"2\"/>\
             <path d=\"M10 1.5L18.5 10L10 18.5Z\" fill=\"currentColor\"/>",
        ),
        NoticeKind::Warning => (
            "warning",
            "Warning",
            "<path d=\"M10 1.5L19.2 18H0.8Z\" fill=\"currentColor\"/>\
             <path d=\"M10 7v5.6M10 14.2v2\" fill=\"none\" stroke=\"#fff\" stroke-width=\"2\"/>",
        ),
    };
    format!(
        "<div class=\"notice {class}\" role=\"note\">\n<p class=\"notice-name\"><svg class=\"sign\" \
         viewBox=\"0 0 20 20\" \
         width=\"16\" height=\"16\" aria-hidden=\"true\">{sign}</svg> {name}</p>\n<p>{}</p>\n</div>\n",
        text(words)
    )
}
