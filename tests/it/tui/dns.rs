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
    pty.wait_for("● Publish 0/5");
    pty.wait_for("NEXT  Add these 5 records at your DNS provider");
    pty.wait_for("✗ not found");
    pty.send("p");
    pty.wait_for("Publish all 5 records in the sandbox's DNS?");
    pty.send("<down><down>");
    pty.wait_for("▌ Domain twice in the name");
    pty.send("<enter>");
    pty.wait_for("0 of 5 records are OK");
    pty.wait_for("mail.example.com.example.com");
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    pty.wait_for("NEXT  Fix 5 records that are wrong in DNS");
    pty.wait_for("! wrong name");
    publish_all(&mut pty);
    pty.wait_for("All 5 records are OK");
    pty.send("<esc>");
    pty.wait_for("NEXT  All 5 records are OK. Verify the domain now");
    pty.wait_for("● Verify");
    pty.send("v");
    pty.wait_for("mail.example.com can send");
    pty.wait_for("✓ Verified");
    pty.wait_for("Create the sender hello@mail.example.com");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn at_40x12_the_count_and_the_state_of_the_selected_record_are_shown() {
    let mut pty = sandbox_program().size(40, 12).start();
    pty.wait_for("Domain 1/5");
    pty.send("mail.example.com<enter>");
    pty.wait_for("Region 2/5");
    pty.send("<enter>");
    pty.wait_for("Add 3/5");
    pty.send("<enter>");
    pty.wait_for("0/5 in DNS · 1 Ownership ✗ not found");
    pty.wait_for("NEXT  Add 5 records");
    pty.send("<down>p");
    pty.wait_for("Publish all 5 records");
    pty.send("<tab>");
    pty.wait_for("Publish the DKIM record");
    pty.send("<enter>");
    pty.wait_for("4 records: not found");
    pty.send("<esc>");
    pty.wait_for("1/5 in DNS · 2 DKIM ✓ OK");
    pty.wait_for("NEXT  Add 4 records");
    publish_all(&mut pty);
    pty.wait_for("All 5 records");
    pty.send("<esc>");
    pty.wait_for("5/5 in DNS · 2 DKIM ✓ OK");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn the_watch_ends_when_required_records_are_correct() {
    let mut pty = sandbox_program().size(100, 40).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.wait_for("not found");
    pty.send("w");
    pty.wait_for("Next check in");
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    publish_all(&mut pty);
    // AutoSend is asked to verify by itself, and the finish opens.
    pty.wait_for("mail.example.com can send");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn silent_servers_are_reported() {
    let server = crate::support::api_servers::SandboxServer::start();
    let mut pty = server.wizard().size(100, 40).start();
    wizard_steps::go_to_records(&mut pty, NAME);
    pty.wait_for("no answer");
    pty.send("d");
    pty.wait_for("DNS couldn't be checked: no server answered");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

/// Publishes every record: the question is answered once it is on the screen.
fn publish_all(pty: &mut Pty) {
    pty.send("p");
    pty.wait_for("Publish all 5 records");
    pty.send("<enter>");
}
