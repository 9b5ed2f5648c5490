//! Does the solver give the right answer? One binary, one question per module.

#![allow(missing_docs, reason = "the tests are sentences themselves")]

/// Many patients side by side.
mod crowd;
/// Order of convergence, at step ends and between.
mod convergence;
/// States that are known in closed form.
mod exact;
/// What stops a solve, and what only shortens a step.
mod failures;
/// Equations with known answers.
mod problems;
/// Published end values of three stiff problems.
mod reference;
/// Events, outputs and the bits of a result.
mod times;
