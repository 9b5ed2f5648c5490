//! Where do values stand on paper, and which round numbers mark the way? Scales, ticks and axes.
//!
//! Steps are chosen as in Heckbert, "Nice numbers for graph labels", Graphics Gems (1990), 61-63: 1, 2 or 5
//! times a power of ten. Ticks are whole multiples written from integers, so a label is never 1.0000001.

use super::svg::{Sheet, dashed, pen, words};
use super::theme::{FAINT, GRID, INK, LABEL_SIZE, TICK_SIZE, text_width};
use conus_num::elementary::ln;
use std::f64::consts::LN_10;

/// A map from values to paper.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    logarithmic: bool,
}

/// A linear scale from `low..high` to `from..to`; an empty range is widened so that nothing is divided by zero.
pub fn linear((low, high): (f64, f64), (from, to): (f64, f64)) -> Scale {
    let (low, high) = widened(low, high);
    Scale { low, high, from, to, logarithmic: false }
}

/// A base-10 logarithmic scale; both ends must be positive.
pub fn log10((low, high): (f64, f64), (from, to): (f64, f64)) -> Scale {
    Scale { low, high, from, to, logarithmic: true }
}

impl Scale {
    /// Position of a value, also outside the range.
    pub fn at(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            decade(value / self.low) / decade(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.from + share * (self.to - self.from)
    }

    /// Position of a value, held at the ends of the range; NaN stays NaN, so that a missing value is noticed.
    pub fn held(&self, value: f64) -> f64 {
        self.at(if value.is_nan() { value } else { value.clamp(self.low, self.high) })
    }

    /// Whether a value lies in the range.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// First and last position on paper.
    pub fn span(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// First and last value.
    pub fn range(&self) -> (f64, f64) {
        (self.low, self.high)
    }
}

fn decade(value: f64) -> f64 {
    ln(value) / LN_10
}

/// A range of positive width: an empty one grows by half a unit, or by 1 % of large values.
fn widened(low: f64, high: f64) -> (f64, f64) {
    let margin = 0.5_f64.max(0.01 * low.abs());
    if high - low > 1e-9 * low.abs().max(high.abs()) { (low, high) } else { (low - margin, high + margin) }
}

/// One mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Value.
    pub value: f64,
    /// How it is written.
    pub label: String,
}

/// Round ticks inside a range, about as many as asked.
pub fn ticks(low: f64, high: f64, about: u32) -> Vec<Tick> {
    let (low, high) = widened(low, high);
    let (digit, exponent) = step(low, high, about);
    let size = multiple(digit, exponent);
    let (first, last) = (whole((low / size - 1e-9).ceil()), whole((high / size + 1e-9).floor()));
    (first..=last).map(|count| tick(count * digit, exponent)).collect()
}

/// The range grown to whole steps.
pub fn nice_range(low: f64, high: f64, about: u32) -> (f64, f64) {
    let (low, high) = widened(low, high);
    let (digit, exponent) = step(low, high, about);
    let size = multiple(digit, exponent);
    let (first, last) = (whole((low / size + 1e-9).floor()), whole((high / size - 1e-9).ceil()));
    (multiple(first * digit, exponent), multiple(last * digit, exponent))
}

/// Round ticks of a range grown to whole steps: the first and the last tick are its ends.
pub fn nice_ticks(low: f64, high: f64, about: u32) -> Vec<Tick> {
    let (low, high) = widened(low, high);
    let (digit, exponent) = step(low, high, about);
    let size = multiple(digit, exponent);
    let (first, last) = (whole((low / size + 1e-9).floor()), whole((high / size - 1e-9).ceil()));
    (first..=last).map(|count| tick(count * digit, exponent)).collect()
}

/// Values of the first and the last tick.
///
/// # Panics
/// When there is no tick.
pub fn ends(ticks: &[Tick]) -> (f64, f64) {
    (ticks[0].value, ticks[ticks.len() - 1].value)
}

/// Powers of ten inside a positive range.
pub fn log_ticks(low: f64, high: f64) -> Vec<Tick> {
    let (first, last) = (scientific(low).1, scientific(high).1);
    (first..=last + 1)
        .map(|exponent| tick(1, exponent))
        .filter(|tick| tick.value >= low * (1.0 - 1e-9) && tick.value <= high * (1.0 + 1e-9))
        .collect()
}

/// Nice ticks, as many up to six steps as have room for their labels on `width`.
pub fn fitting_ticks(low: f64, high: f64, width: f64) -> Vec<Tick> {
    let fits = |marks: &Vec<Tick>| {
        let widest = marks.iter().map(|tick| text_width(&tick.label, TICK_SIZE, false)).fold(0.0, f64::max);
        let steps = u32::try_from(marks.len() - 1).unwrap_or(u32::MAX);
        (widest + 7.0) * f64::from(steps) <= width
    };
    let fewer = (1..=6).rev().map(|about| nice_ticks(low, high, about));
    fewer.into_iter().find(fits).unwrap_or_else(|| nice_ticks(low, high, 1))
}

/// Round ratios inside a positive range: 1, 2 and 5 times powers of ten, more where those are few, the powers alone
/// where they are many. A range too narrow for any has the ticks of a linear axis.
pub fn ratio_ticks(low: f64, high: f64) -> Vec<Tick> {
    let (first, last) = (scientific(low).1, scientific(high).1);
    let inside = |tenths: &[i64]| -> Vec<Tick> {
        let all = (first..=last).flat_map(|exponent| tenths.iter().map(move |&count| ratio(count, exponent)));
        all.filter(|tick| tick.value >= low * (1.0 - 1e-9) && tick.value <= high * (1.0 + 1e-9)).collect()
    };
    let few = inside(&[10, 20, 50]);
    let more = inside(&[10, 15, 20, 30, 50, 70]);
    match (few.len(), more.len()) {
        (_, 0..=2) => ticks(low, high, 4),
        (0..=2, _) => more,
        (3..=10, _) => few,
        _ => log_ticks(low, high),
    }
}

/// A ratio given in tenths of a power of ten, without a zero behind the point.
fn ratio(tenths: i64, exponent: i32) -> Tick {
    if tenths % 10 == 0 { tick(tenths / 10, exponent) } else { tick(tenths, exponent - 1) }
}

/// The size of a Heckbert step as a digit and an exponent of ten.
fn step(low: f64, high: f64, about: u32) -> (i64, i32) {
    let (mantissa, exponent) = scientific((high - low) / f64::from(about.max(1)));
    match mantissa {
        m if m < 1.5 => (1, exponent),
        m if m < 3.0 => (2, exponent),
        m if m < 7.0 => (5, exponent),
        _ => (1, exponent + 1),
    }
}

/// Mantissa in 1..10 and exponent of ten, exact because the decimal writing of a float is exact.
fn scientific(value: f64) -> (f64, i32) {
    let written = format!("{value:e}");
    let (mantissa, exponent) = written.split_once('e').expect("the `e` format always writes an exponent");
    let mantissa = mantissa.parse().expect("the `e` format writes a number before its exponent");
    (mantissa, exponent.parse().expect("the `e` format writes a whole exponent"))
}

fn multiple(count: i64, exponent: i32) -> f64 {
    format!("{count}e{exponent}").parse().expect("a whole number with an exponent is a number")
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "callers pass whole numbers bounded by 1e9 through `widened`"
)]
fn whole(value: f64) -> i64 {
    value.clamp(-1e15, 1e15) as i64
}

fn tick(count: i64, exponent: i32) -> Tick {
    let value = multiple(count, exponent);
    let places = usize::try_from(-exponent).unwrap_or(0);
    let written = if count == 0 { "0".to_owned() } else { grouped(&super::svg::decimals(value, places)) };
    Tick { value: if count == 0 { 0.0 } else { value }, label: written }
}

/// Thin spaces between thousands from 10 000 on.
pub(super) fn grouped(written: &str) -> String {
    let whole_digits = written.split('.').next().unwrap_or("").chars().filter(char::is_ascii_digit).count();
    if whole_digits < 5 {
        return written.to_owned();
    }
    let mut left = whole_digits;
    let mut out = String::new();
    for character in written.chars() {
        out.push(character);
        if character.is_ascii_digit() && left > 0 {
            left -= 1;
            if left > 0 && left % 3 == 0 {
                out.push('\u{202f}');
            }
        }
    }
    out
}

/// Draw a horizontal axis at height `y` with its title below; labels that would touch are left out.
pub fn draw_below(sheet: &mut Sheet, scale: &Scale, ticks: &[Tick], y: f64, title: &str) {
    let (from, to) = scale.span();
    sheet.line((from, y), (to, y), pen(INK, 0.8));
    let mut free_from = f64::NEG_INFINITY;
    for tick in ticks {
        let x = scale.at(tick.value);
        sheet.line((x, y), (x, y + 4.0), pen(INK, 0.8));
        let half = text_width(&tick.label, TICK_SIZE, false) / 2.0;
        if x - half >= free_from {
            sheet.words(words(x, y + 16.0, &tick.label).middle());
            free_from = x + half + 5.0;
        }
    }
    if !title.is_empty() {
        sheet.words(words((from + to) / 2.0, y + 33.0, title).size(LABEL_SIZE).middle());
    }
}

/// Draw a vertical axis at `x`, its title turned beside the widest label; grid lines reach to `grid_to`.
pub fn draw_left(
    sheet: &mut Sheet,
    scale: &Scale,
    ticks: &[Tick],
    x: f64,
    title: &str,
    grid_to: Option<f64>,
) {
    let (from, to) = scale.span();
    let mut widest = 0.0_f64;
    for tick in ticks {
        let y = scale.at(tick.value);
        if let Some(end) = grid_to {
            sheet.line((x, y), (end, y), pen(GRID, 0.8));
        }
        sheet.line((x - 4.0, y), (x, y), pen(INK, 0.8));
        sheet.words(words(x - 7.0, y + 3.9, &tick.label).end());
        widest = widest.max(text_width(&tick.label, TICK_SIZE, false));
    }
    sheet.line((x, from), (x, to), pen(INK, 0.8));
    if !title.is_empty() {
        sheet.words(words(x - 17.0 - widest, (from + to) / 2.0, title).size(LABEL_SIZE).middle().upward());
    }
}

/// A dashed vertical line of reference with its label on top, moved inward where it would leave the plot.
pub fn reference(sheet: &mut Sheet, scale: &Scale, value: f64, (top, bottom): (f64, f64), label: &str) {
    let x = scale.at(value);
    sheet.line((x, top), (x, bottom), dashed(FAINT, 1.0, "3 3"));
    let half = text_width(label, TICK_SIZE, false) / 2.0;
    let (from, to) = scale.span();
    let centre = x.max(from + half).min((to - half).max(from + half));
    sheet.words(words(centre, top - 5.0, label).middle());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_lie_in_the_range_at_equal_steps_and_are_neither_few_nor_many() {
        for (low, high) in
            [(0.0, 10.0), (-3.7, 4.2), (0.013, 0.0171), (1e-9, 3e-9), (-12_000.0, 55_000.0), (7.0, 7.0)]
        {
            let found = ticks(low, high, 5);
            assert!((2..=12).contains(&found.len()), "{low} {high} {found:?}");
            let gap = found[1].value - found[0].value;
            for pair in found.windows(2) {
                assert!(((pair[1].value - pair[0].value) / gap - 1.0).abs() < 1e-6);
            }
            let (wide_low, wide_high) = widened(low, high);
            assert!(
                found.iter().all(|t| t.value >= wide_low - 1e-6 * gap && t.value <= wide_high + 1e-6 * gap)
            );
        }
    }

    #[test]
    fn labels_read_back_as_their_values_and_show_no_noise() {
        for tick in ticks(-0.3, 0.3, 6).iter().chain(&ticks(0.0, 60_000.0, 6)) {
            let read: f64 = tick.label.replace('\u{2212}', "-").replace('\u{202f}', "").parse().unwrap();
            assert!((read - tick.value).abs() <= 1e-12 * tick.value.abs(), "{tick:?}");
            assert!(tick.label.chars().count() <= 6 && tick.label != "-0", "{tick:?}");
        }
        let labels: Vec<_> = ticks(-0.3, 0.3, 6).into_iter().map(|t| t.label).collect();
        assert_eq!(labels, ["\u{2212}0.3", "\u{2212}0.2", "\u{2212}0.1", "0", "0.1", "0.2", "0.3"]);
    }

    #[test]
    fn a_nice_range_holds_the_range_and_ends_on_ticks() {
        for (low, high) in [(0.3, 9.1), (-0.21, 3.3), (101.0, 103.5)] {
            let (below, above) = nice_range(low, high, 5);
            assert!(below <= low && above >= high);
            let marks = ticks(below, above, 5);
            assert!(
                (marks[0].value - below).abs() < 1e-9 && (marks[marks.len() - 1].value - above).abs() < 1e-9
            );
        }
    }

    #[test]
    fn nice_ticks_hold_the_range_and_no_tick_is_missing_at_its_ends() {
        for (low, high) in [(-2.95, 0.1), (0.3, 9.1), (-0.21, 3.3), (101.0, 103.5), (4.0, 4.0)] {
            let marks = nice_ticks(low, high, 5);
            let (first, last) = ends(&marks);
            assert!(first <= low && last >= high, "{low} {high} {marks:?}");
            let (low, high) = widened(low, high);
            let gap = marks[1].value - marks[0].value;
            assert!(first > low - gap && last < high + gap && (2..=13).contains(&marks.len()), "{marks:?}");
        }
    }

    #[test]
    fn fitting_ticks_are_fewer_on_a_narrow_axis() {
        for (low, high) in [(-0.042, 0.042), (-0.33, 0.22), (12_000.0, 95_000.0)] {
            let (wide, narrow) = (fitting_ticks(low, high, 600.0), fitting_ticks(low, high, 120.0));
            assert!(narrow.len() < wide.len() && narrow.len() > 1, "{narrow:?} {wide:?}");
            let widest = narrow.iter().map(|t| text_width(&t.label, TICK_SIZE, false)).fold(0.0, f64::max);
            assert!(widest * f64::from(u32::try_from(narrow.len() - 1).unwrap()) < 120.0, "{narrow:?}");
        }
    }

    #[test]
    fn decades_are_written_in_full() {
        let labels: Vec<_> = log_ticks(1e-4, 1.0).into_iter().map(|t| t.label).collect();
        assert_eq!(labels, ["0.0001", "0.001", "0.01", "0.1", "1"]);
    }

    #[test]
    fn ratios_are_marked_at_one_two_and_five_until_there_is_no_room() {
        let labels = |low, high| ratio_ticks(low, high).into_iter().map(|t| t.label).collect::<Vec<_>>();
        assert_eq!(labels(0.15, 6.0), ["0.2", "0.5", "1", "2", "5"]);
        assert_eq!(labels(0.77, 3.3), ["1", "1.5", "2", "3"]);
        assert_eq!(labels(0.9, 1.3), ["0.9", "1.0", "1.1", "1.2", "1.3"]);
        assert_eq!(labels(0.001, 1000.0), ["0.001", "0.01", "0.1", "1", "10", "100", "1000"]);
    }

    #[test]
    fn scales_meet_their_ends_and_the_logarithmic_one_its_middle() {
        let plain = linear((0.0, 10.0), (100.0, 0.0));
        assert!((plain.at(0.0) - 100.0).abs() < 1e-12 && plain.at(10.0).abs() < 1e-12);
        let log = log10((1e-4, 1.0), (0.0, 400.0));
        assert!((log.at(0.01) - 200.0).abs() < 1e-9);
        assert!(log.held(1e-9).abs() < 1e-9 && log.held(f64::NAN).is_nan());
    }
}
