//! What would each design do under each truth? One row for each scenario, design, analysis and size.

use super::play::{BlockRecord, Sizing};
use super::size::people_needed;
use super::tally::{OverBlocks, Tally};
use crate::analysis::{Computed, NotComputed};
use crate::patient::covariates::DAYS_PER_MONTH;
use crate::trial::plan::Choice;
use serde::Serialize;

/// Probability of success that a design is sized for.
pub const WANTED: f64 = 0.8;

/// Operating characteristics of one cell.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Name of the scenario.
    pub scenario: String,
    /// Whether a success is an error of the first kind.
    pub null: bool,
    /// True value of the estimand, its spread over blocks as an error.
    pub truth: Computed<OverBlocks>,
    /// Label of the design.
    pub design: String,
    /// Name of the analysis.
    pub analysis: String,
    /// Whether it is the planned analysis of the primary outcome.
    pub primary: bool,
    /// Name of the outcome.
    pub outcome: String,
    /// People of the first arm under question, as planned.
    pub n: u32,
    /// Blocks.
    pub blocks: u32,
    /// Trials in all blocks.
    pub trials: u32,
    /// Probability that a benefit is concluded.
    pub success: Computed<OverBlocks>,
    /// The same by the formula, where there is one.
    pub closed_form: Option<f64>,
    /// Mean of estimate minus truth.
    pub bias: Computed<OverBlocks>,
    /// Root of the mean square of the same.
    pub rmse: Computed<OverBlocks>,
    /// Share of 95 % intervals that hold the truth.
    pub coverage: Computed<OverBlocks>,
    /// Share of trials that stopped before their planned end.
    pub stopped_early: f64,
    /// People randomised, on average.
    pub people: f64,
    /// Months from the first randomisation to the conclusion, on average.
    pub months: f64,
    /// Share of the randomised without a value at the compared visit.
    pub missing: f64,
    /// Share of trials whose number could not be computed.
    pub not_computed: f64,
    /// Share of the people whose equations could not be solved.
    pub failed: f64,
}

/// How many people a design needs in its first arm under question.
#[derive(Clone, Debug, Serialize)]
pub struct Needed {
    /// Name of the scenario.
    pub scenario: String,
    /// Label of the design.
    pub design: String,
    /// What reaches [`WANTED`].
    pub people: Computed<OverBlocks>,
    /// The same by the formula.
    pub closed_form: Option<f64>,
}

/// Every row, by scenario, design, analysis and size; the null comes first.
#[must_use]
pub fn rows(sizing: &Sizing, records: &[BlockRecord]) -> Vec<Row> {
    let mut rows = Vec::new();
    for cell in cells(sizing) {
        for (place, n) in sizing.asked.n.iter().enumerate() {
            rows.push(row(sizing, records, cell, place, *n));
        }
    }
    rows
}

/// How many people every design needs under every truth but the null.
#[must_use]
pub fn needed(sizing: &Sizing, records: &[BlockRecord]) -> Vec<Needed> {
    let planned =
        cells(sizing).filter(|cell| cell.reading == 0 && !sizing.scenarios[cell.scenario].is_null());
    let one = |cell: Cell| {
        let blocks = of_cell(sizing, records, cell);
        let shares: Vec<Vec<f64>> =
            blocks.iter().map(|by_size| by_size.iter().map(Tally::share).collect()).collect();
        let formula: Option<Vec<f64>> =
            (0..sizing.asked.n.len()).map(|place| closed_form(sizing, records, cell, place)).collect();
        let by_formula =
            formula.and_then(|curve| people_needed(&sizing.asked.n, &[curve.clone(), curve], WANTED).ok());
        Needed {
            scenario: sizing.scenarios[cell.scenario].id(),
            design: sizing.protocols[cell.design].design.label.clone(),
            people: people_needed(&sizing.asked.n, &shares, WANTED),
            closed_form: by_formula.map(|found| found.value),
        }
    };
    planned.map(one).collect()
}

/// A place in the records.
#[derive(Clone, Copy)]
struct Cell {
    scenario: usize,
    design: usize,
    reading: usize,
}

fn cells(sizing: &Sizing) -> impl Iterator<Item = Cell> + '_ {
    (0..sizing.scenarios.len()).flat_map(move |scenario| {
        sizing.protocols.iter().enumerate().flat_map(move |(design, protocol)| {
            (0..protocol.readings.len()).map(move |reading| Cell { scenario, design, reading })
        })
    })
}

/// Tallies of a cell, by block and size; blocks in other worlds are not asked.
fn of_cell(sizing: &Sizing, records: &[BlockRecord], cell: Cell) -> Vec<Vec<Tally>> {
    let at = sizing.scenarios[cell.scenario].at;
    let here = records.iter().filter(|record| sizing.place(record.number) == at);
    let by_size = |record: &BlockRecord| {
        let sizes = &record.tallies[cell.scenario][cell.design];
        sizes.iter().map(|readings| readings[cell.reading]).collect()
    };
    here.map(by_size).collect()
}

fn row(sizing: &Sizing, records: &[BlockRecord], cell: Cell, place: usize, n: u32) -> Row {
    let protocol = &sizing.protocols[cell.design];
    let reading = &protocol.readings[cell.reading];
    let scenario = &sizing.scenarios[cell.scenario];
    let here: Vec<&BlockRecord> =
        records.iter().filter(|record| sizing.place(record.number) == scenario.at).collect();
    let blocks: Vec<Tally> =
        of_cell(sizing, records, cell).into_iter().map(|by_size| by_size[place]).collect();
    let trials = |tally: &Tally| tally.trials;
    let mean =
        |part: &dyn Fn(&Tally) -> f64| OverBlocks::of(&blocks, part, trials).map_or(f64::NAN, |of| of.value);
    let truths: Vec<f64> =
        here.iter().filter_map(|record| record.truths[cell.scenario][cell.design][cell.reading]).collect();
    let (failed, people) = here.iter().fold((0_u32, 0_u32), |(failed, people), record| {
        (failed + record.failed, people + record.failed + record.people)
    });
    Row {
        scenario: scenario.id(),
        null: scenario.is_null(),
        truth: OverBlocks::of_values(&truths),
        design: protocol.design.label.clone(),
        analysis: reading.analysis.clone(),
        primary: cell.reading == 0,
        outcome: reading.outcome.name(),
        n,
        blocks: u32::try_from(blocks.len()).unwrap_or(u32::MAX),
        trials: blocks.iter().map(|tally| tally.trials).sum(),
        success: OverBlocks::share(&blocks, |tally| tally.successes, trials),
        closed_form: (cell.reading == 0).then(|| closed_form(sizing, records, cell, place)).flatten(),
        bias: OverBlocks::of(&blocks, |tally| tally.error, Tally::computed),
        rmse: OverBlocks::of(&blocks, |tally| tally.squared_error, Tally::computed).map(OverBlocks::root),
        coverage: OverBlocks::share(&blocks, |tally| tally.covered, |tally| tally.intervals),
        stopped_early: mean(&|tally| f64::from(tally.stopped_early)),
        people: mean(&|tally| tally.people),
        months: mean(&|tally| tally.days) / DAYS_PER_MONTH,
        missing: mean(&|tally| tally.missing),
        not_computed: mean(&|tally| f64::from(tally.not_computed)),
        failed: f64::from(failed) / f64::from(people.max(1)),
    }
}

/// The formula, averaged over blocks: each has its own true effect and spread. Only for two arms and one analysis.
fn closed_form(sizing: &Sizing, records: &[BlockRecord], cell: Cell, place: usize) -> Option<f64> {
    let protocol = &sizing.protocols[cell.design];
    if !protocol.has_closed_form() {
        return None;
    }
    let at = sizing.scenarios[cell.scenario].at;
    let n = sizing.asked.n[place];
    let control = u32::try_from(protocol.setup.seats_for(n)).ok()? - n;
    let better = protocol.readings[0].better();
    let one = |record: &BlockRecord| {
        let truth = record.truths[cell.scenario][cell.design][0]?;
        let spread = record.spreads[cell.scenario][cell.design]?;
        spread.success(better.benefit(truth), [n, control], sizing.plan.analysis.alpha).ok()
    };
    let found: Vec<f64> =
        records.iter().filter(|record| sizing.place(record.number) == at).filter_map(one).collect();
    OverBlocks::of_values(&found).ok().map(|found| found.value)
}

/// The rows of the planned analysis of one scenario and design, by size.
#[must_use]
pub fn curve<'r>(rows: &'r [Row], scenario: &str, design: &str) -> Vec<&'r Row> {
    rows.iter().filter(|row| row.primary && row.scenario == scenario && row.design == design).collect()
}

/// A number or why there is none, for a table of text.
#[must_use]
pub fn shown(found: &Computed<OverBlocks>, factor: f64, places: usize) -> String {
    match found {
        Ok(OverBlocks { value, error }) => {
            format!("{:.places$} ± {:.places$}", factor * value, factor * error)
        }
        Err(NotComputed { .. }) => "-".to_owned(),
    }
}
