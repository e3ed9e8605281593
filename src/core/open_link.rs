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
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Sandbox => "The sandbox opens no links: nothing leaves this machine.".to_owned(),
            Self::OverSsh => {
                "Not opened: in an SSH session a browser would open on the far machine. Open the link where you sit."
                    .to_owned()
            }
            Self::NoDisplay => {
                "Not opened: there is no display here that a browser could be on. Open the link where you sit."
                    .to_owned()
            }
            Self::Failed(reason) => format!("Not opened: {reason}. Open the link yourself."),
        }
    }
}

/// The notice after a browser was asked. Browsers do not report whether they opened the link.
pub const OPEN_REQUESTED: &str = "Your browser was asked to open it.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_claims_that_a_link_was_opened() {
        let failed = OpenError::Failed("there is no such program".to_owned());
        for message in [OpenError::Sandbox, OpenError::OverSsh, OpenError::NoDisplay, failed].map(|why| why.message()) {
            assert!(message.contains("Not opened") || message.contains("opens no links"), "{message}");
        }
        assert!(OPEN_REQUESTED.contains("was asked"));
    }
}
