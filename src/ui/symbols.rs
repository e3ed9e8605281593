//! The symbols that the program draws. No emoji; in Unicode each symbol is one column wide.

/// A set of symbols.
#[derive(Debug)]
pub(super) struct Symbols {
    pub(super) success: &'static str,
    pub(super) error: &'static str,
    pub(super) warning: &'static str,
    pub(super) info: &'static str,
    pub(super) arrow: &'static str,
    /// A state that is awaited; at most two columns.
    pub(super) pending: &'static str,
    /// A finished step.
    pub(super) done: &'static str,
    /// The current step.
    pub(super) current: &'static str,
    /// A step that comes later.
    pub(super) upcoming: &'static str,
    /// A skipped record.
    pub(super) skipped: &'static str,
    /// The selected row.
    pub(super) marker: &'static str,
    /// What is on the clipboard.
    pub(super) copied: &'static str,
    /// A character of a secret.
    pub(super) mask: &'static str,
    /// A record that DNS has.
    pub(super) found: &'static str,
    /// Nothing to do, or nothing known.
    pub(super) none: &'static str,
    /// Text was cut here.
    pub(super) ellipsis: &'static str,
    /// Between two facts on a line.
    pub(super) separator: &'static str,
    /// The visible part of a list, at its right edge.
    pub(super) thumb: &'static str,
    /// Each frame lasts an eighth of a second.
    pub(super) spinner: [&'static str; 8],
}

pub(super) const UNICODE: Symbols = Symbols {
    success: "✓",
    error: "✗",
    warning: "!",
    info: "·",
    arrow: "→",
    pending: "…",
    done: "✓",
    current: "●",
    upcoming: "○",
    skipped: "-",
    marker: "▌ ",
    copied: "◀",
    mask: "•",
    found: "✓",
    none: "–",
    ellipsis: "…",
    separator: " · ",
    thumb: "┃",
    spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠇"],
};

pub(super) const ASCII: Symbols = Symbols {
    success: "ok",
    error: "x",
    warning: "!",
    info: "-",
    arrow: "->",
    pending: "..",
    done: "ok",
    current: ">",
    upcoming: "o",
    skipped: "-",
    marker: "> ",
    copied: "<",
    mask: "*",
    found: "+",
    none: "-",
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
    fn symbols_are_one_column_wide_and_the_plain_ones_ascii() {
        let unicode = UNICODE;
        for symbol in [
            unicode.success,
            unicode.error,
            unicode.current,
            unicode.upcoming,
            unicode.mask,
            unicode.ellipsis,
            unicode.thumb,
        ] {
            assert_eq!(width(symbol), 1, "{symbol}");
        }
        assert!(unicode.spinner.iter().all(|frame| width(frame) == 1));
        assert!(format!("{ASCII:?}").is_ascii());
    }
}
