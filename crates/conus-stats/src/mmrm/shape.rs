//! How does a covariance matrix change with its parameters? Elements, slopes and curvatures, exactly.

use crate::symmetric::place;
use conus_num::Num;
use conus_num::hyper_dual::HyperDual;

/// The elements of a covariance matrix (lower triangle) at some parameters.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// Value of each element.
    pub elements: Vec<f64>,
    /// For each parameter: the derivative of each element.
    pub slope: Vec<Vec<f64>>,
    /// For each pair of parameters a >= b, in the order of a lower triangle: the second derivative of each element.
    pub curvature: Vec<f64>,
}

impl Shape {
    /// Reads a map from parameters to elements, and its derivatives, in one pass for each pair.
    pub(super) fn of(parameters: &[f64], map: impl Fn(&[Num<HyperDual>]) -> Vec<Num<HyperDual>>) -> Self {
        let count = parameters.len();
        let mut shape = Self { elements: Vec::new(), slope: Vec::new(), curvature: Vec::new() };
        let mut inputs: Vec<Num<HyperDual>> =
            parameters.iter().map(|value| Num(HyperDual::constant(*value))).collect();
        for a in 0..count {
            for b in 0..=a {
                inputs[a] = Num(HyperDual::input(parameters[a], true, a == b));
                inputs[b] = Num(HyperDual::input(parameters[b], a == b, true));
                let elements = map(&inputs);
                shape.curvature.extend(elements.iter().map(|element| element.0.mixed));
                if a == b {
                    shape.slope.push(elements.iter().map(|element| element.0.first).collect());
                }
                if a == 0 {
                    shape.elements = elements.iter().map(|element| element.0.value).collect();
                }
                inputs[b] = Num(HyperDual::constant(parameters[b]));
            }
            inputs[a] = Num(HyperDual::constant(parameters[a]));
        }
        shape
    }

    /// The second derivative of each element to two parameters.
    pub(super) fn bend(&self, a: usize, b: usize) -> &[f64] {
        &self.curvature[place(a, b) * self.elements.len()..][..self.elements.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: elements (x y, x²) at (3, 5).
    #[test]
    fn a_product_and_a_square_have_their_known_derivatives() {
        let shape = Shape::of(&[3.0, 5.0], |x| vec![x[0] * x[1], x[0] * x[0]]);
        assert_eq!(shape.elements, [15.0, 9.0]);
        assert_eq!(shape.slope, [[5.0, 6.0], [3.0, 0.0]]);
        assert_eq!(shape.curvature, [0.0, 2.0, 1.0, 0.0, 0.0, 0.0]);
        assert_eq!(shape.bend(0, 1), [1.0, 0.0]);
    }
}
