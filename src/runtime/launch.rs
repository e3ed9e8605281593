//! Starts the wizard from the command line: finds the key, the server and the terminal, runs it, and prints the
//! summary.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::exit_summary::{self, SummaryDetail};
use super::plain::{self, PlainOutcome};
use super::run::{RunOutcome, run};
use super::state_writer::{StateWriter, key_file_label};
use super::terminal::{Terminal, check_terminal, set_plain_panic_hook};
use crate::api::{ApiClient, BASE_URL_VARIABLE, BaseUrl, Limits, detect_proxy};
use crate::browser::SystemBrowser;
use crate::cli::{WizardArgs, check_system_limits};
use crate::clipboard::Copier;
use crate::core::api_key::{ApiKey, Credentials, KeySource, PROJECT_VARIABLE, ProjectId};
use crate::core::domain::DomainId;
use crate::core::exit::Exit;
use crate::core::profile::ProfileName;
use crate::core::publishing::{PublishMode, RecordSelector};
use crate::core::region::Region;
use crate::core::terminal_caps::{ColourSupport, TerminalCaps};
use crate::dns::{DnsResolver, ResolverConfig};
use crate::files::{LocalFiles, RequestLog, RequestSlots};
use crate::ports::{
    Api, Browser, Clipboard, Files, Ports, Publisher, RequestObserver, RequestPacer, Resolver, StateStore,
};
use crate::sandbox::options::VerifyMode;
use crate::sandbox::{self, Sandbox};
use crate::settings::{KeySearch, KeySearchResult, Settings, find_key};
use crate::store::DomainCache;
use crate::tty::echo::Echo;
use crate::tty::signals::Signals;
use crate::tty::watchdog::spawn_watchdog;
use crate::ui::Styles;
use crate::wizard::{DEFAULT_TITLE, InitOptions, RunConfig, TerminalSize};

/// How long the program waits on exit for threads that still write a file or resolve a name.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(100);

/// Runs the wizard, full-screen or in plain mode. On return, the terminal is in its initial state.
pub fn launch(launch: WizardArgs) -> Exit {
    let (stdin_is_tty, stdout_is_tty) = (io::stdin().is_terminal(), io::stdout().is_terminal());
    let variable = |name: &str| std::env::var(name).ok();
    let plain = launch.plain || stdin_is_tty && stdout_is_tty && wants_plain(variable);
    if !plain && let Some(message) = check_terminal(stdin_is_tty, stdout_is_tty, variable("TERM").as_deref()) {
        return exit_with_error(Exit::Usage, &message);
    }
    let launch = WizardArgs { plain, ..launch };
    if let Err(message) = check_system_limits() {
        return exit_with_error(Exit::Failed, &format!("could not start. {message}"));
    }
    // A blocking thread ends at once when idle, so that no idle thread needs to wake up later.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().thread_keep_alive(Duration::ZERO).build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return exit_with_error(Exit::Failed, &format!("could not start: {error}")),
    };
    let exit = runtime.block_on(start_wizard(launch));
    // Threads that still write a file or resolve a name must not delay the exit.
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    exit
}

/// Whether the environment asks for plain mode: by `ACCESSIBLE`, unless it is 0, or by a terminal without capabilities.
fn wants_plain(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_accessible = variable("ACCESSIBLE").is_some_and(|value| !["", "0"].contains(&value.as_str()));
    is_accessible || variable("TERM").is_some_and(|term| term == "dumb")
}

async fn start_wizard(launch: WizardArgs) -> Exit {
    if launch.api_key_file.as_deref() == Some(Path::new("-")) {
        let message = "the wizard reads your answers from standard input: set AUTOSEND_API_KEY, name a key file, or enter the key when asked";
        return exit_with_error(Exit::Usage, message);
    }
    if launch.sandbox {
        // Verification checks the records that the user has published with p.
        let options = sandbox::Options { verify: VerifyMode::Dns, ..sandbox::Options::default() };
        return match Sandbox::start(options, 0).await {
            Ok(sandbox) => start_in_sandbox(launch, sandbox).await,
            Err(error) => exit_with_error(Exit::Failed, &format!("could not start the sandbox: {error}")),
        };
    }
    let base = match BaseUrl::from_environment() {
        Ok(base) => base,
        Err(error) => return exit_with_error(Exit::Usage, &format!("{BASE_URL_VARIABLE}: {error}")),
    };
    if let Err(error) = detect_proxy(&base) {
        return exit_with_error(Exit::Usage, &error.to_string());
    }
    let settings = Settings::from_environment().ok();
    let base_url = base.to_string();
    let key_sources = KeySearch {
        profile: launch.profile.as_ref(),
        project_flag: launch.project.as_ref(),
        ..KeySearch::from_environment(launch.api_key_file.as_deref(), settings.as_ref(), &base_url)
    };
    // An invalid name is reported with the key, and nothing is saved under it.
    let profile = key_sources.profile_in_use().unwrap_or_default();
    let named = std::env::var(PROJECT_VARIABLE).ok().and_then(|project| ProjectId::parse(&project).ok());
    let mut setting = RunConfig {
        foreign_host: base.foreign_host().map(str::to_owned),
        api_host: (!base.is_default()).then(|| base.host().to_owned()),
        key_file: settings.as_ref().map(|settings| key_file_label(settings, &profile)),
        env_project: launch.project.clone().or(named),
        base_url: (!base.is_default()).then(|| base.to_string()),
        create_url: (!base.is_default()).then(|| base.create_domain_url()),
        ..RunConfig::default()
    };
    let (key, key_problem) = match find_key(&key_sources) {
        KeySearchResult::Key(credentials, source) => (Some((credentials, source)), None),
        KeySearchResult::NotFound { searched } => {
            setting.searched_key_sources = searched;
            (None, None)
        }
        KeySearchResult::Unusable { reason } => (None, Some(reason)),
    };
    let last_region = settings.as_ref().and_then(Settings::load_last_region);
    let start = InitOptions { key, key_error: key_problem, last_region, config: setting, ..InitOptions::default() };
    let store = if launch.no_cache { None } else { DomainCache::from_environment() };
    let dns = DnsConfig {
        resolver_config: ResolverConfig { explicit_servers: launch.name_servers.clone(), ..ResolverConfig::default() },
        publisher: None,
    };
    run_wizard(launch, start, base, StateWriter::new(settings, store, base_url, profile), dns).await
}

async fn start_in_sandbox(launch: WizardArgs, sandbox: Sandbox) -> Exit {
    let resolver_config = ResolverConfig {
        socket_overrides: sandbox.name_server_addresses().into_iter().collect(),
        resolvers: Some(vec![sandbox.resolver_address()]),
        explicit_servers: launch.name_servers.clone(),
        // The sandbox sends nothing to the network.
        interception_probe: None,
    };
    let (Ok(key), Ok(base)) = (ApiKey::parse(sandbox::SANDBOX_KEY), BaseUrl::parse(&sandbox.base_url())) else {
        return exit_with_error(Exit::Failed, "could not start the sandbox");
    };
    let dns = DnsConfig { resolver_config, publisher: Some(SandboxDns(sandbox)) };
    let key = Some((Credentials { key, project: None }, KeySource::Sandbox));
    // The sandbox's port number would mean nothing to the user.
    let setting = RunConfig { sandbox: true, api_host: Some("the sandbox".to_owned()), ..RunConfig::default() };
    let state_writer = StateWriter::new(None, None, String::new(), ProfileName::default());
    run_wizard(launch, InitOptions { key, config: setting, ..InitOptions::default() }, base, state_writer, dns).await
}

/// The DNS servers to query, and where records can be published.
struct DnsConfig {
    resolver_config: ResolverConfig,
    publisher: Option<SandboxDns>,
}

/// The adapters for this machine and for AutoSend or the sandbox.
struct SystemPorts {
    api: ApiClient,
    clipboard: Copier,
    state_store: StateWriter,
    files: LocalFiles,
    resolver: DnsResolver,
    browser: SystemBrowser,
    publisher: Option<SandboxDns>,
}

impl Ports for SystemPorts {
    fn api(&self) -> &impl Api {
        &self.api
    }

    fn clipboard(&self) -> &impl Clipboard {
        &self.clipboard
    }

    fn state_store(&self) -> &impl StateStore {
        &self.state_store
    }

    fn files(&self) -> &impl Files {
        &self.files
    }

    fn resolver(&self) -> &impl Resolver {
        &self.resolver
    }

    fn browser(&self) -> &dyn Browser {
        &self.browser
    }

    fn publisher(&self) -> Option<&dyn Publisher> {
        self.publisher.as_ref().map(|publisher| publisher as &dyn Publisher)
    }
}

/// The DNS of the sandbox inside this program.
struct SandboxDns(Sandbox);

impl Publisher for SandboxDns {
    fn publish(&self, domain: &DomainId, which: &RecordSelector, how: PublishMode) -> Result<usize, String> {
        let published = self.0.publish(domain.raw(), which, how).map_err(|reason| reason.to_string())?;
        Ok(published.len())
    }
}

/// Runs the wizard, full-screen or in plain mode, and prints the summary.
async fn run_wizard(
    launch: WizardArgs,
    start: InitOptions,
    base: BaseUrl,
    state_writer: StateWriter,
    dns: DnsConfig,
) -> Exit {
    let log = match launch.log.as_deref().map(RequestLog::open).transpose() {
        Ok(log) => log.map(Arc::new),
        Err(message) => return exit_with_error(Exit::Failed, &message),
    };
    let observer = log.clone().map(|log| log as Arc<dyn RequestObserver>);
    let limits = launch.timeout.map(Limits::with_timeout).unwrap_or_default();
    let setting = RunConfig { started_at: Some(Timestamp::now()), timeout: limits.timeout, ..start.config };
    let start = InitOptions { domain: launch.domain, region: launch.region.map(Region::Key), config: setting, ..start };
    let copier = Copier::from_environment(launch.clipboard);
    // Nobody else sends requests to the sandbox inside this program.
    let slots = if dns.publisher.is_none() { RequestSlots::from_environment() } else { None };
    let pacer = slots.map(|slots| Arc::new(slots) as Arc<dyn RequestPacer>);
    let ports = Arc::new(SystemPorts {
        api: ApiClient::with_limits(base, limits).with_observer(observer.clone()).with_pacer(pacer),
        clipboard: if launch.plain { copier.without_osc52() } else { copier },
        state_store: state_writer,
        files: LocalFiles::from_environment(),
        resolver: DnsResolver::new(dns.resolver_config).with_observer(observer),
        browser: SystemBrowser::from_environment(),
        publisher: dns.publisher,
    });
    let exit = if launch.plain {
        run_plain(start, Arc::clone(&ports), launch.no_summary).await
    } else {
        run_fullscreen(start, Arc::clone(&ports), launch.colour, launch.no_summary).await
    };
    exit_summary::print_handover(&ports.clipboard.hand_over().await);
    if let Some(message) = log.and_then(|log| log.write_error()) {
        exit_summary::print_warning(&message);
    }
    exit
}

/// Takes over the terminal, runs the wizard in it, and restores it.
async fn run_fullscreen(
    start: InitOptions,
    ports: Arc<SystemPorts>,
    colour: Option<ColourSupport>,
    no_summary: bool,
) -> Exit {
    let looks = TerminalCaps::from_environment(|name| std::env::var(name).ok());
    let styles = Styles::new(looks.charset, colour.unwrap_or(looks.colour));
    // Before the terminal is in raw mode, in which no signal may end the program.
    let signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => return exit_with_error(Exit::Failed, &format!("signals cannot be handled: {error}")),
    };
    let mut terminal = match Terminal::enter(DEFAULT_TITLE) {
        Ok(terminal) => terminal,
        Err(error) => return exit_with_error(Exit::Usage, &format!("cannot draw on this terminal: {error}")),
    };
    // Without the watchdog, the program still ends in all but rare cases.
    let _ = spawn_watchdog(terminal.last_restore());
    let (columns, rows) = terminal.size();
    let start = InitOptions { viewport: Some(TerminalSize { columns, rows }), ..start };
    let outcome = run(start, ports, &styles, &mut terminal, signals).await;
    drop(terminal);
    match outcome {
        Ok(RunOutcome { model, exit }) => {
            exit_summary::print(&model, if no_summary { SummaryDetail::Minimal } else { SummaryDetail::Full });
            exit
        }
        // A terminal that can be neither read nor written has most likely gone.
        Err(error) => exit_with_error(Exit::Failed, &format!("terminal error: {error}")),
    }
}

/// Runs the wizard in plain mode.
async fn run_plain(start: InitOptions, ports: Arc<SystemPorts>, no_summary: bool) -> Exit {
    set_plain_panic_hook();
    let signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => return exit_with_error(Exit::Failed, &format!("signals cannot be handled: {error}")),
    };
    let echo = Echo::default();
    let watched_echo = echo.clone();
    // As in full-screen mode.
    let _ = spawn_watchdog(move || watched_echo.show());
    let looks = TerminalCaps::from_environment(|name| std::env::var(name).ok());
    match plain::run(start, ports, looks.charset, signals, echo).await {
        Ok(PlainOutcome { outcome: RunOutcome { model, exit }, unanswered_question }) => {
            exit_summary::print(&model, if no_summary { SummaryDetail::Minimal } else { SummaryDetail::OneLine });
            let Some(question) = unanswered_question else { return exit };
            let message = format!(
                "input ended before this question was answered: {question} Provide one answer per line and finish with q"
            );
            exit_with_error(exit, &message)
        }
        Err(error) => exit_with_error(Exit::Failed, &format!("could not read or write: {error}")),
    }
}

/// Prints to standard error why the program ends. Ignores a failed write, since standard error may be closed.
fn exit_with_error(exit: Exit, message: &str) -> Exit {
    let _ = writeln!(io::stderr(), "autosend-domains: {message}");
    exit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_can_turn_on_plain_lines() {
        let asks = |name: &'static str, value: &'static str| {
            wants_plain(|asked: &str| (asked == name).then(|| value.to_owned()))
        };
        assert!(asks("ACCESSIBLE", "1") && asks("ACCESSIBLE", "yes") && asks("TERM", "dumb"));
        assert!(
            !asks("ACCESSIBLE", "0") && !asks("ACCESSIBLE", "") && !asks("TERM", "xterm") && !asks("NO_COLOR", "1")
        );
    }
}
