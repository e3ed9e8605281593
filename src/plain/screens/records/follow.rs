//! How far AutoSend is with verifying: each change is said once, and, once it can send, what comes next.

use super::super::super::offers::{back, offers};
use super::super::super::page::{Page, Part};
use super::super::super::question::Question;
use crate::core::check_history::Check;
use crate::core::verify_poll::{TYPICAL_DURATION, format_duration};
use crate::wizard::{Model, RecordsScreen, VerifyOutcome, VerifyWatch, VerifyWatchStage};

pub(super) fn page(screen: &RecordsScreen, model: &Model) -> Page {
    let Some(follow) = model.verify_watch(&screen.domain.id) else {
        let mut question = Question::of("What next?", offers(model));
        question.back = back(model);
        return Page::asking(vec![Part::line("It is not followed.")], question);
    };
    let mut parts = vec![Part::line(heading(follow)), checks(follow)];
    if let VerifyWatchStage::Ended(end) = &follow.stage {
        parts.push(Part::new(ending(end, follow, model)));
        let mut question = Question::of("What next?", offers(model));
        question.back = back(model);
        return Page::asking(parts, question);
    }
    parts.push(trouble(follow));
    parts.push(Part::line(format!("{TYPICAL_DURATION}. Going back leaves it running.")));
    Page::waiting(parts, offers(model).into_iter().chain(back(model)).collect())
}

fn heading(follow: &VerifyWatch) -> String {
    match &follow.stage {
        // What AutoSend or this machine says may be a sentence already.
        VerifyWatchStage::Ended(end) => format!("{}.", end.message(&follow.domain).trim_end_matches('.')),
        _ => format!("AutoSend is verifying {}; it is asked how far it is.", follow.domain.name.sanitized()),
    }
}

/// What AutoSend says of each check; said again when that has changed.
fn checks(follow: &VerifyWatch) -> Part {
    let can_send = follow.domain.status.can_send();
    let line = |check: Check| {
        let after =
            follow.accepted_after(check).map(|after| format!(" after {}", format_duration(after))).unwrap_or_default();
        format!("{}: {}{after}.", check.label(), follow.check_history.state(check).label(check, can_send))
    };
    Part::new(Check::ALL.map(line))
}

/// Why the last look brought nothing.
fn trouble(follow: &VerifyWatch) -> Part {
    Part::new(follow.last_error.as_ref().map(|words| format!("The last look: {words}")))
}

/// What there is to know at its end.
fn ending(end: &VerifyOutcome, follow: &VerifyWatch, model: &Model) -> Vec<String> {
    match end {
        VerifyOutcome::Verified => model
            .next_steps(follow)
            .into_iter()
            .flat_map(|step| std::iter::once(step.sentence).chain(step.command_lines))
            .collect(),
        VerifyOutcome::TimedOut => vec![format!("{TYPICAL_DURATION}.")],
        VerifyOutcome::Failed | VerifyOutcome::NotFound | VerifyOutcome::Rejected(_) => Vec::new(),
    }
}
