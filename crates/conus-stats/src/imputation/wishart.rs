//! How is a covariance matrix drawn? As the inverse of a Wishart matrix.

use super::Matrix;
use super::cholesky::{Triangle, factorise};
use crate::StatisticsError;
use crate::error::number;
use crate::linear_algebra::dot;
use conus_num::distribution::chi_square;
use conus_num::random::Stream;

/// A draw of Σ with Σ^-1 ~ Wishart(freedom, scale^-1), whose mean is scale / (freedom - size - 1).
///
/// Bartlett 1933, as in Smith and Hocking 1972 (algorithm AS 53): a Wishart matrix with unit scale is B B' for a lower
/// triangle of independent entries, chi with `freedom - i` degrees of freedom on the diagonal and standard normal below.
/// With scale = C C' then Σ = X' X where B X = C'. One number of the stream for each entry.
pub(super) fn inverse_wishart(
    scale: &[Vec<f64>],
    freedom: usize,
    what: &str,
    stream: &mut Stream,
) -> Result<Matrix, StatisticsError> {
    let size = scale.len();
    if freedom < size {
        return Err(StatisticsError::TooFew { what: what.to_owned(), count: freedom, least: size });
    }
    let root = factorise(scale, what)?;
    let row = |i: usize, stream: &mut Stream| -> Vec<f64> {
        let mut row: Vec<f64> = (0..i).map(|_| stream.normal()).collect();
        row.push(chi_square::quantile(stream.uniform(), number(freedom - i)).sqrt());
        row
    };
    let triangle = Triangle::from_rows((0..size).map(|i| row(i, stream)).collect());
    let columns: Matrix = root.padded_rows().iter().map(|row| triangle.solve_lower(row)).collect();
    Ok(columns.iter().map(|one| columns.iter().map(|other| dot(one, other)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of an inverse Wishart matrix is scale / (freedom - size - 1) (Anderson 2003, section 7.7) and the variance of its diagonal 2 scale² / ((f - p - 1)² (f - p - 3)): here sd 0.29 of the mean at 30
    /// degrees of freedom. Five Monte-Carlo errors of 20,000 draws are allowed, for every entry on the scale of the
    /// diagonal.
    #[test]
    fn the_mean_of_many_draws_is_the_mean_of_the_distribution() {
        let scale = vec![vec![4.0, 2.0, 1.0], vec![2.0, 5.0, 3.0], vec![1.0, 3.0, 6.0]];
        let mut stream = Stream::new(11, 1, 0, 0, 0);
        let draws: Vec<Matrix> =
            (0..20_000).map(|_| inverse_wishart(&scale, 30, "scale", &mut stream).unwrap()).collect();
        for i in 0..3 {
            for j in 0..3 {
                let mean = draws.iter().map(|draw| draw[i][j]).sum::<f64>() / 20_000.0;
                let expected = scale[i][j] / 26.0;
                let error = 0.29 * (scale[i][i] * scale[j][j]).sqrt() / 26.0 / 20_000_f64.sqrt();
                assert!((mean - expected).abs() < 5.0 * error, "{i}, {j}: {mean} against {expected}");
            }
        }
    }

    #[test]
    fn fewer_degrees_of_freedom_than_visits_are_an_error() {
        let mut stream = Stream::new(11, 1, 0, 0, 0);
        let scale = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
        assert!(inverse_wishart(&scale, 2, "scale", &mut stream).is_ok());
        let seen = inverse_wishart(&scale, 1, "scale", &mut stream);
        assert_eq!(seen, Err(StatisticsError::TooFew { what: "scale".into(), count: 1, least: 2 }));
    }
}
