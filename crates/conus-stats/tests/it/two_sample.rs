use crate::oracle::{RELATIVE, arm, assert_agrees, printed, trial};
use conus_stats::two_sample::{cohen_d, hedges_g, paired, pooled, welch};

/// Extra hours of sleep under two drugs, Student 1908, Biometrika 6:1-25, section IX.
const SLEEP: [[f64; 10]; 2] = [
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
];

#[test]
fn t_tests_and_effect_sizes_are_those_of_r() {
    let (first, second) = (arm(0.0), arm(1.0));
    let far: Vec<f64> = second.iter().map(|value| value + 1000.0).collect();
    for row in printed(include_str!("../oracle/two_sample.csv")) {
        let answer = match row.case {
            "welch" | "effect" => welch(&first, &second),
            "pooled" => pooled(&first, &second),
            "paired" => paired(&trial("baseline"), &trial("week12")),
            "welch_sleep" => welch(&SLEEP[0], &SLEEP[1]),
            _ => welch(&first, &far),
        }
        .unwrap();
        let seen = match row.quantity {
            "difference" => answer.difference,
            "standard_error" => answer.standard_error,
            "freedom" => answer.freedom,
            "statistic" => answer.statistic,
            "p" => answer.p_two_sided,
            "lower" => answer.interval_95.lower,
            "upper" => answer.interval_95.upper,
            "cohen_d" => cohen_d(&first, &second).unwrap(),
            _ => hedges_g(&first, &second).unwrap(),
        };
        assert_agrees(&row, seen, RELATIVE, 0.0);
    }
}
