//! The rows of the keymap. The rows of a key are in order of precedence: the first enabled row applies, so that later
//! rows need not exclude it. No unmodified character is bound where a text field is active.

use crossterm::event::KeyCode;

use super::binding::{Binding, Scope};
use super::conditions::{
    accepts_no_text, accepts_text, always, can_open_conflict, can_publish, can_refresh, can_reload_list, can_retry,
    can_retry_link, can_submit_key, check_is_next, details_are_open, domain_exists, domain_has_fix,
    domain_has_suggestion, domain_is_valid, domains_can_open, domains_need_key, export_is_ready, guide_can_skip,
    guide_expects_paste, guide_has_started, guide_is_active, has_panel, has_project_field, has_records,
    has_selected_domain, help_is_open, inbound_is_off, is_checking_dns, is_checking_key, is_choosing_region,
    is_confirming_key_save, is_editing_key, is_inbound_idle, is_not_checking_dns, is_not_verifying,
    is_not_watching_dns, is_publish_idle, is_repeated_key_prompt, is_verified, is_verifying, is_waiting_to_retry,
    is_watching_dns, list_failed, poll_is_scheduled, publish_is_next, publishes_all, removal_is_certain,
    removal_is_idle, removal_name_matches, review_domain_exists, review_is_unconfirmed, value_has_added_p_tag,
    verify_is_next,
};
use super::key::Key;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::model::Model;
use crate::wizard::motion::Motion;
use crate::wizard::screen::{PaneKind, Step};

const ENTER: &[Key] = &[Key::unmodified(KeyCode::Enter)];
const ESC: &[Key] = &[Key::unmodified(KeyCode::Esc)];
const SPACE: &[Key] = &[Key::char(' ')];
const BACKSPACE: &[Key] = &[Key::unmodified(KeyCode::Backspace)];
const ESC_N: &[Key] = &[Key::unmodified(KeyCode::Esc), Key::char('n')];
const TAB: &[Key] = &[Key::unmodified(KeyCode::Tab)];
const UP: &[Key] = &[Key::unmodified(KeyCode::Up)];
const DOWN: &[Key] = &[Key::unmodified(KeyCode::Down)];
const UP_K: &[Key] = &[Key::unmodified(KeyCode::Up), Key::char('k')];
const DOWN_J: &[Key] = &[Key::unmodified(KeyCode::Down), Key::char('j')];
const PAGE_UP: &[Key] = &[Key::unmodified(KeyCode::PageUp)];
const PAGE_DOWN: &[Key] = &[Key::unmodified(KeyCode::PageDown)];
const COPY: &[Key] = &[Key::char('c'), Key::char('y'), Key::unmodified(KeyCode::Enter)];
const PANEL: &[Key] = &[Key::char('o')];
const DELETE: &[Key] = &[Key::unmodified(KeyCode::Delete)];
const HOME: &[Key] = &[Key::unmodified(KeyCode::Home)];
const END: &[Key] = &[Key::unmodified(KeyCode::End)];

const fn row(
    scope: Scope,
    keys: &'static [Key],
    intent: Intent,
    label: &'static str,
    rank: u8,
    when: fn(&Model) -> bool,
) -> Binding {
    Binding { scope, keys, intent, label, long_label: label, footer_rank: rank, is_enabled: when }
}

impl Binding {
    /// Sets the label that is used where more space is available.
    const fn long(mut self, label: &'static str) -> Self {
        self.long_label = label;
        self
    }
}

/// Every key of the program.
pub static BINDINGS: &[Binding] = &[
    // Key
    row(Scope::Step(Step::ApiKey), ENTER, Intent::Submit, "use this key", 0, can_submit_key),
    row(Scope::Step(Step::ApiKey), ENTER, Intent::Submit, "next field", 0, is_editing_key),
    row(Scope::Step(Step::ApiKey), ENTER, Intent::Submit, "go on", 0, is_confirming_key_save),
    row(Scope::Step(Step::ApiKey), TAB, Intent::FocusNextField, "other field", 4, has_project_field),
    row(Scope::Step(Step::ApiKey), UP, Intent::Move(Motion::Up), "up", 2, is_confirming_key_save),
    row(Scope::Step(Step::ApiKey), DOWN, Intent::Move(Motion::Down), "down", 2, is_confirming_key_save),
    row(Scope::Step(Step::ApiKey), ESC, Intent::GoBack, "stop trying", 1, is_checking_key),
    row(Scope::Step(Step::ApiKey), ESC, Intent::GoBack, "back", 1, is_confirming_key_save),
    row(Scope::Step(Step::ApiKey), ESC, Intent::GoBack, "back", 1, is_repeated_key_prompt),
    row(Scope::Step(Step::ApiKey), ESC, Intent::GoBack, "nothing before this step", 9, always),
    // Domain
    row(Scope::Step(Step::Domain), ENTER, Intent::Submit, "open records", 0, domain_exists),
    row(Scope::Step(Step::Domain), ENTER, Intent::Submit, "go on", 0, domain_is_valid),
    row(Scope::Step(Step::Domain), ENTER, Intent::Submit, "use suggestion", 0, domain_has_fix),
    row(Scope::Step(Step::Domain), ENTER, Intent::Submit, "check the name", 0, always),
    row(Scope::Step(Step::Domain), TAB, Intent::AcceptSuggestion, "use suggestion", 4, domain_has_suggestion),
    row(Scope::Step(Step::Domain), ESC, Intent::GoBack, "back", 1, always),
    // Region
    row(Scope::Step(Step::Region), ENTER, Intent::Submit, "use it", 0, always),
    row(Scope::Step(Step::Region), UP, Intent::Move(Motion::Up), "up", 2, is_choosing_region),
    row(Scope::Step(Step::Region), DOWN, Intent::Move(Motion::Down), "down", 2, is_choosing_region),
    row(Scope::Step(Step::Region), PAGE_UP, Intent::Move(Motion::PageUp), "top", 7, is_choosing_region),
    row(Scope::Step(Step::Region), PAGE_DOWN, Intent::Move(Motion::PageDown), "bottom", 7, is_choosing_region),
    row(Scope::Step(Step::Region), ESC, Intent::GoBack, "back", 1, always),
    // Review
    row(Scope::Step(Step::Review), ENTER, Intent::Submit, "ask first", 0, review_is_unconfirmed),
    row(Scope::Step(Step::Review), ENTER, Intent::Submit, "open records", 0, review_domain_exists),
    row(Scope::Step(Step::Review), ENTER, Intent::Submit, "add", 0, always),
    row(Scope::Step(Step::Review), ESC, Intent::GoBack, "back", 1, always),
    // Adding
    row(Scope::Step(Step::Adding), ENTER, Intent::Submit, "send now", 0, is_waiting_to_retry),
    row(Scope::Step(Step::Adding), ESC, Intent::GoBack, "give up", 1, is_waiting_to_retry),
    row(Scope::Step(Step::Adding), ESC, Intent::GoBack, "stop waiting", 1, always),
    // Records
    row(Scope::Step(Step::Records), COPY, Intent::Copy(CopyTarget::Value), "copy value", 0, has_records),
    // The next action is dropped from the footer last: the DNS check while records are missing, then verification.
    row(Scope::Step(Step::Records), &[Key::char('v')], Intent::Verify, "verify", 4, verify_is_next),
    row(Scope::Step(Step::Records), &[Key::char('v')], Intent::Verify, "verify", 6, is_not_verifying),
    row(Scope::Step(Step::Records), &[Key::char('v')], Intent::Verify, "how far it is", 4, always),
    row(Scope::Step(Step::Records), &[Key::char('n')], Intent::Copy(CopyTarget::Name), "copy name", 5, has_records),
    row(Scope::Step(Step::Records), &[Key::char('g')], Intent::OpenPane(PaneKind::Guide), "guide", 5, has_records),
    row(Scope::Step(Step::Records), &[Key::char('e')], Intent::OpenPane(PaneKind::Export), "export", 6, has_records),
    row(
        Scope::Step(Step::Records),
        &[Key::char('C')],
        Intent::Copy(CopyTarget::AllRecords),
        "copy all",
        7,
        has_records,
    ),
    row(Scope::Step(Step::Records), &[Key::char('f')], Intent::CycleNameForm, "name form", 7, has_records),
    row(Scope::Step(Step::Records), &[Key::char('r')], Intent::ShowOnNormalScreen, "value alone", 7, has_records),
    row(Scope::Step(Step::Records), &[Key::char('h')], Intent::OpenPane(PaneKind::Hosts), "DNS host", 7, has_records),
    row(Scope::Step(Step::Records), &[Key::char('z')], Intent::OpenPane(PaneKind::Zones), "zone", 7, has_records),
    row(Scope::Step(Step::Records), PANEL, Intent::OpenPane(PaneKind::Panel), "DNS panel", 7, has_panel),
    row(
        Scope::Step(Step::Records),
        &[Key::char('u')],
        Intent::Copy(CopyTarget::ReturnedValue),
        "copy as returned",
        7,
        value_has_added_p_tag,
    ),
    row(Scope::Step(Step::Records), UP_K, Intent::Move(Motion::Up), "up", 2, has_records),
    row(Scope::Step(Step::Records), DOWN_J, Intent::Move(Motion::Down), "down", 2, has_records),
    row(Scope::Step(Step::Records), PAGE_UP, Intent::Move(Motion::PageUp), "page up", 8, has_records),
    row(Scope::Step(Step::Records), PAGE_DOWN, Intent::Move(Motion::PageDown), "page down", 8, has_records),
    row(Scope::Step(Step::Records), HOME, Intent::Move(Motion::First), "first", 8, has_records),
    row(Scope::Step(Step::Records), END, Intent::Move(Motion::Last), "last", 8, has_records),
    row(Scope::Step(Step::Records), &[Key::char('d')], Intent::CheckDns, "check DNS", 4, check_is_next),
    row(Scope::Step(Step::Records), &[Key::char('d')], Intent::CheckDns, "check DNS", 5, has_records),
    row(Scope::Step(Step::Records), &[Key::char('w')], Intent::ToggleDnsWatch, "keep checking", 7, is_not_watching_dns),
    row(Scope::Step(Step::Records), &[Key::char('w')], Intent::ToggleDnsWatch, "check no more", 7, is_watching_dns),
    row(
        Scope::Step(Step::Records),
        &[Key::char('p')],
        Intent::OpenPane(PaneKind::Publish),
        "publish",
        4,
        publish_is_next,
    ),
    row(Scope::Step(Step::Records), &[Key::char('p')], Intent::OpenPane(PaneKind::Publish), "publish", 6, can_publish),
    row(Scope::Step(Step::Records), &[Key::char('m')], Intent::OpenPane(PaneKind::Inbound), "inbound mail", 7, always),
    row(Scope::Step(Step::Records), &[Key::char('x')], Intent::RemoveDomain, "remove", 7, always),
    row(Scope::Step(Step::Records), &[Key::ctrl('r')], Intent::Refresh, "fetch again", 7, can_refresh),
    row(Scope::Step(Step::Records), ESC, Intent::GoBack, "domains", 1, always),
    row(Scope::Step(Step::Records), &[Key::char('q')], Intent::Quit, "leave", 3, always),
    // Zone
    row(Scope::Pane(PaneKind::Zones), ENTER, Intent::Submit, "use it", 0, always),
    row(Scope::Pane(PaneKind::Zones), UP_K, Intent::Move(Motion::Up), "up", 2, always),
    row(Scope::Pane(PaneKind::Zones), DOWN_J, Intent::Move(Motion::Down), "down", 2, always),
    row(Scope::Pane(PaneKind::Zones), ESC, Intent::GoBack, "back", 1, always),
    // DNS host
    row(Scope::Pane(PaneKind::Hosts), ENTER, Intent::Submit, "use it", 0, always),
    row(Scope::Pane(PaneKind::Hosts), UP, Intent::Move(Motion::Up), "up", 2, always),
    row(Scope::Pane(PaneKind::Hosts), DOWN, Intent::Move(Motion::Down), "down", 2, always),
    row(Scope::Pane(PaneKind::Hosts), PAGE_UP, Intent::Move(Motion::PageUp), "page up", 8, always),
    row(Scope::Pane(PaneKind::Hosts), PAGE_DOWN, Intent::Move(Motion::PageDown), "page down", 8, always),
    row(Scope::Pane(PaneKind::Hosts), ESC, Intent::GoBack, "back", 1, always),
    // Guided copy
    row(Scope::Pane(PaneKind::Guide), SPACE, Intent::Copy(CopyTarget::GuideEntry), "copy", 0, guide_expects_paste)
        .long("copy it and go on"),
    row(Scope::Pane(PaneKind::Guide), SPACE, Intent::Copy(CopyTarget::GuideEntry), "next", 0, guide_is_active),
    row(Scope::Pane(PaneKind::Guide), ENTER, Intent::Submit, "next", 7, guide_is_active),
    row(Scope::Pane(PaneKind::Guide), ENTER, Intent::GoBack, "records", 1, always),
    row(Scope::Pane(PaneKind::Guide), BACKSPACE, Intent::StepGuideBack, "back", 4, guide_has_started)
        .long("the field before"),
    row(Scope::Pane(PaneKind::Guide), &[Key::char('s')], Intent::SkipRecord, "skip", 4, guide_can_skip),
    row(Scope::Pane(PaneKind::Guide), &[Key::char('r')], Intent::ShowOnNormalScreen, "alone", 6, guide_expects_paste)
        .long("value alone"),
    row(Scope::Pane(PaneKind::Guide), UP_K, Intent::Move(Motion::Up), "up", 2, always),
    row(Scope::Pane(PaneKind::Guide), DOWN_J, Intent::Move(Motion::Down), "down", 2, always),
    row(Scope::Pane(PaneKind::Guide), &[Key::char('h')], Intent::OpenPane(PaneKind::Hosts), "DNS host", 6, always),
    row(Scope::Pane(PaneKind::Guide), &[Key::char('z')], Intent::OpenPane(PaneKind::Zones), "zone", 6, always),
    row(Scope::Pane(PaneKind::Guide), PANEL, Intent::OpenPane(PaneKind::Panel), "DNS panel", 7, has_panel),
    row(Scope::Pane(PaneKind::Guide), ESC, Intent::GoBack, "records", 1, always),
    // Export
    row(Scope::Pane(PaneKind::Export), ENTER, Intent::Submit, "save it", 0, export_is_ready),
    row(
        Scope::Pane(PaneKind::Export),
        &[Key::char('c')],
        Intent::Copy(CopyTarget::Export),
        "copy it",
        4,
        export_is_ready,
    ),
    row(Scope::Pane(PaneKind::Export), UP_K, Intent::Move(Motion::Up), "up", 2, always),
    row(Scope::Pane(PaneKind::Export), DOWN_J, Intent::Move(Motion::Down), "down", 2, always),
    row(Scope::Pane(PaneKind::Export), PAGE_UP, Intent::Move(Motion::PageUp), "scroll up", 4, always),
    row(Scope::Pane(PaneKind::Export), PAGE_DOWN, Intent::Move(Motion::PageDown), "scroll down", 4, always),
    row(Scope::Pane(PaneKind::Export), HOME, Intent::Move(Motion::First), "first", 8, always),
    row(Scope::Pane(PaneKind::Export), END, Intent::Move(Motion::Last), "last", 8, always),
    row(Scope::Pane(PaneKind::Export), ESC, Intent::GoBack, "records", 1, always),
    row(Scope::Pane(PaneKind::ExportPath), ENTER, Intent::Submit, "save", 0, always),
    row(Scope::Pane(PaneKind::ExportPath), TAB, Intent::CompletePath, "complete", 2, always),
    row(Scope::Pane(PaneKind::ExportPath), ESC, Intent::GoBack, "back", 1, always),
    row(Scope::Pane(PaneKind::ConfirmOverwrite), &[Key::char('y')], Intent::OverwriteFile, "replace it", 0, always),
    row(Scope::Pane(PaneKind::ConfirmOverwrite), ESC_N, Intent::GoBack, "other path", 1, always),
    // Verification
    row(
        Scope::Pane(PaneKind::Verify),
        &[Key::char('c')],
        Intent::Copy(CopyTarget::NextSteps),
        "copy it",
        0,
        is_verified,
    ),
    row(Scope::Pane(PaneKind::Verify), &[Key::char('v')], Intent::Verify, "verify again", 4, is_not_verifying),
    row(Scope::Pane(PaneKind::Verify), &[Key::ctrl('r')], Intent::Refresh, "look now", 4, poll_is_scheduled),
    row(Scope::Pane(PaneKind::Verify), &[Key::char('s')], Intent::Stop, "follow no longer", 4, is_verifying),
    row(Scope::Pane(PaneKind::Verify), UP_K, Intent::Move(Motion::Up), "scroll up", 2, is_verified),
    row(Scope::Pane(PaneKind::Verify), DOWN_J, Intent::Move(Motion::Down), "scroll down", 2, is_verified),
    row(Scope::Pane(PaneKind::Verify), ESC, Intent::GoBack, "records", 1, always),
    // DNS check
    row(Scope::Pane(PaneKind::Dns), &[Key::char('d')], Intent::CheckDns, "check", 0, is_not_checking_dns),
    row(Scope::Pane(PaneKind::Dns), &[Key::char('s')], Intent::Stop, "stop", 0, is_checking_dns),
    row(Scope::Pane(PaneKind::Dns), &[Key::char('v')], Intent::Verify, "verify", 4, verify_is_next),
    row(Scope::Pane(PaneKind::Dns), &[Key::char('v')], Intent::Verify, "verify", 5, is_not_verifying),
    row(Scope::Pane(PaneKind::Dns), &[Key::char('v')], Intent::Verify, "how far it is", 5, always),
    row(Scope::Pane(PaneKind::Dns), &[Key::char('w')], Intent::ToggleDnsWatch, "keep checking", 4, is_not_watching_dns),
    row(Scope::Pane(PaneKind::Dns), &[Key::char('w')], Intent::ToggleDnsWatch, "check no more", 4, is_watching_dns),
    row(Scope::Pane(PaneKind::Dns), PANEL, Intent::OpenPane(PaneKind::Panel), "DNS panel", 6, has_panel),
    row(Scope::Pane(PaneKind::Dns), UP_K, Intent::Move(Motion::Up), "scroll up", 2, always),
    row(Scope::Pane(PaneKind::Dns), DOWN_J, Intent::Move(Motion::Down), "scroll down", 2, always),
    row(Scope::Pane(PaneKind::Dns), PAGE_UP, Intent::Move(Motion::PageUp), "page up", 8, always),
    row(Scope::Pane(PaneKind::Dns), PAGE_DOWN, Intent::Move(Motion::PageDown), "page down", 8, always),
    row(Scope::Pane(PaneKind::Dns), ESC, Intent::GoBack, "records", 1, always),
    // Panel of the DNS host
    row(Scope::Pane(PaneKind::Panel), COPY, Intent::Copy(CopyTarget::PanelLink), "copy link", 0, always),
    row(Scope::Pane(PaneKind::Panel), PANEL, Intent::OpenPane(PaneKind::Panel), "ask again", 4, can_retry_link),
    row(Scope::Pane(PaneKind::Panel), &[Key::char('g')], Intent::OpenPane(PaneKind::Guide), "guide", 4, always),
    row(Scope::Pane(PaneKind::Panel), &[Key::char('r')], Intent::ShowOnNormalScreen, "link alone", 4, always),
    row(Scope::Pane(PaneKind::Panel), UP_K, Intent::Move(Motion::Up), "scroll up", 2, always),
    row(Scope::Pane(PaneKind::Panel), DOWN_J, Intent::Move(Motion::Down), "scroll down", 2, always),
    row(Scope::Pane(PaneKind::Panel), ESC, Intent::GoBack, "back", 1, always),
    // Publishing in the sandbox
    row(Scope::Pane(PaneKind::Publish), ENTER, Intent::Submit, "publish", 0, is_publish_idle),
    row(Scope::Pane(PaneKind::Publish), TAB, Intent::TogglePublishScope, "only this one", 4, publishes_all),
    row(Scope::Pane(PaneKind::Publish), TAB, Intent::TogglePublishScope, "every record", 4, is_publish_idle),
    row(Scope::Pane(PaneKind::Publish), UP_K, Intent::Move(Motion::Up), "up", 2, always),
    row(Scope::Pane(PaneKind::Publish), DOWN_J, Intent::Move(Motion::Down), "down", 2, always),
    row(Scope::Pane(PaneKind::Publish), PAGE_UP, Intent::Move(Motion::PageUp), "page up", 8, always),
    row(Scope::Pane(PaneKind::Publish), PAGE_DOWN, Intent::Move(Motion::PageDown), "page down", 8, always),
    row(Scope::Pane(PaneKind::Publish), ESC, Intent::GoBack, "records", 1, always),
    // Inbound mail
    row(Scope::Pane(PaneKind::Inbound), ENTER, Intent::Submit, "turn it on", 0, inbound_is_off),
    row(Scope::Pane(PaneKind::Inbound), ENTER, Intent::Submit, "turn it off", 0, is_inbound_idle),
    row(Scope::Pane(PaneKind::Inbound), ESC, Intent::GoBack, "records", 1, is_inbound_idle),
    row(Scope::Pane(PaneKind::Inbound), ESC, Intent::GoBack, "stop waiting", 1, always),
    // List of domains
    row(Scope::Step(Step::Domains), ENTER, Intent::Submit, "open", 0, has_selected_domain),
    row(Scope::Step(Step::Domains), ENTER, Intent::Submit, "try again", 0, list_failed),
    row(Scope::Step(Step::Domains), UP, Intent::Move(Motion::Up), "up", 2, has_selected_domain),
    row(Scope::Step(Step::Domains), DOWN, Intent::Move(Motion::Down), "down", 2, has_selected_domain),
    row(Scope::Step(Step::Domains), PAGE_UP, Intent::Move(Motion::PageUp), "page up", 8, has_selected_domain),
    row(Scope::Step(Step::Domains), PAGE_DOWN, Intent::Move(Motion::PageDown), "page down", 8, has_selected_domain),
    row(Scope::Step(Step::Domains), &[Key::ctrl('s')], Intent::CycleSortOrder, "sort", 4, has_selected_domain),
    row(Scope::Step(Step::Domains), DELETE, Intent::RemoveDomain, "remove", 5, has_selected_domain),
    row(Scope::Step(Step::Domains), &[Key::ctrl('r')], Intent::Refresh, "fetch again", 5, can_reload_list),
    row(Scope::Step(Step::Domains), ESC, Intent::GoBack, "back", 1, always),
    // Removal
    row(Scope::Step(Step::Removal), ENTER, Intent::Submit, "remove it", 0, removal_name_matches),
    row(Scope::Step(Step::Removal), ENTER, Intent::Submit, "type the name", 0, removal_is_certain),
    row(Scope::Step(Step::Removal), ENTER, Intent::Submit, "ask AutoSend", 0, removal_is_idle),
    row(Scope::Step(Step::Removal), ESC, Intent::GoBack, "back", 1, removal_is_idle),
    row(Scope::Step(Step::Removal), ESC, Intent::GoBack, "stop waiting", 1, always),
    // Conflict
    row(Scope::Step(Step::Conflict), ENTER, Intent::Submit, "open records", 0, can_open_conflict),
    row(Scope::Step(Step::Conflict), ESC, Intent::GoBack, "back", 1, always),
    row(Scope::Step(Step::Conflict), &[Key::char('i')], Intent::ToggleDetails, "details", 4, always),
    // Failure
    row(Scope::Step(Step::Failure), ENTER, Intent::Submit, "try again", 0, can_retry),
    row(Scope::Step(Step::Failure), ENTER, Intent::Submit, "back", 0, always),
    row(Scope::Step(Step::Failure), ESC, Intent::GoBack, "back", 1, always),
    row(Scope::Step(Step::Failure), &[Key::char('i')], Intent::ToggleDetails, "details", 4, always),
    // Overlays
    row(
        Scope::Overlay,
        &[Key::unmodified(KeyCode::Esc), Key::unmodified(KeyCode::Enter)],
        Intent::GoBack,
        "close",
        0,
        always,
    ),
    row(
        Scope::Overlay,
        &[Key::char('?'), Key::unmodified(KeyCode::F(1)), Key::ctrl('g')],
        Intent::ToggleHelp,
        "close",
        6,
        help_is_open,
    ),
    row(Scope::Overlay, &[Key::char('i')], Intent::ToggleDetails, "close", 6, details_are_open),
    row(Scope::Overlay, UP_K, Intent::Move(Motion::Up), "scroll up", 2, always),
    row(Scope::Overlay, DOWN_J, Intent::Move(Motion::Down), "scroll down", 2, always),
    row(Scope::Overlay, PAGE_UP, Intent::Move(Motion::PageUp), "page up", 4, always),
    row(Scope::Overlay, PAGE_DOWN, Intent::Move(Motion::PageDown), "page down", 4, always),
    // Every step
    row(
        Scope::Global,
        &[Key::char('?'), Key::unmodified(KeyCode::F(1)), Key::ctrl('g')],
        Intent::ToggleHelp,
        "help",
        1,
        accepts_no_text,
    ),
    row(Scope::Global, &[Key::unmodified(KeyCode::F(1)), Key::ctrl('g')], Intent::ToggleHelp, "help", 1, accepts_text),
    row(
        Scope::Global,
        &[Key::unmodified(KeyCode::F(2)), Key::ctrl('o')],
        Intent::OpenDomains,
        "domains",
        6,
        domains_can_open,
    ),
    row(
        Scope::Global,
        &[Key::unmodified(KeyCode::F(2)), Key::ctrl('o')],
        Intent::OpenDomains,
        "domains, once there is a key",
        9,
        domains_need_key,
    ),
    row(Scope::Always, &[Key::ctrl('l')], Intent::Redraw, "draw anew", 9, always),
    row(Scope::Always, &[Key::ctrl('z')], Intent::Suspend, "suspend", 9, always),
    row(Scope::Always, &[Key::ctrl('c')], Intent::Quit, "leave", 3, always),
];
