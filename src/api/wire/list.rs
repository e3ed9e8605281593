//! Decodes the list of domains while it arrives. Memory holds the domains decoded so far and the one being decoded,
//! never the whole text or a tree of it.

use std::cell::Cell;
use std::io::{self, Read};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

use super::domain::parse_domain;
use super::json_text::JsonText;
use super::{BodyError, claims_failure, to_body_error};
use crate::core::domain::SendingDomain;
use crate::core::redaction::SentKeys;

/// The most domains in a list.
pub const MAX_DOMAINS: usize = 100_000;

/// The most octets of one domain in a list, and of everything around the list.
pub const MAX_ELEMENT_BYTES: usize = 1 << 20;

/// Decodes the response to list: `{"data": {"domains": […]}}`. Elements that are not objects, or have neither id nor
/// name, are skipped. The keys that the server was sent are removed from every text.
///
/// # Errors
/// The body says that the request has failed, is not JSON, or holds no list of domains.
pub fn decode_list(reader: impl Read, keys: &SentKeys) -> Result<Vec<SendingDomain>, BodyError> {
    let budget = ByteBudget { remaining: Cell::new(MAX_ELEMENT_BYTES), exhausted: Cell::new(false) };
    let mut state = ListState { budget: &budget, keys, domains: None, others: Map::new(), too_many: false };
    let mut deserializer =
        serde_json::Deserializer::from_reader(JsonText::new(BudgetedReader { reader, budget: &budget }));
    let result = EnvelopeVisitor(&mut state).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let ListState { domains, others, too_many, .. } = state;
    match result {
        _ if too_many => Err(format!("the response lists more than {MAX_DOMAINS} domains").into()),
        _ if claims_failure(&others) => {
            let mut others = Value::Object(others);
            keys.redact_json(&mut others);
            Err(BodyError::Refused(others.as_object_mut().map(std::mem::take).unwrap_or_default()))
        }
        Ok(()) => domains.ok_or_else(|| "no domain list in the response".into()),
        Err(_) if budget.exhausted.get() => Err("a domain in the response is larger than 1 MiB".into()),
        Err(error) if error.is_data() => Err("no domain list in the response".into()),
        Err(error) => Err(to_body_error(&error)),
    }
}

/// The octets that may be read before the next domain must be complete.
struct ByteBudget {
    remaining: Cell<usize>,
    exhausted: Cell<bool>,
}

struct BudgetedReader<'a, R> {
    reader: R,
    budget: &'a ByteBudget,
}

impl<R: Read> Read for BudgetedReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.budget.remaining.get();
        if left == 0 {
            self.budget.exhausted.set(true);
            return Err(io::Error::other("too large"));
        }
        let size = buffer.len().min(left);
        let read = self.reader.read(buffer.get_mut(..size).unwrap_or_default())?;
        self.budget.remaining.set(left.saturating_sub(read));
        Ok(read)
    }
}

struct ListState<'a> {
    budget: &'a ByteBudget,
    keys: &'a SentKeys,
    domains: Option<Vec<SendingDomain>>,
    /// The members beside `data`, which say whether it is a success.
    others: Map<String, Value>,
    too_many: bool,
}

/// `{"data": …}`.
struct EnvelopeVisitor<'a, 'm>(&'a mut ListState<'m>);

/// `{"domains": …}`, or the list itself.
struct DataVisitor<'a, 'm>(&'a mut ListState<'m>);

/// `[…]`.
struct DomainsVisitor<'a, 'm>(&'a mut ListState<'m>);

impl<'de> DeserializeSeed<'de> for EnvelopeVisitor<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EnvelopeVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an answer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == "data" {
                members.next_value_seed(DataVisitor(self.0))?;
            } else {
                let value = members.next_value()?;
                self.0.others.insert(name, value);
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for DataVisitor<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DataVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("data")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == "domains" {
                members.next_value_seed(DomainsVisitor(self.0))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        DomainsVisitor(self.0).visit_seq(elements)
    }

    /// No list: what the members after it say is read as well.
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for DomainsVisitor<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for DomainsVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of domains")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let domains = self.0.domains.get_or_insert_default();
        while let Some(mut element) = elements.next_element::<Value>()? {
            self.0.keys.redact_json(&mut element);
            self.0.budget.remaining.set(MAX_ELEMENT_BYTES);
            let domain = parse_domain(element).filter(|domain| !(domain.id.raw().is_empty() && domain.name.is_empty()));
            domains.extend(domain);
            if domains.len() > MAX_DOMAINS {
                self.0.too_many = true;
                return Err(A::Error::custom("too many"));
            }
        }
        Ok(())
    }
}
