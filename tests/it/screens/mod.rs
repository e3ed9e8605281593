//! Every screen in every state that matters, as styled snapshots; and what holds of all of them.

mod conflict_states;
mod contrast;
mod domain_states;
mod fixtures;
mod narrow;
pub(crate) mod states;
pub(crate) mod styled;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use autosend_domains::core::api_error::ApiError;
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::text::width;
use autosend_domains::ui::{Charset, ColourSupport, Styles};
use autosend_domains::wizard::Reply::{DomainCreated, DomainsListed};
use autosend_domains::wizard::keymap::{self, active_bindings};
use autosend_domains::wizard::{
    CopyTarget, Event, Intent, Model, Motion, PaneKind, PastedText, Request, Screen, update,
};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use tui_input::InputRequest;

use self::fixtures::{large_project, project, render_export, with_key};
use self::styled::{Drawn, body_dump, body_texts, body_words, draw, footer_dump, header_dump, text};
use crate::support::domains::domain;
use crate::support::wizard::{Wizard, lost, not_sent, rejected_with};

const SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (60, 16), (40, 12)];

const FULL: Styles = Styles::new(Charset::Unicode, ColourSupport::Ansi16);
const ASCII: Styles = Styles::new(Charset::Ascii, ColourSupport::Ansi16);
const CONSOLE: Styles = Styles::new(Charset::LinuxConsole, ColourSupport::Ansi16);
const PLAIN: Styles = Styles::new(Charset::Unicode, ColourSupport::None);

/// The size that the program is designed for, and the smallest.
const SNAPSHOT_SIZES: [(u16, u16); 2] = [(80, 24), (40, 12)];

/// One state of each kind of layout: an input, a list, a table, steps, prose. They are held at every size.
const LAYOUTS: [&str; 5] = ["domain__existing", "domains__five", "records__dkim", "conflicts__guide", "dns__checked"];

/// Compares with `tests/it/snapshots/NAME.snap`.
fn assert_snapshot(name: &str, dump: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, dump));
}

#[test]
fn the_body_of_every_state_matches_its_snapshot() {
    for (name, model) in states::all() {
        let mut dump = String::new();
        for (columns, rows) in SIZES {
            if SNAPSHOT_SIZES.contains(&(columns, rows)) || LAYOUTS.contains(&name) {
                let body = body_dump(&draw(&model, &FULL, (columns, rows)));
                let _ = writeln!(dump, "== {columns}x{rows} ==\n{body}");
            }
        }
        if !LAYOUTS.contains(&name) {
            dump.push_str(&other_words(&model));
        }
        assert_snapshot(name, &dump);
    }
}

/// What the body says at the other two sizes, unless it is the same as at the next smaller one.
fn other_words(model: &Model) -> String {
    let mut dump = String::new();
    for (size, snapshot) in [((120, 40), (80, 24)), ((60, 16), (40, 12))] {
        let drawn = draw(model, &FULL, size);
        if body_words(&drawn) == body_words(&draw(model, &FULL, snapshot)) {
            let _ = writeln!(dump, "== {}x{} says the same as {}x{} ==", size.0, size.1, snapshot.0, snapshot.1);
        } else {
            let _ = writeln!(dump, "== {}x{} says ==\n{}", size.0, size.1, body_texts(&drawn));
        }
    }
    dump
}

/// Every header and every footer once a size, with the states that have it: a changed header changes this file alone.
#[test]
fn headers_and_footers_match_their_snapshots() {
    let states = states::all();
    let (mut headers, mut footers) = (String::new(), String::new());
    for size in SIZES {
        let drawn: Vec<(&str, Drawn)> = states.iter().map(|(name, model)| (*name, draw(model, &FULL, size))).collect();
        for (text, dump) in [(&mut headers, header_dump as fn(&Drawn) -> String), (&mut footers, footer_dump)] {
            let mut parts: Vec<(String, Vec<&str>)> = Vec::new();
            for (name, drawn) in &drawn {
                let part = dump(drawn);
                assert!(!part.trim().is_empty(), "{name} at {size:?} lacks its header or footer");
                match parts.iter_mut().find(|(known, _)| *known == part) {
                    Some((_, names)) => names.push(name),
                    None => parts.push((part, vec![name])),
                }
            }
            let _ = writeln!(text, "== {}x{} ==", size.0, size.1);
            for (part, names) in parts {
                let _ = writeln!(text, "{part}    {}\n", names.join(" "));
            }
        }
    }
    assert_snapshot("headers", &headers);
    assert_snapshot("footers", &footers);
}

#[test]
fn terminals_without_colour_or_unicode_match_their_snapshots() {
    for (terminal, styles) in [("ascii", ASCII), ("console", CONSOLE), ("no_color", PLAIN)] {
        let mut dump = String::new();
        for (name, model) in states::all() {
            if ["domain__existing", "records__dkim", "domains__five", "records__copied"].contains(&name) {
                let drawn = draw(&model, &styles, (80, 24));
                let _ = writeln!(dump, "== {name} ==\n{}{}", header_dump(&drawn), body_dump(&drawn));
                dump.push_str(&footer_dump(&drawn));
            }
        }
        assert_snapshot(&format!("terminal__{terminal}__80x24"), &dump);
    }
}

#[test]
fn every_snapshot_has_a_state() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots");
    let mut expected: BTreeSet<String> = states::all().into_iter().map(|(name, _)| format!("{name}.snap")).collect();
    expected.extend(["ascii", "console", "no_color"].map(|terminal| format!("terminal__{terminal}__80x24.snap")));
    expected.extend(["too_small", "headers", "footers"].map(|name| format!("{name}.snap")));
    let is_of_screens = |name: &String| {
        let prefix = name.split("__").next().unwrap_or_default();
        !["plain", "format", "doctor"].contains(&prefix)
    };
    let found = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = found.filter(is_of_screens).filter(|name| !expected.contains(name)).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_too_small_window_has_a_message() {
    let model = with_key().model;
    let mut dump = String::new();
    for size in [(60, 11), (39, 12), (20, 3), (6, 1), (1, 1)] {
        let drawn = draw(&model, &FULL, size);
        assert_eq!(drawn.cursor, None);
        let _ = writeln!(dump, "== {}x{} ==\n{}", size.0, size.1, text(&drawn));
    }
    assert_snapshot("too_small", &dump);
}

#[test]
fn an_ascii_terminal_gets_ascii_only() {
    for (name, model) in states::all() {
        for size in SIZES {
            let text = text(&draw(&model, &ASCII, size));
            assert!(text.is_ascii(), "{name}\n{text}");
        }
    }
}

#[test]
fn without_colours_the_selected_row_is_still_marked() {
    for (name, model) in states::all() {
        for size in SIZES {
            let drawn = draw(&model, &PLAIN, size);
            let coloured = |cell: &&Cell| cell.fg != Color::Reset || cell.bg != Color::Reset;
            assert_eq!(drawn.buffer.content.iter().find(coloured), None, "{name}");
            let has_rows = match &model.screen {
                Screen::Records(screen) => {
                    let chooses = [None, Some(PaneKind::Zones), Some(PaneKind::Hosts), Some(PaneKind::Export)];
                    screen.selected().is_some() && chooses.contains(&screen.pane.kind())
                }
                Screen::Domains(screen) => screen.selected().is_some(),
                _ => name == "region__list" || name == "api_key__saving",
            };
            if has_rows && model.overlay.is_none() {
                let reversed = |cell: &&Cell| cell.modifier.contains(Modifier::REVERSED);
                let marked: String = drawn.buffer.content.iter().filter(reversed).map(Cell::symbol).collect();
                // In a very low window one line is about the selected record.
                let is_line = size.1 < 24
                    && marked.trim_start_matches(" SANDBOX ").starts_with(|first: char| first.is_ascii_digit());
                assert!(marked.contains("▌ ") || is_line, "{name} at {size:?}: {marked:?}");
            }
        }
    }
}

#[test]
fn every_screen_shows_the_key_and_the_sandbox() {
    for (name, mut model) in states::all() {
        for size in SIZES {
            let is_narrow = size.0 < 60;
            if let Some(session) = model.screen.session() {
                let key = format!("…{}", session.credentials.key.tail());
                assert!(text(&draw(&model, &FULL, size)).contains(&key), "{name} at {size:?}");
            }
            model.config.sandbox = true;
            let text = text(&draw(&model, &FULL, size));
            let words = if is_narrow { " SANDBOX" } else { "SANDBOX  nothing leaves this machine" };
            assert!(text.lines().take(2).any(|line| line.contains(words)), "{name} at {size:?}\n{text}");
            model.config.sandbox = false;
            model.config.api_host = Some("staging.example:8443".to_owned());
            let text = render_text(&model, size);
            assert!(text.contains("at staging.example:8443"), "{name} at {size:?}\n{text}");
            // A low window has no row to spare.
            assert!(!is_narrow || !text.lines().nth(1).unwrap().contains("staging"), "{name} at {size:?}\n{text}");
            model.config.api_host = None;
        }
    }
}

fn render_text(model: &Model, size: (u16, u16)) -> String {
    text(&draw(model, &FULL, size))
}

#[test]
fn the_footer_has_active_keys_by_importance() {
    for (name, model) in states::all() {
        for size in SIZES {
            let text = render_text(&model, size);
            let footer = text.lines().last().unwrap().to_owned();
            let bindings = active_bindings(&model);
            let most_important = bindings.iter().min_by_key(|binding| binding.case.footer_rank).unwrap();
            let next = keymap::next_binding(&model);
            let first = next.as_ref().unwrap_or(most_important);
            let entry = format!("{} {}", first.key_label(), first.case.label);
            assert!(footer.contains(&entry), "{name} at {size:?}: {footer}");
            assert!(next.is_none() || footer.starts_with(&format!(" {entry}")), "{name} at {size:?}: {footer}");
            // From 80 columns on there is room for both.
            let entry = format!("{} {}", most_important.key_label(), most_important.case.label);
            assert!(size.0 < 80 || footer.contains(&entry), "{name} at {size:?}: {footer}");
            let pairs = [" move", " scroll", " page", " first, last", " top, bottom", "↑ ↓", "PgUp PgDn", "Home End"];
            for entry in footer.trim().split("  ") {
                let known = keymap::sections()
                    .flat_map(|section| section.rows)
                    .flat_map(|(_, cases)| *cases)
                    .any(|case| entry.ends_with(case.label))
                    || pairs.iter().any(|pair| entry.ends_with(pair));
                assert!(known, "{name} at {size:?}: {entry:?} in {footer}");
            }
        }
    }
}

#[test]
fn the_footer_has_help_back_and_from_60_columns_leave() {
    for (name, model) in states::all() {
        for size in SIZES {
            let text = render_text(&model, size);
            let footer = text.lines().last().unwrap().to_owned();
            let has = |label: &str| footer.split("  ").any(|entry| entry.trim().ends_with(label));
            assert!(has(if model.overlay.is_some() { " close" } else { " help" }), "{name} at {size:?}: {footer}");
            let back = active_bindings(&model)
                .into_iter()
                .find(|binding| binding.case.intent == Intent::GoBack && binding.case.footer_rank < 9);
            // Where Enter goes back as well, one of the two keys is enough.
            if let Some(back) = back.filter(|back| !has(&format!("Enter {}", back.case.label))) {
                assert!(has(&format!("{} {}", back.key_label(), back.case.label)), "{name} at {size:?}: {footer}");
            }
            let moves =
                |motion| active_bindings(&model).iter().any(|binding| binding.case.intent == Intent::Move(motion));
            // In the guide they lead to another record, which is no choice from a list: its steps come first.
            let is_list = moves(Motion::Up) && moves(Motion::Down) && model.screen.pane_kind() != Some(PaneKind::Guide);
            assert!(!is_list || footer.contains("↑ ↓"), "{name} at {size:?}: {footer}");
            assert!(size.0 < 60 || has(" quit"), "{name} at {size:?}: {footer}");
        }
    }
}

#[test]
fn a_value_is_complete_at_80x24_where_its_details_are_scrolled() {
    for (name, model) in states::all() {
        let Screen::Records(screen) = &model.screen else { continue };
        if screen.pane.kind().is_some() {
            continue;
        }
        let Some(record) = screen.selected() else { continue };
        let value = record.published_value().into_owned();
        if model.overlay.is_none() && value.is_ascii() && !value.contains(|character: char| character.is_control()) {
            let unseen = unseen_part(&value, model.clone(), (80, 24));
            assert_eq!(unseen, "", "{name}");
        }
    }
}

/// What is left of a value after its pieces were read from the screen, line by line, while J scrolls.
fn unseen_part(value: &str, mut model: Model, size: (u16, u16)) -> String {
    let mut rest = value;
    loop {
        let text = render_text(&model, size);
        for line in text.lines() {
            // A label stands before the first piece, and behind it a key; a scrollbar stands at the end of each line.
            let piece = line.trim().trim_end_matches('┃').trim_end().trim_end_matches("c  copy").trim();
            let piece = piece.strip_prefix("Value").unwrap_or(piece).trim();
            rest = rest.strip_prefix(piece).unwrap_or(rest);
        }
        model = update(model, Intent::ScrollDetails(Motion::Down).into()).0;
        if rest.is_empty() || render_text(&model, size) == text {
            return rest.to_owned();
        }
    }
}

#[test]
fn the_key_is_never_drawn() {
    for (name, model) in states::all() {
        let text = render_text(&model, (120, 40));
        assert!(!text.contains("0123456789abcdef"), "{name}");
    }
}

#[test]
fn the_cursor_follows_typed_text() {
    let wizard = with_key().press("mäil.example.com");
    let drawn = draw(&wizard.model, &FULL, (80, 24));
    let cursor = drawn.cursor.unwrap();
    let row = text(&drawn).lines().nth(usize::from(cursor.y)).unwrap().to_owned();
    let before: String = row.chars().take(usize::from(cursor.x)).collect();
    assert!(before.ends_with("mäil.example.com"), "{row}");
    let wide = with_key().press("日本語");
    let cursor = draw(&wide.model, &FULL, (80, 24)).cursor.unwrap();
    assert_eq!(cursor.x, 4 + u16::try_from(width("日本語")).unwrap());
}

#[test]
fn an_overlay_hides_the_cursor() {
    let wizard = with_key().send(Intent::ToggleHelp);
    assert_eq!(draw(&wizard.model, &FULL, (80, 24)).cursor, None);
}

/// One step of a walk: a message that the person or the wizard may send.
fn steps() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0_u8..43, 0..24)
}

/// Answers the newest POST, if there is one.
fn answer_post(wizard: Wizard, result: &Result<SendingDomain, ApiError>) -> Wizard {
    wizard.answer(|request| matches!(request, Request::CreateDomain { .. }).then(|| DomainCreated(result.clone())))
}

fn walk(steps: &[u8]) -> Wizard {
    steps.iter().fold(with_key(), |wizard, step| match step {
        0..=5 => wizard.press("<enter>"),
        6 => wizard.press("<esc>"),
        7 => wizard.press("mail.example.com"),
        8 => wizard.press("日本\u{200b}ü"),
        9 => wizard.send(Intent::Paste(PastedText::new("x".repeat(300)))),
        10 => wizard.send(Intent::Edit(InputRequest::GoToStart)),
        11 => wizard.press_times("<down>", 3),
        12 => wizard.send(Intent::Move(Motion::Last)),
        13 => wizard.send(Intent::OpenDomains),
        14 => wizard.send(Intent::ToggleHelp),
        15 => wizard.send(Intent::ToggleDetails),
        16 => wizard.send(Intent::Copy(CopyTarget::Value)),
        17 => wizard.send(Intent::Refresh),
        18 => wizard.reply(DomainsListed(Ok(project()))),
        19 => wizard.reply(DomainsListed(Ok(large_project()))),
        20 => wizard.reply(DomainsListed(rejected_with(401, "no"))),
        21 => wizard.reply(DomainsListed(not_sent())),
        22 | 23 => answer_post(wizard, &Ok(domain("mail.example.com"))),
        24 => answer_post(wizard, &Ok(states::hostile())),
        25 => answer_post(wizard, &lost()),
        26 => answer_post(wizard, &rejected_with(429, "slow down")),
        27 => answer_post(wizard, &rejected_with(409, &"long words ".repeat(80))),
        28 => answer_post(wizard, &rejected_with(403, &"longword".repeat(80))),
        29 => wizard.send(Intent::OpenPane(PaneKind::Guide)),
        30 => wizard.send(Intent::OpenPane(PaneKind::Export)).answer(render_export),
        31 => wizard.send(Intent::OpenPane(PaneKind::Hosts)),
        32 => wizard.send(Intent::OpenPane(PaneKind::Zones)),
        33 => wizard.send(Intent::SkipRecord),
        34 => wizard.send(Intent::ScrollDetails(Motion::Down)),
        35 => wizard.send(Intent::Verify),
        36 => wizard.send(Intent::RemoveDomain),
        37 => wizard.send(Intent::OpenPane(PaneKind::Inbound)),
        38 => wizard.send(Intent::CycleSortOrder),
        39 => wizard.send(Intent::CheckDns),
        40 => wizard.send(Intent::OpenPane(PaneKind::Panel)),
        _ => match wizard.timers().last() {
            Some((id, _)) => wizard.send(Event::TimerFired(*id)),
            None => wizard,
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_model_is_drawn_in_any_window(steps in steps(), columns in 1_u16..130, rows in 1_u16..50) {
        let wizard = walk(&steps);
        for styles in [FULL, ASCII, PLAIN] {
            let drawn = draw(&wizard.model, &styles, (columns, rows));
            prop_assert!(drawn.cursor.is_none_or(|cursor| cursor.x < columns && cursor.y < rows));
        }
    }
}
