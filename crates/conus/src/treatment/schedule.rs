//! When does what happen? Treatments become events in order; an event acts on state and inputs, and on nothing else.

use super::regimen::{Intake, Route, Treatment};
use crate::biology::cells::homing_rates;
use crate::biology::parameters::Params;
use crate::biology::{Inputs, State};
use conus_num::{Num, Real};
use serde::{Deserialize, Serialize};

/// Starting dose of a titrated gabapentinoid [mg/d] (LYRICA label: 150 mg/d for the first week).
const STARTING_DOSE_MG_PER_DAY: f64 = 150.0;
/// Share of an intravenous dose that gets past the lungs: half of the intrathecal share (assumed).
const INTRAVENOUS_SHARE: f64 = 0.5;
/// Taking half the daily dose every half day.
const DOSES_A_DAY: f64 = 2.0;

/// Something that happens at an exact time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When \[day\].
    pub day: f64,
    /// What.
    pub action: Action,
}

/// What an event does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Living stem cells reach the cerebrospinal fluid [10^6 cells], a magnet holding `gain` times their share.
    StemCellsToFluid {
        /// Living cells [10^6 cells].
        million_cells: f64,
        /// Gain of retention, 1 = no magnet.
        magnet_gain: f64,
    },
    /// Living stem cells are put into the lesion [10^6 cells].
    StemCellsToLesion {
        /// Living cells [10^6 cells].
        million_cells: f64,
    },
    /// Living Schwann cells are put at the lesion [10^6 cells].
    SchwannCells {
        /// Living cells [10^6 cells].
        million_cells: f64,
    },
    /// A tablet is swallowed \[mg\].
    Tablet {
        /// Dose \[mg\].
        dose_mg: f64,
    },
    /// A drug is taken at a steady rate from now on [mg/d].
    DrugRate {
        /// Rate [mg/d].
        dose_mg_per_day: f64,
    },
    /// Training of this intensity from now on.
    Training {
        /// Share of the full programme.
        intensity: f64,
    },
    /// This share of TNF is neutralised from now on.
    TnfBlock {
        /// Share, 0 to 1.
        share: f64,
    },
    /// This share of glial output is blocked from now on.
    GlialBlock {
        /// Share, 0 to 1.
        share: f64,
    },
    /// The root is decompressed.
    Decompression,
    /// Local anaesthetic is injected.
    NerveBlock,
}

/// All events of some treatments, in order of time; `shift_day` moves their clock onto the patient's.
#[must_use]
pub fn schedule(treatments: &[Treatment], shift_day: f64) -> Vec<Event> {
    let mut events: Vec<Event> = treatments.iter().flat_map(events).collect();
    for event in &mut events {
        event.day += shift_day;
    }
    events.sort_by(|a, b| a.day.total_cmp(&b.day));
    events
}

fn events(treatment: &Treatment) -> Vec<Event> {
    let at = |day, action| Event { day, action };
    let share = |percent: f64| percent / 100.0;
    match *treatment {
        Treatment::Msc { day, dose_million_cells, route, magnet_gain, viability_percent } => {
            vec![at(day, stem_cells(dose_million_cells * share(viability_percent), magnet_gain, route))]
        }
        Treatment::Schwann { day, dose_million_cells, viability_percent, .. } => {
            vec![at(
                day,
                Action::SchwannCells { million_cells: dose_million_cells * share(viability_percent) },
            )]
        }
        Treatment::Gabapentinoid { drug, start_day, stop_day, dose_mg_per_day, titration_days, intake } => {
            let pregabalin = drug.as_pregabalin(dose_mg_per_day);
            gabapentinoid(start_day, stop_day, pregabalin, titration_days, intake)
        }
        Treatment::Rehabilitation { start_day, stop_day, intensity } => vec![
            at(start_day, Action::Training { intensity }),
            at(stop_day, Action::Training { intensity: 0.0 }),
        ],
        Treatment::Decompression { day } => vec![at(day, Action::Decompression)],
        Treatment::NerveBlock { day } => vec![at(day, Action::NerveBlock)],
        Treatment::AntiTnf { start_day, stop_day } => vec![
            at(start_day, Action::TnfBlock { share: 1.0 }),
            at(stop_day, Action::TnfBlock { share: 0.0 }),
        ],
        Treatment::GlialInhibitor { start_day, stop_day } => vec![
            at(start_day, Action::GlialBlock { share: 1.0 }),
            at(stop_day, Action::GlialBlock { share: 0.0 }),
        ],
    }
}

fn stem_cells(million_cells: f64, magnet_gain: f64, route: Route) -> Action {
    match route {
        Route::Intrathecal => Action::StemCellsToFluid { million_cells, magnet_gain },
        Route::Intralesional => Action::StemCellsToLesion { million_cells },
        Route::Intravenous => {
            Action::StemCellsToFluid { million_cells: INTRAVENOUS_SHARE * million_cells, magnet_gain }
        }
    }
}

fn gabapentinoid(from_day: f64, to_day: f64, target: f64, titration_days: f64, intake: Intake) -> Vec<Event> {
    let dose_on = |day: f64| {
        if day < from_day + titration_days { target.min(STARTING_DOSE_MG_PER_DAY) } else { target }
    };
    match intake {
        Intake::Steady => {
            let mut days = vec![from_day];
            if titration_days > 0.0 && from_day + titration_days < to_day {
                days.push(from_day + titration_days);
            }
            let rate = |day, dose_mg_per_day| Event { day, action: Action::DrugRate { dose_mg_per_day } };
            let mut events: Vec<Event> = days.into_iter().map(|day| rate(day, dose_on(day))).collect();
            events.push(rate(to_day, 0.0));
            events
        }
        Intake::TwiceDaily => {
            let days =
                (0_u32..).map(|k| from_day + f64::from(k) / DOSES_A_DAY).take_while(|day| *day < to_day);
            days.map(|day| Event { day, action: Action::Tablet { dose_mg: dose_on(day) / DOSES_A_DAY } })
                .collect()
        }
    }
}

/// Lets an event act.
pub fn act(action: &Action, y: &mut State<f64>, u: &mut Inputs<f64>, p: &Params<f64>) {
    match *action {
        Action::StemCellsToFluid { million_cells, magnet_gain } if is_magnet(magnet_gain) => {
            inject(y, p, million_cells, magnet_gain);
        }
        _ => jump(action, y, u, p),
    }
}

/// Whether this gain comes from a magnet.
#[must_use]
pub fn is_magnet(magnet_gain: f64) -> bool {
    magnet_gain.to_bits() != 1.0_f64.to_bits()
}

/// Lets an event act where no magnet is at work, on any number, so that a formula of it can be had.
pub fn jump<R: Real>(action: &Action, y: &mut State<R>, u: &mut Inputs<R>, p: &Params<R>) {
    match *action {
        Action::StemCellsToFluid { million_cells, .. } => y.msc_csf = y.msc_csf + million_cells,
        Action::StemCellsToLesion { million_cells } => {
            y.msc_lesion = y.msc_lesion + million_cells * p.mechanism_homing;
        }
        Action::SchwannCells { million_cells } => y.schwann = y.schwann + million_cells * p.mechanism_homing,
        Action::Tablet { dose_mg } => y.drug_gut = y.drug_gut + dose_mg,
        Action::DrugRate { dose_mg_per_day } => u.drug_rate = Num::lit(dose_mg_per_day),
        Action::Training { intensity } => u.training = Num::lit(intensity),
        Action::TnfBlock { share } => u.tnf_block = Num::lit(share),
        Action::GlialBlock { share } => u.glial_block = Num::lit(share),
        Action::Decompression => y.root_compression = p.root_left * y.root_compression,
        Action::NerveBlock => y.anaesthetic = y.anaesthetic + 1.0,
    }
}

/// Cells into the fluid. A magnet holds at once some of those that would have been cleared; lesion and meninges share
/// them as they share the others, so that the long-lived pool gains too.
///
/// held = (f - f0)/(1 - f0),  f = f0 g/(1 + f0 (g - 1)),  f0 = share that homes without a magnet
fn inject(y: &mut State<f64>, p: &Params<f64>, million_cells: f64, magnet_gain: f64) {
    let homing = homing_rates(y, p);
    let homes = homing.lesion.0 + homing.meninges.0;
    let share = homes / (homes + p.msc_clearance.0);
    let with_magnet = share * magnet_gain / (1.0 + share * (magnet_gain - 1.0));
    let held = (with_magnet - share) / (1.0 - share) * million_cells;
    y.msc_csf = y.msc_csf + (million_cells - held);
    if homes > 0.0 {
        y.msc_lesion = y.msc_lesion + held * homing.lesion.0 / homes;
        y.msc_meninges = y.msc_meninges + held * homing.meninges.0 / homes;
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "doses are whole numbers of cells and milligrams")]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;
    use crate::treatment::Gabapentinoid;

    fn injected(magnet_gain: f64) -> State<f64> {
        let p = Parameters::shipped().typical();
        let (mut y, mut u) = (State::healthy(), Inputs::none());
        act(&Action::StemCellsToFluid { million_cells: 10.0, magnet_gain }, &mut y, &mut u, &p);
        y
    }

    /// S3.6: a magnet moves cells to the tissue and makes none.
    #[test]
    fn a_magnet_moves_cells_and_makes_none() {
        let (plain, guided) = (injected(1.0), injected(10.0));
        assert_eq!(plain.msc_csf.0, 10.0);
        assert!(guided.msc_lesion.0 > 1.0);
        let all = guided.msc_csf.0 + guided.msc_lesion.0 + guided.msc_meninges.0;
        assert!((all - 10.0).abs() < 1e-12, "{all}");
    }

    /// A titrated course starts at 150 mg a day, reaches its target after a week and stops.
    #[test]
    fn a_titrated_course_rises_once_and_stops() {
        let course = Treatment::Gabapentinoid {
            drug: Gabapentinoid::Pregabalin,
            start_day: 0.0,
            stop_day: 84.0,
            dose_mg_per_day: 450.0,
            titration_days: 7.0,
            intake: Intake::Steady,
        };
        let events = schedule(&[course], 180.0);
        let rates: Vec<_> = events.iter().map(|event| (event.day, event.action)).collect();
        let rate = |dose_mg_per_day| Action::DrugRate { dose_mg_per_day };
        assert_eq!(rates, [(180.0, rate(150.0)), (187.0, rate(450.0)), (264.0, rate(0.0))]);
    }

    /// Twice daily gives the same amount as the steady rate.
    #[test]
    fn two_tablets_a_day_add_up_to_the_daily_dose() {
        let course = Treatment::Gabapentinoid {
            drug: Gabapentinoid::Pregabalin,
            start_day: 0.0,
            stop_day: 10.0,
            dose_mg_per_day: 300.0,
            titration_days: 0.0,
            intake: Intake::TwiceDaily,
        };
        let taken: f64 = schedule(&[course], 0.0)
            .iter()
            .map(|event| if let Action::Tablet { dose_mg } = event.action { dose_mg } else { 0.0 })
            .sum();
        assert_eq!(taken, 3000.0);
    }
}
