//! What does nobody know? Each replicate takes place in one possible world: the same for every patient in it.
//!
//! An uncertain number has a prior in its file (`uncertainty`). Some were calibrated: for those [`Beliefs`] hold draws
//! that belong together, one draw for each possible world. All others stay at their prior.

use super::chance::{Key, Purpose};
use super::sample::occasion_of;
use crate::biology::parameters::{Parameter, Parameters, Params, Uncertainty};
use crate::instrument::reporting::Reporting;
use conus_num::elementary::exp;
use conus_num::random::Stream;

/// How trials differ in what the same promise makes patients expect, as it stands in `data/reporting.toml`.
const TRIALS_DIFFER: &str = "expectation_trials_log_sd";
/// What those who are promised something expect.
const EXPECTATIONS: [&str; 3] = ["expectation_blinded", "expectation_open", "expectation_control"];
/// How trials differ in how they ask for adverse events, as it stands in `data/reporting.toml`.
const HARMS_DIFFER: &str = "harms_trials_log_sd";
/// How often harms are found, with drug and without.
const HARMS: [&str; 4] = ["dizziness_hazard", "somnolence_hazard", "dizziness_base", "somnolence_base"];

/// Which side of an uncertain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Its value, or its median where people differ.
    Typical,
    /// How much people differ in it: the standard deviation of the logarithm.
    Spread,
}

/// An uncertain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// Its name in the files.
    pub name: &'static str,
    /// Which side of it.
    pub side: Side,
}

/// How an uncertain number departs from what its file says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Departure {
    /// Factor on the value, or on the median where people differ.
    pub typical: f64,
    /// Factor on the standard deviation of the logarithm over people.
    pub spread: f64,
}

/// One possible world.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    biology: Vec<Departure>,
    reports: Vec<Departure>,
}

/// What is believed of uncertain numbers together, beside their priors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beliefs {
    /// Of which numbers.
    pub unknowns: Vec<Unknown>,
    /// Possible worlds, equally likely: the logarithm of the factor on each of these numbers.
    pub draws: Vec<Vec<f64>>,
}

impl Departure {
    /// None.
    pub const NONE: Self = Self { typical: 1.0, spread: 1.0 };
}

impl Unknown {
    /// The name for tables: `susceptibility_at`, or `susceptibility_at.spread`.
    #[must_use]
    pub fn label(self) -> String {
        match self.side {
            Side::Typical => self.name.to_owned(),
            Side::Spread => format!("{}.spread", self.name),
        }
    }

    /// The uncertain number of this label; none where no file has it.
    #[must_use]
    pub fn named(label: &str) -> Option<Self> {
        let (name, side) = match label.strip_suffix(".spread") {
            Some(name) => (name, Side::Spread),
            None => (label, Side::Typical),
        };
        let names = Params::<f64>::NAMES.iter().chain(Reporting::<f64>::NAMES);
        names.copied().find(|known| *known == name).map(|name| Self { name, side })
    }
}

impl Beliefs {
    /// That this draw is the world, as far as it goes.
    #[must_use]
    pub fn certain(&self, draw: usize) -> Self {
        Self { unknowns: self.unknowns.clone(), draws: vec![self.draws[draw].clone()] }
    }

    /// The draw that a replicate takes place in; none where nothing is believed beside the priors.
    fn draw(&self, key: Key) -> Option<&[f64]> {
        let count = u32::try_from(self.draws.len()).expect("a posterior has at most thousands of draws");
        let drawn = (count > 0).then(|| key.stream(Purpose::World, occasion_of("beliefs")).below(count))?;
        Some(&self.draws[drawn as usize])
    }

    fn place(&self, name: &str, side: Side) -> Option<usize> {
        self.unknowns.iter().position(|known| known.name == name && known.side == side)
    }
}

impl World {
    /// The world in which every uncertain number is what the files say.
    #[must_use]
    pub fn typical() -> Self {
        let none = |names: &[&str]| vec![Departure::NONE; names.len()];
        Self { biology: none(Params::<f64>::NAMES), reports: none(Reporting::<f64>::NAMES) }
    }

    /// Draws the world of a replicate.
    #[must_use]
    pub fn draw(
        parameters: &Parameters,
        reporting: &[Parameter],
        beliefs: &Beliefs,
        seed: u64,
        replicate: u32,
    ) -> Self {
        let key = Key { seed, replicate, patient: 0 };
        let drawn = beliefs.draw(key);
        let departs = |(name, entry): (&&str, &Parameter)| {
            let believed = |side| Some(exp(drawn?[beliefs.place(name, side)?]));
            departure(name, entry.uncertainty, believed, key)
        };
        let mut world = Self {
            biology: Params::<f64>::NAMES.iter().zip(&parameters.entries).map(departs).collect(),
            reports: Reporting::<f64>::NAMES.iter().zip(reporting).map(departs).collect(),
        };
        let of_this_trial = |name, occasion| of_this_trial(reporting, name, key, occasion);
        world.depart_by(&EXPECTATIONS, of_this_trial(TRIALS_DIFFER, "expectation_of_this_trial"));
        world.depart_by(&HARMS, of_this_trial(HARMS_DIFFER, "harms_of_this_trial"));
        world
    }

    /// Multiplies what these numbers depart by.
    fn depart_by(&mut self, names: &[&str], factor: f64) {
        let biology = Params::<f64>::NAMES.iter().zip(&mut self.biology);
        let reports = Reporting::<f64>::NAMES.iter().zip(&mut self.reports);
        for (_, departure) in biology.chain(reports).filter(|(name, _)| names.contains(name)) {
            departure.typical *= factor;
        }
    }

    /// How a parameter of the equations departs, by its place in [`Params::NAMES`].
    #[must_use]
    pub fn biology(&self, place: usize) -> Departure {
        self.biology[place]
    }

    /// How a number of the reporting layer departs, by its place in [`Reporting::NAMES`].
    #[must_use]
    pub fn reports(&self, place: usize) -> Departure {
        self.reports[place]
    }
}

/// What is believed, else a draw from the prior, else nothing departs. Each side has a stream of its own, so that a
/// number which becomes uncertain changes no other draw.
fn departure(
    name: &str,
    prior: Option<Uncertainty>,
    believed: impl Fn(Side) -> Option<f64>,
    key: Key,
) -> Departure {
    let stream = |occasion: &str| -> Stream { key.stream(Purpose::World, occasion_of(occasion)) };
    let by_prior = |occasion: &str, log_sd: f64| {
        if log_sd > 0.0 { stream(occasion).lognormal(1.0, log_sd) } else { 1.0 }
    };
    let prior = prior.unwrap_or(Uncertainty { log_sd: 0.0, spread_log_sd: 0.0, max: f64::INFINITY });
    let spread = format!("{name}.spread");
    Departure {
        typical: believed(Side::Typical).unwrap_or_else(|| by_prior(name, prior.log_sd)),
        spread: believed(Side::Spread).unwrap_or_else(|| by_prior(&spread, prior.spread_log_sd)),
    }
}

/// The factor on an uncertain number that is in no posterior and no equation, in the world of a replicate.
#[must_use]
pub fn by_prior(name: &str, prior: Option<Uncertainty>, seed: u64, replicate: u32) -> f64 {
    departure(name, prior, |_| None, Key { seed, replicate, patient: 0 }).typical
}

/// Trials differ in what the same promise makes patients expect, and in how they ask for harms: a factor that nobody
/// knows before the trial. `spread` is the number of the reporting layer that says how much.
fn of_this_trial(reporting: &[Parameter], spread: &str, key: Key, occasion: &str) -> f64 {
    let place = Reporting::<f64>::NAMES.iter().position(|name| *name == spread);
    let log_sd = place.map_or(0.0, |place| reporting[place].value);
    key.stream(Purpose::World, occasion_of(occasion)).lognormal(1.0, log_sd)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "a world holds the very factors of its draw")]
mod tests {
    use super::*;
    use crate::instrument::reporting;

    fn draw(beliefs: &Beliefs, replicate: u32) -> World {
        World::draw(&Parameters::shipped(), &reporting::shipped(), beliefs, 1, replicate)
    }

    /// What nobody knows is the same for everybody in a replicate and differs between replicates.
    #[test]
    fn only_what_nobody_knows_differs_between_worlds() {
        let parameters = Parameters::shipped();
        let (one, other) = (draw(&Beliefs::default(), 0), draw(&Beliefs::default(), 1));
        for (place, entry) in parameters.entries.iter().enumerate() {
            let differs = one.biology(place).typical.to_bits() != other.biology(place).typical.to_bits();
            assert_eq!(differs, entry.uncertainty.is_some());
        }
    }

    /// What was calibrated comes out of the same draw together; everything else stays at its prior.
    #[test]
    fn a_world_takes_what_is_believed_from_one_draw_and_the_rest_from_priors() {
        let unknowns: Vec<Unknown> = ["release_most", "release_most.spread", "flare_sd"]
            .map(|label| Unknown::named(label).unwrap())
            .into();
        let beliefs = Beliefs { unknowns, draws: vec![vec![0.1, 0.2, 0.3]] };
        let (believed, prior) = (draw(&beliefs, 4), draw(&Beliefs::default(), 4));
        let place = |name: &str| Params::<f64>::NAMES.iter().position(|known| *known == name).unwrap();
        let report = Reporting::<f64>::NAMES.iter().position(|known| *known == "flare_sd").unwrap();
        let release = believed.biology(place("release_most"));
        assert_eq!([release.typical, release.spread], [exp(0.1), exp(0.2)]);
        assert_eq!(believed.reports(report).typical, exp(0.3));
        let potency = place("potency_half");
        assert_eq!(believed.biology(potency), prior.biology(potency));
    }

    #[test]
    fn labels_lead_back_to_their_numbers() {
        for label in ["release_most", "release_most.spread", "day_sd"] {
            assert_eq!(Unknown::named(label).unwrap().label(), label);
        }
        assert_eq!(Unknown::named("relese_most"), None);
    }
}
