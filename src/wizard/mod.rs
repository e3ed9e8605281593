//! The state machine of the wizard: `update(model, message) -> (model, commands)`.
//!
//! Pure: nothing here waits, draws, reads a clock or a file. What should happen outside is returned as
//! [`Command`]s, what happened outside arrives as [`Message`]s, and each request carries a [`RequestId`] by which
//! late answers are told from awaited ones.

mod command;
mod field;
pub mod keymap;
mod message;
mod model;
mod regions;
mod screen;
mod selection;
mod session;
mod start;
mod transitions;
mod update;

pub use command::Command;
pub use field::{SecretField, TextField};
pub use message::{CopyTarget, Message, Pasted};
pub use model::{Busy, Draft, Model, Notice, Overlay, Setting, Size, Tone};
pub use regions::{RegionChoice, matching};
pub use screen::{
    ApiKeyScreen, ConflictScreen, DomainScreen, DomainsScreen, FailureScreen, KeyField, KeyStage, NewDomain, Phase,
    RecordsScreen, RegionMode, RegionScreen, ReviewScreen, Screen, Step, Submission,
};
pub use selection::Motion;
pub use session::{DomainList, Remote, RequestId, RequestIds, Session, Task};
pub use start::{Start, start};
pub use transitions::{TRANSITIONS, Transition, Trigger, mermaid};
pub use update::update;
