//! The Key step.

use std::iter;

use super::inputs::{Field, FieldValue, OptionRow, Options};
use super::parts::{Audience, Content, Icon, Page, RowLimit, Text, Weight};
use crate::core::api_key::{DASHBOARD_URL, KeySource};
use crate::wizard::{ApiKeyScreen, KeyField, KeyStage, Model};

/// The width of the names before the facts below the field.
const INDENT: usize = 16;

pub(super) fn page<'m>(screen: &'m ApiKeyScreen, model: &'m Model) -> Page<'m> {
    let mut page = Page::default();
    match &screen.stage {
        KeyStage::Editing => {
            page.step(model);
            page.heading("What is your AutoSend API key?");
            page.explanation("Starts with AS_ (project key) or ASA_ (account key).");
            if let Some(reason) = &screen.reason {
                page.text(Text::with_icon(Icon::Warning, reason).rows(RowLimit::Share(3)));
                page.gap();
            }
            add_fields(&mut page, screen, true);
            page.gap();
            add_key_sources(&mut page, screen, model);
            page.ask(match screen.focus {
                KeyField::Key => "Paste or type the key. It isn't shown.",
                KeyField::Project => "Type the project ID.",
            });
        }
        KeyStage::Checking { .. } => {
            page.heading("Checking your API key");
            page.gap();
            add_fields(&mut page, screen, false);
            page.gap();
            page.spinner("Checking the key with AutoSend");
        }
        KeyStage::ConfirmingSave { save, .. } => add_save_form(&mut page, screen, *save, model),
    }
    page
}

fn add_fields<'m>(page: &mut Page<'m>, screen: &'m ApiKeyScreen, is_editing: bool) {
    page.push(
        Audience::ALL,
        Content::Field(Field {
            label: "API key",
            value: FieldValue::Secret(&screen.key),
            placeholder: "paste or type it",
            is_focused: is_editing && screen.focus == KeyField::Key,
            error: screen.key.error.clone(),
            hint: "",
        }),
    );
    if screen.needs_project() || screen.focus == KeyField::Project {
        let field = Field {
            is_focused: is_editing && screen.focus == KeyField::Project,
            hint: "An account key needs a project ID. Find it in the AutoSend dashboard under the project's settings.",
            ..Field::text("Project ID", &screen.project, "")
        };
        page.push(Audience::ALL, Content::Field(field));
    }
}

/// Where the key was looked for, where to get one, and how to do without.
fn add_key_sources(page: &mut Page, screen: &ApiKeyScreen, model: &Model) {
    let help = if model.config.sandbox {
        vec![("Sandbox", "any key works, except AS_refused")]
    } else {
        vec![("Create one at", DASHBOARD_URL), ("No account?", "autosend-domains --sandbox works without a key")]
    };
    let searched = model.config.searched_key_sources.iter().map(String::as_str);
    let searched: Vec<_> = iter::once("Not found in").chain(iter::repeat("")).zip(searched).collect();
    // Lines ask for one field at a time.
    let roomy = if screen.focus == KeyField::Key { Audience::ROOMY.or(Audience::LINES) } else { Audience::ROOMY };
    for (name, text) in &searched {
        page.text_for(roomy, Text::fact(name, INDENT, *text).spoken(format!("Not found in: {text}.")));
    }
    for (name, text) in &help {
        page.text_for(roomy, Text::fact(name, INDENT, *text).spoken(format!("{name} {text}")));
    }
    // What helps comes first, because there may be no room for all of it.
    for (name, text) in help.into_iter().chain(searched) {
        page.text_for(Audience::COMPACT, Text::new(format!("{name} {text}").trim_start()));
    }
}

fn add_save_form(page: &mut Page, screen: &ApiKeyScreen, save: bool, model: &Model) {
    const INDENT: usize = 6;
    page.text(Text::with_icon(Icon::Success, "The key works."));
    page.gap();
    page.heading("Save it for next time?");
    page.gap();
    let row = |label: &str, aliases| OptionRow { label: label.to_owned(), aliases, ..OptionRow::default() };
    let rows =
        vec![row("Save it to the key file", vec!["y", "yes"]), row("Use it for this session only", vec!["n", "no"])];
    page.push(Audience::ALL, Content::Options(Options { rows, cursor: usize::from(!save), ..Options::default() }));
    page.gap();
    // A screen says what the row in focus does; in lines no row is in focus.
    let audience = if save { Audience::ALL } else { Audience::LINES };
    let file = model.config.key_file.as_deref().unwrap_or_default();
    page.text_for(audience, Text::fact("File", INDENT, file));
    let note = "readable only by you; replaces any existing key";
    page.text_for(audience, Text::fact("", INDENT, note).weight(Weight::Dim));
    let previous = screen.resume.as_ref().and_then(|resume| resume.session());
    if previous.is_some_and(|session| session.key_source == KeySource::Environment) {
        if save {
            page.gap();
        }
        let warning = "AUTOSEND_API_KEY is set and takes precedence over the key file. Unset it to use the saved key.";
        page.text_for(audience, Text::with_icon(Icon::Warning, warning));
    }
    if !save {
        let text = "Nothing is saved. You'll be asked again next time.";
        page.text_for(Audience::SCREEN, Text::new(text).weight(Weight::Dim));
    }
    page.ask("Save the key?");
}
