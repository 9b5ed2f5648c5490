//! Does each figure of an examination show every finding, on its side, and refuse a reading with a hole?

use crate::page::holds;
use crate::report_figures::assert_words_keep_apart;
use crate::synthetic;
use conus::instrument::isncsci::{Exam, Finding, KeyMuscle, Observed, Star};
use conus::patient::pain_site::dermatome::Dermatome;
use conus::report::figure::FigureError;
use conus::report::figure::exam::{Reading, files};

const SENSATIONS: [&str; 2] = ["Light touch", "Pin prick"];

fn drawn(exam: &Exam, reading: &Reading) -> [String; 2] {
    let files = files(exam, reading).unwrap();
    let [(map, map_svg), (sheet, sheet_svg)] = files.try_into().unwrap();
    assert_eq!([map.as_str(), sheet.as_str()], ["dermatome_map.svg", "worksheet.svg"]);
    [map_svg, sheet_svg]
}

fn found(exam: &Exam, side: usize, sensation: usize, dermatome: Dermatome) -> Finding {
    let side = &exam.sides[side];
    [&side.light_touch, &side.pin_prick][sensation][dermatome.index()]
}

/// Every sensory box of an examination: side, sensation, dermatome.
fn boxes() -> impl Iterator<Item = (usize, usize, Dermatome)> {
    let sides = (0..2).flat_map(|side| (0..2).map(move |sensation| (side, sensation)));
    sides.flat_map(|(side, sensation)| Dermatome::ALL.map(|dermatome| (side, sensation, dermatome)))
}

/// Everything starred and not testable, every level possible: nothing takes more room.
fn crowded() -> (Exam, Reading) {
    let mut exam = Exam::normal();
    let finding = Finding::NT.with(Star::Normal);
    for side in &mut exam.sides {
        (side.motor, side.light_touch, side.pin_prick) = ([finding; 10], [finding; 28], [finding; 28]);
        side.lowest_non_key = Some(KeyMuscle::S1);
    }
    (exam.vac, exam.dap) = (Observed::NotTestable, Observed::NotTestable);
    let mut reading = synthetic::all().swap_remove(0).2;
    let every = Dermatome::ALL.map(Dermatome::label).join(",");
    reading.neurological_level.clone_from(&every);
    for side in &mut reading.sides {
        for words in
            [&mut side.sensory_level, &mut side.motor_level, &mut side.sensory_zone, &mut side.motor_zone]
        {
            words.clone_from(&every);
        }
    }
    (exam, reading)
}

#[test]
fn every_key_point_of_both_sides_is_drawn_once_per_map_and_tells_its_finding() {
    for (name, exam, reading) in synthetic::all() {
        let [map, _] = drawn(&exam, &reading);
        for (side, sensation, dermatome) in boxes() {
            let (word, label) = (["right", "left"][side], dermatome.label());
            let point = format!("<title>Key point {label} {word}, {}: ", SENSATIONS[sensation]);
            assert_eq!(map.matches(&point).count(), 1, "{name}: {point}");
            let finding = found(&exam, side, sensation, dermatome);
            assert!(map.contains(&format!("{point}{finding} (")), "{name}: {point}");
        }
    }
}

#[test]
fn every_dermatome_of_both_sides_is_shaded_by_its_finding_wherever_it_is_seen() {
    for (name, exam, reading) in synthetic::all() {
        let [map, _] = drawn(&exam, &reading);
        for (side, sensation, dermatome) in boxes() {
            let finding = found(&exam, side, sensation, dermatome);
            let title = format!(
                "<title>{} {}, {}: {finding}</title></use>",
                dermatome.label(),
                ["right", "left"][side],
                SENSATIONS[sensation]
            );
            let areas: Vec<&str> = map.lines().filter(|line| line.ends_with(&title)).collect();
            assert!(!areas.is_empty(), "{name}: {title}");
            let fill = match finding.graded() {
                None => "url(#dermatome_map-not-testable)",
                Some(0) => "rgb(0,68,136)",
                Some(1) => "rgb(120,156,192)",
                _ => "rgb(239,244,248)",
            };
            assert!(areas.iter().all(|area| area.contains(&format!("fill=\"{fill}\""))), "{name}: {areas:?}");
        }
    }
}

#[test]
fn the_right_side_is_on_the_viewers_left_from_the_front_and_on_the_right_from_behind() {
    let [map, _] = drawn(&synthetic::thoracic(), &synthetic::all()[2].2);
    let place = |point: &str| -> f64 {
        let drawn = map.split(&format!("<title>Key point {point}")).nth(1).unwrap();
        drawn.split("cx=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    for sensation in SENSATIONS {
        for label in ["C5", "T1", "T4", "L2", "L5"] {
            let [right, left] = ["right", "left"].map(|side| place(&format!("{label} {side}, {sensation}")));
            assert!(right < left, "{label}");
        }
        for label in ["C2", "C6", "S1", "S2", "S3", "S4-5"] {
            let [right, left] = ["right", "left"].map(|side| place(&format!("{label} {side}, {sensation}")));
            assert!(right > left, "{label}");
        }
    }
}

#[test]
fn every_segment_is_named_on_the_map_and_on_the_sheet() {
    for (name, exam, reading) in synthetic::all() {
        for svg in drawn(&exam, &reading) {
            for dermatome in Dermatome::ALL {
                let label = format!(">{}</text>", dermatome.label());
                assert!(svg.contains(&label), "{name}: {label}");
            }
        }
    }
}

#[test]
fn the_sheet_prints_every_finding_and_every_word_of_the_reading() {
    for (name, exam, reading) in synthetic::all() {
        let [_, sheet] = drawn(&exam, &reading);
        let findings = exam.sides.iter().flat_map(|side| {
            side.motor.iter().chain(&side.light_touch).chain(&side.pin_prick).map(ToString::to_string)
        });
        for finding in findings.collect::<std::collections::BTreeSet<_>>() {
            let titled = sheet.matches(&format!(": {finding}</title>")).count();
            let boxes =
                exam.sides.iter().flat_map(|s| s.motor.iter().chain(&s.light_touch).chain(&s.pin_prick));
            assert_eq!(titled, boxes.filter(|b| b.to_string() == finding).count(), "{name}: {finding}");
            assert!(sheet.matches(&format!(">{finding}</text>")).count() >= titled, "{name}: {finding}");
        }
        let [right, left] = &reading.sides;
        for word in [&reading.neurological_level, &reading.completeness, &reading.grade, &right.motor_level] {
            assert!(sheet.contains(&format!(">{word}</text>")), "{name}: {word}");
        }
        assert!(sheet.contains(&format!(">{} (56)</text>", left.pin_prick)), "{name}");
    }
}

#[test]
fn the_rows_of_the_levels_are_marked_on_their_side() {
    let (_, exam, mut reading) = synthetic::all().swap_remove(3);
    let [_, sheet] = drawn(&exam, &reading);
    assert_eq!(sheet.matches(">both levels</text>").count(), 2);
    reading.sides[0].motor_level = "T12".into();
    reading.sides[1].sensory_level = "INT".into();
    let [_, sheet] = drawn(&exam, &reading);
    for (words, times) in [("both levels", 0), ("sensory level", 1), ("motor level", 2)] {
        assert_eq!(sheet.matches(&format!(">{words}</text>")).count(), times, "{words}");
    }
}

#[test]
fn the_line_of_the_level_is_drawn_on_both_sides_of_both_views_and_only_when_there_is_a_level() {
    for (name, exam, reading) in synthetic::all() {
        let [map, _] = drawn(&exam, &reading);
        let lines = map.matches("-below-").count();
        let level = reading.neurological_level.trim_end_matches('*');
        if level == "INT" {
            assert_eq!(lines, 0, "{name}");
        } else {
            let used =
                |view: &str| map.matches(&format!("href=\"#dermatome_map-{view}-below-{level}\"")).count();
            // Two maps, two halves, a light line below a strong one; the back is seen in the enlarged area too.
            assert_eq!((used("Front"), used("Back")), (8, 16), "{name}");
        }
    }
}

#[test]
fn no_words_of_any_examination_touch_each_other_or_leave_the_sheet() {
    for (name, exam, reading) in synthetic::all() {
        for svg in drawn(&exam, &reading) {
            assert_words_keep_apart(name, &svg);
        }
    }
    let (exam, reading) = crowded();
    for svg in drawn(&exam, &reading) {
        assert_words_keep_apart("crowded", &svg);
    }
}

#[test]
fn a_word_that_is_missing_or_a_grade_that_no_item_has_refuses_both_figures() {
    let (_, exam, reading) = synthetic::all().swap_remove(1);
    let holes: [fn(&mut Reading); 6] = [
        |reading| reading.title.clear(),
        |reading| reading.source = " ".into(),
        |reading| reading.neurological_level.clear(),
        |reading| reading.sides[1].motor_zone.clear(),
        |reading| reading.light_touch.clear(),
        |reading| reading.grade.clear(),
    ];
    for hole in holes {
        let mut reading = reading.clone();
        hole(&mut reading);
        assert!(matches!(files(&exam, &reading), Err(FigureError::Empty { .. })));
    }
    let mut wrong = exam;
    wrong.sides[1].pin_prick[7] = Finding::grade(3);
    let refused = files(&wrong, &reading).unwrap_err().to_string();
    assert_eq!(refused, "figure `dermatome_map`: `Pin prick, left` is 3, expected 0 to 2");
}

#[test]
fn the_same_examination_gives_the_same_bytes() {
    let draw = || synthetic::all().iter().map(|(_, exam, reading)| drawn(exam, reading)).collect::<Vec<_>>();
    let first = draw();
    let threads: Vec<_> = (0..3).map(|_| std::thread::spawn(draw)).collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), first);
    }
}

#[test]
fn hostile_words_stay_text() {
    const HOSTILE: &str = "</text></svg><script>alert(\"1\")</script>' onload='x";
    let (_, exam, mut reading) = synthetic::all().swap_remove(2);
    (reading.title, reading.source) = (HOSTILE.into(), HOSTILE.into());
    (reading.neurological_level, reading.sides[0].motor_level) = (HOSTILE.into(), HOSTILE.into());
    for svg in drawn(&exam, &reading) {
        assert!(!svg.contains("<script"));
        assert_eq!(svg.matches("</svg>").count(), 1);
    }
}

#[test]
fn the_figures_of_the_documentation_are_those_that_the_example_draws() {
    let (_, exam, reading) = synthetic::all().swap_remove(4);
    let [map, sheet] = drawn(&exam, &reading);
    holds("docs/figures/dermatome_map.svg", &map);
    holds("docs/figures/worksheet.svg", &sheet);
}
