//! From a key press to the end of the frame that it leads to, and how many octets that frame takes.

mod support;

use std::time::Duration;

use support::{Wizard, milliseconds, quantile, sandbox, tell};

fn main() {
    let (_runtime, sandbox) = sandbox();
    let url = sandbox.base_url();
    let key = [("AUTOSEND_API_KEY", "AS_benchmark12345"), ("AUTOSEND_BASE_URL", url.as_str())];
    let mut wizard = Wizard::start(&[], &key);
    wizard.until("Enter");
    let mut frames = Vec::new();
    for _ in 0..12 {
        for character in "news.example-of-a-name.co.uk".bytes() {
            frames.push(wizard.press(&[character]));
        }
        for _ in 0.."news.example-of-a-name.co.uk".len() {
            frames.push(wizard.press(b"\x7f"));
        }
    }
    for character in "example.com".bytes() {
        frames.push(wizard.press(&[character]));
    }
    wizard.send(b"\r");
    wizard.until("Frankfurt");
    wizard.send(b"\r");
    wizard.until("POST");
    wizard.send(b"\r");
    wizard.until("Ownership");
    for _ in 0..40 {
        for motion in [b"\x1b[B", b"\x1b[B", b"\x1b[A", b"\x1b[A"] {
            frames.push(wizard.press(motion));
        }
    }
    let mut times: Vec<Duration> = frames.iter().map(|(time, _)| *time).collect();
    let mut octets: Vec<usize> = frames.iter().map(|(_, octets)| *octets).collect();
    let slowest = quantile(&mut times, 0.99);
    tell("key press to painted, 99 of 100", &milliseconds(slowest), "5 ms", slowest <= Duration::from_millis(5));
    let median = quantile(&mut octets, 0.5);
    tell("bytes of a key press, median", &format!("{median} bytes"), "400 bytes", median <= 400);
}
