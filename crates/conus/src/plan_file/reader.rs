//! How a study file is walked: table by table, every field asked for by name, every fault noted, none fatal.
//!
//! A field that is absent or wrong is noted and replaced by an allowed value, so that reading goes on to the
//! next fault; such a plan never leaves [`super::read_text`].
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::Choice;
use super::fault;
use super::notes::{Finding, Notes};

/// A value of the file with its place.
type Found<'d> = &'d Spanned<DeValue<'d>>;

/// The walk through one file.
pub(crate) struct Reader<'d, 'n> {
    /// Places and faults so far.
    pub(crate) notes: &'n mut Notes<'d>,
    open: Vec<Open<'d>>,
}

/// A table that is being read.
struct Open<'d> {
    path: String,
    span: Range<usize>,
    table: Option<&'d DeTable<'d>>,
    asked: Vec<&'static str>,
    /// Fields that must be there and are not, with what was expected.
    absent: Vec<(&'static str, String)>,
    any_key: bool,
}

/// Reads the whole document with `read`.
pub(crate) fn document<'d, T>(
    root: &'d DeTable<'d>,
    notes: &mut Notes<'d>,
    read: impl FnOnce(&mut Reader<'d, '_>) -> T,
) -> T {
    let mut reader = Reader { notes, open: Vec::new() };
    reader.inside(String::new(), 0..0, Some(root), read)
}

impl<'d> Reader<'d, '_> {
    /// A table of the file, such as `[study]` or `age_years = { .. }`.
    pub(crate) fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        let path = self.path(key);
        let expected =
            if self.here().path.is_empty() { format!("the table [{key}]") } else { "a table".into() };
        let found = self.required(key, &expected);
        let span = found.map_or(0..0, Spanned::span);
        let table = found.and_then(|found| self.as_table(&path, found));
        self.inside(path, span, table, read)
    }

    /// A list of tables, such as `[[arm]]`; may be absent when none is allowed.
    pub(crate) fn tables<T>(
        &mut self,
        key: &'static str,
        number: RangeInclusive<usize>,
        mut read: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        if *number.start() == 0 && !self.holds(key) {
            return Vec::new();
        }
        let path = self.path(key);
        let mut list = Vec::new();
        for (index, element) in
            self.elements(key, number, &format!("tables [[{key}]]")).into_iter().enumerate()
        {
            let path = format!("{path}[{}]", index + 1);
            let table = self.as_table(&path, element);
            list.push(self.inside(path, element.span(), table, &mut read));
        }
        list
    }

    /// A number within `range`; `unit` is for the reader of a fault.
    pub(crate) fn number(&mut self, key: &'static str, range: RangeInclusive<f64>, unit: &str) -> f64 {
        let expected = format!("a number from {} to {}{}", range.start(), range.end(), in_brackets(unit));
        match self.required(key, &expected) {
            Some(found) => self.number_in(&self.path(key), found, &range, &expected),
            None => *range.start(),
        }
    }

    /// A number that has a value when the file is silent.
    pub(crate) fn number_or(
        &mut self,
        key: &'static str,
        silent: f64,
        range: RangeInclusive<f64>,
        unit: &str,
    ) -> f64 {
        if self.holds(key) { self.number(key, range, unit) } else { silent }
    }

    /// A list of numbers, each within `range`.
    pub(crate) fn numbers(
        &mut self,
        key: &'static str,
        count: RangeInclusive<usize>,
        range: RangeInclusive<f64>,
        unit: &str,
    ) -> Vec<f64> {
        let path = self.path(key);
        let expected = format!("a number from {} to {}{}", range.start(), range.end(), in_brackets(unit));
        let elements = self.elements(key, count, "numbers");
        let number =
            |(index, element)| self.number_in(&format!("{path}[{}]", index + 1), element, &range, &expected);
        elements.into_iter().enumerate().map(number).collect()
    }

    /// A whole number within `range`.
    pub(crate) fn whole(&mut self, key: &'static str, range: RangeInclusive<u64>) -> u64 {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        match self.required(key, &expected) {
            Some(found) => self.whole_in(&self.path(key), found, &range, &expected),
            None => *range.start(),
        }
    }

    /// A whole number within `range`, as 32 bits.
    pub(crate) fn count(&mut self, key: &'static str, range: RangeInclusive<u32>) -> u32 {
        let wide = self.whole(key, u64::from(*range.start())..=u64::from(*range.end()));
        u32::try_from(wide).expect("the range lies within 32 bits")
    }

    /// The day of a visit; one before baseline is a contradiction in time and gets its own words.
    pub(crate) fn day_of_visit(&mut self, key: &'static str, last: u32) -> u32 {
        let expected = format!("a whole number of days from 0 to {last}");
        let Some(found) = self.required(key, &expected) else { return 0 };
        let before = matches!(found.get_ref(), DeValue::Integer(day) if day.as_str().starts_with('-'));
        if before {
            let suggestion = Some("day 0 is baseline; what comes before belongs to [eligibility]".to_owned());
            let finding =
                Finding { problem: "the visit is before baseline", expected: &expected, suggestion };
            self.notes.wrong(&self.path(key), found.span(), &finding);
            return 0;
        }
        self.count(key, 0..=last)
    }

    /// A whole number for each of any keys, such as `{ cells = 37, control = 30 }`.
    pub(crate) fn counts(&mut self, key: &'static str, range: RangeInclusive<u32>) -> BTreeMap<String, u32> {
        if !self.holds(key) {
            return BTreeMap::new();
        }
        let wide = u64::from(*range.start())..=u64::from(*range.end());
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        self.table(key, |r| {
            r.any_key();
            let here = r.here();
            let (path, entries) = (here.path.clone(), here.table.into_iter().flatten());
            let read = |(name, found): (&Spanned<DeString<'d>>, Found<'d>)| {
                let path = format!("{path}.{}", fault::shown(name.get_ref()));
                r.notes.place(&path, found.span());
                let count = r.whole_in(&path, found, &wide, &expected);
                (name.get_ref().to_string(), u32::try_from(count).expect("the range lies within 32 bits"))
            };
            entries.map(read).collect()
        })
    }

    /// Yes or no.
    pub(crate) fn yes(&mut self, key: &'static str) -> bool {
        let expected = "true or false";
        let Some(found) = self.required(key, expected) else { return false };
        match found.get_ref() {
            DeValue::Boolean(yes) => *yes,
            other => {
                self.wrong_type(&self.path(key), found, other, expected);
                false
            }
        }
    }

    /// Yes or no, or what a silent file means.
    pub(crate) fn yes_or(&mut self, key: &'static str, silent: bool) -> bool {
        if self.holds(key) { self.yes(key) } else { silent }
    }

    /// A line of text, if the file has one.
    pub(crate) fn text_if(&mut self, key: &'static str, most: usize) -> Option<String> {
        self.holds(key).then(|| self.text(key, most))
    }

    /// Lines of text; none when the file is silent.
    pub(crate) fn texts(&mut self, key: &'static str, count: RangeInclusive<usize>, most: usize) -> Vec<String> {
        if !self.holds(key) {
            return Vec::new();
        }
        let path = self.path(key);
        let expected = format!("text of 1 to {most} characters on one line");
        let mut texts = Vec::new();
        for (index, element) in self.elements(key, count, "texts").into_iter().enumerate() {
            let path = format!("{path}[{}]", index + 1);
            match element.get_ref() {
                DeValue::String(value) => {
                    texts.push(self.checked(Text { value, path, span: element.span() }, most, &expected));
                }
                other => self.wrong_type(&path, element, other, &expected),
            }
        }
        texts
    }

    /// A line of text for readers, 1 to `most` characters. It is text and nothing else: whoever writes it into
    /// a page escapes it.
    pub(crate) fn text(&mut self, key: &'static str, most: usize) -> String {
        let expected = format!("text of 1 to {most} characters on one line");
        let Some(text) = self.string(key, &expected) else { return String::new() };
        self.checked(text, most, &expected)
    }

    /// The text, or nothing and a fault.
    fn checked(&mut self, text: Text<'d>, most: usize, expected: &str) -> String {
        let hidden = text.value.chars().any(|c| c.is_control() || fault::is_direction_mark(c));
        let length = text.value.chars().count();
        let problem = match length {
            0 => "text is empty",
            _ if length > most => "text is too long",
            _ if hidden => "text holds control characters",
            _ => return text.value.to_owned(),
        };
        self.notes.wrong(&text.path, text.span, &Finding { problem, expected, suggestion: None });
        String::new()
    }

    /// A name that is safe in file names, tables and pages.
    pub(crate) fn id(&mut self, key: &'static str) -> String {
        const EXPECTED: &str = "1 to 40 of the characters a-z, 0-9, _ and -";
        let Some(id) = self.string(key, EXPECTED) else { return String::new() };
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-');
        if (1..=40).contains(&id.value.len()) && id.value.chars().all(allowed) {
            return id.value.to_owned();
        }
        let lower: String = id.value.to_lowercase().chars().take(40).filter(|&c| allowed(c)).collect();
        let suggestion = (!lower.is_empty()).then(|| format!("\"{lower}\""));
        let finding = Finding { problem: "not a name", expected: EXPECTED, suggestion };
        self.notes.wrong(&id.path, id.span, &finding);
        String::new()
    }

    /// One of the named possibilities.
    pub(crate) fn choice<T: Choice>(&mut self, key: &'static str) -> T {
        let named: Vec<(String, T)> = T::ALL.iter().map(|choice| (choice.name(), *choice)).collect();
        self.one_of(key, &named).unwrap_or(T::ALL[0])
    }

    /// A possibility, or the one that a silent file means.
    pub(crate) fn choice_or<T: Choice>(&mut self, key: &'static str, silent: T) -> T {
        if self.holds(key) { self.choice(key) } else { silent }
    }

    /// One of the names in `named`, with what it stands for.
    pub(crate) fn one_of<T: Copy>(&mut self, key: &'static str, named: &[(String, T)]) -> Option<T> {
        let expected = one_of(named);
        let found = self.required(key, &expected)?;
        self.one_of_in(&self.path(key), found, named)
    }

    /// Some of the named possibilities, none twice.
    pub(crate) fn choices<T: Choice>(&mut self, key: &'static str, count: RangeInclusive<usize>) -> Vec<T> {
        let named: Vec<(String, T)> = T::ALL.iter().map(|choice| (choice.name(), *choice)).collect();
        self.some_of(key, count, &named)
    }

    /// Some of the names in `named`, none twice, with what they stand for.
    pub(crate) fn some_of<T: Copy + PartialEq>(
        &mut self,
        key: &'static str,
        count: RangeInclusive<usize>,
        named: &[(String, T)],
    ) -> Vec<T> {
        let path = self.path(key);
        let mut chosen = Vec::new();
        for (index, element) in self.elements(key, count, "names").into_iter().enumerate() {
            let path = format!("{path}[{}]", index + 1);
            let Some(choice) = self.one_of_in(&path, element, named) else { continue };
            if chosen.contains(&choice) {
                let finding = Finding { problem: "stands in the list twice", ..Finding::default() };
                self.notes.wrong(&path, element.span(), &finding);
            }
            chosen.push(choice);
        }
        chosen
    }

    /// From here on no key of the open table is unknown.
    pub(crate) fn any_key(&mut self) {
        self.open.last_mut().expect("the document is open").any_key = true;
    }

    /// Opens a table, reads it, and notes what is left over or missing.
    fn inside<T>(
        &mut self,
        path: String,
        span: Range<usize>,
        table: Option<&'d DeTable<'d>>,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.notes.place(&path, span.clone());
        self.open.push(Open { path, span, table, asked: Vec::new(), absent: Vec::new(), any_key: false });
        let value = read(self);
        let open = self.open.pop().expect("the table was opened above");
        self.close(open);
        value
    }

    fn close(&mut self, mut open: Open<'d>) {
        if self.notes.damaged() {
            return;
        }
        let entries = open.table.filter(|_| !open.any_key).into_iter().flatten();
        let keys = entries.map(|(key, _)| key);
        let unknown: Vec<_> = keys.filter(|key| !open.asked.contains(&key.get_ref().as_ref())).collect();
        for key in unknown {
            self.unknown(&mut open, key.get_ref(), key.span());
        }
        for (key, expected) in &open.absent {
            let finding = Finding { problem: "is absent", expected, suggestion: None };
            self.notes.absent(&join(&open.path, key), open.span.clone(), &finding);
        }
    }

    /// An unknown key is one fault together with the absent field it was meant for.
    fn unknown(&mut self, open: &mut Open<'d>, key: &str, span: Range<usize>) {
        let free =
            || open.asked.iter().copied().filter(|name| !open.table.is_some_and(|t| t.contains_key(*name)));
        let misspelt = fault::misspelt(key, free());
        let meant = misspelt.or_else(|| fault::other_unit(key, free()));
        let problem = match (misspelt, meant) {
            (None, Some(_)) => "unknown key; the unit is part of the name",
            _ => "unknown key",
        };
        let expected = match open.absent.iter().find(|(name, _)| Some(*name) == meant) {
            Some((name, expected)) => format!("`{name}`: {expected}"),
            None => format!("one of {}", open.asked.join(", ")),
        };
        let suggestion = meant.map(|name| format!("`{name}`"));
        let finding = Finding { problem, expected: &expected, suggestion };
        self.notes.wrong(&join(&open.path, &fault::shown(key)), span, &finding);
        open.absent.retain(|(name, _)| Some(*name) != meant);
    }

    fn here(&self) -> &Open<'d> {
        self.open.last().expect("the document is open")
    }

    fn path(&self, key: &str) -> String {
        join(&self.here().path, key)
    }

    /// Whether the open table has the key; asking makes it a known one.
    pub(crate) fn holds(&mut self, key: &'static str) -> bool {
        self.find(key).is_some()
    }

    fn find(&mut self, key: &'static str) -> Option<Found<'d>> {
        let open = self.open.last_mut().expect("the document is open");
        if !open.asked.contains(&key) {
            open.asked.push(key);
        }
        let found = open.table?.get(key)?;
        self.notes.place(&self.path(key), found.span());
        Some(found)
    }

    fn required(&mut self, key: &'static str, expected: &str) -> Option<Found<'d>> {
        let found = self.find(key);
        if found.is_none() {
            self.notes.distrust(&self.path(key));
            let open = self.open.last_mut().expect("the document is open");
            if open.table.is_some() {
                open.absent.push((key, expected.to_owned()));
            }
        }
        found
    }

    fn as_table(&mut self, path: &str, found: Found<'d>) -> Option<&'d DeTable<'d>> {
        match found.get_ref() {
            DeValue::Table(table) => Some(table),
            other => {
                self.wrong_type(path, found, other, "a table");
                None
            }
        }
    }

    /// The elements of a list; too many are a fault and not read.
    fn elements(&mut self, key: &'static str, count: RangeInclusive<usize>, of: &str) -> Vec<Found<'d>> {
        let expected = format!("a list of {} to {} {of}", count.start(), count.end());
        let Some(found) = self.required(key, &expected) else { return Vec::new() };
        let path = self.path(key);
        let DeValue::Array(array) = found.get_ref() else {
            self.wrong_type(&path, found, found.get_ref(), &expected);
            return Vec::new();
        };
        if !count.contains(&array.len()) {
            let problem = format!("the list has {}", array.len());
            let finding = Finding { problem: &problem, expected: &expected, suggestion: None };
            self.notes.wrong(&path, found.span(), &finding);
        }
        let read = array.iter().take(*count.end()).enumerate();
        read.map(|(index, element)| {
            self.notes.place(&format!("{path}[{}]", index + 1), element.span());
            element
        })
        .collect()
    }

    fn string(&mut self, key: &'static str, expected: &str) -> Option<Text<'d>> {
        let found = self.required(key, expected)?;
        let path = self.path(key);
        match found.get_ref() {
            DeValue::String(value) => Some(Text { value, path, span: found.span() }),
            other => {
                self.wrong_type(&path, found, other, expected);
                None
            }
        }
    }

    fn number_in(
        &mut self,
        path: &str,
        found: Found<'d>,
        range: &RangeInclusive<f64>,
        expected: &str,
    ) -> f64 {
        let number = match found.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str().parse().ok(),
            _ => None,
        };
        match number {
            // Adding 0.0 makes -0.0 the same plan as 0.0.
            Some(number) if range.contains(&number) => return number + 0.0,
            Some(_) => self.out_of_range(path, found, expected),
            None => self.wrong_type(path, found, found.get_ref(), expected),
        }
        *range.start()
    }

    fn whole_in(&mut self, path: &str, found: Found<'d>, range: &RangeInclusive<u64>, expected: &str) -> u64 {
        match found.get_ref() {
            DeValue::Integer(whole) => match u64::from_str_radix(whole.as_str(), whole.radix()) {
                Ok(number) if range.contains(&number) => return number,
                _ => self.out_of_range(path, found, expected),
            },
            other => self.wrong_type(path, found, other, expected),
        }
        *range.start()
    }

    fn one_of_in<T: Copy>(&mut self, path: &str, found: Found<'d>, named: &[(String, T)]) -> Option<T> {
        let expected = one_of(named);
        let DeValue::String(name) = found.get_ref() else {
            self.wrong_type(path, found, found.get_ref(), &expected);
            return None;
        };
        let chosen = named.iter().find(|(known, _)| known == name).map(|(_, choice)| *choice);
        if chosen.is_none() {
            let meant = fault::misspelt(name, named.iter().map(|(known, _)| known.as_str()));
            let suggestion = meant.map(|known| format!("\"{known}\""));
            let finding = Finding { problem: "unknown name", expected: &expected, suggestion };
            self.notes.wrong(path, found.span(), &finding);
        }
        chosen
    }

    fn out_of_range(&mut self, path: &str, found: Found<'d>, expected: &str) {
        let finding = Finding { problem: "is out of range", expected, suggestion: None };
        self.notes.wrong(path, found.span(), &finding);
    }

    fn wrong_type(&mut self, path: &str, found: Found<'d>, value: &DeValue<'d>, expected: &str) {
        let problem = format!("is {}", kind(value));
        let suggestion = match value {
            DeValue::String(_) if expected.contains("number") => {
                Some("the bare number, without quotes and without unit".to_owned())
            }
            _ => None,
        };
        self.notes.wrong(path, found.span(), &Finding { problem: &problem, expected, suggestion });
    }
}

/// A string of the file with its place.
struct Text<'d> {
    value: &'d str,
    path: String,
    span: Range<usize>,
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn in_brackets(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" [{unit}]") }
}

fn one_of<T>(named: &[(String, T)]) -> String {
    let names: Vec<String> = named.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    format!("one of {}", names.join(", "))
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction or exponent",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
