//! How far must the statistic be at each look? Boundaries of efficacy that keep the type I error.

use super::path::Path;
use super::{Boundaries, Sides, Spending, check_information, going_on, out_of_range};
use crate::StatisticsError;
use crate::error::{check_length, check_open_share, number};
use crate::root::root;
use conus_num::distribution::normal;
use conus_num::elementary::{ln, pow};

/// An increment of error below this is none: its boundary lies beyond all statistics.
pub(super) const NOTHING: f64 = 1e-300;

/// So many standard deviations from its mean a statistic is sought.
pub(super) const FAR: f64 = 38.0;

/// Boundary of the same height at each look (Pocock 1977, Biometrika 64:191-199), also at unequal
/// information.
///
/// # Errors
/// A level or an information out of range.
pub fn pocock(sides: Sides, alpha: f64, information: &[f64]) -> Result<Boundaries, StatisticsError> {
    wang_tsiatis(sides, alpha, information, 0.5)
}

/// Boundary that falls with the square root of information (O'Brien and Fleming 1979, Biometrics 35:549-556).
///
/// # Errors
/// A level or an information out of range.
pub fn obrien_fleming(sides: Sides, alpha: f64, information: &[f64]) -> Result<Boundaries, StatisticsError> {
    wang_tsiatis(sides, alpha, information, 0.0)
}

/// Boundary C t^(`exponent` - 1/2), t the share of the last information (Wang and Tsiatis 1987, Biometrics
/// 43:193-199).
///
/// # Errors
/// A level, an information, or an exponent outside -1 to 1.
pub fn wang_tsiatis(
    sides: Sides,
    alpha: f64,
    information: &[f64],
    exponent: f64,
) -> Result<Boundaries, StatisticsError> {
    check_open_share("alpha", alpha)?;
    check_information(information)?;
    if !(-1.0..=1.0).contains(&exponent) {
        return Err(out_of_range("exponent of the boundary", exponent, "from -1 to 1"));
    }
    let shape: Vec<f64> = shares(information).iter().map(|share| pow(*share, exponent - 0.5)).collect();
    let scaled = |height: f64| -> Vec<f64> { shape.iter().map(|part| height * part).collect() };
    let tail = alpha / sides.count();
    // No look may reject less often than the whole, and all of them together at most as often as their sum.
    let flattest = shape.iter().copied().fold(1.0, f64::min);
    let highest = normal::upper_quantile(tail / number(shape.len())).max(0.0) / flattest + 1.0;
    let lowest = (normal::upper_quantile(tail) - 1.0).max(if sides == Sides::Two { 1e-3 } else { f64::MIN });
    let height = root("boundary", (lowest, highest), |height| {
        let bounds = Boundaries::of_efficacy(sides, information, &scaled(height));
        bounds
            .and_then(|bounds| bounds.crossing(0.0))
            .map_or(f64::NAN, |crossing| crossing.rejection() - alpha)
    })?;
    Boundaries::of_efficacy(sides, information, &scaled(height))
}

/// Boundary that spends `alpha` as `spending` says, information counted in shares of its last.
///
/// # Errors
/// A level, an information or a spending function out of range.
pub fn alpha_spending(
    sides: Sides,
    alpha: f64,
    information: &[f64],
    spending: Spending,
) -> Result<Boundaries, StatisticsError> {
    check_information(information)?;
    from_spent(sides, information, &spending.spent_by(sides, alpha, &shares(information))?)
}

/// Boundary that has spent just so much type I error, both tails together, by each look. This is how a
/// running trial is watched: earlier looks keep their boundary whatever information later ones bring, and the
/// last one may spend all that is left, planned information reached or not.
///
/// # Errors
/// Information out of range, columns of different length, error that shrinks, or none spent at the last look.
pub fn from_spent(sides: Sides, information: &[f64], spent: &[f64]) -> Result<Boundaries, StatisticsError> {
    check_information(information)?;
    check_length("error spent", spent.len(), information.len())?;
    let mut path = Path::new(information, 0.0);
    let mut efficacy = Vec::with_capacity(spent.len());
    for (look, now) in increments(spent)?.into_iter().enumerate() {
        let bound = efficacy_of(&path, now / sides.count())?;
        efficacy.push(bound);
        if look + 1 < spent.len() {
            path.go_on(&going_on(sides, bound, f64::NEG_INFINITY));
        }
    }
    Boundaries::of_efficacy(sides, information, &efficacy)
}

/// The statistic that is exceeded with so much probability at the next look: infinity where that is none,
/// minus infinity where fewer are left.
pub(super) fn efficacy_of(path: &Path, tail: f64) -> Result<f64, StatisticsError> {
    if tail < NOTHING {
        return Ok(f64::INFINITY);
    }
    let reach = (path.centre() - FAR, path.centre() + FAR);
    if path.above(reach.0) < tail {
        return Ok(f64::NEG_INFINITY);
    }
    root("efficacy boundary", reach, |z| ln(path.above(z).max(f64::MIN_POSITIVE)) - ln(tail))
}

/// Error that each look adds.
pub(super) fn increments(spent: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    let mut before = 0.0;
    let mut parts = Vec::with_capacity(spent.len());
    for &now in spent {
        if !(before..1.0).contains(&now) {
            return Err(out_of_range("error spent", now, "at least that of the look before, and below 1"));
        }
        parts.push(now - before);
        before = now;
    }
    Ok(parts)
}

/// Information in shares of the last.
pub(super) fn shares(information: &[f64]) -> Vec<f64> {
    information.iter().map(|now| now / information[information.len() - 1]).collect()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "the same looks give the same boundary, to the last bit")]
mod tests {
    use super::*;

    const LOOKS: [f64; 4] = [0.2, 0.5, 0.6, 1.0];

    #[test]
    fn every_boundary_spends_its_alpha_and_no_more() {
        for sides in [Sides::One, Sides::Two] {
            for bounds in [
                pocock(sides, 0.05, &LOOKS),
                obrien_fleming(sides, 0.05, &LOOKS),
                wang_tsiatis(sides, 0.05, &LOOKS, -0.3),
                wang_tsiatis(sides, 0.05, &LOOKS, 0.9),
                alpha_spending(sides, 0.05, &LOOKS, Spending::OBrienFleming),
                alpha_spending(sides, 0.05, &LOOKS, Spending::Gamma(-2.0)),
            ] {
                // The root is found to the last digits of the boundary.
                assert!((bounds.unwrap().crossing(0.0).unwrap().rejection() - 0.05).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn one_look_has_the_quantile_of_the_fixed_test() {
        for bounds in [
            pocock(Sides::Two, 0.05, &[7.0]).unwrap(),
            alpha_spending(Sides::Two, 0.05, &[7.0], Spending::Pocock).unwrap(),
        ] {
            assert!((bounds.efficacy()[0] - normal::upper_quantile(0.025)).abs() < 1e-14);
        }
    }

    #[test]
    fn shapes_are_as_they_are_called() {
        let flat = pocock(Sides::One, 0.025, &LOOKS).unwrap();
        assert!(flat.efficacy().iter().all(|bound| *bound == flat.efficacy()[0]));
        let falling = obrien_fleming(Sides::One, 0.025, &LOOKS).unwrap();
        assert!((falling.efficacy()[0] * 0.2_f64.sqrt() - falling.efficacy()[3]).abs() < 1e-14);
    }

    #[test]
    fn a_look_keeps_its_boundary_whatever_comes_later() {
        let planned = from_spent(Sides::One, &[0.3, 0.6, 1.0], &[0.001, 0.01, 0.025]).unwrap();
        let changed = from_spent(Sides::One, &[0.3, 0.6, 0.8], &[0.001, 0.01, 0.025]).unwrap();
        for (one, other) in planned.efficacy()[..2].iter().zip(changed.efficacy()) {
            // The panels follow the next step, so the sums are rounded differently.
            assert!((one - other).abs() < 1e-13);
        }
        // Looks closer together agree more, so that less is lost by looking twice.
        assert!(planned.efficacy()[2] > changed.efficacy()[2]);
    }

    #[test]
    fn a_look_that_spends_nothing_cannot_stop() {
        let bounds = from_spent(Sides::One, &[0.5, 1.0], &[0.0, 0.025]).unwrap();
        assert_eq!(bounds.efficacy()[0], f64::INFINITY);
        assert!((bounds.efficacy()[1] - normal::upper_quantile(0.025)).abs() < 1e-14);
        assert!(from_spent(Sides::One, &[0.5, 1.0], &[0.025, 0.025]).is_err());
    }

    #[test]
    fn what_no_boundary_can_keep_is_an_error() {
        assert!(pocock(Sides::One, 0.0, &LOOKS).is_err() && pocock(Sides::One, 0.05, &[]).is_err());
        assert!(wang_tsiatis(Sides::One, 0.05, &LOOKS, f64::NAN).is_err());
        assert!(from_spent(Sides::One, &LOOKS, &[0.02, 0.01, 0.03, 0.05]).is_err());
        assert!(from_spent(Sides::One, &LOOKS, &[0.01]).is_err());
    }
}
