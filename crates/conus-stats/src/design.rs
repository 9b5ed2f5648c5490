//! Which columns does a model have? An intercept, factors, numeric covariates and interactions of two.
//!
//! Treatment coding (Chambers and Hastie 1992, section 2.3): a factor has one column of zeros and ones per
//! level but its first, `arm[cells]`. An interaction has the products of the columns of both,
//! `arm[cells]:visit[month 6]`; in it, a factor keeps its first level too where the other variable has no term
//! of its own, so that the model is the same as if R had read the formula.

mod factor;
mod mean;

pub use factor::Factor;
pub use mean::Margins;

use crate::StatisticsError;
use crate::error::{check_length, check_values};
use std::ops::Range;

/// Name of the column of ones.
pub const INTERCEPT: &str = "(intercept)";

/// A named covariate.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name in tables and messages.
    pub name: String,
    /// One value per row.
    pub values: Vec<f64>,
}

/// What is known of each row.
#[derive(Clone, Debug, PartialEq)]
pub enum Variable {
    /// A group.
    Factor(Factor),
    /// A number.
    Numeric(Column),
}

/// What the response may depend on, by the names of the variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// One variable.
    Main(String),
    /// Two variables, each of whose effect depends on the other.
    Interaction(String, String),
}

/// The columns of a model, and how each follows from the variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
    factors: Vec<Factor>,
    numerics: Vec<Column>,
    terms: Vec<(Term, Range<usize>)>,
    /// Each column is the product of its parts; that of nothing, the intercept, is one.
    recipes: Vec<Vec<Part>>,
    rows: usize,
}

/// What a column may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// One where the factor at this position has the level, else zero.
    Level { factor: usize, level: usize },
    /// The value of the covariate at this position.
    Value { numeric: usize },
}

impl Design {
    /// The columns of an intercept and the terms, in their order. Variables that no term names are left out.
    ///
    /// # Errors
    /// Variables of different length or of the same name, a value that is not finite, or a term that is named
    /// twice or names no variable.
    pub fn new(variables: &[Variable], terms: &[Term]) -> Result<Self, StatisticsError> {
        let used =
            |variable: &&Variable| terms.iter().any(|term| term.variables().contains(&variable.name()));
        let rows = variables.first().map_or(0, Variable::rows);
        let all: Vec<&str> = variables.iter().map(Variable::name).collect();
        let variables: Vec<&Variable> = variables.iter().filter(used).collect();
        check_variables(&variables, rows)?;
        for name in terms.iter().flat_map(Term::variables) {
            if !variables.iter().any(|variable| variable.name() == name) {
                return Err(StatisticsError::unknown(name, "variables", &all));
            }
        }
        let mut design = Self {
            names: Vec::new(),
            columns: Vec::new(),
            factors: variables.iter().filter_map(|variable| variable.as_factor().cloned()).collect(),
            numerics: variables.iter().filter_map(|variable| variable.as_numeric().cloned()).collect(),
            terms: Vec::with_capacity(terms.len()),
            recipes: vec![Vec::new()],
            rows,
        };
        for (index, term) in terms.iter().enumerate() {
            if terms[..index].iter().any(|other| other.is_same(term)) {
                return Err(StatisticsError::NamedTwice { name: term.name() });
            }
            let first = design.recipes.len();
            design.recipes.extend(design.recipes_of(term, terms)?);
            design.terms.push((term.clone(), first..design.recipes.len()));
        }
        design.names = design.recipes.iter().map(|recipe| design.name_of(recipe)).collect();
        design.columns = design.columns_where(|factor, row| design.factors[factor].codes()[row]);
        Ok(design)
    }

    /// Names of the columns, the intercept first.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Values of the columns, one per row.
    #[must_use]
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A factor of the model by its name.
    ///
    /// # Errors
    /// No factor of that name.
    pub fn factor(&self, name: &str) -> Result<&Factor, StatisticsError> {
        Ok(&self.factors[self.factor_position(name)?])
    }

    /// Positions of the columns of a term, to test them together.
    ///
    /// # Errors
    /// A term that the model does not have.
    pub fn columns_of(&self, term: &Term) -> Result<Range<usize>, StatisticsError> {
        let found = self.terms.iter().find(|(other, _)| other.is_same(term));
        found.map(|(_, columns)| columns.clone()).ok_or_else(|| {
            let known: Vec<String> = self.terms.iter().map(|(term, _)| term.name()).collect();
            StatisticsError::unknown(&term.name(), "terms of the model", &known)
        })
    }

    /// The columns as they would be if every row had `level` of `factor`, and all else as it is.
    ///
    /// # Errors
    /// A factor or level that the model does not have.
    pub fn columns_if_all_had(&self, factor: &str, level: &str) -> Result<Vec<Vec<f64>>, StatisticsError> {
        let imposed = self.factor_position(factor)?;
        let level = self.factors[imposed].level(level)?;
        Ok(self.columns_where(
            |factor, row| {
                if factor == imposed { level } else { self.factors[factor].codes()[row] }
            },
        ))
    }

    /// The columns if `level_of(factor, row)` is the level of each row.
    fn columns_where(&self, level_of: impl Fn(usize, usize) -> usize) -> Vec<Vec<f64>> {
        let value = |recipe: &[Part], row: usize| {
            product(recipe, |factor| level_of(factor, row), |numeric| self.numerics[numeric].values[row])
        };
        let column = |recipe: &Vec<Part>| (0..self.rows).map(|row| value(recipe, row)).collect();
        self.recipes.iter().map(column).collect()
    }

    fn recipes_of(&self, term: &Term, terms: &[Term]) -> Result<Vec<Vec<Part>>, StatisticsError> {
        let is_main = |name: &str| terms.iter().any(|other| matches!(other, Term::Main(n) if n == name));
        match term {
            Term::Main(name) => Ok(self.parts(name, false)?.into_iter().map(|part| vec![part]).collect()),
            Term::Interaction(one, other) if one == other => {
                Err(StatisticsError::NamedTwice { name: one.clone() })
            }
            Term::Interaction(one, other) => {
                let (ones, others) = (self.parts(one, !is_main(other))?, self.parts(other, !is_main(one))?);
                // As in R, the first variable runs fastest.
                Ok(others.iter().flat_map(|&b| ones.iter().map(move |&a| vec![a, b])).collect())
            }
        }
    }

    /// The columns of one variable; `every_level` keeps the reference of a factor.
    fn parts(&self, name: &str, every_level: bool) -> Result<Vec<Part>, StatisticsError> {
        if let Some(numeric) = self.numerics.iter().position(|column| column.name == name) {
            return Ok(vec![Part::Value { numeric }]);
        }
        let factor = self.factor_position(name)?;
        let first = usize::from(!every_level);
        Ok((first..self.factors[factor].levels().len()).map(|level| Part::Level { factor, level }).collect())
    }

    fn name_of(&self, recipe: &[Part]) -> String {
        let name = |part: &Part| match *part {
            Part::Value { numeric } => self.numerics[numeric].name.clone(),
            Part::Level { factor, level } => {
                format!("{}[{}]", self.factors[factor].name(), self.factors[factor].levels()[level])
            }
        };
        if recipe.is_empty() {
            return INTERCEPT.to_owned();
        }
        recipe.iter().map(name).collect::<Vec<_>>().join(":")
    }

    fn factor_position(&self, name: &str) -> Result<usize, StatisticsError> {
        let names: Vec<&str> = self.factors.iter().map(Factor::name).collect();
        names
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| StatisticsError::unknown(name, "factors of the model", &names))
    }
}

impl Variable {
    /// Name in tables and messages.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Factor(factor) => factor.name(),
            Self::Numeric(column) => &column.name,
        }
    }

    fn rows(&self) -> usize {
        match self {
            Self::Factor(factor) => factor.codes().len(),
            Self::Numeric(column) => column.values.len(),
        }
    }

    fn as_factor(&self) -> Option<&Factor> {
        if let Self::Factor(factor) = self { Some(factor) } else { None }
    }

    fn as_numeric(&self) -> Option<&Column> {
        if let Self::Numeric(column) = self { Some(column) } else { None }
    }
}

impl From<Factor> for Variable {
    fn from(factor: Factor) -> Self {
        Self::Factor(factor)
    }
}

impl From<Column> for Variable {
    fn from(column: Column) -> Self {
        Self::Numeric(column)
    }
}

impl Term {
    /// The term of one variable.
    #[must_use]
    pub fn main(name: &str) -> Self {
        Self::Main(name.to_owned())
    }

    /// The interaction of two variables.
    #[must_use]
    pub fn interaction(one: &str, other: &str) -> Self {
        Self::Interaction(one.to_owned(), other.to_owned())
    }

    /// Name in tables and messages: `arm`, `arm:visit`.
    #[must_use]
    pub fn name(&self) -> String {
        self.variables().join(":")
    }

    fn variables(&self) -> Vec<&str> {
        match self {
            Self::Main(name) => vec![name],
            Self::Interaction(one, other) => vec![one, other],
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        let (mut one, mut two) = (self.variables(), other.variables());
        one.sort_unstable();
        two.sort_unstable();
        one == two
    }
}

/// The value of a column where the factors have these levels and the covariates these values.
fn product(recipe: &[Part], level: impl Fn(usize) -> usize, value: impl Fn(usize) -> f64) -> f64 {
    let factor_of = |part: &Part| match *part {
        Part::Level { factor, level: wanted } => f64::from(u8::from(level(factor) == wanted)),
        Part::Value { numeric } => value(numeric),
    };
    recipe.iter().map(factor_of).product()
}

fn check_variables(variables: &[&Variable], rows: usize) -> Result<(), StatisticsError> {
    for (index, variable) in variables.iter().enumerate() {
        if variables[..index].iter().any(|other| other.name() == variable.name()) {
            return Err(StatisticsError::NamedTwice { name: variable.name().to_owned() });
        }
        check_length(variable.name(), variable.rows(), rows)?;
        if let Variable::Numeric(column) = variable {
            check_values(&column.name, &column.values, 0)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> [Variable; 3] {
        [
            Factor::new("arm", &["control", "cells"], vec![0, 0, 0, 1, 1, 1]).unwrap().into(),
            Factor::new("visit", &["month 1", "month 3", "month 6"], vec![0, 1, 2, 0, 1, 2]).unwrap().into(),
            Column { name: "baseline".into(), values: vec![5.0, 5.0, 5.0, 7.0, 7.0, 7.0] }.into(),
        ]
    }

    fn names(terms: &[Term]) -> Vec<String> {
        Design::new(&variables(), terms).unwrap().names().to_vec()
    }

    #[test]
    fn columns_are_named_after_variables_and_levels() {
        let terms = [Term::main("arm"), Term::main("visit"), Term::interaction("arm", "visit")];
        let expected = [
            "(intercept)",
            "arm[cells]",
            "visit[month 3]",
            "visit[month 6]",
            "arm[cells]:visit[month 3]",
            "arm[cells]:visit[month 6]",
        ];
        assert_eq!(names(&terms), expected);
        let design = Design::new(&variables(), &terms).unwrap();
        assert_eq!(design.columns()[5], [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(design.columns_of(&Term::interaction("visit", "arm")), Ok(4..6));
    }

    #[test]
    fn an_interaction_without_the_other_main_effect_keeps_the_reference_level() {
        let terms = [Term::main("visit"), Term::interaction("arm", "visit")];
        assert_eq!(
            names(&terms)[3..],
            ["arm[cells]:visit[month 1]", "arm[cells]:visit[month 3]", "arm[cells]:visit[month 6]"]
        );
    }

    #[test]
    fn a_slope_per_visit_is_the_product_of_covariate_and_visit() {
        let terms = [Term::main("baseline"), Term::main("visit"), Term::interaction("baseline", "visit")];
        assert_eq!(names(&terms)[4..], ["baseline:visit[month 3]", "baseline:visit[month 6]"]);
        let design = Design::new(&variables(), &terms).unwrap();
        assert_eq!(design.columns()[5], [0.0, 0.0, 5.0, 0.0, 0.0, 7.0]);
    }

    #[test]
    fn an_imposed_level_changes_its_columns_alone() {
        let terms = [Term::main("arm"), Term::main("baseline"), Term::interaction("arm", "baseline")];
        let design = Design::new(&variables(), &terms).unwrap();
        let imposed = design.columns_if_all_had("arm", "cells").unwrap();
        assert_eq!((&imposed[0], &imposed[2]), (&design.columns()[0], &design.columns()[2]));
        assert_eq!((&imposed[1], &imposed[3]), (&vec![1.0; 6], &design.columns()[2]));
    }

    #[test]
    fn names_that_are_unknown_or_given_twice_are_errors() {
        let fails = |terms: &[Term]| Design::new(&variables(), terms).unwrap_err().to_string();
        let unknown = fails(&[Term::main("site")]);
        assert_eq!(unknown, "`site` is not among the variables: arm, visit, baseline");
        assert!(fails(&[Term::main("arm"), Term::main("arm")]).starts_with("`arm` is named twice"));
        let mirrored = [Term::interaction("arm", "visit"), Term::interaction("visit", "arm")];
        assert!(fails(&mirrored).starts_with("`visit:arm` is named twice"));
        assert!(fails(&[Term::interaction("arm", "arm")]).starts_with("`arm` is named twice"));
    }
}
