//! Random walks through the wizard: whatever is pressed and answered, in whatever order, these things hold.

use std::collections::HashSet;

use autosend_domains::core::api_error::ApiError;
use autosend_domains::core::cache::CachedProject;
use autosend_domains::core::copy::{CopyError, CopyOutcome};
use autosend_domains::core::file_save::{SaveError, SavedFile};
use autosend_domains::core::open_link::OpenError;
use autosend_domains::core::operation::Operation;
use autosend_domains::wizard::{
    Command, Effect, Event, Intent, KeyStage, Message, Pane, PaneKind, PastedText, RegionMode, Reply, Request,
    RequestId, Screen, Step, Submission, keymap,
};
use proptest::prelude::*;

use crate::stories::fixtures::{domain, export_reply};
use crate::support::wizard::{
    Wizard, cache_reply, config_with_key_file, copy_reply, key_events, lost, not_sent, path_reply, rejected,
};

/// A text that occurs in the key and nowhere else.
const SECRET: &str = "gEhEiM";

/// An input of the wizard.
#[derive(Clone, Debug)]
enum Input {
    Keys(&'static str),
    Paste(&'static str),
    Answer(Answer),
    SameAnswer,
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

fn input() -> impl Strategy<Value = Input> {
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
        "N",
        "3",
        "J",
        "K",
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
        8 => keys.prop_map(Input::Keys),
        1 => pastes.prop_map(Input::Paste),
        6 => answers.prop_map(Input::Answer),
        1 => Just(Input::SameAnswer),
        1 => Just(Input::OldestTimer),
        2 => Just(Input::NewestTimer),
    ]
}

/// The reply to a request; none to those that no walk needs answered.
pub(crate) fn answer_to(request: &Request, answer: Answer) -> Option<Reply> {
    fn result<T>(answer: Answer, good: T) -> Result<T, ApiError> {
        match answer {
            Answer::Good | Answer::WithName => Ok(good),
            Answer::Status(status) => rejected(status),
            Answer::NotSent => not_sent(),
            Answer::Lost => lost(),
        }
    }
    Some(match request {
        Request::CreateDomain { new_domain, .. } => {
            Reply::DomainCreated(result(answer, domain(new_domain.name.as_str())))
        }
        Request::ListDomains { max_age: Some(_), .. } if matches!(answer, Answer::Good) => Reply::ListingSkipped,
        Request::ListDomains { .. } => {
            let list = match answer {
                Answer::WithName => vec![domain("example.com"), domain("other.com")],
                _ => vec![],
            };
            Reply::DomainsListed(result(answer, list))
        }
        Request::FetchDomain { .. } => Reply::DomainFetched(result(answer, domain("example.com"))),
        Request::RunOperation { .. } => Reply::OperationFinished(result(answer, domain("example.com"))),
        Request::RemoveDomain { .. } => Reply::DomainRemoved(result(answer, ())),
        Request::CheckDns(_) => Reply::DnsChecked(Err("no DNS".to_owned())),
        Request::OpenLink(_) => {
            Reply::LinkOpened(if matches!(answer, Answer::Good) { Ok(()) } else { Err(OpenError::NoDisplay) })
        }
        Request::SaveKey(_) => Reply::KeySaved(Err("no room".to_owned())),
        Request::CopyText(_) => copy_reply(
            1,
            match answer {
                Answer::Good | Answer::WithName => Ok(CopyOutcome::Terminal),
                _ => Err(CopyError::Failed { attempts: Vec::new() }),
            },
        ),
        Request::RenderExport { .. } => export_reply(),
        Request::SaveFile { path, .. } => Reply::FileSaved(save_result(answer, path)),
        Request::CompletePath(typed) => path_reply(&format!("{typed}x"), &["x", "xy"]),
        Request::LoadCache(_) if matches!(answer, Answer::WithName) => cache_reply(vec![domain("example.com")], 7200),
        Request::LoadCache(_) => {
            let warning = matches!(answer, Answer::Lost).then(|| "set aside".to_owned());
            Reply::CacheLoaded(CachedProject { warning, ..CachedProject::default() })
        }
        _ => return None,
    })
}

fn save_result(answer: Answer, path: &str) -> Result<SavedFile, SaveError> {
    let path = path.to_owned();
    match answer {
        Answer::Good | Answer::WithName => Ok(SavedFile { path, octets: 1, replaced: false }),
        Answer::Lost | Answer::NotSent => Err(SaveError::AlreadyExists { path }),
        Answer::Status(_) => Err(SaveError::Failed { path, reason: "no room".to_owned(), leftover_path: None }),
    }
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
fn step(wizard: Wizard, message: &Message) -> Wizard {
    let before = wizard.model.clone();
    let may_post = match &before.screen {
        Screen::Review(_) | Screen::Failure(_) => {
            let fires = matches!(&before.screen, Screen::Review(screen)
                if matches!(screen.submission, Submission::Waiting { .. }))
                && matches!(message, Message::Event(Event::TimerFired(_)));
            fires || *message == Intent::Submit.into()
        }
        _ => false,
    };
    let known: HashSet<RequestId> = wizard.all_commands.iter().filter_map(id_of).collect();
    let wizard = wizard.send(message.clone());
    let posts: Vec<_> = wizard
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
    let fresh: Vec<RequestId> = wizard.commands.iter().filter_map(id_of).collect();
    assert!(fresh.iter().all(|id| !known.contains(id)), "an id is given twice");
    match &wizard.model.screen {
        Screen::Records(screen) => assert!(screen.cursor < screen.domain.records.len().max(1)),
        Screen::Domains(screen) => assert!(screen.cursor < screen.rows.len().max(1)),
        Screen::Region(screen) => {
            let rows = screen.rows().len();
            assert!(!matches!(&screen.mode, RegionMode::List(picker) if picker.cursor >= rows));
        }
        _ => {}
    }
    let beneath = beneath(&wizard.model.screen);
    assert!(beneath.len() < 8, "screens are piled up: {:?}", wizard.model.screen);
    for screen in beneath {
        assert!(!is_under_way(screen), "an answer would find another screen than {screen:?}");
    }
    let is_closed = wizard.model.screen == Screen::Closed;
    assert!(is_closed || !keymap::active_bindings(&wizard.model).is_empty());
    assert_eq!(wizard.model.spinner.is_some(), wizard.model.screen.is_waiting());
    let removals = wizard
        .commands
        .iter()
        .filter(|command| matches!(command, Command::Request(_, Request::RemoveDomain { .. })))
        .count();
    let may_remove = *message == Intent::Submit.into()
        && matches!(&before.screen, Screen::Removal(screen) if screen.name_matches() && !screen.is_unconfirmed());
    assert!(removals <= usize::from(may_remove), "a domain is removed unasked after {message:?}");
    let verifies = wizard.commands.iter().filter(|command| {
        matches!(command, Command::Request(_, Request::RunOperation { operation: Operation::Verify, .. }))
    });
    assert!(verifies.count() <= usize::from(*message == Intent::Verify.into()), "AutoSend is asked to verify unasked");
    let opens =
        wizard.commands.iter().filter(|command| matches!(command, Command::Request(_, Request::OpenLink(_)))).count();
    let may_open = *message == Intent::OpenPane(PaneKind::Panel).into();
    assert!(opens <= usize::from(may_open), "a browser is asked unasked after {message:?}");
    assert!(wizard.model.domain_states.verify_watches().len() < 4, "a domain is followed once");
    let replaces = wizard
        .commands
        .iter()
        .any(|command| matches!(command, Command::Request(_, Request::SaveFile { overwrite: true, .. })));
    assert!(!replaces || *message == Intent::OverwriteFile.into(), "a file is replaced unasked after {message:?}");
    assert!(
        wizard.model.normal_screen_text.is_none()
            || before.normal_screen_text.is_some()
            || *message == Intent::ShowOnNormalScreen.into()
    );
    let debug = format!("{:?} {:?}", wizard.model, wizard.commands);
    assert!(!debug.contains(SECRET), "the key is shown: {debug}");
    wizard
}

fn walk(mut wizard: Wizard, inputs: Vec<Input>) -> Wizard {
    let mut last = None;
    for input in inputs {
        match input {
            Input::Keys(keys) => {
                for event in key_events(keys) {
                    if let Some(message) = keymap::resolve_key(&wizard.model, &event) {
                        wizard = step(wizard, &message.into());
                    }
                }
            }
            Input::Paste(text) => wizard = step(wizard, &Intent::Paste(PastedText::new(text)).into()),
            Input::Answer(answer) => {
                let message = wizard.find_reply(|request| answer_to(request, answer));
                if let Some(message) = message {
                    last = Some(message.clone());
                    wizard = step(wizard, &message);
                }
            }
            // An answer that came once comes again: nobody waits for it.
            Input::SameAnswer => {
                if let Some(message) =
                    last.clone().filter(|message| !matches!(message, Message::Reply(_, Reply::KeySaved(_))))
                {
                    let before = wizard.model.clone();
                    wizard = step(wizard, &message);
                    assert_eq!(wizard.model, before);
                }
            }
            Input::OldestTimer => {
                if let Some((id, _)) = wizard.timers().first() {
                    wizard = step(wizard, &Event::TimerFired(*id).into());
                }
            }
            Input::NewestTimer => {
                if let Some((id, _)) = wizard.timers().last() {
                    wizard = step(wizard, &Event::TimerFired(*id).into());
                }
            }
        }
    }
    wizard
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_inputs_keep_the_invariants(
        with_key in any::<bool>(),
        inputs in prop::collection::vec(input(), 1..60),
    ) {
        let wizard = if with_key {
            Wizard::with_key()
        } else {
            Wizard::start(autosend_domains::wizard::InitOptions { config: config_with_key_file(), ..Default::default() })
        };
        let wizard = walk(wizard, inputs);
        let wizard = step(wizard, &Intent::Quit.into());
        prop_assert_eq!(wizard.model.screen.step(), Step::Closed);
    }
}
