//! What is a lane on this processor? A place in a register of four doubles (AVX2) or eight (AVX-512).

#![expect(
    unsafe_code,
    reason = "vector instructions; a register exists only where the processor was asked first"
)]

use super::{BIAS, HEAD, Lanes, TO_ROOT_HALF, TWO_52, Task};
use std::arch::x86_64::{_CMP_EQ_OQ, _CMP_LE_OQ, _CMP_LT_OQ};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// The instructions of AVX2, by what they do.
mod avx2 {
    pub(super) use std::arch::x86_64::{
        __m256d as Doubles, __m256d as Mask, __m256i as Integers, _mm256_add_epi64 as add_integers,
        _mm256_add_pd as add, _mm256_and_pd as and, _mm256_andnot_pd as and_not,
        _mm256_castpd_si256 as as_integers, _mm256_castsi256_pd as as_doubles, _mm256_cmp_pd as compare,
        _mm256_div_pd as divide, _mm256_max_pd as larger, _mm256_min_pd as smaller,
        _mm256_mul_pd as multiply, _mm256_or_pd as or, _mm256_set1_epi64x as integers,
        _mm256_set1_pd as doubles, _mm256_slli_epi64 as shift_left, _mm256_sqrt_pd as root,
        _mm256_srli_epi64 as shift_right, _mm256_sub_epi64 as subtract_integers, _mm256_sub_pd as subtract,
        _mm256_xor_pd as xor,
    };
    use std::arch::x86_64::{
        _mm256_and_pd, _mm256_blendv_pd, _mm256_castpd_ps, _mm256_castps_pd, _mm256_movemask_pd,
        _mm256_permutevar8x32_ps, _mm256_setr_epi64x,
    };

    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn both(one: Mask, other: Mask) -> Mask {
        _mm256_and_pd(one, other)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn select(first: Mask, yes: Doubles, no: Doubles) -> Doubles {
        _mm256_blendv_pd(no, yes, first)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn bits(mask: Mask) -> i32 {
        _mm256_movemask_pd(mask)
    }

    /// A double is moved as its two halves.
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn pick(lanes: [usize; 4]) -> Integers {
        let [a, b, c, d] = lanes.map(|lane| {
            let low = 2 * lane as i64;
            low | (low + 1) << 32
        });
        _mm256_setr_epi64x(a, b, c, d)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn picked(doubles: Doubles, pick: Integers) -> Doubles {
        _mm256_castps_pd(_mm256_permutevar8x32_ps(_mm256_castpd_ps(doubles), pick))
    }
}

/// The instructions of AVX-512, parts F and DQ, by what they do.
mod avx512 {
    pub(super) use std::arch::x86_64::{
        __m512d as Doubles, __m512i as Integers, __mmask8 as Mask, _mm512_add_epi64 as add_integers,
        _mm512_add_pd as add, _mm512_and_pd as and, _mm512_andnot_pd as and_not,
        _mm512_castpd_si512 as as_integers, _mm512_castsi512_pd as as_doubles, _mm512_cmp_pd_mask as compare,
        _mm512_div_pd as divide, _mm512_max_pd as larger, _mm512_min_pd as smaller,
        _mm512_mul_pd as multiply, _mm512_or_pd as or, _mm512_set1_epi64 as integers,
        _mm512_set1_pd as doubles, _mm512_slli_epi64 as shift_left, _mm512_sqrt_pd as root,
        _mm512_srli_epi64 as shift_right, _mm512_sub_epi64 as subtract_integers, _mm512_sub_pd as subtract,
        _mm512_xor_pd as xor,
    };
    use std::arch::x86_64::{_mm512_mask_blend_pd, _mm512_permutexvar_pd, _mm512_setr_epi64};

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq")]
    pub(super) fn both(one: Mask, other: Mask) -> Mask {
        one & other
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq")]
    pub(super) fn select(first: Mask, yes: Doubles, no: Doubles) -> Doubles {
        _mm512_mask_blend_pd(first, no, yes)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq")]
    pub(super) fn bits(mask: Mask) -> i32 {
        i32::from(mask)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq")]
    pub(super) fn pick(lanes: [usize; 8]) -> Integers {
        let [a, b, c, d, e, f, g, h] = lanes.map(|lane| lane as i64);
        _mm512_setr_epi64(a, b, c, d, e, f, g, h)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512dq")]
    pub(super) fn picked(doubles: Doubles, pick: Integers) -> Doubles {
        _mm512_permutexvar_pd(pick, doubles)
    }
}

/// One operator. A macro, because the four differ in nothing but the names of instructions.
macro_rules! operator {
    ($Register:ident, $Trait:ident, $method:ident, $instruction:path) => {
        impl $Trait for $Register {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                // SAFETY: the register exists, so the processor has its instructions.
                unsafe { Self($instruction(self.0, other.0)) }
            }
        }
    };
}

/// One register. A macro, because the two differ in nothing but the names of instructions.
macro_rules! register {
    ($(#[$doc:meta])* $Register:ident, $width:literal, $instructions:ident, $features:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        #[repr(transparent)]
        pub(super) struct $Register($instructions::Doubles);

        impl super::sealed::Sealed for $Register {}

        operator!($Register, Add, add, $instructions::add);
        operator!($Register, Sub, sub, $instructions::subtract);
        operator!($Register, Mul, mul, $instructions::multiply);
        operator!($Register, Div, div, $instructions::divide);

        impl Neg for $Register {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                // SAFETY: the register exists, so the processor has its instructions.
                unsafe { Self($instructions::xor(self.0, $instructions::doubles(-0.0))) }
            }
        }

        // SAFETY of all: the type can be named only inside `Width::run`, which has asked the processor.
        impl Lanes for $Register {
            type Mask = $instructions::Mask;
            type Pick = $instructions::Integers;

            const WIDTH: usize = $width;

            #[inline(always)]
            fn splat(value: f64) -> Self {
                // SAFETY: as said above.
                unsafe { Self($instructions::doubles(value)) }
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
            fn less(self, other: Self) -> Self::Mask {
                // SAFETY: as said above.
                unsafe { $instructions::compare::<_CMP_LT_OQ>(self.0, other.0) }
            }
            #[inline(always)]
            fn at_most(self, other: Self) -> Self::Mask {
                // SAFETY: as said above.
                unsafe { $instructions::compare::<_CMP_LE_OQ>(self.0, other.0) }
            }
            #[inline(always)]
            fn equal(self, other: Self) -> Self::Mask {
                // SAFETY: as said above.
                unsafe { $instructions::compare::<_CMP_EQ_OQ>(self.0, other.0) }
            }
            #[inline(always)]
            fn both(one: Self::Mask, other: Self::Mask) -> Self::Mask {
                // SAFETY: as said above.
                unsafe { $instructions::both(one, other) }
            }
            #[inline(always)]
            fn select(first: Self::Mask, yes: Self, no: Self) -> Self {
                // SAFETY: as said above.
                unsafe { Self($instructions::select(first, yes.0, no.0)) }
            }
            #[inline(always)]
            fn at_least(self, least: Self) -> Self {
                // SAFETY: as said above. The instruction gives its second operand where either is not a number.
                unsafe { Self($instructions::larger(least.0, self.0)) }
            }
            #[inline(always)]
            fn no_more_than(self, most: Self) -> Self {
                // SAFETY: as said above, and the same.
                unsafe { Self($instructions::smaller(most.0, self.0)) }
            }
            #[inline(always)]
            fn holds(mask: Self::Mask, lane: usize) -> bool {
                // SAFETY: as said above.
                unsafe { ($instructions::bits(mask) >> lane) & 1 == 1 }
            }
            #[inline(always)]
            fn pick(lanes: &[usize]) -> Self::Pick {
                let mut places = [0; Self::WIDTH];
                for (place, lane) in places.iter_mut().zip(lanes) {
                    *place = *lane;
                }
                // SAFETY: as said above.
                unsafe { $instructions::pick(places) }
            }
            #[inline(always)]
            fn picked(self, pick: &Self::Pick) -> Self {
                // SAFETY: as said above.
                unsafe { Self($instructions::picked(self.0, *pick)) }
            }
            #[inline(always)]
            fn square_root(self) -> Self {
                // SAFETY: as said above.
                unsafe { Self($instructions::root(self.0)) }
            }
            #[inline(always)]
            fn magnitude(self) -> Self {
                // SAFETY: as said above.
                unsafe { Self($instructions::and_not($instructions::doubles(-0.0), self.0)) }
            }
            #[inline(always)]
            fn signed_as(self, sign: Self) -> Self {
                // SAFETY: as said above.
                unsafe {
                    let minus = $instructions::doubles(-0.0);
                    let size = $instructions::and_not(minus, self.0);
                    Self($instructions::or(size, $instructions::and(minus, sign.0)))
                }
            }
            #[inline(always)]
            fn head(self) -> Self {
                // SAFETY: as said above.
                unsafe {
                    let head = $instructions::as_doubles($instructions::integers(HEAD.cast_signed()));
                    Self($instructions::and(self.0, head))
                }
            }
            #[inline(always)]
            fn power_of_two(self) -> Self {
                // SAFETY: as said above.
                unsafe {
                    let exponent = $instructions::shift_left::<52>($instructions::as_integers(self.0));
                    let bias = $instructions::integers(BIAS.cast_signed());
                    Self($instructions::as_doubles($instructions::add_integers(exponent, bias)))
                }
            }
            #[inline(always)]
            fn mantissa_and_exponent(self) -> (Self, Self) {
                use $instructions::{add_integers, as_doubles, as_integers, doubles, integers, shift_left};
                use $instructions::{or, shift_right, subtract, subtract_integers};
                // SAFETY: as said above.
                unsafe {
                    let bits = as_integers(self.0);
                    let biased = shift_right::<52>(add_integers(bits, integers(TO_ROOT_HALF.cast_signed())));
                    let filled = or(as_doubles(biased), doubles(TWO_52));
                    let k = subtract(filled, doubles(TWO_52 + 1023.0));
                    let unbiased = add_integers(bits, integers(BIAS.cast_signed()));
                    let m = as_doubles(subtract_integers(unbiased, shift_left::<52>(biased)));
                    (Self(m), Self(k))
                }
            }
            #[inline(always)]
            fn apart<T: Task>(task: T) -> T::Output {
                /// A function of its own, compiled for the instructions of this register.
                #[target_feature(enable = $features)]
                #[inline(never)]
                fn compiled<T: Task>(task: T) -> T::Output {
                    task.run()
                }
                // SAFETY: as said above.
                unsafe { compiled(task) }
            }
        }
    };
}

register!(
    /// Four doubles.
    Four, 4, avx2, "avx2"
);
register!(
    /// Eight doubles.
    Eight, 8, avx512, "avx512f,avx512dq"
);
