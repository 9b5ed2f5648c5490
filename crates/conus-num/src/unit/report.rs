//! Where do units not fit? The list of mismatches found while an equation runs on units.

use std::cell::RefCell;
use std::fmt;
use std::panic::Location;

thread_local! {
    /// Mismatches of the running check. Operators return a unit and cannot return an error beside it.
    static FOUND: RefCell<Vec<Mismatch>> = const { RefCell::new(Vec::new()) };
}

/// Units that do not fit, and the line of the equation where they meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What does not fit.
    pub message: String,
    /// Source file of the equation.
    pub file: &'static str,
    /// Line in the file.
    pub line: u32,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Runs an equation on units and returns what does not fit: in the order found, each place and message once.
pub fn check(equation: impl FnOnce()) -> Vec<Mismatch> {
    let outer = FOUND.take();
    equation();
    FOUND.replace(outer)
}

/// Records a mismatch at the line of the equation.
#[track_caller]
pub(super) fn mismatch(message: String) {
    let place = Location::caller();
    let mismatch = Mismatch { message, file: place.file(), line: place.line() };
    FOUND.with_borrow_mut(|found| {
        if !found.contains(&mismatch) {
            found.push(mismatch);
        }
    });
}
