//! How fast and how exact is scalar conus beside `diffsol` on conus's own model? One core, one patient after the other,
//! daily output, thread CPU time in alternating rounds.

use crate::case::{Case, OBSERVED, chronic, observe, observed_name, on_drug, untreated};
use crate::peer::{self, Tolerances};
use anyhow::Result;
use conus::biology::compiled::{Cord, Model};
use conus::biology::{STATES, State};
use conus::patient::course::Follower;
use conus::treatment::{Intake, act};
use conus_ode::Tolerance;
use cpu_time::ThreadTime;
use diffsol::matrix::MatrixRef;
use diffsol::ode_solver::problem::OdeSolverProblem;
use diffsol::{
    DefaultDenseMatrix, FaerSparseLU, FaerSparseMat, LinearSolver, Matrix, NalgebraLU, NalgebraMat, VectorRef,
};

/// What one solver saw in one patient: a row of [`OBSERVED`] numbers for each day; nothing where it failed.
pub(crate) type Seen = Option<Vec<[f64; OBSERVED]>>;

/// Tolerance of everyday use, and absolute tolerances a hundredth of the relative ones.
pub(crate) const EVERYDAY: f64 = 1e-6;
pub(crate) const REFERENCE: f64 = 1e-11;
const CROSS_CHECK: f64 = 1e-10;
pub(crate) const ABSOLUTE_SHARE: f64 = 1e-2;
/// Below this share of its largest value a quantity counts as zero.
const FLOOR: f64 = 1e-3;
/// What may lie beside a quantity that is zero on every day: the absolute tolerance of everyday use.
const BESIDE_ZERO: f64 = 1e-8;
/// Tolerances at which the errors of the two solvers come closest.
const OWN_LOOSER: f64 = 1e-5;
const PEER_TIGHTER: f64 = 1e-7;

/// One of the solvers that are compared.
pub(crate) trait Contender {
    /// Solves one patient.
    fn solve(&mut self, case: &Case) -> Seen;
    /// Steps taken since the last question.
    fn take_steps(&mut self) -> u64;
}

/// conus at a tolerance.
pub(crate) struct Own<'m> {
    follower: Follower<'m>,
    steps: u64,
}

impl<'m> Own<'m> {
    /// At a relative tolerance.
    pub(crate) fn new(model: &'m Model, relative: f64) -> Self {
        let tolerance = Tolerance::uniform(relative, ABSOLUTE_SHARE * relative, STATES);
        Self { follower: Follower::with_tolerance(model, tolerance), steps: 0 }
    }
}

impl Contender for Own<'_> {
    fn solve(&mut self, case: &Case) -> Seen {
        let mut rows = Vec::with_capacity(case.looks.len());
        let mut standing = case.standing;
        let (params, events, looks) = (&case.params, &case.events, &case.looks);
        let look = |_, _, y: &State<f64>| rows.push(observe(y, params));
        let work = self.follower.follow(params, &mut standing, case.to, events, looks, look).ok()?;
        self.steps += work.steps;
        Some(rows)
    }

    fn take_steps(&mut self) -> u64 {
        std::mem::take(&mut self.steps)
    }
}

/// `diffsol` BDF with one kind of matrix.
pub(crate) struct Peer<'m, M: Matrix<T = f64>, LS> {
    problem: OdeSolverProblem<peer::Equations<Cord<'m>, M>>,
    steps: u64,
    solver: std::marker::PhantomData<LS>,
}

impl<'m, M: Matrix<T = f64>, LS> Peer<'m, M, LS> {
    /// At a relative tolerance; the problem is built here, once.
    ///
    /// # Errors
    /// When the peer refuses the pattern.
    pub(crate) fn new(model: &'m Model, case: &Case, relative: f64) -> Result<Self> {
        let tolerances = Tolerances { relative, absolute: ABSOLUTE_SHARE * relative };
        let problem = peer::problem(case.cord(model), tolerances)?;
        Ok(Self { problem, steps: 0, solver: std::marker::PhantomData })
    }
}

impl<M, LS> Contender for Peer<'_, M, LS>
where
    M: Matrix<T = f64>,
    M::V: DefaultDenseMatrix,
    LS: LinearSolver<M>,
    for<'b> &'b M::V: VectorRef<M::V>,
    for<'b> &'b M: MatrixRef<M>,
{
    fn solve(&mut self, case: &Case) -> Seen {
        let equations = &self.problem.eqn;
        equations.start.borrow_mut().copy_from_slice(&case.standing.state.to_array());
        {
            let mut cord = equations.system.borrow_mut();
            cord.params = case.params;
            cord.inputs = case.standing.inputs;
        }
        let days: Vec<f64> = case.events.iter().map(|event| event.day).collect();
        let timetable =
            peer::Timetable { span: (case.standing.day, case.to), events: &days, outputs: &case.looks };
        let mut rows = Vec::with_capacity(case.looks.len());
        let steps = peer::follow::<_, M, LS>(
            &self.problem,
            &timetable,
            |number, cord: &mut Cord<'_>, values| {
                let mut state = of(values);
                act(&case.events[number].action, &mut state, &mut cord.inputs, &cord.params);
                values.copy_from_slice(&state.to_array());
            },
            |_, _, values| rows.push(observe(&of(values), &case.params)),
        );
        self.steps += steps.ok()? as u64;
        Some(rows)
    }

    fn take_steps(&mut self) -> u64 {
        std::mem::take(&mut self.steps)
    }
}

fn of(values: &[f64]) -> State<f64> {
    State::from_array(values.try_into().expect("both solvers keep the number of states"))
}

/// Largest error of one patient in units of the larger of the reference and a thousandth of its largest value.
#[must_use]
pub(crate) fn error<const N: usize>(found: &[[f64; N]], reference: &[[f64; N]]) -> (f64, usize) {
    let mut worst = (0.0, 0);
    for index in 0..N {
        let largest = reference.iter().fold(0.0_f64, |most, row| most.max(row[index].abs()));
        for (row, expected) in found.iter().zip(reference) {
            let apart = (row[index] - expected[index]).abs();
            let scaled = apart / expected[index].abs().max(FLOOR * largest);
            let counts = largest > 0.0 || apart > BESIDE_ZERO;
            if counts && scaled > worst.0 {
                worst = (scaled, index);
            }
        }
    }
    worst
}

/// Value below which a share of the list lies.
#[must_use]
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    conus_stats::describe::quantile(values, share).expect("a bench measures at least once")
}

/// A line of the table.
struct Entry<'a> {
    name: &'static str,
    contender: Box<dyn Contender + 'a>,
    seconds: Vec<f64>,
    steps: u64,
    seen: Vec<Seen>,
}

impl Entry<'_> {
    fn round(&mut self, cases: &[Case]) {
        let clock = ThreadTime::now();
        self.seen = cases.iter().map(|case| self.contender.solve(case)).collect();
        self.seconds.push(clock.elapsed().as_secs_f64());
        self.steps = self.contender.take_steps();
    }
}

fn entries<'m>(model: &'m Model, case: &Case) -> Result<Vec<Entry<'m>>> {
    let entry = |name, contender| Entry { name, contender, seconds: Vec::new(), steps: 0, seen: Vec::new() };
    Ok(vec![
        entry("conus", Box::new(Own::new(model, EVERYDAY))),
        entry(
            "diffsol BDF, nalgebra dense",
            Box::new(Peer::<NalgebraMat<f64>, NalgebraLU<f64>>::new(model, case, EVERYDAY)?),
        ),
        entry(
            "diffsol BDF, faer sparse",
            Box::new(Peer::<FaerSparseMat<f64>, FaerSparseLU<f64>>::new(model, case, EVERYDAY)?),
        ),
        entry("conus at 1e-5", Box::new(Own::new(model, OWN_LOOSER))),
        entry(
            "diffsol BDF, nalgebra dense at 1e-7",
            Box::new(Peer::<NalgebraMat<f64>, NalgebraLU<f64>>::new(model, case, PEER_TIGHTER)?),
        ),
    ])
}

/// Measures one group of patients.
fn measure(model: &Model, title: &str, cases: &[Case], rounds: u32) -> Result<()> {
    let mut own = Own::new(model, REFERENCE);
    let reference: Vec<Seen> = cases.iter().map(|case| own.solve(case)).collect();
    let mut other = Peer::<NalgebraMat<f64>, NalgebraLU<f64>>::new(model, &cases[0], CROSS_CHECK)?;
    let checked: Vec<Seen> = cases.iter().take(16).map(|case| other.solve(case)).collect();
    print_line(&format!("\n## {title}: {} patients, rtol {EVERYDAY:e}, {rounds} rounds\n", cases.len()));
    print_line(
        "| solver | patients/s | to diffsol | steps/patient | error median | p95 | worst | in | failed |",
    );
    print_line("|---|---|---|---|---|---|---|---|---|");
    let mut entries = entries(model, &cases[0])?;
    for _ in 0..rounds {
        entries.iter_mut().for_each(|entry| entry.round(cases));
    }
    let best = entries[1..3].iter().map(|entry| quantile(&entry.seconds, 0.5)).fold(f64::INFINITY, f64::min);
    for entry in &entries {
        let seconds = quantile(&entry.seconds, 0.5);
        let speed = cases.len() as f64 / seconds;
        let steps = entry.steps as f64 / cases.len() as f64;
        print_line(&format!(
            "| {} | {speed:.0} | {:.2} | {steps:.0} | {} |",
            entry.name,
            best / seconds,
            errors(&entry.seen, &reference)
        ));
    }
    print_line(&format!(
        "| diffsol BDF at {CROSS_CHECK:e} against conus at {REFERENCE:e} | | | | {} |",
        errors(&checked, &reference)
    ));
    Ok(())
}

/// Median, 95th percentile and worst error over patients, where the worst is, and how many failed.
fn errors(found: &[Seen], reference: &[Seen]) -> String {
    let solved = found
        .iter()
        .zip(reference)
        .filter_map(|(found, reference)| Some((found.as_ref()?, reference.as_ref()?)));
    let errors: Vec<(f64, usize)> = solved.map(|(found, reference)| error(found, reference)).collect();
    let failed = found.len() - errors.len();
    let sizes: Vec<f64> = errors.iter().map(|(size, _)| *size).collect();
    let worst =
        errors.iter().copied().fold((0.0, 0), |worst, next| if next.0 > worst.0 { next } else { worst });
    let name = observed_name(worst.1);
    format!(
        "{:.1e} | {:.1e} | {:.1e} | {name} | {failed}",
        quantile(&sizes, 0.5),
        quantile(&sizes, 0.95),
        worst.0
    )
}

/// A drug course takes a hundred times as long as an untreated year.
const DRUG_ROUNDS: u32 = 3;

/// Runs all groups and prints their tables.
///
/// # Errors
/// When a group cannot be set up.
pub(crate) fn run(count: u32, rounds: u32) -> Result<()> {
    let model = Model::compile();
    measure(&model, "Untreated, a year from the injury", &untreated(count)?, rounds)?;
    measure(&model, "Untreated, the second year", &chronic(&model, count)?, rounds)?;
    let twice = on_drug(&model, count, Intake::TwiceDaily)?;
    measure(&model, "150 mg twice daily for 180 days (360 doses)", &twice, rounds.min(DRUG_ROUNDS))?;
    let steady = on_drug(&model, count, Intake::Steady)?;
    measure(&model, "300 mg/d as a steady rate for 180 days", &steady, rounds)?;
    intake(&model, &twice, &steady);
    Ok(())
}

/// What the shortcut of a steady rate changes in the pain of a patient.
fn intake(model: &Model, twice: &[Case], steady: &[Case]) {
    const SETTLED: usize = 14;
    let mut own = Own::new(model, REFERENCE);
    let mut apart = Vec::new();
    let mut mean = Vec::new();
    for (twice, steady) in twice.iter().zip(steady) {
        let (Some(twice), Some(steady)) = (own.solve(twice), own.solve(steady)) else { continue };
        let differences: Vec<f64> =
            twice.iter().zip(&steady).skip(SETTLED).map(|(twice, steady)| twice[0] - steady[0]).collect();
        apart.push(differences.iter().fold(0.0, |most: f64, difference| most.max(difference.abs())));
        mean.push(differences.iter().sum::<f64>() / differences.len() as f64);
    }
    print_line("\n## Twice daily less steady rate, pain at the moment of a dose [NRS], after day 14\n");
    print_line("| | median patient | 95th percentile | most |");
    print_line("|---|---|---|---|");
    let sizes: Vec<f64> = mean.iter().map(|mean| mean.abs()).collect();
    for (name, values) in [("mean over days, size", &sizes), ("largest day, size", &apart)] {
        let [median, high, most] = [0.5, 0.95, 1.0].map(|share| quantile(values, share));
        print_line(&format!("| {name} | {median:.4} | {high:.4} | {most:.4} |"));
    }
}

#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
fn print_line(line: &str) {
    println!("{line}");
}
