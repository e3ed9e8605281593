//! The check for scripts: every response of every server, and causes by stable names.

use serde::Serialize;
use serde_json::{Value, json};

use super::check_run::{CheckOutcome, CheckRun};
use crate::core::check::{CheckedRecord, Difference, RecordCheck, RecordConflict, Verdict};
use crate::core::dns::{AnswerSource, LookupLimit, ProbeLookup, RecordLookup, Server, ServerResponse, ZoneInfo};
use crate::core::dns_host::{detect_hosts, is_certain};
use crate::core::record::DnsRecord;
use crate::core::text::escape_hidden;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckDocument<'a> {
    outcome: &'static str,
    zone: ZoneDocument<'a>,
    domain_connect: Option<&'a str>,
    right: usize,
    of: usize,
    required_right: bool,
    remembered_seconds: Option<u32>,
    conflicts: Vec<ConflictDocument>,
    not_asked: Option<NotAskedDocument<'a>>,
    records: Vec<RecordDocument<'a>>,
}

/// The records that were not looked up, and the limits of a check that are the reason.
#[derive(Serialize)]
struct NotAskedDocument<'a> {
    records: &'a [usize],
    limits: &'a [LookupLimit],
    words: String,
}

#[derive(Serialize)]
struct ConflictDocument {
    key: &'static str,
    record: usize,
    words: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ZoneDocument<'a> {
    name: &'a str,
    certain: bool,
    asked: &'static str,
    intercepted: bool,
    name_servers: &'a [String],
    servers: &'a [Server],
    hosts: Vec<HostDocument>,
}

#[derive(Serialize)]
struct HostDocument {
    key: &'static str,
    name: &'static str,
    certain: bool,
    link: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordDocument<'a> {
    slot: &'a str,
    #[serde(rename = "type")]
    record_type: String,
    name: &'a str,
    zone: Option<&'a str>,
    verdict: &'static str,
    right_servers: Option<usize>,
    of_servers: Option<usize>,
    expected: &'a str,
    found: &'a [String],
    left_out: usize,
    aliases: &'a [String],
    difference: Option<Difference>,
    causes: Vec<CauseDocument>,
    answers: Vec<ResponseDocument<'a>>,
    beside: &'a [ProbeLookup],
}

#[derive(Serialize)]
struct CauseDocument {
    key: &'static str,
    level: &'static str,
    words: String,
    remedy: String,
}

#[derive(Serialize)]
struct ResponseDocument<'a> {
    #[serde(flatten)]
    response: &'a ServerResponse,
    verdict: Option<&'static str>,
}

/// Whether a record is published, if that is known.
pub(super) fn is_published(check: &RecordCheck) -> Option<bool> {
    match check.verdict {
        Verdict::Match => Some(true),
        Verdict::Missing | Verdict::Different | Verdict::Partly { .. } => Some(false),
        Verdict::Unreachable => None,
    }
}

/// The member `check` of the documents. Hidden characters of all its texts are escaped.
pub(super) fn check_json(run: &CheckRun, outcome: CheckOutcome) -> Value {
    let mut document = json!(CheckDocument::new(run, outcome));
    escape_texts(&mut document);
    document
}

fn escape_texts(value: &mut Value) {
    match value {
        Value::String(text) => *text = escape_hidden(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(escape_texts),
        Value::Object(members) => members.values_mut().for_each(escape_texts),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl<'a> CheckDocument<'a> {
    fn new(run: &'a CheckRun, outcome: CheckOutcome) -> Self {
        let CheckRun { check, lookup, summary, .. } = run;
        let conflicts = summary.conflicts.iter().map(|RecordConflict { record_index, conflict }| ConflictDocument {
            key: conflict.code(),
            record: *record_index,
            words: conflict.message(),
        });
        let records = check.checked_records().zip(&lookup.records);
        Self {
            outcome: outcome.code(),
            zone: ZoneDocument::new(&lookup.zone),
            domain_connect: lookup.domain_connect.as_deref(),
            right: summary.correct.n,
            of: summary.correct.of,
            required_right: summary.required.is_complete(),
            remembered_seconds: summary.stale_ttl,
            conflicts: conflicts.collect(),
            not_asked: check.left_out_message().map(|words| NotAskedDocument {
                records: &check.left_out.records,
                limits: &check.left_out.limits,
                words,
            }),
            records: records
                .map(|(CheckedRecord { record, check, .. }, lookup)| RecordDocument::new(record, lookup, check))
                .collect(),
        }
    }
}

impl<'a> ZoneDocument<'a> {
    fn new(zone: &'a ZoneInfo) -> Self {
        let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
        let hosts = detect_hosts(&names).into_iter().map(|host| HostDocument {
            key: host.code,
            name: host.name,
            certain: is_certain(host, &names),
            link: host.panel_url_for(&zone.name),
        });
        Self {
            name: &zone.name,
            certain: zone.is_certain,
            asked: match zone.source {
                AnswerSource::Authoritative => "own",
                AnswerSource::Resolver | AnswerSource::Intercepted => "resolver",
                AnswerSource::Undelegated => "undelegated",
                AnswerSource::UserSpecified => "named",
            },
            intercepted: zone.source == AnswerSource::Intercepted,
            name_servers: &zone.name_servers,
            servers: &zone.servers,
            hosts: hosts.collect(),
        }
    }
}

impl<'a> RecordDocument<'a> {
    fn new(record: &'a DnsRecord, lookup: &'a RecordLookup, check: &'a RecordCheck) -> Self {
        let (right_servers, of_servers) = match check.verdict {
            Verdict::Partly { correct, answered } => (Some(correct), Some(answered)),
            _ => (None, None),
        };
        let causes = check.causes.iter().map(|cause| CauseDocument {
            key: cause.code(),
            level: cause.finding().level.into(),
            words: cause.message(),
            remedy: cause.remedy(),
        });
        let answers = lookup.responses.iter().map(|response| {
            let verdict = check.server_verdicts.iter().find(|(server, _)| *server == response.server);
            ResponseDocument { response, verdict: verdict.map(|(_, verdict)| verdict.code()) }
        });
        Self {
            slot: record.slot.member(),
            record_type: record.record_type.sanitized(),
            name: &lookup.question.name,
            zone: lookup.zone.as_deref().map(|zone| zone.name.as_str()),
            verdict: check.verdict.code(),
            right_servers,
            of_servers,
            expected: &check.expected,
            found: &check.found,
            left_out: check.omitted,
            aliases: &check.cname_chain,
            difference: check.difference(),
            causes: causes.collect(),
            answers: answers.collect(),
            beside: &lookup.probes,
        }
    }
}
