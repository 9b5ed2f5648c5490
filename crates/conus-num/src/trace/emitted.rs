//! Generated text, compiled here and compared with fresh text by the tests of `emit`.

use crate::{Real, elementary};

/// The equations.
pub(crate) fn equations(y: &[f64; 2], p: &[f64; 3], out: &mut [f64; 5]) {
    // active
    let x0 = elementary::hill(y[0], p[1], 1.5);
    // loss
    let x1 = p[0] * y[0];
    let x2 = 1.0 - y[0];
    let x3 = x0 * x2;
    let x4 = x3 - x1;
    let x5 = elementary::tanh(y[1]);
    let x6 = elementary::softplus(y[1]);
    let x7 = 1e-9 * x6;
    let x8 = x5 + x7;
    let x9 = elementary::exp(x8);
    let x10 = -x9;
    let x11 = 0.1 + x0;
    let x12 = elementary::ln(x11);
    let x13 = elementary::pow(y[1], 0.3);
    let x14 = 2.0 + x13;
    let x15 = x14.sqrt();
    let x16 = x12 / x15;
    let x17 = elementary::hill(0.3, y[1], 2.0);
    let x18 = x17 - x1;
    out[0] = x4;
    out[1] = x10;
    out[2] = x16;
    out[3] = 4.0;
    out[4] = x18;
}

/// Their derivatives.
pub(crate) fn slopes(y: &[f64; 2], p: &[f64; 3], out: &mut [f64; 6]) {
    // active
    let x0 = elementary::hill(y[0], p[1], 1.5);
    let x1 = 1.0 - y[0];
    let x2 = elementary::tanh(y[1]);
    let x3 = elementary::softplus(y[1]);
    let x4 = 1e-9 * x3;
    let x5 = x2 + x4;
    let x6 = elementary::exp(x5);
    let x7 = 0.1 + x0;
    let x8 = elementary::ln(x7);
    let x9 = elementary::pow(y[1], 0.3);
    let x10 = 2.0 + x9;
    let x11 = x10.sqrt();
    let x12 = x8 / x11;
    let x13 = elementary::hill(0.3, y[1], 2.0);
    let x14 = -p[0];
    let x15 = x0 + p[0];
    let x16 = 1.0 - x0;
    let x17 = x16 / p[1];
    let x18 = y[0] / p[1];
    let x19 = x18 + 1e-280;
    let x20 = x0 * x17;
    let x21 = x20 / x19;
    let x22 = 1.5 * x21;
    let x23 = x1 * x22;
    let x24 = x23 - x15;
    let x25 = x6 * 1e-9;
    let x26 = -y[1];
    let x27 = elementary::exp(x26);
    let x28 = 1.0 + x27;
    let x29 = 1.0 / x28;
    let x30 = x25 * x29;
    let x31 = x2 * x2;
    let x32 = 1.0 - x31;
    let x33 = x6 * x32;
    let x34 = x30 + x33;
    let x35 = -x34;
    let x36 = 1.0 / x11;
    let x37 = x12 * x36;
    let x38 = 0.5 / x11;
    let x39 = x37 * x38;
    let x40 = x9 / y[1];
    let x41 = 0.3 * x40;
    let x42 = x39 * x41;
    let x43 = -x42;
    let x44 = 1.0 / x7;
    let x45 = x36 * x44;
    let x46 = x45 * x22;
    let x47 = 1.0 - x13;
    let x48 = x47 / y[1];
    let x49 = x13 * x48;
    let x50 = -2.0 * x49;
    out[0] = x24;
    out[1] = x35;
    out[2] = x46;
    out[3] = x43;
    out[4] = x14;
    out[5] = x50;
}

/// The equations, over any number.
#[inline(always)]
pub(crate) fn equations_with_a_name_so_long_that_the_arguments_need_a_line_each<R: Real>(
    y: &[R; 2],
    p: &[R; 3],
    out: &mut [R; 5],
) {
    // active
    let x0 = y[0].hill(p[1], 1.5);
    // loss
    let x1 = p[0] * y[0];
    let x2 = R::lit(1.0) - y[0];
    let x3 = x0 * x2;
    let x4 = x3 - x1;
    let x5 = y[1].tanh();
    let x6 = y[1].softplus();
    let x7 = R::lit(1e-9) * x6;
    let x8 = x5 + x7;
    let x9 = x8.exp();
    let x10 = -x9;
    let x11 = R::lit(0.1) + x0;
    let x12 = x11.ln();
    let x13 = y[1].power(0.3);
    let x14 = R::lit(2.0) + x13;
    let x15 = x14.sqrt();
    let x16 = x12 / x15;
    let x17 = R::lit(0.3).hill(y[1], 2.0);
    let x18 = x17 - x1;
    out[0] = x4;
    out[1] = x10;
    out[2] = x16;
    out[3] = R::lit(4.0);
    out[4] = x18;
}

/// Sixty lines.
pub(crate) fn at_limit(_y: &[f64; 0], p: &[f64; 2], sum: &mut [f64; 1]) {
    let x0 = p[0] * p[1];
    let x1 = x0 + p[0];
    let x2 = x1 * p[1];
    let x3 = x2 + p[0];
    let x4 = x3 * p[1];
    let x5 = x4 + p[0];
    let x6 = x5 * p[1];
    let x7 = x6 + p[0];
    let x8 = x7 * p[1];
    let x9 = x8 + p[0];
    let x10 = x9 * p[1];
    let x11 = x10 + p[0];
    let x12 = x11 * p[1];
    let x13 = x12 + p[0];
    let x14 = x13 * p[1];
    let x15 = x14 + p[0];
    let x16 = x15 * p[1];
    let x17 = x16 + p[0];
    let x18 = x17 * p[1];
    let x19 = x18 + p[0];
    let x20 = x19 * p[1];
    let x21 = x20 + p[0];
    let x22 = x21 * p[1];
    let x23 = x22 + p[0];
    let x24 = x23 * p[1];
    let x25 = x24 + p[0];
    let x26 = x25 * p[1];
    let x27 = x26 + p[0];
    let x28 = x27 * p[1];
    let x29 = x28 + p[0];
    let x30 = x29 * p[1];
    let x31 = x30 + p[0];
    let x32 = x31 * p[1];
    let x33 = x32 + p[0];
    let x34 = x33 * p[1];
    let x35 = x34 + p[0];
    let x36 = x35 * p[1];
    let x37 = x36 + p[0];
    let x38 = x37 * p[1];
    let x39 = x38 + p[0];
    let x40 = x39 * p[1];
    let x41 = x40 + p[0];
    let x42 = x41 * p[1];
    let x43 = x42 + p[0];
    let x44 = x43 * p[1];
    let x45 = x44 + p[0];
    let x46 = x45 * p[1];
    let x47 = x46 + p[0];
    let x48 = x47 * p[1];
    let x49 = x48 + p[0];
    let x50 = x49 * p[1];
    let x51 = x50 + p[0];
    let x52 = x51 * p[1];
    let x53 = x52 + p[0];
    let x54 = x53 * p[1];
    let x55 = x54 + p[0];
    let x56 = x55 * p[1];
    let x57 = x56 + p[0];
    let x58 = x57 * p[1];
    sum[0] = x58;
}

/// Sixty-one lines.
#[expect(clippy::too_many_lines, reason = "generated straight-line code")]
pub(crate) fn beyond(y: &[f64; 2], _p: &[f64; 0], sum: &mut [f64; 1]) {
    let x0 = y[0] * y[1];
    let x1 = x0 + y[0];
    let x2 = x1 * y[1];
    let x3 = x2 + y[0];
    let x4 = x3 * y[1];
    let x5 = x4 + y[0];
    let x6 = x5 * y[1];
    let x7 = x6 + y[0];
    let x8 = x7 * y[1];
    let x9 = x8 + y[0];
    let x10 = x9 * y[1];
    let x11 = x10 + y[0];
    let x12 = x11 * y[1];
    let x13 = x12 + y[0];
    let x14 = x13 * y[1];
    let x15 = x14 + y[0];
    let x16 = x15 * y[1];
    let x17 = x16 + y[0];
    let x18 = x17 * y[1];
    let x19 = x18 + y[0];
    let x20 = x19 * y[1];
    let x21 = x20 + y[0];
    let x22 = x21 * y[1];
    let x23 = x22 + y[0];
    let x24 = x23 * y[1];
    let x25 = x24 + y[0];
    let x26 = x25 * y[1];
    let x27 = x26 + y[0];
    let x28 = x27 * y[1];
    let x29 = x28 + y[0];
    let x30 = x29 * y[1];
    let x31 = x30 + y[0];
    let x32 = x31 * y[1];
    let x33 = x32 + y[0];
    let x34 = x33 * y[1];
    let x35 = x34 + y[0];
    let x36 = x35 * y[1];
    let x37 = x36 + y[0];
    let x38 = x37 * y[1];
    let x39 = x38 + y[0];
    let x40 = x39 * y[1];
    let x41 = x40 + y[0];
    let x42 = x41 * y[1];
    let x43 = x42 + y[0];
    let x44 = x43 * y[1];
    let x45 = x44 + y[0];
    let x46 = x45 * y[1];
    let x47 = x46 + y[0];
    let x48 = x47 * y[1];
    let x49 = x48 + y[0];
    let x50 = x49 * y[1];
    let x51 = x50 + y[0];
    let x52 = x51 * y[1];
    let x53 = x52 + y[0];
    let x54 = x53 * y[1];
    let x55 = x54 + y[0];
    let x56 = x55 * y[1];
    let x57 = x56 + y[0];
    let x58 = x57 * y[1];
    let x59 = x58 + y[0];
    sum[0] = x59;
}
