//! What does the function of segments add up to? Six abilities from 0 none to 1 normal, and what a person makes of them.
//!
//! ```text
//! arms C5-C7, hands C8-T1, trunk T2-L1, legs L2-S1: mean power of both sides
//! breath        = 0.6 C3-C5 + 0.4 T2-T12             diaphragm and intercostal muscles (shares assumed)
//! pelvic floor  = (contraction + pressure)/2
//! participation = Fn/(local + (1 - local) N)         function against what the tracts allow, as in `biology::brain`
//! ```
//!
//! Function falls behind what tracts allow by pain and by want of training, and follows within weeks. So pain and
//! rehabilitation reach the items through the same state that reaches quality of life.

use super::function::Function;
use crate::biology::State;
use crate::biology::parameters::Params;
use crate::patient::pain_site::dermatome::Dermatome::{self, C3, C5, C7, C8, L1, L2, S1, T1, T2, T12};
use serde::Deserialize;
use std::ops::RangeInclusive;

/// Something that items ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Ability {
    Arms,
    Hands,
    Trunk,
    Legs,
    Breath,
    PelvicFloor,
}

/// Share of the diaphragm in breathing, the rest being intercostal muscles (assumed).
const DIAPHRAGM: f64 = 0.6;

/// How much of an ability is there.
#[must_use]
pub fn ability(function: &Function, ability: Ability) -> f64 {
    match ability {
        Ability::Arms => power(function, C5..=C7),
        Ability::Hands => power(function, C8..=T1),
        Ability::Trunk => power(function, T2..=L1),
        Ability::Legs => power(function, L2..=S1),
        Ability::Breath => {
            DIAPHRAGM * power(function, C3..=C5) + (1.0 - DIAPHRAGM) * power(function, T2..=T12)
        }
        Ability::PelvicFloor => 0.5 * (function.anal_contraction + function.anal_pressure),
    }
}

/// Mean motor power of a run of segments, both sides.
fn power(function: &Function, run: RangeInclusive<Dermatome>) -> f64 {
    let places = run.start().index()..=run.end().index();
    let values = function.sides.iter().flat_map(|side| &side.motor[places.clone()]);
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), power| (count + 1.0, sum + power));
    sum / count
}

/// What a person makes of what the tracts allow: less under pain, more with training.
#[must_use]
pub fn participation(p: &Params<f64>, y: &State<f64>) -> f64 {
    let local = p.function_local.0;
    (y.function.0 / (local + (1.0 - local) * y.tracts.0)).clamp(0.0, 1.0)
}
