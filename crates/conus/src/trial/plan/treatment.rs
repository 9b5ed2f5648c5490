//! Which treatments a study file may give, and the fields of each.
use super::fields::{HIGHEST_DOSE_MG_PER_DAY, LAST_DAY};
use crate::plan_file::reader::Reader;
use crate::treatment::{Intake, Treatment};

/// Reads the fields of one kind.
type Read = fn(&mut Reader<'_, '_>) -> Treatment;

/// Every kind with its fields; a new treatment is a new line here.
const KINDS: &[(&str, Read)] = &[
    ("msc", |r| Treatment::Msc {
        day: day(r, "day"),
        dose_million_cells: cells(r),
        route: r.choice("route"),
        magnet_gain: magnet(r),
        viability_percent: r.number("viability_percent", 1.0..=100.0, "percent"),
    }),
    ("schwann", |r| Treatment::Schwann {
        day: day(r, "day"),
        dose_million_cells: cells(r),
        route: r.choice("route"),
        viability_percent: r.number("viability_percent", 1.0..=100.0, "percent"),
    }),
    ("gabapentinoid", |r| Treatment::Gabapentinoid {
        start_day: day(r, "start_day"),
        stop_day: day(r, "stop_day"),
        dose_mg_per_day: r.number("dose_mg_per_day", 0.0..=HIGHEST_DOSE_MG_PER_DAY, "mg/day"),
        titration_days: r.number("titration_days", 0.0..=365.0, "day"),
        intake: r.choice_or("intake", Intake::Steady),
    }),
    ("rehabilitation", |r| Treatment::Rehabilitation {
        start_day: day(r, "start_day"),
        stop_day: day(r, "stop_day"),
        intensity: r.number("intensity", 0.0..=1.0, "fraction"),
    }),
    ("decompression", |r| Treatment::Decompression { day: day(r, "day") }),
    ("nerve_block", |r| Treatment::NerveBlock { day: day(r, "day") }),
    ("anti_tnf", |r| Treatment::AntiTnf { start_day: day(r, "start_day"), stop_day: day(r, "stop_day") }),
    ("glial_inhibitor", |r| Treatment::GlialInhibitor {
        start_day: day(r, "start_day"),
        stop_day: day(r, "stop_day"),
    }),
];

/// One treatment; when its kind is unknown, its other fields cannot be judged.
pub(super) fn treatment(r: &mut Reader<'_, '_>) -> Treatment {
    let named: Vec<(String, Read)> = KINDS.iter().map(|(name, read)| ((*name).to_owned(), *read)).collect();
    match r.one_of("kind", &named) {
        Some(read) => read(r),
        None => {
            r.any_key();
            Treatment::Decompression { day: 0.0 }
        }
    }
}

fn day(r: &mut Reader<'_, '_>, key: &'static str) -> f64 {
    r.number(key, 0.0..=f64::from(LAST_DAY), "day after baseline")
}

/// From a thousand cells to a hundred billion: every published human dose lies inside.
fn cells(r: &mut Reader<'_, '_>) -> f64 {
    r.number("dose_million_cells", 0.001..=100_000.0, "million cells")
}

/// No magnet unless the file says so.
fn magnet(r: &mut Reader<'_, '_>) -> f64 {
    r.number_or("magnet_gain", 1.0, 1.0..=100.0, "times")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::plan::notes::Notes;
    use crate::trial::plan::reader;

    #[test]
    fn a_treatment_is_written_out_under_the_name_it_is_read_by() {
        for (kind, read) in KINDS {
            let root = toml::de::DeTable::default();
            let treatment = reader::document(&root, &mut Notes::new("t", ""), read);
            assert_eq!(serde_json::to_value(treatment).unwrap()["kind"], *kind);
        }
    }
}
