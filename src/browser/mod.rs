//! Opens a link in the user's browser, if there is one on this machine.
//!
//! | file | contents |
//! |---|---|
//! | `environment` | detects whether there is a browser in front of the user |
//! | `open_link` | the process that passes the link to the system, apart from the terminal |

pub mod environment;
pub mod open_link;

use std::path::PathBuf;
use std::pin::Pin;

use self::environment::BrowserEnvironment;
use self::open_link::spawn_opener;
use crate::clipboard::clipboard_daemon::current_executables;
use crate::clipboard::environment::Platform;
use crate::clipboard::tmux::Tmux;
use crate::core::open_link::OpenError;
use crate::ports::Browser;

/// The adapter of the port [`Browser`]. It knows the environment and starts nothing before the first link.
pub struct SystemBrowser {
    environment: BrowserEnvironment,
    tmux: Tmux,
    executables: Vec<PathBuf>,
}

impl SystemBrowser {
    /// The adapter for the environment of this process.
    pub fn from_environment() -> Self {
        let environment = BrowserEnvironment::from_env(|name| std::env::var(name).ok(), Platform::current());
        Self::new(environment, Tmux::new(), current_executables())
    }

    /// An adapter from its parts. The first of the programs that can be started opens the link.
    pub const fn new(environment: BrowserEnvironment, tmux: Tmux, executables: Vec<PathBuf>) -> Self {
        Self { environment, tmux, executables }
    }

    async fn try_open(&self, link: &str) -> Result<(), OpenError> {
        match self.environment {
            BrowserEnvironment::Ssh => Err(OpenError::OverSsh),
            BrowserEnvironment::NoDisplay => Err(OpenError::NoDisplay),
            // The environment only shows how tmux was attached when the pane was opened, so tmux is asked.
            BrowserEnvironment::Tmux if self.tmux.is_attached_over_ssh().await => Err(OpenError::OverSsh),
            BrowserEnvironment::Tmux | BrowserEnvironment::Local => {
                spawn_opener(&self.executables, link).await.map_err(OpenError::Failed)
            }
        }
    }
}

impl Browser for SystemBrowser {
    fn open_link(&self, link: String) -> Pin<Box<dyn Future<Output = Result<(), OpenError>> + Send + '_>> {
        Box::pin(async move { self.try_open(&link).await })
    }
}
