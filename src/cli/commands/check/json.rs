//! What was seen, for scripts: every answer of every server, and causes by stable names.

use serde_json::{Value, json};

use super::check_run::{CheckOutcome, CheckRun};
use crate::core::check::{RecordCheck, Verdict, format_record_data, sanitize};
use crate::core::dns::{
    Answer, AnswerSource, LookupError, Negative, Probe, QueryOutcome, RecordData, RecordLookup, Server, ServerResponse,
    ZoneInfo,
};
use crate::core::dns_host::{detect_hosts, is_certain};
use crate::core::record::DnsRecord;
use crate::core::text::escape_hidden;

/// All of it.
pub(super) fn check_json(seen: &CheckRun, outcome: CheckOutcome) -> Value {
    let CheckRun { check, lookup, summary, .. } = seen;
    let records = check.checked_records().zip(&lookup.records);
    json!({
        "outcome": outcome.code(),
        "zone": zone_json(&lookup.zone),
        "domainConnect": lookup.domain_connect.as_deref().map(escape_hidden),
        "right": summary.correct.n,
        "of": summary.correct.of,
        "requiredRight": summary.required.is_complete(),
        "rememberedSeconds": summary.stale_ttl,
        "conflicts": summary.conflicts.iter().map(|conflict| json!({
            "key": conflict.code(), "record": conflict.record_index(), "words": conflict.message(),
        })).collect::<Vec<_>>(),
        "records": records.map(|((_, record, check), look)| record_json(record, look, check)).collect::<Vec<_>>(),
    })
}

/// Whether a record is published, where that is known.
pub(super) fn is_published(judged: &RecordCheck) -> Option<bool> {
    match judged.verdict {
        Verdict::Match => Some(true),
        Verdict::Missing | Verdict::Different | Verdict::Partly { .. } => Some(false),
        Verdict::Unreachable => None,
    }
}

fn zone_json(zone: &ZoneInfo) -> Value {
    let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
    let hosts = detect_hosts(&names).into_iter().map(|host| {
        json!({
            "key": host.code, "name": host.name, "certain": is_certain(host, &names), "link": host.panel_url_for(&zone.name),
        })
    });
    json!({
        "name": escape_hidden(&zone.name),
        "certain": zone.is_certain,
        "asked": match zone.source {
            AnswerSource::Authoritative => "own",
            AnswerSource::Resolver | AnswerSource::Intercepted => "resolver",
            AnswerSource::Undelegated => "undelegated",
            AnswerSource::UserSpecified => "named",
        },
        "intercepted": zone.source == AnswerSource::Intercepted,
        "nameServers": zone.name_servers.iter().map(|name| escape_hidden(name)).collect::<Vec<_>>(),
        "servers": zone.servers.iter().map(server_json).collect::<Vec<_>>(),
        "hosts": hosts.collect::<Vec<_>>(),
    })
}

fn record_json(record: &DnsRecord, look: &RecordLookup, judged: &RecordCheck) -> Value {
    let causes = judged
        .causes
        .iter()
        .map(|cause| json!({ "key": cause.code(), "words": cause.message(), "remedy": cause.remedy() }));
    let difference = judged.difference().map(|difference| {
        json!({ "position": difference.position, "expected": difference.expected, "found": difference.found })
    });
    let (right, of) = match judged.verdict {
        Verdict::Partly { correct, answered } => (Some(correct), Some(answered)),
        _ => (None, None),
    };
    json!({
        "slot": escape_hidden(record.slot.member()),
        "type": record.record_type.sanitized(),
        "name": escape_hidden(&look.question.name),
        "zone": look.zone.as_deref().map(|zone| escape_hidden(&zone.name)),
        "verdict": judged.verdict.code(),
        "rightServers": right,
        "ofServers": of,
        "expected": judged.expected,
        "found": judged.found,
        "leftOut": judged.omitted,
        "aliases": judged.cname_chain,
        "difference": difference,
        "causes": causes.collect::<Vec<_>>(),
        "answers": look.responses.iter().map(|sighting| {
            let verdict = judged.server_verdicts.iter().find(|(server, _)| *server == sighting.server);
            let mut answer = response_json(sighting);
            answer["verdict"] = json!(verdict.map(|(_, verdict)| verdict.code()));
            answer
        }).collect::<Vec<_>>(),
        "beside": look.probes.iter().map(|(why, question, found)| json!({
            "why": probe_code(*why),
            "name": escape_hidden(&question.name),
            "type": question.query_type.mnemonic(),
            "answers": found.iter().map(response_json).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn server_json(server: &Server) -> Value {
    let name = Some(escape_hidden(&server.name)).filter(|name| !name.is_empty());
    json!({ "name": name, "address": server.address.to_string() })
}

fn response_json(sighting: &ServerResponse) -> Value {
    let mut document = json!({ "server": server_json(&sighting.server), "milliseconds": sighting.elapsed_ms });
    let (kind, more) = match &sighting.outcome {
        QueryOutcome::Answer(answer) => ("found", answer_json(answer)),
        QueryOutcome::Negative(absence) => {
            (if absence.is_nxdomain { "no-name" } else { "no-data" }, negative_json(absence))
        }
        QueryOutcome::Failed(why) => lookup_error_json(why),
    };
    document["answer"] = json!(kind);
    for (member, value) in more.as_object().into_iter().flatten() {
        document[member] = value.clone();
    }
    document
}

fn answer_json(answer: &Answer) -> Value {
    let data = answer.data.iter().map(|data| match data {
        RecordData::Txt(strings) => json!({
            "text": format_record_data(data), "strings": strings.iter().map(|string| sanitize(string)).collect::<Vec<_>>(),
        }),
        RecordData::Mx { priority, .. } => json!({ "text": format_record_data(data), "priority": priority }),
        RecordData::Name(_) | RecordData::Address(_) => json!({ "text": format_record_data(data) }),
    });
    json!({
        "data": data.collect::<Vec<_>>(),
        "aliases": visible_names(&answer.cname_chain),
        "ttl": answer.ttl,
        "authoritative": answer.is_authoritative,
    })
}

fn negative_json(absence: &Negative) -> Value {
    json!({
        "aliases": visible_names(&absence.cname_chain),
        "rememberedSeconds": absence.negative_ttl,
        "zone": absence.zone.as_deref().map(escape_hidden),
        "authoritative": absence.is_authoritative,
    })
}

fn lookup_error_json(why: &LookupError) -> (&'static str, Value) {
    match why {
        LookupError::Timeout => ("timeout", Value::Null),
        LookupError::Unreachable(words) => ("unreachable", json!({ "words": escape_hidden(words) })),
        LookupError::Refused => ("refused", Value::Null),
        LookupError::ServFail => ("servfail", Value::Null),
        LookupError::Referral { zone, name_servers } => {
            ("refers", json!({ "zone": escape_hidden(zone), "nameServers": visible_names(name_servers) }))
        }
        LookupError::UnresolvedCname { cname_chain } => ("dead-end", json!({ "aliases": visible_names(cname_chain) })),
        LookupError::Lame => ("lame", Value::Null),
        LookupError::Rcode(code) => ("code", json!({ "code": code })),
        LookupError::Malformed(words) => ("broken", json!({ "words": escape_hidden(words) })),
    }
}

fn visible_names(names: &[String]) -> Vec<String> {
    names.iter().map(|name| escape_hidden(name).into_owned()).collect()
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
