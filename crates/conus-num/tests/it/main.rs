//! What the ground numbers promise, each module against another program or against published values.

/// Tails and quantiles agree with 400-digit arithmetic and with a second Rust library.
mod distribution;
/// What decays and what has passed on, at equal, close and distant rates, against 160 digits.
mod decay;
/// exp, ln, pow, tanh, softplus, hill against 60 digits, against the `libm` crate, and to the bit.
mod elementary;
/// Every lane has the bits of a double.
mod lanes;
/// Random streams: shape, independence, and the numbers themselves.
mod random;
