//! What the tests share.

pub(crate) mod keys;
pub(crate) mod png;
pub(crate) mod pty;
pub(crate) mod styled;
pub(crate) mod svg;
