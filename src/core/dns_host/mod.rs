//! DNS hosts, which texts call DNS providers: the labels of the fields in the panel of each, and the form in which it accepts
//! values.
//!
//! The facts are in the table [`HOSTS`]. They come from the host's own documents, from guides of services whose customers
//! enter records there, or from programs that use the host's API. A comment above each host names the sources. A host
//! without such a source is marked [`Evidence::GeneralKnowledge`], and sentences about it say "usually". The table
//! describes web forms; an API of the same host often differs.
//!
//! | file | hosts |
//! |---|---|
//! | `clouds` | those that sell DNS by itself or with servers: Cloudflare, Route 53 |
//! | `registrars` | those that sell names: GoDaddy, Namecheap |
//! | `platforms` | those that sell websites: Squarespace, Vercel |

mod clouds;
mod detect;
mod host;
mod markdown;
mod platforms;
mod registrars;

pub use detect::{detect_hosts, detect_shared_service, format_candidates, is_certain};
pub use host::{
    DEFAULT_FIELDS, DnsHost, Evidence, NameField, PanelField, PriorityPlace, RecordPart, TextForm, TextLimit,
    ZoneFileImport, matches_search,
};
pub use markdown::render_markdown;

/// Every DNS host that is known, the most used first.
pub const HOSTS: &[DnsHost] = &[
    clouds::CLOUDFLARE,
    registrars::GODADDY,
    registrars::NAMECHEAP,
    clouds::ROUTE53,
    platforms::SQUARESPACE,
    platforms::HOSTINGER,
    registrars::IONOS,
    clouds::DIGITALOCEAN,
    platforms::VERCEL,
    registrars::PORKBUN,
    clouds::GOOGLE,
    clouds::AZURE,
    clouds::HETZNER,
    registrars::OVH,
    platforms::NETLIFY,
    platforms::WIX,
    registrars::GANDI,
    registrars::NAME_COM,
    clouds::LINODE,
    registrars::HOVER,
    clouds::DNSIMPLE,
];

impl DnsHost {
    /// The host of that key.
    pub fn from_code(key: &str) -> Option<&'static Self> {
        HOSTS.iter().find(|host| host.code == key)
    }
}
