//! Which treatments a study file may give, and the fields of each.
use super::fields::LAST_DAY;
use crate::plan_file::reader::Reader;
use crate::treatment::{Gabapentinoid, Intake, Magnet, Magnetics, Treatment};

/// Reads the fields of one kind.
type Read = fn(&mut Reader<'_, '_>) -> Treatment;

/// Every kind with its fields; a new treatment is a new line here.
const KINDS: &[(&str, Read)] = &[
    ("msc", |r| {
        let pull = pull(r);
        Treatment::Msc {
            day: day(r, "day"),
            dose_million_cells: cells(r),
            route: r.choice("route"),
            magnet_gain: pull.gain,
            viability_percent: pull.alive * r.number("viability_percent", 1.0..=100.0, "percent"),
        }
    }),
    ("schwann", |r| Treatment::Schwann {
        day: day(r, "day"),
        dose_million_cells: cells(r),
        route: r.choice("route"),
        viability_percent: r.number("viability_percent", 1.0..=100.0, "percent"),
    }),
    ("gabapentinoid", |r| {
        let drug: Gabapentinoid = r.choice_or("drug", Gabapentinoid::Pregabalin);
        Treatment::Gabapentinoid {
            drug,
            start_day: day(r, "start_day"),
            stop_day: day(r, "stop_day"),
            dose_mg_per_day: r.number("dose_mg_per_day", 0.0..=drug.most_mg_per_day(), "mg/day"),
            titration_days: r.number("titration_days", 0.0..=365.0, "day"),
            intake: r.choice_or("intake", Intake::Steady),
        }
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
pub(crate) fn treatment(r: &mut Reader<'_, '_>) -> Treatment {
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

/// What a magnet does to the cells.
struct Pull {
    gain: f64,
    alive: f64,
}

/// By the magnet itself, or by its gain directly; no magnet unless the file says so. With a magnet there is no field
/// `magnet_gain`, so that a file cannot give both.
fn pull(r: &mut Reader<'_, '_>) -> Pull {
    if r.holds("magnet") {
        let magnet = r.table("magnet", |r| Magnet {
            field_t: r.number("field_t", 0.0..=20.0, "T"),
            gradient_t_per_m: r.number("gradient_t_per_m", 0.0..=1_000.0, "T/m"),
            hours: r.number("hours", 0.0..=1_000.0, "hour"),
            iron_pg_per_cell: r.number("iron_pg_per_cell", 0.0..=1_000.0, "pg"),
        });
        let numbers = Magnetics::shipped();
        return Pull { gain: magnet.gain(&numbers), alive: magnet.alive(&numbers) };
    }
    Pull { gain: r.number_or("magnet_gain", 1.0, 1.0..=100.0, "times"), alive: 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan_file::notes::Notes;
    use crate::plan_file::reader;

    #[test]
    fn a_treatment_is_written_out_under_the_name_it_is_read_by() {
        for (kind, read) in KINDS {
            let root = toml::de::DeTable::default();
            let treatment = reader::document(&root, &mut Notes::new("t", ""), read);
            assert_eq!(serde_json::to_value(treatment).unwrap()["kind"], *kind);
            assert_eq!(treatment.kind(), *kind);
        }
    }
}
