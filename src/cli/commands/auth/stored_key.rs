//! A saved key in lists of them.

use serde::Serialize;

use super::key_file::format_tail;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::api_key::ProjectId;
use crate::core::text::width;
use crate::settings::Profile;

/// A saved key, for people and as JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StoredKey {
    name: String,
    pub(super) tail: Option<String>,
    project: Option<String>,
    base_url: Option<String>,
    is_used: bool,
    /// The name, for people.
    #[serde(skip)]
    pub(super) label: String,
    /// The key in one line, for people.
    #[serde(skip)]
    description: StyledText,
}

impl StoredKey {
    pub(super) fn new(profile: &Profile, is_used: bool) -> Self {
        let (credentials, base_url) =
            profile.key.as_ref().map(|(credentials, base_url)| (credentials, base_url)).unzip();
        let project = credentials.and_then(|credentials| credentials.project.as_ref()).map(ProjectId::as_str);
        let description = match (credentials, base_url) {
            (Some(credentials), Some(base_url)) => {
                let project = project.map(|id| format!(", project {id}")).unwrap_or_default();
                StyledText::from(format!("{}  ", format_tail(&credentials.key)))
                    .styled(TextStyle::Muted, format!("{}{project}", base_url.sanitized()))
            }
            _ => "this version can't use the saved key".into(),
        };
        Self {
            name: profile.name.raw().to_owned(),
            tail: credentials.map(|credentials| credentials.key.tail().to_owned()),
            project: project.map(str::to_owned),
            base_url: base_url.map(|base_url| base_url.raw().to_owned()),
            is_used,
            label: profile.name.sanitized(),
            description,
        }
    }
}

/// The keys, a line each with this indent; the one in use has a star.
pub(super) fn render_keys(keys: &[StoredKey], indent: &str) -> StyledText {
    let widest = keys.iter().map(|stored| width(&stored.label)).max().unwrap_or_default();
    keys.iter().fold(StyledText::default(), |text, StoredKey { label, description, is_used, .. }| {
        let padding = " ".repeat(widest - width(label));
        let mark = if *is_used { "* " } else { "  " };
        text.append(format!("{indent}{mark}{label}{padding}  ")).append(description.clone()).append("\n")
    })
}
