//! What was probably meant? The known name nearest to one that is not known.

/// No name is longer; a longer one is no slip, and comparing it costs time.
const LONGEST: usize = 60;

/// The advice at the end of an error: the name that was meant, or else every name there is.
pub(crate) fn advice(found: &str, known: &[&str]) -> String {
    match nearest(found, known) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known are {}", known.join(", ")),
    }
}

/// The known name of which `found` is a slip of the pen.
pub(crate) fn nearest<'k>(found: &str, known: &[&'k str]) -> Option<&'k str> {
    if found.len() > LONGEST {
        return None;
    }
    let slips = |name: &str| strsim::osa_distance(found, name);
    let nearest = known.iter().copied().min_by_key(|name| slips(name))?;
    // One slip in a short word, one more for every four letters: `mcs` is `msc`, `blue` is nothing.
    (slips(nearest) <= (nearest.len() / 4).max(1)).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_gets_its_name_and_another_word_gets_them_all() {
        assert_eq!(advice("milion", &["day", "million"]), "did you mean `million`?");
        assert_eq!(advice("colour", &["day", "million"]), "known are day, million");
        assert_eq!(nearest(&"day".repeat(1000), &["day"]), None);
    }
}
