//! One synthetic trial: four visits after baseline, two arms, answers that hang together, people who leave.

use crate::scenario::{Answers, Dropout, Scenario};
use conus_num::elementary::exp;
use conus_num::random::Stream;
use conus_stats::mmrm::Repeated;

/// Visits after baseline.
const VISITS: usize = 4;
/// Mean pain at baseline and its standard deviation [NRS points].
const BASELINE: (f64, f64) = (6.5, 1.3);
/// Improvement of everybody by visit [NRS points].
const COURSE: [f64; VISITS] = [-0.4, -0.7, -0.9, -1.0];
/// Standard deviation of a person's level, and of each visit around it [NRS points].
const LEVEL: f64 = 1.4;
const NOISE: [f64; VISITS] = [0.8, 0.9, 1.0, 1.1];
/// Share of the effect that is there at each visit.
const ONSET: [f64; VISITS] = [0.4, 0.7, 0.9, 1.0];
/// Chance of leaving before a visit for who hurts as on average, and its odds ratio for each point more.
const LEAVES: f64 = 0.08;
const ODDS_RATIO: f64 = 1.6;
/// Pain of who leaves with the chance above [NRS points].
const AVERAGE_PAIN: f64 = 5.7;

/// Plays one trial. Chance is a pure function of scenario, trial and person.
pub(crate) fn play(scenario: &Scenario, number: u32, trial: u32) -> Repeated {
    let mut data = Repeated { visits: VISITS, ..Repeated::default() };
    let (mut baselines, mut treated) = (Vec::new(), Vec::new());
    for person in 0..scenario.people {
        let mut chance = Stream::new(2026, number, trial, person, 0);
        let in_treated = person % 2 == 1;
        let baseline = BASELINE.0 + BASELINE.1 * chance.normal();
        let answers = answers(scenario, baseline, in_treated, &mut chance);
        let seen = stays(scenario, &answers, in_treated, &mut chance);
        for (visit, answer) in answers.into_iter().enumerate().take(seen) {
            data.subject.push(person as usize);
            data.visit.push(visit);
            data.response.push(answer);
            baselines.push(baseline);
            treated.push(f64::from(u8::from(in_treated)));
        }
    }
    design(&mut data, baselines, &treated);
    data
}

fn answers(scenario: &Scenario, baseline: f64, treated: bool, chance: &mut Stream) -> [f64; VISITS] {
    let deviate = |chance: &mut Stream| {
        let z = chance.normal();
        // Mean exp(1/8) and variance exp(1/4) (exp(1/4) - 1) of exp(z / 2).
        let (mean, square) = (exp(0.125), exp(0.25) * (exp(0.25) - 1.0));
        if scenario.answers == Answers::Skewed { (exp(0.5 * z) - mean) / square.sqrt() } else { z }
    };
    let level = LEVEL * deviate(chance);
    std::array::from_fn(|visit| {
        let effect = if treated { scenario.effect * ONSET[visit] } else { 0.0 };
        let mean = BASELINE.0 + 0.6 * (baseline - BASELINE.0) + COURSE[visit] + effect;
        let answer = mean + level + NOISE[visit] * deviate(chance);
        if scenario.answers == Answers::Rounded { answer.round().clamp(0.0, 10.0) } else { answer }
    })
}

/// Visits that a person comes to; the first always.
fn stays(scenario: &Scenario, answers: &[f64; VISITS], treated: bool, chance: &mut Stream) -> usize {
    let draws: [f64; VISITS] = std::array::from_fn(|_| chance.uniform());
    let leaves = |visit: usize| {
        let pain = match scenario.dropout {
            Dropout::Nobody => return false,
            Dropout::NextAnswerOfTreated if !treated => AVERAGE_PAIN,
            Dropout::LastAnswer => answers[visit - 1],
            Dropout::NextAnswer | Dropout::NextAnswerOfTreated => answers[visit],
        };
        let odds = LEAVES / (1.0 - LEAVES) * conus_num::elementary::pow(ODDS_RATIO, pain - AVERAGE_PAIN);
        draws[visit] < odds / (1.0 + odds)
    };
    (1..VISITS).find(|visit| leaves(*visit)).unwrap_or(VISITS)
}

/// Intercept, baseline, arm, visit and their interaction: `baseline + arm * visit`.
fn design(data: &mut Repeated, baselines: Vec<f64>, treated: &[f64]) {
    let mut add = |name: String, column: Vec<f64>| {
        data.names.push(name);
        data.columns.push(column);
    };
    add("intercept".into(), vec![1.0; treated.len()]);
    add("baseline".into(), baselines);
    add("arm".into(), treated.to_vec());
    for later in 1..VISITS {
        let at: Vec<f64> = data.visit.iter().map(|visit| f64::from(u8::from(*visit == later))).collect();
        let both = at.iter().zip(treated).map(|(at, treated)| at * treated).collect();
        add(format!("visit {}", later + 1), at);
        add(format!("arm:visit {}", later + 1), both);
    }
}

/// Weights of the difference of the arms at the last visit.
pub(crate) fn last_difference(data: &Repeated) -> Vec<f64> {
    let last = format!("arm:visit {VISITS}");
    data.names.iter().map(|name| if name == "arm" || *name == last { 1.0 } else { 0.0 }).collect()
}
