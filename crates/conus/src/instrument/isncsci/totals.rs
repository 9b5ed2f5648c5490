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

/// What a finding adds to a sum; NT adds what no sum of grades comes to.
const fn worth(finding: Finding) -> u16 {
    match finding.graded() {
        Some(grade) => grade as u16,
        None => UNTESTED,
    }
}

const UNTESTED: u16 = 1 << 10;

/// The worth of every finding by its code.
static WORTH: [u16; 32] = {
    let mut table = [0; 32];
    let mut code = 0;
    while code < 32 {
        table[code as usize] = worth(Finding::of_code(code));
        code += 1;
    }
    table
};

fn sum(findings: &[Finding]) -> Total {
    let sum = findings.iter().map(|finding| WORTH[finding.code()]).sum();
    (sum < UNTESTED).then_some(sum)
}
