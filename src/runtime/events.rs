//! The events: input of the user, signals, and the replies to commands.

use futures::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use crate::tty::signals::{SignalRequest, Signals};
use crate::wizard::Message;

/// An event. `I` is the type of input.
pub(super) enum Event<I> {
    /// Input from the user.
    Input(I),
    /// A request of a signal.
    Signal(SignalRequest),
    /// A message for the wizard: a reply or an event.
    Message(Box<Message>),
}

/// The task that reads the signals. Dropping it aborts it.
pub(super) struct Subscriptions {
    _tasks: JoinSet<()>,
}

impl Subscriptions {
    /// Starts to forward signals.
    pub(super) fn start<I: Send + 'static>(mut signals: Signals, queue: &UnboundedSender<Event<I>>) -> Self {
        let mut tasks = JoinSet::new();
        let event_tx = queue.clone();
        tasks.spawn(async move {
            while let Some(request) = signals.next().await {
                if event_tx.send(Event::Signal(request)).is_err() {
                    return;
                }
            }
        });
        Self { _tasks: tasks }
    }
}
