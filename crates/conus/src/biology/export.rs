//! What are the equations on paper? `docs/equations.md`, written from the traced biology and never by hand.
//!
//! `cargo run -p xtask -- equations` writes the file; a test compares it with the equations of today.

use super::balance::balance;
use super::brain::{firing_at_rest, pain};
use super::compiled::{Model, derive, formula, outputs, read, variables};
use super::disinhibition::inhibition;
use super::drug::hazard;
use super::parameters::{Parameter, Parameters, Params, Population, Status};
use super::{INPUT_UNITS, Inputs, STATE_UNITS, STATES, State};
use conus_num::trace::{Definition, Graph, Heading, Over, definitions, latex, rust_function, trace};
use conus_ode::linear::SparseLu;
use std::fmt::Write;

/// What is looked at in a patient beside the states: name, unit, meaning.
pub const SEEN: [(&str, &str, &str); 8] = [
    ("pain", "1", "Pain of all sources, 0 to 10: never rounded, never reported."),
    ("pain_at", "1", "At-level neuropathic pain, 0 to 10."),
    ("pain_below", "1", "Below-level neuropathic pain, 0 to 10."),
    ("pain_radicular", "1", "Radicular pain of a compressed root, 0 to 10."),
    ("inhibition_at", "1", "Efficacy of inhibition at the level, 1 healthy."),
    ("inhibition_below", "1", "Efficacy of inhibition below the level, 1 healthy."),
    ("hazard_of_dizziness", "1/d", "Hazard of a first dizziness by exposure."),
    ("hazard_of_somnolence", "1/d", "Hazard of a first somnolence by exposure."),
];

const HEADING: &str = "\
# The equations of conus

Written by `cargo run -p xtask -- equations` from the same source text that is solved; a test fails when this page
and that text differ. Time is the day. A quantity without a unit is a fraction of a full effect. Fast processes of
milliseconds (the dorsal-horn circuit) stand at their steady state. Meaning and literature: [biology.md](biology.md).

A saturation is written out as $x^n/(x^n + h^n)$. A part of the circuit that is needed in several places is numbered:
the same formula on other fibres and other tissue (at the level, below it, below it with a compressed root).
";

/// The text of `docs/equations.md`.
///
/// # Panics
/// Never: every name of a state is an output of the trace.
#[must_use]
pub fn equations() -> String {
    let graph = everything();
    let output = |name: &str| graph.output(name).expect("every name is an output of the trace");
    let mut text = HEADING.to_owned();
    text += "\n## Inputs from outside\n\n| input | unit | meaning |\n|---|---|---|\n";
    for ((name, unit), meaning) in Inputs::<f64>::NAMES.iter().zip(INPUT_UNITS).zip(Inputs::<f64>::MEANINGS) {
        row(&mut text, &[&code(name), unit, meaning.trim()]);
    }
    text += "\n## Named parts\n";
    for Definition { symbol, formula } in definitions(&graph, &outputs(&graph)) {
        formula_block(&mut text, &symbol, &formula);
    }
    text += "\n## States\n";
    for ((name, unit), meaning) in State::<f64>::NAMES.iter().zip(STATE_UNITS).zip(State::<f64>::MEANINGS) {
        heading(&mut text, name, unit, meaning);
        let rate = format!(r"\frac{{d}}{{dt}}\,{}", symbol(name));
        formula_block(&mut text, &rate, &latex(&graph, output(name)));
    }
    text += "\n## What is looked at\n";
    for (name, unit, meaning) in SEEN {
        heading(&mut text, name, unit, meaning);
        if graph.label(output(name)).as_deref() == Some(name) {
            text += "\nSee the named parts.\n";
        } else {
            formula_block(&mut text, &symbol(name), &latex(&graph, output(name)));
        }
    }
    text + &parameters(&Parameters::shipped())
}

/// The formulas of the rates of all states and of what is looked at ([`SEEN`]), by name, in [`variables`].
#[must_use]
pub fn everything() -> Graph {
    trace(&variables(), |all| {
        let (y, u, p) = read(all);
        let rates = balance(&y, &p, &u).to_array().map(conus_num::Num);
        let seen = pain(&y, &p, &firing_at_rest(&y, &p));
        let (held, risk) = (inhibition(&y, &p), hazard(&y, &p));
        let pains = [seen.total, seen.at, seen.below, seen.radicular];
        let looks = pains.into_iter().chain([held.at, held.below, risk.dizziness, risk.somnolence]);
        let names = State::<f64>::NAMES.iter().copied().chain(SEEN.iter().map(|(name, ..)| *name));
        names.map(str::to_owned).zip(rates.into_iter().chain(looks)).collect()
    })
}

/// The text of `jacobian.rs`: the equations as one straight function, and with their derivative as another.
#[must_use]
pub fn jacobian() -> String {
    let mut graph = formula();
    let rates = outputs(&graph);
    let entries = derive(&mut graph, &rates).nodes();
    let structs = [("u", "Inputs<R>", INPUT_UNITS.len()), ("p", "Params<R>", Params::<f64>::COUNT)];
    let heading = |name, doc| Heading { name, doc, states: STATES, structs: &structs, over: Over::Real };
    let slope = heading("slope", "Rates of the states `y` under inputs `u` and parameters `p`.");
    let jacobian = heading("jacobian", "The same rates, and their Jacobian in the order of the pattern.");
    let about = "\
//! Generated by `cargo run -p xtask -- equations` from the traced equations: every rate, and how it changes with every
//! state.
//!
//! A test compares the text with a fresh one, and its numbers with those of the trace, to the bit.

use super::Inputs;
use super::parameters::Params;
use conus_num::Real;
";
    let slope = rust_function(&graph, &[("rates", &rates)], slope);
    let jacobian = rust_function(&graph, &[("rates", &rates), ("entries", &entries)], jacobian);
    format!("{about}\n{slope}\n{jacobian}")
}

/// The text of `elimination.rs`: how the step matrix of the equations is factorised and solved, as two straight functions.
#[must_use]
pub fn elimination() -> String {
    SparseLu::<f64>::new(Model::compile().pattern()).straight(
        "\
//! Generated by `cargo run -p xtask -- equations` from the pattern of the Jacobian: elimination without a search.
//!
//! A test compares the text with a fresh one, and its numbers with those of the list that it was made from, to the bit.",
    )
}

fn heading(text: &mut String, name: &str, unit: &str, meaning: &str) {
    let meaning = meaning.trim();
    let unit = if unit == "1" { String::new() } else { format!(" [{unit}]") };
    let plain =
        meaning.strip_suffix(&format!("{unit}.")).map_or_else(|| meaning.to_owned(), |m| format!("{m}."));
    line(text, &format!("\n### {}{unit}\n\n{plain}", code(name)));
}

/// A formula on its own lines; a fence keeps every backslash as it is.
fn formula_block(text: &mut String, left: &str, right: &str) {
    line(text, &format!("\n```math\n{left} = {right}\n```"));
}

/// A name in upright letters, as the formulas print it.
fn symbol(name: &str) -> String {
    format!(r"\mathrm{{{}}}", name.replace('_', r"\_"))
}

fn parameters(shipped: &Parameters) -> String {
    let mut text = "\n## Parameters\n\n".to_owned();
    let count = |status| shipped.entries.iter().filter(|entry| entry.status == status).count();
    let counts = [Status::Measured, Status::Derived, Status::Fitted, Status::Assumed].map(count);
    let [measured, derived, fitted, assumed] = counts;
    let total = shipped.entries.len();
    line(
        &mut text,
        &format!(
            "{total} parameters: {measured} measured, {derived} derived from published numbers, {fitted} fitted to \
             published behaviour, {assumed} assumed.\nA source is a key of `data/literature.bib`; `behaviours` means \
             matched by hand to the behaviours of [biology.md](biology.md);\n`S3.1` and so on name the mechanism that \
             a switch turns off. Spread is how people differ: median and standard deviation of the logarithm.\n"
        ),
    );
    text += "| parameter | value | unit | spread | status | source | why |\n|---|---|---|---|---|---|---|\n";
    for (name, entry) in Params::<f64>::NAMES.iter().zip(&shipped.entries) {
        let Parameter { value, unit, source, why, population, .. } = entry;
        let spread = population.map_or_else(String::new, spread);
        let status = format!("{:?}", entry.status).to_lowercase();
        row(&mut text, &[&code(name), &value.to_string(), unit, &spread, &status, source, why]);
    }
    text
}

fn spread(population: Population) -> String {
    let Population { median, log_sd, max } = population;
    let most = if max.is_finite() { format!(", at most {max}") } else { String::new() };
    format!("{median}, {log_sd}{most}")
}

fn code(name: &str) -> String {
    format!("`{name}`")
}

fn row(text: &mut String, cells: &[&str]) {
    line(text, &format!("| {} |", cells.join(" | ")));
}

fn line(text: &mut String, content: &str) {
    writeln!(text, "{content}").expect("writing to a string cannot fail");
}
