//! How did one row get its scores? The instrument tells it step by step.

use super::pass::Scorer;
use super::row::{Room, ScoredRow};
use crate::instrument::scoring::Step;
use crate::table::read::{Fault, Stream};

/// Why a row cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum NotExplained {
    /// The file has fewer rows.
    #[error(
        "there is no row {wanted}: the file has {rows}, the first below the names of the columns is row 1"
    )]
    NoSuchRow {
        /// The row that was asked for.
        wanted: usize,
        /// Rows of the file.
        rows: usize,
    },
    /// The row, or the file before it, cannot be read.
    #[error("row {wanted} cannot be read")]
    Unreadable {
        /// The row that was asked for.
        wanted: usize,
        /// Why.
        #[source]
        fault: Box<Fault>,
    },
}

impl Scorer<'_> {
    /// Reads the file up to the row of that number, the first is 1, and tells it with its steps.
    ///
    /// # Errors
    /// When there is no such row, or when it cannot be read.
    pub fn explain<T>(
        &self,
        stream: &mut Stream,
        wanted: usize,
        tell: impl FnOnce(&ScoredRow<'_>, &[Step]) -> T,
    ) -> Result<T, NotExplained> {
        let unreadable = |fault| NotExplained::Unreadable { wanted, fault };
        let (mut rows, mut tell, mut told) = (0, Some(tell), None);
        while let Some(batch) = stream.next_batch().map_err(unreadable)? {
            let ended = batch.each(&mut |row, cells| {
                rows = row.number;
                if row.number == wanted
                    && let Some(tell) = tell.take()
                {
                    told = Some(self.tell(row, cells, tell));
                }
            });
            if let Some(told) = told.take() {
                return told.map_err(unreadable);
            }
            ended.map_err(unreadable)?;
        }
        Err(NotExplained::NoSuchRow { wanted, rows })
    }

    fn tell<T>(
        &self,
        row: crate::table::read::Row,
        cells: Result<&[&str], Box<Fault>>,
        tell: impl FnOnce(&ScoredRow<'_>, &[Step]) -> T,
    ) -> Result<T, Box<Fault>> {
        let cells = cells?;
        let steps = self.instrument.explain(&self.columns.answers(cells));
        let mut told = None;
        Room::default().score(self.instrument, &self.columns, row, Ok(cells), |scored| {
            told = Some(tell(scored, &steps));
        });
        Ok(told.expect("a row that is scored is told"))
    }
}
