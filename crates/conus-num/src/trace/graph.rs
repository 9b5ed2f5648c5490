//! What is a traced formula made of? Nodes in topological order, operands before the node that uses them.
//!
//! A node that exists is never stored twice (hash-consing), so common subexpressions are shared from the
//! start. `a + b` and `b + a` are the same node; the order first written is kept for reading.

use crate::Real;
use std::collections::BTreeMap;

/// Position of a node in its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

impl NodeId {
    /// Position as an index.
    #[inline(always)]
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) fn at(index: usize) -> Self {
        Self(u32::try_from(index).expect("a traced formula has fewer than 2^32 nodes"))
    }
}

/// One operation of a formula; the same list as [`Real`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A pure number.
    Literal(f64),
    /// The input of this position.
    Input(usize),
    /// Sum.
    Add(NodeId, NodeId),
    /// Difference.
    Sub(NodeId, NodeId),
    /// Product.
    Mul(NodeId, NodeId),
    /// Quotient.
    Div(NodeId, NodeId),
    /// Opposite.
    Neg(NodeId),
    /// Natural exponential.
    Exp(NodeId),
    /// Natural logarithm.
    Ln(NodeId),
    /// Square root.
    Sqrt(NodeId),
    /// Hyperbolic tangent.
    Tanh(NodeId),
    /// `ln(1 + e^x)`.
    Softplus(NodeId),
    /// Base and constant exponent.
    Power(NodeId, f64),
    /// Argument, half-saturation and constant exponent.
    Hill(NodeId, NodeId, f64),
}

impl Node {
    /// The nodes that this one is computed from.
    pub fn operands(self) -> impl Iterator<Item = NodeId> {
        let (first, second) = match self {
            Self::Literal(_) | Self::Input(_) => (None, None),
            Self::Add(a, b) | Self::Sub(a, b) | Self::Mul(a, b) | Self::Div(a, b) | Self::Hill(a, b, _) => {
                (Some(a), Some(b))
            }
            Self::Neg(a) | Self::Exp(a) | Self::Ln(a) | Self::Sqrt(a) | Self::Tanh(a) => (Some(a), None),
            Self::Softplus(a) | Self::Power(a, _) => (Some(a), None),
        };
        first.into_iter().chain(second)
    }

    /// The same operation on other operands.
    #[must_use]
    pub fn with_operands(self, mut other: impl FnMut(NodeId) -> NodeId) -> Self {
        match self {
            Self::Literal(_) | Self::Input(_) => self,
            Self::Add(a, b) => Self::Add(other(a), other(b)),
            Self::Sub(a, b) => Self::Sub(other(a), other(b)),
            Self::Mul(a, b) => Self::Mul(other(a), other(b)),
            Self::Div(a, b) => Self::Div(other(a), other(b)),
            Self::Neg(a) => Self::Neg(other(a)),
            Self::Exp(a) => Self::Exp(other(a)),
            Self::Ln(a) => Self::Ln(other(a)),
            Self::Sqrt(a) => Self::Sqrt(other(a)),
            Self::Tanh(a) => Self::Tanh(other(a)),
            Self::Softplus(a) => Self::Softplus(other(a)),
            Self::Power(a, n) => Self::Power(other(a), n),
            Self::Hill(a, b, n) => Self::Hill(other(a), other(b), n),
        }
    }

    /// Literals and inputs are given, everything else is computed.
    #[must_use]
    pub fn is_operation(self) -> bool {
        !matches!(self, Self::Literal(_) | Self::Input(_))
    }

    /// The value of this node when its operands stand in `values` at their own positions.
    #[inline(always)]
    pub(super) fn apply<R: Real>(self, values: &[R]) -> R {
        match self {
            Self::Literal(value) => R::lit(value),
            Self::Input(index) => values[index],
            Self::Add(a, b) => values[a.index()] + values[b.index()],
            Self::Sub(a, b) => values[a.index()] - values[b.index()],
            Self::Mul(a, b) => values[a.index()] * values[b.index()],
            Self::Div(a, b) => values[a.index()] / values[b.index()],
            Self::Neg(a) => -values[a.index()],
            Self::Exp(a) => values[a.index()].exp(),
            Self::Ln(a) => values[a.index()].ln(),
            Self::Sqrt(a) => values[a.index()].sqrt(),
            Self::Tanh(a) => values[a.index()].tanh(),
            Self::Softplus(a) => values[a.index()].softplus(),
            Self::Power(a, exponent) => values[a.index()].power(exponent),
            Self::Hill(a, half, exponent) => values[a.index()].hill(values[half.index()], exponent),
        }
    }

    /// Equal keys mean equal values to the bit: literals compare by bits, sums and products in either order.
    fn key(self) -> Key {
        match self {
            Self::Literal(value) => (0, 0, 0, value.to_bits()),
            Self::Input(position) => (1, NodeId::at(position).0, 0, 0),
            Self::Add(a, b) => (2, a.min(b).0, a.max(b).0, 0),
            Self::Sub(a, b) => (3, a.0, b.0, 0),
            Self::Mul(a, b) => (4, a.min(b).0, a.max(b).0, 0),
            Self::Div(a, b) => (5, a.0, b.0, 0),
            Self::Neg(a) => (6, a.0, 0, 0),
            Self::Exp(a) => (7, a.0, 0, 0),
            Self::Ln(a) => (8, a.0, 0, 0),
            Self::Sqrt(a) => (9, a.0, 0, 0),
            Self::Tanh(a) => (10, a.0, 0, 0),
            Self::Softplus(a) => (11, a.0, 0, 0),
            Self::Power(a, n) => (12, a.0, 0, n.to_bits()),
            Self::Hill(a, half, n) => (13, a.0, half.0, n.to_bits()),
        }
    }
}

/// Kind, operands and constant of a node.
type Key = (u8, u32, u32, u64);

/// A traced formula: an owned value that needs no tracing any more.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    inputs: Vec<String>,
    outputs: Vec<(String, NodeId)>,
    names: BTreeMap<NodeId, &'static str>,
    known: BTreeMap<Key, NodeId>,
}

impl Graph {
    /// A graph of inputs alone; the input of position `k` is its node `k`.
    #[must_use]
    pub fn new(inputs: &[impl AsRef<str>]) -> Self {
        let mut graph =
            Self { inputs: inputs.iter().map(|name| name.as_ref().to_owned()).collect(), ..Self::default() };
        for position in 0..inputs.len() {
            graph.intern(Node::Input(position));
        }
        graph
    }

    /// What the node does.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Node {
        self.nodes[id.index()]
    }

    /// Every node with its position, operands first.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, Node)> {
        self.nodes.iter().enumerate().map(|(index, &node)| (NodeId::at(index), node))
    }

    /// Number of nodes, used or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was traced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Names of the inputs in their order.
    #[must_use]
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// The node of the input with this name.
    #[must_use]
    pub fn input(&self, name: &str) -> Option<NodeId> {
        self.inputs.iter().position(|known| known == name).map(NodeId::at)
    }

    /// Outputs with their names, in the order in which they were traced.
    #[must_use]
    pub fn outputs(&self) -> &[(String, NodeId)] {
        &self.outputs
    }

    /// The node of the output with this name.
    #[must_use]
    pub fn output(&self, name: &str) -> Option<NodeId> {
        self.outputs.iter().find(|(known, _)| known == name).map(|&(_, node)| node)
    }

    /// Adds an output.
    pub fn add_output(&mut self, name: impl Into<String>, node: NodeId) {
        self.outputs.push((name.into(), node));
    }

    /// The name that the author of the equation gave to this node.
    #[must_use]
    pub fn name(&self, id: NodeId) -> Option<&'static str> {
        self.names.get(&id).copied()
    }

    /// Every node with this name: an equation that is used three times names three nodes.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<NodeId> {
        self.names.iter().filter(|&(_, &known)| known == name).map(|(&id, _)| id).collect()
    }

    /// Which of the nodes of its name this one is, counted from 1; none where the name stands alone.
    #[must_use]
    pub fn number(&self, id: NodeId) -> Option<usize> {
        let same = self.named(self.name(id)?);
        let place = same.iter().position(|&other| other == id)?;
        (same.len() > 1).then_some(place + 1)
    }

    /// The name of a node as a word of its own, such as `gate_2` for the second `gate`.
    #[must_use]
    pub fn label(&self, id: NodeId) -> Option<String> {
        let name = self.name(id)?;
        Some(self.number(id).map_or_else(|| name.to_owned(), |number| format!("{name}_{number}")))
    }

    /// Names a node. The first name stays; inputs have theirs already and literals need none.
    pub fn set_name(&mut self, id: NodeId, name: &'static str) {
        if self.node(id).is_operation() {
            self.names.entry(id).or_insert(name);
        }
    }

    /// The nodes that `wanted` are computed from, themselves included, operands first.
    #[must_use]
    pub fn reachable(&self, wanted: &[NodeId]) -> Vec<NodeId> {
        let mut needed = vec![false; self.nodes.len()];
        wanted.iter().for_each(|id| needed[id.index()] = true);
        for index in (0..self.nodes.len()).rev() {
            if needed[index] {
                self.nodes[index].operands().for_each(|operand| needed[operand.index()] = true);
            }
        }
        (0..needed.len()).filter(|&index| needed[index]).map(NodeId::at).collect()
    }

    /// How many operations it takes to compute `wanted`.
    #[must_use]
    pub fn operations(&self, wanted: &[NodeId]) -> usize {
        self.reachable(wanted).into_iter().filter(|&id| self.node(id).is_operation()).count()
    }

    /// Stores a node as it stands, or finds the equal one that is there already.
    pub(super) fn intern(&mut self, node: Node) -> NodeId {
        debug_assert!(
            node.operands().all(|operand| operand.index() < self.nodes.len()),
            "operands stand first"
        );
        let next = NodeId::at(self.nodes.len());
        let id = *self.known.entry(node.key()).or_insert(next);
        if id == next {
            self.nodes.push(node);
        }
        id
    }
}
