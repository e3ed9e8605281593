//! What can be done after a failure: one list for the rows of the screen, their keys and plain lines.

use super::message::{CopyTarget, Intent};
use super::screen::{FailureScreen, Screen};
use crate::core::exit::Exit;
use crate::core::failure::Retry;

/// Something that can be done after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureAction {
    /// Enter another API key; then go on with what failed.
    UseAnotherKey,
    /// Try again what failed.
    Retry(Retry),
    /// Open the dashboard, where the plan and the payment are.
    OpenBilling,
    /// Go back to the screen that this one came from.
    GoBack,
    /// Copy the details, with the ID of the request and without the key.
    CopyDetails,
}

impl FailureScreen {
    /// Returns what can be done. What most likely helps comes first.
    #[must_use]
    pub fn actions(&self) -> Vec<FailureAction> {
        let retry = self.failure.retry.map(FailureAction::Retry);
        let has_key = self.resume.session().is_some() && !self.resume.is_key_prompt();
        let other_key = Some(FailureAction::UseAnotherKey).filter(|_| has_key);
        let (back, copy) = (Some(FailureAction::GoBack), Some(FailureAction::CopyDetails));
        let actions = match self.failure.status {
            Some(401 | 403) => [other_key, retry, back, copy, None],
            Some(402) => [Some(FailureAction::OpenBilling), retry, other_key, back, copy],
            _ if self.failure.exit == Exit::Conflict => [other_key, back, copy, None, None],
            _ => [retry, back, copy, None, None],
        };
        actions.into_iter().flatten().collect()
    }

    /// Returns what Enter does.
    #[must_use]
    pub fn chosen(&self) -> FailureAction {
        self.actions().get(self.cursor).copied().unwrap_or(FailureAction::GoBack)
    }

    /// Returns the text of a row.
    #[must_use]
    pub fn label(&self, action: FailureAction) -> String {
        match action {
            FailureAction::UseAnotherKey => "Use another API key".to_owned(),
            FailureAction::Retry(retry) => capitalize(retry.label()),
            FailureAction::OpenBilling => "Open billing in the dashboard".to_owned(),
            FailureAction::GoBack => match &*self.resume {
                Screen::Review(_) => "Change domain or region".to_owned(),
                Screen::Domain(_) => "Change the domain".to_owned(),
                Screen::ApiKey(_) => "Change the key".to_owned(),
                Screen::Domains(_) => "Show all domains".to_owned(),
                _ => "Go back".to_owned(),
            },
            FailureAction::CopyDetails => "Copy details for support".to_owned(),
        }
    }

    /// Returns the ID of the failed request, if the server sent one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.failure.details.request_id.as_deref()
    }
}

impl FailureAction {
    /// Returns the intent of the action's key.
    #[must_use]
    pub const fn intent(self) -> Intent {
        match self {
            Self::UseAnotherKey => Intent::UseAnotherKey,
            Self::Retry(_) => Intent::TryAgain,
            Self::OpenBilling => Intent::OpenBilling,
            Self::GoBack => Intent::GoBack,
            Self::CopyDetails => Intent::Copy(CopyTarget::ErrorDetails),
        }
    }

    /// Returns the key as it is shown.
    #[must_use]
    pub const fn key_label(self) -> &'static str {
        match self {
            Self::UseAnotherKey => "k",
            Self::Retry(_) => "r",
            Self::OpenBilling => "o",
            Self::GoBack => "Esc",
            Self::CopyDetails => "c",
        }
    }
}

fn capitalize(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}
