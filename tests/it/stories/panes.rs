//! What opens on the Records step: forms of names, zone, DNS host, guided copy, the value alone, export.

use autosend_domains::core::copy::{CopyError, CopyOutcome};
use autosend_domains::core::dns_host::HOSTS;
use autosend_domains::core::export_format::ExportFormat;
use autosend_domains::core::file_save::{SaveError, SavedFile};
use autosend_domains::core::zone::ZoneSource;
use autosend_domains::wizard::{
    Command, Effect, Event, ExportStage, GuideMark, Pane, PaneKind, RecordPrefs, RecordsScreen, Request, Screen, Step,
    TerminalSize,
};

use super::story::{Story, domain, refused};

/// At the records of a new subdomain.
fn at_records() -> Story {
    Story::with_list(Vec::new())
        .keys("mail.example.com<enter><enter><enter>")
        .created(Ok(domain("mail.example.com")))
        .at(Step::Records)
}

fn screen(story: &Story) -> &RecordsScreen {
    match &story.model.screen {
        Screen::Records(screen) => screen,
        other => panic!("{other:?}"),
    }
}

fn desk(story: &Story) -> RecordPrefs {
    story.model.record_prefs(&screen(story).domain).clone()
}

fn pane(story: &Story) -> Option<PaneKind> {
    screen(story).pane.kind()
}

fn copied_text(story: &Story) -> Option<&str> {
    story.commands.iter().find_map(|command| match command {
        Command::Request(_, Request::CopyText(text)) => Some(text.as_str()),
        _ => None,
    })
}

/// The record and the entry that the guide is at.
fn place(story: &Story) -> (usize, usize) {
    let screen = screen(story);
    let desk = desk(story);
    let at = desk.guide.record_index(screen.domain.records.len());
    let entries = story.model.panel_entries(&screen.domain, at).len();
    (at, desk.guide.entry_index(entries))
}

fn wrote(story: &Story) -> Option<(&str, &str, bool)> {
    story.commands.iter().find_map(|command| match command {
        Command::Request(_, Request::SaveFile { path, text, overwrite, .. }) => {
            Some((path.as_str(), text.as_str(), *overwrite))
        }
        _ => None,
    })
}

fn file(path: &str, replaced: bool) -> SavedFile {
    SavedFile { path: path.to_owned(), octets: 8, replaced }
}

#[test]
fn names_are_copied_in_the_form_that_was_chosen() {
    let story = at_records();
    assert_eq!(copied_text(&at_records().keys("n")), Some("_autosend-verify.mail.example.com"));
    let story = story.keys("f");
    assert_eq!(story.notice(), "n copies the full name with a final dot");
    assert_eq!(copied_text(&at_records().keys("fn")), Some("_autosend-verify.mail.example.com."));
    assert_eq!(copied_text(&at_records().keys("ffn")), Some("_autosend-verify.mail"));
    assert_eq!(copied_text(&at_records().keys("fffn")), Some("_autosend-verify.mail.example.com"));
}

#[test]
fn the_zone_is_set_by_hand_and_names_follow_it() {
    let story = at_records();
    assert_eq!(desk(&story).zone(&screen(&story).domain).source(), ZoneSource::Guessed);
    let story = story.keys("z");
    assert!(matches!(screen(&story).pane, Pane::Zones { cursor: 1, .. }), "the guess is in focus");
    let left = at_records().keys("z<up><esc>");
    assert_eq!((pane(&left), desk(&left)), (None, RecordPrefs::default()));
    let story = story.keys("<up><enter>");
    let zone = desk(&story).zone(&screen(&story).domain);
    assert_eq!((zone.name(), zone.source()), ("mail.example.com", ZoneSource::Chosen));
    assert_eq!(copied_text(&story.keys("ffn")), Some("_autosend-verify"));
}

#[test]
fn the_dns_host_is_found_by_typing_and_its_form_becomes_the_default() {
    let story = at_records().keys("fh");
    assert!(screen(&story).pane.accepts_text());
    let story = story.keys("cloud fl");
    assert!(matches!(&screen(&story).pane, Pane::Hosts { filter, .. } if filter.text() == "cloud fl"));
    let story = story.keys("<enter>");
    assert_eq!(desk(&story).host().map(|host| host.name), Some("Cloudflare"));
    assert_eq!(story.notice(), "Cloudflare: names are copied as the host, without the zone");
    assert_eq!(copied_text(&story.keys("n")), Some("_autosend-verify.mail"));
    let none = at_records().keys("h<enter>h<end>");
    assert!(matches!(&screen(&none).pane, Pane::Hosts { cursor: 0, .. }), "what is set is in focus");
    let none = none.keys("no such host<enter>");
    assert_eq!(desk(&none).host(), None);
}

#[test]
fn choices_are_still_there_after_a_look_elsewhere() {
    let story = at_records().keys("h<enter>g<enter><enter>");
    let before = desk(&story);
    let story = story.keys("<f2>").at(Step::Domains).listed(Ok(vec![domain("mail.example.com")]));
    let story = story.keys("<esc>").at(Step::Records);
    assert_eq!(pane(&story), Some(PaneKind::Guide), "as it was left");
    let story = story.keys("<esc><esc>").at(Step::Domains).keys("<enter>").at(Step::Records);
    assert_eq!((pane(&story), desk(&story)), (None, before), "and when it is opened anew");
}

#[test]
fn the_guide_copies_each_field_and_goes_on_when_the_copy_is_out() {
    let story = at_records().keys("h<enter>g");
    assert_eq!(HOSTS[0].code, "cloudflare");
    let story = story.keys(" ");
    assert_eq!((copied_text(&story), place(&story)), (None, (0, 1)), "a type is chosen, not pasted");
    let story = story.keys(" ");
    assert_eq!((copied_text(&story), place(&story)), (Some("_autosend-verify.mail"), (0, 1)));
    let story = story.copied(Ok(CopyOutcome::Terminal));
    assert_eq!(place(&story), (0, 2));
    assert!(story.notice().starts_with("Sent to your terminal: 7 characters (Name)"), "{}", story.notice());
    let story = story.keys(" ").copied(Err(CopyError::Failed { attempts: Vec::new() }));
    assert_eq!(place(&story), (0, 2), "what did not go out is not gone past");
    let story = story.keys(" ").copied(Ok(CopyOutcome::System)).keys(" ");
    assert_eq!(place(&story), (1, 0));
    assert_eq!(desk(&story).guide.mark(&screen(&story).domain.records[0]), Some(GuideMark::Entered));
}

#[test]
fn in_the_guide_one_goes_back_skips_and_jumps_and_it_ends() {
    let story = at_records().keys("g<esc>g<enter><enter>");
    assert_eq!(place(&story), (0, 2));
    let story = story.keys("<bs>");
    assert_eq!(place(&story), (0, 1));
    let story = story.keys("s");
    assert_eq!(place(&story), (1, 0));
    assert_eq!(desk(&story).guide.mark(&screen(&story).domain.records[0]), Some(GuideMark::Skipped));
    let story = story.keys("<bs>");
    assert_eq!(place(&story).0, 0, "back before the first field is the record before");
    let story = story.keys("<down><down>");
    assert_eq!(place(&story).0, 2, "behind the last");
    let story = story.keys(" s");
    assert_eq!((place(&story).0, copied_text(&story)), (2, None), "there is nothing more to do");
    let story = story.keys("<enter>");
    assert_eq!((pane(&story), screen(&story).cursor), (None, 1));
}

#[test]
fn a_copy_that_comes_late_does_not_move_what_the_person_has_moved() {
    let story = at_records().keys("g<esc>g<enter> ");
    let story = story.keys("<bs>").copied(Ok(CopyOutcome::System));
    assert_eq!(place(&story), (0, 0));
    let story = at_records().keys("g<esc>g<enter> <esc>").copied(Ok(CopyOutcome::System));
    assert_eq!(place(&story), (0, 1));
}

#[test]
fn the_guide_asks_for_the_dns_host_once_and_not_where_it_is_known() {
    let story = at_records().keys("g");
    assert_eq!(pane(&story), Some(PaneKind::Hosts));
    let story = story.keys("cloudfl<enter>");
    assert_eq!(pane(&story), Some(PaneKind::Guide));
    assert_eq!(pane(&story.keys("<esc>g")), Some(PaneKind::Guide), "it is known now");
    let story = at_records().keys("g<esc>");
    assert_eq!(pane(&story), None, "Esc goes back");
    let story = story.keys("g");
    assert_eq!(pane(&story), Some(PaneKind::Guide), "and it is not asked for again");
    assert_eq!(pane(&story.keys("<esc>g")), Some(PaneKind::Guide), "it was asked for");
    assert_eq!(pane(&at_records().keys("hcloudfl<enter>g")), Some(PaneKind::Guide));
}

#[test]
fn the_guide_opens_zone_and_host_and_comes_back() {
    for keys in ["h<enter>", "z<enter>", "h<esc>", "z<esc>"] {
        let story = at_records().keys("g<esc>g").keys(keys);
        assert_eq!(pane(&story), Some(PaneKind::Guide), "{keys}");
    }
}

#[test]
fn another_panel_begins_the_record_anew() {
    let story = at_records().keys("g<esc>g<enter>");
    assert_eq!(place(&story), (0, 1));
    assert_eq!(place(&story.keys("hroute<enter>")), (0, 0), "its first field is another, and was not gone through");
    let story = at_records().keys("hroute<enter>g<enter>");
    assert_eq!(place(&story.keys("hroute<enter>")), (0, 1), "it is the same panel");
}

#[test]
fn a_hidden_character_is_not_copied_by_the_guide_either() {
    let mut hostile = domain("mail.example.com");
    hostile.records[0].value = "a\u{202e}b".into();
    let story = Story::posting().created(Ok(hostile)).keys("g<esc>g<enter><enter> ");
    assert_eq!((copied_text(&story), place(&story)), (None, (0, 2)));
    assert!(story.notice().contains("U+202E at character 2"), "{}", story.notice());
    let story = story.keys("<enter>");
    assert_eq!(place(&story), (0, 3), "it can be gone past");
}

#[test]
fn the_value_stands_alone_until_any_key() {
    let story = at_records().keys("<down>r");
    let [Command::Effect(Effect::ShowOnNormalScreen(raw))] = &story.commands[..] else {
        panic!("{:?}", story.commands)
    };
    assert_eq!(raw.title, "DKIM value, 218 characters. Any key goes back.");
    assert_eq!(raw.text, format!("p=MI{}", "A".repeat(214)));
    for key in ["q", "x", "<esc>", "<enter>", "<f2>", "<c-z>", "?", " "] {
        let story = at_records().keys("r").keys(key).at(Step::Records);
        assert_eq!(
            (&story.commands[..], &story.model.normal_screen_text),
            (&[Command::Effect(Effect::ReturnToAlternateScreen)][..], &None),
            "{key}"
        );
    }
    let story = at_records().keys("r").send(Event::Resized(TerminalSize { columns: 50, rows: 10 }));
    assert!(story.model.normal_screen_text.is_some(), "another size is no key");
    at_records().keys("r<c-c>").at(Step::Closed);
}

#[test]
fn what_cannot_be_seen_is_visible_in_the_raw_view() {
    let mut hostile = domain("mail.example.com");
    hostile.records[0].value = "a\u{1b}[2Jb\n".into();
    let story = Story::posting().created(Ok(hostile)).keys("r");
    let raw = story.model.shared.normal_screen_text.unwrap();
    assert_eq!(raw.text, "a<U+001B>[2Jb<U+000A>");
    assert!(raw.title.contains("hidden ones shown"), "{}", raw.title);
}

#[test]
fn in_the_guide_the_field_stands_alone() {
    let story = at_records().keys("h<enter>g<enter>r");
    assert_eq!(story.model.shared.normal_screen_text.map(|raw| raw.text), Some("_autosend-verify.mail".to_owned()));
}

#[test]
fn an_export_is_previewed_and_saved_as_previewed() {
    let story = at_records().keys("e");
    assert!(
        matches!(&story.commands[..], [Command::Request(_, Request::RenderExport { format: ExportFormat::Zone, .. })]),
        "{:?}",
        story.commands
    );
    assert_eq!(pane(&story.keys("<enter>")), Some(PaneKind::Export), "nothing is there to be saved yet");
    let story = at_records().keys("e<down>").exported();
    let story = story.keys("<enter>");
    let Pane::Export(export) = &screen(&story).pane else { panic!("{:?}", story.model.screen) };
    assert!(matches!(&export.stage, ExportStage::EnteringPath { field, .. } if field.text() == "mail.example.com.txt"));
    let story = story.keys("<enter>");
    assert_eq!(wrote(&story), Some(("mail.example.com.txt", "one\ntwo\n", false)));
    assert_eq!(wrote(&story.keys("<enter>")), None, "one file for one Enter");
    let story = at_records().keys("e<down>").exported().keys("<enter><enter>");
    let story = story.saved(Ok(file("/home/a/mail.example.com.txt", false)));
    assert_eq!((pane(&story), story.notice()), (None, "Saved /home/a/mail.example.com.txt: 8 octets"));
}

#[test]
fn a_path_that_was_typed_outlives_news_of_the_records_and_a_look_elsewhere() {
    let typed = |story: &Story| match &screen(story).pane {
        Pane::Export(export) => match &export.stage {
            ExportStage::EnteringPath { field, .. } => (field.text().to_owned(), field.error.clone()),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let path = "mail.example.com.zone.old".to_owned();
    let changed = || {
        let mut news = domain("mail.example.com");
        news.records.truncate(1);
        at_records().keys("<c-r>e").exported().keys("<enter>.old").fetched(Ok(news))
    };
    let story = changed().keys("<enter>");
    assert_eq!(wrote(&story), None, "what was seen is not what would be written");
    assert_eq!(typed(&story), (path.clone(), Some("The records have changed: press Enter once more".to_owned())));
    let story = story.exported().keys("<enter>");
    assert_eq!(wrote(&story), Some((path.as_str(), "one\ntwo\n", false)));
    let story = changed().keys("<esc>").exported().keys("<enter>");
    assert_eq!(typed(&story).0, path, "going back loses nothing");
    let story = changed().keys("<f2><esc>").at(Step::Records);
    assert_eq!(typed(&story).0, path);
    let story = story.keys("<enter>").exported().keys("<enter>");
    assert_eq!(wrote(&story), Some((path.as_str(), "one\ntwo\n", false)));
}

#[test]
fn a_second_copy_ends_the_first() {
    let first = at_records().keys("c");
    assert!(matches!(&first.commands[..], [Command::Request(_, Request::CopyText(_))]), "{:?}", first.commands);
    let second = first.keys("n");
    assert!(
        matches!(&second.commands[..], [Command::Effect(Effect::Cancel(_)), Command::Request(_, Request::CopyText(_))]),
        "{:?}",
        second.commands
    );
}

#[test]
fn no_file_is_replaced_unasked() {
    let exists = || Err(SaveError::AlreadyExists { path: "/x/a.zone".to_owned() });
    let asked = || at_records().keys("e").exported().keys("<enter><enter>").saved(exists());
    assert_eq!(pane(&asked()), Some(PaneKind::ConfirmOverwrite));
    assert_eq!(wrote(&asked().keys("<enter>n ")), None);
    let story = asked().keys("<esc>");
    assert_eq!(pane(&story), Some(PaneKind::ExportPath));
    let story = asked().keys("y");
    assert_eq!(wrote(&story), Some(("mail.example.com.zone", "one\ntwo\n", true)));
    let story = story.saved(Ok(file("/x/a.zone", true)));
    assert_eq!(story.notice(), "Replaced /x/a.zone: 8 octets");
}

#[test]
fn a_file_that_could_not_be_written_is_said_under_the_path_that_stays() {
    let failed = SaveError::Failed { path: "/x".to_owned(), reason: "no room".to_owned(), leftover_path: None };
    let story = at_records().keys("e").exported().keys("<enter>/x<enter>").saved(Err(failed.clone()));
    let Pane::Export(export) = &screen(&story).pane else { panic!("{:?}", story.model.screen) };
    let ExportStage::EnteringPath { field, .. } = &export.stage else { panic!("{export:?}") };
    assert_eq!(field.text(), "mail.example.com.zone/x");
    assert_eq!(field.error.as_deref(), Some("Not saved: /x: no room. Nothing is left behind"));
    let elsewhere = at_records().keys("e").exported().keys("<enter><enter><f2>").saved(Err(failed));
    assert_eq!(elsewhere.at(Step::Domains).notice(), "Not saved: /x: no room. Nothing is left behind");
}

#[test]
fn a_dash_prints_on_leaving() {
    let dash = format!("{}-<enter>", "<bs>".repeat("mail.example.com.zone".len()));
    let story = at_records().keys("e").exported().keys("<enter>").keys(&dash);
    assert_eq!((pane(&story), wrote(&story)), (None, None));
    assert_eq!(story.model.exit_printouts, ["one\ntwo\n"]);
    let empty = at_records().keys("e").exported().keys("<enter>").keys(&dash.replace('-', ""));
    assert_eq!((pane(&empty), wrote(&empty)), (Some(PaneKind::ExportPath), None));
}

#[test]
fn tab_completes_the_path_unless_it_was_typed_on() {
    let at_path = || at_records().keys("e").exported().keys("<enter><tab>");
    let text = |story: &Story| match &screen(story).pane {
        Pane::Export(export) => match &export.stage {
            ExportStage::EnteringPath { field, candidates, .. } => (field.text().to_owned(), candidates.clone()),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let story = at_path().completed("mail.example.com.zone.d/", &["a", "b"]);
    assert_eq!(text(&story), ("mail.example.com.zone.d/".to_owned(), vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(text(&story.keys("x")).1, Vec::<String>::new());
    let story = at_path().keys("x").completed("mail.example.com.zone.d/", &[]);
    assert_eq!(text(&story).0, "mail.example.com.zonex");
}

#[test]
fn an_export_is_copied_and_follows_the_records() {
    let story = at_records().keys("e<down>").exported().keys("c");
    assert!(matches!(
        &story.commands[..],
        [Command::Request(_, Request::CopyExport { format: ExportFormat::Message, .. })]
    ));
    let story = story.copied(Ok(CopyOutcome::System));
    assert_eq!(story.notice(), "Copied to the clipboard: 7 characters (Message, plain text, all records)");
    assert_eq!(pane(&story), Some(PaneKind::Export));
    let story = at_records().keys("<c-r>e").exported();
    let mut news = domain("mail.example.com");
    news.records.truncate(1);
    let story = story.fetched(Ok(news));
    assert!(
        story.commands.iter().any(|command| matches!(command, Command::Request(_, Request::RenderExport { .. }))),
        "{:?}",
        story.commands
    );
}

#[test]
fn records_that_go_while_something_is_open_take_it_with_them() {
    for keys in ["g", "e", "z", "h"] {
        let mut none = domain("mail.example.com");
        none.records.clear();
        let story = at_records().keys("<c-r>").keys(keys).fetched(Ok(none));
        assert_eq!(pane(&story), None, "{keys}");
        at_records().keys("<c-r>").keys(keys).fetched(refused(404)).at(Step::Domains);
    }
}
