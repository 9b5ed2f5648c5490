//! What does one block say of every design? Its people are simulated once; then trials of every size are drawn from
//! them, under every scenario, and conducted by every design.

use super::closed_form::Spread;
use super::conduct::{Concluded, Protocol};
use super::pool::{Block, NoBlock, Told, Where, block, wanted};
use super::reading::{Part, Reading, designs, gains, in_parts, outcome_of, readings};
use super::scenario::{Scenario, scenarios};
use super::tally::Tally;
use super::trial::{Setup, Trial};
use crate::analysis::Computed;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{ArmSizes, Conduct, Design, TrialPlan};
use crate::trial::potential::Wanted;
use crate::trial::setting::Setting;
use conus_stats::{StatisticsError, describe};
use serde::{Deserialize, Serialize};

/// How a study is sized.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Sizes of the first arm under question, rising (people).
    pub n: Vec<u32>,
    /// Blocks in worlds as they are believed.
    pub worlds: u32,
    /// Blocks in which every unknown is at its best guess.
    pub typical: u32,
    /// Trials of each size that are drawn from a block.
    pub trials: u32,
    /// People simulated for each person whom the largest trial may need, at least 1.
    pub spare_percent: u32,
    /// Whether the planned analysis alone is read out, without those beside it and the other outcomes.
    pub planned_only: bool,
    /// Whether only what is believed is played, and nothing is asked of a truth that is given.
    pub believed_only: bool,
    /// Fingerprint of the beliefs that stand in place of the shipped ones; empty for those.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub beliefs: String,
}

/// A study with all that does not depend on a block.
#[derive(Clone, Debug)]
pub struct Sizing {
    /// The study, with as many seats as a block has people.
    pub plan: TrialPlan,
    /// What is asked.
    pub asked: Asked,
    /// Truths, the null first.
    pub scenarios: Vec<Scenario>,
    /// Designs.
    pub protocols: Vec<Protocol>,
    wanted: Wanted,
}

/// What one block says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockRecord {
    /// Number of the block.
    pub number: u32,
    /// Whether every unknown is at its best guess.
    pub typical: bool,
    /// How many were screened.
    pub screened: u32,
    /// How many people could be drawn.
    pub people: u32,
    /// Patients whose equations could not be solved.
    pub failed: u32,
    /// By scenario (none where it is not played in this block), design, size and reading.
    pub tallies: Vec<Vec<Vec<Vec<Tally>>>>,
    /// True value of the estimand of each reading, by scenario and design.
    pub truths: Vec<Vec<Vec<Option<f64>>>>,
    /// What a formula needs to know, by scenario and design.
    pub spreads: Vec<Vec<Option<Spread>>>,
    /// Adverse events of at least moderate severity for each person of each arm, by scenario (none where it is not played).
    pub harms: Vec<Vec<f64>>,
}

/// Why a block says nothing.
#[derive(Debug, thiserror::Error)]
pub enum NoRecord {
    /// There are no people.
    #[error("block {number}: {source}")]
    NoBlock {
        /// Number of the block.
        number: u32,
        /// Why.
        source: NoBlock,
    },
    /// Too few people can be randomised.
    #[error(
        "block {number}: design `{design}` needs {needed} people with {n} in its first arm, and {there} of the block can be randomised; simulate more with --spare"
    )]
    TooFew {
        /// Number of the block.
        number: u32,
        /// Design.
        design: String,
        /// People of the first arm under question.
        n: u32,
        /// People needed.
        needed: usize,
        /// People there.
        there: usize,
    },
}

impl Sizing {
    /// Of a study.
    ///
    /// # Errors
    /// A design without boundaries.
    pub fn new(plan: &TrialPlan, asked: &Asked) -> Result<Self, StatisticsError> {
        let protocol = |(place, design): (usize, &Design)| {
            let setup = Setup::of(plan, design);
            // What is usual beside the planned analysis is looked at once, in the first design.
            let beside = place == 0 && !asked.planned_only;
            Protocol::new(plan, design, read_by(plan, design, &setup, beside))
        };
        let protocols: Vec<Protocol> =
            designs(plan).iter().enumerate().map(protocol).collect::<Result<_, _>>()?;
        let estimands: Vec<_> = protocols
            .iter()
            .flat_map(|protocol| {
                protocol.readings.iter().map(|reading| reading.estimand(plan, &protocol.setup))
            })
            .collect();
        let most = |protocol: &Protocol| protocol.most_seats(asked.n.last().copied().unwrap_or(2));
        let people = protocols.iter().map(most).max().unwrap_or(0);
        let people = people * asked.spare_percent.max(100) as usize / 100;
        let wanted = wanted(plan, &estimands);
        let plan = with_seats(plan, people);
        let mut scenarios = scenarios(&plan);
        scenarios.retain(|one| one.is_belief() || !asked.believed_only);
        Ok(Self { scenarios, plan, asked: asked.clone(), protocols, wanted })
    }

    /// Blocks in all: first those as believed, then those at the best guess.
    #[must_use]
    pub fn blocks(&self) -> u32 {
        self.asked.worlds + self.asked.typical
    }

    /// In which world a block lives.
    #[must_use]
    pub fn place(&self, number: u32) -> Where {
        if number < self.asked.worlds { Where::Drawn } else { Where::Typical }
    }

    /// The people of a block.
    ///
    /// # Errors
    /// When hardly anybody is eligible.
    pub fn people(&self, knowledge: &Knowledge, number: u32) -> Result<Block, NoRecord> {
        let at = self.place(number);
        let settings: Vec<Setting> =
            self.scenarios.iter().filter(|one| one.at == at).map(|one| one.setting).collect();
        block(knowledge, &self.plan, number, at, &settings, &self.wanted)
            .map_err(|source| NoRecord::NoBlock { number, source })
    }

    /// Simulates a block and conducts all its trials.
    ///
    /// # Errors
    /// When hardly anybody is eligible, or too few for the largest trial.
    pub fn record(&self, knowledge: &Knowledge, number: u32) -> Result<BlockRecord, NoRecord> {
        let block = self.people(knowledge, number)?;
        let at = self.place(number);
        let mut told = block.settings.iter();
        let mut record = BlockRecord {
            number,
            typical: at == Where::Typical,
            screened: block.screened,
            people: u32::try_from(block.people()).unwrap_or(u32::MAX),
            failed: u32::try_from(block.failures.len()).unwrap_or(u32::MAX),
            tallies: Vec::new(),
            truths: Vec::new(),
            spreads: Vec::new(),
            harms: Vec::new(),
        };
        for scenario in &self.scenarios {
            let told = if scenario.at == at { told.next() } else { None };
            let (mut tallies, mut truths, mut spreads) = (Vec::new(), Vec::new(), Vec::new());
            for (told, protocol) in
                told.iter().flat_map(|told| self.protocols.iter().map(move |one| (told, one)))
            {
                let people = protocol.setup.eligible(&self.plan, told);
                self.enough(&block, protocol, people.len())?;
                let truth = |reading| self.truth(&block, told, protocol, reading, &people).ok();
                let of_readings: Vec<Option<f64>> = protocol.readings.iter().map(truth).collect();
                tallies.push(self.trials(&block, told, protocol, &people, &of_readings));
                truths.push(of_readings);
                let outcome = outcome_of(&self.plan, &protocol.readings[0]);
                spreads.push(Spread::of(told, &protocol.setup, outcome, &people).ok());
            }
            record.tallies.push(tallies);
            record.truths.push(truths);
            record.spreads.push(spreads);
            record.harms.push(told.map_or_else(Vec::new, |told| told.harms.clone()));
        }
        Ok(record)
    }

    /// All trials of one design in one scenario of a block, by size and reading.
    fn trials(
        &self,
        block: &Block,
        told: &Told,
        protocol: &Protocol,
        people: &[usize],
        truths: &[Option<f64>],
    ) -> Vec<Vec<Tally>> {
        let mut tallies = vec![vec![Tally::default(); protocol.readings.len()]; self.asked.n.len()];
        for number in 0..self.asked.trials {
            let trial = Trial::draw(block, told, &protocol.setup, number, people);
            for (n, tallies) in self.asked.n.iter().zip(&mut tallies) {
                let concluded: Concluded = protocol.conduct(&self.plan, &trial, *n);
                for (reading, (tally, truth)) in tallies.iter_mut().zip(truths).enumerate() {
                    tally.add(&concluded, reading, *truth);
                }
            }
        }
        tallies
    }

    fn enough(&self, block: &Block, protocol: &Protocol, there: usize) -> Result<(), NoRecord> {
        let needs = |n: &&u32| protocol.most_seats(**n) > there;
        let Some(n) = self.asked.n.iter().find(needs).copied() else { return Ok(()) };
        let (number, design) = (block.number, protocol.design.id.clone());
        Err(NoRecord::TooFew { number, design, n, needed: protocol.most_seats(n), there })
    }

    /// The value of the estimand of a reading among those of a block who can be randomised.
    ///
    /// # Errors
    /// Nobody belongs to its population.
    pub fn truth(
        &self,
        block: &Block,
        told: &Told,
        protocol: &Protocol,
        reading: &Reading,
        people: &[usize],
    ) -> Computed<f64> {
        let differences = gains(told, &self.plan, &protocol.setup, reading)?;
        if differences.len() != block.people() {
            // A principal stratum is a population of its own.
            return Ok(describe::mean(&differences)?);
        }
        let months = protocol.design.subgroup_months.unwrap_or(0.0);
        let mean = |wanted: &dyn Fn(bool) -> bool| -> Computed<f64> {
            let some = people.iter().filter(|at| wanted(block.months_since_injury[**at] < months));
            let some: Vec<f64> = some.map(|at| differences[*at]).collect();
            Ok(describe::mean(&some)?)
        };
        match reading.part {
            Part::Everybody => mean(&|_| true),
            Part::Recent => mean(&|recent| recent),
            Part::Old => mean(&|recent| !recent),
            Part::Interaction => Ok(mean(&|recent| recent)? - mean(&|recent| !recent)?),
        }
    }
}

/// What a design reads out: everything at the end of a trial with one analysis, else the planned analysis alone.
fn read_by(plan: &TrialPlan, design: &Design, setup: &Setup, beside: bool) -> Vec<Reading> {
    let mut all = readings(plan, setup, beside);
    match &design.conduct {
        Conduct::Parallel => {
            if let Some(months) = design.subgroup_months {
                let parts = in_parts(&all[0], months);
                all.extend(parts);
            }
            all
        }
        Conduct::BlindedReestimation(_) | Conduct::PromisingZone(_) => {
            all.truncate(1);
            all
        }
        Conduct::GroupSequential(_) => {
            let corrected = format!("{}, corrected for the looks", all[0].analysis);
            let corrected = Reading { analysis: corrected, ..all[0].clone() };
            vec![all.swap_remove(0), corrected]
        }
        Conduct::Crossover { .. } => {
            vec![Reading { analysis: "difference of periods".to_owned(), ..all.swap_remove(0) }]
        }
    }
}

/// The study with so many seats in all. Nobody is allocated, so which arm they are in does not matter.
fn with_seats(plan: &TrialPlan, people: usize) -> TrialPlan {
    let mut plan = plan.clone();
    let arms = plan.arms.len();
    for (place, arm) in plan.arms.iter_mut().enumerate() {
        let share = people / arms + usize::from(place < people % arms);
        arm.randomised = u32::try_from(share).unwrap_or(u32::MAX).max(1);
    }
    plan.allocation.sizes = ArmSizes::Randomised;
    plan
}
