//! The views: a frame as a pure function of the model.
//!
//! [`view`] draws one frame and returns nothing: drawing never decides what the program does. Any size from one
//! cell on draws something. All text passes [`Styles`], which escapes hidden characters and transliterates for ASCII.

mod check_lines;
mod chrome;
mod layout;
mod overlays;
mod page;
mod screens;
mod styles;
mod symbols;
mod widgets;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use self::layout::{Areas, Density};
pub use self::styles::{Charset, ColourSupport, Styles};
use self::widgets::Column;
use crate::core::text::width;
use crate::wizard::{Model, Pane, Screen};

/// Draws the model.
pub fn view(model: &Model, styles: &Styles, frame: &mut Frame) {
    let window = frame.area();
    let Some(density) = Density::for_window(window) else { return draw_too_small(styles, frame, window) };
    let header = chrome::header(model, styles, density, window.width);
    let notice = chrome::notice(model, styles, density, window);
    let areas = Areas::split(window, density, row_count(&header), row_count(&notice), is_table(model));
    frame.render_widget(Paragraph::new(header), areas.header);
    frame.render_widget(Paragraph::new(notice), areas.notice);
    frame.render_widget(Paragraph::new(chrome::footer(model, styles, areas.footer.width)), areas.footer);
    let mut column = Column::new(frame, styles, areas.body, density);
    match model.overlay {
        Some(overlay) => overlays::draw(overlay, model, &mut column),
        None => screens::draw(model, &mut column),
    }
}

/// Whether the screen is a table, which says more the wider it is.
fn is_table(model: &Model) -> bool {
    match &model.screen {
        Screen::Domains(_) => model.overlay.is_none(),
        Screen::Records(screen) => {
            model.overlay.is_none() && matches!(screen.pane, Pane::Table | Pane::Guide | Pane::Export(_))
        }
        _ => false,
    }
}

fn draw_too_small(styles: &Styles, frame: &mut Frame, window: Rect) {
    let messages = layout::too_small_messages(window);
    let fits = |message: &&String| width(message) <= usize::from(window.width);
    let fitting = messages.iter().find(fits).or_else(|| messages.last());
    let Some(message) = fitting else { return };
    let middle = Rect { y: window.y.saturating_add(window.height / 2), height: window.height.min(1), ..window };
    frame.render_widget(Paragraph::new(Line::from(styles.span(message, Styles::BOLD)).centered()), middle);
}

fn row_count(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}
