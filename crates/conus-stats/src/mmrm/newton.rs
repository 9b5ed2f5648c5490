//! Which covariance parameters make the data most likely? Newton's method in free parameters, with exact derivatives.
//!
//! Where the curvature of the data is not positive definite, far from the optimum, the expected one takes its place
//! (Fisher scoring); a step is halved until it goes down (Nocedal and Wright 2006, algorithms 3.1 and 3.2). The end is a
//! step with a Newton decrement g'H^-1 g below 1e-9: convergence is quadratic, so -2 log L is exact to its rounding and
//! parameters to about 1e-8 of their standard errors.

use super::likelihood::{Curve, Information, Likelihood, likelihood};
use super::pattern::Pattern;
use super::shape::Shape;
use super::structure::Structure;
use crate::StatisticsError;
use crate::symmetric::{Cholesky, Symmetric, place, triangle};
use conus_num::Num;

/// Steps after which an optimum that was not reached will not be (mean of the oracle cases: 6).
const MOST_STEPS: usize = 60;
/// Halvings of a step after which there is no way down.
const MOST_HALVINGS: usize = 40;
/// Decrement at which the next step is the last.
const SMALL: f64 = 1e-9;
/// A curvature that keeps less of its diagonal than this is flat.
const FLAT: f64 = 1e-10;
/// What the value of a likelihood may lose by rounding, as a share of it.
const ROUNDING: f64 = 1e-11;
/// Longest step of one free parameter; a logarithm of a deviation moves by a factor of seven.
const LONGEST: f64 = 2.0;

/// What the likelihood is taken of.
#[derive(Clone, Debug)]
pub(super) struct Problem<'a> {
    pub patterns: &'a [Pattern],
    pub structure: Structure,
    pub visits: usize,
    pub groups: usize,
    pub width: usize,
    pub restricted: bool,
}

/// A point on the way.
#[derive(Clone, Debug)]
struct Position {
    free: Vec<f64>,
    covariance: Vec<Symmetric>,
    likelihood: Likelihood,
}

/// The optimum.
#[derive(Clone, Debug)]
pub(super) struct Optimum {
    pub free: Vec<f64>,
    pub covariance: Vec<Symmetric>,
    pub likelihood: Likelihood,
    pub curve: Curve,
    /// Covariance of the elements of the covariance matrices.
    pub of_elements: Symmetric,
    /// Covariance of the free parameters.
    pub of_free: Symmetric,
    pub steps: usize,
}

impl Problem<'_> {
    /// Parameters of one group.
    pub(super) fn each(&self) -> usize {
        self.structure.parameters(self.visits)
    }

    /// The covariance matrices at free parameters.
    fn matrices(&self, free: &[f64]) -> Vec<Symmetric> {
        let matrix = |group: &[f64]| {
            let numbers: Vec<Num<f64>> = group.iter().map(|x| Num(*x)).collect();
            let packed = self.structure.of_free(self.visits, &numbers);
            Symmetric { order: self.visits, packed: packed.into_iter().map(|x| x.0).collect() }
        };
        free.chunks(self.each()).map(matrix).collect()
    }

    fn at(&self, free: Vec<f64>) -> Option<Position> {
        let covariance = self.matrices(&free);
        let likelihood = likelihood(self.patterns, &covariance, self.width, self.restricted)?;
        Some(Position { free, covariance, likelihood })
    }

    /// Derivatives of the elements to the free parameters, for each group.
    fn shapes(&self, free: &[f64]) -> Vec<Shape> {
        let of_group = |group: &[f64]| self.structure.shape(self.visits, group);
        free.chunks(self.each()).map(of_group).collect()
    }

    /// Walks down from a start.
    pub(super) fn solve(
        &self,
        start: Vec<f64>,
        information: Information,
    ) -> Result<Optimum, StatisticsError> {
        let mut here = self.at(start).ok_or_else(|| self.failed(0, f64::NAN))?;
        let mut decrement = f64::INFINITY;
        for steps in 0..MOST_STEPS {
            let curve = self.curve(&here.likelihood, Information::Observed);
            let shapes = self.shapes(&here.free);
            let hessian = self.hessian(&curve, &shapes);
            if decrement < SMALL {
                return self.finish(here, curve, &shapes, &hessian, information, steps);
            }
            let slope = slope(&curve.slope, &shapes);
            let step = match Cholesky::of(&hessian, FLAT) {
                Some(factor) => Some(factor.solve(&slope)),
                None => self.scoring_step(&here.likelihood, &shapes, &slope),
            };
            let step = step.ok_or_else(|| self.failed(steps, decrement))?;
            decrement = slope.iter().zip(&step).map(|(g, s)| g * s).sum();
            here = self.down(&here, &step).ok_or_else(|| self.failed(steps, decrement))?;
        }
        Err(self.failed(MOST_STEPS, decrement))
    }

    fn curve(&self, likelihood: &Likelihood, information: Information) -> Curve {
        likelihood.curve(self.patterns, self.visits, self.groups, information)
    }

    fn failed(&self, steps: usize, decrement: f64) -> StatisticsError {
        StatisticsError::NotConverged { what: self.structure.name().to_owned(), steps, decrement }
    }

    /// The first of the halved steps that goes down, or stays within rounding.
    fn down(&self, here: &Position, step: &[f64]) -> Option<Position> {
        let longest = step.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
        let mut share = if longest > LONGEST { LONGEST / longest } else { 1.0 };
        let value = here.likelihood.value;
        for _ in 0..MOST_HALVINGS {
            let tried = here.free.iter().zip(step).map(|(x, s)| x - share * s).collect();
            if let Some(there) = self.at(tried)
                && there.likelihood.value <= value + ROUNDING * value.abs().max(1.0)
            {
                return Some(there);
            }
            share *= 0.5;
        }
        None
    }

    fn scoring_step(&self, here: &Likelihood, shapes: &[Shape], slope: &[f64]) -> Option<Vec<f64>> {
        let expected = self.curve(here, Information::Expected);
        let mut information = chain(&expected.curvature, shapes);
        // A little of the diagonal keeps directions without information from running away.
        for at in 0..information.order {
            let entry = &mut information.packed[place(at, at)];
            *entry *= 1.0 + 1e-6;
        }
        Some(Cholesky::of(&information, 1e-13)?.solve(slope))
    }

    /// Second derivatives in free parameters: J'HJ and the slope times the curvature of the structure.
    fn hessian(&self, curve: &Curve, shapes: &[Shape]) -> Symmetric {
        let mut hessian = chain(&curve.curvature, shapes);
        let (each, elements) = (self.each(), triangle(self.visits));
        for (group, shape) in shapes.iter().enumerate() {
            let slope = &curve.slope[group * elements..(group + 1) * elements];
            for a in 0..each {
                for b in 0..=a {
                    let bend: f64 = slope.iter().zip(shape.bend(a, b)).map(|(g, c)| g * c).sum();
                    hessian.packed[place(group * each + a, group * each + b)] += bend;
                }
            }
        }
        hessian
    }

    fn finish(
        &self,
        top: Position,
        curve: Curve,
        shapes: &[Shape],
        hessian: &Symmetric,
        information: Information,
        steps: usize,
    ) -> Result<Optimum, StatisticsError> {
        let factor = match information {
            Information::Observed => Cholesky::of(hessian, FLAT),
            Information::Expected => {
                let expected = self.curve(&top.likelihood, Information::Expected);
                Cholesky::of(&chain(&expected.curvature, shapes), FLAT)
            }
        };
        let flat = || StatisticsError::NotIdentified { what: self.structure.name().to_owned() };
        let inverse = factor.ok_or_else(flat)?.inverse();
        // The information of the log-likelihood is half the curvature of minus twice it.
        let mut of_free = Symmetric::zero(inverse.order);
        of_free.add(2.0, &inverse);
        let of_elements = of_free.between(&columns(shapes));
        let Position { free, covariance, likelihood } = top;
        Ok(Optimum { free, covariance, likelihood, curve, of_elements, of_free, steps })
    }
}

/// Slope in free parameters.
fn slope(by_element: &[f64], shapes: &[Shape]) -> Vec<f64> {
    let mut slope = Vec::new();
    let mut first = 0;
    for shape in shapes {
        let mine = &by_element[first..first + shape.elements.len()];
        slope.extend(shape.slope.iter().map(|row| row.iter().zip(mine).map(|(j, g)| j * g).sum::<f64>()));
        first += shape.elements.len();
    }
    slope
}

/// J' H J, by the blocks of the groups.
fn chain(by_element: &Symmetric, shapes: &[Shape]) -> Symmetric {
    by_element.between(&rows(shapes))
}

/// For each free parameter of all groups: the derivative of each element of all groups.
fn rows(shapes: &[Shape]) -> Vec<Vec<f64>> {
    let all: usize = shapes.iter().map(|shape| shape.elements.len()).sum();
    let mut first = 0;
    let mut rows = Vec::new();
    for shape in shapes {
        for slope in &shape.slope {
            let mut row = vec![0.0; all];
            row[first..first + slope.len()].copy_from_slice(slope);
            rows.push(row);
        }
        first += shape.elements.len();
    }
    rows
}

/// The same by element.
fn columns(shapes: &[Shape]) -> Vec<Vec<f64>> {
    let rows = rows(shapes);
    let all = rows.first().map_or(0, Vec::len);
    (0..all).map(|element| rows.iter().map(|row| row[element]).collect()).collect()
}
