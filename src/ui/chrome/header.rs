//! The header: the program, the sandbox, the host where it is not AutoSend's, the key in use; and the stepper.

use ratatui::text::{Line, Span};

use super::super::layout::Density;
use super::super::styles::Styles;
use super::stepper;
use crate::core::text::truncate;
use crate::wizard::{Model, Session};

/// The lines of the header.
pub(in crate::ui) fn header(model: &Model, styles: &Styles, density: Density, columns: u16) -> Vec<Line<'static>> {
    let columns = usize::from(columns);
    match density {
        Density::Roomy => {
            let name = styles.span("autosend-domains", styles.strong());
            vec![facts(model, styles, Some(name), columns), stepper::rule(&model.screen, styles, columns)]
        }
        Density::Compact => match stepper::row(&model.screen, styles, columns) {
            Some(steps) => vec![steps, facts(model, styles, None, columns)],
            None => narrow(model, styles, columns),
        },
    }
}

/// The step and the key in one line, and a second one only where there is something out of the ordinary to say.
fn narrow(model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let step = stepper::short(&model.screen, styles);
    let session = model.screen.session();
    let mut lines = vec![spread(vec![step], session.map(|session| key(session, styles)), styles, columns)];
    let unusual: Vec<Span<'static>> = sandbox(model, styles).into_iter().chain(host(model, styles)).collect();
    if !unusual.is_empty() {
        lines.push(spread(unusual, None, styles, columns));
    }
    lines
}

/// Everything but the steps in one line.
fn facts(model: &Model, styles: &Styles, name: Option<Span<'static>>, columns: usize) -> Line<'static> {
    let mut left: Vec<Span<'static>> = name.into_iter().collect();
    let mut append = |spans: Vec<Span<'static>>| {
        if !left.is_empty() && !spans.is_empty() {
            left.push(Span::raw("  "));
        }
        left.extend(spans);
    };
    append(sandbox(model, styles));
    append(host(model, styles));
    spread(left, model.screen.session().map(|session| key(session, styles)), styles, columns)
}

/// Something at the left and something at the right; the right one is cut where they do not fit.
fn spread(left: Vec<Span<'static>>, right: Option<Span<'static>>, styles: &Styles, columns: usize) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    spans.extend(left);
    let Some(right) = right else { return Line::from(spans) };
    let used: usize = spans.iter().map(Span::width).sum();
    let between = if used > 1 { 2 } else { 0 };
    let room = columns.saturating_sub(used).saturating_sub(between + 1);
    let text = truncate(&right.content, room, styles.symbols().ellipsis).into_owned();
    let right = Span::styled(text, right.style);
    let blanks = columns.saturating_sub(used).saturating_sub(right.width() + 1);
    spans.push(Span::raw(" ".repeat(blanks)));
    spans.push(right);
    Line::from(spans)
}

fn sandbox(model: &Model, styles: &Styles) -> Vec<Span<'static>> {
    if !model.setting.sandbox {
        return Vec::new();
    }
    vec![styles.span(" SANDBOX ", styles.badge()), styles.span(" nothing leaves this machine", styles.plain())]
}

/// The host, where it is another than the program's purpose lets expect.
fn host(model: &Model, styles: &Styles) -> Vec<Span<'static>> {
    match &model.setting.host {
        Some(host) if !model.setting.sandbox => {
            vec![styles.span("at ", styles.quiet()), styles.span(host, styles.strong())]
        }
        _ => Vec::new(),
    }
}

fn key(session: &Session, styles: &Styles) -> Span<'static> {
    let tail = session.credentials.key.tail();
    let source = session.source.words();
    styles.span(&format!("key …{tail} {source}"), styles.quiet())
}
