//! The list of the project's domains: one page at a time, narrowed by typing.

use crate::core::check_history::CheckHistory;
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::plain::choices::{back_choice, list_choices, list_choices_except_submit};
use crate::plain::output::{Output, Section};
use crate::plain::question::{Choice, InputAction, Question};
use crate::wizard::{DomainsScreen, InputRequest, Intent, Model, Motion, RemoteData};

/// The domains of a page.
const PAGE_SIZE: usize = 20;

pub(super) fn output(screen: &DomainsScreen, model: &Model) -> Output {
    let rows = screen.rows.len();
    let before = screen.cursor.checked_div(PAGE_SIZE).unwrap_or_default().saturating_mul(PAGE_SIZE);
    let numbered: Vec<Choice> = (before..rows)
        .take(PAGE_SIZE)
        .filter_map(|row| Some((row, screen.rows.get(row)?)))
        .map(|(row, domain)| Choice::new(row_label(domain), [Intent::Move(Motion::To(row)), Intent::Submit]))
        .collect();
    let after = before.saturating_add(numbered.len());
    let mut question = Question::new("Type a number, or part of a name to filter.", numbered);
    question.number_offset = before;
    question.target_count = rows;
    // Enter opens a row; without rows, it asks for the list again.
    question.unnumbered = if rows == 0 { list_choices(model) } else { list_choices_except_submit(model) };
    question.back = back_choice(model);
    question.on_text = Some(|_, text| InputAction::replace_text(text));
    if after < rows {
        let message = format!("continue with {} of {}", after.saturating_add(1), rows);
        question.on_enter = Some((message, InputAction::from_intents([Intent::Move(Motion::To(after))])));
    }
    if before > 0 {
        question.unnumbered.push(Choice::new("first page", [Intent::Move(Motion::First)]));
    }
    if !screen.filter.text().is_empty() {
        question.unnumbered.push(Choice::new("all", [Intent::Edit(InputRequest::DeleteLine)]));
    }
    Output::with_question(
        vec![
            Section::from_line(format!("Domains, {}.", model.sort_order.label())),
            load_state(screen, model),
            Section::new(count_line(screen, rows)),
        ],
        question,
    )
}

fn row_label(domain: &SendingDomain) -> String {
    let region = domain.region.as_ref().map(|region| format!(", {}", region.sanitized())).unwrap_or_default();
    let checks = CheckHistory::new(domain.checks).summary_line(domain.status.can_send());
    let checks = if checks.is_empty() { checks } else { format!("; {checks}") };
    format!("{}: {}{region}{checks}", domain.name.sanitized(), domain.status.label())
}

fn count_line(screen: &DomainsScreen, rows: usize) -> Option<String> {
    let filter = screen.filter.text();
    let all = screen.session.domains.value()?.len();
    Some(match all {
        // An old empty list says nothing if the last request failed.
        0 if matches!(screen.session.domains, RemoteData::Failed { .. }) => return None,
        0 => "No domains yet.".to_owned(),
        _ if rows == 0 => format!("No domain matches {filter}."),
        1 if filter.is_empty() => "1 domain.".to_owned(),
        all if filter.is_empty() => format!("{all} domains."),
        all => format!("{rows} of {all} match {filter}."),
    })
}

/// The age of the list, or the error of the last request.
fn load_state(screen: &DomainsScreen, model: &Model) -> Section {
    let age = screen.session.cache.list_age().map(|age| format!("data from {}", age.label(model.clock)));
    let old = age.unwrap_or_else(|| "saved data".to_owned());
    match &screen.session.domains {
        RemoteData::Ready(_) => Section::new(None),
        RemoteData::Loading { previous: None, .. } => Section::from_line("Loading domains..."),
        RemoteData::Loading { .. } => Section::with_fingerprint("loading", [format!("Showing {old}; refreshing.")]),
        RemoteData::Failed { error, previous: Some(_) } => {
            let message = describe_error(error);
            Section::with_fingerprint(message.clone(), [format!("Showing {old}. {message}")])
        }
        RemoteData::Failed { error, previous: None } => {
            Section::from_line(format!("Couldn't load the list. {}", describe_error(error)))
        }
    }
}
