//! The table of DNS hosts for documents.

use std::fmt::Write as _;

use super::{DnsHost, Evidence, HOSTS, NameField, PriorityPlace, RecordPart, TextForm};

/// The table in Markdown, with a line below it that explains the star.
pub fn render_markdown() -> String {
    let mut text = String::from("| DNS provider | name | TXT | MX priority | TTL |\n|---|---|---|---|---|\n");
    for host in HOSTS {
        let [name, field, value, priority, ttl] = format_row(host);
        let _ = writeln!(text, "| {name} | {field} | {value} | {priority} | {ttl} |");
    }
    text.push_str("\n\\* Usually; partly from general knowledge.\n");
    text
}

fn format_row(host: &DnsHost) -> [String; 5] {
    let star = if host.evidence == Evidence::GeneralKnowledge { " \\*" } else { "" };
    let field = match host.name_field {
        NameField::Relative { top: "" } => "without the zone; empty at the root".to_owned(),
        NameField::Relative { top } => format!("without the zone; `{top}` at the root"),
        NameField::Full => "in full".to_owned(),
        NameField::TrailingDot => "in full, with a trailing dot".to_owned(),
    };
    let mut value = match host.text {
        TextForm::Plain => "one line, no quotes".to_owned(),
        TextForm::Quoted => "quoted strings".to_owned(),
    };
    if let Some(limit) = host.text_limit {
        let _ = write!(value, ", at most {} characters", limit.octets);
    }
    let dot = if host.target_needs_dot { "; target with a trailing dot" } else { "" };
    let priority = match host.priority {
        PriorityPlace::OwnField => format!("own field{dot}"),
        PriorityPlace::InValue => format!("before the target{dot}"),
    };
    [format!("{}{star}", host.name), field, value, priority, format_ttl(host)]
}

/// The TTL with the unit that the panel's label has in brackets.
fn format_ttl(host: &DnsHost) -> String {
    let Some(field) = host.fields.iter().find(|field| field.part == RecordPart::Ttl) else { return "–".to_owned() };
    let unit = field.label.find('(').and_then(|at| field.label.get(at..));
    [Some(host.ttl), unit].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_row_for_every_host_and_marks_defaults() {
        let text = render_markdown();
        let rows: Vec<_> = text.lines().filter(|line| line.starts_with('|')).skip(2).collect();
        assert_eq!(rows.len(), HOSTS.len());
        assert!(rows.iter().all(|row| row.matches('|').count() == 6), "{text}");
        for (row, host) in rows.iter().zip(HOSTS) {
            assert_eq!(row.contains("\\*"), host.evidence == Evidence::GeneralKnowledge, "{row}");
        }
        assert!(text.contains(
            "| OVHcloud | without the zone; empty at the root | one line, no quotes, at most 255 characters | \
             own field; target with a trailing dot | 3600 |"
        ));
        assert!(text.contains(
            "| Amazon Route 53 | without the zone; empty at the root | quoted strings | before the target | 300 \
             (seconds) |"
        ));
        assert!(text.ends_with("general knowledge.\n"));
    }
}
