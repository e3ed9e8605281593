//! What there is to do for a record, by what DNS says of it: nothing, where it is right or another one does its work;
//! else to create it, or to change what is there.

use crate::core::record::DnsRecord;
use crate::core::verdict::{Cause, Conflict, Judged, Verdict, summary};
use crate::core::zone::Zone;

/// What is at the name, or seems to be, and may stay there beside the record.
const BESIDE: [&str; 3] = ["other-token", "other-value", "wildcard"];

/// What there is to do for a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// What is done.
    pub kind: WorkKind,
    /// What DNS has and what is to be done with it, in sentences made to be drawn; nothing where there is nothing to
    /// say.
    pub note: Option<String>,
    /// Whether DNS has told what is there; else it may be anything.
    pub(super) is_known: bool,
    /// What is published in place of the expected value.
    pub(super) value: Option<String>,
    /// The zone that it is to be entered in, where DNS has the record's name in one of its own.
    pub zone: Option<Zone>,
}

/// The kinds of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorkKind {
    /// It is created.
    #[default]
    Create,
    /// What is at its name is changed.
    Change,
    /// Of several at its name one gets a value for all of them, the others are deleted.
    Unite,
    /// It is there and right, but what is beside it is deleted.
    Delete,
    /// An alias is removed, then it is created.
    RemoveAlias,
    /// Some of the name servers have it.
    Spreading,
    /// It is there and right.
    Right,
    /// One that counts as well is there.
    Keep,
    /// Another record covers it.
    Optional,
}

impl WorkKind {
    /// Whether nothing needs to be entered.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        matches!(self, Self::Right | Self::Keep | Self::Optional | Self::Spreading)
    }

    /// Whether there are fields to go through: what is optional may be entered.
    #[must_use]
    pub const fn has_fields(self) -> bool {
        !matches!(self, Self::Right | Self::Keep | Self::Spreading | Self::Delete)
    }

    /// What the next key press does where there are no fields.
    #[must_use]
    pub const fn goes_on(self) -> &'static str {
        match self {
            Self::Delete => "Delete it in the panel. Space goes on.",
            _ => "Space goes to the next record.",
        }
    }

    /// What is done, before the record's title.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Create => "Create a record",
            Self::Change => "Change the record that is there",
            Self::Unite => "Keep one record there, delete the others",
            Self::Delete => "Delete the other one, nothing to enter",
            Self::RemoveAlias => "Remove the CNAME first, then create",
            Self::Spreading => "Not at every name server yet, nothing to enter",
            Self::Right => "Already right, nothing to enter",
            Self::Keep => "Keep the one that is there, nothing to enter",
            Self::Optional => "Optional, nothing needs to be entered",
        }
    }

    /// The same where there is little room.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Create => "Create a record",
            Self::Change => "Change what is there",
            Self::Unite => "Keep one of them",
            Self::Delete => "Delete the other one",
            Self::RemoveAlias => "Remove CNAME, create",
            Self::Spreading => "There in part",
            Self::Right => "Already right",
            Self::Keep => "Keep what is there",
            Self::Optional => "Optional",
        }
    }

    /// What is done, as a sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Create => "Create it in the panel.",
            Self::Change => "Change the record that is there.",
            Self::Unite => "Keep one of the records that are there, and delete the others.",
            Self::Delete => "Delete the other one in the panel: nothing to enter.",
            Self::RemoveAlias => "Remove the CNAME first, then create it in the panel.",
            Self::Spreading => "It is there already, but not at every name server yet: nothing to enter.",
            Self::Right => "It is right already: nothing to enter.",
            Self::Keep => "Keep the one that is there: nothing to enter.",
            Self::Optional => "It is optional: nothing needs to be entered.",
        }
    }
}

impl Work {
    /// The work for a record of which DNS says this.
    #[must_use]
    pub fn of(record: &DnsRecord, judged: Option<&Judged>) -> Self {
        let Some(judged) = judged.filter(|judged| judged.verdict != Verdict::Unreachable) else {
            return Self::default();
        };
        let one = |kind, note: String| Self { kind, note: Some(note), is_known: true, ..Self::default() };
        let alone = summary(std::slice::from_ref(judged), std::slice::from_ref(record));
        match alone.conflicts.first() {
            Some(keep @ Conflict::Keep { .. }) => return one(WorkKind::Keep, keep.words()),
            _ if judged.is_right() => return one(WorkKind::Right, "DNS has it as it should be.".to_owned()),
            _ if judged.is_settled() => {
                let note = cause(judged, |cause| cause.key() == "dmarc-inherited").unwrap_or_default();
                return one(WorkKind::Optional, note);
            }
            _ if matches!(judged.verdict, Verdict::Partly { .. }) => {
                let note = cause(judged, |cause| cause.key() == "servers-differ").unwrap_or_default();
                return one(WorkKind::Spreading, note);
            }
            Some(Conflict::Merge { line, .. }) => return merge(judged, line),
            Some(beside @ Conflict::Delete { .. }) => return one(WorkKind::Delete, beside.words()),
            Some(alias @ Conflict::Remove { .. }) => return one(WorkKind::RemoveAlias, alias.words()),
            Some(other) => return one(WorkKind::Change, other.words()),
            None => {}
        }
        let note = cause(judged, |cause| !is_of_servers(cause));
        let stays = judged.causes.iter().all(|cause| match cause {
            Cause::OtherValue { beside } => *beside,
            cause => BESIDE.contains(&cause.key()) || is_of_servers(cause),
        });
        let kind = match judged.verdict {
            // Any of them counts, once it is alone.
            _ if judged.has("dmarc-twice") => WorkKind::Delete,
            Verdict::Different if !stays => WorkKind::Change,
            _ => WorkKind::Create,
        };
        let zone = judged.causes.iter().find_map(|cause| match cause {
            Cause::Delegated { zone, .. } => Some(Zone::found(zone)),
            _ => None,
        });
        Self { kind, note, is_known: true, value: None, zone }
    }
}

/// Whether it lies with the servers, and not with what was entered.
const fn is_of_servers(cause: &Cause) -> bool {
    cause.is_of_zone() || matches!(cause, Cause::ServersDiffer { .. } | Cause::ServersDisagree { .. })
}

/// What is wrong and how it is mended, by the first cause that is meant.
fn cause(judged: &Judged, is_meant: impl Fn(&Cause) -> bool) -> Option<String> {
    let cause = judged.causes.iter().find(|cause| is_meant(cause))?;
    Some(format!("{} {}", cause.words(), cause.remedy()).trim_end().to_owned())
}

/// An SPF record is there: it gets the merged line.
fn merge(judged: &Judged, line: &str) -> Work {
    // What was made to be drawn is only the value itself where there was nothing in it that cannot be drawn.
    let is_plain = line.chars().all(|character| character == ' ' || character.is_ascii_graphic());
    let is_value = is_plain && !line.contains("<U+") && !line.contains('\\');
    let note = match (is_value, judged.has("spf-twice")) {
        (true, true) => {
            "Several SPF records are at this name: keep one, with the value given here, and delete the others."
                .to_owned()
        }
        (true, false) => {
            "An SPF record is there already: put the value given here in its place, and add no second one.".to_owned()
        }
        (false, _) => format!("An SPF record is there already: change it, and add no second one: {line}"),
    };
    let kind = if is_value && judged.has("spf-twice") { WorkKind::Unite } else { WorkKind::Change };
    Work { kind, note: Some(note), is_known: true, value: is_value.then(|| line.to_owned()), zone: None }
}
