//! What do cells do: when, for how long, at which dose, with a magnet, and what harm?

use super::cast::{Cast, IN_PAIN, LATE, SAME, TWELVE_WEEKS_ON, YEAR, graft, guided_stem_cells, stem_cells};
use super::finding::{at_least, at_most, shown, within};
use super::{Behaviour, Findings, greatest, lowest};
use conus_num::Num;

pub(super) const EARLY_AND_LATE: Behaviour = Behaviour {
    title: "Early cells prevent pain; a late series relieves for a time",
    evidence: "Cells work on day 3 or 7 (mscmeta) and early ones better than late ones (hosseini2015), \
               rodents. Three injections of 100 million in months 1, 4 and 7 lower the score of ten people \
               in month 4 and still in month 10, open label (mscseries); one relieves mice for weeks \
               (chen2015jci).",
    caveat: "That the relief of a series is lost after two years is not known in people.",
    play: early_and_late,
};

fn early_and_late(cast: &Cast) -> Findings {
    let person = cast.below_level();
    let one = |day| cast.relief(&person, &[stem_cells(day, 100.0)], &[YEAR]);
    let early = cast.pain_on(&person, &[stem_cells(3.0, 100.0)], YEAR)?;
    let series = [0.0, 90.0, 180.0].map(|later| stem_cells(LATE + later, 100.0));
    let late = cast.relief(&person, &series, &[LATE + 90.0, LATE + 270.0, LATE + 180.0 + 2.0 * YEAR])?;
    Ok(vec![
        at_most(IN_PAIN, "100 million on day 3: NRS after one year", early),
        at_most(1.0, "the same on day 180: relief after one year, times that", one(LATE)?[0] / one(3.0)?[0]),
        at_least(1.0, "100 million in months 6, 9 and 12: relief in month 9, NRS", late[0]),
        at_least(1.0, "relief in month 15, NRS", late[1]),
        at_most(0.5, "relief two years after the last, times that", late[2] / late[1]),
    ])
}

pub(super) const SATURATION: Behaviour = Behaviour {
    title: "The effect of cells saturates, and no dose cures by default",
    evidence: "A secretome saturates (chen2015jci, TGF-beta1); no human data show a cure, and none compare \
               doses for pain.",
    caveat: "If the secretome acted on the state of glia alone (`state_share` 1), a high dose would cure by \
             construction. No data choose between the two.",
    play: saturation,
};

fn saturation(cast: &Cast) -> Findings {
    let doses = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0];
    let relief =
        |dose| Ok(cast.relief(&cast.below_level(), &[stem_cells(LATE, dose)], &[TWELVE_WEEKS_ON])?[0]);
    let relief = doses.into_iter().map(relief).collect::<Result<Vec<_>, _>>()?;
    let steps: Vec<f64> = relief.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let highest = [stem_cells(LATE, 300.0)];
    let on_state = cast.below_level_with(|p| p.state_share = Num(1.0));
    let five_years = cast.relief(&cast.below_level(), &highest, &[5.0 * YEAR])?[0];
    let mut findings: Vec<_> = doses
        .iter()
        .zip(&relief)
        .map(|(dose, relief)| shown(format!("{dose} million: relief after 12 weeks, NRS"), *relief))
        .collect();
    findings.extend([
        at_least(0.0, "smallest gain from one dose to the next, NRS", lowest(&steps)),
        at_most(0.5, "gain from 100 to 300 million, times that from 10 to 30", steps[4] / steps[2]),
        within(-SAME, SAME, "300 million: relief after five years, NRS", five_years),
        shown(
            "the same if all secretome acts on the state, NRS left",
            cast.pain_on(&on_state, &highest, 5.0 * YEAR)?,
        ),
    ]);
    Ok(findings)
}

pub(super) const OUTLIVED: Behaviour = Behaviour {
    title: "Cells act when most of them are dead, and repeats prolong the effect",
    evidence: "After one week 9 to 52 % are alive in rat contusion, by day of injection, and none after four \
               (bmsccontusion); none survive and function improves (pmc4139782); cells at the ganglia live \
               for two months (chen2015jci).",
    caveat: "Rats reject what they are given; the default here is a person's own cells, which nothing \
             rejects.",
    play: outlived,
};

fn outlived(cast: &Cast) -> Findings {
    let person = cast.below_level();
    let days: Vec<f64> = (0..=84).map(|day| LATE + f64::from(day)).collect();
    let once = [stem_cells(LATE, 30.0)];
    let story = cast.see(&person, &once, &days)?;
    let lesion = story.values("msc_lesion");
    let relief = cast.relief(&person, &once, &days)?;
    let thrice = [LATE, LATE + 60.0, LATE + 120.0].map(|day| stem_cells(day, 30.0));
    let after_a_year = |treatments| Ok(cast.relief(&person, treatments, &[YEAR])?[0]);
    Ok(vec![
        at_most(
            10.0,
            "30 million: cells at the lesion after 28 days, % of their peak",
            100.0 * lesion[28] / greatest(lesion),
        ),
        at_least(50.0, "relief after 28 days, % of the greatest", 100.0 * relief[28] / greatest(&relief)),
        at_least(50.0, "relief after 84 days, % of the greatest", 100.0 * relief[84] / greatest(&relief)),
        at_least(
            SAME,
            "three injections: more relief on day 365 than by one, NRS",
            after_a_year(&thrice)? - after_a_year(&once)?,
        ),
    ])
}

pub(super) const MAGNET: Behaviour = Behaviour {
    title: "A magnet gains at a low dose, little at saturation, and loses nothing later",
    evidence: "The same few cells recover function with a magnet and not without, rat (fujioka2012); in \
               heart a stronger magnet keeps more cells and brings no more function (magnetheart).",
    caveat: "No controlled study of magnet and pain is known; a gain of four is assumed.",
    play: magnet,
};

fn magnet(cast: &Cast) -> Findings {
    let days = [TWELVE_WEEKS_ON, YEAR];
    let relief = |dose, gain| cast.relief(&cast.below_level(), &[guided_stem_cells(LATE, dose, gain)], &days);
    let (low, low_held) = (relief(3.0, 1.0)?, relief(3.0, 4.0)?);
    let (high, high_held) = (relief(100.0, 1.0)?, relief(100.0, 4.0)?);
    Ok(vec![
        at_least(
            25.0,
            "3 million, fourfold retention: more relief after 12 weeks, %",
            100.0 * (low_held[0] / low[0] - 1.0),
        ),
        within(
            -10.0,
            10.0,
            "100 million: more relief after 12 weeks, %",
            100.0 * (high_held[0] / high[0] - 1.0),
        ),
        at_least(0.0, "3 million: more relief on day 365, NRS", low_held[1] - low[1]),
        at_least(0.0, "100 million: more relief on day 365, NRS", high_held[1] - high[1]),
    ])
}

pub(super) const HARM: Behaviour = Behaviour {
    title: "Misdirected cells can cause pain",
    evidence: "Neural stem cells brought sprouts and allodynia with motor recovery, rat (hofstetter2005); 9 \
               of 15 human studies report more pain after cells (mittal2025).",
    caveat: "How often grafts go astray in people is a guess: 9 of 15 counts studies, not people.",
    play: harm,
};

fn harm(cast: &Cast) -> Findings {
    let pain = |treatments: &[_], astray: f64| {
        cast.pain_on(&cast.free_of_pain_with(|p| p.adverse_fate = Num(astray)), treatments, YEAR)
    };
    Ok(vec![
        at_most(IN_PAIN, "person without pain, no cells: NRS after one year", pain(&[], 0.01)?),
        at_most(IN_PAIN, "the same with cells of which 1 % go astray", pain(&graft(), 0.01)?),
        at_least(IN_PAIN, "the same with cells that all go astray", pain(&graft(), 1.0)?),
    ])
}
