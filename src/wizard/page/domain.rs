//! The Domain step: what is typed, and at every key what becomes of it.

use super::inputs::Field;
use super::parts::{Audience, Content, Icon, Page, Part, RowLimit, Text, Weight};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{Assessment, PslPosition, Warning};
use crate::wizard::{DomainScreen, Model};

/// The most rows in which a name is repeated below its field.
const MAX_NAME_ROWS: usize = 2;

pub(super) fn page<'m>(screen: &'m DomainScreen, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    page.step(model);
    page.heading("Which domain do you want to send from?");
    page.explanation("You need access to its DNS settings. Most people use mail.yourdomain.com");
    page.push(Audience::ALL, Content::Field(Field::text("Domain", &screen.field, "")));
    // What is said of the name stands last, so that nothing moves while it changes.
    if let Assessment::Rejected(rejected) = &screen.assessment {
        if screen.field.error.is_none() {
            // Lines ask for a name anyway.
            let audience = if screen.field.text().is_empty() { Audience::SCREEN } else { Audience::ALL };
            let reason = rejected.reason.message();
            let spoken = format!("Invalid domain: {}.", reason.trim_end_matches('.'));
            page.text_for(audience, Text::new(reason).weight(Weight::Dim).spoken(spoken));
        }
        if let Some(suggestion) = &rejected.suggestion {
            page.text_for(Audience::SCREEN, Text::with_icon(Icon::Arrow, format!("{suggestion}  (Enter to use it)")));
        }
    } else if screen.field.error.is_none() {
        page.parts.extend(describe_name(&screen.assessment, screen.existing_domain()));
    }
    page
}

/// What is said of a name that can be used.
pub fn describe_name<'m>(assessment: &Assessment, existing: Option<&SendingDomain>) -> Vec<Part<'m>> {
    let mut page = Page::default();
    let Some(name) = assessment.name() else { return page.parts };
    let (fixes, warnings) = (assessment.fixes(), assessment.warnings());
    let form = match name.unicode() {
        Some(unicode) if fixes.is_empty() => format!("{name} ({unicode})"),
        _ => name.to_string(),
    };
    // A name with a warning is no success, even if it is taken as typed.
    let icon = if matches!(assessment, Assessment::Accepted(_)) { Icon::Success } else { Icon::Arrow };
    let spoken = format!("The domain is {form}.");
    let rows = RowLimit::AtMost(MAX_NAME_ROWS);
    page.text(Text::with_icon(icon, form).ascii(name.to_string()).rows(rows).spoken(spoken));
    for warning in warnings {
        page.text(warning_text(warning));
        if let Some(suggestion) = warning.suggestion() {
            page.text_for(Audience::SCREEN, Text::with_icon(Icon::Arrow, format!("{suggestion}  (Tab to use it)")));
        }
    }
    for fix in fixes {
        page.text(Text::with_icon(Icon::Info, fix.message()));
    }
    if let Some(domain) = existing {
        page.text(existing_domain_text(domain));
    } else if warnings.is_empty() && name.psl_position() == PslPosition::Registrable {
        let advice = format!("Tip: mail.{name} protects the reputation of {name}.");
        page.text(Text::with_icon(Icon::Info, advice));
    }
    page.parts
}

/// A warning about a name.
pub(super) fn warning_text(warning: &Warning) -> Text {
    let message = warning.message();
    let spoken = format!("Note: {message}");
    Text::with_icon(Icon::Warning, message).spoken(spoken)
}

/// Says that the project has the domain.
pub(super) fn existing_domain_text(domain: &SendingDomain) -> Text {
    let text = format!("Already in this project ({}).", domain.status.label());
    Text::with_icon(Icon::Info, format!("{text} Press Enter to see its records.")).spoken(text)
}
