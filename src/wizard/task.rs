//! What is to be done with the records of a domain, by what DNS says of them, in a sentence.

use super::model::Model;
use crate::core::domain::SendingDomain;

impl Model {
    /// What DNS lacks, or that it has all; nothing where it was not looked into or has nothing yet, and where AutoSend has
    /// verified the domain.
    #[must_use]
    pub fn task(&self, domain: &SendingDomain) -> Option<String> {
        domain.task(None)?;
        let known = self.known(domain).filter(|known| known.looked.is_some())?;
        let (right, all) = known.all();
        Some(match (right, known.conflicts()) {
            _ if known.is_right() && known.is_dnssec_broken() => {
                "The records are in DNS, but DNSSEC of the zone is broken: d tells.".to_owned()
            }
            _ if known.is_right() && right == all => "All records are in DNS: v has AutoSend verify them.".to_owned(),
            _ if known.is_right() && known.is_settled() => {
                format!("{right} of {all} records are in DNS, the rest is optional: v has AutoSend verify them.")
            }
            (_, 0) if known.is_right() => "The required records are in DNS: v has AutoSend verify them.".to_owned(),
            (_, meet) if known.is_right() => {
                format!("The required ones are in DNS (v verifies), {} (d tells).", met(meet))
            }
            (0, 0) => return None,
            (0, 1) => format!("1 of these {all} records meets what is there already: g guides you, d tells."),
            (0, meet) => format!("{meet} of these {all} records meet what is there already: g guides you, d tells."),
            (right, 0) => format!("{right} of {all} records are right in DNS: d tells of the others."),
            (right, meet) => format!("{right} of {all} records are right, {} already: d tells.", met(meet)),
        })
    }
}

fn met(count: usize) -> String {
    if count == 1 { "1 meets what is there".to_owned() } else { format!("{count} meet what is there") }
}
