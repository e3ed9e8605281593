//! DNS providers over HTTPS: reads the records of a zone, adds some, and takes them back.
//!
//! An adapter knows the requests of one provider. What all have in common is in [`publish`]: what is there is read again
//! right before each write and compared with the plan; nothing that is there is changed; no write is repeated; a change
//! without an answer is in doubt.
//!
//! | file | contents |
//! |---|---|
//! | `provider_api` | what an adapter does |
//! | `publish` | looks, adds and takes back by any adapter |
//! | `registry` | every provider with its variables, and the adapter for the credentials at hand |
//! | `variables` | credentials from variables, and from the files that they name |
//! | `records` | records as providers have them, in a form in which they can be compared |
//! | `http` | one request, once, without redirects and secrets in messages |
//! | `error` | why a provider did not do what it was asked |
//! | the others | one provider each |

mod cloudflare;
mod desec;
mod digitalocean;
pub mod error;
mod gandi;
mod hetzner;
mod http;
mod ovh;
mod porkbun;
mod powerdns;
pub mod provider_api;
pub mod publish;
pub mod records;
mod registry;
mod route53;
pub mod variables;
mod vercel;

pub use registry::{Connection, PROVIDERS, Provider, connect, connect_at, refusal, render_markdown};

use self::error::ProviderError;
use self::records::HostedRecord;

/// The only zone of a name.
fn only_zone<Z>(mut zones: Vec<Z>, name: &str) -> Result<Z, ProviderError> {
    match (zones.pop(), zones.is_empty()) {
        (Some(zone), true) => Ok(zone),
        (None, _) => Err(ProviderError::NoZone(name.to_owned())),
        (Some(_), false) => {
            Err(ProviderError::WrongZone(format!("the account has several zones {name}; name one by its ID")))
        }
    }
}

/// The name servers by the NS records at the apex of a zone.
fn name_servers(apex: &[HostedRecord]) -> Vec<String> {
    apex.iter().filter(|record| record.rtype == "NS").map(|record| record.data.clone()).collect()
}
