//! How the faults of a study file are shown: the line it stands in, marked, with what would be right.
use std::io;

use ariadne::{CharSet, Config, IndexType, Label, Report, ReportKind, Source};
use conus::trial::plan::Fault;

/// Exit code for bad input.
pub(crate) const BAD_INPUT: u8 = 2;
/// A line longer than this (byte) is not worth showing; the fault is told without it.
const LONGEST_LINE: usize = 400;

/// Every fault with its line of `text`, coloured and drawn with box characters for a terminal only.
pub(crate) fn shown(faults: &[Fault], text: &str, terminal: bool) -> String {
    let text = harmless(text);
    let mut page = String::new();
    for fault in faults {
        match labelled(fault, &text, terminal) {
            Some(report) => page.push_str(&report),
            None => page.push_str(&format!("{fault}\n")),
        }
        page.push('\n');
    }
    let count = if faults.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", faults.len()) };
    page.push_str(&format!("{count}; nothing was run and nothing was written\n"));
    page
}

/// One fault under its line, unless it has no place or too long a line.
fn labelled(fault: &Fault, text: &str, terminal: bool) -> Option<String> {
    let line = text.lines().nth(fault.line.checked_sub(1)?)?;
    let whole_file = fault.span.is_empty() && fault.field.is_empty();
    if whole_file || line.len() > LONGEST_LINE || text.get(fault.span.clone()).is_none() {
        return None;
    }
    let char_set = if terminal { CharSet::Unicode } else { CharSet::Ascii };
    let config =
        Config::default().with_color(terminal).with_char_set(char_set).with_index_type(IndexType::Byte);
    let (file, span) = (fault.file.as_str(), fault.span.clone());
    let message = if fault.field.is_empty() {
        fault.problem.clone()
    } else {
        format!("{}: {}", fault.field, fault.problem)
    };
    let mut report = Report::build(ReportKind::Error, (file, span.clone()))
        .with_config(config)
        .with_message(message)
        .with_label(Label::new((file, span)).with_message(expected(fault)));
    if let Some(suggestion) = &fault.suggestion {
        report.set_help(format!("try {suggestion}"));
    }
    let mut page = Vec::new();
    let drawn: io::Result<()> = report.finish().write((file, Source::from(text)), &mut page);
    drawn.ok().and_then(|()| String::from_utf8(page).ok())
}

fn expected(fault: &Fault) -> String {
    if fault.expected.is_empty() { fault.problem.clone() } else { format!("expected {}", fault.expected) }
}

/// The text with everything replaced that could drive a terminal or hide text, byte for byte as long as before.
pub(crate) fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let line_end = c == '\n' || c == '\t' || (c == '\r' && rest.peek() == Some(&'\n'));
        let hides = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
        safe.push(match c.len_utf8() {
            _ if line_end || !(c.is_control() || hides) => c,
            1 => '?',
            2 => '\u{bf}',
            _ => '\u{fffd}',
        });
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use conus::trial::plan::TrialPlan;

    fn page(text: &str, terminal: bool) -> String {
        shown(&TrialPlan::from_text("study.toml", text).unwrap_err(), text, terminal)
    }

    fn shipped_with(old: &str, new: &str) -> String {
        let text = conus::trial::studies::shipped()[0].text;
        assert!(text.contains(old));
        text.replacen(old, new, 1)
    }

    #[test]
    fn a_fault_stands_under_its_line_with_what_was_expected_and_a_suggestion() {
        let text = shipped_with("homing = true", "homming = true");
        let line = text.lines().position(|line| line.starts_with("homming")).unwrap() + 1;
        let expected = format!(
            "\
Error: mechanisms.homming: unknown key
     ,-[ study.toml:{line}:1 ]
     |
 {line} | homming = true                   # S3.1
     | ^^^|^^^  
     |    `----- expected `homing`: true or false
     | 
     | Help: try `homing`
-----'

1 fault; nothing was run and nothing was written
"
        );
        assert_eq!(page(&text, false), expected);
    }

    #[test]
    fn colours_are_for_terminals_alone() {
        let text = shipped_with("male_percent = 75", "male_percent = 175");
        assert!(page(&text, true).contains('\u{1b}'));
        assert!(page(&text, false).is_ascii());
    }

    #[test]
    fn control_characters_of_the_file_never_reach_the_terminal() {
        let text = shipped_with("seed = 2025", "seed = \"\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}\"");
        let page = page(&text, false);
        assert!(page.contains("owned"));
        assert!(page.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{page}");
    }

    #[test]
    fn the_harmless_text_is_byte_for_byte_as_long() {
        let text = "a\u{1b}\u{9b}\u{202e}\r\nb\rc\td";
        assert_eq!(harmless(text).len(), text.len());
        assert_eq!(harmless(text), "a?\u{bf}\u{fffd}\r\nb?c\td");
    }

    #[test]
    fn a_fault_in_a_very_long_line_or_of_the_whole_file_is_told_without_the_line() {
        let long = shipped_with("seed = 2025", &format!("seed = \"{}\"", "x".repeat(100_000)));
        assert!(page(&long, false).len() < 2_000);
        assert!(page("", false).starts_with("study.toml:1:1: the file is empty"));
    }
}
