//! The keys of the overlays, and those of every step.

use crossterm::event::KeyCode;

use super::binding::{Scope, Section, case};
use super::conditions::{always, can_open_domains, details_are_open, help_is_open, is_filtering, needs_key};
use super::key::{DOWN_J, ENTER, ESC, HELP, Key, PAGE_DOWN, PAGE_UP, UP_K};
use crate::wizard::message::Intent;
use crate::wizard::motion::Motion;

pub(super) static EVERYWHERE: &[Section] = &[
    Section {
        scope: Scope::Overlay,
        rows: &[
            (ENTER, &[case(always, Intent::Submit, "close", 0)]),
            (ESC, &[case(is_filtering, Intent::GoBack, "show all", 1), case(always, Intent::GoBack, "close", 0)]),
            (
                &[Key::char('/')],
                &[case(help_is_open, Intent::FilterHelp, "filter", 5).long("show only keys that match a word")],
            ),
            (HELP, &[case(help_is_open, Intent::ToggleHelp, "close", 6)]),
            (&[Key::char('i')], &[case(details_are_open, Intent::ToggleDetails, "close", 6)]),
            (UP_K, &[case(always, Intent::Move(Motion::Up), "scroll up", 2).paired("scroll")]),
            (DOWN_J, &[case(always, Intent::Move(Motion::Down), "scroll down", 2)]),
            (PAGE_UP, &[case(always, Intent::Move(Motion::PageUp), "page up", 4).paired("page")]),
            (PAGE_DOWN, &[case(always, Intent::Move(Motion::PageDown), "page down", 4)]),
        ],
    },
    Section {
        scope: Scope::Global,
        rows: &[
            (HELP, &[case(always, Intent::ToggleHelp, "help", 1)]),
            (
                &[Key::unmodified(KeyCode::F(2)), Key::ctrl('o')],
                &[
                    case(needs_key, Intent::OpenDomains, "domains (needs an API key)", 9),
                    case(can_open_domains, Intent::OpenDomains, "domains", 6),
                ],
            ),
        ],
    },
    Section {
        scope: Scope::Always,
        rows: &[
            (&[Key::ctrl('l')], &[case(always, Intent::Redraw, "redraw screen", 9)]),
            (&[Key::ctrl('z')], &[case(always, Intent::Suspend, "suspend", 9)]),
            (&[Key::ctrl('c')], &[case(always, Intent::Quit, "quit", 3)]),
        ],
    },
];
