//! Do untreated people recover as published? Motor scores and grades from the first exam on.

use crate::beside::{Row, Use, nothing, of_mean, of_share, published};
use crate::examined::{Scored, exam};
use crate::people::{Group, Levels, Person, people};
use conus::biology::compiled::Model;
use conus::instrument::isncsci::Grade;
use conus::instrument::simulated::ItemModel;
use conus::instrument::simulated::examination::Occasion;
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
    exams: [Scored; 4],
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
            exam(items, person, [FIRST, at], Occasion { number, rater: 4 * person.key.patient + number })
        });
        Course { segment, exams }
    };
    let everybody = people(model, group, &DAYS);
    let courses = everybody.iter().map(course);
    Cohort { start, courses: courses.filter(|course| course.exams[FIRST].grade == Some(start)).collect() }
}

impl Cohort {
    fn change(&self, score: fn(&Scored) -> Option<f64>, to: usize, of: impl Fn(&Course) -> bool) -> Vec<f64> {
        let chosen = self.courses.iter().filter(|course| of(course));
        chosen.filter_map(|course| Some(score(&course.exams[to])? - score(&course.exams[FIRST])?)).collect()
    }

    fn at(&self, score: fn(&Scored) -> Option<f64>, at: usize, of: impl Fn(&Course) -> bool) -> Vec<f64> {
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

/// Everything of one kind: the rows and, for the tables of every level, nothing that is held.
pub(crate) fn rows(model: &Model, items: &ItemModel<f64>) -> Vec<Row> {
    let group = |ais, levels, count, first| Group { ais, levels, count, first, training: None };
    let tetraplegia = cohort(model, items, group(Ais::A, Levels::AcuteCervical, 2000, 0), Grade::A);
    let by_level = cohort(model, items, group(Ais::A, Levels::Cervical, 1500, 2000), Grade::A);
    let paraplegia = cohort(model, items, group(Ais::A, Levels::Thoracic, 2000, 4000), Grade::A);
    let incomplete = cohort(model, items, group(Ais::B, Levels::AcuteCervical, 1000, 6000), Grade::B);
    let mut rows = motor(&tetraplegia, &paraplegia);
    rows.extend(levels(&by_level));
    rows.extend(conversion(&tetraplegia, &paraplegia));
    rows.extend(sensory_incomplete(&incomplete));
    rows.extend(sensation(&tetraplegia, &paraplegia));
    rows
}

fn motor(tetraplegia: &Cohort, paraplegia: &Cohort) -> Vec<Row> {
    let fisher = |name: &str| published(&format!("fisher2005.{name}"));
    let of = |label: &str, id: &str, role, values: Vec<f64>| of_mean(label, fisher(id), role, &values);
    let (tetra, para) = (tetraplegia.stayed(), paraplegia.stayed());
    let motor: fn(&Scored) -> Option<f64> = |exam| exam.motor;
    let everybody = |_: &Course| true;
    vec![
        of(
            "tetraplegia A, stayed A: motor, day 16",
            "motor.tetra_ais_a.w0",
            Use::Fitted,
            tetraplegia.at(motor, FIRST, &tetra),
        ),
        of(
            "tetraplegia A, stayed A: motor, 2 years",
            "motor.tetra_ais_a.w104",
            Use::Fitted,
            tetraplegia.at(motor, LAST, &tetra),
        ),
        of(
            "tetraplegia A, stayed A: motor, change",
            "motor_change.tetra_ais_a",
            Use::Fitted,
            tetraplegia.change(motor, LAST, &tetra),
        ),
        of(
            "paraplegia A, stayed A: motor, day 16",
            "motor.paraplegia_ais_a.w0",
            Use::Predicted,
            paraplegia.at(motor, FIRST, &para),
        ),
        of(
            "paraplegia A, stayed A: motor, 2 years",
            "motor.paraplegia_ais_a.w104",
            Use::Predicted,
            paraplegia.at(motor, LAST, &para),
        ),
        of(
            "paraplegia A, stayed A: motor, change",
            "motor_change.paraplegia_ais_a",
            Use::Predicted,
            paraplegia.change(motor, LAST, &para),
        ),
        of_mean(
            "tetraplegia A: UEMS, change to day 378",
            published("scims2022.uems_change.cervical_ais_a"),
            Use::Fitted,
            &tetraplegia.change(|exam| exam.upper, SCIMS, everybody),
        ),
        of_mean(
            "tetraplegia A: LEMS, change to day 378",
            published("scims2022.lems_change.cervical_ais_a"),
            Use::Fitted,
            &tetraplegia.change(|exam| exam.lower, SCIMS, everybody),
        ),
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
        pooled(
            "all A, half tetraplegia: to incomplete",
            "spiess2009.to_incomplete.all_levels_ais_a",
            [tetraplegia, paraplegia],
            &[B, C, D, E],
        ),
        pooled(
            "all A, half tetraplegia: to B",
            "spiess2009.a_to_b.all_levels_ais_a",
            [tetraplegia, paraplegia],
            &[B],
        ),
        pooled(
            "all A, half tetraplegia: to C or D",
            "spiess2009.a_to_cd.all_levels_ais_a",
            [tetraplegia, paraplegia],
            &[C, D, E],
        ),
    ]
}

/// Both cohorts together; what share of a publication was tetraplegic is not printed, half is assumed.
fn pooled(label: &str, id: &str, cohorts: [&Cohort; 2], grades: &[Grade]) -> Row {
    let exams = cohorts.into_iter().flat_map(|cohort| &cohort.courses);
    let known: Vec<Grade> = exams.filter_map(|course| course.exams[YEAR].grade).collect();
    let hits = known.iter().filter(|grade| grades.contains(grade)).count();
    of_share(label, published(id), Use::Predicted, hits, known.len())
}

fn sensory_incomplete(cohort: &Cohort) -> Vec<Row> {
    let scims = |name: &str| published(&format!("scims2022.{name}.cervical_ais_b"));
    let everybody = |_: &Course| true;
    vec![
        cohort.share(
            ["tetraplegia B: motor incomplete", "scims2022.to_motor_incomplete.cervical_ais_b"],
            Use::Fitted,
            &[Grade::C, Grade::D, Grade::E],
            everybody,
        ),
        of_mean(
            "tetraplegia B: UEMS, change to day 378",
            scims("uems_change"),
            Use::Fitted,
            &cohort.change(|exam| exam.upper, SCIMS, everybody),
        ),
        of_mean(
            "tetraplegia B: LEMS, change to day 378",
            scims("lems_change"),
            Use::Fitted,
            &cohort.change(|exam| exam.lower, SCIMS, everybody),
        ),
    ]
}

fn sensation(tetraplegia: &Cohort, paraplegia: &Cohort) -> Vec<Row> {
    let touch: fn(&Scored) -> Option<f64> = |exam| exam.touch;
    let pin: fn(&Scored) -> Option<f64> = |exam| exam.pin;
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
