//! What is known of a copy, and the words for it: never "copied" of what is not known.

/// How a text left the program, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copied {
    /// Put on the system clipboard and read back equal.
    System,
    /// Accepted by tmux into its buffer.
    TmuxBuffer {
        /// Whether tmux passes it on to the terminal's clipboard too.
        passed_on: bool,
    },
    /// Sent to the terminal by OSC 52, which gives no answer.
    Terminal,
}

/// Why a text was not copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyError {
    /// Longer than OSC 52 takes everywhere.
    TooLong {
        /// Its length in octets.
        octets: usize,
        /// The most that is sent.
        limit: usize,
    },
    /// The terminal is known to ignore OSC 52.
    Ignored {
        /// Which terminal: "GNOME Terminal and other VTE terminals".
        terminal: String,
    },
    /// Every way was tried and failed; each with its reason, free of control characters.
    Failed {
        /// Way and reason.
        tried: Vec<(String, String)>,
    },
}

impl Copied {
    /// The words of the notice, for a thing called `what` of so many `characters`.
    #[must_use]
    pub fn words(&self, what: &str, characters: usize) -> String {
        let count = if characters == 1 { "1 character".to_owned() } else { format!("{characters} characters") };
        match self {
            Self::System => format!("Copied {what}: {count}, on the clipboard"),
            Self::TmuxBuffer { passed_on: true } => {
                format!("Put {what} into tmux's buffer: {count}; tmux passes it on to your terminal")
            }
            Self::TmuxBuffer { passed_on: false } => {
                format!("Put {what} into tmux's buffer: {count}; paste with prefix ]")
            }
            Self::Terminal => format!("Sent {what} to your terminal: {count}; paste to check"),
        }
    }
}

impl CopyError {
    /// The words of the notice.
    #[must_use]
    pub fn words(&self, what: &str) -> String {
        match self {
            Self::TooLong { octets, limit } => {
                format!("Not copied: {what} has {octets} octets, a terminal takes {limit} at most")
            }
            Self::Ignored { terminal } => {
                format!(
                    "Not copied: programs cannot copy in {terminal}; on leaving, all records are printed for you to select"
                )
            }
            Self::Failed { tried } => {
                let tried: Vec<String> = tried.iter().map(|(way, reason)| format!("{way}: {reason}")).collect();
                format!("Not copied: {}", tried.join("; "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_read_back_is_called_copied() {
        assert!(Copied::System.words("the value", 394).starts_with("Copied the value: 394 characters"));
        for unknown in
            [Copied::Terminal, Copied::TmuxBuffer { passed_on: true }, Copied::TmuxBuffer { passed_on: false }]
        {
            assert!(!unknown.words("the value", 1).to_lowercase().contains("copied"), "{unknown:?}");
        }
    }
}
