//! The conditions of the table of keys: questions to the model. The first case of a key that is enabled counts.

use crate::core::domain_name::Assessment;
use crate::core::guide::InputMode;
use crate::core::open_link::OpenError;
use crate::core::record::DnsRecord;
use crate::core::verify_poll::VerifyOutcome;
use crate::wizard::dns_check::DnsCheck;
use crate::wizard::model::{Model, Overlay};
use crate::wizard::record_prefs::GuideProgress;
use crate::wizard::screen::{
    KeyField, KeyStage, LinkState, Pane, RecordsScreen, RegionMode, RemovalScreen, Screen, Step, Submission,
};
use crate::wizard::session::{RemoteData, RequestState};
use crate::wizard::verify_watch::{VerifyWatch, VerifyWatchStage};

pub(super) const fn always(_: &Model) -> bool {
    true
}

pub(super) const fn accepts_text(model: &Model) -> bool {
    model.screen.accepts_text()
}

pub(super) const fn accepts_no_text(model: &Model) -> bool {
    !model.screen.accepts_text()
}

pub(super) fn help_is_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Help { .. }))
}

pub(super) fn details_are_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Details { .. }))
}

pub(super) fn is_editing_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Editing)
}

/// Enter goes to the project's field first, where that is needed and empty.
pub(super) fn needs_project_field(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen)
        if screen.stage == KeyStage::Editing
            && screen.needs_project()
            && screen.focus == KeyField::Key
            && screen.project.text().trim().is_empty())
}

pub(super) fn can_submit_key(model: &Model) -> bool {
    is_editing_key(model) && !needs_project_field(model)
}

pub(super) fn is_repeated_key_prompt(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Editing && screen.resume.is_some())
}

pub(super) fn has_project_field(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen)
        if screen.stage == KeyStage::Editing && (screen.needs_project() || screen.focus == KeyField::Project))
}

pub(super) fn is_checking_key(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if matches!(screen.stage, KeyStage::Checking { .. }))
}

pub(super) fn is_confirming_key_save(model: &Model) -> bool {
    matches!(&model.screen, Screen::ApiKey(screen) if matches!(screen.stage, KeyStage::ConfirmingSave { .. }))
}

pub(super) fn domain_exists(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.existing_domain().is_some())
}

pub(super) fn domain_is_valid(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.assessment.name().is_some())
}

pub(super) fn domain_has_fix(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.suggestion().is_some())
}

pub(super) fn domain_has_suggestion(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if !matches!(screen.assessment, Assessment::Rejected(_)) && screen.suggestion().is_some())
}

pub(super) const fn is_choosing_region(model: &Model) -> bool {
    matches!(&model.screen, Screen::Region(screen) if matches!(screen.mode, RegionMode::List { .. }))
}

pub(super) fn review_is_unconfirmed(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen) if model.unconfirmed.contains_key(&screen.new_domain.name))
}

pub(super) fn review_domain_exists(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen) if screen.session.find_domain(&screen.new_domain.name).is_some())
}

pub(super) fn is_waiting_to_retry(model: &Model) -> bool {
    matches!(&model.screen, Screen::Review(screen)
        if matches!(screen.submission, Submission::Waiting { .. }))
}

pub(super) const fn has_records(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if !screen.domain.records.is_empty())
}

pub(super) fn value_has_added_p_tag(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if screen.selected().is_some_and(DnsRecord::is_mended))
}

pub(super) const fn can_refresh(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if !screen.refreshing.is_pending())
}

/// Whether it is known which DNS host's panel the records are entered in.
pub(super) fn has_panel(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen) if has_records(model) && model.record_prefs(&screen.domain).host().is_some())
}

/// Whether it makes sense to ask a browser once more to open the link: where there is none, there is none.
pub(super) fn can_retry_link(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(RecordsScreen { pane: Pane::Panel(pane), .. })
        if matches!(pane.link_state, LinkState::Finished(Ok(()) | Err(OpenError::Failed(_)))))
}

/// What the guided copy asks to be done with the field that it is at; nothing where it is through.
fn guide_action(model: &Model) -> Option<InputMode> {
    let Screen::Records(screen) = &model.screen else { return None };
    let guide = &model.record_prefs(&screen.domain).guide;
    let entries = model.panel_entries(&screen.domain, guide.record_index(screen.domain.records.len()));
    entries.get(guide.entry_index(entries.len())).map(|entry| entry.input_mode)
}

pub(super) fn guide_expects_paste(model: &Model) -> bool {
    guide_action(model) == Some(InputMode::Paste)
}

pub(super) fn guide_is_active(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if model.record_prefs(&screen.domain).guide.record_index(screen.domain.records.len()) < screen.domain.records.len())
}

/// Whether there is something to be skipped.
pub(super) fn guide_can_skip(model: &Model) -> bool {
    let Screen::Records(screen) = &model.screen else { return false };
    let at = model.record_prefs(&screen.domain).guide.record_index(screen.domain.records.len());
    let kind = model.record_action(&screen.domain, at).kind;
    guide_is_active(model) && (kind.has_fields() || !kind.is_noop())
}

pub(super) fn export_is_ready(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if matches!(&screen.pane, Pane::Export(pane) if pane.exported.is_some()))
}

pub(super) fn guide_has_started(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if model.record_prefs(&screen.domain).guide != GuideProgress::default())
}

fn shown_verify_watch(model: &Model) -> Option<&VerifyWatch> {
    let Screen::Records(screen) = &model.screen else { return None };
    model.verify_watch(&screen.domain.id)
}

pub(super) fn is_verifying(model: &Model) -> bool {
    shown_verify_watch(model).is_some_and(VerifyWatch::is_running)
}

pub(super) fn is_not_verifying(model: &Model) -> bool {
    !is_verifying(model)
}

pub(super) fn is_verified(model: &Model) -> bool {
    shown_verify_watch(model).is_some_and(|watch| watch.stage == VerifyWatchStage::Ended(VerifyOutcome::Verified))
}

pub(super) fn poll_is_scheduled(model: &Model) -> bool {
    shown_verify_watch(model).is_some_and(|watch| matches!(watch.stage, VerifyWatchStage::Waiting { .. }))
}

fn shown_dns_check(model: &Model) -> Option<&DnsCheck> {
    let Screen::Records(screen) = &model.screen else { return None };
    model.dns_check(&screen.domain.id)
}

/// Whether DNS is known to have what is required of the records that are shown.
fn required_are_correct(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(screen)
        if model.current_dns_check(&screen.domain).is_some_and(|known| known.last_run_at.is_some() && known.result.summary().can_verify()))
}

/// Something is missing, or nothing is known: to look is what goes on.
pub(super) fn check_is_next(model: &Model) -> bool {
    has_records(model) && !required_are_correct(model)
}

/// DNS has what is required, and AutoSend has not verified it: that is what goes on.
pub(super) fn verify_is_next(model: &Model) -> bool {
    let can_send = matches!(&model.screen, Screen::Records(screen) if screen.domain.status.can_send());
    is_not_verifying(model) && required_are_correct(model) && !can_send
}

pub(super) fn publish_is_next(model: &Model) -> bool {
    can_publish(model) && check_is_next(model)
}

pub(super) fn is_watching_dns(model: &Model) -> bool {
    shown_dns_check(model).is_some_and(DnsCheck::is_watching)
}

pub(super) fn is_not_watching_dns(model: &Model) -> bool {
    has_records(model) && !is_watching_dns(model)
}

pub(super) fn is_checking_dns(model: &Model) -> bool {
    shown_dns_check(model).is_some_and(DnsCheck::is_running)
}

pub(super) fn is_not_checking_dns(model: &Model) -> bool {
    !is_checking_dns(model)
}

pub(super) fn can_publish(model: &Model) -> bool {
    model.config.sandbox && has_records(model)
}

/// Whether nothing is being published; answers with whether every record is meant.
fn idle_publish_scope(model: &Model) -> Option<bool> {
    match &model.screen {
        Screen::Records(RecordsScreen {
            pane: Pane::Publish { all_records, publishing: RequestState::Idle, .. },
            ..
        }) => Some(*all_records),
        _ => None,
    }
}

pub(super) fn is_publish_idle(model: &Model) -> bool {
    idle_publish_scope(model).is_some()
}

pub(super) fn publishes_all(model: &Model) -> bool {
    idle_publish_scope(model) == Some(true)
}

/// Whether the pane of inbound mail waits for nothing; answers with whether mail is taken in.
fn idle_inbound_state(model: &Model) -> Option<bool> {
    match &model.screen {
        Screen::Records(RecordsScreen { pane: Pane::Inbound { toggling: RequestState::Idle }, domain, .. }) => {
            Some(domain.is_inbound_enabled())
        }
        _ => None,
    }
}

pub(super) fn inbound_is_off(model: &Model) -> bool {
    idle_inbound_state(model) == Some(false)
}

pub(super) fn is_inbound_idle(model: &Model) -> bool {
    idle_inbound_state(model).is_some()
}

/// The removal that is asked about, unless something is under way.
fn idle_removal(model: &Model) -> Option<&RemovalScreen> {
    match &model.screen {
        Screen::Removal(screen) if !screen.is_pending() => Some(screen),
        _ => None,
    }
}

pub(super) fn removal_name_matches(model: &Model) -> bool {
    idle_removal(model).is_some_and(|screen| !screen.is_unconfirmed() && screen.name_matches())
}

/// Whether it is known that the domain is still there.
pub(super) fn removal_is_certain(model: &Model) -> bool {
    idle_removal(model).is_some_and(|screen| !screen.is_unconfirmed())
}

pub(super) fn removal_is_idle(model: &Model) -> bool {
    idle_removal(model).is_some()
}

pub(super) fn has_selected_domain(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen) if screen.selected().is_some())
}

pub(super) fn list_failed(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen) if matches!(screen.session.domains, RemoteData::Failed { .. }))
}

pub(super) const fn can_reload_list(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domains(screen) if screen.session.domains.pending_id().is_none())
}

pub(super) const fn can_open_conflict(model: &Model) -> bool {
    matches!(&model.screen, Screen::Conflict(screen) if !screen.is_loading_list)
}

pub(super) const fn can_retry(model: &Model) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if screen.failure.retry_hint.is_some())
}

pub(super) fn domains_need_key(model: &Model) -> bool {
    model.screen.step() != Step::Closed && model.screen.session().is_none()
}

pub(super) fn domains_can_open(model: &Model) -> bool {
    !matches!(model.screen.step(), Step::Adding | Step::Domains | Step::Removal | Step::Closed)
        && model.screen.session().is_some()
}
