//! What has been played already? Kept line by line, so that a calibration that was cut off goes on where it stood.
//!
//! A line is step, member, and what each row printed, as the shortest decimal that reads back to the same bits. A last
//! line without an end was being written when the run was cut: it is played again.

use super::CalibrationError;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What each row printed; none where it could not be computed.
type Printed = Vec<Option<f64>>;

/// Evaluations by step and member.
pub struct Evaluations {
    known: BTreeMap<(u32, u32), Printed>,
    kept: Option<(PathBuf, Mutex<File>)>,
}

impl Evaluations {
    /// None yet, and none is kept.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { known: BTreeMap::new(), kept: None }
    }

    /// Those of a file, which is made if it is not there; `digest` names the calibration.
    ///
    /// # Errors
    /// A file of another calibration, or one that cannot be read or written.
    pub fn open(path: &Path, digest: &str) -> Result<Self, CalibrationError> {
        let file = |what, cause| CalibrationError::File { path: path.to_owned(), what, cause };
        let head = format!("# conus calibration {digest}\n");
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => String::new(),
            Err(cause) => return Err(file("read", cause)),
        };
        let whole = &text[..text.rfind('\n').map_or(0, |end| end + 1)];
        if !whole.is_empty() && !whole.starts_with(&head) {
            return Err(CalibrationError::Other { path: path.to_owned() });
        }
        let known = whole.lines().skip(1).filter_map(read).collect();
        let mut open = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(path)
            .map_err(|cause| file("written", cause))?;
        let begin = |open: &mut File| -> io::Result<()> {
            open.set_len(whole.len() as u64)?;
            io::Seek::seek(open, io::SeekFrom::End(0))?;
            if whole.is_empty() { open.write_all(head.as_bytes()) } else { Ok(()) }
        };
        begin(&mut open).map_err(|cause| file("written", cause))?;
        Ok(Self { known, kept: Some((path.to_owned(), Mutex::new(open))) })
    }

    /// What was played already.
    #[must_use]
    pub fn known(&self, step: u32, member: u32) -> Option<Vec<Option<f64>>> {
        self.known.get(&(step, member)).cloned()
    }

    /// Keeps what was played.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, step: u32, member: u32, printed: &[Option<f64>]) -> Result<(), CalibrationError> {
        let Some((path, file)) = &self.kept else { return Ok(()) };
        let mut line = format!("{step},{member}");
        for value in printed {
            line.push(',');
            if let Some(value) = value {
                line.push_str(&value.to_string());
            }
        }
        line.push('\n');
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(line.as_bytes()).and_then(|()| file.flush());
        written.map_err(|cause| CalibrationError::File { path: path.clone(), what: "written", cause })
    }
}

fn read(line: &str) -> Option<((u32, u32), Printed)> {
    let mut cells = line.split(',');
    let place = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let value = |cell: &str| if cell.is_empty() { Ok(None) } else { cell.parse().map(Some) };
    Some((place, cells.map(value).collect::<Result<_, _>>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calibration_that_was_cut_off_goes_on_where_it_stood() {
        let folder = std::env::temp_dir().join(format!("conus-evaluations-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("evaluations.csv");
        let printed = [Some(0.1 + 0.2), None, Some(-1e-300)];
        Evaluations::open(&path, "a").unwrap().keep(1, 2, &printed).unwrap();
        let cut = std::fs::read_to_string(&path).unwrap() + "1,3,0.5,0";
        std::fs::write(&path, cut).unwrap();
        let again = Evaluations::open(&path, "a").unwrap();
        assert_eq!(again.known(1, 2).unwrap(), printed);
        assert_eq!(again.known(1, 3), None);
        again.keep(1, 3, &[Some(1.0)]).unwrap();
        assert_eq!(Evaluations::open(&path, "a").unwrap().known(1, 3).unwrap(), [Some(1.0)]);
        assert!(matches!(Evaluations::open(&path, "b"), Err(CalibrationError::Other { .. })));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
