//! How does a patient look in SBML? Level 3 version 2 core: a parameter for everything that an equation reads
//! or names, a rule for every rate, every named part and everything that is looked at, an event for what is done later.
//!
//! There is no compartment and no species: states are fractions and amounts of tissue, not concentrations of reactants.

mod events;
mod units;

use super::{Traveller, about};
use crate::biology::export::{SEEN, everything};
use crate::biology::parameters::{Parameter, Params};
use crate::biology::unit_reading::Units;
use crate::biology::{Inputs, State};
use crate::report::escape::{attribute, text};
use conus_num::trace::{Graph, functions, mathml, mathml_by_name};
use std::fmt::Write;
use units::UnitIds;

/// What the trace and the data promise, and a test reads.
const READ: &str = "a test exports the shipped model";

/// One document, the same bytes for the same patient.
///
/// # Panics
/// Never: a test reads every unit of the shipped parameters.
#[must_use]
pub fn sbml(traveller: &Traveller<'_>) -> String {
    let graph = everything();
    let mut ids = UnitIds::default();
    let mut parameters = String::new();
    for line in given(traveller, &mut ids) {
        parameters += &line;
    }
    let (mut named, mut rules) = (String::new(), String::new());
    for part in parts(&graph, traveller) {
        let unit = ids.of(part.unit);
        parameter(
            &mut named,
            &Quantity { id: &part.id, unit: &unit, value: None, constant: false, notes: part.meaning },
        );
        rule(&mut rules, "assignmentRule", &part.id, &part.math);
    }
    for name in State::<f64>::NAMES {
        let rate = graph.output(name).expect(READ);
        rule(&mut rules, "rateRule", name, &mathml_by_name(&graph, rate, "dimensionless"));
    }
    let (clocks, events) = events::written(traveller, &mut ids);
    let notes: String = about(traveller)
        .iter()
        .map(|line| format!("      <p xmlns=\"{XHTML}\">{}</p>\n", text(line)))
        .collect();
    let name = attribute("conus: neuropathic pain after spinal cord injury");
    let mut called = String::new();
    for (id, definition) in functions() {
        line(&mut called, &format!("<functionDefinition id=\"{id}\">{definition}</functionDefinition>"));
    }
    let lists = [
        list("FunctionDefinitions", &called),
        list("UnitDefinitions", &ids.definitions()),
        list("Parameters", &(parameters + &clocks + &named)),
        list("Rules", &rules),
        list("Events", &events),
    ]
    .concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\">\n  \
         <model id=\"conus\" name=\"{name}\" timeUnits=\"{}\">\n    <notes>\n{notes}    </notes>\n{lists}  </model>\n</sbml>\n",
        units::DAY
    )
}

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// States, inputs and parameters, each with its value on the first day.
fn given(traveller: &Traveller<'_>, ids: &mut UnitIds) -> Vec<String> {
    let units = Units::declared(traveller.parameters).expect(READ);
    let standing = traveller.standing;
    let mut lines = Vec::new();
    let mut add = |id: &str, unit, value: f64, constant: bool, notes: String| {
        let mut line = String::new();
        parameter(&mut line, &Quantity { id, unit: &ids.of(unit), value: Some(value), constant, notes });
        lines.push(line);
    };
    let states = State::<f64>::NAMES.iter().zip(State::<f64>::MEANINGS);
    for (((id, meaning), unit), value) in states.zip(units.states.to_array()).zip(standing.state.to_array()) {
        add(id, unit, value, false, format!("State: {}", meaning.trim()));
    }
    let inputs = Inputs::<f64>::NAMES.iter().zip(Inputs::<f64>::MEANINGS);
    for (((id, meaning), unit), value) in inputs.zip(units.inputs.to_array()).zip(standing.inputs.to_array())
    {
        add(id, unit, value, false, format!("Input from outside: {}", meaning.trim()));
    }
    let parameters = Params::<f64>::NAMES.iter().zip(&traveller.parameters.entries);
    for (((id, entry), unit), value) in
        parameters.zip(units.params.to_array()).zip(traveller.params.to_array())
    {
        let Parameter { why, source, status, .. } = entry;
        let status = format!("{status:?}").to_lowercase();
        add(id, unit, value, true, format!("Parameter, {status}, source {source}: {why}"));
    }
    lines
}

/// Something that a formula gives.
struct Part {
    id: String,
    unit: conus_num::unit::Unit,
    math: String,
    meaning: String,
}

/// Every named value once, each before its use, then what is looked at and has no name yet.
fn parts(graph: &Graph, traveller: &Traveller<'_>) -> Vec<Part> {
    let units = Units::declared(traveller.parameters).expect(READ);
    let all = [&units.states.to_array()[..], &units.inputs.to_array(), &units.params.to_array()].concat();
    let outputs: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
    let seen = |id: &str| SEEN.iter().find(|(name, ..)| *name == id);
    let mut parts = Vec::new();
    let named: Vec<_> =
        graph.reachable(&outputs).into_iter().filter(|&id| graph.name(id).is_some()).collect();
    for (node, unit) in named.iter().zip(graph.eval(&all, &named)) {
        let id = graph.label(*node).expect("it has a name");
        let meaning =
            seen(&id).map_or_else(|| "Named part.".to_owned(), |(.., meaning)| format!("Seen: {meaning}"));
        parts.push(Part { math: mathml(graph, *node), id, unit, meaning });
    }
    for (name, _, meaning) in SEEN {
        let node = graph.output(name).expect(READ);
        if graph.label(node).as_deref() != Some(name) {
            let unit = graph.eval(&all, &[node])[0];
            let math = mathml_by_name(graph, node, "dimensionless");
            parts.push(Part { id: name.to_owned(), unit, math, meaning: format!("Seen: {meaning}") });
        }
    }
    parts
}

/// One `parameter` element.
struct Quantity<'a> {
    id: &'a str,
    unit: &'a str,
    value: Option<f64>,
    constant: bool,
    notes: String,
}

fn parameter(out: &mut String, quantity: &Quantity<'_>) {
    let Quantity { id, unit, value, constant, notes } = quantity;
    let value = value.map_or_else(String::new, |value| format!(" value=\"{value}\""));
    let notes = if notes.is_empty() {
        "/>".to_owned()
    } else {
        format!("><notes><p xmlns=\"{XHTML}\">{}</p></notes></parameter>", text(notes))
    };
    line(out, &format!("<parameter id=\"{id}\"{value} units=\"{unit}\" constant=\"{constant}\"{notes}"));
}

fn rule(out: &mut String, kind: &str, variable: &str, math: &str) {
    line(out, &format!("<{kind} variable=\"{variable}\">{math}</{kind}>"));
}

/// A list of elements; SBML wants none that is empty to be left in.
fn list(kind: &str, elements: &str) -> String {
    if elements.is_empty() {
        return String::new();
    }
    format!("    <listOf{kind}>\n{elements}    </listOf{kind}>\n")
}

fn line(out: &mut String, element: &str) {
    writeln!(out, "      {element}").expect("writing to a string cannot fail");
}
