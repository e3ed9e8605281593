//! The table of DNS hosts.

use super::{DnsHost, clouds, platforms, registrars};

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
