//! `conus new`: a commented study to start from.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use conus::trial::studies::shipped;

use crate::output::{print, write_new};
use crate::spelling::advice;

/// Write a commented study file as a starting point.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  conus new\n  conus new siddall-2006 --out my-study.toml\n
conus is for research and teaching only; not clinical advice.")]
pub(crate) struct New {
    #[arg(help = offered())]
    id: Option<String>,
    /// Where to write it; `<ID>.toml` when left out. A file that is there is never overwritten.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &New) -> anyhow::Result<()> {
    let ids = ids();
    let place = match &args.id {
        None => 0,
        Some(id) => match ids.iter().position(|known| known == id) {
            Some(place) => place,
            None => bail!("no study `{id}` is shipped; {}", advice(id, &ids)),
        },
    };
    let study = shipped()[place];
    let path = args.out.as_deref().unwrap_or(Path::new(study.name));
    write_new(path, study.text)?;
    print(&format!("wrote {0}\nnext: change it, then conus check {0}\n", path.display()))
}

/// Every study that can be started from.
fn ids() -> Vec<&'static str> {
    shipped().iter().map(|study| study.name.trim_end_matches(".toml")).collect()
}

fn offered() -> String {
    format!("The study to start from: {}; the first when left out", ids().join(", "))
}
