//! Where the states of the screens begin, and what they are answered.

use autosend_domains::core::api_error::{ApiError, ErrorDetail, ErrorResponse};
use autosend_domains::core::api_key::KeySource;
use autosend_domains::core::domain::{DomainId, DomainStatus, SendingDomain};
use autosend_domains::export::{DEFAULT_TTL, ExportInput, export};
use autosend_domains::wizard::{InitOptions, Reply, Request, RunConfig};

use crate::support::domains::domain;
use crate::support::wizard::{Wizard, config_with_key_file, credentials, environment_key};

/// The configuration of most states.
pub(super) fn config() -> RunConfig {
    RunConfig {
        searched_key_sources: vec![
            "the variable AUTOSEND_API_KEY".to_owned(),
            "/home/mia/.config/autosend-domains/credentials".to_owned(),
        ],
        started_at: "2026-11-26T12:00:00Z".parse().ok(),
        ..config_with_key_file()
    }
}

pub(super) fn without_key() -> Wizard {
    Wizard::start(InitOptions { config: config(), ..InitOptions::default() })
}

pub(super) fn with_key() -> Wizard {
    with_config(config())
}

/// With a key and this configuration.
pub(super) fn with_config(config: RunConfig) -> Wizard {
    Wizard::start(InitOptions { key: Some(environment_key()), config, ..InitOptions::default() })
}

pub(super) fn sandbox() -> Wizard {
    let key = Some((credentials("AS_sandbox"), KeySource::Sandbox));
    let api_host = Some("127.0.0.1:41879".to_owned());
    let config = RunConfig { sandbox: true, api_host, key_file: None, ..config() };
    Wizard::start(InitOptions { key, config, ..InitOptions::default() })
}

/// On Region, with this name.
pub(super) fn at_region(name: &str) -> Wizard {
    with_key().reply(Reply::DomainsListed(Ok(Vec::new()))).press(name).press("<enter>")
}

/// On Review, with the region of this row.
pub(super) fn at_review(name: &str, row: usize) -> Wizard {
    at_region(name).press_times("<down>", row).press("<enter>")
}

/// On the records of a domain that was just added.
pub(super) fn at_records(domain: SendingDomain) -> Wizard {
    at_review("mail.example.com", 4).press("<enter>").reply(Reply::DomainCreated(Ok(domain)))
}

/// Renders the requested export.
pub(super) fn render_export(request: &Request) -> Option<Reply> {
    let Request::RenderExport { format, domain, zone } = request else { return None };
    Some(Reply::ExportRendered(export(*format, &ExportInput { domain, zone, ttl: DEFAULT_TTL })))
}

/// A domain of a list.
pub(super) fn listed(name: &str, status: &str, region: &str) -> SendingDomain {
    SendingDomain {
        id: DomainId::new(format!("id-{name}")),
        status: DomainStatus::parse(status),
        region: Some(region.into()),
        ..domain(name)
    }
}

/// A project with some domains.
pub(super) fn project() -> Vec<SendingDomain> {
    vec![
        listed("mail.example.com", "PENDING_CONFIGURATION", "eu-central-1"),
        listed("example.net", "VERIFIED", "us-east-1"),
        listed("xn--wgv71a119e.jp", "VERIFIED", "ap-south-1"),
        listed("news.a-rather-long-name-of-a-department.example.org", "PENDING_CONFIGURATION", "us-east-2"),
        listed("old.example.com", "SUSPENDED_BY_REVIEW", "us-east-1"),
    ]
}

/// A project with a hundred domains.
pub(super) fn large_project() -> Vec<SendingDomain> {
    (1..=100).map(|number| listed(&format!("mail{number}.example.com"), "VERIFIED", "us-east-1")).collect()
}

/// A 400 that blames one field of the request.
pub(super) fn rejected_field<T>(field: &str, message: &str) -> Result<T, ApiError> {
    Err(ApiError::ErrorResponse(ErrorResponse {
        status: 400,
        message: Some("Validation failed".into()),
        details: vec![ErrorDetail { field: Some(field.into()), message: message.into() }],
        ..ErrorResponse::default()
    }))
}
