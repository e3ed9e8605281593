//! Records, copying, and the list of domains.

use autosend_domains::core::copy::{CopyOutcome, ExportCounts};
use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::record::Slot;
use autosend_domains::wizard::Reply::{DomainCreated, DomainFetched, DomainsListed, ListingSkipped, TextCopied};
use autosend_domains::wizard::{Command, CopyReply, Intent, NoticeLevel, Request, Screen, Step};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, copy_reply, lost, not_sent, rejected};

fn at_records() -> Wizard {
    Wizard::at_records(domain("example.com"))
}

fn copied_text(wizard: &Wizard) -> Option<&str> {
    wizard.requests().find_map(|request| match request {
        Request::CopyText(text) => Some(text.as_str()),
        _ => None,
    })
}

#[test]
fn c_copies_the_published_value() {
    let key = format!("MI{}", "A".repeat(214));
    for keys in ["<down>c", "jy", "<end><enter>"] {
        assert_eq!(copied_text(&at_records().press(keys)), Some(format!("p={key}").as_str()), "{keys}");
    }
    assert_eq!(copied_text(&at_records().press("<down>u")), Some(key.as_str()));
    assert_eq!(copied_text(&at_records().press("u")), None, "nothing was added to the ownership value");
    assert_eq!(copied_text(&at_records().press("n")), Some("_autosend-verify.example.com"));
    assert!(
        matches!(&at_records().press("C").commands[..], [Command::Request(_, Request::CopyExport { domain, .. })] if domain.records.len() == 2)
    );
}

#[test]
fn a_copy_notice_claims_only_known_facts() {
    let wizard = at_records().press("c");
    let wizard = wizard.reply(copy_reply(48, Ok(CopyOutcome::Terminal)));
    assert_eq!(
        wizard.notice(),
        "Sent Ownership value (48 characters) to your terminal. Paste to check; r to show, e to save"
    );
    let before = wizard.model.clone();
    let wizard = wizard.reply(copy_reply(48, Ok(CopyOutcome::System)));
    assert_eq!(wizard.model, before, "an answer is taken once");
}

#[test]
fn a_copy_of_all_records_reports_their_number() {
    let copied = |counts| {
        let wizard = at_records().press("C");
        let wizard = wizard.reply(TextCopied(CopyReply {
            char_count: 218,
            counts: Some(counts),
            result: Ok(CopyOutcome::System),
        }));
        (wizard.notice().to_owned(), wizard.model.notice.as_ref().map(|notice| notice.level))
    };
    assert_eq!(
        copied(ExportCounts { written: 2, omitted: 0 }),
        ("Copied Zone file, all records (218 characters)".to_owned(), Some(NoticeLevel::Success))
    );
    let part = "3 of 6 records; 3 can't be expressed in this format (left as comments)";
    assert_eq!(
        copied(ExportCounts { written: 3, omitted: 3 }),
        (format!("Copied Zone file, {part} (218 characters)"), Some(NoticeLevel::Info))
    );
}

#[test]
fn a_long_name_does_not_hide_the_result_of_a_copy() {
    let mut long = domain("example.com");
    long.records[0].slot = Slot::from_member(&"verylong".repeat(20));
    let wizard = Wizard::at_records(long).press("c");
    let wizard = wizard.reply(copy_reply(48, Ok(CopyOutcome::Terminal)));
    assert_eq!(
        wizard.notice(),
        "Sent verylongverylongverylon… value (48 characters) to your terminal. Paste to check; r to show, e to save"
    );
}

#[test]
fn a_value_with_a_hidden_character_is_not_copied() {
    let mut hostile = domain("example.com");
    hostile.records[0].value = "autosend\u{1b}[31m".into();
    let wizard = Wizard::at_records(hostile).press("c");
    assert_eq!(copied_text(&wizard), None);
    assert_eq!(
        wizard.notice(),
        "Not copied: the Ownership value contains an invisible character (U+001B) at position 9"
    );
    let wizard = wizard.press("C");
    assert!(
        matches!(wizard.commands[..], [Command::Request(_, Request::CopyExport { .. })]),
        "zone-file text writes it escaped"
    );
}

#[test]
fn an_empty_value_is_not_copied() {
    let mut empty = domain("example.com");
    empty.records[0].value = "".into();
    assert_eq!(Wizard::at_records(empty).press("c").notice(), "Not copied: the Ownership value is empty");
}

#[test]
fn refreshed_records_keep_the_cursor_in_range() {
    let wizard = at_records().press("<end><c-r>").expect(Step::Records);
    let mut fewer = domain("example.com");
    fewer.records.truncate(1);
    let wizard = wizard.reply(DomainFetched(Ok(fewer)));
    assert!(
        matches!(&wizard.model.screen, Screen::Records(screen) if screen.cursor == 0 && !screen.refreshing.is_pending())
    );
}

#[test]
fn a_failed_refresh_keeps_the_records() {
    let wizard = at_records().press("<c-r>").reply(DomainFetched(lost())).expect(Step::Records);
    assert!(wizard.notice().starts_with("Couldn't refresh; showing saved data."), "{}", wizard.notice());
}

#[test]
fn a_removed_domain_leads_to_a_refreshed_list() {
    let wizard = at_records().press("<c-r>").reply(DomainFetched(rejected(404))).expect(Step::Failure);
    assert!(matches!(&wizard.model.screen, Screen::Failure(screen)
        if screen.failure.title == "example.com no longer exists"));
    assert!(wizard.requests().any(|request| matches!(request, Request::ListDomains { max_age: None, .. })));
    wizard.press("<enter>").expect(Step::Domains);
}

#[test]
fn a_key_rejected_on_records_leads_to_the_key_and_back() {
    let wizard = at_records().press("<c-r>").reply(DomainFetched(rejected(401))).expect(Step::ApiKey);
    wizard.press("AS_better12345<enter>").reply(DomainsListed(Ok(vec![]))).expect(Step::Records);
}

#[test]
fn the_list_opens_filters_and_returns() {
    let wizard = Wizard::with_list(vec![domain("one.com"), domain("two.com")]).press("exam<f2>").expect(Step::Domains);
    let wizard = wizard.reply(ListingSkipped).press("two");
    assert!(matches!(&wizard.model.screen, Screen::Domains(screen) if screen.rows.len() == 1));
    let wizard = wizard.press("<esc>").expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.text() == "exam"));
}

#[test]
fn a_row_of_the_list_opens_its_records_and_esc_leads_back_through_the_list() {
    let wizard =
        Wizard::at_review().press("<c-o>").reply(DomainsListed(Ok(vec![domain("one.com"), domain("two.com")])));
    let wizard = wizard.press("<down><enter>").expect(Step::Records);
    assert!(matches!(&wizard.model.screen, Screen::Records(screen) if screen.domain.name.raw() == "two.com"));
    let wizard =
        wizard.press("<f2>").reply(ListingSkipped).expect(Step::Domains).press("<enter>").expect(Step::Records);
    let wizard = wizard.press("<esc>").expect(Step::Domains).press("<esc>").expect(Step::Review);
    assert_eq!(wizard.count_posts(), 0);
}

#[test]
fn after_adding_esc_leads_to_the_list_and_then_to_the_next_domain() {
    let wizard = at_records().press("<esc>").expect(Step::Domains);
    assert!(matches!(&wizard.model.screen, Screen::Domains(screen) if screen.rows.len() == 1));
    let wizard = wizard.press("<esc>").expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.text().is_empty()));
}

#[test]
fn a_failed_list_is_shown_in_place_and_enter_retries() {
    let wizard = Wizard::with_key()
        .reply(DomainsListed(not_sent()))
        .press("<f2>")
        .reply(DomainsListed(not_sent()))
        .expect(Step::Domains);
    let wizard = wizard.press("<enter>").expect(Step::Domains);
    assert!(matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    let wizard = wizard.reply(DomainsListed(Ok(vec![domain("one.com")])));
    assert!(matches!(&wizard.model.screen, Screen::Domains(screen) if screen.rows.len() == 1));
}

#[test]
fn a_shorter_list_keeps_the_cursor_inside() {
    let wizard = Wizard::with_list(vec![domain("one.com"), domain("two.com")]).press("<f2>").reply(ListingSkipped);
    let wizard = wizard.press("<pgdn><c-r>").reply(DomainsListed(Ok(vec![domain("one.com")])));
    assert!(matches!(&wizard.model.screen, Screen::Domains(screen) if screen.selected().is_some()));
}

#[test]
fn the_list_in_the_background_survives_opening_and_leaving_it() {
    let wizard = Wizard::with_key().press("<f2>").expect(Step::Domains).press("<esc>").expect(Step::Domain);
    let wizard = wizard.reply(DomainsListed(Ok(vec![domain("example.com")]))).press("example.com");
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.existing_domain().is_some()));
}

fn is_refreshing(wizard: &Wizard) -> bool {
    matches!(&wizard.model.screen, Screen::Records(screen) if screen.refreshing.is_pending())
}

#[test]
fn leaving_for_the_list_cancels_requests_of_the_screen() {
    let wizard = at_records().press("<c-r><f2>").reply(ListingSkipped).press("<esc>").expect(Step::Records);
    assert!(!is_refreshing(&wizard));
    assert!(is_refreshing(&wizard.press("<c-r>")), "it can be asked for again");
    let wizard = Wizard::posting()
        .reply(DomainCreated(rejected(409)))
        .press("<enter><f2>")
        .reply(DomainsListed(Ok(vec![])))
        .press("<esc>");
    assert!(matches!(&wizard.expect(Step::Conflict).model.screen, Screen::Conflict(screen) if !screen.is_loading_list));
}

#[test]
fn records_return_to_the_list_as_it_was() {
    let domains = vec![domain("one.com"), domain("two.com"), domain("twice.com")];
    let wizard =
        Wizard::with_list(domains).press("<f2>").reply(ListingSkipped).press("tw<down><enter>").expect(Step::Records);
    let wizard = wizard.press("<esc>").expect(Step::Domains);
    assert!(matches!(&wizard.model.screen, Screen::Domains(screen)
        if screen.filter.text() == "tw" && screen.selected().is_some_and(|domain| domain.name.raw() == "two.com")));
}

#[test]
fn a_list_requested_before_the_post_is_requested_again_after_it() {
    let wizard = Wizard::with_list(vec![]).press("example.com<enter><enter><enter>").expect(Step::Adding);
    let wizard = wizard.reply(DomainCreated(Ok(domain("example.com")))).expect(Step::Records);
    assert!(wizard.requests().any(|request| matches!(request, Request::ListDomains { max_age: None, .. })));
}

#[test]
fn a_refresh_reports_its_result() {
    let wizard = at_records().press("<c-r>").reply(DomainFetched(Ok(domain("example.com"))));
    assert_eq!(wizard.notice(), "Records refreshed: no changes");
}

#[test]
fn a_removed_domain_is_not_in_the_exit_summary() {
    let wizard = at_records().press("<c-r>").reply(DomainFetched(rejected(404))).press("<c-c>").expect(Step::Closed);
    assert_eq!(wizard.model.last_shown, None);
    assert_eq!(wizard.model.outcome.as_deref(), Some("example.com no longer exists (AutoSend answered 404)."));
}

#[test]
fn a_list_without_a_known_answer_ticks_and_a_known_one_does_not() {
    assert!(Wizard::with_key().press("<f2>").model.spinner.is_some());
    let wizard = Wizard::with_list(vec![domain("one.com")]).press("<f2>").reply(ListingSkipped).press("<c-r>");
    assert_eq!(wizard.model.spinner, None);
}

#[test]
fn the_list_says_that_it_needs_a_key() {
    let wizard = Wizard::start(autosend_domains::wizard::InitOptions::default()).send(Intent::OpenDomains);
    assert_eq!(wizard.notice(), "Enter an API key first");
}

fn row_names(wizard: &Wizard) -> Vec<&str> {
    let Screen::Domains(screen) = &wizard.model.screen else { panic!("{:?}", wizard.model.screen.step()) };
    (0..screen.rows.len()).filter_map(|row| screen.rows.get(row)).map(|domain| domain.name.raw()).collect()
}

fn selected_name(wizard: &Wizard) -> Option<&str> {
    let Screen::Domains(screen) = &wizard.model.screen else { panic!("{:?}", wizard.model.screen.step()) };
    screen.selected().map(|domain| domain.name.raw())
}

/// Three domains: one that needs its records, two that can send, the last of them added first.
fn three_domains() -> Vec<SendingDomain> {
    let verified = |name: &str, created: &str| SendingDomain {
        status: DomainStatus::Verified,
        created_at: created.parse().ok(),
        ..domain(name)
    };
    vec![verified("zeta.com", "2026-03-01T00:00:00Z"), domain("mid.com"), verified("alpha.com", "2026-01-01T00:00:00Z")]
}

#[test]
fn the_list_is_grouped_by_attention_and_ctrl_s_changes_the_order() {
    let wizard = Wizard::with_list(three_domains()).press("<f2>").reply(ListingSkipped);
    assert_eq!(row_names(&wizard), ["mid.com", "alpha.com", "zeta.com"]);
    let wizard = wizard.press("<down><c-s>");
    assert_eq!(
        (row_names(&wizard), selected_name(&wizard)),
        (vec!["alpha.com", "mid.com", "zeta.com"], Some("alpha.com"))
    );
    assert_eq!(wizard.notice(), "Sorted by name");
    let wizard = wizard.press("<c-s><c-s>");
    assert_eq!(row_names(&wizard), ["zeta.com", "alpha.com", "mid.com"]);
    let wizard = wizard.press("<esc><f2>").reply(ListingSkipped);
    assert_eq!(row_names(&wizard), ["zeta.com", "alpha.com", "mid.com"], "the order is kept");
}

#[test]
fn typing_selects_the_best_match() {
    let list = vec![domain("a-long-pha.com"), domain("alpha.com"), domain("beta.com")];
    let wizard = Wizard::with_list(list).press("<f2>").reply(ListingSkipped).press("alpha");
    assert_eq!((row_names(&wizard).len(), selected_name(&wizard)), (2, Some("alpha.com")));
    let wizard = wizard.press("<enter>").expect(Step::Records);
    assert!(matches!(&wizard.model.screen, Screen::Records(screen) if screen.domain.name.raw() == "alpha.com"));
}

#[test]
fn the_selection_survives_a_new_list() {
    let wizard = Wizard::with_list(three_domains()).press("<f2>").reply(ListingSkipped).press("<end><down><down><c-r>");
    let mut more = three_domains();
    more.push(SendingDomain { status: DomainStatus::Verified, ..domain("beta.com") });
    let before = selected_name(&wizard).map(str::to_owned);
    let wizard = wizard.reply(DomainsListed(Ok(more)));
    assert_eq!(selected_name(&wizard).map(str::to_owned), before);
}

#[test]
fn records_are_updated_by_a_newer_list() {
    let wizard = at_records()
        .press("<f2><c-r>")
        .reply(DomainsListed(Ok(vec![SendingDomain { status: DomainStatus::Verified, ..domain("example.com") }])));
    let wizard = wizard.press("<esc>").expect(Step::Records);
    assert!(matches!(&wizard.model.screen, Screen::Records(screen) if screen.domain.status == DomainStatus::Verified));
}
