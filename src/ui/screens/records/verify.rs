//! The progress of a verification: each check, the time of the next poll, and the next steps once the domain can send.

use ratatui::text::{Line, Span};

use crate::core::check_history::{Check, CheckState};
use crate::core::duration::format_duration;
use crate::core::text::truncate;
use crate::core::verify_poll::{DEFAULT_TIMEOUT, TYPICAL_DURATION, VerifyOutcome};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, icon_paragraph, paragraph};
use crate::wizard::{Model, RecordsScreen, VerifyWatch, VerifyWatchStage, rejection_message};

/// Below this width a check has its short label.
const NARROW: usize = 60;

pub(super) fn draw(screen: &RecordsScreen, scroll: usize, model: &Model, column: &mut Column) {
    let Some(watch) = model.verify_watch(&screen.domain.id) else {
        return column.paragraph("It is not followed. v asks AutoSend to verify it.", Styles::PLAIN);
    };
    let styles = *column.styles;
    // One column at the end is for the scrollbar.
    let prose_width = column.prose_width().saturating_sub(1);
    let mut lines = heading(watch, &styles, prose_width);
    let gap = || Line::default();
    let is_roomy = column.is_roomy();
    lines.extend(is_roomy.then(gap));
    lines.extend(Check::ALL.into_iter().map(|check| check_line(check, watch, model, &styles, column.width())));
    lines.extend(is_roomy.then(gap));
    lines.extend(status_lines(watch, model, &styles, prose_width));
    if watch.stage == VerifyWatchStage::Ended(VerifyOutcome::Verified) {
        lines.extend(next_step_lines(watch, model, &styles, (prose_width, column.width()), is_roomy));
    }
    column.scrollable(lines, scroll);
}

fn heading(watch: &VerifyWatch, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let name = watch.domain.name.sanitized();
    let (icon, message) = match &watch.stage {
        VerifyWatchStage::Ended(VerifyOutcome::Verified) => (Icon::Success, format!("{name} is verified: it can send")),
        VerifyWatchStage::Ended(VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_)) => {
            (Icon::Warning, format!("{name} is not verified yet"))
        }
        VerifyWatchStage::Ended(VerifyOutcome::Failed) => (Icon::Error, format!("{name} is not verified")),
        VerifyWatchStage::Ended(VerifyOutcome::NotFound(_)) => (Icon::Error, format!("{name} is no longer there")),
        // The domain may be verified all the same: it was before, or AutoSend was not reached.
        VerifyWatchStage::Ended(VerifyOutcome::Rejected(_)) => (Icon::Error, format!("{name} is not followed")),
        _ => (Icon::Info, format!("AutoSend is verifying {name}")),
    };
    icon_paragraph(styles, icon, &message, Styles::BOLD, (columns, usize::MAX))
}

/// A check: its icon, its name, its state.
fn check_line(check: Check, watch: &VerifyWatch, model: &Model, styles: &Styles, columns: usize) -> Line<'static> {
    let accepted = watch.check_history.state(check);
    let can_send = watch.domain.status.can_send();
    let icon = match accepted {
        CheckState::Accepted => Icon::Success,
        CheckState::Regressed => Icon::Warning,
        CheckState::NotAccepted | CheckState::Unreported => Icon::Info,
    };
    let icon = styles.icon(icon);
    let blanks = " ".repeat(3_usize.saturating_sub(icon.width()).max(1));
    let message = if columns < NARROW {
        accepted.short_label(check, can_send).to_owned()
    } else {
        let since = match watch.accepted_after(check) {
            Some(after) if accepted == CheckState::Accepted => format!(" after {}", format_duration(after)),
            _ if watch.is_running() && accepted != CheckState::Accepted => {
                format!(", waiting for {}", format_duration(model.clock.saturating_sub(watch.started_at)))
            }
            _ => String::new(),
        };
        let recommended = if check.is_required() || can_send { "" } else { " (recommended)" };
        format!("{}{since}{recommended}", accepted.label(check, can_send))
    };
    let message = styles.sanitize(&message).into_owned();
    let message = truncate(&message, columns.saturating_sub(13), styles.symbols().ellipsis).into_owned();
    Line::from(vec![
        icon,
        Span::raw(blanks),
        Span::styled(format!("{:<10}", check.label()), Styles::BOLD),
        Span::styled(message, Styles::PLAIN),
    ])
}

fn status_lines(watch: &VerifyWatch, model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let size = (columns, usize::MAX);
    if let Some(error) = watch.last_error.as_ref().filter(|_| watch.is_running()) {
        lines.extend(icon_paragraph(styles, Icon::Warning, &format!("The last look: {error}"), Styles::PLAIN, size));
    }
    let message = match &watch.stage {
        VerifyWatchStage::Requesting(_) => "AutoSend is being asked to verify it.".to_owned(),
        VerifyWatchStage::Polling(_) => "AutoSend is being asked how far it is.".to_owned(),
        VerifyWatchStage::Waiting { until, .. } => {
            let left = format_duration(until.saturating_sub(model.clock));
            let limit = DEFAULT_TIMEOUT.saturating_sub(model.clock.saturating_sub(watch.started_at));
            format!("Next look in {left}, and so on for up to {} min.", limit.as_secs().div_ceil(60))
        }
        VerifyWatchStage::Ended(end) => match end {
            VerifyOutcome::Verified => String::new(),
            VerifyOutcome::Failed => {
                format!("AutoSend says: {}. Its dashboard may tell more.", watch.domain.status.label())
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
    if !message.is_empty() {
        lines.extend(paragraph(styles, &message, Styles::PLAIN, columns));
    }
    if watch.is_running() {
        let message = format!("{TYPICAL_DURATION}. Esc leaves it running; the bell tells when it is done.");
        lines.extend(paragraph(styles, &message, Styles::DIM, columns));
    }
    lines
}

/// The next steps of a domain that can send.
fn next_step_lines(
    watch: &VerifyWatch,
    model: &Model,
    styles: &Styles,
    (prose_width, width): (usize, usize),
    is_roomy: bool,
) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for step in model.next_steps(watch) {
        lines.extend(paragraph(styles, &step.sentence, Styles::BOLD, prose_width));
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
            prose_width,
        ));
    }
    lines
}
