//! How is the trial conducted? Designs that are compared on the same patients, each a `[[design]]` of the study file.

use super::model::{Arm, TrialPlan};
use crate::plan_file::Choice;
use crate::plan_file::fault;
use crate::plan_file::notes::{Finding, Notes};
use crate::plan_file::reader::Reader;
use conus_stats::sequential::Spending;
use serde::Serialize;

/// Longest label of a design (character).
const LONGEST_LABEL: usize = 60;

/// One way to conduct the trial.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Design {
    /// Name for tables: 1 to 40 of `a-z`, `0-9`, `_`, `-`.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// What happens between the first patient and the conclusion.
    pub conduct: Conduct,
    /// Patients randomised in a month, all sites together.
    pub accrual_per_month: f64,
    /// Visit at which arms are compared; that of the analysis where none is named.
    pub at: Option<String>,
    /// Ids of the arms that take part; all where none is named.
    pub arms: Vec<String>,
    /// Kind of treatment whose main effect is asked for: all arms in which it is given against all in which it is not, as in a
    /// factorial trial; each arm against the control where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factor: Option<String>,
    /// Weeks before randomisation in which everybody gets the same, and who of them goes on.
    pub run_in: Option<RunIn>,
    /// A line between subacute and chronic injuries \[month\]: both parts are analysed beside the whole.
    pub subgroup_months: Option<f64>,
}

/// What happens between the first patient and the conclusion.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "conduct", rename_all = "snake_case")]
pub enum Conduct {
    /// Everybody is followed to the end, and then the trial is analysed once.
    Parallel,
    /// The trial is looked at on the way and may stop.
    GroupSequential(Looks),
    /// The variance is looked at on the way, all arms together, and the trial may become larger.
    BlindedReestimation(Blinded),
    /// The effect is looked at on the way, and the trial may become larger where it is promising.
    PromisingZone(Promising),
    /// Each arm is a sequence: what is under question and its control in turn, or the other way round.
    Crossover {
        /// Id of the visit at the end of the first period.
        first: String,
        /// Id of the visit at the end of the second period.
        second: String,
    },
}

/// Looks on the way, one-sided tests at half of the level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Looks {
    /// When: shares of the planned patients who have come to the analysed visit or left before, rising to 1.
    pub at: Vec<f64>,
    /// How the type I error is spent.
    pub spending: SpendingName,
    /// Type II error that is spent to stop for futility, which need not be obeyed; none where it is absent.
    pub futility_beta: Option<f64>,
}

/// How an error is spent (Lan and `DeMets` 1983).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpendingName {
    /// Late, near the boundary of O'Brien and Fleming.
    ObrienFleming,
    /// Early, near the boundary of Pocock.
    Pocock,
}

impl Choice for SpendingName {
    const ALL: &'static [Self] = &[Self::ObrienFleming, Self::Pocock];
}

impl SpendingName {
    /// The function.
    #[must_use]
    pub fn function(self) -> Spending {
        match self {
            Self::ObrienFleming => Spending::OBrienFleming,
            Self::Pocock => Spending::Pocock,
        }
    }
}

/// A blinded look at the variance (Kieser and Friede 2003).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Blinded {
    /// When: share of the planned patients who have come to the analysed visit or left before.
    pub at: f64,
    /// Difference of means that the trial is to find [NRS points].
    pub effect_nrs: f64,
    /// Power wanted.
    pub power: f64,
    /// Most patients, as a multiple of those planned.
    pub most_times: f64,
}

/// A look at the effect (Mehta and Pocock 2011).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Promising {
    /// When: share of the planned patients who have come to the analysed visit or left before.
    pub at: f64,
    /// Conditional power from which a result is promising.
    pub from: f64,
    /// Conditional power that is aimed at.
    pub power: f64,
    /// Most patients, as a multiple of those planned.
    pub most_times: f64,
}

/// Weeks before randomisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunIn {
    /// Id of the visit at which who goes on is randomised; pain there is the baseline.
    pub until: String,
    /// Who goes on.
    pub keep: Keep,
    /// Least reduction of mean pain in the run-in that counts as a response [%].
    pub reduction_percent: f64,
}

/// Who goes on after a run-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// Who has responded: enriched enrolment, as before a randomised withdrawal.
    Responders,
    /// Who has not: a placebo run-in.
    NonResponders,
}

impl Choice for Keep {
    const ALL: &'static [Self] = &[Self::Responders, Self::NonResponders];
}

impl Design {
    /// The design of a study that names none: parallel arms, one analysis at the end.
    #[must_use]
    pub fn parallel() -> Self {
        Self {
            id: "parallel".to_owned(),
            label: "Parallel".to_owned(),
            conduct: Conduct::Parallel,
            accrual_per_month: ACCRUAL_PER_MONTH,
            at: None,
            arms: Vec::new(),
            factor: None,
            run_in: None,
            subgroup_months: None,
        }
    }

    /// Patients that the trial may become larger by, as a multiple of those planned.
    #[must_use]
    pub fn most_times(&self) -> f64 {
        match self.conduct {
            Conduct::BlindedReestimation(Blinded { most_times, .. })
            | Conduct::PromisingZone(Promising { most_times, .. }) => most_times,
            _ => 1.0,
        }
    }
}

/// Patients randomised in a month where a design does not say (assumed).
const ACCRUAL_PER_MONTH: f64 = 6.0;

/// The name of a conduct, before its numbers are read.
#[derive(Clone, Copy)]
enum Name {
    Parallel,
    GroupSequential,
    BlindedReestimation,
    PromisingZone,
    Crossover,
}

const NAMES: [(&str, Name); 5] = [
    ("parallel", Name::Parallel),
    ("group_sequential", Name::GroupSequential),
    ("blinded_reestimation", Name::BlindedReestimation),
    ("promising_zone", Name::PromisingZone),
    ("crossover", Name::Crossover),
];

/// One `[[design]]`.
pub(super) fn design(r: &mut Reader<'_, '_>) -> Design {
    let id = r.id("id");
    let label = r.text("label", LONGEST_LABEL);
    let names = NAMES.map(|(name, conduct)| (name.to_owned(), conduct));
    let conduct = match r.one_of("conduct", &names) {
        Some(name) => conduct(name, r),
        None => {
            r.any_key();
            Conduct::Parallel
        }
    };
    Design {
        id,
        label,
        conduct,
        accrual_per_month: r.number_or("accrual_per_month", ACCRUAL_PER_MONTH, 0.1..=1_000.0, "patients"),
        at: r.text_if("at", LONGEST_LABEL),
        arms: r.texts("arms", 2..=16, LONGEST_LABEL),
        factor: r.text_if("factor", LONGEST_LABEL),
        run_in: r.holds("run_in").then(|| r.table("run_in", run_in)),
        subgroup_months: r
            .holds("subgroup_months")
            .then(|| r.number("subgroup_months", 0.1..=600.0, "month")),
    }
}

fn conduct(name: Name, r: &mut Reader<'_, '_>) -> Conduct {
    match name {
        Name::Parallel => Conduct::Parallel,
        Name::GroupSequential => Conduct::GroupSequential(Looks {
            at: r.numbers("looks", 2..=10, 0.05..=1.0, "share of the patients"),
            spending: r.choice("spending"),
            futility_beta: r
                .holds("futility_beta")
                .then(|| r.number("futility_beta", 0.01..=0.5, "fraction")),
        }),
        Name::BlindedReestimation => Conduct::BlindedReestimation(Blinded {
            at: share(r),
            effect_nrs: r.number("effect_nrs", 0.05..=10.0, "NRS point"),
            power: r.number("power", 0.5..=0.99, "fraction"),
            most_times: r.number("most_times", 1.0..=4.0, "times"),
        }),
        Name::PromisingZone => Conduct::PromisingZone(Promising {
            at: share(r),
            from: r.number("from", 0.01..=0.9, "fraction"),
            power: r.number("power", 0.5..=0.99, "fraction"),
            most_times: r.number("most_times", 1.0..=4.0, "times"),
        }),
        Name::Crossover => Conduct::Crossover {
            first: r.text("first", LONGEST_LABEL),
            second: r.text("second", LONGEST_LABEL),
        },
    }
}

fn share(r: &mut Reader<'_, '_>) -> f64 {
    r.number("look", 0.1..=0.9, "share of the patients")
}

fn run_in(r: &mut Reader<'_, '_>) -> RunIn {
    RunIn {
        until: r.text("until", LONGEST_LABEL),
        keep: r.choice("keep"),
        reduction_percent: r.number("reduction_percent", 1.0..=100.0, "percent"),
    }
}

/// Notes what a design asks for that the study does not have.
pub(super) fn contradictions(plan: &TrialPlan, notes: &mut Notes<'_>) {
    for (place, design) in plan.designs.iter().enumerate() {
        let path = format!("design[{}]", place + 1);
        names_visits(plan, design, &path, notes);
        names_arms(plan, design, &path, notes);
        names_a_factor(plan, design, &path, notes);
        rising_looks(design, &path, notes);
        let arms = if design.arms.is_empty() { plan.arms.len() } else { design.arms.len() };
        if arms > 2 && !matches!(design.conduct, Conduct::Parallel) {
            let problem = format!("{arms} arms take part");
            let expected = "two arms in every design but a parallel one: name them in `arms`";
            let finding = Finding { problem: &problem, expected, suggestion: None };
            notes.contradiction(&format!("{path}.conduct"), &["arm"], &finding);
        }
    }
}

fn names_visits(plan: &TrialPlan, design: &Design, path: &str, notes: &mut Notes<'_>) {
    let later = || plan.visits.iter().skip(1).map(|visit| visit.id.as_str());
    let mut named: Vec<(&str, &str)> = Vec::new();
    named.extend(design.at.as_deref().map(|at| ("at", at)));
    named.extend(design.run_in.as_ref().map(|run_in| ("run_in.until", run_in.until.as_str())));
    if let Conduct::Crossover { first, second } = &design.conduct {
        named.extend([("first", first.as_str()), ("second", second.as_str())]);
    }
    for (field, id) in named {
        if !later().any(|known| known == id) {
            let expected = format!("one of {}", later().collect::<Vec<_>>().join(", "));
            let suggestion = fault::misspelt(id, later()).map(|id| format!("\"{id}\""));
            let finding =
                Finding { problem: "no visit after baseline has this id", expected: &expected, suggestion };
            notes.contradiction(&format!("{path}.{field}"), &["visit"], &finding);
        }
    }
    let day = |id: &str| plan.visits.iter().find(|visit| visit.id == id).map(|visit| visit.day);
    let end = day(design.at.as_deref().unwrap_or(&plan.analysis.at));
    let mut pairs = Vec::new();
    if let Conduct::Crossover { first, second } = &design.conduct {
        pairs.push(("second", day(first), day(second)));
    }
    pairs.extend(design.run_in.as_ref().map(|run_in| ("run_in.until", day(&run_in.until), end)));
    for (field, early, late) in pairs {
        if let (Some(early), Some(late)) = (early, late)
            && late <= early
        {
            let problem = format!("day {late} does not come after day {early}");
            let finding =
                Finding { problem: &problem, expected: "visits in order of time", suggestion: None };
            notes.contradiction(&format!("{path}.{field}"), &["visit"], &finding);
        }
    }
}

fn names_arms(plan: &TrialPlan, design: &Design, path: &str, notes: &mut Notes<'_>) {
    let ids = || plan.arms.iter().map(|arm| arm.id.as_str());
    for (place, id) in design.arms.iter().enumerate() {
        if !ids().any(|known| known == id) {
            let suggestion = fault::misspelt(id, ids()).map(|id| format!("\"{id}\""));
            let expected = format!("one of {}", ids().collect::<Vec<_>>().join(", "));
            let finding = Finding { problem: "no arm has this id", expected: &expected, suggestion };
            notes.contradiction(&format!("{path}.arms[{}]", place + 1), &["arm"], &finding);
        }
    }
    let control = plan.arms.iter().find(|arm| arm.role == super::Role::Control);
    if let Some(control) =
        control.filter(|control| !design.arms.is_empty() && !design.arms.contains(&control.id))
    {
        let problem = format!("the control `{}` takes no part", control.id);
        let finding = Finding { problem: &problem, expected: "the control among the arms", suggestion: None };
        notes.contradiction(&format!("{path}.arms"), &["arm"], &finding);
    }
}

/// Some arms have the factor and some have not.
fn names_a_factor(plan: &TrialPlan, design: &Design, path: &str, notes: &mut Notes<'_>) {
    let Some(kind) = &design.factor else { return };
    let takes_part = |arm: &&Arm| design.arms.is_empty() || design.arms.contains(&arm.id);
    let with = plan.arms.iter().filter(takes_part).filter(|arm| arm.gives(kind)).count();
    let all = plan.arms.iter().filter(takes_part).count();
    if with == 0 || with == all {
        let problem = format!("{with} of {all} arms are given `{kind}`");
        let expected = "a kind of treatment that some arms are given and some are not, such as msc";
        let finding = Finding { problem: &problem, expected, suggestion: None };
        notes.contradiction(&format!("{path}.factor"), &["arm"], &finding);
    }
}

fn rising_looks(design: &Design, path: &str, notes: &mut Notes<'_>) {
    let Conduct::GroupSequential(Looks { at, .. }) = &design.conduct else { return };
    let rises = at.windows(2).all(|pair| pair[0] < pair[1]);
    if !rises || at.last().is_some_and(|last| *last < 1.0) {
        let finding = Finding {
            problem: "the looks do not rise to 1",
            expected: "rising shares, the last 1",
            suggestion: None,
        };
        notes.contradiction(&format!("{path}.looks"), &[], &finding);
    }
}
