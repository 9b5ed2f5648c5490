//! What one unit of work looks like on disk: some replicates in one file that knows its own checksum.
use std::ops::Range;

use sha2::{Digest, Sha256};

/// Units of work begin at multiples of this many replicates, so that a run that was cut off and one that was not
/// leave the same files.
pub const REPLICATES_PER_SHARD: u32 = 10;

const MARK: &[u8] = b"conus shard 1\n";
const CHECKSUM: usize = 32;

/// SHA-256 as 64 hexadecimal digits.
pub(super) fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a shard file: mark, checksum, then the bytes themselves.
pub(super) fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut file = Vec::with_capacity(MARK.len() + CHECKSUM + bytes.len());
    file.extend_from_slice(MARK);
    file.extend_from_slice(&Sha256::digest(bytes));
    file.extend_from_slice(bytes);
    file
}

/// The bytes inside a shard file, unless they are not those that were written.
pub(super) fn unsealed(file: &[u8]) -> Option<&[u8]> {
    let (checksum, bytes) = file.strip_prefix(MARK)?.split_at_checked(CHECKSUM)?;
    (Sha256::digest(bytes).as_slice() == checksum).then_some(bytes)
}

/// File name of a unit of work.
pub(super) fn name(range: &Range<u32>) -> String {
    format!("{:06}-{:06}.shard", range.start, range.end)
}

/// The unit of work that a file name stands for.
pub(super) fn range(name: &str) -> Option<Range<u32>> {
    let (start, end) = name.strip_suffix(".shard")?.split_once('-')?;
    let range = start.parse().ok()?..end.parse().ok()?;
    (range.start < range.end && self::name(&range) == name).then_some(range)
}

/// The parts of `wanted` that `done` (sorted by start) does not cover, cut into units of work.
pub(super) fn missing(wanted: Range<u32>, done: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut units = Vec::new();
    let mut at = wanted.start;
    while at < wanted.end {
        if let Some(covering) = done.iter().find(|range| range.contains(&at)) {
            at = covering.end;
            continue;
        }
        let unit_end = (at / REPLICATES_PER_SHARD + 1).saturating_mul(REPLICATES_PER_SHARD);
        let next_done = done.iter().map(|range| range.start).find(|&start| start > at);
        let end = unit_end.min(wanted.end).min(next_done.unwrap_or(wanted.end));
        units.push(at..end);
        at = end;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_units_and_those_done_cover_what_is_wanted_exactly_once() {
        let one_long = std::slice::from_ref(&(0..35));
        let worlds = [&[], one_long, &[0..10, 20..30], &[3..4, 9..12], &[5..10, 12..13, 30..40]];
        for done in worlds {
            let mut all: Vec<Range<u32>> = missing(2..37, done);
            assert!(all.iter().all(|unit| unit.end - unit.start <= REPLICATES_PER_SHARD));
            all.extend(done.iter().cloned());
            for replicate in 2..37 {
                assert_eq!(all.iter().filter(|range| range.contains(&replicate)).count(), 1, "{done:?}");
            }
        }
        assert_eq!(missing(5..5, &[]), []);
    }

    #[test]
    fn a_shard_with_one_changed_bit_or_cut_short_is_refused() {
        let file = sealed(b"replicate 1");
        assert_eq!(unsealed(&file), Some(&b"replicate 1"[..]));
        for byte in 0..file.len() {
            let mut changed = file.clone();
            changed[byte] ^= 1;
            assert_eq!(unsealed(&changed), None);
            assert_eq!(unsealed(&file[..byte]), None);
        }
    }

    #[test]
    fn a_file_name_stands_for_one_range_only() {
        assert_eq!(range(&name(&(10..20))), Some(10..20));
        assert_eq!(range(&name(&(99_990..100_000))), Some(99_990..100_000));
        for bad in ["10-20.shard", "000020-000010.shard", "000010-000010.shard", "+00010-000020.shard", "x"] {
            assert_eq!(range(bad), None, "{bad}");
        }
    }
}
