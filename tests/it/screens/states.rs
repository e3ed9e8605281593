//! The states that the snapshots show, each reached as a person reaches it.

use autosend_domains::core::api_error::ApiError;
use autosend_domains::core::copy::{CopyError, CopyOutcome, ExportCounts};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::file_save::SaveError;
use autosend_domains::core::open_link::OpenError;
use autosend_domains::core::record::Slot;
use autosend_domains::core::text::Untrusted;
use autosend_domains::wizard::Reply::{DomainCreated, DomainFetched, DomainsListed, FileSaved, LinkOpened, TextCopied};
use autosend_domains::wizard::{CopyReply, CopyTarget, Intent, Model, Motion, PaneKind, Request, RunConfig, Step};

use super::fixtures::{
    at_records, at_region, at_review, config, large_project, listed, project, rejected_field, render_export, sandbox,
    with_config, with_key, without_key,
};
use super::{conflict_states, domain_states};
use crate::support::domains::{bare_key, domain, domain_with_key, record};
use crate::support::wizard::{Wizard, cache_reply, copy_reply, lost, not_sent, path_reply, rejected_with};

/// Every state: its name, and the model.
pub(crate) fn all() -> Vec<(&'static str, Model)> {
    let mut states = Vec::new();
    for group in [
        api_key(),
        domain_step(),
        region(),
        review(),
        adding(),
        records(),
        panes(),
        panel(),
        cached(),
        domains(),
        domain_states::dns(),
        conflict_states::all(),
        domain_states::verification(),
        domain_states::lists(),
        domain_states::removing(),
        domain_states::inbound(),
        errors(),
        overlays(),
    ] {
        states.extend(group.into_iter().map(|(name, wizard)| (name, wizard.model)));
    }
    states
}

fn api_key() -> Vec<(&'static str, Wizard)> {
    let typed = || without_key().paste("AS_0123456789abcdef1234");
    let account = || without_key().paste("ASA_0123456789abcdef1234").press("<enter>");
    vec![
        ("api_key__empty", without_key()),
        ("api_key__typed", typed()),
        ("api_key__field_error", without_key().paste("AS_one two").press("<enter>")),
        ("api_key__project", account()),
        ("api_key__project_error", account().press("<enter>")),
        ("api_key__checking", typed().press("<enter>").tick(25)),
        ("api_key__rejected", typed().press("<enter>").reply(DomainsListed(rejected_with(401, "Invalid API key")))),
        ("api_key__saving", typed().press("<enter>").reply(DomainsListed(Ok(Vec::new())))),
        ("api_key__not_saving", typed().press("<enter>").reply(DomainsListed(Ok(Vec::new()))).press("<down>")),
        ("api_key__rejected_later", with_key().reply(DomainsListed(rejected_with(401, "API key is revoked")))),
    ]
}

fn domain_step() -> Vec<(&'static str, Wizard)> {
    let start = || with_key().reply(DomainsListed(Ok(project())));
    let on_staging = RunConfig { api_host: Some("staging.autosend.example:8443".to_owned()), ..config() };
    vec![
        ("domain__empty", start()),
        ("domain__field_error", start().press("<enter>")),
        ("domain__typing", start().press("exam")),
        ("domain__accepted", start().press("mail.example.org")),
        ("domain__apex", start().press("example.org")),
        ("domain__fixed", start().paste("https://user:secret@Mail.Example.org:443/path")),
        ("domain__international", start().press("mail.münchen.de")),
        ("domain__wide_letters", start().press("mail.日本語.jp")),
        ("domain__warning", start().press("mail.example.test")),
        ("domain__warning_with_suggestion", start().press("www.example.org")),
        ("domain__rejected", start().press("192.0.2.1<enter>")),
        ("domain__rejected_with_suggestion", start().press("example,org")),
        ("domain__lookalike", start().press("раypal.com")),
        ("domain__existing", start().press("mail.example.com")),
        ("domain__longest", start().press(&longest_name())),
        (
            "domain__rejected_by_autosend",
            at_review("mail.example.org", 0)
                .press("<enter>")
                .reply(DomainCreated(rejected_field("domain", "domain must be a valid domain name")))
                .expect(Step::Domain),
        ),
        ("domain__sandbox", sandbox()),
        ("domain__other_host", with_config(on_staging)),
        ("domain__list_failed", with_key().reply(DomainsListed(rejected_with(500, "Internal server error")))),
    ]
}

fn region() -> Vec<(&'static str, Wizard)> {
    let start = || at_region("mail.example.com");
    let refusal = || rejected_field("regionKey", "regionKey must be one of the enabled regions of this project");
    vec![
        ("region__list", start().press_times("<down>", 4)),
        ("region__filtered", start().press("us e")),
        ("region__no_match", start().press("mars")),
        ("region__other", start().press("sa-east-1<enter>")),
        ("region__other_error", start().press("sa east<enter><enter>")),
        (
            "region__rejected_by_autosend",
            start().press("<down><enter><enter>").reply(DomainCreated(refusal())).expect(Step::Region),
        ),
    ]
}

/// A name of 253 octets.
fn longest_name() -> String {
    [63, 63, 63, 57].map(|length| "abcdefghij".chars().cycle().take(length).collect::<String>()).join(".") + ".com"
}

fn review() -> Vec<(&'static str, Wizard)> {
    let lost = || at_review("mail.example.com", 4).press("<enter>").reply(DomainCreated(lost())).press("<esc>");
    let known = at_region("mail.example.com").press("<enter>").reply(DomainsListed(Ok(project())));
    vec![
        ("review__primary", at_review("mail.example.com", 0)),
        ("review__region", at_review("mail.example.com", 4)),
        ("review__unconfirmed", lost()),
        ("review__existing", known.expect(Step::Review)),
        ("review__international", at_review("mail.münchen.de", 1)),
        ("review__warning", at_review("mail.example.test", 1)),
        ("review__longest", at_review(&longest_name(), 2)),
    ]
}

fn adding() -> Vec<(&'static str, Wizard)> {
    let posting = || at_review("mail.example.com", 4).press("<enter>");
    let busy = || posting().reply(DomainCreated(rejected_with(429, "Too many requests")));
    vec![
        ("adding__posting_at_first", posting()),
        ("adding__posting", posting().tick(20)),
        ("adding__waiting", busy()),
        ("adding__sent_again", busy().press("<enter>").tick(9)),
        ("adding__resolving", posting().reply(DomainCreated(lost())).tick(4)),
        (
            "adding__resolving_pause",
            posting().reply(DomainCreated(lost())).reply(DomainsListed(Ok(Vec::new()))).expect(Step::Adding),
        ),
    ]
}

/// A domain with mail-from records in every region, receiving mail, and one record of a kind not known.
fn eleven_records() -> SendingDomain {
    let mut domain = domain("mail.example.com");
    let more = ["use1", "use2", "aps1"].iter().flat_map(|region| {
        let name = format!("asend-{region}.mail.example.com");
        let host = format!("feedback-smtp.{region}.amazonses.com");
        [
            record(Slot::MailFrom, "MX", &name, &host, "Mail-from domain"),
            record(Slot::MailFrom, "TXT", &name, "v=spf1 include:amazonses.com ~all", "SPF record"),
        ]
    });
    domain.records.extend(more.collect::<Vec<_>>());
    domain
}

pub(super) fn hostile() -> SendingDomain {
    let mut domain = domain("mail.example.com");
    domain.status = autosend_domains::core::domain::DomainStatus::parse("\u{1b}[31mREADY\u{7}");
    domain.records = vec![
        record(
            Slot::from_member("a\u{202e}rc"),
            "TX\u{1b}T",
            "evil\u{200b}.example.com",
            "v=1\u{1b}]52;c;QUJD\u{7}; 日本語 e\u{301} end",
            "\u{1b}[2J wipes the screen",
        ),
        record(Slot::Ownership, "TXT", "_v.example.com", "", ""),
    ];
    domain
}

/// A domain whose first record stood in a member with a long name.
fn unknown_member() -> SendingDomain {
    let mut domain = domain("mail.example.com");
    domain.records[0].slot = Slot::from_member("anotherVerificationOfOwnershipThatCameLater");
    domain
}

fn records() -> Vec<(&'static str, Wizard)> {
    let start = || at_records(domain("mail.example.com"));
    let copy = |wizard: Wizard, target| wizard.send(Intent::Copy(target));
    let on_gnome = CopyError::Osc52Ignored { terminal: "GNOME Terminal and other VTE terminals".to_owned() };
    let nowhere = CopyError::Failed {
        attempts: vec![
            ("the system clipboard".to_owned(), "there is no display".to_owned()),
            ("tmux".to_owned(), "not inside tmux".to_owned()),
            ("the terminal".to_owned(), "writing to it failed: broken pipe".to_owned()),
        ],
    };
    let empty = SendingDomain { records: Vec::new(), ..domain("mail.example.com") };
    let verified = SendingDomain { status: project().swap_remove(1).status, ..domain("mail.example.com") };
    vec![
        ("records__five", start()),
        ("records__dkim", start().press("<down>")),
        ("records__dkim_4096_bits", at_records(domain_with_key("mail.example.com", 736)).press("<down>")),
        ("records__mx", start().press_times("<down>", 2)),
        ("records__eleven", at_records(eleven_records()).press_times("<down>", 9)),
        ("records__verified", at_records(verified).press_times("<down>", 3)),
        ("records__none", at_records(empty)),
        ("records__hostile", at_records(hostile())),
        (
            "records__copied",
            copy(start().press("<down>"), CopyTarget::Value).reply(copy_reply(394, Ok(CopyOutcome::System))),
        ),
        (
            "records__copied_in_tmux",
            at_records(unknown_member())
                .send(Intent::Copy(CopyTarget::Value))
                .reply(copy_reply(218, Ok(CopyOutcome::TmuxBuffer { forwarded: true }))),
        ),
        (
            "records__copied_in_part",
            copy(start(), CopyTarget::AllRecords).reply(TextCopied(CopyReply {
                char_count: 1812,
                counts: Some(ExportCounts { written: 2, omitted: 3 }),
                result: Ok(CopyOutcome::TmuxBuffer { forwarded: true }),
            })),
        ),
        ("records__not_copied", copy(start(), CopyTarget::Name).reply(copy_reply(33, Err(on_gnome)))),
        ("records__not_copied_at_all", copy(start(), CopyTarget::AllRecords).reply(copy_reply(0, Err(nowhere)))),
        ("records__refreshing", start().send(Intent::Refresh)),
        (
            "records__sandbox",
            sandbox()
                .press("mail.example.com<enter><enter><enter>")
                .reply(DomainCreated(Ok(domain("mail.example.com")))),
        ),
    ]
}

/// Copies the next field of the guide.
pub(super) fn copy_next(wizard: Wizard) -> Wizard {
    let wizard = wizard.press("<enter>");
    let is_copying = wizard.requests().any(|request| matches!(request, Request::CopyText(_)));
    if is_copying { wizard.reply(copy_reply(24, Ok(CopyOutcome::System))) } else { wizard }
}

/// What opens on the Records step.
fn panes() -> Vec<(&'static str, Wizard)> {
    let start = || at_records(domain("mail.example.com"));
    let open = |kind| start().send(Intent::OpenPane(kind));
    let at_host = |key: &str| {
        let hosts = start().send(Intent::OpenPane(PaneKind::Hosts)).press(key).press("<enter>");
        hosts.send(Intent::OpenPane(PaneKind::Guide))
    };
    let on = |wizard: Wizard, times| (0..times).fold(wizard, |wizard, _| copy_next(wizard));
    let skip = |wizard: Wizard, times| (0..times).fold(wizard, |wizard, _| wizard.send(Intent::SkipRecord));
    let export = |down| {
        (0..down).fold(open(PaneKind::Export).answer(render_export), |wizard, _| {
            wizard.press("<down>").answer(render_export)
        })
    };
    let path = |down| export(down).press("<enter>");
    let nowhere = SaveError::Failed {
        path: "/srv/dns/mail.example.com.zone".to_owned(),
        reason: "there is no folder /srv/dns".to_owned(),
        leftover_path: None,
    };
    let exists = SaveError::AlreadyExists { path: "/home/mia/mail.example.com.zone".to_owned() };
    let (cloudflare, route53) = (|| at_host("cloudflare"), || at_host("route53"));
    vec![
        (
            "records__relative_names",
            start().send(Intent::OpenPane(PaneKind::Zones)).press("<enter>").press_times("<down>", 3),
        ),
        ("records__at_cloudflare", cloudflare().press("<esc>").press_times("<down>", 2)),
        ("zone__guessed", open(PaneKind::Zones)),
        ("zone__deep", at_records(domain("a.b.example.co.uk")).send(Intent::OpenPane(PaneKind::Zones)).press("<down>")),
        ("host__list", open(PaneKind::Hosts)),
        ("host__filtered", open(PaneKind::Hosts).press("name")),
        ("guide__asks_for_the_host", open(PaneKind::Guide)),
        ("guide__unknown_host", open(PaneKind::Guide).press("<esc>").send(Intent::OpenPane(PaneKind::Guide))),
        (
            "guide__unknown_host_name",
            on(open(PaneKind::Guide).press("<esc>").send(Intent::OpenPane(PaneKind::Guide)), 1),
        ),
        ("guide__name", on(cloudflare(), 1)),
        ("guide__dkim", on(skip(cloudflare(), 1), 2)),
        ("guide__quoted", on(skip(route53(), 1), 2)),
        ("guide__priority", on(skip(cloudflare(), 2), 3)),
        ("guide__priority_in_value", on(skip(route53(), 2), 2)),
        ("guide__skipped", skip(on(cloudflare(), 3), 1)),
        ("guide__sent", cloudflare().press("<enter>").reply(copy_reply(24, Ok(CopyOutcome::Terminal)))),
        ("guide__not_copied", cloudflare().press("<enter>").reply(copy_reply(24, Err(CopyError::Disabled)))),
        ("guide__finished", on(skip(cloudflare(), 4), 3)),
        (
            "guide__hostile",
            at_records(hostile())
                .send(Intent::OpenPane(PaneKind::Guide))
                .press("<esc>")
                .send(Intent::OpenPane(PaneKind::Guide))
                .send(Intent::Copy(CopyTarget::GuideEntry)),
        ),
        ("export__zone", export(0)),
        ("export__message", export(1)),
        ("export__json", export(5)),
        ("export__hostile", at_records(hostile()).send(Intent::OpenPane(PaneKind::Export)).answer(render_export)),
        ("export__path", path(0)),
        (
            "export__path_completed",
            path(0).send(Intent::CompletePath).reply(path_reply("mail.example.com.zone", &["a/", "b.zone"])),
        ),
        ("export__path_error", path(0).press("<enter>").reply(FileSaved(Err(nowhere)))),
        ("export__replace", path(0).press("<enter>").reply(FileSaved(Err(exists)))),
    ]
}

/// The link to the DNS host's panel.
fn panel() -> Vec<(&'static str, Wizard)> {
    let at_panel = |name: &str, host: &str| {
        let wizard = at_records(domain(name)).send(Intent::OpenPane(PaneKind::Hosts)).press(host).press("<enter>");
        wizard.send(Intent::OpenPane(PaneKind::Panel))
    };
    let cloudflare = || at_panel("mail.example.com", "cloudflare");
    let failed = OpenError::Failed("no link opener found, such as xdg-open".to_owned());
    let in_sandbox = || {
        let mut wizard = at_records(domain("mail.example.com"));
        wizard.model.config.sandbox = true;
        wizard.send(Intent::OpenPane(PaneKind::Hosts)).press("hetzner<enter>").send(Intent::OpenPane(PaneKind::Panel))
    };
    vec![
        ("panel__opening", cloudflare().tick(9)),
        ("panel__opened", cloudflare().reply(LinkOpened(Ok(())))),
        ("panel__over_ssh", cloudflare().reply(LinkOpened(Err(OpenError::OverSsh)))),
        ("panel__no_display", at_panel("mail.example.com", "route").reply(LinkOpened(Err(OpenError::NoDisplay)))),
        ("panel__failed", cloudflare().reply(LinkOpened(Err(failed)))),
        ("panel__longest", at_panel(&longest_name(), "namecheap").reply(LinkOpened(Err(OpenError::OverSsh)))),
        ("panel__sandbox", in_sandbox()),
        (
            "panel__copied",
            cloudflare()
                .reply(LinkOpened(Err(OpenError::OverSsh)))
                .send(Intent::Copy(CopyTarget::PanelLink))
                .reply(copy_reply(58, Ok(CopyOutcome::Terminal))),
        ),
    ]
}

/// What an earlier run has kept.
fn cached() -> Vec<(&'static str, Wizard)> {
    let open = || with_key().send(Intent::OpenDomains).reply(cache_reply(project(), 7200));
    vec![
        ("domains__cached", open()),
        ("domains__cached_and_offline", open().reply(DomainsListed(not_sent()))),
        ("records__cached", open().press("<enter>").expect(Step::Records)),
    ]
}

fn domains() -> Vec<(&'static str, Wizard)> {
    let open = |wizard: Wizard| wizard.send(Intent::OpenDomains).expect(Step::Domains);
    let start = || open(with_key().reply(DomainsListed(Ok(project()))));
    vec![
        ("domains__loading", open(with_key()).tick(10)),
        ("domains__five", start().reply(DomainsListed(Ok(project()))).press("<down>")),
        ("domains__hundred", start().reply(DomainsListed(Ok(large_project()))).press_times("<down>", 70)),
        ("domains__filtered", start().reply(DomainsListed(Ok(project()))).press("veri")),
        ("domains__unknown_status", start().reply(DomainsListed(Ok(project()))).press("old")),
        ("domains__no_match", start().reply(DomainsListed(Ok(project()))).press("mars")),
        ("domains__empty", open(with_key().reply(DomainsListed(Ok(Vec::new())))).reply(DomainsListed(Ok(Vec::new())))),
        ("domains__refreshing", start()),
        ("domains__failed", open(with_key().reply(DomainsListed(not_sent()))).reply(DomainsListed(not_sent()))),
        ("domains__refresh_failed", start().reply(DomainsListed(rejected_with(503, "Service unavailable")))),
        (
            "failure__gone",
            start()
                .reply(DomainsListed(Ok(vec![listed("gone.example.com", "VERIFIED", "us-east-1")])))
                .press("<enter>")
                .reply(DomainFetched(rejected_with(404, "Domain not found")))
                .expect(Step::Failure),
        ),
    ]
}

fn conflict() -> Wizard {
    let error = rejected_with(409, "Domain already exists in this project");
    at_review("mail.example.com", 0).press("<enter>").reply(DomainCreated(error)).expect(Step::Conflict)
}

fn failed(result: Result<SendingDomain, ApiError>) -> Wizard {
    at_review("mail.example.com", 0).press("<enter>").reply(DomainCreated(result)).expect(Step::Failure)
}

fn errors() -> Vec<(&'static str, Wizard)> {
    let long = "The request was refused by a policy of your organisation. ".repeat(30);
    let unknown = || at_review("mail.example.com", 0).press("<enter>").reply(DomainCreated(lost()));
    vec![
        ("conflict__found", conflict()),
        ("conflict__opening", conflict().press("<enter>").tick(12)),
        ("conflict__elsewhere", conflict().press("<enter>").reply(DomainsListed(Ok(Vec::new()))).expect(Step::Failure)),
        ("failure__not_sent", failed(not_sent())),
        ("failure__plan", failed(rejected_with(402, "Upgrade your plan to add more domains"))),
        ("failure__long_message", failed(rejected_with(403, &long))),
        ("failure__unconfirmed", unknown().reply(DomainsListed(not_sent())).expect(Step::Failure)),
    ]
}

fn overlays() -> Vec<(&'static str, Wizard)> {
    let down = |wizard: Wizard, times| (0..times).fold(wizard, |wizard, _| wizard.send(Intent::Move(Motion::Down)));
    let help = |wizard: Wizard| wizard.send(Intent::ToggleHelp);
    let long = Untrusted::new(bare_key(600)).sanitized();
    vec![
        ("help__domain", help(with_key())),
        ("help__records", help(at_records(domain("mail.example.com")).press("<down>"))),
        ("help__records_scrolled", down(help(at_records(domain("mail.example.com")).press("<down>")), 100)),
        ("details__rejected", failed(rejected_with(402, "Upgrade your plan")).send(Intent::ToggleDetails)),
        ("details__long", down(failed(rejected_with(403, &long)).send(Intent::ToggleDetails), 3)),
    ]
}
