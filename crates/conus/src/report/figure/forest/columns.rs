//! Where do the columns of a forest stand? Names, numbers of patients, plot, numbers of the effect, P values.

use super::super::super::svg::{Anchor, Sheet, decimals, pen, words};
use super::super::super::theme::{FAINT, TICK_SIZE, WIDTH, text_width, wrap};
use super::super::super::wording;
use super::{Contrast, Data, Factor, INDENT, Interval, LINE, Row, all_rows, has_p};

/// Places across the sheet.
pub(super) struct Columns {
    contrast: Contrast,
    /// Width of the names.
    name: f64,
    /// Centres of the numbers of treated and control patients; nothing when no row has them.
    pub(super) patients: Option<[f64; 2]>,
    patients_width: f64,
    /// First and last place of the plot.
    pub(super) plot: (f64, f64),
    /// Right edge of the numbers of the effect.
    pub(super) effect: f64,
    effect_width: f64,
    /// Width of the P values; 0 when there is none.
    p_width: f64,
}

fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, bold: bool) -> f64 {
    texts.into_iter().map(|text| text_width(text, TICK_SIZE, bold)).fold(0.0, f64::max)
}

impl Columns {
    pub(super) fn of(data: &Data) -> Self {
        let counts = || all_rows(data).flat_map(|row| [row.treated.as_str(), row.control.as_str()]);
        let counted = counts().any(|text| !text.is_empty());
        let names = widest(all_rows(data).map(|row| row.name.as_str()), true) + INDENT;
        let factors = widest(data.factors.iter().map(|factor| factor.name.as_str()), true);
        // Without numbers of patients there is room for long names, such as those of methods.
        let name = (names.max(factors) + 2.0).clamp(80.0, if counted { 168.0 } else { 240.0 });
        let titles =
            [&data.treated_title, &data.control_title].into_iter().flat_map(|title| title.split(' '));
        let patients_width = widest(counts(), true).max(widest(titles, true)).clamp(40.0, 84.0) + 10.0;
        let first = 8.0 + name + 8.0 + patients_width / 2.0;
        let patients = counted.then_some([first, first + patients_width]);
        let numbers: Vec<String> = all_rows(data).map(|row| numbers(row, data.contrast)).collect();
        let title = widest([effect_title(data).as_str()], true).min(130.0);
        let effect_width = widest(numbers.iter().map(String::as_str), true).max(title);
        let p_width = if has_p(data) { 62.0 } else { 0.0 };
        let effect = if p_width > 0.0 { WIDTH - 16.0 - p_width } else { WIDTH - 8.0 };
        let from = patients.map_or(8.0 + name, |[_, second]| second + patients_width / 2.0) + 14.0;
        let plot = (from, effect - effect_width - 16.0);
        let contrast = data.contrast;
        Self { contrast, name, patients, patients_width, plot, effect, effect_width, p_width }
    }

    /// Lines of the name of a row.
    pub(super) fn name_lines(&self, row: &Row) -> Vec<String> {
        wrap(&row.name, self.name - INDENT, TICK_SIZE, true)
    }

    /// Lines of the name of a factor; it may run over the columns of patients, which its line leaves empty.
    pub(super) fn factor_lines(&self, factor: &Factor) -> Vec<String> {
        wrap(&factor.name, self.plot.0 - 22.0, TICK_SIZE, true)
    }

    /// Effect and interval of a row in words.
    pub(super) fn numbers(&self, row: &Row) -> String {
        numbers(row, self.contrast)
    }

    /// Headings of the columns, resting on one line; returns the upper edge of the rows.
    #[expect(clippy::cast_precision_loss, reason = "a handful of lines")]
    pub(super) fn headings(&self, sheet: &mut Sheet, data: &Data, top: f64) -> f64 {
        let effect = effect_title(data);
        let mut columns = vec![
            (data.name_title.as_str(), self.name, 8.0, Anchor::Start),
            (effect.as_str(), self.effect_width, self.effect, Anchor::End),
        ];
        if let Some([treated, control]) = self.patients {
            let width = self.patients_width - 4.0;
            columns.push((&data.treated_title, width, treated, Anchor::Middle));
            columns.push((&data.control_title, width, control, Anchor::Middle));
        }
        if self.p_width > 0.0 {
            columns.push((&data.p_title, self.p_width, WIDTH - 8.0, Anchor::End));
        }
        let wrapped =
            columns.into_iter().map(|(text, width, x, side)| (wrap(text, width, TICK_SIZE, true), x, side));
        let wrapped: Vec<_> = wrapped.collect();
        let most = wrapped.iter().map(|(lines, _, _)| lines.len()).max().unwrap_or(1);
        let last = top + LINE * (most as f64 - 1.0);
        for (lines, x, side) in &wrapped {
            for (index, line) in lines.iter().rev().enumerate() {
                let text = words(*x, last - LINE * index as f64, line).bold();
                sheet.words(match side {
                    Anchor::Start => text,
                    Anchor::Middle => text.middle(),
                    Anchor::End => text.end(),
                });
            }
        }
        sheet.line((8.0, last + 7.0), (WIDTH - 8.0, last + 7.0), pen(FAINT, 0.5));
        last + 7.0
    }
}

fn effect_title(data: &Data) -> String {
    format!("{} ({})", data.effect_title, data.interval_name.replace(' ', "\u{a0}"))
}

/// Two decimals; a ratio of 10 or more, whose interval is wide, has fewer.
fn numbers(row: &Row, contrast: Contrast) -> String {
    let Interval { value, low, high } = row.effect;
    if contrast != Contrast::Ratio {
        return wording::interval(value, (low, high), 2);
    }
    let [value, low, high] = [value, low, high].map(|ratio| match ratio {
        ratio if ratio < 9.995 => decimals(ratio, 2),
        ratio if ratio < 99.95 => decimals(ratio, 1),
        ratio if ratio < 9_999.5 => decimals(ratio, 0),
        _ => "> 9999".to_owned(),
    });
    format!("{value} ({low} to {high})")
}
