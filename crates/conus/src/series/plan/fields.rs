//! Which fields such a file has, and the range of each.

use super::model::{Enrolment, Found, OpenControl, Printed, Series, SeriesPlan};
use crate::plan_file::notes::Notes;
use crate::plan_file::reader::{self, Reader};
use crate::series::group::Group;
use crate::trial::plan::Between;
use crate::trial::plan::fields::{LONGEST_ID, LONGEST_TEXT, background, between, visit};
use crate::trial::plan::treatment;
use toml::de::DeTable;

/// The plan in a document, with an allowed value wherever a fault was noted.
pub(super) fn plan<'d>(root: &'d DeTable<'d>, notes: &mut Notes<'d>) -> SeriesPlan {
    reader::document(root, notes, |r| SeriesPlan {
        series: r.table("series", series),
        population: r.table("population", enrolment),
        background: r.table("background", background),
        treatments: r.tables("treatment", 1..=50, treatment::treatment),
        control: if r.holds("control") { Some(r.table("control", control)) } else { None },
        visits: r.tables("visit", 2..=20, visit),
        results: r.tables("result", 0..=100, printed),
    })
}

fn series(r: &mut Reader<'_, '_>) -> Series {
    Series {
        id: r.id("id"),
        title: r.text("title", LONGEST_TEXT),
        question: r.text("question", LONGEST_TEXT),
        source: r.id("source"),
        seed: r.whole("seed", 0..=i64::MAX.unsigned_abs()),
        worlds: r.count("worlds", 10..=10_000),
        people: r.count("people", 2..=5_000),
        beside_publication: r.yes_or("beside_publication", false),
    }
}

fn enrolment(r: &mut Reader<'_, '_>) -> Enrolment {
    let percent =
        |r: &mut Reader<'_, '_>, key| -> Between { r.table(key, |r| between(r, 0.0, 100.0, "percent")) };
    let months =
        |r: &mut Reader<'_, '_>, key| -> Between { r.table(key, |r| between(r, 0.0, 1_200.0, "month")) };
    Enrolment {
        age_years: r.table("age_years", |r| between(r, 0.0, 120.0, "year")),
        male_percent: r.number("male_percent", 0.0..=100.0, "percent"),
        ais: r.choices("ais", 1..=4),
        cervical_percent: percent(r, "cervical_percent"),
        lumbosacral_percent_of_others: r.number("lumbosacral_percent_of_others", 0.0..=100.0, "percent"),
        subacute_percent: percent(r, "subacute_percent"),
        subacute_months: months(r, "subacute_months"),
        chronic_months: months(r, "chronic_months"),
        pain_nrs: if r.holds("pain_nrs") {
            Some(r.table("pain_nrs", |r| between(r, 0.0, 10.0, "NRS point")))
        } else {
            None
        },
    }
}

fn control(r: &mut Reader<'_, '_>) -> OpenControl {
    OpenControl { people: r.count("people", 2..=5_000) }
}

fn printed(r: &mut Reader<'_, '_>) -> Printed {
    Printed {
        outcome: r.choice("outcome"),
        group: r.choice_or("group", Group::All),
        visit: r.id("visit"),
        n: if r.holds("n") { Some(r.count("n", 1..=1_000_000)) } else { None },
        found: found(r),
    }
}

/// A change is at most as wide as the widest scale.
const WIDEST: f64 = 112.0;

fn found(r: &mut Reader<'_, '_>) -> Found {
    let points = |r: &mut Reader<'_, '_>, key| r.number(key, -WIDEST..=WIDEST, "points of the scale");
    if r.holds("change") {
        return Found::Change { change: points(r, "change") };
    }
    if r.holds("before") || r.holds("after") {
        let (before, after) = (points(r, "before"), points(r, "after"));
        return Found::Change { change: after - before };
    }
    if r.holds("improved") || r.holds("of") {
        let (improved, of) = (r.count("improved", 0..=1_000_000), r.count("of", 1..=1_000_000));
        return Found::Improved { improved, of };
    }
    if r.holds("p") {
        return Found::P { p: r.number("p", 1e-12..=1.0, "probability") };
    }
    if r.holds("p_row") {
        return Found::PRow { row: r.text("p_row", LONGEST_ID) };
    }
    match &r.texts("rows", 2..=2, LONGEST_ID)[..] {
        [before, after] => Found::Rows { before: before.clone(), after: after.clone() },
        _ => Found::Nothing,
    }
}
