//! A synthetic story for the page and its tests. Made-up numbers: they show the page, none is a result.

use conus::report::page::{Block, Cell, Column, KeyFigure, NoticeKind, Page, Run, Section, Table};
use std::collections::BTreeMap;

/// Drawings of the gallery by name.
pub(crate) type Drawings = BTreeMap<&'static str, String>;

/// The whole page.
pub(crate) fn page(drawings: &Drawings) -> Page {
    Page {
        title: "A virtual trial of cells against neuropathic pain below the lesion".into(),
        subtitle: "An example page with made-up numbers. It shows how a run is told: what was asked, who \
        entered, \
                   what was found, and how sure one may be."
            .into(),
        standing_line: "For research and teaching only. Not clinical advice, and no statement about any \
        person."
            .into(),
        lead: key_figures(),
        sections: vec![
            question(),
            participants(drawings),
            pain(drawings),
            biology(drawings),
            certainty(drawings),
        ],
        provenance: [
            ("Study", "example-cells.toml"),
            ("Seed", "20260101"),
            ("Replicates", "400"),
            ("Hash of the plan", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"),
            ("Version", "0.1.0"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
        references: vec![
            "Dworkin RH, Turk DC, Wyrwich KW, et al. Interpreting the clinical importance of treatment \
             outcomes in \
             chronic pain clinical trials: IMMPACT recommendations. J Pain 2008;9:105\u{2013}121. \
             doi 10.1016/j.jpain.2007.09.005"
                .into(),
            "Schulz KF, Altman DG, Moher D. CONSORT 2010 statement: updated guidelines for reporting \
             parallel group \
             randomised trials. BMJ 2010;340:c332. https://doi.org/10.1136/bmj.c332"
                .into(),
        ],
    }
}

fn key(label: &str, value: &str, note: &str) -> KeyFigure {
    KeyFigure { label: label.into(), value: value.into(), note: note.into() }
}

fn key_figures() -> Vec<KeyFigure> {
    vec![
        key(
            "Difference in pain at week 12",
            "\u{2212}0.9 points",
            "95 % interval \u{2212}1.6 to \u{2212}0.2, NRS 0 to 10",
        ),
        key("Chance to find it", "71 %", "power at 37 per arm; Monte-Carlo error 2 %"),
        key("Patients to treat", "8", "for one more with at least 30 % less pain"),
        key("Virtual participants", "74", "per trial, in 400 trials"),
    ]
}

fn plain(words: &str) -> Run {
    Run::Plain(words.into())
}

fn section(id: &str, heading: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.into(), heading: heading.into(), blocks }
}

fn notice(kind: NoticeKind, words: &str) -> Block {
    Block::Notice { kind, text: words.into() }
}

fn figure(drawings: &Drawings, name: &str, caption: &str, table: Option<Table>) -> Block {
    let svg = drawings.get(name).cloned().unwrap_or_default();
    Block::Figure { svg, caption: caption.into(), file: format!("figures/{name}.svg"), table }
}

fn question() -> Section {
    let words = |words: &str| Block::Text(vec![plain(words)]);
    section(
        "question",
        "What is asked",
        vec![
            Block::Text(vec![
                plain(
                    "Does an injection of cells, added to usual care, lower pain below the level of a \
                     complete injury \
                       more than usual care alone? The page follows ",
                ),
                Run::Emphasis("one planned comparison".into()),
                plain(
                    " from the people who could enter it to the number that answers it. A change of two \
                     points, or \
                       of about 30 %, is commonly taken as one that a patient notices",
                ),
                Run::Reference(1),
                plain("; the flow of participants is drawn in the form that trials use"),
                Run::Reference(2),
                plain("."),
            ]),
            words(
                "Every number below comes from a simulation. It says what would follow if the model were \
                 right, and \
                 nothing about a patient. Where a number would be needed that nobody has measured, the \
                 page says so \
                 in words and leaves no blank.",
            ),
            notice(
                NoticeKind::Known,
                "Pain is asked on a scale from 0 to 10, and its spread between people is published.",
            ),
            notice(
                NoticeKind::NotKnown,
                "Nobody has measured how long transplanted cells keep releasing factors in people.",
            ),
            notice(
                NoticeKind::Assumption,
                "Cells are assumed to leave with a half-life between two and six weeks.",
            ),
            notice(
                NoticeKind::Warning,
                "The difference between arms must not be read as the benefit that one person can expect.",
            ),
        ],
    )
}

fn participants(drawings: &Drawings) -> Section {
    section(
        "participants",
        "Who entered",
        vec![
            Block::Text(vec![plain(
                "Screening keeps those with a complete injury and a mean pain of at least four points.",
            )]),
            figure(
                drawings,
                "consort",
                "Of a median of 112 screened virtual patients 74 entered; almost all were followed to the \
                 end.",
                None,
            ),
            Block::Table(baseline()),
            figure(drawings, "body-map", "Where the pain is felt, and on which side it is worse.", None),
        ],
    )
}

fn column(name: &str, unit: &str, numeric: bool) -> Column {
    Column { name: name.into(), unit: unit.into(), numeric }
}

fn words(words: &str) -> Cell {
    Cell::Text(words.into())
}

fn number(value: f64, places: usize) -> Cell {
    Cell::Number { value, places }
}

fn interval(value: f64, low: f64, high: f64) -> Cell {
    Cell::Interval { value, low, high, places: 1 }
}

fn baseline() -> Table {
    let not_held = || Cell::NotHeld("not held: published for both arms together".into());
    Table {
        caption: "The two arms at entry.".into(),
        columns: vec![
            column("Characteristic", "", false),
            column("Cells", "n = 37", true),
            column("Usual care", "n = 37", true),
            column("Published", "n = 106", true),
        ],
        rows: vec![
            vec![words("Age, mean (years)"), number(34.2, 1), number(33.8, 1), number(35.1, 1)],
            vec![words("Men"), words("30 (81 %)"), words("29 (78 %)"), words("84 (79 %)")],
            vec![words("Pain, mean (NRS)"), number(6.4, 1), number(6.3, 1), not_held()],
            vec![words("Months since injury, median"), number(7.0, 1), number(7.5, 1), number(8.0, 1)],
        ],
        note: "NRS = numerical rating scale, 0 to 10. Medians over 400 trials.".into(),
    }
}

fn pain(drawings: &Drawings) -> Section {
    let rows = [
        ("0", 6.4, 6.3, 0.1, -0.6, 0.8),
        ("4", 5.2, 5.6, -0.4, -1.0, 0.3),
        ("8", 4.7, 5.4, -0.7, -1.4, 0.0),
        ("12", 4.4, 5.3, -0.9, -1.6, -0.2),
    ];
    let course = Table {
        caption: "Mean pain by visit.".into(),
        columns: vec![
            column("Week", "", false),
            column("Cells", "NRS", true),
            column("Usual care", "NRS", true),
            column("Difference", "95 % interval", true),
        ],
        rows: rows
            .map(|(week, cells, care, value, low, high)| {
                vec![words(week), number(cells, 1), number(care, 1), interval(value, low, high)]
            })
            .into(),
        note: String::new(),
    };
    section(
        "pain",
        "How pain changed",
        vec![
            Block::Text(vec![plain(
                "Both arms improve. The arm with cells improves more, and the gap opens slowly.",
            )]),
            figure(
                drawings,
                "course",
                "Pain falls in both arms; the distance between them is the effect.",
                Some(course),
            ),
            figure(
                drawings,
                "responder",
                "How many reach any given relief, not only the usual 30 % and 50 %.",
                None,
            ),
        ],
    )
}

fn biology(drawings: &Drawings) -> Section {
    section(
        "biology",
        "What happened in the cord",
        vec![
            Block::Text(vec![plain(
                "The same run, seen from within: the quantities that carry the pain, over a year.",
            )]),
            figure(drawings, "patient", "One virtual patient from injury to the last visit.", None),
            figure(
                drawings,
                "knockout",
                "What is left of the effect when one mechanism is switched off.",
                None,
            ),
        ],
    )
}

fn certainty(drawings: &Drawings) -> Section {
    let table = Table {
        caption: "Chance to find the effect.".into(),
        columns: vec![column("Patients per arm", "", false), column("Power", "%", true)],
        rows: vec![
            vec![words("20"), number(45.0, 0)],
            vec![words("37"), number(71.0, 0)],
            vec![words("60"), Cell::NotHeld("not simulated in this run".into())],
        ],
        note: String::new(),
    };
    section(
        "certainty",
        "How sure one may be",
        vec![
            figure(drawings, "distribution-published", "Effects of 400 trials of the same plan.", None),
            figure(drawings, "power", "Larger trials find it more often.", Some(table)),
            figure(drawings, "null", "Without an effect, the analysis must stay quiet, and it does.", None),
        ],
    )
}
