//! The clipboard of this machine. A copy counts as successful only if the text that is read back is equal.
//!
//! On X11 and Wayland, the program that set the clipboard must serve its text. So the clipboard is opened once, at the
//! first copy, and kept as long as [`SystemClipboard`]. It has a thread of its own, because a display server may not
//! respond.

use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::core::text::escape_hidden;

/// How long a display server may take for one copy.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// How long the program waits on exit for a clipboard manager to take the text over, which takes 0.1 s if there is one.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(300);

/// An open clipboard.
pub trait ClipboardBackend {
    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// Why it could not, as a message.
    fn write_text(&mut self, text: &str) -> Result<(), String>;

    /// The text on the clipboard.
    ///
    /// # Errors
    /// Why it could not be read, as a message.
    fn read_text(&mut self) -> Result<String, String>;
}

impl ClipboardBackend for arboard::Clipboard {
    fn write_text(&mut self, text: &str) -> Result<(), String> {
        self.set_text(text).map_err(|error| error_message(&error))
    }

    fn read_text(&mut self) -> Result<String, String> {
        self.get_text().map_err(|error| error_message(&error))
    }
}

/// Opens a clipboard on the thread that then owns it. Called again after a failure.
type OpenBackend = Arc<dyn Fn() -> Result<Box<dyn ClipboardBackend>, String> + Send + Sync>;

/// A request to the thread, and the sender for its reply.
enum Job {
    /// Put a text on the clipboard.
    Copy(String, oneshot::Sender<Result<(), String>>),
    /// Read the text that was put there last, if it is still there.
    ReadBack(oneshot::Sender<Option<String>>),
    /// Check whether there is a clipboard.
    Probe(oneshot::Sender<Result<(), String>>),
}

/// The system clipboard. It is opened at the first copy and kept until this value is dropped.
pub struct SystemClipboard {
    open: OpenBackend,
    worker: Mutex<Option<Worker>>,
}

/// The thread that owns the clipboard.
struct Worker {
    jobs: Sender<Job>,
    /// Disconnects when the thread has closed the clipboard.
    finished: Receiver<()>,
}

impl SystemClipboard {
    /// The clipboard of the display, not opened yet.
    pub fn new() -> Self {
        Self::with_opener(|| match arboard::Clipboard::new() {
            Ok(clipboard) => Ok(Box::new(clipboard)),
            // arboard's message is misleading here: "timed out", although it fails at once.
            Err(_) => Err("the display can't be reached".to_owned()),
        })
    }

    /// A clipboard with another backend, for tests.
    pub fn with_opener(open: impl Fn() -> Result<Box<dyn ClipboardBackend>, String> + Send + Sync + 'static) -> Self {
        Self { open: Arc::new(open), worker: Mutex::new(None) }
    }

    /// Puts the text on the clipboard and reads it back.
    ///
    /// # Errors
    /// Why it may not be there, as a message.
    pub async fn copy(&self, text: &str) -> Result<(), String> {
        let (reply, answer) = oneshot::channel();
        self.submit(Job::Copy(text.to_owned(), reply))?;
        await_reply(RESPONSE_TIMEOUT, answer).await?
    }

    /// Checks whether there is a clipboard. Changes nothing on it.
    ///
    /// # Errors
    /// Why there is none, as a message.
    pub async fn probe(&self) -> Result<(), String> {
        let (reply, answer) = oneshot::channel();
        self.submit(Job::Probe(reply))?;
        await_reply(RESPONSE_TIMEOUT, answer).await?
    }

    /// The text that was put on the clipboard last, if the clipboard still holds it. Does not ask the display if
    /// nothing was put there.
    ///
    /// # Errors
    /// The display does not respond within `limit`, as a message.
    pub(super) async fn read_back(&self, limit: Duration) -> Result<Option<String>, String> {
        let (reply, answer) = oneshot::channel();
        let asked = match &*self.worker.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(worker) => worker.jobs.send(Job::ReadBack(reply)).is_ok(),
            None => false,
        };
        if asked { await_reply(limit, answer).await } else { Ok(None) }
    }

    /// Sends the job to the thread. Starts the thread for the first job, and again if it has panicked.
    fn submit(&self, job: Job) -> Result<(), String> {
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = match &*worker {
            Some(current) => current.jobs.send(job),
            None => Err(SendError(job)),
        };
        let Err(SendError(job)) = sent else { return Ok(()) };
        let started = Worker::start(Arc::clone(&self.open))?;
        let sent = started.jobs.send(job).map_err(|_ended| "it stopped responding".to_owned());
        *worker = Some(started);
        sent
    }
}

impl Default for SystemClipboard {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for SystemClipboard {
    /// Closes the clipboard, and gives a clipboard manager time to take the text over.
    fn drop(&mut self) {
        let worker = self.worker.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Worker { jobs, finished }) = worker {
            drop(jobs);
            // Nothing is ever sent: the wait ends with the thread or at the limit, and either is fine.
            let _ = finished.recv_timeout(SHUTDOWN_TIMEOUT);
        }
    }
}

impl Worker {
    fn start(open: OpenBackend) -> Result<Self, String> {
        let (jobs, queue) = mpsc::channel();
        let (alive, finished) = mpsc::channel();
        thread::Builder::new()
            .name("clipboard".to_owned())
            .spawn(move || {
                run_worker(&queue, &open);
                drop::<Sender<()>>(alive);
            })
            .map_err(|error| format!("could not start a thread: {}", error.kind()))?;
        Ok(Self { jobs, finished })
    }
}

/// Waits for a reply of the thread.
async fn await_reply<T>(limit: Duration, answer: oneshot::Receiver<T>) -> Result<T, String> {
    match tokio::time::timeout(limit, answer).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err("it stopped responding".to_owned()),
        Err(_) => Err(format!("no response within {} s", limit.as_secs_f32())),
    }
}

/// Processes the jobs with one clipboard until every sender is gone.
fn run_worker(queue: &Receiver<Job>, open: &OpenBackend) {
    let mut backend = None;
    let mut last = None;
    for job in queue {
        // Sending the reply fails if the caller no longer waits, which is fine.
        match job {
            // The caller has given up and tried another method: a late copy could replace a newer text.
            Job::Copy(_, reply) if reply.is_closed() => {}
            Job::Copy(text, reply) => {
                let copied = copy_and_verify(&mut backend, open, &text);
                last = copied.is_ok().then_some(text);
                let _ = reply.send(copied);
            }
            Job::ReadBack(reply) => {
                let current =
                    backend.as_mut().and_then(|backend: &mut Box<dyn ClipboardBackend>| backend.read_text().ok());
                let _ = reply.send(current.filter(|current| last.as_ref() == Some(current)));
            }
            Job::Probe(reply) => {
                let _ = reply.send(ensure_open(&mut backend, open).map(|_board| ()));
            }
        }
    }
}

/// Opens the clipboard if it is not open yet.
fn ensure_open<'b>(
    backend: &'b mut Option<Box<dyn ClipboardBackend>>,
    open: &OpenBackend,
) -> Result<&'b mut Box<dyn ClipboardBackend>, String> {
    match backend {
        Some(backend) => Ok(backend),
        None => Ok(backend.insert(open()?)),
    }
}

fn copy_and_verify(
    backend: &mut Option<Box<dyn ClipboardBackend>>,
    open: &OpenBackend,
    text: &str,
) -> Result<(), String> {
    let backend = ensure_open(backend, open)?;
    backend.write_text(text)?;
    if backend.read_text()? == text { Ok(()) } else { Err("it contains different text than was copied".to_owned()) }
}

/// Shortens an error to one line of the screen.
fn error_message(error: &arboard::Error) -> String {
    let message = match error {
        arboard::Error::Unknown { description } => description.clone(),
        other => other.to_string(),
    };
    escape_hidden(&message).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A clipboard in memory; `alter` changes each text as another program might.
    struct Memory {
        text: String,
        alter: fn(&str) -> String,
        closed: Arc<AtomicUsize>,
    }

    impl ClipboardBackend for Memory {
        fn write_text(&mut self, text: &str) -> Result<(), String> {
            self.text = (self.alter)(text);
            Ok(())
        }

        fn read_text(&mut self) -> Result<String, String> {
            Ok(self.text.clone())
        }
    }

    impl Drop for Memory {
        fn drop(&mut self) {
            self.closed.fetch_add(1, Ordering::SeqCst);
        }
    }

    struct Counts {
        opened: Arc<AtomicUsize>,
        closed: Arc<AtomicUsize>,
    }

    fn memory(alter: fn(&str) -> String) -> (SystemClipboard, Counts) {
        let counts = Counts { opened: Arc::default(), closed: Arc::default() };
        let (opened, closed) = (Arc::clone(&counts.opened), Arc::clone(&counts.closed));
        let system = SystemClipboard::with_opener(move || {
            opened.fetch_add(1, Ordering::SeqCst);
            Ok(Box::new(Memory { text: String::new(), alter, closed: Arc::clone(&closed) }))
        });
        (system, counts)
    }

    #[tokio::test]
    async fn one_clipboard_is_opened_at_the_first_copy_and_reused() {
        let (system, counts) = memory(str::to_owned);
        assert_eq!(counts.opened.load(Ordering::SeqCst), 0);
        for text in ["one", "two"] {
            assert_eq!(system.copy(text).await, Ok(()));
        }
        assert_eq!((counts.opened.load(Ordering::SeqCst), counts.closed.load(Ordering::SeqCst)), (1, 0));
        drop(system);
        assert_eq!(counts.closed.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_text_that_reads_back_differently_is_not_reported_as_copied() {
        let (system, _) = memory(|text| format!("{text}\n"));
        assert!(system.copy("one").await.unwrap_err().contains("different text"));
    }

    #[tokio::test]
    async fn the_last_text_is_owned_while_the_clipboard_has_it() {
        let (system, counts) = memory(str::to_owned);
        assert_eq!(system.read_back(RESPONSE_TIMEOUT).await, Ok(None));
        assert_eq!(counts.opened.load(Ordering::SeqCst), 0, "who has copied nothing asks no display");
        for text in ["one", "two"] {
            assert_eq!(system.copy(text).await, Ok(()));
            assert_eq!(system.read_back(RESPONSE_TIMEOUT).await, Ok(Some(text.to_owned())));
        }
        let shared = Arc::new(Mutex::new(String::new()));
        let board = Shared(Arc::clone(&shared));
        let system = SystemClipboard::with_opener(move || Ok(Box::new(board.clone())));
        assert_eq!(system.copy("one").await, Ok(()));
        "somebody else's".clone_into(&mut shared.lock().unwrap());
        assert_eq!(system.read_back(RESPONSE_TIMEOUT).await, Ok(None));
    }

    /// A clipboard that other programs set as well.
    #[derive(Clone)]
    struct Shared(Arc<Mutex<String>>);

    impl ClipboardBackend for Shared {
        fn write_text(&mut self, text: &str) -> Result<(), String> {
            text.clone_into(&mut self.0.lock().unwrap());
            Ok(())
        }

        fn read_text(&mut self) -> Result<String, String> {
            Ok(self.0.lock().unwrap().clone())
        }
    }

    #[tokio::test]
    async fn a_clipboard_is_detected_without_changing_it() {
        let shared = Arc::new(Mutex::new("theirs".to_owned()));
        let board = Shared(Arc::clone(&shared));
        let system = SystemClipboard::with_opener(move || Ok(Box::new(board.clone())));
        assert_eq!(system.probe().await, Ok(()));
        assert_eq!(system.read_back(RESPONSE_TIMEOUT).await, Ok(None));
        assert_eq!(shared.lock().unwrap().as_str(), "theirs");
        let none = SystemClipboard::with_opener(|| Err("no display".to_owned()));
        assert_eq!(none.probe().await, Err("no display".to_owned()));
    }

    #[tokio::test]
    async fn opening_is_tried_again_after_a_failure() {
        let tries = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&tries);
        let system = SystemClipboard::with_opener(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Err("no display".to_owned())
        });
        for _ in 0..2 {
            assert_eq!(system.copy("one").await, Err("no display".to_owned()));
        }
        assert_eq!(tries.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_panic_in_the_clipboard_is_an_error_and_the_next_copy_works() {
        let tries = AtomicUsize::new(0);
        let system = SystemClipboard::with_opener(move || {
            assert!(tries.fetch_add(1, Ordering::SeqCst) > 0, "the first time it breaks");
            Ok(Box::new(Memory { text: String::new(), alter: str::to_owned, closed: Arc::default() }))
        });
        assert!(system.copy("one").await.is_err());
        // The thread may still be unwinding, so one more copy may fail.
        let second = system.copy("two").await;
        assert!(second.is_ok() || system.copy("two").await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn an_unresponsive_display_server_is_an_error() {
        struct Silent(Receiver<()>);
        impl ClipboardBackend for Silent {
            fn write_text(&mut self, _: &str) -> Result<(), String> {
                self.0.recv().map_err(|error| error.to_string())
            }
            fn read_text(&mut self) -> Result<String, String> {
                Err("never asked".to_owned())
            }
        }
        let (release, blocked) = mpsc::channel();
        let blocked = Mutex::new(Some(blocked));
        let system = SystemClipboard::with_opener(move || {
            Ok(Box::new(Silent(blocked.lock().unwrap().take().ok_or("opened twice")?)))
        });
        assert_eq!(system.copy("one").await, Err("no response within 2 s".to_owned()));
        drop(release);
    }
}
