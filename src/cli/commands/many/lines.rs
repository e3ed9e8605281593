//! The lines of a command that works on many domains, with a bar for people, and how it all ends.

use serde_json::{Value, json};

use super::super::super::output::Output;
use super::super::super::paint::{StyledText, TextStyle};
use super::super::super::problem::Problem;
use super::super::super::progress::Progress;
use super::super::naming::{Warning, warnings_json};
use super::worse;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::export::{SCHEMA_VERSION, status_json};

/// How many names are told one by one where it ended early.
const TOLD: usize = 10;

/// What came of one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli::commands) struct Line {
    /// For people, without a line end.
    pub(in crate::cli::commands) words: StyledText,
    /// For scripts.
    pub(in crate::cli::commands) document: Value,
    /// How the command would end had it been the only one.
    pub(in crate::cli::commands) exit: Exit,
}

impl Line {
    /// It has worked, or is not there yet; `words` go behind its name.
    pub(in crate::cli::commands) fn of(
        given: &str,
        domain: &SendingDomain,
        words: impl Into<StyledText>,
        warnings: &[Warning],
        exit: Exit,
    ) -> Self {
        Self {
            words: StyledText::from(format!("{}: ", domain.name.sanitized())).append(words),
            document: document(given, &status_json(domain), warnings, &Value::Null),
            exit,
        }
    }

    /// It has failed.
    pub(in crate::cli::commands) fn failed(given: &str, name: &str, problem: &Problem, warnings: &[Warning]) -> Self {
        Self {
            words: StyledText::from(format!("{name}: "))
                .styled(TextStyle::Error, "error:")
                .append(format!(" {}", problem.line())),
            document: document(given, &Value::Null, warnings, &problem.error()),
            exit: problem.exit,
        }
    }

    /// With a member more in its document.
    pub(in crate::cli::commands) fn with(mut self, member: &str, value: Value) -> Self {
        self.document[member] = value;
        self
    }
}

fn document(given: &str, domain: &Value, warnings: &[Warning], error: &Value) -> Value {
    json!({
        "version": SCHEMA_VERSION,
        "given": given,
        "domain": domain,
        "warnings": warnings_json(warnings),
        "error": error,
    })
}

/// The lines so far.
pub(in crate::cli::commands) struct Lines {
    output: Output,
    progress: Progress,
    total: usize,
    done: usize,
    begun: usize,
    worst: Exit,
}

impl Lines {
    /// Of so many domains.
    pub(in crate::cli::commands) fn new(output: Output, total: usize) -> Self {
        Self { output, progress: Progress::new(output, total), total, done: 0, begun: 0, worst: Exit::Success }
    }

    /// This one is at work.
    pub(in crate::cli::commands) fn now(&self, name: &str) {
        self.progress.now(name);
    }

    /// A word on the way, to people.
    pub(in crate::cli::commands) fn note(&self, words: &str) {
        self.progress.aside(|| self.output.note(words));
    }

    /// The same for whoever works on one of them meanwhile.
    pub(in crate::cli::commands) fn voice(&self) -> impl Fn(&str) + use<> {
        let (output, aside) = (self.output, self.progress.beside());
        move |words| aside(&|| output.note(words))
    }

    /// Prints a line.
    ///
    /// # Errors
    /// Where it cannot be written, though somebody reads.
    pub(in crate::cli::commands) fn tell(&mut self, line: &Line) -> Result<(), Problem> {
        self.done += 1;
        self.worst = worse(self.worst, line.exit);
        self.progress.step();
        self.progress.aside(|| self.output.line(|| line.words.clone(), || line.document.clone()))
    }

    /// What was at work is done for now, and gets its line later.
    pub(super) const fn later(&mut self) {
        self.begun += 1;
    }

    /// How it all ends: as the worst line.
    pub(in crate::cli::commands) const fn exit(&self) -> Exit {
        self.worst
    }

    /// It was told to stop, and has stopped between two of them.
    pub(super) fn stopped(&self, exit: Exit, left: Vec<String>) -> Problem {
        self.ended(exit, "Stopped", left)
    }

    /// It was told to stop again, while this one was at work.
    pub(super) fn broken_off(&self, exit: Exit, name: &str, left: Vec<String>) -> Problem {
        let problem = self.ended(exit, "Broken off", left);
        problem.with(format!("{name} was under way: what became of it is not known."))
    }

    fn ended(&self, exit: Exit, how: &str, left: Vec<String>) -> Problem {
        let Self { done, total, .. } = self;
        let are = if *done == 1 { "is" } else { "are" };
        let problem = Problem::new("interrupted", exit, format!("{how}: {done} of {total} {are} done"));
        let problem = match self.begun {
            0 => problem,
            1 => problem.with("1 more was begun, and AutoSend goes on with it."),
            more => problem.with(format!("{more} more were begun, and AutoSend goes on with them.")),
        };
        if left.is_empty() {
            return problem;
        }
        let more = left.len().saturating_sub(TOLD);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let left: Vec<String> = left.into_iter().take(TOLD).collect();
        problem.with(format!("Not begun: {}{more}.", left.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_early_end_says_what_was_done_what_was_begun_and_what_was_not() {
        let mut lines = Lines::new(Output::new(true), 20);
        lines.later();
        let left = |count: usize| (0..count).map(|number| format!("d{number}.example.com")).collect();
        let words = "\
error: Stopped: 0 of 20 are done
  1 more was begun, and AutoSend goes on with it.
  Not begun: d0.example.com, d1.example.com.
";
        assert_eq!(lines.stopped(Exit::Interrupted, left(2)).words(), words);
        lines.later();
        let problem = lines.broken_off(Exit::Signal(15), "a.example.com", left(12));
        assert!(problem.words().contains(", d9.example.com and 2 more.\n"), "{}", problem.words());
        assert!(problem.words().contains("  2 more were begun, and AutoSend goes on with them.\n"));
        assert!(problem.words().ends_with("  a.example.com was under way: what became of it is not known.\n"));
        assert_eq!(problem.exit.code(), 143);
    }
}
