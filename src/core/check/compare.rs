//! One server's records against the expected one.

use std::net::IpAddr;

use super::cause::Cause;
use super::expected::{CompareRule, Expected};
use super::{dkim, dmarc, mx, spf, txt};
use crate::core::dns::{Answer, QueryType, RecordData};
use crate::core::domain_name::is_same_name;

/// What the records of one name come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) is_correct: bool,
    /// What is wrong, or what is to be known beside what is right.
    pub(super) causes: Vec<Cause>,
}

impl Comparison {
    /// Right, without more.
    pub(super) const fn correct() -> Self {
        Self { is_correct: true, causes: Vec::new() }
    }

    /// Right, with something to be known.
    pub(super) const fn correct_with(causes: Vec<Cause>) -> Self {
        Self { is_correct: true, causes }
    }

    /// Not right.
    pub(super) const fn incorrect(causes: Vec<Cause>) -> Self {
        Self { is_correct: false, causes }
    }
}

/// The records of an answer that are of the type that was asked for.
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
    let data: Vec<RecordData> = answer.data.iter().filter(is_wanted).cloned().collect();
    // A CNAME that is asked for may come as the way to itself.
    match answer.cname_chain.first() {
        Some(target) if data.is_empty() && expected.query_type == QueryType::Cname => {
            vec![RecordData::Name(target.clone())]
        }
        _ => data,
    }
}

/// Reads the records of the expected name. None at all, or none of the wanted type, is for the caller to tell.
pub(super) fn compare(expected: &Expected, data: &[RecordData]) -> Comparison {
    match expected.rule {
        CompareRule::Text => txt::compare(&expected.value, &unique_texts(data)),
        CompareRule::Dkim => dkim::compare(&expected.value, &unique_texts(data)),
        CompareRule::Spf => spf::compare(&expected.value, &unique_texts(data)),
        CompareRule::Dmarc => dmarc::compare(&expected.value, &unique_texts(data)),
        CompareRule::Mx { is_sole } => mx::compare(expected.target(), expected.priority, is_sole, data),
        CompareRule::Name | CompareRule::Address if contains_expected(expected, data) => Comparison::correct(),
        CompareRule::Name | CompareRule::Address => {
            Comparison::incorrect(vec![Cause::OtherValue { can_coexist: false }])
        }
        CompareRule::Unknown => Comparison::default(),
    }
}

/// Whether the expected value is among the records of some other name.
pub(super) fn contains_expected(expected: &Expected, data: &[RecordData]) -> bool {
    let in_texts = |is_it: &dyn Fn(&str) -> bool| unique_texts(data).iter().any(|text| is_it(text));
    match expected.rule {
        CompareRule::Text => in_texts(&|text| txt::is_same(&expected.value, text)),
        CompareRule::Dkim => in_texts(&|text| dkim::is_same_key(&expected.value, text)),
        CompareRule::Spf => in_texts(&|text| spf::is_same(&expected.value, text)),
        CompareRule::Dmarc => in_texts(&|text| dmarc::parse_policy(text).is_some()),
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

/// The texts, each once. What is no UTF-8 is replaced: it is in no expected value.
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
