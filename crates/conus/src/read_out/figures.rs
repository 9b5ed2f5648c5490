//! Which pictures does a read-out give? Means over visits, every analysis side by side, subgroups, shares, residuals.

use super::text::measure;
use super::{ReadOut, Share};
use crate::analysis::answer::{Answer, Effect, Measure, Number};
use crate::report::figure::{FigureError, Frame, Interval, Mark, Quantity};
use crate::report::figure::{forest, ls_means, residuals, responder_curve};
use crate::report::theme::Role;
use crate::report::wording::p_phrase;

/// A finished picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    /// Its file in the folder.
    pub(super) file: String,
    /// The drawing.
    pub(super) svg: String,
    /// What to see in it.
    pub(super) reading: String,
}

const INTERVAL: &str = "95 % CI";
/// Roles of the arms, the reference first.
const ROLES: [Role; 5] = [Role::Control, Role::Treatment, Role::Third, Role::Fourth, Role::Fifth];
/// Most arms and visits that the figure of means holds.
const MOST_ARMS: usize = 4;
const MOST_VISITS: usize = 10;

/// Every picture that these data allow, in the order of the report.
pub(super) fn all(read_out: &ReadOut) -> Result<Vec<Drawn>, FigureError> {
    let mut drawn = Vec::new();
    let visits = read_out.visits.len();
    let every_visit = read_out.primary.means.len() == visits * read_out.arms.len();
    if every_visit && (2..=MOST_VISITS).contains(&visits) && read_out.arms.len() <= MOST_ARMS {
        drawn.push(means(read_out)?);
    }
    drawn.extend(methods(read_out).transpose()?);
    drawn.extend(subgroups(read_out).transpose()?);
    if !read_out.responders.is_empty() && read_out.arms.len() <= ROLES.len() {
        drawn.push(responders(read_out)?);
    }
    if !read_out.primary.residuals.is_empty() {
        drawn.push(checks(read_out)?);
    }
    Ok(drawn)
}

fn frame(read_out: &ReadOut, id: &str, title: &str, caption: &str) -> Frame {
    let data = if read_out.synthetic { "synthetic data" } else { "data as given" };
    Frame {
        id: id.to_owned(),
        title: title.to_owned(),
        caption: caption.to_owned(),
        source: format!("conus analyse; {}; {data}", read_out.variable[0]),
    }
}

fn drawn(id: &str, svg: String, reading: String) -> Drawn {
    Drawn { file: format!("figures/{id}.svg"), svg, reading }
}

fn quantity(name: String) -> Quantity {
    Quantity { name, unit: String::new() }
}

/// The interval of a number, if its method gives one.
fn interval(number: &Number) -> Option<Interval> {
    let [low, high] = number.interval_95?;
    Some(Interval { value: number.value, low, high })
}

fn outcome(read_out: &ReadOut) -> String {
    let of = if read_out.change { "Change of" } else { "Value of" };
    format!("{of} {}", read_out.variable[0])
}

/// What an effect below and above zero favours.
fn favours(read_out: &ReadOut) -> (String, String) {
    let (reference, others) = (&read_out.arms[0], &read_out.arms[1..]);
    let treated = if let [only] = others { only.clone() } else { "treated".to_owned() };
    let (mine, theirs) = (format!("favours {treated}"), format!("favours {reference}"));
    if read_out.lower_is_better { (mine, theirs) } else { (theirs, mine) }
}

fn means(read_out: &ReadOut) -> Result<Drawn, FigureError> {
    let arms = read_out.arms.iter().zip(ROLES).map(|(arm, role)| {
        let means = || read_out.primary.means.iter().filter(move |mean| mean.arm == *arm);
        ls_means::Arm {
            name: arm.clone(),
            role,
            means: means().filter_map(|mean| interval(&mean.number)).collect(),
            n: means().map(|mean| mean.n).collect(),
        }
    });
    let comparisons = read_out.arms.iter().zip(ROLES).skip(1).map(|(arm, role)| {
        let effects = || read_out.primary.effects.iter().filter(move |effect| effect.arm == *arm);
        ls_means::Comparison {
            name: arm.clone(),
            role,
            differences: effects().filter_map(|effect| interval(&effect.number)).collect(),
            p: effects().filter_map(|effect| effect.number.p).collect(),
        }
    });
    let marks = read_out.days.iter().zip(&read_out.visits);
    let data = ls_means::Data {
        frame: frame(
            read_out,
            "means",
            "Adjusted means over visits",
            "Least-squares means of the primary analysis with 95 % confidence intervals; n, people with a value.",
        ),
        time: Quantity { name: "Time".to_owned(), unit: "d".to_owned() },
        visits: marks.map(|(at, label)| Mark { at: *at, label: label.clone() }).collect(),
        outcome: quantity(outcome(read_out)),
        holds: None,
        interval_name: INTERVAL.to_owned(),
        arms: arms.collect(),
        difference: quantity(format!("Difference from {}", read_out.arms[0])),
        below_zero: favours(read_out).0,
        comparisons: comparisons.collect(),
    };
    Ok(drawn("means", ls_means::draw(&data)?, reading(read_out)))
}

/// The primary effects at the visit in one sentence.
pub(super) fn reading(read_out: &ReadOut) -> String {
    let effect = |effect: &Effect| {
        let number = &effect.number;
        let interval = number
            .interval_95
            .map_or_else(String::new, |[low, high]| format!(" (95 % interval {low:.2} to {high:.2})"));
        let p = number.p.map_or_else(String::new, |p| format!(", {}", p_phrase(p)));
        format!("{} minus {}: {:.2}{interval}{p}", effect.arm, effect.reference, number.value)
    };
    let effects: Vec<String> = read_out.primary.effects_at(&read_out.visit).map(effect).collect();
    format!("At {}, {}.", read_out.visit, effects.join("; "))
}

/// None where no analysis answers for a difference of means with an interval.
fn methods(read_out: &ReadOut) -> Option<Result<Drawn, FigureError>> {
    let answers = std::iter::once(("primary", &read_out.primary)).chain(
        read_out.sensitivity.iter().filter_map(|(_, answer)| Some(("further", answer.as_ref().ok()?))),
    );
    let mut factors: Vec<forest::Factor> = Vec::new();
    for arm in &read_out.arms[1..] {
        let rows = answers.clone().filter_map(|(kind, answer)| method_row(read_out, arm, kind, answer));
        let name = if read_out.arms.len() > 2 { arm.clone() } else { "Method".to_owned() };
        factors.push(forest::Factor { name, p: None, rows: rows.collect() });
    }
    factors.retain(|factor| !factor.rows.is_empty());
    if factors.is_empty() {
        return None;
    }
    let (below, above) = favours(read_out);
    let data = forest::Data {
        frame: frame(
            read_out,
            "methods",
            &format!("Every analysis at {}", read_out.visit),
            "Difference from the reference arm, with 95 % confidence intervals; the first row is the primary analysis.",
        ),
        effect: quantity(format!("Difference from {}", read_out.arms[0])),
        contrast: forest::Contrast::Difference,
        interval_name: INTERVAL.to_owned(),
        effect_title: "Difference".to_owned(),
        name_title: "Analysis".to_owned(),
        treated_title: String::new(),
        control_title: String::new(),
        p_title: "p".to_owned(),
        below,
        above,
        prediction: None,
        overall: None,
        factors,
    };
    let failed = read_out.sensitivity.iter().filter(|(_, answer)| answer.is_err()).count();
    let reading = match failed {
        0 => "Analyses that answer for a difference of means, side by side.".to_owned(),
        some => format!("{some} of the further analyses could not be done; the table below says why."),
    };
    Some(forest::draw(&data).map(|svg| drawn("methods", svg, reading)))
}

fn method_row(read_out: &ReadOut, arm: &str, kind: &str, answer: &Answer) -> Option<forest::Row> {
    let effect = answer
        .effects_at(&read_out.visit)
        .find(|effect| effect.arm == arm && effect.measure == Measure::MeanDifference)?;
    let name = if kind == "primary" { format!("{} (primary)", answer.short) } else { answer.short.clone() };
    Some(forest::Row {
        name,
        treated: String::new(),
        control: String::new(),
        effect: interval(&effect.number)?,
        p: effect.number.p,
    })
}

fn subgroups(read_out: &ReadOut) -> Option<Result<Drawn, FigureError>> {
    let arm = read_out.arms.get(1)?;
    let overall = read_out.primary.effects_at(&read_out.visit).find(|effect| effect.arm == *arm)?;
    let row = |name: &str, effect: &Effect| {
        Some(forest::Row {
            name: name.to_owned(),
            treated: effect.n_arm.to_string(),
            control: effect.n_reference.to_string(),
            effect: interval(&effect.number)?,
            p: None,
        })
    };
    let factor = |(name, found): &(String, crate::analysis::Computed<crate::analysis::answer::Subgroup>)| {
        let found = found.as_ref().ok()?;
        let levels = found.effects.iter().filter(|(_, effect)| effect.arm == *arm);
        Some(forest::Factor {
            name: name.clone(),
            p: Some(found.interaction.p),
            rows: levels.filter_map(|(level, effect)| row(level, effect)).collect(),
        })
    };
    let factors: Vec<forest::Factor> = read_out.subgroups.iter().filter_map(factor).collect();
    if factors.is_empty() || overall.measure != Measure::MeanDifference {
        return None;
    }
    let (below, above) = favours(read_out);
    let data = forest::Data {
        frame: frame(
            read_out,
            "subgroups",
            &format!("{arm} by subgroup at {}", read_out.visit),
            "Analysis of covariance with interaction, 95 % confidence intervals; overall: the primary analysis; \
             p of interaction.",
        ),
        effect: quantity(format!("Difference from {}", read_out.arms[0])),
        contrast: forest::Contrast::Difference,
        interval_name: INTERVAL.to_owned(),
        effect_title: "Difference".to_owned(),
        name_title: "Subgroup".to_owned(),
        treated_title: format!("{arm}, n"),
        control_title: format!("{}, n", read_out.arms[0]),
        p_title: "p".to_owned(),
        below,
        above,
        prediction: None,
        overall: row("Overall", overall),
        factors,
    };
    let reading = "Whether the effect differs between levels is for the p of interaction, not for the single intervals.";
    Some(forest::draw(&data).map(|svg| drawn("subgroups", svg, reading.to_owned())))
}

fn responders(read_out: &ReadOut) -> Result<Drawn, FigureError> {
    let percent = |share: &Share| 100.0 * share.share;
    let arm = |((arm, role), shares): ((&String, Role), &Vec<Share>)| responder_curve::Arm {
        name: arm.clone(),
        role,
        n: shares.first().map_or(0, |share| share.total).to_string(),
        points: (0_u32..).zip(shares).map(|(at, share)| (f64::from(at), percent(share))).collect(),
        band: Vec::new(),
        at_30: percent(&shares[30]),
        at_50: percent(&shares[50]),
    };
    let data = responder_curve::Data {
        frame: frame(
            read_out,
            "responders",
            "Cumulative responders",
            "Share of everybody randomised with at least that reduction from baseline; whoever has no value has not \
             responded.",
        ),
        reduction_of: format!("Reduction of {} from baseline to {}", read_out.variable[0], read_out.visit),
        arms: read_out.arms.iter().zip(ROLES).zip(&read_out.responders).map(arm).collect(),
    };
    let shares: Vec<String> = read_out
        .arms
        .iter()
        .zip(&read_out.responders)
        .map(|(arm, shares)| format!("{arm} {:.0} %", percent(&shares[30])))
        .collect();
    let reading = format!("At least 30 % reduction: {}.", shares.join(", "));
    Ok(drawn("responders", responder_curve::draw(&data)?, reading))
}

fn checks(read_out: &ReadOut) -> Result<Drawn, FigureError> {
    let scaled = read_out.primary.means.len() > read_out.arms.len();
    let residual = if scaled { "Scaled residual" } else { "Studentised residual" };
    let data = residuals::Data {
        frame: frame(
            read_out,
            "residuals",
            "Residuals of the primary analysis",
            "Left: against the prediction. Right: against what a normal sample of this size would show.",
        ),
        fitted: quantity(format!("Predicted {}", outcome(read_out).to_lowercase())),
        residual: residual.to_owned(),
        residuals: read_out
            .primary
            .residuals
            .iter()
            .map(|one| residuals::Residual {
                subject: one.subject.clone(),
                fitted: one.fitted,
                standardised: one.standardised,
            })
            .collect(),
    };
    let far = read_out.primary.residuals.iter().filter(|one| one.standardised.abs() > residuals::FAR).count();
    let all = read_out.primary.residuals.len();
    let reading = format!("{far} of {all} residuals lie farther out than {}.", residuals::FAR);
    Ok(drawn("residuals", residuals::draw(&data)?, reading))
}

/// The measure of the primary analysis, for a sentence.
pub(super) fn primary_measure(read_out: &ReadOut) -> &'static str {
    read_out.primary.effects.first().map_or("difference", |effect| measure(effect.measure))
}
