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
#[case("plan", "AutoSend asks for another plan", "402")]
#[case("forbidden", "This key may not add domains", "403")]
fn a_refusal_is_told_with_what_to_do(#[case] name: &str, #[case] title: &str, #[case] status: &str) {
    let told = add(name, &["details", "try again", "b", "q"]);
    let told = told.assert_exit_code(130).assert_in_order(&[
        "AutoSend is making the records...",
        title,
        "What happened: AutoSend answered",
        "was not added.",
        "What to do: ",
        "1. try again",
        "b. back",
        "> details\n",
        "Status: ",
        status,
        "> try again\n",
        "AutoSend is making the records...",
        title,
        "> b\n",
        "Step 4 of 5: Review.",
        "> q\n",
    ]);
    assert!(told.stdout.trim_end().ends_with("was not added."), "{}", told.stdout);
}

#[test]
fn a_name_that_autosend_refuses_is_asked_for_again_with_its_words() {
    add("refused", &["q"]).assert_exit_code(130).assert_in_order(&[
        "AutoSend is making the records",
        "Step 2 of 5: Domain.",
        "AutoSend answered 400",
        "1. go on",
    ]);
}

#[test]
fn a_name_that_is_there_already_can_be_opened() {
    let told = add("taken", &["1", "q"]);
    told.assert_exit_code(0).assert_in_order(&[
        "is in this project already.",
        "Nothing was added",
        "1. open records",
        "Record 1 of 5",
    ]);
}

#[test]
fn a_busy_server_is_waited_for_in_a_line() {
    let told = add("busy", &["q"]);
    told.assert_exit_code(0).assert_in_order(&[
        "AutoSend is busy. Sending again in",
        "Not added so far.",
        "Sent again (",
        "Record 5 of 5",
    ]);
    let waits = told.stdout.matches("AutoSend is busy.").count();
    assert!((1..=3).contains(&waits), "it counts: {}", told.stdout);
}

#[rstest]
#[case("lost")]
#[case("garbled")]
fn an_answer_that_is_lost_is_looked_for_in_the_list(#[case] name: &str) {
    let told = add(name, &["q"]);
    told.assert_exit_code(0).assert_in_order(&[
        "Was it added?",
        "AutoSend's list is asked for it (1 of 3)...",
        "it was added",
        "Record 1 of 5",
    ]);
}

#[rstest]
#[case("vanished")]
#[case("broken")]
fn what_is_not_in_the_list_is_said_to_be_not_added_as_far_as_is_known(#[case] name: &str) {
    let told = add(name, &["b", "q"]);
    told.assert_exit_code(130).assert_in_order(&[
        "Was it added?",
        "Not in AutoSend's list so far. Asking again soon (2 of 3)...",
        "Not in AutoSend's list so far. Asking again soon (3 of 3)...",
        "Not added, as far as AutoSend's list shows",
        "try again (sends it again)",
        "Step 4 of 5: Review.",
    ]);
    assert_eq!(told.stdout.matches("AutoSend is making the records").count(), 1, "{}", told.stdout);
}

#[test]
fn a_domain_that_is_gone_is_told_to_be() {
    let told = add("gone", &["fetch again", "q"]);
    told.assert_exit_code(0).assert_in_order(&[
        "Record 5 of 5",
        "> fetch again\n",
        "is no longer there",
        "This project has no domains.",
    ]);
}

#[test]
fn hostile_texts_are_told_as_texts() {
    let told = add("hostile", &["c 1", "n 1", "e", "print it here", "q"]);
    told.assert_exit_code(0).assert_in_order(&["Record 1 of ", "<U+001B>", "has a hidden"]);
}

#[test]
fn a_slow_answer_is_waited_for() {
    add("slow", &["q"]).assert_exit_code(0).assert_in_order(&["AutoSend is making the records...\n", "Record 5 of 5"]);
}
