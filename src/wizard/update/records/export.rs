//! Export: a form with its preview, then a path, and never over another file unasked.

use super::super::super::command::Command;
use super::super::super::field::TextField;
use super::super::super::message::{CopyTarget, Message};
use super::super::super::model::Tone;
use super::super::super::screen::{ExportPane, ExportStage, Pane, RecordsScreen};
use super::super::super::selection::{Motion, moved};
use super::super::super::session::{RequestId, Task};
use super::super::context::Context;
use crate::core::domain::SendingDomain;
use crate::core::export_format::ExportFormat;
use crate::core::file_save::{PathCompletion, SaveError, SavedFile};
use crate::core::text::escape_hidden;

/// The path that stands for printing on leaving.
const PRINT: &str = "-";

/// Opens the chooser.
pub(super) fn open(screen: &mut RecordsScreen, context: &mut Context) {
    let pane = ExportPane { cursor: 0, making: Task::Idle, exported: None, scroll: 0, stage: ExportStage::Choosing };
    screen.pane = shown(preview(pane, &screen.domain, context));
}

/// The pane as the Records step shows it.
fn shown(pane: ExportPane) -> Pane {
    Pane::Export(Box::new(pane))
}

pub(super) fn update(screen: &mut RecordsScreen, message: Message, context: &mut Context) {
    let Pane::Export(pane) = std::mem::take(&mut screen.pane) else { return };
    let mut pane = *pane;
    if let Message::Exported { id, exported } = message {
        if pane.making.awaits(id) {
            pane.making = Task::Idle;
            pane.exported = Some(exported);
        }
        screen.pane = shown(pane);
        return;
    }
    screen.pane = match pane.stage {
        ExportStage::Choosing => choosing(pane, &message, screen, context),
        ExportStage::Naming { .. } => naming(pane, message, screen, context),
        ExportStage::Replacing { .. } => replacing(pane, &message, &screen.domain, context),
    };
}

/// Asks for the text of the form in focus. The one before stays until it comes.
fn preview(mut pane: ExportPane, domain: &SendingDomain, context: &mut Context) -> ExportPane {
    if let Task::Running(id) = pane.making {
        context.cancel(id);
    }
    let id = context.id();
    let zone = context.model.desk(domain).zone(domain);
    context.command(Command::Export { id, format: pane.format(), domain: Box::new(domain.clone()), zone });
    pane.making = Task::Running(id);
    pane.exported = None;
    pane.scroll = 0;
    pane
}

/// Sees to it that there is a text of the form in focus, or will be.
fn remade(pane: ExportPane, domain: &SendingDomain, context: &mut Context) -> ExportPane {
    if pane.exported.is_some() || pane.making.is_running() { pane } else { preview(pane, domain, context) }
}

/// The records have changed while their export is shown.
pub(super) fn refresh(screen: &mut RecordsScreen, context: &mut Context) {
    if matches!(screen.pane, Pane::Export(_))
        && let Pane::Export(pane) = std::mem::take(&mut screen.pane)
    {
        screen.pane = shown(preview(*pane, &screen.domain, context));
    }
}

fn choosing(mut pane: ExportPane, message: &Message, screen: &mut RecordsScreen, context: &mut Context) -> Pane {
    match message {
        Message::Move(motion @ (Motion::PageUp | Motion::PageDown)) => {
            let rows = pane.exported.as_ref().map_or(0, |exported| exported.text.lines().count());
            let seen = usize::from(context.model.viewport.rows.saturating_sub(12));
            pane.scroll = moved(pane.scroll, *motion, rows, seen);
        }
        Message::Move(motion) => {
            let cursor = moved(pane.cursor, *motion, ExportFormat::ALL.len(), 1);
            if cursor != pane.cursor {
                pane.cursor = cursor;
                pane = preview(pane, &screen.domain, context);
            }
        }
        Message::Copy(CopyTarget::Export) => {
            screen.pane = shown(pane);
            super::copy::copy(screen, CopyTarget::Export, context);
            return std::mem::take(&mut screen.pane);
        }
        Message::Submit if pane.exported.is_some() => {
            let typed = context.model.desk(&screen.domain).path(pane.format()).map(str::to_owned);
            let field = TextField::with(typed.unwrap_or_else(|| file_name(&screen.domain, pane.format())));
            pane.stage = naming_with(field);
        }
        Message::Back => return Pane::Table,
        _ => {}
    }
    shown(pane)
}

const fn naming_with(field: TextField) -> ExportStage {
    ExportStage::Naming { field, completing: Task::Idle, candidates: Vec::new(), saving: None }
}

fn naming(mut pane: ExportPane, message: Message, screen: &mut RecordsScreen, context: &mut Context) -> Pane {
    let ExportStage::Naming { field, completing, candidates, saving } = &mut pane.stage else {
        return shown(pane);
    };
    match message {
        // What is being written has its name already.
        Message::Edit(_) | Message::Paste(_) | Message::Complete | Message::Submit if saving.is_some() => {}
        Message::Edit(request) => {
            field.edit(request);
            candidates.clear();
        }
        Message::Paste(pasted) => {
            field.insert(&pasted.one_line());
            candidates.clear();
        }
        Message::Complete => {
            let id = context.id();
            context.command(Command::CompletePath { id, typed: field.text().to_owned() });
            *completing = Task::Running(id);
        }
        Message::PathCompleted { id, completion } if completing.awaits(id) => {
            *completing = Task::Idle;
            complete(field, candidates, completion);
        }
        Message::Submit => {
            let path = field.text().trim().to_owned();
            match &pane.exported {
                _ if path.is_empty() => {
                    field.error = Some("Type a path, or - to have it printed when you leave".to_owned());
                }
                // It was being made anew, since AutoSend had news of the records, or it was left behind.
                None => {
                    field.error = Some("The records have changed: press Enter once more".to_owned());
                    pane = remade(pane, &screen.domain, context);
                }
                Some(_) if path == PRINT => return print(pane, context),
                Some(exported) => *saving = Some(save(path, exported.text.clone(), false, context)),
            }
        }
        Message::Back => {
            let typed = field.text().trim().to_owned();
            if !typed.is_empty() {
                context.model.desk_mut(&screen.domain).set_path(pane.format(), &typed);
            }
            pane.stage = ExportStage::Choosing;
            // Whatever became of the file is said when it is known.
            pane = remade(pane, &screen.domain, context);
        }
        _ => {}
    }
    shown(pane)
}

fn complete(field: &mut TextField, candidates: &mut Vec<String>, completion: PathCompletion) {
    // A person who has typed on meanwhile wants what stands there now.
    if completion.path.starts_with(field.text()) {
        field.replace(completion.path);
        *candidates = completion.candidates;
    }
}

/// Keeps the text for the end.
fn print(pane: ExportPane, context: &mut Context) -> Pane {
    let title = pane.format().label();
    if let Some(exported) = pane.exported {
        context.model.printouts.push(exported.text);
        context.notice(Tone::Good, format!("{title}: it is printed here when you leave"));
    }
    Pane::Table
}

fn save(path: String, text: String, replace: bool, context: &mut Context) -> RequestId {
    let id = context.id();
    context.model.saving.push((id, escape_hidden(&path).into_owned()));
    context.command(Command::SaveFile { id, path, text, replace });
    id
}

fn replacing(mut pane: ExportPane, message: &Message, domain: &SendingDomain, context: &mut Context) -> Pane {
    let ExportStage::Replacing { path, saving, .. } = &mut pane.stage else { return shown(pane) };
    match message {
        Message::Replace if saving.is_none() => {
            if let Some(exported) = &pane.exported {
                *saving = Some(save(path.clone(), exported.text.clone(), true, context));
            } else {
                context.notice(Tone::Plain, "The records have changed: press y once more");
                pane = remade(pane, domain, context);
            }
        }
        Message::Back => pane.stage = naming_with(TextField::with(path.clone())),
        _ => {}
    }
    shown(pane)
}

/// What became of a file: where the person still waits for it, the screen follows, which is answered.
pub(super) fn saved(screen: &mut RecordsScreen, id: RequestId, result: &Result<SavedFile, SaveError>) -> bool {
    let Pane::Export(pane) = &mut screen.pane else { return false };
    match &mut pane.stage {
        ExportStage::Naming { field, saving, .. } if *saving == Some(id) => match result {
            Ok(_) => screen.pane = Pane::Table,
            Err(SaveError::AlreadyExists { path }) => {
                let typed = field.text().trim().to_owned();
                pane.stage = ExportStage::Replacing { path: typed, shown: path.clone(), saving: None };
            }
            Err(error) => {
                *saving = None;
                field.error = Some(error.message());
            }
        },
        ExportStage::Replacing { path, saving, .. } if *saving == Some(id) => match result {
            Ok(_) => screen.pane = Pane::Table,
            Err(error) => {
                let mut field = TextField::with(path.clone());
                field.error = Some(error.message());
                pane.stage = naming_with(field);
            }
        },
        _ => return false,
    }
    true
}

/// A name for the file: that of the domain, where it is one that files can have.
fn file_name(domain: &SendingDomain, format: ExportFormat) -> String {
    let name = domain.name.raw();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-.".contains(character);
    let name = if !name.is_empty() && name.len() <= 200 && !name.starts_with(['.', '-']) && name.chars().all(is_plain) {
        name
    } else {
        "records"
    };
    format!("{name}{}", format.extension())
}
