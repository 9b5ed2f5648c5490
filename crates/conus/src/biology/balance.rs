//! All fluxes summed: the whole equation system on one page.
//!
//! Mechanisms return named fluxes; only this file decides which state they fill and which they drain. To knock a
//! mechanism out is to set one of its parameters to zero, never to edit an equation.

use super::brain::{Firing, brain, firing_at_rest, pain, training_done};
use super::cells::cells;
use super::disinhibition::chloride;
use super::drug::drug;
use super::glia::{glia, output};
use super::inflammation::inflammation;
use super::injury::injury;
use super::parameters::Params;
use super::sensitisation::{Activity, Turnover, sensitisation};
use super::sprouting::sprouting;
use super::tracts::tracts;
use super::{Inputs, State};
use conus_num::{Num, Real};

/// Rate of change of every state [unit of the state/d].
#[inline(always)]
pub fn balance<R: Real>(y: &State<R>, p: &Params<R>, u: &Inputs<R>) -> State<R> {
    let firing = firing_at_rest(y, p);
    let activity = activity(&firing, p);
    let free_tnf = (y.tnf * (1.0 - u.tnf_block)).named("free_tnf");
    let output = output(y, p, u.glial_block);
    let training = training_done(y, p, u.training);
    let lesion = injury(y, p, output);
    let fire = inflammation(y, p, free_tnf, output);
    let memory = glia(y, p, free_tnf, output, activity.below, training);
    let chloride = chloride(y, p, training);
    let sensitised = sensitisation(y, p, free_tnf, &activity);
    let sprouts = sprouting(y, p, training);
    let brain = brain(y, p, pain(y, p, &firing).total, training);
    let pathways = tracts(y, p, free_tnf, training);
    let (grafted, taken) = (cells(y, p, training), drug(y, p));
    State {
        debris: -lesion.clearance,
        perfusion: lesion.reperfusion - lesion.vessel_injury,
        oxidative_stress: lesion.oxidation - lesion.reduction,
        inflammatory_macrophages: fire.recruitment - fire.conversion - fire.m1_loss,
        repair_macrophages: fire.conversion - fire.m2_loss,
        tnf: fire.tnf,
        il1: fire.il1,
        il6: fire.il6,
        il10: fire.il10,
        microglia: memory.activation - memory.resolution,
        astrocytes: memory.scarring - memory.scar_resolution,
        bdnf: memory.bdnf,
        trophic: memory.trophic,
        trkb: chloride.coupling,
        kcc2_below: chloride.gain_below - chloride.loss_below,
        sensitised_below: net(&sensitised.synapses_below),
        nociceptors_below: net(&sensitised.nociceptors_below),
        descending: brain.descending,
        interneurons_at: net(&sensitised.interneurons),
        kcc2_at: chloride.gain_at - chloride.loss_at,
        nociceptors_at: net(&sensitised.nociceptors_at),
        young_sprouts: sprouts.growth - sprouts.retraction - sprouts.fixation,
        lasting_sprouts: sprouts.fixation + sprouts.misguidance - sprouts.loss,
        sensitised_at: net(&sensitised.synapses_at),
        cortex: brain.cortex,
        tracts: pathways.repair - pathways.loss,
        myelin: pathways.myelination - pathways.demyelination,
        root_compression: -pathways.resorption,
        drug_gut: u.drug_rate - taken.absorption,
        drug_plasma: taken.uptake - taken.elimination,
        drug_effect: taken.effect,
        tolerance: taken.tolerance,
        dizziness_habituation: taken.dizziness,
        somnolence_habituation: taken.somnolence,
        anaesthetic: -taken.anaesthetic,
        msc_csf: -grafted.homing - grafted.homing_meninges - grafted.clearance,
        msc_lesion: grafted.homing - grafted.death,
        msc_meninges: grafted.homing_meninges - grafted.death_meninges,
        schwann: -grafted.schwann_death,
        secretome: grafted.secretome,
        function: brain.function,
        quality: brain.quality,
    }
}

/// How strongly firing drives its own sensitisation.
#[inline(always)]
fn activity<R: Real>(firing: &Firing<R>, p: &Params<R>) -> Activity<R> {
    Activity {
        at: firing.at.hill(p.activity_half, 2.0).named("activity_at"),
        below: firing.with_root.hill(p.activity_half, 2.0).named("activity_below"),
    }
}

#[inline(always)]
fn net<R: Real>(turnover: &Turnover<R>) -> Num<R> {
    turnover.gain - turnover.loss
}
