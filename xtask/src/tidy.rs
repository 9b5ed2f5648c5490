//! Is the repository tidy: short files and functions, sources that exist, no words left behind?

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use conus::evidence::Reference;

use crate::source::{functions, parts};

const LONGEST_FUNCTION: usize = 60;
const LONGEST_FILE: usize = 600;
/// How a generated file begins.
const GENERATED: &str = "//! Generated ";
const FOLDERS_OF_OTHERS: [&str; 5] = ["target", ".git", "runs", "node_modules", "__pycache__"];
const MARKS_OF_UNFINISHED_WORK: [&str; 3] = ["TODO", "FIXME", "XXX"];
const UNFINISHED_CODE: [&str; 5] = ["todo!", "unimplemented!", "dbg!", "#[ignore", "should_panic"];
const WORDS_FOR_A_SOURCE: [&str; 2] = ["assumed", "behaviours"];
const EMPTY_NAMES: [&str; 7] = ["mgr", "ctx", "util", "utils", "helper", "helpers", "manager"];

/// A text file of the repository.
struct Text {
    name: String,
    text: String,
}

/// Numbers that are printed whether or not a rule is broken.
#[derive(Default)]
struct Measures {
    files: Vec<usize>,
    functions: Vec<usize>,
    doc_lines: usize,
    lines: usize,
}

/// Checks every rule, prints the table, and fails with all faults at once.
pub(crate) fn tidy(root: &Path) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    collect(root, root, &mut texts)?;
    texts.sort_by(|a, b| a.name.cmp(&b.name));
    let mut measures = Measures::default();
    let mut faults = Vec::new();
    for text in texts.iter().filter(|text| text.name.ends_with(".rs")) {
        faults.extend(faults_of_rust(text, &mut measures));
    }
    let sources = conus::evidence::citations();
    faults.extend(faults_of_sources(&texts, sources));
    faults.extend(numbers_without_source(&texts, sources));
    let uncited = uncited_background(&texts, sources);
    print(&table(measures, crates_in_tree(root)?, sources.len(), uncited))?;
    if faults.is_empty() {
        return print("tidy\n");
    }
    bail!("{} faults:\n  {}", faults.len(), faults.join("\n  "))
}

fn collect(root: &Path, folder: &Path, texts: &mut Vec<Text>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path: PathBuf = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !FOLDERS_OF_OTHERS.contains(&name.as_str()) && !name.starts_with("target-") {
            collect(root, &path, texts)?;
        } else if ["rs", "toml", "md", "bib"].iter().any(|kind| path.extension().is_some_and(|e| e == *kind))
        {
            let text =
                std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
            texts.push(Text { name, text });
        }
    }
    Ok(())
}

fn faults_of_rust(file: &Text, measures: &mut Measures) -> Vec<String> {
    let parts = parts(&file.text);
    let mut faults = Vec::new();
    let lines = file.text.lines().count();
    // Nobody reads generated code by line; its generator is read instead.
    let written_by_hand = !file.text.starts_with(GENERATED);
    if written_by_hand && lines > LONGEST_FILE {
        faults.push(format!("{}: {lines} lines; split it by question, at most {LONGEST_FILE}", file.name));
    }
    for function in functions(&parts.code).into_iter().filter(|_| written_by_hand) {
        if function.length > LONGEST_FUNCTION {
            let (name, line, length) = (&function.name, function.line, function.length);
            faults.push(format!(
                "{}:{line}: `{name}` has {length} lines, at most {LONGEST_FUNCTION}",
                file.name
            ));
        }
        measures.functions.push(function.length);
    }
    for (number, (code, comment)) in (1..).zip(parts.code.lines().zip(parts.comments.lines())) {
        faults
            .extend(word_left_behind(code, comment).map(|word| format!("{}:{number}: `{word}`", file.name)));
    }
    if !written_by_hand {
        return faults;
    }
    let doc = |line: &&str| line.trim_start().starts_with("///") || line.trim_start().starts_with("//!");
    measures.doc_lines += file.text.lines().filter(doc).count();
    measures.lines += file.text.lines().filter(|line| !line.trim().is_empty()).count();
    measures.files.push(lines);
    faults
}

fn word_left_behind(code: &str, comment: &str) -> Option<&'static str> {
    let named = |word: &str| code.split(|c: char| !c.is_ascii_lowercase()).any(|part| part == word);
    let in_comment = MARKS_OF_UNFINISHED_WORK.into_iter().find(|mark| comment.contains(mark));
    in_comment
        .or_else(|| UNFINISHED_CODE.into_iter().find(|word| code.contains(word)))
        .or_else(|| EMPTY_NAMES.into_iter().find(|word| named(word)))
}

fn faults_of_sources(texts: &[Text], sources: &BTreeMap<String, Reference>) -> Vec<String> {
    let mut faults = Vec::new();
    for text in citing(texts) {
        for (number, line) in (1..).zip(text.text.lines()) {
            let unknown = keys_in(line).into_iter().filter(|key| !sources.contains_key(key));
            faults.extend(
                unknown.map(|key| {
                    format!("{}:{number}: source `{key}` is not in data/literature.bib", text.name)
                }),
            );
        }
    }
    let cited = cited(texts);
    let unused = sources.values().filter(|source| !source.background && !cited.contains(&source.key));
    faults.extend(unused.map(|source| format!("data/literature.bib: nothing cites `{}`", source.key)));
    faults
}

/// The source of a number of the model is a key of the bibliography, a word of `docs/biology.md`, or a claim.
fn numbers_without_source(texts: &[Text], sources: &BTreeMap<String, Reference>) -> Vec<String> {
    let mut faults = Vec::new();
    for text in texts.iter().filter(|text| documents_numbers(&text.name)) {
        for (number, line) in (1..).zip(text.text.lines()) {
            let Some(source) = line.strip_prefix("source = ") else { continue };
            let source = source.trim().trim_matches('"');
            if !WORDS_FOR_A_SOURCE.contains(&source) && !is_claim(source) && !sources.contains_key(source) {
                faults.push(format!(
                    "{}:{number}: source `{source}` is no key of data/literature.bib, no claim such as `S3.1`, \
                     nor one of {WORDS_FOR_A_SOURCE:?}",
                    text.name
                ));
            }
        }
    }
    faults
}

fn documents_numbers(file: &str) -> bool {
    let folders = ["data/parameters/", "data/instruments/"];
    folders.iter().any(|folder| file.starts_with(folder))
        || [
            "data/people.toml",
            "data/reporting.toml",
            "data/items.toml",
            "data/firing_by_force.toml",
            "data/four_patients.toml",
        ]
        .contains(&file)
}

/// `S3.1`: a claim of the document about the treatment.
fn is_claim(source: &str) -> bool {
    let digit = |text: &str| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit());
    let claim = source.strip_prefix('S').and_then(|rest| rest.split_once('.'));
    claim.is_some_and(|(chapter, number)| digit(chapter) && digit(number))
}

/// Background reading that nothing cites: allowed, but counted.
fn uncited_background(texts: &[Text], sources: &BTreeMap<String, Reference>) -> usize {
    let cited = cited(texts);
    sources.values().filter(|source| source.background && !cited.contains(&source.key)).count()
}

fn citing(texts: &[Text]) -> impl Iterator<Item = &Text> {
    texts.iter().filter(|text| !text.name.ends_with(".bib"))
}

fn cited(texts: &[Text]) -> BTreeSet<String> {
    let words = citing(texts).flat_map(|text| text.text.split(|c: char| !c.is_ascii_alphanumeric()));
    words.map(str::to_owned).collect()
}

/// Words that look like a key: a name, a year, perhaps a letter or two; addresses are left out.
fn keys_in(line: &str) -> Vec<String> {
    // A line feed that is written out in a text belongs to no word.
    let line = line.replace("\\n", " ");
    let plain = line.split_whitespace().filter(|word| !word.contains("://") && !word.contains("10."));
    let words = plain.flat_map(|word| word.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')));
    words.filter(|word| looks_like_a_key(word)).map(str::to_owned).collect()
}

fn looks_like_a_key(word: &str) -> bool {
    let name = word.bytes().take_while(u8::is_ascii_lowercase).count();
    let (year, letters) = word[name..].split_at(4.min(word.len() - name));
    let century = year.starts_with("19") || year.starts_with("20");
    let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    name >= 3 && century && digits && letters.len() <= 4 && letters.bytes().all(|b| b.is_ascii_lowercase())
}

fn crates_in_tree(root: &Path) -> anyhow::Result<usize> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut tree = Command::new(cargo);
    tree.current_dir(root).args([
        "tree",
        "--package",
        "conus-cli",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ]);
    let listed = tree.output().context("cannot run `cargo tree`")?;
    if !listed.status.success() {
        bail!("`cargo tree` failed: {}", String::from_utf8_lossy(&listed.stderr).trim());
    }
    let text = String::from_utf8(listed.stdout)?;
    let crates = text
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, rest)| (name, rest.split(' ').next()));
    Ok(crates.collect::<BTreeSet<_>>().len())
}

fn table(mut measures: Measures, crates: usize, sources: usize, uncited: usize) -> String {
    measures.files.sort_unstable();
    measures.functions.sort_unstable();
    let mut out = String::new();
    for (name, sizes) in [("files", &measures.files), ("functions", &measures.functions)] {
        let at = |share: usize| sizes.get(sizes.len() * share / 100).copied().unwrap_or(0);
        let (count, longest) = (sizes.len(), sizes.last().copied().unwrap_or(0));
        let _ = writeln!(
            out,
            "{name:<10}{count:>6}   lines p50 {:>4}   p90 {:>4}   max {longest:>4}",
            at(50),
            at(90)
        );
    }
    let share = 100 * measures.doc_lines / measures.lines.max(1);
    let _ = writeln!(out, "doc       {share:>5} % of {} lines", measures.lines);
    let _ = writeln!(out, "crates    {crates:>6} in the tree of `conus`");
    let _ = writeln!(
        out,
        "sources   {sources:>6} in the bibliography, {uncited} of them background that nothing cites yet"
    );
    out
}

fn print(text: &str) -> anyhow::Result<()> {
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(text: &str) -> Vec<String> {
        faults_of_rust(&Text { name: "a.rs".into(), text: text.into() }, &mut Measures::default())
    }

    #[test]
    fn a_key_is_a_name_a_year_and_at_most_a_few_letters() {
        let line =
            "see hains2006, chen2015jci; (siddall2006.nrs.w12) not https://x.org/may2006 x2000 May2006 utf8";
        assert_eq!(keys_in(line), ["hains2006", "chen2015jci", "siddall2006"]);
    }

    #[test]
    fn a_source_that_does_not_exist_and_a_source_that_nothing_cites_are_both_faults() {
        let [needed, reading, unknown] = ["alpha", "beta", "gamma"].map(|name| format!("{name}2001"));
        let source = |key: &String, background| {
            (key.clone(), Reference { key: key.clone(), background, ..Reference::default() })
        };
        let sources = BTreeMap::from([source(&needed, false), source(&reading, true)]);
        let texts = [Text { name: "a.rs".into(), text: format!("// {unknown}\n") }];
        let faults = faults_of_sources(&texts, &sources);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].starts_with(&format!("a.rs:1: source `{unknown}`")), "{faults:?}");
        assert!(faults[1].contains(&format!("nothing cites `{needed}`")), "{faults:?}");
        assert_eq!(uncited_background(&texts, &sources), 1);
    }

    #[test]
    fn a_number_of_the_model_names_where_it_comes_from() {
        let known = ["alpha", "2001"].concat();
        let sources =
            BTreeMap::from([(known.clone(), Reference { key: known.clone(), ..Reference::default() })]);
        let faults = |file: &str, source: &str| {
            let text = format!("[rate]\nsource = \"{source}\"\n");
            numbers_without_source(&[Text { name: file.into(), text }], &sources).len()
        };
        for source in ["assumed", "behaviours", "S3.1", &known] {
            assert_eq!(faults("data/parameters/glia.toml", source), 0, "{source}");
        }
        for source in ["guess", "S3", "S31.2", "Sx.y", ""] {
            assert_eq!(faults("data/parameters/glia.toml", source), 1, "{source}");
        }
        assert_eq!(faults("data/reporting.toml", "guess"), 1);
        assert_eq!(faults("data/evidence/other.toml", "guess"), 0);
    }

    #[test]
    fn long_functions_and_long_files_are_faults() {
        let body = "    step();\n".repeat(LONGEST_FUNCTION - 1);
        assert_eq!(rust(&format!("fn long() {{\n{body}}}\n")).len(), 1);
        let shorter = "    step();\n".repeat(LONGEST_FUNCTION - 2);
        assert_eq!(rust(&format!("fn fits() {{\n{shorter}}}\n")), Vec::<String>::new());
        assert_eq!(rust(&"//\n".repeat(LONGEST_FILE + 1)).len(), 1);
        assert_eq!(rust(&format!("{GENERATED}text.\nfn long() {{\n{body}}}\n")), Vec::<String>::new());
    }

    #[test]
    fn unfinished_work_and_empty_names_are_faults_in_code_but_not_in_texts() {
        let mark = MARKS_OF_UNFINISHED_WORK[0];
        assert_eq!(rust(&format!("// {mark} later\n")), [format!("a.rs:1: `{mark}`")]);
        assert_eq!(rust("\nlet row_helper = 1;\n"), ["a.rs:2: `helper`"]);
        assert_eq!(rust("let message = \"ask a helper\"; // a helper cell\n"), Vec::<String>::new());
    }
}
