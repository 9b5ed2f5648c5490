//! Which columns of the files are meant?

use super::intake::Sheets;
use super::spec::{Flag, Source, Spec};
use crate::spelling::misspelt;
use crate::table::read::{Cell, Fault, Faults, Sheet, SheetColumn, WrongNumber};

/// Names of columns shown in a message; a file may have hundreds.
const MOST_NAMES: usize = 30;

/// A column and the file it stands in.
#[derive(Clone, Copy)]
pub(super) struct Located<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) column: &'a SheetColumn,
}

impl<'a> Located<'a> {
    pub(super) fn cell(&self, row: usize) -> &'a Cell {
        &self.column.cells[row]
    }

    /// A fault at a cell, which shows the cell.
    pub(super) fn fault(&self, row: usize, problem: &str, expected: &str) -> Fault {
        let value = self.cell(row).words().unwrap_or_default();
        let fault = Fault::of_file(&self.sheet.file, problem, expected);
        fault.at(self.sheet.place(row)).of(&self.column.name).about(&value)
    }

    /// A fault of the whole column.
    pub(super) fn fault_of_all(&self, problem: &str, expected: &str) -> Fault {
        Fault::of_file(&self.sheet.file, problem, expected).of(&self.column.name)
    }

    /// The number in a cell; what is none is noted, and missing from then on.
    pub(super) fn number(&self, row: usize, faults: &mut Faults) -> Option<f64> {
        let fault = match self.cell(row).number() {
            Ok(number) => return number,
            Err(WrongNumber::Text) => self.fault(row, "text where a number belongs", "a number such as 3.5"),
            Err(WrongNumber::NotFinite) => self.fault(
                row,
                "the value is infinite or not a number",
                "a finite number, or an empty cell where it is missing",
            ),
            Err(WrongNumber::DecimalComma(pointed)) => {
                self.fault(row, "the decimal sign is a comma", "a decimal point").with(Some(pointed))
            }
        };
        faults.note(fault);
        None
    }

    /// Whether the cell holds this word.
    pub(super) fn says(&self, row: usize, word: &str) -> bool {
        self.cell(row).words().as_deref() == Some(word)
    }
}

/// A column that a flag is read from, with the word that says yes.
#[derive(Clone, Copy)]
pub(super) struct LocatedFlag<'a> {
    pub(super) at: Located<'a>,
    pub(super) accepted: &'a str,
}

impl LocatedFlag<'_> {
    pub(super) fn holds(&self, row: usize) -> bool {
        self.at.says(row, self.accepted)
    }
}

/// The columns that are needed, as far as they are there.
pub(super) struct Columns<'a> {
    pub(super) subject: Located<'a>,
    pub(super) parameter: Option<Located<'a>>,
    pub(super) parameter_label: Option<Located<'a>>,
    pub(super) arm: Located<'a>,
    pub(super) visit: Located<'a>,
    pub(super) visit_number: Located<'a>,
    pub(super) day: Option<Located<'a>>,
    pub(super) value: Located<'a>,
    pub(super) baseline: Option<Located<'a>>,
    pub(super) change: Option<Located<'a>>,
    pub(super) baseline_flag: Option<LocatedFlag<'a>>,
    pub(super) derivation: Option<Located<'a>>,
    pub(super) analysis: Option<LocatedFlag<'a>>,
    pub(super) population: Option<LocatedFlag<'a>>,
    pub(super) covariates: Vec<Located<'a>>,
    pub(super) weight: Option<Located<'a>>,
    /// Subject, category, day and reason of the intercurrent events.
    pub(super) events: Option<[Option<Located<'a>>; 4]>,
    /// Subject in the file of subjects.
    pub(super) subjects: Option<Located<'a>>,
}

/// All columns; none when one is absent, which is noted.
pub(super) fn find<'a>(sheets: &Sheets<'a>, spec: &'a Spec, faults: &mut Faults) -> Option<Columns<'a>> {
    let (names, bds) = (&spec.names, sheets.bds);
    let homes: Vec<&Sheet> = sheets.adsl.into_iter().chain([bds]).collect();
    let before = faults.errors();
    let subject = must(bds, &names.subject, faults);
    let subjects = sheets.adsl.map(|adsl| must(adsl, &names.subject, faults));
    let arm = arm(&homes, names.arm.as_deref(), faults);
    let visit = must(bds, &names.visit, faults);
    let visit_number = must(bds, &names.visit_number, faults);
    let value = must(bds, &names.value, faults);
    let events = sheets.events.map(|sheet| {
        let events = &names.events;
        [
            must(sheet, &names.subject, faults),
            must(sheet, &events.category, faults),
            must(sheet, &events.day, faults),
            may(&[sheet], &events.reason, faults),
        ]
    });
    let parameter = may(&[bds], &names.parameter, faults);
    let parameter_label = may(&[bds], &names.parameter_label, faults);
    let day = may(&[bds], &names.day, faults);
    let baseline = may(&[bds], &names.baseline, faults);
    let change = may(&[bds], &names.change, faults);
    let baseline_flag = flag(&[bds], &names.baseline_flag, faults);
    let derivation = may(&[bds], &names.derivation, faults);
    let analysis = flag(&[bds], &spec.analysis, faults);
    let population = flag(&homes, &spec.population, faults);
    let covariates =
        spec.covariates.iter().map(|asked| anywhere(&homes, &asked.column, faults)).collect::<Vec<_>>();
    let weight = spec.weight.as_ref().map(|name| anywhere(&homes, name, faults));
    if faults.errors() > before {
        return None;
    }
    Some(Columns {
        subject: subject?,
        parameter,
        parameter_label,
        arm: arm?,
        visit: visit?,
        visit_number: visit_number?,
        day,
        value: value?,
        baseline,
        change,
        baseline_flag,
        derivation,
        analysis,
        population,
        covariates: covariates.into_iter().collect::<Option<_>>()?,
        weight: weight.flatten(),
        events,
        subjects: subjects.flatten(),
    })
}

fn look<'a>(homes: &[&'a Sheet], name: &str) -> Option<Located<'a>> {
    homes.iter().find_map(|sheet| sheet.column(name).map(|column| Located { sheet, column }))
}

fn must<'a>(sheet: &'a Sheet, name: &str, faults: &mut Faults) -> Option<Located<'a>> {
    anywhere(&[sheet], name, faults)
}

fn anywhere<'a>(homes: &[&'a Sheet], name: &str, faults: &mut Faults) -> Option<Located<'a>> {
    let found = look(homes, name);
    if found.is_none() {
        faults.note(absent(homes, name));
    }
    found
}

fn may<'a>(homes: &[&'a Sheet], source: &Source, faults: &mut Faults) -> Option<Located<'a>> {
    if source.required { anywhere(homes, &source.column, faults) } else { look(homes, &source.column) }
}

fn flag<'a>(homes: &[&'a Sheet], flag: &'a Flag, faults: &mut Faults) -> Option<LocatedFlag<'a>> {
    may(homes, &flag.source, faults).map(|at| LocatedFlag { at, accepted: &flag.accepted })
}

fn arm<'a>(homes: &[&'a Sheet], name: Option<&str>, faults: &mut Faults) -> Option<Located<'a>> {
    const USUAL: [&str; 3] = ["TRT01P", "ARM", "TRTP"];
    match name {
        Some(name) => anywhere(homes, name, faults),
        None => homes
            .iter()
            .find_map(|sheet| USUAL.iter().find_map(|name| look(&[sheet], name)))
            .or_else(|| anywhere(homes, USUAL[0], faults)),
    }
}

/// The fault that there is no such column, with the name that was probably meant.
fn absent(homes: &[&Sheet], name: &str) -> Fault {
    let unread = homes.iter().find_map(|sheet| sheet.unread.iter().find(|fault| fault.column == name));
    if let Some(unread) = unread {
        return unread.clone();
    }
    let mut all: Vec<&str> = Vec::new();
    for column in homes.iter().flat_map(|sheet| &sheet.columns) {
        // Of two homes the second repeats the names that join them; a single file may have thousands of names.
        if homes.len() == 1 || all.len() > MOST_NAMES || !all.contains(&column.name.as_str()) {
            all.push(&column.name);
        }
    }
    let known = || all.iter().copied();
    let meant = known().find(|known| known.eq_ignore_ascii_case(name)).or_else(|| misspelt(name, known()));
    let mut names: Vec<&str> = known().take(MOST_NAMES).collect();
    if all.len() > MOST_NAMES {
        names.push("...");
    }
    let files: Vec<&str> = homes.iter().map(|sheet| sheet.file.as_str()).collect();
    let fault =
        Fault::of_file(&files.join(", "), "there is no such column", format!("one of {}", names.join(", ")));
    fault.of(name).with(meant.map(|meant| format!("`{meant}`")))
}
