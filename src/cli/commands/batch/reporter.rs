//! The lines of a command that works on many domains, with a bar for people, and how it all ends.

use serde_json::{Value, json};

use super::max_exit;
use crate::cli::commands::domain_arg::{Warning, warnings_json};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::export::{SCHEMA_VERSION, status_json};

/// How many names are told one by one where it ended early.
const MAX_LISTED: usize = 10;

/// What came of one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli::commands) struct TargetReport {
    /// For people, without a line end.
    pub(in crate::cli::commands) text: StyledText,
    /// For scripts.
    pub(in crate::cli::commands) json: Value,
    /// How the command would end had it been the only one.
    pub(in crate::cli::commands) exit: Exit,
}

impl TargetReport {
    /// It has worked, or is not there yet; `words` go behind its name.
    pub(in crate::cli::commands) fn for_domain(
        given: &str,
        domain: &SendingDomain,
        words: impl Into<StyledText>,
        warnings: &[Warning],
        exit: Exit,
    ) -> Self {
        Self {
            text: StyledText::from(format!("{}: ", domain.name.sanitized())).append(words),
            json: report_json(given, &status_json(domain), warnings, &Value::Null),
            exit,
        }
    }

    /// It has failed.
    pub(in crate::cli::commands) fn failed(given: &str, name: &str, problem: &CliError, warnings: &[Warning]) -> Self {
        Self {
            text: StyledText::from(format!("{name}: "))
                .styled(TextStyle::Error, "error:")
                .append(format!(" {}", problem.one_line_message())),
            json: report_json(given, &Value::Null, warnings, &problem.to_json()),
            exit: problem.exit,
        }
    }

    /// With a member more in its document.
    pub(in crate::cli::commands) fn with_member(mut self, member: &str, value: Value) -> Self {
        self.json[member] = value;
        self
    }
}

fn report_json(given: &str, domain: &Value, warnings: &[Warning], error: &Value) -> Value {
    json!({
        "version": SCHEMA_VERSION,
        "given": given,
        "domain": domain,
        "warnings": warnings_json(warnings),
        "error": error,
    })
}

/// The lines so far.
pub(in crate::cli::commands) struct BatchReporter {
    output: Output,
    progress: Progress,
    total: usize,
    done: usize,
    deferred: usize,
    worst_exit: Exit,
}

impl BatchReporter {
    /// Of so many domains.
    pub(in crate::cli::commands) fn new(output: Output, total: usize) -> Self {
        Self { output, progress: Progress::new(output, total), total, done: 0, deferred: 0, worst_exit: Exit::Success }
    }

    /// This one is at work.
    pub(in crate::cli::commands) fn set_current(&self, name: &str) {
        self.progress.set_current(name);
    }

    /// A word on the way, to people.
    pub(in crate::cli::commands) fn note(&self, words: &str) {
        self.progress.suspend(|| self.output.note(words));
    }

    /// The same for whoever works on one of them meanwhile.
    pub(in crate::cli::commands) fn note_fn(&self) -> impl Fn(&str) + use<> {
        let (output, aside) = (self.output, self.progress.suspend_fn());
        move |words| aside(&|| output.note(words))
    }

    /// Prints a line.
    ///
    /// # Errors
    /// Where it cannot be written, though somebody reads.
    pub(in crate::cli::commands) fn print(&mut self, line: &TargetReport) -> Result<(), CliError> {
        self.done += 1;
        self.worst_exit = max_exit(self.worst_exit, line.exit);
        self.progress.advance();
        self.progress.suspend(|| self.output.print_item(|| line.text.clone(), || line.json.clone()))
    }

    /// What was at work is done for now, and gets its line later.
    pub(super) const fn defer(&mut self) {
        self.deferred += 1;
    }

    /// How it all ends: as the worst line.
    pub(in crate::cli::commands) const fn worst_exit(&self) -> Exit {
        self.worst_exit
    }

    /// It was told to stop, and has stopped between two of them.
    pub(super) fn stopped_error(&self, exit: Exit, left: Vec<String>) -> CliError {
        self.incomplete_error(exit, "Stopped", left)
    }

    /// It was told to stop again, while this one was at work.
    pub(super) fn aborted_error(&self, exit: Exit, name: &str, left: Vec<String>) -> CliError {
        let problem = self.incomplete_error(exit, "Broken off", left);
        problem.with_detail(format!("{name} was under way: what became of it is not known."))
    }

    fn incomplete_error(&self, exit: Exit, how: &str, left: Vec<String>) -> CliError {
        let Self { done, total, .. } = self;
        let are = if *done == 1 { "is" } else { "are" };
        let problem = CliError::new("interrupted", exit, format!("{how}: {done} of {total} {are} done"));
        let problem = match self.deferred {
            0 => problem,
            1 => problem.with_detail("1 more was begun, and AutoSend goes on with it."),
            more => problem.with_detail(format!("{more} more were begun, and AutoSend goes on with them.")),
        };
        if left.is_empty() {
            return problem;
        }
        let more = left.len().saturating_sub(MAX_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let left: Vec<String> = left.into_iter().take(MAX_LISTED).collect();
        problem.with_detail(format!("Not begun: {}{more}.", left.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_early_end_says_what_was_done_what_was_begun_and_what_was_not() {
        let mut lines = BatchReporter::new(Output::new(true), 20);
        lines.defer();
        let left = |count: usize| (0..count).map(|number| format!("d{number}.example.com")).collect();
        let words = "\
error: Stopped: 0 of 20 are done
  1 more was begun, and AutoSend goes on with it.
  Not begun: d0.example.com, d1.example.com.
";
        assert_eq!(lines.stopped_error(Exit::Interrupted, left(2)).message(), words);
        lines.defer();
        let problem = lines.aborted_error(Exit::Signal(15), "a.example.com", left(12));
        assert!(problem.message().contains(", d9.example.com and 2 more.\n"), "{}", problem.message());
        assert!(problem.message().contains("  2 more were begun, and AutoSend goes on with them.\n"));
        assert!(problem.message().ends_with("  a.example.com was under way: what became of it is not known.\n"));
        assert_eq!(problem.exit.code(), 143);
    }
}
