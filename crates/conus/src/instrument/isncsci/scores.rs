//! Which scores does an ISNCSCI worksheet give, and under which names?

use std::borrow::Cow;

use super::classification::Classification;
use super::totals::Total;
use crate::instrument::scoring::{Score, Value};

const fn score(name: &'static str, code: &'static str, label: &'static str) -> Score {
    Score { name, code, label }
}

/// Every score, in the order of [`values_of`].
pub(super) static SCORES: [Score; 26] = [
    score("right_sensory_level", "RSENLVL", "Sensory Level, Right"),
    score("left_sensory_level", "LSENLVL", "Sensory Level, Left"),
    score("right_motor_level", "RMOTLVL", "Motor Level, Right"),
    score("left_motor_level", "LMOTLVL", "Motor Level, Left"),
    score("neurological_level", "NLI", "Neurological Level of Injury"),
    score("completeness", "COMPLETE", "Complete (C) or Incomplete (I) Injury"),
    score("ais", "AIS", "ASIA Impairment Scale"),
    score("right_sensory_zone", "RSENZPP", "Sensory Zone Part. Preservation, Right"),
    score("left_sensory_zone", "LSENZPP", "Sensory Zone Part. Preservation, Left"),
    score("right_motor_zone", "RMOTZPP", "Motor Zone Part. Preservation, Right"),
    score("left_motor_zone", "LMOTZPP", "Motor Zone Part. Preservation, Left"),
    score("right_upper_extremity_motor", "RUEMS", "Upper Extremity Motor, Right (0-25)"),
    score("left_upper_extremity_motor", "LUEMS", "Upper Extremity Motor, Left (0-25)"),
    score("upper_extremity_motor", "UEMS", "Upper Extremity Motor Score (0-50)"),
    score("right_lower_extremity_motor", "RLEMS", "Lower Extremity Motor, Right (0-25)"),
    score("left_lower_extremity_motor", "LLEMS", "Lower Extremity Motor, Left (0-25)"),
    score("lower_extremity_motor", "LEMS", "Lower Extremity Motor Score (0-50)"),
    score("right_motor", "RMOTOR", "Motor Subscore, Right (0-50)"),
    score("left_motor", "LMOTOR", "Motor Subscore, Left (0-50)"),
    score("motor", "MOTOR", "Motor Score, Both Sides (0-100)"),
    score("right_light_touch", "RLTOUCH", "Light Touch Subscore, Right (0-56)"),
    score("left_light_touch", "LLTOUCH", "Light Touch Subscore, Left (0-56)"),
    score("light_touch", "LTOUCH", "Light Touch Score, Both Sides (0-112)"),
    score("right_pin_prick", "RPPRICK", "Pin Prick Subscore, Right (0-56)"),
    score("left_pin_prick", "LPPRICK", "Pin Prick Subscore, Left (0-56)"),
    score("pin_prick", "PPRICK", "Pin Prick Score, Both Sides (0-112)"),
];

/// The values of a classification, in the order of [`SCORES`]; a sum with an untested box is `ND`, not determinable.
pub(super) fn values_of(found: &Classification) -> [Value; 26] {
    let [right, left, both] = [found.totals.sides[0], found.totals.sides[1], found.totals.both];
    [
        Value::Word(found.sensory[0].text()),
        Value::Word(found.sensory[1].text()),
        Value::Word(found.motor[0].text()),
        Value::Word(found.motor[1].text()),
        Value::Word(found.neurological_level.text()),
        Value::Word(found.completeness.text()),
        Value::Word(found.grade.text()),
        Value::Word(found.sensory_zone[0].text()),
        Value::Word(found.sensory_zone[1].text()),
        Value::Word(found.motor_zone[0].text()),
        Value::Word(found.motor_zone[1].text()),
        sum(right.upper_extremity),
        sum(left.upper_extremity),
        sum(both.upper_extremity),
        sum(right.lower_extremity),
        sum(left.lower_extremity),
        sum(both.lower_extremity),
        sum(right.motor),
        sum(left.motor),
        sum(both.motor),
        sum(right.light_touch),
        sum(left.light_touch),
        sum(both.light_touch),
        sum(right.pin_prick),
        sum(left.pin_prick),
        sum(both.pin_prick),
    ]
}

fn sum(total: Total) -> Value {
    total.map_or(Value::Word(Cow::Borrowed("ND")), |sum| Value::Number(f64::from(sum)))
}
