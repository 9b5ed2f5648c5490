//! What comes out when every way to fill the open boxes is tried? The judge of the direct computation: rules for exams
//! that leave nothing open, written from rupp2021 as plainly as can be, and no line shared with the code they judge.

use std::collections::BTreeSet;

use super::*;

/// Segments of the key muscles, counted from C2.
const MUSCLES: [usize; 10] = [3, 4, 5, 6, 7, 20, 21, 22, 23, 24];
/// Words of answers: levels by the segments that are whole, then what else there is.
const WORDS: [&str; 37] = [
    "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9",
    "T10", "T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "INT", "NA", "C", "I", "A", "B",
    "C", "D", "E",
];
const NA: usize = 29;
const COMPLETE: usize = 30;
const INCOMPLETE: usize = 31;
const A: usize = 32;
const B: usize = 33;
const C: usize = 34;
const D: usize = 35;
const E: usize = 36;

/// One side with a grade in every box.
#[derive(Clone)]
struct Filled {
    motor: [u8; 10],
    touch: [u8; 28],
    prick: [u8; 28],
    non_key: Option<usize>,
}

fn sensory(side: &Filled) -> usize {
    (0..28).find(|&d| side.touch[d] < 2 || side.prick[d] < 2).unwrap_or(28)
}

fn motor(side: &Filled, vac: bool) -> usize {
    let sensory = sensory(side);
    for segment in 0..28 {
        match MUSCLES.iter().position(|&muscle| muscle == segment).map(|muscle| side.motor[muscle]) {
            Some(5) => {}
            Some(3 | 4) => return segment + 1,
            Some(_) => return segment,
            None if sensory > segment => {}
            None => return segment,
        }
    }
    if vac { 28 } else { 27 }
}

fn complete(sides: &[Filled; 2], vac: bool, dap: bool) -> bool {
    !vac && !dap && sides.iter().all(|side| side.touch[27] == 0 && side.prick[27] == 0)
}

fn moves_far_below(side: &Filled, vac: bool) -> bool {
    let level = motor(side, vac);
    let moving = (0..10).filter(|&muscle| side.motor[muscle] > 0).map(|muscle| MUSCLES[muscle]);
    moving.chain(side.non_key).any(|segment| segment + 1 > level + 3)
}

fn neurological(sides: &[Filled; 2], vac: bool) -> usize {
    sides.iter().map(|side| sensory(side).min(motor(side, vac))).min().unwrap()
}

fn grade(sides: &[Filled; 2], vac: bool, dap: bool) -> usize {
    let level = neurological(sides, vac);
    if level == 28 {
        return E;
    }
    if complete(sides, vac, dap) {
        return A;
    }
    if !vac && !sides.iter().any(|side| moves_far_below(side, vac)) {
        return B;
    }
    let below: Vec<usize> = (0..10).filter(|&muscle| MUSCLES[muscle] >= level).collect();
    let strong =
        sides.iter().flat_map(|side| below.iter().filter(|&&muscle| side.motor[muscle] >= 3)).count();
    if strong < below.len() { C } else { D }
}

fn sensory_zone(side: &Filled, dap: bool) -> usize {
    if dap || side.touch[27] > 0 || side.prick[27] > 0 {
        return NA;
    }
    (0..28).rev().find(|&d| side.touch[d] > 0 || side.prick[d] > 0).map_or(0, |d| d + 1)
}

fn motor_zone(sides: &[Filled; 2], which: usize, vac: bool, dap: bool) -> usize {
    if vac {
        return NA;
    }
    let side = &sides[which];
    let level = motor(side, vac);
    let mut lowest = (0..10)
        .filter(|&muscle| side.motor[muscle] > 0)
        .map(|muscle| MUSCLES[muscle] + 1)
        .fold(level, usize::max);
    if let Some(segment) = side.non_key
        && segment + 1 > lowest + 3
        && grade(sides, vac, dap) == C
    {
        lowest = lowest.max(segment + 1);
    }
    lowest
}

/// All answers of a filled exam, in the order of [`texts`].
fn answers(sides: &[Filled; 2], vac: bool, dap: bool) -> [usize; 11] {
    let [right, left] = sides;
    [
        sensory(right),
        sensory(left),
        motor(right, vac),
        motor(left, vac),
        neurological(sides, vac),
        if complete(sides, vac, dap) { COMPLETE } else { INCOMPLETE },
        grade(sides, vac, dap),
        sensory_zone(right, dap),
        sensory_zone(left, dap),
        motor_zone(sides, 0, vac, dap),
        motor_zone(sides, 1, vac, dap),
    ]
}

/// The possible words of a classification with their stars.
pub(super) fn texts(found: &Classification) -> [BTreeSet<String>; 11] {
    fn words<W: Word>(answer: Possible<W>) -> BTreeSet<String> {
        answer.to_string().split(',').map(String::from).collect()
    }
    [
        words(found.sensory[0]),
        words(found.sensory[1]),
        words(found.motor[0]),
        words(found.motor[1]),
        words(found.neurological_level),
        words(found.completeness),
        words(found.grade),
        words(found.sensory_zone[0]),
        words(found.sensory_zone[1]),
        words(found.motor_zone[0]),
        words(found.motor_zone[1]),
    ]
}

/// What a box can be; with `assumed` as the examiner says of a star, otherwise the contrary.
fn open(finding: Finding, highest: u8, assumed: bool) -> Vec<u8> {
    match (finding.graded(), finding.star()) {
        (Some(grade), Star::None) => vec![grade],
        (None, Star::None) => (0..=highest).collect(),
        (_, Star::Normal) if assumed => vec![highest],
        (Some(grade), Star::NotNormal) if assumed => (grade..highest).collect(),
        (None, Star::NotNormal) if assumed => (0..highest).collect(),
        (Some(grade), _) => vec![grade],
        (None, Star::Normal) => (0..highest).collect(),
        (None, Star::NotNormal) => vec![highest],
    }
}

/// All boxes of an exam with what they can be: motor, light touch, pin prick of the right, then of the left.
fn open_boxes(exam: &Exam, assumed: bool) -> Vec<Vec<u8>> {
    let of_side = |side: &SideExam| {
        let motor = side.motor.map(|f| open(f, 5, assumed));
        let touch = side.light_touch.map(|f| open(f, 2, assumed));
        let prick = side.pin_prick.map(|f| open(f, 2, assumed));
        motor.into_iter().chain(touch).chain(prick).collect::<Vec<_>>()
    };
    exam.sides.iter().flat_map(of_side).collect()
}

fn truths(observed: Observed) -> &'static [bool] {
    match observed {
        Observed::Yes => &[true],
        Observed::No => &[false],
        Observed::NotTestable => &[true, false],
    }
}

fn filled(exam: &Exam, grades: &[u8]) -> [Filled; 2] {
    [0, 1].map(|side| {
        let grades = &grades[66 * side..66 * (side + 1)];
        Filled {
            motor: grades[..10].try_into().unwrap(),
            touch: grades[10..38].try_into().unwrap(),
            prick: grades[38..].try_into().unwrap(),
            non_key: exam.sides[side].lowest_non_key.map(|muscle| MUSCLES[muscle as usize]),
        }
    })
}

/// Every answer that some way to fill the exam gives, one bit for each.
fn tried(exam: &Exam, assumed: bool) -> [u64; 11] {
    let boxes = open_boxes(exam, assumed);
    let open: Vec<usize> = (0..boxes.len()).filter(|&at| boxes[at].len() > 1).collect();
    let mut grades: Vec<u8> = boxes.iter().map(|open| open[0]).collect();
    let mut place = vec![0; boxes.len()];
    let mut found = [0; 11];
    loop {
        let sides = filled(exam, &grades);
        for (&vac, &dap) in
            truths(exam.vac).iter().flat_map(|vac| truths(exam.dap).iter().map(move |dap| (vac, dap)))
        {
            for (set, answer) in found.iter_mut().zip(answers(&sides, vac, dap)) {
                *set |= 1 << answer;
            }
        }
        let Some(next) = open.iter().position(|&at| place[at] + 1 < boxes[at].len()) else { return found };
        for &at in &open[..next] {
            place[at] = 0;
            grades[at] = boxes[at][0];
        }
        place[open[next]] += 1;
        grades[open[next]] = boxes[open[next]][place[open[next]]];
    }
}

/// How many ways there are to fill an exam.
pub(super) fn ways(exam: &Exam, assumed: bool) -> usize {
    open_boxes(exam, assumed).iter().fold(1, |ways: usize, open| ways.saturating_mul(open.len()))
}

/// The same exam with so few open boxes that all ways can be tried: the others get a grade that they leave open.
fn thinned(exam: &Exam, number: u32) -> Exam {
    let mut exam = *exam;
    let mut chance = crate::patient::chance::Key { seed: 5, replicate: 0, patient: number }
        .stream(crate::patient::chance::Purpose::Check, 1);
    while ways(&exam, true).max(ways(&exam, false)) > 400 {
        let side = &mut exam.sides[chance.below(2) as usize];
        let (finding, highest) = match chance.below(3) {
            0 => (&mut side.motor[chance.below(10) as usize], 5),
            1 => (&mut side.light_touch[chance.below(28) as usize], 2),
            _ => (&mut side.pin_prick[chance.below(28) as usize], 2),
        };
        let open = [true, false].map(|assumed| open(*finding, highest, assumed)).concat();
        if open.len() > 2 {
            *finding = Finding::grade(open[chance.below(u32::try_from(open.len()).unwrap()) as usize]);
        }
    }
    exam
}

/// The answers of an exam with their stars, by trying: an answer has one when the contrary reading does not give it,
/// unless it says that no zone applies.
pub(super) fn judged(exam: &Exam) -> [BTreeSet<String>; 11] {
    let (assumed, contrary) = (tried(exam, true), tried(exam, false));
    let starred = open_boxes(exam, true) != open_boxes(exam, false);
    std::array::from_fn(|field| {
        let firm = if starred { contrary[field] | 1 << NA } else { u64::MAX };
        let word =
            |answer: usize| format!("{}{}", WORDS[answer], if firm >> answer & 1 == 1 { "" } else { "*" });
        (0..WORDS.len()).filter(|bit| assumed[field] >> bit & 1 == 1).map(word).collect()
    })
}

#[test]
fn answers_are_those_of_all_ways_to_fill_the_open_boxes() {
    let exams: u32 = std::env::var("EXAMS").map_or(1500, |text| text.parse().unwrap());
    for number in 0..exams {
        let exam = thinned(&made_up_exam(1, number), number);
        assert_eq!(texts(&classify(&exam)), judged(&exam), "exam {number}: {exam:?}");
    }
}
