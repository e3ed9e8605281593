//! Files that cannot be used, and texts that must not be written.

use super::*;

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
