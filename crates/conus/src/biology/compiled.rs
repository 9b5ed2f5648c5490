//! The equations as values, as a formula, and as a system for the solver; as units: [`super::unit_reading`].
//!
//! The Jacobian is text generated from the traced formula (`jacobian.rs`, four times as fast as following the trace);
//! tests keep it in step with the equations, to the bit.

use super::balance::balance;
use super::parameters::Params;
use super::{INPUT_UNITS, Inputs, STATES, State, jacobian};
use conus_num::lanes::Task;
use conus_num::trace::{Graph, Jacobian, trace};
use conus_num::{Lanes, Num, Real};
use conus_ode::{Pattern, System};

/// Named intermediates on which many rows of the Jacobian depend; their gradients are computed once.
const CUTS: [&str; 4] = ["firing_at", "firing_below", "firing_with_root", "pain"];

/// The equations as values.
#[inline(never)]
pub fn slope(y: &[f64; STATES], p: &Params<f64>, u: &Inputs<f64>) -> [f64; STATES] {
    balance(&State::from_array(y), p, u).to_array()
}

/// Names of everything that an equation reads: states, then inputs from outside, then parameters.
#[must_use]
pub fn variables() -> Vec<&'static str> {
    [State::<f64>::NAMES, Inputs::<f64>::NAMES, Params::<f64>::NAMES].concat()
}

/// The equations as a formula in [`variables`]; output k is the rate of change of state k.
#[must_use]
pub fn formula() -> Graph {
    trace(&variables(), |all| {
        let (y, u, p) = read(all);
        let rates = balance(&y, &p, &u).to_array();
        State::<f64>::NAMES.iter().zip(rates).map(|(name, rate)| ((*name).to_owned(), Num(rate))).collect()
    })
}

/// States, inputs and parameters out of one list in the order of [`variables`].
pub(crate) fn read<R: Real>(all: &[Num<R>]) -> (State<R>, Inputs<R>, Params<R>) {
    let raw: Vec<R> = all.iter().map(|number| number.0).collect();
    let (y, rest) = raw.split_at(STATES);
    let (u, p) = rest.split_at(INPUT_UNITS.len());
    let fits = "the list is as long as `variables`";
    (
        State::from_array(y.try_into().expect(fits)),
        Inputs::from_array(u.try_into().expect(fits)),
        Params::from_array(p.try_into().expect(fits)),
    )
}

/// The compiled model: made once, shared by all patients.
#[derive(Clone, Debug)]
pub struct Model {
    pattern: Pattern,
    jacobian_operations: usize,
}

impl Model {
    /// Traces the equations and finds where their Jacobian can differ from zero.
    ///
    /// # Panics
    /// Never: the trace has one output for each state and sorts its entries.
    #[must_use]
    pub fn compile() -> Self {
        let mut graph = formula();
        let derivative = derive(&mut graph);
        let pattern = Pattern::new(STATES, derivative.pattern()).expect("the entries are sorted and inside");
        Self { pattern, jacobian_operations: graph.operations(&derivative.nodes()) }
    }

    /// Places of the Jacobian that may differ from zero.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// Operations of one Jacobian.
    #[must_use]
    pub fn jacobian_operations(&self) -> usize {
        self.jacobian_operations
    }
}

pub(super) fn derive(graph: &mut Graph) -> Jacobian {
    let outputs: Vec<_> = graph.outputs().iter().map(|(_, node)| *node).collect();
    let input = |name: &&str| graph.input(name).expect("every state is a variable");
    let states: Vec<_> = State::<f64>::NAMES.iter().map(input).collect();
    let cuts: Vec<_> = CUTS.iter().flat_map(|name| graph.named(name)).collect();
    graph.jacobian(&outputs, &states, &cuts)
}

/// The cords of as many patients as there are lanes, as the solver sees them: parameters for life, inputs between
/// events.
pub struct Cord<'m, L = f64> {
    model: &'m Model,
    /// What stays fixed in a patient.
    pub params: Params<L>,
    /// What is done from outside, until the next event.
    pub inputs: Inputs<L>,
}

impl<'m, L: Lanes> Cord<'m, L> {
    /// Patients to whom nothing is done.
    #[must_use]
    pub fn new(model: &'m Model, params: Params<L>) -> Self {
        Self { model, params, inputs: Inputs::splat(&Inputs::none()) }
    }
}

/// How many variables are no states.
const FIXED: usize = INPUT_UNITS.len() + Params::<f64>::COUNT;

impl<L: Lanes> Cord<'_, L> {
    /// Inputs and parameters, as the generated Jacobian reads them.
    #[inline(always)]
    fn fixed(&self) -> [L; FIXED] {
        let mut fixed = [L::splat(0.0); FIXED];
        let (inputs, params) = fixed.split_at_mut(INPUT_UNITS.len());
        inputs.copy_from_slice(&self.inputs.to_array());
        params.copy_from_slice(&self.params.to_array());
        fixed
    }
}

/// The equations in a function of their own, compiled for the instructions of the lanes.
struct Slope<'a, L>(&'a Cord<'a, L>, &'a [L], &'a mut [L]);

impl<L: Lanes> Task for Slope<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let state = self.1.try_into().expect("the solver keeps the size of the pattern");
        let rates = balance(&State::from_array(state), &self.0.params, &self.0.inputs);
        self.2.copy_from_slice(&rates.to_array());
    }
}

/// The equations with their Jacobian, the same.
struct Derivative<'a, L>(&'a Cord<'a, L>, &'a [L], &'a mut [L], &'a mut [L]);

impl<L: Lanes> Task for Derivative<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let fixed = self.0.fixed();
        let fits = "a test keeps the generated text in step with the equations";
        // Sizes are checked here and not by the compiler, so that text which is out of date can still be renewed.
        jacobian::jacobian(
            self.1.try_into().expect(fits),
            fixed.as_slice().try_into().expect(fits),
            self.2.try_into().expect(fits),
            self.3.try_into().expect(fits),
        );
    }
}

impl<L: Lanes> System<L> for Cord<'_, L> {
    fn pattern(&self) -> &Pattern {
        &self.model.pattern
    }

    #[inline(always)]
    fn slope(&self, _day: L, state: &[L], rates: &mut [L]) {
        L::apart(Slope(self, state, rates));
    }

    #[inline(always)]
    fn jacobian(&self, day: L, state: &[L], entries: &mut [L]) {
        self.slope_and_jacobian(day, state, &mut [L::splat(0.0); STATES], entries);
    }

    #[inline(always)]
    fn slope_and_jacobian(&self, _day: L, state: &[L], rates: &mut [L], entries: &mut [L]) {
        L::apart(Derivative(self, state, rates, entries));
    }

    fn name(&self, index: usize) -> String {
        State::<f64>::NAMES[index].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::injury;
    use crate::biology::parameters::Parameters;

    /// The Jacobian of the trace is the derivative of the compiled equations, in health and after injury.
    #[test]
    fn the_traced_jacobian_belongs_to_the_compiled_equations() {
        let model = Model::compile();
        let p = Parameters::shipped().typical();
        let cord = Cord::new(&model, p);
        for y in [State::healthy(), injury::start(&p)] {
            let worst = conus_ode::check_jacobian(&cord, 0.0, &y.to_array().map(|value| value + 0.05));
            assert!(worst.relative < 1e-6, "{worst:?}");
        }
    }

    /// The generated text gives the bits of the trace that it was generated from.
    #[test]
    fn the_generated_jacobian_gives_the_bits_of_the_trace() {
        let model = Model::compile();
        let mut graph = formula();
        let nodes = derive(&mut graph).nodes();
        let mut cord = Cord::new(&model, Parameters::shipped().typical());
        cord.inputs = Inputs::from_array(&[0.3, 0.2, 0.7, 450.0]);
        for (step, y) in [(0.0, State::healthy()), (0.003, injury::start(&cord.params))] {
            let mut y = y.to_array();
            (1_u8..).zip(&mut y).for_each(|(position, value)| *value += step * f64::from(position));
            let mut entries = vec![0.0; nodes.len()];
            cord.jacobian(0.0, &y, &mut entries);
            assert_eq!(entries, graph.eval(&[&y[..], &cord.fixed()].concat(), &nodes));
        }
    }

    /// The traced formula gives the bits of the compiled equations.
    #[test]
    fn the_formula_gives_the_bits_of_the_equations() {
        let p = Parameters::shipped().typical();
        let y = injury::start(&p).to_array().map(|value| value + 0.03);
        let graph = formula();
        let wanted: Vec<_> = graph.outputs().iter().map(|(_, node)| *node).collect();
        let all = [&y[..], &Inputs::none().to_array(), &p.to_array()].concat();
        assert_eq!(graph.eval(&all, &wanted), slope(&y, &p, &Inputs::none()));
    }
}
