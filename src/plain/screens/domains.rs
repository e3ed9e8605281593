//! The list of the project's domains: a page of it at a time, narrowed by typing.

use super::super::offers::{back, offers, offers_but_submit};
use super::super::page::{Page, Part};
use super::super::question::{Offer, Question, Reply};
use super::typed;
use crate::core::check_history::CheckHistory;
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::wizard::{DomainsScreen, InputRequest, Message, Model, Motion, RemoteData};

/// How many domains are told at once.
const PAGE: usize = 20;

pub(super) fn page(screen: &DomainsScreen, model: &Model) -> Page {
    let rows = screen.rows.len();
    let before = screen.cursor.checked_div(PAGE).unwrap_or_default().saturating_mul(PAGE);
    let numbered: Vec<Offer> = (before..rows)
        .take(PAGE)
        .filter_map(|row| Some((row, screen.rows.get(row)?)))
        .map(|(row, domain)| Offer::new(words(domain), [Message::Move(Motion::To(row)), Message::Submit]))
        .collect();
    let after = before.saturating_add(numbered.len());
    let mut question = Question::of("Type a number, or a part of a name to narrow the list.", numbered);
    question.before = before;
    question.things = rows;
    // Going on means a row; without any, it means to ask for the list again.
    question.worded = if rows == 0 { offers(model) } else { offers_but_submit(model) };
    question.back = back(model);
    question.text = Some(|_, text| Reply::messages(typed(text)));
    if after < rows {
        let words = format!("goes on with {} of {}", after.saturating_add(1), rows);
        question.enter = Some((words, Reply::messages([Message::Move(Motion::To(after))])));
    }
    if before > 0 {
        question.worded.push(Offer::new("first page", [Message::Move(Motion::First)]));
    }
    if !screen.filter.text().is_empty() {
        question.worded.push(Offer::new("all", [Message::Edit(InputRequest::DeleteLine)]));
    }
    Page::asking(
        vec![
            Part::line(format!("The domains of this project, {}.", model.sort_order.label())),
            state(screen, model),
            Part::new(count(screen, rows)),
        ],
        question,
    )
}

fn words(domain: &SendingDomain) -> String {
    let region = domain.region.as_ref().map(|region| format!(", {}", region.sanitized())).unwrap_or_default();
    let checks = CheckHistory::new(domain.checks).summary_line(domain.status.can_send());
    let checks = if checks.is_empty() { checks } else { format!("; {checks}") };
    format!("{}: {}{region}{checks}", domain.name.sanitized(), domain.status.short_label())
}

fn count(screen: &DomainsScreen, rows: usize) -> Option<String> {
    let filter = screen.filter.text();
    let all = screen.session.domains.value()?.len();
    Some(match all {
        // What an earlier answer said is no news where the last one failed.
        0 if matches!(screen.session.domains, RemoteData::Failed { .. }) => return None,
        0 => "This project has no domains.".to_owned(),
        _ if rows == 0 => format!("None of them matches {filter}."),
        1 if filter.is_empty() => "There is 1.".to_owned(),
        all if filter.is_empty() => format!("There are {all}."),
        all => format!("{rows} of {all} match {filter}."),
    })
}

/// How old or broken the list is, where there is something to say.
fn state(screen: &DomainsScreen, model: &Model) -> Part {
    let age = screen.session.cache.list_age().map(|age| format!("as read {}", age.label(model.clock)));
    let old = age.unwrap_or_else(|| "as of an earlier answer".to_owned());
    match &screen.session.domains {
        RemoteData::Ready(_) => Part::new(None),
        RemoteData::Loading { previous: None, .. } => Part::line("AutoSend is asked for the list..."),
        RemoteData::Loading { .. } => Part::stamped("loading", [format!("This is {old}; AutoSend is asked for news.")]),
        RemoteData::Failed { error, previous: Some(_) } => {
            let words = describe_error(error);
            Part::stamped(words.clone(), [format!("This is {old}. {words}")])
        }
        RemoteData::Failed { error, previous: None } => {
            Part::line(format!("The list could not be read. {}", describe_error(error)))
        }
    }
}
