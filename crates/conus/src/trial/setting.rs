//! Which worlds are compared? The same patients with the same luck live through each setting; one thing differs.

use super::plan::{ArmSizes, Blinding, ControlContent, Role, TrialPlan};
use super::tested::Tested;
use crate::instrument::voice::Expects;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Days over which an imposed relief comes (assumed).
const RELIEF_DAYS: f64 = 28.0;

/// One world in which the trial is played.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "setting", rename_all = "snake_case")]
pub enum Setting {
    /// As planned, with this content of the control.
    Planned {
        /// What the control arm gets beside usual care.
        control: Content,
    },
    /// What is under question does nothing; everything else is as planned.
    Null,
    /// What is under question does all the harm that it does and relieves nothing: pain is that of usual care.
    HarmsOnly,
    /// What is under question does nothing of its own; instead it lowers true pain by exactly so much.
    Imposed {
        /// Relief [NRS points].
        relief_nrs: f64,
    },
}

/// What the control arm gets beside usual care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Nothing more.
    UsualCare,
    /// An injection that raises the same expectation.
    ShamLike,
    /// A gabapentinoid raised to the full dose.
    TitratedGabapentinoid,
}

impl From<ControlContent> for Content {
    fn from(content: ControlContent) -> Self {
        match content {
            ControlContent::UsualCare => Self::UsualCare,
            ControlContent::ShamLike => Self::ShamLike,
            ControlContent::TitratedGabapentinoid => Self::TitratedGabapentinoid,
        }
    }
}

impl Content {
    /// In words: where nobody knows who gets what, usual care goes with a placebo. A control with treatments of its
    /// own is called by its name.
    #[must_use]
    pub fn words(self, plan: &TrialPlan) -> Cow<'static, str> {
        let own = || plan.control_arm().id.replace(['_', '-'], " ");
        match self {
            Self::UsualCare if plan.lists_treatments(Role::Control) => own().into(),
            Self::ShamLike if plan.lists_treatments(Role::Control) => format!("{}, sham-like", own()).into(),
            Self::UsualCare if plan.blinding.open_label => "usual care".into(),
            Self::UsualCare => "placebo".into(),
            Self::ShamLike => "sham-like".into(),
            Self::TitratedGabapentinoid => "titrated drug".into(),
        }
    }
}

/// What a patient's biology goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Biology {
    /// Usual care only.
    Untreated,
    /// The treatments of their arm, be it the control.
    Treated,
    /// Usual care with a gabapentinoid raised to the full dose.
    Titrated,
}

/// The worlds of a plan, the planned one first.
#[must_use]
pub fn settings(plan: &TrialPlan) -> Vec<Setting> {
    let main = plan.control.content;
    let mut contents = vec![main];
    contents.extend(plan.control.variants.iter().copied().filter(|content| *content != main));
    let mut settings: Vec<Setting> =
        contents.into_iter().map(|content| Setting::Planned { control: content.into() }).collect();
    if plan.scenarios.null {
        settings.push(Setting::Null);
    }
    settings.extend(
        plan.scenarios.true_effect_nrs.iter().map(|relief_nrs| Setting::Imposed { relief_nrs: *relief_nrs }),
    );
    settings
}

impl Setting {
    /// The words of tables and figures.
    #[must_use]
    pub fn label(&self, plan: &TrialPlan) -> String {
        let tested = Tested::of(plan);
        match self {
            Self::Planned { control } => format!("{}, control: {}", tested.name, control.words(plan)),
            Self::Null => format!("null: {} {} nothing", tested.name, tested.agree("does", "do")),
            Self::HarmsOnly => format!(
                "{} {} and {} nothing",
                tested.name,
                tested.agree("harms", "harm"),
                tested.agree("relieves", "relieve")
            ),
            Self::Imposed { relief_nrs } => format!("imposed relief {relief_nrs} NRS"),
        }
    }

    /// What the control arm gets.
    fn content(&self, plan: &TrialPlan) -> Content {
        match self {
            Self::Planned { control } => *control,
            Self::Null | Self::HarmsOnly | Self::Imposed { .. } => plan.control.content.into(),
        }
    }

    /// What the biology of a patient in an arm of this role goes through. What a control has of its own is under
    /// question as much as the rest: outside the planned world it does nothing either.
    #[must_use]
    pub fn biology(&self, plan: &TrialPlan, role: Role) -> Biology {
        match (plan.lists_treatments(role), self) {
            (true, Self::Planned { .. } | Self::HarmsOnly) => Biology::Treated,
            (true, _) => Biology::Untreated,
            (false, _) if self.content(plan) == Content::TitratedGabapentinoid => Biology::Titrated,
            (false, _) => Biology::Untreated,
        }
    }

    /// What pain comes of where the biology goes through `under`.
    #[must_use]
    pub fn felt_under(&self, under: Biology) -> Biology {
        match (self, under) {
            (Self::HarmsOnly, Biology::Treated) => Biology::Untreated,
            (_, under) => under,
        }
    }

    /// What a patient in an arm of this role expects. The content says it of the control, also of one with treatments
    /// of its own: who knows to be treated there expects as much where it is sham-like.
    #[must_use]
    pub fn expects(&self, plan: &TrialPlan, role: Role) -> Expects {
        let Blinding { open_label, expectation } = plan.blinding;
        let hopeful = role == Role::Treatment || self.content(plan) == Content::ShamLike;
        match (expectation, open_label, hopeful) {
            (false, ..) => Expects::Nothing,
            (true, false, _) => Expects::Blinded,
            (true, true, true) => Expects::OpenTreatment,
            (true, true, false) => Expects::OpenControl,
        }
    }

    /// Relief of true pain imposed on a patient in an arm of this role on a day of the trial [NRS points].
    #[must_use]
    pub fn relief(&self, role: Role, day: f64) -> f64 {
        match self {
            Self::Imposed { relief_nrs } if role == Role::Treatment => {
                relief_nrs * (day / RELIEF_DAYS).clamp(0.0, 1.0)
            }
            _ => 0.0,
        }
    }
}

/// Whether patients may leave: a trial conditioned on its completers has none who left.
#[must_use]
pub fn may_leave(plan: &TrialPlan) -> bool {
    plan.allocation.sizes == ArmSizes::Randomised
}
