//! Equations with known answers, shared by all tests.

use conus_num::elementary::exp;
use conus_ode::{Pattern, System};

/// A system written as two closures, dense pattern.
pub(crate) struct Closures<F, J> {
    pub(crate) pattern: Pattern,
    pub(crate) slope: F,
    pub(crate) jacobian: J,
}

impl<F: Fn(&[f64], &mut [f64]), J: Fn(&[f64], &mut [f64])> System for Closures<F, J> {
    fn pattern(&self) -> &Pattern {
        &self.pattern
    }
    fn slope(&self, _day: f64, state: &[f64], slope: &mut [f64]) {
        (self.slope)(state, slope);
    }
    fn jacobian(&self, _day: f64, state: &[f64], entries: &mut [f64]) {
        (self.jacobian)(state, entries);
    }
}

/// Robertson's kinetics (Hairer & Wanner, Solving ODEs II, equation IV.1.4).
pub(crate) fn robertson() -> impl System {
    Closures {
        pattern: Pattern::new(3, vec![(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 1)])
            .expect("the places are sorted"),
        slope: |y: &[f64], f: &mut [f64]| {
            f[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
            f[2] = 3e7 * y[1] * y[1];
            f[1] = -f[0] - f[2];
        },
        jacobian: |y: &[f64], j: &mut [f64]| {
            j[..3].copy_from_slice(&[-0.04, 1e4 * y[2], 1e4 * y[1]]);
            j[3..6].copy_from_slice(&[0.04, -1e4 * y[2] - 6e7 * y[1], -1e4 * y[1]]);
            j[6] = 6e7 * y[1];
        },
    }
}

/// High irradiance responses of photomorphogenesis (Hairer & Wanner II, equation IV.10.4).
pub(crate) fn hires() -> impl System {
    let rows: [&[usize]; 8] =
        [&[0, 1, 2], &[0, 1], &[2, 3, 4], &[1, 2, 3], &[4, 5, 6], &[3, 4, 5, 6, 7], &[5, 6, 7], &[5, 6, 7]];
    let places =
        rows.iter().enumerate().flat_map(|(row, columns)| columns.iter().map(move |&column| (row, column)));
    Closures {
        pattern: Pattern::new(8, places.collect()).expect("the places are sorted"),
        slope: |y: &[f64], f: &mut [f64]| {
            f[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
            f[1] = 1.71 * y[0] - 8.75 * y[1];
            f[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
            f[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
            f[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
            f[5] = -280.0 * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
            f[6] = 280.0 * y[5] * y[7] - 1.81 * y[6];
            f[7] = -f[6];
        },
        jacobian: |y: &[f64], j: &mut [f64]| {
            let (by_5, by_7) = (280.0 * y[7], 280.0 * y[5]);
            j[..10].copy_from_slice(&[-1.71, 0.43, 8.32, 1.71, -8.75, -10.03, 0.43, 0.035, 8.32, 1.71]);
            j[10..14].copy_from_slice(&[-1.12, -1.745, 0.43, 0.43]);
            j[14..19].copy_from_slice(&[0.69, 1.71, -by_5 - 0.43, 0.69, -by_7]);
            j[19..].copy_from_slice(&[by_5, -1.81, by_7, -by_5, 1.81, -by_7]);
        },
    }
}

/// Van der Pol's oscillator with epsilon 1e-6 (Hairer & Wanner II, equation IV.10.1).
pub(crate) fn van_der_pol(epsilon: f64) -> impl System {
    Closures {
        pattern: Pattern::new(2, vec![(0, 1), (1, 0), (1, 1)]).expect("the places are sorted"),
        slope: move |y: &[f64], f: &mut [f64]| {
            f[0] = y[1];
            f[1] = ((1.0 - y[0] * y[0]) * y[1] - y[0]) / epsilon;
        },
        jacobian: move |y: &[f64], j: &mut [f64]| {
            j[0] = 1.0;
            j[1] = (-2.0 * y[0] * y[1] - 1.0) / epsilon;
            j[2] = (1.0 - y[0] * y[0]) / epsilon;
        },
    }
}

/// Kaps' problem: `y = (exp(-2t), exp(-t))` for every epsilon, stiff when it is small (Dekker & Verwer, Stability of
/// Runge-Kutta Methods for Stiff Nonlinear Differential Equations, North-Holland 1984, section 7.5).
pub(crate) fn kaps(epsilon: f64) -> impl System {
    Closures {
        pattern: Pattern::dense(2),
        slope: move |y: &[f64], f: &mut [f64]| {
            f[0] = -(1.0 / epsilon + 2.0) * y[0] + y[1] * y[1] / epsilon;
            f[1] = y[0] - y[1] * (1.0 + y[1]);
        },
        jacobian: move |y: &[f64], j: &mut [f64]| {
            j.copy_from_slice(&[-(1.0 / epsilon + 2.0), 2.0 * y[1] / epsilon, 1.0, -1.0 - 2.0 * y[1]]);
        },
    }
}

/// `y' = 1 - y^2`, solved by the hyperbolic tangent.
pub(crate) fn riccati() -> impl System {
    Closures {
        pattern: Pattern::dense(1),
        slope: |y: &[f64], f: &mut [f64]| f[0] = 1.0 - y[0] * y[0],
        jacobian: |y: &[f64], j: &mut [f64]| j[0] = -2.0 * y[0],
    }
}

/// `y' = -2 t y^2`, solved by `1 / (1 + t^2)`; names the day, so it tests the derivative with respect to it.
pub(crate) struct Runge(Pattern);

/// Makes [`Runge`].
pub(crate) fn runge() -> Runge {
    Runge(Pattern::dense(1))
}

impl System for Runge {
    fn pattern(&self) -> &Pattern {
        &self.0
    }
    fn slope(&self, day: f64, state: &[f64], slope: &mut [f64]) {
        slope[0] = -2.0 * day * state[0] * state[0];
    }
    fn jacobian(&self, day: f64, state: &[f64], entries: &mut [f64]) {
        entries[0] = -4.0 * day * state[0];
    }
    fn is_autonomous(&self) -> bool {
        false
    }
    fn time_slope(&self, _day: f64, state: &[f64], time_slope: &mut [f64]) {
        time_slope[0] = -2.0 * state[0] * state[0];
    }
}

/// `y' = -rate y`; the rate may be changed by an event.
pub(crate) struct Decay {
    pub(crate) rate: f64,
    pattern: Pattern,
}

/// Makes [`Decay`].
pub(crate) fn decay(rate: f64) -> Decay {
    Decay { rate, pattern: Pattern::dense(1) }
}

impl System for Decay {
    fn pattern(&self) -> &Pattern {
        &self.pattern
    }
    fn slope(&self, _day: f64, state: &[f64], slope: &mut [f64]) {
        slope[0] = -self.rate * state[0];
    }
    fn jacobian(&self, _day: f64, _state: &[f64], entries: &mut [f64]) {
        entries[0] = -self.rate;
    }
}

/// `y' = -2 (t + rate x) y^2` driven by the day and by `x' = -rate x`, which is known: from ones, `y` is
/// `1 / (1 + t^2 + 2 (1 - x))`.
pub(crate) struct Dosed {
    rate: f64,
    pattern: Pattern,
}

/// Makes [`Dosed`].
pub(crate) fn dosed(rate: f64) -> Dosed {
    let pattern = Pattern::new(2, vec![(0, 0), (0, 1), (1, 1)]).expect("the places are sorted");
    Dosed { rate, pattern: pattern.with_exact(vec![1]).expect("nothing drives it") }
}

impl System for Dosed {
    fn pattern(&self) -> &Pattern {
        &self.pattern
    }
    fn slope(&self, day: f64, state: &[f64], slope: &mut [f64]) {
        let [y, x] = [state[0], state[1]];
        slope.copy_from_slice(&[-2.0 * (day + self.rate * x) * y * y, -self.rate * x]);
    }
    fn jacobian(&self, day: f64, state: &[f64], entries: &mut [f64]) {
        let [y, x] = [state[0], state[1]];
        entries.copy_from_slice(&[-4.0 * (day + self.rate * x) * y, -2.0 * self.rate * y * y, -self.rate]);
    }
    fn is_autonomous(&self) -> bool {
        false
    }
    fn time_slope(&self, _day: f64, state: &[f64], time_slope: &mut [f64]) {
        time_slope.copy_from_slice(&[-2.0 * state[0] * state[0], 0.0]);
    }
    fn move_on(&self, _day: f64, elapsed: f64, exact: &mut [f64]) {
        exact[0] *= exp(-self.rate * elapsed);
    }
}
