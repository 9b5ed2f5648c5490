//! How does a graph look as C text? Like one straight function with a `const double` per operation, in C99.
//!
//! The operations are those of the graph in their order; `exp` and its kin are those of the C library, so the last bits
//! differ from conus's own.

use super::graph::{Graph, Node, NodeId};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the functions need: the headers, and the two functions that C has not.
#[must_use]
pub fn c_support() -> &'static str {
    "\
#include <math.h>

/* ln(1 + e^x), which no argument overflows. */
static inline double softplus(double x) {
    return (x > 0.0 ? x : 0.0) + log1p(exp(-fabs(x)));
}

/* a/(a + b): the share of one of two powers. */
static inline double share(double a, double b) {
    return a / (a + b);
}

/* x^n/(x^n + half^n) for an exponent that no product makes; what is below zero counts as zero. */
static inline double hill(double x, double half, double exponent) {
    return share(pow(fmax(x / half, 0.0), exponent), 1.0);
}
"
}

/// Writes `void name(const double *y, const double *p, double *out)`, which computes the wanted nodes into `out` in their
/// order. The first `states` inputs are `y`, the others `p`.
#[must_use]
pub fn c_function(graph: &Graph, wanted: &[NodeId], name: &str, states: usize) -> String {
    let live = graph.reachable(wanted);
    let operations: Vec<_> = live.iter().copied().filter(|&id| graph.node(id).is_operation()).collect();
    let names = operations.iter().enumerate().map(|(position, &id)| (id, format!("x{position}"))).collect();
    let writer = Writer { graph, states, names };
    let mut text = format!("void {name}(const double *y, const double *p, double *out) {{\n");
    for &id in &operations {
        let label = graph.label(id).map_or_else(String::new, |label| format!(" /* {label} */"));
        line(&mut text, &format!("const double {} = {};{label}", writer.operand(id), writer.operation(id)));
    }
    for (position, &id) in wanted.iter().enumerate() {
        line(&mut text, &format!("out[{position}] = {};", writer.operand(id)));
    }
    text + "}\n"
}

fn line(text: &mut String, content: &str) {
    writeln!(text, "    {content}").expect("writing to a string cannot fail");
}

struct Writer<'a> {
    graph: &'a Graph,
    states: usize,
    names: BTreeMap<NodeId, String>,
}

impl Writer<'_> {
    fn operand(&self, id: NodeId) -> String {
        match self.graph.node(id) {
            Node::Literal(value) => format!("{value:?}"),
            Node::Input(position) if position < self.states => format!("y[{position}]"),
            Node::Input(position) => format!("p[{}]", position - self.states),
            _ => self.names[&id].clone(),
        }
    }

    fn operation(&self, id: NodeId) -> String {
        let of = |id| self.operand(id);
        match self.graph.node(id) {
            Node::Literal(_) | Node::Input(_) => self.operand(id),
            Node::Add(a, b) => format!("{} + {}", of(a), of(b)),
            Node::Sub(a, b) => format!("{} - {}", of(a), of(b)),
            Node::Mul(a, b) => format!("{} * {}", of(a), of(b)),
            Node::Div(a, b) => format!("{} / {}", of(a), of(b)),
            Node::Neg(a) => format!("-{}", of(a)),
            Node::Exp(a) => format!("exp({})", of(a)),
            Node::Ln(a) => format!("log({})", of(a)),
            Node::Sqrt(a) => format!("sqrt({})", of(a)),
            Node::Tanh(a) => format!("tanh({})", of(a)),
            Node::Softplus(a) => format!("softplus({})", of(a)),
            Node::Power(a, exponent) => format!("pow({}, {exponent:?})", of(a)),
            Node::Hill(a, half, exponent) => hill(&of(a), &of(half), exponent),
        }
    }
}

/// A saturation; exponents from 1 to 4 are products.
fn hill(x: &str, half: &str, exponent: f64) -> String {
    let product = |factor: &str, count| vec![factor; count].join(" * ");
    let whole = (1_u8..=4).find(|&whole| f64::from(whole).to_bits() == exponent.to_bits());
    match whole {
        Some(whole) => format!("share({}, {})", product(x, whole.into()), product(half, whole.into())),
        None => format!("hill({x}, {half}, {exponent:?})"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trace;
    use super::c_function;
    use crate::Num;

    #[test]
    fn a_function_does_each_operation_once_and_writes_the_wanted_in_order() {
        let graph = trace(&["level", "drive", "half"], |x| {
            let active = x[0].hill(x[2], 2.0).named("active");
            vec![
                ("level".to_owned(), active * (1.0 - x[0])),
                ("drive".to_owned(), -(active + x[1].hill(x[2], 3.4)).exp() - x[1].power(0.5)),
                ("fixed".to_owned(), Num::lit(1e-9)),
            ]
        });
        let wanted: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
        let expected = "\
void rates(const double *y, const double *p, double *out) {
    const double x0 = share(y[0] * y[0], p[0] * p[0]); /* active */
    const double x1 = 1.0 - y[0];
    const double x2 = x0 * x1;
    const double x3 = hill(y[1], p[0], 3.4);
    const double x4 = x0 + x3;
    const double x5 = exp(x4);
    const double x6 = pow(y[1], 0.5);
    const double x7 = x5 + x6;
    const double x8 = -x7;
    out[0] = x2;
    out[1] = x8;
    out[2] = 1e-9;
}
";
        assert_eq!(c_function(&graph, &wanted, "rates", 2), expected);
    }
}
