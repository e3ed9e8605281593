//! The Domain step: a name that is typed, and what becomes of it.

use super::replace_text;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{Assessment, Fix, PslPosition, assess};
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::plain::question::{Choice, InputAction, Question};
use crate::wizard::{DomainScreen, Intent, Model, PastedText, Screen};

pub(super) fn page(screen: &DomainScreen, model: &Model) -> Page {
    let is_empty = screen.field.text().is_empty();
    // What can be done with the name that stands there; the rest is no answer to this question.
    let (mut numbered, worded): (Vec<Choice>, Vec<Choice>) =
        list_choices(model).into_iter().partition(|offer| name_message(offer).is_some());
    numbered.retain(|_| !is_empty);
    numbered.retain_mut(|offer| append_name(offer, screen));
    let asks = if numbered.is_empty() { "Type the domain." } else { "Type a number, or another domain." };
    let mut question = Question::new(asks, numbered);
    question.unnumbered = worded;
    question.back = back_choice(model);
    question.on_text = Some(handle_text);
    let notes = if is_empty {
        Vec::new()
    } else {
        assessment_lines(&screen.assessment, screen.existing_domain(), screen.field.error.as_deref())
    };
    let error = screen.field.error.iter().filter(|_| is_empty).cloned();
    let heading = Section::new([
        "Step 2 of 5: Domain.".to_owned(),
        "Which domain do you want to send from? Mail will come from addresses at this name; its DNS must be yours to \
         change."
            .to_owned(),
    ]);
    Page::with_question(vec![heading, Section::new(notes.into_iter().chain(error))], question)
}

/// What an answer does with the name that stands there, if it does anything.
fn name_message(offer: &Choice) -> Option<&Intent> {
    match offer.action.intents.as_slice() {
        [message @ (Intent::Submit | Intent::AcceptSuggestion)] => Some(message),
        _ => None,
    }
}

/// Puts the name that it leads to into its words; there is none where it would only say again what is wrong.
fn append_name(offer: &mut Choice, screen: &DomainScreen) -> bool {
    let name = screen.assessment.name().map(ToString::to_string);
    let name = match name_message(offer) {
        Some(Intent::Submit) if name.is_some() => name,
        _ => screen.suggestion().map(str::to_owned),
    };
    let Some(name) = name else { return false };
    offer.label = format!("{}: {name}", offer.label);
    true
}

/// A name that is taken as it is, or mended, goes on at once; where there is something to think about, that is said and
/// asked.
fn handle_text(model: &Model, text: &str) -> InputAction {
    let assessment = assess(&PastedText::new(text).one_line());
    let Screen::Domain(screen) = &model.screen else { return InputAction::default() };
    let known = assessment.name().and_then(|name| screen.session.find_domain(name));
    let mut reply = InputAction::from_intents(replace_text(text));
    if known.is_none() && matches!(assessment, Assessment::Accepted(_) | Assessment::Fixed { .. }) {
        reply.output = assessment_lines(&assessment, None, None);
        reply.intents.push(Intent::Submit);
    }
    reply
}

/// What is to be said of a name.
fn assessment_lines(assessment: &Assessment, known: Option<&SendingDomain>, error: Option<&str>) -> Vec<String> {
    let mut lines: Vec<String> = error.map(str::to_owned).into_iter().collect();
    if let (Assessment::Rejected(refused), None) = (assessment, error) {
        lines.push(format!("This cannot be the domain: {}.", refused.reason.message().trim_end_matches('.')));
    }
    let Some(name) = assessment.name().filter(|_| error.is_none()) else { return lines };
    lines.push(match name.unicode() {
        Some(unicode) => format!("The domain is {name} ({unicode})."),
        None => format!("The domain is {name}."),
    });
    lines.extend(assessment.fixes().iter().map(Fix::message));
    lines.extend(assessment.warnings().iter().map(|warning| format!("Mind: {}", warning.message())));
    if let Some(domain) = known {
        lines.push(format!("This project has it already ({}).", domain.status.label()));
    } else if assessment.warnings().is_empty() && name.psl_position() == PslPosition::Registrable {
        lines.push(format!("A subdomain is recommended: mail.{name} keeps the reputation of {name} apart."));
    }
    lines
}
