//! Which made-up exams are classified, and how? `cargo run -p conus --example isncsci_exams -- COUNT SEED`
//!
//! Prints one exam a row with the columns of the instrument `isncsci`, then the scores. Synthetic; for checks only.

use std::error::Error;
use std::io::{BufWriter, Write};

use conus::instrument::isncsci::{Worksheet, made_up_exam};
use conus::instrument::scoring::{Instrument, Value};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, seed] = arguments.as_slice() else {
        return Err("say how many exams, and of which seed".into());
    };
    let (count, seed): (u32, u64) = (count.parse()?, seed.parse()?);
    let worksheet = Worksheet::new();
    let names = worksheet.items().iter().map(|item| item.name.as_str());
    let scores = worksheet.scores().iter().map(|score| score.name);
    let out = &mut BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", names.chain(scores).collect::<Vec<_>>().join(";"))?;
    let (mut values, mut problems) = (Vec::new(), Vec::new());
    for number in 0..count {
        let answers = Worksheet::answers(&made_up_exam(seed, number));
        worksheet.score(&Worksheet::row(&answers), &mut values, &mut problems);
        let scores = values.drain(..).map(|value| match value {
            Value::Missing => String::new(),
            Value::Number(number) => number.to_string(),
            Value::Word(word) => word.into_owned(),
        });
        writeln!(out, "{}", answers.iter().cloned().chain(scores).collect::<Vec<_>>().join(";"))?;
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!("made-up exams are refused: {:?}", problems[0]).into())
    }
}
