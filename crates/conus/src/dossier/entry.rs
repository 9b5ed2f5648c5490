//! Is there evidence? An entry of the dossier holds it, is left blank for a reason, or was forgotten, which is refused.

use crate::report::page::PageError;

/// One entry of the dossier.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Entry<T> {
    /// What is known.
    Held(T),
    /// No evidence is held, and this is why.
    Blank(String),
    /// Nobody filled it in: a report with such an entry is not built.
    #[default]
    Missing,
}

impl<T> Entry<T> {
    /// What is held, or why nothing is.
    ///
    /// # Errors
    /// The entry was never filled in.
    pub fn told(&self, name: &str) -> Result<Result<&T, &str>, PageError> {
        match self {
            Self::Held(evidence) => Ok(Ok(evidence)),
            Self::Blank(why) => Ok(Err(why)),
            Self::Missing => Err(PageError::Missing {
                place: format!("credibility dossier, `{name}`"),
                found: "nothing".to_owned(),
            }),
        }
    }
}
