//! The equations as values, as a formula, and as a system for the solver; as units: [`super::unit_reading`].
//!
//! What is solved is text generated from the traced formula: slope and Jacobian (`jacobian.rs`, four times as fast as
//! following the trace), and the elimination of the step matrix (`elimination.rs`). Tests keep them in step with the
//! equations, to the bit. What is known in closed form ([`Levels`]) is not solved for.

use super::balance::balance;
use super::drug::Levels;
use super::parameters::Params;
use super::{INPUT_UNITS, Inputs, STATES, State, elimination, jacobian};
use conus_num::lanes::Task;
use conus_num::trace::{Graph, Jacobian, NodeId, trace};
use conus_num::{Lanes, Num, Real};
use conus_ode::linear::SparseLu;
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
    /// Whether the generated elimination belongs to the pattern.
    straight: bool,
}

impl Model {
    /// Traces the equations and finds where their Jacobian can differ from zero.
    ///
    /// # Panics
    /// Never: the trace has one output for each state and sorts its entries, and no state drives what is given.
    #[must_use]
    pub fn compile() -> Self {
        let of = |name: &str| State::<f64>::NAMES.iter().position(|state| *state == name);
        let exact = Levels::<f64>::NAMES.iter().map(|name| of(name).expect("a level is a state")).collect();
        let Self { pattern, jacobian_operations, .. } = Self::solving_all();
        let pattern = pattern.with_exact(exact).expect("drug and anaesthetic depend on nothing else");
        Self { pattern, jacobian_operations, straight: true }
    }

    /// The same without a closed form: every state is solved for.
    fn solving_all() -> Self {
        let mut graph = formula();
        let rates = outputs(&graph);
        let derivative = derive(&mut graph, &rates);
        let pattern = Pattern::new(STATES, derivative.pattern()).expect("the entries are sorted and inside");
        Self { pattern, jacobian_operations: graph.operations(&derivative.nodes()), straight: false }
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

/// The nodes of all outputs.
pub(super) fn outputs(graph: &Graph) -> Vec<NodeId> {
    graph.outputs().iter().map(|(_, node)| *node).collect()
}

/// How these outputs of a formula in [`variables`] change with every state.
pub(crate) fn derive(graph: &mut Graph, outputs: &[NodeId]) -> Jacobian {
    let input = |name: &&str| graph.input(name).expect("every state is a variable");
    let states: Vec<_> = State::<f64>::NAMES.iter().map(input).collect();
    let cuts: Vec<_> = CUTS.iter().flat_map(|name| graph.named(name)).collect();
    graph.jacobian(outputs, &states, &cuts)
}

/// The cords of as many patients as there are lanes, as the solver sees them: parameters for life, inputs between
/// events.
#[derive(Clone, Debug)]
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

    /// The same patients in other lanes, some of them several times.
    #[inline(always)]
    #[must_use]
    pub fn picked(&self, pick: &L::Pick) -> Self {
        Self { model: self.model, params: self.params.picked(pick), inputs: self.inputs.picked(pick) }
    }
}

/// Why sizes of generated functions are checked here and not by the compiler: text which is out of date can still be
/// renewed.
const FITS: &str = "a test keeps the generated text in step with the equations";

/// The equations in a function of their own, compiled for the instructions of the lanes.
struct Slope<'a, L>(&'a Cord<'a, L>, &'a [L], &'a mut [L]);

impl<L: Lanes> Task for Slope<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (state, rates) = (self.1.try_into().expect(FITS), self.2.try_into().expect(FITS));
        jacobian::slope(state, &self.0.inputs, &self.0.params, rates);
    }
}

/// The equations with their Jacobian, the same.
struct Derivative<'a, L>(&'a Cord<'a, L>, &'a [L], &'a mut [L], &'a mut [L]);

impl<L: Lanes> Task for Derivative<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        jacobian::jacobian(
            self.1.try_into().expect(FITS),
            &self.0.inputs,
            &self.0.params,
            self.2.try_into().expect(FITS),
            self.3.try_into().expect(FITS),
        );
    }
}

/// The factorisation of a step matrix, the same.
struct Factor<'a, L>(L, &'a [L], (&'a mut [L], &'a mut [L]));

impl<L: Lanes> Task for Factor<'_, L> {
    type Output = L::Mask;

    #[inline(always)]
    fn run(self) -> L::Mask {
        let (factors, inverse) = self.2;
        let (factors, inverse) = (factors.try_into().expect(FITS), inverse.try_into().expect(FITS));
        elimination::factor(self.0, self.1.try_into().expect(FITS), factors, inverse)
    }
}

/// The solution of its equations, the same.
struct Solve<'a, L>((&'a mut [L], &'a mut [L]), &'a mut [L]);

impl<L: Lanes> Task for Solve<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (factors, inverse) = self.0;
        let (factors, inverse) = ((&*factors).try_into().expect(FITS), (&*inverse).try_into().expect(FITS));
        elimination::solve(factors, inverse, self.1.try_into().expect(FITS));
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

    #[inline(always)]
    fn move_on(&self, _day: L, elapsed: L, exact: &mut [L]) {
        let none = |level: &L| level.each().iter().all(|value| *value == 0.0);
        // Nothing comes of nothing, to the bit, and most patients are given nothing.
        if none(&self.inputs.drug_rate.0) && exact.iter().all(none) {
            return;
        }
        let levels: &mut [L; Levels::<f64>::COUNT] = exact.try_into().expect("as many as there are levels");
        let later = Levels::from_array(levels).after(Num(elapsed), &self.params, self.inputs.drug_rate);
        *levels = later.to_array();
    }

    #[inline(always)]
    fn factor(&self, lu: &mut SparseLu<L>, diagonal: L, jacobian: &[L]) -> L::Mask {
        match self.model.straight {
            true => L::apart(Factor(diagonal, jacobian, lu.factors())),
            false => lu.factor(diagonal, jacobian),
        }
    }

    #[inline(always)]
    fn solve(&self, lu: &mut SparseLu<L>, right: &mut [L]) {
        match self.model.straight {
            true => L::apart(Solve(lu.factors(), right)),
            false => lu.solve(right),
        }
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
    use crate::patient::course::{Follower, Standing};
    use crate::treatment::{Action, Event};
    use conus_num::random::Stream;
    use conus_ode::Tolerance;

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
        let rates = outputs(&graph);
        let nodes = derive(&mut graph, &rates).nodes();
        let mut cord = Cord::new(&model, Parameters::shipped().typical());
        cord.inputs = Inputs::from_array(&[0.3, 0.2, 0.7, 450.0]);
        for (step, y) in [(0.0, State::healthy()), (0.003, injury::start(&cord.params))] {
            let mut y = y.to_array();
            (1_u8..).zip(&mut y).for_each(|(position, value)| *value += step * f64::from(position));
            let mut entries = vec![0.0; nodes.len()];
            cord.jacobian(0.0, &y, &mut entries);
            let all = [&y[..], &cord.inputs.to_array(), &cord.params.to_array()].concat();
            assert_eq!(entries, graph.eval(&all, &nodes));
            let mut rates = [0.0; STATES];
            cord.slope(0.0, &y, &mut rates);
            assert_eq!(rates.to_vec(), slope(&y, &cord.params, &cord.inputs).to_vec());
        }
    }

    /// The generated elimination gives the bits of the list that it was written from, and trusts the same matrices.
    #[test]
    fn the_generated_elimination_gives_the_bits_of_the_list() {
        let model = Model::compile();
        let cord = Cord::new(&model, Parameters::shipped().typical());
        let (mut listed, mut straight) = (SparseLu::new(model.pattern()), SparseLu::new(model.pattern()));
        let mut refused = 0;
        for number in 0..200 {
            let mut chance = Stream::new(9, 0, 0, number, 0);
            let mut entries: Vec<f64> = model.pattern().places().iter().map(|_| chance.normal()).collect();
            match number % 10 {
                0 => entries[number as usize] = f64::NAN,
                1 => entries.iter_mut().for_each(|entry| *entry *= 1e200),
                2 => entries.iter_mut().for_each(|entry| *entry = 0.0),
                _ => (),
            }
            let diagonal = if number % 20 == 2 { 0.0 } else { 3.0 * chance.uniform() };
            let trusted = listed.factor(diagonal, &entries);
            assert_eq!(cord.factor(&mut straight, diagonal, &entries), trusted, "matrix {number}");
            let right: Vec<u64> = [false, true]
                .map(|written_out| {
                    let mut chance = Stream::new(10, 0, 0, number, 0);
                    let mut right: Vec<f64> = (0..STATES).map(|_| chance.normal()).collect();
                    match written_out {
                        true => cord.solve(&mut straight, &mut right),
                        false => listed.solve(&mut right),
                    }
                    right.into_iter().map(f64::to_bits).collect::<Vec<_>>()
                })
                .concat();
            let (one, other) = right.split_at(STATES);
            assert!(!trusted || one == other, "matrix {number}");
            refused += u32::from(!trusted);
        }
        assert!((20..60).contains(&refused), "{refused} of 200 are refused");
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

    /// Cords whose drug goes at random rates, and at equal and nearly equal ones, on a random intake.
    fn dosed(model: &Model) -> Vec<Cord<'_>> {
        let cord = |number: u32| {
            let mut chance = Stream::new(7, 0, 0, number, 0);
            let mut between = |least: f64, most: f64| Num(least + (most - least) * chance.uniform());
            let mut cord = Cord::new(model, Parameters::shipped().typical());
            let p = &mut cord.params;
            (p.absorption, p.elimination) = (between(1.0, 30.0), between(0.5, 5.0));
            (p.effect_rate, p.block_loss) = (between(0.5, 2.0), between(5.0, 20.0));
            match number % 4 {
                0 => p.effect_rate = p.elimination,
                1 => (p.absorption, p.effect_rate) = (p.elimination * 1.000_001, p.elimination),
                2 => (p.absorption, p.effect_rate) = (p.elimination, p.elimination),
                _ => (),
            }
            cord.inputs.drug_rate = between(0.0, 600.0);
            cord
        };
        (0..40).map(cord).collect()
    }

    /// The levels are no second copy of an equation: they move at the rates that the equations give.
    #[test]
    fn what_is_known_moves_as_the_equations_say() {
        let model = Model::compile();
        let exact = model.pattern().exact();
        assert_eq!(
            exact.iter().map(|state| State::<f64>::NAMES[*state]).collect::<Vec<_>>(),
            Levels::<f64>::NAMES
        );
        for (number, cord) in (0..).zip(dosed(&model)) {
            let mut chance = Stream::new(8, 0, 0, number, 0);
            let start = [150.0, 5.0, 5.0, 1.0].map(|most| most * chance.uniform());
            let day = 1.5 * chance.uniform();
            let after = |elapsed: f64| {
                let mut levels = start;
                cord.move_on(0.0, elapsed, &mut levels);
                levels
            };
            let mut state = State::healthy().to_array();
            exact.iter().zip(after(day)).for_each(|(state_of, level)| state[*state_of] = level);
            let said = slope(&state, &cord.params, &cord.inputs);
            // The five-point rule leaves (rate step)^4 / 30 < 1e-13 and 1e-16 of a level of 150 over the step: 1e-9.
            let step = 3e-5;
            let [a, b, c, d] = [-2.0, -1.0, 1.0, 2.0].map(|steps: f64| after(day + steps * step));
            for (level, of_state) in exact.iter().enumerate() {
                let measured = (a[level] - 8.0 * b[level] + 8.0 * c[level] - d[level]) / (12.0 * step);
                let (name, said) = (State::<f64>::NAMES[*of_state], said[*of_state]);
                let far = (measured - said).abs() / (1.0 + said.abs());
                assert!(far < 1e-8, "cord {number}: {name} moves by {measured}, the equations say {said}");
            }
        }
    }

    /// The closed form is where the solver gets when it solves for everything, at equal rates too.
    #[test]
    fn what_is_known_is_what_would_have_been_solved() {
        let (model, all) = (Model::compile(), Model::solving_all());
        for cord in dosed(&model).into_iter().take(4) {
            let (rate, p) = (cord.inputs.drug_rate.0, cord.params);
            let tablet = |day: f64| Event { day, action: Action::Tablet { dose_mg: 150.0 } };
            let events = [
                Event { day: 0.0, action: Action::DrugRate { dose_mg_per_day: rate } },
                tablet(0.25),
                Event { day: 0.5, action: Action::NerveBlock },
                tablet(0.75),
            ];
            let course = |model: &Model| {
                let mut standing = Standing { day: 0.0, state: State::healthy(), inputs: Inputs::none() };
                let mut seen = Vec::new();
                let mut follower = Follower::with_tolerance(model, Tolerance::uniform(1e-12, 1e-14, STATES));
                let looks = [0.26, 0.3, 0.5, 0.61, 0.75, 0.9, 1.0];
                let see = |_: usize, _: f64, y: &State<f64>| seen.push(y.to_array());
                follower.follow(&p, &mut standing, 1.0, &events, &looks, see).unwrap();
                seen
            };
            for (known, solved) in course(&model).iter().zip(&course(&all)) {
                for (index, (known, solved)) in known.iter().zip(solved).enumerate() {
                    // Some hundred steps, each off by at most 1e-12.
                    let far = (known - solved).abs() / (1e-3 + solved.abs());
                    assert!(far < 1e-10, "{}: {known} for {solved}", State::<f64>::NAMES[index]);
                }
            }
        }
    }

    /// Nothing comes of nothing: who is given no drug takes the very steps, to the bit, as if all were solved for.
    #[test]
    fn an_untreated_course_is_the_same_to_the_bit_whether_levels_are_known_or_solved() {
        let p = Parameters::shipped().typical();
        for p in [p, Params { susceptibility_below: Num(1.3), root_compression_start: Num(0.8), ..p }] {
            let course = |model: &Model| {
                let mut standing = Standing { day: 0.0, state: injury::start(&p), inputs: Inputs::none() };
                let (looks, mut seen) = ((0..=365).map(f64::from).collect::<Vec<_>>(), Vec::new());
                let see = |_: usize, _: f64, y: &State<f64>| seen.push(y.to_array().map(f64::to_bits));
                let work = Follower::new(model).follow(&p, &mut standing, 365.0, &[], &looks, see).unwrap();
                (work, seen, standing.state.to_array().map(f64::to_bits))
            };
            assert_eq!(course(&Model::compile()), course(&Model::solving_all()));
        }
    }
}
