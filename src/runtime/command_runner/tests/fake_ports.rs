//! Fakes of all ports, and a runner that uses them.

use std::pin::Pin;
use std::sync::atomic::AtomicUsize;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::core::api_key::ApiKey;
use crate::core::cache::RecordChoices;
use crate::core::copy::CopyOutcome;
use crate::core::dns::{DnsLookup, LookupProgress};
use crate::core::domain::DomainId;
use crate::core::domain_name::{DomainName, assess};
use crate::core::file_save::SavedFile;
use crate::core::fixtures;
use crate::core::operation::Operation;
use crate::core::record::{DnsRecord, RecordType, Slot};
use crate::core::region::Region;
use crate::ports::{Api, Browser, Clipboard, Files, Publisher, Resolver, StateStore};
use crate::runtime::command_runner::*;
use crate::wizard::{NewDomain, RequestIds};

pub(super) const SECOND: Duration = Duration::from_secs(1);

pub(super) const LINK: &str = "https://dash.example.com/?zone=example.com";

/// The behavior of the fake ports.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Each call succeeds after a second.
    Answers,
    /// Each call fails after a second.
    Fails,
    /// Each call panics.
    Panics,
}

/// A fake of all ports, which counts its calls.
pub(super) struct Fake {
    pub(super) mood: Mutex<Mood>,
    pub(super) asked: AtomicUsize,
}

impl Fake {
    pub(super) async fn ask<T>(&self, answer: T) -> Result<T, ApiError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mood = *self.mood.lock().unwrap();
        assert!(mood != Mood::Panics, "a bug");
        tokio::time::sleep(SECOND).await;
        if mood == Mood::Fails { Err(ApiError::ResponseLost { reason: "cut".to_owned() }) } else { Ok(answer) }
    }
}

impl Api for Fake {
    async fn create_domain(&self, _: &Credentials, _: &DomainName, _: &Region) -> Result<SendingDomain, ApiError> {
        self.ask(domain()).await
    }

    async fn list_domains(&self, _: &Credentials) -> Result<Vec<SendingDomain>, ApiError> {
        self.ask(vec![domain()]).await
    }

    async fn fetch_domain(&self, _: &Credentials, _: &DomainId) -> Result<SendingDomain, ApiError> {
        self.ask(domain()).await
    }

    async fn run_operation(&self, _: &Credentials, _: &DomainId, _: Operation) -> Result<SendingDomain, ApiError> {
        self.ask(domain()).await
    }

    async fn remove_domain(&self, _: &Credentials, _: &DomainId) -> Result<(), ApiError> {
        self.ask(()).await
    }

    fn connection_note(&self) -> Option<String> {
        Some("good to know".to_owned())
    }
}

impl Clipboard for Fake {
    async fn copy(&self, _: &str) -> Result<CopyOutcome, CopyError> {
        self.ask(CopyOutcome::Terminal).await.map_err(|_error| CopyError::Failed { attempts: Vec::new() })
    }
}

impl Browser for Fake {
    fn open_link(&self, link: String) -> Pin<Box<dyn Future<Output = Result<(), OpenError>> + Send + '_>> {
        assert_eq!(link, LINK);
        Box::pin(async { self.ask(()).await.map_err(|_error| OpenError::NoDisplay) })
    }
}

impl StateStore for Fake {
    fn save_key(&self, _: &Credentials) -> Result<String, String> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        assert!(*self.mood.lock().unwrap() != Mood::Panics, "a bug");
        Ok("a file".to_owned())
    }

    fn save_region(&self, _: &Region) {
        self.asked.fetch_add(1, Ordering::Relaxed);
    }

    fn load_domains(&self, _credentials: &Credentials) -> CachedProject {
        self.asked.fetch_add(1, Ordering::Relaxed);
        CachedProject::default()
    }

    fn save_list(&self, _credentials: &Credentials, _domains: &[SendingDomain], _age: Duration) {}

    fn save_domain(&self, _credentials: &Credentials, _domain: &SendingDomain) {}

    fn save_choices(&self, _credentials: &Credentials, _domain: &DomainId, _choices: &RecordChoices) {}

    fn save_removed(&self, _credentials: &Credentials, _domain: &SendingDomain) {}
}

impl Files for Fake {
    fn save(&self, path: &str, text: &str, replace: bool) -> Result<SavedFile, SaveError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Ok(SavedFile { path: path.to_owned(), octets: text.len(), replaced: replace })
    }

    fn complete_path(&self, typed: &str) -> PathCompletion {
        self.asked.fetch_add(1, Ordering::Relaxed);
        PathCompletion { path: format!("{typed}b"), candidates: Vec::new() }
    }
}

impl Resolver for Fake {
    async fn lookup_records(
        &self,
        _: &SendingDomain,
        _: impl Fn(LookupProgress) + Send + Sync,
    ) -> Result<DnsLookup, String> {
        self.ask(()).await.map_err(|_error| "no DNS".to_owned())?;
        Err("no DNS".to_owned())
    }
}

impl Ports for Fake {
    fn api(&self) -> &impl Api {
        self
    }

    fn clipboard(&self) -> &impl Clipboard {
        self
    }

    fn state_store(&self) -> &impl StateStore {
        self
    }

    fn files(&self) -> &impl Files {
        self
    }

    fn resolver(&self) -> &impl Resolver {
        self
    }

    fn browser(&self) -> &dyn Browser {
        self
    }

    fn publisher(&self) -> Option<&dyn Publisher> {
        None
    }
}

/// The runner with its fake ports and its replies.
pub(super) struct Bench {
    pub(super) effects: CommandRunner<Fake, ()>,
    pub(super) fake: Arc<Fake>,
    pub(super) answers: UnboundedReceiver<Event<()>>,
    pub(super) ids: RequestIds,
}

impl Bench {
    pub(super) fn in_a(mood: Mood) -> Self {
        let fake = Arc::new(Fake { mood: Mutex::new(mood), asked: AtomicUsize::new(0) });
        let (sender, answers) = unbounded_channel();
        Self { effects: CommandRunner::new(Arc::clone(&fake), sender), fake, answers, ids: RequestIds::default() }
    }

    /// Waits for the next message.
    pub(super) async fn answer(&mut self) -> Message {
        match self.answers.recv().await {
            Some(Event::Message(message)) => *message,
            _ => panic!("no answer"),
        }
    }

    /// Asserts that no message arrives.
    pub(super) async fn assert_silent(&mut self) {
        let waited = tokio::time::timeout(3600 * SECOND, self.answers.recv()).await;
        assert!(waited.is_err(), "something came");
    }

    pub(super) fn asked(&self) -> usize {
        self.fake.asked.load(Ordering::Relaxed)
    }

    /// Requests the list of domains.
    pub(super) fn list(&mut self, key: &str, unless_younger: Option<Duration>) -> RequestId {
        let id = self.ids.next();
        self.effects.execute(Command::Request(
            id,
            Request::ListDomains { credentials: credentials(key), max_age: unless_younger },
        ));
        id
    }

    pub(super) fn create(&mut self) -> RequestId {
        let id = self.ids.next();
        self.effects.execute(Command::Request(
            id,
            Request::CreateDomain { credentials: credentials("AS_one12345"), new_domain: new() },
        ));
        id
    }
}

pub(super) fn credentials(key: &str) -> Credentials {
    Credentials { key: ApiKey::parse(key).unwrap(), project: None }
}

pub(super) fn new() -> NewDomain {
    NewDomain { name: assess("example.com").name().cloned().unwrap(), region: Region::Primary }
}

pub(super) fn domain() -> SendingDomain {
    fixtures::domain("example.com", Vec::new())
}

pub(super) fn record(kind: &str) -> DnsRecord {
    let (slot, record_type) = (Slot::Ownership, RecordType::parse(kind));
    DnsRecord { slot, record_type, name: "a.example.com".into(), value: "v".into(), priority: None, note: None }
}
