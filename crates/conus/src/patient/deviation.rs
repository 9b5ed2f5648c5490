//! In what is this patient unusual? Each parameter beside the median of its population, in standard deviations of its
//! logarithm, since parameters are drawn from log-normal distributions ([`super::sample`]).

use crate::biology::parameters::{Parameters, Params};
use conus_num::elementary::ln;
use std::cmp::Ordering;

/// Parameters that say who somebody is and are drawn as shares, not around a median ([`super::covariates`]).
const SHARES: [&str; 2] = ["severity", "root_compression_start"];

/// How far a parameter lies from what it is in most people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deviation {
    /// Name of the parameter.
    pub name: &'static str,
    /// Its value in this patient.
    pub value: f64,
    /// Its median in the population; the shipped value where people do not differ.
    pub median: f64,
    /// Standard deviations from the median, what nobody knows included; none where people do not differ.
    pub sds: Option<f64>,
}

/// All parameters that differ from their median, the furthest first; those in which people do not differ, and this
/// patient differs from what is shipped by more than nobody knows, stand before all others.
#[must_use]
pub fn deviations(parameters: &Parameters, params: &Params<f64>) -> Vec<Deviation> {
    let named = Params::<f64>::NAMES.iter().zip(&parameters.entries).zip(params.to_array());
    let mut found: Vec<Deviation> = named
        .filter(|((name, _), _)| !SHARES.contains(name))
        .map(|((name, entry), value)| {
            let spread = entry.population.map(|people| (people.median, people.log_sd));
            let spread = spread.or(entry.uncertainty.map(|unknown| (entry.value, unknown.log_sd)));
            let median = spread.map_or(entry.value, |(median, _)| median);
            let sds = spread.and_then(|(median, sd)| sds(value, median, sd));
            Deviation { name, value, median, sds }
        })
        .filter(|deviation| deviation.value.to_bits() != deviation.median.to_bits())
        .collect();
    found.sort_by(further);
    found
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
        let varied = parameters.entries.iter().position(|entry| entry.population.is_some()).unwrap();
        let spread = parameters.entries[varied].population.unwrap();
        let fixed = |entry: &crate::biology::parameters::Parameter| {
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
        let found = deviations(&parameters, &Params::from_array(&values));
        assert_eq!((found[0].name, found[0].sds), (names[fixed], None));
        assert_eq!(found[1].name, names[varied]);
        assert!((found[1].sds.unwrap() - 9.0).abs() < 1e-9);
        let shown = Params { severity: Num(0.1), ..typical };
        assert!(deviations(&parameters, &shown).iter().all(|deviation| deviation.name != "severity"));
    }
}
