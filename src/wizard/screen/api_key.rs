//! The state of the Key step.

use super::Screen;
use crate::core::api_key::Credentials;
use crate::wizard::field::{SecretField, TextField};
use crate::wizard::session::{RequestId, Session};

/// The Key step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyScreen {
    /// The key, masked.
    pub key: SecretField,
    /// The project id, asked for account keys only.
    pub project: TextField,
    /// Which of the two is typed into.
    pub focus: KeyField,
    /// How far the step is.
    pub stage: KeyStage,
    /// Why the key is asked for again.
    pub reason: Option<String>,
    /// What AutoSend has rejected: to be tried again rather than taken for proven.
    pub refused: Option<Credentials>,
    /// Where to go on; `None`: where the program starts.
    pub resume: Option<Box<Screen>>,
}

impl ApiKeyScreen {
    /// Whether the key is tried by this request.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.stage, KeyStage::Checking { id, .. } if id == request)
    }
}

/// A field of the Key step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyField {
    /// The key.
    #[default]
    Key,
    /// The project id.
    Project,
}

/// How far the Key step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyStage {
    /// The key is typed.
    Editing,
    /// The key is tried on the API.
    Checking {
        /// By this request.
        id: RequestId,
        /// What is tried.
        credentials: Credentials,
    },
    /// The key works: is it to be kept?
    ConfirmingSave {
        /// The session that it opened.
        session: Session,
        /// The row in focus: keep it in the key file, or this run only.
        save: bool,
    },
}
