//! By how much are model-based standard errors too small in small samples? Kenward and Roger 1997 (Biometrics 53:983).
//!
//! Their adjusted estimator (section 2) is
//!
//! ```text
//! P_A = P + 2 P [sum_ab C_ab (Q_ab - P_a P P_b - R_ab / 4)] P
//! P_a = -X'WA_aWX,   Q_ab = X'WA_aWA_bWX,   R_ab = X'WA_abWX,   A_a = dV/da,   A_ab = d²V/da db
//! ```
//!
//! with C the covariance of the parameters a, b. The sums over Q and P are the same in any parameters, so they are taken
//! over the *elements* e of the covariance matrices, with O their covariance; R alone depends on the parameters, as
//!
//! ```text
//! sum_e D_e X'WE_eWX,     D_e = sum_ab C_ab d²e/da db
//! ```
//!
//! F of several rows: their section 3, in the form of the R package mmrm (vignette `kenward`).

use super::Fit;
use super::likelihood::elements_of;
use super::shape::Shape;
use crate::error::number;
use crate::symmetric::{Cholesky, Symmetric, place, triangle};
use conus_num::Num;

/// Whose second derivatives R takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curvature {
    /// Natural parameters.
    Natural,
    /// Free parameters.
    Free,
    /// None: R is left out.
    None,
}

/// The adjusted covariance of the coefficients, in the basis.
pub(super) fn adjusted(fit: &Fit, curvature: Curvature) -> Symmetric {
    let covariance = &fit.optimum.likelihood.covariance;
    let mut inner = second_products(fit);
    inner.add(-1.0, &products(fit));
    for (bend, design) in bends(fit, curvature).iter().zip(fit.design()) {
        inner.add(-0.25 * bend, design);
    }
    let mut adjusted = covariance.clone();
    adjusted.add(2.0, &inner.between(&covariance.rows()));
    adjusted
}

/// The sum of `O_ef Q_ef`: for each pattern W N W, where N at (a, d) is the sum over b, c of O at (ab, cd) times W at (b, c).
fn second_products(fit: &Fit) -> Symmetric {
    let (columns, visits) = (fit.names.len(), fit.covariance[0].order);
    let of_elements = &fit.optimum.of_elements;
    let mut sum = Symmetric::zero(columns + 1);
    for (pattern, inverse) in fit.patterns.iter().zip(fit.optimum.likelihood.inverses()) {
        let places = elements_of(pattern, visits);
        let seen = pattern.visits.len();
        let inner = Symmetric::from_fn(seen, |a, d| {
            let over = |b: usize| {
                let row = places[place(a, b)];
                (0..seen).map(|c| of_elements.at(row, places[place(c, d)]) * inverse.at(b, c)).sum::<f64>()
            };
            (0..seen).map(over).sum()
        });
        pattern.contract(&inner.between(&inverse.rows()).packed, &mut sum.packed);
    }
    sum.packed.truncate(triangle(columns));
    Symmetric { order: columns, packed: sum.packed }
}

/// The sum of `O_ef P_e P P_f`.
fn products(fit: &Fit) -> Symmetric {
    let covariance = &fit.optimum.likelihood.covariance;
    let (of_elements, design) = (&fit.optimum.of_elements, fit.design());
    let columns = covariance.order;
    let mut sum = Symmetric::zero(columns);
    for (e, one) in design.iter().enumerate() {
        let mut other = Symmetric::zero(columns);
        for (f, factor) in design.iter().enumerate() {
            other.add(of_elements.at(e, f), factor);
        }
        // Rows of Q_e P against the rows of the symmetric partner.
        let left: Vec<Vec<f64>> = one.rows().iter().map(|row| covariance.times(row)).collect();
        let right = other.rows();
        let product = |i: usize, j: usize| left[i].iter().zip(&right[j]).map(|(a, b)| a * b).sum::<f64>();
        // The sum over e and f is symmetric, a single term is not.
        sum.add(1.0, &Symmetric::from_fn(columns, |i, j| 0.5 * (product(i, j) + product(j, i))));
    }
    sum
}

/// D for each element.
fn bends(fit: &Fit, curvature: Curvature) -> Vec<f64> {
    let (structure, visits) = (fit.settings.structure, fit.covariance[0].order);
    let each = structure.parameters(visits);
    let mut bends = Vec::new();
    for (group, free) in fit.optimum.free.chunks(each).enumerate() {
        let own: Vec<usize> = (group * each..(group + 1) * each).collect();
        let of_free = fit.optimum.of_free.select(&own);
        let (shape, covariance) = match curvature {
            Curvature::None => return vec![0.0; fit.design().len()],
            Curvature::Natural if structure.is_linear() => return vec![0.0; fit.design().len()],
            Curvature::Free => (structure.shape(visits, free), of_free),
            Curvature::Natural => {
                let way = Shape::of(free, |x| structure.natural(visits, x));
                let slopes: Vec<Vec<f64>> =
                    (0..each).map(|at| way.slope.iter().map(|row| row[at]).collect()).collect();
                let natural = Shape::of(&way.elements, |x: &[Num<_>]| structure.covariance(visits, x));
                (natural, of_free.between(&slopes))
            }
        };
        let bend = |element: usize| -> f64 {
            let term = |a: usize, b: usize| {
                let twice = if a == b { 1.0 } else { 2.0 };
                twice * covariance.at(a, b) * shape.bend(a, b)[element]
            };
            (0..each).map(|a| (0..=a).map(|b| term(a, b)).sum::<f64>()).sum()
        };
        bends.extend((0..triangle(visits)).map(bend));
    }
    bends
}

/// Scale of F and degrees of freedom of several rows in the basis; none where they depend on each other.
pub(super) fn joint(fit: &Fit, rows: &[Vec<f64>]) -> Option<(f64, f64)> {
    let covariance = &fit.optimum.likelihood.covariance;
    if let [row] = rows {
        return Some((1.0, super::freedom::satterthwaite(fit, row)));
    }
    // Z = T^-1 C P with C P C' = T T', row by row, and F_e = Z P_e Z'.
    let factor = Cholesky::of(&covariance.between(rows), 1e-12)?;
    let images: Vec<Vec<f64>> = rows.iter().map(|row| covariance.times(row)).collect();
    let mut standard = vec![vec![0.0; covariance.order]; rows.len()];
    for column in 0..covariance.order {
        let mut entries: Vec<f64> = images.iter().map(|image| image[column]).collect();
        factor.forward(&mut entries);
        standard.iter_mut().zip(entries).for_each(|(row, entry)| row[column] = entry);
    }
    let each: Vec<Symmetric> = fit.design().iter().map(|design| design.between(&standard)).collect();
    let traces: Vec<f64> = each.iter().map(|f| (0..f.order).map(|at| f.at(at, at)).sum()).collect();
    let of_elements = &fit.optimum.of_elements;
    let first = of_elements.quadratic(&traces);
    let pair = |e: usize, f: usize| of_elements.at(e, f) * each[e].trace_of_product(&each[f]);
    let second: f64 = (0..each.len()).map(|e| (0..each.len()).map(|f| pair(e, f)).sum::<f64>()).sum();
    Some(scale_and_freedom(number(rows.len()), first, second))
}

/// Kenward and Roger 1997, section 3: scale and degrees of freedom of F with `c` rows from A1 and A2.
fn scale_and_freedom(c: f64, a1: f64, a2: f64) -> (f64, f64) {
    let b = (a1 + 6.0 * a2) / (2.0 * c);
    let g = ((c + 1.0) * a1 - (c + 4.0) * a2) / ((c + 2.0) * a2);
    let below = 3.0 * c + 2.0 * (1.0 - g);
    let (c1, c2, c3) = (g / below, (c - g) / below, (c + 2.0 - g) / below);
    let mean = 1.0 / (1.0 - a2 / c);
    let variance = 2.0 / c * (1.0 + c1 * b) / ((1.0 - c2 * b) * (1.0 - c2 * b) * (1.0 - c3 * b));
    let ratio = variance / (2.0 * mean * mean);
    let freedom = 4.0 + (c + 2.0) / (c * ratio - 1.0);
    (freedom / (mean * (freedom - 2.0)), freedom)
}

#[cfg(test)]
mod tests {
    use super::scale_and_freedom;

    /// With one row A1 = A2 = A, and the general formulas collapse to 2 / A and no scale.
    #[test]
    fn one_row_has_the_degrees_of_freedom_of_satterthwaite_and_no_scale() {
        for a in [0.01, 0.1, 0.3] {
            let (scale, freedom) = scale_and_freedom(1.0, a, a);
            assert!(
                (freedom - 2.0 / a).abs() < 1e-11 / a && (scale - 1.0).abs() < 1e-12,
                "{scale} {freedom}"
            );
        }
    }
}
