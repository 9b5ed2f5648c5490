//! How does somebody judge the own life? WHOQOL-BREF (whoqol1998, scored after whoqol1996): 26 answers from 1 to 5,
//! three of them reversed, in four domains. The rules and the conflicts between them stand in
//! `data/instruments/whoqol_bref.toml`.
//!
//! ```text
//! domain (4-20)  = 4 mean(answers)          if enough of its items are answered
//! domain (0-100) = (domain - 4) 100 / 16
//! Q1, Q2 (0-100) = 25 (answer - 1)          assumed, for S5.5
//! ```

use super::known::Chosen;
use super::scale::{Row, Rules, Scale, Scoring};
use super::scoring::{Instrument, Value};
use serde::Deserialize;
use std::sync::LazyLock;

/// The rules that the binary carries.
pub static RULES: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("whoqol_bref.toml", include_str!("../../../../data/instruments/whoqol_bref.toml"))
});

/// The way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// How many items are answered; with fewer than this the assessment is discarded.
    Answered(Least),
    /// The answer to one item, 1 to 5.
    Answer,
    /// The answer to one item, 0 to 100.
    AnswerOfHundred,
    /// A domain, 4 to 20, from at least so many answers.
    Domain(Least),
    /// A domain, 0 to 100, from at least so many answers.
    DomainOfHundred(Least),
}

/// How many answers are needed, by what the manual says in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Least {
    /// In its SPSS syntax.
    pub syntax: usize,
    /// In its text.
    pub prose: usize,
}

/// Which of the two is followed.
#[derive(Clone, Copy)]
enum Missing {
    Syntax,
    Prose,
}

struct Whoqol {
    missing: Missing,
    /// Answers without which the assessment is discarded.
    least: usize,
}

/// The instrument under the chosen rule for missing answers.
#[must_use]
pub(super) fn instrument(chosen: &Chosen<'_>) -> Box<dyn Instrument> {
    let missing = if chosen["missing"] == "prose" { Missing::Prose } else { Missing::Syntax };
    let least = RULES.score.iter().find_map(|score| match score.by {
        By::Answered(least) => Some(missing.of(least)),
        _ => None,
    });
    Box::new(Scale::new(&RULES, Whoqol { missing, least: least.unwrap_or_default() }))
}

impl Missing {
    fn of(self, least: Least) -> usize {
        match self {
            Self::Syntax => least.syntax,
            Self::Prose => least.prose,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Prose => "prose",
        }
    }
}

impl Whoqol {
    fn discarded(&self, row: &Row<'_, By>) -> bool {
        row.count() < self.least
    }

    fn number(&self, row: &Row<'_, By>, score: usize) -> Option<f64> {
        match row.rule(score).by {
            By::Answered(_) => Some(row.count() as f64),
            _ if self.discarded(row) => None,
            By::Answer => row.mean(score, 1),
            By::AnswerOfHundred => row.mean(score, 1).map(|answer| 25.0 * (answer - 1.0)),
            By::Domain(least) => self.domain(row, score, least),
            By::DomainOfHundred(least) => {
                self.domain(row, score, least).map(|domain| (domain - 4.0) * 100.0 / 16.0)
            }
        }
    }

    fn domain(&self, row: &Row<'_, By>, score: usize, least: Least) -> Option<f64> {
        row.mean(score, self.missing.of(least)).map(|mean| 4.0 * mean)
    }
}

impl Scoring for Whoqol {
    type By = By;

    fn value(&self, row: &Row<'_, By>, score: usize) -> Value {
        self.number(row, score).map_or(Value::Missing, Value::Number)
    }

    fn because(&self, row: &Row<'_, By>, score: usize) -> String {
        let (told, rule) = (row.told(score), self.missing.word());
        let enough = |least: Least| {
            let (there, all) = (row.answered(score).count(), row.members(score).len());
            format!("{there} of {all} answered, needed are {} ({rule}): {told}", self.missing.of(least))
        };
        match row.rule(score).by {
            By::Answered(_) => format!("answers that are allowed; needed are {} ({rule})", self.least),
            _ if self.discarded(row) => {
                let there = row.count();
                format!("{there} answers are fewer than {}: the assessment is discarded ({rule})", self.least)
            }
            By::Answer => told,
            By::AnswerOfHundred => format!("25 (answer - 1), assumed: {told}"),
            By::Domain(least) => format!("4 times the mean; {}", enough(least)),
            By::DomainOfHundred(least) => format!("(domain - 4) 100 / 16; {}", enough(least)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::scale::tests::scored;

    /// Rows, and what another program (`tests/oracle/whoqol.R`) makes of them under both rules.
    const ORACLE: &str = include_str!("../../tests/oracle/whoqol.csv");

    #[test]
    fn every_score_under_both_rules_is_that_of_an_independent_computation() {
        let mut lines = ORACLE.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        let (mut compared, mut there) = (0, 0);
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let pairs = || head.iter().copied().zip(cells.iter().copied());
            let answers: Vec<_> = pairs().skip(1).take(26).collect();
            let row = scored("whoqol-bref", &[&format!("missing={}", cells[0])], &answers);
            for (score, expected) in pairs().skip(27) {
                // The other program prints ten decimals.
                match (row.number(score), expected.parse::<f64>().ok()) {
                    (Some(found), Some(expected)) => {
                        assert!((found - expected).abs() < 1e-9, "{score}: {line}");
                    }
                    (found, expected) => assert_eq!(found, expected, "{score}: {line}"),
                }
                there += usize::from(!expected.is_empty());
                compared += 1;
            }
        }
        assert_eq!((compared, there), (10_244, 7_048), "scores compared, and those that are not missing");
    }

    #[test]
    fn the_worst_answers_give_the_lowest_scores_and_the_best_the_highest() {
        for (end, [low, hundred]) in [(0, [4.0, 0.0]), (1, [20.0, 100.0])] {
            let cell = |item: &'static crate::instrument::scale::ItemRule| {
                let best = item.allowed.ends()[if item.reversed { 1 - end } else { end }];
                (item.name.as_str(), if best > 1.0 { "5" } else { "1" })
            };
            let row = scored("whoqol-bref", &[], &RULES.item.iter().map(cell).collect::<Vec<_>>());
            for domain in ["physical", "psychological", "social", "environment"] {
                assert_eq!(row.number(domain), Some(low));
                assert_eq!(row.number(&format!("{domain}_0_100")), Some(hundred));
            }
            assert_eq!(row.number("general_health_0_100"), Some(hundred));
        }
    }

    fn all(answer: &'static str) -> Vec<(&'static str, &'static str)> {
        RULES.item.iter().map(|item| (item.name.as_str(), answer)).collect()
    }

    #[test]
    fn out_of_range_counts_as_missing_and_is_told_and_costs_nothing_while_enough_is_answered() {
        let mut cells = all("3");
        cells.push(("q20", "6"));
        let row = scored("whoqol-bref", &[], &cells);
        assert_eq!(row.told(), ["q20: 6: `q20` takes 1, 2, 3, 4 or 5"]);
        assert_eq!((row.number("social"), row.number("whoqol_answered")), (Some(12.0), Some(25.0)));
        cells.push(("q21", "0"));
        let row = scored("whoqol-bref", &[], &cells);
        assert_eq!(row.number("social"), None);
        assert!(row.problems.iter().all(|problem| problem.costs_score));
    }

    /// 21 of 26 answers are 19.2 % missing: the text keeps the assessment, the syntax does not.
    #[test]
    fn twenty_one_answers_are_discarded_by_the_syntax_and_kept_by_the_prose() {
        let mut cells = all("4");
        cells.extend(["q5", "q8", "q9", "q10", "q20"].map(|item| (item, "")));
        let (syntax, prose) =
            (scored("whoqol-bref", &[], &cells), scored("whoqol-bref", &["missing=prose"], &cells));
        assert_eq!((syntax.number("environment"), syntax.number("overall_quality")), (None, None));
        assert_eq!(prose.number("environment"), Some(16.0));
        assert!(syntax.because("environment").starts_with("21 answers are fewer than 22"));
        cells.push(("q25", ""));
        assert_eq!(scored("whoqol-bref", &["missing=prose"], &cells).number("overall_quality"), None);
    }

    #[test]
    fn an_explanation_names_the_rule_and_the_reversed_answers() {
        let mut cells = all("4");
        cells.extend([("q10", ""), ("q15", "")]);
        let row = scored("whoqol-bref", &[], &cells);
        let expected = "4 times the mean; 5 of 7 answered, needed are 6 (syntax): q3 2 (reversed), q4 2 (reversed), \
                        q10 missing, q15 missing, q16 4, q17 4, q18 4 => missing";
        assert_eq!(row.because("physical"), expected);
        assert_eq!(scored("whoqol-bref", &["missing=prose"], &cells).number("physical"), Some(12.8));
    }
}
