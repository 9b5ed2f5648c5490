//! Elementary functions with the same bits on every processor. (first draft: the pure-Rust `libm` beneath)

/// e^x.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}
/// Natural logarithm.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}
/// x^y for positive x.
#[inline(always)]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}
/// Hyperbolic tangent.
#[inline(always)]
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}
/// ln(1 + e^x).
#[inline(always)]
pub fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}
/// x^n / (x^n + half^n).
#[inline(always)]
pub fn hill(x: f64, half: f64, exponent: f64) -> f64 {
    let (a, b) = (pow(x, exponent), pow(half, exponent));
    a / (a + b)
}
