//! How stories are told: `at_review().keys("<enter>").created(refused(409)).at(Step::Conflict)`.

use std::time::Duration;

use autosend_domains::core::api_error::{ApiError, ErrorResponse};
use autosend_domains::core::api_key::{ApiKey, Credentials, KeySource};
use autosend_domains::core::cache::{CachedDomain, CachedProject};
use autosend_domains::core::copy::{CopyError, CopyOutcome, ExportCounts};
use autosend_domains::core::dns::DnsLookup;
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::export_format::ExportOutput;
use autosend_domains::core::file_save::{PathCompletion, SaveError, SavedFile};
use autosend_domains::core::open_link::OpenError;
use autosend_domains::core::record::{DnsRecord, RecordType, Slot};
use autosend_domains::wizard::{
    Command, CopyReply, Effect, Event, InitOptions, Intent, Message, Model, PastedText, Reply, Request, RequestId,
    RunConfig, Step, TRANSITIONS, Trigger, init, keymap, update,
};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::support::domains::pending_domain;

/// One edge that a story took.
pub(crate) type Edge = (Step, Trigger, Step);

/// A wizard without a terminal: the model, what it asked for last, and everything that is still awaited.
pub(crate) struct Story {
    pub(crate) model: Model,
    /// What the last message led to.
    pub(crate) commands: Vec<Command>,
    /// Every command so far.
    pub(crate) all: Vec<Command>,
    /// The edges taken.
    pub(crate) edges: Vec<Edge>,
}

impl Story {
    pub(crate) fn begin(with: InitOptions) -> Self {
        let (model, commands) = init(with);
        Self { model, all: commands.clone(), commands, edges: Vec::new() }
    }

    /// With a key from the environment, its list still on the way.
    pub(crate) fn with_key() -> Self {
        Self::begin(InitOptions {
            key: Some((credentials("AS_environment1234"), KeySource::Environment)),
            ..InitOptions::default()
        })
    }

    /// With a key, and a list that came.
    pub(crate) fn with_list(domains: Vec<SendingDomain>) -> Self {
        Self::with_key().listed(Ok(domains))
    }

    /// At Review, about to add example.com, in a project without domains.
    pub(crate) fn at_review() -> Self {
        Self::with_list(Vec::new()).keys("example.com<enter><enter>").still_fresh().at(Step::Review)
    }

    /// The POST of example.com is under way.
    pub(crate) fn posting() -> Self {
        Self::at_review().keys("<enter>").at(Step::Adding)
    }

    pub(crate) fn send(mut self, message: impl Into<Message>) -> Self {
        let message = message.into();
        let trigger = Trigger::from_message(&message);
        let from = self.model.screen.step();
        let (model, commands) = update(self.model, message);
        let to = model.screen.step();
        if from != to {
            let trigger = trigger.unwrap_or_else(|| panic!("no trigger leads from {from:?} to {to:?}"));
            assert!(is_in_table((from, trigger, to)), "not in the table: {from:?} on {trigger:?} to {to:?}");
            self.edges.push((from, trigger, to));
        }
        self.model = model;
        self.all.extend(commands.iter().cloned());
        self.commands = commands;
        self
    }

    /// Presses keys, as in `example.com<enter><c-r><f2>`.
    pub(crate) fn keys(mut self, macro_text: &str) -> Self {
        for event in key_events(macro_text) {
            if let Some(message) = keymap::resolve_key(&self.model, &event) {
                self = self.send(message);
            } else {
                self.commands = Vec::new();
            }
        }
        self
    }

    pub(crate) fn paste(self, text: &str) -> Self {
        self.send(Intent::Paste(PastedText::new(text)))
    }

    /// The POST that was asked for last is answered.
    pub(crate) fn created(self, result: Result<SendingDomain, ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CreateDomain { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DomainCreated(result)))
    }

    /// The list that was asked for last comes, or does not.
    pub(crate) fn listed(self, result: Result<Vec<SendingDomain>, ApiError>) -> Self {
        let id = self.last_list();
        self.send(Message::Reply(id, Reply::DomainsListed(result)))
    }

    /// The list that was asked for last is young enough.
    pub(crate) fn still_fresh(self) -> Self {
        let id = self.last_list();
        self.send(Message::Reply(id, Reply::ListingSkipped))
    }

    /// The domain that was asked for last comes, or does not.
    pub(crate) fn fetched(self, result: Result<SendingDomain, ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::FetchDomain { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DomainFetched(result)))
    }

    /// The domain that AutoSend was asked to do something with last is as follows, or it is not done.
    pub(crate) fn operated(self, result: Result<SendingDomain, ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::RunOperation { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::OperationFinished(result)))
    }

    /// The look into DNS that was asked for last ends with this.
    pub(crate) fn surveyed(self, result: Result<DnsLookup, &str>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CheckDns(_)) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DnsChecked(result.map_err(str::to_owned))))
    }

    /// The domain that was to be removed last is, or is not.
    pub(crate) fn removed(self, result: Result<(), ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::RemoveDomain { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DomainRemoved(result)))
    }

    /// So much time passes on the clock of the model.
    pub(crate) fn after(mut self, seconds: u64) -> Self {
        self.model.clock += Duration::from_secs(seconds);
        self
    }

    /// What an earlier run has kept is here.
    pub(crate) fn recalled(self, domains: Option<Vec<CachedDomain>>, remark: Option<&str>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::LoadCache(_)) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(
            id,
            Reply::CacheLoaded(CachedProject { domains, removed: Vec::new(), warning: remark.map(str::to_owned) }),
        ))
    }

    /// The copy that was asked for last went out, or did not.
    pub(crate) fn copied(self, result: Result<CopyOutcome, CopyError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CopyText(_) | Request::CopyExport { .. }) => Some(*id),
            _ => None,
        });
        let tally =
            matches!(self.all.last(), Some(Command::Request(_, Request::CopyExport { .. }))).then(|| exported().counts);
        self.send(Message::Reply(id, Reply::TextCopied(CopyReply { char_count: 7, counts: tally, result })))
    }

    /// The link that was to be opened last is asked for at a browser, or is not.
    pub(crate) fn opened(self, result: Result<(), OpenError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::OpenLink(_)) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::LinkOpened(result)))
    }

    /// The export that was asked for last is made.
    pub(crate) fn exported(self) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::RenderExport { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::ExportRendered(exported())))
    }

    /// The file that was to be written last is, or is not.
    pub(crate) fn saved(self, result: Result<SavedFile, SaveError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::SaveFile { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::FileSaved(result)))
    }

    /// The path that was to be completed last is.
    pub(crate) fn completed(self, path: &str, candidates: &[&str]) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CompletePath(_)) => Some(*id),
            _ => None,
        });
        let candidates = candidates.iter().map(|name| (*name).to_owned()).collect();
        self.send(Message::Reply(id, Reply::PathCompleted(PathCompletion { path: path.to_owned(), candidates })))
    }

    /// The timer that was started last for this long runs out.
    pub(crate) fn timer(self, milliseconds: u128) -> Self {
        let id = self.last(|command| match command {
            Command::Effect(Effect::StartTimer { id, after }) if after.as_millis() == milliseconds => Some(*id),
            _ => None,
        });
        self.send(Event::TimerFired(id))
    }

    pub(crate) fn at(self, step: Step) -> Self {
        assert_eq!(self.model.screen.step(), step, "{:#?}", self.model.screen);
        self
    }

    /// How many POSTs were asked for so far.
    pub(crate) fn posts(&self) -> usize {
        self.all.iter().filter(|command| matches!(command, Command::Request(_, Request::CreateDomain { .. }))).count()
    }

    /// The notice.
    pub(crate) fn notice(&self) -> &str {
        self.model.notice.as_ref().map_or("", |notice| &notice.text)
    }

    fn last_list(&self) -> RequestId {
        self.last(|command| match command {
            Command::Request(id, Request::ListDomains { .. }) => Some(*id),
            _ => None,
        })
    }

    fn last(&self, pick: impl Fn(&Command) -> Option<RequestId>) -> RequestId {
        self.all.iter().rev().find_map(pick).expect("the story asked for it before")
    }
}

/// Whether the table has the edge.
pub(crate) fn is_in_table((from, on, to): Edge) -> bool {
    TRANSITIONS.iter().any(|row| row.on == on && row.from.contains(&from) && row.to.contains(&to))
}

pub(crate) fn credentials(key: &str) -> Credentials {
    Credentials { key: ApiKey::parse(key).expect("a key"), project: None }
}

/// The setting of a program that can keep a key.
pub(crate) fn keeping() -> RunConfig {
    RunConfig { key_file: Some("~/.config/autosend-domains/credentials".to_owned()), ..RunConfig::default() }
}

/// A domain with an ownership record and a DKIM key.
pub(crate) fn domain(name: &str) -> SendingDomain {
    let record = |slot: Slot, owner: &str, value: &str| DnsRecord {
        slot,
        record_type: RecordType::Txt,
        name: format!("{owner}.{name}").into(),
        value: value.into(),
        priority: None,
        note: None,
    };
    let records = vec![
        record(Slot::Ownership, "_autosend-verify", "autosend-verify-0f8b2c4d6e7a4f10a3b5c7d9e1f30517"),
        record(Slot::Dkim, "autosend._domainkey", &format!("MI{}", "A".repeat(214))),
    ];
    SendingDomain { region: Some("us-east-1".into()), ..pending_domain(name, records) }
}

/// The same, kept by an earlier run so many seconds ago.
pub(crate) fn kept(name: &str, seconds: u64) -> CachedDomain {
    CachedDomain { domain: domain(name), age: Duration::from_secs(seconds) }
}

/// Two records in some form.
pub(crate) fn exported() -> ExportOutput {
    ExportOutput {
        text: "one\ntwo\n".to_owned(),
        counts: ExportCounts { written: 2, omitted: 0 },
        warnings: Vec::new(),
    }
}

/// An answer of this status.
pub(crate) fn refused<T>(status: u16) -> Result<T, ApiError> {
    Err(ApiError::ErrorResponse(ErrorResponse {
        status,
        message: Some("the server's words".into()),
        ..ErrorResponse::default()
    }))
}

/// A request that never left.
pub(crate) fn not_sent<T>() -> Result<T, ApiError> {
    Err(ApiError::NotSent { reason: "connection refused".to_owned(), host: "api.autosend.com".to_owned() })
}

/// A request without an answer.
pub(crate) fn lost<T>() -> Result<T, ApiError> {
    Err(ApiError::ResponseLost { reason: "no answer within 30 s".to_owned() })
}

/// The key presses of a macro: characters as they are, `<enter>`, `<esc>`, `<c-x>`, `<f2>`, ….
pub(crate) fn key_events(macro_text: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = macro_text;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
        let (code, modifiers, after) = match named {
            Some((name, after)) => {
                let (code, modifiers) = named_key(name);
                (code, modifiers, after)
            }
            None => (KeyCode::Char(first), KeyModifiers::NONE, rest.strip_prefix(first).unwrap_or_default()),
        };
        events.push(KeyEvent::new(code, modifiers));
        rest = after;
    }
    events
}

fn named_key(name: &str) -> (KeyCode, KeyModifiers) {
    let plain = |code| (code, KeyModifiers::NONE);
    match name {
        "enter" => plain(KeyCode::Enter),
        "esc" => plain(KeyCode::Esc),
        "tab" => plain(KeyCode::Tab),
        "up" => plain(KeyCode::Up),
        "down" => plain(KeyCode::Down),
        "home" => plain(KeyCode::Home),
        "end" => plain(KeyCode::End),
        "pgup" => plain(KeyCode::PageUp),
        "pgdn" => plain(KeyCode::PageDown),
        "bs" => plain(KeyCode::Backspace),
        "del" => plain(KeyCode::Delete),
        other => match (other.strip_prefix("c-"), other.strip_prefix('f')) {
            (Some(character), _) => {
                (KeyCode::Char(character.chars().next().expect("a character")), KeyModifiers::CONTROL)
            }
            (None, Some(number)) => plain(KeyCode::F(number.parse().expect("a number"))),
            (None, None) => panic!("no key is called {other}"),
        },
    }
}
