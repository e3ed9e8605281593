//! Whose records these are, and how far AutoSend is with them.

use ratatui::text::{Line, Span};

use super::super::super::styles::Styles;
use super::super::super::widgets::paragraph;
use super::super::domains::status_sign;
use crate::core::text::{truncate, width};
use crate::wizard::RecordsScreen;

/// Below this width the status is told in a word.
const NARROW: usize = 60;

/// Name, status and region.
pub(super) fn domain(screen: &RecordsScreen, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let domain = &screen.domain;
    let between = styles.symbols().between;
    let status = if columns < NARROW { domain.status.short() } else { domain.status.words() };
    let mut facts = vec![status];
    if let Some(region) = &domain.region {
        facts.push(region.for_screen());
    }
    if domain.in_progress {
        facts.push("AutoSend is checking".to_owned());
    }
    if screen.refreshing.is_running() {
        facts.push("refreshing".to_owned());
    }
    let facts = styles.text(&facts.join(between)).into_owned();
    let sign = styles.sign(status_sign(&domain.status));
    let name = styles.text(&domain.name.for_screen()).into_owned();
    let ellipsis = styles.symbols().ellipsis;
    let least = columns / 3;
    let room = columns.saturating_sub(sign.width() + 3);
    let name = truncate(&name, room.saturating_sub(width(&facts).min(least)), ellipsis).into_owned();
    let facts = truncate(&facts, room.saturating_sub(width(&name)), ellipsis).into_owned();
    vec![Line::from(vec![
        Span::styled(name, Styles::STRONG),
        Span::raw("  "),
        sign,
        Span::raw(" "),
        Span::styled(facts, Styles::PLAIN),
    ])]
}

/// What is to be done, and what AutoSend says of its own checks; nothing where it says nothing.
pub(super) fn checks(screen: &RecordsScreen, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let task = screen.domain.task();
    let mut lines = task.map(|task| paragraph(styles, &task, Styles::PLAIN, columns)).unwrap_or_default();
    if !screen.domain.is_unchecked() {
        lines.extend(found(screen, styles, columns));
    }
    lines
}

fn found(screen: &RecordsScreen, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let checks = &screen.domain.checks;
    let named = [
        ("ownership", checks.ownership),
        ("DKIM", checks.dkim),
        ("mail-from", checks.mail_from),
        ("DMARC", checks.dmarc),
    ];
    let words: Vec<String> = named
        .into_iter()
        .filter_map(|(name, passed)| Some(format!("{name} {}", if passed? { "yes" } else { "no" })))
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let words = words.join(", ");
    let long = format!("AutoSend's own checks: {words}");
    let line = if width(&long) <= columns { long } else { format!("Checks: {words}") };
    paragraph(styles, &line, Styles::QUIET, columns)
}
