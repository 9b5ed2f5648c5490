//! What was asked, and what has been published of it?

use super::paragraph;
use super::sections::{column, notice, section};
use crate::evidence::{Evidence, Finding, Label, PValue, Role};
use crate::report::page::{Block, Cell, NoticeKind, Section, Table};
use crate::trial::plan::TrialPlan;
use crate::trial::tested::Tested;

/// The trial whose published results are held.
const PUBLISHED_TRIAL: &str = "akhlaghpasand2025ct";

/// What is known of the trial, and what is not.
pub(super) fn asked(plan: &TrialPlan) -> Section {
    let cells = Tested::of(plan).cells;
    let mut blocks = vec![paragraph(plan.study.question.clone())];
    if plan.study.source == PUBLISHED_TRIAL {
        blocks.extend(published_trial());
    } else if cells {
        blocks.push(notice(
            NoticeKind::Warning,
            "This study names another source than the published pain trial (akhlaghpasand2025ct). Where this page shows published results, they are those of that trial, for scale only: another design may differ for that reason alone.",
        ));
    }
    let prior = if cells {
        " The potency of the cells has a wide prior from animal work and is fitted to no trial's results: they are held out."
    } else if fitted(plan) {
        " Published numbers of this trial may be fitted (role `fit`): where the model agrees with them, it predicts nothing."
    } else {
        ""
    };
    let open = "What no publication tells is a line of the study file and can be changed.";
    blocks.push(notice(NoticeKind::Assumption, &format!("{open}{prior}")));
    section("asked", "What is known, and what is not", blocks)
}

fn published_trial() -> [Block; 2] {
    [
        notice(
            NoticeKind::Known,
            "Published and held: an open-label, randomised, active-controlled phase II trial in complete spinal cord injury with neuropathic pain; one intrathecal injection of bone-marrow stromal and Schwann cells; 37 treated and 30 controls followed for six months; six p-values between arms and that treatment was associated with the change of every outcome in a multiple regression.",
        ),
        notice(
            NoticeKind::NotKnown,
            "Not held: the published means and standard deviations, the baseline table, cell numbers and volume, the content of the control, numbers randomised, adverse events, the test behind each p, which version of the pain data set was used. No simulated mean here reproduces a published one.",
        ),
    ]
}

/// What is published of the trial that the study is made after, and may be read.
fn rows(plan: &TrialPlan) -> impl Iterator<Item = (&'static Label, &'static Finding)> {
    let source = plan.study.source.clone();
    Evidence::shipped().open_rows().filter(move |(label, _)| label.publication == source)
}

/// Whether the model may be fitted to numbers of the trial that the study is made after.
pub(super) fn fitted(plan: &TrialPlan) -> bool {
    rows(plan).any(|(label, _)| label.role == Role::Fit)
}

/// Every number of the published trial that is in hand and not held out; nothing where there is none.
pub(super) fn published_numbers(plan: &TrialPlan) -> Option<Block> {
    let rows: Vec<Vec<Cell>> = rows(plan).map(|(label, finding)| published_row(label, finding)).collect();
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            caption: "What the trial published".to_owned(),
            columns: vec![
                column("quantity", "", false),
                column("group", "", false),
                column("week", "", false),
                column("published", "", false),
                column("role", "", false),
            ],
            rows,
            note: "Rows of data/evidence, with their source there. Fit: the model may be fitted to it. Context: it describes the sample or the conduct.".to_owned(),
        })
    })
}

fn published_row(label: &Label, finding: &Finding) -> Vec<Cell> {
    let mut told = finding.mean.map_or_else(String::new, |mean| format!("{mean}"));
    if let Some([low, high]) = finding.interval {
        told.push_str(&format!(" ({low} to {high})"));
    }
    match finding.p {
        Some(PValue::Equal(p)) => told.push_str(&format!(", p = {p}")),
        Some(PValue::Below(p)) => told.push_str(&format!(", p < {p}")),
        None => {}
    }
    let role = if label.role == Role::Fit { "fit" } else { "context" };
    let week = label.week.map_or_else(|| "not printed".to_owned(), |week| week.to_string());
    let quantity = format!("{} [{}]", label.quantity, label.unit);
    [quantity, label.group.clone(), week, told, role.to_owned()].map(Cell::Text).to_vec()
}
