//! When a key of the table does anything: questions to the model.

use super::super::desk::GuidePlace;
use super::super::follow::{Follow, FollowEnd, FollowStage};
use super::super::inspection::Inspection;
use super::super::model::{Model, Overlay};
use super::super::screen::{
    KeyField, KeyStage, Opening, Pane, RecordsScreen, RegionMode, RemovalScreen, Screen, Step, Submission,
};
use super::super::session::{Remote, Task};
use crate::core::domain_name::Assessment;
use crate::core::guide::InputMode;
use crate::core::open_link::OpenError;
use crate::core::record::DnsRecord;

pub(super) const fn always(_: &Model) -> bool {
    true
}

pub(super) const fn takes_text(model: &Model) -> bool {
    model.screen.takes_text()
}

pub(super) const fn takes_no_text(model: &Model) -> bool {
    !model.screen.takes_text()
}

pub(super) const fn help_is_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Help { .. }))
}

pub(super) const fn details_are_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Details { .. }))
}

fn asks_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Asking)
}

/// Enter goes to the project's field first, where that is needed and empty.
pub(super) fn project_is_next(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen)
        if screen.stage == KeyStage::Asking
            && screen.wants_project()
            && screen.focus == KeyField::Key
            && screen.project.text().trim().is_empty())
}

pub(super) fn key_is_whole(model: &Model) -> bool {
    asks_key(model) && !project_is_next(model)
}

pub(super) fn asks_first(model: &Model) -> bool {
    asks_key(model) && !asks_again(model)
}

pub(super) fn asks_again(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Asking && screen.resume.is_some())
}

pub(super) fn asks_project(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen)
        if screen.stage == KeyStage::Asking && (screen.wants_project() || screen.focus == KeyField::Project))
}

pub(super) fn checks_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if matches!(screen.stage, KeyStage::Checking { .. }))
}

pub(super) fn keeps_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if matches!(screen.stage, KeyStage::Keeping { .. }))
}

pub(super) fn domain_is_known(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.known().is_some())
}

pub(super) fn domain_goes_on(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.known().is_none() && screen.assessment.name().is_some())
}

pub(super) fn domain_has_repair(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if screen.assessment.name().is_none() && screen.suggestion().is_some())
}

pub(super) fn domain_is_refused(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if screen.assessment.name().is_none() && screen.suggestion().is_none())
}

pub(super) fn domain_has_better(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if !matches!(screen.assessment, Assessment::Rejected(_)) && screen.suggestion().is_some())
}

pub(super) const fn chooses_region(model: &Model) -> bool {
    matches!(&model.screen, Screen::Region(screen) if matches!(screen.mode, RegionMode::List { .. }))
}

pub(super) const fn types_region(model: &Model) -> bool {
    matches!(&model.screen, Screen::Region(screen) if matches!(screen.mode, RegionMode::Other { .. }))
}

pub(super) fn review_in_doubt(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen) if model.doubt.contains_key(&screen.new.name))
}

pub(super) fn review_is_known(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen)
        if !model.doubt.contains_key(&screen.new.name) && screen.session.find(&screen.new.name).is_some())
}

pub(super) fn review_sends(model: &Model) -> bool {
    !review_in_doubt(model) && !review_is_known(model)
}

pub(super) fn adding_waits(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen)
        if matches!(screen.submission, Submission::Waiting { .. }))
}

pub(super) fn adding_asks(model: &Model) -> bool {
    !adding_waits(model)
}

pub(super) const fn has_records(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if !screen.domain.records.is_empty())
}

pub(super) fn value_is_mended(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if screen.selected().is_some_and(DnsRecord::is_mended))
}

pub(super) const fn can_refresh(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if !screen.refreshing.is_running())
}

/// Whether it is known which DNS host's panel the records are entered in.
pub(super) fn has_panel(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if has_records(model) && model.desk(&screen.domain).host().is_some())
}

/// Whether it makes sense to ask a browser once more to open the link: where there is none, there is none.
pub(super) fn link_can_open(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(RecordsScreen { pane: Pane::Panel(pane), .. })
        if matches!(pane.opening, Opening::Over(Ok(()) | Err(OpenError::Failed(_)))))
}

/// What the guided copy asks to be done with the field that it is at; nothing where it is through.
fn guide_act(model: &Model) -> Option<InputMode> {
    let Screen::Records(screen) = &model.screen else { return None };
    let guide = &model.desk(&screen.domain).guide;
    let entries = model.entries(&screen.domain, guide.record(screen.domain.records.len()));
    entries.get(guide.entry(entries.len())).map(|entry| entry.input_mode)
}

pub(super) fn guide_pastes(model: &Model) -> bool {
    guide_act(model) == Some(InputMode::Paste)
}

/// Whether there is nothing to paste: a field is chosen or stays empty, or the record has none to go through.
pub(super) fn guide_chooses(model: &Model) -> bool {
    guide_is_under_way(model) && !guide_pastes(model)
}

pub(super) fn guide_is_under_way(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if model.desk(&screen.domain).guide.record(screen.domain.records.len()) < screen.domain.records.len())
}

/// Whether there is something to be skipped.
pub(super) fn guide_skips(model: &Model) -> bool {
    let Screen::Records(screen) = &model.screen else { return false };
    let at = model.desk(&screen.domain).guide.record(screen.domain.records.len());
    let kind = model.work(&screen.domain, at).kind;
    guide_is_under_way(model) && (kind.has_fields() || !kind.is_noop())
}

pub(super) fn guide_is_through(model: &Model) -> bool {
    !guide_is_under_way(model)
}

pub(super) fn export_is_made(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if matches!(&screen.pane, Pane::Export(pane) if pane.exported.is_some()))
}

pub(super) fn guide_has_begun(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if model.desk(&screen.domain).guide != GuidePlace::default())
}

fn followed(model: &Model) -> Option<&Follow> {
    let Screen::Records(screen) = &model.screen else { return None };
    model.follow(&screen.domain.id)
}

pub(super) fn is_followed(model: &Model) -> bool {
    followed(model).is_some_and(Follow::is_running)
}

pub(super) fn not_followed(model: &Model) -> bool {
    !is_followed(model)
}

pub(super) fn is_verified(model: &Model) -> bool {
    followed(model).is_some_and(|follow| follow.stage == FollowStage::Over(FollowEnd::Verified))
}

pub(super) fn look_is_to_come(model: &Model) -> bool {
    followed(model).is_some_and(|follow| matches!(follow.stage, FollowStage::Pausing { .. }))
}

fn inspected(model: &Model) -> Option<&Inspection> {
    let Screen::Records(screen) = &model.screen else { return None };
    model.inspection(&screen.domain.id)
}

/// Whether DNS is known to have what is required of the records that are shown.
fn required_are_right(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if model.known(&screen.domain).is_some_and(|known| known.looked.is_some() && known.can_verify()))
}

/// Something is missing, or nothing is known: to look is what goes on.
pub(super) fn check_is_next(model: &Model) -> bool {
    has_records(model) && !required_are_right(model)
}

pub(super) fn check_is_not_next(model: &Model) -> bool {
    has_records(model) && required_are_right(model)
}

/// DNS has what is required, and AutoSend has not verified it: that is what goes on.
pub(super) fn verify_is_next(model: &Model) -> bool {
    let can_send = matches!(&model.screen, Screen::Records(screen) if screen.domain.status.can_send());
    not_followed(model) && required_are_right(model) && !can_send
}

pub(super) fn verify_is_not_next(model: &Model) -> bool {
    not_followed(model) && !verify_is_next(model)
}

pub(super) fn publish_is_next(model: &Model) -> bool {
    can_publish(model) && check_is_next(model)
}

pub(super) fn publish_is_not_next(model: &Model) -> bool {
    can_publish(model) && !check_is_next(model)
}

pub(super) fn is_kept_up(model: &Model) -> bool {
    inspected(model).is_some_and(Inspection::is_kept_up)
}

pub(super) fn not_kept_up(model: &Model) -> bool {
    has_records(model) && !is_kept_up(model)
}

pub(super) fn is_looking(model: &Model) -> bool {
    inspected(model).is_some_and(Inspection::is_looking)
}

pub(super) fn not_looking(model: &Model) -> bool {
    !is_looking(model)
}

fn can_publish(model: &Model) -> bool {
    model.setting.sandbox && has_records(model)
}

/// Whether nothing is being published; answers with whether every record is meant.
fn publishing(model: &Model) -> Option<bool> {
    match &model.screen {
        Screen::Records(RecordsScreen { pane: Pane::Publish { all, publishing: Task::Idle, .. }, .. }) => Some(*all),
        _ => None,
    }
}

pub(super) fn not_publishing(model: &Model) -> bool {
    publishing(model).is_some()
}

pub(super) fn means_all(model: &Model) -> bool {
    publishing(model) == Some(true)
}

pub(super) fn means_one(model: &Model) -> bool {
    publishing(model) == Some(false)
}

/// Whether the pane of inbound mail waits for nothing; answers with whether mail is taken in.
fn inbound(model: &Model) -> Option<bool> {
    match &model.screen {
        Screen::Records(RecordsScreen { pane: Pane::Inbound { switching: Task::Idle }, domain, .. }) => {
            Some(domain.is_inbound_enabled())
        }
        _ => None,
    }
}

pub(super) fn inbound_is_on(model: &Model) -> bool {
    inbound(model) == Some(true)
}

pub(super) fn inbound_is_off(model: &Model) -> bool {
    inbound(model) == Some(false)
}

pub(super) fn not_switching(model: &Model) -> bool {
    inbound(model).is_some()
}

pub(super) fn is_switching(model: &Model) -> bool {
    inbound(model).is_none()
}

/// The removal that is asked about, unless something is under way.
fn removal(model: &Model) -> Option<&RemovalScreen> {
    match &model.screen {
        Screen::Removal(screen) if !screen.is_under_way() => Some(screen),
        _ => None,
    }
}

pub(super) fn removal_is_named(model: &Model) -> bool {
    removal(model).is_some_and(|screen| !screen.in_doubt && screen.is_named())
}

pub(super) fn removal_lacks_name(model: &Model) -> bool {
    removal(model).is_some_and(|screen| !screen.in_doubt && !screen.is_named())
}

pub(super) fn removal_in_doubt(model: &Model) -> bool {
    removal(model).is_some_and(|screen| screen.in_doubt)
}

pub(super) fn removal_can_end(model: &Model) -> bool {
    removal(model).is_some()
}

pub(super) fn removal_is_under_way(model: &Model) -> bool {
    removal(model).is_none()
}

pub(super) fn domain_in_focus(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen) if screen.selected().is_some())
}

pub(super) fn list_failed(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen)
        if screen.selected().is_none() && matches!(screen.session.domains, Remote::Failed { .. }))
}

pub(super) const fn can_list(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen) if screen.session.domains.request().is_none())
}

pub(super) const fn not_opening(model: &Model) -> bool {
    matches!(&model.screen, Screen::Conflict(screen) if !screen.opening)
}

pub(super) const fn can_retry(model: &Model) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if screen.failure.retry_hint.is_some())
}

pub(super) const fn cannot_retry(model: &Model) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if screen.failure.retry_hint.is_none())
}

pub(super) fn domains_need_key(model: &Model) -> bool {
    model.screen.step() != Step::Closed && model.screen.session().is_none()
}

pub(super) fn domains_can_open(model: &Model) -> bool {
    !matches!(model.screen.step(), Step::Adding | Step::Domains | Step::Removal | Step::Closed)
        && model.screen.session().is_some()
}
