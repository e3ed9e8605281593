//! The Domain step: what is typed, and at every key what becomes of it.

use super::super::styles::{Sign, Styles};
use super::super::widgets::{Column, Field};
use crate::core::domain_name::{Assessment, DomainName, PslPosition};
use crate::wizard::DomainScreen;

/// The most lines in which a name is repeated below its field.
const ECHO: usize = 2;

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
        Assessment::Rejected(refused) => {
            if screen.field.error.is_none() {
                column.words(&refused.reason.message(), Styles::QUIET);
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
    let mends = screen.assessment.fixes();
    let form = match name.unicode() {
        Some(unicode) if mends.is_empty() && column.styles.shows_letters() => format!("{name} ({unicode})"),
        _ => name.to_string(),
    };
    // What is warned of is no good news, even where it is taken as typed.
    let sign = if matches!(screen.assessment, Assessment::Accepted(_)) { Sign::Good } else { Sign::Becomes };
    column.signed_within(sign, &form, ECHO);
    let warnings = screen.assessment.warnings();
    for warning in warnings {
        column.signed(Sign::Warning, &warning.message());
        if let Some(suggestion) = warning.suggestion() {
            column.signed(Sign::Becomes, &format!("{suggestion}  (Tab takes this name)"));
        }
    }
    for mend in mends {
        column.signed(Sign::Info, &mend.message());
    }
    if let Some(domain) = screen.existing_domain() {
        let words = format!("This project has it already ({}). Enter opens its records.", domain.status.label());
        column.signed(Sign::Info, &words);
    } else if warnings.is_empty() && name.psl_position() == PslPosition::Registrable {
        let advice = format!("A subdomain is recommended: mail.{name} keeps the reputation of {name} apart.");
        column.signed(Sign::Info, &advice);
    }
}
