//! What is a p worth when several hypotheses are tested? Adjusted p that keep the family-wise error.

use crate::StatisticsError;
use crate::error::number;

/// Holm 1979: valid under any dependence. The answers keep the order of the input.
///
/// # Errors
/// A p outside 0 to 1.
pub fn holm(p: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        largest = largest.max((number(p.len() - rank) * p[index]).min(1.0));
        adjusted[index] = largest;
    }
    Ok(adjusted)
}

/// Hochberg 1988: stronger than Holm, valid where the tests are independent or positively dependent.
///
/// # Errors
/// A p outside 0 to 1.
pub fn hochberg(p: &[f64]) -> Result<Vec<f64>, StatisticsError> {
    let order = ascending(p)?;
    let mut adjusted = vec![0.0; p.len()];
    let mut smallest = 1.0_f64;
    for (rank, &index) in order.iter().enumerate().rev() {
        smallest = smallest.min(number(p.len() - rank) * p[index]);
        adjusted[index] = smallest;
    }
    Ok(adjusted)
}

/// Positions from the smallest p to the largest; equal p keep their order.
fn ascending(p: &[f64]) -> Result<Vec<usize>, StatisticsError> {
    if let Some(&value) = p.iter().find(|value| !(0.0..=1.0).contains(*value)) {
        return Err(StatisticsError::OutOfRange { what: "p".into(), value, allowed: "from 0 to 1" });
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_p_stays_as_it_is() {
        assert_eq!((holm(&[0.04]), hochberg(&[0.04])), (Ok(vec![0.04]), Ok(vec![0.04])));
        assert_eq!(holm(&[]), Ok(vec![]));
    }

    #[test]
    fn hochberg_is_never_weaker_than_holm() {
        let p = [0.01, 0.03, 0.04, 0.03, 0.2];
        let (holm, hochberg) = (holm(&p).unwrap(), hochberg(&p).unwrap());
        assert!(holm.iter().zip(&hochberg).all(|(a, b)| b <= a));
        assert!(hochberg[2] < holm[2]);
    }

    #[test]
    fn a_p_above_one_is_an_error() {
        assert!(holm(&[0.2, 1.2]).is_err() && hochberg(&[f64::NAN]).is_err());
    }
}
