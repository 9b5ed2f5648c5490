//! How does a user's text enter HTML, SVG or a script block without being read as markup?

/// Text between tags. Characters that XML 1.0 (section 2.2) forbids become U+FFFD, so the file always parses.
pub fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for character in raw.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            other if allowed_in_xml(other) => safe.push(other),
            _ => safe.push('\u{fffd}'),
        }
    }
    safe
}

/// Value of an attribute in single or double quotes.
pub fn attribute(raw: &str) -> String {
    text(raw).replace('"', "&quot;").replace('\'', "&#39;").replace('\n', "&#10;").replace('\t', "&#9;")
}

/// JSON that stands inside `<script>`. In valid JSON these characters occur only within strings, where the
/// escape means the same: `</script>` and `<!--` cannot form, U+2028 and U+2029 cannot end a line of script.
pub fn json_in_html(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            other => safe.push(other),
        }
    }
    safe
}

/// An id that is safe in markup, in a selector and in `url(#...)`: letters, digits, `-` and `_`.
pub fn identifier(raw: &str) -> String {
    let kept = raw.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' });
    let id: String = kept.collect();
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id } else { format!("f{id}") }
}

fn allowed_in_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r')
        || (character >= ' ' && !matches!(character, '\u{fffe}' | '\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_title_leaves_no_tag_open_or_closed() {
        let safe = text("</script><script>alert('1' & \"2\")</script><!--");
        assert!(!safe.contains('<') && !safe.contains('>'), "{safe}");
        assert_eq!(text("a & b < c"), "a &amp; b &lt; c");
    }

    #[test]
    fn an_attribute_cannot_be_closed_from_within() {
        assert_eq!(attribute("\" onload='x'"), "&quot; onload=&#39;x&#39;");
    }

    #[test]
    fn characters_that_xml_forbids_are_replaced_and_others_kept() {
        assert_eq!(text("a\u{0}b\u{b}c\u{ffff}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(text("κλ 10⁶ 疼痛"), "κλ 10⁶ 疼痛");
    }

    #[test]
    fn json_keeps_its_meaning_and_cannot_leave_the_script_block() {
        let hostile = "</script><!-- \u{2028}\u{2029} & plain";
        let json = serde_json::to_string(hostile).unwrap();
        let safe = json_in_html(&json);
        for forbidden in ["<", ">", "&", "\u{2028}", "\u{2029}"] {
            assert!(!safe.contains(forbidden), "{safe}");
        }
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), hostile);
    }

    #[test]
    fn an_identifier_is_always_a_plain_word() {
        assert_eq!(identifier("a b\"><x"), "a-b---x");
        assert_eq!(identifier("3.1"), "f3-1");
        assert_eq!(identifier(""), "f");
    }
}
