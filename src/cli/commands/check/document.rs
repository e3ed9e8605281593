//! What was seen, for scripts: every answer of every server, and causes by stable names.

use serde_json::{Value, json};

use super::seen::{Outcome, Seen};
use crate::core::dns_host::{detect, is_certain};
use crate::core::look::{
    Absence, Answer, Authority, Data, NoAnswer, Probe, RecordLook, Reply, Server, Sighting, ZoneAt,
};
use crate::core::record::DnsRecord;
use crate::core::text::escape_hidden;
use crate::core::verdict::{Judged, Verdict, shown, shown_data};

/// All of it.
pub(super) fn document(seen: &Seen, outcome: Outcome) -> Value {
    let Seen { domain, survey, judged, overall } = seen;
    let records = domain.records.iter().zip(&survey.looks).zip(judged);
    json!({
        "outcome": outcome.key(),
        "zone": zone(&survey.zone),
        "domainConnect": survey.domain_connect.as_deref().map(escape_hidden),
        "right": overall.right,
        "of": overall.of,
        "requiredRight": overall.is_required_right,
        "rememberedSeconds": overall.remembered,
        "conflicts": overall.conflicts.iter().map(|conflict| json!({
            "key": conflict.key(), "record": conflict.record(), "words": conflict.words(),
        })).collect::<Vec<_>>(),
        "records": records.map(|((expected, look), judged)| record(expected, look, judged)).collect::<Vec<_>>(),
    })
}

/// Whether a record is published, where that is known.
pub(super) fn is_published(judged: &Judged) -> Option<bool> {
    match judged.verdict {
        Verdict::Match => Some(true),
        Verdict::Missing | Verdict::Different | Verdict::Partly { .. } => Some(false),
        Verdict::Unreachable => None,
    }
}

fn zone(zone: &ZoneAt) -> Value {
    let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
    let hosts = detect(&names).into_iter().map(|host| {
        json!({
            "key": host.key, "name": host.name, "certain": is_certain(host, &names), "link": host.link_for(&zone.name),
        })
    });
    json!({
        "name": escape_hidden(&zone.name),
        "certain": zone.is_certain,
        "asked": match zone.authority {
            Authority::Own => "own",
            Authority::Resolver | Authority::Intercepted => "resolver",
            Authority::Undelegated => "undelegated",
            Authority::Named => "named",
        },
        "intercepted": zone.authority == Authority::Intercepted,
        "nameServers": zone.name_servers.iter().map(|name| escape_hidden(name)).collect::<Vec<_>>(),
        "servers": zone.servers.iter().map(server).collect::<Vec<_>>(),
        "hosts": hosts.collect::<Vec<_>>(),
    })
}

fn record(record: &DnsRecord, look: &RecordLook, judged: &Judged) -> Value {
    let causes = judged
        .causes
        .iter()
        .map(|cause| json!({ "key": cause.key(), "words": cause.words(), "remedy": cause.remedy() }));
    let difference = judged.difference().map(|difference| {
        json!({ "position": difference.position, "expected": difference.expected, "found": difference.found })
    });
    let (right, of) = match judged.verdict {
        Verdict::Partly { right, of } => (Some(right), Some(of)),
        _ => (None, None),
    };
    json!({
        "slot": escape_hidden(record.slot.member()),
        "type": record.record_type.sanitized(),
        "name": escape_hidden(&look.question.name),
        "zone": look.zone.as_deref().map(|zone| escape_hidden(&zone.name)),
        "verdict": judged.verdict.key(),
        "rightServers": right,
        "ofServers": of,
        "expected": judged.expected,
        "found": judged.found,
        "leftOut": judged.left_out,
        "aliases": judged.aliases,
        "difference": difference,
        "causes": causes.collect::<Vec<_>>(),
        "answers": look.sightings.iter().map(|sighting| {
            let verdict = judged.servers.iter().find(|(server, _)| *server == sighting.server);
            let mut answer = answer(sighting);
            answer["verdict"] = json!(verdict.map(|(_, verdict)| verdict.key()));
            answer
        }).collect::<Vec<_>>(),
        "beside": look.beside.iter().map(|(why, question, found)| json!({
            "why": probe(*why),
            "name": escape_hidden(&question.name),
            "type": question.kind.name(),
            "answers": found.iter().map(answer).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn server(server: &Server) -> Value {
    let name = Some(escape_hidden(&server.name)).filter(|name| !name.is_empty());
    json!({ "name": name, "address": server.address.to_string() })
}

fn answer(sighting: &Sighting) -> Value {
    let mut document = json!({ "server": server(&sighting.server), "milliseconds": sighting.milliseconds });
    let (kind, more) = match &sighting.reply {
        Reply::Found(answer) => ("found", found(answer)),
        Reply::Absent(absence) => (if absence.no_name { "no-name" } else { "no-data" }, absent(absence)),
        Reply::None(why) => no_answer(why),
    };
    document["answer"] = json!(kind);
    for (member, value) in more.as_object().into_iter().flatten() {
        document[member] = value.clone();
    }
    document
}

fn found(answer: &Answer) -> Value {
    let data = answer.data.iter().map(|data| match data {
        Data::Txt(strings) => json!({
            "text": shown_data(data), "strings": strings.iter().map(|string| shown(string)).collect::<Vec<_>>(),
        }),
        Data::Mx { priority, .. } => json!({ "text": shown_data(data), "priority": priority }),
        Data::Name(_) | Data::Address(_) => json!({ "text": shown_data(data) }),
    });
    json!({
        "data": data.collect::<Vec<_>>(),
        "aliases": names(&answer.aliases),
        "ttl": answer.ttl,
        "authoritative": answer.authoritative,
    })
}

fn absent(absence: &Absence) -> Value {
    json!({
        "aliases": names(&absence.aliases),
        "rememberedSeconds": absence.remembered,
        "zone": absence.zone.as_deref().map(escape_hidden),
        "authoritative": absence.authoritative,
    })
}

fn no_answer(why: &NoAnswer) -> (&'static str, Value) {
    match why {
        NoAnswer::Timeout => ("timeout", Value::Null),
        NoAnswer::Unreachable(words) => ("unreachable", json!({ "words": escape_hidden(words) })),
        NoAnswer::Refused => ("refused", Value::Null),
        NoAnswer::ServFail => ("servfail", Value::Null),
        NoAnswer::Refers { zone, name_servers } => {
            ("refers", json!({ "zone": escape_hidden(zone), "nameServers": names(name_servers) }))
        }
        NoAnswer::DeadEnd { aliases } => ("dead-end", json!({ "aliases": names(aliases) })),
        NoAnswer::Lame => ("lame", Value::Null),
        NoAnswer::Code(code) => ("code", json!({ "code": code })),
        NoAnswer::Broken(words) => ("broken", json!({ "words": escape_hidden(words) })),
    }
}

fn names(names: &[String]) -> Vec<String> {
    names.iter().map(|name| escape_hidden(name).into_owned()).collect()
}

const fn probe(probe: Probe) -> &'static str {
    match probe {
        Probe::Doubled => "doubled",
        Probe::Top => "top",
        Probe::WithoutUnderscore => "without-underscore",
        Probe::Shortened => "shortened",
        Probe::Parent => "parent",
        Probe::OtherType => "other-type",
        Probe::Wildcard => "wildcard",
        Probe::Resolver => "resolver",
        Probe::ResolverUnchecked => "resolver-unchecked",
        Probe::Organisation => "organisation",
    }
}
