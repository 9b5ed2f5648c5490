//! How does a virtual trial date its events?
//!
//! With numbers, as ADaM asks (`ADaMIG` 1.3 section 3.1.2): whole days since 1960-01-01, the date origin of
//! SAS; in R, `as.Date(x, origin = "1960-01-01")`. The study starts on a declared, fictitious day, so no date
//! is a real one.

/// 2100-01-01, the fictitious first day of every study unless a plan says otherwise [days since 1960-01-01].
pub const FICTITIOUS_START: i32 = 51_135;

/// Days since 1960-01-01 of a date of the Gregorian calendar, from year 1; `None` where there is no such
/// date.
pub fn day_since_1960(year: i32, month: u32, day: u32) -> Option<i32> {
    let months = days_of_months(year);
    let before: u32 = months.iter().take(usize::try_from(month.checked_sub(1)?).ok()?).sum();
    let length = *months.get(usize::try_from(month - 1).ok()?)?;
    if !(1..=9999).contains(&year) || day == 0 || day > length {
        return None;
    }
    Some(days_before_year(year) - days_before_year(1960) + i32::try_from(before + day - 1).ok()?)
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_months(year: i32) -> [u32; 12] {
    [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// Days from 0001-01-01 to the first day of the year.
fn days_before_year(year: i32) -> i32 {
    let past = year - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

/// Study day of ADaM: the anchor is day 1, the day before it is day -1, there is no day 0 (`ADaMIG` 1.3
/// section 3.1.2).
pub(super) fn relative_day(day: i32, anchor: i32) -> i32 {
    if day >= anchor { day - anchor + 1 } else { day - anchor }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reference days printed by R 4: `as.integer(as.Date("2024-02-29") - as.Date("1960-01-01"))`.
    #[test]
    fn dates_count_from_the_origin_of_sas() {
        assert_eq!(day_since_1960(1960, 1, 1), Some(0));
        assert_eq!(day_since_1960(1959, 12, 31), Some(-1));
        assert_eq!(day_since_1960(1970, 1, 1), Some(3653));
        assert_eq!(day_since_1960(2024, 2, 29), Some(23_435));
        assert_eq!(day_since_1960(2100, 1, 1), Some(FICTITIOUS_START));
    }

    #[test]
    fn dates_that_do_not_exist_are_none() {
        for (year, month, day) in
            [(2100, 2, 29), (2024, 0, 1), (2024, 13, 1), (2024, 4, 31), (2024, 1, 0), (0, 1, 1)]
        {
            assert_eq!(day_since_1960(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn consecutive_dates_are_consecutive_days_over_four_centuries() {
        let mut expected = day_since_1960(1900, 1, 1).unwrap();
        for year in 1900..2300 {
            for (month, length) in (1..).zip(days_of_months(year)) {
                for day in 1..=length {
                    assert_eq!(day_since_1960(year, month, day), Some(expected));
                    expected += 1;
                }
            }
        }
    }

    #[test]
    fn there_is_no_study_day_zero() {
        assert_eq!([8, 9, 10, 11].map(|day| relative_day(day, 10)), [-2, -1, 1, 2]);
    }
}
