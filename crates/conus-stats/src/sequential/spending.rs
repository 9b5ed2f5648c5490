//! How much of an error may have been spent by now? Spending functions of the share of information.
//!
//! Looks need not be fixed in number or time: what has been spent by a look depends on its information alone
//! (Lan and `DeMets` 1983, Biometrika 70:659-663).

use super::Sides;
use crate::StatisticsError;
use crate::error::check_open_share;
use conus_num::distribution::normal;
use conus_num::elementary::{exp_m1, ln, pow};

/// A spending function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spending {
    /// Late: 2 - 2 Φ(z(error/2) / √t), near O'Brien and Fleming's boundary (Lan and `DeMets` 1983, α1*).
    OBrienFleming,
    /// Early: error ln(1 + (e - 1) t), near Pocock's boundary (Lan and `DeMets` 1983, α2*).
    Pocock,
    /// error t^ρ, ρ > 0 (Kim and `DeMets` 1987, Biometrika 74:149-154).
    Power(f64),
    /// error (1 - e^(-γt)) / (1 - e^(-γ)); late where γ < 0 (Hwang, Shih and De Cani 1990, Statistics in
    /// Medicine 9:1439-1445).
    Gamma(f64),
}

impl Spending {
    /// Error spent by each share of information, the whole of it from a share of one on.
    ///
    /// # Errors
    /// An error or a share outside its range, or a power or gamma that is none.
    pub fn spent(self, error: f64, shares: &[f64]) -> Result<Vec<f64>, StatisticsError> {
        check_open_share("error to spend", error)?;
        self.check()?;
        if let Some(&value) = shares.iter().find(|share| !(0.0..f64::INFINITY).contains(*share)) {
            let what = "share of information".into();
            return Err(StatisticsError::OutOfRange { what, value, allowed: "at least 0" });
        }
        Ok(shares.iter().map(|&share| if share >= 1.0 { error } else { self.by(error, share) }).collect())
    }

    /// As [`Self::spent`], both tails of a two-sided test taken together: each has half of the error.
    ///
    /// # Errors
    /// As [`Self::spent`].
    pub fn spent_by(self, sides: Sides, error: f64, shares: &[f64]) -> Result<Vec<f64>, StatisticsError> {
        let tail = self.spent(error / sides.count(), shares)?;
        Ok(tail.into_iter().map(|spent| spent * sides.count()).collect())
    }

    fn by(self, error: f64, share: f64) -> f64 {
        match self {
            Self::OBrienFleming => {
                2.0 * normal::upper_tail(normal::upper_quantile(0.5 * error) / share.sqrt())
            }
            Self::Pocock => error * ln(1.0 + (core::f64::consts::E - 1.0) * share),
            Self::Power(exponent) => error * pow(share, exponent),
            // The limit of the formula: both parts vanish with gamma.
            Self::Gamma(gamma) if gamma.abs() < 1e-12 => error * share,
            Self::Gamma(gamma) => error * exp_m1(-gamma * share) / exp_m1(-gamma),
        }
    }

    fn check(self) -> Result<(), StatisticsError> {
        let (what, value, allowed, fine) = match self {
            Self::Power(value) => {
                ("power of spending", value, "above 0 and at most 50", value > 0.0 && value <= 50.0)
            }
            Self::Gamma(value) => ("gamma of spending", value, "from -50 to 50", value.abs() <= 50.0),
            Self::OBrienFleming | Self::Pocock => return Ok(()),
        };
        if fine { Ok(()) } else { Err(StatisticsError::OutOfRange { what: what.into(), value, allowed }) }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "all is spent at the end, to the last bit")]
mod tests {
    use super::*;

    const ALL: [Spending; 6] = [
        Spending::OBrienFleming,
        Spending::Pocock,
        Spending::Power(3.0),
        Spending::Gamma(-4.0),
        Spending::Gamma(0.0),
        Spending::Gamma(2.0),
    ];

    #[test]
    fn nothing_is_spent_at_the_start_and_all_at_the_end() {
        for spending in ALL {
            let spent = spending.spent(0.025, &[0.0, 0.3, 0.6, 0.999, 1.0, 1.2]).unwrap();
            assert_eq!(spent[0], 0.0);
            assert!(spent.windows(2).all(|pair| pair[0] <= pair[1]));
            // None of these grows by more than five times its mean rate in the last thousandth.
            assert!((spent[3] - 0.025).abs() < 5.0 * 0.025 * 0.001);
            assert_eq!(spent[4..], [0.025, 0.025]);
        }
    }

    #[test]
    fn a_small_gamma_goes_over_into_the_straight_line() {
        let near = Spending::Gamma(1e-9).spent(0.05, &[0.4]).unwrap()[0];
        assert!((near - 0.02).abs() < 1e-10);
        assert_eq!(Spending::Gamma(0.0).spent(0.05, &[0.4]).unwrap()[0], 0.05 * 0.4);
    }

    #[test]
    fn two_sides_spend_twice_what_half_the_error_spends() {
        let one = Spending::OBrienFleming.spent(0.025, &[0.5]).unwrap()[0];
        assert_eq!(Spending::OBrienFleming.spent_by(Sides::Two, 0.05, &[0.5]).unwrap(), [2.0 * one]);
    }

    #[test]
    fn what_cannot_be_spent_is_an_error() {
        assert!(
            Spending::Pocock.spent(0.0, &[1.0]).is_err()
                && Spending::Pocock.spent(0.05, &[f64::NAN]).is_err()
        );
        assert!(
            Spending::Power(0.0).spent(0.05, &[1.0]).is_err() && Spending::Power(f64::NAN).check().is_err()
        );
        assert!(Spending::Gamma(f64::INFINITY).spent(0.05, &[1.0]).is_err());
    }
}
