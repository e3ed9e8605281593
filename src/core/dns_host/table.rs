//! The table of DNS hosts.

use super::{DnsHost, NameField, PanelField, Part, PriorityPlace, TextForm};

const fn field(part: Part, label: &'static str) -> PanelField {
    PanelField { part, label }
}

/// Every DNS host that is known, the most used first.
pub const HOSTS: &[DnsHost] = &[
    DnsHost {
        key: "cloudflare",
        name: "Cloudflare",
        name_servers: &["ns.cloudflare.com"],
        fields: &[
            field(Part::Type, "Type"),
            field(Part::Name, "Name"),
            field(Part::Value, "Content"),
            field(Part::Priority, "Priority"),
            field(Part::Ttl, "TTL"),
        ],
        name_field: NameField::Host { top: "@" },
        text: TextForm::Plain,
        priority: PriorityPlace::OwnField,
        target_dot: false,
        ttl: "Auto",
        link: "https://dash.cloudflare.com/?to=/:account/{zone}/dns/records",
        advice: &[],
    },
    DnsHost {
        key: "route53",
        name: "Amazon Route 53",
        name_servers: &[],
        fields: &[
            field(Part::Name, "Record name"),
            field(Part::Type, "Record type"),
            field(Part::Value, "Value"),
            field(Part::Ttl, "TTL (seconds)"),
        ],
        name_field: NameField::Host { top: "" },
        text: TextForm::Quoted,
        priority: PriorityPlace::InValue,
        target_dot: false,
        ttl: "300",
        link: "https://console.aws.amazon.com/route53/v2/hostedzones",
        advice: &[],
    },
];
