//! Microglia and astrocytes of the dorsal horn below the lesion: the memory of the pain (S1.2, S1.3).
//!
//! Lesion cytokines switch microglia on; an autocrine loop keeps them on after the lesion is quiet, so that the
//! pain outlives the inflammation. The cells' secretome acts on their state and on their output (S3.2).
//!
//! dG/dt = [induce sus (m1 M1 + tnf T)/(1 + brake F) + loop G^2/(G^2 + half^2)(1 + help A) + fire act](1 - G) c
//!         - decay G (1 + calm s Z)
//! dA/dt = on (G + tnf T)(1 - A) - off A (1 + s Z)
//! dB/dt = turnover [glia Go + m1 M1 - B]
//! dF/dt = turnover [msc Z + schwann Sc/(Sc + half) + train u - F]
//! Go = G (1 - block)/(1 + out (1 - s) Z),   c = (1 + IL10/half + brake s Z)^(-1/2),   s = state_share
//!
//! Anti-TNF works from day 0 and not when late (marchand2009): TNF is in induction only. A late blocker of glial
//! output relieves and the pain is back at once (hains2006): state and output are separate here.

use super::parameters::Params;
use super::{State, cells};
use conus_num::{Num, Real};

/// Rates of glia and of what they make.
pub struct GliaFlux<R> {
    /// Activation of microglia [1/d].
    pub activation: Num<R>,
    /// Resolution of microglia [1/d].
    pub resolution: Num<R>,
    /// Activation of astrocytes [1/d].
    pub scarring: Num<R>,
    /// Resolution of astrocytes [1/d].
    pub scar_resolution: Num<R>,
    /// Net change of BDNF [bdnf/d].
    pub bdnf: Num<R>,
    /// Net change of trophic support [trophic/d].
    pub trophic: Num<R>,
}

/// Rates of activation and resolution; `activity` is the drive by firing projection neurons, 0 to 1.
#[inline(always)]
pub fn glia<R: Real>(
    y: &State<R>,
    p: &Params<R>,
    free_tnf: Num<R>,
    output: Num<R>,
    activity: Num<R>,
    training: Num<R>,
) -> GliaFlux<R> {
    let acting_on_state = (p.state_share * p.mechanism_immunomodulation * y.secretome).named("on_state");
    let lesion = p.glia_m1 * y.inflammatory_macrophages + p.glia_tnf * free_tnf;
    let induction = (p.glia_induction * p.susceptibility_below * lesion
        / (1.0 + p.glia_trophic_brake * y.trophic))
        .named("induction");
    let own_loop = (p.glia_loop * y.microglia.hill(p.glia_half, 2.0) * (1.0 + p.astro_help * y.astrocytes))
        .named("own_loop");
    let calm =
        (1.0 / (1.0 + y.il10 / p.il10_half + p.brake_secretome * acting_on_state).sqrt()).named("calm");
    let made = (p.trophic_msc * p.mechanism_trophic * y.secretome
        + p.trophic_schwann * p.mechanism_trophic * cells::schwann_effect(y, p)
        + p.trophic_training * training)
        .named("trophic_made");
    GliaFlux {
        activation: (induction + own_loop + p.glia_activity * activity) * (1.0 - y.microglia) * calm,
        resolution: p.glia_decay * y.microglia * (1.0 + p.glia_secretome_state * acting_on_state),
        scarring: p.astro_on * (y.microglia + p.astro_tnf * free_tnf) * (1.0 - y.astrocytes),
        scar_resolution: p.astro_off * y.astrocytes * (1.0 + acting_on_state),
        bdnf: p.bdnf_turnover * (p.bdnf_glia * output + p.bdnf_m1 * y.inflammatory_macrophages - y.bdnf),
        trophic: p.trophic_turnover * (made - y.trophic),
    }
}

/// What microglia release, 0 to 1: their state less what a blocker or the secretome holds back.
#[inline(always)]
pub fn output<R: Real>(y: &State<R>, p: &Params<R>, glial_block: Num<R>) -> Num<R> {
    let held = p.glia_secretome_output * (1.0 - p.state_share) * p.mechanism_immunomodulation * y.secretome;
    (y.microglia * (1.0 - glial_block) / (1.0 + held)).named("glial_output")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    fn at(y: &State<f64>) -> GliaFlux<f64> {
        let p = Parameters::shipped().typical();
        glia(y, &p, y.tnf, output(y, &p, Num(0.0)), Num(0.0), Num(0.0))
    }

    /// With every lesion signal gone, a little activity fades and a lot of it stays (hains2006).
    #[test]
    fn without_lesion_signals_low_activity_fades_and_high_activity_stays() {
        let grows = |active: f64| {
            let flux = at(&State { microglia: Num(active), astrocytes: Num(0.5), ..State::healthy() });
            flux.activation.0 > flux.resolution.0
        };
        assert!(!grows(0.05));
        assert!(grows(0.50));
    }

    /// TNF induces; trophic factors stop the induction and leave the loop alone.
    #[test]
    fn trophic_factors_block_induction_and_not_the_loop() {
        let hit = State { tnf: Num(0.5), ..State::healthy() };
        let trained = State { trophic: Num(0.5), ..hit };
        assert!(at(&trained).activation.0 < 0.2 * at(&hit).activation.0);
        let persistent = State { microglia: Num(0.6), ..State::healthy() };
        let late = State { trophic: Num(0.5), ..persistent };
        assert_eq!(at(&late).activation.0, at(&persistent).activation.0);
    }

    /// A blocker of glial output leaves the state as it is: relapse is then only a matter of BDNF turnover.
    #[test]
    fn a_blocker_of_output_does_not_touch_the_state() {
        let p = Parameters::shipped().typical();
        let y = State { microglia: Num(0.6), ..State::healthy() };
        assert_eq!(output(&y, &p, Num(1.0)).0, 0.0);
        assert_eq!(output(&y, &p, Num(0.0)).0, 0.6);
    }
}
