//! Is what decays followed as accurately as the documentation says, for equal rates too?

use conus_num::Num;
use conus_num::decay::{left, passed, passed_twice};

/// Made by `tests/oracle/decay.py`: three rates, a time, and what is true.
fn table() -> Vec<[f64; 7]> {
    let number = |text: &str| text.parse::<f64>().expect("the table holds numbers");
    let row = |line: &str| {
        let values: Vec<f64> = line.split(',').map(number).collect();
        values.try_into().expect("seven columns")
    };
    include_str!("decay_reference.csv").lines().skip(1).map(row).collect()
}

/// Largest relative error over the table, in every order of the rates.
fn worst(found: impl Fn([Num<f64>; 3], Num<f64>) -> f64, column: usize, orders: &[[usize; 3]]) -> f64 {
    let mut worst = 0.0_f64;
    for row in table() {
        let rates = [Num(row[0]), Num(row[1]), Num(row[2])];
        for order in orders {
            let found = found(order.map(|place| rates[place]), Num(row[3]));
            worst = worst.max((found - row[column]).abs() / row[column]);
        }
    }
    worst
}

#[test]
fn the_table_holds_equal_close_and_distant_rates() {
    assert_eq!(table().len(), 84);
    assert!(table().iter().any(|row| row[0].to_bits() == row[2].to_bits()));
}

#[test]
fn what_is_left_and_what_has_passed_is_right_in_any_order_of_the_rates() {
    let all = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    // The documented bound: the series stops at 2e-14, and differences lose a factor of 20 of some 4e-16.
    let bound = 2e-14;
    let near = |error: f64| assert!(error < bound, "{error:e}");
    near(worst(|rates, time| left(rates[0], time).0, 4, &all[..2]));
    near(worst(|rates, time| passed(rates[0], rates[1], time).0, 5, &[all[0], all[2]]));
    near(worst(|rates, time| passed_twice(rates[0], rates[1], rates[2], time).0, 6, &all));
}
