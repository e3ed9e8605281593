//! The projects of an account. An account key must be used with one of them.

use super::api_key::ProjectId;
use super::text::Untrusted;

/// A project, as `GET /account/projects` returns it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The id, sent as `x-project-id`.
    pub id: ProjectId,
    /// The name as received; empty if it has none.
    pub name: Untrusted,
}
