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
            None => vec![narrow_line(model, styles, columns)],
        },
    }
}

/// The step at the left; at the right, as far as it fits, what is unusual and the key.
fn narrow_line(model: &Model, styles: &Styles, columns: usize) -> Line<'static> {
    const GAP: usize = 2;
    let step = stepper::current_step(model, styles);
    // Both edges are blank.
    let mut room = columns.saturating_sub(step.width()).saturating_sub(2);
    let where_to = if model.config.sandbox { vec![sandbox_name(styles)] } else { host_label(model, styles) };
    let where_to = cut_last(where_to, room.saturating_sub(GAP), styles);
    // Any key works in the sandbox.
    let session = model.screen.session().filter(|_| !model.config.sandbox);
    let key = |label: fn(&Session, &Styles) -> Span<'static>| session.map(|session| label(session, styles));
    // In the order of importance: of the key's labels the longest that fits.
    let facts = [
        where_to,
        key(tail_label).into_iter().collect(),
        verify_badge(model, styles),
        key(short_key_label).into_iter().collect(),
        key(key_label).into_iter().collect(),
    ];
    let mut shown: [Option<Vec<Span<'static>>>; 3] = [None, None, None];
    for (fact, place) in facts.into_iter().zip([1, 2, 0, 2, 2]) {
        let place = shown.get_mut(place);
        let Some(place) = place.filter(|_| !fact.is_empty()) else { continue };
        let replaced = place.as_ref().map(|spans| span_width(spans) + GAP).unwrap_or_default();
        let needed = span_width(&fact) + GAP;
        if needed <= room + replaced {
            room = room + replaced - needed;
            *place = Some(fact);
        }
    }
    let mut spans = vec![Span::raw(" "), step, Span::raw(" ".repeat(room))];
    for fact in shown.into_iter().flatten() {
        spans.push(Span::raw(" ".repeat(GAP)));
        spans.extend(fact);
    }
    Line::from(spans)
}

fn span_width(spans: &[Span]) -> usize {
    spans.iter().map(Span::width).sum()
}

/// The spans in this many columns; the last one is cut.
fn cut_last(mut spans: Vec<Span<'static>>, columns: usize, styles: &Styles) -> Vec<Span<'static>> {
    if let Some(last) = spans.pop() {
        let room = columns.saturating_sub(span_width(&spans));
        let text = truncate(&last.content, room, styles.symbols().ellipsis).into_owned();
        spans.push(Span::styled(text, last.style));
    }
    spans
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
    vec![sandbox_name(styles), styles.span(" nothing leaves this machine", Styles::PLAIN)]
}

fn sandbox_name(styles: &Styles) -> Span<'static> {
    styles.span(" SANDBOX ", styles.badge())
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

/// The end of the key.
fn tail_label(session: &Session, styles: &Styles) -> Span<'static> {
    styles.span(&format!("…{}", session.credentials.key.tail()), Styles::DIM)
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
