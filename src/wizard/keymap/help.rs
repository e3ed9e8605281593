//! The help: every key that works on the screen beneath, in groups.

use super::active_bindings;
use super::binding::{Binding, Scope};
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::model::Model;
use crate::wizard::screen::PaneKind;

/// A group of keys in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HelpGroup {
    /// What the screen is for.
    Screen(Scope),
    /// What is copied or shown to be selected.
    Copy,
    /// What concerns DNS and its provider.
    Dns,
    /// What concerns the domain at AutoSend.
    Domain,
    /// What concerns the program.
    Program,
    /// Moving and scrolling.
    Move,
}

impl HelpGroup {
    /// Returns the heading; `None` for keys that are named in one line.
    pub fn heading(self) -> Option<String> {
        Some(match self {
            Self::Screen(scope) => scope.heading().to_uppercase(),
            Self::Copy => "COPY".to_owned(),
            Self::Dns => "DNS".to_owned(),
            Self::Domain => "DOMAIN".to_owned(),
            Self::Program => "PROGRAM".to_owned(),
            Self::Move => return None,
        })
    }

    fn of(binding: &Binding) -> Self {
        match &binding.case.intent {
            Intent::Move(_) | Intent::ScrollDetails(_) => Self::Move,
            Intent::Copy(CopyTarget::NextSteps) => Self::Domain,
            Intent::Copy(_) | Intent::ShowOnNormalScreen | Intent::StepGuideBack => Self::Copy,
            Intent::OpenPane(PaneKind::Export | PaneKind::Inbound) | Intent::Verify | Intent::RemoveDomain => {
                Self::Domain
            }
            Intent::OpenPane(_) | Intent::CheckDns | Intent::ToggleDnsWatch | Intent::SkipRecord => Self::Dns,
            Intent::OpenDomains
            | Intent::GoBack
            | Intent::Refresh
            | Intent::Quit
            | Intent::ToggleHelp
            | Intent::Redraw
            | Intent::Suspend => Self::Program,
            _ => Self::Screen(binding.scope),
        }
    }
}

/// Returns the groups with their keys, as far as keys or words match the filter: each word of it, ignoring case.
pub fn help_groups(model: &Model, filter: &str) -> Vec<(HelpGroup, Vec<Binding>)> {
    let mut beneath = model.clone();
    beneath.overlay = None;
    let mut groups: Vec<(HelpGroup, Vec<Binding>)> = Vec::new();
    for binding in active_bindings(&beneath).into_iter().filter(|binding| matches_filter(binding, filter)) {
        let group = HelpGroup::of(&binding);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, bindings)) => bindings.push(binding),
            None => groups.push((group, vec![binding])),
        }
    }
    groups.sort_by_key(|(group, _)| *group);
    groups
}

fn matches_filter(binding: &Binding, filter: &str) -> bool {
    let text = format!("{} {}", binding.keys_label(), binding.case.long_label).to_lowercase();
    filter.to_lowercase().split_whitespace().all(|word| text.contains(word))
}
