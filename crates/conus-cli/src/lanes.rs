//! How many patients are followed side by side? As many as is fastest, unless the environment says otherwise.

use std::env;
use std::ffi::OsString;

use anyhow::bail;
use conus::patient::crowd::Width;

/// Names the number of lanes; it never changes a result.
const VARIABLE: &str = "CONUS_LANES";

/// The width that `CONUS_LANES` asks for, else the fastest.
pub(crate) fn width() -> anyhow::Result<Width> {
    asked(env::var_os(VARIABLE))
}

fn asked(value: Option<OsString>) -> anyhow::Result<Width> {
    let Some(value) = value else { return Ok(Width::best()) };
    match value.to_str().and_then(|text| text.parse().ok()).and_then(Width::of) {
        Some(width) => Ok(width),
        None => {
            let short: String = value.to_string_lossy().chars().take(40).collect();
            bail!("{VARIABLE} is `{short}`; set it to 1, 4 or 8, or not at all: it never changes a result")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_lanes_is_taken_and_anything_else_refused() {
        assert_eq!(asked(None).unwrap(), Width::best());
        for width in Width::ALL {
            assert_eq!(asked(Some(width.lanes().to_string().into())).unwrap(), width);
        }
        for wrong in ["", "2", "many", "-4", " 4"] {
            let refused = asked(Some(wrong.into())).unwrap_err().to_string();
            assert!(
                refused.starts_with(&format!("CONUS_LANES is `{wrong}`; set it to 1, 4 or 8")),
                "{refused}"
            );
        }
    }
}
