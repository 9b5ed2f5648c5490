//! What does a person answer, and what is found in them, at a visit under any layers?
//!
//! ```text
//! state = state at enrolment + natural (untreated untrained state now - state at enrolment)
//!       + (state of the way now - untreated untrained state now)
//! ```
//!
//! With the natural course on, that is the state of the way itself. The clock of recovery runs with the natural course,
//! that of learning with rehabilitation. Luck is the same under all layers.

use super::enrolled::{Enrolled, Scene, Way};
use super::layer::{Layer, Layers};
use super::outcome::{OUTCOMES, Outcome, Source};
use crate::biology::State;
use crate::instrument::isncsci::Grade;
use crate::instrument::nrs::{Said, week};
use crate::instrument::simulated::change;
use crate::instrument::simulated::examination::Occasion;
use crate::instrument::simulated::examined::Examined;
use crate::instrument::simulated::function::{Function, function};
use crate::instrument::simulated::independence::{self, Assessed};
use crate::instrument::simulated::scores::{SCIM, WHOQOL, numbers};
use crate::instrument::simulated::well_being::{self, Asked};
use crate::instrument::voice::{Expects, SCREENING_DAYS, expectation};
use crate::patient::course::sight;

/// A number for each outcome; none where it was not asked or could not be scored.
pub type Scores = [Option<f64>; OUTCOMES];

/// Number of the occasion at which people are measured again before treatment: after every visit.
const AGAIN: u32 = 1_000;

/// One visit of a person.
#[derive(Clone, Copy, Debug)]
pub struct Visit {
    /// Its number, from 0.
    pub number: usize,
    /// Day after enrolment.
    pub day: u32,
    /// What is expected where expectation is on.
    pub expects: Expects,
}

/// Scores before treatment: as they were when people were let in, or measured again.
#[must_use]
pub fn before(scene: &Scene, person: &Enrolled, wanted: &[Outcome], again: bool) -> Scores {
    let visit = Visit { number: 0, day: 0, expects: Expects::Nothing };
    let at = At {
        visit,
        occasion: if again { AGAIN } else { 0 },
        voice: usize::from(again),
        state: person.standing.state,
        day: person.standing.day,
        learnt_until: person.standing.day,
        hopes: false,
        rater_hopes: false,
    };
    at.scores(scene, person, wanted)
}

/// Scores at a later visit under some layers. Selection is a matter of [`before`].
///
/// # Panics
/// Never: a study has at most twenty visits.
#[must_use]
pub fn after(scene: &Scene, person: &Enrolled, wanted: &[Outcome], visit: Visit, on: Layers) -> Scores {
    let start = person.standing.day;
    let now = start + f64::from(visit.day);
    let since = |layer: Layer| if on.has(layer) { now } else { start };
    let at = At {
        visit,
        occasion: u32::try_from(visit.number).expect("a study has at most twenty visits"),
        voice: 0,
        state: state(person, visit.number, on),
        day: since(Layer::NaturalCourse),
        learnt_until: since(Layer::Rehabilitation),
        hopes: on.has(Layer::Expectation),
        rater_hopes: on.has(Layer::RatingBias),
    };
    at.scores(scene, person, wanted)
}

/// The state under some layers.
fn state(person: &Enrolled, visit: usize, on: Layers) -> State<f64> {
    let way = Way { trains: on.has(Layer::Rehabilitation), treated: on.has(Layer::Treatment) };
    let now = person.state(way, visit);
    if on.has(Layer::NaturalCourse) {
        return *now;
    }
    // No state is below zero; a sum of three may be, where a cord stands still that would have worsened.
    let untouched = person.state(Way::ALL[0], visit).to_array();
    let (start, now) = (person.standing.state.to_array(), now.to_array());
    State::from_array(&std::array::from_fn(|place| (start[place] + now[place] - untouched[place]).max(0.0)))
}

/// Everything that decides the answers of one occasion.
struct At {
    visit: Visit,
    occasion: u32,
    voice: usize,
    state: State<f64>,
    day: f64,
    learnt_until: f64,
    hopes: bool,
    rater_hopes: bool,
}

impl At {
    fn scores(&self, scene: &Scene, person: &Enrolled, wanted: &[Outcome]) -> Scores {
        let asked = |source: Source| wanted.iter().any(|outcome| outcome.source() == source);
        let truth = function(&scene.items, &person.body, &self.state, self.day);
        let mut scores: Scores = [None; OUTCOMES];
        if asked(Source::Exam) {
            self.examined(scene, person, &truth, &mut scores);
        }
        if asked(Source::Independence) {
            self.assessed(scene, person, &truth, &mut scores);
        }
        if asked(Source::Questionnaire) {
            self.asked(scene, person, &mut scores);
        }
        if asked(Source::ReportedChange) {
            self.compared(scene, person, &truth, &mut scores);
        }
        if asked(Source::Diary) {
            self.kept(scene, person, &mut scores);
        }
        scores
    }

    /// How far a rater hopes, in standard deviations.
    fn rater_hope(&self, scene: &Scene) -> f64 {
        if self.rater_hopes { scene.items.rating_hope.0 } else { 0.0 }
    }

    /// Relief that is hoped for and not felt \[nrs\].
    fn hoped(&self, scene: &Scene, person: &Enrolled) -> f64 {
        let expects = if self.hopes { self.visit.expects } else { Expects::Nothing };
        -expectation(&scene.reporting, &person.voices[self.voice], expects, f64::from(self.visit.day))
    }

    fn examined(&self, scene: &Scene, person: &Enrolled, truth: &Function, scores: &mut Scores) {
        let hope = self.rater_hope(scene);
        let occasion = Occasion { number: self.occasion, rater: person.key.patient, hope };
        let found = Examined::by_rater(&scene.items, truth, person.key, occasion);
        scores[Outcome::Motor as usize] = found.motor;
        scores[Outcome::LightTouch as usize] = found.touch;
        scores[Outcome::PinPrick as usize] = found.pin;
        scores[Outcome::AisImproved as usize] = found.grade.map(rank);
    }

    fn assessed(&self, scene: &Scene, person: &Enrolled, function: &Function, scores: &mut Scores) {
        let assessed = Assessed {
            learnt_until: self.learnt_until,
            function,
            state: &self.state,
            params: &person.params,
            hope: self.rater_hope(scene),
        };
        let items = independence::answers(&scene.items, assessed, person.key, self.occasion);
        let names = ["scim_total", "self_care", "respiration_sphincter", "mobility"];
        let first = Outcome::ScimTotal as usize;
        scores[first..first + names.len()].copy_from_slice(&numbers(&**SCIM, &items, names));
    }

    fn asked(&self, scene: &Scene, person: &Enrolled, scores: &mut Scores) {
        let hoped = self.hoped(scene, person);
        let pain = (sight(&self.state, &person.params).pain.0 - hoped).max(0.0);
        let asked = Asked {
            state: &self.state,
            pain,
            missing: scene.reporting.item_missing.0,
            hope: scene.items.well_hope.0 * hoped,
        };
        let items = well_being::answers(&scene.items, asked, person.key, self.occasion);
        let names = [
            "overall_quality_0_100",
            "general_health_0_100",
            "physical_0_100",
            "psychological_0_100",
            "social_0_100",
            "environment_0_100",
        ];
        let first = Outcome::QolOverall as usize;
        scores[first..first + names.len()].copy_from_slice(&numbers(&**WHOQOL, &items, names));
    }

    /// Before treatment nothing has changed; later 100 is better, -100 worse.
    fn compared(&self, scene: &Scene, person: &Enrolled, now: &Function, scores: &mut Scores) {
        let first = Outcome::TrunkMovement as usize;
        if self.visit.number == 0 {
            scores[first..first + change::FUNCTIONS].fill(Some(0.0));
            return;
        }
        let then = function(&scene.items, &person.body, &person.standing.state, person.standing.day);
        let hope = scene.items.change_hope.0 * self.hoped(scene, person);
        let said = change::answers(&scene.items, [&then, now], hope, person.key, self.occasion);
        for (score, word) in scores[first..].iter_mut().zip(said) {
            *score = Some(match word {
                "improved" => 100.0,
                "worse" => -100.0,
                _ => 0.0,
            });
        }
    }

    /// The diary of the week before; the cord moves slowly, so the day of the visit stands for the week.
    fn kept(&self, scene: &Scene, person: &Enrolled, scores: &mut Scores) {
        let felt = sight(&self.state, &person.params).pain.0;
        let end = SCREENING_DAYS + self.visit.day as usize;
        let (felt, shift) = (vec![felt; end], vec![-self.hoped(scene, person); end]);
        let said = Said { felt: &felt, shift: &shift };
        let found = week(&scene.reporting, &person.voices[self.voice], &said, self.visit.day as usize);
        scores[Outcome::NrsMean as usize] = found.mean;
        scores[Outcome::NrsWorst as usize] = found.worst;
        scores[Outcome::PainDays as usize] = found.pain_days;
    }
}

/// 0 for grade A, 4 for E.
fn rank(grade: Grade) -> f64 {
    match grade {
        Grade::A => 0.0,
        Grade::B => 1.0,
        Grade::C => 2.0,
        Grade::D => 3.0,
        Grade::E => 4.0,
    }
}

/// What changed from before to after, in the unit of the outcome.
#[must_use]
pub fn changed(outcome: Outcome, before: &Scores, after: &Scores) -> Option<f64> {
    let change = after[outcome as usize]? - before[outcome as usize]?;
    let improved = outcome == Outcome::AisImproved;
    Some(if improved { 100.0 * f64::from(u8::from(change > 0.0)) } else { change })
}
