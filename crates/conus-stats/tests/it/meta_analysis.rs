use crate::oracle::{Printed, assert_agrees, printed, table};
use conus_stats::Interval;
use conus_stats::meta_analysis::{Heterogeneity, Study, Summary, leave_one_out, random_effects};

/// metafor's searches end at 1e-13 in τ², which may lie below one hundredth; everything else follows from it.
const METAFOR: f64 = 1e-9;

fn studies(set: &str) -> Vec<Study> {
    let rows = table(include_str!("../oracle/meta_analysis_data.csv"));
    let of_set = rows.iter().filter(|cells| cells[0] == set);
    of_set
        .map(|cells| Study { effect: cells[1].parse().unwrap(), variance: cells[2].parse().unwrap() })
        .collect()
}

fn limit(name: &str, interval: Interval) -> f64 {
    if name.ends_with("lower") { interval.lower } else { interval.upper }
}

/// The part of a summary that a printed quantity names.
fn part(name: &str, seen: &Summary) -> f64 {
    match name {
        "effect" => seen.effect,
        "standard_error" => seen.standard_error,
        "lower" | "upper" => limit(name, seen.interval_95),
        "knapp_standard_error" => seen.hartung_knapp.standard_error,
        "knapp_p" => seen.hartung_knapp.p_two_sided,
        "knapp_lower" | "knapp_upper" => limit(name, seen.hartung_knapp.interval_95),
        "prediction_lower" | "prediction_upper" => limit(name, seen.prediction_95.unwrap()),
        "tau" => seen.tau_squared,
        "tau_lower" | "tau_upper" => limit(name, seen.tau_squared_95),
        "q" => seen.q,
        "q_p" => seen.q_p,
        "i" => seen.i_squared,
        unknown => panic!("a summary has no `{unknown}`"),
    }
}

fn seen(row: &Printed) -> f64 {
    let (set, method) = row.case.split_once('/').unwrap();
    if row.quantity.starts_with("logit") {
        let study = Study::of_share(set.parse().unwrap(), method.parse().unwrap()).unwrap();
        return if row.quantity == "logit" { study.effect } else { study.variance };
    }
    let method = match method {
        "REML" => Heterogeneity::RestrictedLikelihood,
        "DL" => Heterogeneity::DerSimonianLaird,
        _ => Heterogeneity::PauleMandel,
    };
    match row.quantity.split_once("without_") {
        Some((what, index)) => {
            let without = leave_one_out(&studies(set), method).unwrap()[index.parse::<usize>().unwrap() - 1];
            if what.is_empty() { without.effect } else { without.tau_squared }
        }
        None => part(row.quantity, &random_effects(&studies(set), method).unwrap()),
    }
}

#[test]
fn several_studies_say_together_what_they_say_in_metafor() {
    for row in printed(include_str!("../oracle/meta_analysis.csv")) {
        assert_agrees(&row, seen(&row), METAFOR, 1.0);
    }
}
