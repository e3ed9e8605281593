//! What the user chose for the records of a domain.

use super::*;
use crate::core::cache::HostChoice;
use crate::core::dns_host::DnsHost;
use crate::core::guide::{GuideMark, GuideMemory};

#[test]
fn choices_outlive_a_run_and_a_domain_that_is_read_again() {
    let fixture = Fixture::new();
    let cache = fixture.at(then);
    let read = domain("a.com");
    let choices = RecordChoices {
        host: HostChoice::Known(DnsHost::from_code("godaddy").unwrap()),
        guide: GuideMemory {
            current: read.records.first().cloned(),
            marks: read.records.iter().map(|record| (record.clone(), GuideMark::Entered)).collect(),
        },
    };
    let save =
        |cache: &DomainCache, choices: &RecordChoices| cache.save_choices(URL, &key(), &read.id, choices).unwrap();
    save(&cache, &choices);
    assert_eq!(cache.load_domains(URL, &key()).choices, Vec::new(), "the domain is not cached");
    save_domain(&cache, &read);
    save(&cache, &choices);
    assert_eq!(cache.load_domains(URL, &key()).choices, [(read.id.clone(), choices.clone())]);
    let later = fixture.at(two_hours_later);
    save_domain(&later, &SendingDomain { verification_in_progress: true, ..read.clone() });
    later.save_list(URL, &key(), &[domain("a.com"), domain("b.com")], Duration::ZERO).unwrap();
    assert_eq!(later.load_domains(URL, &key()).choices, [(read.id.clone(), choices.clone())]);
    let unknown = RecordChoices { host: HostChoice::Unknown, ..RecordChoices::default() };
    save(&later, &unknown);
    assert_eq!(later.load_domains(URL, &key()).choices, [(read.id.clone(), unknown)]);
}
