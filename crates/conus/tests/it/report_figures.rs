//! Does every figure say what it must, keep its words apart, and refuse a table with a hole?
#![expect(clippy::unwrap_used, reason = "helpers of tests; a panic is a failed test")]

use crate::gallery;
use conus::report::figure::{
    FigureError, Mark, agreement, body_map, consort, course, distribution, knockout, looks, mechanism, null,
    p_values, panels, pareto, patient, power_curve, responder_curve,
};
use conus::report::theme::{WIDTH, text_width};

type Drawn = Result<String, FigureError>;

/// One printed line of text with the box it fills, estimated.
#[derive(Debug)]
struct Printed {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).unwrap().parse().unwrap()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Boxes of all text, turned or not; 0.72 and 0.18 of the size stand above and below the baseline.
fn printed(svg: &str) -> Vec<Printed> {
    let texts = svg.split("<text ").skip(1).map(|rest| rest.split("</text>").next().unwrap());
    texts
        .map(|element| {
            let (tag, text) = element.split_once('>').unwrap();
            let tag = format!(" {tag}");
            let text = plain(text);
            let (x, y, size) = (number(&tag, "x"), number(&tag, "y"), number(&tag, "font-size"));
            let width = text_width(&text, size, tag.contains("bold"));
            let before = match attribute(&tag, "text-anchor") {
                Some("middle") => width / 2.0,
                Some("end") => width,
                _ => 0.0,
            };
            let (up, down) = (0.72 * size, 0.18 * size);
            if tag.contains("rotate") {
                return Printed {
                    text,
                    left: x - up,
                    right: x + down,
                    top: y - width + before,
                    bottom: y + before,
                };
            }
            Printed { text, left: x - before, right: x - before + width, top: y - up, bottom: y + down }
        })
        .collect()
}

fn height(svg: &str) -> f64 {
    attribute(svg, "viewBox").unwrap().split(' ').nth(3).unwrap().parse().unwrap()
}

pub(crate) fn assert_words_keep_apart(name: &str, svg: &str) {
    let words = printed(svg);
    for word in &words {
        let inside = word.left >= 0.0 && word.right <= WIDTH && word.top >= 0.0 && word.bottom <= height(svg);
        assert!(inside, "{name}: `{}` leaves the sheet: {word:?}", word.text);
    }
    for (index, a) in words.iter().enumerate() {
        for b in &words[index + 1..] {
            let apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            assert!(apart, "{name}: `{}` touches `{}`: {a:?} {b:?}", a.text, b.text);
        }
    }
}

#[test]
fn no_words_of_any_figure_touch_each_other_or_leave_the_sheet() {
    for (name, svg) in gallery::all() {
        assert_words_keep_apart(name, &svg.unwrap());
    }
}

const LONG: &str = "Bone-marrow mesenchymal stem cells with Schwann cells, intrathecal, plus usual care";

#[test]
fn long_names_are_broken_and_still_touch_nothing() {
    let mut flow = gallery::flow();
    flow.frame.title =
        format!("{LONG}: flow of participants from screening to the primary analysis at 6 months");
    flow.arms.extend(flow.arms.clone());
    flow.arms[0].name = LONG.into();
    assert_words_keep_apart("consort", &consort::draw(&flow).unwrap());

    let mut pain = gallery::pain_course();
    pain.arms[0].name = LONG.into();
    pain.marks = vec![Mark { at: 6.0, label: "Intrathecal injection of cells".into() }];
    assert_words_keep_apart("course", &course::draw(&pain).unwrap());

    let mut power = gallery::power();
    power.curves[0].name = LONG.into();
    assert_words_keep_apart("power", &power_curve::draw(&power).unwrap());

    let mut responders = gallery::responders();
    responders.arms[1].name = LONG.into();
    assert_words_keep_apart("responder", &responder_curve::draw(&responders).unwrap());

    let mut biology = gallery::biology();
    biology.arms[0].1 = LONG.into();
    biology.panels.truncate(7);
    assert_words_keep_apart("mechanism", &mechanism::draw(&biology).unwrap());

    let mut off = gallery::mechanisms_off();
    off.lost[1].name = "Damping of excess inflammation in the cord".into();
    assert_words_keep_apart("knockout", &knockout::draw(&off).unwrap());

    let mut rows = gallery::p_value_rows();
    rows.rows[1].outcome = "Interference of pain with mood in the last week".into();
    assert_words_keep_apart("p-values", &p_values::draw(&rows).unwrap());
}

#[test]
fn crowded_events_of_one_patient_keep_their_labels_apart() {
    let mut one = gallery::one_patient();
    one.events =
        (0..14).map(|i| Mark { at: f64::from(i) * 52.0, label: format!("Dose {i}, 300 mg/day") }).collect();
    assert_words_keep_apart("patient", &patient::draw(&one).unwrap());
}

#[test]
fn a_published_value_anywhere_keeps_its_label_off_the_zero_line() {
    for value in [-3.4, -1.0, -0.2, 0.0, 0.3, 1.4, 2.5] {
        let mut effects = gallery::effects();
        let label = "Published difference".into();
        effects.published = distribution::Published::Value { value, interval: None, label };
        assert_words_keep_apart("distribution", &distribution::draw(&effects).unwrap());
    }
}

#[test]
fn every_figure_is_whole_markup_with_unique_ids_and_fixed_decimals() {
    let mut seen = Vec::new();
    for (name, svg) in gallery::all() {
        let svg = svg.unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{name}");
        for tag in ["svg", "g", "text", "title", "desc", "clipPath", "pattern", "defs"] {
            let opened = svg.matches(&format!("<{tag} ")).count() + svg.matches(&format!("<{tag}>")).count();
            assert_eq!(opened, svg.matches(&format!("</{tag}>")).count(), "{name} {tag}");
        }
        for wrong in ["NaN", "inf\"", "-0.00\"", "<script"] {
            assert!(!svg.contains(wrong), "{name} contains {wrong}");
        }
        let ids: Vec<&str> =
            svg.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        for id in ids {
            assert!(!seen.contains(&id.to_owned()), "{name}: id {id} twice");
            seen.push(id.to_owned());
        }
        for coordinate in ["x", "y", "x1", "y2", "cx", "font-size", "stroke-width"] {
            for rest in svg.split(&format!(" {coordinate}=\"")).skip(1) {
                let value = rest.split('"').next().unwrap();
                let drawn_once = value == "0" || value == "5" || value == "1.6" || value == "3";
                assert!(
                    drawn_once || value.split('.').nth(1).is_some_and(|d| d.len() == 2),
                    "{name} {value}"
                );
            }
        }
    }
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let first: Vec<String> = gallery::all().into_iter().map(|(_, svg)| svg.unwrap()).collect();
    let threads: Vec<_> = (0..3)
        .map(|_| {
            std::thread::spawn(|| gallery::all().into_iter().map(|(_, s)| s.unwrap()).collect::<Vec<_>>())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), first);
    }
}

/// A staircase whose steps do not lead to what was printed is refused.
#[test]
fn parts_that_do_not_add_up_are_not_drawn() {
    use conus::report::figure::decomposition;
    let mut stairs = gallery::design::staircases();
    assert!(decomposition::draw(&stairs).is_ok());
    stairs.staircases[0].unexplained += 0.01;
    assert!(decomposition::draw(&stairs).is_err());
}

#[test]
fn every_figure_names_its_axes_its_units_and_its_n() {
    let wanted: [(&str, &[&str]); 12] = [
        ("consort", &["Assessed for eligibility", "(n\u{a0}=\u{a0}74)", "Analysis"]),
        ("consort-series", &["Enrolled", ">Treatment<", "Received treatment"]),
        (
            "course",
            &["Mean NRS (points, 0\u{2013}10)", "Time since injection (months)", "No. of patients", ">37<"],
        ),
        ("distribution", &["Replicates (number)", "(points)", "n = 400", "Published: P value only"]),
        ("p-values", &["Two-sided P value (log scale), n = 400 replicates", "0.05", "41 %", "published P"]),
        ("power", &["(points)", "Power: replicates with P &lt; 0.05 (%)", "n = 20 + 20", "compatible"]),
        ("responder", &["Patients (%)", "(%, at least)", "n = 37", "\u{2265} 30 %", "\u{2265} 50 %"]),
        ("mechanism", &["Time since injury (days)", "Cells at the lesion (10\u{2076})", "(n = 37)", "(mM)"]),
        ("knockout", &["Reduction of mean NRS at 6 months (points), n = 500 patients", "S3.5"]),
        (
            "body-map",
            &["Patients with pain there (%), n = 500", "L4\u{2013}S2", "Left", "Right", "C2\u{2013}C3"],
        ),
        ("patient", &["Time since injury (days)", "Firing rate (Hz)", "n = 1", "Intrathecal cells"]),
        ("null", &["Replicates reporting P &lt; 0.05 (%), n = 400 replicates", "5 %"]),
    ];
    let drawn = gallery::all();
    for (name, texts) in wanted {
        let svg = drawn.iter().find(|figure| figure.0 == name).unwrap().1.as_ref().unwrap();
        for text in texts {
            assert!(svg.contains(text), "{name} lacks `{text}`");
        }
        assert!(svg.contains("Source: ") && svg.contains("<title ") && svg.contains("<desc "), "{name}");
    }
}

/// Every figure with one number made NaN, so that a missing value cannot hide in any of them.
fn with_a_hole() -> Vec<(&'static str, Drawn)> {
    let mut pain = gallery::pain_course();
    pain.arms[1].visits[2].low = f64::NAN;
    let mut envelope = gallery::pain_course();
    envelope.arms[0].envelope[0].high = f64::INFINITY;
    let mut effects = gallery::effects();
    effects.values[7] = f64::NAN;
    let mut published = gallery::effects_with_a_published_value();
    published.median = f64::NAN;
    let mut rows = gallery::p_value_rows();
    rows.rows[3].p[0] = f64::NAN;
    let mut power = gallery::power();
    power.curves[0].closed_form[3].1 = f64::NAN;
    let mut responders = gallery::responders();
    responders.arms[0].at_50 = f64::NAN;
    let mut biology = gallery::biology();
    biology.panels[4].series[0].points[9].value = f64::NEG_INFINITY;
    let mut off = gallery::mechanisms_off();
    off.lost[2].high = f64::NAN;
    let mut map = gallery::map();
    map.areas[3].right_percent = f64::NAN;
    let mut one = gallery::one_patient();
    one.panels[0].curves[1].points[5].1 = f64::NAN;
    let mut shares = gallery::without_effect();
    shares.outcomes[5].shares[0].percent = f64::NAN;
    let mut ways = gallery::design::ways();
    ways.rows[1].values[0][1].low = f64::NAN;
    let mut trial = gallery::design::one_trial();
    trial.looks[1].statistic = Some(f64::INFINITY);
    let mut choices = gallery::design::choices();
    choices.choices[2].point.at = f64::NAN;
    vec![
        ("panels", panels::draw(&ways)),
        ("looks", looks::draw(&trial)),
        ("pareto", pareto::draw(&choices)),
        ("course", course::draw(&pain)),
        ("course envelope", course::draw(&envelope)),
        ("distribution", distribution::draw(&effects)),
        ("distribution median", distribution::draw(&published)),
        ("p-values", p_values::draw(&rows)),
        ("power", power_curve::draw(&power)),
        ("responder", responder_curve::draw(&responders)),
        ("mechanism", mechanism::draw(&biology)),
        ("knockout", knockout::draw(&off)),
        ("body map", body_map::draw(&map)),
        ("patient", patient::draw(&one)),
        ("null", null::draw(&shares)),
    ]
}

#[test]
fn a_missing_value_refuses_the_figure_and_names_the_field() {
    for (name, drawn) in with_a_hole() {
        let Err(FigureError::NotFinite { figure, field }) = &drawn else { panic!("{name}: {drawn:?}") };
        assert!(!figure.is_empty() && !field.is_empty());
    }
    let mut flow = gallery::flow();
    flow.arms[0].analysed = " ".into();
    let refused = consort::draw(&flow).unwrap_err().to_string();
    assert_eq!(refused, "figure `flow`: `arms.analysed` is empty; the figure needs it");
}

#[test]
fn impossible_tables_are_refused() {
    let mut map = gallery::map();
    map.areas.pop();
    assert!(matches!(body_map::draw(&map), Err(FigureError::Empty { .. })));
    let mut rows = gallery::p_value_rows();
    rows.rows[0].p[0] = 1.2;
    assert!(matches!(p_values::draw(&rows), Err(FigureError::OutOfRange { .. })));
    let mut pain = gallery::pain_course();
    pain.arms[0].visits[0].low = 9.9;
    assert!(matches!(course::draw(&pain), Err(FigureError::OutOfOrder { .. })));
    let mut one = gallery::one_patient();
    one.panels[2].curves[0].points.swap(3, 4);
    let refused = patient::draw(&one).unwrap_err().to_string();
    assert_eq!(refused, "figure `patient`: `Chloride gradient` goes from 24 to 18; expected rising values");
    let mut untold = gallery::power();
    untold.frame.source = String::new();
    assert!(matches!(power_curve::draw(&untold), Err(FigureError::Empty { .. })));
}

#[test]
fn hostile_names_stay_text_everywhere() {
    const HOSTILE: &str = "</text></svg></script><script>alert(\"1\")</script>' onload='x";
    let mut pain = gallery::pain_course();
    pain.frame.id = HOSTILE.into();
    pain.frame.title = HOSTILE.into();
    pain.frame.caption = HOSTILE.into();
    pain.frame.source = HOSTILE.into();
    pain.arms[0].name = HOSTILE.into();
    pain.arms[0].visits[0].n = HOSTILE.into();
    pain.marks[0].label = HOSTILE.into();
    pain.time.unit = HOSTILE.into();
    let mut rows = gallery::p_value_rows();
    rows.frame.id = HOSTILE.into();
    rows.rows[0].outcome = HOSTILE.into();
    rows.rows[0].share = HOSTILE.into();
    let mut map = gallery::map();
    map.frame.id = HOSTILE.into();
    map.n = HOSTILE.into();
    for svg in [course::draw(&pain), p_values::draw(&rows), body_map::draw(&map)] {
        let svg = svg.unwrap();
        assert!(!svg.contains("<script"));
        assert_eq!(svg.matches("</svg>").count(), 1);
        let outside_text: String = svg.split('<').map(|tag| tag.split('>').next().unwrap()).collect();
        assert!(!outside_text.contains("onload="), "a hostile name reached an attribute");
    }
}

#[test]
fn degenerate_tables_still_draw() {
    let mut effects = gallery::effects();
    effects.values = vec![0.0];
    (effects.low, effects.median, effects.high) = (0.0, 0.0, 0.0);
    assert_words_keep_apart("one replicate", &distribution::draw(&effects).unwrap());
    let mut pain = gallery::pain_course();
    for arm in &mut pain.arms {
        arm.visits.truncate(1);
        arm.envelope.clear();
    }
    assert_words_keep_apart("one visit", &course::draw(&pain).unwrap());
    let mut rows = gallery::p_value_rows();
    rows.rows[0].p = vec![0.0, 1.0];
    (rows.rows[0].low, rows.rows[0].median, rows.rows[0].high) = (0.0, 0.0, 1.0);
    assert!(p_values::draw(&rows).is_ok());
}

#[test]
fn an_agreement_shows_misses_as_diamonds_and_refuses_what_is_not_whole() {
    let svg = agreement::draw(&gallery::evidence::against()).unwrap();
    assert!(svg.contains("made.up.53") && svg.contains("1 of 3 inside"), "names and counts of the panels");
    let mut hollow = gallery::evidence::against();
    hollow.panels[0].points[0].published = f64::NAN;
    assert!(matches!(agreement::draw(&hollow), Err(FigureError::NotFinite { .. })));
    let mut empty = gallery::evidence::against();
    empty.panels[1].points.clear();
    assert!(matches!(agreement::draw(&empty), Err(FigureError::Empty { .. })));
    let mut decades = gallery::evidence::against();
    decades.panels[4].decades = Some((0.0, 1.0));
    assert!(matches!(agreement::draw(&decades), Err(FigureError::OutOfRange { .. })));
}
