//! Rescue medication: caused by pain, with what a drug does for good and ill, and thought away by the hypothetical strategy.

use conus::patient::crowd::{Followers, Width};
use conus::trial::dataset::{Dataset, IntercurrentCategory, IntercurrentEvent, Parameter, Reason, Simulated};
use conus::trial::knowledge::Knowledge;
use conus::trial::plan::TrialPlan;
use conus::trial::potential::{Potential, Wanted, potential};
use conus::trial::setting::{Setting, settings};
use conus::trial::simulate::replicate;

use crate::trial::{KNOWLEDGE, knowing, study};

/// From the fourth week on, whoever says 5 or more takes it at once (assumed, as every number here).
const FROM_DAY: i32 = 28;
const RESCUE: (&str, &str) = (
    "[allocation]",
    "[rescue]\nfrom_nrs = 5\nfrom_day = 28\ntakes_percent = 100\ndose_mg_per_day = 600\ntitration_days = 7\n\n[allocation]",
);
const NOBODY_ON_A_DRUG: (&str, &str) = ("gabapentinoid_percent = 50", "gabapentinoid_percent = 0");
const NOBODY_LEAVES: (&str, &str) = ("sizes = \"randomised\"", "sizes = \"completers\"");
const NO_EXPECTATION: (&str, &str) = ("expectation = true", "expectation = false");

fn events(data: &Dataset, category: IntercurrentCategory) -> impl Iterator<Item = &IntercurrentEvent> {
    data.intercurrent.iter().filter(move |event| event.category == category)
}

fn planned(knowledge: &Knowledge, plan: &TrialPlan) -> Simulated {
    in_replicate(knowledge, plan, 0)
}

fn in_replicate(knowledge: &Knowledge, plan: &TrialPlan, number: u32) -> Simulated {
    let played = replicate(knowledge, plan, number, false).unwrap();
    assert!(played.failures.is_empty());
    played.settings.into_iter().next().unwrap().1
}

/// Total pain in truth, by subject and visit.
fn pain(tables: &Simulated, subject: u32, visit: u16) -> f64 {
    let own = |row: &&conus::trial::dataset::Truth| row.subject == subject && row.visit == visit;
    tables.truth.rows.iter().find(own).unwrap().assigned.total
}

#[test]
fn who_hurts_too_much_is_rescued_and_hurts_less_afterwards() {
    let quiet = knowing(&[("stop_drug_harm", 0.0)]);
    let with = planned(&quiet, &study(&[RESCUE, NOBODY_ON_A_DRUG, NOBODY_LEAVES]));
    let without = planned(&quiet, &study(&[NOBODY_ON_A_DRUG, NOBODY_LEAVES]));
    assert_eq!(events(&without.analysis, IntercurrentCategory::Rescue).count(), 0);
    let rescued: Vec<_> = events(&with.analysis, IntercurrentCategory::Rescue).collect();
    assert!((2..11).contains(&rescued.len()), "{rescued:?}");
    for subject in 0..11 {
        let (before, after) = (pain(&without, subject, 3), pain(&with, subject, 3));
        match rescued.iter().find(|event| event.subject == subject) {
            Some(event) => {
                assert_eq!(event.reason, Reason::LackOfEfficacy);
                assert!(event.day >= FROM_DAY && event.day % 7 == 0, "{event:?}");
                assert!(after < before - 0.2, "{after} instead of {before}");
            }
            None => assert_eq!(after.to_bits(), before.to_bits()),
        }
    }
    // The drug harms those who take it, and nobody else has its harms.
    let related = || with.analysis.adverse_events.iter().filter(|harm| harm.related && harm.start_day > 0);
    let of_drug = |harm: &conus::trial::dataset::AdverseEvent| {
        rescued.iter().any(|event| event.subject == harm.subject && event.day <= harm.start_day)
    };
    assert!(related().count() > 0 && related().all(of_drug));
}

#[test]
fn a_rescue_is_stopped_for_its_harm_and_never_follows_a_stop() {
    let knowledge = knowing(&[("stop_drug_harm", 5.0)]);
    let (mut both, mut stops_alone) = (0, 0);
    for number in 0..4 {
        let data = in_replicate(&knowledge, &study(&[RESCUE, NOBODY_LEAVES]), number).analysis;
        for stop in events(&data, IntercurrentCategory::Discontinuation) {
            let rescue =
                events(&data, IntercurrentCategory::Rescue).find(|event| event.subject == stop.subject);
            assert!(rescue.is_none_or(|rescue| rescue.day < stop.day));
            if rescue.is_some() { both += 1 } else { stops_alone += 1 }
        }
        let mut per_subject: Vec<u32> = data.intercurrent.iter().map(|event| event.subject).collect();
        per_subject.sort_unstable();
        assert!(per_subject.windows(3).all(|three| three[0] != three[2]), "nobody is rescued or stops twice");
    }
    assert!(both > 0 && stops_alone > 0, "{both} after a rescue, {stops_alone} without");
}

#[test]
fn where_the_cells_do_nothing_nobody_feels_the_arm_even_if_rescued() {
    let plan = study(&[RESCUE, NO_EXPECTATION]);
    let played = replicate(&knowing(&[("stop_drug_harm", 5.0)]), &plan, 0, false).unwrap();
    let (_, null) = played.settings.iter().find(|(setting, _)| *setting == Setting::Null).unwrap();
    assert!(events(&null.analysis, IntercurrentCategory::Rescue).count() >= 2);
    assert!(null.truth.rows.iter().all(|row| row.assigned == row.untreated));
}

#[test]
fn a_trial_with_rescue_is_the_same_however_many_patients_are_followed_at_once() {
    let plan = study(&[
        RESCUE,
        ("variants = [\"usual_care\"]", "variants = [\"usual_care\", \"titrated_gabapentinoid\"]"),
    ]);
    let knowledge = knowing(&[("stop_drug_harm", 5.0)]);
    let played = Width::ALL.map(|width| {
        let followers = Followers { width, ..knowledge.followers.clone() };
        let played = replicate(&Knowledge { followers, ..knowledge.clone() }, &plan, 0, true).unwrap();
        format!("{played:?}")
    });
    assert!(played[0].contains("Rescue"));
    assert!(played[1] == played[0] && played[2] == played[0]);
}

fn lived(knowledge: &Knowledge, plan: &TrialPlan, wanted: &Wanted) -> Potential {
    potential(knowledge, plan, 0, settings(plan)[0], wanted).unwrap()
}

#[test]
fn the_world_without_rescue_is_that_of_the_study_without_the_table() {
    let rescue = (IntercurrentCategory::Rescue, Reason::LackOfEfficacy);
    let wanted = |worlds: &[&[_]]| Wanted {
        parameters: [Parameter::NrsMean].into_iter().collect(),
        worlds: worlds.iter().map(|world| world.iter().copied().collect()).collect(),
    };
    let (with, without) = (study(&[RESCUE]), study(&[]));
    let eventful = knowing(&[("stop_drug_harm", 5.0), ("leave_base", 0.02)]);
    let both = lived(&eventful, &with, &wanted(&[&[], &[rescue]]));
    let plain = lived(&eventful, &without, &wanted(&[&[]]));
    let (mut rescued, mut after_leaving) = (0, 0);
    for (patient, plain) in both.patients.iter().zip(&plain.patients) {
        for (worlds, plain) in patient.outcomes.iter().zip(&plain.outcomes) {
            assert_eq!(worlds[1], plain[0], "patient {}", patient.number);
            let day = |category| {
                worlds[0].events.iter().find(|event| event.category == category).map(|event| event.day)
            };
            let (asked, left) =
                (day(IntercurrentCategory::Rescue), day(IntercurrentCategory::StudyWithdrawal));
            rescued += u32::from(asked.is_some());
            after_leaving += u32::from(asked.zip(left).is_some_and(|(asked, left)| left <= asked));
        }
    }
    assert!(rescued > 4 && after_leaving > 0, "{rescued} rescued, {after_leaving} after leaving");
}

/// What the tables hold of somebody is what is true of them, with rescue, stops and leaving.
#[test]
fn in_the_arm_of_the_seat_everybody_is_rescued_as_the_tables_say() {
    let plan = study(&[RESCUE]);
    let eventful = knowing(&[("stop_drug_harm", 5.0), ("leave_base", 0.002), ("diary_missing", 0.0)]);
    let data = planned(&eventful, &plan).analysis;
    let wanted = Wanted {
        parameters: [Parameter::NrsMean].into_iter().collect(),
        worlds: [Default::default()].into_iter().collect(),
    };
    let everybody = lived(&eventful, &plan, &wanted).patients;
    let own = |subject: u32| {
        &everybody[subject as usize].outcomes[usize::from(data.subjects[subject as usize].arm)][0]
    };
    for row in data.nrs.iter().filter(|row| row.parameter == Parameter::NrsMean) {
        assert_eq!(own(row.subject).answers[0][usize::from(row.visit)], Some(row.value), "{row:?}");
    }
    for event in &data.intercurrent {
        assert!(own(event.subject).events.contains(&IntercurrentEvent { subject: 0, ..*event }), "{event:?}");
    }
}

#[test]
fn a_study_that_is_silent_is_the_study_it_was() {
    let silent = study(&[]);
    assert_eq!(silent.rescue, None);
    assert_ne!(silent.digest(), study(&[RESCUE]).digest());
    assert!(!serde_json::to_string(&silent).unwrap().contains("rescue"));
    // A rescue that nobody takes changes nothing either.
    let nobody = ("takes_percent = 100", "takes_percent = 0");
    let (never, silent) = (planned(&KNOWLEDGE, &study(&[RESCUE, nobody])), planned(&KNOWLEDGE, &silent));
    assert_eq!(format!("{never:?}"), format!("{silent:?}"));
}
