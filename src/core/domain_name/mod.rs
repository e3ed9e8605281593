//! The sending domain: what people type or paste, and what it becomes.
//!
//! [`assess`] reads any text and answers with one of four verdicts: accepted as typed, mended, taken with a
//! warning, or refused with a reason. Where several apply, refused wins over warned over mended over accepted.

mod types;

pub use types::{Assessment, DomainName, Mend, Placement, Reason, Refused, Warning};

/// Reads what was typed or pasted. Cheap enough for every key press.
#[must_use]
pub fn assess(given: &str) -> Assessment {
    // Stand-in: replaced by the real rules.
    let name = given.trim();
    if name.is_empty() {
        return Assessment::Refused(Refused { reason: Reason::Empty, suggestion: None });
    }
    Assessment::Accepted(DomainName::new(name.to_ascii_lowercase(), None))
}
