//! The pack of a long list, beside the files of single domains.

use super::file_name::{LIST, PACK};
use super::*;
use crate::core::cache::HostChoice;

/// How many domains the lists of these tests have.
const COUNT: usize = 100;

fn long_list() -> Vec<SendingDomain> {
    (0..COUNT).map(|number| domain(&format!("d{number}.com"))).collect()
}

fn verified(name: &str) -> SendingDomain {
    SendingDomain { status: DomainStatus::Verified, ..domain(name) }
}

/// The names of the files of the project, sorted.
fn file_names(fixture: &Fixture) -> Vec<String> {
    let files = fixture.files();
    files.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

fn load_all(cache: &DomainCache) -> CachedProject {
    let cached = cache.load_domains(URL, &key());
    assert_eq!(cached.warning, None);
    cached
}

fn status_of(cached: &CachedProject, name: &str) -> Option<DomainStatus> {
    let found = cached.domains.iter().flatten().find(|cached| cached.domain.is_named(name));
    found.map(|cached| cached.domain.status.clone())
}

#[test]
fn a_long_list_is_one_file_and_comes_back_whole_in_its_order() {
    let fixture = Fixture::new();
    save_list(&fixture.at(then), &long_list());
    assert_eq!(file_names(&fixture), [LIST, PACK]);
    let age = Duration::from_secs(7200);
    let expected: Vec<_> = long_list().into_iter().map(|domain| CachedDomain { domain, age }).collect();
    assert_eq!(load_all(&fixture.at(two_hours_later)).domains, Some(expected));
    let mode = fs::metadata(fixture.project().join(PACK)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for wanted in [DomainKey::Name("D42.com."), DomainKey::Id("id-d42.com")] {
        let found = fixture.at(two_hours_later).load_domain(URL, &key(), wanted);
        assert_eq!((names(&found), found.warning), (vec![("d42.com".to_owned(), 7200)], None));
    }
    let none = fixture.at(then).load_domain(URL, &key(), DomainKey::Name("none.com"));
    assert_eq!(none, CachedProject::default());
}

#[test]
fn a_change_to_one_domain_writes_one_file_and_never_the_pack() {
    let fixture = Fixture::new();
    save_list(&fixture.at(then), &long_list());
    let pack = || fs::read(fixture.project().join(PACK)).unwrap();
    let before = pack();
    let later = fixture.at(two_hours_later);
    save_domain(&later, &verified("d1.com"));
    save_removed(&later, &domain("d2.com"));
    save_domain(&later, &domain("new.com"));
    let cached = load_all(&later);
    assert_eq!((cached.domains.as_ref().unwrap().len(), cached.removed.len()), (COUNT, 1));
    assert_eq!(status_of(&cached, "d1.com"), Some(DomainStatus::Verified));
    assert_eq!(status_of(&cached, "d2.com"), None);
    let mut list = long_list();
    list[3] = verified("d3.com");
    list.retain(|domain| !domain.is_named("d4.com"));
    save_list(&fixture.at(two_hours_later), &list);
    let cached = load_all(&fixture.at(two_hours_later));
    assert_eq!(status_of(&cached, "d3.com"), Some(DomainStatus::Verified));
    assert_eq!(status_of(&cached, "d4.com"), None, "AutoSend no longer has it");
    assert_eq!(pack(), before);
    assert_eq!(file_names(&fixture).len(), 2 + 3, "three have changed");
}

#[test]
fn a_list_that_has_changed_much_is_packed_anew_and_hides_no_change() {
    let fixture = Fixture::new();
    save_list(&fixture.at(then), &long_list());
    save_domain(&fixture.at(then), &verified("d1.com"));
    save_removed(&fixture.at(then), &domain("d2.com"));
    let mut list: Vec<_> = long_list().into_iter().skip(3).map(|old| verified(old.name.raw())).collect();
    list.push(domain("d1.com"));
    save_list(&fixture.at(two_hours_later), &list);
    let cached = load_all(&fixture.at(two_hours_later));
    assert_eq!((cached.domains.as_ref().unwrap().len(), cached.removed.len()), (COUNT - 2, 1));
    assert_eq!(status_of(&cached, "d1.com"), Some(DomainStatus::parse("PAUSED")), "the list is newer than its file");
    assert_eq!(status_of(&cached, "d50.com"), Some(DomainStatus::Verified));
    assert_eq!(file_names(&fixture).len(), 3, "the removed domain alone has a file");
}

#[test]
fn files_of_single_domains_stay_readable_and_are_not_written_again() {
    let fixture = Fixture::new();
    for domain in long_list() {
        save_domain(&fixture.at(then), &domain);
    }
    save_list(&fixture.at(two_hours_later), &long_list());
    assert_eq!(file_names(&fixture).len(), COUNT + 1);
    assert!(!fixture.project().join(PACK).exists());
    assert_eq!(load_all(&fixture.at(two_hours_later)).domains.unwrap().len(), COUNT);
}

#[test]
fn a_list_keeps_what_another_process_has_packed_since_its_request() {
    let fixture = Fixture::new();
    let later = fixture.at(two_hours_later);
    save_list(&later, &long_list());
    later.save_list(URL, &key(), &[domain("d0.com"), domain("old.com")], Duration::from_secs(60)).unwrap();
    assert_eq!(load_all(&later).domains.unwrap().len(), COUNT + 1);
}

#[test]
fn one_domain_or_all_are_forgotten_in_the_pack_too() {
    let fixture = Fixture::new();
    let cache = fixture.at(then);
    let forgotten = |domains, files| ForgetSummary { domains, files, quarantined: 0, unreadable: 0 };
    save_list(&cache, &long_list());
    save_domain(&fixture.at(two_hours_later), &verified("d1.com"));
    assert_eq!(cache.forget_domain("D1.com"), Ok(forgotten(1, 1)), "in its file and in the pack");
    assert_eq!(cache.forget_domain("d2.com"), Ok(forgotten(1, 0)));
    assert_eq!(cache.forget_domain("d2.com"), Ok(ForgetSummary::default()));
    let texts: String = fixture.files().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(!texts.contains("\"d1.com\"") && !texts.contains("id-d2.com") && texts.contains("\"d3.com\""));
    assert_eq!(load_all(&cache).domains.unwrap().len(), COUNT - 2);
    assert_eq!(cache.forget_all(), Ok(forgotten(COUNT - 2, 1)));
    assert_eq!(fixture.files(), Vec::<PathBuf>::new());
}

#[test]
fn a_damaged_pack_is_set_aside_and_a_damaged_domain_costs_no_other() {
    let fixture = Fixture::new();
    let path = fixture.project().join(PACK);
    let cache = fixture.at(then);
    save_list(&cache, &long_list());
    let text = fs::read_to_string(&path).unwrap();
    let damage = |text: &str| {
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        cache.load_domains(URL, &key())
    };
    // The line of one domain.
    let cached = damage(&text.replacen("{\"readAt\"", "[\"readAt\"", 1));
    assert_eq!(names(&cached).len(), COUNT - 1);
    assert!(cached.warning.unwrap().contains("pack.json is unusable"));
    save_list(&cache, &long_list());
    assert_eq!(load_all(&cache).domains.unwrap().len(), COUNT, "the next list mends it");
    // The end is missing, as after a power cut.
    let cached = damage(text.split_at(text.len() / 2).0);
    assert!(names(&cached).len() < COUNT && cached.warning.is_some());
    for broken in ["", "x", "{\"version\":1}\n", "{\"version\":1,\"baseUrl\":\"\",\"index\":[[\"a\",-1]]}\n"] {
        let cached = damage(broken);
        assert!(cached.warning.unwrap().contains("moved to"), "{broken:?}");
        assert!(!path.exists(), "{broken:?}");
    }
    let cached = damage(&text.replacen("\"version\":1", "\"version\":2", 1));
    assert!(cached.warning.unwrap().contains("newer version"));
    // An index that lies takes no memory and returns no other domain.
    let octets = text.lines().nth(1).unwrap().len();
    damage(&text.replacen(&format!(",{octets}]"), ",99999999999]", 1));
}

#[test]
fn a_pack_that_others_can_read_or_that_is_a_link_is_left_alone() {
    let fixture = Fixture::new();
    let (path, cache) = (fixture.project().join(PACK), fixture.at(then));
    save_list(&cache, &long_list());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(cache.load_domains(URL, &key()).warning.unwrap().contains("readable by other users"));
    assert!(cache.save_list(URL, &key(), &long_list(), Duration::ZERO).is_err());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let elsewhere = fixture.folder.path().join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    assert!(cache.load_domains(URL, &key()).warning.unwrap().contains("is a link"));
    assert!(cache.save_domain(URL, &key(), &domain("d1.com")).is_err() && path.is_symlink());
}

#[test]
fn a_domain_whose_answer_repeats_the_key_is_not_packed() {
    let fixture = Fixture::new();
    let mut list = long_list();
    list[7].records[0].value = format!("x {} y", key().key.expose().to_uppercase()).into();
    let saved = fixture.at(then).save_list(URL, &key(), &list, Duration::ZERO);
    assert_eq!(saved, Err("the server's response contains the API key".to_owned()));
    let cached = load_all(&fixture.at(then));
    assert_eq!((cached.domains.as_ref().unwrap().len(), status_of(&cached, "d7.com")), (COUNT - 1, None));
}

#[test]
fn concurrent_writers_and_long_lists_lose_no_update() {
    for round in 0..50 {
        let (fixture, start) = (Fixture::new(), Instant::now());
        std::thread::scope(|scope| {
            for number in 0..20 {
                let cache = DomainCache::with_dir(&fixture.folder.path().join("domains"), Timestamp::now);
                scope.spawn(move || {
                    // A long list that lacks what the others add meanwhile, and changes from one to the next.
                    let change = |old: SendingDomain| if number % 2 == 0 { old } else { verified(old.name.raw()) };
                    let list: Vec<_> = long_list().into_iter().map(change).collect();
                    cache.save_list(URL, &key(), &list, start.elapsed() + PREEMPTION).unwrap();
                    let own = domain(&format!("{number}.example.com"));
                    if number % 5 == 0 { save_removed(&cache, &own) } else { save_domain(&cache, &own) }
                });
            }
        });
        let cached = load_all(&fixture.at(Timestamp::now));
        assert_eq!((cached.domains.unwrap().len(), cached.removed.len()), (COUNT + 16, 4), "{round}");
    }
}

#[test]
fn choices_for_a_packed_domain_outlive_the_lists() {
    let fixture = Fixture::new();
    let cache = fixture.at(then);
    save_list(&cache, &long_list());
    let id = DomainId::new("id-d1.com");
    let choices = RecordChoices { host: HostChoice::Unknown, ..RecordChoices::default() };
    cache.save_choices(URL, &key(), &id, &choices).unwrap();
    let later = fixture.at(two_hours_later);
    let changed: Vec<_> = long_list().into_iter().map(|old| verified(old.name.raw())).collect();
    for list in [changed, long_list()] {
        save_list(&later, &list);
        assert_eq!(load_all(&later).choices, [(id.clone(), choices.clone())]);
    }
    save_domain(&later, &verified("d1.com"));
    assert_eq!(load_all(&later).choices, [(id, choices)]);
}
