//! Answers that never came or can't be relied on: whatever happens, the POST is sent once, and what became of it is
//! learnt from the list.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::RateLimit;
use rustix::process::Signal;

use super::NAME;
use crate::support::api_servers::{SandboxServer, StubReply, StubRequest, StubServer, domain};
use crate::support::pty::wait_for_condition;
use crate::support::wizard_steps::{self, RECORDS_STEP, REVIEW_STEP, run_in_parallel};

/// A way in which the answer to a POST can be worth nothing, and what is said of it. `None`: nothing comes, and the
/// person stops waiting.
type Fault = (fn() -> StubReply, Option<&'static str>);

/// Every one that is known.
const FAULTS: [Fault; 12] = [
    (|| StubReply::WriteAndClose(""), Some("the connection was closed before a response arrived")),
    (|| StubReply::WriteAndClose("HTTP/1.1 20"), Some("the connection was closed before a response arrived")),
    (|| StubReply::WriteAndClose("SSH-2.0-OpenSSH_9.2\r\n\r\n"), Some("the response is not HTTP")),
    (
        || StubReply::WriteAndClose("HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{\"data\":"),
        Some("the response was cut off"),
    ),
    (
        || StubReply::Respond(201, "", "<html>Welcome</html>".to_owned()),
        Some("AutoSend answered 201, but the response"),
    ),
    (|| StubReply::Respond(202, "", String::new()), Some("AutoSend answered 202, but the response")),
    (|| StubReply::error(500, "SERVER_ERROR", "out of order"), Some("AutoSend answered 500: out of order.")),
    (
        || StubReply::Respond(504, "", "<h1>Gateway Time-out</h1>".to_owned()),
        Some("AutoSend answered 504: Gateway Time-out"),
    ),
    (|| StubReply::error(408, "TIMEOUT", "too slow"), Some("AutoSend answered 408: too slow.")),
    (
        || StubReply::Respond(307, "location: https://other.example.org/v1\r\n", String::new()),
        Some("to other.example.org"),
    ),
    (|| StubReply::WriteAndHang(""), None),
    (|| StubReply::WriteAndHang("HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{"), None),
];

const FOUND: &str = "but mail.example.com was added";

/// A server whose POST goes wrong by this fault, and that has the domain from then on.
fn applies(fault: fn() -> StubReply) -> StubServer {
    let applied = AtomicBool::new(false);
    StubServer::start(move |request| match request {
        StubRequest { method, .. } if method == "POST" => {
            applied.store(true, Ordering::SeqCst);
            fault()
        }
        StubRequest { path, .. } if path == "/v1/domains" && applied.load(Ordering::SeqCst) => {
            StubReply::list(&[domain(NAME)])
        }
        StubRequest { path, .. } if path == "/v1/domains" => StubReply::list(&[]),
        _ => StubReply::domain(200, &domain(NAME)),
    })
}

/// A server whose POST goes wrong by this fault the first time, without having done anything.
fn fails_once(fault: fn() -> StubReply) -> StubServer {
    StubServer::start_with_post_reply(
        move |request| if request.before == 0 { fault() } else { StubReply::domain(201, &domain(NAME)) },
    )
}

/// Together, since each waits for the pauses between two questions and for the limit of requests a second.
#[test]
fn a_lost_response_leads_to_the_list() {
    let stories: [fn(); 4] = [
        an_added_domain_is_found_after_any_lost_response,
        without_a_list_enter_reads_the_list_and_never_posts,
        a_late_response_is_waited_for_with_elapsed_time,
        stopping_twice_returns_to_review_as_unconfirmed,
    ];
    run_in_parallel(stories, |story| story());
}

fn an_added_domain_is_found_after_any_lost_response() {
    run_in_parallel(FAULTS, |(fault, said)| {
        let stub = applies(fault);
        let mut pty = stub.wizard().start();
        wizard_steps::submit_domain(&mut pty, NAME);
        if said.is_none() {
            stub.wait_for("POST", 1);
            pty.send("<esc>");
        }
        pty.wait_for_wrapped(&[FOUND]);
        pty.wait_for(RECORDS_STEP);
        assert_eq!(stub.posts(), 1);
        assert_eq!(wizard_steps::quit(&mut pty), 0);
        assert!(!pty.screen_text().contains("may have been added"));
    });
}

/// Together, since each takes the three seconds that the rule has.
#[test]
fn the_list_is_read_three_times() {
    let stories: [fn(); 3] = [
        an_absent_domain_is_reported_and_enter_posts_again,
        a_lagging_list_is_read_three_times,
        the_sandbox_simulates_lost_responses,
    ];
    run_in_parallel(stories, |story| story());
}

fn an_absent_domain_is_reported_and_enter_posts_again() {
    run_in_parallel(FAULTS, |(fault, said)| {
        let stub = fails_once(fault);
        let mut pty = stub.wizard().start();
        wizard_steps::submit_domain(&mut pty, NAME);
        if said.is_none() {
            stub.wait_for("POST", 1);
            pty.send("<esc>");
        }
        pty.wait_for_wrapped(&[
            "Probably not added",
            said.unwrap_or("You stopped waiting for the response."),
            "The domain list was checked three times, and mail.example.com isn't there. Nothing was sent again.",
            "Send it again",
        ]);
        assert_eq!((stub.posts(), stub.count("GET")), (1, 4));
        pty.send("<enter>");
        pty.wait_for(RECORDS_STEP);
        assert_eq!(stub.posts(), 2);
    });
}

fn without_a_list_enter_reads_the_list_and_never_posts() {
    run_in_parallel(FAULTS, |(fault, said)| {
        let broken = Arc::new(AtomicBool::new(false));
        let (is_broken, added) = (Arc::clone(&broken), applies_after(&broken, fault));
        let mut pty = added.wizard().start();
        wizard_steps::submit_domain(&mut pty, NAME);
        if said.is_none() {
            added.wait_for("POST", 1);
            pty.send("<esc>");
        }
        pty.wait_for_wrapped(&[
            "mail.example.com may or may not have been added",
            said.unwrap_or("You stopped waiting for the response."),
            "The domain list couldn't be loaded either: AutoSend answered 502: no list.",
            "Nothing was sent again",
            "Reload the list",
        ]);
        pty.send("<enter>");
        pty.wait_for_wrapped(&[
            "mail.example.com may or may not have been added",
            "AutoSend answered 502: still none.",
        ]);
        is_broken.store(false, Ordering::SeqCst);
        pty.send("<enter>");
        pty.wait_for_wrapped(&[FOUND]);
        assert_eq!(added.posts(), 1);
    });
}

/// A server whose POST goes wrong although it was carried out, and whose list is broken from then on, until told.
fn applies_after(broken: &Arc<AtomicBool>, fault: fn() -> StubReply) -> StubServer {
    let (broken, applied) = (Arc::clone(broken), AtomicBool::new(false));
    StubServer::start(move |request| match request {
        StubRequest { method, .. } if method == "POST" => {
            applied.store(true, Ordering::SeqCst);
            broken.store(true, Ordering::SeqCst);
            fault()
        }
        // The first list is the one at the start; a request that fails is sent four times.
        _ if broken.load(Ordering::SeqCst) => {
            StubReply::error(502, "BAD_GATEWAY", if request.before <= 4 { "no list" } else { "still none" })
        }
        _ if applied.load(Ordering::SeqCst) => StubReply::list(&[domain(NAME)]),
        _ => StubReply::list(&[]),
    })
}

fn a_lagging_list_is_read_three_times() {
    let stub = StubServer::start(|request| match request {
        StubRequest { method, .. } if method == "POST" => StubReply::WriteAndClose(""),
        // The first is the one at the start.
        StubRequest { path, before: 0..=2, .. } if path == "/v1/domains" => StubReply::list(&[]),
        StubRequest { path, .. } if path == "/v1/domains" => StubReply::list(&[domain(NAME)]),
        _ => StubReply::domain(200, &domain(NAME)),
    });
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    pty.wait_for_wrapped(&["Was it added?", "(1 of 3)"]);
    pty.wait_for("(2 of 3)");
    pty.wait_for("(3 of 3)");
    pty.wait_for_wrapped(&[FOUND]);
    assert_eq!(stub.posts(), 1);
}

fn the_sandbox_simulates_lost_responses() {
    run_in_parallel(
        ["lost.example.com", "garbled.example.com", "vanished.example.com", "broken.example.com"],
        |name| {
            let server = SandboxServer::start();
            let mut pty = server.wizard().start();
            wizard_steps::submit_domain(&mut pty, name);
            if matches!(name, "lost.example.com" | "garbled.example.com") {
                pty.wait_for_wrapped(&["The connection dropped, but", "was added", RECORDS_STEP]);
            } else {
                pty.wait_for("Probably not added");
            }
            assert_eq!(server.posts(), 1);
        },
    );
}

fn a_late_response_is_waited_for_with_elapsed_time() {
    let server = SandboxServer::start_with(Options { slow_delay: Duration::from_millis(1200), ..Options::default() });
    let mut pty = server.wizard().start();
    wizard_steps::submit_domain(&mut pty, "slow.example.com");
    pty.wait_for("Waiting for AutoSend");
    pty.wait_for("1 s");
    // Whatever is pressed meanwhile, nothing more is sent.
    pty.send("<enter><enter> y<f2>");
    pty.wait_for(RECORDS_STEP);
    assert_eq!(server.posts(), 1);
}

#[test]
fn leaving_during_the_post_reports_an_unknown_outcome() {
    for (key, code) in [(Some("<c-c>"), 130), (None, 143)] {
        let stub = StubServer::start_with_post_reply(|_| StubReply::WriteAndHang(""));
        let mut pty = stub.wizard().start();
        wizard_steps::submit_domain(&mut pty, NAME);
        stub.wait_for("POST", 1);
        match key {
            Some(key) => pty.send(key),
            None => pty.signal(Signal::TERM),
        }
        assert_eq!(pty.wait_exit(), code);
        pty.assert_restored();
        let screen = pty.screen_text();
        assert!(screen.contains("mail.example.com may have been added"), "{screen}");
        assert!(screen.contains("autosend-domains mail.example.com"), "{screen}");
        assert_eq!(stub.posts(), 1);
    }
}

fn stopping_twice_returns_to_review_as_unconfirmed() {
    let stub = StubServer::start(|request| match request {
        StubRequest { method, .. } if method == "POST" => StubReply::WriteAndHang(""),
        StubRequest { before: 0, .. } => StubReply::list(&[]),
        StubRequest { before: 1, .. } => StubReply::WriteAndHang(""),
        _ => StubReply::list(&[domain(NAME)]),
    });
    let mut pty = stub.wizard().start();
    wizard_steps::submit_domain(&mut pty, NAME);
    stub.wait_for("POST", 1);
    pty.send("<esc>");
    pty.wait_for("Was it added?");
    stub.wait_for("GET", 2);
    pty.send("<esc>");
    pty.wait_for_wrapped(&[REVIEW_STEP, "This domain may already have been added."]);
    pty.send("<enter>");
    pty.wait_for_wrapped(&[FOUND]);
    assert_eq!(stub.posts(), 1);
}

#[test]
fn after_a_killed_run_the_name_opens_its_records() {
    // The two runs know nothing of each other, so they may be faster than the limit allows.
    let server = SandboxServer::start_with(Options { rate: RateLimit::Off, ..Options::default() });
    let mut killed = server.wizard().start();
    wizard_steps::submit_domain(&mut killed, "slow.example.com");
    wait_for_condition("the POST", || server.posts() == 1);
    killed.signal(Signal::KILL);
    killed.wait_end();
    let mut pty = server.wizard().args(["slow.example.com"]).start();
    pty.wait_for("slow.example.com is already in this project");
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert_eq!(server.posts(), 1);
}
