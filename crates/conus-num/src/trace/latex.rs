//! How does a graph look on paper? Like LaTeX that stops at named values, so that pages stay readable.
//!
//! A saturation is printed as `\frac{x^{n}}{x^{n} + h^{n}}`. Parentheses stand only where the formula would
//! otherwise mean something else. An unnamed value that is used twice is printed twice: give it a name.

use super::graph::{Graph, Node, NodeId};

/// What a name in a formula stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The name as it appears in formulas.
    pub symbol: String,
    /// The formula it stands for.
    pub formula: String,
}

/// The formula of a node. Named values inside appear by their name.
#[must_use]
pub fn latex(graph: &Graph, node: NodeId) -> String {
    Paper { graph }.formula(node).text
}

/// Every named value that `nodes` are computed from, once, each before its use.
#[must_use]
pub fn definitions(graph: &Graph, nodes: &[NodeId]) -> Vec<Definition> {
    let symbol = |id| Some((id, Paper { graph }.symbol(id)?));
    let named = graph.reachable(nodes).into_iter().filter_map(symbol);
    named.map(|(id, symbol)| Definition { symbol, formula: latex(graph, id) }).collect()
}

/// How tightly a piece of formula holds together; the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bond {
    Sign,
    Sum,
    Product,
    Atom,
}

struct Piece {
    bond: Bond,
    text: String,
}

impl Piece {
    fn new(bond: Bond, text: String) -> Self {
        Self { bond, text }
    }

    /// The text, in parentheses when the piece is looser than its place allows.
    fn at_least(self, bond: Bond) -> String {
        if self.bond < bond { parentheses(&self.text) } else { self.text }
    }
}

fn parentheses(text: &str) -> String {
    format!(r"\left({text}\right)")
}

struct Paper<'a> {
    graph: &'a Graph,
}

impl Paper<'_> {
    /// A node inside another formula: its name where it has one.
    fn inside(&self, id: NodeId) -> Piece {
        self.symbol(id).map_or_else(|| self.formula(id), |symbol| Piece::new(Bond::Atom, symbol))
    }

    /// The name of a node; numbered where an equation used several times named several nodes.
    fn symbol(&self, id: NodeId) -> Option<String> {
        let name = self.graph.name(id)?;
        let number = self.graph.number(id).map_or_else(String::new, |number| format!("_{{{number}}}"));
        Some(upright(name) + &number)
    }

    fn formula(&self, id: NodeId) -> Piece {
        let within = |a| self.inside(a).text;
        match self.graph.node(id) {
            Node::Literal(value) => literal(value),
            Node::Input(position) => Piece::new(Bond::Atom, upright(&self.graph.inputs()[position])),
            Node::Add(a, b) => self.sum(a, "+", b, Bond::Sum),
            Node::Sub(a, b) => self.sum(a, "-", b, Bond::Product),
            Node::Mul(a, b) => self.product(a, b),
            Node::Div(a, b) => Piece::new(Bond::Product, format!(r"\frac{{{}}}{{{}}}", within(a), within(b))),
            Node::Neg(a) => Piece::new(Bond::Sign, format!("-{}", self.inside(a).at_least(Bond::Product))),
            Node::Exp(a) => Piece::new(Bond::Product, format!("e^{{{}}}", within(a))),
            Node::Ln(a) => Piece::new(Bond::Product, format!(r"\ln{}", parentheses(&within(a)))),
            Node::Sqrt(a) => Piece::new(Bond::Atom, format!(r"\sqrt{{{}}}", within(a))),
            Node::Tanh(a) => Piece::new(Bond::Product, format!(r"\tanh{}", parentheses(&within(a)))),
            Node::Softplus(a) => {
                Piece::new(Bond::Product, format!(r"\ln{}", parentheses(&format!("1 + e^{{{}}}", within(a)))))
            }
            Node::Power(a, exponent) => Piece::new(Bond::Product, self.power(a, exponent)),
            Node::Hill(a, half, exponent) => {
                let (a, half) = (self.power(a, exponent), self.power(half, exponent));
                Piece::new(Bond::Product, format!(r"\frac{{{a}}}{{{a} + {half}}}"))
            }
        }
    }

    fn sum(&self, a: NodeId, sign: &str, b: NodeId, right: Bond) -> Piece {
        Piece::new(Bond::Sum, format!("{} {sign} {}", self.inside(a).text, self.inside(b).at_least(right)))
    }

    /// A literal factor comes first; a dot keeps two numbers apart.
    fn product(&self, a: NodeId, b: NodeId) -> Piece {
        let (a, b) = if self.graph.value(b).is_some() { (b, a) } else { (a, b) };
        let (left, right) = (self.inside(a).at_least(Bond::Product), self.inside(b).at_least(Bond::Product));
        let dot = if right.starts_with(|c: char| c.is_ascii_digit()) { r"\cdot" } else { r"\," };
        Piece::new(Bond::Product, format!("{left} {dot} {right}"))
    }

    /// `a^n`; the exponent 1 is not printed.
    fn power(&self, a: NodeId, exponent: f64) -> String {
        if (exponent - 1.0).abs() < f64::EPSILON {
            return self.inside(a).text;
        }
        format!("{}^{{{}}}", self.inside(a).at_least(Bond::Atom), literal(exponent).text)
    }
}

/// A name in upright letters.
fn upright(name: &str) -> String {
    format!(r"\mathrm{{{}}}", name.replace('_', r"\_"))
}

/// A number as a person would write it; very large and small ones with a power of ten.
fn literal(value: f64) -> Piece {
    let size = value.abs();
    let plain = size < f64::MIN_POSITIVE || (1e-4..1e6).contains(&size) || !value.is_finite();
    let scientific = format!("{value:e}");
    let (bond, text) = match scientific.split_once('e') {
        Some((factor, exponent)) if !plain => (Bond::Product, format!(r"{factor} \times 10^{{{exponent}}}")),
        _ => (Bond::Atom, format!("{value}")),
    };
    Piece::new(if value < 0.0 { Bond::Sign } else { bond }, text)
}

#[cfg(test)]
mod tests {
    use super::super::{Expr, definitions, latex, trace};
    use crate::Num;

    fn printed(equation: impl FnOnce(Num<Expr>, Num<Expr>, Num<Expr>) -> Num<Expr>) -> String {
        let graph =
            trace(&["K", "level_half", "x"], |v| vec![("out".to_owned(), equation(v[0], v[1], v[2]))]);
        latex(&graph, graph.output("out").unwrap())
    }

    #[test]
    fn sums_and_products_are_printed_as_written() {
        assert_eq!(printed(|k, _, _| 1.0 - k), r"1 - \mathrm{K}");
        assert_eq!(
            printed(|k, _, x| 0.4 * k * (1.0 - x)),
            r"0.4 \, \mathrm{K} \, \left(1 - \mathrm{x}\right)"
        );
        assert_eq!(printed(|k, _, x| k * 2.0 + x), r"2 \, \mathrm{K} + \mathrm{x}");
        assert_eq!(printed(|k, _, x| 2.0 * (3.0 * (k * x))), r"2 \cdot 3 \, \mathrm{K} \, \mathrm{x}");
    }

    #[test]
    fn parentheses_stand_only_where_they_are_needed() {
        assert_eq!(
            printed(|k, h, x| k - (h - x)),
            r"\mathrm{K} - \left(\mathrm{level\_half} - \mathrm{x}\right)"
        );
        assert_eq!(printed(|k, h, x| k + (h - x)), r"\mathrm{K} + \mathrm{level\_half} - \mathrm{x}");
        assert_eq!(printed(|k, h, x| k - h * x), r"\mathrm{K} - \mathrm{level\_half} \, \mathrm{x}");
        assert_eq!(printed(|k, h, _| -(k + h)), r"-\left(\mathrm{K} + \mathrm{level\_half}\right)");
        assert_eq!(printed(|k, _, x| k - x * -2.0), r"\mathrm{K} - \left(-2\right) \, \mathrm{x}");
        assert_eq!(
            printed(|k, h, _| (k / h).power(2.0)),
            r"\left(\frac{\mathrm{K}}{\mathrm{level\_half}}\right)^{2}"
        );
        assert_eq!(printed(|k, _, _| (k + 1.0).sqrt().power(3.0)), r"\sqrt{\mathrm{K} + 1}^{3}");
    }

    #[test]
    fn functions_look_as_on_paper() {
        assert_eq!(
            printed(|k, h, _| k.hill(h, 2.0)),
            r"\frac{\mathrm{K}^{2}}{\mathrm{K}^{2} + \mathrm{level\_half}^{2}}"
        );
        assert_eq!(
            printed(|k, h, _| k.hill(h, 1.0)),
            r"\frac{\mathrm{K}}{\mathrm{K} + \mathrm{level\_half}}"
        );
        assert_eq!(printed(|k, _, _| (-k).exp()), r"e^{-\mathrm{K}}");
        assert_eq!(
            printed(|k, _, x| k.ln() * x.tanh()),
            r"\ln\left(\mathrm{K}\right) \, \tanh\left(\mathrm{x}\right)"
        );
        assert_eq!(printed(|k, _, _| k.softplus()), r"\ln\left(1 + e^{\mathrm{K}}\right)");
        assert_eq!(
            printed(|k, _, _| 1e-9 + k * 2.5e7),
            r"1 \times 10^{-9} + 2.5 \times 10^{7} \, \mathrm{K}"
        );
    }

    #[test]
    fn named_values_appear_by_name_and_are_defined_once_before_their_use() {
        let graph = trace(&["level", "drive"], |x| {
            let seed = (x[1] * 0.75).named("seed");
            let induce = (seed / (1.0 + x[0])).named("induce");
            vec![("level".to_owned(), induce * (1.0 - x[0]) - induce * seed)]
        });
        let out = graph.output("level").unwrap();
        let expected =
            r"\mathrm{induce} \, \left(1 - \mathrm{level}\right) - \mathrm{induce} \, \mathrm{seed}";
        assert_eq!(latex(&graph, out), expected);
        let found: Vec<_> = definitions(&graph, &[out]).into_iter().map(|d| (d.symbol, d.formula)).collect();
        assert_eq!(
            found,
            [
                (r"\mathrm{seed}".to_owned(), r"0.75 \, \mathrm{drive}".to_owned()),
                (r"\mathrm{induce}".to_owned(), r"\frac{\mathrm{seed}}{1 + \mathrm{level}}".to_owned()),
            ]
        );
    }

    #[test]
    fn values_of_the_same_name_are_numbered() {
        let graph = trace(&["a", "b"], |x| {
            vec![("out".to_owned(), x[0].exp().named("speed") - x[1].exp().named("speed"))]
        });
        let out = graph.output("out").unwrap();
        assert_eq!(latex(&graph, out), r"\mathrm{speed}_{1} - \mathrm{speed}_{2}");
        assert_eq!(definitions(&graph, &[out])[1].formula, r"e^{\mathrm{b}}");
    }
}
