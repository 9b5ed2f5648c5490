//! What are the subscores and totals made of?

use super::super::totals::{SideTotals, Total};
use super::{Case, step};
use crate::instrument::scoring::Step;

type Sum = fn(&SideTotals) -> Total;

/// The sums, right and left and both.
pub(super) fn sums(case: &Case<'_>) -> Vec<Step> {
    let [right, left] = case.found.totals.sides;
    let both = case.found.totals.both;
    let kinds: [(&str, Sum, u16); 5] = [
        ("Upper extremity motor score", |totals| totals.upper_extremity, 50),
        ("Lower extremity motor score", |totals| totals.lower_extremity, 50),
        ("Motor score", |totals| totals.motor, 100),
        ("Light touch score", |totals| totals.light_touch, 112),
        ("Pin prick score", |totals| totals.pin_prick, 112),
    ];
    let told = kinds.map(|(question, sum, most)| {
        let not_determinable = if sum(&both).is_none() { "; ND: a box was not testable" } else { "" };
        let reason = format!(
            "right {} and left {} of {most}{not_determinable}",
            shown(sum(&right)),
            shown(sum(&left))
        );
        step(question, &[reason], shown(sum(&both)))
    });
    told.into()
}

fn shown(total: Total) -> String {
    total.map_or("ND".into(), |sum| sum.to_string())
}
