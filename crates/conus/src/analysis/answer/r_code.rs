//! Which R code should give the same numbers? For whoever does not believe us, and nobody has to.

use super::super::frame::{CovariateKind, Frame};
use super::super::method::{Method, Mixed, Question};
use crate::trial::plan::ComparedValue;
use conus_stats::mmrm::{Freedom, Objective, Structure};

/// Names of the columns of the long table that the code reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns<'a> {
    /// The file, as the code names it.
    pub file: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// Arm.
    pub arm: &'a str,
    /// Visit.
    pub visit: &'a str,
    /// Value.
    pub value: &'a str,
    /// Value at baseline.
    pub baseline: &'a str,
    /// Parameter code.
    pub parameter: &'a str,
}

/// R code for the same analysis.
#[must_use]
pub fn r_code(frame: &Frame, question: &Question, columns: &Columns<'_>) -> String {
    let body = match &question.method {
        Method::Mixed(mixed) => mixed_model(frame, question, mixed),
        Method::Covariance { .. } => covariance(frame, question),
        Method::Welch => simple("t.test(response ~ arm, data = d)", question, frame),
        Method::Student => simple("t.test(response ~ arm, data = d, var.equal = TRUE)", question, frame),
        Method::Ranks => simple("wilcox.test(response ~ arm, data = d, exact = FALSE)", question, frame),
        Method::Responders { reduction_percent, .. } => format!(
            "d <- merge(everybody, d[d$visit == {}, ], all.x = TRUE)  # who has no value has not responded\n\
             reduction <- 100 * (d$baseline - d$value) / d$baseline\n\
             fisher.test(table(d$arm, !is.na(reduction) & reduction >= {reduction_percent}))\n",
            quoted(&frame.visits[question.visit].label)
        ),
        Method::Imputed(_) | Method::ConditionalMean { .. } => {
            "# package rbmi: draws(), impute(), analyse(ancova), pool(); random numbers differ, so estimates agree\n\
             # within their Monte-Carlo error; conditional means with the jackknife have no random numbers.\n"
                .to_owned()
        }
        Method::Carried(carried) => format!("# {} first, then lm(response ~ arm + ...)\n", carried.words()),
    };
    let merged = if frame.covariates.is_empty() {
        ""
    } else {
        "# covariates that stand in ADSL alone: d <- merge(d, read.csv(\"adsl.csv\")) first\n"
    };
    merged.to_owned() + &prelude(frame, question, columns) + &body
}

fn prelude(frame: &Frame, question: &Question, columns: &Columns<'_>) -> String {
    let levels = |labels: Vec<&str>| labels.iter().map(|label| quoted(label)).collect::<Vec<_>>().join(", ");
    let arms = levels(frame.arms.iter().map(String::as_str).collect());
    let visits = levels(frame.visits.iter().map(|visit| visit.label.as_str()).collect());
    let response = match question.value {
        ComparedValue::Score => "d$value",
        ComparedValue::Change => "d$value - d$baseline",
    };
    format!(
        "d <- read.csv({})\nd <- d[d${} == {}, ]\nd$subject <- factor(d${})\nd$arm <- factor(d${}, levels = c({arms}))\n\
         d$visit <- factor(d${}, levels = c({visits}))\nd$value <- d${}; d$baseline <- d${}\n\
         everybody <- unique(d[, c(\"subject\", \"arm\")])\n\
         d <- d[!is.na(d$visit), ]; d$response <- {response}\n",
        quoted(columns.file),
        columns.parameter,
        quoted(&frame.parameter),
        columns.subject,
        columns.arm,
        columns.visit,
        columns.value,
        columns.baseline,
    )
}

fn covariates(frame: &Frame) -> String {
    let name = |covariate: &super::super::frame::Covariate| match covariate.kind {
        CovariateKind::Number => format!(" + {}", covariate.name),
        CovariateKind::Factor { .. } => format!(" + factor({})", covariate.name),
    };
    frame.covariates.iter().map(name).collect()
}

fn mixed_model(frame: &Frame, question: &Question, mixed: &Mixed) -> String {
    let baseline = match (question.baseline, mixed.baseline_by_visit) {
        (false, _) => "",
        (true, false) => "baseline + ",
        (true, true) => "baseline * visit + ",
    };
    let structure = mixed.chain.first().map_or("us", |structure| structure.name());
    let subject = if mixed.by_arm { "arm / subject" } else { "subject" };
    let (method, vcov, note) = freedom(mixed.freedom, mixed.chain.first().copied());
    let reml = if mixed.objective == Objective::Reml { "TRUE" } else { "FALSE" };
    format!(
        "library(mmrm); library(emmeans)\nfit <- mmrm(response ~ {baseline}arm * visit{} + {structure}(visit | {subject}),\n\
         \x20 data = d, reml = {reml}, method = \"{method}\"{vcov})\n\
         summary(fit)\nconfint(contrast(emmeans(fit, ~ arm | visit), \"trt.vs.ctrl\"))\n{note}",
        covariates(frame)
    )
}

/// Method and covariance of R mmrm for the same standard errors, and what to know where they are not the same.
fn freedom(freedom: Freedom, structure: Option<Structure>) -> (&'static str, &'static str, &'static str) {
    let linear = ", vcov = \"Kenward-Roger-Linear\"";
    match freedom {
        Freedom::Satterthwaite => ("Satterthwaite", "", ""),
        Freedom::BetweenWithin => ("Between-Within", "", ""),
        Freedom::Residual => ("Residual", ", vcov = \"Asymptotic\"", ""),
        Freedom::KenwardRogerLinear => ("Kenward-Roger", linear, ""),
        Freedom::KenwardRogerMmrm => ("Kenward-Roger", "", ""),
        Freedom::KenwardRoger => match structure {
            None | Some(Structure::Unstructured | Structure::Toeplitz | Structure::CompoundSymmetry) => {
                ("Kenward-Roger", linear, "")
            }
            Some(_) => (
                "Kenward-Roger",
                linear,
                "# standard errors differ a little: ours keep the second derivatives in variances and correlations, as SAS\n",
            ),
        },
    }
}

fn covariance(frame: &Frame, question: &Question) -> String {
    let baseline = if question.baseline { " + baseline" } else { "" };
    format!(
        "library(emmeans)\nfit <- lm(response ~ arm{baseline}{}, data = d[d$visit == {}, ])\nsummary(fit)\n\
         confint(contrast(emmeans(fit, ~ arm), \"trt.vs.ctrl\"))\n",
        covariates(frame),
        quoted(&frame.visits[question.visit].label)
    )
}

fn simple(test: &str, question: &Question, frame: &Frame) -> String {
    format!("d <- d[d$visit == {}, ]\n{test}\n", quoted(&frame.visits[question.visit].label))
}

/// A text as R reads it.
fn quoted(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}
