//! What is known of a copy, and the words for it: never "copied" of what is not known.

use super::text::HiddenCharacter;

/// How a text left the program, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyOutcome {
    /// Put on the system clipboard and read back equal.
    System,
    /// Accepted by tmux into its buffer.
    TmuxBuffer {
        /// Whether tmux passes it on to the terminal's clipboard too.
        forwarded: bool,
    },
    /// Sent to the terminal by OSC 52, which gives no answer.
    Terminal,
    /// Taken by the person's own command, which ended well: what it did with the text is its affair.
    Command,
}

/// Why a text was not copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyError {
    /// The person wants no copying.
    Disabled,
    /// Longer than OSC 52 takes everywhere.
    TooLong {
        /// Its length in octets.
        octets: usize,
        /// The most that is sent.
        limit: usize,
    },
    /// The terminal is known to ignore OSC 52.
    Osc52Ignored {
        /// Which terminal: "GNOME Terminal and other VTE terminals".
        terminal: String,
    },
    /// It holds a character that cannot be seen, so nobody would know what is pasted.
    HiddenCharacter {
        /// The first such character, as `U+202E`.
        code_point: String,
        /// Its place, in characters, the first being 1.
        position: usize,
    },
    /// Every way was tried and failed; each with its reason, free of control characters.
    Failed {
        /// Way and reason.
        attempts: Vec<(String, String)>,
    },
}

/// How much of what was to be copied as a zone file is in it as records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportCounts {
    /// So many records are lines of the file.
    pub written: usize,
    /// So many could not be written and are comments only.
    pub omitted: usize,
}

impl ExportCounts {
    /// Of a form that takes whatever there is.
    #[must_use]
    pub const fn complete(written: usize) -> Self {
        Self { written, omitted: 0 }
    }

    /// Whether every record is in the file.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.omitted == 0
    }

    /// What the file holds.
    #[must_use]
    pub fn label(self) -> String {
        let Self { written, omitted } = self;
        let all = written.saturating_add(omitted);
        match omitted {
            0 => "all records".to_owned(),
            1 => format!("{written} of {all} records; 1 could not be written, it is a comment"),
            _ => format!("{written} of {all} records; {omitted} could not be written, they are comments"),
        }
    }
}

impl CopyOutcome {
    /// The words of the notice, for a thing called `what` of so many `characters`: where it went and how much first,
    /// since the end is cut where room is short. `instead` is what else there is where nobody knows whether it arrived.
    #[must_use]
    pub fn message(&self, what: &str, characters: usize, instead: &str) -> String {
        let count = if characters == 1 { "1 character".to_owned() } else { format!("{characters} characters") };
        match self {
            Self::System => format!("Copied to the clipboard: {count} ({what})"),
            Self::TmuxBuffer { forwarded: true } => {
                format!("In tmux's buffer and passed to your terminal: {count} ({what})")
            }
            Self::TmuxBuffer { forwarded: false } => {
                format!("In tmux's buffer: {count} ({what}). Paste with prefix ]")
            }
            Self::Terminal if instead.is_empty() => format!("Sent to your terminal: {count} ({what}). Paste to check"),
            Self::Terminal => format!("Sent to your terminal: {count} ({what}). Paste to check; {instead}"),
            Self::Command => format!("Handed to your command: {count} ({what}). Paste to check"),
        }
    }
}

impl CopyError {
    /// The words of the notice: what else there is, in the words of the keys that are there, comes before what explains,
    /// since the end is cut where room is short.
    #[must_use]
    pub fn message(&self, what: &str, instead: &str) -> String {
        let (first, instead) =
            if instead.is_empty() { Default::default() } else { (format!("{instead}; "), format!("; {instead}")) };
        match self {
            Self::Disabled => format!("Not copied: copying is off{instead} ({what})"),
            Self::TooLong { octets, limit } => {
                format!("Not copied: {octets} octets, terminals take {limit}{instead} ({what})")
            }
            Self::Osc52Ignored { terminal } => format!("Not copied: {first}programs cannot copy in {terminal}"),
            Self::HiddenCharacter { code_point, position } => {
                format!(
                    "Not copied: the {what} holds {code_point} at character {position}, which cannot be seen{instead}"
                )
            }
            Self::Failed { attempts } => {
                let tried: Vec<String> = attempts.iter().map(|(way, reason)| format!("{way}: {reason}")).collect();
                format!("Not copied: {}{instead}", tried.join("; "))
            }
        }
    }

    /// Of a text with characters that cannot be seen, which is not copied.
    #[must_use]
    pub fn from_hidden(hidden: HiddenCharacter) -> Self {
        Self::HiddenCharacter { code_point: hidden.code_point(), position: hidden.position }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_read_back_is_called_copied() {
        assert_eq!(
            CopyOutcome::System.message("DKIM value", 394, ""),
            "Copied to the clipboard: 394 characters (DKIM value)"
        );
        for unknown in [
            CopyOutcome::Terminal,
            CopyOutcome::Command,
            CopyOutcome::TmuxBuffer { forwarded: true },
            CopyOutcome::TmuxBuffer { forwarded: false },
        ] {
            assert!(!unknown.message("DKIM value", 1, "r shows it").to_lowercase().contains("copied"), "{unknown:?}");
        }
    }

    #[test]
    fn what_cannot_be_copied_is_offered_otherwise_within_one_line() {
        let ignored = CopyError::Osc52Ignored { terminal: "GNOME Terminal (like every VTE terminal)".to_owned() };
        for error in [CopyError::Disabled, CopyError::TooLong { octets: 80_000, limit: 74_994 }, ignored] {
            let words = error.message("all records", "r shows it, e writes a file");
            let line: String = words.chars().take(76).collect();
            assert!(line.starts_with("Not copied") && line.contains("r shows it, e writes a file"), "{words}");
        }
    }

    #[test]
    fn all_is_only_said_of_all() {
        assert_eq!(ExportCounts { written: 6, omitted: 0 }.label(), "all records");
        let some = ExportCounts { written: 3, omitted: 3 };
        assert_eq!(some.label(), "3 of 6 records; 3 could not be written, they are comments");
        let one = ExportCounts { written: 0, omitted: 1 };
        assert_eq!(one.label(), "0 of 1 records; 1 could not be written, it is a comment");
    }
}
