//! The Key step.

use std::iter;

use crate::core::api_key::{DASHBOARD_URL, KeySource};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, InputField, SelectTable, cell};
use crate::wizard::{ApiKeyScreen, KeyField, KeyStage, Model};

/// The width of the names before the facts below the field.
const INDENT: usize = 16;

pub(super) fn draw(screen: &ApiKeyScreen, model: &Model, column: &mut Column) {
    match &screen.stage {
        KeyStage::Editing => draw_key_form(screen, model, column),
        KeyStage::Checking { .. } => {
            column.heading("Trying the key");
            column.gap();
            draw_fields(screen, column, false);
            column.gap();
            column.spinner_line(model.spinner, "AutoSend is asked for the project's domains");
        }
        KeyStage::ConfirmingSave { save, .. } => draw_save_form(screen, *save, model, column),
    }
}

fn draw_key_form(screen: &ApiKeyScreen, model: &Model, column: &mut Column) {
    column.heading("What is your AutoSend API key?");
    column.explanation("It begins with AS_ (one project) or ASA_ (an account). Enter tries it on AutoSend.");
    if let Some(reason) = &screen.reason {
        let rows = column.height() / 3;
        column.icon_paragraph_within(Icon::Warning, reason, rows.max(1));
        column.gap();
    }
    draw_fields(screen, column, true);
    column.gap();
    draw_key_sources(model, column);
}

fn draw_fields(screen: &ApiKeyScreen, column: &mut Column, in_focus: bool) {
    let styles = *column.styles;
    let on = |field: KeyField| in_focus && screen.focus == field;
    let key =
        InputField::secret("API key", &screen.key, &styles).placeholder("paste or type it").focused(on(KeyField::Key));
    column.input_field(&key);
    draw_error(screen.key.error.as_deref(), column);
    if screen.needs_project() || screen.focus == KeyField::Project {
        let project = InputField::text("Project id", &screen.project, &styles).focused(on(KeyField::Project));
        column.input_field(&project);
        match &screen.project.error {
            Some(words) => draw_error(Some(words), column),
            None => column.paragraph(
                "An account key needs the project's id: AutoSend's dashboard shows it under the project's settings.",
                Styles::DIM,
            ),
        }
    }
}

fn draw_error(words: Option<&str>, column: &mut Column) {
    if let Some(words) = words {
        column.icon_paragraph_within(Icon::Error, words, (column.height() / 2).max(1));
    }
}

/// Where the key was looked for, where to get one, and how to do without.
fn draw_key_sources(model: &Model, column: &mut Column) {
    let create = if model.config.sandbox {
        ("Sandbox", "any key works; AS_refused is refused")
    } else {
        ("Create one at", DASHBOARD_URL)
    };
    let without = (!model.config.sandbox).then_some(("No account?", "autosend-domains --sandbox needs no key"));
    let looked = model.config.searched_key_sources.iter().zip(["Looked at"].into_iter().chain(iter::repeat("")));
    let looked = looked.map(|(words, name)| (name, words.as_str()));
    if column.is_roomy() {
        for (name, words) in looked.chain([create]).chain(without) {
            column.key_value(name, INDENT, words, Styles::PLAIN);
        }
    } else {
        // What helps to go on comes first, since there may be no room for all.
        for (name, words) in [create].into_iter().chain(without).chain(looked) {
            column.paragraph(format!("{name} {words}").trim_start(), Styles::PLAIN);
        }
    }
}

fn draw_save_form(screen: &ApiKeyScreen, keep: bool, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    column.icon_paragraph(Icon::Success, "The key works.");
    column.gap();
    column.heading("Keep it for the next time?");
    column.gap();
    let width = column.prose_width().saturating_sub(2);
    let rows = ["Keep it in the key file", "Use it in this run only"];
    let rows = SelectTable {
        header: None,
        rows: rows.into_iter().map(|row| vec![cell(&styles, row, width, Styles::PLAIN)]).collect(),
        widths: vec![width],
        selected: usize::from(!keep),
    };
    rows.draw(column, 2);
    column.gap();
    if keep {
        let file = model.config.key_file.as_deref().unwrap_or_default();
        column.key_value("File", 6, file, Styles::PLAIN);
        column.key_value("", 6, "only you can read it; a key that is there already is replaced", Styles::DIM);
        let before = screen.resume.as_ref().and_then(|resume| resume.session());
        if before.is_some_and(|session| session.key_source == KeySource::Environment) {
            column.gap();
            column.icon_paragraph(
                Icon::Warning,
                "AUTOSEND_API_KEY is set and goes before the key file: change or unset it.",
            );
        }
    } else {
        column.paragraph("Nothing is written. The key is asked for again the next time.", Styles::DIM);
    }
}
