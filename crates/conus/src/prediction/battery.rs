//! What has to be played for some rows, and what comes out of it in one world?

use super::block::{Blocked, block};
use super::cohort::{self, Followed};
use super::fault::PredictionError;
use super::recovery::{self, Recovered, recover};
use super::reported::Counted;
use super::simulation::{SeriesNumber, Simulation};
use super::trial::{Asked, Harmed, harmed, number};
use crate::evidence::Label;
use crate::plan_file::Choice;
use crate::series::beside::number_of;
use crate::series::plan::SeriesPlan;
use crate::series::play::{Report, play_as_reported, report_of};
use crate::series::{Group, Outcome};
use crate::trial::dataset::Dataset;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::TrialPlan;
use crate::trial::simulate::replicate;
use crate::trial::studies::{published_series, shipped};
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// All studies and cohorts that some rows need, each played once in a world.
pub struct Battery {
    studies: BTreeMap<String, TrialPlan>,
    cohorts: BTreeMap<String, Needed>,
    series: BTreeMap<String, (SeriesPlan, Vec<Outcome>)>,
    rows: Vec<Row>,
    as_json: Vec<String>,
}

/// A cohort, the days on which somebody asks, whether it is blocked at its end, and whether it is examined.
struct Needed {
    plan: cohort::Plan,
    days: Vec<f64>,
    blocked: bool,
    examined: bool,
}

/// What came of a cohort, as far as somebody asks.
struct PlayedCohort {
    followed: Option<Followed>,
    blocked: Option<Blocked>,
    recovered: Option<Recovered>,
}

/// A row, by places.
enum Row {
    Trial { study: String, asked: Asked },
    Harm { arms: Vec<(String, u16)>, asked: Harmed },
    Cohort { cohort: String, counted: Counted, day: f64, number: super::simulation::CohortNumber },
    Recovery { cohort: String, asked: recovery::Asked },
    Block { cohort: String, number: super::simulation::BlockNumber },
    Series { study: String, outcome: Outcome, group: Group, visit: usize, number: SeriesNumber },
}

/// What was played in a world.
struct Played {
    studies: BTreeMap<String, Option<Dataset>>,
    cohorts: BTreeMap<String, PlayedCohort>,
    series: BTreeMap<String, Option<Vec<Report>>>,
}

impl Battery {
    /// The battery of some rows, each with what it is about.
    ///
    /// # Panics
    /// Never: what a row says can be written down.
    ///
    /// # Errors
    /// The first row that names a study, an arm, a visit or a cohort that is not there.
    pub fn of(rows: &[(&Label, &Simulation)]) -> Result<Self, PredictionError> {
        let mut battery = Self {
            studies: BTreeMap::new(),
            cohorts: BTreeMap::new(),
            series: BTreeMap::new(),
            rows: Vec::new(),
            as_json: Vec::new(),
        };
        for (label, simulation) in rows {
            let id = label.id.as_str();
            for study in simulation.studies() {
                let plan = shipped_plan(study).ok_or_else(|| unknown_study(id, study))?;
                battery.studies.insert(study.clone(), plan);
            }
            if let Some((study, outcomes)) = simulation.series() {
                battery.need_series(id, study, outcomes)?;
            }
            if let Some(name) = simulation.cohort() {
                battery.need(id, name, simulation)?;
            }
            let row = battery.row(label, simulation)?;
            battery.rows.push(row);
            let played = serde_json::to_string(&(&label.publication, &label.n, simulation));
            battery.as_json.push(played.expect("a simulation holds finite numbers and text"));
        }
        Ok(battery)
    }

    /// What each row would have printed in the world of a replicate, in their order; none where it could not be computed.
    #[must_use]
    pub fn play(&self, knowledge: &Knowledge, number: u32) -> Vec<Option<f64>> {
        let dataset = |plan: &TrialPlan| {
            let played = replicate(knowledge, plan, number, false).ok()?;
            played.settings.into_iter().next().map(|(_, tables)| tables.analysis)
        };
        let played = Played {
            studies: self.studies.iter().map(|(id, plan)| (id.clone(), dataset(plan))).collect(),
            cohorts: self
                .cohorts
                .iter()
                .map(|(name, needed)| (name.clone(), needed.play(knowledge, number)))
                .collect(),
            series: self
                .series
                .iter()
                .map(|(id, (plan, wanted))| {
                    (id.clone(), play_as_reported(knowledge, plan, wanted, number).ok())
                })
                .collect(),
        };
        self.rows.iter().map(|row| self.printed(row, &played, knowledge)).collect()
    }

    /// Each row as it is simulated, for digests.
    pub(crate) fn rows_as_json(&self) -> &[String] {
        &self.as_json
    }

    /// What is played: the studies and the cohorts.
    pub(crate) fn digest(&self) -> String {
        let studies: Vec<String> = self.studies.values().map(TrialPlan::digest).collect();
        let series: String = self.series.values().map(|(plan, _)| format!(" {}", plan.digest())).collect();
        let cohorts: String = self.cohorts.values().map(|needed| format!(" {:?}", needed.plan)).collect();
        format!("{}{cohorts}{series}", studies.join(" "))
    }

    fn printed(&self, row: &Row, played: &Played, knowledge: &Knowledge) -> Option<f64> {
        let value = match row {
            Row::Trial { study, asked } => {
                number(&self.studies[study], played.studies[study].as_ref()?, asked)
            }
            Row::Harm { arms, asked } => {
                let trial = |(study, arm): &(String, u16)| Some((played.studies[study].as_ref()?, *arm));
                harmed(&arms.iter().map(trial).collect::<Option<Vec<_>>>()?, *asked)
            }
            Row::Cohort { cohort, counted, day, number } => {
                let followed = played.cohorts[cohort].followed.as_ref()?;
                followed.number(&knowledge.definitions, &followed.as_reported(counted), *day, *number)
            }
            Row::Recovery { cohort, asked } => played.cohorts[cohort].recovered.as_ref()?.number(asked),
            Row::Block { cohort, number } => played.cohorts[cohort].blocked.as_ref()?.number(*number),
            Row::Series { study, outcome, group, visit, number } => {
                report_of(played.series[study].as_deref()?, *outcome, *group, *visit)
                    .map(|report| number_of(report, *number))
            }
        };
        value.filter(|value| value.is_finite())
    }

    fn need(&mut self, id: &str, name: &str, simulation: &Simulation) -> Result<(), PredictionError> {
        let plans = cohort::shipped();
        let plan = plans.get(name).ok_or_else(|| missing(id, "cohort", name, String::new(), plans.keys()))?;
        let needed = self.cohorts.entry(name.to_owned()).or_insert_with(|| Needed {
            plan: plan.clone(),
            days: Vec::new(),
            blocked: false,
            examined: false,
        });
        match simulation {
            Simulation::Cohort { day, .. } => needed.days.push(*day),
            Simulation::Recovery { .. } => needed.examined = true,
            _ => needed.blocked = true,
        }
        Ok(())
    }

    fn need_series(&mut self, id: &str, study: &str, outcomes: &[Outcome]) -> Result<(), PredictionError> {
        let file = format!("{study}.toml");
        let known = published_series().iter().find(|known| known.name == file);
        let plan = known.and_then(|known| SeriesPlan::from_text(known.name, known.text).ok());
        let names: Vec<String> =
            published_series().iter().map(|known| known.name.trim_end_matches(".toml").to_owned()).collect();
        let plan = plan.ok_or_else(|| missing(id, "study", study, String::new(), names.iter()))?;
        let (_, wanted) = self.series.entry(study.to_owned()).or_insert((plan, Vec::new()));
        for outcome in outcomes {
            if !wanted.contains(outcome) {
                wanted.push(*outcome);
            }
        }
        Ok(())
    }

    fn row(&self, label: &Label, simulation: &Simulation) -> Result<Row, PredictionError> {
        let id = label.id.as_str();
        Ok(match simulation {
            Simulation::Trial { study, arm, against, outcome, visit, missing, number } => {
                let plan = &self.studies[study];
                let place = |arm: &Option<String>| arm.as_ref().map(|arm| arm_of(id, plan, arm)).transpose();
                let asked = Asked {
                    arm: place(arm)?,
                    against: place(against)?,
                    outcome: *outcome,
                    visit: visit_of(id, plan, visit)?,
                    missing: *missing,
                    number: *number,
                };
                Row::Trial { study: study.clone(), asked }
            }
            Simulation::Harm { studies, arm, harm, until_day } => {
                let place = |study: &String| Ok((study.clone(), arm_of(id, &self.studies[study], arm)?));
                Row::Harm {
                    arms: studies.iter().map(place).collect::<Result<_, _>>()?,
                    asked: Harmed { harm: *harm, until_day: *until_day },
                }
            }
            Simulation::Cohort { cohort, day, number, .. } => Row::Cohort {
                cohort: cohort.clone(),
                counted: counted(label, simulation),
                day: *day,
                number: *number,
            },
            Simulation::Recovery { cohort, day, number, segments, stayed } => Row::Recovery {
                cohort: cohort.clone(),
                asked: recovery::Asked {
                    day: examined_on(id, *day)?,
                    number: *number,
                    segments: *segments,
                    stayed: *stayed,
                },
            },
            Simulation::Block { cohort, number } => Row::Block { cohort: cohort.clone(), number: *number },
            Simulation::Series { study, outcomes, group, visit, number, .. } => Row::Series {
                study: study.clone(),
                outcome: *outcomes.first().ok_or_else(|| no_outcome(id))?,
                group: *group,
                visit: *visit,
                number: *number,
            },
        })
    }
}

/// Of whom the publication of a row about a cohort reports.
fn counted(label: &Label, simulation: &Simulation) -> Counted {
    let (cohorts, people_of) = match simulation {
        Simulation::Cohort { cohorts, people_of, .. } => (*cohorts, people_of.as_ref()),
        _ => (NonZeroU32::MIN, None),
    };
    Counted {
        publication: people_of.unwrap_or(&label.publication).clone(),
        people: label.n.iter().copied().reduce(u32::saturating_add),
        cohorts: cohorts.get(),
    }
}

impl Needed {
    /// Follows, blocks and examines its people in the world of a replicate.
    fn play(&self, knowledge: &Knowledge, replicate: u32) -> PlayedCohort {
        let followed = (self.blocked || !self.days.is_empty())
            .then(|| cohort::follow(&self.plan, knowledge, replicate, &self.days));
        let blocked = followed.as_ref().filter(|_| self.blocked).map(|followed| block(followed, knowledge));
        let recovered = self.examined.then(|| recover(&self.plan, knowledge, replicate));
        PlayedCohort { followed, blocked, recovered }
    }
}

/// A shipped study as it was planned, and none of the worlds that are run beside it.
fn shipped_plan(id: &str) -> Option<TrialPlan> {
    let study = shipped().iter().find(|study| study.name.strip_suffix(".toml") == Some(id))?;
    Some(TrialPlan::from_text(study.name, study.text).ok()?.alone())
}

fn arm_of(id: &str, plan: &TrialPlan, arm: &str) -> Result<u16, PredictionError> {
    let place = plan.arms.iter().position(|known| known.id == arm);
    let known = plan.arms.iter().map(|arm| &arm.id);
    let place = place.ok_or_else(|| missing(id, "arm", arm, in_study(plan), known))?;
    Ok(u16::try_from(place).expect("a plan has a handful of arms"))
}

fn visit_of(id: &str, plan: &TrialPlan, visit: &str) -> Result<u16, PredictionError> {
    let place = plan.visits.iter().position(|known| known.id == visit);
    let known = plan.visits.iter().map(|visit| &visit.id);
    let place = place.ok_or_else(|| missing(id, "visit", visit, in_study(plan), known))?;
    Ok(u16::try_from(place).expect("a plan has at most fifty visits"))
}

/// A day on which cohorts are examined.
fn examined_on(id: &str, day: f64) -> Result<f64, PredictionError> {
    let known = recovery::EXAMS.map(|day| day.to_string());
    let found = recovery::EXAMS.into_iter().find(|known| known.to_bits() == day.to_bits());
    found.ok_or_else(|| missing(id, "day of examination", &day.to_string(), String::new(), known.iter()))
}

fn unknown_study(id: &str, study: &str) -> PredictionError {
    let known: Vec<String> =
        shipped().iter().map(|study| study.name.trim_end_matches(".toml").to_owned()).collect();
    missing(id, "study", study, String::new(), known.iter())
}

fn no_outcome(id: &str) -> PredictionError {
    let known: Vec<String> = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
    missing(id, "outcome", "", String::new(), known.iter())
}

fn in_study(plan: &TrialPlan) -> String {
    format!(" in the study {}", plan.study.id)
}

fn missing<'k>(
    id: &str,
    what: &'static str,
    name: &str,
    of: String,
    known: impl Iterator<Item = &'k String>,
) -> PredictionError {
    let known = known.map(String::as_str).collect::<Vec<_>>().join(", ");
    PredictionError { id: id.to_owned(), what, name: name.to_owned(), of, known }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;

    fn refused(simulation: &str) -> String {
        let label = &Evidence::shipped().publications()[0].rows[0].label;
        let simulation: Simulation = toml::from_str(simulation).unwrap();
        Battery::of(&[(label, &simulation)]).err().unwrap().to_string()
    }

    #[test]
    fn a_row_that_names_what_is_not_there_is_told_what_is() {
        let day = refused("by = \"recovery\"\ncohort = \"tetraplegia\"\nday = 100\nnumber = \"motor\"");
        assert!(day.ends_with("no day of examination `100`; name one of: 16, 365, 378, 730"), "{day}");
        let cohort = refused("by = \"cohort\"\ncohort = \"nobody\"\nday = 100\nnumber = \"any\"");
        assert!(cohort.contains("no cohort `nobody`; name one of: decades, "), "{cohort}");
    }
}
