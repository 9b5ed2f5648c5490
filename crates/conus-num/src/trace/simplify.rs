//! Which nodes are not worth keeping? Sums with 0, products with 0 and 1, lone literals, doubled signs.
//!
//! Every rule keeps the value wherever the unsimplified value is finite, to the bit save for the sign of
//! zero: no rule regroups a sum or a product. Derivatives rely on this, since reverse accumulation writes
//! many `1 x` and `0 + x`. A named node is never looked through, so a name that the author gave survives.

use super::graph::{Graph, Node, NodeId};

impl Graph {
    /// Adds a node, simplified, or finds the equal one that is there already.
    pub fn push(&mut self, node: Node) -> NodeId {
        if let Some(value) = self.folded(node) {
            return self.literal(value);
        }
        match node {
            Node::Add(a, b) => self.add(a, b),
            Node::Sub(a, b) => self.sub(a, b),
            Node::Mul(a, b) => self.mul(a, b),
            Node::Div(a, b) => self.div(a, b),
            Node::Neg(a) => self.neg(a),
            Node::Power(a, exponent) if same(exponent, 1.0) => a,
            Node::Power(_, exponent) if same(exponent, 0.0) => self.literal(1.0),
            _ => self.intern(node),
        }
    }

    /// The node of a pure number.
    pub fn literal(&mut self, value: f64) -> NodeId {
        self.intern(Node::Literal(value))
    }

    /// `a + b`
    pub fn add(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.opposite(a), self.opposite(b)) {
            _ if self.is(a, 0.0) => b,
            _ if self.is(b, 0.0) => a,
            (_, Some(b)) => self.sub(a, b),
            (Some(a), None) => self.sub(b, a),
            (None, None) => self.folded_or_new(Node::Add(a, b)),
        }
    }

    /// `a - b`
    pub fn sub(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.opposite(a), self.opposite(b)) {
            _ if a == b => self.literal(0.0),
            _ if self.is(a, 0.0) => self.neg(b),
            _ if self.is(b, 0.0) => a,
            (_, Some(b)) => self.add(a, b),
            (Some(a), None) => {
                let sum = self.add(a, b);
                self.neg(sum)
            }
            (None, None) => self.folded_or_new(Node::Sub(a, b)),
        }
    }

    /// `a b`
    pub fn mul(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.opposite(a), self.opposite(b)) {
            _ if self.is(a, 0.0) || self.is(b, 0.0) => self.literal(0.0),
            _ if self.is(a, 1.0) => b,
            _ if self.is(b, 1.0) => a,
            _ if self.is(a, -1.0) => self.neg(b),
            _ if self.is(b, -1.0) => self.neg(a),
            (Some(a), _) => {
                let product = self.mul(a, b);
                self.neg(product)
            }
            (None, Some(b)) => {
                let product = self.mul(a, b);
                self.neg(product)
            }
            (None, None) => self.folded_or_new(Node::Mul(a, b)),
        }
    }

    /// `a / b`
    pub fn div(&mut self, a: NodeId, b: NodeId) -> NodeId {
        match (self.opposite(a), self.opposite(b)) {
            _ if self.is(a, 0.0) => self.literal(0.0),
            _ if self.is(b, 1.0) => a,
            _ if self.is(b, -1.0) => self.neg(a),
            _ if a == b => self.literal(1.0),
            (Some(a), _) => {
                let quotient = self.div(a, b);
                self.neg(quotient)
            }
            (None, Some(b)) => {
                let quotient = self.div(a, b);
                self.neg(quotient)
            }
            (None, None) => self.folded_or_new(Node::Div(a, b)),
        }
    }

    /// `-a`
    pub fn neg(&mut self, a: NodeId) -> NodeId {
        match (self.opposite(a), self.node(a)) {
            (Some(inner), _) => inner,
            (None, Node::Sub(left, right)) if self.name(a).is_none() => self.sub(right, left),
            _ => self.folded_or_new(Node::Neg(a)),
        }
    }

    /// The literal value of a node.
    #[must_use]
    pub fn value(&self, id: NodeId) -> Option<f64> {
        if let Node::Literal(value) = self.node(id) { Some(value) } else { None }
    }

    /// Whether the node is this literal.
    pub(super) fn is(&self, id: NodeId, value: f64) -> bool {
        self.value(id).is_some_and(|known| same(known, value))
    }

    /// `c` when the node is an unnamed `-c`.
    fn opposite(&self, id: NodeId) -> Option<NodeId> {
        if let (Node::Neg(inner), None) = (self.node(id), self.name(id)) { Some(inner) } else { None }
    }

    fn folded_or_new(&mut self, node: Node) -> NodeId {
        if let Some(value) = self.folded(node) { self.literal(value) } else { self.intern(node) }
    }

    /// The value of an operation whose operands are all literals.
    fn folded(&self, node: Node) -> Option<f64> {
        let values = node.operands().map(|operand| self.value(operand)).collect::<Option<Vec<_>>>()?;
        let mut position = (0..).map(NodeId::at);
        let renumbered = node.with_operands(|_| position.next().expect("positions do not end"));
        node.is_operation().then(|| renumbered.apply(&values))
    }
}

/// Exact equality of two literals; here nothing was rounded.
#[expect(clippy::float_cmp, reason = "the rules hold for exactly 0, 1 and -1 only")]
fn same(a: f64, b: f64) -> bool {
    a == b
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Equation, Lottery};
    use super::super::{Graph, NodeId, trace};
    use crate::Num;

    /// `==` takes both zeros for equal and compares everything else to the bit.
    #[test]
    fn simplification_never_changes_a_finite_value() {
        let mut lottery = Lottery::new(3);
        for _ in 0..500 {
            let equation = Equation::random(&mut lottery, 3, 30);
            let graph = trace(&["a", "b", "c"], |x| {
                equation.outputs(x, 30).into_iter().map(|value| ("out".to_owned(), value)).collect()
            });
            let at: [f64; 3] = std::array::from_fn(|_| lottery.between(-2.0, 2.0));
            let wanted: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
            let direct: Vec<_> = equation.outputs(&at.map(Num), 30).iter().map(|value| value.0).collect();
            assert!(direct.iter().all(|value| value.is_finite()));
            assert_eq!(graph.eval(&at, &wanted), direct);
        }
    }

    fn two_inputs() -> (Graph, NodeId, NodeId) {
        let graph = Graph::new(&["a", "b"]);
        let (a, b) = (graph.input("a").unwrap(), graph.input("b").unwrap());
        (graph, a, b)
    }

    #[test]
    fn neutral_and_absorbing_literals_leave_no_node() {
        let (mut graph, a, _) = two_inputs();
        let (zero, one, minus) = (graph.literal(0.0), graph.literal(1.0), graph.literal(-1.0));
        let nothing_new = graph.len();
        assert_eq!([graph.add(a, zero), graph.add(zero, a), graph.sub(a, zero)], [a, a, a]);
        assert_eq!([graph.mul(a, one), graph.mul(one, a), graph.div(a, one)], [a, a, a]);
        assert_eq!([graph.mul(a, zero), graph.mul(zero, a), graph.div(zero, a), graph.sub(a, a)], [zero; 4]);
        assert_eq!(graph.div(a, a), one);
        assert_eq!(graph.len(), nothing_new);
        let opposite = graph.neg(a);
        assert_eq!([graph.mul(a, minus), graph.sub(zero, a), graph.div(a, minus)], [opposite; 3]);
        assert_eq!(graph.neg(opposite), a);
    }

    #[test]
    fn signs_move_outwards_and_meet() {
        let (mut graph, a, b) = two_inputs();
        let (minus_a, minus_b) = (graph.neg(a), graph.neg(b));
        let (difference, product, quotient) = (graph.sub(a, b), graph.mul(a, b), graph.div(a, b));
        assert_eq!(graph.add(a, minus_b), difference);
        assert_eq!(graph.add(minus_b, a), difference);
        assert_eq!(graph.mul(minus_a, minus_b), product);
        assert_eq!(graph.div(minus_a, minus_b), quotient);
        let (turned, minus_product) = (graph.neg(difference), graph.neg(product));
        assert_eq!(turned, graph.sub(b, a));
        assert_eq!(graph.mul(minus_a, b), minus_product);
    }

    #[test]
    fn operations_on_literals_are_done_at_once() {
        let graph = trace(&["a"], |x| vec![("out".to_owned(), (Num::lit(2.0) * 3.0 + 1.0).sqrt() * x[0])]);
        let literals: Vec<_> = graph.reachable(&[graph.output("out").unwrap()]);
        assert_eq!(literals.iter().filter_map(|&id| graph.value(id)).collect::<Vec<_>>(), [7.0_f64.sqrt()]);
    }

    #[test]
    fn a_named_node_is_not_looked_through() {
        let graph = trace(&["a", "b"], |x| vec![("out".to_owned(), x[1] + (-x[0]).named("loss"))]);
        let loss = graph.named("loss");
        assert_eq!(loss.len(), 1);
        assert!(graph.reachable(&[graph.output("out").unwrap()]).contains(&loss[0]));
    }
}
