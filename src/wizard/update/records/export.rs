//! Export: the person chooses a format with a preview, then a path. A file is overwritten only after a confirmation.

use crate::core::domain::SendingDomain;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::file_save::{PathCompletion, SaveError, SavedFile};
use crate::core::text::escape_hidden;
use crate::wizard::command::Request;
use crate::wizard::field::TextField;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::{Motion, move_cursor};
use crate::wizard::screen::{ExportPane, ExportStage, Pane, RecordsScreen};
use crate::wizard::session::{RequestId, RequestState};
use crate::wizard::update::context::Context;

/// The path that means: print to standard output on exit.
const STDOUT_PATH: &str = "-";

/// Opens the list of formats.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    let mut pane = ExportPane {
        cursor: 0,
        rendering: RequestState::Idle,
        exported: None,
        scroll: 0,
        stage: ExportStage::ChoosingFormat,
    };
    request_preview(&mut pane, &screen.domain, context);
    screen.pane = Pane::Export(Box::new(pane));
}

/// Takes the rendered preview, if the pane waits for it.
pub(super) fn apply_preview(pane: &mut ExportPane, id: RequestId, exported: ExportOutput) {
    if pane.rendering.awaits(id) {
        (pane.rendering, pane.exported) = (RequestState::Idle, Some(exported));
    }
}

/// Takes the completion of the path, if the pane waits for it.
pub(super) fn apply_completion(pane: &mut ExportPane, id: RequestId, completion: PathCompletion) {
    let ExportStage::EnteringPath { field, completing, candidates, .. } = &mut pane.stage else { return };
    if !completing.awaits(id) {
        return;
    }
    *completing = RequestState::Idle;
    // If the person has typed more in the meantime, the new text wins.
    if completion.path.starts_with(field.text()) {
        field.replace(completion.path);
        *candidates = completion.candidates;
    }
}

pub(super) fn update(screen: &mut RecordsScreen, intent: Intent, context: &mut Context) {
    let RecordsScreen { pane: Pane::Export(pane), domain, .. } = screen else { return };
    match pane.stage {
        ExportStage::ChoosingFormat => update_choosing(screen, &intent, context),
        ExportStage::EnteringPath { .. } => update_path(screen, intent, context),
        ExportStage::ConfirmingOverwrite { .. } => update_overwrite(pane, &intent, domain, context),
    }
}

/// Requests the preview of the selected format. The previous preview stays until the reply arrives.
fn request_preview(pane: &mut ExportPane, domain: &SendingDomain, context: &mut Context) {
    if let RequestState::Pending(id) = pane.rendering {
        context.cancel(id);
    }
    let zone = context.model.domain_states.record_prefs(domain).zone(domain);
    let id = context.request(Request::RenderExport { format: pane.format(), domain: Box::new(domain.clone()), zone });
    (pane.rendering, pane.exported, pane.scroll) = (RequestState::Pending(id), None, 0);
}

/// Requests the preview of the selected format, unless it is there or requested already.
fn ensure_preview(pane: &mut ExportPane, domain: &SendingDomain, context: &mut Context) {
    if pane.exported.is_none() && !pane.rendering.is_pending() {
        request_preview(pane, domain, context);
    }
}

/// Renders the export again after the records have changed.
pub(super) fn refresh_preview(screen: &mut RecordsScreen, context: &mut Context) {
    if let Pane::Export(pane) = &mut screen.pane {
        request_preview(pane, &screen.domain, context);
    }
}

fn update_choosing(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let RecordsScreen { pane: Pane::Export(pane), domain, .. } = screen else { return };
    match intent {
        Intent::Move(motion @ (Motion::PageUp | Motion::PageDown)) => {
            let rows = pane.exported.as_ref().map_or(0, |exported| exported.text.lines().count());
            let seen = usize::from(context.model.viewport.rows.saturating_sub(12));
            pane.scroll = move_cursor(pane.scroll, *motion, rows, seen);
        }
        Intent::Move(motion) => {
            let cursor = move_cursor(pane.cursor, *motion, ExportFormat::ALL.len(), 1);
            if cursor != pane.cursor {
                pane.cursor = cursor;
                request_preview(pane, domain, context);
            }
        }
        Intent::Copy(target @ CopyTarget::Export) => super::copy::copy(screen, *target, context),
        Intent::Submit if pane.exported.is_some() => {
            let typed = context.model.domain_states.record_prefs(domain).export_path(pane.format()).map(str::to_owned);
            let path = typed.unwrap_or_else(|| default_file_name(domain, pane.format()));
            pane.stage = path_stage(TextField::with_text(path));
        }
        Intent::GoBack => screen.pane = Pane::Table,
        _ => {}
    }
}

const fn path_stage(field: TextField) -> ExportStage {
    ExportStage::EnteringPath { field, completing: RequestState::Idle, candidates: Vec::new(), saving: None }
}

fn update_path(screen: &mut RecordsScreen, intent: Intent, context: &mut Context) {
    let RecordsScreen { pane: Pane::Export(pane), domain, .. } = screen else { return };
    let pane = &mut **pane;
    let ExportStage::EnteringPath { field, completing, candidates, saving } = &mut pane.stage else { return };
    match intent {
        // The path of a file that is being written cannot change any more.
        Intent::Edit(_) | Intent::Paste(_) | Intent::CompletePath | Intent::Submit if saving.is_some() => {}
        Intent::Edit(request) => {
            field.edit(request);
            candidates.clear();
        }
        Intent::Paste(pasted) => {
            field.insert(&pasted.one_line());
            candidates.clear();
        }
        Intent::CompletePath => {
            let id = context.request(Request::CompletePath(field.text().to_owned()));
            *completing = RequestState::Pending(id);
        }
        Intent::Submit => {
            let path = field.text().trim().to_owned();
            match &pane.exported {
                _ if path.is_empty() => {
                    field.error = Some("Enter a path, or - to print it after you quit".to_owned());
                }
                // The preview is missing: the records changed, or the pane was left while it was being rendered.
                None => {
                    field.error = Some("The records have changed: press Enter again".to_owned());
                    ensure_preview(pane, domain, context);
                }
                Some(exported) if path == STDOUT_PATH => {
                    context.model.exit_printouts.push(exported.text.clone());
                    let title = pane.format().label();
                    context.show_notice(NoticeLevel::Success, format!("{title} will be printed after you quit"));
                    screen.pane = Pane::Table;
                }
                Some(exported) => *saving = Some(start_save(path, exported.text.clone(), false, context)),
            }
        }
        Intent::GoBack => {
            let typed = field.text().trim().to_owned();
            if !typed.is_empty() {
                context.model.domain_states.record_prefs_mut(domain).set_export_path(pane.format(), &typed);
            }
            pane.stage = ExportStage::ChoosingFormat;
            // The result of the save is reported when it arrives, also on another screen.
            ensure_preview(pane, domain, context);
        }
        _ => {}
    }
}

fn start_save(path: String, text: String, replace: bool, context: &mut Context) -> RequestId {
    let shown_path = escape_hidden(&path).into_owned();
    let id = context.request(Request::SaveFile { path, text, overwrite: replace });
    context.model.pending_saves.push((id, shown_path));
    id
}

fn update_overwrite(pane: &mut ExportPane, intent: &Intent, domain: &SendingDomain, context: &mut Context) {
    let ExportStage::ConfirmingOverwrite { path, saving, .. } = &mut pane.stage else { return };
    match intent {
        Intent::OverwriteFile if saving.is_none() => {
            if let Some(exported) = &pane.exported {
                *saving = Some(start_save(path.clone(), exported.text.clone(), true, context));
            } else {
                context.show_notice(NoticeLevel::Info, "The records have changed: press y again");
                ensure_preview(pane, domain, context);
            }
        }
        Intent::GoBack => pane.stage = path_stage(TextField::with_text(path.clone())),
        _ => {}
    }
}

/// Handles the result of a save. Returns whether the pane waited for it and therefore shows it.
pub(in crate::wizard::update) fn apply_save_reply(
    screen: &mut RecordsScreen,
    id: RequestId,
    result: &Result<SavedFile, SaveError>,
) -> bool {
    let Pane::Export(pane) = &mut screen.pane else { return false };
    match &mut pane.stage {
        ExportStage::EnteringPath { field, saving, .. } if *saving == Some(id) => match result {
            Ok(_) => screen.pane = Pane::Table,
            Err(SaveError::AlreadyExists { path }) => {
                let typed = field.text().trim().to_owned();
                pane.stage = ExportStage::ConfirmingOverwrite { path: typed, display_path: path.clone(), saving: None };
            }
            Err(error) => {
                *saving = None;
                field.error = Some(error.message());
            }
        },
        ExportStage::ConfirmingOverwrite { path, saving, .. } if *saving == Some(id) => match result {
            Ok(_) => screen.pane = Pane::Table,
            Err(error) => {
                let mut field = TextField::with_text(path.clone());
                field.error = Some(error.message());
                pane.stage = path_stage(field);
            }
        },
        _ => return false,
    }
    true
}

/// Returns a file name made from the domain's name, if that is a valid file name.
fn default_file_name(domain: &SendingDomain, format: ExportFormat) -> String {
    let name = domain.name.raw();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-.".contains(character);
    let name = if !name.is_empty() && name.len() <= 200 && !name.starts_with(['.', '-']) && name.chars().all(is_plain) {
        name
    } else {
        "records"
    };
    format!("{name}{}", format.extension())
}
