//! The list of domains, decoded while it arrives: what is held is the domains read so far and the one being read,
//! never the whole text nor a tree of it.

use std::cell::Cell;
use std::io::{self, Read};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;

use super::{domain_of, fault};
use crate::core::domain::SendingDomain;

/// The most domains that are taken of a list.
pub const MOST_DOMAINS: usize = 100_000;

/// The most octets of one domain in a list, and of all that stands around the list.
pub const LARGEST_ELEMENT: usize = 1 << 20;

/// Reads the answer to list: `{"data": {"domains": […]}}`. Elements that are no object, or have neither id nor name,
/// are passed over.
///
/// # Errors
/// Says in words what is wrong with it.
pub fn decode_list(reader: impl Read) -> Result<Vec<SendingDomain>, String> {
    let meter = Meter { left: Cell::new(LARGEST_ELEMENT), spent: Cell::new(false) };
    let mut found = Found { meter: &meter, domains: None, too_many: false };
    let mut deserializer = serde_json::Deserializer::from_reader(Metered { reader, meter: &meter });
    let outcome = Envelope(&mut found).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let Found { domains, too_many, .. } = found;
    match outcome {
        _ if too_many => Err(format!("the answer lists more than {MOST_DOMAINS} domains")),
        Ok(()) => domains.ok_or_else(|| "the answer holds no list of domains".to_owned()),
        Err(_) if meter.spent.get() => Err("the answer holds a domain larger than 1 MiB".to_owned()),
        Err(error) if error.is_data() => Err("the answer holds no list of domains".to_owned()),
        Err(error) => Err(fault(&error)),
    }
}

/// What may still be read before the next domain has to be complete.
struct Meter {
    left: Cell<usize>,
    spent: Cell<bool>,
}

struct Metered<'a, R> {
    reader: R,
    meter: &'a Meter,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.meter.left.get();
        if left == 0 {
            self.meter.spent.set(true);
            return Err(io::Error::other("too large"));
        }
        let size = buffer.len().min(left);
        let read = self.reader.read(buffer.get_mut(..size).unwrap_or_default())?;
        self.meter.left.set(left.saturating_sub(read));
        Ok(read)
    }
}

struct Found<'a> {
    meter: &'a Meter,
    domains: Option<Vec<SendingDomain>>,
    too_many: bool,
}

/// `{"data": …}`.
struct Envelope<'a, 'm>(&'a mut Found<'m>);

/// `{"domains": …}`, or the list itself.
struct Data<'a, 'm>(&'a mut Found<'m>);

/// `[…]`.
struct Domains<'a, 'm>(&'a mut Found<'m>);

impl<'de> DeserializeSeed<'de> for Envelope<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an answer")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == "data" {
                members.next_value_seed(Data(self.0))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Data<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Data<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("data")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == "domains" {
                members.next_value_seed(Domains(self.0))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<(), A::Error> {
        Domains(self.0).visit_seq(elements)
    }
}

impl<'de> DeserializeSeed<'de> for Domains<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Domains<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of domains")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let domains = self.0.domains.get_or_insert_default();
        while let Some(element) = elements.next_element::<Value>()? {
            self.0.meter.left.set(LARGEST_ELEMENT);
            let domain = domain_of(element).filter(|domain| !(domain.id.raw().is_empty() && domain.name.is_empty()));
            domains.extend(domain);
            if domains.len() > MOST_DOMAINS {
                self.0.too_many = true;
                return Err(A::Error::custom("too many"));
            }
        }
        Ok(())
    }
}
