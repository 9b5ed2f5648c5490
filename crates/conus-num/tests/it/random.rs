//! Are the random streams even, normal, independent of each other and always the same?
//!
//! Seeds are fixed, so no test can fail by chance; the bounds say how surprising a good generator's result
//! may be. Five standard errors: 6 in 10 million. Quantiles of chi-square: `scipy.stats.chi2.ppf([0.001,
//! 0.999], df)`, scipy 1.17.1.

use conus_num::random::Stream;

const DRAWS: u32 = 100_000;

fn draws(mut stream: Stream, mut draw: impl FnMut(&mut Stream) -> f64) -> Vec<f64> {
    (0..DRAWS).map(|_| draw(&mut stream)).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    values.sum::<f64>() / f64::from(DRAWS)
}

fn chi_square(counts: &[u32]) -> f64 {
    let expected =
        f64::from(counts.iter().sum::<u32>()) / f64::from(u32::try_from(counts.len()).expect("few cells"));
    counts.iter().map(|&n| (f64::from(n) - expected) * (f64::from(n) - expected) / expected).sum()
}

#[test]
fn uniform_numbers_fill_a_hundred_cells_evenly_but_not_too_evenly() {
    let mut counts = vec![0_u32; 100];
    for u in draws(Stream::new(11, 1, 0, 0, 0), Stream::uniform) {
        assert!(u > 0.0 && u < 1.0);
        let cell = (1..100).take_while(|&i| f64::from(i) / 100.0 <= u).count();
        counts[cell] += 1;
    }
    let statistic = chi_square(&counts);
    assert!((61.1..148.3).contains(&statistic), "chi-square {statistic} on 99");
}

/// Moments of the standard normal; standard errors sqrt(1, 2, 15, 96 / n) of the first four (Kendall and
/// Stuart, chapter 10: the variance of the mean of x^k is (E x^2k - (E x^k)^2) / n).
#[test]
fn normal_numbers_have_the_moments_and_tails_of_the_normal_distribution() {
    let z = draws(Stream::new(11, 2, 0, 0, 0), Stream::normal);
    let error = |variance: f64| 5.0 * (variance / f64::from(DRAWS)).sqrt();
    let square = |v: f64| v * v;
    assert!(mean(z.iter().copied()).abs() < error(1.0));
    assert!((mean(z.iter().map(|&v| square(v))) - 1.0).abs() < error(2.0));
    assert!(mean(z.iter().map(|&v| square(v) * v)).abs() < error(15.0));
    assert!((mean(z.iter().map(|&v| square(square(v)))) - 3.0).abs() < error(96.0));
    for (limit, beyond) in [(1.959_963_984_540_054, 0.05), (3.290_526_731_491_925_5, 0.001)] {
        let share = mean(z.iter().map(|&v| f64::from(u8::from(v.abs() > limit))));
        assert!((share - beyond).abs() < error(beyond * (1.0 - beyond)), "beyond {limit}: {share}");
    }
}

/// Under independence the correlation of n pairs has standard error 1 / sqrt(n).
#[test]
fn streams_whose_keys_differ_in_one_place_by_one_are_uncorrelated() {
    let here = draws(Stream::new(7, 3, 4, 5, 6), Stream::normal);
    let neighbours = [
        Stream::new(8, 3, 4, 5, 6),
        Stream::new(7, 2, 4, 5, 6),
        Stream::new(7, 3, 5, 5, 6),
        Stream::new(7, 3, 4, 4, 6),
        Stream::new(7, 3, 4, 5, 7),
    ];
    for (place, neighbour) in neighbours.into_iter().enumerate() {
        let there = draws(neighbour, Stream::normal);
        let correlation = mean(here.iter().zip(&there).map(|(a, b)| a * b));
        assert!(correlation.abs() < 5.0 / f64::from(DRAWS).sqrt(), "place {place}: {correlation}");
    }
    let next = mean(here.windows(2).map(|pair| pair[0] * pair[1]));
    assert!(next.abs() < 5.0 / f64::from(DRAWS).sqrt(), "successive draws: {next}");
}

/// First draws of many patients are what a virtual population is made of.
#[test]
fn first_draws_across_patients_are_as_even_as_draws_within_one() {
    let mut counts = vec![0_u32; 100];
    for patient in 0..DRAWS {
        let u = Stream::new(1, 0, 0, patient, 0).uniform();
        counts[(1..100).take_while(|&i| f64::from(i) / 100.0 <= u).count()] += 1;
    }
    let statistic = chi_square(&counts);
    assert!((61.1..148.3).contains(&statistic), "chi-square {statistic} on 99");
}

#[test]
fn no_two_of_many_small_keys_begin_with_the_same_number() {
    let mut first: Vec<u64> = Vec::new();
    for code in 0..5_u32.pow(5) {
        let digit = |place: u32| code / 5_u32.pow(place) % 5;
        let mut stream = Stream::new(u64::from(digit(0)), digit(1), digit(2), digit(3), digit(4));
        first.push(stream.uniform().to_bits());
    }
    first.sort_unstable();
    first.dedup();
    assert_eq!(first.len(), 3125);
}

#[test]
fn a_stream_gives_the_same_numbers_whatever_is_drawn_elsewhere_between() {
    let new = |patient| Stream::new(42, 9, 0, patient, 1);
    let alone: Vec<u64> = draws(new(3), Stream::normal).into_iter().map(f64::to_bits).collect();
    let (mut third, mut fourth) = (new(3), new(4));
    let mixed: Vec<u64> = (0..DRAWS)
        .map(|i| {
            for _ in 0..i % 3 {
                fourth.uniform();
            }
            third.normal().to_bits()
        })
        .collect();
    assert!(alone == mixed);
}

/// Two arms that ask different questions of one patient stay in step, because each answer takes one word.
#[test]
fn every_kind_of_number_takes_one_word() {
    let after = |draw: &dyn Fn(&mut Stream)| {
        let mut stream = Stream::new(5, 5, 5, 5, 5);
        draw(&mut stream);
        stream.uniform().to_bits()
    };
    let expected = after(&|s| _ = s.uniform());
    assert_eq!(after(&|s| _ = s.normal()), expected);
    assert_eq!(after(&|s| _ = s.lognormal(2.0, 0.3)), expected);
    assert_eq!(after(&|s| _ = s.bernoulli(0.2)), expected);
    assert_eq!(after(&|s| _ = s.below(10)), expected);
    assert_eq!(after(&|s| s.shuffle(&mut [1, 2])), expected);
}

#[test]
fn lognormal_numbers_have_the_median_and_spread_asked_for() {
    let values = draws(Stream::new(3, 1, 0, 0, 0), |s| s.lognormal(2.5, 0.4));
    let error = 5.0 / f64::from(DRAWS).sqrt();
    let below = mean(values.iter().map(|&v| f64::from(u8::from(v < 2.5))));
    assert!((below - 0.5).abs() < 0.5 * error, "below the median: {below}");
    let logs: Vec<f64> = values.iter().map(|&v| libm::log(v / 2.5)).collect();
    let variance = mean(logs.iter().map(|&v| v * v));
    // The variance of a squared normal is twice the fourth power of its deviation.
    assert!((variance - 0.16).abs() < error * 0.16 * 2.0_f64.sqrt(), "variance of the logarithm: {variance}");
    assert!(
        draws(Stream::new(3, 2, 0, 0, 0), |s| s.lognormal(2.5, 0.0)).iter().all(|&v| (v - 2.5).abs() <= 0.0)
    );
}

#[test]
fn a_coin_falls_as_often_as_its_probability_and_never_surprises_at_zero_and_one() {
    let share =
        |p: f64| mean(draws(Stream::new(3, 4, 0, 0, 0), |s| f64::from(u8::from(s.bernoulli(p)))).into_iter());
    assert!((share(0.3) - 0.3).abs() < 5.0 * (0.21 / f64::from(DRAWS)).sqrt());
    assert!(share(0.0).abs() <= 0.0);
    assert!((share(1.0) - 1.0).abs() <= 0.0);
}

#[test]
fn whole_numbers_below_seven_are_equally_likely() {
    let mut stream = Stream::new(3, 5, 0, 0, 0);
    let mut counts = [0_u32; 7];
    for _ in 0..DRAWS {
        counts[usize::try_from(stream.below(7)).unwrap()] += 1;
    }
    let statistic = chi_square(&counts);
    assert!((0.38..22.46).contains(&statistic), "chi-square {statistic} on 6");
    assert!((0..100).all(|_| stream.below(1) == 0));
    assert!((0..100).any(|_| stream.below(u32::MAX) > u32::MAX / 2));
}

#[test]
fn all_orders_of_four_items_are_equally_likely() {
    let mut stream = Stream::new(3, 6, 0, 0, 0);
    let mut counts = std::collections::BTreeMap::new();
    for _ in 0..24_000 {
        let mut items = [0_u8, 1, 2, 3];
        stream.shuffle(&mut items);
        *counts.entry(items).or_insert(0_u32) += 1;
    }
    let counts: Vec<u32> = counts.into_values().collect();
    assert_eq!(counts.len(), 24);
    let statistic = chi_square(&counts);
    assert!((7.5..49.8).contains(&statistic), "chi-square {statistic} on 23");
}

/// Every published number of this program hangs on these bits.
#[test]
fn the_first_numbers_of_a_stream_keep_their_bits() {
    let mut stream = Stream::new(20_250_101, 7, 3, 17, 2);
    let bits = [stream.uniform(), stream.normal(), stream.lognormal(1.5, 0.3), stream.normal()]
        .map(|value| format!("{:016x}", value.to_bits()));
    assert_eq!(bits, ["3fca947a7dfa76e8", "bfed8a74d66270ad", "3fec117784ddbe6a", "bfd6dd27c7a01f44"]);
    assert_eq!([stream.below(1000), stream.below(1000), stream.below(6)], [659, 126, 3]);
}
