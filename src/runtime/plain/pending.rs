//! What is under way: requests that are still to be answered.

use std::collections::HashSet;

use crate::wizard::{Command, Message, RequestId};

/// What is under way. Timers are not: nobody waits for a notice to go.
#[derive(Debug, Default)]
pub(super) struct PendingRequests {
    remote: HashSet<RequestId>,
    /// What this machine answers, in an instant.
    local: HashSet<RequestId>,
    /// Keys that are being kept, which have no id.
    key_saves: usize,
}

impl PendingRequests {
    /// Whether everything was answered.
    pub(super) fn is_empty(&self) -> bool {
        self.remote.is_empty() && self.is_local_empty()
    }

    /// Whether everything was answered that this machine answers by itself. A person waits for that before the next
    /// question, which would else be asked twice.
    pub(super) fn is_local_empty(&self) -> bool {
        self.local.is_empty() && self.key_saves == 0
    }

    /// A command is carried out.
    pub(super) fn start(&mut self, command: &Command) {
        match command {
            Command::CreateDomain { id, .. }
            | Command::ListDomains { id, .. }
            | Command::FetchDomain { id, .. }
            | Command::RunOperation { id, .. }
            | Command::CheckDns { id, .. }
            | Command::PublishRecords { id, .. }
            | Command::OpenLink { id, .. }
            | Command::RemoveDomain { id, .. }
            | Command::LoadCache { id, .. } => {
                self.remote.insert(*id);
            }
            Command::CopyText { id, .. }
            | Command::CopyExport { id, .. }
            | Command::RenderExport { id, .. }
            | Command::SaveFile { id, .. }
            | Command::CompletePath { id, .. } => {
                self.local.insert(*id);
            }
            Command::Cancel(id) => {
                self.remote.remove(id);
                self.local.remove(id);
            }
            Command::SaveKey { .. } => self.key_saves = self.key_saves.saturating_add(1),
            Command::StartTimer { .. }
            | Command::SaveListToCache { .. }
            | Command::SaveDomainToCache { .. }
            | Command::SaveRemovedToCache { .. }
            | Command::Notify(_)
            | Command::ShowOnNormalScreen(_)
            | Command::ReturnToAlternateScreen
            | Command::SaveRegion(_)
            | Command::Redraw
            | Command::Suspend
            | Command::Quit(_) => {}
        }
    }

    /// Something was answered. Every answer is named here: one that was left out would keep a pipe waiting for ever.
    pub(super) fn finish(&mut self, message: &Message) {
        match message {
            Message::DomainCreated { id, .. }
            | Message::DomainsListed { id, .. }
            | Message::ListingSkipped { id }
            | Message::DomainFetched { id, .. }
            | Message::OperationFinished { id, .. }
            | Message::DnsChecked { id, .. }
            | Message::RecordsPublished { id, .. }
            | Message::LinkOpened { id, .. }
            | Message::DomainRemoved { id, .. }
            | Message::TextCopied { id, .. }
            | Message::ExportRendered { id, .. }
            | Message::FileSaved { id, .. }
            | Message::PathCompleted { id, .. }
            | Message::CacheLoaded { id, .. } => {
                self.remote.remove(id);
                self.local.remove(id);
            }
            Message::KeySaved { .. } => self.key_saves = self.key_saves.saturating_sub(1),
            Message::Edit(_)
            | Message::Paste(_)
            | Message::Submit
            | Message::GoBack
            | Message::Move(_)
            | Message::FocusNextField
            | Message::AcceptSuggestion
            | Message::Copy(_)
            | Message::CycleNameForm
            | Message::OpenPane(_)
            | Message::ShowOnNormalScreen
            | Message::SkipRecord
            | Message::StepGuideBack
            | Message::CompletePath
            | Message::OverwriteFile
            | Message::CheckDns
            | Message::ToggleDnsWatch
            | Message::TogglePublishScope
            | Message::DnsProgress { .. }
            | Message::Verify
            | Message::Stop
            | Message::RemoveDomain
            | Message::CycleSortOrder
            | Message::Refresh
            | Message::OpenDomains
            | Message::ToggleHelp
            | Message::ToggleDetails
            | Message::Redraw
            | Message::Suspend
            | Message::Quit
            | Message::Noted(_)
            | Message::TimerFired(_)
            | Message::Resized(_)
            | Message::ShutdownRequested(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::api_key::{ApiKey, Credentials};
    use crate::wizard::RequestIds;

    #[test]
    fn what_was_asked_is_awaited_until_it_is_answered_or_nobody_waits() {
        let mut ids = RequestIds::default();
        let (copy, path) = (ids.next(), ids.next());
        let credentials = Credentials { key: ApiKey::parse("AS_12345678").unwrap(), project: None };
        let mut awaited = PendingRequests::default();
        awaited.start(&Command::CopyText { id: copy, text: String::new() });
        awaited.start(&Command::CompletePath { id: path, typed: String::new() });
        awaited.start(&Command::SaveKey { credentials: credentials.clone() });
        awaited.start(&Command::StartTimer { id: ids.next(), after: std::time::Duration::ZERO });
        awaited.start(&Command::Cancel(copy));
        awaited.finish(&Message::KeySaved { result: Err(String::new()) });
        assert!(!awaited.is_empty() && !awaited.is_local_empty());
        awaited.finish(&Message::PathCompleted {
            id: path,
            completion: crate::core::file_save::PathCompletion { path: String::new(), candidates: Vec::new() },
        });
        assert!(awaited.is_empty());
        awaited.start(&Command::LoadCache { id: ids.next(), credentials });
        assert!(!awaited.is_empty() && awaited.is_local_empty());
    }
}
