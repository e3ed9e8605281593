//! The introduction and the end of the program's help, and the parts that the help of several commands shares. Lists come
//! from the tables that the program works with.

use crate::api::BASE_URL_VARIABLE;
use crate::clipboard::choice::CLIPBOARD_VARIABLE;
use crate::core::api_key::{DASHBOARD_URL, KEY_VARIABLE, PROFILE_VARIABLE, PROJECT_VARIABLE};
use crate::core::exit::Exit;
use crate::core::region;
use crate::core::text;

/// The greatest width of the help, in columns.
pub(super) const HELP_WIDTH: usize = 80;

/// The introduction.
pub(super) const ABOUT: &str = "\
Add sending domains to AutoSend, get their DNS records, and check and verify
them.

Without a command, starts an interactive wizard that asks for the key, the
domain and the region. DOMAIN skips the first question; a domain that is already
in the project opens with its records.";

/// The end of the short help.
pub(super) const AFTER_SHORT_HELP: &str = "\
Try it without an account: autosend-domains --sandbox
Examples, environment variables and exit codes: autosend-domains --help";

/// On `--from`.
pub(super) const FROM_FILE: &str = "\
Names from a file:
  One per line; empty lines and # comments are skipped. All names are validated
  before anything is sent. Ctrl+C stops after the current one.
";

/// On a domain in JSON documents.
pub(super) const DOMAIN_JSON: &str = "\
  Each domain has the fields of `add --json`, with \"canSend\" and \"checkedAt\"
  (null before the first check); each record has \"accepted\" (AutoSend's result)
  and \"published\" (seen in DNS; null if not checked). Unknown values are null.";

/// On the JSON documents of several domains.
pub(super) const BATCH_JSON: &str = "\
  With several domains or --from, one document per line: \"given\", \"domain\",
  \"warnings\" and \"error\"; either domain or error is null. The exit code is the
  highest of all lines.";

/// The environment variables that the program reads, each with its purpose.
const ENVIRONMENT_VARIABLES: &[(&str, &str)] = &[
    (KEY_VARIABLE, "the API key"),
    (PROJECT_VARIABLE, "the project, for account keys (ASA_…)"),
    (PROFILE_VARIABLE, "the saved key to use; see auth list"),
    (CLIPBOARD_VARIABLE, "how to copy: auto, native, tmux, osc52, off, or a command that reads standard input"),
    (BASE_URL_VARIABLE, "another API URL, including /v1; https, or http to localhost"),
    ("HTTPS_PROXY, NO_PROXY", "the proxy, and the hosts that bypass it"),
    ("SSL_CERT_FILE", "CA certificates to trust instead of the system's"),
    ("NO_COLOR", "no colours"),
    ("ACCESSIBLE", "1: plain text prompts, as with --plain"),
];

/// The end of the long help.
pub(super) fn overview() -> String {
    let examples = format_examples(&[
        ("autosend-domains --sandbox", "try it without an account"),
        ("autosend-domains auth login", "save the API key"),
        ("autosend-domains mail.example.com", "add this domain, or see its records"),
        ("autosend-domains --plain", "the wizard as plain text prompts"),
        ("autosend-domains add mail.example.com --json", "the same, for scripts"),
        ("autosend-domains add mail.example.com --dry-run", "show what would be sent"),
        ("autosend-domains records mail.example.com --format zone", "its records as a zone file"),
    ]);
    let (variables, exits, regions) =
        (format_table(ENVIRONMENT_VARIABLES), format_table(&Exit::TABLE), format_table(&region::KNOWN_REGIONS));
    format!(
        "\
Examples:
{examples}
The API key:
  Create one at {DASHBOARD_URL}.
  The first of these is used: {KEY_VARIABLE}, the file of --api-key-file, the
  key saved by auth login or by the wizard. --profile NAME uses the saved key with
  that name and ignores the others. Keys are never passed as arguments, because
  other users can read those.

Regions:
{regions}
Environment:
{variables}
Exit codes:
{exits}"
    )
}

/// On the JSON document of `--dry-run`.
pub(super) const DRY_RUN_JSON: &str = "\
With --dry-run:
  {\"method\", \"url\", \"headers\", \"body\", \"warnings\"}, without the key";

/// On the ids in a dry run.
pub(super) const DRY_RUN_IDS: &str = "\
  Nothing is sent; the ID comes from the local cache.
";

/// Example commands, each with its explanation below it.
pub(super) fn format_examples(rows: &[(&str, &str)]) -> String {
    rows.iter().fold(String::new(), |text, (command, description)| {
        let description = if description.is_empty() { String::new() } else { format!("      {description}\n") };
        text + "  " + command + "\n" + &description
    })
}

/// Two columns, the first as wide as its widest entry.
pub(super) fn format_table(rows: &[(&str, &str)]) -> String {
    let column = rows.iter().map(|(name, _)| text::width(name)).max().unwrap_or_default() + 4;
    rows.iter().map(|(name, description)| format_row(name, description, column)).collect()
}

/// A row of two columns: the name, and from `column` (counted from 0) the description, wrapped at [`HELP_WIDTH`]. A word
/// that is wider than its column is not broken.
pub(super) fn format_row(name: &str, description: &str, column: usize) -> String {
    let mut rows = String::new();
    let mut line = format!("  {name}");
    line.extend(std::iter::repeat_n(' ', column.saturating_sub(text::width(&line))));
    let mut is_empty = true;
    for word in description.split(' ') {
        if !is_empty && text::width(&line) + text::width(word) > HELP_WIDTH {
            rows += line.trim_end();
            rows.push('\n');
            line = " ".repeat(column);
        }
        line += word;
        line.push(' ');
        is_empty = false;
    }
    rows += line.trim_end();
    rows.push('\n');
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_do_not_fit_wrap() {
        let words = "word ".repeat(20);
        assert_eq!(
            format_row("name", words.trim_end(), 10),
            format!("  name    {0}\n          {1}\n", ["word"; 14].join(" "), ["word"; 6].join(" "))
        );
    }

    #[test]
    fn a_word_that_is_too_wide_is_not_broken() {
        let wide = "x".repeat(90);
        assert_eq!(format_row("n", &wide, 5), format!("  n  {wide}\n"));
        assert_eq!(format_row("", "", 5), "\n");
    }
}
