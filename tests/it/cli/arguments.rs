//! What is wrong with what was given, before anything is sent.

use rstest::rstest;
use serde_json::json;

use super::{KEY, Run};

#[test]
fn an_invalid_name_is_rejected_with_reason_and_suggestion() {
    let ran = Run::new(&["add", "exa_mple.com"]).run();
    let words = "\
error: Invalid domain
  Underscores aren't allowed in a sending domain. Use a hyphen.
  Did you mean exa-mple.com?
";
    assert_eq!(ran.parts(), (2, "", words));
    let ran = Run::new(&["add", "localhost", "--json"]).run();
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"], &error["code"]), (2, &json!("name-refused"), &json!("single-label")));
    let ran = Run::new(&["add", "exa_mple.com", "--dry-run", "--json"]).run();
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (2, json!("name-refused")));
}

#[test]
fn an_invalid_name_is_rejected_without_key_or_request() {
    let ran = Run::new(&["add", "a\u{1b}[31m.example.com\u{202e}"]).run();
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("Control character (U+001B) at position 2"), "{ran:?}");
}

#[rstest]
#[case("http://api.example.com/v1", "plain http would send the key unencrypted to api.example.com")]
#[case("https://me:secret@api.example.com/v1", "remove the user name and password")]
#[case("api.autosend.com", "it is not a URL")]
fn no_key_is_sent_to_an_invalid_base_url(#[case] base_url: &str, #[case] words: &str) {
    let ran = Run::new(&["add", "example.com"]).with_api(base_url).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with(&format!("error: AUTOSEND_BASE_URL is invalid: {words}")), "{ran:?}");
    assert!(!ran.stderr.contains("secret"), "{ran:?}");
    let ran = Run::new(&["add", "example.com", "--json"]).with_api(base_url).run();
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (2, json!("base-url-refused")));
}

#[rstest]
#[case(&["--api-key", KEY])]
#[case(&["add", "example.com", "--api-key", KEY])]
#[case(&["add", "--key=AS_marker0f3c91d2key", "example.com", "--nonsense"])]
#[case(&["add", "example.com", "--token", "marker0f3c91d2"])]
fn a_key_option_is_rejected_with_the_supported_ones(#[case] arguments: &[&str]) {
    // That it is not repeated is checked of every run.
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    for way in ["AUTOSEND_API_KEY", "--api-key-file PATH", "standard input", "wizard"] {
        assert!(ran.stderr.contains(way), "{way}: {ran:?}");
    }
}

#[rstest]
#[case(&[KEY], "DOMAIN")]
#[case(&["add", KEY], "DOMAIN")]
#[case(&["status", "a.example.com", KEY], "DOMAIN")]
#[case(&["verify", KEY], "DOMAIN")]
#[case(&["remove", KEY, "--yes"], "DOMAIN")]
#[case(&["inbound", KEY, "enable"], "DOMAIN")]
#[case(&["list", "--api-key-file", KEY], "the PATH of --api-key-file")]
#[case(&["add", "export AUTOSEND_API_KEY=AS_marker0f3c91d2key"], "DOMAIN")]
#[case(&["--sandbox", "AUTOSEND_API_KEY=AS_marker0f3c91d2key"], "DOMAIN")]
#[case(&["--api-key-file", KEY], "the PATH of --api-key-file")]
#[case(&["add", "example.com", "--api-key-file", KEY], "the PATH of --api-key-file")]
fn a_key_in_another_argument_is_rejected_with_the_supported_ways(#[case] arguments: &[&str], #[case] place: &str) {
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    let words = format!("error: {place} looks like an API key: never pass a key as an argument\n");
    assert!(ran.stderr.starts_with(&words) && ran.stderr.contains("Set AUTOSEND_API_KEY"), "{ran:?}");
    assert!(!ran.stderr.to_lowercase().contains("marker"), "{ran:?}");
}

#[rstest]
#[case(&["example.com", KEY])]
#[case(&["add", "example.com", KEY])]
#[case(&["add", KEY])]
#[case(&["add", "example.com", "--region=AS_marker0f3c91d2key!"])]
#[case(&["add", "example.com", "--api-key-file", KEY])]
#[case(&["--nonsense=AS_marker0f3c91d2key"])]
fn a_misplaced_key_is_not_echoed(#[case] arguments: &[&str]) {
    for json in [None, Some("--json")] {
        let arguments: Vec<_> = arguments.iter().copied().chain(json).collect();
        let ran = Run::new(&arguments).run();
        assert_ne!(ran.code, 0, "{ran:?}");
    }
}

#[rstest]
#[case(&["add"], "error: the following required arguments were not provided:\n  <DOMAIN>...\n")]
#[case(&["add", "example.com", "--region", "us east"], "error: invalid value 'us east' for '--region <REGION>': A \
                                                        region ID")]
#[case(&["--sandbox", "add", "example.com"], "error: --sandbox must come after add, not before it")]
#[case(&["example.com", "add", "example.com"], "error: a DOMAIN must come after add, not before it")]
#[case(&["--region", "us-east-1", "sandbox"], "error: --region must come after sandbox, not before it")]
#[case(&["add", "example.com", "--sandbox", "--dry-run"], "error: the argument '--sandbox' cannot be used with \
                                                           '--dry-run'")]
#[case(&["add", "example.com", "--sandbox", "--api-key-file", "x"], "error: the argument '--sandbox' cannot be used \
     with")]
#[case(&["--no\u{9b}31m\u{202e}"], "error: unexpected argument '--no<U+009B>31m<U+202E>' found\n")]
#[case(&["sandbox", "--rate", "0"], "error: invalid value '0' for '--rate <N|off>': expected a number")]
#[case(&["sandbox", "--port", "65536"], "error: invalid value '65536' for '--port <N>'")]
fn invalid_arguments_exit_with_2(#[case] arguments: &[&str], #[case] words: &str) {
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with(words), "{ran:?}");
}

#[rstest]
#[case(&["lst"], "lst", "list")]
#[case(&["ad", "example.com"], "ad", "add")]
#[case(&["lst", "--json"], "lst", "list")]
#[case(&["Status"], "Status", "status")]
fn a_misspelt_command_is_suggested(#[case] arguments: &[&str], #[case] word: &str, #[case] command: &str) {
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    let (title, hint) =
        (format!("{word} is not a domain name (no dot)"), format!("Did you mean: autosend-domains {command}"));
    if arguments.contains(&"--json") {
        let error = ran.stderr_json();
        assert_eq!((&error["kind"], &error["message"], &error["hint"]), (&json!("usage"), &json!(title), &json!(hint)));
    } else {
        assert_eq!(ran.stderr, format!("error: {title}\n  {hint}\n"));
    }
}

#[rstest]
#[case("login", "Did you mean: autosend-domains auth login")]
#[case("show", "Did you mean: autosend-domains records")]
#[case("version", "Did you mean: autosend-domains --version")]
#[case("localhost", "Enter the whole name, such as mail.example.com. Commands: autosend-domains --help")]
fn a_word_without_a_dot_never_opens_the_wizard(#[case] word: &str, #[case] hint: &str) {
    let ran = Run::new(&[word]).run();
    assert_eq!(ran.parts(), (2, "", format!("error: {word} is not a domain name (no dot)\n  {hint}\n").as_str()));
}

#[test]
fn a_name_with_another_full_stop_is_a_domain_for_the_wizard() {
    let ran = Run::new(&["mail\u{3002}example\u{3002}com"]).run();
    assert!(ran.stderr.contains("terminal") && !ran.stderr.contains("no dot"), "{ran:?}");
}

#[rstest]
#[case(&["ls", "-h"], "Usage: autosend-domains list")]
#[case(&["rm", "-h"], "Usage: autosend-domains remove")]
fn commands_have_the_short_names_of_the_shell(#[case] arguments: &[&str], #[case] usage: &str) {
    assert!(Run::new(arguments).run().stdout.contains(usage));
}

#[test]
fn a_format_in_the_place_of_a_path_is_explained() {
    let ran = Run::new(&["records", "mail.example.com", "-o", "json"]).run();
    let words = "\
error: --output takes a path, and json is a format
  Use --format json. For a file of that name: --output ./json
";
    assert_eq!(ran.parts(), (2, "", words));
}

#[test]
fn inbound_takes_its_action_before_or_after_the_domain() {
    for arguments in [["in.example.com", "enable"], ["enable", "in.example.com"]] {
        let ran = Run::new(&["inbound", arguments[0], arguments[1]]).run();
        // It fails for the key alone.
        assert_eq!(ran.code, 4, "{ran:?}");
    }
    let ran = Run::new(&["inbound", "in.example.com", "on\u{1b}"]).run();
    let words = "\
error: expected enable or disable, not on<U+001B>
  Usage: autosend-domains inbound DOMAIN enable|disable
";
    assert_eq!(ran.parts(), (2, "", words));
}

#[test]
fn invalid_arguments_are_reported_as_json() {
    let ran = Run::new(&["add", "--json", "--nonsense"]).run();
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"]), (2, &json!("usage")));
    assert_eq!(error["message"], "unexpected argument '--nonsense' found");
}
