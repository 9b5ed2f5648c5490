//! Which arms does a picture show that has a line or a column for each? All of a few, three of many.

use super::super::record::contrast;
use crate::report::theme::Role;
use crate::trial::plan::{self, Arm, TrialPlan};

/// Most arms that such a picture can hold.
const MOST: usize = 4;
/// Looks of the arms that are treated, and of controls, in the order of the plan.
const TREATED: [Role; 4] = [Role::Treatment, Role::Third, Role::Fourth, Role::Fifth];
const CONTROLS: [Role; 4] = [Role::Control, Role::Fifth, Role::Fourth, Role::Third];

/// An arm in a picture.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// Its place in the plan.
    pub(super) place: usize,
    /// As it was planned.
    pub(super) arm: &'a Arm,
    /// How it is drawn.
    pub(super) look: Role,
}

/// All arms where there are few; of many the control, the arm that it is compared with, and the one that is given most.
pub(super) fn shown(plan: &TrialPlan) -> Vec<Shown<'_>> {
    let (mut treated, mut controls) = (TREATED.into_iter().cycle(), CONTROLS.into_iter().cycle());
    let places = places(plan).into_iter();
    let look = |place: usize| {
        let arm = &plan.arms[place];
        let looks = match arm.role {
            plan::Role::Treatment => &mut treated,
            plan::Role::Control => &mut controls,
        };
        Some(Shown { place, arm, look: looks.next()? })
    };
    places.filter_map(look).collect()
}

/// What a caption says of arms that are not drawn; nothing where all are.
pub(super) fn left_out(plan: &TrialPlan) -> String {
    let drawn = places(plan).len();
    if drawn == plan.arms.len() {
        return String::new();
    }
    format!(
        " Of {} arms {drawn} are drawn: the control, the arm that it is compared with, and the one that is given most; the table holds all.",
        plan.arms.len()
    )
}

fn places(plan: &TrialPlan) -> Vec<usize> {
    let all = 0..plan.arms.len();
    if plan.arms.len() <= MOST {
        return all.collect();
    }
    let compared = contrast(plan);
    let most = all.max_by_key(|place| plan.arms[*place].treatments.len());
    let mut places = vec![usize::from(compared.control_arm), usize::from(compared.treated_arm)];
    places.extend(most.filter(|place| !places.contains(place)));
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::studies::shipped;

    fn drawn(name: &str) -> (Vec<String>, String) {
        let study = shipped().iter().find(|study| study.name == name).unwrap();
        let plan = TrialPlan::from_text(study.name, study.text).unwrap();
        (shown(&plan).iter().map(|shown| shown.arm.label.clone()).collect(), left_out(&plan))
    }

    #[test]
    fn few_arms_are_all_drawn_and_of_many_three() {
        let (few, nothing) = drawn("gabapentin-and-pregabalin.toml");
        assert_eq!((few.len(), nothing.as_str()), (3, ""));
        let (many, said) = drawn("integrated-care.toml");
        assert_eq!(many, ["Usual care", "Gabapentinoid", "Cells + magnet + training + gabapentinoid"]);
        assert!(said.contains("Of 12 arms 3 are drawn"), "{said}");
    }
}
