//! Export: a format, then a file or these lines; no file is replaced without asking.

use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::plain::choices::{back_choice, list_choices, list_choices_except_submit};
use crate::plain::output::{Output, Section};
use crate::plain::question::{Choice, InputAction, Question};
use crate::wizard::{ExportPane, ExportStage, Intent, Model, Motion, RequestId, TextField};

pub(super) fn output(pane: &ExportPane, model: &Model) -> Output {
    match &pane.stage {
        ExportStage::ChoosingFormat => format_picker(pane, model),
        ExportStage::EnteringPath { field, saving, .. } => path_form(pane, field, *saving, model),
        ExportStage::ConfirmingOverwrite { display_path, saving, .. } => replace_form(display_path, *saving, model),
    }
}

fn format_picker(pane: &ExportPane, model: &Model) -> Output {
    let row = |(row, format): (usize, ExportFormat)| {
        Choice::new(format!("{}. {}", format.label(), format.description()), [Intent::Move(Motion::To(row))])
    };
    let mut question = Question::new(
        format!("What next with {}? Type a word, or the number of another format.", pane.format().label()),
        ExportFormat::ALL.into_iter().enumerate().map(row).collect(),
    );
    question.unnumbered = list_choices(model);
    if let Some(exported) = &pane.exported {
        let text = exported.text.lines().map(str::to_owned).collect();
        question.unnumbered.push(Choice::with_output("print it here", text).with_alias("p"));
    }
    question.back = back_choice(model);
    let about = pane.exported.as_ref().map(export_summary).unwrap_or_default();
    Output::with_question(
        vec![Section::from_line("Export the records in which format?"), Section::new(about)],
        question,
    )
}

/// The size of the text, the number of records in it, and warnings.
fn export_summary(exported: &ExportOutput) -> Vec<String> {
    std::iter::once(exported.summary_line()).chain(exported.warnings.iter().cloned()).collect()
}

fn path_form(pane: &ExportPane, field: &TextField, saving: Option<RequestId>, model: &Model) -> Output {
    let heading = Section::new([
        format!("Save as: {}.", pane.format().label()),
        "Enter a path (~ is your home folder), or - to print it after you quit. You'll be asked before a file is overwritten."
            .to_owned(),
    ]);
    if saving.is_some() {
        return Output::waiting(vec![heading, Section::from_line("Saving...")], Vec::new());
    }
    let mut question = Question::new("Type the path.", Vec::new());
    question.unnumbered = list_choices_except_submit(model);
    question.back = back_choice(model);
    question.on_text = Some(|_, text| InputAction::submit_text(text));
    if !field.text().is_empty() {
        question.on_enter = Some((field.text().to_owned(), InputAction::from_intents([Intent::Submit])));
    }
    Output::with_question(vec![heading, Section::new(field.error.clone())], question)
}

fn replace_form(path: &str, saving: Option<RequestId>, model: &Model) -> Output {
    if saving.is_some() {
        return Output::waiting(vec![Section::from_line("Saving...")], Vec::new());
    }
    let lines = Section::new([format!("{path} already exists."), "Overwriting it can't be undone.".to_owned()]);
    let mut question = Question::new("Overwrite it?", list_choices(model));
    question.back = back_choice(model).map(|back| back.with_alias("n").with_alias("no"));
    Output::with_question(vec![lines], question)
}
