//! Which value does a normal variable stay below with probability p?
//!
//! Wichura 1988, *Algorithm AS 241: the percentage points of the normal distribution*, Applied Statistics
//! 37:477-484, routine PPND16 with its coefficients (rounded to double): three ratios of polynomials of
//! degree 7, relative error about 1e-16.

use crate::elementary;

/// Numerator and denominator for |p - 1/2| <= 0.425, in 0.180625 - (p - 1/2)^2; lowest power first.
const CENTRE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];
/// For r = sqrt(-ln of the smaller tail) up to 5, in r - 1.6.
const SHOULDER: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
];
/// For r above 5, in r - 5.
const TAIL: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

/// The standard normal quantile. 0 and 1 give the infinities, anything outside gives NaN.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let from_centre = p - 0.5;
    if from_centre.abs() <= 0.425 {
        return from_centre * ratio(&CENTRE, 0.180_625 - from_centre * from_centre);
    }
    let smaller_tail = p.min(1.0 - p);
    if smaller_tail == 0.0 {
        return f64::INFINITY.copysign(from_centre);
    }
    // A negative tail, from p outside 0 to 1, has no logarithm and so becomes NaN.
    let r = (-elementary::ln(smaller_tail)).sqrt();
    let size = if r <= 5.0 { ratio(&SHOULDER, r - 1.6) } else { ratio(&TAIL, r - 5.0) };
    size.copysign(from_centre)
}

/// Quotient of two polynomials.
fn ratio([numerator, denominator]: &[[f64; 8]; 2], x: f64) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c);
    polynomial(numerator) / polynomial(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// mpmath 1.4.1 at 50 digits: `findroot` on `erfc(-x / sqrt(2)) / 2 - p`; each within 3.1e-16 of scipy
    /// 1.17.1 `scipy.stats.norm.ppf(p)`. The arguments touch all three ranges and both of their borders.
    const QUANTILES: [(f64, f64); 23] = [
        (1e-300, -37.047_096_299_361_2),
        (1e-100, -21.273_453_560_965_326),
        (f64::EPSILON / 4.0, -8.292_361_075_813_595),
        (1e-15, -7.941_345_326_170_997),
        (1e-12, -7.034_483_825_301_132),
        (1e-11, -6.706_023_155_495_136),
        (2e-11, -6.604_077_590_405_634),
        (1e-6, -4.753_424_308_822_899),
        (0.001, -3.090_232_306_167_813_6),
        (0.025, -1.959_963_984_540_054_3),
        (0.07, -1.475_791_028_179_170_6),
        (0.075, -1.439_531_470_938_456),
        (0.08, -1.405_071_560_309_632_7),
        (0.1, -1.281_551_565_544_600_4),
        (0.25, -0.674_489_750_196_081_7),
        (0.45, -0.125_661_346_855_074_02),
        (0.6, 0.253_347_103_135_799_7),
        (0.9, 1.281_551_565_544_600_6),
        (0.925, 1.439_531_470_938_456_1),
        (0.95, 1.644_853_626_951_472_2),
        (0.975, 1.959_963_984_540_053_8),
        (0.999, 3.090_232_306_167_813),
        (1.0 - f64::EPSILON / 2.0, 8.209_536_151_601_387),
    ];

    /// Wichura states about 1 part in 10^16; a handful of roundings make it a few ulp.
    #[test]
    fn quantiles_agree_with_fifty_digits_to_a_few_units_in_the_last_place() {
        for (p, expected) in QUANTILES {
            let relative = ((normal_quantile(p) - expected) / expected).abs();
            assert!(relative <= 1e-15, "p = {p:e}: {} is off by {relative:e}", normal_quantile(p));
        }
    }

    #[test]
    fn the_ends_are_infinite_and_beyond_them_is_nothing() {
        assert_eq!(normal_quantile(0.0).to_bits(), f64::NEG_INFINITY.to_bits());
        assert_eq!(normal_quantile(1.0).to_bits(), f64::INFINITY.to_bits());
        assert_eq!(normal_quantile(0.5).to_bits(), 0.0_f64.to_bits());
        for p in [-1e-9, 1.0 + 1e-9, -5.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert!(normal_quantile(p).is_nan(), "{p}");
        }
    }

    /// In the tail a step of 1e-13 in p moves the quantile by about 17 ulp, well above its error.
    #[test]
    fn the_quantile_rises_across_the_borders_of_its_ranges() {
        for border in [0.075, 0.925, elementary::exp(-25.0), 1.0 - elementary::exp(-25.0)] {
            let values: Vec<f64> =
                (-50..=50).map(|i| normal_quantile(border * (1.0 + f64::from(i) * 1e-13))).collect();
            assert!(values.is_sorted(), "around p = {border}");
        }
    }
}
