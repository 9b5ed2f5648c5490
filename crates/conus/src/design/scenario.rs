//! Under which truths is a design judged? First that nothing works, then sizes of effect, then what is believed.

use super::pool::Where;
use crate::treatment::Treatment;
use crate::trial::plan::TrialPlan;
use crate::trial::setting::Setting;
use serde::Serialize;

/// A truth, or a belief about it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// What is lived.
    pub setting: Setting,
    /// In which worlds.
    #[serde(skip)]
    pub at: Where,
}

impl Scenario {
    /// Name for tables.
    #[must_use]
    pub fn id(&self) -> String {
        match (self.setting, self.at) {
            (Setting::Null, _) => NULL.to_owned(),
            (Setting::HarmsOnly, _) => "harm without relief".to_owned(),
            (Setting::Imposed { relief_nrs }, _) => format!("relief {relief_nrs}"),
            (Setting::Planned { .. }, Where::Typical) => "best guess".to_owned(),
            (Setting::Planned { .. }, Where::Drawn) => "as believed".to_owned(),
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        match (self.setting, self.at) {
            (Setting::Null, _) => "what is tested does nothing".to_owned(),
            (Setting::HarmsOnly, _) => {
                "what is tested does all the harm that it does, and relieves nothing".to_owned()
            }
            (Setting::Imposed { relief_nrs }, _) => format!("true relief of {relief_nrs} NRS points"),
            (Setting::Planned { .. }, Where::Typical) => "every unknown at its best guess".to_owned(),
            (Setting::Planned { .. }, Where::Drawn) => {
                "every unknown as uncertain as it is: P(success) is the assurance".to_owned()
            }
        }
    }

    /// Whether it is what is believed, so that P(success) in it is the assurance.
    #[must_use]
    pub fn is_belief(&self) -> bool {
        self.at == Where::Drawn && matches!(self.setting, Setting::Planned { .. })
    }

    /// Whether a success in it is an error of the first kind.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.setting, Setting::Null | Setting::HarmsOnly)
    }
}

/// Name of the scenario in which what is tested does nothing.
pub const NULL: &str = "no effect";

/// The scenarios of a study, the null first. A drug that harms makes people leave; whether an analysis keeps its level then
/// is asked in a world in which it does nothing else.
#[must_use]
pub fn scenarios(plan: &TrialPlan) -> Vec<Scenario> {
    let planned = Setting::Planned { control: plan.control.content.into() };
    let imposed = plan.scenarios.true_effect_nrs.iter().filter(|relief| **relief > 0.0);
    let drawn = |setting| Scenario { setting, at: Where::Drawn };
    let mut all = vec![drawn(Setting::Null)];
    let drug = |given: &Treatment| matches!(given, Treatment::Gabapentinoid { .. });
    if plan.treatment_arms().flat_map(|arm| &arm.treatments).any(drug) {
        all.push(drawn(Setting::HarmsOnly));
    }
    all.extend(imposed.map(|relief| drawn(Setting::Imposed { relief_nrs: *relief })));
    all.extend([Scenario { setting: planned, at: Where::Typical }, drawn(planned)]);
    all
}
