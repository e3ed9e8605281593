//! The keys of each pane of the Records step.

use super::binding::{Scope, Section, case};
use super::conditions::{
    always, can_check_dns, can_enable_inbound, can_retry_link, can_verify_again, export_is_ready, finish_step_has_text,
    finish_step_is_command, finish_step_is_link, guide_can_skip, guide_can_step_back, guide_expects_paste,
    guide_has_field, guide_has_next_field, guide_has_next_record, guide_is_active, guide_is_at_start,
    guide_is_finished, has_panel, has_records, inbound_is_on, is_checking_dns, is_inbound_idle, is_publish_idle,
    is_verified, is_verifying, is_watching_dns, poll_is_scheduled, publishes_all, verify_is_next,
};
use super::key::{
    BACKSPACE, COPY, COPY_NEXT, DIGITS, DOWN, DOWN_J, END, ENTER, ESC, ESC_N, HOME, Key, LEFT, PAGE_DOWN, PAGE_UP,
    PANEL, TAB, UP, UP_K,
};
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::motion::Motion;
use crate::wizard::screen::PaneKind;

pub(super) static PANES: &[Section] = &[
    Section {
        scope: Scope::Pane(PaneKind::Zones),
        rows: &[
            (ENTER, &[case(always, Intent::Submit, "select", 0)]),
            (UP_K, &[case(always, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN_J, &[case(always, Intent::Move(Motion::Down), "down", 2)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Hosts),
        rows: &[
            (ENTER, &[case(always, Intent::Submit, "select", 0)]),
            (UP, &[case(always, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN, &[case(always, Intent::Move(Motion::Down), "down", 2)]),
            (PAGE_UP, &[case(always, Intent::Move(Motion::PageUp), "page up", 8).paired("page")]),
            (PAGE_DOWN, &[case(always, Intent::Move(Motion::PageDown), "page down", 8)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Guide),
        rows: &[
            (
                COPY_NEXT,
                &[
                    case(guide_is_at_start, Intent::Copy(CopyTarget::GuideEntry), "copy", 0)
                        .long("copy the first field"),
                    case(guide_has_next_field, Intent::Copy(CopyTarget::GuideEntry), "copy next", 0)
                        .long("copy the next field"),
                    case(guide_has_next_record, Intent::Copy(CopyTarget::GuideEntry), "next record", 0)
                        .long("next record, and copy its first field"),
                    case(guide_is_active, Intent::Copy(CopyTarget::GuideEntry), "finish", 0),
                ],
            ),
            (
                LEFT,
                &[case(guide_has_field, Intent::Copy(CopyTarget::GuideEntryAgain), "copy again", 4)
                    .long("copy the same field again")],
            ),
            (
                BACKSPACE,
                &[case(guide_can_step_back, Intent::StepGuideBack, "previous field", 8)
                    .long("copy the previous field")],
            ),
            (&[Key::char('s')], &[case(guide_can_skip, Intent::SkipRecord, "skip record", 4)]),
            (
                &[Key::char('r')],
                &[case(guide_expects_paste, Intent::ShowOnNormalScreen, "show", 7)
                    .long("show the field alone, to select it with the mouse")],
            ),
            (
                &[Key::char('d')],
                &[
                    case(guide_is_finished, Intent::CheckDns, "check DNS", 0),
                    case(has_records, Intent::CheckDns, "check DNS", 7),
                ],
            ),
            (ENTER, &[case(guide_is_finished, Intent::CheckDns, "check DNS", 9)]),
            (
                &[Key::char('v')],
                &[case(guide_is_finished, Intent::Verify, "verify", 1), case(has_records, Intent::Verify, "verify", 7)],
            ),
            (DIGITS, &[case(has_records, Intent::Move(Motion::To(0)), "record by number", 9)]),
            (UP_K, &[case(always, Intent::Move(Motion::Up), "up", 6)]),
            (DOWN_J, &[case(always, Intent::Move(Motion::Down), "down", 6)]),
            (
                &[Key::char('h')],
                &[case(always, Intent::OpenPane(PaneKind::Hosts), "DNS provider", 6).long("choose DNS provider")],
            ),
            (&[Key::char('z')], &[case(always, Intent::OpenPane(PaneKind::Zones), "zone", 6).long("change zone")]),
            (
                PANEL,
                &[case(has_panel, Intent::OpenPane(PaneKind::Panel), "open page", 5)
                    .long("open the DNS provider's page")],
            ),
            (ESC, &[case(always, Intent::GoBack, "back", 2).long("back to the records")]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Export),
        rows: &[
            (ENTER, &[case(export_is_ready, Intent::Submit, "save", 0).long("save to file")]),
            (&[Key::char('c')], &[case(export_is_ready, Intent::Copy(CopyTarget::Export), "copy", 4)]),
            (UP_K, &[case(always, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN_J, &[case(always, Intent::Move(Motion::Down), "down", 2)]),
            (PAGE_UP, &[case(always, Intent::Move(Motion::PageUp), "scroll up", 4).paired("scroll")]),
            (PAGE_DOWN, &[case(always, Intent::Move(Motion::PageDown), "scroll down", 4)]),
            (HOME, &[case(always, Intent::Move(Motion::First), "first", 8)]),
            (END, &[case(always, Intent::Move(Motion::Last), "last", 8)]),
            (ESC, &[case(always, Intent::GoBack, "records", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::ExportPath),
        rows: &[
            (ENTER, &[case(always, Intent::Submit, "save", 0)]),
            (TAB, &[case(always, Intent::CompletePath, "complete", 2).long("complete the path")]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::ConfirmOverwrite),
        rows: &[
            (&[Key::char('y')], &[case(always, Intent::OverwriteFile, "overwrite", 0).confirms()]),
            (ESC_N, &[case(always, Intent::GoBack, "other path", 1).long("choose another path")]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Verify),
        rows: &[
            (&[Key::char('v')], &[case(can_verify_again, Intent::Verify, "verify again", 4)]),
            (&[Key::ctrl('r')], &[case(poll_is_scheduled, Intent::Refresh, "check now", 4)]),
            (&[Key::char('s')], &[case(is_verifying, Intent::Stop, "stop watching", 4)]),
            (ESC, &[case(always, Intent::GoBack, "records", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::VerifyWarning),
        rows: &[
            (&[Key::char('d')], &[case(always, Intent::CheckDns, "what's missing", 0).long("see what is missing")]),
            (
                &[Key::char('w')],
                &[case(always, Intent::ToggleDnsWatch, "verify when OK", 4)
                    .long("verify automatically as soon as they appear")],
            ),
            (&[Key::char('v')], &[case(always, Intent::Verify, "anyway", 4).long("verify anyway").confirms()]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Finish),
        rows: &[
            (
                ENTER,
                &[
                    case(finish_step_is_command, Intent::Submit, "copy", 0).long("copy the command"),
                    case(finish_step_is_link, Intent::Submit, "open", 0).long("open the dashboard"),
                    case(always, Intent::Submit, "add another", 0).long("add another domain"),
                ],
            ),
            (
                &[Key::char('c')],
                &[case(finish_step_has_text, Intent::Copy(CopyTarget::NextSteps), "copy", 5)
                    .long("copy the command or the link")],
            ),
            (
                PANEL,
                &[case(always, Intent::OpenPane(PaneKind::Panel), "dashboard", 6).long("open the AutoSend dashboard")],
            ),
            (UP_K, &[case(always, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN_J, &[case(always, Intent::Move(Motion::Down), "down", 2)]),
            (DIGITS, &[case(always, Intent::Move(Motion::To(0)), "step by number", 9)]),
            (ESC, &[case(always, Intent::GoBack, "records", 1)]),
            (&[Key::char('q')], &[case(always, Intent::Quit, "quit", 3)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Dns),
        rows: &[
            (&[Key::char('n')], &[case(has_records, Intent::Copy(CopyTarget::Name), "copy name", 5)]),
            (COPY, &[case(has_records, Intent::Copy(CopyTarget::Value), "copy value", 5)]),
            (&[Key::char('N')], &[case(has_records, Intent::Copy(CopyTarget::FullName), "copy full name", 8)]),
            (&[Key::char('g')], &[case(has_records, Intent::OpenPane(PaneKind::Guide), "step by step", 5)]),
            (
                PANEL,
                &[case(has_panel, Intent::OpenPane(PaneKind::Panel), "open page", 6)
                    .long("open the DNS provider's page")],
            ),
            (&[Key::char('d')], &[case(can_check_dns, Intent::CheckDns, "check again", 4)]),
            (&[Key::char('s')], &[case(is_checking_dns, Intent::Stop, "stop", 4)]),
            (
                &[Key::char('w')],
                &[
                    case(is_watching_dns, Intent::ToggleDnsWatch, "stop checking", 4),
                    case(is_verified, Intent::ToggleDnsWatch, "keep checking", 7)
                        .long("check DNS until everything is OK"),
                    case(has_records, Intent::ToggleDnsWatch, "keep checking", 4)
                        .long("check until the required records are OK, then verify"),
                ],
            ),
            (
                &[Key::char('v')],
                &[
                    case(is_verifying, Intent::Verify, "progress", 4).long("verification status"),
                    case(is_verified, Intent::Verify, "next steps", 4),
                    case(verify_is_next, Intent::Verify, "verify", 4),
                    case(always, Intent::Verify, "verify", 6),
                ],
            ),
            (UP_K, &[case(always, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN_J, &[case(always, Intent::Move(Motion::Down), "down", 2)]),
            (PAGE_UP, &[case(always, Intent::Move(Motion::PageUp), "page up", 8).paired("page")]),
            (PAGE_DOWN, &[case(always, Intent::Move(Motion::PageDown), "page down", 8)]),
            (DIGITS, &[case(has_records, Intent::Move(Motion::To(0)), "record by number", 9)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Panel),
        rows: &[
            (COPY, &[case(always, Intent::Copy(CopyTarget::PanelLink), "copy link", 0)]),
            (PANEL, &[case(can_retry_link, Intent::OpenPane(PaneKind::Panel), "open again", 4)]),
            (&[Key::char('g')], &[case(always, Intent::OpenPane(PaneKind::Guide), "step by step", 4)]),
            (&[Key::char('r')], &[case(always, Intent::ShowOnNormalScreen, "show link", 4).long("show link only")]),
            (UP_K, &[case(always, Intent::Move(Motion::Up), "scroll up", 2).paired("scroll")]),
            (DOWN_J, &[case(always, Intent::Move(Motion::Down), "scroll down", 2)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Publish),
        rows: &[
            (ENTER, &[case(is_publish_idle, Intent::Submit, "publish", 0).confirms()]),
            (
                TAB,
                &[
                    case(publishes_all, Intent::TogglePublishScope, "this record only", 4),
                    case(is_publish_idle, Intent::TogglePublishScope, "all records", 4),
                ],
            ),
            (UP, &[case(always, Intent::Move(Motion::Up), "up", 2)]),
            (DOWN, &[case(always, Intent::Move(Motion::Down), "down", 2)]),
            (PAGE_UP, &[case(always, Intent::Move(Motion::PageUp), "page up", 8).paired("page")]),
            (PAGE_DOWN, &[case(always, Intent::Move(Motion::PageDown), "page down", 8)]),
            (ESC, &[case(always, Intent::GoBack, "back", 1)]),
        ],
    },
    Section {
        scope: Scope::Pane(PaneKind::Inbound),
        rows: &[
            (
                ENTER,
                &[
                    case(can_enable_inbound, Intent::Submit, "turn it on", 0).confirms(),
                    case(inbound_is_on, Intent::Submit, "turn it off", 0).confirms(),
                ],
            ),
            (
                ESC,
                &[case(is_inbound_idle, Intent::GoBack, "records", 1), case(always, Intent::GoBack, "stop waiting", 1)],
            ),
        ],
    },
];
