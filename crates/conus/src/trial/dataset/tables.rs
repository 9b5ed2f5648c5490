//! Which tables does a trial write? From compact rows to ADaM tables.

use super::identity::Identity;
use super::{Dataset, DatasetError, Simulated, adae, adice, adsl, adtruth, bds};
use crate::table::Table;

/// The tables an analysis may read: ADSL, ADNRS, ADPBDS, ADAE, ADICE, and ADSCIM and ADWHOQ where they were asked.
///
/// # Errors
/// When the data set has a fault, see [`DatasetError`].
pub fn analysis_tables(data: &Dataset) -> Result<Vec<Table>, DatasetError> {
    let lookup = data.lookup()?;
    let identity = Identity::of(data);
    let mut tables = vec![
        adsl::table(data, &identity),
        bds::diary(data, &identity, &lookup),
        bds::pain_basic_data_set(data, &identity, &lookup),
        adae::table(data, &identity),
        adice::table(data, &identity),
    ];
    if !data.scim.is_empty() {
        tables.push(bds::independence(data, &identity, &lookup));
    }
    if !data.whoqol.is_empty() {
        tables.push(bds::quality_of_life(data, &identity, &lookup));
    }
    Ok(tables)
}

/// The table of the truth, ADTRUTH, kept apart from the others.
///
/// # Errors
/// When the data set has a fault or a row of the truth points to no subject or visit of it.
pub fn truth_table(simulated: &Simulated) -> Result<Table, DatasetError> {
    simulated.analysis.lookup()?;
    adtruth::table(simulated)
}

#[cfg(test)]
mod tests {
    use super::super::example::example;
    use super::*;
    use crate::table::{Column, Origin, Values, dictionary, folder};
    use std::path::{Path, PathBuf};
    use std::process::Command;
    use std::{env, fs};

    /// Two replicates, joined, with the truth as last table.
    fn joined() -> Vec<Table> {
        let all = |replicate| {
            let simulated = example(replicate);
            let mut tables = analysis_tables(&simulated.analysis).unwrap();
            tables.push(truth_table(&simulated).unwrap());
            tables
        };
        let mut tables = all(1);
        for (table, next) in tables.iter_mut().zip(all(2)) {
            table.append(next).unwrap();
        }
        tables
    }

    fn floats<'a>(table: &'a Table, name: &str) -> &'a [Option<f64>] {
        let Values::Float(values) = &table.column(name).unwrap().values else { unreachable!() };
        values
    }

    fn texts<'a>(table: &'a Table, name: &str) -> Vec<Option<&'a str>> {
        let Values::Text(values) = &table.column(name).unwrap().values else { unreachable!() };
        values.iter().map(Option::as_deref).collect()
    }

    #[test]
    fn every_table_obeys_the_rules_of_names_labels_lengths_and_numbers() {
        for table in joined() {
            table.check().unwrap();
            assert!(table.rows() > 0, "{} is empty", table.name);
            assert!(table.column("USUBJID").is_some() && table.column("REPLIC").is_some());
        }
    }

    #[test]
    fn a_variable_means_the_same_in_every_table_and_says_how_it_comes_about() {
        let tables = joined();
        let used: Vec<Column> = tables.iter().flat_map(|table| table.columns.clone()).collect();
        for one in &used {
            let namesakes = used.iter().filter(|other| other.variable.name == one.variable.name);
            assert!(
                namesakes.clone().all(|other| (other.variable, other.kind()) == (one.variable, one.kind()))
            );
            assert!(!one.variable.derivation.is_empty(), "{} has no derivation", one.variable.name);
        }
        let own = used.iter().filter(|column| column.variable.origin == Origin::Conus).count();
        assert!(own > 0 && own < used.len());
    }

    #[test]
    fn labels_of_cdisc_are_those_of_the_guide() {
        let tables = joined();
        let label =
            |name: &str| tables.iter().find_map(|t| t.column(name)).map(|column| column.variable.label);
        for (name, expected) in [
            ("TRT01PN", "Planned Treatment for Period 01 (N)"),
            ("TRTSDT", "Date of First Exposure to Treatment"),
            ("DCSREAS", "Reason for Discontinuation from Study"),
            ("STRAT1R", "Strat Factor 1 Value Used for Rand"),
            ("AVISITN", "Analysis Visit (N)"),
            ("ADY", "Analysis Relative Day"),
            ("ABLFL", "Baseline Record Flag"),
            ("PCHG", "Percent Change from Baseline"),
            ("TRTEMFL", "Treatment Emergent Analysis Flag"),
            ("AREL", "Analysis Causality"),
        ] {
            assert_eq!(label(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn every_identifier_says_synthetic_and_none_is_shared_by_two_subjects() {
        let tables = joined();
        for table in &tables {
            assert!(texts(table, "USUBJID").iter().all(|id| id.is_some_and(|id| id.starts_with("SYN-"))));
        }
        let mut subjects = texts(&tables[0], "USUBJID");
        let count = subjects.len();
        subjects.sort_unstable();
        subjects.dedup();
        assert_eq!(subjects.len(), count);
    }

    #[test]
    fn changes_are_differences_after_baseline_and_missing_before_or_without_it() {
        for table in &joined()[1..3] {
            let (value, base) = (floats(table, "AVAL"), floats(table, "BASE"));
            let (change, percent) = (floats(table, "CHG"), floats(table, "PCHG"));
            let Values::Integer(visit) = &table.column("AVISITN").unwrap().values else { unreachable!() };
            for row in 0..table.rows() {
                let after = visit[row].unwrap() > 0;
                let expected = base[row].filter(|_| after).map(|base| value[row].unwrap() - base);
                assert_eq!(change[row], expected);
                let ratio = expected.zip(base[row]).filter(|(_, base)| *base != 0.0);
                assert_eq!(percent[row], ratio.map(|(change, base)| 100.0 * change / base));
            }
            assert!(change.iter().any(Option::is_some) && base.iter().any(Option::is_none));
            assert!(base.contains(&Some(0.0)), "the example must have a baseline of zero");
        }
    }

    #[test]
    fn at_most_one_row_per_subject_and_parameter_is_the_baseline() {
        for table in &joined()[1..3] {
            let (subject, parameter) = (texts(table, "USUBJID"), texts(table, "PARAMCD"));
            let flags = texts(table, "ABLFL");
            let mut marked: Vec<_> = (0..table.rows())
                .filter(|&row| flags[row] == Some("Y"))
                .map(|row| (subject[row], parameter[row]))
                .collect();
            let count = marked.len();
            marked.sort_unstable();
            marked.dedup();
            assert_eq!(marked.len(), count);
            assert!(count > 0);
        }
    }

    #[test]
    fn the_order_in_which_rows_were_made_does_not_show() {
        let simulated = example(1);
        let mut shuffled = simulated.analysis.clone();
        shuffled.nrs.reverse();
        shuffled.pbds.reverse();
        shuffled.adverse_events.reverse();
        shuffled.intercurrent.reverse();
        assert_eq!(analysis_tables(&shuffled).unwrap(), analysis_tables(&simulated.analysis).unwrap());
    }

    #[test]
    fn analysis_tables_hold_no_variable_of_the_truth() {
        let tables = joined();
        let (truth, analysis) = tables.split_last().unwrap();
        let own: Vec<&str> = truth
            .columns
            .iter()
            .map(|c| c.variable.name)
            .filter(|n| analysis[1].column(n).is_none())
            .collect();
        assert_eq!(own.len(), 9);
        assert!(analysis.iter().all(|table| own.iter().all(|name| table.column(name).is_none())));
    }

    fn temporary(name: &str) -> PathBuf {
        let folder = env::temp_dir().join(format!("conus-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_folder_written_twice_holds_the_same_files_and_bytes() {
        let (first, second) = (temporary("first"), temporary("second"));
        let names = folder::write(&first, &joined()).unwrap();
        assert_eq!(names, folder::write(&second, &joined()).unwrap());
        assert_eq!(names.len(), 2 * joined().len() + 2);
        for name in &names {
            assert_eq!(fs::read(first.join(name)).unwrap(), fs::read(second.join(name)).unwrap(), "{name}");
        }
        let mut dictionary_bytes = Vec::new();
        dictionary::write(&mut dictionary_bytes, &joined()).unwrap();
        assert_eq!(fs::read(first.join("dictionary.json")).unwrap(), dictionary_bytes);
        fs::remove_dir_all(first).unwrap();
        fs::remove_dir_all(second).unwrap();
    }

    /// Exit code and words of the R check on a folder; `None` on a machine without R.
    fn judged_by_r(folder: &Path) -> Option<(i32, String)> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/read_adam.R");
        let run = Command::new("Rscript").arg("--vanilla").arg(script).arg(folder).output();
        run.ok().map(|output| {
            let words =
                [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            (output.status.code().unwrap(), words.concat())
        })
    }

    /// Replaces one cell of a table by another text, found by column and row.
    fn spoil(folder: &Path, file: &str, column: &str, cell: &str) {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = lines[0].split(',').position(|name| name == column).unwrap();
        let last = lines.len() - 1;
        let mut cells: Vec<&str> = lines[last].split(',').collect();
        cells[at] = cell;
        lines[last] = cells.join(",");
        fs::write(path, lines.join("\n") + "\n").unwrap();
    }

    /// Where R is installed its verdict must be right both ways; elsewhere the folder is still written and
    /// complete.
    #[test]
    fn an_independent_reader_accepts_the_folder_and_refuses_a_spoiled_one() {
        let folder = temporary("adam");
        let files = folder::write(&folder, &joined()).unwrap();
        assert!(files.iter().all(|file| folder.join(file).metadata().unwrap().len() > 0));
        if let Some((code, words)) = judged_by_r(&folder) {
            assert_eq!(code, 0, "R refused a sound folder:\n{words}");
        }
        for (file, column, cell, broken) in [
            ("adnrs.csv", "CHG", "9", "ADNRS CHG is AVAL - BASE after baseline"),
            ("adnrs.csv", "USUBJID", "SYN-NOBODY", "ADNRS speaks only of subjects of ADSL"),
            ("adsl.csv", "AGE", "old", "ADSL.AGE holds integer"),
        ] {
            folder::write(&folder, &joined()).unwrap();
            spoil(&folder, file, column, cell);
            if let Some((code, words)) = judged_by_r(&folder) {
                assert_eq!(code, 1, "R passed {column} = {cell} of {file}:\n{words}");
                assert!(words.contains(&format!("broken: {broken}")), "{words}");
            }
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
