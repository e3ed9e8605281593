//! Names that ask for a certain response, so that every screen of a client can be shown and tested.

use serde_json::{Map, Value, json};

/// What the first label of a name asks for: the variant in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Scenario {
    Taken,
    Refused,
    Plan,
    Forbidden,
    Busy,
    Broken,
    Slow,
    Lost,
    Vanished,
    Garbled,
    Hostile,
    Gone,
}

/// Every first label that asks for a certain response, and a description of the response.
pub const SCENARIOS: &[(&str, &str)] = &[
    ("taken", "409: already in the project and in its list"),
    ("refused", "400 with an error on the domain field"),
    ("plan", "402: the plan doesn't allow it"),
    ("forbidden", "403: the key isn't allowed to do this"),
    ("busy", "429 for 5 s, then success"),
    ("broken", "500; not added"),
    ("slow", "added at once; the response takes 3 s"),
    ("lost", "added, but the connection closes without a response"),
    ("vanished", "not added; the connection closes without a response"),
    ("garbled", "added, but the 201 response is cut off"),
    ("hostile", "added; all text in the response contains escape codes or invisible characters"),
    ("gone", "added; 404 when opened, then gone from the list"),
];

impl Scenario {
    /// The scenario of a name in lower case, if its first label asks for one.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        name.split_once('.')?.0.parse().ok()
    }
}

/// Texts that must never reach a terminal. Each text of a hostile response ends with the next of these.
const HARMFUL_TEXTS: [&str; 7] = [
    "\u{1b}[2J\u{1b}[1;31m",                 // clears the screen, turns the text red
    "\u{1b}]52;c;aG9zdGlsZQ==\u{7}",         // sets the clipboard to "hostile"
    "\u{202e}\u{2066}",                      // reverses the direction of the following text
    "\u{1b}]0;hostile\u{7}\u{1b}[21t",       // sets the title, requests it
    "\u{9b}7m\u{9d}52;c;aG9zdGlsZQ==\u{9c}", // clears the screen and sets the clipboard with C1 codes
    "\u{200b}\u{2028}\u{e0041}",             // invisible characters
    "\r\n\u{8}\u{7f}\u{0}",                  // moves the cursor
];

/// Appends escape codes and hidden characters to every text of a response except ids and times, and adds a record in an
/// unknown member.
pub(super) fn make_hostile(answer: &mut Value) {
    let mut harmful = HARMFUL_TEXTS.iter().copied().cycle();
    append_harmful_texts(answer, &mut harmful);
}

fn append_harmful_texts(value: &mut Value, harmful: &mut impl Iterator<Item = &'static str>) {
    match value {
        Value::String(text) => text.extend(harmful.next()),
        Value::Array(items) => items.iter_mut().for_each(|item| append_harmful_texts(item, harmful)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if name == "dnsRecords"
                    && let Value::Object(records) = member
                {
                    add_unknown_record(records);
                }
                if name != "id" && !name.ends_with("At") {
                    append_harmful_texts(member, harmful);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn add_unknown_record(records: &mut Map<String, Value>) {
    let name = format!("unknown{}", HARMFUL_TEXTS[0]);
    let record = json!({ "name": "unknown", "value": "unknown", "type": "TXT", "purpose": "unknown" });
    records.insert(name, record);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::text::is_hidden;

    #[test]
    fn the_first_label_alone_decides() {
        let named = |name: &str| Scenario::from_name(name);
        assert_eq!(named("taken.example.com"), Some(Scenario::Taken));
        assert_eq!(named("gone.com"), Some(Scenario::Gone));
        for name in ["mail.taken.com", "takenx.example.com", "taken", "example.com"] {
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[test]
    fn each_label_of_the_table_has_its_own_scenario() {
        let all: Vec<Option<Scenario>> =
            SCENARIOS.iter().map(|(label, _)| Scenario::from_name(&format!("{label}.com"))).collect();
        assert!(all.iter().all(Option::is_some));
        assert!((1..all.len()).all(|end| !all[..end].contains(&all[end])), "{all:?}");
    }

    #[test]
    fn every_text_of_a_hostile_answer_has_hidden_characters() {
        let mut answer = json!({
            "id": "66f0a1b2c3d4e5f601020304",
            "domainName": "hostile.example.com",
            "dnsRecords": { "mailFrom": [{ "value": "v=spf1", "priority": 10 }] },
            "createdAt": "2026-05-04T09:00:00.000Z",
        });
        make_hostile(&mut answer);
        assert_eq!(answer["id"], "66f0a1b2c3d4e5f601020304");
        assert_eq!(answer["createdAt"], "2026-05-04T09:00:00.000Z");
        assert_eq!(answer["dnsRecords"]["mailFrom"][0]["priority"], 10);
        for pointer in ["/domainName", "/dnsRecords/mailFrom/0/value"] {
            let text = answer.pointer(pointer).and_then(Value::as_str).unwrap();
            assert!(text.chars().any(is_hidden), "{pointer}: {text:?}");
        }
        let records = answer["dnsRecords"].as_object().unwrap();
        assert!(records.keys().any(|name| name.chars().any(is_hidden)));
    }

    #[test]
    fn each_hostile_text_has_hidden_characters() {
        for text in HARMFUL_TEXTS {
            assert!(text.chars().any(is_hidden), "{text:?}");
        }
    }
}
