//! Are simulated exams and answers as reliable as published? The same people, examined again by the same and by other
//! raters.

use crate::examined::{exam, whoqol};
use crate::people::{Group, Levels, Person, people};
use conus::biology::compiled::Model;
use conus::evidence::Evidence;
use conus::instrument::simulated::ItemModel;
use conus::instrument::simulated::examination::Occasion;
use conus::instrument::simulated::examined::Examined;
use conus::patient::covariates::Ais;
use conus_num::random::Stream;
use conus_stats::agreement::{absolute_agreement, cronbach_alpha, repeatability};
use conus_stats::describe::quantile;

/// One line of the table.
pub(crate) struct Line {
    pub(crate) quantity: String,
    pub(crate) published: String,
    pub(crate) simulated: f64,
    pub(crate) interval: [f64; 2],
    /// What the interval is.
    pub(crate) what: &'static str,
    pub(crate) agrees: bool,
}

/// Days after the injury on which everybody is examined: long after, when nothing changes from one exam to the next.
const DAY: [f64; 1] = [730.0];
/// Raters, and exams of a person by each.
const RATERS: u32 = 16;
const EXAMS: u32 = 2;
/// People of marino2008, and raters of each sample of that size (raters: assumed).
const SAMPLE: usize = 16;
const SAMPLE_RATERS: usize = 4;
/// Samples that are drawn, and draws of a bootstrap.
const DRAWS: usize = 1000;

/// All exams of a person: rater by rater, `EXAMS` of each.
type Exams = Vec<[Examined; EXAMS as usize]>;
type Score = fn(&Examined) -> Option<f64>;

const SCORES: [(&str, Score, &str); 3] = [
    ("motor", |exam| exam.motor, "inter_rater_icc_motor"),
    ("light touch", |exam| exam.touch, "inter_rater_icc_light_touch"),
    ("pin prick", |exam| exam.pin, "inter_rater_icc_pin_prick"),
];

/// All lines.
pub(crate) fn lines(model: &Model, items: &ItemModel<f64>) -> Vec<Line> {
    let (mixed, complete) = sample(model, items);
    let mut lines = Vec::new();
    for (name, score, id) in SCORES {
        lines.extend(between_raters(name, score, id, &mixed));
    }
    for (name, score, _) in SCORES {
        lines.extend(within_rater(name, score, &complete));
    }
    lines.extend(questionnaire(model, items));
    lines
}

/// A mixed sample: half complete and half incomplete, half cervical and half thoracic (assumed); and its complete half.
fn sample(model: &Model, items: &ItemModel<f64>) -> (Vec<Exams>, Vec<Exams>) {
    let groups = [(Ais::A, 60), (Ais::B, 20), (Ais::C, 20), (Ais::D, 20)];
    let (mut mixed, mut complete) = (Vec::new(), Vec::new());
    let mut first = 12_000;
    for (ais, count) in groups {
        for levels in [Levels::Cervical, Levels::Thoracic] {
            let group = people(model, Group { ais, levels, count, first, training: None }, &DAY);
            let all: Vec<Exams> = group.iter().map(|person| exams(items, person)).collect();
            if ais == Ais::A {
                complete.extend(all.clone());
            }
            mixed.extend(all);
            first += count;
        }
    }
    (mixed, complete)
}

fn exams(items: &ItemModel<f64>, person: &Person) -> Exams {
    let by = |rater: u32| {
        std::array::from_fn(|again| {
            let again = u32::try_from(again).expect("two exams");
            exam(items, person, [0, 0], Occasion { number: rater * EXAMS + again, rater, hope: 0.0 })
        })
    };
    (0..RATERS).map(by).collect()
}

/// The first exam of each rater, for people of whom every box could be tested every time.
fn table(people: &[Exams], score: Score) -> Vec<Vec<f64>> {
    people.iter().filter_map(|exams| exams.iter().map(|pair| score(&pair[0])).collect()).collect()
}

fn between_raters(name: &str, score: Score, id: &str, mixed: &[Exams]) -> [Line; 2] {
    let published = context(&format!("marino2008.{id}"));
    let table = table(mixed, score);
    let found = absolute_agreement(&table, 0.95).expect("people differ");
    let spread = small_samples(&table);
    let line = |quantity: String, simulated: f64, interval: [f64; 2], what| Line {
        quantity,
        published: format!("{published}"),
        simulated,
        interval,
        what,
        agrees: interval[0] <= published && published <= interval[1],
    };
    let people = table.len();
    [
        line(
            format!("{name}: inter-rater ICC(2,1), {people} people, {RATERS} raters"),
            found.icc,
            [found.interval.lower, found.interval.upper],
            "95 % (F)",
        ),
        line(
            format!("{name}: the same in samples of {SAMPLE} people, {SAMPLE_RATERS} raters"),
            spread[1],
            [spread[0], spread[2]],
            "2.5 to 97.5 % of samples",
        ),
    ]
}

/// Median and limits of the ICC in samples of the published size.
fn small_samples(table: &[Vec<f64>]) -> [f64; 3] {
    let mut chance = Stream::new(2008, 1, 0, 0, 0);
    let mut people: Vec<usize> = (0..table.len()).collect();
    let mut raters: Vec<usize> = (0..RATERS as usize).collect();
    let icc = |_| {
        chance.shuffle(&mut people);
        chance.shuffle(&mut raters);
        let rows: Vec<Vec<f64>> = people[..SAMPLE]
            .iter()
            .map(|person| raters[..SAMPLE_RATERS].iter().map(|rater| table[*person][*rater]).collect())
            .collect();
        absolute_agreement(&rows, 0.95).expect("people differ").icc
    };
    let found: Vec<f64> = (0..DRAWS).map(icc).collect();
    [0.025, 0.5, 0.975].map(|share| quantile(&found, share).expect("samples were drawn"))
}

/// Repeatability and correlation of two exams by one rater, in complete injury; intervals by a bootstrap of people.
fn within_rater(name: &str, score: Score, complete: &[Exams]) -> [Line; 2] {
    let limit =
        context(if name == "motor" { "marino2008.repeat_motor" } else { "marino2008.repeat_sensory" });
    let bound = context("marino2008.intra_rater_icc_complete_sci");
    let pairs = |exams: &Exams| -> Option<Vec<[f64; 2]>> {
        exams.iter().map(|pair| Some([score(&pair[0])?, score(&pair[1])?])).collect()
    };
    let people: Vec<Vec<[f64; 2]>> = complete.iter().filter_map(pairs).collect();
    let repeat = |people: &[&Vec<[f64; 2]>]| {
        let all: Vec<[f64; 2]> = people.iter().flat_map(|pairs| pairs.iter().copied()).collect();
        repeatability(&all).expect("people were examined")
    };
    // Each person with another rater, so that no rater decides.
    let icc = |people: &[&Vec<[f64; 2]>]| {
        let rows: Vec<Vec<f64>> =
            people.iter().enumerate().map(|(at, pairs)| pairs[at % pairs.len()].to_vec()).collect();
        absolute_agreement(&rows, 0.95).expect("people differ").icc
    };
    let (value, interval) = bootstrapped(&people, repeat);
    let (correlation, around) = bootstrapped(&people, icc);
    [
        Line {
            quantity: format!("{name}: repeatability, complete, one rater [points]"),
            published: format!("< {limit}"),
            simulated: value,
            interval,
            what: "95 % (bootstrap)",
            agrees: value < limit,
        },
        Line {
            quantity: format!("{name}: intra-rater ICC, complete"),
            published: format!("> {bound}"),
            simulated: correlation,
            interval: around,
            what: "95 % (bootstrap)",
            agrees: correlation > bound,
        },
    ]
}

/// A number of all people, and its percentiles over resampled people.
fn bootstrapped<T>(people: &[T], number: impl Fn(&[&T]) -> f64) -> (f64, [f64; 2]) {
    let mut chance = Stream::new(2008, 2, 0, 0, 0);
    let many = u32::try_from(people.len()).expect("a few hundred people");
    let again = |_| {
        let drawn: Vec<&T> = people.iter().map(|_| &people[chance.below(many) as usize]).collect();
        number(&drawn)
    };
    let found: Vec<f64> = (0..DRAWS).map(again).collect();
    let limit = |share| quantile(&found, share).expect("people were drawn");
    (number(&people.iter().collect::<Vec<_>>()), [limit(0.025), limit(0.975)])
}

/// Domains of WHOQOL-BREF, by the numbers of their items.
const DOMAINS: [(&str, &[usize]); 4] = [
    ("physical", &[3, 4, 10, 15, 16, 17, 18]),
    ("psychological", &[5, 6, 7, 11, 19, 26]),
    ("social", &[20, 21, 22]),
    ("environment", &[8, 9, 12, 13, 14, 23, 24, 25]),
];

/// Consistency and re-test of WHOQOL-BREF in as many people as lin2007, of all grades (mix assumed).
fn questionnaire(model: &Model, items: &ItemModel<f64>) -> Vec<Line> {
    let groups = [(Ais::A, 67), (Ais::B, 30), (Ais::C, 30), (Ais::D, 60)];
    let mut first = 14_000;
    let mut asked: Vec<[Vec<f64>; 2]> = Vec::new();
    for (ais, count) in groups {
        let group = Group { ais, levels: Levels::Cervical, count, first, training: None };
        let all = people(model, group, &DAY);
        asked.extend(all.iter().map(|person| [0, 1].map(|again| whoqol(items, person, 0, again))));
        first += count;
    }
    let [alpha_range, icc_range] = ["cronbach_alpha", "intra_interviewer_icc"].map(range);
    let mut lines = Vec::new();
    for (name, numbers) in DOMAINS {
        let domain =
            |answers: &[f64]| numbers.iter().map(|number| good(answers, *number)).collect::<Vec<_>>();
        let first: Vec<Vec<f64>> = asked.iter().map(|[answers, _]| domain(answers)).collect();
        let both: Vec<Vec<f64>> = asked
            .iter()
            .map(|two| two.iter().map(|answers| domain(answers).iter().sum()).collect())
            .collect();
        let alpha = bootstrapped(&first, |rows| {
            cronbach_alpha(&rows.iter().map(|row| (*row).clone()).collect::<Vec<_>>()).expect("people differ")
        });
        let icc = absolute_agreement(&both, 0.95).expect("people differ");
        let inside = |value: f64, range: [f64; 2]| range[0] <= value && value <= range[1];
        let line = |what: &str, published: [f64; 2], simulated, interval, how| Line {
            quantity: format!("WHOQOL-BREF {name}: {what}, {} people", asked.len()),
            published: format!("{} to {}", published[0], published[1]),
            simulated,
            interval,
            what: how,
            agrees: inside(simulated, published),
        };
        lines.push(line("alpha", alpha_range, alpha.0, alpha.1, "95 % (bootstrap)"));
        lines.push(line(
            "re-test ICC(2,1)",
            icc_range,
            icc.icc,
            [icc.interval.lower, icc.interval.upper],
            "95 % (F)",
        ));
    }
    lines
}

/// An answer with the high end good: three items ask the other way round.
fn good(answers: &[f64], number: usize) -> f64 {
    let answer = answers[number - 1];
    if [3, 4, 26].contains(&number) { 6.0 - answer } else { answer }
}

fn context(id: &str) -> f64 {
    let row = Evidence::shipped().context_rows().find(|row| row.label.id == id);
    row.and_then(|row| row.finding.mean).unwrap_or_else(|| panic!("no number `{id}` is held"))
}

fn range(name: &str) -> [f64; 2] {
    let id = format!("lin2007.{name}");
    let row = Evidence::shipped().context_rows().find(|row| row.label.id == id);
    row.and_then(|row| row.finding.interval).unwrap_or_else(|| panic!("no range `{id}` is held"))
}
