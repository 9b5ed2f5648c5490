//! Would a trial of this size have reported P values like the published ones? One row per outcome.

use super::super::axis::{Scale, draw_below, log_ticks, log10};
use super::super::svg::{Rect, Sheet, dashed, fill, pen, words};
use super::super::theme::{
    FAINT, GRID, INK, LABEL_SIZE, Look, Marker, Role, TICK_SIZE, WIDTH, look, text_width, wrap,
};
use super::{FigureError, Frame};
use serde::Serialize;

/// The P value of a publication.
#[derive(Debug, Clone, Copy, Serialize)]
pub enum PublishedP {
    /// Printed as a number.
    Equal(f64),
    /// Printed as "less than".
    Below(f64),
    /// Not printed.
    NotHeld,
}

/// One outcome.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Name.
    pub outcome: String,
    /// One P value per replicate, each in 0 to 1.
    pub p: Vec<f64>,
    /// Median over replicates.
    pub median: f64,
    /// 5 % quantile.
    pub low: f64,
    /// 95 % quantile.
    pub high: f64,
    /// What was published.
    pub published: PublishedP,
    /// Share of replicates at or below the published P, as text; a dash when none is held.
    pub share: String,
}

/// The table of the figure.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// Title, caption, source.
    pub frame: Frame,
    /// One row per outcome.
    pub rows: Vec<Row>,
    /// Heading of the column of shares, for example "Replicates at or below published P".
    pub share_title: String,
}

/// Lower end of the axis; smaller values are counted in its first bin.
pub const LEAST_P: f64 = 1e-4;
const ROW: f64 = 56.0;
const BINS: usize = 40;

/// Draw the rows.
///
/// # Errors
/// When a P value is missing or outside 0 to 1, or a list is empty.
#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
pub fn draw(data: &Data) -> Result<String, FigureError> {
    check(data)?;
    let mut sheet = Sheet::new(&data.frame);
    let (left, right) = (168.0, WIDTH - 138.0);
    let title = wrap(&data.share_title, 116.0, TICK_SIZE, true);
    let top = sheet.top + 8.0 + 14.0 * title.len() as f64;
    // Where nothing is published there is no share beside it to tell.
    let held = data.rows.iter().any(|row| !matches!(row.published, PublishedP::NotHeld));
    for (index, line) in title.iter().enumerate().filter(|_| held) {
        let y = top - 10.0 - 14.0 * (title.len() - 1 - index) as f64;
        sheet.words(words(WIDTH - 8.0, y, line).bold().end());
    }
    sheet.words(words(8.0, top - 10.0, "Outcome").bold());
    let bottom = top + ROW * data.rows.len() as f64;
    let x = log10((LEAST_P, 1.0), (left, right));
    let mut ticks = log_ticks(LEAST_P, 1.0);
    if let Some(first) = ticks.first_mut() {
        first.label = format!("\u{2264} {}", first.label);
    }
    for tick in &ticks {
        sheet.line((x.at(tick.value), top), (x.at(tick.value), bottom), pen(GRID, 0.8));
    }
    sheet.line((x.at(0.05), top), (x.at(0.05), bottom), dashed(FAINT, 1.0, "3 3"));
    sheet.words(words(x.at(0.05), top - 5.0, "0.05").middle());
    let hatch = sheet.hatch("below", look(Role::Control).colour);
    for (index, row) in data.rows.iter().enumerate() {
        let top = top + ROW * index as f64;
        draw_row(&mut sheet, row, &x, top, &hatch);
        if held {
            sheet.words(words(WIDTH - 8.0, top + ROW / 2.0 + 8.0, &row.share).size(LABEL_SIZE).end());
        }
    }
    let n = data.rows.iter().map(|row| row.p.len()).max().unwrap_or(0);
    draw_below(
        &mut sheet,
        &x,
        &ticks,
        bottom + 2.0,
        &format!("Two-sided P value (log scale), n = {n} replicates"),
    );
    let end = key(&mut sheet, bottom + 56.0, left, &hatch, if held { 3 } else { 1 });
    sheet.finish(end)
}

fn draw_row(sheet: &mut Sheet, row: &Row, x: &Scale, top: f64, hatch: &str) {
    let base = top + ROW - 19.0;
    let (from, to) = x.span();
    let simulated = look(Role::Treatment);
    let reported = Look { marker: Marker::Diamond, ..look(Role::Control) };
    if let PublishedP::Below(p) = row.published {
        let rect = Rect { x: from, y: top + 9.0, width: x.held(p) - from, height: base - top - 9.0 };
        sheet.rect(rect, fill(hatch, 0.45), None);
        sheet.line((x.held(p), top + 9.0), (x.held(p), base), pen(reported.colour, 1.2));
    }
    ridge(sheet, &row.p, x, (top + 13.0, base));
    sheet.line((from, base), (to, base), pen(FAINT, 0.5));
    let y = base + 8.0;
    sheet.interval(y, (x.held(row.low), x.held(row.high)), 3.5, pen(simulated.colour, 1.5));
    sheet.marker((x.held(row.median), y), 3.6, simulated);
    if let PublishedP::Equal(p) = row.published {
        let at = x.held(p);
        sheet.line((at, top + 13.0), (at, base), pen(reported.colour, 1.2));
        sheet.marker((at, top + 13.0), 4.4, reported);
    }
    let lines = wrap(&row.outcome, from - 22.0, LABEL_SIZE, false);
    let mut baseline = top + ROW / 2.0 + 8.0 - 7.0 * f64::from(u8::try_from(lines.len() - 1).unwrap_or(3));
    for line in &lines {
        sheet.words(words(8.0, baseline, line).size(LABEL_SIZE));
        baseline += 14.0;
    }
}

/// The distribution as a step outline over tenths of a decade; the tallest bin fills the row.
#[expect(clippy::cast_precision_loss, reason = "counts of replicates are far below 2^52")]
fn ridge(sheet: &mut Sheet, p: &[f64], x: &Scale, (top, base): (f64, f64)) {
    let (from, to) = x.span();
    let width = (to - from) / BINS as f64;
    let mut counts = [0_usize; BINS];
    for &value in p {
        counts[bin_of((x.held(value.max(LEAST_P)) - from) / width)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
    let mut outline = vec![(from, base)];
    for (bin, &count) in counts.iter().enumerate() {
        let y = base - (base - top) * count as f64 / most;
        outline.push((from + width * bin as f64, y));
        outline.push((from + width * (bin + 1) as f64, y));
    }
    outline.push((to, base));
    sheet.polygon(&outline, fill(look(Role::Treatment).tint, 1.0));
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the bins before the cast"
)]
fn bin_of(position: f64) -> usize {
    (position + 1e-9).floor().clamp(0.0, 39.0) as usize
}

/// What the first so many marks mean, in one line; the later ones belong to what is published.
fn key(sheet: &mut Sheet, y: f64, left: f64, hatch: &str, marks: usize) -> f64 {
    let (simulated, reported) =
        (look(Role::Treatment), Look { marker: Marker::Diamond, ..look(Role::Control) });
    sheet.interval(y - 4.0, (left, left + 26.0), 3.5, pen(simulated.colour, 1.5));
    sheet.marker((left + 13.0, y - 4.0), 3.6, simulated);
    let mut x = left + 32.0;
    for (text, mark) in [
        ("simulated: median, 5 % to 95 %", 0),
        ("published P", 1),
        ("published as \u{201c}less than\u{201d}", 2),
    ]
    .into_iter()
    .take(marks)
    {
        if mark == 1 {
            sheet.marker((x + 5.0, y - 4.0), 4.4, reported);
            x += 14.0;
        }
        if mark == 2 {
            let rect = Rect { x, y: y - 10.0, width: 18.0, height: 12.0 };
            sheet.rect(rect, fill(hatch, 0.45), Some(pen(reported.colour, 0.5)));
            x += 23.0;
        }
        sheet.words(words(x, y, text).colour(INK));
        x += text_width(text, TICK_SIZE, false) + 20.0;
    }
    y + 8.0
}

fn check(data: &Data) -> Result<(), FigureError> {
    let check = data.frame.check()?;
    check.some("rows", &data.rows)?;
    check.text("share_title", &data.share_title)?;
    for row in &data.rows {
        check.text("rows.outcome", &row.outcome)?;
        check.text("rows.share", &row.share)?;
        check.some("rows.p", &row.p)?;
        check.within("rows.p", (0.0, 1.0), row.p.iter().copied())?;
        check.within("rows.median", (0.0, 1.0), [row.median, row.low, row.high])?;
        check.interval("rows.low, rows.high", row.low, row.high)?;
        if let PublishedP::Equal(p) | PublishedP::Below(p) = row.published {
            check.within("rows.published", (0.0, 1.0), [p])?;
        }
    }
    Ok(())
}
