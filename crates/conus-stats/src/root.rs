//! Where does a function change its sign?

use crate::StatisticsError;

/// Between `lower` and `upper`, to the last digits. Inverse quadratic interpolation where it can be trusted
/// and bisection where not (Chandrupatla 1997, Advances in Engineering Software 28:145-149).
///
/// # Errors
/// The function has the same sign at both ends, or no sign at one of them.
pub(crate) fn root(
    what: &str,
    (lower, upper): (f64, f64),
    mut function: impl FnMut(f64) -> f64,
) -> Result<f64, StatisticsError> {
    let (mut near, mut far) = (lower, upper);
    let (mut at_near, mut at_far) = (function(near), function(far));
    if at_near.is_nan() || at_far.is_nan() || at_near * at_far > 0.0 {
        return Err(StatisticsError::OutOfReach { what: what.to_owned(), lower, upper });
    }
    let mut step = 0.5;
    loop {
        let point = near + step * (far - near);
        let at_point = function(point);
        // The third point is the one just left; the root stays between near and far.
        let (third, at_third);
        if (at_point > 0.0) == (at_near > 0.0) {
            (third, at_third) = (near, at_near);
        } else {
            (third, at_third) = (far, at_far);
            (far, at_far) = (near, at_near);
        }
        (near, at_near) = (point, at_point);
        let best = if at_near.abs() < at_far.abs() { near } else { far };
        let least = (2.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE) / (far - near).abs();
        if least > 0.5 || at_near == 0.0 || at_far == 0.0 {
            return Ok(best);
        }
        let place = (near - far) / (third - far);
        let height = (at_near - at_far) / (at_third - at_far);
        step = if 1.0 - (1.0 - place).sqrt() < height && height < place.sqrt() {
            at_near / (at_far - at_near) * at_third / (at_far - at_third)
                + (third - near) / (far - near) * at_near / (at_third - at_near) * at_far
                    / (at_third - at_far)
        } else {
            0.5
        };
        step = step.clamp(least, 1.0 - least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus_num::elementary::exp;

    #[test]
    fn a_root_is_found_to_the_last_digits_in_few_steps() {
        let mut calls = 0;
        let found = root("cube", (0.0, 9.0), |x| {
            calls += 1;
            x * x * x - 2.0
        });
        assert!((found.unwrap() - 1.259_921_049_894_873_2).abs() < 4e-16 && calls < 20);
    }

    #[test]
    fn a_steep_function_and_a_root_at_the_end_do_no_harm() {
        let steep = root("steep", (-50.0, 50.0), |x| exp(10.0 * x) - 1e-40).unwrap();
        assert!((steep + 9.210_340_371_976_182).abs() < 1e-13);
        assert!(root("zero", (0.0, 1.0), |x| x).unwrap() < 1e-300);
    }

    #[test]
    fn a_function_that_does_not_change_its_sign_is_an_error() {
        assert!(matches!(
            root("square", (-1.0, 2.0), |x| x * x + 1.0),
            Err(StatisticsError::OutOfReach { .. })
        ));
        assert!(root("nothing", (0.0, 1.0), |_| f64::NAN).is_err());
    }
}
