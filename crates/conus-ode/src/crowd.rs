//! How are many patients followed at once? As many as there are lanes, each on a day of its own; who is done makes room
//! for the next.
//!
//! A lane takes the very steps that its patient would take alone, so a result depends neither on the width nor on the
//! neighbours nor on the order of the patients.

use crate::dense::{Look, Moment, Steps};
use crate::event::Timetable;
use crate::failure::SolveError;
use crate::piece::Piece;
use crate::problem::System;
use crate::watch::Tried;
use crate::{Solver, Tolerance, Work};
use conus_num::Lanes;

/// Patients who wait for a lane, sit in one, and leave it.
pub trait Crowd<L: Lanes> {
    /// The equations of all lanes.
    type Equations: System<L>;

    /// The equations with whatever is particular to those who sit in the lanes.
    fn equations(&self) -> &Self::Equations;

    /// Seats the next patient in a lane and writes its state at the start; false when nobody waits any more.
    fn seat(&mut self, lane: usize, state: &mut Vec<f64>) -> bool;

    /// The timetable of who sits in a lane.
    fn timetable(&self, lane: usize) -> Timetable<'_>;

    /// Lets an event act on who sits in a lane.
    fn act(&mut self, lane: usize, number: usize, state: &mut [f64]);

    /// Reads an output on a day on which a piece begins or all is over.
    fn observe(&mut self, lane: usize, number: usize, moment: &Moment<'_>);

    /// Reads at most as many outputs as there are lanes, all on days within the steps that their patients have taken.
    fn observe_steps(&mut self, looks: &[Look], steps: &Steps<'_, L>);

    /// Whether somebody watches each step that is tried.
    fn watches(&self) -> bool {
        false
    }

    /// Watches a step that was tried in a lane.
    fn watch(&mut self, lane: usize, tried: &Tried) {
        let _ = (lane, tried);
    }

    /// Lets a patient go, with the state on its last day or the last one that could be reached.
    fn leave(&mut self, lane: usize, state: &[f64], outcome: Result<Work, SolveError>);
}

/// Who sits in a lane: how many events have acted, how many outputs were read, what it cost so far.
#[derive(Clone, Copy, Debug, Default)]
struct Seat {
    taken: bool,
    day: f64,
    acted: usize,
    observed: usize,
    work: Work,
}

/// Follows everybody in a crowd through their timetables.
#[inline(always)]
pub fn follow<L: Lanes, C: Crowd<L>>(solver: &mut Solver<L>, crowd: &mut C, tolerance: &Tolerance) {
    let size = crowd.equations().pattern().size();
    let mut row = Row {
        seats: vec![Seat::default(); L::WIDTH],
        pieces: vec![Piece::none(); L::WIDTH],
        state: vec![L::splat(0.0); size],
        looks: Vec::new(),
        column: Vec::with_capacity(size),
    };
    for lane in 0..L::WIDTH {
        row.fill(lane, solver, crowd, tolerance);
    }
    while row.seats.iter().any(|seat| seat.taken) {
        solver.attempt(crowd.equations(), &row.state, &mut row.pieces, tolerance);
        row.look(solver, crowd);
        if crowd.watches() {
            for (lane, piece) in row.pieces.iter().enumerate() {
                if let Some(tried) = solver.tried(lane, &row.state, piece, tolerance) {
                    crowd.watch(lane, &tried);
                }
            }
        }
        solver.settle(&mut row.state, &mut row.pieces);
        for lane in 0..L::WIDTH {
            if row.seats[lane].taken && !row.pieces[lane].is_open() {
                row.end_piece(lane, crowd);
                row.fill(lane, solver, crowd, tolerance);
            }
        }
    }
}

/// All lanes and who sits in them.
struct Row<L> {
    seats: Vec<Seat>,
    pieces: Vec<Piece>,
    state: Vec<L>,
    /// Who is looked at within the steps just taken.
    looks: Vec<Look>,
    /// The state of one lane.
    column: Vec<f64>,
}

impl<L: Lanes> Row<L> {
    /// Leads whoever sits in a lane to a piece that is to be integrated; fills the lane again when all is over.
    fn fill<C: Crowd<L>>(&mut self, lane: usize, solver: &Solver<L>, crowd: &mut C, tolerance: &Tolerance) {
        loop {
            if !self.seats[lane].taken {
                self.pieces[lane] = Piece::none();
                if !crowd.seat(lane, &mut self.column) {
                    return;
                }
                let (from, checked) = (crowd.timetable(lane).from, crowd.timetable(lane).check());
                let sizes = solver.check(crowd.equations(), self.column.len(), tolerance);
                if let Err(refused) = checked.and(sizes) {
                    crowd.leave(lane, &self.column, Err(refused));
                    continue;
                }
                self.seats[lane] = Seat { taken: true, day: from, ..Seat::default() };
            }
            if self.next_piece(lane, crowd) {
                return;
            }
        }
    }

    /// Lets events act and outputs be read on the day reached. True when a piece was begun; else the lane is free.
    fn next_piece<C: Crowd<L>>(&mut self, lane: usize, crowd: &mut C) -> bool {
        let (seat, column) = (&mut self.seats[lane], &mut self.column);
        let day = seat.day;
        while crowd.timetable(lane).acts(seat.acted, day) {
            crowd.act(lane, seat.acted, column);
            seat.acted += 1;
        }
        while crowd.timetable(lane).looks(seat.observed, day) {
            let due = crowd.timetable(lane).outputs[seat.observed];
            crowd.observe(lane, seat.observed, &Moment::exactly(due, column));
            seat.observed += 1;
        }
        let broken = column.iter().position(|value| !value.is_finite());
        let over = day >= crowd.timetable(lane).to;
        if let (false, Some(index)) = (over, broken) {
            let state = crowd.equations().name(index);
            seat.taken = false;
            crowd.leave(lane, column, Err(SolveError::NotFinite { day, state }));
            return false;
        }
        if over {
            seat.taken = false;
            crowd.leave(lane, column, Ok(seat.work));
            return false;
        }
        let pace = self.pieces[lane].pace;
        self.pieces[lane] = Piece::new(day..crowd.timetable(lane).end(seat.acted), pace);
        self.state.iter_mut().zip(column).for_each(|(value, new)| value.set_lane(lane, *new));
        true
    }

    /// Reads the outputs within the steps that were accepted, of as many patients at once as there are lanes.
    #[inline(always)]
    fn look<C: Crowd<L>>(&mut self, solver: &Solver<L>, crowd: &mut C) {
        self.looks.clear();
        for (lane, (seat, piece)) in self.seats.iter_mut().zip(&self.pieces).enumerate() {
            let Some(to) = piece.accepted() else { continue };
            let timetable = crowd.timetable(lane);
            let numbers = timetable.within(seat.observed, to, timetable.end(seat.acted));
            seat.observed = numbers.end;
            self.looks.extend(numbers.map(|number| Look { lane, number, day: timetable.outputs[number] }));
        }
        if !self.looks.is_empty() {
            let steps = solver.steps(&self.state, &self.pieces);
            for looks in self.looks.chunks(L::WIDTH) {
                crowd.observe_steps(looks, &steps);
            }
        }
    }

    /// Counts what a piece has cost; a patient who cannot be followed further leaves.
    fn end_piece<C: Crowd<L>>(&mut self, lane: usize, crowd: &mut C) {
        let (seat, piece) = (&mut self.seats[lane], &mut self.pieces[lane]);
        self.column.clear();
        self.column.extend(self.state.iter().map(|value| value.lane(lane)));
        seat.day = crowd.timetable(lane).end(seat.acted);
        seat.work += piece.work;
        if let Some(cause) = piece.outcome.take() {
            seat.taken = false;
            crowd.leave(lane, &self.column, Err(cause));
        }
    }
}
