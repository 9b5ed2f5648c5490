//! Does a patient fare the same in a crowd as alone? To the bit: state, outputs, cost and failure, at every width and in
//! any order.

use conus_num::elementary::exp;
use conus_num::lanes::{Job, Task, Width};
use conus_num::random::Stream;
use conus_num::{Lanes, Num};
use conus_ode::{
    Crowd, Look, Moment, Pattern, SolveError, Solver, Steps, System, Timetable, Tolerance, Work, follow, run,
};

/// An oscillator that is stiff (van der Pol), may run away (a pole), may trade back and forth so fast that factors without
/// row exchanges cannot be trusted, and may be driven by a dose of which the course is known.
struct Oscillators<L> {
    pattern: Pattern,
    stiff: L,
    runs_away: L,
    trades: L,
}

/// Where the dose stands among the states, and how fast it leaves.
const DOSE: usize = 3;
const LEAVES: f64 = 7.0;

impl<L: Lanes> Oscillators<L> {
    fn new() -> Self {
        let zero = L::splat(0.0);
        let places = (0..3).flat_map(|row| (0..4).map(move |column| (row, column))).chain([(DOSE, DOSE)]);
        let pattern = Pattern::new(4, places.collect()).expect("the places are sorted");
        let pattern = pattern.with_exact(vec![DOSE]).expect("nothing drives the dose");
        Self { pattern, stiff: zero, runs_away: zero, trades: zero }
    }
}

/// The slope, in a function of its own.
struct Slope<'a, L>(&'a Oscillators<L>, &'a [L], &'a mut [L]);

impl<L: Lanes> Task for Slope<'_, L> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Self(it, y, f) = self;
        let [a, b, c, dose] = [Num(y[0]), Num(y[1]), Num(y[2]), Num(y[DOSE])];
        let trades = Num(it.trades);
        f[0] = b.0;
        f[1] =
            (Num(it.stiff) * ((1.0 - a * a) * b) - a + Num(it.runs_away) * b * b - trades * c + dose * c).0;
        f[2] = (trades * b - 0.1 * c).0;
        f[DOSE] = (-LEAVES * dose).0;
    }
}

impl<L: Lanes> System<L> for Oscillators<L> {
    fn pattern(&self) -> &Pattern {
        &self.pattern
    }
    #[inline(always)]
    fn slope(&self, _day: L, y: &[L], f: &mut [L]) {
        L::apart(Slope(self, y, f));
    }
    #[inline(always)]
    fn jacobian(&self, _day: L, y: &[L], j: &mut [L]) {
        let [a, b, c, dose] = [Num(y[0]), Num(y[1]), Num(y[2]), Num(y[DOSE])];
        let (stiff, trades, runs_away) = (Num(self.stiff), Num(self.trades), Num(self.runs_away));
        let none = Num(L::splat(0.0));
        let of_b = stiff * (1.0 - a * a) + 2.0 * (runs_away * b);
        let rows = [
            [none, Num(L::splat(1.0)), none, none],
            [-2.0 * (stiff * (a * b)) - 1.0, of_b, dose - trades, c],
            [none, trades, Num(L::splat(-0.1)), none],
        ];
        for (entry, value) in j.iter_mut().zip(rows.as_flattened()) {
            *entry = value.0;
        }
        j[12] = L::splat(-LEAVES);
    }
    #[inline(always)]
    fn move_on(&self, _day: L, elapsed: L, exact: &mut [L]) {
        exact[0] = exact[0] * exp((-LEAVES * Num(elapsed)).0);
    }
}

/// Somebody to follow.
#[derive(Clone, Debug, Default)]
struct Person {
    stiff: f64,
    runs_away: f64,
    trades: f64,
    /// What an event turns `trades` to.
    trades_later: f64,
    start: [f64; 4],
    to: f64,
    events: Vec<f64>,
    outputs: Vec<f64>,
}

/// What became of somebody: last state, outputs read, outcome.
type Fate = (Vec<u64>, Vec<[u64; 4]>, Result<Work, SolveError>);

fn people(count: u32) -> Vec<Person> {
    let person = |number: u32| {
        let mut chance = Stream::new(11, 0, 0, number, 0);
        let mut up_to = |most: f64| most * chance.uniform();
        let to = up_to(12.0);
        let mut events: Vec<f64> = (0..number % 4).map(|_| up_to(to)).collect();
        events.sort_by(f64::total_cmp);
        let mut outputs: Vec<f64> = (0..number % 7).map(|_| up_to(to)).collect();
        // Some look on the very days of events, at the start and at the end.
        outputs.extend(events.iter().chain([&0.0, &to]));
        outputs.sort_by(f64::total_cmp);
        outputs.retain(|output| *output <= 4.0 || number % 11 != 6);
        let start = [up_to(2.0), up_to(1.0), up_to(1.0), up_to(3.0)];
        let usual = Person {
            stiff: up_to(50.0),
            trades: up_to(1.0),
            start,
            to,
            events,
            outputs,
            ..Person::default()
        };
        match number % 11 {
            4 => Person { stiff: 0.1, runs_away: 5.0, trades: 0.0, start: [0.0, 1.0, 0.0, 0.0], ..usual },
            6 => Person {
                stiff: 0.0,
                trades_later: 1e12,
                start: [1e-9, 0.0, 0.0, 0.1],
                to: 4.0,
                events: vec![3.0],
                ..usual
            },
            _ => usual,
        }
    };
    let mut people: Vec<Person> = (0..count).map(person).collect();
    people[3].start[1] = f64::NAN;
    people[5].events = vec![2.0, 1.0];
    people
}

fn tolerance() -> Tolerance {
    Tolerance::uniform(1e-6, 1e-8, 4)
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn timetable(person: &Person) -> Timetable<'_> {
    Timetable { from: 0.0, to: person.to, events: &person.events, outputs: &person.outputs }
}

/// What an event does; gives the new speed of trading.
fn act(person: &Person, number: usize, state: &mut [f64]) -> f64 {
    if person.trades_later > 0.0 {
        return person.trades_later;
    }
    state[1] += 0.3 / (1.0 + number as f64);
    state[DOSE] += 1.0;
    person.trades
}

fn alone(person: &Person) -> Fate {
    let mut system = Oscillators::new();
    (system.stiff, system.runs_away, system.trades) = (person.stiff, person.runs_away, person.trades);
    let (mut state, mut seen) = (person.start.to_vec(), Vec::new());
    let outcome = run(
        &mut Solver::new(&system.pattern.clone()),
        &mut system,
        &mut state,
        &timetable(person),
        &tolerance(),
        |number, system, state| system.trades = act(person, number, state),
        |_, moment| seen.push([0, 1, 2, 3].map(|index| moment.value(index).to_bits())),
    );
    (bits(&state), seen, outcome)
}

struct Waiting<'a, L> {
    people: &'a [Person],
    order: std::slice::Iter<'a, usize>,
    seated: Vec<usize>,
    equations: Oscillators<L>,
    seen: Vec<Vec<[u64; 4]>>,
    fates: Vec<Option<Fate>>,
}

impl<L: Lanes> Crowd<L> for Waiting<'_, L> {
    type Equations = Oscillators<L>;

    fn equations(&self) -> &Self::Equations {
        &self.equations
    }
    fn seat(&mut self, lane: usize, state: &mut Vec<f64>) -> bool {
        let Some(&next) = self.order.next() else { return false };
        let person = &self.people[next];
        self.seated[lane] = next;
        self.equations.stiff.set_lane(lane, person.stiff);
        self.equations.runs_away.set_lane(lane, person.runs_away);
        self.equations.trades.set_lane(lane, person.trades);
        state.clear();
        state.extend(person.start);
        true
    }
    fn timetable(&self, lane: usize) -> Timetable<'_> {
        timetable(&self.people[self.seated[lane]])
    }
    fn act(&mut self, lane: usize, number: usize, state: &mut [f64]) {
        let trades = act(&self.people[self.seated[lane]], number, state);
        self.equations.trades.set_lane(lane, trades);
    }
    fn observe(&mut self, lane: usize, number: usize, moment: &Moment<'_>) {
        let who = self.seated[lane];
        assert_eq!(number, self.seen[who].len());
        self.seen[who].push([0, 1, 2, 3].map(|index| moment.value(index).to_bits()));
    }
    fn observe_steps(&mut self, looks: &[Look], steps: &Steps<'_, L>) {
        let pick = L::pick(&looks.iter().map(|look| look.lane).collect::<Vec<_>>());
        let mut looked_at = Oscillators::new();
        looked_at.stiff = self.equations.stiff.picked(&pick);
        looked_at.runs_away = self.equations.runs_away.picked(&pick);
        looked_at.trades = self.equations.trades.picked(&pick);
        let (mut days, mut values) = (L::splat(looks[0].day), [L::splat(0.0); 4]);
        looks.iter().enumerate().for_each(|(place, look)| days.set_lane(place, look.day));
        steps.at_each(&looked_at, (&pick, days), &[0, 1, 2, 3], &mut values);
        for (place, look) in looks.iter().enumerate() {
            let seen = &mut self.seen[self.seated[look.lane]];
            assert_eq!(look.number, seen.len());
            seen.push(values.map(|value| value.lane(place).to_bits()));
        }
    }
    fn leave(&mut self, lane: usize, state: &[f64], outcome: Result<Work, SolveError>) {
        let who = self.seated[lane];
        self.fates[who] = Some((bits(state), std::mem::take(&mut self.seen[who]), outcome));
    }
}

struct Together<'a>(&'a [Person], &'a [usize]);

impl Job for Together<'_> {
    type Output = Vec<Fate>;
    #[inline(always)]
    fn run<L: Lanes>(self) -> Vec<Fate> {
        let equations = Oscillators::<L>::new();
        let mut solver = Solver::new(&equations.pattern);
        let mut crowd = Waiting {
            people: self.0,
            order: self.1.iter(),
            seated: vec![0; L::WIDTH],
            equations,
            seen: vec![Vec::new(); self.0.len()],
            fates: vec![None; self.0.len()],
        };
        follow(&mut solver, &mut crowd, &tolerance());
        crowd.fates.into_iter().map(|fate| fate.expect("everybody leaves")).collect()
    }
}

#[test]
fn a_patient_fares_the_same_in_any_crowd_as_alone_to_the_bit() {
    let people = people(60);
    let expected: Vec<Fate> = people.iter().map(alone).collect();
    let forwards: Vec<usize> = (0..people.len()).collect();
    let backwards: Vec<usize> = forwards.iter().rev().copied().collect();
    let mut shuffled = forwards.clone();
    Stream::new(12, 0, 0, 0, 0).shuffle(&mut shuffled);
    for width in Width::ALL {
        for order in [&forwards, &backwards, &shuffled] {
            let found = width.run(Together(&people, order));
            for (number, (found, expected)) in found.iter().zip(&expected).enumerate() {
                // A start that is no number equals nothing, itself neither.
                assert_eq!(format!("{found:?}"), format!("{expected:?}"), "person {number}, {width:?}");
            }
        }
    }
}

#[test]
fn the_crowd_holds_every_kind_of_fate() {
    let fates: Vec<Fate> = people(60).iter().map(alone).collect();
    let count = |wanted: fn(&Fate) -> bool| fates.iter().filter(|fate| wanted(fate)).count();
    assert!(count(|fate| fate.2.is_ok()) > 40);
    assert!(count(|fate| matches!(fate.2, Err(SolveError::StepTooSmall { .. }))) >= 3);
    assert_eq!(count(|fate| matches!(fate.2, Err(SolveError::NotFinite { .. }))), 1);
    assert_eq!(count(|fate| matches!(fate.2, Err(SolveError::WrongDay { .. }))), 1);
    assert!(count(|fate| fate.2.as_ref().is_ok_and(|work| work.pivoted > 0)) >= 3);
    assert!(count(|fate| fate.2.as_ref().is_ok_and(|work| work.rejected > 0)) >= 3);
}
