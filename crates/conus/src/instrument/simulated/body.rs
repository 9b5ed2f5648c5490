//! What of the cord has this person kept? Drawn once, so that everything later follows from the state of the cord.
//!
//! ```text
//! ln threshold       ~ N(ln median, sd), as far as the grade of the day of reference allows
//! ln motor threshold  = ln threshold + gap |z|                     motor fibres need more than feeling
//! ln threshold of a segment = ln (motor) threshold + gaps |z|      sacral fibres lie outermost and are spared longest
//! zone               = median exp(sd z + side sd z_side)           how far function reaches past the edge [segments]
//! ```
//!
//! Nobody knows a threshold; what is known is the grade that an examiner found. So the threshold is drawn among those
//! that agree with it: in AIS A above what the cord carried on that day. All of it is assumed; `data/items.toml` says
//! what was fitted.

use super::ItemModel;
use super::conduction::{Conduction, conduction};
use crate::biology::State;
use crate::instrument::isncsci::Side;
use crate::patient::chance::{Key, Purpose};
use crate::patient::covariates::{Ais, Covariates, LevelGroup};
use crate::patient::pain_site::dermatome::{DERMATOMES, Dermatome};
use conus_num::distribution::normal;
use conus_num::elementary::{exp, ln};
use conus_num::random::Stream;

/// What an examiner can test in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modality {
    /// The key muscle, or the muscle that would be one.
    Motor,
    /// Another muscle of the segment.
    NonKey,
    /// Light touch: dorsal columns.
    LightTouch,
    /// Pin prick: spinothalamic tract.
    PinPrick,
}

impl Modality {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Motor, Self::NonKey, Self::LightTouch, Self::PinPrick];

    fn moves(self) -> bool {
        matches!(self, Self::Motor | Self::NonKey)
    }
}

/// What one side of the cord has kept.
#[derive(Clone, Debug, PartialEq)]
pub struct BodySide {
    /// Segments without deficit, counted from C2.
    pub intact: usize,
    /// How far function reaches past the edge, by [`Modality`] \[segments\].
    pub zone: [f64; 4],
    /// Conduction above which a segment takes part, by [`Modality`] and segment.
    pub threshold: [[f64; DERMATOMES]; 4],
}

/// What one person's cord has kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Right, then left.
    pub sides: [BodySide; 2],
    /// Conduction above which deep pressure is felt.
    pub threshold: f64,
    /// Conduction above which the anus contracts at will.
    pub motor_threshold: f64,
}

impl Body {
    /// Draws a body that agrees with level and grade on the day of reference after the injury, when the cord was in this
    /// state.
    #[must_use]
    pub fn draw(
        model: &ItemModel<f64>,
        who: &Covariates,
        (day, reference): (f64, &State<f64>),
        key: Key,
    ) -> Self {
        let mut chance = key.stream(Purpose::Body, 0);
        let [feeling, moving] = thresholds(model, who, conduction(model, reference, day), &mut chance);
        let mut zones = key.stream(Purpose::Body, 1);
        let zone = model.zone.0 * exp(model.zone_log_sd.0 * zones.normal());
        let lower = lower_edge(model, &mut key.stream(Purpose::Body, 2));
        let above = intact(who);
        let sides = Side::BOTH.map(|side| {
            let own = exp(model.zone_side_log_sd.0 * zones.normal());
            let gaps = &mut key.stream(Purpose::Body, 3 + side as u32);
            BodySide {
                intact: lowest_edge(who).min(above + lower[side as usize]),
                zone: Modality::ALL
                    .map(|modality| zone * own * if modality.moves() { 1.0 } else { model.zone_sensory.0 }),
                threshold: segments(model, [feeling, moving], gaps),
            }
        });
        Self { sides, threshold: exp(feeling), motor_threshold: exp(moving) }
    }
}

/// Segments from C2 down that are intact on both sides; a level of C1 leaves none, grade E all.
fn intact(who: &Covariates) -> usize {
    if who.ais == Ais::E {
        return DERMATOMES;
    }
    Dermatome::parse(&who.level.label()).map_or(0, |lowest| lowest.index() + 1)
}

/// An edge lies above S4-5, of which the grade decides; only grade E has none.
fn lowest_edge(who: &Covariates) -> usize {
    if who.ais == Ais::E { DERMATOMES } else { Dermatome::S4_5.index() }
}

/// How many segments further down each side is intact: the level is that of the higher side, the other side may be
/// lower by a geometric number of segments.
fn lower_edge(model: &ItemModel<f64>, chance: &mut Stream) -> [usize; 2] {
    let left = chance.bernoulli(0.5);
    let mut lower = 0;
    while lower < DERMATOMES && chance.bernoulli(model.asymmetry.0) {
        lower += 1;
    }
    if left { [0, lower] } else { [lower, 0] }
}

/// Logarithms of the thresholds of feeling and of moving, among those that agree with the grade.
fn thresholds(
    model: &ItemModel<f64>,
    who: &Covariates,
    carried: Conduction,
    chance: &mut Stream,
) -> [f64; 2] {
    let median = ln(model.threshold.0)
        + if who.level.group() == LevelGroup::Thoracic { ln(model.threshold_thoracic.0) } else { 0.0 };
    let (spread, gap) = (model.threshold_log_sd.0, model.motor_gap.0);
    let reached = |power: f64| ln(carried.long) + ln(1.0 - power) / model.conduction_steepness.0;
    // What is absent is absent altogether; what is there was there to be seen.
    let (nothing, felt, moved) = (reached(0.0), reached(model.felt.0), reached(model.grade_1.0));
    // Half of the leg muscles reach grade 3 where the segment in the middle does: 0.67 is the median of |z|.
    let useful = reached(model.grade_3.0) - 0.67 * model.segment_gap.0;
    let endless = f64::INFINITY;
    match who.ais {
        Ais::A => {
            let feeling = within(chance, median, spread, [nothing, endless]);
            [feeling, feeling + within(chance, 0.0, gap, [0.0, endless])]
        }
        Ais::B => {
            let feeling = within(chance, median, spread, [-endless, felt]);
            [feeling, feeling + within(chance, 0.0, gap, [(nothing - feeling).max(0.0), endless])]
        }
        Ais::C | Ais::D | Ais::E => {
            let between = if who.ais == Ais::C { [useful, moved] } else { [-endless, useful] };
            let moving = within(chance, median, spread, between);
            [moving - within(chance, 0.0, gap, [0.0, endless]), moving]
        }
    }
}

/// A normal value within limits, by its quantile.
fn within(chance: &mut Stream, mean: f64, sd: f64, [low, high]: [f64; 2]) -> f64 {
    let share = |limit: f64| normal::upper_tail((limit - mean) / sd);
    let (above_low, above_high) = (share(low), share(high));
    let drawn = above_high + (above_low - above_high) * chance.uniform();
    // Where the limits are so far out that no share is left between them, the nearest limit is all that agrees.
    let value = mean + sd * normal::upper_quantile(drawn);
    if value.is_finite() {
        value.clamp(low, high)
    } else if low.is_finite() {
        low
    } else {
        high
    }
}

/// The threshold of every segment, never below that of the sacral end.
fn segments(
    model: &ItemModel<f64>,
    [feeling, moving]: [f64; 2],
    chance: &mut Stream,
) -> [[f64; DERMATOMES]; 4] {
    Modality::ALL.map(|modality| {
        let own = if modality.moves() { moving } else { feeling };
        let base = own + model.modality_gap.0 * chance.normal().abs();
        std::array::from_fn(|_| exp(base + model.segment_gap.0 * chance.normal().abs()))
    })
}
