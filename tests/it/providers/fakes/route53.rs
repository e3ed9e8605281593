//! The API of Route 53: <https://docs.aws.amazon.com/Route53/latest/APIReference/>. It doesn't check signatures: unit tests
//! compare those with botocore's.

use super::super::server::{Asked, Dialect, Reply, Rr, State, ZONE, from_presentation, parse_strings, to_presentation};
use super::{KEY, is_no_get};

pub(super) const DIALECT: Dialect = Dialect {
    code: "route53",
    base: "",
    variables: &[("AWS_SECRET_ACCESS_KEY", KEY), ("AWS_ACCESS_KEY_ID", KEY_ID), ("AWS_SESSION_TOKEN", "the-token")],
    is_authorized: |asked| {
        asked.header("authorization").starts_with(&format!("AWS4-HMAC-SHA256 Credential={KEY_ID}/"))
            && asked.header("x-amz-security-token") == "the-token"
            && !asked.header("x-amz-date").is_empty()
    },
    bad_key: || (403, error(403, "The security token included in the request is invalid.")),
    error,
    is_write: is_no_get,
    answer,
};

/// The id of the key.
const KEY_ID: &str = "AKIDFAKE";

fn error(_status: u16, words: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Error>\
         <Type>Sender</Type><Code>SomeCode</Code><Message>{words}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
    )
}

fn zone(id: &str, is_private: bool) -> String {
    format!(
        "<HostedZone><Id>/hostedzone/{id}</Id><Name>{ZONE}.</Name><CallerReference>x</CallerReference><Config>\
         <PrivateZone>{is_private}</PrivateZone></Config><ResourceRecordSetCount>4</ResourceRecordSetCount></HostedZone>"
    )
}

fn document(root: &str, content: &str) -> Reply {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    (200, format!("{head}<{root} xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">{content}</{root}>"))
}

fn set_xml(set: &[Rr], is_weighted: bool) -> String {
    let weight = if is_weighted { "<SetIdentifier>a</SetIdentifier><Weight>1</Weight>" } else { "" };
    let values = set.iter().fold(String::new(), |all, record| {
        let value = to_presentation(record).replace('&', "&amp;").replace('"', "&quot;");
        all + "<ResourceRecord><Value>" + &value + "</Value></ResourceRecord>"
    });
    let Rr { name, rtype, ttl, .. } = &set[0];
    format!(
        "<ResourceRecordSet><Name>{name}.</Name><Type>{rtype}</Type>{weight}<TTL>{ttl}</TTL>\
         <ResourceRecords>{values}</ResourceRecords></ResourceRecordSet>"
    )
}

fn answer(state: &mut State, asked: &Asked) -> Reply {
    let segments = asked.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (asked.method.as_str(), &segments[..]) {
        ("GET", ["2013-04-01", "hostedzonesbyname"]) => {
            let mut zones = vec![];
            if !state.has("only private") {
                zones.push(zone("Z1", false));
            }
            if state.has("private") || state.has("only private") {
                zones.push(zone("ZP", true));
            }
            if state.has("two zones") {
                zones.push(zone("Z2", false));
            }
            // From the name on, so that there are others after it, or others alone.
            zones.push(zone("Z9", false).replace(ZONE, "example.net"));
            document("ListHostedZonesByNameResponse", &format!("<HostedZones>{}</HostedZones>", zones.concat()))
        }
        ("GET", ["2013-04-01", "hostedzone", id @ ("Z1" | "ZP")]) => {
            let servers = "<DelegationSet><NameServers><NameServer>ns1.provider.example</NameServer>\
                           <NameServer>ns2.provider.example</NameServer></NameServers></DelegationSet>";
            document("GetHostedZoneResponse", &format!("{}{servers}", zone(id, *id == "ZP")))
        }
        ("GET", ["2013-04-01", "hostedzone", "Z1", "rrset"]) => list(state, asked),
        ("POST", ["2013-04-01", "hostedzone", "Z1", "rrset"]) => change(state, &asked.body),
        _ => (404, error(404, "No hosted zone found")),
    }
}

/// The sets from the name on, one a page.
fn list(state: &State, asked: &Asked) -> Reply {
    let mut keys: Vec<(String, String)> =
        state.records.iter().map(|record| (record.name.clone(), record.rtype.clone())).collect();
    keys.sort();
    keys.dedup();
    let from = (asked.parameter("name").to_owned(), asked.parameter("type").to_owned());
    let mut rest = keys.into_iter().filter(|key| *key >= from);
    let first =
        rest.next().map_or_else(String::new, |(name, rtype)| set_xml(&state.set(&name, &rtype), state.has("weighted")));
    let next = rest.next().map_or_else(
        || "<IsTruncated>false</IsTruncated>".to_owned(),
        |(name, rtype)| {
            format!(
                "<IsTruncated>true</IsTruncated><NextRecordName>{name}.</NextRecordName>\
                 <NextRecordType>{rtype}</NextRecordType>"
            )
        },
    );
    document("ListResourceRecordSetsResponse", &format!("<ResourceRecordSets>{first}</ResourceRecordSets>{next}"))
}

/// The texts between these tags.
fn all<'x>(xml: &'x str, tag: &str) -> Vec<&'x str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    xml.split(&open).skip(1).filter_map(|part| Some(part.split_once(&close)?.0)).collect()
}

/// All or nothing.
fn change(state: &mut State, body: &str) -> Reply {
    let before = state.records.clone();
    for change in all(body, "Change") {
        if let Err(words) = apply(state, change) {
            state.records = before;
            return (400, error(400, &words));
        }
    }
    let info = "<ChangeInfo><Id>/change/C1</Id><Status>PENDING</Status></ChangeInfo>";
    document("ChangeResourceRecordSetsResponse", info)
}

fn apply(state: &mut State, change: &str) -> Result<(), String> {
    let text = |tag: &str| all(change, tag).first().copied().unwrap_or_default();
    let name = text("Name").strip_suffix('.').ok_or("no dot")?.to_owned();
    let rtype = text("Type");
    let ttl: u32 = text("TTL").parse().map_err(|_error| "no TTL")?;
    let values: Option<Vec<String>> = all(change, "Value")
        .into_iter()
        .map(|value| {
            let value = value.replace("&quot;", "\"").replace("&amp;", "&");
            if rtype == "TXT" { parse_strings(&value, 8) } else { from_presentation(rtype, &value) }
        })
        .collect();
    let mut values = values.ok_or("InvalidInput")?;
    let set = state.set(&name, rtype);
    let mut own: Vec<String> = set.iter().map(|record| record.data.clone()).collect();
    match text("Action") {
        "CREATE" if set.is_empty() => state.replace(&name, rtype, &values, ttl),
        "CREATE" => return Err("Tried to create resource record set but it already exists".to_owned()),
        "DELETE" => {
            own.sort();
            values.sort();
            if own != values || set[0].ttl != ttl {
                return Err("Tried to delete a set but the values provided do not match".to_owned());
            }
            state.replace(&name, rtype, &[], 0);
        }
        _ => return Err("unknown action".to_owned()),
    }
    Ok(())
}
