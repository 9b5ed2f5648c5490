use super::*;
use crate::analysis::method::Mixed;
use conus_stats::mmrm::Structure;

fn faults(text: &str) -> Vec<String> {
    let faults = AnalysisPlan::from_text("plan.toml", text).unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

fn with(old: &str, new: &str) -> String {
    assert!(EXAMPLE.contains(old), "{old}");
    EXAMPLE.replacen(old, new, 1)
}

#[test]
fn the_example_is_without_fault_and_says_what_it_seems_to() {
    let plan = AnalysisPlan::from_text("plan.toml", EXAMPLE).unwrap();
    let chain = vec![
        Structure::Unstructured,
        Structure::ToeplitzHeterogeneous,
        Structure::CompoundSymmetryHeterogeneous,
    ];
    assert_eq!(plan.primary, Method::Mixed(Mixed { chain, ..Mixed::standard() }));
    assert_eq!(plan.sensitivity.len(), 3);
    assert_eq!(plan.spec.range, Some([0.0, 10.0]));
    let columns: Vec<&str> = plan.spec.covariates.iter().map(|covariate| covariate.column.as_str()).collect();
    assert_eq!(columns, ["AGE", "SEX"], "a subgroup is a factor of the models too");
}

#[test]
fn a_slip_of_the_pen_is_understood() {
    let seen = faults(&with("method = \"mmrm\"", "method = \"mmmr\""));
    assert_eq!(seen.len(), 1, "nothing is said of settings whose method is not known: {seen:?}");
    assert!(seen[0].ends_with("try       \"mmrm\""), "{}", seen[0]);
    let seen = faults(&with("reduction_percent = 30", "reduction = 30"));
    assert!(seen[0].contains("`sensitivity[3].reduction`: unknown key"), "{}", seen[0]);
}

#[test]
fn a_sandwich_beside_kenward_and_roger_is_a_contradiction() {
    let seen = faults(&with("df = \"kenward-roger\"", "standard_errors = \"CR2\"\ndf = \"kenward-roger\""));
    assert_eq!(seen.len(), 1);
    assert!(
        seen[0].contains("a sandwich replaces the standard errors that Kenward and Roger adjust"),
        "{}",
        seen[0]
    );
}

#[test]
fn a_range_upside_down_and_a_visit_that_is_not_taken_are_told_together() {
    let text = with("range = [0, 10]", "range = [10, 0]");
    let text = text.replacen(
        "value = \"change\"",
        "visits = [\"Month 1\"]\nvisit = \"Month 6\"\nvalue = \"change\"",
        1,
    );
    let seen = faults(&text);
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert!(seen[0].contains("`Month 6` is not among the visits that are taken"));
    assert!(seen[1].contains("no value is possible: 10 is not below 0"));
}

#[test]
fn without_a_primary_analysis_there_is_no_plan() {
    let text = "[analysis]\ntitle = \"x\"\nparameter = \"NRSMEAN\"\nreference = \"control\"\n";
    let seen = faults(text);
    assert_eq!(seen.len(), 1);
    assert!(seen[0].contains("`primary`: is absent"), "{}", seen[0]);
}
