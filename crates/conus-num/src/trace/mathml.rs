//! How does a graph look as content MathML? Like a formula that stops at named values, as SBML reads it.
//!
//! Every literal says its unit, as a rule that it is a pure number, so that another program can check units too. What
//! MathML has no word for is a function of [`functions`], so that its argument is written once: programs that follow
//! every name down to its formula, as libRoadRunner does for initial values, would else grow with every repetition. An
//! unnamed value that is used twice is written twice.

use super::graph::{Graph, Node, NodeId};

/// The namespace of MathML.
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
/// The namespace in which SBML writes the unit of a literal.
const SBML: &str = "http://www.sbml.org/sbml/level3/version2/core";

/// The unit of a pure number in SBML.
const PURE: &str = "dimensionless";

/// Functions that formulas call: name and `math` element of its definition. A share is a/(a + b), a saturation the share of
/// two powers; `positive` is max(x, 0); `softplus` is ln(1 + e^x), which no argument overflows.
#[must_use]
pub fn functions() -> [(&'static str, String); 3] {
    let lambda = |arguments: &[&str], body: &str| {
        let arguments: String = arguments.iter().map(|one| format!("<bvar>{}</bvar>", name(one))).collect();
        math(&format!("<lambda>{arguments}{body}</lambda>"))
    };
    let (a, b, x) = (name("a"), name("b"), name("x"));
    let size = apply("abs", &[&x]);
    let positive = apply("times", &[&pure(0.5), &apply("plus", &[&x, &size])]);
    let tail = apply("ln", &[&apply("plus", &[&pure(1.0), &apply("exp", &[&apply("minus", &[&size])])])]);
    [
        ("share", lambda(&["a", "b"], &apply("divide", &[&a, &apply("plus", &[&a, &b])]))),
        ("positive", lambda(&["x"], &positive)),
        ("softplus", lambda(&["x"], &apply("plus", &[&positive, &tail]))),
    ]
}

/// The `math` element of a node's formula. Named values inside appear by their name.
#[must_use]
pub fn mathml(graph: &Graph, node: NodeId) -> String {
    math(&Content { graph, unit: PURE }.formula(node))
}

/// The `math` element of a node: its name where it has one, else its formula. Literals have this unit.
#[must_use]
pub fn mathml_by_name(graph: &Graph, node: NodeId, unit: &str) -> String {
    math(&Content { graph, unit }.inside(node))
}

/// A `math` element around its content.
#[must_use]
pub fn math(content: &str) -> String {
    format!(r#"<math xmlns="{MATHML}" xmlns:sbml="{SBML}">{content}</math>"#)
}

/// A literal in this unit: without an exponent, as MathML wants it; the digits read back to the same bits.
#[must_use]
pub fn number(value: f64, unit: &str) -> String {
    format!(r#"<cn sbml:units="{unit}">{value}</cn>"#)
}

struct Content<'a> {
    graph: &'a Graph,
    unit: &'a str,
}

impl Content<'_> {
    /// A node inside another formula: its name where it has one.
    fn inside(&self, id: NodeId) -> String {
        self.graph.label(id).map_or_else(|| self.formula(id), |label| name(&label))
    }

    fn formula(&self, id: NodeId) -> String {
        let of = |id| self.inside(id);
        match self.graph.node(id) {
            Node::Literal(value) => number(value, self.unit),
            Node::Input(position) => name(&self.graph.inputs()[position]),
            Node::Add(a, b) => apply("plus", &[&of(a), &of(b)]),
            Node::Sub(a, b) => apply("minus", &[&of(a), &of(b)]),
            Node::Mul(a, b) => self.product(a, b),
            Node::Div(a, b) => apply("divide", &[&of(a), &of(b)]),
            Node::Neg(a) => apply("minus", &[&of(a)]),
            Node::Exp(a) => apply("exp", &[&of(a)]),
            Node::Ln(a) => apply("ln", &[&of(a)]),
            Node::Sqrt(a) => apply("root", &[&of(a)]),
            Node::Tanh(a) => apply("tanh", &[&of(a)]),
            Node::Softplus(a) => call("softplus", &[&of(a)]),
            Node::Power(a, exponent) => power(&of(a), exponent),
            Node::Hill(a, half, exponent) => hill(&of(a), &of(half), exponent),
        }
    }

    /// A cube is written as a power, any other product as it stands.
    fn product(&self, a: NodeId, b: NodeId) -> String {
        let cube = matches!(self.graph.node(a), Node::Mul(c, d) if c == b && d == b);
        if cube && self.graph.label(a).is_none() {
            return power(&self.inside(b), 3.0);
        }
        apply("times", &[&self.inside(a), &self.inside(b)])
    }
}

fn name(name: &str) -> String {
    format!("<ci>{name}</ci>")
}

fn pure(value: f64) -> String {
    number(value, PURE)
}

fn call(function: &str, arguments: &[&str]) -> String {
    format!("<apply>{}{}</apply>", name(function), arguments.concat())
}

fn apply(operator: &str, operands: &[&str]) -> String {
    format!("<apply><{operator}/>{}</apply>", operands.concat())
}

/// A whole root is written as a root: its unit is then exact.
fn power(base: &str, exponent: f64) -> String {
    let root = (1.0 / exponent).round();
    if root > 1.0 && (1.0 / root).to_bits() == exponent.to_bits() {
        return apply("root", &[&format!("<degree>{}</degree>", pure(root)), base]);
    }
    apply("power", &[base, &pure(exponent)])
}

/// Exponents of which a saturation is made of products.
const PRODUCTS: [f64; 4] = [1.0, 2.0, 3.0, 4.0];

fn hill(x: &str, half: &str, exponent: f64) -> String {
    if exponent.to_bits() == 1.0_f64.to_bits() {
        return call("share", &[x, half]);
    }
    if PRODUCTS.contains(&exponent) {
        return call("share", &[&power(x, exponent), &power(half, exponent)]);
    }
    let ratio = apply("divide", &[&call("positive", &[x]), half]);
    call("share", &[&power(&ratio, exponent), &pure(1.0)])
}

#[cfg(test)]
mod tests {
    use super::super::{Expr, trace};
    use super::{functions, mathml, mathml_by_name};
    use crate::Num;

    fn written(equation: impl FnOnce(Num<Expr>, Num<Expr>) -> Num<Expr>) -> String {
        let graph = trace(&["k", "x"], |v| vec![("out".to_owned(), equation(v[0], v[1]))]);
        let text = mathml(&graph, graph.output("out").unwrap());
        let (_, content) = text.split_once('>').unwrap();
        content
            .strip_suffix("</math>")
            .unwrap()
            .replace(r#" sbml:units="dimensionless""#, "")
            .replace("apply", "a")
            .replace("</ci>", "")
            .replace("<ci>", "")
    }

    #[test]
    fn operators_and_functions_are_those_of_mathml() {
        assert_eq!(written(|k, x| k - x), "<a><minus/>kx</a>");
        assert_eq!(written(|k, x| -(k / x)), "<a><minus/><a><divide/>kx</a></a>");
        assert_eq!(written(|k, x| 1e-9 + k * x), "<a><plus/><cn>0.000000001</cn><a><times/>kx</a></a>");
        assert_eq!(
            written(|k, x| (k.exp() + x.ln()).sqrt().tanh()),
            "<a><tanh/><a><root/><a><plus/><a><exp/>k</a><a><ln/>x</a></a></a></a>"
        );
    }

    #[test]
    fn a_whole_root_is_a_root_and_any_other_power_a_power() {
        assert_eq!(written(|k, _| k.power(1.0 / 3.0)), "<a><root/><degree><cn>3</cn></degree>k</a>");
        assert_eq!(written(|k, _| k.power(1.5)), "<a><power/>k<cn>1.5</cn></a>");
    }

    #[test]
    fn a_saturation_is_a_share_and_a_broken_exponent_reads_what_is_below_zero_as_zero() {
        assert_eq!(written(|k, x| x.hill(k, 1.0)), "<a>sharexk</a>");
        let square = |of: &str| format!("<a><power/>{of}<cn>2</cn></a>");
        assert_eq!(written(|k, x| x.hill(k, 2.0)), format!("<a>share{}{}</a>", square("x"), square("k")));
        assert_eq!(
            written(|k, x| x.hill(k, 3.4)),
            "<a>share<a><power/><a><divide/><a>positivex</a>k</a><cn>3.4</cn></a><cn>1</cn></a>"
        );
        assert_eq!(written(|_, x| x.softplus()), "<a>softplusx</a>");
    }

    #[test]
    fn a_cube_is_a_power_and_a_square_a_product() {
        assert_eq!(written(|k, _| k * k * k), "<a><power/>k<cn>3</cn></a>");
        assert_eq!(written(|k, _| k * k), "<a><times/>kk</a>");
        assert_eq!(written(|k, x| k * k * x), "<a><times/><a><times/>kk</a>x</a>");
    }

    #[test]
    fn every_function_that_is_called_is_defined() {
        let defined = functions();
        for (name, text) in &defined {
            assert!(text.contains("<lambda><bvar><ci>"), "{name}");
        }
        assert!(
            defined[2]
                .1
                .contains("<apply><exp/><apply><minus/><apply><abs/><ci>x</ci></apply></apply></apply>")
        );
    }

    #[test]
    fn named_values_stand_by_their_label() {
        let graph = trace(&["k", "x"], |v| {
            vec![("out".to_owned(), v[0].exp().named("speed") - v[1].exp().named("speed"))]
        });
        let out = graph.output("out").unwrap();
        assert!(mathml(&graph, out).contains("<minus/><ci>speed_1</ci><ci>speed_2</ci>"));
        let second = graph.named("speed")[1];
        assert!(mathml(&graph, second).contains("<exp/><ci>x</ci>"));
        assert!(mathml_by_name(&graph, second, "mg").contains("><ci>speed_2</ci><"));
    }
}
