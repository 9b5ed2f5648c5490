use crate::oracle::{RELATIVE, assert_agrees, printed};
use conus_stats::agreement::{absolute_agreement, cronbach_alpha};

/// The tables of `agreement.R`, rater by rater.
fn table(case: &str) -> Vec<Vec<f64>> {
    let raters: Vec<[i32; 6]> = match case {
        "shrout" => {
            vec![[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
        }
        "made_up" => vec![[50, 41, 22, 96, 38, 12], [51, 43, 20, 95, 41, 12], [49, 44, 23, 99, 38, 15]],
        unknown => panic!("no table `{unknown}`"),
    };
    (0..6).map(|person| raters.iter().map(|rater| f64::from(rater[person])).collect()).collect()
}

#[test]
fn agreement_and_alpha_are_those_of_r() {
    for row in printed(include_str!("../oracle/agreement.csv")) {
        let table = table(row.case);
        let agreement = absolute_agreement(&table, 0.95).unwrap();
        let seen = match row.quantity {
            "icc" => agreement.icc,
            "lower" => agreement.interval.lower,
            "upper" => agreement.interval.upper,
            "alpha" => cronbach_alpha(&table).unwrap(),
            unknown => panic!("agreement has no `{unknown}`"),
        };
        assert_agrees(&row, seen, RELATIVE, 1.0);
    }
}
