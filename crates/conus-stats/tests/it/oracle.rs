//! Printed numbers and the data they were computed from.

use conus_stats::Estimate;

/// Both programs compute in doubles and lose a few digits on the way; nothing here is conditioned worse
/// than 1e4, so an agreement to 1e-10 leaves no room for another formula.
pub(crate) const RELATIVE: f64 = 1e-10;

/// One printed number.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) case: &'static str,
    pub(crate) quantity: &'static str,
    pub(crate) value: f64,
}

/// All numbers of a printed table `case,quantity,value`.
pub(crate) fn printed(text: &'static str) -> Vec<Printed> {
    let rows: Vec<Printed> = table(text)
        .iter()
        .map(|cells| Printed { case: cells[0], quantity: cells[1], value: cells[2].parse().unwrap() })
        .collect();
    assert!(!rows.is_empty());
    rows
}

/// The cells of each line below the header.
pub(crate) fn table(text: &str) -> Vec<Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

/// The numbers agree; zero must be met within the tolerance times `scale`.
pub(crate) fn assert_agrees(row: &Printed, seen: f64, relative: f64, scale: f64) {
    let allowed = relative * row.value.abs().max(scale);
    assert!((seen - row.value).abs() <= allowed, "{row:?}: seen {seen:e}");
}

/// The part of an estimate that a printed quantity names.
pub(crate) fn estimate_part(estimate: &Estimate, name: &str) -> f64 {
    match name {
        "value" => estimate.value,
        "standard_error" => estimate.standard_error,
        "freedom" => estimate.freedom,
        "statistic" => estimate.statistic,
        "p" => estimate.p_two_sided,
        "lower" => estimate.interval_95.lower,
        "upper" => estimate.interval_95.upper,
        unknown => panic!("an estimate has no `{unknown}`"),
    }
}

/// A column of a data file by its name.
pub(crate) fn column(text: &str, name: &str) -> Vec<f64> {
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let index = header.iter().position(|cell| *cell == name).unwrap();
    text.lines().skip(1).map(|line| line.split(',').nth(index).unwrap().parse().unwrap()).collect()
}

/// A column of the made-up trial.
pub(crate) fn trial(name: &str) -> Vec<f64> {
    column(include_str!("../oracle/trial.csv"), name)
}

/// Week-12 values of one arm of the made-up trial.
pub(crate) fn arm(which: f64) -> Vec<f64> {
    let values = trial("week12").into_iter().zip(trial("arm"));
    values.filter(|(_, arm)| (arm - which).abs() < 0.5).map(|(value, _)| value).collect()
}

/// Whole numbers in a case such as `9/30/17/31`.
pub(crate) fn counts(case: &str) -> Vec<u64> {
    case.split('/').map(|cell| cell.parse().unwrap()).collect()
}
