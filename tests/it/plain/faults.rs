//! Every answer that the sandbox can give to a name, as it is told.

use rstest::rstest;

use super::Script;

/// Adds the name, then answers so.
fn add(name: &str, more: &[&str]) -> super::ScriptOutput {
    let name = format!("{name}.example.com");
    let answers: Vec<&str> = [name.as_str(), "1", "y"].into_iter().chain(more.iter().copied()).collect();
    Script::in_sandbox().run(&answers)
}

#[rstest]
#[case("plan", "Your plan doesn't allow this", "402")]
#[case("forbidden", "This API key can't add domains", "403")]
fn a_rejection_has_advice(#[case] name: &str, #[case] title: &str, #[case] status: &str) {
    let output = add(name, &["details", "try again", "b", "q"]);
    let output = output.assert_exit_code(130).assert_in_order(&[
        "Waiting for AutoSend...",
        title,
        "was not added.",
        "AutoSend answered",
        "2. Try again (r)",
        "Copy details for support (c)",
        "b. back",
        "> details\n",
        "Status: ",
        status,
        "> try again\n",
        "Waiting for AutoSend...",
        title,
        "> b\n",
        "Step 3 of 5: Add.",
        "> q\n",
    ]);
    assert!(output.stdout.trim_end().ends_with("was not added."), "{}", output.stdout);
}

#[test]
fn a_rejected_name_is_prompted_for_again_with_the_error() {
    add("refused", &["q"]).assert_exit_code(130).assert_in_order(&[
        "Waiting for AutoSend",
        "Step 1 of 5: Domain.",
        "AutoSend answered 400",
        "1. continue",
    ]);
}

#[test]
fn an_existing_name_can_be_opened() {
    let output = add("taken", &["1", "q"]);
    output.assert_exit_code(0).assert_in_order(&[
        "is already in this project.",
        "Nothing was added",
        "1. open records",
        "Record 1 of 5",
    ]);
}

#[test]
fn a_429_is_waited_out_in_one_line() {
    let output = add("busy", &["q"]);
    output.assert_exit_code(0).assert_in_order(&[
        "AutoSend is rate-limiting. Retrying in",
        "Not added yet.",
        "Retrying (",
        "Record 5 of 5",
    ]);
    let waits = output.stdout.matches("AutoSend is rate-limiting.").count();
    assert!((1..=3).contains(&waits), "it counts: {}", output.stdout);
}

#[rstest]
#[case("lost")]
#[case("garbled")]
fn a_lost_response_is_looked_up_in_the_list(#[case] name: &str) {
    let output = add(name, &["q"]);
    output.assert_exit_code(0).assert_in_order(&[
        "Was it added?",
        "Looking for it in your domains (1 of 3)...",
        "was added",
        "Record 1 of 5",
    ]);
}

#[rstest]
#[case("vanished")]
#[case("broken")]
fn an_unlisted_domain_is_reported_as_probably_not_added(#[case] name: &str) {
    let output = add(name, &["b", "q"]);
    output.assert_exit_code(130).assert_in_order(&[
        "Was it added?",
        "Not in your domain list yet. Checking again (2 of 3)...",
        "Not in your domain list yet. Checking again (3 of 3)...",
        "Probably not added",
        "1. Send it again (r)",
        "Step 3 of 5: Add.",
    ]);
    assert_eq!(output.stdout.matches("Waiting for AutoSend").count(), 1, "{}", output.stdout);
}

#[test]
fn a_removed_domain_is_reported() {
    let output = add("gone", &["refresh", "1", "q"]);
    output.assert_exit_code(0).assert_in_order(&[
        "Record 5 of 5",
        "> refresh\n",
        "no longer exists",
        "1. Show all domains",
        "No domains yet.",
    ]);
}

#[test]
fn hostile_texts_are_printed_sanitized() {
    let output = add("hostile", &["c 1", "n 1", "e", "print it here", "q"]);
    output.assert_exit_code(0).assert_in_order(&["Record 1 of ", "<U+001B>", "contains a hidden"]);
}

#[test]
fn a_slow_response_is_waited_for() {
    add("slow", &["q"]).assert_exit_code(0).assert_in_order(&["Waiting for AutoSend...\n", "Record 5 of 5"]);
}
