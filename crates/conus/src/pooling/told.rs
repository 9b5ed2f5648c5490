//! How is a pool told? As a forest, columns for other programs, and one page.

use super::{Measure, Member, Named, Pooled};
use crate::evidence::citations;
use crate::report::figure::forest::{self, Contrast, Factor, Row};
use crate::report::figure::{FigureError, Frame, Interval, Quantity};
use crate::report::page::{
    self, Block, Cell, Column, KeyFigure, NoticeKind, Page, PageError, Run, Section, Table,
};
use crate::report::svg::decimals;
use crate::report::wording;
use crate::run::STANDING_LINE;

/// Decimals of the figure and the page.
const PLACES: usize = 2;

/// The pool as a forest: diamond and prediction interval on top, then the studies, then what stands beside.
///
/// # Errors
/// When a number is missing.
pub fn figure(pooled: &Pooled<'_>) -> Result<String, FigureError> {
    let declared = pooled.declared;
    let row = |member: &Member| Row {
        name: member.name.clone(),
        treated: member.n.clone(),
        control: member.weight_percent.map_or("not pooled".to_owned(), |weight| decimals(weight, 1)),
        effect: Interval { value: member.told.value, low: member.told.low, high: member.told.high },
        p: None,
    };
    let factor = |name: &str, members: &[Member]| Factor {
        name: name.to_owned(),
        p: None,
        rows: members.iter().map(row).collect(),
    };
    let mut factors = vec![factor("Studies", &pooled.members)];
    if !pooled.beside.is_empty() {
        factors.push(factor("Beside, not pooled", &pooled.beside));
    }
    let share = declared.measure == Measure::Share;
    forest::draw(&forest::Data {
        frame: Frame {
            id: format!("pool-{}", declared.name),
            title: declared.question.clone(),
            caption: format!(
                "Squares: published numbers, area in proportion to precision; lines: 95 % confidence intervals; an arrow: the interval goes on. Diamond and dashed line: mean of the true effects by random effects (variance between studies by restricted likelihood, interval after Hartung and Knapp). {} {}",
                heterogeneity(pooled),
                if share { "Shares are pooled as log odds." } else { "" }
            ),
            source: "data/evidence, data/pools.toml; pool.csv".to_owned(),
        },
        effect: Quantity { name: declared.says.clone(), unit: pooled.unit.clone() },
        contrast: if share { Contrast::Level } else { Contrast::Difference },
        interval_name: "95 % CI".to_owned(),
        effect_title: if share { "Share, %" } else { "Mean" }.to_owned(),
        name_title: "Study".to_owned(),
        treated_title: if share { "Events / n" } else { "n" }.to_owned(),
        control_title: "Weight, %".to_owned(),
        p_title: String::new(),
        below: declared.below.clone(),
        above: declared.above.clone(),
        overall: Some(Row {
            name: "Random effects".to_owned(),
            treated: format!("{} studies", pooled.summary.studies),
            control: "100.0".to_owned(),
            effect: Interval { value: pooled.mean.value, low: pooled.mean.low, high: pooled.mean.high },
            p: None,
        }),
        prediction: pooled.prediction.map(|next| (next.lower, next.upper)),
        factors,
    })
}

/// How much the studies differ, in one sentence.
#[must_use]
pub fn heterogeneity(pooled: &Pooled<'_>) -> String {
    let summary = &pooled.summary;
    let scale = if pooled.declared.measure == Measure::Share { " on the scale of log odds" } else { "" };
    format!(
        "Between studies: τ² {}{scale} (95 % interval {} to {}), I² {} %, Q {} on {} degrees of freedom ({}).",
        decimals(summary.tau_squared, 3),
        decimals(summary.tau_squared_95.lower, 3),
        decimals(summary.tau_squared_95.upper, 3),
        decimals(100.0 * summary.i_squared, 0),
        decimals(summary.q, 1),
        summary.studies - 1,
        wording::p_phrase(summary.q_p)
    )
}

/// Every number of the pool as columns.
#[must_use]
pub fn csv(pooled: &Pooled<'_>) -> String {
    let mut text = "what,row,publication,group,n,value,low,high,unit,weight_percent,how,why\n".to_owned();
    let quoted = |words: &str| format!("\"{}\"", words.replace('"', "\"\""));
    let mut line = |cells: [String; 12]| text.push_str(&format!("{}\n", cells.join(",")));
    for (what, members) in [("pooled", &pooled.members), ("beside", &pooled.beside)] {
        for one in members {
            line([
                what.to_owned(),
                one.id.clone(),
                one.publication.clone(),
                quoted(&one.group),
                one.n.clone(),
                one.told.value.to_string(),
                one.told.low.to_string(),
                one.told.high.to_string(),
                quoted(&pooled.unit),
                one.weight_percent.map_or(String::new(), |weight| weight.to_string()),
                quoted(one.how),
                quoted(&one.why),
            ]);
        }
    }
    let unit = quoted(&pooled.unit);
    let mut result = |what: &str, [value, low, high]: [String; 3], how: &str| {
        let empty = String::new;
        let (what, unit, how) = (what.to_owned(), unit.clone(), quoted(how));
        line([what, empty(), empty(), empty(), empty(), value, low, high, unit, empty(), how, empty()]);
    };
    let mean = pooled.mean;
    result("mean", [mean.value, mean.low, mean.high].map(|end| end.to_string()), "REML, Hartung and Knapp");
    if let Some(next) = pooled.prediction {
        let ends = [String::new(), next.lower.to_string(), next.upper.to_string()];
        result("prediction", ends, "t with k - 2 degrees of freedom");
    }
    text
}

/// The pool on one page; `svg` is its forest.
///
/// # Errors
/// When something on it is missing.
pub fn report(pooled: &Pooled<'_>, svg: String) -> Result<String, PageError> {
    let declared = pooled.declared;
    let picture = Block::Figure {
        svg,
        caption: format!("{}, by study and pooled.", declared.says),
        file: "figures/forest.svg".to_owned(),
        table: None,
    };
    let mut why = vec![members(pooled)];
    if !declared.left_out.is_empty() {
        why.push(left_out(&declared.left_out));
    }
    page::write(&Page {
        title: declared.question.clone(),
        subtitle: "What published numbers say together; no number of conus is in it".to_owned(),
        standing_line: STANDING_LINE.to_owned(),
        lead: lead(pooled),
        sections: vec![
            section("forest", "The studies", vec![picture, paragraph(heterogeneity(pooled))]),
            section("members", "What is pooled, and why", why),
            section(
                "mind",
                "What to keep in mind",
                vec![Block::Notice { kind: NoticeKind::Warning, text: declared.mind.clone() }],
            ),
        ],
        provenance: vec![
            ("Version of conus".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
            ("Pool".to_owned(), declared.name.clone()),
            ("Method".to_owned(), METHOD.to_owned()),
        ],
        references: references(pooled),
    })
}

/// How everything is pooled.
pub const METHOD: &str = "Random effects. Variance between studies by restricted likelihood (Viechtbauer 2005); 95 % interval after Hartung and Knapp 2001; prediction interval after Higgins, Thompson and Spiegelhalter 2009; I² after Higgins and Thompson 2002; standard errors from intervals, spreads and p-values as in the Cochrane Handbook 5.1, sections 7.7.3.2 and 7.7.3.3";

fn lead(pooled: &Pooled<'_>) -> Vec<KeyFigure> {
    let mean = pooled.mean;
    let figure =
        |label: &str, value: String, note: String| KeyFigure { label: label.to_owned(), value, note };
    let interval = format!("{} to {}", decimals(mean.low, 1), decimals(mean.high, 1));
    let next = pooled.prediction.map_or_else(
        || ("not known".to_owned(), "two studies say nothing about how studies differ".to_owned()),
        |next| {
            let ends = format!("{} to {}", decimals(next.lower, 1), decimals(next.upper, 1));
            (ends, format!("{}, prediction interval, 95 %", pooled.unit))
        },
    );
    vec![
        figure(
            "Mean over studies",
            decimals(mean.value, 1),
            format!("{}; 95 % interval {interval} (Hartung and Knapp)", pooled.unit),
        ),
        figure("The next such study", next.0, next.1),
        figure(
            "Variance that lies between studies",
            format!("{} %", decimals(100.0 * pooled.summary.i_squared, 0)),
            format!("I², {} studies", pooled.summary.studies),
        ),
    ]
}

fn words(name: &str) -> Column {
    Column { name: name.to_owned(), unit: String::new(), numeric: false }
}

fn members(pooled: &Pooled<'_>) -> Block {
    let number = |name: &str, unit: &str| Column { unit: unit.to_owned(), numeric: true, ..words(name) };
    let row = |one: &Member| {
        let Member { told, .. } = one;
        vec![
            Cell::Text(one.id.clone()),
            Cell::Text(one.group.clone()),
            if one.n.is_empty() {
                Cell::NotHeld("not printed".to_owned())
            } else {
                Cell::Text(one.n.clone())
            },
            Cell::Interval { value: told.value, low: told.low, high: told.high, places: PLACES },
            one.weight_percent
                .map_or(Cell::NotHeld("not pooled".to_owned()), |value| Cell::Number { value, places: 1 }),
            Cell::Text(one.how.to_owned()),
            Cell::Text(one.why.clone()),
        ]
    };
    Block::Table(Table {
        caption: "Rows of the evidence".to_owned(),
        columns: vec![
            words("Row"),
            words("Group"),
            number("n", ""),
            number("Number", &format!("{}, 95 % interval", pooled.unit)),
            number("Weight", "%"),
            words("Error from"),
            words("Why"),
        ],
        rows: pooled.members.iter().chain(&pooled.beside).map(row).collect(),
        note: String::new(),
    })
}

fn left_out(rows: &[Named]) -> Block {
    let row = |named: &Named| vec![Cell::Text(named.row.clone()), Cell::Text(named.why.clone())];
    Block::Table(Table {
        caption: "Left out".to_owned(),
        columns: vec![words("Row"), words("Why")],
        rows: rows.iter().map(row).collect(),
        note: String::new(),
    })
}

fn references(pooled: &Pooled<'_>) -> Vec<String> {
    let all = pooled.members.iter().chain(&pooled.beside);
    all.filter_map(|member| citations().get(&member.publication)).map(ToString::to_string).collect()
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading: heading.to_owned(), blocks }
}

fn paragraph(text: String) -> Block {
    Block::Text(vec![Run::Plain(text)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;
    use crate::pooling::declared;

    #[test]
    fn every_pool_has_a_figure_a_table_and_a_page_that_says_what_it_is_not() {
        for pool in declared() {
            let pooled = pool.pooled(Evidence::shipped()).unwrap();
            let page = report(&pooled, figure(&pooled).unwrap()).unwrap();
            assert!(page.contains(STANDING_LINE) && page.contains(&pool.mind), "{}", pool.name);
            let table = csv(&pooled);
            assert!(pool.member.iter().all(|named| table.contains(&format!("pooled,{}", named.row))));
            assert_eq!(table.contains("\nprediction,"), pooled.members.len() > 2);
        }
    }
}
