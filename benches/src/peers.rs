//! What do the peers of `benches/peers` solve? The model as SBML and C, patients, their doses and their courses at 1e-11 in
//! a new folder; and beside them what conus and `diffsol` do with the same patients.

use crate::case::{Case, PAINS, on_drug_for, untreated};
use crate::solver::{ABSOLUTE_SHARE, Contender, EVERYDAY, Own, Peer, REFERENCE, error, quantile};
use anyhow::{Context, Result};
use conus::biology::compiled::{Model, variables};
use conus::biology::parameters::Parameters;
use conus::interchange::{Traveller, c_source, sbml};
use conus::patient::course::{Precision, Sight};
use conus::patient::crowd::{Arrival, Followers, Journey};
use conus::treatment::{Action, Intake};
use conus_num::lanes::Width;
use cpu_time::ThreadTime;
use diffsol::{NalgebraLU, NalgebraMat};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Days that are looked at after the first.
const YEAR: u32 = 365;

/// Tolerances at which no error of conus is above that of `diffsol` at [`EVERYDAY`]: untreated, and with two tablets a day.
const NEARBY: [f64; 2] = [3e-6, 5e-10];

/// Daily pains of one patient; nothing where the solve failed.
type Pains = Option<Vec<[f64; PAINS]>>;

/// Writes everything into a new folder.
///
/// # Errors
/// When the folder is there or cannot be written, or a patient cannot be followed.
pub(crate) fn run(folder: &Path, patients: u32, rounds: u32) -> Result<()> {
    fs::create_dir(folder).with_context(|| format!("`{}` must be a new folder", folder.display()))?;
    let model = Model::compile();
    let groups = [
        ("untreated", untreated(patients)?),
        ("twice_daily", on_drug_for(&model, patients, Intake::TwiceDaily, YEAR)?),
    ];
    let parameters = Parameters::shipped();
    let mut figures = "group,solver,patients_per_second,error_median,error_p95,failed\n".to_owned();
    for (name, cases) in &groups {
        let travellers =
            cases.iter().map(|case| traveller(&model, &parameters, case)).collect::<Result<Vec<_>>>()?;
        let first = travellers.first().context("at least one patient is needed")?;
        fs::write(folder.join(format!("{name}.xml")), sbml(first))?;
        if first.events.is_empty() {
            fs::write(folder.join("model.c"), c_source(first)?)?;
        }
        fs::write(folder.join(format!("{name}-patients.csv")), start(&travellers))?;
        fs::write(folder.join(format!("{name}-doses.csv")), doses(first))?;
        let mut own = Own::new(&model, REFERENCE);
        let reference: Vec<Pains> = cases.iter().map(|case| pains(own.solve(case))).collect();
        fs::write(folder.join(format!("{name}-reference.csv")), courses(&reference))?;
        measure(&mut figures, name, &model, (cases, rounds), &reference)?;
    }
    Ok(fs::write(folder.join("conus.csv"), figures)?)
}

fn traveller<'p>(model: &Model, parameters: &'p Parameters, case: &Case) -> Result<Traveller<'p>> {
    let who = ("a synthetic patient of the benches".to_owned(), case.params);
    let from = (case.standing.day, case.events.as_slice());
    Ok(Traveller::from_day(model, parameters, who, case.standing, from)?)
}

/// Everything that an equation reads, on the first day, after the first dose: a row for each patient.
fn start(travellers: &[Traveller<'_>]) -> String {
    let mut text = variables().join(",") + "\n";
    for Traveller { standing, params, .. } in travellers {
        let values =
            [&standing.state.to_array()[..], &standing.inputs.to_array(), &params.to_array()].concat();
        let cells: Vec<String> = values.iter().map(f64::to_string).collect();
        text += &(cells.join(",") + "\n");
    }
    text
}

/// Later doses: days after the start, and milligrams.
fn doses(traveller: &Traveller<'_>) -> String {
    let mut text = "day,dose_mg\n".to_owned();
    for event in &traveller.events {
        if let Action::Tablet { dose_mg } = event.action {
            writeln!(text, "{},{dose_mg}", event.day - traveller.standing.day).expect(WRITES);
        }
    }
    text
}

/// Pains by patient and day after the start.
fn courses(reference: &[Pains]) -> String {
    let mut text = "patient,day,pain,pain_at,pain_below,pain_radicular\n".to_owned();
    for (patient, rows) in reference.iter().enumerate() {
        for (day, [total, at, below, radicular]) in rows.iter().flatten().enumerate() {
            writeln!(text, "{patient},{day},{total},{at},{below},{radicular}").expect(WRITES);
        }
    }
    text
}

const WRITES: &str = "writing to a string cannot fail";

fn pains<const N: usize>(rows: Option<Vec<[f64; N]>>) -> Pains {
    Some(rows?.iter().map(|row| std::array::from_fn(|at| row[at])).collect())
}

/// Speed and error of conus at every width and of `diffsol`.
fn measure(
    figures: &mut String,
    name: &str,
    model: &Model,
    (cases, rounds): (&[Case], u32),
    reference: &[Pains],
) -> Result<()> {
    let journeys: Vec<Journey> = cases.iter().map(journey).collect();
    for width in Width::ALL {
        let followers = Followers { width, ..Followers::new(model.clone()) };
        let solver = format!("conus at {} lanes", width.lanes());
        timed(figures, &format!("{name},{solver}"), rounds, reference, || crowd(&followers, &journeys));
    }
    for relative in NEARBY {
        let precision = Precision { relative, absolute: ABSOLUTE_SHARE * relative, ..Precision::STUDY };
        let followers = Followers { precision, ..Followers::new(model.clone()) };
        let solver = format!("conus at {} lanes and rtol {relative:e}", followers.width.lanes());
        timed(figures, &format!("{name},{solver}"), rounds, reference, || crowd(&followers, &journeys));
    }
    let mut peer = Peer::<NalgebraMat<f64>, NalgebraLU<f64>>::new(model, &cases[0], EVERYDAY)?;
    let all = || cases.iter().map(|case| pains(peer.solve(case))).collect();
    timed(figures, &format!("{name},diffsol BDF"), rounds, reference, all);
    Ok(())
}

fn journey(case: &Case) -> Journey {
    let Case { params, standing, to, events, looks } = case.clone();
    Journey { params, standing, to, events, looks }
}

/// Everybody's pains; whatever else was seen is forgotten as they arrive.
fn crowd(followers: &Followers, journeys: &[Journey]) -> Vec<Pains> {
    let mut found = vec![None; journeys.len()];
    followers.follow_each(journeys, &mut |number, arrival| {
        let Arrival { seen, outcome, .. } = arrival;
        let of_day = |sight: &Sight<f64>| {
            [sight.pain, sight.pain_at, sight.pain_below, sight.pain_radicular].map(|pain| pain.0)
        };
        found[number] = outcome.is_ok().then(|| seen.iter().map(of_day).collect());
    });
    found
}

/// Adds a row: the median round, and the errors over patients.
fn timed(
    figures: &mut String,
    name: &str,
    rounds: u32,
    reference: &[Pains],
    mut solve: impl FnMut() -> Vec<Pains>,
) {
    let (mut seconds, mut found) = (Vec::new(), Vec::new());
    for _ in 0..rounds.max(1) {
        let clock = ThreadTime::now();
        found = solve();
        seconds.push(clock.elapsed().as_secs_f64());
    }
    let both =
        found.iter().zip(reference).filter_map(|(found, wanted)| Some((found.as_ref()?, wanted.as_ref()?)));
    let errors: Vec<f64> = both.map(|(found, wanted)| error(found, wanted).0).collect();
    let speed = found.len() as f64 / quantile(&seconds, 0.5);
    let failed = found.len() - errors.len();
    let [median, high] =
        if errors.is_empty() { [f64::NAN; 2] } else { [0.5, 0.95].map(|share| quantile(&errors, share)) };
    writeln!(figures, "{name},{speed},{median},{high},{failed}").expect(WRITES);
}
