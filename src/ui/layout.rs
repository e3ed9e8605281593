//! The layout of the window: header, screen, notice, keys.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::wizard::TerminalSize;

/// The window that the program is designed for: from this size on there are boxes and blank lines.
const ROOMY_SIZE: (u16, u16) = (80, 24);

/// The most columns of a screen of words and fields: longer lines are hard to read. A window of 100 columns is filled.
const MAX_PAGE_WIDTH: u16 = 96;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Density {
    /// With boxes, rules and blank lines.
    Roomy,
    /// Without them.
    Compact,
}

impl Density {
    /// The density of a window of this size; `None` if the window is too small.
    pub(super) const fn for_window(window: Rect) -> Option<Self> {
        if (TerminalSize { columns: window.width, rows: window.height }).is_too_small() {
            None
        } else if window.width < ROOMY_SIZE.0 || window.height < ROOMY_SIZE.1 {
            Some(Self::Compact)
        } else {
            Some(Self::Roomy)
        }
    }
}

/// The message for a window that is too small, the longest form first.
pub(super) fn too_small_messages(window: Rect) -> [String; 4] {
    let Rect { width, height, .. } = window;
    let TerminalSize { columns, rows } = TerminalSize::MIN;
    [
        format!("Terminal too small: {width}x{height}, needs {columns}x{rows}"),
        format!("Too small: {width}x{height}, needs {columns}x{rows}"),
        format!("Too small: {width}x{height}"),
        format!("{width}x{height}"),
    ]
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Areas {
    pub(super) header: Rect,
    /// The screen.
    pub(super) body: Rect,
    /// The notice; without one, a rule or nothing.
    pub(super) notice: Rect,
    pub(super) footer: Rect,
}

impl Areas {
    /// Divides the window; `header` and `notice` are numbers of rows. A table gets all columns.
    pub(super) fn split(window: Rect, density: Density, header: u16, news: u16, is_table: bool) -> Self {
        let gap = u16::from(density == Density::Roomy);
        let [header, _, middle, news, footer] = Layout::vertical([
            Constraint::Length(header),
            Constraint::Length(gap),
            Constraint::Fill(1),
            Constraint::Length(news),
            Constraint::Length(1),
        ])
        .areas(window);
        let body = inset(middle, density);
        let body = if is_table { body } else { Rect { width: body.width.min(MAX_PAGE_WIDTH), ..body } };
        Self { header, body, notice: news, footer }
    }
}

/// The area without its left and right margin.
fn inset(area: Rect, density: Density) -> Rect {
    let margin = match density {
        Density::Roomy => 2,
        Density::Compact => 1,
    };
    let margin = margin.min(area.width / 2);
    Rect { x: area.x.saturating_add(margin), width: area.width.saturating_sub(margin.saturating_mul(2)), ..area }
}
