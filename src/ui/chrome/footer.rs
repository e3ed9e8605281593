//! The keys that work now, as many as fit: the most important ones stay longest, and none is cut. The way back and
//! the way out always come last.

use ratatui::text::{Line, Span};

use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::wizard::keymap::{Binding, Case, active_bindings, next_binding};
use crate::wizard::{Intent, Model, Motion};

/// From this rank on a key is in the help only.
const HELP_ONLY_RANK: u8 = 9;

/// The rank of a screen's main key beside a next action: after help, the way back, the keys that move and the way out.
const RANK_BESIDE_NEXT: u8 = 4;

const GAP: usize = 2;

/// A key or a pair, and what it does.
struct FooterItem {
    keys: String,
    intent: Intent,
    label: String,
    /// The label that the entry gets once the key of the opposite direction shares it.
    pair_label: Option<&'static str>,
    rank: u8,
    /// Its position in the line.
    position: (u8, usize),
    is_pair: bool,
}

pub(in crate::ui) fn footer(model: &Model, styles: &Styles, columns: u16) -> Line<'static> {
    let room = usize::from(columns).saturating_sub(1);
    let mut spans = vec![Span::raw(" ")];
    for (key, label) in fit_items(collect_items(active_bindings(model), next_binding(model).as_ref()), styles, room) {
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

/// The most important first: the next action, then by rank; of several keys that do the same, the first.
fn collect_items(bindings: Vec<Binding>, next: Option<&Binding>) -> Vec<FooterItem> {
    let is_next = |case: &Case| next.is_some_and(|next| std::ptr::eq(next.case, case));
    let rank = |case: &Case| match case.footer_rank {
        _ if is_next(case) => 0,
        0 if next.is_some() => RANK_BESIDE_NEXT,
        rank => rank,
    };
    let mut items: Vec<FooterItem> = Vec::new();
    let shown = bindings.into_iter().enumerate().filter(|(_, binding)| binding.case.footer_rank < HELP_ONLY_RANK);
    for (order, binding) in shown {
        let case = binding.case;
        let pair = items.last_mut().and_then(|last| Some((pair_label(last, case)?, last)));
        if let Some((label, last)) = pair {
            last.keys = format!("{} {}", last.keys, binding.key_label());
            last.label = label;
            last.is_pair = true;
        } else if !items.iter().any(|item| item.label == case.label) {
            items.push(FooterItem {
                position: if is_next(case) { (0, 0) } else { (sort_group(&case.intent), order.saturating_add(1)) },
                keys: binding.key_label(),
                intent: case.intent.clone(),
                label: case.label.to_owned(),
                pair_label: case.pair_label,
                rank: rank(case),
                is_pair: false,
            });
        }
    }
    items.sort_by_key(|item| item.rank);
    items
}

/// The label of two keys in opposite directions that share an entry.
fn pair_label(first: &FooterItem, second: &Case) -> Option<String> {
    let (Intent::Move(motion), Intent::Move(opposite)) = (&first.intent, &second.intent) else { return None };
    let is_pair = matches!(
        (motion, opposite),
        (Motion::Up, Motion::Down) | (Motion::PageUp, Motion::PageDown) | (Motion::First, Motion::Last)
    );
    if !is_pair || first.rank != second.footer_rank {
        return None;
    }
    Some(match (motion, first.pair_label) {
        (_, Some(label)) => label.to_owned(),
        (Motion::Up, None) => "move".to_owned(),
        (_, None) => format!("{}, {}", first.label, second.label),
    })
}

fn fit_items(items: Vec<FooterItem>, styles: &Styles, room: usize) -> Vec<(String, String)> {
    let mut used = 0_usize;
    let mut kept = Vec::new();
    for item in items {
        let (keys, label) = (styles.sanitize(&item.keys).into_owned(), styles.sanitize(&item.label).into_owned());
        let between = if kept.is_empty() { 0 } else { GAP };
        let bare = between + width(&keys);
        let whole = bare + 1 + width(&label);
        let left = room.saturating_sub(used);
        // Arrows need no label.
        let (taken, label) = if item.is_pair && whole > left { (bare, String::new()) } else { (whole, label) };
        if taken > left {
            break;
        }
        used = used.saturating_add(taken);
        kept.push((item.position, (keys, label)));
    }
    kept.sort_by_key(|(position, _)| *position);
    kept.into_iter().map(|(_, shown)| shown).collect()
}
