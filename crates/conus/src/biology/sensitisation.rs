//! Synapses and nociceptors that fire too easily: central sensitisation (S1.3) and its peripheral drive.
//!
//! dS/dt  = on (tnf T + il1 I + act + ros R)(1 - S) - off S (1 + trophic F + Z)          below the level
//! dSa/dt = on (spill (tnf T + il1 I) + act + ros R + noci H)(1 - Sa) - off Sa (1 + ...)  at the level
//! dHb/dt = on (tnf T + glia G + root X)(1 - Hb) - off Hb (1 + state s Z)
//! dH/dt  = on {sus [(tnf T + m1 M1)/(1 + brake F) + sprout Y] + loop H^3/(H^3 + half^3)}(1 - H) - off H (1 + state s Z)
//! dIc/dt = -(tnf T + ros R)[Ic - floor]+ + gain F (1 - Ic)
//!
//! At-level and below-level pain are two processes: the first driven by its own nociceptors within days, the
//! second by glia over months (finnerup2014, siddall2003).

use super::State;
use super::disinhibition::positive_part;
use super::parameters::Params;
use super::sprouting;
use conus_num::{Num, Real};

/// Gain and loss of each sensitised quantity [1/d].
pub struct SensitisationFlux<R> {
    /// Synapses below the level.
    pub synapses_below: Turnover<R>,
    /// Synapses at the level.
    pub synapses_at: Turnover<R>,
    /// Nociceptors of the lumbosacral ganglia.
    pub nociceptors_below: Turnover<R>,
    /// Nociceptors of the at-level ganglia.
    pub nociceptors_at: Turnover<R>,
    /// Inhibitory interneurons at the level.
    pub interneurons: Turnover<R>,
}

/// A gain and a loss [1/d].
pub struct Turnover<R> {
    /// What is added.
    pub gain: Num<R>,
    /// What is taken away.
    pub loss: Num<R>,
}

/// How strongly firing drives its own sensitisation, 0 to 1.
pub struct Activity<R> {
    /// Projection neurons at the level.
    pub at: Num<R>,
    /// Projection neurons of the lumbosacral cord, root included.
    pub below: Num<R>,
}

/// Rates of all sensitised quantities.
#[inline(always)]
pub fn sensitisation<R: Real>(
    y: &State<R>,
    p: &Params<R>,
    free_tnf: Num<R>,
    activity: &Activity<R>,
) -> SensitisationFlux<R> {
    SensitisationFlux {
        synapses_below: synapses_below(y, p, free_tnf, activity.below),
        synapses_at: synapses_at(y, p, free_tnf, activity.at),
        nociceptors_below: nociceptors_below(y, p, free_tnf),
        nociceptors_at: nociceptors_at(y, p, free_tnf),
        interneurons: interneurons(y, p, free_tnf),
    }
}

#[inline(always)]
fn synapses_below<R: Real>(y: &State<R>, p: &Params<R>, free_tnf: Num<R>, activity: Num<R>) -> Turnover<R> {
    let cytokines = p.synapse_tnf * free_tnf + p.synapse_il1 * y.il1;
    let drive = (cytokines + p.synapse_activity * activity + p.synapse_ros * y.oxidative_stress)
        .named("synapse_drive_below");
    Turnover {
        gain: p.synapse_on * drive * (1.0 - y.sensitised_below),
        loss: p.synapse_off * y.sensitised_below * synapse_recovery(y, p),
    }
}

#[inline(always)]
fn synapses_at<R: Real>(y: &State<R>, p: &Params<R>, free_tnf: Num<R>, activity: Num<R>) -> Turnover<R> {
    let cytokines = p.synapse_at_spill * (p.synapse_tnf * free_tnf + p.synapse_il1 * y.il1);
    let drive = (cytokines
        + p.synapse_activity * activity
        + p.synapse_ros * y.oxidative_stress
        + p.synapse_at_nociceptor * y.nociceptors_at)
        .named("synapse_drive_at");
    Turnover {
        gain: p.synapse_at_on * drive * (1.0 - y.sensitised_at),
        loss: p.synapse_at_off * y.sensitised_at * synapse_recovery(y, p),
    }
}

#[inline(always)]
fn synapse_recovery<R: Real>(y: &State<R>, p: &Params<R>) -> Num<R> {
    (1.0 + p.synapse_trophic * y.trophic + p.synapse_secretome * p.mechanism_immunomodulation * y.secretome)
        .named("synapse_recovery")
}

#[inline(always)]
fn nociceptors_below<R: Real>(y: &State<R>, p: &Params<R>, free_tnf: Num<R>) -> Turnover<R> {
    let drive = (p.nociceptor_below_tnf * free_tnf
        + p.nociceptor_below_glia * y.microglia
        + p.nociceptor_below_root * y.root_compression)
        .named("nociceptor_drive_below");
    Turnover {
        gain: p.nociceptor_below_on * drive * (1.0 - y.nociceptors_below),
        loss: p.nociceptor_below_off * y.nociceptors_below * nociceptor_recovery(y, p),
    }
}

#[inline(always)]
fn nociceptors_at<R: Real>(y: &State<R>, p: &Params<R>, free_tnf: Num<R>) -> Turnover<R> {
    let lesion = (p.nociceptor_tnf * free_tnf + p.nociceptor_m1 * y.inflammatory_macrophages)
        .named("lesion_irritation");
    let brake = 1.0 + p.nociceptor_trophic_brake * y.trophic;
    let drive = (p.susceptibility_at * (lesion / brake + p.nociceptor_sprout * sprouting::drive(y, p))
        + p.nociceptor_loop * y.nociceptors_at.hill(p.nociceptor_half, 3.0))
    .named("nociceptor_drive_at");
    Turnover {
        gain: p.nociceptor_on * drive * (1.0 - y.nociceptors_at),
        loss: p.nociceptor_off * y.nociceptors_at * nociceptor_recovery(y, p),
    }
}

#[inline(always)]
fn nociceptor_recovery<R: Real>(y: &State<R>, p: &Params<R>) -> Num<R> {
    (1.0 + p.nociceptor_secretome_state * p.state_share * p.mechanism_immunomodulation * y.secretome)
        .named("nociceptor_recovery")
}

#[inline(always)]
fn interneurons<R: Real>(y: &State<R>, p: &Params<R>, free_tnf: Num<R>) -> Turnover<R> {
    let toxic = (p.interneuron_loss_tnf * free_tnf + p.interneuron_loss_ros * y.oxidative_stress)
        .named("interneuron_toxicity");
    let at_risk = positive_part(y.interneurons_at - p.interneuron_floor, p.soft_edge);
    Turnover { gain: p.interneuron_gain * y.trophic * (1.0 - y.interneurons_at), loss: toxic * at_risk }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    fn at(y: &State<f64>) -> SensitisationFlux<f64> {
        let p = Parameters::shipped().typical();
        sensitisation(y, &p, y.tnf, &Activity { at: Num(0.0), below: Num(0.0) })
    }

    /// Cytokines sensitise, the secretome and trophic factors help recovery.
    #[test]
    fn cytokines_sensitise_and_secretome_helps_recovery() {
        let hit = State { tnf: Num(0.3), il1: Num(0.3), sensitised_below: Num(0.2), ..State::healthy() };
        let helped = State { secretome: Num(1.0), trophic: Num(0.3), ..hit };
        assert!(at(&hit).synapses_below.gain.0 > at(&State::healthy()).synapses_below.gain.0);
        assert!(at(&helped).synapses_below.loss.0 > at(&hit).synapses_below.loss.0);
    }

    /// Spontaneous activity of at-level nociceptors keeps itself once it is high.
    #[test]
    fn at_level_nociceptors_are_bistable() {
        let net = |active: f64| {
            let flux = at(&State { nociceptors_at: Num(active), ..State::healthy() }).nociceptors_at;
            flux.gain.0 - flux.loss.0
        };
        assert!(net(0.1) < 0.0);
        assert!(net(0.5) > 0.0);
    }

    /// A compressed root excites its own ganglion (S1.5), whatever the cord.
    #[test]
    fn a_compressed_root_excites_its_ganglion() {
        let pressed = State { root_compression: Num(0.8), ..State::healthy() };
        assert!(at(&pressed).nociceptors_below.gain.0 > 0.0);
    }
}
