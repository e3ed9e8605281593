//! What stands on the normal screen when the wizard is gone.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};

use crate::clipboard::Handover;
use crate::core::api_error::ApiError;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{DomainName, assess};
use crate::core::terminal_caps::{osc8_hyperlink, supports_hyperlinks};
use crate::core::text::escape_hidden;
use crate::export::domain_text;
use crate::wizard::{Model, VerifyWatch};

/// How much is told of what was learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SummaryDetail {
    /// The domain with its records.
    Full,
    /// The domain in a line: its records were told before.
    OneLine,
    /// Nothing but what must not be missed.
    Minimal,
}

/// Prints what was learnt. A terminal that is gone is nobody to tell.
pub(super) fn print(model: &Model, detail: SummaryDetail) {
    let links = io::stdout().is_terminal() && supports_hyperlinks(std::env::var("TERM").ok().as_deref());
    let _ = io::stdout().lock().write_all(render(model, detail, links).as_bytes());
}

/// Says where the clipboard may go empty with this program. To be quiet about that would make "copied" wrong after all.
pub(super) fn print_handover(handover: &Handover) {
    let _ = io::stdout().lock().write_all(handover_message(handover).as_bytes());
}

/// Says on standard error what did not go as was asked.
pub(super) fn print_warning(words: &str) {
    let _ = writeln!(io::stderr().lock(), "autosend-domains: {words}");
}

fn handover_message(handover: &Handover) -> String {
    match handover {
        Handover::NotNeeded | Handover::Done => String::new(),
        Handover::Failed(reason) => {
            format!("What was copied may be gone from the clipboard, now that this program has ended ({reason})\n")
        }
    }
}

/// The records that were shown last or how the last attempt ended, unless it is to be brief; then always what became of
/// a copy that ended late, and every name whose POST has no known outcome, with the command that tells.
fn render(model: &Model, detail: SummaryDetail, links: bool) -> String {
    let mut parts = Vec::new();
    if detail != SummaryDetail::Minimal {
        parts.extend(model.last_shown.as_ref().map(|domain| match detail {
            SummaryDetail::OneLine => format!("{}: {}\n", domain.name.sanitized(), domain.status.label()),
            SummaryDetail::Full | SummaryDetail::Minimal => {
                domain_text(domain, &model.record_prefs(domain).zone(domain))
                    + &age_note(model)
                    + &panel_note(domain, model, links)
            }
        }));
        parts.extend(model.outcome.as_ref().map(|outcome| format!("{outcome}\n")));
    }
    parts.extend(model.exit_printouts.iter().map(|text| sanitize(text)));
    parts.extend(model.exit_messages.iter().map(|words| format!("{words}\n")));
    parts.extend(model.pending_saves.iter().map(|(_, path)| format!("Whether {path} was written is not known\n")));
    parts.extend(
        model.pending_copy.as_ref().map(|(_, what)| format!("Whether the copy was made is not known ({what})\n")),
    );
    parts.extend(
        model
            .verify_watches
            .iter()
            .filter(|follow| follow.is_running())
            .map(|follow| verify_note(follow, model.config.sandbox)),
    );
    parts.extend(
        model.unconfirmed.iter().map(|(name, cause)| unconfirmed_note(name, cause.as_ref(), model.config.sandbox)),
    );
    parts.join("\n")
}

/// Where the records are to be entered, while they are not verified: as a link, where the terminal takes such.
fn panel_note(domain: &SendingDomain, model: &Model, links: bool) -> String {
    let desk = model.record_prefs(domain);
    let Some(host) = desk.host().filter(|_| !domain.status.can_send()) else { return String::new() };
    let link = escape_hidden(&host.panel_url_for(desk.zone(domain).name())).into_owned();
    let link = if links { osc8_hyperlink(&link) } else { link };
    format!("\nThe DNS panel at {}: {link}\n", host.name)
}

/// How old the summary is, where only an earlier run has heard it.
fn age_note(model: &Model) -> String {
    model
        .last_shown_age
        .map(|age| format!("\nThis is as AutoSend told it {}.\n", age.label(model.clock)))
        .unwrap_or_default()
}

/// A text for the terminal: its lines stay, and whatever else a terminal would obey is shown.
fn sanitize(text: &str) -> String {
    text.lines().map(|line| escape_hidden(line).into_owned() + "\n").collect()
}

/// A domain that was still followed: AutoSend goes on, and a command follows it on.
fn verify_note(follow: &VerifyWatch, is_sandbox: bool) -> String {
    let name = follow.domain.name.sanitized();
    let mut text = format!("AutoSend was still verifying {name}.\n");
    if let (Some(name), false) = (assess(follow.domain.name.raw()).name(), is_sandbox) {
        let _ = writeln!(text, "To follow it: autosend-domains verify {name} --wait 30m");
    }
    text
}

fn unconfirmed_note(name: &DomainName, cause: Option<&ApiError>, is_sandbox: bool) -> String {
    let why = if cause.is_some() { "the answer was lost" } else { "its answer was not awaited" };
    let mut text = format!("{name} may have been added: {why}.\n");
    if !is_sandbox {
        let _ = writeln!(text, "To see: autosend-domains {name}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wizard::{InitOptions, init};

    #[test]
    fn a_name_in_doubt_is_told_with_the_command_that_shows_it() {
        let (mut model, _) = init(InitOptions::default());
        assert_eq!(render(&model, SummaryDetail::Full, false), "");
        model.unconfirmed.extend(assess("example.com").name().cloned().map(|name| (name, None)));
        assert_eq!(
            render(&model, SummaryDetail::Full, false),
            "example.com may have been added: its answer was not awaited.\n\
             To see: autosend-domains example.com\n"
        );
    }

    #[test]
    fn a_clipboard_that_nobody_keeps_is_told_and_no_other() {
        assert_eq!(handover_message(&Handover::NotNeeded) + &handover_message(&Handover::Done), "");
        assert_eq!(
            handover_message(&Handover::Failed("it stopped answering".to_owned())),
            "What was copied may be gone from the clipboard, now that this program has ended (it stopped answering)\n"
        );
    }

    #[test]
    fn a_doubt_is_told_even_where_no_summary_is_wanted() {
        let (mut model, _) = init(InitOptions::default());
        model.outcome = Some("example.org was not added.".to_owned());
        model.unconfirmed.extend(assess("example.com").name().cloned().map(|name| (name, None)));
        let brief = render(&model, SummaryDetail::Minimal, false);
        assert!(brief.starts_with("example.com may have been added") && !brief.contains("example.org"), "{brief}");
    }
}
