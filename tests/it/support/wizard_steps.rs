//! The steps of the wizard, for tests of one of them. Each step is taken once the one before is on the screen.

use std::thread;

use super::pty::Pty;

/// The question of each step: as many of its words as no other step has.
pub(crate) const KEY_STEP: &str = "AutoSend API key?";
pub(crate) const DOMAIN_STEP: &str = "Which domain";
pub(crate) const REGION_STEP: &str = "Which region";
pub(crate) const REVIEW_STEP: &str = "Add this domain";

/// A text on the list of domains.
pub(crate) const LIST_STEP: &str = "Domains";

/// A text that is always on the Records step: what to do next.
pub(crate) const RECORDS_STEP: &str = "NEXT  ";

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

/// Waits for the question with this text in plain lines, and answers it.
pub(crate) fn answer_prompt(pty: &mut Pty, question: &str, line: &str) {
    pty.wait_for_bytes(question, |raw| {
        let text = String::from_utf8_lossy(raw);
        text.ends_with("\n> ") && text.rsplit("\r\n").nth(1).is_some_and(|asked| asked.contains(question))
    });
    let before = pty.raw_bytes().len();
    pty.send(&format!("{line}<enter>"));
    // Until the terminal has echoed it, the old question is still the last line.
    pty.wait_for_bytes("the end of the line", |raw| raw.len() > before);
}

/// Leaves by Ctrl+C and returns the exit code. The terminal must be as it was.
pub(crate) fn quit(pty: &mut Pty) -> u32 {
    pty.send("<c-c>");
    let code = pty.wait_exit();
    pty.assert_restored();
    code
}

/// Runs a test for each of these at the same time: they mostly wait, for the rate limit of two requests a second and
/// the like.
pub(crate) fn run_in_parallel<T: Send>(cases: impl IntoIterator<Item = T>, test: impl Fn(T) + Sync) {
    let test = &test;
    thread::scope(|scope| {
        for case in cases {
            scope.spawn(move || test(case));
        }
    });
}
