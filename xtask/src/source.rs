//! What a Rust file consists of: code, comments, and functions with their length.

/// A source text with the same lines, taken apart.
pub(crate) struct Parts {
    /// Code with comments and the inside of literals blanked out.
    pub(crate) code: String,
    /// Comments with everything else blanked out.
    pub(crate) comments: String,
}

/// One function.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// Line of the `fn`, from 1.
    pub(crate) line: usize,
    /// Lines that hold code, from the `fn` to the closing brace.
    pub(crate) length: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Code,
    Line,
    Block(u32),
    Text,
    Raw(usize),
    Character(usize),
}

/// Takes code and comments apart; line breaks stay where they are.
pub(crate) fn parts(text: &str) -> Parts {
    let bytes: Vec<char> = text.chars().collect();
    let (mut code, mut comments) = (String::new(), String::new());
    let (mut inside, mut at) = (Inside::Code, 0);
    while at < bytes.len() {
        let (next, length) = step(&bytes[at..], inside, at.checked_sub(1).map(|before| bytes[before]));
        for &letter in &bytes[at..at + length] {
            let comment = matches!(inside, Inside::Line | Inside::Block(_))
                || matches!(next, Inside::Line | Inside::Block(_));
            let literal = matches!(inside, Inside::Text | Inside::Raw(_) | Inside::Character(_));
            code.push(if letter == '\n' || !(comment || literal) { letter } else { ' ' });
            comments.push(if letter == '\n' || comment { letter } else { ' ' });
        }
        inside = next;
        at += length;
    }
    Parts { code, comments }
}

/// What comes after the next letters, and how many of them belong together.
fn step(rest: &[char], inside: Inside, before: Option<char>) -> (Inside, usize) {
    match (inside, rest[0], rest.get(1)) {
        (Inside::Line, '\n', _) => (Inside::Code, 1),
        (Inside::Block(depth), '/', Some('*')) => (Inside::Block(depth + 1), 2),
        (Inside::Block(1), '*', Some('/')) => (Inside::Code, 2),
        (Inside::Block(depth), '*', Some('/')) => (Inside::Block(depth - 1), 2),
        (Inside::Text, '\\', Some(_)) => (Inside::Text, 2),
        (Inside::Text, '"', _) => (Inside::Code, 1),
        (Inside::Raw(hashes), '"', _) if rest[1..].iter().take_while(|c| **c == '#').count() >= hashes => {
            (Inside::Code, 1 + hashes)
        }
        (Inside::Code, '/', Some('/')) => (Inside::Line, 2),
        (Inside::Code, '/', Some('*')) => (Inside::Block(1), 2),
        (Inside::Code, '"', _) => (Inside::Text, 1),
        (Inside::Code, 'r', Some('"' | '#')) if !before.is_some_and(|c| c.is_alphanumeric() || c == '_') => {
            raw(rest)
        }
        (Inside::Code, '\'', Some('\\')) => (Inside::Character(escaped(rest)), 1),
        (Inside::Character(length), ..) => (Inside::Code, length),
        (Inside::Code, '\'', Some(_)) if rest.get(2) == Some(&'\'') => (Inside::Character(2), 1),
        _ => (inside, 1),
    }
}

/// `r"`, `r#"` and so on open a raw text; `r#name` does not.
fn raw(rest: &[char]) -> (Inside, usize) {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + hashes) == Some(&'"') { (Inside::Raw(hashes), 2 + hashes) } else { (Inside::Code, 1) }
}

/// What follows the first quote of a character that starts with an escape, as `'\n'` or `'\u{3b3}'`.
fn escaped(rest: &[char]) -> usize {
    rest.iter().skip(3).position(|c| *c == '\'').map_or(1, |end| end + 3)
}

/// Every function with a body, with the number of lines that hold code.
pub(crate) fn functions(code: &str) -> Vec<Function> {
    let letters: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    for at in 0..letters.len().saturating_sub(3) {
        let word_before = at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_');
        if letters[at..at + 3] != ['f', 'n', ' '] || word_before {
            continue;
        }
        let name: String =
            letters[at + 3..].iter().take_while(|c| c.is_alphanumeric() || **c == '_').collect();
        if let (false, Some(end)) = (name.is_empty(), body_end(&letters, at)) {
            let line = 1 + letters[..at].iter().filter(|c| **c == '\n').count();
            let text: String = letters[at..=end].iter().collect();
            let length = text.lines().filter(|line| !line.trim().is_empty()).count();
            found.push(Function { name, line, length });
        }
    }
    found
}

/// The closing brace of the body that starts after `from`; none for a declaration that ends with `;`.
fn body_end(letters: &[char], from: usize) -> Option<usize> {
    let (mut nested, mut braces) = (0_i32, 0_i32);
    for (at, letter) in letters.iter().enumerate().skip(from) {
        match letter {
            '(' | '[' => nested += 1,
            ')' | ']' => nested -= 1,
            ';' if nested == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' if braces == 1 => return Some(at),
            '}' => braces -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_leave_the_code_but_keep_its_lines() {
        let text =
            "let a = \"// no } comment\"; // a real { one\nlet b = '{'; /* two\nlines */ let c = r#\"}\"#;\n";
        let parts = parts(text);
        assert_eq!(parts.code.lines().count(), text.lines().count());
        assert!(!parts.code.contains('{') || parts.code.matches('{').count() == 1, "{}", parts.code);
        assert!(!parts.code.contains("real") && !parts.code.contains("lines"));
        assert!(parts.comments.contains("a real { one") && parts.comments.contains("two\nlines"));
        assert!(!parts.comments.contains("no }"));
    }

    #[test]
    fn a_lifetime_is_no_character() {
        assert_eq!(
            parts("fn f<'a>(x: &'a str) -> &'a str { x } // end").code.trim_end(),
            "fn f<'a>(x: &'a str) -> &'a str { x }"
        );
    }

    #[test]
    fn a_function_is_as_long_as_its_code() {
        let text = "fn one() -> [u8; 2] {\n    // why\n\n    [1, 2]\n}\ntrait T { fn none(&self); }\nfn two() { fn inner() {} }\n";
        let found = functions(&parts(text).code);
        let brief: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.line, f.length)).collect();
        assert_eq!(brief, [("one", 1, 3), ("two", 7, 1), ("inner", 7, 1)]);
    }

    #[test]
    fn braces_in_literals_do_not_end_a_function() {
        let text = "fn f() {\n    g('}', '\\'', \"}\\\"}\");\n    h();\n}\n";
        assert_eq!(functions(&parts(text).code), [Function { name: "f".into(), line: 1, length: 4 }]);
    }
}
