//! How do the equations look in C? Three functions of states `y` and of inputs and parameters `p`, and their names.

use super::{InterchangeError, Traveller, about};
use crate::biology::compiled::{derive, variables};
use crate::biology::export::{SEEN, everything};
use crate::biology::{STATES, State};
use conus_num::trace::{Graph, NodeId, c_function, c_support};
use std::fmt::Write;

/// One C99 file: `conus_rates`, `conus_jacobian`, `conus_seen`, their sizes and names, and the patient as the start.
///
/// # Errors
/// When something is done after the start.
///
/// # Panics
/// Never: every state and everything that is seen is an output of the trace.
pub fn c_source(traveller: &Traveller<'_>) -> Result<String, InterchangeError> {
    if let Some(event) = traveller.events.first() {
        return Err(InterchangeError::Later { day: event.day, start: traveller.standing.day });
    }
    let mut graph = everything();
    let output =
        |graph: &Graph, name: &str| graph.output(name).expect("every name is an output of the trace");
    let rates: Vec<NodeId> = State::<f64>::NAMES.iter().map(|name| output(&graph, name)).collect();
    let seen: Vec<NodeId> = SEEN.iter().map(|(name, ..)| output(&graph, name)).collect();
    let jacobian = derive(&mut graph, &rates);
    let (rows, columns): (Vec<usize>, Vec<usize>) = jacobian.pattern().into_iter().unzip();
    let mut text = about(traveller).iter().map(|line| format!("/* {line} */\n")).collect::<String>();
    let fixed = &variables()[STATES..];
    let sizes = [("STATES", STATES), ("FIXED", fixed.len()), ("SEEN", SEEN.len()), ("ENTRIES", rows.len())];
    for (name, size) in sizes {
        write!(text, "\n#define CONUS_{name} {size}").expect(WRITES);
    }
    text += "\n\n";
    names(&mut text, "conus_state_names", State::<f64>::NAMES);
    names(&mut text, "conus_fixed_names", fixed);
    names(&mut text, "conus_seen_names", &SEEN.map(|(name, ..)| name));
    let standing = traveller.standing;
    let values = [&standing.inputs.to_array()[..], &traveller.params.to_array()].concat();
    list(
        &mut text,
        "double",
        "conus_start_state",
        standing.state.to_array().iter().map(|v| format!("{v:?}")),
    );
    list(&mut text, "double", "conus_start_fixed", values.iter().map(|v| format!("{v:?}")));
    text += "/* Row and column of each entry of the Jacobian. */\n";
    list(&mut text, "int", "conus_rows", rows.iter().map(ToString::to_string));
    list(&mut text, "int", "conus_columns", columns.iter().map(ToString::to_string));
    text += c_support();
    for (about, wanted, name) in [
        ("Rates of change of the states [unit/d].", &rates, "conus_rates"),
        (
            "Entries of the Jacobian, in the order of conus_rows and conus_columns.",
            &jacobian.nodes(),
            "conus_jacobian",
        ),
        ("What is looked at, in the order of conus_seen_names.", &seen, "conus_seen"),
    ] {
        write!(text, "\n/* {about} */\n{}", c_function(&graph, wanted, name, STATES)).expect(WRITES);
    }
    Ok(text)
}

const WRITES: &str = "writing to a string cannot fail";

fn names(text: &mut String, name: &str, names: &[&str]) {
    list(text, "char *const", name, names.iter().map(|name| format!("\"{name}\"")));
}

/// A constant list, one value a line.
fn list(text: &mut String, kind: &str, name: &str, values: impl Iterator<Item = String>) {
    let values: Vec<String> = values.map(|value| format!("    {value},\n")).collect();
    write!(text, "const {kind} {name}[{}] = {{\n{}}};\n\n", values.len(), values.concat()).expect(WRITES);
}
