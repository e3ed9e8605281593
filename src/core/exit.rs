//! Exit codes of the wizard and the commands. The README documents them.

/// How the program ended, for the shell that started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The command succeeded. In the wizard: records were shown.
    Success,
    /// A server, a file or a bug caused a failure.
    Failed,
    /// The command line or the input is wrong (also status 400), or there is no terminal.
    Usage,
    /// A record is missing, or the domain was not verified within the time limit.
    NotReady,
    /// There is no key, or the status is 401, 402 or 403.
    NotAllowed,
    /// What was asked for is there already (status 409).
    Conflict,
    /// Network failure, timeout, status 5xx, or status 429 that was waited for in vain, or asks to wait for more than 60 s.
    /// Trying again may work.
    NotReached,
    /// What was asked for is not there: the domain (status 404), a record, a stored key.
    NotFound,
    /// The user left with Ctrl+C before any records were shown.
    Interrupted,
    /// This signal ended the program.
    Signal(u8),
}

impl Exit {
    /// The number that the shell receives.
    pub const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotReady => 3,
            Self::NotAllowed => 4,
            Self::Conflict => 5,
            Self::NotReached => 6,
            Self::NotFound => 7,
            Self::Interrupted => 130,
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }

    /// Codes and meanings, for the table in the README.
    pub const TABLE: [(&'static str, &'static str); 9] = [
        ("0", "success (wizard: records were shown)"),
        ("1", "failed: a file, an unusable response, no API at the address, a bug"),
        ("2", "invalid command line or input (also 400), or no terminal"),
        ("3", "not ready: a record is missing or wrong, or the domain was not verified in time"),
        ("4", "not allowed: no key, 401, 402, 403"),
        ("5", "conflict: it already exists (409)"),
        ("6", "unreachable: network, timeout, 5xx, or rate limit (429) beyond 60 s. Retrying may help"),
        ("7", "not found: no such domain (404), record or stored key"),
        ("130, 128+n", "cancelled with Ctrl+C before any records were shown; killed by signal n"),
    ];
}
