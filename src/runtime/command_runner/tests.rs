use std::pin::Pin;
use std::sync::atomic::AtomicUsize;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;
use crate::core::api_key::ApiKey;
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
use crate::wizard::{NewDomain, RequestIds};

const SECOND: Duration = Duration::from_secs(1);

const LINK: &str = "https://dash.example.com/?zone=example.com";

/// The behavior of the fake ports.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Each call succeeds after a second.
    Answers,
    /// Each call fails after a second.
    Fails,
    /// Each call panics.
    Panics,
}

/// A fake of all ports, which counts its calls.
struct Fake {
    mood: Mutex<Mood>,
    asked: AtomicUsize,
}

impl Fake {
    async fn ask<T>(&self, answer: T) -> Result<T, ApiError> {
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

    fn save_list(&self, _credentials: &Credentials, _domains: &[SendingDomain]) {}

    fn save_domain(&self, _credentials: &Credentials, _domain: &SendingDomain) {}

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
struct Bench {
    effects: CommandRunner<Fake, ()>,
    fake: Arc<Fake>,
    answers: UnboundedReceiver<Event<()>>,
    ids: RequestIds,
}

impl Bench {
    fn in_a(mood: Mood) -> Self {
        let fake = Arc::new(Fake { mood: Mutex::new(mood), asked: AtomicUsize::new(0) });
        let (sender, answers) = unbounded_channel();
        Self { effects: CommandRunner::new(Arc::clone(&fake), sender), fake, answers, ids: RequestIds::default() }
    }

    /// Waits for the next message.
    async fn answer(&mut self) -> Message {
        match self.answers.recv().await {
            Some(Event::Message(message)) => *message,
            _ => panic!("no answer"),
        }
    }

    /// Asserts that no message arrives.
    async fn assert_silent(&mut self) {
        let waited = tokio::time::timeout(3600 * SECOND, self.answers.recv()).await;
        assert!(waited.is_err(), "something came");
    }

    fn asked(&self) -> usize {
        self.fake.asked.load(Ordering::Relaxed)
    }

    /// Requests the list of domains.
    fn list(&mut self, key: &str, unless_younger: Option<Duration>) -> RequestId {
        let id = self.ids.next();
        self.effects.execute(Command::Request(
            id,
            Request::ListDomains { credentials: credentials(key), max_age: unless_younger },
        ));
        id
    }

    fn create(&mut self) -> RequestId {
        let id = self.ids.next();
        self.effects.execute(Command::Request(
            id,
            Request::CreateDomain { credentials: credentials("AS_one12345"), new_domain: new() },
        ));
        id
    }
}

fn credentials(key: &str) -> Credentials {
    Credentials { key: ApiKey::parse(key).unwrap(), project: None }
}

fn new() -> NewDomain {
    NewDomain { name: assess("example.com").name().cloned().unwrap(), region: Region::Primary }
}

fn domain() -> SendingDomain {
    fixtures::domain("example.com", Vec::new())
}

fn record(kind: &str) -> DnsRecord {
    let (slot, record_type) = (Slot::Ownership, RecordType::parse(kind));
    DnsRecord { slot, record_type, name: "a.example.com".into(), value: "v".into(), priority: None, note: None }
}

#[tokio::test(start_paused = true)]
async fn a_command_is_carried_out_once_and_answered_once_with_its_id() {
    let mut bench = Bench::in_a(Mood::Answers);
    let id = bench.create();
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Ok(domain()))));
    let id = bench.ids.next();
    let fetch = Command::Request(
        id,
        Request::FetchDomain { credentials: credentials("AS_one12345"), domain: DomainId::new("1") },
    );
    bench.effects.execute(fetch);
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainFetched(Ok(domain()))));
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::CopyText("héé".to_owned())));
    assert_eq!(
        bench.answer().await,
        Message::Reply(
            id,
            Reply::TextCopied(CopyReply { char_count: 3, counts: None, result: Ok(CopyOutcome::Terminal) })
        )
    );
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::OpenLink(LINK.to_owned())));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::LinkOpened(Ok(()))));
    let id = bench.ids.next();
    let two = Box::new(SendingDomain { records: vec![record("TXT"), record("CAA")], ..domain() });
    let (format, zone) = (ExportFormat::Zone, Zone::guess("example.com"));
    bench
        .effects
        .execute(Command::Request(id, Request::CopyExport { format, domain: two.clone(), zone: zone.clone() }));
    let Message::Reply(_, Reply::TextCopied(CopyReply { char_count, counts, .. })) = bench.answer().await else {
        panic!("copied")
    };
    assert!(char_count > 27, "more than the heading");
    assert_eq!(counts, Some(ExportCounts { written: 1, omitted: 1 }));
    bench.effects.execute(Command::Request(id, Request::SaveKey(credentials("AS_one12345"))));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::KeySaved(Ok("a file".to_owned()))));
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::RenderExport { format, domain: two, zone }));
    assert!(matches!(bench.answer().await, Message::Reply(made, Reply::ExportRendered(_)) if made == id));
    let (path, text) = ("a".to_owned(), "text".to_owned());
    bench.effects.execute(Command::Request(id, Request::SaveFile { path, text, overwrite: false }));
    assert!(matches!(bench.answer().await, Message::Reply(_, Reply::FileSaved(Ok(file))) if file.octets == 4));
    bench.effects.execute(Command::Request(id, Request::CompletePath("a".to_owned())));
    assert!(
        matches!(bench.answer().await, Message::Reply(_, Reply::PathCompleted(completion)) if completion.path == "ab")
    );
    bench.effects.execute(Command::Request(id, Request::LoadCache(credentials("AS_one12345"))));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::CacheLoaded(CachedProject::default())));
    assert_eq!(bench.asked(), 9);
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn a_timer_fires_in_time_and_not_again() {
    let mut bench = Bench::in_a(Mood::Answers);
    let (start, id) = (Instant::now(), bench.ids.next());
    bench.effects.execute(Command::Effect(Effect::StartTimer { id, after: 3 * SECOND }));
    assert_eq!(bench.answer().await, wizard::Event::TimerFired(id).into());
    assert_eq!(start.elapsed().as_secs(), 3);
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_cancelled_is_not_answered() {
    let mut bench = Bench::in_a(Mood::Answers);
    let (post, timer, other) = (bench.create(), bench.ids.next(), bench.ids.next());
    bench.effects.execute(Command::Effect(Effect::StartTimer { id: timer, after: SECOND }));
    bench.effects.execute(Command::Effect(Effect::StartTimer { id: other, after: SECOND }));
    tokio::task::yield_now().await;
    for id in [post, timer] {
        bench.effects.execute(Command::Effect(Effect::Cancel(id)));
        // A second cancellation does no harm.
        bench.effects.execute(Command::Effect(Effect::Cancel(id)));
    }
    assert_eq!(bench.answer().await, wizard::Event::TimerFired(other).into());
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn with_the_runner_its_tasks_end() {
    let mut bench = Bench::in_a(Mood::Answers);
    bench.create();
    tokio::task::yield_now().await;
    drop(bench.effects);
    assert!(bench.answers.recv().await.is_none(), "nobody is left who could answer");
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_an_answer() {
    let mut bench = Bench::in_a(Mood::Fails);
    let id = bench.create();
    let lost = ApiError::ResponseLost { reason: "cut".to_owned() };
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Err(lost))));
}

#[tokio::test(start_paused = true)]
async fn an_export_with_hidden_characters_is_not_copied() {
    let mut bench = Bench::in_a(Mood::Answers);
    let id = bench.ids.next();
    let hostile = DnsRecord { value: "v\u{200b}".into(), ..record("TXT") };
    let domain = Box::new(SendingDomain { records: vec![hostile], ..domain() });
    // Only the cells of this format are copied verbatim; its line ends do not count as hidden characters.
    let command = Command::Request(
        id,
        Request::CopyExport { format: ExportFormat::Csv, domain, zone: Zone::guess("example.com") },
    );
    bench.effects.execute(command);
    let Message::Reply(_, Reply::TextCopied(CopyReply { result, .. })) = bench.answer().await else { panic!("copied") };
    assert!(
        matches!(&result, Err(CopyError::HiddenCharacter { code_point, .. }) if code_point == "U+200B"),
        "{result:?}"
    );
    assert_eq!(bench.fake.asked.load(Ordering::Relaxed), 0, "the clipboard was not asked");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_panics_is_a_failure() {
    let mut bench = Bench::in_a(Mood::Panics);
    let unexpected = || ApiError::Internal { reason: PANIC_MESSAGE.to_owned() };
    let id = bench.create();
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Err(unexpected()))));
    let id = bench.list("AS_one12345", None);
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainsListed(Err(unexpected()))));
    let id = bench.ids.next();
    bench.effects.execute(Command::Request(id, Request::CopyText("x".to_owned())));
    let Message::Reply(_, Reply::TextCopied(CopyReply { result: Err(error), .. })) = bench.answer().await else {
        panic!("copied")
    };
    assert!(error.message("the value", "").contains(PANIC_MESSAGE), "{error:?}");
    bench.effects.execute(Command::Request(id, Request::OpenLink(LINK.to_owned())));
    let broken = Err(OpenError::Failed(PANIC_MESSAGE.to_owned()));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::LinkOpened(broken)));
    bench.effects.execute(Command::Request(id, Request::SaveKey(credentials("AS_one12345"))));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::KeySaved(Err(PANIC_MESSAGE.to_owned()))));
    // The runner itself still works.
    *bench.fake.mood.lock().unwrap() = Mood::Answers;
    let id = bench.create();
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainCreated(Ok(domain()))));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_is_young_enough_is_not_asked_for_again() {
    let mut bench = Bench::in_a(Mood::Answers);
    let id = bench.list("AS_one12345", Some(30 * SECOND));
    assert_eq!(bench.answer().await, wizard::Event::Noted("good to know".to_owned()).into());
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainsListed(Ok(vec![domain()]))));
    tokio::time::advance(29 * SECOND).await;
    let id = bench.list("AS_one12345", Some(30 * SECOND));
    assert_eq!(bench.answer().await, Message::Reply(id, Reply::ListingSkipped));
    assert_eq!(bench.asked(), 1);
    tokio::time::advance(SECOND).await;
    for (key, unless_younger) in [
        // A list that is too old; a list of another key; a request for any age.
        ("AS_one12345", Some(30 * SECOND)),
        ("AS_two12345", Some(30 * SECOND)),
        ("AS_two12345", None),
    ] {
        let id = bench.list(key, unless_younger);
        assert_eq!(bench.answer().await, Message::Reply(id, Reply::DomainsListed(Ok(vec![domain()]))));
    }
    assert_eq!(bench.asked(), 4);
    bench.assert_silent().await;
}

#[tokio::test(start_paused = true)]
async fn a_list_that_failed_is_asked_for_again() {
    let mut bench = Bench::in_a(Mood::Fails);
    for asked in 1..=2 {
        bench.list("AS_one12345", Some(30 * SECOND));
        assert!(matches!(bench.answer().await, Message::Reply(_, Reply::DomainsListed(Err(_)))));
        assert_eq!(bench.asked(), asked);
    }
}

#[tokio::test]
async fn what_is_to_be_kept_is_kept_before_the_end() {
    let mut bench = Bench::in_a(Mood::Answers);
    for _ in 0..5 {
        bench.effects.execute(Command::Effect(Effect::SaveRegion(Region::Primary)));
    }
    bench.effects.flush_writes().await;
    assert_eq!(bench.fake.asked.load(Ordering::Relaxed), 5);
}
