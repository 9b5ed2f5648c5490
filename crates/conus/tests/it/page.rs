//! Generated files: compared with what would be written today, or written anew.

use std::path::{Path, PathBuf};

/// Fails unless the file `name` of the repository holds exactly `text`; with `CONUS_BLESS=1` it is written instead.
pub(crate) fn holds(name: &str, text: &str) {
    if std::env::var_os("CONUS_BLESS").is_some() {
        std::fs::write(place(name), text).unwrap();
    }
    let written = self::text(name);
    let differs = written.lines().zip(text.lines()).find(|(old, new)| old != new);
    assert!(written == text, "{name} is not what is generated today; first line that differs: {differs:?}");
}

/// What stands in the file `name` of the repository; nothing when there is none.
pub(crate) fn text(name: &str) -> String {
    std::fs::read_to_string(place(name)).unwrap_or_default()
}

fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}
