//! How many patients reach a wanted probability of success? By straight lines between the sizes that were simulated, with
//! an error from leaving out one block at a time (jackknife: Efron 1982).

use super::tally::OverBlocks;
use crate::analysis::{Computed, NotComputed};
use conus_stats::describe::mean;

/// People of the first arm under question at which the mean over blocks first reaches `wanted`; `shares` are those of
/// each block by size.
///
/// # Errors
/// Fewer than two blocks, or a probability that no simulated size reaches.
pub fn people_needed(sizes: &[u32], shares: &[Vec<f64>], wanted: f64) -> Computed<OverBlocks> {
    let blocks = shares.len();
    if blocks < 2 {
        return Err(NotComputed::too_few("blocks", blocks, 2));
    }
    let total: Vec<f64> = (0..sizes.len()).map(|at| shares.iter().map(|of| of[at]).sum()).collect();
    let curve = |left_out: Option<&Vec<f64>>| -> Vec<f64> {
        let count = (blocks - usize::from(left_out.is_some())) as f64;
        (0..sizes.len()).map(|at| (total[at] - left_out.map_or(0.0, |of| of[at])) / count).collect()
    };
    let value =
        first_reached(sizes, &curve(None), wanted).ok_or_else(|| not_reached(sizes, &curve(None), wanted))?;
    let without: Vec<f64> =
        shares.iter().filter_map(|of| first_reached(sizes, &curve(Some(of)), wanted)).collect();
    let middle = mean(&without)?;
    let squares: f64 = without.iter().map(|one| (one - middle) * (one - middle)).sum();
    let left = without.len() as f64;
    Ok(OverBlocks { value, error: ((left - 1.0) / left * squares).sqrt() })
}

fn not_reached(sizes: &[u32], curve: &[f64], wanted: f64) -> NotComputed {
    let (most, highest) = (sizes.last().copied().unwrap_or(0), curve.iter().copied().fold(0.0, f64::max));
    NotComputed::out_of_reach(format!(
        "{:.0} % is not reached: with up to {most} people it is at most {:.0} %",
        100.0 * wanted,
        100.0 * highest
    ))
}

/// Where the curve first reaches a height, between sizes on a straight line; below the least size on the line through
/// nobody and nothing.
fn first_reached(sizes: &[u32], curve: &[f64], wanted: f64) -> Option<f64> {
    let mut before = (0.0, 0.0);
    for (size, height) in sizes.iter().zip(curve) {
        let now = (f64::from(*size), *height);
        if now.1 >= wanted {
            let rise = now.1 - before.1;
            return Some(before.0 + (now.0 - before.0) * (wanted - before.1) / rise);
        }
        before = now;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_sizes_lies_a_straight_line() {
        let shares = vec![vec![0.4, 0.7, 0.9], vec![0.6, 0.7, 0.9]];
        let found = people_needed(&[20, 40, 60], &shares, 0.8).unwrap();
        assert!((found.value - 50.0).abs() < 1e-9 && found.error.abs() < 1e-9);
    }

    /// Two blocks that disagree: leaving out one or the other gives 45 or 55, so the error is half of their difference.
    #[test]
    fn the_error_comes_of_blocks_that_disagree() {
        let shares = vec![vec![0.7, 0.9], vec![0.6, 0.9], vec![0.65, 0.9]];
        let found = people_needed(&[40, 60], &shares, 0.8).unwrap();
        let alone = |low: f64| 40.0 + 20.0 * (0.8 - low) / (0.9 - low);
        let without = [alone(0.625), alone(0.675), alone(0.65)];
        let middle = without.iter().sum::<f64>() / 3.0;
        let squares: f64 = without.iter().map(|one| (one - middle) * (one - middle)).sum();
        assert!((found.error - (2.0 / 3.0 * squares).sqrt()).abs() < 1e-12 && found.error > 0.0);
    }

    #[test]
    fn what_no_size_reaches_is_a_reason_and_not_a_number() {
        let shares = vec![vec![0.1, 0.5]; 3];
        let why = people_needed(&[20, 40], &shares, 0.8).unwrap_err().to_string();
        assert!(why.contains("80 % is not reached") && why.contains("at most 50 %"), "{why}");
    }
}
