//! What does one stimulus do in the dorsal horn of one patient: before the injury, after it, and treated?
//!
//! The slow model says what the cord has become by that day; the circuit in time answers the stimulus.

use super::story::{Column, seen_on};
use crate::biology::State;
use crate::biology::circuit_time::{Circuit, CircuitTime, Horn, Segments};
use crate::biology::compiled::Model;
use crate::biology::parameters::Params;
use crate::biology::stimulus::{FiringByForce, Stimulus, Switch};
use crate::report::figure::patient::Curve;
use crate::report::figure::small_multiples::{Cell, Data, Head, Row};
use crate::report::figure::{Frame, Quantity};
use crate::treatment::Treatment;
use conus_ode::SolveError;
use serde::Serialize;

/// What is seen of the circuit, in the order of [`seen`].
const SEEN: [(&str, &str); 10] = [
    ("second", "s"),
    ("touch_fibres", "Hz"),
    ("fast_fibres", "Hz"),
    ("slow_fibres", "Hz"),
    ("gate", "Hz"),
    ("relay", "Hz"),
    ("brake", "Hz"),
    ("exciter", "Hz"),
    ("projection", "Hz"),
    ("wind_up", "1"),
];
/// Looked at for so long before a stimulus and after it \[s\].
const BEFORE: f64 = 0.1;
const AFTER: f64 = 0.4;
/// Even looks from the first to the last.
const EVEN_LOOKS: u32 = 200;
/// And so many milliseconds one by one after whatever changes.
const DENSE_LOOKS: u32 = 60;

/// How one cord answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Response {
    /// Which cord: before injury, after injury, after treatment.
    pub cord: &'static str,
    /// Firing of fibres and populations, the second of the stimulus first.
    pub columns: Vec<Column>,
}

/// What became of one population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// Before the stimulus \[Hz\].
    pub rest: f64,
    /// Mean while it lasts \[Hz\].
    pub mean: f64,
    /// Highest \[Hz\].
    pub most: f64,
    /// When it is highest \[ms\].
    pub most_at_ms: f64,
}

impl Response {
    /// The values of the column of that name; none when there is no such column.
    #[must_use]
    pub fn values(&self, name: &str) -> &[f64] {
        self.columns.iter().find(|column| column.name == name).map_or(&[], |column| &column.values)
    }

    /// What became of the column of that name under a stimulus of so many seconds.
    #[must_use]
    pub fn answer(&self, name: &str, seconds: f64) -> Answer {
        let points: Vec<(f64, f64)> =
            self.values("second").iter().copied().zip(self.values(name).iter().copied()).collect();
        let during: Vec<_> = points.iter().filter(|(at, _)| (0.0..=seconds).contains(at)).copied().collect();
        let area: f64 =
            during.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0).sum();
        let highest =
            points.iter().fold((0.0, 0.0), |most, point| if point.1 > most.1 { *point } else { most });
        let rest = points.first().map_or(0.0, |point| point.1);
        Answer { rest, mean: area / seconds, most: highest.1, most_at_ms: 1000.0 * highest.0 }
    }
}

/// Names of populations and what they are, in the order in which a touch passes them.
pub const POPULATIONS: [(&str, &str); 5] = [
    ("gate", "Gate: parvalbumin neurons, hold touch back"),
    ("relay", "Relay: PKC-gamma and VGLUT3 neurons, the way from touch to pain"),
    ("brake", "Brake: dynorphin and islet neurons, driven from above"),
    ("exciter", "Exciter: somatostatin and calretinin neurons"),
    ("projection", "Projection neurons: what the brain is told"),
];

/// Applies a stimulus to the cord before the injury, on a day after it, and on that day under these treatments, if any.
///
/// # Errors
/// When the equations cannot be solved.
pub fn responses(
    model: &Model,
    params: &Params<f64>,
    treatments: &[Treatment],
    day: f64,
    stimulus: &Stimulus,
    segments: Segments,
) -> Result<Vec<Response>, SolveError> {
    let cord = |treatments: &[Treatment]| {
        let story = seen_on(model, params, treatments, &[day])?;
        Ok(story.states()[0])
    };
    let mut cords = vec![("before injury", State::healthy()), ("after injury", cord(&[])?)];
    if !treatments.is_empty() {
        cords.push(("after treatment", cord(treatments)?));
    }
    let time = CircuitTime::shipped();
    let switches = stimulus.switches(&FiringByForce::shipped(), &time);
    let looks = looks(&switches, stimulus.seconds);
    let respond = |(name, state)| {
        let circuit = Circuit { state, params: *params, time, segments };
        let horns = circuit.follow(&switches, stimulus.seconds + AFTER, &looks)?;
        let rows: Vec<_> = looks.iter().zip(&horns).map(|(look, horn)| seen(*look, horn, &circuit)).collect();
        let columns = SEEN.into_iter().enumerate().map(|(at, (name, unit))| Column {
            name,
            unit,
            values: rows.iter().map(|row| row[at]).collect(),
        });
        Ok(Response { cord: name, columns: columns.collect() })
    };
    cords.into_iter().map(respond).collect()
}

fn seen(second: f64, horn: &Horn<f64>, circuit: &Circuit<f64>) -> [f64; SEEN.len()] {
    let [touch, fast, slow] = circuit.fibres(horn);
    let h = horn;
    let rates = [h.gate, h.relay, h.brake, h.exciter, h.projection, h.wind_up].map(|rate| rate.0);
    let [gate, relay, brake, exciter, projection, wind_up] = rates;
    [second, touch, fast, slow, gate, relay, brake, exciter, projection, wind_up]
}

/// Seconds to look at: even ones, and every millisecond after whatever changes.
fn looks(switches: &[Switch], seconds: f64) -> Vec<f64> {
    let to = seconds + AFTER;
    let even = (0..=EVEN_LOOKS).map(|k| (to + BEFORE) * f64::from(k) / f64::from(EVEN_LOOKS) - BEFORE);
    let dense = switches
        .iter()
        .flat_map(|switch| (0..=DENSE_LOOKS).map(move |k| switch.second + f64::from(k) / 1000.0));
    let mut looks: Vec<f64> = even.chain(dense).chain([0.0, seconds]).filter(|look| *look <= to).collect();
    looks.sort_by(f64::total_cmp);
    looks.dedup();
    looks
}

/// The table of the figure: a row for fibres and each population, a column for each cord.
#[must_use]
pub fn figure(responses: &[Response], stimulus: &Stimulus, frame: Frame) -> Data {
    let contacts = stimulus.contacts(&CircuitTime::shipped());
    let fibres = [("A-beta", "touch_fibres"), ("A-delta", "fast_fibres"), ("C", "slow_fibres")];
    let row = |name: &str, curves: &[(&str, &str)]| Row {
        head: String::new(),
        quantity: Quantity { name: name.to_owned(), unit: "Hz".to_owned() },
        range: None,
        cells: responses.iter().map(|response| cell(response, curves, &contacts)).collect(),
    };
    let mut rows = vec![row("Fibres", &fibres)];
    rows.extend(POPULATIONS.iter().map(|(column, name)| row(name, &[(name, column)])));
    let head = |response: &Response| {
        let mean = response.answer("projection", stimulus.seconds).mean;
        Head { name: response.cord.to_owned(), says: format!("projection neurons fire {mean:.1} Hz") }
    };
    Data {
        frame,
        across: Quantity { name: "Time since the stimulus began".to_owned(), unit: "s".to_owned() },
        columns: responses.iter().map(head).collect(),
        rows,
    }
}

fn cell(response: &Response, curves: &[(&str, &str)], contacts: &[(f64, f64)]) -> Cell {
    let curve = |(name, column): &(&str, &str)| {
        let points = response.values("second").iter().copied().zip(response.values(column).iter().copied());
        Curve { name: (*name).to_owned(), points: points.collect() }
    };
    Cell {
        curves: curves.iter().map(curve).collect(),
        shades: contacts.to_vec(),
        marks: Vec::new(),
        says: String::new(),
    }
}
