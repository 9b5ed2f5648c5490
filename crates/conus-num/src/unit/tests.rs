//! Each rule of units, by the message it gives.

use super::{Symbol, Unit, UnitError, check};
use crate::trace::trace;
use crate::{Num, Real};

static SYMBOLS: [Symbol; 8] = [
    Symbol::base("mg"),
    Symbol::base("L"),
    Symbol::scaled("mL", 1e-3, "L"),
    Symbol::base("cells"),
    Symbol::base("Hz"),
    Symbol::base("d"),
    Symbol::scaled("h", 1.0 / 24.0, "d"),
    Symbol::base("um"),
];

fn unit(text: &str) -> Num<Unit> {
    Num(Unit::parse(&SYMBOLS, text).unwrap())
}

/// What the equation is found guilty of.
fn messages(equation: impl FnOnce()) -> Vec<String> {
    check(equation).into_iter().map(|mismatch| mismatch.message).collect()
}

fn message<T>(equation: impl FnOnce() -> T) -> String {
    messages(|| drop(equation())).join("; ")
}

#[test]
fn a_unit_is_taken_apart_into_powers_of_its_symbols() {
    assert_eq!(unit("10^6 cells/mL").0.factors(), [("10", 6.0), ("mL", -1.0), ("cells", 1.0)]);
    assert_eq!(unit("mg^(1/2)").0.factors(), [("mg", 0.5)]);
    assert_eq!((Unit::PURE.factors(), Unit::lit(0.0).factors()), (vec![], vec![]));
}

#[test]
fn units_print_as_they_are_written() {
    for text in [
        "1",
        "mg/L",
        "1/d",
        "Hz",
        "10^6 cells",
        "mg/d",
        "mL",
        "10 cells",
        "10^6 cells/mL",
        "mg/L/d",
        "10^-3 L",
        "um^2/h",
    ] {
        assert_eq!(unit(text).0.to_string(), text);
    }
    for text in ["mg^(1/2)", "1/d^(3/2)", "cells^(5/12)", "10^(1/2) L"] {
        assert_eq!(unit(text).0.to_string(), text);
    }
}

#[test]
fn another_spelling_is_the_same_unit() {
    for (text, canonical) in
        [("d^-1", "1/d"), ("  1 / d ", "1/d"), ("L^-1 mg", "mg/L"), ("mg L/L", "mg"), ("1/d mg", "mg/d")]
    {
        assert_eq!(unit(text).0.to_string(), canonical);
    }
}

#[test]
fn a_unit_that_cannot_be_read_says_why() {
    let told = |text| Unit::parse(&SYMBOLS, text).unwrap_err().to_string();
    assert_eq!(
        told("mg/kg"),
        "unknown symbol `kg` in unit `mg/kg`; known are `mg`, `L`, `mL`, `cells`, `Hz`, `d`, `h`, `um`"
    );
    assert_eq!(
        told("mg^x"),
        "cannot read power `x` in unit `mg^x`; write a whole number or a fraction such as `(1/2)`"
    );
    assert!(matches!(Unit::parse(&SYMBOLS, "mg^(1/5)"), Err(UnitError::BadPower { .. })));
    assert!(matches!(Unit::parse(&SYMBOLS, "mg^9999"), Err(UnitError::BadPower { .. })));
    for text in ["", "mg/", "/d", "mg//d"] {
        assert!(matches!(Unit::parse(&SYMBOLS, text), Err(UnitError::Incomplete { .. })), "{text}");
    }
    static ORPHAN: [Symbol; 1] = [Symbol::scaled("h", 1.0 / 24.0, "d")];
    assert_eq!(Unit::parse(&ORPHAN, "h"), Err(UnitError::BadTable { symbol: "h".to_owned() }));
}

#[test]
fn sums_need_the_same_unit() {
    assert_eq!(message(|| unit("mg/L") + unit("mg")), "cannot add `mg` to `mg/L`");
    assert_eq!(message(|| unit("mg/L") - unit("mg")), "cannot subtract `mg` from `mg/L`");
    assert_eq!(message(|| 1.0 + unit("mg")), "cannot add `mg` to `1`");
    assert_eq!(message(|| 1.0 - unit("1") + unit("mg/L") / unit("mg/L")), "");
}

#[test]
fn the_same_dimension_in_another_size_is_a_mismatch_with_its_scale() {
    assert_eq!(message(|| unit("1/d") + unit("1/h")), "cannot add `1/h` to `1/d`: same dimension, scale 24");
    assert_eq!(
        message(|| unit("L") - unit("mL")),
        "cannot subtract `mL` from `L`: same dimension, scale 0.001"
    );
    assert_eq!(
        message(|| unit("cells") + unit("10^6 cells")),
        "cannot add `10^6 cells` to `cells`: same dimension, scale 1000000"
    );
    assert_eq!(message(|| unit("10^3 mL") + unit("L")), "", "one size written in two ways");
}

#[test]
fn the_literal_zero_fits_everywhere_and_other_literals_are_pure() {
    assert_eq!(message(|| 0.0 + unit("mg") - 0.0), "");
    assert_eq!(message(|| 0.0 * unit("mg") + unit("Hz")), "");
    assert_eq!(message(|| unit("mg").hill(Num::lit(0.0), 2.0) + 1.0), "");
    assert_eq!(message(|| Num::<Unit>::lit(0.0).exp() + 1.0), "");
    assert_eq!(message(|| unit("mg") / 0.0), "cannot divide `mg` by the literal 0");
    assert_eq!(message(|| unit("mg") + 1e-300), "cannot add `1` to `mg`");
}

#[test]
fn products_and_quotients_multiply_units() {
    assert_eq!((unit("mg/L") * unit("L") / unit("d")).0.to_string(), "mg/d");
    assert_eq!((2.0 * unit("10^6 cells") / unit("mL")).0.to_string(), "10^6 cells/mL");
    assert_eq!((-unit("mg")).0.to_string(), "mg");
}

#[test]
fn functions_need_a_pure_number() {
    assert_eq!(message(|| unit("mg").exp()), "`exp` needs a pure number, not `mg`");
    assert_eq!(message(|| unit("mg").ln()), "`ln` needs a pure number, not `mg`");
    assert_eq!(message(|| unit("Hz").tanh()), "`tanh` needs a pure number, not `Hz`");
    assert_eq!(message(|| unit("Hz").softplus()), "`softplus` needs a pure number, not `Hz`");
    assert_eq!(
        message(|| (unit("h") / unit("d")).exp()),
        "`exp` needs a pure number, not `h/d`: same dimension, scale 0.0416667"
    );
    assert_eq!(message(|| (unit("mg") / unit("mg")).exp().ln().tanh().softplus()), "");
}

#[test]
fn powers_and_roots_raise_the_unit_where_it_stays_simple() {
    assert_eq!(unit("Hz").power(3.0).power(1.0 / 3.0).0.to_string(), "Hz");
    assert_eq!(unit("um^2").sqrt().0.to_string(), "um");
    assert_eq!(unit("mg").sqrt().0.to_string(), "mg^(1/2)");
    assert_eq!(
        message(|| unit("mg").power(0.37)),
        "cannot raise `mg` to the power 0.37: it needs a pure number"
    );
    assert_eq!(message(|| unit("mg^(1/12)").sqrt()), "`mg^(1/12)` has no square root");
    assert_eq!(message(|| unit("1").power(0.37) + 1.0), "");
}

#[test]
fn saturation_needs_its_half_in_the_unit_of_its_argument_and_is_pure() {
    assert_eq!(message(|| unit("mg/L").hill(unit("mg/L"), 1.7) + 1.0), "");
    assert_eq!(message(|| unit("mg/L").hill(unit("1"), 2.0)), "saturation of `mg/L` has its half in `1`");
    assert_eq!(
        message(|| unit("mg/mL").hill(unit("mg/L"), 2.0)),
        "saturation of `mg/mL` has its half in `mg/L`: same dimension, scale 1000"
    );
}

#[test]
fn a_mismatch_is_told_once_and_does_not_cascade() {
    let found = messages(|| {
        let wrong = unit("mg") + unit("Hz");
        let _ =
            (wrong * unit("d") - unit("L")).exp().hill(unit("mg"), 2.0) + wrong.sqrt().power(0.37) / wrong;
        wrong.0.require(unit("mg").0, "amount");
    });
    assert_eq!(found, ["cannot add `Hz` to `mg`"]);
}

#[test]
fn a_line_that_runs_three_times_is_told_once() {
    let line = |drive: Num<Unit>| drive + unit("mg");
    assert_eq!(message(|| (0..3).map(|_| line(unit("Hz"))).collect::<Vec<_>>()), "cannot add `mg` to `Hz`");
}

#[test]
fn a_mismatch_points_at_the_line_of_the_equation() {
    fn clearance<R: Real>(amount: Num<R>, volume: Num<R>, rate: Num<R>) -> Num<R> {
        rate * amount + amount / volume
    }
    let line = line!() - 2;
    let found = check(|| {
        let _ = clearance(unit("mg"), unit("L"), unit("1/d"));
    });
    let expected = format!("{}:{line}: cannot add `mg/L` to `mg/d`", file!());
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
}

#[test]
fn a_required_unit_is_checked_by_name() {
    assert_eq!(message(|| unit("mg/d").0.require(unit("mg/d").0, "inflow")), "");
    assert_eq!(
        message(|| unit("mg/L").0.require(unit("mg/d").0, "inflow")),
        "`inflow` is `mg/L`, not `mg/d`"
    );
    assert_eq!(
        message(|| unit("mg/h").0.require(unit("mg/d").0, "inflow")),
        "`inflow` is `mg/h`, not `mg/d`: same dimension, scale 24"
    );
}

#[test]
fn units_of_two_tables_do_not_mix() {
    static OTHER: [Symbol; 1] = [Symbol::base("mV")];
    let volt = Num(Unit::parse(&OTHER, "mV").unwrap());
    assert_eq!(message(|| volt * unit("mg")), "cannot multiply `mV` by `mg`: two tables of symbols");
    assert_eq!(message(|| volt + unit("mg")), "cannot add `mg` to `mV`");
}

/// A seeded mistake in a traced equation is found by the units.
#[test]
fn the_units_of_a_traced_equation_can_be_read_from_its_graph() {
    let mut graph = trace(&["level", "half"], |x| vec![("effect".to_owned(), 1.0 - x[0].hill(x[1], 2.0))]);
    let effect = graph.output("effect").unwrap();
    let inputs = [unit("mg/L").0, unit("mg/L").0];
    assert_eq!(message(|| graph.eval(&inputs, &[effect])[0].require(Unit::PURE, "effect")), "");
    let level = graph.input("level").unwrap();
    let slopes = graph.jacobian(&[effect], &[level], &[]).nodes();
    let inverse = (1.0 / unit("mg/L")).0;
    assert_eq!(message(|| graph.eval(&inputs, &slopes)[0].require(inverse, "slope")), "");
    let mistaken = [unit("mg/L").0, Unit::PURE];
    assert_eq!(message(|| graph.eval(&mistaken, &[effect])), "saturation of `mg/L` has its half in `1`");
}
