//! What do the instruments say of a person on a day? Exams and answers, scored.

use crate::people::Person;
use conus::instrument::simulated::examination::Occasion;
use conus::instrument::simulated::examined::Examined;
use conus::instrument::simulated::function::function;
use conus::instrument::simulated::independence::{self, Assessed};
use conus::instrument::simulated::well_being::{self, Asked};
use conus::instrument::simulated::{Body, ItemModel};
use conus::patient::course::sight;

/// Examines a person on the day `at` of those looked at. The day `reference` is the one on which the grade was known.
pub(crate) fn exam(
    model: &ItemModel<f64>,
    person: &Person,
    [reference, at]: [usize; 2],
    occasion: Occasion,
) -> Examined {
    let body =
        Body::draw(model, &person.who, (person.days[reference], &person.states[reference]), person.key);
    let truth = function(model, &body, &person.states[at], person.days[at]);
    Examined::by_rater(model, &truth, person.key, occasion)
}

/// The total of SCIM III on a day; none where an item stayed empty.
pub(crate) fn scim(
    model: &ItemModel<f64>,
    person: &Person,
    [reference, at]: [usize; 2],
    occasion: u32,
) -> Option<f64> {
    let state = &person.states[at];
    let body =
        Body::draw(model, &person.who, (person.days[reference], &person.states[reference]), person.key);
    let truth = function(model, &body, state, person.days[at]);
    let who = Assessed {
        learnt_until: person.days[at],
        function: &truth,
        state,
        params: &person.params,
        hope: 0.0,
    };
    independence::answers(model, who, person.key, occasion).into_iter().sum()
}

/// The answers to WHOQOL-BREF on a day, all of them given.
pub(crate) fn whoqol(model: &ItemModel<f64>, person: &Person, at: usize, occasion: u32) -> Vec<f64> {
    let state = &person.states[at];
    let who = Asked { state, pain: sight(state, &person.params).pain.0, missing: 0.0, hope: 0.0 };
    well_being::answers(model, who, person.key, occasion).into_iter().flatten().collect()
}
