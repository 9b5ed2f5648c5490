//! The figures of the report: one file per question, each drawn from one table of numbers.

pub mod agreement;
pub mod body_map;
pub mod body_region;
pub mod consort;
pub mod course;
pub mod dermatome_map;
pub mod dermatome_point;
pub mod dermatome_shape;
pub mod decomposition;
pub mod distribution;
pub mod dose;
pub mod estimators;
pub mod exam;
pub mod forest;
pub mod knockout;
pub mod ledger;
pub mod looks;
pub mod ls_means;
pub mod mechanism;
pub mod null;
pub mod p_values;
pub mod panels;
pub mod pareto;
pub mod patient;
pub mod power_curve;
pub mod residuals;
pub mod responder_curve;
pub mod skin;
pub mod small_multiples;
pub mod tipping;
pub mod tipping_grid;
pub mod tornado;
pub mod type_one;
pub mod worksheet;

use super::svg::{Sheet, words};
use super::theme::{Role, look, spread, wrap};
use serde::Serialize;

/// What every figure says about itself.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// Unique in the report: prefix of every id in the figure and name of its file.
    pub id: String,
    /// One line.
    pub title: String,
    /// What the marks, intervals and n mean.
    pub caption: String,
    /// Where the numbers stand: table, run id, seed, publication.
    pub source: String,
}

/// A quantity and its unit, printed as "quantity (unit)".
#[derive(Debug, Clone, Serialize)]
pub struct Quantity {
    /// What is measured.
    pub name: String,
    /// In which unit; empty when it has none.
    pub unit: String,
}

impl Quantity {
    /// As an axis title.
    pub fn label(&self) -> String {
        if self.unit.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.unit) }
    }
}

/// An estimate with its interval at a place of the horizontal axis.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Estimate {
    /// Where.
    pub at: f64,
    /// Mean or median.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// An estimate and the interval around it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// An interval at a place of the horizontal axis.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Band {
    /// Where.
    pub at: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A named place on the horizontal axis.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// Where.
    pub at: f64,
    /// What it is.
    pub label: String,
}

/// Why a figure is refused: the report must not be built with a hole in it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FigureError {
    /// A number is missing.
    #[error(
        "figure `{figure}`: `{field}` holds a value that is not a finite number; complete the table first"
    )]
    NotFinite {
        /// Id of the figure.
        figure: String,
        /// Field of its table.
        field: String,
    },
    /// A list or a text is empty.
    #[error("figure `{figure}`: `{field}` is empty; the figure needs it")]
    Empty {
        /// Id of the figure.
        figure: String,
        /// Field of its table.
        field: String,
    },
    /// A list is longer or shorter than the rest of the table says.
    #[error("figure `{figure}`: `{field}` has {found} entries, expected {expected}")]
    WrongCount {
        /// Id of the figure.
        figure: String,
        /// Field of its table.
        field: String,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: String,
    },
    /// A number cannot be what it claims to be.
    #[error("figure `{figure}`: `{field}` is {value}, expected {low} to {high}")]
    OutOfRange {
        /// Id of the figure.
        figure: String,
        /// Field of its table.
        field: String,
        /// What it holds.
        value: f64,
        /// Least possible.
        low: f64,
        /// Greatest possible.
        high: f64,
    },
    /// Times go back, or an interval ends before it begins.
    #[error("figure `{figure}`: `{field}` goes from {before} to {after}; expected rising values")]
    OutOfOrder {
        /// Id of the figure.
        figure: String,
        /// Field of its table.
        field: String,
        /// The value that comes first.
        before: f64,
        /// The smaller one that follows.
        after: f64,
    },
}

/// Checks of one figure's table; every message names figure and field.
pub(crate) struct Check<'a> {
    figure: &'a str,
}

impl Frame {
    /// Begin checking: a figure without title, caption or source is refused.
    pub(crate) fn check(&self) -> Result<Check<'_>, FigureError> {
        let check = Check { figure: &self.id };
        check.text("id", &self.id)?;
        check.text("title", &self.title)?;
        check.text("caption", &self.caption)?;
        check.text("source", &self.source)?;
        Ok(check)
    }
}

impl Check<'_> {
    pub(crate) fn text(&self, field: &str, text: &str) -> Result<(), FigureError> {
        if text.trim().is_empty() { Err(self.empty(field)) } else { Ok(()) }
    }

    pub(crate) fn some<T>(&self, field: &str, list: &[T]) -> Result<(), FigureError> {
        if list.is_empty() { Err(self.empty(field)) } else { Ok(()) }
    }

    /// A list is as long as the figure can show.
    pub(crate) fn between<T>(
        &self,
        field: &str,
        list: &[T],
        (least, most): (usize, usize),
    ) -> Result<(), FigureError> {
        if (least..=most).contains(&list.len()) {
            return Ok(());
        }
        Err(self.wrong_count(field, list.len(), format!("{least} to {most}")))
    }

    /// A list has one entry for each entry of another.
    pub(crate) fn one_each<T>(&self, field: &str, list: &[T], expected: usize) -> Result<(), FigureError> {
        if list.len() == expected {
            return Ok(());
        }
        Err(self.wrong_count(field, list.len(), expected.to_string()))
    }

    pub(crate) fn finite(
        &self,
        field: &str,
        values: impl IntoIterator<Item = f64>,
    ) -> Result<(), FigureError> {
        if values.into_iter().all(f64::is_finite) {
            return Ok(());
        }
        Err(FigureError::NotFinite { figure: self.figure.to_owned(), field: field.to_owned() })
    }

    pub(crate) fn within(
        &self,
        field: &str,
        (low, high): (f64, f64),
        values: impl IntoIterator<Item = f64>,
    ) -> Result<(), FigureError> {
        for value in values {
            self.finite(field, [value])?;
            if value < low || value > high {
                let (figure, field) = (self.figure.to_owned(), field.to_owned());
                return Err(FigureError::OutOfRange { figure, field, value, low, high });
            }
        }
        Ok(())
    }

    /// Interval ends are finite and in order.
    pub(crate) fn interval(&self, field: &str, low: f64, high: f64) -> Result<(), FigureError> {
        self.rising(field, [low, high])
    }

    /// Values are finite and none is smaller than the one before.
    pub(crate) fn rising(
        &self,
        field: &str,
        values: impl IntoIterator<Item = f64>,
    ) -> Result<(), FigureError> {
        let mut before = f64::NEG_INFINITY;
        for after in values {
            self.finite(field, [after])?;
            if after < before {
                let (figure, field) = (self.figure.to_owned(), field.to_owned());
                return Err(FigureError::OutOfOrder { figure, field, before, after });
            }
            before = after;
        }
        Ok(())
    }

    pub(crate) fn estimates(&self, field: &str, list: &[Estimate]) -> Result<(), FigureError> {
        self.some(field, list)?;
        self.rising(field, list.iter().map(|estimate| estimate.at))?;
        for estimate in list {
            self.finite(field, [estimate.value])?;
            self.interval(field, estimate.low, estimate.high)?;
        }
        Ok(())
    }

    /// An estimate lies in its interval.
    pub(crate) fn estimate(&self, field: &str, estimate: Interval) -> Result<(), FigureError> {
        self.rising(field, [estimate.low, estimate.value, estimate.high])
    }

    fn wrong_count(&self, field: &str, found: usize, expected: String) -> FigureError {
        FigureError::WrongCount { figure: self.figure.to_owned(), field: field.to_owned(), found, expected }
    }

    fn empty(&self, field: &str) -> FigureError {
        FigureError::Empty { figure: self.figure.to_owned(), field: field.to_owned() }
    }
}

/// Least and greatest of some finite values.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> (f64, f64) {
    values.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
}

/// The name of a series and the height at which its line ends.
pub(crate) struct EndLabel<'a> {
    pub(crate) name: &'a str,
    pub(crate) y: f64,
    pub(crate) role: Role,
}

/// Where names beside the ends of lines stand and how large they are.
pub(crate) struct Margin {
    pub(crate) x: f64,
    pub(crate) width: f64,
    pub(crate) size: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

/// Name every line beside its end, names moved apart where ends are close.
#[expect(clippy::cast_precision_loss, reason = "a handful of lines of text")]
pub(crate) fn end_labels(sheet: &mut Sheet, labels: &[EndLabel<'_>], margin: &Margin) {
    let pitch = margin.size * 1.14;
    let names: Vec<Vec<String>> =
        labels.iter().map(|label| wrap(label.name, margin.width, margin.size, true)).collect();
    let most = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let ends: Vec<f64> = labels.iter().map(|label| label.y).collect();
    let centres = spread(&ends, most * pitch + 2.5, margin.top, margin.bottom);
    for ((label, lines), centre) in labels.iter().zip(&names).zip(centres) {
        let mut baseline = centre + margin.size * 0.35 - (lines.len() as f64 - 1.0) * pitch / 2.0;
        for line in lines {
            let text = words(margin.x, baseline, line).size(margin.size).bold();
            sheet.words(text.colour(look(label.role).text));
            baseline += pitch;
        }
    }
}
