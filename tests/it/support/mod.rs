//! What the tests share.

pub(crate) mod api_servers;
pub(crate) mod dns_query;
pub(crate) mod domains;
pub(crate) mod files;
pub(crate) mod job_control;
pub(crate) mod keys;
pub(crate) mod name_servers;
pub(crate) mod png;
pub(crate) mod pty;
pub(crate) mod sequences;
pub(crate) mod svg;
pub(crate) mod svg_animation;
pub(crate) mod tools;
pub(crate) mod wizard;
pub(crate) mod wizard_steps;
