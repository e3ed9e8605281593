use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Instant;

use proptest::prelude::*;

use super::document::{DomainDocument, ListDocument, ProjectDocument};
use super::*;
use crate::core::api_key::{ApiKey, ProjectId};
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

    /// Every file of the cache, sorted.
    fn files(&self) -> Vec<PathBuf> {
        files_below(&self.folder.path().join("domains"))
    }

    /// The folder of [`key`].
    fn project(&self) -> PathBuf {
        self.folder.path().join("domains").join(file_name::project_folder(URL, &key()))
    }

    /// The file of the domain that [`domain`] makes of this name.
    fn file(&self, name: &str) -> PathBuf {
        self.project().join(file_name::domain_file(name, &format!("id-{name}")))
    }

    /// The file of version 1.
    fn old_file(&self) -> PathBuf {
        self.project().with_extension("json")
    }

    /// Writes a file of version 1 with these entries.
    fn write_old(&self, entries: &str) {
        fs::create_dir_all(self.project().parent().unwrap()).unwrap();
        let text = format!(r#"{{"version": 1, "baseUrl": "{URL}", "domains": [{entries}]}}"#);
        fs::write(self.old_file(), text).unwrap();
        fs::set_permissions(self.old_file(), fs::Permissions::from_mode(0o600)).unwrap();
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

/// Stores a list that was requested just now.
fn save_list(cache: &DomainCache, domains: &[SendingDomain]) {
    cache.save_list(URL, &key(), domains, Duration::ZERO).unwrap();
}

fn save_domain(cache: &DomainCache, domain: &SendingDomain) {
    cache.save_domain(URL, &key(), domain).unwrap();
}

fn save_removed(cache: &DomainCache, domain: &SendingDomain) {
    cache.save_removed(URL, &key(), domain).unwrap();
}

fn names(cached: &CachedProject) -> Vec<(String, u64)> {
    let domains = cached.domains.iter().flatten();
    domains.map(|kept| (kept.domain.name.raw().to_owned(), kept.age.as_secs())).collect()
}

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

/// The removed domains: name, seconds since the removal, and number of records.
fn removed(cached: &CachedProject) -> Vec<(String, u64, usize)> {
    let summary = |removed: &RemovedDomain| {
        (removed.domain.name.raw().to_owned(), removed.age.as_secs(), removed.domain.records.len())
    };
    cached.removed.iter().map(summary).collect()
}

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
fn a_file_that_holds_the_key_is_never_written() {
    let fixture = Fixture::new();
    let cache = fixture.at(then);
    let mut leaky = domain("a.com");
    leaky.records[0].value = "x AS_oneKeyOfMany y".into();
    assert!(cache.save_list(URL, &key(), &[leaky.clone(), domain("b.com")], Duration::ZERO).is_err());
    assert_eq!(names(&cache.load_domains(URL, &key())), [("b.com".to_owned(), 0)], "the others are kept");
    assert!(cache.save_domain(URL, &key(), &leaky).is_err());
    leaky.records[0].value = "x as_onekeyofmany y".into();
    assert!(cache.save_removed(URL, &key(), &leaky).unwrap_err().contains("contains the API key"));
    let quoted = credentials("AS_x\"y\\z1234");
    leaky.records[0].value = "AS_x\"y\\z1234".into();
    assert!(cache.save_domain(URL, &quoted, &leaky).is_err());
    for file in fixture.files() {
        let text = fs::read_to_string(file).unwrap().to_lowercase();
        assert!(!text.contains("onekeyofmany") && !text.contains("1234"), "{text}");
    }
}

#[test]
fn a_broken_or_newer_file_is_quarantined_and_reported_and_a_new_one_written() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    for (text, ending, reason) in [
        ("{ \"version\": 1, \"domain\": [", ".broken", "line 1, column"),
        ("not json", ".broken-2", "line 1, column"),
        ("{ \"version\": 99 }", ".newer", "a newer version"),
        ("", ".broken-3", "line 1, column 0"),
    ] {
        save_list(&store, &[domain("a.com"), domain("b.com")]);
        let path = fixture.file("a.com");
        fs::write(&path, text).unwrap();
        let cached = store.load_domains(URL, &key());
        let warning = cached.warning.clone().unwrap();
        assert!(warning.contains(reason) && warning.ends_with(&format!(".json{ending}")), "{warning}");
        assert_eq!((names(&cached), path.exists()), (vec![("b.com".to_owned(), 0)], false), "the others are used");
        let aside = PathBuf::from(warning.rsplit_once(" moved to ").unwrap().1);
        assert_eq!(fs::read_to_string(aside).unwrap(), text, "nothing is lost");
        assert_eq!(store.load_domains(URL, &key()).warning, None, "said once");
    }
}

#[test]
fn a_list_does_not_overwrite_a_file_that_this_version_cannot_read() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    for (text, file) in [
        ("{ \"version\": 3 }", fixture.file("a.com")),
        ("{", fixture.file("a.com")),
        ("\u{feff}", fixture.file("a.com")),
        ("{ \"version\": 3, \"ids\": 1 }", fixture.project().join(file_name::LIST)),
        ("[", fixture.project().join(file_name::LIST)),
        ("{ \"version\": 2, \"domains\": 1 }", fixture.old_file()),
        ("}", fixture.old_file()),
    ] {
        save_list(&store, &[domain("a.com")]);
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        save_list(&store, &[domain("a.com"), domain("b.com")]);
        assert_eq!(names(&store.load_domains(URL, &key())).len(), 2, "{text}");
        let texts = fixture.files().into_iter().map(|path| fs::read_to_string(path).unwrap());
        assert!(texts.into_iter().any(|found| found == text), "{text:?} is still there");
    }
}

#[test]
fn a_symlink_is_neither_followed_nor_replaced() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    save_list(&store, &[domain("a.com")]);
    let (path, target) = (fixture.file("a.com"), fixture.folder.path().join("elsewhere"));
    fs::rename(&path, &target).unwrap();
    std::os::unix::fs::symlink(&target, &path).unwrap();
    assert!(store.load_domains(URL, &key()).warning.unwrap().contains("is a link"));
    let changed = SendingDomain { status: DomainStatus::Verified, ..domain("a.com") };
    assert!(store.save_domain(URL, &key(), &changed).is_err());
    assert!(store.save_list(URL, &key(), &[changed], Duration::ZERO).is_err());
    save_list(&store, &[]);
    assert!(fs::read_to_string(&target).unwrap().contains("PAUSED") && path.is_symlink());
    let (folder, elsewhere) = (fixture.project(), fixture.folder.path().join("folder"));
    fs::rename(&folder, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &folder).unwrap();
    assert!(store.load_domains(URL, &key()).warning.unwrap().contains("is a link"));
    assert!(store.save_removed(URL, &key(), &domain("b.com")).is_err());
}

#[test]
fn a_file_that_others_can_read_is_not_used() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    save_list(&store, &[domain("a.com")]);
    let file = fixture.file("a.com");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let cached = store.load_domains(URL, &key());
    assert!(names(&cached).is_empty() && cached.warning.unwrap().contains("readable by other users"));
    let changed = SendingDomain { status: DomainStatus::Verified, ..domain("a.com") };
    assert!(store.save_domain(URL, &key(), &changed).unwrap_err().contains("readable by other users"));
    assert!(fs::read_to_string(&file).unwrap().contains("PAUSED"));
}

#[test]
fn one_domain_or_everything_is_cleared() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    let forgotten = |domains, files| ForgetSummary { domains, files, quarantined: 0, unreadable: 0 };
    assert_eq!(store.forget_all(), Ok(ForgetSummary::default()), "nothing was kept");
    let other = credentials("AS_another12345");
    save_list(&store, &[domain("a.com"), domain("b.com")]);
    store.save_list(URL, &other, &[domain("a.com")], Duration::ZERO).unwrap();
    assert_eq!(store.forget_domain("A.com."), Ok(forgotten(2, 2)));
    assert_eq!(names(&store.load_domains(URL, &key())), [("b.com".to_owned(), 0)]);
    let texts: Vec<String> = fixture.files().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    assert!(texts.len() == 2 && texts.iter().all(|text| !text.contains("a.com")), "not in the list either: {texts:?}");
    assert_eq!(store.forget_domain("a.com"), Ok(ForgetSummary::default()));
    fs::write(store.dir().join("x.json.broken"), "x").unwrap();
    fs::write(store.dir().join(".tmpAbCdEf"), "x").unwrap();
    fs::write(fixture.project().join(".autosend-domains-AbCdEf.tmp"), "x").unwrap();
    assert_eq!(store.forget_all(), Ok(forgotten(1, 4)));
    assert_eq!((fixture.files(), fixture.project().exists()), (Vec::new(), false));
}

#[test]
fn a_domain_is_cleared_from_quarantined_files_too_and_unreadable_files_are_counted() {
    let fixture = Fixture::new();
    let store = fixture.at(then);
    save_list(&store, &[domain("b.com")]);
    fs::write(store.dir().join("x.json.broken"), "{ \"name\": \"A.com\"").unwrap();
    fs::write(fixture.project().join("x.json.newer"), "{ \"name\": \"A.com\"").unwrap();
    fs::write(store.dir().join("y.json.newer"), "b.com").unwrap();
    fs::write(store.dir().join("z.json"), "{").unwrap();
    assert_eq!(store.forget_domain("a.com"), Ok(ForgetSummary { domains: 2, files: 2, quarantined: 2, unreadable: 1 }));
    assert!(!store.dir().join("x.json.broken").exists() && store.dir().join("y.json.newer").exists());
}

/// Entries of version 1, as its files have them.
const OLD: &str = r#"
    {"readAt": "2027-01-15T08:00:00Z", "domain": {"id": "id-b.com", "name": "b.com", "status": "VERIFIED", "records": [],
     "inProgress": false}},
    {"readAt": "2027-01-15T08:00:00Z", "removedAt": "2027-01-15T08:00:00Z", "domain": {"id": "id-a.com", "name": "a.com",
     "status": "VERIFIED", "inProgress": false, "records": [{"slot": "dkim", "type": "TXT", "name": "x", "value": "y"}]}},
    {"readAt": "2027-01-15T08:00:00Z", "domain": {"id": "id-0.com", "name": "0.com", "status": "VERIFIED", "records": [],
     "inProgress": false}}"#;

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
                    cache.save_list(URL, &key(), &[domain("b.com")], start.elapsed()).unwrap();
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
