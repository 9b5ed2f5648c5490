//! Who was seen at the same visits? People of one pattern share the covariance matrix of their visits, so all that the
//! likelihood needs of them is a sum of products, made once.
//!
//! With z the row of a visit (design and response) and both sums over people,
//!
//! ```text
//! sum_i Z_i' W Z_i = sum_(a >= b) W_ab S_ab,     S_aa = sum_i z_a z_a',   S_ab = sum_i (z_a z_b' + z_b z_a')
//! ```

use super::Repeated;
use super::basis::Basis;
use crate::error::number;
use crate::symmetric::{Symmetric, place, triangle};
use std::collections::BTreeMap;

/// People of one group who were seen at the same visits.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// Which covariance matrix is theirs.
    pub group: usize,
    /// The visits at which they were seen.
    pub visits: Vec<usize>,
    /// How many they are.
    pub people: f64,
    /// The sums of products S, each a lower triangle, one after the other by pair.
    cross: Vec<f64>,
    /// Length of one of them.
    size: usize,
}

/// Rows of each person in the order of visits.
pub(super) fn people(data: &Repeated) -> Vec<Vec<usize>> {
    let mut people = vec![Vec::new(); data.subject.iter().max().map_or(0, |last| last + 1)];
    for (row, subject) in data.subject.iter().enumerate() {
        people[*subject].push(row);
    }
    for rows in &mut people {
        rows.sort_by_key(|row| data.visit[*row]);
    }
    people.retain(|rows: &Vec<usize>| !rows.is_empty());
    people
}

/// The patterns of a data set, by group and visits.
pub(super) fn patterns(data: &Repeated, basis: &Basis) -> Vec<Pattern> {
    let mut found: BTreeMap<(usize, Vec<usize>), Vec<Vec<usize>>> = BTreeMap::new();
    for rows in people(data) {
        let visits = rows.iter().map(|row| data.visit[*row]).collect();
        found.entry((data.group_of(rows[0]), visits)).or_default().push(rows);
    }
    found.into_iter().map(|((group, visits), rows)| Pattern::of(group, visits, &rows, basis)).collect()
}

impl Pattern {
    fn of(group: usize, visits: Vec<usize>, people: &[Vec<usize>], basis: &Basis) -> Self {
        let size = triangle(basis.width);
        let mut cross = vec![0.0; triangle(visits.len()) * size];
        for rows in people {
            for a in 0..visits.len() {
                for b in 0..=a {
                    let sum = &mut cross[place(a, b) * size..(place(a, b) + 1) * size];
                    add_products(sum, basis.row(rows[a]), basis.row(rows[b]), a == b);
                }
            }
        }
        Self { group, visits, people: number(people.len()), cross, size }
    }

    /// The sum of products of one pair of positions.
    fn pair(&self, pair: usize) -> &[f64] {
        &self.cross[pair * self.size..(pair + 1) * self.size]
    }

    /// Adds the sum over pairs of W times S, for a symmetric W by pairs. Four pairs at a time, so that the sum is read and
    /// written a quarter as often.
    pub(super) fn contract(&self, weights: &[f64], sum: &mut [f64]) {
        let mut pairs = weights.chunks_exact(4).zip(self.cross.chunks_exact(4 * self.size));
        for (w, block) in &mut pairs {
            let (one, rest) = block.split_at(self.size);
            let (two, rest) = rest.split_at(self.size);
            let (three, four) = rest.split_at(self.size);
            for ((((out, a), b), c), d) in sum.iter_mut().zip(one).zip(two).zip(three).zip(four) {
                *out += (w[0] * a + w[1] * b) + (w[2] * c + w[3] * d);
            }
        }
        let done = weights.len() / 4 * 4;
        for (pair, w) in weights.iter().enumerate().skip(done) {
            sum.iter_mut().zip(self.pair(pair)).for_each(|(out, entry)| *out += w * entry);
        }
    }

    /// The sum over people of z' F z for each two positions, for a symmetric F whose entries off the diagonal were doubled.
    pub(super) fn products(&self, doubled: &[f64]) -> Symmetric {
        Symmetric::from_fn(self.visits.len(), |a, b| {
            let product = super::basis::dot(self.pair(place(a, b)), doubled);
            if a == b { product } else { 0.5 * product }
        })
    }
}

/// Adds a b' + b a', or a a' alone.
fn add_products(sum: &mut [f64], a: &[f64], b: &[f64], same: bool) {
    let mut rest = sum;
    for row in 0..a.len() {
        let (out, below) = rest.split_at_mut(row + 1);
        rest = below;
        let (a_row, b_row) = (&a[..out.len()], &b[..out.len()]);
        let (x, y) = (a[row], b[row]);
        if same {
            out.iter_mut().zip(b_row).for_each(|(out, b)| *out += x * b);
        } else {
            out.iter_mut().zip(a_row).zip(b_row).for_each(|((out, a), b)| *out += x * b + y * a);
        }
    }
}
