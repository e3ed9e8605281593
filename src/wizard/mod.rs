//! The state machine of the wizard: `update(model, message) -> (model, commands)`.
//!
//! It is pure: nothing here waits, draws, or reads a clock or a file. It returns effects as [`Command`]s and receives
//! inputs as [`Message`]s. Each request carries a [`RequestId`], so that late replies can be told from pending ones.

mod command;
mod dns_check;
mod domain_rows;
mod domain_state;
mod failure_actions;
mod field;
mod finish;
mod guide;
mod guide_progress;
mod guide_step;
mod init;
pub mod keymap;
mod message;
mod milestones;
mod model;
mod motion;
mod next_action;
pub mod page;
mod picker;
mod record_prefs;
mod record_state;
mod screen;
mod session;
mod transitions;
mod update;
mod verify_watch;
mod window_title;

/// An edit of a text field.
pub use tui_input::InputRequest;

pub use command::{Command, Effect, Request};
pub use dns_check::{DnsCheck, DnsCheckStage};
pub use domain_rows::{DomainRows, SortOrder};
pub use domain_state::DomainStates;
pub use failure_actions::FailureAction;
pub use field::{SecretField, TextField};
pub use finish::FinishStep;
pub use guide::{GuideCounts, SAVE_HINT};
pub use guide_progress::{FieldState, GuideProgress};
pub use guide_step::{GuideNext, GuideStep};
pub use init::{InitOptions, init};
pub use keymap::DrawnScreen;
pub use message::{CopyReply, CopyTarget, Event, Intent, Message, PastedText, Reply};
pub use milestones::{Milestone, MilestoneState, current_number, milestones, step_message};
pub use model::{
    Draft, Model, NormalScreenText, Notice, NoticeLevel, Overlay, RunConfig, SharedState, Spinner, TerminalSize,
};
pub use motion::Motion;
pub use next_action::{NextAction, Verifiable};
pub use page::page;
pub use picker::{Picker, PickerRow, matching_rows};
pub use record_prefs::RecordPrefs;
pub use record_state::DnsState;
pub use screen::{
    ApiKeyScreen, ConflictScreen, DomainScreen, DomainsScreen, ExportPane, ExportStage, FailureScreen, KeyField,
    KeyStage, LinkState, NewDomain, Pane, PaneKind, PanelPane, ReconcilePhase, RecordsScreen, RegionChoice, RegionMode,
    RegionScreen, RemovalScreen, RemovalStage, ReviewScreen, Screen, Step, Submission, host_rows, region_rows,
};
pub use session::{CacheState, DomainList, RemoteData, RequestId, RequestIds, RequestState, Session};
pub use transitions::{TRANSITIONS, Transition, Trigger, render_mermaid};
pub use update::{publish_rows, update};
pub use verify_watch::{VerifyWatch, VerifyWatchStage, outcome_message, rejection_message};
pub use window_title::DEFAULT_TITLE;
