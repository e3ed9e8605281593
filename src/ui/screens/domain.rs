//! The Domain step: what is typed, and at every key what becomes of it.

use crate::core::domain_name::{Assessment, DomainName, PslPosition};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, InputField};
use crate::wizard::DomainScreen;

/// The most lines in which a name is repeated below its field.
const MAX_NAME_ROWS: usize = 2;

pub(super) fn draw(screen: &DomainScreen, column: &mut Column) {
    let styles = *column.styles;
    column.heading("Which domain do you want to send from?");
    column.explanation("Mail will come from addresses at this name; its DNS must be yours to change.");
    column.input_field(&InputField::text("Domain", &screen.field, &styles));
    draw_assessment(screen, column);
}

/// What is to be said of the name. It stands last, so that nothing moves while it changes.
fn draw_assessment(screen: &DomainScreen, column: &mut Column) {
    if let Some(error) = &screen.field.error {
        column.icon_paragraph(Icon::Error, error);
    }
    match &screen.assessment {
        Assessment::Rejected(refused) => {
            if screen.field.error.is_none() {
                column.paragraph(&refused.reason.message(), Styles::DIM);
            }
            if let Some(suggestion) = &refused.suggestion {
                column.icon_paragraph(Icon::Arrow, &format!("{suggestion}  (Enter takes this name)"));
            }
        }
        taken => match taken.name() {
            Some(name) if screen.field.error.is_none() => draw_accepted_name(screen, name, column),
            _ => {}
        },
    }
}

fn draw_accepted_name(screen: &DomainScreen, name: &DomainName, column: &mut Column) {
    let mends = screen.assessment.fixes();
    let form = match name.unicode() {
        Some(unicode) if mends.is_empty() && column.styles.shows_non_ascii() => format!("{name} ({unicode})"),
        _ => name.to_string(),
    };
    // What is warned of is no good news, even where it is taken as typed.
    let sign = if matches!(screen.assessment, Assessment::Accepted(_)) { Icon::Success } else { Icon::Arrow };
    column.icon_paragraph_within(sign, &form, MAX_NAME_ROWS);
    let warnings = screen.assessment.warnings();
    for warning in warnings {
        column.icon_paragraph(Icon::Warning, &warning.message());
        if let Some(suggestion) = warning.suggestion() {
            column.icon_paragraph(Icon::Arrow, &format!("{suggestion}  (Tab takes this name)"));
        }
    }
    for mend in mends {
        column.icon_paragraph(Icon::Info, &mend.message());
    }
    if let Some(domain) = screen.existing_domain() {
        let words = format!("This project has it already ({}). Enter opens its records.", domain.status.label());
        column.icon_paragraph(Icon::Info, &words);
    } else if warnings.is_empty() && name.psl_position() == PslPosition::Registrable {
        let advice = format!("A subdomain is recommended: mail.{name} keeps the reputation of {name} apart.");
        column.icon_paragraph(Icon::Info, &advice);
    }
}
