//! Which patient is meant? Options that every command about one patient has become parameters and treatments.

mod person;

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use conus::biology::parameters::{Parameters, Params};
use conus::patient::story::change;
use conus::treatment::Treatment;

use crate::give;
pub(crate) use person::Person;

/// Longest story \[d\]: longer than a life with an injury is not told.
pub(crate) const MOST_DAYS: f64 = 20_000.0;

/// Who it is and what is given.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// Severity of the cord injury, 0 none to 0.9 complete; 0.7 in the typical patient.
    #[arg(long, allow_negative_numbers = true)]
    severity: Option<f64>,
    /// Give any parameter of data/parameters another value; may be repeated.
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Give a treatment, its days counted from the injury; may be repeated. See the list below.
    #[arg(long, value_name = "TREATMENT")]
    give: Vec<String>,
    /// Switch a mechanism of the cells off; may be repeated.
    #[arg(long, value_name = "MECHANISM", value_enum)]
    knock_out: Vec<Mechanism>,
    /// Draw a random person of the shipped study's population instead of the typical patient.
    #[arg(long)]
    random: bool,
    /// Which random person: the same number gives the same person on every computer.
    #[arg(long, default_value_t = 1, requires = "random")]
    seed: u64,
}

/// The five mechanisms of the cells (S3.1 to S3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Mechanism {
    /// Cells gather at the lesion, ganglia and meninges.
    Homing,
    /// The secretome calms inflammation.
    Immunomodulation,
    /// Secreted factors protect and repair nerve.
    Trophic,
    /// Schwann cells remyelinate and rebuild pathways.
    Support,
    /// Better perfusion, less oxidative stress.
    Environment,
}

/// Everything that decides what happens to a patient.
pub(crate) struct Told {
    pub(crate) params: Params<f64>,
    pub(crate) typical: Params<f64>,
    pub(crate) person: Option<Person>,
    pub(crate) treatments: Vec<Treatment>,
    /// Last day, after the injury.
    pub(crate) days: f64,
}

impl Who {
    /// The patient and what is given until the last day.
    pub(crate) fn understood(&self, parameters: &Parameters, days: f64) -> anyhow::Result<Told> {
        if self.set.len() > Params::<f64>::COUNT {
            bail!("at most {} parameters are set", Params::<f64>::COUNT);
        }
        let typical = parameters.typical();
        let person = self.random.then(|| Person::draw(parameters, self.seed)).transpose()?;
        let mut params = person.as_ref().map_or(typical, |person| person.params);
        if let Some(severity) = self.severity {
            change(parameters, &mut params, "severity", severity)?;
        }
        for (name, value) in changes(&self.set)? {
            change(parameters, &mut params, name, value)?;
        }
        for mechanism in &self.knock_out {
            let value = mechanism.to_possible_value();
            let name =
                value.as_ref().map_or_else(String::new, |value| format!("mechanism_{}", value.get_name()));
            change(parameters, &mut params, &name, 0.0)?;
        }
        let treatments = give::treatments(&self.give, days)?;
        Ok(Told { params, typical, person, treatments, days })
    }
}

impl Told {
    /// Who this is, in a line: the typical patient or a person, with what was changed.
    pub(crate) fn who(&self) -> String {
        let who = self.person.as_ref().map_or_else(|| "typical patient".to_owned(), Person::told);
        let changes = match (self.person.is_some(), self.changed()) {
            (false, changes) if changes.is_empty() => "all parameters as shipped".to_owned(),
            (false, changes) => format!("changed: {}", changes.join(", ")),
            (true, changes) => format!("{} parameters differ from the typical patient", changes.len()),
        };
        format!("{who}; {changes}")
    }

    /// What was changed, in words.
    pub(crate) fn changed(&self) -> Vec<String> {
        self.differences()
            .map(|(name, value, typical)| format!("{name} {} (typical {typical})", short(value)))
            .collect()
    }

    /// Name, value and typical value of what was changed.
    pub(crate) fn differences(&self) -> impl Iterator<Item = (&'static str, f64, f64)> {
        let pairs = self.params.to_array().into_iter().zip(self.typical.to_array());
        let all =
            Params::<f64>::NAMES.iter().zip(pairs).map(|(name, (value, typical))| (*name, value, typical));
        all.filter(|(_, value, typical)| value.to_bits() != typical.to_bits())
    }
}

/// Four digits, enough to tell people apart.
fn short(value: f64) -> String {
    let exact = value.to_string();
    let rounded = if value.abs() < 0.1 { format!("{value:.3e}") } else { format!("{value:.3}") };
    if exact.len() <= rounded.len() { exact } else { rounded }
}

fn changes(texts: &[String]) -> anyhow::Result<Vec<(&str, f64)>> {
    let mut names = BTreeSet::new();
    let mut changes = Vec::new();
    for text in texts {
        let (name, value) = text
            .split_once('=')
            .with_context(|| format!("--set `{text}` lacks its `=`; write name=value"))?;
        let number = value.parse().ok();
        let number = number.with_context(|| format!("--set {name}: `{value}` is not a number"))?;
        if !names.insert(name) {
            bail!("--set {name} stands twice; keep one of them");
        }
        changes.push((name, number));
    }
    Ok(changes)
}

/// A last day above 0.
pub(crate) fn days(text: &str) -> Result<f64, String> {
    within(text, 0.0, MOST_DAYS)
}

/// A number above the lower and up to the upper limit.
fn within(text: &str, above: f64, most: f64) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > above && *number <= most);
    number.ok_or_else(|| format!("give a number of days above {above} and up to {most}"))
}
