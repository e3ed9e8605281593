//! Scripts of answers: from a name to its records, and what is no answer.

use std::io::{Read as _, Write as _};
use std::process::Stdio;

use rstest::rstest;
use serde_json::json;

use super::Script;
use crate::support::api_servers::{KEY, SandboxServer, StubReply, StubServer, domain};
use crate::support::wizard_steps::run_in_parallel;

/// From the first question to the records.
const ADD: [&str; 3] = ["mail.example.com", "eu-central-1", "y"];

/// These answers, and then those.
fn then<'a>(first: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [first, more].concat()
}

#[test]
fn a_domain_is_added_and_its_records_are_printed_and_exported() {
    let script = Script::in_sandbox();
    let output = script.run(&then(&ADD, &["c 2", "e", "5", "save", "records.csv", "q"]));
    output.assert_exit_code(0).assert_in_order(&[
        "This is the sandbox: nothing leaves this machine.",
        "Which domain do you want to send from?",
        "> mail.example.com\n",
        "Which region for mail.example.com?",
        "5. eu-central-1, Europe (Frankfurt)",
        "> eu-central-1\n",
        "{\"domain\":\"mail.example.com\",\"regionKey\":\"eu-central-1\"}\n",
        "Add it?\n> y\n",
        "Waiting for AutoSend...\n",
        "Record 2 of 5: DKIM, type TXT.",
        "\np=MI",
        "> c 2\n",
        "Not copied: copying is off",
        "Applies to record 2, DKIM.",
        "5. CSV. For spreadsheets.",
        "What next with CSV?",
        "> records.csv\n",
        "Saved",
        "> q\n",
        "mail.example.com: waiting for DNS\n",
    ]);
    assert_eq!(output.stderr, "");
    assert!(script.read_file("records.csv").unwrap().contains("_dmarc.mail.example.com"));
    // Each thing is told once: the actions are not read aloud after every answer.
    assert_eq!(output.stdout.matches("1. copy value (c)").count(), 2, "{}", output.stdout);
    assert_eq!(output.stdout.matches("Record 5 of 5").count(), 1, "{}", output.stdout);
}

#[test]
fn an_export_is_printed_on_request() {
    let output = Script::in_sandbox().run(&then(&ADD, &["export", "csv", "print it here", "b", "r 5", "q"]));
    output.assert_exit_code(0).assert_in_order(&[
        "> print it here\n",
        "_dmarc.mail.example.com",
        "> r 5\nv=DMARC1; p=none;\n",
    ]);
}

#[test]
fn the_panel_link_has_a_line_of_its_own() {
    let output =
        Script::in_sandbox().run(&then(&ADD, &["h", "cloudflare", "o", "r", "step by step", "b", "o", "b", "q"]));
    let link = "https://dash.cloudflare.com/?to=/:account/example.com/dns/records\n";
    output.assert_exit_code(0).assert_in_order(&[
        "Cloudflare DNS settings for example.com",
        link,
        "Not opened: the sandbox doesn't open links, as nothing leaves this machine.\n",
        "> r\n",
        link,
        "> step by step\n",
        "Record 1 of 5: Ownership.",
        "> o\n",
        "Cloudflare DNS settings for example.com",
        "> b\n",
        "What next? Applies to record 1",
    ]);
}

#[test]
fn an_invalid_answer_is_rejected_and_prompted_for_again() {
    let answers = [
        "",
        "not a domain",
        "example,com",
        "1",
        "99",
        "1",
        "mars",
        "all",
        "5",
        "",
        "maybe",
        "3x",
        "yes",
        "zz",
        "copy",
        "c 9",
        "?",
        "q",
    ];
    let output = Script::in_sandbox().run(&answers);
    output.assert_exit_code(0).assert_in_order(&[
        "No answer given.",
        "Invalid domain",
        "1. use suggestion: example.com",
        "> 1\n",
        "1. continue: example.com",
        "No number 99 here",
        "> 1\n",
        "No matching region.",
        "Filter: mars",
        "> all\n",
        "5. eu-central-1",
        "Add it?\n> \nNo answer given.\n",
        "Unknown answer: maybe.",
        "Unknown answer: 3x.",
        "> yes\n",
        "Waiting for AutoSend",
        "Unknown answer: zz.",
        "copy is ambiguous: copy value; copy name; copy full name; copy all records (zone file). Type more letters.",
        "No number 9 here: choose 1 to 5.",
        "> ?\n1. copy value (c)",
        "At any question: b = back, q = quit,",
    ]);
}

#[test]
fn fixed_names_continue_and_warned_ones_are_confirmed() {
    let output = Script::in_sandbox().run(&["https://Mail.Example.com/", "b", "www.example.org", "2", "1", "b", "q"]);
    output.assert_exit_code(130).assert_in_order(&[
        "The domain is mail.example.com.",
        "Which region for mail.example.com?",
        "> b\n",
        "1. continue: mail.example.com",
        "> www.example.org\n",
        "Note: ",
        "1. continue: www.example.org\n2. use suggestion: example.org\n",
        "The domain is example.org.",
        "Which region for example.org?",
    ]);
}

#[test]
fn any_region_is_accepted_by_its_key() {
    let output = Script::in_sandbox().run(&["mail.example.com", "sa-east-1", "b", "frank", "1", "q"]);
    output.assert_exit_code(130).assert_in_order(&[
        "Region: sa-east-1\n",
        "> frank\n",
        "Filter: frank",
        "1. eu-central-1, Europe (Frankfurt)",
        "Region: eu-central-1, Europe (Frankfurt)\n",
    ]);
}

#[test]
fn arguments_answer_their_questions() {
    let script = Script::new(&["--sandbox", "--no-summary", "mail.example.com", "--region", "eu-central-1"]);
    let output = script.run(&["add", "q"]);
    output.assert_exit_code(0).assert_in_order(&["Step 3 of 5: Add.", "Record 5 of 5", "> q\n"]);
    assert!(output.stdout.ends_with("> q\n") && !output.stdout.contains("Step 1"), "{}", output.stdout);
}

#[test]
fn the_end_of_input_is_an_error_at_every_question() {
    let steps: [(&[&str], &str); 6] = [
        (&[], "Type the domain."),
        (&["mail.example.com"], "Type a number or a region ID."),
        (&["mail.example.com", "1"], "Add it?"),
        (&["mail.example.com", "1", "y"], "What next?"),
        (&["taken.example.com", "1", "y"], "What next?"),
        (&["domains"], "Type a number, or part of a name to filter."),
    ];
    run_in_parallel(steps, |(answers, question)| {
        let output = Script::in_sandbox().run(answers);
        output.assert_exit_code(2);
        let words = format!("input ended before this question was answered: {question} Provide one answer per line");
        assert!(output.stderr.contains(&words), "{}", output.stderr);
        assert_eq!(output.stderr.lines().count(), 1, "{}", output.stderr);
    });
    let output = Script::new(&[]).env("AUTOSEND_BASE_URL", "http://127.0.0.1:9/v1").run(&[]);
    assert!(output.assert_exit_code(2).stderr.contains("Paste or type the key"), "{}", output.stderr);
}

#[test]
fn a_key_is_accepted_and_never_echoed() {
    let server = SandboxServer::start();
    let script = || Script::new(&[]).env("AUTOSEND_BASE_URL", server.base_url());
    let output = script().run(&["two words", KEY, "n", "q"]);
    output.assert_exit_code(130).assert_in_order(&[
        "What is your AutoSend API key?",
        "> (not shown)\n",
        "Paste only the key, without spaces",
        "> (not shown)\n",
        "Checking your API key.",
        "Using the key ending in d2b7",
        "2. Use it for this session only",
        "Save the key?",
        "Type the domain.",
    ]);
    // Where it does not belong, it is neither taken nor repeated.
    let output = script().env("AUTOSEND_API_KEY", KEY).run(&[KEY, "q"]);
    output.assert_exit_code(130).assert_in_order(&["> AS_", "That looks like an API key"]);
}

#[test]
fn a_key_is_stored_on_request() {
    let server = SandboxServer::start();
    let script = Script::new(&[]).env("AUTOSEND_BASE_URL", server.base_url());
    script
        .run(&[KEY, "y", "q"])
        .assert_exit_code(130)
        .assert_in_order(&["1. Save it to the key file (y)", "Key saved to "]);
    assert!(script.read_file(".config/autosend-domains/credentials").unwrap().contains(KEY));
}

#[test]
fn a_rejected_key_is_prompted_for_again_and_an_account_key_with_its_project() {
    let stub = StubServer::start(|request| match request.before {
        0 => StubReply::error(401, "UNAUTHORIZED", "no such key"),
        _ => StubReply::list(&[]),
    });
    let script = Script::new(&[]).env("AUTOSEND_BASE_URL", stub.base_url());
    let output = script.run(&[KEY, "ASA_marker0f3c91d2b7", "prj_1", "2", "q"]);
    output.assert_exit_code(130).assert_in_order(&[
        "AutoSend rejected this key",
        "Type the project ID.",
        "> prj_1\n",
        "The key works.",
    ]);
}

#[test]
fn a_long_list_is_printed_in_pages_and_filtered_by_typing() {
    let domains: Vec<_> = (1..=45).map(|number| domain(&format!("mail{number:02}.example.com"))).collect();
    let stub = StubServer::start(move |request| match request.path.as_str() {
        "/v1/domains" => StubReply::list(&domains),
        _ => StubReply::domain(200, &domain("mail33.example.com")),
    });
    let script = Script::new(&[]).env("AUTOSEND_BASE_URL", stub.base_url()).env("AUTOSEND_API_KEY", KEY);
    let output = script.run(&["domains", "", "1", "first page", "mail3", "all", "mail33", "1", "b", "b", "q"]);
    output.assert_exit_code(0).assert_in_order(&[
        "45 domains.",
        "1. mail01.example.com: waiting for DNS",
        "20. mail20.example.com",
        "[Enter: continue with 21 of 45]",
        "21. mail21.example.com",
        "No number 1 here: choose 21 to 40.",
        "> first page\n",
        "1. mail01.example.com",
        "> mail3\n",
        "14 of 45 match mail3.",
        "> mail33\n",
        "1 of 45 match mail33.",
        "> 1\n",
        "Step 4 of 5: Publish.",
        "mail33.example.com: waiting",
    ]);
}

#[test]
fn the_guide_goes_through_the_fields_of_the_panel() {
    let answers = then(&ADD, &["g", "hover", "", "4", "s", "record 5", "skip", "b", "q"]);
    let output = Script::in_sandbox().run(&answers);
    output.assert_exit_code(0).assert_in_order(&[
        "Who is your DNS provider?",
        "1. Cloudflare",
        "> hover\n",
        "Step by step. Hover, zone example.com.",
        "Record 1 of 5: Ownership. Add it at your DNS provider.",
        ": choose TXT",
        "_autosend-verify.mail\n",
        "Press Enter to copy Hostname.",
        "> record 5\n",
        "Record 5 of 5: DMARC.",
        "> skip\n",
        " of 5 added, ",
    ]);
}

#[test]
fn an_existing_file_is_overwritten_on_request_only() {
    let script = Script::in_sandbox();
    std::fs::write(script.home.path().join("there"), "before").unwrap();
    let no = then(&ADD, &["e", "save", "there", "n", "b", "b", "q"]);
    script.run(&no).assert_exit_code(0).assert_in_order(&["there already exists.", "Overwrite it?"]);
    assert_eq!(script.read_file("there").as_deref(), Some("before"));
    script.run(&then(&ADD, &["e", "save", "there", "y", "q"])).assert_exit_code(0).assert_in_order(&["Overwrite it?"]);
    assert!(script.read_file("there").unwrap().contains("_dmarc"));
}

#[test]
fn without_unicode_the_output_is_ascii() {
    let script = Script::in_sandbox().env("LANG", "C");
    let output = script.run(&["mail.münchen.de", "1", "y", "q"]);
    output.assert_exit_code(0).assert_in_order(&["mail.xn--mnchen-3ya.de", "Record 5 of 5"]);
    assert!(output.stdout.replace("> mail.münchen.de\n", "").is_ascii(), "{}", output.stdout);
}

/// `--plain` is what asks for lines where there is no terminal; the environment alone does not.
#[rstest]
#[case("ACCESSIBLE", "1")]
#[case("TERM", "dumb")]
fn without_a_terminal_the_environment_does_not_start_plain_mode(#[case] name: &'static str, #[case] value: &str) {
    let mut script = Script::new(&["--sandbox"]).env(name, value);
    script.arguments.remove(0);
    let output = script.run(&["mail.example.com"]);
    assert!(output.assert_exit_code(2).stderr.contains("autosend-domains --plain"), "{}", output.stderr);
    assert_eq!(output.stdout, "");
}

#[test]
fn a_closed_output_ends_plain_mode_silently() {
    let script = Script::in_sandbox();
    let mut child =
        script.command().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    // It may have ended before it reads this.
    let _ = input.write_all(b"mail.example.com\n");
    assert_eq!(child.wait().unwrap().code(), Some(141));
    let mut words = String::new();
    child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
    assert_eq!(words, "");
}

#[test]
fn input_after_the_last_answer_is_left_unread() {
    let script = Script::in_sandbox();
    let program = script.command();
    let line = "printf 'q\\nrest\\n' | { \"$0\" --plain --sandbox >/dev/null; cat; }";
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", line]).arg(program.get_program()).env_clear().env("HOME", script.home.path());
    assert_eq!(String::from_utf8(shell.env("PATH", "/usr/bin:/bin").output().unwrap().stdout).unwrap(), "rest\n");
}

#[test]
fn a_server_message_follows_its_question() {
    let refuse = |field: &str| {
        let body = json!({ "success": false, "error": { "code": "BAD", "message": "Validation failed",
            "details": [{ "field": field, "message": "not one of yours" }] } });
        StubServer::start_with_post_reply(move |_| StubReply::json(400, &body))
    };
    for (field, asks) in
        [("domain", "Type a number, or another domain."), ("regionKey", "Type a number or a region ID")]
    {
        let stub = refuse(field);
        let script = Script::new(&[]).env("AUTOSEND_BASE_URL", stub.base_url()).env("AUTOSEND_API_KEY", KEY);
        script.run(&["mail.example.com", "1", "y", "q"]).assert_exit_code(130).assert_in_order(&[
            "Adding the domain.",
            "not one of yours",
            asks,
        ]);
    }
}
