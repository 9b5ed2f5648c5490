//! How many times more cells does a magnet retain, and what does the iron cost them (S3.6)?
//!
//! ```text
//! force = iron gradient field/(field + field_half)
//! gain  = 1 + (most - 1) force/(force + force_half) (1 - exp(-hours/exposure))
//! alive = 1 - cost iron²/(iron² + iron_half²)
//! ```
//!
//! The pull on a cell goes with its iron, the gradient and how far the field has magnetised the particles, which saturates
//! (vanecek2012 model it so); that the gain saturates too, and all numbers, are assumed (`data/magnet.toml`).

use crate::biology::named_numbers;
use crate::biology::parameters::entries;
use conus_num::elementary::exp;
use conus_num::{Num, Real};

named_numbers! {
    /// Numbers of the magnet; documented in `data/magnet.toml`.
    #[expect(missing_docs, reason = "each field is documented by its entry in data/magnet.toml")]
    Magnetics {
        field_half,
        force_half,
        most_gain,
        exposure_hours,
        iron_half,
        iron_cost,
    }
}

/// A magnet and what the cells were loaded with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Magnet {
    /// Field at the lesion \[T\].
    pub field_t: f64,
    /// Its gradient there \[T/m\].
    pub gradient_t_per_m: f64,
    /// How long the patient lies in it \[h\].
    pub hours: f64,
    /// Iron in each cell \[pg\].
    pub iron_pg_per_cell: f64,
}

impl Magnetics<f64> {
    /// The numbers that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        let text = include_str!("../../../../data/magnet.toml");
        let found = entries(Self::NAMES, &[("magnet.toml", text)]).expect("a test reads the shipped file");
        let values: Vec<f64> = found.iter().map(|entry| entry.value).collect();
        Self::from_array(values.as_slice().try_into().expect("there is one entry for each name"))
    }
}

impl Magnet {
    /// How many times more cells are retained; 1 without field, gradient, iron or time.
    #[must_use]
    pub fn gain(&self, m: &Magnetics<f64>) -> f64 {
        let magnetised = self.field_t / (self.field_t + m.field_half.0);
        let force = self.iron_pg_per_cell * self.gradient_t_per_m * magnetised;
        let held = force / (force + m.force_half.0);
        1.0 + (m.most_gain.0 - 1.0) * held * (1.0 - exp(-self.hours / m.exposure_hours.0))
    }

    /// Share of the cells that survive the loading.
    #[must_use]
    pub fn alive(&self, m: &Magnetics<f64>) -> f64 {
        let square = |value: f64| value * value;
        let iron = square(self.iron_pg_per_cell);
        1.0 - m.iron_cost.0 * iron / (iron + square(m.iron_half.0))
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "without a pull the gain is exactly 1")]
mod tests {
    use super::*;

    const USUAL: Magnet =
        Magnet { field_t: 0.5, gradient_t_per_m: 10.0, hours: 24.0, iron_pg_per_cell: 15.0 };

    fn gain(magnet: Magnet) -> f64 {
        magnet.gain(&Magnetics::shipped())
    }

    #[test]
    fn without_field_gradient_iron_or_time_nothing_is_gained() {
        for nothing in [
            Magnet { field_t: 0.0, ..USUAL },
            Magnet { gradient_t_per_m: 0.0, ..USUAL },
            Magnet { hours: 0.0, ..USUAL },
            Magnet { iron_pg_per_cell: 0.0, ..USUAL },
        ] {
            assert_eq!(gain(nothing), 1.0);
        }
    }

    #[test]
    fn the_gain_rises_with_each_and_never_above_the_most() {
        for more in [
            Magnet { field_t: 1.0, ..USUAL },
            Magnet { gradient_t_per_m: 20.0, ..USUAL },
            Magnet { hours: 48.0, ..USUAL },
            Magnet { iron_pg_per_cell: 30.0, ..USUAL },
        ] {
            assert!(gain(more) > gain(USUAL));
        }
        let huge = Magnet { field_t: 1e3, gradient_t_per_m: 1e6, hours: 1e3, iron_pg_per_cell: 1e3 };
        assert!(gain(huge) <= Magnetics::shipped().most_gain.0);
    }

    /// Beyond some loading the cells that die outweigh those that are retained.
    #[test]
    fn more_iron_is_not_always_better() {
        let m = Magnetics::shipped();
        let retained = |iron_pg_per_cell: f64| {
            let magnet = Magnet { iron_pg_per_cell, gradient_t_per_m: 100.0, ..USUAL };
            magnet.gain(&m) * magnet.alive(&m)
        };
        assert!(retained(15.0) > retained(1.0) && retained(15.0) > retained(300.0));
    }
}
