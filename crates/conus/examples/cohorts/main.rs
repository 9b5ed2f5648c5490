//! Do simulated exams and answers look like published ones? Untreated cohorts and re-tests, set beside the evidence.
//!
//! `cargo run --release -p conus --example cohorts -- FOLDER ITEMS` prints the tables and writes `cohorts.csv` and
//! `reliability.csv` into the folder, `docs/figures` by default. ITEMS is a file of other numbers than those of
//! `data/items.toml`. All people are synthetic.
#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

mod beside;
mod examined;
mod independence;
mod people;
mod recovery;
mod reliability;

use beside::Row;
use conus::biology::compiled::Model;
use conus::instrument::simulated::ItemModel;
use reliability::Line;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "docs/figures".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let (model, items) = (Model::compile(), numbers()?);
    let mut rows = recovery::rows(&model, &items);
    rows.extend(independence::rows(&model, &items));
    let lines = reliability::lines(&model, &items);
    print_rows(&rows);
    print_lines(&lines);
    std::fs::write(folder.join("cohorts.csv"), rows_csv(&rows))?;
    std::fs::write(folder.join("reliability.csv"), lines_csv(&lines))
}

/// The numbers of a file, or those that are shipped.
fn numbers() -> std::io::Result<ItemModel<f64>> {
    let Some(file) = std::env::args().nth(2) else { return Ok(ItemModel::shipped()) };
    ItemModel::read(&std::fs::read_to_string(file)?).map_err(std::io::Error::other)
}

fn print_rows(rows: &[Row]) {
    println!("| synthetic, untreated | simulated | 95 % | SD | people | published | SD | n | role | agree |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for row in rows {
        println!(
            "| {} | {:.2} | {:.2} to {:.2} | {} | {} | {} | {} | {} | {} | {} |",
            row.quantity,
            row.simulated,
            row.interval[0],
            row.interval[1],
            digits(row.sd),
            row.people,
            held(row),
            digits(row.published.sd),
            row.published.n.map_or_else(String::new, |n| n.to_string()),
            row.role.word(),
            agree(row.agrees),
        );
    }
    let judged: Vec<bool> = rows.iter().filter_map(|row| row.agrees).collect();
    println!("\n{} of {} agree.\n", judged.iter().filter(|agrees| **agrees).count(), judged.len());
}

fn print_lines(lines: &[Line]) {
    println!("| synthetic | simulated | interval | | published | agree |\n|---|---|---|---|---|---|");
    for line in lines {
        println!(
            "| {} | {:.3} | {:.3} to {:.3} | {} | {} | {} |",
            line.quantity,
            line.simulated,
            line.interval[0],
            line.interval[1],
            line.what,
            line.published,
            agree(Some(line.agrees)),
        );
    }
}

fn rows_csv(rows: &[Row]) -> String {
    let mut text = "quantity,synthetic,simulated,low,high,sd,people,published_id,published,published_sd,published_n,role,agrees\n".to_owned();
    for row in rows {
        text += &format!(
            "\"{}\",Y,{:.4},{:.4},{:.4},{},{},{},{},{},{},{},{}\n",
            row.quantity,
            row.simulated,
            row.interval[0],
            row.interval[1],
            digits(row.sd),
            row.people,
            row.published.id,
            held(row),
            digits(row.published.sd),
            row.published.n.map_or_else(String::new, |n| n.to_string()),
            row.role.word(),
            agree(row.agrees),
        );
    }
    text
}

fn lines_csv(lines: &[Line]) -> String {
    let mut text = "quantity,synthetic,simulated,low,high,interval,published,agrees\n".to_owned();
    for line in lines {
        text += &format!(
            "\"{}\",Y,{:.4},{:.4},{:.4},{},{},{}\n",
            line.quantity,
            line.simulated,
            line.interval[0],
            line.interval[1],
            line.what,
            line.published,
            agree(Some(line.agrees)),
        );
    }
    text
}

fn held(row: &Row) -> String {
    match (row.published.mean, row.published.range) {
        (Some(mean), _) => mean.to_string(),
        (None, Some([low, high])) => format!("{low} to {high}"),
        (None, None) => String::new(),
    }
}

fn digits(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| format!("{number:.2}"))
}

fn agree(agrees: Option<bool>) -> &'static str {
    match agrees {
        Some(true) => "yes",
        Some(false) => "no",
        None => "-",
    }
}
