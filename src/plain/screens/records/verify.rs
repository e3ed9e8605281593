//! How far AutoSend is with verifying: each change is said once, and, once it can send, what comes next.

use crate::core::check_history::Check;
use crate::core::duration::format_duration;
use crate::core::verify_poll::{TYPICAL_DURATION, VerifyOutcome};
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::output::{Output, Section};
use crate::plain::question::Question;
use crate::wizard::{Model, RecordsScreen, VerifyWatch, VerifyWatchStage, outcome_message};

pub(super) fn output(screen: &RecordsScreen, model: &Model) -> Output {
    let Some(follow) = model.verify_watch(&screen.domain.id) else {
        let mut question = Question::new("What next?", list_choices(model));
        question.back = back_choice(model);
        return Output::with_question(vec![Section::from_line("It is not followed.")], question);
    };
    let mut parts = vec![Section::from_line(heading(follow)), check_section(follow)];
    if let VerifyWatchStage::Ended(end) = &follow.stage {
        parts.push(Section::new(outcome_lines(end, follow, model)));
        let mut question = Question::new("What next?", list_choices(model));
        question.back = back_choice(model);
        return Output::with_question(parts, question);
    }
    parts.push(error_section(follow));
    parts.push(Section::from_line(format!("{TYPICAL_DURATION}. Going back leaves it running.")));
    Output::waiting(parts, list_choices(model).into_iter().chain(back_choice(model)).collect())
}

fn heading(follow: &VerifyWatch) -> String {
    match &follow.stage {
        // What AutoSend or this machine says may be a sentence already.
        VerifyWatchStage::Ended(end) => format!("{}.", outcome_message(end, &follow.domain).trim_end_matches('.')),
        _ => format!("AutoSend is verifying {}; it is asked how far it is.", follow.domain.name.sanitized()),
    }
}

/// What AutoSend says of each check; said again when that has changed.
fn check_section(follow: &VerifyWatch) -> Section {
    let can_send = follow.domain.status.can_send();
    let line = |check: Check| {
        let after =
            follow.accepted_after(check).map(|after| format!(" after {}", format_duration(after))).unwrap_or_default();
        format!("{}: {}{after}.", check.label(), follow.check_history.state(check).label(check, can_send))
    };
    Section::new(Check::ALL.map(line))
}

/// Why the last look brought nothing.
fn error_section(follow: &VerifyWatch) -> Section {
    Section::new(follow.last_error.as_ref().map(|words| format!("The last look: {words}")))
}

/// What there is to know at its end.
fn outcome_lines(end: &VerifyOutcome, follow: &VerifyWatch, model: &Model) -> Vec<String> {
    match end {
        VerifyOutcome::Verified => model
            .next_steps(follow)
            .into_iter()
            .flat_map(|step| std::iter::once(step.sentence).chain(step.command_lines))
            .collect(),
        VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_) => vec![format!("{TYPICAL_DURATION}.")],
        VerifyOutcome::Failed | VerifyOutcome::NotFound(_) | VerifyOutcome::Rejected(_) => Vec::new(),
    }
}
