//! What surrounds every step: who and where on top, news and keys at the bottom.

mod footer;
mod header;
mod notice;
mod stepper;

pub(super) use footer::footer;
pub(super) use header::header;
pub(super) use notice::notice;
