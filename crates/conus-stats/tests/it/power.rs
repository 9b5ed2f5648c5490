use crate::oracle::{assert_agrees, counts, printed};
use conus_stats::power::power;

/// Both programs stop their series at 1e-12 in absolute terms.
const ABSOLUTE: f64 = 1e-10;

#[test]
fn power_of_equal_groups_is_that_of_r() {
    for row in printed(include_str!("../oracle/power.csv")) {
        let (effect, people) = row.case.split_once('/').unwrap();
        let people = people.parse().unwrap();
        let seen = power(effect.parse().unwrap(), people, people, row.quantity.parse().unwrap()).unwrap();
        assert_agrees(&row, seen, ABSOLUTE, 1.0);
    }
}

#[test]
fn power_of_unequal_groups_is_that_of_statsmodels() {
    let mut checked = 0;
    for row in printed(include_str!("../oracle/statsmodels.csv")).iter().filter(|row| row.quantity == "power")
    {
        let (effect, people) = row.case.split_once('/').unwrap();
        let people = counts(people);
        let seen = power(effect.parse().unwrap(), people[0], people[1], 0.05).unwrap();
        assert_agrees(row, seen, ABSOLUTE, 1.0);
        checked += 1;
    }
    assert_eq!(checked, 4);
}
