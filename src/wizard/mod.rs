//! The state machine of the wizard: `update(model, message) -> (model, commands)`.
//!
//! Pure: nothing here waits, draws, reads a clock or a file. What should happen outside is returned as
//! [`Command`]s, what happened outside arrives as [`Message`]s, and each request carries a [`RequestId`] by which
//! late answers are told from awaited ones.

mod command;
mod dns_check;
mod domain_rows;
mod field;
mod guide;
mod init;
pub mod keymap;
mod message;
mod model;
mod motion;
mod next_action;
pub mod page;
mod record_prefs;
mod region_choice;
mod screen;
mod session;
mod transitions;
mod update;
mod verify_watch;

/// An edit of a field of text.
pub use tui_input::InputRequest;

pub use command::{Command, Effect, Request};
pub use dns_check::{DnsCheck, DnsCheckStage};
pub use domain_rows::{DomainRows, SortOrder};
pub use field::{SecretField, TextField};
pub use init::{InitOptions, init};
pub use message::{CopyReply, CopyTarget, Event, Intent, Message, PastedText, Reply};
pub use model::{
    Draft, Model, NormalScreenText, Notice, NoticeLevel, Overlay, RunConfig, SharedState, Spinner, TerminalSize,
};
pub use motion::Motion;
pub use page::page;
pub use record_prefs::{GuideMark, GuideProgress, RecordPrefs};
pub use region_choice::{RegionChoice, matching_regions};
pub use screen::{
    ApiKeyScreen, ConflictScreen, DomainScreen, DomainsScreen, ExportPane, ExportStage, FailureScreen, KeyField,
    KeyStage, LinkState, NewDomain, Pane, PaneKind, PanelPane, ReconcilePhase, RecordsScreen, RegionMode, RegionScreen,
    RemovalScreen, RemovalStage, ReviewScreen, Screen, Step, Submission, matching_hosts,
};
pub use session::{CacheState, DomainList, RemoteData, RequestId, RequestIds, RequestState, Session};
pub use transitions::{TRANSITIONS, Transition, Trigger, render_mermaid};
pub use update::{publish_modes, update};
pub use verify_watch::{VerifyWatch, VerifyWatchStage, outcome_message, rejection_message};
