//! A wizard that is driven by messages, as the runtime drives it, and the answers it gets.

use std::time::Duration;

use autosend_domains::core::api_error::{ApiError, ErrorDetail, ErrorResponse};
use autosend_domains::core::api_key::{ApiKey, Credentials, KeySource};
use autosend_domains::core::cache::{CachedDomain, CachedProject};
use autosend_domains::core::copy::{CopyError, CopyOutcome, ExportCounts};
use autosend_domains::core::dns::DnsLookup;
use autosend_domains::core::domain::{DomainId, DomainStatus, SendingDomain};
use autosend_domains::core::file_save::{PathCompletion, SaveError};
use autosend_domains::core::open_link::OpenError;
use autosend_domains::export::{DEFAULT_TTL, ExportInput, export};
use autosend_domains::wizard::{
    Command, CopyReply, Effect, Event, InitOptions, Intent, Message, Model, Motion, PastedText, Reply, Request,
    RequestId, RunConfig, Step, init, update,
};
use tui_input::InputRequest;

pub(super) use crate::support::domains::{bare_key, domain, domain_with_key, record};

/// The wizard under test.
pub(super) struct World {
    pub(super) model: Model,
    commands: Vec<Command>,
}

/// What most runs start with.
pub(super) fn setting() -> RunConfig {
    RunConfig {
        searched_key_sources: vec![
            "AUTOSEND_API_KEY is not set".to_owned(),
            "/home/mia/.config/autosend-domains/credentials is not there".to_owned(),
        ],
        key_file: Some("/home/mia/.config/autosend-domains/credentials".to_owned()),
        started_at: "2026-11-26T12:00:00Z".parse().ok(),
        ..RunConfig::default()
    }
}

pub(super) fn credentials() -> Credentials {
    Credentials { key: ApiKey::parse("AS_0123456789abcdef1234").expect("a key"), project: None }
}

impl World {
    pub(super) fn new(from: InitOptions) -> Self {
        let (model, commands) = init(from);
        Self { model, commands }
    }

    /// At a state that was reached before; nothing that is under way there can be answered.
    pub(super) const fn of(model: Model) -> Self {
        Self { model, commands: Vec::new() }
    }

    /// Without a key.
    pub(super) fn without_key() -> Self {
        Self::new(InitOptions { config: setting(), ..InitOptions::default() })
    }

    /// With a key from the environment.
    pub(super) fn with_key() -> Self {
        Self::with(setting())
    }

    pub(super) fn with(setting: RunConfig) -> Self {
        let key = Some((credentials(), KeySource::Environment));
        Self::new(InitOptions { key, config: setting, ..InitOptions::default() })
    }

    /// In the sandbox.
    pub(super) fn sandbox() -> Self {
        let credentials = Credentials { key: ApiKey::parse("AS_sandbox").expect("a key"), project: None };
        let host = Some("127.0.0.1:41879".to_owned());
        let setting = RunConfig { sandbox: true, api_host: host, key_file: None, ..setting() };
        Self::new(InitOptions {
            key: Some((credentials, KeySource::Sandbox)),
            config: setting,
            ..InitOptions::default()
        })
    }

    pub(super) fn send(mut self, message: impl Into<Message>) -> Self {
        let (model, commands) = update(self.model, message.into());
        self.model = model;
        self.commands.extend(commands);
        self
    }

    pub(super) fn enter(self) -> Self {
        self.send(Intent::Submit)
    }

    pub(super) fn esc(self) -> Self {
        self.send(Intent::GoBack)
    }

    pub(super) fn down(self, times: usize) -> Self {
        (0..times).fold(self, |world, _| world.send(Intent::Move(Motion::Down)))
    }

    pub(super) fn typed(self, text: &str) -> Self {
        text.chars().fold(self, |world, character| world.send(Intent::Edit(InputRequest::InsertChar(character))))
    }

    pub(super) fn pasted(self, text: &str) -> Self {
        self.send(Intent::Paste(PastedText::new(text)))
    }

    /// Eighths of a second pass while something is awaited.
    pub(super) fn ticks(self, ticks: u32) -> Self {
        (0..ticks).fold(self, |world, _| {
            let id = world.timers().pop().expect("a timer");
            world.send(Event::TimerFired(id))
        })
    }

    fn timers(&self) -> Vec<RequestId> {
        let timer = |command: &Command| match command {
            Command::Effect(Effect::StartTimer { id, .. }) => Some(*id),
            _ => None,
        };
        self.commands.iter().filter_map(timer).collect()
    }

    fn last(&self, of: impl Fn(&Command) -> Option<RequestId>) -> RequestId {
        self.commands.iter().rev().find_map(of).expect("such a command")
    }

    pub(super) fn listed(self, result: Result<Vec<SendingDomain>, ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::ListDomains { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DomainsListed(result)))
    }

    pub(super) fn created(self, result: Result<SendingDomain, ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CreateDomain { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DomainCreated(result)))
    }

    /// The link that was to be opened last is asked for at a browser, or is not.
    pub(super) fn opened(self, result: Result<(), OpenError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::OpenLink(_)) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::LinkOpened(result)))
    }

    /// The export that was asked for last is made.
    pub(super) fn exported(self) -> Self {
        let order = self.commands.iter().rev().find_map(|command| match command {
            Command::Request(id, Request::RenderExport { format, domain, zone }) => {
                Some((*id, *format, domain.clone(), zone.clone()))
            }
            _ => None,
        });
        let Some((id, format, domain, zone)) = order else { return self };
        let exported = export(format, &ExportInput { domain: &domain, zone: &zone, ttl: DEFAULT_TTL });
        self.send(Message::Reply(id, Reply::ExportRendered(exported)))
    }

    /// The file that was to be written last is not.
    pub(super) fn not_saved(self, error: SaveError) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::SaveFile { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::FileSaved(Err(error))))
    }

    /// The path can go on with these.
    pub(super) fn completed(self, path: &str, candidates: &[&str]) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CompletePath(_)) => Some(*id),
            _ => None,
        });
        let candidates = candidates.iter().map(|name| (*name).to_owned()).collect();
        self.send(Message::Reply(id, Reply::PathCompleted(PathCompletion { path: path.to_owned(), candidates })))
    }

    /// An earlier run has kept these, so many seconds ago.
    pub(super) fn recalled(self, domains: Vec<SendingDomain>, seconds: u64) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::LoadCache(_)) => Some(*id),
            _ => None,
        });
        let age = Duration::from_secs(seconds);
        let domains = domains.into_iter().map(|domain| CachedDomain { domain, age }).collect();
        self.send(Message::Reply(
            id,
            Reply::CacheLoaded(CachedProject { domains: Some(domains), ..CachedProject::default() }),
        ))
    }

    /// The answer to the last POST, where one was sent.
    pub(super) fn answer_post(self, result: Result<SendingDomain, ApiError>) -> Self {
        if self.commands.iter().any(|command| matches!(command, Command::Request(_, Request::CreateDomain { .. }))) {
            self.created(result)
        } else {
            self
        }
    }

    /// The timer that was started last runs out, where one was.
    pub(super) fn tick(self) -> Self {
        if self.timers().is_empty() { self } else { self.ticks(1) }
    }

    pub(super) fn fetched(self, result: Result<SendingDomain, ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::FetchDomain { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DomainFetched(result)))
    }

    pub(super) fn copied(self, characters: usize, result: Result<CopyOutcome, CopyError>) -> Self {
        self.copied_as(characters, None, result)
    }

    /// The answer to a copy of all records.
    pub(super) fn copied_as(
        self,
        characters: usize,
        tally: Option<ExportCounts>,
        result: Result<CopyOutcome, CopyError>,
    ) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CopyText(_) | Request::CopyExport { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::TextCopied(CopyReply { char_count: characters, counts: tally, result })))
    }

    /// The domain that AutoSend was asked to do something with last is as follows, or it is not done.
    pub(super) fn operated(self, result: Result<SendingDomain, ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::RunOperation { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::OperationFinished(result)))
    }

    /// The domain that was to be removed last is, or is not.
    pub(super) fn removed(self, result: Result<(), ApiError>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::RemoveDomain { .. }) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DomainRemoved(result)))
    }

    /// The look into DNS that was asked for last ends with this.
    pub(super) fn surveyed(self, result: Result<DnsLookup, String>) -> Self {
        let id = self.last(|command| match command {
            Command::Request(id, Request::CheckDns(_)) => Some(*id),
            _ => None,
        });
        self.send(Message::Reply(id, Reply::DnsChecked(result)))
    }

    /// So much time passes, and the timer of so many seconds that was started last runs out.
    pub(super) fn after(mut self, seconds: u64) -> Self {
        self.model.clock += Duration::from_secs(seconds);
        let timer = self.last(|command| match command {
            Command::Effect(Effect::StartTimer { id, after }) if after.as_secs() == seconds => Some(*id),
            _ => None,
        });
        self.send(Event::TimerFired(timer))
    }

    /// At Region with a name.
    pub(super) fn at_region(name: &str) -> Self {
        Self::with_key().listed(Ok(Vec::new())).typed(name).enter()
    }

    /// At Review with the region of that row.
    pub(super) fn at_review(name: &str, row: usize) -> Self {
        Self::at_region(name).down(row).enter()
    }

    /// At the records of a domain that was just added.
    pub(super) fn at_records(domain: SendingDomain) -> Self {
        Self::at_review("mail.example.com", 4).enter().created(Ok(domain))
    }

    pub(super) fn expect(self, step: Step) -> Self {
        assert_eq!(self.model.screen.step(), step);
        self
    }
}

/// A domain of a list.
pub(super) fn listed(name: &str, status: &str, region: &str) -> SendingDomain {
    SendingDomain {
        id: DomainId::new(format!("id-{name}")),
        status: DomainStatus::parse(status),
        region: Some(region.into()),
        ..domain(name)
    }
}

/// A project with some domains.
pub(super) fn project() -> Vec<SendingDomain> {
    vec![
        listed("mail.example.com", "PENDING_CONFIGURATION", "eu-central-1"),
        listed("example.net", "VERIFIED", "us-east-1"),
        listed("xn--wgv71a119e.jp", "VERIFIED", "ap-south-1"),
        listed("news.a-rather-long-name-of-a-department.example.org", "PENDING_CONFIGURATION", "us-east-2"),
        listed("old.example.com", "SUSPENDED_BY_REVIEW", "us-east-1"),
    ]
}

/// A project with a hundred domains.
pub(super) fn large_project() -> Vec<SendingDomain> {
    (1..=100).map(|number| listed(&format!("mail{number}.example.com"), "VERIFIED", "us-east-1")).collect()
}

pub(super) fn refused(status: u16, message: &str) -> ApiError {
    ApiError::ErrorResponse(ErrorResponse {
        status,
        code: Some("BAD_THING".into()),
        message: Some(message.into()),
        request_id: Some("req_7Qp2VzXe9RbL".into()),
        ..ErrorResponse::default()
    })
}

pub(super) fn refused_field(field: &str, message: &str) -> ApiError {
    ApiError::ErrorResponse(ErrorResponse {
        status: 400,
        message: Some("Validation failed".into()),
        details: vec![ErrorDetail { field: Some(field.into()), message: message.into() }],
        ..ErrorResponse::default()
    })
}

pub(super) fn lost() -> ApiError {
    ApiError::ResponseLost { reason: "no answer within 30 s".to_owned() }
}

pub(super) fn not_sent() -> ApiError {
    ApiError::NotSent { reason: "connection refused".to_owned(), host: "api.autosend.com".to_owned() }
}
