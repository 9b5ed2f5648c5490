//! How does every output change with every input? The sparse Jacobian, as new nodes of the same graph.
//!
//! Each output is differentiated by reverse accumulation. Where many outputs depend on the same few
//! intermediate nodes, those are named as *cuts*: their gradients are accumulated once, every output stops at
//! the cuts, and the chain rule joins both (preaccumulation: Griewank & Walther, Evaluating Derivatives, 2nd
//! ed., SIAM 2008, chapter 10). Local slopes are written so that outputs share them, and reuse the value of
//! the node where that is exact.

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
    /// Adds the derivative of each output with respect to each input. `cuts` change the cost, never the
    /// value: name nodes that many outputs share and that depend on few inputs.
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

    /// How `output` changes with the inputs: down to the nodes of known gradient, on from there by the chain
    /// rule.
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
        // Operands stand before their node, so the last open node has received everything it will ever
        // receive.
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

    /// `n a^(n-1)`; below exponent 1 as `n v / a`, which saves a power as the slope at zero is infinite.
    fn power_slope(&mut self, value: NodeId, a: NodeId, exponent: f64) -> NodeId {
        let power = if exponent < 1.0 { self.div(value, a) } else { self.small_power(a, exponent - 1.0) };
        self.scaled(exponent, power)
    }

    /// `n h (1 - h) / x`, written so that it holds at `x = 0` for `n >= 1` and just below. With
    /// `q = (1 - h) / half` it is `q (1 - h)` for `n = 1`, `n x q q (x / half)^(n-2)` for other small whole `n`,
    /// else `n h q / (x / half)`, where a number far below every state keeps the division from 0 / 0. No case
    /// takes a second power.
    fn hill_slope(&mut self, value: NodeId, x: NodeId, half: NodeId, exponent: f64) -> NodeId {
        let rest = self.rest(value);
        let q = self.div(rest, half);
        if is_whole(exponent, 1.0, 1.0) {
            return self.mul(q, rest);
        }
        let ratio = self.div(x, half);
        let slope = if is_whole(exponent, 2.0, 6.0) {
            let square = self.mul(q, q);
            let core = self.mul(x, square);
            let power = self.small_power(ratio, exponent - 2.0);
            self.mul(core, power)
        } else {
            let tiny = self.literal(1e-280);
            let ratio = self.add(ratio, tiny);
            let core = self.mul(value, q);
            self.div(core, ratio)
        };
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
        if is_whole(exponent, 2.0, 4.0) {
            let lower = self.small_power(a, exponent - 1.0);
            return self.mul(lower, a);
        }
        self.push(Node::Power(a, exponent))
    }
}

/// Whether an exponent is a whole number between these.
fn is_whole(exponent: f64, least: f64, most: f64) -> bool {
    (least..=most).contains(&exponent) && exponent.fract() == 0.0
}

#[cfg(test)]
mod tests;
