//! Waits on exit for pending copies and saves: a user who copies and quits at once expects both to happen.

use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;

use super::events::Event;
use super::signals::SignalRequest;
use crate::wizard::{self, Model};

/// How long the program waits on exit for a copy or a file. tmux gets 1 s, an X server 2 s, the user's own command 3 s.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(3200);

/// Waits for pending copies and saves, unless the user asks again to quit.
pub(super) async fn drain<I>(
    mut model: Model,
    event_rx: &mut UnboundedReceiver<Event<I>>,
    is_quit: impl Fn(&Model, &I) -> bool,
) -> Model {
    let deadline = tokio::time::Instant::now() + DRAIN_TIMEOUT;
    while model.pending_copy.is_some() || !model.pending_saves.is_empty() {
        match tokio::time::timeout_at(deadline, event_rx.recv()).await {
            Ok(Some(Event::Message(message))) => (model, _) = wizard::update(model, *message),
            Ok(Some(Event::Input(input))) if is_quit(&model, &input) => break,
            Ok(Some(Event::Signal(SignalRequest::Shutdown(_))) | None) | Err(_) => break,
            Ok(Some(_)) => {}
        }
    }
    model
}
