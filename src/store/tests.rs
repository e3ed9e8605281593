use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::core::api_key::ApiKey;
use crate::core::domain::{AutosendChecks, DomainId, DomainStatus};
use crate::core::record::{DnsRecord, Priority, RecordType, Slot};

const URL: &str = "https://api.autosend.com/v1";

fn then() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn two_hours_later() -> Timestamp {
    Timestamp::from_second(1_800_007_200).unwrap()
}

fn credentials(key: &str) -> Credentials {
    Credentials { key: ApiKey::parse(key).unwrap(), project: None }
}

fn key() -> Credentials {
    credentials("AS_oneKeyOfMany")
}

fn domain(name: &str) -> SendingDomain {
    SendingDomain {
        id: DomainId::new(format!("id-{name}")),
        name: name.into(),
        status: DomainStatus::parse("PAUSED"),
        checks: AutosendChecks { dkim: Some(true), ..AutosendChecks::default() },
        records: vec![DnsRecord {
            slot: Slot::from_member("arc"),
            record_type: RecordType::parse("caa"),
            name: "x.example.com".into(),
            value: "0 issue \u{1b}".into(),
            priority: Some(Priority::Invalid("low".into())),
            note: Some("a note".into()),
        }],
        region: Some("eu-central-1".into()),
        created_at: Some(then()),
        last_checked_at: None,
        verified_at: None,
        verification_in_progress: true,
        inbound_enabled_at: Some(two_hours_later()),
        inbound_verified_at: None,
    }
}

struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, now: fn() -> Timestamp) -> DomainCache {
        DomainCache::with_dir(&self.folder.path().join("domains"), now)
    }

    /// The only file in the folder.
    fn file(&self) -> PathBuf {
        let files = self.at(then).list_files(|_| true).unwrap();
        assert_eq!(files.len(), 1, "{files:?}");
        files[0].clone()
    }
}

fn names(cached: &CachedProject) -> Vec<(String, u64)> {
    let domains = cached.domains.iter().flatten();
    domains.map(|kept| (kept.domain.name.raw().to_owned(), kept.age.as_secs())).collect()
}

#[test]
fn what_is_kept_comes_back_whole_with_its_age() {
    let fixture = Fixture::new();
    let list = [domain("a.com"), domain("b.com")];
    fixture.at(then).save_list(URL, &key(), &list);
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
fn a_clock_that_was_set_back_makes_nothing_younger_than_now() {
    let fixture = Fixture::new();
    fixture.at(two_hours_later).save_list(URL, &key(), &[domain("a.com")]);
    assert_eq!(names(&fixture.at(then).load_domains(URL, &key())), [("a.com".to_owned(), 0)]);
}

#[test]
fn each_key_base_url_and_project_has_its_own_file_that_names_none() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    store.save_list(URL, &key(), &[domain("a.com")]);
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
        store.save_list(url, &other, &[domain("b.com")]);
    }
    let files = store.list_files(|_| true).unwrap();
    assert_eq!(files.len(), 5);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(name.len() == 37 && name.bytes().take(32).all(|octet| octet.is_ascii_hexdigit()), "{name}");
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
    fixture.at(then).save_domain(URL, &key(), &domain("a.com"));
    fixture.at(then).save_list(URL, &key(), &[domain("b.com"), domain("c.com")]);
    fixture.at(two_hours_later).save_domain(URL, &key(), &domain("c.com"));
    fixture.at(two_hours_later).save_domain(URL, &key(), &domain("d.com"));
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    let expected = [("b.com", 7200), ("c.com", 0), ("d.com", 0)].map(|(name, age)| (name.to_owned(), age));
    assert_eq!(names(&cached), expected);
}

/// The removed domains: name, seconds since the removal, and number of records.
fn removed(cached: &CachedProject) -> Vec<(String, u64, usize)> {
    let summary = |removed: &RemovedDomain| {
        (removed.domain.name.raw().to_owned(), removed.age.as_secs(), removed.domain.records.len())
    };
    cached.removed.iter().map(summary).collect()
}

#[test]
fn a_removed_domain_is_kept_apart_and_no_list_drops_it() {
    let fixture = Fixture::new();
    fixture.at(then).save_list(URL, &key(), &[domain("a.com"), domain("b.com")]);
    fixture.at(then).save_removed(URL, &key(), &domain("a.com"));
    let expected = [("a.com".to_owned(), 7200, 1)];
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    assert_eq!((names(&cached), removed(&cached)), (vec![("b.com".to_owned(), 7200)], expected.to_vec()));
    fixture.at(two_hours_later).save_list(URL, &key(), &[domain("b.com"), domain("c.com")]);
    fixture.at(two_hours_later).save_domain(URL, &key(), &domain("d.com"));
    let cached = fixture.at(two_hours_later).load_domains(URL, &key());
    assert_eq!(removed(&cached), expected);
    let alive: Vec<String> = names(&cached).into_iter().map(|(name, _)| name).collect();
    assert_eq!(alive, ["b.com", "c.com", "d.com"]);
}

#[test]
fn a_domain_that_was_added_again_takes_the_place_of_the_removed_one() {
    let again = SendingDomain { id: DomainId::new("another"), ..domain("A.com.") };
    let keepings: [fn(&DomainCache, &SendingDomain); 2] = [
        |store, domain| store.save_domain(URL, &key(), domain),
        |store, domain| store.save_list(URL, &key(), std::slice::from_ref(domain)),
    ];
    for keep in keepings {
        let fixture = Fixture::new();
        fixture.at(then).save_removed(URL, &key(), &domain("a.com"));
        keep(&fixture.at(then), &again);
        let cached = fixture.at(then).load_domains(URL, &key());
        assert_eq!((names(&cached), removed(&cached)), (vec![("A.com.".to_owned(), 0)], vec![]));
        fixture.at(then).save_removed(URL, &key(), &again);
        assert_eq!(removed(&fixture.at(then).load_domains(URL, &key())).len(), 1);
    }
}

#[test]
fn a_removed_domain_alone_does_not_say_that_the_project_has_none() {
    let fixture = Fixture::new();
    fixture.at(then).save_removed(URL, &key(), &domain("a.com"));
    let cached = fixture.at(then).load_domains(URL, &key());
    assert_eq!((cached.domains.clone(), removed(&cached).len()), (None, 1));
    assert_eq!(fixture.at(then).forget_domain("a.com").map(|forgotten| forgotten.domains), Ok(1));
    assert_eq!(fixture.at(then).load_domains(URL, &key()), CachedProject::default());
    fixture.at(then).save_list(URL, &key(), &[]);
    assert_eq!(fixture.at(then).load_domains(URL, &key()).domains, Some(Vec::new()), "this is known");
}

#[test]
fn a_file_that_holds_the_key_is_never_written() {
    let fixture = Fixture::new();
    let mut leaky = domain("a.com");
    leaky.records[0].value = "x AS_oneKeyOfMany y".into();
    fixture.at(then).save_list(URL, &key(), std::slice::from_ref(&leaky));
    fixture.at(then).save_domain(URL, &key(), &leaky);
    leaky.records[0].value = "x as_onekeyofmany y".into();
    fixture.at(then).save_domain(URL, &key(), &leaky);
    let quoted = credentials("AS_x\"y\\z1234");
    leaky.records[0].value = "AS_x\"y\\z1234".into();
    fixture.at(then).save_domain(URL, &quoted, &leaky);
    assert_eq!(fixture.at(then).list_files(|_| true), Ok(Vec::new()));
}

#[test]
fn a_broken_or_newer_file_is_set_aside_and_said_and_the_next_is_written() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    for (text, ending, reason) in [
        ("{ \"version\": 1, \"domains\": [", ".broken", "line 1, column"),
        ("not json", ".broken-2", "line 1, column"),
        ("{ \"version\": 99 }", ".newer", "a newer version"),
        ("", ".broken-3", "line 1, column 0"),
    ] {
        store.save_list(URL, &key(), &[domain("a.com")]);
        let path = store.file_path(URL, &key());
        fs::write(&path, text).unwrap();
        let cached = store.load_domains(URL, &key());
        let warning = cached.warning.unwrap();
        assert!(warning.contains(reason) && warning.ends_with(&format!(".json{ending}")), "{warning}");
        assert_eq!((cached.domains, path.exists()), (None, false));
        let aside = PathBuf::from(warning.rsplit_once(" as ").unwrap().1);
        assert_eq!(fs::read_to_string(aside).unwrap(), text, "nothing is lost");
        assert_eq!(store.load_domains(URL, &key()), CachedProject::default(), "said once");
    }
}

#[test]
fn a_list_does_not_overwrite_what_this_version_cannot_read() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    for text in ["{ \"version\": 2 }", "{", "\u{feff}"] {
        store.save_list(URL, &key(), &[domain("a.com")]);
        fs::write(store.file_path(URL, &key()), text).unwrap();
        fs::set_permissions(store.file_path(URL, &key()), fs::Permissions::from_mode(0o600)).unwrap();
        store.save_list(URL, &key(), &[domain("b.com")]);
        assert_eq!(names(&store.load_domains(URL, &key())), [("b.com".to_owned(), 0)]);
        let texts = store.list_files(|_| true).unwrap().into_iter().map(|path| fs::read_to_string(path).unwrap());
        assert!(texts.into_iter().any(|found| found == text), "{text:?} is still there");
    }
}

#[test]
fn a_link_is_neither_followed_nor_replaced() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    store.save_list(URL, &key(), &[domain("a.com")]);
    let (path, target) = (store.file_path(URL, &key()), fixture.folder.path().join("elsewhere"));
    fs::rename(&path, &target).unwrap();
    std::os::unix::fs::symlink(&target, &path).unwrap();
    assert!(store.load_domains(URL, &key()).warning.unwrap().contains("is a link"));
    store.save_list(URL, &key(), &[]);
    store.save_domain(URL, &key(), &domain("b.com"));
    let text = fs::read_to_string(&target).unwrap();
    assert!(text.contains("a.com") && !text.contains("b.com"));
}

#[test]
fn a_file_that_others_can_read_is_left_alone() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    store.save_list(URL, &key(), &[domain("a.com")]);
    let file = fixture.file();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let cached = store.load_domains(URL, &key());
    assert!(cached.domains.is_none() && cached.warning.unwrap().contains("open to other users"));
    store.save_domain(URL, &key(), &domain("b.com"));
    assert!(!fs::read_to_string(&file).unwrap().contains("b.com"));
}

#[test]
fn one_domain_or_everything_is_forgotten() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    assert_eq!(store.forget_all(), Ok(ForgetSummary::default()), "nothing was kept");
    let other = credentials("AS_another12345");
    store.save_list(URL, &key(), &[domain("a.com"), domain("b.com")]);
    store.save_list(URL, &other, &[domain("a.com")]);
    assert_eq!(
        store.forget_domain("A.com."),
        Ok(ForgetSummary { domains: 2, files: 1, quarantined: 0, unreadable: 0 })
    );
    assert_eq!(names(&store.load_domains(URL, &key())), [("b.com".to_owned(), 0)]);
    assert_eq!(store.forget_domain("a.com"), Ok(ForgetSummary::default()));
    fs::write(store.dir().join("x.json.broken"), "x").unwrap();
    fs::write(store.dir().join(".tmpAbCdEf"), "x").unwrap();
    assert_eq!(store.forget_all(), Ok(ForgetSummary { domains: 1, files: 3, quarantined: 0, unreadable: 0 }));
    assert_eq!(store.list_files(|_| true), Ok(Vec::new()));
}

#[test]
fn a_domain_is_forgotten_in_what_was_set_aside_too_and_what_cannot_be_read_is_counted() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    store.save_list(URL, &key(), &[domain("b.com")]);
    fs::write(store.dir().join("x.json.broken"), "{ \"name\": \"A.com\"").unwrap();
    fs::write(store.dir().join("y.json.newer"), "b.com").unwrap();
    fs::write(store.dir().join("z.json"), "{").unwrap();
    assert_eq!(store.forget_domain("a.com"), Ok(ForgetSummary { domains: 1, files: 1, quarantined: 1, unreadable: 1 }));
    assert!(!store.dir().join("x.json.broken").exists() && store.dir().join("y.json.newer").exists());
}

#[test]
fn of_many_each_takes_its_place_and_what_is_newer_stays() {
    let fixture = Fixture::new();
    let (earlier, later) = (fixture.at(then), fixture.at(two_hours_later));
    earlier.save_list(URL, &key(), &[domain("a.com"), domain("b.com"), domain("c.com"), domain("d.com")]);
    later.save_removed(URL, &key(), &domain("b.com"));
    earlier.save_removed(URL, &key(), &domain("d.com"));
    let between = Timestamp::from_second(1_800_003_600).unwrap();
    let again = SendingDomain { id: DomainId::new("another"), ..domain("D.com") };
    let read = [domain("e.com"), domain("b.com"), domain("a.com"), again, domain("a.com")].map(|read| (read, between));
    later.save_domains(URL, &key(), &read);
    let cached = later.load_domains(URL, &key());
    let ages = [("a.com", 3600), ("c.com", 7200), ("D.com", 3600), ("e.com", 3600)];
    assert_eq!(names(&cached), ages.map(|(name, age)| (name.to_owned(), age)));
    assert_eq!(cached.removed.iter().map(|gone| gone.domain.name.raw()).collect::<Vec<_>>(), ["b.com"]);
}

#[test]
fn a_clock_that_was_set_back_keeps_nothing_for_ever() {
    let fixture = Fixture::new();
    fixture.at(two_hours_later).save_list(URL, &key(), &[domain("a.com")]);
    let read = SendingDomain { status: DomainStatus::Verified, ..domain("a.com") };
    fixture.at(then).save_domains(URL, &key(), &[(read, then())]);
    let kept = fixture.at(then).load_domains(URL, &key()).domains.unwrap();
    assert_eq!(kept[0].domain.status, DomainStatus::Verified);
}

proptest! {
    #[test]
    fn any_domain_comes_back(
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
        let text = Document::new(URL, vec![DomainEntry::new(&any, then())]).to_json();
        let read = document::parse(&text).map(|document| document.domains.into_iter().map(DomainEntry::decode).collect::<Vec<_>>());
        let expected = DecodedEntry { domain: any, read_at: Some(then()), removal: RemovalState::Present };
        prop_assert_eq!(read, Ok(vec![expected]));
    }

    #[test]
    fn any_text_is_a_document_or_none(text in any::<String>(), version in any::<u64>()) {
        let _ = document::parse(&text);
        let _ = document::parse(&format!("{{\"version\":{version},\"domains\":[{text}]}}"));
    }
}
