//! The Key step: asks for a key if none was found or AutoSend rejected it, tries it on the API and saves it on request.

use super::context::Context;
use super::{records, region};
use crate::core::api_error::ApiError;
use crate::core::api_key::{ApiKey, Credentials, KeyKind, KeySource, ProjectId, contains_api_key};
use crate::core::domain::SendingDomain;
use crate::core::failure::{describe_error, key_check_failure};
use crate::wizard::command::{Effect, Request};
use crate::wizard::field::{SecretField, TextField};
use crate::wizard::message::Intent;
use crate::wizard::model::{NoticeLevel, RunConfig};
use crate::wizard::screen::{
    ApiKeyScreen, DomainScreen, FailureScreen, KeyField, KeyStage, NewDomain, ReviewScreen, Screen, Submission,
};
use crate::wizard::session::{CacheState, DomainList, RemoteData, Session};

impl ApiKeyScreen {
    /// Builds the step with empty fields and the reason for asking.
    #[must_use]
    pub(in crate::wizard) fn new(reason: Option<String>, setting: &RunConfig) -> Self {
        let project = setting.env_project.as_ref().map(|project| TextField::with_text(project.as_str()));
        Self {
            key: SecretField::default(),
            project: project.unwrap_or_default(),
            focus: KeyField::Key,
            stage: KeyStage::Editing,
            reason,
            refused: None,
            resume: None,
        }
    }

    /// Builds the step with an existing key, which the person can keep or replace.
    fn prefilled(credentials: &Credentials, resume: Screen, setting: &RunConfig) -> Self {
        let asking = Self::new(None, setting);
        let project = credentials.project.as_ref().map(|project| TextField::with_text(project.as_str()));
        Self {
            key: SecretField::prefilled(credentials.key.expose()),
            project: project.unwrap_or(asking.project),
            resume: Some(Box::new(resume)),
            ..asking
        }
    }

    /// Asks for the project of an account key that was found without one.
    pub(in crate::wizard) fn ask_project(&mut self, credentials: &Credentials, source: &KeySource) {
        self.key = SecretField::prefilled(credentials.key.expose());
        self.focus = KeyField::Project;
        self.reason = Some(format!("The key {} is an account key: it needs the id of a project.", source.label()));
    }

    /// Whether the project id is required, which it is for an account key.
    #[must_use]
    pub fn needs_project(&self) -> bool {
        ApiKey::parse(self.key.expose()).is_ok_and(|key| key.kind() == KeyKind::Account)
    }
}

/// Returns the first step after the Key step: Domain, or a later one if the command line gives enough.
pub(in crate::wizard) fn enter_first_step(session: Session, context: &mut Context) -> Screen {
    let text = context.model.draft.domain.clone();
    let Some(name) = context.model.requested_domain.clone() else {
        let mut screen = DomainScreen::new(session, &text);
        if !text.is_empty() {
            super::domain::show_rejection(&mut screen);
        }
        return Screen::Domain(screen);
    };
    if session.find_domain(&name).is_some() {
        return records::open_by_name(session, &name, context);
    }
    if std::mem::take(&mut context.model.draft.region_given) {
        let new = NewDomain { name, region: context.model.draft.region.clone() };
        return Screen::Review(ReviewScreen { session, new_domain: new, submission: Submission::Idle });
    }
    Screen::Region(region::new_screen(session, name, context))
}

/// Asks for another key after AutoSend rejected the current one, then continues at `screen`.
pub(super) fn prompt_for_new_key(screen: Screen, error: &ApiError, context: &mut Context) -> Screen {
    let screen = context.cancel_pending(screen);
    let Some(session) = screen.session() else { return screen };
    let credentials = session.credentials.clone();
    let tail = credentials.key.tail();
    let mut reason =
        format!("The key …{tail} {} is not accepted. {}", session.key_source.label(), describe_error(error));
    if session.key_source == KeySource::Environment {
        reason.push_str(" Paste another one for this run, or correct the variable.");
    }
    context.model.overlay = None;
    Screen::ApiKey(ApiKeyScreen {
        reason: Some(reason),
        refused: Some(credentials.clone()),
        ..ApiKeyScreen::prefilled(&credentials, screen, &context.model.config)
    })
}

/// Goes back from the Domain step; the field holds the current key, masked.
pub(super) fn return_from_domain(screen: DomainScreen, context: &Context) -> Screen {
    let credentials = screen.session.credentials.clone();
    Screen::ApiKey(ApiKeyScreen::prefilled(&credentials, Screen::Domain(screen), &context.model.config))
}

pub(super) fn update(mut screen: ApiKeyScreen, intent: Intent, context: &mut Context) -> Screen {
    match &screen.stage {
        KeyStage::Editing => update_editing(screen, intent, context),
        KeyStage::Checking { id, .. } => {
            if intent == Intent::GoBack {
                context.cancel(*id);
                screen.stage = KeyStage::Editing;
            }
            Screen::ApiKey(screen)
        }
        KeyStage::ConfirmingSave { .. } => update_confirming_save(screen, &intent, context),
    }
}

fn update_editing(mut screen: ApiKeyScreen, intent: Intent, context: &mut Context) -> Screen {
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
        Intent::GoBack => match screen.resume {
            Some(resume) => return *resume,
            None => context.show_notice(NoticeLevel::Info, "This is the first step. Ctrl+C leaves."),
        },
        Intent::Submit => return submit(screen, context),
        _ => {}
    }
    Screen::ApiKey(screen)
}

fn submit(mut screen: ApiKeyScreen, context: &mut Context) -> Screen {
    let key = match ApiKey::parse(screen.key.expose()) {
        Ok(key) => key,
        Err(error) => {
            screen.focus = KeyField::Key;
            screen.key.error = Some(error.to_string());
            return Screen::ApiKey(screen);
        }
    };
    let mut credentials = Credentials { key, project: None };
    if credentials.is_missing_project() {
        if screen.focus == KeyField::Key && screen.project.text().trim().is_empty() {
            screen.focus = KeyField::Project;
            return Screen::ApiKey(screen);
        }
        match ProjectId::parse(screen.project.text()) {
            Ok(project) => credentials.project = Some(project),
            Err(message) => {
                screen.focus = KeyField::Project;
                screen.project.error = Some(message.to_owned());
                return Screen::ApiKey(screen);
            }
        }
    }
    // The current key was not changed and not rejected, so it need not be tried again.
    let was_refused = screen.refused.as_ref() == Some(&credentials);
    if let Some(resume) = screen.resume.take_if(|resume| !was_refused && is_in_use(resume, &credentials)) {
        return *resume;
    }
    let id = context.request(Request::ListDomains { credentials: credentials.clone(), max_age: None });
    screen.reason = None;
    screen.stage = KeyStage::Checking { id, credentials };
    Screen::ApiKey(screen)
}

/// Whether these credentials are the current ones.
fn is_in_use(resume: &Screen, credentials: &Credentials) -> bool {
    resume.session().is_some_and(|session| session.credentials == *credentials)
}

/// Handles the list of domains that was requested to try the key.
pub(super) fn apply_list_reply(
    mut screen: ApiKeyScreen,
    result: Result<Vec<SendingDomain>, ApiError>,
    context: &mut Context,
) -> Screen {
    let KeyStage::Checking { credentials, .. } = std::mem::replace(&mut screen.stage, KeyStage::Editing) else {
        return Screen::ApiKey(screen);
    };
    match result {
        Ok(list) => {
            let was = screen.resume.as_ref().and_then(|resume| resume.session());
            let source = match was {
                Some(session) if session.credentials == credentials => session.key_source.clone(),
                _ => KeySource::Typed,
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
            if asks {
                screen.stage = KeyStage::ConfirmingSave { session, save: true };
                return Screen::ApiKey(screen);
            }
            continue_with_session(screen, session, context)
        }
        Err(error) if error.status() == Some(401) => {
            screen.focus = KeyField::Key;
            screen.key.error = Some(format!("This key is not accepted. {}", describe_error(&error)));
            screen.refused = Some(credentials);
            Screen::ApiKey(screen)
        }
        Err(error) => {
            let failure = key_check_failure(&error);
            Screen::Failure(FailureScreen { failure, resume: Box::new(Screen::ApiKey(screen)) })
        }
    }
}

fn update_confirming_save(mut screen: ApiKeyScreen, intent: &Intent, context: &mut Context) -> Screen {
    let KeyStage::ConfirmingSave { session, save } = &mut screen.stage else { return Screen::ApiKey(screen) };
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
    Screen::ApiKey(screen)
}

fn continue_with_session(screen: ApiKeyScreen, session: Session, context: &mut Context) -> Screen {
    let Some(resume) = screen.resume else { return enter_first_step(session, context) };
    let mut resume = *resume;
    if let Some(old) = resume.session_mut() {
        *old = session;
    }
    resume
}

/// Whether this run can save a key. The sandbox cannot, since it writes no files.
const fn can_save_key(setting: &RunConfig) -> bool {
    !setting.sandbox && setting.key_file.is_some()
}
