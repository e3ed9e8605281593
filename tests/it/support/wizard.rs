//! The wizard without a terminal: `Wizard::posting().reply(DomainCreated(rejected(409))).expect(Step::Conflict)`.

use std::iter;
use std::time::Duration;

use autosend_domains::core::api_error::{ApiError, ErrorResponse, Obstacle};
use autosend_domains::core::api_key::{ApiKey, Credentials, KeySource};
use autosend_domains::core::cache::{CachedDomain, CachedProject};
use autosend_domains::core::copy::{CopyError, CopyOutcome};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::file_save::PathCompletion;
use autosend_domains::core::region::Region;
use autosend_domains::wizard::{
    Command, CopyReply, DrawnScreen, Effect, Event, InitOptions, Intent, Message, Model, PastedText, Reply, Request,
    RequestId, RunConfig, Step, TRANSITIONS, Trigger, init, keymap, update,
};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A change of the step: from, trigger, to.
pub(crate) type Edge = (Step, Trigger, Step);

/// A model that gets messages as the runtime sends them, with a record of its commands and transitions.
pub(crate) struct Wizard {
    pub(crate) model: Model,
    /// The commands of the last message.
    pub(crate) commands: Vec<Command>,
    /// Every command so far.
    pub(crate) all_commands: Vec<Command>,
    /// The transitions so far.
    pub(crate) edges: Vec<Edge>,
}

impl Wizard {
    pub(crate) fn start(options: InitOptions) -> Self {
        let (model, commands) = init(options);
        Self { model, all_commands: commands.clone(), commands, edges: Vec::new() }
    }

    /// Continues from a model, none of whose requests can be replied to.
    pub(crate) const fn from_model(model: Model) -> Self {
        Self { model, commands: Vec::new(), all_commands: Vec::new(), edges: Vec::new() }
    }

    /// With a key, while the list of domains is loading.
    pub(crate) fn with_key() -> Self {
        Self::start(InitOptions { key: Some(environment_key()), ..InitOptions::default() })
    }

    /// With a key, and a domain and perhaps a region from the command line.
    pub(crate) fn with_arguments(domain: &str, region: Option<Region>) -> Self {
        let domain = Some(domain.to_owned());
        Self::start(InitOptions { key: Some(environment_key()), domain, region, ..InitOptions::default() })
    }

    /// With a key and a loaded list.
    pub(crate) fn with_list(domains: Vec<SendingDomain>) -> Self {
        Self::with_key().reply(Reply::DomainsListed(Ok(domains)))
    }

    /// On Review for example.com, in a project without domains.
    pub(crate) fn at_review() -> Self {
        let wizard = Self::with_list(Vec::new()).press("example.com<enter><enter>");
        wizard.reply(Reply::ListingSkipped).expect(Step::Review)
    }

    /// During the POST of example.com.
    pub(crate) fn posting() -> Self {
        Self::at_review().press("<enter>").expect(Step::Adding)
    }

    /// On the records of this domain, after the POST of example.com returned it.
    pub(crate) fn at_records(domain: SendingDomain) -> Self {
        Self::posting().reply(Reply::DomainCreated(Ok(domain))).expect(Step::Records)
    }

    /// Sends a message. A transition must be in the table.
    pub(crate) fn send(mut self, message: impl Into<Message>) -> Self {
        let message = message.into();
        let trigger = Trigger::from_message(&message);
        let from = self.model.screen.step();
        let (model, commands) = update(self.model, message);
        let to = model.screen.step();
        if from != to {
            let trigger = trigger.unwrap_or_else(|| panic!("no trigger leads from {from:?} to {to:?}"));
            let is_in_table =
                TRANSITIONS.iter().any(|row| row.on == trigger && row.from.contains(&from) && row.to.contains(&to));
            assert!(is_in_table, "not in the table: {from:?} on {trigger:?} to {to:?}");
            self.edges.push((from, trigger, to));
        }
        self.model = model;
        self.all_commands.extend(commands.iter().cloned());
        self.commands = commands;
        self
    }

    /// Presses keys, written as in `example.com<enter><c-r><f2>`.
    pub(crate) fn press(mut self, keys: &str) -> Self {
        for event in key_events(keys) {
            if let Some(message) = keymap::resolve_key(&self.model, &event) {
                self = self.send(message);
            } else {
                self.commands = Vec::new();
            }
        }
        self
    }

    /// Presses keys that are all read before anything they lead to is drawn.
    pub(crate) fn burst(mut self, keys: &str) -> Self {
        let mut drawn = DrawnScreen::new(&self.model);
        for event in key_events(keys) {
            if let Some(intent) = drawn.resolve_key(&self.model, &event) {
                self = self.send(intent);
                drawn.follow(&self.model);
            }
        }
        self
    }

    pub(crate) fn press_times(self, keys: &str, times: usize) -> Self {
        self.press(&keys.repeat(times))
    }

    pub(crate) fn paste(self, text: &str) -> Self {
        self.send(Intent::Paste(PastedText::new(text)))
    }

    /// Replies to the newest request of the reply's kind, even if that was cancelled: late replies are tested too.
    pub(crate) fn reply(self, reply: Reply) -> Self {
        let id = self.find_request(|request| answers(&reply, request));
        self.send(Message::Reply(id, reply))
    }

    /// Replies to the newest request that has an answer here; does nothing if there is none.
    pub(crate) fn answer(self, answer: impl Fn(&Request) -> Option<Reply>) -> Self {
        match self.find_reply(answer) {
            Some(message) => self.send(message),
            None => self,
        }
    }

    /// The reply to the newest request that has an answer here.
    pub(crate) fn find_reply(&self, answer: impl Fn(&Request) -> Option<Reply>) -> Option<Message> {
        self.all_commands.iter().rev().find_map(|command| match command {
            Command::Request(id, request) => answer(request).map(|reply| Message::Reply(*id, reply)),
            Command::Effect(_) => None,
        })
    }

    /// The id of the newest request of a kind.
    pub(crate) fn find_request(&self, is_wanted: impl Fn(&Request) -> bool) -> RequestId {
        let id = self.all_commands.iter().rev().find_map(|command| match command {
            Command::Request(id, request) if is_wanted(request) => Some(*id),
            _ => None,
        });
        id.expect("such a request was made")
    }

    /// Moves the clock on; no timer fires.
    pub(crate) fn advance(mut self, seconds: u64) -> Self {
        self.model.clock += Duration::from_secs(seconds);
        self
    }

    /// Fires the newest timer of this duration.
    pub(crate) fn fire_timer(self, milliseconds: u64) -> Self {
        let is_wanted = |(_, after): &(RequestId, Duration)| *after == Duration::from_millis(milliseconds);
        let (id, _) = self.timers().into_iter().rfind(is_wanted).expect("a timer of this duration");
        self.send(Event::TimerFired(id))
    }

    /// Moves the clock on, and fires the newest timer of this duration.
    pub(crate) fn wait(self, seconds: u64) -> Self {
        self.advance(seconds).fire_timer(seconds * 1000)
    }

    /// Moves the spinner on.
    pub(crate) fn tick(self, times: usize) -> Self {
        (0..times).fold(self, |wizard, _| wizard.fire_timer(125))
    }

    /// Every timer so far, the newest last.
    pub(crate) fn timers(&self) -> Vec<(RequestId, Duration)> {
        let timers = self.all_commands.iter().filter_map(|command| match command {
            Command::Effect(Effect::StartTimer { id, after }) => Some((*id, *after)),
            _ => None,
        });
        timers.collect()
    }

    pub(crate) fn expect(self, step: Step) -> Self {
        assert_eq!(self.model.screen.step(), step, "{:#?}", self.model.screen);
        self
    }

    /// The requests of the last message.
    pub(crate) fn requests(&self) -> impl Iterator<Item = &Request> {
        requests(&self.commands)
    }

    /// Every request so far.
    pub(crate) fn all_requests(&self) -> impl Iterator<Item = &Request> {
        requests(&self.all_commands)
    }

    /// The number of POSTs so far.
    pub(crate) fn count_posts(&self) -> usize {
        self.all_requests().filter(|request| matches!(request, Request::CreateDomain { .. })).count()
    }

    pub(crate) fn notice(&self) -> &str {
        self.model.notice.as_ref().map_or("", |notice| &notice.text)
    }
}

fn requests(commands: &[Command]) -> impl Iterator<Item = &Request> {
    commands.iter().filter_map(|command| match command {
        Command::Request(_, request) => Some(request),
        Command::Effect(_) => None,
    })
}

/// Whether the reply is one to such a request.
const fn answers(reply: &Reply, request: &Request) -> bool {
    match reply {
        Reply::DomainCreated(_) => matches!(request, Request::CreateDomain { .. }),
        Reply::DomainsListed(_) | Reply::ListingSkipped => matches!(request, Request::ListDomains { .. }),
        Reply::DomainFetched(_) => matches!(request, Request::FetchDomain { .. }),
        Reply::OperationFinished(_) => matches!(request, Request::RunOperation { .. }),
        Reply::DomainRemoved(_) => matches!(request, Request::RemoveDomain { .. }),
        Reply::DnsChecked(_) => matches!(request, Request::CheckDns(_)),
        Reply::RecordsPublished(_) => matches!(request, Request::PublishRecords { .. }),
        Reply::LinkOpened(_) => matches!(request, Request::OpenLink(_)),
        Reply::TextCopied(_) => matches!(request, Request::CopyText(_) | Request::CopyExport { .. }),
        Reply::ExportRendered(_) => matches!(request, Request::RenderExport { .. }),
        Reply::FileSaved(_) => matches!(request, Request::SaveFile { .. }),
        Reply::PathCompleted(_) => matches!(request, Request::CompletePath(_)),
        Reply::CacheLoaded(_) => matches!(request, Request::LoadCache(_)),
        Reply::KeySaved(_) => matches!(request, Request::SaveKey(_)),
    }
}

pub(crate) fn credentials(key: &str) -> Credentials {
    Credentials { key: ApiKey::parse(key).expect("a key"), project: None }
}

/// The key that the wizard starts with.
pub(crate) fn environment_key() -> (Credentials, KeySource) {
    (credentials("AS_0123456789abcdef1234"), KeySource::Environment)
}

/// The configuration of a program that can store a key.
pub(crate) fn config_with_key_file() -> RunConfig {
    RunConfig { key_file: Some("/home/mia/.config/autosend-domains/credentials".to_owned()), ..RunConfig::default() }
}

/// A reply to a copy of one text.
pub(crate) const fn copy_reply(char_count: usize, result: Result<CopyOutcome, CopyError>) -> Reply {
    Reply::TextCopied(CopyReply { char_count, counts: None, result })
}

pub(crate) fn path_reply(path: &str, candidates: &[&str]) -> Reply {
    let candidates = candidates.iter().map(|name| (*name).to_owned()).collect();
    Reply::PathCompleted(PathCompletion { path: path.to_owned(), candidates })
}

/// The cache of an earlier run that listed these domains as many seconds ago.
pub(crate) fn cache_reply(domains: Vec<SendingDomain>, seconds: u64) -> Reply {
    let age = Duration::from_secs(seconds);
    let domains = domains.into_iter().map(|domain| CachedDomain { domain, age }).collect();
    Reply::CacheLoaded(CachedProject { domains: Some(domains), ..CachedProject::default() })
}

/// A response of this status.
pub(crate) fn rejected<T>(status: u16) -> Result<T, ApiError> {
    rejected_with(status, "the server's words")
}

/// A response of this status and message.
pub(crate) fn rejected_with<T>(status: u16, message: &str) -> Result<T, ApiError> {
    Err(ApiError::ErrorResponse(ErrorResponse {
        status,
        code: Some("BAD_THING".into()),
        message: Some(message.into()),
        request_id: Some("req_7Qp2VzXe9RbL".into()),
        ..ErrorResponse::default()
    }))
}

/// A request that never left.
pub(crate) fn not_sent<T>() -> Result<T, ApiError> {
    Err(ApiError::NotSent {
        reason: "connection refused".to_owned(),
        host: "api.autosend.com".to_owned(),
        obstacle: Obstacle::Unreachable,
    })
}

/// A request without a response.
pub(crate) fn lost<T>() -> Result<T, ApiError> {
    Err(ApiError::ResponseLost { reason: "no response within 30 s".to_owned() })
}

/// The key presses of a text: characters as they are, `<enter>`, `<esc>`, `<c-x>`, `<f2>`, ….
pub(crate) fn key_events(text: &str) -> impl Iterator<Item = KeyEvent> {
    let mut rest = text;
    iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (event, after) = match rest.strip_prefix('<').and_then(|tail| tail.split_once('>')) {
            Some((name, after)) => (named_key(name), after),
            None => (KeyEvent::from(KeyCode::Char(first)), rest.strip_prefix(first).unwrap_or_default()),
        };
        rest = after;
        Some(event)
    })
}

fn named_key(name: &str) -> KeyEvent {
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "left" => KeyCode::Left,
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        other => match (other.strip_prefix("c-"), other.strip_prefix('f')) {
            (Some(character), _) => {
                let code = KeyCode::Char(character.chars().next().expect("a character"));
                return KeyEvent::new(code, KeyModifiers::CONTROL);
            }
            (None, Some(number)) => KeyCode::F(number.parse().expect("a number")),
            (None, None) => panic!("no key is called {other}"),
        },
    };
    KeyEvent::from(code)
}
