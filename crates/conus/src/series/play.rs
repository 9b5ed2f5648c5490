//! What happens in one possible world? Everybody is let in, measured before and at each visit under every set of layers.

use super::answers::{Scores, Visit, after, before, changed};
use super::enrolled::{Enrolled, Enrolment, Scene, Way, enrol, scene};
use super::group::Group;
use super::layer::{Layer, Layers, SETS};
use super::outcome::Outcome;
use super::plan::SeriesPlan;
use crate::instrument::voice::Expects;
use crate::plan_file::Choice;
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::Visit as PlannedVisit;
use crate::trial::screening::HardlyAnybody;

/// Number, mean and spread of some values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// How many.
    pub n: u32,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation; 0 of fewer than two.
    pub sd: f64,
}

/// One outcome in one group at one visit, as the study would report it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What was measured.
    pub outcome: Outcome,
    /// In whom.
    pub group: Group,
    /// Number of the visit.
    pub visit: usize,
    /// Score when people were let in.
    pub before: Moments,
    /// Score at the visit.
    pub after: Moments,
    /// Change.
    pub change: Moments,
}

/// The same with what nobody could report.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// As the study was.
    pub report: Report,
    /// Change with nothing given.
    pub untreated: Moments,
    /// Score at the visit with nothing given.
    pub untreated_after: Moments,
    /// Mean change under every set of layers, by [`Layers::place`].
    pub by_layers: Vec<f64>,
    /// Change in an open control arm, whole and under every set, where the study has one.
    pub control: Option<(Moments, Vec<f64>)>,
}

/// One world.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Its number.
    pub replicate: u32,
    /// Share of cervical injuries that was drawn \[%\].
    pub cervical_percent: f64,
    /// Share enrolled within six months that was drawn \[%\].
    pub subacute_percent: f64,
    /// People.
    pub people: u32,
    /// Candidates who were seen.
    pub screened: u32,
    /// People who could not be solved.
    pub failed: u32,
    /// What was found.
    pub tallies: Vec<Tally>,
}

impl Report {
    fn is(&self, outcome: Outcome, group: Group, visit: usize) -> bool {
        self.outcome == outcome && self.group == group && self.visit == visit
    }
}

impl World {
    /// One tally; none where nobody was in the group or it was not asked for.
    #[must_use]
    pub fn tally(&self, outcome: Outcome, group: Group, visit: usize) -> Option<&Tally> {
        self.tallies.iter().find(|tally| tally.report.is(outcome, group, visit))
    }
}

/// One report among many; none where nobody was in the group or it was not asked for.
#[must_use]
pub fn report_of(reports: &[Report], outcome: Outcome, group: Group, visit: usize) -> Option<&Report> {
    reports.iter().find(|report| report.is(outcome, group, visit))
}

/// Plays a world under every set of layers; only what is `wanted` is measured.
///
/// # Errors
/// When hardly anybody is as the study asks for.
///
/// # Panics
/// Never: a study has at most thousands of people.
pub fn play(
    knowledge: &Knowledge,
    plan: &SeriesPlan,
    wanted: &[Outcome],
    replicate: u32,
) -> Result<World, HardlyAnybody> {
    let scene = scene(knowledge, plan, replicate);
    let enrolment = enrol(knowledge, plan, &scene, &Way::ALL)?;
    let sets: Vec<Layers> = Layers::every().collect();
    let lived = everybody(plan, &scene, &enrolment, wanted, &sets);
    Ok(World {
        replicate,
        cervical_percent: scene.cervical_percent,
        subacute_percent: scene.subacute_percent,
        people: u32::try_from(lived.len()).expect("a study has thousands of people"),
        screened: enrolment.screened,
        failed: enrolment.failed,
        tallies: in_each(plan, &enrolment, &lived, wanted, tally),
    })
}

/// Plays a world as the study was, and nothing else: what it would report.
///
/// # Errors
/// When hardly anybody is as the study asks for.
pub fn play_as_reported(
    knowledge: &Knowledge,
    plan: &SeriesPlan,
    wanted: &[Outcome],
    replicate: u32,
) -> Result<Vec<Report>, HardlyAnybody> {
    let scene = scene(knowledge, plan, replicate);
    let enrolment = enrol(knowledge, plan, &scene, &[Way::STUDY])?;
    let lived = everybody(plan, &scene, &enrolment, wanted, &[Layers::ALL]);
    Ok(in_each(plan, &enrolment, &lived, wanted, report))
}

/// Every score of one person.
struct Lived {
    /// When let in, and measured again.
    before: [Scores; 2],
    /// By visit from the first after baseline, by set of layers; absent where a set was not asked for.
    after: Vec<Vec<Option<Scores>>>,
    /// The same in an open control arm.
    control: Option<Vec<Vec<Option<Scores>>>>,
}

fn everybody(
    plan: &SeriesPlan,
    scene: &Scene,
    enrolment: &Enrolment,
    wanted: &[Outcome],
    sets: &[Layers],
) -> Vec<Lived> {
    enrolment.people.iter().map(|person| lived(plan, scene, person, wanted, sets)).collect()
}

fn lived(plan: &SeriesPlan, scene: &Scene, person: &Enrolled, wanted: &[Outcome], sets: &[Layers]) -> Lived {
    let visits = |expects: Expects, as_control: bool| {
        let planned = (0..).zip(&plan.visits).skip(1);
        let visit = |(number, planned): (usize, &PlannedVisit)| {
            let visit = Visit { number, day: planned.day, expects };
            by_layers(scene, person, wanted, visit, (sets, as_control))
        };
        planned.map(visit).collect()
    };
    let counterfactual = sets.len() > 1;
    Lived {
        before: [false, true].map(|again| before(scene, person, wanted, again)),
        after: visits(Expects::OpenTreatment, false),
        control: plan.control.filter(|_| counterfactual).map(|_| visits(Expects::OpenControl, true)),
    }
}

/// Scores under these sets of layers. Selection moves nothing after baseline, hope of the patient no examination and hope
/// of the rater no questionnaire, so each answer is given once for all sets that leave it as it is; in a control arm
/// nothing is given and no rater hopes.
fn by_layers(
    scene: &Scene,
    person: &Enrolled,
    wanted: &[Outcome],
    visit: Visit,
    (sets, as_control): (&[Layers], bool),
) -> Vec<Option<Scores>> {
    let (rated, said): (Vec<Outcome>, Vec<Outcome>) =
        wanted.iter().copied().partition(|outcome| outcome.source().is_rated());
    let mut rated = Answers::of(rated, Layer::Expectation);
    let mut said = Answers::of(said, Layer::RatingBias);
    let mut scores: Vec<Option<Scores>> = vec![None; SETS];
    for set in sets {
        let mut acts = set.without(Layer::Selection);
        if as_control {
            acts = acts.without(Layer::Treatment).without(Layer::RatingBias);
        }
        let by_rater = rated.under(scene, person, visit, acts);
        let by_patient = said.under(scene, person, visit, acts);
        scores[set.place()] = Some(std::array::from_fn(|outcome| by_rater[outcome].or(by_patient[outcome])));
    }
    scores
}

/// Answers that one layer leaves as they are, kept by the sets of the others.
struct Answers {
    wanted: Vec<Outcome>,
    deaf_to: Layer,
    known: Vec<Option<Scores>>,
}

impl Answers {
    fn of(wanted: Vec<Outcome>, deaf_to: Layer) -> Self {
        Self { wanted, deaf_to, known: vec![None; SETS] }
    }

    fn under(&mut self, scene: &Scene, person: &Enrolled, visit: Visit, acts: Layers) -> Scores {
        let heard = acts.without(self.deaf_to);
        *self.known[heard.place()].get_or_insert_with(|| after(scene, person, &self.wanted, visit, heard))
    }
}

/// Of some people one outcome at one visit.
#[derive(Clone, Copy)]
struct Cell {
    outcome: Outcome,
    group: Group,
    visit: usize,
}

/// What `find` finds for every group, outcome and visit.
fn in_each<T>(
    plan: &SeriesPlan,
    enrolment: &Enrolment,
    lived: &[Lived],
    wanted: &[Outcome],
    find: impl Fn(Cell, &[&Lived]) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for group in Group::ALL {
        let everybody = enrolment.people.iter().zip(lived);
        let members: Vec<&Lived> =
            everybody.filter(|(person, _)| group.holds(&person.who)).map(|(_, lived)| lived).collect();
        for outcome in wanted {
            for visit in 1..plan.visits.len() {
                let cell = Cell { outcome: *outcome, group: *group, visit };
                let whole: Vec<&Lived> =
                    members.iter().copied().filter(|lived| cell.is_whole(lived)).collect();
                found.extend(find(cell, &whole));
            }
        }
    }
    found
}

impl Cell {
    /// Score at the visit under a set of layers.
    fn score(self, arm: &[Vec<Option<Scores>>], set: Layers) -> Option<f64> {
        arm[self.visit - 1][set.place()]?[self.outcome as usize]
    }

    /// Change up to the visit under a set of layers.
    fn change(self, lived: &Lived, arm: &[Vec<Option<Scores>>], set: Layers) -> Option<f64> {
        let before = &lived.before[usize::from(!set.has(Layer::Selection))];
        changed(self.outcome, before, arm[self.visit - 1][set.place()].as_ref()?)
    }

    /// Who lacks an answer under one set that was played, or one of the measurements before, counts under none, so that sets
    /// are compared in the same people.
    fn is_whole(self, lived: &Lived) -> bool {
        if lived.before.iter().any(|before| before[self.outcome as usize].is_none()) {
            return false;
        }
        let arms = [Some(&lived.after), lived.control.as_ref()];
        arms.into_iter().flatten().all(|arm| {
            let played = |set: &Layers| arm[self.visit - 1][set.place()].is_some();
            Layers::every().filter(played).all(|set| self.change(lived, arm, set).is_some())
        })
    }
}

fn report(cell: Cell, members: &[&Lived]) -> Option<Report> {
    if members.is_empty() {
        return None;
    }
    let Cell { outcome, group, visit } = cell;
    Some(Report {
        outcome,
        group,
        visit,
        before: moments(members.iter().filter_map(|lived| lived.before[0][outcome as usize])),
        after: moments(members.iter().filter_map(|lived| cell.score(&lived.after, Layers::ALL))),
        change: moments(members.iter().filter_map(|lived| cell.change(lived, &lived.after, Layers::ALL))),
    })
}

fn tally(cell: Cell, members: &[&Lived]) -> Option<Tally> {
    let report = report(cell, members)?;
    let change =
        |set: Layers| moments(members.iter().filter_map(|lived| cell.change(lived, &lived.after, set)));
    let in_control = |set: Layers| {
        moments(members.iter().filter_map(|lived| cell.change(lived, lived.control.as_ref()?, set)))
    };
    let control = members[0]
        .control
        .is_some()
        .then(|| (in_control(Layers::ALL), Layers::every().map(|set| in_control(set).mean).collect()));
    let after = members.iter().filter_map(|lived| cell.score(&lived.after, Layers::untreated()));
    Some(Tally {
        report,
        untreated: change(Layers::untreated()),
        untreated_after: moments(after),
        by_layers: Layers::every().map(|set| change(set).mean).collect(),
        control,
    })
}

/// Number, mean and standard deviation.
fn moments(values: impl Iterator<Item = f64>) -> Moments {
    let values: Vec<f64> = values.collect();
    Moments {
        n: u32::try_from(values.len()).expect("a study has thousands of people"),
        mean: conus_stats::describe::mean(&values).unwrap_or(0.0),
        sd: conus_stats::describe::standard_deviation(&values).unwrap_or(0.0),
    }
}
