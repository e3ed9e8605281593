//! What DNS says, where the table has no column for it.

use autosend_domains::wizard::{Intent, Motion, Screen};

use super::styled::{draw, text};
use super::{ASCII, FULL, PLAIN, render_text, states};
use crate::support::wizard::Wizard;

/// A right record, one that is different, and the others missing.
fn looked_up() -> Wizard {
    let (_, model) = states::all().into_iter().find(|(name, _)| *name == "dns__table").expect("the state");
    Wizard::from_model(model).send(Intent::Move(Motion::First))
}

#[test]
fn a_small_window_has_a_sign_per_record_and_the_selected_verdict() {
    let shown = [
        ("right", "TXT", "_autosend-verify.mail", ["DNS>1✓ 2✗ 3! 4! 5!", "DNS>1ok 2x 3! 4! 5!"]),
        ("different", "TXT", "autosend._domainkey.mail", ["DNS 1✓>2✗ 3! 4! 5!", "DNS 1ok>2x 3! 4! 5!"]),
        ("missing", "MX 10", "asend.mail", ["DNS 1✓ 2✗>3! 4! 5!", "DNS 1ok 2x>3! 4! 5!"]),
        ("missing", "TXT", "asend.mail", ["DNS 1✓ 2✗ 3!>4! 5!", "DNS 1ok 2x 3!>4! 5!"]),
        ("missing", "TXT", "_dmarc.mail", ["DNS 1✓ 2✗ 3! 4!>5!", "DNS 1ok 2x 3! 4!>5!"]),
    ];
    for (place, (verdict, kind, host, [unicode, ascii])) in shown.into_iter().enumerate() {
        let model = looked_up().press_times("<down>", place).model;
        for (styles, strip) in [(FULL, unicode), (PLAIN, unicode), (ASCII, ascii)] {
            let text = text(&draw(&model, &styles, (40, 12)));
            let has = |words: &[&str]| text.lines().any(|line| words.iter().all(|word| line.contains(word)));
            assert!(has(&[strip]), "{strip}\n{text}");
            assert!(has(&[verdict, kind]) && has(&["Host", host]) && has(&["Value"]), "{text}");
        }
    }
}

#[test]
fn a_check_of_other_records_gives_no_sign() {
    let mut model = looked_up().model;
    if let Screen::Records(screen) = &mut model.screen {
        screen.domain.records[0].value = "another".into();
    }
    let text = render_text(&model, (40, 12));
    assert!(text.contains("DNS>1? 2? 3? 4? 5?  d checks DNS") && text.contains("not checked"), "{text}");
}
