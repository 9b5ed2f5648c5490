//! How is a failure told? Who, where it stopped and why, the last steps, and in what the patient is unusual.

use conus::biology::State;
use conus::patient::course::Sight;
use conus::patient::crowd::Arrival;
use conus::patient::deviation::Deviation;
use conus::patient::replay::{Replay, Retraced, Steps};
use conus::trial::failure::Kept;
use serde_json::{Value, json};

use crate::NOTICE;
use crate::output;

/// Parameters that a table shows.
const MOST_PARAMETERS: usize = 12;

/// For people.
pub(super) fn table(kept: &Kept, again: &Retraced, unusual: &[Deviation]) -> String {
    let (failure, replay) = (&kept.failure, &kept.failure.replay);
    let mut page = String::from("one simulated patient, followed again\n");
    let mut say = |key: &str, what: String| page.push_str(&format!("  {key:<9}{what}\n"));
    say(
        "who",
        format!(
            "patient {} of replicate {}, seed {}; {}",
            failure.patient, kept.replicate, kept.seed, failure.stage
        ),
    );
    if kept.conus != env!("CARGO_PKG_VERSION") {
        let version = env!("CARGO_PKG_VERSION");
        say("note", format!("written by conus {}, this is {version}: equations may differ", kept.conus));
    }
    let (journey, events) = (&replay.journey, replay.journey.events.len());
    say(
        "journey",
        format!("day {} to day {} after the injury, {events} events", journey.standing.day, journey.to),
    );
    let precision = replay.precision;
    say(
        "solver",
        format!(
            "rtol {:e}, atol {:e}, at most {} steps between two events",
            precision.relative, precision.absolute, precision.most_steps
        ),
    );
    say("before", failure.cause.clone());
    let standing = again.arrival.standing;
    match &again.arrival.outcome {
        Ok(_) => say("now", format!("it goes through, to day {}", standing.day)),
        Err(cause) if cause.to_string() == failure.cause => say("now", "the same".to_owned()),
        Err(cause) => say("now", cause.to_string()),
    }
    say("reached", format!("day {}", standing.day));
    if let Err(cause) = &again.arrival.outcome {
        say(
            "state",
            cause.state().map_or("none is to blame".to_owned(), |state| in_state(state, &standing.state)),
        );
    }
    say("steps", format!("{} accepted, {} rejected", again.accepted.count, again.rejected.count));
    page.push_str(&format!("  note     {NOTICE}\n"));
    page.push_str(&steps("the last steps that were accepted", &again.accepted));
    page.push_str(&steps("the last steps that were rejected", &again.rejected));
    page + &parameters(unusual)
}

fn in_state(name: &str, state: &State<f64>) -> String {
    let place = State::<f64>::NAMES.iter().position(|known| *known == name);
    place.map_or(name.to_owned(), |place| format!("{name}, {} there", state.to_array()[place]))
}

/// The error of all states together, 1 where it is just allowed, and of the worst.
fn steps(heading: &str, steps: &Steps) -> String {
    if steps.last.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = steps
        .last
        .iter()
        .map(|tried| {
            let error = tried.error.map_or("-".to_owned(), |error| format!("{error:.3e}"));
            let (state, largest) = match tried.worst {
                Some((state, error)) => (State::<f64>::NAMES[state].to_owned(), format!("{error:.3e}")),
                None => ("-".to_owned(), "-".to_owned()),
            };
            vec![tried.day.to_string(), format!("{:.3e}", tried.length), error, largest, state]
        })
        .collect();
    let head = ["day", "length", "error", "largest", "in state"];
    format!("\n{heading} (error 1 is just allowed)\n{}", output::table(&head, &rows))
}

fn parameters(unusual: &[Deviation]) -> String {
    let rows: Vec<Vec<String>> = unusual
        .iter()
        .take(MOST_PARAMETERS)
        .map(|found| {
            let sds = found.sds.map_or("-".to_owned(), |sds| format!("{sds:.2}"));
            vec![found.name.to_owned(), format!("{:.4e}", found.value), format!("{:.4e}", found.median), sds]
        })
        .collect();
    let head = ["parameter", "value", "median", "SDs away"];
    format!(
        "\nfurthest from most people, in standard deviations of the logarithm (- where it is not drawn)\n{}",
        output::table(&head, &rows)
    )
}

/// For programs.
pub(super) fn json(kept: &Kept, again: &Retraced, unusual: &[Deviation]) -> anyhow::Result<String> {
    let failure = &kept.failure;
    let outcome = again.arrival.outcome.as_ref();
    let standing = again.arrival.standing;
    let steps = |steps: &Steps| -> Vec<Value> {
        let row = |tried: &conus::patient::replay::Tried| {
            let (state, largest) = tried.worst.unzip();
            json!({
                "day": tried.day,
                "length": tried.length,
                "error": tried.error,
                "largest_error": largest,
                "state": state.map(|state| State::<f64>::NAMES[state]),
            })
        };
        steps.last.iter().map(row).collect()
    };
    let parameter = |found: &Deviation| json!({ "name": found.name, "value": found.value, "median": found.median, "sds": found.sds });
    output::json(&json!({
        "notice": NOTICE,
        "seed": kept.seed,
        "replicate": kept.replicate,
        "patient": failure.patient,
        "stage": failure.stage,
        "precision": failure.replay.precision,
        "before": { "cause": failure.cause, "day": failure.day, "state": failure.state },
        "now": {
            "solved": outcome.is_ok(),
            "cause": outcome.err().map(ToString::to_string),
            "day": standing.day,
            "state": outcome.err().and_then(|cause| cause.state()),
            "values": standing.state,
            "inputs": standing.inputs,
        },
        "steps": { "accepted": again.accepted.count, "rejected": again.rejected.count },
        "last_accepted": steps(&again.accepted),
        "last_rejected": steps(&again.rejected),
        "parameters": unusual.iter().map(parameter).collect::<Vec<_>>(),
    }))
}

/// The course day by day, as far as it could be followed; every digit reads back to the same bits.
pub(super) fn course(replay: &Replay, arrival: &Arrival) -> String {
    let names: Vec<&str> = ["day"].into_iter().chain(Sight::<f64>::NAMES.iter().copied()).collect();
    let mut page = conus::table::csv::line(&names);
    for (day, seen) in replay.journey.looks.iter().zip(&arrival.seen) {
        let cells: Vec<String> =
            [*day].into_iter().chain(seen.to_array()).map(|value| value.to_string()).collect();
        page.push_str(&(cells.join(",") + "\n"));
    }
    page
}
