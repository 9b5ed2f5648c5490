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

/// An estimate and its Monte-Carlo error.
type Found = dyn Fn(&Row) -> &Computed<OverBlocks>;

fn numbers(rows: &[Row]) -> Vec<Column> {
    let float = |variable, of: &dyn Fn(&Row) -> Option<f64>| Column::float(variable, rows.iter().map(of));
    let value = |of: &'static Found| move |row: &Row| of(row).as_ref().ok().map(|found| found.value);
    let error = |of: &'static Found| move |row: &Row| of(row).as_ref().ok().map(|found| found.error);
    const SE: &str = "Monte-Carlo standard error, a block as one draw";
    let success: &'static Found = &|row| &row.success;
    let only_null = |found: Option<f64>, row: &Row| found.filter(|_| row.null);
    vec![
        float(
            Variable::own("TRUTH", "True effect", "points", "Value of the estimand from potential outcomes"),
            &value(&|row| &row.truth),
        ),
        float(Variable::own("TRUTHSE", "Error of the true effect", "points", SE), &error(&|row| &row.truth)),
        float(
            Variable::own("PSUCC", "P(success)", "", "Share of trials that conclude a benefit"),
            &value(success),
        ),
        float(Variable::own("PSUCCSE", "Error of P(success)", "", SE), &error(success)),
        float(
            Variable::own("TYPE1", "Type I error, one-sided", "", "P(success) where nothing works"),
            &|row| only_null(value(success)(row), row),
        ),
        float(
            Variable::own(
                "FORMULA",
                "P(success) by the formula",
                "",
                "Noncentral t at true effect and spread of each block",
            ),
            &|row| row.closed_form,
        ),
        float(
            Variable::own("BIAS", "Bias", "points", "Mean of estimate minus truth"),
            &value(&|row| &row.bias),
        ),
        float(Variable::own("BIASSE", "Error of the bias", "points", SE), &error(&|row| &row.bias)),
        float(
            Variable::own("RMSE", "Root mean square error", "points", "Of estimate minus truth"),
            &value(&|row| &row.rmse),
        ),
        float(
            Variable::own("RMSESE", "Error of the root mean square", "points", SE),
            &error(&|row| &row.rmse),
        ),
        float(
            Variable::own("COVER", "Coverage", "", "Share of 95 % intervals that hold the truth"),
            &value(&|row| &row.coverage),
        ),
        float(Variable::own("COVERSE", "Error of the coverage", "", SE), &error(&|row| &row.coverage)),
        float(Variable::own("EARLY", "Stopped early", "", "Share of trials"), &|row| Some(row.stopped_early)),
        float(Variable::own("PEOPLE", "People randomised", "", "Mean over trials, all arms"), &|row| {
            Some(row.people)
        }),
        float(
            Variable::own("MONTHS", "Duration", "month", "Mean, first randomisation to conclusion"),
            &|row| Some(row.months),
        ),
        float(
            Variable::own("MISSING", "Missing at the compared visit", "", "Mean share of the randomised"),
            &|row| Some(row.missing),
        ),
        float(
            Variable::own("NOTCOMP", "Not computed", "", "Share of trials whose model could not be fitted"),
            &|row| Some(row.not_computed),
        ),
        float(
            Variable::own("FAILED", "Failed patients", "", "Share whose equations could not be solved"),
            &|row| Some(row.failed),
        ),
    ]
}
