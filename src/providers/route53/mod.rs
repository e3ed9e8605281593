//! Amazon Route 53: its API of 2013-04-01. A plan is one change batch, which is a transaction. A new set is created, which
//! fails if there is one; a set that is there is deleted exactly as it was read and created with the record in it, which
//! fails if it has changed.

mod credentials;
mod signature;
mod xml;

use std::fmt::Write as _;

use async_trait::async_trait;
use jiff::Timestamp;

use self::signature::{AwsKey, SignedParts, sign};
use self::xml::{Element, escape, parse};
use super::error::{KeyFault, ProviderError};
use super::http::{Request, Response, Session};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{
    HostedRecord, NewRecord, canonical_data, normalize_name, quote_txt_octal, set_of, sets, unescape_octal,
};
use super::variables::Variables;

pub(super) use self::signature::hex;

/// The base URL of the API.
pub(super) const BASE: &str = "https://route53.amazonaws.com/2013-04-01";

/// The namespace of its documents.
const NAMESPACE: &str = "https://route53.amazonaws.com/doc/2013-04-01/";

/// The most pages of the list of a name's sets. A page has 300 sets, so that more come of weighted ones only.
const MAX_PAGES: usize = 10;

/// The elements of a set that choose between answers. Each comes with a `SetIdentifier`.
const ALIAS: &str = "AliasTarget";
const ROUTED: &str = "SetIdentifier";

/// A key, and the way to the API.
pub(super) struct Route53 {
    session: Session,
    key: AwsKey,
    zone_id: Option<String>,
}

impl Route53 {
    /// Creates an adapter with the key that the environment holds, and the variable or profile that it comes from; `None`
    /// if there is none.
    ///
    /// # Errors
    /// The key is incomplete, or the base URL cannot be used.
    pub(super) fn from_variables(
        base: &str,
        variables: &Variables<'_>,
    ) -> Result<Option<(Self, String)>, ProviderError> {
        let Some((key, source)) = credentials::find(variables)? else { return Ok(None) };
        let secrets = [Some(key.secret.clone()), key.session_token.clone()].into_iter().flatten().collect();
        let zone_id = variables.text("AWS_HOSTED_ZONE_ID");
        // AWS's own variables name the host alone.
        let base = format!("{}/2013-04-01", base.trim_end_matches('/').trim_end_matches("/2013-04-01"));
        let base = base.as_str();
        Ok(Some((Self { session: Session::new(base, secrets)?, key, zone_id }, source)))
    }

    async fn send(&self, mut request: Request) -> Result<Response, ProviderError> {
        let (date, authorization) = {
            let path = self.session.path(&request);
            let parts = SignedParts {
                method: request.method.as_str(),
                host: self.session.host(),
                path: &path,
                query: &request.query,
                body: &request.body,
            };
            sign(&self.key, &parts, Timestamp::now())
        };
        request.headers.push(("x-amz-date", date));
        if !request.body.is_empty() {
            request.headers.push(("content-type", "application/xml".to_owned()));
        }
        let mut secret = vec![("authorization", authorization.into())];
        secret.extend(self.key.session_token.clone().map(|token| ("x-amz-security-token", token)));
        self.session.send(request, secret).await.map_err(to_fault)
    }

    async fn read(&self, request: Request) -> Result<Element, ProviderError> {
        let response = self.send(request).await?;
        let root = std::str::from_utf8(&response.body).ok().and_then(parse);
        root.ok_or_else(|| response.unusable("its answer is not understood"))
    }

    /// The ids of the public zones of this name, and whether there is a private one.
    async fn list_zones(&self, name: &str) -> Result<(Vec<String>, bool), ProviderError> {
        let root =
            self.read(Request::get(&["hostedzonesbyname"]).query("dnsname", name).query("maxitems", "20")).await?;
        let zones = root.child("HostedZones").map(|zones| zones.children("HostedZone").collect::<Vec<_>>());
        let own = |zone: &&Element| normalize_name(&unescape_octal(zone.text_of("Name"))) == name;
        let (private, public): (Vec<&Element>, Vec<&Element>) =
            zones.unwrap_or_default().into_iter().filter(own).partition(|zone| is_private(zone));
        Ok((public.into_iter().map(|zone| bare_id(zone.text_of("Id"))).collect(), !private.is_empty()))
    }

    /// The id of the only public zone of this name.
    async fn only_zone(&self, name: &str) -> Result<String, ProviderError> {
        let (public, has_private) = self.list_zones(name).await?;
        if public.is_empty() && has_private { Err(private_zone(name)) } else { super::only_zone(public, name) }
    }

    async fn change(&self, zone: &HostedZone, changes: &str) -> Result<(), ProviderError> {
        let mut request = Request::post(&["hostedzone", &zone.id, "rrset"], &serde_json::Value::Null);
        // Its description has the final slash, and signs it.
        request.path.push('/');
        request.body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ChangeResourceRecordSetsRequest xmlns=\"{NAMESPACE}\">\
             <ChangeBatch><Changes>{changes}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"
        );
        self.send(request).await.map(|_accepted| ())
    }
}

fn is_private(zone: &Element) -> bool {
    zone.child("Config").is_some_and(|config| config.text_of("PrivateZone").eq_ignore_ascii_case("true"))
}

/// The id without its path: `/hostedzone/Z123`.
fn bare_id(id: &str) -> String {
    id.rsplit('/').next().unwrap_or_default().to_owned()
}

/// AWS says with 403 what is wrong with a key, and with 400 that there were too many requests.
fn to_fault(error: ProviderError) -> ProviderError {
    match error {
        ProviderError::NotAllowed(words) => {
            let fault = if words.contains("Signature expired") || words.contains("Signature not yet current") {
                KeyFault::Clock
            } else if words.contains("signature we calculated does not match") {
                KeyFault::Signature
            } else if words.contains("security token included in the request") || words.contains("is not valid") {
                KeyFault::Unknown
            } else {
                return ProviderError::NotAllowed(words);
            };
            ProviderError::BadKey(fault)
        }
        ProviderError::Refused { status: 400, words } if words.contains("Rate exceeded") => {
            ProviderError::TooOften(None)
        }
        other => other,
    }
}

#[async_trait]
impl ProviderApi for Route53 {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: true, ttl: (0, 2_147_483_647) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let id = match id.or(self.zone_id.as_deref()) {
            Some(id) => bare_id(id),
            None => self.only_zone(name).await?,
        };
        let root = self.read(Request::get(&["hostedzone", &id])).await.map_err(|error| error.zone_not_found(name))?;
        let zone = root.child("HostedZone");
        let found = zone.map(|zone| normalize_name(&unescape_octal(zone.text_of("Name")))).unwrap_or_default();
        if found != name {
            return Err(ProviderError::WrongZone(format!("the zone {id} is not {name}")));
        }
        if zone.is_some_and(is_private) {
            return Err(private_zone(name));
        }
        let servers = root.child("DelegationSet").and_then(|set| set.child("NameServers"));
        let servers = servers.map(|servers| servers.children("NameServer").map(|server| server.text.clone()).collect());
        Ok(HostedZone { id, name: name.to_owned(), name_servers: servers.unwrap_or_default() })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let mut records = Vec::new();
        // The list goes on from a set that the last page names; parameters are in the order of their names.
        let (mut identifier, mut rtype) = (String::new(), String::new());
        for _page in 0..MAX_PAGES {
            let mut request = Request::get(&["hostedzone", &zone.id, "rrset"]);
            for (parameter, value) in [("identifier", identifier.as_str()), ("name", name), ("type", &rtype)] {
                if !value.is_empty() {
                    request = request.query(parameter, value);
                }
            }
            let root = self.read(request).await?;
            let sets = root.child("ResourceRecordSets");
            for set in sets.iter().flat_map(|sets| sets.children("ResourceRecordSet")) {
                records.extend(to_hosted(set));
            }
            let next = normalize_name(&unescape_octal(root.text_of("NextRecordName")));
            if root.text_of("IsTruncated") != "true" || next != name {
                records.retain(|record| record.name == name);
                return Ok(records);
            }
            root.text_of("NextRecordIdentifier").clone_into(&mut identifier);
            root.text_of("NextRecordType").clone_into(&mut rtype);
        }
        Err(ProviderError::NotReached("there are too many records at one name".to_owned()))
    }

    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError> {
        let keys = sets(records.iter().map(|record| (record.name.as_str(), record.rtype.as_str())));
        let changes: String = keys
            .into_iter()
            .map(|(name, rtype)| {
                let old = set_of(current, name, rtype);
                let new = records.iter().filter(|record| record.name == name && record.rtype == rtype);
                let ttl =
                    old.first().and_then(|record| record.ttl).or_else(|| new.clone().next().map(|record| record.ttl));
                let before: Vec<String> = old.iter().map(|record| record.raw.clone()).collect();
                let after: Vec<String> = before.iter().cloned().chain(new.map(to_value)).collect();
                to_changes(name, rtype, ttl, &before, &after)
            })
            .collect();
        self.change(zone, &changes).await?;
        Ok(Vec::new())
    }

    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        current: &[HostedRecord],
    ) -> Result<(), ProviderError> {
        let keys = sets(records.iter().map(|record| (record.name.as_str(), record.rtype.as_str())));
        let changes: String = keys
            .into_iter()
            .map(|(name, rtype)| {
                let old = set_of(current, name, rtype);
                let before: Vec<String> = old.iter().map(|record| record.raw.clone()).collect();
                let after: Vec<String> =
                    old.iter().filter(|record| !records.contains(record)).map(|record| record.raw.clone()).collect();
                to_changes(name, rtype, old.first().and_then(|record| record.ttl), &before, &after)
            })
            .collect();
        self.change(zone, &changes).await
    }
}

fn private_zone(name: &str) -> ProviderError {
    ProviderError::WrongZone(format!("the zone {name} in the account is a private one, which the public does not see"))
}

fn to_hosted(set: &Element) -> Vec<HostedRecord> {
    let name = unescape_octal(set.text_of("Name"));
    let rtype = set.text_of("Type");
    let ttl = set.text_of("TTL").parse().ok();
    let special = match (set.child(ALIAS), set.child(ROUTED)) {
        (Some(_), _) => Some("alias"),
        (None, Some(_)) => Some("routed"),
        (None, None) => None,
    };
    let one = |raw: &str| {
        let record = HostedRecord::new(&name, rtype, raw, ttl);
        let data = if rtype == "TXT" { canonical_data(rtype, &octal_to_decimal(raw)) } else { record.data };
        HostedRecord { data, special, ..record }
    };
    if special == Some("alias") {
        return vec![one(set.child(ALIAS).map_or("", |alias| alias.text_of("DNSName")))];
    }
    let values = set.child("ResourceRecords");
    let values = values.iter().flat_map(|values| values.children("ResourceRecord"));
    values.map(|value| one(value.text_of("Value"))).collect()
}

/// A text with Route 53's octal escapes as one with the decimal ones of zone files.
fn octal_to_decimal(raw: &str) -> String {
    let (mut text, mut rest) = (String::new(), raw);
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        text.push('\\');
        let code = after.get(..3).filter(|digits| digits.bytes().all(|digit| matches!(digit, b'0'..=b'7')));
        if let Some(octet) = code.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            // Writing to a text cannot fail.
            let _ = write!(text, "{octet:03}");
            rest = after.get(3..).unwrap_or_default();
        } else {
            let mut characters = after.chars();
            text.extend(characters.next());
            rest = characters.as_str();
        }
    }
    text.push_str(rest);
    text
}

fn to_value(record: &NewRecord) -> String {
    match record.rtype.as_str() {
        "TXT" => quote_txt_octal(&record.data),
        _ => record.presentation(),
    }
}

/// Deletes the set as it was, and creates it as it is to be: whichever of the two there is.
fn to_changes(name: &str, rtype: &str, ttl: Option<u32>, before: &[String], after: &[String]) -> String {
    let change = |action: &str, values: &[String]| {
        if values.is_empty() {
            return String::new();
        }
        let ttl = ttl.map_or_else(String::new, |ttl| format!("<TTL>{ttl}</TTL>"));
        let values = values.iter().fold(String::new(), |all, value| {
            all + "<ResourceRecord><Value>" + &escape(value) + "</Value></ResourceRecord>"
        });
        format!(
            "<Change><Action>{action}</Action><ResourceRecordSet><Name>{}.</Name><Type>{rtype}</Type>{ttl}\
             <ResourceRecords>{values}</ResourceRecords></ResourceRecordSet></Change>",
            escape(name)
        )
    };
    change("DELETE", before) + &change("CREATE", after)
}

#[cfg(test)]
mod tests;
