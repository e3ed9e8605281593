//! The formats of the files, and those of version 1.

use proptest::prelude::*;

use super::*;
use crate::store::document::{DomainDocument, ListDocument, ProjectDocument};

#[test]
fn a_file_of_version_1_is_read_and_becomes_one_file_for_each_domain() {
    let fixture = Fixture::new();
    fixture.write_old(OLD);
    for _ in 0..2 {
        let cached = fixture.at(two_hours_later).load_domains(URL, &key());
        assert_eq!(names(&cached), [("b.com".to_owned(), 7200), ("0.com".to_owned(), 7200)], "in their order");
        assert_eq!((removed(&cached), cached.warning), (vec![("a.com".to_owned(), 7200, 1)], None));
        assert_eq!((fixture.files().len(), fixture.old_file().exists()), (4, false));
    }
    fixture.write_old("");
    let cached = fixture.at(then).load_domains(URL, &key());
    assert_eq!((names(&cached).len(), removed(&cached).len()), (2, 1), "what is newer stays");
}

#[test]
fn a_change_migrates_a_file_of_version_1() {
    let fixture = Fixture::new();
    fixture.write_old(OLD);
    save_removed(&fixture.at(two_hours_later), &domain("b.com"));
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    let gone: Vec<String> = removed(&cached).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(
        (names(&cached), gone),
        (vec![("0.com".to_owned(), 7200)], vec!["a.com".to_owned(), "b.com".to_owned()])
    );
    fixture.write_old(OLD);
    assert_eq!(fixture.at(then).forget_domain("a.com").map(|forgotten| forgotten.domains), Ok(2), "in both");
    assert!(!fs::read_to_string(fixture.old_file()).unwrap().contains("a.com"));
}

#[test]
fn without_write_access_a_file_of_version_1_is_used_and_no_cache_is_promised() {
    let fixture = Fixture::new();
    fixture.write_old(OLD);
    // A file where the folder belongs: that stops root too, whom no mode stops.
    fs::write(fixture.project(), "").unwrap();
    let cache = fixture.at(two_hours_later);
    for _ in 0..2 {
        assert_eq!(names(&cache.load_domains(URL, &key())).len(), 2);
        let one = cache.load_domain(URL, &key(), DomainKey::Name("0.com"));
        assert_eq!(names(&one), [("0.com".to_owned(), 7200)]);
    }
    assert!(fixture.old_file().exists());
    assert!(cache.save_removed(URL, &key(), &domain("c.com")).is_err());
    assert!(cache.save_list(URL, &key(), &[], Duration::ZERO).is_err());
}

proptest! {
    #[test]
    fn any_domain_loads_as_it_was_saved(
        texts in proptest::collection::vec(any::<String>(), 7), priority in any::<Option<u16>>(), flag in any::<Option<bool>>(),
    ) {
        let mut any = domain(&texts[0]);
        any.status = DomainStatus::parse(&texts[1]);
        any.region = Some(texts[2].as_str().into());
        any.checks.ownership = flag;
        any.records[0].slot = Slot::from_member(&texts[3]);
        any.records[0].record_type = RecordType::parse(&texts[4]);
        any.records[0].value = texts[5].as_str().into();
        any.records[0].name = texts[6].as_str().into();
        any.records[0].priority = priority.map(Priority::Number);
        let text = document::to_json(&DomainDocument::new(URL, DomainEntry::new(&any, then())));
        let read = document::parse::<DomainDocument>(&text).map(|document| document.entry.decode());
        let expected = DecodedEntry { choices: None, domain: any, read_at: Some(then()), removal: RemovalState::Present };
        prop_assert_eq!(read, Ok(expected));
    }

    #[test]
    fn any_text_is_a_document_or_none(text in any::<String>(), version in any::<u64>()) {
        let _ = document::parse::<DomainDocument>(&text);
        let _ = document::parse::<DomainDocument>(&format!("{{\"version\":{version},\"domain\":{{{text}}}}}"));
        let _ = document::parse::<ListDocument>(&format!("{{\"version\":{version},\"ids\":[{text}]}}"));
        let _ = document::parse::<ProjectDocument>(&format!("{{\"version\":{version},\"domains\":[{text}]}}"));
    }
}
