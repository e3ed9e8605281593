//! The progress of a verification: each change once, and the next steps once the domain can send.

use crate::core::check_history::Check;
use crate::core::duration::format_duration;
use crate::core::verify_poll::{TYPICAL_DURATION, VerifyOutcome};
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::output::{Output, Section};
use crate::plain::question::Question;
use crate::wizard::{Model, RecordsScreen, VerifyWatch, VerifyWatchStage, outcome_message};

pub(super) fn output(screen: &RecordsScreen, model: &Model) -> Output {
    let Some(watch) = model.verify_watch(&screen.domain.id) else {
        let mut question = Question::new("What next?", list_choices(model));
        question.back = back_choice(model);
        return Output::with_question(vec![Section::from_line("It is not followed.")], question);
    };
    let mut parts = vec![Section::from_line(heading(watch)), check_section(watch)];
    if let VerifyWatchStage::Ended(end) = &watch.stage {
        parts.push(Section::new(outcome_lines(end, watch, model)));
        let mut question = Question::new("What next?", list_choices(model));
        question.back = back_choice(model);
        return Output::with_question(parts, question);
    }
    parts.push(error_section(watch));
    parts.push(Section::from_line(format!("{TYPICAL_DURATION}. Going back leaves it running.")));
    Output::waiting(parts, list_choices(model).into_iter().chain(back_choice(model)).collect())
}

fn heading(watch: &VerifyWatch) -> String {
    match &watch.stage {
        // The message of AutoSend or of this machine may end with a full stop already.
        VerifyWatchStage::Ended(end) => format!("{}.", outcome_message(end, &watch.domain).trim_end_matches('.')),
        _ => format!("AutoSend is verifying {}; it is asked how far it is.", watch.domain.name.sanitized()),
    }
}

/// The state of each check.
fn check_section(watch: &VerifyWatch) -> Section {
    let can_send = watch.domain.status.can_send();
    let line = |check: Check| {
        let after =
            watch.accepted_after(check).map(|after| format!(" after {}", format_duration(after))).unwrap_or_default();
        format!("{}: {}{after}.", check.label(), watch.check_history.state(check).label(check, can_send))
    };
    Section::new(Check::ALL.map(line))
}

/// The error of the last poll.
fn error_section(watch: &VerifyWatch) -> Section {
    Section::new(watch.last_error.as_ref().map(|message| format!("The last look: {message}")))
}

fn outcome_lines(end: &VerifyOutcome, watch: &VerifyWatch, model: &Model) -> Vec<String> {
    match end {
        VerifyOutcome::Verified => model
            .next_steps(watch)
            .into_iter()
            .flat_map(|step| std::iter::once(step.sentence).chain(step.command_lines))
            .collect(),
        VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_) => vec![format!("{TYPICAL_DURATION}.")],
        VerifyOutcome::Failed | VerifyOutcome::NotFound(_) | VerifyOutcome::Rejected(_) => Vec::new(),
    }
}
