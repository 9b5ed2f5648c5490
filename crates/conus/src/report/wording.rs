//! How are an estimate, its interval and a P value written? The same in every figure and every table.

use super::svg::decimals;

/// An estimate and its interval, such as "−1.32 (−2.10 to −0.54)".
pub fn interval(value: f64, (low, high): (f64, f64), places: usize) -> String {
    format!("{} ({} to {})", decimals(value, places), decimals(low, places), decimals(high, places))
}

/// A P value with three decimals; beyond them only the bound, such as "< 0.001".
pub fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0.001".to_owned()
    } else if p > 0.999 {
        "> 0.999".to_owned()
    } else {
        decimals(p, 3)
    }
}

/// A P value in a sentence, such as "P = 0.012" or "P < 0.001".
pub fn p_phrase(p: f64) -> String {
    let written = p_value(p);
    if written.starts_with(['<', '>']) { format!("P {written}") } else { format!("P = {written}") }
}

/// Decimals that write all values as they are, at most three.
pub fn places(values: &[f64]) -> usize {
    let whole = |value: f64| (value - value.round()).abs() <= 1e-9 * value.abs().max(1.0);
    let in_full = |by: f64| values.iter().all(|value| whole(value * by));
    [1.0, 10.0, 100.0].into_iter().position(in_full).unwrap_or(3)
}

/// Numbers within words with a minus sign in place of a hyphen.
pub fn true_minus(words: &str) -> String {
    let mut before = ' ';
    let mut rest = words.chars().peekable();
    let mut written = String::with_capacity(words.len());
    while let Some(c) = rest.next() {
        let number_follows = rest.peek().is_some_and(char::is_ascii_digit);
        written.push(if c == '-' && matches!(before, ' ' | '(') && number_follows { '\u{2212}' } else { c });
        before = c;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minus_before_a_number_is_a_minus_and_a_hyphen_stays() {
        assert_eq!(true_minus("-1.5 to -0.2"), "\u{2212}1.5 to \u{2212}0.2");
        assert_eq!(true_minus("(-1.5)"), "(\u{2212}1.5)");
        assert_eq!(true_minus("cells - control, week-8"), "cells - control, week-8");
    }

    #[test]
    fn an_interval_has_true_minus_signs_and_no_negative_zero() {
        let written = interval(-1.318, (-2.1, -0.001), 2);
        assert_eq!(written, "\u{2212}1.32 (\u{2212}2.10 to 0.00)");
    }

    #[test]
    fn values_have_as_many_decimals_as_they_need() {
        assert_eq!(places(&[0.0, 1.0, -3.0]), 0);
        assert_eq!(places(&[0.0, 0.1 + 0.2]), 1);
        assert_eq!((places(&[0.25, 0.5]), places(&[1.0 / 3.0])), (2, 3));
    }

    #[test]
    fn a_p_value_is_never_written_as_zero_or_one() {
        let written: Vec<String> = [0.0, 0.000_99, 0.001, 0.0123, 0.9994, 1.0].map(p_phrase).to_vec();
        assert_eq!(written, ["P < 0.001", "P < 0.001", "P = 0.001", "P = 0.012", "P > 0.999", "P > 0.999"]);
    }
}
