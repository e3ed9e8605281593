//! The key file and the last region, on real files.

#![cfg(test)]

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use autosend_domains::core::api_key::{ApiKey, Credentials, KeyError, ProjectId};
use autosend_domains::core::profile::ProfileName;
use autosend_domains::core::region::{Region, RegionKey};
use autosend_domains::settings::{MAX_KEY_FILE_BYTES, Settings, SettingsError, StoredKey, read_key, read_key_file};
use rstest::rstest;
use serde_json::{Value, json};
use tempfile::TempDir;

const KEY: &str = "AS_marker0f3c91d2key";
const BASE: &str = "https://api.autosend.com/v1";

/// A home of its own for each test.
struct Home {
    folder: TempDir,
    settings: Settings,
}

impl Home {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let settings = Settings::with_dirs(&folder.path().join("config/deep"), &folder.path().join("state/deep"));
        Self { folder, settings }
    }

    fn path(&self) -> &Path {
        self.settings.key_file()
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state/deep/state.json")
    }

    /// Writes the key file as somebody else would have.
    fn write(&self, text: &str, mode: u32) {
        fs::create_dir_all(self.path().parent().unwrap()).unwrap();
        fs::write(self.path(), text).unwrap();
        fs::set_permissions(self.path(), Permissions::from_mode(mode)).unwrap();
    }

    fn contents(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path()).unwrap()).unwrap()
    }

    fn load(&self) -> Result<StoredKey, SettingsError> {
        self.settings.load_key(&ProfileName::default(), BASE)
    }
}

fn credentials() -> Credentials {
    Credentials { key: ApiKey::parse(KEY).unwrap(), project: None }
}

fn stored() -> String {
    json!({"version": 1, "keys": {"default": {"key": KEY, "project": null, "baseUrl": BASE}}}).to_string()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

#[test]
fn a_saved_key_is_loaded() {
    let home = Home::new();
    assert_eq!(home.load(), Ok(StoredKey::NotFound));
    for project in [None, Some(ProjectId::parse("p1").unwrap())] {
        let credentials = Credentials { project, ..credentials() };
        assert_eq!(home.settings.save_key(&ProfileName::default(), &credentials, BASE), Ok(()));
        assert_eq!(home.load(), Ok(StoredKey::Key(credentials)));
    }
}

#[test]
fn the_folders_follow_xdg() {
    let settings = Settings::from_environment().unwrap();
    assert!(settings.key_file().ends_with("autosend-domains/credentials"), "{settings:?}");
    assert!(settings.key_file().is_absolute(), "{settings:?}");
}

#[test]
fn the_file_and_its_folder_are_private() {
    let home = Home::new();
    home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap();
    assert_eq!((mode(home.path()), mode(home.path().parent().unwrap())), (0o600, 0o700));
    let files: Vec<_> = fs::read_dir(home.path().parent().unwrap()).unwrap().collect();
    assert_eq!(files.len(), 1, "{files:?}");
}

#[rstest]
fn a_readable_key_file_is_rejected_with_the_command_that_fixes_it(
    #[values(0o644, 0o640, 0o660, 0o604, 0o602, 0o610)] mode: u32,
) {
    let home = Home::new();
    home.write(&stored(), mode);
    let error = home.load().unwrap_err();
    assert!(error.to_string().ends_with(&format!("Run: chmod 600 {}", home.path().display())), "{error}");
    assert!(home.settings.save_key(&ProfileName::default(), &credentials(), BASE).is_err());
    assert!(Command::new("chmod").arg("600").arg(home.path()).status().unwrap().success());
    assert_eq!(home.load(), Ok(StoredKey::Key(credentials())));
}

#[test]
fn a_file_of_another_user_is_rejected() {
    let home = Home::new();
    home.write(&stored(), 0o600);
    if std::os::unix::fs::chown(home.path(), Some(65534), None).is_err() {
        let _ = writeln!(std::io::stderr(), "skipped: only root can give a file away");
        return;
    }
    assert!(matches!(home.load(), Err(SettingsError::WrongOwner { .. })));
    assert!(matches!(
        home.settings.save_key(&ProfileName::default(), &credentials(), BASE),
        Err(SettingsError::WrongOwner { .. })
    ));
}

#[test]
fn a_folder_and_a_fifo_are_rejected_without_blocking() {
    let home = Home::new();
    fs::create_dir_all(home.path()).unwrap();
    assert!(matches!(home.load(), Err(SettingsError::NotRegularFile { .. })));
    fs::remove_dir(home.path()).unwrap();
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(home.path()).status().unwrap().success());
    assert!(matches!(home.load(), Err(SettingsError::NotRegularFile { .. })));
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let home = Home::new();
    home.write(&stored(), 0o644);
    let real = home.folder.path().join("real");
    fs::rename(home.path(), &real).unwrap();
    symlink(&real, home.path()).unwrap();
    assert!(matches!(home.load(), Err(SettingsError::TooPermissive { .. })));
    fs::set_permissions(&real, Permissions::from_mode(0o600)).unwrap();
    assert_eq!(home.load(), Ok(StoredKey::Key(credentials())));
    let other = Credentials { key: ApiKey::parse("AS_other12345678").unwrap(), project: None };
    home.settings.save_key(&ProfileName::default(), &other, BASE).unwrap();
    assert!(fs::symlink_metadata(home.path()).unwrap().is_symlink());
    assert_eq!(home.load(), Ok(StoredKey::Key(other)));
}

#[test]
fn a_key_is_used_for_its_base_url_only() {
    let home = Home::new();
    home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap();
    let elsewhere = home.settings.load_key(&ProfileName::default(), "http://127.0.0.1:8787/v1");
    assert_eq!(elsewhere, Ok(StoredKey::OtherBaseUrl { base_url: BASE.into() }));
    assert!(matches!(
        home.settings.load_key(&ProfileName::default(), "https://api.autosend.com/v1/"),
        Ok(StoredKey::Key(_))
    ));
}

#[test]
fn saving_preserves_other_content() {
    let home = Home::new();
    let other = json!({"key": "AS_work12345678", "project": null, "baseUrl": BASE, "note": "work"});
    let before = json!({
        "later": [1], "version": 1,
        "keys": {"work": other, "default": {"note": "mine", "key": "AS_old12345678", "baseUrl": "http://[::1]/v1"}}
    });
    home.write(&before.to_string(), 0o600);
    home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap();
    let after = json!({
        "later": [1], "version": 1,
        "keys": {"work": other, "default": {"note": "mine", "key": KEY, "baseUrl": BASE, "project": null}}
    });
    assert_eq!(home.contents(), after);
}

#[rstest]
#[case::no_json("AS_marker0f3c91d2key")]
#[case::cut("{\"version\": 1, \"keys\": {\"default\": {\"key\": \"AS_marker0f3c91d2key")]
#[case::wrong_kind(r#"{"keys": "AS_marker0f3c91d2key"}"#)]
#[case::wrong_entry(r#"{"keys": {"default": "AS_marker0f3c91d2key"}}"#)]
fn a_garbled_file_is_unused_preserved_and_not_quoted(#[case] text: &str) {
    let home = Home::new();
    home.write(text, 0o600);
    for error in
        [home.load().unwrap_err(), home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap_err()]
    {
        assert!(matches!(error, SettingsError::Malformed { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains(KEY), "{error}");
    }
    assert_eq!(fs::read_to_string(home.path()).unwrap(), text);
}

#[test]
fn other_file_errors_have_their_own_messages() {
    let home = Home::new();
    for (text, words) in [
        (json!({"version": 2}).to_string(), "newer version"),
        (
            json!({"keys": {"default": {"key": "A B", "baseUrl": BASE}}}).to_string(),
            "Paste only the key, without spaces",
        ),
        (json!({"keys": {"default": {"key": KEY, "project": "a b", "baseUrl": BASE}}}).to_string(), "project"),
        (" ".repeat((1 << 16) + 1), "larger than 65536 bytes"),
    ] {
        home.write(&text, 0o600);
        let error = home.load().unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    home.write("{}", 0o600);
    assert_eq!(home.load(), Ok(StoredKey::NotFound));
}

#[test]
fn a_failed_write_preserves_the_file() {
    let home = Home::new();
    fs::write(home.folder.path().join("config"), "a file in the place of the folder").unwrap();
    let error = home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap_err();
    assert!(matches!(error, SettingsError::Io { .. }) && !error.to_string().contains(KEY), "{error}");
}

#[test]
fn a_reader_never_sees_half_a_file() {
    let home = Home::new();
    home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap();
    let settings = home.settings.clone();
    let writer = std::thread::spawn(move || {
        for number in 0..50 {
            let key = ApiKey::parse(&format!("AS_{}", number.to_string().repeat(200))).unwrap();
            settings.save_key(&ProfileName::default(), &Credentials { key, project: None }, BASE).unwrap();
        }
    });
    while !writer.is_finished() {
        assert!(matches!(home.load(), Ok(StoredKey::Key(_))));
    }
    writer.join().unwrap();
}

#[rstest]
#[case::alone("AS_marker0f3c91d2key")]
#[case::line_end("AS_marker0f3c91d2key\n")]
#[case::carriage_return("\r\nAS_marker0f3c91d2key\r\nmore\r\n")]
#[case::byte_order_mark("\u{feff}AS_marker0f3c91d2key")]
#[case::quoted("\"AS_marker0f3c91d2key\"")]
fn a_key_is_read_from_the_first_line_of_any_file(#[case] text: &str) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    fs::set_permissions(file.path(), Permissions::from_mode(0o644)).unwrap();
    assert_eq!(read_key_file(file.path()).as_ref().map(ApiKey::expose), Ok(KEY));
    assert_eq!(read_key(text.as_bytes(), "standard input").as_ref().map(ApiKey::expose), Ok(KEY));
}

#[test]
fn an_invalid_key_is_located_and_not_quoted() {
    let place = || "standard input".to_owned();
    let read = |text: &[u8]| read_key(text, "standard input");
    assert_eq!(read(b" \n\n"), Err(SettingsError::InvalidKey { path: place(), error: KeyError::Empty }));
    assert_eq!(read(b"secret words"), Err(SettingsError::InvalidKey { path: place(), error: KeyError::Whitespace }));
    assert!(matches!(read(b"\xff\xfe"), Err(SettingsError::Io { .. })));
    let endless = read_key(std::io::repeat(b'A'), "standard input");
    assert_eq!(endless, Err(SettingsError::TooLarge { path: place(), limit: MAX_KEY_FILE_BYTES }));
    let absent = read_key_file(Path::new("/nowhere/key")).unwrap_err().to_string();
    assert!(absent.starts_with("/nowhere/key could not be read: "), "{absent}");
}

#[test]
fn the_last_region_is_loaded() {
    let home = Home::new();
    assert_eq!(home.settings.load_last_region(), None);
    for region in [Region::Key(RegionKey::parse("eu-central-1").unwrap()), Region::Primary] {
        home.settings.save_last_region(&region);
        assert_eq!(home.settings.load_last_region(), Some(region));
    }
}

#[test]
fn an_invalid_last_region_is_ignored() {
    let home = Home::new();
    home.settings.save_last_region(&Region::Primary);
    for text in ["", "{", "[]", "{}", r#"{"lastRegion": 7}"#, r#"{"lastRegion": "\u001b["}"#, "\u{0}"] {
        fs::write(home.state(), text).unwrap();
        assert_eq!(home.settings.load_last_region(), None, "{text}");
    }
    fs::write(home.state(), r#"{"later": 1}"#).unwrap();
    home.settings.save_last_region(&Region::Primary);
    assert_eq!(fs::read_to_string(home.state()).unwrap(), "{\"later\":1,\"lastRegion\":null}\n");
    fs::remove_file(home.state()).unwrap();
    fs::create_dir(home.state()).unwrap();
    home.settings.save_last_region(&Region::Primary);
    assert_eq!(home.settings.load_last_region(), None);
}

#[test]
fn no_debug_form_holds_the_key() {
    let home = Home::new();
    home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap();
    let shown = format!("{:?} {:?}", home.settings, home.load());
    assert!(!shown.contains(KEY), "{shown}");
}

#[test]
fn twenty_keys_at_once_are_all_stored_and_so_is_the_region() {
    for round in 0..50 {
        let home = Home::new();
        std::thread::scope(|scope| {
            for number in 0..20 {
                let settings = &home.settings;
                scope.spawn(move || {
                    let name = ProfileName::parse(&format!("p{number}")).unwrap();
                    settings.save_key(&name, &credentials(), BASE).unwrap();
                    settings.save_last_region(&Region::Key(RegionKey::parse(&format!("eu-west-{number}")).unwrap()));
                    if number % 4 == 0 {
                        assert_eq!(settings.remove_keys(Some(&name)), Ok(1));
                    }
                });
            }
        });
        assert_eq!(home.contents()["keys"].as_object().unwrap().len(), 15, "{round}");
        assert!(matches!(home.settings.load_last_region(), Some(Region::Key(_))));
    }
}

#[test]
fn files_of_a_killed_process_are_removed_with_the_keys() {
    for all in [true, false] {
        let home = Home::new();
        let folder = home.path().parent().unwrap().to_owned();
        let name = ProfileName::default();
        for stored in [true, false] {
            if stored {
                home.settings.save_key(&name, &credentials(), BASE).unwrap();
            }
            for left in [".autosend-domains-AbCdEf.tmp", ".tmpAbCdEf"] {
                fs::write(folder.join(left), KEY).unwrap();
            }
            fs::write(folder.join(".tmp-mine"), "").unwrap();
            assert_eq!(home.settings.remove_keys(Some(&name).filter(|_| !all)), Ok(usize::from(stored)));
            let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert_eq!(left, [".tmp-mine"]);
        }
    }
}

#[test]
fn next_to_a_symlinked_key_file_only_files_of_this_program_are_removed() {
    let home = Home::new();
    let elsewhere = home.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    home.settings.save_key(&ProfileName::default(), &credentials(), BASE).unwrap();
    fs::rename(home.path(), elsewhere.join("credentials")).unwrap();
    symlink(elsewhere.join("credentials"), home.path()).unwrap();
    for left in [".autosend-domains-AbCdEf.tmp", ".tmpAbCdEf"] {
        fs::write(elsewhere.join(left), "").unwrap();
    }
    assert_eq!(home.settings.remove_keys(None), Ok(1));
    let left: Vec<_> = fs::read_dir(&elsewhere).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".tmpAbCdEf"]);
}
