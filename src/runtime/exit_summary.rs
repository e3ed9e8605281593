//! The summary on the normal screen after the wizard has ended.

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

/// The level of detail of the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SummaryDetail {
    /// The domain with its records.
    Full,
    /// The domain in one line, because its records were printed before.
    OneLine,
    /// Only warnings and unknown outcomes.
    Minimal,
}

/// Prints the summary. Ignores a failed write, since the terminal may have gone.
pub(super) fn print(model: &Model, detail: SummaryDetail) {
    let links = io::stdout().is_terminal() && supports_hyperlinks(std::env::var("TERM").ok().as_deref());
    let _ = io::stdout().lock().write_all(render(model, detail, links).as_bytes());
}

/// Warns that the clipboard may lose its content with the end of this program; otherwise "copied" would be wrong.
pub(super) fn print_handover(handover: &Handover) {
    let _ = io::stdout().lock().write_all(handover_message(handover).as_bytes());
}

/// Prints a warning to standard error.
pub(super) fn print_warning(message: &str) {
    let _ = writeln!(io::stderr().lock(), "autosend-domains: {message}");
}

fn handover_message(handover: &Handover) -> String {
    match handover {
        Handover::NotNeeded | Handover::Done => String::new(),
        Handover::Failed(reason) => {
            format!("The copied text may be lost from the clipboard now ({reason})\n")
        }
    }
}

/// Renders the last shown records or the outcome of the last attempt, unless `detail` is minimal. Always includes the
/// result of a late copy or save, and each name whose POST has an unknown outcome, with the command that shows it.
fn render(model: &Model, detail: SummaryDetail, links: bool) -> String {
    let mut parts = Vec::new();
    if detail != SummaryDetail::Minimal {
        parts.extend(model.last_shown.as_ref().map(|domain| match detail {
            SummaryDetail::OneLine => format!("{}: {}\n", domain.name.sanitized(), domain.status.label()),
            SummaryDetail::Full | SummaryDetail::Minimal => {
                domain_text(domain, &model.domain_states.record_prefs(domain).zone(domain))
                    + &age_note(model)
                    + &panel_note(domain, model, links)
            }
        }));
        parts.extend(model.last_shown.as_ref().and_then(|domain| continue_note(domain, model)));
        parts.extend(model.outcome.as_ref().map(|outcome| format!("{outcome}\n")));
    }
    parts.extend(model.exit_printouts.iter().map(|text| sanitize(text)));
    parts.extend(model.exit_messages.iter().map(|message| format!("{message}\n")));
    parts.extend(model.pending_saves.iter().map(|(_, path)| format!("{path} may not have been saved\n")));
    parts.extend(model.pending_copy.as_ref().map(|(_, what)| format!("The copy may have failed ({what})\n")));
    parts.extend(
        model
            .domain_states
            .verify_watches()
            .iter()
            .filter(|watch| watch.is_running())
            .map(|watch| verify_note(watch, model.config.sandbox)),
    );
    parts.extend(
        model.unconfirmed.iter().map(|(name, cause)| unconfirmed_note(name, cause.as_ref(), model.config.sandbox)),
    );
    parts.join("\n")
}

/// Returns the link to the DNS host's panel while the domain is not verified; a hyperlink if the terminal supports it.
fn panel_note(domain: &SendingDomain, model: &Model, links: bool) -> String {
    let prefs = model.domain_states.record_prefs(domain);
    let Some(host) = prefs.host().filter(|_| !domain.status.can_send()) else { return String::new() };
    let link = escape_hidden(&host.panel_url_for(prefs.zone(domain).name())).into_owned();
    let link = if links { osc8_hyperlink(&link) } else { link };
    format!("\n{} DNS page: {link}\n", host.name)
}

/// Returns the commands that continue with a domain that can't send yet. The sandbox has forgotten it by then, and a domain
/// that is being verified has a note of its own.
fn continue_note(domain: &SendingDomain, model: &Model) -> Option<String> {
    if domain.status.can_send() || model.config.sandbox {
        return None;
    }
    let assessment = assess(domain.name.raw());
    let name = assessment.name()?;
    let is_verifying = model.domain_states.verify_watch(&domain.id).is_some_and(VerifyWatch::is_running);
    let verify = format!(" · Verify: autosend-domains verify {name} --wait 30m");
    let verify = if is_verifying { String::new() } else { verify };
    Some(format!("Continue: autosend-domains {name}{verify}\n"))
}

/// Returns the age of the domain, if it comes from the cache of an earlier run.
fn age_note(model: &Model) -> String {
    model.last_shown_age.map(|age| format!("\nAs of {}.\n", age.label(model.clock))).unwrap_or_default()
}

/// Escapes all control characters of a text except its line ends.
fn sanitize(text: &str) -> String {
    text.lines().map(|line| escape_hidden(line).into_owned() + "\n").collect()
}

/// Returns a note on a domain that was still being verified, with the command that watches it further.
fn verify_note(watch: &VerifyWatch, is_sandbox: bool) -> String {
    let name = watch.domain.name.sanitized();
    let mut text = format!("{name} is still being verified.\n");
    if let (Some(name), false) = (assess(watch.domain.name.raw()).name(), is_sandbox) {
        let _ = writeln!(text, "To keep watching: autosend-domains verify {name} --wait 30m");
    }
    text
}

fn unconfirmed_note(name: &DomainName, cause: Option<&ApiError>, is_sandbox: bool) -> String {
    let why = if cause.is_some() { "the connection dropped" } else { "you stopped waiting" };
    let mut text = format!("{name} may have been added ({why}).\n");
    if !is_sandbox {
        let _ = writeln!(text, "To check: autosend-domains {name}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wizard::{InitOptions, init};

    #[test]
    fn an_unconfirmed_name_is_reported_with_the_command_that_shows_it() {
        let (mut model, _) = init(InitOptions::default());
        assert_eq!(render(&model, SummaryDetail::Full, false), "");
        model.unconfirmed.extend(assess("example.com").name().cloned().map(|name| (name, None)));
        assert_eq!(
            render(&model, SummaryDetail::Full, false),
            "example.com may have been added (you stopped waiting).\n\
             To check: autosend-domains example.com\n"
        );
    }

    #[test]
    fn only_a_clipboard_that_is_lost_at_the_end_is_reported() {
        assert_eq!(handover_message(&Handover::NotNeeded) + &handover_message(&Handover::Done), "");
        assert_eq!(
            handover_message(&Handover::Failed("it stopped answering".to_owned())),
            "The copied text may be lost from the clipboard now (it stopped answering)\n"
        );
    }

    #[test]
    fn an_unconfirmed_name_is_reported_even_without_a_summary() {
        let (mut model, _) = init(InitOptions::default());
        model.outcome = Some("example.org was not added.".to_owned());
        model.unconfirmed.extend(assess("example.com").name().cloned().map(|name| (name, None)));
        let brief = render(&model, SummaryDetail::Minimal, false);
        assert!(brief.starts_with("example.com may have been added") && !brief.contains("example.org"), "{brief}");
    }
}
