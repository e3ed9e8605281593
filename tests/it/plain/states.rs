//! Every state that the screens show, as it is told in lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use autosend_domains::core::check::{asked, headline, servers_label};
use autosend_domains::core::terminal_caps::Charset;
use autosend_domains::core::text::is_hidden;
use autosend_domains::plain::PlainView;
use autosend_domains::ui::{ColourSupport, Styles};
use autosend_domains::wizard::keymap::active_bindings;
use autosend_domains::wizard::{Intent, Model, PaneKind, Screen, Submission};

use crate::screens::states;
use crate::screens::styled::{body_words, draw};

/// Every state but those with something above the screen: in lines, that is said and gone.
fn all() -> impl Iterator<Item = (&'static str, Model)> {
    states::all().into_iter().filter(|(_, model)| model.overlay.is_none())
}

/// Everything that is said and asked of a model that nothing was said of yet.
fn render_all(model: &Model, charset: Charset) -> Vec<String> {
    let mut dialogue = PlainView::new(charset, true);
    // What is said at the beginning of a run is not of the state.
    let mut lines = dialogue.render_updates(model).split_off(2);
    lines.extend(dialogue.render_prompt(model).into_iter().flat_map(|prompt| prompt.lines));
    lines
}

#[test]
fn every_state_matches_its_snapshot() {
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for (name, model) in all() {
        let group = groups.entry(name.split("__").next().unwrap_or_default()).or_default();
        let _ = writeln!(group, "== {name} ==\n{}\n", render_all(&model, Charset::Unicode).join("\n"));
    }
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (name, text) in groups {
        settings.bind(|| insta::assert_snapshot!(format!("plain__{name}"), text));
    }
}

/// `core::check` holds the same of the sentence itself, and `cli::check` of the command.
#[test]
fn screen_and_plain_lines_have_the_same_headline() {
    let mut compared = 0;
    for (name, model) in all() {
        let Screen::Records(screen) = &model.screen else { continue };
        let Some(check) = model.domain_states.dns_check(&screen.domain.id).filter(|check| check.last_run_at.is_some())
        else {
            continue;
        };
        if model.screen.pane_kind() != Some(PaneKind::Dns) {
            continue;
        }
        let headline = headline(&check.result.summary());
        let zone = check.result.zone.as_ref().expect("a zone");
        let drawn = draw(&model, &Styles::new(Charset::Unicode, ColourSupport::None), (120, 40));
        let drawn: Vec<String> = body_words(&drawn).into_iter().map(|(word, _)| word).collect();
        let drawn = drawn.join(" ");
        let lines = render_all(&model, Charset::Unicode).join(" ");
        assert!(lines.contains(&headline) && lines.contains(&asked(zone)), "{name}: {headline}: {lines}");
        for words in [headline.trim_end_matches('.'), &servers_label(zone)] {
            assert!(drawn.contains(words), "{name}: {words}: {drawn}");
        }
        compared += 1;
    }
    assert!(compared > 5, "{compared}");
}

#[test]
fn no_line_has_control_characters_or_the_key() {
    for (name, model) in all() {
        for line in render_all(&model, Charset::Unicode) {
            assert!(!line.chars().any(is_hidden), "{name}: {line:?}");
            assert!(!line.contains("0123456789abcdef"), "{name}: {line}");
        }
        let ascii = render_all(&model, Charset::Ascii).join("\n");
        assert!(ascii.is_ascii(), "{name}\n{ascii}");
    }
}

#[test]
fn every_state_has_a_prompt_or_a_wait() {
    for (name, model) in all() {
        let lines = render_all(&model, Charset::Unicode);
        assert!(lines.len() > 1, "{name}: {lines:?}");
        let waits = match &model.screen {
            Screen::Review(screen) => screen.submission != Submission::Idle,
            screen => {
                screen.is_waiting()
                    || model.domain_states.verify_watches().iter().any(|watch| watch.is_running())
                    || model.domain_states.dns_checks().any(|known| known.is_running() || known.is_watching())
            }
        };
        assert!(PlainView::is_asking(&model) || waits, "{name}: {lines:?}");
        if PlainView::is_asking(&model) {
            let question = PlainView::new(Charset::Unicode, true).question_text(&model).unwrap();
            assert!(lines.last().unwrap().starts_with(&question), "{name}: {lines:?}");
        }
    }
}

/// A key that is new on a screen is an answer here, without a word in `src/plain`.
#[test]
fn every_key_has_an_answer() {
    let mut answered = 0;
    for (name, model) in all().filter(|(_, model)| PlainView::is_asking(model)) {
        let mut dialogue = PlainView::new(Charset::Unicode, true);
        if dialogue.render_prompt(&model).is_some_and(|prompt| prompt.is_secret) {
            continue;
        }
        for binding in active_bindings(&model) {
            // Rows are chosen by their numbers, and texts are typed as a whole; the rest is the screen's alone.
            let is_other = matches!(
                binding.case.intent,
                Intent::Move(_) | Intent::Submit | Intent::CompletePath | Intent::ToggleHelp | Intent::Quit
            );
            if is_other || binding.case.footer_rank > 8 {
                continue;
            }
            let key = if binding.case.intent == Intent::GoBack { "b".to_owned() } else { binding.key_label() };
            let reply = dialogue.interpret(&model, &key);
            let is_details = binding.case.intent == Intent::ToggleDetails && !reply.output.is_empty();
            // What two keys do is one answer.
            let is_same = reply.intents == [binding.case.intent.clone()] || binding.case.intent == Intent::OpenDomains;
            assert!(is_details || is_same, "{name}: {binding:?}: {reply:?}");
            answered += 1;
        }
    }
    assert!(answered > 100, "{answered}");
}

#[test]
fn a_text_is_repeated_on_request_only() {
    for (name, model) in all().filter(|(_, model)| PlainView::is_asking(model)) {
        let mut dialogue = PlainView::new(Charset::Unicode, true);
        dialogue.render_updates(&model);
        let first = dialogue.render_prompt(&model).unwrap();
        assert!(dialogue.is_prompt_current(&model), "{name}");
        assert_eq!(dialogue.render_updates(&model), Vec::<String>::new(), "{name}");
        let second = dialogue.render_prompt(&model).unwrap();
        assert_eq!(second.lines.len(), 1, "{name}: {second:?}");
        let is_path = model.screen.pane_kind().is_some() && first.lines.len() < 5;
        if !is_path {
            assert!(dialogue.interpret(&model, "again").intents.is_empty(), "{name}");
            assert_eq!(dialogue.render_prompt(&model).unwrap().lines, first.lines, "{name}");
        }
    }
}
