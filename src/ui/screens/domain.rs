//! The Domain step: what is typed, and at every key what becomes of it.

use super::super::styles::{Sign, Styles};
use super::super::widgets::{Column, Field};
use crate::core::domain_name::{Assessment, DomainName, Placement};
use crate::wizard::DomainScreen;

pub(super) fn draw(screen: &DomainScreen, column: &mut Column) {
    let styles = *column.styles;
    column.heading("Which domain do you want to send from?");
    column.explanation("Mail will come from addresses at this name; its DNS must be yours to change.");
    column.field(&Field::of("Domain", &screen.field, &styles));
    verdict(screen, column);
}

/// What is to be said of the name. It stands last, so that nothing moves while it changes.
fn verdict(screen: &DomainScreen, column: &mut Column) {
    if let Some(error) = &screen.field.error {
        column.signed(Sign::Bad, error);
    }
    match &screen.assessment {
        Assessment::Refused(refused) => {
            if screen.field.error.is_none() {
                column.words(&refused.reason.words(), Styles::QUIET);
            }
            if let Some(suggestion) = &refused.suggestion {
                column.signed(Sign::Becomes, &format!("{suggestion}  (Enter takes this name)"));
            }
        }
        taken => match taken.name() {
            Some(name) if screen.field.error.is_none() => name_taken(screen, name, column),
            _ => {}
        },
    }
}

fn name_taken(screen: &DomainScreen, name: &DomainName, column: &mut Column) {
    let styles = *column.styles;
    let mends = screen.assessment.mends();
    let form = match name.unicode() {
        Some(unicode) if styles.shows_letters() => format!("{unicode}, sent as {name}"),
        _ => name.to_string(),
    };
    if mends.is_empty() {
        column.signed(Sign::Good, &form);
    } else {
        column.signed(Sign::Becomes, &form);
        let mends: Vec<String> = mends.iter().map(crate::core::domain_name::Mend::words).collect();
        column.words(&format!("  {}", mends.join("; ")), Styles::QUIET);
    }
    for warning in screen.assessment.warnings() {
        column.signed(Sign::Warning, &warning.words());
        if let Some(suggestion) = warning.suggestion() {
            column.signed(Sign::Becomes, &format!("{suggestion}  (Tab takes this name)"));
        }
    }
    if let Some(domain) = screen.known() {
        let words = format!("This project has it already ({}). Enter opens its records.", domain.status.words());
        column.signed(Sign::Info, &words);
    } else if name.placement() == Placement::Registrable {
        let advice = format!("A subdomain is recommended: mail.{name} keeps the reputation of {name} apart.");
        column.signed(Sign::Info, &advice);
    }
}
