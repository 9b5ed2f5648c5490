//! Studies without a fair control: parts that add up, the same people untreated, and numbers that come through validation.

use conus::evidence::Evidence;
use conus::plan_file::Choice;
use conus::series::layer::{Layer, Layers};
use conus::series::outcome::Outcome;
use conus::series::plan::{Found, SeriesPlan};
use conus::series::play::{World, play, play_as_reported};
use conus::series::split::in_world;
use conus::series::{Appraisal, Group, NotAppraised, appraise, told};
use conus::trial::knowledge::Knowledge;
use conus::trial::studies::published_series;
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::shipped);

/// A shipped study with few people in few worlds.
fn small(name: &str, people: u32) -> SeriesPlan {
    let study = published_series().iter().find(|study| study.name == name).unwrap();
    let mut plan = SeriesPlan::from_text(study.name, study.text).unwrap();
    plan.series.people = people;
    plan.series.worlds = 10;
    plan
}

fn appraised(plan: &SeriesPlan) -> Result<Appraisal, NotAppraised> {
    appraise(&KNOWLEDGE, Evidence::shipped(), plan, &|| ())
}

const SERIES: &str = "akhlaghpasand-2025-series.toml";
const PAIN: &str = "akhlaghpasand-2025-pain-appraised.toml";

fn every(plan: &SeriesPlan, replicate: u32) -> World {
    play(&KNOWLEDGE, plan, Outcome::ALL, replicate).unwrap()
}

/// Whatever is measured, in whomever: luck and the parts are the change, to rounding.
#[test]
fn the_parts_of_every_change_add_up_to_it() {
    for (name, between_arms) in [(SERIES, false), (PAIN, true), (PAIN, false)] {
        let world = every(&small(name, 12), 3);
        assert!(world.tallies.len() > 20);
        for tally in &world.tallies {
            let found = in_world(tally, between_arms);
            let sum = found.luck + found.parts.iter().sum::<f64>();
            // Sums of 64 means of numbers up to 100.
            assert!(
                (sum - found.whole).abs() < 1e-10,
                "{:?}: {sum} and {}",
                tally.report.outcome,
                found.whole
            );
        }
    }
}

/// A printed change is the sum of its parts, luck and what is not explained.
#[test]
fn a_printed_change_is_split_without_remainder() {
    let found = appraised(&small(SERIES, 12)).unwrap();
    assert!(found.splits.len() >= 4);
    for split in &found.splits {
        let parts: f64 = split.parts.iter().map(|part| part.size.after.mean).sum();
        assert!((parts + split.luck.after.mean + split.unexplained - split.printed).abs() < 1e-10);
    }
}

/// With no cells given, the treated and the untreated are the same people in the same state: no part of any change is the
/// treatment's. With everything that nobody knows at its best and no hope, hope makes nothing either.
#[test]
fn what_is_not_given_makes_no_part() {
    let mut plan = small(SERIES, 8);
    for treatment in &mut plan.treatments {
        use conus::treatment::Treatment::{Msc, Schwann};
        if let Msc { dose_million_cells, .. } | Schwann { dose_million_cells, .. } = treatment {
            *dose_million_cells = 0.0;
        }
    }
    for tally in &every(&plan, 1).tallies {
        let treatment = in_world(tally, false).parts[Layer::Treatment as usize];
        assert!(treatment.abs() < 1e-9, "{:?}: {treatment}", tally.report.outcome);
    }
}

/// Raters who hope shift examinations and no questionnaire; patients who hope shift what they say and no examination.
#[test]
fn hope_reaches_only_what_it_can() {
    let world = every(&small(SERIES, 8), 2);
    let part = |outcome, layer: Layer| {
        in_world(world.tally(outcome, Group::All, 2).unwrap(), false).parts[layer as usize]
    };
    for outcome in [Outcome::Motor, Outcome::ScimTotal] {
        assert!(part(outcome, Layer::Expectation).abs() < 1e-12);
    }
    for outcome in [Outcome::QolHealth, Outcome::NrsMean, Outcome::TrunkMovement] {
        assert!(part(outcome, Layer::RatingBias).abs() < 1e-12);
    }
    assert!(part(Outcome::NrsMean, Layer::Expectation) < 0.0);
    assert!(part(Outcome::Motor, Layer::RatingBias) >= 0.0);
}

/// What is printed does not depend on whether the counterfactual is played beside it.
#[test]
fn the_study_alone_reports_what_it_reports_beside_its_counterfactual() {
    let plan = small(SERIES, 10);
    let wanted = [Outcome::Motor, Outcome::ScimTotal, Outcome::QolOverall];
    let (world, alone) = (
        play(&KNOWLEDGE, &plan, &wanted, 4).unwrap(),
        play_as_reported(&KNOWLEDGE, &plan, &wanted, 4).unwrap(),
    );
    assert_eq!(world.tallies.len(), alone.len());
    for (tally, report) in world.tallies.iter().zip(&alone) {
        assert_eq!(tally.report, *report);
    }
}

/// Who is enrolled early has recovery ahead; who is enrolled years later has none.
#[test]
fn untreated_motor_recovery_fades_with_the_time_of_enrolment() {
    let mut plan = small(SERIES, 40);
    let gain = |plan: &SeriesPlan| {
        let all = (0..3).map(|number| play(&KNOWLEDGE, plan, &[Outcome::Motor], number).unwrap());
        all.map(|world| world.tally(Outcome::Motor, Group::All, 2).unwrap().untreated.mean).sum::<f64>() / 3.0
    };
    plan.population.subacute_percent = one(100.0);
    plan.population.cervical_percent = one(100.0);
    plan.population.subacute_months = one(0.5);
    let early = gain(&plan);
    plan.population.subacute_percent = one(0.0);
    plan.population.chronic_months = one(36.0);
    let late = gain(&plan);
    assert!(early > 3.0 && late.abs() < 1.0, "{early} {late}");
}

/// A share that nobody can vary.
fn one(value: f64) -> conus::trial::plan::Between {
    conus::trial::plan::Between { min: value, max: value }
}

/// Held-out means reach an appraisal through validation; a row that is not there is told by its place.
#[test]
fn printed_numbers_are_looked_up_or_refused() {
    let mut plan = small(SERIES, 4);
    plan.results.truncate(1);
    plan.results[0].group = Group::All;
    assert!((appraised(&plan).unwrap().splits[0].printed - 5.4).abs() < 1e-9);
    plan.results[0].found =
        Found::Rows { before: "nobody.knows".to_owned(), after: "nobody.knows".to_owned() };
    let told = appraised(&plan).unwrap_err().to_string();
    assert!(told.contains("result 1") && told.contains("nobody.knows"), "{told}");
}

/// A study that nobody fits is refused with how many were seen, and not told with fewer people than it had.
#[test]
fn a_study_that_hardly_anybody_fits_is_refused() {
    let mut plan = small(PAIN, 2);
    plan.population.pain_nrs = Some(conus::trial::plan::Between { min: 9.95, max: 10.0 });
    let told = play(&KNOWLEDGE, &plan, &[Outcome::NrsMean], 0).unwrap_err().to_string();
    assert!(told.contains("of 2 seats") && told.contains("100 candidates"), "{told}");
}

/// The same bytes at any width of the lanes; and a page that cannot be written with a hole.
#[test]
fn an_appraisal_is_told_whole_and_the_same_at_every_width() {
    let plan = small("kakabadze-2016.toml", 6);
    let files = |width| {
        let mut knowledge = KNOWLEDGE.clone();
        knowledge.followers.width = width;
        let found = appraise(&knowledge, Evidence::shipped(), &plan, &|| ()).expect("rows are typed in");
        told::files(&plan, &found).expect("nothing is missing")
    };
    use conus::patient::crowd::Width;
    let narrow = files(Width::One);
    assert!(narrow == files(Width::best()));
    let page = &narrow.iter().find(|(name, _)| name == "report.html").unwrap().1;
    assert!(page.contains("Research and teaching only") && page.contains("What made the change"));
    assert_eq!(Layers::every().count(), 64);
}
