//! What is chosen from a list on the Records step: the zone, the DNS host, how to publish in the sandbox.

use super::inputs::{OptionRow, Options, OptionsDetail};
use super::parts::{Audience, Content, Page};
use super::picker;
use crate::core::zone::Zone;
use crate::wizard::{Model, Picker, RecordsScreen, host_rows, publish_rows};

/// Each zone that it can be, and what the name of the record in focus becomes in it.
pub(super) fn zones_page<'m>(screen: &RecordsScreen, cursor: usize, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    page.heading("Which DNS zone are these records in?");
    let source = model.domain_states.record_prefs(&screen.domain).zone_message(&screen.domain);
    page.explanation(format!(
        "The zone is the domain as listed at your DNS provider. Most providers want names without it. {source}"
    ));
    let owner = screen.selected().map(|record| record.name.raw()).unwrap_or_default();
    let header = ["Zone", "record name becomes"];
    let row = |(index, zone): (usize, String)| {
        let host = Zone::chosen(&zone).relative_name(owner);
        let current = if index == cursor { " (current)" } else { "" };
        let spoken = host.as_ref().map(|host| format!("; {} {host}", header[1])).unwrap_or_default();
        OptionRow {
            spoken: Some(format!("{zone}{current}{spoken}")),
            label: zone,
            description: host.unwrap_or_default(),
            ..OptionRow::default()
        }
    };
    let rows = Zone::candidates(screen.domain.name.raw()).into_iter().enumerate().map(row).collect();
    let options = Options { rows, cursor, header: Some(header), ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
    page
}

/// The DNS hosts, with what is unusual about each.
pub(super) fn hosts_page<'m>(screen: &RecordsScreen, list: &'m Picker, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    page.heading("Who is your DNS provider?");
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let detected = prefs.detected_label().unwrap_or_else(|| "not recognized".to_owned());
    page.explanation(format!("Detected by the name servers: {detected}."));
    let rows = host_rows(&model.likely_hosts(&screen.domain));
    picker::add(&mut page, (list, "Filter"), rows, OptionsDetail::Notes, |host, row| OptionRow {
        // Its notes say what it wants, once it is chosen.
        spoken: Some(row.label.clone()),
        notes: host.map(|host| host.advice).unwrap_or_default(),
        ..row
    });
    page.ask("Type a number or a name.");
    page
}

/// The ways to publish in the sandbox's own DNS, right and wrong.
pub(super) fn publish_page<'m>(screen: &RecordsScreen, list: &'m Picker, all_records: bool) -> Page<'m> {
    let mut page = Page::default();
    let what = match screen.selected().filter(|_| !all_records) {
        Some(record) => format!("the {} record", record.label()),
        None => format!("all {} records", screen.domain.records.len()),
    };
    page.heading(format!("Publish {what} in the sandbox's DNS?"));
    page.explanation(
        "Plays the part of your DNS provider. Publish them correctly, or with a typical mistake to see how it is diagnosed. \
         Nothing leaves this machine.",
    );
    let rows = publish_rows(screen, all_records);
    picker::add(&mut page, (list, "Filter"), rows, OptionsDetail::Description, |mode, row| OptionRow {
        spoken: Some(match row.description.as_str() {
            "" => row.label.clone(),
            description => format!("{}: published {description}", row.label),
        }),
        aliases: vec![mode.code()],
        ..row
    });
    page.ask("Type a number or a word.");
    page
}
