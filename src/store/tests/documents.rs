//! The formats of the files.

use proptest::prelude::*;

use super::*;
use crate::store::document::{DomainDocument, ListDocument, ProjectDocument};

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
        let expected = DecodedEntry { domain: any, read_at: Some(then()), removal: RemovalState::Present };
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
