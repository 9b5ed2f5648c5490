//! `conus score`: what does an instrument find in a file of answers?

mod page;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use conus::instrument::known::named;
use conus::scored::drawing::drawings;
use conus::scored::explanation::NotExplained;
use conus::scored::form::{Form, Json, Scores, ToldProblems};
use conus::scored::{Output, Scorer, Summary, example, folder};
use conus::table::read::{Fault, Stream};
use page::{Rows, explained, explained_as_csv, explained_as_json};
use serde_json::json;

use crate::NOTICE;
use crate::exit::{Told, tell};
use crate::fault::{BAD_INPUT, harmless};
use crate::output::{self, print};
use crate::progress::Progress;

/// Rows that a table for people shows.
const MOST_ROWS: usize = 12;
/// Problems that are told one by one.
const MOST_PROBLEMS: usize = 20;

/// Score a file of answers by an instrument: CSV, Parquet or Dataset-JSON, one row for each assessment.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  conus score --list
  conus score isncsci --columns
  conus score isncsci --example > exams.csv
  conus score isncsci exams.csv
  conus score isncsci exams.csv --out scores
  conus score isncsci exams.csv --explain 2
  conus score isncsci exams.csv --explain 2 --out row-2\n
conus is for research and teaching only; not clinical advice.")]
#[command(after_long_help = LONG_HELP)]
pub(crate) struct Score {
    /// Name of the instrument; --list shows all.
    #[arg(value_name = "INSTRUMENT", required_unless_present = "list")]
    instrument: Option<String>,
    /// Answers, one row for each assessment: .csv, .parquet, .ndjson, or .json in Dataset-JSON 1.1
    #[arg(value_name = "FILE", required_unless_present_any = ["list", "columns", "example"])]
    file: Option<PathBuf>,
    /// Write scores, ADaM table, problems and a data dictionary into this folder, new or empty; with --explain the
    /// steps and, for isncsci, both figures of the row.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Tell step by step how this row got its scores; the first row of data is 1.
    #[arg(long, value_name = "ROW", value_parser = row)]
    explain: Option<usize>,
    /// Choose a rule of the instrument where sources differ; may be given several times.
    #[arg(long = "rule", value_name = "KEY=VALUE", value_parser = rule)]
    rules: Vec<(String, String)>,
    /// How the result is printed [default: table in a terminal, else csv]
    #[arg(long, value_enum)]
    format: Option<Printed>,
    /// Threads; never changes a result [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// List the instruments and do nothing else.
    #[arg(long, conflicts_with_all = ["columns", "example", "out", "explain"])]
    list: bool,
    /// List what the instrument reads and gives, and do nothing else.
    #[arg(long, conflicts_with_all = ["example", "out", "explain", "file"])]
    columns: bool,
    /// Print a small synthetic file to start from (the lowest and the highest answers) and do nothing else.
    #[arg(long, conflicts_with_all = ["out", "explain", "file"])]
    example: bool,
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Printed {
    /// For people: the first rows.
    Table,
    /// For spreadsheets and statistics: every row.
    Csv,
    /// For programs: every row with its problems.
    Json,
}

const LONG_HELP: &str = "\
Columns of isncsci, the same for left:
  right_motor_c5 ... right_motor_t1, right_motor_l2 ... right_motor_s1    0 to 5
  right_light_touch_c2 ... right_light_touch_s4_5                         0 to 2
  right_pin_prick_c2 ... right_pin_prick_s4_5                             0 to 2
  vac, dap                                                                Yes, No
  right_lowest_non_key_muscle, left_lowest_non_key_muscle                 C5 ... S1, may be empty
NT is not testable. A star behind NT or a grade below normal: * counts as not normal, ** as normal.

Scores of isncsci, those that begin with right_ also as left_:
  right_sensory_level, right_motor_level, neurological_level, completeness, ais
  right_sensory_zone, right_motor_zone (of partial preservation)
  right_upper_extremity_motor, upper_extremity_motor, right_lower_extremity_motor,
  lower_extremity_motor, right_motor, motor, right_light_touch, light_touch,
  right_pin_prick, pin_prick
ND is not determinable; several answers that boxes not tested leave open stand together.

With --columns every instrument lists its own.

What comes out with --out:
  scores.csv    the columns that are no items as they were, then one column for each score
  adNAME.csv    the same as an ADaM table (BDS), one row for each score
  problems.csv  row, line, column, value, rule, and whether a score was lost
  README.md     data dictionary
With --explain ROW --out: explanation.txt and, for isncsci, dermatome_map.svg and worksheet.svg.
Without --out the scores go to standard output and the first problems to standard error.
A row that cannot be read keeps its place among the scores and is empty.

Examples:
  conus score --list
  conus score isncsci --columns
  conus score isncsci --example > exams.csv
  conus score isncsci exams.csv
  conus score isncsci exams.csv --out scores
  conus score isncsci exams.csv --explain 2
  conus score isncsci exams.csv --explain 2 --out row-2

Exit codes: 0 no fault, 2 a row or the file had a fault; all other rows are scored.

conus is for research and teaching only; not clinical advice.";

pub(crate) fn run(args: &Score) -> anyhow::Result<()> {
    let format =
        args.format.unwrap_or_else(|| if io::stdout().is_terminal() { Printed::Table } else { Printed::Csv });
    let Some(name) = args.instrument.as_deref().filter(|_| !args.list) else {
        return print(&page::list(args.format)?);
    };
    let instrument = named(name, &args.rules)?;
    if args.columns {
        return print(&page::columns(instrument.as_ref(), args.format)?);
    }
    let Some(file) = args.file.as_deref().filter(|_| !args.example) else {
        return print(&example::example(instrument.as_ref()));
    };
    crate::threads::limit(args.threads)?;
    if let Some(out) = &args.out {
        output::must_be_free(out)?;
    }
    let mut stream = Stream::open(file).map_err(|faults| refused(&faults))?;
    for fault in stream.unread() {
        tell(&harmless(&format!("{}\n\n", fault.clone().into_warning())));
    }
    let scorer = Scorer::of(instrument.as_ref(), &stream).map_err(|faults| refused(&faults))?;
    match (&args.out, args.explain) {
        (out, Some(row)) => {
            let format = args.format.unwrap_or(Printed::Table);
            explain(&scorer, &mut stream, row, format, out.as_deref())
        }
        (Some(out), None) => into_folder(&scorer, &mut stream, out, args.format),
        (None, None) => to_standard_output(&scorer, &mut stream, format),
    }
}

/// Faults of the file as a whole: nothing is scored.
fn refused(faults: &[Fault]) -> anyhow::Error {
    let mut page: String = faults.iter().map(|fault| format!("{fault}\n\n")).collect();
    let count = if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
    page.push_str(&format!("{count}; nothing was scored and nothing was written\n"));
    tell(&harmless(&page));
    Told(BAD_INPUT).into()
}

fn explain(
    scorer: &Scorer<'_>,
    stream: &mut Stream,
    row: usize,
    format: Printed,
    out: Option<&Path>,
) -> anyhow::Result<()> {
    let source = format!("{}, row {row}", stream.file());
    let told = scorer.explain(stream, row, |scored, steps| -> anyhow::Result<_> {
        let page = match format {
            Printed::Table => explained(scorer, scored, steps),
            Printed::Csv => explained_as_csv(steps),
            Printed::Json => explained_as_json(scorer, scored, steps)?,
        };
        let drawn = scored.cells.map(|cells| drawn(scorer, cells, row, &source)).transpose()?;
        Ok((page, drawn.unwrap_or_default()))
    });
    match told {
        Ok(told) => {
            let (page, drawn) = told?;
            if let Some(out) = out {
                let name = match format {
                    Printed::Table => "explanation.txt",
                    Printed::Csv => "explanation.csv",
                    Printed::Json => "explanation.json",
                };
                let figures = drawn.iter().map(|(name, text)| (name.as_str(), text.as_str()));
                output::write_folder(
                    out,
                    &[(name, page.as_str())].into_iter().chain(figures).collect::<Vec<_>>(),
                )?;
            }
            print(&page)
        }
        Err(NotExplained::Unreadable { fault, .. }) => Err(refused_row(&fault)),
        Err(other) => Err(other.into()),
    }
}

/// The figures of a row, which say so where the row is synthetic.
fn drawn(
    scorer: &Scorer<'_>,
    cells: &[&str],
    row: usize,
    source: &str,
) -> anyhow::Result<Vec<(String, String)>> {
    let synthetic = scorer.columns.says_synthetic(cells);
    let title = if synthetic { format!("Row {row}, synthetic") } else { format!("Row {row}") };
    drawings(scorer.instrument, &scorer.columns.answers(cells), &title, source).context("no figure was drawn")
}

fn refused_row(fault: &Fault) -> anyhow::Error {
    tell(&harmless(&format!("{fault}\n\nnothing can be explained\n")));
    Told(BAD_INPUT).into()
}

/// Runs with a bar that shows how much of the file is read.
fn with_progress<T>(work: impl FnOnce(&(dyn Fn(f64) + Sync)) -> T) -> T {
    let progress = Progress::new(100, "percent of the file");
    let done = work(&|share| progress.reached(share));
    progress.finish();
    done
}

fn into_folder(
    scorer: &Scorer<'_>,
    stream: &mut Stream,
    out: &Path,
    format: Option<Printed>,
) -> anyhow::Result<()> {
    let (summary, names) = with_progress(|progress| folder::write(out, scorer, stream, progress))?;
    let page = match format {
        Some(Printed::Json) => output::json(&json!({
            "notice": NOTICE,
            "folder": out,
            "files": names,
            "rows": summary.rows,
            "scored": summary.scored,
            "faulty": summary.faulty,
            "unanswered": summary.unanswered,
            "problems": summary.problems,
        }))?,
        _ => {
            let file = |name: &String| format!("{}\n", out.join(name).display());
            names.iter().map(file).collect::<String>() + &format!("{}\n{NOTICE}\n", counted(&summary))
        }
    };
    print(&harmless(&page))?;
    if summary.problems > 0 {
        tell(&harmless(&format!("see {}\n", out.join("problems.csv").display())));
    }
    ended(&summary)
}

fn to_standard_output(scorer: &Scorer<'_>, stream: &mut Stream, format: Printed) -> anyhow::Result<()> {
    let file = stream.file().to_owned();
    let mut problems = FirstProblems { left: MOST_PROBLEMS, kept: Vec::new() };
    let told = ToldProblems { file: &file };
    let mut both = |form: &dyn Form, sink: &mut (dyn Write + Send)| {
        let outputs = &mut [Output { form, sink }, Output { form: &told, sink: &mut problems }];
        // A bar between rows on the same screen would hide some of them.
        let watched = format != Printed::Table && io::stdout().is_terminal();
        let mut run = |progress: &(dyn Fn(f64) + Sync)| scorer.run(stream, outputs, progress);
        let summary = if watched { run(&|_| ()) } else { with_progress(run) };
        summary.context("standard output could not be written")
    };
    let mut out = BufWriter::new(io::stdout());
    let summary = match format {
        Printed::Csv => both(&Scores::of(scorer), &mut out)?,
        Printed::Json => both(&Json::of(scorer, NOTICE), &mut out)?,
        Printed::Table => {
            let mut rows = Vec::new();
            let summary = both(&Rows { columns: &scorer.columns, most: MOST_ROWS }, &mut rows)?;
            out.write_all(page::table(scorer, &rows, summary.rows)?.as_bytes())?;
            summary
        }
    };
    out.flush().context("standard output could not be written")?;
    tell(&harmless(&String::from_utf8_lossy(&problems.kept)));
    if summary.problems > MOST_PROBLEMS {
        tell(&format!("{} further problems; --out writes them all\n\n", summary.problems - MOST_PROBLEMS));
    }
    tell(&format!("{}\n", counted(&summary)));
    ended(&summary)
}

/// `3 rows read, 2 scored, 1 not scored`, and why.
fn counted(summary: &Summary) -> String {
    let rows = |count: usize| if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    let not = summary.faulty + summary.unanswered;
    let mut line = format!("{} read, {} scored, {not} not scored", rows(summary.rows), summary.scored);
    let because = [
        (summary.faulty, "lost a score to a problem"),
        (summary.unanswered, "without the answers that a score needs"),
    ];
    let because: Vec<String> = because
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if !because.is_empty() {
        line.push_str(&format!(" ({})", because.join(", ")));
    }
    line
}

fn ended(summary: &Summary) -> anyhow::Result<()> {
    if let Some(fault) = &summary.broken {
        tell(&harmless(&format!("\n{fault}\n\nthe rows before it are scored, the rest is not read\n")));
    }
    if summary.is_sound() { Ok(()) } else { Err(Told(BAD_INPUT).into()) }
}

/// Keeps the first problems of those that are written; an empty line ends each.
struct FirstProblems {
    left: usize,
    kept: Vec<u8>,
}

impl Write for FirstProblems {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            if self.left == 0 {
                break;
            }
            self.kept.push(byte);
            self.left -= usize::from(self.kept.ends_with(b"\n\n"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A number of a row, the first is 1.
fn row(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|&row: &usize| row > 0);
    number.ok_or_else(|| "expected the number of a row; the first row of data is 1".to_owned())
}

/// A rule such as `raw_items=1-5`.
fn rule(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}
