//! The table of DNS hosts.

use super::host::DnsHost;
use super::{clouds, platforms, registrars};

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
    #[must_use]
    pub fn from_code(key: &str) -> Option<&'static Self> {
        HOSTS.iter().find(|host| host.code == key)
    }
}
