//! The Domain step: what is typed, and at every key what becomes of it.

use super::inputs::{Field, OptionRow, Options};
use super::parts::{Audience, Content, Icon, Page, Part, RowLimit, Text, Weight};
use crate::core::cache::format_age;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{Assessment, Warning};
use crate::wizard::{DomainScreen, Model};

/// The key that takes a suggestion.
const TAB: &str = "Tab";
const USE: &str = "use it";

/// The columns of a documented status, and of "0 of 5".
const STATUS_WIDTH: usize = 15;
const COUNT_WIDTH: usize = 6;

/// The most rows in which a name is repeated below its field.
const MAX_NAME_ROWS: usize = 2;

pub(super) fn page<'m>(screen: &'m DomainScreen, model: &'m Model) -> Page<'m> {
    let mut page = Page::default();
    page.step(model);
    page.heading("Which domain do you want to send from?");
    page.explanation("You need access to its DNS settings. Most people use mail.yourdomain.com");
    let field = Field { is_focused: screen.selected.is_none(), ..Field::text("Domain", &screen.field, "") };
    page.push(Audience::ALL, Content::Field(field));
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
            page.text_for(Audience::SCREEN, Text::with_icon(Icon::Arrow, suggestion).key_hint(TAB, USE));
        }
    } else if screen.field.error.is_none() {
        page.parts.extend(describe_name(&screen.assessment, screen.existing_domain()));
    }
    add_recent_domains(&mut page, screen, model);
    page
}

/// The domains of the project to continue with. Lines offer them as answers.
fn add_recent_domains(page: &mut Page, screen: &DomainScreen, model: &Model) {
    let recent = screen.recent_domains();
    if recent.is_empty() {
        return;
    }
    page.gap();
    let heading = Text::new("Or continue with").weight(Weight::Dim).rows(RowLimit::IfLeft(2));
    page.text_for(Audience::SCREEN, heading);
    let row = |domain: &&SendingDomain| {
        let (name, status) = (domain.name.sanitized(), domain.status.label());
        let (passed, of) = (model.domain_states.passed_count(domain), domain.records.len());
        let count = if domain.status.can_send() || of == 0 { String::new() } else { format!("{passed} of {of}") };
        let age = model.time_since(domain.last_changed_at()).map(format_age).unwrap_or_default();
        let spoken = [status.as_str(), &count, &age].into_iter().filter(|fact| !fact.is_empty());
        let spoken = format!("continue with {name}: {}", spoken.collect::<Vec<_>>().join(", "));
        let description = format!("{status:<STATUS_WIDTH$}  {count:<COUNT_WIDTH$}  {age}");
        OptionRow { label: name, description, spoken: Some(spoken), ..OptionRow::default() }
    };
    let rows = recent.iter().map(row).collect();
    let selected = screen.selected_index();
    let options =
        Options { rows, cursor: selected.unwrap_or_default(), is_inactive: selected.is_none(), ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
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
            page.text_for(Audience::SCREEN, Text::with_icon(Icon::Arrow, suggestion).key_hint(TAB, USE));
        }
    }
    for fix in fixes {
        page.text(Text::with_icon(Icon::Info, fix.message()));
    }
    if let Some(domain) = existing {
        page.text(existing_domain_text(domain));
    } else if let Some(subdomain) = name.mail_subdomain().filter(|_| warnings.is_empty()) {
        let own = name.unicode().unwrap_or(name.as_str());
        let advice = |name: &str, subdomain: &str| format!("Tip: {subdomain} protects the reputation of {name}.");
        let ascii = advice(name.as_str(), &format!("mail.{name}"));
        page.text(Text::with_icon(Icon::Info, advice(own, &subdomain)).ascii(ascii).key_hint(TAB, USE));
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
