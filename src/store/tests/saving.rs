//! Saving and loading domains.

use super::*;

#[test]
fn cached_domains_load_completely_with_their_age() {
    let fixture = Fixture::new();
    let list = [domain("a.com"), domain("b.com")];
    save_list(&fixture.at(then), &list);
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    let age = Duration::from_secs(7200);
    let expected = list.map(|domain| CachedDomain { domain, age });
    assert_eq!(cached, CachedProject { domains: Some(expected.into()), ..CachedProject::default() });
    assert_eq!(
        names(&fixture.at(then).load_domains(&format!("{URL}/"), &key())).len(),
        2,
        "a final slash makes no difference"
    );
}

#[test]
fn a_clock_that_was_set_back_makes_no_age_negative() {
    let fixture = Fixture::new();
    save_list(&fixture.at(two_hours_later), &[domain("a.com")]);
    assert_eq!(names(&fixture.at(then).load_domains(URL, &key())), [("a.com".to_owned(), 0)]);
}

#[test]
fn each_key_base_url_and_project_has_its_own_file_that_reveals_none() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    save_list(&store, &[domain("a.com")]);
    let project = |id: &str| Credentials {
        key: ApiKey::parse("ASA_account1234").unwrap(),
        project: Some(ProjectId::parse(id).unwrap()),
    };
    for (url, other) in [
        ("http://127.0.0.1:1/v1", key()),
        (URL, credentials("AS_another12345")),
        (URL, project("one")),
        (URL, project("two")),
    ] {
        assert_eq!(store.load_domains(url, &other), CachedProject::default());
        store.save_list(url, &other, &[domain("b.com")], Duration::ZERO).unwrap();
    }
    let folders: Vec<_> = fs::read_dir(store.dir()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(folders.len(), 5);
    for folder in folders {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(file_name::is_project_folder(folder.file_name().unwrap().to_str().unwrap()), "{folder:?}");
    }
    for file in fixture.files() {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(name == file_name::LIST || file_name::is_domain_file(&name), "{name}");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("oneKey") && !text.contains("account1234"), "{text}");
    }
    let folder = fs::metadata(store.dir()).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_list_replaces_and_a_domain_is_added_or_replaced() {
    let fixture = Fixture::new();
    save_domain(&fixture.at(then), &domain("a.com"));
    save_list(&fixture.at(then), &[domain("b.com"), domain("c.com")]);
    save_domain(&fixture.at(two_hours_later), &domain("c.com"));
    save_domain(&fixture.at(two_hours_later), &domain("d.com"));
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    let expected = [("b.com", 7200), ("c.com", 0), ("d.com", 0)].map(|(name, age)| (name.to_owned(), age));
    assert_eq!(names(&cached), expected);
}

#[test]
fn one_domain_is_found_by_name_or_id_and_no_other_file_is_read() {
    let fixture = Fixture::new();
    let cache = fixture.at(then);
    save_removed(&cache, &domain("a.com"));
    save_list(&cache, &[domain("b.com"), domain("c.com")]);
    fs::write(fixture.file("c.com"), "{").unwrap();
    for wanted in [DomainKey::Name("B.com."), DomainKey::Id("id-b.com")] {
        let found = fixture.at(two_hours_later).load_domain(URL, &key(), wanted);
        assert_eq!((names(&found), found.warning), (vec![("b.com".to_owned(), 7200)], None));
    }
    let found = cache.load_domain(URL, &key(), DomainKey::Name("a.com"));
    assert_eq!((found.domains.clone(), removed(&found).len()), (None, 1));
    for wanted in [DomainKey::Name("none.com"), DomainKey::Id("none")] {
        assert_eq!(cache.load_domain(URL, &key(), wanted), CachedProject::default());
    }
    assert!(cache.load_domain(URL, &key(), DomainKey::Id("id-c.com")).warning.is_some());
}

#[test]
fn a_list_does_not_drop_domains_newer_than_its_request() {
    let fixture = Fixture::new();
    let later = fixture.at(two_hours_later);
    save_list(&fixture.at(then), &[domain("a.com"), domain("b.com"), domain("gone.com")]);
    save_domain(&later, &domain("new.com"));
    save_removed(&later, &domain("a.com"));
    let read = SendingDomain { status: DomainStatus::Verified, ..domain("b.com") };
    save_domain(&later, &read);
    later.save_list(URL, &key(), &[domain("a.com"), domain("b.com")], Duration::from_secs(1)).unwrap();
    let cached = later.load_domains(URL, &key());
    assert_eq!(names(&cached), [("b.com".to_owned(), 0), ("new.com".to_owned(), 0)]);
    assert_eq!(cached.domains.as_ref().unwrap()[0].domain.status, DomainStatus::Verified);
    assert_eq!(removed(&cached), [("a.com".to_owned(), 0, 1)]);
}

#[test]
fn an_unchanged_domain_is_not_rewritten_but_its_age_is_reset() {
    let fixture = Fixture::new();
    save_list(&fixture.at(then), &[domain("a.com")]);
    let written = fs::metadata(fixture.file("a.com")).unwrap().modified().unwrap();
    save_list(&fixture.at(two_hours_later), &[domain("a.com"), domain("b.com")]);
    assert_eq!(fs::metadata(fixture.file("a.com")).unwrap().modified().unwrap(), written);
    let ages = ["a.com", "b.com"].map(|name| (name.to_owned(), 0));
    assert_eq!(names(&fixture.at(two_hours_later).load_domains(URL, &key())), ages);
}

#[test]
fn many_domains_are_merged_and_newer_ones_are_unchanged() {
    let fixture = Fixture::new();
    let (earlier, later) = (fixture.at(then), fixture.at(two_hours_later));
    save_list(&earlier, &[domain("a.com"), domain("b.com"), domain("c.com"), domain("d.com")]);
    save_removed(&later, &domain("b.com"));
    save_removed(&earlier, &domain("d.com"));
    let between = Timestamp::from_second(1_800_003_600).unwrap();
    let again = SendingDomain { id: DomainId::new("another"), ..domain("D.com") };
    let read = [domain("e.com"), domain("b.com"), domain("a.com"), again, domain("a.com")].map(|read| (read, between));
    later.save_domains(URL, &key(), &read).unwrap();
    let cached = later.load_domains(URL, &key());
    let ages = [("a.com", 3600), ("c.com", 7200), ("D.com", 3600), ("e.com", 3600)];
    assert_eq!(names(&cached), ages.map(|(name, age)| (name.to_owned(), age)));
    assert_eq!(cached.removed.iter().map(|gone| gone.domain.name.raw()).collect::<Vec<_>>(), ["b.com"]);
}

#[test]
fn a_clock_that_was_set_back_makes_no_entry_permanent() {
    let fixture = Fixture::new();
    save_list(&fixture.at(two_hours_later), &[domain("a.com")]);
    let read = SendingDomain { status: DomainStatus::Verified, ..domain("a.com") };
    fixture.at(then).save_domains(URL, &key(), &[(read, then())]).unwrap();
    let kept = fixture.at(then).load_domains(URL, &key()).domains.unwrap();
    assert_eq!(kept[0].domain.status, DomainStatus::Verified);
}

#[test]
fn twenty_writers_at_once_lose_nothing() {
    for round in 0..50 {
        let (fixture, start) = (Fixture::new(), Instant::now());
        if round % 2 == 1 {
            fixture.write_old(OLD);
        }
        std::thread::scope(|scope| {
            for number in 0..20 {
                let cache = DomainCache::with_dir(&fixture.folder.path().join("domains"), Timestamp::now);
                scope.spawn(move || {
                    // As a command does: the list, which lacks what the others add meanwhile, then its own domain.
                    cache.save_list(URL, &key(), &[domain("b.com")], start.elapsed() + PREEMPTION).unwrap();
                    let own = domain(&format!("{number}.example.com"));
                    if number % 5 == 0 { save_removed(&cache, &own) } else { save_domain(&cache, &own) }
                });
            }
        });
        let cached = fixture.at(Timestamp::now).load_domains(URL, &key());
        let old_removed = usize::from(round % 2 == 1);
        assert_eq!((cached.domains.unwrap().len(), cached.removed.len()), (17, 4 + old_removed), "{round}");
        assert_eq!(cached.warning, None);
    }
}
