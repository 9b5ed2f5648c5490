use super::*;
use crate::trial::dataset::{ArmLabel, IntercurrentEvent, VisitLabel};
use crate::trial::potential::{Potential, PotentialOutcome, PotentialPatient};
use crate::trial::setting::Setting;
use Strategy::{Composite, Hypothetical, PrincipalStratum, TreatmentPolicy, WhileOnTreatment};

const STOPS: &str = "DISCONTINUATION";
const LEAVES: &str = "STUDY WITHDRAWAL";

pub(super) fn estimand(measure: Measure, rules: &[(&str, Strategy)]) -> Estimand {
    Estimand {
        condition: Condition { treated: "CELLS".into(), control: "Usual care".into() },
        variable: Variable { parameter: "NRSMEAN".into(), visit: "month6".into(), measure },
        events: rules.iter().map(|(event, strategy)| Rule::new(event, *strategy)).collect(),
        summary: match measure {
            Measure::Response(_) => PopulationSummary::DifferenceOfProportions,
            _ => PopulationSummary::DifferenceOfMeans,
        },
    }
}

/// The same strategy for every event.
pub(super) fn all(measure: Measure, strategy: Strategy) -> Estimand {
    estimand(measure, &[(ANY_EVENT, strategy)])
}

/// Answers at days 0, 30 and 182 and what happened.
type Told<'a> = ([f64; 3], &'a [(IntercurrentCategory, i32)]);

fn outcome((answers, events): Told<'_>) -> PotentialOutcome {
    let event = |(category, day): &(IntercurrentCategory, i32)| IntercurrentEvent {
        subject: 0,
        category: *category,
        day: *day,
        reason: Reason::AdverseEvent,
    };
    PotentialOutcome { answers: vec![answers.map(Some).to_vec()], events: events.iter().map(event).collect() }
}

/// A replicate of people told by their treated and their control outcome, in the world of `estimand`.
fn potential(estimand: &Estimand, people: &[[Told<'_>; 2]]) -> Potential {
    let arm = |code: &str, label: &str| ArmLabel { code: code.into(), label: label.into() };
    let visit = |label: &str, number| VisitLabel { label: label.into(), number };
    Potential {
        replicate: 0,
        setting: Setting::Null,
        arms: vec![arm("CELLS", "Cells"), arm("CONTROL", "Usual care")],
        visits: vec![visit("Baseline", 0), visit("Month 1", 30), visit("Month 6", 182)],
        wanted: Estimand::wanted(std::slice::from_ref(estimand)),
        patients: (1..)
            .zip(people)
            .map(|(number, arms)| PotentialPatient {
                number,
                outcomes: arms.iter().map(|told| vec![outcome(*told)]).collect(),
            })
            .collect(),
        failures: Vec::new(),
    }
}

fn differences(estimand: &Estimand, people: &[[Told<'_>; 2]]) -> Vec<f64> {
    effects(&potential(estimand, people), estimand).unwrap().differences()
}

const STOPPED: (IntercurrentCategory, i32) = (IntercurrentCategory::Discontinuation, 100);
const LEFT: (IntercurrentCategory, i32) = (IntercurrentCategory::StudyWithdrawal, 20);

/// Nothing happens to the first; the second stops a drug in the treated arm; the third leaves early in the control arm.
const PEOPLE: [[Told<'_>; 2]; 3] = [
    [([8.0, 6.0, 4.0], &[]), ([8.0, 7.0, 7.0], &[])],
    [([6.0, 5.0, 5.5], &[STOPPED]), ([6.0, 6.0, 6.0], &[])],
    [([7.0, 4.0, 2.0], &[]), ([7.0, 6.5, 6.0], &[LEFT])],
];

#[test]
fn each_strategy_has_the_value_that_stands_on_paper() {
    let score = |strategy| differences(&all(Measure::Score, strategy), &PEOPLE);
    assert_eq!(score(TreatmentPolicy), [4.0 - 7.0, 5.5 - 6.0, 2.0 - 6.0]);
    assert_eq!(score(Composite(CompositeValue::Worst)), [4.0 - 7.0, 10.0 - 6.0, 2.0 - 10.0]);
    assert_eq!(score(Composite(CompositeValue::Baseline)), [4.0 - 7.0, 6.0 - 6.0, 2.0 - 7.0]);
    assert_eq!(score(Composite(CompositeValue::Score(9.0))), [4.0 - 7.0, 9.0 - 6.0, 2.0 - 9.0]);
    // Who stopped on day 100 said 5 at month 1; who left on day 20 said 7 at baseline.
    assert_eq!(score(WhileOnTreatment), [4.0 - 7.0, 5.0 - 6.0, 2.0 - 7.0]);
    assert_eq!(score(PrincipalStratum), [4.0 - 7.0]);
    // The outcomes at hand are those of the world without the events.
    assert_eq!(score(Hypothetical), score(TreatmentPolicy));
}

#[test]
fn a_change_and_a_response_are_made_of_the_same_scores() {
    assert_eq!(differences(&all(Measure::Change, WhileOnTreatment), &PEOPLE), [-3.0, -1.0, -5.0]);
    let change = all(Measure::Change, Composite(CompositeValue::Baseline));
    assert_eq!(differences(&change, &PEOPLE), [(4.0 - 8.0) - (7.0 - 8.0), 0.0, -5.0]);
    // Reductions: 50 % against 12.5 %, 8.3 % against 0, 71 % against 14 %.
    let response = |strategy| differences(&all(Measure::Response(30.0), strategy), &PEOPLE);
    assert_eq!(response(TreatmentPolicy), [1.0, 0.0, 1.0]);
    let mut unlucky = PEOPLE;
    unlucky[0][0].1 = &[STOPPED];
    let strict = all(Measure::Response(30.0), Composite(CompositeValue::NonResponse));
    assert_eq!(differences(&strict, &unlucky), [0.0, 0.0, 1.0]);
}

#[test]
fn without_events_all_strategies_agree() {
    let quiet: Vec<[Told<'_>; 2]> = PEOPLE.map(|arms| arms.map(|(answers, _)| (answers, &[][..]))).to_vec();
    let policy = differences(&all(Measure::Score, TreatmentPolicy), &quiet);
    for strategy in [Hypothetical, Composite(CompositeValue::Worst), WhileOnTreatment, PrincipalStratum] {
        assert_eq!(differences(&all(Measure::Score, strategy), &quiet), policy, "{strategy:?}");
    }
}

#[test]
fn an_event_after_the_visit_changes_nothing_and_leaving_on_its_day_comes_first() {
    let worst = all(Measure::Score, Composite(CompositeValue::Worst));
    let after = |category, day| {
        let events = [(category, day)];
        differences(&worst, &[[([8.0, 6.0, 4.0], &events), ([8.0, 7.0, 7.0], &[])]])
    };
    let stops = |day| after(IntercurrentCategory::Discontinuation, day);
    let leaves = |day| after(IntercurrentCategory::StudyWithdrawal, day);
    assert_eq!([stops(181), stops(182), stops(183)], [[3.0], [-3.0], [-3.0]]);
    assert_eq!([leaves(181), leaves(182), leaves(183)], [[3.0], [3.0], [-3.0]]);
}

#[test]
fn the_first_event_that_changes_anything_decides_and_a_composite_wins_the_day() {
    let rules = |stop, leave| estimand(Measure::Score, &[(STOPS, stop), (LEAVES, leave)]);
    let person = |stop, leave| {
        let (stops, leaves) = (IntercurrentCategory::Discontinuation, IntercurrentCategory::StudyWithdrawal);
        move |estimand: &Estimand| {
            let events = [(stops, stop), (leaves, leave)];
            differences(estimand, &[[([8.0, 6.0, 4.0], &events), ([8.0, 7.0, 7.0], &[])]])[0] + 7.0
        }
    };
    let (early, late, tie) = (person(50, 90), person(90, 50), person(90, 90));
    let mixed = rules(WhileOnTreatment, Composite(CompositeValue::Worst));
    assert_eq!([early(&mixed), late(&mixed), tie(&mixed)], [6.0, 10.0, 10.0]);
    let ignored = rules(TreatmentPolicy, WhileOnTreatment);
    assert_eq!([early(&ignored), late(&ignored), tie(&ignored)], [6.0, 6.0, 6.0]);
}

#[test]
fn a_rule_may_ask_for_the_reason_and_the_first_that_fits_decides() {
    let mut estimand =
        estimand(Measure::Score, &[(LEAVES, Composite(CompositeValue::Worst)), (ANY_EVENT, Hypothetical)]);
    estimand.events[0].reasons = vec!["adverse event".into(), "Lack of Efficacy".into()];
    estimand.check().unwrap();
    let ask = |category, reason: Reason| estimand.strategy(category, reason.label()).unwrap();
    assert_eq!(ask(LEAVES, Reason::AdverseEvent), Composite(CompositeValue::Worst));
    assert_eq!(ask(LEAVES, Reason::LostToFollowUp), Hypothetical);
    assert_eq!(ask("death", Reason::Death), Hypothetical);
    let world = estimand.world();
    assert!(!world.contains(&(IntercurrentCategory::StudyWithdrawal, Reason::LackOfEfficacy)));
    assert!(world.contains(&(IntercurrentCategory::StudyWithdrawal, Reason::LostToFollowUp)));
    assert!(world.contains(&(IntercurrentCategory::Discontinuation, Reason::AdverseEvent)));
    assert_eq!(world.len(), 4 * 8 - 2);
    estimand.events.rotate_right(1);
    let EstimandError::NeverReached { rule: 2, earlier: 1, .. } = estimand.check().unwrap_err() else {
        panic!("the second rule is in the shadow of the first")
    };
}

/// Two replicates of three and one patients: differences -3, -1, -2 and -6; value -12/4 = -3. Residuals of the totals:
/// -6 + 9 = 3 and -6 + 3 = -3. Squares within: 1 + 1 + 0 of 4 - 2 degrees of freedom.
#[test]
fn the_value_and_both_errors_are_those_of_the_hand_calculation() {
    let replicate =
        |replicate, outcomes: &[[f64; 2]]| Effects { replicate, randomised: 3, outcomes: outcomes.to_vec() };
    let rows = [replicate(0, &[[4.0, 7.0], [5.0, 6.0], [4.0, 6.0]]), replicate(1, &[[1.0, 7.0]])];
    let found = true_value(&rows).unwrap();
    assert_eq!((found.value, found.arms), (-3.0, [14.0 / 4.0, 26.0 / 4.0]));
    assert_eq!((found.randomised, found.patients, found.replicates), (6, 4, 2));
    let error = found.monte_carlo_error.clone().unwrap();
    assert!((error - (2.0_f64 * 18.0).sqrt() / 4.0).abs() < 1e-15, "{error}");
    assert!((found.error_within_worlds.clone().unwrap() - 0.5).abs() < 1e-15);
    // From 1.5 to 0.02: (75)^2 times the two replicates.
    assert_eq!(found.replicates_for(0.02).unwrap(), 2 * 75 * 75);
    let single = true_value(&rows[..1]).unwrap();
    assert!(single.monte_carlo_error.is_err() && single.replicates_for(0.02).is_err());
    assert!(true_value(&rows[1..]).unwrap().error_within_worlds.is_err());
    assert_eq!(rows[1].value().unwrap(), -6.0);
}

#[test]
fn a_stratum_of_nobody_is_an_error_with_its_reason() {
    let none = all(Measure::Score, PrincipalStratum);
    let people: Vec<[Told<'_>; 2]> = PEOPLE[1..].to_vec();
    let error = truth(&[potential(&none, &people)], &none).unwrap_err();
    assert_eq!(error, EstimandError::NobodyInPopulation { randomised: 2, replicates: 1 });
    assert!(error.to_string().starts_with("none of 2 randomised patients"));
    assert!(effects(&potential(&none, &people), &none).unwrap().value().is_err());
    assert!(truth(&[], &none).is_err());
}

#[test]
fn a_question_that_these_outcomes_cannot_answer_is_refused_by_name() {
    use EstimandError as E;
    let good = all(Measure::Score, TreatmentPolicy);
    let played = potential(&good, &PEOPLE);
    let ask = |change: &dyn Fn(&mut Estimand)| {
        let mut other = good.clone();
        change(&mut other);
        truth(std::slice::from_ref(&played), &other).unwrap_err()
    };
    assert!(matches!(ask(&|e| e.condition.treated = "drug".into()), E::UnknownArm { .. }));
    assert!(matches!(ask(&|e| e.variable.visit = "Month 9".into()), E::UnknownVisit { matches: 0, .. }));
    assert_eq!(ask(&|e| e.variable.parameter = "NRSWORST".into()), E::NotPlayed);
    assert_eq!(ask(&|e| e.variable.parameter = "FROWNS".into()), E::NotPlayed);
    assert_eq!(ask(&|e| e.events[0].strategy = Hypothetical), E::NotPlayed);
    let unsaid = E::NoStrategy { event: STOPS.into(), reason: "ADVERSE EVENT".into() };
    assert_eq!(ask(&|e| e.events[0].event = LEAVES.into()), unsaid);
    let mut silent = potential(&good, &PEOPLE);
    silent.patients[1].outcomes[0][0].answers[0][2] = None;
    assert!(matches!(truth(&[silent], &good).unwrap_err(), E::NotReported { patient: 2, .. }));
}

#[test]
fn an_object_that_means_nothing_is_refused() {
    use EstimandError as E;
    let fault = |change: &dyn Fn(&mut Estimand)| {
        let mut estimand = all(Measure::Score, TreatmentPolicy);
        change(&mut estimand);
        estimand.check().unwrap_err()
    };
    assert!(matches!(fault(&|e| e.condition.control = "cells".into()), E::SameArm { .. }));
    assert_eq!(fault(&|e| e.summary = PopulationSummary::DifferenceOfProportions), E::ProportionsOfScore);
    assert_eq!(fault(&|e| e.variable.measure = Measure::Response(30.0)), E::MeansOfResponse);
    assert!(matches!(fault(&|e| e.variable.measure = Measure::Response(0.0)), E::ReductionOutside { .. }));
    assert!(matches!(
        fault(&|e| e.variable.measure = Measure::Response(f64::NAN)),
        E::ReductionOutside { .. }
    ));
    let composite = |value| move |e: &mut Estimand| e.events[0].strategy = Composite(value);
    assert_eq!(fault(&composite(CompositeValue::NonResponse)), E::NoResponse);
    assert!(matches!(fault(&composite(CompositeValue::Score(f64::INFINITY))), E::NotAScore { .. }));
    let worst_of_what = fault(&|e| {
        e.variable.parameter = "VAS".into();
        e.events[0].strategy = Composite(CompositeValue::Worst);
    });
    assert!(matches!(worst_of_what, E::WorstUnknown { .. }));
}

#[test]
fn an_estimand_reads_from_a_file_as_it_is_said() {
    let text = r#"
        summary = "difference_of_means"
        [condition]
        treated = "CELLS"
        control = "CONTROL"
        [variable]
        parameter = "NRSMEAN"
        visit = "Month 6"
        measure = "change"
        [[events]]
        event = "STUDY WITHDRAWAL"
        reasons = ["ADVERSE EVENT", "LACK OF EFFICACY"]
        strategy = { composite = "worst" }
        [[events]]
        event = "DISCONTINUATION"
        strategy = "hypothetical"
        [[events]]
        event = "ANY"
        strategy = "treatment_policy"
    "#;
    let read: Estimand = toml::from_str(text).unwrap();
    read.check().unwrap();
    assert_eq!(
        read.sentence(),
        "Difference between the means of the change from baseline in NRSMEAN at Month 6, CELLS minus CONTROL, in \
         everybody randomised; study withdrawal (adverse event, lack of efficacy): worst score counts instead \
         (composite); discontinuation: the value counts that would be had it not happened (hypothetical); any event: \
         the value counts whatever happened (treatment policy)."
    );
    let again: Estimand = toml::from_str(&toml::to_string(&read).unwrap()).unwrap();
    assert_eq!(again, read);
    let misspelt = text.replace("reasons", "reason");
    assert!(
        toml::from_str::<Estimand>(&misspelt).unwrap_err().to_string().contains("unknown field `reason`")
    );
}

#[test]
fn a_name_says_the_strategy_and_tells_events_apart_where_they_differ() {
    assert_eq!(all(Measure::Score, Hypothetical).name(), "hypothetical");
    let mixed = estimand(
        Measure::Score,
        &[(STOPS, PrincipalStratum), (LEAVES, Composite(CompositeValue::Score(9.0)))],
    );
    assert_eq!(mixed.name(), "discontinuation principal stratum, study withdrawal composite (score 9)");
    assert_eq!(mixed.population(), "everybody randomised who would have discontinuation in neither arm");
    let response = all(Measure::Response(30.0), Composite(CompositeValue::NonResponse));
    assert_eq!(response.name(), "composite (no response)");
    assert!(response.sentence().starts_with(
        "Difference between the proportions whose NRSMEAN at month6 is at least 30 % below baseline, CELLS minus"
    ));
}
