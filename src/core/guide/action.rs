//! What the user must do for a record by its check: nothing if it is right or not needed, else create it or change an
//! existing one.

use crate::core::check::{Cause, Conflict, RecordCheck, Verdict};
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;

/// What the user must do for a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordAction {
    /// The kind of action.
    pub kind: ActionKind,
    /// What DNS has and what to do with it, in sanitized sentences.
    pub note: Option<String>,
    /// Whether the existing records are known.
    pub(super) is_known: bool,
    /// The value to publish in place of the expected one.
    pub(super) value_override: Option<String>,
    /// The zone to enter it in, if the record's name has a zone of its own.
    pub zone: Option<Zone>,
}

/// The kinds of actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActionKind {
    /// It is created.
    #[default]
    Create,
    /// What is at its name is changed.
    Change,
    /// Of several at its name one gets a value for all of them, the others are deleted.
    Merge,
    /// It is there and right, but what is beside it is deleted.
    Delete,
    /// An alias is removed, then it is created.
    RemoveCname,
    /// Some of the name servers have it.
    Propagating,
    /// It is there and right.
    Correct,
    /// One that counts as well is there.
    Keep,
    /// Another record covers it.
    Optional,
}

impl ActionKind {
    /// Whether nothing needs to be entered.
    #[must_use]
    pub const fn is_noop(self) -> bool {
        matches!(self, Self::Correct | Self::Keep | Self::Optional | Self::Propagating)
    }

    /// Whether there are fields to go through: what is optional may be entered.
    #[must_use]
    pub const fn has_fields(self) -> bool {
        !matches!(self, Self::Correct | Self::Keep | Self::Propagating | Self::Delete)
    }

    /// What the next key press does if there are no fields.
    #[must_use]
    pub const fn continue_hint(self) -> &'static str {
        match self {
            Self::Delete => "Delete it in the panel. Space goes on.",
            _ => "Space goes to the next record.",
        }
    }

    /// What is done, before the record's title.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Create => "Create a record",
            Self::Change => "Change the record that is there",
            Self::Merge => "Keep one record there, delete the others",
            Self::Delete => "Delete the other one, nothing to enter",
            Self::RemoveCname => "Remove the CNAME first, then create",
            Self::Propagating => "Not at every name server yet, nothing to enter",
            Self::Correct => "Already right, nothing to enter",
            Self::Keep => "Keep the one that is there, nothing to enter",
            Self::Optional => "Optional, nothing needs to be entered",
        }
    }

    /// The same in fewer words.
    #[must_use]
    pub const fn short_label(self) -> &'static str {
        match self {
            Self::Create => "Create a record",
            Self::Change => "Change what is there",
            Self::Merge => "Keep one of them",
            Self::Delete => "Delete the other one",
            Self::RemoveCname => "Remove CNAME, create",
            Self::Propagating => "There in part",
            Self::Correct => "Already right",
            Self::Keep => "Keep what is there",
            Self::Optional => "Optional",
        }
    }

    /// What is done, as a sentence.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Create => "Create it in the panel.",
            Self::Change => "Change the record that is there.",
            Self::Merge => "Keep one of the records that are there, and delete the others.",
            Self::Delete => "Delete the other one in the panel: nothing to enter.",
            Self::RemoveCname => "Remove the CNAME first, then create it in the panel.",
            Self::Propagating => "It is there already, but not at every name server yet: nothing to enter.",
            Self::Correct => "It is right already: nothing to enter.",
            Self::Keep => "Keep the one that is there: nothing to enter.",
            Self::Optional => "It is optional: nothing needs to be entered.",
        }
    }
}

impl RecordAction {
    /// The action for a record with this check.
    #[must_use]
    pub fn from_check(record: &DnsRecord, check: Option<&RecordCheck>) -> Self {
        let Some(check) = check.filter(|check| check.verdict != Verdict::Unreachable) else {
            return Self::default();
        };
        let one = |kind, note: String| Self { kind, note: Some(note), is_known: true, ..Self::default() };
        match Conflict::from_check(check, record.purpose()) {
            Some(keep @ Conflict::Keep { .. }) => return one(ActionKind::Keep, keep.message()),
            _ if check.is_correct() => return one(ActionKind::Correct, "DNS has it as it should be.".to_owned()),
            _ if check.is_settled() => {
                let note =
                    describe_cause(check, |cause| matches!(cause, Cause::DmarcInherited { .. })).unwrap_or_default();
                return one(ActionKind::Optional, note);
            }
            _ if matches!(check.verdict, Verdict::Partly { .. }) => {
                let note =
                    describe_cause(check, |cause| matches!(cause, Cause::ServersDiffer { .. })).unwrap_or_default();
                return one(ActionKind::Propagating, note);
            }
            Some(Conflict::Merge { line, .. }) => return merge_spf(check, &line),
            Some(beside @ Conflict::Delete { .. }) => return one(ActionKind::Delete, beside.message()),
            Some(alias @ Conflict::Remove { .. }) => return one(ActionKind::RemoveCname, alias.message()),
            Some(other) => return one(ActionKind::Change, other.message()),
            None => {}
        }
        let note = describe_cause(check, |cause| !is_server_cause(cause));
        // What is at the name, or seems to be, may stay there beside the record.
        let stays = check.causes.iter().all(|cause| match cause {
            Cause::OtherValue { can_coexist } => *can_coexist,
            Cause::OtherToken | Cause::Wildcard { .. } => true,
            cause => is_server_cause(cause),
        });
        let kind = match check.verdict {
            // Any of them counts, once it is alone.
            _ if check.has(|cause| matches!(cause, Cause::DmarcTwice { .. })) => ActionKind::Delete,
            Verdict::Different if !stays => ActionKind::Change,
            _ => ActionKind::Create,
        };
        let zone = check.causes.iter().find_map(|cause| match cause {
            Cause::Delegated { zone, .. } => Some(Zone::from_dns(zone)),
            _ => None,
        });
        Self { kind, note, is_known: true, value_override: None, zone }
    }
}

/// Whether it lies with the servers, and not with what was entered.
const fn is_server_cause(cause: &Cause) -> bool {
    cause.is_zone_wide() || matches!(cause, Cause::ServersDiffer { .. } | Cause::ServersDisagree { .. })
}

/// What is wrong and how to mend it, by the first cause that `is_meant`.
fn describe_cause(check: &RecordCheck, is_meant: impl Fn(&Cause) -> bool) -> Option<String> {
    let cause = check.causes.iter().find(|cause| is_meant(cause))?;
    Some(format!("{} {}", cause.message(), cause.remedy()).trim_end().to_owned())
}

/// The action if there is an SPF record, which gets the merged line.
fn merge_spf(check: &RecordCheck, line: &str) -> RecordAction {
    // The sanitized line is the value itself only if nothing in it had to be sanitized.
    let is_plain = line.chars().all(|character| character == ' ' || character.is_ascii_graphic());
    let is_value = is_plain && !line.contains("<U+") && !line.contains('\\');
    let is_twice = check.has(|cause| matches!(cause, Cause::SpfTwice { .. }));
    let note = match (is_value, is_twice) {
        (true, true) => {
            "Several SPF records are at this name: keep one, with the value given here, and delete the others."
                .to_owned()
        }
        (true, false) => {
            "An SPF record is there already: put the value given here in its place, and add no second one.".to_owned()
        }
        (false, _) => format!("An SPF record is there already: change it, and add no second one: {line}"),
    };
    let kind = if is_value && is_twice { ActionKind::Merge } else { ActionKind::Change };
    RecordAction {
        kind,
        note: Some(note),
        is_known: true,
        value_override: is_value.then(|| line.to_owned()),
        zone: None,
    }
}
