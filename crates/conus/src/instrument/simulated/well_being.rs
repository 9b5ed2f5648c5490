//! What does this patient answer to WHOQOL-BREF? A graded response (samejima1969) of 26 items in four domains and two
//! general ones.
//!
//! ```text
//! trait  = slope (Ql - middle) + person + domain + occasion
//! answer = 1 + number of the thresholds -1.5, -0.5, 0.5, 1.5 steps that trait + item + answer error reach
//! ```
//!
//! Quality of life `Ql` is the state of the cord's person, which pain and function move. The item on pain moves with
//! pain beyond that. A reversed item is answered the other way round.

use super::ItemModel;
use crate::biology::State;
use crate::instrument::whoqol;
use crate::patient::chance::{Key, Purpose};
use std::sync::LazyLock;

/// What an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Domain {
    Overall,
    Physical,
    Psychological,
    Social,
    Environment,
}

/// Items of the domains, as whoqol1996 groups them; the two general items are in none.
const DOMAINS: [(Domain, &[usize]); 4] = [
    (Domain::Physical, &[3, 4, 10, 15, 16, 17, 18]),
    (Domain::Psychological, &[5, 6, 7, 11, 19, 26]),
    (Domain::Social, &[20, 21, 22]),
    (Domain::Environment, &[8, 9, 12, 13, 14, 23, 24, 25]),
];

/// The item that asks how far pain is in the way.
const PAIN: usize = 3;

/// The domain of each item and whether it is reversed, in the order of the items.
static ITEMS: LazyLock<Vec<(Domain, bool)>> = LazyLock::new(|| {
    let of = |number: usize| DOMAINS.iter().find(|(_, items)| items.contains(&number));
    let numbered = (1..).zip(&whoqol::RULES.item);
    numbered
        .map(|(number, item)| (of(number).map_or(Domain::Overall, |(domain, _)| *domain), item.reversed))
        .collect()
});

/// What moves the answers.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// State of the cord and of the person.
    pub state: &'a State<f64>,
    /// Pain of the last weeks as it is spoken of \[nrs\].
    pub pain: f64,
    /// Chance that an item stays unanswered.
    pub missing: f64,
    /// What is answered for the better because it is hoped, in units of `well_step` 1.
    pub hope: f64,
}

/// The answers from 1 to 5, in the order of the items; none where an item stayed unanswered.
///
/// # Panics
/// Never: an item has four thresholds.
#[must_use]
pub fn answers(model: &ItemModel<f64>, who: Asked<'_>, key: Key, occasion: u32) -> Vec<Option<f64>> {
    // Occasion 0 is the person; interviews are counted from 1.
    let person = &mut key.stream(Purpose::WellBeing, 0);
    let today = &mut key.stream(Purpose::WellBeing, occasion + 1);
    let general = model.well_person_sd.0 * person.normal();
    let by_domain: [f64; 5] = std::array::from_fn(|_| {
        general + model.well_domain_sd.0 * person.normal() + model.well_occasion_sd.0 * today.normal()
    });
    let well = who.state.quality.0 - model.well_middle.0;
    let mut answer = |(place, &(domain, reversed)): (usize, &(Domain, bool))| {
        let alike = if domain == Domain::Social { model.well_social_alike.0 } else { 1.0 };
        let own = model.well_item_sd.0 * person.normal() + model.well_answer_sd.0 * today.normal();
        let pain = if place + 1 == PAIN { model.well_pain.0 * (5.0 - who.pain) } else { 0.0 };
        let felt = slope(model, domain) * well + by_domain[domain as usize] + alike * own + pain + who.hope;
        let reached = [-1.5, -0.5, 0.5, 1.5].iter().filter(|step| felt >= *step * model.well_step.0).count();
        let level = f64::from(u8::try_from(reached).expect("there are four thresholds"));
        let said = if reversed { 5.0 - level } else { 1.0 + level };
        (!today.bernoulli(who.missing)).then_some(said)
    };
    ITEMS.iter().enumerate().map(&mut answer).collect()
}

fn slope(model: &ItemModel<f64>, domain: Domain) -> f64 {
    match domain {
        Domain::Overall => model.well_overall,
        Domain::Physical => model.well_physical,
        Domain::Psychological => model.well_psychological,
        Domain::Social => model.well_social,
        Domain::Environment => model.well_environment,
    }
    .0
}
