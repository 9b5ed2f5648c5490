//! `conus check`: is a study file without fault, and what does it say?

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use conus::patient::story::told as in_words;
use conus::series::plan::SeriesPlan;
use conus::trial::plan::{Arm, Choice, LONGEST_FILE, Rescue, TrialPlan};
use serde_json::json;

use crate::NOTICE;
use crate::exit::{Told, tell};
use crate::fault::{BAD_INPUT, harmless, shown};
use crate::output::{self, print};

/// Check study files: every fault at once, or a short summary of what each study says.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  conus check my-study.toml\n  conus check studies/*.toml --format json\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct Check {
    /// Study files; make one with conus new.
    #[arg(value_name = "STUDY", required = true)]
    studies: Vec<PathBuf>,
    /// How the summary is printed.
    #[arg(long, value_enum, default_value_t = Summary::Table)]
    format: Summary,
}

/// How a summary is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Summary {
    /// For people.
    Table,
    /// The whole plan, for programs.
    Json,
}

/// A study without fault.
struct Sound {
    file: String,
    plan: Plan,
    assumed: Vec<Assumed>,
}

/// What a study file may hold.
enum Plan {
    /// Arms that are compared.
    Trial(Box<TrialPlan>),
    /// A published study without a fair control.
    Series(Box<SeriesPlan>),
}

/// A line whose comment says that its value is assumed.
struct Assumed {
    line: usize,
    setting: String,
    comment: String,
}

pub(crate) fn run(args: &Check) -> anyhow::Result<()> {
    let mut sound = Vec::new();
    let mut faulty = false;
    for path in &args.studies {
        match checked(path) {
            Ok(study) => sound.push(study),
            Err(page) => {
                tell(&page);
                faulty = true;
            }
        }
    }
    match args.format {
        Summary::Table => print(&sound.iter().map(table).collect::<Vec<_>>().join("\n"))?,
        Summary::Json => print(&output::json(&json!(sound.iter().map(value).collect::<Vec<_>>()))?)?,
    }
    if faulty { Err(Told(BAD_INPUT).into()) } else { Ok(()) }
}

/// The study of a file, or the page that tells its faults.
fn checked(path: &Path) -> Result<Sound, String> {
    let file = harmless(&path.display().to_string().replace('\n', "?"));
    let mut bytes = Vec::new();
    let limit = LONGEST_FILE as u64 + 1;
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|cause| format!("error: `{file}` cannot be read\n  because {cause}\n"))?;
    let text = String::from_utf8_lossy(&bytes);
    let plan = if SeriesPlan::is_meant(&text) {
        SeriesPlan::from_text(&file, &text).map(|plan| Plan::Series(Box::new(plan)))
    } else {
        TrialPlan::from_bytes(&file, &bytes).map(|plan| Plan::Trial(Box::new(plan)))
    };
    let plan = plan.map_err(|faults| shown(&faults, &text, io::stderr().is_terminal()))?;
    Ok(Sound { file, plan, assumed: assumed(&text) })
}

/// Every line of the file whose own comment says `assumed`.
fn assumed(text: &str) -> Vec<Assumed> {
    let line = |(at, line): (usize, &str)| {
        let (setting, comment) = line.split_at(comment_start(line)?);
        let (setting, comment) = (harmless(setting.trim()), harmless(comment.trim_start_matches('#').trim()));
        let counts = comment.contains("assumed") && !setting.is_empty();
        counts.then_some(Assumed { line: at + 1, setting, comment })
    };
    text.lines().enumerate().filter_map(line).collect()
}

/// Where the comment of a line begins: at the first `#` outside of quotes.
fn comment_start(line: &str) -> Option<usize> {
    let mut quoted = false;
    line.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '#' && !quoted).then_some(at)
    })
}

fn table(study: &Sound) -> String {
    let mut page = match &study.plan {
        Plan::Trial(plan) => trial_table(&study.file, plan),
        Plan::Series(plan) => series_table(&study.file, plan),
    };
    let rows = study
        .assumed
        .iter()
        .map(|entry| vec![entry.line.to_string(), entry.setting.clone(), entry.comment.clone()]);
    page.push_str(&format!("\n{} settings are assumed, says the file:\n", study.assumed.len()));
    page.push_str(&output::table(&["line", "setting", "why"], &rows.collect::<Vec<_>>()));
    page + &format!("\n{NOTICE}\n")
}

/// What a published study without a fair control says.
fn series_table(file: &str, plan: &SeriesPlan) -> String {
    let (series, people) = (&plan.series, &plan.population);
    let mut page = format!("{file}: no fault\n  study     {}\n  title     {}\n", series.id, series.title);
    page.push_str(&format!("  question  {}\n", series.question));
    page.push_str(&format!(
        "  played    {} people in {} possible worlds, seed {}\n",
        series.people, series.worlds, series.seed
    ));
    page.push_str(&format!(
        "  unknown   {} to {} % cervical, {} to {} % enrolled within six months\n\n",
        people.cervical_percent.min,
        people.cervical_percent.max,
        people.subacute_percent.min,
        people.subacute_percent.max
    ));
    let given = plan.treatments.iter().map(|given| vec![given.first_day().to_string(), in_words(given)]);
    page.push_str(&output::table(&["day", "given"], &given.collect::<Vec<_>>()));
    let printed = plan.results.iter().map(|result| {
        vec![result.outcome.label().to_owned(), result.group.label().to_owned(), result.visit.clone()]
    });
    page.push_str(&format!("\n{}", output::table(&["printed", "in", "visit"], &printed.collect::<Vec<_>>())));
    page
}

fn trial_table(file: &str, plan: &TrialPlan) -> String {
    let (run, analysis) = (&plan.study, &plan.analysis);
    let mut page = format!("{file}: no fault\n  study     {}\n  title     {}\n", run.id, run.title);
    page.push_str(&format!("  question  {}\n", run.question));
    page.push_str(&format!("  runs      {} virtual trials, seed {}\n", run.replicates, run.seed));
    page.push_str(&format!(
        "  analysed  {} at {}, alpha {}\n\n",
        analysis.words(),
        plan.analysed_visit().label,
        analysis.alpha
    ));
    let arms: Vec<Vec<String>> = plan.arms.iter().map(|arm| arm_row(plan, arm)).collect();
    page.push_str(&output::table(&["arm", "role", "patients", "given"], &arms));
    let visits = plan.visits.iter().map(|visit| vec![visit.label.clone(), visit.day.to_string()]);
    page.push_str(&format!("\n{}", output::table(&["visit", "day"], &visits.collect::<Vec<_>>())));
    if let Some(rescue) = &plan.rescue {
        page.push_str(&format!("\n{}\n", rescue_in_words(rescue)));
    }
    page
}

fn arm_row(plan: &TrialPlan, arm: &Arm) -> Vec<String> {
    let given: Vec<String> = arm
        .treatments
        .iter()
        .map(|given| format!("day {}: {}", given.first_day(), in_words(given)))
        .collect();
    let nothing = if plan.blinding.open_label { "nothing" } else { "placebo" };
    let given = if given.is_empty() { format!("{nothing} beside usual care") } else { given.join("; ") };
    vec![arm.label.clone(), arm.role.name(), plan.arm_size(arm).to_string(), given]
}

fn rescue_in_words(rescue: &Rescue) -> String {
    format!(
        "rescue: from NRS {} and day {} on, {} % of those who ask, {} mg gabapentinoid a day after {} days",
        rescue.from_nrs, rescue.from_day, rescue.takes_percent, rescue.dose_mg_per_day, rescue.titration_days
    )
}

fn value(study: &Sound) -> serde_json::Value {
    let assumed = study
        .assumed
        .iter()
        .map(|entry| json!({ "line": entry.line, "setting": entry.setting, "why": entry.comment }));
    json!({
        "notice": NOTICE,
        "file": study.file,
        "digest": match &study.plan {
            Plan::Trial(plan) => plan.digest(),
            Plan::Series(plan) => plan.digest(),
        },
        "plan": match &study.plan {
            Plan::Trial(plan) => json!(plan),
            Plan::Series(plan) => json!(plan),
        },
        "assumed": assumed.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_setting_whose_own_comment_says_so_is_assumed() {
        let text = "# all is assumed\na = \"# assumed\"\nb = 1 # measured\nc = \"x # y\" # not published; assumed: z\n";
        let found = assumed(text);
        assert_eq!(found.len(), 1);
        let Assumed { line, setting, comment } = &found[0];
        assert_eq!(
            (*line, setting.as_str(), comment.as_str()),
            (4, "c = \"x # y\"", "not published; assumed: z")
        );
    }
}
