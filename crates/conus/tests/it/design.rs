//! Sizing a trial: people simulated once and drawn into many trials give what the formulas give where there are formulas,
//! and what `conus run` gives where it plays the same people.

use conus::analysis::frame::{Frame, FrameVisit, Happened, Person};
use conus::analysis::method::Method;
use conus::design::characteristics::{needed, rows};
use conus::design::conduct::{Concluded, Protocol};
use conus::design::play::{Asked, Sizing};
use conus::design::pool::{Block, Told, Where, block};
use conus::design::power::power;
use conus::design::reading::{judge, readings};
use conus::design::seats::seats;
use conus::design::told::csv_text;
use conus::design::trial::{Setup, Trial};
use conus::patient::chance::{Key, Purpose};
use conus::trial::dataset::Parameter;
use conus::trial::plan::{Conduct, Design, Keep, Looks, Promising, RunIn, SpendingName, TrialPlan};
use conus::trial::potential::{Potential, PotentialOutcome, PotentialPatient, Wanted};
use conus::trial::setting::{Setting, settings};
use conus::trial::simulate::replicate;
use conus_stats::describe::{mean, variance};
use conus_stats::sequential::boundary::alpha_spending;
use conus_stats::sequential::{Sides, Spending};
use std::collections::BTreeSet;

use crate::trial::{KNOWLEDGE, study};

/// The first trial with its first two arms and `visits` after baseline, by a t test of the score without baseline.
fn plain() -> TrialPlan {
    let text = include_str!("../../../../studies/first-trial.toml");
    let mut plan = TrialPlan::from_text("first-trial.toml", text).unwrap();
    plan.arms.retain(|arm| arm.id != "low-dose");
    plan.designs.clear();
    plan.analysis.confounders.clear();
    plan.analysis.outcomes.truncate(1);
    plan.analysis.primary = Some(Method::Student);
    plan
}

/// What people with these answers say in an arm that relieves by so much; the same at every visit, so that one visit says
/// what all say.
fn answering(plan: &TrialPlan, answers: &[f64], relief: f64) -> Vec<Frame> {
    let visits: Vec<FrameVisit> = plan.visits[1..]
        .iter()
        .map(|visit| FrameVisit { label: visit.label.clone(), number: visit.day.into(), day: None })
        .collect();
    let person = |(at, answer): (usize, &f64)| Person {
        id: at.to_string(),
        arm: 0,
        baseline: Some(0.0),
        values: vec![Some(answer - relief); visits.len()],
        days: vec![Some(1.0); visits.len()],
        covariates: Vec::new(),
        weight: 1.0,
        events: Vec::<Happened>::new(),
    };
    vec![Frame {
        parameter: "NRSMEAN".to_owned(),
        label: "Mean pain".to_owned(),
        synthetic: true,
        arms: vec!["Sham injection".to_owned(), "Cells".to_owned()],
        visits: visits.clone(),
        covariates: Vec::new(),
        people: answers.iter().enumerate().map(person).collect(),
    }]
}

/// Normal answers, standard deviation 1, the treated lower by `effect` at every visit.
fn normal_block(plan: &TrialPlan, number: u32, people: u32, effect: f64) -> Block {
    let answers: Vec<f64> = (0..people)
        .map(|patient| Key { seed: 11, replicate: number, patient }.stream(Purpose::Check, 0).normal())
        .collect();
    let frame = conus::trial::record::frame(plan, number).analysis;
    let outcome = |answer: f64| PotentialOutcome {
        answers: vec![vec![Some(answer); plan.visits.len()]],
        events: Vec::new(),
    };
    let patient = |(at, answer): (u32, &f64)| PotentialPatient {
        number: at + 1,
        outcomes: vec![vec![outcome(answer - effect)], vec![outcome(*answer)]],
    };
    let wanted = Wanted {
        parameters: BTreeSet::from([Parameter::NrsMean]),
        worlds: BTreeSet::from([BTreeSet::new()]),
    };
    let told = Told {
        setting: Setting::Null,
        seen: vec![answering(plan, &answers, effect), answering(plan, &answers, 0.0)],
        harms: vec![0.0; 2],
        potential: Potential {
            replicate: number,
            setting: Setting::Null,
            arms: frame.arms,
            visits: frame.visits,
            wanted,
            patients: (0..).zip(&answers).map(patient).collect(),
            failures: Vec::new(),
        },
    };
    Block {
        number,
        seed: 11,
        settings: vec![told],
        months_since_injury: vec![1.0; people as usize],
        screened: people,
        failures: Vec::new(),
    }
}

/// Shares of success over blocks: their mean and its Monte-Carlo error, and what became of every trial.
fn played(design: &Design, effect: f64, n: u32, blocks: u32) -> (f64, f64, Vec<Concluded>) {
    let plan = plain();
    let setup = Setup::of(&plan, design);
    let mut asked = readings(&plan, &setup, false);
    if matches!(design.conduct, Conduct::GroupSequential(_)) {
        asked.push(asked[0].clone());
    }
    let protocol = Protocol::new(&plan, design, asked).unwrap();
    let (mut shares, mut all) = (Vec::new(), Vec::new());
    for number in 0..blocks {
        let block = normal_block(&plan, number, u32::try_from(protocol.most_seats(n)).unwrap() + 60, effect);
        let told = &block.settings[0];
        let people = setup.eligible(&plan, told);
        let trials: Vec<Concluded> = (0..8)
            .map(|trial| protocol.conduct(&plan, &Trial::draw(&block, told, &setup, trial, &people), n))
            .collect();
        shares.push(trials.iter().filter(|trial| trial.success[0]).count() as f64 / 8.0);
        all.extend(trials);
    }
    (mean(&shares).unwrap(), (variance(&shares).unwrap() / f64::from(blocks)).sqrt(), all)
}

fn design(conduct: Conduct) -> Design {
    Design { conduct, ..Design::parallel() }
}

/// n 64 a group, difference 0.5 standard deviations, two-sided 0.05: 0.8015 (noncentral t).
#[test]
fn the_power_of_the_plain_two_arm_trial_is_the_exact_one() {
    let (share, error, _) = played(&Design::parallel(), 0.5, 64, 400);
    // Four Monte-Carlo errors, themselves small.
    assert!(error < 0.012 && (share - 0.8015).abs() < 4.0 * error, "{share} ± {error}");
}

#[test]
fn where_nothing_works_every_design_concludes_a_benefit_in_one_trial_of_forty() {
    let looks = |spending| Looks { at: vec![0.5, 0.75, 1.0], spending, futility_beta: None };
    let designs = [
        Conduct::Parallel,
        Conduct::GroupSequential(looks(SpendingName::ObrienFleming)),
        Conduct::GroupSequential(looks(SpendingName::Pocock)),
        Conduct::PromisingZone(Promising { at: 0.5, from: 0.2, power: 0.9, most_times: 3.0 }),
        Conduct::BlindedReestimation(conus::trial::plan::Blinded {
            at: 0.5,
            effect_nrs: 0.5,
            power: 0.8,
            most_times: 2.0,
        }),
    ];
    for conduct in designs {
        let (share, error, _) = played(&design(conduct.clone()), 0.0, 40, 400);
        assert!(error < 0.004 && (share - 0.025).abs() < 4.0 * error, "{conduct:?}: {share} ± {error}");
    }
}

/// The power, and how many stop at each look, as the recursion of the boundaries computes them for a large trial.
#[test]
fn a_group_sequential_trial_stops_as_often_as_computed() {
    let (n, effect) = (200, 0.28);
    let looks = Looks { at: vec![0.5, 1.0], spending: SpendingName::Pocock, futility_beta: None };
    let (share, error, trials) = played(&design(Conduct::GroupSequential(looks)), effect, n, 150);
    let exact = alpha_spending(Sides::One, 0.025, &[0.5, 1.0], Spending::Pocock).unwrap();
    let crossing = exact.crossing(effect * (f64::from(n) / 2.0).sqrt()).unwrap();
    assert!((share - crossing.power()).abs() < 4.0 * error, "{share} ± {error}, {}", crossing.power());
    let early = trials.iter().filter(|trial| trial.looks.len() == 1).count() as f64 / trials.len() as f64;
    assert!((early - crossing.upper[0]).abs() < 4.0 * error, "{early}, {}", crossing.upper[0]);
    // Who stops early has fewer people, an estimate that is too good, and one that knows of the looks.
    let stopped: Vec<&Concluded> = trials.iter().filter(|trial| trial.looks.len() == 1).collect();
    assert!(stopped.iter().all(|trial| trial.people <= 400 && trial.days < 1e5));
    let of = |place: usize| -> f64 {
        let values: Vec<f64> =
            trials.iter().map(|trial| trial.judged[place].as_ref().unwrap().value).collect();
        mean(&values).unwrap() + effect
    };
    assert!(of(0) < -0.01, "the estimate as it is should be too good: {}", of(0));
    assert!(of(1).abs() < of(0).abs(), "{} {}", of(1), of(0));
}

/// In a promising trial people are added, in others not; nobody beyond the most.
#[test]
fn only_a_promising_trial_becomes_larger() {
    let zone = Promising { at: 0.5, from: 0.3, power: 0.8, most_times: 2.0 };
    let (_, _, trials) = played(&design(Conduct::PromisingZone(zone)), 0.35, 50, 60);
    let sizes: BTreeSet<usize> = trials.iter().map(|trial| trial.people).collect();
    assert!(sizes.first() == Some(&100) && sizes.iter().all(|people| (100..=200).contains(people)));
    assert!(sizes.len() > 5, "{sizes:?}");
    let decided = |trial: &&Concluded| trial.looks[0].z < 0.0;
    assert!(trials.iter().filter(decided).all(|trial| trial.people == 100));
}

/// Half of the difference between the sequences in what the periods differ by.
#[test]
fn a_crossover_compares_people_with_themselves() {
    let text = include_str!("../../../../studies/pregabalin-crossover.toml");
    let plan = TrialPlan::from_text("pregabalin-crossover.toml", text).unwrap();
    let knowledge = &*KNOWLEDGE;
    let asked = Asked {
        n: vec![12],
        worlds: 1,
        typical: 0,
        trials: 1,
        spare_percent: 100,
        planned_only: true,
        believed_only: true,
        beliefs: String::new(),
    };
    let sizing = Sizing::new(&plan, &asked).unwrap();
    let block = sizing.people(knowledge, 0).unwrap();
    let (told, protocol) = (&block.settings[0], &sizing.protocols[0]);
    let people = protocol.setup.eligible(&plan, told);
    let trial = Trial::draw(&block, told, &protocol.setup, 0, &people);
    let found = protocol.conduct(&plan, &trial, 12).judged[0].clone().unwrap();
    let frame = trial.frame(0, 0..24, f64::INFINITY);
    let half = |arm: usize| -> Vec<f64> {
        let of_arm = frame.people.iter().filter(|person| person.arm == arm);
        of_arm.filter_map(|person| Some(0.5 * (person.values[1]? - person.values[4]?))).collect()
    };
    let by_hand = mean(&half(1)).unwrap() - mean(&half(0)).unwrap();
    assert!((found.value - by_hand).abs() < 1e-12 && by_hand < 0.0, "{} {by_hand}", found.value);
}

/// Larger trials hold smaller ones, and arms keep their shares at every size.
#[test]
fn seats_are_nested_balanced_and_given_by_chance() {
    let block = normal_block(&plain(), 3, 300, 0.0);
    let everybody: Vec<usize> = (0..300).collect();
    let drawn = seats(&block, 5, &everybody, &[(1, 2), (0, 1)], 6.0);
    assert_eq!(drawn.iter().map(|seat| seat.person).collect::<BTreeSet<_>>().len(), 300);
    for size in 1..300 {
        let first = drawn[..size].iter().filter(|seat| seat.arm == 1).count();
        assert!((first as f64 - 2.0 * size as f64 / 3.0).abs() <= 1.0, "{first} of {size}");
    }
    assert!(drawn.windows(2).all(|pair| pair[0].day < pair[1].day));
    // Six a month for 299 gaps: within five standard errors.
    let months = drawn[299].day / 30.44;
    assert!((months - 299.0 / 6.0).abs() < 5.0 * 299.0_f64.sqrt() / 6.0, "{months}");
    let other = seats(&block, 6, &everybody, &[(1, 2), (0, 1)], 6.0);
    let same = drawn.iter().zip(&other).filter(|(a, b)| a.person == b.person).count();
    assert!(same < 10, "{same} of 300 in the same place");
}

/// Whoever is drawn says in an arm what the trial of `conus run` has in its tables for the same person in that arm.
#[test]
fn who_is_drawn_says_what_the_trial_says() {
    let plan = study(&[]);
    let knowledge = &*KNOWLEDGE;
    let planned = settings(&plan)[0];
    let wanted = Wanted {
        parameters: BTreeSet::from([Parameter::NrsMean]),
        worlds: BTreeSet::from([BTreeSet::new()]),
    };
    let block = block(knowledge, &plan, 0, Where::Drawn, &[planned], &wanted).unwrap();
    let trial = replicate(knowledge, &plan, 0, false).unwrap();
    let data = &trial.settings[0].1.analysis;
    let frame = Frame::of_dataset(data, Parameter::NrsMean, &plan.analysis.confounders, 1).unwrap();
    let place =
        plan.analysis.outcomes.iter().position(|one| *one == conus::trial::plan::Outcome::NrsMean).unwrap();
    let seen = &block.settings[0].seen;
    for (subject, person) in data.subjects.iter().zip(&frame.people) {
        let drawn = &seen[usize::from(subject.arm)][place].people;
        let same = drawn.iter().find(|other| other.id == person.id).unwrap();
        // Dates are fictitious, so days counted from the own randomisation are the same too.
        assert_eq!(
            (same.baseline, &same.values, &same.days),
            (person.baseline, &person.values, &person.days)
        );
    }
    assert_eq!(block.people(), frame.people.len());
}

/// After a run-in, pain at randomisation is the baseline, and only who has responded is there.
#[test]
fn only_who_has_responded_goes_on_after_an_enriching_run_in() {
    let mut plan = plain();
    plan.analysis.confounders = vec![conus::trial::plan::Confounder::Baseline];
    let keep = |keep| Design {
        run_in: Some(RunIn { until: "week4".to_owned(), keep, reduction_percent: 30.0 }),
        ..Design::parallel()
    };
    let mut block = normal_block(&plan, 0, 40, 0.0);
    for arm in &mut block.settings[0].seen {
        for (at, person) in arm[0].people.iter_mut().enumerate() {
            person.baseline = Some(6.0);
            person.values[0] = if at == 7 { None } else { Some(if at % 2 == 0 { 4.0 } else { 5.0 }) };
        }
    }
    let told = &block.settings[0];
    let (enriched, placebo) = (keep(Keep::Responders), keep(Keep::NonResponders));
    let setup = Setup::of(&plan, &enriched);
    let responders = setup.eligible(&plan, told);
    assert_eq!(responders, (0..40).filter(|at| at % 2 == 0).collect::<Vec<_>>());
    let others = Setup::of(&plan, &placebo).eligible(&plan, told);
    assert_eq!(others, (0..40).filter(|at| at % 2 == 1 && *at != 7).collect::<Vec<_>>());
    let trial = Trial::draw(&block, told, &setup, 0, &responders);
    let frame = trial.frame(0, 0..20, f64::INFINITY);
    assert_eq!(frame.visits.len(), plan.visits.len() - 2);
    assert!(frame.people.iter().all(|person| person.baseline == Some(4.0)));
}

/// A look sees the people who have come by then, and no value of a later day.
#[test]
fn a_look_sees_nothing_of_the_future() {
    let plan = plain();
    let setup = Setup::of(&plan, &Design::parallel());
    let block = normal_block(&plan, 1, 100, 0.0);
    let told = &block.settings[0];
    let everybody: Vec<usize> = (0..100).collect();
    let trial = Trial::draw(&block, told, &setup, 0, &everybody);
    let finished = trial.finished(0);
    let day = finished[40];
    let frame = trial.frame(0, 0..100, day);
    let come: Vec<_> = trial.seats.iter().filter(|seat| seat.day <= day).collect();
    assert_eq!(frame.people.len(), come.len());
    for (person, seat) in frame.people.iter().zip(come) {
        for (visit, value) in plan.visits[1..].iter().zip(&person.values) {
            assert_eq!(value.is_some(), seat.day + f64::from(visit.day) <= day);
        }
    }
    assert_eq!(
        frame.people.iter().filter(|person| person.values.last() == Some(&None)).count(),
        frame.people.len() - 41
    );
}

/// Two doses against one control: Holm's adjustment, and success of any is success of the smaller p.
#[test]
fn several_arms_are_compared_with_adjusted_p_values() {
    let text = include_str!("../../../../studies/first-trial.toml");
    let mut plan = TrialPlan::from_text("first-trial.toml", text).unwrap();
    plan.analysis.primary = Some(Method::Student);
    plan.analysis.outcomes.truncate(1);
    let two = plan.designs.iter().find(|design| design.id == "two-doses").unwrap();
    let setup = Setup::of(&plan, two);
    let asked = readings(&plan, &setup, false);
    let names: Vec<&str> = asked.iter().map(|reading| reading.analysis.as_str()).collect();
    assert!(names[0].ends_with("any arm") && names[1].ends_with("Cells") && names[2].ends_with("a tenth"));
    let mut frame = normal_block(&plain(), 0, 90, 0.0).settings[0].seen[0][0].clone();
    frame.arms = ["Sham injection", "Cells", "Cells, a tenth"].map(str::to_owned).to_vec();
    for (at, person) in frame.people.iter_mut().enumerate() {
        person.arm = at % 3;
        let shift = [0.0, -0.6, -0.3][at % 3];
        person.values.iter_mut().for_each(|value| *value = value.map(|value| value + shift));
    }
    let both = judge(&plan, &setup, &asked[0], &frame).unwrap();
    let alone = |arm: usize| {
        let mut pair = frame.clone();
        pair.people.retain(|person| person.arm == 0 || person.arm == arm);
        pair.people.iter_mut().for_each(|person| person.arm = usize::from(person.arm == arm));
        pair.arms = vec![frame.arms[0].clone(), frame.arms[arm].clone()];
        judge(&plan, &setup, &asked[0], &pair).unwrap()[0].p
    };
    let (one, other) = (alone(1), alone(2));
    let holm = conus_stats::multiplicity::holm(&[one, other]).unwrap();
    assert!((both[0].p - holm[0]).abs() < 1e-12 && (both[1].p - holm[1]).abs() < 1e-12);
}

/// The whole way with biology: the null first, a formula beside it, sizes that suffice, nothing missing in the table.
#[test]
fn a_study_is_sized_with_errors_and_a_formula_beside_them() {
    let text = include_str!("../../../../studies/first-trial.toml");
    let mut plan = TrialPlan::from_text("first-trial.toml", text).unwrap();
    plan.designs.truncate(1);
    plan.arms.retain(|arm| arm.id != "low-dose");
    plan.analysis.outcomes.truncate(1);
    plan.scenarios.true_effect_nrs = vec![2.0];
    let asked = Asked {
        n: vec![15, 30],
        worlds: 6,
        typical: 4,
        trials: 12,
        spare_percent: 100,
        planned_only: false,
        believed_only: false,
        beliefs: String::new(),
    };
    let sizing = Sizing::new(&plan, &asked).unwrap();
    let records = power(&KNOWLEDGE, &sizing, &|| {}).unwrap();
    let rows = rows(&sizing, &records);
    assert_eq!(rows[0].scenario, "no effect");
    let planned: Vec<_> = rows.iter().filter(|row| row.primary && row.n == 30).collect();
    assert_eq!(planned.len(), 4);
    for row in &planned {
        let (found, formula) = (row.success.as_ref().unwrap(), row.closed_form.unwrap());
        // The formula knows the spread and the truth of these very people: what is left is luck.
        assert!(
            (found.value - formula).abs() < 4.0 * found.error + 0.08,
            "{}: {found:?} {formula}",
            row.scenario
        );
        assert!(row.not_computed == 0.0 && row.failed == 0.0 && row.people > 59.0);
    }
    let given = planned[1];
    assert_eq!(given.scenario, "relief 2");
    assert!(given.success.as_ref().unwrap().value > 0.6 && given.truth.as_ref().unwrap().value < -1.5);
    let needed = needed(&sizing, &records);
    assert_eq!(needed.len(), 3);
    let table = csv_text(&rows).unwrap();
    assert_eq!(table.lines().count(), 1 + rows.len());
    assert!(table.starts_with("SCENARIO,DESIGN,ANALYSIS,OUTCOME,PRIMARY,N,BLOCKS,TRIALS,TRUTH,"), "{table}");
}
