//! Several domains, a line each; some are looked at side by side, so that a thousand take minutes and little memory.

use futures::StreamExt;
use futures::stream;
use serde_json::json;
use tokio::time::Instant;

use super::check_run::CheckRun;
use super::json::check_json;
use super::render::render_line;
use super::source::DomainSource;
use super::{checked_domain_json, format_pause};
use crate::cli::args::CheckArgs;
use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::batch::{BatchReporter, GracefulStop, TargetDomain, TargetReport};
use crate::cli::commands::domain_ref::DomainRef;
use crate::cli::commands::interrupt::interruptible;
use crate::cli::commands::verify::request_verification;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;
use crate::core::verify_poll::poll_interval;
use crate::dns::DnsResolver;

/// How many are looked at side by side.
const CONCURRENCY: usize = 8;

/// Looks at all of them, and again at those that are waited for.
pub(super) async fn run_batch(
    args: &CheckArgs,
    items: &[TargetDomain<DomainRef>],
    account: &ApiContext,
    dns: &DnsResolver,
    output: Output,
) -> Result<Exit, CliError> {
    let source =
        interruptible(DomainSource::open(account, args.offline, items.iter().map(|item| &item.domain))).await?;
    let mut stop = GracefulStop::listen()?;
    let mut lines = BatchReporter::new(output, items.len());
    let mut round: Vec<&TargetDomain<DomainRef>> = items.iter().collect();
    let begin = Instant::now();
    for looks in 0.. {
        let mut waiting = Vec::new();
        let mut left = round.len();
        let looked = round.iter().map(|item| {
            let source = &source;
            async move {
                let seen = match source.load(&item.domain).await {
                    Ok(domain) => CheckRun::start(dns, domain).await,
                    Err(problem) => Err(problem),
                };
                (*item, seen)
            }
        });
        let mut looked = stream::iter(looked).buffered(CONCURRENCY);
        let is_over = args.wait.is_none_or(|limit| begin.elapsed() >= limit);
        while let Some((item, seen)) =
            stop.interruptible(looked.next()).await.map_err(|exit| interrupted_error(exit, left))?
        {
            left -= 1;
            match seen {
                Ok(seen) if !is_over && seen.outcome(true).exit() != Exit::Success => waiting.push(item),
                seen => lines.print(&report_target(args, item, seen, account, &mut stop).await?)?,
            }
        }
        drop(looked);
        if waiting.is_empty() {
            break;
        }
        let time = args.wait.unwrap_or_default().saturating_sub(begin.elapsed());
        let pause = poll_interval(looks).min(time);
        let are = if waiting.len() == 1 { "is" } else { "are" };
        lines.note(&format!("{} {are} not right yet. Next look in {}.", waiting.len(), format_pause(pause)));
        stop.sleep(pause).await.map_err(|exit| interrupted_error(exit, waiting.len()))?;
        round = waiting;
    }
    if let Some((_, words)) = account.warning() {
        lines.note(&format!("warning: {words}"));
    }
    Ok(lines.worst_exit())
}

/// The line of one domain, once AutoSend was asked to verify it, where that is wanted.
async fn report_target(
    args: &CheckArgs,
    item: &TargetDomain<DomainRef>,
    seen: Result<CheckRun, CliError>,
    account: &ApiContext,
    stop: &mut GracefulStop,
) -> Result<TargetReport, CliError> {
    let failed =
        |problem: &CliError| TargetReport::failed(&item.input, &item.domain.to_string(), problem, &item.warnings);
    let seen = match seen {
        Ok(seen) => seen,
        Err(problem) => return Ok(failed(&problem)),
    };
    let outcome = seen.outcome(args.wait.is_some());
    let mut asked = None;
    if args.verify && seen.summary.can_verify() {
        match stop.run_to_completion(request_verification(account, &seen.check.domain), || ()).await {
            Ok(Ok(domain)) => asked = Some(domain),
            Ok(Err(problem)) => return Ok(failed(&problem).with_member("check", check_json(&seen, outcome))),
            Err(exit) => {
                let words = format!("AutoSend may have been asked to verify {}", item.domain);
                return Err(CliError::new("interrupted", exit, "Broken off").with_detail(format!("{words}.")));
            }
        }
    }
    let words = match asked {
        Some(_) => format!("{} AutoSend was asked to verify it.", render_line(&seen, outcome)),
        None => render_line(&seen, outcome),
    };
    Ok(TargetReport::for_domain(&item.input, &seen.check.domain, words.as_str(), &item.warnings, outcome.exit())
        .with_member("domain", checked_domain_json(&seen, asked.as_ref()))
        .with_member("check", check_json(&seen, outcome))
        .with_member("verifyAsked", json!(asked.is_some())))
}

fn interrupted_error(exit: Exit, left: usize) -> CliError {
    let are = if left == 1 { "domain was" } else { "domains were" };
    CliError::new("interrupted", exit, format!("Broken off: {left} {are} not told of yet"))
        .with_detail("Nothing was changed.")
}
