//! Which tags stand in a piece of markup, and is it a drawing that can neither load nor run anything?
//!
//! A reader for the strict markup that this crate writes: quoted attributes, every tag closed. What it cannot
//! read is refused, so it never has to guess what a browser would make of it.

/// Elements that only draw. Those that link (`a`, `use`, `image`), run or style (`script`, `style`) are not
/// here.
const DRAWING: [&str; 21] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "rect",
    "line",
    "circle",
    "ellipse",
    "path",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "clipPath",
    "pattern",
    "linearGradient",
    "radialGradient",
    "stop",
    "marker",
    "mask",
];

/// What a tag does to the nesting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Alone,
}

/// One tag.
#[derive(Debug, Clone)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<(&'a str, &'a str)>,
    pub(super) kind: Kind,
}

/// All tags in order; what stands in `style` and `script` is not read.
pub(super) fn tags(markup: &str) -> Result<Vec<Tag<'_>>, String> {
    let mut found = Vec::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = tag_end(rest).ok_or_else(|| format!("the tag `<{}` does not end", beginning(rest)))?;
        let inside = &rest[..end];
        rest = &rest[end + 1..];
        let tag = tag(inside)?;
        if tag.kind == Kind::Open && matches!(tag.name, "style" | "script") {
            let close = format!("</{}>", tag.name);
            rest = &rest[rest.find(&close).ok_or_else(|| format!("`{close}` is missing"))?..];
        }
        found.push(tag);
    }
    Ok(found)
}

/// Every tag closed in the order in which it was opened.
pub(super) fn balanced(tags: &[Tag<'_>]) -> Result<(), String> {
    let mut open = Vec::new();
    for tag in tags {
        match tag.kind {
            Kind::Open => open.push(tag.name),
            Kind::Alone => {}
            Kind::Close => match open.pop() {
                Some(name) if name == tag.name => {}
                Some(name) => return Err(format!("`</{}>` closes `<{name}>`", tag.name)),
                None => return Err(format!("`</{}>` closes nothing", tag.name)),
            },
        }
    }
    open.last().map_or(Ok(()), |name| Err(format!("`<{name}>` is not closed")))
}

/// Is this one complete drawing with a title that loads nothing and runs nothing?
pub(super) fn drawing(svg: &str) -> Result<(), String> {
    let svg = svg.trim();
    let tags = tags(svg)?;
    balanced(&tags)?;
    if !svg.starts_with("<svg ") || !svg.ends_with("</svg>") || roots(&tags) != 1 {
        return Err("it is not one `<svg>` element".to_owned());
    }
    if !tags[0].attributes.iter().any(|(name, _)| *name == "xmlns") {
        return Err("`<svg>` lacks `xmlns`, so the file alone would not open".to_owned());
    }
    if !tags.iter().any(|tag| tag.name == "title") {
        return Err("it has no `<title>` for readers who cannot see it".to_owned());
    }
    tags.iter().try_for_each(only_draws)
}

fn only_draws(tag: &Tag<'_>) -> Result<(), String> {
    if !DRAWING.contains(&tag.name) {
        return Err(format!("`<{}>` is not an element that draws", tag.name));
    }
    for (name, value) in &tag.attributes {
        let name_lower = name.to_ascii_lowercase();
        let links = name_lower.ends_with("href") || name_lower == "src";
        let value_lower = value.to_ascii_lowercase();
        // An escape in a style could spell `url` in letters that are not read here.
        let loads = value_lower.replace("url(#", "").contains("url(") || value.contains('\\');
        if links || loads || name_lower.starts_with("on") {
            return Err(format!("the attribute `{name}` of `<{}>` could load or run something", tag.name));
        }
    }
    Ok(())
}

fn roots(tags: &[Tag<'_>]) -> usize {
    let (mut depth, mut count) = (0_usize, 0);
    for tag in tags {
        if depth == 0 {
            count += 1;
        }
        match tag.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Alone => {}
        }
    }
    count
}

fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (index, character) in inside.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(index),
            (None, '"' | '\'') => quote = Some(character),
            (Some(mark), other) if mark == other => quote = None,
            _ => {}
        }
    }
    None
}

fn tag(inside: &str) -> Result<Tag<'_>, String> {
    let (kind, body) = match (inside.strip_prefix('/'), inside.strip_suffix('/')) {
        (Some(body), _) => (Kind::Close, body),
        (None, Some(body)) => (Kind::Alone, body),
        (None, None) => (Kind::Open, inside),
    };
    let name_end = body.find(|c: char| c.is_ascii_whitespace()).unwrap_or(body.len());
    let (name, rest) = body.split_at(name_end);
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    if !plain {
        return Err(format!("`<{}` is not a tag this report writes", beginning(inside)));
    }
    Ok(Tag { name, attributes: attributes(rest)?, kind })
}

fn attributes(mut rest: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(found);
        }
        let fault = || format!("`{}` is not an attribute with a quoted value", beginning(rest));
        let (name, after) = rest.split_once('=').ok_or_else(fault)?;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(fault)?;
        let (value, after) = after[1..].split_once(quote).ok_or_else(fault)?;
        // Without this check `a b="c"` would hide an attribute `a` in a name nobody looks for.
        if name.is_empty()
            || name.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '_'))
        {
            return Err(fault());
        }
        found.push((name, value));
        rest = after;
    }
}

fn beginning(text: &str) -> String {
    text.chars().take(24).collect()
}
