//! Waits on exit for pending copies and saves: a user who copies and quits at once expects both to happen.

use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;

use super::events::Event;
use crate::tty::signals::SignalRequest;
use crate::wizard::{self, Model};

/// How long the program waits on exit for a copy or a file. tmux gets 1 s, an X server 2 s, the user's own command 3 s.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(3200);

/// Waits for pending copies and saves, unless the user asks again to quit: `quit` ends then.
pub(super) async fn drain<I>(
    mut model: Model,
    event_rx: &mut UnboundedReceiver<Event<I>>,
    quit: impl Future<Output = ()>,
) -> Model {
    let mut end = pin!(async { tokio::time::timeout(DRAIN_TIMEOUT, quit).await });
    while model.pending_copy.is_some() || !model.pending_saves.is_empty() {
        let event = tokio::select! {
            event = event_rx.recv() => event,
            _ = &mut end => break,
        };
        match event {
            Some(Event::Message(message)) => (model, _) = wizard::update(model, *message),
            Some(Event::Signal(SignalRequest::Shutdown(_))) | None => break,
            Some(Event::Signal(_) | Event::Input(_)) => {}
        }
    }
    model
}
