//! How is a graph evaluated fast? As a flat list of steps on a few registers, for any [`Real`].
//!
//! Literals are loaded once, unused nodes are left out, shared nodes are computed once, and a register is
//! used again when its value is no longer needed. A tape does the operations of its graph in their order, so
//! it gives the bits of the equation itself wherever that is finite (see `simplify` for the sign of zero).

use super::graph::{Graph, Node, NodeId};
use crate::Real;

/// Steps that compute chosen nodes of a graph.
#[derive(Clone, Debug)]
pub struct Tape {
    inputs: usize,
    literals: Vec<f64>,
    steps: Vec<Step>,
    wanted: Vec<usize>,
    registers: usize,
}

/// One operation; its operands are numbered by register, not by node.
#[derive(Clone, Copy, Debug)]
struct Step {
    operation: Node,
    target: usize,
}

impl Graph {
    /// Evaluates chosen nodes once. Use a [`Tape`] where the same nodes are evaluated many times.
    #[must_use]
    pub fn eval<R: Real>(&self, inputs: &[R], wanted: &[NodeId]) -> Vec<R> {
        let tape = Tape::new(self, wanted);
        let mut out = vec![R::lit(0.0); wanted.len()];
        tape.run(inputs, &mut tape.registers(), &mut out);
        out
    }
}

impl Tape {
    /// Lays out the steps for chosen nodes.
    #[must_use]
    pub fn new(graph: &Graph, wanted: &[NodeId]) -> Self {
        let live = graph.reachable(wanted);
        let mut place = vec![usize::MAX; graph.len()];
        let inputs = graph.inputs().len();
        place.iter_mut().take(inputs).enumerate().for_each(|(position, place)| *place = position);
        let mut literals = Vec::new();
        for &id in &live {
            if let Some(value) = graph.value(id) {
                place[id.index()] = inputs + literals.len();
                literals.push(value);
            }
        }
        let mut free = Registers { unused: Vec::new(), count: inputs + literals.len() };
        let last = last_use(graph, &live, wanted);
        let mut steps = Vec::new();
        for &id in live.iter().filter(|&&id| graph.node(id).is_operation()) {
            let operation = graph.node(id).with_operands(|operand| NodeId::at(place[operand.index()]));
            let mut done: Vec<_> =
                graph.node(id).operands().filter(|operand| last[operand.index()] == Some(id)).collect();
            done.dedup();
            free.unused.extend(done.into_iter().map(|operand| place[operand.index()]));
            let target = free.take();
            place[id.index()] = target;
            steps.push(Step { operation, target });
        }
        let wanted = wanted.iter().map(|id| place[id.index()]).collect();
        Self { inputs, literals, steps, wanted, registers: free.count }
    }

    /// Registers to run on, with the literals in place.
    #[must_use]
    pub fn registers<R: Real>(&self) -> Vec<R> {
        let mut registers = vec![R::lit(0.0); self.registers];
        for (register, &value) in registers[self.inputs..].iter_mut().zip(&self.literals) {
            *register = R::lit(value);
        }
        registers
    }

    /// Number of operations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is nothing to compute.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Computes the chosen nodes. `registers` come from [`Tape::registers`] and may be used for many runs.
    ///
    /// # Panics
    /// When a slice has the wrong length.
    #[inline(always)]
    pub fn run<R: Real>(&self, inputs: &[R], registers: &mut [R], out: &mut [R]) {
        assert!(registers.len() == self.registers, "registers are made by this tape");
        registers[..self.inputs].copy_from_slice(inputs);
        for step in &self.steps {
            registers[step.target] = step.operation.apply(registers);
        }
        assert!(out.len() == self.wanted.len(), "one place per wanted node");
        for (place, &register) in out.iter_mut().zip(&self.wanted) {
            *place = registers[register];
        }
    }
}

/// Registers that hold nothing any more, and how many there are in all.
struct Registers {
    unused: Vec<usize>,
    count: usize,
}

impl Registers {
    fn take(&mut self) -> usize {
        self.unused.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        })
    }
}

/// The last node that reads each operation; none for wanted nodes, inputs and literals, which stay to the
/// end.
fn last_use(graph: &Graph, live: &[NodeId], wanted: &[NodeId]) -> Vec<Option<NodeId>> {
    let mut last = vec![None; graph.len()];
    for &id in live {
        for operand in graph.node(id).operands().filter(|&operand| graph.node(operand).is_operation()) {
            last[operand.index()] = Some(id);
        }
    }
    wanted.iter().for_each(|id| last[id.index()] = None);
    last
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Equation, Lottery};
    use super::super::trace;
    use super::Tape;
    use crate::Num;

    #[test]
    fn a_tape_gives_the_bits_of_the_equation_run_after_run() {
        let mut lottery = Lottery::new(4);
        for _ in 0..200 {
            let equation = Equation::random(&mut lottery, 3, 60);
            let graph = trace(&["a", "b", "c"], |x| {
                equation.outputs(x, 5).into_iter().map(|value| ("out".to_owned(), value)).collect()
            });
            let wanted: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
            let tape = Tape::new(&graph, &wanted);
            let (mut registers, mut out) = (tape.registers(), vec![0.0; 5]);
            for _ in 0..3 {
                let at: [f64; 3] = std::array::from_fn(|_| lottery.between(-2.0, 2.0));
                tape.run(&at, &mut registers, &mut out);
                let direct: Vec<_> = equation.outputs(&at.map(Num), 5).iter().map(|value| value.0).collect();
                assert_eq!(out, direct);
            }
        }
    }

    #[test]
    fn unused_nodes_are_left_out_and_registers_are_used_again() {
        let graph = trace(&["a"], |x| {
            let unused = x[0].tanh().exp();
            let chain = (0..50).fold(x[0] + unused - unused, |value, _| value.exp().tanh());
            vec![
                ("chain".to_owned(), chain),
                ("input".to_owned(), x[0]),
                ("literal".to_owned(), Num::lit(2.0)),
            ]
        });
        let chain = Tape::new(&graph, &[graph.output("input").unwrap(), graph.output("literal").unwrap()]);
        assert!(chain.is_empty());
        let tape = Tape::new(&graph, &[graph.output("chain").unwrap()]);
        assert_eq!(tape.len(), 104);
        assert_eq!(tape.registers::<f64>().len(), 3, "the input, the value under way, and one beside it");
        let wanted = [graph.output("literal").unwrap(), graph.output("input").unwrap()];
        assert_eq!(graph.eval(&[7.0], &wanted), [2.0, 7.0]);
    }
}
