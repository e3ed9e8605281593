//! The finish of a domain that can send: its next steps.

use super::copy;
use crate::core::open_link::{OPEN_REQUESTED, OpenError};
use crate::wizard::FinishStep;
use crate::wizard::command::Request;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{Pane, PaneKind, RecordsScreen};
use crate::wizard::session::RequestState;
use crate::wizard::update::context::{Context, Next};

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) -> Next {
    let Pane::Finish { cursor, opening } = screen.pane else { return Next::Stay };
    let steps = context.model.finish_steps(&screen.domain, &screen.session.credentials);
    let chosen = steps.get(cursor);
    match intent {
        Intent::Move(motion) => {
            let cursor = move_cursor(cursor, *motion, steps.len(), steps.len());
            screen.pane = Pane::Finish { cursor, opening };
        }
        Intent::Copy(CopyTarget::NextSteps) => copy_step(chosen, context),
        Intent::Submit => match chosen {
            Some(FinishStep::Command(_)) => copy_step(chosen, context),
            Some(FinishStep::Dashboard) => open_dashboard(screen, context),
            Some(FinishStep::AddAnother) => {
                context.model.draft.domain.clear();
                return Next::go(context.enter_domain(screen.session.clone()));
            }
            None => {}
        },
        Intent::OpenPane(PaneKind::Panel) => open_dashboard(screen, context),
        Intent::GoBack => screen.pane = Pane::Table,
        _ => {}
    }
    Next::Stay
}

/// Copies the command or the link of a step.
fn copy_step(step: Option<&FinishStep>, context: &mut Context) {
    let Some((step, text)) = step.and_then(|step| Some((step, step.text()?))) else { return };
    let what = if matches!(step, FinishStep::Command(_)) { "command" } else { "link" };
    copy::copy_own_text(text, what, context);
}

/// Asks the browser to open AutoSend's dashboard. Not in the sandbox: its domains are not there.
fn open_dashboard(screen: &mut RecordsScreen, context: &mut Context) {
    let Pane::Finish { cursor, opening } = &mut screen.pane else { return };
    let steps = context.model.finish_steps(&screen.domain, &screen.session.credentials);
    // Its link is shown, to be copied if no browser opens it.
    let position = steps.iter().position(|step| *step == FinishStep::Dashboard);
    *cursor = position.unwrap_or(*cursor);
    if context.model.config.sandbox {
        return context.show_notice(NoticeLevel::Info, OpenError::Sandbox.message());
    }
    let link = position.and_then(|position| steps.get(position)?.text());
    if let Some(link) = link.filter(|_| !opening.is_pending()) {
        *opening = RequestState::Pending(context.request(Request::OpenLink(link)));
    }
}

/// Says whether a browser was asked to open the link.
pub(super) fn apply_link_reply(screen: &mut RecordsScreen, result: &Result<(), OpenError>, context: &mut Context) {
    if let Pane::Finish { opening, .. } = &mut screen.pane {
        *opening = RequestState::Idle;
    }
    match result {
        Ok(()) => context.show_notice(NoticeLevel::Success, OPEN_REQUESTED),
        Err(error) => context.show_notice(NoticeLevel::Info, error.message()),
    }
}
