//! Surgery and block: what do they do for a compressed root, and what for pain of the cord?

use super::cast::{Cast, IN_PAIN, LATE, SAME, YEAR};
use super::finding::{at_least, at_most, within};
use super::{Behaviour, Findings, first_day, greatest};
use crate::biology::parameters::Params;
use crate::treatment::Treatment;

pub(super) const SCIATICA: Behaviour = Behaviour {
    title: "Decompression relieves sciatica sooner than time does, and more in those whom time fails",
    evidence: "After 6 to 12 weeks of sciatica early surgery recovers faster (hazard ratio 1.97) and 95 % of \
               both arms recover within a year (peul2007). After 4 to 12 months surgery leads in six months \
               from 7.7 to 2.8, care from 8.0 to 5.2 (bailey2020).",
    caveat: "Who is who is a choice of one parameter, the resorption of the disc; the spread over people is \
             fitted elsewhere.",
    play: sciatica,
};

fn sciatica(cast: &Cast) -> Findings {
    let early = Treatment::Decompression { day: 42.0 };
    let relief = cast.relief(&cast.sciatica(), &[early], &[84.0, YEAR])?;
    let late = Treatment::Decompression { day: 210.0 };
    let person = cast.lasting_sciatica();
    let days = [209.0, 392.0];
    let untreated = cast.pain(&person, &[], &days)?;
    let lasting = cast.relief(&person, &[late], &days)?;
    Ok(vec![
        at_least(1.0, "operated in week 6: relief six weeks later, NRS", relief[0]),
        within(-SAME, SAME, "their relief after one year, NRS", relief[1]),
        at_least(5.0, "lasting sciatica: NRS after seven months", untreated[0]),
        within(1.8, 3.8, "its fall in six more months (published 2.8), NRS", untreated[0] - untreated[1]),
        within(1.4, 3.4, "operated in month 7: relief six months later (published 2.4), NRS", lasting[1]),
    ])
}

pub(super) const NOT_BELOW_LEVEL: Behaviour = Behaviour {
    title: "Decompression does not relieve below-level pain",
    evidence: "Spinal surgery or none: no difference in at-level or below-level pain at any time up to one \
               year (spinalsurgery1997).",
    caveat: "With a compressed root besides the injury, relief stays partial: the sensitised cord amplifies \
             the fifth of the compression that an operation is assumed to leave.",
    play: not_below_level,
};

fn not_below_level(cast: &Cast) -> Findings {
    let operation = [Treatment::Decompression { day: 90.0 }];
    let injured = cast.relief(&cast.below_level(), &operation, &[LATE, YEAR])?;
    let both = cast.below_level_and_root();
    let untreated = cast.see(&both, &[], &[YEAR])?;
    let operated = cast.see(&both, &operation, &[YEAR])?;
    let relief = |of: &str| untreated.values(of)[0] - operated.values(of)[0];
    let without_root = cast.pain_on(&cast.below_level(), &[], YEAR)?;
    Ok(vec![
        within(-SAME, SAME, "injury alone: relief at six months, NRS", injured[0]),
        within(-SAME, SAME, "injury alone: relief after one year, NRS", injured[1]),
        at_least(IN_PAIN, "injury and root: relief of all pain after one year, NRS", relief("pain")),
        within(-SAME, SAME, "of it in below-level pain, NRS", relief("pain_below")),
        at_least(
            -SAME,
            "pain left, less that of the injury alone, NRS",
            operated.values("pain")[0] - without_root,
        ),
    ])
}

pub(super) const BLOCK: Behaviour = Behaviour {
    title: "A block relieves pain of the cord in part and for hours, and sciatica deeply",
    evidence: "Spinal lidocaine, 21 people: 37.8 % less pain (SD 37) for 123 minutes (SD 95), 13 of them \
               responding (loubser1991).",
    caveat: "Bounds are the 95 % intervals of both published means. How much of the drive a block reaches \
             was fitted to the first.",
    play: block,
};

fn block(cast: &Cast) -> Findings {
    let minutes: Vec<f64> = (0..=144).map(|step| 10.0 * f64::from(step)).collect();
    let relief = |person: Params<f64>, day: f64| {
        let days: Vec<f64> = minutes.iter().map(|minute| day + minute / (24.0 * 60.0)).collect();
        let untreated = cast.pain(&person, &[], &days)?;
        let relief = cast.relief(&person, &[Treatment::NerveBlock { day }], &days)?;
        Ok(relief.iter().zip(&untreated).map(|(relief, pain)| 100.0 * relief / pain).collect::<Vec<_>>())
    };
    let cord = relief(cast.below_level(), YEAR)?;
    let fading: Vec<f64> = cord.iter().map(|relief| -relief).collect();
    let halved = first_day(&minutes, &fading[..], -0.5 * greatest(&cord));
    Ok(vec![
        within(22.0, 54.0, "below-level pain: greatest relief, %", greatest(&cord)),
        within(83.0, 163.0, "minutes until half of it is lost", halved),
        at_most(5.0, "relief after one day, %", cord[144]),
        at_least(50.0, "sciatica: greatest relief, %", greatest(&relief(cast.sciatica(), 42.0)?)),
    ])
}
