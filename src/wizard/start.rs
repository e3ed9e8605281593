//! The model that the program starts with.

use std::collections::BTreeMap;
use std::time::Duration;

use super::command::Command;
use super::listing::Order;
use super::model::{Draft, Model, Setting, Size};
use super::screen::{ApiKeyScreen, Screen};
use super::session::RequestIds;
use super::update::{Context, enter_first_step};
use crate::core::api_key::{Credentials, KeySource};
use crate::core::domain_name::assess;
use crate::core::region::Region;

/// What is known when the program starts.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The key, where one was found, and where.
    pub key: Option<(Credentials, KeySource)>,
    /// Why no key is in use although one was found.
    pub key_problem: Option<String>,
    /// The domain of the command line.
    pub domain: Option<String>,
    /// The region of the command line.
    pub region: Option<Region>,
    /// The region of the last run.
    pub last_region: Option<Region>,
    /// What does not change while the program runs.
    pub setting: Setting,
    /// The size of the terminal.
    pub viewport: Option<Size>,
}

/// The first model, and what is to be done at once: with a key, its list of domains is fetched.
#[must_use]
pub fn start(start: Start) -> (Model, Vec<Command>) {
    let lookup = start.domain.as_deref().and_then(|domain| assess(domain).name().cloned());
    let region_given = start.region.is_some();
    let draft = Draft {
        domain: start.domain.unwrap_or_default(),
        region: start.region.or(start.last_region).unwrap_or_default(),
        region_given,
        ..Draft::default()
    };
    let model = Model {
        screen: Screen::Closed,
        overlay: None,
        notice: None,
        draft,
        order: Order::default(),
        viewport: start.viewport.unwrap_or(Size { columns: 80, rows: 24 }),
        setting: start.setting,
        busy: None,
        doubt: BTreeMap::new(),
        copying: None,
        saving: Vec::new(),
        raw: None,
        follows: Vec::new(),
        inspections: Vec::new(),
        standings: BTreeMap::new(),
        pulse: None,
        desks: BTreeMap::new(),
        printouts: Vec::new(),
        parting: Vec::new(),
        learnt: None,
        learnt_age: None,
        clock: Duration::ZERO,
        has_shown_records: false,
        outcome: None,
        lookup,
        ids: RequestIds::default(),
    };
    let mut context = Context::new(model);
    context.model.screen = match start.key {
        Some((credentials, source)) if !credentials.is_missing_project() => {
            let session = context.open_session(credentials, source);
            enter_first_step(session, &mut context)
        }
        found => {
            let mut screen = ApiKeyScreen::asking(start.key_problem, &context.model.setting);
            if let Some((credentials, source)) = found {
                screen.ask_project(&credentials, &source);
            }
            Screen::ApiKey(screen)
        }
    };
    context.finish()
}
