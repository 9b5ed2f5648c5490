//! What do the grades add up to? Sums of what is written, stars or not; none where a box says NT (rupp2021, scores).

use super::exam::{Exam, Finding, SideExam};

/// A sum; none where a box was not testable.
pub type Total = Option<u16>;

/// The sums of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideTotals {
    /// C5 to T1, 0 to 25.
    pub upper_extremity: Total,
    /// L2 to S1, 0 to 25.
    pub lower_extremity: Total,
    /// All ten key muscles, 0 to 50.
    pub motor: Total,
    /// Light touch, 0 to 56.
    pub light_touch: Total,
    /// Pin prick, 0 to 56.
    pub pin_prick: Total,
}

/// The sums of an exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Right, then left.
    pub sides: [SideTotals; 2],
    /// Of both sides.
    pub both: SideTotals,
}

impl Totals {
    /// Adds up an exam.
    #[must_use]
    pub fn of(exam: &Exam) -> Self {
        let sides @ [right, left] = [side(&exam.sides[0]), side(&exam.sides[1])];
        let both = SideTotals {
            upper_extremity: plus(right.upper_extremity, left.upper_extremity),
            lower_extremity: plus(right.lower_extremity, left.lower_extremity),
            motor: plus(right.motor, left.motor),
            light_touch: plus(right.light_touch, left.light_touch),
            pin_prick: plus(right.pin_prick, left.pin_prick),
        };
        Self { sides, both }
    }
}

fn side(exam: &SideExam) -> SideTotals {
    let (arm, leg) = exam.motor.split_at(5);
    let (arm, leg) = (sum(arm), sum(leg));
    SideTotals {
        upper_extremity: arm,
        lower_extremity: leg,
        motor: plus(arm, leg),
        light_touch: sum(&exam.light_touch),
        pin_prick: sum(&exam.pin_prick),
    }
}

fn plus(one: Total, other: Total) -> Total {
    Some(one? + other?)
}

fn sum(findings: &[Finding]) -> Total {
    findings.iter().try_fold(0, |sum, finding| Some(sum + u16::from(finding.graded()?)))
}
