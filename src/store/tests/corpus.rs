//! Files with any bytes, made of those in `tests/corpus`.

use proptest::prelude::*;

use super::*;
use crate::core::corpus_tests::check_corpus;
use crate::core::text::is_hidden;

/// The file of a domain, of the list and of version 1 hold the same bytes.
#[test]
fn no_cache_document_of_the_corpus_does_harm() {
    let fixture = Fixture::new();
    let cache = fixture.at(then);
    check_corpus("cache-documents", 400, |bytes| {
        save_list(&cache, &[domain("a.com")]);
        fixture.write_old("");
        for file in fixture.files() {
            fs::write(file, bytes).unwrap();
        }
        let cached = cache.load_domains(URL, &key());
        let one = cache.load_domain(URL, &key(), DomainKey::Name("a.com"));
        for warning in cached.warning.iter().chain(&one.warning) {
            prop_assert!(!warning.chars().any(is_hidden), "{warning:?}");
        }
        let domains = cached.domains.iter().flatten().map(|cached| &cached.domain);
        for domain in domains.chain(cached.removed.iter().map(|removed| &removed.domain)) {
            let records = domain.records.iter().flat_map(|record| [&record.name, &record.value]);
            for text in records.chain([&domain.name]).chain(&domain.region) {
                prop_assert!(!text.sanitized().chars().any(is_hidden), "{text:?}");
            }
        }
        // Whatever was there, the next list is kept.
        save_list(&cache, &[domain("b.com")]);
        let names = names(&cache.load_domains(URL, &key()));
        prop_assert!(names.iter().any(|(name, _)| name == "b.com"), "{names:?}");
        fs::remove_dir_all(fixture.folder.path().join("domains")).unwrap();
        Ok(())
    });
}
