//! In whom is a change looked at? Everybody, by level of injury, by time from injury to enrolment.

use crate::patient::covariates::{Covariates, LevelGroup};
use crate::patient::natural_history::enrolment_day;
use crate::plan_file::Choice;
use serde::{Deserialize, Serialize};

/// Last day after the injury that counts as subacute: six months (S5.2).
pub const SUBACUTE_UNTIL: f64 = 182.625;
/// Last day of the first two months, in which most recovers.
const EARLY_UNTIL: f64 = 60.0;

/// Some of the people of a study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Everybody.
    #[default]
    All,
    /// Injured at C1 to C8.
    Cervical,
    /// Injured below.
    Thoracolumbar,
    /// Enrolled within six months.
    Subacute,
    /// Enrolled later.
    Chronic,
    /// Enrolled within 60 days.
    UntilDay60,
    /// Enrolled between 60 days and six months.
    Day60ToMonth6,
}

impl Choice for Group {
    const ALL: &'static [Self] = &[
        Self::All,
        Self::Cervical,
        Self::Thoracolumbar,
        Self::Subacute,
        Self::Chronic,
        Self::UntilDay60,
        Self::Day60ToMonth6,
    ];
}

impl Group {
    /// The groups by time of enrolment, in order.
    pub const BY_TIME: [Self; 3] = [Self::UntilDay60, Self::Day60ToMonth6, Self::Chronic];

    /// Whether somebody belongs to it.
    #[must_use]
    pub fn holds(self, who: &Covariates) -> bool {
        let (cervical, day) = (who.level.group() == LevelGroup::Cervical, enrolment_day(who));
        match self {
            Self::All => true,
            Self::Cervical => cervical,
            Self::Thoracolumbar => !cervical,
            Self::Subacute => day <= SUBACUTE_UNTIL,
            Self::Chronic => day > SUBACUTE_UNTIL,
            Self::UntilDay60 => day <= EARLY_UNTIL,
            Self::Day60ToMonth6 => day > EARLY_UNTIL && day <= SUBACUTE_UNTIL,
        }
    }

    /// The words of figures and tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Cervical => "cervical",
            Self::Thoracolumbar => "thoracolumbar",
            Self::Subacute => "subacute",
            Self::Chronic => "after 6 months",
            Self::UntilDay60 => "until day 60",
            Self::Day60ToMonth6 => "from day 60 to 6 months",
        }
    }
}
