//! One server's records against the expected one.

use std::net::IpAddr;

use super::cause::Cause;
use super::expected::{Expected, Rules};
use super::{dkim, dmarc, mx, spf, txt};
use crate::core::domain_name::is_same_name;
use crate::core::look::{Answer, Data, QueryType};

/// What the records of one name come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) is_right: bool,
    /// What is wrong, or what is to be known beside what is right.
    pub(super) causes: Vec<Cause>,
}

impl Reading {
    /// Right, without more.
    pub(super) const fn right() -> Self {
        Self { is_right: true, causes: Vec::new() }
    }

    /// Right, with something to be known.
    pub(super) const fn right_but(causes: Vec<Cause>) -> Self {
        Self { is_right: true, causes }
    }

    /// Not right.
    pub(super) const fn wrong(causes: Vec<Cause>) -> Self {
        Self { is_right: false, causes }
    }
}

/// The records of an answer that are of the type that was asked for.
pub(super) fn of_type(expected: &Expected, answer: &Answer) -> Vec<Data> {
    let is_wanted = |data: &&Data| match expected.rules {
        Rules::Mx { .. } => matches!(data, Data::Mx { .. }),
        Rules::Name => matches!(data, Data::Name(_)),
        Rules::Address => matches!(data, Data::Address(_)),
        Rules::Text | Rules::Dkim | Rules::Spf | Rules::Dmarc => matches!(data, Data::Txt(_)),
        Rules::Unknown => false,
    };
    let data: Vec<Data> = answer.data.iter().filter(is_wanted).cloned().collect();
    // A CNAME that is asked for may come as the way to itself.
    match answer.aliases.first() {
        Some(target) if data.is_empty() && expected.kind == QueryType::Cname => vec![Data::Name(target.clone())],
        _ => data,
    }
}

/// Reads the records of the expected name. None at all, or none of the wanted type, is for the caller to tell.
pub(super) fn read(expected: &Expected, data: &[Data]) -> Reading {
    match expected.rules {
        Rules::Text => txt::read(&expected.value, &texts(data)),
        Rules::Dkim => dkim::read(&expected.value, &texts(data)),
        Rules::Spf => spf::read(&expected.value, &texts(data)),
        Rules::Dmarc => dmarc::read(&expected.value, &texts(data)),
        Rules::Mx { is_sole } => mx::read(expected.target(), expected.priority, is_sole, data),
        Rules::Name | Rules::Address if carries(expected, data) => Reading::right(),
        Rules::Name | Rules::Address => Reading::wrong(vec![Cause::OtherValue { beside: false }]),
        Rules::Unknown => Reading::default(),
    }
}

/// Whether the expected value is among the records of some other name.
pub(super) fn carries(expected: &Expected, data: &[Data]) -> bool {
    let in_texts = |is_it: &dyn Fn(&str) -> bool| texts(data).iter().any(|text| is_it(text));
    match expected.rules {
        Rules::Text => in_texts(&|text| txt::is_same(&expected.value, text)),
        Rules::Dkim => in_texts(&|text| dkim::is_same_key(&expected.value, text)),
        Rules::Spf => in_texts(&|text| spf::is_same(&expected.value, text)),
        Rules::Dmarc => in_texts(&|text| dmarc::policy(text).is_some()),
        Rules::Mx { .. } => mx::hosts(data).any(|host| mx::is_host(host, expected.target())),
        Rules::Name => names(data).any(|name| is_same_name(name, expected.target())),
        Rules::Address => {
            let wanted: Option<IpAddr> = expected.value.parse().ok();
            data.iter().any(|data| matches!(data, Data::Address(address) if Some(*address) == wanted))
        }
        Rules::Unknown => false,
    }
}

/// The texts, each once. What is no UTF-8 is replaced: it is in no expected value.
pub(super) fn texts(data: &[Data]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let texts = data.iter().filter_map(Data::text).map(|text| String::from_utf8_lossy(&text).into_owned());
    texts.filter(|text| seen.insert(text.clone())).collect()
}

fn names(data: &[Data]) -> impl Iterator<Item = &str> {
    data.iter().filter_map(|data| match data {
        Data::Name(name) => Some(name.as_str()),
        _ => None,
    })
}
