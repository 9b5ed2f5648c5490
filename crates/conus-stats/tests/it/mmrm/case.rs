//! Which data and which model has a case of `../oracle/mmrm/cases.csv`?

use crate::oracle::table;
use conus_stats::mmrm::{Information, Objective, Repeated, Settings, Structure};

/// A case: its data as the model takes them, and the words of its table.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) settings: Settings,
    pub(crate) data: Repeated,
    pub(crate) groups: Vec<String>,
    pub(crate) visits: Vec<String>,
    arms: Vec<String>,
    mean_baseline: f64,
}

/// What a row of the design is made of.
struct Row<'a> {
    baseline: f64,
    male: f64,
    arm: &'a str,
    visit: &'a str,
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    table(include_str!("../../oracle/mmrm/cases.csv")).into_iter().map(|cells| Case::of(&cells)).collect()
}

impl Case {
    fn of(cells: &[&'static str]) -> Self {
        let [name, data, formula, structure, by_group, weights, method] = *cells else { panic!("{cells:?}") };
        let path = format!("{}/tests/oracle/mmrm/data/{data}.csv", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let rows: Vec<Vec<&str>> = table(&text).into_iter().filter(|cells| !cells[6].is_empty()).collect();
        let levels = |at: usize| sorted(rows.iter().map(|cells| cells[at]));
        let (subjects, arms, visits) = (levels(0), levels(1), levels(2));
        let numbers =
            |at: usize| -> Vec<f64> { rows.iter().map(|cells| cells[at].parse().unwrap()).collect() };
        let places = |at: usize, levels: &[String]| -> Vec<usize> {
            rows.iter().map(|cells| levels.iter().position(|level| level == cells[at]).unwrap()).collect()
        };
        let names = names(&arms, &visits, formula == "arm_and_baseline_by_visit");
        let column = |name: &String| rows.iter().map(|cells| Row::of(cells).entry(name)).collect();
        let baseline = numbers(3);
        let (own, weighted) = (by_group == "yes", weights == "yes");
        Self {
            name,
            settings: Settings {
                structure: Structure::named(structure).unwrap(),
                objective: if method == "reml" { Objective::Reml } else { Objective::Ml },
                information: Information::Observed,
            },
            data: Repeated {
                columns: names.iter().map(column).collect(),
                names,
                response: numbers(6),
                subject: places(0, &subjects),
                visit: places(2, &visits),
                visits: visits.len(),
                group: if own { places(1, &arms) } else { Vec::new() },
                weight: if weighted { numbers(5) } else { Vec::new() },
            },
            groups: if own { arms.clone() } else { vec!["all".to_owned()] },
            mean_baseline: baseline.iter().sum::<f64>() / f64::from(u32::try_from(baseline.len()).unwrap()),
            arms,
            visits,
        }
    }

    /// Weights of a combination such as `coefficient:sexmale`, `mean:placebo:4` or `difference:treated_1:4`: means are
    /// taken at the mean baseline of the rows, half of each sex, and differences from the first arm.
    pub(crate) fn weights(&self, words: &str) -> Vec<f64> {
        let (kind, rest) = words.split_once(':').unwrap();
        if kind == "coefficient" {
            return self.data.names.iter().map(|name| if name == rest { 1.0 } else { 0.0 }).collect();
        }
        let (arm, visit) = rest.split_once(':').unwrap();
        let mean = self.mean(arm, visit);
        match kind {
            "mean" => mean,
            _ => mean.iter().zip(self.mean(&self.arms[0], visit)).map(|(one, first)| one - first).collect(),
        }
    }

    fn mean(&self, arm: &str, visit: &str) -> Vec<f64> {
        let row = Row { baseline: self.mean_baseline, male: 0.5, arm, visit };
        self.data.names.iter().map(|name| row.entry(name)).collect()
    }

    /// One row for each coefficient of arm by visit.
    pub(crate) fn interaction(&self) -> Vec<Vec<f64>> {
        let names = self.data.names.iter();
        let chosen = names.filter(|name| name.starts_with("arm") && name.contains(":visit"));
        chosen.map(|name| self.weights(&format!("coefficient:{name}"))).collect()
    }
}

impl<'a> Row<'a> {
    fn of(cells: &[&'a str]) -> Self {
        let male = if cells[4] == "male" { 1.0 } else { 0.0 };
        Self { baseline: cells[3].parse().unwrap(), male, arm: cells[1], visit: cells[2] }
    }

    /// Entry of the column of that name: a product over its parts.
    fn entry(&self, name: &str) -> f64 {
        let is = |level: &str, own: &str| if level == own { 1.0 } else { 0.0 };
        let part = |part: &str| match part {
            "(Intercept)" => 1.0,
            "baseline" => self.baseline,
            "sexmale" => self.male,
            _ => match part.strip_prefix("arm") {
                Some(arm) => is(arm, self.arm),
                None => is(part.strip_prefix("visit").unwrap(), self.visit),
            },
        };
        name.split(':').map(part).product()
    }
}

fn sorted<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut levels: Vec<String> = cells.map(str::to_owned).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}

/// Columns in the order and words of R: treatment coding, the first level left out.
fn names(arms: &[String], visits: &[String], baseline_by_visit: bool) -> Vec<String> {
    let mut names: Vec<String> = ["(Intercept)", "baseline", "sexmale"].map(str::to_owned).into();
    names.extend(arms[1..].iter().map(|arm| format!("arm{arm}")));
    names.extend(visits[1..].iter().map(|visit| format!("visit{visit}")));
    for visit in &visits[1..] {
        names.extend(arms[1..].iter().map(|arm| format!("arm{arm}:visit{visit}")));
    }
    if baseline_by_visit {
        names.extend(visits[1..].iter().map(|visit| format!("baseline:visit{visit}")));
    }
    names
}
