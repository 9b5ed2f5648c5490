//! Mesenchymal stem cells and Schwann cells: homing, survival, secretome (S3.1 to S3.5) [10^6 cells].
//!
//! dMc/dt = -(kh + kd + clear) Mc
//! dMl/dt = kh Mc - (loss + inflamed infl + reject)/(1 + synergy u) Ml
//! dMd/dt = kd Mc - (loss + .3 reject) Md
//! dSc/dt = -(loss + inflamed infl)/(1 + synergy u) Sc
//! dZ/dt  = rate [n/(n + half) - Z],   n = Ml + meninges Md + csf Mc
//! kh = homing (basal + infl),  kd = homing_meninges (basal + noci (H + Hb)),  infl = tanh(m1 M1 + glia G)
//!
//! Most cells die within weeks (bmsccontusion) and still act for a while: the pool at ganglia and meninges lives
//! for months (chen2015jci) and the effect outlasts the secretome. Only dose over `potency_half` is identifiable.

use super::State;
use super::inflammation::inflamed;
use super::parameters::Params;
use conus_num::{Num, Real};

/// Rates of cells [10^6 cells/d] and of their secretome [1/d].
pub struct CellFlux<R> {
    /// From cerebrospinal fluid to the lesion.
    pub homing: Num<R>,
    /// From cerebrospinal fluid to ganglia and meninges.
    pub homing_meninges: Num<R>,
    /// Lost from cerebrospinal fluid.
    pub clearance: Num<R>,
    /// Death at the lesion.
    pub death: Num<R>,
    /// Death at ganglia and meninges.
    pub death_meninges: Num<R>,
    /// Death of Schwann cells.
    pub schwann_death: Num<R>,
    /// Net change of the secretome.
    pub secretome: Num<R>,
}

/// Rates of homing, death and secretion.
#[inline(always)]
pub fn cells<R: Real>(y: &State<R>, p: &Params<R>, training: Num<R>) -> CellFlux<R> {
    let homing = homing_rates(y, p);
    let hostile = (p.cell_loss_inflamed * inflamed(y, p)).named("hostile_loss");
    let helped = 1.0 + p.synergy * training;
    let acting = (y.msc_lesion + p.secretome_meninges * y.msc_meninges + p.secretome_csf * y.msc_csf)
        .named("acting_cells");
    CellFlux {
        homing: homing.lesion * y.msc_csf,
        homing_meninges: homing.meninges * y.msc_csf,
        clearance: p.msc_clearance * y.msc_csf,
        death: (p.msc_loss + hostile + p.msc_rejection) / helped * y.msc_lesion,
        death_meninges: (p.meninges_loss + p.meninges_rejection * p.msc_rejection) * y.msc_meninges,
        schwann_death: (p.schwann_loss + hostile) / helped * y.schwann,
        secretome: p.secretome_rate * (acting.hill(p.potency_half, 1.0) - y.secretome),
    }
}

/// How fast cells leave the cerebrospinal fluid for the tissue [1/d].
pub struct Homing<R> {
    /// To the lesion.
    pub lesion: Num<R>,
    /// To ganglia and meninges.
    pub meninges: Num<R>,
}

/// Rates of homing: inflamed tissue and active ganglia attract (S3.1).
#[inline(always)]
pub fn homing_rates<R: Real>(y: &State<R>, p: &Params<R>) -> Homing<R> {
    let calling = p.homing_basal + p.homing_nociceptor * (y.nociceptors_at + y.nociceptors_below);
    Homing {
        lesion: (p.mechanism_homing * p.homing * (p.homing_basal + inflamed(y, p))).named("homing_rate"),
        meninges: (p.mechanism_homing * p.homing_meninges * calling).named("homing_meninges_rate"),
    }
}

/// Effect of the Schwann cells that live at the lesion, 0 to 1.
#[inline(always)]
pub fn schwann_effect<R: Real>(y: &State<R>, p: &Params<R>) -> Num<R> {
    y.schwann.hill(p.schwann_half, 1.0).named("schwann_effect")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    /// S3.1: inflamed tissue attracts; without homing nothing arrives.
    #[test]
    fn inflamed_tissue_attracts_cells_and_the_knock_out_stops_it() {
        let p = Parameters::shipped().typical();
        let calm = State { msc_csf: Num(10.0), ..State::healthy() };
        let hot = State { inflammatory_macrophages: Num(0.4), ..calm };
        let off = Params { mechanism_homing: Num(0.0), ..p };
        assert!(cells(&hot, &p, Num(0.0)).homing.0 > cells(&calm, &p, Num(0.0)).homing.0);
        assert_eq!(cells(&hot, &off, Num(0.0)).homing.0, 0.0);
    }

    /// The secretome saturates: ten times the cells do not make ten times the effect.
    #[test]
    fn the_secretome_saturates() {
        let p = Parameters::shipped().typical();
        let rise = |million: f64| {
            let y = State { msc_lesion: Num(million), ..State::healthy() };
            cells(&y, &p, Num(0.0)).secretome.0
        };
        assert!(rise(10.0) < 2.0 * rise(1.0));
    }
}
