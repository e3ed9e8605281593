//! What surrounds every step: who and where on top, news and keys at the bottom.

mod footer;
mod header;
mod news;
mod stepper;

pub(super) use footer::footer;
pub(super) use header::header;
pub(super) use news::news;
