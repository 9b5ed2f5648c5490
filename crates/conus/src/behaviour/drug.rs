//! What does a gabapentinoid do: how much, how soon, for how long, and at what price?

use super::cast::{Cast, LATE, SAME, TWELVE_WEEKS_ON, pregabalin, pregabalin_at_once};
use super::finding::{at_least, at_most, within};
use super::{Behaviour, Findings, first_day, greatest};
use crate::biology::drug::{Hazard, hazard};
use crate::patient::story::SolveError;
use conus_num::Num;
use conus_num::elementary::exp;

pub(super) const BY_DOSE: Behaviour = Behaviour {
    title: "Pregabalin relieves by 1.2 to 1.9 points, more at the higher dose, and from the first week",
    evidence: "Difference to placebo -1.53 at 460 mg/d (siddall2006) and -0.7 at 357 mg/d (cardenas2013); \
               after one week 21 against 4 % and 13 against 5 % less pain, some seven tenths of what the \
               twelve weeks bring.",
    caveat: "The most that the drug can do was fitted to these differences. Here a typical patient stands \
             against the same patient untreated; each trial with its own estimator, dose and baseline is a \
             question for the calibration.",
    play: by_dose,
};

fn by_dose(cast: &Cast) -> Findings {
    let days = [LATE + 7.0, TWELVE_WEEKS_ON];
    let relief = |dose| cast.relief(&cast.below_level(), &[pregabalin(LATE, TWELVE_WEEKS_ON, dose)], &days);
    let (high, low) = (relief(450.0)?, relief(150.0)?);
    Ok(vec![
        within(1.2, 1.9, "relief after 12 weeks of 450 mg/d, NRS", high[1]),
        within(0.0, 0.9, "relief by 150 mg/d, times that by 450 mg/d", low[1] / high[1]),
        at_least(0.5, "relief after one week, times that after 12", high[0] / high[1]),
    ])
}

pub(super) const WASH_OUT: Behaviour = Behaviour {
    title: "After the drug pain returns to its untreated course",
    evidence: "A half-life of 6.3 hours (pregabalinkinetics); no trial shows a lasting change of the \
               disease.",
    caveat: "",
    play: wash_out,
};

fn wash_out(cast: &Cast) -> Findings {
    let course = [pregabalin(LATE, TWELVE_WEEKS_ON, 450.0)];
    let days = [TWELVE_WEEKS_ON, TWELVE_WEEKS_ON + 28.0];
    let relief = cast.relief(&cast.below_level(), &course, &days)?;
    Ok(vec![
        at_least(SAME, "relief at the last dose, NRS", relief[0]),
        within(-SAME, SAME, "relief four weeks later, NRS", relief[1]),
    ])
}

pub(super) const TOLERANCE: Behaviour = Behaviour {
    title: "Tolerance takes a low dose's effect and leaves a high one's, in animals; in patients it is weak",
    evidence: "Given for two weeks a low dose loses its effect and a tenfold one keeps it, rat (pmc4357321); \
               in patients the effect holds for 12 and 17 weeks (siddall2006, cardenas2013).",
    caveat: "The animal is a patient whose tolerance is fifty times stronger, judged after 12 weeks, since a \
             rat's clock is faster by an unknown factor. Lost means less than half kept.",
    play: tolerance,
};

fn tolerance(cast: &Cast) -> Findings {
    let kept = |shift: Option<f64>, dose| -> Result<f64, SolveError> {
        let person = cast.below_level_with(|p| {
            if let Some(shift) = shift {
                p.tolerance_shift = Num(shift);
            }
        });
        let days = [LATE + 3.0, LATE + 5.0, LATE + 7.0, LATE + 10.0, LATE + 14.0, TWELVE_WEEKS_ON];
        let relief = cast.relief(&person, &[pregabalin_at_once(LATE, dose)], &days)?;
        Ok(100.0 * relief[5] / greatest(&relief[..5]))
    };
    Ok(vec![
        at_least(80.0, "patient, 450 mg/d: best effect of two weeks kept after 12, %", kept(None, 450.0)?),
        at_most(50.0, "animal, low dose (150 mg/d): kept, %", kept(Some(15.0), 150.0)?),
        at_least(50.0, "animal, tenfold dose: kept, %", kept(Some(15.0), 1500.0)?),
    ])
}

pub(super) const HARMS: Behaviour = Behaviour {
    title: "Dizziness and somnolence rise with the dose; dizziness passes in days, somnolence in weeks",
    evidence: "Dizziness in 5, 8, 9, 23 and 29 %, somnolence in 3, 4, 6, 13 and 16 % at 0, 75, 150, 300 and \
               600 mg/d, in painful diabetic neuropathy (lyrica2012dpn); in spinal cord injury dizziness \
               lasts about 1.5 weeks and sleepiness over 10 (lyricafaq).",
    caveat: "The hazards were fitted to these shares, which are another disease's; somnolence is more \
             frequent after spinal cord injury.",
    play: harms,
};

/// Dose [mg/d], then dizziness and somnolence \[%\] (lyrica2012dpn).
const LABEL: [(f64, f64, f64); 4] =
    [(75.0, 8.0, 4.0), (150.0, 9.0, 6.0), (300.0, 23.0, 13.0), (600.0, 29.0, 16.0)];
/// The same without drug \[%\].
const PLACEBO: [f64; 2] = [5.0, 3.0];
/// Percentage points that count as the same share.
const POINTS: f64 = 3.0;

fn harms(cast: &Cast) -> Findings {
    let days: Vec<f64> = (0..=168).map(|half_day| 0.5 * f64::from(half_day)).collect();
    let mut findings = Vec::new();
    for (dose, dizzy, sleepy) in LABEL {
        let [dizziness, somnolence] = hazards(cast, dose, &days)?;
        let near = |published, name, found| {
            let what = format!("{dose} mg/d: {name} in 12 weeks, % (published {published})");
            within(published - POINTS, published + POINTS, what, found)
        };
        findings.push(near(dizzy, "dizziness", affected(PLACEBO[0], &days, &dizziness)));
        findings.push(near(sleepy, "somnolence", affected(PLACEBO[1], &days, &somnolence)));
    }
    let [dizziness, somnolence] = hazards(cast, 450.0, &days)?;
    let after_peak = dizziness.iter().position(|hazard| *hazard >= greatest(&dizziness)).unwrap_or(0);
    let falling: Vec<f64> = dizziness[after_peak..].iter().map(|hazard| -hazard).collect();
    let halved = first_day(&days, &falling, -0.5 * greatest(&dizziness));
    findings.push(within(5.0, 16.0, "days from the peak of dizziness to half of it, 450 mg/d", halved));
    let left = 100.0 * somnolence[140] / greatest(&somnolence);
    findings.push(at_least(50.0, "somnolence after ten weeks, % of its peak, 450 mg/d", left));
    Ok(findings)
}

/// Hazards of dizziness and somnolence on these days of a steady dose [1/d].
fn hazards(cast: &Cast, dose: f64, days: &[f64]) -> Result<[Vec<f64>; 2], SolveError> {
    let person = cast.healthy();
    let states = cast.see(&person, &[pregabalin_at_once(0.0, dose)], days)?.states();
    let found: Vec<_> = states.iter().map(|y| hazard(y, &person)).collect();
    let of = |which: fn(&Hazard<f64>) -> f64| found.iter().map(which).collect();
    Ok([of(|hazard| hazard.dizziness.0), of(|hazard| hazard.somnolence.0)])
}

/// Who has had it by the last day \[%\], drug and all other causes together; trapezoidal rule.
fn affected(without_drug_percent: f64, days: &[f64], hazard: &[f64]) -> f64 {
    let step = |k: usize| 0.5 * (hazard[k - 1] + hazard[k]) * (days[k] - days[k - 1]);
    let by_drug: f64 = (1..days.len()).map(step).sum();
    100.0 - (100.0 - without_drug_percent) * exp(-by_drug)
}
