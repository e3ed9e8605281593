//! The state of the Key step.

use super::Screen;
use crate::core::api_key::Credentials;
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
    /// The screen to continue with; `None` for the first step.
    pub resume: Option<Box<Screen>>,
}

impl ApiKeyScreen {
    /// Whether this request tries the key.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.stage, KeyStage::Checking { id, .. } if id == request)
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
