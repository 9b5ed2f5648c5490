//! Synthetic tables of the figures that judge an analysis. Made-up numbers: none is a result.

use super::{frame, quantity};
use conus::report::figure::{
    Estimate, FigureError, Interval, Mark, estimators, forest, ls_means, residuals, responder_curve, tipping,
    tipping_grid, type_one,
};
use conus::report::theme::Role;
use conus_num::distribution::normal;

/// Every figure by name.
pub(crate) fn all() -> Vec<(&'static str, Result<String, FigureError>)> {
    vec![
        ("ls-means", ls_means::draw(&means())),
        ("ls-means-four-arms", ls_means::draw(&means_of_four_arms())),
        ("ls-means-two-visits", ls_means::draw(&means_at_two_visits())),
        ("forest", forest::draw(&subgroups())),
        ("forest-odds", forest::draw(&odds_by_subgroup())),
        ("forest-pooled", forest::draw(&pooled_shares())),
        ("forest-methods", forest::draw(&methods())),
        ("residuals", residuals::draw(&errors())),
        ("residuals-many", residuals::draw(&many_skewed_errors())),
        ("estimators", estimators::draw(&each_against_its_own())),
        ("tipping", tipping::draw(&shifted())),
        ("tipping-none", tipping::draw(&shifted_without_loss())),
        ("tipping-grid", tipping_grid::draw(&shifted_in_both_arms())),
        ("type-one", type_one::draw(&rejections())),
        ("responder-four-arms", responder_curve::draw(&responders_of_four_arms())),
    ]
}

fn around(value: f64, half: f64) -> Interval {
    Interval { value, low: value - half, high: value + half }
}

const FOUR_ROLES: [Role; 4] = [Role::Control, Role::Treatment, Role::Third, Role::Fourth];

/// Means of arms that fall towards `gain`, the first being the control.
fn means_at(times: &[(f64, &str)], arms: &[(&str, f64, u32)]) -> ls_means::Data {
    let last = times[times.len() - 1].0;
    let fall = |gain: f64, at: f64| -gain * at / (at + 0.2 * last);
    let half = |n: u32| 3.3 / f64::from(n).sqrt();
    let left = |n: u32, visit: usize| n - u32::try_from(visit).unwrap_or(0).min(n - 2);
    let arm = |index: usize, &(name, gain, n): &(&str, f64, u32)| ls_means::Arm {
        name: name.into(),
        role: FOUR_ROLES[index],
        means: times.iter().map(|&(at, _)| around(fall(gain, at), half(n))).collect(),
        n: (0..times.len()).map(|visit| left(n, visit)).collect(),
    };
    let comparison = |index: usize, &(name, gain, n): &(&str, f64, u32)| {
        let half = half(n) * 1.35;
        let differences: Vec<Interval> =
            times.iter().map(|&(at, _)| around(fall(gain, at) - fall(arms[0].1, at), half)).collect();
        let p = differences.iter().map(|one| normal::two_sided(one.value / (half / 1.96))).collect();
        ls_means::Comparison { name: name.into(), role: FOUR_ROLES[index], differences, p }
    };
    ls_means::Data {
        frame: frame(
            "ls-means",
            "Change of pain by arm, repeated-measures model",
            "Points: least-squares means of a mixed model for repeated measures (unstructured covariance, REML, \
             Kenward\u{2013}Roger degrees of freedom); bars: 95 % confidence intervals, not adjusted for the number of \
             visits. Arms are moved aside slightly at each visit. NRS = numerical rating scale.",
        ),
        time: quantity("Time since injection", "months"),
        visits: times.iter().map(|&(at, label)| Mark { at, label: label.into() }).collect(),
        outcome: quantity("Least-squares mean change of mean NRS", "points"),
        holds: None,
        interval_name: "95 % CI".into(),
        arms: arms.iter().enumerate().map(|(index, row)| arm(index, row)).collect(),
        difference: quantity("Difference from usual care", "points"),
        below_zero: "favours cells".into(),
        comparisons: arms.iter().enumerate().skip(1).map(|(index, row)| comparison(index, row)).collect(),
    }
}

/// Two arms at four visits.
pub(crate) fn means() -> ls_means::Data {
    let times = [(1.0, "1"), (2.0, "2"), (3.0, "3"), (6.0, "6")];
    means_at(&times, &[("Usual care", 1.1, 30), ("Cells with usual care", 2.9, 37)])
}

/// Four arms at ten visits whose times are far from even.
pub(crate) fn means_of_four_arms() -> ls_means::Data {
    let times = [
        (1.0, "Week 1"),
        (2.0, "Week 2"),
        (4.0, "Week 4"),
        (6.0, "Week 6"),
        (8.0, "Week 8"),
        (12.0, "Week 12"),
        (16.0, "Week 16"),
        (26.0, "Week 26"),
        (39.0, "Week 39"),
        (52.0, "End of treatment"),
    ];
    let arms = [
        ("Placebo", 0.9, 48),
        ("Pregabalin 150 mg/day", 1.3, 50),
        ("Pregabalin 300 mg/day", 1.9, 47),
        ("Pregabalin 600 mg/day with physiotherapy", 2.0, 49),
    ];
    let mut data = means_at(&times, &arms);
    data.frame.id = "ls-means-four".into();
    data.time = quantity("Visit", "");
    data.difference = quantity("Difference from placebo", "points");
    data.below_zero = "favours pregabalin".into();
    data
}

/// Two visits, values far from zero, no comparison.
pub(crate) fn means_at_two_visits() -> ls_means::Data {
    let mut data =
        means_at(&[(3.0, "Month 3"), (12.0, "Month 12")], &[("Usual care", 0.4, 8), ("Cells", 0.6, 9)]);
    data.frame.id = "ls-means-two".into();
    for mean in data.arms.iter_mut().flat_map(|arm| &mut arm.means) {
        *mean = Interval { value: mean.value + 7.0, low: mean.low + 7.0, high: mean.high + 7.0 };
    }
    data.outcome = quantity("Least-squares mean of mean NRS", "points, 0\u{2013}10");
    data.holds = Some((0.0, 10.0));
    data.comparisons.clear();
    data
}

fn row(name: &str, treated: &str, control: &str, effect: Interval) -> forest::Row {
    let (treated, control) = (treated.into(), control.into());
    forest::Row { name: name.into(), treated, control, effect, p: None }
}

/// A share in five studies, pooled, with a prediction interval and a row beside.
pub(crate) fn pooled_shares() -> forest::Data {
    let study =
        |name: &str, n: &str, weight: &str, value: f64, half: f64| row(name, n, weight, around(value, half));
    let mut data = subgroups();
    data.frame = frame(
        "forest-pooled",
        "Who improves, by study",
        "Diamond: random effects; below it the prediction interval.",
    );
    data.effect = quantity("Improved within a year", "%");
    data.contrast = forest::Contrast::Level;
    data.effect_title = "Share, %".into();
    data.name_title = "Study".into();
    data.treated_title = "Events / n".into();
    data.control_title = "Weight, %".into();
    (data.below, data.above) = (String::new(), String::new());
    data.overall = Some(study("Random effects", "3 studies", "100.0", 20.6, 6.1));
    data.prediction = Some((3.0, 45.2));
    let factor = |name: &str, rows| forest::Factor { name: name.into(), p: None, rows };
    data.factors = vec![
        factor(
            "Studies",
            vec![
                study("One and others 1999", "74/482", "38.1", 15.4, 3.2),
                study("Two and others 2003", "6/53", "21.0", 11.3, 8.5),
                study("Three and others 2009", "42/139", "40.9", 30.2, 7.6),
            ],
        ),
        factor("Beside, not pooled", vec![study("Four and others 2022", "2439", "not pooled", 48.9, 8.1)]),
    ];
    data
}

/// Five factors.
pub(crate) fn subgroups() -> forest::Data {
    let factor = |name: &str, p: f64, rows| forest::Factor { name: name.into(), p: Some(p), rows };
    forest::Data {
        frame: frame(
            "forest",
            "Effect on mean NRS at 6 months by subgroup",
            "Squares: difference of least-squares means, area in proportion to precision (1 / variance); lines: 95 % \
             confidence intervals; an arrow: the interval goes on. Diamond and dashed line: all patients. Subgroups were \
             not powered; intervals are not adjusted for multiplicity.",
        ),
        effect: quantity("Difference in change of mean NRS, cells minus usual care", "points"),
        contrast: forest::Contrast::Difference,
        interval_name: "95 % CI".into(),
        effect_title: "Difference".into(),
        name_title: "Subgroup".into(),
        treated_title: "Cells, n".into(),
        control_title: "Usual care, n".into(),
        p_title: "P for interaction".into(),
        below: "favours cells".into(),
        above: "favours usual care".into(),
        prediction: None,
        overall: Some(row("All patients", "37", "30", around(-1.32, 0.78))),
        factors: vec![
            factor(
                "Sex",
                0.41,
                vec![
                    row("Female", "9", "7", around(-0.84, 1.71)),
                    row("Male", "28", "23", around(-1.49, 0.91)),
                ],
            ),
            factor(
                "Neurological level of injury",
                0.036,
                vec![
                    row("Cervical", "11", "9", around(-0.21, 1.4)),
                    row("Thoracic, T1 to T9", "15", "12", around(-1.61, 1.2)),
                    row("Thoracolumbar junction, T10 to L1, with conus", "10", "8", around(-2.4, 1.45)),
                    row("Lumbar", "1", "1", around(-3.2, 9.5)),
                ],
            ),
            factor(
                "Time since injury",
                0.72,
                vec![
                    row("Below 12 months", "16", "14", around(-1.21, 1.1)),
                    row("12 months and more", "21", "16", around(-1.43, 1.06)),
                ],
            ),
            factor(
                "Mean NRS at baseline",
                0.0004,
                vec![
                    row("Below 7", "19", "17", around(-0.62, 0.98)),
                    row("7 and more", "18", "13", around(-2.04, 1.13)),
                ],
            ),
        ],
    }
}

/// Odds of a response, one of them without information.
pub(crate) fn odds_by_subgroup() -> forest::Data {
    let odds = |low: f64, value: f64, high: f64| Interval { value, low, high };
    let mut data = subgroups();
    data.frame = frame(
        "forest-odds",
        "Odds of at least 30 % less pain at 6 months by subgroup",
        "Squares: odds ratios of logistic regression; lines: 95 % confidence intervals; an arrow: the interval goes on.",
    );
    data.contrast = forest::Contrast::Ratio;
    data.effect_title = "Odds ratio".into();
    data.effect = quantity("Odds ratio of a response", "");
    data.treated_title = "Cells, responders/n".into();
    data.control_title = "Usual care, responders/n".into();
    (data.below, data.above) = ("favours usual care".into(), "favours cells".into());
    data.overall = Some(row("All patients", "19/37", "9/30", odds(0.93, 2.46, 6.52)));
    data.factors.truncate(2);
    data.factors[0].rows = vec![
        row("Female", "4/9", "3/7", odds(0.15, 1.07, 7.7)),
        row("Male", "15/28", "6/23", odds(1.01, 3.27, 10.6)),
    ];
    data.factors[1].rows = vec![
        row("Cervical", "3/11", "3/9", odds(0.11, 0.75, 5.1)),
        row("Thoracic", "10/15", "4/12", odds(0.82, 4.0, 19.6)),
        row("Lumbar", "6/11", "2/9", odds(0.6, 4.2, 290.0)),
    ];
    data
}

/// The same contrast by several methods.
pub(crate) fn methods() -> forest::Data {
    let method = |name: &str, value: f64, half: f64, p: f64| forest::Row {
        p: Some(p),
        ..row(name, "", "", around(value, half))
    };
    let mut data = subgroups();
    data.frame = frame(
        "forest-methods",
        "The same contrast by each method",
        "Difference at 6 months by each analysis of the plan; lines: 95 % confidence intervals.",
    );
    data.name_title = "Method".into();
    data.p_title = "P".into();
    data.overall = None;
    let group = |name: &str, rows| forest::Factor { name: name.into(), p: None, rows };
    data.factors = vec![
        group(
            "Treatment policy",
            vec![
                method("MMRM, unstructured, Kenward\u{2013}Roger", -1.32, 0.78, 0.0012),
                method("ANCOVA of the last visit", -1.28, 0.84, 0.0036),
            ],
        ),
        group(
            "Reference-based imputation of what is missing",
            vec![
                method("Jump to reference, Rubin", -1.04, 0.86, 0.018),
                method("Jump to reference, jackknife", -1.04, 0.63, 0.0014),
                method("Copy increments in reference, Rubin", -1.11, 0.84, 0.0098),
            ],
        ),
        group(
            "Replay of published analyses only",
            vec![
                method("Last observation carried forward", -1.01, 0.71, 0.0054),
                method("Baseline observation carried forward", -0.87, 0.66, 0.0099),
            ],
        ),
    ];
    data
}

/// Standard normal values in an order that looks shuffled: quantiles in steps of a golden section.
fn shuffled_normal(n: u32) -> Vec<f64> {
    let place = |i: u32| (f64::from(i) * 0.618_033_988_749_894_9 + 0.5).fract();
    (0..n).map(|i| normal::quantile(place(i).clamp(1e-6, 1.0 - 1e-6))).collect()
}

fn errors_of(n: u32, subjects: u32, shape: impl Fn(f64) -> f64) -> residuals::Data {
    let one = |(index, z): (u32, f64)| residuals::Residual {
        subject: format!("SCI-{:03}", index % subjects + 1),
        fitted: 3.2 + 4.4 * (f64::from(index) * 0.414_213_562_373_095_1).fract(),
        standardised: shape(z),
    };
    residuals::Data {
        frame: frame(
            "residuals",
            "Residuals of the repeated-measures model",
            "Residuals are scaled by the fitted covariance of each patient, so that they are uncorrelated with variance 1 \
             if the model holds. Named: the farthest beyond 3, at most five. NRS = numerical rating scale.",
        ),
        fitted: quantity("Fitted mean NRS", "points, 0\u{2013}10"),
        residual: "Scaled residual (standard deviations)".into(),
        residuals: (0..n).zip(shuffled_normal(n)).map(one).collect(),
    }
}

/// Residuals of a small trial, two of them far out.
pub(crate) fn errors() -> residuals::Data {
    let mut data = errors_of(251, 67, |z| z);
    data.residuals[40].standardised = 3.9;
    data.residuals[120].standardised = -3.4;
    data
}

/// Skewed residuals of a large trial.
pub(crate) fn many_skewed_errors() -> residuals::Data {
    let mut data = errors_of(2860, 500, |z| 0.85 * z + 0.28 * (z * z - 1.0));
    data.frame.id = "residuals-many".into();
    data
}

/// Three estimands.
pub(crate) fn each_against_its_own() -> estimators::Data {
    let estimator = |name: &str, bias: f64, coverage: f64| estimators::Estimator {
        name: name.into(),
        bias: around(bias, 0.012),
        coverage: around(coverage, 1.96 * (coverage * (100.0 - coverage) / 5000.0).sqrt()),
        replicates: if coverage > 95.2 { 4_987 } else { 5_000 },
    };
    let estimand = |name: &str, truth: f64, estimators| estimators::Estimand {
        name: name.into(),
        truth: around(truth, 0.011),
        estimators,
    };
    estimators::Data {
        frame: frame(
            "estimators",
            "Bias and coverage of each estimator against its own estimand",
            "True effects come from the potential outcomes of the same virtual patients. Bias: mean estimate minus true \
             effect. Coverage: 95 % confidence intervals that hold the true effect.",
        ),
        bias: quantity("Bias of the difference in mean NRS", "points"),
        nominal: 95.0,
        interval_name: "95 % Monte-Carlo interval".into(),
        estimands: vec![
            estimand(
                "Treatment policy",
                -1.04,
                vec![
                    estimator("MMRM, values after stopping kept", 0.004, 94.8),
                    estimator("Jump to reference, Rubin", -0.006, 97.6),
                    estimator("Jump to reference, jackknife", -0.006, 94.6),
                ],
            ),
            estimand(
                "Hypothetical: no rescue medication and no other treatment of pain",
                -1.42,
                vec![
                    estimator("MMRM, values after rescue set missing, unstructured", 0.009, 94.9),
                    estimator("Last observation carried forward", 0.212, 81.4),
                ],
            ),
            estimand(
                "Composite: stopping counts as no change",
                -0.93,
                vec![
                    estimator("ANCOVA, baseline value after stopping", 0.011, 95.3),
                    estimator("Complete cases", -0.323, 76.0),
                ],
            ),
        ],
    }
}

/// Effects whose interval reaches zero at a shift between two steps.
pub(crate) fn shifted() -> tipping::Data {
    let effect = |step: u32| {
        let at = f64::from(step) * 0.25;
        let value = -1.32 + 0.32 * at;
        let half = 0.78 + 0.02 * at;
        Estimate { at, value, low: value - half, high: value + half }
    };
    tipping::Data {
        frame: frame(
            "tipping",
            "Tipping point of the effect at 6 months",
            "Multiple imputation (100 data sets, Rubin's rules); delta is added to every imputed value of the treated arm. \
             Band: 95 % confidence interval.",
        ),
        delta: quantity("Delta added to imputed values of the treated arm", "points"),
        effect: quantity("Difference in change of mean NRS, cells minus usual care", "points"),
        interval_name: "95 % CI".into(),
        effects: (0..=16).map(effect).collect(),
        tipping: Some(0.54 / 0.34),
        unshifted: "missing at random".into(),
        below_zero: "favours cells".into(),
        above_zero: "favours usual care".into(),
        n: "37 + 30 patients, of them 9 + 7 with imputed values".into(),
    }
}

/// Effects that no shift takes away.
pub(crate) fn shifted_without_loss() -> tipping::Data {
    let mut data = shifted();
    data.frame.id = "tipping-none".into();
    for one in &mut data.effects {
        *one =
            Estimate { at: one.at - 2.0, value: one.value - 3.0, low: one.low - 3.0, high: one.high - 3.0 };
    }
    data.tipping = None;
    data
}

/// P values over shifts in both arms.
pub(crate) fn shifted_in_both_arms() -> tipping_grid::Data {
    let treated: Vec<f64> = (0..8).map(|step| f64::from(step) * 0.5).collect();
    let control: Vec<f64> = (0..6).map(|step| f64::from(step) * 0.5 - 1.0).collect();
    let p = |control: f64, treated: f64| {
        normal::two_sided((-1.32 + 0.32 * treated - 0.26 * control) / (0.4 + 0.01 * treated))
    };
    tipping_grid::Data {
        frame: frame(
            "tipping-grid",
            "P values when imputed values of both arms are shifted",
            "Each cell: P value of the difference at 6 months when the deltas of its row and column are added to imputed \
             values (100 data sets, Rubin's rules).",
        ),
        treated: quantity("Delta added to imputed values of cells", "points"),
        control: quantity("Delta added to imputed values of usual care", "points"),
        p: control.iter().map(|&one| treated.iter().map(|&other| p(one, other)).collect()).collect(),
        treated_deltas: treated,
        control_deltas: control,
        level: 0.05,
        n: "37 + 30 patients, of them 9 + 7 with imputed values".into(),
    }
}

/// Eight scenarios by three methods.
pub(crate) fn rejections() -> type_one::Data {
    let rate = |method: &str, role, percent: f64, gated| type_one::Rate {
        method: method.into(),
        role,
        percent: around(percent, 1.96 * (percent * (100.0 - percent) / 20_000.0).sqrt()),
        trials: 20_000,
        gated,
    };
    let scenario = |name: &str, percents: [f64; 3], gated| type_one::Scenario {
        name: name.into(),
        rates: vec![
            rate("MMRM, Kenward\u{2013}Roger", Role::Treatment, percents[0], gated),
            rate("MMRM, between-within", Role::Control, percents[1], false),
            rate("ANCOVA, last visit", Role::Third, percents[2], false),
        ],
    };
    type_one::Data {
        frame: frame(
            "type-one",
            "Rejection of a true null hypothesis by scenario and method",
            "Two-sided tests at 5 % of the difference at the last visit, no treatment effect. MAR, MNAR: dropout at random, \
             not at random. The gate was declared before the trials were simulated.",
        ),
        nominal: 5.0,
        gate: (4.5, 5.5),
        interval_name: "95 % Monte-Carlo interval".into(),
        scenarios: vec![
            scenario("Normal errors, MAR, n = 67", [5.04, 5.71, 5.1], true),
            scenario("Normal errors, MAR, n = 40", [5.62, 6.43, 5.0], true),
            scenario("Normal errors, MAR, n = 20", [4.81, 8.9, 4.9], false),
            scenario("Skewed errors, MAR, n = 67", [4.92, 5.4, 4.8], false),
            scenario("NRS rounded to whole points, MAR, n = 67", [5.1, 5.75, 5.2], false),
            scenario("Normal errors, MNAR, n = 67", [6.8, 7.7, 7.1], false),
        ],
    }
}

/// Four arms, two of them nearly alike.
pub(crate) fn responders_of_four_arms() -> responder_curve::Data {
    let mut data = super::responders();
    data.frame = frame(
        "responder-four",
        "Patients with at least a given reduction of pain, four arms",
        "Steps: share of all randomised patients; those without a measurement at 6 months count as not improved.",
    );
    let rows = [
        ("Pregabalin 600 mg/day", Role::Treatment, "49", 0.0),
        ("Pregabalin 300 mg/day", Role::Third, "47", 2.5),
        ("Pregabalin 150 mg/day", Role::Fourth, "50", 17.0),
        ("Placebo", Role::Control, "48", 26.0),
    ];
    let first = data.arms[0].clone();
    let lower = |share: f64, by: f64| share * (1.0 - by / 60.0);
    data.arms = rows
        .into_iter()
        .map(|(name, role, n, by)| responder_curve::Arm {
            name: name.into(),
            role,
            n: n.into(),
            points: first.points.iter().map(|&(at, share)| (at, lower(share, by))).collect(),
            band: Vec::new(),
            at_30: lower(first.at_30, by),
            at_50: lower(first.at_50, by),
        })
        .collect();
    data
}
