//! What is a lane on this processor? A place in a register of two (SSE2) or four (AVX2) doubles.

#![expect(
    unsafe_code,
    reason = "vector instructions; a register exists only where the processor was asked first"
)]

use super::{BIAS, HEAD, Lanes, TO_ROOT_HALF, TWO_52, Task};
use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A register with its operations. A macro, because the two differ in nothing but the names of instructions.
macro_rules! register {
    (
        $(#[$about:meta])* $Name:ident, $Raw:ident, $width:literal;
        $set:ident, $add:ident, $sub:ident, $mul:ident, $div:ident, $sqrt:ident,
        $and:ident, $andnot:ident, $or:ident, $xor:ident,
        less: $less:expr, at_most: $at_most:expr, equal: $equal:expr, select: $select:expr,
        $movemask:ident, $set_bits:ident, $add_bits:ident, $sub_bits:ident, $left:ident, $right:ident,
        $to_bits:ident, $from_bits:ident, apart: $apart:ident
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        #[repr(transparent)]
        pub(super) struct $Name($Raw);

        impl super::sealed::Sealed for $Name {}

        register!(@operator $Name, Add, add, $add);
        register!(@operator $Name, Sub, sub, $sub);
        register!(@operator $Name, Mul, mul, $mul);
        register!(@operator $Name, Div, div, $div);

        impl Neg for $Name {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                // SAFETY: the register exists, so the processor has its instructions.
                unsafe { Self($xor(self.0, $set(-0.0))) }
            }
        }

        impl Lanes for $Name {
            type Mask = $Raw;

            const WIDTH: usize = $width;

            #[inline(always)]
            fn splat(value: f64) -> Self {
                // SAFETY: the type can be named only inside `Width::run`, which has asked the processor.
                unsafe { Self($set(value)) }
            }
            #[inline(always)]
            fn each(&self) -> &[f64] {
                // SAFETY: a register is as many doubles in a row.
                unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).cast(), $width) }
            }
            #[inline(always)]
            fn each_mut(&mut self) -> &mut [f64] {
                // SAFETY: the same, any bits are a double, and nobody else looks at them.
                unsafe { std::slice::from_raw_parts_mut(std::ptr::from_mut(self).cast(), $width) }
            }
            #[inline(always)]
            fn less(self, other: Self) -> $Raw {
                // SAFETY: the register exists.
                unsafe { $less(self.0, other.0) }
            }
            #[inline(always)]
            fn at_most(self, other: Self) -> $Raw {
                // SAFETY: the register exists.
                unsafe { $at_most(self.0, other.0) }
            }
            #[inline(always)]
            fn equal(self, other: Self) -> $Raw {
                // SAFETY: the register exists.
                unsafe { $equal(self.0, other.0) }
            }
            #[inline(always)]
            fn both(one: $Raw, other: $Raw) -> $Raw {
                // SAFETY: the register exists.
                unsafe { $and(one, other) }
            }
            #[inline(always)]
            fn select(first: $Raw, yes: Self, no: Self) -> Self {
                // SAFETY: the register exists.
                unsafe { Self($select(first, yes.0, no.0)) }
            }
            #[inline(always)]
            fn holds(mask: $Raw, lane: usize) -> bool {
                // SAFETY: the register exists.
                unsafe { ($movemask(mask) >> lane) & 1 == 1 }
            }
            #[inline(always)]
            fn square_root(self) -> Self {
                // SAFETY: the register exists.
                unsafe { Self($sqrt(self.0)) }
            }
            #[inline(always)]
            fn magnitude(self) -> Self {
                // SAFETY: the register exists.
                unsafe { Self($andnot($set(-0.0), self.0)) }
            }
            #[inline(always)]
            fn signed_as(self, sign: Self) -> Self {
                // SAFETY: the register exists.
                unsafe {
                    let minus = $set(-0.0);
                    Self($or($andnot(minus, self.0), $and(minus, sign.0)))
                }
            }
            #[inline(always)]
            fn head(self) -> Self {
                // SAFETY: the register exists.
                unsafe { Self($and(self.0, $from_bits($set_bits(HEAD.cast_signed())))) }
            }
            #[inline(always)]
            fn power_of_two(self) -> Self {
                // SAFETY: the register exists.
                unsafe {
                    let exponent = $left::<52>($to_bits(self.0));
                    Self($from_bits($add_bits(exponent, $set_bits(BIAS.cast_signed()))))
                }
            }
            #[inline(always)]
            fn mantissa_and_exponent(self) -> (Self, Self) {
                // SAFETY: the register exists.
                unsafe {
                    let bits = $to_bits(self.0);
                    let biased = $right::<52>($add_bits(bits, $set_bits(TO_ROOT_HALF.cast_signed())));
                    let k = $sub($or($from_bits(biased), $set(TWO_52)), $set(TWO_52 + 1023.0));
                    let unbiased = $add_bits(bits, $set_bits(BIAS.cast_signed()));
                    let m = $from_bits($sub_bits(unbiased, $left::<52>(biased)));
                    (Self(m), Self(k))
                }
            }
            #[inline(always)]
            fn apart<T: Task>(task: T) -> T::Output {
                // SAFETY: the type can be named only inside `Width::run`, which has asked the processor.
                unsafe { $apart(task) }
            }
        }
    };
    (@operator $Name:ident, $Trait:ident, $method:ident, $instruction:ident) => {
        impl $Trait for $Name {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: the register exists, so the processor has its instructions.
                unsafe { Self($instruction(self.0, other.0)) }
            }
        }
    };
}

register!(
    /// Four doubles (AVX2).
    Four, __m256d, 4;
    _mm256_set1_pd, _mm256_add_pd, _mm256_sub_pd, _mm256_mul_pd, _mm256_div_pd, _mm256_sqrt_pd,
    _mm256_and_pd, _mm256_andnot_pd, _mm256_or_pd, _mm256_xor_pd,
    less: _mm256_cmp_pd::<_CMP_LT_OQ>,
    at_most: _mm256_cmp_pd::<_CMP_LE_OQ>,
    equal: _mm256_cmp_pd::<_CMP_EQ_OQ>,
    select: four_selected,
    _mm256_movemask_pd, _mm256_set1_epi64x, _mm256_add_epi64, _mm256_sub_epi64, _mm256_slli_epi64, _mm256_srli_epi64,
    _mm256_castpd_si256, _mm256_castsi256_pd, apart: with_avx2
);

register!(
    /// Two doubles (SSE2, which every x86-64 has).
    Two, __m128d, 2;
    _mm_set1_pd, _mm_add_pd, _mm_sub_pd, _mm_mul_pd, _mm_div_pd, _mm_sqrt_pd,
    _mm_and_pd, _mm_andnot_pd, _mm_or_pd, _mm_xor_pd,
    less: _mm_cmplt_pd,
    at_most: _mm_cmple_pd,
    equal: _mm_cmpeq_pd,
    select: two_selected,
    _mm_movemask_pd, _mm_set1_epi64x, _mm_add_epi64, _mm_sub_epi64, _mm_slli_epi64, _mm_srli_epi64,
    _mm_castpd_si128, _mm_castsi128_pd, apart: with_sse2
);

/// `yes` where the mask is set; AVX has an instruction for it.
#[inline]
#[target_feature(enable = "avx2")]
fn four_selected(mask: __m256d, yes: __m256d, no: __m256d) -> __m256d {
    _mm256_blendv_pd(no, yes, mask)
}

/// The same by three instructions of SSE2.
#[inline]
#[target_feature(enable = "sse2")]
fn two_selected(mask: __m128d, yes: __m128d, no: __m128d) -> __m128d {
    _mm_or_pd(_mm_and_pd(mask, yes), _mm_andnot_pd(mask, no))
}

/// A function of its own, compiled for AVX2.
#[target_feature(enable = "avx2")]
#[inline(never)]
fn with_avx2<T: Task>(task: T) -> T::Output {
    task.run()
}

/// A function of its own, compiled for what every x86-64 has.
#[target_feature(enable = "sse2")]
#[inline(never)]
fn with_sse2<T: Task>(task: T) -> T::Output {
    task.run()
}
