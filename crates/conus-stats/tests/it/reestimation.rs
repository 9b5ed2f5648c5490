//! Made-up trials without an effect: how often do they find one?

use conus_num::distribution::normal;
use conus_num::random::Stream;
use conus_stats::sample_size_reestimation::{
    BlindedRule, PromisingZone, blinded, inverse_normal, people_of_last_stage,
};
use conus_stats::sequential::{Boundaries, Sides};
use conus_stats::two_sample::pooled;

/// Trials of each kind.
const TRIALS: u32 = 10_000;

/// Share of all trials.
fn rate(found: u32) -> f64 {
    f64::from(found) / f64::from(TRIALS)
}

/// Monte-Carlo error of a share.
fn error(share: f64) -> f64 {
    (share * (1.0 - share) / f64::from(TRIALS)).sqrt()
}

/// The table of section 11 tells these rates, with these digits.
fn assert_stands_in_the_docs(rates: &[f64]) {
    let docs = include_str!("../../../../docs/statistics.md");
    for rate in rates {
        assert!(docs.contains(&format!("| {rate:.4} |")), "{rate:.4} does not stand in docs/statistics.md");
    }
}

fn draw(luck: &mut Stream, people: u64) -> Vec<f64> {
    (0..people).map(|_| luck.normal()).collect()
}

/// Two arms, looked at blinded after 20 people in each, with a standard deviation that makes 30 to 60 people
/// necessary.
#[test]
fn a_blinded_look_at_the_variance_keeps_the_level() {
    let rule = BlindedRule {
        effect: 0.8,
        alpha: 0.05,
        power: 0.8,
        least_per_arm: 20,
        most_per_arm: 80,
        less_effect: false,
    };
    let mut found = 0;
    for trial in 0..TRIALS {
        let mut luck = Stream::new(1, 0, trial, 0, 0);
        let (mut control, mut treated) = (draw(&mut luck, 20), draw(&mut luck, 20));
        let together: Vec<f64> = control.iter().chain(&treated).copied().collect();
        let more = blinded(&together, &rule).unwrap() - 20;
        control.extend(draw(&mut luck, more));
        treated.extend(draw(&mut luck, more));
        found += u32::from(pooled(&control, &treated).unwrap().p_two_sided <= 0.05);
    }
    // Three Monte-Carlo errors.
    assert!((rate(found) - 0.05).abs() < 3.0 * error(0.05), "{}", rate(found));
    assert_stands_in_the_docs(&[rate(found)]);
}

/// Rates of false findings with the weights planned and with all people alike, in the same trials with a
/// second stage of `people`, given the first statistic; both stages have 50 people in the plan, and only the
/// end is tested.
fn false_findings(plan: &Boundaries, people: impl Fn(f64) -> f64) -> (f64, f64) {
    let (mut weighted, mut alike) = (0, 0);
    for trial in 0..TRIALS {
        let mut luck = Stream::new(2, 0, trial, 0, 0);
        let (first, second) = (luck.normal(), luck.normal());
        let more = people(first);
        let combined = inverse_normal(plan.information(), &[first, second]).unwrap()[1];
        let all = (50.0_f64.sqrt() * first + more.sqrt() * second) / (50.0 + more).sqrt();
        weighted += u32::from(combined >= plan.efficacy()[1]);
        alike += u32::from(all >= plan.efficacy()[1]);
    }
    (rate(weighted), rate(alike))
}

#[test]
fn weights_fixed_beforehand_keep_the_level_and_all_people_alike_do_not() {
    let critical = normal::upper_quantile(0.025);
    let plan = Boundaries::of_efficacy(Sides::One, &[0.5, 1.0], &[f64::INFINITY, critical]).unwrap();
    let zone = PromisingZone { from: 0.1, power: 0.9, planned: 50.0, most: 200.0 };
    let promising = |first: f64| people_of_last_stage(&plan, first, first / 50.0_f64.sqrt(), &zone).unwrap();
    // The size with which a test of all people alike rejects most easily (Proschan and Hunsberger 1995,
    // section 2).
    let worst = |first: f64| (50.0 * (critical * critical / (first * first) - 1.0)).clamp(1.0, 5_000.0);
    let zone = false_findings(&plan, promising);
    let worst = false_findings(&plan, |first| if first > 0.0 { worst(first) } else { 50.0 });
    assert_stands_in_the_docs(&[zone.0, zone.1, worst.0, worst.1]);
    let three_errors = 3.0 * error(0.025);
    assert!((zone.0 - 0.025).abs() < three_errors && (worst.0 - 0.025).abs() < three_errors);
    assert!(worst.1 > 0.025 + three_errors);
}
