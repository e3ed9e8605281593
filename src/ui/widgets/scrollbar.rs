//! The mark beside lines that do not all fit.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Scrollbar, ScrollbarOrientation, ScrollbarState};

use crate::ui::styles::Styles;

/// The lines that are seen of those that there are.
#[derive(Clone, Copy)]
pub(in crate::ui) struct ScrollWindow {
    pub(in crate::ui) count: usize,
    /// The first line that is seen.
    pub(in crate::ui) offset: usize,
    pub(in crate::ui) seen: usize,
}

impl ScrollWindow {
    /// From the line `scroll` on, as far as that leaves no rows empty.
    pub(in crate::ui) fn new(count: usize, seen: usize, scroll: usize) -> Self {
        Self { count, offset: scroll.min(count.saturating_sub(seen)), seen }
    }
}

/// A thin mark at the right of an area, beside the part that is seen, if not all lines are seen. A single row needs none.
pub(in crate::ui) fn draw_scrollbar(frame: &mut Frame<'_>, styles: &Styles, area: Rect, window: ScrollWindow) {
    let ScrollWindow { count, offset, seen } = window;
    if count <= seen || seen <= 1 {
        return;
    }
    let mut state = ScrollbarState::new(count.saturating_sub(seen).saturating_add(1))
        .position(offset)
        .viewport_content_length(seen);
    let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
        .begin_symbol(None)
        .end_symbol(None)
        .track_symbol(None)
        .thumb_symbol(styles.symbols().thumb)
        .style(Styles::DIM);
    frame.render_stateful_widget(bar, area, &mut state);
}
