//! The list of the project's domains in groups, and the selected one in words.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Cell;

use crate::core::cache::{format_age, format_age_short};
use crate::core::check_history::{Check, CheckHistory, CheckState};
use crate::core::domain::{DomainStatus, SendingDomain};
use crate::core::failure::describe_error;
use crate::core::text::{Untrusted, truncate, width};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{
    COLUMN_SPACING, Column, InputField, MARKER_WIDTH, ScrollWindow, SelectTable, cell, draw_scrollbar, paragraph,
    spread_columns,
};
use crate::wizard::{DomainsScreen, Model, RemoteData, SortOrder};

/// From this width on there is room for the region and the ages.
const WIDE: usize = 72;

/// From this width on there is room for the checks.
const MEDIUM: usize = 50;

/// The least columns of a name, if it needs them, before the region is omitted.
const MIN_NAME_WIDTH: usize = 32;

/// The columns of a documented status with its icon.
const STATUS_WIDTH: usize = 11;

pub(super) fn draw(screen: &DomainsScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let total = screen.session.domains.value().map(|domains| domains.len());
    let title = match model.sort_order {
        SortOrder::Attention => "Domains".to_owned(),
        order => format!("Domains, {}", order.label()),
    };
    column
        .justified_line(vec![styles.span(&title, Styles::BOLD)], styles.span(&count_label(screen, model), Styles::DIM));
    column.gap();
    column.input_field(&InputField::text("Domain", &screen.filter, &styles).placeholder("type to filter"));
    draw_load_state(screen, model, column);
    match total {
        // An old empty list says nothing if the last request failed.
        Some(0) if matches!(screen.session.domains, RemoteData::Failed { .. }) => {}
        Some(0) => column.paragraph("No domains yet. Press Esc to add one.", Styles::PLAIN),
        Some(_) if screen.rows.is_empty() => column.paragraph("No domain matches.", Styles::PLAIN),
        Some(_) => draw_list(screen, model, column),
        None => {}
    }
}

/// The number of domains and the age of the list, beside the heading so that the rows do not move.
fn count_label(screen: &DomainsScreen, model: &Model) -> String {
    let Some(all) = screen.session.domains.value().map(|domains| domains.len()) else { return String::new() };
    let rows = screen.rows.len();
    let mut count = if all == rows { format!("{all}") } else { format!("{rows} of {all}") };
    if matches!(screen.session.domains, RemoteData::Loading { previous: Some(_), .. }) {
        match screen.session.cache.list_age() {
            Some(age) => count = format!("{count}, as of {}", age.label(model.clock)),
            None => count.push_str(", from the last refresh"),
        }
    }
    count
}

/// The age of the list, or the error of the last request.
fn draw_load_state(screen: &DomainsScreen, model: &Model, column: &mut Column) {
    match &screen.session.domains {
        RemoteData::Ready(_) | RemoteData::Loading { previous: Some(_), .. } => {}
        RemoteData::Loading { previous: None, .. } => {
            column.spinner_line(model.spinner, "Loading domains");
        }
        RemoteData::Failed { error, previous } => {
            let message = match previous {
                Some(_) => match screen.session.cache.list_age() {
                    Some(age) => format!("As of {}. {}", age.label(model.clock), describe_error(error)),
                    None => format!("Showing saved data. {}", describe_error(error)),
                },
                None => format!("Couldn't load the list. {} Press Enter to try again.", describe_error(error)),
            };
            column.icon_paragraph_within(Icon::Error, &message, (column.height() / 2).max(1));
        }
    }
}

/// The rows, and below them the selected one in words if there is room.
fn draw_list(screen: &DomainsScreen, model: &Model, column: &mut Column) {
    let about = screen
        .selected()
        .map(|domain| selection_lines(domain, model, column.styles, column.width()))
        .unwrap_or_default();
    let height = column.height();
    let below = if column.is_roomy() { about.len().saturating_add(1) } else { about.len() };
    // Rows come first: they contain what the words say.
    let below = if height.saturating_sub(below) >= 5 { below } else { 0 };
    draw_table(screen, model, height.saturating_sub(below), column);
    if below > 0 {
        column.gap();
        column.lines(about);
    }
}

#[derive(Clone, Copy)]
enum TableLine {
    /// Between two groups.
    Blank,
    /// The heading of a group, by its index.
    Group(usize),
    /// A row of the list, by its index.
    Row(usize),
}

/// The lines of the table: the rows, with a heading before each group and a blank line between two if there is room.
fn table_lines(screen: &DomainsScreen, is_roomy: bool) -> Vec<TableLine> {
    let groups = screen.rows.groups();
    let mut lines = Vec::with_capacity(screen.rows.len());
    for row in 0..screen.rows.len() {
        if let Some(group) = groups.iter().position(|(_, first)| *first == row) {
            lines.extend((is_roomy && group > 0).then_some(TableLine::Blank));
            lines.push(TableLine::Group(group));
        }
        lines.push(TableLine::Row(row));
    }
    lines
}

fn draw_table(screen: &DomainsScreen, model: &Model, height: usize, column: &mut Column) {
    let styles = *column.styles;
    let listing = &screen.rows;
    let columns = ColumnWidths::fit(screen, column.width());
    let header = usize::from(columns.has_header());
    let seen = height.saturating_sub(header).max(1);
    let lines = table_lines(screen, column.is_roomy());
    let focus = lines.iter().position(|line| matches!(line, TableLine::Row(row) if *row == screen.cursor));
    let focus = focus.unwrap_or_default();
    let offset = focus.saturating_add(1).saturating_sub(seen);
    let count = lines.len();
    let window: Vec<TableLine> = lines.into_iter().skip(offset).take(seen).collect();
    let row = |line: &TableLine| match line {
        TableLine::Group(_) | TableLine::Blank => Vec::new(),
        TableLine::Row(row) => {
            listing.get(*row).map(|domain| columns.cells(domain, screen, model, &styles)).unwrap_or_default()
        }
    };
    let rows = SelectTable {
        header: columns.has_header().then(|| columns.header(&styles)),
        rows: window.iter().map(row).collect(),
        widths: columns.widths(),
        selected: Some(focus.saturating_sub(offset)),
    };
    let area = column.take_rows(height.min(count.saturating_add(header)));
    let text = Rect { width: area.width.saturating_sub(1), ..area };
    column.draw_in(text, |column| rows.draw(column, height));
    // A heading is not cut to the first column.
    for (index, line) in window.into_iter().enumerate() {
        if let TableLine::Group(group) = line {
            let below = u16::try_from(index.saturating_add(header)).unwrap_or(u16::MAX);
            let row =
                Rect { y: text.y.saturating_add(below), height: text.height.saturating_sub(below).min(1), ..text };
            column.draw_in(row, |column| column.lines(vec![group_heading(screen, group, &styles)]));
        }
    }
    let top = u16::try_from(header).unwrap_or_default();
    let area = Rect { y: area.y.saturating_add(top), height: area.height.saturating_sub(top), ..area };
    draw_scrollbar(column.frame(), &styles, area, ScrollWindow { count, offset, seen });
}

fn group_heading(screen: &DomainsScreen, index: usize, styles: &Styles) -> Line<'static> {
    let need = screen.rows.groups().get(index).map(|(need, _)| need.heading()).unwrap_or_default();
    let heading = format!("{}{need} ({})", " ".repeat(MARKER_WIDTH), screen.rows.group_size(index));
    Line::from(styles.span(&heading, Styles::DIM))
}

/// The widths of the columns that fit; 0 for a column that is omitted.
struct ColumnWidths {
    names: usize,
    status: usize,
    checks: usize,
    region: usize,
    times: usize,
}

impl ColumnWidths {
    fn fit(screen: &DomainsScreen, columns: usize) -> Self {
        let [names, status, region] = screen.rows.column_widths();
        // One column at the end is for the scrollbar.
        let room = columns.saturating_sub(MARKER_WIDTH).saturating_sub(1);
        // An icon is at most two columns wide.
        let status = status.saturating_add(3).max(6).min(room / 3);
        let (checks, times) = (if columns < MEDIUM { 0 } else { 12 }, if columns < WIDE { 0 } else { 7 });
        let mut plan = Self { names: 0, status, checks, region: if columns < WIDE { 0 } else { region.max(6) }, times };
        let needed = names.max("Domain".len());
        // The region is omitted before a name is cut.
        if room.saturating_sub(plan.fixed_width()) < needed.min(MIN_NAME_WIDTH) {
            plan.region = 0;
        }
        // Then an undocumented long status is cut: it is whole below the table.
        let lacking = needed.min(MIN_NAME_WIDTH).saturating_sub(room.saturating_sub(plan.fixed_width()));
        plan.status = plan.status.saturating_sub(lacking).max(plan.status.min(STATUS_WIDTH));
        plan.names = needed.min(room.saturating_sub(plan.fixed_width()));
        let blanks = room.saturating_sub(plan.names).saturating_sub(plan.fixed_width());
        let Self { names, status, checks, region, .. } = &mut plan;
        let mut before_last: Vec<&mut usize> =
            [names, status, checks, region].into_iter().filter(|width| **width > 0).collect();
        if times == 0 {
            before_last.pop();
        }
        spread_columns(&mut before_last, blanks);
        plan
    }

    /// The width of all columns but the names.
    fn fixed_width(&self) -> usize {
        let Self { status, checks, region, times, .. } = self;
        [status, checks, region, times, times]
            .into_iter()
            .filter(|width| **width > 0)
            .map(|width| width + COLUMN_SPACING)
            .sum()
    }

    fn has_header(&self) -> bool {
        self.checks > 0
    }

    fn widths(&self) -> Vec<usize> {
        let Self { names, status, checks, region, times, .. } = *self;
        let optional = [checks, region, times, times].into_iter().filter(|width| *width > 0);
        [names, status].into_iter().chain(optional).collect()
    }

    fn header(&self, styles: &Styles) -> Vec<Cell<'static>> {
        let names = [
            ("Domain", self.names),
            ("Status", self.status),
            ("Own DK MF DM", self.checks),
            ("Region", self.region),
            ("Added", self.times),
            ("Checked", self.times),
        ];
        let shown = names.into_iter().filter(|(_, width)| *width > 0);
        shown.map(|(name, width)| cell(styles, name, width, Styles::DIM)).collect()
    }

    fn cells(
        &self,
        domain: &SendingDomain,
        screen: &DomainsScreen,
        model: &Model,
        styles: &Styles,
    ) -> Vec<Cell<'static>> {
        let mut cells =
            vec![name_cell(styles, domain, screen, self.names), status_cell(styles, &domain.status, self.status)];
        if self.checks > 0 {
            cells.push(checks_cell(styles, domain));
        }
        if self.region > 0 {
            let region = domain.region.as_ref().map(Untrusted::sanitized).unwrap_or_default();
            cells.push(cell(styles, &region, self.region, Styles::DIM));
        }
        if self.times > 0 {
            cells.push(cell(styles, &added_age(domain, model), self.times, Styles::DIM));
            cells.push(cell(styles, &checked_age(domain, model), self.times, Styles::DIM));
        }
        cells
    }
}

/// The name, with the letters that match the filter highlighted.
fn name_cell(styles: &Styles, domain: &SendingDomain, screen: &DomainsScreen, columns: usize) -> Cell<'static> {
    let name = domain.name.sanitized();
    let marks = if screen.filter.text().trim().is_empty() { Vec::new() } else { screen.rows.match_indices(&name) };
    // In ASCII a character may become several, so that the indices no longer fit.
    if marks.is_empty() || !name.is_ascii() {
        return cell(styles, &name, columns, Styles::PLAIN);
    }
    let shown = truncate(&name, columns, styles.symbols().ellipsis).into_owned();
    let spans = shown.chars().enumerate().map(|(index, character)| {
        let style = if marks.contains(&index) { Styles::HIGHLIGHT } else { Styles::PLAIN };
        Span::styled(character.to_string(), style)
    });
    Cell::from(Line::from(spans.collect::<Vec<Span<'static>>>()))
}

fn status_cell(styles: &Styles, status: &DomainStatus, columns: usize) -> Cell<'static> {
    let sign = status_icon(status);
    let icon = styles.icon(sign);
    let room = columns.saturating_sub(icon.width() + 1);
    let label = Some(status.label()).filter(|label| width(label) <= room).unwrap_or_else(|| status.short_label());
    let label = truncate(&styles.sanitize(&label), room, styles.symbols().ellipsis).into_owned();
    Cell::from(Line::from(vec![icon, Span::raw(" "), Span::styled(label, styles.state(sign))]))
}

/// The four checks, each below its abbreviation.
fn checks_cell(styles: &Styles, domain: &SendingDomain) -> Cell<'static> {
    let icon = |check: Check| match CheckState::from_checks(check, domain.checks) {
        CheckState::Accepted => styles.icon(Icon::Success),
        _ => styles.icon(Icon::Pending),
    };
    let mut spans = Vec::new();
    for (check, columns) in Check::ALL.into_iter().zip([4_usize, 3, 3, 2]) {
        let icon = icon(check);
        let blanks = columns.saturating_sub(icon.width());
        spans.extend([icon, Span::raw(" ".repeat(blanks))]);
    }
    Cell::from(Line::from(spans))
}

fn added_age(domain: &SendingDomain, model: &Model) -> String {
    model.time_since(domain.created_at).map(format_age_short).unwrap_or_default()
}

/// How long ago AutoSend last checked it.
fn checked_age(domain: &SendingDomain, model: &Model) -> String {
    if domain.is_unchecked() {
        return "never".to_owned();
    }
    model.time_since(domain.last_checked_at).map(format_age_short).unwrap_or_default()
}

/// The selected domain in words: its checks and ages.
fn selection_lines(domain: &SendingDomain, model: &Model, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let checks = CheckHistory::new(domain.checks).summary_line(domain.status.can_send());
    let mut times = Vec::new();
    times.extend(model.time_since(domain.created_at).map(|age| format!("added {}", format_age(age))));
    times.push(if domain.is_unchecked() {
        "not checked by AutoSend yet".to_owned()
    } else {
        model
            .time_since(domain.last_checked_at)
            .map(|age| format!("last checked {}", format_age(age)))
            .unwrap_or_default()
    });
    times.retain(|time| !time.is_empty());
    let own = domain.unicode_name().map(|own| format!("{own}: ")).unwrap_or_default();
    let status = domain.status.label();
    let first = match &domain.status {
        _ if checks.is_empty() => status,
        // The column may be too narrow for an undocumented status.
        DomainStatus::Other(_) => format!("{status}; {checks}"),
        DomainStatus::Pending | DomainStatus::Verified => checks,
    };
    let first = format!("{own}{first}");
    let mut lines = paragraph(styles, &first, Styles::PLAIN, columns);
    if !times.is_empty() {
        let region = domain.region.as_ref().map(|region| format!("{}, ", region.sanitized())).unwrap_or_default();
        lines.extend(paragraph(styles, &format!("{region}{}", times.join(", ")), Styles::DIM, columns));
    }
    lines
}

/// The icon of a status.
pub(super) fn status_icon(status: &DomainStatus) -> Icon {
    match status {
        DomainStatus::Verified => Icon::Success,
        DomainStatus::Pending => Icon::Pending,
        DomainStatus::Other(_) if status.is_failure() => Icon::Error,
        DomainStatus::Other(_) => Icon::Info,
    }
}
