//! Can a wrong digit survive in a tableau? Every order condition is checked, and every digit is shown to matter.
//!
//! Conditions by rooted trees for Rosenbrock methods with exact Jacobian (Hairer & Wanner, Solving ODEs II, theorem
//! IV.7.4): a vertex with one child multiplies by `beta = alpha + Gamma`, one with several by `alpha`. The
//! transformation back to `alpha`, `Gamma`, `b` is equation IV.7.24.

use crate::dense::weights_at;
use crate::tableau::{RODAS4P, RODAS5P, Tableau};

/// Sixteen printed digits, transformed back with weights of about 100, leave violations of about 1e-14.
const LIMIT: f64 = 1e-13;

/// A rooted tree: its branches.
#[derive(Clone)]
struct Tree(Vec<Self>);

impl Tree {
    fn vertices(&self) -> usize {
        1 + self.0.iter().map(Self::vertices).sum::<usize>()
    }

    /// The density: the exact solution has weight one over it.
    fn density(&self) -> f64 {
        self.vertices() as f64 * self.0.iter().map(Self::density).product::<f64>()
    }
}

/// All trees with this many vertices: a root over every ascending choice of smaller trees.
fn trees(vertices: usize) -> Vec<Tree> {
    let smaller: Vec<Tree> = (1..vertices).flat_map(trees).collect();
    let mut found = Vec::new();
    choose(&smaller, vertices - 1, &mut Vec::new(), &mut found);
    found
}

fn choose(from: &[Tree], left: usize, chosen: &mut Vec<Tree>, found: &mut Vec<Tree>) {
    if left == 0 {
        found.push(Tree(chosen.clone()));
    }
    for (index, tree) in from.iter().enumerate().filter(|(_, tree)| tree.vertices() <= left) {
        chosen.push(tree.clone());
        choose(&from[index..], left - tree.vertices(), chosen, found);
        chosen.pop();
    }
}

/// A tableau whose digits can be changed.
#[derive(Clone)]
struct Digits {
    order: usize,
    gamma: f64,
    argument: Vec<Vec<f64>>,
    memory: Vec<Vec<f64>>,
    node: Vec<f64>,
    time: Vec<f64>,
    dense: Vec<Vec<f64>>,
}

impl Digits {
    fn of(method: &Tableau) -> Self {
        let own = |rows: &[&[f64]]| rows.iter().map(|row| row.to_vec()).collect();
        Self {
            order: usize::from(method.order),
            gamma: method.gamma,
            argument: own(method.argument),
            memory: own(method.memory),
            node: method.node.to_vec(),
            time: method.time.to_vec(),
            dense: own(method.dense),
        }
    }

    /// Every coefficient that a condition can see. The dense weights of the last stage are left out: that stage is the
    /// error estimate, which vanishes in all these conditions, so its weights are the author's free choice.
    fn all(&mut self) -> Vec<&mut f64> {
        let last = self.node.len() - 1;
        let rows = [&mut self.argument, &mut self.memory].into_iter().flatten();
        let vectors = rows.chain([&mut self.node, &mut self.time]).flat_map(|row| row.iter_mut());
        let dense = self.dense.iter_mut().flat_map(|row| row[..last].iter_mut());
        vectors.chain(dense).chain([&mut self.gamma]).collect()
    }

    /// Inverse of `I/gamma - C`, a lower triangle, row by row.
    fn gammas(&self) -> Vec<Vec<f64>> {
        let stages = self.node.len();
        let mut inverse: Vec<Vec<f64>> = Vec::new();
        for (row, memory) in self.memory.iter().enumerate() {
            let entry = |column: usize| {
                let known: f64 = memory.iter().zip(&inverse).map(|(c, above)| c * above[column]).sum();
                self.gamma * (known + if row == column { 1.0 } else { 0.0 })
            };
            inverse.push((0..stages).map(entry).collect());
        }
        inverse
    }

    /// Largest violation of any condition.
    fn violation(&self, dense: impl Fn(&Self, f64) -> Vec<f64>) -> f64 {
        let stages = self.node.len();
        let gammas = self.gammas();
        let alpha: Vec<Vec<f64>> = self.argument.iter().map(|row| row_times(row, &gammas)).collect();
        let beta: Vec<Vec<f64>> =
            alpha.iter().zip(&gammas).map(|(a, g)| a.iter().zip(g).map(|(a, g)| a + g).collect()).collect();
        let embedded = row_times(&self.argument[stages - 1], &gammas);
        let weights = beta[stages - 1].clone();
        let mut worst = 0.0_f64;
        let mut holds = |found: f64, exact: f64| worst = worst.max((found - exact).abs());
        for vertices in 1..=self.order {
            for tree in trees(vertices) {
                let elementary = elementary_weights(&tree, &alpha, &beta);
                let exact = 1.0 / tree.density();
                holds(dot(&weights, &elementary), exact);
                if vertices == self.order {
                    continue;
                }
                holds(dot(&embedded, &elementary), exact);
                for share in [0.25, 0.5, 0.75] {
                    let between = dot(&row_times(&dense(self, share), &gammas), &elementary);
                    let power = (0..vertices).fold(1.0, |product, _| product * share);
                    holds(share * dot(&weights, &elementary) + between, exact * power);
                }
            }
        }
        for stage in 0..stages {
            holds(alpha[stage].iter().sum(), self.node[stage]);
            holds(gammas[stage].iter().sum(), self.time[stage]);
        }
        // Algebraic equations between the steps: stage values solved with beta (Hairer & Wanner II, section VI.4).
        for power in [2, 3] {
            let raised = |value: f64| (0..power).fold(1.0, |product, _| product * value);
            let nodes: Vec<f64> = self.node.iter().map(|&node| raised(node)).collect();
            let solved = forward(&beta, &nodes);
            for share in [0.25, 0.5, 0.75] {
                let between = dot(&row_times(&dense(self, share), &gammas), &solved);
                holds(share * dot(&weights, &solved) + between, raised(share));
            }
        }
        // Stiff accuracy: the last two arguments sit at the end of the step and each continues the one before.
        for stage in [stages - 2, stages - 1] {
            holds(alpha[stage].iter().sum(), 1.0);
        }
        for stage in 0..stages - 2 {
            holds(self.argument[stages - 1][stage], self.argument[stages - 2][stage]);
        }
        holds(self.argument[stages - 1][stages - 2], 1.0);
        worst
    }
}

/// Weights of the dense output by its formula, apart from the code of the solver.
fn dense_by_formula(digits: &Digits, share: f64) -> Vec<f64> {
    let mut factor = share * (1.0 - share);
    let mut weights = vec![0.0; digits.node.len()];
    for row in &digits.dense {
        weights.iter_mut().zip(row).for_each(|(weight, digit)| *weight += factor * digit);
        factor *= share;
    }
    weights
}

fn row_times(row: &[f64], matrix: &[Vec<f64>]) -> Vec<f64> {
    let column = |index: usize| row.iter().zip(matrix).map(|(value, of_row)| value * of_row[index]).sum();
    (0..matrix.len()).map(column).collect()
}

/// Solves with a lower triangle.
fn forward(triangle: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut solution: Vec<f64> = Vec::new();
    for (row, value) in triangle.iter().zip(right) {
        let known = dot(&solution, row);
        solution.push((value - known) / row[solution.len()]);
    }
    solution
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn elementary_weights(tree: &Tree, alpha: &[Vec<f64>], beta: &[Vec<f64>]) -> Vec<f64> {
    let through = if tree.0.len() == 1 { beta } else { alpha };
    let mut weights = vec![1.0; alpha.len()];
    for branch in &tree.0 {
        let below = elementary_weights(branch, alpha, beta);
        weights.iter_mut().zip(through).for_each(|(weight, row)| *weight *= dot(row, &below));
    }
    weights
}

#[test]
fn there_are_17_trees_up_to_order_five() {
    assert_eq!((1..=5).map(|vertices| trees(vertices).len()).collect::<Vec<_>>(), [1, 1, 2, 4, 9]);
}

#[test]
fn every_method_meets_all_conditions_of_its_order() {
    for method in [&RODAS5P, &RODAS4P] {
        let violation = Digits::of(method).violation(dense_by_formula);
        assert!(violation < LIMIT, "{}: {violation:e}", method.name);
    }
}

#[test]
fn the_solver_weighs_stages_between_steps_by_the_same_formula() {
    for method in [&RODAS5P, &RODAS4P] {
        let in_solver = |_: &Digits, share: f64| weights_at(method, share)[..method.stages()].to_vec();
        assert!(Digits::of(method).violation(in_solver) < LIMIT, "{}", method.name);
    }
}

/// A coefficient is changed in its ninth place; some condition must then fail, for each of each method.
#[test]
fn no_digit_can_be_wrong_unnoticed() {
    for method in [&RODAS5P, &RODAS4P] {
        let count = Digits::of(method).all().len();
        for index in 0..count {
            let mut changed = Digits::of(method);
            let mut coefficients = changed.all();
            *coefficients[index] += 1e-9 * (1.0 + coefficients[index].abs());
            let violation = changed.violation(dense_by_formula);
            assert!(violation > LIMIT, "{}: coefficient {index} of {count}, {violation:e}", method.name);
        }
    }
}
