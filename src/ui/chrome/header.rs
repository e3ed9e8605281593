//! The header: the program, the sandbox, the host if it is not AutoSend's, the key in use; and the stepper.

use ratatui::text::{Line, Span};

use super::stepper;
use crate::core::api_key::KeySource;
use crate::core::text::truncate;
use crate::ui::layout::Density;
use crate::ui::styles::Styles;
use crate::wizard::{Model, Session};

pub(in crate::ui) fn header(model: &Model, styles: &Styles, density: Density, columns: u16) -> Vec<Line<'static>> {
    let columns = usize::from(columns);
    match density {
        Density::Roomy => {
            let name = styles.span("autosend-domains", Styles::BOLD);
            vec![info_line(model, styles, Some(name), columns), stepper::rule(model, styles, columns)]
        }
        Density::Compact => match stepper::row(model, styles, columns) {
            Some(steps) => vec![steps, info_line(model, styles, None, columns)],
            None => narrow_header(model, styles, columns),
        },
    }
}

/// The step and the key in one line; the badges, if there are any, in a second one.
fn narrow_header(model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let step = stepper::current_step(model, styles);
    let session = model.screen.session();
    let room = columns.saturating_sub(step.width()).saturating_sub(4);
    let key = session.map(|session| {
        Some(key_label(session, styles))
            .filter(|key| key.width() <= room)
            .unwrap_or_else(|| short_key_label(session, styles))
    });
    let mut lines = vec![justify(vec![step], key, styles, columns)];
    let badges = status_badges(model, styles);
    if !badges.is_empty() {
        lines.push(justify(badges, None, styles, columns));
    }
    lines
}

/// Everything but the steps in one line.
fn info_line(model: &Model, styles: &Styles, name: Option<Span<'static>>, columns: usize) -> Line<'static> {
    let badges = status_badges(model, styles);
    let key = model.screen.session().map(|session| key_label(session, styles));
    let required: usize = badges.iter().chain(key.as_ref()).map(Span::width).sum();
    // The name of the program is left out first.
    let name = name.filter(|name| required.saturating_add(name.width()).saturating_add(6) <= columns);
    let mut left: Vec<Span<'static>> = name.into_iter().collect();
    if !left.is_empty() && !badges.is_empty() {
        left.push(Span::raw("  "));
    }
    left.extend(badges);
    justify(left, key, styles, columns)
}

/// One text at the left and one at the right; the right one is cut if they do not fit.
fn justify(left: Vec<Span<'static>>, right: Option<Span<'static>>, styles: &Styles, columns: usize) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    spans.extend(left);
    let Some(right) = right else { return Line::from(spans) };
    let used: usize = spans.iter().map(Span::width).sum();
    let room = columns.saturating_sub(used);
    // The blank between them is required; the one at the edge is not.
    let least = usize::from(used > 1);
    let text = truncate(&right.content, room.saturating_sub(least), styles.symbols().ellipsis).into_owned();
    let right = Span::styled(text, right.style);
    let edge = usize::from(right.width().saturating_add(least) < room);
    let blanks = room.saturating_sub(right.width()).saturating_sub(edge);
    spans.push(Span::raw(" ".repeat(blanks)));
    spans.push(right);
    Line::from(spans)
}

/// What is unusual: the sandbox, another host, a domain whose verification is watched.
fn status_badges(model: &Model, styles: &Styles) -> Vec<Span<'static>> {
    let mut spans: Vec<Span<'static>> =
        sandbox_badge(model, styles).into_iter().chain(host_label(model, styles)).collect();
    let verify_badge = verify_badge(model, styles);
    if !verify_badge.is_empty() && !spans.is_empty() {
        spans.push(Span::raw("  "));
    }
    spans.extend(verify_badge);
    spans
}

/// How many domains are being verified.
fn verify_badge(model: &Model, styles: &Styles) -> Vec<Span<'static>> {
    let label = match model.domain_states.verify_watches().iter().filter(|watch| watch.is_running()).count() {
        0 => return Vec::new(),
        1 => "verifying".to_owned(),
        several => format!("verifying {several}"),
    };
    vec![styles.span(styles.symbols().current, styles.accent()), Span::raw(" "), styles.span(&label, Styles::BOLD)]
}

fn sandbox_badge(model: &Model, styles: &Styles) -> Vec<Span<'static>> {
    if !model.config.sandbox {
        return Vec::new();
    }
    vec![styles.span(" SANDBOX ", styles.badge()), styles.span(" nothing leaves this machine", Styles::PLAIN)]
}

/// The host, if it is not AutoSend's.
fn host_label(model: &Model, styles: &Styles) -> Vec<Span<'static>> {
    match &model.config.api_host {
        Some(host) if !model.config.sandbox => {
            vec![styles.span("at ", Styles::DIM), styles.span(host, Styles::BOLD)]
        }
        _ => Vec::new(),
    }
}

fn key_label(session: &Session, styles: &Styles) -> Span<'static> {
    let brief = short_key_label(session, styles);
    Span::styled(format!("key {}", brief.content), brief.style)
}

/// The end of the key, and where the key came from.
fn short_key_label(session: &Session, styles: &Styles) -> Span<'static> {
    let tail = session.credentials.key.tail();
    let source = match session.key_source {
        // The sandbox badge says so already.
        KeySource::Sandbox => String::new(),
        ref source => format!(" {}", source.label()),
    };
    styles.span(&format!("…{tail}{source}"), Styles::DIM)
}
