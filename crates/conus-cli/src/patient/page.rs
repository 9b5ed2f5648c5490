//! How is a story printed? As a table of the main quantities, and whole as CSV and JSON.

use conus::patient::story::{Story, told as in_words};
use serde_json::{Value, json};

use crate::NOTICE;
use crate::output;
use crate::who::Told;

/// Below the options of `conus patient --help`.
pub(super) const EXAMPLES: &str = "\
Treatments (days after the injury; fields in brackets may be left out):
  msc day=180 million=30 [route=intrathecal magnet_gain=1 viability_percent=90]
  schwann day=180 million=10 [route=intrathecal viability_percent=90]
  gabapentinoid from=180 mg_per_day=450 [to=264 titration_days=7 intake=steady]
  training from=5 [to=100 intensity=1]
  decompression day=42
  nerve_block day=200
  anti_tnf from=0 [to=14]
  glial_inhibitor from=187 [to=201]

Examples:
  conus patient
  conus patient --give \"gabapentinoid from=180 to=264 mg_per_day=450\" --out pregabalin
  conus patient --days 365 --stimulus pressure --force-mn 25 --out touch
  conus patient --severity 0 --set root_compression_start=0.8 --give \"decompression day=42\"

conus is for research and teaching only; not clinical advice.";

/// Heading, column of the story, digits.
type Shown = (&'static str, &'static str, usize);

/// What the table always shows.
const ALWAYS: [Shown; 13] = [
    ("day", "day", 0),
    ("pain", "pain", 2),
    ("at", "pain_at", 2),
    ("below", "pain_below", 2),
    ("radicular", "pain_radicular", 2),
    ("inhib at", "inhibition_at", 3),
    ("inhib below", "inhibition_below", 3),
    ("microglia", "microglia", 3),
    ("TNF", "tnf", 3),
    ("KCC2", "kcc2_below", 3),
    ("descending", "descending", 3),
    ("function", "function", 3),
    ("quality", "quality", 3),
];

/// What the table shows where it was given.
const WHERE_GIVEN: [Shown; 5] = [
    ("root", "root_compression", 3),
    ("drug mg/L", "drug_effect", 2),
    ("MSC M", "msc_meninges", 3),
    ("Schwann M", "schwann", 3),
    ("block", "anaesthetic", 3),
];

/// The table with its header.
pub(super) fn table(told: &Told, story: &Story) -> String {
    let mut page = format!("one simulated patient, day 0 to {} after the injury\n", told.days);
    page.push_str(&format!("  who      {}\n", told.who()));
    if let Some(person) = &told.person {
        page.push_str(&format!("  differs  {}\n", told.changed().join(", ")));
        person.usual_care().iter().for_each(|care| page.push_str(&format!("  care     {care}\n")));
    }
    for given in &told.treatments {
        let until = match given.last_day() {
            Some(last) if last < told.days => format!(" to day {last}"),
            Some(_) => " to the end".to_owned(),
            None => String::new(),
        };
        page.push_str(&format!("  given    day {}{until}: {}\n", given.first_day(), in_words(given)));
    }
    page.push_str("  units    pain on the scale 0 to 10, true and not as reported; inhibition, KCC2, control 1 = healthy\n");
    page.push_str(&format!("  note     {NOTICE}\n\n"));
    let given = |shown: &Shown| story.values(shown.1).iter().any(|value| *value > 0.0);
    let shown: Vec<Shown> = ALWAYS.into_iter().chain(WHERE_GIVEN.into_iter().filter(given)).collect();
    let head: Vec<&str> = shown.iter().map(|(heading, ..)| *heading).collect();
    let rows: Vec<Vec<String>> = (0..story.days().len())
        .map(|row| shown.iter().map(|(_, column, digits)| cell(story.values(column)[row], *digits)).collect())
        .collect();
    page + &output::table(&head, &rows)
}

/// A day is shown to a thousandth, without zeros behind the point; nothing is shown as less than nothing by rounding.
fn cell(value: f64, digits: usize) -> String {
    if digits == 0 {
        return ((value * 1000.0).round() / 1000.0).to_string();
    }
    let cell = format!("{value:.digits$}");
    let nothing = cell.chars().all(|c| matches!(c, '-' | '0' | '.'));
    if nothing { cell.trim_start_matches('-').to_owned() } else { cell }
}

/// Every column; the shortest digits that read back to the same bits.
pub(super) fn csv(story: &Story) -> String {
    let names: Vec<&str> = story.columns.iter().map(|column| column.name).collect();
    let mut page = conus::table::csv::line(&names);
    for row in 0..story.days().len() {
        let cells: Vec<String> = story.columns.iter().map(|column| column.values[row].to_string()).collect();
        page.push_str(&(cells.join(",") + "\n"));
    }
    page
}

/// Everything, with units, what was changed and what was given.
pub(super) fn json(told: &Told, story: &Story) -> anyhow::Result<String> {
    let changes: Vec<Value> = told
        .differences()
        .map(|(name, value, typical)| json!({ "name": name, "value": value, "typical": typical }))
        .collect();
    let person = told.person.as_ref().map(|person| {
        json!({
            "seed": person.seed,
            "age_years": person.who.age_years,
            "sex": person.who.sex.code(),
            "level": person.who.level.label(),
            "ais": person.who.ais.code(),
        })
    });
    let columns = story
        .columns
        .iter()
        .map(|column| json!({ "name": column.name, "unit": column.unit, "values": column.values }));
    output::json(&json!({
        "notice": NOTICE,
        "synthetic": true,
        "program": format!("conus {}", env!("CARGO_PKG_VERSION")),
        "person": person,
        "parameters_changed": changes,
        "treatments": told.treatments,
        "columns": columns.collect::<Vec<_>>(),
    }))
}
