//! The steps Domain and Region, and what the command line makes of them.

use autosend_domains::core::api_key::KeySource;
use autosend_domains::core::region::{Region, RegionKey};
use autosend_domains::wizard::{Command, InitOptions, NewDomain, RegionMode, Request, Screen, Step};

use super::story::{Story, credentials, domain, refused};

fn text(story: &Story) -> &str {
    match &story.model.screen {
        Screen::Domain(screen) => screen.field.text(),
        other => panic!("not the Domain step: {other:?}"),
    }
}

fn new(story: &Story) -> &NewDomain {
    match &story.model.screen {
        Screen::Review(screen) => &screen.new_domain,
        other => panic!("not the Review step: {other:?}"),
    }
}

fn region(key: &str) -> Region {
    Region::Key(RegionKey::parse(key).expect("a region key"))
}

#[test]
fn a_mended_name_goes_on_in_its_mended_form_and_back_as_typed() {
    let story = Story::with_list(vec![]).paste("HTTPS://Example.COM/\n").keys("<enter>").at(Step::Region);
    assert!(matches!(&story.model.screen, Screen::Region(screen) if screen.name.as_str() == "example.com"));
    let story = story.keys("<esc>").at(Step::Domain);
    assert_eq!(text(&story), "HTTPS://Example.COM/");
}

#[test]
fn a_line_end_in_a_paste_submits_nothing() {
    Story::with_list(vec![]).paste("example.com\n").at(Step::Domain).paste("x\n\n").at(Step::Domain);
}

#[test]
fn a_refused_name_stays_with_its_reason_or_takes_the_suggestion() {
    let story = Story::with_list(vec![]).keys("<enter>").at(Step::Domain);
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.field.error.is_some()));
    let story = Story::with_list(vec![]).keys("example,com<enter>").at(Step::Domain);
    assert_eq!(text(&story), "example.com");
    story.keys("<enter>").at(Step::Region);
}

#[test]
fn a_better_name_is_one_key_away_from_a_warned_one() {
    let story = Story::with_list(vec![]).keys("www.example.com<tab>");
    assert_eq!(text(&story), "example.com");
}

#[test]
fn a_name_that_the_project_has_opens_its_records() {
    let story = Story::with_list(vec![domain("example.com")]).keys("Example.com<enter>").at(Step::Records);
    assert!(matches!(
        story.commands[..],
        [Command::Request(_, Request::FetchDomain { .. }), Command::Request(_, Request::CheckDns(_))]
    ));
    assert_eq!(story.posts(), 0);
}

#[test]
fn every_row_of_the_regions_is_sent_as_its_key() {
    for (downs, expected) in [
        (0, Region::Primary),
        (1, region("us-east-1")),
        (2, region("us-east-2")),
        (3, region("ap-south-1")),
        (4, region("eu-central-1")),
    ] {
        let keys = format!("example.com<enter>{}<enter>", "<down>".repeat(downs));
        let story = Story::with_list(vec![]).keys(&keys).at(Step::Review);
        assert_eq!(new(&story).region, expected);
    }
}

#[test]
fn typing_narrows_the_regions_and_enter_takes_the_first() {
    let story = Story::with_list(vec![]).keys("example.com<enter>frank<enter>").at(Step::Review);
    assert_eq!(new(&story).region, region("eu-central-1"));
}

#[test]
fn another_region_is_typed_with_what_was_typed_to_find_it() {
    let story = Story::with_list(vec![]).keys("example.com<enter>sa-east-1<enter>").at(Step::Region);
    let story = story.keys("<enter>").at(Step::Review);
    assert_eq!(new(&story).region, region("sa-east-1"));
    let story = story.keys("<esc>").at(Step::Region).keys("<enter>");
    assert!(
        matches!(&story.model.screen, Screen::Region(_)),
        "the typed key is offered again: {:?}",
        story.model.screen
    );
    let story = story.keys("<enter>").at(Step::Review);
    assert_eq!(new(&story).region, region("sa-east-1"));
}

#[test]
fn an_empty_other_region_is_an_error_of_its_field_and_esc_goes_to_the_list() {
    let story = Story::with_list(vec![]).keys("example.com<enter><up><down><pgdn><enter><enter>").at(Step::Region);
    let story = story.keys("<esc>").at(Step::Region).keys("<esc>").at(Step::Domain);
    assert_eq!(text(&story), "example.com");
}

#[test]
fn the_last_region_is_preselected() {
    let key = Some((credentials("AS_environment1234"), KeySource::Environment));
    let last_region = Some(region("ap-south-1"));
    let story = Story::begin(InitOptions { key, last_region, ..InitOptions::default() }).listed(Ok(vec![]));
    assert_eq!(new(&story.keys("example.com<enter><enter>")).region, region("ap-south-1"));
}

#[test]
fn review_warms_the_connection_where_it_may_have_gone_cold() {
    let story = Story::with_list(vec![]).keys("example.com<enter><enter>").at(Step::Review);
    assert!(matches!(&story.commands[..], [Command::Request(_, Request::ListDomains { max_age: Some(age), .. })]
        if age.as_secs() == 30));
}

fn of_command_line(domain: &str, given: Option<Region>) -> Story {
    let key = Some((credentials("AS_environment1234"), KeySource::Environment));
    Story::begin(InitOptions { key, domain: Some(domain.to_owned()), region: given, ..InitOptions::default() })
}

#[test]
fn a_domain_of_the_command_line_begins_at_region_and_with_a_region_at_review() {
    let story = of_command_line("Example.com", None).at(Step::Region).listed(Ok(vec![])).at(Step::Region);
    assert_eq!(new(&story.keys("<enter>")).name.as_str(), "example.com");
    let story = of_command_line("example.com", Some(region("us-east-2"))).at(Step::Review);
    assert_eq!(new(&story).region, region("us-east-2"));
}

#[test]
fn a_domain_of_the_command_line_that_the_project_has_opens_its_records() {
    for given in [None, Some(region("us-east-2"))] {
        let story = of_command_line("example.com", given).listed(Ok(vec![domain("example.com")])).at(Step::Records);
        assert_eq!(story.notice(), "example.com is in this project already: these are its records");
    }
}

#[test]
fn a_name_that_was_changed_is_not_opened_behind_ones_back() {
    let story = of_command_line("example.com", None).keys("<esc>").at(Step::Domain);
    story.listed(Ok(vec![domain("example.com")])).at(Step::Domain);
}

#[test]
fn a_refused_domain_of_the_command_line_begins_at_domain_with_its_reason() {
    let story = of_command_line("example..com", None).at(Step::Domain);
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.field.error.is_some()));
}

#[test]
fn a_domain_of_the_command_line_waits_for_the_key() {
    let story =
        Story::begin(InitOptions { domain: Some("example.com".to_owned()), ..InitOptions::default() }).at(Step::ApiKey);
    let story = story.paste("AS_pasted123456").keys("<enter>").listed(Ok(vec![])).at(Step::Region);
    assert_eq!(new(&story.keys("<enter>")).name.as_str(), "example.com");
}

#[test]
fn a_list_that_does_not_come_is_a_notice_and_stops_nobody() {
    let story = Story::with_key().keys("exam").listed(refused(500)).at(Step::Domain);
    assert!(story.notice().starts_with("The project's domains could not be listed."), "{}", story.notice());
    assert_eq!(text(&story), "exam");
}

#[test]
fn what_was_typed_at_region_is_still_there() {
    let story = Story::with_list(vec![]).keys("example.com<enter>mars<enter>-9<esc>").at(Step::Region);
    let story = story.keys("<pgdn><enter>");
    assert!(matches!(&story.model.screen, Screen::Region(screen)
        if matches!(&screen.mode, RegionMode::Other { field } if field.text() == "mars-9")));
    let story = Story::with_list(vec![]).keys("example.com<enter>us-east<down><enter>").at(Step::Review);
    let story = story.keys("<esc>").at(Step::Region);
    assert!(matches!(&story.model.screen, Screen::Region(screen)
        if matches!(&screen.mode, RegionMode::List { filter, .. } if filter.text() == "us-east")));
}

#[test]
fn a_region_of_the_command_line_is_not_asked_for_after_a_domain_that_had_to_be_mended() {
    let story = of_command_line("example..com", Some(region("sa-east-1"))).at(Step::Domain).keys("<enter><enter>");
    assert_eq!(new(&story.at(Step::Review)).region, region("sa-east-1"));
}
