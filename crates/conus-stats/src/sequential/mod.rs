//! When may a trial stop before its end, and what does it show if it does?
//!
//! At look k the statistic Z(k) has seen the information I(k), one over the squared standard error of the
//! effect. With a true effect θ the statistics of all looks are jointly normal with (Jennison and Turnbull
//! 2000, eq. 3.1)
//!
//! ```text
//! E Z(k) = θ √I(k),    Cov(Z(j), Z(k)) = √(I(j) / I(k))    for j ≤ k
//! ```
//!
//! That holds for the difference of means, for coefficients of regression and of the mixed model, and for log
//! odds ratios, as far as the samples are large. θ is called `drift` here. Information may be in any unit: in
//! shares of the planned information, `drift` is the mean of the statistic at the planned end; in absolute
//! units it is the effect itself.
//!
//! - [`boundary`]: how far must the statistic be at each look?
//! - [`spending`]: how much of an error may have been spent by now?
//! - [`futility`]: when is it hopeless to go on?
//! - [`planning`]: how much information does that cost?
//! - [`conclusion`]: what does a trial show that has stopped?
//!
//! Effects are counted upward: turn the sign of an outcome where less is better.

pub mod boundary;
pub mod conclusion;
pub mod futility;
mod path;
pub mod planning;
mod quadrature;
pub mod spending;

pub use spending::Spending;

use crate::StatisticsError;
use crate::error::{check_length, check_values};
use path::Path;

/// Which effects a test looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// Effects upward.
    One,
    /// Effects either way, each with half of the error.
    Two,
}

impl Sides {
    /// Tails of the test.
    #[must_use]
    pub fn count(self) -> f64 {
        match self {
            Self::One => 1.0,
            Self::Two => 2.0,
        }
    }
}

/// Where a trial stops, look by look.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundaries {
    sides: Sides,
    information: Vec<f64>,
    efficacy: Vec<f64>,
    futility: Vec<f64>,
}

/// Probability of each way to stop, look by look. All together are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// An effect upward is concluded.
    pub upper: Vec<f64>,
    /// An effect downward is concluded; zero in a one-sided test.
    pub lower: Vec<f64>,
    /// No effect is concluded; at the last look, all who have not rejected.
    pub futility: Vec<f64>,
}

impl Crossing {
    /// Probability to conclude an effect upward.
    #[must_use]
    pub fn power(&self) -> f64 {
        self.upper.iter().sum()
    }

    /// Probability to conclude an effect, whichever way.
    #[must_use]
    pub fn rejection(&self) -> f64 {
        self.power() + self.lower.iter().sum::<f64>()
    }

    /// Probability to stop at each look.
    #[must_use]
    pub fn stopping(&self) -> Vec<f64> {
        let reject = self.upper.iter().zip(&self.lower).map(|(upper, lower)| upper + lower);
        reject.zip(&self.futility).map(|(reject, futility)| reject + futility).collect()
    }
}

impl Boundaries {
    /// A trial stops with an effect where its statistic is at least `efficacy` (two-sided: or at most minus
    /// that), and without one where it is at most `futility` (two-sided: where its size is). Infinity in
    /// `efficacy` and minus infinity in `futility` say that a look has no such stop. At the last look
    /// everybody stops, so what `futility` says there does not count.
    ///
    /// # Errors
    /// No look, columns of different length, information that does not rise by a thousandth at least, no test
    /// at the last look, a two-sided boundary at or below zero, or a futility boundary that is not below that
    /// of efficacy.
    pub fn new(
        sides: Sides,
        information: &[f64],
        efficacy: &[f64],
        futility: &[f64],
    ) -> Result<Self, StatisticsError> {
        check_information(information)?;
        check_length("efficacy boundary", efficacy.len(), information.len())?;
        check_length("futility boundary", futility.len(), information.len())?;
        let least = if sides == Sides::Two { 0.0 } else { f64::NEG_INFINITY };
        if let Some(&value) = efficacy.iter().find(|bound| bound.is_nan() || **bound <= least) {
            return Err(out_of_range("efficacy boundary", value, "a number, above 0 in a two-sided test"));
        }
        let last = efficacy[efficacy.len() - 1];
        if last.is_infinite() {
            return Err(out_of_range("efficacy boundary of the last look", last, "finite"));
        }
        let mut futility = futility.to_vec();
        let end = futility.len() - 1;
        let crossed = futility[..end].iter().zip(efficacy).find(|(low, high)| low.is_nan() || low >= high);
        if let Some((&value, _)) = crossed {
            return Err(out_of_range("futility boundary", value, "below the efficacy boundary of its look"));
        }
        futility[end] = last;
        Ok(Self { sides, information: information.to_vec(), efficacy: efficacy.to_vec(), futility })
    }

    /// Boundaries without stops for futility before the end.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of_efficacy(sides: Sides, information: &[f64], efficacy: &[f64]) -> Result<Self, StatisticsError> {
        Self::new(sides, information, efficacy, &vec![f64::NEG_INFINITY; information.len()])
    }

    /// The same boundaries as if nobody stopped for futility: what counts where futility is a recommendation
    /// that need not be followed.
    #[must_use]
    pub fn without_futility(&self) -> Self {
        let mut futility = vec![f64::NEG_INFINITY; self.futility.len()];
        futility[self.efficacy.len() - 1] = self.efficacy[self.efficacy.len() - 1];
        Self { futility, ..self.clone() }
    }

    /// Which effects the test looks for.
    #[must_use]
    pub fn sides(&self) -> Sides {
        self.sides
    }

    /// Information at each look.
    #[must_use]
    pub fn information(&self) -> &[f64] {
        &self.information
    }

    /// Statistic from which a look concludes an effect.
    #[must_use]
    pub fn efficacy(&self) -> &[f64] {
        &self.efficacy
    }

    /// Statistic up to which a look gives up; at the last look that of efficacy.
    #[must_use]
    pub fn futility(&self) -> &[f64] {
        &self.futility
    }

    /// How probable is each way to stop under a true drift?
    ///
    /// # Errors
    /// A drift that is not finite.
    pub fn crossing(&self, drift: f64) -> Result<Crossing, StatisticsError> {
        check_values("drift", &[drift], 1)?;
        let looks = self.information.len();
        let mut crossing =
            Crossing { upper: vec![0.0; looks], lower: vec![0.0; looks], futility: vec![0.0; looks] };
        let mut path = Path::new(&self.information, drift);
        for look in 0..looks {
            crossing.upper[look] = path.above(self.efficacy[look]);
            match self.sides {
                Sides::One => crossing.futility[look] = path.below(self.futility[look]),
                Sides::Two => {
                    crossing.lower[look] = path.below(-self.efficacy[look]);
                    crossing.futility[look] = path.within(self.futility[look]);
                }
            }
            if look + 1 < looks {
                path.go_on(&going_on(self.sides, self.efficacy[look], self.futility[look]));
            }
        }
        Ok(crossing)
    }

    /// Information that the trial is expected to use under a true drift, in the unit of its looks.
    ///
    /// # Errors
    /// A drift that is not finite.
    pub fn expected_information(&self, drift: f64) -> Result<f64, StatisticsError> {
        let stopping = self.crossing(drift)?.stopping();
        Ok(stopping.iter().zip(&self.information).map(|(share, information)| share * information).sum())
    }
}

/// Where the statistic lies in a trial that goes on after a look.
fn going_on(sides: Sides, efficacy: f64, futility: f64) -> Vec<(f64, f64)> {
    match sides {
        Sides::One => vec![(futility, efficacy)],
        Sides::Two if futility > 0.0 => vec![(-efficacy, -futility), (futility, efficacy)],
        Sides::Two => vec![(-efficacy, efficacy)],
    }
}

/// There is a look, and each has clearly more information than the one before.
fn check_information(information: &[f64]) -> Result<(), StatisticsError> {
    check_values("information", information, 1)?;
    let mut before = 0.0;
    for &value in information {
        // Steps below a thousandth would need thousands of nodes, and no trial looks again so soon.
        if value - before < 1e-3 * value || value <= 0.0 {
            return Err(out_of_range(
                "information",
                value,
                "above 0 and at least 0.1 % more than at the look before",
            ));
        }
        before = value;
    }
    Ok(())
}

fn out_of_range(what: &str, value: f64, allowed: &'static str) -> StatisticsError {
    StatisticsError::OutOfRange { what: what.into(), value, allowed }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "boundaries that are handed on unchanged")]
mod tests {
    use super::*;
    use conus_num::distribution::normal;
    use conus_num::random::Stream;

    fn bounds() -> Boundaries {
        Boundaries::new(Sides::One, &[0.3, 0.7, 1.0], &[3.0, 2.4, 2.0], &[-0.5, 0.8, 0.0]).unwrap()
    }

    #[test]
    fn one_look_is_the_fixed_test() {
        let one = Boundaries::of_efficacy(Sides::Two, &[1.0], &[1.96]).unwrap().crossing(0.7).unwrap();
        assert_eq!(one.power(), normal::upper_tail(1.26));
        assert_eq!(one.rejection(), normal::upper_tail(1.26) + normal::upper_tail(2.66));
    }

    #[test]
    fn all_ways_to_stop_are_one_together() {
        for drift in [-3.0, 0.0, 2.8, 6.0] {
            let total: f64 = bounds().crossing(drift).unwrap().stopping().iter().sum();
            // Rounding of some hundred sums, at each of three looks.
            assert!((total - 1.0).abs() < 1e-14, "{drift}: {total}");
        }
    }

    #[test]
    fn the_unit_of_information_does_not_matter() {
        let people =
            Boundaries::new(Sides::One, &[30.0, 70.0, 100.0], bounds().efficacy(), bounds().futility())
                .unwrap();
        let (one, other) = (people.crossing(0.25).unwrap(), bounds().crossing(2.5).unwrap());
        for (one, other) in one.upper.iter().zip(other.upper) {
            // Rounding.
            assert!((one - other).abs() < 1e-15);
        }
    }

    #[test]
    fn played_trials_stop_as_often_as_computed() {
        let (plan, drift, trials) = (bounds(), 2.0, 40_000);
        let expected = plan.crossing(drift).unwrap();
        let mut seen = [0.0; 3];
        let mut luck = Stream::new(7, 0, 0, 0, 0);
        for _ in 0..trials {
            let (mut score, mut before) = (0.0, 0.0);
            for (look, &information) in plan.information.iter().enumerate() {
                let step: f64 = information - before;
                score += drift * step + luck.normal() * step.sqrt();
                before = information;
                let z = score / information.sqrt();
                if z >= plan.efficacy[look] {
                    seen[look] += 1.0;
                }
                if z >= plan.efficacy[look] || z <= plan.futility[look] {
                    break;
                }
            }
        }
        for (seen, expected) in seen.iter().zip(expected.upper) {
            let share = seen / f64::from(trials);
            // Four Monte-Carlo errors.
            assert!(
                (share - expected).abs() < 4.0 * (expected / f64::from(trials)).sqrt(),
                "{share} {expected}"
            );
        }
    }

    #[test]
    fn without_futility_the_bounds_of_efficacy_stay() {
        let plan = bounds().without_futility();
        assert_eq!(plan.efficacy(), bounds().efficacy());
        assert!(plan.crossing(0.0).unwrap().power() > bounds().crossing(0.0).unwrap().power());
    }

    #[test]
    fn boundaries_that_make_no_trial_are_an_error() {
        let one = |information: &[f64], efficacy: &[f64], futility: &[f64]| {
            Boundaries::new(Sides::One, information, efficacy, futility).is_err()
        };
        assert!(one(&[], &[], &[]));
        assert!(one(&[0.5, 0.5], &[2.0, 2.0], &[0.0, 0.0]));
        assert!(one(&[0.5, 0.4], &[2.0, 2.0], &[0.0, 0.0]) && one(&[0.0, 1.0], &[2.0, 2.0], &[0.0, 0.0]));
        assert!(one(&[0.5, 1.0], &[2.0, f64::INFINITY], &[0.0, 0.0]));
        assert!(one(&[0.5, 1.0], &[2.0, 2.0], &[2.0, 0.0]) && one(&[0.5, 1.0], &[2.0], &[0.0, 0.0]));
        assert!(Boundaries::of_efficacy(Sides::Two, &[1.0], &[-1.0]).is_err());
        assert!(bounds().crossing(f64::NAN).is_err());
    }
}
