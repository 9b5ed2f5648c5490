//! What does the page of an appraisal say, in which order? What was asked, what was printed beside what is predicted, what
//! a change consists of, what natural course explains, what a fair control would have shown, what is assumed.

use super::super::Appraisal;
use super::super::after::{AfterSeeing, Moved};
use super::super::beside::{Against, Beside};
use super::super::group::Group;
use super::super::layer::Layer;
use super::super::natural::{ByTime, by_time};
use super::super::outcome::Outcome;
use super::super::plan::SeriesPlan;
use super::super::split::{Chance, Seen, Split, Spread};
use super::figures::Drawn;
use super::tables::outcomes;
use crate::dossier::purpose::Purpose;
use crate::dossier::verification::Solved;
use crate::dossier::{self, Dossier, Entry};
use crate::report::page::{
    self, Block, Cell, Column, KeyFigure, NoticeKind, Page, PageError, Run, Section, Table,
};
use crate::run::STANDING_LINE;

/// The whole page.
pub(super) fn page(
    plan: &SeriesPlan,
    found: &Appraisal,
    drawn: Vec<Drawn>,
    credibility: Section,
) -> Result<String, PageError> {
    let mut sections = vec![section("asked", "What was asked", asked(plan, found))];
    if !found.beside.is_empty() {
        sections.push(section("beside", "Published and predicted", vec![text(BESIDE), beside(found)]));
    }
    let mut figures = drawn.into_iter();
    let mut figure = |name: &str| figures.by_ref().find(|figure| figure.name == name).map(block);
    if let Some(parts) = figure("parts") {
        sections.push(section("parts", "What made the change", vec![text(PARTS), parts, verdicts(found)]));
    }
    if let Some(natural) = figure("natural") {
        let blocks = vec![natural, by_enrolment(plan, found)];
        sections.push(section("natural", "What natural course explains", blocks));
    }
    if !found.splits.is_empty() {
        sections.push(section(
            "control",
            "What a fair control would have shown",
            vec![control(found), notice(CONTROL)],
        ));
    }
    if let Some(after) = &found.after {
        sections.push(section("after", "After seeing: for planning the next trial only", seen_after(after)));
    }
    sections.push(section("assumed", "What is assumed", vec![notice(ASSUMED), limits()]));
    sections.push(credibility);
    page::write(&Page {
        title: plan.series.title.clone(),
        subtitle: plan.series.question.clone(),
        standing_line: STANDING_LINE.to_owned(),
        lead: lead(found),
        sections,
        provenance: provenance(plan, found),
        references: dossier::references(),
    })
}

/// What an appraisal fills into its dossier.
pub(super) fn credibility(plan: &SeriesPlan, found: &Appraisal) -> Dossier {
    let [failed, screened] = [0, 1].map(|at| {
        found.worlds.iter().map(|world| u64::from([world.failed, world.screened][at])).sum::<u64>()
    });
    let purpose = if plan.series.beside_publication { Purpose::CaseSeries } else { Purpose::Appraisal };
    let headline = plan.results.first().map_or("change".to_owned(), |result| {
        let kind = if plan.control.is_some() { "difference between arms" } else { "change" };
        format!("{kind} of {}, {}", result.outcome.label(), result.group.label())
    });
    Dossier {
        question: Entry::Held(plan.series.question.clone()),
        solved: Entry::Held(Solved {
            failed,
            of: format!("{screened} people who were followed from their injury"),
        }),
        converged: Entry::Held(found.converged),
        identity: Entry::Held(provenance(plan, found)),
        ledger: found.ledger.clone(),
        robustness: match &found.robustness {
            Some(panel) => Entry::Held(panel.clone()),
            None => Entry::Blank("the study printed no change that could move".to_owned()),
        },
        headline: Entry::Held(headline),
        source: Entry::Held(format!(
            "conus appraise, {}, seed {}; simulated (synthetic) people",
            plan.series.id, plan.series.seed
        )),
        ..Dossier::of(purpose)
    }
}

const BESIDE: &str = "Nothing was fitted to these rows. Interval: central 90 % of what a study of this size would print, over what nobody knows, who was enrolled, and how they are rated. A direction counts as predicted when at least 5 % of such studies would print it. Untreated: the same people with the same luck, nothing given and nothing hoped for.";
const PARTS: &str = "In every possible world a layer is switched off for everybody, alone and with every other one, and credited with what it adds on average (Shapley values), so the parts add up to the change. Worlds are then weighed by how likely the printed number is in them.";
const CONTROL: &str = "A fair control gets everything but the cells, and nobody can tell: the same hope, the same raters, the same training. No such arm was there; this is what the model expects of one.";
const AFTER: &str = "Here, and nowhere else, what was published counts as if its role were fit. It is out of every score, no prediction of these trials may use it, and a smaller number does not mean that the cells were measured: it trades with hope, raters and natural course.";
const ASSUMED: &str = "How much open treatment makes people hope and raters see, and how potent the cells are, is assumed: no number in hand says it. These three trade with each other in every change without a fair control. A chance that is the same before and after seeing the publication means that the publication says nothing about it.";

fn asked(plan: &SeriesPlan, found: &Appraisal) -> Vec<Block> {
    let people = &plan.population;
    let control = match plan.control {
        Some(control) => {
            format!("compared with {} people who knew that they got nothing new", control.people)
        }
        None => "without a control arm".to_owned(),
    };
    let screened: u32 = found.worlds.iter().map(|world| world.screened).sum();
    vec![text(&format!(
        "{} people {control}, from baseline to {}. Level and time of enrolment are ranges where they are not in hand: {:.0} to {:.0} % cervical, {:.0} to {:.0} % enrolled within six months, one value in each of {} possible worlds. In these {screened} candidates were followed from their injury under usual care and examined; whoever had the grade that the study asks for was enrolled, so nothing of their later course was known then.",
        plan.series.people,
        plan.visits.last().map_or(String::new(), |visit| visit.label.to_lowercase()),
        people.cervical_percent.min,
        people.cervical_percent.max,
        people.subacute_percent.min,
        people.subacute_percent.max,
        found.worlds.len(),
    ))]
}

fn lead(found: &Appraisal) -> Vec<KeyFigure> {
    let mut lead = Vec::new();
    if !found.beside.is_empty() {
        let held = |of: &dyn Fn(&Beside) -> bool| found.beside.iter().filter(|row| of(row)).count();
        lead.push(KeyFigure {
            label: "Published results that are predicted".to_owned(),
            value: format!("{} of {}", held(&|row| row.inside), found.beside.len()),
            note: format!(
                "{} would be predicted of the same people untreated",
                held(&|row| row.inside_untreated)
            ),
        });
    }
    if let Some(split) = found.splits.first() {
        let untreated = split.untreated.before;
        lead.push(KeyFigure {
            label: format!("Expected without treatment: {}, {}", split.outcome.label(), split.group.label()),
            value: format!("{} {}", number(untreated.mean, split), split.outcome.unit()),
            note: format!(
                "90 % of worlds: {} to {}; printed: {}",
                number(untreated.low, split),
                number(untreated.high, split),
                number(split.printed, split)
            ),
        });
        let treatment = split.parts[Layer::Treatment as usize].size;
        lead.push(KeyFigure {
            label: "Of the printed change, treatment".to_owned(),
            value: format!("{} of {}", number(treatment.after.mean, split), number(split.printed, split)),
            note: format!(
                "90 % of worlds: {} to {}; {} before the publication was seen: a prior and little else",
                number(treatment.after.low, split),
                number(treatment.after.high, split),
                number(treatment.before.mean, split)
            ),
        });
    }
    lead
}

fn beside(found: &Appraisal) -> Block {
    let row = |row: &Beside| {
        let yes = |inside: bool| Cell::Text(if inside { "yes" } else { "no" }.to_owned());
        let [published, predicted, untreated] = match &row.against {
            Against::Number { published, predicted, untreated } => {
                [format!("{published:.1}"), interval(*predicted, 1), interval(*untreated, 1)]
            }
            Against::Words { published, predicted, untreated } => {
                let share = |share: &f64| format!("{:.0} % of studies", 100.0 * share);
                [(*published).to_owned(), share(predicted), share(untreated)]
            }
        };
        vec![
            Cell::Text(
                format!("{} {}", row.claim.clone().unwrap_or_default(), row.quantity).trim().to_owned(),
            ),
            Cell::Text(row.people.clone()),
            Cell::Text(published),
            Cell::Text(predicted),
            yes(row.inside),
            Cell::Text(untreated),
            yes(row.inside_untreated),
        ]
    };
    Block::Table(Table {
        caption: "Every published result, what such a study would print, and the same people untreated".to_owned(),
        columns: ["result", "in", "published", "predicted", "inside", "untreated", "inside"].map(words).into(),
        rows: found.beside.iter().map(row).collect(),
        note: "Numbers: mean and central 90 % over possible worlds, at the size of the study. Directions: share of simulated studies that would print it, by t tests at 5 % (assumed; the tests are not held).".to_owned(),
    })
}

/// What was learnt about the treatment, and what was not.
fn verdicts(found: &Appraisal) -> Block {
    let chance = |Chance { before, after }: Chance| {
        Cell::Text(format!("{:.0} %, then {:.0} %", 100.0 * before, 100.0 * after))
    };
    let row = |split: &Split| {
        let treatment = split.parts[Layer::Treatment as usize].size;
        vec![
            Cell::Text(name(split)),
            Cell::Text(spread(treatment.before, split)),
            Cell::Text(spread(treatment.after, split)),
            chance(split.no_benefit),
            split.too_small.map_or_else(
                || Cell::NotHeld("no smallest change held".to_owned()),
                |(_, _, below)| chance(below),
            ),
            Cell::Text(format!("{:.0}", split.effective_worlds)),
        ]
    };
    let names = [
        "change",
        "treatment, before",
        "treatment, after",
        "nothing or harm",
        "too small to matter",
        "as sure as so many worlds",
    ];
    Block::Table(Table {
        caption: "The part of the treatment, before and after the publication was seen".to_owned(),
        columns: names.map(words).into(),
        rows: found.splits.iter().map(row).collect(),
        note: "Before: prior alone; the same number after says that nothing was learnt. Smallest changes that matter: NRS 1.8 (hanley2006), SCIM III 4 (scivoletto2013); none is held of the others.".to_owned(),
    })
}

/// For each outcome what is seen untreated, of what is seen as the study was, by time of enrolment, and in a sentence.
fn by_enrolment(plan: &SeriesPlan, found: &Appraisal) -> Block {
    let visit = plan.visits.len() - 1;
    let row = |outcome: Outcome| {
        let rows = by_time(&found.worlds, outcome, visit);
        let of = |group: &Group| rows.iter().find(|row| row.group == *group);
        let cell = |group: &Group| match of(group) {
            Some(row) => Cell::Text(format!("{:.1} of {:.1}", row.untreated.mean, row.treated.mean)),
            None => Cell::NotHeld("nobody".to_owned()),
        };
        let told: Vec<String> =
            Group::BY_TIME.iter().filter_map(|group| Some(explained(outcome, of(group)?))).collect();
        let mut cells = vec![Cell::Text(format!("{} ({})", outcome.label(), outcome.unit()))];
        cells.extend(Group::BY_TIME.iter().map(cell));
        cells.push(Cell::Text(format!("{}.", capital(&told.join(", ")))));
        cells
    };
    Block::Table(Table {
        caption: "What is seen untreated, of what is seen as the study was, by time of enrolment".to_owned(),
        columns: ["change", "until day 60", "to 6 months", "later", "what natural course explains"]
            .map(words)
            .into(),
        rows: outcomes(found).map(row).collect(),
        note: "Means over possible worlds. Untreated: natural course, selection, training and learning; nobody hopes for anything. Intervals: natural.csv.".to_owned(),
    })
}

/// How much of a change is seen untreated too, in words.
fn explained(outcome: Outcome, row: &ByTime) -> String {
    // Less than a tenth of a point is less than any mean of these studies is known to.
    const NOTHING: f64 = 0.1;
    let better = |change: f64| outcome.better().benefit(change);
    let (untreated, whole) = (better(row.untreated.mean), better(row.treated.mean));
    let share = untreated / whole;
    let much = if untreated < -NOTHING {
        "nothing (untreated they get worse)"
    } else if untreated < NOTHING {
        "nothing"
    } else if share > 0.9 || whole <= 0.0 {
        "all"
    } else if share > 0.6 {
        "most"
    } else if share > 0.4 {
        "half"
    } else if share > 0.1 {
        "some"
    } else {
        "hardly anything"
    };
    format!("{much} in those enrolled {}", row.group.label())
}

fn control(found: &Appraisal) -> Block {
    let row = |split: &Split| {
        let Seen { before, after } = split.fair_control;
        vec![
            Cell::Text(name(split)),
            Cell::Text(number(split.printed, split)),
            Cell::Text(spread(split.untreated.before, split)),
            Cell::Text(spread(before, split)),
            Cell::Text(spread(after, split)),
        ]
    };
    Block::Table(Table {
        caption: "What was printed, and what the same people would have shown otherwise".to_owned(),
        columns: [
            "change",
            "printed",
            "nothing given",
            "in a fair control arm, before",
            "in a fair control arm, after",
        ]
        .map(words)
        .into(),
        rows: found.splits.iter().map(row).collect(),
        note: "Mean and central 90 % over possible worlds, before and after the printed number was seen. A difference between arms is without a fair control what an open control arm would lack.".to_owned(),
    })
}

/// The cells, as they would be believed if these results had been there to fit to.
fn seen_after(after: &AfterSeeing) -> Vec<Block> {
    let row = |moved: &Moved| {
        let Seen { before, after } = moved.factor;
        vec![Cell::Text(moved.name.clone()), Cell::Text(interval(before, 2)), Cell::Text(interval(after, 2))]
    };
    let left_out = if after.left_out.is_empty() {
        String::new()
    } else {
        format!(" Left out, since hardly any world would have printed it: {}.", after.left_out.join("; "))
    };
    vec![
        notice(AFTER),
        Block::Table(Table {
            caption: "Numbers of the cells, as a factor on what their file says, before and after".to_owned(),
            columns: ["number", "before", "after"].map(words).into(),
            rows: after.cells.iter().map(row).collect(),
            note: format!(
                "Geometric mean and central 90 %. All results of the file together, taken as independent given the world; as sure as {:.0} worlds.{} after-seeing.csv holds the draws; conus power --beliefs reads them.",
                after.effective_worlds, left_out
            ),
        }),
    ]
}

fn limits() -> Block {
    text(
        "Also assumed: how fast natural recovery goes between the first weeks and a year (published numbers fix its sum, and no curve is held), that learning to use the body goes on only with training and practice, and that tracts fall slowly after an injury. Raters who hope shift only what is partial: they do not see a sacral touch that is not there. With natural course off, each state stays as on the day of enrolment but for what treatment and training change. Chances rest on the model: what it cannot show, no weight can find.",
    )
}

fn provenance(plan: &SeriesPlan, found: &Appraisal) -> Vec<(String, String)> {
    let failed: u32 = found.worlds.iter().map(|world| world.failed).sum();
    vec![
        ("Study file".to_owned(), format!("{}.toml, SHA-256 {}", plan.series.id, plan.digest())),
        ("Publication".to_owned(), plan.series.source.clone()),
        ("Version of conus".to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        ("Seed".to_owned(), plan.series.seed.to_string()),
        ("Possible worlds".to_owned(), found.worlds.len().to_string()),
        ("Failed solves".to_owned(), failed.to_string()),
    ]
}

fn name(split: &Split) -> String {
    format!("{}, {}", split.outcome.label(), split.group.label())
}

fn spread(of: Spread, split: &Split) -> String {
    interval(of, places(split.outcome))
}

fn interval(of: Spread, places: usize) -> String {
    format!("{:.places$} ({:.places$} to {:.places$})", of.mean, of.low, of.high)
}

fn number(value: f64, split: &Split) -> String {
    format!("{value:.*}", places(split.outcome))
}

fn places(outcome: Outcome) -> usize {
    usize::from(outcome != Outcome::AisImproved)
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn words(name: &str) -> Column {
    Column { name: name.to_owned(), unit: String::new(), numeric: false }
}

fn block(figure: Drawn) -> Block {
    let file = figure.file();
    Block::Figure { svg: figure.svg, caption: figure.reading, file, table: None }
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading: heading.to_owned(), blocks }
}

fn text(words: &str) -> Block {
    Block::Text(vec![Run::Plain(words.to_owned())])
}

fn notice(words: &str) -> Block {
    Block::Notice { kind: NoticeKind::Assumption, text: words.to_owned() }
}
