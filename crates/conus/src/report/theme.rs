//! How does a figure look? Colours, sizes and the type, in one place.
//!
//! Colours of the arms: after Paul Tol, "Colour schemes", SRON/EPS/TN/09-002, *high contrast*, which keeps
//! its order of darkness when printed in grey. Line style and marker repeat what colour says.

use serde::Serialize;

/// Font stack of the system; widths are estimated from Helvetica, see [`text_width`].
pub const FONT: &str = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif";
/// Width of a figure in user units, about 180 mm in print.
pub const WIDTH: f64 = 720.0;
/// Text and strong lines.
pub const INK: &str = "#1a1a1a";
/// Secondary text: captions, sources.
pub const MUTED: &str = "#555555";
/// Thin reference lines.
pub const FAINT: &str = "#8c8c8c";
/// Grid behind the data.
pub const GRID: &str = "#e8e8e8";
/// Shaded regions of reference.
pub const SHADE: &str = "#efefef";
/// Background.
pub const PAPER: &str = "#ffffff";
/// Size of the title.
pub const TITLE_SIZE: f64 = 15.0;
/// Size of axis titles and direct labels.
pub const LABEL_SIZE: f64 = 12.0;
/// Size of tick labels and table entries.
pub const TICK_SIZE: f64 = 11.0;
/// Size of caption and source.
pub const NOTE_SIZE: f64 = 10.5;

/// What a curve or a point stands for; decides colour, dash and marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Role {
    /// The treatment under study.
    Treatment,
    /// Its control.
    Control,
    /// A third arm or series.
    Third,
    /// A fourth arm or series.
    Fourth,
    /// A fifth arm or series.
    Fifth,
}

impl Role {
    /// All roles, in the order in which series without a role of their own take them.
    pub const ALL: [Self; 5] = [Self::Treatment, Self::Control, Self::Third, Self::Fourth, Self::Fifth];
}

/// Shape of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Filled circle.
    Disc,
    /// Open square.
    Square,
    /// Filled triangle.
    Triangle,
    /// Open circle.
    Ring,
    /// Filled diamond.
    Diamond,
}

/// Everything that tells one series from another.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Colour of the line and the band.
    pub colour: &'static str,
    /// Light, opaque form of the colour for bars.
    pub tint: &'static str,
    /// Colour of its label: at least 4.5:1 against white.
    pub text: &'static str,
    /// Dash pattern, empty for a solid line.
    pub dash: &'static str,
    /// Shape of its points.
    pub marker: Marker,
}

/// The look of a role.
pub fn look(role: Role) -> Look {
    let (colour, tint, text, dash, marker) = match role {
        Role::Treatment => ("#004488", "#a9c0d8", "#004488", "", Marker::Disc),
        Role::Control => ("#bb5566", "#e3bcc2", "#a8475a", "6 3", Marker::Square),
        Role::Third => ("#c9952b", "#ecd6ab", "#7a5a10", "2 2.5", Marker::Triangle),
        Role::Fourth => ("#3d3d3d", "#bdbdbd", "#3d3d3d", "9 3 2 3", Marker::Ring),
        Role::Fifth => ("#6f9ec4", "#d0e0ed", "#3f6f97", "4 2", Marker::Diamond),
    };
    Look { colour, tint, text, dash, marker }
}

/// Advance widths of ASCII 32 to 126 in thousandths of the size (Adobe Font Metrics of Helvetica).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Width of one line of text at a size, an estimate to place labels without overlap.
pub fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let thousandths: u32 = text.chars().map(character_width).sum();
    let weight = if bold { 1.07 } else { 1.0 };
    f64::from(thousandths) / 1000.0 * size * weight
}

fn character_width(character: char) -> u32 {
    let code = u32::from(character);
    match code {
        32..=126 => usize::try_from(code - 32).map_or(556, |index| u32::from(WIDTHS[index])),
        0xa0 => 278,
        0x202f | 0x2009 => 200,
        0x2013 => 556,
        0x2212 | 0x2264 | 0x2265 => 584,
        0x1100..=0x115f | 0x2e80..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff60 => 1000,
        _ => 600,
    }
}

/// Break a text at its spaces (not at no-break spaces) into lines no wider than `width`; a longer word is cut.
pub fn wrap(text: &str, width: f64, size: f64, bold: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        for piece in pieces(word, width, size, bold) {
            let longer = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
            if line.is_empty() || text_width(&longer, size, bold) <= width {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, piece));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn pieces(word: &str, width: f64, size: f64, bold: bool) -> Vec<String> {
    let mut cut = Vec::new();
    let mut piece = String::new();
    for character in word.chars() {
        let mut longer = piece.clone();
        longer.push(character);
        if !piece.is_empty() && text_width(&longer, size, bold) > width {
            cut.push(std::mem::take(&mut piece));
        }
        piece.push(character);
    }
    cut.push(piece);
    cut
}

/// Move label centres apart until neighbours keep `gap`, inside `low..high` where they fit; order is kept.
pub fn spread(centres: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..centres.len()).collect();
    order.sort_by(|&a, &b| centres[a].total_cmp(&centres[b]).then(a.cmp(&b)));
    let mut placed = centres.to_vec();
    let mut floor = low;
    for &index in &order {
        placed[index] = placed[index].max(floor);
        floor = placed[index] + gap;
    }
    let mut ceiling = high;
    for &index in order.iter().rev() {
        placed[index] = placed[index].min(ceiling);
        ceiling = placed[index] - gap;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_have_equal_widths_so_that_columns_of_numbers_align() {
        for digit in '0'..='9' {
            assert_eq!(character_width(digit), 556);
        }
    }

    #[test]
    fn wrapped_lines_fit_and_keep_every_word_in_order() {
        let text = "Cells combined with usual care, incomprehensibilitiesandmore, and training";
        let lines = wrap(text, 90.0, 11.0, false);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| text_width(line, 11.0, false) <= 90.0), "{lines:?}");
        let without_spaces = |s: &str| s.split_whitespace().collect::<String>();
        assert_eq!(without_spaces(&lines.concat()), without_spaces(text));
    }

    #[test]
    fn spread_labels_keep_their_order_and_their_distance() {
        let placed = spread(&[50.0, 51.0, 10.0, 52.0], 14.0, 0.0, 100.0);
        assert!(placed[2] < placed[0] && placed[0] < placed[1] && placed[1] < placed[3]);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 14.0 - 1e-9), "{placed:?}");
        assert!(sorted[0] >= 0.0 && sorted[3] <= 100.0);
    }

    #[test]
    fn no_two_roles_share_a_colour_a_dash_or_a_marker() {
        for (index, &one) in Role::ALL.iter().enumerate() {
            for &other in &Role::ALL[index + 1..] {
                let (a, b) = (look(one), look(other));
                assert!(
                    a.colour != b.colour && a.dash != b.dash && a.marker != b.marker,
                    "{one:?} {other:?}"
                );
            }
        }
    }
}
