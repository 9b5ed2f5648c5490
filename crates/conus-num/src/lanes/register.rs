//! What is a lane on this processor? A place in a register of four doubles (AVX2).

#![expect(
    unsafe_code,
    reason = "vector instructions; a register exists only where the processor was asked first"
)]

use super::{BIAS, HEAD, Lanes, TO_ROOT_HALF, TWO_52, Task};
use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Four doubles.
#[derive(Clone, Copy, Debug)]
#[repr(transparent)]
pub(super) struct Four(__m256d);

impl super::sealed::Sealed for Four {}

/// One operator. A macro, because the four differ in nothing but the names of instructions.
macro_rules! operator {
    ($Trait:ident, $method:ident, $instruction:ident) => {
        impl $Trait for Four {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: the register exists, so the processor has its instructions.
                unsafe { Self($instruction(self.0, other.0)) }
            }
        }
    };
}
operator!(Add, add, _mm256_add_pd);
operator!(Sub, sub, _mm256_sub_pd);
operator!(Mul, mul, _mm256_mul_pd);
operator!(Div, div, _mm256_div_pd);

impl Neg for Four {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        // SAFETY: the register exists, so the processor has its instructions.
        unsafe { Self(_mm256_xor_pd(self.0, _mm256_set1_pd(-0.0))) }
    }
}

impl Lanes for Four {
    type Mask = __m256d;
    type Register = Self;

    const WIDTH: usize = 4;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        // SAFETY: the type can be named only inside `Width::run`, which has asked the processor.
        unsafe { Self(_mm256_set1_pd(value)) }
    }
    #[inline(always)]
    fn each(&self) -> &[f64] {
        // SAFETY: a register is as many doubles in a row.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast(), Self::WIDTH) }
    }
    #[inline(always)]
    fn each_mut(&mut self) -> &mut [f64] {
        // SAFETY: the same, any bits are a double, and nobody else looks at them.
        unsafe { std::slice::from_raw_parts_mut(std::ptr::from_mut(self).cast(), Self::WIDTH) }
    }
    #[inline(always)]
    fn less(self, other: Self) -> __m256d {
        // SAFETY: the register exists.
        unsafe { _mm256_cmp_pd::<_CMP_LT_OQ>(self.0, other.0) }
    }
    #[inline(always)]
    fn at_most(self, other: Self) -> __m256d {
        // SAFETY: the register exists.
        unsafe { _mm256_cmp_pd::<_CMP_LE_OQ>(self.0, other.0) }
    }
    #[inline(always)]
    fn equal(self, other: Self) -> __m256d {
        // SAFETY: the register exists.
        unsafe { _mm256_cmp_pd::<_CMP_EQ_OQ>(self.0, other.0) }
    }
    #[inline(always)]
    fn both(one: __m256d, other: __m256d) -> __m256d {
        // SAFETY: the register exists.
        unsafe { _mm256_and_pd(one, other) }
    }
    #[inline(always)]
    fn select(first: __m256d, yes: Self, no: Self) -> Self {
        // SAFETY: the register exists.
        unsafe { Self(_mm256_blendv_pd(no.0, yes.0, first)) }
    }
    #[inline(always)]
    fn holds(mask: __m256d, lane: usize) -> bool {
        // SAFETY: the register exists.
        unsafe { (_mm256_movemask_pd(mask) >> lane) & 1 == 1 }
    }
    #[inline(always)]
    fn square_root(self) -> Self {
        // SAFETY: the register exists.
        unsafe { Self(_mm256_sqrt_pd(self.0)) }
    }
    #[inline(always)]
    fn magnitude(self) -> Self {
        // SAFETY: the register exists.
        unsafe { Self(_mm256_andnot_pd(_mm256_set1_pd(-0.0), self.0)) }
    }
    #[inline(always)]
    fn signed_as(self, sign: Self) -> Self {
        // SAFETY: the register exists.
        unsafe {
            let minus = _mm256_set1_pd(-0.0);
            Self(_mm256_or_pd(_mm256_andnot_pd(minus, self.0), _mm256_and_pd(minus, sign.0)))
        }
    }
    #[inline(always)]
    fn head(self) -> Self {
        // SAFETY: the register exists.
        unsafe { Self(_mm256_and_pd(self.0, _mm256_castsi256_pd(_mm256_set1_epi64x(HEAD.cast_signed())))) }
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: the register exists.
        unsafe {
            let exponent = _mm256_slli_epi64::<52>(_mm256_castpd_si256(self.0));
            let biased = _mm256_add_epi64(exponent, _mm256_set1_epi64x(BIAS.cast_signed()));
            Self(_mm256_castsi256_pd(biased))
        }
    }
    #[inline(always)]
    fn mantissa_and_exponent(self) -> (Self, Self) {
        // SAFETY: the register exists.
        unsafe {
            let bits = _mm256_castpd_si256(self.0);
            let shifted = _mm256_add_epi64(bits, _mm256_set1_epi64x(TO_ROOT_HALF.cast_signed()));
            let biased = _mm256_srli_epi64::<52>(shifted);
            let filled = _mm256_or_pd(_mm256_castsi256_pd(biased), _mm256_set1_pd(TWO_52));
            let k = _mm256_sub_pd(filled, _mm256_set1_pd(TWO_52 + 1023.0));
            let unbiased = _mm256_add_epi64(bits, _mm256_set1_epi64x(BIAS.cast_signed()));
            let m = _mm256_castsi256_pd(_mm256_sub_epi64(unbiased, _mm256_slli_epi64::<52>(biased)));
            (Self(m), Self(k))
        }
    }
    #[inline(always)]
    fn apart<T: Task>(task: T) -> T::Output {
        // SAFETY: the type can be named only inside `Width::run`, which has asked the processor.
        unsafe { with_avx2(task) }
    }
}

/// A function of its own, compiled for AVX2.
#[target_feature(enable = "avx2")]
#[inline(never)]
fn with_avx2<T: Task>(task: T) -> T::Output {
    task.run()
}
