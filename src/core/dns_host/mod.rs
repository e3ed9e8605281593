//! DNS hosts: what the panel of each calls the fields of a record, and the form it wants them in.
//!
//! The facts are in [`table`]; each comes from the host's own documents or from programs that talk to it, and what is
//! general knowledge is marked as such and told with "usually".

mod table;

pub use table::HOSTS;

/// A DNS host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DnsHost {
    /// A short stable name, in lower case: `cloudflare`.
    pub key: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// The ends of the names of its name servers, each to be compared from a label's beginning on: `ns.cloudflare.com`.
    pub name_servers: &'static [&'static str],
    /// What its panel calls the fields, in the order in which it asks for them.
    pub fields: &'static [PanelField],
    /// What goes into the name field.
    pub name_field: NameField,
    /// What goes into the value field of a TXT record.
    pub text: TextForm,
    /// Where the priority of an MX record goes.
    pub priority: PriorityPlace,
    /// Whether the target of an MX record ends with a dot.
    pub target_dot: bool,
    /// What to choose or type as the TTL: "Auto", "3600".
    pub ttl: &'static str,
    /// The address of its panel; `{zone}` stands for the zone.
    pub link: &'static str,
    /// What else to know, a sentence each.
    pub advice: &'static [&'static str],
}

/// A field of a panel, by the panel's own word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PanelField {
    /// Which part of a record it takes.
    pub part: Part,
    /// The panel's word: "Host", "Content", "Points to".
    pub label: &'static str,
}

/// A part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Its type.
    Type,
    /// Its owner name.
    Name,
    /// Its value.
    Value,
    /// The priority of an MX record, where it has a field of its own.
    Priority,
    /// Its time to live.
    Ttl,
}

/// What a panel's name field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameField {
    /// The host relative to the zone.
    Host {
        /// What stands for the zone's own top: `@`, or nothing.
        top: &'static str,
    },
    /// The full name.
    Full,
    /// The full name with its final dot.
    Dotted,
}

/// What a panel's value field takes for a TXT record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// The text as it is, in one line without quotes.
    Plain,
    /// Quoted strings of at most 255 octets, separated by blanks.
    Quoted,
}

/// Where the priority of an MX record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorityPlace {
    /// Into a field of its own.
    OwnField,
    /// Before the target, in the value: `10 mx.example.com`.
    InValue,
}

impl DnsHost {
    /// The host of that key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<&'static Self> {
        HOSTS.iter().find(|host| host.key == key)
    }

    /// The address of its panel for a zone.
    #[must_use]
    pub fn link_for(&self, zone: &str) -> String {
        self.link.replace("{zone}", zone)
    }
}
