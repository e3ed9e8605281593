//! Compares one server's records with the expected one.

use std::net::IpAddr;

use super::cause::{Cause, Comparison};
use super::expected::{CompareRule, Expected};
use super::{dkim, dmarc, mx, spf, txt};
use crate::core::dns::{Answer, QueryType, RecordData};
use crate::core::domain_name::is_same_name;

/// The records of an answer that have the type of the question, sorted: a server gives them in any order (RFC 2181 section 5),
/// which must not decide anything.
pub(super) fn filter_by_type(expected: &Expected, answer: &Answer) -> Vec<RecordData> {
    let is_wanted = |data: &&RecordData| match expected.rule {
        CompareRule::Mx { .. } => matches!(data, RecordData::Mx { .. }),
        CompareRule::Name => matches!(data, RecordData::Name(_)),
        CompareRule::Address => matches!(data, RecordData::Address(_)),
        CompareRule::Text | CompareRule::Dkim | CompareRule::Spf | CompareRule::Dmarc => {
            matches!(data, RecordData::Txt(_))
        }
        CompareRule::Unknown => false,
    };
    let mut data: Vec<RecordData> = answer.data.iter().filter(is_wanted).cloned().collect();
    data.sort();
    // The answer to a CNAME question may have the target only in its chain.
    match answer.cname_chain.first() {
        Some(target) if data.is_empty() && expected.query_type == QueryType::Cname => {
            vec![RecordData::Name(target.clone())]
        }
        _ => data,
    }
}

/// Compares the records at the expected name. The caller handles the case that there are none of the expected type.
pub(super) fn compare(expected: &Expected, data: &[RecordData]) -> Comparison {
    match expected.rule {
        CompareRule::Text => txt::compare(&expected.value, &unique_texts(data)),
        CompareRule::Dkim => dkim::compare(&expected.value, &unique_texts(data)),
        CompareRule::Spf => spf::compare(expected, &unique_texts(data)),
        CompareRule::Dmarc => dmarc::compare(&expected.value, &unique_texts(data)),
        CompareRule::Mx { is_sole } => mx::compare(expected.target(), expected.priority, is_sole, data),
        CompareRule::Name | CompareRule::Address if contains_expected(expected, data) => Comparison::correct(),
        CompareRule::Name | CompareRule::Address => {
            Comparison::incorrect(vec![Cause::OtherValue { can_coexist: false }])
        }
        CompareRule::Unknown => Comparison::default(),
    }
}

/// Whether the records of another name contain the expected value.
pub(super) fn contains_expected(expected: &Expected, data: &[RecordData]) -> bool {
    let in_texts = |is_it: &dyn Fn(&str) -> bool| unique_texts(data).iter().any(|text| is_it(text));
    match expected.rule {
        CompareRule::Text => in_texts(&|text| txt::is_same(&expected.value, text)),
        CompareRule::Dkim => in_texts(&|text| dkim::is_same_key(&expected.value, text)),
        CompareRule::Spf => in_texts(&|text| spf::is_same(&expected.value, text)),
        CompareRule::Dmarc => in_texts(&|text| dmarc::is_valid(text)),
        CompareRule::Mx { .. } => {
            mx::exchange_hosts(data).any(|host| mx::is_expected_or_doubled(host, expected.target()))
        }
        CompareRule::Name => target_names(data).any(|name| is_same_name(name, expected.target())),
        CompareRule::Address => {
            let wanted: Option<IpAddr> = expected.value.parse().ok();
            data.iter().any(|data| matches!(data, RecordData::Address(address) if Some(*address) == wanted))
        }
        CompareRule::Unknown => false,
    }
}

/// The texts without repetition. Octets that are not UTF-8 are replaced, because no expected value has any.
pub(super) fn unique_texts(data: &[RecordData]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let texts = data.iter().filter_map(RecordData::text).map(|text| String::from_utf8_lossy(&text).into_owned());
    texts.filter(|text| seen.insert(text.clone())).collect()
}

fn target_names(data: &[RecordData]) -> impl Iterator<Item = &str> {
    data.iter().filter_map(|data| match data {
        RecordData::Name(name) => Some(name.as_str()),
        _ => None,
    })
}
