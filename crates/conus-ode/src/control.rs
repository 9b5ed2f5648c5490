//! How long should the next step be? Accept or reject by the error estimate, and predict from the last two errors.
//!
//! Gustafsson's predictive controller, ACM Transactions on Mathematical Software 20:496 (1994), in the form of Hairer &
//! Wanner, Solving ODEs II, equation IV.8.25; initial step of Hairer, Norsett & Wanner I, section II.4.

use crate::Tolerance;
use conus_num::Lanes;
use conus_num::elementary::pow;

/// Safety factor on every prediction (Hairer & Wanner II, section IV.8; its size is assumed: 0.9 is usual, and 0.97 would
/// spare one more attempt in seventy).
const SAFETY: f64 = 0.95;
/// While errors fall from step to step, the next step may be this many times as long as the last error alone allows (assumed:
/// Hairer & Wanner have 1, Gustafsson no bound).
const MOST_TREND: f64 = 1.1;
/// A step may shrink to this share at once (Hairer & Wanner II, section IV.10, FAC1 of RODAS).
const LEAST_FACTOR: f64 = 0.2;
/// A step may grow to this multiple at once (the same, FAC2).
const MOST_FACTOR: f64 = 6.0;
/// Smaller remembered errors would make the prediction jumpy (the same, ERRACC).
const LEAST_MEMORY: f64 = 1e-2;
/// Growth of the first step after an event while all goes well (assumed: a failed attempt every few events at most).
const OPENING_GROWTH: f64 = 1.1;
/// Errors below this count as this; only the limit on growth acts there.
const LEAST_ERROR: f64 = 1e-10;

/// The pace of one solve: the step to try next and what is remembered of the last ones. Carried across events, so a
/// one-step method need not start again after a jump. Each patient owns one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pace {
    next: Option<f64>,
    remembered: Option<(f64, f64)>,
    after_rejection: bool,
    /// First step after an event that moves known states.
    opening: Option<f64>,
    /// Shortest step since then that was not cut, where one was rejected.
    shortest: Option<f64>,
    rejected: bool,
}

impl Pace {
    /// Starts with this step \[day\] instead of an estimated one.
    #[must_use]
    pub fn starting_with(step: f64) -> Self {
        Self { next: Some(step), ..Self::default() }
    }

    /// The step to try next; none before the first one.
    #[must_use]
    pub fn next(&self) -> Option<f64> {
        self.next
    }

    pub(crate) fn set(&mut self, step: f64) {
        self.next = Some(step);
    }

    pub(crate) fn at_least(&mut self, step: f64) {
        self.next = self.next.map(|next| next.max(step));
    }

    /// Begins a piece in which known states move. What they do right after a jump, they did after the last one too: the
    /// step that was found then, by trial, is where this piece begins.
    pub(crate) fn open(&mut self) {
        self.opening =
            if self.rejected { self.shortest } else { self.opening.map(|step| OPENING_GROWTH * step) };
        (self.shortest, self.rejected) = (None, false);
        if let (Some(next), Some(opening)) = (self.next, self.opening) {
            self.next = Some(next.min(opening));
        }
    }

    /// The remembered error; any number when there is none.
    pub(crate) fn last_error(&self) -> f64 {
        self.remembered.map_or(1.0, |(_, error)| error)
    }

    /// Records an accepted step. One that was cut short to meet an event tells little, so it may only lengthen the
    /// proposal that stood before.
    pub(crate) fn accept(&mut self, step: f64, error: f64, growth: Growth<f64>) {
        let proposed = self.next.unwrap_or(step);
        let was_cut = step < proposed;
        let mut factor = growth.by_error;
        if let (Some((last_step, _)), false) = (self.remembered, was_cut) {
            let trend = (step / last_step) * growth.by_trend;
            factor = trend.min(MOST_TREND * factor);
        }
        factor = (SAFETY * factor).clamp(LEAST_FACTOR, if self.after_rejection { 1.0 } else { MOST_FACTOR });
        self.next = Some(if was_cut { (step * factor).max(proposed) } else { step * factor });
        if !was_cut {
            self.remembered = Some((step, error.max(LEAST_MEMORY)));
            self.shortest = Some(self.shortest.map_or(step, |shortest| shortest.min(step)));
        }
        self.after_rejection = false;
    }

    /// Records a failed error test.
    pub(crate) fn reject(&mut self, step: f64, growth: Growth<f64>) {
        let factor = SAFETY * growth.by_error;
        self.next = Some(step * factor.clamp(LEAST_FACTOR, SAFETY));
        self.after_rejection = true;
        self.rejected = true;
    }

    /// Records a step whose numbers say nothing about the error.
    pub(crate) fn halve(&mut self, step: f64) {
        self.next = Some(0.5 * step);
        self.after_rejection = true;
    }
}

/// By how much errors let the next step grow, before safety and limits; of all lanes at once, since powers are dear.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Growth<L> {
    /// By the error of this step.
    by_error: L,
    /// By this error and the last one.
    by_trend: L,
}

impl<L: Lanes> Growth<L> {
    /// Of steps with these errors after steps with those.
    #[inline(always)]
    pub(crate) fn of(error: L, last_error: L, order: u8) -> Self {
        let (least, power) = (L::splat(LEAST_ERROR), 1.0 / f64::from(order));
        let error = L::select(error.less(least), least, error);
        Self {
            by_error: pow(L::splat(1.0) / error, power),
            by_trend: pow(last_error / (error * error), power),
        }
    }

    /// That of one lane.
    pub(crate) fn lane(&self, lane: usize) -> Growth<f64> {
        Growth { by_error: self.by_error.lane(lane), by_trend: self.by_trend.lane(lane) }
    }
}

/// First half of the initial step: a small Euler step by the size of state and slope.
pub(crate) fn euler_step(state: &[f64], slope: &[f64], tolerance: &Tolerance, span: f64) -> f64 {
    let (size, speed) = (norm(state, state, tolerance), norm(slope, state, tolerance));
    let step = if size < 1e-5 || speed < 1e-5 { 1e-6 } else { 0.01 * (size / speed) };
    step.min(span)
}

/// Second half: the change of slope over the Euler step bounds the second derivative.
pub(crate) fn first_step(
    euler: f64,
    state: &[f64],
    slopes: (&[f64], &[f64]),
    tolerance: &Tolerance,
    order: u8,
    span: f64,
) -> f64 {
    let speed = norm(slopes.0, state, tolerance);
    let change = slopes.0.iter().zip(slopes.1).enumerate().fold(0.0, |sum, (index, (early, late))| {
        let scaled = (late - early) / tolerance.scale(index, state[index], state[index]);
        sum + scaled * scaled
    });
    let bend = (change / state.len() as f64).sqrt() / euler;
    let steepest = speed.max(bend);
    let step = if steepest <= 1e-15 {
        (euler * 1e-3).max(1e-6)
    } else {
        pow(0.01 / steepest, 1.0 / f64::from(order))
    };
    if bend.is_finite() && step.is_finite() { step.min(100.0 * euler).min(span) } else { euler.min(span) }
}

fn norm(values: &[f64], state: &[f64], tolerance: &Tolerance) -> f64 {
    let sum = values.iter().enumerate().fold(0.0, |sum, (index, value)| {
        let scaled = value / tolerance.scale(index, state[index], state[index]);
        sum + scaled * scaled
    });
    (sum / values.len() as f64).sqrt()
}
