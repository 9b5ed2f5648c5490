//! How do exp, ln, pow and tanh get the same bits on every processor? By plain arithmetic, written here.
//!
//! Only `+ - * /` and moves of bits are used: IEEE 754 fixes their result to the last bit. There is no fused
//! multiply-add, no table, no branch on an argument and no call of a system library. Where two cases differ,
//! both are computed and one is selected, so the same text serves one double and many ([`crate::lanes`]).
//!
//! Method (Muller 2016, *Elementary Functions*, 3rd edition, Birkhäuser; Tang 1989, ACM TOMS 15:144-157, for
//! the two-part reduction by ln 2): reduce to a short interval, evaluate a polynomial, undo the reduction.
//! The polynomials are our own: interpolation at Chebyshev nodes in 60 digits, by `tests/oracle/elementary.py
//! coefficients`, which also measures the truncation errors quoted below.
//!
//! The errors quoted at each function are in units in the last place (ulp), relative also for tiny results,
//! and are held by `tests/it/elementary.rs` against 60 digits. Largest seen in 40 000 random arguments or
//! more: exp 0.82, ln 0.76, pow 0.87, tanh 2.47, softplus 1.61, exp - 1 1.44, hill 3.84.

use crate::Num;
use crate::lanes::Lanes;

/// Adding and subtracting 1.5 * 2^52 rounds a double of size below 2^51 to the nearest integer, ties to even,
/// because the sum has no bits left for a fraction; and the low bits of the sum are then that integer in
/// two's complement.
const SHIFT: f64 = 6_755_399_441_055_744.0;
/// 1 / ln 2.
const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// Upper 32 bits of ln 2: its product with an exponent is exact.
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
/// ln 2 - `LN2_HIGH`.
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Arguments of the exponential are held between these, where the result is a normal number.
const EXP_LEAST: f64 = -708.0;
const EXP_MOST: f64 = 709.0;
/// What [`exp`] gives at 709 and above.
const E_709: f64 = 8.218_407_461_554_972e307;
/// exp(r) = 1 + r + r^2 (1/2 + r C(r)) for |r| <= ln(2) / 2; relative truncation error below 1e-18.
const EXP_C: [f64; 10] = [
    0.166_666_666_666_666_69,
    0.041_666_666_666_666_664,
    0.008_333_333_333_330_065,
    0.001_388_888_888_888_655_4,
    0.000_198_412_698_630_405_45,
    2.480_158_731_713_516_4e-5,
    2.755_726_848_031_002_4e-6,
    2.755_728_298_405_588e-7,
    2.510_037_583_256_123_4e-8,
    2.091_122_972_975_856e-9,
];
/// ln((1 + s) / (1 - s)) = 2 s + s z Q(z), z = s^2, for |s| <= 0.1716; relative truncation error 4.6e-18.
const LN_Q: [f64; 7] = [
    0.666_666_666_666_667,
    0.399_999_999_998_995_05,
    0.285_714_286_259_754_87,
    0.222_222_111_347_950_8,
    0.181_828_891_252_617_23,
    0.153_317_216_005_560_42,
    0.146_164_496_850_434_06,
];
/// The same series for 0 <= s <= 1/3; relative truncation error 2.1e-18.
const LN_WIDE_Q: [f64; 11] = [
    0.666_666_666_666_666_6,
    0.399_999_999_999_995_25,
    0.285_714_285_716_001,
    0.222_222_221_982_367_7,
    0.181_818_198_979_627_14,
    0.153_845_439_648_605_5,
    0.133_351_786_314_492_57,
    0.117_342_790_613_031_97,
    0.108_451_783_948_800_15,
    0.074_921_437_955_507_67,
    0.156_305_778_009_228_5,
];

/// e^x, at most 0.9 ulp off. Saturates: below -708 it stays at 3.3e-308 and above 709 at 8.2e307, so it is
/// never zero and never infinite. NaN gives NaN.
#[inline(always)]
#[must_use]
pub fn exp<L: Lanes>(x: L) -> L {
    exp_sum(held(Num(x)), Num::lit(0.0)).0
}

/// Natural logarithm, at most 0.9 ulp off, subnormal arguments included. Zero gives minus infinity, a
/// negative number NaN.
#[inline(always)]
#[must_use]
pub fn ln<L: Lanes>(x: L) -> L {
    const TWO_54: f64 = 18_014_398_509_481_984.0;
    let (zero, infinity) = (L::splat(0.0), L::splat(f64::INFINITY));
    let subnormal = x.less(L::splat(f64::MIN_POSITIVE));
    let (m, k) = mantissa_and_exponent(select(subnormal, Num(x) * TWO_54, Num(x)));
    let k = select(subnormal, k - 54.0, k);
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    // ln(1 + f) = f - (f^2/2 - s (f^2/2 + z Q(z))): the small terms are added first (fdlibm, e_log.c,
    // describes this).
    let half_square = 0.5 * f * f;
    let rest = s * (half_square + z * ln_polynomial(z)) + k * LN2_LOW;
    let inside = k * LN2_HIGH - ((half_square - rest) - f);
    let at_infinity = select(x.equal(infinity), Num(x), Num::lit(f64::NAN));
    let outside = select(x.equal(zero), Num::lit(f64::NEG_INFINITY), at_infinity);
    select(L::both(zero.less(x), x.less(infinity)), inside, outside).0
}

/// x^y for positive x, at most 1.2 ulp off while |y ln x| < 50; saturates like [`exp`]. Below 2.2e-308 x
/// counts as zero and gives 0 for positive y, 1 for y = 0 and e^709 for negative y. A negative or infinite x
/// gives NaN.
#[inline(always)]
#[must_use]
pub fn pow<L: Lanes>(x: L, y: f64) -> L {
    let (ln_high, ln_low) = ln_in_two_parts(Num(x));
    // y ln x in two parts: the product of the heads is exact, because each has at most 26 bits.
    let y_high = y.head();
    let high = y_high * ln_high;
    let low = (y - y_high) * ln_high + y * ln_low;
    let product = high + low;
    let within = held(product);
    // In range the tail is what the sum has rounded off; a saturated product has none.
    let tail = select(within.0.equal(product.0), (high - product) + low, Num::lit(0.0));
    let inside = exp_sum(within, tail);
    let at_zero = f64::select(y > 0.0, 0.0, f64::select(y.equal(0.0), 1.0, E_709));
    let nan = Num::lit(f64::NAN);
    let below = select(L::splat(0.0).at_most(x), Num::lit(at_zero), nan);
    let finite = select(x.at_most(L::splat(f64::MAX)), inside, nan);
    select(L::splat(f64::MIN_POSITIVE).at_most(x), finite, below).0
}

/// Hyperbolic tangent, at most 3 ulp off, also for tiny arguments; exactly odd.
#[inline(always)]
#[must_use]
pub fn tanh<L: Lanes>(x: L) -> L {
    let e = Num(exp_m1((-2.0 * Num(x.magnitude())).0));
    (-e / (2.0 + e)).0.signed_as(x)
}

/// ln(1 + e^x), at most 2 ulp off for x from -700 to 700; below -708 it saturates with [`exp`].
#[inline(always)]
#[must_use]
pub fn softplus<L: Lanes>(x: L) -> L {
    let positive = Num(x.at_least(L::splat(0.0)));
    (positive + ln_1p_of_fraction(Num(exp(-x.magnitude())))).0
}

/// x^n / (x^n + half^n) for half > 0, at most 4 ulp off.
///
/// The exponents 1, 2, 3, 4 are products, good for any x near or above zero (a solver may overshoot by a
/// hair). Any other exponent takes the power of x / half and reads a negative x as zero. The choice depends
/// on the exponent alone, a literal where it is called, so it costs nothing and never differs between lanes.
#[expect(clippy::float_cmp, reason = "exponents are literals: 2.0 means the square")]
#[inline(always)]
#[must_use]
pub fn hill<L: Lanes>(x: L, half: L, exponent: f64) -> L {
    if exponent == 1.0 {
        share(x, half)
    } else if exponent == 2.0 {
        share(x * x, half * half)
    } else if exponent == 3.0 {
        share(x * x * x, half * half * half)
    } else if exponent == 4.0 {
        let (x_square, half_square) = (x * x, half * half);
        share(x_square * x_square, half_square * half_square)
    } else {
        share(pow((x / half).at_least(L::splat(0.0)), exponent), L::splat(1.0))
    }
}

/// Whether [`hill`] takes products for that exponent.
#[inline(always)]
pub(crate) fn hill_is_products(exponent: f64) -> bool {
    [1.0, 2.0, 3.0, 4.0].contains(&exponent)
}

/// e^x - 1, at most 2 ulp off, also for tiny arguments. Saturates like [`exp`].
#[inline(always)]
#[must_use]
pub fn exp_m1<L: Lanes>(x: L) -> L {
    let (scale, growth) = exp_parts(held(Num(x)), Num::lit(0.0));
    // For an unscaled argument this is `growth + 0`, so nothing is lost near zero.
    (scale * growth + (scale - 1.0)).0
}

/// The argument held where its exponential is a normal number; what is not a number stays so.
#[inline(always)]
fn held<L: Lanes>(x: Num<L>) -> Num<L> {
    Num(x.0.no_more_than(L::splat(EXP_MOST)).at_least(L::splat(EXP_LEAST)))
}

/// e^(high + low) for a small low and a sum in the range of [`exp`].
#[inline(always)]
fn exp_sum<L: Lanes>(high: Num<L>, low: Num<L>) -> Num<L> {
    let (scale, growth) = exp_parts(high, low);
    scale * (1.0 + growth)
}

/// e^(high + low) = 2^k (1 + growth); gives 2^k and the growth, which is between -0.3 and 0.42.
#[inline(always)]
fn exp_parts<L: Lanes>(high: Num<L>, low: Num<L>) -> (Num<L>, Num<L>) {
    let shifted = high * LOG2_E + SHIFT;
    let k = shifted - SHIFT;
    // r and its rounding error c: high - k LN2_HIGH is exact.
    let r_high = high - k * LN2_HIGH;
    let r_low = k * LN2_LOW - low;
    let r = r_high - r_low;
    let c = (r_high - r) - r_low;
    let r2 = r * r;
    let growth = r + (c + r2 * (0.5 + r * exp_polynomial(r, r2)));
    (Num(shifted.0.power_of_two()), growth)
}

/// C(r), by pairs (Estrin's scheme, in Muller 2016) since a chain of ten steps would wait for each result.
#[inline(always)]
fn exp_polynomial<L: Lanes>(r: Num<L>, r2: Num<L>) -> Num<L> {
    let r4 = r2 * r2;
    let low = pair(&EXP_C, 0, r) + r2 * pair(&EXP_C, 2, r);
    let high = pair(&EXP_C, 4, r) + r2 * pair(&EXP_C, 6, r);
    low + r4 * (high + r4 * pair(&EXP_C, 8, r))
}

/// Q(z) on the short interval.
#[inline(always)]
fn ln_polynomial<L: Lanes>(z: Num<L>) -> Num<L> {
    let z2 = z * z;
    pair(&LN_Q, 0, z) + z2 * (pair(&LN_Q, 2, z) + z2 * (pair(&LN_Q, 4, z) + z2 * LN_Q[6]))
}

/// ln(1 + w) for 0 <= w <= 1, without any reduction; relative accuracy is kept for tiny w.
#[inline(always)]
fn ln_1p_of_fraction<L: Lanes>(w: Num<L>) -> Num<L> {
    let s = w / (2.0 + w);
    let z = s * s;
    let z2 = z * z;
    let low = pair(&LN_WIDE_Q, 0, z) + z2 * pair(&LN_WIDE_Q, 2, z);
    let highest = pair(&LN_WIDE_Q, 8, z) + z2 * LN_WIDE_Q[10];
    let high = pair(&LN_WIDE_Q, 4, z) + z2 * (pair(&LN_WIDE_Q, 6, z) + z2 * highest);
    let half_square = 0.5 * w * w;
    w - (half_square - s * (half_square + z * (low + z2 * z2 * high)))
}

/// Two neighbouring terms of a polynomial. A function, since a closure over lanes might not be inlined.
#[inline(always)]
fn pair<L: Lanes>(coefficients: &[f64], first: usize, x: Num<L>) -> Num<L> {
    coefficients[first] + x * coefficients[first + 1]
}

/// ln x in two parts, together good to 2^-58 for normal x; the first has at most 26 bits. No use is made of
/// it for other x.
#[inline(always)]
fn ln_in_two_parts<L: Lanes>(x: Num<L>) -> (Num<L>, Num<L>) {
    let (m, k) = mantissa_and_exponent(x);
    let f = m - 1.0;
    // s = f / (1 + m) in two parts; heads have 26 bits, so their product is exact and so is its difference
    // from f.
    let d = 1.0 + m;
    let reciprocal = 1.0 / d;
    let s_head = Num((f * reciprocal).0.head());
    let d_head = Num(d.0.head());
    let d_tail = m - (d_head - 1.0);
    let s_tail = ((f - s_head * d_head) - s_head * d_tail) * reciprocal;
    let s = s_head + s_tail;
    let z = s * s;
    let k_high = k * LN2_HIGH;
    let sum = k_high + 2.0 * s_head;
    let lost = (k_high - sum) + 2.0 * s_head;
    let tail = lost + (k * LN2_LOW + (2.0 * s_tail + s * (z * ln_polynomial(z))));
    let high = Num((sum + tail).0.head());
    (high, (sum - high) + tail)
}

/// A positive normal x as m 2^k with m between sqrt(1/2) and sqrt(2).
#[inline(always)]
fn mantissa_and_exponent<L: Lanes>(x: Num<L>) -> (Num<L>, Num<L>) {
    let (m, k) = x.0.mantissa_and_exponent();
    (Num(m), Num(k))
}

/// a / (a + b).
#[inline(always)]
fn share<L: Lanes>(a: L, b: L) -> L {
    a / (a + b)
}

/// One of two values that have both been computed.
#[inline(always)]
fn select<L: Lanes>(first: L::Mask, yes: Num<L>, no: Num<L>) -> Num<L> {
    Num(L::select(first, yes.0, no.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: f64, b: f64) {
        assert_eq!(a.to_bits(), b.to_bits(), "{a:e} is not {b:e} to the bit");
    }

    #[test]
    fn exact_values_are_exact() {
        same(exp(0.0), 1.0);
        same(exp(-0.0), 1.0);
        same(ln(1.0), 0.0);
        same(exp_m1(0.0), 0.0);
        same(tanh(0.0), 0.0);
        same(tanh(-0.0), -0.0);
        same(tanh(40.0), 1.0);
        same(pow(1.0, 3.7), 1.0);
        same(pow(2.5, 0.0), 1.0);
        same(pow(2.5, 1.0), 2.5);
        same(pow(1.5, 2.0), 2.25);
        same(pow(2.0, -3.0), 0.125);
        for exponent in [1.0, 1.5, 2.0, 2.7, 3.0, 4.0, 6.0] {
            same(hill(0.48, 0.48, exponent), 0.5);
            same(hill(0.0, 0.48, exponent), 0.0);
        }
    }

    #[test]
    fn the_exponential_saturates_instead_of_overflowing() {
        same(exp(f64::INFINITY), E_709);
        same(exp(710.0), exp(709.0));
        same(exp(-1e9), exp(-708.0));
        assert!(exp(f64::NEG_INFINITY) >= f64::MIN_POSITIVE);
        same(pow(10.0, 400.0), E_709);
        same(pow(10.0, -400.0), exp(-708.0));
        same(pow(1e300, 1e300), E_709);
        same(hill(1e200, 1e-3, 2.5), 1.0);
    }

    #[test]
    fn the_ends_of_the_logarithm_and_the_power_follow_ieee_754_or_the_documentation() {
        same(ln(0.0), f64::NEG_INFINITY);
        same(ln(-0.0), f64::NEG_INFINITY);
        same(ln(f64::INFINITY), f64::INFINITY);
        assert!(ln(-1e-12).is_nan());
        same(pow(0.0, 1.5), 0.0);
        same(pow(-0.0, 1.5), 0.0);
        same(pow(0.0, 0.0), 1.0);
        same(pow(0.0, -1.5), E_709);
        assert!(pow(-1e-12, 1.5).is_nan());
        assert!(pow(f64::INFINITY, 1.5).is_nan());
    }

    #[test]
    fn a_value_that_is_not_a_number_is_never_hidden() {
        let nan = f64::NAN;
        for value in [exp(nan), exp_m1(nan), ln(nan), tanh(nan), softplus(nan), pow(nan, 2.5), pow(2.5, nan)]
        {
            assert!(value.is_nan());
        }
        for exponent in [1.0, 2.0, 2.5, 3.0, 4.0] {
            assert!(hill(nan, 0.5, exponent).is_nan() && hill(0.5, nan, exponent).is_nan());
        }
    }

    #[test]
    fn the_hyperbolic_tangent_is_odd_and_keeps_tiny_arguments() {
        for x in [5e-324, 1e-300, 1e-20, 1e-9, 0.1, 0.3, 0.5, 1.0, 7.0, 30.0] {
            same(tanh(-x), -tanh(x));
        }
        same(tanh(5e-324), 5e-324);
        same(tanh(1e-20), 1e-20);
        same(exp_m1(-1e-20), -1e-20);
    }

    #[test]
    fn softplus_joins_its_two_asymptotes() {
        same(softplus(0.0), std::f64::consts::LN_2);
        same(softplus(60.0), 60.0);
        same(softplus(-60.0), exp(-60.0));
    }

    #[test]
    fn hill_is_well_behaved_where_a_solver_overshoots_below_zero() {
        same(hill(-1e-12, 0.5, 2.0), hill(1e-12, 0.5, 2.0));
        assert!(hill(-1e-12, 0.5, 1.0) < 0.0 && hill(-1e-12, 0.5, 3.0) < 0.0);
        same(hill(-1e-12, 0.5, 2.5), 0.0);
        same(hill(-0.0, 0.5, 2.5), 0.0);
    }

    #[test]
    fn the_hill_exponents_made_of_products_agree_with_the_general_power() {
        for x in [1e-3, 0.2, 0.48, 1.0, 37.0] {
            for exponent in [1.0, 2.0, 3.0, 4.0] {
                let (a, b) = (pow(x, exponent), pow(0.48, exponent));
                let relative = (hill(x, 0.48, exponent) - a / (a + b)).abs() / hill(x, 0.48, exponent);
                // Both sides round about ten times: 10 ulp.
                assert!(relative <= 10.0 * f64::EPSILON, "{x}, {exponent}: {relative:e}");
            }
        }
    }

    /// Known answers; a change of one bit here changes every simulated trial.
    #[test]
    fn known_answers_keep_their_bits() {
        let bits = [exp(1.0), exp(-20.3), ln(10.0), ln(0.9), pow(2.5, 1.7), tanh(0.3), softplus(-1.5)]
            .map(|value| format!("{:016x}", value.to_bits()));
        let expected = [
            "4005bf0a8b14576a",
            "3e1a3b8dc86d1c8e",
            "40026bb1bbb55516",
            "bfbaf8e8210a415c",
            "4012fdcf53f3e6f3",
            "3fd2a4dda7d914fa",
            "3fc9c7e908f5420f",
        ];
        assert_eq!(bits, expected);
        assert_eq!(format!("{:016x}", hill(0.3, 0.48, 2.5).to_bits()), "3fce33a27887d2ae");
    }
}
