//! The check for scripts: every response of every server, and causes by stable names.

use serde::Serialize;

use super::check_run::{CheckOutcome, CheckRun};
use crate::core::check::{RecordCheck, RecordConflict, Verdict, format_record_data, sanitize};
use crate::core::dns::{
    AnswerSource, LookupError, Negative, Probe, ProbeLookup, QueryOutcome, RecordData, RecordLookup, Server,
    ServerResponse, ZoneInfo,
};
use crate::core::dns_host::{detect_hosts, is_certain};
use crate::core::record::DnsRecord;
use crate::core::text::escape_hidden;

/// The member `check`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckDocument {
    outcome: &'static str,
    zone: ZoneMembers,
    domain_connect: Option<String>,
    right: usize,
    of: usize,
    required_right: bool,
    remembered_seconds: Option<u32>,
    conflicts: Vec<ConflictMembers>,
    records: Vec<RecordMembers>,
}

#[derive(Serialize)]
struct ConflictMembers {
    key: &'static str,
    record: usize,
    words: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ZoneMembers {
    name: String,
    certain: bool,
    asked: &'static str,
    intercepted: bool,
    name_servers: Vec<String>,
    servers: Vec<ServerMembers>,
    hosts: Vec<HostMembers>,
}

#[derive(Serialize)]
struct HostMembers {
    key: &'static str,
    name: &'static str,
    certain: bool,
    link: String,
}

#[derive(Serialize)]
struct ServerMembers {
    name: Option<String>,
    address: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordMembers {
    slot: String,
    #[serde(rename = "type")]
    record_type: String,
    name: String,
    zone: Option<String>,
    verdict: &'static str,
    right_servers: Option<usize>,
    of_servers: Option<usize>,
    expected: String,
    found: Vec<String>,
    left_out: usize,
    aliases: Vec<String>,
    difference: Option<DifferenceMembers>,
    causes: Vec<CauseMembers>,
    answers: Vec<VerdictMembers>,
    beside: Vec<ProbeMembers>,
}

#[derive(Serialize)]
struct DifferenceMembers {
    position: usize,
    expected: String,
    found: String,
}

#[derive(Serialize)]
struct CauseMembers {
    key: &'static str,
    words: String,
    remedy: String,
}

#[derive(Serialize)]
struct VerdictMembers {
    #[serde(flatten)]
    response: ResponseMembers,
    verdict: Option<&'static str>,
}

#[derive(Serialize)]
struct ProbeMembers {
    why: &'static str,
    name: String,
    #[serde(rename = "type")]
    query_type: &'static str,
    answers: Vec<ResponseMembers>,
}

#[derive(Serialize)]
struct ResponseMembers {
    server: ServerMembers,
    milliseconds: u32,
    #[serde(flatten)]
    answer: AnswerMembers,
}

#[derive(Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum AnswerMembers {
    Found { data: Vec<DataMembers>, aliases: Vec<String>, ttl: u32, authoritative: bool },
    NoName(NegativeMembers),
    NoData(NegativeMembers),
    Timeout,
    Unreachable { words: String },
    Refused,
    Servfail,
    Refers { zone: String, name_servers: Vec<String> },
    DeadEnd { aliases: Vec<String> },
    Lame,
    Code { code: u16 },
    Broken { words: String },
}

#[derive(Serialize)]
struct DataMembers {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    strings: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u16>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NegativeMembers {
    aliases: Vec<String>,
    remembered_seconds: Option<u32>,
    zone: Option<String>,
    authoritative: bool,
}

/// Whether a record is published, if that is known.
pub(super) fn is_published(check: &RecordCheck) -> Option<bool> {
    match check.verdict {
        Verdict::Match => Some(true),
        Verdict::Missing | Verdict::Different | Verdict::Partly { .. } => Some(false),
        Verdict::Unreachable => None,
    }
}

impl CheckDocument {
    /// The members of a check.
    pub(super) fn new(run: &CheckRun, outcome: CheckOutcome) -> Self {
        let CheckRun { check, lookup, summary, .. } = run;
        let conflicts = summary.conflicts.iter().map(|RecordConflict { record_index, conflict }| ConflictMembers {
            key: conflict.code(),
            record: *record_index,
            words: conflict.message(),
        });
        let records = check.checked_records().zip(&lookup.records);
        Self {
            outcome: outcome.code(),
            zone: ZoneMembers::new(&lookup.zone),
            domain_connect: lookup.domain_connect.as_deref().map(escaped),
            right: summary.correct.n,
            of: summary.correct.of,
            required_right: summary.required.is_complete(),
            remembered_seconds: summary.stale_ttl,
            conflicts: conflicts.collect(),
            records: records.map(|((_, record, check), lookup)| RecordMembers::new(record, lookup, check)).collect(),
        }
    }
}

impl ZoneMembers {
    fn new(zone: &ZoneInfo) -> Self {
        let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
        let hosts = detect_hosts(&names).into_iter().map(|host| HostMembers {
            key: host.code,
            name: host.name,
            certain: is_certain(host, &names),
            link: host.panel_url_for(&zone.name),
        });
        Self {
            name: escaped(&zone.name),
            certain: zone.is_certain,
            asked: match zone.source {
                AnswerSource::Authoritative => "own",
                AnswerSource::Resolver | AnswerSource::Intercepted => "resolver",
                AnswerSource::Undelegated => "undelegated",
                AnswerSource::UserSpecified => "named",
            },
            intercepted: zone.source == AnswerSource::Intercepted,
            name_servers: escaped_names(&zone.name_servers),
            servers: zone.servers.iter().map(ServerMembers::new).collect(),
            hosts: hosts.collect(),
        }
    }
}

impl ServerMembers {
    fn new(server: &Server) -> Self {
        Self { name: Some(escaped(&server.name)).filter(|name| !name.is_empty()), address: server.address.to_string() }
    }
}

impl RecordMembers {
    fn new(record: &DnsRecord, lookup: &RecordLookup, check: &RecordCheck) -> Self {
        let (right_servers, of_servers) = match check.verdict {
            Verdict::Partly { correct, answered } => (Some(correct), Some(answered)),
            _ => (None, None),
        };
        let difference = check.difference().map(|difference| DifferenceMembers {
            position: difference.position,
            expected: difference.expected,
            found: difference.found,
        });
        let causes = check.causes.iter().map(|cause| CauseMembers {
            key: cause.code(),
            words: cause.message(),
            remedy: cause.remedy(),
        });
        let answers = lookup.responses.iter().map(|response| {
            let verdict = check.server_verdicts.iter().find(|(server, _)| *server == response.server);
            let verdict = verdict.map(|(_, verdict)| verdict.code());
            VerdictMembers { response: ResponseMembers::new(response), verdict }
        });
        let probes = lookup.probes.iter().map(|ProbeLookup { probe, question, responses }| ProbeMembers {
            why: probe_code(*probe),
            name: escaped(&question.name),
            query_type: question.query_type.mnemonic(),
            answers: responses.iter().map(ResponseMembers::new).collect(),
        });
        Self {
            slot: escaped(record.slot.member()),
            record_type: record.record_type.sanitized(),
            name: escaped(&lookup.question.name),
            zone: lookup.zone.as_deref().map(|zone| escaped(&zone.name)),
            verdict: check.verdict.code(),
            right_servers,
            of_servers,
            expected: check.expected.clone(),
            found: check.found.clone(),
            left_out: check.omitted,
            aliases: check.cname_chain.clone(),
            difference,
            causes: causes.collect(),
            answers: answers.collect(),
            beside: probes.collect(),
        }
    }
}

impl ResponseMembers {
    fn new(response: &ServerResponse) -> Self {
        Self {
            server: ServerMembers::new(&response.server),
            milliseconds: response.elapsed_ms,
            answer: AnswerMembers::new(&response.outcome),
        }
    }
}

impl AnswerMembers {
    fn new(outcome: &QueryOutcome) -> Self {
        match outcome {
            QueryOutcome::Answer(answer) => Self::Found {
                data: answer.data.iter().map(DataMembers::new).collect(),
                aliases: escaped_names(&answer.cname_chain),
                ttl: answer.ttl,
                authoritative: answer.is_authoritative,
            },
            QueryOutcome::Negative(negative) if negative.is_nxdomain => Self::NoName(NegativeMembers::new(negative)),
            QueryOutcome::Negative(negative) => Self::NoData(NegativeMembers::new(negative)),
            QueryOutcome::Failed(LookupError::Timeout) => Self::Timeout,
            QueryOutcome::Failed(LookupError::Unreachable(reason)) => Self::Unreachable { words: escaped(reason) },
            QueryOutcome::Failed(LookupError::Refused) => Self::Refused,
            QueryOutcome::Failed(LookupError::ServFail) => Self::Servfail,
            QueryOutcome::Failed(LookupError::Referral { zone, name_servers }) => {
                Self::Refers { zone: escaped(zone), name_servers: escaped_names(name_servers) }
            }
            QueryOutcome::Failed(LookupError::UnresolvedCname { cname_chain }) => {
                Self::DeadEnd { aliases: escaped_names(cname_chain) }
            }
            QueryOutcome::Failed(LookupError::Lame) => Self::Lame,
            QueryOutcome::Failed(LookupError::Rcode(code)) => Self::Code { code: *code },
            QueryOutcome::Failed(LookupError::Malformed(reason)) => Self::Broken { words: escaped(reason) },
        }
    }
}

impl DataMembers {
    fn new(data: &RecordData) -> Self {
        let (strings, priority) = match data {
            RecordData::Txt(strings) => (Some(strings.iter().map(|string| sanitize(string)).collect()), None),
            RecordData::Mx { priority, .. } => (None, Some(*priority)),
            RecordData::Name(_) | RecordData::Address(_) => (None, None),
        };
        Self { text: format_record_data(data), strings, priority }
    }
}

impl NegativeMembers {
    fn new(negative: &Negative) -> Self {
        Self {
            aliases: escaped_names(&negative.cname_chain),
            remembered_seconds: negative.negative_ttl,
            zone: negative.zone.as_deref().map(escaped),
            authoritative: negative.is_authoritative,
        }
    }
}

fn escaped(text: &str) -> String {
    escape_hidden(text).into_owned()
}

fn escaped_names(names: &[String]) -> Vec<String> {
    names.iter().map(|name| escaped(name)).collect()
}

const fn probe_code(probe: Probe) -> &'static str {
    match probe {
        Probe::NameDoubled => "doubled",
        Probe::Apex => "top",
        Probe::WithoutUnderscore => "without-underscore",
        Probe::Shortened => "shortened",
        Probe::Parent => "parent",
        Probe::OtherType => "other-type",
        Probe::Wildcard => "wildcard",
        Probe::Resolver => "resolver",
        Probe::ResolverCheckingDisabled => "resolver-unchecked",
        Probe::OrganizationalDomain => "organisation",
    }
}
