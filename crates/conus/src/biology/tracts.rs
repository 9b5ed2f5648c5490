//! Axons and myelin: what still conducts, what is lost in the first weeks, what is rebuilt (S1.1, S3.3, S3.4).
//!
//! dN/dt  = -(tnf T + ros R)[N - 1 + floor sev]+ + gain (m My + t u + b u F)(basal + F)[1 - ceiling sev - N]+
//! dMy/dt = schwann Sc/(Sc + half)(1 - My) + own (1 - My) - tnf T [My - floor]+
//! dX/dt  = -resorb X                                           natural resorption of a compressed root (peul2007)

use super::disinhibition::positive_part;
use super::parameters::Params;
use super::{State, cells};
use conus_num::{Num, Real};

/// Rates of tracts, myelin and root compression [1/d].
pub struct TractFlux<R> {
    /// Secondary loss of tracts.
    pub loss: Num<R>,
    /// Repair of tracts.
    pub repair: Num<R>,
    /// Remyelination.
    pub myelination: Num<R>,
    /// Demyelination.
    pub demyelination: Num<R>,
    /// Resorption of what presses on the root.
    pub resorption: Num<R>,
}

/// Rates of loss and repair.
#[inline(always)]
pub fn tracts<R: Real>(y: &State<R>, p: &Params<R>, free_tnf: Num<R>, training: Num<R>) -> TractFlux<R> {
    let toxic = (p.tract_loss_tnf * free_tnf + p.tract_loss_ros * y.oxidative_stress).named("tract_toxicity");
    let at_risk =
        positive_part(y.tracts - (1.0 - p.tract_floor * p.severity), p.soft_edge).named("tracts_at_risk");
    let room = positive_part(1.0 - p.tract_ceiling * p.severity - y.tracts, p.soft_edge).named("tract_room");
    let support = (p.tract_myelin * y.myelin
        + p.tract_training * training
        + p.tract_training_trophic * training * y.trophic)
        .named("tract_support");
    let schwann = p.myelin_schwann * p.mechanism_support * cells::schwann_effect(y, p);
    TractFlux {
        loss: toxic * at_risk,
        repair: p.tract_gain * support * (p.tract_basal + p.tract_trophic * y.trophic) * room,
        myelination: (schwann + p.myelin_own) * (1.0 - y.myelin),
        demyelination: p.myelin_loss_tnf * free_tnf * positive_part(y.myelin - p.myelin_floor, p.soft_edge),
        resorption: p.root_resorption * y.root_compression,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::parameters::Parameters;

    /// Schwann cells remyelinate (S3.4), and a knock-out of that mechanism stops exactly that.
    #[test]
    fn schwann_cells_remyelinate_unless_support_is_knocked_out() {
        let p = Parameters::shipped().typical();
        let off = Params { mechanism_support: Num(0.0), ..p };
        let hurt = State { myelin: Num(0.6), ..State::healthy() };
        let grafted = State { schwann: Num(10.0), ..hurt };
        let rate = |y: &State<f64>, p: &Params<f64>| tracts(y, p, Num(0.0), Num(0.0)).myelination.0;
        assert!(rate(&grafted, &p) > rate(&hurt, &p));
        assert_eq!(rate(&grafted, &off), rate(&hurt, &p));
    }

    /// Repair ends at the ceiling that the injury sets: no cure of the cord by construction.
    #[test]
    fn repair_stops_at_the_ceiling() {
        let p = Parameters::shipped().typical();
        let repaired = |tracts_left: f64| {
            let y = State { tracts: Num(tracts_left), trophic: Num(0.5), ..State::healthy() };
            tracts(&y, &p, Num(0.0), Num(1.0)).repair.0
        };
        assert!(repaired(0.75) < 0.01 * repaired(0.30));
    }
}
