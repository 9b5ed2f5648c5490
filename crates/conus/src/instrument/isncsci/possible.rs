//! Which answers are possible? Where something could not be tested, a level or a grade is a set of words.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A word that an answer is made of: a level, a zone, a grade.
pub trait Word: Copy + PartialEq + 'static {
    /// All words, in the order in which they are printed; at most 32.
    const ALL: &'static [Self];

    /// As it is printed.
    fn label(self) -> &'static str;

    /// Place in [`Self::ALL`].
    fn index(self) -> usize;
}

/// The possible answers to one question, never empty. A star marks an answer that rests on what the examiner assumed of
/// a starred finding: it would not come out if the assumption were not made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Possible<W> {
    words: u32,
    starred: u32,
    of: PhantomData<W>,
}

impl<W: Word> Possible<W> {
    /// From bits, one for each word by its index.
    pub(super) const fn of(words: u32, starred: u32) -> Self {
        Self { words, starred: words & starred, of: PhantomData }
    }

    /// Whether the word is possible.
    #[must_use]
    pub fn holds(self, word: W) -> bool {
        self.words >> word.index() & 1 == 1
    }

    /// Whether the word is possible and rests on an assumption.
    #[must_use]
    pub fn is_starred(self, word: W) -> bool {
        self.starred >> word.index() & 1 == 1
    }

    /// The answer, where only one is possible.
    #[must_use]
    pub fn only(self) -> Option<W> {
        (self.words.count_ones() == 1).then(|| W::ALL[self.words.trailing_zeros() as usize])
    }

    /// The possible words, in their order.
    pub fn words(self) -> impl Iterator<Item = W> {
        W::ALL.iter().copied().filter(move |&word| self.holds(word))
    }

    /// As it is printed, without a new text where one word stands alone.
    #[must_use]
    pub fn text(self) -> Cow<'static, str> {
        match self.only() {
            Some(word) if self.starred == 0 => Cow::Borrowed(word.label()),
            _ => Cow::Owned(self.to_string()),
        }
    }
}

impl<W: Word> fmt::Display for Possible<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, word) in self.words().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            let star = if self.is_starred(word) { "*" } else { "" };
            write!(f, "{comma}{}{star}", word.label())?;
        }
        Ok(())
    }
}

impl<W: Word> fmt::Debug for Possible<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
