//! How does one patient fare? The equations are followed from event to event and looked at on chosen days.

use crate::biology::brain::{Firing, Pain, firing, firing_at_rest, pain};
use crate::biology::circuit::Afferents;
use crate::biology::compiled::{Cord, Model};
use crate::biology::disinhibition::{Inhibition, inhibition};
use crate::biology::drug::hazard;
use crate::biology::parameters::Params;
use crate::biology::{Inputs, STATES, State, named_numbers};
use crate::treatment::{Event, act};
use conus_num::{Num, Real};
use conus_ode::{MOST_STEPS, SolveError, Solver, Timetable, Tolerance, Work, run};
use serde::{Deserialize, Serialize};

/// Relative tolerance: a hundredth of what a pain rating can tell apart, ten thousand times over.
pub const RELATIVE_TOLERANCE: f64 = 1e-6;
/// Absolute tolerance of states of order one.
pub const ABSOLUTE_TOLERANCE: f64 = 1e-8;

/// How carefully the equations are solved, and how long that is tried.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precision {
    /// Relative tolerance.
    pub relative: f64,
    /// Absolute tolerance of every state.
    pub absolute: f64,
    /// Steps between two events after which a patient counts as not to be solved.
    pub most_steps: u64,
}

impl Precision {
    /// That of every study.
    pub const STUDY: Self =
        Self { relative: RELATIVE_TOLERANCE, absolute: ABSOLUTE_TOLERANCE, most_steps: MOST_STEPS };

    /// As the solver reads it.
    #[must_use]
    pub fn tolerance(&self) -> Tolerance {
        Tolerance::uniform(self.relative, self.absolute, STATES)
    }
}

/// What is followed: where somebody stands, what is done to them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Day since the injury.
    pub day: f64,
    /// State on that day.
    pub state: State<f64>,
    /// What is being done on that day.
    pub inputs: Inputs<f64>,
}

/// Follows patients one after the other; its workspace is made once.
pub struct Follower<'m> {
    model: &'m Model,
    solver: Solver,
    tolerance: Tolerance,
}

impl<'m> Follower<'m> {
    /// At the tolerances of every study.
    #[must_use]
    pub fn new(model: &'m Model) -> Self {
        Self::with_tolerance(model, Tolerance::uniform(RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE, STATES))
    }

    /// At other tolerances.
    #[must_use]
    pub fn with_tolerance(model: &'m Model, tolerance: Tolerance) -> Self {
        Self { model, solver: Solver::new(model.pattern()), tolerance }
    }

    /// Follows a patient from where they stand `to` a day; `look(number, day, state)` is called for each day looked at.
    ///
    /// # Errors
    /// When the equations cannot be solved, with day and state.
    ///
    /// # Panics
    /// Never: the solver keeps the number of states.
    pub fn follow(
        &mut self,
        params: &Params<f64>,
        standing: &mut Standing,
        to: f64,
        events: &[Event],
        looks: &[f64],
        mut look: impl FnMut(usize, f64, &State<f64>),
    ) -> Result<Work, SolveError> {
        let days: Vec<f64> = events.iter().map(|event| event.day).collect();
        let timetable = Timetable { from: standing.day, to, events: &days, outputs: looks };
        let mut cord = Cord::new(self.model, *params);
        cord.inputs = standing.inputs;
        let mut values = standing.state.to_array();
        let work = run(
            &mut self.solver,
            &mut cord,
            &mut values,
            &timetable,
            &self.tolerance,
            |number, cord, values| {
                let array: &mut [f64; STATES] = values.try_into().expect("the solver keeps the size");
                let mut state = State::from_array(array);
                act(&events[number].action, &mut state, &mut cord.inputs, &cord.params);
                *array = state.to_array();
            },
            |number, moment| {
                let mut seen = [0.0; STATES];
                moment.write(&mut seen);
                look(number, moment.day, &State::from_array(&seen));
            },
        )?;
        *standing = Standing { day: to, state: State::from_array(&values), inputs: cord.inputs };
        Ok(work)
    }
}

named_numbers! {
    /// What could be seen in a patient on one day, in truth: unrounded, unreported.
    #[expect(rustdoc::broken_intra_doc_links, reason = "a unit in brackets is no link")]
    Sight {
        /// Pain, all sources [NRS].
        pain,
        /// At-level neuropathic pain [NRS].
        pain_at,
        /// Below-level neuropathic pain [NRS].
        pain_below,
        /// Radicular pain [NRS].
        pain_radicular,
        /// Efficacy of inhibition at the level, 1 = healthy.
        inhibition_at,
        /// Efficacy of inhibition below the level, 1 = healthy.
        inhibition_below,
        /// Hazard of dizziness [1/d].
        dizziness,
        /// Hazard of somnolence [1/d].
        somnolence,
        /// Stem cells at the lesion [10^6 cells].
        msc_lesion,
        /// TNF [tnf].
        tnf,
        /// IL-1beta [il1].
        il1,
        /// Microglia below the level, active fraction.
        microglia,
        /// Descending control.
        descending,
    }
}

/// Unit of each, in the order of [`Sight::NAMES`].
pub const SIGHT_UNITS: [&str; Sight::<f64>::COUNT] =
    ["NRS", "NRS", "NRS", "NRS", "1", "1", "1/d", "1/d", "10^6 cells", "tnf", "il1", "1", "1"];

/// What is seen of a state, in one patient or many.
#[inline(always)]
#[must_use]
pub fn sight<R: Real>(y: &State<R>, p: &Params<R>) -> Sight<R> {
    let Pain { total, at, below, radicular } = pain(y, p, &firing_at_rest(y, p));
    let inhibited: Inhibition<R> = inhibition(y, p);
    let by_drug = hazard(y, p);
    Sight {
        pain: total,
        pain_at: at,
        pain_below: below,
        pain_radicular: radicular,
        inhibition_at: inhibited.at,
        inhibition_below: inhibited.below,
        dizziness: by_drug.dizziness,
        somnolence: by_drug.somnolence,
        msc_lesion: y.msc_lesion,
        tnf: y.tnf,
        il1: y.il1,
        microglia: y.microglia,
        descending: y.descending,
    }
}

/// Firing of the three fibre types under a touch of 25 mN \[Hz\] (medlock2022, stored spike trains): pain by touch is
/// allodynia.
#[expect(clippy::approx_constant, reason = "6.28 Hz was read off spike trains; it is not a circle")]
const TOUCH_25_MN: [f64; 3] = [6.28, 0.02, 0.01];

/// Firing of the projection neurons under a touch of 25 mN, at and below the level \[Hz\].
#[must_use]
pub fn touched(y: &State<f64>, p: &Params<f64>) -> [f64; 2] {
    let [touch, fast, slow] = TOUCH_25_MN.map(Num);
    let Firing { at, below, .. } = firing(y, p, &Afferents { touch, fast, slow });
    [at.0, below.0]
}
