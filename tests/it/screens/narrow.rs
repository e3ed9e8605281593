//! The table of records where there is little room.

use autosend_domains::wizard::{Intent, Motion, Screen};

use super::styled::{draw, text};
use super::{ASCII, FULL, PLAIN, SIZES, render_text, states};
use crate::support::wizard::Wizard;

/// A right record, one that is different, and the others missing.
fn looked_up() -> Wizard {
    let (_, model) = states::all().into_iter().find(|(name, _)| *name == "dns__table").expect("the state");
    Wizard::from_model(model).send(Intent::Move(Motion::First))
}

#[test]
fn a_very_low_window_has_a_line_with_the_count_and_the_selected_record() {
    let shown = [
        ("1 Ownership", ["✓ OK", "+ OK"], "TXT", "_autosend-verify.mail"),
        ("2 DKIM", ["! wrong value", "! wrong value"], "TXT", "autosend._domainkey.mail"),
        ("3 Mail-from MX", ["✗ not found", "x not found"], "MX, priority 10", "asend.mail"),
        ("4 Mail-from SPF", ["✗ not found", "x not found"], "TXT", "asend.mail"),
        ("5 DMARC", ["✗ not found", "x not found"], "TXT", "_dmarc.mail"),
    ];
    for (place, (record, [unicode, ascii], kind, name)) in shown.into_iter().enumerate() {
        let model = looked_up().press_times("<down>", place).model;
        for (styles, state) in [(FULL, unicode), (PLAIN, unicode), (ASCII, ascii)] {
            let text = text(&draw(&model, &styles, (40, 12)));
            let has = |words: &[&str]| text.lines().any(|line| words.iter().all(|word| line.contains(word)));
            assert!(has(&["1/5", record, state]), "{record} {state}\n{text}");
            assert!(has(&["Type", kind]) && has(&["Name", name, "n"]) && has(&["Value", "c"]), "{text}");
        }
    }
}

#[test]
fn a_check_of_other_records_says_nothing_of_these() {
    let mut model = looked_up().model;
    if let Screen::Records(screen) = &mut model.screen {
        screen.domain.records[0].value = "another".into();
    }
    let text = render_text(&model, (40, 12));
    assert!(text.contains("5 records · 1 Ownership – not checked"), "{text}");
}

#[test]
fn the_table_stays_where_it_is_while_the_selection_moves() {
    for (name, model) in states::all() {
        let Screen::Records(screen) = &model.screen else { continue };
        if screen.pane.kind().is_some() || model.overlay.is_some() || screen.domain.records.len() < 2 {
            continue;
        }
        let records = screen.domain.records.len();
        for size in SIZES {
            let top = |place: usize| {
                let wizard = Wizard::from_model(model.clone()).send(Intent::Move(Motion::To(place)));
                let text = render_text(&wizard.model, size);
                let rule =
                    text.lines().position(|line| line.trim_start().starts_with("── ") && !line.contains("Domain"));
                let numbers = text.lines().filter(|line| line.contains("TXT  ") || line.contains("MX   ")).count();
                (rule, numbers)
            };
            let first = top(0);
            // In a very low window there is no table.
            assert!(first.0.is_none() || (1..records).all(|place| top(place) == first), "{name} at {size:?}");
        }
    }
}
