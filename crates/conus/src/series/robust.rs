//! Does the first printed change move, and what the treatment makes of it, where one assumption departs? The same worlds with
//! the same luck are played again, and compared pair by pair.

use super::enrolled::{Enrolment, Way, enrol, scene};
use super::layer::Layer;
use super::plan::{Printed, SeriesPlan};
use super::play::{World, play};
use super::published::Observed;
use super::split::in_world;
use crate::dossier::departure::declared;
use crate::dossier::robustness::{Answer, Departed, Panel};
use crate::dossier::verification::Converged;
use crate::patient::course::{Precision, sight};
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::Between;
use crate::trial::screening::HardlyAnybody;
use conus_num::distribution::student_t;
use rayon::prelude::*;

/// Worlds in which each departure is played (assumed: a run takes about a tenth longer).
const WORLDS: usize = 12;
/// How much finer the equations are solved again.
const FINER: f64 = 0.1;
/// Level at which a study reports a change (assumed).
const ALPHA: f64 = 0.05;
/// Departures that are declared for trials and make sense here: nobody leaves a series, and pain lets nobody in.
const SHARED: [&str; 6] = [
    "expectation_none",
    "expectation_double",
    "people_alike",
    "potency_sure",
    "potency_unsure",
    "priors_only",
];

/// One thing that is changed.
struct Change {
    id: String,
    group: String,
    what: String,
    knowledge: Knowledge,
    plan: SeriesPlan,
}

/// The panel of the first printed result; none where nothing was printed.
///
/// # Panics
/// Never: a dozen worlds are compared.
#[must_use]
pub fn panel(
    knowledge: &Knowledge,
    plan: &SeriesPlan,
    worlds: &[World],
    observed: &[Observed],
) -> Option<Panel> {
    let (printed, observed) = (plan.results.first()?, observed.first()?);
    let between_arms = matches!(observed, Observed::Difference { .. });
    let compared = &worlds[..WORLDS.min(worlds.len())];
    let changes = changes(knowledge, plan);
    let departed = |world: &World| -> Vec<Departed> {
        let one = |change: &Change| {
            let played = play(&change.knowledge, &change.plan, &[printed.outcome], world.replicate);
            let answer = played.map_err(|why| why.to_string()).and_then(|world| {
                let found = answer(&change.plan, &world, printed, between_arms);
                found.ok_or_else(|| "nobody is in the group".to_owned())
            });
            Departed { departure: change.id.clone(), answer }
        };
        changes.iter().map(one).collect()
    };
    let found: Vec<(Option<Answer>, Vec<Departed>)> = compared
        .par_iter()
        .map(|world| (answer(plan, world, printed, between_arms), departed(world)))
        .collect();
    let trials: Vec<(Option<Answer>, &[Departed])> =
        found.iter().map(|(planned, departed)| (*planned, departed.as_slice())).collect();
    let names: Vec<[&str; 3]> =
        changes.iter().map(|change| [change.id.as_str(), &change.group, &change.what]).collect();
    let mut panel = Panel::of(declared(), &trials, &names);
    panel.asked = u32::try_from(compared.len()).expect("a dozen worlds");
    panel.unit = printed.outcome.unit().to_owned();
    panel.sides = ["fell", "rose"].map(str::to_owned);
    Some(panel)
}

/// What the study answers in a world.
fn answer(plan: &SeriesPlan, world: &World, printed: &Printed, between_arms: bool) -> Option<Answer> {
    let tally = world.tally(printed.outcome, printed.group, plan.visit(&printed.visit)?)?;
    let found = in_world(tally, between_arms);
    let change = tally.report.change;
    let people = f64::from(change.n);
    let (error, freedom) = if between_arms {
        let control = f64::from(plan.control.map_or(change.n, |control| control.people));
        (change.sd * (1.0 / people + 1.0 / control).sqrt(), people + control - 2.0)
    } else {
        (change.sd / people.sqrt(), people - 1.0)
    };
    let reported = freedom > 0.0
        && error > 0.0
        && found.whole.abs() / error > student_t::quantile(1.0 - 0.5 * ALPHA, freedom);
    Some(Answer { observed: found.whole, truth: found.parts[Layer::Treatment as usize], reported })
}

fn changes(knowledge: &Knowledge, plan: &SeriesPlan) -> Vec<Change> {
    let shared = declared().departures.iter().filter(|departure| SHARED.contains(&departure.id.as_str()));
    let mut changes: Vec<Change> = shared
        .map(|departure| Change {
            id: departure.id.clone(),
            group: departure.group.clone(),
            what: departure.what.clone(),
            knowledge: departure.knowledge(knowledge),
            plan: plan.clone(),
        })
        .collect();
    for (percent, what) in
        [(0.0, "nobody was enrolled within six months"), (100.0, "everybody was enrolled within six months")]
    {
        let mut other = plan.clone();
        other.population.subacute_percent = Between { min: percent, max: percent };
        changes.push(Change {
            id: format!("subacute_{percent}"),
            group: "How the population is made".to_owned(),
            what: what.to_owned(),
            knowledge: knowledge.clone(),
            plan: other,
        });
    }
    changes.sort_by(|a, b| a.group.cmp(&b.group));
    changes
}

/// Everybody of the first world followed again at finer tolerances: how far their true pain differs, treated and not, at
/// every visit.
///
/// # Errors
/// When hardly anybody is as the study asks for.
pub fn converged(knowledge: &Knowledge, plan: &SeriesPlan) -> Result<Converged, HardlyAnybody> {
    let ways = [Way { trains: true, treated: false }, Way::STUDY];
    let scene = scene(knowledge, plan, 0);
    let mut finer = knowledge.clone();
    let Precision { relative, absolute, most_steps } = finer.followers.precision;
    finer.followers.precision =
        Precision { relative: FINER * relative, absolute: FINER * absolute, most_steps };
    let [one, other] = [knowledge, &finer].map(|knowledge| enrol(knowledge, plan, &scene, &ways));
    Ok(compared(plan, &ways, &one?, &other?))
}

fn compared(plan: &SeriesPlan, ways: &[Way], one: &Enrolment, other: &Enrolment) -> Converged {
    let mut found = Converged { people: 0, others: 0, pairs: 0, largest_nrs: 0.0 };
    for person in &one.people {
        let Some(again) = other.people.iter().find(|again| again.key == person.key) else { continue };
        found.people += 1;
        for way in ways {
            for visit in 0..plan.visits.len() {
                let [pain, finer] =
                    [person, again].map(|person| sight(person.state(*way, visit), &person.params).pain.0);
                found.pairs += 1;
                found.largest_nrs = found.largest_nrs.max((pain - finer).abs());
            }
        }
    }
    let all = one.people.len() + other.people.len();
    found.others = u32::try_from(all).expect("thousands of people at most") - 2 * found.people;
    found
}
