//! How is one patient made different from the typical one? By name and value, within what makes sense.

use crate::biology::parameters::{Parameters, Params};
use std::ops::RangeInclusive;

/// How far from the shipped value a parameter may be moved: far enough to break any mechanism, near enough that a
/// slip of the unit is seen.
const FURTHEST: f64 = 1000.0;
/// Parameters that are shares by their meaning.
const SHARES: [&str; 2] = ["severity", "root_compression_start"];
/// How alike two names must be to be a slip of the pen.
const ALIKE: f64 = 0.8;

/// Why a parameter cannot be changed so.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChangeError {
    /// There is no such parameter.
    #[error("there is no parameter `{name}`{suggestion}")]
    Unknown {
        /// The name as given.
        name: String,
        /// What may have been meant.
        suggestion: String,
    },
    /// The value makes no sense.
    #[error("parameter `{name}` cannot be {value}; give a number from {low} to {high} [{unit}]")]
    OutOfRange {
        /// Name of the parameter.
        name: &'static str,
        /// The value as given.
        value: f64,
        /// Smallest value that is taken.
        low: f64,
        /// Largest value that is taken.
        high: f64,
        /// Unit.
        unit: String,
    },
}

/// Gives a parameter another value.
///
/// # Errors
/// When there is no such parameter, or its value is not a number or out of range.
pub fn change(
    parameters: &Parameters,
    params: &mut Params<f64>,
    name: &str,
    value: f64,
) -> Result<(), ChangeError> {
    let place = Params::<f64>::NAMES.iter().position(|known| *known == name);
    let place = place.ok_or_else(|| unknown(name))?;
    let (name, entry) = (Params::<f64>::NAMES[place], &parameters.entries[place]);
    let range = range(name, entry.value);
    if !range.contains(&value) {
        let (low, high) = range.into_inner();
        return Err(ChangeError::OutOfRange { name, value, low, high, unit: entry.unit.clone() });
    }
    let mut values = params.to_array();
    values[place] = value;
    *params = Params::from_array(&values);
    Ok(())
}

/// Values that a parameter may take, by its name and shipped value.
#[must_use]
pub fn range(name: &str, shipped: f64) -> RangeInclusive<f64> {
    if SHARES.contains(&name) || name.starts_with("mechanism_") {
        0.0..=1.0
    } else if shipped < 0.0 {
        FURTHEST * shipped..=0.0
    } else if shipped > 0.0 {
        0.0..=FURTHEST * shipped
    } else {
        0.0..=FURTHEST
    }
}

fn unknown(name: &str) -> ChangeError {
    let alike = |known: &&&str| strsim::jaro_winkler(known, name);
    let nearest = Params::<f64>::NAMES.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    let suggestion = match nearest.filter(|known| alike(known) > ALIKE) {
        Some(known) => format!("; did you mean `{known}`?"),
        None => "; their names stand in data/parameters".to_owned(),
    };
    ChangeError::Unknown { name: name.to_owned(), suggestion }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus_num::Num;

    fn changed(name: &str, value: f64) -> Result<Params<f64>, ChangeError> {
        let parameters = Parameters::shipped();
        let mut params = parameters.typical();
        change(&parameters, &mut params, name, value).map(|()| params)
    }

    /// One name changes one number.
    #[test]
    fn a_change_reaches_its_parameter_and_no_other() {
        let typical = Parameters::shipped().typical();
        let changed = changed("glia_loop", 0.25).unwrap();
        assert_eq!(changed.glia_loop, Num(0.25));
        assert_eq!(Params { glia_loop: typical.glia_loop, ..changed }, typical);
    }

    /// Every shipped value is one that is taken.
    #[test]
    fn every_shipped_value_is_in_its_range() {
        for (name, entry) in Params::<f64>::NAMES.iter().zip(&Parameters::shipped().entries) {
            assert!(range(name, entry.value).contains(&entry.value), "{name}");
        }
    }

    #[test]
    fn no_number_infinity_and_a_slip_of_the_unit_are_refused() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.1, 1.5] {
            assert!(matches!(changed("severity", value), Err(ChangeError::OutOfRange { .. })), "{value}");
        }
        let message = changed("pain_half", 65_000.0).unwrap_err().to_string();
        assert_eq!(message, "parameter `pain_half` cannot be 65000; give a number from 0 to 6500 [Hz]");
    }

    #[test]
    fn a_misspelt_name_is_refused_with_a_suggestion() {
        let message = changed("severty", 0.5).unwrap_err().to_string();
        assert_eq!(message, "there is no parameter `severty`; did you mean `severity`?");
        assert!(changed("", 0.5).unwrap_err().to_string().ends_with("their names stand in data/parameters"));
    }
}
