//! The rows of the table of keys. No unmodified character is bound where text is typed.

use crossterm::event::KeyCode;

use super::super::message::{CopyTarget, Message};
use super::super::model::Model;
use super::super::screen::{PaneKind, Step};
use super::super::selection::Motion;
use super::conditions::{
    adding_asks, adding_waits, always, asks_again, asks_first, asks_project, can_list, can_refresh, can_retry,
    cannot_retry, check_is_next, check_is_not_next, checks_key, chooses_region, details_are_open, domain_goes_on,
    domain_has_better, domain_has_repair, domain_in_focus, domain_is_known, domain_is_refused, domains_can_open,
    domains_need_key, export_is_made, guide_chooses, guide_has_begun, guide_is_through, guide_is_under_way,
    guide_pastes, guide_skips, has_panel, has_records, help_is_open, inbound_is_off, inbound_is_on, is_followed,
    is_kept_up, is_looking, is_switching, is_verified, keeps_key, key_is_whole, link_can_open, list_failed,
    look_is_to_come, means_all, means_one, not_followed, not_kept_up, not_looking, not_opening, not_publishing,
    not_switching, project_is_next, publish_is_next, publish_is_not_next, removal_can_end, removal_in_doubt,
    removal_is_named, removal_is_under_way, removal_lacks_name, review_in_doubt, review_is_known, review_sends,
    takes_no_text, takes_text, types_region, value_is_mended, verify_is_next, verify_is_not_next,
};
use super::{Binding, Key, Scope};

const ENTER: &[Key] = &[Key::plain(KeyCode::Enter)];
const ESC: &[Key] = &[Key::plain(KeyCode::Esc)];
const SPACE: &[Key] = &[Key::char(' ')];
const BACKSPACE: &[Key] = &[Key::plain(KeyCode::Backspace)];
const ESC_N: &[Key] = &[Key::plain(KeyCode::Esc), Key::char('n')];
const TAB: &[Key] = &[Key::plain(KeyCode::Tab)];
const UP: &[Key] = &[Key::plain(KeyCode::Up)];
const DOWN: &[Key] = &[Key::plain(KeyCode::Down)];
const UP_K: &[Key] = &[Key::plain(KeyCode::Up), Key::char('k')];
const DOWN_J: &[Key] = &[Key::plain(KeyCode::Down), Key::char('j')];
const PAGE_UP: &[Key] = &[Key::plain(KeyCode::PageUp)];
const PAGE_DOWN: &[Key] = &[Key::plain(KeyCode::PageDown)];
const COPY: &[Key] = &[Key::char('c'), Key::char('y'), Key::plain(KeyCode::Enter)];
const PANEL: &[Key] = &[Key::char('o')];
const DELETE: &[Key] = &[Key::plain(KeyCode::Delete)];
const HOME: &[Key] = &[Key::plain(KeyCode::Home)];
const END: &[Key] = &[Key::plain(KeyCode::End)];

const fn row(
    scope: Scope,
    keys: &'static [Key],
    message: Message,
    label: &'static str,
    rank: u8,
    when: fn(&Model) -> bool,
) -> Binding {
    Binding { scope, keys, message, label, rank, when }
}

/// Every key of the program.
pub const BINDINGS: &[Binding] = &[
    // Key
    row(Scope::Of(Step::ApiKey), ENTER, Message::Submit, "use this key", 0, key_is_whole),
    row(Scope::Of(Step::ApiKey), ENTER, Message::Submit, "next field", 0, project_is_next),
    row(Scope::Of(Step::ApiKey), ENTER, Message::Submit, "go on", 0, keeps_key),
    row(Scope::Of(Step::ApiKey), TAB, Message::NextField, "other field", 4, asks_project),
    row(Scope::Of(Step::ApiKey), UP, Message::Move(Motion::Up), "up", 2, keeps_key),
    row(Scope::Of(Step::ApiKey), DOWN, Message::Move(Motion::Down), "down", 2, keeps_key),
    row(Scope::Of(Step::ApiKey), ESC, Message::Back, "stop trying", 1, checks_key),
    row(Scope::Of(Step::ApiKey), ESC, Message::Back, "back", 1, keeps_key),
    row(Scope::Of(Step::ApiKey), ESC, Message::Back, "back", 1, asks_again),
    row(Scope::Of(Step::ApiKey), ESC, Message::Back, "nothing before this step", 9, asks_first),
    // Domain
    row(Scope::Of(Step::Domain), ENTER, Message::Submit, "open records", 0, domain_is_known),
    row(Scope::Of(Step::Domain), ENTER, Message::Submit, "go on", 0, domain_goes_on),
    row(Scope::Of(Step::Domain), ENTER, Message::Submit, "use suggestion", 0, domain_has_repair),
    row(Scope::Of(Step::Domain), ENTER, Message::Submit, "check the name", 0, domain_is_refused),
    row(Scope::Of(Step::Domain), TAB, Message::TakeSuggestion, "use suggestion", 4, domain_has_better),
    row(Scope::Of(Step::Domain), ESC, Message::Back, "back", 1, always),
    // Region
    row(Scope::Of(Step::Region), ENTER, Message::Submit, "use it", 0, always),
    row(Scope::Of(Step::Region), UP, Message::Move(Motion::Up), "up", 2, chooses_region),
    row(Scope::Of(Step::Region), DOWN, Message::Move(Motion::Down), "down", 2, chooses_region),
    row(Scope::Of(Step::Region), PAGE_UP, Message::Move(Motion::PageUp), "top", 7, chooses_region),
    row(Scope::Of(Step::Region), PAGE_DOWN, Message::Move(Motion::PageDown), "bottom", 7, chooses_region),
    row(Scope::Of(Step::Region), ESC, Message::Back, "back", 1, chooses_region),
    row(Scope::Of(Step::Region), ESC, Message::Back, "back", 1, types_region),
    // Review
    row(Scope::Of(Step::Review), ENTER, Message::Submit, "ask first", 0, review_in_doubt),
    row(Scope::Of(Step::Review), ENTER, Message::Submit, "open records", 0, review_is_known),
    row(Scope::Of(Step::Review), ENTER, Message::Submit, "add", 0, review_sends),
    row(Scope::Of(Step::Review), ESC, Message::Back, "back", 1, always),
    // Adding
    row(Scope::Of(Step::Adding), ENTER, Message::Submit, "send now", 0, adding_waits),
    row(Scope::Of(Step::Adding), ESC, Message::Back, "give up", 1, adding_waits),
    row(Scope::Of(Step::Adding), ESC, Message::Back, "stop waiting", 1, adding_asks),
    // Records
    row(Scope::Of(Step::Records), COPY, Message::Copy(CopyTarget::Value), "copy value", 0, has_records),
    // What goes on from here stays longest: to look while something is missing, then to verify.
    row(Scope::Of(Step::Records), &[Key::char('v')], Message::Verify, "verify", 4, verify_is_next),
    row(Scope::Of(Step::Records), &[Key::char('v')], Message::Verify, "verify", 6, verify_is_not_next),
    row(Scope::Of(Step::Records), &[Key::char('v')], Message::Verify, "how far it is", 4, is_followed),
    row(Scope::Of(Step::Records), &[Key::char('n')], Message::Copy(CopyTarget::Name), "copy name", 5, has_records),
    row(Scope::Of(Step::Records), &[Key::char('g')], Message::Open(PaneKind::Guide), "guide", 5, has_records),
    row(Scope::Of(Step::Records), &[Key::char('e')], Message::Open(PaneKind::Export), "export", 6, has_records),
    row(Scope::Of(Step::Records), &[Key::char('C')], Message::Copy(CopyTarget::All), "copy all", 7, has_records),
    row(Scope::Of(Step::Records), &[Key::char('f')], Message::NextForm, "name form", 7, has_records),
    row(Scope::Of(Step::Records), &[Key::char('r')], Message::ShowRaw, "value alone", 7, has_records),
    row(Scope::Of(Step::Records), &[Key::char('h')], Message::Open(PaneKind::Hosts), "DNS host", 7, has_records),
    row(Scope::Of(Step::Records), &[Key::char('z')], Message::Open(PaneKind::Zones), "zone", 7, has_records),
    row(Scope::Of(Step::Records), PANEL, Message::Open(PaneKind::Panel), "DNS panel", 7, has_panel),
    row(
        Scope::Of(Step::Records),
        &[Key::char('u')],
        Message::Copy(CopyTarget::Returned),
        "copy as returned",
        7,
        value_is_mended,
    ),
    row(Scope::Of(Step::Records), UP_K, Message::Move(Motion::Up), "up", 2, has_records),
    row(Scope::Of(Step::Records), DOWN_J, Message::Move(Motion::Down), "down", 2, has_records),
    row(Scope::Of(Step::Records), PAGE_UP, Message::Move(Motion::PageUp), "page up", 8, has_records),
    row(Scope::Of(Step::Records), PAGE_DOWN, Message::Move(Motion::PageDown), "page down", 8, has_records),
    row(Scope::Of(Step::Records), HOME, Message::Move(Motion::First), "first", 8, has_records),
    row(Scope::Of(Step::Records), END, Message::Move(Motion::Last), "last", 8, has_records),
    row(Scope::Of(Step::Records), &[Key::char('d')], Message::Look, "check DNS", 4, check_is_next),
    row(Scope::Of(Step::Records), &[Key::char('d')], Message::Look, "check DNS", 5, check_is_not_next),
    row(Scope::Of(Step::Records), &[Key::char('w')], Message::KeepLooking, "keep checking", 7, not_kept_up),
    row(Scope::Of(Step::Records), &[Key::char('w')], Message::KeepLooking, "check no more", 7, is_kept_up),
    row(Scope::Of(Step::Records), &[Key::char('p')], Message::Open(PaneKind::Publish), "publish", 4, publish_is_next),
    row(
        Scope::Of(Step::Records),
        &[Key::char('p')],
        Message::Open(PaneKind::Publish),
        "publish",
        6,
        publish_is_not_next,
    ),
    row(Scope::Of(Step::Records), &[Key::char('m')], Message::Open(PaneKind::Inbound), "inbound mail", 7, always),
    row(Scope::Of(Step::Records), &[Key::char('x')], Message::Remove, "remove", 7, always),
    row(Scope::Of(Step::Records), &[Key::ctrl('r')], Message::Refresh, "fetch again", 7, can_refresh),
    row(Scope::Of(Step::Records), ESC, Message::Back, "domains", 1, always),
    row(Scope::Of(Step::Records), &[Key::char('q')], Message::Quit, "leave", 3, always),
    // The zone
    row(Scope::In(PaneKind::Zones), ENTER, Message::Submit, "use it", 0, always),
    row(Scope::In(PaneKind::Zones), UP_K, Message::Move(Motion::Up), "up", 2, always),
    row(Scope::In(PaneKind::Zones), DOWN_J, Message::Move(Motion::Down), "down", 2, always),
    row(Scope::In(PaneKind::Zones), ESC, Message::Back, "back", 1, always),
    // The DNS host
    row(Scope::In(PaneKind::Hosts), ENTER, Message::Submit, "use it", 0, always),
    row(Scope::In(PaneKind::Hosts), UP, Message::Move(Motion::Up), "up", 2, always),
    row(Scope::In(PaneKind::Hosts), DOWN, Message::Move(Motion::Down), "down", 2, always),
    row(Scope::In(PaneKind::Hosts), PAGE_UP, Message::Move(Motion::PageUp), "page up", 8, always),
    row(Scope::In(PaneKind::Hosts), PAGE_DOWN, Message::Move(Motion::PageDown), "page down", 8, always),
    row(Scope::In(PaneKind::Hosts), ESC, Message::Back, "back", 1, always),
    // Guided copy
    row(Scope::In(PaneKind::Guide), SPACE, Message::Copy(CopyTarget::Entry), "copy", 0, guide_pastes),
    row(Scope::In(PaneKind::Guide), SPACE, Message::Copy(CopyTarget::Entry), "next", 0, guide_chooses),
    row(Scope::In(PaneKind::Guide), ENTER, Message::Submit, "next", 7, guide_is_under_way),
    row(Scope::In(PaneKind::Guide), ENTER, Message::Back, "records", 1, guide_is_through),
    row(Scope::In(PaneKind::Guide), BACKSPACE, Message::PreviousEntry, "back", 4, guide_has_begun),
    row(Scope::In(PaneKind::Guide), &[Key::char('s')], Message::Skip, "skip", 4, guide_skips),
    row(Scope::In(PaneKind::Guide), &[Key::char('r')], Message::ShowRaw, "alone", 6, guide_pastes),
    row(Scope::In(PaneKind::Guide), UP_K, Message::Move(Motion::Up), "up", 2, always),
    row(Scope::In(PaneKind::Guide), DOWN_J, Message::Move(Motion::Down), "down", 2, always),
    row(Scope::In(PaneKind::Guide), &[Key::char('h')], Message::Open(PaneKind::Hosts), "DNS host", 6, always),
    row(Scope::In(PaneKind::Guide), &[Key::char('z')], Message::Open(PaneKind::Zones), "zone", 6, always),
    row(Scope::In(PaneKind::Guide), PANEL, Message::Open(PaneKind::Panel), "DNS panel", 7, has_panel),
    row(Scope::In(PaneKind::Guide), ESC, Message::Back, "records", 1, always),
    // Export
    row(Scope::In(PaneKind::Export), ENTER, Message::Submit, "save it", 0, export_is_made),
    row(
        Scope::In(PaneKind::Export),
        &[Key::char('c')],
        Message::Copy(CopyTarget::Export),
        "copy it",
        4,
        export_is_made,
    ),
    row(Scope::In(PaneKind::Export), UP_K, Message::Move(Motion::Up), "up", 2, always),
    row(Scope::In(PaneKind::Export), DOWN_J, Message::Move(Motion::Down), "down", 2, always),
    row(Scope::In(PaneKind::Export), PAGE_UP, Message::Move(Motion::PageUp), "scroll up", 4, always),
    row(Scope::In(PaneKind::Export), PAGE_DOWN, Message::Move(Motion::PageDown), "scroll down", 4, always),
    row(Scope::In(PaneKind::Export), HOME, Message::Move(Motion::First), "first", 8, always),
    row(Scope::In(PaneKind::Export), END, Message::Move(Motion::Last), "last", 8, always),
    row(Scope::In(PaneKind::Export), ESC, Message::Back, "records", 1, always),
    row(Scope::In(PaneKind::Path), ENTER, Message::Submit, "save", 0, always),
    row(Scope::In(PaneKind::Path), TAB, Message::Complete, "complete", 2, always),
    row(Scope::In(PaneKind::Path), ESC, Message::Back, "back", 1, always),
    row(Scope::In(PaneKind::Replace), &[Key::char('y')], Message::Replace, "replace it", 0, always),
    row(Scope::In(PaneKind::Replace), ESC_N, Message::Back, "other path", 1, always),
    // Following
    row(Scope::In(PaneKind::Follow), &[Key::char('c')], Message::Copy(CopyTarget::Next), "copy it", 0, is_verified),
    row(Scope::In(PaneKind::Follow), &[Key::char('v')], Message::Verify, "verify again", 4, not_followed),
    row(Scope::In(PaneKind::Follow), &[Key::ctrl('r')], Message::Refresh, "look now", 4, look_is_to_come),
    row(Scope::In(PaneKind::Follow), &[Key::char('s')], Message::Stop, "follow no longer", 4, is_followed),
    row(Scope::In(PaneKind::Follow), UP_K, Message::Move(Motion::Up), "scroll up", 2, is_verified),
    row(Scope::In(PaneKind::Follow), DOWN_J, Message::Move(Motion::Down), "scroll down", 2, is_verified),
    row(Scope::In(PaneKind::Follow), ESC, Message::Back, "records", 1, always),
    // What DNS says
    row(Scope::In(PaneKind::Dns), &[Key::char('d')], Message::Look, "check", 0, not_looking),
    row(Scope::In(PaneKind::Dns), &[Key::char('s')], Message::Stop, "stop", 0, is_looking),
    row(Scope::In(PaneKind::Dns), &[Key::char('v')], Message::Verify, "verify", 4, verify_is_next),
    row(Scope::In(PaneKind::Dns), &[Key::char('v')], Message::Verify, "verify", 5, verify_is_not_next),
    row(Scope::In(PaneKind::Dns), &[Key::char('v')], Message::Verify, "how far it is", 5, is_followed),
    row(Scope::In(PaneKind::Dns), &[Key::char('w')], Message::KeepLooking, "keep checking", 4, not_kept_up),
    row(Scope::In(PaneKind::Dns), &[Key::char('w')], Message::KeepLooking, "check no more", 4, is_kept_up),
    row(Scope::In(PaneKind::Dns), PANEL, Message::Open(PaneKind::Panel), "DNS panel", 6, has_panel),
    row(Scope::In(PaneKind::Dns), UP_K, Message::Move(Motion::Up), "scroll up", 2, always),
    row(Scope::In(PaneKind::Dns), DOWN_J, Message::Move(Motion::Down), "scroll down", 2, always),
    row(Scope::In(PaneKind::Dns), PAGE_UP, Message::Move(Motion::PageUp), "page up", 8, always),
    row(Scope::In(PaneKind::Dns), PAGE_DOWN, Message::Move(Motion::PageDown), "page down", 8, always),
    row(Scope::In(PaneKind::Dns), ESC, Message::Back, "records", 1, always),
    // The DNS host's panel
    row(Scope::In(PaneKind::Panel), COPY, Message::Copy(CopyTarget::Link), "copy link", 0, always),
    row(Scope::In(PaneKind::Panel), PANEL, Message::Open(PaneKind::Panel), "ask again", 4, link_can_open),
    row(Scope::In(PaneKind::Panel), &[Key::char('g')], Message::Open(PaneKind::Guide), "guide", 4, always),
    row(Scope::In(PaneKind::Panel), &[Key::char('r')], Message::ShowRaw, "link alone", 4, always),
    row(Scope::In(PaneKind::Panel), UP_K, Message::Move(Motion::Up), "scroll up", 2, always),
    row(Scope::In(PaneKind::Panel), DOWN_J, Message::Move(Motion::Down), "scroll down", 2, always),
    row(Scope::In(PaneKind::Panel), ESC, Message::Back, "back", 1, always),
    // Publishing in the sandbox
    row(Scope::In(PaneKind::Publish), ENTER, Message::Submit, "publish", 0, not_publishing),
    row(Scope::In(PaneKind::Publish), TAB, Message::WhichRecords, "only this one", 4, means_all),
    row(Scope::In(PaneKind::Publish), TAB, Message::WhichRecords, "every record", 4, means_one),
    row(Scope::In(PaneKind::Publish), UP_K, Message::Move(Motion::Up), "up", 2, always),
    row(Scope::In(PaneKind::Publish), DOWN_J, Message::Move(Motion::Down), "down", 2, always),
    row(Scope::In(PaneKind::Publish), PAGE_UP, Message::Move(Motion::PageUp), "page up", 8, always),
    row(Scope::In(PaneKind::Publish), PAGE_DOWN, Message::Move(Motion::PageDown), "page down", 8, always),
    row(Scope::In(PaneKind::Publish), ESC, Message::Back, "records", 1, always),
    // Inbound mail
    row(Scope::In(PaneKind::Inbound), ENTER, Message::Submit, "turn it on", 0, inbound_is_off),
    row(Scope::In(PaneKind::Inbound), ENTER, Message::Submit, "turn it off", 0, inbound_is_on),
    row(Scope::In(PaneKind::Inbound), ESC, Message::Back, "records", 1, not_switching),
    row(Scope::In(PaneKind::Inbound), ESC, Message::Back, "stop waiting", 1, is_switching),
    // The list of domains
    row(Scope::Of(Step::Domains), ENTER, Message::Submit, "open", 0, domain_in_focus),
    row(Scope::Of(Step::Domains), ENTER, Message::Submit, "try again", 0, list_failed),
    row(Scope::Of(Step::Domains), UP, Message::Move(Motion::Up), "up", 2, domain_in_focus),
    row(Scope::Of(Step::Domains), DOWN, Message::Move(Motion::Down), "down", 2, domain_in_focus),
    row(Scope::Of(Step::Domains), PAGE_UP, Message::Move(Motion::PageUp), "page up", 8, domain_in_focus),
    row(Scope::Of(Step::Domains), PAGE_DOWN, Message::Move(Motion::PageDown), "page down", 8, domain_in_focus),
    row(Scope::Of(Step::Domains), &[Key::ctrl('s')], Message::Sort, "sort", 4, domain_in_focus),
    row(Scope::Of(Step::Domains), DELETE, Message::Remove, "remove", 5, domain_in_focus),
    row(Scope::Of(Step::Domains), &[Key::ctrl('r')], Message::Refresh, "fetch again", 5, can_list),
    row(Scope::Of(Step::Domains), ESC, Message::Back, "back", 1, always),
    // Whether a domain is to be removed
    row(Scope::Of(Step::Removal), ENTER, Message::Submit, "remove it", 0, removal_is_named),
    row(Scope::Of(Step::Removal), ENTER, Message::Submit, "type the name", 0, removal_lacks_name),
    row(Scope::Of(Step::Removal), ENTER, Message::Submit, "ask AutoSend", 0, removal_in_doubt),
    row(Scope::Of(Step::Removal), ESC, Message::Back, "back", 1, removal_can_end),
    row(Scope::Of(Step::Removal), ESC, Message::Back, "stop waiting", 1, removal_is_under_way),
    // Already there
    row(Scope::Of(Step::Conflict), ENTER, Message::Submit, "open records", 0, not_opening),
    row(Scope::Of(Step::Conflict), ESC, Message::Back, "back", 1, always),
    row(Scope::Of(Step::Conflict), &[Key::char('i')], Message::ToggleDetails, "details", 4, always),
    // Something failed
    row(Scope::Of(Step::Failure), ENTER, Message::Submit, "try again", 0, can_retry),
    row(Scope::Of(Step::Failure), ENTER, Message::Submit, "back", 0, cannot_retry),
    row(Scope::Of(Step::Failure), ESC, Message::Back, "back", 1, always),
    row(Scope::Of(Step::Failure), &[Key::char('i')], Message::ToggleDetails, "details", 4, always),
    // Help and details
    row(Scope::Overlay, &[Key::plain(KeyCode::Esc), Key::plain(KeyCode::Enter)], Message::Back, "close", 0, always),
    row(
        Scope::Overlay,
        &[Key::char('?'), Key::plain(KeyCode::F(1)), Key::ctrl('g')],
        Message::ToggleHelp,
        "close",
        6,
        help_is_open,
    ),
    row(Scope::Overlay, &[Key::char('i')], Message::ToggleDetails, "close", 6, details_are_open),
    row(Scope::Overlay, UP_K, Message::Move(Motion::Up), "scroll up", 2, always),
    row(Scope::Overlay, DOWN_J, Message::Move(Motion::Down), "scroll down", 2, always),
    row(Scope::Overlay, PAGE_UP, Message::Move(Motion::PageUp), "page up", 4, always),
    row(Scope::Overlay, PAGE_DOWN, Message::Move(Motion::PageDown), "page down", 4, always),
    // Everywhere
    row(
        Scope::Global,
        &[Key::char('?'), Key::plain(KeyCode::F(1)), Key::ctrl('g')],
        Message::ToggleHelp,
        "help",
        1,
        takes_no_text,
    ),
    row(Scope::Global, &[Key::plain(KeyCode::F(1)), Key::ctrl('g')], Message::ToggleHelp, "help", 1, takes_text),
    row(
        Scope::Global,
        &[Key::plain(KeyCode::F(2)), Key::ctrl('o')],
        Message::OpenDomains,
        "domains",
        6,
        domains_can_open,
    ),
    row(
        Scope::Global,
        &[Key::plain(KeyCode::F(2)), Key::ctrl('o')],
        Message::OpenDomains,
        "domains, once there is a key",
        9,
        domains_need_key,
    ),
    row(Scope::Always, &[Key::ctrl('l')], Message::Redraw, "draw anew", 9, always),
    row(Scope::Always, &[Key::ctrl('z')], Message::Suspend, "suspend", 9, always),
    row(Scope::Always, &[Key::ctrl('c')], Message::Quit, "leave", 3, always),
];
