//! A project of an account: what an account key has to choose among.

use super::api_key::ProjectId;
use super::text::Untrusted;

/// A project, as `GET /account/projects` tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id, which goes into the header `x-project-id`.
    pub id: ProjectId,
    /// Its name, as it came; empty where it has none.
    pub name: Untrusted,
}
