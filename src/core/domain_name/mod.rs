//! Turns the text that a person typed or pasted into the name of a sending domain.
//!
//! [`assess`] returns one of four verdicts: accepted as typed, fixed, accepted with a warning, or rejected with a
//! reason. If several apply, rejected takes precedence over warned, warned over fixed, and fixed over accepted.
//!
//! Each step is a module: `normalize` examines every character, `multiple_names` detects lists, `extract_host` cuts
//! the text down to the host, `rules` checks the syntax, `idn` produces the ASCII form, and `special`, `public_suffix`
//! and `lookalike` produce warnings. `suggest` repairs rejected input. Warnings are based on the ASCII form only, so
//! the same name gets the same verdict however it was typed. Nothing here queries the network.

mod assessment;
mod extract_host;
mod fix;
mod idn;
mod lookalike;
mod multiple_names;
mod normalize;
mod public_suffix;
mod quote;
mod reject_reason;
mod rules;
mod special;
mod suggest;
mod warning;

/// Whether two texts are the same name to DNS, which ignores ASCII case (RFC 4343) and a trailing dot.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one.strip_suffix('.').unwrap_or(one).eq_ignore_ascii_case(other.strip_suffix('.').unwrap_or(other))
}

/// The longest label in octets (RFC 1035 section 2.3.4).
pub const MAX_LABEL_LENGTH: usize = 63;

/// The longest name in text form, in octets: 255 less the first length octet and the root (RFC 1035 section 2.3.4).
pub const MAX_NAME_LENGTH: usize = 253;

/// Whether a name is a parent or below it. Every name is below the root, which is empty. Both are in lower case and have no
/// trailing dot.
pub fn is_subdomain_of(name: &str, parent: &str) -> bool {
    parent.is_empty() || name.strip_suffix(parent).is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
}

/// Whether a name is below a parent.
pub fn is_proper_subdomain(name: &str, parent: &str) -> bool {
    name != parent && is_subdomain_of(name, parent)
}

/// The normal form of a name: equal for names that [`is_same_name`] considers equal. For keys of maps and sets.
pub fn canonical_name(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests;

pub use assessment::{Assessment, DomainName, Rejected};
pub use fix::Fix;
pub use idn::owner_to_ascii;
pub use public_suffix::PslPosition;
pub use public_suffix::{is_public_suffix, psl_registrable_domain};
pub use reject_reason::RejectReason;
pub use warning::Warning;

use normalize::NormalizedText;

/// The longest input that is examined, in bytes. It leaves ample room for a name in any script inside a long URL, and
/// is short enough to assess on every key press.
const INPUT_LIMIT: usize = 2048;

/// The longest name that leaves room for its DKIM record `autosend._domainkey.<name>`: 253 less 20 octets.
const MAX_NAME_WITH_DKIM: usize = 233;

/// Assesses what a person typed or pasted. Fast enough to call on every key press.
pub fn assess(input: &str) -> Assessment {
    match parse_input(input) {
        Ok(ParsedInput { name, fixes, warnings }) => Assessment::from_parts(name, fixes, warnings),
        Err(RejectedInput { reason, text, host }) => {
            let suggestion = suggest::suggest_name(&reason, &text, &host);
            Assessment::Rejected(Rejected { reason, suggestion })
        }
    }
}

struct ParsedInput {
    name: DomainName,
    fixes: Vec<Fix>,
    warnings: Vec<Warning>,
}

/// The reason for a rejection, and the text from which a repair can start.
struct RejectedInput {
    reason: RejectReason,
    /// The whole text without invisible characters.
    text: String,
    /// The part of the text that was taken for the host.
    host: String,
}

impl RejectedInput {
    fn new(reason: RejectReason, text: &str, host: &str) -> Self {
        Self { reason, text: text.to_owned(), host: host.to_owned() }
    }
}

/// Assesses the text without suggesting a repair.
fn parse_input(input: &str) -> Result<ParsedInput, RejectedInput> {
    if input.len() > INPUT_LIMIT {
        return Err(RejectedInput::new(RejectReason::InputTooLong { bytes: input.len() }, "", ""));
    }
    let normalized = NormalizedText::new(input);
    let text = normalized.text();
    multiple_names::check_single_name(text).map_err(|reason| RejectedInput::new(reason, text, ""))?;
    let extract_host::ExtractedHost { host, start, mut fixes } = extract_host::extract_host(text);
    let ascii = to_ascii_name(host, start, &normalized).map_err(|reason| RejectedInput::new(reason, text, host))?;
    special::reject_mailbox_provider(&ascii).map_err(|reason| RejectedInput::new(reason, text, host))?;
    let unicode = idn::to_unicode(&ascii);

    if let Some(first) = normalized.removed().first() {
        fixes.push(Fix::InvisibleRemoved { count: normalized.removed().len(), first: *first });
    }
    let is_folded = normalized.has_folded(start, start + host.len());
    fixes.extend(idn::conversion_fixes(host, &ascii, unicode.as_deref(), is_folded));
    let warnings = collect_warnings(&ascii, unicode.as_deref());
    Ok(ParsedInput { name: DomainName::new(ascii, idn::displayable(unicode.as_deref())), fixes, warnings })
}

/// Converts the host, which begins at byte `start` of the text, to ASCII, and checks it against all rules.
fn to_ascii_name(host: &str, start: usize, normalized: &NormalizedText) -> Result<String, RejectReason> {
    rules::check_characters(host, start, normalized)?;
    let ascii = idn::to_ascii(host, start, normalized)?;
    rules::check_labels(&ascii, host)?;
    Ok(ascii)
}

/// Whether a name that this module assembled passes all rules, so that it can be suggested.
pub(in crate::core) fn is_valid_name(candidate: &str) -> bool {
    let ascii = to_ascii_name(candidate, 0, &NormalizedText::new(candidate));
    ascii.is_ok_and(|ascii| special::reject_mailbox_provider(&ascii).is_ok())
}

/// Lists the warnings for a name, the most important first.
fn collect_warnings(ascii: &str, unicode: Option<&str>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    // The suffix list has no entry, or a misleading one, for reserved names.
    warnings.extend(special::check_special_use(ascii).or_else(|| public_suffix::check_suffix(ascii)));
    let provider = special::check_mailbox_provider(ascii);
    let www = public_suffix::check_www(ascii).filter(|_| provider.is_none());
    warnings.extend(provider);
    warnings.extend(unicode.into_iter().flat_map(|unicode| lookalike::check_lookalikes(ascii, unicode)));
    warnings.extend(check_reserved_hyphens(unicode.unwrap_or(ascii)));
    if ascii.len() > MAX_NAME_WITH_DKIM {
        warnings.push(Warning::NoRoomForRecords { octets: ascii.len() });
    }
    warnings.extend(www);
    warnings
}

/// Warns of a label with hyphens in the third and fourth position. The Unicode form is checked, because every A-label
/// begins with `xn--`.
fn check_reserved_hyphens(name: &str) -> Option<Warning> {
    let is_reserved = |label: &&str| label.chars().skip(2).take(2).eq(['-', '-']) && !label.starts_with("xn--");
    name.split('.').find(is_reserved).map(|label| Warning::Hyphens34 { label: label.to_owned() })
}
