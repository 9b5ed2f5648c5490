//! Which tables and fields has a plan of analysis?

use super::super::estimand::{CompositeValue, Rule, Strategy};
use super::super::frame::{Absent, CovariateSpec, CovariateUse, Flag, Source, Spec};
use super::super::method::Method;
use super::AnalysisPlan;
use super::method::{if_there, method, one_of, unsound};
use crate::plan_file::notes::{Finding, Notes};
use crate::plan_file::reader::{self, Reader};
use crate::trial::plan::ComparedValue;
use conus_stats::design::Margins;
use toml::de::DeTable;

/// Longest title or label (character), and longest name of a column (SAS has 32).
const LONGEST_TEXT: usize = 300;
const LONGEST_NAME: usize = 64;
/// Most covariates and subgroup factors.
const MOST: usize = 30;

/// The plan in a document, with an allowed value wherever a fault was noted.
pub(super) fn plan<'d>(root: &'d DeTable<'d>, notes: &mut Notes<'d>) -> AnalysisPlan {
    reader::document(root, notes, |r| {
        let mut plan = r.table("analysis", analysis);
        if r.holds("data") {
            r.table("data", |r| data(r, &mut plan.spec));
        }
        plan.spec.covariates = r.tables("covariate", 0..=MOST, covariate);
        plan.events = r.tables("event", 0..=MOST, rule);
        plan.primary = r.table("primary", method);
        plan.sensitivity = r.tables("sensitivity", 0..=MOST, method);
        for subgroup in &plan.subgroups {
            if !plan.spec.covariates.iter().any(|covariate| covariate.column == *subgroup) {
                let column = subgroup.clone();
                plan.spec.covariates.push(CovariateSpec { column, kind: CovariateUse::Factor });
            }
        }
        plan
    })
}

fn analysis(r: &mut Reader<'_, '_>) -> AnalysisPlan {
    let parameter = r.text("parameter", LONGEST_NAME);
    let reference = r.text("reference", LONGEST_TEXT);
    let mut spec = Spec::adam(&parameter, &reference);
    spec.arms.extend(r.texts("arms", 1..=10, LONGEST_TEXT).into_iter().filter(|arm| *arm != reference));
    spec.visits = r.texts("visits", 1..=50, LONGEST_TEXT);
    AnalysisPlan {
        title: r.text("title", LONGEST_TEXT),
        spec,
        visit: r.text_if("visit", LONGEST_TEXT),
        value: r.choice_or("value", ComparedValue::Change),
        lower_is_better: r.yes_or("lower_is_better", true),
        baseline: r.yes_or("adjust_for_baseline", true),
        alpha: r.number_or("alpha", 0.05, 0.000_1..=0.5, "fraction"),
        margins: if_there(r, "margins", &[("equal", Margins::Equal), ("observed", Margins::Observed)])
            .unwrap_or_default(),
        events: Vec::new(),
        primary: Method::Welch,
        sensitivity: Vec::new(),
        subgroups: r.texts("subgroups", 1..=MOST, LONGEST_NAME),
        responder_curve: r.yes_or("responder_curve", false),
    }
}

fn data(r: &mut Reader<'_, '_>, spec: &mut Spec) {
    let absent = [("refuse", Absent::Refuse), ("exclude", Absent::Exclude), ("keep", Absent::Keep)];
    if r.holds("range") {
        let range = r.numbers("range", 2..=2, -1e9..=1e9, "");
        spec.range = (range.len() == 2).then(|| [range[0], range[1]]);
    }
    spec.missing_baseline = if_there(r, "missing_baseline", &absent).unwrap_or(spec.missing_baseline);
    spec.missing_covariate = if_there(r, "missing_covariate", &absent).unwrap_or(spec.missing_covariate);
    spec.weight = r.text_if("weight", LONGEST_NAME);
    for (key, flag) in [("analysis_flag", &mut spec.analysis), ("population_flag", &mut spec.population)] {
        if let Some(column) = r.text_if(key, LONGEST_NAME) {
            *flag = Flag { source: Source::required(&column), accepted: "Y".to_owned() };
        }
    }
    if r.holds("columns") {
        r.table("columns", |r| columns(r, spec));
    }
}

/// What the data call otherwise than ADaM.
fn columns(r: &mut Reader<'_, '_>, spec: &mut Spec) {
    let names = &mut spec.names;
    names.arm = r.text_if("arm", LONGEST_NAME);
    let plain = [
        ("subject", &mut names.subject),
        ("visit", &mut names.visit),
        ("visit_number", &mut names.visit_number),
        ("value", &mut names.value),
        ("event", &mut names.events.category),
        ("event_day", &mut names.events.day),
    ];
    for (key, name) in plain {
        if let Some(column) = r.text_if(key, LONGEST_NAME) {
            *name = column;
        }
    }
    let sources = [
        ("parameter", &mut names.parameter),
        ("day", &mut names.day),
        ("baseline", &mut names.baseline),
        ("change", &mut names.change),
        ("event_reason", &mut names.events.reason),
    ];
    for (key, source) in sources {
        if let Some(column) = r.text_if(key, LONGEST_NAME) {
            *source = Source::required(&column);
        }
    }
}

fn covariate(r: &mut Reader<'_, '_>) -> CovariateSpec {
    let kinds = [("number", CovariateUse::Number), ("factor", CovariateUse::Factor)];
    CovariateSpec {
        column: r.text("column", LONGEST_NAME),
        kind: one_of(r, "kind", &kinds).unwrap_or(CovariateUse::Number),
    }
}

/// What is done about one kind of intercurrent event.
pub(crate) fn rule(r: &mut Reader<'_, '_>) -> Rule {
    let strategies = [
        ("treatment_policy", Strategy::TreatmentPolicy),
        ("hypothetical", Strategy::Hypothetical),
        ("composite", Strategy::Composite(CompositeValue::Baseline)),
        ("while_on_treatment", Strategy::WhileOnTreatment),
        ("principal_stratum", Strategy::PrincipalStratum),
    ];
    let values = [
        ("worst", CompositeValue::Worst),
        ("baseline", CompositeValue::Baseline),
        ("non_response", CompositeValue::NonResponse),
    ];
    let event = r.text("event", LONGEST_TEXT);
    let reasons = r.texts("reasons", 1..=MOST, LONGEST_TEXT);
    let strategy = one_of(r, "strategy", &strategies).unwrap_or(Strategy::TreatmentPolicy);
    let strategy = match strategy {
        Strategy::Composite(_) => {
            Strategy::Composite(one_of(r, "value", &values).unwrap_or(CompositeValue::Baseline))
        }
        other => other,
    };
    Rule { event, reasons, strategy }
}

/// Notes every contradiction; fields that are faulty already are left out.
pub(super) fn contradictions(plan: &AnalysisPlan, notes: &mut Notes<'_>) {
    unsound("primary", &plan.primary, notes);
    for (at, method) in plan.sensitivity.iter().enumerate() {
        unsound(&format!("sensitivity[{}]", at + 1), method, notes);
    }
    if let Some([low, high]) = plan.spec.range.filter(|[low, high]| low >= high) {
        let problem = format!("no value is possible: {low} is not below {high}");
        let finding = Finding { problem: &problem, expected: "the least value first", suggestion: None };
        notes.contradiction("data.range", &[], &finding);
    }
    let visits = &plan.spec.visits;
    if let Some(visit) = plan.visit.as_ref().filter(|visit| !visits.is_empty() && !visits.contains(visit)) {
        let problem = format!("`{visit}` is not among the visits that are taken");
        let expected = "one of analysis.visits";
        let finding = Finding { problem: &problem, expected, suggestion: None };
        notes.contradiction("analysis.visit", &["analysis.visits"], &finding);
    }
}
