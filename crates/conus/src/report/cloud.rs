//! What does a cloud of points follow? A smooth line through it, and the places of its values if they were normal.

use conus_num::distribution::{beta, normal};

/// A value's place on a normal quantile plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// Normal quantile at the plotting position of the value.
    pub expected: f64,
    /// Lower end of the pointwise 95 % interval.
    pub low: f64,
    /// Upper end of the pointwise 95 % interval.
    pub high: f64,
}

/// Where value `rank` (from 1) of `n` standard normal values is expected: the normal quantile at probability
/// (rank - 3/8) / (n + 1/4) (Blom 1958, Statistical estimates and transformed beta-variables, section 6.9).
pub fn normal_expected(rank: u32, n: u32) -> f64 {
    normal::quantile((f64::from(rank) - 0.375) / (f64::from(n) + 0.25))
}

/// Place of value `rank` (from 1) among `n` standard normal values, with its interval.
///
/// The interval is exact: the probability below an order statistic follows a beta distribution with shapes rank and
/// n + 1 - rank (David and Nagaraja 2003, Order statistics, section 2.3).
pub fn normal_order(rank: u32, n: u32) -> Order {
    let expected = normal_expected(rank, n);
    let (i, n) = (f64::from(rank), f64::from(n));
    let low = normal::quantile(beta::quantile(0.025, i, n + 1.0 - i));
    let high = normal::upper_quantile(beta::quantile(0.025, n + 1.0 - i, i));
    Order { expected, low, high }
}

/// A smooth line through points that rise in x, read at `places` equal steps: at each place the straight line that
/// fits the nearest `share` of the points best, near ones weighing more (tricube weights, one pass without robust
/// weights: Cleveland 1979, J Am Stat Assoc 74:829-836, section 2).
///
/// Empty when there are too few points, or when all stand at one x.
pub fn local_line(points: &[(f64, f64)], share: f64, places: u32) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    let near = nearest(points.len(), share);
    if near < 3 || last.0 <= first.0 || places < 2 {
        return Vec::new();
    }
    let step = (last.0 - first.0) / f64::from(places - 1);
    (0..places)
        .map(|place| first.0 + step * f64::from(place))
        .map(|at| (at, local_value(points, near, at)))
        .collect()
}

/// How many points are near: the whole part of their share.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of points and a share of it"
)]
fn nearest(points: usize, share: f64) -> usize {
    ((points as f64 * share + 1e-9).floor() as usize).min(points)
}

fn local_value(points: &[(f64, f64)], near: usize, at: f64) -> f64 {
    let mut distances: Vec<f64> = points.iter().map(|point| (point.0 - at).abs()).collect();
    distances.sort_by(f64::total_cmp);
    let width = distances[near - 1];
    // Points all at one distance, or all at one x, would weigh nothing; they weigh the same then.
    let alike = distances[0] >= width;
    let [mut weight, mut x, mut y, mut xx, mut xy] = [0.0_f64; 5];
    for point in points {
        let away = (point.0 - at).abs();
        if away < width || (alike && away <= width) {
            let share = if alike { 0.0 } else { away / width };
            let rest = 1.0 - share * share * share;
            let (w, dx) = (rest * rest * rest, point.0 - at);
            weight += w;
            x += w * dx;
            y += w * point.1;
            xx += w * dx * dx;
            xy += w * dx * point.1;
        }
    }
    let spread = xx - x * x / weight;
    // Without spread in x there is no slope: the mean of the points.
    let slope = if spread > 1e-12 * xx.max(f64::MIN_POSITIVE) { (xy - x * y / weight) / spread } else { 0.0 };
    y / weight - slope * x / weight
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4: `loess(y ~ x, degree = 1, span = 0.6, family = "gaussian", surface = "direct")`, printed by
    /// `predict` at the places of the test; script and output in `tests/oracle/loess.R` and `loess.txt`.
    #[test]
    fn the_local_line_is_that_of_loess_in_r() {
        let x = [1.0, 1.5, 2.2, 3.0, 3.1, 4.4, 5.0, 6.2, 7.7, 9.0];
        let y = [2.0, 1.1, 3.4, 2.9, 4.2, 3.3, 5.1, 4.0, 6.3, 5.2];
        let points: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
        let printed = include_str!("../../tests/oracle/loess.txt");
        let expected: Vec<f64> = printed.lines().map(|line| line.trim().parse().unwrap()).collect();
        let line = local_line(&points, 0.6, 5);
        assert_eq!((line.len(), expected.len()), (5, 5));
        for (point, expected) in line.iter().zip(expected) {
            // The printout has ten decimals.
            assert!((point.1 - expected).abs() < 1e-10, "{point:?} {expected}");
        }
    }

    #[test]
    fn a_straight_line_is_followed_exactly_and_few_points_or_one_place_give_no_line() {
        let straight: Vec<(f64, f64)> = (0..30).map(f64::from).map(|x| (x, 2.0 - 0.5 * x)).collect();
        for (x, y) in local_line(&straight, 2.0 / 3.0, 7) {
            assert!((y - (2.0 - 0.5 * x)).abs() < 1e-12, "rounding only");
        }
        assert!(local_line(&straight[..3], 2.0 / 3.0, 7).is_empty());
        assert!(local_line(&[(1.0, 2.0); 9], 2.0 / 3.0, 7).is_empty());
    }

    #[test]
    fn points_in_two_heaps_are_followed_through_the_mean_of_each() {
        let heaps = [(0.0, 1.0), (0.0, 2.0), (0.0, 3.0), (8.0, 5.0), (8.0, 6.0), (8.0, 7.0)];
        let line = local_line(&heaps, 0.5, 3);
        let heights: Vec<f64> = line.iter().map(|point| point.1).collect();
        assert_eq!((heights[0], heights[2]), (2.0, 6.0));
        assert!((2.0..=6.0).contains(&heights[1]), "{heights:?}");
    }

    #[test]
    fn the_band_of_one_value_is_that_of_one_normal_value_and_bands_mirror_each_other() {
        let one = normal_order(1, 1);
        // The 97.5 % point of the normal distribution, printed to 12 decimals in any table of it.
        assert!(one.expected.abs() < 1e-12 && (one.high - 1.959_963_984_540).abs() < 1e-9);
        for (rank, n) in [(1, 10), (3, 10), (20, 268)] {
            let (low, high) = (normal_order(rank, n), normal_order(n + 1 - rank, n));
            // Both ends come from an iteration that stops at about 1e-13.
            assert!((low.low + high.high).abs() < 1e-9 && (low.expected + high.expected).abs() < 1e-9);
            assert!(low.low < low.expected && low.expected < low.high);
        }
    }
}
