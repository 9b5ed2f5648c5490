//! What stands on the worksheet? Ten key muscles and 28 key sensory points of each side, and two findings at the anus
//! (rupp2021; worksheet of 2023).

use crate::patient::pain_site::dermatome::DERMATOMES;

/// Key muscles of one side.
pub const KEY_MUSCLES: usize = 10;

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Side {
    Right,
    Left,
}

impl Side {
    /// Both, in the order of the worksheet.
    pub const BOTH: [Self; 2] = [Self::Right, Self::Left];

    /// As columns are named by it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Left => "left",
        }
    }
}

/// The segment that a key muscle stands for: C5 to T1 and L2 to S1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the labels of ISNCSCI")]
pub enum KeyMuscle {
    C5,
    C6,
    C7,
    C8,
    T1,
    L2,
    L3,
    L4,
    L5,
    S1,
}

impl KeyMuscle {
    /// All of one side, from above downwards.
    pub const ALL: [Self; KEY_MUSCLES] =
        [Self::C5, Self::C6, Self::C7, Self::C8, Self::T1, Self::L2, Self::L3, Self::L4, Self::L5, Self::S1];

    /// For example `L5`.
    #[must_use]
    pub fn label(self) -> &'static str {
        ["C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1"][self as usize]
    }

    /// The key muscle of that label.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|muscle| muscle.label() == label)
    }
}

/// What a star says of a finding that is not from the cord injury alone (worksheet of 2023).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Star {
    /// No star.
    None,
    /// `*`: for classification the finding counts as not normal.
    NotNormal,
    /// `**`: for classification the finding counts as normal.
    Normal,
}

/// One box of the worksheet: a grade, or NT where it could not be tested, with its star.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Finding(u8);

/// The grade that means NT.
const NOT_TESTABLE: u8 = 7;

impl Finding {
    /// Not testable.
    pub const NT: Self = Self(NOT_TESTABLE);

    /// A grade without star.
    ///
    /// # Panics
    /// When the grade is above 5, which no item has.
    #[must_use]
    pub const fn grade(grade: u8) -> Self {
        assert!(grade <= 5, "no item has a grade above 5");
        Self(grade)
    }

    /// The same with a star.
    #[must_use]
    pub const fn with(self, star: Star) -> Self {
        Self((self.0 & 7) | ((star as u8) << 3))
    }

    /// The grade; none when not testable.
    #[must_use]
    pub const fn graded(self) -> Option<u8> {
        let grade = self.0 & 7;
        if grade == NOT_TESTABLE { None } else { Some(grade) }
    }

    /// Its star.
    #[must_use]
    pub const fn star(self) -> Star {
        match self.0 >> 3 {
            0 => Star::None,
            1 => Star::NotNormal,
            _ => Star::Normal,
        }
    }

    /// Of a code below 32: the grade in three bits, the star above them.
    pub(super) const fn of_code(code: u8) -> Self {
        Self(code)
    }

    /// The code, below 32.
    pub(super) const fn code(self) -> usize {
        (self.0 & 31) as usize
    }

    /// Reads a box of which `highest` is the normal grade: 5 for a muscle, 2 for a sensory point. A normal grade
    /// takes no star.
    #[must_use]
    pub fn parse(text: &str, highest: u8) -> Option<Self> {
        let (plain, star) = match text.as_bytes() {
            [plain @ .., b'*', b'*'] => (plain, Star::Normal),
            [plain @ .., b'*'] => (plain, Star::NotNormal),
            plain => (plain, Star::None),
        };
        let read = match plain {
            b"NT" => Self::NT,
            [digit @ b'0'..=b'5'] if *digit - b'0' <= highest => Self::grade(digit - b'0'),
            _ => return None,
        };
        let normal = read.graded() == Some(highest);
        (star == Star::None || !normal).then_some(read.with(star))
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.graded() {
            Some(grade) => write!(f, "{grade}")?,
            None => f.write_str("NT")?,
        }
        f.write_str(match self.star() {
            Star::None => "",
            Star::NotNormal => "*",
            Star::Normal => "**",
        })
    }
}

impl std::fmt::Debug for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// A finding that is there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Observed {
    Yes,
    No,
    NotTestable,
}

impl Observed {
    /// As it is written: `Yes`, `No` or `NT`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::NotTestable => "NT",
        }
    }
}

/// One side of the worksheet, each from above downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideExam {
    /// Key muscles, 0 to 5.
    pub motor: [Finding; KEY_MUSCLES],
    /// Light touch, 0 to 2, by [`Dermatome::index`](crate::patient::pain_site::dermatome::Dermatome::index).
    pub light_touch: [Finding; DERMATOMES],
    /// Pin prick, the same.
    pub pin_prick: [Finding; DERMATOMES],
    /// The lowest segment of which a muscle that is no key muscle moves; none when nobody noted one.
    pub lowest_non_key: Option<KeyMuscle>,
}

/// A whole worksheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exam {
    /// Right, then left.
    pub sides: [SideExam; 2],
    /// Voluntary anal contraction.
    pub vac: Observed,
    /// Deep anal pressure.
    pub dap: Observed,
}

impl Exam {
    /// An exam of somebody without any deficit.
    #[must_use]
    pub const fn normal() -> Self {
        let side = SideExam {
            motor: [Finding::grade(5); KEY_MUSCLES],
            light_touch: [Finding::grade(2); DERMATOMES],
            pin_prick: [Finding::grade(2); DERMATOMES],
            lowest_non_key: None,
        };
        Self { sides: [side; 2], vac: Observed::Yes, dap: Observed::Yes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_takes_what_the_public_algorithm_takes_and_nothing_else() {
        let taken = |highest: u8, texts: &[&str]| {
            texts.iter().all(|text| Finding::parse(text, highest).is_some_and(|f| f.to_string() == *text))
        };
        let motor = "0 1 2 3 4 5 0* 1* 2* 3* 4* 0** 1** 2** 3** 4** NT NT* NT**";
        assert!(taken(5, &motor.split(' ').collect::<Vec<_>>()));
        assert!(taken(2, &"0 1 2 0* 1* 0** 1** NT NT* NT**".split(' ').collect::<Vec<_>>()));
        for text in ["", "6", "5*", "5**", "nt", "-1", "1.0", "*", "**", "NT***", " 1", "\u{661}", "0***"] {
            assert_eq!(Finding::parse(text, 5), None, "{text}");
        }
        for text in ["3", "2*", "2**", "5"] {
            assert_eq!(Finding::parse(text, 2), None, "{text}");
        }
    }
}
