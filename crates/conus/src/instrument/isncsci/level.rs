//! What is a level? The lowest segment with normal function, from C1 to S3, or INT where none is lost.

use super::possible::Word;

/// How many levels there are, INT included.
const LEVELS: usize = 29;

const LABELS: [&str; LEVELS] = [
    "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9",
    "T10", "T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "INT",
];

/// A level; one further down is greater. S4-5 is none: who has it normal is intact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(u8);

impl Level {
    /// No segment is lost.
    pub const INTACT: Self = Self(28);

    /// The level of that label, for example `T4` or `INT`.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.label() == label)
    }
}

impl Word for Level {
    const ALL: &'static [Self] = &{
        let mut all = [Self(0); LEVELS];
        let mut index = 0;
        while index < LEVELS {
            #[expect(clippy::cast_possible_truncation, reason = "there are 29")]
            let level = Self(index as u8);
            all[index] = level;
            index += 1;
        }
        all
    };

    fn label(self) -> &'static str {
        LABELS[self.index()]
    }

    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A set of levels, one bit for each by its index. The bit of a dermatome by its index is that of the level just above
/// it: who has lost C2 has level C1.
pub(super) type Levels = u32;

/// The bits below a place.
pub(super) const fn below(place: u32) -> u32 {
    (1 << place) - 1
}

/// Level C4: above it no muscle is tested.
pub(super) const C4: u32 = 3;
/// Level T1: the last of the arm.
pub(super) const T1: u32 = 8;
/// Level L1: below it the leg begins.
pub(super) const L1: u32 = 20;
/// Level S1: the last of the leg.
pub(super) const S1: u32 = 25;
/// Level S3: all but S4-5.
pub(super) const S3: u32 = 27;
/// Level INT.
pub(super) const INT: u32 = 28;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_named_as_the_dermatome_above_the_loss() {
        use crate::patient::pain_site::dermatome::Dermatome;
        for dermatome in Dermatome::ALL.into_iter().filter(|d| *d != Dermatome::S4_5) {
            assert_eq!(Level::ALL[dermatome.index() + 1].label(), dermatome.label());
        }
        for (place, label) in [(C4, "C4"), (T1, "T1"), (L1, "L1"), (S1, "S1"), (S3, "S3"), (INT, "INT")] {
            assert_eq!(Level::parse(label).map(Word::index), Some(place as usize));
        }
    }
}
