//! How fast is the mixed model for repeated measures beside `nlme` and `glmmTMB`, and how long do ten thousand trials take?
//!
//! Synthetic trials of 67 people at 4 visits with 8 % missing and of 500 at 6 with 15 %, `change ~ baseline + sex + arm *
//! visit`, unstructured, REML. conus: thread CPU time of the fit, its standard errors and the difference of the arms at the
//! last visit. The peers run in R (`peers/mmrm.R`): CPU time of the fit and its covariance matrix.

use anyhow::{Context, Result, ensure};
use conus_num::random::Stream;
use conus_stats::mmrm::{Fit, Freedom, Repeated, Settings, Structure, fit};
use cpu_time::{ProcessTime, ThreadTime};
use rayon::prelude::*;
use std::fmt::Write;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// People, visits, share that is missing after the first visit, fits in a round.
const SIZES: [(u32, usize, f64, u32); 2] = [(67, 4, 0.08, 100), (500, 6, 0.15, 20)];
/// Standard errors and degrees of freedom, and the goals for each size \[ms\].
const METHODS: [(Freedom, &str, [f64; 2]); 2] = [
    (Freedom::Satterthwaite, "Satterthwaite", [0.3, 3.0]),
    (Freedom::KenwardRoger, "Kenward-Roger", [0.7, 10.0]),
];
/// Trials that one waits for.
const TRIALS: u32 = 10_000;
/// Share by which two programs may differ in -2 log L: the peer ends its search at a change of 1e-7 or so.
const SAME: f64 = 1e-6;

/// One time or likelihood that a peer printed.
struct Printed {
    program: String,
    size: String,
    milliseconds: f64,
    minus_twice_log_likelihood: f64,
}

/// Prints the times of conus and of the peers, and of many trials.
///
/// # Errors
/// When a model cannot be fitted, a file cannot be written, R fails, or two programs disagree on a likelihood.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
pub(crate) fn run(rounds: u32) -> Result<()> {
    ensure!(rounds > 0, "measure at least one round");
    let data = SIZES.map(|(people, visits, missing, _)| trial(people, visits, missing, 0));
    let fits = [model(&data[0])?, model(&data[1])?];
    let own =
        METHODS.map(|(method, ..)| [0, 1].map(|at| milliseconds(&data[at], method, rounds, SIZES[at].3)));
    let names = SIZES.map(|(people, visits, ..)| format!("{people} x {visits}"));
    println!(
        "| program | size | ms | goal | to conus, Kenward-Roger | -2 log L |\n|---|---|---|---|---|---|"
    );
    for ((_, method, goals), times) in METHODS.iter().zip(&own) {
        for at in 0..SIZES.len() {
            let (goal, ratio, value) =
                (goals[at], times[at] / own[1][at], fits[at].minus_twice_log_likelihood);
            println!(
                "| conus, {method} | {} | {:.3} | {goal} | {ratio:.2} | {value:.6} |",
                names[at], times[at]
            );
        }
    }
    for peer in peers(&data)? {
        let at = usize::from(peer.size == names[1]);
        let Printed { program, size, milliseconds, minus_twice_log_likelihood: value } = peer;
        println!(
            "| {program} | {size} | {milliseconds:.1} | | {:.0} | {value:.6} |",
            milliseconds / own[1][at]
        );
        let ours = fits[at].minus_twice_log_likelihood;
        ensure!((value - ours).abs() < SAME * ours.abs(), "{program}, {size}: -2 log L {value}, not {ours}");
    }
    many();
    Ok(())
}

fn model(data: &Repeated) -> Result<Fit> {
    fit(data, Settings::reml(Structure::Unstructured)).context("the mixed model of synthetic data")
}

/// Fits and compares the arms at the last visit.
fn analyse(data: &Repeated, method: Freedom) -> Option<f64> {
    let last = data.names.last()?;
    let weights: Vec<f64> =
        data.names.iter().map(|name| if name == "arm" || name == last { 1.0 } else { 0.0 }).collect();
    let fit = fit(data, Settings::reml(Structure::Unstructured)).ok()?;
    Some(fit.inference(method).combination("difference", &weights).ok()?.p_two_sided)
}

/// Thread CPU time of one analysis, the median of rounds \[ms\].
fn milliseconds(data: &Repeated, method: Freedom, rounds: u32, fits: u32) -> f64 {
    let round = |_| {
        let clock = ThreadTime::now();
        (0..fits).for_each(|_| {
            black_box(analyse(black_box(data), method));
        });
        1e3 * clock.elapsed().as_secs_f64() / f64::from(fits)
    };
    crate::solver::quantile(&(0..rounds).map(round).collect::<Vec<f64>>(), 0.5)
}

/// Many trials of the smaller size on all cores; those that rejected are the check that they were analysed.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
fn many() {
    let (people, visits, missing, _) = SIZES[0];
    let (clock, processor) = (Instant::now(), ProcessTime::now());
    let p = |seed| analyse(&trial(people, visits, missing, seed), Freedom::KenwardRoger);
    let found: Vec<Option<f64>> = (1..=TRIALS).into_par_iter().map(p).collect();
    let (wall, processor) = (clock.elapsed().as_secs_f64(), processor.elapsed().as_secs_f64());
    let count = |wanted: &dyn Fn(&Option<f64>) -> bool| found.iter().filter(|p| wanted(p)).count();
    println!(
        "\n{TRIALS} trials of {people} x {visits}, Kenward-Roger, {} threads: {wall:.1} s, {processor:.1} s of CPU time \
         (goal: 10 s on two cores); {} rejected, {} failed",
        rayon::current_num_threads(),
        count(&|p| p.is_some_and(|p| p < 0.05)),
        count(&|p| p.is_none()),
    );
}

/// A synthetic trial of two arms that do not differ; answers of a person share a level.
fn trial(people: u32, visits: usize, missing: f64, seed: u32) -> Repeated {
    let mut chance = Stream::new(2026, 1, seed, people, 0);
    let mut data = Repeated { visits, ..Repeated::default() };
    let (mut baselines, mut sexes, mut arms) = (Vec::new(), Vec::new(), Vec::new());
    for person in 0..people {
        let (level, baseline, sex) = (chance.normal(), chance.normal(), is(chance.bernoulli(0.5)));
        for visit in 0..visits {
            let noise = chance.normal() * (1.0 + 0.2 * visit as f64);
            if chance.bernoulli(missing) && visit > 0 {
                continue;
            }
            data.subject.push(person as usize);
            data.visit.push(visit);
            data.response.push(0.6 * baseline - 0.3 * visit as f64 + level + noise);
            baselines.push(6.0 + baseline);
            sexes.push(sex);
            arms.push(is(person % 2 == 1));
        }
    }
    design(&mut data, baselines, sexes, &arms);
    data
}

fn is(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// `baseline + sex + arm * visit`.
fn design(data: &mut Repeated, baselines: Vec<f64>, sexes: Vec<f64>, arms: &[f64]) {
    let mut add = |name: String, column: Vec<f64>| {
        data.names.push(name);
        data.columns.push(column);
    };
    add("intercept".into(), vec![1.0; arms.len()]);
    add("baseline".into(), baselines);
    add("sex".into(), sexes);
    add("arm".into(), arms.to_vec());
    for later in 1..data.visits {
        let at: Vec<f64> = data.visit.iter().map(|visit| is(*visit == later)).collect();
        let both = at.iter().zip(arms).map(|(at, arm)| at * arm).collect();
        add(format!("visit {}", later + 1), at);
        add(format!("arm:visit {}", later + 1), both);
    }
}

/// What the peers say of both data sets; nothing where there is no R.
#[expect(clippy::print_stdout, reason = "a bench answers on standard output")]
fn peers(data: &[Repeated; 2]) -> Result<Vec<Printed>> {
    let folder = std::env::temp_dir().join(format!("conus-mmrm-{}", std::process::id()));
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("a folder for the data: {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for (at, one) in data.iter().enumerate() {
        let path = folder.join(format!("trial-{at}.csv"));
        std::fs::write(&path, table(one)?)?;
        paths.push(path);
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/mmrm.R");
    let ran = Command::new("Rscript").arg(script).args(&paths).output();
    std::fs::remove_dir_all(&folder)?;
    let Ok(ran) = ran else {
        println!("no Rscript here: conus alone");
        return Ok(Vec::new());
    };
    ensure!(ran.status.success(), "peers/mmrm.R: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout)?.lines().skip(1).map(printed).collect()
}

/// A line of the table of the script in R.
fn printed(line: &str) -> Result<Printed> {
    let fields: Vec<&str> = line.split(',').collect();
    let [program, size, milliseconds, value] = fields[..] else {
        anyhow::bail!(
            "peers/mmrm.R printed {line:?}, not program,size,milliseconds,minus_twice_log_likelihood"
        );
    };
    let (program, size) = (program.to_owned(), size.to_owned());
    Ok(Printed {
        program,
        size,
        milliseconds: milliseconds.parse()?,
        minus_twice_log_likelihood: value.parse()?,
    })
}

/// The answers as CSV; every digit, so that both programs read the same numbers.
fn table(data: &Repeated) -> Result<String> {
    let mut table = String::from("subject,visit,change,baseline,sex,arm\n");
    let column = |at: usize, row: usize| data.columns[at][row];
    for row in 0..data.response.len() {
        let (baseline, sex, arm) = (column(1, row), column(2, row), column(3, row));
        let (subject, visit, change) = (data.subject[row], data.visit[row], data.response[row]);
        writeln!(table, "{subject},{visit},{change},{baseline},{sex},{arm}")?;
    }
    Ok(table)
}
