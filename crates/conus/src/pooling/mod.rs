//! What do the published numbers of one kind say together? Pools declared in `data/pools.toml`, by random effects.
//!
//! Variance between studies by restricted likelihood, interval after Hartung and Knapp, prediction interval after Higgins,
//! Thompson and Spiegelhalter ([`conus_stats::meta_analysis`]). Shares are pooled as log odds and told as per cent. A pool
//! reads what may be fitted or quoted; what is kept aside is not in [`Evidence::open_rows`], so no pool can hold it.

mod fault;
mod study;
pub mod told;

use crate::evidence::{Evidence, Finding, Label, Role, citations};
use conus_num::elementary::exp;
use conus_stats::describe::Interval;
use conus_stats::meta_analysis::{Heterogeneity, Study, Summary, random_effects};
pub use fault::PoolError;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;
use study::Weighed;

const TEXT: &str = include_str!("../../../../data/pools.toml");
/// Standard errors from an estimate to the end of its 95 % interval.
const OF_95_PERCENT: f64 = 1.959_963_984_540_054;

/// What kind of number is pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// A share of people: pooled as log odds, told in per cent.
    Share,
    /// A mean, or a difference of means, in its own unit.
    Mean,
}

/// A row and why it belongs, or does not.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Id of the row.
    pub row: String,
    /// Why.
    pub why: String,
    /// Of a share: the others are asked for.
    #[serde(default)]
    pub complement: bool,
    /// The row whose spread it has, where it prints none.
    pub spread_of: Option<String>,
}

/// A pool as it is declared.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Short name.
    pub name: String,
    /// What it answers.
    pub question: String,
    /// Kind of number.
    pub measure: Measure,
    /// The number in a few words.
    pub says: String,
    /// What a mean below zero says; empty for a share.
    #[serde(default)]
    pub below: String,
    /// What a mean above zero says; empty for a share.
    #[serde(default)]
    pub above: String,
    /// What a reader must keep in mind.
    pub mind: String,
    /// What is pooled.
    pub member: Vec<Named>,
    /// What is shown and not pooled.
    #[serde(default)]
    pub beside: Vec<Named>,
    /// What would belong and cannot be pooled.
    #[serde(default)]
    pub left_out: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pool: Vec<Declared>,
}

/// An estimate with its 95 % interval, in the unit that is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Told {
    /// Estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One published number in a pool or beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// Id of the row.
    pub id: String,
    /// Key of the publication.
    pub publication: String,
    /// Who published it, and when.
    pub name: String,
    /// Arm and population.
    pub group: String,
    /// People as printed, or events of people.
    pub n: String,
    /// The number.
    pub told: Told,
    /// Its share of the weight; none where it is not pooled.
    pub weight_percent: Option<f64>,
    /// Where its standard error comes from.
    pub how: &'static str,
    /// Why it belongs, or does not.
    pub why: String,
}

/// A pool and what came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled<'a> {
    /// As declared.
    pub declared: &'a Declared,
    /// Unit in which it is told.
    pub unit: String,
    /// What is pooled.
    pub members: Vec<Member>,
    /// What is shown beside.
    pub beside: Vec<Member>,
    /// On the scale on which it was pooled.
    pub summary: Summary,
    /// Mean of the true effects, interval after Hartung and Knapp.
    pub mean: Told,
    /// Where the next such study may lie; none with two studies.
    pub prediction: Option<Interval>,
}

/// The pools that are declared.
///
/// # Panics
/// Never: a test reads the shipped file.
#[must_use]
pub fn declared() -> &'static [Declared] {
    static POOLS: OnceLock<Vec<Declared>> = OnceLock::new();
    POOLS.get_or_init(|| toml::from_str::<File>(TEXT).expect("the shipped pools are read by a test").pool)
}

impl Declared {
    /// Pools what is declared.
    ///
    /// # Errors
    /// A row that is not there, is kept aside or prints no error, or fewer than two members.
    pub fn pooled(&self, evidence: &Evidence) -> Result<Pooled<'_>, PoolError> {
        let weighed = |named: &[Named]| -> Result<Vec<(&Label, Weighed)>, PoolError> {
            let one = |named: &Named| Ok((self.row(evidence, &named.row)?.0, self.weighed(evidence, named)?));
            named.iter().map(one).collect()
        };
        let (inside, beside) = (weighed(&self.member)?, weighed(&self.beside)?);
        self.left_out.iter().try_for_each(|named| self.row(evidence, &named.row).map(|_| ()))?;
        let studies: Vec<Study> = inside.iter().map(|(_, weighed)| weighed.study).collect();
        let summary = random_effects(&studies, Heterogeneity::RestrictedLikelihood)
            .map_err(|cause| PoolError::Failed { what: self.name.clone(), cause })?;
        let weight = |study: &Study| 1.0 / (study.variance + summary.tau_squared);
        let all: f64 = studies.iter().map(weight).sum();
        let members = inside.iter().zip(&self.member).map(|((label, weighed), named)| {
            self.member(label, weighed, named, Some(100.0 * weight(&weighed.study) / all))
        });
        let members: Vec<Member> = members.collect();
        let beside = beside.iter().zip(&self.beside);
        let beside =
            beside.map(|((label, weighed), named)| self.member(label, weighed, named, None)).collect();
        let ends = summary.hartung_knapp.interval_95;
        let told = |value| self.measure.told(value);
        Ok(Pooled {
            declared: self,
            unit: self.unit(inside[0].0),
            members,
            beside,
            mean: Told { value: told(summary.effect), low: told(ends.lower), high: told(ends.upper) },
            prediction: summary
                .prediction_95
                .map(|next| Interval { lower: told(next.lower), upper: told(next.upper) }),
            summary,
        })
    }

    fn row<'e>(&self, evidence: &'e Evidence, id: &str) -> Result<(&'e Label, &'e Finding), PoolError> {
        evidence.open_rows().find(|(label, _)| label.id == id).ok_or_else(|| {
            let (pool, id) = (self.name.clone(), id.to_owned());
            let held_out = evidence.by_id(&id).iter().any(|label| label.role == Role::Holdout);
            if held_out { PoolError::HeldOut { pool, id } } else { PoolError::Unknown { pool, id } }
        })
    }

    fn weighed(&self, evidence: &Evidence, named: &Named) -> Result<Weighed, PoolError> {
        let (label, finding) = self.row(evidence, &named.row)?;
        let by_interval = finding.interval.filter(|_| self.measure == Measure::Share);
        match (self.measure, by_interval) {
            (Measure::Share, Some(ends)) => study::share_with_interval(label, finding, ends),
            (Measure::Share, None) => study::share(label, finding, named.complement),
            (Measure::Mean, _) => {
                let spread = named.spread_of.as_ref().map(|id| self.row(evidence, id)).transpose()?;
                study::mean(label, finding, spread)
            }
        }
    }

    fn unit(&self, first: &Label) -> String {
        if self.measure == Measure::Share { "%".to_owned() } else { first.unit.clone() }
    }

    fn member(&self, label: &Label, weighed: &Weighed, named: &Named, weight_percent: Option<f64>) -> Member {
        let Study { effect, variance } = weighed.study;
        let half = OF_95_PERCENT * variance.sqrt();
        let told = |value| self.measure.told(value);
        let of = citations().get(&label.publication);
        let year = of.and_then(|source| source.year.as_deref()).unwrap_or_default();
        let author = of.map_or(label.publication.as_str(), |source| source.author.as_str());
        Member {
            id: label.id.clone(),
            publication: label.publication.clone(),
            name: format!("{author} {year}").trim().to_owned(),
            group: label.group.clone(),
            n: weighed.n.clone(),
            told: Told { value: told(effect), low: told(effect - half), high: told(effect + half) },
            weight_percent,
            how: weighed.how,
            why: named.why.clone(),
        }
    }
}

impl Measure {
    /// From the scale on which it is pooled to that on which it is told.
    fn told(self, effect: f64) -> f64 {
        match self {
            Self::Share => 100.0 / (1.0 + exp(-effect)),
            Self::Mean => effect,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_pool_pools_and_has_a_name_of_its_own() {
        for (at, pool) in declared().iter().enumerate() {
            let pooled = pool.pooled(Evidence::shipped()).unwrap_or_else(|error| panic!("{error}"));
            let weight: f64 = pooled.members.iter().filter_map(|member| member.weight_percent).sum();
            assert!((weight - 100.0).abs() < 1e-9 && pooled.mean.low < pooled.mean.high, "{}", pool.name);
            assert_eq!(pooled.prediction.is_some(), pooled.members.len() > 2);
            assert!(declared()[..at].iter().all(|other| other.name != pool.name));
        }
    }

    #[test]
    fn the_share_that_converts_lies_between_those_published_and_the_next_study_is_less_sure() {
        let pool = declared().iter().find(|pool| pool.name == "ais-a-conversion").unwrap();
        let pooled = pool.pooled(Evidence::shipped()).unwrap();
        let printed = pooled.members.iter().map(|member| member.told.value);
        assert!(
            printed.clone().any(|one| one < pooled.mean.value)
                && printed.clone().any(|one| one > pooled.mean.value)
        );
        let next = pooled.prediction.unwrap();
        assert!(next.lower < pooled.mean.low && next.upper > pooled.mean.high);
        assert!(pooled.summary.i_squared > 0.5, "these studies disagree: {:?}", pooled.summary);
    }

    fn with_member(row: &str) -> Result<(), PoolError> {
        let mut pool = declared()[0].clone();
        pool.member[0].row = row.to_owned();
        pool.pooled(Evidence::shipped()).map(|_| ())
    }

    #[test]
    fn a_row_that_was_kept_aside_is_refused_wherever_it_is_named() {
        let id = "akhlaghpasand2025scrt.scim_total.cells.w52";
        let refused = PoolError::HeldOut { pool: declared()[0].name.clone(), id: id.to_owned() };
        assert_eq!(with_member(id), Err(refused.clone()));
        let mut pool = declared()[0].clone();
        pool.left_out[0].row = id.to_owned();
        assert_eq!(pool.pooled(Evidence::shipped()).err(), Some(refused));
        assert!(matches!(with_member("nobody.x"), Err(PoolError::Unknown { .. })));
    }

    /// A pool of studies that holds a member of the pool would count its people twice.
    #[test]
    fn a_published_pool_stands_beside_and_has_no_weight() {
        for pool in declared() {
            let pooled = pool.pooled(Evidence::shipped()).unwrap();
            assert!(pooled.beside.iter().all(|one| one.weight_percent.is_none()));
            assert!(
                pooled.members.iter().all(|one| !["shang2022", "yu2019"].contains(&one.publication.as_str()))
            );
        }
    }
}
