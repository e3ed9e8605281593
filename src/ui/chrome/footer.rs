//! The keys that work now, as many as fit: the most important ones stay longest, and none is cut. The way back and
//! the way out always come last.

use ratatui::text::{Line, Span};

use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::wizard::keymap::{Hint, active_hints};
use crate::wizard::{Intent, Model};

/// Pairs of keys that share an entry.
const PAIRS: [(&str, &str, &str); 5] = [
    ("up", "down", "move"),
    ("scroll up", "scroll down", "scroll"),
    ("page up", "page down", "page"),
    ("first", "last", "first, last"),
    ("top", "bottom", "top, bottom"),
];

/// From this rank on a key is in the help only.
const HELP_ONLY_RANK: u8 = 9;

const GAP: usize = 2;

/// A key or a pair, and what it does.
struct FooterItem {
    keys: String,
    label: &'static str,
    rank: u8,
    /// Its position in the line.
    position: (u8, usize),
    is_pair: bool,
}

pub(in crate::ui) fn footer(model: &Model, styles: &Styles, columns: u16) -> Line<'static> {
    let room = usize::from(columns).saturating_sub(1);
    let mut spans = vec![Span::raw(" ")];
    for (key, label) in fit_items(collect_items(active_hints(model)), styles, room) {
        if spans.len() > 1 {
            spans.push(Span::raw(" ".repeat(GAP)));
        }
        spans.push(Span::styled(key, Styles::BOLD));
        if !label.is_empty() {
            spans.push(Span::raw(" "));
            spans.push(Span::styled(label, Styles::DIM));
        }
    }
    Line::from(spans)
}

/// Help, the way back and the way out come after everything else.
const fn sort_group(intent: &Intent) -> u8 {
    match intent {
        Intent::ToggleHelp => 1,
        Intent::GoBack => 2,
        Intent::Quit => 3,
        _ => 0,
    }
}

/// The most important first; of several keys that do the same, the first.
fn collect_items(hints: Vec<Hint>) -> Vec<FooterItem> {
    let mut items: Vec<FooterItem> = Vec::new();
    for (order, hint) in hints.into_iter().enumerate().filter(|(_, hint)| hint.footer_rank < HELP_ONLY_RANK) {
        let pair = items.last_mut().and_then(|last| {
            let pair = PAIRS.iter().find(|(first, second, _)| last.label == *first && hint.label == *second)?;
            (last.rank == hint.footer_rank).then_some((last, pair.2))
        });
        if let Some((last, both)) = pair {
            last.keys = format!("{} {}", last.keys, hint.key);
            last.label = both;
            last.is_pair = true;
        } else if !items.iter().any(|entry| entry.label == hint.label) {
            let position = (sort_group(&hint.intent), order);
            items.push(FooterItem {
                keys: hint.key,
                label: hint.label,
                rank: hint.footer_rank,
                position,
                is_pair: false,
            });
        }
    }
    items.sort_by_key(|entry| entry.rank);
    items
}

fn fit_items(items: Vec<FooterItem>, styles: &Styles, room: usize) -> Vec<(String, String)> {
    let mut used = 0_usize;
    let mut kept = Vec::new();
    for entry in items {
        let (keys, label) = (styles.sanitize(&entry.keys).into_owned(), styles.sanitize(entry.label).into_owned());
        let between = if kept.is_empty() { 0 } else { GAP };
        let bare = between + width(&keys);
        let whole = bare + 1 + width(&label);
        let left = room.saturating_sub(used);
        // Arrows need no label.
        let (taken, label) = if entry.is_pair && whole > left { (bare, String::new()) } else { (whole, label) };
        if taken > left {
            break;
        }
        used = used.saturating_add(taken);
        kept.push((entry.position, (keys, label)));
    }
    kept.sort_by_key(|(position, _)| *position);
    kept.into_iter().map(|(_, shown)| shown).collect()
}
