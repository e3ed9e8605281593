//! What is known of a link that a browser was to open, and the words for it: never "opened" of what is not known.

/// Why no browser was asked to open a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// This is the sandbox, from which nothing leaves the machine.
    Sandbox,
    /// A session over SSH: a browser would open on a machine that nobody sits at.
    OverSsh,
    /// There is no display that a browser could be on.
    NoDisplay,
    /// It was tried and failed; why, free of control characters.
    Failed(String),
}

impl OpenError {
    /// The words, and what there is to do instead.
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

/// The words where a browser was asked. What it made of that it tells nobody.
pub const OPEN_REQUESTED: &str = "Your browser was asked to open it.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_to_be_open() {
        let failed = OpenError::Failed("there is no such program".to_owned());
        for words in [OpenError::Sandbox, OpenError::OverSsh, OpenError::NoDisplay, failed].map(|why| why.message()) {
            assert!(words.contains("Not opened") || words.contains("opens no links"), "{words}");
        }
        assert!(OPEN_REQUESTED.contains("was asked"));
    }
}
