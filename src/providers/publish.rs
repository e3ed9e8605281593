//! Looks, adds and takes back at any provider: reads again right before it writes, compares, and knows which part was done.

use super::error::ProviderError;
use super::provider_api::{HostedZone, ProviderApi};
use super::records::{HostedRecord, NewRecord, normalize_name, set_of};
use crate::core::zone::Zone;

/// A record that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedRecord {
    /// The record.
    pub record: NewRecord,
    /// The provider's own name of it, if it has one.
    pub id: Option<String>,
}

/// What became of a change. `T` is a record that was added or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied<T> {
    /// All of it was done.
    Done(Vec<T>),
    /// These were done, then nothing more.
    Partly(Vec<T>, ProviderError),
    /// Nothing was done.
    Nothing(ProviderError),
    /// These were done; of what followed it is unknown.
    Unknown(Vec<T>, ProviderError),
}

impl<T> Applied<T> {
    fn failed(done: Vec<T>, error: ProviderError) -> Self {
        match (error.is_in_doubt(), done.is_empty()) {
            (true, _) => Self::Unknown(done, error),
            (false, true) => Self::Nothing(error),
            (false, false) => Self::Partly(done, error),
        }
    }
}

/// The zone and all records at these names.
///
/// # Errors
/// The zone is not there, or the delegation leads to other name servers; or the provider does not answer.
pub async fn look(
    api: &dyn ProviderApi,
    zone: &str,
    zone_id: Option<&str>,
    delegated_to: &[String],
    names: &[String],
) -> Result<(HostedZone, Vec<HostedRecord>), ProviderError> {
    let zone = api.find_zone(&normalize_name(zone), zone_id).await?;
    check_delegation(&zone, delegated_to)?;
    let records = read(api, &zone, names.iter().map(String::as_str)).await?;
    Ok((zone, records))
}

/// Every server that the delegation names has to be one that the provider names: otherwise the records would be seen by
/// nobody, or by some.
fn check_delegation(zone: &HostedZone, delegated_to: &[String]) -> Result<(), ProviderError> {
    let own: Vec<String> = zone.name_servers.iter().map(|name| normalize_name(name)).collect();
    match delegated_to.iter().map(|name| normalize_name(name)).find(|name| !own.contains(name)) {
        Some(other) if !own.is_empty() => Err(ProviderError::WrongZone(format!(
            "{} is delegated to {other}, and the zone at the provider is for {}",
            zone.name,
            own.join(", ")
        ))),
        _ => Ok(()),
    }
}

/// Adds these records, if what is at their names is still what was `seen`.
pub async fn add(
    api: &dyn ProviderApi,
    zone: &HostedZone,
    records: &[NewRecord],
    seen: &[HostedRecord],
) -> Applied<AddedRecord> {
    let current = match read(api, zone, records.iter().map(|record| record.name.as_str())).await {
        Ok(current) => current,
        Err(error) => return Applied::Nothing(error),
    };
    if let Some(error) = records.iter().find_map(|record| obstacle(zone, record, &current, seen)) {
        return Applied::Nothing(error);
    }
    let records: Vec<NewRecord> = records.iter().map(|record| with_ttl(record, &current, api)).collect();
    let mut done = Vec::new();
    if api.mode().atomic {
        return match api.add(zone, &records, &current).await {
            Ok(ids) => {
                done.extend(added(&records, ids));
                Applied::Done(done)
            }
            Err(error) => Applied::failed(done, error),
        };
    }
    for (index, record) in records.iter().enumerate() {
        let one = std::slice::from_ref(record);
        match add_one(api, zone, one, (index > 0).then_some(&done), &current).await {
            Ok(ids) => done.extend(added(one, ids)),
            Err(error) => return Applied::failed(done, error),
        }
    }
    Applied::Done(done)
}

/// Adds one record. After the first, the name is read again: time has passed.
async fn add_one(
    api: &dyn ProviderApi,
    zone: &HostedZone,
    one: &[NewRecord],
    done: Option<&Vec<AddedRecord>>,
    before: &[HostedRecord],
) -> Result<Vec<Option<String>>, ProviderError> {
    let (Some(done), Some(record)) = (done, one.first()) else { return api.add(zone, one, before).await };
    let now = read(api, zone, std::iter::once(record.name.as_str())).await?;
    // What this plan itself has added meanwhile is no change of others.
    let own = |other: &HostedRecord| {
        done.iter().any(|done| other.is(&done.record.name, &done.record.rtype, &done.record.data))
    };
    let others: Vec<HostedRecord> = now.iter().filter(|record| !own(record)).cloned().collect();
    match obstacle(zone, record, &others, before) {
        Some(error) => Err(error),
        None => api.add(zone, one, &now).await,
    }
}

fn added(records: &[NewRecord], ids: Vec<Option<String>>) -> impl Iterator<Item = AddedRecord> {
    let ids = ids.into_iter().chain(std::iter::repeat(None));
    records.iter().cloned().zip(ids).map(|(record, id)| AddedRecord { record, id })
}

/// Why the record cannot be added: what is at its name has changed, or nothing can be added beside it.
fn obstacle(
    zone: &HostedZone,
    record: &NewRecord,
    current: &[HostedRecord],
    seen: &[HostedRecord],
) -> Option<ProviderError> {
    if Zone::from_dns(&zone.name).labels_before_zone(&record.name).is_none() {
        return Some(ProviderError::WrongZone(format!("{} is not in the zone {}", record.name, zone.name)));
    }
    let at_name = |records: &[HostedRecord]| {
        let mut data: Vec<(String, String, Option<&str>)> = records
            .iter()
            .filter(|other| other.name == record.name)
            .map(|other| (other.rtype.clone(), other.data.clone(), other.special))
            .collect();
        data.sort_unstable();
        data
    };
    let now = at_name(current);
    if now != at_name(seen) || now.iter().any(|(rtype, data, _)| *rtype == record.rtype && *data == record.data) {
        return Some(ProviderError::Moved(record.name.clone()));
    }
    // Below NS records, the name belongs to another zone.
    let blocks = |(rtype, _, special): &(String, String, Option<&str>)| match rtype.as_str() {
        "CNAME" => true,
        "NS" => record.name != zone.name,
        other => other == record.rtype && special.is_some(),
    };
    let is_blocked = now.iter().any(blocks);
    is_blocked.then(|| ProviderError::InTheWay(record.name.clone()))
}

/// The record with the TTL of its set, or else one that the provider takes.
fn with_ttl(record: &NewRecord, current: &[HostedRecord], api: &dyn ProviderApi) -> NewRecord {
    let (least, most) = api.mode().ttl;
    let kept = set_of(current, &record.name, &record.rtype).iter().find_map(|other| other.ttl);
    NewRecord { ttl: kept.unwrap_or_else(|| record.ttl.clamp(least, most)), ..record.clone() }
}

/// Which of the records of a plan are there now, after a write whose outcome is unknown. The plan adds only what was not
/// there before.
///
/// # Errors
/// The provider does not answer.
pub async fn read_back(
    api: &dyn ProviderApi,
    zone: &HostedZone,
    records: &[NewRecord],
) -> Result<Vec<AddedRecord>, ProviderError> {
    let current = read(api, zone, records.iter().map(|record| record.name.as_str())).await?;
    let found = |record: &NewRecord| {
        let added = AddedRecord { record: record.clone(), id: None };
        let id = find(&added, &current)?.id.clone();
        Some(AddedRecord { id, ..added })
    };
    Ok(records.iter().filter_map(found).collect())
}

/// Removes those of the records that are still there as they were added. The others stay as they are.
pub async fn take_back(api: &dyn ProviderApi, zone: &HostedZone, added: &[AddedRecord]) -> Applied<AddedRecord> {
    let names = || added.iter().map(|added| added.record.name.as_str());
    let mut current = match read(api, zone, names()).await {
        Ok(current) => current,
        Err(error) => return Applied::Nothing(error),
    };
    let found: Vec<(&AddedRecord, HostedRecord)> =
        added.iter().filter_map(|added| Some((added, find(added, &current)?.clone()))).collect();
    if found.is_empty() {
        return Applied::Done(Vec::new());
    }
    if api.mode().atomic {
        let records: Vec<HostedRecord> = found.iter().map(|(_, record)| record.clone()).collect();
        return match api.remove(zone, &records, &current).await {
            Ok(()) => Applied::Done(found.into_iter().map(|(added, _)| added.clone()).collect()),
            Err(error) => Applied::failed(Vec::new(), error),
        };
    }
    let mut done: Vec<AddedRecord> = Vec::new();
    for (added, _) in found {
        if !done.is_empty() {
            current = match read(api, zone, std::iter::once(added.record.name.as_str())).await {
                Ok(current) => current,
                Err(error) => return Applied::failed(done, error),
            };
        }
        let Some(record) = find(added, &current).cloned() else { continue };
        match api.remove(zone, &[record], &current).await {
            Ok(()) => done.push(added.clone()),
            Err(error) => return Applied::failed(done, error),
        }
    }
    Applied::Done(done)
}

/// The record that was added: by its id, if it still has the data; else by its data.
fn find<'r>(added: &AddedRecord, current: &'r [HostedRecord]) -> Option<&'r HostedRecord> {
    let AddedRecord { record, id } = added;
    let mut same =
        current.iter().filter(|other| other.is(&record.name, &record.rtype, &record.data) && other.special.is_none());
    match id {
        Some(id) if current.iter().any(|other| other.id.is_some()) => same.find(|other| other.id.as_ref() == Some(id)),
        _ => same.next(),
    }
}

/// Every record at these names, each name once.
async fn read<'n>(
    api: &dyn ProviderApi,
    zone: &HostedZone,
    names: impl Iterator<Item = &'n str> + Send,
) -> Result<Vec<HostedRecord>, ProviderError> {
    let mut asked: Vec<String> = Vec::new();
    let mut records = Vec::new();
    for name in names.map(normalize_name).collect::<Vec<_>>() {
        if !asked.contains(&name) {
            let found = api.records(zone, &name).await?;
            // An answer about another name is no answer.
            records.extend(found.into_iter().filter(|record| record.name == name));
            asked.push(name);
        }
    }
    Ok(records)
}
