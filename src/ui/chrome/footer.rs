//! The keys that work now, as many as fit: those that matter most stay longest, and none is cut.

use ratatui::text::{Line, Span};

use super::super::styles::Styles;
use crate::wizard::Model;
use crate::wizard::keymap::{Hint, hints};

/// Two ways through a list that are one entry.
const PAIRS: [(&str, &str, &str); 3] =
    [("up", "down", "move"), ("page up", "page down", "page"), ("first", "last", "first, last")];

/// From this rank on a key is known to whoever needs it; the help has it.
const LEAST: u8 = 9;

/// The line of keys.
pub(in crate::ui) fn footer(model: &Model, styles: &Styles, columns: u16) -> Line<'static> {
    let room = usize::from(columns).saturating_sub(1);
    let mut spans = vec![Span::raw(" ")];
    for (key, label) in fitting(entries(hints(model)), styles, room) {
        if spans.len() > 1 {
            spans.push(Span::raw("  "));
        }
        spans.push(Span::styled(key, Styles::STRONG));
        spans.push(Span::raw(" "));
        spans.push(Span::styled(label, Styles::QUIET));
    }
    Line::from(spans)
}

/// Key, label and rank, the most important first; keys that do the same are named once.
fn entries(hints: Vec<Hint>) -> Vec<(String, &'static str, u8)> {
    let mut entries: Vec<(String, &'static str, u8)> = Vec::new();
    for hint in hints.into_iter().filter(|hint| hint.rank < LEAST) {
        let pair = entries.last_mut().and_then(|last| {
            let pair = PAIRS.iter().find(|(first, second, _)| last.1 == *first && hint.label == *second)?;
            (last.2 == hint.rank).then_some((last, pair.2))
        });
        if let Some(((key, label, _), both)) = pair {
            *key = format!("{key} {}", hint.key);
            *label = both;
        } else if !entries.iter().any(|(_, label, _)| *label == hint.label) {
            entries.push((hint.key, hint.label, hint.rank));
        }
    }
    entries.sort_by_key(|(_, _, rank)| *rank);
    entries
}

fn fitting(entries: Vec<(String, &'static str, u8)>, styles: &Styles, room: usize) -> Vec<(String, String)> {
    let mut used = 0_usize;
    let mut kept = Vec::new();
    for (key, label, _) in entries {
        let (key, label) = (styles.text(&key).into_owned(), styles.text(label).into_owned());
        let between = if kept.is_empty() { 0 } else { 2 };
        let taken = between + crate::core::text::width(&key) + 1 + crate::core::text::width(&label);
        if used.saturating_add(taken) > room {
            break;
        }
        used = used.saturating_add(taken);
        kept.push((key, label));
    }
    kept
}
