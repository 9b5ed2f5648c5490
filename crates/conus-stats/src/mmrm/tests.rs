use super::likelihood::{Information, likelihood};
use super::pattern::patterns;
use super::*;
use crate::regression;
use crate::symmetric::place;
use crate::two_sample::pooled;
use conus_num::random::Stream;

/// A synthetic trial of two arms with random gaps; `visits` answers of each person share a person's level.
fn trial(people: u32, visits: usize, gaps: f64, seed: u64) -> Repeated {
    let mut chance = Stream::new(seed, 0, 0, 0, 0);
    let mut data = Repeated { visits, ..Repeated::default() };
    let mut baselines = Vec::new();
    for person in 0..people {
        let (level, baseline) = (chance.normal(), chance.normal());
        for visit in 0..visits {
            let noise = chance.normal() * (1.0 + 0.2 * number(visit));
            let missing = chance.bernoulli(gaps) && visit > 0;
            if !missing {
                data.subject.push(person as usize);
                data.visit.push(visit);
                baselines.push(40.0 + baseline);
                data.response.push(5.0 + level + noise - 0.3 * f64::from(person % 2) * number(visit));
            }
        }
    }
    let is = |yes: bool| if yes { 1.0 } else { 0.0 };
    let arm: Vec<f64> = data.subject.iter().map(|person| is(person % 2 == 1)).collect();
    let mut add = |name: String, column: Vec<f64>| {
        data.names.push(name);
        data.columns.push(column);
    };
    add("intercept".into(), vec![1.0; arm.len()]);
    add("baseline".into(), baselines);
    add("arm".into(), arm.clone());
    for later in 1..visits {
        let at: Vec<f64> = data.visit.iter().map(|visit| is(*visit == later)).collect();
        let both = at.iter().zip(&arm).map(|(at, arm)| at * arm).collect();
        add(format!("visit{later}"), at);
        add(format!("arm:visit{later}"), both);
    }
    data
}

fn reml(structure: Structure) -> Settings {
    Settings::reml(structure)
}

/// Step 1e-5 of elements near one: truncation about 1e-10 and rounding about 1e-13/1e-5 = 1e-8 of the value of some
/// hundreds in slopes, so 1e-6; of slopes of some tens in curvatures, so 1e-5.
#[test]
fn slope_and_curvature_are_those_of_differences() {
    let data = trial(24, 3, 0.2, 7);
    let basis = Basis::of(&data).unwrap();
    let patterns = patterns(&data, &basis);
    let at = |packed: &[f64], restricted: bool| {
        let matrix = Symmetric { order: 3, packed: packed.to_vec() };
        likelihood(&patterns, &[matrix], basis.width, restricted).unwrap()
    };
    let centre = [2.0, 0.7, 2.5, 0.4, 0.9, 3.0];
    for restricted in [true, false] {
        let curve = |packed: &[f64]| at(packed, restricted).curve(&patterns, 3, 1, Information::Observed);
        let here = curve(&centre);
        for e in 0..6 {
            let moved = |by: f64| {
                let mut moved = centre;
                moved[e] += by;
                moved
            };
            let step = 1e-5;
            let slope =
                (at(&moved(step), restricted).value - at(&moved(-step), restricted).value) / (2.0 * step);
            assert!((slope - here.slope[e]).abs() < 1e-6 * (1.0 + slope.abs()), "{e}: {slope}");
            let (up, down) = (curve(&moved(step)).slope, curve(&moved(-step)).slope);
            for f in 0..6 {
                let curvature = (up[f] - down[f]) / (2.0 * step);
                let seen = here.curvature.packed[place(e, f)];
                assert!(
                    (seen - curvature).abs() < 1e-5 * (1.0 + curvature.abs()),
                    "{e} {f}: {seen} {curvature}"
                );
            }
        }
    }
}

/// Complete data, the same for everybody at each visit: the arms at the last visit differ by a pooled t test, whatever the
/// other visits say, with n - 2 degrees of freedom, and Kenward and Roger have nothing to add.
#[test]
fn without_gaps_and_covariates_the_last_visit_is_a_pooled_t_test() {
    let mut data = trial(20, 3, 0.0, 3);
    data.names.remove(1);
    data.columns.remove(1);
    let fit = fit(&data, reml(Structure::Unstructured)).unwrap();
    let arm = |arm: usize| -> Vec<f64> {
        let rows =
            (0..data.response.len()).filter(|row| data.visit[*row] == 2 && data.subject[*row] % 2 == arm);
        rows.map(|row| data.response[row]).collect()
    };
    let expected = pooled(&arm(0), &arm(1)).unwrap();
    for freedom in [Freedom::Satterthwaite, Freedom::KenwardRoger] {
        let seen = fit.inference(freedom).combination("last", &[0.0, 1.0, 0.0, 0.0, 0.0, 1.0]).unwrap();
        assert!((seen.value - expected.difference).abs() < 1e-12);
        assert!((seen.standard_error - expected.standard_error).abs() < 1e-10, "{freedom:?}");
        assert!((seen.freedom - 18.0).abs() < 1e-7, "{freedom:?}: {}", seen.freedom);
    }
}

#[test]
fn one_visit_is_ordinary_least_squares() {
    let data = trial(30, 1, 0.0, 5);
    let seen = fit(&data, reml(Structure::CompoundSymmetry)).unwrap();
    let covariates: Vec<regression::Column> = [1, 2]
        .map(|at| regression::Column { name: data.names[at].clone(), values: data.columns[at].clone() })
        .to_vec();
    let expected = regression::fit(&data.response, &covariates).unwrap();
    let seen = seen.inference(Freedom::KenwardRoger).coefficients().unwrap();
    for (seen, expected) in seen.iter().zip(expected.estimates()) {
        assert!((seen.value - expected.value).abs() < 1e-10 * (1.0 + expected.value.abs()));
        assert!((seen.standard_error / expected.standard_error - 1.0).abs() < 1e-9);
        assert!((seen.freedom - 27.0).abs() < 1e-7);
    }
}

/// What a parameterisation cannot change: the two formulas of one element in natural and in free parameters differ in R
/// alone, and the linear one leaves it out.
#[test]
fn for_unstructured_the_natural_adjustment_is_the_linear_one_and_the_free_one_is_smaller() {
    let fit = fit(&trial(24, 3, 0.2, 11), reml(Structure::Unstructured)).unwrap();
    let se = |freedom| fit.inference(freedom).coefficients().unwrap()[2].standard_error;
    assert!((se(Freedom::KenwardRoger) / se(Freedom::KenwardRogerLinear) - 1.0).abs() < 1e-12);
    assert!(se(Freedom::KenwardRoger) > se(Freedom::Satterthwaite));
    assert!(se(Freedom::KenwardRogerMmrm) < se(Freedom::Satterthwaite));
}

/// Weights of 4 are variances of a quarter: the same fit with every matrix four times as large.
#[test]
fn equal_weights_scale_the_covariance_and_nothing_else() {
    let data = trial(24, 3, 0.2, 13);
    let weighted = Repeated { weight: vec![4.0; data.response.len()], ..data.clone() };
    let (plain, weighted) = (
        fit(&data, reml(Structure::Unstructured)).unwrap(),
        fit(&weighted, reml(Structure::Unstructured)).unwrap(),
    );
    for (a, b) in plain.covariance[0].packed.iter().zip(&weighted.covariance[0].packed) {
        assert!((4.0 * a - b).abs() < 1e-7 * b.abs().max(1.0));
    }
    let gap = plain.minus_twice_log_likelihood - weighted.minus_twice_log_likelihood;
    assert!(gap.abs() < 1e-8, "{gap}");
}

#[test]
fn an_age_in_days_since_1960_does_no_harm() {
    let data = trial(24, 3, 0.2, 17);
    let mut far = data.clone();
    far.columns[1].iter_mut().for_each(|entry| *entry = 2.0 * *entry + 20_000.0);
    let (near, far) = (
        fit(&data, reml(Structure::Unstructured)).unwrap(),
        fit(&far, reml(Structure::Unstructured)).unwrap(),
    );
    // The column moves by 1e-4 of its size, so twelve digits are left of its part, and eight of its square.
    assert!((near.coefficients[1] / (2.0 * far.coefficients[1]) - 1.0).abs() < 1e-8);
    assert!((near.coefficients[2] - far.coefficients[2]).abs() < 1e-8);
}

#[test]
fn several_rows_of_one_test_agree_with_one_row_and_do_not_depend_on_their_scale() {
    let fit = fit(&trial(24, 3, 0.2, 19), reml(Structure::Unstructured)).unwrap();
    let row = |at: usize, size: f64| (0..7).map(|k| if k == at { size } else { 0.0 }).collect::<Vec<f64>>();
    for freedom in Freedom::ALL {
        let inference = fit.inference(freedom);
        let (one, alone) =
            (inference.joint(&[row(4, 1.0)]).unwrap(), inference.combination("one", &row(4, 1.0)).unwrap());
        assert!((one.statistic - alone.statistic * alone.statistic).abs() < 1e-9);
        assert!((one.p - alone.p_two_sided).abs() < 1e-9);
        // Fai and Cornelius go along the principal axes of the rows as they are scaled, so theirs may be swapped alone.
        let size = if freedom == Freedom::Satterthwaite { 1.0 } else { -5.0 };
        let (plain, other) = (
            inference.joint(&[row(4, 1.0), row(6, 1.0)]).unwrap(),
            inference.joint(&[row(6, size), row(4, 1.0)]).unwrap(),
        );
        assert!((plain.statistic - other.statistic).abs() < 1e-9 * plain.statistic, "{freedom:?}");
        assert!(
            (plain.freedom_below - other.freedom_below).abs() < 1e-7 * plain.freedom_below,
            "{freedom:?}"
        );
        assert!(inference.joint(&[row(4, 1.0), row(4, 2.0)]).is_err());
    }
}

#[test]
fn what_is_wrong_with_the_data_is_named() {
    let data = trial(12, 3, 0.0, 23);
    let broken = |change: &dyn Fn(&mut Repeated)| {
        let mut data = data.clone();
        change(&mut data);
        fit(&data, reml(Structure::Unstructured)).unwrap_err()
    };
    assert_eq!(broken(&|data| data.visit[1] = 0), StatisticsError::DoubledVisit { first: 0, second: 1 });
    assert_eq!(
        broken(&|data| data.columns[6] = data.columns[5].clone()),
        StatisticsError::RankDeficient { column: "arm:visit2".into() }
    );
    assert!(matches!(broken(&|data| data.response[4] = f64::NAN), StatisticsError::NotFinite { row: 4, .. }));
    assert_eq!(broken(&|data| data.visits = 4), StatisticsError::EmptyVisit { visit: 3 });
    assert!(matches!(broken(&|data| data.weight = vec![0.0; 36]), StatisticsError::OutOfRange { .. }));
    assert!(matches!(broken(&|data| data.response = vec![1.0; 36]), StatisticsError::NoSpread { .. }));
}

/// Odd people are seen at visits 0 and 1, even people at 0 and 2.
#[test]
fn two_visits_that_nobody_shares_leave_the_unstructured_model_and_the_next_of_the_chain_is_taken() {
    let whole = trial(40, 3, 0.0, 29);
    let keep: Vec<usize> = (0..whole.response.len())
        .filter(|row| {
            whole.visit[*row] == 0 || (whole.subject[*row] / 2).is_multiple_of(2) == (whole.visit[*row] == 1)
        })
        .collect();
    let take = |column: &Vec<f64>| keep.iter().map(|row| column[*row]).collect::<Vec<f64>>();
    let data = Repeated {
        columns: whole.columns.iter().map(take).collect(),
        response: take(&whole.response),
        subject: keep.iter().map(|row| whole.subject[*row]).collect(),
        visit: keep.iter().map(|row| whole.visit[*row]).collect(),
        ..whole
    };
    let chain = [Structure::Unstructured, Structure::CompoundSymmetryHeterogeneous];
    let chosen = first_that_fits(&data, &chain, reml(Structure::Unstructured)).unwrap();
    assert_eq!(chosen.fit.settings.structure, Structure::CompoundSymmetryHeterogeneous);
    assert_eq!(
        chosen.failed,
        [(Structure::Unstructured, StatisticsError::NeverTogether { group: 0, early: 1, late: 2 })]
    );
}
