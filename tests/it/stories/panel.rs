//! The link to the DNS host's panel: what it is for, when a browser is asked to open it, and the way back.

use autosend_domains::core::copy::{CopyError, CopyOutcome};
use autosend_domains::core::open_link::OpenError;
use autosend_domains::wizard::Reply::{DomainCreated, DomainsListed, LinkOpened};
use autosend_domains::wizard::{
    Command, Effect, Intent, LinkState, Pane, PaneKind, PanelPane, RecordsScreen, Request, Screen, Step,
};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, copy_reply, rejected};

const LINK: &str = "https://dash.cloudflare.com/?to=/:account/example.com/dns/records";

/// At the records of a new subdomain.
fn at_records() -> Wizard {
    Wizard::with_list(Vec::new())
        .press("mail.example.com<enter><enter><enter>")
        .reply(DomainCreated(Ok(domain("mail.example.com"))))
        .expect(Step::Records)
}

/// The same, kept at Cloudflare.
fn at_cloudflare() -> Wizard {
    at_records().press("hcloudflare<enter>")
}

fn screen(wizard: &Wizard) -> &RecordsScreen {
    match &wizard.model.screen {
        Screen::Records(screen) => screen,
        other => panic!("{other:?}"),
    }
}

fn pane(wizard: &Wizard) -> &PanelPane {
    match &screen(wizard).pane {
        Pane::Panel(pane) => pane,
        other => panic!("{other:?}"),
    }
}

/// The links that a browser was to open, so far.
fn opened_links(wizard: &Wizard) -> Vec<&str> {
    fn link(command: &Command) -> Option<&str> {
        match command {
            Command::Request(_, Request::OpenLink(link)) => Some(link),
            _ => None,
        }
    }
    wizard.all_commands.iter().filter_map(link).collect()
}

#[test]
fn o_opens_the_panel_of_host_and_zone_in_a_browser() {
    let wizard = at_cloudflare().press("o");
    assert_eq!(opened_links(&wizard), [LINK]);
    assert_eq!((pane(&wizard).host.code, pane(&wizard).zone.name()), ("cloudflare", "example.com"));
    assert!(matches!(pane(&wizard).link_state, LinkState::Opening(_)) && wizard.model.screen.is_waiting());
    let wizard = wizard.reply(LinkOpened(Ok(())));
    assert_eq!(pane(&wizard).link_state, LinkState::Finished(Ok(())));
    assert!(!wizard.model.screen.is_waiting());
    assert_eq!(pane(&wizard).title(), "Cloudflare DNS settings for example.com (guessed)");
    let wizard = at_records().press("z<up><enter>hdigital<enter>o");
    assert_eq!(pane(&wizard).title(), "DigitalOcean DNS settings for mail.example.com");
    assert_eq!(opened_links(&wizard), ["https://cloud.digitalocean.com/networking/domains/mail.example.com"]);
}

#[test]
fn a_failed_open_keeps_its_error_and_can_be_retried() {
    let wizard = at_cloudflare().press("oo");
    assert_eq!(opened_links(&wizard).len(), 1, "one at a time");
    let failed = OpenError::Failed("it refused".to_owned());
    let wizard = wizard.reply(LinkOpened(Err(failed.clone())));
    assert_eq!(pane(&wizard).link_state, LinkState::Finished(Err(failed)));
    let wizard = wizard.press("o");
    assert_eq!(opened_links(&wizard), [LINK, LINK]);
    assert!(matches!(pane(&wizard).link_state, LinkState::Opening(_)));
    assert_eq!(opened_links(&wizard.reply(LinkOpened(Ok(()))).press("o")).len(), 3);
    for reason in [OpenError::OverSsh, OpenError::NoDisplay] {
        let wizard = at_cloudflare().press("o").reply(LinkOpened(Err(reason))).press("o");
        assert_eq!(opened_links(&wizard).len(), 1, "where there is none, there is none");
    }
}

#[test]
fn an_unknown_dns_host_has_no_link() {
    let wizard = at_records().press("o");
    assert_eq!((wizard.model.screen.pane_kind(), opened_links(&wizard)), (None, Vec::new()));
    assert_eq!(opened_links(&at_records().press("g<esc>go")), Vec::<&str>::new());
}

#[test]
fn the_sandbox_shows_the_link_and_opens_nothing() {
    let mut wizard = at_cloudflare();
    wizard.model.config.sandbox = true;
    let wizard = wizard.press("o");
    assert_eq!(pane(&wizard).link_state, LinkState::Finished(Err(OpenError::Sandbox)));
    assert_eq!(pane(&wizard).link(), LINK);
    assert_eq!(opened_links(&wizard.send(Intent::OpenPane(PaneKind::Panel))), Vec::<&str>::new());
}

#[test]
fn esc_returns_to_the_previous_pane() {
    for (keys, expected) in [("", None), ("d<down><down>", Some(PaneKind::Dns)), ("gs", Some(PaneKind::Guide))] {
        let before = at_cloudflare().press(keys);
        let wizard = at_cloudflare().press(keys).press("o");
        assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Panel), "{keys:?}");
        let wizard = wizard.reply(LinkOpened(Ok(()))).press("<esc>");
        assert_eq!(wizard.model.screen.pane_kind(), expected, "{keys:?}");
        match (&screen(&wizard).pane, &screen(&before).pane) {
            (Pane::Dns { scroll: after, .. }, Pane::Dns { scroll: before, .. }) => assert_eq!(after, before),
            (after, before) => assert_eq!(after.kind(), before.kind()),
        }
    }
}

#[test]
fn a_guide_copy_that_ends_under_the_panel_is_marked_there() {
    let wizard = at_cloudflare().press("g<enter>o").reply(copy_reply(7, Ok(CopyOutcome::System))).press("<esc>");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Guide));
    let step = |wizard: &Wizard| wizard.model.guide_step(&screen(wizard).domain).map(|step| step.asked);
    let expected = at_cloudflare().press("g<enter>").reply(copy_reply(7, Ok(CopyOutcome::System)));
    assert_eq!(step(&wizard), step(&expected));
}

#[test]
fn going_back_cancels_the_open_request() {
    let wizard = at_cloudflare().press("o<esc>");
    assert_eq!(wizard.model.screen.pane_kind(), None);
    assert!(wizard.commands.iter().any(|command| matches!(command, Command::Effect(Effect::Cancel(_)))));
    let before = wizard.model.clone();
    assert_eq!(wizard.reply(LinkOpened(Ok(()))).model, before);
    // The list, and what happens behind it, leave nothing under way either.
    let wizard = at_cloudflare()
        .press("o<f2>")
        .expect(Step::Domains)
        .reply(DomainsListed(rejected(500)))
        .press("<esc>")
        .expect(Step::Records);
    assert_eq!(wizard.model.screen.pane_kind(), None, "what became of it is not known");
    let wizard =
        at_cloudflare().press("o").reply(LinkOpened(Ok(()))).press("<f2>").expect(Step::Domains).press("<esc>");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Panel), "as it was left");
}

#[test]
fn the_panel_copies_and_shows_the_link_and_leads_to_the_guide() {
    for key in ["c", "y", "<enter>"] {
        let wizard = at_cloudflare().press("o").press(key);
        assert!(
            matches!(&wizard.commands[..], [Command::Request(_, Request::CopyText(text))] if text == LINK),
            "{key}"
        );
    }
    let copied = || at_cloudflare().press("o").reply(LinkOpened(Ok(()))).press("c");
    assert_eq!(copied().reply(copy_reply(7, Ok(CopyOutcome::System))).notice(), "Copied DNS page link (7 characters)");
    assert_eq!(
        copied().reply(copy_reply(7, Ok(CopyOutcome::Terminal))).notice(),
        "Sent DNS page link (7 characters) to your terminal. Paste to check; r to show"
    );
    assert_eq!(
        copied().reply(copy_reply(7, Err(CopyError::Disabled))).notice(),
        "Not copied: copying is off; r to show (DNS page link)"
    );
    let wizard = at_cloudflare().press("or");
    assert_eq!(wizard.model.normal_screen_text.as_ref().map(|raw| raw.text.as_str()), Some(LINK));
    let wizard = at_cloudflare().press("og");
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Guide));
    assert!(wizard.commands.iter().any(|command| matches!(command, Command::Effect(Effect::Cancel(_)))));
}
