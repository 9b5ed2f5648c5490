//! Twenty seeded mistakes: which of them the unit reading finds, and which it cannot find.
//!
//! The list is printed as `docs/unit_mistakes.md`; to renew it run the tests with `CONUS_BLESS=1`.

use crate::page;
use conus::biology::Inputs;
use conus::biology::compiled::{formula, slope, variables};
use conus::biology::injury;
use conus::biology::parameters::{Parameters, Params};
use conus::biology::unit_reading::{Units, mismatches, mismatches_of};
use conus_num::trace::{Graph, Node, NodeId};
use std::fmt::Write;

/// A mistake that somebody could make.
struct Mistake {
    what: &'static str,
    seed: Seed,
    /// Part of the message when it is found; none when it passes.
    found: Option<&'static str>,
    why: &'static str,
}

enum Seed {
    /// The data declare the parameter in this unit.
    Unit(&'static str, &'static str),
    /// The equations read either parameter where the other is meant.
    Swap(&'static str, &'static str),
    /// In the first operation of this sign (`h` for a saturation) on this name, the name is dropped.
    Drop(char, &'static str),
    /// In that operation the name alone is left.
    Alone(char, &'static str),
    /// In that operation another name stands instead.
    Instead(char, &'static str, &'static str),
    /// The rate of this state adds what it should subtract.
    Sign(&'static str),
    /// The saturation with this half has exponent 1.
    Exponent(&'static str),
}

const MISTAKES: [Mistake; 20] = [
    Mistake {
        what: "elimination of the drug given per hour",
        seed: Seed::Unit("elimination", "1/h"),
        found: Some("same dimension, scale 24"),
        why: "hours are a 24th of a day: a sum of both is refused",
    },
    Mistake {
        what: "volume of distribution given in mL",
        seed: Seed::Unit("volume", "mL"),
        found: Some("same dimension, scale 0.001"),
        why: "scale counts, not only dimension",
    },
    Mistake {
        what: "volume of distribution dropped",
        seed: Seed::Drop('/', "volume"),
        found: Some("cannot subtract `mg/L/d` from `mg/d`"),
        why: "an amount is no concentration",
    },
    Mistake {
        what: "cells counted one by one, not by the million",
        seed: Seed::Unit("potency_half", "cells"),
        found: Some("saturation of `10^6 cells` has its half in `cells`"),
        why: "a power of ten in front of a unit is part of it",
    },
    Mistake {
        what: "turnover of TNF given as a half-life",
        seed: Seed::Unit("tnf_turnover", "d"),
        found: Some("`tnf` is `tnf d`, not `tnf/d`"),
        why: "a time is no rate",
    },
    Mistake {
        what: "half-saturations of BDNF and IL-1beta swapped",
        seed: Seed::Swap("inhibition_bdnf_half", "inhibition_il1_half"),
        found: Some("saturation of `il1` has its half in `bdnf`"),
        why: "each tissue factor has a unit of its own",
    },
    Mistake {
        what: "IL-1beta where TNF recruits macrophages",
        seed: Seed::Instead('*', "free_tnf", "il1"),
        found: Some("il1/tnf"),
        why: "each tissue factor has a unit of its own",
    },
    Mistake {
        what: "BDNF once where sprouting needs its square",
        seed: Seed::Alone('*', "sprout_bdnf"),
        found: Some("1/bdnf"),
        why: "the parameter is per square of BDNF",
    },
    Mistake {
        what: "rate constant of quality of life dropped",
        seed: Seed::Drop('*', "quality_rate"),
        found: Some("`quality` is `1`, not `1/d`"),
        why: "every rate must be per day",
    },
    Mistake {
        what: "firing of half the sensitisation given per day",
        seed: Seed::Unit("activity_half", "1/d"),
        found: Some("saturation of `Hz` has its half in `1/d`"),
        why: "spikes per second have a symbol of their own, so no rate of days is taken for one",
    },
    Mistake {
        what: "the site of effect follows the amount in the gut",
        seed: Seed::Instead('-', "drug_plasma", "drug_gut"),
        found: Some("cannot subtract `mg/L` from `mg`"),
        why: "an amount is no concentration",
    },
    Mistake {
        what: "number of Schwann cells where their saturated effect is meant",
        seed: Seed::Drop('h', "schwann_half"),
        found: Some("cells"),
        why: "a number of cells is no fraction",
    },
    Mistake {
        what: "factor of glial output dropped from the sum that makes IL-1beta",
        seed: Seed::Drop('*', "il1_glia"),
        found: Some("cannot add `1` to `il1`"),
        why: "every term of a sum needs its unit",
    },
    Mistake {
        what: "width of a firing curve dropped",
        seed: Seed::Drop('/', "gate_width"),
        found: Some("`exp` needs a pure number, not `Hz`"),
        why: "an exponential takes pure numbers only",
    },
    Mistake {
        what: "half-saturations of release and habituation swapped",
        seed: Seed::Swap("release_half", "habituation_half"),
        found: None,
        why: "both are mg/L; only the value and its reason tell them apart",
    },
    Mistake {
        what: "rise of KCC2 and turnover of trophic factors swapped",
        seed: Seed::Swap("kcc2_up", "trophic_turnover"),
        found: None,
        why: "both are 1/d",
    },
    Mistake {
        what: "oxidative stress heals vessels (a sign)",
        seed: Seed::Sign("perfusion"),
        found: None,
        why: "a sign has no unit; tests of direction find it",
    },
    Mistake {
        what: "glial loop with exponent 1, so without memory",
        seed: Seed::Exponent("glia_half"),
        found: None,
        why: "a saturation is a pure number with any exponent; the tests of two stable states find it",
    },
    Mistake {
        what: "bioavailability dropped",
        seed: Seed::Drop('*', "bioavailability"),
        found: None,
        why: "a share has no unit; the course of an independent solver finds it",
    },
    Mistake {
        what: "KCC2 at the level where that below it is meant",
        seed: Seed::Instead('*', "kcc2_below", "kcc2_at"),
        found: None,
        why: "the same quantity of another place has the same unit",
    },
];

fn node_of(graph: &Graph, name: &str) -> NodeId {
    graph.input(name).or_else(|| graph.named(name).first().copied()).unwrap_or_else(|| panic!("no `{name}`"))
}

/// The first operation of this sign on this name, and its two operands.
fn operation(graph: &Graph, sign: char, name: &str) -> (NodeId, NodeId, NodeId) {
    let named = node_of(graph, name);
    let fits = |(id, node)| {
        let operands = match (sign, node) {
            ('*', Node::Mul(a, b))
            | ('/', Node::Div(a, b))
            | ('-', Node::Sub(a, b))
            | ('h', Node::Hill(a, b, _)) => (a, b),
            _ => return None,
        };
        (operands.0 == named || operands.1 == named).then_some((id, operands.0, operands.1))
    };
    graph.nodes().find_map(fits).unwrap_or_else(|| panic!("no `{sign}` on `{name}`"))
}

/// The formula with a mistake in it; none where the mistake lies in the data.
fn mistaken(graph: &Graph, seed: &Seed) -> Option<Graph> {
    let only = |id| Node::Power(id, 1.0);
    let (target, with) = match *seed {
        Seed::Unit(..) | Seed::Swap(..) => return None,
        Seed::Drop(sign, name) => {
            let (target, a, b) = operation(graph, sign, name);
            (target, only(if a == node_of(graph, name) { b } else { a }))
        }
        Seed::Alone(sign, name) => (operation(graph, sign, name).0, only(node_of(graph, name))),
        Seed::Instead(sign, name, other) => {
            let (target, ..) = operation(graph, sign, name);
            let (from, to) = (node_of(graph, name), node_of(graph, other));
            (target, graph.node(target).with_operands(|operand| if operand == from { to } else { operand }))
        }
        Seed::Sign(state) => {
            let target = graph.output(state).unwrap();
            let Node::Sub(a, b) = graph.node(target) else {
                panic!("the rate of `{state}` is no difference")
            };
            (target, Node::Add(a, b))
        }
        Seed::Exponent(half) => {
            let (target, a, b) = operation(graph, 'h', half);
            (target, Node::Hill(a, b, 1.0))
        }
    };
    Some(graph.replace(target, with))
}

fn declared(parameters: &Parameters) -> Units {
    Units::declared(parameters).unwrap()
}

/// What the unit reading says, in the order found.
fn said(seed: &Seed) -> Vec<String> {
    let mut parameters = Parameters::shipped();
    let place = |name: &str| Params::<f64>::NAMES.iter().position(|known| *known == name).unwrap();
    if let Some(graph) = mistaken(&formula(), seed) {
        return mismatches_of(&graph, &declared(&parameters))
            .into_iter()
            .map(|found| found.message)
            .collect();
    }
    match *seed {
        Seed::Unit(name, unit) => unit.clone_into(&mut parameters.entries[place(name)].unit),
        Seed::Swap(one, other) => parameters.entries.swap(place(one), place(other)),
        _ => unreachable!("every other mistake lies in the formula"),
    }
    mismatches(&declared(&parameters)).into_iter().map(|found| found.to_string()).collect()
}

#[test]
fn the_unit_reading_finds_what_it_should_and_nothing_else() {
    for mistake in &MISTAKES {
        let said = said(&mistake.seed);
        match mistake.found {
            Some(part) => {
                assert!(said.iter().any(|message| message.contains(part)), "{}: {said:?}", mistake.what);
            }
            None => assert!(said.is_empty(), "{}: {said:?}", mistake.what),
        }
    }
}

/// A mistake in a formula that changed no number would prove nothing.
#[test]
fn every_mistake_in_a_formula_changes_a_rate() {
    let (graph, p) = (formula(), Parameters::shipped().typical());
    let mut y = injury::start(&p).to_array();
    // No two states alike, or to take one for the other would change nothing.
    (1_u8..).zip(&mut y).for_each(|(position, value)| *value += 0.01 * f64::from(position));
    let all = [&y[..], &Inputs::none().to_array(), &p.to_array()].concat();
    assert_eq!(all.len(), variables().len());
    for mistake in &MISTAKES {
        let Some(wrong) = mistaken(&graph, &mistake.seed) else { continue };
        let wanted: Vec<_> = wrong.outputs().iter().map(|(_, node)| *node).collect();
        assert_ne!(wrong.eval(&all, &wanted), slope(&y, &p, &Inputs::none()), "{}", mistake.what);
    }
}

#[test]
fn the_page_of_mistakes_is_the_one_of_today() {
    let found = MISTAKES.iter().filter(|mistake| mistake.found.is_some()).count();
    let mut text = format!(
        "# What the unit reading finds\n\nWritten by the test `unit_mistakes`. The equations are run on units \
         (`crates/conus/src/biology/unit_reading.rs`) after one\nmistake was seeded. Of twenty mistakes it finds \
         {found}; the other {} are why there are other tests.\n\n| mistake | found | what it says | why |\n\
         |---|---|---|---|\n",
        MISTAKES.len() - found
    );
    for mistake in &MISTAKES {
        let said = said(&mistake.seed).first().cloned().unwrap_or_default();
        let message = said
            .rsplit_once("rs:")
            .map_or(said.as_str(), |(_, rest)| rest.split_once(": ").expect("a place ends with a colon").1);
        let answer = if mistake.found.is_some() { "yes" } else { "no" };
        writeln!(text, "| {} | {answer} | {message} | {} |", mistake.what, mistake.why).unwrap();
    }
    page::holds("docs/unit_mistakes.md", &text);
}
