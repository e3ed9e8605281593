//! The steps Domain and Region, and what the command line makes of them.

use autosend_domains::core::region::{Region, RegionKey};
use autosend_domains::wizard::Reply::DomainsListed;
use autosend_domains::wizard::{Command, Effect, InitOptions, NewDomain, RegionMode, Request, Screen, Step};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, environment_key, rejected};

fn field_text(wizard: &Wizard) -> &str {
    match &wizard.model.screen {
        Screen::Domain(screen) => screen.field.text(),
        other => panic!("not the Domain step: {other:?}"),
    }
}

fn new_domain(wizard: &Wizard) -> &NewDomain {
    match &wizard.model.screen {
        Screen::Review(screen) => &screen.new_domain,
        other => panic!("not the Review step: {other:?}"),
    }
}

fn region(key: &str) -> Region {
    Region::Key(RegionKey::parse(key).expect("a region key"))
}

#[test]
fn a_fixed_name_continues_fixed_and_returns_as_typed() {
    let wizard = Wizard::with_list(vec![]).paste("HTTPS://Example.COM/\n").press("<enter>").expect(Step::Region);
    assert!(matches!(&wizard.model.screen, Screen::Region(screen) if screen.name.as_str() == "example.com"));
    let wizard = wizard.press("<esc>").expect(Step::Domain);
    assert_eq!(field_text(&wizard), "HTTPS://Example.COM/");
}

#[test]
fn a_line_end_in_a_paste_submits_nothing() {
    Wizard::with_list(vec![]).paste("example.com\n").expect(Step::Domain).paste("x\n\n").expect(Step::Domain);
}

#[test]
fn a_rejected_name_stays_with_its_error_or_takes_the_suggestion() {
    let wizard = Wizard::with_list(vec![]).press("<enter>").expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.error.is_some()));
    let wizard = Wizard::with_list(vec![]).press("example,com<enter>").expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.error.is_some()));
    let wizard = wizard.press("<tab>");
    assert_eq!(field_text(&wizard), "example.com");
    wizard.press("<enter>").expect(Step::Region);
}

#[test]
fn tab_accepts_the_suggested_name() {
    let wizard = Wizard::with_list(vec![]).press("www.example.com<tab>");
    assert_eq!(field_text(&wizard), "example.com");
}

#[test]
fn an_existing_name_opens_its_records() {
    let wizard = Wizard::with_list(vec![domain("example.com")]).press("Example.com<enter>").expect(Step::Records);
    assert!(matches!(
        wizard.commands[..],
        [
            Command::Request(_, Request::FetchDomain { .. }),
            Command::Request(_, Request::CheckDns(_)),
            Command::Effect(Effect::SetTitle(_)),
        ]
    ));
    assert_eq!(wizard.count_posts(), 0);
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
        let wizard = Wizard::with_list(vec![]).press(&keys).expect(Step::Review);
        assert_eq!(new_domain(&wizard).region, expected);
    }
}

#[test]
fn typing_filters_regions_and_enter_selects_the_first() {
    let wizard = Wizard::with_list(vec![]).press("example.com<enter>frank<enter>").expect(Step::Review);
    assert_eq!(new_domain(&wizard).region, region("eu-central-1"));
}

#[test]
fn another_region_starts_with_the_filter_text() {
    let wizard = Wizard::with_list(vec![]).press("example.com<enter>sa-east-1<enter>").expect(Step::Region);
    let wizard = wizard.press("<enter>").expect(Step::Review);
    assert_eq!(new_domain(&wizard).region, region("sa-east-1"));
    let wizard = wizard.press("<esc>").expect(Step::Region).press("<enter>");
    assert!(
        matches!(&wizard.model.screen, Screen::Region(_)),
        "the typed key is offered again: {:?}",
        wizard.model.screen
    );
    let wizard = wizard.press("<enter>").expect(Step::Review);
    assert_eq!(new_domain(&wizard).region, region("sa-east-1"));
}

#[test]
fn an_empty_other_region_is_an_error_of_its_field_and_esc_goes_to_the_list() {
    let wizard =
        Wizard::with_list(vec![]).press("example.com<enter><up><down><pgdn><enter><enter>").expect(Step::Region);
    let wizard = wizard.press("<esc>").expect(Step::Region).press("<esc>").expect(Step::Domain);
    assert_eq!(field_text(&wizard), "example.com");
}

#[test]
fn the_last_region_is_preselected() {
    let key = Some(environment_key());
    let last_region = Some(region("ap-south-1"));
    let wizard =
        Wizard::start(InitOptions { key, last_region, ..InitOptions::default() }).reply(DomainsListed(Ok(vec![])));
    assert_eq!(new_domain(&wizard.press("example.com<enter><enter>")).region, region("ap-south-1"));
}

#[test]
fn review_warms_the_connection_where_it_may_have_gone_cold() {
    let wizard = Wizard::with_list(vec![]).press("example.com<enter><enter>").expect(Step::Review);
    assert!(matches!(&wizard.commands[..], [Command::Request(_, Request::ListDomains { max_age: Some(age), .. })]
        if age.as_secs() == 30));
}

fn with_argument(domain: &str, region: Option<Region>) -> Wizard {
    Wizard::with_arguments(domain, region)
}

#[test]
fn a_domain_argument_starts_on_region_or_with_a_region_on_review() {
    let wizard =
        with_argument("Example.com", None).expect(Step::Region).reply(DomainsListed(Ok(vec![]))).expect(Step::Region);
    assert_eq!(new_domain(&wizard.press("<enter>")).name.as_str(), "example.com");
    let wizard = with_argument("example.com", Some(region("us-east-2"))).expect(Step::Review);
    assert_eq!(new_domain(&wizard).region, region("us-east-2"));
}

#[test]
fn an_existing_domain_argument_opens_its_records() {
    for region in [None, Some(region("us-east-2"))] {
        let wizard = with_argument("example.com", region)
            .reply(DomainsListed(Ok(vec![domain("example.com")])))
            .expect(Step::Records);
        assert_eq!(wizard.notice(), "example.com is already in this project. Here are its records");
    }
}

#[test]
fn an_edited_name_is_not_opened_by_the_list() {
    let wizard = with_argument("example.com", None).press("<esc>").expect(Step::Domain);
    wizard.reply(DomainsListed(Ok(vec![domain("example.com")]))).expect(Step::Domain);
}

#[test]
fn an_invalid_domain_argument_starts_on_domain_with_its_error() {
    let wizard = with_argument("example..com", None).expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.error.is_some()));
}

#[test]
fn a_domain_argument_waits_for_the_key() {
    let wizard = Wizard::start(InitOptions { domain: Some("example.com".to_owned()), ..InitOptions::default() })
        .expect(Step::ApiKey);
    let wizard = wizard.paste("AS_pasted123456").press("<enter>").reply(DomainsListed(Ok(vec![]))).expect(Step::Region);
    assert_eq!(new_domain(&wizard.press("<enter>")).name.as_str(), "example.com");
}

#[test]
fn a_failed_list_is_a_notice_and_blocks_nothing() {
    let wizard = Wizard::with_key().press("exam").reply(DomainsListed(rejected(500))).expect(Step::Domain);
    assert!(wizard.notice().starts_with("Couldn't load the project's domains."), "{}", wizard.notice());
    assert_eq!(field_text(&wizard), "exam");
}

#[test]
fn region_keeps_typed_text() {
    let wizard = Wizard::with_list(vec![]).press("example.com<enter>mars<enter>-9<esc>").expect(Step::Region);
    let wizard = wizard.press("<pgdn><enter>");
    assert!(matches!(&wizard.model.screen, Screen::Region(screen)
        if matches!(&screen.mode, RegionMode::Other { field } if field.text() == "mars-9")));
    let wizard = Wizard::with_list(vec![]).press("example.com<enter>us-east<down><enter>").expect(Step::Review);
    let wizard = wizard.press("<esc>").expect(Step::Region);
    assert!(matches!(&wizard.model.screen, Screen::Region(screen)
        if matches!(&screen.mode, RegionMode::List(picker) if picker.filter.text() == "us-east")));
}

#[test]
fn a_region_argument_skips_region_after_a_corrected_domain() {
    let wizard = with_argument("example..com", Some(region("sa-east-1"))).expect(Step::Domain).press("<tab><enter>");
    assert_eq!(new_domain(&wizard.expect(Step::Review)).region, region("sa-east-1"));
}
