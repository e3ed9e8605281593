//! Records, copying, and the list of domains.

use autosend_domains::core::copy::{CopyOutcome, ExportCounts};
use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::record::Slot;
use autosend_domains::wizard::{Command, CopyReply, Intent, Message, NoticeLevel, Reply, Request, Screen, Step};

use super::story::{Story, domain, lost, not_sent, refused};

fn at_records() -> Story {
    Story::posting().created(Ok(domain("example.com"))).at(Step::Records)
}

fn copied_text(story: &Story) -> Option<&str> {
    story.commands.iter().find_map(|command| match command {
        Command::Request(_, Request::CopyText(text)) => Some(text.as_str()),
        _ => None,
    })
}

#[test]
fn the_value_is_copied_as_it_is_to_be_published() {
    let key = format!("MI{}", "A".repeat(214));
    for keys in ["<down>c", "jy", "<end><enter>"] {
        assert_eq!(copied_text(&at_records().keys(keys)), Some(format!("p={key}").as_str()), "{keys}");
    }
    assert_eq!(copied_text(&at_records().keys("<down>u")), Some(key.as_str()));
    assert_eq!(copied_text(&at_records().keys("u")), None, "nothing was added to the ownership value");
    assert_eq!(copied_text(&at_records().keys("n")), Some("_autosend-verify.example.com"));
    assert!(
        matches!(&at_records().keys("C").commands[..], [Command::Request(_, Request::CopyExport { domain, .. })] if domain.records.len() == 2)
    );
}

#[test]
fn what_is_known_of_a_copy_is_said() {
    let story = at_records().keys("c");
    let [Command::Request(id, Request::CopyText(_))] = story.commands[..] else { panic!("{:?}", story.commands) };
    let story = story.send(Message::Reply(
        id,
        Reply::TextCopied(CopyReply { char_count: 48, counts: None, result: Ok(CopyOutcome::Terminal) }),
    ));
    assert_eq!(
        story.notice(),
        "Sent to your terminal: 48 characters (Ownership value). Paste to check; r shows it, e writes a file"
    );
    let before = story.model.clone();
    let story = story.send(Message::Reply(
        id,
        Reply::TextCopied(CopyReply { char_count: 48, counts: None, result: Ok(CopyOutcome::System) }),
    ));
    assert_eq!(story.model, before, "an answer is taken once");
}

#[test]
fn of_all_records_it_is_said_how_many_were_copied() {
    let copied = |tally| {
        let story = at_records().keys("C");
        let [Command::Request(id, Request::CopyExport { .. })] = story.commands[..] else {
            panic!("{:?}", story.commands)
        };
        let story = story.send(Message::Reply(
            id,
            Reply::TextCopied(CopyReply { char_count: 218, counts: Some(tally), result: Ok(CopyOutcome::System) }),
        ));
        (story.notice().to_owned(), story.model.notice.as_ref().map(|notice| notice.level))
    };
    assert_eq!(
        copied(ExportCounts { written: 2, omitted: 0 }),
        ("Copied to the clipboard: 218 characters (Zone file, all records)".to_owned(), Some(NoticeLevel::Success))
    );
    let part = "3 of 6 records; 3 could not be written, they are comments";
    assert_eq!(
        copied(ExportCounts { written: 3, omitted: 3 }),
        (format!("Copied to the clipboard: 218 characters (Zone file, {part})"), Some(NoticeLevel::Info))
    );
}

#[test]
fn a_long_name_does_not_hide_what_became_of_a_copy() {
    let mut long = domain("example.com");
    long.records[0].slot = Slot::from_member(&"verylong".repeat(20));
    let story = Story::posting().created(Ok(long)).keys("c");
    let [Command::Request(id, Request::CopyText(_))] = story.commands[..] else { panic!("{:?}", story.commands) };
    let story = story.send(Message::Reply(
        id,
        Reply::TextCopied(CopyReply { char_count: 48, counts: None, result: Ok(CopyOutcome::Terminal) }),
    ));
    assert_eq!(
        story.notice(),
        "Sent to your terminal: 48 characters (verylongverylongverylon… value). Paste to check; r shows it, e writes a file"
    );
}

#[test]
fn a_value_with_a_hidden_character_is_not_copied() {
    let mut hostile = domain("example.com");
    hostile.records[0].value = "autosend\u{1b}[31m".into();
    let story = Story::posting().created(Ok(hostile)).keys("c");
    assert_eq!(copied_text(&story), None);
    assert_eq!(story.notice(), "Not copied: the Ownership value holds U+001B at character 9, which cannot be seen");
    let story = story.keys("C");
    assert!(
        matches!(story.commands[..], [Command::Request(_, Request::CopyExport { .. })]),
        "zone-file text writes it escaped"
    );
}

#[test]
fn an_empty_value_is_not_copied() {
    let mut empty = domain("example.com");
    empty.records[0].value = "".into();
    assert_eq!(Story::posting().created(Ok(empty)).keys("c").notice(), "Not copied: the Ownership value is empty");
}

#[test]
fn records_are_fetched_again_and_the_cursor_stays_in_them() {
    let story = at_records().keys("<end><c-r>").at(Step::Records);
    let mut fewer = domain("example.com");
    fewer.records.truncate(1);
    let story = story.fetched(Ok(fewer));
    assert!(
        matches!(&story.model.screen, Screen::Records(screen) if screen.cursor == 0 && !screen.refreshing.is_pending())
    );
}

#[test]
fn records_that_cannot_be_fetched_again_stay_as_last_read() {
    let story = at_records().keys("<c-r>").fetched(lost()).at(Step::Records);
    assert!(story.notice().starts_with("Shown as last read"), "{}", story.notice());
}

#[test]
fn a_domain_that_is_gone_leads_to_the_list_which_is_asked_for_again() {
    let story = at_records().keys("<c-r>").fetched(refused(404)).at(Step::Domains);
    assert_eq!(story.notice(), "example.com is no longer there");
    assert!(
        story
            .commands
            .iter()
            .any(|command| matches!(command, Command::Request(_, Request::ListDomains { max_age: None, .. })))
    );
}

#[test]
fn a_key_refused_at_records_leads_to_the_key_and_back() {
    let story = at_records().keys("<c-r>").fetched(refused(401)).at(Step::ApiKey);
    story.keys("AS_better12345<enter>").listed(Ok(vec![])).at(Step::Records);
}

#[test]
fn the_list_opens_narrows_and_goes_back_to_where_one_was() {
    let story = Story::with_list(vec![domain("one.com"), domain("two.com")]).keys("exam<f2>").at(Step::Domains);
    let story = story.still_fresh().keys("two");
    assert!(matches!(&story.model.screen, Screen::Domains(screen) if screen.rows.len() == 1));
    let story = story.keys("<esc>").at(Step::Domain);
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.field.text() == "exam"));
}

#[test]
fn a_row_of_the_list_opens_its_records_and_esc_leads_back_through_the_list() {
    let story = Story::at_review().keys("<c-o>").listed(Ok(vec![domain("one.com"), domain("two.com")]));
    let story = story.keys("<down><enter>").at(Step::Records);
    assert!(matches!(&story.model.screen, Screen::Records(screen) if screen.domain.name.raw() == "two.com"));
    let story = story.keys("<f2>").still_fresh().at(Step::Domains).keys("<enter>").at(Step::Records);
    let story = story.keys("<esc>").at(Step::Domains).keys("<esc>").at(Step::Review);
    assert_eq!(story.posts(), 0);
}

#[test]
fn after_adding_esc_leads_to_the_list_and_then_to_the_next_domain() {
    let story = at_records().keys("<esc>").at(Step::Domains);
    assert!(matches!(&story.model.screen, Screen::Domains(screen) if screen.rows.len() == 1));
    let story = story.keys("<esc>").at(Step::Domain);
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.field.text().is_empty()));
}

#[test]
fn a_list_that_fails_is_said_in_its_place_and_enter_asks_again() {
    let story = Story::with_key().listed(not_sent()).keys("<f2>").listed(not_sent()).at(Step::Domains);
    let story = story.keys("<enter>").at(Step::Domains);
    assert!(matches!(story.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    let story = story.listed(Ok(vec![domain("one.com")]));
    assert!(matches!(&story.model.screen, Screen::Domains(screen) if screen.rows.len() == 1));
}

#[test]
fn a_shorter_list_keeps_the_cursor_inside() {
    let story = Story::with_list(vec![domain("one.com"), domain("two.com")]).keys("<f2>").still_fresh();
    let story = story.keys("<pgdn><c-r>").listed(Ok(vec![domain("one.com")]));
    assert!(matches!(&story.model.screen, Screen::Domains(screen) if screen.selected().is_some()));
}

#[test]
fn the_list_in_the_background_survives_opening_and_leaving_it() {
    let story = Story::with_key().keys("<f2>").at(Step::Domains).keys("<esc>").at(Step::Domain);
    let story = story.listed(Ok(vec![domain("example.com")])).keys("example.com");
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.existing_domain().is_some()));
}

fn is_refreshing(story: &Story) -> bool {
    matches!(&story.model.screen, Screen::Records(screen) if screen.refreshing.is_pending())
}

#[test]
fn what_a_screen_alone_waits_for_ends_when_it_is_left_for_the_list() {
    let story = at_records().keys("<c-r><f2>").still_fresh().keys("<esc>").at(Step::Records);
    assert!(!is_refreshing(&story));
    assert!(is_refreshing(&story.keys("<c-r>")), "it can be asked for again");
    let story = Story::posting().created(refused(409)).keys("<enter><f2>").listed(Ok(vec![])).keys("<esc>");
    assert!(matches!(&story.at(Step::Conflict).model.screen, Screen::Conflict(screen) if !screen.is_loading_list));
}

#[test]
fn records_that_were_opened_from_a_list_go_back_to_it_as_it_was() {
    let domains = vec![domain("one.com"), domain("two.com"), domain("twice.com")];
    let story = Story::with_list(domains).keys("<f2>").still_fresh().keys("tw<down><enter>").at(Step::Records);
    let story = story.keys("<esc>").at(Step::Domains);
    assert!(matches!(&story.model.screen, Screen::Domains(screen)
        if screen.filter.text() == "tw" && screen.selected().is_some_and(|domain| domain.name.raw() == "two.com")));
}

#[test]
fn a_list_that_was_asked_for_before_the_post_is_asked_for_again_after_it() {
    let story = Story::with_list(vec![]).keys("example.com<enter><enter><enter>").at(Step::Adding);
    let story = story.created(Ok(domain("example.com"))).at(Step::Records);
    assert!(
        story
            .commands
            .iter()
            .any(|command| matches!(command, Command::Request(_, Request::ListDomains { max_age: None, .. })))
    );
}

#[test]
fn what_became_of_fetching_again_is_said() {
    let story = at_records().keys("<c-r>").fetched(Ok(domain("example.com")));
    assert_eq!(story.notice(), "The records were fetched again: nothing has changed");
}

#[test]
fn a_domain_that_is_gone_is_not_told_of_as_if_it_were_there() {
    let story = at_records().keys("<c-r>").fetched(refused(404)).keys("<c-c>").at(Step::Closed);
    assert_eq!(story.model.last_shown, None);
    assert_eq!(story.model.outcome.as_deref(), Some("example.com is no longer there (AutoSend answered 404)."));
}

#[test]
fn a_list_without_a_known_answer_ticks_and_a_known_one_does_not() {
    assert!(Story::with_key().keys("<f2>").model.spinner.is_some());
    let story = Story::with_list(vec![domain("one.com")]).keys("<f2>").still_fresh().keys("<c-r>");
    assert_eq!(story.model.spinner, None);
}

#[test]
fn the_list_says_that_it_needs_a_key() {
    let story = Story::begin(autosend_domains::wizard::InitOptions::default()).send(Intent::OpenDomains);
    assert_eq!(story.notice(), "The list of domains needs a key first");
}

fn names(story: &Story) -> Vec<&str> {
    let Screen::Domains(screen) = &story.model.screen else { panic!("{:?}", story.model.screen.step()) };
    (0..screen.rows.len()).filter_map(|row| screen.rows.get(row)).map(|domain| domain.name.raw()).collect()
}

fn focus(story: &Story) -> Option<&str> {
    let Screen::Domains(screen) = &story.model.screen else { panic!("{:?}", story.model.screen.step()) };
    screen.selected().map(|domain| domain.name.raw())
}

/// Three domains: one that needs its records, two that can send, the last of them added first.
fn three() -> Vec<SendingDomain> {
    let verified = |name: &str, created: &str| SendingDomain {
        status: DomainStatus::Verified,
        created_at: created.parse().ok(),
        ..domain(name)
    };
    vec![verified("zeta.com", "2026-03-01T00:00:00Z"), domain("mid.com"), verified("alpha.com", "2026-01-01T00:00:00Z")]
}

#[test]
fn the_list_is_grouped_by_what_is_to_be_done_and_ctrl_s_sorts_it_otherwise() {
    let story = Story::with_list(three()).keys("<f2>").still_fresh();
    assert_eq!(names(&story), ["mid.com", "alpha.com", "zeta.com"]);
    let story = story.keys("<down><c-s>");
    assert_eq!((names(&story), focus(&story)), (vec!["alpha.com", "mid.com", "zeta.com"], Some("alpha.com")));
    assert_eq!(story.notice(), "Sorted by name");
    let story = story.keys("<c-s><c-s>");
    assert_eq!(names(&story), ["zeta.com", "alpha.com", "mid.com"]);
    let story = story.keys("<esc><f2>").still_fresh();
    assert_eq!(names(&story), ["zeta.com", "alpha.com", "mid.com"], "the order is kept");
}

#[test]
fn typing_goes_to_what_matches_best() {
    let list = vec![domain("a-long-pha.com"), domain("alpha.com"), domain("beta.com")];
    let story = Story::with_list(list).keys("<f2>").still_fresh().keys("alpha");
    assert_eq!((names(&story).len(), focus(&story)), (2, Some("alpha.com")));
    let story = story.keys("<enter>").at(Step::Records);
    assert!(matches!(&story.model.screen, Screen::Records(screen) if screen.domain.name.raw() == "alpha.com"));
}

#[test]
fn the_focus_stays_on_its_domain_when_another_list_comes() {
    let story = Story::with_list(three()).keys("<f2>").still_fresh().keys("<end><down><down><c-r>");
    let mut more = three();
    more.push(SendingDomain { status: DomainStatus::Verified, ..domain("beta.com") });
    let before = focus(&story).map(str::to_owned);
    let story = story.listed(Ok(more));
    assert_eq!(focus(&story).map(str::to_owned), before);
}

#[test]
fn records_that_are_come_back_to_are_as_the_list_has_them() {
    let story = at_records()
        .keys("<f2><c-r>")
        .listed(Ok(vec![SendingDomain { status: DomainStatus::Verified, ..domain("example.com") }]));
    let story = story.keys("<esc>").at(Step::Records);
    assert!(matches!(&story.model.screen, Screen::Records(screen) if screen.domain.status == DomainStatus::Verified));
}
