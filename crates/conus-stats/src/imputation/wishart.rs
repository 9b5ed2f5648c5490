//! How is a covariance matrix drawn? As the inverse of a Wishart matrix.

use super::Matrix;
use super::trial::factorise;
use crate::StatisticsError;
use crate::error::number;
use crate::linear_algebra::dot;
use crate::symmetric::Symmetric;
use conus_num::distribution::chi_square;
use conus_num::random::Stream;

/// A draw of Σ with Σ^-1 ~ Wishart(freedom, scale^-1), whose mean is scale / (freedom - size - 1).
///
/// Bartlett 1933, as in Smith and Hocking 1972 (algorithm AS 53): a Wishart matrix W with unit scale is B B' for a lower
/// triangle B of independent entries, chi with `freedom - i` degrees of freedom on the diagonal and standard normal below.
/// With scale = C C' then Σ = C W^-1 C'. Takes one number of the stream for each entry.
pub(super) fn inverse_wishart(
    scale: &Symmetric,
    freedom: usize,
    what: &str,
    stream: &mut Stream,
) -> Result<Symmetric, StatisticsError> {
    let size = scale.order;
    if freedom < size {
        return Err(StatisticsError::TooFew { what: what.to_owned(), count: freedom, least: size });
    }
    let row = |i: usize| -> Vec<f64> {
        let mut row: Vec<f64> = (0..i).map(|_| stream.normal()).collect();
        row.push(chi_square::quantile(stream.uniform(), number(freedom - i)).sqrt());
        row
    };
    let bartlett: Matrix = (0..size).map(row).collect();
    let wishart = Symmetric::from_fn(size, |i, j| dot(&bartlett[i], &bartlett[j]));
    let root = factorise(scale, what)?;
    let rows: Matrix =
        (0..size).map(|i| (0..size).map(|j| if j > i { 0.0 } else { root.at(i, j) }).collect()).collect();
    Ok(factorise(&wishart, what)?.inverse().between(&rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of an inverse Wishart matrix is scale / (freedom - size - 1) (Anderson 2003, section 7.7) and the variance
    /// of its diagonal 2 scale² / ((f - p - 1)² (f - p - 3)): here sd 0.29 of the mean at 30 degrees of freedom. Five
    /// Monte-Carlo errors of 20,000 draws are allowed, for every entry on the scale of the diagonal.
    #[test]
    fn the_mean_of_many_draws_is_the_mean_of_the_distribution() {
        let scale = Symmetric { order: 3, packed: vec![4.0, 2.0, 5.0, 1.0, 3.0, 6.0] };
        let mut stream = Stream::new(11, 1, 0, 0, 0);
        let draws: Vec<Symmetric> =
            (0..20_000).map(|_| inverse_wishart(&scale, 30, "scale", &mut stream).unwrap()).collect();
        for i in 0..3 {
            for j in 0..=i {
                let mean = draws.iter().map(|draw| draw.at(i, j)).sum::<f64>() / 20_000.0;
                let expected = scale.at(i, j) / 26.0;
                let error = 0.29 * (scale.at(i, i) * scale.at(j, j)).sqrt() / 26.0 / 20_000_f64.sqrt();
                assert!((mean - expected).abs() < 5.0 * error, "{i}, {j}: {mean} against {expected}");
            }
        }
    }

    #[test]
    fn fewer_degrees_of_freedom_than_visits_are_an_error() {
        let mut stream = Stream::new(11, 1, 0, 0, 0);
        let scale = Symmetric { order: 2, packed: vec![1.0, 0.0, 1.0] };
        assert!(inverse_wishart(&scale, 2, "scale", &mut stream).is_ok());
        let seen = inverse_wishart(&scale, 1, "scale", &mut stream);
        assert_eq!(seen, Err(StatisticsError::TooFew { what: "scale".into(), count: 1, least: 2 }));
    }
}
