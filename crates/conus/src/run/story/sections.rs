//! What does the report say, in which order? What was asked, who has the pain, the trial, what it would print, whether
//! it would have printed that anyway, which effects agree, why, how far to trust it.

use super::super::RunError;
use super::super::figures::Drawn;
use super::super::summary::{SettingSummary, Summary, TermRow, needed, published_p_of};
use super::asked::{asked, published_numbers};
use super::people::{harms, prevalence, prevalence_text};
use super::provenance::{assumptions, provenance, references};
use super::{figure_block, outcome_name, paragraph, standing_line};
use crate::analysis::Share;
use crate::analysis::inverse::JudgedWorld;
use crate::analysis::operating::OutcomeOperating;
use crate::report::page::{Block, Cell, Column, KeyFigure, NoticeKind, Page, Section, Table};
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Outcome, TrialPlan};
use crate::trial::tested::Tested;

/// The whole page.
pub(super) fn page(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    summary: &Summary,
    drawn: Vec<Drawn>,
    credibility: Section,
) -> Result<Page, RunError> {
    let mut drawn = drawn.into_iter();
    let mut figure = |name: &str| {
        let found = drawn.next().filter(|figure| figure.name == name);
        needed("figure", found.map(figure_block).ok_or_else(|| format!("{name} is out of order")))
    };
    let mut sections = trial_sections(plan, summary, &mut figure)?;
    sections.extend(judgement_sections(plan, summary, &mut figure)?);
    sections.push(section("trust", "How far to trust it", vec![trust(plan, summary)?, limits(plan)]));
    sections.push(credibility);
    sections.push(section("assumptions", "Assumptions of this run", assumptions(knowledge, plan)));
    Ok(Page {
        title: plan.study.title.clone(),
        subtitle: plan.study.question.clone(),
        standing_line: standing_line(plan).to_owned(),
        lead: lead(plan, summary)?,
        sections,
        provenance: provenance(plan, summary),
        references: references(knowledge, plan),
    })
}

/// Gives the next figure, which must have this name.
type Next<'a> = dyn FnMut(&str) -> Result<Block, RunError> + 'a;

/// What was asked, who has the pain, how the trial went, what it would print.
fn trial_sections(
    plan: &TrialPlan,
    summary: &Summary,
    figure: &mut Next<'_>,
) -> Result<Vec<Section>, RunError> {
    let pain = vec![prevalence_text(plan), figure("body_map")?, prevalence(plan, summary)?];
    let trial = vec![figure("consort")?, figure("course")?, harms(plan, summary)];
    let mut prints = vec![
        prints_text(plan, summary)?,
        figure("p_values")?,
        figure("effects")?,
        regression(plan, summary)?,
        figure("responders")?,
    ];
    prints.extend(published_numbers(plan));
    Ok(vec![
        asked(plan),
        section("pain", "Who has this pain", pain),
        section("trial", "The trial", trial),
        section("prints", "What the trial would print", prints),
    ])
}

/// Whether it would have been printed anyway, which effects agree, why the model says so.
fn judgement_sections(
    plan: &TrialPlan,
    summary: &Summary,
    figure: &mut Next<'_>,
) -> Result<Vec<Section>, RunError> {
    let mut sections = Vec::new();
    if summary.tells_of_pairs() {
        let blocks = vec![together(summary), figure("factorial")?];
        sections.push(section("together", "Do treatments add up?", blocks));
    }
    if summary.null().is_some() {
        let blocks = anyway(plan, summary, figure("null")?)?;
        sections.push(section("anyway", "Would it have printed this anyway?", blocks));
    }
    if !summary.inverse.is_empty() {
        let blocks = vec![agree_text(plan, summary), figure("power")?];
        sections.push(section("agree", "Which true effects agree with what was published?", blocks));
    }
    let drawn_here =
        [("mechanism", !summary.biology.is_empty()), ("knock_outs", !summary.knock_outs.is_empty())];
    let named = drawn_here.into_iter().filter(|(_, drawn)| *drawn).map(|(name, _)| figure(name));
    let mut why: Vec<Block> = named.collect::<Result<_, _>>()?;
    why.extend(Tested::of(plan).cells.then(why_text));
    if !why.is_empty() {
        sections.push(section("why", "Why the model says so", why));
    }
    Ok(sections)
}

pub(super) fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading: heading.to_owned(), blocks }
}

pub(super) fn notice(kind: NoticeKind, text: &str) -> Block {
    Block::Notice { kind, text: text.to_owned() }
}

pub(super) fn percent(share: &Share) -> String {
    format!("{:.0} %", 100.0 * share.share)
}

fn lead(plan: &TrialPlan, summary: &Summary) -> Result<Vec<KeyFigure>, RunError> {
    let tested = Tested::of(plan);
    let truth = summary.planned().true_effect;
    let unknown = if tested.cells { "; nobody knows how potent the cells are" } else { "" };
    let mut lead = vec![KeyFigure {
        label: format!("True effect of {}, median", tested.subject),
        value: format!("{:.1} NRS", truth[3]),
        note: format!("5 % to 95 % of worlds: {:.1} to {:.1}{unknown}", truth[1], truth[5]),
    }];
    if published_p_of(plan).is_empty() {
        lead.push(KeyFigure {
            label: "Trials that report a difference in mean pain".to_owned(),
            value: percent(&needed("significant", mean_pain(summary)?.significant.clone())?),
            note: format!("p below {}, in either direction", plan.analysis.alpha),
        });
    } else {
        lead.extend(repeats(summary)?);
    }
    lead.push(KeyFigure {
        label: "Simulated trials".to_owned(),
        value: summary.replicates.to_string(),
        note: format!("{} patients screened; {}", summary.screened, failed(summary.failures)),
    });
    Ok(lead)
}

/// How often every published result is repeated, as planned and if the cells do nothing.
fn repeats(summary: &Summary) -> Result<Vec<KeyFigure>, RunError> {
    let same = needed("same conclusions", summary.planned().operating.same_conclusions.clone())?;
    let mut found = vec![KeyFigure {
        label: "Trials that repeat every published result".to_owned(),
        value: percent(&same),
        note: "p as small as published and cells better, in every outcome".to_owned(),
    }];
    if let Some(null) = summary.null() {
        let same = needed("same conclusions of the null", null.operating.same_conclusions.clone())?;
        found.push(KeyFigure {
            label: "The same, if the cells do nothing".to_owned(),
            value: percent(&same),
            note: "expectation and chance alone".to_owned(),
        });
    }
    Ok(found)
}

/// How many patients could not be solved, and where they are kept.
fn failed(failures: u32) -> String {
    match failures {
        0 => "0 failed solves".to_owned(),
        some => format!("{some} failed solves, each kept in failures/ for conus replay"),
    }
}

pub(super) fn column(name: &str, unit: &str, numeric: bool) -> Column {
    Column { name: name.to_owned(), unit: unit.to_owned(), numeric }
}

/// What the planned trials say of mean pain.
fn mean_pain(summary: &Summary) -> Result<&OutcomeOperating, RunError> {
    let outcomes = &summary.planned().operating.outcomes;
    needed("mean pain", outcomes.iter().find(|row| row.outcome == Outcome::NrsMean).ok_or("not compared"))
}

fn prints_text(plan: &TrialPlan, summary: &Summary) -> Result<Block, RunError> {
    let (tested, pain) = (Tested::of(plan), mean_pain(summary)?);
    let difference = needed("difference", pain.difference.clone())?;
    let significant = needed("significant", pain.significant.clone())?;
    let truth = summary.planned().true_effect;
    let before = if published_p_of(plan).is_empty() { "The" } else { "Before seeing the trial, the" };
    let rest = if plan.blinding.open_label { "expectation and chance" } else { "chance" };
    Ok(paragraph(format!(
        "{before} model expects a difference in mean pain of {:.1} points (middle 90 % of trials {:.1} to {:.1}), of which {} {} {} {:.1} ({:.1} to {:.1}) in the treated. {} of trials report p below the planned level for mean pain. The rest of the difference is {rest}.",
        difference[3],
        difference[1],
        difference[5],
        tested.subject,
        tested.agree("itself", "themselves"),
        tested.agree("causes", "cause"),
        truth[3],
        truth[1],
        truth[5],
        percent(&significant),
    )))
}

fn regression(plan: &TrialPlan, summary: &Summary) -> Result<Block, RunError> {
    let published = published_p_of(plan);
    let (claim, none) =
        if published.is_empty() { ("", "") } else { (" (S4.4)", "; the abstract names none") };
    let held = |outcome: Outcome| {
        let printed = published.iter().any(|row| row.outcome == outcome);
        if printed { "associated; no coefficient held" } else { "not held" }
    };
    let mut rows = Vec::new();
    for outcome in &plan.analysis.outcomes {
        let found = summary.planned().operating.outcomes.iter().find(|row| row.outcome == *outcome);
        let row = needed("regression", found.ok_or("not compared"))?;
        let q = needed("regression", row.regression.clone())?;
        let share = needed("regression", row.significant_regression.clone())?;
        rows.push(vec![
            Cell::Text(outcome_name(*outcome).to_owned()),
            Cell::Interval { value: q[3], low: q[1], high: q[5], places: 2 },
            Cell::Number { value: 100.0 * share.share, places: 1 },
            Cell::NotHeld(held(*outcome).to_owned()),
        ]);
    }
    Ok(Block::Table(Table {
        caption: format!(
            "Multiple regression of the change from baseline on treatment and confounders{claim}"
        ),
        columns: vec![
            column("outcome", "", false),
            column("coefficient of treatment, median (5 % to 95 % of trials)", "points", true),
            column("trials with p below the level", "%", true),
            column("published", "", true),
        ],
        rows,
        note: format!("Confounders as named in the study file{none}."),
    }))
}

/// What the model says of sums, with what has been published of them.
fn together(summary: &Summary) -> Block {
    let pairs: Vec<_> = summary.factorial.iter().filter(|term| term.is_pair()).collect();
    let departs = |term: &&&TermRow| term.truth.low > 0.0 || term.truth.high < 0.0;
    let more = pairs.iter().filter(departs).count();
    paragraph(format!(
        "In {more} of {} pairs the true effect departs from the sum of both treatments in more than 95 % of trials. Evidence: in a relational model of some 250 studies of secondary injury combinations add up (pmc2858296); that cells and training do more than their sum is reported of movement in animals, not of pain. Where this model departs from a sum it does so by its loops and thresholds, which nobody has measured in people.",
        pairs.len()
    ))
}

fn anyway(plan: &TrialPlan, summary: &Summary, figure: Block) -> Result<Vec<Block>, RunError> {
    let null = needed("null", summary.null().ok_or("not run"))?;
    let tested = Tested::of(plan);
    let same = match &null.operating.same_conclusions {
        Ok(same) => format!(" Every published result together comes out in {} of trials.", percent(same)),
        Err(_) => String::new(),
    };
    let any: Vec<String> = plan
        .analysis
        .outcomes
        .iter()
        .map(|outcome| {
            let row = null.operating.outcomes.iter().find(|row| row.outcome == *outcome);
            let share = row.and_then(|row| row.significant.as_ref().ok()).map_or("-".to_owned(), percent);
            format!("{} {share}", outcome_name(*outcome))
        })
        .collect();
    let mut blocks = vec![
        paragraph(format!(
            "In this world {} nothing; the same patients have the same luck, and what they expect changes what they report as planned. A difference is then reported at the planned level by this share of trials: {}.{same}",
            tested.does(),
            any.join(", "),
        )),
        figure,
    ];
    if !summary.null_by_expectation.is_empty() {
        blocks.push(by_expectation(summary));
    }
    Ok(blocks)
}

fn by_expectation(summary: &Summary) -> Block {
    let rows = summary.null_by_expectation.iter().map(|row| {
        let [low, high] = row.same_conclusions.interval_95.map(|end| 100.0 * end);
        vec![
            Cell::Text(format!("{:.2} to {:.2}", row.expectation_nrs[0], row.expectation_nrs[1])),
            Cell::Text(row.same_conclusions.total.to_string()),
            Cell::Interval { value: 100.0 * row.same_conclusions.share, low, high, places: 1 },
        ]
    });
    Block::Table(Table {
        caption: "If the cells do nothing: how often is every published result repeated, by what open treatment lets people expect".to_owned(),
        columns: vec![
            column("expectation, NRS", "", false),
            column("trials", "", false),
            column("every result repeated (95 % interval)", "%", true),
        ],
        rows: rows.collect(),
        note: "Thirds of the simulated worlds. The size of this expectation in open cell trials of this pain has not been measured; its prior is assumed.".to_owned(),
    })
}

fn agree_text(plan: &TrialPlan, summary: &Summary) -> Block {
    let tested = Tested::of(plan);
    if published_p_of(plan).is_empty() {
        return paragraph(format!(
            "If {} lowered true pain by exactly so much, how often would such trials report a difference? No published p-value is held that could tell these worlds apart.",
            tested.subject
        ));
    }
    let agreeing: Vec<String> = summary
        .inverse
        .iter()
        .filter(|world| world.compatible == Ok(true))
        .map(|world: &JudgedWorld| format!("{:.1}", world.true_effect_nrs))
        .collect();
    let found = if agreeing.is_empty() {
        "No imposed effect makes every published p-value ordinary at once.".to_owned()
    } else {
        format!("These imposed effects agree with every published p-value: {} points.", agreeing.join(", "))
    };
    paragraph(format!(
        "The question turned round: if {} lowered true pain by exactly so much, what would such trials print? An effect agrees when each published p lies in the central 95 % of its simulated distribution; for a p printed as a bound, when at least 2.5 % of trials fall below it. {found} Agreement is not evidence for an effect: in an open trial expectation and effect add up, and p-values cannot tell them apart.",
        tested.subject
    ))
}

fn why_text() -> Block {
    paragraph(
        "Immunomodulation acts through the secretome on glial output, synapses and nociceptors, and homing decides how much of it there is; trophic factors, myelin and perfusion act on tissue first. How much of the relief each carries is what the equations say, not what has been measured in people.".to_owned(),
    )
}

fn trust(plan: &TrialPlan, summary: &Summary) -> Result<Block, RunError> {
    let added = match &plan.analysis.primary {
        Some(method) => format!("expectation, rounding, leaving and the estimator ({}) add", method.short()),
        None => "expectation, rounding and leaving add".to_owned(),
    };
    let row = |setting: &SettingSummary| {
        let truth = &setting.against_truth;
        let coverage = needed("coverage", truth.coverage.clone())?;
        let [low, high] = coverage.interval_95.map(|end| 100.0 * end);
        Ok(vec![
            Cell::Text(setting.label.clone()),
            Cell::Number { value: needed("truth", truth.mean_truth.clone())?, places: 2 },
            Cell::Number { value: needed("bias", truth.bias.clone())?, places: 2 },
            Cell::Number { value: needed("bias", truth.bias_error.clone())?, places: 2 },
            Cell::Interval { value: 100.0 * coverage.share, low, high, places: 1 },
        ])
    };
    Ok(Block::Table(Table {
        caption: "The planned estimate of the difference in mean pain, against the truth".to_owned(),
        columns: vec![
            column("world", "", false),
            column("true difference", "NRS", true),
            column("bias", "NRS", true),
            column("Monte-Carlo error of bias", "NRS", true),
            column("coverage of the 95 % interval (95 % interval)", "%", true),
        ],
        rows: summary.settings.iter().map(row).collect::<Result<_, RunError>>()?,
        note: format!(
            "Truth: both potential outcomes of the same patients, known only in a simulation. The bias is what {added}."
        ),
    }))
}

fn limits(plan: &TrialPlan) -> Block {
    let harm = match Tested::of(plan).cells {
        true => " Cells can also cause pain; the size of that tail is assumed.",
        false => "",
    };
    notice(
        NoticeKind::Warning,
        &format!(
            "A few dozen published numbers carry some 250 parameters: only eight to ten combinations are identifiable. Persistent pain rests on bistable glia and nociceptors, for which human evidence is indirect. Resolution of pain is rarer here than in cohorts.{harm} A behaviour that the equations can show is not evidence that nature shows it."
        ),
    )
}
