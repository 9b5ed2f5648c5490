//! In what is this patient unusual? Each parameter beside the median of its population, in standard deviations of its
//! logarithm, since parameters are drawn from log-normal distributions ([`super::sample`]): how people differ, and what
//! nobody knows.

use super::people::People;
use crate::biology::parameters::{Parameter, Parameters, Params};
use conus_num::elementary::ln;
use std::cmp::Ordering;

/// Parameters that say who somebody is and are drawn as shares, not around a median ([`super::covariates`]).
const SHARES: [&str; 2] = ["severity", "root_compression_start"];

/// Parameters that share a clock of their own.
const CLOCKED: [&str; 2] = ["kcc2_up", "kcc2_down"];

/// How far a parameter lies from what it is in most people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deviation {
    /// Name of the parameter.
    pub name: &'static str,
    /// Its value in this patient.
    pub value: f64,
    /// Its median in the population; the shipped value where people do not differ in it.
    pub median: f64,
    /// Standard deviations from the median; none where it is not drawn.
    pub sds: Option<f64>,
}

/// All parameters that differ from their median, the furthest first; one that is not drawn, and differs from what is
/// shipped, stands before all others.
#[must_use]
pub fn deviations(parameters: &Parameters, people: &People<f64>, params: &Params<f64>) -> Vec<Deviation> {
    let named = Params::<f64>::NAMES.iter().zip(&parameters.entries).zip(params.to_array());
    let mut found: Vec<Deviation> = named
        .filter(|((name, _), _)| !SHARES.contains(name))
        .map(|((name, entry), value)| {
            let median = entry.population.map_or(entry.value, |spread| spread.median);
            let clock = if CLOCKED.contains(name) { people.kcc2_clock_log_sd.0 } else { 0.0 };
            Deviation { name, value, median, sds: sds(value, median, log_sd(entry, clock)) }
        })
        .filter(|deviation| deviation.value.to_bits() != deviation.median.to_bits())
        .collect();
    found.sort_by(further);
    found
}

/// Spreads of independent factors add by their squares.
fn log_sd(entry: &Parameter, clock: f64) -> f64 {
    let people = entry.population.map_or(0.0, |spread| spread.log_sd);
    let unknown = entry.uncertainty.map_or(0.0, |spread| spread.log_sd);
    (people * people + unknown * unknown + clock * clock).sqrt()
}

fn sds(value: f64, median: f64, log_sd: f64) -> Option<f64> {
    let known = value.is_finite() && value > 0.0 && median > 0.0 && log_sd > 0.0;
    known.then(|| (ln(value) - ln(median)) / log_sd)
}

/// The further first; those without a distance before all others. Equal ones keep their order.
fn further(one: &Deviation, other: &Deviation) -> Ordering {
    let distance = |deviation: &Deviation| deviation.sds.map_or(f64::INFINITY, f64::abs);
    distance(other).total_cmp(&distance(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus_num::Num;

    #[test]
    fn the_furthest_parameter_comes_first_and_one_in_which_nobody_differs_before_it() {
        let parameters = Parameters::shipped();
        let typical = parameters.typical();
        let names = Params::<f64>::NAMES;
        let people = People::shipped();
        // Both directions of KCC2 have a personal clock beside their own spread.
        let alone = |(name, entry): (&&str, &Parameter)| {
            entry.population.is_some() && entry.uncertainty.is_none() && !name.starts_with("kcc2")
        };
        let varied = names.iter().zip(&parameters.entries).position(alone).unwrap();
        let spread = parameters.entries[varied].population.unwrap();
        let fixed = |entry: &Parameter| {
            entry.population.is_none() && entry.uncertainty.is_none() && entry.value > 0.0
        };
        let fixed = names
            .iter()
            .zip(&parameters.entries)
            .position(|(name, entry)| fixed(entry) && !SHARES.contains(name))
            .unwrap();
        let mut values = typical.to_array();
        values[varied] = conus_num::elementary::exp(ln(spread.median) + 9.0 * spread.log_sd);
        values[fixed] *= 2.0;
        let found = deviations(&parameters, &people, &Params::from_array(&values));
        assert_eq!((found[0].name, found[0].sds), (names[fixed], None));
        assert_eq!(found[1].name, names[varied]);
        assert!((found[1].sds.unwrap() - 9.0).abs() < 1e-9);
        let shown = Params { severity: Num(0.1), ..typical };
        assert!(
            deviations(&parameters, &people, &shown).iter().all(|deviation| deviation.name != "severity")
        );
    }
}
