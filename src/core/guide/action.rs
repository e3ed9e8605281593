//! The action that a record needs by its check: none if it is correct or optional, or else creating it or changing an
//! existing one.

use crate::core::check::{AdvisedValue, Cause, Conflict, RecordCheck, Verdict};
use crate::core::dns_host::RecordPart;
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;

/// What the user must do for a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordAction {
    /// The kind of action.
    pub kind: ActionKind,
    /// Sanitized sentences on what DNS has and what to do with it.
    pub note: Option<String>,
    /// Whether the existing records are known.
    pub(super) is_known: bool,
    /// The value to publish instead of the expected one.
    pub(super) value_override: Option<String>,
    /// The zone to enter it in, if another zone than the domain's contains the name.
    pub zone: Option<Zone>,
}

/// The kinds of actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ActionKind {
    /// Create the record.
    #[default]
    Create,
    /// Change the value of the existing record.
    Change,
    /// Change the name of the existing record, which has the right value.
    Rename,
    /// Keep one of several existing records, with a merged value, and delete the others.
    Merge,
    /// Delete the other records beside the correct one.
    Delete,
    /// Correct the existing record, with a value that only its owner knows.
    Correct,
    /// Remove the CNAME, then create the record.
    RemoveCname,
    /// Wait: some of the name servers have it.
    Propagating,
    /// Nothing: the record is correct.
    AlreadyCorrect,
    /// Nothing: the existing record is as good.
    Keep,
    /// Nothing: another record makes it optional.
    Optional,
}

impl ActionKind {
    /// Whether the user needs to enter nothing.
    pub const fn is_noop(self) -> bool {
        matches!(self, Self::AlreadyCorrect | Self::Keep | Self::Optional | Self::Propagating)
    }

    /// Whether there are fields to fill in. The user may enter an optional record.
    pub const fn has_fields(self) -> bool {
        !matches!(self, Self::AlreadyCorrect | Self::Correct | Self::Keep | Self::Propagating | Self::Delete)
    }

    /// Whether the user enters this part of the record. Every panel has a default TTL, and an existing record keeps what is
    /// right.
    pub(super) const fn edits(self, part: RecordPart) -> bool {
        match (self, part) {
            (_, RecordPart::Ttl) => false,
            (Self::Change, part) => matches!(part, RecordPart::Value | RecordPart::Priority),
            (Self::Rename, part) => matches!(part, RecordPart::Name),
            _ => true,
        }
    }

    /// What to do at the provider, after the name of the provider and a colon.
    pub const fn instruction(self) -> &'static str {
        match self {
            Self::Create => "add a record",
            Self::Change => "change the existing record",
            Self::Correct => "correct the existing record",
            Self::Rename => "change the name of the existing record",
            Self::Merge => "keep one existing record, delete the others",
            Self::Delete => "delete the other record",
            Self::RemoveCname => "delete the CNAME, then add a record",
            Self::Propagating | Self::AlreadyCorrect | Self::Keep | Self::Optional => self.label(),
        }
    }

    /// The action as a heading before the record's title.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Create => "Add a record",
            Self::Change => "Change the existing record",
            Self::Rename => "Change the name of the existing record",
            Self::Merge => "Keep one existing record, delete the others",
            Self::Delete => "Delete the other record, nothing to enter",
            Self::RemoveCname => "Delete the CNAME first, then add",
            Self::Propagating => "Not on every name server yet; nothing to do",
            Self::Correct => "Correct the existing record",
            Self::AlreadyCorrect => "Already correct; nothing to do",
            Self::Keep => "Keep the existing record; nothing to do",
            Self::Optional => "Optional; nothing to do",
        }
    }

    /// The action in fewer words.
    pub const fn short_label(self) -> &'static str {
        match self {
            Self::Create => "Add a record",
            Self::Change => "Change existing",
            Self::Rename => "Change its name",
            Self::Merge => "Keep one of them",
            Self::Delete => "Delete the other one",
            Self::RemoveCname => "Delete CNAME, add",
            Self::Propagating => "On some servers",
            Self::Correct => "Correct existing",
            Self::AlreadyCorrect => "Already correct",
            Self::Keep => "Keep existing",
            Self::Optional => "Optional",
        }
    }

    /// The action as a sentence.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Create => "Add it at your DNS provider.",
            Self::Change => "Change the existing record.",
            Self::Rename => "Change the name of the existing record.",
            Self::Merge => "Keep one of the existing records and delete the others.",
            Self::Delete => "Delete the other record at your DNS provider; nothing to enter.",
            Self::RemoveCname => "Delete the CNAME first, then add it at your DNS provider.",
            Self::Propagating => "Already published, but not on every name server yet; nothing to do.",
            Self::Correct => "Correct the existing record.",
            Self::AlreadyCorrect => "Already correct; nothing to do.",
            Self::Keep => "Keep the existing record; nothing to do.",
            Self::Optional => "Optional; nothing to do.",
        }
    }
}

impl RecordAction {
    /// The action for a record with this check.
    pub fn from_check(record: &DnsRecord, check: Option<&RecordCheck>) -> Self {
        let Some(check) = check.filter(|check| check.verdict != Verdict::Unreachable) else {
            return Self::default();
        };
        let one = |kind, note: String| Self { kind, note: Some(note), is_known: true, ..Self::default() };
        match Conflict::from_check(check, record.purpose()) {
            Some(keep @ Conflict::Keep { .. }) => return one(ActionKind::Keep, keep.message()),
            _ if check.is_correct() => return one(ActionKind::AlreadyCorrect, "Already correct in DNS.".to_owned()),
            _ if check.is_settled() => {
                let note =
                    describe_cause(check, |cause| matches!(cause, Cause::DmarcInherited { .. })).unwrap_or_default();
                return one(ActionKind::Optional, note);
            }
            _ if matches!(check.verdict, Verdict::Partly { .. }) => {
                let note = describe_cause(check, is_server_difference).unwrap_or_default();
                return one(ActionKind::Propagating, note);
            }
            Some(Conflict::Merge { line, .. }) => return merge_spf(check, &line),
            Some(beside @ Conflict::Delete { .. }) => return one(ActionKind::Delete, beside.message()),
            Some(alias @ Conflict::Remove { .. }) => return one(ActionKind::RemoveCname, alias.message()),
            Some(Conflict::Correct { flaw, line: Some(line @ AdvisedValue::Exact(_)) }) => {
                let reason = format!("Your DMARC record has a slip: {flaw}");
                let note = format!("{reason}. Replace its value with this one; your policy stays.");
                return change_to(&line, ActionKind::Change, &note, &reason);
            }
            // The expected value would replace the policy.
            Some(slip @ Conflict::Correct { .. }) => return one(ActionKind::Correct, slip.message()),
            Some(other) => return one(ActionKind::Change, other.message()),
            None => {}
        }
        let note = describe_cause(check, |cause| !is_server_cause(cause));
        // Whether the existing records may stay beside this one.
        let stays = check.causes.iter().all(|cause| match cause {
            Cause::OtherValue { can_coexist } => *can_coexist,
            Cause::OtherToken | Cause::Wildcard { .. } => true,
            cause => is_server_cause(cause),
        });
        let kind = match check.verdict {
            // Any of them counts, once it is alone.
            _ if check.has(|cause| matches!(cause, Cause::DmarcTwice { .. })) => ActionKind::Delete,
            // The type of a record can't be changed.
            _ if check.has(|cause| matches!(cause, Cause::WrongType { .. })) => ActionKind::Create,
            Verdict::Different if !stays => ActionKind::Change,
            Verdict::Missing if check.has(has_wrong_name) => ActionKind::Rename,
            _ => ActionKind::Create,
        };
        let zone = check.causes.iter().find_map(|cause| match cause {
            Cause::Delegated { zone, .. } => Some(Zone::from_dns(zone)),
            _ => None,
        });
        Self { kind, note, is_known: true, value_override: None, zone }
    }
}

/// Whether the record exists, under a name that the user only has to change.
const fn has_wrong_name(cause: &Cause) -> bool {
    matches!(
        cause,
        Cause::NameDoubled { .. } | Cause::AtZoneTop { .. } | Cause::UnderscoreLost { .. } | Cause::LabelLost { .. }
    )
}

/// Whether the servers cause it, and not what the user entered.
const fn is_server_cause(cause: &Cause) -> bool {
    cause.is_zone_wide() || is_server_difference(cause)
}

const fn is_server_difference(cause: &Cause) -> bool {
    matches!(
        cause,
        Cause::ServersDiffer { .. }
            | Cause::ServersDisagree { .. }
            | Cause::TwoProviders { .. }
            | Cause::StaleServers { .. }
    )
}

/// The message and remedy of the first cause that `is_meant` selects.
fn describe_cause(check: &RecordCheck, is_meant: impl Fn(&Cause) -> bool) -> Option<String> {
    let cause = check.causes.iter().find(|cause| is_meant(cause))?;
    Some(format!("{} {}", cause.message(), cause.remedy()).trim_end().to_owned())
}

/// The action if an SPF record exists, which gets the merged value.
fn merge_spf(check: &RecordCheck, line: &AdvisedValue) -> RecordAction {
    if check.has(|cause| matches!(cause, Cause::SpfTwice { .. })) {
        let note = "There are several SPF records: keep one, with this value, and delete the others.";
        return change_to(line, ActionKind::Merge, note, "There are several SPF records: keep one");
    }
    let note = "There is already an SPF record: replace its value with this one; don't add a second.";
    change_to(line, ActionKind::Change, note, "You already have an SPF record. Don't add another")
}

/// The action that gives an existing record this value. `reason` precedes a line that can't be copied.
fn change_to(line: &AdvisedValue, kind: ActionKind, note: &str, reason: &str) -> RecordAction {
    let (kind, note) = match line {
        AdvisedValue::Exact(_) => (kind, note.to_owned()),
        AdvisedValue::Sanitized(text) => (ActionKind::Change, format!("{reason}; change it to: {text}")),
    };
    RecordAction { kind, note: Some(note), is_known: true, value_override: line.exact().map(str::to_owned), zone: None }
}
