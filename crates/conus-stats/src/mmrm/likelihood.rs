//! How likely are the data under these covariance matrices, and which way is up? Value, slope and curvature of minus
//! twice the (restricted) log-likelihood in the *elements* of the matrices, the same for every structure.
//!
//! With V the covariance matrix of all observations, W = V^-1, P = (X'WX)^-1, b = P X'Wy, r = y - Xb:
//!
//! ```text
//! l = ln det V + r'Wr + [ln det X'WX]                                  in brackets: REML only
//! dl/de = tr(W E) - r'WEWr - [tr(P Q_e)]                               E = dV/de, Q_e = X'WEWX
//! d2l/de df = -tr(WEWF) + 2 r'WEWFWr - 2 u_e'P u_f + [2 tr(P X'WEWFWX) - tr(P Q_e P Q_f)],   u_e = X'WEWr
//! ```
//!
//! Harville 1977 (JASA 72:320), section 3; Wolfinger, Tobias and Sall 1994 (SIAM J Sci Comput 15:1294), section 2. The
//! elements are linear in V, so it has no second derivatives here; those of a structure come in by the chain rule.
//! Constants (N ln 2 pi, weights, the basis) are added by [`super::fit`].

use super::pattern::Pattern;
use crate::symmetric::{Cholesky, Symmetric, place, triangle};

/// The likelihood at one set of covariance matrices.
#[derive(Clone, Debug)]
pub(super) struct Likelihood {
    /// Minus twice the log-likelihood, up to constants.
    pub value: f64,
    /// Coefficients in the basis.
    pub coefficients: Vec<f64>,
    /// Their covariance matrix P.
    pub covariance: Symmetric,
    /// W of the visits of each pattern.
    inverse: Vec<Symmetric>,
    factor: Cholesky,
    restricted: bool,
}

/// Slope and curvature in the elements of the covariance matrices, those of the first group first.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    /// dl/de.
    pub slope: Vec<f64>,
    /// The second derivatives, of the data or as expected.
    pub curvature: Symmetric,
    /// X'WEWX, one for each element.
    pub design: Vec<Symmetric>,
}

/// Which second derivatives are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Information {
    /// Those of the data.
    Observed,
    /// Their expectation under the model.
    Expected,
}

/// Evaluates the likelihood; none where a matrix is not positive definite.
pub(super) fn likelihood(
    patterns: &[Pattern],
    covariance: &[Symmetric],
    width: usize,
    restricted: bool,
) -> Option<Likelihood> {
    let mut sum = Symmetric::zero(width);
    let mut inverse = Vec::with_capacity(patterns.len());
    let mut value = 0.0;
    for pattern in patterns {
        let factor = Cholesky::of(&covariance[pattern.group].select(&pattern.visits), f64::EPSILON)?;
        value += pattern.people * factor.ln_determinant();
        let weights = factor.inverse();
        pattern.contract(&weights.packed, &mut sum.packed);
        inverse.push(weights);
    }
    let columns = width - 1;
    let (design, last) = sum.packed.split_at(triangle(columns));
    let factor = Cholesky::of(&Symmetric { order: columns, packed: design.to_vec() }, f64::EPSILON)?;
    let coefficients = factor.solve(&last[..columns]);
    let explained: f64 = coefficients.iter().zip(last).map(|(b, along)| b * along).sum();
    value += last[columns] - explained;
    if restricted {
        value += factor.ln_determinant();
    }
    let covariance = factor.inverse();
    value.is_finite().then_some(Likelihood { value, coefficients, covariance, inverse, factor, restricted })
}

impl Likelihood {
    /// Slope and curvature for matrices of so many visits in so many groups.
    pub(super) fn curve(
        &self,
        patterns: &[Pattern],
        visits: usize,
        groups: usize,
        information: Information,
    ) -> Curve {
        let elements = groups * triangle(visits);
        let width = self.coefficients.len() + 1;
        let mut sums = vec![vec![0.0; triangle(width)]; elements];
        let (restricted, residual) = (self.restricted_weights(width), self.residual_weights(width));
        let mut slope = vec![0.0; elements];
        let mut curvature = Symmetric::zero(elements);
        for (pattern, inverse) in patterns.iter().zip(&self.inverse) {
            let spread = |weights: &[f64]| {
                let products = pattern.products(weights);
                inverse_between(inverse, &products)
            };
            let (by_design, by_residual) = (spread(&restricted), spread(&residual));
            let mut both = by_residual;
            both.add(1.0, &by_design);
            let places = elements_of(pattern, visits);
            add_slope(&mut slope, &places, pattern.people, inverse, &both);
            let partner = match information {
                Information::Observed => mixed(-pattern.people, inverse, 2.0, &both),
                Information::Expected => mixed(pattern.people, inverse, -2.0, &by_design),
            };
            add_curvature(&mut curvature, &places, inverse, &partner);
            add_sums(&mut sums, &places, pattern, inverse);
        }
        self.finish(slope, curvature, sums, information)
    }

    /// P for REML and zero for ML, with a zero row for the response; entries off the diagonal doubled.
    fn restricted_weights(&self, width: usize) -> Vec<f64> {
        let share = if self.restricted { 1.0 } else { 0.0 };
        let columns = width - 1;
        let weights =
            Symmetric::from_fn(
                width,
                |i, j| {
                    if i == columns { 0.0 } else { share * self.covariance.at(i, j) }
                },
            );
        doubled(weights)
    }

    /// d d' with d = (-b, 1), so that z'd is a residual; entries off the diagonal doubled.
    fn residual_weights(&self, width: usize) -> Vec<f64> {
        let direction = self.direction();
        doubled(Symmetric::from_fn(width, |i, j| direction[i] * direction[j]))
    }

    fn direction(&self) -> Vec<f64> {
        self.coefficients.iter().map(|b| -b).chain([1.0]).collect()
    }

    /// The parts of the curvature that join people: through the coefficients, and through the determinant.
    fn finish(
        &self,
        slope: Vec<f64>,
        mut curvature: Symmetric,
        sums: Vec<Vec<f64>>,
        information: Information,
    ) -> Curve {
        let columns = self.coefficients.len();
        let direction = self.direction();
        let mut pulls = Vec::with_capacity(sums.len());
        let mut within = Vec::with_capacity(sums.len());
        let mut design = Vec::with_capacity(sums.len());
        for packed in sums {
            let sum = Symmetric { order: columns + 1, packed };
            let mut pull: Vec<f64> = sum.times(&direction);
            pull.truncate(columns);
            self.factor.forward(&mut pull);
            pulls.push(pull);
            let mut packed = sum.packed;
            packed.truncate(triangle(columns));
            let of_design = Symmetric { order: columns, packed };
            within.push(doubly_solved(&self.factor, &of_design));
            design.push(of_design);
        }
        let (of_pull, of_design) = match (information, self.restricted) {
            (Information::Observed, restricted) => (-2.0, if restricted { -1.0 } else { 0.0 }),
            (Information::Expected, restricted) => (0.0, if restricted { 1.0 } else { 0.0 }),
        };
        for e in 0..design.len() {
            for f in 0..=e {
                let pulled: f64 = pulls[e].iter().zip(&pulls[f]).map(|(a, b)| a * b).sum();
                let joined = if self.restricted { within[e].trace_of_product(&within[f]) } else { 0.0 };
                curvature.packed[place(e, f)] += of_pull * pulled + of_design * joined;
            }
        }
        Curve { slope, curvature, design }
    }

    /// W of each pattern.
    pub(super) fn inverses(&self) -> &[Symmetric] {
        &self.inverse
    }
}

/// For each pair of positions of a pattern, the element of the covariance matrices that it is.
pub(super) fn elements_of(pattern: &Pattern, visits: usize) -> Vec<usize> {
    let first = pattern.group * triangle(visits);
    let positions = 0..pattern.visits.len();
    let pairs = positions.flat_map(|a| (0..=a).map(move |b| (a, b)));
    pairs.map(|(a, b)| first + place(pattern.visits[a], pattern.visits[b])).collect()
}

/// Entries off the diagonal doubled, so that a plain dot product with a triangle is a trace.
fn doubled(mut matrix: Symmetric) -> Vec<f64> {
    for row in 0..matrix.order {
        for entry in &mut matrix.packed[triangle(row)..triangle(row) + row] {
            *entry *= 2.0;
        }
    }
    matrix.packed
}

/// W T W.
fn inverse_between(inverse: &Symmetric, products: &Symmetric) -> Symmetric {
    products.between(&inverse.rows())
}

fn mixed(of_one: f64, one: &Symmetric, of_other: f64, other: &Symmetric) -> Symmetric {
    let mut sum = Symmetric::zero(one.order);
    sum.add(of_one, one);
    sum.add(of_other, other);
    sum
}

fn add_slope(slope: &mut [f64], places: &[usize], people: f64, inverse: &Symmetric, both: &Symmetric) {
    let mut pair = 0;
    for a in 0..inverse.order {
        for b in 0..=a {
            let twice = if a == b { 1.0 } else { 2.0 };
            slope[places[pair]] += twice * (people * inverse.packed[pair] - both.packed[pair]);
            pair += 1;
        }
    }
}

/// Adds tr(E W F V) for each two elements: over both orders of each pair, W at (b, c) times V at (d, a).
fn add_curvature(curvature: &mut Symmetric, places: &[usize], inverse: &Symmetric, partner: &Symmetric) {
    let order = inverse.order;
    let (inverse, partner) = (square(inverse), square(partner));
    let mut e = 0;
    for a in 0..order {
        for b in 0..=a {
            let mut f = 0;
            'others: for c in 0..=a {
                for d in 0..=c {
                    if f > e {
                        break 'others;
                    }
                    let one = |a: usize, b: usize| {
                        let (w, v) = (&inverse[b * order..][..order], &partner[a * order..][..order]);
                        if c == d { w[c] * v[d] } else { w[c] * v[d] + w[d] * v[c] }
                    };
                    let sum = if a == b { one(a, b) } else { one(a, b) + one(b, a) };
                    curvature.packed[place(places[e], places[f])] += sum;
                    f += 1;
                }
            }
            e += 1;
        }
    }
}

/// Adds the sum over people of Z' W E W Z for each element.
fn add_sums(sums: &mut [Vec<f64>], places: &[usize], pattern: &Pattern, inverse: &Symmetric) {
    let order = inverse.order;
    let rows = square(inverse);
    let mut weights = Vec::with_capacity(triangle(order));
    let mut pair = 0;
    for a in 0..order {
        for b in 0..=a {
            let (one, two) = (&rows[a * order..][..order], &rows[b * order..][..order]);
            weights.clear();
            for i in 0..order {
                let entry = |j: usize| {
                    if a == b { one[i] * one[j] } else { one[i] * two[j] + one[j] * two[i] }
                };
                weights.extend((0..=i).map(entry));
            }
            pattern.contract(&weights, &mut sums[places[pair]]);
            pair += 1;
        }
    }
}

/// All entries by rows.
fn square(matrix: &Symmetric) -> Vec<f64> {
    let order = matrix.order;
    let mut entries = Vec::with_capacity(order * order);
    for row in 0..order {
        entries.extend((0..order).map(|column| matrix.at(row, column)));
    }
    entries
}

/// L^-1 A L'^-1.
fn doubly_solved(factor: &Cholesky, matrix: &Symmetric) -> Symmetric {
    let order = matrix.order;
    let mut half = square(matrix);
    factor.forward_rows(&mut half, order);
    let mut whole = vec![0.0; order * order];
    for (row, entries) in half.chunks_exact(order).enumerate() {
        entries.iter().enumerate().for_each(|(column, entry)| whole[column * order + row] = *entry);
    }
    factor.forward_rows(&mut whole, order);
    Symmetric::from_fn(order, |i, j| whole[i * order + j])
}
