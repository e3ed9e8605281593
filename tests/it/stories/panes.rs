//! What opens on the Records step: forms of names, zone, DNS host, guided copy, the value alone, export.

use std::time::Duration;

use autosend_domains::core::cache::{CachedDomain, CachedProject};
use autosend_domains::core::copy::{CopyError, CopyOutcome, ExportCounts};
use autosend_domains::core::dns_host::HOSTS;
use autosend_domains::core::export_format::ExportFormat;
use autosend_domains::core::file_save::{SaveError, SavedFile};
use autosend_domains::core::guide::GuideMark;
use autosend_domains::core::zone::ZoneSource;
use autosend_domains::wizard::Reply::{
    CacheLoaded, DomainCreated, DomainFetched, DomainsListed, FileSaved, TextCopied,
};
use autosend_domains::wizard::{
    Command, CopyReply, Effect, Event, ExportStage, FieldState, Pane, PaneKind, RecordPrefs, RecordsScreen, Request,
    Screen, Step, TerminalSize, host_rows, matching_rows,
};

use super::fixtures::{domain, export_reply};
use crate::support::wizard::{Wizard, copy_reply, path_reply, rejected};

/// At the records of a new subdomain.
fn at_records() -> Wizard {
    Wizard::with_list(Vec::new())
        .press("mail.example.com<enter><enter><enter>")
        .reply(DomainCreated(Ok(domain("mail.example.com"))))
        .expect(Step::Records)
}

fn screen(wizard: &Wizard) -> &RecordsScreen {
    match &wizard.model.screen {
        Screen::Records(screen) => screen,
        other => panic!("{other:?}"),
    }
}

fn record_prefs(wizard: &Wizard) -> RecordPrefs {
    wizard.model.domain_states.record_prefs(&screen(wizard).domain).clone()
}

fn pane(wizard: &Wizard) -> Option<PaneKind> {
    screen(wizard).pane.kind()
}

fn copied_text(wizard: &Wizard) -> Option<&str> {
    wizard.requests().find_map(|request| match request {
        Request::CopyText(text) => Some(text.as_str()),
        _ => None,
    })
}

/// The record that the guide is at, and the field of it that was asked for last.
fn guide_position(wizard: &Wizard) -> (usize, Option<String>) {
    let screen = screen(wizard);
    let at = record_prefs(wizard).guide.record_index(screen.domain.records.len());
    let step = wizard.model.guide_step(&screen.domain);
    let label = step.and_then(|step| Some(step.entries.get(step.asked?.0)?.label.clone()));
    (at, label)
}

fn guide_state(wizard: &Wizard) -> Option<FieldState> {
    wizard.model.guide_step(&screen(wizard).domain)?.asked.map(|(_, state)| state)
}

fn guide_instruction(wizard: &Wizard) -> String {
    wizard.model.guide_step(&screen(wizard).domain).map(|step| step.instruction()).unwrap_or_default()
}

fn at(record: usize, label: &str) -> (usize, Option<String>) {
    (record, Some(label.to_owned()))
}

/// Presses a key that copies, and confirms the copy.
fn copy(wizard: Wizard, key: &str) -> Wizard {
    wizard.press(key).reply(copy_reply(7, Ok(CopyOutcome::System)))
}

fn written_file(wizard: &Wizard) -> Option<(&str, &str, bool)> {
    wizard.requests().find_map(|request| match request {
        Request::SaveFile { path, text, overwrite, .. } => Some((path.as_str(), text.as_str(), *overwrite)),
        _ => None,
    })
}

fn saved_file(path: &str, replaced: bool) -> SavedFile {
    SavedFile { path: path.to_owned(), octets: 8, replaced }
}

#[test]
fn the_short_name_is_copied_where_the_zone_is_known_or_added_by_the_panel() {
    let full = Some("_autosend-verify.mail.example.com");
    let short = Some("_autosend-verify.mail");
    assert_eq!(copied_text(&at_records().press("n")), full, "the zone is a guess");
    assert_eq!(copied_text(&at_records().press("z<enter>n")), short, "the zone was chosen");
    assert_eq!(copied_text(&at_records().press("hcloudflare<enter>n")), short, "Cloudflare adds the zone");
    for keys in ["N", "z<enter>N", "hcloudflare<enter>N"] {
        assert_eq!(copied_text(&at_records().press(keys)), full, "{keys}");
    }
}

#[test]
fn a_digit_chooses_a_record_and_its_details_begin_at_the_top() {
    let wizard = at_records().press("JJ");
    assert_eq!(screen(&wizard).detail_scroll, 2);
    let wizard = wizard.press("2");
    assert_eq!((screen(&wizard).cursor, screen(&wizard).detail_scroll), (1, 0));
    let wizard = wizard.press("JK9");
    assert_eq!((screen(&wizard).cursor, screen(&wizard).detail_scroll), (1, 0), "the last record is the second");
    assert_eq!(screen(&wizard.press("1")).cursor, 0);
}

#[test]
fn a_chosen_zone_changes_the_names() {
    let wizard = at_records();
    assert_eq!(record_prefs(&wizard).zone(&screen(&wizard).domain).source(), ZoneSource::Guessed);
    let wizard = wizard.press("z");
    assert!(matches!(screen(&wizard).pane, Pane::Zones { cursor: 1, .. }), "the guess is in focus");
    let left = at_records().press("z<up><esc>");
    assert_eq!((pane(&left), record_prefs(&left)), (None, RecordPrefs::default()));
    let wizard = wizard.press("<up><enter>");
    let zone = record_prefs(&wizard).zone(&screen(&wizard).domain);
    assert_eq!((zone.name(), zone.source()), ("mail.example.com", ZoneSource::Chosen));
    assert_eq!(copied_text(&wizard.press("n")), Some("_autosend-verify"));
}

#[test]
fn typing_finds_the_dns_host_and_its_name_form_becomes_the_default() {
    let wizard = at_records().press("h");
    assert!(screen(&wizard).pane.accepts_text());
    let wizard = wizard.press("cloud fl");
    assert!(matches!(&screen(&wizard).pane, Pane::Hosts { picker, .. } if picker.filter.text() == "cloud fl"));
    let wizard = wizard.press("<enter>");
    assert_eq!(record_prefs(&wizard).host().map(|host| host.name), Some("Cloudflare"));
    assert_eq!(wizard.notice(), "Cloudflare: n copies the short name (without the zone)");
    assert_eq!(copied_text(&wizard.press("n")), Some("_autosend-verify.mail"));
    let none = at_records().press("h<enter>h<end>");
    assert!(matches!(&screen(&none).pane, Pane::Hosts { picker, .. } if picker.cursor == 0), "what is set is in focus");
    let none = none.press("no such host<enter>");
    assert_eq!(record_prefs(&none).host(), None);
}

#[test]
fn choices_survive_leaving_the_screen() {
    let wizard = copy(at_records().press("h<enter>g"), "<enter>");
    let before = record_prefs(&wizard);
    let wizard = wizard.press("<f2>").expect(Step::Domains).reply(DomainsListed(Ok(vec![domain("mail.example.com")])));
    let wizard = wizard.press("<esc>").expect(Step::Records);
    assert_eq!(pane(&wizard), Some(PaneKind::Guide), "as it was left");
    let wizard = wizard.press("<esc><esc>").expect(Step::Domains).press("<enter>").expect(Step::Records);
    assert_eq!((pane(&wizard), record_prefs(&wizard)), (None, before), "and when it is opened anew");
}

#[test]
fn each_key_press_copies_the_next_field_and_the_marker_stays_on_it() {
    assert_eq!(HOSTS[0].code, "cloudflare");
    for key in ["<enter>", " ", "c", "y"] {
        let wizard = at_records().press("h<enter>g");
        assert_eq!(guide_instruction(&wizard), "Press Enter to copy Name.");
        let wizard = wizard.press(key);
        assert_eq!(copied_text(&wizard), Some("_autosend-verify.mail"), "the type is chosen, not copied");
        assert!(matches!(guide_state(&wizard), Some(FieldState::Copying(_))));
        assert_eq!(
            copied_text(&wizard.press(key)),
            Some("_autosend-verify.mail"),
            "it is not on the clipboard yet: the next field must wait"
        );
        let wizard = copy(at_records().press("h<enter>g"), key);
        assert_eq!(guide_position(&wizard), at(0, "Name"));
        assert_eq!(
            guide_instruction(&wizard),
            "Name is on your clipboard. Paste it, then press Enter to copy Content."
        );
        assert_eq!(wizard.notice(), "", "the marker says it");
        let wizard = copy(wizard, key);
        assert_eq!(guide_position(&wizard), at(0, "Content"));
        assert_eq!(record_prefs(&wizard).guide.mark(&screen(&wizard).domain.records[0]), None);
        let wizard = wizard.press(key);
        assert_eq!(guide_position(&wizard), at(1, "Name"), "a default TTL is not copied");
        assert!(copied_text(&wizard).is_some(), "the first field of the next record is copied at once");
        assert_eq!(record_prefs(&wizard).guide.mark(&screen(&wizard).domain.records[0]), Some(GuideMark::Entered));
    }
}

#[test]
fn the_marker_says_what_became_of_the_copy() {
    let copying = || at_records().press("h<enter>g<enter>");
    let unconfirmed = copying().reply(copy_reply(7, Ok(CopyOutcome::Terminal)));
    assert!(guide_instruction(&unconfirmed).starts_with("Name was sent to your terminal."));
    let tmux = copying().reply(copy_reply(7, Ok(CopyOutcome::TmuxBuffer { forwarded: false })));
    assert!(guide_instruction(&tmux).contains("Paste it with prefix ]"));
    let failed = copying().reply(copy_reply(7, Err(CopyError::Failed { attempts: Vec::new() })));
    assert_eq!(guide_state(&failed), Some(FieldState::Failed));
    assert!(failed.notice().starts_with("Not copied"), "{}", failed.notice());
    // It goes on all the same, and nothing is ticked that was not copied.
    let failed = copy(failed, "<enter>").press("<enter>");
    assert_eq!(guide_position(&failed).0, 1);
    assert_eq!(record_prefs(&failed).guide.mark(&screen(&failed).domain.records[0]), None);
    // A field that was shown can be entered as well.
    let shown = copying().reply(copy_reply(7, Err(CopyError::Disabled))).press("r<esc>");
    assert_eq!(guide_state(&shown), Some(FieldState::Shown));
    let shown = copy(shown, "<enter>").press("<enter>");
    assert_eq!(record_prefs(&shown).guide.mark(&screen(&shown).domain.records[0]), Some(GuideMark::Entered));
}

#[test]
fn another_copy_takes_the_marker_away() {
    let wizard = copy(at_records().press("h<enter>g"), "<enter>").press("<esc>c");
    let wizard = wizard.reply(copy_reply(7, Ok(CopyOutcome::System))).press("g");
    assert_eq!((guide_position(&wizard), guide_state(&wizard)), (at(0, "Name"), Some(FieldState::Replaced)));
    assert!(guide_instruction(&wizard).starts_with("Something else is on your clipboard now."));
    assert_eq!(copied_text(&wizard.press("<left>")), Some("_autosend-verify.mail"));
}

#[test]
fn the_guide_goes_back_skips_jumps_and_ends() {
    let wizard = copy(copy(at_records().press("g<esc>g"), "<enter>"), "<enter>");
    assert_eq!(guide_position(&wizard), at(0, "Value"));
    let wizard = wizard.press("<left>");
    assert_eq!(guide_position(&wizard), at(0, "Value"), "the same field again");
    let wizard = wizard.reply(copy_reply(7, Ok(CopyOutcome::System))).press("<bs>");
    assert_eq!((guide_position(&wizard), copied_text(&wizard).is_some()), (at(0, "Name"), true));
    let wizard = wizard.press("s");
    assert_eq!(guide_position(&wizard), (1, None));
    assert_eq!(record_prefs(&wizard).guide.mark(&screen(&wizard).domain.records[0]), Some(GuideMark::Skipped));
    let wizard = wizard.press("<bs>");
    assert_eq!(guide_position(&wizard).0, 0, "back before the first field is the record before");
    assert_eq!(guide_position(&at_records().press("g<esc>g2")).0, 1, "a digit goes to a record");
    let wizard = wizard.press("<down><down>");
    assert_eq!(guide_position(&wizard).0, 2, "behind the last");
    let wizard = wizard.press(" s");
    assert_eq!((guide_position(&wizard).0, copied_text(&wizard)), (2, None), "there is nothing more to do");
    assert_eq!(wizard.model.guide_counts(&screen(&wizard).domain).message(), "0 of 2 added, 1 skipped, 1 still to do.");
    for (key, expected) in [("d", PaneKind::Dns), ("<enter>", PaneKind::Dns), ("v", PaneKind::Verify)] {
        let wizard = at_records().press("g<esc>gss").press(key);
        assert_eq!(pane(&wizard), Some(expected), "{key}");
    }
}

#[test]
fn a_copy_that_ends_after_the_guide_was_moved_or_left_moves_nothing() {
    let wizard = at_records().press("g<esc>g<enter>");
    let wizard = wizard.press("<bs>").reply(copy_reply(7, Ok(CopyOutcome::System)));
    assert_eq!(guide_position(&wizard), (0, None));
    let wizard = at_records().press("g<esc>g<enter><esc>").reply(copy_reply(7, Ok(CopyOutcome::System)));
    assert_eq!(guide_state(&wizard), Some(FieldState::Copied(CopyOutcome::System)));
    assert!(wizard.notice().starts_with("Copied Name"), "the guide is not shown: {}", wizard.notice());
}

#[test]
fn the_provider_and_the_place_in_the_guide_are_saved_and_restored() {
    let saved = |wizard: &Wizard| {
        let mut commands = wizard.all_commands.iter().rev();
        commands.find_map(|command| match command {
            Command::Effect(Effect::SaveChoicesToCache { domain, choices, .. }) => {
                Some((domain.clone(), choices.clone()))
            }
            _ => None,
        })
    };
    let first = at_records().press("j");
    assert_eq!(saved(&first), None, "nothing was chosen");
    let first = copy(copy(first.press("hgodaddy<enter>g"), "<enter>"), "<enter>").press("<enter>");
    let choices = saved(&first).expect("they are saved");
    let cached = CachedDomain { domain: domain("mail.example.com"), age: Duration::from_secs(60) };
    let cache = CachedProject { domains: Some(vec![cached]), choices: vec![choices], ..CachedProject::default() };
    let next = Wizard::with_key().reply(CacheLoaded(cache)).press("mail.example.com<enter>").expect(Step::Records);
    assert_eq!(record_prefs(&next).host().map(|host| host.code), Some("godaddy"));
    let next = next.press("g");
    assert_eq!((pane(&next), guide_position(&next)), (Some(PaneKind::Guide), (1, None)), "nobody asks for it again");
    assert_eq!(record_prefs(&next).guide.mark(&screen(&next).domain.records[0]), Some(GuideMark::Entered));
}

#[test]
fn the_guide_prompts_for_an_unknown_dns_host_once() {
    let wizard = at_records().press("g");
    assert_eq!(pane(&wizard), Some(PaneKind::Hosts));
    let wizard = wizard.press("cloudfl<enter>");
    assert_eq!(pane(&wizard), Some(PaneKind::Guide));
    assert_eq!(pane(&wizard.press("<esc>g")), Some(PaneKind::Guide), "it is known now");
    let wizard = at_records().press("g<esc>");
    assert_eq!(pane(&wizard), None, "Esc goes back");
    let wizard = wizard.press("g");
    assert_eq!(pane(&wizard), Some(PaneKind::Guide), "and it is not asked for again");
    assert_eq!(pane(&wizard.press("<esc>g")), Some(PaneKind::Guide), "it was asked for");
    assert_eq!(pane(&at_records().press("hcloudfl<enter>g")), Some(PaneKind::Guide));
}

#[test]
fn the_guide_opens_zone_and_host_and_returns() {
    for keys in ["h<enter>", "z<enter>", "h<esc>", "z<esc>"] {
        let wizard = at_records().press("g<esc>g").press(keys);
        assert_eq!(pane(&wizard), Some(PaneKind::Guide), "{keys}");
    }
}

#[test]
fn another_panel_restarts_the_record() {
    let wizard = copy(at_records().press("g<esc>g"), "<enter>");
    assert_eq!(guide_position(&wizard), at(0, "Name"));
    assert_eq!(guide_position(&wizard.press("hroute<enter>")), (0, None), "its fields are others");
    let wizard = copy(at_records().press("hroute<enter>g"), "<enter>");
    assert_eq!(guide_position(&wizard.press("hroute<enter>")), at(0, "Record name"), "it is the same panel");
}

#[test]
fn the_guide_does_not_copy_a_hidden_character() {
    let mut hostile = domain("mail.example.com");
    hostile.records[0].value = "a\u{202e}b".into();
    let wizard = copy(Wizard::at_records(hostile).press("g<esc>g"), "<enter>").press("<enter>");
    assert_eq!((copied_text(&wizard), guide_position(&wizard)), (None, at(0, "Value")));
    assert_eq!(guide_state(&wizard), Some(FieldState::Failed));
    assert!(wizard.notice().contains("(U+202E) at position 2"), "{}", wizard.notice());
    let wizard = wizard.press("<enter>");
    assert_eq!(guide_position(&wizard), at(1, "Name"), "the next one can be copied");
}

#[test]
fn the_value_is_shown_alone_until_any_key() {
    let wizard = at_records().press("<down>r");
    let [Command::Effect(Effect::ShowOnNormalScreen(raw))] = &wizard.commands[..] else {
        panic!("{:?}", wizard.commands)
    };
    assert_eq!(raw.title, "DKIM value (218 characters). Press any key to return.");
    assert_eq!(raw.text, format!("p=MI{}", "A".repeat(214)));
    for key in ["q", "x", "<esc>", "<enter>", "<f2>", "<c-z>", "?", " "] {
        let wizard = at_records().press("r").press(key).expect(Step::Records);
        assert_eq!(
            (&wizard.commands[..], &wizard.model.normal_screen_text),
            (&[Command::Effect(Effect::ReturnToAlternateScreen)][..], &None),
            "{key}"
        );
    }
    let wizard = at_records().press("r").send(Event::Resized(TerminalSize { columns: 50, rows: 10 }));
    assert!(wizard.model.normal_screen_text.is_some(), "another size is no key");
    at_records().press("r<c-c>").expect(Step::Closed);
}

#[test]
fn the_raw_view_shows_hidden_characters() {
    let mut hostile = domain("mail.example.com");
    hostile.records[0].value = "a\u{1b}[2Jb\n".into();
    let wizard = Wizard::at_records(hostile).press("r");
    let raw = wizard.model.shared.normal_screen_text.unwrap();
    assert_eq!(raw.text, "a<U+001B>[2Jb<U+000A>");
    assert!(raw.title.contains("hidden ones shown"), "{}", raw.title);
}

#[test]
fn the_guide_shows_its_field_alone() {
    let wizard = at_records().press("h<enter>gr");
    assert_eq!(wizard.model.shared.normal_screen_text.map(|raw| raw.text), Some("_autosend-verify.mail".to_owned()));
}

#[test]
fn an_export_is_saved_as_previewed() {
    let wizard = at_records().press("e");
    assert!(
        matches!(&wizard.commands[..], [Command::Request(_, Request::RenderExport { format: ExportFormat::Zone, .. })]),
        "{:?}",
        wizard.commands
    );
    assert_eq!(pane(&wizard.press("<enter>")), Some(PaneKind::Export), "nothing is there to be saved yet");
    let wizard = at_records().press("e<down>").reply(export_reply());
    let wizard = wizard.press("<enter>");
    let Pane::Export(export) = &screen(&wizard).pane else { panic!("{:?}", wizard.model.screen) };
    assert!(matches!(&export.stage, ExportStage::EnteringPath { field, .. } if field.text() == "mail.example.com.txt"));
    let wizard = wizard.press("<enter>");
    assert_eq!(written_file(&wizard), Some(("mail.example.com.txt", "one\ntwo\n", false)));
    assert_eq!(written_file(&wizard.press("<enter>")), None, "one file for one Enter");
    let wizard = at_records().press("e<down>").reply(export_reply()).press("<enter><enter>");
    let wizard = wizard.reply(FileSaved(Ok(saved_file("/home/a/mail.example.com.txt", false))));
    assert_eq!((pane(&wizard), wizard.notice()), (None, "Saved /home/a/mail.example.com.txt (8 bytes)"));
}

#[test]
fn a_typed_path_survives_changed_records_and_leaving() {
    let typed_path = |wizard: &Wizard| match &screen(wizard).pane {
        Pane::Export(export) => match &export.stage {
            ExportStage::EnteringPath { field, .. } => (field.text().to_owned(), field.error.clone()),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let path = "mail.example.com.zone.old".to_owned();
    let with_changed_records = || {
        let mut changed = domain("mail.example.com");
        changed.records.truncate(1);
        at_records().press("<c-r>e").reply(export_reply()).press("<enter>.old").reply(DomainFetched(Ok(changed)))
    };
    let wizard = with_changed_records().press("<enter>");
    assert_eq!(written_file(&wizard), None, "what was seen is not what would be written");
    assert_eq!(typed_path(&wizard), (path.clone(), Some("The records have changed: press Enter again".to_owned())));
    let wizard = wizard.reply(export_reply()).press("<enter>");
    assert_eq!(written_file(&wizard), Some((path.as_str(), "one\ntwo\n", false)));
    let wizard = with_changed_records().press("<esc>").reply(export_reply()).press("<enter>");
    assert_eq!(typed_path(&wizard).0, path, "going back loses nothing");
    let wizard = with_changed_records().press("<f2><esc>").expect(Step::Records);
    assert_eq!(typed_path(&wizard).0, path);
    let wizard = wizard.press("<enter>").reply(export_reply()).press("<enter>");
    assert_eq!(written_file(&wizard), Some((path.as_str(), "one\ntwo\n", false)));
}

#[test]
fn a_second_copy_ends_the_first() {
    let first = at_records().press("c");
    assert!(matches!(&first.commands[..], [Command::Request(_, Request::CopyText(_))]), "{:?}", first.commands);
    let second = first.press("n");
    assert!(
        matches!(&second.commands[..], [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::CopyText(_))]),
        "{:?}",
        second.commands
    );
}

#[test]
fn no_file_is_overwritten_by_default() {
    let exists = || Err(SaveError::AlreadyExists { path: "/x/a.zone".to_owned() });
    let confirming =
        || at_records().press("e").reply(export_reply()).press("<enter><enter>").reply(FileSaved(exists()));
    assert_eq!(pane(&confirming()), Some(PaneKind::ConfirmOverwrite));
    assert_eq!(written_file(&confirming().press("<enter>n ")), None);
    let wizard = confirming().press("<esc>");
    assert_eq!(pane(&wizard), Some(PaneKind::ExportPath));
    let wizard = confirming().press("y");
    assert_eq!(written_file(&wizard), Some(("mail.example.com.zone", "one\ntwo\n", true)));
    let wizard = wizard.reply(FileSaved(Ok(saved_file("/x/a.zone", true))));
    assert_eq!(wizard.notice(), "Replaced /x/a.zone (8 bytes)");
}

#[test]
fn a_failed_save_is_shown_under_the_path() {
    let failed = SaveError::Failed { path: "/x".to_owned(), reason: "no room".to_owned(), leftover_path: None };
    let wizard =
        at_records().press("e").reply(export_reply()).press("<enter>/x<enter>").reply(FileSaved(Err(failed.clone())));
    let Pane::Export(export) = &screen(&wizard).pane else { panic!("{:?}", wizard.model.screen) };
    let ExportStage::EnteringPath { field, .. } = &export.stage else { panic!("{export:?}") };
    assert_eq!(field.text(), "mail.example.com.zone/x");
    assert_eq!(field.error.as_deref(), Some("Couldn't save /x: no room"));
    let elsewhere =
        at_records().press("e").reply(export_reply()).press("<enter><enter><f2>").reply(FileSaved(Err(failed)));
    assert_eq!(elsewhere.expect(Step::Domains).notice(), "Couldn't save /x: no room");
}

#[test]
fn a_dash_prints_on_exit() {
    let dash = format!("{}-<enter>", "<bs>".repeat("mail.example.com.zone".len()));
    let wizard = at_records().press("e").reply(export_reply()).press("<enter>").press(&dash);
    assert_eq!((pane(&wizard), written_file(&wizard)), (None, None));
    assert_eq!(wizard.model.exit_printouts, ["one\ntwo\n"]);
    let empty = at_records().press("e").reply(export_reply()).press("<enter>").press(&dash.replace('-', ""));
    assert_eq!((pane(&empty), written_file(&empty)), (Some(PaneKind::ExportPath), None));
}

#[test]
fn tab_completes_the_path_unless_it_changed() {
    let at_path = || at_records().press("e").reply(export_reply()).press("<enter><tab>");
    let text = |wizard: &Wizard| match &screen(wizard).pane {
        Pane::Export(export) => match &export.stage {
            ExportStage::EnteringPath { field, candidates, .. } => (field.text().to_owned(), candidates.clone()),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let wizard = at_path().reply(path_reply("mail.example.com.zone.d/", &["a", "b"]));
    assert_eq!(text(&wizard), ("mail.example.com.zone.d/".to_owned(), vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(text(&wizard.press("x")).1, Vec::<String>::new());
    let wizard = at_path().press("x").reply(path_reply("mail.example.com.zone.d/", &[]));
    assert_eq!(text(&wizard).0, "mail.example.com.zonex");
}

#[test]
fn an_export_is_copied_and_updated_with_the_records() {
    let wizard = at_records().press("e<down>").reply(export_reply()).press("c");
    assert!(matches!(
        &wizard.commands[..],
        [Command::Request(_, Request::CopyExport { format: ExportFormat::Message, .. })]
    ));
    let counts = Some(ExportCounts { written: 2, omitted: 0 });
    let result = Ok(CopyOutcome::System);
    let wizard = wizard.reply(TextCopied(CopyReply { char_count: 7, counts, result }));
    assert_eq!(wizard.notice(), "Copied Message, plain text, all records (7 characters)");
    assert_eq!(pane(&wizard), Some(PaneKind::Export));
    let wizard = at_records().press("<c-r>e").reply(export_reply());
    let mut changed = domain("mail.example.com");
    changed.records.truncate(1);
    let wizard = wizard.reply(DomainFetched(Ok(changed)));
    assert!(wizard.requests().any(|request| matches!(request, Request::RenderExport { .. })), "{:?}", wizard.commands);
}

#[test]
fn a_pane_closes_if_its_records_disappear() {
    for keys in ["g", "e", "z", "h"] {
        let mut none = domain("mail.example.com");
        none.records.clear();
        let wizard = at_records().press("<c-r>").press(keys).reply(DomainFetched(Ok(none)));
        assert_eq!(pane(&wizard), None, "{keys}");
        at_records().press("<c-r>").press(keys).reply(DomainFetched(rejected(404))).expect(Step::Failure);
    }
}

#[test]
fn the_provider_that_was_chosen_last_is_on_top_and_not_knowing_it_is_always_there() {
    let wizard = at_records().press("hgodaddy<enter>h");
    let Pane::Hosts { picker, .. } = &screen(&wizard).pane else { panic!("{:?}", screen(&wizard).pane) };
    let rows = host_rows(&wizard.model.likely_hosts(&screen(&wizard).domain));
    assert_eq!((rows[picker.cursor].label, rows[0].label), ("GoDaddy", "GoDaddy"));
    let found: Vec<_> = matching_rows(rows, "nobody").iter().map(|row| row.label).collect();
    assert_eq!(found, ["I don't know"]);
}

#[test]
fn ways_to_publish_are_found_by_their_words() {
    let mut wizard = at_records();
    wizard.model.config.sandbox = true;
    let wizard = wizard.press("ptwice name<enter>");
    let mode = wizard.requests().find_map(|request| match request {
        Request::PublishRecords { mode, .. } => Some(mode.code()),
        _ => None,
    });
    assert_eq!(mode, Some("name-doubled"));
}
