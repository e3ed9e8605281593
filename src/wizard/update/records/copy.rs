//! Copies parts of the records. A text that is empty or holds hidden characters is not copied.

use crate::core::copy::CopyError;
use crate::core::export_format::ExportFormat;
use crate::core::record::DnsRecord;
use crate::core::text::{Untrusted, truncate};
use crate::wizard::command::Request;
use crate::wizard::message::CopyTarget;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::session::RequestId;
use crate::wizard::update::context::Context;

/// The most columns of a record's title in a notice. A record of an unknown kind may have a title of any length.
const MAX_TITLE_WIDTH: usize = 24;

/// Copies what the table or the export shows.
pub(super) fn copy(screen: &RecordsScreen, target: CopyTarget, context: &mut Context) {
    match target {
        CopyTarget::AllRecords => copy_all(screen, ExportFormat::Zone, context),
        CopyTarget::Export => {
            if let Pane::Export(pane) = &screen.pane {
                copy_all(screen, pane.format(), context);
            }
        }
        CopyTarget::Value | CopyTarget::ReturnedValue | CopyTarget::Name | CopyTarget::FullName => {
            copy_record_part(screen, target, context);
        }
        // Their panes and the Failure screen handle these.
        CopyTarget::GuideEntry
        | CopyTarget::GuideEntryAgain
        | CopyTarget::PanelLink
        | CopyTarget::NextSteps
        | CopyTarget::ErrorDetails => {}
    }
}

/// Copies all records in one export format.
fn copy_all(screen: &RecordsScreen, format: ExportFormat, context: &mut Context) {
    if screen.domain.records.is_empty() {
        return;
    }
    let zone = context.model.domain_states.record_prefs(&screen.domain).zone(&screen.domain);
    let request = Request::CopyExport { format, domain: Box::new(screen.domain.clone()), zone };
    context.start_copy(request, format.label().to_owned());
}

/// Copies a text that the program writes itself: a command, a link.
pub(super) fn copy_own_text(text: String, what: &str, context: &mut Context) {
    context.start_copy(Request::CopyText(text), what.to_owned());
}

/// Copies a part of the selected record.
fn copy_record_part(screen: &RecordsScreen, target: CopyTarget, context: &mut Context) {
    let Some(record) = screen.selected() else { return };
    let title = short_title(record);
    let (text, what) = match target {
        CopyTarget::Value => (record.published_value().into_owned(), format!("{title} value")),
        CopyTarget::ReturnedValue => (record.value.raw().to_owned(), format!("{title} value as returned")),
        CopyTarget::FullName => (
            context.model.domain_states.record_prefs(&screen.domain).full_record_name(record, &screen.domain),
            format!("{title} full name"),
        ),
        _ => (
            context.model.domain_states.record_prefs(&screen.domain).record_name(record, &screen.domain),
            format!("{title} name"),
        ),
    };
    copy_text(text, what, "", context);
}

/// Returns the title of a record, truncated for a notice.
pub(super) fn short_title(record: &DnsRecord) -> String {
    truncate(&record.label(), MAX_TITLE_WIDTH, "…").into_owned()
}

/// Copies a text unchanged. If the text is empty or holds hidden characters, a notice says so and names `instead`.
pub(super) fn copy_text(text: String, what: String, instead: &str, context: &mut Context) -> Option<RequestId> {
    if text.is_empty() {
        context.show_notice(NoticeLevel::Error, format!("Not copied: the {what} is empty"));
        return None;
    }
    let text = Untrusted::new(text);
    if let Some(hidden) = text.hidden_characters().first() {
        context.show_notice(NoticeLevel::Error, CopyError::from_hidden(*hidden).message(&what, instead));
        return None;
    }
    Some(context.start_copy(Request::CopyText(text.raw().to_owned()), what))
}
