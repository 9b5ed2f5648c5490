//! Is the memory of pain in the glia, and when can it be kept from forming?

use super::cast::{Cast, IN_PAIN, LATE, SAME, YEAR};
use super::finding::{at_least, at_most, within};
use super::{Behaviour, Findings};
use crate::treatment::Treatment;

pub(super) const TNF_WINDOW: Behaviour = Behaviour {
    title: "An early TNF block prevents pain, a late one does not",
    evidence: "Etanercept from day 0 lowers allodynia in weeks 1 to 4, delayed it does nothing, rat \
               (marchand2009).",
    caveat: "That a block prevents for good, and not for four weeks only, is more than the rats were \
             followed for.",
    play: tnf_window,
};

fn tnf_window(cast: &Cast) -> Findings {
    let person = cast.below_level();
    let four_weeks = |start_day: f64| Treatment::AntiTnf { start_day, stop_day: start_day + 28.0 };
    let touched = |treatments: &[Treatment]| cast.value_on(&person, treatments, "touched_below", 28.0);
    let early = touched(&[four_weeks(0.0)])? / touched(&[])?;
    let mut findings = vec![
        at_most(0.5, "firing by touch on day 28, block from day 0, times untreated", early),
        at_most(
            IN_PAIN,
            "NRS after one year, block from day 0",
            cast.pain_on(&person, &[four_weeks(0.0)], YEAR)?,
        ),
    ];
    for start_day in [60.0, LATE] {
        let relief = cast.relief(&person, &[four_weeks(start_day)], &[start_day + 28.0, YEAR])?;
        let after = |what| format!("relief after {what}, block from day {start_day}, NRS");
        findings.push(within(-SAME, SAME, after("four weeks"), relief[0]));
        findings.push(within(-SAME, SAME, after("one year from the injury"), relief[1]));
    }
    Ok(findings)
}

pub(super) const OUTPUT_BLOCK: Behaviour = Behaviour {
    title: "A late block of glial output relieves, and pain is back when it stops",
    evidence: "Minocycline four weeks after the injury relieves quickly; pain returns at once on stopping, \
               rat (hains2006). Five early days lower later pain and do not abolish it (tan2009).",
    caveat: "\"At once\" in the rat is days here: what is left to regain waits for KCC2, which recovered \
             during the block.",
    play: output_block,
};

fn output_block(cast: &Cast) -> Findings {
    let stop_day = LATE + 14.0;
    let block = [Treatment::GlialInhibitor { start_day: LATE, stop_day }];
    let days = [LATE + 7.0, stop_day, stop_day + 3.0, stop_day + 7.0];
    let person = cast.below_level();
    let untreated = cast.pain(&person, &[], &days)?;
    let relief = cast.relief(&person, &block, &days)?;
    let back = |at: usize| 100.0 * (1.0 - relief[at] / relief[1]);
    Ok(vec![
        at_least(30.0, "relief after one week of block, %", 100.0 * relief[0] / untreated[0]),
        at_least(50.0, "lost pain that is back 3 days after stopping, %", back(2)),
        at_least(50.0, "lost pain that is back 7 days after stopping, %", back(3)),
    ])
}
