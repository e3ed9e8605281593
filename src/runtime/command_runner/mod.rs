//! Carries out commands: each becomes a task that ends in one message, and can be cancelled by its id.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::events::Event;

use crate::api::retry_rate_limited;
use crate::core::api_error::ApiError;
use crate::core::api_key::Credentials;
use crate::core::cache::CachedProject;
use crate::core::copy::{CopyError, ExportCounts};
use crate::core::domain::SendingDomain;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::file_save::{PathCompletion, SaveError};
use crate::core::open_link::OpenError;
use crate::core::text::{Untrusted, escape_hidden};
use crate::core::zone::Zone;
use crate::export::{DEFAULT_TTL, ExportInput, export};
use crate::ports::{Api, Browser, Clipboard, Files, Publisher, Resolver, StateStore};
use crate::wizard::{Command, Message, RequestId};

/// The adapters that commands are carried out with.
pub struct Ports<A, C, M, F, R> {
    /// AutoSend's API.
    pub api: Arc<A>,
    /// The clipboard.
    pub clipboard: Arc<C>,
    /// What outlives the run.
    pub state_store: Arc<M>,
    /// Files that the person asks for.
    pub files: Arc<F>,
    /// DNS.
    pub resolver: Arc<R>,
    /// The person's browser.
    pub browser: Arc<dyn Browser>,
    /// The sandbox's own DNS, where there is one.
    pub publisher: Option<Arc<dyn Publisher>>,
}

/// Something to be kept for the next run.
type PendingWrite = Box<dyn FnOnce() + Send>;

/// How long leaving waits for what is still to be kept.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(1);

/// What is said of a task that has panicked.
const PANIC_MESSAGE: &str = "a task ended without an answer";

/// The runner of commands.
pub(super) struct CommandRunner<A, C, M, F, R, I> {
    ports: Ports<A, C, M, F, R>,
    event_tx: UnboundedSender<Event<I>>,
    running: HashMap<RequestId, AbortHandle>,
    last_listed: Arc<Mutex<Option<(Credentials, Instant)>>>,
    remark_sent: Arc<AtomicBool>,
    /// What is still to be kept for the next run, the oldest first.
    pending_writes: Arc<Mutex<VecDeque<PendingWrite>>>,
    /// Held by whoever is at it.
    write_lock: Arc<Mutex<()>>,
}

impl<A: Api, C: Clipboard, M: StateStore, F: Files, R: Resolver, I: Send + 'static> CommandRunner<A, C, M, F, R, I> {
    pub(super) fn new(ports: Ports<A, C, M, F, R>, event_tx: UnboundedSender<Event<I>>) -> Self {
        Self {
            ports,
            event_tx,
            running: HashMap::new(),
            last_listed: Arc::default(),
            remark_sent: Arc::default(),
            pending_writes: Arc::default(),
            write_lock: Arc::default(),
        }
    }

    /// Carries out a command that concerns the world outside the terminal.
    #[expect(clippy::too_many_lines, reason = "an arm for each command, so that none can be forgotten")]
    pub(super) fn execute(&mut self, command: Command) {
        self.running.retain(|_, task| !task.is_finished());
        match command {
            Command::CreateDomain { .. }
            | Command::ListDomains { .. }
            | Command::FetchDomain { .. }
            | Command::RunOperation { .. }
            | Command::RemoveDomain { .. } => self.execute_api(command),
            Command::PublishRecords { .. } | Command::CheckDns { .. } => self.execute_dns(command),
            Command::SaveRemovedToCache { credentials, domain } => {
                let state_store = Arc::clone(&self.ports.state_store);
                self.enqueue_write(move || state_store.save_removed(&credentials, &domain));
            }
            Command::Cancel(id) => {
                if let Some(task) = self.running.remove(&id) {
                    task.abort();
                }
            }
            Command::StartTimer { id, after } => {
                let timer = async move {
                    tokio::time::sleep(after).await;
                    Ok::<_, ApiError>(())
                };
                self.spawn(id, timer, unexpected_error, move |_| Message::TimerFired(id));
            }
            Command::OpenLink { id, link } => {
                let browser = Arc::clone(&self.ports.browser);
                let asking = async move { browser.open_link(link).await };
                self.spawn(id, asking, OpenError::Failed, move |result| Message::LinkOpened { id, result });
            }
            Command::CopyText { id, text } => self.copy(id, text, None),
            Command::CopyExport { id, format, domain, zone } => {
                let ExportOutput { text, counts, .. } = render_export(format, &domain, &zone);
                // Line ends are part of the form; all else that cannot be seen came from the server.
                let seen = Untrusted::new(text.replace("\r\n", "\n").replace('\n', " "));
                match seen.hidden_characters().first() {
                    None => self.copy(id, text, Some(counts)),
                    Some(hidden) => {
                        let (characters, result) = (text.chars().count(), Err(CopyError::from_hidden(*hidden)));
                        send_reply(
                            &self.event_tx,
                            Message::TextCopied { id, char_count: characters, counts: Some(counts), result },
                        );
                    }
                }
            }
            Command::RenderExport { id, format, domain, zone } => {
                send_reply(
                    &self.event_tx,
                    Message::ExportRendered { id, exported: render_export(format, &domain, &zone) },
                );
            }
            Command::SaveFile { id, path, text, overwrite } => {
                let files = Arc::clone(&self.ports.files);
                let shown = escape_hidden(&path).into_owned();
                self.spawn_blocking(
                    move || files.save(&path, &text, overwrite),
                    move || {
                        Err(SaveError::Failed { path: shown, reason: PANIC_MESSAGE.to_owned(), leftover_path: None })
                    },
                    move |result| Message::FileSaved { id, result },
                );
            }
            Command::CompletePath { id, typed } => {
                let files = Arc::clone(&self.ports.files);
                let as_it_was = PathCompletion { path: typed.clone(), candidates: Vec::new() };
                self.spawn_blocking(
                    move || files.complete_path(&typed),
                    move || as_it_was,
                    move |completion| Message::PathCompleted { id, completion },
                );
            }
            Command::LoadCache { id, credentials } => {
                let state_store = Arc::clone(&self.ports.state_store);
                self.spawn_blocking(
                    move || state_store.load_domains(&credentials),
                    CachedProject::default,
                    move |recalled| Message::CacheLoaded { id, cache: recalled },
                );
            }
            Command::SaveListToCache { credentials, domains } => {
                let state_store = Arc::clone(&self.ports.state_store);
                self.enqueue_write(move || state_store.save_list(&credentials, &domains));
            }
            Command::SaveDomainToCache { credentials, domain } => {
                let state_store = Arc::clone(&self.ports.state_store);
                self.enqueue_write(move || state_store.save_domain(&credentials, &domain));
            }
            Command::SaveKey { credentials } => {
                let state_store = Arc::clone(&self.ports.state_store);
                self.spawn_blocking(
                    move || state_store.save_key(&credentials),
                    || Err(PANIC_MESSAGE.to_owned()),
                    |result| Message::KeySaved { result },
                );
            }
            Command::SaveRegion(region) => {
                let state_store = Arc::clone(&self.ports.state_store);
                self.enqueue_write(move || state_store.save_region(&region));
            }
            Command::Notify(_)
            | Command::Redraw
            | Command::Suspend
            | Command::ShowOnNormalScreen(_)
            | Command::ReturnToAlternateScreen
            | Command::Quit(_) => {}
        }
    }

    /// Carries out a command that concerns DNS.
    fn execute_dns(&mut self, command: Command) {
        match command {
            Command::PublishRecords { id, domain, scope, mode } => {
                let nowhere = || "there is no DNS of this program's own".to_owned();
                let publisher = self.ports.publisher.as_ref();
                let result = publisher.map_or_else(|| Err(nowhere()), |to| to.publish(&domain, &scope, mode));
                send_reply(&self.event_tx, Message::RecordsPublished { id, result });
            }
            Command::CheckDns { id, domain } => {
                let (resolver, event_tx) = (Arc::clone(&self.ports.resolver), self.event_tx.clone());
                let survey = async move {
                    resolver
                        .lookup_records(&domain, |progress| {
                            send_reply(&event_tx, Message::DnsProgress { id, progress });
                        })
                        .await
                };
                self.spawn(id, survey, |reason| reason, move |result| Message::DnsChecked { id, result });
            }
            _ => {}
        }
    }

    /// Carries out a command that asks AutoSend.
    fn execute_api(&mut self, command: Command) {
        match command {
            Command::CreateDomain { id, credentials, new_domain } => {
                let api = Arc::clone(&self.ports.api);
                let request =
                    async move { api.create_domain(&credentials, &new_domain.name, &new_domain.region).await };
                self.spawn(id, request, unexpected_error, move |result| Message::DomainCreated { id, result });
            }
            Command::ListDomains { id, credentials, max_age } => self.list_domains(id, credentials, max_age),
            Command::FetchDomain { id, credentials, domain } => {
                let api = Arc::clone(&self.ports.api);
                let request = async move { retry_rate_limited(|| api.fetch_domain(&credentials, &domain)).await };
                self.spawn(id, request, unexpected_error, move |result| Message::DomainFetched { id, result });
            }
            Command::RunOperation { id, credentials, domain, operation } => {
                let api = Arc::clone(&self.ports.api);
                // What AutoSend did not carry out for being busy may be asked again.
                let request =
                    async move { retry_rate_limited(|| api.run_operation(&credentials, &domain, operation)).await };
                self.spawn(id, request, unexpected_error, move |result| Message::OperationFinished { id, result });
            }
            Command::RemoveDomain { id, credentials, domain } => {
                let api = Arc::clone(&self.ports.api);
                let request = async move { retry_rate_limited(|| api.remove_domain(&credentials, &domain)).await };
                self.spawn(id, request, unexpected_error, move |result| Message::DomainRemoved { id, result });
            }
            _ => {}
        }
    }

    /// Asks for the list, unless the last one of this key is young enough.
    fn list_domains(&mut self, id: RequestId, credentials: Credentials, unless_younger: Option<Duration>) {
        let last = self.last_listed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let age = last.filter(|(of, _)| *of == credentials).map(|(_, when)| when.elapsed());
        if age.is_some_and(|age| unless_younger.is_some_and(|limit| age < limit)) {
            return send_reply(&self.event_tx, Message::ListingSkipped { id });
        }
        let (api, last_listed) = (Arc::clone(&self.ports.api), Arc::clone(&self.last_listed));
        let (event_tx, remark_sent) = (self.event_tx.clone(), Arc::clone(&self.remark_sent));
        let request = async move {
            let domains = retry_rate_limited(|| api.list_domains(&credentials)).await?;
            if let Some(remark) = api.connection_note().filter(|_| !remark_sent.swap(true, Ordering::Relaxed)) {
                send_reply(&event_tx, Message::Noted(remark));
            }
            *last_listed.lock().unwrap_or_else(PoisonError::into_inner) = Some((credentials, Instant::now()));
            Ok(domains)
        };
        self.spawn(id, request, unexpected_error, move |result| Message::DomainsListed { id, result });
    }

    fn copy(&mut self, id: RequestId, text: String, tally: Option<ExportCounts>) {
        let clipboard = Arc::clone(&self.ports.clipboard);
        let characters = text.chars().count();
        let copy = async move { clipboard.copy(&text).await };
        let on_panic = |reason| CopyError::Failed { attempts: vec![("this program".to_owned(), reason)] };
        self.spawn(id, copy, on_panic, move |result| Message::TextCopied {
            id,
            char_count: characters,
            counts: tally,
            result,
        });
    }

    /// Does something that waits for the file system, and sends what came of it; `broken` stands for a panic.
    fn spawn_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        on_panic: impl FnOnce() -> T + Send + 'static,
        message: impl FnOnce(T) -> Message + Send + 'static,
    ) {
        let event_tx = self.event_tx.clone();
        let working = tokio::task::spawn_blocking(work);
        tokio::spawn(async move {
            let result = working.await.unwrap_or_else(|_panic| on_panic());
            send_reply(&event_tx, message(result));
        });
    }

    /// Keeps something for the next run: one thing after the other, so that the last one stays.
    fn enqueue_write(&self, work: impl FnOnce() + Send + 'static) {
        let queue = Arc::clone(&self.pending_writes);
        queue.lock().unwrap_or_else(PoisonError::into_inner).push_back(Box::new(work));
        let write_lock = Arc::clone(&self.write_lock);
        tokio::task::spawn_blocking(move || {
            let _turn = write_lock.lock().unwrap_or_else(PoisonError::into_inner);
            let first = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            if let Some(work) = first {
                work();
            }
        });
    }

    /// Waits until everything has been kept that was to be, for a moment at most: a file system that hangs keeps nobody.
    pub(super) async fn flush_writes(&self) {
        let (queue, write_lock) = (Arc::clone(&self.pending_writes), Arc::clone(&self.write_lock));
        let rest = tokio::task::spawn_blocking(move || {
            loop {
                let _turn = write_lock.lock().unwrap_or_else(PoisonError::into_inner);
                let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                let Some(work) = next else { break };
                work();
            }
        });
        let _ = tokio::time::timeout(FLUSH_TIMEOUT, rest).await;
    }

    /// Starts a task whose result becomes a message; a panic in it is a result too.
    fn spawn<T: Send + 'static, E: Send + 'static>(
        &mut self,
        id: RequestId,
        task: impl Future<Output = Result<T, E>> + Send + 'static,
        on_panic: impl FnOnce(String) -> E + Send + 'static,
        message: impl FnOnce(Result<T, E>) -> Message + Send + 'static,
    ) {
        let event_tx = self.event_tx.clone();
        let task = tokio::spawn(async move {
            let result = AssertUnwindSafe(task)
                .catch_unwind()
                .await
                .unwrap_or_else(|_panic| Err(on_panic(PANIC_MESSAGE.to_owned())));
            send_reply(&event_tx, message(result));
        });
        self.running.insert(id, task.abort_handle());
    }
}

impl<A, C, M, F, R, I> Drop for CommandRunner<A, C, M, F, R, I> {
    fn drop(&mut self) {
        for task in self.running.values() {
            task.abort();
        }
    }
}

/// Puts a message into the queue. Nobody is there to hear it where the program has ended meanwhile.
fn send_reply<I>(event_tx: &UnboundedSender<Event<I>>, message: Message) {
    let _ = event_tx.send(Event::Reply(Box::new(message)));
}

/// The records in a form, with the usual time to live.
fn render_export(format: ExportFormat, domain: &SendingDomain, zone: &Zone) -> ExportOutput {
    export(format, &ExportInput { domain, zone, ttl: DEFAULT_TTL })
}

fn unexpected_error(reason: String) -> ApiError {
    ApiError::Internal { reason }
}

#[cfg(test)]
mod tests;
