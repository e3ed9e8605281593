//! The rows of the table of keys. No unmodified character is bound where text is typed.

use crossterm::event::KeyCode;

use super::super::message::{CopyTarget, Message};
use super::super::model::{Model, Overlay};
use super::super::screen::{KeyField, KeyStage, RegionMode, Screen, Step, Submission};
use super::super::selection::Motion;
use super::super::session::Remote;
use super::{Binding, Key, Scope};
use crate::core::domain_name::Assessment;
use crate::core::record::DnsRecord;

const ENTER: &[Key] = &[Key::plain(KeyCode::Enter)];
const ESC: &[Key] = &[Key::plain(KeyCode::Esc)];
const TAB: &[Key] = &[Key::plain(KeyCode::Tab)];
const UP: &[Key] = &[Key::plain(KeyCode::Up)];
const DOWN: &[Key] = &[Key::plain(KeyCode::Down)];
const UP_K: &[Key] = &[Key::plain(KeyCode::Up), Key::char('k')];
const DOWN_J: &[Key] = &[Key::plain(KeyCode::Down), Key::char('j')];
const PAGE_UP: &[Key] = &[Key::plain(KeyCode::PageUp)];
const PAGE_DOWN: &[Key] = &[Key::plain(KeyCode::PageDown)];
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
    row(
        Scope::Of(Step::Records),
        &[Key::char('c'), Key::char('y'), Key::plain(KeyCode::Enter)],
        Message::Copy(CopyTarget::Value),
        "copy value",
        0,
        has_records,
    ),
    row(Scope::Of(Step::Records), &[Key::char('n')], Message::Copy(CopyTarget::Name), "copy name", 4, has_records),
    row(Scope::Of(Step::Records), &[Key::char('C')], Message::Copy(CopyTarget::All), "copy all", 5, has_records),
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
    row(Scope::Of(Step::Records), &[Key::ctrl('r')], Message::Refresh, "fetch again", 7, can_refresh),
    row(Scope::Of(Step::Records), ESC, Message::Back, "domains", 1, always),
    row(Scope::Of(Step::Records), &[Key::char('q')], Message::Quit, "leave", 3, always),
    // The list of domains
    row(Scope::Of(Step::Domains), ENTER, Message::Submit, "open", 0, domain_in_focus),
    row(Scope::Of(Step::Domains), ENTER, Message::Submit, "try again", 0, list_failed),
    row(Scope::Of(Step::Domains), UP, Message::Move(Motion::Up), "up", 2, domain_in_focus),
    row(Scope::Of(Step::Domains), DOWN, Message::Move(Motion::Down), "down", 2, domain_in_focus),
    row(Scope::Of(Step::Domains), PAGE_UP, Message::Move(Motion::PageUp), "page up", 8, domain_in_focus),
    row(Scope::Of(Step::Domains), PAGE_DOWN, Message::Move(Motion::PageDown), "page down", 8, domain_in_focus),
    row(Scope::Of(Step::Domains), &[Key::ctrl('r')], Message::Refresh, "fetch again", 5, can_list),
    row(Scope::Of(Step::Domains), ESC, Message::Back, "back", 1, always),
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

const fn always(_: &Model) -> bool {
    true
}

const fn takes_text(model: &Model) -> bool {
    model.screen.takes_text()
}

const fn takes_no_text(model: &Model) -> bool {
    !model.screen.takes_text()
}

const fn help_is_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Help { .. }))
}

const fn details_are_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Details { .. }))
}

fn asks_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Asking)
}

/// Enter goes to the project's field first, where that is needed and empty.
fn project_is_next(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen)
        if screen.stage == KeyStage::Asking
            && screen.wants_project()
            && screen.focus == KeyField::Key
            && screen.project.text().trim().is_empty())
}

fn key_is_whole(model: &Model) -> bool {
    asks_key(model) && !project_is_next(model)
}

fn asks_first(model: &Model) -> bool {
    asks_key(model) && !asks_again(model)
}

fn asks_again(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Asking && screen.resume.is_some())
}

fn asks_project(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen)
        if screen.stage == KeyStage::Asking && (screen.wants_project() || screen.focus == KeyField::Project))
}

fn checks_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if matches!(screen.stage, KeyStage::Checking { .. }))
}

fn keeps_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if matches!(screen.stage, KeyStage::Keeping { .. }))
}

fn domain_is_known(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.known().is_some())
}

fn domain_goes_on(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.known().is_none() && screen.assessment.name().is_some())
}

fn domain_has_repair(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if screen.assessment.name().is_none() && screen.suggestion().is_some())
}

fn domain_is_refused(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if screen.assessment.name().is_none() && screen.suggestion().is_none())
}

fn domain_has_better(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if !matches!(screen.assessment, Assessment::Refused(_)) && screen.suggestion().is_some())
}

const fn chooses_region(model: &Model) -> bool {
    matches!(&model.screen, Screen::Region(screen) if matches!(screen.mode, RegionMode::List { .. }))
}

const fn types_region(model: &Model) -> bool {
    matches!(&model.screen, Screen::Region(screen) if matches!(screen.mode, RegionMode::Other { .. }))
}

fn review_in_doubt(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen) if model.doubt.contains_key(&screen.new.name))
}

fn review_is_known(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen)
        if !model.doubt.contains_key(&screen.new.name) && screen.session.find(&screen.new.name).is_some())
}

fn review_sends(model: &Model) -> bool {
    !review_in_doubt(model) && !review_is_known(model)
}

fn adding_waits(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen)
        if matches!(screen.submission, Submission::Waiting { .. }))
}

fn adding_asks(model: &Model) -> bool {
    !adding_waits(model)
}

const fn has_records(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if !screen.domain.records.is_empty())
}

fn value_is_mended(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if screen.selected().is_some_and(DnsRecord::is_mended))
}

const fn can_refresh(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if !screen.refreshing.is_running())
}

fn domain_in_focus(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen) if screen.selected().is_some())
}

fn list_failed(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen)
        if screen.selected().is_none() && matches!(screen.session.domains, Remote::Failed { .. }))
}

const fn can_list(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen) if screen.session.domains.request().is_none())
}

const fn not_opening(model: &Model) -> bool {
    matches!(&model.screen, Screen::Conflict(screen) if !screen.opening)
}

const fn can_retry(model: &Model) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if screen.failure.retry.is_some())
}

const fn cannot_retry(model: &Model) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if screen.failure.retry.is_none())
}

fn domains_need_key(model: &Model) -> bool {
    model.screen.step() != Step::Closed && model.screen.session().is_none()
}

fn domains_can_open(model: &Model) -> bool {
    !matches!(model.screen.step(), Step::Adding | Step::Domains | Step::Closed) && model.screen.session().is_some()
}
