//! The list of the project's domains.

use ratatui::text::{Line, Span};
use ratatui::widgets::Cell;

use super::super::styles::{Sign, Styles};
use super::super::widgets::{Column, Field, MARKER, Rows, SPACING, cell};
use crate::core::domain::{DomainStatus, SendingDomain};
use crate::core::failure::brief;
use crate::core::text::{Untrusted, truncate, width};
use crate::wizard::{DomainsScreen, Model, Remote};

pub(super) fn draw(screen: &DomainsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let rows = screen.rows();
    let known = screen.session.domains.known().map(|domains| domains.len());
    let mut count = match known {
        Some(all) if all == rows.len() => format!("{all}"),
        Some(all) => format!("{} of {all}", rows.len()),
        None => String::new(),
    };
    // Said beside the heading, so that the rows stay where they are.
    if matches!(screen.session.domains, Remote::Loading { last: Some(_), .. }) {
        match screen.session.kept.age() {
            Some(age) => count = format!("{count}, as read {}", age.words(model.clock)),
            None => count.push_str(", as of the last answer"),
        }
    }
    column.spread(vec![styles.span("The domains of this project", Styles::STRONG)], styles.span(&count, Styles::QUIET));
    column.gap();
    column.field(&Field::of("Domain", &screen.filter, &styles).placeholder("type to narrow the list"));
    state(screen, model, column);
    match known {
        // What an earlier answer said is no news where the last one failed.
        Some(0) if matches!(screen.session.domains, Remote::Failed { .. }) => {}
        Some(0) => column.words("This project has no domains. Esc goes back, to add one.", Styles::PLAIN),
        Some(_) if rows.is_empty() => column.words("None of them matches.", Styles::PLAIN),
        Some(_) => table(&rows, screen.cursor, column),
        None => {}
    }
}

/// How old or broken the list is, where there is something to say.
fn state(screen: &DomainsScreen, model: &Model, column: &mut Column) {
    match &screen.session.domains {
        Remote::Ready(_) | Remote::Loading { last: Some(_), .. } => {}
        Remote::Loading { last: None, .. } => column.waiting(model.busy, "AutoSend is asked for the list"),
        Remote::Failed { error, last } => {
            let words = match last {
                Some(_) => match screen.session.kept.age() {
                    Some(age) => format!("As read {}. {}", age.words(model.clock), brief(error)),
                    None => format!("As of an earlier answer. {}", brief(error)),
                },
                None => format!("The list could not be read. {} Enter tries again.", brief(error)),
            };
            column.signed_within(Sign::Bad, &words, (column.height() / 2).max(1));
        }
    }
}

fn table(rows: &[&SendingDomain], selected: usize, column: &mut Column) {
    let styles = *column.styles;
    let status = |domain: &SendingDomain| styles.text(&domain.status.short()).into_owned();
    let widest = |of: &dyn Fn(&SendingDomain) -> usize| rows.iter().map(|domain| of(domain)).max().unwrap_or_default();
    let region = |domain: &SendingDomain| domain.region.as_ref().map(Untrusted::for_screen).unwrap_or_default();
    let room = column.width().saturating_sub(MARKER).saturating_sub(SPACING.saturating_mul(2)).saturating_sub(1);
    let regions = if column.width() < 60 { 0 } else { widest(&|domain| width(&region(domain))).min(room / 4) };
    let widest_status = widest(&|domain| width(&status(domain)) + 3).min(room / 3);
    let names = room.saturating_sub(widest_status).saturating_sub(regions);
    let names = names.min(widest(&|domain| width(&styles.text(&domain.name.for_screen()))));
    let rows = rows
        .iter()
        .map(|domain| {
            vec![
                cell(&styles, &domain.name.for_screen(), names, Styles::PLAIN),
                status_cell(&styles, &domain.status, widest_status),
                cell(&styles, &region(domain), regions, Styles::QUIET),
            ]
        })
        .collect();
    let height = column.height();
    Rows { header: None, cells: rows, widths: vec![names, widest_status, regions], selected }.draw(column, height);
}

fn status_cell(styles: &Styles, status: &DomainStatus, columns: usize) -> Cell<'static> {
    let sign = styles.sign(status_sign(status));
    let words = styles.text(&status.short()).into_owned();
    let room = columns.saturating_sub(sign.width() + 1);
    let words = truncate(&words, room, styles.symbols().ellipsis).into_owned();
    Cell::from(Line::from(vec![sign, Span::raw(" "), Span::raw(words)]))
}

/// The sign of a status.
pub(super) const fn status_sign(status: &DomainStatus) -> Sign {
    match status {
        DomainStatus::Verified => Sign::Good,
        DomainStatus::Pending => Sign::Warning,
        DomainStatus::Other(_) => Sign::Info,
    }
}
