use crate::oracle::{RELATIVE, assert_agrees, counts, printed};
use conus_stats::multiplicity::{hochberg, holm};
use conus_stats::proportion::{Share, fisher_exact, mcnemar, risk_difference, risk_ratio};

const P: [f64; 9] = [0.0011, 0.2, 0.013, 0.04, 0.041, 0.0009, 0.5, 0.013, 0.93];

fn groups(case: &str) -> (Share, Share) {
    let cells = counts(case);
    (Share { events: cells[0], total: cells[1] }, Share { events: cells[2], total: cells[3] })
}

fn adjusted(all: &[f64], p: &str) -> f64 {
    let p: f64 = p.parse().unwrap();
    all[P.iter().position(|other| other.total_cmp(&p).is_eq()).unwrap()]
}

#[test]
fn fisher_mcnemar_holm_and_hochberg_are_those_of_r() {
    for row in printed(include_str!("../oracle/proportion.csv")) {
        let change = |case: &str| mcnemar(counts(case)[0], counts(case)[1]).unwrap();
        let seen = match (row.case, row.quantity) {
            ("holm", p) => adjusted(&holm(&P).unwrap(), p),
            ("hochberg", p) => adjusted(&hochberg(&P).unwrap(), p),
            (case, "fisher") => {
                let (first, second) = groups(case);
                fisher_exact(first, second).unwrap()
            }
            (case, "mcnemar_statistic") => change(case).statistic,
            (case, "mcnemar_p") => change(case).p_corrected,
            (case, _) => change(case).p_exact,
        };
        assert_agrees(&row, seen, RELATIVE, 0.0);
    }
}

#[test]
fn differences_and_ratios_have_the_intervals_of_statsmodels() {
    let mut checked = 0;
    for row in printed(include_str!("../oracle/statsmodels.csv")) {
        let Some((kind, end)) =
            row.quantity.split_once('_').filter(|(kind, _)| ["diff", "ratio"].contains(kind))
        else {
            continue;
        };
        let (first, second) = groups(row.case);
        let contrast = if kind == "diff" { risk_difference } else { risk_ratio };
        let interval = contrast(first, second).unwrap().interval_95;
        assert_agrees(&row, if end == "lower" { interval.lower } else { interval.upper }, RELATIVE, 0.0);
        checked += 1;
    }
    assert_eq!(checked, 20);
}
