//! Where are the 28 key sensory points, and where do the names of the segments stand on the map?
//!
//! The points are those of the International Standards (rupp2021, key sensory points). C6 to C8 are tested on the back
//! of the hand and are drawn there. T5, T7 to T9, T11 and L1 lie halfway between their neighbours, as the standard
//! defines them. Coordinates as in [`super::dermatome_shape`].

use crate::patient::pain_site::dermatome::Dermatome::{
    self, C2, C3, C4, C5, C6, C7, C8, L1, L2, L3, L4, L5, S1, S2, S3, S4_5, T1, T2, T3, T4, T5, T6, T7, T8,
    T9, T10, T11, T12,
};

use super::skin::View::{self, Back, Front};

/// A key sensory point.
#[derive(Debug, Clone, Copy)]
pub struct KeyPoint {
    /// Its dermatome.
    pub dermatome: Dermatome,
    /// From where it is seen.
    pub view: View,
    /// Tenths of a unit from the midline, and from the crown.
    pub at: (f64, f64),
    /// Where the examiner finds it.
    pub site: &'static str,
}

const fn point(dermatome: Dermatome, view: View, x: f64, y: f64, site: &'static str) -> KeyPoint {
    KeyPoint { dermatome, view, at: (x, y), site }
}

/// One for each dermatome, from above downwards.
pub const KEY_POINTS: [KeyPoint; 28] = [
    point(C2, Back, 90.0, 400.0, "beside the occipital protuberance"),
    point(C3, Front, 200.0, 915.0, "above the clavicle, midclavicular line"),
    point(C4, Front, 508.0, 1008.0, "acromioclavicular joint"),
    point(C5, Front, 850.0, 1870.0, "outer side of the elbow crease"),
    point(C6, Back, 1300.0, 2755.0, "back of the thumb"),
    point(C7, Back, 1148.0, 3030.0, "back of the middle finger"),
    point(C8, Back, 988.0, 3010.0, "back of the little finger"),
    point(T1, Front, 700.0, 1870.0, "inner side of the elbow crease"),
    point(T2, Front, 468.0, 1225.0, "apex of the axilla"),
    point(T3, Front, 240.0, 1258.0, "third intercostal space, midclavicular line"),
    point(T4, Front, 240.0, 1370.0, "nipple line, midclavicular"),
    point(T5, Front, 240.0, 1485.0, "halfway from T4 to T6"),
    point(T6, Front, 240.0, 1600.0, "height of the xiphoid"),
    point(T7, Front, 240.0, 1715.0, "halfway from T6 to T8"),
    point(T8, Front, 240.0, 1830.0, "halfway from T6 to T10"),
    point(T9, Front, 240.0, 1945.0, "halfway from T8 to T10"),
    point(T10, Front, 240.0, 2060.0, "height of the umbilicus"),
    point(T11, Front, 230.0, 2220.0, "halfway from T10 to T12"),
    point(T12, Front, 220.0, 2380.0, "middle of the inguinal ligament"),
    point(L1, Front, 200.0, 2680.0, "halfway from T12 to L2"),
    point(L2, Front, 180.0, 2980.0, "front of the thigh, halfway from T12 to L3"),
    point(L3, Front, 140.0, 3580.0, "inner condyle of the femur"),
    point(L4, Front, 203.0, 4740.0, "inner malleolus"),
    point(L5, Front, 325.0, 5000.0, "top of the foot at the third toe"),
    point(S1, Back, 288.0, 4970.0, "outer side of the heel"),
    point(S2, Back, 225.0, 3710.0, "middle of the popliteal fossa"),
    point(S3, Back, 130.0, 2680.0, "ischial tuberosity"),
    point(S4_5, Back, 42.0, 2580.0, "beside the anus"),
];

/// Where the name of a segment stands.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// On the midline at a height, for both sides.
    Midline(f64),
    /// On each side, reading outwards from there.
    Outwards(f64, f64),
    /// On each side, centred there.
    Centred(f64, f64),
}

use Place::{Centred, Midline, Outwards};

/// Names on the view from the front.
pub const FRONT_NAMES: [(Dermatome, Place); 26] = [
    (C2, Outwards(290.0, 330.0)),
    (C3, Midline(915.0)),
    (C4, Outwards(575.0, 930.0)),
    (C5, Outwards(1010.0, 1850.0)),
    (C6, Outwards(1425.0, 2760.0)),
    (C7, Centred(1225.0, 3385.0)),
    (C8, Centred(945.0, 3270.0)),
    (T1, Centred(530.0, 2030.0)),
    (T2, Midline(1165.0)),
    (T3, Midline(1271.0)),
    (T4, Midline(1387.0)),
    (T5, Midline(1502.0)),
    (T6, Midline(1617.0)),
    (T7, Midline(1732.0)),
    (T8, Midline(1847.0)),
    (T9, Midline(1962.0)),
    (T10, Midline(2077.0)),
    (T11, Midline(2245.0)),
    (T12, Midline(2488.0)),
    (L1, Outwards(525.0, 2430.0)),
    (L2, Outwards(535.0, 2760.0)),
    (L3, Outwards(525.0, 3130.0)),
    (L4, Midline(4300.0)),
    (L5, Outwards(430.0, 4200.0)),
    (S1, Outwards(470.0, 4835.0)),
    (L4, Outwards(455.0, 3490.0)),
];

/// Names on the view from behind, where the strips of the trunk are narrow and every other one is named. S3 and S4-5 are
/// named where they are drawn large.
pub const BACK_NAMES: [(Dermatome, Place); 22] = [
    (C2, Outwards(290.0, 330.0)),
    (C3, Outwards(175.0, 750.0)),
    (C4, Outwards(575.0, 930.0)),
    (C5, Outwards(900.0, 1650.0)),
    (C6, Outwards(1425.0, 2760.0)),
    (C7, Centred(1225.0, 3385.0)),
    (C8, Centred(945.0, 3270.0)),
    (T1, Centred(530.0, 2030.0)),
    (T2, Midline(1070.0)),
    (T4, Midline(1242.0)),
    (T6, Midline(1432.0)),
    (T8, Midline(1624.0)),
    (T10, Midline(1816.0)),
    (T12, Midline(2007.0)),
    (L1, Outwards(520.0, 2440.0)),
    (L2, Outwards(535.0, 2720.0)),
    (L3, Outwards(520.0, 3130.0)),
    (L4, Outwards(455.0, 3510.0)),
    (L5, Outwards(430.0, 4100.0)),
    (S1, Outwards(370.0, 4780.0)),
    (S2, Midline(3480.0)),
    (L4, Midline(4300.0)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::skin;

    #[test]
    fn each_key_point_lies_on_the_skin_of_its_own_dermatome() {
        for (dermatome, point) in Dermatome::ALL.into_iter().zip(KEY_POINTS) {
            assert_eq!(point.dermatome, dermatome);
            assert_eq!(skin::owners(&skin::of(point.view), point.at), [dermatome], "{point:?}");
        }
    }

    #[test]
    fn every_dermatome_is_named_where_its_key_point_is_seen() {
        for point in KEY_POINTS.iter().filter(|point| point.dermatome < S3) {
            let names = if point.view == Front { &FRONT_NAMES[..] } else { &BACK_NAMES[..] };
            assert!(names.iter().any(|name| name.0 == point.dermatome), "{point:?}");
        }
    }
}
