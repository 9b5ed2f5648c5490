//! Generated files: compared with what would be written today, or written anew.

use std::path::Path;

/// Fails unless the file `name` of the repository holds exactly `text`; with `CONUS_BLESS=1` it is written instead.
pub(crate) fn holds(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    if std::env::var_os("CONUS_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(text.lines()).find(|(old, new)| old != new);
    assert!(written == text, "{name} is not what is generated today; first line that differs: {differs:?}");
}
