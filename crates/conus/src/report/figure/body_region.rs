//! Which part of the body belongs to which segments? Regions of the pain map, and the outline they are drawn on.
//!
//! Segments are placed by the key sensory points of the International Standards for Neurological
//! Classification of SCI (ASIA/ISCoS; rupp2021, Top Spinal Cord Inj Rehabil 27(2):1-22): for example C4
//! acromioclavicular joint, T4 nipple line, T10 umbilicus, L3 medial femoral condyle, L4 medial malleolus, L5
//! dorsum of the foot at the third metatarsophalangeal joint, S1 lateral heel, S2 popliteal fossa, S3 ischial
//! tuberosity. Borders between the points are schematic (assumed).

use serde::Serialize;

/// A part of the body that is shaded as a whole, on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Region {
    /// Occiput and neck.
    HeadNeck,
    /// Top of the shoulder.
    Shoulder,
    /// Arm to the wrist.
    Arm,
    /// Thumb to little finger.
    Hand,
    /// Axilla to above the xiphoid.
    Chest,
    /// Xiphoid to above the umbilicus.
    UpperAbdomen,
    /// Umbilicus to the inguinal ligament.
    LowerAbdomen,
    /// Groin and front of the thigh.
    Groin,
    /// Inner side above the knee, and the knee.
    Knee,
    /// Inner shin to the inner ankle.
    InnerShin,
    /// Outer shin and top of the foot.
    Foot,
    /// Outer calf, heel and outer edge of the foot.
    Heel,
    /// Back of the thigh, hollow of the knee, inner calf.
    BackOfThigh,
    /// Buttock and perineum.
    Buttock,
}

/// One row of the map from segments to regions.
#[derive(Debug, Clone, Copy)]
pub struct RegionRow {
    /// Region.
    pub region: Region,
    /// Name as printed.
    pub name: &'static str,
    /// Segments as printed.
    pub segments_label: &'static str,
    /// Segments.
    pub segments: &'static [&'static str],
    /// Area on the right half of the front view, clipped by the outline; empty when not seen.
    pub front: &'static str,
    /// The same for the back view.
    pub back: &'static str,
}

/// Outline of one half of a standing figure, open along the midline; the other half is its mirror image.
pub const OUTLINE: &str = "M0 6 C13 6 20 17 20 32 C20 45 14.5 53 10 58 L10 69 C12 77 25 80 38 84 C49 88 54 97 56 \
    109 C59 128 60 146 63 161 C68 182 74 204 78 223 C82 229 86 238 86 248 C86 259 82 269 78 270 C74 271 73 263 72.5 \
    255 C72 247 71 239 69 229 C63 208 54 187 50.5 165 C48 149 45.5 136 42 124 C42 141 36 160 34.5 178 C34 195 40 212 \
    41.5 231 C43.5 262 38 302 32 336 C31 350 34 366 33 384 C31 410 25 430 23.5 446 C24 454 33 461 33 467 C33 471 28 472 \
    22 472 L11 472 C7.5 472 7.5 465 9.5 457 C11 450 11 446 10.5 440 C7.5 418 5 402 6.5 380 C8.5 362 9.5 350 9 338 C8 \
    308 4 280 1.2 256 L0 254";

/// The part where pain is called sciatica-like here, L4 to S2: front and back view.
pub const SCIATICA: (&str, &str) = ("M-2 352 H60 V480 H-2 Z", "M-2 262 C12 270 34 270 60 258 V480 H-2 Z");

/// Upper borders of the same part.
pub const SCIATICA_EDGE: (&str, &str) = ("M0 352 H60", "M0 263 C12 270 34 270 60 258");

/// Regions from head to sacrum.
pub const REGIONS: [RegionRow; 14] = [
    RegionRow {
        region: Region::HeadNeck,
        name: "Head and neck",
        segments_label: "C2\u{2013}C3",
        segments: &["C2", "C3"],
        front: "M-1 0 H60 V74 H-1 Z",
        back: "M-1 0 H60 V74 H-1 Z",
    },
    RegionRow {
        region: Region::Shoulder,
        name: "Shoulder",
        segments_label: "C4",
        segments: &["C4"],
        front: "M-1 74 H70 V99 C40 97 20 98 -1 101 Z",
        back: "M-1 74 H70 V99 C40 97 20 98 -1 101 Z",
    },
    RegionRow {
        region: Region::Arm,
        name: "Arm",
        segments_label: "C5, T1",
        segments: &["C5", "T1"],
        front: "M42.5 98 L70 99 L100 222 L60 228 L42 126 Z",
        back: "M42.5 98 L70 99 L100 222 L60 228 L42 126 Z",
    },
    RegionRow {
        region: Region::Hand,
        name: "Hand",
        segments_label: "C6\u{2013}C8",
        segments: &["C6", "C7", "C8"],
        front: "M60 228 L100 222 V280 H60 Z",
        back: "M60 228 L100 222 V280 H60 Z",
    },
    RegionRow {
        region: Region::Chest,
        name: "Chest, upper back",
        segments_label: "T2\u{2013}T5",
        segments: &["T2", "T3", "T4", "T5"],
        front: "M-1 101 C15 98 30 97.5 42.5 98 L42 126 V145 H-1 Z",
        back: "M-1 101 C15 98 30 97.5 42.5 98 L42 126 V145 H-1 Z",
    },
    RegionRow {
        region: Region::UpperAbdomen,
        name: "Upper abdomen, mid back",
        segments_label: "T6\u{2013}T9",
        segments: &["T6", "T7", "T8", "T9"],
        front: "M-1 145 H44 V182 H-1 Z",
        back: "M-1 145 H44 V182 H-1 Z",
    },
    RegionRow {
        region: Region::LowerAbdomen,
        name: "Lower abdomen, low back",
        segments_label: "T10\u{2013}T12",
        segments: &["T10", "T11", "T12"],
        front: "M-1 182 H46 V214 L0 246 H-1 Z",
        back: "M-1 182 H46 V206 H-1 Z",
    },
    RegionRow {
        region: Region::Groin,
        name: "Groin, front of thigh",
        segments_label: "L1\u{2013}L2",
        segments: &["L1", "L2"],
        front: "M-1 246 H0 L46 214 H60 V322 L-1 302 Z",
        back: "M-1 206 H60 V224 H-1 Z",
    },
    RegionRow {
        region: Region::Knee,
        name: "Knee",
        segments_label: "L3",
        segments: &["L3"],
        front: "M-1 302 L60 322 V352 H-1 Z",
        back: "",
    },
    RegionRow {
        region: Region::InnerShin,
        name: "Inner shin, inner ankle",
        segments_label: "L4",
        segments: &["L4"],
        front: "M-1 352 H20 C20 390 17 430 13 458 H-1 Z",
        back: "",
    },
    RegionRow {
        region: Region::Foot,
        name: "Outer shin, top of foot",
        segments_label: "L5",
        segments: &["L5"],
        front: "M20 352 H60 V454 H29 L24 480 H-1 V458 H13 C17 430 20 390 20 352 Z",
        back: "",
    },
    RegionRow {
        region: Region::Heel,
        name: "Outer calf, heel",
        segments_label: "S1",
        segments: &["S1"],
        front: "M24 480 L29 454 H60 V480 Z",
        back: "M-1 424 C10 420 18 400 19 352 L60 350 V480 H-1 Z",
    },
    RegionRow {
        region: Region::BackOfThigh,
        name: "Back of thigh, inner calf",
        segments_label: "S2",
        segments: &["S2"],
        front: "",
        back: "M-1 263 C12 270 34 270 60 258 V350 L19 352 C18 400 10 420 -1 424 Z",
    },
    RegionRow {
        region: Region::Buttock,
        name: "Buttock, perineum",
        segments_label: "S3\u{2013}S5",
        segments: &["S3", "S4-5"],
        front: "",
        back: "M-1 224 H60 V258 C34 270 12 270 -1 263 Z",
    },
];

/// Region of a segment, written as on the ISNCSCI form ("C2" to "S4-5"); S4 and S5 alone count as S4-5.
pub fn region_of(segment: &str) -> Option<Region> {
    let segment = if matches!(segment, "S4" | "S5") { "S4-5" } else { segment };
    REGIONS.iter().find(|row| row.segments.contains(&segment)).map(|row| row.region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_28_segments_lies_in_exactly_one_region() {
        let all: Vec<&str> = REGIONS.iter().flat_map(|row| row.segments.iter().copied()).collect();
        let mut unique = all.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((all.len(), unique.len()), (28, 28));
        assert!(all.iter().all(|segment| region_of(segment).is_some()));
    }

    #[test]
    fn sciatica_like_segments_lie_in_the_leg_and_sacral_ones_in_the_buttock() {
        assert_eq!(region_of("L4"), Some(Region::InnerShin));
        assert_eq!(region_of("L5"), Some(Region::Foot));
        assert_eq!(region_of("S1"), Some(Region::Heel));
        assert_eq!(region_of("S2"), Some(Region::BackOfThigh));
        assert_eq!(region_of("S5"), Some(Region::Buttock));
        assert_eq!(region_of("S6"), None);
    }
}
