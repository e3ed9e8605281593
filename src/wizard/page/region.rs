//! The Region step: one of a list, narrowed by typing, or any other that is typed.

use super::inputs::{Field, OptionsDetail};
use super::parts::{Audience, Content, Icon, Page, RowLimit, Text, Weight};
use super::picker;
use crate::wizard::{Model, RegionMode, RegionScreen, region_rows};

pub(super) fn page<'m>(screen: &'m RegionScreen, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    page.step(model);
    let name = screen.name.to_string();
    let heading = Text::new(format!("Which region for {name}?")).weight(Weight::Bold);
    page.push(Audience::ALL, Content::Heading(Text { cut_part: Some(name), ..heading }));
    page.explanation("Where AutoSend sends your mail from. Can't be changed later.");
    match &screen.mode {
        RegionMode::List(list) => {
            picker::add(&mut page, (list, "Filter"), region_rows(screen.last), OptionsDetail::None, |_, row| row);
            if let Some(error) = &screen.error {
                page.text(Text::with_icon(Icon::Error, error).rows(RowLimit::Share(2)));
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
