//! The keys of each step, without an open pane.

use super::binding::{Scope, Section, case};
use super::conditions::{
    always, back_is_chosen, can_open_billing, can_open_conflict, can_publish, can_refresh, can_reload_list, can_retry,
    can_use_another_key, check_is_next, domain_exists, domain_has_suggestion, fix_is_next, has_panel,
    has_project_field, has_recent_domains, has_records, has_selected_domain, is_checking_key, is_choosing_region,
    is_confirming_key_save, is_detail_scrolled, is_editing_key, is_repeated_key_prompt, is_verified, is_verifying,
    is_waiting_to_retry, is_watching_dns, list_failed, needs_project_field, publish_is_next, recent_is_selected,
    removal_is_certain, removal_is_idle, removal_name_matches, retry_is_chosen, review_domain_exists,
    review_is_unconfirmed, sends_doubtful_key, value_has_added_p_tag, verify_is_next,
};
use super::key::{
    COPY, DELETE, DIGITS, DOWN, DOWN_J, END, ENTER, ESC, HOME, Key, PAGE_DOWN, PAGE_UP, PANEL, TAB, UP, UP_K,
};
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::motion::Motion;
use crate::wizard::screen::{PaneKind, Step};

pub(super) static STEPS: &[Section] = &[
    Section {
        scope: Scope::Step(Step::ApiKey),
        rows: &[
            (
                ENTER,
                &[
                    case(needs_project_field, Intent::Submit, "next field", 0),
                    case(sends_doubtful_key, Intent::Submit, "send it anyway", 0).confirms(),
                    case(is_editing_key, Intent::Submit, "use this key", 0),
                    case(is_confirming_key_save, Intent::Submit, "continue", 0).confirms(),
                ],
            ),
            (TAB, &[case(has_project_field, Intent::FocusNextField, "next field", 4)]),
            (UP, &[case(is_confirming_key_save, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN, &[case(is_confirming_key_save, Intent::Move(Motion::Down), "down", 2)]),
            (
                ESC,
                &[
                    case(is_checking_key, Intent::GoBack, "cancel", 1),
                    case(is_confirming_key_save, Intent::GoBack, "back", 1),
                    case(is_repeated_key_prompt, Intent::GoBack, "back", 1),
                    case(always, Intent::GoBack, "no previous step", 9),
                ],
            ),
        ],
    },
    Section {
        scope: Scope::Step(Step::Domain),
        rows: &[
            (
                ENTER,
                &[
                    case(recent_is_selected, Intent::Submit, "open records", 0),
                    case(domain_exists, Intent::Submit, "open records", 0),
                    case(always, Intent::Submit, "continue", 0),
                ],
            ),
            (TAB, &[case(domain_has_suggestion, Intent::AcceptSuggestion, "use suggestion", 4)]),
            (UP, &[case(recent_is_selected, Intent::Move(Motion::Up), "up", 2)]),
            (
                DOWN,
                &[
                    case(recent_is_selected, Intent::Move(Motion::Down), "down", 2),
                    case(has_recent_domains, Intent::Move(Motion::Down), "continue with…", 5)
                        .long("choose a domain to continue with"),
                ],
            ),
            (
                ESC,
                &[
                    case(recent_is_selected, Intent::GoBack, "another domain", 1),
                    case(always, Intent::GoBack, "back", 1),
                ],
            ),
        ],
    },
    Section {
        scope: Scope::Step(Step::Region),
        rows: &[
            (ENTER, &[case(always, Intent::Submit, "select", 0)]),
            (UP, &[case(is_choosing_region, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN, &[case(is_choosing_region, Intent::Move(Motion::Down), "down", 2)]),
            (PAGE_UP, &[case(is_choosing_region, Intent::Move(Motion::PageUp), "top", 7)]),
            (PAGE_DOWN, &[case(is_choosing_region, Intent::Move(Motion::PageDown), "bottom", 7)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Step(Step::Review),
        rows: &[
            (
                ENTER,
                &[
                    case(review_is_unconfirmed, Intent::Submit, "check first", 0).confirms(),
                    case(review_domain_exists, Intent::Submit, "open records", 0),
                    case(always, Intent::Submit, "add", 0).confirms(),
                ],
            ),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Step(Step::Adding),
        rows: &[
            (ENTER, &[case(is_waiting_to_retry, Intent::Submit, "retry now", 0).confirms()]),
            (
                ESC,
                &[
                    case(is_waiting_to_retry, Intent::GoBack, "cancel", 1),
                    case(always, Intent::GoBack, "stop waiting", 1),
                ],
            ),
        ],
    },
    Section {
        scope: Scope::Step(Step::Records),
        rows: &[
            (COPY, &[case(has_records, Intent::Copy(CopyTarget::Value), "copy value", 0)]),
            // The next action is dropped from the footer last: the DNS check while records are missing, then verification.
            (
                &[Key::char('v')],
                &[
                    case(is_verifying, Intent::Verify, "progress", 4).long("verification status"),
                    case(is_verified, Intent::Verify, "next steps", 4),
                    case(verify_is_next, Intent::Verify, "verify", 4),
                    case(always, Intent::Verify, "verify", 6),
                ],
            ),
            (&[Key::char('n')], &[case(has_records, Intent::Copy(CopyTarget::Name), "name", 5).long("copy name")]),
            (&[Key::char('N')], &[case(has_records, Intent::Copy(CopyTarget::FullName), "copy full name", 7)]),
            (&[Key::char('g')], &[case(has_records, Intent::OpenPane(PaneKind::Guide), "step by step", 5)]),
            (&[Key::char('e')], &[case(has_records, Intent::OpenPane(PaneKind::Export), "export", 6)]),
            (
                &[Key::char('C')],
                &[case(has_records, Intent::Copy(CopyTarget::AllRecords), "copy all", 7)
                    .long("copy all records (zone file)")],
            ),
            (
                &[Key::char('r')],
                &[case(has_records, Intent::ShowOnNormalScreen, "show value", 7)
                    .long("show value only (to select it by mouse)")],
            ),
            (
                &[Key::char('h')],
                &[case(has_records, Intent::OpenPane(PaneKind::Hosts), "DNS provider", 7).long("choose DNS provider")],
            ),
            (&[Key::char('z')], &[case(has_records, Intent::OpenPane(PaneKind::Zones), "zone", 7).long("change zone")]),
            (
                PANEL,
                &[case(has_panel, Intent::OpenPane(PaneKind::Panel), "open page", 7)
                    .long("open the DNS provider's page")],
            ),
            (
                &[Key::char('u')],
                &[case(value_has_added_p_tag, Intent::Copy(CopyTarget::ReturnedValue), "copy API value", 7)
                    .long("copy value exactly as the API returned it")],
            ),
            (UP_K, &[case(has_records, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN_J, &[case(has_records, Intent::Move(Motion::Down), "down", 2)]),
            (PAGE_UP, &[case(has_records, Intent::Move(Motion::PageUp), "page up", 8).paired("page")]),
            (PAGE_DOWN, &[case(has_records, Intent::Move(Motion::PageDown), "page down", 8)]),
            (HOME, &[case(has_records, Intent::Move(Motion::First), "first", 8)]),
            (END, &[case(has_records, Intent::Move(Motion::Last), "last", 8)]),
            (DIGITS, &[case(has_records, Intent::Move(Motion::To(0)), "record by number", 9)]),
            (&[Key::char('J')], &[case(has_records, Intent::ScrollDetails(Motion::Down), "scroll details down", 9)]),
            (&[Key::char('K')], &[case(is_detail_scrolled, Intent::ScrollDetails(Motion::Up), "scroll details up", 9)]),
            (
                &[Key::char('p')],
                &[
                    case(publish_is_next, Intent::OpenPane(PaneKind::Publish), "publish", 4),
                    case(can_publish, Intent::OpenPane(PaneKind::Publish), "publish", 6),
                ],
            ),
            (
                &[Key::char('d')],
                &[
                    case(fix_is_next, Intent::CheckDns, "what's wrong", 4).long("see what's wrong"),
                    case(check_is_next, Intent::CheckDns, "check", 4).long("check DNS"),
                    case(has_records, Intent::CheckDns, "check", 5).long("check DNS"),
                ],
            ),
            (
                &[Key::char('w')],
                &[
                    case(is_watching_dns, Intent::ToggleDnsWatch, "stop checking", 7),
                    case(is_verified, Intent::ToggleDnsWatch, "keep checking", 7)
                        .long("check DNS until everything is OK"),
                    case(has_records, Intent::ToggleDnsWatch, "keep checking", 7)
                        .long("check until the required records are OK, then verify"),
                ],
            ),
            (
                &[Key::char('m')],
                &[case(always, Intent::OpenPane(PaneKind::Inbound), "inbound mail", 7).long("receive mail (inbound)")],
            ),
            (&[Key::char('x')], &[case(always, Intent::RemoveDomain, "remove", 7)]),
            (&[Key::ctrl('r')], &[case(can_refresh, Intent::Refresh, "refresh", 7)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
            (&[Key::char('q')], &[case(always, Intent::Quit, "quit", 3)]),
        ],
    },
    Section {
        scope: Scope::Step(Step::Domains),
        rows: &[
            (
                ENTER,
                &[
                    case(has_selected_domain, Intent::Submit, "open", 0),
                    case(list_failed, Intent::Submit, "try again", 0),
                ],
            ),
            (UP, &[case(has_selected_domain, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN, &[case(has_selected_domain, Intent::Move(Motion::Down), "down", 2)]),
            (PAGE_UP, &[case(has_selected_domain, Intent::Move(Motion::PageUp), "page up", 8).paired("page")]),
            (PAGE_DOWN, &[case(has_selected_domain, Intent::Move(Motion::PageDown), "page down", 8)]),
            (
                &[Key::ctrl('s')],
                &[case(has_selected_domain, Intent::CycleSortOrder, "sort", 4).long("change the sort order")],
            ),
            (DELETE, &[case(has_selected_domain, Intent::RemoveDomain, "remove", 5)]),
            (&[Key::ctrl('r')], &[case(can_reload_list, Intent::Refresh, "refresh", 5)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Step(Step::Removal),
        rows: &[
            (
                ENTER,
                &[
                    case(removal_name_matches, Intent::Submit, "remove", 0).confirms(),
                    case(removal_is_certain, Intent::Submit, "once typed", 0)
                        .long("remove, once the name is typed")
                        .confirms(),
                    case(removal_is_idle, Intent::Submit, "check", 0).long("check with AutoSend"),
                ],
            ),
            (ESC, &[case(removal_is_idle, Intent::GoBack, "back", 1), case(always, Intent::GoBack, "stop waiting", 1)]),
        ],
    },
    Section {
        scope: Scope::Step(Step::Conflict),
        rows: &[
            (ENTER, &[case(can_open_conflict, Intent::Submit, "open records", 0)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
            (&[Key::char('i')], &[case(always, Intent::ToggleDetails, "details", 4)]),
        ],
    },
    Section {
        scope: Scope::Step(Step::Failure),
        rows: &[
            (
                ENTER,
                &[
                    case(retry_is_chosen, Intent::Submit, "try again", 0).confirms(),
                    case(back_is_chosen, Intent::Submit, "back", 0),
                    case(always, Intent::Submit, "choose", 0),
                ],
            ),
            (UP, &[case(always, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN, &[case(always, Intent::Move(Motion::Down), "down", 2)]),
            (
                &[Key::char('k')],
                &[case(can_use_another_key, Intent::UseAnotherKey, "another key", 4).long("use another API key")],
            ),
            (&[Key::char('r')], &[case(can_retry, Intent::TryAgain, "try again", 4).confirms()]),
            (&[Key::char('o')], &[case(can_open_billing, Intent::OpenBilling, "billing", 4).long("open billing")]),
            (
                &[Key::char('c')],
                &[case(always, Intent::Copy(CopyTarget::ErrorDetails), "copy details", 5)
                    .long("copy details for support")],
            ),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
            (&[Key::char('i')], &[case(always, Intent::ToggleDetails, "details", 4)]),
        ],
    },
];
