//! What does conus show of all this? The text of `docs/behaviours.md`.

use super::{BEHAVIOURS, Behaviour, Cast, Declared, Finding, Noise, holds};
use crate::patient::story::SolveError;
use rayon::prelude::*;
use std::fmt::Write;

/// Draws of noise.
const DRAWS: u32 = 10;
/// Standard deviation of the logarithm of the factors.
const NOISES: [f64; 2] = [0.05, 0.1];
/// A behaviour that holds in no more draws of the stronger noise is fragile.
const FRAGILE: usize = 5;

const HEAD: &str = "\
Written by `cargo run --release -p conus --example behaviours`; a test fails when this page is not what conus
gives today. Research and teaching only; not clinical advice. Everything here is simulated.

**What a pass means.** That a behaviour holds proves that these equations can show it. It is no evidence that nature
does it that way. Nor is it a prediction: part of the parameters was set so that these behaviours appear
([biology.md](biology.md), section 11). The bounds were taken from the evidence before these numbers were computed,
by people who knew the prototype, and do not follow them. Every behaviour comes out of the same equations; none has
a case of its own.

Two pains count as the same within half a point. Somebody is in pain from NRS 1. Touch hurts when the projection
neuron fires at 1.63 Hz or more, as in health under 50 mN (medlock2022).

**What noise means.** All parameters at once get log-normal factors of 5 or 10 %, ten times; the columns count in how
many of the ten a behaviour, or one of its numbers, still holds. The typical people stand near thresholds, and noise
can stop them from having pain at all.
";

/// What one behaviour gave.
struct Played {
    /// Without noise.
    findings: Vec<Finding>,
    /// Under each noise, draw by draw; nothing is found of people whose equations cannot be solved.
    noisy: [Vec<Vec<Finding>>; 2],
}

impl Played {
    fn holds(&self) -> bool {
        holds(&self.findings)
    }

    /// In how many draws of each noise it holds whole.
    fn held(&self) -> [usize; 2] {
        self.noisy.each_ref().map(|draws| draws.iter().filter(|found| holds(found)).count())
    }

    /// In how many draws of the stronger noise one finding holds.
    fn held_of(&self, place: usize) -> usize {
        self.noisy[1].iter().filter(|found| found.get(place).is_some_and(Finding::holds)).count()
    }
}

/// The whole page: every behaviour played, then again under noise.
///
/// # Errors
/// When the equations of a typical patient cannot be solved.
pub fn page() -> Result<String, SolveError> {
    let typical = Cast::new(Noise::none());
    let casts =
        NOISES.map(|log_sd| (0..DRAWS).map(|k| Cast::new(Noise::draw(k, log_sd))).collect::<Vec<_>>());
    let play = |behaviour: &Behaviour| -> Result<Played, SolveError> {
        let under =
            |casts: &Vec<Cast>| casts.iter().map(|cast| (behaviour.play)(cast).unwrap_or_default()).collect();
        Ok(Played { findings: (behaviour.play)(&typical)?, noisy: casts.each_ref().map(under) })
    };
    let played = BEHAVIOURS.par_iter().map(play).collect::<Result<Vec<_>, _>>()?;
    Ok(text(&played))
}

fn text(played: &[Played]) -> String {
    let holding = played.iter().filter(|played| played.holds()).count();
    let mut text = format!("# The behaviours: {holding} of {} hold\n\n{HEAD}\n", played.len());
    text.push_str(
        "| | behaviour | holds | with 5 % noise, of 10 | with 10 % noise, of 10 |\n|---|---|---|---|---|\n",
    );
    let mut line = |of: String| writeln!(text, "{of}").expect("writing to a string cannot fail");
    for (number, behaviour, played) in numbered(played) {
        let [weak, strong] = played.held();
        line(format!("| {number} | {} | {} | {weak} | {strong} |", behaviour.title, yes(played.holds())));
    }
    line(format!("\n{}\n", fragile(played)));
    for (number, behaviour, played) in numbered(played) {
        line(section(number, behaviour, played));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn numbered(played: &[Played]) -> impl Iterator<Item = (usize, &Behaviour, &Played)> {
    BEHAVIOURS
        .iter()
        .zip(played)
        .enumerate()
        .map(|(place, (behaviour, played))| (place + 1, behaviour, played))
}

fn fragile(played: &[Played]) -> String {
    let falls = |played: &Played| played.holds() && played.held()[1] <= FRAGILE;
    let numbers: Vec<String> = numbered(played)
        .filter(|(_, _, played)| falls(played))
        .map(|(number, ..)| number.to_string())
        .collect();
    match &numbers[..] {
        [] => "No behaviour that holds is undone by 10 % noise in half of the draws.".to_owned(),
        some => format!("Fragile, undone by 10 % noise in half of the draws or more: {}.", some.join(", ")),
    }
}

fn section(number: usize, behaviour: &Behaviour, played: &Played) -> String {
    let Behaviour { title, evidence, caveat, .. } = behaviour;
    let verdict = format!("**{}** {caveat}", if played.holds() { "Holds." } else { "Does not hold." });
    let mut text = format!("## {number}. {title}\n\n{evidence}\n\n{}\n\n", verdict.trim_end());
    text.push_str("| | declared | conus | holds | with 10 % noise, of 10 |\n|---|---|---|---|---|\n");
    for (place, Finding { what, declared, found }) in played.findings.iter().enumerate() {
        let verdict = match declared {
            Declared::Shown => "| |".to_owned(),
            _ => format!("{} | {} |", yes(declared.allows(*found)), played.held_of(place)),
        };
        writeln!(text, "| {what} | {} | {} | {verdict}", declared.words(), number_text(*found))
            .expect("writing to a string cannot fail");
    }
    text
}

fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "**no**" }
}

/// Three digits, or two behind the point of what is no whole number.
fn number_text(value: f64) -> String {
    let digits = match value.abs() {
        whole if whole.fract().to_bits() == 0 => 0,
        large if large >= 100.0 => 0,
        middle if middle >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    let is_zero = text.trim_start_matches(['-', '0', '.']).is_empty();
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}
