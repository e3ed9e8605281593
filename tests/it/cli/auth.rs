//! `auth`: keys that are stored, shown and removed, and what uses them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use autosend_domains::sandbox::{DEFAULT_PROJECT_ID, REFUSED_KEY, Sandbox};
use rstest::rstest;
use serde_json::{Value, json};

use super::{KEY, Run, RunOutput, TIMEOUT, start_sandbox};
use crate::support::api_servers::{StubReply, StubServer};
use crate::support::job_control;
use crate::support::pty::{Program, Pty, ending_signals, wait_for_condition};

/// Other keys of these tests.
const WORK: &str = "AS_marker0f3c91d2work";
const ACCOUNT: &str = "ASA_marker0f3c91d2acct";

/// A home folder for several runs, at a sandbox.
struct Home {
    folder: tempfile::TempDir,
    sandbox: Sandbox,
}

impl Home {
    async fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), sandbox: start_sandbox().await }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join(".config/autosend-domains/credentials")
    }

    fn contents(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.file()).unwrap()).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let base_url = self.sandbox.base_url();
        let run = Run::new(arguments).env("AUTOSEND_BASE_URL", base_url);
        let settings = self.folder.path().to_str().unwrap().to_owned();
        run.env("XDG_CONFIG_HOME", format!("{settings}/.config")).env("XDG_STATE_HOME", format!("{settings}/.state"))
    }

    /// Runs it with this on standard input.
    async fn run_with_input(&self, arguments: &[&str], input: &str) -> RunOutput {
        self.run(arguments).stdin(input).run_async().await
    }

    async fn login(&self, more: &[&str], key: &str) -> RunOutput {
        let ran = self.run_with_input(&[&["auth", "login"], more].concat(), &format!("{key}\n")).await;
        assert_eq!(ran.code, 0, "{ran:?}");
        ran
    }

    /// The text with what differs from run to run as words.
    fn steady(&self, text: &str) -> String {
        text.replace(&self.file().display().to_string(), "<key file>").replace(&self.sandbox.base_url(), "<base url>")
    }

    /// How often the list was asked for.
    fn count_requests(&self) -> usize {
        self.sandbox.received_requests().iter().filter(|seen| seen.path == "/v1/domains").count()
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread")]
async fn login_verifies_a_key_and_stores_it() {
    let home = Home::new().await;
    let ran = home.login(&[], KEY).await;
    let words = "AutoSend accepts the key …2key (a project without domains).\nSaved as default in <key file>.\n";
    assert_eq!((home.steady(&ran.stdout).as_str(), ran.stderr.as_str(), home.count_requests()), (words, "", 1));
    let entry = json!({ "key": KEY, "project": null, "baseUrl": home.sandbox.base_url() });
    assert_eq!(home.contents(), json!({ "version": 1, "keys": { "default": entry } }));
    assert_eq!((mode(&home.file()), mode(home.file().parent().unwrap())), (0o600, 0o700));
    // It is used from now on.
    assert_eq!(home.run_with_input(&["add", "mail.example.com"], "").await.code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_given_one_document() {
    let home = Home::new().await;
    let ran = home.run_with_input(&["auth", "login", "--profile", "work", "--json"], WORK).await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let expected = json!({
        "version": 1, "profile": "work", "tail": "work", "project": null, "baseUrl": home.sandbox.base_url(),
        "keyFile": home.file(), "domains": 0, "replaced": false,
    });
    assert_eq!(ran.stdout_json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn login_replaces_nothing_by_default_and_keeps_other_profiles() {
    let home = Home::new().await;
    home.login(&[], KEY).await;
    let ran = home.run_with_input(&["auth", "login"], "AS_another12345\n").await;
    let words = "\
error: A key named default is already saved
  It is …2key, for <base url>.
  Use --replace to replace it, or --profile NAME to save another key.
";
    assert_eq!((ran.code, ran.stdout.as_str(), home.steady(&ran.stderr).as_str()), (5, "", words));
    let ran = home.run_with_input(&["auth", "login", "--json"], "AS_another12345\n").await;
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (5, json!("key-exists")));
    assert_eq!(home.contents()["keys"]["default"]["key"], KEY);

    // What a later version may have written stays.
    let mut contents = home.contents();
    contents["keys"]["default"]["note"] = json!("mine");
    contents["keys"]["later"] = json!({ "form": "unknown" });
    contents["more"] = json!([1]);
    fs::write(home.file(), contents.to_string()).unwrap();
    home.login(&["--profile", "work"], WORK).await;
    let ran = home.login(&["--replace"], "AS_another12345").await;
    assert!(ran.stdout.ends_with("Replaced …2key.\n"), "{ran:?}");
    contents["keys"]["work"] = json!({ "key": WORK, "project": null, "baseUrl": home.sandbox.base_url() });
    contents["keys"]["default"]["key"] = json!("AS_another12345");
    assert_eq!(home.contents(), contents);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_saved_key_to_use_is_switched_and_listed() {
    let home = Home::new().await;
    home.login(&[], KEY).await;
    home.login(&["--profile", "work"], WORK).await;
    let ran = home.run(&["auth", "list"]).run_async().await;
    let words = "* default  …2key  <base url>\n  work     …work  <base url>\n";
    assert_eq!((ran.code, home.steady(&ran.stdout).as_str(), ran.stderr.as_str()), (0, words, ""));
    let ran = home.run(&["auth", "switch", "work"]).run_async().await;
    assert_eq!(ran.parts(), (0, "Commands now use the key work (…work).\n", ""));
    let used = |document: &Value| -> Vec<String> {
        let profiles = document["profiles"].as_array().unwrap().iter();
        profiles.filter(|key| key["isUsed"] == true).map(|key| key["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(used(&home.run(&["auth", "ls", "--json"]).run_async().await.stdout_json()), ["work"]);
    assert_eq!(used(&home.run(&["auth", "status", "--json"]).run_async().await.stdout_json()), ["work"]);
    let default = home.run(&["auth", "list", "--json"]).env("AUTOSEND_PROFILE", "default").run_async().await;
    assert_eq!(used(&default.stdout_json()), ["default"], "the variable has precedence");
    let ran = home.run(&["auth", "switch", "default"]).env("AUTOSEND_PROFILE", "work").run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, "note: AUTOSEND_PROFILE is set and takes precedence\n"));
    let ran = home.run(&["auth", "switch", "nope"]).run_async().await;
    assert_eq!((ran.code, ran.stderr.lines().next()), (7, Some("error: No key is saved as nope")));
    // Without a name, logging out removes the key in use.
    assert_eq!(
        home.run(&["auth", "switch", "work", "--json"]).run_async().await.stdout_json()["profile"]["tail"],
        "work"
    );
    let ran = home.run(&["auth", "logout"]).run_async().await;
    assert!(ran.stdout.starts_with("Removed the key work from "), "{ran:?}");
    assert_eq!(used(&home.run(&["auth", "list", "--json"]).run_async().await.stdout_json()), ["default"]);
    assert_eq!(home.contents().get("current"), None);
    let ran = home.run(&["list"]).env("AUTOSEND_PROFILE", "no such").run_async().await;
    assert!(ran.code == 4 && ran.stderr.contains("AUTOSEND_PROFILE: A profile name has at most"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn login_with_the_same_key_again_is_no_error() {
    let home = Home::new().await;
    home.login(&[], KEY).await;
    let before = fs::metadata(home.file()).unwrap().modified().unwrap();
    for more in [&[][..], &["--replace"]] {
        let ran = home.login(more, KEY).await;
        assert!(ran.stdout.contains("\nAlready saved as default in "), "{ran:?}");
        assert!(!ran.stdout.contains("Replaced"), "{ran:?}");
    }
    assert_eq!(fs::metadata(home.file()).unwrap().modified().unwrap(), before, "nothing is written");
    let document = home.login(&["--json"], KEY).await.stdout_json();
    assert_eq!(document["replaced"], json!(false));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_keys_that_are_saved_under_one_name_at_once_none_is_lost_silently() {
    for (more, code) in [(&[][..], 5), (&["--replace"][..], 0)] {
        let home = Home::new().await;
        let (keys, tails) = (["AS_firstofboth1111", "AS_secondofboth2222"], ["1111", "2222"]);
        let runs = keys.map(|key| {
            let run = home.run(&[&["auth", "login"], more].concat()).stdin(&format!("{key}\n"));
            tokio::spawn(run.run_async())
        });
        let mut ended = Vec::new();
        for run in runs {
            ended.push(run.await.unwrap());
        }
        let stored = home.contents()["keys"]["default"]["key"].as_str().unwrap().to_owned();
        let (kept, other) = if stored == keys[0] { (0, 1) } else { (1, 0) };
        if code == 0 {
            // The later one has replaced the other, and says so.
            assert_eq!((ended[kept].code, ended[other].code), (0, 0), "{ended:?}");
            let tail = tails[other];
            assert!(ended[kept].stdout.contains(&format!("Replaced …{tail}")), "{ended:?}");
        } else {
            assert_eq!((ended[kept].code, ended[other].code), (0, code), "{ended:?}");
            let tail = tails[kept];
            assert!(ended[other].stderr.contains(&format!("It is …{tail}")), "{ended:?}");
        }
    }
}

#[rstest]
#[case(REFUSED_KEY, 4, "key-refused")]
#[case("", 4, "key-unusable")]
#[case("AS_marker0f3c91d2 key", 4, "key-unusable")]
#[tokio::test(flavor = "multi_thread")]
async fn login_does_not_store_a_rejected_key(#[case] key: &str, #[case] code: i32, #[case] kind: &str) {
    let home = Home::new().await;
    let ran = home.run_with_input(&["auth", "login", "--json"], key).await;
    let error = ran.stderr_json();
    assert_eq!((ran.code, error["kind"].as_str()), (code, Some(kind)), "{error}");
    assert!(!home.file().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn login_does_not_store_an_unverified_key() {
    let home = Home::new().await;
    let run = home.run(&["auth", "login"]).env("AUTOSEND_BASE_URL", "http://127.0.0.1:1/v1").stdin(KEY);
    let ran = run.run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (6, ""));
    assert!(ran.stderr.contains("The key couldn't be checked, so it wasn't saved."), "{ran:?}");
    assert!(!home.file().exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_file_that_others_can_read_is_not_written_to() {
    let home = Home::new().await;
    home.login(&[], KEY).await;
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o640)).unwrap();
    for arguments in [&["auth", "login", "--profile", "work"][..], &["auth", "logout"], &["auth", "status"]] {
        let ran = home.run_with_input(arguments, WORK).await;
        let code = if arguments[1] == "status" { 4 } else { 1 };
        assert_eq!(ran.code, code, "{ran:?}");
        assert!((ran.stdout + &ran.stderr).contains(&format!("chmod 600 {}", home.file().display())));
    }
    assert!(home.contents()["keys"].get("work").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_profile_overrides_the_environment() {
    let home = Home::new().await;
    home.login(&["--profile", "work"], WORK).await;
    let with = |profile: &'static str, key: &'static str| {
        let run = home.run(&["add", "mail.example.com", "--profile", profile, "--json"]);
        run.env("AUTOSEND_API_KEY", key)
    };
    let ran = with("work", REFUSED_KEY).run_async().await;
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = with("other", KEY).run_async().await;
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"]), (4, &json!("no-key")));
    assert_eq!(error["hint"], "Save one under this name: autosend-domains auth login --profile other");
    let looked_for = error["message"].as_str().unwrap();
    assert!(looked_for.contains("Checked profile other in "), "{looked_for}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_key_belongs_to_its_base_url() {
    let home = Home::new().await;
    home.login(&["--profile", "work"], WORK).await;
    let run = home.run(&["records", "mail.example.com", "--profile", "work"]);
    let ran = run.env("AUTOSEND_BASE_URL", "http://127.0.0.1:1/v1").run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""));
    assert!(home.steady(&ran.stderr).contains("profile work in <key file>: its key is for <base url>."), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_key_is_stored_with_its_project() {
    let home = Home::new().await;
    let ran = home.login(&[], ACCOUNT).await;
    assert!(ran.stdout.contains(&format!("Saved as default with project {DEFAULT_PROJECT_ID} in ")), "{ran:?}");
    assert_eq!(home.contents()["keys"]["default"]["project"], DEFAULT_PROJECT_ID);
    assert_eq!(home.run_with_input(&["add", "mail.example.com"], "").await.code, 0);

    // A second project, once it was named.
    home.login(&["--profile", "other", "--project", "other-1"], ACCOUNT).await;
    assert_eq!(home.run_with_input(&["add", "mail.example.com", "--profile", "other"], "").await.code, 0);
    let ran = home.run_with_input(&["auth", "login", "--profile", "third"], ACCOUNT).await;
    let words = format!(
        "\
error: This account key has access to 2 projects: choose one
  {DEFAULT_PROJECT_ID}  Sandbox
  other-1  Another project
  Use --project ID or AUTOSEND_PROJECT_ID. To save it with the key: auth login --project ID
"
    );
    assert_eq!(ran.parts(), (4, "", words.as_str()));
    assert!(home.contents()["keys"].get("third").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_key_needs_no_project() {
    let home = Home::new().await;
    let ran = home.login(&["--project", "prj-1"], KEY).await;
    assert_eq!(ran.stderr, "note: --project is ignored with a project key (AS_…)\n");
    assert_eq!(home.contents()["keys"]["default"]["project"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn login_notes_that_the_environment_takes_precedence() {
    let home = Home::new().await;
    let run = home.run(&["auth", "login", "--profile", "work"]).env("AUTOSEND_API_KEY", KEY).stdin(WORK);
    let note = "note: AUTOSEND_API_KEY is set and takes precedence over the saved key unless you use --profile work\n";
    assert_eq!(run.run_async().await.stderr, note);
    let ran = home.run(&["auth", "logout", "--all"]).env("AUTOSEND_API_KEY", KEY).run_async().await;
    assert!(ran.stderr.starts_with("note: AUTOSEND_API_KEY is still set, and its key will be used\n"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn status_shows_the_used_key_and_the_stored_ones() {
    let home = Home::new().await;
    home.login(&[], KEY).await;
    home.login(&["--profile", "work", "--project", "prj-1"], ACCOUNT).await;
    let ran = home.run_with_input(&["auth", "status"], "").await;
    let words = "\
Key       …2key, from the key file
API       <base url>
AutoSend  accepts it; access to a project without domains
Key file  <key file>
        * default  …2key  <base url>
          work     …acct  <base url>, project prj-1
";
    assert_eq!((ran.code, home.steady(&ran.stdout).as_str(), ran.stderr.as_str()), (0, words, ""));

    let ran = home.run_with_input(&["auth", "status", "--profile", "work", "--json"], "").await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let base = home.sandbox.base_url();
    let expected = json!({
        "version": 1,
        "baseUrl": base,
        "key": { "tail": "acct", "source": "key-file", "project": "prj-1" },
        "accepted": true,
        "domains": 0,
        "problem": null,
        "keyFile": home.file(),
        "profiles": [
            { "name": "default", "tail": "2key", "project": null, "baseUrl": base, "isUsed": false },
            { "name": "work", "tail": "acct", "project": "prj-1", "baseUrl": base, "isUsed": true },
        ],
    });
    assert_eq!(ran.stdout_json(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_checks_the_named_profile() {
    let home = Home::new().await;
    home.login(&["--profile", "work"], WORK).await;
    let ran = home.run_with_input(&["doctor", "--profile", "work"], "").await;
    assert!(ran.stdout.contains("…work from profile work"), "{ran:?}");
    let ran = home.run_with_input(&["doctor", "--profile", "other", "--json"], "").await;
    assert_eq!((ran.code, &ran.stdout_json()["key"]["problem"]), (0, &json!("no-key")));
}

#[tokio::test(flavor = "multi_thread")]
async fn status_reports_a_rejected_or_unverified_key() {
    let home = Home::new().await;
    let with_key = |arguments: &[&str], key: &str| home.run(arguments).env("AUTOSEND_API_KEY", key);
    let ran = with_key(&["auth", "status"], REFUSED_KEY).run_async().await;
    let words = "\
Key       …used, from AUTOSEND_API_KEY
API       <base url>
AutoSend  does not accept it
          AutoSend answered 401: Unauthorized.
Key file  <key file>
          no saved keys
";
    assert_eq!((ran.code, home.steady(&ran.stdout).as_str(), ran.stderr.as_str()), (4, words, ""));
    let ran = with_key(&["auth", "status", "--json"], REFUSED_KEY).run_async().await;
    let document = ran.stdout_json();
    assert_eq!((ran.code, &document["accepted"], &document["problem"]["status"]), (4, &json!(false), &json!(401)));

    let ran = with_key(&["auth", "status"], KEY).env("AUTOSEND_BASE_URL", "http://127.0.0.1:1/v1").run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (6, ""));
    assert!(ran.stdout.contains("AutoSend  could not be checked\n          Can't reach 127.0.0.1:1"), "{ran:?}");

    let before = home.count_requests();
    let ran = with_key(&["auth", "status", "--offline"], REFUSED_KEY).run_async().await;
    assert_eq!((ran.code, home.count_requests()), (0, before));
    assert!(ran.stdout.contains("AutoSend  not checked\n"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn status_without_a_key_lists_the_searched_places() {
    let home = Home::new().await;
    let ran = home.run_with_input(&["auth", "status"], "").await;
    assert_eq!((ran.code, ran.stderr.as_str()), (4, ""));
    let words = "Key       none\n          Checked AUTOSEND_API_KEY; <key file>.\n";
    assert!(home.steady(&ran.stdout).starts_with(words), "{ran:?}");
    let ran = home.run_with_input(&["auth", "status", "--json"], "").await;
    let document = ran.stdout_json();
    assert_eq!((ran.code, &document["key"], &document["problem"]["kind"]), (4, &Value::Null, &json!("no-key")));
    assert_eq!((&document["profiles"], &document["accepted"]), (&json!([]), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_removes_one_key_or_all() {
    let home = Home::new().await;
    for (more, key) in [(&[][..], KEY), (&["--profile", "work"], WORK), (&["--profile", "third"], ACCOUNT)] {
        home.login(more, key).await;
    }
    let ran = home.run_with_input(&["auth", "logout", "--profile", "work"], "").await;
    let words = "Removed the key work from <key file>. It still works until you revoke it.\n";
    assert_eq!((ran.code, home.steady(&ran.stdout).as_str()), (0, words));
    assert_eq!(ran.stderr, "To revoke a key, delete it at https://autosend.com/account/api-key.\n");
    assert!(!fs::read_to_string(home.file()).unwrap().contains(WORK));

    let ran = home.run_with_input(&["auth", "logout", "--profile", "work", "--json"], "").await;
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (7, json!("not-stored")));

    let ran = home.run_with_input(&["auth", "logout", "--all", "--json"], "").await;
    assert_eq!(ran.stdout_json(), json!({ "version": 1, "removed": 2, "keyFile": home.file() }));
    assert!(!home.file().exists());
    let ran = home.run_with_input(&["auth", "logout", "--all"], "").await;
    assert_eq!((ran.code, home.steady(&ran.stdout).as_str()), (0, "No keys are saved in <key file>.\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn logout_keeps_a_file_that_has_other_settings() {
    let home = Home::new().await;
    home.login(&[], KEY).await;
    let mut contents = home.contents();
    contents["more"] = json!("mine");
    fs::write(home.file(), contents.to_string()).unwrap();
    assert_eq!(home.run_with_input(&["auth", "logout"], "").await.code, 0);
    assert_eq!(home.contents(), json!({ "version": 1, "keys": {}, "more": "mine" }));
}

#[rstest]
#[case(&["auth", "login", KEY])]
#[case(&["auth", "login", "--profile", KEY])]
#[case(&["auth", "status", "--project", KEY])]
#[case(&["auth", "logout", "--profile=AS_marker0f3c91d2key"])]
#[case(&["add", "example.com", "--profile", KEY])]
#[case(&["--project", KEY])]
#[case(&["auth", "status", "--log", KEY])]
#[case(&["add", "example.com", "--log", KEY])]
fn a_key_as_an_argument_is_rejected_and_not_echoed(#[case] arguments: &[&str]) {
    // That it is not repeated is checked of every run.
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("never pass a key as an argument"), "{ran:?}");
}

#[rstest]
#[case(&["auth"], "Manage API keys\n\nUsage: ")]
#[case(&["auth", "login", "--profile", "two words"], "error: invalid value 'two words' for '--profile <NAME>': A profile name")]
#[case(&["auth", "logout", "--all", "--profile", "work"], "error: the argument '--all' cannot be used with '--profile <NAME>'")]
#[case(&["add", "a.com", "--profile", "a", "--api-key-file", "b"], "error: the argument '--profile <NAME>' cannot be used with")]
#[case(&["add", "a.com", "--profile", "a", "--sandbox"], "error: the argument '--profile <NAME>' cannot be used with '--sandbox'")]
#[case(&["--profile", "work", "auth", "status"], "error: --profile must come after auth, not before it")]
fn invalid_arguments_exit_with_2(#[case] arguments: &[&str], #[case] words: &str) {
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with(words), "{ran:?}");
}

/// `auth login` in a terminal, at this sandbox.
fn at_terminal(base_url: &str, more: &[&str]) -> Pty {
    let program = Program::wizard().args(["auth", "login"]).args(more.iter().copied());
    program.env("AUTOSEND_BASE_URL", base_url).start()
}

#[tokio::test(flavor = "multi_thread")]
async fn login_prompts_on_a_terminal_without_echo() {
    let sandbox = start_sandbox().await;
    tokio::task::block_in_place(|| {
        let mut pty = at_terminal(&sandbox.base_url(), &[]);
        pty.wait_for("API key:");
        pty.send_bytes(format!("{KEY}\nrm -rf lost\n").as_bytes());
        assert_eq!(pty.wait_exit(), 0);
        pty.wait_for("AutoSend accepts the key …2key");
        let raw = String::from_utf8(pty.raw_bytes()).unwrap();
        assert!(!raw.contains("marker") && !raw.contains("lost"), "{raw}");
        pty.assert_restored();
        let stored = fs::read_to_string(pty.home().join(".config/autosend-domains/credentials")).unwrap();
        assert!(stored.contains(KEY));
    });
}

#[rstest]
#[case("<c-c>", 130)]
#[case("<c-d>", 4)]
#[case("<enter>", 4)]
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_answer_restores_the_terminal(#[case] keys: &str, #[case] code: u32) {
    let sandbox = start_sandbox().await;
    tokio::task::block_in_place(|| {
        let mut pty = at_terminal(&sandbox.base_url(), &["--profile", "work"]);
        pty.wait_for("API key:");
        let asking = pty.tty_settings();
        pty.send(keys);
        assert_eq!(pty.wait_exit(), code, "{}", pty.screen_text());
        assert_ne!(pty.tty_settings(), asking);
        pty.assert_restored();
        // With Ctrl+C a terminal drops what was written and not yet read.
        let screen = pty.screen_text();
        assert!(keys == "<c-c>" || screen.contains("\nAPI key: \nerror: "), "{screen}");
        assert!(!pty.home().join(".config").exists());
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_restores_the_terminal() {
    let sandbox = start_sandbox().await;
    tokio::task::block_in_place(|| {
        for (signal, code) in ending_signals() {
            let mut pty = at_terminal(&sandbox.base_url(), &[]);
            pty.wait_for("API key:");
            pty.signal(signal);
            assert_eq!(pty.wait_exit(), code, "{signal:?}");
            pty.assert_restored();
        }
    });
}

#[test]
fn nothing_is_echoed_while_a_key_is_tried() {
    for (signal, code) in ending_signals() {
        let stub = StubServer::start(|_| StubReply::WriteAndHang(""));
        let mut pty = at_terminal(&stub.base_url(), &[]);
        pty.wait_for("API key:");
        let hidden = pty.tty_settings();
        pty.send(&format!("{KEY}<enter>"));
        stub.wait_for("GET", 1);
        assert_eq!(pty.tty_settings(), hidden);
        pty.send("typed meanwhile<enter>");
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), code, "{signal:?}");
        pty.assert_restored();
        let screen = pty.screen_text();
        assert!(screen.contains("Cancelled; nothing was saved") && !screen.contains("meanwhile"), "{screen}");
        assert!(!pty.home().join(".config").exists());
    }
}

#[test]
fn a_stop_shows_the_echo_and_fg_hides_it_again() {
    job_control::assert_echo_follows_stops("auth login", "API key:", Some("Cancelled; nothing was saved"));
}

#[test]
fn login_does_not_prompt_with_json() {
    let mut pty = at_terminal("http://127.0.0.1:1/v1", &["--json"]);
    assert_eq!(pty.wait_exit(), 2);
    assert!(pty.screen_text().contains("\"message\": \"The key must be piped in."), "{}", pty.screen_text());
}

/// What other users of the machine may see of a process, and its environment.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_never_in_the_process_list() {
    use std::io::Write as _;

    use autosend_domains::sandbox::Options;

    // So slow that the process can be looked at.
    let sandbox = super::start_sandbox_with(Options { slow_delay: TIMEOUT, ..Options::default() }).await;
    let home = Home { folder: tempfile::tempdir().unwrap(), sandbox };
    let record_lookup = |pid: u32| -> String {
        let read = |name: &str| fs::read(format!("/proc/{pid}/{name}")).unwrap();
        String::from_utf8_lossy(&[read("cmdline"), read("environ")].concat()).into_owned()
    };
    let mut login = home.run(&["auth", "login"]).command().stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut input = login.stdin.take().unwrap();
    input.write_all(KEY.as_bytes()).unwrap();
    let seen = record_lookup(login.id());
    drop(input);
    assert!(seen.contains("auth") && !seen.contains("marker"), "{seen}");
    assert!(tokio::task::block_in_place(|| login.wait()).unwrap().success());

    // Nor has it of a command that uses what is stored.
    let mut add = home.run(&["add", "slow.example.com"]).command().stdout(Stdio::null()).spawn().unwrap();
    tokio::task::block_in_place(|| {
        wait_for_condition("the request", || super::count_posts(&home.sandbox) == 1);
        let seen = record_lookup(add.id());
        assert!(seen.contains("slow.example.com") && !seen.contains("marker"), "{seen}");
        add.kill().unwrap();
        add.wait().unwrap();
    });
}
