//! The signs that the program draws. No emoji; each sign is one column wide in Unicode.

/// A set of signs.
#[derive(Debug)]
pub(super) struct Symbols {
    /// It is right.
    pub(super) success: &'static str,
    /// It is wrong.
    pub(super) error: &'static str,
    /// It is to be known.
    pub(super) warning: &'static str,
    /// It is good to know.
    pub(super) info: &'static str,
    /// It becomes this.
    pub(super) arrow: &'static str,
    /// A step that is done.
    pub(super) done: &'static str,
    /// The step where one is.
    pub(super) current: &'static str,
    /// A step that is to come.
    pub(super) upcoming: &'static str,
    /// A record that was passed over.
    pub(super) skipped: &'static str,
    /// The row in focus.
    pub(super) marker: &'static str,
    /// A character of a secret.
    pub(super) mask: &'static str,
    /// Something was cut here.
    pub(super) ellipsis: &'static str,
    /// Between two facts of a line.
    pub(super) separator: &'static str,
    /// The part of a list that is seen.
    pub(super) thumb: &'static str,
    /// Something is under way, an eighth of a second each.
    pub(super) spinner: [&'static str; 8],
}

/// For terminals with Unicode.
pub(super) const UNICODE: Symbols = Symbols {
    success: "✓",
    error: "✗",
    warning: "!",
    info: "·",
    arrow: "→",
    done: "✓",
    current: "●",
    upcoming: "○",
    skipped: "-",
    marker: "> ",
    mask: "•",
    ellipsis: "…",
    separator: " · ",
    thumb: "█",
    spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠇"],
};

/// For terminals without.
pub(super) const ASCII: Symbols = Symbols {
    success: "ok",
    error: "x",
    warning: "!",
    info: "-",
    arrow: "->",
    done: "ok",
    current: ">",
    upcoming: "o",
    skipped: "-",
    marker: "> ",
    mask: "*",
    ellipsis: "...",
    separator: " - ",
    thumb: "#",
    spinner: ["|", "/", "-", "\\", "|", "/", "-", "\\"],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::text::width;

    #[test]
    fn signs_are_one_column_wide_and_the_plain_ones_ascii() {
        let unicode = UNICODE;
        for sign in [unicode.success, unicode.error, unicode.current, unicode.upcoming, unicode.mask, unicode.ellipsis]
        {
            assert_eq!(width(sign), 1, "{sign}");
        }
        assert!(unicode.spinner.iter().all(|frame| width(frame) == 1));
        assert!(format!("{ASCII:?}").is_ascii());
    }
}
