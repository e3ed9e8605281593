//! Runs a command over its targets: one domain has a whole report, each of several a line. The exit code is the highest of
//! all targets.
//!
//! Of several domains, an error of one is in its line, and standard error has an error only if the command ends early.
//! Ctrl+C lets the domain that is being worked on finish; a second Ctrl+C aborts it.

use std::fmt::Display;

use serde::Serialize;
use serde_json::Value;

use super::api_context::ApiContext;
use super::interrupt::{GracefulStop, interruptible, interruptible_mutation};
use super::report::{Failure, Report, Warning};
use super::targets::{Target, Targets};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::exit::Exit;

/// How many names an error lists, if the command ends early.
const MAX_LISTED: usize = 10;

/// A command on its targets.
pub(super) struct TargetRun<'a> {
    output: Output,
    api: &'a ApiContext,
    /// The warning about the connection or the log that was printed at the start.
    warning: Option<Warning>,
    progress: Progress,
    stop: Option<GracefulStop>,
    /// Whether each target gets a line of its own.
    is_batch: bool,
    total: usize,
    done: usize,
    /// Targets that were begun and get their line later.
    deferred: usize,
    worst_exit: Exit,
}

/// Runs a command that works on one target after the other.
///
/// # Errors
/// The only target has failed, or the command ends early.
pub(super) async fn run_all<T: Display, M: Serialize>(
    targets: &Targets<T>,
    api: &ApiContext,
    output: Output,
    mut work: impl AsyncFnMut(&Target<T>) -> Result<Report<M>, Failure>,
) -> Result<Exit, CliError> {
    let mut run = TargetRun::start(targets, api, output)?;
    run.each(targets, async |_, target| work(target).await.map(Some)).await?;
    Ok(run.finish())
}

impl<'a> TargetRun<'a> {
    /// Starts a run, within a tokio runtime.
    ///
    /// # Errors
    /// The operating system refuses to report signals.
    pub(super) fn start<T>(targets: &Targets<T>, api: &'a ApiContext, output: Output) -> Result<Self, CliError> {
        let (is_batch, total) = (targets.is_batch, targets.list.len());
        let warning = api.warning().filter(|_| is_batch);
        if let Some(warning) = &warning {
            output.warn(&warning.message);
        }
        Ok(Self {
            output,
            api,
            warning,
            progress: Progress::new(output, total),
            // A single target is interrupted at once.
            stop: if is_batch { Some(GracefulStop::listen()?) } else { None },
            is_batch,
            total,
            done: 0,
            deferred: 0,
            worst_exit: Exit::Success,
        })
    }

    /// Works on one target after the other and prints what comes of each. The work gets the index of its target, and
    /// returns nothing if the target is reported later.
    ///
    /// # Errors
    /// The only target has failed, or the command ends early.
    pub(super) async fn each<T: Display, M: Serialize>(
        &mut self,
        targets: &Targets<T>,
        mut work: impl AsyncFnMut(usize, &Target<T>) -> Result<Option<Report<M>>, Failure>,
    ) -> Result<(), CliError> {
        let names = |from: usize| targets.domains().skip(from).map(ToString::to_string).collect();
        for (index, target) in targets.list.iter().enumerate() {
            let name = target.domain.to_string();
            let result = match self.stop.as_mut() {
                None => work(index, target).await,
                Some(stop) => {
                    if let Some(exit) = stop.requested() {
                        return Err(self.stopped_error(exit, names(index)));
                    }
                    self.progress.set_current(&name);
                    let (progress, output) = (&self.progress, self.output);
                    let on_stop = || {
                        let message = format!("Stopping after {name}. Press Ctrl+C again to stop now.");
                        progress.suspend(|| output.note(&message));
                    };
                    match stop.run_to_completion(work(index, target), on_stop).await {
                        Ok(result) => result,
                        Err(exit) => return Err(self.aborted_error(exit, &name, names(index + 1))),
                    }
                }
            };
            match result.transpose() {
                Some(result) => self.print(target, &result)?,
                None => self.deferred += 1,
            }
        }
        Ok(())
    }

    /// Prints what came of a target: a whole report, or a line.
    ///
    /// # Errors
    /// The only target has failed, or the output cannot be written.
    pub(super) fn print<T: Display, M: Serialize>(
        &mut self,
        target: &Target<T>,
        result: &Result<Report<M>, Failure>,
    ) -> Result<(), CliError> {
        if self.is_batch {
            self.done += 1;
            self.progress.advance();
            return self.print_line(target, result);
        }
        let report = result.as_ref().map_err(|failure| (*failure.error).clone())?;
        let mut warnings = target.warnings.clone();
        if let Some(warning) = self.api.warning() {
            self.output.warn(&warning.message);
            warnings.push(warning);
        }
        if let Some(note) = &report.opening_note {
            self.output.note(note);
        }
        for warning in &report.warnings {
            self.output.warn(&warning.message);
            warnings.push(warning.clone());
        }
        let document = ReportDocument { domain: &report.domain_json, members: &report.members, warnings: &warnings };
        self.output.print_result(|| report.text.clone(), &document)?;
        for note in &report.closing_notes {
            self.output.note(note);
        }
        self.worst_exit = report.exit;
        Ok(())
    }

    fn print_line<T: Display, M: Serialize>(
        &mut self,
        target: &Target<T>,
        result: &Result<Report<M>, Failure>,
    ) -> Result<(), CliError> {
        let exit = result.as_ref().map_or_else(|failure| failure.error.exit, |report| report.exit);
        self.worst_exit = max_exit(self.worst_exit, exit);
        let given = target.input.as_str();
        self.progress.suspend(|| match result {
            Ok(Report { name, domain_json, members, text, warnings, .. }) => {
                let warnings = [&target.warnings[..], warnings].concat();
                let document =
                    LineDocument { given, domain: Some(domain_json), warnings: &warnings, error: None, members };
                let name = format!("{name}: ");
                self.output.print_item(|| StyledText::from(name).append(text.clone()), &document)
            }
            Err(failure) => self.output.print_item(
                || render_error_line(&target.domain, &failure.error),
                &LineDocument::from_error(target, &failure.error, &failure.members),
            ),
        })
    }

    /// Prints a note for people, without breaking the progress bar.
    pub(super) fn note(&self, message: &str) {
        self.progress.suspend(|| self.output.note(message));
    }

    /// [`Self::note`], for work that runs while this is borrowed.
    pub(super) fn note_fn(&self) -> impl Fn(&str) + use<> {
        let (output, suspend) = (self.output, self.progress.suspend_fn());
        move |message| suspend(&|| output.note(message))
    }

    /// Hands the signals over to work that waits.
    ///
    /// # Errors
    /// The operating system refuses to report signals.
    pub(super) fn take_stop(&mut self) -> Result<GracefulStop, CliError> {
        self.stop.take().map_or_else(GracefulStop::listen, Ok)
    }

    /// The highest exit code. A warning about the connection or the log that came up since the start is printed.
    pub(super) fn finish(self) -> Exit {
        if let Some(warning) =
            self.api.warning().filter(|warning| self.is_batch && Some(warning) != self.warning.as_ref())
        {
            self.note(&format!("warning: {}", warning.message));
        }
        self.worst_exit
    }

    fn stopped_error(&self, exit: Exit, remaining: Vec<String>) -> CliError {
        self.incomplete_error(exit, "Stopped", remaining)
    }

    fn aborted_error(&self, exit: Exit, name: &str, remaining: Vec<String>) -> CliError {
        let error = self.incomplete_error(exit, "Cancelled", remaining);
        error.with_detail(format!("{name} was in progress; its outcome is unknown."))
    }

    fn incomplete_error(&self, exit: Exit, how: &str, remaining: Vec<String>) -> CliError {
        let Self { done, total, .. } = self;
        let are = if *done == 1 { "is" } else { "are" };
        let mut error = CliError::interrupted(exit, format!("{how}: {done} of {total} {are} done"));
        error = match self.deferred {
            0 => error,
            1 => error.with_detail("1 more was started and continues at AutoSend."),
            more => error.with_detail(format!("{more} more were started and continue at AutoSend.")),
        };
        if remaining.is_empty() {
            return error;
        }
        let more = remaining.len().saturating_sub(MAX_LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let listed: Vec<String> = remaining.into_iter().take(MAX_LISTED).collect();
        error.with_detail(format!("Not started: {}{more}.", listed.join(", ")))
    }
}

/// The JSON document of one domain.
#[derive(Serialize)]
struct ReportDocument<'a, M> {
    domain: &'a Value,
    #[serde(flatten)]
    members: &'a M,
    warnings: &'a [Warning],
}

/// The JSON document of one domain of several; either `domain` or `error` is null.
#[derive(Serialize)]
pub(super) struct LineDocument<'a, M> {
    /// The text of the domain in the arguments or in the file.
    given: &'a str,
    domain: Option<&'a Value>,
    warnings: &'a [Warning],
    error: Option<&'a CliError>,
    #[serde(flatten)]
    members: &'a M,
}

impl<'a, M> LineDocument<'a, M> {
    /// The document of a domain for which there is no report.
    pub(super) fn from_error<T>(target: &'a Target<T>, error: &'a CliError, members: &'a M) -> Self {
        let Target { input, warnings, .. } = target;
        Self { given: input, domain: None, warnings, error: Some(error), members }
    }
}

/// The exit with the higher code.
pub(super) fn max_exit(one: Exit, other: Exit) -> Exit {
    if other.code() > one.code() { other } else { one }
}

/// The line of a target that has failed.
pub(super) fn render_error_line(name: &impl Display, error: &CliError) -> StyledText {
    let text = StyledText::from(format!("{name}: ")).styled(TextStyle::Error, "error:");
    text.append(format!(" {}", error.one_line_message()))
}

/// Reads something at the API within the work on a target: a single target is interrupted at once.
///
/// # Errors
/// Those of the request, or the interruption.
pub(super) async fn read<T, E: Into<CliError>>(
    is_batch: bool,
    request: impl Future<Output = Result<T, E>>,
) -> Result<T, CliError> {
    if is_batch { request.await.map_err(Into::into) } else { interruptible(request).await }
}

/// Changes something at the API within the work on a target.
///
/// # Errors
/// Those of the request, or the interruption.
pub(super) async fn mutate<T>(
    is_batch: bool,
    request: impl Future<Output = Result<T, CliError>>,
    uncertain_effect: String,
    name: &str,
) -> Result<T, CliError> {
    if is_batch { request.await } else { interruptible_mutation(request, uncertain_effect, name).await? }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_early_end_reports_done_started_and_remaining_domains() {
        let api = ApiContext::for_tests();
        let mut run = TargetRun {
            output: Output::new(true),
            api: &api,
            warning: None,
            progress: Progress::new(Output::new(true), 20),
            stop: None,
            is_batch: true,
            total: 20,
            done: 0,
            deferred: 1,
            worst_exit: Exit::Success,
        };
        let remaining = |count: usize| (0..count).map(|number| format!("d{number}.example.com")).collect();
        let message = "\
error: Stopped: 0 of 20 are done
  1 more was started and continues at AutoSend.
  Not started: d0.example.com, d1.example.com.
";
        assert_eq!(run.stopped_error(Exit::Interrupted, remaining(2)).message(), message);
        run.deferred = 2;
        let error = run.aborted_error(Exit::Signal(15), "a.example.com", remaining(12));
        assert!(error.message().contains(", d9.example.com and 2 more.\n"), "{}", error.message());
        assert!(error.message().contains("  2 more were started and continue at AutoSend.\n"));
        assert!(error.message().ends_with("  a.example.com was in progress; its outcome is unknown.\n"));
        assert_eq!(error.exit.code(), 143);
    }
}
