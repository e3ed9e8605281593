//! Answers that say for certain that nothing was added.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use autosend_domains::sandbox::Options;
use serde_json::json;

use super::NAME;
use crate::support::api_servers::{SandboxServer, StubReply, StubServer, closed_port, domain, wizard_at};
use crate::support::pty::wait_for_condition;
use crate::support::wizard_steps::{
    self, DOMAIN_STEP, KEY_STEP, RECORDS_STEP, REGION_STEP, REVIEW_STEP, run_in_parallel,
};

#[test]
fn a_400_returns_to_the_domain_with_the_error() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().start();
    wizard_steps::submit_domain(&mut pty, "https://refused.example.com/");
    pty.wait_for_wrapped(&[DOMAIN_STEP, "AutoSend answered 400: domain is on the sandbox's list of rejected names"]);
    pty.wait_for("https://refused.example.com/");
    assert_eq!(server.posts(), 1);
    // Typing takes the words away, what was typed is still there to be changed.
    pty.send("<home><del>");
    pty.wait_gone("AutoSend (400)");
    pty.send("h<home>");
    pty.wait_for("https://refused.example.com/");
    assert_eq!(wizard_steps::quit(&mut pty), 130);
}

#[test]
fn a_422_on_the_region_returns_to_the_region() {
    let stub = StubServer::start_with_post_reply(|_| {
        let details = json!([{ "field": "regionKey", "message": "this region is not open to you" }]);
        StubReply::json(422, &json!({ "error": { "code": "VALIDATION_FAILED", "message": "No", "details": details } }))
    });
    let mut pty = stub.wizard().start();
    pty.wait_for(DOMAIN_STEP);
    pty.send(NAME);
    pty.send("<enter>");
    pty.wait_for(REGION_STEP);
    pty.send("moon-north-1<enter>");
    pty.wait_for("Not checked here");
    pty.send("<enter>");
    pty.wait_for(REVIEW_STEP);
    pty.send("<enter>");
    pty.wait_for_wrapped(&[REGION_STEP, "AutoSend answered 422: this region is not open to you", "moon-north-1"]);
    let bodies: Vec<String> =
        stub.requests().into_iter().filter(|request| request.method == "POST").map(|request| request.body).collect();
    assert_eq!(bodies, [r#"{"domain":"mail.example.com","regionKey":"moon-north-1"}"#]);
}

/// Together, since each waits for the limit of requests a second.
#[test]
fn recoverable_errors_are_retried() {
    let stories: [fn(); 7] = [
        a_401_asks_for_the_key_and_resumes,
        a_404_on_a_domain_takes_it_from_the_list,
        a_409_opens_the_records_or_returns_to_the_name,
        a_409_without_a_listed_domain_is_explained,
        an_unsent_post_is_reported_and_enter_sends_it,
        an_unverifiable_key_is_not_called_invalid,
        a_failed_background_list_blocks_nothing,
    ];
    run_in_parallel(stories, |story| story());
}

fn a_401_asks_for_the_key_and_resumes() {
    let stub = StubServer::start_with_post_reply(|request| match request.before {
        0 => StubReply::error(401, "UNAUTHORIZED", "API key revoked"),
        _ => StubReply::domain(201, &domain(NAME)),
    });
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for(KEY_STEP);
    pty.wait_for_wrapped(&[
        "AutoSend rejected the key …d2b7 from AUTOSEND_API_KEY. AutoSend answered 401: API key revoked.",
    ]);
    assert_eq!(stub.posts(), 1);
    pty.send("<c-u>AS_anothergoodkey<enter>");
    pty.wait_for("The key works.");
    pty.send("<down><enter>");
    pty.wait_for(REVIEW_STEP);
    pty.wait_for(NAME);
    assert_eq!(stub.posts(), 1, "nothing is sent without a word");
    pty.send("<enter>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(stub.posts(), 2);
}

#[test]
fn a_402_and_a_403_advise_and_add_nothing() {
    for (name, words) in [
        (
            "plan.example.com",
            [
                "Your plan doesn't allow this",
                "AutoSend answered 402: Please upgrade your plan to access these resources.",
                "plan.example.com was not added.",
                "Upgrade your plan or fix billing",
            ],
        ),
        (
            "forbidden.example.com",
            [
                "This API key can't add domains",
                "AutoSend answered 403: This key may not add domains.",
                "forbidden.example.com was not added.",
                "Use a key that can add domains",
            ],
        ),
    ] {
        let server = SandboxServer::start();
        let mut pty = server.wizard().start();
        wizard_steps::submit_domain(&mut pty, name);
        pty.wait_for_wrapped(&words);
        assert_eq!(server.posts(), 1);
        // What is known of the answer, for a report.
        pty.send("i");
        pty.wait_for_wrapped(&["Error details", "Status", "Code", "Request ID sandbox-"]);
        pty.send("<esc>");
        pty.wait_gone("Error details");
        pty.send("<esc>");
        pty.wait_for(REVIEW_STEP);
        pty.wait_for(name);
        assert_eq!(server.posts(), 1);
        assert_eq!(wizard_steps::quit(&mut pty), 130);
    }
}

#[test]
fn a_404_and_others_add_nothing() {
    for (status, title) in [(404, "No API at this address (404)"), (405, "AutoSend refused the request")] {
        let stub = StubServer::start_with_post_reply(move |_| StubReply::Respond(status, "", String::new()));
        let mut pty = stub.wizard().start();
        wizard_steps::submit_domain(&mut pty, NAME);
        let words = format!("AutoSend answered {status} with no message.");
        pty.wait_for_wrapped(&[title, &words, "mail.example.com was not added.", "Try again"]);
        assert_eq!(stub.posts(), 1);
        assert_eq!(wizard_steps::quit(&mut pty), 130);
    }
}

fn a_404_on_a_domain_takes_it_from_the_list() {
    let server = SandboxServer::start();
    let mut pty = server.wizard().start();
    wizard_steps::go_to_records(&mut pty, "gone.example.com");
    pty.send("<c-r>");
    pty.wait_for("gone.example.com no longer exists");
    pty.wait_for("Show all domains");
    pty.send("<enter>");
    pty.wait_for("No domains yet.");
    assert_eq!(server.posts(), 1);
}

fn a_409_opens_the_records_or_returns_to_the_name() {
    // Somebody else has just added it: a list that had it when it is tried again would open its records instead.
    let is_listed = AtomicBool::new(false);
    let server = StubServer::start(move |request| match request.method.as_str() {
        "POST" => {
            is_listed.store(request.before > 0, Ordering::SeqCst);
            StubReply::error(409, "CONFLICT", "Domain has already been added to this project.")
        }
        _ if request.path != "/v1/domains" => StubReply::domain(200, &domain("taken.example.com")),
        _ if is_listed.load(Ordering::SeqCst) => StubReply::list(&[domain("taken.example.com")]),
        _ => StubReply::list(&[]),
    });
    let mut pty = server.wizard().start();
    wizard_steps::submit_domain(&mut pty, "taken.example.com");
    pty.wait_for_wrapped(&[
        "taken.example.com is already in this project",
        "AutoSend answered 409: Domain has already been added to this project.",
        "Nothing was added or changed.",
        "Press Enter to see its records, Esc to change the name.",
    ]);
    pty.send("<esc>");
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for("taken.example.com");
    pty.send("<enter>");
    pty.wait_for(REGION_STEP);
    pty.send("<enter>");
    pty.wait_for(REVIEW_STEP);
    pty.send("<enter>");
    pty.wait_for("is already in this project");
    pty.send("<enter>");
    pty.wait_for("_autosend-verify.taken.example.com");
    assert_eq!(server.posts(), 2);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

fn a_409_without_a_listed_domain_is_explained() {
    let stub = StubServer::start_with_post_reply(|_| StubReply::error(409, "CONFLICT", "Domain already exists"));
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for("mail.example.com is already in this project");
    pty.send("<enter>");
    pty.wait_for_wrapped(&[
        "Already added, but not in this project",
        "AutoSend says mail.example.com has already been added, but it isn't in this project.",
        "It may be in another project or account.",
    ]);
    assert_eq!(stub.posts(), 1);
    pty.send("<down><enter>");
    pty.wait_for(DOMAIN_STEP);
    pty.wait_for(NAME);
}

/// A server that is busy so many times, and says for how long.
fn busy(times: usize, seconds: u32) -> StubServer {
    StubServer::start_with_post_reply(move |request| {
        if request.before < times {
            let error = json!({ "code": "RATE_LIMIT_EXCEEDED", "message": "Rate limit exceeded" });
            StubReply::json(429, &json!({ "error": error, "retryAfter": seconds }))
        } else {
            StubReply::domain(201, &domain(NAME))
        }
    })
}

/// Together, since each waits as it is told to.
#[test]
fn a_429_is_waited_out() {
    let stories: [fn(); 5] = [
        a_429_counts_down_and_retries,
        a_429_of_the_sandbox_is_retried,
        enter_retries_a_429_immediately_and_esc_cancels_it,
        a_429_is_retried_at_most_three_times,
        a_retry_after_of_an_hour_is_left_to_the_user,
    ];
    run_in_parallel(stories, |story| story());
}

fn a_429_counts_down_and_retries() {
    let stub = busy(1, 2);
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for_wrapped(&["AutoSend is rate-limiting. Retrying in 2 s (1 of 3).", "Not added yet."]);
    pty.wait_for("Retrying in 1 s (1 of 3)");
    assert_eq!(stub.posts(), 1);
    pty.wait_for(RECORDS_STEP);
    assert_eq!(stub.posts(), 2);
}

fn a_429_of_the_sandbox_is_retried() {
    let server = SandboxServer::start_with(Options { busy_duration: Duration::from_millis(500), ..Options::default() });
    let mut pty = server.wizard().start();
    wizard_steps::submit_domain(&mut pty, "busy.example.com");
    pty.wait_for("Retrying in 1 s");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(server.posts(), 2);
}

fn enter_retries_a_429_immediately_and_esc_cancels_it() {
    let stub = busy(2, 60);
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for("Retrying in 60 s (1 of 3)");
    pty.send("<enter>");
    pty.wait_for("Retrying in 60 s (2 of 3)");
    assert_eq!(stub.posts(), 2);
    pty.send("<esc>");
    pty.wait_for(REVIEW_STEP);
    assert_eq!(stub.posts(), 2);
    pty.send("<enter>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(stub.posts(), 3);
}

fn a_429_is_retried_at_most_three_times() {
    let stub = busy(usize::MAX, 60);
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    for repeat in 1..=3 {
        pty.wait_for(&format!("({repeat} of 3)"));
        pty.send("<enter>");
    }
    pty.wait_for_wrapped(&["Still rate-limited", "mail.example.com was not added.", "Wait 1 min"]);
    assert_eq!(stub.posts(), 4);
}

fn a_retry_after_of_an_hour_is_left_to_the_user() {
    let stub = busy(1, 3600);
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for_wrapped(&["Still rate-limited", "mail.example.com was not added.", "Wait 1 h, then try again."]);
    assert_eq!(stub.posts(), 1);
    pty.send("<enter>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(stub.posts(), 2);
}

fn an_unsent_post_is_reported_and_enter_sends_it() {
    let port = closed_port();
    let mut pty = wizard_at(&format!("http://127.0.0.1:{port}/v1")).start();
    pty.wait_for_wrapped(&["Couldn't load the project's domains.", "the connection was refused"]);
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for_wrapped(&[
        "Can't reach AutoSend",
        "the connection was refused.",
        "Nothing was sent, so mail.example.com was not added.",
        "Check your connection",
        "Try again",
    ]);
    let stub = StubServer::start_at(port, |_| StubReply::domain(201, &domain(NAME)));
    pty.send("<enter>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(stub.posts(), 1);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

fn an_unverifiable_key_is_not_called_invalid() {
    let stub = StubServer::start(|request| match request.before {
        0..=3 => StubReply::error(503, "SERVER_ERROR", "maintenance"),
        _ => StubReply::list(&[]),
    });
    let mut pty = stub.keyless_wizard().start();
    pty.wait_for(KEY_STEP);
    pty.send("AS_somekey1234<enter>");
    pty.wait_for_wrapped(&["Couldn't check the key", "AutoSend answered 503: maintenance.", "The key wasn't checked."]);
    pty.send("<enter>");
    pty.wait_for("The key works.");
}

fn a_failed_background_list_blocks_nothing() {
    let stub = StubServer::start(|request| match request.method.as_str() {
        "POST" => StubReply::domain(201, &domain(NAME)),
        _ => StubReply::error(500, "SERVER_ERROR", "no list today"),
    });
    let mut pty = stub.wizard().start();
    pty.wait_for_wrapped(&["Couldn't load the project's domains. AutoSend answered 500: no list today."]);
    wizard_steps::go_to_records(&mut pty, NAME);
    wait_for_condition("one POST", || stub.posts() == 1);
}
