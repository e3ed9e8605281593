//! Where things go: the header on top, the keys at the bottom, a line of news above them, the step between.

use ratatui::layout::{Constraint, Layout, Rect};

/// The smallest window in which every step can be used.
const MIN_SIZE: (u16, u16) = (40, 12);

/// The window that the program is designed for: from here on there are boxes and blank lines.
const ROOMY_SIZE: (u16, u16) = (80, 24);

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Density {
    /// Boxes, rules and blank lines.
    Roomy,
    /// None of these.
    Compact,
}

impl Density {
    /// What a window of this size has room for; `None` where it is too small for any step.
    pub(super) const fn for_window(window: Rect) -> Option<Self> {
        if window.width < MIN_SIZE.0 || window.height < MIN_SIZE.1 {
            None
        } else if window.width < ROOMY_SIZE.0 || window.height < ROOMY_SIZE.1 {
            Some(Self::Compact)
        } else {
            Some(Self::Roomy)
        }
    }
}

/// The words for a window that is too small, the longest first.
pub(super) fn too_small_messages(window: Rect) -> [String; 4] {
    let Rect { width, height, .. } = window;
    let (columns, rows) = MIN_SIZE;
    [
        format!("The window is too small: {width}x{height}, needed {columns}x{rows}"),
        format!("Too small: {width}x{height} of {columns}x{rows}"),
        format!("Too small: {width}x{height}"),
        format!("{width}x{height}"),
    ]
}

/// The parts of the window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Areas {
    /// Who, where, and which step.
    pub(super) header: Rect,
    /// The step.
    pub(super) body: Rect,
    /// News; where there is none, a rule or nothing.
    pub(super) notice: Rect,
    /// The keys.
    pub(super) footer: Rect,
}

impl Areas {
    /// Divides the window, given the rows that header and news take.
    pub(super) fn split(window: Rect, density: Density, header: u16, news: u16) -> Self {
        let gap = u16::from(density == Density::Roomy);
        let [header, _, middle, news, footer] = Layout::vertical([
            Constraint::Length(header),
            Constraint::Length(gap),
            Constraint::Fill(1),
            Constraint::Length(news),
            Constraint::Length(1),
        ])
        .areas(window);
        Self { header, body: inset(middle, density), notice: news, footer }
    }
}

/// The area without the margin at its sides.
pub(super) fn inset(area: Rect, density: Density) -> Rect {
    let margin = match density {
        Density::Roomy => 2,
        Density::Compact => 1,
    };
    let margin = margin.min(area.width / 2);
    Rect { x: area.x.saturating_add(margin), width: area.width.saturating_sub(margin.saturating_mul(2)), ..area }
}
