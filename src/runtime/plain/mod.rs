//! The loop of plain mode: input lines become messages, new output is written, and commands are executed as in
//! full-screen mode.
//!
//! A person is prompted at once, even while requests are pending. Lines from a pipe are read only after all pending
//! requests have been answered, so that the same lines always have the same effect.

mod line_reader;
mod line_writer;

use std::collections::{HashSet, VecDeque};
use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use self::line_reader::{LineReader, ReadLine};
use self::line_writer::LineWriter;
use super::command_runner::CommandRunner;
use super::drain::drain;
use super::events::{Event, Subscriptions};
use super::run::RunOutcome;
use crate::core::api_key::zeroize_string;
use crate::core::exit::Exit;
use crate::core::terminal_caps::Charset;
use crate::plain::{InputAction, PlainView};
use crate::ports::Ports;
use crate::tty::echo::Echo;
use crate::tty::signals::{self, SignalRequest, Signals};
use crate::wizard::{self, Command, Effect, InitOptions, Intent, Message, Model, RequestId, keymap};

/// The message if lines were discarded.
const TYPED_BEFORE: &str = "Input typed before this question was ignored.";

/// The signal that ends a program that writes to a closed pipe.
const SIGPIPE: u8 = 13;

/// The result of a run in plain mode.
pub(super) struct PlainOutcome {
    /// The last model and the exit status.
    pub(super) outcome: RunOutcome,
    /// The open question, if the input ended before its answer.
    pub(super) unanswered_question: Option<String>,
}

/// The input and output of plain mode.
struct PlainSession {
    view: PlainView,
    writer: LineWriter,
    reader: LineReader,
    /// Lines that were typed while no question was open.
    typed_ahead: VecDeque<String>,
    /// The rest of the intents of the last answer.
    queued_intents: VecDeque<Intent>,
    pending_requests: PendingRequests,
    reached_eof: bool,
    /// Whether the program is suspended: nothing is written before it continues.
    is_suspended: bool,
    unanswered_question: Option<String>,
}

/// Runs the wizard until the user leaves it.
///
/// # Errors
/// If lines can no longer be read or written.
pub(super) async fn run(
    start: InitOptions,
    ports: Arc<impl Ports>,
    charset: Charset,
    signals: Signals,
    echo: Echo,
) -> io::Result<PlainOutcome> {
    let (event_tx, mut event_rx) = unbounded_channel();
    let _subscriptions = Subscriptions::start(signals, &event_tx);
    let mut session = PlainSession::new(charset, LineReader::spawn(&event_tx, echo)?);
    let mut runner = CommandRunner::new(ports, event_tx);
    let started_at = SystemTime::now();
    let (mut model, mut commands) = wizard::init(start);
    loop {
        for command in commands.drain(..) {
            match command {
                Command::Effect(Effect::Quit(exit)) => {
                    session.writer.abandon_prompt();
                    session.reader.restore_echo();
                    let model = drain(model, &mut event_rx, std::future::pending()).await;
                    runner.flush_writes().await;
                    let exit = if session.unanswered_question.is_some() { Exit::Usage } else { exit };
                    return Ok(PlainOutcome {
                        outcome: RunOutcome { model, exit },
                        unanswered_question: session.unanswered_question,
                    });
                }
                // The text is printed among the other lines and stays there.
                Command::Effect(Effect::ShowOnNormalScreen(shown)) => {
                    let text = session.view.sanitize(&shown.text);
                    session.writer.write_lines(&[text]);
                    session.queued_intents.push_front(Intent::GoBack);
                }
                Command::Effect(
                    Effect::SetTitle(_) | Effect::Redraw | Effect::Suspend | Effect::ReturnToAlternateScreen,
                ) => {}
                other => {
                    session.pending_requests.start(&other);
                    runner.execute(other);
                }
            }
        }
        let message = session.next_message(&model, &mut event_rx).await?;
        if let Message::Reply(id, _) = &message {
            session.pending_requests.finish(*id);
        }
        model.clock = started_at.elapsed().unwrap_or(model.clock);
        (model, commands) = wizard::update(model, message);
    }
}

impl PlainSession {
    fn new(charset: Charset, reader: LineReader) -> Self {
        Self {
            view: PlainView::new(charset, reader.is_interactive()),
            writer: LineWriter::new(reader.is_interactive()),
            reader,
            typed_ahead: VecDeque::new(),
            queued_intents: VecDeque::new(),
            pending_requests: PendingRequests::default(),
            reached_eof: false,
            is_suspended: false,
            unanswered_question: None,
        }
    }

    /// Writes new output, asks the next question, and waits for a message.
    async fn next_message(
        &mut self,
        model: &Model,
        event_rx: &mut UnboundedReceiver<Event<ReadLine>>,
    ) -> io::Result<Message> {
        loop {
            if !self.is_suspended
                && let Some(message) = self.write_updates(model)?
            {
                return Ok(message);
            }
            match event_rx.recv().await.ok_or(io::ErrorKind::BrokenPipe)? {
                Event::Message(message) => return Ok(*message),
                Event::Input(line) => match self.reader.receive(line) {
                    Some(Ok(Some(line))) => self.handle_line(model, line),
                    // Ctrl+D ends as `q` does. The end of a pipe may come before the questions that its lines answer.
                    Some(Ok(None)) if self.reader.is_interactive() => return Ok(Intent::Quit.into()),
                    Some(Ok(None)) => self.reached_eof = true,
                    // The terminal has gone.
                    Some(Err(_gone)) if self.reader.is_interactive() => {
                        return Ok(wizard::Event::ShutdownRequested(1).into());
                    }
                    Some(Err(error)) => return Err(error),
                    None => self.writer.write_lines(&[TYPED_BEFORE.to_owned()]),
                },
                // Ctrl+C, which is not a key in plain mode.
                Event::Signal(SignalRequest::Shutdown(2)) => return Ok(Intent::Quit.into()),
                Event::Signal(SignalRequest::Shutdown(signal)) => {
                    return Ok(wizard::Event::ShutdownRequested(signal).into());
                }
                // Without a shell that notices the stop, the terminal would be dead.
                Event::Signal(SignalRequest::Suspend) if signals::has_job_control() => {
                    self.writer.abandon_prompt();
                    self.reader.suspend_echo();
                    self.is_suspended = true;
                    signals::stop_process()?;
                }
                Event::Signal(SignalRequest::Suspend | SignalRequest::Resize) => {}
                // The prompt is printed again, because the shell has written in between.
                Event::Signal(SignalRequest::Resume) => {
                    self.writer.abandon_prompt();
                    self.reader.resume_echo();
                    self.is_suspended = false;
                }
            }
        }
    }

    /// Writes new output and the next question. Returns a message if one is available already.
    fn write_updates(&mut self, model: &Model) -> io::Result<Option<Message>> {
        loop {
            let updates = self.view.render_updates(model);
            self.writer.write_lines(&updates);
            if let Some(error) = self.writer.take_error() {
                // The output is closed, so the remaining intents are not carried out.
                self.queued_intents.clear();
                let is_gone = error.kind() == io::ErrorKind::BrokenPipe;
                return if is_gone { Ok(Some(wizard::Event::ShutdownRequested(SIGPIPE).into())) } else { Err(error) };
            }
            if let Some(intent) = self.queued_intents.pop_front() {
                return Ok(Some(intent.into()));
            }
            if !self.can_take_answer(model) {
                if self.reader.is_interactive() {
                    self.reader.request_line();
                }
                return Ok(None);
            }
            self.write_prompt(model);
            match self.typed_ahead.pop_front() {
                Some(line) => self.handle_answer(model, line),
                None if self.reached_eof => {
                    self.unanswered_question = self.view.question_text(model);
                    return Ok(Some(Intent::Quit.into()));
                }
                None => {
                    self.reader.request_line();
                    return Ok(None);
                }
            }
        }
    }

    /// Whether an answer can be accepted now.
    fn can_take_answer(&self, model: &Model) -> bool {
        let is_settled = if self.reader.is_interactive() {
            self.pending_requests.is_local_empty()
        } else {
            self.pending_requests.is_empty()
        };
        PlainView::is_asking(model) && is_settled
    }

    /// Asks the question, unless it is open already.
    fn write_prompt(&mut self, model: &Model) {
        if self.writer.has_open_prompt() && self.view.is_prompt_current(model) {
            return;
        }
        if let Some(prompt) = self.view.render_prompt(model) {
            // Pasted text may have lines for prompts that are not visible yet, and text typed without the echo was not
            // visible either.
            let was_unseen = !prompt.is_secret && self.reader.is_echo_off();
            if (was_unseen || keymap::has_confirmation(model)) && self.discard_typed() {
                self.writer.write_lines(&[TYPED_BEFORE.to_owned()]);
            }
            // Echo must be off before the user starts to type.
            if prompt.is_secret {
                self.reader.disable_echo();
            } else {
                self.reader.restore_echo();
            }
            self.writer.write_prompt(&prompt);
        }
    }

    /// Discards lines that a person has typed ahead. Returns whether there were any.
    fn discard_typed(&mut self) -> bool {
        let is_waiting = self.reader.discard_typed();
        let has_lines = self.reader.is_interactive() && !self.typed_ahead.is_empty();
        if has_lines {
            self.typed_ahead.drain(..).for_each(zeroize_string);
        }
        is_waiting || has_lines
    }

    /// Handles a line: it answers the open question or, without one, interrupts the pending request.
    fn handle_line(&mut self, model: &Model, line: String) {
        if PlainView::is_asking(model) {
            self.handle_answer(model, line);
        } else if let Some(reply) = self.view.interpret_while_waiting(model, &line) {
            self.apply_action(reply);
        } else {
            self.typed_ahead.push_back(line);
        }
    }

    fn handle_answer(&mut self, model: &Model, line: String) {
        // The echo stays off while a key is tried: what is typed then may be the key again.
        self.writer.finish_prompt(&line);
        let reply = self.view.interpret(model, &line);
        // The line may hold an API key.
        zeroize_string(line);
        self.apply_action(reply);
    }

    fn apply_action(&mut self, action: InputAction) {
        self.writer.write_lines(&action.output);
        self.queued_intents.extend(action.intents);
    }
}

/// The pending requests. Timers are not counted, because the user does not wait for a notice to disappear.
#[derive(Debug, Default)]
struct PendingRequests {
    remote: HashSet<RequestId>,
    /// The pending requests that this machine answers itself.
    local: HashSet<RequestId>,
}

impl PendingRequests {
    /// Whether no request is pending.
    fn is_empty(&self) -> bool {
        self.remote.is_empty() && self.is_local_empty()
    }

    /// Whether no local request is pending. The next question waits for local requests, because their replies could
    /// change it, and it would be printed twice.
    fn is_local_empty(&self) -> bool {
        self.local.is_empty()
    }

    /// Adds the request of a command that is about to be executed.
    fn start(&mut self, command: &Command) {
        match command {
            Command::Request(id, request) if request.is_local() => {
                self.local.insert(*id);
            }
            Command::Request(id, _) => {
                self.remote.insert(*id);
            }
            Command::Effect(Effect::Cancel(id)) => self.finish(*id),
            Command::Effect(_) => {}
        }
    }

    /// Removes a request that was answered or cancelled.
    fn finish(&mut self, id: RequestId) {
        self.remote.remove(&id);
        self.local.remove(&id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::api_key::{ApiKey, Credentials};
    use crate::wizard::{Request, RequestIds};

    #[test]
    fn a_request_is_pending_until_it_is_answered_or_cancelled() {
        let mut ids = RequestIds::default();
        let (copy, path, key) = (ids.next(), ids.next(), ids.next());
        let credentials = Credentials { key: ApiKey::parse("AS_12345678").unwrap(), project: None };
        let mut pending = PendingRequests::default();
        pending.start(&Command::Request(copy, Request::CopyText(String::new())));
        pending.start(&Command::Request(path, Request::CompletePath(String::new())));
        pending.start(&Command::Request(key, Request::SaveKey(credentials.clone())));
        pending.start(&Command::Effect(Effect::StartTimer { id: ids.next(), after: std::time::Duration::ZERO }));
        pending.start(&Command::Effect(Effect::Cancel(copy)));
        pending.finish(key);
        assert!(!pending.is_empty() && !pending.is_local_empty());
        pending.finish(path);
        assert!(pending.is_empty());
        pending.start(&Command::Request(ids.next(), Request::LoadCache(credentials)));
        assert!(!pending.is_empty() && pending.is_local_empty());
    }
}
