//! What happens, from three sources into one queue: keys, signals, and the answers to commands.

use std::io;

use crossterm::event::{Event as TerminalEvent, EventStream};
use futures::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::signals::{SignalRequest, Signals};
use crate::wizard::{self, Intent, Message, Model, PastedText, TerminalSize, keymap};

/// Something that happened, where input is an `I`.
pub(super) enum Event<I> {
    /// The person did something.
    Input(I),
    /// A signal.
    Signal(SignalRequest),
    /// A reply or an event, for the wizard.
    Message(Box<Message>),
}

/// An event at a terminal that is drawn on; `None` where nothing more will come from it.
pub(super) type TerminalInput = Option<io::Result<TerminalEvent>>;

/// The standing sources. Dropping them ends them.
pub(super) struct Subscriptions {
    tasks: JoinSet<()>,
}

impl Subscriptions {
    /// Listens to the terminal and to signals.
    ///
    /// # Errors
    /// Where the operating system refuses to deliver signals.
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

    /// Listens to signals alone.
    ///
    /// # Errors
    /// Where the operating system refuses to deliver them.
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

/// What an event at the terminal means to the wizard as it is now.
pub(super) fn to_message(model: &Model, event: TerminalEvent) -> Option<Message> {
    match event {
        TerminalEvent::Key(key) => keymap::resolve_key(model, &key).map(Message::Intent),
        TerminalEvent::Paste(text) => Some(Intent::Paste(PastedText::new(text)).into()),
        // Some terminals tell no size; the guard then draws on 80x24.
        TerminalEvent::Resize(0, _) | TerminalEvent::Resize(_, 0) => {
            Some(wizard::Event::Resized(TerminalSize { columns: 80, rows: 24 }).into())
        }
        TerminalEvent::Resize(columns, rows) => Some(wizard::Event::Resized(TerminalSize { columns, rows }).into()),
        TerminalEvent::FocusGained | TerminalEvent::FocusLost | TerminalEvent::Mouse(_) => None,
    }
}
