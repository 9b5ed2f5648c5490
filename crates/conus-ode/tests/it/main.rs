//! Does the solver give the right answer? One binary, one question per module.

#![allow(missing_docs, reason = "the tests are sentences themselves")]

/// Equations with known answers.
mod problems;
/// Published end values of three stiff problems.
mod reference;
