//! How does an unstructured covariance matrix change with its free parameters? In closed form, since Newton's method asks
//! at every step and most of these derivatives are zero.
//!
//! S = D M M' D with D = `diag(exp(t_i))`, M with a unit diagonal and the free multipliers `m_rk` (k < r) below it, and
//! L = D M; by the product rule:
//!
//! ```text
//! dS_ij/dt_a          = (d_ai + d_aj) S_ij                                       d_ai = 1 where a = i
//! dS_ij/dm_rk         = D_r (d_ri L_jk + d_rj L_ik)
//! d2S_ij/dt_a dx      = (d_ai + d_aj) dS_ij/dx
//! d2S_rt/dm_rk dm_tl  = D_r D_t where k = l, twice that where r = t as well, else zero
//! ```

use super::shape::Shape;
use crate::symmetric::{place, triangle};
use conus_num::elementary::exp;

/// What a free parameter is.
#[derive(Clone, Copy)]
enum Free {
    /// Logarithm of the scale of a visit.
    Scale(usize),
    /// Multiplier of a visit on an earlier one.
    Multiplier(usize, usize),
}

/// The elements and their derivatives, parameters in the order of [`super::Structure`].
pub(super) fn shape(visits: usize, free: &[f64]) -> Shape {
    let (logs, multipliers) = free.split_at(visits);
    let scale: Vec<f64> = logs.iter().map(|log| exp(*log)).collect();
    let factor = |i: usize, k: usize| match i.cmp(&k) {
        std::cmp::Ordering::Less => 0.0,
        std::cmp::Ordering::Equal => scale[i],
        std::cmp::Ordering::Greater => scale[i] * multipliers[triangle(i - 1) + k],
    };
    let lower: Vec<f64> = pairs(visits).map(|(i, j)| factor(i, j)).collect();
    let entry = |i: usize, k: usize| if k > i { 0.0 } else { lower[place(i, k)] };
    let product = |(i, j)| (0..=j).map(|k| entry(i, k) * entry(j, k)).sum::<f64>();
    let elements: Vec<f64> = pairs(visits).map(product).collect();
    let later = (1..visits).flat_map(|r| (0..r).map(move |k| Free::Multiplier(r, k)));
    let parameters: Vec<Free> = (0..visits).map(Free::Scale).chain(later).collect();
    let slope_of = |parameter: &Free| -> Vec<f64> {
        let by_pair = pairs(visits).zip(&elements);
        match *parameter {
            Free::Scale(a) => by_pair.map(|((i, j), element)| count(a, i, j) * element).collect(),
            Free::Multiplier(r, k) => {
                let along = |at: usize, other: usize| if at == r { scale[r] * entry(other, k) } else { 0.0 };
                by_pair.map(|((i, j), _)| along(i, j) + along(j, i)).collect()
            }
        }
    };
    let slope: Vec<Vec<f64>> = parameters.iter().map(slope_of).collect();
    let mut curvature = vec![0.0; triangle(parameters.len()) * elements.len()];
    for ((a, b), bend) in pairs(parameters.len()).zip(curvature.chunks_exact_mut(elements.len())) {
        match (parameters[a], parameters[b]) {
            (_, Free::Scale(visit)) => {
                for (((i, j), bend), slope) in pairs(visits).zip(bend).zip(&slope[a]) {
                    *bend = count(visit, i, j) * slope;
                }
            }
            (Free::Multiplier(r, k), Free::Multiplier(t, l)) if k == l => {
                bend[place(r, t)] = scale[r] * scale[t] * if r == t { 2.0 } else { 1.0 };
            }
            // Multipliers on different visits; a scale never stands before a multiplier in the lower triangle.
            _ => (),
        }
    }
    Shape { elements, slope, curvature }
}

/// The lower triangle by rows.
fn pairs(order: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..order).flat_map(|row| (0..=row).map(move |column| (row, column)))
}

/// How often a visit stands in a pair.
fn count(visit: usize, i: usize, j: usize) -> f64 {
    f64::from(u8::from(visit == i) + u8::from(visit == j))
}

#[cfg(test)]
mod tests {
    use super::super::Structure;
    use super::*;

    /// Values up to 10 of at most four products, so a few roundings of 1e-15.
    #[test]
    fn the_closed_form_is_what_hyper_dual_numbers_find() {
        for visits in 1..=4 {
            let free: Vec<f64> =
                (0_u8..).map(|at| 0.3 * f64::from(at % 5) - 0.5).take(triangle(visits)).collect();
            let closed = shape(visits, &free);
            let dual = Shape::of(&free, |x| Structure::Unstructured.of_free(visits, x));
            let all = |shape: &Shape| {
                [shape.elements.clone(), shape.slope.concat(), shape.curvature.clone()].concat()
            };
            assert_eq!(all(&closed).len(), all(&dual).len());
            for (at, (seen, expected)) in all(&closed).into_iter().zip(all(&dual)).enumerate() {
                assert!((seen - expected).abs() < 1e-14, "{visits} visits, {at}: {seen} against {expected}");
            }
        }
    }
}
