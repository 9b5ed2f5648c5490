//! How far is what is simulated from what was published? One row for each published number.

use conus::evidence::Evidence;
use conus_stats::describe::{mean, median, standard_deviation, wilson_interval};

/// What a published number is set beside with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Numbers of `data/items.toml` were fitted to it.
    Fitted,
    /// It may be fitted, and was not.
    Predicted,
    /// It is held out.
    HeldOut,
    /// Nothing is held.
    Nothing,
}

impl Use {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Fitted => "fitted",
            Self::Predicted => "predicted",
            Self::HeldOut => "held out",
            Self::Nothing => "no published mean held",
        }
    }
}

/// A published number.
#[derive(Clone)]
pub(crate) struct Published {
    pub(crate) id: String,
    pub(crate) mean: Option<f64>,
    pub(crate) range: Option<[f64; 2]>,
    pub(crate) sd: Option<f64>,
    pub(crate) n: Option<u32>,
}

/// A published number beside the simulated one, with a 95 % interval of the simulation.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) quantity: String,
    pub(crate) published: Published,
    pub(crate) role: Use,
    pub(crate) simulated: f64,
    pub(crate) interval: [f64; 2],
    pub(crate) sd: Option<f64>,
    pub(crate) people: usize,
    /// Whether the two agree within their errors; none where nothing is held.
    pub(crate) agrees: Option<bool>,
}

/// Patients of a publication that does not print how many (assumed).
const UNPRINTED: u32 = 50;
const Z: f64 = 1.96;

/// A number that may be fitted.
pub(crate) fn published(id: &str) -> Published {
    let row = Evidence::shipped().fit_rows().find(|row| row.label.id == id);
    let row = row.unwrap_or_else(|| panic!("no row `{id}` may be fitted"));
    Published {
        id: id.to_owned(),
        mean: row.finding.mean,
        range: row.finding.interval,
        sd: row.finding.sd,
        n: row.label.n.first().copied(),
    }
}

/// Nothing is held of this.
pub(crate) fn nothing() -> Published {
    Published { id: String::new(), mean: None, range: None, sd: None, n: None }
}

/// A mean beside a published mean.
pub(crate) fn of_mean(quantity: &str, published: Published, role: Use, values: &[f64]) -> Row {
    let (simulated, sd) = (mean(values).unwrap_or(f64::NAN), standard_deviation(values).unwrap_or(f64::NAN));
    let error = sd / count(values.len()).sqrt();
    let theirs = published.sd.unwrap_or(sd) / f64::from(published.n.unwrap_or(UNPRINTED)).sqrt();
    row(quantity, published, role, simulated, error, theirs, Some(sd), values.len())
}

/// A median beside a published median; its error is that of the mean of a normal sample times 1.25.
pub(crate) fn of_median(quantity: &str, published: Published, role: Use, values: &[f64]) -> Row {
    let (simulated, sd) =
        (median(values).unwrap_or(f64::NAN), standard_deviation(values).unwrap_or(f64::NAN));
    let error = 1.25 * sd / count(values.len()).sqrt();
    let theirs = 1.25 * sd / f64::from(published.n.unwrap_or(UNPRINTED)).sqrt();
    row(quantity, published, role, simulated, error, theirs, Some(sd), values.len())
}

/// A share beside a published share, in percent.
pub(crate) fn of_share(quantity: &str, published: Published, role: Use, hits: usize, people: usize) -> Row {
    let (events, total) = (u64::try_from(hits).unwrap_or(0), u64::try_from(people).unwrap_or(0));
    let inner = wilson_interval(events, total, 0.95).expect("somebody is simulated");
    let simulated = 100.0 * count(hits) / count(people);
    let share = published.mean.unwrap_or(simulated) / 100.0;
    let theirs = 100.0 * (share * (1.0 - share) / f64::from(published.n.unwrap_or(UNPRINTED))).sqrt();
    let error = 100.0 * (inner.upper - inner.lower) / (2.0 * Z);
    let mut row = row(quantity, published, role, simulated, error, theirs, None, people);
    row.interval = [100.0 * inner.lower, 100.0 * inner.upper];
    row
}

/// A correlation beside a published one; errors after Fisher's z, 1/sqrt(n - 3), on the scale of the correlation.
pub(crate) fn of_correlation(quantity: &str, published: Published, role: Use, pairs: &[[f64; 2]]) -> Row {
    let r = correlation(pairs);
    let error = |n: f64| (1.0 - r * r) / (n - 3.0).sqrt();
    let theirs = error(f64::from(published.n.unwrap_or(UNPRINTED)));
    row(quantity, published, role, r, error(count(pairs.len())), theirs, None, pairs.len())
}

#[expect(clippy::too_many_arguments, reason = "the one place where a row is put together")]
fn row(
    quantity: &str,
    published: Published,
    role: Use,
    simulated: f64,
    error: f64,
    theirs: f64,
    sd: Option<f64>,
    people: usize,
) -> Row {
    let reach = Z * (error * error + theirs * theirs).sqrt();
    let agrees = match (published.mean, published.range) {
        (Some(mean), _) => Some((simulated - mean).abs() <= reach),
        (None, Some([low, high])) => Some(low - reach <= simulated && simulated <= high + reach),
        (None, None) => None,
    };
    let interval = [simulated - Z * error, simulated + Z * error];
    Row { quantity: quantity.to_owned(), published, role, simulated, interval, sd, people, agrees }
}

fn correlation(pairs: &[[f64; 2]]) -> f64 {
    let column = |at: usize| pairs.iter().map(|pair| pair[at]).collect::<Vec<_>>();
    let (x, y) = (column(0), column(1));
    let (mx, my) = (mean(&x).unwrap_or(f64::NAN), mean(&y).unwrap_or(f64::NAN));
    let sum = |a: &[f64], ma: f64, b: &[f64], mb: f64| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)).sum()
    };
    sum(&x, mx, &y, my) / (sum(&x, mx, &x, mx) * sum(&y, my, &y, my)).sqrt()
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand people")]
pub(crate) fn count(people: usize) -> f64 {
    people as f64
}
