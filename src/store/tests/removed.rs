//! Removed domains.

use super::*;

#[test]
fn a_removed_domain_is_stored_separately_and_no_list_drops_it() {
    let fixture = Fixture::new();
    save_list(&fixture.at(then), &[domain("a.com"), domain("b.com")]);
    save_removed(&fixture.at(then), &domain("a.com"));
    let expected = [("a.com".to_owned(), 7200, 1)];
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    assert_eq!((names(&cached), removed(&cached)), (vec![("b.com".to_owned(), 7200)], expected.to_vec()));
    save_list(&fixture.at(two_hours_later), &[domain("b.com"), domain("c.com")]);
    save_domain(&fixture.at(two_hours_later), &domain("d.com"));
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    assert_eq!(removed(&cached), expected);
    let alive: Vec<String> = names(&cached).into_iter().map(|(name, _)| name).collect();
    assert_eq!(alive, ["b.com", "c.com", "d.com"]);
}

#[test]
fn a_domain_that_was_added_again_replaces_the_removed_one() {
    let again = SendingDomain { id: DomainId::new("another"), ..domain("A.com.") };
    let keepings: [fn(&DomainCache, &SendingDomain); 2] =
        [save_domain, |store, domain| save_list(store, std::slice::from_ref(domain))];
    for keep in keepings {
        let fixture = Fixture::new();
        save_removed(&fixture.at(then), &domain("a.com"));
        keep(&fixture.at(then), &again);
        let cached = fixture.at(then).load_domains(URL, &key());
        assert_eq!((names(&cached), removed(&cached)), (vec![("A.com.".to_owned(), 0)], vec![]));
        save_removed(&fixture.at(then), &again);
        assert_eq!(removed(&fixture.at(then).load_domains(URL, &key())).len(), 1);
    }
}

#[test]
fn a_removed_domain_alone_does_not_mean_an_empty_project() {
    let fixture = Fixture::new();
    save_removed(&fixture.at(then), &domain("a.com"));
    let cached = fixture.at(then).load_domains(URL, &key());
    assert_eq!((cached.domains.clone(), removed(&cached).len()), (None, 1));
    assert_eq!(fixture.at(then).forget_domain("a.com").map(|forgotten| forgotten.domains), Ok(1));
    assert_eq!(fixture.at(then).load_domains(URL, &key()), CachedProject::default());
    save_list(&fixture.at(then), &[]);
    assert_eq!(fixture.at(then).load_domains(URL, &key()).domains, Some(Vec::new()), "this is known");
}

#[test]
fn a_concurrent_read_of_another_process_does_not_undo_a_removal() {
    let fixture = Fixture::new();
    let cache = fixture.at(two_hours_later);
    let read_at = |seconds: i64| [(domain("a.com"), Timestamp::from_second(1_800_007_200 + seconds).unwrap())];
    let far = DomainCache::with_dir(cache.dir(), || Timestamp::from_second(1_800_009_999).unwrap());
    for (before, after) in [(1, 1), (0, 59)] {
        far.save_domains(URL, &key(), &read_at(before)).unwrap();
        save_removed(&cache, &domain("a.com"));
        far.save_domains(URL, &key(), &read_at(after)).unwrap();
        let cached = far.load_domains(URL, &key());
        assert_eq!((names(&cached), removed(&cached).len()), (Vec::new(), 1), "{before}, {after}");
    }
    far.save_domains(URL, &key(), &read_at(61)).unwrap();
    assert_eq!(names(&far.load_domains(URL, &key())).len(), 1, "AutoSend has it after all");
}
