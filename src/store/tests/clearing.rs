//! Clearing the cache.

use super::*;

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
