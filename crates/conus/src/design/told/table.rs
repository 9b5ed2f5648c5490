//! Which columns has the table of operating characteristics?

use super::super::characteristics::Row;
use super::super::tally::OverBlocks;
use crate::analysis::Computed;
use crate::table::{Column, Table, TableError, Variable, csv};

/// One row for each scenario, design, analysis and size.
#[must_use]
pub(super) fn characteristics(rows: &[Row]) -> Table {
    let mut columns = names(rows);
    columns.extend(numbers(rows));
    Table { name: "OC", label: "Operating characteristics", columns }
}

/// The same as CSV.
///
/// # Errors
/// Never but by a fault of this table.
pub fn csv_text(rows: &[Row]) -> Result<String, TableError> {
    let mut bytes = Vec::new();
    csv::write(&mut bytes, &characteristics(rows))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn names(rows: &[Row]) -> Vec<Column> {
    let text = |variable, of: &dyn Fn(&Row) -> &str| {
        Column::text(variable, rows.iter().map(|row| Some(of(row).into())))
    };
    let whole = |variable, of: &dyn Fn(&Row) -> u32| {
        Column::integer(variable, rows.iter().map(|row| Some(i64::from(of(row)))))
    };
    vec![
        text(
            Variable::own("SCENARIO", "Scenario", "", "What is true, or that it is as uncertain as believed"),
            &|row| &row.scenario,
        ),
        text(Variable::own("DESIGN", "Design", "", "Label in the study file"), &|row| &row.design),
        text(Variable::own("ANALYSIS", "Analysis", "", "What is read out"), &|row| &row.analysis),
        text(Variable::own("OUTCOME", "Outcome", "", "Name in the study file"), &|row| &row.outcome),
        text(Variable::own("PRIMARY", "Planned analysis of primary outcome", "", "Y or N"), &|row| {
            if row.primary { "Y" } else { "N" }
        }),
        whole(Variable::own("N", "People of the first treatment arm", "", "As planned"), &|row| row.n),
        whole(
            Variable::own("BLOCKS", "Blocks", "", "Possible worlds or groups of people; each is one draw"),
            &|row| row.blocks,
        ),
        whole(
            Variable::own("TRIALS", "Trials in all blocks", "", "Drawn without replacement within a block"),
            &|row| row.trials,
        ),
    ]
}

/// Errors of all estimates.
const SE: &str = "Monte-Carlo standard error, a block as one draw";

/// An estimate and its Monte-Carlo error.
type Found = fn(&Row) -> &Computed<OverBlocks>;

/// A column of an estimate and one of its error.
fn pair(rows: &[Row], [estimate, error]: [Variable; 2], of: Found) -> [Column; 2] {
    let found = |row: &Row| of(row).as_ref().ok().copied();
    [
        Column::float(estimate, rows.iter().map(|row| Some(found(row)?.value))),
        Column::float(error, rows.iter().map(|row| Some(found(row)?.error))),
    ]
}

fn numbers(rows: &[Row]) -> Vec<Column> {
    let own = Variable::own;
    let truth = own("TRUTH", "True effect", "points", "Value of the estimand from potential outcomes");
    let success = own("PSUCC", "P(success)", "", "Share of trials that conclude a benefit");
    let bias = own("BIAS", "Bias", "points", "Mean of estimate minus truth");
    let rmse = own("RMSE", "Root mean square error", "points", "Of estimate minus truth");
    let coverage = own("COVER", "Coverage", "", "Share of 95 % intervals that hold the truth");
    let of_null = |row: &Row| Some(row.success.as_ref().ok()?.value).filter(|_| row.null);
    let type_one = own("TYPE1", "Type I error, one-sided", "", "P(success) where nothing works");
    let formula = own(
        "FORMULA",
        "P(success) by the formula",
        "",
        "Noncentral t at true effect and spread of each block",
    );
    let mut columns = Vec::new();
    columns.extend(pair(rows, [truth, own("TRUTHSE", "Error of the true effect", "points", SE)], |row| {
        &row.truth
    }));
    columns.extend(pair(rows, [success, own("PSUCCSE", "Error of P(success)", "", SE)], |row| &row.success));
    columns.push(Column::float(type_one, rows.iter().map(of_null)));
    columns.push(Column::float(formula, rows.iter().map(|row| row.closed_form)));
    columns.extend(pair(rows, [bias, own("BIASSE", "Error of the bias", "points", SE)], |row| &row.bias));
    columns.extend(pair(rows, [rmse, own("RMSESE", "Error of the root mean square", "points", SE)], |row| {
        &row.rmse
    }));
    columns
        .extend(pair(rows, [coverage, own("COVERSE", "Error of the coverage", "", SE)], |row| &row.coverage));
    columns.extend(means(rows));
    columns
}

/// Means over trials, which the simulation knows without an error that matters.
fn means(rows: &[Row]) -> Vec<Column> {
    let own = Variable::own;
    let of =
        |variable, mean: fn(&Row) -> f64| Column::float(variable, rows.iter().map(|row| Some(mean(row))));
    vec![
        of(own("EARLY", "Stopped early", "", "Share of trials"), |row| row.stopped_early),
        of(own("PEOPLE", "People randomised", "", "Mean over trials, all arms"), |row| row.people),
        of(own("MONTHS", "Duration", "month", "Mean, first randomisation to conclusion"), |row| row.months),
        of(own("MISSING", "Missing at the compared visit", "", "Mean share of the randomised"), |row| {
            row.missing
        }),
        of(own("NOTCOMP", "Not computed", "", "Share of trials whose model could not be fitted"), |row| {
            row.not_computed
        }),
        of(own("FAILED", "Failed patients", "", "Share whose equations could not be solved"), |row| {
            row.failed
        }),
    ]
}
