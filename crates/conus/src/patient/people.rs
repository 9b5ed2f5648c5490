//! Which numbers say who gets hurt? They stand in `data/people.toml`.

use crate::biology::named_numbers;
use crate::biology::parameters::entries;
use conus_num::{Num, Real};

named_numbers! {
    /// Numbers about people that no equation reads; documented in `data/people.toml`.
    #[expect(missing_docs, reason = "each field is documented by its entry in data/people.toml")]
    People {
        severity_a_min,
        severity_a_max,
        severity_b_min,
        severity_c_min,
        severity_d_min,
        kcc2_clock_log_sd,
        root_share_lumbosacral,
        root_compression_min,
        root_compression_max,
        sciatica_compression_min,
        sciatica_compression_max,
        gabapentinoid_lead,
        acute_cervical_step,
    }
}

impl People<f64> {
    /// The numbers that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    pub fn shipped() -> Self {
        let text = include_str!("../../../../data/people.toml");
        let found = entries(Self::NAMES, &[("people.toml", text)]).expect("a test reads the shipped file");
        let values: Vec<f64> = found.iter().map(|entry| entry.value).collect();
        Self::from_array(values.as_slice().try_into().expect("there is one entry for each name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grades do not overlap: a worse grade is a more severe injury.
    #[test]
    fn severity_rises_with_the_grade() {
        let p = People::shipped();
        let bounds =
            [p.severity_d_min, p.severity_c_min, p.severity_b_min, p.severity_a_min, p.severity_a_max];
        assert!(bounds.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
