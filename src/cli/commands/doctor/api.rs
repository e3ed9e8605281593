//! The key and the server.

use crate::api::{BaseUrl, detect_proxy};
use crate::cli::args::KeyArgs;
use crate::cli::environment::locate_key;
use crate::core::api_key::KeySource;
use crate::core::redaction::mask_api_keys;
use crate::settings::KeySearchResult;

/// What is known of the account and the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiInfo {
    /// The key.
    pub(super) key: KeyInfo,
    /// The address of the API, and whether it is AutoSend's own; or why the variable's cannot be used.
    pub(super) base_url: Result<(String, bool), String>,
    /// The proxy on the way to it.
    pub(super) proxy: Option<String>,
}

/// The key, without the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyInfo {
    /// There is one.
    Found {
        /// Its last four characters, or nothing.
        tail: String,
        /// Where it is from.
        source: KeySource,
        /// Whether it needs a project that is not named.
        lacks_project: bool,
    },
    /// There is none.
    Missing {
        /// Where it was looked for.
        looked_for: Vec<String>,
    },
    /// There is something that cannot be used.
    Unusable {
        /// Why.
        reason: String,
    },
}

impl ApiInfo {
    /// Looks where the wizard looks.
    pub(super) fn detect(args: &KeyArgs) -> Self {
        let base = BaseUrl::from_environment();
        // A stored key is for one address: where that is not known, for the usual one.
        let key = match locate_key(&base.clone().unwrap_or_default(), args) {
            KeySearchResult::Key(credentials, source) => KeyInfo::Found {
                tail: credentials.key.tail().to_owned(),
                source,
                lacks_project: credentials.is_missing_project(),
            },
            KeySearchResult::NotFound { searched } => KeyInfo::Missing { looked_for: searched },
            KeySearchResult::Unusable { reason } => KeyInfo::Unusable { reason: mask_api_keys(&reason).into_owned() },
        };
        Self {
            key,
            proxy: base.as_ref().ok().and_then(detect_proxy),
            base_url: base
                .map(|base| (mask_api_keys(&base.to_string()).into_owned(), base.is_default()))
                .map_err(|error| error.to_string()),
        }
    }
}
