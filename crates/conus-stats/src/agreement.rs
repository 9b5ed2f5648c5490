//! Do raters say the same? Intraclass correlation of absolute agreement, repeatability, and consistency of items.
//!
//! ```text
//! ICC(2,1)      = (R - E)/(R + (k - 1) E + k (C - E)/n)      n people, k raters; mean squares of people R, raters C, error E
//! repeatability = 1.96 sqrt(2) s                             s the spread within one person and one rater
//! alpha         = k/(k - 1) (1 - sum of item variances / variance of the sum)
//! ```
//!
//! ICC(2,1) after Shrout and Fleiss 1979, its interval after `McGraw` and Wong 1996 (case 2A, by F quantiles), the
//! coefficient of repeatability after Bland and Altman 1999, alpha after Cronbach 1951.

use crate::StatisticsError;
use crate::describe::{Interval, variance};
use crate::error::{check_open_share, check_values, number};
use conus_num::distribution::{beta, normal};

/// How far raters agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Intraclass correlation of one rating, two-way random, absolute agreement.
    pub icc: f64,
    /// Its confidence interval; reaches from below 0 where raters say nothing.
    pub interval: Interval,
}

/// The mean squares of a table of people by raters.
#[derive(Clone, Copy)]
struct MeanSquares {
    people: f64,
    raters: f64,
    error: f64,
}

/// Absolute agreement of a table: one row for each person, one column for each rater, without gaps.
///
/// # Errors
/// Fewer than two people or raters, rows of different length, a value that is not finite, no spread at all, or a
/// confidence outside 0 to 1.
pub fn absolute_agreement(ratings: &[Vec<f64>], confidence: f64) -> Result<Agreement, StatisticsError> {
    check_open_share("confidence", confidence)?;
    let squares = mean_squares(ratings)?;
    let (people, raters) = (number(ratings.len()), number(ratings[0].len()));
    let MeanSquares { people: r, raters: c, error: e } = squares;
    let below = r + (raters - 1.0) * e + raters * (c - e) / people;
    if r <= 0.0 && e <= 0.0 {
        return Err(StatisticsError::NoSpread { what: "ratings".to_owned() });
    }
    let icc = (r - e) / below;
    Ok(Agreement { icc, interval: interval(squares, icc, people, raters, confidence) })
}

/// `McGraw` and Wong 1996, table 7, ICC(A,1) of case 2.
fn interval(squares: MeanSquares, icc: f64, people: f64, raters: f64, confidence: f64) -> Interval {
    let MeanSquares { people: r, raters: c, error: e } = squares;
    let a = raters * icc / (people * (1.0 - icc));
    let b = 1.0 + raters * icc * (people - 1.0) / (people * (1.0 - icc));
    let spread = a * c + b * e;
    let freedom = spread * spread
        / (a * c * a * c / (raters - 1.0) + b * e * b * e / ((people - 1.0) * (raters - 1.0)));
    let outside = 0.5 * (1.0 - confidence);
    let low = f_upper_quantile(outside, people - 1.0, freedom);
    let high = f_upper_quantile(outside, freedom, people - 1.0);
    let other = raters * c + (raters * people - raters - people) * e;
    Interval {
        lower: people * (r - low * e) / (low * other + people * r),
        upper: people * (high * r - e) / (other + people * high * r),
    }
}

/// The ratio of mean squares with probability `p` above it, by the beta distribution.
fn f_upper_quantile(p: f64, above: f64, below: f64) -> f64 {
    let share = beta::upper_quantile(p, 0.5 * above, 0.5 * below);
    below / above * share / (1.0 - share)
}

fn mean_squares(ratings: &[Vec<f64>]) -> Result<MeanSquares, StatisticsError> {
    let Some(first) = ratings.first() else {
        return Err(StatisticsError::TooFew { what: "people".to_owned(), count: 0, least: 2 });
    };
    if ratings.len() < 2 {
        return Err(StatisticsError::TooFew { what: "people".to_owned(), count: 1, least: 2 });
    }
    for row in ratings {
        check_values("raters", row, 2)?;
        if row.len() != first.len() {
            let what = "raters".to_owned();
            return Err(StatisticsError::LengthMismatch { what, count: row.len(), expected: first.len() });
        }
    }
    let (people, raters) = (number(ratings.len()), number(first.len()));
    let mean = |values: &mut dyn Iterator<Item = f64>, count: f64| values.sum::<f64>() / count;
    let of_people: Vec<f64> = ratings.iter().map(|row| mean(&mut row.iter().copied(), raters)).collect();
    let of_raters: Vec<f64> =
        (0..first.len()).map(|at| mean(&mut ratings.iter().map(|row| row[at]), people)).collect();
    let grand = mean(&mut of_people.iter().copied(), people);
    let square = |value: f64| value * value;
    let spread = |means: &[f64]| means.iter().map(|m| square(m - grand)).sum::<f64>();
    let left = ratings.iter().zip(&of_people).flat_map(|(row, person)| {
        row.iter().zip(&of_raters).map(move |(value, rater)| square(value - person - rater + grand))
    });
    Ok(MeanSquares {
        people: raters * spread(&of_people) / (people - 1.0),
        raters: people * spread(&of_raters) / (raters - 1.0),
        error: left.sum::<f64>() / ((people - 1.0) * (raters - 1.0)),
    })
}

/// Coefficient of repeatability: 95 of 100 pairs of ratings of one person by one rater differ by less.
///
/// # Errors
/// No pairs, or a value that is not finite.
pub fn repeatability(pairs: &[[f64; 2]]) -> Result<f64, StatisticsError> {
    check_values("pairs", &pairs.concat(), 2)?;
    let squares: f64 = pairs.iter().map(|[one, other]| 0.5 * (one - other) * (one - other)).sum();
    Ok(normal::upper_quantile(0.025) * (2.0 * squares / number(pairs.len())).sqrt())
}

/// Cronbach's alpha: one row for each person, one column for each item, without gaps.
///
/// # Errors
/// Fewer than two people or items, rows of different length, a value that is not finite, or a sum without spread.
pub fn cronbach_alpha(answers: &[Vec<f64>]) -> Result<f64, StatisticsError> {
    mean_squares(answers)?;
    let items = number(answers[0].len());
    let of_items: Result<Vec<f64>, _> = (0..answers[0].len())
        .map(|at| variance(&answers.iter().map(|row| row[at]).collect::<Vec<_>>()))
        .collect();
    let of_sum = variance(&answers.iter().map(|row| row.iter().sum()).collect::<Vec<f64>>())?;
    if of_sum <= 0.0 {
        return Err(StatisticsError::NoSpread { what: "sum of the items".to_owned() });
    }
    Ok(items / (items - 1.0) * (1.0 - of_items?.iter().sum::<f64>() / of_sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing can be said of one person, of one rater, of a table with a gap, or of people who are all alike.
    #[test]
    fn degenerate_tables_are_refused() {
        for table in
            [vec![], vec![vec![1.0, 2.0]], vec![vec![1.0], vec![2.0]], vec![vec![1.0, 2.0], vec![1.0]]]
        {
            assert!(absolute_agreement(&table, 0.95).is_err(), "{table:?}");
        }
        let alike = vec![vec![3.0, 3.0]; 4];
        assert!(absolute_agreement(&alike, 0.95).is_err() && cronbach_alpha(&alike).is_err());
        assert!(repeatability(&[]).is_err());
    }

    /// Raters who always agree have a correlation of 1; one who is always higher lowers it, since the number counts.
    #[test]
    fn a_constant_difference_between_raters_is_disagreement() {
        let table = |shift: f64| -> Vec<Vec<f64>> {
            (0..5).map(|p| vec![f64::from(p), f64::from(p) + shift]).collect()
        };
        let icc = |shift| absolute_agreement(&table(shift), 0.95).unwrap().icc;
        // A quotient of sums of small whole numbers.
        assert!((icc(0.0) - 1.0).abs() < 1e-15);
        assert!(icc(1.0) < 0.9 && icc(3.0) < icc(1.0));
    }

    /// 1.96 times the spread of a difference: two ratings that always differ by 1.
    #[test]
    fn repeatability_is_in_the_unit_of_the_score() {
        let known = repeatability(&[[0.0, 1.0], [5.0, 4.0]]).unwrap();
        // 1.96 sqrt(2) sqrt(1/2), to the digits of 1.96.
        assert!((known - 1.96).abs() < 1e-4, "{known}");
    }
}
