//! How does a share change along a scale? Shares in bins, each with its Wilson interval.

use crate::StatisticsError;
use crate::describe::{Interval, centre, wilson_interval};
use crate::error::{check_length, check_values, number_of};

/// One bin: `lower` is inside, `upper` belongs to the next bin (and to this one if it is the last).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// Lower edge.
    pub lower: f64,
    /// Upper edge.
    pub upper: f64,
    /// Mean position of what lies inside.
    pub middle: f64,
    /// Events inside.
    pub events: u64,
    /// Everything inside.
    pub total: u64,
    /// Events over total.
    pub share: f64,
    /// 95 % interval of the share.
    pub interval_95: Interval,
}

/// Shares of `event` along `position`, for rising `edges`; empty bins and positions outside are left out.
///
/// # Errors
/// Columns of different length, values that are not finite, or edges that do not rise.
pub fn binned(position: &[f64], event: &[bool], edges: &[f64]) -> Result<Vec<Bin>, StatisticsError> {
    check_length("event", event.len(), position.len())?;
    check_values("position", position, 0)?;
    check_values("edges", edges, 2)?;
    if let Some(pair) = edges.windows(2).find(|pair| pair[1] <= pair[0]) {
        let what = "edge".into();
        return Err(StatisticsError::OutOfRange {
            what,
            value: pair[1],
            allowed: "above the edge before it",
        });
    }
    let last = edges[edges.len() - 1];
    let mut bins = Vec::with_capacity(edges.len() - 1);
    for pair in edges.windows(2) {
        let inside = |x: f64| x >= pair[0] && (x < pair[1] || (x <= last && pair[1] >= last));
        let rows: Vec<usize> = (0..position.len()).filter(|&row| inside(position[row])).collect();
        if rows.is_empty() {
            continue;
        }
        let total = rows.len() as u64;
        let events = rows.iter().filter(|&&row| event[row]).count() as u64;
        let positions: Vec<f64> = rows.iter().map(|&row| position[row]).collect();
        bins.push(Bin {
            lower: pair[0],
            upper: pair[1],
            middle: centre(&positions),
            events,
            total,
            share: number_of(events) / number_of(total),
            interval_95: wilson_interval(events, total, 0.95)?,
        });
    }
    Ok(bins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_inside_falls_into_one_bin() {
        let position = [0.0, 0.4, 0.5, 1.0, 1.5, 2.0, 2.1, -0.1];
        let event = [true, false, true, true, false, true, true, true];
        let bins = binned(&position, &event, &[0.0, 0.5, 1.0, 2.0]).unwrap();
        let seen: Vec<(u64, u64)> = bins.iter().map(|bin| (bin.events, bin.total)).collect();
        assert_eq!(seen, [(1, 2), (1, 1), (2, 3)]);
        assert_eq!((bins[0].middle, bins[0].share), (0.2, 0.5));
        assert_eq!(bins[2].interval_95, wilson_interval(2, 3, 0.95).unwrap());
    }

    #[test]
    fn an_empty_bin_is_left_out_and_falling_edges_are_an_error() {
        assert_eq!(binned(&[0.1], &[true], &[0.0, 1.0, 2.0]).unwrap().len(), 1);
        assert!(binned(&[0.1], &[true], &[1.0, 0.0]).is_err());
        assert!(binned(&[0.1], &[true, false], &[0.0, 1.0]).is_err());
    }
}
