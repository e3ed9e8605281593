//! The longer texts of the help. What the program has a table of is told from that table.

mod domains;
mod keys;

pub(super) use self::domains::{
    CHECK_ABOUT, INBOUND_ABOUT, LIST_ABOUT, REMOVE_ABOUT, STATUS_ABOUT, VERIFY_ABOUT, check, inbound, list, remove,
    status, verify,
};
pub(super) use self::keys::{
    AUTH_ABOUT, AUTH_STATUS_ABOUT, COMPLETIONS_ABOUT, LOGIN_ABOUT, LOGOUT_ABOUT, MAN_ABOUT, auth_status, completions,
    login,
};

use super::columns;
use super::commands::doctor;
use crate::api::BASE_URL_VARIABLE;
use crate::clipboard::choice::CLIPBOARD_VARIABLE;
use crate::core::api_key::{DASHBOARD_URL, KEY_VARIABLE, PROJECT_VARIABLE};
use crate::core::exit::Exit;
use crate::core::export_format::ExportFormat;
use crate::core::publishing;
use crate::core::region;
use crate::core::text;
use crate::sandbox::{DEFAULT_PORT, OPTION_HELP, PUBLISH_MEMBERS, PUBLISHING, REFUSED_KEY, SANDBOX_KEY, SCENARIOS};

/// What the program is.
pub(super) const ABOUT: &str = "\
Adds a sending domain to your AutoSend project and shows the DNS records to
publish for it, to be browsed and copied.

Without a command a wizard asks for the key, the domain and the region. With
DOMAIN it begins behind that question; a domain that the project has already
opens with its records.";

/// What `-h` ends with.
pub(super) const AFTER_SHORT_HELP: &str = "\
Try it without an account: autosend-domains --sandbox
Examples, environment variables and exit codes: autosend-domains --help";

/// What `add` is.
pub(super) const ADD_ABOUT: &str = "\
Adds a domain to your AutoSend project and prints the DNS records to publish; of
several, a line each. Of several, those that the project has already are done,
so that a run that was stopped can be made again.

The name is read as the wizard reads it: an address or a line around it is
taken off, and what is doubtful is said on standard error. The request is sent
once. It is sent again only after the answer \"too many requests\" (429), at
most three times, waiting as the answer says, but never longer than a minute.
Where the answer is lost, the list of domains tells whether it was added.";

/// What `records` is.
pub(super) const RECORDS_ABOUT: &str = "\
Prints the DNS records of a domain of the project, each value as it is to be
published. AutoSend is asked; where it cannot be reached, what an earlier run
has kept is printed, and its age is said on standard error.";

/// What `forget` is.
pub(super) const FORGET_ABOUT: &str = "\
Clears what was kept of the project's domains for the next run: of one domain,
or of all, for every key. AutoSend keeps what it has.";

/// What `doctor` is.
pub(super) const DOCTOR_ABOUT: &str = "\
Shows what was found here: the terminal, tmux or screen, SSH, the ways of
copying in their order and the one that a copy would take, where the key comes
from, the API's address, DNS servers, the proxy and the folders; and how to turn
on what is off.

Nothing is copied, no server is asked, and nothing secret is shown.";

/// What `sandbox` is.
pub(super) const SANDBOX_ABOUT: &str = "\
Runs AutoSend's domains API on this machine, at 127.0.0.1, until Ctrl+C. It
forgets everything at its end. Each request is told on standard error.";

/// A file of names.
const FROM_FILE: &str = "\
Names from a file:
  One a line; blank lines and what is behind a # are passed over. All of them
  are checked before anything is sent. Ctrl+C stops after the one under way.
";

/// The domain in documents.
const DOMAIN_JSON: &str = "\
  Each domain is that of `add --json`, with \"canSend\" and \"checkedAt\" (null before
  the first check); each record has \"accepted\" (AutoSend's word) and \"published\"
  (seen in DNS: null, nobody has looked). What is not known is null.";

/// The documents of several domains.
const BATCH_JSON: &str = "\
  Of several domains, or with --from, a document a line: \"given\", \"domain\",
  \"warnings\" and \"error\", of which domain or error is null. The exit code is
  the highest of all lines.";

/// The variables that are read, with what they are for.
const ENVIRONMENT_VARIABLES: &[(&str, &str)] = &[
    (KEY_VARIABLE, "the API key"),
    (PROJECT_VARIABLE, "the project, for account keys (ASA_…)"),
    (CLIPBOARD_VARIABLE, "how to copy: auto, native, tmux, osc52, off, or a command that reads the text"),
    (BASE_URL_VARIABLE, "another address of the API, with its /v1; https, or http to this machine"),
    ("HTTPS_PROXY, NO_PROXY", "the proxy, and which hosts need none"),
    ("SSL_CERT_FILE", "the certificates to trust instead of the system's"),
    ("NO_COLOR", "no colours"),
    ("ACCESSIBLE", "1: the wizard asks in plain lines, as with --plain"),
];

/// What `--help` ends with.
pub(super) fn overview() -> String {
    let examples = format_examples(&[
        ("autosend-domains --sandbox", "try it without an account"),
        ("autosend-domains auth login", "store the API key"),
        ("autosend-domains mail.example.com", "add this domain, or see its records"),
        ("autosend-domains --plain", "the wizard as questions and answers in lines"),
        ("autosend-domains add mail.example.com --json", "the same for a script"),
        ("autosend-domains add mail.example.com --dry-run", "what would be sent"),
        ("autosend-domains records mail.example.com --format zone", "its records as a zone file"),
    ]);
    let (variables, exits, regions) =
        (format_table(ENVIRONMENT_VARIABLES), format_table(&Exit::TABLE), format_table(&region::KNOWN_REGIONS));
    format!(
        "\
Examples:
{examples}
The API key:
  Make one at {DASHBOARD_URL}.
  It is read from {KEY_VARIABLE}, else from the file of --api-key-file, else
  from the key file, where auth login puts it, or the wizard if you say so. With
  --profile NAME the key that is stored under this name is used, and no other.
  It is never given as an argument, since other users of the machine can read
  those.

Regions:
{regions}
Environment:
{variables}
Exit codes:
{exits}"
    )
}

/// What `--dry-run` prints.
const DRY_RUN_JSON: &str = "\
With --dry-run:
  {\"method\", \"url\", \"headers\", \"body\", \"warnings\"}, without the key";

/// How a domain is found for `--dry-run`.
const DRY_RUN_IDS: &str = "\
  Nothing is sent: the id of a name is that which an earlier run has kept.
";

/// What `add --help` ends with.
pub(super) fn add() -> String {
    let examples = format_examples(&[
        ("autosend-domains add mail.example.com --region eu-central-1", ""),
        ("autosend-domains add mail.example.com --json | jq '.domain.records'", ""),
        ("autosend-domains add mail.example.com --dry-run --json", ""),
        ("autosend-domains add mail.example.com --if-exists show", "also where it is there already"),
        ("autosend-domains add --from names.txt --json | jq -c '[.given, .error.kind]'", ""),
        ("pass autosend | autosend-domains add mail.example.com --api-key-file -", ""),
    ]);
    let exits = format_table(&Exit::TABLE);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON on standard output:
  {{\"version\": 1, \"domain\": {{\"id\", \"name\", \"status\", \"records\": [...], ...}},
   \"existed\", \"warnings\": [{{\"kind\", \"message\"}}]}}
  existed: whether the project had it before.
  Each record: slot, purpose, type, name, value, publishValue, priority, note.
  Publish publishValue: it is value, with the p= that a bare DKIM key lacks.
{BATCH_JSON}
JSON on standard error, where it failed:
  {{\"version\": 1, \"error\": {{\"kind\", \"message\", \"status\", \"code\", \"requestId\",
   \"retryAfter\", \"hint\"}}}}
{DRY_RUN_JSON}

Exit codes:
{exits}"
    )
}

/// What `records --help` ends with.
pub(super) fn records() -> String {
    let examples = format_examples(&[
        ("autosend-domains records mail.example.com", ""),
        ("autosend-domains records mail.example.com --format zone -o mail.zone", ""),
        ("autosend-domains records mail.example.com --offline --json", ""),
        ("autosend-domains records mail.example.com --format message | mail -s DNS you@…", ""),
        ("autosend-domains records mail.example.com --field dkim.value | pbcopy", ""),
    ]);
    let formats: Vec<(&str, &str)> = std::iter::once(("table", "For people: a table, then each value whole."))
        .chain(ExportFormat::ALL.map(|format| (format.code(), format.description())))
        .collect();
    let (formats, exits) = (format_table(&formats), format_table(&Exit::TABLE));
    format!(
        "\
Examples:
{examples}
Forms:
{formats}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"zone\": {{\"name\", \"source\"}},
   \"ageSeconds\": null, \"warnings\": [...]}}
  The domain is that of `add --json`; each record has \"host\" and \"ttl\" too.
Fields, of --field; without a line end unless on a terminal:
  SLOT.name, SLOT.value, SLOT.priority, where SLOT is ownership, dkim,
  mail-from[0], mail-from[1], dmarc or inbound-mx

Exit codes:
{exits}"
    )
}

/// What `doctor --help` ends with.
pub(super) fn doctor() -> String {
    let examples = format_examples(&[
        ("autosend-domains doctor", ""),
        ("autosend-domains doctor --clipboard osc52", "what that way would need"),
        ("autosend-domains doctor --json | jq .clipboard.takes", ""),
    ]);
    let shape = format_table(doctor::JSON_MEMBERS);
    format!(
        "\
Examples:
{examples}
JSON on standard output; a member that is not known or does not apply is null:
{shape}"
    )
}

/// What `sandbox --help` ends with.
pub(super) fn sandbox() -> String {
    let (scenarios, members) = (format_table(SCENARIOS), format_table(PUBLISH_MEMBERS));
    let ways = format_table(&publishing::mode_descriptions().collect::<Vec<_>>());
    format!(
        "\
Any key works, such as {SANDBOX_KEY}; {REFUSED_KEY} is refused (401). An account
key, such as ASA_sandbox, finds one project, and beside it those that it has
named.

The first label of a name asks for a certain answer, as in taken.example.com:
{scenarios}
Its DNS owns the zones of the domains that were added, with nothing in them at
first. To publish the records of one, with no key:
  curl -d '{{\"domain\": \"mail.example.com\", \"record\": \"all\", \"how\": \"right\"}}' \\
    http://127.0.0.1:{DEFAULT_PORT}{PUBLISHING}
{members}
How a record can be published:
{ways}
A mistake is made with the records that it can be made with; with \"all\", the
others are published right. To see what is there, with --dns-port 8753:
  dig @127.0.0.1 -p 8753 example.com AXFR

To use it with this program, in another terminal:
  export {BASE_URL_VARIABLE}=http://127.0.0.1:{DEFAULT_PORT}/v1
  export {KEY_VARIABLE}={SANDBOX_KEY}
  autosend-domains"
    )
}

/// What a switch of the sandbox sets, as a sentence; its default is told by clap.
pub(super) fn sandbox_flag_help(name: &str) -> String {
    let words = OPTION_HELP.iter().find(|(switch, ..)| *switch == name).map_or("", |(.., words)| words);
    let words = words.split(" (default").next().unwrap_or_default();
    let mut characters = words.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// The values that a switch of the sandbox takes.
pub(super) fn sandbox_flag_values(name: &str) -> Vec<&'static str> {
    OPTION_HELP
        .iter()
        .find(|(switch, ..)| *switch == name)
        .map_or_else(Vec::new, |(_, values, _)| values.split('|').collect())
}

/// Commands, each with what it does below it.
fn format_examples(rows: &[(&str, &str)]) -> String {
    rows.iter().fold(String::new(), |text, (command, words)| {
        let words = if words.is_empty() { String::new() } else { format!("      {words}\n") };
        text + "  " + command + "\n" + &words
    })
}

/// Two columns, as wide as the first needs.
fn format_table(rows: &[(&str, &str)]) -> String {
    let column = rows.iter().map(|(name, _)| text::width(name)).max().unwrap_or_default() + 4;
    rows.iter().map(|(name, words)| columns::format_row(name, words, column)).collect()
}
