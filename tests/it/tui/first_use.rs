//! A person who sees the program for the first time, at 80x24: from a name to a domain that can send, over a mistake that
//! is found and corrected, and back on another day. Every key that is pressed is on the screen, and they are counted.

use tempfile::TempDir;

use super::sandbox_program;
use crate::support::api_servers::SandboxServer;
use crate::support::pty::{Program, Pty};
use crate::support::wizard_steps::RECORDS_STEP;

/// The most key presses from the start to a verified domain.
const MAX_PRESSES: usize = 40;

const NAME: &str = "mail.mycandles.com";

/// A person at a terminal, who presses only what the screen shows.
struct Person {
    pty: Pty,
    presses: usize,
}

/// Whether the screen shows a key: at the start of an entry of the footer or of a line, or alone next to a text. Entries are
/// two blanks apart.
fn shows(screen: &str, key: &str) -> bool {
    let mut entries = screen.lines().flat_map(|line| line.split("  ")).map(str::trim);
    entries.any(|entry| {
        let rest = entry.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            || entry.split(' ').any(|word| word == key && key.len() > 1)
    })
}

impl Person {
    fn start(program: Program) -> Self {
        Self { pty: program.start(), presses: 0 }
    }

    fn sees(&self, text: &str) {
        self.pty.wait_for(text);
    }

    /// Types into the field that has the cursor.
    fn types(&mut self, text: &str) {
        self.pty.wait_until(|screen| !screen.hide_cursor());
        self.pty.send(text);
        self.presses += text.chars().count();
        self.sees(text);
    }

    /// Presses a key that the screen shows under this name.
    fn presses(&mut self, shown: &str) {
        // What was drawn last may be on its way.
        self.pty.wait_until(|screen| shows(&screen.contents(), shown));
        let keys = match shown {
            "↓" => "<down>".to_owned(),
            letter if letter.chars().count() == 1 => letter.to_owned(),
            name => format!("<{}>", name.to_lowercase()),
        };
        self.pty.send(&keys);
        self.presses += 1;
    }
}

#[test]
fn a_first_time_user_verifies_a_domain_with_the_keys_on_the_screen() {
    let mut person = Person::start(sandbox_program());
    person.sees("Which domain");
    person.types("mycandles.com");
    person.sees("Tip: mail.mycandles.com");
    person.presses("Tab");
    person.sees("✓ mail.mycandles.com");
    person.presses("Enter");
    person.sees("Which region");
    person.presses("Enter");
    person.sees("Add this domain");
    person.presses("Enter");
    person.sees("NEXT  Add these 5 records");
    person.presses("g");
    person.sees("Who is your DNS provider?");
    person.types("goda");
    person.sees("▌ GoDaddy");
    person.presses("Enter");
    person.sees("Record 1 of 5");
    person.presses("Enter");
    person.sees("SENT, paste it to check");
    person.presses("Enter");
    person.sees("Value (48 characters) was sent");
    person.presses("Esc");
    person.sees(RECORDS_STEP);
    // The person entered the whole name, and the provider added the domain once more.
    person.presses("p");
    person.sees("Domain twice in the name");
    person.presses("↓");
    person.presses("↓");
    person.sees("▌ Domain twice in the name");
    person.presses("Enter");
    person.sees("0 of 5 records are OK");
    person.sees("twice");
    person.presses("Esc");
    person.sees("Fix 5 records");
    person.presses("p");
    person.sees("Publish all 5 records");
    person.presses("Enter");
    person.sees("All 5 records are OK");
    person.presses("Esc");
    person.sees("Verify the domain now");
    person.presses("v");
    person.sees("mail.mycandles.com can send");
    person.sees("✓ Verified");
    assert!(person.presses <= MAX_PRESSES, "{} key presses", person.presses);
}

#[test]
fn a_second_run_finds_the_domain_with_its_provider() {
    let (server, state) = (SandboxServer::start(), TempDir::new().unwrap());
    let mut person = Person::start(server.wizard().env("XDG_STATE_HOME", state.path()));
    person.sees("Which domain");
    person.types(NAME);
    person.presses("Enter");
    person.sees("Which region");
    person.presses("Enter");
    person.sees("Add this domain");
    person.presses("Enter");
    person.sees("NEXT  ");
    person.presses("g");
    person.sees("Who is your DNS provider?");
    person.types("goda");
    person.sees("▌ GoDaddy");
    person.presses("Enter");
    person.sees("Record 1 of 5");
    person.presses("Esc");
    person.sees(RECORDS_STEP);
    person.presses("q");
    assert_eq!(person.pty.wait_exit(), 0);
    let mut person = Person::start(server.wizard().env("XDG_STATE_HOME", state.path()));
    person.sees("Which domain");
    person.presses("F2");
    person.sees(NAME);
    person.presses("Enter");
    person.sees("DNS: GoDaddy");
    assert!(person.presses <= 2, "{} key presses", person.presses);
}

#[test]
fn a_key_is_on_the_screen_where_a_person_finds_it() {
    let screen = "  NEXT  Add these 5 records            g  step by step\n · Tip: x       Tab  use it\n c copy value  ↑ ↓ move  q quit";
    for key in ["g", "Tab", "c", "↓", "q"] {
        assert!(shows(screen, key), "{key}");
    }
    for key in ["p", "a", "Enter", "v", "s"] {
        assert!(!shows(screen, key), "{key}");
    }
}
