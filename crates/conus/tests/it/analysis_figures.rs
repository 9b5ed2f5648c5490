//! Does every figure that judges an analysis show what its table says, and refuse a table that says nothing?

use crate::gallery::{self, analysis};
use crate::report_figures::assert_words_keep_apart;
use conus::report::figure::{
    FigureError, Interval, estimators, forest, ls_means, residuals, responder_curve, tipping, tipping_grid,
    type_one,
};

const LONG: &str = "Bone-marrow mesenchymal stem cells with Schwann cells, intrathecal, plus usual care";

fn around(value: f64, half: f64) -> Interval {
    Interval { value, low: value - half, high: value + half }
}

/// Values of an attribute over all elements that hold a text.
fn numbers_in(svg: &str, with: &str, name: &str) -> Vec<f64> {
    let start = format!(" {name}=\"");
    svg.lines()
        .filter(|line| line.contains(with))
        .filter_map(|line| line.split(start.as_str()).nth(1)?.split('"').next()?.parse().ok())
        .collect()
}

/// Words that each figure must show.
const WANTED: [(&str, &[&str]); 9] = [
    (
        "ls-means",
        &[
            "Least-squares mean change of mean NRS (points), 95 % CI",
            "Difference from usual care (points), 95 % CI; below 0 favours cells",
            "Time since injection (months)",
            "No. of patients",
            "P value of the difference",
            "At 6 months",
        ],
    ),
    ("ls-means-four-arms", &["Visit, not to scale", "End of", "P = 0.012"]),
    (
        "forest",
        &[
            "Difference (95\u{a0}%\u{a0}CI)",
            "cells minus usual care (points)",
            "Cells, n",
            "favours cells",
            "favours usual care",
            "interaction",
            "&lt; 0.001",
        ],
    ),
    ("forest-odds", &["Odds ratio of a response, log scale", ">19/37<", ">0.1<", ">10<"]),
    (
        "residuals",
        &[
            "Fitted mean NRS (points, 0\u{2013}10)",
            "Normal quantile (standard deviations)",
            "pointwise 95 % band",
            "n = 251 measurements of 67 subjects",
        ],
    ),
    (
        "estimators",
        &[
            "Coverage (%), nominal 95 %",
            "(points)",
            "95 % Monte-Carlo interval holds",
            "Replicates",
            ">4987<",
        ],
    ),
    ("tipping", &["Tipping point: 1.59 points", "(points), 95 % CI", "n = 37 + 30", "missing at random"]),
    ("tipping-grid", &["P value, n = 37 + 30", "Delta added to imputed values of cells (points)"]),
    (
        "type-one",
        &["Null trials rejected (%)", "95 % Monte-Carlo interval", "20\u{202f}000", "gate 4.5\u{2013}5.5 %"],
    ),
];

#[test]
fn every_figure_names_its_axes_its_units_its_intervals_and_its_n() {
    let drawn = analysis::all();
    for (name, texts) in WANTED {
        let svg = drawn.iter().find(|figure| figure.0 == name).unwrap().1.as_ref().unwrap();
        for text in texts {
            assert!(svg.contains(text), "{name} lacks `{text}`");
        }
        assert!(svg.contains("Source: synthetic"), "{name}");
    }
}

#[test]
fn a_missing_number_refuses_the_figure() {
    let mut means = analysis::means();
    means.arms[1].means[2].low = f64::NAN;
    let mut difference = analysis::means();
    difference.comparisons[0].p[3] = f64::NAN;
    let mut subgroups = analysis::subgroups();
    subgroups.factors[1].rows[2].effect.value = f64::NAN;
    let mut errors = analysis::errors();
    errors.residuals[17].standardised = f64::INFINITY;
    let mut each = analysis::each_against_its_own();
    each.estimands[1].estimators[0].coverage.high = f64::NAN;
    let mut truth = analysis::each_against_its_own();
    truth.estimands[2].truth.value = f64::NAN;
    let mut shifted = analysis::shifted();
    shifted.effects[4].high = f64::NAN;
    let mut grid = analysis::shifted_in_both_arms();
    grid.p[2][5] = f64::NAN;
    let mut rates = analysis::rejections();
    rates.scenarios[3].rates[1].percent.value = f64::NAN;
    for drawn in [
        ls_means::draw(&means),
        ls_means::draw(&difference),
        forest::draw(&subgroups),
        residuals::draw(&errors),
        estimators::draw(&each),
        estimators::draw(&truth),
        tipping::draw(&shifted),
        tipping_grid::draw(&grid),
        type_one::draw(&rates),
    ] {
        let Err(FigureError::NotFinite { figure, field }) = &drawn else { panic!("{drawn:?}") };
        assert!(!figure.is_empty() && !field.is_empty());
    }
}

#[test]
fn a_table_of_the_wrong_shape_is_refused_by_the_name_of_its_field() {
    let mut means = analysis::means();
    means.arms[0].n.pop();
    let refused = ls_means::draw(&means).unwrap_err().to_string();
    assert_eq!(refused, "figure `ls-means`: `arms.n` has 3 entries, expected 4");

    let mut one_arm = analysis::means();
    one_arm.arms.truncate(1);
    let refused = ls_means::draw(&one_arm).unwrap_err().to_string();
    assert_eq!(refused, "figure `ls-means`: `arms` has 1 entries, expected 2 to 4");

    let mut grid = analysis::shifted_in_both_arms();
    grid.p[1].pop();
    assert!(matches!(tipping_grid::draw(&grid), Err(FigureError::WrongCount { found: 7, .. })));

    let mut each = analysis::each_against_its_own();
    each.estimands[0].estimators.clear();
    assert!(matches!(estimators::draw(&each), Err(FigureError::Empty { .. })));

    let mut errors = analysis::errors();
    errors.residuals.clear();
    assert!(matches!(residuals::draw(&errors), Err(FigureError::Empty { .. })));
}

#[test]
fn an_impossible_number_is_refused() {
    let mut subgroups = analysis::subgroups();
    subgroups.factors[0].rows[0].effect.low = 4.0;
    assert!(matches!(forest::draw(&subgroups), Err(FigureError::OutOfOrder { .. })));
    let mut odds = analysis::odds_by_subgroup();
    odds.factors[0].rows[0].effect.low = 0.0;
    assert!(matches!(forest::draw(&odds), Err(FigureError::OutOfRange { .. })));
    let mut each = analysis::each_against_its_own();
    each.estimands[0].estimators[0].coverage.high = 100.4;
    assert!(matches!(estimators::draw(&each), Err(FigureError::OutOfRange { .. })));
    let mut shifted = analysis::shifted();
    shifted.tipping = Some(9.0);
    assert!(matches!(tipping::draw(&shifted), Err(FigureError::OutOfRange { .. })));
    let mut grid = analysis::shifted_in_both_arms();
    grid.p[0][0] = -0.1;
    assert!(matches!(tipping_grid::draw(&grid), Err(FigureError::OutOfRange { .. })));
    let mut rates = analysis::rejections();
    rates.gate = (5.5, 4.5);
    assert!(matches!(type_one::draw(&rates), Err(FigureError::OutOfOrder { .. })));
}

#[test]
fn long_names_are_broken_and_still_touch_nothing() {
    let mut means = analysis::means_of_four_arms();
    for arm in &mut means.arms {
        arm.name = format!("{LONG}, {}", arm.name);
    }
    means.comparisons[2].name = LONG.into();
    means.outcome.name = format!("Least-squares mean of {LONG}");
    means.difference.name = format!("Difference from {LONG}");
    assert_words_keep_apart("means", &ls_means::draw(&means).unwrap());

    let mut subgroups = analysis::subgroups();
    subgroups.factors[0].name = LONG.into();
    subgroups.factors[1].rows[1].name = LONG.into();
    subgroups.treated_title = "Incomprehensibilities, number of patients".into();
    subgroups.effect.name = format!("Difference in change of mean NRS at 6 months: {LONG} minus usual care");
    subgroups.below = format!("favours {LONG}");
    assert_words_keep_apart("forest", &forest::draw(&subgroups).unwrap());
    (subgroups.above, subgroups.below) = (subgroups.below, "favours usual care".into());
    assert_words_keep_apart("forest", &forest::draw(&subgroups).unwrap());

    let mut errors = analysis::errors();
    for residual in &mut errors.residuals {
        residual.subject = format!("CONUS-1-{}-a-very-long-site-name", residual.subject);
    }
    assert_words_keep_apart("residuals", &residuals::draw(&errors).unwrap());

    let mut each = analysis::each_against_its_own();
    each.estimands[1].name = format!("{LONG}: {LONG}");
    each.estimands[1].estimators[0].name = LONG.into();
    assert_words_keep_apart("estimators", &estimators::draw(&each).unwrap());

    let mut shifted = analysis::shifted();
    shifted.above_zero = format!("favours {LONG}");
    shifted.delta.name = format!("Delta added to imputed values of {LONG}");
    shifted.n = format!("67 patients with {LONG}");
    assert_words_keep_apart("tipping", &tipping::draw(&shifted).unwrap());

    let mut grid = analysis::shifted_in_both_arms();
    grid.control.name = format!("Delta of {LONG}");
    grid.treated.name = format!("Delta of {LONG}");
    assert_words_keep_apart("grid", &tipping_grid::draw(&grid).unwrap());

    let mut rates = analysis::rejections();
    rates.scenarios[2].name = LONG.into();
    rates.scenarios[4].rates[0].method = LONG.into();
    assert_words_keep_apart("type one", &type_one::draw(&rates).unwrap());

    let mut responders = analysis::responders_of_four_arms();
    responders.arms[2].name = LONG.into();
    assert_words_keep_apart("responders", &responder_curve::draw(&responders).unwrap());
}

#[test]
fn extreme_values_and_small_tables_still_touch_nothing() {
    let mut means = analysis::means_at_two_visits();
    for mean in means.arms.iter_mut().flat_map(|arm| &mut arm.means) {
        *mean = around(1e6 * mean.value, 3e5);
    }
    means.holds = None;
    assert_words_keep_apart("large means", &ls_means::draw(&means).unwrap());
    let mut alike = analysis::means();
    for mean in alike.arms.iter_mut().flat_map(|arm| &mut arm.means) {
        *mean = around(0.0, 0.0);
    }
    assert_words_keep_apart("no spread", &ls_means::draw(&alike).unwrap());

    let mut odds = analysis::odds_by_subgroup();
    odds.factors[0].rows[1].effect = Interval { value: 2e5, low: 1e-7, high: 1e9 };
    assert_words_keep_apart("odds", &forest::draw(&odds).unwrap());
    let mut single = analysis::methods();
    single.factors.truncate(1);
    single.factors[0].rows.truncate(1);
    assert_words_keep_apart("one row", &forest::draw(&single).unwrap());

    for n in [1, 2, 5] {
        let mut errors = analysis::errors();
        errors.residuals.truncate(n);
        assert_words_keep_apart("few residuals", &residuals::draw(&errors).unwrap());
    }
    let mut crowded = analysis::errors();
    for residual in crowded.residuals.iter_mut().take(40) {
        (residual.fitted, residual.standardised) = (5.0, 6.0);
    }
    assert_words_keep_apart("far residuals at one place", &residuals::draw(&crowded).unwrap());

    let mut each = analysis::each_against_its_own();
    each.estimands[0].estimators[0].bias = around(-41.0, 0.0);
    each.estimands[0].estimators[0].coverage = around(0.0, 0.0);
    assert_words_keep_apart("estimators", &estimators::draw(&each).unwrap());

    for tip in [0.0, 0.05, 3.9, 4.0] {
        let mut shifted = analysis::shifted();
        shifted.tipping = Some(tip);
        assert_words_keep_apart("tipping", &tipping::draw(&shifted).unwrap());
    }
    let mut grid = analysis::shifted_in_both_arms();
    grid.p.truncate(2);
    grid.control_deltas.truncate(2);
    grid.treated_deltas.truncate(2);
    grid.p.iter_mut().for_each(|row| row.truncate(2));
    assert_words_keep_apart("grid", &tipping_grid::draw(&grid).unwrap());
}

#[test]
fn intervals_of_the_arms_stand_beside_each_other_at_every_visit() {
    for data in [analysis::means(), analysis::means_of_four_arms(), analysis::means_at_two_visits()] {
        let svg = ls_means::draw(&data).unwrap();
        let vertical = svg.lines().filter(|line| line.contains("stroke-width=\"1.10\""));
        let mut places: Vec<f64> = vertical
            .filter(|line| numbers_in(line, "<line", "x1") == numbers_in(line, "<line", "x2"))
            .flat_map(|line| numbers_in(line, "<line", "x1"))
            .collect();
        let bars = data.arms.len() + data.comparisons.len();
        assert_eq!(places.len(), bars * data.visits.len());
        // Means and differences are two panels, one below the other.
        places.truncate(data.arms.len() * data.visits.len());
        places.sort_by(f64::total_cmp);
        // Caps reach 2.5 to each side; coordinates are written with two decimals.
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] > 5.0), "{places:?}");
    }
}

#[test]
fn visits_stand_in_proportion_to_time_while_there_is_room() {
    let svg = ls_means::draw(&analysis::means()).unwrap();
    assert!(!svg.contains("not to scale"));
    let ticks = |label: &str| numbers_in(&svg, &format!(">{label}</text>"), "x")[0];
    // Months 1, 2, 3 and 6; coordinates are written with two decimals.
    assert!((ticks("6") - ticks("3") - 3.0 * (ticks("3") - ticks("2"))).abs() < 0.05);
}

#[test]
fn an_interval_that_leaves_the_plot_ends_in_an_arrow_and_its_numbers_are_printed_in_full() {
    let svg = forest::draw(&analysis::subgroups()).unwrap();
    assert!(svg.contains("\u{2212}3.20 (\u{2212}12.70 to 6.30)"));
    // One diamond and the two arrows of that interval.
    assert_eq!(svg.matches("<polygon").count(), 3);
    let mut narrow = analysis::subgroups();
    narrow.factors[1].rows[3].effect = around(-3.2, 1.4);
    assert_eq!(forest::draw(&narrow).unwrap().matches("<polygon").count(), 1);
}

#[test]
fn the_most_precise_row_of_a_forest_has_the_largest_square() {
    let svg = forest::draw(&analysis::methods()).unwrap();
    let sides: Vec<f64> = numbers_in(&svg, "fill=\"#004488\"", "width");
    let largest = sides.iter().copied().fold(0.0, f64::max);
    // The fourth method, jackknife, has the narrowest interval.
    assert_eq!((sides.len(), sides[3]), (7, largest));
    // 9 / 1.2857: the interval of the third is 1.72 wide, that of the fourth 1.26; two decimals.
    assert!((sides[2] / sides[3] - 1.26 / 1.72).abs() < 0.002, "{sides:?}");
}

#[test]
fn an_interval_that_excludes_its_nominal_value_is_told_by_its_shape() {
    let diamonds = |data: &estimators::Data| estimators::draw(data).unwrap().matches("<polygon").count();
    let mut data = analysis::each_against_its_own();
    // Key; coverage of jump to reference; bias and coverage of two more.
    assert_eq!(diamonds(&data), 6);
    data.estimands[1].estimators[1].bias = around(0.01, 0.02);
    assert_eq!(diamonds(&data), 5);
    for one in data.estimands.iter_mut().flat_map(|estimand| &mut estimand.estimators) {
        (one.bias, one.coverage) = (around(0.0, 0.01), around(95.1, 0.3));
    }
    assert_eq!(diamonds(&data), 1);
}

#[test]
fn every_residual_is_drawn_twice_and_only_the_farthest_are_named() {
    let svg = residuals::draw(&analysis::errors()).unwrap();
    assert_eq!(svg.matches("h0").count(), 2 * 251);
    assert_eq!((svg.matches(">SCI-041<").count(), svg.matches(">SCI-054<").count()), (2, 2));
    assert_eq!(svg.matches(">SCI-").count(), 4);
    let many = residuals::draw(&analysis::many_skewed_errors()).unwrap();
    assert_eq!(many.matches(">SCI-").count(), 2 * residuals::MOST_NAMED);
}

#[test]
fn a_shift_under_which_the_effect_is_lost_has_an_empty_marker() {
    let svg = tipping::draw(&analysis::shifted()).unwrap();
    let markers = |fill: &str| svg.lines().filter(|l| l.contains("<circle") && l.contains(fill)).count();
    // Seven of the seventeen shifts lie below the tipping point; one marker of each kind stands in the key.
    assert_eq!((markers("fill=\"#004488\""), markers("fill=\"#ffffff\"")), (7 + 1, 10 + 1));
    let none = tipping::draw(&analysis::shifted_without_loss()).unwrap();
    assert!(none.contains("No tipping point from \u{2212}2 to 2 points") && !none.contains("beyond"));
}

#[test]
fn the_heavy_line_of_the_grid_parts_what_counts_from_what_does_not() {
    let data = analysis::shifted_in_both_arms();
    let counts = |row: usize, column: usize| data.p[row][column] < data.level;
    let mut borders = 0;
    for row in 0..data.p.len() {
        for column in 0..data.p[row].len() {
            borders += usize::from(column > 0 && counts(row, column) != counts(row, column - 1));
            borders += usize::from(row > 0 && counts(row, column) != counts(row - 1, column));
        }
    }
    let svg = tipping_grid::draw(&data).unwrap();
    assert!(borders > 5);
    assert_eq!(svg.matches("stroke-width=\"2.20\"").count(), borders + 1, "and one in the key");
}

#[test]
fn the_gate_is_held_or_missed_by_the_rate_and_only_where_it_was_declared() {
    let words = |data: &type_one::Data| {
        let svg = type_one::draw(data).unwrap();
        [">held<", ">missed<", ">none<"].map(|word| svg.matches(word).count())
    };
    let mut data = analysis::rejections();
    assert_eq!(words(&data), [1, 1, 16]);
    data.scenarios[1].rates[0].percent = around(5.5, 0.3);
    assert_eq!(words(&data), [2, 0, 16], "the end of the gate belongs to it");
}

#[test]
fn shares_of_responders_stand_at_the_points_of_two_arms_and_beside_the_names_of_four() {
    let two = responder_curve::draw(&gallery::responders()).unwrap();
    assert!(two.contains(">52 %<") && !two.contains("30 %: 52 %"));
    let four = responder_curve::draw(&analysis::responders_of_four_arms()).unwrap();
    assert!(!four.contains(">52 %<") && four.contains("\u{2265} 30 %: 52 %"));
}

#[test]
fn hostile_names_stay_text_in_every_figure() {
    const HOSTILE: &str = "</text></svg><script>alert(\"1\")</script>' onload='x";
    let mut means = analysis::means();
    means.arms[0].name = HOSTILE.into();
    means.visits[1].label = HOSTILE.into();
    means.below_zero = HOSTILE.into();
    let mut subgroups = analysis::subgroups();
    subgroups.frame.id = HOSTILE.into();
    subgroups.factors[0].rows[0].name = HOSTILE.into();
    subgroups.factors[0].rows[0].treated = HOSTILE.into();
    let mut errors = analysis::errors();
    errors.residuals[40].subject = HOSTILE.into();
    let mut each = analysis::each_against_its_own();
    each.estimands[0].name = HOSTILE.into();
    let mut shifted = analysis::shifted();
    shifted.n = HOSTILE.into();
    let mut grid = analysis::shifted_in_both_arms();
    grid.control.unit = HOSTILE.into();
    let mut rates = analysis::rejections();
    rates.scenarios[0].name = HOSTILE.into();
    for svg in [
        ls_means::draw(&means),
        forest::draw(&subgroups),
        residuals::draw(&errors),
        estimators::draw(&each),
        tipping::draw(&shifted),
        tipping_grid::draw(&grid),
        type_one::draw(&rates),
    ] {
        let svg = svg.unwrap();
        assert!(!svg.contains("<script") && svg.matches("</svg>").count() == 1);
        let outside_text: String = svg.split('<').map(|tag| tag.split('>').next().unwrap()).collect();
        assert!(!outside_text.contains("onload="), "a hostile name reached an attribute");
    }
}

/// A level has no value of no effect, so no side is favoured; the prediction interval is a bar of its own.
#[test]
fn a_pooled_level_has_a_prediction_interval_and_favours_nobody() {
    let svg = forest::draw(&analysis::pooled_shares()).unwrap();
    assert!(svg.contains("Prediction interval, 95 %") && svg.contains("3.00 to 45.20"));
    assert!(!svg.contains('\u{2190}'));
    let mut turned = analysis::pooled_shares();
    turned.prediction = Some((45.2, 3.0));
    assert!(matches!(forest::draw(&turned), Err(FigureError::OutOfOrder { .. })));
}
