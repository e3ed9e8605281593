//! Export: the formats, a preview of the selected one, and the path of the file.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::text::{truncate, width};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, InputField, MARKER_WIDTH, SelectTable, cell};
use crate::wizard::{ExportPane, ExportStage};

/// From this width on the preview stands beside the list.
const WIDE: usize = 70;

/// The rows of the list if the preview stands below it.
const COMPACT_LIST_ROWS: usize = 4;

pub(super) fn draw(pane: &ExportPane, column: &mut Column) {
    match &pane.stage {
        ExportStage::ChoosingFormat => draw_format_picker(pane, column),
        ExportStage::EnteringPath { field, candidates, saving, .. } => {
            let styles = *column.styles;
            column.heading(&format!("Save as: {}", pane.format().label()));
            column.explanation("Enter a path (~ is your home folder), or - to print it after you quit.");
            column.input_field(&InputField::text("Path", field, &styles).placeholder("a path, or -"));
            if let Some(error) = &field.error {
                column.icon_paragraph(Icon::Error, error);
            } else if saving.is_some() {
                column.paragraph("Saving…", Styles::DIM);
            } else if candidates.is_empty() {
                column.paragraph("You'll be asked before a file is overwritten.", Styles::DIM);
            } else {
                column.paragraph(&candidates.join("  "), Styles::DIM);
            }
            column.gap();
            draw_export_summary(pane.exported.as_ref(), column);
        }
        ExportStage::ConfirmingOverwrite { display_path, saving, .. } => {
            column.icon_paragraph(Icon::Warning, &format!("{display_path} already exists."));
            column.gap();
            let message =
                if saving.is_some() { "Saving…" } else { "Press y to overwrite it, Esc to choose another path." };
            column.paragraph(message, Styles::PLAIN);
        }
    }
}

fn draw_format_picker(pane: &ExportPane, column: &mut Column) {
    let styles = *column.styles;
    column.line(pane.format().description(), Styles::PLAIN);
    draw_warnings(pane.exported.as_ref(), column);
    let titles = ExportFormat::ALL.map(ExportFormat::label);
    let widest = titles.iter().map(|title| width(title)).max().unwrap_or_default();
    let rows = |columns: usize| SelectTable {
        header: None,
        rows: titles.iter().map(|title| vec![cell(&styles, title, columns, Styles::PLAIN)]).collect(),
        widths: vec![columns],
        selected: Some(pane.cursor),
    };
    column.gap();
    if column.width() < WIDE {
        rows(widest).draw(column, COMPACT_LIST_ROWS.min(column.height().saturating_sub(2)).max(1));
        let area = column.take_rows(column.height());
        draw_preview(pane, area, column);
        return;
    }
    let height = column.height();
    let area = column.take_rows(height);
    let list = u16::try_from(widest.saturating_add(MARKER_WIDTH).saturating_add(1)).unwrap_or(area.width);
    let left = Rect { width: list.min(area.width), ..area };
    column.draw_in(left, |column| rows(widest).draw(column, height));
    let gap = list.saturating_add(2).min(area.width);
    let right = Rect { x: area.x.saturating_add(gap), width: area.width.saturating_sub(gap), ..area };
    draw_preview(pane, right, column);
}

/// The text, cut at the right, with a scrollbar if there is more below.
fn draw_preview(pane: &ExportPane, area: Rect, column: &mut Column) {
    let styles = *column.styles;
    let Some(exported) = &pane.exported else { return };
    let room = usize::from(area.width).saturating_sub(2);
    let lines = exported.text.lines().map(|line| {
        let line = styles.sanitize(line);
        Line::styled(truncate(&line, room, styles.symbols().ellipsis).into_owned(), Styles::PLAIN)
    });
    column.draw_scrolled(lines.collect(), pane.scroll, area, area);
}

/// The size of the text, the number of records in it, and warnings.
fn draw_export_summary(exported: Option<&ExportOutput>, column: &mut Column) {
    if let Some(exported) = exported {
        column.paragraph(&exported.summary_line(), Styles::DIM);
    }
    draw_warnings(exported, column);
}

/// The first warnings of the export.
fn draw_warnings(exported: Option<&ExportOutput>, column: &mut Column) {
    for warning in exported.map(|exported| exported.warnings.as_slice()).unwrap_or_default().iter().take(2) {
        column.icon_paragraph_within(Icon::Warning, warning, 2);
    }
}
