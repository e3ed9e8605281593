//! The initial model.

use std::collections::BTreeMap;
use std::time::Duration;

use super::command::Command;
use super::domain_rows::SortOrder;
use super::domain_state::DomainStates;
use super::field::SecretField;
use super::model::{Draft, Model, RunConfig, SharedState, TerminalSize};
use super::screen::{ApiKeyScreen, KeyDoubt, Screen};
use super::session::RequestIds;
use super::update::Context;
use super::window_title::DEFAULT_TITLE;
use crate::core::api_key::{Credentials, KeyKind, KeySource};
use crate::core::domain_name::assess;
use crate::core::region::Region;

/// The options with which the wizard starts.
#[derive(Clone, Debug, Default)]
pub struct InitOptions {
    /// The key, if one was found, and its source.
    pub key: Option<(Credentials, KeySource)>,
    /// Why a key that was found is not used.
    pub key_error: Option<String>,
    /// The domain of the command line.
    pub domain: Option<String>,
    /// The region of the command line.
    pub region: Option<Region>,
    /// The region of the last run.
    pub last_region: Option<Region>,
    /// The configuration, which does not change while the program runs.
    pub config: RunConfig,
    /// The size of the terminal.
    pub viewport: Option<TerminalSize>,
}

/// Builds the first model and its commands. With a key, the first command requests the list of domains.
#[must_use]
pub fn init(options: InitOptions) -> (Model, Vec<Command>) {
    let requested_domain = options.domain.as_deref().and_then(|domain| assess(domain).name().cloned());
    let region_given = options.region.is_some();
    let draft = Draft {
        domain: options.domain.unwrap_or_default(),
        region: options.region.or(options.last_region).unwrap_or_default(),
        region_given,
        ..Draft::default()
    };
    let shared = SharedState {
        overlay: None,
        help_filter: None,
        notice: None,
        draft,
        sort_order: SortOrder::default(),
        viewport: options.viewport.unwrap_or(TerminalSize { columns: 80, rows: 24 }),
        config: options.config,
        spinner: None,
        unconfirmed: BTreeMap::new(),
        pending_copy: None,
        pending_saves: Vec::new(),
        normal_screen_text: None,
        domain_states: DomainStates::default(),
        seconds_timer: None,
        window_title: DEFAULT_TITLE.to_owned(),
        exit_printouts: Vec::new(),
        exit_messages: Vec::new(),
        last_shown: None,
        last_shown_age: None,
        clock: Duration::ZERO,
        has_shown_records: false,
        outcome: None,
        requested_domain,
        ids: RequestIds::default(),
    };
    let mut context = Context::new(shared);
    let screen = match options.key {
        Some((credentials, source)) => {
            let doubt = doubt(&credentials, &source, &context.model.config);
            if doubt.is_none() && !credentials.is_missing_project() {
                let session = context.open_session(credentials, source);
                context.enter_first_step(session)
            } else {
                let mut screen = ApiKeyScreen::new(options.key_error, context.model.config.env_project.as_ref());
                if credentials.is_missing_project() {
                    screen.ask_project(&credentials, &source);
                } else {
                    screen.key = SecretField::prefilled(credentials.key.expose());
                    screen.reason = Some(format!("The key is {}.", source.label()));
                }
                if let Some(doubt) = doubt {
                    screen.ask_about(&credentials.key, &doubt);
                }
                screen.found = Some((credentials, source));
                Screen::ApiKey(screen)
            }
        }
        None => Screen::ApiKey(ApiKeyScreen::new(options.key_error, context.model.config.env_project.as_ref())),
    };
    let (shared, commands) = context.finish();
    (Model { screen, shared }, commands)
}

/// Why a key that was found must be asked about before it is sent. The program's own key file has only keys that were asked
/// about, each for the host that it was tried at.
fn doubt(credentials: &Credentials, source: &KeySource, config: &RunConfig) -> Option<KeyDoubt> {
    if config.sandbox || !matches!(source, KeySource::Environment | KeySource::File(_)) {
        return None;
    }
    if credentials.key.kind() == KeyKind::Other {
        return Some(KeyDoubt::UnknownPrefix { host: config.api_host.clone() });
    }
    config.foreign_host.clone().map(|host| KeyDoubt::ForeignHost { host })
}
