//! Several domains, a line each; some are looked at side by side, so that a thousand take minutes and little memory.

use futures::StreamExt;
use futures::stream;
use serde_json::json;
use tokio::time::Instant;

use super::super::super::args::CheckArgs;
use super::super::super::output::Output;
use super::super::super::problem::Problem;
use super::super::account::Account;
use super::super::interrupt::or_broken_off;
use super::super::many::{Item, Line, Lines, Stop};
use super::super::verify::ask;
use super::super::wanted::Wanted;
use super::document::document;
use super::report::line;
use super::seen::Seen;
use super::source::Source;
use super::{domain, length};
use crate::core::exit::Exit;
use crate::core::verify_poll::poll_interval;
use crate::dns::DnsResolver;

/// How many are looked at side by side.
const AT_ONCE: usize = 8;

/// Looks at all of them, and again at those that are waited for.
pub(super) async fn in_lines(
    args: &CheckArgs,
    items: &[Item<Wanted>],
    account: &Account,
    dns: &DnsResolver,
    output: Output,
) -> Result<Exit, Problem> {
    let source = or_broken_off(Source::open(account, args.offline, items.iter().map(|item| &item.what))).await?;
    let mut stop = Stop::listen()?;
    let mut lines = Lines::new(output, items.len());
    let mut round: Vec<&Item<Wanted>> = items.iter().collect();
    let begin = Instant::now();
    for looks in 0.. {
        let mut waiting = Vec::new();
        let mut left = round.len();
        let looked = round.iter().map(|item| {
            let source = &source;
            async move {
                let seen = match source.find(&item.what).await {
                    Ok(domain) => Seen::of(dns, domain).await,
                    Err(problem) => Err(problem),
                };
                (*item, seen)
            }
        });
        let mut looked = stream::iter(looked).buffered(AT_ONCE);
        let is_over = args.wait.is_none_or(|limit| begin.elapsed() >= limit);
        while let Some((item, seen)) = stop.or(looked.next()).await.map_err(|exit| broken_off(exit, left))? {
            left -= 1;
            match seen {
                Ok(seen) if !is_over && seen.outcome(true).exit() != Exit::Success => waiting.push(item),
                seen => lines.tell(&told(args, item, seen, account, &mut stop).await?)?,
            }
        }
        drop(looked);
        if waiting.is_empty() {
            break;
        }
        let time = args.wait.unwrap_or_default().saturating_sub(begin.elapsed());
        let pause = poll_interval(looks).min(time);
        let are = if waiting.len() == 1 { "is" } else { "are" };
        lines.note(&format!("{} {are} not right yet. Next look in {}.", waiting.len(), length(pause)));
        stop.pause(pause).await.map_err(|exit| broken_off(exit, waiting.len()))?;
        round = waiting;
    }
    Ok(lines.exit())
}

/// The line of one domain, once AutoSend was asked to verify it, where that is wanted.
async fn told(
    args: &CheckArgs,
    item: &Item<Wanted>,
    seen: Result<Seen, Problem>,
    account: &Account,
    stop: &mut Stop,
) -> Result<Line, Problem> {
    let failed = |problem: &Problem| Line::failed(&item.given, &item.what.to_string(), problem, &item.warnings);
    let seen = match seen {
        Ok(seen) => seen,
        Err(problem) => return Ok(failed(&problem)),
    };
    let outcome = seen.outcome(args.wait.is_some());
    let mut asked = None;
    if args.verify && seen.overall.can_verify() {
        match stop.finish(ask(account, &seen.domain), || ()).await {
            Ok(Ok(domain)) => asked = Some(domain),
            Ok(Err(problem)) => return Ok(failed(&problem).with("check", document(&seen, outcome))),
            Err(exit) => {
                let words = format!("AutoSend may have been asked to verify {}", item.what);
                return Err(Problem::new("interrupted", exit, "Broken off").with(format!("{words}.")));
            }
        }
    }
    let words = match asked {
        Some(_) => format!("{} AutoSend was asked to verify it.", line(&seen, outcome)),
        None => line(&seen, outcome),
    };
    Ok(Line::of(&item.given, &seen.domain, words.as_str(), &item.warnings, outcome.exit())
        .with("domain", domain(&seen, asked.as_ref()))
        .with("check", document(&seen, outcome))
        .with("verifyAsked", json!(asked.is_some())))
}

fn broken_off(exit: Exit, left: usize) -> Problem {
    let are = if left == 1 { "domain was" } else { "domains were" };
    Problem::new("interrupted", exit, format!("Broken off: {left} {are} not told of yet")).with("Nothing was changed.")
}
