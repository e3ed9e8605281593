//! The wizard as plain lines: what it says, what it asks, and what an answer means, as functions of the model.
//!
//! It is the same wizard: an answer becomes [`crate::wizard::Intent`]s, and [`crate::wizard::update`] decides what
//! happens. The answers come from the table of keys ([`crate::wizard::keymap`]), so that a new key is a new answer
//! without a change here. Nothing here reads or writes; `runtime::plain` does.
//!
//! | file | contents |
//! |---|---|
//! | `view` | what was said so far, so that only what is new is said |
//! | `output` | what a screen says, in sections |
//! | `page_reader` | reads out a page of `wizard::page` |
//! | `question` | questions and their answers |
//! | `choices` | the answers that the table of keys gives |
//! | `input` | interprets a line |
//! | `screens` | the screens without a page, and what their pages do not know |

mod choices;
mod input;
mod output;
mod page_reader;
mod question;
mod screens;
mod view;

pub use question::InputAction;
pub use view::{PlainView, Prompt};
