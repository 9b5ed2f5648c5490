//! Is there a largest likelihood at all? Not where some combination of the columns separates the events.
//!
//! Albert and Anderson 1984: with z = x for a row with the event and -x for one without, the
//! coefficients have no finite estimate exactly where some b has z'b >= 0 in all rows and > 0 in one
//! (quasi-complete separation; complete where > 0 in all). By Stiemke's theorem there is no such b exactly where
//! the z, each with a weight of at least one, can add up to nothing. So the shortest such sum is sought
//! (nonnegative least squares, Lawson and Hanson 1974, chapter 23): if it is not nothing it is such a b itself.

use crate::StatisticsError;
use crate::describe::{centre, square_sum};
use crate::error::number;
use crate::linear_algebra::{dot, factorise, length};

/// What is left of a sum of rows counts as nothing below this share of their lengths.
const NOTHING: f64 = 1e-9;

/// The events are not separated by the columns, of which the first is the intercept and none depends on the others.
pub(super) fn check(names: &[String], columns: &[Vec<f64>], events: &[bool]) -> Result<(), StatisticsError> {
    let rows = signed_rows(columns, events);
    let total: Vec<f64> = (0..columns.len()).map(|j| -rows.iter().map(|row| row[j]).sum::<f64>()).collect();
    let nothing = NOTHING * rows.iter().map(|row| length(row)).sum::<f64>();
    let left = shortest_rest(&rows, &total, nothing)?;
    if length(&left) <= nothing {
        return Ok(());
    }
    let strongest = (1..columns.len()).max_by(|&i, &j| left[i].abs().total_cmp(&left[j].abs())).unwrap_or(0);
    let kind = if is_complete(&rows)? { "completely" } else { "in part" };
    Err(StatisticsError::Separated { column: names[strongest].clone(), kind })
}

/// z of each row; columns are centred and scaled, which moves the intercept alone and makes weights comparable.
fn signed_rows(columns: &[Vec<f64>], events: &[bool]) -> Vec<Vec<f64>> {
    let n = number(events.len());
    let scaled = |column: &Vec<f64>| -> Vec<f64> {
        let (mean, deviation) = (centre(column), (square_sum(column) / n).sqrt());
        column.iter().map(|value| (value - mean) / deviation).collect()
    };
    let columns: Vec<Vec<f64>> =
        std::iter::once(vec![1.0; events.len()]).chain(columns[1..].iter().map(scaled)).collect();
    let sign = |event: bool| if event { 1.0 } else { -1.0 };
    let row = |(row, &event): (usize, &bool)| columns.iter().map(|c| sign(event) * c[row]).collect();
    events.iter().enumerate().map(row).collect()
}

/// By Gordan's theorem, separation is complete exactly where no weighted mean of the z is zero.
fn is_complete(rows: &[Vec<f64>]) -> Result<bool, StatisticsError> {
    let with_one = |row: &Vec<f64>| row.iter().copied().chain([1.0]).collect();
    let rows: Vec<Vec<f64>> = rows.iter().map(with_one).collect();
    let mut target = vec![0.0; rows[0].len()];
    target[rows[0].len() - 1] = 1.0;
    Ok(length(&shortest_rest(&rows, &target, NOTHING)?) > NOTHING)
}

/// Target minus the sum of vectors with the weights, none negative, that come nearest to it.
fn shortest_rest(vectors: &[Vec<f64>], target: &[f64], nothing: f64) -> Result<Vec<f64>, StatisticsError> {
    let most = 10 * (vectors.len() + target.len());
    let mut used: Vec<Weighted> = Vec::new();
    let mut rest = target.to_vec();
    for _ in 0..most {
        let gain = |index: usize| dot(&vectors[index], &rest) / length(&vectors[index]);
        let unused = (0..vectors.len()).filter(|index| used.iter().all(|other| other.index != *index));
        let best = unused.max_by(|&a, &b| gain(a).total_cmp(&gain(b)));
        let found = best.filter(|&index| length(&rest) > nothing && gain(index) > NOTHING * length(&rest));
        // The rest is nothing, or no vector points its way.
        let Some(index) = found else { return Ok(rest) };
        used.push(Weighted { index, weight: 0.0 });
        fit_used(vectors, target, &mut used);
        rest = target.to_vec();
        for Weighted { index, weight } in &used {
            rest.iter_mut().zip(&vectors[*index]).for_each(|(entry, value)| *entry -= weight * value);
        }
    }
    Err(StatisticsError::NotSettled { what: "search for separation".into(), iterations: most })
}

/// A vector that is used, and how much of it.
#[derive(Clone, Copy, Debug)]
struct Weighted {
    index: usize,
    weight: f64,
}

/// Least squares over the used vectors; those whose weight would fall below zero are put aside on the way.
fn fit_used(vectors: &[Vec<f64>], target: &[f64], used: &mut Vec<Weighted>) {
    loop {
        let columns: Vec<Vec<f64>> = used.iter().map(|one| vectors[one.index].clone()).collect();
        // The newest points along the rest, which is normal to all others, so that it depends on none of them.
        let Ok(factors) = factorise(&columns) else {
            used.pop();
            return;
        };
        let wanted = factors.least_squares(target);
        // The share of the way to what is wanted at which a weight is used up.
        let used_up = |one: &Weighted, wanted: f64| {
            if wanted > 0.0 { f64::INFINITY } else { one.weight / (one.weight - wanted) }
        };
        let ends: Vec<f64> = used.iter().zip(&wanted).map(|(one, &wanted)| used_up(one, wanted)).collect();
        let share = ends.iter().fold(1.0, |least: f64, end| least.min(*end));
        for (one, wanted) in used.iter_mut().zip(&wanted) {
            one.weight += share * (wanted - one.weight);
        }
        let mut end = ends.iter();
        used.retain(|_| end.next().is_none_or(|end| *end > share));
        if used.len() == ends.len() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logistic::newton::Problem;
    use conus_num::random::Stream;

    fn checked(values: &[f64], events: &[bool]) -> Result<(), StatisticsError> {
        let names = ["(intercept)".to_owned(), "dose".to_owned()];
        check(&names, &[vec![1.0; values.len()], values.to_vec()], events)
    }

    fn separated(kind: &'static str) -> Result<(), StatisticsError> {
        Err(StatisticsError::Separated { column: "dose".into(), kind })
    }

    #[test]
    fn a_threshold_separates_completely_and_a_shared_value_in_part() {
        let events = [false, false, true, true];
        assert_eq!(checked(&[1.0, 2.0, 2.001, 9.0], &events), separated("completely"));
        assert_eq!(checked(&[1.0, 2.0, 2.0, 9.0], &events), separated("in part"));
        assert_eq!(checked(&[1.0, 2.001, 2.0, 9.0], &events), Ok(()));
    }

    #[test]
    fn a_group_without_events_separates_in_part() {
        let arm = [0.0, 0.0, 0.0, 1.0, 1.0];
        assert_eq!(checked(&arm, &[true, false, true, false, false]), separated("in part"));
        assert_eq!(checked(&arm, &[true, false, true, false, true]), Ok(()));
    }

    /// Neither column alone separates, their difference does.
    #[test]
    fn a_combination_of_columns_is_found() {
        let columns = [vec![1.0; 6], vec![1.0, 4.0, 7.0, 2.0, 5.0, 8.0], vec![2.0, 5.0, 8.0, 1.0, 4.0, 7.0]];
        let names = ["(intercept)", "a", "b"].map(str::to_owned);
        let events = [false, false, false, true, true, true];
        let found = check(&names, &columns, &events);
        assert!(matches!(found, Err(StatisticsError::Separated { kind: "completely", .. })), "{found:?}");
        assert_eq!(check(&names[..2], &columns[..2], &events), Ok(()));
    }

    /// Small trials with whole-number covariates are separated about every second time. Either the direction that is
    /// found proves it, or the likelihood has a top that Newton finds.
    #[test]
    fn every_verdict_comes_with_its_proof() {
        let mut verdicts = [0, 0];
        for replicate in 0..400 {
            let mut draw = Stream::new(20_250_314, 1, replicate, 0, 0);
            let count = 8 + draw.below(10) as usize;
            let columns = vec![
                vec![1.0; count],
                (0..count).map(|_| f64::from(draw.below(2))).collect::<Vec<f64>>(),
                (0..count).map(|_| f64::from(draw.below(5))).collect(),
            ];
            let events: Vec<bool> = (0..count).map(|_| draw.bernoulli(0.3)).collect();
            if factorise(&columns).is_err() {
                continue;
            }
            let rows = signed_rows(&columns, &events);
            let total: Vec<f64> = (0..3).map(|j| -rows.iter().map(|row| row[j]).sum::<f64>()).collect();
            let left = shortest_rest(&rows, &total, 1e-8).unwrap();
            let found = length(&left) > 1e-8;
            if found {
                let sides: Vec<f64> = rows.iter().map(|row| -dot(row, &left)).collect();
                assert!(sides.iter().all(|side| *side > -1e-9) && sides.iter().any(|side| *side > 1e-9));
            } else {
                let problem = Problem { columns: &columns, events: &events, penalised: false };
                let (top, _) = problem.maximise(&[0.0; 3], &[false; 3]).unwrap();
                for column in &columns {
                    let residual = |(event, p): (&bool, &[f64; 2])| if *event { p[1] } else { -p[0] };
                    let residuals: Vec<f64> = events.iter().zip(&top.probabilities).map(residual).collect();
                    assert!(dot(&residuals, column).abs() < 1e-11);
                }
            }
            verdicts[usize::from(found)] += 1;
        }
        assert!(verdicts.iter().all(|&count| count > 50), "{verdicts:?}");
    }
}
