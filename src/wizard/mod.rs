//! The state machine of the wizard: `update(model, message) -> (model, commands)`.
//!
//! Pure: nothing here waits, draws, reads a clock or a file. What should happen outside is returned as
//! [`Command`]s, what happened outside arrives as [`Message`]s, and each request carries a [`RequestId`] by which
//! late answers are told from awaited ones.

mod command;
mod desk;
mod field;
mod follow;
mod guided;
mod inspection;
pub mod keymap;
mod listing;
mod message;
mod model;
mod regions;
mod screen;
mod selection;
mod session;
mod start;
mod task;
mod transitions;
mod update;

/// An edit of a field of text.
pub use tui_input::InputRequest;

pub use command::Command;
pub use desk::{Desk, GuidePlace, Mark};
pub use field::{SecretField, TextField};
pub use follow::{Follow, FollowEnd, FollowStage};
pub use inspection::{Inspection, InspectionStage};
pub use listing::{Listing, Order};
pub use message::{CopyTarget, Message, Pasted};
pub use model::{Busy, Draft, Model, Notice, Overlay, Raw, Setting, Size, Tone};
pub use regions::{RegionChoice, matching};
pub use screen::{
    ApiKeyScreen, ConflictScreen, DomainScreen, DomainsScreen, ExportPane, ExportStage, FailureScreen, KeyField,
    KeyStage, NewDomain, Opening, Pane, PaneKind, PanelPane, Phase, RecordsScreen, RegionMode, RegionScreen,
    RemovalScreen, RemovalStage, ReviewScreen, Screen, Step, Submission, matching_hosts,
};
pub use selection::Motion;
pub use session::{DomainList, Kept, Remote, RequestId, RequestIds, Session, Task};
pub use start::{Start, start};
pub use transitions::{TRANSITIONS, Transition, Trigger, mermaid};
pub use update::{update, ways};
