//! When is it hopeless to go on? Boundaries of futility that spend the type II error.
//!
//! The error β is spent under the drift at which the trial has the power 1 - β. At the last look both
//! boundaries must meet, and one drift makes them meet: the search is for it (Pampallona, Tsiatis and Kim
//! 2001, Drug Information Journal 35:1113-1121).

use super::boundary::{FAR, NOTHING, efficacy_of, increments, shares};
use super::path::Path;
use super::{Boundaries, Sides, Spending, check_information, going_on, out_of_range, planning};
use crate::StatisticsError;
use crate::error::check_open_share;
use crate::root::root;
use conus_num::elementary::ln;

/// A plan with stops for futility, and the drift at which it has its power.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Where it stops.
    pub boundaries: Boundaries,
    /// Mean of the score per unit of information that is found with the power asked for.
    pub drift: f64,
}

/// An error and how it is spent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorSpending {
    /// All of it, 0 to 1.
    pub total: f64,
    /// How much by which look.
    pub spending: Spending,
}

/// Adds stops for futility that need not be obeyed: the boundary of efficacy stays, so the type I error is
/// kept by those who go on nevertheless. The power counts the stops.
///
/// # Errors
/// An error out of range, or stops for futility that would meet those for efficacy before the end.
pub fn non_binding(boundaries: &Boundaries, beta: ErrorSpending) -> Result<Planned, StatisticsError> {
    let level = boundaries.without_futility().crossing(0.0)?.rejection();
    let information = boundaries.information();
    let rule = Rule {
        sides: boundaries.sides(),
        information,
        efficacy: Efficacy::Fixed(boundaries.efficacy()),
        beta: increments(&beta.spending.spent(beta.total, &shares(information))?)?,
    };
    rule.meet(level, beta.total)
}

/// Stops for futility that must be obeyed, which lowers the boundary of efficacy: who goes on nevertheless
/// rejects too often.
///
/// # Errors
/// As [`non_binding`].
pub fn binding(
    sides: Sides,
    information: &[f64],
    alpha: ErrorSpending,
    beta: ErrorSpending,
) -> Result<Planned, StatisticsError> {
    check_information(information)?;
    let shares = shares(information);
    let spent = alpha.spending.spent_by(sides, alpha.total, &shares)?;
    let rule = Rule {
        sides,
        information,
        efficacy: Efficacy::Spent(increments(&spent)?),
        beta: increments(&beta.spending.spent(beta.total, &shares)?)?,
    };
    rule.meet(alpha.total, beta.total)
}

/// Where the boundary of efficacy comes from.
enum Efficacy<'a> {
    /// It is there already, and futility does not move it.
    Fixed(&'a [f64]),
    /// It spends so much at each look in those who obeyed futility.
    Spent(Vec<f64>),
}

struct Rule<'a> {
    sides: Sides,
    information: &'a [f64],
    efficacy: Efficacy<'a>,
    beta: Vec<f64>,
}

/// Both boundaries at one drift, up to the look at which they meet.
struct Walk {
    efficacy: Vec<f64>,
    futility: Vec<f64>,
}

impl Walk {
    /// How far futility lies above efficacy at the last look that was walked, within what statistics can
    /// reach.
    fn gap(&self) -> f64 {
        let (futility, efficacy) =
            (self.futility[self.futility.len() - 1], self.efficacy[self.efficacy.len() - 1]);
        // Futility has left too few to reject: the drift is too large, whatever futility does here.
        if efficacy == f64::NEG_INFINITY { FAR } else { (futility - efficacy).clamp(-FAR, FAR) }
    }
}

impl Rule<'_> {
    /// The drift at which both boundaries meet at the end.
    fn meet(&self, alpha: f64, beta: f64) -> Result<Planned, StatisticsError> {
        check_open_share("beta", beta)?;
        let last = self.information[self.information.len() - 1].sqrt();
        let fixed = planning::fixed_drift(self.sides, alpha, 1.0 - beta)? / last;
        // The test without looks needs the least drift; two-sided, the wrong tail spares a little of it.
        let drift = root("drift", (0.5 * fixed, 4.0 * fixed + 10.0 / last), |drift| {
            self.walk(drift).map_or(f64::NAN, |walk| walk.gap())
        })?;
        let walk = self.walk(drift)?;
        // The root is exact to the digits of the drift; a gap a million times that is a jump, at a look
        // before the end.
        if walk.futility.len() < self.information.len() || walk.gap().abs() > 1e-9 {
            let allowed = "later in its spending: both boundaries meet before the last look";
            return Err(out_of_range("type II error", beta, allowed));
        }
        let boundaries = Boundaries::new(self.sides, self.information, &walk.efficacy, &walk.futility)?;
        Ok(Planned { boundaries, drift })
    }

    fn walk(&self, drift: f64) -> Result<Walk, StatisticsError> {
        let mut null = Path::new(self.information, 0.0);
        let mut alternative = Path::new(self.information, drift);
        let mut walk = Walk { efficacy: Vec::new(), futility: Vec::new() };
        for (look, beta) in self.beta.iter().enumerate() {
            let efficacy = match &self.efficacy {
                Efficacy::Fixed(bounds) => bounds[look],
                Efficacy::Spent(alpha) => efficacy_of(&null, alpha[look] / self.sides.count())?,
            };
            let futility = self.futility_of(&alternative, *beta)?;
            walk.efficacy.push(efficacy);
            walk.futility.push(futility);
            if futility >= efficacy || look + 1 == self.beta.len() {
                break;
            }
            let regions = going_on(self.sides, efficacy, futility);
            if matches!(self.efficacy, Efficacy::Spent(_)) {
                null.go_on(&regions);
            }
            alternative.go_on(&regions);
        }
        Ok(walk)
    }

    /// The statistic below which (two-sided: within which) so much probability lies at the next look.
    fn futility_of(&self, path: &Path, beta: f64) -> Result<f64, StatisticsError> {
        if beta < NOTHING {
            return Ok(f64::NEG_INFINITY);
        }
        let (lowest, highest) = match self.sides {
            Sides::One => (path.centre() - FAR, path.centre() + FAR),
            Sides::Two => (0.0, path.centre().abs() + FAR),
        };
        let probability = |z: f64| match self.sides {
            Sides::One => path.below(z),
            Sides::Two => path.within(z),
        };
        // Fewer go on than are to be stopped: no boundary is high enough.
        if probability(highest) < beta {
            return Ok(f64::INFINITY);
        }
        root("futility boundary", (lowest, highest), |z| ln(probability(z).max(f64::MIN_POSITIVE)) - ln(beta))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequential::boundary::{alpha_spending, pocock};

    const LOOKS: [f64; 3] = [0.3, 0.6, 1.0];
    const ALPHA: ErrorSpending = ErrorSpending { total: 0.025, spending: Spending::OBrienFleming };
    const BETA: ErrorSpending = ErrorSpending { total: 0.2, spending: Spending::Pocock };

    #[test]
    fn errors_are_those_asked_for() {
        for sides in [Sides::One, Sides::Two] {
            let bounds = alpha_spending(sides, 0.025, &LOOKS, Spending::OBrienFleming).unwrap();
            let free = non_binding(&bounds, BETA).unwrap();
            let bound = binding(sides, &LOOKS, ALPHA, BETA).unwrap();
            for plan in [&free, &bound] {
                let missed: f64 = plan.boundaries.crossing(plan.drift).unwrap().futility.iter().sum();
                // The drift is found to about as many digits.
                assert!((missed - 0.2).abs() < 1e-12, "{missed}");
            }
            let kept = free.boundaries.without_futility().crossing(0.0).unwrap().rejection();
            assert!((kept - 0.025).abs() < 1e-14);
            assert!((bound.boundaries.crossing(0.0).unwrap().rejection() - 0.025).abs() < 1e-12);
        }
    }

    #[test]
    fn obeying_lowers_the_boundary_and_the_price() {
        let bounds = alpha_spending(Sides::One, 0.025, &LOOKS, Spending::OBrienFleming).unwrap();
        let free = non_binding(&bounds, BETA).unwrap();
        let bound = binding(Sides::One, &LOOKS, ALPHA, BETA).unwrap();
        assert!(bound.boundaries.efficacy()[2] < free.boundaries.efficacy()[2]);
        assert!(bound.drift < free.drift);
        assert!(bound.boundaries.without_futility().crossing(0.0).unwrap().rejection() > 0.025);
    }

    #[test]
    fn futility_can_be_added_to_a_classical_boundary() {
        let bounds = pocock(Sides::One, 0.025, &LOOKS).unwrap();
        let plan = non_binding(&bounds, BETA).unwrap();
        assert_eq!(plan.boundaries.efficacy(), bounds.efficacy());
        assert!((plan.boundaries.crossing(plan.drift).unwrap().power() - 0.8).abs() < 1e-12);
    }

    #[test]
    fn boundaries_that_meet_too_early_are_an_error() {
        let bounds = alpha_spending(Sides::One, 0.025, &[0.9, 1.0], Spending::Gamma(20.0)).unwrap();
        let early = ErrorSpending { total: 0.2, spending: Spending::Gamma(40.0) };
        assert!(non_binding(&bounds, early).is_err());
        assert!(non_binding(&bounds, ErrorSpending { total: 1.0, ..BETA }).is_err());
        assert!(binding(Sides::One, &[], ALPHA, BETA).is_err());
    }
}
