//! What can be done: each treatment with its dose, its days and what it solves or does not solve.

/// A treatment. Days count from the start of the clock of whoever plans it (injury or randomisation).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Treatment {
    /// Mesenchymal stem cells into the cerebrospinal fluid or the lesion (S3.1 to S3.6).
    StemCells {
        /// Day of the injection.
        day: f64,
        /// Dose [10^6 cells].
        dose_million_cells: f64,
        /// Share of living cells, 0 to 1.
        viability: f64,
        /// Retention by magnetic targeting, 1 = no magnet (S3.6).
        magnet_gain: f64,
        /// How they are given.
        route: Route,
    },
    /// Schwann cells at the lesion (S3.4).
    SchwannCells {
        /// Day of the injection.
        day: f64,
        /// Dose [10^6 cells].
        dose_million_cells: f64,
        /// Share of living cells, 0 to 1.
        viability: f64,
        /// How they are given.
        route: Route,
    },
    /// Pregabalin, or gabapentin as its equivalent (S2.1, S2.2).
    Gabapentinoid {
        /// First day.
        from_day: f64,
        /// Day after the last.
        to_day: f64,
        /// Target dose [mg/d].
        dose_mg_per_day: f64,
        /// Days at the starting dose of 150 mg/d before the target; 0 = already titrated.
        titration_days: f64,
        /// How the daily dose is taken.
        intake: Intake,
    },
    /// Functional training (S6.2).
    Training {
        /// First day.
        from_day: f64,
        /// Day after the last.
        to_day: f64,
        /// Share of the full programme, 0 to 1.
        intensity: f64,
    },
    /// Surgery on a compressed root (S2.3).
    Decompression {
        /// Day of the operation.
        day: f64,
    },
    /// Local anaesthetic at root or sac (S2.4).
    NerveBlock {
        /// Day of the injection.
        day: f64,
    },
    /// A TNF-neutralising drug: a virtual control.
    AntiTnf {
        /// First day.
        from_day: f64,
        /// Day after the last.
        to_day: f64,
    },
    /// A blocker of glial output (minocycline class): a virtual control.
    GlialInhibitor {
        /// First day.
        from_day: f64,
        /// Day after the last.
        to_day: f64,
    },
}

/// How cells are given (S6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// By lumbar puncture into the cerebrospinal fluid.
    Intrathecal,
    /// Into the lesion itself.
    Intralesional,
    /// Into a vein: most cells stay in the lungs.
    Intravenous,
}

/// How a daily dose is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// As a steady rate: the daily mean.
    Steady,
    /// As two equal doses a day.
    TwiceDaily,
}
