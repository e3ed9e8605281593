//! The link to the DNS host's panel: what it is for, when a browser is asked to open it, and the way back.

use autosend_domains::core::copy::{CopyError, CopyOutcome};
use autosend_domains::core::open_link::OpenError;
use autosend_domains::wizard::{
    Command, Effect, Intent, LinkState, Pane, PaneKind, PanelPane, RecordsScreen, Request, Screen, Step,
};

use super::story::{Story, domain, refused};

const LINK: &str = "https://dash.cloudflare.com/?to=/:account/example.com/dns/records";

/// At the records of a new subdomain.
fn at_records() -> Story {
    Story::with_list(Vec::new())
        .keys("mail.example.com<enter><enter><enter>")
        .created(Ok(domain("mail.example.com")))
        .at(Step::Records)
}

/// The same, kept at Cloudflare.
fn at_cloudflare() -> Story {
    at_records().keys("hcloudflare<enter>")
}

fn screen(story: &Story) -> &RecordsScreen {
    match &story.model.screen {
        Screen::Records(screen) => screen,
        other => panic!("{other:?}"),
    }
}

fn pane(story: &Story) -> &PanelPane {
    match &screen(story).pane {
        Pane::Panel(pane) => pane,
        other => panic!("{other:?}"),
    }
}

/// The links that a browser was to open, so far.
fn asked(story: &Story) -> Vec<&str> {
    fn link(command: &Command) -> Option<&str> {
        match command {
            Command::Request(_, Request::OpenLink(link)) => Some(link),
            _ => None,
        }
    }
    story.all.iter().filter_map(link).collect()
}

#[test]
fn a_browser_is_asked_to_open_the_link_of_the_host_and_the_zone() {
    let story = at_cloudflare().keys("o");
    assert_eq!(asked(&story), [LINK]);
    assert_eq!((pane(&story).host.code, pane(&story).zone.name()), ("cloudflare", "example.com"));
    assert!(matches!(pane(&story).link_state, LinkState::Opening(_)) && story.model.screen.is_waiting());
    let story = story.opened(Ok(()));
    assert_eq!(pane(&story).link_state, LinkState::Finished(Ok(())));
    assert!(!story.model.screen.is_waiting());
    assert_eq!(pane(&story).title(), "The DNS panel of Cloudflare, for the zone example.com, a guess");
    let story = at_records().keys("z<up><enter>hdigital<enter>o");
    assert_eq!(pane(&story).title(), "The DNS panel of DigitalOcean, for the zone mail.example.com");
    assert_eq!(asked(&story), ["https://cloud.digitalocean.com/networking/domains/mail.example.com"]);
}

#[test]
fn why_no_browser_was_asked_is_kept_and_it_can_be_asked_again() {
    let story = at_cloudflare().keys("o").keys("o");
    assert_eq!(asked(&story).len(), 1, "one at a time");
    let failed = OpenError::Failed("it refused".to_owned());
    let story = story.opened(Err(failed.clone()));
    assert_eq!(pane(&story).link_state, LinkState::Finished(Err(failed)));
    let story = story.keys("o");
    assert_eq!(asked(&story), [LINK, LINK]);
    assert!(matches!(pane(&story).link_state, LinkState::Opening(_)));
    assert_eq!(asked(&story.opened(Ok(())).keys("o")).len(), 3);
    for why in [OpenError::OverSsh, OpenError::NoDisplay] {
        let story = at_cloudflare().keys("o").opened(Err(why)).keys("o");
        assert_eq!(asked(&story).len(), 1, "where there is none, there is none");
    }
}

#[test]
fn where_the_dns_host_is_not_known_there_is_no_link() {
    let story = at_records().keys("o");
    assert_eq!((story.model.screen.pane_kind(), asked(&story)), (None, Vec::new()));
    assert_eq!(asked(&at_records().keys("g<esc>go")), Vec::<&str>::new());
}

#[test]
fn the_sandbox_shows_the_link_and_opens_nothing() {
    let mut story = at_cloudflare();
    story.model.config.sandbox = true;
    let story = story.keys("o");
    assert_eq!(pane(&story).link_state, LinkState::Finished(Err(OpenError::Sandbox)));
    assert_eq!(pane(&story).link(), LINK);
    assert_eq!(asked(&story.send(Intent::OpenPane(PaneKind::Panel))), Vec::<&str>::new());
}

#[test]
fn esc_goes_back_to_where_one_was() {
    for (way, beneath) in [("", None), ("d<down><down>", Some(PaneKind::Dns)), ("g ", Some(PaneKind::Guide))] {
        let before = at_cloudflare().keys(way);
        let story = at_cloudflare().keys(way).keys("o");
        assert_eq!(story.model.screen.pane_kind(), Some(PaneKind::Panel), "{way:?}");
        let story = story.opened(Ok(())).keys("<esc>");
        assert_eq!(story.model.screen.pane_kind(), beneath, "{way:?}");
        match (&screen(&story).pane, &screen(&before).pane) {
            (Pane::Dns { scroll: after }, Pane::Dns { scroll: before }) => assert_eq!(after, before),
            (after, before) => assert_eq!(after.kind(), before.kind()),
        }
    }
}

#[test]
fn a_copy_of_the_guide_that_ends_behind_it_moves_nothing() {
    let story = at_cloudflare().keys("g").keys("<enter> o").copied(Ok(CopyOutcome::System));
    let place = |story: &Story| story.model.record_prefs(&screen(story).domain).guide.clone();
    let before = place(&at_cloudflare().keys("g<enter>"));
    let story = story.keys("<esc>");
    assert_eq!((story.model.screen.pane_kind(), place(&story)), (Some(PaneKind::Guide), before));
}

#[test]
fn who_goes_back_before_the_answer_waits_for_it_no_more() {
    let story = at_cloudflare().keys("o<esc>");
    assert_eq!(story.model.screen.pane_kind(), None);
    assert!(story.commands.iter().any(|command| matches!(command, Command::Effect(Effect::Cancel(_)))));
    let before = story.model.clone();
    assert_eq!(story.opened(Ok(())).model, before);
    // The list, and what happens behind it, leave nothing under way either.
    let story = at_cloudflare().keys("o<f2>").at(Step::Domains).listed(refused(500)).keys("<esc>").at(Step::Records);
    assert_eq!(story.model.screen.pane_kind(), None, "what became of it is not known");
    let story = at_cloudflare().keys("o").opened(Ok(())).keys("<f2>").at(Step::Domains).keys("<esc>");
    assert_eq!(story.model.screen.pane_kind(), Some(PaneKind::Panel), "as it was left");
}

#[test]
fn the_link_is_copied_and_shown_alone_and_the_guide_is_next() {
    for key in ["c", "y", "<enter>"] {
        let story = at_cloudflare().keys("o").keys(key);
        assert!(matches!(&story.commands[..], [Command::Request(_, Request::CopyText(text))] if text == LINK), "{key}");
    }
    let copied = || at_cloudflare().keys("o").opened(Ok(())).keys("c");
    assert_eq!(copied().copied(Ok(CopyOutcome::System)).notice(), "Copied to the clipboard: 7 characters (panel link)");
    assert_eq!(
        copied().copied(Ok(CopyOutcome::Terminal)).notice(),
        "Sent to your terminal: 7 characters (panel link). Paste to check; r shows it"
    );
    assert_eq!(
        copied().copied(Err(CopyError::Disabled)).notice(),
        "Not copied: copying is off; r shows it (panel link)"
    );
    let story = at_cloudflare().keys("or");
    assert_eq!(story.model.normal_screen_text.as_ref().map(|raw| raw.text.as_str()), Some(LINK));
    let story = at_cloudflare().keys("og");
    assert_eq!(story.model.screen.pane_kind(), Some(PaneKind::Guide));
    assert!(story.commands.iter().any(|command| matches!(command, Command::Effect(Effect::Cancel(_)))));
}
