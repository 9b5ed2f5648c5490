//! A small trial, taken apart: same patients in every world, selection as in life, nothing lost and nothing invented.

use std::sync::LazyLock;

use conus::instrument::nrs::Said;
use conus::instrument::reporting::{self, Reporting};
use conus::instrument::voice::{SCREENING_DAYS, voice};
use conus::patient::chance::Key;
use conus::patient::crowd::{Followers, Width};
use conus::trial::allocation::allocate;
use conus::trial::conduct::{Circumstances, Conduct, Prevented, conduct};
use conus::trial::course::{Ask, Course, Felt, journey};
use conus::trial::dataset::{
    Action, AdverseTerm, EndOfStudy, IntercurrentCategory, LatentPain, Observation, Parameter, Simulated,
};
use conus::trial::knowledge::Knowledge;
use conus::trial::life::Life;
use conus::trial::plan::{Role, TrialPlan};
use conus::trial::rescue::Rescuing;
use conus::trial::screening::{Candidate, Exclusion, Screening, screen};
use conus::trial::setting::Setting;
use conus::trial::side_by_side::live_all;
use conus::trial::simulate::{Played, replicate, scene};
use conus::trial::studies::shipped;

pub(crate) static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::shipped);

/// Makes the shipped study small: eleven patients, three imposed reliefs, no knock-outs.
const SMALL: [(&str, &str); 8] = [
    ("randomised = 41", "randomised = 6"),
    ("randomised = 33", "randomised = 5"),
    ("cells = 37, control = 30", "cells = 6, control = 5"),
    ("variants = [\"usual_care\", \"sham_like\", \"titrated_gabapentinoid\"]", "variants = [\"usual_care\"]"),
    ("months_since_injury = { min = 6, max = 60 }", "months_since_injury = { min = 6, max = 12 }"),
    ("knock_outs = true", "knock_outs = false"),
    ("true_effect_nrs = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4]", "true_effect_nrs = [0, 1, 3]"),
    ("replicates = 200", "replicates = 4"),
];
const NO_EXPECTATION: (&str, &str) = ("expectation = true", "expectation = false");
const NOBODY_LEAVES: (&str, &str) = ("sizes = \"randomised\"", "sizes = \"completers\"");

/// The small study with further changes; each must find its place.
pub(crate) fn study(changes: &[(&str, &str)]) -> TrialPlan {
    let mut text = shipped()[0].text.to_owned();
    for (from, to) in SMALL.iter().chain(changes) {
        assert!(text.contains(from), "the study does not say `{from}`");
        text = text.replace(from, to);
    }
    TrialPlan::from_text("small.toml", &text).unwrap()
}

fn played(plan: &TrialPlan, number: u32) -> Played {
    replicate(&KNOWLEDGE, plan, number, false).unwrap()
}

fn screened(plan: &TrialPlan, number: u32) -> Screening {
    screen(&KNOWLEDGE, plan, &scene(&KNOWLEDGE, plan, number)).unwrap()
}

fn tables(played: &Played, wanted: Setting) -> &Simulated {
    &played.settings.iter().find(|(setting, _)| *setting == wanted).unwrap().1
}

/// What the binary knows, with one number of the reporting layer changed.
pub(crate) fn knowing(changes: &[(&str, f64)]) -> Knowledge {
    let mut knowledge = KNOWLEDGE.clone();
    for (name, value) in changes {
        let place = Reporting::<f64>::NAMES.iter().position(|known| known == name).unwrap();
        knowledge.reporting[place].value = *value;
    }
    knowledge
}

/// Whoever prints to the same text holds the same bits: the shortest text that reads back is unique.
fn bits(of: &impl std::fmt::Debug) -> String {
    format!("{of:?}")
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn every_world_has_the_same_patients_and_the_world_without_relief_is_the_null() {
    let plan = study(&[]);
    let played = played(&plan, 0);
    let baseline = |tables: &Simulated| {
        let data = &tables.analysis;
        let who: Vec<_> =
            data.subjects.iter().map(|s| (s.number, s.arm, s.age_years, s.baseline_nrs)).collect();
        let rows: Vec<Observation> =
            data.nrs.iter().chain(&data.pbds).filter(|row| row.visit == 0).copied().collect();
        assert!(rows.len() >= 11 * 5, "{} rows", rows.len());
        let truth: Vec<_> = tables.truth.rows.iter().filter(|row| row.visit == 0).copied().collect();
        bits(&(who, rows, truth))
    };
    assert_eq!(played.settings.len(), 5);
    let first = baseline(&played.settings[0].1);
    for (setting, tables) in &played.settings {
        assert_eq!(baseline(tables), first, "{}", setting.label(&plan));
    }
    let (null, none) =
        (tables(&played, Setting::Null), tables(&played, Setting::Imposed { relief_nrs: 0.0 }));
    assert_eq!(bits(null), bits(none));
    assert_ne!(bits(null), bits(tables(&played, Setting::Imposed { relief_nrs: 3.0 })));
    assert_ne!(bits(null), bits(&played.settings[0].1));
}

#[test]
fn where_the_cells_do_nothing_nobody_feels_the_arm_even_if_a_drug_is_stopped() {
    let plan = study(&[NO_EXPECTATION, ("gabapentinoid_percent = 50", "gabapentinoid_percent = 100")]);
    let played = replicate(&knowing(&[("stop_drug_harm", 5.0)]), &plan, 0, false).unwrap();
    let null = tables(&played, Setting::Null);
    let stops = null.analysis.intercurrent.iter();
    let stops = stops.filter(|event| event.category == IntercurrentCategory::Discontinuation).count();
    assert!(stops >= 2, "{stops} stopped the drug");
    for row in &null.truth.rows {
        assert_eq!(bits(&row.assigned), bits(&row.untreated), "subject {} visit {}", row.subject, row.visit);
    }
}

#[test]
fn more_imposed_relief_never_raises_true_pain_and_none_falls_below_zero() {
    let played = played(&study(&[NOBODY_LEAVES]), 1);
    let at = |relief_nrs| &tables(&played, Setting::Imposed { relief_nrs }).truth.rows;
    let mut relieved = 0;
    for (less, more) in [(at(0.0), at(1.0)), (at(1.0), at(3.0))] {
        assert_eq!((less.len(), more.len()), (44, 44));
        for (less, more) in less.iter().zip(more) {
            let parts = |pain: &LatentPain| [pain.total, pain.at_level, pain.below_level, pain.radicular];
            for (less, more) in parts(&less.assigned).into_iter().zip(parts(&more.assigned)) {
                assert!((0.0..=less).contains(&more), "{more} after {less}");
            }
            relieved += u32::from(more.assigned.total < less.assigned.total);
        }
    }
    // Six treated patients at three visits after baseline, two steps of relief; who has no pain left gains nothing.
    assert!((20..=36).contains(&relieved), "{relieved} rows were relieved");
}

/// The Schwann cells of the study are taken out: the claim is about stem cells in the fluid.
fn stem_cells_alone(changes: &[(&str, &str)]) -> TrialPlan {
    let text = shipped()[0].text;
    let (_, rest) = text.split_once("viability_percent = 90          # not published; assumed\n").unwrap();
    let (schwann, _) = rest.split_once("[[arm]]").unwrap();
    assert!(schwann.contains("kind = \"schwann\""));
    let mut all = vec![(schwann, "\n")];
    all.extend(changes);
    study(&all)
}

#[test]
fn cells_that_do_not_home_relieve_almost_nothing() {
    let plan = stem_cells_alone(&[("knock_outs = false", "knock_outs = true")]);
    let rows: Vec<_> = (0..6).flat_map(|number| played(&plan, number).knock_outs).collect();
    assert_eq!(rows.len(), 36);
    let [all, homing] = [0, 1].map(|off| mean(rows.iter().map(|row| row[off])));
    assert!(all > 0.2, "relief {all}");
    assert!(homing.abs() < 0.1 * all, "relief {all}, without homing {homing}");
}

/// Not to the bit: injected cells are still counted, so the solver takes other steps; within its tolerance.
#[test]
fn with_all_five_mechanisms_off_injected_cells_change_nothing_that_the_solver_can_tell() {
    let off = ["homing", "immunomodulation", "trophic", "support", "environment"]
        .map(|name| (format!("{name} = true"), format!("{name} = false")));
    let mut changes: Vec<(&str, &str)> = off.iter().map(|(on, off)| (on.as_str(), off.as_str())).collect();
    changes.push(NOBODY_LEAVES);
    for plan in [study(&changes), stem_cells_alone(&changes)] {
        let played = played(&plan, 0);
        let rows = &played.settings[0].1.truth.rows;
        let most = rows.iter().map(|row| row.effect().abs()).fold(0.0, f64::max);
        assert!(most < 1e-4, "{most}");
    }
}

/// Nobody is treated and nobody expects anything, yet reports fall, since pain was looked for on a bad week. If they
/// were as likely to rise, 11 or 12 falls in 12 replicates would have probability 13/4096.
#[test]
fn selection_makes_pain_fall_without_any_treatment() {
    let plan = study(&[
        NO_EXPECTATION,
        NOBODY_LEAVES,
        ("randomised = 6", "randomised = 25"),
        ("randomised = 5", "randomised = 25"),
        ("cells = 6, control = 5", "cells = 25, control = 25"),
        ("nrs_weekly_mean = { min = 4, max = 10 }", "nrs_weekly_mean = { min = 6, max = 10 }"),
    ]);
    let mut falls = 0;
    let (mut screening, mut later) = (Vec::new(), Vec::new());
    for number in 0..12 {
        let played = played(&plan, number);
        let null = tables(&played, Setting::Null);
        let start: Vec<f64> = null.analysis.subjects.iter().filter_map(|s| s.baseline_nrs).collect();
        let truth: Vec<f64> =
            null.truth.rows.iter().filter(|row| row.visit == 1).map(|row| row.untreated.total).collect();
        assert!(start.iter().chain(&truth).all(|pain| (0.0..=10.0).contains(pain)));
        let said = null.analysis.nrs.iter();
        let said = said.filter(|row| row.visit == 1 && row.parameter == Parameter::NrsMean);
        falls += u32::from(mean(said.map(|row| row.value)) < mean(start.iter().copied()));
        screening.extend(start);
        later.extend(truth);
    }
    let (screening, later) = (mean(screening.into_iter()), mean(later.into_iter()));
    assert!(screening > later, "screening {screening}, later in truth {later}");
    assert!(falls >= 11, "{falls} of 12 fell");
}

/// What becomes of a patient who feels the same every day and takes nothing.
fn fate(r: &Reporting<f64>, patient: u32, pain: f64, may_leave: bool) -> Conduct {
    const DAYS: usize = 182;
    let key = Key { seed: 7, replicate: 0, patient };
    let voice = voice(r, key, DAYS);
    let (felt, shift) = (vec![pain; SCREENING_DAYS + DAYS], vec![0.0; SCREENING_DAYS + DAYS]);
    let course = Course {
        felt: vec![Felt::default(); felt.len()],
        hazard: vec![[0.0; 2]; 26],
        biology: vec![],
        states: vec![],
    };
    let said = Said { felt: &felt, shift: &shift };
    let circumstances = Circumstances {
        reporting: r,
        voice: &voice,
        said,
        course: &course,
        injected: None,
        on_drug: false,
        rescuing: Rescuing::Never,
        days: DAYS,
        may_leave,
        leaves_times: 1.0,
        prevented: &Prevented::new(),
    };
    conduct(&circumstances, key)
}

#[test]
fn who_is_in_more_pain_leaves_more_often_and_never_later() {
    let r = reporting::in_world(&KNOWLEDGE.reporting, &KNOWLEDGE.world(7, 0));
    let mut left = [0_u32; 2];
    for patient in 0..400 {
        let ends = [2.0, 9.0].map(|pain| fate(&r, patient, pain, true).end);
        assert!(ends[1].day() <= ends[0].day(), "patient {patient}");
        for (count, end) in left.iter_mut().zip(ends) {
            *count += u32::from(matches!(end, EndOfStudy::Discontinued { .. }));
        }
        let stays = fate(&r, patient, 9.0, false).end;
        assert_eq!(stays, EndOfStudy::Completed { day: 182 });
    }
    // Hazards of 0.00035 and of 0.00035 e^(0.35 (9 - 5)) a day: 6 % and 23 % of 400 leave.
    assert!((10..50).contains(&left[0]) && left[1] > 2 * left[0], "{left:?}");
}

#[test]
fn a_replicate_knows_nothing_of_the_others() {
    let plan = study(&[]);
    let forward: Vec<String> = (0..3).map(|number| bits(&played(&plan, number))).collect();
    let alone = std::thread::spawn({
        let plan = plan.clone();
        move || bits(&played(&plan, 2))
    });
    assert!(alone.join().unwrap() == forward[2]);
    assert!(bits(&played(&plan, 1)) == forward[1]);
    assert!(forward[0] != forward[1] && forward[1] != forward[2]);
}

/// Drugs are stopped on the way and mechanisms knocked out, so that every kind of crowd is followed.
#[test]
fn a_trial_is_the_same_however_many_patients_are_followed_at_once() {
    let plan = study(&[
        ("knock_outs = false", "knock_outs = true"),
        ("variants = [\"usual_care\"]", "variants = [\"usual_care\", \"titrated_gabapentinoid\"]"),
    ]);
    let knowledge = knowing(&[("stop_drug_harm", 5.0)]);
    let played = Width::ALL.map(|width| {
        let followers = Followers { width, ..knowledge.followers.clone() };
        replicate(&Knowledge { followers, ..knowledge.clone() }, &plan, 0, true).unwrap()
    });
    let stopped = played[0].settings[0].1.analysis.intercurrent.iter();
    assert!(stopped.filter(|event| event.category == IntercurrentCategory::Discontinuation).count() > 0);
    assert_eq!((played[0].knock_outs.len(), played[0].biology.len()), (6, 11));
    let played = played.map(|played| bits(&played));
    assert!(played[1] == played[0] && played[2] == played[0]);
}

#[test]
fn arms_get_exactly_their_seats_and_choice_brings_more_pain_to_the_treatment() {
    let random = study(&[]);
    let choice = study(&[("method = \"random\"", "method = \"by_choice\"")]);
    let enrolled = screened(&random, 0).enrolled;
    let pain: Vec<f64> = enrolled.iter().map(|patient| patient.week.mean.unwrap()).collect();
    let differences = |plan: &TrialPlan| -> Vec<f64> {
        let one = |number: u32| {
            let arms = allocate(plan, &enrolled, number);
            let of = |arm: usize| (0..arms.len()).filter(|at| arms[*at] == arm).map(|at| pain[at]).collect();
            let [treated, control]: [Vec<f64>; 2] = [of(0), of(1)];
            assert_eq!((treated.len(), control.len()), (6, 5));
            mean(treated.into_iter()) - mean(control.into_iter())
        };
        (0..1000).map(one).collect()
    };
    let summary = |values: Vec<f64>| {
        let average = mean(values.iter().copied());
        let variance = mean(values.iter().map(|value| (value - average) * (value - average)));
        (average, (variance / 1000.0).sqrt())
    };
    let (chance, error) = summary(differences(&random));
    assert!(chance.abs() < 4.0 * error, "{chance} with a standard error of {error}");
    let (chosen, error) = summary(differences(&choice));
    assert!(chosen > 4.0 * error, "{chosen} with a standard error of {error}");
}

#[test]
fn nobody_is_let_in_outside_the_limits() {
    let narrow = ("nrs_weekly_mean = { min = 4, max = 10 }", "nrs_weekly_mean = { min = 5, max = 7 }");
    let sciatica = ("pain = \"neuropathic\"", "pain = \"sciatica_like\"");
    let any = screened(&study(&[]), 0);
    assert!(any.enrolled.iter().any(|patient| !patient.sciatica_like));
    let found = screened(&study(&[narrow, sciatica]), 0);
    assert_eq!(found.enrolled.len(), 11);
    for patient in &found.enrolled {
        let mean = patient.week.mean.unwrap();
        assert!(patient.sciatica_like && (5.0..=7.0).contains(&mean), "{mean}");
    }
    for seen in [&any, &found] {
        let out = seen.excluded.iter().sum::<u32>() as usize + seen.failures.len();
        assert_eq!(seen.screened as usize, seen.enrolled.len() + out);
        assert_eq!(seen.screened as usize, seen.seen.len() + seen.failures.len());
    }
    for reason in [Exclusion::NoSuchPain, Exclusion::TooMild, Exclusion::TooSevere] {
        assert!(found.excluded[reason as usize] > 0, "{reason:?}");
    }
}

#[test]
fn a_trial_that_nobody_can_enter_ends_with_the_numbers() {
    let plan = study(&[
        ("randomised = 6", "randomised = 2"),
        ("randomised = 5", "randomised = 2"),
        ("cells = 6, control = 5", "cells = 2, control = 2"),
        ("nrs_weekly_mean = { min = 4, max = 10 }", "nrs_weekly_mean = { min = 10, max = 10 }"),
    ]);
    let refused = replicate(&KNOWLEDGE, &plan, 0, false).unwrap_err();
    assert_eq!((refused.seats, refused.screened), (4, 400));
    assert!(refused.enrolled < 4);
    let says = format!(
        "only {} of 4 seats were taken after 400 candidates, 0 of whom could not be solved; ",
        refused.enrolled
    );
    assert!(refused.to_string().starts_with(&says), "{refused}");
}

#[test]
fn a_patient_who_cannot_be_solved_is_named_and_stands_in_no_table() {
    let mut knowledge = KNOWLEDGE.clone();
    let names = conus::biology::parameters::Params::<f64>::NAMES;
    let place = names.iter().position(|name| *name == "msc_clearance").unwrap();
    // Nothing times this number is nothing; nine million cells times it is more than a number can be. So only the
    // treated fail.
    knowledge.parameters.entries[place].value = 5e307;
    let plan = study(&[]);
    let played = replicate(&knowledge, &plan, 0, false).unwrap();
    let treated: Vec<u32> = played.failures.iter().map(|failure| failure.patient).collect();
    assert_eq!(treated.len(), 6);
    for failure in &played.failures {
        assert_eq!(failure.stage, "the trial");
        let again = failure.replay.follow(&knowledge.followers.model).arrival.outcome.unwrap_err();
        assert_eq!(failure.cause, again.to_string());
        assert_eq!((failure.day, failure.state.as_deref()), (again.day(), again.state()));
        assert!(failure.day.is_some() && failure.state.is_some(), "{}", failure.cause);
    }
    for (setting, tables) in &played.settings {
        let data = &tables.analysis;
        assert_eq!(data.subjects.len(), 5, "{}", setting.label(&plan));
        assert!(data.subjects.iter().all(|s| plan.arms[usize::from(s.arm)].role == Role::Control));
        assert!(data.subjects.iter().all(|s| !treated.contains(&(s.number - 1))));
        assert_eq!(tables.truth.rows.len(), 5 * 4);
    }
}

/// Half a year of usual care, by itself; the drug is stopped on a day.
fn untreated(knowledge: &Knowledge, patient: &Candidate, drug_stopped: Option<u32>) -> Course {
    let ask = Ask { treatments: &[], rescued: None, drug_stopped, days: 182 };
    let arrivals = knowledge.followers.follow(&[journey(patient, &patient.params, &ask)]);
    assert!(arrivals[0].outcome.is_ok());
    Course::new(&patient.screening, &arrivals[0].seen)
}

/// Only usual care here, and everybody who is harmed stops it: leaving must come of the pain that is then felt.
#[test]
fn who_stops_a_drug_leaves_by_the_pain_without_it() {
    let plan = study(&[("gabapentinoid_percent = 50", "gabapentinoid_percent = 100")]);
    let knowledge = knowing(&[("stop_drug_harm", 5.0), ("leave_pain", 1.0)]);
    let scene = scene(&knowledge, &plan, 0);
    let enrolled = screen(&knowledge, &plan, &scene).unwrap().enrolled;
    let mut lives: Vec<Life<'_>> = enrolled.iter().map(|patient| Life::new(&plan, patient, 1)).collect();
    let live = |life: &Life<'_>| life.live(&plan, &scene, &Setting::Null);
    let lived = live_all(&knowledge.followers, &plan, &mut lives, live);
    let mut stopped = 0;
    for (patient, lived) in enrolled.iter().zip(lived) {
        let lived = lived.unwrap();
        let course = untreated(&knowledge, patient, lived.conduct.drug_stopped);
        assert_eq!(bits(&course.felt), bits(&lived.felt));
        let felt: Vec<f64> = course.felt.iter().map(|felt| felt.total).collect();
        let circumstances = Circumstances {
            reporting: &scene.reporting,
            voice: &patient.voice,
            said: Said { felt: &felt, shift: &lived.shift },
            course: &course,
            injected: None,
            on_drug: true,
            rescuing: Rescuing::Never,
            days: 182,
            may_leave: true,
            leaves_times: 1.0,
            prevented: &Prevented::new(),
        };
        assert_eq!(conduct(&circumstances, patient.key), lived.conduct);
        stopped += u32::from(lived.conduct.drug_stopped.is_some());
    }
    assert!(stopped > 0, "without anybody who stops, this test says nothing");
}

#[test]
fn a_drug_that_is_stopped_leaves_and_harms_no_more() {
    let plan = study(&[("gabapentinoid_percent = 50", "gabapentinoid_percent = 100")]);
    let enrolled = screened(&plan, 0).enrolled;
    let hazard = |drug_stopped| untreated(&KNOWLEDGE, &enrolled[0], drug_stopped).hazard;
    let (taken, stopped) = (hazard(None), hazard(Some(27)));
    assert_eq!((taken.len(), stopped.len()), (26, 26));
    for week in 0..26 {
        let [dizzy, sleepy] = taken[week];
        assert!(dizzy > 1e-4 && sleepy > 1e-4, "week {week}: {dizzy} {sleepy}");
        // A month is some hundred half-lives of six hours.
        if week >= 8 {
            assert!(stopped[week].iter().all(|hazard| hazard.abs() < 1e-9), "{:?}", stopped[week]);
        }
    }
    let played = replicate(&knowing(&[("stop_drug_harm", 5.0)]), &plan, 0, false).unwrap();
    let data = &played.settings[0].1.analysis;
    let mut stops = 0;
    for event in &data.intercurrent {
        if event.category == IntercurrentCategory::Discontinuation {
            stops += 1;
            let own = || data.adverse_events.iter().filter(|harm| harm.subject == event.subject);
            assert_eq!(own().filter(|harm| harm.action == Action::Withdrawn).count(), 1);
            let by_drug = |term| matches!(term, AdverseTerm::Dizziness | AdverseTerm::Somnolence);
            assert!(
                own()
                    .filter(|harm| by_drug(harm.term) && harm.related)
                    .all(|harm| harm.start_day <= event.day)
            );
        }
    }
    assert!(stops >= 2, "{stops} stopped");
}
