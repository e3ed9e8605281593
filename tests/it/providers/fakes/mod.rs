//! The dialects of the providers, by their published descriptions, and by the fixtures of `octoDNS` and `DNSControl`.

mod cloudflare;
mod desec;
mod digitalocean;
mod gandi;
mod hetzner;
mod ovh;
mod porkbun;
mod powerdns;
mod route53;
mod vercel;

use super::server::{Asked, Dialect};

/// The secret of every fake.
pub(super) const KEY: &str = "sekret-marker-77a1";

/// All, by their codes.
pub(super) const DIALECTS: [Dialect; 10] = [
    cloudflare::DIALECT,
    desec::DIALECT,
    digitalocean::DIALECT,
    gandi::DIALECT,
    hetzner::DIALECT,
    ovh::DIALECT,
    porkbun::DIALECT,
    powerdns::DIALECT,
    route53::DIALECT,
    vercel::DIALECT,
];

fn has_bearer(asked: &Asked) -> bool {
    asked.header("authorization") == format!("Bearer {KEY}")
}

fn is_no_get(asked: &Asked) -> bool {
    asked.method != "GET"
}
