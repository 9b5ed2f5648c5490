//! What does the dorsal-horn circuit do at once, whole and with a part of it lost?

use super::cast::{Cast, HURTS_HZ, YEAR};
use super::finding::{at_least, at_most, within};
use super::{Behaviour, Findings, greatest};
use crate::biology::circuit::{Afferents, FORCES, Segment, projections};
use crate::biology::parameters::Params;
use conus_num::Num;

/// Below this a neuron counts as silent \[Hz\]: the published target is 0.
const SILENT_HZ: f64 = 0.5;
/// The places of touch and pinch in [`FORCES`]: 25 and 200 mN.
const TOUCH: usize = 1;
const PINCH: usize = 4;

pub(super) const HEALTHY: Behaviour = Behaviour {
    title: "A healthy cord stays without pain, and fires by force as published",
    evidence: "Projection neurons fire at 0, 0, 1.63, 5.46 and 9.70 Hz under 10, 25, 50, 100 and 200 mN \
               (medlock2022).",
    caveat: "The weights of the circuit were fitted to these five numbers; under noise they stay no longer \
             within a tenth.",
    play: healthy,
};

fn healthy(cast: &Cast) -> Findings {
    let person = cast.healthy();
    let story = cast.see(&person, &[], &[28.0, YEAR, 5.0 * YEAR])?;
    let mut findings = vec![
        at_most(0.1, "greatest NRS at 28 days, one and five years", greatest(story.values("pain"))),
        at_most(SILENT_HZ, "touch of 25 mN after five years, Hz", story.values("touched_below")[2]),
    ];
    for (force_mn, fibres, target) in FORCES {
        let what = format!("{force_mn} mN, Hz (published {target})");
        let fires = fires(&person, fibres, |_| {});
        findings.push(if target > 0.0 {
            within(0.9 * target, 1.1 * target, what, fires)
        } else {
            at_most(SILENT_HZ, what, fires)
        });
    }
    Ok(findings)
}

pub(super) const DISINHIBITION: Behaviour = Behaviour {
    title: "Lost inhibition makes touch hurt; what is lost decides whether touch or pinch is worse",
    evidence: "Lost parvalbumin cells unmask touch, lost dynorphin cells worsen pinch (medlock2022); loss in \
               lamina III gives allodynia, in lamina II hyperalgesia (arguello2015, lu2008).",
    caveat: "The published ablations give a direction, not a size; the bound of a fifth is assumed.",
    play: disinhibition,
};

fn disinhibition(cast: &Cast) -> Findings {
    let person = cast.person(|_| {});
    let fires = |place: usize, change: fn(&mut Segment<f64>)| fires(&person, FORCES[place].1, change);
    let normal_pinch = fires(PINCH, |_| {});
    let more_pinch = fires(PINCH, |s| s.interneurons = Num(0.1)) / normal_pinch;
    Ok(vec![
        at_least(
            HURTS_HZ,
            "touch, chloride lets 40 % of inhibition through, Hz",
            fires(TOUCH, |s| s.inhibition = Num(0.4)),
        ),
        at_least(
            HURTS_HZ,
            "touch, a tenth of parvalbumin cells left, Hz",
            fires(TOUCH, |s| s.gate = Num(0.1)),
        ),
        at_most(
            HURTS_HZ,
            "touch, a tenth of dynorphin cells left, Hz",
            fires(TOUCH, |s| s.interneurons = Num(0.1)),
        ),
        at_least(1.2, "pinch, a tenth of dynorphin cells left, times normal", more_pinch),
        at_most(SILENT_HZ, "touch, nothing lost, Hz", fires(TOUCH, |_| {})),
    ])
}

/// Firing of the projection neurons when a stimulus reaches a segment that is healthy but for one change \[Hz\].
fn fires(person: &Params<f64>, fibres: [f64; 3], change: impl Fn(&mut Segment<f64>)) -> f64 {
    let mut segment = Segment::healthy();
    change(&mut segment);
    let [touch, fast, slow] = fibres.map(Num);
    projections([(&Afferents { touch, fast, slow }, &segment); 3], person)[0].0
}
