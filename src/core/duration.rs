//! Lengths of time in words.

use std::time::Duration;

/// In hours and minutes, or minutes and seconds: "45 s", "2 min 5 s", "1 h 5 min". The rest is cut off: for time that passes.
pub fn format_duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let rest = if seconds >= 3600 { seconds % 60 } else { 0 };
    format_exact_duration(Duration::from_secs(seconds - rest))
}

/// In hours, minutes and seconds, rounded up: "2 h 30 s". For a limit or a pause.
pub fn format_exact_duration(time: Duration) -> String {
    let seconds = ceil_seconds(time);
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

/// The pause before attempt `attempt`, counted from 0, by a schedule in seconds whose last pause stays.
pub fn scheduled_pause(schedule: &[u64], attempt: u32) -> Duration {
    let pause = usize::try_from(attempt).ok().and_then(|attempt| schedule.get(attempt)).or_else(|| schedule.last());
    Duration::from_secs(pause.copied().unwrap_or_default())
}

/// In seconds, rounded up.
pub fn ceil_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_elapsed_time_has_two_units_at_most() {
        let times = [0, 59, 60, 125, 3600, 3659, 3900, 172_800].map(|secs| format_duration(Duration::from_secs(secs)));
        assert_eq!(times, ["0 s", "59 s", "1 min", "2 min 5 s", "1 h", "1 h", "1 h 5 min", "48 h"]);
        assert_eq!(format_duration(Duration::from_millis(1999)), "1 s");
    }

    #[test]
    fn a_limit_is_exact() {
        for (seconds, text) in [(0, "0 s"), (59, "59 s"), (90, "1 min 30 s"), (600, "10 min"), (7230, "2 h 30 s")] {
            assert_eq!(format_exact_duration(Duration::from_secs(seconds)), text);
        }
        assert_eq!(format_exact_duration(Duration::from_millis(1001)), "2 s");
    }
}
