//! How is a sizing told? One table of operating characteristics, figures, and a page that a protocol's author can use.

mod figures;
mod page;
mod protocol;
mod searched;
mod table;

use super::characteristics::{Needed, Row, needed, rows};
use super::decision::{Sway, sways};
use super::play::{BlockRecord, NoRecord, Sizing};
use super::scenario::Scenario;
use super::story::{Story, stories};
use crate::report::page as html;
use crate::run::RunError;
use crate::run::tables::write_set;
use crate::trial::folder::RunFolder;
use crate::trial::knowledge::Knowledge;
use serde::Serialize;

pub use searched::{named, searched_csv, searched_figure, words};
pub use table::csv_text;

/// Everything that a sizing has to say.
#[derive(Debug, Serialize)]
pub struct Told {
    /// Operating characteristics, the null first.
    pub rows: Vec<Row>,
    /// People needed by scenario and design.
    pub needed: Vec<Needed>,
    /// The size at which designs are compared: people of the first arm under question.
    pub compared_at: u32,
    /// One trial under each design.
    pub stories: Vec<Story>,
    /// What decides about success, the strongest first.
    pub sways: Vec<Sway>,
    /// Patients whose equations could not be solved, over all blocks.
    pub failed: u32,
}

impl Told {
    /// Of all blocks.
    ///
    /// # Errors
    /// When the block of the told trial cannot be simulated again.
    pub fn of(knowledge: &Knowledge, sizing: &Sizing, records: &[BlockRecord]) -> Result<Self, NoRecord> {
        let needed = needed(sizing, records);
        let place = compared_at(sizing, &needed);
        let compared_at = sizing.asked.n[place];
        Ok(Self {
            rows: rows(sizing, records),
            compared_at,
            stories: stories(knowledge, sizing, compared_at)?,
            sways: sways(knowledge, sizing, records, place),
            failed: records.iter().map(|record| record.failed).sum(),
            needed,
        })
    }

    /// Writes tables, figures and page.
    ///
    /// # Errors
    /// When a number that the page needs is missing, or the folder cannot be written.
    pub fn write(&self, sizing: &Sizing, folder: &RunFolder) -> Result<(), RunError> {
        write_set(folder, "tables", &[table::characteristics(&self.rows)])?;
        let drawn = figures::all(sizing, self)?;
        for figure in &drawn {
            folder.write(&format!("figures/{}.svg", figure.name), figure.svg.as_bytes())?;
        }
        folder.write("summary.json", &serde_json::to_vec_pretty(self)?)?;
        folder.write("protocol.txt", protocol::section(sizing, self).as_bytes())?;
        folder.write("report.html", html::write(&page::page(sizing, self, drawn)?)?.as_bytes())?;
        folder.finish()?;
        Ok(())
    }

    /// Rows of the planned analysis of a design in a scenario, by size.
    fn planned<'t>(&'t self, scenario: &'t str, design: &'t str) -> impl Iterator<Item = &'t Row> {
        self.rows.iter().filter(move |row| row.primary && row.scenario == scenario && row.design == design)
    }

    /// The row of the planned analysis of a design in a scenario at the size at which designs are compared.
    fn at_size<'t>(&'t self, scenario: &'t str, design: &'t str) -> Option<&'t Row> {
        self.planned(scenario, design).find(|row| row.n == self.compared_at)
    }
}

/// The scenario of the assurance.
fn believed(sizing: &Sizing) -> Option<String> {
    sizing.scenarios.iter().find(|one| one.is_belief()).map(Scenario::id)
}

/// The smallest simulated size that is enough: for the first true effect of the study, else for what is believed, else the
/// largest.
fn compared_at(sizing: &Sizing, needed: &[Needed]) -> usize {
    let enough = |one: &Needed| one.people.as_ref().ok().map(|found| found.value);
    let found = needed.iter().find_map(enough);
    let sizes = &sizing.asked.n;
    let place = found.and_then(|people| sizes.iter().position(|n| f64::from(*n) >= people));
    place.unwrap_or(sizes.len() - 1)
}
