//! The Key step: asks for a key if none was found or AutoSend rejected it, tries it on the API and saves it on request.

use super::context::{Context, Next};
use crate::core::api_error::ApiError;
use crate::core::api_key::{ApiKey, Credentials, KeyKind, KeySource, ProjectId, contains_api_key};
use crate::core::domain::SendingDomain;
use crate::core::failure::{describe_error, key_check_failure};
use crate::wizard::command::{Effect, Request};
use crate::wizard::field::SecretField;
use crate::wizard::message::Intent;
use crate::wizard::model::{NoticeLevel, RunConfig};
use crate::wizard::screen::{ApiKeyScreen, FailureScreen, KeyDoubt, KeyField, KeyStage, Screen};
use crate::wizard::session::{CacheState, DomainList, RemoteData, Session};

pub(super) fn update(screen: &mut ApiKeyScreen, intent: Intent, context: &mut Context) -> Next {
    match screen.stage {
        KeyStage::Editing => update_editing(screen, intent, context),
        KeyStage::Checking { id, .. } => {
            if intent == Intent::GoBack {
                context.cancel(id);
                screen.stage = KeyStage::Editing;
            }
            Next::Stay
        }
        KeyStage::ConfirmingSave { .. } => update_confirming_save(screen, &intent, context),
    }
}

fn update_editing(screen: &mut ApiKeyScreen, intent: Intent, context: &mut Context) -> Next {
    match intent {
        Intent::Edit(request) => match screen.focus {
            KeyField::Key => screen.key.edit(request),
            KeyField::Project => screen.project.edit(request),
        },
        // The project field is not masked, so a key that is pasted there goes into the key field.
        Intent::Paste(pasted) if screen.focus == KeyField::Project && contains_api_key(pasted.raw()) => {
            screen.key = SecretField::prefilled(pasted.one_line().trim());
            screen.focus = KeyField::Key;
        }
        Intent::Paste(pasted) => match screen.focus {
            KeyField::Key => screen.key.insert(pasted.one_line().trim()),
            KeyField::Project => screen.project.insert(pasted.one_line().trim()),
        },
        Intent::FocusNextField if screen.needs_project() => {
            screen.focus = match screen.focus {
                KeyField::Key => KeyField::Project,
                KeyField::Project => KeyField::Key,
            };
        }
        Intent::GoBack => match screen.resume.take() {
            Some(resume) => return Next::Go(resume),
            None => context.show_notice(NoticeLevel::Info, "This is the first step. Press Ctrl+C to quit."),
        },
        Intent::Submit => return submit(screen, context),
        _ => {}
    }
    Next::Stay
}

fn submit(screen: &mut ApiKeyScreen, context: &mut Context) -> Next {
    let key = match ApiKey::parse(screen.key.expose()) {
        Ok(key) => key,
        Err(error) => {
            screen.focus = KeyField::Key;
            screen.key.error = Some(error.to_string());
            return Next::Stay;
        }
    };
    // Nothing leaves the machine in the sandbox.
    let is_unknown = key.kind() == KeyKind::Other && !context.model.config.sandbox;
    if is_unknown && screen.asked_about.as_ref() != Some(&key) {
        screen.ask_about(&key, &KeyDoubt::UnknownPrefix { host: context.model.config.api_host.clone() });
        return Next::Stay;
    }
    let mut credentials = Credentials { key, project: None };
    if credentials.is_missing_project() {
        if screen.focus == KeyField::Key && screen.project.text().trim().is_empty() {
            screen.focus = KeyField::Project;
            return Next::Stay;
        }
        match ProjectId::parse(screen.project.text()) {
            Ok(project) => credentials.project = Some(project),
            Err(message) => {
                screen.focus = KeyField::Project;
                screen.project.error = Some(message.to_owned());
                return Next::Stay;
            }
        }
    }
    // The current key was not changed and not rejected, so it need not be tried again.
    let was_refused = screen.refused.as_ref() == Some(&credentials);
    if let Some(resume) = screen.resume.take_if(|resume| !was_refused && is_in_use(resume, &credentials)) {
        return Next::Go(resume);
    }
    let id = context.list_domains(&credentials, None);
    screen.reason = None;
    screen.stage = KeyStage::Checking { id, credentials };
    Next::Stay
}

/// Whether these credentials are the current ones.
fn is_in_use(resume: &Screen, credentials: &Credentials) -> bool {
    resume.session().is_some_and(|session| session.credentials == *credentials)
}

/// Handles the list of domains that was requested to try the key.
pub(super) fn apply_list_reply(
    screen: &mut ApiKeyScreen,
    result: Result<Vec<SendingDomain>, ApiError>,
    context: &mut Context,
) -> Next {
    let KeyStage::Checking { credentials, .. } = std::mem::replace(&mut screen.stage, KeyStage::Editing) else {
        return Next::Stay;
    };
    match result {
        Ok(list) => {
            let was = screen.resume.as_ref().and_then(|resume| resume.session());
            let source = match was {
                Some(session) if session.credentials == credentials => session.key_source.clone(),
                _ => match &screen.found {
                    Some((found, source)) if found.key == credentials.key => source.clone(),
                    _ => KeySource::Typed,
                },
            };
            let asks = source == KeySource::Typed && can_save_key(&context.model.config);
            let domains = DomainList::from(list);
            context.emit(Effect::SaveListToCache { credentials: credentials.clone(), domains: domains.clone() });
            let session = Session {
                credentials,
                key_source: source,
                domains: RemoteData::Ready(domains),
                cache: CacheState::default(),
            };
            if !asks {
                return continue_with_session(screen, session, context);
            }
            screen.stage = KeyStage::ConfirmingSave { session, save: true };
        }
        Err(error) if error.status() == Some(401) => {
            screen.focus = KeyField::Key;
            screen.key.error = Some(format!("AutoSend rejected this key. {}", describe_error(&error)));
            screen.refused = Some(credentials);
        }
        Err(error) => {
            let failure = FailureScreen::new(key_check_failure(&error), Screen::ApiKey(screen.clone()));
            return Next::go(Screen::Failure(failure));
        }
    }
    Next::Stay
}

fn update_confirming_save(screen: &mut ApiKeyScreen, intent: &Intent, context: &mut Context) -> Next {
    let KeyStage::ConfirmingSave { session, save } = &mut screen.stage else { return Next::Stay };
    match intent {
        Intent::Move(_) | Intent::FocusNextField => *save = !*save,
        Intent::GoBack => screen.stage = KeyStage::Editing,
        Intent::Submit => {
            let session = session.clone();
            if *save {
                context.request(Request::SaveKey(session.credentials.clone()));
            }
            return continue_with_session(screen, session, context);
        }
        _ => {}
    }
    Next::Stay
}

fn continue_with_session(screen: &mut ApiKeyScreen, session: Session, context: &mut Context) -> Next {
    match screen.resume.take() {
        Some(resume) => Next::go_back(resume, session),
        None => Next::go(context.enter_first_step(session)),
    }
}

/// Whether this run can save a key. The sandbox cannot, since it writes no files.
const fn can_save_key(setting: &RunConfig) -> bool {
    !setting.sandbox && setting.key_file.is_some()
}
