//! The states that the snapshots show, each reached as a person reaches it.

use autosend_domains::core::copy::{CopyError, CopyOutcome, ExportCounts};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::file_save::SaveError;
use autosend_domains::core::open_link::OpenError;
use autosend_domains::core::record::Slot;
use autosend_domains::core::text::Untrusted;
use autosend_domains::wizard::{CopyTarget, Intent, Model, Motion, PaneKind, RunConfig, Step};

use super::world::{
    World, bare_key, domain, domain_with_key, large_project, listed, lost, not_sent, project, record, refused,
    refused_field, setting,
};
use super::{crowded, followed};

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
        kept(),
        domains(),
        followed::dns(),
        crowded::all(),
        followed::following(),
        followed::lists(),
        followed::removing(),
        followed::inbound(),
        errors(),
        overlays(),
    ] {
        states.extend(group.into_iter().map(|(name, world)| (name, world.model)));
    }
    states
}

fn api_key() -> Vec<(&'static str, World)> {
    let typed = || World::without_key().pasted("AS_0123456789abcdef1234");
    let account = || World::without_key().pasted("ASA_0123456789abcdef1234").enter();
    vec![
        ("api_key__empty", World::without_key()),
        ("api_key__typed", typed()),
        ("api_key__field_error", World::without_key().pasted("AS_one two").enter()),
        ("api_key__project", account()),
        ("api_key__project_error", account().enter()),
        ("api_key__checking", typed().enter().ticks(25)),
        ("api_key__not_accepted", typed().enter().listed(Err(refused(401, "Invalid API key")))),
        ("api_key__keeping", typed().enter().listed(Ok(Vec::new()))),
        ("api_key__not_keeping", typed().enter().listed(Ok(Vec::new())).down(1)),
        ("api_key__asked_again", World::with_key().listed(Err(refused(401, "API key is revoked")))),
    ]
}

fn domain_step() -> Vec<(&'static str, World)> {
    let start = || World::with_key().listed(Ok(project()));
    let on_staging = RunConfig { api_host: Some("staging.autosend.example:8443".to_owned()), ..setting() };
    vec![
        ("domain__empty", start()),
        ("domain__field_error", start().enter()),
        ("domain__typing", start().typed("exam")),
        ("domain__accepted", start().typed("mail.example.org")),
        ("domain__apex", start().typed("example.org")),
        ("domain__mended", start().pasted("https://user:secret@Mail.Example.org:443/path")),
        ("domain__international", start().typed("mail.münchen.de")),
        ("domain__wide_letters", start().typed("mail.日本語.jp")),
        ("domain__warned", start().typed("mail.example.test")),
        ("domain__warned_with_suggestion", start().typed("www.example.org")),
        ("domain__refused", start().typed("192.0.2.1").enter()),
        ("domain__refused_with_suggestion", start().typed("example,org")),
        ("domain__look_alike", start().typed("раypal.com")),
        ("domain__known", start().typed("mail.example.com")),
        ("domain__longest", start().typed(&longest_name())),
        (
            "domain__refused_by_autosend",
            World::at_review("mail.example.org", 0)
                .enter()
                .created(Err(refused_field("domain", "domain must be a valid domain name")))
                .expect(Step::Domain),
        ),
        ("domain__sandbox", World::sandbox()),
        ("domain__other_host", World::with(on_staging)),
        ("domain__list_failed", World::with_key().listed(Err(refused(500, "Internal server error")))),
    ]
}

fn region() -> Vec<(&'static str, World)> {
    let start = || World::at_region("mail.example.com");
    let refusal = || refused_field("regionKey", "regionKey must be one of the enabled regions of this project");
    vec![
        ("region__list", start().down(4)),
        ("region__narrowed", start().typed("us e")),
        ("region__no_match", start().typed("mars")),
        ("region__other", start().typed("sa-east-1").enter()),
        ("region__other_error", start().typed("sa east").enter().enter()),
        ("region__refused_by_autosend", start().down(1).enter().enter().created(Err(refusal())).expect(Step::Region)),
    ]
}

/// A name of 253 octets.
fn longest_name() -> String {
    [63, 63, 63, 57].map(|length| "abcdefghij".chars().cycle().take(length).collect::<String>()).join(".") + ".com"
}

fn review() -> Vec<(&'static str, World)> {
    let lost = || World::at_review("mail.example.com", 4).enter().created(Err(lost())).esc();
    let known = World::at_region("mail.example.com").enter().listed(Ok(project()));
    vec![
        ("review__primary", World::at_review("mail.example.com", 0)),
        ("review__region", World::at_review("mail.example.com", 4)),
        ("review__in_doubt", lost()),
        ("review__known", known.expect(Step::Review)),
        ("review__international", World::at_review("mail.münchen.de", 1)),
        ("review__warned", World::at_review("mail.example.test", 1)),
        ("review__longest", World::at_review(&longest_name(), 2)),
    ]
}

fn adding() -> Vec<(&'static str, World)> {
    let posting = || World::at_review("mail.example.com", 4).enter();
    let busy = || posting().created(Err(refused(429, "Too many requests")));
    vec![
        ("adding__posting_at_first", posting()),
        ("adding__posting", posting().ticks(20)),
        ("adding__waiting", busy()),
        ("adding__sent_again", busy().enter().ticks(9)),
        ("adding__resolving", posting().created(Err(lost())).ticks(4)),
        ("adding__resolving_pause", posting().created(Err(lost())).listed(Ok(Vec::new())).expect(Step::Adding)),
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

fn records() -> Vec<(&'static str, World)> {
    let start = || World::at_records(domain("mail.example.com"));
    let copy = |world: World, target| world.send(Intent::Copy(target));
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
        ("records__dkim", start().down(1)),
        ("records__dkim_4096_bits", World::at_records(domain_with_key("mail.example.com", 736)).down(1)),
        ("records__mx", start().down(2)),
        ("records__eleven", World::at_records(eleven_records()).down(9)),
        ("records__verified", World::at_records(verified).down(3)),
        ("records__none", World::at_records(empty)),
        ("records__hostile", World::at_records(hostile())),
        ("records__copied", copy(start().down(1), CopyTarget::Value).copied(394, Ok(CopyOutcome::System))),
        (
            "records__copied_in_tmux",
            World::at_records(unknown_member())
                .send(Intent::Copy(CopyTarget::Value))
                .copied(218, Ok(CopyOutcome::TmuxBuffer { forwarded: true })),
        ),
        (
            "records__copied_in_part",
            copy(start(), CopyTarget::AllRecords).copied_as(
                1812,
                Some(ExportCounts { written: 2, omitted: 3 }),
                Ok(CopyOutcome::TmuxBuffer { forwarded: true }),
            ),
        ),
        ("records__not_copied", copy(start(), CopyTarget::Name).copied(33, Err(on_gnome))),
        ("records__not_copied_at_all", copy(start(), CopyTarget::AllRecords).copied(0, Err(nowhere))),
        ("records__fetching_again", start().send(Intent::Refresh)),
        (
            "records__sandbox",
            World::sandbox().typed("mail.example.com").enter().enter().enter().created(Ok(domain("mail.example.com"))),
        ),
    ]
}

/// What opens on the Records step.
fn panes() -> Vec<(&'static str, World)> {
    let start = || World::at_records(domain("mail.example.com"));
    let open = |kind| start().send(Intent::OpenPane(kind));
    let at_host = |key: &str| {
        let hosts = start().send(Intent::OpenPane(PaneKind::Hosts)).typed(key).enter();
        hosts.send(Intent::OpenPane(PaneKind::Guide))
    };
    let on = |world: World, times| (0..times).fold(world, |world, _| world.enter());
    let skip = |world: World, times| (0..times).fold(world, |world, _| world.send(Intent::SkipRecord));
    let export = |down| (0..down).fold(open(PaneKind::Export).exported(), |world, _| world.down(1).exported());
    let path = |down| export(down).enter();
    let nowhere = SaveError::Failed {
        path: "/srv/dns/mail.example.com.zone".to_owned(),
        reason: "there is no folder /srv/dns".to_owned(),
        leftover_path: None,
    };
    let exists = SaveError::AlreadyExists { path: "/home/mia/mail.example.com.zone".to_owned() };
    let (cloudflare, route53) = (|| at_host("cloudflare"), || at_host("route53"));
    vec![
        ("records__host_form", start().send(Intent::CycleNameForm).send(Intent::CycleNameForm).down(3)),
        ("records__at_cloudflare", cloudflare().esc().down(2)),
        ("zone__guessed", open(PaneKind::Zones)),
        ("zone__deep", World::at_records(domain("a.b.example.co.uk")).send(Intent::OpenPane(PaneKind::Zones)).down(1)),
        ("host__list", open(PaneKind::Hosts)),
        ("host__narrowed", open(PaneKind::Hosts).typed("name")),
        ("guide__asks_for_the_host", open(PaneKind::Guide)),
        ("guide__not_known", open(PaneKind::Guide).esc().send(Intent::OpenPane(PaneKind::Guide))),
        ("guide__not_known_name", open(PaneKind::Guide).esc().send(Intent::OpenPane(PaneKind::Guide)).enter()),
        ("guide__name", on(cloudflare(), 1)),
        ("guide__dkim", on(skip(cloudflare(), 1), 2)),
        ("guide__quoted", on(skip(route53(), 1), 2)),
        ("guide__priority", on(skip(cloudflare(), 2), 3)),
        ("guide__priority_in_value", on(skip(route53(), 2), 2)),
        ("guide__skipped", skip(on(cloudflare(), 4), 1)),
        ("guide__finished", on(skip(cloudflare(), 4), 4)),
        (
            "guide__hostile",
            World::at_records(hostile())
                .send(Intent::OpenPane(PaneKind::Guide))
                .esc()
                .send(Intent::OpenPane(PaneKind::Guide))
                .enter()
                .send(Intent::Copy(CopyTarget::GuideEntry)),
        ),
        ("export__zone", export(0)),
        ("export__message", export(1)),
        ("export__json", export(5)),
        ("export__hostile", World::at_records(hostile()).send(Intent::OpenPane(PaneKind::Export)).exported()),
        ("export__path", path(0)),
        (
            "export__path_completed",
            path(0).send(Intent::CompletePath).completed("mail.example.com.zone", &["a/", "b.zone"]),
        ),
        ("export__path_error", path(0).enter().not_saved(nowhere)),
        ("export__replace", path(0).enter().not_saved(exists)),
    ]
}

/// The link to the DNS host's panel.
fn panel() -> Vec<(&'static str, World)> {
    let at = |name: &str, host: &str| {
        let world = World::at_records(domain(name)).send(Intent::OpenPane(PaneKind::Hosts)).typed(host).enter();
        world.send(Intent::OpenPane(PaneKind::Panel))
    };
    let cloudflare = || at("mail.example.com", "cloudflare");
    let failed = OpenError::Failed("no program that opens links, such as xdg-open, was found".to_owned());
    let in_sandbox = || {
        let mut world = World::at_records(domain("mail.example.com"));
        world.model.config.sandbox = true;
        world.send(Intent::OpenPane(PaneKind::Hosts)).typed("hetzner").enter().send(Intent::OpenPane(PaneKind::Panel))
    };
    vec![
        ("panel__asking", cloudflare().ticks(9)),
        ("panel__asked", cloudflare().opened(Ok(()))),
        ("panel__over_ssh", cloudflare().opened(Err(OpenError::OverSsh))),
        ("panel__no_display", at("mail.example.com", "route").opened(Err(OpenError::NoDisplay))),
        ("panel__failed", cloudflare().opened(Err(failed))),
        ("panel__longest", at(&longest_name(), "namecheap").opened(Err(OpenError::OverSsh))),
        ("panel__sandbox", in_sandbox()),
        (
            "panel__copied",
            cloudflare()
                .opened(Err(OpenError::OverSsh))
                .send(Intent::Copy(CopyTarget::PanelLink))
                .copied(58, Ok(CopyOutcome::Terminal)),
        ),
    ]
}

/// What an earlier run has kept.
fn kept() -> Vec<(&'static str, World)> {
    let open = || World::with_key().send(Intent::OpenDomains).recalled(project(), 7200);
    vec![
        ("domains__kept", open()),
        ("domains__kept_and_not_reached", open().listed(Err(not_sent()))),
        ("records__kept", open().enter().expect(Step::Records)),
    ]
}

fn domains() -> Vec<(&'static str, World)> {
    let open = |world: World| world.send(Intent::OpenDomains).expect(Step::Domains);
    let start = || open(World::with_key().listed(Ok(project())));
    vec![
        ("domains__loading", open(World::with_key()).ticks(10)),
        ("domains__five", start().listed(Ok(project())).down(1)),
        ("domains__hundred", start().listed(Ok(large_project())).down(70)),
        ("domains__narrowed", start().listed(Ok(project())).typed("veri")),
        ("domains__status_nobody_knows", start().listed(Ok(project())).typed("old")),
        ("domains__no_match", start().listed(Ok(project())).typed("mars")),
        ("domains__none_yet", open(World::with_key().listed(Ok(Vec::new()))).listed(Ok(Vec::new()))),
        ("domains__asked_again", start()),
        ("domains__failed", open(World::with_key().listed(Err(not_sent()))).listed(Err(not_sent()))),
        ("domains__failed_again", start().listed(Err(refused(503, "Service unavailable")))),
        (
            "domains__no_longer_there",
            start()
                .listed(Ok(vec![listed("gone.example.com", "VERIFIED", "us-east-1")]))
                .enter()
                .fetched(Err(refused(404, "Domain not found")))
                .expect(Step::Domains),
        ),
    ]
}

fn conflict() -> World {
    let error = refused(409, "Domain already exists in this project");
    World::at_review("mail.example.com", 0).enter().created(Err(error)).expect(Step::Conflict)
}

fn failed(error: autosend_domains::core::api_error::ApiError) -> World {
    World::at_review("mail.example.com", 0).enter().created(Err(error)).expect(Step::Failure)
}

fn errors() -> Vec<(&'static str, World)> {
    let long = "The request was refused by a policy of your organisation. ".repeat(30);
    let unknown = || World::at_review("mail.example.com", 0).enter().created(Err(lost()));
    vec![
        ("conflict__asked", conflict()),
        ("conflict__opening", conflict().enter().ticks(12)),
        ("conflict__elsewhere", conflict().enter().listed(Ok(Vec::new())).expect(Step::Failure)),
        ("failure__not_sent", failed(not_sent())),
        ("failure__plan", failed(refused(402, "Upgrade your plan to add more domains"))),
        ("failure__long_words", failed(refused(403, &long))),
        ("failure__not_known", unknown().listed(Err(not_sent())).expect(Step::Failure)),
    ]
}

fn overlays() -> Vec<(&'static str, World)> {
    let down = |world: World, times| (0..times).fold(world, |world, _| world.send(Intent::Move(Motion::Down)));
    let help = |world: World| world.send(Intent::ToggleHelp);
    let long = Untrusted::new(bare_key(600)).sanitized();
    vec![
        ("help__domain", help(World::with_key())),
        ("help__records", help(World::at_records(domain("mail.example.com")).down(1))),
        ("help__records_scrolled", down(help(World::at_records(domain("mail.example.com")).down(1)), 100)),
        ("details__refused", failed(refused(402, "Upgrade your plan")).send(Intent::ToggleDetails)),
        ("details__long", down(failed(refused(403, &long)).send(Intent::ToggleDetails), 3)),
    ]
}
