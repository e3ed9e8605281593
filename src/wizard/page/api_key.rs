//! The Key step.

use std::iter;

use super::parts::{Audience, Content, Field, FieldValue, Icon, OptionRow, Options, Page, RowLimit, Text, Weight};
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
            let forms = "It begins with AS_ (one project) or ASA_ (an account).";
            let explanation = Text::new(format!("{forms} Enter tries it on AutoSend.")).spoken(forms);
            page.push(Audience::ALL, Content::Explanation(explanation));
            if let Some(reason) = &screen.reason {
                page.text(Text::with_icon(Icon::Warning, reason).rows(RowLimit::Share(3)));
                page.gap();
            }
            add_fields(&mut page, screen, true);
            page.gap();
            add_key_sources(&mut page, screen, model);
            page.ask(match screen.focus {
                KeyField::Key => "Type or paste the key; it is not shown.",
                KeyField::Project => "Type the id of the project.",
            });
        }
        KeyStage::Checking { .. } => {
            page.heading("Trying the key");
            page.gap();
            add_fields(&mut page, screen, false);
            page.gap();
            page.spinner("AutoSend is asked for the project's domains");
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
            hint: "An account key needs the project's id: AutoSend's dashboard shows it under the project's settings.",
            ..Field::text("Project id", &screen.project, "")
        };
        page.push(Audience::ALL, Content::Field(field));
    }
}

/// Where the key was looked for, where to get one, and how to do without.
fn add_key_sources(page: &mut Page, screen: &ApiKeyScreen, model: &Model) {
    let help = if model.config.sandbox {
        vec![("Sandbox", "any key works; AS_refused is refused")]
    } else {
        vec![("Create one at", DASHBOARD_URL), ("No account?", "autosend-domains --sandbox needs no key")]
    };
    let searched = model.config.searched_key_sources.iter().map(String::as_str);
    let searched: Vec<_> = iter::once("Looked at").chain(iter::repeat("")).zip(searched).collect();
    // Lines ask for one field at a time.
    let roomy = if screen.focus == KeyField::Key { Audience::ROOMY.or(Audience::LINES) } else { Audience::ROOMY };
    for (name, text) in &searched {
        page.text_for(roomy, Text::fact(name, INDENT, *text).spoken(format!("Looked at: {text}.")));
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
    page.heading("Keep it for the next time?");
    page.gap();
    let row = |label: &str, aliases| OptionRow { label: label.to_owned(), aliases, ..OptionRow::default() };
    let rows = vec![row("Keep it in the key file", vec!["y", "yes"]), row("Use it in this run only", vec!["n", "no"])];
    page.push(Audience::ALL, Content::Options(Options { rows, cursor: usize::from(!save), ..Options::default() }));
    page.gap();
    // A screen says what the row in focus does; in lines no row is in focus.
    let audience = if save { Audience::ALL } else { Audience::LINES };
    let file = model.config.key_file.as_deref().unwrap_or_default();
    page.text_for(audience, Text::fact("File", INDENT, file));
    let note = "only you can read it; a key that is there already is replaced";
    page.text_for(audience, Text::fact("", INDENT, note).weight(Weight::Dim));
    let previous = screen.resume.as_ref().and_then(|resume| resume.session());
    if previous.is_some_and(|session| session.key_source == KeySource::Environment) {
        if save {
            page.gap();
        }
        let warning = "AUTOSEND_API_KEY is set and goes before the key file: change or unset it.";
        page.text_for(audience, Text::with_icon(Icon::Warning, warning));
    }
    if !save {
        let text = "Nothing is written. The key is asked for again the next time.";
        page.text_for(Audience::SCREEN, Text::new(text).weight(Weight::Dim));
    }
    page.ask("Keep the key?");
}
