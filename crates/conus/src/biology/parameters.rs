//! Parameters: one line each; value, unit, status, source and reason stand in `data/parameters/*.toml`.
//!
//! Uncertainty (what nobody knows) and variability (how people differ) are kept apart: `population` in the data
//! is how people differ, `uncertainty` is drawn once per replicate for everybody.

use super::named_numbers;
use conus_num::{Num, Real};
use serde::Deserialize;
use std::collections::BTreeMap;

named_numbers! {
    /// Everything that stays fixed in one patient; documented in `data/parameters`.
    #[expect(missing_docs, reason = "each field is documented by its entry in data/parameters")]
    Params {
        // patient.toml
        severity,
        susceptibility_below,
        susceptibility_at,
        root_compression_start,
        root_resorption,
        root_left,
        pain_half,
        // injury.toml
        debris_clearance,
        debris_phagocytosis,
        perfusion_recovery,
        perfusion_loss,
        perfusion_trophic,
        perfusion_ros,
        ros_turnover,
        ros_ischaemia,
        ros_m1,
        ros_glia,
        ros_secretome,
        tnf_start,
        il1_start,
        il6_start,
        trkb_start,
        tissue_start,
        // inflammation.toml
        m1_debris,
        m1_tnf,
        m1_debris_half,
        m1_loss,
        m1_to_m2,
        m1_to_m2_cells,
        m2_loss,
        tnf_turnover,
        tnf_m1,
        tnf_glia,
        tnf_astro,
        il1_turnover,
        il1_m1,
        il1_glia,
        il1_astro,
        il6_turnover,
        il6_m1,
        il6_astro,
        il10_turnover,
        il10_m2,
        il10_half,
        brake_secretome,
        // glia.toml
        glia_induction,
        glia_m1,
        glia_tnf,
        glia_loop,
        glia_half,
        astro_help,
        glia_activity,
        glia_decay,
        glia_trophic_brake,
        glia_secretome_state,
        glia_secretome_output,
        state_share,
        astro_on,
        astro_tnf,
        astro_off,
        bdnf_turnover,
        bdnf_glia,
        bdnf_m1,
        trophic_turnover,
        trophic_msc,
        trophic_schwann,
        trophic_training,
        // disinhibition.toml
        trkb_rate,
        trkb_half,
        bdnf_trophic_share,
        kcc2_up,
        kcc2_down,
        kcc2_training,
        kcc2_trophic,
        kcc2_bdnf_late,
        kcc2_at_up,
        kcc2_at_down,
        kcc2_at_nociceptor,
        inhibition_kcc2,
        inhibition_bdnf,
        inhibition_bdnf_half,
        inhibition_il1,
        inhibition_il1_half,
        inhibition_floor,
        inhibition_floor_width,
        // sensitisation.toml
        synapse_on,
        synapse_off,
        synapse_tnf,
        synapse_il1,
        synapse_activity,
        synapse_ros,
        synapse_trophic,
        synapse_secretome,
        synapse_at_on,
        synapse_at_off,
        synapse_at_spill,
        synapse_at_nociceptor,
        activity_half,
        nociceptor_below_on,
        nociceptor_below_off,
        nociceptor_below_tnf,
        nociceptor_below_glia,
        nociceptor_below_root,
        nociceptor_on,
        nociceptor_off,
        nociceptor_tnf,
        nociceptor_m1,
        nociceptor_trophic_brake,
        nociceptor_sprout,
        nociceptor_loop,
        nociceptor_half,
        nociceptor_secretome_state,
        nociceptor_secretome_output,
        interneuron_loss_tnf,
        interneuron_loss_ros,
        interneuron_floor,
        interneuron_gain,
        // sprouting.toml
        sprout_rate,
        sprout_deafferentation,
        sprout_growth_half,
        sprout_bdnf,
        sprout_trophic_brake,
        sprout_retraction,
        sprout_fixation,
        sprout_fixation_training,
        sprout_loss,
        sprout_young_weight,
        sprout_cells,
        adverse_fate,
        // circuit.toml
        touch_rest,
        fast_rest,
        slow_rest,
        slow_nociceptor,
        root_fast,
        root_slow,
        gate_threshold,
        gate_width,
        gate_most,
        relay_threshold,
        relay_width,
        relay_most,
        relay_touch,
        relay_sensitised,
        relay_gate,
        brake_threshold,
        brake_width,
        brake_most,
        brake_touch,
        brake_slow,
        brake_descending,
        exciter_threshold,
        exciter_width,
        exciter_most,
        exciter_fast,
        exciter_slow,
        exciter_sensitised,
        exciter_relay,
        exciter_brake,
        projection_threshold,
        projection_width,
        projection_most,
        projection_exciter,
        projection_exciter_sensitised,
        projection_slow,
        projection_slow_sensitised,
        projection_brake,
        projection_descending,
        // brain.toml
        descending_rate,
        descending_local,
        descending_pain,
        descending_training,
        descending_spared,
        felt_half,
        pain_blend,
        cortex_rate,
        cortex_gain,
        cortex_drive,
        cortex_half,
        function_rate,
        function_local,
        function_pain,
        function_training,
        training_lost,
        quality_rate,
        quality_function,
        // tracts.toml
        tract_loss_tnf,
        tract_loss_ros,
        tract_floor,
        tract_gain,
        tract_myelin,
        tract_training,
        tract_training_trophic,
        tract_basal,
        tract_trophic,
        tract_ceiling,
        myelin_schwann,
        myelin_own,
        myelin_loss_tnf,
        myelin_floor,
        soft_edge,
        // gabapentinoid.toml
        absorption,
        bioavailability,
        volume,
        elimination,
        effect_rate,
        release_most,
        release_half,
        channel_basal,
        channel_half,
        tolerance_rate,
        tolerance_shift,
        habituation_half,
        dizziness_habituation_rate,
        somnolence_habituation_rate,
        dizziness_hazard,
        dizziness_half,
        dizziness_habituated,
        somnolence_hazard,
        somnolence_half,
        somnolence_habituated,
        // nerve_block.toml
        block_loss,
        block_half,
        block_reach,
        block_depth,
        // cells.toml
        homing,
        homing_meninges,
        homing_basal,
        homing_nociceptor,
        inflamed_m1,
        inflamed_glia,
        msc_clearance,
        msc_loss,
        cell_loss_inflamed,
        msc_rejection,
        meninges_rejection,
        meninges_loss,
        schwann_loss,
        schwann_half,
        potency_half,
        secretome_rate,
        secretome_meninges,
        secretome_csf,
        synergy,
        // mechanisms.toml
        mechanism_homing,
        mechanism_immunomodulation,
        mechanism_trophic,
        mechanism_support,
        mechanism_environment,
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Read in a publication.
    Measured,
    /// Computed from published numbers.
    Derived,
    /// Chosen so that the model behaves as published.
    Fitted,
    /// A modelling choice.
    Assumed,
}

/// How people differ in a parameter: lognormal, at most `max`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Median over people, in the parameter's unit.
    pub median: f64,
    /// Standard deviation of the logarithm.
    pub log_sd: f64,
    /// Largest value that makes sense.
    #[serde(default = "unbounded")]
    pub max: f64,
}

fn unbounded() -> f64 {
    f64::INFINITY
}

/// What nobody knows about a parameter: a lognormal factor, the same for every patient of one replicate.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uncertainty {
    /// Standard deviation of the logarithm of the factor; on the median, where people differ.
    #[serde(default)]
    pub log_sd: f64,
    /// The same of a factor on how much people differ: on the standard deviation of their logarithm.
    #[serde(default)]
    pub spread_log_sd: f64,
    /// Largest value that makes sense.
    #[serde(default = "unbounded")]
    pub max: f64,
}

/// One parameter with everything that must be known about it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Value of the typical patient.
    pub value: f64,
    /// Unit, executed by the unit reading.
    pub unit: String,
    /// Where the value comes from.
    pub status: Status,
    /// Key in `data/literature.bib`; `assumed`, `behaviours` (matched to docs/behaviours.md), or a claim as `S3.1`.
    pub source: String,
    /// Why this value.
    pub why: String,
    /// How people differ.
    pub population: Option<Population>,
    /// What nobody knows.
    pub uncertainty: Option<Uncertainty>,
}

/// Why a set of parameters cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ParameterError {
    /// The file is not well formed.
    #[error("parameter file `{file}` cannot be read: {cause}")]
    Unreadable {
        /// File name.
        file: String,
        /// What the reader says.
        cause: Box<toml::de::Error>,
    },
    /// A parameter that no equation uses.
    #[error("parameter `{name}` in `{file}` is used by no equation{suggestion}")]
    Unknown {
        /// File name.
        file: String,
        /// Parameter name.
        name: String,
        /// What may have been meant.
        suggestion: String,
    },
    /// A parameter that stands nowhere.
    #[error("parameter `{name}` stands in no file")]
    Missing {
        /// Parameter name.
        name: &'static str,
    },
}

/// The parameter files that the binary carries.
pub const FILES: [(&str, &str); 14] = [
    ("patient.toml", include_str!("../../../../data/parameters/patient.toml")),
    ("injury.toml", include_str!("../../../../data/parameters/injury.toml")),
    ("inflammation.toml", include_str!("../../../../data/parameters/inflammation.toml")),
    ("glia.toml", include_str!("../../../../data/parameters/glia.toml")),
    ("disinhibition.toml", include_str!("../../../../data/parameters/disinhibition.toml")),
    ("sensitisation.toml", include_str!("../../../../data/parameters/sensitisation.toml")),
    ("sprouting.toml", include_str!("../../../../data/parameters/sprouting.toml")),
    ("circuit.toml", include_str!("../../../../data/parameters/circuit.toml")),
    ("brain.toml", include_str!("../../../../data/parameters/brain.toml")),
    ("tracts.toml", include_str!("../../../../data/parameters/tracts.toml")),
    ("gabapentinoid.toml", include_str!("../../../../data/parameters/gabapentinoid.toml")),
    ("nerve_block.toml", include_str!("../../../../data/parameters/nerve_block.toml")),
    ("cells.toml", include_str!("../../../../data/parameters/cells.toml")),
    ("mechanisms.toml", include_str!("../../../../data/parameters/mechanisms.toml")),
];

/// All parameters, in the order of [`Params::NAMES`].
#[derive(Clone, Debug)]
pub struct Parameters {
    /// One entry for each field of [`Params`].
    pub entries: Vec<Parameter>,
}

impl Parameters {
    /// The parameters that the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the shipped files.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read(&FILES).expect("a test reads the shipped files")
    }

    /// Reads parameter files; a later file overrides an earlier one.
    ///
    /// # Errors
    /// When a file is not well formed, names an unknown parameter, or a parameter is missing.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, ParameterError> {
        Ok(Self { entries: entries(Params::<f64>::NAMES, files)? })
    }

    /// The typical patient.
    #[must_use]
    pub fn typical(&self) -> Params<f64> {
        self.map(|entry| entry.value)
    }

    /// A number for each parameter, in the order of [`Params::NAMES`].
    ///
    /// # Panics
    /// When entries were added or taken away; [`Self::read`] gives one for each name.
    pub fn map<R: Real>(&self, number: impl FnMut(&Parameter) -> R) -> Params<R> {
        let numbers: Vec<R> = self.entries.iter().map(number).collect();
        let array = numbers.as_slice().try_into().expect("there is one entry for each parameter");
        Params::from_array(array)
    }
}

/// One documented number for each name, out of files in which nothing else may stand.
///
/// # Errors
/// When a file is not well formed, names an unknown number, or a number is missing.
pub fn entries(names: &[&'static str], files: &[(&str, &str)]) -> Result<Vec<Parameter>, ParameterError> {
    let mut found = BTreeMap::new();
    for (file, text) in files {
        let unreadable =
            |cause| ParameterError::Unreadable { file: (*file).to_owned(), cause: Box::new(cause) };
        let entries: BTreeMap<String, Parameter> = toml::from_str(text).map_err(unreadable)?;
        for (name, entry) in entries {
            if !names.contains(&name.as_str()) {
                return Err(unknown(names, file, name));
            }
            found.insert(name, entry);
        }
    }
    let entry = |name: &&'static str| found.remove(*name).ok_or(ParameterError::Missing { name });
    names.iter().map(entry).collect()
}

fn unknown(names: &[&str], file: &str, name: String) -> ParameterError {
    let nearest = names
        .iter()
        .map(|known| (strsim::jaro_winkler(known, &name), known))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let suggestion = match nearest {
        Some((likeness, known)) if likeness > 0.8 => format!("; did you mean `{known}`?"),
        _ => String::new(),
    };
    ParameterError::Unknown { file: file.to_owned(), name, suggestion }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fields and files match one to one, so that no number in an equation is without a source.
    #[test]
    fn every_parameter_stands_in_exactly_one_file() {
        let mut names = Vec::new();
        for (_, text) in FILES {
            let table: toml::Table = toml::from_str(text).unwrap();
            names.extend(table.keys().cloned());
        }
        names.sort();
        let mut fields: Vec<_> = Params::<f64>::NAMES.iter().map(ToString::to_string).collect();
        fields.sort();
        assert_eq!(names, fields);
    }

    /// Every parameter is finite, has a reason and a source; spreads are positive and centred on something.
    #[test]
    fn every_parameter_is_documented() {
        for (name, entry) in Params::<f64>::NAMES.iter().zip(&Parameters::shipped().entries) {
            assert!(entry.value.is_finite(), "{name}");
            assert!(!entry.why.is_empty() && !entry.source.is_empty() && !entry.unit.is_empty(), "{name}");
            if let Some(spread) = entry.population {
                assert!(spread.median > 0.0 && spread.log_sd > 0.0 && spread.max >= spread.median, "{name}");
            }
        }
    }

    /// A misspelt override is refused with the nearest name.
    #[test]
    fn a_misspelt_parameter_is_refused_with_a_suggestion() {
        let text =
            "[glia_lop]\nvalue = 1.0\nunit = \"1/d\"\nstatus = \"assumed\"\nsource = \"x\"\nwhy = \"y\"\n";
        let message = Parameters::read(&[("own.toml", text)]).unwrap_err().to_string();
        assert_eq!(
            message,
            "parameter `glia_lop` in `own.toml` is used by no equation; did you mean `glia_loop`?"
        );
    }
}
