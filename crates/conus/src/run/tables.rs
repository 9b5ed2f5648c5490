//! Which tables does a run write? The full data of its first replicates in ADaM shape, and one row for each replicate,
//! setting and outcome.

use super::RunError;
use super::record::ReplicateRecord;
use super::summary::Summary;
use crate::analysis::factorial::Term;
use crate::analysis::primary::OutcomeVerdict;
use crate::dossier::robustness::{Change, Panel, Row};
use crate::table::{Column, Table, Variable, csv, dictionary, parquet};
use crate::trial::dataset::tables::{analysis_tables, truth_table};
use crate::trial::folder::RunFolder;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Choice, TrialPlan};
use crate::trial::simulate::replicate;

/// Writes all tables of a run.
pub(super) fn write(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    folder: &RunFolder,
    summary: &Summary,
    records: &[ReplicateRecord],
) -> Result<(), RunError> {
    let mut tables = vec![effects(plan, records), worlds(records), robustness(&summary.robustness)];
    if records.iter().any(|record| !record.factorial.is_empty()) {
        tables.push(factorial(records));
    }
    write_set(folder, "tables", &tables)?;
    let shown = plan.study.table_replicates.min(plan.study.replicates);
    for number in 0..shown {
        write_set(folder, &format!("adam/replicate-{number:05}"), &full(knowledge, plan, number)?)?;
    }
    Ok(())
}

/// The full tables of one replicate in its planned setting. They are not kept with the replicate: the seed makes them
/// again.
fn full(knowledge: &Knowledge, plan: &TrialPlan, number: u32) -> Result<Vec<Table>, RunError> {
    let played = replicate(knowledge, plan, number, false)
        .map_err(|source| RunError::Unfilled { replicate: number, source })?;
    let planned = &played.settings[0].1;
    let mut tables = analysis_tables(&planned.analysis)?;
    tables.push(truth_table(planned)?);
    Ok(tables)
}

/// Each table as CSV and Parquet, and what their columns mean.
pub(crate) fn write_set(folder: &RunFolder, within: &str, tables: &[Table]) -> Result<(), RunError> {
    for table in tables {
        let stem = table.name.to_ascii_lowercase();
        let (mut text, mut columns) = (Vec::new(), Vec::new());
        csv::write(&mut text, table)?;
        parquet::write(&mut columns, table)?;
        folder.write(&format!("{within}/{stem}.csv"), &text)?;
        folder.write(&format!("{within}/{stem}.parquet"), &columns)?;
    }
    let mut meaning = Vec::new();
    dictionary::write(&mut meaning, tables)?;
    folder.write(&format!("{within}/dictionary.json"), &meaning)?;
    let mut variables = Vec::new();
    csv::write(&mut variables, &dictionary::variables(tables))?;
    folder.write(&format!("{within}/variables.csv"), &variables)?;
    Ok(())
}

/// What is compared, as the dictionary tells it.
fn comparison(plan: &TrialPlan) -> &'static str {
    match plan.analysis.primary {
        None => "Planned comparison of the arms at the analysed visit, complete cases",
        Some(_) => "Planned comparison of the arms at the analysed visit, by the method of the study file",
    }
}

/// One row for each replicate, setting and outcome.
fn effects(plan: &TrialPlan, records: &[ReplicateRecord]) -> Table {
    let rows: Vec<(&ReplicateRecord, String, &OutcomeVerdict)> = records
        .iter()
        .flat_map(|record| record.settings.iter().map(move |setting| (record, setting)))
        .flat_map(|(record, setting)| {
            setting.verdict.outcomes.iter().map(move |row| (record, setting.setting.label(plan), row))
        })
        .collect();
    let float = |variable, of: &dyn Fn(&OutcomeVerdict) -> Option<f64>| {
        Column::float(variable, rows.iter().map(|(_, _, row)| of(row)))
    };
    let difference = |row: &OutcomeVerdict| row.difference.clone().ok();
    let regression = |row: &OutcomeVerdict| row.regression.clone().ok();
    let planned = comparison(plan);
    let model = "Change on treatment and the named confounders, least squares";
    Table {
        name: "EFFECTS",
        label: "Effects by replicate, world, outcome",
        columns: vec![
            Column::integer(
                Variable::own("REPLIC", "Replicate", "", "Number of the replicate"),
                rows.iter().map(|(record, _, _)| Some(i64::from(record.replicate))),
            ),
            Column::text(
                Variable::own("WORLD", "World", "", "Which world the trial was played in"),
                rows.iter().map(|(_, world, _)| Some(world.as_str().into())),
            ),
            Column::text(
                Variable::own("OUTCOME", "Outcome", "", "Name in the study file"),
                rows.iter().map(|(_, _, row)| Some(row.outcome.name().into())),
            ),
            float(Variable::own("NTRT", "Treated analysed", "", planned), &|row| {
                Some(f64::from(row.treated.at_visit.n))
            }),
            float(Variable::own("NCTL", "Controls analysed", "", planned), &|row| {
                Some(f64::from(row.control.at_visit.n))
            }),
            float(Variable::own("DIFF", "Difference, treated - control", "points", planned), &|row| {
                Some(difference(row)?.value)
            }),
            float(Variable::own("DIFFLO", "Lower 95 % limit of difference", "points", planned), &|row| {
                Some(difference(row)?.interval_95[0])
            }),
            float(Variable::own("DIFFHI", "Upper 95 % limit of difference", "points", planned), &|row| {
                Some(difference(row)?.interval_95[1])
            }),
            float(Variable::own("PVAL", "Two-sided p-value", "", planned), &|row| {
                Some(row.test.clone().ok()?.p_two_sided)
            }),
            float(Variable::own("HEDGESG", "Hedges' g", "SD", planned), &|row| row.hedges_g.clone().ok()),
            float(Variable::own("REGCOEF", "Regression coefficient", "points", model), &|row| {
                Some(regression(row)?.treatment)
            }),
            float(Variable::own("REGP", "Regression p-value", "", model), &|row| {
                Some(regression(row)?.p_two_sided)
            }),
        ],
    }
}

/// One row for each replicate and term of a factorial trial.
fn factorial(records: &[ReplicateRecord]) -> Table {
    let rows: Vec<(u32, &Term)> = records
        .iter()
        .flat_map(|record| record.factorial.iter().map(move |term| (record.replicate, term)))
        .collect();
    let float = |variable, of: &dyn Fn(&Term) -> f64| {
        Column::float(variable, rows.iter().map(|(_, term)| Some(of(term))))
    };
    let model = "Change of mean pain on baseline, treatments and pairs of them, least squares";
    Table {
        name: "TERMS",
        label: "Treatments and their interactions",
        columns: vec![
            Column::integer(
                Variable::own("REPLIC", "Replicate", "", "Number of the replicate"),
                rows.iter().map(|(replicate, _)| Some(i64::from(*replicate))),
            ),
            Column::text(
                Variable::own("TERM", "Treatment or pair", "", "A pair is an interaction: 0 means a sum"),
                rows.iter().map(|(_, term)| Some(term.name.as_str().into())),
            ),
            float(Variable::own("ESTIM", "Estimate", "points", model), &|term| term.estimate),
            float(Variable::own("STDERR", "Standard error", "points", model), &|term| term.standard_error),
            float(Variable::own("ESTLO", "Lower 95 % limit", "points", model), &|term| term.interval_95[0]),
            float(Variable::own("ESTHI", "Upper 95 % limit", "points", model), &|term| term.interval_95[1]),
            float(
                Variable::own("TRUTH", "True coefficient", "points", "The same regression on true effects"),
                &|term| term.truth,
            ),
        ],
    }
}

/// One row for each replicate: what nobody knows, as it was drawn, and what came of it.
fn worlds(records: &[ReplicateRecord]) -> Table {
    let float = |variable, of: &dyn Fn(&ReplicateRecord) -> Option<f64>| {
        Column::float(variable, records.iter().map(of))
    };
    let drawn = "Drawn once for the replicate";
    let truth = "Mean over treated of pain assigned - untreated, planned world";
    Table {
        name: "WORLDS",
        label: "What each replicate drew, what is true",
        columns: vec![
            Column::integer(
                Variable::own("REPLIC", "Replicate", "", "Number of the replicate"),
                records.iter().map(|record| Some(i64::from(record.replicate))),
            ),
            float(Variable::own("POTENCY", "Potency of the cells", "x typical", drawn), &|record| {
                Some(record.potency)
            }),
            float(Variable::own("EXPECT", "Expectation of open treatment", "NRS", drawn), &|record| {
                Some(record.expectation_nrs)
            }),
            float(Variable::own("TRUEEFF", "True effect on the treated", "NRS", truth), &|record| {
                record.settings[0].truth.treated.clone().ok()
            }),
            float(
                Variable::own("SCREENED", "Screened", "", "Candidates until all seats were taken"),
                &|record| Some(f64::from(record.screened)),
            ),
            float(
                Variable::own("FAILED", "Failed solves", "", "Patients that could not be solved"),
                &|record| Some(record.failures.len() as f64),
            ),
        ],
    }
}

/// One row for each assumption that departs: the headline as planned in the compared trials, its change, its error.
fn robustness(panel: &Panel) -> Table {
    let text = |variable, of: &dyn Fn(&Row) -> String| {
        Column::text(variable, panel.rows.iter().map(|row| Some(of(row).into())))
    };
    let change = |names: [(&'static str, &'static str); 3], unit, of: &dyn Fn(&Row) -> Change| {
        let column = |(name, label), part: &dyn Fn(Change) -> f64| {
            let variable = Variable::own(name, label, unit, "Planned trial and departed one, the same luck");
            Column::float(variable, panel.rows.iter().map(|row| Some(part(of(row)))))
        };
        let [planned, changed, error] = names;
        [
            column(planned, &|change: Change| change.planned),
            column(changed, &|change: Change| change.change),
            column(error, &|change: Change| change.error),
        ]
    };
    let mut columns = vec![
        text(Variable::own("GROUP", "Assumption", "", "What is doubted"), &|row| row.group.clone()),
        text(Variable::own("DEPART", "What is changed", "", "In words"), &|row| row.what.clone()),
        Column::integer(
            Variable::own("PAIRS", "Pairs of trials", "", "Trials that answered both times"),
            panel.rows.iter().map(|row| Some(i64::from(row.pairs))),
        ),
    ];
    let observed =
        [("DIFF", "Difference, planned"), ("DIFFCHG", "Its change"), ("DIFFERR", "Error of the change")];
    let truth =
        [("TRUEEFF", "True effect, planned"), ("TRUECHG", "Its change"), ("TRUEERR", "Error of the change")];
    let reported =
        [("REPSHR", "Share that reports it"), ("REPCHG", "Its change"), ("REPERR", "Error of the change")];
    columns.extend(change(observed, "points", &|row| row.observed));
    columns.extend(change(truth, "NRS", &|row| row.truth));
    columns.extend(change(reported, "fraction", &|row| row.reported));
    let bound = "Against the bounds of data/dossier/robustness.toml";
    columns.push(text(Variable::own("STANDING", "Holds or fragile", "", bound), &|row| {
        row.standing.word().to_owned()
    }));
    Table { name: "ROBUST", label: "Headline where one assumption departs", columns }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of a name that no file may have is refused once the whole run is over.
    #[test]
    fn the_table_of_a_factorial_trial_can_be_written() {
        assert!(csv::write(&mut Vec::new(), &factorial(&[])).is_ok());
    }
}
