//! `records` and `forget`: from AutoSend, from what was kept, in every form, into a file.

use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::path::{Path, PathBuf};

use autosend_domains::core::export_format::ExportFormat;
use autosend_domains::sandbox::Sandbox;
use serde_json::{Value, json};
use tempfile::TempDir;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{KEY, Run, domain_json, start_sandbox, state_run as run, warning_codes};
use crate::support::api_servers::closed_port;
use crate::support::pty::wait_for_condition;

const NAME: &str = "mail.example.com";

/// A state in which the domain was kept, and the base URL that it was kept of, where nobody listens any more.
async fn cached_state() -> (TempDir, String) {
    let state = TempDir::new().unwrap();
    // A server of its own: those that `MockServer::start` lends go on listening.
    let server = MockServer::builder().start().await;
    let address = *server.address();
    let answer = json!({ "success": true, "data": { "domains": [domain_json(NAME)] } });
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(200).set_body_json(answer)).mount(&server).await;
    let base_url = format!("{}/v1", server.uri());
    let ran = run(&state, &base_url, &["records", NAME]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    drop(server);
    wait_for_condition("the port is closed", || std::net::TcpStream::connect(address).is_err());
    (state, base_url)
}

/// A sandbox that has the domain.
async fn holding() -> (Sandbox, TempDir) {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    assert_eq!(run(&state, &sandbox.base_url(), &["add", NAME, "--no-cache"]).run_async().await.code, 0);
    (sandbox, state)
}

/// The files of domains in this state folder.
fn cached_domains(state: &Path) -> Vec<PathBuf> {
    let below = |folder: &Path| fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let projects: Vec<PathBuf> = below(&state.join("autosend-domains/domains")).collect();
    projects.iter().flat_map(|project| below(project)).filter(|path| !path.ends_with("list.json")).collect()
}

fn files(state: &Path) -> usize {
    cached_domains(state).len()
}

#[tokio::test]
async fn the_table_has_every_record_and_each_value_on_a_line_of_its_own() {
    let (sandbox, state) = holding().await;
    let ran = run(&state, &sandbox.base_url(), &["records", NAME]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    for line in [
        "mail.example.com in us-east-1: waiting for DNS",
        "Zone example.com (guessed from the name; the actual zone may differ)",
        "DMARC          TXT   _dmarc.mail                     _dmarc.mail.example.com",
        "feedback-smtp.us-east-1.amazonses.com",
        "v=DMARC1; p=none;",
    ] {
        assert!(ran.stdout.lines().any(|printed| printed == line), "{line:?} is not in\n{}", ran.stdout);
    }
    assert_eq!(files(state.path()), 1, "it is kept for the next run");
}

#[tokio::test]
async fn every_format_is_printed_and_json_has_zone_and_hosts() {
    let (sandbox, state) = holding().await;
    // A line of CSV ends as RFC 4180 has it, which is no affair of this check.
    for format in ExportFormat::ALL.into_iter().filter(|format| *format != ExportFormat::Csv) {
        let ran = run(&state, &sandbox.base_url(), &["records", NAME, "--format", format.code()]).run_async().await;
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{format:?}");
        assert!(ran.stdout.contains("_dmarc.mail") && ran.stdout.contains("p=MI"), "{format:?}\n{}", ran.stdout);
    }
    let ran = run(&state, &sandbox.base_url(), &["records", NAME, "--json", "--zone", NAME, "--ttl", "300"])
        .run_async()
        .await;
    let document = ran.stdout_json();
    assert_eq!(document["zone"], json!({ "name": NAME, "source": "chosen" }));
    let record = &document["domain"]["records"][4];
    assert_eq!((&record["host"], &record["ttl"]), (&json!("_dmarc"), &json!(300)));
    assert_eq!((&document["version"], &document["ageSeconds"]), (&json!(1), &json!(null)));
    assert_eq!((&document["stale"], &document["fetchedAt"]), (&json!(false), &json!(null)));
    assert_eq!(warning_codes(&document), Vec::<&str>::new());
}

#[tokio::test]
async fn records_prints_the_cache_with_a_warning_if_autosend_is_unreachable() {
    let (state, base_url) = cached_state().await;
    let ran = run(&state, &base_url, &["records", NAME, "--format", "zone"]).run_async().await;
    assert_eq!(ran.code, 6, "a script can tell it from an answer: {ran:?}");
    assert!(ran.stdout.contains("\n_dmarc.mail.example.com. 3600 IN TXT \"v=DMARC1; p=none;\"\n"), "{}", ran.stdout);
    assert!(ran.stderr.contains("Can't reach") && ran.stderr.contains("Showing the records saved"), "{}", ran.stderr);
    let ran = run(&state, &base_url, &["records", NAME, "--json"]).run_async().await;
    let document = ran.stdout_json();
    assert_eq!((ran.code, warning_codes(&document)), (6, vec!["kept"]));
    assert_eq!((&document["stale"], document["ageSeconds"].is_u64()), (&json!(true), true));
    let fetched_at: jiff::Timestamp = document["fetchedAt"].as_str().unwrap().parse().unwrap();
    assert!(jiff::Timestamp::now().duration_since(fetched_at).as_secs() < 60, "{document}");
    let ran = run(&state, &base_url, &["records", NAME, "--field", "dmarc.value"]).run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (6, "v=DMARC1; p=none;"));
    // No other command has old data instead of an answer.
    for command in ["status", "check", "verify"] {
        let ran = run(&state, &base_url, &[command, NAME]).run_async().await;
        assert_eq!((ran.code, ran.stdout.as_str()), (6, ""), "{command}: {ran:?}");
    }
    let ran = run(&state, &base_url, &["records", NAME, "--no-cache"]).run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (6, ""), "{ran:?}");
}

#[tokio::test]
async fn offline_sends_no_request() {
    let (state, base_url) = cached_state().await;
    let ran = run(&state, &base_url, &["records", NAME, "--offline"]).run_async().await;
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.starts_with("warning: Showing the records saved"), "{}", ran.stderr);
    let ran = run(&state, &base_url, &["records", NAME, "--offline", "--json"]).run_async().await;
    let document = ran.stdout_json();
    assert_eq!((ran.code, &document["stale"], document["fetchedAt"].is_string()), (0, &json!(true), true));
    let (sandbox, empty) = holding().await;
    let before = sandbox.received_requests().len();
    let ran = run(&empty, &sandbox.base_url(), &["records", NAME, "--offline", "--json"]).run_async().await;
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (7, &json!("not-kept")));
    assert_eq!(sandbox.received_requests().len(), before, "nobody is asked");
    let other = Run::new(&["records", NAME, "--offline"])
        .env("AUTOSEND_API_KEY", "AS_anotherkey12345")
        .env("AUTOSEND_BASE_URL", base_url)
        .env("XDG_STATE_HOME", state.path().to_str().unwrap());
    assert_eq!(other.run_async().await.code, 7, "another key has nothing of it");
}

#[tokio::test]
async fn a_rejection_does_not_fall_back_to_the_cache() {
    let (state, base_url) = cached_state().await;
    let port: u16 = base_url.rsplit(':').next().unwrap().trim_end_matches("/v1").parse().unwrap();
    let listener = std::net::TcpListener::bind(("127.0.0.1", port)).unwrap();
    let server = MockServer::builder().listener(listener).start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let ran = run(&state, &base_url, &["records", NAME, "--json"]).run_async().await;
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (4, &json!("key-refused")));
}

#[tokio::test]
async fn an_unknown_domain_is_not_found() {
    let sandbox = start_sandbox().await;
    let state = TempDir::new().unwrap();
    let ran = run(&state, &sandbox.base_url(), &["records", NAME, "--json"]).run_async().await;
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (7, &json!("not-found")));
}

#[test]
fn invalid_record_arguments_are_rejected() {
    let state = TempDir::new().unwrap();
    let base_url = format!("http://127.0.0.1:{}/v1", closed_port());
    for (arguments, words) in [
        (&["records", NAME, "--format", "xml"][..], "invalid value 'xml'"),
        (&["records", NAME, "--zone", "example.org"], "Use mail.example.com or example.com."),
        (&["records", NAME, "--ttl", "0"], "invalid value '0'"),
        (&["records", NAME, "--ttl", "2147483648"], "invalid value '2147483648'"),
        (&["records", NAME, "--offline", "--no-cache"], "cannot be used with"),
        (&["records", NAME, "--json", "--format", "zone"], "cannot be used with"),
        (&["records", NAME, "--force"], "--output"),
        (&["records", "exa mple"], "Invalid domain"),
        (&["records", "AS_marker0f3c91d2key"], "never pass a key as an argument"),
    ] {
        let ran = run(&state, &base_url, arguments).run();
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?} {ran:?}");
        assert!(ran.stderr.contains(words), "{words:?} is not in {}", ran.stderr);
    }
    let ran = Run::new(&["records", NAME]).run();
    assert_eq!(ran.code, 4, "there is no key: {ran:?}");
}

#[tokio::test]
async fn output_writes_a_file_and_overwrites_none_by_default() {
    let (sandbox, state) = holding().await;
    let path = state.path().join("a.csv");
    let file = path.to_str().unwrap();
    let csv = ["records", NAME, "--format", "csv", "--output", file];
    let ran = run(&state, &sandbox.base_url(), &csv).run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(ran.stderr, format!("Saved {file} ({} bytes)\n", text.len()));
    assert!(text.starts_with("Type,Host,Name,Value,Priority,TTL,Purpose,Need\r\n"), "{text}");
    let dash = ["records", NAME, "--format", "zone", "--output", "-"];
    let ran = run(&state, &sandbox.base_url(), &dash).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str(), Path::new("-").exists()), (0, "", false));
    assert!(ran.stdout.starts_with("; DNS records for AutoSend"), "{ran:?}");
    fs::write(&path, "mine").unwrap();
    let ran = run(&state, &sandbox.base_url(), &csv).run_async().await;
    assert_eq!((ran.code, fs::read_to_string(&path).unwrap().as_str()), (1, "mine"));
    assert!(ran.stderr.contains("already exists") && ran.stderr.contains("--force"), "{}", ran.stderr);
    let ran = run(&state, &sandbox.base_url(), &csv).arg("--force").run_async().await;
    assert_eq!((ran.code, fs::read_to_string(&path).unwrap()), (0, text), "{ran:?}");
}

#[tokio::test]
async fn several_domains_are_printed_one_after_the_other() {
    let sandbox = start_sandbox().await;
    super::add_domains(&sandbox, &["a.example.com", "b.example.com"]).await;
    let state = TempDir::new().unwrap();
    let several = |more: &[&'static str]| {
        let arguments = [&["records", "b.example.com", "gone.example.com", "a.example.com"], more].concat();
        run(&state, &sandbox.base_url(), &arguments).run_async()
    };
    let ran = several(&[]).await;
    let heads: Vec<&str> = ran.stdout.lines().filter(|line| line.ends_with("waiting for DNS")).collect();
    assert_eq!(heads, ["b.example.com in us-east-1: waiting for DNS", "a.example.com in us-east-1: waiting for DNS"]);
    assert!(ran.stderr.starts_with("error: gone.example.com: No domain gone.example.com in this project"), "{ran:?}");
    assert_eq!(ran.code, 7);
    let ran = several(&["--json"]).await;
    let documents: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let given: Vec<_> = documents.iter().map(|document| document["given"].as_str().unwrap()).collect();
    assert_eq!(given, ["b.example.com", "gone.example.com", "a.example.com"]);
    assert_eq!((&documents[0]["error"], &documents[1]["domain"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&documents[1]["error"]["kind"], documents[2]["domain"]["records"][0].is_object()),
        (&json!("not-found"), true)
    );
    let ran = several(&["--field", "dmarc.name"]).await;
    assert_eq!((ran.code, ran.stdout.as_str()), (7, "_dmarc.b.example.com\n_dmarc.a.example.com\n"));
    let ran = several(&["--format", "csv"]).await;
    assert!(ran.code == 2 && ran.stderr.contains("--format csv takes one domain"), "{ran:?}");
    let lists = sandbox.received_requests().iter().filter(|seen| seen.method == "GET").count();
    assert_eq!(lists, 3, "the list is fetched once a run");
}

#[tokio::test]
async fn only_the_required_or_the_missing_records_are_printed() {
    let sandbox = start_sandbox().await;
    super::add_domains(&sandbox, &[NAME]).await;
    let state = TempDir::new().unwrap();
    let slots = async |more: &[&'static str]| -> Vec<String> {
        let arguments = [&["records", NAME, "--json"], more].concat();
        let document = run(&state, &sandbox.base_url(), &arguments).run_async().await.stdout_json();
        let records = document["domain"]["records"].as_array().unwrap().iter();
        records.map(|record| record["slot"].as_str().unwrap().to_owned()).collect()
    };
    let all = slots(&[]).await;
    let required = slots(&["--only", "required"]).await;
    assert!(required.len() < all.len() && required.iter().any(|slot| slot.starts_with("dkim")), "{all:?} {required:?}");
}

#[tokio::test]
async fn forgetting_one_domain_or_the_whole_cache_needs_no_key() {
    let (state, base_url) = cached_state().await;
    let forget = |arguments: &[&str]| {
        Run::new(&[&["forget"], arguments].concat()).env("XDG_STATE_HOME", state.path().to_str().unwrap())
    };
    let ran = forget(&["other.example.com"]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (7, "error: No saved data for other.example.com\n"));
    let ran = forget(&["Mail.Example.com"]).run_async().await;
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "Cleared saved data for mail.example.com. It still exists in AutoSend.\n")
    );
    assert_eq!(run(&state, &base_url, &["records", NAME, "--offline"]).run_async().await.code, 7);
    let (state, _) = cached_state().await;
    let forget = |arguments: &[&str]| {
        Run::new(&[&["forget"], arguments].concat()).env("XDG_STATE_HOME", state.path().to_str().unwrap())
    };
    let before = files(state.path());
    let ran = forget(&["--all"]).run_async().await;
    assert!(ran.stderr.contains("pass --yes") && ran.stderr.contains("autosend-domains forget\n"), "{ran:?}");
    assert_eq!((ran.code, files(state.path())), (2, before));
    let ran = forget(&[]).run_async().await;
    assert!(ran.stderr.contains("No API key found") && ran.stderr.contains("forget --all --yes"), "{ran:?}");
    assert_eq!((ran.code, files(state.path())), (4, before));
    let all = forget(&["--all", "--yes", "--json"]).run_async().await;
    assert_eq!(all.stdout_json(), json!({ "version": 1, "forgotten": { "domains": 1, "files": 1 } }));
    assert_eq!(files(state.path()), 0);
}

#[tokio::test]
async fn forget_clears_the_project_of_the_key_in_use_alone() {
    let (state, base_url) = cached_state().await;
    let other = run(&state, &base_url, &["records", NAME, "--offline"]).env("AUTOSEND_API_KEY", "AS_another12345");
    let ran = run(&state, &base_url, &["forget"]).env("AUTOSEND_API_KEY", "AS_another12345").run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "Nothing to clear.\n"), "{ran:?}");
    assert_eq!(other.run_async().await.code, 7, "that key has nothing there");
    assert_eq!(run(&state, &base_url, &["records", NAME, "--offline"]).run_async().await.code, 0);
    let ran = run(&state, &base_url, &["forget"]).run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "Cleared 1 domain in 1 file. They still exist in AutoSend.\n"));
    assert_eq!(run(&state, &base_url, &["records", NAME, "--offline"]).run_async().await.code, 7);
}

#[tokio::test]
async fn the_cache_of_an_added_domain_has_no_key() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    assert_eq!(run(&state, &sandbox.base_url(), &["add", NAME]).run_async().await.code, 0);
    assert_eq!(run(&state, &sandbox.base_url(), &["records", NAME, "--offline"]).run_async().await.code, 0);
    for path in cached_domains(state.path()) {
        assert!(!fs::read_to_string(&path).unwrap().contains(KEY) && !path.to_string_lossy().contains("marker"));
    }
    let apart = TempDir::new().unwrap();
    assert_eq!(run(&apart, &sandbox.base_url(), &["add", "b.example.com", "--no-cache"]).run_async().await.code, 0);
    assert_eq!(files(apart.path()), 0);
}

#[tokio::test]
async fn a_broken_cache_file_is_quarantined_and_the_records_are_fetched() {
    let (state, _) = cached_state().await;
    let files = cached_domains(state.path());
    let (sandbox, _) = holding().await;
    // The file of this sandbox and key, broken.
    assert_eq!(run(&state, &sandbox.base_url(), &["records", NAME]).run_async().await.code, 0);
    let own = cached_domains(state.path()).into_iter().find(|path| !files.contains(path)).unwrap();
    fs::write(&own, "{").unwrap();
    let ran = run(&state, &sandbox.base_url(), &["records", NAME, "--offline"]).run_async().await;
    assert_eq!(ran.code, 7);
    assert!(ran.stderr.contains("moved to"), "{}", ran.stderr);
    assert_eq!(run(&state, &sandbox.base_url(), &["records", NAME]).run_async().await.code, 0);
}

#[tokio::test]
async fn a_file_of_any_name_is_written_with_the_mode_of_the_umask_and_a_stream_is_written_to() {
    let (sandbox, state) = holding().await;
    let path = state.path().join(std::ffi::OsString::from_vec(b"r\xe9cords".to_vec()));
    let zone = ["records", NAME, "--format", "zone", "--output"];
    let mut command = run(&state, &sandbox.base_url(), &zone).command();
    command.arg(&path);
    assert!(tokio::task::spawn_blocking(move || command.output().unwrap().status.success()).await.unwrap());
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("_dmarc"), "{text}");
    let plain = state.path().join("plain");
    fs::write(&plain, "").unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions(), fs::metadata(&plain).unwrap().permissions());
    for stream in ["/dev/stdout", "/dev/fd/1", "-"] {
        let ran = run(&state, &sandbox.base_url(), &zone).arg(stream).run_async().await;
        assert_eq!((ran.code, ran.stdout), (0, text.clone()), "{stream}");
    }
    let ran = run(&state, &sandbox.base_url(), &zone).arg("/dev/null").run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
}
