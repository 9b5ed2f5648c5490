//! What one study file says: read whole, judged whole, all its faults at once.
//!
//! [`TrialPlan::read`] takes a file, [`TrialPlan::from_text`] a text. A plan that comes back is without fault:
//! every number is in its range and no two entries contradict each other.
mod check;
mod cost;
mod design;
pub(crate) mod fields;
mod model;
pub(crate) mod treatment;

use std::path::Path;

pub use crate::plan_file::{Choice, Fault, LONGEST_FILE};
pub use cost::Cost;
pub use design::{Blinded, Conduct, Design, Keep, Looks, Promising, RunIn, SpendingName};
pub use model::*;

use crate::analysis::method::Method;
use crate::plan_file::{self, Kind};
use sha2::{Digest, Sha256};

/// How a study file is read.
const KIND: Kind<TrialPlan> = Kind {
    file: "a study file in TOML",
    holds: "a study: [study], [population], [eligibility] and so on",
    fields: fields::plan,
    contradictions: check::contradictions,
};

impl Analysis {
    /// How outcomes are compared, in words.
    pub fn words(&self) -> String {
        self.primary.as_ref().map_or_else(|| self.test.name(), Method::words)
    }
}

impl TrialPlan {
    /// The plan in a study file.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        plan_file::read(path, &KIND)
    }

    /// The plan in the bytes of a file that is called `name` in every fault.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        plan_file::read_bytes(name, bytes, &KIND)
    }

    /// The plan in a text that is called `name` in every fault.
    ///
    /// # Errors
    /// Every fault of the text, in the order of its lines.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        plan_file::read_text(name, text, &KIND)
    }

    /// SHA-256 of everything the plan says, as 64 hexadecimal digits.
    ///
    /// Two files that differ in comments, order or spelling of numbers alone have the same digest, so a run can be
    /// resumed after such an edit and after no other.
    ///
    /// # Panics
    /// Never: a plan without fault holds only finite numbers and text.
    pub fn digest(&self) -> String {
        self.digest_with("")
    }

    /// The same of a plan together with what is asked of it.
    ///
    /// # Panics
    /// Never, as [`Self::digest`].
    pub fn digest_with(&self, asked: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(b"conus plan 1\n");
        hash.update(serde_json::to_vec(self).expect("a plan holds only finite numbers, text and lists"));
        hash.update(asked);
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The same trial as planned, without the worlds that are run beside it.
    #[must_use]
    pub fn alone(&self) -> Self {
        let mut plan = self.clone();
        plan.control.variants = vec![plan.control.content];
        plan.scenarios = Scenarios { null: false, knock_outs: false, true_effect_nrs: Vec::new() };
        plan
    }

    /// The control arm.
    ///
    /// # Panics
    /// When the plan was not read by this module; one that was has exactly one.
    pub fn control_arm(&self) -> &Arm {
        self.arms
            .iter()
            .find(|arm| arm.role == Role::Control)
            .expect("a plan without fault has a control arm")
    }

    /// The arms under question, in the order of the file.
    pub fn treatment_arms(&self) -> impl Iterator<Item = &Arm> {
        self.arms.iter().filter(|arm| arm.role == Role::Treatment)
    }

    /// Whether an arm of this role is played with treatments that the plan lists: every treatment arm, and a control
    /// with treatments of its own, such as the sequence of a crossover that begins with placebo.
    pub fn lists_treatments(&self, role: Role) -> bool {
        role == Role::Treatment || !self.control_arm().treatments.is_empty()
    }

    /// The visit at which arms are compared.
    ///
    /// # Panics
    /// When the plan was not read by this module; one that was has it.
    pub fn analysed_visit(&self) -> &Visit {
        let at = |visit: &&Visit| visit.id == self.analysis.at;
        self.visits.iter().find(at).expect("a plan without fault is analysed at one of its visits")
    }

    /// How many patients of an arm are simulated to the last visit or randomised, as the plan's `sizes` says.
    pub fn arm_size(&self, arm: &Arm) -> u32 {
        match self.allocation.sizes {
            ArmSizes::Randomised => arm.randomised,
            ArmSizes::Completers => {
                self.allocation.completers.get(&arm.id).copied().unwrap_or(arm.randomised)
            }
        }
    }
}
