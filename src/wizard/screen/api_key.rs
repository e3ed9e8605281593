//! The state of the Key step.

use super::Screen;
use crate::core::api_key::{ApiKey, Credentials, KeyKind, KeySource, ProjectId, UNKNOWN_PREFIX};
use crate::wizard::field::{SecretField, TextField};
use crate::wizard::session::{RequestId, Session};

/// The Key step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyScreen {
    /// The field of the API key, masked.
    pub key: SecretField,
    /// The field of the project id, which only account keys need.
    pub project: TextField,
    /// The field that receives input.
    pub focus: KeyField,
    /// The state of the step.
    pub stage: KeyStage,
    /// Why the person is asked for a key again.
    pub reason: Option<String>,
    /// The credentials that AutoSend rejected. They are tried again even if they did not change.
    pub refused: Option<Credentials>,
    /// The key that the person was asked about before it is sent; Enter sends it.
    pub asked_about: Option<ApiKey>,
    /// The key that the program found, and where.
    pub found: Option<(Credentials, KeySource)>,
    /// The screen to continue with; `None` for the first step.
    pub resume: Option<Box<Screen>>,
}

impl ApiKeyScreen {
    /// Builds the step with the reason for asking. The key is empty, the project is that of the environment.
    pub(in crate::wizard) fn new(reason: Option<String>, env_project: Option<&ProjectId>) -> Self {
        Self {
            key: SecretField::default(),
            project: env_project.map(|project| TextField::with_text(project.as_str())).unwrap_or_default(),
            focus: KeyField::Key,
            stage: KeyStage::Editing,
            reason,
            refused: None,
            asked_about: None,
            found: None,
            resume: None,
        }
    }

    /// Builds the step with an existing key, which the person can keep or replace.
    pub(in crate::wizard) fn prefilled(
        credentials: &Credentials,
        resume: Screen,
        env_project: Option<&ProjectId>,
    ) -> Self {
        Self {
            key: SecretField::prefilled(credentials.key.expose()),
            resume: Some(Box::new(resume)),
            ..Self::new(None, credentials.project.as_ref().or(env_project))
        }
    }

    /// Asks for the project of an account key that was found without one.
    pub(in crate::wizard) fn ask_project(&mut self, credentials: &Credentials, source: &KeySource) {
        self.key = SecretField::prefilled(credentials.key.expose());
        self.focus = KeyField::Project;
        self.reason = Some(format!("The key {} is an account key. Enter a project ID.", source.label()));
    }

    /// Asks about a key before it is sent.
    pub(in crate::wizard) fn ask_about(&mut self, key: &ApiKey, doubt: &KeyDoubt) {
        self.focus = KeyField::Key;
        self.key.error = Some(doubt.message());
        self.asked_about = Some(key.clone());
    }

    /// Whether Enter sends the key that the person was asked about.
    pub(in crate::wizard) fn sends_doubtful_key(&self) -> bool {
        self.asked_about.as_ref().is_some_and(|asked| asked.expose() == self.key.expose().trim())
    }

    /// Whether the project id is required, which it is for an account key.
    pub fn needs_project(&self) -> bool {
        ApiKey::parse(self.key.expose()).is_ok_and(|key| key.kind() == KeyKind::Account)
    }

    /// Whether this request tries the key.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.stage, KeyStage::Checking { id, .. } if id == request)
    }
}

/// Why a key is not sent before the person says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::wizard) enum KeyDoubt {
    /// It may be the key of another service.
    UnknownPrefix {
        /// The host that it would go to, if that isn't AutoSend's.
        host: Option<String>,
    },
    /// It was found where a key for AutoSend is expected, and would go to another host.
    ForeignHost {
        /// The host.
        host: String,
    },
}

impl KeyDoubt {
    fn message(&self) -> String {
        match self {
            Self::UnknownPrefix { host } => {
                let host = host.as_deref().unwrap_or("AutoSend");
                format!("{UNKNOWN_PREFIX} It was not sent. Enter it again to send it to {host} anyway.")
            }
            Self::ForeignHost { host } => format!(
                "The base URL leads to {host}, which isn't AutoSend's. The key was not sent. Press Enter to send it there, or \
                 enter another key."
            ),
        }
    }
}

/// A field of the Key step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyField {
    /// The API key.
    #[default]
    Key,
    /// The project id.
    Project,
}

/// The state of the Key step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyStage {
    /// The person edits the fields.
    Editing,
    /// A request tries the key.
    Checking {
        /// The request's id.
        id: RequestId,
        /// The credentials that it tries.
        credentials: Credentials,
    },
    /// The key works; the person chooses whether to save it.
    ConfirmingSave {
        /// The session of the key.
        session: Session,
        /// Whether the selected row saves the key in the key file; the other row keeps it for this run only.
        save: bool,
    },
}
