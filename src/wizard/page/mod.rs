//! What a screen says, once: `ui` draws a [`Page`], `plain` reads it out.
//!
//! The tables (records, domains), the guided copy and the export have no page: on a screen and in lines
//! they are too different.

mod api_key;
mod check_parts;
mod choosers;
mod dns_check;
mod domain;
mod finish;
mod inputs;
mod parts;
mod picker;
mod records;
mod region;
mod removal;
mod review;
mod trouble;
mod verify;

pub use self::check_parts::{Comparison, KeyLine, RecordRow, RecordRows};
pub use self::domain::describe_name;
pub use self::inputs::{Field, FieldValue, OptionRow, Options, OptionsDetail};
pub use self::parts::{
    Audience, Content, Icon, Lead, Page, Part, RowLimit, StateRow, Text, Verbatim, VerbatimStyle, Waiting, Weight,
};
use crate::core::text::width;
use crate::wizard::{Model, Pane, Screen};

/// The page of the screen that is shown; `None` if `ui` and `plain` each have their own.
pub fn page(model: &Model) -> Option<Page<'_>> {
    Some(match &model.screen {
        Screen::ApiKey(screen) => api_key::page(screen, model),
        Screen::Domain(screen) => domain::page(screen, model),
        Screen::Region(screen) => region::page(screen, model),
        Screen::Review(screen) => review::page(screen, model),
        Screen::Removal(screen) => removal::page(screen),
        Screen::Conflict(screen) => trouble::conflict_page(screen),
        Screen::Failure(screen) => trouble::failure_page(screen),
        Screen::Records(screen) => match &screen.pane {
            Pane::Zones { cursor, .. } => choosers::zones_page(screen, *cursor, model),
            Pane::Hosts { picker, .. } => choosers::hosts_page(screen, picker, model),
            Pane::Publish { picker, all_records, .. } => choosers::publish_page(screen, picker, *all_records),
            Pane::Panel(pane) => records::panel_page(pane),
            Pane::Inbound { .. } => records::inbound_page(screen),
            Pane::Verify { scroll } => verify::page(screen, *scroll, model),
            Pane::VerifyWarning => verify::warning_page(screen, model),
            Pane::Finish { cursor, .. } => finish::page(screen, *cursor, model),
            Pane::Dns { row, scroll } => dns_check::page(screen, (*row, *scroll), model),
            Pane::Table | Pane::Guide | Pane::Export(_) => return None,
        },
        Screen::Domains(_) | Screen::Closed => return None,
    })
}

/// What is known of the error that is shown, for whoever wants to report it.
pub fn error_details(model: &Model) -> Page<'_> {
    let details = model.error_details().unwrap_or_default().lines;
    let mut page = Page::default();
    if details.is_empty() {
        page.text(Text::new("No details: the server didn't respond."));
    }
    let indent = details.iter().map(|(name, _)| width(name)).max().unwrap_or_default() + 2;
    for (name, value) in details {
        page.text(Text::fact(name, indent, value));
    }
    page
}
