//! What does a filled-in International SCI Pain Basic Data Set come to? Interference, the number of pains, the worst of
//! them; version 1.1 (widerstromnoga2008) and version 2.0 (widerstromnoga2014) by their own files in
//! `data/instruments`.
//!
//! The two versions rate interference on different ranges. Nothing here converts one into the other: columns, scores
//! and codes carry the version, and a row that names another version is refused.

use crate::instrument::known::Chosen;
use crate::instrument::scale::{Row, Rules, Scale, Scoring};
use crate::instrument::scoring::{Instrument, Value};
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The rules of version 1.1 that the binary carries.
pub static VERSION_1: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("isci_pain_v1.toml", include_str!("../../../../../data/instruments/isci_pain_v1.toml"))
});

/// The rules of version 2.0 that the binary carries.
pub static VERSION_2: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("isci_pain_v2.toml", include_str!("../../../../../data/instruments/isci_pain_v2.toml"))
});

/// The way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A number of pains or days: none for who had no pain.
    Count,
    /// A rating.
    Rating,
    /// The mean of the ratings, all of them.
    MeanRating,
    /// The highest of the ratings.
    HighestRating,
}

/// Items that are compared with each other.
struct Form {
    any_pain: usize,
    number_of_pains: usize,
    intensity: [usize; 3],
    days_with_pain: usize,
    worst: usize,
    /// Whether empty ratings of who had no pain count as 0.
    no_pain_is_zero: bool,
}

/// Version 1.1 under the chosen rule.
#[must_use]
pub(in crate::instrument) fn version_1(chosen: &Chosen<'_>) -> Box<dyn Instrument> {
    Box::new(Scale::new(&VERSION_1, Form::of(&VERSION_1, "v1", chosen)))
}

/// Version 2.0 under the chosen rule.
#[must_use]
pub(in crate::instrument) fn version_2(chosen: &Chosen<'_>) -> Box<dyn Instrument> {
    Box::new(Scale::new(&VERSION_2, Form::of(&VERSION_2, "v2", chosen)))
}

impl Form {
    fn of(rules: &Rules<By>, version: &str, chosen: &Chosen<'_>) -> Self {
        let at = |name: &str| rules.place(&format!("{version}_{name}"));
        Self {
            any_pain: at("pain_last_7_days"),
            number_of_pains: at("number_of_pains"),
            intensity: [at("intensity_1"), at("intensity_2"), at("intensity_3")],
            days_with_pain: at("days_with_pain"),
            worst: at("worst_nrs"),
            no_pain_is_zero: chosen["no_pain"] == "zero",
        }
    }

    fn without_pain(&self, row: &Row<'_, By>) -> bool {
        row.given(self.any_pain) == Some(0.0)
    }

    /// What an empty score of that kind comes to.
    fn empty(&self, row: &Row<'_, By>, by: By) -> Option<f64> {
        let zero = self.without_pain(row) && (by == By::Count || self.no_pain_is_zero);
        zero.then_some(0.0)
    }

    fn number(&self, row: &Row<'_, By>, score: usize) -> Option<f64> {
        let by = row.rule(score).by;
        if row.is_empty(score) {
            return self.empty(row, by);
        }
        match by {
            By::Count | By::Rating | By::MeanRating => row.mean(score, row.members(score).len()),
            // A rating that is not allowed may have been the highest.
            By::HighestRating if row.has_wrong(score) => None,
            By::HighestRating => row.ends(score, 1).map(|[_, highest]| highest),
        }
    }
}

impl Scoring for Form {
    type By = By;

    fn value(&self, row: &Row<'_, By>, score: usize) -> Value {
        self.number(row, score).map_or(Value::Missing, Value::Number)
    }

    fn because(&self, row: &Row<'_, By>, score: usize) -> String {
        let by = row.rule(score).by;
        let told = row.told(score);
        if row.is_empty(score) && self.without_pain(row) {
            let rule = if by == By::Count { "none" } else { "choice no_pain" };
            return format!("no pain in the last seven days ({rule}): {told}");
        }
        match by {
            By::Count | By::Rating => told,
            By::MeanRating => format!("the mean, all three needed: {told}"),
            By::HighestRating => {
                format!("the highest of the pains that are rated, none of them wrong: {told}")
            }
        }
    }

    fn contradictions(&self, row: &Row<'_, By>) -> Vec<(usize, Cow<'static, str>)> {
        let mut odd = self.against_any_pain(row);
        odd.extend(self.against_number_of_pains(row));
        odd.extend(self.against_worst(row));
        odd.into_iter().map(|(item, rule)| (item, Cow::Owned(rule))).collect()
    }
}

/// Answers that do not go together: at which item, and why.
type Odd = Vec<(usize, String)>;

impl Form {
    /// No pain, and yet something above 0; or pain, and yet none counted and no day with it.
    fn against_any_pain(&self, row: &Row<'_, By>) -> Odd {
        let name = |item: usize| &row.rules.item[item].name;
        let told = |item: usize, is: &str, yet: &str| {
            (item, format!("`{}` is {is} though `{}` is {yet}", name(item), name(self.any_pain)))
        };
        match row.given(self.any_pain) {
            Some(0.0) => {
                let others = self.any_pain + 1..row.answers.len();
                others.filter(|at| row.given(*at) > Some(0.0)).map(|at| told(at, "above 0", "no")).collect()
            }
            Some(_) => {
                let counts = [self.number_of_pains, self.days_with_pain].into_iter();
                counts.filter(|at| row.given(*at) == Some(0.0)).map(|at| told(at, "0", "yes")).collect()
            }
            None => Odd::new(),
        }
    }

    /// A second or third pain rated where fewer are counted; where none is, the first as well.
    fn against_number_of_pains(&self, row: &Row<'_, By>) -> Odd {
        let Some(pains) = row.given(self.number_of_pains) else { return Odd::new() };
        let name = &row.rules.item[self.number_of_pains].name;
        let rated = self.intensity.into_iter().zip(1_u8..).filter(|(item, _)| row.given(*item).is_some());
        rated
            .filter(|(_, place)| f64::from(*place) > pains)
            .map(|(item, place)| (item, format!("pain {place} is rated though `{name}` is {pains}")))
            .collect()
    }

    /// An average above the worst moment.
    fn against_worst(&self, row: &Row<'_, By>) -> Odd {
        let Some(worst) = row.given(self.worst) else { return Odd::new() };
        let name = |item: usize| &row.rules.item[item].name;
        let above = self.intensity.into_iter().filter(|item| row.given(*item) > Some(worst));
        above
            .map(|item| (item, format!("`{}` is above `{}`, which is {worst}", name(item), name(self.worst))))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::scale::tests::scored;

    const ANSWERED: [(&str, &str); 9] = [
        ("version", "2.0"),
        ("v2_pain_last_7_days", "yes"),
        ("v2_number_of_pains", "2"),
        ("v2_activities", "7"),
        ("v2_mood", "4"),
        ("v2_sleep", "8"),
        ("v2_intensity_1", "6"),
        ("v2_intensity_2", "7"),
        ("v2_days_with_pain", "7"),
    ];

    #[test]
    fn a_form_counted_by_hand() {
        let form = scored("isci-pain-v2", &[], &ANSWERED);
        assert_eq!(form.number("isci_pain_v2_interference"), Some(19.0 / 3.0));
        assert_eq!(form.number("isci_pain_v2_number_of_pains"), Some(2.0));
        assert_eq!(form.number("isci_pain_v2_highest_intensity"), Some(7.0));
        assert_eq!(form.number("isci_pain_v2_worst_nrs"), None);
        assert_eq!(form.told(), [""; 0]);
    }

    #[test]
    fn interference_is_the_mean_of_three_or_missing() {
        let form = scored("isci-pain-v2", &[], &[("v2_activities", "7"), ("v2_mood", "4")]);
        assert_eq!(form.number("isci_pain_v2_interference"), None);
        assert_eq!(form.number("isci_pain_v2_mood"), Some(4.0));
        assert_eq!(form.told(), [""; 0]);
    }

    #[test]
    fn a_7_is_no_answer_of_version_1() {
        let form =
            scored("isci-pain-v1", &[], &[("v1_activities", "7"), ("v1_mood", "6"), ("v1_sleep", "0")]);
        assert_eq!(form.told(), ["v1_activities!: 7: `v1_activities` takes a whole number from 0 to 6"]);
        assert_eq!(form.number("isci_pain_v1_interference"), None);
        assert_eq!(form.number("isci_pain_v1_mood"), Some(6.0));
    }

    #[test]
    fn a_row_that_names_the_other_version_is_refused_whole() {
        let mut row = ANSWERED.to_vec();
        row[0] = ("version", "1.1");
        let form = scored("isci-pain-v2", &[], &row);
        assert_eq!(form.problems.len(), 1);
        assert!(
            form.told()[0].starts_with("version!: 1.1: `version` takes 2: versions have different ranges")
        );
        assert!(VERSION_2.score.iter().all(|score| form.number(&score.name).is_none()));
        assert!(form.because("isci_pain_v2_mood").contains("a wrong `version` takes every score"));
    }

    #[test]
    fn the_versions_share_no_column_but_the_version_and_no_score() {
        for item in &VERSION_1.item {
            let shared = VERSION_2.item.iter().any(|other| other.name == item.name);
            assert_eq!(shared, item.name == "version", "{}", item.name);
        }
        for score in &VERSION_1.score {
            assert!(
                VERSION_2.score.iter().all(|o| o.name != score.name && o.code != score.code),
                "{}",
                score.name
            );
        }
    }

    #[test]
    fn who_has_no_pain_counts_none_and_is_rated_0_only_by_choice() {
        let row = [("v2_pain_last_7_days", "no")];
        let (empty, zero) =
            (scored("isci-pain-v2", &[], &row), scored("isci-pain-v2", &["no_pain=zero"], &row));
        for score in ["isci_pain_v2_number_of_pains", "isci_pain_v2_days_with_pain"] {
            assert_eq!((empty.number(score), zero.number(score)), (Some(0.0), Some(0.0)), "{score}");
        }
        for score in ["isci_pain_v2_interference", "isci_pain_v2_highest_intensity", "isci_pain_v2_worst_nrs"]
        {
            assert_eq!((empty.number(score), zero.number(score)), (None, Some(0.0)), "{score}");
        }
    }

    #[test]
    fn answers_that_do_not_go_together_are_told_and_still_counted() {
        let row = [("v2_pain_last_7_days", "no"), ("v2_mood", "3"), ("v2_number_of_pains", "0")];
        let form = scored("isci-pain-v2", &[], &row);
        assert_eq!(form.told(), ["v2_mood: 3: `v2_mood` is above 0 though `v2_pain_last_7_days` is no"]);
        assert_eq!(form.number("isci_pain_v2_mood"), Some(3.0));
        let row = [("v2_pain_last_7_days", "yes"), ("v2_days_with_pain", "0")];
        let expected = ["v2_days_with_pain: 0: `v2_days_with_pain` is 0 though `v2_pain_last_7_days` is yes"];
        assert_eq!(scored("isci-pain-v2", &[], &row).told(), expected);
        let row = [("v2_number_of_pains", "1"), ("v2_intensity_2", "5"), ("v2_worst_nrs", "4")];
        let expected = [
            "v2_intensity_2: 5: pain 2 is rated though `v2_number_of_pains` is 1",
            "v2_intensity_2: 5: `v2_intensity_2` is above `v2_worst_nrs`, which is 4",
        ];
        assert_eq!(scored("isci-pain-v2", &[], &row).told(), expected);
    }

    #[test]
    fn a_refused_rating_leaves_the_highest_unknown() {
        let form = scored("isci-pain-v2", &[], &[("v2_intensity_1", "77"), ("v2_intensity_2", "4")]);
        assert_eq!(form.number("isci_pain_v2_highest_intensity"), None);
        assert!(form.problems[0].costs_score);
    }
}
