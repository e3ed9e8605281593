//! What is chosen from a list on the Records step: the zone, the DNS host, how to publish in the sandbox.

use super::inputs::{Field, OptionRow, Options, OptionsDetail};
use super::parts::{Audience, Content, Page};
use crate::core::dns_host::{DnsHost, NameField, PriorityPlace, TextForm};
use crate::core::zone::Zone;
use crate::wizard::{Model, RecordsScreen, TextField, matching_hosts, publish_modes};

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

/// The DNS hosts, narrowed by typing, with what each wants in its fields.
pub(super) fn hosts_page(filter: &TextField, cursor: usize) -> Page<'_> {
    let mut page = Page::default();
    page.heading("Who is your DNS provider?");
    page.explanation("We'll show names and values the way it expects them.");
    page.push(Audience::ALL, Content::Field(Field::text("DNS provider", filter, "type to filter")));
    let row = |host: Option<&'static DnsHost>| {
        let label = host.map_or("Other / not sure", |host| host.name);
        OptionRow {
            label: label.to_owned(),
            description: describe_fields(host),
            // Its notes say what it wants, once it is chosen.
            spoken: Some(label.to_owned()),
            notes: host.map(|host| host.advice).unwrap_or_default(),
            ..OptionRow::default()
        }
    };
    let rows = matching_hosts(filter.text()).into_iter().map(row).collect();
    let options = Options { rows, cursor, detail: OptionsDetail::Notes, ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
    page.ask("Type a number or a name.");
    page
}

/// How the fields differ from those of most providers, the most important difference first.
fn describe_fields(host: Option<&DnsHost>) -> String {
    let Some(host) = host else { return "shows both forms of a name".to_owned() };
    let mut parts = Vec::new();
    match host.name_field {
        NameField::Relative { .. } => {}
        NameField::Full => parts.push("full name"),
        NameField::TrailingDot => parts.push("full name with a dot"),
    }
    if host.text == TextForm::Quoted {
        parts.push("TXT in quotes");
    }
    if host.priority == PriorityPlace::InValue {
        parts.push("priority before the value");
    }
    if parts.is_empty() { String::new() } else { format!("{}{}", host.usually(), parts.join(", ")) }
}

/// The ways to publish in the sandbox's own DNS, right and wrong.
pub(super) fn publish_page<'m>(screen: &RecordsScreen, cursor: usize, all_records: bool) -> Page<'m> {
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
    let rows = publish_modes(screen, all_records).into_iter().map(|mode| OptionRow {
        label: mode.code().to_owned(),
        description: mode.description().to_owned(),
        spoken: Some(format!("{}: {}", mode.code(), mode.description())),
        aliases: vec![mode.code()],
        ..OptionRow::default()
    });
    let options = Options { rows: rows.collect(), cursor, detail: OptionsDetail::Description, ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
    page
}
