//! Does conus predict what was published? Every row that says how it is simulated, predicted beside published.
//!
//! Each row is played in worlds of the posterior at the size of the published sample, so its interval is that of the
//! *printed number*: what nobody knows, who was in the study, and how they rate. Misses stay in. Beside coverage, which
//! wide intervals win, stands the interval score (gneiting2007, eq. 43), set against a naive prediction: the mean of what
//! the other publications of the same family print.

use super::ValidationKey;
use super::listed::{Listed, listed};
use crate::calibration::{Acceptance, Posterior};
use crate::evidence::{Evidence, Finding, Label, PValue, Role};
use crate::prediction::{Battery, PredictionError, Simulation};
use crate::trial::knowledge::Knowledge;
use conus_num::distribution::{normal, student_t};
use conus_stats::describe;
use conus_stats::scoring::{Coverage, coverage, interval_score};
use rayon::prelude::*;
use serde::Serialize;

/// What an interval leaves out, half on either side.
const ALPHA: f64 = 0.1;
/// The replicate of the first world: far from those of calibration, so that no luck is met twice.
const FIRST_REPLICATE: u32 = 1_000_000;

/// A row with its prediction.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scored {
    /// Id of the row.
    pub id: String,
    /// What it may be used for.
    pub role: Role,
    /// What was published: a mean, or a p-value.
    pub published: f64,
    /// Whether it is a p-value.
    pub is_p: bool,
    /// Whether it was printed as a bound from above.
    pub at_most: bool,
    /// Mean prediction over worlds.
    pub predicted: f64,
    /// Lower end of the 90 % interval of the printed number.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Whether the published number lies in it.
    pub inside: bool,
    /// The same interval with what the model is declared to be wrong by, as a share of the prediction.
    pub with_model_error: [f64; 2],
    /// Whether the published number lies in that.
    pub inside_with_model_error: bool,
    /// Kind of number.
    pub family: String,
    /// Unit.
    pub unit: String,
    /// What was measured.
    pub quantity: String,
    /// Arm and population.
    pub group: String,
    /// People per arm; empty where not printed.
    pub n: Vec<u32>,
    /// Worlds in which the number could be computed.
    pub worlds: usize,
    /// Interval score; none of a p-value.
    pub score: Option<f64>,
    /// What the other publications of the family let expect; none where fewer than two do.
    pub naive: Option<Naive>,
}

/// The prediction of somebody without a model: mean and spread of the other publications' numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Naive {
    /// Their mean.
    pub predicted: f64,
    /// Lower end of the 90 % prediction interval of a further one, by Student's t.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Its interval score.
    pub score: f64,
}

/// All rows of the evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    /// The rows that are simulated.
    pub scored: Vec<Scored>,
    /// The others: listed, not scored.
    pub listed: Vec<Listed>,
    /// Worlds in which everything was played.
    pub worlds: usize,
}

/// How often intervals held in one role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The role.
    pub role: Role,
    /// Intervals that held.
    pub inside: u64,
    /// All.
    pub of: u64,
    /// Their share, with its band.
    pub coverage: Coverage,
    /// Intervals that held with the declared error of the model.
    pub inside_with_model_error: u64,
}

/// The interval score of the model beside that of the naive prediction, over the rows that have both.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contest {
    /// Rows.
    pub rows: usize,
    /// Mean score of the model, each row in standard deviations of its family's published numbers.
    pub model: f64,
    /// The same of the naive prediction.
    pub naive: f64,
    /// Mean width of the model's intervals, in the same unit.
    pub model_width: f64,
    /// The same of the naive prediction.
    pub naive_width: f64,
}

/// A row before it is played.
struct Asked<'a> {
    label: &'a Label,
    simulation: &'a Simulation,
    family: &'a str,
    published: f64,
    /// The published number is a bound from above.
    below: bool,
    is_p: bool,
}

/// Plays every row in so many worlds of the posterior; `model_error` is what the model is declared to be wrong by, as a
/// share. `progress` is told after each world.
///
/// # Errors
/// A row that names what is not there.
pub fn ledger(
    evidence: &Evidence,
    knowledge: &Knowledge,
    posterior: &Posterior,
    worlds: usize,
    model_error: f64,
    progress: &(dyn Fn() + Sync),
) -> Result<Ledger, PredictionError> {
    let asked = asked(evidence);
    let rows: Vec<(&Label, &Simulation)> = asked.iter().map(|row| (row.label, row.simulation)).collect();
    let battery = Battery::of(&rows)?;
    let numbers: Vec<u32> = (0..u32::try_from(worlds).unwrap_or(u32::MAX)).collect();
    let played: Vec<Vec<Option<f64>>> = numbers
        .into_par_iter()
        .map(|number| {
            let printed =
                battery.play(&in_world(knowledge, posterior, number, worlds), FIRST_REPLICATE + number);
            progress();
            printed
        })
        .collect();
    let of = |(at, row): (usize, &Asked<'_>)| {
        let printed: Vec<f64> = played.iter().filter_map(|world| world[at]).collect();
        scored(row, &asked, &printed, model_error)
    };
    let scored: Vec<Scored> = asked.iter().enumerate().filter_map(of).collect();
    let listed = listed(evidence, |id| scored.iter().any(|row| row.id == id));
    Ok(Ledger { scored, listed, worlds })
}

/// The world of one draw; the worlds are spread evenly over the draws.
fn in_world(knowledge: &Knowledge, posterior: &Posterior, number: u32, worlds: usize) -> Knowledge {
    let draws = posterior.beliefs.draws.len();
    let beliefs = match draws {
        0 => posterior.beliefs.clone(),
        _ => posterior.beliefs.certain(number as usize * draws / worlds % draws),
    };
    Knowledge { beliefs, ..knowledge.clone() }
}

fn asked(evidence: &Evidence) -> Vec<Asked<'_>> {
    let key = ValidationKey(());
    let holdout = evidence.holdout_rows(&key).map(|row| (row.label, row.finding));
    let fit = evidence.fit_rows().map(|row| (row.label, row.finding));
    let context = evidence.context_rows().map(|row| (row.label, row.finding));
    fit.chain(holdout).chain(context).filter_map(|(label, finding)| one(label, finding)).collect()
}

fn one<'a>(label: &'a Label, finding: &Finding) -> Option<Asked<'a>> {
    let simulation = label.simulation.as_ref()?;
    let family = label.family.as_deref()?;
    let is_p = simulation.is_p();
    let (published, below) = match (is_p, finding.mean, finding.p) {
        (true, _, Some(PValue::Equal(p))) => (p, false),
        (true, _, Some(PValue::Below(p))) => (p, true),
        (true, ..) => return None,
        (false, mean, _) => (mean?, false),
    };
    Some(Asked { label, simulation, family, published, below, is_p })
}

fn scored(row: &Asked<'_>, all: &[Asked<'_>], printed: &[f64], model_error: f64) -> Option<Scored> {
    let predicted = describe::mean(printed).ok()?;
    let low = describe::quantile(printed, 0.5 * ALPHA).ok()?;
    let high = describe::quantile(printed, 1.0 - 0.5 * ALPHA).ok()?;
    let with_model_error = if row.is_p { [low, high] } else { widened(predicted, [low, high], model_error) };
    let holds = |[low, high]: [f64; 2]| low <= row.published && (row.below || row.published <= high);
    let score = || interval_score(low, high, ALPHA, row.published).ok();
    Some(Scored {
        id: row.label.id.clone(),
        role: row.label.role,
        published: row.published,
        is_p: row.is_p,
        at_most: row.below,
        predicted,
        low,
        high,
        inside: holds([low, high]),
        with_model_error,
        inside_with_model_error: holds(with_model_error),
        family: row.family.to_owned(),
        unit: row.label.unit.clone(),
        quantity: row.label.quantity.clone(),
        group: row.label.group.clone(),
        n: row.label.n.clone(),
        worlds: printed.len(),
        score: if row.is_p { None } else { score() },
        naive: if row.is_p { None } else { naive(row, all) },
    })
}

/// Either half of the interval and the model's error are independent, so their squares add up.
fn widened(predicted: f64, [low, high]: [f64; 2], model_error: f64) -> [f64; 2] {
    let error = normal::quantile(1.0 - 0.5 * ALPHA) * model_error * predicted.abs();
    let reach = |half: f64| (half * half + error * error).sqrt();
    [predicted - reach(predicted - low), predicted + reach(high - predicted)]
}

/// Other publications of the family; what they print is read as a sample of what one more would.
fn naive(row: &Asked<'_>, all: &[Asked<'_>]) -> Option<Naive> {
    let others: Vec<f64> = all
        .iter()
        .filter(|other| other.family == row.family && other.label.publication != row.label.publication)
        .filter(|other| other.label.role == Role::Fit)
        .map(|other| other.published)
        .collect();
    let predicted = describe::mean(&others).ok()?;
    let sd = describe::standard_deviation(&others).ok()?;
    let count = others.len() as f64;
    let t = student_t::quantile(1.0 - 0.5 * ALPHA, count - 1.0);
    let reach = t * sd * (1.0 + 1.0 / count).sqrt();
    let (low, high) = (predicted - reach, predicted + reach);
    Some(Naive { predicted, low, high, score: interval_score(low, high, ALPHA, row.published).ok()? })
}

impl Ledger {
    /// Kinds of number, in the order in which they first stand.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut families: Vec<&str> = Vec::new();
        for row in &self.scored {
            if !families.contains(&row.family.as_str()) {
                families.push(&row.family);
            }
        }
        families
    }

    /// How often intervals held, by role; roles without a scored row are left out.
    #[must_use]
    pub fn held(&self) -> Vec<Held> {
        let of_role = |role| {
            let rows = || self.scored.iter().filter(move |row| row.role == role);
            let (inside, of) = (rows().filter(|row| row.inside).count() as u64, rows().count() as u64);
            let inside_with_model_error = rows().filter(|row| row.inside_with_model_error).count() as u64;
            let coverage = coverage(inside, of).ok()?;
            Some(Held { role, inside, of, coverage, inside_with_model_error })
        };
        [Role::Fit, Role::Holdout, Role::Context].into_iter().filter_map(of_role).collect()
    }

    /// The model against the naive prediction; none where no row has one.
    #[must_use]
    pub fn contest(&self) -> Option<Contest> {
        self.contest_over(|_| true)
    }

    /// The same over some rows.
    pub(super) fn contest_over(&self, takes_part: impl Fn(&Scored) -> bool) -> Option<Contest> {
        let mut contest = Contest { rows: 0, model: 0.0, naive: 0.0, model_width: 0.0, naive_width: 0.0 };
        for row in self.scored.iter().filter(|row| takes_part(row)) {
            let (Some(score), Some(naive), Some(unit)) = (row.score, row.naive, self.unit_of(&row.family))
            else {
                continue;
            };
            contest.rows += 1;
            contest.model += score / unit;
            contest.naive += naive.score / unit;
            contest.model_width += (row.high - row.low) / unit;
            contest.naive_width += (naive.high - naive.low) / unit;
        }
        let rows = contest.rows as f64;
        let mean = |sum: f64| sum / rows;
        (contest.rows > 0).then(|| Contest {
            rows: contest.rows,
            model: mean(contest.model),
            naive: mean(contest.naive),
            model_width: mean(contest.model_width),
            naive_width: mean(contest.naive_width),
        })
    }

    /// Standard deviation of what a family's rows print; none where they are all the same.
    fn unit_of(&self, family: &str) -> Option<f64> {
        let printed: Vec<f64> =
            self.scored.iter().filter(|row| row.family == family).map(|row| row.published).collect();
        describe::standard_deviation(&printed).ok().filter(|sd| *sd > 0.0)
    }

    /// Which of what was declared does not hold, in words; empty where all does.
    #[must_use]
    pub fn failed(&self, acceptance: &Acceptance) -> Vec<String> {
        let mut failed = Vec::new();
        if let Some(fit) = self.held().iter().find(|held| held.role == Role::Fit) {
            let percent = 100.0 * fit.coverage.share;
            if percent < acceptance.fit_inside_percent {
                failed.push(format!(
                    "{percent:.0} % of the fitted rows lie in their 90 % interval; declared: at least {} %",
                    acceptance.fit_inside_percent
                ));
            }
        }
        if let Some(contest) =
            self.contest().filter(|contest| acceptance.beats_naive && contest.model >= contest.naive)
        {
            failed.push(format!(
                "the interval score is {:.2} and that of the mean of other studies {:.2}; declared: better",
                contest.model, contest.naive
            ));
        }
        failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, role: Role, published: f64, [low, high]: [f64; 2], naive: Option<[f64; 2]>) -> Scored {
        let score = interval_score(low, high, ALPHA, published).ok();
        let naive = naive.map(|[low, high]| Naive {
            predicted: 0.5 * (low + high),
            low,
            high,
            score: interval_score(low, high, ALPHA, published).unwrap(),
        });
        Scored {
            id: id.to_owned(),
            role,
            published,
            is_p: false,
            at_most: false,
            predicted: 0.5 * (low + high),
            low,
            high,
            inside: (low..=high).contains(&published),
            with_model_error: [low, high],
            inside_with_model_error: (low..=high).contains(&published),
            family: "f".to_owned(),
            unit: "NRS 0-10".to_owned(),
            quantity: "pain".to_owned(),
            group: "all".to_owned(),
            n: vec![10],
            worlds: 40,
            score,
            naive,
        }
    }

    fn two_rows() -> Ledger {
        let scored = vec![
            row("a.x", Role::Fit, 1.0, [0.0, 2.0], Some([-5.0, 5.0])),
            row("b.x", Role::Fit, 3.0, [4.0, 5.0], Some([2.0, 4.0])),
        ];
        Ledger { scored, listed: Vec::new(), worlds: 40 }
    }

    /// The first interval holds and is 2 wide; the second is 1 wide, misses by 1 and pays 20 for it.
    #[test]
    fn misses_are_counted_and_wide_intervals_do_not_win() {
        let ledger = two_rows();
        let held = ledger.held();
        assert_eq!((held.len(), held[0].inside, held[0].of), (1, 1, 2));
        let contest = ledger.contest().unwrap();
        let unit = 2.0_f64.sqrt();
        assert!((contest.model - (2.0 + 21.0) / 2.0 / unit).abs() < 1e-12);
        assert!((contest.naive - (10.0 + 2.0) / 2.0 / unit).abs() < 1e-12);
    }

    /// 3 and 4 make 5: an interval of half-width 3 and a model error whose 95th percentile is 4.
    #[test]
    fn the_error_of_the_model_widens_an_interval_by_squares() {
        let share = 4.0 / normal::quantile(0.95) / 10.0;
        let [low, high] = widened(10.0, [7.0, 13.0], share);
        assert!((low - 5.0).abs() < 1e-12 && (high - 15.0).abs() < 1e-12);
    }

    /// No code knows the publication: its file alone adds a scored row, a listed one and their counts.
    #[test]
    fn a_made_up_file_of_evidence_changes_the_ledger() {
        let known = include_str!("../../../../data/evidence/siddall2006.toml");
        let row = |id: &str, role: &str, more: &str| {
            format!(
                "[[row]]\nid = \"madeup.{id}\"\nquantity = \"pain\"\nunit = \"NRS 0-10\"\ngroup = \"all\"\nn = [70]\nmean = 9.9\nsource = \"here\"\nchecked = \"yes\"\nrole = \"{role}\"\n{more}\n"
            )
        };
        let simulated = "family = \"pain before treatment\"\nsimulated = { by = \"trial\", study = \"siddall-2006\", arm = \"placebo\", outcome = \"nrs_mean\", visit = \"baseline\", number = \"mean\" }";
        let (scored, plain) = (row("scored", "holdout", simulated), row("plain", "context", ""));
        let made_up = format!("key = \"madeup\"\ntitle = \"t\"\n{scored}{plain}");
        let played = |files: &[(&str, &str)]| {
            let evidence = Evidence::read(files).unwrap();
            ledger(&evidence, &Knowledge::shipped(), &Posterior::shipped(), 2, 0.15, &|| ()).unwrap()
        };
        let before = played(&[("siddall2006", known)]);
        let after = played(&[("madeup", &made_up), ("siddall2006", known)]);
        let counts = |ledger: &Ledger| ledger.counts().map(|one| (one.scored, one.listed));
        let [fit, holdout, context] = counts(&before);
        assert_eq!(counts(&after), [fit, (holdout.0 + 1, holdout.1), (context.0, context.1 + 1)]);
        let new = after.scored.iter().find(|row| row.id == "madeup.scored").unwrap();
        assert!(!new.inside && new.published > new.high, "nobody enters with a mean of 9.9: {new:?}");
        let of = |ledger: &Ledger| ledger.by_family().iter().map(|one| one.by_role[1]).sum::<usize>();
        assert_eq!((of(&before), of(&after)), (0, 1));
    }

    #[test]
    fn each_kind_of_number_has_its_coverage_and_its_contest() {
        let ledger = two_rows();
        let [one] = ledger.by_family().try_into().unwrap();
        assert_eq!((one.by_role, one.inside, one.of), ([2, 0, 0], 1, 2));
        assert_eq!(one.contest, ledger.contest());
        assert!(!one.contest.unwrap().model_is_better());
        assert!(one.coverage.interval_95.lower < 0.02 && one.coverage.interval_95.upper > 0.98);
    }

    #[test]
    fn what_was_declared_and_does_not_hold_is_said() {
        let strict = Acceptance { worlds: 40, fit_inside_percent: 75.0, beats_naive: true };
        assert_eq!(two_rows().failed(&strict).len(), 2);
        let lax = Acceptance { worlds: 40, fit_inside_percent: 50.0, beats_naive: false };
        assert!(two_rows().failed(&lax).is_empty());
    }
}
