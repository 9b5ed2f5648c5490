use crate::oracle::{RELATIVE, arm, assert_agrees, counts, printed, trial};
use conus_stats::rank::{Probability, hodges_lehmann, pseudomedian, rank_sum, rank_sum_by, signed_rank};

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

/// The order of a column breaks its ties, as in `exact_rank.R`.
fn untied(values: &[f64]) -> Vec<f64> {
    (1..).zip(values).map(|(order, value)| value + f64::from(order) * 1e-4).collect()
}

fn pairs(count: usize) -> (Vec<f64>, Vec<f64>) {
    let after = untied(&trial("week12"))[..count].iter().map(|value| value * 1.01 + 2.0).collect();
    (untied(&trial("baseline"))[..count].to_vec(), after)
}

/// Statistic, p, and whether it is exact.
fn as_r_does(case: &str) -> [f64; 3] {
    let (kind, sizes) = case.split_once('/').unwrap();
    let sizes = counts(sizes);
    let [m, n] = [0, 1].map(|group| usize::try_from(sizes[group]).unwrap());
    let exact = |probability| f64::from(u8::from(probability == Probability::Exact));
    if kind.starts_with("groups") {
        let (first, second) = match kind {
            "groups" => (untied(&arm(0.0))[..m].to_vec(), untied(&arm(1.0))[..n].to_vec()),
            _ => (arm(0.0), arm(1.0)),
        };
        let seen = rank_sum_by(&first, &second, Probability::Exact).unwrap();
        return [seen.pairs_second_larger, seen.p_two_sided, exact(seen.probability)];
    }
    let whole = |name: &str| trial(name).into_iter().map(f64::trunc);
    let (before, after) = match kind {
        "pairs" => pairs(m),
        _ => (whole("baseline").collect(), whole("week12").map(|value| value + 2.0).collect()),
    };
    let seen = signed_rank(&before, &after, Probability::Exact).unwrap();
    [seen.positive_rank_sum, seen.p_two_sided, exact(seen.probability)]
}

#[test]
fn exact_and_paired_tests_are_those_of_r_as_it_comes() {
    for row in printed(include_str!("../oracle/exact_rank.csv")) {
        let seen = match row.quantity {
            "statistic" => as_r_does(row.case)[0],
            "p" => as_r_does(row.case)[1],
            "exact" => as_r_does(row.case)[2],
            _ => pseudomedian(&trial("baseline"), &trial("week12")).unwrap(),
        };
        assert_agrees(&row, seen, RELATIVE, 0.0);
    }
}
