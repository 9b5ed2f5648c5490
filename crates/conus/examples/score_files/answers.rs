//! Answers that nobody gave, synthetic throughout: what an instrument takes, and what it must refuse without a fall.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use conus::instrument::scoring::Instrument;
use conus::scored::example::allowed;
use conus::scored::form::{Problems, Scores};
use conus::scored::{Output, Scorer, Summary};
use conus::table::csv::line;
use conus::table::read::Stream;
use conus_num::random::Stream as Chance;

/// Cells that no form should hold and some file does.
const HOSTILE: [&str; 28] = [
    "",
    " ",
    ".",
    "NA",
    "NT",
    "nt",
    "NT***",
    "*",
    "3*",
    "2**",
    "-1",
    "-0",
    "99",
    "1e308",
    "NaN",
    "inf",
    "0x1",
    "1.5",
    "3.0",
    "3,0",
    "=1+1",
    "'",
    "\"",
    "a\r\nb",
    "\u{0}\u{1b}[31m",
    "\u{202e}x",
    "\u{663}",
    "C9",
];

/// Of each ten cells of a check so many are hostile.
const HOSTILE_TENTHS: u32 = 2;

/// Answers to one instrument.
pub(crate) struct Answers<'i> {
    instrument: &'i dyn Instrument,
    allowed: Vec<Vec<&'static str>>,
    seed: u64,
}

impl<'i> Answers<'i> {
    /// Asks the instrument what it takes.
    pub(crate) fn to(instrument: &'i dyn Instrument, seed: u64) -> Self {
        let allowed = (0..instrument.items().len()).map(|item| allowed(instrument, item)).collect();
        Self { instrument, allowed, seed }
    }

    /// Names of the columns: who, then the items.
    pub(crate) fn names(&self) -> Vec<&str> {
        ["USUBJID"].into_iter().chain(self.instrument.items().iter().map(|item| item.name.as_str())).collect()
    }

    /// A row; of each ten cells so many are hostile.
    pub(crate) fn row(&self, number: u32, hostile: u32) -> Vec<String> {
        let mut chance = Chance::new(self.seed, 0, 0, number, 0);
        let mut one_of = |from: &[&str]| match u32::try_from(from.len()) {
            Ok(count) if count > 0 => from[chance.below(count) as usize].to_owned(),
            _ => String::new(),
        };
        let tenth = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let mut cell = |allowed: &Vec<&'static str>| {
            let wrong = one_of(&tenth).parse::<u32>().is_ok_and(|tenth| tenth < hostile);
            one_of(if wrong { &HOSTILE } else { allowed })
        };
        [format!("SYN-{number}")].into_iter().chain(self.allowed.iter().map(&mut cell)).collect()
    }

    /// Writes so many rows as CSV.
    pub(crate) fn write(&self, path: &Path, rows: u32, hostile: u32) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        file.write_all(line(&self.names()).as_bytes())?;
        for number in 1..=rows {
            let cells = self.row(number, hostile);
            file.write_all(line(&cells.iter().map(String::as_str).collect::<Vec<_>>()).as_bytes())?;
        }
        file.flush()
    }
}

/// Scores hostile rows in a folder and holds every problem to what stands in the file: row, column, value and rule.
/// Returns the number of problems.
pub(crate) fn check(instrument: &dyn Instrument, rows: u32, folder: &Path) -> Result<usize, String> {
    let answers = Answers::to(instrument, 1);
    let (path, told) = (folder.join("hostile.csv"), folder.join("problems.csv"));
    answers.write(&path, rows, HOSTILE_TENTHS).map_err(|cause| cause.to_string())?;
    let mut problems = Vec::new();
    let summary = scored(instrument, &path, &mut io::sink(), &mut problems)?;
    if summary.rows != rows as usize || summary.broken.is_some() {
        return Err(format!("{rows} rows became {summary:?}"));
    }
    fs::write(&told, problems).map_err(|cause| cause.to_string())?;
    let (names, mut count) = (answers.names(), 0);
    each_row(&told, &mut |cells| {
        count += 1;
        let [row, _line, column, value, rule, _lost] = cells else { return Err("a ragged line".into()) };
        let number = row.parse().map_err(|_| format!("`{row}` is no row"))?;
        let place = names.iter().position(|name| name == column);
        let place = place.ok_or_else(|| format!("row {number}: `{column}` is no column"))?;
        let cell = &answers.row(number, HOSTILE_TENTHS)[place];
        // What is shown is shortened, and nothing in it drives a terminal.
        let plain = cell.chars().all(|c| c.is_ascii_graphic());
        let same = *value == cell.trim_end_matches(".0") || value.is_empty() || !plain;
        match (rule.is_empty(), same) {
            (false, true) => Ok(()),
            _ => Err(format!("row {number}, `{column}`: `{value}` breaks `{rule}`, there stands `{cell}`")),
        }
    })?;
    if count == summary.problems { Ok(count) } else { Err(format!("{count} of {summary:?} are told")) }
}

/// Takes the cells of a row.
type Take<'t> = dyn FnMut(&[&str]) -> Result<(), String> + 't;

/// Reads a file to its end or to the first fault.
fn each_row(path: &Path, take: &mut Take<'_>) -> Result<(), String> {
    let mut stream = Stream::open(path).map_err(|faults| faults[0].to_string())?;
    let mut taken = Ok(());
    while let Some(batch) = stream.next_batch().map_err(|fault| fault.to_string())? {
        let ended = batch.each(&mut |_, cells| {
            if taken.is_ok() {
                taken = cells.map_err(|fault| fault.to_string()).and_then(&mut *take);
            }
        });
        ended.map_err(|fault| fault.to_string())?;
    }
    taken
}

/// Scores a file.
pub(crate) fn scored(
    instrument: &dyn Instrument,
    path: &Path,
    scores: &mut (dyn Write + Send),
    problems: &mut (dyn Write + Send),
) -> Result<Summary, String> {
    let first = |faults: Vec<conus::table::read::Fault>| faults[0].to_string();
    let mut stream = Stream::open(path).map_err(first)?;
    let scorer = Scorer::of(instrument, &stream).map_err(first)?;
    let outputs = &mut [
        Output { form: &Scores::of(&scorer), sink: scores },
        Output { form: &Problems, sink: problems },
    ];
    scorer.run(&mut stream, outputs, &|_| ()).map_err(|cause| cause.to_string())
}
