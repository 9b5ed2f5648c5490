//! How is an equation recorded? It runs on [`Expr`], a number that knows only its place in a graph.

use super::graph::{Graph, Node, NodeId};
use crate::{Num, Real};
use std::cell::{Cell, RefCell};
use std::ops::{Add, Div, Mul, Neg, Sub};

thread_local! {
    /// The graph being traced on this thread. Numbers are `Copy` and know no owner, so it cannot travel with
    /// them.
    static CURRENT: RefCell<Option<Graph>> = const { RefCell::new(None) };
    /// Which trace of this thread is running; an expression of an earlier one is refused.
    static RUN: Cell<u32> = const { Cell::new(0) };
}

/// A number that remembers its formula. It lives inside [`trace`] only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expr {
    node: NodeId,
    run: u32,
}

/// Runs an equation once on named inputs and returns its formula with named outputs.
///
/// # Panics
/// When `equation` itself traces, or uses an expression of another trace: both are mistakes of the program.
pub fn trace(
    inputs: &[impl AsRef<str>],
    equation: impl FnOnce(&[Num<Expr>]) -> Vec<(String, Num<Expr>)>,
) -> Graph {
    let scope = Scope::open(Graph::new(inputs));
    let variables: Vec<_> = (0..inputs.len()).map(|k| Num(push(Node::Input(k)))).collect();
    let outputs = equation(&variables);
    let outputs: Vec<_> = outputs.into_iter().map(|(name, value)| (name, value.0.here())).collect();
    let mut graph = scope.close();
    for (name, node) in outputs {
        graph.add_output(name, node);
    }
    graph
}

impl Expr {
    fn here(self) -> NodeId {
        assert!(self.run == RUN.get(), "an expression of another trace was used");
        self.node
    }
}

/// The time during which a graph is current; it ends also when the equation panics.
struct Scope;

impl Scope {
    fn open(graph: Graph) -> Self {
        RUN.set(RUN.get().wrapping_add(1));
        CURRENT.with_borrow_mut(|current| {
            assert!(current.is_none(), "an equation that is being traced cannot trace");
            *current = Some(graph);
        });
        Self
    }

    fn close(self) -> Graph {
        CURRENT.with_borrow_mut(Option::take).expect("the scope opened with a graph")
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        CURRENT.with_borrow_mut(|current| *current = None);
    }
}

fn push(node: Node) -> Expr {
    CURRENT.with_borrow_mut(|current| {
        let graph = current.as_mut().expect("an expression lives inside `trace` only");
        Expr { node: graph.push(node), run: RUN.get() }
    })
}

impl Add for Expr {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        push(Node::Add(self.here(), other.here()))
    }
}

impl Sub for Expr {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        push(Node::Sub(self.here(), other.here()))
    }
}

impl Mul for Expr {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        push(Node::Mul(self.here(), other.here()))
    }
}

impl Div for Expr {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        push(Node::Div(self.here(), other.here()))
    }
}

impl Neg for Expr {
    type Output = Self;
    fn neg(self) -> Self {
        push(Node::Neg(self.here()))
    }
}

impl Real for Expr {
    fn lit(value: f64) -> Self {
        push(Node::Literal(value))
    }
    fn exp(self) -> Self {
        push(Node::Exp(self.here()))
    }
    fn ln(self) -> Self {
        push(Node::Ln(self.here()))
    }
    fn sqrt(self) -> Self {
        push(Node::Sqrt(self.here()))
    }
    fn tanh(self) -> Self {
        push(Node::Tanh(self.here()))
    }
    fn softplus(self) -> Self {
        push(Node::Softplus(self.here()))
    }
    fn power(self, exponent: f64) -> Self {
        push(Node::Power(self.here(), exponent))
    }
    fn hill(self, half: Self, exponent: f64) -> Self {
        push(Node::Hill(self.here(), half.here(), exponent))
    }
    fn named(self, name: &'static str) -> Self {
        let node = self.here();
        CURRENT.with_borrow_mut(|current| {
            current.as_mut().expect("an expression lives inside `trace` only").set_name(node, name);
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Node, trace};
    use crate::Num;

    fn one(name: &str, value: Num<super::Expr>) -> (String, Num<super::Expr>) {
        (name.to_owned(), value)
    }

    #[test]
    fn equal_subexpressions_are_one_node_in_either_order() {
        let graph = trace(&["a", "b"], |x| {
            let (left, right) = ((x[0] + x[1]).exp() * 2.0, 2.0 * (x[1] + x[0]).exp());
            vec![one("left", left), one("right", right)]
        });
        let left = graph.output("left").unwrap();
        assert_eq!(Some(left), graph.output("right"));
        assert_eq!(graph.operations(&[left]), 3);
    }

    #[test]
    fn literals_are_told_apart_by_their_bits() {
        let graph =
            trace(&["a"], |x| vec![one("sum", x[0] * 0.1 + x[0] * 0.1 + x[0] * (0.1 + f64::EPSILON))]);
        let literals = graph.nodes().filter(|(_, node)| matches!(node, Node::Literal(_)));
        assert_eq!(literals.count(), 2);
    }

    #[test]
    fn the_first_name_of_a_node_stays_and_one_name_may_have_many_nodes() {
        let graph = trace(&["a", "b"], |x| {
            let loss = (x[0] * x[1]).named("loss").named("again");
            vec![one("out", loss + x[0].exp().named("loss"))]
        });
        assert_eq!(graph.named("loss").len(), 2);
        assert!(graph.named("again").is_empty());
    }

    #[test]
    fn inputs_and_outputs_keep_their_names_and_order() {
        let graph = trace(&["drive", "level"], |x| vec![one("d_level", x[0] - x[1]), one("same", x[0])]);
        assert_eq!(graph.inputs(), ["drive", "level"]);
        assert_eq!(graph.input("level").map(|id| graph.node(id)), Some(Node::Input(1)));
        assert_eq!(graph.output("same"), graph.input("drive"));
        assert_eq!((graph.input("other"), graph.output("other")), (None, None));
    }

    /// A failed trace leaves nothing behind for the next one on the same thread.
    #[test]
    fn tracing_works_again_after_an_equation_panicked() {
        let broken = std::panic::catch_unwind(|| trace(&["a"], |_| panic!("equation is broken")));
        assert!(broken.is_err());
        assert_eq!(trace(&["a"], |x| vec![one("out", x[0])]).len(), 1);
    }

    #[test]
    fn an_expression_of_another_trace_is_refused() {
        let mut kept = None;
        let _ = trace(&["a"], |x| {
            kept = Some(x[0]);
            vec![]
        });
        let stale = std::panic::catch_unwind(|| trace(&["b"], |x| vec![one("out", x[0] + kept.unwrap())]));
        assert!(stale.is_err());
    }
}
