//! `docs/equations.md`, the generated Jacobian and its generated elimination say what the compiled equations say.
//!
//! To renew them run `cargo run -p xtask -- equations`, or the tests with `CONUS_BLESS=1`, and read the difference.

use crate::page;
use conus::biology::State;
use conus::biology::compiled::variables;
use conus::biology::export::{elimination, equations, jacobian};
use conus::biology::parameters::Params;

#[test]
fn the_page_of_equations_is_the_one_of_today() {
    page::holds("docs/equations.md", &equations());
}

#[test]
fn the_generated_jacobian_is_the_one_of_today() {
    page::holds("crates/conus/src/biology/jacobian.rs", &jacobian());
}

#[test]
fn the_generated_elimination_is_the_one_of_today() {
    page::holds("crates/conus/src/biology/elimination.rs", &elimination());
}

/// Every state has its formula, and every parameter stands in some formula, by name; but for those of the day of the
/// injury and of an operation.
#[test]
fn every_state_and_every_parameter_of_a_rate_is_printed() {
    let text = equations();
    let (formulas, table) = text.split_once("## Parameters").unwrap();
    let printed = |name: &str| format!(r"\mathrm{{{}}}", name.replace('_', r"\_"));
    for name in State::<f64>::NAMES {
        assert!(formulas.contains(&format!(r"\frac{{d}}{{dt}}\,{} = ", printed(name))), "{name}");
    }
    for name in Params::<f64>::NAMES {
        assert!(table.contains(&format!("| `{name}` | ")), "{name}");
        let at_once = name.ends_with("_start") || ["perfusion_loss", "root_left"].contains(name);
        assert!(at_once || formulas.contains(&printed(name)), "{name} stands in no formula");
    }
}

/// A named part may not look like a variable: the reader would take one for the other.
#[test]
fn no_named_part_has_the_name_of_a_variable() {
    let text = equations();
    let parts = text.split_once("## Named parts").unwrap().1.split_once("## States").unwrap().0;
    for name in variables() {
        let defined = format!(r"{} = ", format_args!(r"\mathrm{{{}}}", name.replace('_', r"\_")));
        assert!(!parts.lines().any(|line| line.starts_with(&defined)), "{name}");
    }
}
