//! How do named numbers stand in a file? Each beside its name, none missing, none unknown, every bit kept.
//!
//! A number that is not finite, which JSON cannot hold, stands as a word: `"NaN"`, `"inf"`, `"-inf"`.

use crate::spelling::{misspelt, shown};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Writes each number beside its name.
pub(crate) fn write<S: Serializer>(names: &[&str], values: &[f64], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(names.iter().zip(values.iter().map(|value| Number(*value))))
}

/// Reads the numbers of these names, in the order of the names.
pub(crate) fn read<'de, D, const N: usize>(
    names: &'static [&'static str],
    from: D,
) -> Result<[f64; N], D::Error>
where
    D: Deserializer<'de>,
{
    from.deserialize_map(Table::<N> { names })
}

/// A number that keeps every bit it can.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() { to.serialize_f64(self.0) } else { to.collect_str(&self.0) }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyNumber)
    }
}

struct AnyNumber;

impl Visitor<'_> for AnyNumber {
    type Value = Number;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a number, or one of \"NaN\", \"inf\" and \"-inf\"")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
        Ok(Number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
        Ok(Number(value as f64))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
        Ok(Number(value as f64))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Number, E> {
        let known = ["NaN", "inf", "-inf"].contains(&word).then(|| word.parse().ok()).flatten();
        known.map(Number).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(word), &self))
    }
}

struct Table<const N: usize> {
    names: &'static [&'static str],
}

impl<const N: usize> Table<N> {
    fn unknown(&self, name: &str) -> String {
        let meant = misspelt(name, self.names.iter().copied());
        let advice = meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
        format!("unknown name `{}`{advice}", shown(name))
    }
}

impl<'de, const N: usize> Visitor<'de> for Table<N> {
    type Value = [f64; N];

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{N} numbers by name, from `{}` to `{}`", self.names[0], self.names[N - 1])
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<[f64; N], A::Error> {
        let mut found = [None; N];
        while let Some(name) = map.next_key::<String>()? {
            let place = self.names.iter().position(|known| **known == name);
            let place = place.ok_or_else(|| A::Error::custom(self.unknown(&name)))?;
            let Number(value) = map.next_value()?;
            if found[place].replace(value).is_some() {
                return Err(A::Error::custom(format!("`{name}` stands here twice")));
            }
        }
        if let Some(place) = found.iter().position(Option::is_none) {
            return Err(A::Error::custom(format!("`{}` is missing", self.names[place])));
        }
        Ok(found.map(|value| value.expect("none is missing")))
    }
}

#[cfg(test)]
mod tests {
    use crate::biology::Inputs;

    fn refused(text: &str) -> String {
        serde_json::from_str::<Inputs<f64>>(text).unwrap_err().to_string()
    }

    #[test]
    fn every_bit_of_a_number_survives_a_file() {
        let inputs = Inputs::from_array(&[0.1 + 0.2, f64::NEG_INFINITY, f64::MIN_POSITIVE, 5e307]);
        let text = serde_json::to_string(&inputs).unwrap();
        assert_eq!(serde_json::from_str::<Inputs<f64>>(&text).unwrap(), inputs);
        let broken = serde_json::to_string(&Inputs::from_array(&[f64::NAN; 4])).unwrap();
        let broken: Inputs<f64> = serde_json::from_str(&broken).unwrap();
        assert!(broken.to_array().iter().all(|value| value.is_nan()));
    }

    #[test]
    fn a_table_with_a_wrong_name_or_value_is_refused_with_its_line() {
        let text = "{\n\"tnf_block\": 0,\n\"glial_blok\": 0}";
        assert!(refused(text).contains("unknown name `glial_blok`; did you mean `glial_block`? at line 3"));
        let text = r#"{"tnf_block": 0, "glial_block": 0, "training": 0}"#;
        assert!(refused(text).contains("`drug_rate` is missing"), "{}", refused(text));
        let text = r#"{"tnf_block": 0, "tnf_block": 0}"#;
        assert!(refused(text).contains("`tnf_block` stands here twice"), "{}", refused(text));
        let text = r#"{"tnf_block": "much"}"#;
        assert!(refused(text).contains("expected a number"), "{}", refused(text));
    }
}
