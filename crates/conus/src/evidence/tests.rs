//! What must hold of the shipped evidence, and what is refused.

use std::path::Path;

use super::*;

fn data(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(folder)
}

#[test]
fn the_shipped_publications_are_the_files_of_the_evidence_folder_in_order() {
    let mut on_disk: Vec<String> = std::fs::read_dir(data("evidence"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    on_disk.sort();
    let shipped: Vec<&str> = Evidence::shipped().publications().iter().map(|one| one.key.as_str()).collect();
    assert_eq!(on_disk, shipped);
}

/// A folder with these files, of this test alone.
fn folder_with(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("conus-evidence-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    files.iter().for_each(|(file, text)| std::fs::write(folder.join(file), text).unwrap());
    folder
}

#[test]
fn a_folder_of_ones_own_is_read_beside_the_shipped_files_and_may_stand_in_for_one() {
    let burns = GOOD.replace("a2000", "burns2003");
    let folder =
        folder_with("joined", &[("a2000.toml", GOOD), ("burns2003.toml", &burns), ("notes.txt", "")]);
    let joined = joined_with(&folder).unwrap_or_else(|error| panic!("{error}"));
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        (joined.own.join(" "), joined.replaced.join(" ")),
        ("a2000 burns2003".into(), "burns2003".into())
    );
    let counts = joined.evidence.count_by_role();
    let shipped = Evidence::shipped();
    let of_burns = shipped.rows().filter(|row| row.label.publication == "burns2003").count();
    assert_eq!(counts[&Role::Fit], shipped.count_by_role()[&Role::Fit] - of_burns + 2);
    assert_eq!(joined.evidence.by_id("burns2003.x").len(), 1);
    assert!(joined.evidence.by_id("burns2003.to_incomplete").is_empty());
    let keys: Vec<&str> = joined.evidence.publications().iter().map(|one| one.key.as_str()).collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

#[test]
fn a_folder_with_one_fault_is_refused_whole_and_the_fault_is_named() {
    let refused = |name: &str, files: &[(&str, &str)]| {
        let folder = folder_with(name, files);
        let error = joined_with(&folder).err().map_or_else(String::new, |error| error.to_string());
        std::fs::remove_dir_all(&folder).unwrap();
        error
    };
    let bad = GOOD.replace("a2000", "b2000").replace("<0.001", "small");
    let error = refused("fault", &[("a2000.toml", GOOD), ("b2000.toml", &bad)]);
    assert_eq!(error, "evidence file `b2000`, row `b2000.x`: p is neither `0.002` nor `<0.001`");
    assert!(refused("none", &[("notes.txt", "")]).contains("expected AUTHORYEAR.toml"));
    assert!(refused("long", &[("a2000.toml", &" ".repeat(1_000_001))]).contains("at most 1000000 bytes"));
    let nowhere = joined_with(Path::new("there/is/none")).err().unwrap().to_string();
    assert!(nowhere.starts_with("`there/is/none` cannot be read"), "{nowhere}");
}

#[test]
fn the_shipped_files_read_and_every_role_has_rows() {
    let evidence = Evidence::read(files::FILES).unwrap_or_else(|error| panic!("{error}"));
    let counts = evidence.count_by_role();
    let total: usize = counts.values().sum();
    eprintln!("{} publications, {total} rows: {counts:?}", evidence.publications().len());
    assert!(counts.len() == 3 && counts.values().all(|&rows| rows > 50), "{counts:?}");
    assert_eq!(evidence.fit_rows().count(), counts[&Role::Fit]);
    assert_eq!(evidence.context_rows().count(), counts[&Role::Context]);
}

#[test]
fn every_publication_is_in_the_bibliography() {
    for publication in Evidence::shipped().publications() {
        let reference = citations().get(&publication.key);
        let named =
            reference.is_some_and(|r| r.title.as_ref().or(r.topic.as_ref()) == Some(&publication.title));
        assert!(named, "`{}` is missing from literature.bib, or its title differs", publication.key);
    }
}

#[test]
fn a_source_that_is_a_key_points_at_a_publication_in_the_bibliography() {
    for publication in Evidence::shipped().publications() {
        for row in &publication.rows {
            let is_key = row.label.source.bytes().all(|b| b.is_ascii_alphanumeric());
            assert!(!is_key || citations().contains_key(&row.label.source), "{}", row.label.id);
        }
    }
}

#[test]
fn both_trials_of_the_document_are_held_out_whole() {
    for key in ["akhlaghpasand2025ct", "akhlaghpasand2025scrt"] {
        let publications = Evidence::shipped().publications();
        let trial = publications.iter().find(|publication| publication.key == key).unwrap();
        assert!(trial.rows.iter().all(|row| row.label.role == Role::Holdout), "{key}");
    }
}

#[test]
fn every_claim_about_the_two_trials_has_a_row() {
    let claims = ["S4.1", "S4.2", "S4.3", "S4.4", "S5.1", "S5.2", "S5.3", "S5.4", "S5.5", "S5.6"];
    let evidence = Evidence::shipped();
    for claim in claims {
        assert!(!evidence.by_id(claim).is_empty(), "{claim} has no row");
    }
    assert_eq!(evidence.by_id("S4.3").len(), 2, "mean and worst pain");
    assert_eq!(evidence.by_id("S4.1").len(), 3, "activities, mood and sleep");
    assert!(evidence.by_id("S9.9").is_empty());
}

#[test]
fn the_placebo_arm_of_the_pregabalin_trial_reads_as_printed() {
    let found = |id: &str| Evidence::shipped().fit_rows().find(|row| row.label.id == id).unwrap();
    let before = found("siddall2006.nrs.placebo.w0");
    let after = found("siddall2006.nrs.placebo.w12");
    assert_eq!((before.finding.mean, after.finding.mean), (Some(6.73), Some(6.27)));
    assert_eq!((before.label.n.as_slice(), before.label.unit.as_str()), (&[67][..], "NRS 0-10"));
    assert_eq!(after.label.week, Some(12.0));
}

/// What is computed from two printed numbers must be their difference, so a slip of copying shows.
#[test]
fn derived_changes_equal_the_difference_of_the_printed_means() {
    let mean =
        |id: &str| Evidence::shipped().fit_rows().find(|r| r.label.id == id).unwrap().finding.mean.unwrap();
    let cases = [
        (
            "siddall2006.nrs_change.pregabalin",
            "siddall2006.nrs.pregabalin.w0",
            "siddall2006.nrs.pregabalin.w12",
        ),
        ("siddall2006.nrs_change.placebo", "siddall2006.nrs.placebo.w0", "siddall2006.nrs.placebo.w12"),
        ("cardenas2013.nrs_change.placebo", "cardenas2013.nrs.placebo.w0", "cardenas2013.nrs.placebo.w16"),
    ];
    for (change, before, after) in cases {
        assert!((mean(change) - (mean(after) - mean(before))).abs() < 1e-9, "{change}");
    }
}

const GOOD: &str = r#"
key = "a2000"
title = "t"
[[row]]
id = "a2000.x"
quantity = "pain"
unit = "NRS 0-10"
group = "all"
p = "<0.001"
source = "a2000"
checked = "yes"
role = "fit"
"#;

fn refusal(text: &str) -> String {
    Evidence::read(&[("a2000", text)]).err().map_or_else(String::new, |error| error.to_string())
}

#[test]
fn a_sound_file_is_accepted_and_its_p_value_understood() {
    let evidence = Evidence::read(&[("a2000", GOOD)]).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(evidence.fit_rows().next().unwrap().finding.p, Some(PValue::Below(0.001)));
}

#[test]
fn a_claim_of_the_two_trials_cannot_be_marked_for_fitting() {
    let claimed = GOOD.replace("quantity", "claim = \"S4.3\"\nquantity");
    assert!(refusal(&claimed).contains("must be `holdout`"), "{}", refusal(&claimed));
    assert_eq!(refusal(&claimed.replace("\"fit\"", "\"holdout\"")), "");
}

#[test]
fn faults_of_a_row_say_which_file_which_row_and_what_to_do() {
    let faults = [
        (GOOD.replace("a2000.x", "a2000.X"), "an id has 1 to 60"),
        (GOOD.replace("a2000.x", "b2000.x"), "starts with the key"),
        (GOOD.replace("\"NRS 0-10\"", "\"\""), "unit and source must be given"),
        (GOOD.replace("<0.001", "small"), "p is neither"),
        (GOOD.replace("p = \"<0.001\"", ""), "there is no result"),
        (GOOD.replace("p = \"<0.001\"", "interval = [2.0, 1.0]"), "upside down"),
        (GOOD.replace("p = \"<0.001\"", "sd = 0.0"), "above zero"),
        (GOOD.replace("\"a2000\"\ntitle", "\"a2001\"\ntitle"), "differs from the file name"),
        (GOOD.replace("\"fit\"", "\"train\""), "unknown variant `train`"),
        (GOOD.replace("week", "weeks").replace("unit =", "weeks = 3\nunit ="), "unknown field `weeks`"),
    ];
    for (text, expected) in faults {
        let message = refusal(&text);
        assert!(message.contains("`a2000`") && message.contains(expected), "{expected}: {message}");
    }
}

#[test]
fn an_id_cannot_stand_twice() {
    let row = GOOD.split_once("[[row]]").unwrap().1;
    assert!(refusal(&format!("{GOOD}[[row]]{row}")).contains("stands twice"));
}

/// The reach rule for at-level pain is derived, so it is worked out again here from the dermatomes.
#[test]
fn at_level_pain_reaches_the_sciatic_dermatomes_from_the_levels_that_the_definition_lists() {
    let text = std::fs::read_to_string(data("pain_definitions.toml")).unwrap();
    let defined: toml::Table = toml::from_str(&text).unwrap();
    let list = |value: &toml::Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let dermatomes = list(&defined["dermatomes"]);
    let sciatic = list(&defined["sciatica_like"]["dermatomes"]);
    let below = usize::try_from(defined["level"]["at_level_dermatomes_below"].as_integer().unwrap()).unwrap();
    let reaches = |level: usize| {
        let zone = &dermatomes[level..dermatomes.len().min(level + below + 1)];
        zone.iter().any(|dermatome| sciatic.contains(dermatome))
    };
    let derived: Vec<String> = (0..dermatomes.len())
        .filter(|&level| reaches(level))
        .map(|level| dermatomes[level].clone())
        .collect();
    assert_eq!(dermatomes.len(), 28);
    assert_eq!(derived, list(&defined["reach"]["at_level"]["levels"]));
}
