//! Macrophages and cytokines at the lesion: the inflammatory fire (S1.2), and how cells damp it (S3.2).
//!
//! dM1/dt = (debris D + tnf T D/(D + half)) (1 - M1 - M2) a - (loss + convert (1 + cells Z)) M1
//! dM2/dt = convert (1 + cells Z) M1 - loss M2
//! dC/dt  = turnover [(m1 M1 + glia Go + astro A) a - C]          for C = TNF, IL-1beta, IL-6
//! a = 1/(1 + IL10/half + brake Z)
//!
//! The cytokines are slowed tissue pools relative to a named reference, not picograms: molecules live minutes
//! to hours (pmid8324076), the tissue keeps their effect for hours to days.

use super::State;
use super::parameters::Params;
use conus_num::{Num, Real};

/// Rates of macrophages and cytokines.
pub struct InflammationFlux<R> {
    /// Recruitment of inflammatory macrophages [1/d].
    pub recruitment: Num<R>,
    /// Conversion to the repair type [1/d].
    pub conversion: Num<R>,
    /// Loss of inflammatory macrophages [1/d].
    pub m1_loss: Num<R>,
    /// Loss of repair-type macrophages [1/d].
    pub m2_loss: Num<R>,
    /// Net change of TNF [tnf/d].
    pub tnf: Num<R>,
    /// Net change of IL-1beta [il1/d].
    pub il1: Num<R>,
    /// Net change of IL-6 [il6/d].
    pub il6: Num<R>,
    /// Net change of IL-10 [il10/d].
    pub il10: Num<R>,
}

/// Rates of recruitment, conversion and cytokine turnover; `free_tnf` is TNF that no drug binds [tnf].
#[inline(always)]
pub fn inflammation<R: Real>(
    y: &State<R>,
    p: &Params<R>,
    free_tnf: Num<R>,
    output: Num<R>,
) -> InflammationFlux<R> {
    let (m1, m2) = (y.inflammatory_macrophages, y.repair_macrophages);
    let brake = brake(y, p);
    let calls = (p.m1_debris * y.debris + p.m1_tnf * free_tnf * y.debris.hill(p.m1_debris_half, 1.0))
        .named("recruiting");
    let cells = (p.m1_to_m2_cells * p.mechanism_immunomodulation * y.secretome).named("converting");
    let tnf = (p.tnf_m1 * m1 + p.tnf_glia * output + p.tnf_astro * y.astrocytes).named("tnf_made");
    let il1 = (p.il1_m1 * m1 + p.il1_glia * output + p.il1_astro * y.astrocytes).named("il1_made");
    let il6 = (p.il6_m1 * m1 + p.il6_astro * y.astrocytes).named("il6_made");
    InflammationFlux {
        recruitment: calls * (1.0 - m1 - m2) * brake,
        conversion: p.m1_to_m2 * (1.0 + cells) * m1,
        m1_loss: p.m1_loss * m1,
        m2_loss: p.m2_loss * m2,
        tnf: p.tnf_turnover * (tnf * brake - y.tnf),
        il1: p.il1_turnover * (il1 * brake - y.il1),
        il6: p.il6_turnover * (il6 * brake - y.il6),
        il10: p.il10_turnover * (p.il10_m2 * m2 - y.il10),
    }
}

/// Share of cytokine production that IL-10 and the secretome leave, 0 to 1.
#[inline(always)]
fn brake<R: Real>(y: &State<R>, p: &Params<R>) -> Num<R> {
    (1.0 / (1.0 + y.il10 / p.il10_half + p.brake_secretome * p.mechanism_immunomodulation * y.secretome))
        .named("cytokine_brake")
}

/// How inflamed the tissue is, 0 to 1: it attracts cells and kills them.
#[inline(always)]
pub fn inflamed<R: Real>(y: &State<R>, p: &Params<R>) -> Num<R> {
    (p.inflamed_m1 * y.inflammatory_macrophages + p.inflamed_glia * y.microglia).tanh().named("inflamed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    fn at(y: &State<f64>) -> InflammationFlux<f64> {
        inflammation(y, &Parameters::shipped().typical(), y.tnf, y.microglia)
    }

    fn burning() -> State<f64> {
        State { debris: Num(0.7), inflammatory_macrophages: Num(0.3), tnf: Num(0.2), ..State::healthy() }
    }

    /// IL-10 and the secretome lower production of every cytokine (S3.2).
    #[test]
    fn il10_and_secretome_damp_the_fire() {
        for calmer in [State { il10: Num(0.3), ..burning() }, State { secretome: Num(0.8), ..burning() }] {
            assert!(at(&calmer).tnf.0 < at(&burning()).tnf.0);
            assert!(at(&calmer).il1.0 < at(&burning()).il1.0);
            assert!(at(&calmer).recruitment.0 < at(&burning()).recruitment.0);
        }
    }

    /// Without debris nobody is recruited, whatever the TNF: TNF does not keep the fire by itself.
    #[test]
    fn without_debris_there_is_no_recruitment() {
        let y = State { debris: Num(0.0), ..burning() };
        assert_eq!(at(&y).recruitment.0, 0.0);
    }
}
