//! Outcomes of copying a text, and their messages. A message says "copied" only if the copy was confirmed.

use super::text::{HiddenCharacter, Untrusted, format_character_count};

/// How a text was copied, as far as the program can know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyOutcome {
    /// The system clipboard has it: it was read back and compared.
    System,
    /// tmux accepted it into its buffer.
    TmuxBuffer {
        /// Whether tmux also passes it on to the terminal's clipboard.
        forwarded: bool,
    },
    /// It was sent to the terminal by OSC 52, which gives no response.
    Terminal,
    /// The user's own command accepted it and succeeded. The program cannot know what the command did with it.
    Command,
}

/// Why a text was not copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyError {
    /// The user disabled copying.
    Disabled,
    /// The text is longer than all terminals accept by OSC 52.
    TooLong {
        /// The length of the text in octets.
        octets: usize,
        /// The maximum length in octets.
        limit: usize,
    },
    /// The terminal is known to ignore OSC 52.
    Osc52Ignored {
        /// The name of the terminal: "GNOME Terminal and other VTE terminals".
        terminal: String,
    },
    /// The text contains an invisible character, so the user could not see what is pasted.
    HiddenCharacter {
        /// The first such character, as `U+202E`.
        code_point: String,
        /// Its position in characters, counted from 1.
        position: usize,
    },
    /// Every method was tried and failed.
    Failed {
        /// Each method with its reason, which is free of control characters.
        attempts: Vec<(String, String)>,
    },
}

/// How many records of an export are in it as records, and how many as comments only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportCounts {
    /// The number of records written as records.
    pub written: usize,
    /// The number of records that the format cannot hold, and which are comments only.
    pub omitted: usize,
}

impl ExportCounts {
    /// The counts for a format that can hold every record.
    pub const fn complete(written: usize) -> Self {
        Self { written, omitted: 0 }
    }

    /// Whether every record is written as a record.
    pub const fn is_complete(self) -> bool {
        self.omitted == 0
    }

    /// Describes the contents of the export.
    pub fn label(self) -> String {
        let Self { written, omitted } = self;
        let all = written.saturating_add(omitted);
        match omitted {
            0 => "all records".to_owned(),
            1 => format!("{written} of {all} records; 1 can't be expressed in this format (left as a comment)"),
            _ => format!("{written} of {all} records; {omitted} can't be expressed in this format (left as comments)"),
        }
    }
}

impl CopyOutcome {
    /// The notice for a copy of `characters` characters, called `what`. It begins with what was copied and the count,
    /// because narrow terminals cut off the end; only a confirmed copy is called copied. `instead` names an alternative, for copies that cannot be confirmed.
    pub fn message(&self, what: &str, characters: usize, instead: &str) -> String {
        let count = format_character_count(characters);
        match self {
            Self::System => format!("Copied {what} ({count})"),
            Self::TmuxBuffer { forwarded: true } => {
                format!("Sent {what} ({count}) to tmux and your terminal")
            }
            Self::TmuxBuffer { forwarded: false } => {
                format!("Sent {what} ({count}) to tmux only. Paste with prefix ]")
            }
            Self::Terminal if instead.is_empty() => format!("Sent {what} ({count}) to your terminal. Paste to check"),
            Self::Terminal => format!("Sent {what} ({count}) to your terminal. Paste to check; {instead}"),
            Self::Command => format!("Sent {what} ({count}) to your copy command. Paste to check"),
        }
    }
}

impl CopyError {
    /// The notice for a text that was not copied. `instead`, which names the keys that offer an alternative, comes
    /// before the explanation, because narrow terminals cut off the end.
    pub fn message(&self, what: &str, instead: &str) -> String {
        let (first, instead) =
            if instead.is_empty() { Default::default() } else { (format!("{instead}; "), format!("; {instead}")) };
        match self {
            Self::Disabled => format!("Not copied: copying is off{instead} ({what})"),
            Self::TooLong { octets, limit } => {
                format!("Not copied: {octets} bytes, terminals accept {limit}{instead} ({what})")
            }
            Self::Osc52Ignored { terminal } => format!("Not copied: {first}{terminal} doesn't let programs copy"),
            Self::HiddenCharacter { code_point, position } => {
                format!(
                    "Not copied: the {what} contains an invisible character ({code_point}) at position \
                     {position}{instead}"
                )
            }
            Self::Failed { attempts } => {
                let tried: Vec<String> = attempts.iter().map(|(way, reason)| format!("{way}: {reason}")).collect();
                format!("Not copied: {}{instead}", tried.join("; "))
            }
        }
    }

    /// Checks the text of an export: its line ends are part of the format, and any other hidden character came from the
    /// server.
    ///
    /// # Errors
    /// The first hidden character.
    pub fn check_export(text: &str) -> Result<(), Self> {
        let visible = Untrusted::new(text.replace("\r\n", "\n").replace('\n', " "));
        visible.hidden_characters().first().map_or(Ok(()), |hidden| Err(Self::from_hidden(*hidden)))
    }

    /// The error for a text that contains this hidden character.
    pub fn from_hidden(hidden: HiddenCharacter) -> Self {
        Self::HiddenCharacter { code_point: hidden.code_point(), position: hidden.position }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_confirmed_copy_is_called_copied() {
        assert_eq!(CopyOutcome::System.message("DKIM value", 394, ""), "Copied DKIM value (394 characters)");
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
    fn a_failed_copy_names_an_alternative_within_one_line() {
        let ignored = CopyError::Osc52Ignored { terminal: "GNOME Terminal (like every VTE terminal)".to_owned() };
        for error in [CopyError::Disabled, CopyError::TooLong { octets: 80_000, limit: 74_994 }, ignored] {
            let message = error.message("all records", "r to show, e to save");
            let line: String = message.chars().take(76).collect();
            assert!(line.starts_with("Not copied") && line.contains("r to show, e to save"), "{message}");
        }
    }

    #[test]
    fn an_export_is_copied_with_its_line_ends_and_nothing_else_that_is_hidden() {
        assert_eq!(CopyError::check_export("a\r\nb\n"), Ok(()));
        let hidden = CopyError::HiddenCharacter { code_point: "U+202E".to_owned(), position: 3 };
        assert_eq!(CopyError::check_export("a\n\u{202e}b"), Err(hidden));
    }

    #[test]
    fn no_code_point_that_cannot_be_seen_is_copied() {
        use icu_properties::CodePointSetData;
        use icu_properties::props::{DefaultIgnorableCodePoint, WhiteSpace};
        let (ignorable, spaces) =
            (CodePointSetData::new::<DefaultIgnorableCodePoint>(), CodePointSetData::new::<WhiteSpace>());
        let is_unseen = |character: char| ignorable.contains(character) || spaces.contains(character);
        let others = [0xFFF9..=0xFFFB, 0x16FE4..=0x16FE4, 0x2800..=0x2800, 0..=0x1F, 0x7F..=0x9F];
        let others = others.into_iter().flatten().filter_map(char::from_u32);
        for character in ('\0'..=char::MAX).filter(|character| is_unseen(*character)).chain(others) {
            let is_export_error = CopyError::check_export(&format!("a{character}b")).is_err();
            assert_eq!(is_export_error, !matches!(character, ' ' | '\n'), "U+{:04X}", u32::from(character));
            let in_value = Untrusted::new(format!("a{character}b")).hidden_characters();
            assert_eq!(in_value.len(), usize::from(character != ' '), "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn a_partial_export_is_never_called_complete() {
        assert_eq!(ExportCounts { written: 6, omitted: 0 }.label(), "all records");
        let some = ExportCounts { written: 3, omitted: 3 };
        assert_eq!(some.label(), "3 of 6 records; 3 can't be expressed in this format (left as comments)");
        let one = ExportCounts { written: 0, omitted: 1 };
        assert_eq!(one.label(), "0 of 1 records; 1 can't be expressed in this format (left as a comment)");
    }
}
