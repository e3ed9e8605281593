//! The next steps for a domain that can send: create a sender and send a first mail, each with a shell command.
//!
//! The steps follow AutoSend's pages "Create sender" and "Quickstart" (autosend-api.md 8). The commands refer to the
//! key by its variable, so that it never appears in them.

use super::api_key::{KEY_VARIABLE, PROJECT_VARIABLE};
use super::domain::SendingDomain;
use super::domain_name::assess;

/// The base URL of AutoSend's API (AutoSend's page "Introduction").
pub const DEFAULT_BASE_URL: &str = "https://api.autosend.com/v1";

/// The daily sending limit of a new domain (AutoSend's page "Daily sending limit").
pub const DAILY_LIMIT_NOTE: &str = "New domains are limited to 300 e-mails a day at first.";

/// The page of the domains in AutoSend's dashboard (AutoSend's page "API keys").
pub const DOMAINS_URL: &str = "https://autosend.com/settings/domains";

/// One step for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What to do, without a full stop.
    pub title: String,
    /// A shell command that performs the step, line by line.
    pub command_lines: Vec<String>,
}

/// How to address AutoSend's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiTarget<'a> {
    /// The base URL, without a final slash.
    pub base_url: &'a str,
    /// Whether the key is an account key, so that each request must name the project.
    pub needs_project_id: bool,
}

/// The next steps for a domain. There are none if its name is not a valid domain name, because the name becomes part
/// of the commands.
pub fn next_steps(domain: &SendingDomain, target: ApiTarget<'_>) -> Vec<NextStep> {
    let assessed = assess(domain.name.raw());
    let Some(name) = assessed.name() else { return Vec::new() };
    let from = format!("hello@{name}");
    vec![
        NextStep {
            title: format!("Create the sender {from}"),
            command_lines: target.curl_command(&["senders"], &format!(r#"{{"email":"{from}","name":"Your Name"}}"#)),
        },
        NextStep {
            title: "Send a test e-mail to yourself".to_owned(),
            command_lines: target.curl_command(
                &["mails", "send"],
                &format!(
                    r#"{{"from":{{"email":"{from}"}},"to":{{"email":"you@example.com"}},"subject":"Hello","text":"It works."}}"#
                ),
            ),
        },
    ]
}

impl ApiTarget<'_> {
    /// A request as a `curl` command of several lines. `body` must be JSON without single quotes.
    fn curl_command(self, path: &[&str], body: &str) -> Vec<String> {
        let address = format!("{}/{}", self.base_url.trim_end_matches('/'), path.join("/"));
        let project = format!(r#"  -H "x-project-id: ${PROJECT_VARIABLE}" \"#);
        let first = [format!(r"curl -X POST {} \", shell_quote(&address))];
        let key = [format!(r#"  -H "Authorization: Bearer ${KEY_VARIABLE}" \"#)];
        let last = [r"  -H 'Content-Type: application/json' \".to_owned(), format!("  -d {}", shell_quote(body))];
        first.into_iter().chain(key).chain(self.needs_project_id.then_some(project)).chain(last).collect()
    }
}

/// Quotes the text as one shell word.
fn shell_quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fixtures;

    const WAY: ApiTarget<'_> = ApiTarget { base_url: "https://api.autosend.com/v1", needs_project_id: false };

    #[test]
    fn the_commands_name_the_domain_and_never_the_key() {
        let steps = next_steps(&fixtures::domain("mail.example.com", Vec::new()), WAY);
        let sender = [
            r"curl -X POST 'https://api.autosend.com/v1/senders' \",
            r#"  -H "Authorization: Bearer $AUTOSEND_API_KEY" \"#,
            r"  -H 'Content-Type: application/json' \",
            r#"  -d '{"email":"hello@mail.example.com","name":"Your Name"}'"#,
        ];
        assert_eq!(steps[0].command_lines, sender);
        assert_eq!(steps[1].command_lines[0], r"curl -X POST 'https://api.autosend.com/v1/mails/send' \");
        assert_eq!(steps.len(), 2);
        let bodies = steps.iter().map(|step| step.command_lines.last().unwrap().trim().trim_start_matches("-d "));
        for body in bodies {
            let body: serde_json::Value = serde_json::from_str(body.trim_matches('\'')).unwrap();
            assert!(body.to_string().contains("hello@mail.example.com"), "{body}");
        }
    }

    #[test]
    fn an_account_key_names_its_project() {
        let way = ApiTarget { needs_project_id: true, ..WAY };
        let steps = next_steps(&fixtures::domain("example.com", Vec::new()), way);
        assert!(steps[0].command_lines.contains(&r#"  -H "x-project-id: $AUTOSEND_PROJECT_ID" \"#.to_owned()));
    }

    #[test]
    fn server_text_that_is_not_a_name_is_not_in_a_command() {
        for name in ["x'; rm -rf ~; '.com", "$(id).example.com", "", "a\u{1b}.com"] {
            assert_eq!(next_steps(&fixtures::domain(name, Vec::new()), WAY), [], "{name:?}");
        }
        let way = ApiTarget { base_url: "http://127.0.0.1:1/it's/v1/", ..WAY };
        let steps = next_steps(&fixtures::domain("example.com", Vec::new()), way);
        assert_eq!(steps[0].command_lines[0], r"curl -X POST 'http://127.0.0.1:1/it'\''s/v1/senders' \");
    }
}
