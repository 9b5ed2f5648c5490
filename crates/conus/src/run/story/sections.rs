//! What does the report say, in which order? What was asked, who has the pain, the trial, what it would print, whether
//! it would have printed that anyway, which effects agree, why, how far to trust it.

use super::super::RunError;
use super::super::figures::Drawn;
use super::super::summary::{SettingSummary, Summary, needed, percent_interval};
use super::provenance::{assumptions, provenance, references};
use super::{STANDING_LINE, figure_block, outcome_name, paragraph};
use crate::analysis::Share;
use crate::analysis::inverse::JudgedWorld;
use crate::report::page::{Block, Cell, Column, KeyFigure, NoticeKind, Page, Section, Table};
use crate::trial::knowledge::Knowledge;
use crate::trial::plan::{Outcome, TrialPlan};

/// The whole page.
pub(super) fn page(
    knowledge: &Knowledge,
    plan: &TrialPlan,
    summary: &Summary,
    drawn: Vec<Drawn>,
) -> Result<Page, RunError> {
    let mut drawn = drawn.into_iter();
    let mut figure = |name: &str| {
        let found = drawn.next().filter(|figure| figure.name == name);
        needed("figure", found.map(figure_block).ok_or_else(|| format!("{name} is out of order")))
    };
    let mut sections = trial_sections(plan, summary, &mut figure)?;
    sections.extend(judgement_sections(plan, summary, &mut figure)?);
    sections.push(section("trust", "How far to trust it", vec![trust(summary)?, limits()]));
    sections.push(section("assumptions", "Assumptions of this run", assumptions(knowledge, plan)));
    Ok(Page {
        title: plan.study.title.clone(),
        subtitle: plan.study.question.clone(),
        standing_line: STANDING_LINE.to_owned(),
        lead: lead(summary)?,
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
    let pain = vec![prevalence_text(), figure("body_map")?, prevalence(summary)?];
    let trial = vec![figure("consort")?, figure("course")?, harms(summary)];
    let prints = vec![
        prints_text(summary)?,
        figure("p_values")?,
        figure("effects")?,
        regression(plan, summary)?,
        figure("responders")?,
    ];
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
    if summary.null().is_some() {
        let blocks = anyway(plan, summary, figure("null")?)?;
        sections.push(section("anyway", "Would it have printed this anyway?", blocks));
    }
    if !summary.inverse.is_empty() {
        let blocks = vec![agree_text(summary), figure("power")?];
        sections.push(section("agree", "Which true effects agree with what was published?", blocks));
    }
    let drawn_here =
        [("mechanism", !summary.biology.is_empty()), ("knock_outs", !summary.knock_outs.is_empty())];
    let named = drawn_here.into_iter().filter(|(_, drawn)| *drawn).map(|(name, _)| figure(name));
    let mut why: Vec<Block> = named.collect::<Result<_, _>>()?;
    why.push(why_text());
    sections.push(section("why", "Why the model says so", why));
    Ok(sections)
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), heading: heading.to_owned(), blocks }
}

fn notice(kind: NoticeKind, text: &str) -> Block {
    Block::Notice { kind, text: text.to_owned() }
}

fn percent(share: &Share) -> String {
    format!("{:.0} %", 100.0 * share.share)
}

fn lead(summary: &Summary) -> Result<Vec<KeyFigure>, RunError> {
    let planned = &summary.planned().operating;
    let same = needed("same conclusions", planned.same_conclusions.clone())?;
    let truth = summary.planned().true_effect;
    let mut lead = vec![
        KeyFigure {
            label: "True effect of the cells, median".to_owned(),
            value: format!("{:.1} NRS", truth[3]),
            note: format!(
                "5 % to 95 % of worlds: {:.1} to {:.1}; nobody knows how potent the cells are",
                truth[1], truth[5]
            ),
        },
        KeyFigure {
            label: "Trials that repeat every published result".to_owned(),
            value: percent(&same),
            note: "p as small as published and cells better, in every outcome".to_owned(),
        },
    ];
    if let Some(null) = summary.null() {
        let same = needed("same conclusions of the null", null.operating.same_conclusions.clone())?;
        lead.push(KeyFigure {
            label: "The same, if the cells do nothing".to_owned(),
            value: percent(&same),
            note: "expectation and chance alone".to_owned(),
        });
    }
    lead.push(KeyFigure {
        label: "Simulated trials".to_owned(),
        value: summary.replicates.to_string(),
        note: format!("{} patients screened; {}", summary.screened, failed(summary.failures)),
    });
    Ok(lead)
}

/// How many patients could not be solved, and where they are kept.
fn failed(failures: u32) -> String {
    match failures {
        0 => "0 failed solves".to_owned(),
        some => format!("{some} failed solves, each kept in failures/ for conus replay"),
    }
}

/// The trial whose published results are held.
const PUBLISHED_TRIAL: &str = "akhlaghpasand2025ct";

fn asked(plan: &TrialPlan) -> Section {
    let mut blocks = vec![paragraph(plan.study.question.clone())];
    if plan.study.source == PUBLISHED_TRIAL {
        blocks.extend(published_trial());
    } else {
        blocks.push(notice(
            NoticeKind::Warning,
            "This study names another source than the published pain trial (akhlaghpasand2025ct). Where this page shows published results, they are those of that trial, for scale only: another design may differ for that reason alone.",
        ));
    }
    blocks.push(notice(
        NoticeKind::Assumption,
        "What no publication tells is a line of the study file and can be changed. The potency of the cells has a wide prior from animal work and is fitted to no trial's results: they are held out.",
    ));
    section("asked", "What is known, and what is not", blocks)
}

fn published_trial() -> [Block; 2] {
    [
        notice(
            NoticeKind::Known,
            "Published and held: an open-label, randomised, active-controlled phase II trial in complete spinal cord injury with neuropathic pain; one intrathecal injection of bone-marrow stromal and Schwann cells; 37 treated and 30 controls followed for six months; six p-values between arms and that treatment was associated with the change of every outcome in a multiple regression.",
        ),
        notice(
            NoticeKind::NotKnown,
            "Not held: the published means and standard deviations, the baseline table, cell numbers and volume, the content of the control, numbers randomised, adverse events, the test behind each p, which version of the pain data set was used. No simulated mean here reproduces a published one.",
        ),
    ]
}

fn prevalence_text() -> Block {
    paragraph(
        "Everybody who was screened has an injury of the grade, level and age that the study draws. Pain counts from 1 on the scale 0 to 10. Sciatica-like means neuropathic pain in L4 to S2, from buttock to leg: a stated definition, since no instrument has one.".to_owned(),
    )
}

fn prevalence(summary: &Summary) -> Result<Block, RunError> {
    let mut rows = Vec::new();
    for (group, counts) in summary.prevalence.rows() {
        let share = |events: u64| {
            let [value, low, high] = percent_interval(events, counts.patients)?;
            Ok::<_, RunError>(Cell::Interval { value, low, high, places: 1 })
        };
        if counts.patients > 0 {
            rows.push(vec![
                Cell::Text(group.to_owned()),
                Cell::Text(counts.patients.to_string()),
                share(counts.at_level)?,
                share(counts.below_level)?,
                share(counts.radicular)?,
                share(counts.sciatica_like)?,
            ]);
        }
    }
    Ok(Block::Table(Table {
        caption: "Prevalence of each kind of pain by level of injury".to_owned(),
        columns: vec![
            column("level", "", false),
            column("n", "", false),
            column("at-level", "%", true),
            column("below-level", "%", true),
            column("radicular", "%", true),
            column("sciatica-like", "%", true),
        ],
        rows,
        note: "With 95 % Wilson interval. One patient may have several. Whether below-level pain reaches the leg is assumed (70 %).".to_owned(),
    }))
}

fn column(name: &str, unit: &str, numeric: bool) -> Column {
    Column { name: name.to_owned(), unit: unit.to_owned(), numeric }
}

fn harms(summary: &Summary) -> Block {
    let arms = &summary.flow.arms;
    let mut terms: Vec<&String> =
        arms.iter().flat_map(|arm| arm.harmed.iter().map(|(term, _)| term)).collect();
    terms.sort();
    terms.dedup();
    let share = |arm: &super::super::summary::ArmCounts, term: &String| {
        let found = arm.harmed.iter().find(|(name, _)| name == term);
        Cell::Number {
            value: 100.0 * found.map_or(0.0, |(_, count)| count.mean) / arm.allocated.mean,
            places: 1,
        }
    };
    let rows = terms.iter().map(|term| {
        let mut row = vec![Cell::Text((*term).clone())];
        row.extend(arms.iter().map(|arm| share(arm, term)));
        row
    });
    let mut columns = vec![column("adverse event", "", false)];
    columns.extend(arms.iter().map(|arm| column(&arm.arm, "% of patients", true)));
    Block::Table(Table {
        caption: "Patients with an adverse event, mean over trials".to_owned(),
        columns,
        rows: rows.collect(),
        note: "Dizziness and somnolence follow exposure to usual-care gabapentinoid; fever and headache after injection use published shares; a rise of weekly pain by 2 points counts as an event.".to_owned(),
    })
}

fn prints_text(summary: &Summary) -> Result<Block, RunError> {
    let planned = summary.planned();
    let pain = needed(
        "mean pain",
        planned.operating.outcomes.iter().find(|row| row.outcome == Outcome::NrsMean).ok_or("not compared"),
    )?;
    let difference = needed("difference", pain.difference.clone())?;
    let significant = needed("significant", pain.significant.clone())?;
    Ok(paragraph(format!(
        "Before seeing the trial, the model expects a difference in mean pain of {:.1} points (middle 90 % of trials {:.1} to {:.1}), of which the cells themselves cause {:.1} ({:.1} to {:.1}) in the treated. {} of trials report p below the planned level for mean pain. The rest of the difference is expectation and chance.",
        difference[3],
        difference[1],
        difference[5],
        planned.true_effect[3],
        planned.true_effect[1],
        planned.true_effect[5],
        percent(&significant),
    )))
}

fn regression(plan: &TrialPlan, summary: &Summary) -> Result<Block, RunError> {
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
            Cell::NotHeld("associated; no coefficient held".to_owned()),
        ]);
    }
    Ok(Block::Table(Table {
        caption: "Multiple regression of the change from baseline on treatment and confounders (S4.4)"
            .to_owned(),
        columns: vec![
            column("outcome", "", false),
            column("coefficient of treatment, median (5 % to 95 % of trials)", "points", true),
            column("trials with p below the level", "%", true),
            column("published", "", true),
        ],
        rows,
        note: "Confounders as named in the study file; the abstract names none.".to_owned(),
    }))
}

fn anyway(plan: &TrialPlan, summary: &Summary, figure: Block) -> Result<Vec<Block>, RunError> {
    let null = needed("null", summary.null().ok_or("not run"))?;
    let same = needed("same conclusions", null.operating.same_conclusions.clone())?;
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
            "In this world the cells do nothing; the same patients have the same luck, and what they expect changes what they report as planned. A difference is then reported at the planned level by this share of trials: {}. Every published result together comes out in {} of trials.",
            any.join(", "),
            percent(&same),
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

fn agree_text(summary: &Summary) -> Block {
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
        "The question turned round: if the cells lowered true pain by exactly so much, what would such trials print? An effect agrees when each published p lies in the central 95 % of its simulated distribution; for a p printed as a bound, when at least 2.5 % of trials fall below it. {found} Agreement is not evidence for an effect: in an open trial expectation and effect add up, and p-values cannot tell them apart."
    ))
}

fn why_text() -> Block {
    paragraph(
        "Immunomodulation acts through the secretome on glial output, synapses and nociceptors, and homing decides how much of it there is; trophic factors, myelin and perfusion act on tissue first. How much of the relief each carries is what the equations say, not what has been measured in people.".to_owned(),
    )
}

fn trust(summary: &Summary) -> Result<Block, RunError> {
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
        note: "Truth: both potential outcomes of the same patients, known only in a simulation. The bias is what expectation, rounding and leaving add.".to_owned(),
    }))
}

fn limits() -> Block {
    notice(
        NoticeKind::Warning,
        "A few dozen published numbers carry some 250 parameters: only eight to ten combinations are identifiable. Persistent pain rests on bistable glia and nociceptors, for which human evidence is indirect. Resolution of pain is rarer here than in cohorts. Cells can also cause pain; the size of that tail is assumed. A behaviour that the equations can show is not evidence that nature shows it.",
    )
}
