//! How is said in SBML what is done later? Each day an event, its jumps traced from the text that acts here
//! ([`jump`]); what is repeated at equal distances, as tablets are, is one event with a clock of its own.

use super::units::{DAY, UnitIds};
use super::{Quantity, Traveller, line, parameter};
use crate::biology::compiled::{read, variables};
use crate::biology::unit_reading::Units;
use crate::biology::{Inputs, State};
use crate::treatment::{Action, jump};
use conus_num::Num;
use conus_num::trace::{math, mathml_by_name, number, trace};

/// Fewer repetitions than this are events of their own.
const FEWEST: usize = 3;

/// Everything that is done at one time, and how often it is repeated.
struct Occasion {
    /// Day after the start.
    day: f64,
    actions: Vec<Action>,
    /// Days to the next time.
    step: f64,
    times: usize,
}

/// The parameters that serve as clocks, and the events.
pub(super) fn written(traveller: &Traveller<'_>, ids: &mut UnitIds) -> (String, String) {
    let (mut clocks, mut events) = (String::new(), String::new());
    for (place, occasion) in (1..).zip(occasions(traveller)) {
        let (id, clock) = (format!("event_{place}"), format!("next_of_event_{place}"));
        let mut jumps = assignments(&occasion, traveller, ids);
        let trigger = if occasion.times > 1 {
            let notes = format!("Day on which event_{place} happens next.");
            let value = Some(occasion.day);
            parameter(&mut clocks, &Quantity { id: &clock, unit: DAY, value, constant: false, notes });
            let next = format!("<apply><plus/><ci>{clock}</ci>{}</apply>", number(occasion.step, DAY));
            jumps += &assignment(&clock, &math(&next));
            let last = occasion.day + occasion.step * (occasion.times as f64 - 0.5);
            let open = format!("<apply><lt/><ci>{clock}</ci>{}</apply>", number(last, DAY));
            format!("<apply><and/>{}{open}</apply>", from(&format!("<ci>{clock}</ci>")))
        } else {
            from(&number(occasion.day, DAY))
        };
        line(
            &mut events,
            &format!(
                "<event id=\"{id}\" useValuesFromTriggerTime=\"true\"><trigger initialValue=\"false\" \
                 persistent=\"true\">{}</trigger><listOfEventAssignments>{jumps}</listOfEventAssignments></event>",
                math(&trigger)
            ),
        );
    }
    (clocks, events)
}

/// The time has come.
fn from(day: &str) -> String {
    let time =
        "<csymbol encoding=\"text\" definitionURL=\"http://www.sbml.org/sbml/symbols/time\">time</csymbol>";
    format!("<apply><geq/>{time}{day}</apply>")
}

fn assignment(variable: &str, math: &str) -> String {
    format!("<eventAssignment variable=\"{variable}\">{math}</eventAssignment>")
}

/// What everything that is done at one time makes of each state and input that it changes. A literal has the unit of what
/// it is added to.
fn assignments(occasion: &Occasion, traveller: &Traveller<'_>, ids: &mut UnitIds) -> String {
    let names = [State::<f64>::NAMES, Inputs::<f64>::NAMES].concat();
    let graph = trace(&variables(), |all| {
        let (mut y, mut u, p) = read(all);
        occasion.actions.iter().for_each(|action| jump(action, &mut y, &mut u, &p));
        let after = y.to_array().into_iter().chain(u.to_array()).map(Num);
        names.iter().map(ToString::to_string).zip(after).collect()
    });
    let units = Units::declared(traveller.parameters).expect(super::READ);
    let units = units.states.to_array().into_iter().chain(units.inputs.to_array());
    let mut text = String::new();
    for ((name, unit), &(_, node)) in names.iter().zip(units).zip(graph.outputs()) {
        if graph.input(name) != Some(node) {
            text += &assignment(name, &mathml_by_name(&graph, node, &ids.of(unit)));
        }
    }
    text
}

/// Events of one day together, and equal ones at equal distances as one.
fn occasions(traveller: &Traveller<'_>) -> Vec<Occasion> {
    let start = traveller.standing.day;
    let mut days: Vec<Occasion> = Vec::new();
    for event in &traveller.events {
        let day = event.day - start;
        match days.last_mut() {
            Some(last) if last.day.to_bits() == day.to_bits() => last.actions.push(event.action),
            _ => days.push(Occasion { day, actions: vec![event.action], step: 0.0, times: 1 }),
        }
    }
    let mut occasions = Vec::new();
    let mut rest = days.as_slice();
    while let Some(first) = rest.first() {
        let times = repetitions(rest);
        let step = rest.get(1).map_or(0.0, |next| next.day - first.day);
        let times = if times < FEWEST { 1 } else { times };
        occasions.push(Occasion { actions: first.actions.clone(), day: first.day, step, times });
        rest = &rest[times..];
    }
    occasions
}

/// How many of the first occasions are alike and at equal distances.
fn repetitions(days: &[Occasion]) -> usize {
    let (Some(first), Some(second)) = (days.first(), days.get(1)) else { return days.len() };
    let step = second.day - first.day;
    let alike = |pair: &[Occasion]| {
        pair[0].actions == pair[1].actions && (pair[1].day - pair[0].day).to_bits() == step.to_bits()
    };
    1 + days.windows(2).take_while(|pair| alike(pair)).count()
}
