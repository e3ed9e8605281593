//! Random walks through the wizard: whatever is pressed and answered, in whatever order, these things hold.

use std::collections::HashSet;

use autosend_domains::core::api_error::ApiError;
use autosend_domains::core::cache::CachedProject;
use autosend_domains::core::copy::{CopyError, CopyOutcome};
use autosend_domains::core::file_save::{PathCompletion, SaveError, SavedFile};
use autosend_domains::core::open_link::OpenError;
use autosend_domains::core::operation::Operation;
use autosend_domains::wizard::{
    Command, CopyReply, Effect, Event, Intent, KeyStage, Message, Pane, PaneKind, PastedText, Reply, Request,
    RequestId, Screen, Step, Submission, keymap,
};
use proptest::prelude::*;

use crate::stories::story::{Story, domain, exported, keeping, kept, key_events, lost, not_sent, refused};

/// A text that occurs in the key and nowhere else.
const SECRET: &str = "gEhEiM";

/// One thing that happens.
#[derive(Clone, Debug)]
enum Happening {
    Keys(&'static str),
    Paste(&'static str),
    Answer(Answer),
    Again,
    OldestTimer,
    NewestTimer,
}

/// What the newest request is answered with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Answer {
    Good,
    WithName,
    Status(u16),
    NotSent,
    Lost,
}

fn happening() -> impl Strategy<Value = Happening> {
    let keys = prop::sample::select(vec![
        "<enter>",
        "<enter>",
        "<enter>",
        "<esc>",
        "<esc>",
        "<f2>",
        "<f1>",
        "<up>",
        "<down>",
        "<pgdn>",
        "<home>",
        "<end>",
        "<tab>",
        "<bs>",
        "c",
        "n",
        "u",
        "C",
        "i",
        "f",
        "g",
        "g<esc>g",
        "s",
        "r",
        "z",
        "h",
        "h<enter>o",
        "o",
        "e",
        "e",
        "y",
        "?",
        "j",
        "k",
        "<c-r>",
        "<c-l>",
        "<c-s>",
        "<del>",
        "v",
        "v",
        "m",
        "d",
        "w",
        "x",
        "xexample.com<enter>",
        "<c-g>",
        "<c-o>",
        "example.com",
        "www.other.com",
        "x",
        " ",
        ".",
        "frank",
        "sa-east-1",
    ]);
    let pastes = prop::sample::select(vec![
        "example.com\n",
        "https://user:pw@Example.org/x",
        "a.com b.com",
        "AS_gEhEiM12345",
        "ASA_gEhEiM12345",
        "\u{1b}[31m",
    ]);
    let statuses = prop::sample::select(vec![400, 401, 402, 403, 404, 408, 409, 422, 429, 429, 500, 503]);
    let answers = prop_oneof![
        3 => Just(Answer::Good),
        3 => Just(Answer::WithName),
        3 => statuses.prop_map(Answer::Status),
        1 => Just(Answer::NotSent),
        2 => Just(Answer::Lost),
    ];
    prop_oneof![
        8 => keys.prop_map(Happening::Keys),
        1 => pastes.prop_map(Happening::Paste),
        6 => answers.prop_map(Happening::Answer),
        1 => Just(Happening::Again),
        1 => Just(Happening::OldestTimer),
        2 => Just(Happening::NewestTimer),
    ]
}

pub(crate) fn answer_to(command: &Command, answer: Answer) -> Option<Message> {
    fn result<T>(answer: Answer, good: T) -> Result<T, ApiError> {
        match answer {
            Answer::Good | Answer::WithName => Ok(good),
            Answer::Status(status) => refused(status),
            Answer::NotSent => not_sent(),
            Answer::Lost => lost(),
        }
    }
    Some(match command {
        Command::Request(id, Request::CreateDomain { new_domain, .. }) => {
            Message::Reply(*id, Reply::DomainCreated(result(answer, domain(new_domain.name.as_str()))))
        }
        Command::Request(id, Request::ListDomains { max_age: Some(_), .. }) if matches!(answer, Answer::Good) => {
            Message::Reply(*id, Reply::ListingSkipped)
        }
        Command::Request(id, Request::ListDomains { .. }) => {
            let list = match answer {
                Answer::WithName => vec![domain("example.com"), domain("other.com")],
                _ => vec![],
            };
            Message::Reply(*id, Reply::DomainsListed(result(answer, list)))
        }
        Command::Request(id, Request::FetchDomain { .. }) => {
            Message::Reply(*id, Reply::DomainFetched(result(answer, domain("example.com"))))
        }
        Command::Request(id, Request::RunOperation { .. }) => {
            Message::Reply(*id, Reply::OperationFinished(result(answer, domain("example.com"))))
        }
        Command::Request(id, Request::RemoveDomain { .. }) => {
            Message::Reply(*id, Reply::DomainRemoved(result(answer, ())))
        }
        Command::Request(id, Request::CheckDns(_)) => Message::Reply(*id, Reply::DnsChecked(Err("no DNS".to_owned()))),
        Command::Request(id, Request::OpenLink(_)) => Message::Reply(
            *id,
            Reply::LinkOpened(if matches!(answer, Answer::Good) { Ok(()) } else { Err(OpenError::NoDisplay) }),
        ),
        Command::Request(id, Request::SaveKey(_)) => Message::Reply(*id, Reply::KeySaved(Err("no room".to_owned()))),
        Command::Request(id, Request::CopyText(_)) => Message::Reply(
            *id,
            Reply::TextCopied(CopyReply {
                char_count: 1,
                counts: None,
                result: match answer {
                    Answer::Good | Answer::WithName => Ok(CopyOutcome::Terminal),
                    _ => Err(CopyError::Failed { attempts: Vec::new() }),
                },
            }),
        ),
        Command::Request(id, Request::RenderExport { .. }) => Message::Reply(*id, Reply::ExportRendered(exported())),
        Command::Request(id, Request::SaveFile { path, .. }) => {
            Message::Reply(*id, Reply::FileSaved(saved(answer, path)))
        }
        Command::Request(id, Request::CompletePath(typed)) => Message::Reply(
            *id,
            Reply::PathCompleted(PathCompletion {
                path: format!("{typed}x"),
                candidates: vec!["x".to_owned(), "xy".to_owned()],
            }),
        ),
        Command::Request(id, Request::LoadCache(_)) => Message::Reply(
            *id,
            Reply::CacheLoaded(CachedProject {
                domains: matches!(answer, Answer::WithName).then(|| vec![kept("example.com", 7200)]),
                removed: Vec::new(),
                warning: matches!(answer, Answer::Lost).then(|| "set aside".to_owned()),
            }),
        ),
        _ => return None,
    })
}

/// What became of a file.
fn saved(answer: Answer, path: &str) -> Result<SavedFile, SaveError> {
    let path = path.to_owned();
    match answer {
        Answer::Good | Answer::WithName => Ok(SavedFile { path, octets: 1, replaced: false }),
        Answer::Lost | Answer::NotSent => Err(SaveError::AlreadyExists { path }),
        Answer::Status(_) => Err(SaveError::Failed { path, reason: "no room".to_owned(), leftover_path: None }),
    }
}

fn timers(story: &Story) -> Vec<RequestId> {
    let started = story.all.iter().filter_map(|command| match command {
        Command::Effect(Effect::StartTimer { id, .. }) => Some(*id),
        _ => None,
    });
    started.collect()
}

fn id_of(command: &Command) -> Option<RequestId> {
    match command {
        Command::Request(id, _) | Command::Effect(Effect::StartTimer { id, .. }) => Some(*id),
        Command::Effect(_) => None,
    }
}

/// The screens beneath the one that is shown, to which it goes back.
fn beneath(screen: &Screen) -> Vec<&Screen> {
    let next: Option<&Screen> = match screen {
        Screen::ApiKey(screen) => screen.resume.as_deref(),
        Screen::Failure(screen) => Some(&screen.resume),
        Screen::Domains(screen) => Some(&screen.parent),
        Screen::Removal(screen) => Some(&screen.parent),
        Screen::Records(screen) => screen.parent_list.as_ref().map(|list| &*list.parent),
        _ => None,
    };
    next.into_iter().flat_map(|next| std::iter::once(next).chain(beneath(next))).collect()
}

/// Whether the screen itself waits for an answer, which would find another one shown.
fn is_under_way(screen: &Screen) -> bool {
    match screen {
        Screen::ApiKey(screen) => matches!(screen.stage, KeyStage::Checking { .. }),
        Screen::Review(screen) => screen.submission != Submission::Idle,
        Screen::Records(screen) => {
            let pane = match &screen.pane {
                Pane::Guide { copying } => copying.is_pending(),
                Pane::Export(pane) => pane.rendering.is_pending(),
                Pane::Inbound { toggling } => toggling.is_pending(),
                Pane::Panel(pane) => pane.pending_id().is_some(),
                _ => false,
            };
            screen.refreshing.is_pending() || pane
        }
        Screen::Conflict(screen) => screen.is_loading_list,
        Screen::Removal(screen) => screen.is_pending(),
        _ => false,
    }
}

/// Sends one message and checks everything that must hold after any.
fn step(story: Story, message: &Message) -> Story {
    let before = story.model.clone();
    let may_post = match &before.screen {
        Screen::Review(_) | Screen::Failure(_) => {
            let fires = matches!(&before.screen, Screen::Review(screen)
                if matches!(screen.submission, Submission::Waiting { .. }))
                && matches!(message, Message::Event(Event::TimerFired(_)));
            fires || *message == Intent::Submit.into()
        }
        _ => false,
    };
    let known: HashSet<RequestId> = story.all.iter().filter_map(id_of).collect();
    let story = story.send(message.clone());
    let posts: Vec<_> = story
        .commands
        .iter()
        .filter_map(|command| match command {
            Command::Request(_, Request::CreateDomain { new_domain, .. }) => Some(&new_domain.name),
            _ => None,
        })
        .collect();
    assert!(posts.len() <= usize::from(may_post), "an unasked POST after {message:?} on {:?}", before.screen);
    for name in posts {
        assert!(
            !before.unconfirmed.contains_key(name),
            "a POST of {name} although an earlier one may have been carried out"
        );
    }
    let fresh: Vec<RequestId> = story.commands.iter().filter_map(id_of).collect();
    assert!(fresh.iter().all(|id| !known.contains(id)), "an id is given twice");
    match &story.model.screen {
        Screen::Records(screen) => assert!(screen.cursor < screen.domain.records.len().max(1)),
        Screen::Domains(screen) => assert!(screen.cursor < screen.rows.len().max(1)),
        Screen::Region(screen) => {
            let (rows, cursor) = screen.rows();
            assert!(cursor < rows.len());
        }
        _ => {}
    }
    let beneath = beneath(&story.model.screen);
    assert!(beneath.len() < 8, "screens are piled up: {:?}", story.model.screen);
    for screen in beneath {
        assert!(!is_under_way(screen), "an answer would find another screen than {screen:?}");
    }
    let is_closed = story.model.screen == Screen::Closed;
    assert!(is_closed || !keymap::active_hints(&story.model).is_empty());
    assert_eq!(story.model.spinner.is_some(), story.model.screen.is_waiting());
    let removals = story
        .commands
        .iter()
        .filter(|command| matches!(command, Command::Request(_, Request::RemoveDomain { .. })))
        .count();
    let may_remove = *message == Intent::Submit.into()
        && matches!(&before.screen, Screen::Removal(screen) if screen.name_matches() && !screen.is_unconfirmed());
    assert!(removals <= usize::from(may_remove), "a domain is removed unasked after {message:?}");
    let verifies = story.commands.iter().filter(|command| {
        matches!(command, Command::Request(_, Request::RunOperation { operation: Operation::Verify, .. }))
    });
    assert!(verifies.count() <= usize::from(*message == Intent::Verify.into()), "AutoSend is asked to verify unasked");
    let opens =
        story.commands.iter().filter(|command| matches!(command, Command::Request(_, Request::OpenLink(_)))).count();
    let may_open = *message == Intent::OpenPane(PaneKind::Panel).into();
    assert!(opens <= usize::from(may_open), "a browser is asked unasked after {message:?}");
    assert!(story.model.verify_watches.len() < 4, "a domain is followed once");
    let replaces = story
        .commands
        .iter()
        .any(|command| matches!(command, Command::Request(_, Request::SaveFile { overwrite: true, .. })));
    assert!(!replaces || *message == Intent::OverwriteFile.into(), "a file is replaced unasked after {message:?}");
    assert!(
        story.model.normal_screen_text.is_none()
            || before.normal_screen_text.is_some()
            || *message == Intent::ShowOnNormalScreen.into()
    );
    let debug = format!("{:?} {:?}", story.model, story.commands);
    assert!(!debug.contains(SECRET), "the key is shown: {debug}");
    story
}

fn walk(mut story: Story, happenings: Vec<Happening>) -> Story {
    let mut last = None;
    for happening in happenings {
        match happening {
            Happening::Keys(keys) => {
                for event in key_events(keys) {
                    if let Some(message) = keymap::resolve_key(&story.model, &event) {
                        story = step(story, &message.into());
                    }
                }
            }
            Happening::Paste(text) => story = step(story, &Intent::Paste(PastedText::new(text)).into()),
            Happening::Answer(answer) => {
                let message = story.all.iter().rev().find_map(|command| answer_to(command, answer));
                if let Some(message) = message {
                    last = Some(message.clone());
                    story = step(story, &message);
                }
            }
            // An answer that came once comes again: nobody waits for it.
            Happening::Again => {
                if let Some(message) =
                    last.clone().filter(|message| !matches!(message, Message::Reply(_, Reply::KeySaved(_))))
                {
                    let before = story.model.clone();
                    story = step(story, &message);
                    assert_eq!(story.model, before);
                }
            }
            Happening::OldestTimer => {
                if let Some(id) = timers(&story).first() {
                    story = step(story, &Event::TimerFired(*id).into());
                }
            }
            Happening::NewestTimer => {
                if let Some(id) = timers(&story).last() {
                    story = step(story, &Event::TimerFired(*id).into());
                }
            }
        }
    }
    story
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_rules_hold(
        with_key in any::<bool>(),
        happenings in prop::collection::vec(happening(), 1..60),
    ) {
        let story = if with_key {
            Story::with_key()
        } else {
            Story::begin(autosend_domains::wizard::InitOptions { config: keeping(), ..Default::default() })
        };
        let story = walk(story, happenings);
        let story = step(story, &Intent::Quit.into());
        prop_assert_eq!(story.model.screen.step(), Step::Closed);
    }
}
