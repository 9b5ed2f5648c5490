//! Which pain does which treatment help? Four patients, each treated in seven ways and followed for a year (S2).
//!
//! Below-level pain, at-level pain, sciatica without cord injury, and sciatica on top of below-level pain. Who they are
//! and what they are given stands in `data/four_patients.toml`.

use super::story::{Story, seen_on};
use crate::biology::compiled::Model;
use crate::biology::named_numbers;
use crate::biology::parameters::{Parameters, Params, entries};
use crate::report::figure::patient::Curve;
use crate::report::figure::small_multiples::{Cell, Data, Head, Row};
use crate::report::figure::{Frame, Quantity};
use crate::treatment::{Gabapentinoid, Intake, Route, Treatment};
use conus_num::{Num, Real};
use conus_ode::SolveError;

named_numbers! {
    /// Numbers of the four patients; documented in `data/four_patients.toml`.
    #[expect(missing_docs, reason = "each field is documented by its entry in data/four_patients.toml")]
    FourPatients {
        injury_severity,
        susceptible_below,
        spared_at,
        susceptible_at,
        spared_below,
        root_compression,
        root_resorption_lasting,
        chronic_day,
        sciatica_day,
        drug_mg_per_day,
        drug_days,
        titration_days,
        million_cells,
        viability_percent,
        magnet_gain,
        training,
    }
}

/// Days before the treatment from which on, and after it up to which, a patient is looked at.
const BEFORE: f64 = 30.0;
const AFTER: f64 = 365.0;
/// Even looks over that time, five days apart.
const EVEN_LOOKS: u32 = 79;
/// Days of a month on the axis.
const MONTH: f64 = 365.0 / 12.0;
/// When a treatment is judged in the figure: a block while it lasts, all others after so many days.
const JUDGED_BLOCK: f64 = 1.0 / 24.0;
const JUDGED: f64 = 84.0;

/// One of the four.
#[derive(Clone, Copy, Debug)]
pub struct Patient {
    /// The pain, in a few words.
    pub name: &'static str,
    /// When the treatment begins, in words.
    pub when: &'static str,
    /// What the patient is made of.
    pub params: Params<f64>,
    /// Day of the treatment, after injury or onset.
    pub day: f64,
}

/// One way to treat.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// In a few words.
    pub name: &'static str,
    /// What is given; nothing to who is not treated.
    pub given: Vec<Treatment>,
}

/// What one patient felt on one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The way.
    pub way: Way,
    /// What was seen, from a month before the treatment to a year after it.
    pub story: Story,
}

impl FourPatients<f64> {
    /// The numbers that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        let text = include_str!("../../../../data/four_patients.toml");
        let found =
            entries(Self::NAMES, &[("four_patients.toml", text)]).expect("a test reads the shipped file");
        let values: Vec<f64> = found.iter().map(|entry| entry.value).collect();
        Self::from_array(values.as_slice().try_into().expect("there is one entry for each name"))
    }

    /// The four.
    #[must_use]
    pub fn patients(&self) -> [Patient; 4] {
        let typical = Parameters::shipped().typical();
        let injured = Params { severity: self.injury_severity, ..typical };
        let below = Params {
            susceptibility_below: self.susceptible_below,
            susceptibility_at: self.spared_at,
            ..injured
        };
        let at = Params {
            susceptibility_below: self.spared_below,
            susceptibility_at: self.susceptible_at,
            ..injured
        };
        let root_compression_start = self.root_compression;
        let sciatica = Params { severity: Num(0.0), root_compression_start, ..typical };
        let both = Params { root_compression_start, root_resorption: self.root_resorption_lasting, ..below };
        let (year, weeks) = ("a year after the injury", "six weeks after onset");
        let (chronic, early) = (self.chronic_day.0, self.sciatica_day.0);
        [
            Patient { name: "Below-level pain after cord injury", when: year, params: below, day: chronic },
            Patient { name: "At-level pain after cord injury", when: year, params: at, day: chronic },
            Patient { name: "Sciatica, cord intact", when: weeks, params: sciatica, day: early },
            Patient { name: "Cord injury and compression", when: year, params: both, day: chronic },
        ]
    }

    /// The seven ways, beginning on a day.
    #[must_use]
    pub fn ways(&self, day: f64) -> [Way; 7] {
        let pregabalin = Treatment::Gabapentinoid {
            drug: Gabapentinoid::Pregabalin,
            start_day: day,
            stop_day: day + self.drug_days.0,
            dose_mg_per_day: self.drug_mg_per_day.0,
            titration_days: self.titration_days.0,
            intake: Intake::Steady,
        };
        let (alone, held) = (self.cells(day, 1.0), self.cells(day, self.magnet_gain.0));
        let training =
            Treatment::Rehabilitation { start_day: day, stop_day: day + AFTER, intensity: self.training.0 };
        [
            Way { name: "No treatment", given: vec![] },
            Way { name: "Pregabalin, 12 weeks", given: vec![pregabalin] },
            Way { name: "Decom- pression", given: vec![Treatment::Decompression { day }] },
            Way { name: "Nerve block, once", given: vec![Treatment::NerveBlock { day }] },
            Way { name: "Stem cells, once", given: vec![alone] },
            Way { name: "Stem cells with magnet", given: vec![held] },
            Way { name: "Stem cells and training", given: vec![alone, training] },
        ]
    }

    fn cells(&self, day: f64, magnet_gain: f64) -> Treatment {
        Treatment::Msc {
            day,
            dose_million_cells: self.million_cells.0,
            route: Route::Intrathecal,
            magnet_gain,
            viability_percent: self.viability_percent.0,
        }
    }
}

/// Follows a patient on every way; the first is without treatment.
///
/// # Errors
/// When the equations cannot be solved.
pub fn courses(
    model: &Model,
    numbers: &FourPatients<f64>,
    patient: &Patient,
) -> Result<Vec<Course>, SolveError> {
    let looks = looks(patient.day);
    let follow = |way: Way| {
        let story = seen_on(model, &patient.params, &way.given, &looks)?;
        Ok(Course { way, story })
    };
    numbers.ways(patient.day).into_iter().map(follow).collect()
}

/// Even days, the moment before the treatment, and some hours after it, so that a block is seen.
fn looks(day: f64) -> Vec<f64> {
    let even =
        (0..=EVEN_LOOKS).map(|k| day - BEFORE + (BEFORE + AFTER) * f64::from(k) / f64::from(EVEN_LOOKS));
    let hours = [-1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0].map(|hour| day + hour / 24.0);
    let mut looks: Vec<f64> = even.chain(hours).chain([day + JUDGED]).collect();
    looks.sort_by(f64::total_cmp);
    looks.dedup();
    looks
}

impl Course {
    /// Pain so many days after the treatment.
    #[must_use]
    pub fn pain_after(&self, treatment_day: f64, days: f64) -> f64 {
        let at = self.story.days().iter().position(|day| *day >= treatment_day + days);
        at.map_or(f64::NAN, |at| self.story.values("pain")[at])
    }

    /// (months after the treatment, pain).
    #[must_use]
    pub fn points(&self, treatment_day: f64) -> Vec<(f64, f64)> {
        let months = self.story.days().iter().map(|day| (day - treatment_day) / MONTH);
        months.zip(self.story.values("pain").iter().copied()).collect()
    }
}

/// The table of the figure: a row for each way, a column for each patient.
#[must_use]
pub fn figure(told: &[(Patient, Vec<Course>)], frame: Frame) -> Data {
    let row = |(number, way): (usize, Way)| Row {
        head: way.name.to_owned(),
        quantity: Quantity { name: "Pain".to_owned(), unit: "NRS 0 to 10".to_owned() },
        range: Some((0.0, 10.0)),
        cells: told.iter().map(|(patient, courses)| cell(patient, &courses[number], &courses[0])).collect(),
    };
    let head = |(patient, _): &(Patient, Vec<Course>)| Head {
        name: patient.name.to_owned(),
        says: patient.when.to_owned(),
    };
    Data {
        frame,
        across: Quantity { name: "Time since treatment".to_owned(), unit: "months".to_owned() },
        columns: told.iter().map(head).collect(),
        rows: FourPatients::shipped().ways(0.0).into_iter().enumerate().map(row).collect(),
    }
}

fn cell(patient: &Patient, course: &Course, untreated: &Course) -> Cell {
    let curve =
        |name: &str, course: &Course| Curve { name: name.to_owned(), points: course.points(patient.day) };
    let given = &course.way.given;
    let block = given.iter().any(|given| matches!(given, Treatment::NerveBlock { .. }));
    let (after, when) = if block { (JUDGED_BLOCK, "1 h") } else { (JUDGED, "12 wk") };
    let pain = course.pain_after(patient.day, after);
    let drug = given.iter().filter(|given| matches!(given, Treatment::Gabapentinoid { .. }));
    let stop = drug.filter_map(Treatment::last_day).map(|stop| (0.0, (stop - patient.day) / MONTH));
    let mut curves = vec![curve("with treatment", course)];
    if !given.is_empty() {
        curves.push(curve("without treatment", untreated));
    }
    Cell {
        curves,
        shades: stop.collect(),
        marks: if given.is_empty() { vec![] } else { vec![0.0] },
        says: format!("{when}: {pain:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Vec<(Patient, Vec<Course>)> {
        let (model, numbers) = (Model::compile(), FourPatients::shipped());
        let follow = |patient: Patient| (patient, courses(&model, &numbers, &patient).unwrap());
        numbers.patients().into_iter().map(follow).collect()
    }

    /// S2 in numbers. Relief of less than a tenth of a point is none: no patient could tell.
    #[test]
    fn sciatica_responds_to_decompression_and_block_and_below_level_pain_does_not() {
        let told = told();
        let relief = |patient: usize, way: usize, days: f64| {
            let (who, courses) = &told[patient];
            courses[0].pain_after(who.day, days) - courses[way].pain_after(who.day, days)
        };
        let (below, sciatica, both) = (0, 2, 3);
        let (pregabalin, decompression, block, cells, magnet) = (1, 2, 3, 4, 5);
        assert!(relief(below, decompression, 84.0).abs() < 0.1);
        assert!(relief(sciatica, decompression, 28.0) > 2.0);
        assert!(relief(sciatica, block, JUDGED_BLOCK) > 3.0);
        assert!(relief(below, block, JUDGED_BLOCK) < 0.6 * relief(sciatica, block, JUDGED_BLOCK));
        assert!(relief(both, decompression, 84.0) > 0.5);
        assert!(
            told[both].1[decompression].pain_after(told[both].0.day, 84.0) > 4.0,
            "the central part stays"
        );
        assert!(relief(below, pregabalin, 80.0) > 0.8);
        assert!(relief(below, pregabalin, 84.0 + 28.0) < 0.2, "the drug washes out");
        assert!(relief(below, cells, 84.0) > 0.5);
        assert!(relief(below, cells, 84.0 + 28.0) > 0.5 * relief(below, cells, 84.0), "cells do not at once");
        assert!(relief(below, magnet, 84.0) > relief(below, cells, 84.0));
    }

    /// Every patient is in pain before the treatment, and the ways agree until then.
    #[test]
    fn all_ways_of_a_patient_are_one_until_the_treatment() {
        for (patient, courses) in told() {
            let before = |course: &Course| course.pain_after(patient.day, -BEFORE);
            assert!(before(&courses[0]) > 3.0, "{}", patient.name);
            // A step may reach over the day of the treatment: the ways agree to the solver's error, a millionth of ten.
            assert!(courses.iter().all(|course| (before(course) - before(&courses[0])).abs() < 1e-5));
        }
    }
}
