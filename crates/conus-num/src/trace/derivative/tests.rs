//! The derivative against dual numbers, differences and its own cost.

use crate::dual::Dual;
use crate::trace::sample::{Equation, Lottery};
use crate::trace::{Graph, NodeId, trace};
use crate::{Num, Real};

const INPUTS: [&str; 4] = ["a", "b", "c", "d"];

fn traced(equation: &Equation, outputs: usize) -> (Graph, Vec<NodeId>, Vec<NodeId>) {
    let graph = trace(&INPUTS, |x| {
        equation.outputs(x, outputs).into_iter().map(|value| ("out".to_owned(), value)).collect()
    });
    let wanted = graph.outputs().iter().map(|&(_, node)| node).collect();
    let inputs = INPUTS.iter().map(|name| graph.input(name).unwrap()).collect();
    (graph, wanted, inputs)
}

fn dense(graph: &Graph, jacobian: &super::Jacobian, at: &[f64], rows: usize) -> Vec<f64> {
    let mut dense = vec![0.0; rows * INPUTS.len()];
    for (entry, value) in jacobian.entries.iter().zip(graph.eval(at, &jacobian.nodes())) {
        dense[entry.row * INPUTS.len() + entry.column] = value;
    }
    dense
}

/// Both sum the same products in another order, so some rounding is left: 5e-16 of the largest element of the
/// row was seen on these 300 equations, 1e-14 is allowed.
#[test]
fn the_jacobian_of_random_equations_equals_dual_numbers_with_and_without_cuts() {
    let mut lottery = Lottery::new(1);
    for _ in 0..300 {
        let equation = Equation::random(&mut lottery, 4, 40);
        let (mut graph, wanted, inputs) = traced(&equation, 6);
        let at: [f64; 4] = std::array::from_fn(|_| lottery.between(-1.5, 1.5));
        let cuts: Vec<_> =
            (0..3).map(|_| wanted[0].index().min(lottery.below(graph.len()))).map(NodeId::at).collect();
        let plain = graph.jacobian(&wanted, &inputs, &[]);
        let cut = graph.jacobian(&wanted, &inputs, &cuts);
        let duals: [_; 4] = std::array::from_fn(|k| Num(Dual::<4>::input(at[k], k)));
        let expected: Vec<_> = equation.outputs(&duals, 6).iter().flat_map(|value| value.0.slope).collect();
        for jacobian in [&plain, &cut] {
            let found = dense(&graph, jacobian, &at, 6);
            for (row_found, row_expected) in found.chunks(4).zip(expected.chunks(4)) {
                let scale = row_expected.iter().fold(1.0, |largest: f64, value| largest.max(value.abs()));
                let agree = row_found.iter().zip(row_expected).all(|(&a, &b)| (a - b).abs() <= 1e-14 * scale);
                assert!(agree, "found {row_found:?}, expected {row_expected:?}");
            }
        }
    }
}

/// Step 1e-5: the truncation error is of order 1e-10 times the third derivative, the rounding error of order
/// 1e-11.
#[test]
fn the_jacobian_of_random_equations_equals_central_differences() {
    let mut lottery = Lottery::new(2);
    for _ in 0..100 {
        let equation = Equation::random(&mut lottery, 4, 12);
        let (mut graph, wanted, inputs) = traced(&equation, 3);
        let at: [f64; 4] = std::array::from_fn(|_| lottery.between(-1.0, 1.0));
        let jacobian = graph.jacobian(&wanted, &inputs, &[]);
        let found = dense(&graph, &jacobian, &at, 3);
        for column in 0..4 {
            let moved = |by: f64| {
                let mut x = at.map(Num);
                x[column].0 += by;
                equation.outputs(&x, 3)
            };
            for (row, (up, down)) in moved(1e-5).iter().zip(moved(-1e-5)).enumerate() {
                let (difference, exact) = ((up.0 - down.0) / 2e-5, found[row * 4 + column]);
                let scale = 1.0 + up.0.abs() + exact.abs();
                assert!((difference - exact).abs() <= 1e-6 * scale, "{difference} against {exact}");
            }
        }
    }
}

/// Solvers start states at zero and may overshoot by a hair; 1e-10 bounds what is left of the slope there.
#[test]
fn the_slope_of_saturation_is_finite_at_zero_and_just_below_for_exponents_from_one() {
    for exponent in [1.0, 1.5, 2.0, 3.0, 4.0, 4.5, 6.0, 7.0] {
        let mut graph = trace(&["x", "half"], |x| vec![("h".to_owned(), x[0].hill(x[1], exponent))]);
        let (x, half, h) =
            (graph.input("x").unwrap(), graph.input("half").unwrap(), graph.output("h").unwrap());
        let slopes = graph.jacobian(&[h], &[x, half], &[]).nodes();
        let expected = if exponent > 1.0 { 0.0 } else { 2.0 };
        assert_eq!(graph.eval(&[0.0, 0.5], &slopes), [expected, 0.0], "exponent {exponent}");
        // Below zero the general power reads x as zero (see `elementary::hill`), products go on smoothly.
        let below = graph.eval(&[if exponent.fract() == 0.0 { -1e-12 } else { 0.0 }, 0.5], &slopes);
        assert!(
            (below[0] - expected).abs() < 1e-10 && below[1].abs() < 1e-10,
            "exponent {exponent}: {below:?}"
        );
    }
}

/// Where h is nearly 1, the rounding of 1 - h is all that differs; it enters the slope times n / x or n /
/// half.
#[test]
fn the_slope_of_saturation_agrees_with_dual_numbers_over_the_whole_range() {
    for exponent in [0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 4.5, 6.0, 7.0] {
        let mut graph = trace(&["x", "half"], |x| vec![("h".to_owned(), x[0].hill(x[1], exponent))]);
        let (x, half, h) =
            (graph.input("x").unwrap(), graph.input("half").unwrap(), graph.output("h").unwrap());
        let slopes = graph.jacobian(&[h], &[x, half], &[]).nodes();
        for at in [1e-9, 1e-3, 0.2, 0.48, 1.0, 30.0] {
            let dual = Num(Dual::<2>::input(at, 0)).hill(Num(Dual::input(0.48, 1)), exponent).0;
            for (found, expected) in graph.eval(&[at, 0.48], &slopes).into_iter().zip(dual.slope) {
                let allowed = 1e-14 * expected.abs() + 4.0 * f64::EPSILON * exponent / at.min(0.48);
                assert!((found - expected).abs() <= allowed, "{exponent}, {at}: {found} against {expected}");
            }
        }
    }
}

#[test]
fn the_slope_of_saturation_computes_no_second_power() {
    let mut graph = trace(&["x", "half"], |x| vec![("h".to_owned(), x[0].hill(x[1], 2.0))]);
    let (x, h) = (graph.input("x").unwrap(), graph.output("h").unwrap());
    let slope = graph.jacobian(&[h], &[x], &[]).nodes();
    let costly =
        graph.reachable(&slope).into_iter().filter(|&id| matches!(graph.node(id), super::Node::Power(..)));
    assert_eq!(costly.count(), 0);
    assert_eq!(graph.operations(&slope), 6, "h, 1 - h, q, q q, x q q, 2 x q q");
}

#[test]
fn an_output_that_does_not_depend_on_an_input_has_no_element_there() {
    let mut graph = trace(&["a", "b", "c"], |x| {
        vec![
            ("one".to_owned(), x[2] * x[0] + 0.0 * x[1]),
            ("two".to_owned(), Num::lit(4.0)),
            ("three".to_owned(), x[1]),
        ]
    });
    let inputs = [graph.input("a").unwrap(), graph.input("b").unwrap(), graph.input("c").unwrap()];
    let outputs: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
    assert_eq!(graph.jacobian(&outputs, &inputs, &[]).pattern(), [(0, 0), (0, 2), (2, 1)]);
}

/// Three chains of five saturating values with six rows on each: the shape in which cuts are worth most.
fn chains<R: Real>(x: &[Num<R>]) -> Vec<Num<R>> {
    let saturating = |drive: Num<R>| 40.0 * (drive.softplus() / 4.0).tanh();
    let mut rows = Vec::new();
    for chain in x.chunks(4) {
        let first = saturating(chain[0] - chain[1]);
        let second = saturating(chain[1] + 0.4 * first);
        let third = saturating(chain[2] + 0.3 * first);
        let fourth = saturating(chain[3] * third + 0.2 * second);
        let end = saturating(first + fourth - 0.5 * second).named("end");
        for k in 0_u8..6 {
            rows.push(end.hill(6.5 + chain[1] * chain[1], 2.0) * chain[2] - f64::from(k) * chain[3]);
        }
    }
    rows
}

/// The counts are a snapshot: a change that makes derivatives dearer shows here.
#[test]
fn cuts_at_shared_nodes_save_operations() {
    let names: Vec<_> = (0..12).map(|k| format!("x{k}")).collect();
    let mut graph = trace(&names, |x| {
        chains(x).into_iter().enumerate().map(|(k, row)| (format!("row{k}"), row * x[k % 12])).collect()
    });
    let inputs: Vec<_> = names.iter().map(|name| graph.input(name).unwrap()).collect();
    let rows: Vec<_> = graph.outputs().iter().map(|&(_, node)| node).collect();
    let cuts = graph.named("end");
    assert_eq!(cuts.len(), 3);
    let plain = graph.jacobian(&rows, &inputs, &[]);
    let cut = graph.jacobian(&rows, &inputs, &cuts);
    assert_eq!(plain.pattern(), cut.pattern());
    let count = |jacobian: &super::Jacobian| graph.operations(&jacobian.nodes());
    assert_eq!((count(&plain), count(&cut)), (952, 571));
}
