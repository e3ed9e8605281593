//! The conditions of the keymap's cases. For each key, the first case whose condition holds applies.

use crate::core::domain::SendingDomain;
use crate::core::open_link::OpenError;
use crate::core::record::DnsRecord;
use crate::wizard::dns_check::DnsCheck;
use crate::wizard::failure_actions::FailureAction;
use crate::wizard::finish::FinishStep;
use crate::wizard::guide_step::{GuideNext, GuideStep};
use crate::wizard::model::{Model, Overlay};
use crate::wizard::next_action::NextAction;
use crate::wizard::screen::{
    ApiKeyScreen, KeyField, KeyStage, LinkState, Pane, RecordsScreen, RegionMode, RemovalScreen, Screen, Step,
    Submission,
};
use crate::wizard::session::{RemoteData, RequestState};
use crate::wizard::verify_watch::{VerifyWatch, VerifyWatchStage};

pub(super) const fn always(_: &Model) -> bool {
    true
}

pub(super) fn help_is_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Help { .. }))
}

pub(super) fn is_filtering(model: &Model) -> bool {
    model.is_filtering_help()
}

pub(super) fn details_are_open(model: &Model) -> bool {
    matches!(model.overlay, Some(Overlay::Details { .. }))
}

/// Returns the Key step while the key is edited.
fn editing_key(model: &Model) -> Option<&ApiKeyScreen> {
    match &model.screen {
        Screen::ApiKey(screen) if screen.stage == KeyStage::Editing => Some(screen),
        _ => None,
    }
}

pub(super) fn is_editing_key(model: &Model) -> bool {
    editing_key(model).is_some()
}

/// Enter moves to the project field first, if the project is required and missing.
pub(super) fn needs_project_field(model: &Model) -> bool {
    editing_key(model).is_some_and(|screen| {
        screen.needs_project() && screen.focus == KeyField::Key && screen.project.text().trim().is_empty()
    })
}

pub(super) fn sends_doubtful_key(model: &Model) -> bool {
    editing_key(model).is_some_and(ApiKeyScreen::sends_doubtful_key)
}

pub(super) fn is_repeated_key_prompt(model: &Model) -> bool {
    editing_key(model).is_some_and(|screen| screen.resume.is_some())
}

pub(super) fn has_project_field(model: &Model) -> bool {
    editing_key(model).is_some_and(|screen| screen.needs_project() || screen.focus == KeyField::Project)
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

pub(super) fn domain_has_suggestion(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.suggestion().is_some())
}

pub(super) fn has_recent_domains(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen)
        if screen.session.domains.value().is_some_and(|domains| !domains.is_empty()))
}

pub(super) fn recent_is_selected(model: &Model) -> bool {
    matches!(&model.screen, Screen::Domain(screen) if screen.selected_index().is_some())
}

pub(super) const fn is_choosing_region(model: &Model) -> bool {
    matches!(&model.screen, Screen::Region(screen) if matches!(screen.mode, RegionMode::List(_)))
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

fn records(model: &Model) -> Option<&RecordsScreen> {
    match &model.screen {
        Screen::Records(screen) => Some(screen),
        _ => None,
    }
}

pub(super) fn has_records(model: &Model) -> bool {
    records(model).is_some_and(|screen| !screen.domain.records.is_empty())
}

pub(super) fn value_has_added_p_tag(model: &Model) -> bool {
    records(model).and_then(RecordsScreen::selected).is_some_and(DnsRecord::has_added_p_tag)
}

pub(super) fn can_refresh(model: &Model) -> bool {
    records(model).is_some_and(|screen| !screen.refreshing.is_pending())
}

/// Whether the DNS host is known, so that its panel has a link.
pub(super) fn has_panel(model: &Model) -> bool {
    let host = records(model).and_then(|screen| model.domain_states.record_prefs(&screen.domain).host());
    has_records(model) && host.is_some()
}

/// Whether a retry of the link can help. It cannot if the machine has no browser.
pub(super) fn can_retry_link(model: &Model) -> bool {
    matches!(&model.screen, Screen::Records(RecordsScreen { pane: Pane::Panel(pane), .. })
        if matches!(pane.link_state, LinkState::Finished(Ok(()) | Err(OpenError::Failed(_)))))
}

/// Returns the current record of the guide; `None` after the last one.
fn guide_step(model: &Model) -> Option<GuideStep<'_>> {
    model.guide_step(&records(model)?.domain)
}

/// Whether a field is on the clipboard or is copied next.
pub(super) fn guide_expects_paste(model: &Model) -> bool {
    guide_step(model).is_some_and(|step| step.field().is_some())
}

/// Whether a field of the current record was asked for.
pub(super) fn guide_has_field(model: &Model) -> bool {
    guide_step(model).is_some_and(|step| step.asked.is_some())
}

/// Whether no field of the current record was asked for yet.
pub(super) fn guide_is_at_start(model: &Model) -> bool {
    guide_step(model).is_some_and(|step| step.asked.is_none() && matches!(step.next, GuideNext::Field(_)))
}

pub(super) fn guide_has_next_field(model: &Model) -> bool {
    guide_step(model).is_some_and(|step| matches!(step.next, GuideNext::Field(_)))
}

pub(super) fn guide_has_next_record(model: &Model) -> bool {
    guide_step(model).is_some_and(|step| matches!(step.next, GuideNext::Record(_)))
}

pub(super) fn guide_is_active(model: &Model) -> bool {
    guide_step(model).is_some()
}

/// Whether the guide is past the last record.
pub(super) fn guide_is_finished(model: &Model) -> bool {
    guide_step(model).is_none()
}

pub(super) fn guide_can_skip(model: &Model) -> bool {
    guide_step(model).is_some_and(|step| step.action.kind.has_fields() || !step.action.kind.is_noop())
}

pub(super) fn export_is_ready(model: &Model) -> bool {
    records(model).is_some_and(|screen| matches!(&screen.pane, Pane::Export(pane) if pane.exported.is_some()))
}

/// Whether there is a field or a record before the current one.
pub(super) fn guide_can_step_back(model: &Model) -> bool {
    let Some(screen) = records(model) else { return false };
    let index = model.domain_states.record_prefs(&screen.domain).guide.record_index(screen.domain.records.len());
    index > 0 || guide_has_field(model)
}

fn shown_verify_watch(model: &Model) -> Option<&VerifyWatch> {
    model.domain_states.verify_watch(&records(model)?.domain.id)
}

pub(super) fn is_verifying(model: &Model) -> bool {
    shown_verify_watch(model).is_some_and(VerifyWatch::is_running)
}

/// Whether the watch has ended, or was stopped from another screen.
pub(super) fn can_verify_again(model: &Model) -> bool {
    !is_verifying(model)
}

/// Whether the domain that is shown can send, so that `v` shows its next steps.
pub(super) fn is_verified(model: &Model) -> bool {
    records(model).is_some_and(|screen| screen.domain.status.can_send()) && !is_verifying(model)
}

/// Returns the chosen step of the finish.
fn chosen_finish_step(model: &Model) -> Option<FinishStep> {
    let screen = records(model)?;
    let Pane::Finish { cursor, .. } = screen.pane else { return None };
    model.finish_steps(&screen.domain, &screen.session.credentials).into_iter().nth(cursor)
}

pub(super) fn finish_step_is_command(model: &Model) -> bool {
    matches!(chosen_finish_step(model), Some(FinishStep::Command(_)))
}

pub(super) fn finish_step_is_link(model: &Model) -> bool {
    chosen_finish_step(model) == Some(FinishStep::Dashboard)
}

pub(super) fn finish_step_has_text(model: &Model) -> bool {
    chosen_finish_step(model).is_some_and(|step| step.text().is_some())
}

pub(super) fn poll_is_scheduled(model: &Model) -> bool {
    shown_verify_watch(model).is_some_and(|watch| matches!(watch.stage, VerifyWatchStage::Waiting { .. }))
}

fn shown_dns_check(model: &Model) -> Option<&DnsCheck> {
    model.domain_states.dns_check(&records(model)?.domain.id)
}

/// Whether DNS has all required records of the domain that is shown.
fn required_are_correct(model: &Model) -> bool {
    records(model)
        .and_then(|screen| model.domain_states.current_dns_check(&screen.domain))
        .is_some_and(|check| check.last_run_at.is_some() && check.result.summary().can_verify())
}

/// Whether a DNS check is the next action: records are missing, or DNS was not checked yet.
pub(super) fn check_is_next(model: &Model) -> bool {
    has_records(model) && !required_are_correct(model)
}

/// Whether verification is the next action: DNS has all required records and AutoSend has not verified them.
pub(super) fn verify_is_next(model: &Model) -> bool {
    required_are_correct(model) && records(model).is_some_and(|screen| !screen.domain.status.can_send())
}

/// Whether something in DNS must be corrected first.
pub(super) fn fix_is_next(model: &Model) -> bool {
    matches!(model.next_action(), Some(NextAction::Fix { .. } | NextAction::FixDnssec))
}

pub(super) fn is_detail_scrolled(model: &Model) -> bool {
    records(model).is_some_and(|screen| screen.detail_scroll > 0)
}

pub(super) fn publish_is_next(model: &Model) -> bool {
    can_publish(model) && check_is_next(model)
}

pub(super) fn is_watching_dns(model: &Model) -> bool {
    shown_dns_check(model).is_some_and(DnsCheck::is_watching)
}

pub(super) fn is_checking_dns(model: &Model) -> bool {
    shown_dns_check(model).is_some_and(DnsCheck::is_running)
}

pub(super) fn can_check_dns(model: &Model) -> bool {
    !is_checking_dns(model)
}

pub(super) fn can_publish(model: &Model) -> bool {
    model.config.sandbox && has_records(model)
}

/// Returns whether all records would be published; `None` while records are being published.
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

/// Returns the domain whose inbound mail can be switched; `None` while it is being switched.
fn idle_inbound_domain(model: &Model) -> Option<&SendingDomain> {
    match &model.screen {
        Screen::Records(RecordsScreen { pane: Pane::Inbound { toggling: RequestState::Idle }, domain, .. }) => {
            Some(domain)
        }
        _ => None,
    }
}

/// Whether inbound mail can be turned on: AutoSend does so for verified domains only.
pub(super) fn can_enable_inbound(model: &Model) -> bool {
    idle_inbound_domain(model).is_some_and(|domain| !domain.is_inbound_enabled() && domain.status.can_send())
}

pub(super) fn inbound_is_on(model: &Model) -> bool {
    idle_inbound_domain(model).is_some_and(SendingDomain::is_inbound_enabled)
}

pub(super) fn is_inbound_idle(model: &Model) -> bool {
    idle_inbound_domain(model).is_some()
}

/// Returns the removal on screen, unless a request is pending.
fn idle_removal(model: &Model) -> Option<&RemovalScreen> {
    match &model.screen {
        Screen::Removal(screen) if !screen.is_pending() => Some(screen),
        _ => None,
    }
}

pub(super) fn removal_name_matches(model: &Model) -> bool {
    idle_removal(model).is_some_and(|screen| !screen.is_unconfirmed() && screen.name_matches())
}

/// Whether the domain is known to exist still.
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

fn failure_offers(model: &Model, is_it: fn(FailureAction) -> bool) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if screen.actions().into_iter().any(is_it))
}

pub(super) fn can_retry(model: &Model) -> bool {
    failure_offers(model, |action| matches!(action, FailureAction::Retry(_)))
}

pub(super) fn can_use_another_key(model: &Model) -> bool {
    failure_offers(model, |action| action == FailureAction::UseAnotherKey)
}

pub(super) fn can_open_billing(model: &Model) -> bool {
    failure_offers(model, |action| action == FailureAction::OpenBilling)
}

pub(super) fn retry_is_chosen(model: &Model) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if matches!(screen.chosen(), FailureAction::Retry(_)))
}

pub(super) fn back_is_chosen(model: &Model) -> bool {
    matches!(&model.screen, Screen::Failure(screen) if screen.chosen() == FailureAction::GoBack)
}

/// Whether there is no session, which the list of domains needs.
pub(super) fn needs_key(model: &Model) -> bool {
    model.screen.step() != Step::Closed && model.screen.session().is_none()
}

pub(super) const fn can_open_domains(model: &Model) -> bool {
    !matches!(model.screen.step(), Step::Adding | Step::Domains | Step::Removal | Step::Closed)
}
