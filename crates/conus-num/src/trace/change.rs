//! What if one node were different? A graph with a seeded mistake, to prove that a check would find it.

use super::graph::{Graph, Node, NodeId};

impl Graph {
    /// The same formula with one node put differently. Its operands stand before it in this graph.
    ///
    /// # Panics
    /// When an operand of `with` does not stand before `target`: the formula would run in a circle.
    #[must_use]
    pub fn replace(&self, target: NodeId, with: Node) -> Self {
        assert!(with.operands().all(|operand| operand < target), "a formula cannot run in a circle");
        let mut changed = Self::new(self.inputs());
        let mut moved: Vec<NodeId> = Vec::with_capacity(self.len());
        for (id, node) in self.nodes() {
            let node = if id == target { with } else { node };
            let place = changed.push(node.with_operands(|operand| moved[operand.index()]));
            moved.push(place);
            if let Some(name) = self.name(id) {
                changed.set_name(place, name);
            }
        }
        for (name, node) in self.outputs() {
            changed.add_output(name.clone(), moved[node.index()]);
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Node, trace};

    #[test]
    fn a_replaced_node_changes_what_depends_on_it_and_nothing_else() {
        let graph = trace(&["a", "b"], |x| {
            let gain = (x[0] + x[1]).named("gain");
            vec![("uses".to_owned(), 3.0 * gain), ("not".to_owned(), x[0] * x[1])]
        });
        let gain = graph.named("gain")[0];
        let Node::Add(a, b) = graph.node(gain) else { panic!("`gain` is a sum") };
        let mistaken = graph.replace(gain, Node::Sub(a, b));
        let outputs: Vec<_> = mistaken.outputs().iter().map(|&(_, node)| node).collect();
        assert_eq!(mistaken.eval(&[5.0, 2.0], &outputs), [9.0, 10.0]);
        assert_eq!(mistaken.node(mistaken.named("gain")[0]), Node::Sub(a, b));
    }

    #[test]
    fn a_replaced_literal_may_simplify_the_formula() {
        let graph = trace(&["a"], |x| vec![("out".to_owned(), 1.0 + 2.0 * x[0].exp())]);
        let (two, _) = graph.nodes().find(|&(_, node)| node == Node::Literal(2.0)).unwrap();
        let without = graph.replace(two, Node::Literal(0.0));
        assert_eq!(without.value(without.output("out").unwrap()), Some(1.0));
    }
}
