//! What do SCIM III and WHOQOL-BREF say of a patient at a visit? They are asked only where the study compares them.
//!
//! The state of the cord on the day of the visit becomes items (`instrument::simulated`), and the items become scores by the
//! rules of `conus score`. The grade that was found at randomisation decides what of the cord the patient has kept. Whatever
//! a patient expects moves the pain that is spoken of, and with it one item of the questionnaire; nothing else.

use super::dataset::Parameter;
use super::plan::TrialPlan;
use super::screening::Candidate;
use crate::analysis::primary::parameter;
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::instrument::scoring::Instrument;
use crate::instrument::simulated::function::function;
use crate::instrument::simulated::independence::{self, Assessed};
use crate::instrument::simulated::scores::{SCIM, WHOQOL, numbers};
use crate::instrument::simulated::well_being::{self, Asked};
use crate::instrument::simulated::{Body, ItemModel};
use crate::patient::chance::Key;
use std::sync::LazyLock;

static MODEL: LazyLock<ItemModel<f64>> = LazyLock::new(ItemModel::shipped);

/// The scales that a study asks of one patient.
#[derive(Clone, Debug)]
pub struct Scales {
    asked: Vec<Parameter>,
    body: Body,
}

/// One patient at one visit.
#[derive(Clone, Copy, Debug)]
pub struct Visited<'a> {
    /// Number of the visit, from 0.
    pub visit: u32,
    /// Day after the injury.
    pub day: f64,
    /// State of the cord and of the person.
    pub state: &'a State<f64>,
    /// Parameters of the person.
    pub params: &'a Params<f64>,
    /// Pain of the week before, as it is spoken of \[nrs\].
    pub pain: f64,
    /// Chance that an answer to the questionnaire stays out.
    pub missing: f64,
}

/// What of the outcomes of a study comes from these scales.
#[must_use]
pub fn asked(plan: &TrialPlan) -> Vec<Parameter> {
    let outcomes = plan.analysis.outcomes.iter().map(|outcome| parameter(*outcome));
    outcomes.filter(|parameter| score(*parameter).is_some()).collect()
}

impl Scales {
    /// What is asked of a patient; none where the study asks nothing.
    #[must_use]
    pub fn of(plan: &TrialPlan, patient: &Candidate) -> Option<Self> {
        let asked = asked(plan);
        let body =
            || Body::draw(&MODEL, &patient.who, (patient.standing.day, &patient.standing.state), patient.key);
        (!asked.is_empty()).then(|| Self { asked, body: body() })
    }

    /// The scores of a visit, in the order of the outcomes. A score is absent where too many answers are.
    #[must_use]
    pub fn scores(&self, key: Key, at: &Visited<'_>) -> Vec<(Parameter, f64)> {
        let items = |instrument: &str| {
            if instrument == SCIM.name() {
                let function = &function(&MODEL, &self.body, at.state, at.day);
                let assessed = Assessed {
                    learnt_until: at.day,
                    function,
                    state: at.state,
                    params: at.params,
                    hope: 0.0,
                };
                independence::answers(&MODEL, assessed, key, at.visit)
            } else {
                let asked = Asked { state: at.state, pain: at.pain, missing: at.missing, hope: 0.0 };
                well_being::answers(&MODEL, asked, key, at.visit)
            }
        };
        let scored = |asked: &Parameter| {
            let (instrument, name) = score(*asked)?;
            let [number] = numbers(instrument, &items(instrument.name()), [name]);
            Some((*asked, number?))
        };
        self.asked.iter().filter_map(scored).collect()
    }
}

/// The instrument and the name of the score behind a parameter, if it is one of these scales.
fn score(parameter: Parameter) -> Option<(&'static dyn Instrument, &'static str)> {
    match parameter {
        Parameter::ScimTotal => Some((&**SCIM, "scim_total")),
        Parameter::QolOverall => Some((&**WHOQOL, "overall_quality")),
        Parameter::QolPhysical => Some((&**WHOQOL, "physical_0_100")),
        _ => None,
    }
}
