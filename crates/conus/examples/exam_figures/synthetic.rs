//! Synthetic examinations and what they are read as, for the figures and their tests. Made up; none is a patient's.
//! The readings are those of the public algorithm (npm package `isncsci`).

use conus::instrument::isncsci::{Exam, Finding, KeyMuscle, Observed, Side, SideExam, Star};
use conus::patient::pain_site::dermatome::Dermatome::{self, C5, C6, C7, C8, L1, L2, S1, T4, T5, T6, T7, T8};
use conus::report::figure::exam::{Reading, SideReading};

/// Name, examination and reading of each.
pub(crate) fn all() -> Vec<(&'static str, Exam, Reading)> {
    vec![
        ("intact", Exam::normal(), intact()),
        ("c5_a", cervical(), read_cervical()),
        ("t6_a", thoracic(), read_thoracic()),
        ("l1_c", lumbar(), read_lumbar()),
        ("t4_a", starred(), read_starred()),
    ]
}

/// Nothing felt and nothing moved below a level on both sides.
fn complete(level: Dermatome) -> Exam {
    let mut exam = Exam::normal();
    (exam.vac, exam.dap) = (Observed::No, Observed::No);
    for side in &mut exam.sides {
        for dermatome in Dermatome::ALL.into_iter().filter(|dermatome| *dermatome > level) {
            feels(side, dermatome, 0, 0);
            if let Some(muscle) = KeyMuscle::parse(dermatome.label()) {
                moves(side, muscle, 0);
            }
        }
    }
    exam
}

fn feels(side: &mut SideExam, dermatome: Dermatome, light_touch: u8, pin_prick: u8) {
    side.light_touch[dermatome.index()] = Finding::grade(light_touch);
    side.pin_prick[dermatome.index()] = Finding::grade(pin_prick);
}

fn moves(side: &mut SideExam, muscle: KeyMuscle, grade: u8) {
    side.motor[muscle as usize] = Finding::grade(grade);
}

/// C5, complete, a little kept below.
pub(crate) fn cervical() -> Exam {
    let mut exam = complete(C5);
    let [right, left] = &mut exam.sides;
    moves(right, KeyMuscle::C5, 4);
    moves(right, KeyMuscle::C6, 2);
    moves(right, KeyMuscle::C7, 1);
    feels(right, C6, 1, 1);
    feels(right, C7, 1, 0);
    moves(left, KeyMuscle::C5, 4);
    moves(left, KeyMuscle::C6, 1);
    feels(left, C6, 1, 0);
    exam
}

fn read_cervical() -> Reading {
    let sides = [["C5", "C5", "C7", "C7"], ["C5", "C5", "C6", "C6"]];
    reading(&cervical(), "C5, AIS A", sides, ["C5", "Complete", "A"])
}

/// T6, complete, two dermatomes kept in part.
pub(crate) fn thoracic() -> Exam {
    let mut exam = complete(T6);
    feels(&mut exam.sides[0], T7, 1, 1);
    feels(&mut exam.sides[0], T8, 1, 0);
    feels(&mut exam.sides[1], T7, 1, 1);
    exam
}

fn read_thoracic() -> Reading {
    let sides = [["T6", "T6", "T8", "T6"], ["T6", "T6", "T7", "T6"]];
    reading(&thoracic(), "T6, AIS A", sides, ["T6", "Complete", "A"])
}

/// L1, motor incomplete, the left side a segment lower.
pub(crate) fn lumbar() -> Exam {
    let mut exam = complete(L1);
    exam.dap = Observed::Yes;
    let [right, left] = &mut exam.sides;
    for dermatome in Dermatome::ALL.into_iter().filter(|dermatome| *dermatome > L1) {
        feels(right, dermatome, 1, u8::from(dermatome < S1));
        let felt = if dermatome == L2 { 2 } else { 1 };
        feels(left, dermatome, felt, felt);
    }
    let grades = |side: &mut SideExam, lower: [u8; 5]| {
        KeyMuscle::ALL[5..].iter().zip(lower).for_each(|(muscle, grade)| moves(side, *muscle, grade));
    };
    grades(right, [2, 2, 1, 1, 1]);
    grades(left, [4, 2, 2, 1, 0]);
    exam
}

fn read_lumbar() -> Reading {
    let sides = [["L1", "L1", "NA", "S1"], ["L2", "L2", "NA", "L5"]];
    reading(&lumbar(), "L1, AIS C", sides, ["L1", "Incomplete", "C"])
}

/// T4, complete; the left arm in a cast, an old palsy of the left ulnar nerve, ulcers on the right foot.
pub(crate) fn starred() -> Exam {
    let mut exam = complete(T4);
    for side in &mut exam.sides {
        feels(side, T5, 1, 0);
    }
    let [right, left] = &mut exam.sides;
    left.motor[KeyMuscle::C6 as usize] = Finding::NT.with(Star::Normal);
    left.light_touch[C6.index()] = Finding::NT.with(Star::Normal);
    left.pin_prick[C6.index()] = Finding::NT.with(Star::Normal);
    left.motor[KeyMuscle::C8 as usize] = Finding::grade(4).with(Star::Normal);
    left.light_touch[C8.index()] = Finding::grade(1).with(Star::Normal);
    left.pin_prick[C8.index()] = Finding::grade(1).with(Star::Normal);
    left.pin_prick[T5.index()] = Finding::NT;
    for dermatome in [Dermatome::L5, S1] {
        right.light_touch[dermatome.index()] = Finding::grade(0).with(Star::NotNormal);
        right.pin_prick[dermatome.index()] = Finding::NT.with(Star::NotNormal);
    }
    exam
}

fn read_starred() -> Reading {
    let sides = [["T4", "T4", "T5,L5,S1", "T4"], ["T4*", "T4*", "T5", "T4*"]];
    reading(&starred(), "T4, AIS A, with stars and NT", sides, ["T4*", "Complete", "A"])
}

fn intact() -> Reading {
    let side = ["INT", "INT", "NA", "NA"];
    reading(&Exam::normal(), "Intact", [side; 2], ["INT", "Incomplete", "E"])
}

/// Sums, and the words that are given: sensory and motor level and zones of each side; level, completeness, grade.
fn reading(exam: &Exam, name: &str, sides: [[&str; 4]; 2], whole: [&str; 3]) -> Reading {
    let both = |of: fn(&SideExam) -> &[Finding]| {
        let findings: Vec<Finding> = exam.sides.iter().flat_map(|side| of(side).iter().copied()).collect();
        sum(&findings)
    };
    Reading {
        title: format!("Synthetic examination ({name})"),
        source: "synthetic examination, made up to show the drawing; not a patient's.".into(),
        sides: Side::BOTH.map(|side| read_side(&exam.sides[side as usize], sides[side as usize])),
        upper_motor: both(|side| &side.motor[..5]),
        lower_motor: both(|side| &side.motor[5..]),
        light_touch: both(|side| &side.light_touch),
        pin_prick: both(|side| &side.pin_prick),
        neurological_level: whole[0].into(),
        completeness: whole[1].into(),
        grade: whole[2].into(),
    }
}

fn read_side(
    side: &SideExam,
    [sensory_level, motor_level, sensory_zone, motor_zone]: [&str; 4],
) -> SideReading {
    SideReading {
        sensory_level: sensory_level.into(),
        motor_level: motor_level.into(),
        sensory_zone: sensory_zone.into(),
        motor_zone: motor_zone.into(),
        upper_motor: sum(&side.motor[..5]),
        lower_motor: sum(&side.motor[5..]),
        light_touch: sum(&side.light_touch),
        pin_prick: sum(&side.pin_prick),
    }
}

/// The sum, or ND when something was not testable.
fn sum(findings: &[Finding]) -> String {
    let grades: Option<Vec<u8>> = findings.iter().map(|finding| finding.graded()).collect();
    grades.map_or("ND".into(), |grades| grades.iter().map(|grade| u32::from(*grade)).sum::<u32>().to_string())
}
