//! When is a patient rescued, and what is taken then? Who hurts too much in spite of everything may take a gabapentinoid,
//! in the arm of their seat as in any other (ICH E9(R1), section A.3.1: an intercurrent event).
//!
//! ```text
//! dose(t) = min(own(t) + rescue(t), max(own(t), 600 mg/d))
//! ```
//!
//! The rescue dose is *added* to what is taken already, the drug of the arm included: nobody who prescribes it knows what
//! is in a blinded capsule. The sum stays within the highest labelled dose, so who takes that much already gains nothing.
//! Tablets (`intake = "twice_daily"`) are added to as well and do not count for the limit.

use super::plan::Rescue;
use crate::treatment::{Action, Event, Gabapentinoid, Intake, Treatment, schedule};

/// Highest labelled dose of pregabalin in spinal cord injury [mg/d] (lyrica2012).
const HIGHEST_LABELLED_MG_PER_DAY: f64 = 600.0;

/// What is known of the rescue of a patient on some way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rescuing<'a> {
    /// There is none.
    Never,
    /// Pain and chance decide, by these rules.
    Open(&'a Rescue),
    /// It was taken from this day of the trial on.
    Since(u32),
}

/// Events of a patient who takes the rescue drug from a day on. `own` are those without it, `own_mg_per_day` the rate
/// before the first of them [mg/d]; all days are in the patient's clock and in order.
#[must_use]
pub fn with_rescue(rescue: &Rescue, from: f64, to: f64, own: Vec<Event>, own_mg_per_day: f64) -> Vec<Event> {
    let taken = Treatment::Gabapentinoid {
        drug: Gabapentinoid::Pregabalin,
        start_day: from,
        stop_day: to,
        dose_mg_per_day: rescue.dose_mg_per_day,
        titration_days: rescue.titration_days,
        intake: Intake::Steady,
    };
    let of = |whose: usize| move |event: Event| (whose, event);
    let added = schedule(&[taken], 0.0).into_iter().map(of(1));
    let mut all: Vec<(usize, Event)> = own.into_iter().map(of(0)).chain(added).collect();
    all.sort_by(|(_, a), (_, b)| a.day.total_cmp(&b.day));
    let mut rates = [own_mg_per_day, 0.0];
    let together = |(whose, event): (usize, Event)| {
        let Action::DrugRate { dose_mg_per_day } = event.action else { return event };
        rates[whose] = dose_mg_per_day;
        let [own, added] = rates;
        let dose_mg_per_day = (own + added).min(own.max(HIGHEST_LABELLED_MG_PER_DAY));
        Event { action: Action::DrugRate { dose_mg_per_day }, ..event }
    };
    all.into_iter().map(together).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 300 mg a day after two weeks at the starting dose of 150, from day 70 to day 182.
    const RESCUE: Rescue = Rescue {
        from_nrs: 6.0,
        from_day: 28,
        takes_percent: 50.0,
        dose_mg_per_day: 300.0,
        titration_days: 14.0,
    };

    fn rates(own: Vec<Event>, own_mg_per_day: f64) -> Vec<(f64, f64)> {
        let events = with_rescue(&RESCUE, 70.0, 182.0, own, own_mg_per_day);
        let rate = |event: Event| match event.action {
            Action::DrugRate { dose_mg_per_day } => (event.day, dose_mg_per_day),
            other => panic!("{other:?} is no rate"),
        };
        events.into_iter().map(rate).collect()
    }

    #[test]
    fn the_dose_is_titrated_and_added_to_the_usual_one() {
        assert_eq!(rates(Vec::new(), 0.0), [(70.0, 150.0), (84.0, 300.0), (182.0, 0.0)]);
        assert_eq!(rates(Vec::new(), 200.0), [(70.0, 350.0), (84.0, 500.0), (182.0, 200.0)]);
    }

    #[test]
    fn the_sum_stays_within_the_label_and_takes_nothing_away() {
        assert_eq!(rates(Vec::new(), 500.0), [(70.0, 600.0), (84.0, 600.0), (182.0, 500.0)]);
        assert_eq!(rates(Vec::new(), 900.0), [(70.0, 900.0), (84.0, 900.0), (182.0, 900.0)]);
    }

    /// The drug of the arm ends on day 77 and leaves the rescue dose alone.
    #[test]
    fn what_the_arm_gives_may_change_on_the_way() {
        let rate = |day, dose_mg_per_day| Event { day, action: Action::DrugRate { dose_mg_per_day } };
        let found = rates(vec![rate(0.0, 400.0), rate(77.0, 0.0)], 100.0);
        assert_eq!(found, [(0.0, 400.0), (70.0, 550.0), (77.0, 150.0), (84.0, 300.0), (182.0, 0.0)]);
    }
}
