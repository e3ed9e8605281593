//! Executes commands. Each request becomes one task that sends one reply, and can be cancelled by its id.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::events::Event;
use crate::api::{retry_change, retry_read};
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::cache::CachedProject;
use crate::core::copy::{CopyError, ExportCounts};
use crate::core::domain::SendingDomain;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::file_save::{PathCompletion, SaveError};
use crate::core::open_link::OpenError;
use crate::core::text::escape_hidden;
use crate::core::zone::Zone;
use crate::export::{DEFAULT_TTL, ExportInput, export};
use crate::ports::{Api as _, Clipboard as _, Files as _, Ports, Resolver as _, StateStore as _};
use crate::wizard::{self, Command, CopyReply, Effect, Message, Reply, Request, RequestId};

/// A write that the next run reads.
type PendingWrite = Box<dyn FnOnce() + Send>;

/// How long the program waits on exit for pending writes.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

/// The error of a task that panicked.
const PANIC_MESSAGE: &str = "a task ended without a result";

/// The runner of commands.
pub(super) struct CommandRunner<P, I> {
    shared: Arc<Shared<P, I>>,
    running: HashMap<RequestId, AbortHandle>,
    /// The pending writes, oldest first.
    pending_writes: Arc<Mutex<VecDeque<PendingWrite>>>,
    /// Held while a write is executed.
    write_lock: Arc<Mutex<()>>,
}

/// When a key's list was last fetched.
#[derive(Clone)]
struct LastList {
    credentials: Credentials,
    requested: Instant,
    received: Instant,
}

/// The state that all tasks share.
struct Shared<P, I> {
    ports: Arc<P>,
    event_tx: UnboundedSender<Event<I>>,
    last_listed: Mutex<Option<LastList>>,
    has_sent_note: AtomicBool,
}

impl<P: Ports, I: Send + 'static> CommandRunner<P, I> {
    pub(super) fn new(ports: Arc<P>, event_tx: UnboundedSender<Event<I>>) -> Self {
        let (last_listed, has_sent_note) = (Mutex::default(), AtomicBool::default());
        Self {
            shared: Arc::new(Shared { ports, event_tx, last_listed, has_sent_note }),
            running: HashMap::new(),
            pending_writes: Arc::default(),
            write_lock: Arc::default(),
        }
    }

    /// Executes a command. Commands that concern the terminal are handled by the loop instead.
    pub(super) fn execute(&mut self, command: Command) {
        self.running.retain(|_, task| !task.is_finished());
        match command {
            Command::Request(id, request) => {
                let on_panic = panic_reply(&request);
                let shared = Arc::clone(&self.shared);
                self.spawn(id, async move {
                    let reply = AssertUnwindSafe(shared.perform(id, request)).catch_unwind().await;
                    shared.send(Message::Reply(id, reply.unwrap_or(on_panic)));
                });
            }
            Command::Effect(effect) => self.apply(effect),
        }
    }

    fn apply(&mut self, effect: Effect) {
        match effect {
            Effect::StartTimer { id, after } => {
                let shared = Arc::clone(&self.shared);
                self.spawn(id, async move {
                    tokio::time::sleep(after).await;
                    shared.send(wizard::Event::TimerFired(id));
                });
            }
            Effect::Cancel(id) => {
                if let Some(task) = self.running.remove(&id) {
                    task.abort();
                }
            }
            Effect::SaveListToCache { credentials, domains } => {
                let requested = self.shared.last_list_of(&credentials).map(|list| list.requested);
                self.enqueue_write(move |ports| {
                    let age = requested.map(|when| when.elapsed()).unwrap_or_default();
                    ports.state_store().save_list(&credentials, &domains, age);
                });
            }
            Effect::SaveDomainToCache { credentials, domain } => {
                self.enqueue_write(move |ports| ports.state_store().save_domain(&credentials, &domain));
            }
            Effect::SaveRemovedToCache { credentials, domain } => {
                self.enqueue_write(move |ports| ports.state_store().save_removed(&credentials, &domain));
            }
            Effect::SaveChoicesToCache { credentials, domain, choices } => {
                self.enqueue_write(move |ports| ports.state_store().save_choices(&credentials, &domain, &choices));
            }
            Effect::SaveRegion(region) => {
                self.enqueue_write(move |ports| ports.state_store().save_region(&region));
            }
            Effect::Notify(_)
            | Effect::SetTitle(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::ShowOnNormalScreen(_)
            | Effect::ReturnToAlternateScreen
            | Effect::Quit(_) => {}
        }
    }

    fn spawn(&mut self, id: RequestId, task: impl Future<Output = ()> + Send + 'static) {
        self.running.insert(id, tokio::spawn(task).abort_handle());
    }

    /// Queues a write for the next run. Writes are executed in order, so that the last one wins.
    fn enqueue_write(&self, write: impl FnOnce(&P) + Send + 'static) {
        let (queue, ports) = (Arc::clone(&self.pending_writes), Arc::clone(&self.shared.ports));
        queue.lock().unwrap_or_else(PoisonError::into_inner).push_back(Box::new(move || write(&ports)));
        let write_lock = Arc::clone(&self.write_lock);
        tokio::task::spawn_blocking(move || execute_next_write(&queue, &write_lock));
    }

    /// Waits for all pending writes, but only briefly, since a file system may hang.
    pub(super) async fn flush_writes(&self) {
        let (queue, write_lock) = (Arc::clone(&self.pending_writes), Arc::clone(&self.write_lock));
        let rest = tokio::task::spawn_blocking(move || while execute_next_write(&queue, &write_lock) {});
        let _ = tokio::time::timeout(FLUSH_TIMEOUT, rest).await;
    }
}

impl<P, I> Drop for CommandRunner<P, I> {
    fn drop(&mut self) {
        for task in self.running.values() {
            task.abort();
        }
    }
}

/// Executes the oldest write; returns whether there was one.
fn execute_next_write(queue: &Mutex<VecDeque<PendingWrite>>, write_lock: &Mutex<()>) -> bool {
    let _lock = write_lock.lock().unwrap_or_else(PoisonError::into_inner);
    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    next.map(|write| write()).is_some()
}

impl<P: Ports, I: Send + 'static> Shared<P, I> {
    /// Sends a message to the loop. It is dropped if the program has ended.
    fn send(&self, message: impl Into<Message>) {
        let _ = self.event_tx.send(Event::Message(Box::new(message.into())));
    }

    /// Performs a request.
    async fn perform(&self, id: RequestId, request: Request) -> Reply {
        let ports = &self.ports;
        match request {
            Request::CreateDomain { credentials, new_domain } => Reply::DomainCreated(
                ports.api().create_domain(&credentials, &new_domain.name, &new_domain.region).await,
            ),
            Request::ListDomains { credentials, max_age } => self.list_domains(credentials, max_age).await,
            Request::FetchDomain { credentials, domain } => {
                Reply::DomainFetched(retry_read(ports.api(), || ports.api().fetch_domain(&credentials, &domain)).await)
            }
            // A 429 means that nothing was done, so the operation may be sent again.
            Request::RunOperation { credentials, domain, operation } => Reply::OperationFinished(
                retry_change(ports.api(), || ports.api().run_operation(&credentials, &domain, operation)).await,
            ),
            Request::RemoveDomain { credentials, domain } => Reply::DomainRemoved(
                retry_change(ports.api(), || ports.api().remove_domain(&credentials, &domain)).await,
            ),
            Request::CheckDns(domain) => {
                let on_progress = |progress| self.send(wizard::Event::DnsProgress(id, progress));
                Reply::DnsChecked(ports.resolver().lookup_records(&domain, on_progress).await)
            }
            Request::PublishRecords { domain, scope, mode } => {
                let unavailable = || Err("only the sandbox has its own DNS".to_owned());
                Reply::RecordsPublished(
                    ports.publisher().map_or_else(unavailable, |publisher| publisher.publish(&domain, &scope, mode)),
                )
            }
            Request::OpenLink(link) => Reply::LinkOpened(ports.browser().open_link(link).await),
            Request::CopyText(text) => self.copy(text, None).await,
            Request::CopyExport { format, domain, zone } => {
                let ExportOutput { text, counts, .. } = render_export(format, &domain, &zone);
                match CopyError::check_export(&text) {
                    Ok(()) => self.copy(text, Some(counts)).await,
                    Err(error) => Reply::TextCopied(CopyReply {
                        char_count: text.chars().count(),
                        counts: Some(counts),
                        result: Err(error),
                    }),
                }
            }
            Request::RenderExport { format, domain, zone } => {
                Reply::ExportRendered(render_export(format, &domain, &zone))
            }
            Request::SaveFile { path, text, overwrite } => {
                Reply::FileSaved(self.run_blocking(move |ports| ports.files().save(&path, &text, overwrite)).await)
            }
            Request::CompletePath(typed) => {
                Reply::PathCompleted(self.run_blocking(move |ports| ports.files().complete_path(&typed)).await)
            }
            Request::LoadCache(credentials) => {
                Reply::CacheLoaded(self.run_blocking(move |ports| ports.state_store().load_domains(&credentials)).await)
            }
            Request::SaveKey(credentials) => {
                Reply::KeySaved(self.run_blocking(move |ports| ports.state_store().save_key(&credentials)).await)
            }
        }
    }

    /// Lists the domains, unless the last list of this key is recent enough.
    async fn list_domains(&self, credentials: Credentials, max_age: Option<Duration>) -> Reply {
        let age = self.last_list_of(&credentials).map(|list| list.received.elapsed());
        if age.is_some_and(|age| max_age.is_some_and(|limit| age < limit)) {
            return Reply::ListingSkipped;
        }
        let api = self.ports.api();
        let requested = Instant::now();
        let result = retry_read(api, || api.list_domains(&credentials)).await;
        if result.is_ok() {
            if let Some(note) = api.connection_note().filter(|_| !self.has_sent_note.swap(true, Ordering::Relaxed)) {
                self.send(wizard::Event::Noted(note));
            }
            let list = LastList { credentials, requested, received: Instant::now() };
            *self.last_listed.lock().unwrap_or_else(PoisonError::into_inner) = Some(list);
        }
        Reply::DomainsListed(result)
    }

    /// When the list of this key was last fetched, if it is the one that was fetched last.
    fn last_list_of(&self, credentials: &Credentials) -> Option<LastList> {
        let last = self.last_listed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        last.filter(|list| list.credentials == *credentials)
    }

    async fn copy(&self, text: String, counts: Option<ExportCounts>) -> Reply {
        let result = self.ports.clipboard().copy(&text).await;
        Reply::TextCopied(CopyReply { char_count: text.chars().count(), counts, result })
    }

    /// Runs blocking work on a thread of its own.
    async fn run_blocking<T: Send + 'static>(&self, work: impl FnOnce(&P) -> T + Send + 'static) -> T {
        let ports = Arc::clone(&self.ports);
        match tokio::task::spawn_blocking(move || work(&ports)).await {
            Ok(result) => result,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                // The program is ending, so nothing waits for the result.
                Err(_cancelled) => std::future::pending().await,
            },
        }
    }
}

/// The records in a format, with the default TTL.
fn render_export(format: ExportFormat, domain: &SendingDomain, zone: &Zone) -> ExportOutput {
    export(format, &ExportInput { domain, zone, ttl: DEFAULT_TTL })
}

/// Builds the reply to a request whose task panicked.
fn panic_reply(request: &Request) -> Reply {
    let reason = PANIC_MESSAGE.to_owned();
    match request {
        Request::CreateDomain { .. } => Reply::DomainCreated(Err(ApiError::Internal { reason })),
        Request::ListDomains { .. } => Reply::DomainsListed(Err(ApiError::Internal { reason })),
        Request::FetchDomain { .. } => Reply::DomainFetched(Err(ApiError::Internal { reason })),
        Request::RunOperation { .. } => Reply::OperationFinished(Err(ApiError::Internal { reason })),
        Request::RemoveDomain { .. } => Reply::DomainRemoved(Err(ApiError::Internal { reason })),
        Request::CheckDns(_) => Reply::DnsChecked(Err(reason)),
        Request::PublishRecords { .. } => Reply::RecordsPublished(Err(reason)),
        Request::OpenLink(_) => Reply::LinkOpened(Err(OpenError::Failed(reason))),
        Request::CopyText(_) | Request::CopyExport { .. } => {
            let attempts = vec![("this program".to_owned(), reason)];
            Reply::TextCopied(CopyReply { char_count: 0, counts: None, result: Err(CopyError::Failed { attempts }) })
        }
        Request::RenderExport { .. } => Reply::ExportRendered(ExportOutput {
            text: String::new(),
            counts: ExportCounts::default(),
            warnings: vec![reason],
        }),
        Request::SaveFile { path, .. } => {
            let path = escape_hidden(path).into_owned();
            Reply::FileSaved(Err(SaveError::Failed { path, reason, leftover_path: None }))
        }
        Request::CompletePath(typed) => {
            Reply::PathCompleted(PathCompletion { path: typed.clone(), candidates: Vec::new() })
        }
        Request::LoadCache(_) => Reply::CacheLoaded(CachedProject::default()),
        Request::SaveKey(_) => Reply::KeySaved(Err(reason)),
    }
}

#[cfg(test)]
mod tests;
