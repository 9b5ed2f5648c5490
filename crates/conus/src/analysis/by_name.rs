//! How does a choice of the plan travel in a result file? By the name that the study file gives it.

use crate::trial::plan::Choice;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

pub(super) fn serialize<C: Choice, S: Serializer>(choice: &C, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&choice.name())
}

pub(super) fn deserialize<'de, C: Choice, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    let name = String::deserialize(deserializer)?;
    let known = C::ALL.iter().copied().find(|choice| choice.name() == name);
    known.ok_or_else(|| D::Error::custom(format_args!("`{name}` is not a name that study files use")))
}
