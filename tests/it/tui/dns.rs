//! The whole story in the real program: the sandbox, a domain, publishing it with a mistake, the check that names it, the
//! right records, and VERIFIED.

use super::sandbox_program;
use crate::support::pty::Pty;
use crate::support::wizard_steps;

const NAME: &str = "mail.example.com";

#[test]
fn a_domain_is_corrected_and_verified() {
    let mut pty = sandbox_program().size(100, 40).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    // What is there before anything was published.
    pty.wait_for("missing");
    pty.send("p");
    pty.wait_for("Publish all 5 records in the sandbox's DNS?");
    pty.send("<down><down>");
    pty.wait_for("> name-doubled");
    pty.send("<enter>");
    pty.wait_for("mail.example.com: 0 of 5 records are right.");
    pty.wait_for("mail.example.com.example.com");
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    publish_all(&mut pty);
    pty.wait_for("mail.example.com: All 5 records are right.");
    pty.wait_for("ns1.sandbox.test");
    pty.send("<esc>");
    pty.wait_for("All records are in DNS");
    pty.send("v");
    pty.wait_for("mail.example.com is verified: it can send");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn at_40x12_every_record_has_a_sign_and_one_its_verdict() {
    let mut pty = sandbox_program().size(40, 12).start();
    pty.wait_for("2/5 Domain");
    pty.send("mail.example.com<enter>");
    pty.wait_for("3/5 Region");
    pty.send("<enter>");
    pty.wait_for("4/5 Review");
    pty.send("<enter>");
    pty.wait_for("DNS>1! 2! 3! 4! 5!  none yet: g");
    pty.wait_for("Ownership · TXT record · missing");
    pty.send("<down>p");
    pty.wait_for("Publish all 5 records");
    pty.send("<tab>");
    pty.wait_for("Publish the DKIM record");
    pty.send("<enter>");
    pty.wait_for("1 of 5 records");
    pty.send("<esc>");
    pty.wait_for("DNS 1!>2✓ 3! 4! 5!  1 of 5 right: d");
    pty.wait_for("DKIM · TXT record · right");
    publish_all(&mut pty);
    pty.wait_for("All 5 records");
    pty.send("<esc>");
    pty.wait_for("DNS 1✓>2✓ 3✓ 4✓ 5✓  v has it verified");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn the_watch_ends_when_required_records_are_correct() {
    let mut pty = sandbox_program().size(100, 40).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.wait_for("missing");
    pty.send("w");
    pty.wait_for("Next look in");
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    publish_all(&mut pty);
    pty.wait_for("mail.example.com: All 5 records are right.");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn silent_servers_are_reported() {
    let server = crate::support::api_servers::SandboxServer::start();
    let mut pty = server.wizard().size(100, 40).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.wait_for("no answer");
    pty.send("d");
    pty.wait_for("mail.example.com: No server gave an answer about the records.");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

/// Publishes every record: the question is answered once it is on the screen.
fn publish_all(pty: &mut Pty) {
    pty.send("p");
    pty.wait_for("Publish all 5 records");
    pty.send("<enter>");
}
