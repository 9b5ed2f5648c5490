//! The same patients in every arm: what the tables report of them, luck that is shared, worlds without an event, and
//! truths that are known before anything is played.

use conus::analysis::estimand::{
    ANY_EVENT, CompositeValue, Condition, Estimand, Measure, PopulationSummary, Rule, Strategy, TrueValue,
    Variable, effects, truth,
};
use conus::analysis::frame::Frame;
use conus::trial::dataset::{IntercurrentCategory, IntercurrentEvent, Observation, Parameter, Reason};
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use conus::trial::potential::{Potential, PotentialOutcome, Wanted, potential};
use conus::trial::setting::{Content, Setting, settings};
use conus::trial::simulate::replicate;

use crate::trial::{KNOWLEDGE, knowing, study};

const STRATEGIES: [Strategy; 6] = [
    Strategy::TreatmentPolicy,
    Strategy::Hypothetical,
    Strategy::Composite(CompositeValue::Worst),
    Strategy::Composite(CompositeValue::Baseline),
    Strategy::WhileOnTreatment,
    Strategy::PrincipalStratum,
];
const BLINDED: (&str, &str) = ("open_label = true", "open_label = false");
const NO_EXPECTATION: (&str, &str) = ("expectation = true", "expectation = false");
const EVERYBODY_ON_A_DRUG: (&str, &str) = ("gabapentinoid_percent = 50", "gabapentinoid_percent = 100");
const NOBODY_ON_A_DRUG: (&str, &str) = ("gabapentinoid_percent = 50", "gabapentinoid_percent = 0");
const NOBODY_LEAVES: (&str, &str) = ("sizes = \"randomised\"", "sizes = \"completers\"");
/// Dizziness stops a drug at once, and most patients leave.
const EVENTFUL: [(&str, f64); 2] = [("stop_drug_harm", 5.0), ("leave_base", 0.008)];

fn estimand(strategy: Strategy) -> Estimand {
    Estimand {
        condition: Condition { treated: "BMSC + Schwann cells".into(), control: "Active control".into() },
        variable: Variable { parameter: "NRSMEAN".into(), visit: "Month 6".into(), measure: Measure::Score },
        events: vec![Rule::new(ANY_EVENT, strategy)],
        summary: PopulationSummary::DifferenceOfMeans,
    }
}

fn everything() -> Wanted {
    let mut wanted = Estimand::wanted(&STRATEGIES.map(estimand));
    wanted.parameters = Parameter::ALL.into_iter().collect();
    wanted
}

fn played(knowledge: &Knowledge, plan: &TrialPlan, number: u32, setting: Setting) -> Potential {
    potential(knowledge, plan, number, setting, &everything()).unwrap()
}

fn value(potentials: &[Potential], strategy: Strategy) -> TrueValue {
    truth(potentials, &estimand(strategy)).unwrap()
}

/// The outcomes of everybody in one arm, in the world with all events or in that without any.
fn outcomes(potential: &Potential, arm: usize, eventful: bool) -> Vec<&PotentialOutcome> {
    let world = potential.wanted.worlds.iter().position(|prevented| prevented.is_empty() == eventful);
    potential.patients.iter().map(|patient| &patient.outcomes[arm][world.unwrap()]).collect()
}

/// A diary with gaps says something else than the whole diary; everything else that the tables hold is the potential
/// outcome in the arm of the seat.
#[test]
fn in_the_arm_of_the_seat_everybody_answers_what_the_tables_say() {
    let plan = study(&[]);
    let trial = replicate(&KNOWLEDGE, &plan, 0, false).unwrap();
    let data = &trial.settings[0].1.analysis;
    let potential = played(&KNOWLEDGE, &plan, 0, settings(&plan)[0]);
    let whole = |row: &&&Observation| {
        let own = |of: &&Observation| of.subject == row.subject && of.visit == row.visit;
        let days = data.nrs.iter().filter(own).find(|of| of.parameter == Parameter::NrsDays);
        let interview = Parameter::InterferenceActivities..=Parameter::IntensityRadicular;
        interview.contains(&row.parameter) || days.unwrap().value >= 7.0
    };
    let rows: Vec<&Observation> = data.nrs.iter().chain(&data.pbds).collect();
    let rows: Vec<&&Observation> = rows.iter().filter(whole).collect();
    assert!(rows.len() > 200, "{} rows compared", rows.len());
    for row in rows {
        let subject = &data.subjects[row.subject as usize];
        let own = outcomes(&potential, usize::from(subject.arm), true)[row.subject as usize];
        let parameter = usize::from(row.parameter.number()) - 1;
        assert_eq!(own.answers[parameter][usize::from(row.visit)], Some(row.value), "{row:?}");
    }
}

/// Events up to leaving are those of the tables; what happens later only the truth knows.
#[test]
fn in_the_arm_of_the_seat_everybody_has_the_events_of_the_tables_and_more_only_after_leaving() {
    let (knowledge, plan) = (knowing(&EVENTFUL), study(&[EVERYBODY_ON_A_DRUG]));
    let (mut seen, mut unseen) = (0, 0);
    for number in 0..2 {
        let trial = replicate(&knowledge, &plan, number, false).unwrap();
        let data = &trial.settings[0].1.analysis;
        let potential = played(&knowledge, &plan, number, settings(&plan)[0]);
        for (index, subject) in (0_u32..).zip(&data.subjects) {
            let own = outcomes(&potential, usize::from(subject.arm), true)[index as usize];
            assert_eq!(subject.number, potential.patients[index as usize].number);
            let known = |event: &IntercurrentEvent| IntercurrentEvent { subject: 0, ..*event };
            let mut noted: Vec<_> =
                data.intercurrent.iter().filter(|event| event.subject == index).map(known).collect();
            noted.sort_by_key(|event| event.day);
            let (before, after) = own.events.split_at(noted.len());
            assert_eq!(before, noted, "patient {}", subject.number);
            assert!(after.iter().all(|event| event.day >= subject.end.day()));
            seen += noted.len();
            unseen += after.len();
        }
    }
    assert!(seen > 10 && unseen > 0, "{seen} seen, {unseen} unseen");
}

/// Without gaps the values that an estimand selects are its true outcomes in the arm of the seat: all of them where an
/// event has a value of its own, else those that were observed.
#[test]
fn what_an_estimand_selects_is_what_is_true_of_it() {
    let silence = [EVENTFUL[0], ("leave_base", 0.002), ("diary_missing", 0.0), ("item_missing", 0.0)];
    let (knowledge, plan) = (knowing(&silence), study(&[EVERYBODY_ON_A_DRUG]));
    let trial = replicate(&knowledge, &plan, 0, false).unwrap();
    let data = &trial.settings[0].1.analysis;
    let potential = played(&knowledge, &plan, 0, settings(&plan)[0]);
    let frame = Frame::of_dataset(data, Parameter::NrsMean, &[], 1).unwrap();
    for strategy in STRATEGIES.into_iter().filter(|strategy| *strategy != Strategy::PrincipalStratum) {
        let estimand = estimand(strategy);
        let truth = effects(&potential, &estimand).unwrap().outcomes;
        let selected = estimand.select(&frame).unwrap();
        let mut observed = 0;
        for (own, (subject, person)) in truth.iter().zip(data.subjects.iter().zip(&selected.frame.people)) {
            let value = person.values[2];
            let truth = Some(own[usize::from(subject.arm)]);
            assert!(value.is_none() || value == truth, "{strategy:?}: {truth:?}, {person:?}");
            observed += usize::from(value.is_some());
        }
        let whole = matches!(strategy, Strategy::Composite(_) | Strategy::WhileOnTreatment);
        assert!(observed == 11 || (!whole && (2..11).contains(&observed)), "{strategy:?}: {observed}");
    }
}

/// Nothing is given that acts and everybody expects the same: every patient reports the same in both arms, exactly.
#[test]
fn where_cells_do_nothing_and_nobody_knows_each_patient_is_the_same_in_both_arms() {
    let plan = study(&[BLINDED, EVERYBODY_ON_A_DRUG]);
    let potential = played(&knowing(&EVENTFUL), &plan, 0, Setting::Null);
    assert_eq!(potential.patients.len(), 11);
    for patient in &potential.patients {
        for (treated, control) in patient.outcomes[0].iter().zip(&patient.outcomes[1]) {
            assert_eq!(treated.answers, control.answers, "patient {}", patient.number);
        }
    }
    for strategy in [Strategy::TreatmentPolicy, Strategy::Hypothetical] {
        let differences = effects(&potential, &estimand(strategy)).unwrap().differences();
        assert_eq!(differences, [0.0; 11]);
    }
}

/// Without ups and downs a rating is true pain to the nearest whole number: a relief of 2 is 2 of each rating, and one
/// of 10 leaves nothing.
#[test]
fn an_imposed_relief_is_the_true_value_of_every_strategy_down_to_the_floor() {
    let knowledge = knowing(&[("flare_sd", 0.0), ("day_sd", 0.0)]);
    let plan = study(&[NO_EXPECTATION, NOBODY_LEAVES, NOBODY_ON_A_DRUG]);
    let relieved = |relief_nrs| {
        let setting = Setting::Imposed { relief_nrs };
        [0, 1].map(|number| played(&knowledge, &plan, number, setting))
    };
    let two = relieved(2.0);
    let least = two.iter().flat_map(|one| outcomes(one, 1, true)).map(|own| own.answers[0][3].unwrap());
    assert!(least.fold(f64::INFINITY, f64::min) >= 3.0, "nobody is near the floor");
    for strategy in STRATEGIES {
        let found = value(&two, strategy);
        // A mean of seven whole ratings is rounded in its last bit.
        assert!((found.value + 2.0).abs() < 1e-14, "{strategy:?}: {found:?}");
        assert!(found.monte_carlo_error.unwrap() < 1e-14 && found.error_within_worlds.unwrap() < 1e-14);
        assert_eq!((found.patients, found.replicates), (22, 2));
    }
    let ten = relieved(10.0);
    let own: Vec<f64> =
        ten.iter().flat_map(|one| outcomes(one, 1, true)).map(|own| own.answers[0][3].unwrap()).collect();
    let mean = own.iter().sum::<f64>() / own.len() as f64;
    assert!((value(&ten, Strategy::TreatmentPolicy).value + mean).abs() < 1e-13);
}

/// With ups and downs a rating still moves by whole points, but for days at an end of the scale.
#[test]
fn an_imposed_relief_is_missed_at_the_ends_of_the_scale_alone() {
    let plan = study(&[NO_EXPECTATION, NOBODY_LEAVES, NOBODY_ON_A_DRUG]);
    let potential = played(&KNOWLEDGE, &plan, 0, Setting::Imposed { relief_nrs: 1.0 });
    let differences = effects(&potential, &estimand(Strategy::TreatmentPolicy)).unwrap().differences();
    assert!(
        differences.iter().all(|difference| (-1.0 - 1e-14..=0.0).contains(difference)),
        "{differences:?}"
    );
    let whole = differences.iter().filter(|difference| (**difference + 1.0).abs() < 1e-14).count();
    assert!(whole >= 6, "{differences:?}");
}

/// A world in which an event is prevented is the world whose hazard of it is none.
#[test]
fn the_hypothetical_world_is_the_one_in_which_the_event_has_no_hazard() {
    let plan = study(&[EVERYBODY_ON_A_DRUG]);
    let eventful = played(&knowing(&EVENTFUL), &plan, 0, settings(&plan)[0]);
    let quiet =
        played(&knowing(&[("stop_drug_harm", 0.0), ("leave_base", 0.0)]), &plan, 0, settings(&plan)[0]);
    let mut events = 0;
    for arm in 0..2 {
        assert_eq!(outcomes(&eventful, arm, false), outcomes(&quiet, arm, true));
        events += outcomes(&eventful, arm, true).iter().map(|own| own.events.len()).sum::<usize>();
        assert!(outcomes(&quiet, arm, true).iter().all(|own| own.events.is_empty()));
    }
    assert!(events > 4, "{events} events");
}

/// Leaving alone, by every reason or by one: what is felt afterwards does not depend on who looks.
#[test]
fn leaving_changes_no_answer_and_may_be_prevented_by_its_reason() {
    let plan = study(&[EVERYBODY_ON_A_DRUG]);
    let leaving = |reason| (IntercurrentCategory::StudyWithdrawal, reason);
    let all = Reason::ALL.map(leaving).into_iter().collect();
    let one = [leaving(Reason::LostToFollowUp)].into_iter().collect();
    let wanted = Wanted {
        parameters: [Parameter::NrsMean].into_iter().collect(),
        worlds: [Default::default(), all, one].into_iter().collect(),
    };
    let potential =
        potential(&knowing(&[("leave_base", 0.01)]), &plan, 0, settings(&plan)[0], &wanted).unwrap();
    let place = |size| wanted.worlds.iter().position(|world| world.len() == size).unwrap();
    let (free, all, one) = (place(0), place(Reason::ALL.len()), place(1));
    let mut reasons = std::collections::BTreeSet::new();
    for worlds in potential.patients.iter().flat_map(|patient| &patient.outcomes) {
        assert_eq!(worlds[free].answers, worlds[all].answers);
        assert_eq!(worlds[free].answers, worlds[one].answers);
        let left = |world: usize| {
            worlds[world].events.iter().find(|event| event.category == IntercurrentCategory::StudyWithdrawal)
        };
        assert_eq!(left(all), None);
        reasons.extend(left(free).map(|event| event.reason));
        match (left(free), left(one)) {
            (Some(first), later) if first.reason == Reason::LostToFollowUp => {
                assert!(
                    later.is_none_or(|event| event.day > first.day && event.reason != Reason::LostToFollowUp)
                );
            }
            (first, later) => assert_eq!(first, later),
        }
    }
    assert!(reasons.contains(&Reason::LostToFollowUp) && reasons.len() > 1, "{reasons:?}");
}

/// The titrated control is lived by everybody too, with its own drug to stop.
#[test]
fn every_content_of_the_control_arm_is_lived_by_everybody() {
    let plan =
        study(&[("variants = [\"usual_care\"]", "variants = [\"usual_care\", \"titrated_gabapentinoid\"]")]);
    let titrated = Setting::Planned { control: Content::TitratedGabapentinoid };
    let (usual, drug) =
        (played(&KNOWLEDGE, &plan, 0, settings(&plan)[0]), played(&KNOWLEDGE, &plan, 0, titrated));
    let mean = |potential: &Potential, arm| {
        outcomes(potential, arm, true).iter().map(|own| own.answers[0][3].unwrap()).sum::<f64>() / 11.0
    };
    assert_eq!(outcomes(&usual, 0, true), outcomes(&drug, 0, true), "the treated arm is the same");
    assert!(mean(&drug, 1) < mean(&usual, 1));
}

#[test]
fn a_plan_with_fewer_seats_has_the_first_patients_of_the_same_worlds() {
    let whole = study(&[]);
    let mut few = whole.clone();
    few.arms.iter_mut().for_each(|arm| arm.randomised = 2);
    let of = |plan| played(&KNOWLEDGE, plan, 1, settings(plan)[0]);
    assert_eq!(of(&few).patients, of(&whole).patients[..4]);
}
