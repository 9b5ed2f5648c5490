//! How is one patient's story drawn? Panels from the lesion to the quality of life, and what was done above them.

use super::Story;
use crate::report::figure::patient::{Curve, Data, Panel};
use crate::report::figure::{Frame, Mark, Quantity};
use crate::treatment::{Gabapentinoid, Route, Treatment};

/// Even looks over the whole story: as many as a line of this width can show.
const EVEN_LOOKS: u32 = 300;
/// After an injury or a treatment so many hours are looked at one by one, so that a nerve block is seen.
const HOURS: u32 = 24;
/// And so many quarters of a day after them, for the first two weeks.
const QUARTERS: u32 = 56;

/// One curve: its name in the figure and its column.
type Named = (&'static str, &'static str);

const INJURY: [Named; 4] =
    [("Debris", "debris"), ("M1 macrophages", "inflammatory_macrophages"), ("TNF", "tnf"), ("IL-10", "il10")];
const GLIA: [Named; 5] = [
    ("Microglia", "microglia"),
    ("Astrocytes", "astrocytes"),
    ("BDNF", "bdnf"),
    ("KCC2 below", "kcc2_below"),
    ("KCC2 at level", "kcc2_at"),
];
const INHIBITION: [Named; 3] = [
    ("Below level", "inhibition_below"),
    ("At level", "inhibition_at"),
    ("Descending control", "descending"),
];
const FIRING: [Named; 4] = [
    ("Below, at rest", "firing_below"),
    ("Below, touched", "touched_below"),
    ("At level, at rest", "firing_at"),
    ("At level, touched", "touched_at"),
];
const PAIN: [Named; 3] = [("All pain", "pain"), ("Below level", "pain_below"), ("At level", "pain_at")];
/// What a compressed root adds to each panel.
const ROOT: Named = ("Root compression", "root_compression");
const ROOT_FIRING: Named = ("Below with root", "firing_with_root");
const ROOT_PAIN: Named = ("Radicular", "pain_radicular");
const LIFE: [Named; 3] =
    [("Function", "function"), ("Quality of life", "quality"), ("Spared tracts", "tracts")];
const DRUG: [Named; 2] = [("Plasma", "drug_plasma"), ("Site of effect", "drug_effect")];
const CELLS: [Named; 4] = [
    ("Stem cells, fluid", "msc_csf"),
    ("Stem cells, lesion", "msc_lesion"),
    ("Stem cells, meninges", "msc_meninges"),
    ("Schwann cells", "schwann"),
];
const BLOCK: [Named; 1] = [("Local anaesthetic", "anaesthetic")];

/// Days to look at so that a drawn line misses nothing: even ones, and dense ones after injury and treatments.
#[must_use]
pub fn moments(treatments: &[Treatment], days: f64) -> Vec<f64> {
    let even = (0..=EVEN_LOOKS).map(|k| days * f64::from(k) / f64::from(EVEN_LOOKS));
    let starts = treatments.iter().map(Treatment::first_day);
    let stops = treatments.iter().filter_map(Treatment::last_day);
    let dense = [0.0].into_iter().chain(starts).chain(stops).flat_map(|from| {
        let hours = (0..HOURS).map(move |k| from + f64::from(k) / 24.0);
        hours.chain((4..=QUARTERS).map(move |k| from + f64::from(k) / 4.0))
    });
    let mut moments: Vec<f64> = even.chain(dense).filter(|day| (0.0..=days).contains(day)).collect();
    moments.sort_by(f64::total_cmp);
    moments.dedup();
    moments
}

/// The table of the figure: six panels, more where a drug, cells or a block were given. With the same patient
/// untreated, looked at on the same days, the pain that was avoided is seen.
#[must_use]
pub fn figure(story: &Story, untreated: Option<&Story>, treatments: &[Treatment], frame: Frame) -> Data {
    let given =
        |curves: &[Named]| curves.iter().any(|(_, column)| story.values(column).iter().any(|v| *v > 0.0));
    let (mut lesion, mut firing, mut felt) = (INJURY.to_vec(), FIRING.to_vec(), PAIN.to_vec());
    if given(&[ROOT]) {
        lesion.push(ROOT);
        firing.push(ROOT_FIRING);
        felt.push(ROOT_PAIN);
    }
    let share = Some((0.0, 1.0));
    let reversed = story.values("inhibition_below").iter().any(|value| *value < 0.0);
    let inhibition = if reversed { Some((-0.25, 1.0)) } else { share };
    let mut pain = panel(story, ("Pain", "NRS"), Some((0.0, 10.0)), &felt);
    pain.curves.extend(untreated.map(|other| curve(other, ("All pain, untreated", "pain"))));
    let mut panels = vec![
        panel(story, ("Injury and inflammation", "share, cytokines relative"), None, &lesion),
        panel(story, ("Glia, BDNF and KCC2", "share, BDNF relative"), None, &GLIA),
        panel(story, ("Inhibition", "1 = healthy"), inhibition, &INHIBITION),
        panel(story, ("Firing of projection neurons, at rest and touched by 25 mN", "Hz"), None, &firing),
        pain,
        panel(story, ("Function and quality of life", "share"), share, &LIFE),
    ];
    let extras =
        [("Pregabalin", "mg/L", &DRUG[..]), ("Cells", "million", &CELLS), ("Nerve block", "share", &BLOCK)];
    for (name, unit, curves) in extras {
        if given(curves) {
            panels.push(panel(story, (name, unit), None, curves));
        }
    }
    let time = Quantity { name: "Time since injury".to_owned(), unit: "day".to_owned() };
    Data { frame, time, panels, events: marks(treatments, story.days().last().copied().unwrap_or(0.0)) }
}

fn panel(story: &Story, (name, unit): (&str, &str), range: Option<(f64, f64)>, curves: &[Named]) -> Panel {
    Panel {
        quantity: Quantity { name: name.to_owned(), unit: unit.to_owned() },
        range,
        curves: curves.iter().map(|named| curve(story, *named)).collect(),
    }
}

fn curve(story: &Story, (name, column): Named) -> Curve {
    let points = story.days().iter().copied().zip(story.values(column).iter().copied());
    Curve { name: name.to_owned(), points: points.collect() }
}

fn marks(treatments: &[Treatment], days: f64) -> Vec<Mark> {
    let starts = treatments.iter().map(|given| Mark { at: given.first_day(), label: told(given) });
    let stops = treatments.iter().filter_map(|given| {
        let label = format!("{} stops", name(given));
        given.last_day().map(|at| Mark { at, label })
    });
    starts.chain(stops.filter(|mark| mark.at < days)).filter(|mark| mark.at <= days).collect()
}

/// A treatment in a few words, with its dose.
#[must_use]
pub fn told(treatment: &Treatment) -> String {
    let name = name(treatment);
    match *treatment {
        Treatment::Msc { dose_million_cells, route, magnet_gain, .. } => {
            let magnet = if magnet_gain > 1.0 { ", magnet" } else { "" };
            format!("{name} {dose_million_cells} million {}{magnet}", told_route(route))
        }
        Treatment::Schwann { dose_million_cells, route, .. } => {
            format!("{name} {dose_million_cells} million {}", told_route(route))
        }
        Treatment::Gabapentinoid { dose_mg_per_day, .. } => format!("{name} {dose_mg_per_day} mg/day"),
        Treatment::Rehabilitation { intensity, .. } => format!("{name} {} %", 100.0 * intensity),
        _ => name.to_owned(),
    }
}

fn name(treatment: &Treatment) -> &'static str {
    match treatment {
        Treatment::Msc { .. } => "stem cells",
        Treatment::Schwann { .. } => "Schwann cells",
        Treatment::Gabapentinoid { drug: Gabapentinoid::Pregabalin, .. } => "pregabalin",
        Treatment::Gabapentinoid { drug: Gabapentinoid::Gabapentin, .. } => "gabapentin",
        Treatment::Rehabilitation { .. } => "training",
        Treatment::Decompression { .. } => "decompression",
        Treatment::NerveBlock { .. } => "nerve block",
        Treatment::AntiTnf { .. } => "TNF blocker",
        Treatment::GlialInhibitor { .. } => "glial inhibitor",
    }
}

fn told_route(route: Route) -> &'static str {
    match route {
        Route::Intrathecal => "intrathecal",
        Route::Intralesional => "into the lesion",
        Route::Intravenous => "intravenous",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::compiled::Model;
    use crate::biology::parameters::{Parameters, Params};
    use crate::patient::story::seen_on;
    use crate::report::figure::patient;
    use conus_num::Num;

    fn frame() -> Frame {
        let text = |text: &str| text.to_owned();
        Frame { id: text("patient"), title: text("t"), caption: text("c"), source: text("s") }
    }

    fn drawn(root: f64, treatments: &[Treatment]) -> Data {
        let params = Params { root_compression_start: Num(root), ..Parameters::shipped().typical() };
        let (days, model) = (moments(treatments, 30.0), Model::compile());
        let seen = |treatments| seen_on(&model, &params, treatments, &days).unwrap();
        figure(&seen(treatments), Some(&seen(&[])), treatments, frame())
    }

    /// Every curve has a column, so that nothing is drawn empty; what was not given is not drawn.
    #[test]
    fn every_curve_has_its_column_and_what_was_given_is_drawn() {
        let untreated = drawn(0.0, &[]);
        let treatments =
            [Treatment::NerveBlock { day: 20.0 }, Treatment::AntiTnf { start_day: 1.0, stop_day: 9.0 }];
        let treated = drawn(0.8, &treatments);
        assert_eq!((untreated.panels.len(), untreated.events.len()), (6, 0));
        assert_eq!((treated.panels.len(), treated.events.len()), (7, 3));
        let curves = |data: &Data| data.panels.iter().map(|panel| panel.curves.len()).collect::<Vec<_>>();
        assert_eq!(curves(&untreated), [4, 5, 3, 4, 4, 3]);
        assert_eq!(curves(&treated), [5, 5, 3, 5, 5, 3, 1]);
        for data in [untreated, treated] {
            patient::draw(&data).unwrap();
        }
    }

    /// Moments rise, stay inside and see an hour after a block.
    #[test]
    fn moments_rise_from_the_injury_to_the_last_day() {
        let days = moments(&[Treatment::NerveBlock { day: 20.0 }], 30.0);
        assert_eq!((days[0], days[days.len() - 1]), (0.0, 30.0));
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(days.contains(&(20.0 + 1.0 / 24.0)));
    }
}
