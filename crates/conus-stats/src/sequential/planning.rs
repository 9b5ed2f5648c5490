//! How much information does a plan cost? The drift it finds with a given power, and the price beside a fixed
//! sample.
//!
//! An effect of size θ is found with that power if the last look has the information (drift / θ)², drift in
//! shares of it. For the difference of two means with n people in each arm, information is n / (2 σ²).

use super::{Boundaries, Sides, out_of_range};
use crate::StatisticsError;
use crate::error::{check_open_share, check_values};
use crate::root::root;
use conus_num::distribution::normal;

/// Mean of the statistic that a single look finds with `power`: z(tail) + z(1 - power). The wrong tail does
/// not count as power.
///
/// # Errors
/// A level or a power outside 0 to 1.
pub fn fixed_drift(sides: Sides, alpha: f64, power: f64) -> Result<f64, StatisticsError> {
    check_open_share("alpha", alpha)?;
    check_open_share("power", power)?;
    Ok(normal::upper_quantile(alpha / sides.count()) + normal::quantile(power))
}

/// Drift at which an effect upward is concluded with `power`, stops for futility obeyed; in shares of the
/// last information, so that it is the mean of the last statistic.
///
/// # Errors
/// A power outside 0 to 1, or one that no drift reaches.
pub fn drift_for_power(boundaries: &Boundaries, power: f64) -> Result<f64, StatisticsError> {
    check_open_share("power", power)?;
    let last = boundaries.information()[boundaries.information().len() - 1].sqrt();
    // The last look alone brings the power of its own boundary once the drift lies so far above it.
    root("drift", (-40.0, 80.0), |drift| {
        boundaries.crossing(drift / last).map_or(f64::NAN, |crossing| crossing.power() - power)
    })
}

/// Information of the last look over that of a fixed sample of the same level and power: how many more people
/// must be planned for (Jennison and Turnbull 2000, section 2.3.2).
///
/// # Errors
/// A level or a power out of range, or one that no drift reaches.
pub fn inflation_factor(boundaries: &Boundaries, alpha: f64, power: f64) -> Result<f64, StatisticsError> {
    let ratio = drift_for_power(boundaries, power)? / fixed_drift(boundaries.sides(), alpha, power)?;
    Ok(ratio * ratio)
}

/// Information that the last look needs to find `effect` with `power`, in one over the squared unit of the
/// effect.
///
/// # Errors
/// No effect, or a power that no drift reaches.
pub fn information_needed(boundaries: &Boundaries, effect: f64, power: f64) -> Result<f64, StatisticsError> {
    check_values("effect", &[effect], 1)?;
    if effect <= 0.0 {
        return Err(out_of_range("effect", effect, "above 0; effects are counted upward"));
    }
    let ratio = drift_for_power(boundaries, power)? / effect;
    Ok(ratio * ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequential::boundary::{obrien_fleming, pocock};

    #[test]
    fn one_look_costs_nothing() {
        let bounds = pocock(Sides::One, 0.025, &[5.0]).unwrap();
        assert!((inflation_factor(&bounds, 0.025, 0.9).unwrap() - 1.0).abs() < 1e-13);
    }

    #[test]
    fn early_looks_cost_more_with_pocock_than_with_obrien_and_fleming() {
        let price = |bounds: &Boundaries| inflation_factor(bounds, 0.05, 0.8).unwrap();
        let looks = [0.25, 0.5, 0.75, 1.0];
        let late = price(&obrien_fleming(Sides::Two, 0.05, &looks).unwrap());
        let early = price(&pocock(Sides::Two, 0.05, &looks).unwrap());
        assert!(1.0 < late && late < 1.1 && 1.1 < early);
    }

    #[test]
    fn the_information_needed_gives_the_power() {
        let bounds = obrien_fleming(Sides::One, 0.025, &[0.5, 1.0]).unwrap();
        let needed = information_needed(&bounds, 0.4, 0.85).unwrap();
        let scaled = Boundaries::of_efficacy(Sides::One, &[0.5 * needed, needed], bounds.efficacy()).unwrap();
        assert!((scaled.crossing(0.4).unwrap().power() - 0.85).abs() < 1e-12);
    }

    #[test]
    fn nonsense_is_an_error() {
        let bounds = pocock(Sides::One, 0.025, &[1.0]).unwrap();
        assert!(information_needed(&bounds, 0.0, 0.8).is_err() && drift_for_power(&bounds, 1.0).is_err());
        assert!(fixed_drift(Sides::One, 1.0, 0.8).is_err());
    }
}
