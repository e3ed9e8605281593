//! Asking the person's browser to open a link, where there is one in front of them.
//!
//! | file | what it holds |
//! |---|---|
//! | `place` | whether there is one, by the environment |
//! | `hand` | the process that hands the link to the system, apart from the terminal |

pub mod hand;
pub mod place;

use std::path::PathBuf;
use std::pin::Pin;

use self::hand::hand_over;
use self::place::Place;
use crate::clipboard::successor::own_programs;
use crate::clipboard::surroundings::Platform;
use crate::clipboard::tmux::Tmux;
use crate::core::open_link::OpenError;
use crate::ports::Browser;

/// The adapter behind [`Browser`]: knows where it runs, and starts nothing before the first link.
pub struct OwnBrowser {
    place: Place,
    tmux: Tmux,
    programs: Vec<PathBuf>,
}

impl OwnBrowser {
    /// The adapter for the environment of this process.
    #[must_use]
    pub fn from_environment() -> Self {
        let place = Place::from_env(|name| std::env::var(name).ok(), Platform::current());
        Self::new(place, Tmux::new(), own_programs())
    }

    /// An adapter from its parts: the first of the programs that can be started hands the link over.
    #[must_use]
    pub const fn new(place: Place, tmux: Tmux, programs: Vec<PathBuf>) -> Self {
        Self { place, tmux, programs }
    }

    async fn ask(&self, link: &str) -> Result<(), OpenError> {
        match self.place {
            Place::Remote => Err(OpenError::OverSsh),
            Place::NoDisplay => Err(OpenError::NoDisplay),
            // The environment tells how tmux was attached when its pane was opened.
            Place::InTmux if self.tmux.is_attached_over_ssh().await => Err(OpenError::OverSsh),
            Place::InTmux | Place::Here => hand_over(&self.programs, link).await.map_err(OpenError::Failed),
        }
    }
}

impl Browser for OwnBrowser {
    fn open_link(&self, link: String) -> Pin<Box<dyn Future<Output = Result<(), OpenError>> + Send + '_>> {
        Box::pin(async move { self.ask(&link).await })
    }
}
