//! Chloride: how BDNF, TrkB and KCC2 decide whether inhibition inhibits (S1.4).
//!
//! ```text
//! dJ/dt  = rate [x^2/(x^2 + half^2) - J],   x = M1 + G
//! dK/dt  = up (1 - K)(1 + train u + (trophic F + late Bt)(1 - J)) - down Bt J K,   Bt = B + share F
//! dKa/dt = up_at (1 - Ka)(1 + trophic F) - down_at (M1 + noci H) Ka
//! chi_below = floor(1 - a (1 - K) - fast J B/(B + half) - il1 I/(I + half)),   chi_at without the BDNF arm
//! ```
//!
//! Early after injury BDNF lowers KCC2, late it raises it (boulenguez2010): the sign is the state J, held up by
//! inflammation, not a calendar. The slow arm is expression (months), the fast arm the chloride potential (hours,
//! coull2005), which gives the relapse within days after a glial block (hains2006).

use super::State;
use super::parameters::Params;
use conus_num::{Num, Real};

/// Rates of chloride transport.
pub struct ChlorideFlux<R> {
    /// Net change of TrkB coupling [1/d].
    pub coupling: Num<R>,
    /// Gain of KCC2 below the level [1/d].
    pub gain_below: Num<R>,
    /// Loss of KCC2 below the level [1/d].
    pub loss_below: Num<R>,
    /// Gain of KCC2 at the level [1/d].
    pub gain_at: Num<R>,
    /// Loss of KCC2 at the level [1/d].
    pub loss_at: Num<R>,
}

/// Rates of TrkB coupling and KCC2.
#[inline(always)]
pub fn chloride<R: Real>(y: &State<R>, p: &Params<R>, training: Num<R>) -> ChlorideFlux<R> {
    let inflammation = y.inflammatory_macrophages + y.microglia;
    let bdnf = (y.bdnf + p.bdnf_trophic_share * y.trophic).named("bdnf_of_all_sources");
    let late = ((p.kcc2_trophic * y.trophic + p.kcc2_bdnf_late * bdnf) * (1.0 - y.trkb)).named("late_sign");
    let irritation = y.inflammatory_macrophages + p.kcc2_at_nociceptor * y.nociceptors_at;
    ChlorideFlux {
        coupling: p.trkb_rate * (inflammation.hill(p.trkb_half, 2.0) - y.trkb),
        gain_below: p.kcc2_up * (1.0 - y.kcc2_below) * (1.0 + p.kcc2_training * training + late),
        loss_below: p.kcc2_down * bdnf * y.trkb * y.kcc2_below,
        gain_at: p.kcc2_at_up * (1.0 - y.kcc2_at) * (1.0 + p.kcc2_trophic * y.trophic),
        loss_at: p.kcc2_at_down * irritation * y.kcc2_at,
    }
}

/// How well inhibition works: 1 healthy, 0 lost, below 0 it excites.
pub struct Inhibition<R> {
    /// In the segments at the level.
    pub at: Num<R>,
    /// In the lumbosacral segments below the level.
    pub below: Num<R>,
}

/// The efficacy of inhibition at and below the level.
#[inline(always)]
pub fn inhibition<R: Real>(y: &State<R>, p: &Params<R>) -> Inhibition<R> {
    let by_il1 = (p.inhibition_il1 * y.il1.hill(p.inhibition_il1_half, 1.0)).named("lost_by_il1");
    let by_bdnf =
        (p.inhibition_bdnf * y.trkb * y.bdnf.hill(p.inhibition_bdnf_half, 1.0)).named("lost_by_bdnf");
    let (floor, width) = (p.inhibition_floor, p.inhibition_floor_width);
    Inhibition {
        at: soft_floor(chloride_driven(y.kcc2_at, p) - by_il1, floor, width).named("inhibition_at"),
        below: soft_floor(chloride_driven(y.kcc2_below, p) - by_bdnf - by_il1, floor, width)
            .named("inhibition_below"),
    }
}

/// The inhibition that so much transporter allows.
#[inline(always)]
fn chloride_driven<R: Real>(kcc2: Num<R>, p: &Params<R>) -> Num<R> {
    1.0 - p.inhibition_kcc2 * (1.0 - kcc2)
}

/// `x` where it is well above `floor`, `floor` where it is below, smooth over `width`.
#[inline(always)]
pub fn soft_floor<R: Real>(x: Num<R>, floor: Num<R>, width: Num<R>) -> Num<R> {
    floor + positive_part(x - floor, width)
}

/// `x` where it is well above 0, 0 where it is below, smooth over `width`.
#[inline(always)]
pub fn positive_part<R: Real>(x: Num<R>, width: Num<R>) -> Num<R> {
    width * (x / width).softplus()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    /// BDNF lowers KCC2 while inflammation lasts and raises it once the coupling has gone (boulenguez2010).
    #[test]
    fn the_sign_of_bdnf_turns_with_the_coupling() {
        let p = Parameters::shipped().typical();
        let net = |trkb: f64, bdnf: f64| {
            let y = State { kcc2_below: Num(0.6), trkb: Num(trkb), bdnf: Num(bdnf), ..State::healthy() };
            let flux = chloride(&y, &p, Num(0.0));
            flux.gain_below.0 - flux.loss_below.0
        };
        assert!(net(0.9, 0.5) < net(0.9, 0.0));
        assert!(net(0.0, 0.5) > net(0.0, 0.0));
    }

    /// Healthy inhibition is whole; without KCC2 it stops at the floor instead of falling without end.
    #[test]
    fn inhibition_is_whole_in_health_and_has_a_floor() {
        let p = Parameters::shipped().typical();
        assert!((inhibition(&State::healthy(), &p).below.0 - 1.0).abs() < 1e-9);
        let lost = State { kcc2_below: Num(0.0), bdnf: Num(1.0), trkb: Num(1.0), ..State::healthy() };
        let chi = inhibition(&lost, &p).below.0;
        assert!((-0.2..-0.19).contains(&chi), "{chi}");
    }
}
