//! What do several studies say together? Random effects, how much the studies differ, and what the next one
//! may show.
//!
//! Study i reports an effect y(i) with sampling variance v(i), and true effects differ between studies with
//! variance τ²:
//!
//! ```text
//! y(i) ~ N(μ, v(i) + τ²),    w(i) = 1 / (v(i) + τ²),    μ = Σ w y / Σ w,    SE² = 1 / Σ w
//! ```
//!
//! The interval to quote is that of Hartung and Knapp: with few studies τ² is hardly known, and the plain
//! interval takes it as given. The question that a trial to come asks is answered by the prediction interval.

use crate::StatisticsError;
use crate::describe::{Interval, variance};
use crate::error::{check_values, number, number_of};
use crate::root::root;
use conus_num::distribution::{chi_square, normal, student_t};
use conus_num::elementary::ln;

/// What one study says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Study {
    /// Estimated effect.
    pub effect: f64,
    /// Its sampling variance, the squared standard error.
    pub variance: f64,
}

impl Study {
    /// Log odds of a share of people. Where none or all had the event, half a person is added on each side.
    ///
    /// The double arcsine of Freeman and Tukey would need no such addition, but a pooled value of it can be
    /// turned back into a share only with some sample size that no meta-analysis has, and the answer depends
    /// on the choice (Schwarzer, Chemaitelly, Abu-Raddad and Rücker 2019, Research Synthesis Methods
    /// 10:476-483).
    ///
    /// # Errors
    /// An impossible count.
    pub fn of_share(events: u64, total: u64) -> Result<Self, StatisticsError> {
        crate::describe::share(events, total)?;
        let added = if events == 0 || events == total { 0.5 } else { 0.0 };
        let (with, without) = (number_of(events) + added, number_of(total - events) + added);
        Ok(Self { effect: ln(with / without), variance: 1.0 / with + 1.0 / without })
    }
}

/// How the variance between studies is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heterogeneity {
    /// Restricted likelihood (Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261-293).
    RestrictedLikelihood,
    /// By the moment of Q (`DerSimonian` and Laird 1986, Controlled Clinical Trials 7:177-188).
    DerSimonianLaird,
    /// The τ² at which Q is its expectation (Paule and Mandel 1982).
    PauleMandel,
}

/// What the studies say together. Effects are in the unit of the studies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Number of studies.
    pub studies: usize,
    /// Mean of the true effects.
    pub effect: f64,
    /// Its standard error if τ² were known.
    pub standard_error: f64,
    /// Its 95 % interval if τ² were known.
    pub interval_95: Interval,
    /// Its standard error by Hartung and Knapp.
    pub hartung_knapp: HartungKnapp,
    /// Where the true effect of another such study lies with 95 %: t with k - 2 degrees of freedom (Higgins,
    /// Thompson and Spiegelhalter 2009, Journal of the Royal Statistical Society A 172:137-159, eq. 12). None
    /// with two studies.
    pub prediction_95: Option<Interval>,
    /// Variance between the studies.
    pub tau_squared: f64,
    /// Its 95 % interval by the profile of Q (Viechtbauer 2007, Statistics in Medicine 26:37-52); both limits
    /// are zero where the studies are more alike than their sampling variance allows.
    pub tau_squared_95: Interval,
    /// Cochran's Q, k - 1 degrees of freedom.
    pub q: f64,
    /// Probability of such a Q if there is one effect only.
    pub q_p: f64,
    /// Share of the variance of effects that lies between studies, by τ² and the typical sampling variance
    /// (Higgins and Thompson 2002, Statistics in Medicine 21:1539-1558, eq. 9); with `DerSimonian` and
    /// Laird's τ² it is (Q - df) / Q.
    pub i_squared: f64,
}

/// Standard error that comes from how the effects scatter, and Student's t with k - 1 degrees of freedom
/// (Hartung and Knapp 2001, Statistics in Medicine 20:3875-3889; Sidik and Jonkman 2002). With very similar
/// effects it can be narrower than the plain one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HartungKnapp {
    /// Standard error.
    pub standard_error: f64,
    /// 95 % interval.
    pub interval_95: Interval,
    /// Two-sided probability of such a mean if there is no effect.
    pub p_two_sided: f64,
}

/// The studies together.
///
/// # Errors
/// Fewer than two studies, an effect that is not finite, or a variance that is not above zero.
pub fn random_effects(studies: &[Study], method: Heterogeneity) -> Result<Summary, StatisticsError> {
    check(studies)?;
    let tau_squared = match method {
        Heterogeneity::RestrictedLikelihood => restricted_likelihood(studies)?,
        Heterogeneity::DerSimonianLaird => dersimonian_laird(studies),
        Heterogeneity::PauleMandel => tau_at(studies, number(studies.len() - 1))?,
    };
    let freedom = number(studies.len() - 1);
    let pooled = pool(studies, tau_squared);
    let standard_error = (1.0 / pooled.weight).sqrt();
    let q = pool(studies, 0.0).q;
    let prediction = |freedom| {
        let spread = (tau_squared + standard_error * standard_error).sqrt();
        Interval::around(pooled.effect, student_t::upper_quantile(0.025, freedom) * spread)
    };
    Ok(Summary {
        studies: studies.len(),
        effect: pooled.effect,
        standard_error,
        interval_95: Interval::around(pooled.effect, normal::upper_quantile(0.025) * standard_error),
        hartung_knapp: hartung_knapp(&pooled, standard_error, freedom),
        prediction_95: (studies.len() > 2).then(|| prediction(freedom - 1.0)),
        tau_squared,
        tau_squared_95: Interval {
            lower: tau_at(studies, chi_square::upper_quantile(0.025, freedom))?,
            upper: tau_at(studies, chi_square::quantile(0.025, freedom))?,
        },
        q,
        q_p: chi_square::upper_tail(q, freedom),
        i_squared: tau_squared / (tau_squared + typical_variance(studies)),
    })
}

/// The summary without each study in turn.
///
/// # Errors
/// As [`random_effects`], with at least three studies.
pub fn leave_one_out(studies: &[Study], method: Heterogeneity) -> Result<Vec<Summary>, StatisticsError> {
    let without = |left_out: usize| {
        let kept = studies.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, study)| *study);
        random_effects(&kept.collect::<Vec<_>>(), method)
    };
    (0..studies.len()).map(without).collect()
}

fn check(studies: &[Study]) -> Result<(), StatisticsError> {
    let (effects, variances): (Vec<f64>, Vec<f64>) =
        studies.iter().map(|study| (study.effect, study.variance)).unzip();
    check_values("effects of studies", &effects, 2)?;
    check_values("variances of studies", &variances, 2)?;
    match variances.iter().find(|variance| **variance <= 0.0) {
        Some(&value) => {
            let what = "variance of a study".into();
            Err(StatisticsError::OutOfRange { what, value, allowed: "above 0" })
        }
        None => Ok(()),
    }
}

fn hartung_knapp(pooled: &Pooled, standard_error: f64, freedom: f64) -> HartungKnapp {
    let standard_error = standard_error * (pooled.q / freedom).sqrt();
    let statistic = pooled.effect / standard_error;
    // Equal effects leave no scatter: the mean is then known exactly, or is itself zero.
    let p_two_sided = if statistic.is_nan() { 1.0 } else { student_t::two_sided(statistic, freedom) };
    let half_width = student_t::upper_quantile(0.025, freedom) * standard_error;
    HartungKnapp { standard_error, interval_95: Interval::around(pooled.effect, half_width), p_two_sided }
}

/// Weighted mean at one τ².
struct Pooled {
    effect: f64,
    /// Σ w.
    weight: f64,
    /// Σ w².
    weight_squared: f64,
    /// Σ w (y - μ)².
    q: f64,
    /// Σ w² (y - μ)².
    q_squared: f64,
}

fn pool(studies: &[Study], tau_squared: f64) -> Pooled {
    let weights = || studies.iter().map(|study| (study.effect, 1.0 / (study.variance + tau_squared)));
    let weight: f64 = weights().map(|(_, w)| w).sum();
    let effect = weights().map(|(y, w)| w * y).sum::<f64>() / weight;
    Pooled {
        effect,
        weight,
        weight_squared: weights().map(|(_, w)| w * w).sum(),
        q: weights().map(|(y, w)| w * (y - effect) * (y - effect)).sum(),
        q_squared: weights().map(|(y, w)| w * w * (y - effect) * (y - effect)).sum(),
    }
}

/// Sampling variance of a typical study (Higgins and Thompson 2002, eq. 9).
fn typical_variance(studies: &[Study]) -> f64 {
    let fixed = pool(studies, 0.0);
    number(studies.len() - 1) / (fixed.weight - fixed.weight_squared / fixed.weight)
}

fn dersimonian_laird(studies: &[Study]) -> f64 {
    let fixed = pool(studies, 0.0);
    let excess = fixed.q - number(studies.len() - 1);
    (excess / (fixed.weight - fixed.weight_squared / fixed.weight)).max(0.0)
}

/// The τ² at which Q has fallen to `target`; zero where it starts below.
fn tau_at(studies: &[Study], target: f64) -> Result<f64, StatisticsError> {
    if pool(studies, 0.0).q <= target {
        return Ok(0.0);
    }
    // Q falls to zero as τ² grows, so doubling passes every target.
    let mut upper = studies.iter().map(|study| study.variance).fold(0.0, f64::max);
    while pool(studies, upper).q > target {
        upper *= 2.0;
    }
    root("variance between studies", (0.0, upper), |tau_squared| pool(studies, tau_squared).q - target)
}

/// The highest of the tops of the restricted likelihood, which can have several.
fn restricted_likelihood(studies: &[Study]) -> Result<f64, StatisticsError> {
    /// Steps by which τ² is walked before each top is sought: a factor of 1.15 apart, eleven decades in all.
    const STEPS: u32 = 180;
    let effects: Vec<f64> = studies.iter().map(|study| study.effect).collect();
    let widest = studies.iter().map(|study| study.variance).fold(0.0, f64::max);
    let mut upper = 100.0 * (variance(&effects)? + widest);
    let mut best = 0.0;
    for _ in 0..STEPS {
        let lower = upper / 1.15;
        if slope(studies, lower) > 0.0 && slope(studies, upper) <= 0.0 {
            let top =
                root("variance between studies", (lower, upper), |tau_squared| slope(studies, tau_squared))?;
            if ln_likelihood(studies, top) > ln_likelihood(studies, best) {
                best = top;
            }
        }
        upper = lower;
    }
    Ok(best)
}

/// Twice the slope of the restricted log likelihood along τ² (Viechtbauer 2005, eq. 17 and above).
fn slope(studies: &[Study], tau_squared: f64) -> f64 {
    let pooled = pool(studies, tau_squared);
    pooled.q_squared - pooled.weight + pooled.weight_squared / pooled.weight
}

/// Restricted log likelihood without its constant.
fn ln_likelihood(studies: &[Study], tau_squared: f64) -> f64 {
    let pooled = pool(studies, tau_squared);
    let spread: f64 = studies.iter().map(|study| ln(study.variance + tau_squared)).sum();
    -0.5 * (spread + ln(pooled.weight) + pooled.q)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "zeros by construction, to the last bit")]
mod tests {
    use super::*;

    const ALL: [Heterogeneity; 3] =
        [Heterogeneity::RestrictedLikelihood, Heterogeneity::DerSimonianLaird, Heterogeneity::PauleMandel];

    fn studies(effects: &[f64], variance: f64) -> Vec<Study> {
        effects.iter().map(|&effect| Study { effect, variance }).collect()
    }

    /// With equal sampling variances v all three estimators are the variance of the effects less v.
    #[test]
    fn equally_precise_studies_have_a_closed_form() {
        for method in ALL {
            let seen = random_effects(&studies(&[0.0, 1.0, 2.0, 5.0], 0.5), method).unwrap();
            // Rounding of the last digits of a root.
            assert!((seen.tau_squared - (14.0 / 3.0 - 0.5)).abs() < 1e-12, "{method:?}");
            assert!((seen.effect - 2.0).abs() < 1e-14);
            assert!((seen.hartung_knapp.standard_error - (14.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        }
    }

    #[test]
    fn studies_that_agree_have_no_variance_between_them() {
        for method in ALL {
            let seen = random_effects(&studies(&[0.30, 0.31, 0.29], 0.5), method).unwrap();
            assert_eq!((seen.tau_squared, seen.i_squared), (0.0, 0.0));
            assert_eq!(seen.tau_squared_95.lower, 0.0);
            let fixed = Interval::around(seen.effect, normal::upper_quantile(0.025) * seen.standard_error);
            assert_eq!(seen.interval_95, fixed);
        }
    }

    #[test]
    fn the_next_study_is_less_sure_than_the_mean() {
        let seen = random_effects(&studies(&[0.0, 1.0, 2.0, 5.0], 0.5), Heterogeneity::PauleMandel).unwrap();
        let next = seen.prediction_95.unwrap();
        assert!(next.lower < seen.hartung_knapp.interval_95.lower && next.upper > seen.interval_95.upper);
        let two = random_effects(&studies(&[0.0, 1.0], 0.5), Heterogeneity::DerSimonianLaird).unwrap();
        assert!(two.prediction_95.is_none());
    }

    #[test]
    fn leaving_out_the_outlier_makes_the_studies_agree() {
        let without =
            leave_one_out(&studies(&[0.0, 0.1, 0.2, 5.0], 0.5), Heterogeneity::RestrictedLikelihood).unwrap();
        assert_eq!(without.len(), 4);
        assert_eq!(without[3].tau_squared, 0.0);
        assert!(without[0].tau_squared > 1.0);
    }

    #[test]
    fn none_and_all_have_finite_log_odds_of_opposite_sign() {
        let (none, all) = (Study::of_share(0, 9).unwrap(), Study::of_share(9, 9).unwrap());
        assert!((none.effect + all.effect).abs() < 1e-15 && none.variance == all.variance);
    }

    #[test]
    fn what_cannot_be_pooled_is_an_error() {
        for method in ALL {
            assert!(random_effects(&studies(&[1.0], 0.5), method).is_err());
            assert!(random_effects(&studies(&[1.0, 2.0], 0.0), method).is_err());
            assert!(random_effects(&studies(&[1.0, f64::NAN], 0.5), method).is_err());
            assert!(leave_one_out(&studies(&[1.0, 2.0], 0.5), method).is_err());
        }
        assert!(Study::of_share(3, 2).is_err());
    }
}
