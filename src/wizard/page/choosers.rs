//! What is chosen from a list on the Records step: the zone, the DNS host, how to publish in the sandbox.

use super::parts::{Audience, Content, Field, OptionRow, Options, OptionsDetail, Page};
use crate::core::dns_host::{DnsHost, NameField, PriorityPlace, TextForm};
use crate::core::zone::Zone;
use crate::wizard::{Model, RecordsScreen, TextField, matching_hosts, publish_modes};

/// Each zone that it can be, and what the name of the record in focus becomes in it.
pub(super) fn zones_page<'m>(screen: &RecordsScreen, cursor: usize, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    page.heading("Which zone are these records in?");
    let source = model.domain_states.record_prefs(&screen.domain).zone_message(&screen.domain);
    page.explanation(format!(
        "The zone is what your DNS panel shows as one domain. Most panels want names without it. {source}"
    ));
    let owner = screen.selected().map(|record| record.name.raw()).unwrap_or_default();
    let header = ["Zone", "then this record's host is"];
    let row = |(index, zone): (usize, String)| {
        let host = Zone::chosen(&zone).relative_name(owner);
        let current = if index == cursor { " (as it is)" } else { "" };
        let spoken = host.as_ref().map(|host| format!("; {} {host}", header[1])).unwrap_or_default();
        OptionRow {
            spoken: Some(format!("{zone}{current}{spoken}")),
            label: zone,
            description: host.unwrap_or_default(),
            ..OptionRow::default()
        }
    };
    let rows = Zone::candidates(screen.domain.name.raw()).into_iter().enumerate().map(row).collect();
    let options = Options { rows, cursor, header: Some(header), is_wide: true, ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
    page
}

/// The DNS hosts, narrowed by typing, with what each wants in its fields.
pub(super) fn hosts_page(filter: &TextField, cursor: usize) -> Page<'_> {
    let mut page = Page::default();
    page.heading("Where is the DNS of this domain kept?");
    page.explanation("Names and values are then given in the form that its panel wants.");
    page.push(Audience::ALL, Content::Field(Field::text("DNS host", filter, "type to narrow the list")));
    let row = |host: Option<&'static DnsHost>| {
        let label = host.map_or("Another, or not known", |host| host.name);
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
    let options = Options { rows, cursor, is_wide: true, detail: OptionsDetail::Notes, ..Options::default() };
    page.push(Audience::ALL, Content::Options(options));
    page.ask("Type a number or a name.");
    page
}

/// What a panel wants, the most important part first.
fn describe_fields(host: Option<&DnsHost>) -> String {
    let Some(host) = host else { return "host or full name: the panel shows which it wants".to_owned() };
    let name = match host.name_field {
        NameField::Relative { .. } => "host without the zone",
        NameField::Full => "full name",
        NameField::TrailingDot => "full name with a dot",
    };
    let mut parts = vec![format!("{}{name}", host.usually())];
    if host.text == TextForm::Quoted {
        parts.push("TXT in quotes".to_owned());
    }
    if host.priority == PriorityPlace::InValue {
        parts.push("priority before the value".to_owned());
    }
    parts.join(", ")
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
        "As your DNS host would. Publish them right, or with a mistake that people make, to see what a check says of it. \
         Nothing leaves this machine.",
    );
    let rows = publish_modes(screen, all_records).into_iter().map(|mode| OptionRow {
        label: mode.code().to_owned(),
        description: mode.description().to_owned(),
        spoken: Some(format!("{}: {}", mode.code(), mode.description())),
        aliases: vec![mode.code()],
        ..OptionRow::default()
    });
    let options = Options {
        rows: rows.collect(),
        cursor,
        is_wide: true,
        detail: OptionsDetail::Description,
        ..Options::default()
    };
    page.push(Audience::ALL, Content::Options(options));
    page
}
