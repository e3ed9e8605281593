//! Collects what the doctor reports. No request is sent, and nothing is copied.

use super::args::DoctorArgs;
use super::machine::MachineInfo;
use super::terminal::{EnvVars, TerminalInfo};
use crate::api::{BaseUrl, detect_proxy};
use crate::cli::environment::locate_key;
use crate::cli::options::KeyArgs;
use crate::clipboard::choice::{ChoiceSource, ClipboardChoice, ClipboardMode};
use crate::clipboard::environment::{Multiplexer, SSH_VARIABLES};
use crate::clipboard::tmux::{Tmux, TmuxInfo};
use crate::clipboard::{Copier, CopyPreview};
use crate::core::api_key::KeySource;
use crate::core::redaction::mask_api_keys;
use crate::settings::KeySearchResult;

/// All that is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DoctorReport {
    pub(super) terminal: TerminalInfo,
    pub(super) clipboard: ClipboardInfo,
    pub(super) api: ApiInfo,
    pub(super) machine: MachineInfo,
}

impl DoctorReport {
    /// Collects the report.
    pub(super) async fn detect(args: &DoctorArgs) -> Self {
        let environment = EnvVars::from_process();
        Self {
            terminal: TerminalInfo::detect(&environment),
            clipboard: ClipboardInfo::detect(&environment, args.clipboard).await,
            api: ApiInfo::detect(&args.key),
            machine: MachineInfo::detect(),
        }
    }
}

/// The ways to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ClipboardInfo {
    /// The multiplexer that this program runs in.
    pub(super) multiplexer: Option<Multiplexer>,
    /// The options of tmux, if it answers.
    pub(super) tmux: Option<TmuxInfo>,
    /// The variables that indicate an SSH session.
    pub(super) ssh_variables: Vec<&'static str>,
    /// Whether the environment names a display.
    pub(super) has_display: bool,
    /// The chosen method, and where it was chosen.
    pub(super) choice: (ClipboardChoice, ChoiceSource),
    /// The methods in their order, and the one that a copy would use.
    pub(super) forecast: CopyPreview,
}

impl ClipboardInfo {
    /// Detects them without copying anything.
    async fn detect(environment: &EnvVars<'_>, option: Option<ClipboardMode>) -> Self {
        let copier = Copier::from_environment(option);
        let multiplexer = copier.environment().multiplexer();
        let tmux = if multiplexer == Some(Multiplexer::Tmux) { Tmux::new().info().await } else { None };
        Self {
            multiplexer,
            tmux,
            ssh_variables: SSH_VARIABLES.into_iter().filter(|name| environment.has(name)).collect(),
            has_display: ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| environment.has(name)),
            choice: ClipboardChoice::from_environment(option),
            forecast: copier.preview().await,
        }
    }
}

/// The key and the way to the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiInfo {
    /// The key.
    pub(super) key: KeyInfo,
    /// The base URL of the API, or why that of the variable is invalid.
    pub(super) base_url: Result<ApiUrl, String>,
    /// The proxy in front of the API.
    pub(super) proxy: Result<Option<String>, String>,
}

/// The base URL of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiUrl {
    pub(super) url: String,
    /// Whether it is AutoSend's own.
    pub(super) is_default: bool,
}

/// What is known of the key, apart from the key itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyInfo {
    /// A key.
    Found {
        /// Its last four characters, or nothing.
        tail: String,
        source: KeySource,
        /// Whether it is an account key without a project.
        lacks_project: bool,
    },
    /// No key in these places.
    Missing { searched: Vec<String> },
    /// Something that is not usable as a key.
    Unusable { reason: String },
}

impl ApiInfo {
    /// Looks in the places where the wizard looks.
    fn detect(args: &KeyArgs) -> Self {
        let base = BaseUrl::from_environment();
        // A stored key is for one base URL. Without a valid one, it is looked up for AutoSend's own.
        let key = match locate_key(&base.clone().unwrap_or_default(), args) {
            KeySearchResult::Key(credentials, source) => KeyInfo::Found {
                tail: credentials.key.tail().to_owned(),
                source,
                lacks_project: credentials.is_missing_project(),
            },
            KeySearchResult::NotFound { searched } => KeyInfo::Missing { searched },
            KeySearchResult::Unusable { reason } => KeyInfo::Unusable { reason: mask_api_keys(&reason).into_owned() },
        };
        Self {
            key,
            proxy: base.as_ref().map_or(Ok(None), detect_proxy).map_err(|error| error.to_string()),
            base_url: base
                .map(|base| ApiUrl {
                    url: mask_api_keys(&base.to_string()).into_owned(),
                    is_default: base.is_default(),
                })
                .map_err(|error| error.to_string()),
        }
    }
}
