//! What travels to other programs says what the compiled equations say. Outside Rust: `tests/oracle/sbml`.

use conus::biology::compiled::{Model, slope};
use conus::biology::export::{SEEN, everything};
use conus::biology::parameters::{Parameters, Params};
use conus::biology::{Inputs, State, injury};
use conus::interchange::{InterchangeError, Traveller, c_source, sbml};
use conus::patient::course::{Standing, sight};
use conus::treatment::{Action, Event};
use conus_num::trace::functions;
use std::collections::{BTreeMap, BTreeSet};

/// An element of a document: name, attributes, children, text.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Self>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }

    fn all<'e>(&'e self, name: &str, found: &mut Vec<&'e Self>) {
        if self.name == name {
            found.push(self);
        }
        self.children.iter().for_each(|child| child.all(name, found));
    }

    fn every(&self, name: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        self.all(name, &mut found);
        found
    }
}

/// Reads what the export writes: no comment, no CDATA, every element closed.
fn read(document: &str) -> Element {
    let mut open = vec![Element::default()];
    for piece in document.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let closed = open.pop().unwrap();
            assert_eq!(closed.name, name);
            open.last_mut().unwrap().children.push(closed);
            continue;
        }
        let (tag, alone) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut parts = rest.split('"');
        let mut attributes = BTreeMap::new();
        while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
            attributes.insert(key.trim().trim_end_matches('=').to_owned(), value.to_owned());
        }
        let element =
            Element { name: name.to_owned(), attributes, text: text.to_owned(), ..Element::default() };
        if alone { open.last_mut().unwrap().children.push(element) } else { open.push(element) }
    }
    assert_eq!(open.len(), 1, "every element is closed");
    open.pop().unwrap()
}

type Values = BTreeMap<String, f64>;

/// The value of a formula; `lambdas` are the functions of the document.
fn value(math: &Element, values: &Values, lambdas: &BTreeMap<String, &Element>) -> f64 {
    let of = |element: &Element| value(element, values, lambdas);
    match math.name.as_str() {
        "math" | "degree" => of(&math.children[0]),
        "cn" => math.text.parse().unwrap(),
        "ci" => *values.get(&math.text).unwrap_or_else(|| panic!("{} is not known", math.text)),
        "apply" => {
            let (operator, operands) = math.children.split_first().unwrap();
            let x: Vec<f64> = operands.iter().map(of).collect();
            match (operator.name.as_str(), x.as_slice()) {
                ("plus", [a, b]) => a + b,
                ("minus", [a, b]) => a - b,
                ("minus", [a]) => -a,
                ("times", [a, b]) => a * b,
                ("divide", [a, b]) => a / b,
                ("abs", [a]) => a.abs(),
                ("root", [a]) => a.sqrt(),
                ("root", [degree, a]) => conus_num::elementary::pow(*a, 1.0 / degree),
                ("power", [a, exponent]) => conus_num::elementary::pow(*a, *exponent),
                ("exp", [a]) => conus_num::elementary::exp(*a),
                ("ln", [a]) => conus_num::elementary::ln(*a),
                ("tanh", [a]) => conus_num::elementary::tanh(*a),
                ("ci", x) => {
                    let lambda = lambdas[&operator.text];
                    let (body, bound) = lambda.children.split_last().unwrap();
                    let names = bound.iter().map(|bound| bound.children[0].text.clone());
                    value(body, &names.zip(x.iter().copied()).collect(), lambdas)
                }
                (other, _) => panic!("{other} is not known"),
            }
        }
        other => panic!("{other} is no formula"),
    }
}

fn travelling(parameters: &Parameters, events: &[Event]) -> Result<Traveller<'static>, InterchangeError> {
    let params = parameters.typical();
    let standing = Standing { day: 0.0, state: injury::start(&params), inputs: Inputs::none() };
    let parameters = Box::leak(Box::new(parameters.clone()));
    Traveller::from_day(
        &Model::compile(),
        parameters,
        ("typical".to_owned(), params),
        standing,
        (0.0, events),
    )
}

fn typical(events: &[Event]) -> Traveller<'static> {
    travelling(&Parameters::shipped(), events).unwrap()
}

/// The values that the document gives, with every state a little off its start so that nothing is zero.
fn given(document: &Element) -> Values {
    let mut values = Values::new();
    for parameter in document.every("parameter") {
        if let Some(text) = parameter.attributes.get("value") {
            let state = State::<f64>::NAMES.contains(&parameter.attribute("id"));
            let off = if state { 0.05 } else { 0.0 };
            values.insert(parameter.attribute("id").to_owned(), text.parse::<f64>().unwrap() + off);
        }
    }
    values
}

/// Variables with a rule of that kind, in their order.
fn ruled<'d>(document: &'d Element, kind: &str) -> Vec<&'d str> {
    document.every(kind).iter().map(|rule| rule.attribute("variable")).collect()
}

#[test]
fn every_state_has_one_rate_and_every_named_part_and_everything_seen_one_assignment() {
    let document = read(&sbml(&typical(&[])));
    assert_eq!(ruled(&document, "rateRule"), State::<f64>::NAMES);
    let assigned = ruled(&document, "assignmentRule");
    let once: BTreeSet<&str> = assigned.iter().copied().collect();
    assert_eq!(assigned.len(), once.len());
    let graph = everything();
    let outputs: Vec<_> = graph.outputs().iter().map(|(_, node)| *node).collect();
    let named = graph.reachable(&outputs).into_iter().filter_map(|node| graph.label(node));
    let wanted: BTreeSet<String> = named.chain(SEEN.iter().map(|(name, ..)| (*name).to_owned())).collect();
    assert!(wanted.iter().map(String::as_str).eq(once.iter().copied()));
    let mut ids: Vec<&str> = document.every("parameter").iter().map(|one| one.attribute("id")).collect();
    ids.extend(functions().map(|(name, _)| name));
    let count = ids.len();
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), count, "no id stands twice");
}

/// The written formulas, evaluated, are the compiled equations. Both round some hundred operations in another order.
#[test]
fn the_rules_give_the_rates_and_the_sight_of_the_compiled_equations() {
    let text = sbml(&typical(&[]));
    let document = read(&text);
    let functions = document.every("functionDefinition");
    let lambdas =
        functions.iter().map(|one| (one.attribute("id").to_owned(), one.every("lambda")[0])).collect();
    let mut values = given(&document);
    for rule in document.every("assignmentRule") {
        let found = value(&rule.children[0], &values, &lambdas);
        values.insert(rule.attribute("variable").to_owned(), found);
    }
    let take = |names: &[&str]| names.iter().map(|name| values[*name]).collect::<Vec<f64>>();
    let y = State::from_array(take(State::<f64>::NAMES).as_slice().try_into().unwrap());
    let p = Params::from_array(take(Params::<f64>::NAMES).as_slice().try_into().unwrap());
    let rates = slope(&y.to_array(), &p, &Inputs::none());
    let close = |found: f64, wanted: f64, name: &str| {
        assert!((found - wanted).abs() <= 1e-12 * wanted.abs() + 1e-14, "{name}: {found:e}, not {wanted:e}");
    };
    for (rule, wanted) in document.every("rateRule").iter().zip(rates) {
        close(value(&rule.children[0], &values, &lambdas), wanted, rule.attribute("variable"));
    }
    // Pains, inhibition and hazards come first in both.
    let wanted = sight(&y, &p).to_array();
    for ((name, ..), wanted) in SEEN.iter().zip(wanted) {
        close(values[*name], wanted, name);
    }
}

#[test]
fn the_same_patient_is_the_same_bytes_and_says_what_it_is_not() {
    let (one, other) = (typical(&[]), typical(&[]));
    assert_eq!(sbml(&one), sbml(&other));
    let c = c_source(&one).unwrap();
    assert_eq!(c, c_source(&other).unwrap());
    for text in [sbml(&one), c] {
        assert!(text.contains("For research and teaching only; not clinical advice."));
    }
}

#[test]
fn what_is_given_later_is_an_event_and_tablets_are_one_with_a_clock() {
    let at = |day, action| Event { day, action };
    let mut events = vec![at(0.0, Action::Training { intensity: 1.0 })];
    events.extend((10..50).map(|day| at(f64::from(day), Action::Tablet { dose_mg: 75.0 })));
    events.push(at(60.0, Action::Decompression));
    events.push(at(60.0, Action::StemCellsToFluid { million_cells: 27.0, magnet_gain: 1.0 }));
    let traveller = typical(&events);
    let document = read(&sbml(&traveller));
    assert_eq!(given(&document)["training"].to_bits(), 1.0_f64.to_bits(), "the start is under training");
    let changed: Vec<Vec<&str>> = document
        .every("event")
        .iter()
        .map(|event| event.every("eventAssignment").iter().map(|one| one.attribute("variable")).collect())
        .collect();
    assert_eq!(changed, [vec!["drug_gut", "next_of_event_1"], vec!["root_compression", "msc_csf"]]);
    assert_eq!(given(&document)["next_of_event_1"].to_bits(), 10.0_f64.to_bits());
    let told = c_source(&traveller).unwrap_err().to_string();
    assert!(told.starts_with("something is done on day 10, after the start on day 0; C holds"), "{told}");
}

#[test]
fn a_magnet_is_refused() {
    let action = Action::StemCellsToFluid { million_cells: 27.0, magnet_gain: 4.0 };
    let told = travelling(&Parameters::shipped(), &[Event { day: 40.0, action }]).unwrap_err().to_string();
    assert!(told.starts_with("cells are injected on day 40 under a magnet of gain 4"), "{told}");
}
