//! Tests with many inputs of what reads foreign bytes: first the seeds in `tests/corpus`, a folder for each target, then
//! seeds that were changed by chance. They take the place of a fuzzer, within a bounded time and on the stable compiler.

use std::fs;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The fewest seeds of a target.
const MIN_SEEDS: usize = 12;

/// The most octets of an input.
const MAX_INPUT: usize = 1 << 16;

/// The longest time for one input. It takes microseconds; a machine under load takes longer.
const MAX_TIME: Duration = Duration::from_secs(5);

/// The key that seeds hold, which no text for people may repeat.
pub(crate) const SEED_KEY: &str = "AS_marker0f3c91d2key";

/// A change of an input. Places are in parts of 65,536 of its length.
#[derive(Clone, Debug)]
enum Mutation {
    /// Inverts a bit.
    Flip(u16, u8),
    /// Replaces an octet.
    Set(u16, u8),
    /// Removes what is between two places.
    Cut(u16, u16),
    /// Repeats what is between two places, so many times.
    Repeat(u16, u16, u8),
    /// Continues with another seed from a place in that.
    Splice(u16, usize, u16),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let octet = prop_oneof![any::<u8>(), prop::sample::select(b"\0\x1b\x07\x7f\x9b\xff\"\\{}[].,:\r\n".to_vec())];
    prop_oneof![
        (any::<u16>(), 0..8_u8).prop_map(|(place, bit)| Mutation::Flip(place, bit)),
        (any::<u16>(), octet).prop_map(|(place, octet)| Mutation::Set(place, octet)),
        (any::<u16>(), any::<u16>()).prop_map(|(begin, end)| Mutation::Cut(begin, end)),
        (any::<u16>(), any::<u16>(), 1..9_u8).prop_map(|(begin, end, times)| Mutation::Repeat(begin, end, times)),
        (any::<u16>(), any::<usize>(), any::<u16>()).prop_map(|(at, seed, from)| Mutation::Splice(at, seed, from)),
    ]
}

impl Mutation {
    fn apply(&self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let place = |of: &[u8], part: u16| (of.len() * usize::from(part)) >> 16;
        let range = |of: &[u8], one: u16, other: u16| place(of, one.min(other))..place(of, one.max(other));
        match *self {
            Self::Flip(at, bit) => {
                let at = place(bytes, at);
                bytes.iter_mut().skip(at).take(1).for_each(|octet| *octet ^= 1 << bit);
            }
            Self::Set(at, new) => {
                let at = place(bytes, at);
                bytes.iter_mut().skip(at).take(1).for_each(|octet| *octet = new);
            }
            Self::Cut(begin, end) => drop(bytes.drain(range(bytes, begin, end))),
            Self::Repeat(begin, end, times) => {
                let range = range(bytes, begin, end);
                let piece = bytes[range.clone()].repeat(times.into());
                bytes.splice(range.end..range.end, piece);
            }
            Self::Splice(at, seed, from) => {
                let other = &seeds[seed % seeds.len()];
                bytes.truncate(place(bytes, at));
                bytes.extend_from_slice(&other[place(other, from)..]);
            }
        }
        bytes.truncate(MAX_INPUT);
    }
}

/// The seeds of a target, with the names of their files.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/tests/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut seeds: Vec<_> = files.map(|file| (file.display().to_string(), fs::read(&file).unwrap())).collect();
    seeds.sort();
    assert!(seeds.len() >= MIN_SEEDS, "{} files in {folder}", seeds.len());
    seeds
}

/// Holds a property for every seed of a target, and for so many inputs that are made of them.
pub(crate) fn check_corpus(target: &str, cases: u32, property: impl Fn(&[u8]) -> Result<(), TestCaseError>) {
    let timed = |bytes: &[u8]| {
        let begin = Instant::now();
        property(bytes)?;
        prop_assert!(begin.elapsed() < MAX_TIME, "{:?}", begin.elapsed());
        Ok(())
    };
    let seeds = seeds(target);
    for (name, bytes) in &seeds {
        timed(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(|(_, bytes)| bytes).collect();
    let inputs = (prop::sample::select(seeds.clone()), prop::collection::vec(mutation(), 1..6));
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&inputs, |(mut bytes, mutations)| {
        for mutation in &mutations {
            mutation.apply(&mut bytes, &seeds);
        }
        timed(&bytes)
    });
    result.unwrap_or_else(|error| panic!("{target}: {error}"));
}

#[test]
fn mutations_reach_every_end_and_keep_the_size_bounded() {
    let seeds = [b"0123456789".to_vec(), b"abc".to_vec()];
    let applied = |mutation: Mutation| {
        let mut bytes = seeds[0].clone();
        mutation.apply(&mut bytes, &seeds);
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(applied(Mutation::Flip(0, 0)), "1123456789");
    assert_eq!(applied(Mutation::Set(u16::MAX, b'x')), "012345678x");
    assert_eq!(applied(Mutation::Cut(u16::MAX, 1 << 15)), "012349");
    assert_eq!(applied(Mutation::Repeat(0, 1 << 14, 2)), "01010123456789");
    assert_eq!(applied(Mutation::Splice(1 << 15, 1, 1 << 15)), "01234bc");
    let mut bytes = seeds[0].clone();
    for _ in 0..10 {
        Mutation::Repeat(0, u16::MAX, 8).apply(&mut bytes, &seeds);
    }
    assert_eq!(bytes.len(), MAX_INPUT);
    let mut nothing = Vec::new();
    for mutation in [Mutation::Flip(9, 1), Mutation::Set(9, 1), Mutation::Cut(1, 9), Mutation::Repeat(1, 9, 9)] {
        mutation.apply(&mut nothing, &[Vec::new()]);
    }
    Mutation::Splice(9, 9, 9).apply(&mut nothing, &[Vec::new()]);
    assert_eq!(nothing, Vec::<u8>::new());
}
