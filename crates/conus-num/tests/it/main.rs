//! One binary for everything that is checked against another program.

/// Tails and quantiles agree with 400-digit arithmetic and with a second Rust library.
mod distribution;
