//! How is a foreign word shown, and which known word was probably meant by it?

/// A piece of a file as it can be shown in a terminal: one line, no control characters, at most 80 of them.
pub(crate) fn shown(piece: &str) -> String {
    shortened(piece, 80)
}

/// The same with at most so many characters.
pub(crate) fn shortened(piece: &str, most: usize) -> String {
    let mut text: String = piece
        .chars()
        .take(most)
        .flat_map(|c| {
            let escaped = c.is_control() || is_direction_mark(c);
            let escape = escaped.then(|| c.escape_default());
            escape.into_iter().flatten().chain((!escaped).then_some(c))
        })
        .collect();
    if piece.chars().nth(most).is_some() {
        text.push_str(" ...");
    }
    text
}

/// Characters that reorder or hide the text around them, so that a title can look like another one.
pub(crate) fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The name among `known` of which `found` is a slip of the pen.
pub(crate) fn misspelt<'k>(found: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    // No name of ours is longer; a longer one is no slip, and comparing it costs time.
    const LONGEST: usize = 60;
    if found.len() > LONGEST {
        return None;
    }
    let slips = |name: &str| strsim::osa_distance(found, name);
    let nearest = known.min_by_key(|name| slips(name))?;
    // One slip in a short word, one more for every four letters: `mcs` is `msc`, `blue` is nothing.
    (slips(nearest) <= (nearest.len() / 4).max(1)).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_never_drives_a_terminal() {
        assert_eq!(shown("a\u{1b}[31m\n"), "a\\u{1b}[31m\\n");
        assert_eq!(shown("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(shown(&"x".repeat(100)), format!("{} ...", "x".repeat(80)));
    }

    #[test]
    fn a_slip_is_understood_and_another_word_is_not() {
        let known = || ["USUBJID", "AVAL", "AVISITN"].into_iter();
        assert_eq!(misspelt("USUBJD", known()), Some("USUBJID"));
        assert_eq!(misspelt("WEEK", known()), None);
    }
}
