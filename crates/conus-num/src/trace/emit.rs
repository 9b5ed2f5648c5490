//! How does a graph look as Rust text? Like one straight function with a `let` per operation.
//!
//! The text depends on the reachable nodes alone and is already formatted, so a checked-in file can be
//! compared with a fresh one. It does the operations of the graph in their order, so it gives the bits of a
//! [`super::Tape`].

use super::graph::{Graph, Node, NodeId};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

/// Lines that clippy allows in one function here (`clippy.toml`, `too-many-lines-threshold`).
const LONGEST: usize = 60;
/// Columns that rustfmt allows here (`rustfmt.toml`, `max_width`).
const WIDEST: usize = 110;

/// How the function is introduced.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// Name of the function.
    pub name: &'a str,
    /// One line that says what it computes.
    pub doc: &'a str,
    /// How many of the inputs are states `y`; the others are parameters `p`.
    pub states: usize,
    /// Which number it computes with.
    pub over: Over,
    /// Structs whose fields are the inputs that are no states: name, type and number of fields of each, in their order.
    /// Without any, those inputs stand in an array `p`.
    pub structs: &'a [(&'a str, &'a str, usize)],
}

/// Which number a generated function computes with. The text needs the import that its variant names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// `f64`, with `use conus_num::elementary`.
    F64,
    /// Any number, with `use conus_num::Real`; always inlined, so that lanes keep the instructions of the
    /// caller.
    Real,
}

/// Writes `fn name(y, p, outputs)`, which computes the nodes wanted in each output in their order.
///
/// # Panics
/// When the heading claims more states than there are inputs.
#[must_use]
pub fn rust_function(graph: &Graph, wanted: &[(&str, &[NodeId])], heading: Heading<'_>) -> String {
    let all: Vec<NodeId> = wanted.iter().flat_map(|(_, nodes)| nodes.iter().copied()).collect();
    let live = graph.reachable(&all);
    let operations: Vec<_> = live.iter().copied().filter(|&id| graph.node(id).is_operation()).collect();
    let names = operations.iter().enumerate().map(|(position, &id)| (id, format!("x{position}"))).collect();
    let writer = Writer { graph, heading, names };
    let mut text = format!("/// {}\n", heading.doc);
    if operations.len() + all.len() > LONGEST {
        text += "#[expect(clippy::too_many_lines, reason = \"generated straight-line code\")]\n";
    }
    if heading.over == Over::Real {
        text += "#[inline(always)]\n";
    }
    text += &writer.signature(&live, wanted);
    for &id in &operations {
        if let Some(name) = graph.name(id) {
            line(&mut text, &format!("// {name}"));
        }
        line(&mut text, &format!("let {} = {};", writer.operand(id), writer.operation(graph.node(id))));
    }
    for (output, nodes) in wanted {
        for (position, &id) in nodes.iter().enumerate() {
            line(&mut text, &format!("{output}[{position}] = {};", writer.operand(id)));
        }
    }
    text + "}\n"
}

fn line(text: &mut String, content: &str) {
    writeln!(text, "    {content}").expect("writing to a string cannot fail");
}

struct Writer<'a> {
    graph: &'a Graph,
    heading: Heading<'a>,
    names: BTreeMap<NodeId, String>,
}

impl Writer<'_> {
    fn signature(&self, live: &[NodeId], wanted: &[(&str, &[NodeId])]) -> String {
        let (states, inputs) = (self.heading.states, self.graph.inputs().len());
        assert!(states <= inputs, "`{}` has {states} states but {inputs} inputs", self.heading.name);
        let uses = |among: Range<usize>| {
            live.iter()
                .any(|&id| matches!(self.graph.node(id), Node::Input(position) if among.contains(&position)))
        };
        let named = |name: &str, among| if uses(among) { name.to_owned() } else { format!("_{name}") };
        let (bound, number) = if self.heading.over == Over::F64 { ("", "f64") } else { ("<R: Real>", "R") };
        let start = format!("pub(crate) fn {}{bound}(", self.heading.name);
        let mut arguments = vec![format!("{}: &[{number}; {states}]", named("y", 0..states))];
        if self.heading.structs.is_empty() {
            arguments.push(format!("{}: &[{number}; {}]", named("p", states..inputs), inputs - states));
        }
        for (name, of, fields) in self.structs() {
            arguments.push(format!("{}: &{of}", named(name, fields)));
        }
        let output = |(name, nodes): &(&str, &[NodeId])| format!("{name}: &mut [{number}; {}]", nodes.len());
        arguments.extend(wanted.iter().map(output));
        let one_line = format!("{start}{}) {{\n", arguments.join(", "));
        if one_line.len() <= WIDEST + 1 {
            one_line
        } else {
            format!("{start}\n    {},\n) {{\n", arguments.join(",\n    "))
        }
    }

    /// Name, type and inputs of each struct.
    fn structs(&self) -> impl Iterator<Item = (&str, &str, Range<usize>)> {
        self.heading.structs.iter().scan(self.heading.states, |first, (name, of, count)| {
            let fields = *first..*first + count;
            *first = fields.end;
            Some((*name, *of, fields))
        })
    }

    fn operand(&self, id: NodeId) -> String {
        match self.graph.node(id) {
            Node::Literal(value) if self.heading.over == Over::F64 => number(value),
            Node::Literal(value) => format!("R::lit({})", number(value)),
            Node::Input(position) if position < self.heading.states => format!("y[{position}]"),
            Node::Input(position) => {
                let holds = |(_, _, fields): &(&str, &str, Range<usize>)| fields.contains(&position);
                self.structs().find(holds).map_or_else(
                    || format!("p[{}]", position - self.heading.states),
                    |(name, ..)| format!("{name}.{}.0", self.graph.inputs()[position]),
                )
            }
            _ => self.names[&id].clone(),
        }
    }

    fn operation(&self, node: Node) -> String {
        let of = |id| self.operand(id);
        match node {
            Node::Literal(_) | Node::Input(_) => unreachable!("literals and inputs are operands"),
            Node::Add(a, b) => format!("{} + {}", of(a), of(b)),
            Node::Sub(a, b) => format!("{} - {}", of(a), of(b)),
            Node::Mul(a, b) => format!("{} * {}", of(a), of(b)),
            Node::Div(a, b) => format!("{} / {}", of(a), of(b)),
            Node::Neg(a) => format!("-{}", of(a)),
            Node::Exp(a) => self.call("exp", "exp", a, &[]),
            Node::Ln(a) => self.call("ln", "ln", a, &[]),
            Node::Sqrt(a) => format!("{}.sqrt()", of(a)),
            Node::Tanh(a) => self.call("tanh", "tanh", a, &[]),
            Node::Softplus(a) => self.call("softplus", "softplus", a, &[]),
            Node::Power(a, n) => self.call("pow", "power", a, &[number(n)]),
            Node::Hill(a, half, n) => self.call("hill", "hill", a, &[of(half), number(n)]),
        }
    }

    /// A call of the elementary function, or of the method of the same meaning.
    fn call(&self, function: &str, method: &str, a: NodeId, others: &[String]) -> String {
        let a = self.operand(a);
        if self.heading.over == Over::Real {
            return format!("{a}.{method}({})", others.join(", "));
        }
        let arguments: Vec<_> =
            std::iter::once(a.as_str()).chain(others.iter().map(String::as_str)).collect();
        format!("elementary::{function}({})", arguments.join(", "))
    }
}

/// The shortest text that reads back as the same number.
fn number(value: f64) -> String {
    match value {
        _ if value.is_nan() => "f64::NAN".to_owned(),
        _ if value.is_infinite() && value > 0.0 => "f64::INFINITY".to_owned(),
        _ if value.is_infinite() => "f64::NEG_INFINITY".to_owned(),
        _ => format!("{value:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Graph, NodeId, Tape, emitted, trace};
    use super::{Heading, Over, rust_function};
    use crate::{Num, Real};

    /// Every operation, a shared value, a named value, a literal result and an unused input.
    fn equations<R: Real>(x: &[Num<R>]) -> Vec<Num<R>> {
        let [level, drive, rate, half, _] = x else { panic!("five inputs") };
        let (level, drive, rate, half) = (*level, *drive, *rate, *half);
        let active = level.hill(half, 1.5).named("active");
        let loss = (rate * level).named("loss");
        vec![
            active * (1.0 - level) - loss,
            -(drive.tanh() + 1e-9 * drive.softplus()).exp(),
            (0.1 + active).ln() / (2.0 + drive.power(0.3)).sqrt(),
            Num::lit(4.0),
            Num::lit(0.3).hill(drive, 2.0) - loss,
        ]
    }

    fn traced(count: usize) -> (Graph, Vec<NodeId>, Vec<NodeId>) {
        let mut graph = trace(&["level", "drive", "rate", "half", "unused"], |x| {
            equations(x).into_iter().take(count).map(|value| ("out".to_owned(), value)).collect()
        });
        let outputs: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
        let states = [graph.input("level").unwrap(), graph.input("drive").unwrap()];
        let slopes = graph.jacobian(&outputs, &states, &[]).nodes();
        (graph, outputs, slopes)
    }

    /// A sum of `terms` terms, so a function of `terms + 1` lines.
    fn straight(terms: u8) -> (Graph, NodeId) {
        let graph = trace(&["a", "b"], |x| {
            let sum = (0..terms).fold(x[0], |sum, k| if k % 2 == 0 { sum * x[1] } else { sum + x[0] });
            vec![("sum".to_owned(), sum)]
        });
        let sum = graph.output("sum").unwrap();
        (graph, sum)
    }

    fn out(nodes: &[NodeId]) -> [(&str, &[NodeId]); 1] {
        [("out", nodes)]
    }

    fn fresh_text() -> String {
        let (graph, outputs, slopes) = traced(5);
        let (at_limit, beyond) = (straight(59), straight(60));
        let heading = |name, doc, states, over| Heading { name, doc, states, over, structs: &[] };
        let long = "equations_with_a_name_so_long_that_the_arguments_need_a_line_each";
        [
            "//! Generated text, compiled here and compared with fresh text by the tests of `emit`.\n"
                .to_owned(),
            "use crate::{Real, elementary};\n".to_owned(),
            rust_function(&graph, &out(&outputs), heading("equations", "The equations.", 2, Over::F64)),
            rust_function(&graph, &out(&slopes), heading("slopes", "Their derivatives.", 2, Over::F64)),
            rust_function(
                &graph,
                &out(&outputs),
                heading(long, "The equations, over any number.", 2, Over::Real),
            ),
            rust_function(
                &at_limit.0,
                &[("sum", &[at_limit.1])],
                heading("at_limit", "Sixty lines.", 0, Over::F64),
            ),
            rust_function(
                &beyond.0,
                &[("sum", &[beyond.1])],
                heading("beyond", "Sixty-one lines.", 2, Over::F64),
            ),
        ]
        .join("\n")
    }

    /// `emitted.rs` is compiled, formatted and linted with the crate; to renew it, write the left text into
    /// it.
    #[test]
    fn the_checked_in_text_is_what_is_emitted_today() {
        assert_eq!(fresh_text(), include_str!("emitted.rs"));
    }

    #[test]
    fn emitted_functions_give_the_bits_of_the_tape() {
        let (graph, outputs, slopes) = traced(5);
        let run = |wanted: &[NodeId], at: &[f64]| {
            let tape = Tape::new(&graph, wanted);
            let mut out = vec![0.0; wanted.len()];
            tape.run(at, &mut tape.registers(), &mut out);
            out
        };
        for (y, p) in
            [([0.2, 0.7], [1.3, 0.5, 0.0]), ([0.9, 0.01], [0.1, 2.0, 0.0]), ([0.0, 3.0], [5.0, 0.3, 1.0])]
        {
            let at = [y[0], y[1], p[0], p[1], p[2]];
            let (mut values, mut any, mut derivatives) = ([0.0; 5], [0.0; 5], [0.0; 6]);
            emitted::equations(&y, &p, &mut values);
            emitted::equations_with_a_name_so_long_that_the_arguments_need_a_line_each(&y, &p, &mut any);
            emitted::slopes(&y, &p, &mut derivatives);
            assert_eq!(run(&outputs, &at), values);
            assert_eq!(run(&outputs, &at), any);
            assert_eq!(run(&slopes, &at), derivatives);
        }
    }

    #[test]
    fn functions_of_sixty_and_more_lines_compute_what_was_traced() {
        for terms in [59, 60] {
            let (graph, sum) = straight(terms);
            let mut out = [0.0];
            match terms {
                59 => emitted::at_limit(&[], &[0.7, 0.9], &mut out),
                _ => emitted::beyond(&[0.7, 0.9], &[], &mut out),
            }
            assert_eq!(graph.eval(&[0.7, 0.9], &[sum]), out);
        }
    }

    #[test]
    fn nodes_that_are_not_wanted_leave_no_trace_in_the_text() {
        let text = |count| {
            let (graph, outputs, _) = traced(count);
            let heading = Heading { name: "f", doc: "F.", states: 2, over: Over::F64, structs: &[] };
            rust_function(&graph, &[("out", &outputs[..2])], heading)
        };
        assert_eq!(text(2), text(5));
    }
}
