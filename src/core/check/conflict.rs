//! Existing records at the names of the expected ones, and what to do with them.

use super::RecordCheck;
use super::advised_value::AdvisedValue;
use super::cause::Cause;
use super::sanitize::join_list;
use crate::core::record::{DnsRecord, Purpose};
use crate::core::text::truncate_characters;

/// The most values that a message lists.
const MAX_FOUND_NAMED: usize = 3;

/// The most characters of a value in a message.
const MAX_VALUE_CHARS: usize = 60;

/// A conflict, and the record that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordConflict {
    /// The index of the record.
    pub record_index: usize,
    /// The conflict.
    pub conflict: Conflict,
}

/// What exists at a record's name before it is published, and what to do with it.
#[derive(Clone, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Conflict {
    /// The existing DMARC policy stays, and no second one is added.
    Keep {
        /// `none`, `quarantine` or `reject`.
        policy: String,
    },
    /// The existing SPF record is changed, and no second one is added.
    Merge {
        /// The line to publish.
        line: AdvisedValue,
    },
    /// The existing DMARC record has a slip: it is corrected, and its policy stays.
    Correct {
        /// What is wrong, as a clause.
        flaw: String,
        /// The corrected record; nothing if it is not certain what was meant.
        line: Option<AdvisedValue>,
    },
    /// The expected record replaces another one: a mail server, a key.
    Replace {
        /// The existing values.
        found: Vec<String>,
    },
    /// The expected record replaces the mail servers of the sending domain itself, so AutoSend receives its mail.
    Receives {
        /// The existing values.
        found: Vec<String>,
    },
    /// The expected record exists, but other records make it ineffective: they are deleted.
    Delete {
        /// Its purpose. The user may want another mail server or policy.
        purpose: Purpose,
        /// The expected value as published.
        correct: String,
        /// The other values.
        others: Vec<String>,
    },
    /// The name has a CNAME, which excludes all other records: it is removed.
    Remove {
        /// The target of the CNAME.
        target: String,
    },
}

impl Conflict {
    /// Its code in documents and scripts.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// A sentence on what exists and what to do with it.
    pub fn message(&self) -> String {
        match self {
            Self::Keep { policy, .. } => {
                format!("You already have a DMARC policy ({policy}). Keep it; don't add another.")
            }
            Self::Merge { line, .. } => {
                format!("You already have an SPF record. Don't add another; change it to: {}", line.text())
            }
            Self::Correct { flaw, line: Some(line) } => {
                format!(
                    "Your DMARC record has a slip: {flaw}. Keep your policy, and change the record to: {}",
                    line.text()
                )
            }
            Self::Correct { flaw, line: None } => format!(
                "Your DMARC record has a slip: {flaw}. Correct it and keep the policy you want: none, quarantine or \
                 reject."
            ),
            Self::Replace { found, .. } => {
                let existing = if found.len() > 1 { "existing ones" } else { "an existing one" };
                format!("This record replaces {existing} ({}).", join_list(found))
            }
            Self::Receives { found, .. } => format!(
                "Mail for this name currently goes to {}. This record will redirect it to AutoSend.",
                join_list(found)
            ),
            Self::Delete { purpose, correct, others, .. } => {
                let (verb, those) = if others.len() == 1 { ("is", "that one") } else { ("are", "those") };
                let others = join_list(others);
                match purpose {
                    Purpose::Inbound => format!(
                        "{correct} is correct, but mail goes to the lowest number first, and {others} {verb} also \
                         there. Delete {those} only if AutoSend should receive the mail."
                    ),
                    Purpose::Dmarc => format!(
                        "{correct} is correct, but {others} {verb} also there, so none counts. Keep one, your own if \
                         you have one, and delete the rest."
                    ),
                    _ => format!("{correct} is correct, but {others} {verb} also there. Delete {those}."),
                }
            }
            Self::Remove { target, .. } => {
                format!(
                    "There is already a CNAME to {target}. Delete it first: a CNAME can't coexist with other records."
                )
            }
        }
    }

    /// The conflict of a record with this check and purpose.
    pub(in crate::core) fn from_check(check: &RecordCheck, purpose: Purpose) -> Option<Self> {
        // The name of a mail server is the same in any case (RFC 4343), a text is not.
        let is_host = matches!(purpose, Purpose::MailFromMx | Purpose::Inbound);
        let is_right = |found: &str| found == check.expected || is_host && found.eq_ignore_ascii_case(&check.expected);
        let is_there = check.found.iter().any(|found| is_right(found));
        // The expected value itself is no conflict.
        let others = || -> Vec<String> {
            let others = check.found.iter().filter(|found| !is_right(found));
            others.take(MAX_FOUND_NAMED).map(|found| truncate_characters(found, MAX_VALUE_CHARS, "...")).collect()
        };
        let replaced = || match purpose {
            Purpose::Inbound => Self::Receives { found: others() },
            _ => Self::Replace { found: others() },
        };
        let deleted = || Self::Delete {
            purpose,
            correct: truncate_characters(&check.expected, MAX_VALUE_CHARS, "..."),
            others: others(),
        };
        check.causes.iter().find_map(|cause| match cause {
            Cause::MxSecond { .. } | Cause::DkimTwice { .. } | Cause::DmarcTwice { .. } if is_there => Some(deleted()),
            // If the other one adds nothing, there is nothing to merge.
            Cause::SpfTwice { advice, .. } if is_there && advice.line.text() == check.expected => Some(deleted()),
            Cause::DmarcBroken { flaw, corrected } => {
                Some(Self::Correct { flaw: flaw.clone(), line: corrected.clone() })
            }
            Cause::DmarcKept { policy } => Some(Self::Keep { policy: policy.clone() }),
            Cause::SpfTooLong { is_after_ours: true, .. } => None,
            cause if cause.spf_advice().is_some() => {
                cause.spf_advice().map(|advice| Self::Merge { line: advice.line.clone() })
            }
            Cause::Cname { target } => Some(Self::Remove { target: target.clone() }),
            Cause::MxHost { .. }
            | Cause::MxSecond { .. }
            | Cause::OtherKey
            | Cause::RevokedKey
            | Cause::DkimTwice { .. }
            | Cause::OtherValue { can_coexist: false } => Some(replaced()),
            _ => None,
        })
    }
}

/// A sentence for each conflict of a domain's records. Records with equal conflicts share a sentence.
pub fn format_conflicts(conflicts: &[RecordConflict], records: &[DnsRecord]) -> Vec<String> {
    let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
    for RecordConflict { record_index, conflict } in conflicts {
        let Some(title) = records.get(*record_index).map(DnsRecord::label) else { continue };
        let message = conflict.message();
        match grouped.iter_mut().find(|(other, _)| *other == message) {
            Some((_, titles)) => titles.push(title),
            None => grouped.push((message, vec![title])),
        }
    }
    grouped.into_iter().map(|(message, titles)| format!("{}: {message}", join_list(&titles))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::{check_with_causes, dkim, dmarc, mx, ownership};

    #[test]
    fn the_same_conflict_of_several_records_is_reported_once() {
        let alias = |record_index| RecordConflict {
            record_index,
            conflict: Conflict::Remove { target: "pages.example.net".to_owned() },
        };
        let keep = RecordConflict { record_index: 2, conflict: Conflict::Keep { policy: "none".to_owned() } };
        let records = [ownership(), dkim(), dmarc()];
        let remove = "There is already a CNAME to pages.example.net. Delete it first: a CNAME can't coexist with \
                      other records.";
        assert_eq!(
            format_conflicts(&[alias(0), keep, alias(1)], &records),
            [
                format!("Ownership and DKIM: {remove}"),
                "DMARC: You already have a DMARC policy (none). Keep it; don't add another.".to_owned(),
            ]
        );
        assert_eq!(format_conflicts(&[alias(9)], &records), Vec::<String>::new());
    }

    #[test]
    fn a_record_next_to_the_correct_one_is_deleted_with_a_warning_if_it_can_be_needed() {
        let found = |expected: &str| vec![expected.to_uppercase(), "5 mail.example.net".to_owned()];
        let second = Cause::MxSecond { others: Vec::new() };
        let of = |purpose, found, cause| {
            let expected = "10 inbound.example.net".to_owned();
            Conflict::from_check(&RecordCheck { expected, found, ..check_with_causes(vec![cause]) }, purpose)
        };
        let inbound = of(Purpose::Inbound, found("10 inbound.example.net"), second.clone()).unwrap();
        assert_eq!(inbound.code(), "delete");
        assert_eq!(
            inbound.message(),
            "10 inbound.example.net is correct, but mail goes to the lowest number first, and 5 mail.example.net is \
             also there. Delete that one only if AutoSend should receive the mail."
        );
        let other = of(Purpose::Inbound, vec!["5 mail.example.net".to_owned()], second);
        assert!(matches!(other, Some(Conflict::Receives { .. })), "the right one is not there: {other:?}");
        let keys = vec!["another".to_owned(), "one more".to_owned(), "10 inbound.example.net".to_owned()];
        let keys = of(Purpose::Dkim, keys, Cause::DkimTwice { count: 3 });
        assert_eq!(
            keys.unwrap().message(),
            "10 inbound.example.net is correct, but another and one more are also there. Delete those."
        );
        let cased = of(Purpose::Dkim, found("10 inbound.example.net"), Cause::DkimTwice { count: 2 });
        assert!(matches!(cased, Some(Conflict::Replace { .. })), "in a key the case of letters matters");
    }

    #[test]
    fn correct_values_and_the_ends_of_long_ones_are_omitted() {
        let expected = crate::core::check::tests::record_check(&mx(), &crate::core::check::tests::absent()).expected;
        let long = "x".repeat(MAX_VALUE_CHARS + 1);
        let record_check = RecordCheck {
            found: vec![expected.clone(), "20 mail.example.net".to_owned(), long],
            expected,
            ..check_with_causes(vec![Cause::OtherKey])
        };
        let Some(Conflict::Replace { found, .. }) = Conflict::from_check(&record_check, Purpose::MailFromMx) else {
            panic!()
        };
        assert_eq!(found, ["20 mail.example.net".to_owned(), format!("{}...", "x".repeat(MAX_VALUE_CHARS))]);
    }
}
