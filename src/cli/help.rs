//! The longer texts of the help. What the program has a table of is told from that table.

use super::columns;
use super::commands::doctor;
use crate::api::BASE_URL_VARIABLE;
use crate::clipboard::choice::CLIPBOARD_VARIABLE;
use crate::core::api_key::{DASHBOARD, KEY_VARIABLE, PROJECT_VARIABLE};
use crate::core::exit::Exit;
use crate::core::format::Format;
use crate::core::publishing;
use crate::core::region;
use crate::core::text;
use crate::sandbox::{DEFAULT_PORT, KEY, MEMBERS, PUBLISHING, REFUSED_KEY, SCENARIOS, SWITCHES};

/// What the program is.
pub(super) const ABOUT: &str = "\
Adds a sending domain to your AutoSend project and shows the DNS records to
publish for it, to be browsed and copied.

Without a command a wizard asks for the key, the domain and the region. With
DOMAIN it begins behind that question; a domain that the project has already
opens with its records.";

/// What `-h` ends with.
pub(super) const SHORT: &str = "\
Try it without an account: autosend-domains --sandbox
Examples, environment variables and exit codes: autosend-domains --help";

/// What `add` is.
pub(super) const ADD_ABOUT: &str = "\
Adds a domain to your AutoSend project and prints the DNS records to publish.

The name is read as the wizard reads it: an address or a line around it is
taken off, and what is doubtful is said on standard error. The request is sent
once. It is sent again only after the answer \"too many requests\" (429), at
most three times, waiting as the answer says, but never longer than a minute.
Where the answer is lost, the list of domains tells whether it was added.";

/// What `list` is.
pub(super) const LIST_ABOUT: &str = "\
Lists the domains of the project by name: the status, AutoSend's four checks,
the region, the age and the last check. Where AutoSend cannot be reached, what
an earlier run has kept is listed, and its age is said on standard error.";

/// What `status` is.
pub(super) const STATUS_ABOUT: &str = "\
Tells how far domains are: the status, what AutoSend has accepted of each
record, and the times. A domain that is verified can send; mail-from and DMARC
are recommended beyond that.

Exit code 0: all of them can send. 3: not all can yet.";

/// What `verify` is.
pub(super) const VERIFY_ABOUT: &str = "\
Asks AutoSend to look for the DNS records of domains, once, and tells what it
answers: it goes on looking in the background. With --wait it is then asked how
far it is, every 5 seconds at first and every 60 at last, until the domains are
verified or the time is up. 5 to 30 minutes are usual, up to 48 hours are
possible.

Exit code 0: verified. 3: not in the time given. 1: AutoSend's status says that
it has failed. 5: no longer there. 6: not reached in the end.";

/// What `inbound` is.
pub(super) const INBOUND_ABOUT: &str = "\
Switches inbound mail of a verified domain on or off, and prints the MX record
that is to be published for it, or taken out again. An MX record takes over all
mail to its name: look at what the name receives before you publish it.";

/// What `remove` is.
pub(super) const REMOVE_ABOUT: &str = "\
Removes a domain from the project. This cannot be undone; senders and campaigns
that use it may be affected. Without --yes nothing is removed. Its records are
kept, to clear them from DNS: autosend-domains records DOMAIN --offline.";

/// What `records` is.
pub(super) const RECORDS_ABOUT: &str = "\
Prints the DNS records of a domain of the project, each value as it is to be
published. AutoSend is asked; where it cannot be reached, what an earlier run
has kept is printed, and its age is said on standard error.";

/// What `forget` is.
pub(super) const FORGET_ABOUT: &str = "\
Clears what was kept of the project's domains for the next run: of one domain,
or of all, for every key. AutoSend keeps what it has.";

/// What `auth` is.
pub(super) const AUTH_ABOUT: &str = "\
Stores API keys in the key file, each under a name, shows which one is used, and
removes them. The file is closed to other users of the machine, and a stored key
is sent to the address alone that it was tried at.";

/// What `auth login` is.
pub(super) const LOGIN_ABOUT: &str = "\
Reads an API key from standard input, tries it on AutoSend and stores it. On a
terminal it asks for the key, which is then not shown. A key is never given as
an argument, since other users of the machine can read those.

With an account key (ASA_…) the project is stored, too: that of --project or of
the environment, else the only one that the account has.";

/// What `auth status` is.
pub(super) const AUTH_STATUS_ABOUT: &str = "\
Shows which key would be used here, where it comes from and whether AutoSend
accepts it, and which keys are stored. Only their last four characters are
shown. It ends with 0 where the key is accepted, else as the exit codes say.";

/// What `auth logout` is.
pub(super) const LOGOUT_ABOUT: &str = "\
Removes a key from the key file. At AutoSend nothing is changed: a key that
nobody needs any more can be deleted in its dashboard.";

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

/// What `completions` is.
pub(super) const COMPLETIONS_ABOUT: &str = "\
Prints a script by which a shell completes commands and options.";

/// What `man` is.
pub(super) const MAN_ABOUT: &str = "\
Prints the manual in the form of man(7): a page on the program, and one on each
command behind it. To read it: autosend-domains man | man -l -";

/// A file of names.
const FROM: &str = "\
Names from a file:
  One a line; blank lines and what is behind a # are passed over. All of them are
  checked before anything is sent. Ctrl+C stops after the one under way.
";

/// The domain in documents.
const STANDING: &str = "\
  Each domain is that of `add --json`, with \"canSend\" and \"checkedAt\" (null before
  the first check); each record has \"accepted\" (AutoSend's word) and \"published\"
  (seen in DNS: null, nobody has looked). What is not known is null.";

/// The documents of several domains.
const LINES: &str = "\
  Of several domains, or with --from, a document a line: \"given\", \"domain\",
  \"warnings\" and \"error\", of which domain or error is null. The exit code is
  the highest of all lines.";

/// The variables that are read, with what they are for.
const VARIABLES: &[(&str, &str)] = &[
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
pub(super) fn main() -> String {
    let examples = commands(&[
        ("autosend-domains --sandbox", "try it without an account"),
        ("autosend-domains mail.example.com", "add this domain, or see its records"),
        ("autosend-domains --plain", "the wizard as questions and answers in lines"),
        ("autosend-domains add mail.example.com --json", "the same for a script"),
        ("autosend-domains add mail.example.com --dry-run", "what would be sent"),
        ("autosend-domains records mail.example.com --format zone", "its records as a zone file"),
    ]);
    let (variables, exits, regions) = (table(VARIABLES), table(&Exit::TABLE), table(&region::KNOWN));
    format!(
        "\
Examples:
{examples}
The API key:
  Make one at {DASHBOARD}.
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

/// What `add --help` ends with.
pub(super) fn add() -> String {
    let examples = commands(&[
        ("autosend-domains add mail.example.com --region eu-central-1", ""),
        ("autosend-domains add mail.example.com --json | jq '.domain.records'", ""),
        ("autosend-domains add mail.example.com --dry-run --json", ""),
        ("pass autosend | autosend-domains add mail.example.com --api-key-file -", ""),
    ]);
    let exits = table(&Exit::TABLE);
    format!(
        "\
Examples:
{examples}
JSON on standard output:
  {{\"version\": 1, \"domain\": {{\"id\", \"name\", \"status\", \"records\": [...], ...}},
   \"warnings\": [{{\"kind\", \"message\"}}]}}
  Each record: slot, purpose, type, name, value, publishValue, priority, note.
  Publish publishValue: it is value, with the p= that a bare DKIM key lacks.
JSON on standard error, where it failed:
  {{\"version\": 1, \"error\": {{\"kind\", \"message\", \"status\", \"code\", \"requestId\",
   \"retryAfter\", \"hint\"}}}}
With --dry-run:
  {{\"method\", \"url\", \"headers\", \"body\", \"warnings\"}}, without the key

Exit codes:
{exits}"
    )
}

/// What `list --help` ends with.
pub(super) fn list() -> String {
    let examples = commands(&[
        ("autosend-domains list", ""),
        ("autosend-domains list --json | jq -r '.domains[] | select(.canSend) | .name'", ""),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domains\": [...], \"ageSeconds\": null, \"warnings\": [...]}}
{STANDING}"
    )
}

/// What `status --help` ends with.
pub(super) fn status() -> String {
    let examples = commands(&[
        ("autosend-domains status mail.example.com", ""),
        ("autosend-domains status --from names.txt --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"warnings\": [...]}}
{STANDING}
{LINES}"
    )
}

/// What `verify --help` ends with.
pub(super) fn verify() -> String {
    let examples = commands(&[
        ("autosend-domains verify mail.example.com", ""),
        ("autosend-domains verify mail.example.com --wait 30m", ""),
        ("autosend-domains verify --from names.txt --wait 1h --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"outcome\": \"verified\", \"warnings\": [...]}}
  The outcome is verified, not-yet or failed. The domain is that of `status`.
{LINES}"
    )
}

/// What `inbound --help` ends with.
pub(super) fn inbound() -> String {
    let examples = commands(&[
        ("autosend-domains inbound in.example.com enable", ""),
        ("autosend-domains inbound in.example.com disable --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"inbound\": {{\"enabled\", \"record\"}},
   \"warnings\": [...]}}
  The domain is that of `status`; the record is null where there is none."
    )
}

/// What `remove --help` ends with.
pub(super) fn remove() -> String {
    let examples = commands(&[
        ("autosend-domains remove mail.example.com --yes", ""),
        ("autosend-domains records mail.example.com --offline", "its records, afterwards"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"outcome\": \"removed\", \"warnings\": [...]}}
  The outcome is removed or already-gone; the domain is as it was before."
    )
}

/// What `records --help` ends with.
pub(super) fn records() -> String {
    let examples = commands(&[
        ("autosend-domains records mail.example.com", ""),
        ("autosend-domains records mail.example.com --format zone -o mail.zone", ""),
        ("autosend-domains records mail.example.com --offline --json", ""),
        ("autosend-domains records mail.example.com --format message | mail -s DNS you@…", ""),
        ("autosend-domains records mail.example.com --field dkim.value | pbcopy", ""),
    ]);
    let forms: Vec<(&str, &str)> = std::iter::once(("table", "For people: a table, then each value whole."))
        .chain(Format::ALL.map(|format| (format.key(), format.sentence())))
        .collect();
    let (forms, exits) = (table(&forms), table(&Exit::TABLE));
    format!(
        "\
Examples:
{examples}
Forms:
{forms}
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

/// What `auth login --help` ends with.
pub(super) fn login() -> String {
    let examples = commands(&[
        ("autosend-domains auth login", "asks for the key"),
        ("pass autosend | autosend-domains auth login", ""),
        ("autosend-domains auth login --profile work < key.txt", "used by --profile work"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON on standard output:
  {{\"version\": 1, \"profile\", \"tail\", \"project\", \"baseUrl\", \"keyFile\", \"domains\",
   \"replaced\"}}"
    )
}

/// What `auth status --help` ends with.
pub(super) fn auth_status() -> String {
    let examples = commands(&[
        ("autosend-domains auth status", ""),
        ("autosend-domains auth status --profile work --json | jq .accepted", ""),
        ("autosend-domains auth status --offline", "what is stored"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON on standard output; what is not known is null:
  {{\"version\": 1, \"baseUrl\", \"key\": {{\"tail\", \"source\", \"project\"}}, \"accepted\",
   \"domains\", \"problem\", \"keyFile\",
   \"profiles\": [{{\"name\", \"tail\", \"project\", \"baseUrl\", \"isUsed\"}}]}}
  source is environment, file or key-file; problem is as in an error."
    )
}

/// What `doctor --help` ends with.
pub(super) fn doctor() -> String {
    let examples = commands(&[
        ("autosend-domains doctor", ""),
        ("autosend-domains doctor --clipboard osc52", "what that way would need"),
        ("autosend-domains doctor --json | jq .clipboard.takes", ""),
    ]);
    let shape = table(doctor::SHAPE);
    format!(
        "\
Examples:
{examples}
JSON on standard output; a member that is not known or does not apply is null:
{shape}"
    )
}

/// What `completions --help` ends with.
pub(super) fn completions() -> String {
    let examples = commands(&[
        ("autosend-domains completions bash > ~/.local/share/bash-completion/completions/autosend-domains", ""),
        ("autosend-domains completions fish > ~/.config/fish/completions/autosend-domains.fish", ""),
        ("autosend-domains completions zsh > ~/.zfunc/_autosend-domains", "with ~/.zfunc in fpath"),
    ]);
    format!("Examples:\n{examples}")
}

/// What `sandbox --help` ends with.
pub(super) fn sandbox() -> String {
    let (scenarios, members) = (table(SCENARIOS), table(MEMBERS));
    let ways = table(&publishing::ways().collect::<Vec<_>>());
    format!(
        "\
Any key works, such as {KEY}; {REFUSED_KEY} is refused (401). An account
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
  export {KEY_VARIABLE}={KEY}
  autosend-domains"
    )
}

/// What a switch of the sandbox sets, as a sentence; its default is told by clap.
pub(super) fn switch(name: &str) -> String {
    let words = SWITCHES.iter().find(|(switch, ..)| *switch == name).map_or("", |(.., words)| words);
    let words = words.split(" (default").next().unwrap_or_default();
    let mut characters = words.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// The values that a switch of the sandbox takes.
pub(super) fn values(name: &str) -> Vec<&'static str> {
    SWITCHES
        .iter()
        .find(|(switch, ..)| *switch == name)
        .map_or_else(Vec::new, |(_, values, _)| values.split('|').collect())
}

/// Commands, each with what it does below it.
fn commands(rows: &[(&str, &str)]) -> String {
    rows.iter().fold(String::new(), |text, (command, words)| {
        let words = if words.is_empty() { String::new() } else { format!("      {words}\n") };
        text + "  " + command + "\n" + &words
    })
}

/// Two columns, as wide as the first needs.
fn table(rows: &[(&str, &str)]) -> String {
    let column = rows.iter().map(|(name, _)| text::width(name)).max().unwrap_or_default() + 4;
    rows.iter().map(|(name, words)| columns::row(name, words, column)).collect()
}
