//! The behaviours of pain after spinal cord injury: each by name, and the page that tells of them.
//!
//! To renew `docs/behaviours.md` run its example, or these tests with `CONUS_BLESS=1`.

use crate::page as written;
use conus::behaviour::{BEHAVIOURS, Cast, Declared, Finding, Noise, holds, page};
use std::sync::OnceLock;

const PAGE: &str = "docs/behaviours.md";

fn found(number: usize) -> Vec<Finding> {
    static CAST: OnceLock<Cast> = OnceLock::new();
    (BEHAVIOURS[number - 1].play)(CAST.get_or_init(|| Cast::new(Noise::none()))).unwrap()
}

/// What the page says in its first table: whether the behaviour holds.
fn told(number: usize) -> String {
    let start = format!("| {number} | ");
    let page = written::text(PAGE);
    let line = page.lines().find(|line| line.starts_with(&start)).unwrap();
    line.split('|').nth(3).unwrap().trim().to_owned()
}

fn shows(number: usize) {
    for finding in found(number) {
        assert!(finding.holds(), "{finding:?}");
    }
    assert_eq!(told(number), "yes");
}

/// The page must say so, so that whoever improves the model finds out.
fn does_not_show(number: usize) {
    assert!(!holds(&found(number)), "behaviour {number} holds now: renew docs/behaviours.md and this test");
    assert_eq!(told(number), "**no**");
}

#[test]
fn a_healthy_cord_stays_without_pain_and_fires_by_force() {
    shows(1);
}

#[test]
fn below_level_pain_comes_late_and_stays_and_at_level_pain_comes_early() {
    shows(2);
}

#[test]
fn touch_hurts_before_pain_comes_by_itself() {
    shows(3);
}

#[test]
fn some_convert_and_some_do_not() {
    shows(4);
}

#[test]
fn pain_outlives_the_inflammation() {
    shows(5);
}

#[test]
fn an_early_tnf_block_prevents_and_a_late_one_does_not() {
    shows(6);
}

#[test]
fn pain_is_back_when_a_glial_block_stops() {
    shows(7);
}

#[test]
fn pregabalin_relieves_by_dose_from_the_first_week() {
    shows(8);
}

#[test]
fn the_drug_washes_out() {
    shows(9);
}

#[test]
fn tolerance_takes_the_effect_of_a_low_dose_in_animals_and_is_weak_in_patients() {
    shows(10);
}

#[test]
fn dizziness_passes_in_days_and_somnolence_in_weeks() {
    shows(11);
}

#[test]
fn decompression_relieves_sciatica_sooner_than_time_does() {
    shows(12);
}

#[test]
fn decompression_does_not_relieve_below_level_pain() {
    shows(13);
}

#[test]
fn a_block_is_partial_and_short_in_pain_of_the_cord() {
    shows(14);
}

#[test]
fn what_inhibition_is_lost_decides_whether_touch_or_pinch_is_worse() {
    shows(15);
}

/// Pain lowers descending control, by less than was published.
#[test]
fn pain_does_not_take_most_of_descending_control() {
    does_not_show(16);
}

#[test]
fn early_cells_prevent_and_a_late_series_relieves_for_a_time() {
    shows(17);
}

#[test]
fn the_effect_of_cells_saturates_without_a_cure() {
    shows(18);
}

#[test]
fn cells_act_when_most_of_them_are_dead() {
    shows(19);
}

#[test]
fn a_magnet_gains_at_a_low_dose_and_little_at_saturation() {
    shows(20);
}

/// Late training relieves by more than half a point, where rats had nothing.
#[test]
fn late_training_is_not_as_useless_as_in_rats() {
    does_not_show(21);
}

#[test]
fn training_and_cells_add_up() {
    shows(22);
}

#[test]
fn misdirected_cells_cause_pain() {
    shows(23);
}

#[test]
fn quality_of_life_needs_less_pain_and_more_function() {
    shows(24);
}

/// A behaviour without a bound would hold whatever the model does.
#[test]
fn every_behaviour_declares_something_of_what_it_finds() {
    for number in 1..=BEHAVIOURS.len() {
        assert!(found(number).iter().any(|finding| finding.declared != Declared::Shown), "{number}");
    }
}

#[test]
fn the_page_of_behaviours_is_the_one_of_today() {
    written::holds(PAGE, &page().unwrap());
}
