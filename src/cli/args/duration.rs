//! A length of time with its unit: `90s`, `10m`, `2h`.

use std::time::Duration;

/// The longest that can be asked for: AutoSend's own longest is 48 hours.
const MAX_DURATION: Duration = Duration::from_secs(7 * 24 * 3600);

/// Reads a length of time. A number alone is refused: nobody can tell what it counts.
///
/// # Errors
/// Says what it takes.
pub(super) fn parse(input: &str) -> Result<Duration, String> {
    const UNITS: [(char, u64); 3] = [('s', 1), ('m', 60), ('h', 3600)];
    let usage = || "this takes a number and its unit: 90s, 10m, 2h".to_owned();
    let input = input.trim();
    if !input.is_empty() && input.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(format!("{input} of what? Say {input}s, {input}m or {input}h"));
    }
    let unit = UNITS.iter().find_map(|(unit, seconds)| Some((input.strip_suffix(*unit)?, seconds)));
    let (number, seconds) = unit.ok_or_else(usage)?;
    if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(usage());
    }
    let length = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*seconds)).map(Duration::from_secs);
    match length {
        Some(length) if length.is_zero() => Err("without --wait, it does not wait".to_owned()),
        Some(length) if length <= MAX_DURATION => Ok(length),
        _ => Err("the longest is 168h, seven days".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_needs_its_unit() {
        for (given, seconds) in [("90s", 90), ("10m", 600), (" 2h ", 7200), ("168h", 604_800)] {
            assert_eq!(parse(given), Ok(Duration::from_secs(seconds)), "{given}");
        }
        assert_eq!(parse("10"), Err("10 of what? Say 10s, 10m or 10h".to_owned()));
        for wrong in ["", "m", "-1m", "+1m", "1.5h", "1 m", "10min", "0s", "169h", "99999999999999999999s", "1d"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
