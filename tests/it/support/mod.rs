//! What the tests share.

pub(crate) mod asking;
pub(crate) mod dns;
pub(crate) mod domains;
pub(crate) mod files;
pub(crate) mod keys;
pub(crate) mod png;
pub(crate) mod pty;
pub(crate) mod sequences;
pub(crate) mod servers;
pub(crate) mod styled;
pub(crate) mod svg;
pub(crate) mod tools;
pub(crate) mod walk;
