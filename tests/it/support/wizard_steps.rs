//! The way through the wizard, for tests that are about one of its stations. Each step is taken once the one before
//! is on the screen.

use std::thread;

use super::pty::Pty;

/// What each step asks: as little of the words as tells them apart from all others.
pub(crate) const KEY_STEP: &str = "AutoSend API key?";
pub(crate) const DOMAIN_STEP: &str = "Which domain";
pub(crate) const REGION_STEP: &str = "Which region";
pub(crate) const REVIEW_STEP: &str = "Add this domain";

/// What stands on the list of domains.
pub(crate) const LIST_STEP: &str = "omains of this project";

/// What stands on the Records step for certain: the first record, in focus.
pub(crate) const RECORDS_STEP: &str = "> Ownership";

/// From the Domain step to Review, with the region that is preselected.
pub(crate) fn go_to_review(pty: &mut Pty, name: &str) {
    pty.wait_for(DOMAIN_STEP);
    pty.send(name);
    pty.send("<enter>");
    pty.wait_for(REGION_STEP);
    pty.send("<enter>");
    pty.wait_for(REVIEW_STEP);
}

/// From the Domain step to a POST that is sent.
pub(crate) fn submit_domain(pty: &mut Pty, name: &str) {
    go_to_review(pty, name);
    pty.send("<enter>");
}

/// From the Domain step to the records of a new domain.
pub(crate) fn go_to_records(pty: &mut Pty, name: &str) {
    submit_domain(pty, name);
    pty.wait_for(RECORDS_STEP);
}

/// Answers the question in plain lines that has this in it, once it stands there.
pub(crate) fn answer_prompt(pty: &mut Pty, question: &str, line: &str) {
    pty.wait_for_bytes(question, |raw| {
        let text = String::from_utf8_lossy(raw);
        text.ends_with("\n> ") && text.rsplit("\r\n").nth(1).is_some_and(|asked| asked.contains(question))
    });
    let before = pty.raw_bytes().len();
    pty.send(&format!("{line}<enter>"));
    // Until the terminal has shown it, the question seems to stand there still.
    pty.wait_for_bytes("the end of the line", |raw| raw.len() > before);
}

/// Leaves by Ctrl+C; the exit code. The terminal is as it was.
pub(crate) fn quit(pty: &mut Pty) -> u32 {
    pty.send("<c-c>");
    let code = pty.wait_exit();
    pty.assert_restored();
    code
}

/// Runs a test for each of these at the same time: they wait most of the time, for the limit of two requests a second
/// and the like.
pub(crate) fn run_in_parallel<T: Send>(cases: impl IntoIterator<Item = T>, test: impl Fn(T) + Sync) {
    let test = &test;
    thread::scope(|scope| {
        for case in cases {
            scope.spawn(move || test(case));
        }
    });
}
