//! How do outlines become drawn skin, and where does the skin above a level end?

use super::dermatome_shape::{BACK, BACK_OUTLINE, FRONT, FRONT_OUTLINE};
use crate::patient::pain_site::dermatome::Dermatome;
use std::collections::BTreeMap;
use std::fmt::Write;

/// From where the body is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum View {
    Front,
    Back,
}

impl View {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Front, Self::Back];

    /// As printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Front => "Front",
            Self::Back => "Back",
        }
    }
}

type Corner = (i32, i32);

/// What is seen of a dermatome; empty when nothing is.
#[must_use]
pub fn outline_of(view: View, dermatome: Dermatome) -> &'static str {
    let outlines = match view {
        View::Front => &FRONT,
        View::Back => &BACK,
    };
    outlines[dermatome.index()]
}

/// The edge of the body, open along the midline.
#[must_use]
pub fn body_edge(view: View) -> &'static str {
    match view {
        View::Front => FRONT_OUTLINE,
        View::Back => BACK_OUTLINE,
    }
}

/// The corners of each patch.
fn patches(outline: &str) -> Vec<Vec<Corner>> {
    outline.split('/').filter(|patch| !patch.is_empty()).map(corners).collect()
}

fn corners(patch: &str) -> Vec<Corner> {
    let numbers: Vec<i32> = patch
        .split_whitespace()
        .map(|number| number.parse().expect("outlines of this crate hold whole numbers alone"))
        .collect();
    numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// An outline as the `d` of an SVG path, closed or open.
#[must_use]
pub fn path(outline: &str, closed: bool) -> String {
    let mut d = String::new();
    for patch in patches(outline) {
        for (index, corner) in patch.into_iter().enumerate() {
            step(&mut d, if index == 0 { 'M' } else { 'L' }, corner);
        }
        if closed {
            d.push('Z');
        }
    }
    d
}

fn step(d: &mut String, command: char, (x, y): Corner) {
    write!(d, "{command}{} {}", f64::from(x) / 10.0, f64::from(y) / 10.0).expect("a String takes everything");
}

/// The line on the skin between all that is served by `level` or a segment above it and all that is served from
/// below, as the `d` of an SVG path; empty when no such border is seen.
#[must_use]
pub fn border_below(view: View, level: Dermatome) -> String {
    let owners = edges(view);
    let mut d = String::new();
    let mut end = None;
    for dermatome in Dermatome::ALL.into_iter().filter(|dermatome| *dermatome <= level) {
        for (from, to) in patches(outline_of(view, dermatome)).iter().flat_map(|patch| around(patch)) {
            // The neighbour goes along the same border the other way round.
            if owners.get(&(to, from)).is_some_and(|neighbour| *neighbour > level) {
                if end != Some(from) {
                    step(&mut d, 'M', from);
                }
                step(&mut d, 'L', to);
                end = Some(to);
            }
        }
    }
    d
}

fn edges(view: View) -> BTreeMap<(Corner, Corner), Dermatome> {
    let mut owners = BTreeMap::new();
    for dermatome in Dermatome::ALL {
        for patch in patches(outline_of(view, dermatome)) {
            owners.extend(around(&patch).map(|edge| (edge, dermatome)));
        }
    }
    owners
}

fn around(patch: &[Corner]) -> impl Iterator<Item = (Corner, Corner)> {
    patch.iter().copied().zip(patch.iter().copied().cycle().skip(1))
}

/// All the skin that is seen.
#[cfg(test)]
pub(super) fn of(view: View) -> Vec<(Dermatome, Vec<Vec<Corner>>)> {
    Dermatome::ALL.into_iter().map(|dermatome| (dermatome, patches(outline_of(view, dermatome)))).collect()
}

/// Whose skin that is: a point in tenths of a unit from midline and crown.
#[cfg(test)]
pub(super) fn owners(skin: &[(Dermatome, Vec<Vec<Corner>>)], point: (f64, f64)) -> Vec<Dermatome> {
    let holding = skin.iter().filter(|(_, patches)| patches.iter().any(|patch| inside(patch, point)));
    holding.map(|(dermatome, _)| *dermatome).collect()
}

/// Even-odd rule.
#[cfg(test)]
fn inside(patch: &[Corner], (x, y): (f64, f64)) -> bool {
    let crossings = around(patch).filter(|&(from, to)| {
        let [(ax, ay), (bx, by)] = [from, to].map(|corner| (f64::from(corner.0), f64::from(corner.1)));
        (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::super::dermatome_shape::FACE;
    use super::*;

    #[test]
    fn every_spot_of_skin_belongs_to_exactly_one_dermatome() {
        for view in View::BOTH {
            let (skin, body) = (of(view), corners(body_edge(view)));
            let face = corners(FACE);
            let mut spots = 0;
            // Between the corners, which are whole numbers, so that no spot lies on one.
            for (x, y) in (0..50).flat_map(|x| (0..174).map(move |y| (f64::from(x), f64::from(y)))) {
                let spot = (30.0 * x + 5.5, 30.0 * y + 5.5);
                let on_face = view == View::Front && inside(&face, spot);
                let on_skin = inside(&body, spot) && !on_face;
                assert_eq!(owners(&skin, spot).len(), usize::from(on_skin), "{view:?} {spot:?}");
                spots += usize::from(on_skin);
            }
            assert!(spots > 2000, "{spots}");
        }
    }

    #[test]
    fn every_dermatome_is_seen_from_somewhere() {
        for dermatome in Dermatome::ALL {
            assert!(View::BOTH.iter().any(|view| !outline_of(*view, dermatome).is_empty()), "{dermatome:?}");
        }
    }

    #[test]
    fn the_line_of_a_thoracic_level_crosses_the_trunk_once_between_its_two_dermatomes() {
        let d = border_below(View::Front, Dermatome::T6);
        assert_eq!(d.matches('M').count(), 1, "{d}");
        let shared = |dermatome| path(outline_of(View::Front, dermatome), true);
        for corner in d.split(['M', 'L']).filter(|corner| !corner.is_empty()) {
            assert!(shared(Dermatome::T6).contains(corner) && shared(Dermatome::T7).contains(corner));
        }
    }

    #[test]
    fn below_the_last_dermatome_there_is_no_line() {
        for view in View::BOTH {
            assert_eq!(border_below(view, Dermatome::S4_5), "");
        }
    }
}
