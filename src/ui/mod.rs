//! The views: what is seen, as a pure function of the model.
//!
//! [`view`] draws one frame and returns nothing: drawing never decides what the program does. Any size from one
//! cell on draws something. All text passes [`Styles`], which makes it harmless and, where need be, ASCII.

mod chrome;
mod layout;
mod overlays;
mod screens;
mod styles;
mod symbols;
mod widgets;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use self::layout::{Density, Parts};
pub use self::styles::{Charset, ColourSupport, Styles};
use self::widgets::Column;
use crate::core::text::width;
use crate::wizard::Model;

/// Draws the model.
pub fn view(model: &Model, styles: &Styles, frame: &mut Frame) {
    let window = frame.area();
    let Some(density) = Density::of(window) else { return too_small(styles, frame, window) };
    let header = chrome::header(model, styles, density, window.width);
    let news = chrome::news(model, styles, density, window);
    let parts = Parts::of(window, density, rows(&header), rows(&news));
    frame.render_widget(Paragraph::new(header), parts.header);
    frame.render_widget(Paragraph::new(news), parts.news);
    frame.render_widget(Paragraph::new(chrome::footer(model, styles, parts.footer.width)), parts.footer);
    let mut column = Column::new(frame, styles, parts.body, density);
    match model.overlay {
        Some(overlay) => overlays::draw(overlay, model, &mut column),
        None => screens::draw(model, &mut column),
    }
}

fn too_small(styles: &Styles, frame: &mut Frame, window: Rect) {
    let words = layout::too_small(window);
    let fitting = words.iter().find(|words| width(words) <= usize::from(window.width)).or_else(|| words.last());
    let Some(words) = fitting else { return };
    let middle = Rect { y: window.y.saturating_add(window.height / 2), height: window.height.min(1), ..window };
    frame.render_widget(Paragraph::new(Line::from(styles.span(words, Styles::STRONG)).centered()), middle);
}

fn rows(lines: &[Line]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}
