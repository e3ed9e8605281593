//! SPF records (RFC 7208): their grammar, and what a receiver makes of them.
//!
//! The evaluation is pure: it takes the answers that are known, and names the questions that are still to be asked.

mod evaluate;
mod macros;
mod record;
mod term;
mod term_error;

#[cfg(test)]
mod tests;

pub use evaluate::{Evaluation, MAX_LOOKUPS, MAX_VOID_LOOKUPS, SpfFailure, evaluate, evaluate_whole};
pub use macros::{DomainSpec, MacroContext};
pub use record::{InvalidTerm, SpfRecord, VERSION, is_spf_record, split_terms};
pub use term::{Mechanism, Qualifier, Term, TermKind};
pub use term_error::TermError;
