//! Which units does SBML know, and how are those of conus said with them?
//!
//! Amounts of a tissue factor are relative to a reference of their own (`docs/biology.md`). SBML has no such units, so they
//! are pure numbers there: what they may not be mixed with is checked here and not by the reader of the document.

use conus_num::unit::Unit;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The unit of time.
pub(super) const DAY: &str = "d";

/// How a symbol is said: symbol, base unit of SBML, power of ten, multiplier.
const SAID: [(&str, &str, i32, f64); 9] = [
    ("10", "dimensionless", 1, 1.0),
    ("Hz", "hertz", 0, 1.0),
    ("mN", "newton", -3, 1.0),
    ("mg", "gram", -3, 1.0),
    ("L", "litre", 0, 1.0),
    ("mL", "litre", -3, 1.0),
    ("cells", "item", 0, 1.0),
    ("d", "second", 0, 86_400.0),
    ("h", "second", 0, 3_600.0),
];

/// The units that are used, by the id of their definition.
#[derive(Debug)]
pub(super) struct UnitIds {
    used: BTreeMap<String, Unit>,
}

impl Default for UnitIds {
    /// The day is always used.
    fn default() -> Self {
        let day = crate::biology::unit_reading::unit(DAY).expect("a test reads the unit of time");
        Self { used: BTreeMap::from([(DAY.to_owned(), day)]) }
    }
}

impl UnitIds {
    /// The id of a unit: `mg_per_L` for mg/L.
    pub(super) fn of(&mut self, unit: Unit) -> String {
        let factors = unit.factors();
        if factors.is_empty() {
            return "dimensionless".to_owned();
        }
        let (above, below): (Vec<_>, Vec<_>) =
            factors.into_iter().partition(|&(name, power)| power > 0.0 || name == "10");
        let mut words: Vec<String> = above.into_iter().map(|(name, power)| word(name, power)).collect();
        words.extend(below.into_iter().map(|(name, power)| format!("per_{}", word(name, -power))));
        let id = words.join("_");
        self.used.insert(id.clone(), unit);
        id
    }

    /// One `unitDefinition` element for each that was used.
    pub(super) fn definitions(&self) -> String {
        let mut text = String::new();
        for (id, unit) in &self.used {
            let units: String = unit.factors().into_iter().map(|(name, power)| said(name, power)).collect();
            let written = unit.to_string();
            let element = format!(
                "<unitDefinition id=\"{id}\" name=\"{written}\"><listOfUnits>{units}</listOfUnits></unitDefinition>"
            );
            writeln!(text, "      {element}").expect("writing to a string cannot fail");
        }
        text
    }
}

/// A symbol and its power in letters and digits.
fn word(name: &str, power: f64) -> String {
    let name = if name == "10" { "ten" } else { name };
    if (power - 1.0).abs() < f64::EPSILON {
        return name.to_owned();
    }
    format!("{name}{}", power.to_string().replace('-', "minus").replace('.', "_"))
}

/// One `unit` element.
fn said(name: &str, power: f64) -> String {
    let known = SAID.iter().find(|(symbol, ..)| *symbol == name);
    let (kind, scale, multiplier) =
        known.map_or(("dimensionless", 0, 1.0), |&(_, kind, scale, factor)| (kind, scale, factor));
    format!("<unit kind=\"{kind}\" exponent=\"{power}\" scale=\"{scale}\" multiplier=\"{multiplier}\"/>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::biology::unit_reading::unit;

    #[test]
    fn a_unit_has_an_id_and_a_definition_in_base_units() {
        let mut ids = UnitIds::default();
        let mut id = |text| ids.of(unit(text).unwrap());
        let found = ["1", "mg/L", "1/d", "10^6 cells", "1/d/bdnf", "Hz"].map(&mut id);
        assert_eq!(found, ["dimensionless", "mg_per_L", "per_d", "ten6_cells", "per_bdnf_per_d", "Hz"]);
        let definitions = ids.definitions();
        let wanted = [
            r#"<unitDefinition id="d" name="d"><listOfUnits><unit kind="second" exponent="1" scale="0" multiplier="86400"/>"#,
            r#"<unit kind="gram" exponent="1" scale="-3" multiplier="1"/><unit kind="litre" exponent="-1" scale="0""#,
            r#"<unit kind="dimensionless" exponent="6" scale="1" multiplier="1"/><unit kind="item" exponent="1""#,
        ];
        wanted.iter().for_each(|wanted| assert!(definitions.contains(wanted), "{wanted} in {definitions}"));
    }
}
