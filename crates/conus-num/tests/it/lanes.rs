//! Does a lane give the bits of a double? For every operation, at every width, whatever stands in the other lanes.

use conus_num::elementary::{exp, exp_m1, hill, ln, pow, softplus, tanh};
use conus_num::lanes::{Job, Task, Width};
use conus_num::random::Stream;
use conus_num::{Lanes, Num};

/// What is compared: every operation of an equation on two numbers and one literal exponent.
#[inline(always)]
fn everything<L: Lanes>(x: L, y: L) -> [L; 21] {
    let zero = L::splat(0.0);
    let (m, k) = x.magnitude().mantissa_and_exponent();
    [
        x + y,
        x - y,
        x * y,
        x / y,
        -x,
        x.square_root(),
        x.magnitude(),
        x.signed_as(y),
        x.head(),
        L::select(L::both(zero.less(x), x.at_most(y)), x, L::select(x.equal(y), zero, y)),
        x.at_least(y),
        x.no_more_than(y),
        m,
        k,
        exp(x),
        exp_m1(x),
        ln(x),
        tanh(x),
        softplus(x),
        pow(x, 1.7) + pow(x, -0.3),
        hill(x, y, 2.0) + hill(x, y, 2.5) + (1.0 - Num(hill(x, y, 4.0))).0,
    ]
}

struct All<'a>(&'a [(f64, f64)]);

struct Few<'a, L>(&'a [L; 2], &'a mut [L; 21]);

impl<L: Lanes> Task for Few<'_, L> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        *self.1 = everything(self.0[0], self.0[1]);
    }
}

impl Job for All<'_> {
    type Output = Vec<[u64; 21]>;
    #[inline(always)]
    fn run<L: Lanes>(self) -> Self::Output {
        let mut found = Vec::new();
        for few in self.0.chunks_exact(L::WIDTH) {
            let mut pair = [L::splat(0.0); 2];
            for (lane, (x, y)) in few.iter().enumerate() {
                pair[0].set_lane(lane, *x);
                pair[1].set_lane(lane, *y);
            }
            let mut results = [L::splat(0.0); 21];
            L::apart(Few(&pair, &mut results));
            found.extend((0..few.len()).map(|lane| results.map(|result| bits(result.lane(lane)))));
        }
        found
    }
}

/// All values that are not a number count as one, since IEEE 754 does not fix their sign and payload.
fn bits(value: f64) -> u64 {
    if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() }
}

/// Numbers of every size and sign, and the ends of the range.
fn numbers(count: usize) -> Vec<(f64, f64)> {
    const ENDS: [f64; 16] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        -1e-310,
        709.5,
        -745.0,
        1e300,
        1e-300,
        0.5,
    ];
    let mut chance = Stream::new(7, 0, 0, 0, 0);
    let mut ends = ENDS.iter().flat_map(|x| ENDS.iter().map(move |y| (*x, *y)));
    let number = |chance: &mut Stream| {
        let size = 10.0_f64 * (chance.uniform() - 0.5);
        let sign = if chance.bernoulli(0.2) { -1.0 } else { 1.0 };
        sign * exp(size * if chance.bernoulli(0.1) { 60.0 } else { 1.0 })
    };
    (0..count).map(|_| ends.next().unwrap_or_else(|| (number(&mut chance), number(&mut chance)))).collect()
}

#[test]
fn every_lane_has_the_bits_of_a_double_at_every_width() {
    let numbers = numbers(80_000);
    let one = Width::One.run(All(&numbers));
    assert_eq!(one.len(), numbers.len());
    for width in [Width::Four, Width::Eight] {
        let many = width.run(All(&numbers));
        let wrong = (0..one.len()).find(|&at| one[at] != many[at]);
        let told = wrong.map(|at| (numbers[at], one[at], many[at]));
        assert_eq!(told, None, "{width:?}");
    }
}

#[test]
fn widths_are_named_by_their_lanes() {
    assert!(Width::ALL.iter().all(|width| Width::of(width.lanes()) == Some(*width)));
    assert_eq!(Width::of(3), None);
    assert!(Width::ALL.contains(&Width::best()));
}

/// Numbers each lane, then moves them about.
struct Moved<'a>(&'a [usize]);

impl Job for Moved<'_> {
    type Output = ();
    #[inline(always)]
    fn run<L: Lanes>(self) {
        let mut numbered = L::splat(0.0);
        (0..L::WIDTH).for_each(|lane| numbered.set_lane(lane, lane as f64));
        let lanes: Vec<usize> = self.0.iter().take(L::WIDTH).map(|lane| lane % L::WIDTH).collect();
        let moved = numbered.picked(&L::pick(&lanes));
        let wanted = |place: usize| lanes.get(place).map_or(0.0, |lane| *lane as f64);
        assert_eq!(moved.each(), (0..L::WIDTH).map(wanted).collect::<Vec<_>>(), "{lanes:?}");
    }
}

#[test]
fn every_lane_can_be_taken_from_every_other() {
    for width in Width::ALL {
        for number in 0..1000_usize {
            let lanes: Vec<usize> = (0..number % 9).map(|place| (number * (place + 1) / 7) % 8).collect();
            width.run(Moved(&lanes));
        }
    }
}
