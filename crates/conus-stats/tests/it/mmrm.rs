/// Data and model of a case.
mod case;

use crate::oracle::{Printed, printed};
use case::{Case, cases};
use conus_stats::mmrm::{Fit, Freedom, Inference, Information, Sandwich, Settings, Structure, fit};

/// How far apart two answers may be.
struct Bars {
    /// -2 log L, relative.
    likelihood: f64,
    /// Standard errors, relative.
    standard_error: f64,
    /// Degrees of freedom, relative.
    freedom: f64,
    /// F, relative.
    statistic: f64,
    /// Coefficients and means, in their standard errors.
    estimate: f64,
    /// Covariances, in the product of the two standard deviations.
    covariance: f64,
}

/// nlme and glmmTMB stop up to 1e-5 of a standard error short of the optimum (nlme because its derivatives are
/// differences, glmmTMB because of the small residual it needs), where -2 log L is flat but standard errors are not.
/// Seen are 2e-7, 4e-6, 2e-5 and 1e-5 for the likelihood, standard errors, estimates and covariances.
const STOPPED_SHORT: Bars = Bars {
    likelihood: 1e-6,
    standard_error: 1e-5,
    freedom: 1e-3,
    statistic: 1e-4,
    estimate: 5e-5,
    covariance: 5e-5,
};

/// lme4 finds the optimum of its one parameter to 1e-9, and what lmerTest differentiates by differences has eight digits.
const ONE_PARAMETER: Bars = Bars {
    likelihood: 1e-12,
    standard_error: 1e-8,
    freedom: 1e-7,
    statistic: 1e-8,
    estimate: 1e-8,
    covariance: 1e-8,
};

/// The other side has a hundred digits, so this is the rounding of conus and where it stops. The near-singular case sets
/// it, 5e-9 for degrees of freedom and 1e-10 for the rest: its correlations of 0.995 cost three digits, twice where
/// derivatives of an inverse enter. All other cases agree to 1e-11.
const ROUNDING: Bars = Bars {
    likelihood: 1e-10,
    standard_error: 1e-9,
    freedom: 3e-8,
    statistic: 1e-9,
    estimate: 1e-9,
    covariance: 1e-9,
};

/// Everything that is asked about one case.
struct Answers<'a> {
    case: &'a Case,
    fit: &'a Fit,
    inferences: Vec<(&'static str, Inference<'a>)>,
}

impl<'a> Answers<'a> {
    fn of(case: &'a Case, fit: &'a Fit, expected: &'a Fit) -> Self {
        let robust = |kind| fit.robust(&case.data, kind, Freedom::Satterthwaite).unwrap();
        let inferences = vec![
            ("", fit.inference(Freedom::Satterthwaite)),
            ("between_within_", fit.inference(Freedom::BetweenWithin)),
            ("kenward_roger_", fit.inference(Freedom::KenwardRoger)),
            ("kenward_roger_linear_", fit.inference(Freedom::KenwardRogerLinear)),
            ("kenward_roger_mmrm_", fit.inference(Freedom::KenwardRogerMmrm)),
            ("kenward_roger_expected_", expected.inference(Freedom::KenwardRoger)),
            ("cr0_", robust(Sandwich::Plain)),
            ("cr2_", robust(Sandwich::BiasReduced)),
            ("cr3_", robust(Sandwich::Jackknife)),
        ];
        Self { case, fit, inferences }
    }

    /// Inference of a prefix, such as `kenward_roger_` of `kenward_roger_standard_error`.
    fn inference(&self, prefix: &str) -> &Inference<'a> {
        &self.inferences.iter().find(|(name, _)| *name == prefix).unwrap().1
    }

    fn check(&self, row: &Printed, bars: &Bars) {
        let (what, kind) = row.quantity.rsplit_once(':').unwrap_or(("", row.quantity));
        let (seen, allowed) = match kind {
            "minus_two_log_likelihood" => {
                (self.fit.minus_twice_log_likelihood, bars.likelihood * row.value.abs())
            }
            _ if what.starts_with("covariance") => self.covariance(row.quantity, bars),
            _ if what == "interaction" => self.interaction(kind, row, bars),
            _ => self.combination(what, kind, row, bars),
        };
        let apart = (seen - row.value).abs();
        println!(
            "RATIO {} {} {} {:e}",
            row.case,
            if what.starts_with("covariance") {
                "covariance".into()
            } else if what == "interaction" {
                format!("i_{kind}")
            } else {
                kind.to_string()
            },
            row.quantity,
            apart / allowed
        );
        assert!(apart <= allowed, "{row:?}: seen {seen:e}, {:e} of what is allowed", apart / allowed);
    }

    fn covariance(&self, quantity: &str, bars: &Bars) -> (f64, f64) {
        let words: Vec<&str> = quantity.split(':').collect();
        let place = |levels: &[String], word: &str| levels.iter().position(|level| level == word).unwrap();
        let matrix = &self.fit.covariance[place(&self.case.groups, words[1])];
        let (i, j) = (place(&self.case.visits, words[2]), place(&self.case.visits, words[3]));
        (matrix.at(i, j), bars.covariance * (matrix.at(i, i) * matrix.at(j, j)).sqrt())
    }

    fn combination(&self, what: &str, kind: &str, row: &Printed, bars: &Bars) -> (f64, f64) {
        let weights = self.case.weights(what);
        let asked = |prefix: &str| self.inference(prefix).combination(what, &weights).unwrap();
        if kind == "estimate" {
            let estimate = asked("");
            (estimate.value, bars.estimate * estimate.standard_error)
        } else if let Some(prefix) = kind.strip_suffix("standard_error") {
            (asked(prefix).standard_error, bars.standard_error * row.value)
        } else {
            (asked(kind.strip_suffix("freedom").unwrap()).freedom, bars.freedom * row.value)
        }
    }

    fn interaction(&self, kind: &str, row: &Printed, bars: &Bars) -> (f64, f64) {
        let asked = |prefix: &str| self.inference(prefix).joint(&self.case.interaction()).unwrap();
        match kind.strip_suffix("statistic") {
            Some(prefix) => (asked(prefix).statistic, bars.statistic * row.value),
            None => (asked(kind.strip_suffix("freedom").unwrap()).freedom_below, bars.freedom * row.value),
        }
    }
}

/// Compares every printed number of a table; says how many cases it had.
fn agrees(text: &'static str, bars: &Bars) -> usize {
    let rows = printed(text);
    let (mut answered, mut compared) = (0, 0);
    for case in cases() {
        let of_case: Vec<&Printed> = rows.iter().filter(|row| row.case == case.name).collect();
        if of_case.is_empty() {
            continue;
        }
        let with = |information| fit(&case.data, Settings { information, ..case.settings }).unwrap();
        let (observed, expected) = (with(Information::Observed), with(Information::Expected));
        let answers = Answers::of(&case, &observed, &expected);
        of_case.iter().for_each(|row| answers.check(row, bars));
        answered += 1;
        compared += of_case.len();
    }
    assert_eq!(compared, rows.len(), "a case that is not in cases.csv");
    answered
}

#[test]
fn t_gls() {
    println!("{} cases", agrees(include_str!("../oracle/mmrm/gls.csv"), &PROGRAM));
}
#[test]
fn t_glmmtmb() {
    println!("{} cases", agrees(include_str!("../oracle/mmrm/glmmtmb.csv"), &PROGRAM));
}
#[test]
fn t_lmer() {
    println!("{} cases", agrees(include_str!("../oracle/mmrm/lmer.csv"), &PROGRAM));
}
#[test]
fn t_sandwich() {
    println!("{} cases", agrees(include_str!("../oracle/mmrm/sandwich.csv"), &PROGRAM));
}
#[test]
fn t_derived() {
    println!("{} cases", agrees(include_str!("../oracle/mmrm/derived.csv"), &PROGRAM));
fn every_structure_has_a_case() {
    let cases = cases();
    for structure in Structure::ALL {
        assert!(cases.iter().any(|case| case.settings.structure == structure), "{}", structure.name());
    }
}

#[test]
fn likelihoods_and_standard_errors_are_those_of_nlme() {
    assert_eq!(agrees(include_str!("../oracle/mmrm/gls.csv"), &STOPPED_SHORT), 31);
}

#[test]
fn likelihoods_and_standard_errors_also_by_group_are_those_of_glmmtmb() {
    assert_eq!(agrees(include_str!("../oracle/mmrm/glmmtmb.csv"), &STOPPED_SHORT), 37);
}

#[test]
fn satterthwaite_kenward_roger_and_means_are_those_of_random_intercept_programs() {
    assert_eq!(agrees(include_str!("../oracle/mmrm/lmer.csv"), &ONE_PARAMETER), 5);
}

#[test]
fn sandwich_standard_errors_are_those_of_club_sandwich() {
    assert_eq!(agrees(include_str!("../oracle/mmrm/sandwich.csv"), &STOPPED_SHORT), 25);
}

#[test]
fn every_number_of_every_case_follows_from_the_formulas() {
    assert_eq!(agrees(include_str!("../oracle/mmrm/derived.csv"), &ROUNDING), cases().len());
}
