//! Do untreated people recover as published? Motor scores and grades from the first exam on.

use crate::beside::{Row, Use, nothing, of_mean, of_share, published};
use crate::examined::exam;
use crate::people::{Group, Levels, Person, people};
use conus::biology::compiled::Model;
use conus::instrument::isncsci::Grade;
use conus::instrument::simulated::ItemModel;
use conus::instrument::simulated::examination::Occasion;
use conus::instrument::simulated::examined::Examined;
use conus::patient::covariates::Ais;

/// Days of the exams: first exam (scims2022), one year, last exam of scims2022, two years.
const DAYS: [f64; 4] = [16.0, 365.0, 378.0, 730.0];
const FIRST: usize = 0;
const YEAR: usize = 1;
const SCIMS: usize = 2;
const LAST: usize = 3;

/// Exams of somebody whose first exam said what the cohort is chosen by.
struct Course {
    /// Number of the level within its region, 3 for C3.
    segment: u8,
    exams: [Examined; 4],
}

/// A cohort, chosen as studies choose: by the grade of the first exam.
struct Cohort {
    start: Grade,
    courses: Vec<Course>,
}

fn cohort(model: &Model, items: &ItemModel<f64>, group: Group, start: Grade) -> Cohort {
    let course = |person: &Person| {
        let label = person.who.level.label();
        let segment =
            label.trim_start_matches(char::is_alphabetic).parse().expect("a label ends in a number");
        let exams = [FIRST, YEAR, SCIMS, LAST].map(|at| {
            let number = u32::try_from(at).expect("four exams");
            exam(
                items,
                person,
                [FIRST, at],
                Occasion { number, rater: 4 * person.key.patient + number, hope: 0.0 },
            )
        });
        Course { segment, exams }
    };
    let everybody = people(model, group, &DAYS);
    let courses = everybody.iter().map(course);
    Cohort { start, courses: courses.filter(|course| course.exams[FIRST].grade == Some(start)).collect() }
}

impl Cohort {
    fn change(
        &self,
        score: fn(&Examined) -> Option<f64>,
        to: usize,
        of: impl Fn(&Course) -> bool,
    ) -> Vec<f64> {
        let chosen = self.courses.iter().filter(|course| of(course));
        chosen.filter_map(|course| Some(score(&course.exams[to])? - score(&course.exams[FIRST])?)).collect()
    }

    fn at(&self, score: fn(&Examined) -> Option<f64>, at: usize, of: impl Fn(&Course) -> bool) -> Vec<f64> {
        self.courses
            .iter()
            .filter(|course| of(course))
            .filter_map(|course| score(&course.exams[at]))
            .collect()
    }

    fn stayed(&self) -> impl Fn(&Course) -> bool + use<> {
        let start = self.start;
        move |course| course.exams[LAST].grade == Some(start)
    }

    /// Of those whose grade a year later is known, in how many it is one of these.
    fn share(&self, row: [&str; 2], role: Use, grades: &[Grade], of: impl Fn(&Course) -> bool) -> Row {
        let known: Vec<Grade> =
            self.courses.iter().filter(|c| of(c)).filter_map(|course| course.exams[YEAR].grade).collect();
        let hits = known.iter().filter(|grade| grades.contains(grade)).count();
        of_share(row[0], published(row[1]), role, hits, known.len())
    }
}

/// All rows of motor scores, grades and sensation.
pub(crate) fn rows(model: &Model, items: &ItemModel<f64>) -> Vec<Row> {
    let group = |ais, levels, count, first| Group { ais, levels, count, first, training: None };
    let tetraplegia = cohort(model, items, group(Ais::A, Levels::AcuteCervical, 2000, 0), Grade::A);
    let by_level = cohort(model, items, group(Ais::A, Levels::Cervical, 1500, 2000), Grade::A);
    let paraplegia = cohort(model, items, group(Ais::A, Levels::Thoracic, 2000, 4000), Grade::A);
    let incomplete = cohort(model, items, group(Ais::B, Levels::AcuteCervical, 1000, 6000), Grade::B);
    let mut rows = motor(&tetraplegia, ["tetraplegia", "tetra_ais_a"], [Use::Fitted; 2]);
    rows.extend(motor(&paraplegia, ["paraplegia", "paraplegia_ais_a"], [Use::Predicted, Use::Fitted]));
    rows.extend(limbs(&tetraplegia, 'A'));
    rows.extend(levels(&by_level));
    rows.extend(conversion(&tetraplegia, &paraplegia));
    rows.extend(pooled([&tetraplegia, &paraplegia]));
    let motor_incomplete =
        ["tetraplegia B: motor incomplete", "scims2022.to_motor_incomplete.cervical_ais_b"];
    rows.push(incomplete.share(motor_incomplete, Use::Fitted, &[Grade::C, Grade::D, Grade::E], |_| true));
    rows.extend(limbs(&incomplete, 'B'));
    rows.extend(sensation(&tetraplegia, &paraplegia));
    rows
}

/// Motor scores of those who stayed complete.
fn motor(cohort: &Cohort, [name, id]: [&str; 2], [at_first, change]: [Use; 2]) -> Vec<Row> {
    let fisher = |of: &str, when: &str| published(&format!("fisher2005.{of}.{id}{when}"));
    let (motor, stayed): (fn(&Examined) -> Option<f64>, _) = (|exam| exam.motor, cohort.stayed());
    let (first, last) = (cohort.at(motor, FIRST, &stayed), cohort.at(motor, LAST, &stayed));
    let gain = cohort.change(motor, LAST, &stayed);
    vec![
        of_mean(&format!("{name} A, stayed A: motor, day 16"), fisher("motor", ".w0"), at_first, &first),
        of_mean(&format!("{name} A, stayed A: motor, 2 years"), fisher("motor", ".w104"), at_first, &last),
        of_mean(&format!("{name} A, stayed A: motor, change"), fisher("motor_change", ""), change, &gain),
    ]
}

/// Motor scores of all who began with this grade, by limb.
fn limbs(cohort: &Cohort, grade: char) -> [Row; 2] {
    let id = |limb: &str| {
        published(&format!("scims2022.{limb}_change.cervical_ais_{}", grade.to_ascii_lowercase()))
    };
    let of = |limb: &str, values: Vec<f64>| {
        let name = format!("tetraplegia {grade}: {}, change to day 378", limb.to_uppercase());
        of_mean(&name, id(limb), Use::Fitted, &values)
    };
    [
        of("uems", cohort.change(|exam| exam.upper, SCIMS, |_| true)),
        of("lems", cohort.change(|exam| exam.lower, SCIMS, |_| true)),
    ]
}

/// The publication gives the range of means by level; each level is set beside it.
fn levels(cohort: &Cohort) -> Vec<Row> {
    let gain = |segment: u8| {
        let near = (4..=7).contains(&segment);
        let id = if near { "cervical_ais_a_all_lev" } else { "cervical_ais_a_c1_c3_a" };
        let values = cohort.change(|exam| exam.upper, YEAR, |course| course.segment == segment);
        of_mean(
            &format!("C{segment} A: UEMS, gain in a year"),
            published(&format!("marino2011.uems_gain.{id}")),
            Use::Fitted,
            &values,
        )
    };
    (3..=8).map(gain).collect()
}

fn conversion(tetraplegia: &Cohort, paraplegia: &Cohort) -> Vec<Row> {
    use Grade::{A, B, C, D, E};
    let everybody = |_: &Course| true;
    let high = |course: &Course| course.segment <= 9;
    let low = |course: &Course| course.segment > 9;
    let tetra = |label: &str, id: &str, role, grades: &[Grade]| {
        tetraplegia.share([label, id], role, grades, everybody)
    };
    vec![
        tetra("tetraplegia A: still A after a year", "marino2020.remained_a.tetraplegia", Use::Fitted, &[A]),
        tetra("tetraplegia A: B or better", "marino2011.to_b_or_better", Use::Fitted, &[B, C, D, E]),
        tetra("tetraplegia A: C", "marino2011.to_c", Use::Predicted, &[C]),
        tetra("tetraplegia A: D", "marino2011.to_d", Use::Fitted, &[D, E]),
        tetra(
            "tetraplegia A: motor incomplete",
            "scims2022.to_motor_incomplete.cervical_ais_a",
            Use::Fitted,
            &[C, D, E],
        ),
        paraplegia.share(
            ["T1-T9 A: still A after a year", "marino2020.remained_a.t1_t9"],
            Use::Fitted,
            &[A],
            high,
        ),
        paraplegia.share(
            ["T1-T9 A: motor incomplete", "marino2020.to_motor_incomplete.t1_t9"],
            Use::Fitted,
            &[C, D, E],
            high,
        ),
        paraplegia.share(
            ["T10-T12 A: still A after a year", "marino2020.remained_a.t10_t12"],
            Use::Predicted,
            &[A],
            low,
        ),
        paraplegia.share(
            ["T10-T12 A: motor incomplete", "marino2020.to_motor_incomplete.t10_t12"],
            Use::Predicted,
            &[C, D, E],
            low,
        ),
    ]
}

/// Both cohorts together; what share of a publication was tetraplegic is not printed, half is assumed.
fn pooled(cohorts: [&Cohort; 2]) -> [Row; 3] {
    let exams = cohorts.into_iter().flat_map(|cohort| &cohort.courses);
    let known: Vec<Grade> = exams.filter_map(|course| course.exams[YEAR].grade).collect();
    let share = |to: &str, id: &str, grades: &[Grade]| {
        let hits = known.iter().filter(|grade| grades.contains(grade)).count();
        let id = published(&format!("spiess2009.{id}.all_levels_ais_a"));
        of_share(&format!("all A, half tetraplegia: to {to}"), id, Use::Predicted, hits, known.len())
    };
    [
        share("incomplete", "to_incomplete", &[Grade::B, Grade::C, Grade::D, Grade::E]),
        share("B", "a_to_b", &[Grade::B]),
        share("C or D", "a_to_cd", &[Grade::C, Grade::D, Grade::E]),
    ]
}

fn sensation(tetraplegia: &Cohort, paraplegia: &Cohort) -> Vec<Row> {
    let touch: fn(&Examined) -> Option<f64> = |exam| exam.touch;
    let pin: fn(&Examined) -> Option<f64> = |exam| exam.pin;
    let everybody = |_: &Course| true;
    let mut rows = Vec::new();
    for (name, cohort) in [("tetraplegia A", tetraplegia), ("paraplegia A", paraplegia)] {
        for (score, of) in [("light touch", touch), ("pin prick", pin)] {
            rows.push(of_mean(
                &format!("{name}: {score}, day 16"),
                nothing(),
                Use::Nothing,
                &cohort.at(of, FIRST, everybody),
            ));
            rows.push(of_mean(
                &format!("{name}: {score}, change in a year"),
                nothing(),
                Use::Nothing,
                &cohort.change(of, YEAR, everybody),
            ));
        }
    }
    rows
}
