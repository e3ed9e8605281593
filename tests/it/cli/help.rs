//! The help: everything that a person looks for is in it, and it fits.

use autosend_domains::core::exit::Exit;
use autosend_domains::core::publishing::mode_descriptions;
use autosend_domains::core::region;
use autosend_domains::core::text::width;
use autosend_domains::sandbox::{OPTION_HELP, OptionHelp, PUBLISH_MEMBERS, PUBLISH_PATH, SCENARIOS};
use rstest::rstest;

use super::Run;

fn help(arguments: &[&str]) -> String {
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.stdout
}

/// The words of the help, however its lines are broken.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[rstest]
#[case(&["--help"])]
#[case(&["-h"])]
#[case(&["help"])]
#[case(&["add", "--help"])]
#[case(&["add", "-h"])]
#[case(&["help", "add"])]
#[case(&["list", "--help"])]
#[case(&["list", "-h"])]
#[case(&["records", "--help"])]
#[case(&["records", "-h"])]
#[case(&["status", "--help"])]
#[case(&["status", "-h"])]
#[case(&["verify", "--help"])]
#[case(&["verify", "-h"])]
#[case(&["inbound", "--help"])]
#[case(&["inbound", "-h"])]
#[case(&["remove", "--help"])]
#[case(&["remove", "-h"])]
#[case(&["doctor", "--help"])]
#[case(&["doctor", "-h"])]
#[case(&["help", "doctor"])]
#[case(&["auth", "--help"])]
#[case(&["auth", "login", "--help"])]
#[case(&["auth", "status", "--help"])]
#[case(&["auth", "logout", "--help"])]
#[case(&["completions", "--help"])]
#[case(&["man", "--help"])]
#[case(&["sandbox", "--help"])]
#[case(&["sandbox", "-h"])]
fn help_fits_into_80_columns(#[case] arguments: &[&str]) {
    let help = help(arguments);
    let widest = help.lines().max_by_key(|line| width(line)).unwrap();
    assert!(width(widest) <= 80, "{widest}");
    assert!(help.contains("Usage: autosend-domains"), "{help}");
}

#[test]
fn the_long_help_names_variables_exit_codes_and_regions() {
    let help = words(&help(&["--help"]));
    let exits = Exit::TABLE.iter().flat_map(|(code, meaning)| [*code, *meaning]);
    let regions = region::KNOWN_REGIONS.iter().flat_map(|(key, name)| [*key, *name]);
    let variables = [
        "AUTOSEND_API_KEY",
        "AUTOSEND_PROJECT_ID",
        "AUTOSEND_BASE_URL",
        "AUTOSEND_CLIPBOARD",
        "HTTPS_PROXY",
        "SSL_CERT_FILE",
        "NO_COLOR",
        "https://autosend.com/account/api-key",
        "autosend-domains --sandbox",
        "Takes precedence over",
    ];
    for wanted in exits.chain(regions).chain(variables) {
        assert!(help.contains(wanted), "{wanted}: {help}");
    }
}

#[test]
fn help_shows_existing_commands_only() {
    let help = help(&["-h"]);
    let commands = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let names: Vec<_> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let expected = [
        "add",
        "list",
        "records",
        "status",
        "check",
        "verify",
        "inbound",
        "remove",
        "forget",
        "auth",
        "doctor",
        "sandbox",
        "completions",
        "man",
        "help",
    ];
    assert_eq!(names, expected);
    assert!(!help.contains("--api-key <"), "{help}");
}

#[test]
fn sandbox_help_lists_switches_scenarios_and_publish_modes() {
    let help = words(&help(&["sandbox", "--help"]));
    for (name, meaning) in SCENARIOS {
        assert!(help.contains(&format!("{name} {meaning}")), "{name}: {help}");
    }
    for OptionHelp { flag: switch, values, .. } in OPTION_HELP {
        assert!(help.contains(switch), "{switch}: {help}");
        assert!(values.split('|').all(|value| help.contains(value)), "{switch}: {help}");
    }
    for (way, meaning) in mode_descriptions() {
        assert!(help.contains(&format!("{way} {meaning}")), "{way}: {help}");
    }
    for (member, takes) in PUBLISH_MEMBERS {
        assert!(help.contains(&format!("{member} {takes}")), "{member}: {help}");
    }
    assert!(help.contains(PUBLISH_PATH), "{help}");
    assert!(help.contains("AS_refused") && help.contains("[default: 8787]"), "{help}");
}

#[test]
fn the_version_is_the_packages() {
    assert_eq!(help(&["--version"]), concat!("autosend-domains ", env!("CARGO_PKG_VERSION"), "\n"));
}
