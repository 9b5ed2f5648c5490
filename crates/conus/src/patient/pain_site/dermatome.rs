//! Which strip of skin? The 28 dermatomes of one side, from above downwards, and runs of neighbours.

use serde::Deserialize;

/// A dermatome as ISNCSCI examines it; a dermatome further down is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
#[expect(missing_docs, reason = "the names are the labels of ISNCSCI")]
pub enum Dermatome {
    C2,
    C3,
    C4,
    C5,
    C6,
    C7,
    C8,
    T1,
    T2,
    T3,
    T4,
    T5,
    T6,
    T7,
    T8,
    T9,
    T10,
    T11,
    T12,
    L1,
    L2,
    L3,
    L4,
    L5,
    S1,
    S2,
    S3,
    S4_5,
}

use Dermatome::{
    C2, C3, C4, C5, C6, C7, C8, L1, L2, L3, L4, L5, S1, S2, S3, S4_5, T1, T2, T3, T4, T5, T6, T7, T8, T9,
    T10, T11, T12,
};

/// How many dermatomes a side has.
pub const DERMATOMES: usize = 28;

const LABELS: [&str; DERMATOMES] = [
    "C2", "C3", "C4", "C5", "C6", "C7", "C8", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10",
    "T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4-5",
];

impl Dermatome {
    /// All of one side, from above downwards.
    pub const ALL: [Self; DERMATOMES] = [
        C2, C3, C4, C5, C6, C7, C8, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, L1, L2, L3, L4, L5,
        S1, S2, S3, S4_5,
    ];

    /// For example `L5` or `S4-5`.
    #[must_use]
    pub fn label(self) -> &'static str {
        LABELS[self.index()]
    }

    /// The dermatome with that label. The segments S4 and S5 share one; C1 has none.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        match label {
            "S4" | "S5" => Some(S4_5),
            _ => Self::ALL.into_iter().find(|dermatome| dermatome.label() == label),
        }
    }

    /// Place in [`Self::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// The neighbour above.
    #[must_use]
    pub fn above(self) -> Option<Self> {
        self.index().checked_sub(1).map(|index| Self::ALL[index])
    }

    /// The one `steps` further down.
    #[must_use]
    pub fn below(self, steps: usize) -> Option<Self> {
        Self::ALL.get(self.index().checked_add(steps)?).copied()
    }
}

impl TryFrom<String> for Dermatome {
    type Error = String;

    fn try_from(label: String) -> Result<Self, String> {
        Self::parse(&label).ok_or_else(|| format!("`{label}` is no dermatome; give one of C2 to S4-5"))
    }
}

/// A run of neighbouring dermatomes, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Uppermost.
    pub from: Dermatome,
    /// Lowest, not above `from`.
    pub to: Dermatome,
}

impl Zone {
    /// Whether the dermatome lies within.
    #[must_use]
    pub fn holds(self, dermatome: Dermatome) -> bool {
        (self.from..=self.to).contains(&dermatome)
    }

    /// Whether the two share a dermatome.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// The dermatomes, from above downwards.
    pub fn dermatomes(self) -> impl Iterator<Item = Dermatome> {
        Dermatome::ALL.into_iter().filter(move |&dermatome| self.holds(dermatome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_order_go_there_and_back() {
        for (index, dermatome) in Dermatome::ALL.into_iter().enumerate() {
            assert_eq!(dermatome.index(), index);
            assert_eq!(Dermatome::parse(dermatome.label()), Some(dermatome));
        }
        assert!(Dermatome::ALL.is_sorted());
        assert_eq!((Dermatome::parse("S4"), Dermatome::parse("C1")), (Some(S4_5), None));
    }

    #[test]
    fn neighbours_end_where_the_body_ends() {
        assert_eq!((C2.above(), L4.above()), (None, Some(L3)));
        assert_eq!((S3.below(1), S4_5.below(1), T12.below(3)), (Some(S4_5), None, Some(L3)));
    }

    #[test]
    fn zones_meet_when_they_share_a_dermatome() {
        let sciatic = Zone { from: L4, to: S2 };
        assert!(sciatic.meets(Zone { from: L1, to: L4 }) && sciatic.meets(Zone { from: S2, to: S4_5 }));
        assert!(!sciatic.meets(Zone { from: T12, to: L3 }) && !sciatic.meets(Zone { from: S3, to: S4_5 }));
        assert_eq!(sciatic.dermatomes().collect::<Vec<_>>(), [L4, L5, S1, S2]);
    }
}
