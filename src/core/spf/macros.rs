//! Domains with macros (RFC 7208 section 7).

use super::term_error::TermError;

/// The delimiters at which a macro's value is split (RFC 7208 section 7.1).
const DELIMITERS: &[char] = &['.', '-', '+', ',', '/', '_', '='];

/// A domain-spec: the name that a term is about, which may depend on the mail (RFC 7208 section 7.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainSpec {
    parts: Vec<Part>,
}

/// What the macros of a domain-spec stand for, as far as it is known without a mail.
#[derive(Clone, Copy, Debug)]
pub struct MacroContext<'c> {
    /// The domain whose record is evaluated: `%{d}`.
    pub current_domain: &'c str,
    /// The domain of the sender: `%{o}`.
    pub sender_domain: &'c str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Macro(Macro),
}

/// A macro with its transformers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Macro {
    /// In lower case.
    letter: char,
    /// How many of the rightmost labels are kept.
    kept_labels: Option<usize>,
    is_reversed: bool,
    delimiters: Vec<char>,
}

impl DomainSpec {
    /// Reads a domain-spec.
    ///
    /// # Errors
    ///
    /// If it has a macro that is not valid, or ends in neither a top-level label nor a macro.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let (parts, end) = parse_macro_string(text, false)?;
        let ends_in_top_label =
            || end.strip_suffix('.').unwrap_or(end).rsplit_once('.').is_some_and(|(_, top)| is_top_label(top));
        let ends_in_macro = end.is_empty() && !text.is_empty();
        if ends_in_macro || ends_in_top_label() { Ok(Self { parts }) } else { Err(TermError::InvalidDomain) }
    }

    /// The name, without a final dot; `None` if it depends on the mail.
    #[must_use]
    pub fn expand(&self, context: MacroContext<'_>) -> Option<String> {
        let mut name = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => name.push_str(text),
                Part::Macro(of) => name.push_str(&of.expand(context)?),
            }
        }
        Some(name.strip_suffix('.').unwrap_or(&name).to_ascii_lowercase())
    }
}

impl Macro {
    fn expand(&self, context: MacroContext<'_>) -> Option<String> {
        let value = match self.letter {
            'd' => context.current_domain,
            'o' => context.sender_domain,
            'v' => "in-addr",
            _ => return None,
        };
        let delimiters = if self.delimiters.is_empty() { &['.'] } else { self.delimiters.as_slice() };
        let mut labels: Vec<&str> = value.split(delimiters).collect();
        if self.is_reversed {
            labels.reverse();
        }
        let skipped = labels.len().saturating_sub(self.kept_labels.unwrap_or(usize::MAX));
        Some(labels.split_off(skipped).join("."))
    }
}

/// Checks the value of a modifier that this program does not know (RFC 7208 section 6).
pub(super) fn check_macro_string(text: &str) -> Result<(), TermError> {
    parse_macro_string(text, true).map(|_| ())
}

/// The parts, and the text after the last macro.
fn parse_macro_string(text: &str, is_explanation: bool) -> Result<(Vec<Part>, &str), TermError> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        parts.push(Part::Text(before.to_owned()));
        let mut characters = after.chars();
        rest = match characters.next() {
            Some('%') => {
                parts.push(Part::Text("%".to_owned()));
                characters.as_str()
            }
            Some('_') => {
                parts.push(Part::Text(" ".to_owned()));
                characters.as_str()
            }
            Some('-') => {
                parts.push(Part::Text("%20".to_owned()));
                characters.as_str()
            }
            Some('{') => {
                let (inside, behind) = characters.as_str().split_once('}').ok_or(TermError::InvalidMacro)?;
                parts.push(Part::Macro(parse_macro(inside, is_explanation)?));
                behind
            }
            _ => return Err(TermError::InvalidMacro),
        };
    }
    parts.push(Part::Text(rest.to_owned()));
    Ok((parts, rest))
}

fn parse_macro(inside: &str, is_explanation: bool) -> Result<Macro, TermError> {
    let mut characters = inside.chars();
    let letter = characters.next().ok_or(TermError::InvalidMacro)?.to_ascii_lowercase();
    // The letters c, r and t are for explanations only (RFC 7208 section 7.2).
    let is_allowed = "slodiphv".contains(letter) || is_explanation && "crt".contains(letter);
    if !is_allowed {
        return Err(TermError::InvalidMacro);
    }
    let rest = characters.as_str();
    let behind = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    let digits = rest.strip_suffix(behind).unwrap_or_default();
    let kept_labels = match digits {
        "" => None,
        digits if digits.bytes().all(|digit| digit == b'0') => return Err(TermError::InvalidMacro),
        digits => Some(digits.parse().unwrap_or(usize::MAX)),
    };
    let delimiters = behind.strip_prefix(['r', 'R']).unwrap_or(behind);
    if !delimiters.chars().all(|character| DELIMITERS.contains(&character)) {
        return Err(TermError::InvalidMacro);
    }
    let is_reversed = delimiters.len() < behind.len();
    Ok(Macro { letter, kept_labels, is_reversed, delimiters: delimiters.chars().collect() })
}

/// The last label of a name: letters, digits and hyphens inside, and not only digits.
fn is_top_label(label: &str) -> bool {
    let is_plain = label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-');
    let is_number = label.bytes().all(|octet| octet.is_ascii_digit());
    is_plain && !is_number && !label.starts_with('-') && !label.ends_with('-')
}
