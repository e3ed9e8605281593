//! The domain with its region, DNS provider and zone, and the next action.

use ratatui::text::{Line, Span};

use crate::core::domain::DomainStatus;
use crate::core::text::{Untrusted, truncate, width};
use crate::core::zone::ZoneSource;
use crate::ui::screens::domains::status_icon;
use crate::ui::styles::Styles;
use crate::wizard::keymap::next_binding;
use crate::wizard::{Model, RecordsScreen};

/// The label of the next action.
const NEXT: &str = "NEXT";

/// The domain at the left; at the right its status, unless the stepper says it, its region, DNS provider and zone.
pub(super) fn domain_line(screen: &RecordsScreen, model: &Model, styles: &Styles, columns: usize) -> Line<'static> {
    let separator = styles.symbols().separator;
    let name = styles.sanitize(&screen.domain.name.sanitized()).into_owned();
    let ellipsis = styles.symbols().ellipsis;
    let name = truncate(&name, columns.saturating_mul(2) / 3, ellipsis).into_owned();
    let room = columns.saturating_sub(width(&name)).saturating_sub(2);
    let status = status_label(screen);
    let icon = status.is_some().then(|| styles.icon(status_icon(&screen.domain.status)));
    let icon_width = icon.as_ref().map(|icon| icon.width() + 1).unwrap_or_default();
    // The last facts are left out first.
    let facts: Vec<String> =
        status.into_iter().chain(facts(screen, model)).map(|fact| styles.sanitize(&fact).into_owned()).collect();
    let joined = (0..=facts.len()).rev().map(|count| facts.iter().take(count).map(String::as_str).collect::<Vec<_>>());
    let text = joined.map(|facts| facts.join(separator)).find(|text| width(text) + icon_width <= room);
    let text = text.unwrap_or_default();
    let used = width(&name) + if text.is_empty() { 0 } else { icon_width + width(&text) };
    let mut spans = vec![Span::styled(name, Styles::BOLD), Span::raw(" ".repeat(columns.saturating_sub(used)))];
    if !text.is_empty() {
        spans.extend(icon.into_iter().flat_map(|icon| [icon, Span::raw(" ")]));
        spans.push(Span::styled(text, Styles::DIM));
    }
    Line::from(spans)
}

/// The status, unless it says only that the records are awaited.
fn status_label(screen: &RecordsScreen) -> Option<String> {
    let status = &screen.domain.status;
    (*status != DomainStatus::Pending).then(|| status.label())
}

/// The other facts, the most important first.
fn facts(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let zone = prefs.zone(&screen.domain);
    let mut facts = Vec::new();
    if screen.refreshing.is_pending() {
        facts.push("refreshing".to_owned());
    }
    facts.extend(screen.age.map(|age| format!("as of {}", age.label(model.clock))));
    facts.extend(screen.domain.region.as_ref().map(Untrusted::sanitized));
    facts.extend(prefs.host().map(|host| format!("DNS: {}", host.name)));
    facts.extend(screen.domain.unicode_name());
    if !screen.domain.records.is_empty() {
        let guess = if zone.source() == ZoneSource::Guessed { " (guessed)" } else { "" };
        facts.push(format!("zone {}{guess}", zone.name()));
    }
    facts
}

/// What to do now, with its key at the right.
pub(super) fn next_line(screen: &RecordsScreen, model: &Model, styles: &Styles, columns: usize) -> Line<'static> {
    let action = model.domain_states.next_action(&screen.domain);
    let hint = next_binding(model).map(|binding| (binding.key_label(), binding.case.long_label));
    let words = |is_long: bool| {
        let sentence = if is_long { action.sentence() } else { action.short_sentence() };
        let label = hint.as_ref().filter(|_| is_long).map(|(_, label)| format!("  {label}")).unwrap_or_default();
        (styles.sanitize(&sentence).into_owned(), label)
    };
    let key = hint.as_ref().map(|(key, _)| styles.sanitize(key).into_owned()).unwrap_or_default();
    let lead = NEXT.len() + 2;
    let fits =
        |(sentence, label): &(String, String)| lead + width(sentence) + 2 + width(&key) + width(label) <= columns;
    let with_short_hint = || (words(true).0, String::new());
    let choices = [words(true), with_short_hint(), words(false)];
    let fitting = choices.into_iter().find(fits).unwrap_or_else(|| words(false));
    let (sentence, label) = fitting;
    let sentence = truncate(&sentence, columns.saturating_sub(lead), styles.symbols().ellipsis).into_owned();
    let used = lead + width(&sentence) + width(&key) + width(&label);
    Line::from(vec![
        Span::styled(format!("{NEXT}  "), styles.accent()),
        Span::styled(sentence, Styles::BOLD),
        Span::raw(" ".repeat(columns.saturating_sub(used))),
        Span::styled(key, Styles::BOLD),
        Span::styled(label, Styles::DIM),
    ])
}
