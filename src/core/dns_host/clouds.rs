//! DNS hosts that are cloud providers, or offer only DNS.

use super::host::{
    DEFAULTS, DnsHost, Evidence, NameField, PriorityPlace, TextForm, TextLimit, ZoneFileImport, kind, name, priority,
    ttl, value,
};

// Fields: "Verify your domain on Cloudflare" (resend.com/docs/knowledge-base/cloudflare). Name, quotes, TTL and link: "DNS
// record types" (developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types). The link opens the zone that
// the user chooses there.
pub(super) const CLOUDFLARE: DnsHost = DnsHost {
    code: "cloudflare",
    name: "Cloudflare",
    name_servers: &["ns.cloudflare.com"],
    evidence: Evidence::Sourced,
    fields: &[kind("Type"), name("Name"), value("Content").mx("Mail server"), ttl("TTL"), priority("Priority")],
    name_field: NameField::Relative { top: "@" },
    ttl: "Auto",
    zone_file_import: ZoneFileImport::Useful("Supports zone file import."),
    panel_url: "https://dash.cloudflare.com/?to=/:account/{zone}/dns/records",
    advice: &["Cloudflare adds quotes around TXT values and shows them afterwards."],
    ..DEFAULTS
};

// Empty name at the apex: "Values that are common for all routing policies" (docs.aws.amazon.com/Route53/latest/
// DeveloperGuide/resource-record-sets-values-shared). Fields and TTL: "Verify your domain on Route 53"
// (resend.com/docs/knowledge-base/route53). Quotes and escapes: DNSControl, providers/route53. Import: "Creating
// records by importing a zone file" (DeveloperGuide).
pub(super) const ROUTE53: DnsHost = DnsHost {
    code: "route53",
    name: "Amazon Route 53",
    other_names: &["AWS", "Amazon Web Services"],
    name_servers: &["ns-#.awsdns-#.com", "ns-#.awsdns-#.net", "ns-#.awsdns-#.org", "ns-#.awsdns-#.co.uk"],
    evidence: Evidence::Sourced,
    fields: &[name("Record name"), kind("Record type"), value("Value"), ttl("TTL (seconds)")],
    name_field: NameField::Relative { top: "" },
    text: TextForm::Quoted,
    priority: PriorityPlace::InValue,
    ttl: "300",
    zone_file_import: ZoneFileImport::Useful(
        "Supports zone file import, but the whole import fails if a record already exists.",
    ),
    panel_url: "https://console.aws.amazon.com/route53/v2/hostedzones",
    advice: &[
        "Route 53 keeps all values of a name and type in one record. If it exists, edit it and add a line.",
        "A zone file is imported as a whole: the import fails if one of its records already exists.",
    ],
    ..DEFAULTS
};

// Labels: general knowledge. Quotes, priority and trailing dot: DNSControl, providers/gcloud. Google Domains used the same name
// servers, and Squarespace took them over with its customers.
pub(super) const GOOGLE: DnsHost = DnsHost {
    code: "google-cloud",
    name: "Google Cloud DNS",
    other_names: &["GCP"],
    name_servers: &[],
    shared_name_servers: &["googledomains.com"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[
        name("DNS name"),
        kind("Resource record type"),
        ttl("TTL (unit: minutes)"),
        value("TXT data").mx("Preference and mail server"),
    ],
    name_field: NameField::Relative { top: "" },
    text: TextForm::Quoted,
    priority: PriorityPlace::InValue,
    target_needs_dot: true,
    ttl: "5",
    zone_file_import: ZoneFileImport::Useful("Zone file import is usually supported (gcloud dns record-sets import)."),
    panel_url: "https://console.cloud.google.com/net-services/dns/zones",
    advice: &[
        "Cloud DNS keeps all values of a name and type in one record set. If it exists, edit it and add an item.",
    ],
    ..DEFAULTS
};

// Fields: "Create DNS records for Azure DNS zones" (MicrosoftDocs/microsoft-365-docs, microsoft-365/admin/dns). Name servers
// and link: general knowledge.
pub(super) const AZURE: DnsHost = DnsHost {
    code: "azure",
    name: "Azure DNS",
    other_names: &["Microsoft"],
    name_servers: &["ns#-#.azure-dns.com", "ns#-#.azure-dns.net", "ns#-#.azure-dns.org", "ns#-#.azure-dns.info"],
    evidence: Evidence::Sourced,
    fields: &[
        name("Name"),
        kind("Type"),
        ttl("TTL (TTL unit: Hours)"),
        priority("Preference"),
        value("Value").mx("Mail exchange"),
    ],
    name_field: NameField::Relative { top: "@" },
    ttl: "1",
    zone_file_import: ZoneFileImport::Useful("Zone file import is usually supported (az network dns zone import)."),
    panel_url: "https://portal.azure.com/#browse/Microsoft.Network%2FdnsZones",
    advice: &["Azure keeps all values of a name and type in one record set. If it exists, open it and add a value."],
    ..DEFAULTS
};

// Fields: "MX records" and "TXT records" (linode/docs, docs/products/networking/dns-manager/guides). Name servers:
// DNSControl, providers/linode. Link: general knowledge.
pub(super) const LINODE: DnsHost = DnsHost {
    code: "linode",
    name: "Linode (Akamai)",
    other_names: &["Akamai Cloud"],
    name_servers: &["ns#.linode.com"],
    evidence: Evidence::Sourced,
    fields: &[
        kind("Type"),
        name("Hostname").mx("Subdomain"),
        value("Value").mx("Mail Server"),
        priority("Preference"),
        ttl("TTL"),
    ],
    name_field: NameField::Relative { top: "" },
    ttl: "Default",
    panel_url: "https://cloud.linode.com/domains",
    advice: &["Linode splits long TXT values and adds the quotes for you."],
    ..DEFAULTS
};

// Fields: "How to create, edit and delete DNS records" (docs.digitalocean.com/products/networking/dns). Final dot: the
// examples there and in the documents of its Terraform provider. Limit of 512 octets, which includes quotes and blanks, and
// no backslash: DNSControl, providers/digitalocean/auditrecords.go. TTL and link: general knowledge.
pub(super) const DIGITALOCEAN: DnsHost = DnsHost {
    code: "digitalocean",
    name: "DigitalOcean",
    name_servers: &["ns#.digitalocean.com"],
    evidence: Evidence::Sourced,
    fields: &[
        kind("Type"),
        name("Hostname"),
        value("Value").mx("Mail providers mail server"),
        priority("Priority"),
        ttl("TTL (seconds)"),
    ],
    name_field: NameField::Relative { top: "@" },
    // Two strings need two pairs of quotes and a blank: 5 of the 512 octets.
    text_limit: Some(TextLimit { octets: 507, workaround: "A 2048-bit DKIM key fits, a 4096-bit key doesn't." }),
    target_needs_dot: true,
    ttl: "1800",
    panel_url: "https://cloud.digitalocean.com/networking/domains/{zone}",
    advice: &["DigitalOcean's TXT form usually asks for the value before the hostname."],
    ..DEFAULTS
};

// Names and final dots: "Records" (docs.hetzner.com/networking/dns/faq/records). Fields: "Verify your domain on Hetzner"
// (resend.com/docs/knowledge-base/hetzner), which describes an older console. Quotes: DNSControl, providers/hetznerv2. An
// import replaces the zone: the API's documents.
pub(super) const HETZNER: DnsHost = DnsHost {
    code: "hetzner",
    name: "Hetzner",
    other_names: &["Hetzner Console"],
    name_servers: &["ns.hetzner.com", "ns.hetzner.de"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[kind("Type"), name("Name"), priority("Priority"), value("Value").mx("Mail server"), ttl("TTL")],
    name_field: NameField::Relative { top: "@" },
    text: TextForm::Quoted,
    target_needs_dot: true,
    ttl: "3600",
    zone_file_import: ZoneFileImport::ReplacesZone(
        "Importing a zone file replaces every record of the zone: add these one by one.",
    ),
    panel_url: "https://console.hetzner.com/",
    advice: &[
        "If a saved value shows quotes within quotes, enter it again without them.",
        "If the MX form has only one field, enter the priority, a space, then the mail server.",
        "Importing a zone file replaces all records of the zone: never import a file with only these records.",
    ],
    ..DEFAULTS
};

// Name servers and the empty name at the apex: DNSControl, providers/dnsimple. Labels: general knowledge.
pub(super) const DNSIMPLE: DnsHost = DnsHost {
    code: "dnsimple",
    name: "DNSimple",
    name_servers: &["dnsimple.com", "dnsimple-edge.net", "dnsimple-edge.org"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[kind("Type"), name("Name"), value("Content").mx("Mail server"), ttl("TTL"), priority("Priority")],
    name_field: NameField::Relative { top: "" },
    ttl: "1 hour",
    panel_url: "https://dnsimple.com/dashboard",
    ..DEFAULTS
};
