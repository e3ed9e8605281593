//! The Region step: one of a list, narrowed by typing, or any other that is typed.

use super::inputs::{Field, OptionRow, Options};
use super::parts::{Audience, Content, Page, Text, Weight};
use crate::wizard::{Model, RegionChoice, RegionMode, RegionScreen};

pub(super) fn page<'m>(screen: &'m RegionScreen, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    page.step(model);
    let name = screen.name.to_string();
    let heading = Text::new(format!("Which region for {name}?")).weight(Weight::Bold);
    page.push(Audience::ALL, Content::Heading(Text { cut_part: Some(name), ..heading }));
    page.explanation("Where AutoSend sends your mail from. Can't be changed later.");
    match &screen.mode {
        RegionMode::List { filter, .. } => {
            let field = Field::text("Region", filter, "type to filter");
            page.push(Audience::ALL, Content::Field(Field { error: screen.error.clone(), ..field }));
            if !filter.text().is_empty() {
                let text = format!("Filter: {}. Type all to see every region.", filter.text());
                page.text_for(Audience::LINES, Text::new(text));
            }
            let (choices, cursor) = screen.rows();
            let is_empty = choices == [RegionChoice::Other];
            let row = |choice: RegionChoice| {
                let (key, name) = choice.columns();
                OptionRow { label: key.to_owned(), description: name.to_owned(), ..OptionRow::default() }
            };
            let rows = choices.into_iter().map(row).collect();
            page.push(Audience::ALL, Content::Options(Options { rows, cursor, ..Options::default() }));
            if is_empty {
                // Lines say so as soon as it is typed.
                let text = Text::new("No matching region.").weight(Weight::Dim);
                page.text_for(Audience::SCREEN, text);
            }
            page.ask("Type a number or a region ID.");
        }
        RegionMode::Other { field } => {
            let hint = "Not checked here; AutoSend rejects unknown regions.";
            let error = field.error.as_ref().or(screen.error.as_ref()).cloned();
            let field = Field::text("Region ID", field, "for example sa-east-1");
            page.push(Audience::ALL, Content::Field(Field { error, hint, ..field }));
            page.ask("Type the region ID, for example sa-east-1.");
        }
    }
    page
}
