//! Asking the person's browser to open a link, where there is one in front of them.
//!
//! | file | what it holds |
//! |---|---|
//! | `place` | whether there is one, by the environment |
//! | `hand` | the process that hands the link to the system, apart from the terminal |

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

/// The adapter behind [`Browser`]: knows where it runs, and starts nothing before the first link.
pub struct SystemBrowser {
    environment: BrowserEnvironment,
    tmux: Tmux,
    executables: Vec<PathBuf>,
}

impl SystemBrowser {
    /// The adapter for the environment of this process.
    #[must_use]
    pub fn from_environment() -> Self {
        let environment = BrowserEnvironment::from_env(|name| std::env::var(name).ok(), Platform::current());
        Self::new(environment, Tmux::new(), current_executables())
    }

    /// An adapter from its parts: the first of the programs that can be started hands the link over.
    #[must_use]
    pub const fn new(environment: BrowserEnvironment, tmux: Tmux, executables: Vec<PathBuf>) -> Self {
        Self { environment, tmux, executables }
    }

    async fn try_open(&self, link: &str) -> Result<(), OpenError> {
        match self.environment {
            BrowserEnvironment::Ssh => Err(OpenError::OverSsh),
            BrowserEnvironment::NoDisplay => Err(OpenError::NoDisplay),
            // The environment tells how tmux was attached when its pane was opened.
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
