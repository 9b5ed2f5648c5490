/// Data and model of a case.
mod case;

use crate::oracle::{Printed, printed};
use case::{Case, cases};
use conus_stats::mmrm::{Fit, Freedom, Inference, Information, Sandwich, Settings, fit};

/// How far two programs may be apart, relative to what the number is measured in.
struct Bars {
    likelihood: f64,
    standard_error: f64,
    freedom: f64,
    /// Coefficients and means, in standard errors.
    estimate: f64,
    /// Covariances, in the product of the two standard deviations.
    covariance: f64,
    statistic: f64,
}

/// Where other programs stop short of the optimum, as far as one may ask of an agreement.
const PROGRAM: Bars = Bars {
    likelihood: 1e-6,
    standard_error: 1e-5,
    freedom: 1e-3,
    estimate: 1e-4,
    covariance: 1e-4,
    statistic: 1e-4,
};

/// Both sides are at the same optimum.
const DERIVED: Bars = Bars {
    likelihood: 1e-11,
    standard_error: 1e-8,
    freedom: 1e-7,
    estimate: 1e-8,
    covariance: 1e-8,
    statistic: 1e-7,
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
    let mut answered = 0;
    for case in cases() {
        let of_case: Vec<&Printed> = rows.iter().filter(|row| row.case == case.name).collect();
        if of_case.is_empty() {
            continue;
        }
        answered += 1;
        let observed = fit(&case.data, case.settings).unwrap();
        let expected =
            fit(&case.data, Settings { information: Information::Expected, ..case.settings }).unwrap();
        let answers = Answers::of(&case, &observed, &expected);
        of_case.iter().for_each(|row| answers.check(row, bars));
    }
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
}
