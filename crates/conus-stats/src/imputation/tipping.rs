//! How much worse must the missing values be before the conclusion changes? The tipping point.
//!
//! Yan, Lee and Li 2009 (J Biopharm Stat 19:1085-1098) and Ratitch, O'Kelly and Tosiello 2013. The luck of an
//! imputation does not depend on delta ([`super::multiple::impute`]), so p is a smooth function of it and a search for
//! the point where it meets alpha ends at the same place every time.

use crate::StatisticsError;
use crate::error::{check_open_share, check_values};

/// One p of the scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scanned {
    /// The amount added.
    pub delta: f64,
    /// Two-sided p with it.
    pub p: f64,
}

/// Where the conclusion changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Tipping {
    /// p on the grid.
    pub scanned: Vec<Scanned>,
    /// First delta along the grid at which p is on the other side of alpha than at the start; none if it stays.
    pub delta: Option<f64>,
}

/// Looks along `grid`, from its first delta on, for the first change between significant (p < alpha) and not, and
/// closes in on it by halving until it is known to `tolerance`; the answer is the end on the far side.
///
/// # Errors
/// An error of the analysis, a grid of fewer than two deltas, or an alpha or a tolerance outside its range.
pub fn tipping_point(
    p_at: impl Fn(f64) -> Result<f64, StatisticsError>,
    grid: &[f64],
    alpha: f64,
    tolerance: f64,
) -> Result<Tipping, StatisticsError> {
    check_values("grid of delta", grid, 2)?;
    check_open_share("alpha", alpha)?;
    if tolerance.is_nan() || tolerance <= 0.0 {
        let what = "tolerance".into();
        return Err(StatisticsError::OutOfRange { what, value: tolerance, allowed: "above 0" });
    }
    let scanned = grid
        .iter()
        .map(|&delta| Ok(Scanned { delta, p: p_at(delta)? }))
        .collect::<Result<Vec<Scanned>, StatisticsError>>()?;
    let significant = scanned[0].p < alpha;
    let changed = |p: f64| (p < alpha) != significant;
    let Some(far) = scanned.iter().position(|one| changed(one.p)) else {
        return Ok(Tipping { scanned, delta: None });
    };
    let (mut near, mut far) = (scanned[far - 1].delta, scanned[far].delta);
    loop {
        let middle = near + 0.5 * (far - near);
        // Two doubles with no number between them are as near as can be, whatever the tolerance.
        let between = (middle - near).abs() > 0.0 && (far - middle).abs() > 0.0;
        if (far - near).abs() <= tolerance || !between {
            return Ok(Tipping { scanned, delta: Some(far) });
        }
        if changed(p_at(middle)?) { far = middle } else { near = middle }
    }
}

/// p on a grid of two deltas, `p[first][second]`: one for each arm, say.
///
/// # Errors
/// An error of the analysis, or a delta that is not finite.
pub fn two_way(
    p_at: impl Fn(f64, f64) -> Result<f64, StatisticsError>,
    first: &[f64],
    second: &[f64],
) -> Result<Vec<Vec<f64>>, StatisticsError> {
    check_values("first delta", first, 1)?;
    check_values("second delta", second, 1)?;
    first.iter().map(|&one| second.iter().map(|&other| p_at(one, other)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::bootstrap::bootstrap;
    use crate::imputation::delta::{Course, Delta};
    use crate::imputation::synthetic::{KEY, difference, maximum_likelihood, trial};
    use crate::imputation::{Strategy, multiple};

    #[test]
    fn the_first_change_along_the_grid_is_found() {
        let p_at = |delta: f64| Ok(if delta < 1.3 { 0.01 } else { 0.2 });
        let seen = tipping_point(p_at, &[0.0, 1.0, 2.0, 3.0], 0.05, 1e-9).unwrap();
        let delta = seen.delta.unwrap();
        assert!((1.3..=1.3 + 1e-9).contains(&delta), "{delta}");
        let down = tipping_point(p_at, &[3.0, 2.0, 1.0], 0.05, 1e-9).unwrap().delta.unwrap();
        assert!((1.3 - 1e-9..1.3).contains(&down), "{down}");
    }

    #[test]
    fn a_conclusion_that_never_changes_has_no_tipping_point() {
        let seen = tipping_point(|_| Ok(0.01), &[0.0, 5.0], 0.05, 1e-6).unwrap();
        assert_eq!((seen.delta, seen.scanned.len()), (None, 2));
    }

    #[test]
    fn a_tolerance_finer_than_doubles_still_ends() {
        let p_at = |delta: f64| Ok(if delta < 1.3 { 0.01 } else { 0.2 });
        assert_eq!(tipping_point(p_at, &[0.0, 2.0], 0.05, 1e-300).unwrap().delta, Some(1.3));
        assert!(tipping_point(p_at, &[0.0, 2.0], 0.05, 0.0).is_err());
        assert!(tipping_point(p_at, &[0.0], 0.05, 0.1).is_err());
    }

    #[test]
    fn two_deltas_make_a_table() {
        let seen = two_way(|a, b| Ok(a + 10.0 * b), &[0.0, 1.0], &[0.0, 1.0, 2.0]).unwrap();
        assert_eq!(seen, [[0.0, 10.0, 20.0], [1.0, 11.0, 21.0]]);
    }

    /// Treated people who left are made worse until the difference is no longer significant; just before it still is.
    #[test]
    fn a_trial_tips_where_p_meets_alpha() {
        let trial = trial(60, 0.2).under(Strategy::MissingAtRandom, 0).unwrap();
        let draws = bootstrap(&trial, |who| maximum_likelihood(&trial, who), 10, 0, KEY).unwrap().parameters;
        let completed = multiple::impute(&trial, &draws, KEY).unwrap();
        let p_at = |amount: f64| {
            let delta = Delta { by_arm: vec![0.0, amount], course: Course::Constant };
            let shifted: Result<Vec<_>, _> = completed.iter().map(|one| delta.added(&trial, one)).collect();
            Ok(multiple::analyse(&shifted?, |who, one| difference(&trial, who, one))?.p_two_sided)
        };
        let seen = tipping_point(p_at, &[0.0, 1.0, 2.0, 3.0, 4.0], 0.05, 1e-6).unwrap();
        let delta = seen.delta.expect("the made-up effect is small enough to tip");
        assert!(
            p_at(0.0).unwrap() < 0.05 && p_at(delta).unwrap() >= 0.05 && p_at(delta - 1e-6).unwrap() < 0.05
        );
    }
}
