//! How do all rows of a file get their scores in flat memory and in their order?
//!
//! Batches are scored on all threads, while one of them writes what is done and reads ahead. What a batch becomes
//! depends on nothing else, and all are written in their order, so the bytes are the same at any number of threads.

use std::io::{self, Write};

use rayon::prelude::*;

use super::columns::Columns;
use super::form::Form;
use super::row::Room;
use crate::instrument::scoring::Instrument;
use crate::table::read::{Batch, Fault, Stream};

/// An instrument and the columns of a file that it reads.
pub struct Scorer<'i> {
    /// What scores.
    pub instrument: &'i dyn Instrument,
    /// What it reads.
    pub columns: Columns,
}

/// One way of writing the rows, and where to.
pub struct Output<'w> {
    /// How.
    pub form: &'w dyn Form,
    /// Where to.
    pub sink: &'w mut (dyn Write + Send),
}

/// How many rows there were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows of the file.
    pub rows: usize,
    /// Rows that have a score and lost none to a problem.
    pub scored: usize,
    /// Rows that lost a score to a problem, or could not be read.
    pub faulty: usize,
    /// Rows without any score because answers are missing.
    pub unanswered: usize,
    /// Everything that is wrong.
    pub problems: usize,
    /// Why the rest of the file could not be read.
    pub broken: Option<Box<Fault>>,
}

impl Summary {
    /// Whether nothing was wrong with any row.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faulty == 0 && self.broken.is_none()
    }

    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.scored += other.scored;
        self.faulty += other.faulty;
        self.unanswered += other.unanswered;
        self.problems += other.problems;
        self.broken = other.broken;
    }
}

/// A batch that is scored: the bytes of each form.
struct Scored {
    bytes: Vec<Vec<u8>>,
    summary: Summary,
}

/// Batches that are read, and why there are no more.
#[derive(Default)]
struct Ahead {
    batches: Vec<Batch>,
    broken: Option<Box<Fault>>,
}

impl<'i> Scorer<'i> {
    /// Finds the items of the instrument in a file.
    ///
    /// # Errors
    /// A fault for each required column that the file lacks.
    pub fn of(instrument: &'i dyn Instrument, stream: &Stream) -> Result<Self, Vec<Fault>> {
        Ok(Self { instrument, columns: Columns::of(stream, instrument)? })
    }

    /// Scores every row and writes it in each form. `progress` gets the share that is read, from 0 to 1.
    ///
    /// # Errors
    /// When a sink refuses. What is wrong with the file is in the summary, and all rows before it are written.
    pub fn run(
        &self,
        stream: &mut Stream,
        outputs: &mut [Output<'_>],
        progress: &(dyn Fn(f64) + Sync),
    ) -> io::Result<Summary> {
        let forms: Vec<&dyn Form> = outputs.iter().map(|output| output.form).collect();
        for output in &mut *outputs {
            output.sink.write_all(&output.form.head())?;
        }
        let mut summary = Summary::default();
        let mut ahead = read_ahead(stream);
        let mut done: Vec<Scored> = Vec::new();
        while !ahead.batches.is_empty() || !done.is_empty() {
            let score = || ahead.batches.par_iter().map(|batch| self.score(batch, &forms)).collect();
            let write_and_read = || {
                write(outputs, &done)?;
                progress(stream.share_read());
                let next = if ahead.broken.is_none() { read_ahead(stream) } else { Ahead::default() };
                Ok::<_, io::Error>(next)
            };
            let (scored, next): (Vec<Scored>, _) = rayon::join(score, write_and_read);
            let (mut next, broken) = (next?, ahead.broken.take());
            done = scored;
            settle(&mut done, &mut next, &mut summary, broken);
            ahead = next;
        }
        // A file without any whole row may be broken at once.
        summary.broken = summary.broken.or(ahead.broken);
        for output in outputs {
            output.sink.write_all(&output.form.foot(&summary))?;
            output.sink.flush()?;
        }
        Ok(summary)
    }

    fn score(&self, batch: &Batch, forms: &[&dyn Form]) -> Scored {
        let mut bytes = vec![Vec::new(); forms.len()];
        let (mut summary, mut room) = (Summary::default(), Room::default());
        let ended = batch.each(&mut |row, cells| {
            room.score(self.instrument, &self.columns, row, cells, |scored| {
                let lost = scored.lost_a_score();
                summary.rows += 1;
                summary.faulty += usize::from(lost);
                summary.scored += usize::from(!lost && scored.has_a_score());
                summary.unanswered += usize::from(!lost && !scored.has_a_score());
                summary.problems += scored.rejects.len();
                for (form, bytes) in forms.iter().zip(&mut bytes) {
                    form.row(scored, bytes);
                }
            });
        });
        summary.broken = ended.err();
        Scored { bytes, summary }
    }
}

/// Counts what is done; behind the first batch that is broken nothing is done and nothing more is read.
fn settle(done: &mut Vec<Scored>, next: &mut Ahead, summary: &mut Summary, broken: Option<Box<Fault>>) {
    if let Some(at) = done.iter().position(|scored| scored.summary.broken.is_some()) {
        done.truncate(at + 1);
        *next = Ahead::default();
    }
    for scored in &mut *done {
        summary.add(std::mem::take(&mut scored.summary));
    }
    summary.broken = summary.broken.take().or(broken);
}

fn read_ahead(stream: &mut Stream) -> Ahead {
    let mut ahead = Ahead::default();
    while ahead.batches.len() < 2 * rayon::current_num_threads() {
        match stream.next_batch() {
            Ok(Some(batch)) => ahead.batches.push(batch),
            Ok(None) => break,
            Err(fault) => {
                ahead.broken = Some(fault);
                break;
            }
        }
    }
    ahead
}

fn write(outputs: &mut [Output<'_>], done: &[Scored]) -> io::Result<()> {
    for scored in done {
        for (output, bytes) in outputs.iter_mut().zip(&scored.bytes) {
            output.sink.write_all(bytes)?;
        }
    }
    Ok(())
}
