//! A dossier that is filled or blank is built; one with an entry that nobody filled in is refused, and so is the report.

use super::robustness::{Answer, Departed, Panel};
use super::verification::{Converged, Solved};
use super::{Dossier, Entry, departure, figures, section};
use crate::dossier::ledger::Kept;
use crate::dossier::purpose::Purpose;
use crate::report::page::{self, Page, PageError, Section};
use crate::trial::knowledge::Knowledge;

/// Two trials and one departure that halves what is observed.
fn panel() -> Panel {
    let answer = |observed: f64| Answer { observed, truth: observed, reported: observed < -1.0 };
    let departed =
        |observed: f64| vec![Departed { departure: "one".to_owned(), answer: Ok(answer(observed)) }];
    let changed = [departed(-0.6), departed(-0.7)];
    let trials = [(Some(answer(-1.2)), changed[0].as_slice()), (Some(answer(-1.4)), changed[1].as_slice())];
    let declared = departure::declared();
    Panel::of(declared, &trials, &[["one", "Expectation", "nobody expects anything"]])
}

fn filled(purpose: Purpose) -> Dossier {
    Dossier {
        purpose,
        question: Entry::Held("Does it help?".to_owned()),
        solved: Entry::Held(Solved { failed: 1, of: "700 people".to_owned() }),
        converged: Entry::Held(Converged { people: 74, others: 0, pairs: 592, largest_nrs: 2e-5 }),
        identity: Entry::Held(vec![("Seed".to_owned(), "7".to_owned())]),
        ledger: Kept::shipped(&Knowledge::shipped()),
        robustness: Entry::Held(panel()),
        headline: Entry::Held("difference in mean pain".to_owned()),
        source: Entry::Held("a test".to_owned()),
    }
}

/// The whole page of a report with this section.
fn report(section: Section) -> Result<String, PageError> {
    page::write(&Page {
        title: "A report".to_owned(),
        subtitle: "Of a test".to_owned(),
        standing_line: "Research and teaching only".to_owned(),
        lead: Vec::new(),
        sections: vec![section],
        provenance: vec![("Seed".to_owned(), "7".to_owned())],
        references: super::references(),
    })
}

#[test]
fn every_kind_of_use_has_a_dossier_that_says_what_is_fragile_and_what_it_is_not_for() {
    for purpose in Purpose::ALL {
        let built = section(&filled(purpose)).unwrap();
        assert_eq!(figures(&built).map(|(file, _)| file).collect::<Vec<_>>(), ["figures/robustness.svg"]);
        let html = report(built).unwrap();
        for words in [
            "Fragile (a change of more than 33 %",
            "Any decision on a patient",
            "1 of 700 people",
            "10. Conform to standards",
            purpose.words().name.as_str(),
        ] {
            assert!(html.contains(words), "{purpose:?}: no `{words}`");
        }
    }
}

#[test]
fn what_is_blank_for_a_reason_is_shown_as_blank() {
    let why = || "it was too dear".to_owned();
    let dossier = Dossier {
        solved: Entry::Blank(why()),
        converged: Entry::Blank(why()),
        identity: Entry::Blank(why()),
        ledger: Entry::Blank(why()),
        robustness: Entry::Blank(why()),
        ..filled(Purpose::Sizing)
    };
    let built = section(&dossier).unwrap();
    assert_eq!(figures(&built).count(), 0);
    let html = report(built).unwrap();
    assert_eq!(html.matches("no evidence held: it was too dear").count(), 5);
}

/// Leaves one entry out.
type Forget = fn(&mut Dossier);

/// Each entry in turn is forgotten; a blank reason that says nothing is a hole as well.
#[test]
fn a_report_with_a_missing_value_is_not_built() {
    let forget: [(&str, Forget); 8] = [
        ("question of interest", |dossier| dossier.question = Entry::Missing),
        ("failed solves", |dossier| dossier.solved = Entry::Missing),
        ("finer tolerances", |dossier| dossier.converged = Entry::Missing),
        ("what identifies the run", |dossier| dossier.identity = Entry::Missing),
        ("validation", |dossier| dossier.ledger = Entry::Missing),
        ("robustness of the headline", |dossier| dossier.robustness = Entry::Missing),
        ("headline", |dossier| dossier.headline = Entry::Missing),
        ("source of the figure", |dossier| dossier.source = Entry::Missing),
    ];
    for (name, forget) in forget {
        let mut dossier = filled(Purpose::RandomisedTrial);
        forget(&mut dossier);
        let place = format!("credibility dossier, `{name}`");
        assert_eq!(section(&dossier).unwrap_err(), PageError::Missing { place, found: "nothing".to_owned() });
    }
    let empty = Dossier { question: Entry::Held(String::new()), ..filled(Purpose::RandomisedTrial) };
    assert!(matches!(report(section(&empty).unwrap()), Err(PageError::Missing { .. })));
    assert!(section(&Dossier::of(Purpose::CaseSeries)).is_err());
}

/// A number that is not finite is a hole too: the figure with it is refused.
#[test]
fn a_headline_that_is_no_number_is_refused() {
    let mut dossier = filled(Purpose::RandomisedTrial);
    let mut panel = panel();
    panel.rows[0].observed.change = f64::NAN;
    dossier.robustness = Entry::Held(panel);
    assert!(matches!(section(&dossier), Err(PageError::Drawing { .. })));
}
