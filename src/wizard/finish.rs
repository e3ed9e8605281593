//! The next steps once a domain can send, as the finish shows them one by one.

use super::model::SharedState;
use crate::core::api_key::Credentials;
use crate::core::domain::SendingDomain;
use crate::core::next_steps::{ApiTarget, DEFAULT_BASE_URL, DOMAINS_URL, NextStep, next_steps};

/// A step of the finish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FinishStep {
    /// A request to AutoSend, as a shell command to copy.
    Command(NextStep),
    /// The domain in AutoSend's dashboard.
    Dashboard,
    /// Another domain.
    AddAnother,
}

impl FinishStep {
    /// Returns what to do, without a full stop.
    pub fn label(&self) -> String {
        match self {
            Self::Command(step) => step.title.clone(),
            Self::Dashboard => "Open the domain in the AutoSend dashboard".to_owned(),
            Self::AddAnother => "Add another domain".to_owned(),
        }
    }

    /// Returns what Enter does, unless the label says it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Command(_) => "Enter copies the command",
            Self::Dashboard | Self::AddAnother => "",
        }
    }

    /// Returns the command or the link, if there is one.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Command(step) => Some(step.command_lines.join("\n")),
            Self::Dashboard => Some(DOMAINS_URL.to_owned()),
            Self::AddAnother => None,
        }
    }
}

impl SharedState {
    /// Returns the next steps of a domain that can send. In the sandbox the commands name AutoSend's real address, since
    /// the sandbox has neither senders nor mails.
    pub fn finish_steps(&self, domain: &SendingDomain, credentials: &Credentials) -> Vec<FinishStep> {
        let base_url = self.config.base_url.as_deref().filter(|_| !self.config.sandbox).unwrap_or(DEFAULT_BASE_URL);
        let names_project = credentials.request_project().is_some();
        let commands = next_steps(domain, ApiTarget { base_url, needs_project_id: names_project });
        let commands = commands.into_iter().map(FinishStep::Command);
        commands.chain([FinishStep::Dashboard, FinishStep::AddAnother]).collect()
    }
}
