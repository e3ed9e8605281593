//! The event queue. It has three sources: terminal input, signals, and the replies to commands.

use std::io;

use crossterm::event::{Event as TerminalEvent, EventStream};
use futures::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::signals::{SignalRequest, Signals};
use crate::wizard::{self, Intent, Message, Model, PastedText, TerminalSize, keymap};

/// An event. `I` is the type of input.
pub(super) enum Event<I> {
    /// Input from the user.
    Input(I),
    /// A request of a signal.
    Signal(SignalRequest),
    /// A message for the wizard: a reply or an event.
    Message(Box<Message>),
}

/// An event of the terminal in full-screen mode; `None` at the end of input.
pub(super) type TerminalInput = Option<io::Result<TerminalEvent>>;

/// The tasks that read the sources. Dropping it aborts them.
pub(super) struct Subscriptions {
    tasks: JoinSet<()>,
}

impl Subscriptions {
    /// Starts to listen to the terminal and to signals.
    ///
    /// # Errors
    /// If the operating system refuses a signal handler.
    pub(super) fn start(queue: &UnboundedSender<Event<TerminalInput>>) -> io::Result<Self> {
        let mut subscriptions = Self::signals_only(queue)?;
        let event_tx = queue.clone();
        subscriptions.tasks.spawn(async move {
            let mut input = EventStream::new();
            loop {
                let event = input.next().await;
                let ends = !matches!(event, Some(Ok(_)));
                if event_tx.send(Event::Input(event)).is_err() || ends {
                    return;
                }
            }
        });
        Ok(subscriptions)
    }

    /// Starts to listen to signals only.
    ///
    /// # Errors
    /// If the operating system refuses a signal handler.
    pub(super) fn signals_only<I: Send + 'static>(queue: &UnboundedSender<Event<I>>) -> io::Result<Self> {
        let mut tasks = JoinSet::new();
        let mut signals = Signals::new()?;
        let event_tx = queue.clone();
        tasks.spawn(async move {
            while let Some(request) = signals.next().await {
                if event_tx.send(Event::Signal(request)).is_err() {
                    return;
                }
            }
        });
        Ok(Self { tasks })
    }
}

/// Translates a terminal event into a message for the current model.
pub(super) fn to_message(model: &Model, event: TerminalEvent) -> Option<Message> {
    match event {
        TerminalEvent::Key(key) => keymap::resolve_key(model, &key).map(Message::Intent),
        TerminalEvent::Paste(text) => Some(Intent::Paste(PastedText::new(text)).into()),
        // Some terminals report no size; the size guard then assumes 80x24.
        TerminalEvent::Resize(0, _) | TerminalEvent::Resize(_, 0) => {
            Some(wizard::Event::Resized(TerminalSize { columns: 80, rows: 24 }).into())
        }
        TerminalEvent::Resize(columns, rows) => Some(wizard::Event::Resized(TerminalSize { columns, rows }).into()),
        TerminalEvent::FocusGained | TerminalEvent::FocusLost | TerminalEvent::Mouse(_) => None,
    }
}
