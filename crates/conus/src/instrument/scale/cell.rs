//! What does a cell say? A number, or a word that stands for one, if the rule of its item allows it.

use super::rules::{Allowed, ItemRule};

impl Allowed {
    /// The answer in a cell without blanks around it; none when it is not allowed.
    #[must_use]
    pub fn read(&self, cell: &str) -> Option<f64> {
        let number = || plain_number(cell);
        let answer = match self {
            Self::Values(values) => number().filter(|x| values.contains(x)),
            Self::Whole([first, last]) => {
                number().filter(|x| (first..=last).contains(&x) && x.fract() == 0.0)
            }
            Self::Number([first, last]) => number().filter(|x| (first..=last).contains(&x)),
            Self::Words(words) => {
                words.iter().find(|(word, _)| word.eq_ignore_ascii_case(cell)).map(|(_, counts)| *counts)
            }
        };
        // Adding 0.0 makes -0.0 the same answer as 0.
        answer.map(|answer| answer + 0.0)
    }

    /// The lowest and the highest number that an answer can come to.
    #[must_use]
    pub fn ends(&self) -> [f64; 2] {
        let ends = |[low, high]: [f64; 2], x: f64| [low.min(x), high.max(x)];
        let nothing = [f64::INFINITY, f64::NEG_INFINITY];
        match self {
            Self::Values(values) => values.iter().copied().fold(nothing, ends),
            Self::Whole(range) | Self::Number(range) => *range,
            Self::Words(words) => words.values().copied().fold(nothing, ends),
        }
    }

    /// What may stand in the cell, as a message says it.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Values(values) => listed(values.iter().map(f64::to_string)),
            Self::Whole([first, last]) => format!("a whole number from {first} to {last}"),
            Self::Number([first, last]) => format!("a number from {first} to {last}"),
            Self::Words(words) => listed(words.keys().cloned()),
        }
    }
}

impl ItemRule {
    /// The answer as it counts: turned round where a high answer is a bad one.
    #[must_use]
    pub fn counted(&self, answer: f64) -> f64 {
        if !self.reversed {
            return answer;
        }
        let [low, high] = self.allowed.ends();
        low + high - answer
    }
}

/// A plain decimal number such as `3` or `3.0`: no exponent, no `inf`, no `nan`, no comma.
fn plain_number(cell: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b'-';
    if cell.bytes().all(plain) { cell.parse().ok() } else { None }
}

/// `0, 5, 8 or 10`.
fn listed(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bowel() -> Allowed {
        Allowed::Values(vec![0.0, 5.0, 8.0, 10.0])
    }

    #[test]
    fn only_what_is_listed_is_an_answer() {
        assert_eq!(bowel().read("8"), Some(8.0));
        assert_eq!(bowel().read("8.0"), Some(8.0));
        assert_eq!(bowel().read("-0").map(f64::to_bits), Some(0.0_f64.to_bits()));
        for cell in ["7", "8.5", "8,0", "8e0", "inf", "NaN", "-", ".", "1-2", "+8", "eight", "８", "99"] {
            assert_eq!(bowel().read(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_whole_number_is_whole_and_any_number_is_not() {
        assert_eq!(Allowed::Whole([0.0, 10.0]).read("6.5"), None);
        assert_eq!(Allowed::Whole([0.0, 10.0]).read("11"), None);
        assert_eq!(Allowed::Number([0.0, 10.0]).read("6.5"), Some(6.5));
    }

    #[test]
    fn a_message_lists_what_is_allowed() {
        assert_eq!(bowel().in_words(), "0, 5, 8 or 10");
        assert_eq!(Allowed::Whole([0.0, 6.0]).in_words(), "a whole number from 0 to 6");
    }
}
