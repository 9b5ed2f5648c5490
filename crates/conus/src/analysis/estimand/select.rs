//! Which observed values does an estimand use, and which stand for an event?
//!
//! | strategy | values after the event |
//! |---|---|
//! | treatment policy | stay, where they were observed |
//! | hypothetical | become missing: they belong to another world, and what would have been is left to a model |
//! | composite | become the value of the event |
//! | while on treatment | become the last value before it, or that at baseline |
//! | principal stratum | leave with their person, who is not known to be in the stratum otherwise either |
//!
//! An event on the day of a visit comes after its value, where there is one.

use super::super::contrast::named;
use super::super::frame::{Frame, Person};
use super::fate::{Event, Fate};
use super::{Estimand, EstimandError};
use serde::{Deserialize, Serialize};

/// A frame as an estimand sees it, and what was done to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// Scores by person and visit.
    pub frame: Frame,
    /// What was done.
    pub done: Done,
}

/// What an estimand did to a frame.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Observed values after an event with the hypothetical strategy: missing now.
    pub set_aside: usize,
    /// Values that stand for an event, observed or not before.
    pub assigned: usize,
    /// Values carried from before an event, in place of an observed one or of none.
    pub carried: usize,
    /// People who had an event that puts them out of the stratum.
    pub left_out: usize,
    /// Values that count whatever happened, were not observed, and come after an event.
    pub unobserved: usize,
}

impl Done {
    /// What has to be said beside a result.
    #[must_use]
    pub fn caveat(&self) -> Option<String> {
        let people = self.left_out;
        (people > 0).then(|| {
            format!(
                "{people} people are left out who had an event in their own arm. Who would have had it in the other arm \
                 is not known, so the arms no longer differ by treatment alone; only a simulation knows the stratum."
            )
        })
    }
}

impl Estimand {
    /// The values that an analysis of this estimand may use. They stay scores: change and response are made of them
    /// by the analysis.
    ///
    /// # Errors
    /// An estimand that means nothing, or a frame that it cannot be asked of.
    pub fn select(&self, frame: &Frame) -> Result<Selected, EstimandError> {
        self.check()?;
        let visit = self.visit_of(frame)?;
        let mut done = Done::default();
        let mut people = Vec::with_capacity(frame.people.len());
        for person in &frame.people {
            if self.out_of_stratum(before(frame, person, visit)?.into_iter())? {
                done.left_out += 1;
            } else {
                people.push(self.seen(frame, person, &mut done)?);
            }
        }
        Ok(Selected { frame: Frame { people, ..frame.clone() }, done })
    }

    /// The place of the analysed visit in a frame that the estimand can be asked of.
    fn visit_of(&self, frame: &Frame) -> Result<usize, EstimandError> {
        if frame.parameter != self.variable.parameter {
            let (estimand, data) = (self.variable.parameter.clone(), frame.parameter.clone());
            return Err(EstimandError::OtherParameter { estimand, data });
        }
        let arms: Vec<&str> = frame.arms.iter().map(String::as_str).collect();
        for arm in [&self.condition.treated, &self.condition.control] {
            let unknown = |_| EstimandError::UnknownArm { arm: arm.clone(), known: frame.arms.clone() };
            named(&arms, arm).map_err(unknown)?;
        }
        self.visit_among(frame.visits.iter().map(|visit| visit.label.as_str()))
    }

    /// The values of a person that count.
    fn seen(&self, frame: &Frame, person: &Person, done: &mut Done) -> Result<Person, EstimandError> {
        let mut seen = person.clone();
        let mut last = (person.baseline, None);
        for visit in 0..frame.visits.len() {
            let observed = (person.values[visit], person.days[visit]);
            let events = before(frame, person, visit)?;
            let happened = !events.is_empty();
            let counts = match self.fate(events.into_iter())? {
                Fate::Kept => {
                    done.unobserved += usize::from(happened && observed.0.is_none());
                    last = if observed.0.is_some() { observed } else { last };
                    observed
                }
                Fate::Unknown => {
                    done.set_aside += usize::from(observed.0.is_some());
                    (None, None)
                }
                Fate::Assigned(value) => {
                    let score = self.score_for(value, person.baseline);
                    done.assigned += usize::from(score.is_some());
                    (score, None)
                }
                Fate::LastKept => {
                    done.carried += usize::from(last.0.is_some());
                    last
                }
            };
            (seen.values[visit], seen.days[visit]) = counts;
        }
        Ok(seen)
    }
}

/// The events of a person that came before the value of a visit, or before the visit where there is no value.
fn before<'p>(frame: &Frame, person: &'p Person, visit: usize) -> Result<Vec<Event<'p>>, EstimandError> {
    if person.events.is_empty() {
        return Ok(Vec::new());
    }
    let label = || frame.visits[visit].label.clone();
    let day = person.days[visit].or(frame.visits[visit].day);
    let day = day.ok_or_else(|| EstimandError::NoDay { visit: label(), person: person.id.clone() })?;
    let answered = person.values[visit].is_some();
    let came = person.events.iter().filter(|event| event.day < day || (!answered && event.day <= day));
    Ok(came.map(|event| Event { category: &event.category, reason: &event.reason, day: event.day }).collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{all, estimand};
    use super::super::{CompositeValue, Measure, Strategy};
    use super::*;
    use crate::analysis::frame::{FrameVisit, Happened};
    use Strategy::{Composite, Hypothetical, PrincipalStratum, TreatmentPolicy, WhileOnTreatment};

    const STOPS: &str = "DISCONTINUATION";
    const LEAVES: &str = "STUDY WITHDRAWAL";

    fn person(id: &str, arm: usize, values: [Option<f64>; 3], events: &[(&str, f64)]) -> Person {
        let event = |(category, day): &(&str, f64)| Happened {
            category: (*category).to_owned(),
            day: *day,
            reason: "ADVERSE EVENT".to_owned(),
        };
        let days = [31.0, 92.0, 183.0];
        Person {
            id: id.to_owned(),
            arm,
            baseline: Some(8.0),
            values: values.to_vec(),
            days: values.iter().zip(days).map(|(value, day)| value.map(|_| day)).collect(),
            covariates: Vec::new(),
            weight: 1.0,
            events: events.iter().map(event).collect(),
        }
    }

    /// Anna is quiet; Ben stops a drug on day 60 and stays; Cid missed the first visit and leaves on day 100; Dora stops
    /// after the first visit and leaves after the second.
    fn frame() -> Frame {
        let visit =
            |label: &str, day: f64| FrameVisit { label: label.into(), number: day - 1.0, day: Some(day) };
        Frame {
            parameter: "NRSMEAN".into(),
            label: "Mean pain".into(),
            synthetic: true,
            arms: vec!["Usual care".into(), "Cells".into()],
            visits: vec![visit("Month 1", 31.0), visit("Month 3", 92.0), visit("Month 6", 183.0)],
            covariates: Vec::new(),
            people: vec![
                person("Anna", 1, [Some(6.0), None, Some(4.0)], &[]),
                person("Ben", 1, [Some(5.0), Some(6.0), Some(7.0)], &[(STOPS, 60.0)]),
                person("Cid", 0, [None, Some(3.0), None], &[(LEAVES, 100.0)]),
                person("Dora", 0, [Some(2.0), Some(1.0), None], &[(STOPS, 40.0), (LEAVES, 93.0)]),
            ],
        }
    }

    fn seen(estimand: &Estimand) -> (Vec<Vec<Option<f64>>>, Done) {
        let selected = estimand.select(&frame()).unwrap();
        (selected.frame.people.into_iter().map(|person| person.values).collect(), selected.done)
    }

    fn of(strategy: Strategy) -> (Vec<Vec<Option<f64>>>, Done) {
        seen(&all(Measure::Score, strategy))
    }

    const ANNA: [Option<f64>; 3] = [Some(6.0), None, Some(4.0)];

    #[test]
    fn treatment_policy_takes_what_was_observed_and_counts_what_was_not() {
        let (values, done) = of(TreatmentPolicy);
        let untouched: Vec<_> = frame().people.into_iter().map(|person| person.values).collect();
        assert_eq!(values, untouched);
        // Cid and Dora at month 6; Anna's gap comes after no event.
        assert_eq!(done, Done { unobserved: 2, ..Done::default() });
    }

    #[test]
    fn hypothetical_sets_aside_what_was_observed_after_the_event() {
        let (values, done) = of(Hypothetical);
        let ben = [Some(5.0), None, None];
        assert_eq!(values, [ANNA, ben, [None, Some(3.0), None], [Some(2.0), None, None]]);
        assert_eq!(done, Done { set_aside: 3, ..Done::default() });
        let selected = all(Measure::Score, Hypothetical).select(&frame()).unwrap();
        assert_eq!(selected.frame.people[1].days, [Some(31.0), None, None], "no value has no day");
    }

    #[test]
    fn composite_gives_the_value_of_the_event_whether_observed_or_not() {
        let worst = Some(10.0);
        let (values, done) = of(Composite(CompositeValue::Worst));
        let ben = [Some(5.0), worst, worst];
        assert_eq!(values, [ANNA, ben, [None, Some(3.0), worst], [Some(2.0), worst, worst]]);
        assert_eq!(done, Done { assigned: 5, ..Done::default() });
        let (values, _) = of(Composite(CompositeValue::Baseline));
        assert_eq!(values[2], [None, Some(3.0), Some(8.0)]);
        let response = all(Measure::Response(30.0), Composite(CompositeValue::NonResponse));
        assert_eq!(seen(&response).0[1], [Some(5.0), Some(8.0), Some(8.0)], "8 of 8 is no response");
    }

    #[test]
    fn while_on_treatment_carries_the_last_value_before_the_event_or_the_baseline() {
        let (values, done) = of(WhileOnTreatment);
        let five = Some(5.0);
        assert_eq!(values, [ANNA, [five; 3], [None, Some(3.0), Some(3.0)], [Some(2.0); 3]]);
        assert_eq!(done, Done { carried: 5, ..Done::default() });
        let mut early = frame();
        early.people[1].events[0].day = 2.0;
        let selected = all(Measure::Score, WhileOnTreatment).select(&early).unwrap();
        assert_eq!(selected.frame.people[1].values, [Some(8.0); 3]);
    }

    #[test]
    fn a_principal_stratum_leaves_out_who_had_the_event_and_says_what_that_is_not() {
        let estimand = estimand(Measure::Score, &[(STOPS, PrincipalStratum), (LEAVES, TreatmentPolicy)]);
        let selected = estimand.select(&frame()).unwrap();
        let names: Vec<&str> = selected.frame.people.iter().map(|person| person.id.as_str()).collect();
        assert_eq!(names, ["Anna", "Cid"]);
        assert_eq!(selected.done, Done { left_out: 2, unobserved: 1, ..Done::default() });
        assert!(selected.done.caveat().unwrap().starts_with("2 people are left out"));
        assert_eq!(of(TreatmentPolicy).1.caveat(), None);
    }

    #[test]
    fn the_earliest_event_that_changes_anything_decides_about_what_comes_after() {
        let rules = |stop, leave| estimand(Measure::Score, &[(STOPS, stop), (LEAVES, leave)]);
        let worst = Composite(CompositeValue::Worst);
        // Dora stops on day 40, is seen on day 92 and leaves on day 93.
        assert_eq!(seen(&rules(TreatmentPolicy, worst)).0[3], [Some(2.0), Some(1.0), Some(10.0)]);
        assert_eq!(seen(&rules(Hypothetical, worst)).0[3], [Some(2.0), None, None]);
        assert_eq!(seen(&rules(WhileOnTreatment, worst)).0[3], [Some(2.0), Some(2.0), Some(2.0)]);
    }

    /// Seen on the day of the event, or not seen at a visit on that day.
    #[test]
    fn an_event_on_the_day_of_a_visit_comes_after_its_value_where_there_is_one() {
        let worst = all(Measure::Score, Composite(CompositeValue::Worst));
        let mut tie = frame();
        tie.people[1].events[0].day = 92.0;
        tie.people[2].events[0].day = 183.0;
        let people = worst.select(&tie).unwrap().frame.people;
        assert_eq!(people[1].values, [Some(5.0), Some(6.0), Some(10.0)]);
        assert_eq!(people[2].values, [None, Some(3.0), Some(10.0)]);
    }

    #[test]
    fn a_frame_that_does_not_fit_is_refused_by_name() {
        use EstimandError as E;
        let good = all(Measure::Score, Hypothetical);
        let ask = |change: &dyn Fn(&mut Estimand, &mut Frame)| {
            let (mut estimand, mut frame) = (good.clone(), frame());
            change(&mut estimand, &mut frame);
            estimand.select(&frame).unwrap_err()
        };
        assert!(matches!(ask(&|_, f| f.parameter = "NRSWORST".into()), E::OtherParameter { .. }));
        assert!(matches!(ask(&|e, _| e.condition.control = "Sham".into()), E::UnknownArm { .. }));
        assert!(matches!(ask(&|e, _| e.variable.visit = "Month 2".into()), E::UnknownVisit { .. }));
        assert!(matches!(ask(&|e, _| e.events[0].event = STOPS.into()), E::NoStrategy { .. }));
        assert!(matches!(ask(&|e, _| e.variable.measure = Measure::Response(30.0)), E::MeansOfResponse));
        let undated = ask(&|_, f| {
            f.visits[2].day = None;
            f.people[2].days[2] = None;
        });
        assert_eq!(undated, E::NoDay { visit: "Month 6".into(), person: "Cid".into() });
    }
}
