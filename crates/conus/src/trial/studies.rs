//! Which studies travel inside the binary, so that it runs anywhere.

/// One study that is part of conus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShippedStudy {
    /// Name of its file.
    pub name: &'static str,
    /// The whole file.
    pub text: &'static str,
}

/// Every study that is part of conus: the published pain trial (S4), the first trial that takes this pain as its primary
/// endpoint (S7.1) and two designs of a trial of a drug, then the trials that calibrate it.
pub fn shipped() -> &'static [ShippedStudy] {
    &[
        ShippedStudy {
            name: "akhlaghpasand-2025-pain.toml",
            text: include_str!("../../../../studies/akhlaghpasand-2025-pain.toml"),
        },
        ShippedStudy { name: "first-trial.toml", text: include_str!("../../../../studies/first-trial.toml") },
        ShippedStudy {
            name: "pregabalin-crossover.toml",
            text: include_str!("../../../../studies/pregabalin-crossover.toml"),
        },
        ShippedStudy {
            name: "pregabalin-withdrawal.toml",
            text: include_str!("../../../../studies/pregabalin-withdrawal.toml"),
        },
        ShippedStudy {
            name: "gabapentin-and-pregabalin.toml",
            text: include_str!("../../../../studies/gabapentin-and-pregabalin.toml"),
        },
        ShippedStudy {
            name: "siddall-2006.toml",
            text: include_str!("../../../../studies/siddall-2006.toml"),
        },
        ShippedStudy {
            name: "cardenas-2013.toml",
            text: include_str!("../../../../studies/cardenas-2013.toml"),
        },
        ShippedStudy {
            name: "precise-2017.toml",
            text: include_str!("../../../../studies/precise-2017.toml"),
        },
        ShippedStudy { name: "peul-2007.toml", text: include_str!("../../../../studies/peul-2007.toml") },
        ShippedStudy { name: "bailey-2020.toml", text: include_str!("../../../../studies/bailey-2020.toml") },
        ShippedStudy {
            name: "magnetic-targeting.toml",
            text: include_str!("../../../../studies/magnetic-targeting.toml"),
        },
        ShippedStudy {
            name: "integrated-care.toml",
            text: include_str!("../../../../studies/integrated-care.toml"),
        },
    ]
}

/// Studies without a fair control that are part of conus: the case series (S5), then published ones that are appraised.
pub fn published_series() -> &'static [ShippedStudy] {
    &[
        ShippedStudy {
            name: "akhlaghpasand-2025-series.toml",
            text: include_str!("../../../../studies/akhlaghpasand-2025-series.toml"),
        },
        ShippedStudy {
            name: "akhlaghpasand-2025-pain-appraised.toml",
            text: include_str!("../../../../studies/akhlaghpasand-2025-pain-appraised.toml"),
        },
        ShippedStudy { name: "bydon-2024.toml", text: include_str!("../../../../studies/bydon-2024.toml") },
        ShippedStudy {
            name: "kakabadze-2016.toml",
            text: include_str!("../../../../studies/kakabadze-2016.toml"),
        },
        ShippedStudy { name: "shang-2022.toml", text: include_str!("../../../../studies/shang-2022.toml") },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::plan::TrialPlan;

    #[test]
    fn every_shipped_study_is_without_fault_and_named_after_its_file() {
        for study in shipped() {
            let plan = TrialPlan::from_text(study.name, study.text).unwrap();
            assert_eq!(format!("{}.toml", plan.study.id), study.name);
        }
    }
}
