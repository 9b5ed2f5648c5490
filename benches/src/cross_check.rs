//! Do conus and `diffsol`, two codes and two methods, find the same courses? Each bound follows from the tolerances.

use crate::case::{OBSERVED, PAINS, on_drug, untreated};
use crate::peer::{self, Tolerances};
use crate::solver::{Contender, Own, Peer, error};
use conus::biology::STATES;
use conus::biology::compiled::Model;
use conus::treatment::Intake;
use conus_ode::{Pattern, Solver, System, Timetable, Tolerance};
use diffsol::{
    FaerSparseLU, FaerSparseMat, Matrix, NalgebraLU, NalgebraMat, NonLinearOpJacobian, OdeEquations, Vector,
};

/// A method of many steps gathers some hundred local errors; the seen worst is 60 to 2500 tolerances.
const GATHERED: f64 = 1e4;

#[test]
fn both_solvers_find_the_same_untreated_year() {
    let model = Model::compile();
    let cases = untreated(4).unwrap();
    let mut own = Own::new(&model, 1e-10);
    for relative in [1e-7, 1e-9] {
        let mut other = Peer::<NalgebraMat<f64>, NalgebraLU<f64>>::new(&model, &cases[0], relative).unwrap();
        for case in &cases {
            let (worst, place) = error(&other.solve(case).unwrap(), &own.solve(case).unwrap());
            assert!(worst < GATHERED * relative, "{worst:e} in {place} at {relative:e}");
        }
    }
}

#[test]
fn both_solvers_find_the_same_drug_course() {
    let model = Model::compile();
    let mut cases = on_drug(&model, 2, Intake::TwiceDaily).unwrap();
    let mut own = Own::new(&model, 1e-9);
    let mut other = Peer::<FaerSparseMat<f64>, FaerSparseLU<f64>>::new(&model, &cases[0], 1e-7).unwrap();
    for case in &mut cases {
        // A week shows every kind of moment: a dose, the hours after it, the rise from dose to dose.
        case.to = 187.0;
        case.events.retain(|event| event.day < case.to);
        case.looks.retain(|day| *day <= case.to);
        let (found, expected) = (other.solve(case).unwrap(), own.solve(case).unwrap());
        assert_eq!(found.len(), 8);
        let plasma =
            conus::biology::State::<f64>::NAMES.iter().position(|name| *name == "drug_plasma").unwrap();
        assert!(expected[7][PAINS + plasma] > 1.0, "the drug has come in");
        let (worst, place) = error(&found, &expected);
        assert!(worst < GATHERED * 1e-7, "{worst:e} in {place}");
    }
}

/// Every number of the Jacobian stands where the peer's matrices expect it.
#[test]
fn the_peer_gets_the_jacobian_of_conus() {
    let model = Model::compile();
    let case = &untreated(1).unwrap()[0];
    let state: Vec<f64> = case.standing.state.to_array().iter().map(|value| value + 0.05).collect();
    let (dense, sparse) = (jacobian::<NalgebraMat<f64>>(&model, case, &state), {
        jacobian::<FaerSparseMat<f64>>(&model, case, &state)
    });
    let cord = case.cord(&model);
    let mut entries = vec![0.0; model.pattern().places().len()];
    cord.jacobian(0.0, &state, &mut entries);
    let mut expected = vec![vec![0.0; STATES]; STATES];
    model
        .pattern()
        .places()
        .iter()
        .zip(&entries)
        .for_each(|(&(row, column), entry)| expected[row][column] = *entry);
    assert_eq!(dense, expected);
    assert_eq!(sparse, expected);
}

fn jacobian<M: Matrix<T = f64>>(model: &Model, case: &crate::case::Case, state: &[f64]) -> Vec<Vec<f64>> {
    let tolerances = Tolerances { relative: 1e-6, absolute: 1e-8 };
    let problem = peer::problem::<_, M>(case.cord(model), tolerances).unwrap();
    let matrix = problem.eqn.rhs().jacobian(&M::V::from_vec(state.to_vec(), M::C::default()), 0.0);
    let mut rows = vec![vec![0.0; matrix.ncols()]; matrix.nrows()];
    let (places, values) = matrix.triplet_iter();
    places.zip(values).for_each(|((row, column), value)| rows[row][column] = value);
    rows
}

/// Robertson's three reactions, the classical stiff problem (Hairer & Wanner II, equation IV.1.4).
struct Robertson(Pattern);

impl System for Robertson {
    fn pattern(&self) -> &Pattern {
        &self.0
    }
    fn slope(&self, _day: f64, y: &[f64], slope: &mut [f64]) {
        let (slow, fast, last) = (0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] * y[1]);
        slope.copy_from_slice(&[fast - slow, slow - fast - last, last]);
    }
    fn jacobian(&self, _day: f64, y: &[f64], entries: &mut [f64]) {
        let (by_second, by_third, by_square) = (1e4 * y[2], 1e4 * y[1], 6e7 * y[1]);
        entries.copy_from_slice(&[
            -0.04,
            by_second,
            by_third,
            0.04,
            -by_second - by_square,
            -by_third,
            0.0,
            by_square,
            0.0,
        ]);
    }
}

#[test]
fn both_solvers_agree_on_robertson() {
    const LOOKS: [f64; 4] = [0.4, 40.0, 4e3, 4e5];
    let (relative, absolute) = (1e-8, 1e-13);
    let make = || Robertson(Pattern::dense(3));
    let mut own = Vec::new();
    let mut state = [1.0, 0.0, 0.0];
    let mut system = make();
    let timetable = Timetable { from: 0.0, to: 4e5, events: &[], outputs: &LOOKS };
    conus_ode::run(
        &mut Solver::new(system.pattern()),
        &mut system,
        &mut state,
        &timetable,
        &Tolerance::uniform(relative, absolute, 3),
        |_, _, _| (),
        |_, moment| own.push([moment.value(0), moment.value(1), moment.value(2)]),
    )
    .unwrap();
    let problem = peer::problem::<_, NalgebraMat<f64>>(make(), Tolerances { relative, absolute }).unwrap();
    problem.eqn.start.borrow_mut().copy_from_slice(&[1.0, 0.0, 0.0]);
    let timetable = peer::Timetable { span: (0.0, 4e5), events: &[], outputs: &LOOKS };
    let mut other = Vec::new();
    peer::follow::<_, _, NalgebraLU<f64>>(
        &problem,
        &timetable,
        |_, _, _| (),
        |_, _, values| other.push([values[0], values[1], values[2]]),
    )
    .unwrap();
    assert_eq!((own.len(), other.len()), (4, 4));
    for (own, other) in own.iter().flatten().zip(other.iter().flatten()) {
        assert!((own - other).abs() <= GATHERED * relative * own.abs(), "{own:e} {other:e}");
    }
}

/// The measure itself: one thousandth of the largest value is the floor, and what is zero must stay zero.
#[test]
fn the_error_is_in_units_of_the_reference() {
    let mut reference = vec![[0.0; OBSERVED]; 2];
    reference[0][3] = 2.0;
    reference[1][3] = 1e-9;
    let mut found = reference.clone();
    found[1][3] += 1e-5;
    let (size, place) = error(&found, &reference);
    assert!((size - 5e-3).abs() < 1e-12 && place == 3, "{size} {place}");
    found[0][5] = 1e-3;
    assert!(error(&found, &reference).0.is_infinite());
}
