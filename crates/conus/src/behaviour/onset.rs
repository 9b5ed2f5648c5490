//! When does pain begin, in whom, and does it stay?

use super::cast::{Cast, HURTS_HZ, IN_PAIN, SAME, YEAR};
use super::finding::{at_least, at_most, within};
use super::{Behaviour, Findings, first_day, greatest, lowest};
use crate::biology::parameters::Params;
use crate::patient::story::SolveError;
use conus_num::Num;

/// A month \[day\].
const MONTH: f64 = 30.0;
/// Severities from nearly none to complete.
const SEVERITIES: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// Susceptibilities of below-level glia around their median.
const SUSCEPTIBILITIES: [f64; 5] = [0.3, 0.5, 0.7, 0.9, 1.2];
/// The lower end of what counts as converted: most of the 4.2 to 4.5 that people in pain report.
const CONVERTED: f64 = 3.5;

pub(super) const DELAYED: Behaviour = Behaviour {
    title: "Below-level pain comes late and then stays level; at-level pain comes early",
    evidence: "More than 85 % of the neuropathic pain of acute care begins within two weeks, on day 8 (SD \
               14) (acutenp2018); at-level and below-level pain are two processes (siddall2003, \
               finnerup2014); severity is 4.2, 4.5, 4.3 and 4.2 after 1, 10, 20 and 40 years \
               (modelsystems2019).",
    caveat: "Not asked here and not so: below-level pain that begins after years is too rare in the model, \
             and early pain resolves too rarely.",
    play: delayed,
};

fn delayed(cast: &Cast) -> Findings {
    let days: Vec<f64> = (0..=730).map(f64::from).collect();
    let below = cast.pain(&cast.below_level(), &[], &days)?;
    let at = cast.see(&cast.at_level(), &[], &days)?;
    Ok(vec![
        within(14.0, YEAR, "below-level patient: first day with NRS 1", first_day(&days, &below, IN_PAIN)),
        at_least(CONVERTED, "their NRS after one year", below[365]),
        within(-SAME, SAME, "change of their NRS from year 1 to year 2", below[730] - below[365]),
        at_most(
            14.0,
            "at-level patient: first day with NRS 1",
            first_day(&days, at.values("pain_at"), IN_PAIN),
        ),
    ])
}

pub(super) const ALLODYNIA_FIRST: Behaviour = Behaviour {
    title: "Touch hurts before pain comes by itself",
    evidence: "Early cold dysaesthesia predicts later below-level pain, in people seen at 1, 6 and 12 months \
               (finnerup2014).",
    caveat: "The patients were tested with cold, the model with touch: it has no pathway of cold.",
    play: allodynia_first,
};

fn allodynia_first(cast: &Cast) -> Findings {
    let story = cast.see(&cast.below_level(), &[], &[MONTH, 6.0 * MONTH])?;
    let (pain, touched) = (story.values("pain"), story.values("touched_below"));
    Ok(vec![
        at_least(HURTS_HZ, "touch of 25 mN after one month, Hz", touched[0]),
        at_most(IN_PAIN, "NRS after one month", pain[0]),
        at_least(IN_PAIN, "NRS after six months", pain[1]),
    ])
}

pub(super) const ALL_OR_NONE: Behaviour = Behaviour {
    title: "All or none: some convert and some do not, by severity and susceptibility",
    evidence: "34 % have below-level pain after five years (siddall2003), 53 % neuropathic pain of any kind \
               (burke2017); those in pain report 4.2 to 4.5 (modelsystems2019).",
    caveat: "Where the threshold lies is fitted. How many people convert is a question of calibration, not \
             asked here.",
    play: all_or_none,
};

fn all_or_none(cast: &Cast) -> Findings {
    let by_severity = pains(cast, &SEVERITIES, |p, severity| p.severity = Num(severity))?;
    let by_susceptibility = pains(cast, &SUSCEPTIBILITIES, |p, value| p.susceptibility_below = Num(value))?;
    let all = [&by_severity[..], &by_susceptibility[..]].concat();
    let between = all.iter().filter(|pain| (IN_PAIN..CONVERTED).contains(*pain)).count();
    let mut findings = Vec::new();
    for (by, pains) in
        [("severity 0.1 to 0.9", by_severity), ("susceptibility 0.3 to 1.2", by_susceptibility)]
    {
        findings.push(at_most(IN_PAIN, format!("{by}: lowest NRS after one year"), lowest(&pains)));
        findings.push(at_least(CONVERTED, format!("{by}: highest"), greatest(&pains)));
    }
    findings.push(at_most(2.0, "people in between, of 14", count(between)));
    Ok(findings)
}

fn pains(cast: &Cast, values: &[f64], set: impl Fn(&mut Params<f64>, f64)) -> Result<Vec<f64>, SolveError> {
    let pain = |value: &f64| cast.pain_on(&cast.below_level_with(|p| set(p, *value)), &[], YEAR);
    values.iter().map(pain).collect()
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::NAN, f64::from)
}

pub(super) const PERSISTS: Behaviour = Behaviour {
    title: "Pain outlives the inflammation that began it",
    evidence: "Microglia are active a month after the injury, and blocking them then relieves (hains2006); \
               severity is flat from 1 to 40 years (modelsystems2019).",
    caveat: "Two stable states of the microglia carry this. No experiment shows them directly.",
    play: persists,
};

fn persists(cast: &Cast) -> Findings {
    let days: Vec<f64> = (0..=60).map(f64::from).chain([YEAR, 5.0 * YEAR]).collect();
    let story = cast.see(&cast.below_level(), &[], &days)?;
    let [one, five] = [61, 62];
    let left = |name: &str| {
        let course = story.values(name);
        let share = 100.0 * course[five] / greatest(course);
        at_most(5.0, format!("{} after five years, % of their peak", name.replace('_', " ")), share)
    };
    let pain = story.values("pain");
    Ok(vec![
        left("debris"),
        left("inflammatory_macrophages"),
        at_least(0.5, "active fraction of microglia after five years", story.values("microglia")[five]),
        at_least(IN_PAIN, "NRS after five years", pain[five]),
        within(-SAME, SAME, "change of NRS from year 1 to year 5", pain[five] - pain[one]),
    ])
}
