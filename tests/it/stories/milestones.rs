//! The way until a domain can send: what the stepper shows, and plain lines say.

use autosend_domains::core::dns::{LookupError, QueryOutcome};
use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::wizard::Reply::{DnsChecked, DomainFetched};
use autosend_domains::wizard::{InitOptions, MilestoneState, milestones, step_message};

use super::dns::{at_records, check_dns, dns_lookup};
use super::fixtures::domain;
use crate::support::wizard::{Wizard, config_with_key_file};

/// The milestones in a line: `+` before those that are done, `>` before the current one.
fn way(wizard: &Wizard) -> String {
    let title = |state: MilestoneState, title: String| match state {
        MilestoneState::Done => format!("+{title}"),
        MilestoneState::Current => format!(">{title}"),
        MilestoneState::Upcoming => title,
    };
    let titles: Vec<String> = milestones(&wizard.model).iter().map(|one| title(one.state, one.title())).collect();
    titles.join(" ")
}

fn assert_way(wizard: &Wizard, expected: &str, message: &str) {
    assert_eq!((way(wizard).as_str(), step_message(&wizard.model).as_str()), (expected, message));
}

#[test]
fn the_way_leads_to_a_verified_domain() {
    let key = Wizard::start(InitOptions { config: config_with_key_file(), ..InitOptions::default() });
    let verified = SendingDomain { status: DomainStatus::Verified, ..domain("example.com") };
    let mut silent = dns_lookup(&domain("example.com"), 0);
    for record_lookup in &mut silent.records {
        record_lookup.responses[0].outcome = QueryOutcome::Failed(LookupError::Timeout);
    }
    assert_way(&key, ">Key Domain Region Add Publish Verify", "Step 1 of 6: Key.");
    assert_way(&Wizard::with_list(vec![]), ">Domain Region Add Publish Verify", "Step 1 of 5: Domain.");
    assert_way(
        &Wizard::with_list(vec![]).press("example.com<enter>"),
        "+Domain >Region Add Publish Verify",
        "Step 2 of 5: Region.",
    );
    assert_way(&Wizard::at_review(), "+Domain +Region >Add Publish Verify", "Step 3 of 5: Add.");
    assert_way(&Wizard::posting(), "+Domain +Region >Adding Publish Verify", "Step 3 of 5: Adding.");
    assert_way(&at_records(), "+Domain +Region +Added >Publish Verify", "Step 4 of 5: Publish.");
    assert_way(
        &at_records().reply(DnsChecked(Ok(silent))),
        "+Domain +Region +Added >Publish Verify",
        "Step 4 of 5: Publish.",
    );
    assert_way(
        &check_dns(at_records(), 1),
        "+Domain +Region +Added >Publish 1/2 Verify",
        "Step 4 of 5: Publish, 1 of 2 records OK.",
    );
    assert_way(
        &check_dns(at_records(), 1).press("x"),
        "+Domain +Region +Added >Publish 1/2 Verify",
        "Step 4 of 5: Publish, 1 of 2 records OK.",
    );
    assert_way(&check_dns(at_records(), 2), "+Domain +Region +Added +Publish >Verify", "Step 5 of 5: Verify.");
    assert_way(
        &at_records().press("<c-r>").reply(DomainFetched(Ok(verified))),
        "+Domain +Region +Added +Publish +Verified",
        "Step 5 of 5: Verified.",
    );
}
