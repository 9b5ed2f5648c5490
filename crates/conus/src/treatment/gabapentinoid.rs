//! How much pregabalin does the same as a dose of gabapentin?
//!
//! ```text
//! pregabalin = potency F(dose) dose / f,      potency = 450 f / (F(3600) 3600)
//! ```
//!
//! The gut carries gabapentin by a transporter that saturates, so that the share F taken up falls with the dose; of
//! pregabalin it takes up f = 0.9 of any. 450 mg of pregabalin a day do what 3600 mg of gabapentin do, which is all that
//! gabapentin can do (bockbrader2010). Once in plasma the two are taken to move alike (half-lives of six hours), and the
//! first days of a course are those of pregabalin.

use super::regimen::Gabapentinoid;

/// Gabapentin a day [mg], and the share that is taken up (gabapentinuptake).
const TAKEN_UP: [(f64, f64); 5] =
    [(900.0, 0.60), (1200.0, 0.47), (2400.0, 0.34), (3600.0, 0.33), (4800.0, 0.27)];
/// Doses that do the same [mg/d] (bockbrader2010).
const EQUAL: (f64, f64) = (450.0, 3600.0);

/// Highest daily doses that may be asked for [mg/d]: twice the label of pregabalin (assumed), and the highest dose of
/// gabapentin of which the uptake is known.
pub(crate) const MOST_PREGABALIN: f64 = 1_200.0;
const MOST_GABAPENTIN: f64 = TAKEN_UP[TAKEN_UP.len() - 1].0;

impl Gabapentinoid {
    /// The highest daily dose that may be asked for \[mg/d\].
    #[must_use]
    pub fn most_mg_per_day(self) -> f64 {
        match self {
            Self::Pregabalin => MOST_PREGABALIN,
            Self::Gabapentin => MOST_GABAPENTIN,
        }
    }

    /// The daily dose of pregabalin that does the same \[mg/d\].
    #[must_use]
    pub fn as_pregabalin(self, mg_per_day: f64) -> f64 {
        match self {
            Self::Pregabalin => mg_per_day,
            Self::Gabapentin => EQUAL.0 * taken_up(mg_per_day) / taken_up(EQUAL.1),
        }
    }
}

/// Gabapentin that reaches the blood \[mg/d\]: straight lines between the published doses, nothing more above them.
fn taken_up(mg_per_day: f64) -> f64 {
    let mut below = (0.0, 0.0);
    for (dose, share) in TAKEN_UP {
        let here = (dose, share * dose);
        if mg_per_day <= dose {
            return below.1 + (here.1 - below.1) * (mg_per_day - below.0) / (here.0 - below.0);
        }
        below = here;
    }
    below.1
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "published doses give published amounts")]
mod tests {
    use super::*;

    /// Twice the dose does less than twice as much, and the published pair of doses does the same.
    #[test]
    fn gabapentin_saturates_and_meets_pregabalin_where_it_was_published() {
        let equal = |dose| Gabapentinoid::Gabapentin.as_pregabalin(dose);
        assert_eq!(equal(3600.0), 450.0);
        assert_eq!(equal(0.0), 0.0);
        assert!(equal(1800.0) > 0.5 * equal(3600.0));
        assert!((equal(900.0) - 204.5).abs() < 0.1);
        assert_eq!(equal(9000.0), equal(4800.0));
        assert_eq!(Gabapentinoid::Pregabalin.as_pregabalin(300.0), 300.0);
    }

    #[test]
    fn more_gabapentin_never_does_less() {
        let doses = (0..=480).map(|tens| Gabapentinoid::Gabapentin.as_pregabalin(10.0 * f64::from(tens)));
        let doses: Vec<f64> = doses.collect();
        assert!(doses.is_sorted());
    }
}
