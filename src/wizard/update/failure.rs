//! The Failure screen: Enter retries if that can help, Esc goes back to the screen that failed.

use super::context::Context;
use crate::wizard::message::Intent;
use crate::wizard::screen::{FailureScreen, Screen};

pub(super) fn update(screen: FailureScreen, intent: &Intent, context: &mut Context) -> Screen {
    match intent {
        Intent::Submit if screen.failure.retry_hint.is_some() => {
            super::update_screen(*screen.resume, Intent::Submit, context)
        }
        Intent::Submit | Intent::GoBack => *screen.resume,
        _ => Screen::Failure(screen),
    }
}
