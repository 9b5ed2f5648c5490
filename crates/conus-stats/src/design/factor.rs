//! Which of several named groups does each row belong to?

use crate::StatisticsError;

/// A column of named levels, one of them per row; the first level is the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    name: String,
    levels: Vec<String>,
    codes: Vec<usize>,
}

impl Factor {
    /// A factor whose levels are in the given order; `codes` are zero-based positions among them, one per row.
    ///
    /// # Errors
    /// Fewer than two levels, a level named twice or without any row, or a code beyond the levels.
    pub fn new(name: &str, levels: &[impl AsRef<str>], codes: Vec<usize>) -> Result<Self, StatisticsError> {
        let levels: Vec<String> = levels.iter().map(|level| level.as_ref().to_owned()).collect();
        if levels.len() < 2 {
            return Err(StatisticsError::NoSpread { what: name.to_owned() });
        }
        if let Some(repeated) = (1..levels.len()).find(|&i| levels[..i].contains(&levels[i])) {
            return Err(StatisticsError::NamedTwice { name: format!("{name}[{}]", levels[repeated]) });
        }
        let mut used = vec![false; levels.len()];
        for (row, &code) in codes.iter().enumerate() {
            *used
                .get_mut(code)
                .ok_or_else(|| unknown_level(name, &format!("{code} (row {row})"), &levels))? = true;
        }
        match used.iter().position(|used| !used) {
            Some(empty) => {
                Err(StatisticsError::EmptyLevel { factor: name.to_owned(), level: levels[empty].clone() })
            }
            None => Ok(Self { name: name.to_owned(), levels, codes }),
        }
    }

    /// A factor from the level of each row, the reference first and the others in the order of the alphabet.
    ///
    /// # Errors
    /// Fewer than two different labels, or a reference that no row has.
    pub fn from_labels(
        name: &str,
        labels: &[impl AsRef<str>],
        reference: &str,
    ) -> Result<Self, StatisticsError> {
        let mut levels: Vec<&str> = labels.iter().map(AsRef::as_ref).collect();
        levels.sort_unstable_by_key(|level| (*level != reference, *level));
        levels.dedup();
        if levels.first() != Some(&reference) {
            return Err(unknown_level(name, reference, &levels));
        }
        // Every label is among the levels, so none is lost here.
        let position = |label: &str| levels.iter().position(|level| *level == label);
        let codes = labels.iter().filter_map(|label| position(label.as_ref())).collect();
        Self::new(name, &levels, codes)
    }

    /// Name in tables and messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names of the levels, the reference first.
    #[must_use]
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// Zero-based position of the level of each row.
    #[must_use]
    pub fn codes(&self) -> &[usize] {
        &self.codes
    }

    /// Position of a level by its name.
    ///
    /// # Errors
    /// A name that is no level.
    pub fn level(&self, level: &str) -> Result<usize, StatisticsError> {
        let found = self.levels.iter().position(|known| known == level);
        found.ok_or_else(|| unknown_level(&self.name, level, &self.levels))
    }

    /// Rows of each level, in the order of the levels.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.levels.len()];
        self.codes.iter().for_each(|&code| counts[code] += 1);
        counts
    }
}

fn unknown_level(factor: &str, level: &str, known: &[impl AsRef<str>]) -> StatisticsError {
    StatisticsError::unknown(level, &format!("levels of {factor}"), known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_comes_first_and_the_others_by_the_alphabet() {
        let factor = Factor::from_labels("arm", &["sham", "cells", "drug", "sham"], "sham").unwrap();
        assert_eq!(factor.levels(), ["sham", "cells", "drug"]);
        assert_eq!((factor.codes(), factor.counts()), ([0, 1, 2, 0].as_slice(), vec![2, 1, 1]));
        assert_eq!(factor.level("drug"), Ok(2));
    }

    #[test]
    fn an_unknown_reference_is_named_beside_the_known_levels() {
        let error = Factor::from_labels("arm", &["sham", "cells"], "placebo").unwrap_err();
        assert_eq!(error.to_string(), "`placebo` is not among the levels of arm: cells, sham");
    }

    #[test]
    fn a_level_without_rows_a_single_level_and_a_repeated_level_are_errors() {
        let empty = Factor::new("visit", &["week 4", "week 8"], vec![0, 0]);
        assert_eq!(
            empty,
            Err(StatisticsError::EmptyLevel { factor: "visit".into(), level: "week 8".into() })
        );
        assert!(matches!(
            Factor::from_labels("arm", &["a", "a"], "a"),
            Err(StatisticsError::NoSpread { .. })
        ));
        let twice = Factor::new("arm", &["a", "a"], vec![0, 1]);
        assert_eq!(twice, Err(StatisticsError::NamedTwice { name: "arm[a]".into() }));
        assert!(matches!(
            Factor::new("arm", &["a", "b"], vec![0, 2]),
            Err(StatisticsError::UnknownName { .. })
        ));
    }
}
