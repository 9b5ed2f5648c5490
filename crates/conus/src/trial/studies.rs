//! Which studies travel inside the binary, so that it runs anywhere.

/// One study that is part of conus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShippedStudy {
    /// Name of its file.
    pub name: &'static str,
    /// The whole file.
    pub text: &'static str,
}

/// Every study that is part of conus, the published pain trial (S4) first.
pub fn shipped() -> &'static [ShippedStudy] {
    &[ShippedStudy {
        name: "akhlaghpasand-2025-pain.toml",
        text: include_str!("../../../../studies/akhlaghpasand-2025-pain.toml"),
    }]
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
