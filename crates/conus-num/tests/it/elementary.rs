//! Are the elementary functions as accurate as their documentation says, and always the same?

use conus_num::elementary::{exp, exp_m1, hill, ln, pow, softplus, tanh};

/// One line of the table made by `tests/oracle/elementary.py`: the true value is `high + low`.
struct Reference {
    function: &'static str,
    x: f64,
    y: f64,
    high: f64,
    low: f64,
}

impl Reference {
    fn computed(&self) -> f64 {
        match self.function {
            "exp" => exp(self.x),
            "ln" => ln(self.x),
            "exp_m1" => exp_m1(self.x),
            "tanh" => tanh(self.x),
            "softplus" => softplus(self.x),
            "pow" => pow(self.x, self.y),
            "hill" => hill(self.x, 0.48, self.y),
            other => unreachable!("no function is called {other}"),
        }
    }

    fn error_ulp(&self) -> f64 {
        ((self.computed() - self.high) - self.low).abs() / unit_in_the_last_place(self.high)
    }
}

/// Distance between the doubles around a value.
fn unit_in_the_last_place(value: f64) -> f64 {
    let size = value.abs().max(f64::MIN_POSITIVE);
    f64::from_bits(size.to_bits() + 1) - size
}

fn table() -> Vec<Reference> {
    let number = |text: &str| text.parse::<f64>().expect("the table holds numbers");
    let text: &'static str = include_str!("elementary_reference.csv");
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&'static str> = line.split(',').collect();
            let value = |i: usize| number(cells[i]);
            Reference { function: cells[0], x: value(1), y: value(2), high: value(3), low: value(4) }
        })
        .collect()
}

#[test]
fn errors_against_sixty_digits_stay_within_the_documented_units_in_the_last_place() {
    let documented = [
        ("exp", 0.9),
        ("ln", 0.9),
        ("exp_m1", 2.0),
        ("tanh", 3.0),
        ("softplus", 2.0),
        ("pow", 1.2),
        ("hill", 4.0),
    ];
    let rows = table();
    for (function, most) in documented {
        let of_function: Vec<&Reference> = rows.iter().filter(|row| row.function == function).collect();
        assert!(of_function.len() >= 80, "{function}: only {} rows", of_function.len());
        let worst = of_function.iter().max_by(|a, b| a.error_ulp().total_cmp(&b.error_ulp())).unwrap();
        assert!(
            worst.error_ulp() <= most,
            "{function}({:e}, {:e}): {:.3} ulp off, documented {most}",
            worst.x,
            worst.y,
            worst.error_ulp()
        );
    }
}

/// Evenly spread points, `count` of them, both ends included.
fn grid(low: f64, high: f64, count: u32) -> impl Iterator<Item = f64> {
    (0..count).map(move |i| low + (high - low) * f64::from(i) / f64::from(count - 1))
}

/// Largest difference between two functions on a grid, in units in the last place of the second.
fn largest_difference(
    ours: impl Fn(f64) -> f64,
    theirs: impl Fn(f64) -> f64,
    (low, high): (f64, f64),
) -> f64 {
    grid(low, high, 200_001)
        .map(|x| (ours(x) - theirs(x)).abs() / unit_in_the_last_place(theirs(x)))
        .fold(0.0, |most, d| if d <= most { most } else { d })
}

/// `libm` is itself up to 1 ulp off (tanh up to about 2), hence the room above our own documented error.
#[test]
fn dense_sweeps_agree_with_the_libm_crate_as_far_as_both_can_be_wrong() {
    let sweeps: [(&str, f64, f64); 9] = [
        ("exp", largest_difference(exp, libm::exp, (-1.0, 1.0)), 1.9),
        ("exp wide", largest_difference(exp, libm::exp, (-708.0, 709.0)), 1.9),
        ("ln", largest_difference(ln, libm::log, (0.4, 2.6)), 1.9),
        ("ln wide", largest_difference(ln, libm::log, (1e-9, 1e4)), 1.9),
        ("exp_m1", largest_difference(exp_m1, libm::expm1, (-3.0, 3.0)), 3.0),
        ("tanh", largest_difference(tanh, libm::tanh, (-4.0, 4.0)), 4.0),
        ("pow 2.7", largest_difference(|x| pow(x, 2.7), |x| libm::pow(x, 2.7), (1e-3, 30.0)), 2.5),
        ("pow 0.3", largest_difference(|x| pow(x, 0.3), |x| libm::pow(x, 0.3), (1e-3, 30.0)), 2.5),
        ("pow of 1.7", largest_difference(|y| pow(1.7, y), |y| libm::pow(1.7, y), (-90.0, 90.0)), 2.5),
    ];
    for (name, seen, most) in sweeps {
        assert!(seen <= most, "{name}: {seen} ulp apart, at most {most} expected");
    }
}

/// The two-part logarithm is good to 2^-58 (see `pow`): at |y ln x| = 700 that is 14 ulp, and libm adds 1.
#[test]
fn far_powers_lose_accuracy_in_proportion_to_the_logarithm_of_the_result() {
    let seen = largest_difference(|y| pow(1.7, y), |y| libm::pow(1.7, y), (-1300.0, 1300.0));
    assert!(seen <= 16.0, "{seen} ulp");
}

#[test]
fn functions_that_rise_never_fall_on_neighbouring_points() {
    let rises = |name: &str, f: &dyn Fn(f64) -> f64, low: f64, high: f64| {
        let mut before = f64::NEG_INFINITY;
        for x in grid(low, high, 300_001) {
            let now = f(x);
            assert!(now >= before, "{name} falls at {x:e}: {before:e} then {now:e}");
            before = now;
        }
    };
    rises("exp", &exp, -710.0, 710.0);
    rises("ln", &ln, 1e-3, 5.0);
    rises("tanh", &tanh, -25.0, 25.0);
    rises("softplus", &softplus, -60.0, 60.0);
    rises("pow", &|x| pow(x, 1.7), 0.0, 3.0);
    rises("hill 2", &|x| hill(x, 0.48, 2.0), 0.0, 5.0);
    rises("hill 2.7", &|x| hill(x, 0.48, 2.7), 0.0, 5.0);
}

/// The borders of the reductions are where a slip would show: multiples of ln(2) / 2 and sqrt(1/2) times
/// powers of two.
#[test]
fn values_are_continuous_where_the_reduction_changes() {
    for k in -40_i32..40 {
        let border = (f64::from(k) + 0.5) * std::f64::consts::LN_2;
        let step = libm::fabs(border) * 1e-15;
        let jump = exp(border + step) - exp(border - step);
        assert!(jump.abs() <= 5e-15 * border.abs().max(1.0) * exp(border), "exp at {border}: {jump:e}");
        let root = std::f64::consts::FRAC_1_SQRT_2 * libm::ldexp(1.0, k);
        let jump = ln(root * (1.0 + 1e-15)) - ln(root * (1.0 - 1e-15));
        assert!(jump.abs() <= 3e-15 + 2e-16 * ln(root).abs(), "ln at {root}: {jump:e}");
    }
}

#[test]
fn a_logarithm_undoes_an_exponential() {
    for x in grid(-700.0, 700.0, 10_001) {
        // One ulp of e^x moves its logarithm by 2.2e-16; the rounding of the result adds half of its own ulp.
        assert!((ln(exp(x)) - x).abs() <= 3e-16 + x.abs() * 2.3e-16, "x = {x}");
    }
}

/// FNV-1a (Fowler, Noll, Vo; RFC 9923) over the bits of many results.
fn fingerprint(values: impl Iterator<Item = f64>) -> u64 {
    values
        .flat_map(|v| v.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// A changed bit anywhere in these sweeps changes every simulated trial: bless new figures only on purpose.
#[test]
fn the_bits_of_dense_sweeps_are_the_ones_every_result_was_made_with() {
    let wide = || grid(-745.0, 720.0, 20_011);
    let positive = || grid(1e-6, 40.0, 20_011);
    assert_eq!(
        [
            fingerprint(wide().map(exp)),
            fingerprint(positive().map(ln)),
            fingerprint(positive().map(|x| pow(x, 1.37))),
            fingerprint(wide().map(|x| tanh(x / 100.0))),
            fingerprint(wide().map(softplus)),
            fingerprint(positive().map(|x| hill(x, 0.48, 2.5))),
            fingerprint(wide().map(|x| exp_m1(x / 100.0))),
        ]
        .map(|hash| format!("{hash:016x}")),
        [
            "9e65439fef046b9d",
            "f7f56d74ff19ed92",
            "e4f333006e73509b",
            "a8e647c6e03d38be",
            "78754ca2dd7eff06",
            "d4e1e424d4093790",
            "d99371f9c5b79e24"
        ]
    );
}
