//! The sending domain: what people type or paste, and what it becomes.
//!
//! [`assess`] reads any text and answers with one of four verdicts: accepted as typed, mended, taken with a
//! warning, or refused with a reason. Where several apply, refused wins over warned over mended over accepted.
//!
//! The work goes in steps, each a module: `clean` looks at every character, `pieces` finds lists, `tidy` cuts to
//! the host, `rules` knows the syntax, `idn` makes the ASCII form, and `special`, `suffix` and `lookalike` know
//! what there is to warn of. `suggest` repairs what was refused. All judgements on a name that is taken are made
//! on its ASCII form, so a name is judged the same however it was typed. Nothing here asks the network.

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

/// Whether two texts are the same name to DNS: without regard to ASCII case (RFC 4343) and a final dot.
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    one.strip_suffix('.').unwrap_or(one).eq_ignore_ascii_case(other.strip_suffix('.').unwrap_or(other))
}

/// What two names have in common that [`is_same_name`] takes for one: to find a name among many.
#[must_use]
pub fn canonical_name(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests;

pub use assessment::{Assessment, DomainName, PslPosition, Rejected};
pub use fix::Fix;
pub use idn::owner_to_ascii;
pub use public_suffix::{is_public_suffix, psl_registrable_domain};
pub use reject_reason::RejectReason;
pub use warning::Warning;

use normalize::NormalizedText;

/// The longest text that is looked at, in bytes: far more than a name in any letters with a long address around
/// it, and little enough for every key press.
const INPUT_LIMIT: usize = 2048;

/// The longest name for which the name of its DKIM record, `autosend._domainkey.` and the name, is still one:
/// 253 less 20 octets.
const MAX_NAME_WITH_DKIM: usize = 233;

/// Reads what was typed or pasted. Cheap enough for every key press.
#[must_use]
pub fn assess(given: &str) -> Assessment {
    match parse_input(given) {
        Ok(ParsedInput { name, fixes, warnings }) => Assessment::from_parts(name, fixes, warnings),
        Err(RejectedInput { reason, text, host }) => {
            let suggestion = suggest::suggest_name(&reason, &text, &host);
            Assessment::Rejected(Rejected { reason, suggestion })
        }
    }
}

/// A name, and what was found on the way to it.
struct ParsedInput {
    name: DomainName,
    fixes: Vec<Fix>,
    warnings: Vec<Warning>,
}

/// A reason, and what a repair can start from.
struct RejectedInput {
    reason: RejectReason,
    /// The whole text without invisible characters.
    text: String,
    /// The part of it that was taken for a name.
    host: String,
}

impl RejectedInput {
    fn new(reason: RejectReason, text: &str, host: &str) -> Self {
        Self { reason, text: text.to_owned(), host: host.to_owned() }
    }
}

/// All but the suggestion.
fn parse_input(given: &str) -> Result<ParsedInput, RejectedInput> {
    if given.len() > INPUT_LIMIT {
        return Err(RejectedInput::new(RejectReason::InputTooLong { bytes: given.len() }, "", ""));
    }
    let clean = NormalizedText::new(given);
    let text = clean.text();
    multiple_names::check_single_name(text).map_err(|reason| RejectedInput::new(reason, text, ""))?;
    let extract_host::ExtractedHost { host, start, mut fixes } = extract_host::extract_host(text);
    let ascii = to_ascii_name(host, start, &clean).map_err(|reason| RejectedInput::new(reason, text, host))?;
    let unicode = idn::to_unicode(&ascii);

    if let Some(first) = clean.removed().first() {
        fixes.push(Fix::InvisibleRemoved { count: clean.removed().len(), first: *first });
    }
    let is_folded = clean.has_folded(start, start + host.len());
    fixes.extend(idn::conversion_fixes(host, &ascii, unicode.as_deref(), is_folded));
    let warnings = collect_warnings(&ascii, unicode.as_deref());
    Ok(ParsedInput { name: DomainName::new(ascii, idn::displayable(unicode.as_deref())), fixes, warnings })
}

/// The ASCII form of the host that begins at byte `start` of the text, if it keeps all rules.
fn to_ascii_name(host: &str, start: usize, clean: &NormalizedText) -> Result<String, RejectReason> {
    rules::check_characters(host, start, clean)?;
    let ascii = idn::to_ascii(host, start, clean)?;
    rules::check_labels(&ascii, host)?;
    Ok(ascii)
}

/// Whether a text that was put together here is a name.
fn is_valid_name(candidate: &str) -> bool {
    to_ascii_name(candidate, 0, &NormalizedText::new(candidate)).is_ok()
}

/// What to know of a name, the weightiest first.
fn collect_warnings(ascii: &str, unicode: Option<&str>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    // The suffix list knows nothing, or the wrong thing, of reserved names.
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

/// A label with hyphens in third and fourth place; in the letters of the name, `xn--` is not seen any more.
fn check_reserved_hyphens(name: &str) -> Option<Warning> {
    let is_reserved = |label: &&str| label.chars().skip(2).take(2).eq(['-', '-']) && !label.starts_with("xn--");
    name.split('.').find(is_reserved).map(|label| Warning::Hyphens34 { label: label.to_owned() })
}
