//! Debris, perfusion and oxidative stress at the lesion: what starts everything (S1.2, S3.5).
//!
//! dD/dt = -clear D (1 + phago M2)
//! dV/dt = recover (1 - V)(1 + trophic F) - ros R V
//! dR/dt = turnover [ischaemia (1 - V) + m1 M1 + glia Go - R (1 + cells Z)]
//!
//! Perfusion: flow of 43 %, 64 % and 90 % of normal on days 1, 4 and 9 in rat (cordbloodflow).

use super::State;
use super::parameters::Params;
use conus_num::{Num, Real};

/// Rates at the lesion.
pub struct InjuryFlux<R> {
    /// Clearance of debris [1/d].
    pub clearance: Num<R>,
    /// Recovery of perfusion [1/d].
    pub reperfusion: Num<R>,
    /// Loss of perfusion by oxidative stress [1/d].
    pub vessel_injury: Num<R>,
    /// Production of reactive oxygen species [ros/d].
    pub oxidation: Num<R>,
    /// Removal of reactive oxygen species [ros/d].
    pub reduction: Num<R>,
}

/// Rates of clearance, reperfusion and oxidation.
#[inline(always)]
pub fn injury<R: Real>(y: &State<R>, p: &Params<R>, output: Num<R>) -> InjuryFlux<R> {
    let repair = p.perfusion_trophic * p.mechanism_environment * y.trophic;
    let scavenging = p.ros_secretome * p.mechanism_environment * y.secretome;
    let source =
        (p.ros_ischaemia * (1.0 - y.perfusion) + p.ros_m1 * y.inflammatory_macrophages + p.ros_glia * output)
            .named("ros_made");
    InjuryFlux {
        clearance: p.debris_clearance * y.debris * (1.0 + p.debris_phagocytosis * y.repair_macrophages),
        reperfusion: p.perfusion_recovery * (1.0 - y.perfusion) * (1.0 + repair),
        vessel_injury: p.perfusion_ros * y.oxidative_stress * y.perfusion,
        oxidation: p.ros_turnover * source,
        reduction: p.ros_turnover * y.oxidative_stress * (1.0 + scavenging),
    }
}

/// The tissue on day 0, straight after an injury of severity `p.severity`.
#[must_use]
pub fn start(p: &Params<f64>) -> State<f64> {
    let severity = p.severity;
    let spared = 1.0 - p.tissue_start * severity;
    let mut y = State::healthy();
    y.debris = severity;
    y.perfusion = 1.0 - p.perfusion_loss * severity;
    y.tnf = p.tnf_start * severity;
    y.il1 = p.il1_start * severity;
    y.il6 = p.il6_start * severity;
    y.trkb = p.trkb_start * severity;
    y.tracts = spared;
    y.myelin = spared;
    y.root_compression = p.root_compression_start;
    y.function = (p.function_local + (1.0 - p.function_local) * spared) * (1.0 - p.function_training);
    y.quality = p.quality_function * y.function + (1.0 - p.quality_function);
    y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::glia;
    use crate::biology::parameters::Parameters;

    fn at(y: &State<f64>) -> InjuryFlux<f64> {
        let p = Parameters::shipped().typical();
        injury(y, &p, glia::output(y, &p, Num(0.0)))
    }

    /// Nothing moves in healthy tissue.
    #[test]
    fn healthy_tissue_stays_as_it_is() {
        let flux = at(&State::healthy());
        assert_eq!([flux.clearance.0, flux.reperfusion.0, flux.vessel_injury.0, flux.oxidation.0], [0.0; 4]);
    }

    /// S3.5: cells speed up vessel repair and remove oxidative stress.
    #[test]
    fn trophic_support_and_secretome_help_the_environment() {
        let injured = start(&Parameters::shipped().typical());
        let injured = State { oxidative_stress: Num(0.5), ..injured };
        let helped = State { trophic: Num(0.5), secretome: Num(0.5), ..injured };
        assert!(at(&helped).reperfusion.0 > at(&injured).reperfusion.0);
        assert!(at(&helped).reduction.0 > at(&injured).reduction.0);
    }
}
