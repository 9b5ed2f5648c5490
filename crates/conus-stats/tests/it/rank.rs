use crate::oracle::{RELATIVE, arm, assert_agrees, printed};
use conus_stats::rank::{hodges_lehmann, rank_sum};

#[test]
fn rank_sum_and_median_difference_are_those_of_r() {
    let (first, second) = (arm(0.0), arm(1.0));
    let whole = |values: &[f64]| -> Vec<f64> { values.iter().map(|value| value.round_ties_even()).collect() };
    let far: Vec<f64> = second.iter().map(|value| value + 100.0).collect();
    for row in printed(include_str!("../oracle/rank.csv")) {
        let (a, b) = match row.case {
            "week12" => (first.clone(), second.clone()),
            "rounded" => (whole(&first), whole(&second)),
            "unequal" => (first[..5].to_vec(), second.clone()),
            _ => (first.clone(), far.clone()),
        };
        let seen = match row.quantity {
            "w" => rank_sum(&a, &b).unwrap().pairs_second_larger,
            "p" => rank_sum(&a, &b).unwrap().p_two_sided,
            _ => hodges_lehmann(&a, &b).unwrap(),
        };
        assert_agrees(&row, seen, RELATIVE, 0.0);
    }
}
