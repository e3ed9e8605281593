//! Outcomes of opening a link in the browser, and their messages. No message says "opened", because the program cannot
//! know whether the browser opened it.

/// Why no browser was asked to open a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// The program runs in the sandbox, which contacts nothing outside this machine.
    Sandbox,
    /// The session runs over SSH, so a browser would open on the wrong machine.
    OverSsh,
    /// There is no graphical display.
    NoDisplay,
    /// Starting the browser failed; the reason has no control characters.
    Failed(String),
}

impl OpenError {
    /// The notice for the user, with an alternative.
    pub fn message(&self) -> String {
        match self {
            Self::Sandbox => "Not opened: the sandbox doesn't open links, as nothing leaves this machine.".to_owned(),
            Self::OverSsh => "Not opened: this is an SSH session. Open the link on your own computer.".to_owned(),
            Self::NoDisplay => "Not opened: no display here. Open the link on your own computer.".to_owned(),
            Self::Failed(reason) => format!("Not opened: {reason}. Open the link yourself."),
        }
    }
}

/// The notice after a browser was asked. Browsers do not report whether they opened the link.
pub const OPEN_REQUESTED: &str = "Opening it in your browser…";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_claims_that_a_link_was_opened() {
        let failed = OpenError::Failed("there is no such program".to_owned());
        for message in [OpenError::Sandbox, OpenError::OverSsh, OpenError::NoDisplay, failed].map(|why| why.message()) {
            assert!(message.starts_with("Not opened"), "{message}");
        }
        assert!(OPEN_REQUESTED.starts_with("Opening") && !OPEN_REQUESTED.contains("opened"));
    }
}
