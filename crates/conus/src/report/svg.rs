//! How is a figure written as SVG text? A thin drawing layer: lines, areas, points and words on a sheet.
//!
//! Every number passes [`Sheet`]'s one formatter, two decimals, so the same data give the same bytes. A
//! coordinate that is not finite is never written: the sheet refuses to finish.

use super::escape;
use super::figure::{FigureError, Frame};
use super::theme::{
    FAINT, FONT, INK, Look, MUTED, Marker, NOTE_SIZE, PAPER, TICK_SIZE, TITLE_SIZE, WIDTH, wrap,
};
use std::fmt::Write;

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Pen {
    /// Colour.
    pub colour: &'static str,
    /// Width in user units.
    pub width: f64,
    /// Dash pattern, empty for solid.
    pub dash: &'static str,
}

/// A solid line.
pub fn pen(colour: &'static str, width: f64) -> Pen {
    Pen { colour, width, dash: "" }
}

/// A dashed line.
pub fn dashed(colour: &'static str, width: f64, dash: &'static str) -> Pen {
    Pen { colour, width, dash }
}

/// A filled surface without an edge.
#[derive(Debug, Clone, Copy)]
pub struct Fill<'a> {
    /// Colour, or `url(#...)` of a pattern.
    pub colour: &'a str,
    /// 0 to 1.
    pub opacity: f64,
}

/// A fill.
pub fn fill(colour: &str, opacity: f64) -> Fill<'_> {
    Fill { colour, opacity }
}

/// A rectangle by its left upper corner and its size.
#[derive(Debug, Clone, Copy)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width, at least 0.
    pub width: f64,
    /// Height, at least 0.
    pub height: f64,
}

/// Where on a line of text its anchor point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Text begins at the point.
    Start,
    /// Text is centred on the point.
    Middle,
    /// Text ends at the point.
    End,
}

/// One line of text.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    text: &'a str,
    x: f64,
    y: f64,
    size: f64,
    colour: &'static str,
    anchor: Anchor,
    bold: bool,
    upward: bool,
    halo: bool,
}

/// A line of text whose baseline starts at (x, y).
pub fn words(x: f64, y: f64, text: &str) -> Words<'_> {
    let (size, anchor) = (TICK_SIZE, Anchor::Start);
    Words { text, x, y, size, colour: INK, anchor, bold: false, upward: false, halo: false }
}

impl Words<'_> {
    /// Another size.
    pub fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }
    /// Another colour.
    pub fn colour(self, colour: &'static str) -> Self {
        Self { colour, ..self }
    }
    /// Centred on its point.
    pub fn middle(self) -> Self {
        Self { anchor: Anchor::Middle, ..self }
    }
    /// Ending at its point.
    pub fn end(self) -> Self {
        Self { anchor: Anchor::End, ..self }
    }
    /// Heavier.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    /// Turned by a quarter, to be read from below.
    pub fn upward(self) -> Self {
        Self { upward: true, ..self }
    }
    /// With a thin edge of paper colour, for labels that stand on data.
    pub fn halo(self) -> Self {
        Self { halo: true, ..self }
    }
}

/// A number with fixed decimals for a coordinate, or nothing when it is not finite.
fn coordinate(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let written = format!("{value:.2}");
    Some(if written == "-0.00" { "0.00".to_owned() } else { written })
}

/// A number as shown to the reader: fixed decimals, a true minus sign, no negative zero.
pub fn decimals(value: f64, places: usize) -> String {
    let written = format!("{value:.places$}");
    match written.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        Some(rest) => format!("\u{2212}{rest}"),
        None => written,
    }
}

/// One figure in the making.
#[derive(Debug)]
pub struct Sheet {
    frame: Frame,
    id: String,
    definitions: String,
    body: String,
    broken: bool,
    /// Where the drawing may begin, below the title.
    pub top: f64,
}

impl Sheet {
    /// A sheet with its title drawn.
    pub fn new(frame: &Frame) -> Self {
        let mut sheet = Self {
            frame: frame.clone(),
            id: escape::identifier(&frame.id),
            definitions: String::new(),
            body: String::new(),
            broken: false,
            top: 0.0,
        };
        let mut y = 22.0;
        for line in wrap(&frame.title, WIDTH - 24.0, TITLE_SIZE, true) {
            sheet.words(words(8.0, y, &line).size(TITLE_SIZE).bold());
            y += 19.0;
        }
        sheet.top = y;
        sheet
    }

    /// An id inside this figure that no other figure has.
    pub fn local_id(&self, name: &str) -> String {
        format!("{}-{name}", self.id)
    }

    fn number(&mut self, value: f64) -> String {
        coordinate(value).unwrap_or_else(|| {
            self.broken = true;
            "0.00".to_owned()
        })
    }

    fn stroke(&mut self, pen: Pen) -> String {
        let width = self.number(pen.width);
        let dash =
            if pen.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", pen.dash) };
        format!("stroke=\"{}\" stroke-width=\"{width}\"{dash}", pen.colour)
    }

    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        self.body.write_fmt(markup).expect("writing to a String cannot fail");
        self.body.push('\n');
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), pen: Pen) {
        let ends = [from.0, from.1, to.0, to.1].map(|value| self.number(value));
        let stroke = self.stroke(pen);
        let [x1, y1, x2, y2] = ends;
        self.put(format_args!("<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" {stroke}/>"));
    }

    /// Short vertical lines side by side, as one element.
    pub fn rug(&mut self, places: &[f64], (top, bottom): (f64, f64), pen: Pen) {
        let [top, bottom] = [top, bottom].map(|value| self.number(value));
        let mut d = String::new();
        for &x in places {
            let x = self.number(x);
            write!(d, "M{x} {top}V{bottom}").expect("writing to a String cannot fail");
        }
        let stroke = self.stroke(pen);
        self.put(format_args!("<path d=\"{d}\" fill=\"none\" {stroke}/>"));
    }

    fn points(&mut self, points: impl IntoIterator<Item = (f64, f64)>) -> String {
        let mut list = String::new();
        for (x, y) in points {
            let (x, y) = (self.number(x), self.number(y));
            write!(list, "{}{x},{y}", if list.is_empty() { "" } else { " " })
                .expect("writing to a String cannot fail");
        }
        list
    }

    /// A line through points.
    pub fn polyline(&mut self, points: &[(f64, f64)], pen: Pen) {
        let list = self.points(points.iter().copied());
        let stroke = self.stroke(pen);
        self.put(format_args!(
            "<polyline points=\"{list}\" fill=\"none\" {stroke} stroke-linejoin=\"round\"/>"
        ));
    }

    /// A closed, filled polygon.
    pub fn polygon(&mut self, points: &[(f64, f64)], fill: Fill<'_>) {
        let list = self.points(points.iter().copied());
        let opacity = self.number(fill.opacity);
        let colour = escape::attribute(fill.colour);
        self.put(format_args!("<polygon points=\"{list}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>"));
    }

    /// The area between an upper and a lower line over the same x values.
    pub fn area(&mut self, upper: &[(f64, f64)], lower: &[(f64, f64)], fill: Fill<'_>) {
        let outline: Vec<_> = upper.iter().copied().chain(lower.iter().rev().copied()).collect();
        self.polygon(&outline, fill);
    }

    /// A filled rectangle, with an edge when a pen is given.
    pub fn rect(&mut self, rect: Rect, fill: Fill<'_>, edge: Option<Pen>) {
        let [x, y, width, height] =
            [rect.x, rect.y, rect.width.max(0.0), rect.height.max(0.0)].map(|value| self.number(value));
        let opacity = self.number(fill.opacity);
        let colour = escape::attribute(fill.colour);
        let edge = edge.map(|pen| format!(" {}", self.stroke(pen))).unwrap_or_default();
        self.put(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\" \
             fill-opacity=\"{opacity}\"{edge}/>"
        ));
    }

    /// A circle with an edge.
    pub fn circle(&mut self, centre: (f64, f64), radius: f64, fill: Fill<'_>, edge: Pen) {
        let [x, y, r, opacity] = [centre.0, centre.1, radius, fill.opacity].map(|value| self.number(value));
        let colour = escape::attribute(fill.colour);
        let stroke = self.stroke(edge);
        self.put(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{colour}\" fill-opacity=\"{opacity}\" {stroke}/>"
        ));
    }

    /// A point in the shape and colour of its series.
    pub fn marker(&mut self, (x, y): (f64, f64), radius: f64, look: Look) {
        let edge = pen(look.colour, 1.3);
        let r = radius;
        match look.marker {
            Marker::Disc => self.circle((x, y), r, fill(look.colour, 1.0), edge),
            Marker::Ring => self.circle((x, y), r, fill(PAPER, 1.0), edge),
            Marker::Square => {
                let side = 1.8 * r;
                let rect = Rect { x: x - side / 2.0, y: y - side / 2.0, width: side, height: side };
                self.rect(rect, fill(PAPER, 1.0), Some(edge));
            }
            Marker::Triangle => {
                let corners = [(x, y - 1.25 * r), (x + 1.15 * r, y + 0.85 * r), (x - 1.15 * r, y + 0.85 * r)];
                self.polygon(&corners, fill(look.colour, 1.0));
            }
            Marker::Diamond => {
                let s = 1.35 * r;
                self.polygon(&[(x, y - s), (x + s, y), (x, y + s), (x - s, y)], fill(look.colour, 1.0));
            }
        }
    }

    /// Many small discs of one look, as one element.
    pub fn dots(&mut self, centres: &[(f64, f64)], diameter: f64, fill: Fill<'_>) {
        let mut d = String::new();
        for &(x, y) in centres {
            let (x, y) = (self.number(x), self.number(y));
            // A line of no length with round ends is a disc.
            write!(d, "M{x} {y}h0").expect("writing to a String cannot fail");
        }
        let (width, opacity) = (self.number(diameter), self.number(fill.opacity));
        let colour = escape::attribute(fill.colour);
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{colour}\" stroke-opacity=\"{opacity}\" \
             stroke-width=\"{width}\" stroke-linecap=\"round\"/>"
        ));
    }

    /// A vertical interval with short caps.
    pub fn error_bar(&mut self, x: f64, (low, high): (f64, f64), cap: f64, pen: Pen) {
        self.line((x, low), (x, high), pen);
        self.line((x - cap, low), (x + cap, low), pen);
        self.line((x - cap, high), (x + cap, high), pen);
    }

    /// A horizontal interval with short caps.
    pub fn interval(&mut self, y: f64, (low, high): (f64, f64), cap: f64, pen: Pen) {
        self.line((low, y), (high, y), pen);
        self.line((low, y - cap), (low, y + cap), pen);
        self.line((high, y - cap), (high, y + cap), pen);
    }

    /// A path written by hand in this crate; never text from outside.
    pub fn path(&mut self, d: &'static str, fill: Fill<'_>, edge: Option<Pen>, clip: Option<&str>) {
        let opacity = self.number(fill.opacity);
        let colour = escape::attribute(fill.colour);
        let edge = edge.map(|pen| format!(" {}", self.stroke(pen))).unwrap_or_default();
        let clip =
            clip.map(|id| format!(" clip-path=\"url(#{})\"", escape::identifier(id))).unwrap_or_default();
        self.put(format_args!(
            "<path d=\"{d}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"{edge}{clip} stroke-linejoin=\"round\"/>"
        ));
    }

    /// Define an outline that is drawn more than once; `d` is written by this crate, never text from outside.
    pub fn shape(&mut self, name: &str, d: &str) {
        let id = self.local_id(name);
        writeln!(self.definitions, "<path id=\"{id}\" d=\"{d}\"/>").expect("writing to a String cannot fail");
    }

    /// Draw a defined outline; a browser shows `title` under the pointer, and it may be empty.
    pub fn place(&mut self, name: &str, fill: Fill<'_>, edge: Option<Pen>, title: &str) {
        let id = self.local_id(name);
        let opacity = self.number(fill.opacity);
        let colour = escape::attribute(fill.colour);
        let edge = edge.map(|pen| format!(" {}", self.stroke(pen))).unwrap_or_default();
        let title =
            if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape::text(title)) };
        self.put(format_args!(
            "<use href=\"#{id}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"{edge} stroke-linejoin=\"round\" \
             stroke-linecap=\"round\">{title}</use>"
        ));
    }

    /// A clipping region made of paths written by hand in this crate.
    pub fn clip(&mut self, id: &str, d: &'static str) {
        let id = escape::identifier(id);
        writeln!(self.definitions, "<clipPath id=\"{id}\"><path d=\"{d}\"/></clipPath>")
            .expect("writing to a String cannot fail");
    }

    /// Diagonal hatching for regions known only as a range; returns the fill to use.
    pub fn hatch(&mut self, name: &str, colour: &'static str) -> String {
        let id = self.local_id(name);
        writeln!(
            self.definitions,
            "<pattern id=\"{id}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\" stroke=\"{colour}\" \
             stroke-width=\"1.6\"/></pattern>"
        )
        .expect("writing to a String cannot fail");
        format!("url(#{id})")
    }

    /// Begin a group moved to a place, mirrored left to right when asked.
    pub fn open_group(&mut self, (x, y): (f64, f64), scale: f64, mirrored: bool) {
        let [x, y, down] = [x, y, scale].map(|value| self.number(value));
        let across = self.number(if mirrored { -scale } else { scale });
        self.put(format_args!("<g transform=\"translate({x} {y}) scale({across} {down})\">"));
    }

    /// Begin a group of which only what lies in a clipping region is seen.
    pub fn open_clipped(&mut self, clip: &str) {
        let clip = escape::identifier(clip);
        self.put(format_args!("<g clip-path=\"url(#{clip})\">"));
    }

    /// Begin a group that says what it is under the pointer.
    pub fn open_titled(&mut self, title: &str) {
        let title = escape::text(title);
        self.put(format_args!("<g><title>{title}</title>"));
    }

    /// End the group.
    pub fn close_group(&mut self) {
        self.put(format_args!("</g>"));
    }

    /// One line of text.
    pub fn words(&mut self, words: Words<'_>) {
        let [x, y, size] = [words.x, words.y, words.size].map(|value| self.number(value));
        let anchor = match words.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if words.bold { " font-weight=\"bold\"" } else { "" };
        let turn = if words.upward { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
        let halo = if words.halo {
            format!(" stroke=\"{PAPER}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
        } else {
            String::new()
        };
        let (colour, text) = (words.colour, escape::text(words.text));
        self.put(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\"{anchor}{weight}{turn}{halo}>{text}</text>"
        ));
    }

    /// Write caption and source below `bottom` and close the figure.
    ///
    /// # Errors
    /// When any coordinate was not finite.
    pub fn finish(mut self, bottom: f64) -> Result<String, FigureError> {
        let mut y = bottom + 20.0;
        self.line((8.0, bottom + 4.0), (WIDTH - 8.0, bottom + 4.0), pen(FAINT, 0.5));
        let frame = self.frame.clone();
        let source = format!("Source: {}", frame.source);
        for (text, colour) in [(&frame.caption, INK), (&source, MUTED)] {
            for line in wrap(text, WIDTH - 24.0, NOTE_SIZE, false) {
                self.words(words(8.0, y, &line).size(NOTE_SIZE).colour(colour));
                y += 14.0;
            }
            y += 2.0;
        }
        let height = self.number(y);
        let width = self.number(WIDTH);
        if self.broken {
            return Err(FigureError::NotFinite { figure: frame.id, field: "a drawn coordinate".to_owned() });
        }
        let (id, title, description) = (&self.id, escape::text(&frame.title), escape::text(&frame.caption));
        let (definitions, body) = (&self.definitions, &self.body);
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" viewBox=\"0 0 {width} {height}\" width=\"100%\" \
             role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{FONT}\" \
             style=\"max-width:960px;font-variant-numeric:tabular-nums\">\n<title id=\"{id}-title\">{title}</title>\n\
             <desc id=\"{id}-desc\">{description}</desc>\n<defs>\n{definitions}</defs>\n\
             <rect x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>\n{body}</svg>\n"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(title: &str) -> Frame {
        Frame { id: "x".into(), title: title.into(), caption: "c".into(), source: "s".into() }
    }

    #[test]
    fn a_coordinate_that_is_not_finite_refuses_the_figure() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut sheet = Sheet::new(&frame("t"));
            sheet.line((0.0, bad), (1.0, 1.0), pen(INK, 1.0));
            assert!(matches!(sheet.finish(10.0), Err(FigureError::NotFinite { .. })));
        }
    }

    #[test]
    fn numbers_are_shown_with_fixed_decimals_and_no_negative_zero() {
        assert_eq!(decimals(-0.04, 1), "0.0");
        assert_eq!(decimals(-1.25, 1), "\u{2212}1.2");
        assert_eq!(decimals(12.0, 0), "12");
        assert_eq!(coordinate(-0.001).as_deref(), Some("0.00"));
    }

    #[test]
    fn a_hostile_title_stays_text() {
        let svg = Sheet::new(&frame("</title></svg><script>alert(1)</script>")).finish(40.0).unwrap();
        assert!(!svg.contains("<script"));
        assert_eq!(svg.matches("</svg>").count(), 1);
    }
}
