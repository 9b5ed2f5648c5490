use crate::oracle::{RELATIVE, assert_agrees, counts, printed, trial};
use conus_stats::describe::{
    clopper_pearson_interval, mean, quantile, simulation_error_of_mean, standard_deviation, wilson_interval,
};

#[test]
fn mean_spread_quantiles_and_intervals_are_those_of_r() {
    let values = trial("week12");
    for row in printed(include_str!("../oracle/describe.csv")) {
        let seen = match (row.case, row.quantity) {
            (_, "mean") => mean(&values).unwrap(),
            (_, "sd") => standard_deviation(&values).unwrap(),
            (_, "simulation_error") => simulation_error_of_mean(&values).unwrap(),
            ("quantile", share) => quantile(&values, share.parse().unwrap()).unwrap(),
            (case, which) => {
                let xn = counts(case);
                let interval =
                    if which.starts_with("wilson") { wilson_interval } else { clopper_pearson_interval };
                let limits = interval(xn[0], xn[1], 0.95).unwrap();
                if which.ends_with("lower") { limits.lower } else { limits.upper }
            }
        };
        // R's `prop.test` leaves 1e-17 where the lower limit is zero.
        assert_agrees(&row, seen, RELATIVE, 1e-6);
    }
}
