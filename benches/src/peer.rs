//! How is the same system solved by `diffsol`? Its backward differentiation formulae on conus's own right-hand side and
//! Jacobian, given as a whole matrix; stopped at every event, as its documentation says.

use conus_ode::System;
use diffsol::error::DiffsolError;
use diffsol::matrix::MatrixRef;
use diffsol::matrix::sparsity::MatrixSparsity;
use diffsol::ode_solver::problem::{InitialConditionSolverOptions, OdeSolverOptions, OdeSolverProblem};
use diffsol::op::unit::UnitCallable;
use diffsol::{
    BdfState, ConstantOp, DefaultDenseMatrix, LinearSolver, Matrix, NonLinearOp, NonLinearOpJacobian,
    OdeEquations, OdeEquationsRef, OdeSolverMethod, OdeSolverState, OdeSolverStopReason, Op, Vector,
    VectorIndex, VectorRef,
};
use std::cell::RefCell;

/// Days on which the peer stops and is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timetable<'a> {
    /// First and last day.
    pub(crate) span: (f64, f64),
    /// Days of events, ascending.
    pub(crate) events: &'a [f64],
    /// Days of outputs, ascending; on the day of an event the state after it.
    pub(crate) outputs: &'a [f64],
}

/// Tolerances of one solve.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerances {
    /// Share of the state.
    pub(crate) relative: f64,
    /// The same for every state.
    pub(crate) absolute: f64,
}

/// A system behind the interface of the peer; patients are swapped inside it.
pub(crate) struct Equations<S, M: Matrix> {
    /// The system, which events may change.
    pub(crate) system: RefCell<S>,
    /// State on the first day.
    pub(crate) start: RefCell<Vec<f64>>,
    entries: RefCell<M::V>,
    targets: <M::V as Vector>::Index,
    sources: <M::V as Vector>::Index,
    places: Vec<(usize, usize)>,
    context: M::C,
}

impl<S: System, M: Matrix<T = f64>> Equations<S, M> {
    /// Wraps a system.
    ///
    /// # Errors
    /// When the peer refuses the pattern.
    pub(crate) fn new(system: S, context: M::C) -> Result<Self, DiffsolError> {
        let size = system.pattern().size();
        let places = system.pattern().places().to_vec();
        let targets = targets::<M>(size, &places)?;
        let sources = (0..places.len()).collect();
        Ok(Self {
            entries: RefCell::new(M::V::zeros(places.len(), context.clone())),
            targets: VectorIndex::from_vec(targets, context.clone()),
            sources: VectorIndex::from_vec(sources, context.clone()),
            start: RefCell::new(vec![0.0; size]),
            system: RefCell::new(system),
            places,
            context,
        })
    }
}

/// Where each entry of the Jacobian lies in the numbers of the matrix: column by column, with or without the zeros.
fn targets<M: Matrix<T = f64>>(size: usize, places: &[(usize, usize)]) -> Result<Vec<usize>, DiffsolError> {
    if !M::is_sparse() {
        return Ok(places.iter().map(|&(row, column)| column * size + row).collect());
    }
    let kept = sparsity::<M>(size, places)?.indices();
    let position = |place| kept.iter().position(|other| other == place).expect("every place was given");
    Ok(places.iter().map(position).collect())
}

fn sparsity<M: Matrix<T = f64>>(size: usize, places: &[(usize, usize)]) -> Result<M::Sparsity, DiffsolError> {
    Ok(M::Sparsity::try_from_indices(size, size, places.to_vec())?)
}

impl<S: System, M: Matrix<T = f64>> Op for Equations<S, M> {
    type T = f64;
    type V = M::V;
    type M = M;
    type C = M::C;

    fn context(&self) -> &M::C {
        &self.context
    }
    fn nstates(&self) -> usize {
        self.start.borrow().len()
    }
    fn nout(&self) -> usize {
        self.nstates()
    }
    fn nparams(&self) -> usize {
        0
    }
}

/// The right-hand side and the first state, borrowed from the equations.
pub(crate) struct Part<'a, S, M: Matrix>(&'a Equations<S, M>);

impl<S: System, M: Matrix<T = f64>> Op for Part<'_, S, M> {
    type T = f64;
    type V = M::V;
    type M = M;
    type C = M::C;

    fn context(&self) -> &M::C {
        &self.0.context
    }
    fn nstates(&self) -> usize {
        self.0.nstates()
    }
    fn nout(&self) -> usize {
        self.0.nstates()
    }
    fn nparams(&self) -> usize {
        0
    }
}

impl<S: System, M: Matrix<T = f64>> NonLinearOp for Part<'_, S, M> {
    fn call_inplace(&self, x: &M::V, day: f64, y: &mut M::V) {
        let system = self.0.system.borrow();
        y.for_each_batch_host([x], |y, [x], _| system.slope(day, x, y));
    }
}

impl<S: System, M: Matrix<T = f64>> NonLinearOpJacobian for Part<'_, S, M> {
    fn jac_mul_inplace(&self, x: &M::V, day: f64, v: &M::V, y: &mut M::V) {
        let system = self.0.system.borrow();
        let mut entries = vec![0.0; self.0.places.len()];
        y.for_each_batch_host([x, v], |y, [x, v], _| {
            system.jacobian(day, x, &mut entries);
            y.fill(0.0);
            self.0
                .places
                .iter()
                .zip(&entries)
                .for_each(|(&(row, column), entry)| y[row] += entry * v[column]);
        });
    }

    fn jacobian_inplace(&self, x: &M::V, day: f64, y: &mut M) {
        let system = self.0.system.borrow();
        let mut entries = self.0.entries.borrow_mut();
        x.clone().for_each_batch_host([], |x, _, _| {
            entries.for_each_batch_host([], |entries, _, _| system.jacobian(day, x, entries));
        });
        y.set_data_with_indices(&self.0.targets, &self.0.sources, &entries);
    }

    fn jacobian_sparsity(&self) -> Option<M::Sparsity> {
        let made = || sparsity::<M>(self.nstates(), &self.0.places).expect("it was made once before");
        M::is_sparse().then(made)
    }
}

impl<S: System, M: Matrix<T = f64>> ConstantOp for Part<'_, S, M> {
    fn call_inplace(&self, _day: f64, y: &mut M::V) {
        let start = self.0.start.borrow();
        y.for_each_batch_host([], |y, _, _| y.copy_from_slice(&start));
    }
}

impl<'a, S: System, M: Matrix<T = f64>> OdeEquationsRef<'a> for Equations<S, M> {
    type Mass = UnitCallable<M>;
    type Rhs = Part<'a, S, M>;
    type Root = UnitCallable<M>;
    type Init = Part<'a, S, M>;
    type Out = UnitCallable<M>;
    type Reset = UnitCallable<M>;
}

impl<S: System, M: Matrix<T = f64>> OdeEquations for Equations<S, M> {
    fn rhs(&self) -> Part<'_, S, M> {
        Part(self)
    }
    fn mass(&self) -> Option<UnitCallable<M>> {
        None
    }
    fn init(&self) -> Part<'_, S, M> {
        Part(self)
    }
    fn set_params(&mut self, _p: &M::V) {}
    fn get_params(&self, _p: &mut M::V) {}
}

/// A problem of the peer, built once; patients are swapped inside its equations.
///
/// # Errors
/// When the peer refuses the pattern.
pub(crate) fn problem<S: System, M: Matrix<T = f64>>(
    system: S,
    tolerances: Tolerances,
) -> Result<OdeSolverProblem<Equations<S, M>>, DiffsolError> {
    let context = M::C::default();
    let size = system.pattern().size();
    Ok(OdeSolverProblem {
        eqn: Equations::new(system, context.clone())?,
        rtol: tolerances.relative,
        atol: M::V::from_element(size, tolerances.absolute, context),
        t0: 0.0,
        h0: 1.0,
        integrate_out: false,
        sens_rtol: None,
        sens_atol: None,
        out_rtol: None,
        out_atol: None,
        param_rtol: None,
        param_atol: None,
        ic_options: InitialConditionSolverOptions::default(),
        ode_options: OdeSolverOptions::default(),
    })
}

/// Steps that the peer took.
pub(crate) type Steps = usize;

/// Solves over a timetable by BDF. `act(number, system, state)` applies an event.
///
/// # Errors
/// Whatever the peer says.
pub(crate) fn follow<S, M, LS>(
    problem: &OdeSolverProblem<Equations<S, M>>,
    timetable: &Timetable<'_>,
    mut act: impl FnMut(usize, &mut S, &mut [f64]),
    mut observe: impl FnMut(usize, f64, &[f64]),
) -> Result<Steps, DiffsolError>
where
    S: System,
    M: Matrix<T = f64>,
    M::V: DefaultDenseMatrix,
    LS: LinearSolver<M>,
    for<'b> &'b M::V: VectorRef<M::V>,
    for<'b> &'b M: MatrixRef<M>,
{
    let (mut acted, mut observed, mut steps) = (0, 0, 0);
    let (equations, (from, to)) = (&problem.eqn, timetable.span);
    let mut state: BdfState<M::V> = problem.bdf_state::<LS>()?;
    *state.as_mut().t = from;
    let mut solver = problem.bdf_solver::<LS>(state)?;
    let mut seen = M::V::zeros(equations.nstates(), equations.context.clone());
    loop {
        let day = solver.state().t;
        if timetable.events.get(acted).is_some_and(|&event| event <= day + ROUNDING * day) {
            let now = timetable.events[acted];
            let state = solver.state_mut();
            *state.t = now;
            state.y.for_each_batch_host([], |y, _, _| {
                while timetable.events.get(acted).is_some_and(|&event| event <= now) {
                    act(acted, &mut equations.system.borrow_mut(), y);
                    acted += 1;
                }
            });
            NonLinearOp::call_inplace(&equations.rhs(), state.y, now, state.dy);
        }
        while timetable.outputs.get(observed).is_some_and(|&output| output <= day + ROUNDING * day) {
            seen.copy_from(solver.state().y);
            show(&mut seen, observed, timetable.outputs[observed], &mut observe);
            observed += 1;
        }
        if day >= to - ROUNDING * to {
            return Ok(steps);
        }
        let end = timetable.events.get(acted).copied().unwrap_or(to);
        solver.set_stop_time(end)?;
        loop {
            let reason = solver.step()?;
            steps += 1;
            let day = solver.state().t;
            while timetable.outputs.get(observed).is_some_and(|&output| output <= day && output < end) {
                solver.interpolate_inplace(timetable.outputs[observed], &mut seen)?;
                show(&mut seen, observed, timetable.outputs[observed], &mut observe);
                observed += 1;
            }
            if reason == OdeSolverStopReason::TstopReached {
                break;
            }
        }
    }
}

/// The peer meets a stop up to its own rounding.
const ROUNDING: f64 = 1e-13;

fn show<V: Vector<T = f64>>(
    seen: &mut V,
    number: usize,
    day: f64,
    observe: &mut impl FnMut(usize, f64, &[f64]),
) {
    seen.for_each_batch_host([], |seen, _, _| observe(number, day, seen));
}
