//! How far is it? A bar with the time left on standard error; silent when nobody watches a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that many threads may move. It never touches a result.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar of `total` units of `what`, such as "virtual trials".
    pub(crate) fn new(total: u64, what: &'static str) -> Self {
        let target = if io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(5)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}, {elapsed} gone, {eta} left")
            .expect("the template is checked by a test");
        bar.set_style(style.progress_chars("=> "));
        bar.set_message(what);
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_secs(1));
        }
        Self { bar }
    }

    /// So many more are done.
    pub(crate) fn advance(&self, n: u64) {
        self.bar.inc(n);
    }

    /// So great a share of a bar of a hundred units is done, from 0 to 1.
    pub(crate) fn reached(&self, share: f64) {
        let percent = (0_u32..=100).rev().find(|&percent| f64::from(percent) <= 100.0 * share);
        self.bar.set_position(u64::from(percent.unwrap_or(0)));
    }

    /// Everything is done, or the rest is given up: the bar goes.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_advance_one_bar_together() {
        let progress = Progress::new(40, "trials");
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..10).for_each(|_| progress.advance(1)));
            }
        });
        assert_eq!(progress.bar.position(), 40);
        progress.finish();
        assert!(progress.bar.is_finished());
    }
}
