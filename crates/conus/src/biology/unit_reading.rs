//! Do the equations add like to like? They are run on units: every state, input and parameter is only its unit.
//!
//! What a unit reading cannot see (a sign, an exponent, a wrong number) is listed in `docs/unit_mistakes.md`.

use super::balance::balance;
use super::brain::{Firing, Pain, firing, firing_at_rest, pain};
use super::circuit::Afferents;
use super::disinhibition::inhibition;
use super::drug::hazard;
use super::parameters::{Parameters, Params};
use super::{INPUT_UNITS, Inputs, STATE_UNITS, State};
use conus_num::Num;
use conus_num::trace::Graph;
use conus_num::unit::{Mismatch, Symbol, Unit, UnitError, check};

/// The symbols in which every unit of conus is written. The amounts of a tissue factor (`tnf` to `trophic`) are
/// relative to a named reference (`docs/biology.md`), so that one cytokine cannot stand in for another.
pub static SYMBOLS: [Symbol; 16] = [
    Symbol::base("Hz"),
    Symbol::base("mN"),
    Symbol::base("mg"),
    Symbol::base("L"),
    Symbol::scaled("mL", 1e-3, "L"),
    Symbol::base("cells"),
    Symbol::base("nrs"),
    Symbol::base("tnf"),
    Symbol::base("il1"),
    Symbol::base("il6"),
    Symbol::base("il10"),
    Symbol::base("ros"),
    Symbol::base("bdnf"),
    Symbol::base("trophic"),
    Symbol::base("d"),
    Symbol::scaled("h", 1.0 / 24.0, "d"),
];

/// Amounts on day 0, and the state that each of them fills.
const STARTS: [(&str, &str); 6] = [
    ("tnf_start", "tnf"),
    ("il1_start", "il1"),
    ("il6_start", "il6"),
    ("trkb_start", "trkb"),
    ("tissue_start", "tracts"),
    ("root_compression_start", "root_compression"),
];

/// Unit of everything that an equation reads.
#[derive(Clone, Copy, Debug)]
pub struct Units {
    /// Of each state.
    pub states: State<Unit>,
    /// Of each input from outside.
    pub inputs: Inputs<Unit>,
    /// Of each parameter.
    pub params: Params<Unit>,
}

/// Reads a unit as the data write it, for example `1/d/tnf`.
///
/// # Errors
/// When a symbol or a power cannot be read.
pub fn unit(text: &str) -> Result<Unit, UnitError> {
    Unit::parse(&SYMBOLS, text)
}

impl Units {
    /// The units that states, inputs and `parameters` declare.
    ///
    /// # Errors
    /// When a parameter declares a unit that cannot be read.
    ///
    /// # Panics
    /// Never: a test reads the units of states and inputs.
    pub fn declared(parameters: &Parameters) -> Result<Self, UnitError> {
        let written = |text| unit(text).expect("a test reads the units of states and inputs");
        let mut read = Vec::with_capacity(parameters.entries.len());
        for entry in &parameters.entries {
            read.push(unit(&entry.unit)?);
        }
        let params = read.as_slice().try_into().expect("there is one entry for each parameter");
        Ok(Self {
            states: State::from_array(&STATE_UNITS.map(written)),
            inputs: Inputs::from_array(&INPUT_UNITS.map(written)),
            params: Params::from_array(params),
        })
    }
}

/// Everything in the equations that does not fit together, each with its file and line; empty when all fits.
#[must_use]
pub fn mismatches(units: &Units) -> Vec<Mismatch> {
    let Units { states: y, inputs: u, params: p } = units;
    check(|| {
        require_rates(&balance(y, p, u).to_array(), units);
        require_sight(y, p);
        require_start(units);
    })
}

/// The same for a formula in [`super::compiled::variables`] whose outputs are the rates of all states. It knows no
/// lines of the source, but reads a formula that was changed after tracing.
#[must_use]
pub fn mismatches_of(graph: &Graph, units: &Units) -> Vec<Mismatch> {
    let all = [&units.states.to_array()[..], &units.inputs.to_array(), &units.params.to_array()].concat();
    let rates: Vec<_> = graph.outputs().iter().map(|(_, node)| *node).collect();
    check(|| require_rates(&graph.eval(&all, &rates), units))
}

/// The rate of change of a state is its unit per day.
fn require_rates(rates: &[Unit], units: &Units) {
    let day = written("d");
    for ((name, rate), state) in State::<Unit>::NAMES.iter().zip(rates).zip(units.states.to_array()) {
        rate.require(state / day, name);
    }
}

/// What is looked at in a patient: firing in Hz, pain and inhibition pure, hazards per day.
fn require_sight(y: &State<Unit>, p: &Params<Unit>) {
    let hz = Num(written("Hz"));
    let touch = firing(y, p, &Afferents { touch: hz, fast: hz, slow: hz });
    for Firing { at, below, with_root } in [firing_at_rest(y, p), touch] {
        [at, below, with_root].iter().for_each(|value| value.0.require(hz.0, "firing"));
    }
    let Pain { total, at, below, radicular } = pain(y, p, &firing_at_rest(y, p));
    [total, at, below, radicular].iter().for_each(|value| value.0.require(Unit::PURE, "pain"));
    let inhibited = inhibition(y, p);
    [inhibited.at, inhibited.below].iter().for_each(|value| value.0.require(Unit::PURE, "inhibition"));
    let risk = hazard(y, p);
    [risk.dizziness, risk.somnolence].iter().for_each(|value| value.0.require(written("1/d"), "hazard"));
}

/// An amount on day 0 has the unit of the state that it fills.
fn require_start(units: &Units) {
    let of = |names: &[&str], values: &[Unit], name: &str| {
        let position = names.iter().position(|known| *known == name);
        values[position.expect("a test reads the list of starts")]
    };
    for (start, state) in STARTS {
        let found = of(Params::<Unit>::NAMES, &units.params.to_array(), start);
        found.require(of(State::<Unit>::NAMES, &units.states.to_array(), state), start);
    }
}

fn written(text: &str) -> Unit {
    unit(text).expect("the units in this file are read by a test")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::compiled::formula;

    fn declared() -> Units {
        Units::declared(&Parameters::shipped()).unwrap()
    }

    /// The claim of the whole file: nothing in the equations mixes units.
    #[test]
    fn no_equation_mixes_units() {
        assert_eq!(mismatches(&declared()), []);
        assert_eq!(mismatches_of(&formula(), &declared()), []);
    }

    /// A mismatch is told with the line of the equation, once.
    #[test]
    fn a_mismatch_names_the_line_of_the_equation() {
        let mut units = declared();
        units.params.elimination = Num(unit("1/h").unwrap());
        let found: Vec<_> = mismatches(&units);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].file.ends_with("biology/balance.rs"), "{}", found[0]);
        assert_eq!(found[0].message, "cannot subtract `mg/L/h` from `mg/L/d`: same dimension, scale 24");
    }

    /// The numbers beside the equations are written in the same symbols.
    #[test]
    fn units_of_people_and_reporting_are_written_in_the_same_symbols() {
        for text in
            [include_str!("../../../../data/people.toml"), include_str!("../../../../data/reporting.toml")]
        {
            let table: toml::Table = toml::from_str(text).unwrap();
            for (name, entry) in table {
                let written = entry["unit"].as_str().unwrap();
                assert!(unit(written).is_ok(), "{name}: {written}");
            }
        }
    }
}
