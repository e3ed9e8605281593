//! A failure: Enter tries again where that can help, Esc goes back to where it happened.

use super::context::Context;
use crate::wizard::message::Message;
use crate::wizard::screen::{FailureScreen, Screen};

pub(super) fn update(screen: FailureScreen, message: &Message, context: &mut Context) -> Screen {
    match message {
        Message::Submit if screen.failure.retry_hint.is_some() => {
            context.model.screen = *screen.resume;
            super::update_screen(context, Message::Submit);
            context.take_screen()
        }
        Message::Submit | Message::GoBack => *screen.resume,
        _ => Screen::Failure(screen),
    }
}
