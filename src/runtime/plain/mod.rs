//! The loop of the wizard in plain lines: a line that is read becomes messages, what is new is written, and commands
//! are carried out as they are for the screen.
//!
//! A person is asked at once, whatever is still under way. Where the lines come from a pipe, each is taken when
//! everything before it has been answered: so the same lines always have the same effect.

mod awaited;
mod lines;
mod voice;

use std::collections::VecDeque;
use std::io;
use std::time::SystemTime;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use self::awaited::Awaited;
use self::lines::{Line, Lines};
use self::voice::Voice;
use super::effects::{Effects, Ports};
use super::events::{Happening, Subscriptions};
use super::last_work::after_last_work;
use super::run::Outcome;
use super::signals::{self, Request};
use crate::core::api_key::zeroize_string;
use crate::core::exit::Exit;
use crate::core::terminal_caps::Charset;
use crate::plain::{Dialogue, Reply};
use crate::ports::{Api, Clipboard, Files, Resolver, StateStore};
use crate::wizard::{self, Command, InitOptions, Message, Model};

/// The signal that a reader who has gone would have been told of by.
const PIPE: u8 = 13;

/// How the talk ended.
pub(super) struct Talked {
    /// The last model, and how the program ends.
    pub(super) outcome: Outcome,
    /// What was asked when the input ended, where that is how it ended.
    pub(super) unanswered: Option<String>,
}

/// What is asked of whoever is at the other end, and what has come from there.
struct Talk {
    dialogue: Dialogue,
    voice: Voice,
    lines: Lines,
    /// Lines that were typed while something else was waited for.
    ahead: VecDeque<String>,
    /// Messages of an answer that are still to be handed to the wizard.
    pending: VecDeque<Message>,
    awaited: Awaited,
    has_ended: bool,
    /// Whether the program is being stopped: nothing is said before it goes on.
    is_stopped: bool,
    unanswered: Option<String>,
}

/// Runs the wizard until it is left.
///
/// # Errors
/// Where lines can no longer be read or written.
pub(super) async fn run<A: Api, C: Clipboard, M: StateStore, F: Files, R: Resolver>(
    start: InitOptions,
    ports: Ports<A, C, M, F, R>,
    charset: Charset,
) -> io::Result<Talked> {
    let (queue, mut happenings) = unbounded_channel();
    let _subscriptions = Subscriptions::to_signals(&queue)?;
    let mut talk = Talk::new(charset, Lines::begin(&queue)?);
    let mut effects = Effects::new(ports, queue);
    let began = SystemTime::now();
    let (mut model, mut commands) = wizard::init(start);
    loop {
        for command in commands.drain(..) {
            match command {
                Command::Quit(exit) => {
                    talk.voice.close();
                    talk.lines.show();
                    let model = after_last_work(model, &mut happenings, |_, _| false).await;
                    effects.keep_all().await;
                    let exit = if talk.unanswered.is_some() { Exit::Usage } else { exit };
                    return Ok(Talked { outcome: Outcome { model, exit }, unanswered: talk.unanswered });
                }
                // It stands among the other lines; nothing is to be taken away again.
                Command::ShowOnNormalScreen(raw) => {
                    let text = talk.dialogue.harmless(&raw.text);
                    talk.voice.say(&[text]);
                    talk.pending.push_front(Message::GoBack);
                }
                Command::Redraw | Command::Suspend | Command::ReturnToAlternateScreen => {}
                other => {
                    talk.awaited.begin(&other);
                    effects.carry_out(other);
                }
            }
        }
        let message = talk.next(&model, &mut happenings).await?;
        talk.awaited.end(&message);
        model.clock = began.elapsed().unwrap_or(model.clock);
        (model, commands) = wizard::update(model, message);
    }
}

impl Talk {
    fn new(charset: Charset, lines: Lines) -> Self {
        Self {
            dialogue: Dialogue::new(charset, lines.are_typed()),
            voice: Voice::new(lines.are_typed()),
            lines,
            ahead: VecDeque::new(),
            pending: VecDeque::new(),
            awaited: Awaited::default(),
            has_ended: false,
            is_stopped: false,
            unanswered: None,
        }
    }

    /// Says what is new, asks, and waits for what happens next.
    async fn next(
        &mut self,
        model: &Model,
        happenings: &mut UnboundedReceiver<Happening<Line>>,
    ) -> io::Result<Message> {
        loop {
            if !self.is_stopped
                && let Some(message) = self.speak(model)?
            {
                return Ok(message);
            }
            match happenings.recv().await.ok_or(io::ErrorKind::BrokenPipe)? {
                Happening::Answer(message) => return Ok(*message),
                Happening::Input(line) => match self.lines.arrived(line) {
                    Ok(Some(line)) => self.heard(model, line),
                    Ok(None) => self.has_ended = true,
                    // The terminal has gone.
                    Err(_gone) if self.lines.are_typed() => return Ok(Message::ShutdownRequested(1)),
                    Err(error) => return Err(error),
                },
                // Ctrl+C, which here is no key.
                Happening::Signal(Request::Shutdown(2)) => return Ok(Message::Quit),
                Happening::Signal(Request::Shutdown(signal)) => return Ok(Message::ShutdownRequested(signal)),
                // Without a shell that notices, a stop would leave a dead terminal.
                Happening::Signal(Request::Suspend) if signals::has_job_control() => {
                    self.voice.close();
                    self.lines.show();
                    self.is_stopped = true;
                    signals::stop()?;
                }
                Happening::Signal(Request::Suspend) => {}
                // The question is asked again, since the shell has written something meanwhile.
                Happening::Signal(Request::Resume) => {
                    self.voice.close();
                    self.is_stopped = false;
                }
            }
        }
    }

    /// Says what is new and asks; answers with a message where one is there already.
    fn speak(&mut self, model: &Model) -> io::Result<Option<Message>> {
        loop {
            let news = self.dialogue.news(model);
            self.voice.say(&news);
            if let Some(error) = self.voice.failure() {
                // Nobody reads any more: whatever was answered before that is not gone through with.
                self.pending.clear();
                let is_gone = error.kind() == io::ErrorKind::BrokenPipe;
                return if is_gone { Ok(Some(Message::ShutdownRequested(PIPE))) } else { Err(error) };
            }
            if let Some(message) = self.pending.pop_front() {
                return Ok(Some(message));
            }
            if !self.has_turn(model) {
                if self.lines.are_typed() {
                    self.lines.demand();
                }
                return Ok(None);
            }
            self.ask(model);
            match self.ahead.pop_front() {
                Some(line) => self.answer(model, line),
                None if self.has_ended => {
                    self.unanswered = self.dialogue.asked(model);
                    return Ok(Some(Message::Quit));
                }
                None => {
                    self.lines.demand();
                    return Ok(None);
                }
            }
        }
    }

    /// Whether an answer can be taken now.
    fn has_turn(&self, model: &Model) -> bool {
        let is_through =
            if self.lines.are_typed() { self.awaited.is_nothing_here() } else { self.awaited.is_nothing() };
        Dialogue::is_asking(model) && is_through
    }

    /// Asks, unless that has been done.
    fn ask(&mut self, model: &Model) {
        if self.voice.has_asked() && self.dialogue.has_asked(model) {
            return;
        }
        if let Some(asked) = self.dialogue.ask(model) {
            // Before anybody is asked to type.
            if asked.is_secret {
                self.lines.hide();
            } else {
                self.lines.show();
            }
            self.voice.ask(&asked);
        }
    }

    /// A line came, for this question or, where nothing is asked, to break off what is waited for.
    fn heard(&mut self, model: &Model, line: String) {
        if Dialogue::is_asking(model) {
            self.answer(model, line);
        } else if let Some(reply) = self.dialogue.interrupt(model, &line) {
            self.reply(reply);
        } else {
            self.ahead.push_back(line);
        }
    }

    fn answer(&mut self, model: &Model, line: String) {
        self.voice.answered(&line);
        self.lines.show();
        let reply = self.dialogue.answer(model, &line);
        // It may have been a key.
        zeroize_string(line);
        self.reply(reply);
    }

    fn reply(&mut self, reply: Reply) {
        self.voice.say(&reply.say);
        self.pending.extend(reply.messages);
    }
}
