//! The help of the commands on the domains one has.

use super::{BATCH_JSON, DOMAIN_JSON, DRY_RUN_IDS, DRY_RUN_JSON, FROM_FILE, format_examples};

/// What `list` is.
pub(in crate::cli) const LIST_ABOUT: &str = "\
Lists the domains of the project by name: the status, AutoSend's four checks,
the region, the age and the last check. Where AutoSend cannot be reached, what
an earlier run has kept is listed, and its age is said on standard error.";

/// What `status` is.
pub(in crate::cli) const STATUS_ABOUT: &str = "\
Tells how far domains are: the status, what AutoSend has accepted of each
record, and the times. A domain that is verified can send; mail-from and DMARC
are recommended beyond that.

Exit code 0: all of them can send. 3: not all can yet.";

/// What `check` is.
pub(in crate::cli) const CHECK_ABOUT: &str = "\
Looks the DNS records of domains up at the name servers that own their zone,
all of them, and says of each record what is there, what is wrong and how to
mend it. Nothing is changed. Where the name servers cannot be reached, the
system's resolver is asked, and that is said. With --wait it looks again, every
5 seconds at first and every 60 at last, until all required records (ownership
and DKIM) are right at every server that answers, or the time is up.

Exit code 0: all records are right; with --wait, all required ones. 3: a record
is missing or different. 6: DNS was not reached.";

/// What `verify` is.
pub(in crate::cli) const VERIFY_ABOUT: &str = "\
Asks AutoSend to look for the DNS records of domains, once, and tells what it
answers: it goes on looking in the background. With --wait it is then asked how
far it is, every 5 seconds at first and every 60 at last, until the domains are
verified or the time is up. 5 to 30 minutes are usual, up to 48 hours are
possible.

Exit code 0: verified. 3: not in the time given. 1: AutoSend's status says that
it has failed. 5: no longer there. 6: not reached in the end.";

/// What `inbound` is.
pub(in crate::cli) const INBOUND_ABOUT: &str = "\
Switches inbound mail of a verified domain on or off, and prints the MX record
that is to be published for it, or taken out again. An MX record takes over all
mail to its name: look at what the name receives before you publish it.";

/// What `remove` is.
pub(in crate::cli) const REMOVE_ABOUT: &str = "\
Removes a domain from the project. This cannot be undone; senders and campaigns
that use it may be affected. Without --yes nothing is removed. Its records are
kept, to clear them from DNS: autosend-domains records DOMAIN --offline.";

/// What `list --help` ends with.
pub(in crate::cli) fn list() -> String {
    let examples = format_examples(&[
        ("autosend-domains list", ""),
        ("autosend-domains list --json | jq -r '.domains[] | select(.canSend) | .name'", ""),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domains\": [...], \"ageSeconds\": null, \"warnings\": [...]}}
{DOMAIN_JSON}"
    )
}

/// What `status --help` ends with.
pub(in crate::cli) fn status() -> String {
    let examples = format_examples(&[
        ("autosend-domains status mail.example.com", ""),
        ("autosend-domains status --from names.txt --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"warnings\": [...]}}
{DOMAIN_JSON}
{BATCH_JSON}"
    )
}

/// What `check --help` ends with.
pub(in crate::cli) fn check() -> String {
    let examples = format_examples(&[
        ("autosend-domains check mail.example.com", ""),
        ("autosend-domains check mail.example.com --wait 30m --verify", ""),
        ("autosend-domains check mail.example.com --nameserver 1.1.1.1", ""),
        ("autosend-domains check --from names.txt --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"check\": {{...}}, \"verifyAsked\": false,
  \"warnings\": [...]}}
  The domain is that of `status`, with \"published\" filled in. In \"check\":
  \"outcome\" (right, required-right, not-right, not-reached), \"zone\", and for
  each record \"verdict\" (match, missing, different, partly, unreachable),
  \"causes\" by their names, and every answer of every server.
{BATCH_JSON}"
    )
}

/// What `verify --help` ends with.
pub(in crate::cli) fn verify() -> String {
    let examples = format_examples(&[
        ("autosend-domains verify mail.example.com", ""),
        ("autosend-domains verify mail.example.com --wait 30m", ""),
        ("autosend-domains verify --from names.txt --wait 1h --json", ""),
    ]);
    format!(
        "\
Examples:
{examples}
{FROM_FILE}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"outcome\": \"verified\", \"warnings\": [...]}}
  The outcome is verified, not-yet or failed. The domain is that of `status`.
{BATCH_JSON}
{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}

/// What `inbound --help` ends with.
pub(in crate::cli) fn inbound() -> String {
    let examples = format_examples(&[
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
  The domain is that of `status`; the record is null where there is none.

{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}

/// What `remove --help` ends with.
pub(in crate::cli) fn remove() -> String {
    let examples = format_examples(&[
        ("autosend-domains remove mail.example.com --yes", ""),
        ("autosend-domains remove mail.example.com --dry-run", "what would be sent"),
        ("autosend-domains records mail.example.com --offline", "its records, afterwards"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"outcome\": \"removed\", \"warnings\": [...]}}
  The outcome is removed or already-gone; the domain is as it was before.

{DRY_RUN_JSON}
{DRY_RUN_IDS}"
    )
}
