//! What is each variable called and what does it mean? The dictionary of all data sets of a trial.
//!
//! Names and labels of CDISC are those of `ADaMIG` 1.3, ADaM OCCDS 1.1 and SDTMIG 3.4; the rest is ours and
//! says so.

use crate::table::{Origin, Variable};

const ADAM: Origin = Origin::Cdisc("ADaMIG 1.3");
const OCCDS: Origin = Origin::Cdisc("ADaM OCCDS 1.1");
const SDTM: Origin = Origin::Cdisc("SDTMIG 3.4");
const OWN: Origin = Origin::Conus;
const NONE: &str = "";
const DAYS: &str = "days";
const DATE: &str = "days since 1960-01-01";
const NRS: &str = "NRS points (0-10)";

const fn of(
    origin: Origin,
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    derivation: &'static str,
) -> Variable {
    Variable { name, label, unit, derivation, origin }
}

pub(crate) const STUDYID: Variable =
    of(SDTM, "STUDYID", "Study Identifier", NONE, "starts with SYN-: the study is simulated");
pub(crate) const USUBJID: Variable = of(
    SDTM,
    "USUBJID",
    "Unique Subject Identifier",
    NONE,
    "STUDYID, R and REPLIC, SITEID and SUBJID joined by hyphens",
);
pub(super) const REPLIC: Variable =
    of(OWN, "REPLIC", "Replicate of the Simulation", NONE, "number of the simulated trial");

// Subjects: ADSL
pub(super) const SUBJID: Variable =
    of(SDTM, "SUBJID", "Subject Identifier for the Study", NONE, "number of the subject");
pub(super) const SITEID: Variable =
    of(SDTM, "SITEID", "Study Site Identifier", NONE, "number of the simulated site");
pub(super) const AGE: Variable = of(SDTM, "AGE", "Age", "years", "drawn with the virtual patient");
pub(super) const AGEU: Variable = of(SDTM, "AGEU", "Age Units", NONE, "YEARS");
pub(super) const SEX: Variable = of(SDTM, "SEX", "Sex", NONE, "drawn with the virtual patient");
pub(super) const RACE: Variable =
    of(SDTM, "RACE", "Race", NONE, "NOT REPORTED: virtual patients have none; ADaMIG requires the variable");
pub(super) const ARM: Variable =
    of(SDTM, "ARM", "Description of Planned Arm", NONE, "drawn at randomisation");
pub(super) const ARMCD: Variable = of(SDTM, "ARMCD", "Planned Arm Code", NONE, "drawn at randomisation");
pub(super) const TRT01P: Variable = of(ADAM, "TRT01P", "Planned Treatment for Period 01", NONE, "ARM");
pub(super) const TRT01PN: Variable = of(
    ADAM,
    "TRT01PN",
    "Planned Treatment for Period 01 (N)",
    NONE,
    "position of the arm in the plan, from 1",
);
pub(super) const TRT01A: Variable = of(
    ADAM,
    "TRT01A",
    "Actual Treatment for Period 01",
    NONE,
    "arm whose treatment was given; missing when none was",
);
pub(super) const TRT01AN: Variable = of(
    ADAM,
    "TRT01AN",
    "Actual Treatment for Period 01 (N)",
    NONE,
    "position of that arm in the plan, from 1",
);
pub(super) const RANDDT: Variable =
    of(ADAM, "RANDDT", "Date of Randomization", DATE, "fictitious start of the study plus day of accrual");
pub(super) const TRTSDT: Variable = of(
    ADAM,
    "TRTSDT",
    "Date of First Exposure to Treatment",
    DATE,
    "RANDDT plus days to first treatment; missing when never treated",
);
pub(super) const ITTFL: Variable = of(
    ADAM,
    "ITTFL",
    "Intent-To-Treat Population Flag",
    NONE,
    "Y or N by the analysis populations of the plan",
);
pub(super) const SAFFL: Variable =
    of(ADAM, "SAFFL", "Safety Population Flag", NONE, "Y or N by the analysis populations of the plan");
pub(super) const PPROTFL: Variable = of(
    ADAM,
    "PPROTFL",
    "Per-Protocol Population Flag",
    NONE,
    "Y or N by the analysis populations of the plan",
);
pub(super) const EOSSTT: Variable =
    of(ADAM, "EOSSTT", "End of Study Status", NONE, "COMPLETED or DISCONTINUED");
pub(super) const DCSREAS: Variable = of(
    ADAM,
    "DCSREAS",
    "Reason for Discontinuation from Study",
    NONE,
    "cause in the simulation; missing for completers",
);
pub(super) const EOSDT: Variable =
    of(ADAM, "EOSDT", "End of Study Date", DATE, "day of the last visit or of leaving");
pub(super) const STRATAR: Variable =
    of(ADAM, "STRATAR", "Strata Used for Randomization", NONE, "values of all factors, joined by a comma");
pub(super) const STRAT1D: Variable =
    of(ADAM, "STRAT1D", "Description of Stratification Factor 1", NONE, "from the plan");
pub(super) const STRAT1R: Variable =
    of(ADAM, "STRAT1R", "Strat Factor 1 Value Used for Rand", NONE, "value at randomisation");
pub(super) const STRAT2D: Variable =
    of(ADAM, "STRAT2D", "Description of Stratification Factor 2", NONE, "from the plan");
pub(super) const STRAT2R: Variable =
    of(ADAM, "STRAT2R", "Strat Factor 2 Value Used for Rand", NONE, "value at randomisation");
pub(super) const STRAT3D: Variable =
    of(ADAM, "STRAT3D", "Description of Stratification Factor 3", NONE, "from the plan");
pub(super) const STRAT3R: Variable =
    of(ADAM, "STRAT3R", "Strat Factor 3 Value Used for Rand", NONE, "value at randomisation");
pub(super) const LEVELGR1: Variable = of(
    OWN,
    "LEVELGR1",
    "Injury Level Group 1",
    NONE,
    "NLI: C is CERVICAL, T is THORACIC, L and S are LUMBOSACRAL",
);
pub(super) const NLI: Variable =
    of(OWN, "NLI", "Neurological Level of Injury", NONE, "most caudal normal segment by ISNCSCI");
pub(super) const AISGR: Variable =
    of(OWN, "AISGR", "ASIA Impairment Scale Grade", NONE, "A to E at baseline");
pub(super) const MONTHINJ: Variable =
    of(OWN, "MONTHINJ", "Time from Injury to Randomization", "months", "exact in the simulation");
pub(super) const ATLVLFL: Variable = of(
    OWN,
    "ATLVLFL",
    "At-level Neuropathic Pain Flag",
    NONE,
    "Y or N at baseline, by the mechanism that makes the pain",
);
pub(super) const BLLVLFL: Variable = of(
    OWN,
    "BLLVLFL",
    "Below-level Neuropathic Pain Flag",
    NONE,
    "Y or N at baseline, by the mechanism that makes the pain",
);
pub(super) const RADICFL: Variable = of(
    OWN,
    "RADICFL",
    "Radicular Pain Flag",
    NONE,
    "Y or N at baseline, by the mechanism that makes the pain",
);
pub(super) const SCIATFL: Variable = of(
    OWN,
    "SCIATFL",
    "Sciatica-like Pain Flag",
    NONE,
    "Y when neuropathic, in L4 to S2, from buttock to leg, else N",
);
pub(super) const GABAFL: Variable =
    of(OWN, "GABAFL", "Concomitant Gabapentinoid Flag", NONE, "Y or N at baseline");
pub(super) const NRSBL: Variable =
    of(OWN, "NRSBL", "Baseline Weekly Mean Pain NRS", NRS, "mean of the daily NRS of the baseline week");

// Planned treatment of a row
pub(super) const TRTP: Variable = of(ADAM, "TRTP", "Planned Treatment", NONE, "TRT01P");
pub(super) const TRTPN: Variable = of(ADAM, "TRTPN", "Planned Treatment (N)", NONE, "TRT01PN");

// Observations: ADNRS, ADPBDS, ADSCIM, ADWHOQ
pub(crate) const PARAMCD: Variable = of(ADAM, "PARAMCD", "Parameter Code", NONE, "short name of PARAM");
pub(crate) const PARAM: Variable = of(
    ADAM,
    "PARAM",
    "Parameter",
    NONE,
    "what was asked; says assumed where the questionnaire is not known to ask it",
);
pub(crate) const PARAMN: Variable = of(ADAM, "PARAMN", "Parameter (N)", NONE, "fixed number of PARAM");
pub(crate) const AVISIT: Variable = of(ADAM, "AVISIT", "Analysis Visit", NONE, "from the plan");
pub(crate) const AVISITN: Variable = of(ADAM, "AVISITN", "Analysis Visit (N)", NONE, "from the plan");
pub(crate) const ADT: Variable = of(ADAM, "ADT", "Analysis Date", DATE, "RANDDT plus days to the answer");
pub(crate) const ADY: Variable = of(
    ADAM,
    "ADY",
    "Analysis Relative Day",
    DAYS,
    "days from TRTSDT (RANDDT when never treated), that day being 1; no day 0",
);
pub(crate) const AVAL: Variable =
    of(ADAM, "AVAL", "Analysis Value", NONE, "answer of the virtual patient in the unit of PARAM");
pub(super) const BASE: Variable = of(ADAM, "BASE", "Baseline Value", NONE, "AVAL of the row with ABLFL");
pub(super) const CHG: Variable =
    of(ADAM, "CHG", "Change from Baseline", NONE, "AVAL - BASE after the baseline visit");
pub(super) const PCHG: Variable = of(
    ADAM,
    "PCHG",
    "Percent Change from Baseline",
    "percent",
    "100 CHG / BASE after the baseline visit; missing when BASE is 0",
);
pub(super) const ABLFL: Variable =
    of(ADAM, "ABLFL", "Baseline Record Flag", NONE, "Y on the analysis row of the baseline visit");
pub(super) const ANL01FL: Variable =
    of(ADAM, "ANL01FL", "Analysis Flag 01", NONE, "Y on the row that the analysis uses");
pub(super) const DTYPE: Variable = of(
    ADAM,
    "DTYPE",
    "Derivation Type",
    NONE,
    "how the row was made when not as the other rows of PARAM, for example LOCF",
);

// Adverse events: ADAE
pub(super) const AESEQ: Variable =
    of(SDTM, "AESEQ", "Sequence Number", NONE, "order of start within the subject");
pub(super) const TRTA: Variable = of(ADAM, "TRTA", "Actual Treatment", NONE, "TRT01A");
pub(super) const TRTAN: Variable = of(ADAM, "TRTAN", "Actual Treatment (N)", NONE, "TRT01AN");
pub(super) const AETERM: Variable =
    of(SDTM, "AETERM", "Reported Term for the Adverse Event", NONE, "plain clinical term");
pub(super) const AEDECOD: Variable = of(
    SDTM,
    "AEDECOD",
    "Dictionary-Derived Term",
    NONE,
    "AETERM; not coded with MedDRA, which needs a licence",
);
pub(super) const ASTDT: Variable =
    of(ADAM, "ASTDT", "Analysis Start Date", DATE, "RANDDT plus days to the start");
pub(super) const AENDT: Variable =
    of(ADAM, "AENDT", "Analysis End Date", DATE, "RANDDT plus days to the end; missing while it lasts");
pub(super) const ASTDY: Variable = of(ADAM, "ASTDY", "Analysis Start Relative Day", DAYS, "as ADY");
pub(super) const AENDY: Variable = of(ADAM, "AENDY", "Analysis End Relative Day", DAYS, "as ADY");
pub(super) const AESEV: Variable = of(SDTM, "AESEV", "Severity/Intensity", NONE, "MILD, MODERATE or SEVERE");
pub(super) const AESER: Variable = of(SDTM, "AESER", "Serious Event", NONE, "Y or N");
pub(super) const AREL: Variable =
    of(OCCDS, "AREL", "Analysis Causality", NONE, "RELATED or NOT RELATED: its cause in the simulation");
pub(super) const AEACN: Variable = of(
    SDTM,
    "AEACN",
    "Action Taken with Study Treatment",
    NONE,
    "what was done with the treatment because of the event",
);
pub(super) const TRTEMFL: Variable =
    of(OCCDS, "TRTEMFL", "Treatment Emergent Analysis Flag", NONE, "Y when it starts on or after TRTSDT");

// Intercurrent events: ADICE
pub(super) const ICESEQ: Variable =
    of(OWN, "ICESEQ", "Intercurrent Event Sequence Number", NONE, "order within the subject");
pub(super) const ICECAT: Variable =
    of(OWN, "ICECAT", "Intercurrent Event Category", NONE, "kind of event in the sense of ICH E9(R1)");
pub(super) const ICEDT: Variable =
    of(OWN, "ICEDT", "Intercurrent Event Date", DATE, "RANDDT plus days to the event");
pub(super) const ICEDY: Variable = of(OWN, "ICEDY", "Intercurrent Event Relative Day", DAYS, "as ADY");
pub(super) const ICEREAS: Variable =
    of(OWN, "ICEREAS", "Intercurrent Event Reason", NONE, "cause in the simulation");

// Truth: ADTRUTH
pub(super) const PAINAL: Variable =
    of(OWN, "PAINAL", "Latent At-level Pain, Assigned Arm", NRS, "model output, unrounded");
pub(super) const PAINBL: Variable =
    of(OWN, "PAINBL", "Latent Below-level Pain, Assigned Arm", NRS, "model output, unrounded");
pub(super) const PAINRA: Variable =
    of(OWN, "PAINRA", "Latent Radicular Pain, Assigned Arm", NRS, "model output, unrounded");
pub(super) const PAINTOT: Variable =
    of(OWN, "PAINTOT", "Latent Total Pain, Assigned Arm", NRS, "model output, unrounded");
pub(super) const UNTRAL: Variable =
    of(OWN, "UNTRAL", "Latent At-level Pain, Untreated", NRS, "same subject without treatment");
pub(super) const UNTRBL: Variable =
    of(OWN, "UNTRBL", "Latent Below-level Pain, Untreated", NRS, "same subject without treatment");
pub(super) const UNTRRA: Variable =
    of(OWN, "UNTRRA", "Latent Radicular Pain, Untreated", NRS, "same subject without treatment");
pub(super) const UNTRTOT: Variable =
    of(OWN, "UNTRTOT", "Latent Total Pain, Untreated", NRS, "same subject without treatment");
pub(super) const TRUEEFF: Variable =
    of(OWN, "TRUEEFF", "True Effect on Total Pain", NRS, "PAINTOT - UNTRTOT; negative is relief");
