//! What is given to one patient? A kind and its fields, such as `msc day=180 million=30`, become a treatment.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use conus::treatment::{Gabapentinoid, Intake, Route, Treatment, schedule};
use conus::trial::plan::Choice;

use crate::spelling::advice;

/// Longest text of one treatment (byte).
const LONGEST: usize = 500;
/// Most entries of a list on the command line.
const MOST_TREATMENTS: usize = 100;
/// Most single doses, tablets counted one by one.
const MOST_EVENTS: usize = 100_000;
/// More cells than in any published human dose [10^6 cells].
const MOST_MILLION: f64 = 100_000.0;

/// Fields of one treatment while they are taken out one by one.
struct Fields<'t> {
    left: BTreeMap<&'t str, &'t str>,
    known: Vec<&'static str>,
    /// Last day of the story: the default end of whatever is given day by day.
    days: f64,
}

type Read = fn(&mut Fields<'_>) -> anyhow::Result<Treatment>;

/// Every kind; a new treatment is a new line here. The help of `--give` shows the same names.
const KINDS: [(&str, Read); 8] = [
    ("msc", msc),
    ("schwann", schwann),
    ("gabapentinoid", gabapentinoid),
    ("training", training),
    ("decompression", |f| Ok(Treatment::Decompression { day: f.day("day")? })),
    ("nerve_block", |f| Ok(Treatment::NerveBlock { day: f.day("day")? })),
    ("anti_tnf", |f| course(f).map(|(start_day, stop_day)| Treatment::AntiTnf { start_day, stop_day })),
    ("glial_inhibitor", |f| {
        course(f).map(|(start_day, stop_day)| Treatment::GlialInhibitor { start_day, stop_day })
    }),
];

/// Reads all treatments of a story of so many days, in order of time.
pub(crate) fn treatments(texts: &[String], days: f64) -> anyhow::Result<Vec<Treatment>> {
    if texts.len() > MOST_TREATMENTS {
        bail!("at most {MOST_TREATMENTS} treatments are taken");
    }
    let read = |text: &String| {
        let short: String = text.chars().take(80).collect();
        treatment(text, days).with_context(|| format!("--give \"{short}\" cannot be given"))
    };
    let mut treatments: Vec<Treatment> = texts.iter().map(read).collect::<anyhow::Result<_>>()?;
    treatments.sort_by(|a, b| a.first_day().total_cmp(&b.first_day()));
    no_overlap(&treatments)?;
    if schedule(&treatments, 0.0).len() > MOST_EVENTS {
        bail!("more than {MOST_EVENTS} single doses; give the drug at a steady rate (intake=steady)");
    }
    Ok(treatments)
}

fn treatment(text: &str, days: f64) -> anyhow::Result<Treatment> {
    if text.len() > LONGEST {
        bail!("its text is longer than {LONGEST} bytes");
    }
    let kinds = KINDS.map(|(name, _)| name);
    let mut words = text.split_whitespace();
    let kind =
        words.next().with_context(|| format!("no treatment is named; known are {}", kinds.join(", ")))?;
    let Some((_, read)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        bail!("there is no treatment `{kind}`; {}", advice(kind, &kinds));
    };
    let mut left = BTreeMap::new();
    for word in words {
        let Some((key, value)) = word.split_once('=') else {
            bail!("`{word}` is no field; write name=value without spaces around `=`");
        };
        if left.insert(key, value).is_some() {
            bail!("`{key}` stands twice");
        }
    }
    let mut fields = Fields { left, known: Vec::new(), days };
    let treatment = read(&mut fields)?;
    if let Some(key) = fields.left.keys().next() {
        bail!("`{kind}` has no field `{key}`; {}", advice(key, &fields.known));
    }
    in_time(&treatment, days)?;
    Ok(treatment)
}

fn in_time(treatment: &Treatment, days: f64) -> anyhow::Result<()> {
    let first = treatment.first_day();
    if first > days {
        bail!("it begins on day {first}, after the last day {days}; raise --days");
    }
    match treatment.last_day() {
        Some(last) if last <= first => bail!("it stops on day {last} and begins on day {first}"),
        _ => Ok(()),
    }
}

/// Two courses of one kind at a time would silently replace each other.
fn no_overlap(treatments: &[Treatment]) -> anyhow::Result<()> {
    for (at, a) in treatments.iter().enumerate() {
        for b in &treatments[at + 1..] {
            let same = std::mem::discriminant(a) == std::mem::discriminant(b);
            let (Some(end_a), Some(end_b)) = (a.last_day(), b.last_day()) else { continue };
            if same && a.first_day() < end_b && b.first_day() < end_a {
                let (from, other) = (a.first_day(), b.first_day());
                bail!("the courses of one treatment from day {from} and from day {other} overlap");
            }
        }
    }
    Ok(())
}

impl Fields<'_> {
    fn number_or(&mut self, key: &'static str, usual: f64, (low, high): (f64, f64)) -> anyhow::Result<f64> {
        self.known.push(key);
        let Some(text) = self.left.remove(key) else { return Ok(usual) };
        match text.parse::<f64>() {
            Ok(value) if (low..=high).contains(&value) => Ok(value),
            _ => bail!("`{key}` is `{text}`; give a number from {low} to {high}"),
        }
    }

    fn number(&mut self, key: &'static str, within: (f64, f64)) -> anyhow::Result<f64> {
        // A slip in the name of a field that is needed is told as the slip, not as the absence.
        if !self.left.contains_key(key) {
            self.known.push(key);
            let meant = |found: &&&str| crate::spelling::nearest(found, &[key]).is_some();
            match self.left.keys().find(meant) {
                Some(found) => bail!("there is no field `{found}`; did you mean `{key}`?"),
                None => bail!("`{key}` is absent; add {key}=..."),
            }
        }
        self.number_or(key, 0.0, within)
    }

    fn day(&mut self, key: &'static str) -> anyhow::Result<f64> {
        self.number(key, (0.0, crate::who::MOST_DAYS))
    }

    fn choice_or<T: Choice>(&mut self, key: &'static str, usual: T) -> anyhow::Result<T> {
        self.known.push(key);
        let Some(text) = self.left.remove(key) else { return Ok(usual) };
        let names: Vec<String> = T::ALL.iter().map(|choice| choice.name()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match T::ALL.iter().find(|choice| choice.name() == text) {
            Some(choice) => Ok(*choice),
            None => bail!("`{key}` is `{text}`; {}", advice(text, &names)),
        }
    }
}

fn msc(f: &mut Fields<'_>) -> anyhow::Result<Treatment> {
    Ok(Treatment::Msc {
        day: f.day("day")?,
        dose_million_cells: f.number("million", (0.001, MOST_MILLION))?,
        route: f.choice_or("route", Route::Intrathecal)?,
        magnet_gain: f.number_or("magnet_gain", 1.0, (1.0, 100.0))?,
        viability_percent: f.number_or("viability_percent", 90.0, (1.0, 100.0))?,
    })
}

fn schwann(f: &mut Fields<'_>) -> anyhow::Result<Treatment> {
    Ok(Treatment::Schwann {
        day: f.day("day")?,
        dose_million_cells: f.number("million", (0.001, MOST_MILLION))?,
        route: f.choice_or("route", Route::Intrathecal)?,
        viability_percent: f.number_or("viability_percent", 90.0, (1.0, 100.0))?,
    })
}

fn gabapentinoid(f: &mut Fields<'_>) -> anyhow::Result<Treatment> {
    let (start_day, stop_day) = course(f)?;
    let drug = f.choice_or("drug", Gabapentinoid::Pregabalin)?;
    Ok(Treatment::Gabapentinoid {
        drug,
        start_day,
        stop_day,
        dose_mg_per_day: f.number("mg_per_day", (0.0, drug.most_mg_per_day()))?,
        titration_days: f.number_or("titration_days", 7.0, (0.0, 365.0))?,
        intake: f.choice_or("intake", Intake::Steady)?,
    })
}

fn training(f: &mut Fields<'_>) -> anyhow::Result<Treatment> {
    let (start_day, stop_day) = course(f)?;
    let intensity = f.number_or("intensity", 1.0, (0.0, 1.0))?;
    Ok(Treatment::Rehabilitation { start_day, stop_day, intensity })
}

/// First and last day; to the end of the story unless `to` says otherwise.
fn course(f: &mut Fields<'_>) -> anyhow::Result<(f64, f64)> {
    let start_day = f.day("from")?;
    let end = f.days.max(start_day + 1.0);
    Ok((start_day, f.number_or("to", end, (0.0, crate::who::MOST_DAYS))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        treatment(text, 730.0).unwrap_err().to_string()
    }

    #[test]
    fn every_treatment_can_be_given_in_one_line() {
        let lines = [
            "msc day=180 million=30",
            "msc day=180 million=30 route=intralesional magnet_gain=5 viability_percent=80",
            "schwann day=180 million=10",
            "gabapentinoid from=180 to=264 mg_per_day=450",
            "gabapentinoid from=180 mg_per_day=450 titration_days=0 intake=twice_daily",
            "gabapentinoid drug=gabapentin from=180 mg_per_day=3600",
            "training from=5",
            "decompression day=42",
            "nerve_block day=200",
            "anti_tnf from=0 to=14",
            "glial_inhibitor from=187 to=201",
        ];
        let kinds: std::collections::BTreeSet<_> = lines
            .iter()
            .map(|line| std::mem::discriminant(&treatment(line, 730.0).unwrap()))
            .map(|d| format!("{d:?}"))
            .collect();
        assert_eq!(kinds.len(), KINDS.len());
    }

    #[test]
    fn defaults_are_a_week_of_titration_and_the_end_of_the_story() {
        let expected = Treatment::Gabapentinoid {
            drug: Gabapentinoid::Pregabalin,
            start_day: 180.0,
            stop_day: 730.0,
            dose_mg_per_day: 450.0,
            titration_days: 7.0,
            intake: Intake::Steady,
        };
        assert_eq!(treatment("gabapentinoid from=180 mg_per_day=450", 730.0).unwrap(), expected);
    }

    #[test]
    fn a_wrong_line_is_refused_with_what_would_be_right() {
        let cases = [
            (
                "",
                "no treatment is named; known are msc, schwann, gabapentinoid, training, decompression, nerve_block, anti_tnf, glial_inhibitor",
            ),
            ("mcs day=1", "there is no treatment `mcs`; did you mean `msc`?"),
            ("msc day=180", "`million` is absent; add million=..."),
            ("msc day=180 milion=30", "there is no field `milion`; did you mean `million`?"),
            ("msc day=180 million=30 rout=intravenous", "`msc` has no field `rout`; did you mean `route`?"),
            (
                "msc day=180 million=30 route=oral",
                "`route` is `oral`; known are intrathecal, intralesional, intravenous",
            ),
            ("msc day=NaN million=30", "`day` is `NaN`; give a number from 0 to 20000"),
            ("msc day=180 million=-3", "`million` is `-3`; give a number from 0.001 to 100000"),
            ("msc day 180", "`day` is no field; write name=value without spaces around `=`"),
            ("training from=5 from=6", "`from` stands twice"),
            ("training from=9 to=9", "it stops on day 9 and begins on day 9"),
            ("decompression day=800", "it begins on day 800, after the last day 730; raise --days"),
        ];
        for (line, expected) in cases {
            assert_eq!(told(line), expected, "{line}");
        }
        assert_eq!(told(&"x".repeat(501)), "its text is longer than 500 bytes");
    }

    #[test]
    fn two_courses_of_one_drug_at_a_time_are_refused() {
        let both = |second: &str| {
            treatments(&["gabapentinoid from=10 to=20 mg_per_day=300".to_owned(), second.to_owned()], 730.0)
        };
        assert!(both("gabapentinoid from=19 mg_per_day=450").is_err());
        assert!(both("gabapentinoid from=20 mg_per_day=450").is_ok());
        assert!(both("training from=15").is_ok());
    }
}
