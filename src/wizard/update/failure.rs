//! The Failure screen: another key, a link or a copy of the details. Trying again is up to the screen that failed.

use super::context::{Context, Next};
use crate::core::api_key::DASHBOARD_HOME_URL;
use crate::core::open_link::{OPEN_REQUESTED, OpenError};
use crate::wizard::command::Request;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{ApiKeyScreen, FailureScreen, Screen};
use crate::wizard::session::{RequestId, RequestState};

pub(super) fn update(screen: &mut FailureScreen, intent: &Intent, context: &mut Context) -> Next {
    match intent {
        Intent::Move(motion) => {
            let count = screen.actions().len();
            screen.cursor = move_cursor(screen.cursor, *motion, count, count);
        }
        Intent::GoBack => return Next::Go(screen.resume.clone()),
        Intent::UseAnotherKey => {
            let prompt = ApiKeyScreen::new(None, context.model.config.env_project.as_ref());
            return Next::go(Screen::ApiKey(ApiKeyScreen { resume: Some(screen.resume.clone()), ..prompt }));
        }
        Intent::OpenBilling => open_billing(screen, context),
        Intent::Copy(CopyTarget::ErrorDetails) => {
            context.start_copy(Request::CopyText(details_text(screen)), "error details".to_owned());
        }
        _ => {}
    }
    Next::Stay
}

/// Asks a browser to open the dashboard. Nothing of the sandbox leaves the machine.
fn open_billing(screen: &mut FailureScreen, context: &mut Context) {
    if context.model.config.sandbox {
        let text = format!("{} {DASHBOARD_HOME_URL}", OpenError::Sandbox.message());
        context.show_notice(NoticeLevel::Info, text);
    } else if !screen.opening.is_pending() {
        screen.opening = RequestState::Pending(context.request(Request::OpenLink(DASHBOARD_HOME_URL.to_owned())));
    }
}

/// Says what became of the link.
pub(super) fn apply_link_reply(
    screen: &mut FailureScreen,
    id: RequestId,
    result: &Result<(), OpenError>,
    context: &mut Context,
) {
    if !screen.opening.awaits(id) {
        return;
    }
    screen.opening = RequestState::Idle;
    let text = match result {
        Ok(()) => OPEN_REQUESTED.to_owned(),
        Err(error) => error.message(),
    };
    context.show_notice(NoticeLevel::Info, format!("{text} {DASHBOARD_HOME_URL}"));
}

/// Everything that is known of the failure. Neither the key nor a part of it.
fn details_text(screen: &FailureScreen) -> String {
    let failure = &screen.failure;
    let version = concat!("autosend-domains ", env!("CARGO_PKG_VERSION")).to_owned();
    let texts = [version, failure.title.clone(), failure.effect.clone(), failure.reason.clone()];
    let details = failure.details.lines.iter().map(|(name, value)| format!("{name}: {value}"));
    texts.into_iter().chain(details).collect::<Vec<_>>().join("\n") + "\n"
}
