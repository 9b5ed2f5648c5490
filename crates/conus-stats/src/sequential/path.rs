//! Where may a trial stand that has not stopped yet? The density of its statistic, look by look.
//!
//! The score S = Z √I grows by independent normal steps, S(k) - S(k-1) ~ N(δ (I(k) - I(k-1)), I(k) - I(k-1)),
//! so the density of those still going on follows from that at the look before by one integral over the
//! region where the trial went on (Armitage, `McPherson` and Rowe 1969; Jennison and Turnbull 2000, eqs 19.1
//! to 19.4). They sum by Simpson's rule; here Gauss's rule leaves only rounding.

use super::quadrature;
use conus_num::distribution::normal;

/// Beyond so many standard deviations lies less than 1e-18 of a normal distribution.
const REACH: f64 = 9.0;

/// Panels of Gauss's rule, in standard deviations of the smallest step: the rule of sixteen points is exact
/// to rounding.
const PANEL: f64 = 3.0;

/// A trial on its way, before the look that comes next.
#[derive(Clone, Debug)]
pub(super) struct Path<'a> {
    /// Information at each look.
    information: &'a [f64],
    /// Mean of the score per unit of information.
    drift: f64,
    /// Looks behind.
    look: usize,
    /// Score after the last look, and the probability to stand there.
    masses: Vec<(f64, f64)>,
}

impl<'a> Path<'a> {
    /// Before the first look everybody stands at zero.
    pub(super) fn new(information: &'a [f64], drift: f64) -> Self {
        Self { information, drift, look: 0, masses: vec![(0.0, 1.0)] }
    }

    /// Probability to go on so far and to find a statistic above `z` at the next look.
    pub(super) fn above(&self, z: f64) -> f64 {
        let (start, step) = self.step();
        let score = z * self.information[self.look].sqrt();
        self.masses.iter().map(|(at, mass)| mass * normal::upper_tail((score - at - start) / step)).sum()
    }

    /// Probability to go on so far and to find a statistic below `z` at the next look.
    pub(super) fn below(&self, z: f64) -> f64 {
        let (start, step) = self.step();
        let score = z * self.information[self.look].sqrt();
        self.masses.iter().map(|(at, mass)| mass * normal::upper_tail((at + start - score) / step)).sum()
    }

    /// Probability to go on so far and to find a statistic from `-z` to `z`.
    pub(super) fn within(&self, z: f64) -> f64 {
        if z <= 0.0 { 0.0 } else { self.below(z) - self.below(-z) }
    }

    /// Passes the next look, keeping those whose statistic lies in one of `regions`.
    pub(super) fn go_on(&mut self, regions: &[(f64, f64)]) {
        let (start, step) = self.step();
        let information = self.information[self.look];
        let spread = information.sqrt();
        let centre = self.drift * information;
        let next = self.information.get(self.look + 1).map_or(step, |later| (later - information).sqrt());
        let mut nodes = Vec::new();
        for (lower, upper) in regions {
            let lower = (lower * spread).max(centre - REACH * spread);
            let upper = (upper * spread).min(centre + REACH * spread);
            quadrature::fill(&mut nodes, lower, upper, PANEL * step.min(next));
        }
        let density = |score: f64| -> f64 {
            let parts =
                self.masses.iter().map(|(at, mass)| mass * normal::density((score - at - start) / step));
            parts.sum::<f64>() / step
        };
        self.masses = nodes.into_iter().map(|(score, weight)| (score, weight * density(score))).collect();
        self.look += 1;
    }

    /// Mean of the statistic at the next look in those who could not stop: where to search.
    pub(super) fn centre(&self) -> f64 {
        self.drift * self.information[self.look].sqrt()
    }

    /// Mean and standard deviation of the next step of the score.
    fn step(&self) -> (f64, f64) {
        let before = if self.look == 0 { 0.0 } else { self.information[self.look - 1] };
        let step = self.information[self.look] - before;
        (self.drift * step, step.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_never_stops_is_normal_at_every_look() {
        for drift in [0.0, -1.2, 3.0] {
            let information = [0.2, 0.21, 0.7, 1.0];
            let mut path = Path::new(&information, drift);
            for information in information {
                let exact = normal::upper_tail(1.5 - drift * information.sqrt());
                // Rounding of some hundred sums.
                assert!((path.above(1.5) - exact).abs() < 1e-14);
                assert!((path.above(1.5) + path.below(1.5) - 1.0).abs() < 1e-14);
                path.go_on(&[(f64::NEG_INFINITY, f64::INFINITY)]);
            }
        }
    }

    /// P(both normal variables with correlation r are positive) = 1/4 + asin(r) / 2π (Sheppard 1899); r =
    /// 1/2, asin = π/6.
    #[test]
    fn two_looks_above_zero_are_sheppards_quadrant() {
        let mut path = Path::new(&[0.25, 1.0], 0.0);
        path.go_on(&[(0.0, f64::INFINITY)]);
        assert!((path.above(0.0) - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_region_out_of_reach_holds_nobody() {
        let mut path = Path::new(&[0.5, 1.0], 0.0);
        path.go_on(&[(20.0, 30.0)]);
        assert!(path.above(-40.0).abs() < f64::MIN_POSITIVE);
    }
}
