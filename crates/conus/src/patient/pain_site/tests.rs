//! Limits of place and class, and one course from touch to pain.

use super::body_map::BodyMap;
use super::dermatome::Dermatome::{C5, L1, L2, L3, L4, L5, S1, S2, S3, S4_5, T1, T6, T10, T12};
use super::prevalence::Prevalence;
use super::*;
use crate::biology::compiled::Model;
use crate::biology::parameters::Parameters;
use crate::biology::{Inputs, injury};
use crate::patient::course::{Follower, Standing};
use conus_num::Num;

/// Numbers in (0, 1) from a multiplicative congruence (Park and Miller 1988), seeded.
fn chance(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed % 2_147_483_646 + 1;
    move || {
        state = state * 16_807 % 2_147_483_647;
        f64::from(u32::try_from(state).unwrap()) / 2_147_483_647.0
    }
}

/// Everything as low as chance can make it: all pains on both sides, below-level pain reaches.
fn drawn(level: Dermatome) -> Site {
    site(&Definitions::shipped(), level, &mut || 1e-6)
}

fn felt(site: &Site, y: &State<f64>) -> Vec<Pain> {
    pains(&Definitions::shipped(), site, y, &Parameters::shipped().typical())
}

fn at_level_only() -> State<f64> {
    State { nociceptors_at: Num(0.8), kcc2_at: Num(0.5), sensitised_at: Num(0.6), ..State::healthy() }
}

fn below_level_only() -> State<f64> {
    let disinhibited = State { kcc2_below: Num(0.2), bdnf: Num(0.5), trkb: Num(0.5), ..State::healthy() };
    State { nociceptors_below: Num(0.4), sensitised_below: Num(0.6), ..disinhibited }
}

fn root_only() -> State<f64> {
    State { root_compression: Num(0.8), ..State::healthy() }
}

fn below(level: Dermatome, reach: bool) -> Option<Zone> {
    let definitions = Definitions::shipped();
    below_level(definitions.sciatic, definitions.at_level_zone(level), reach)
}

fn classes(pains: &[Pain]) -> Vec<Class> {
    pains.iter().map(|pain| pain.class).collect()
}

#[test]
fn nobody_healthy_has_a_pain_at_any_level() {
    for level in Dermatome::ALL {
        assert!(felt(&drawn(level), &State::healthy()).is_empty());
    }
}

/// S1.5: an L5 root hurts in L5 on its side, shoots, and is sciatica-like whatever the level of injury.
#[test]
fn a_pressed_l5_root_is_radicular_electric_and_sciatica_like() {
    let site = Site { root: L5, root_sides: Sides::Left, ..drawn(T6) };
    let pains = felt(&site, &root_only());
    assert_eq!(classes(&pains), [Class::Radicular]);
    assert_eq!((pains[0].left, pains[0].right), (Some(Zone { from: L5, to: L5 }), None));
    assert!(pains[0].qualities.electric && pains[0].intensity_nrs > 2.0);
    assert!(sciatica_like(&Definitions::shipped(), &pains));
}

/// A root above L4 hurts in the front of the thigh, which is not sciatica.
#[test]
fn a_pressed_l3_root_is_not_sciatica_like() {
    let pains = felt(&Site { root: L3, ..drawn(T6) }, &root_only());
    assert_eq!(classes(&pains), [Class::Radicular]);
    assert!(!sciatica_like(&Definitions::shipped(), &pains));
}

/// At-level pain is sciatica-like exactly for the levels L1 to S2, never for a thoracic one.
#[test]
fn at_level_pain_is_sciatica_like_from_l1_to_s2_only() {
    let definitions = Definitions::shipped();
    for level in Dermatome::ALL {
        let pains = felt(&drawn(level), &at_level_only());
        assert_eq!(classes(&pains), [Class::AtLevel], "{level:?}");
        assert_eq!(sciatica_like(&definitions, &pains), (L1..=S2).contains(&level), "{level:?}");
    }
}

/// Below-level pain covers all below the zone; where it spares the leg it stops above L4 or begins below S2.
#[test]
fn below_level_pain_lies_below_the_at_level_zone() {
    assert_eq!(below(T10, true), Some(Zone { from: L2, to: S4_5 }));
    assert_eq!(below(T10, false), Some(Zone { from: L2, to: L3 }));
    assert_eq!(below(L1, true), Some(Zone { from: L5, to: S4_5 }));
    assert_eq!(below(L1, false), Some(Zone { from: S3, to: S4_5 }));
    assert_eq!(below(L5, true), Some(Zone { from: S4_5, to: S4_5 }));
    assert_eq!(below(S1, true), None);
}

/// The probability in the data is the share seen, where anatomy allows it; elsewhere it is 0.
#[test]
fn below_level_pain_reaches_the_leg_as_often_as_stated() {
    let definitions = Definitions::shipped();
    let mut chance = chance(7);
    let mut share = |level: Dermatome| {
        let reaches = |_: &u32| {
            let zone = site(&definitions, level, &mut chance).below_level;
            zone.is_some_and(|zone| zone.meets(definitions.sciatic))
        };
        f64::from(u32::try_from((0..20_000_u32).filter(reaches).count()).unwrap()) / 20_000.0
    };
    let expected = definitions.below_level_reach;
    let four_errors = 4.0 * (expected * (1.0 - expected) / 20_000.0).sqrt();
    for level in [C5, T6, T12, L3] {
        let found = share(level);
        assert!((found - expected).abs() < four_errors, "{level:?}: {found}");
    }
    assert_eq!([L4, L5, S3].map(|level| share(level).to_bits()), [0; 3]);
}

/// What the cord below makes is felt in the at-level zone when that zone is the end of the body.
#[test]
fn below_the_last_dermatome_nothing_is_below_level() {
    assert_eq!(classes(&felt(&drawn(T6), &below_level_only())), [Class::BelowLevel]);
    let sacral = felt(&drawn(S1), &below_level_only());
    assert_eq!(classes(&sacral), [Class::AtLevel]);
    assert_eq!(sacral[0].left, Some(Zone { from: S1, to: S4_5 }));
}

/// Sides and roots are drawn in the shares of the data.
#[test]
fn sides_and_roots_follow_the_stated_shares() {
    let definitions = Definitions::shipped();
    let mut chance = chance(11);
    let sites: Vec<_> = (0..20_000).map(|_| site(&definitions, T10, &mut chance)).collect();
    let near = |expected: f64, counts: &dyn Fn(&&Site) -> bool| {
        let found = f64::from(u32::try_from(sites.iter().filter(counts).count()).unwrap()) / 20_000.0;
        assert!(
            (found - expected).abs() < 4.0 * (expected * (1.0 - expected) / 20_000.0).sqrt(),
            "{found} {expected}"
        );
    };
    near(definitions.words.both_sides_at_level.value, &|site| site.at_level_sides == Sides::Both);
    near(definitions.words.both_sides_below_level.value, &|site| site.below_level_sides == Sides::Both);
    near(0.5 * (1.0 - definitions.words.both_sides_radicular.value), &|site| site.root_sides == Sides::Left);
    for (&root, &share) in &definitions.words.compressed_root.value {
        near(share, &move |site| site.root == root);
    }
}

/// S1.4, finnerup2014: below the level, touch hurts before anything hurts by itself.
#[test]
fn touch_hurts_before_below_level_pain_begins() {
    let typical = Parameters::shipped().typical();
    let p = Params { susceptibility_at: Num(0.15), susceptibility_below: Num(1.3), ..typical };
    let (definitions, place) = (Definitions::shipped(), drawn(T10));
    let model = Model::compile();
    let days: Vec<f64> = (0..=365).map(f64::from).collect();
    let mut standing = Standing { day: 0.0, state: injury::start(&p), inputs: Inputs::none() };
    let (mut touch, mut pain, mut last) = (None, None, Vec::new());
    Follower::new(&model)
        .follow(&p, &mut standing, 365.0, &[], &days, |_, day, y| {
            let words = quality::qualities(&definitions.words, &quality::drivers(y, &p)[1]);
            last = pains(&definitions, &place, y, &p);
            touch = touch.or(words.evoked_by_touch.then_some(day));
            pain = pain.or((!last.is_empty()).then_some(day));
        })
        .unwrap();
    let (touch, pain) = (touch.unwrap(), pain.unwrap());
    assert!(
        (7.0..30.0).contains(&touch) && (60.0..90.0).contains(&pain),
        "touch day {touch}, pain day {pain}"
    );
    assert_eq!(classes(&last), [Class::BelowLevel]);
    let words = Qualities { burning: false, electric: true, pressing: true, evoked_by_touch: true };
    assert_eq!(last[0].qualities, words);
    assert!(sciatica_like(&definitions, &last) && sciatica_like_nrs(&definitions, &last) > 4.0);
}

/// Another reach moves below-level pain only, and an unlikely root says nothing about reach.
#[test]
fn a_changed_reach_leaves_all_else_where_it_was() {
    let shipped = Definitions::shipped();
    let never = Definitions { below_level_reach: 0.0, ..shipped.clone() };
    let all = |definitions: &Definitions| -> Vec<Site> {
        let mut chance = chance(5);
        (0..20_000).map(|_| site(definitions, T10, &mut chance)).collect()
    };
    let (usual, spared) = (all(&shipped), all(&never));
    let leg = |site: &Site| site.below_level.is_some_and(|zone| zone.meets(shipped.sciatic));
    assert!(usual.iter().any(leg) && !spared.iter().any(leg));
    for (usual, spared) in usual.iter().zip(&spared) {
        assert_eq!(Site { below_level: usual.below_level, ..*spared }, *usual);
    }
    let s1: Vec<_> = usual.iter().filter(|site| site.root == S1).collect();
    let share = |n: usize| f64::from(u32::try_from(n).unwrap());
    let reached = share(s1.iter().filter(|site| leg(site)).count()) / share(s1.len());
    assert!((reached - shipped.below_level_reach).abs() < 0.03, "{reached}");
}

/// What is not neuropathic, or of a class left out, is not sciatica-like wherever it is felt.
#[test]
fn place_alone_does_not_make_sciatica() {
    let shipped = Definitions::shipped();
    let pains = felt(&drawn(T6), &below_level_only());
    assert!(sciatica_like(&shipped, &pains) && sciatica_like_nrs(&shipped, &pains) >= 1.0);
    let radicular_only = Definitions { sciatic_classes: vec![Class::Radicular], ..shipped.clone() };
    assert!(!sciatica_like(&radicular_only, &pains));
    let other: Vec<_> = pains.iter().map(|pain| Pain { neuropathic: false, ..*pain }).collect();
    assert!(!sciatica_like(&shipped, &other));
    assert_eq!(sciatica_like_nrs(&shipped, &other).to_bits(), 0);
}

#[test]
fn the_same_chance_gives_the_same_site() {
    let definitions = Definitions::shipped();
    let all = |seed: u64| -> Vec<Site> {
        let mut chance = chance(seed);
        Dermatome::ALL.map(|level| site(&definitions, level, &mut chance)).to_vec()
    };
    assert_eq!(all(3), all(3));
    assert_ne!(all(3), all(4));
}

/// A patient counts once in a dermatome and once in a class; merged counts equal counts in one go.
#[test]
fn maps_and_tables_count_patients_not_pains() {
    let definitions = Definitions::shipped();
    let both = State { root_compression: Num(0.8), ..below_level_only() };
    let root = Site { root: L5, root_sides: Sides::Left, ..drawn(T10) };
    let patients = [
        (T10, felt(&root, &both)),
        (T1, felt(&drawn(T1), &State::healthy())),
        (L4, felt(&drawn(L4), &at_level_only())),
    ];
    let (mut map, mut table) = (BodyMap::default(), Prevalence::default());
    let (mut merged_map, mut merged_table) = (BodyMap::default(), Prevalence::default());
    for (level, pains) in &patients {
        let (mut one_map, mut one_table) = (BodyMap::default(), Prevalence::default());
        for (map, table) in [(&mut map, &mut table), (&mut one_map, &mut one_table)] {
            map.add(pains);
            table.add(&definitions, *level, pains);
        }
        merged_map.merge(&one_map);
        merged_table.merge(&one_table);
    }
    assert_eq!((&map, &table), (&merged_map, &merged_table));
    let row = |dermatome: Dermatome| {
        map.rows().nth(dermatome.index()).map(|row| (row.left, row.right, row.patients))
    };
    assert_eq!([row(L5), row(L2), row(T1)], [Some((2, 2, 3)), Some((1, 1, 3)), Some((0, 0, 3))]);
    let [cervical, thoracic, lumbosacral, all] = table.rows().map(|(_, counts)| counts);
    assert_eq!((cervical.patients, thoracic.patients, lumbosacral.patients, all.patients), (0, 2, 1, 3));
    assert_eq!((thoracic.below_level, thoracic.radicular, thoracic.at_level), (1, 1, 0));
    assert_eq!((all.any, all.at_level, all.sciatica_like), (2, 1, 2));
}
