//! The sending domain: what people type or paste, and what it becomes.
//!
//! [`assess`] reads any text and answers with one of four verdicts: accepted as typed, mended, taken with a
//! warning, or refused with a reason. Where several apply, refused wins over warned over mended over accepted.
//!
//! The work goes in steps, each a module: `clean` looks at every character, `pieces` finds lists, `tidy` cuts to
//! the host, `rules` knows the syntax, `idn` makes the ASCII form, and `special`, `suffix` and `lookalike` know
//! what there is to warn of. `suggest` repairs what was refused. All judgements on a name that is taken are made
//! on its ASCII form, so a name is judged the same however it was typed. Nothing here asks the network.

mod clean;
mod idn;
mod lookalike;
mod mend;
mod pieces;
mod quote;
mod reason;
mod rules;
mod special;
mod suffix;
mod suggest;
mod tidy;
mod types;
mod warning;

/// Whether two texts are the same name to DNS: without regard to ASCII case (RFC 4343) and a final dot.
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    one.strip_suffix('.').unwrap_or(one).eq_ignore_ascii_case(other.strip_suffix('.').unwrap_or(other))
}

/// What two names have in common that [`is_same_name`] takes for one: to find a name among many.
#[must_use]
pub fn name_key(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests;

pub use idn::owner_to_ascii;
pub use mend::Mend;
pub use reason::Reason;
pub use suffix::{is_public as is_public_suffix, registrable};
pub use types::{Assessment, DomainName, Placement, Refused};
pub use warning::Warning;

use clean::Clean;

/// The longest text that is looked at, in bytes: far more than a name in any letters with a long address around
/// it, and little enough for every key press.
const INPUT_LIMIT: usize = 2048;

/// The longest name for which the name of its DKIM record, `autosend._domainkey.` and the name, is still one:
/// 253 less 20 octets.
const RECORDS_LIMIT: usize = 233;

/// Reads what was typed or pasted. Cheap enough for every key press.
#[must_use]
pub fn assess(given: &str) -> Assessment {
    match examine(given) {
        Ok(Found { name, mends, warnings }) => Assessment::of(name, mends, warnings),
        Err(Refusal { reason, text, host }) => {
            let suggestion = suggest::repair(&reason, &text, &host);
            Assessment::Refused(Refused { reason, suggestion })
        }
    }
}

/// A name, and what was found on the way to it.
struct Found {
    name: DomainName,
    mends: Vec<Mend>,
    warnings: Vec<Warning>,
}

/// A reason, and what a repair can start from.
struct Refusal {
    reason: Reason,
    /// The whole text without invisible characters.
    text: String,
    /// The part of it that was taken for a name.
    host: String,
}

impl Refusal {
    fn new(reason: Reason, text: &str, host: &str) -> Self {
        Self { reason, text: text.to_owned(), host: host.to_owned() }
    }
}

/// All but the suggestion.
fn examine(given: &str) -> Result<Found, Refusal> {
    if given.len() > INPUT_LIMIT {
        return Err(Refusal::new(Reason::InputTooLong { bytes: given.len() }, "", ""));
    }
    let clean = Clean::new(given);
    let text = clean.text();
    pieces::check(text).map_err(|reason| Refusal::new(reason, text, ""))?;
    let tidy::Tidied { host, start, mut mends } = tidy::tidy(text);
    let ascii = to_name(host, start, &clean).map_err(|reason| Refusal::new(reason, text, host))?;
    let unicode = idn::to_unicode(&ascii);

    if let Some(first) = clean.removed().first() {
        mends.push(Mend::InvisibleRemoved { count: clean.removed().len(), first: *first });
    }
    let is_folded = clean.is_folded(start, start + host.len());
    mends.extend(idn::mends(host, &ascii, unicode.as_deref(), is_folded));
    let warnings = warnings(&ascii, unicode.as_deref());
    Ok(Found { name: DomainName::new(ascii, idn::shown(unicode.as_deref())), mends, warnings })
}

/// The ASCII form of the host that begins at byte `start` of the text, if it keeps all rules.
fn to_name(host: &str, start: usize, clean: &Clean) -> Result<String, Reason> {
    rules::check_characters(host, start, clean)?;
    let ascii = idn::to_ascii(host, start, clean)?;
    rules::check_labels(&ascii, host)?;
    Ok(ascii)
}

/// Whether a text that was put together here is a name.
fn is_name(candidate: &str) -> bool {
    to_name(candidate, 0, &Clean::new(candidate)).is_ok()
}

/// What to know of a name, the weightiest first.
fn warnings(ascii: &str, unicode: Option<&str>) -> Vec<Warning> {
    let mut warnings = Vec::new();
    // The suffix list knows nothing, or the wrong thing, of reserved names.
    warnings.extend(special::special_use(ascii).or_else(|| suffix::warning(ascii)));
    let provider = special::mailbox_provider(ascii);
    let www = suffix::www(ascii).filter(|_| provider.is_none());
    warnings.extend(provider);
    warnings.extend(unicode.into_iter().flat_map(|unicode| lookalike::warnings(ascii, unicode)));
    warnings.extend(reserved_hyphens(unicode.unwrap_or(ascii)));
    if ascii.len() > RECORDS_LIMIT {
        warnings.push(Warning::NoRoomForRecords { octets: ascii.len() });
    }
    warnings.extend(www);
    warnings
}

/// A label with hyphens in third and fourth place; in the letters of the name, `xn--` is not seen any more.
fn reserved_hyphens(name: &str) -> Option<Warning> {
    let is_reserved = |label: &&str| label.chars().skip(2).take(2).eq(['-', '-']) && !label.starts_with("xn--");
    name.split('.').find(is_reserved).map(|label| Warning::Hyphens34 { label: label.to_owned() })
}
