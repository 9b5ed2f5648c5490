use conus::biology::compiled::formula;
use conus::biology::State;
use conus_num::trace::{rust_function, Heading, Over};
#[test]
fn emit() {
    let mut graph = formula();
    let outputs: Vec<_> = graph.outputs().iter().map(|(_, node)| *node).collect();
    std::fs::write("/tmp/slope.rs", rust_function(&graph, &outputs, Heading { name: "slope", doc: "x", states: 46, over: Over::F64 })).unwrap();
    let states: Vec<_> = State::<f64>::NAMES.iter().map(|n| graph.input(n).unwrap()).collect();
    for (file, names) in [("a", vec![]), ("b", vec!["firing_at", "firing_below", "firing_with_root", "pain"]), ("c", vec!["pain"]), ("d", vec!["firing_at", "firing_below", "firing_with_root", "pain", "inflamed","free_tnf"])] {
        let mut graph = graph.clone();
        let cuts: Vec<_> = names.iter().flat_map(|name| graph.named(name)).collect();
        let j = graph.jacobian(&outputs, &states, &cuts);
        std::fs::write(format!("/tmp/jac_{file}.rs"), rust_function(&graph, &j.nodes(), Heading { name: "jac", doc: "x", states: 46, over: Over::F64 })).unwrap();
        let both: Vec<_> = outputs.iter().copied().chain(j.nodes()).collect();
        std::fs::write(format!("/tmp/both_{file}.rs"), rust_function(&graph, &both, Heading { name: "both", doc: "x", states: 46, over: Over::F64 })).unwrap();
    }
}
