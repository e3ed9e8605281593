//! Every provider with its variables, and the adapter for the credentials at hand.

use super::cloudflare::{self, Cloudflare};
use super::desec::{self, Desec};
use super::digitalocean::{self, DigitalOcean};
use super::error::{KeyFault, ProviderError};
use super::gandi::{self, Gandi};
use super::hetzner::{self, Hetzner};
use super::ovh::{self, Ovh, OvhKey};
use super::porkbun::{self, Porkbun};
use super::powerdns::PowerDns;
use super::provider_api::ProviderApi;
use super::route53::{self, Route53};
use super::variables::{FoundSecret, Variables};
use super::vercel::{self, Vercel};

/// A provider, for documents and help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// The name on the command line.
    pub code: &'static str,
    /// The name for users.
    pub label: &'static str,
    /// The variables that hold its credentials: each list is one way, in the order in which they are looked for. Each
    /// also as `NAME_FILE`, the path of a file with the value.
    pub variables: &'static [&'static [&'static str]],
    /// The variable for another base URL, if there is one.
    pub endpoint: Option<&'static str>,
    /// How it writes so that nothing is overwritten.
    pub write: &'static str,
    /// Whether all records are added at once or none.
    pub atomic: bool,
    /// Whether the tests run against the real server, or against one that follows the published description.
    pub tried_on: &'static str,
}

/// The providers that the program writes to, by their code.
pub static PROVIDERS: [Provider; 10] = [
    Provider {
        code: "cloudflare",
        label: "Cloudflare",
        variables: &[
            &["CLOUDFLARE_API_TOKEN"],
            &["CLOUDFLARE_DNS_API_TOKEN"],
            &["CF_DNS_API_TOKEN"],
            &["CF_API_TOKEN"],
        ],
        endpoint: Some("CLOUDFLARE_BASE_URL"),
        write: "one batch of new records",
        atomic: true,
        tried_on: "fake",
    },
    Provider {
        code: "desec",
        label: "deSEC",
        variables: &[&["DESEC_TOKEN"]],
        endpoint: None,
        write: "one `POST` of new sets; where a set is there: reads again, then one `PATCH`",
        atomic: true,
        tried_on: "fake",
    },
    Provider {
        code: "digitalocean",
        label: "DigitalOcean",
        variables: &[&["DIGITALOCEAN_ACCESS_TOKEN"], &["DIGITALOCEAN_TOKEN"], &["DO_AUTH_TOKEN"]],
        endpoint: Some("DIGITALOCEAN_API_URL"),
        write: "reads again, then adds one record",
        atomic: false,
        tried_on: "fake",
    },
    Provider {
        code: "gandi",
        label: "Gandi",
        variables: &[&["GANDIV5_PERSONAL_ACCESS_TOKEN"]],
        endpoint: None,
        write: "`POST` of a new set; where it is there: reads again, then `PUT`",
        atomic: false,
        tried_on: "fake",
    },
    Provider {
        code: "hetzner",
        label: "Hetzner",
        variables: &[&["HCLOUD_TOKEN"], &["HETZNER_API_TOKEN"]],
        endpoint: Some("HCLOUD_ENDPOINT"),
        write: "appends one record to its set, and waits for the action",
        atomic: false,
        tried_on: "fake",
    },
    Provider {
        code: "ovh",
        label: "OVHcloud",
        variables: &[&["OVH_APPLICATION_KEY", "OVH_APPLICATION_SECRET", "OVH_CONSUMER_KEY"], &["OVH_ACCESS_TOKEN"]],
        endpoint: Some("OVH_ENDPOINT"),
        write: "reads again, then adds one record and refreshes the zone",
        atomic: false,
        tried_on: "fake",
    },
    Provider {
        code: "porkbun",
        label: "Porkbun",
        variables: &[&["PORKBUN_API_KEY", "PORKBUN_SECRET_API_KEY"]],
        endpoint: None,
        write: "reads again, then adds one record",
        atomic: false,
        tried_on: "fake",
    },
    Provider {
        code: "powerdns",
        label: "PowerDNS",
        variables: &[&["PDNS_API_KEY", "PDNS_API_URL"]],
        endpoint: Some("PDNS_API_URL"),
        write: "`EXTEND`; before 4.9.12 and 5.0.2: reads again, then `REPLACE`",
        atomic: true,
        tried_on: "real server (4.7.3, `REPLACE`), fake",
    },
    Provider {
        code: "route53",
        label: "Amazon Route 53",
        variables: &[&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], &["AWS_PROFILE"]],
        endpoint: Some("AWS_ENDPOINT_URL_ROUTE_53"),
        write: "one change batch: `CREATE`, or `DELETE` as it was and `CREATE` with the record",
        atomic: true,
        tried_on: "moto (taking back new sets only), fake",
    },
    Provider {
        code: "vercel",
        label: "Vercel",
        variables: &[&["VERCEL_API_TOKEN"]],
        endpoint: None,
        write: "reads again, then adds one record",
        atomic: false,
        tried_on: "fake",
    },
];

/// The table of the providers, for the documents.
pub fn render_markdown() -> String {
    let row = |provider: &Provider| {
        let Provider { code, label, write, tried_on, .. } = provider;
        let ways: Vec<String> = provider.variables.iter().map(|way| format!("`{}`", way.join("` + `"))).collect();
        let at_once = if provider.atomic { "yes" } else { "no" };
        format!("| {label} (`{code}`) | {} | {write} | {at_once} | {tried_on} |\n", ways.join(" or "))
    };
    let rows: String = PROVIDERS.iter().map(row).collect();
    format!("| provider | variables | how it writes | all at once | tried on |\n|---|---|---|---|---|\n{rows}")
}

/// Why the program does not write to a provider with this code, although it has an API.
pub fn refusal(code: &str) -> Option<&'static str> {
    match code {
        "namecheap" => Some("Namecheap's API can only replace the whole zone, so records are entered step by step."),
        "godaddy" => Some("GoDaddy's API is closed to accounts with few domains, so records are entered step by step."),
        _ => None,
    }
}

/// A provider whose credentials were found.
pub struct Connection {
    /// The provider.
    pub provider: &'static Provider,
    /// Its adapter.
    pub api: Box<dyn ProviderApi>,
    /// The variable or profile that the credentials come from.
    pub key_source: String,
}

/// An adapter, and the variable or profile that its credentials come from.
type FoundApi = (Box<dyn ProviderApi>, String);

/// The adapter for the provider with this code; `None` if there are no credentials for it, or no such provider. Nothing is
/// sent.
///
/// # Errors
/// The credentials are incomplete, of a kind that is not used, or cannot be read.
pub fn connect(code: &str, variables: &Variables<'_>) -> Result<Option<Connection>, ProviderError> {
    connect_at(code, None, variables)
}

/// The same with the API at this base URL.
///
/// # Errors
/// As above; or the URL sends the credentials unencrypted to another machine.
pub fn connect_at(
    code: &str,
    base: Option<&str>,
    variables: &Variables<'_>,
) -> Result<Option<Connection>, ProviderError> {
    let Some(provider) = PROVIDERS.iter().find(|provider| provider.code == code) else { return Ok(None) };
    let base = |default: &str| {
        let own = base.map(str::to_owned).or_else(|| variables.text(provider.endpoint?));
        own.unwrap_or_else(|| default.to_owned())
    };
    let found: Option<FoundApi> = match code {
        "route53" => {
            let base = base(route53::BASE);
            Route53::from_variables(&base, variables)?.map(|(api, source)| (Box::new(api) as _, source))
        }
        "ovh" => connect_ovh(&base("ovh-eu"), variables)?,
        _ => {
            let names: Vec<&str> = provider.variables.iter().filter_map(|way| way.first().copied()).collect();
            match variables.secret(&names)? {
                Some(found) => Some((connect_with(code, &base, &found, variables)?, found.source)),
                None => match unusable_key(code, variables) {
                    Some(error) => return Err(error),
                    None => None,
                },
            }
        }
    };
    Ok(found.map(|(api, key_source)| Connection { provider, api, key_source }))
}

/// The adapter of a provider whose first variable was found.
fn connect_with(
    code: &str,
    base: &dyn Fn(&str) -> String,
    found: &FoundSecret,
    variables: &Variables<'_>,
) -> Result<Box<dyn ProviderApi>, ProviderError> {
    let FoundSecret { secret, source } = found;
    let secret = secret.clone();
    Ok(match code {
        "cloudflare" => Box::new(Cloudflare::new(&base(cloudflare::BASE), secret)?),
        "desec" => Box::new(Desec::new(&base(desec::BASE), secret)?),
        "digitalocean" => Box::new(DigitalOcean::new(&base(digitalocean::BASE), secret)?),
        "gandi" => Box::new(Gandi::new(&base(gandi::BASE), secret)?),
        "hetzner" => Box::new(Hetzner::new(&base(hetzner::BASE), secret)?),
        "porkbun" => {
            let other = variables.required(&["PORKBUN_SECRET_API_KEY"], source)?;
            Box::new(Porkbun::new(&base(porkbun::BASE), secret, other)?)
        }
        "powerdns" => {
            let url = base("");
            if url.is_empty() {
                return Err(ProviderError::NoCredentials(format!("PDNS_API_URL is missing; it goes with {source}")));
            }
            Box::new(PowerDns::new(&url, secret, variables.text("PDNS_SERVER_NAME"))?)
        }
        _ => Box::new(Vercel::new(&base(vercel::BASE), secret, variables.text("VERCEL_TEAM_ID"))?),
    })
}

fn connect_ovh(endpoint: &str, variables: &Variables<'_>) -> Result<Option<FoundApi>, ProviderError> {
    let (key, source) = if let Some(FoundSecret { secret, source }) = variables.secret(&["OVH_APPLICATION_KEY"])? {
        let application = OvhKey::Application {
            key: secret,
            secret: variables.required(&["OVH_APPLICATION_SECRET"], &source)?,
            consumer: variables.required(&["OVH_CONSUMER_KEY"], &source)?,
        };
        (application, source)
    } else if let Some(FoundSecret { secret, source }) = variables.secret(&["OVH_ACCESS_TOKEN"])? {
        (OvhKey::Token(secret), source)
    } else {
        return Ok(None);
    };
    Ok(Some((Box::new(Ovh::new(&ovh::base_url(endpoint), key)?), source)))
}

/// The error of credentials that are there, and of a kind that is not used.
fn unusable_key(code: &str, variables: &Variables<'_>) -> Option<ProviderError> {
    let (names, fault): (&[&str], KeyFault) = match code {
        "cloudflare" => (&["CLOUDFLARE_API_KEY", "CF_API_KEY"], KeyFault::TooPowerful),
        "hetzner" => (&["HETZNER_API_KEY", "HETZNER_DNS_API_TOKEN"], KeyFault::Retired),
        _ => return None,
    };
    variables.first(names).map(|_key| ProviderError::BadKey(fault))
}
