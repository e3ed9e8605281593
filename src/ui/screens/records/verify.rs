//! How far AutoSend is with verifying: each check, when the next look is, and, once it can send, what comes next.

use ratatui::text::{Line, Span};

use crate::core::check_history::{Check, CheckState};
use crate::core::duration::format_duration;
use crate::core::text::truncate;
use crate::core::verify_poll::{DEFAULT_TIMEOUT, TYPICAL_DURATION, VerifyOutcome};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, icon_paragraph, paragraph};
use crate::wizard::{Model, RecordsScreen, VerifyWatch, VerifyWatchStage, rejection_message};

/// Below this width a check is told in as few words as there can be.
const NARROW: usize = 60;

pub(super) fn draw(screen: &RecordsScreen, scroll: usize, model: &Model, column: &mut Column) {
    let Some(follow) = model.verify_watch(&screen.domain.id) else {
        return column.paragraph("It is not followed. v asks AutoSend to verify it.", Styles::PLAIN);
    };
    let styles = *column.styles;
    // One column at the end is for the bar.
    let measure = column.prose_width().saturating_sub(1);
    let mut lines = heading(follow, &styles, measure);
    let gap = || Line::default();
    let is_roomy = column.is_roomy();
    lines.extend(is_roomy.then(gap));
    lines.extend(Check::ALL.into_iter().map(|check| check_line(check, follow, model, &styles, column.width())));
    lines.extend(is_roomy.then(gap));
    lines.extend(status_lines(follow, model, &styles, measure));
    if follow.stage == VerifyWatchStage::Ended(VerifyOutcome::Verified) {
        lines.extend(next_step_lines(follow, model, &styles, (measure, column.width()), is_roomy));
    }
    column.scrollable(lines, scroll);
}

fn heading(follow: &VerifyWatch, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let name = follow.domain.name.sanitized();
    let (sign, words) = match &follow.stage {
        VerifyWatchStage::Ended(VerifyOutcome::Verified) => (Icon::Success, format!("{name} is verified: it can send")),
        VerifyWatchStage::Ended(VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_)) => {
            (Icon::Warning, format!("{name} is not verified yet"))
        }
        VerifyWatchStage::Ended(VerifyOutcome::Failed) => (Icon::Error, format!("{name} is not verified")),
        VerifyWatchStage::Ended(VerifyOutcome::NotFound(_)) => (Icon::Error, format!("{name} is no longer there")),
        // It may be verified all the same: it was before, or nobody could be asked.
        VerifyWatchStage::Ended(VerifyOutcome::Rejected(_)) => (Icon::Error, format!("{name} is not followed")),
        _ => (Icon::Info, format!("AutoSend is verifying {name}")),
    };
    icon_paragraph(styles, sign, &words, Styles::BOLD, (columns, usize::MAX))
}

/// A check: its sign, its name, and what AutoSend says of it.
fn check_line(check: Check, follow: &VerifyWatch, model: &Model, styles: &Styles, columns: usize) -> Line<'static> {
    let accepted = follow.check_history.state(check);
    let can_send = follow.domain.status.can_send();
    let sign = match accepted {
        CheckState::Accepted => Icon::Success,
        CheckState::Regressed => Icon::Warning,
        CheckState::NotAccepted | CheckState::Unreported => Icon::Info,
    };
    let sign = styles.icon(sign);
    let blanks = " ".repeat(3_usize.saturating_sub(sign.width()).max(1));
    let words = if columns < NARROW {
        accepted.short_label(check, can_send).to_owned()
    } else {
        let since = match follow.accepted_after(check) {
            Some(after) if accepted == CheckState::Accepted => format!(" after {}", format_duration(after)),
            _ if follow.is_running() && accepted != CheckState::Accepted => {
                format!(", waiting for {}", format_duration(model.clock.saturating_sub(follow.started_at)))
            }
            _ => String::new(),
        };
        let recommended = if check.is_required() || can_send { "" } else { " (recommended)" };
        format!("{}{since}{recommended}", accepted.label(check, can_send))
    };
    let words = styles.sanitize(&words).into_owned();
    let words = truncate(&words, columns.saturating_sub(13), styles.symbols().ellipsis).into_owned();
    Line::from(vec![
        sign,
        Span::raw(blanks),
        Span::styled(format!("{:<10}", check.label()), Styles::BOLD),
        Span::styled(words, Styles::PLAIN),
    ])
}

/// What happens next.
fn status_lines(follow: &VerifyWatch, model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let size = (columns, usize::MAX);
    if let Some(trouble) = follow.last_error.as_ref().filter(|_| follow.is_running()) {
        lines.extend(icon_paragraph(styles, Icon::Warning, &format!("The last look: {trouble}"), Styles::PLAIN, size));
    }
    let words = match &follow.stage {
        VerifyWatchStage::Requesting(_) => "AutoSend is being asked to verify it.".to_owned(),
        VerifyWatchStage::Polling(_) => "AutoSend is being asked how far it is.".to_owned(),
        VerifyWatchStage::Waiting { until, .. } => {
            let left = format_duration(until.saturating_sub(model.clock));
            let limit = DEFAULT_TIMEOUT.saturating_sub(model.clock.saturating_sub(follow.started_at));
            format!("Next look in {left}, and so on for up to {} min.", limit.as_secs().div_ceil(60))
        }
        VerifyWatchStage::Ended(end) => match end {
            VerifyOutcome::Verified => String::new(),
            VerifyOutcome::Failed => {
                format!("AutoSend says: {}. Its dashboard may tell more.", follow.domain.status.label())
            }
            VerifyOutcome::NotFound(_) => "AutoSend no longer has it.".to_owned(),
            VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_) => {
                format!(
                    "It was followed for {}. {TYPICAL_DURATION}. v asks AutoSend once more.",
                    format_duration(DEFAULT_TIMEOUT)
                )
            }
            VerifyOutcome::Rejected(error) => rejection_message(error),
        },
    };
    if !words.is_empty() {
        lines.extend(paragraph(styles, &words, Styles::PLAIN, columns));
    }
    if follow.is_running() {
        let words = format!("{TYPICAL_DURATION}. Esc leaves it running; the bell tells when it is done.");
        lines.extend(paragraph(styles, &words, Styles::DIM, columns));
    }
    lines
}

/// What comes next for a domain that can send.
fn next_step_lines(
    follow: &VerifyWatch,
    model: &Model,
    styles: &Styles,
    (measure, width): (usize, usize),
    is_roomy: bool,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for step in model.next_steps(follow) {
        lines.extend(paragraph(styles, &step.sentence, Styles::BOLD, measure));
        lines.extend(step.command_lines.iter().map(|line| {
            let line = styles.sanitize(line).into_owned();
            let line = truncate(&line, width.saturating_sub(1), styles.symbols().ellipsis).into_owned();
            Line::styled(line, Styles::PLAIN)
        }));
    }
    if is_roomy && model.config.sandbox && !lines.is_empty() {
        lines.extend(paragraph(
            styles,
            "The sandbox has neither senders nor mails: these are for AutoSend.",
            Styles::DIM,
            measure,
        ));
    }
    lines
}
