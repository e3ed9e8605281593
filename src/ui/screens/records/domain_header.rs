//! Whose records these are, and how far AutoSend is with them.

use std::time::Duration;

use ratatui::text::{Line, Span};

use crate::core::check_history::CheckHistory;
use crate::core::text::{truncate, width};
use crate::core::zone::{NameForm, ZoneSource};
use crate::ui::screens::domains::status_icon;
use crate::ui::styles::Styles;
use crate::ui::widgets::paragraph;
use crate::wizard::{Model, RecordPrefs, RecordsScreen};

/// Below this width the status is told in a word.
const NARROW: usize = 60;

/// Name, status and region.
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
    let sign = styles.icon(status_icon(&domain.status));
    let name = styles.sanitize(&domain.name.sanitized()).into_owned();
    let ellipsis = styles.symbols().ellipsis;
    let least = columns / 3;
    let room = columns.saturating_sub(sign.width() + 3);
    let name = truncate(&name, room.saturating_sub(width(&facts).min(least)), ellipsis).into_owned();
    let facts = truncate(&facts, room.saturating_sub(width(&name)), ellipsis).into_owned();
    vec![Line::from(vec![
        Span::styled(name, Styles::BOLD),
        Span::raw("  "),
        sign,
        Span::raw(" "),
        Span::styled(facts, Styles::PLAIN),
    ])]
}

/// What is to be done, unless that is told elsewhere, and what AutoSend says of its own checks; nothing where it says
/// nothing.
pub(super) fn status_lines(
    screen: &RecordsScreen,
    model: &Model,
    styles: &Styles,
    (columns, shows_action): (usize, bool),
) -> Vec<Line<'static>> {
    let task = next_action(screen, model).filter(|_| shows_action);
    let mut lines = task.map(|task| paragraph(styles, &task, Styles::PLAIN, columns)).unwrap_or_default();
    if !screen.domain.is_unchecked() {
        lines.extend(check_lines(screen, model.check_history(&screen.domain), styles, columns));
    }
    lines
}

/// What is to be done: nothing where AutoSend has verified it, else what DNS lacks.
fn next_action(screen: &RecordsScreen, model: &Model) -> Option<String> {
    let host = model.record_prefs(&screen.domain).host().map(|host| host.name);
    let task = screen.domain.setup_instruction(host)?;
    Some(model.next_action(&screen.domain).unwrap_or_else(|| format!("{task}: g guides you.")))
}

/// The zone and how it is known, the DNS host, and what `n` copies: by what names and values are written.
pub(super) fn zone_line(
    screen: &RecordsScreen,
    desk: &RecordPrefs,
    styles: &Styles,
    columns: usize,
) -> Vec<Line<'static>> {
    let zone = desk.zone(&screen.domain);
    let guess = if zone.source() == ZoneSource::Guessed { ", a guess" } else { "" };
    let name = zone.name();
    let found = if desk.host().is_some() && !desk.has_chosen_host() { ", by its name servers" } else { "" };
    let host = desk.host().map_or_else(|| "DNS host not set".to_owned(), |host| format!("{}{found}", host.name));
    let short = desk.host().map_or("host not set", |host| host.name);
    let form = match desk.name_form() {
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

/// What AutoSend says of its checks; nothing where it says nothing.
fn check_lines(screen: &RecordsScreen, standing: CheckHistory, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let words = standing.summary_line(screen.domain.status.can_send());
    if words.is_empty() {
        return Vec::new();
    }
    let long = format!("AutoSend: {words}");
    let line = if width(&long) <= columns { long } else { words };
    paragraph(styles, &line, Styles::DIM, columns)
}
