//! How independent is somebody? The Spinal Cord Independence Measure, version III (itzkovich2007): 19 items, each with
//! its own allowed values, summed to three subscales and a total. The rules stand in `data/instruments/scim_iii.toml`.

use super::known::Chosen;
use super::scale::{Row, Rules, Scale, Scoring};
use super::scoring::{Instrument, Value};
use serde::Deserialize;
use std::sync::LazyLock;

/// The rules that the binary carries.
pub static RULES: LazyLock<Rules<By>> = LazyLock::new(|| {
    Rules::shipped("scim_iii.toml", include_str!("../../../../data/instruments/scim_iii.toml"))
});

/// The way to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// The sum of its items, all of them.
    Sum,
}

struct Scim;

/// The instrument.
#[must_use]
pub(super) fn instrument(_: &Chosen<'_>) -> Box<dyn Instrument> {
    Box::new(Scale::new(&RULES, Scim))
}

impl Scoring for Scim {
    type By = By;

    fn value(&self, row: &Row<'_, By>, score: usize) -> Value {
        row.sum(score).map_or(Value::Missing, Value::Number)
    }

    fn because(&self, row: &Row<'_, By>, score: usize) -> String {
        let rule = match row.sum(score) {
            Some(_) => "the sum of its items",
            None => "an item is missing and no rule is published that would fill it in",
        };
        format!("{rule}: {}", row.told(score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::scale::Allowed;
    use crate::instrument::scale::tests::scored;

    fn with(end: usize) -> Vec<(&'static str, String)> {
        let cell = |item: &'static crate::instrument::scale::ItemRule| {
            (item.name.as_str(), item.allowed.ends()[end].to_string())
        };
        RULES.item.iter().map(cell).collect()
    }

    fn row<'r>(cells: &'r [(&'static str, String)]) -> Vec<(&'static str, &'r str)> {
        cells.iter().map(|(name, cell)| (*name, cell.as_str())).collect()
    }

    #[test]
    fn the_lowest_answers_give_0_and_the_highest_the_published_maxima() {
        let (low, high) = (with(0), with(1));
        let (low, high) = (scored("scim-iii", &[], &row(&low)), scored("scim-iii", &[], &row(&high)));
        let published = [
            ("self_care", 20.0),
            ("respiration_sphincter", 40.0),
            ("mobility_room_toilet", 10.0),
            ("mobility_in_outdoors", 30.0),
            ("mobility", 40.0),
            ("scim_total", 100.0),
        ];
        for (score, most) in published {
            assert_eq!((low.number(score), high.number(score)), (Some(0.0), Some(most)), "{score}");
        }
        assert_eq!(RULES.item.len(), 19);
    }

    /// Each item has between two and nine grades, as the authors say of the scale.
    #[test]
    fn every_item_has_two_to_nine_grades_from_0_upwards() {
        for item in &RULES.item {
            let Allowed::Values(values) = &item.allowed else { panic!("{} is no list", item.name) };
            assert!((2..=9).contains(&values.len()) && values[0] == 0.0, "{}", item.name);
            assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{}", item.name);
        }
    }

    /// Somebody with a complete injury of the lower chest: arms are well, legs are not.
    fn paraplegia() -> Vec<(&'static str, &'static str)> {
        vec![
            ("feeding", "3"),
            ("bathing_upper", "3"),
            ("bathing_lower", "2"),
            ("dressing_upper", "4"),
            ("dressing_lower", "2"),
            ("grooming", "3"),
            ("respiration", "10"),
            ("bladder", "9"),
            ("bowel", "8"),
            ("toilet", "4"),
            ("mobility_in_bed", "6"),
            ("transfer_bed", "2"),
            ("transfer_toilet", "1"),
            ("mobility_indoors", "2"),
            ("mobility_moderate", "2"),
            ("mobility_outdoors", "2"),
            ("stairs", "0"),
            ("transfer_car", "1"),
            ("transfer_ground", "0"),
        ]
    }

    #[test]
    fn a_row_counted_by_hand() {
        let row = scored("scim-iii", &[], &paraplegia());
        let by_hand = [17.0, 31.0, 9.0, 7.0, 16.0, 64.0].map(Some);
        let names = RULES.score.iter().map(|score| score.name.as_str());
        assert!(names.zip(by_hand).all(|(score, expected)| row.number(score) == expected));
        assert_eq!(row.told(), [""; 0]);
        let told = "the sum of its items: mobility_in_bed 6, transfer_bed 2, transfer_toilet 1 => 9";
        assert_eq!(row.because("mobility_room_toilet"), told);
    }

    #[test]
    fn a_value_between_two_grades_is_refused_and_takes_its_subscale_and_the_total() {
        let mut cells = paraplegia();
        cells.push(("bowel", "7"));
        let row = scored("scim-iii", &[], &cells);
        assert_eq!(row.told(), ["bowel!: 7: `bowel` takes 0, 5, 8 or 10"]);
        assert_eq!((row.number("respiration_sphincter"), row.number("scim_total")), (None, None));
        assert_eq!(row.number("self_care"), Some(17.0));
        assert!(row.because("scim_total").contains("bowel not allowed"));
    }

    #[test]
    fn a_missing_item_is_no_problem_and_is_not_filled_in() {
        let mut cells = paraplegia();
        cells.push(("stairs", ""));
        let row = scored("scim-iii", &[], &cells);
        assert_eq!(row.told(), [""; 0]);
        assert_eq!((row.number("mobility"), row.number("mobility_room_toilet")), (None, Some(9.0)));
        let because = row.because("mobility_in_outdoors");
        assert!(because.starts_with("an item is missing") && because.ends_with("=> missing"), "{because}");
    }
}
