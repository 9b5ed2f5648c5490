//! What can every segment do, in truth? Motor power and feeling from 0 none to 1 normal, never rounded.
//!
//! ```text
//! long  = [1 - (threshold/conduction)^s]+          through the tracts that pass the lesion
//! local = conduction of the zone exp(-(d/zone)^2)  d segments past the edge; none in S4-5
//! power = long + local - long local                either way will do
//! ```
//!
//! Above the edge everything is normal. In a complete injury no threshold is reached, and only the zone is left.

use super::ItemModel;
use super::body::{Body, BodySide, Modality};
use super::conduction::{Conduction, conduction};
use crate::biology::State;
use crate::instrument::isncsci::KeyMuscle;
use crate::patient::pain_site::dermatome::{DERMATOMES, Dermatome};
use conus_num::elementary::{exp, pow};

/// Function of the segments C2 to S4-5 of one side, 0 none to 1 normal.
#[derive(Clone, Debug, PartialEq)]
pub struct SideFunction {
    /// Power of the key muscle, or of the muscles that the segment has instead.
    pub motor: [f64; DERMATOMES],
    /// Power of muscles that are no key muscles.
    pub non_key: [f64; DERMATOMES],
    /// Light touch.
    pub light_touch: [f64; DERMATOMES],
    /// Pin prick.
    pub pin_prick: [f64; DERMATOMES],
}

/// Function of a whole body on one day, in truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Right, then left.
    pub sides: [SideFunction; 2],
    /// Voluntary contraction of the anus.
    pub anal_contraction: f64,
    /// Deep anal pressure.
    pub anal_pressure: f64,
}

/// What this body can do when its cord is in this state on a day after the injury.
#[must_use]
pub fn function(model: &ItemModel<f64>, body: &Body, y: &State<f64>, day: f64) -> Function {
    let carried = conduction(model, y, day);
    let [right, left] = &body.sides;
    let whole = right.intact == DERMATOMES && left.intact == DERMATOMES;
    let sacral = |threshold| if whole { 1.0 } else { long(model, carried, threshold) };
    Function {
        sides: [side(model, right, carried), side(model, left, carried)],
        anal_contraction: sacral(body.motor_threshold),
        anal_pressure: sacral(body.threshold),
    }
}

impl SideFunction {
    /// Power of a key muscle.
    #[must_use]
    pub fn power(&self, muscle: KeyMuscle) -> f64 {
        self.motor[segment_of(muscle)]
    }
}

/// The segment of a key muscle, as an index of [`Dermatome::ALL`].
#[must_use]
pub fn segment_of(muscle: KeyMuscle) -> usize {
    Dermatome::parse(muscle.label()).map_or(0, Dermatome::index)
}

fn side(model: &ItemModel<f64>, body: &BodySide, carried: Conduction) -> SideFunction {
    let [motor, non_key, light_touch, pin_prick] = Modality::ALL.map(|modality| {
        std::array::from_fn(|segment| power(model, body, carried, modality as usize, segment))
    });
    SideFunction { motor, non_key, light_touch, pin_prick }
}

fn power(
    model: &ItemModel<f64>,
    body: &BodySide,
    carried: Conduction,
    modality: usize,
    segment: usize,
) -> f64 {
    if segment < body.intact {
        return 1.0;
    }
    let long = long(model, carried, body.threshold[modality][segment]);
    let local = carried.zone * near(body.zone[modality], segment, body.intact);
    long + local - long * local
}

/// What the segment itself has kept: a soft edge, so that the first segment keeps much and the third hardly anything.
fn near(zone: f64, segment: usize, intact: usize) -> f64 {
    if segment == Dermatome::S4_5.index() {
        return 0.0;
    }
    let past = u32::try_from(segment + 1 - intact).expect("there are 28 segments");
    let reach = f64::from(past) / zone;
    exp(-reach * reach)
}

/// What comes through the long tracts.
fn long(model: &ItemModel<f64>, carried: Conduction, threshold: f64) -> f64 {
    if carried.long <= threshold {
        return 0.0;
    }
    1.0 - pow(threshold / carried.long, model.conduction_steepness.0)
}
