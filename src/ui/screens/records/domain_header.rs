//! The domain, its status, and the zone that its names are written in.

use std::time::Duration;

use ratatui::text::{Line, Span};

use crate::core::check_history::CheckHistory;
use crate::core::text::{truncate, width};
use crate::core::zone::{NameForm, ZoneSource};
use crate::ui::screens::domains::status_icon;
use crate::ui::styles::Styles;
use crate::ui::widgets::paragraph;
use crate::wizard::{Model, RecordPrefs, RecordsScreen};

/// Below this width the status is one word.
const NARROW: usize = 60;

pub(super) fn domain_lines(
    screen: &RecordsScreen,
    clock: Duration,
    styles: &Styles,
    columns: usize,
) -> Vec<Line<'static>> {
    let domain = &screen.domain;
    let between = styles.symbols().separator;
    let status = if columns < NARROW { domain.status.short_label() } else { domain.status.label() };
    let mut facts = vec![status];
    facts.extend(screen.age.map(|age| format!("as read {}", age.label(clock))));
    if let Some(region) = &domain.region {
        facts.push(region.sanitized());
    }
    facts.extend(domain.unicode_name());
    if domain.verification_in_progress {
        facts.push("AutoSend is checking".to_owned());
    }
    if screen.refreshing.is_pending() {
        facts.push("refreshing".to_owned());
    }
    let facts = styles.sanitize(&facts.join(between)).into_owned();
    let icon = styles.icon(status_icon(&domain.status));
    let name = styles.sanitize(&domain.name.sanitized()).into_owned();
    let ellipsis = styles.symbols().ellipsis;
    let least = columns / 3;
    let room = columns.saturating_sub(icon.width() + 3);
    let name = truncate(&name, room.saturating_sub(width(&facts).min(least)), ellipsis).into_owned();
    let facts = truncate(&facts, room.saturating_sub(width(&name)), ellipsis).into_owned();
    vec![Line::from(vec![
        Span::styled(name, Styles::BOLD),
        Span::raw("  "),
        icon,
        Span::raw(" "),
        Span::styled(facts, Styles::PLAIN),
    ])]
}

/// The next action, if `shows_action`, and the results of AutoSend's own checks, if there are any.
pub(super) fn status_lines(
    screen: &RecordsScreen,
    model: &Model,
    styles: &Styles,
    (columns, shows_action): (usize, bool),
) -> Vec<Line<'static>> {
    let task = next_action(screen, model).filter(|_| shows_action);
    let mut lines = task.map(|task| paragraph(styles, &task, Styles::PLAIN, columns)).unwrap_or_default();
    if !screen.domain.is_unchecked() {
        lines.extend(check_lines(screen, model.domain_states.check_history(&screen.domain), styles, columns));
    }
    lines
}

/// The next action; `None` if the domain is verified.
fn next_action(screen: &RecordsScreen, model: &Model) -> Option<String> {
    let host = model.domain_states.record_prefs(&screen.domain).host().map(|host| host.name);
    let task = screen.domain.setup_instruction(host)?;
    Some(model.domain_states.next_action(&screen.domain).unwrap_or_else(|| format!("{task}: g guides you.")))
}

/// The zone and its source, the DNS host, and what `n` copies, in the longest form that fits.
pub(super) fn zone_line(
    screen: &RecordsScreen,
    prefs: &RecordPrefs,
    styles: &Styles,
    columns: usize,
) -> Vec<Line<'static>> {
    let zone = prefs.zone(&screen.domain);
    let guess = if zone.source() == ZoneSource::Guessed { ", a guess" } else { "" };
    let name = zone.name();
    let found = if prefs.host().is_some() && !prefs.has_chosen_host() { ", by its name servers" } else { "" };
    let host = prefs.host().map_or_else(|| "DNS host not set".to_owned(), |host| format!("{}{found}", host.name));
    let short = prefs.host().map_or("host not set", |host| host.name);
    let form = match prefs.name_form() {
        NameForm::Relative => "host",
        NameForm::Full => "full name",
        NameForm::TrailingDot => "name with a dot",
    };
    let between = styles.symbols().separator;
    let lines = [
        format!("Zone {name}{guess} (z){between}{host} (h){between}n copies the {form} (f)"),
        format!("Zone {name}{guess} (z){between}{host} (h){between}n: {form} (f)"),
        format!("Zone {name}{guess} (z){between}{short} (h){between}n: {form} (f)"),
        format!("Zone {name} (z){between}{host} (h){between}n: {form} (f)"),
        format!("Zone {name}{guess} (z){between}n: {form} (f)"),
        format!("Zone {name}{guess} (z){between}{host} (h)"),
        format!("Zone {name}{guess} (z)"),
    ];
    let fitting = lines.iter().find(|line| width(&styles.sanitize(line)) <= columns).or_else(|| lines.last());
    let line = styles.sanitize(fitting.map(String::as_str).unwrap_or_default()).into_owned();
    vec![Line::styled(truncate(&line, columns, styles.symbols().ellipsis).into_owned(), Styles::DIM)]
}

/// The results of AutoSend's own checks, if there are any.
fn check_lines(screen: &RecordsScreen, history: CheckHistory, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let summary = history.summary_line(screen.domain.status.can_send());
    if summary.is_empty() {
        return Vec::new();
    }
    let long = format!("AutoSend: {summary}");
    let line = if width(&long) <= columns { long } else { summary };
    paragraph(styles, &line, Styles::DIM, columns)
}
