//! How sure is one published number? Its effect and sampling variance, from what was printed with it.
//!
//! A share counts people (logit, [`Study::of_share`]). A mean has its standard error from what is printed, in this order
//! (Cochrane Handbook 5.1, sections 7.7.3.2 and 7.7.3.3):
//!
//! ```text
//! interval      SE = (high - low) / (2 z)               z = 1.96, large samples
//! sd and n      SE = sd / sqrt(n)
//! p, two arms   SE = |d| / t(1 - p/2, n1 + n2 - 2)      p printed as a bound: the bound, so SE is at most this
//! ```
//!
//! The spread of a change within one arm, where only the difference of both arms has a p, is the one that this p implies,
//! as if both arms scattered alike: sd = SE / sqrt(1/n1 + 1/n2).

use super::fault::PoolError;
use crate::evidence::{Finding, Label, PValue};
use conus_num::distribution::{normal, student_t};
use conus_num::elementary::ln;
use conus_stats::meta_analysis::Study;

/// A number that can be pooled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weighed {
    /// Effect and variance on the scale of the pool.
    pub(super) study: Study,
    /// People as printed, or events of people.
    pub(super) n: String,
    /// Where the variance comes from, in words.
    pub(super) how: &'static str,
}

fn fault(label: &Label, fault: &'static str) -> PoolError {
    PoolError::Unusable { id: label.id.clone(), fault }
}

/// A share; its complement where the others are asked for.
pub(super) fn share(label: &Label, finding: &Finding, complement: bool) -> Result<Weighed, PoolError> {
    let &[total] = label.n.as_slice() else {
        return Err(fault(label, "a share needs the number of people; leave it out, and say so"));
    };
    let printed = finding.mean.ok_or_else(|| fault(label, "no share is printed"))?;
    let counted = match label.unit.as_str() {
        "patients" => printed,
        "%" => printed / 100.0 * f64::from(total),
        _ => return Err(fault(label, "a share is printed in `%` or in `patients`")),
    };
    if !(0.0..=f64::from(total)).contains(&counted) {
        return Err(fault(label, "the share is below none or above all"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a u32")]
    let with = counted.round() as u64;
    let events = if complement { u64::from(total) - with } else { with };
    let study = Study::of_share(events, u64::from(total)).map_err(|cause| failed(label, cause))?;
    Ok(Weighed { study, n: format!("{events}/{total}"), how: "logit of the count" })
}

/// A share printed with its interval, such as a pool of studies prints: log odds of all three, and the standard error that
/// the distance of the ends implies.
pub(super) fn share_with_interval(
    label: &Label,
    finding: &Finding,
    [low, high]: [f64; 2],
) -> Result<Weighed, PoolError> {
    let printed = finding.mean.ok_or_else(|| fault(label, "no share is printed"))?;
    if label.unit != "%" || low <= 0.0 || high >= 100.0 || high <= low {
        return Err(fault(label, "the interval of a share lies between 0 and 100 %"));
    }
    let log_odds = |percent: f64| ln(percent / (100.0 - percent));
    let error = (log_odds(high) - log_odds(low)) / (2.0 * normal::upper_quantile(0.025));
    let n = label.n.iter().map(u32::to_string).collect::<Vec<_>>().join("/");
    let study = Study { effect: log_odds(printed), variance: error * error };
    Ok(Weighed { study, n, how: "printed 95 % interval" })
}

/// A mean or a difference of means; `spread` is the row whose spread it has, where it prints none.
pub(super) fn mean(
    label: &Label,
    finding: &Finding,
    spread: Option<(&Label, &Finding)>,
) -> Result<Weighed, PoolError> {
    let effect = finding.mean.ok_or_else(|| fault(label, "no mean is printed"))?;
    let (error, how) = match (finding.interval, finding.sd, label.n.as_slice(), spread) {
        (Some([low, high]), ..) => {
            ((high - low) / (2.0 * normal::upper_quantile(0.025)), "printed 95 % interval")
        }
        (None, Some(sd), &[n], _) => (sd / f64::from(n).sqrt(), "printed SD and n"),
        (None, None, &[n], Some((of, other))) => {
            let (error, bound) = by_p(of, other)?;
            let sd = error / per_arm(of).sqrt();
            let how = if bound {
                "SD implied by p of the difference, at most"
            } else {
                "SD implied by p of the difference"
            };
            (sd / f64::from(n).sqrt(), how)
        }
        _ => {
            let (error, bound) = by_p(label, finding)?;
            (error, if bound { "p printed as a bound, at most" } else { "p and n" })
        }
    };
    let n = label.n.iter().map(u32::to_string).collect::<Vec<_>>().join("/");
    Ok(Weighed { study: Study { effect, variance: error * error }, n, how })
}

fn per_arm(label: &Label) -> f64 {
    label.n.iter().map(|&n| 1.0 / f64::from(n)).sum()
}

/// Standard error of a difference of two arms, and whether its p was a bound.
fn by_p(label: &Label, finding: &Finding) -> Result<(f64, bool), PoolError> {
    let (&[first, second], Some(difference), Some(p)) = (label.n.as_slice(), finding.mean, finding.p) else {
        return Err(fault(label, "no interval, no SD with n, and no p with the n of two arms"));
    };
    let (p, bound) = match p {
        PValue::Equal(p) => (p, false),
        PValue::Below(p) => (p, true),
    };
    let freedom = f64::from(first) + f64::from(second) - 2.0;
    if p <= 0.0 || p >= 1.0 || freedom < 1.0 || difference == 0.0 {
        return Err(fault(label, "this p and these n imply no standard error"));
    }
    Ok((difference.abs() / student_t::upper_quantile(0.5 * p, freedom), bound))
}

fn failed(label: &Label, cause: conus_stats::StatisticsError) -> PoolError {
    PoolError::Failed { what: label.id.clone(), cause }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Evidence;

    fn row(id: &str) -> (&'static Label, &'static Finding) {
        Evidence::shipped().open_rows().find(|(label, _)| label.id == id).unwrap()
    }

    /// data/evidence prints the SD that the same p implies, 1.92, computed apart from this code with the normal quantile; here
    /// the p is one of Student's t with 217 degrees of freedom, so the same number comes out once both quantiles are put right.
    #[test]
    fn the_spread_that_a_p_value_implies_is_the_one_in_the_evidence() {
        let of = row("cardenas2013.nrs_difference_mbocf.pregabalin");
        let (label, finding) = row("cardenas2013.nrs_change.placebo");
        let weighed = mean(label, finding, Some(of)).unwrap();
        let sd = weighed.study.variance.sqrt() * 108.0_f64.sqrt();
        let by_normal = sd * student_t::upper_quantile(0.0035, 217.0)
            / conus_num::distribution::normal::upper_quantile(0.0035);
        // The evidence has two decimals.
        assert!((by_normal - 1.92).abs() < 0.005, "{sd} {by_normal}");
    }

    #[test]
    fn a_printed_share_is_turned_back_into_people_and_its_complement_into_the_others() {
        let (label, finding) = row("marino2020.remained_a.all");
        assert_eq!(share(label, finding, false).unwrap().n, "1517/1877");
        assert_eq!(share(label, finding, true).unwrap().n, "360/1877");
        let (label, finding) = row("bydon2024.ais_improved");
        assert_eq!(share(label, finding, false).unwrap().n, "7/10");
    }

    #[test]
    fn an_interval_counts_before_a_p_and_a_bound_says_at_most() {
        let (label, finding) = row("mathieson2017.leg_difference.pregabalin.w8");
        let weighed = mean(label, finding, None).unwrap();
        assert!((weighed.study.variance.sqrt() - 1.4 / 3.919_928).abs() < 1e-6);
        let (label, finding) = row("siddall2006.nrs_difference.pregabalin.w12");
        assert!(mean(label, finding, None).unwrap().how.contains("at most"));
    }

    #[test]
    fn what_prints_no_error_is_refused_by_its_id() {
        let (label, finding) = row("siddall2006.nrs_change.placebo");
        let refused = mean(label, finding, None).unwrap_err().to_string();
        assert!(refused.contains("siddall2006.nrs_change.placebo") && refused.contains("no p"), "{refused}");
        let (label, finding) = row("fawcett2007.to_incomplete");
        assert!(share(label, finding, false).unwrap_err().to_string().contains("number of people"));
    }
}
