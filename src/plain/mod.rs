//! The wizard as plain lines: what is said, what is asked, and what an answer means, as functions of the model.
//!
//! It is the same wizard: an answer becomes [`crate::wizard::Intent`]s, and [`crate::wizard::update`] decides what
//! comes of them. What can be answered is taken from the table of keys ([`crate::wizard::keymap`]), so that a new key is
//! a new answer without a word here. Nothing here reads or writes; `runtime::plain` does.
//!
//! | file | what it holds |
//! |---|---|
//! | `dialogue` | what was said so far, so that only what is new is said |
//! | `page` | what a screen has to say, in parts |
//! | `question` | what is asked, and the answers that there are |
//! | `offers` | the answers that the table of keys gives |
//! | `answer` | from a line to what it means |
//! | `screens` | one file a screen, and one a pane of the records |

mod choices;
mod input;
mod output;
mod page_reader;
mod question;
mod screens;
mod view;

pub use question::InputAction;
pub use view::{PlainView, Prompt};
