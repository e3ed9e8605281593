//! What is still under way when the program is left: who asks for a copy and leaves in one go wants both.

use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;

use super::events::Happening;
use super::signals::Request;
use crate::wizard::{self, Model};

/// How long leaving waits for a copy or a file: tmux is given 1 s, an X server 2 s, a command of the person's 3 s.
const LAST_WORK: Duration = Duration::from_millis(3200);

/// Waits for a copy or a file that is under way, unless the person asks once more to leave.
pub(super) async fn after_last_work<I>(
    mut model: Model,
    happenings: &mut UnboundedReceiver<Happening<I>>,
    asks_to_leave: impl Fn(&Model, &I) -> bool,
) -> Model {
    let last = tokio::time::Instant::now() + LAST_WORK;
    while model.pending_copy.is_some() || !model.pending_saves.is_empty() {
        match tokio::time::timeout_at(last, happenings.recv()).await {
            Ok(Some(Happening::Answer(message))) => (model, _) = wizard::update(model, *message),
            Ok(Some(Happening::Input(input))) if asks_to_leave(&model, &input) => break,
            Ok(Some(Happening::Signal(Request::Shutdown(_))) | None) | Err(_) => break,
            Ok(Some(_)) => {}
        }
    }
    model
}
