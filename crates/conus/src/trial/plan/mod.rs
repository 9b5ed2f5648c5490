//! What one study file says: read whole, judged whole, all its faults at once.
//!
//! [`TrialPlan::read`] takes a file, [`TrialPlan::from_text`] a text. A plan that comes back is without fault:
//! every number is in its range and no two entries contradict each other.
mod check;
mod fault;
mod fields;
mod model;
mod notes;
mod reader;
mod treatment;

use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use fault::Fault;
pub use model::*;
use notes::Notes;
use sha2::{Digest, Sha256};

/// The longest study file that is read (byte).
pub const LONGEST_FILE: usize = 1 << 20;

impl TrialPlan {
    /// The plan in a study file.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines.
    pub fn read(path: &Path) -> Result<Self, Vec<Fault>> {
        let name = path.display().to_string();
        let mut bytes = Vec::new();
        let limit = LONGEST_FILE as u64 + 1;
        let read = File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        match read {
            Ok(_) => Self::from_bytes(&name, &bytes),
            Err(cause) => Err(vec![notes::of_file(
                &name,
                &format!("the file cannot be read: {cause}"),
                "a study file in TOML",
            )]),
        }
    }

    /// The plan in the bytes of a file that is called `name` in every fault.
    ///
    /// # Errors
    /// Every fault of the file, in the order of its lines.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        if bytes.len() > LONGEST_FILE {
            let expected = format!("at most {LONGEST_FILE} bytes");
            return Err(vec![notes::of_file(name, "the file is too long", &expected)]);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::from_text(name, text),
            Err(cause) => Err(vec![notes::not_text(name, bytes, cause.valid_up_to())]),
        }
    }

    /// The plan in a text that is called `name` in every fault.
    ///
    /// # Errors
    /// Every fault of the text, in the order of its lines.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Vec<Fault>> {
        if text.len() > LONGEST_FILE {
            return Self::from_bytes(name, text.as_bytes());
        }
        let mut notes = Notes::new(name, text);
        let (document, slips) = toml::de::DeTable::parse_recoverable(text);
        notes.syntax(&slips);
        if slips.is_empty() && document.get_ref().is_empty() {
            return Err(vec![notes::of_file(
                name,
                "the file is empty",
                "a study: [study], [population], [eligibility] and so on",
            )]);
        }
        let plan = fields::plan(document.get_ref(), &mut notes);
        check::contradictions(&plan, &mut notes);
        let faults = notes.into_faults();
        if faults.is_empty() { Ok(plan) } else { Err(faults) }
    }

    /// SHA-256 of everything the plan says, as 64 hexadecimal digits.
    ///
    /// Two files that differ in comments, order or spelling of numbers alone have the same digest, so a run can be
    /// resumed after such an edit and after no other.
    ///
    /// # Panics
    /// Never: a plan without fault holds only finite numbers and text.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"conus plan 1\n");
        hash.update(serde_json::to_vec(self).expect("a plan holds only finite numbers, text and lists"));
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
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
