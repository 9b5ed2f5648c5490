//! How does every output change with every input? The sparse Jacobian, as new nodes of the same graph.
//!
//! Each output is differentiated by reverse accumulation. Where many outputs depend on the same few intermediate nodes,
//! those are named as *cuts*: their gradients are accumulated once, every output stops at the cuts, and the chain rule
//! joins both (preaccumulation: Griewank & Walther, Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 10).
//! Local slopes are written so that outputs share them, and reuse the value of the node where that is exact.

use super::graph::{Graph, Node, NodeId};
use std::collections::BTreeMap;

/// One element that is not zero by structure: how the output `row` changes with the input `column`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Position in the list of outputs.
    pub row: usize,
    /// Position in the list of inputs.
    pub column: usize,
    /// Where the value is computed.
    pub node: NodeId,
}

/// A sparse Jacobian by rows, then columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jacobian {
    /// Elements sorted by row, then column.
    pub entries: Vec<Entry>,
}

impl Jacobian {
    /// Rows and columns of the elements.
    #[must_use]
    pub fn pattern(&self) -> Vec<(usize, usize)> {
        self.entries.iter().map(|entry| (entry.row, entry.column)).collect()
    }

    /// Nodes of the elements, in the order of the pattern.
    #[must_use]
    pub fn nodes(&self) -> Vec<NodeId> {
        self.entries.iter().map(|entry| entry.node).collect()
    }
}

/// How one node changes with each of some others.
type Gradient = BTreeMap<NodeId, NodeId>;

impl Graph {
    /// Adds the derivative of each output with respect to each input. `cuts` change the cost, never the value: name
    /// nodes that many outputs share and that depend on few inputs.
    pub fn jacobian(&mut self, outputs: &[NodeId], inputs: &[NodeId], cuts: &[NodeId]) -> Jacobian {
        let columns: BTreeMap<_, _> =
            inputs.iter().enumerate().map(|(column, &input)| (input, column)).collect();
        let one = self.literal(1.0);
        let active = self.active(inputs);
        let mut known: BTreeMap<_, _> = inputs.iter().map(|&id| (id, Gradient::from([(id, one)]))).collect();
        let mut cuts: Vec<_> = cuts.iter().copied().filter(|cut| active[cut.index()]).collect();
        cuts.sort_unstable();
        for cut in cuts {
            let gradient = self.gradient(cut, &known, &active);
            known.entry(cut).or_insert(gradient);
        }
        let mut entries = Vec::new();
        for (row, &output) in outputs.iter().enumerate() {
            let mut found: Vec<_> = self
                .gradient(output, &known, &active)
                .into_iter()
                .map(|(input, node)| Entry { row, column: columns[&input], node })
                .collect();
            found.sort_unstable_by_key(|entry| entry.column);
            entries.extend(found);
        }
        Jacobian { entries }
    }

    /// Which nodes depend on the inputs of interest.
    fn active(&self, inputs: &[NodeId]) -> Vec<bool> {
        let mut active = vec![false; self.len()];
        inputs.iter().for_each(|input| active[input.index()] = true);
        for (id, node) in self.nodes() {
            active[id.index()] |= node.operands().any(|operand| active[operand.index()]);
        }
        active
    }

    /// How `output` changes with the inputs: down to the nodes of known gradient, on from there by the chain rule.
    fn gradient(&mut self, output: NodeId, known: &BTreeMap<NodeId, Gradient>, active: &[bool]) -> Gradient {
        let mut total = Gradient::new();
        for (stop, slope) in self.accumulate(output, known, active) {
            for (&input, &inner) in &known[&stop] {
                let product = self.mul(slope, inner);
                self.add_to(&mut total, input, product);
            }
        }
        total.retain(|_, slope| !self.is(*slope, 0.0));
        total
    }

    /// Reverse accumulation from `output` down to the nodes of known gradient.
    fn accumulate(
        &mut self,
        output: NodeId,
        known: &BTreeMap<NodeId, Gradient>,
        active: &[bool],
    ) -> Gradient {
        let mut reached = Gradient::new();
        let mut open = Gradient::new();
        if active[output.index()] {
            let one = self.literal(1.0);
            open.insert(output, one);
        }
        // Operands stand before their node, so the last open node has received everything it will ever receive.
        while let Some((id, adjoint)) = open.pop_last() {
            if known.contains_key(&id) {
                reached.insert(id, adjoint);
                continue;
            }
            for (operand, share) in self.shares(id, adjoint, active) {
                self.add_to(&mut open, operand, share);
            }
        }
        reached
    }

    fn add_to(&mut self, gradient: &mut Gradient, node: NodeId, share: NodeId) {
        let sum = gradient.get(&node).map_or(share, |&so_far| self.add(so_far, share));
        gradient.insert(node, sum);
    }

    /// What a node with this adjoint passes on to its active operands.
    fn shares(&mut self, id: NodeId, adjoint: NodeId, active: &[bool]) -> Vec<(NodeId, NodeId)> {
        let node = self.node(id);
        let mut shares = Vec::with_capacity(2);
        for (position, operand) in node.operands().enumerate().filter(|(_, operand)| active[operand.index()])
        {
            let share = match (node, position) {
                (Node::Add(..), _) | (Node::Sub(..), 0) => adjoint,
                (Node::Sub(..) | Node::Neg(_), _) => self.neg(adjoint),
                _ => {
                    let slope = self.slope(id, node, position);
                    self.mul(adjoint, slope)
                }
            };
            shares.push((operand, share));
        }
        shares
    }

    /// The partial derivative of a node with respect to its first (0) or second (1) operand.
    fn slope(&mut self, value: NodeId, node: Node, position: usize) -> NodeId {
        match (node, position) {
            (Node::Mul(_, b), 0) => b,
            (Node::Mul(a, _), _) => a,
            (Node::Div(_, b), 0) => self.reciprocal(b),
            (Node::Div(_, b), _) => {
                let reciprocal = self.reciprocal(b);
                let slope = self.mul(value, reciprocal);
                self.neg(slope)
            }
            (Node::Exp(_), _) => value,
            (Node::Ln(a), _) => self.reciprocal(a),
            (Node::Sqrt(_), _) => {
                let half = self.literal(0.5);
                self.div(half, value)
            }
            (Node::Tanh(_), _) => {
                let square = self.mul(value, value);
                self.rest(square)
            }
            (Node::Softplus(a), _) => self.logistic(a),
            (Node::Power(a, exponent), _) => self.power_slope(value, a, exponent),
            (Node::Hill(a, half, exponent), 0) => self.hill_slope(value, a, half, exponent),
            (Node::Hill(_, half, exponent), _) => self.half_slope(value, half, exponent),
            (Node::Add(..) | Node::Sub(..) | Node::Neg(_) | Node::Literal(_) | Node::Input(_), _) => {
                unreachable!("sums pass their adjoint on, and literals and inputs have no operands")
            }
        }
    }

    /// `1 / a`
    fn reciprocal(&mut self, a: NodeId) -> NodeId {
        let one = self.literal(1.0);
        self.div(one, a)
    }

    /// `1 - a`
    fn rest(&mut self, a: NodeId) -> NodeId {
        let one = self.literal(1.0);
        self.sub(one, a)
    }

    /// `factor a` for a literal factor.
    fn scaled(&mut self, factor: f64, a: NodeId) -> NodeId {
        let factor = self.literal(factor);
        self.mul(factor, a)
    }

    /// `1 / (1 + e^-a)`, safe at both ends.
    fn logistic(&mut self, a: NodeId) -> NodeId {
        let opposite = self.neg(a);
        let decay = self.push(Node::Exp(opposite));
        let one = self.literal(1.0);
        let sum = self.add(one, decay);
        self.reciprocal(sum)
    }

    /// `n a^(n-1)`; below exponent 1 as `n v / a`, which saves a power and is infinite at zero in either form.
    fn power_slope(&mut self, value: NodeId, a: NodeId, exponent: f64) -> NodeId {
        if exponent < 1.0 {
            let reciprocal = self.reciprocal(a);
            let ratio = self.mul(value, reciprocal);
            return self.scaled(exponent, ratio);
        }
        let power = self.small_power(a, exponent - 1.0);
        self.scaled(exponent, power)
    }

    /// `n h (1 - h) / x`, written without the division by `x` so that it holds at `x = 0` for `n >= 1`:
    /// with `q = (1 - h) / half` it is `n q (1 - h) (x / half)^(n-1)`, and `n x q q (x / half)^(n-2)` for whole `n >= 2`.
    fn hill_slope(&mut self, value: NodeId, x: NodeId, half: NodeId, exponent: f64) -> NodeId {
        let rest = self.rest(value);
        let q = self.div(rest, half);
        let whole = exponent >= 2.0 && exponent.fract().abs() < f64::EPSILON;
        let ratio = self.div(x, half);
        let power = self.small_power(ratio, if whole { exponent - 2.0 } else { exponent - 1.0 });
        let core = if whole {
            let square = self.mul(q, q);
            self.mul(x, square)
        } else {
            self.mul(q, rest)
        };
        let slope = self.mul(core, power);
        self.scaled(exponent, slope)
    }

    /// `-n h (1 - h) / half`
    fn half_slope(&mut self, value: NodeId, half: NodeId, exponent: f64) -> NodeId {
        let rest = self.rest(value);
        let q = self.div(rest, half);
        let product = self.mul(value, q);
        self.scaled(-exponent, product)
    }

    /// `a^n`, by multiplication when `n` is a small whole number.
    fn small_power(&mut self, a: NodeId, exponent: f64) -> NodeId {
        if (2.0..=4.0).contains(&exponent) && exponent.fract().abs() < f64::EPSILON {
            let lower = self.small_power(a, exponent - 1.0);
            return self.mul(lower, a);
        }
        self.push(Node::Power(a, exponent))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Equation, Lottery};
    use super::super::{Graph, NodeId, trace};
    use crate::dual::Dual;
    use crate::{Num, Real};

    const INPUTS: [&str; 4] = ["a", "b", "c", "d"];

    fn traced(equation: &Equation, outputs: usize) -> (Graph, Vec<NodeId>, Vec<NodeId>) {
        let graph = trace(&INPUTS, |x| {
            equation.outputs(x, outputs).into_iter().map(|value| ("out".to_owned(), value)).collect()
        });
        let wanted = graph.outputs().iter().map(|&(_, node)| node).collect();
        let inputs = INPUTS.iter().map(|name| graph.input(name).unwrap()).collect();
        (graph, wanted, inputs)
    }

    fn dense(graph: &Graph, jacobian: &super::Jacobian, at: &[f64], rows: usize) -> Vec<f64> {
        let mut dense = vec![0.0; rows * INPUTS.len()];
        for (entry, value) in jacobian.entries.iter().zip(graph.eval(at, &jacobian.nodes())) {
            dense[entry.row * INPUTS.len() + entry.column] = value;
        }
        dense
    }

    /// Both sum the same products in another order, so some rounding is left: 6e-16 of the largest element of the row
    /// was seen on these 300 equations, 1e-14 is allowed.
    #[test]
    fn the_jacobian_of_random_equations_equals_dual_numbers_with_and_without_cuts() {
        let mut lottery = Lottery::new(1);
        for _ in 0..300 {
            let equation = Equation::random(&mut lottery, 4, 40);
            let (mut graph, wanted, inputs) = traced(&equation, 6);
            let at: [f64; 4] = std::array::from_fn(|_| lottery.between(-1.5, 1.5));
            let cuts: Vec<_> =
                (0..3).map(|_| wanted[0].index().min(lottery.below(graph.len()))).map(NodeId::at).collect();
            let plain = graph.jacobian(&wanted, &inputs, &[]);
            let cut = graph.jacobian(&wanted, &inputs, &cuts);
            let duals: [_; 4] = std::array::from_fn(|k| Num(Dual::<4>::input(at[k], k)));
            let expected: Vec<_> =
                equation.outputs(&duals, 6).iter().flat_map(|value| value.0.slope).collect();
            for jacobian in [&plain, &cut] {
                let found = dense(&graph, jacobian, &at, 6);
                for (row_found, row_expected) in found.chunks(4).zip(expected.chunks(4)) {
                    let scale = row_expected.iter().fold(1.0, |largest: f64, value| largest.max(value.abs()));
                    let agree =
                        row_found.iter().zip(row_expected).all(|(&a, &b)| (a - b).abs() <= 1e-14 * scale);
                    assert!(agree, "found {row_found:?}, expected {row_expected:?}");
                }
            }
        }
    }

    /// Step 1e-5: the truncation error is of order 1e-10 times the third derivative, the rounding error of order 1e-11.
    #[test]
    fn the_jacobian_of_random_equations_equals_central_differences() {
        let mut lottery = Lottery::new(2);
        for _ in 0..100 {
            let equation = Equation::random(&mut lottery, 4, 12);
            let (mut graph, wanted, inputs) = traced(&equation, 3);
            let at: [f64; 4] = std::array::from_fn(|_| lottery.between(-1.0, 1.0));
            let jacobian = graph.jacobian(&wanted, &inputs, &[]);
            let found = dense(&graph, &jacobian, &at, 3);
            for column in 0..4 {
                let moved = |by: f64| {
                    let mut x = at.map(Num);
                    x[column].0 += by;
                    equation.outputs(&x, 3)
                };
                for (row, (up, down)) in moved(1e-5).iter().zip(moved(-1e-5)).enumerate() {
                    let (difference, exact) = ((up.0 - down.0) / 2e-5, found[row * 4 + column]);
                    let scale = 1.0 + up.0.abs() + exact.abs();
                    assert!((difference - exact).abs() <= 1e-6 * scale, "{difference} against {exact}");
                }
            }
        }
    }

    #[test]
    fn the_slope_of_saturation_is_finite_at_zero_for_exponents_from_one() {
        for (exponent, expected) in [(1.0, 2.0), (1.5, 0.0), (2.0, 0.0), (3.0, 0.0), (4.5, 0.0)] {
            let mut graph = trace(&["x", "half"], |x| vec![("h".to_owned(), x[0].hill(x[1], exponent))]);
            let (x, half, h) =
                (graph.input("x").unwrap(), graph.input("half").unwrap(), graph.output("h").unwrap());
            let jacobian = graph.jacobian(&[h], &[x, half], &[]);
            assert_eq!(graph.eval(&[0.0, 0.5], &jacobian.nodes()), [expected, 0.0], "exponent {exponent}");
        }
    }

    #[test]
    fn the_slope_of_saturation_computes_no_second_power_for_whole_exponents() {
        let mut graph = trace(&["x", "half"], |x| vec![("h".to_owned(), x[0].hill(x[1], 2.0))]);
        let (x, h) = (graph.input("x").unwrap(), graph.output("h").unwrap());
        let slope = graph.jacobian(&[h], &[x], &[]).nodes();
        let costly = graph
            .reachable(&slope)
            .into_iter()
            .filter(|&id| matches!(graph.node(id), super::Node::Power(..)));
        assert_eq!(costly.count(), 0);
        assert_eq!(graph.operations(&slope), 6, "h, 1 - h, q, q q, x q q, 2 x q q");
    }

    #[test]
    fn an_output_that_does_not_depend_on_an_input_has_no_element_there() {
        let mut graph = trace(&["a", "b", "c"], |x| {
            vec![
                ("one".to_owned(), x[2] * x[0] + 0.0 * x[1]),
                ("two".to_owned(), Num::lit(4.0)),
                ("three".to_owned(), x[1]),
            ]
        });
        let inputs = [graph.input("a").unwrap(), graph.input("b").unwrap(), graph.input("c").unwrap()];
        let outputs: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
        assert_eq!(graph.jacobian(&outputs, &inputs, &[]).pattern(), [(0, 0), (0, 2), (2, 1)]);
    }

    /// Three circuits of five saturating neurons, six rows on each: the shape of the pain model, in small.
    fn circuits<R: Real>(x: &[Num<R>]) -> Vec<Num<R>> {
        let neuron = |drive: Num<R>| 40.0 * (drive.softplus() / 4.0).tanh();
        let mut rows = Vec::new();
        for circuit in x.chunks(4) {
            let first = neuron(circuit[0] - circuit[1]);
            let second = neuron(circuit[1] + 0.4 * first);
            let third = neuron(circuit[2] + 0.3 * first);
            let fourth = neuron(circuit[3] * third + 0.2 * second);
            let projection = neuron(first + fourth - 0.5 * second).named("projection");
            for k in 0_u8..6 {
                rows.push(
                    projection.hill(6.5 + circuit[1] * circuit[1], 2.0) * circuit[2]
                        - f64::from(k) * circuit[3],
                );
            }
        }
        rows
    }

    /// The counts are a snapshot: a change that makes derivatives dearer shows here.
    #[test]
    fn cuts_at_shared_nodes_save_operations() {
        let names: Vec<_> = (0..12).map(|k| format!("x{k}")).collect();
        let mut graph = trace(&names, |x| {
            circuits(x).into_iter().enumerate().map(|(k, row)| (format!("row{k}"), row * x[k % 12])).collect()
        });
        let inputs: Vec<_> = names.iter().map(|name| graph.input(name).unwrap()).collect();
        let rows: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
        let cuts = graph.named("projection");
        assert_eq!(cuts.len(), 3);
        let plain = graph.jacobian(&rows, &inputs, &[]);
        let cut = graph.jacobian(&rows, &inputs, &cuts);
        assert_eq!(plain.pattern(), cut.pattern());
        let count = |jacobian: &super::Jacobian| graph.operations(&jacobian.nodes());
        assert_eq!((count(&plain), count(&cut)), (952, 571));
    }
}
