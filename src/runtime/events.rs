//! What happens, from three sources into one queue: keys, signals, and the answers to commands.

use std::io;

use crossterm::event::{Event, EventStream};
use futures::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::signals::{Request, Signals};
use crate::wizard::{Message, Model, PastedText, TerminalSize, keymap};

/// Something that happened, where input is an `I`.
pub(super) enum Happening<I> {
    /// The person did something.
    Input(I),
    /// A signal.
    Signal(Request),
    /// The answer to a command.
    Answer(Box<Message>),
}

/// An event at a terminal that is drawn on; `None` where nothing more will come from it.
pub(super) type Press = Option<io::Result<Event>>;

/// The standing sources. Dropping them ends them.
pub(super) struct Subscriptions {
    tasks: JoinSet<()>,
}

impl Subscriptions {
    /// Listens to the terminal and to signals.
    ///
    /// # Errors
    /// Where the operating system refuses to deliver signals.
    pub(super) fn begin(queue: &UnboundedSender<Happening<Press>>) -> io::Result<Self> {
        let mut subscriptions = Self::to_signals(queue)?;
        let to_queue = queue.clone();
        subscriptions.tasks.spawn(async move {
            let mut input = EventStream::new();
            loop {
                let event = input.next().await;
                let ends = !matches!(event, Some(Ok(_)));
                if to_queue.send(Happening::Input(event)).is_err() || ends {
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
    pub(super) fn to_signals<I: Send + 'static>(queue: &UnboundedSender<Happening<I>>) -> io::Result<Self> {
        let mut tasks = JoinSet::new();
        let mut signals = Signals::new()?;
        let to_queue = queue.clone();
        tasks.spawn(async move {
            while let Some(request) = signals.next().await {
                if to_queue.send(Happening::Signal(request)).is_err() {
                    return;
                }
            }
        });
        Ok(Self { tasks })
    }
}

/// What an event at the terminal means to the wizard as it is now.
pub(super) fn message(model: &Model, event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => keymap::resolve_key(model, &key),
        Event::Paste(text) => Some(Message::Paste(PastedText::new(text))),
        // Some terminals tell no size; the guard then draws on 80x24.
        Event::Resize(0, _) | Event::Resize(_, 0) => Some(Message::Resized(TerminalSize { columns: 80, rows: 24 })),
        Event::Resize(columns, rows) => Some(Message::Resized(TerminalSize { columns, rows })),
        Event::FocusGained | Event::FocusLost | Event::Mouse(_) => None,
    }
}
