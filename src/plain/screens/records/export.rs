//! Export: a form, then a file or these lines, and never over another file unasked.

use super::super::super::offers::{back, offers, offers_but_submit};
use super::super::super::page::{Page, Part};
use super::super::super::question::{Offer, Question, Reply};
use super::super::entered;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::wizard::{ExportPane, ExportStage, Message, Model, Motion, RequestId, TextField};

pub(super) fn page(pane: &ExportPane, model: &Model) -> Page {
    match &pane.stage {
        ExportStage::ChoosingFormat => choosing(pane, model),
        ExportStage::EnteringPath { field, saving, .. } => naming(pane, field, *saving, model),
        ExportStage::ConfirmingOverwrite { display_path, saving, .. } => replacing(display_path, *saving, model),
    }
}

fn choosing(pane: &ExportPane, model: &Model) -> Page {
    let row = |(row, format): (usize, ExportFormat)| {
        Offer::new(format!("{}. {}", format.label(), format.description()), [Message::Move(Motion::To(row))])
    };
    let mut question = Question::of(
        format!("What next with {}? Type a word, or the number of another form.", pane.format().label()),
        ExportFormat::ALL.into_iter().enumerate().map(row).collect(),
    );
    question.worded = offers(model);
    if let Some(exported) = &pane.exported {
        let text = exported.text.lines().map(str::to_owned).collect();
        question.worded.push(Offer::saying("print it here", text).called("p"));
    }
    question.back = back(model);
    let about = pane.exported.as_ref().map(about).unwrap_or_default();
    Page::asking(vec![Part::line("Export the records: in which form?"), Part::new(about)], question)
}

/// What is in the text, and what to know before it is used.
fn about(exported: &ExportOutput) -> Vec<String> {
    let words = format!("{} octets, {}.", exported.text.len(), exported.counts.label());
    std::iter::once(words).chain(exported.warnings.iter().cloned()).collect()
}

fn naming(pane: &ExportPane, field: &TextField, saving: Option<RequestId>, model: &Model) -> Page {
    let heading = Part::new([
        format!("Save as: {}.", pane.format().label()),
        "A path; ~ is your home folder. With - it is printed when you leave. No file is replaced without asking."
            .to_owned(),
    ]);
    if saving.is_some() {
        return Page::waiting(vec![heading, Part::line("Being written...")], Vec::new());
    }
    let mut question = Question::of("Type the path.", Vec::new());
    question.worded = offers_but_submit(model);
    question.back = back(model);
    question.text = Some(|_, text| Reply::messages(entered(text)));
    if !field.text().is_empty() {
        question.enter = Some((format!("takes {}", field.text()), Reply::messages([Message::Submit])));
    }
    Page::asking(vec![heading, Part::new(field.error.clone())], question)
}

fn replacing(path: &str, saving: Option<RequestId>, model: &Model) -> Page {
    if saving.is_some() {
        return Page::waiting(vec![Part::line("Being written...")], Vec::new());
    }
    let words = Part::new([
        format!("{path} is there already. It was not touched."),
        "If it is replaced, what is in it now is gone.".to_owned(),
    ]);
    let mut question = Question::of("Replace it?", offers(model));
    question.back = back(model).map(|back| back.called("n").called("no"));
    Page::asking(vec![words], question)
}
