//! What would be known of one trial on a given day? The people of its seats as far as they have come.

use super::pool::{Block, Told};
use super::seats::{Seat, seats, seats_for};
use crate::analysis::frame::{Frame, Person};
use crate::analysis::primary::parameter;
use crate::trial::dataset::IntercurrentCategory;
use crate::trial::plan::{Design, Keep, Outcome, Role, RunIn, TrialPlan};
use conus_stats::responder::reduction_percent;
use std::ops::Range;

/// Which arms take part, which visits count, who can be randomised: what a design makes of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Index of each arm that takes part with its share of the seats, the control first.
    pub arms: Vec<(usize, u32)>,
    /// Index among the visits of the plan at which arms are compared.
    pub at: usize,
    /// Index among the visits of the plan of the baseline.
    pub baseline: usize,
    /// Day of the compared visit, counted from randomisation.
    pub days: f64,
    /// Groups that are compared, the reference first: the arms themselves, or those without and with a factor.
    pub groups: Vec<Group>,
    run_in: Option<RunIn>,
    per_month: f64,
}

/// Arms that are one group of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub label: String,
    /// Indices of its arms in the plan.
    pub arms: Vec<usize>,
}

/// One trial of a block.
#[derive(Debug)]
pub struct Trial<'a> {
    /// Its setting.
    pub told: &'a Told,
    /// Everybody who could be in it, in the order of randomisation.
    pub seats: Vec<Seat>,
    setup: &'a Setup,
    block: &'a Block,
}

impl Setup {
    /// Of a design of a study.
    ///
    /// # Panics
    /// When the plan was not read; one that was has the arms and visits that its designs name.
    #[must_use]
    pub fn of(plan: &TrialPlan, design: &Design) -> Self {
        let takes_part = |id: &String| design.arms.is_empty() || design.arms.contains(id);
        let of_role = |role: Role| {
            let arms = plan.arms.iter().enumerate();
            arms.filter(move |(_, arm)| arm.role == role && takes_part(&arm.id))
                .map(|(at, arm)| (at, plan.arm_size(arm)))
        };
        let visit = |id: &str| {
            let found = plan.visits.iter().position(|visit| visit.id == id);
            found.expect("a plan without fault names its own visits")
        };
        let at = visit(design.at.as_deref().unwrap_or(&plan.analysis.at));
        let baseline = design.run_in.as_ref().map_or(0, |run_in| visit(&run_in.until));
        let arms: Vec<(usize, u32)> = of_role(Role::Control).chain(of_role(Role::Treatment)).collect();
        Self {
            groups: groups(plan, design, &arms),
            arms,
            at,
            baseline,
            days: f64::from(plan.visits[at].day - plan.visits[baseline].day),
            run_in: design.run_in.clone(),
            per_month: design.accrual_per_month,
        }
    }

    /// How many seats a trial has whose first arm under question has `n`.
    #[must_use]
    pub fn seats_for(&self, n: u32) -> usize {
        seats_for(n, &self.arms, self.arms[1].0)
    }

    /// Who of a block can be randomised after the run-in, by what was said in it. Up to that visit nobody's arm matters.
    ///
    /// # Panics
    /// When the plan was not read; one that was compares mean pain.
    #[must_use]
    pub fn eligible(&self, plan: &TrialPlan, told: &Told) -> Vec<usize> {
        let nrs = plan.analysis.outcomes.iter().position(|outcome| *outcome == Outcome::NrsMean);
        let frame = &told.seen[self.arms[0].0][nrs.expect("a plan without fault compares mean pain")];
        let goes_on = |person: &Person| match &self.run_in {
            None => true,
            Some(RunIn { keep, reduction_percent: least, .. }) => {
                let reduction = person
                    .baseline
                    .and_then(|before| reduction_percent(before, person.values[self.baseline - 1]));
                // Who did not come to the visit is not randomised.
                reduction.is_some_and(|reduction| (reduction >= *least) == (*keep == Keep::Responders))
            }
        };
        (0..frame.people.len()).filter(|at| goes_on(&frame.people[*at])).collect()
    }
}

/// The arms themselves, or those without and with the factor of the design.
fn groups(plan: &TrialPlan, design: &Design, arms: &[(usize, u32)]) -> Vec<Group> {
    let arms = arms.iter().map(|(arm, _)| *arm);
    let Some(kind) = &design.factor else {
        return arms.map(|arm| Group { label: plan.arms[arm].label.clone(), arms: vec![arm] }).collect();
    };
    let (with, without) = arms.partition(|arm| plan.arms[*arm].gives(kind));
    let name = kind.replace('_', " ");
    vec![
        Group { label: format!("without {name}"), arms: without },
        Group { label: format!("with {name}"), arms: with },
    ]
}

impl<'a> Trial<'a> {
    /// Draws a trial from those who can be randomised.
    #[must_use]
    pub fn draw(block: &'a Block, told: &'a Told, setup: &'a Setup, number: u32, people: &[usize]) -> Self {
        let seats = seats(block, number, people, &setup.arms, setup.per_month);
        Self { told, seats, setup, block }
    }

    /// Everything that these seats have said of an outcome by a day, counted from the first randomisation.
    #[must_use]
    pub fn frame(&self, outcome: usize, taken: Range<usize>, until: f64) -> Frame {
        let Setup { arms, at, baseline, .. } = self.setup;
        let model = &self.told.seen[arms[0].0][outcome];
        let visits = *baseline..*at;
        let seats = &self.seats[taken];
        let mut people = Vec::with_capacity(seats.len());
        people.extend(
            seats
                .iter()
                .filter(|seat| seat.day <= until)
                .map(|seat| self.person(outcome, *seat, visits.clone(), until)),
        );
        Frame {
            parameter: model.parameter.clone(),
            label: model.label.clone(),
            synthetic: true,
            arms: self.setup.groups.iter().map(|group| group.label.clone()).collect(),
            visits: model.visits[visits.clone()].to_vec(),
            covariates: model.covariates.clone(),
            people,
        }
    }

    /// What one person has said by a day, at these visits after the baseline.
    fn person(&self, outcome: usize, seat: Seat, visits: Range<usize>, until: f64) -> Person {
        let said = &self.told.seen[seat.arm][outcome].people[seat.person];
        let arm = self.setup.groups.iter().position(|group| group.arms.contains(&seat.arm));
        let visit = |at: usize| self.told.potential.visits[at].number;
        let known = |at: &usize| {
            let day = f64::from(visit(at + 1) - visit(visits.start));
            seat.day + day <= until
        };
        let only = |column: &[Option<f64>]| -> Vec<Option<f64>> {
            visits.clone().map(|at| if known(&at) { column[at] } else { None }).collect()
        };
        Person {
            id: said.id.clone(),
            arm: arm.expect("seats are given in arms that take part"),
            baseline: if visits.start == 0 { said.baseline } else { said.values[visits.start - 1] },
            values: only(&said.values),
            days: only(&said.days),
            covariates: said.covariates.clone(),
            weight: said.weight,
            events: said.events.clone(),
        }
    }

    /// How many of the first `planned` seats are taken by a day.
    #[must_use]
    pub fn randomised_by(&self, planned: usize, day: f64) -> usize {
        self.seats[..planned].iter().filter(|seat| seat.day <= day).count()
    }

    /// Share of these seats without a value of an outcome at the compared visit.
    #[must_use]
    pub fn missing(&self, outcome: usize, taken: Range<usize>) -> f64 {
        let seats = &self.seats[taken];
        let absent = |seat: &&Seat| {
            let said = &self.told.seen[seat.arm][outcome].people[seat.person];
            said.values[self.setup.at - 1].is_none()
        };
        seats.iter().filter(absent).count() as f64 / seats.len().max(1) as f64
    }

    /// The day on which each seat has come to the compared visit or has left before, counted from the first
    /// randomisation.
    #[must_use]
    pub fn finished(&self, outcome: usize) -> Vec<f64> {
        let baseline = f64::from(self.told.potential.visits[self.setup.baseline].number);
        let finished = |seat: &Seat| {
            let said = &self.told.seen[seat.arm][outcome].people[seat.person];
            let withdrawal = IntercurrentCategory::StudyWithdrawal.label();
            let left = said.events.iter().find(|event| event.category == withdrawal);
            seat.day + left.map_or(self.setup.days, |left| (left.day - baseline).clamp(0.0, self.setup.days))
        };
        self.seats.iter().map(finished).collect()
    }

    /// Whether the injury of a person is more recent than so many months.
    #[must_use]
    pub fn is_recent(&self, person: usize, months: f64) -> bool {
        self.block.months_since_injury[person] < months
    }
}

/// The place of an outcome among those of the plan.
///
/// # Panics
/// When the plan does not compare it.
#[must_use]
pub fn place_of(plan: &TrialPlan, outcome: Outcome) -> usize {
    let found = plan.analysis.outcomes.iter().position(|known| parameter(*known) == parameter(outcome));
    found.expect("only outcomes of the plan are read")
}
