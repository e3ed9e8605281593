//! The state of a record in DNS with a sign and a colour, and all records in one line where there is no room for a table.

use ratatui::style::Color;
use ratatui::text::{Line, Span};

use crate::core::check::Count;
use crate::core::check_history::CheckState;
use crate::core::record::DnsRecord;
use crate::core::text::{truncate, width};
use crate::ui::styles::Styles;
use crate::wizard::{DnsState, Model, RecordsScreen};

/// The state with its sign: "✓ OK".
pub(super) fn state_span(state: DnsState, styles: &Styles) -> Span<'static> {
    let symbols = styles.symbols();
    let (sign, style) = match state {
        DnsState::Ok => (symbols.found, styles.tinted(Color::Green)),
        DnsState::WrongValue | DnsState::WrongName | DnsState::OnSome { .. } => {
            (symbols.warning, styles.tinted(Color::Yellow))
        }
        DnsState::NotFound => (symbols.error, styles.tinted(Color::Red)),
        DnsState::Checking => (symbols.ellipsis, Styles::DIM),
        DnsState::Optional | DnsState::NoAnswer | DnsState::LeftOut | DnsState::NotChecked => {
            (symbols.none, Styles::DIM)
        }
    };
    styles.span(&format!("{sign} {}", state.label()), style)
}

/// What AutoSend says: "✓ passed". What is awaited has no sign, so that the column is as narrow as its name.
pub(super) fn autosend_span(state: CheckState, styles: &Styles) -> Span<'static> {
    let symbols = styles.symbols();
    let (sign, style) = match state {
        CheckState::Accepted => (symbols.found, styles.tinted(Color::Green)),
        CheckState::Regressed => (symbols.warning, styles.tinted(Color::Yellow)),
        CheckState::NotAccepted | CheckState::Unreported => return styles.span(state.column_label(), Styles::DIM),
    };
    styles.span(&format!("{sign} {}", state.column_label()), style)
}

/// How many records DNS has, and the selected one with its state: "0/5 in DNS · 2 DKIM ✗ not found".
pub(super) fn summary_line(screen: &RecordsScreen, model: &Model, styles: &Styles, columns: usize) -> Line<'static> {
    let symbols = styles.symbols();
    let of = screen.domain.records.len();
    let (long, short) = match model.domain_states.published_count(&screen.domain) {
        Some(Count { n, of }) => (format!("{n}/{of} in DNS"), format!("{n}/{of}")),
        None => (format!("{of} records"), of.to_string()),
    };
    let number = screen.cursor.saturating_add(1);
    let label = screen.selected().map(DnsRecord::label).unwrap_or_default();
    let label = styles.sanitize(&label).into_owned();
    let state = state_span(model.domain_states.dns_state(&screen.domain, screen.cursor), styles);
    let chosen = |label: &str| format!("{number} {label} ");
    let leads = [long, short].map(|lead| format!("{lead}{}", symbols.separator));
    let fits = |lead: &&String| width(lead) + width(&chosen(&label)) + state.width() <= columns;
    let lead = leads.iter().find(fits).cloned().unwrap_or_default();
    let room = columns.saturating_sub(width(&lead)).saturating_sub(width(&chosen("")) + state.width());
    let label = truncate(&label, room, symbols.ellipsis);
    let selected = styles.selected();
    let state = state.patch_style(selected);
    Line::from(vec![Span::raw(lead), Span::styled(chosen(&label), selected), state])
}

/// The first cause of what is wrong with the selected record.
pub(super) fn first_cause(screen: &RecordsScreen, model: &Model) -> Option<String> {
    let check = model.domain_states.current_dns_check(&screen.domain)?;
    let check = check.result.record_check(screen.cursor).filter(|check| !check.is_correct())?;
    check.first_cause().map(|cause| format!("{} Press d for details.", cause.message()))
}

/// The conflict of the selected record with existing records.
pub(super) fn conflict(screen: &RecordsScreen, model: &Model) -> Option<String> {
    let check = model.domain_states.current_dns_check(&screen.domain)?;
    check.result.conflict(screen.cursor).map(|conflict| conflict.message())
}
