//! What can be done: each treatment with its dose, its days and the fields a study file gives it.

use serde::Serialize;

/// A treatment. Every day counts from the clock of whoever plans it: a study from its baseline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Treatment {
    /// Bone-marrow mesenchymal stem cells (S3.1 to S3.6).
    Msc {
        /// Day of injection.
        day: f64,
        /// Cells in the syringe \[million\].
        dose_million_cells: f64,
        /// Where they are injected.
        route: Route,
        /// How many times more cells a magnet brings to the lesion; 1 is no magnet (S3.6).
        magnet_gain: f64,
        /// Living share of the cells in the syringe \[percent\] (S6.1).
        viability_percent: f64,
    },
    /// Schwann cells; wherever injected, those that live are counted at the lesion (S3.4).
    Schwann {
        /// Day of injection.
        day: f64,
        /// Cells in the syringe \[million\].
        dose_million_cells: f64,
        /// Where they are injected.
        route: Route,
        /// Living share of the cells in the syringe \[percent\] (S6.1).
        viability_percent: f64,
    },
    /// Pregabalin or gabapentin (S2.1, S2.2).
    Gabapentinoid {
        /// Which.
        drug: Gabapentinoid,
        /// First day.
        start_day: f64,
        /// Day on which it stops.
        stop_day: f64,
        /// Full dose [mg/day].
        dose_mg_per_day: f64,
        /// Days at the starting dose before the full one.
        titration_days: f64,
        /// How the daily dose is taken.
        intake: Intake,
    },
    /// Functional training beyond usual care.
    Rehabilitation {
        /// First day.
        start_day: f64,
        /// Day on which it stops.
        stop_day: f64,
        /// 0 none, 1 the most a patient can do.
        intensity: f64,
    },
    /// Surgical decompression.
    Decompression {
        /// Day of the operation.
        day: f64,
    },
    /// Nerve block.
    NerveBlock {
        /// Day of the injection.
        day: f64,
    },
    /// A tumour-necrosis-factor blocker, as virtual comparator.
    AntiTnf {
        /// First day.
        start_day: f64,
        /// Day on which it stops.
        stop_day: f64,
    },
    /// A blocker of glial activation, as virtual comparator.
    GlialInhibitor {
        /// First day.
        start_day: f64,
        /// Day on which it stops.
        stop_day: f64,
    },
}

impl Treatment {
    /// The name of its kind in a study file.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Msc { .. } => "msc",
            Self::Schwann { .. } => "schwann",
            Self::Gabapentinoid { .. } => "gabapentinoid",
            Self::Rehabilitation { .. } => "rehabilitation",
            Self::Decompression { .. } => "decompression",
            Self::NerveBlock { .. } => "nerve_block",
            Self::AntiTnf { .. } => "anti_tnf",
            Self::GlialInhibitor { .. } => "glial_inhibitor",
        }
    }

    /// The first day on which it acts (day after baseline).
    #[must_use]
    pub fn first_day(&self) -> f64 {
        match self {
            Self::Msc { day, .. }
            | Self::Schwann { day, .. }
            | Self::Decompression { day }
            | Self::NerveBlock { day } => *day,
            Self::Gabapentinoid { start_day, .. }
            | Self::Rehabilitation { start_day, .. }
            | Self::AntiTnf { start_day, .. }
            | Self::GlialInhibitor { start_day, .. } => *start_day,
        }
    }

    /// The last day on which it is given, for those that are given day by day (day after baseline).
    #[must_use]
    pub fn last_day(&self) -> Option<f64> {
        match self {
            Self::Msc { .. }
            | Self::Schwann { .. }
            | Self::Decompression { .. }
            | Self::NerveBlock { .. } => None,
            Self::Gabapentinoid { stop_day, .. }
            | Self::Rehabilitation { stop_day, .. }
            | Self::AntiTnf { stop_day, .. }
            | Self::GlialInhibitor { stop_day, .. } => Some(*stop_day),
        }
    }
}

/// Where cells are injected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Into the cerebrospinal fluid by lumbar puncture.
    Intrathecal,
    /// Into the lesion.
    Intralesional,
    /// Into a vein.
    Intravenous,
}

/// A drug that binds alpha2delta.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gabapentinoid {
    /// Taken up in proportion to the dose.
    #[default]
    Pregabalin,
    /// Taken up the less the more is swallowed.
    Gabapentin,
}

/// How a daily dose is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Intake {
    /// As a steady rate: the daily mean.
    Steady,
    /// As two equal doses a day.
    TwiceDaily,
}
