//! Words in lines: wrapped at blanks, with a hanging indent where a sign or a label stands before them.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::super::styles::{Sign, Styles};
use crate::core::text::{pieces, truncate, width};

/// The text in lines of at most `columns` columns, broken at blanks, and inside a word only where the word alone
/// is wider. Blanks at breaks are dropped.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let blank = usize::from(used > 0);
        if used + blank + width(word) <= columns {
            used += append(&mut lines, if blank == 1 { " " } else { "" });
            used += append(&mut lines, word);
            continue;
        }
        for piece in pieces(word, columns) {
            if used > 0 {
                lines.push(String::new());
            }
            used = append(&mut lines, &piece);
        }
    }
    lines
}

fn append(lines: &mut [String], text: &str) -> usize {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
    width(text)
}

/// The text in at most `rows` lines; a sign at its end tells where there was more.
fn wrap_within(text: &str, columns: usize, rows: usize, ellipsis: &str) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() <= rows {
        return lines;
    }
    lines.truncate(rows);
    if let Some(last) = lines.last_mut() {
        let room = columns.saturating_sub(width(ellipsis));
        *last = format!("{}{ellipsis}", truncate(last, room, ""));
    }
    lines
}

/// A paragraph.
pub(in crate::ui) fn paragraph(styles: &Styles, text: &str, style: Style, columns: usize) -> Vec<Line<'static>> {
    let text = styles.text(text);
    wrap(&text, columns).into_iter().map(|line| Line::from(Span::styled(line, style))).collect()
}

/// A paragraph behind a sign, of at most `rows` lines.
pub(in crate::ui) fn signed(
    styles: &Styles,
    sign: Sign,
    text: &str,
    style: Style,
    (columns, rows): (usize, usize),
) -> Vec<Line<'static>> {
    let sign = styles.sign(sign);
    let indent = sign.width() + 1;
    hanging(styles, sign, indent, text, style, (columns, rows))
}

/// A paragraph behind something that stands before its first line only.
pub(in crate::ui) fn hanging(
    styles: &Styles,
    first: Span<'static>,
    indent: usize,
    text: &str,
    style: Style,
    (columns, rows): (usize, usize),
) -> Vec<Line<'static>> {
    let text = styles.text(text);
    let lines = wrap_within(&text, columns.saturating_sub(indent).max(1), rows, styles.symbols().ellipsis);
    behind(first, indent, lines, style)
}

/// Lines behind something that stands before the first of them.
pub(in crate::ui) fn behind(
    first: Span<'static>,
    indent: usize,
    lines: Vec<String>,
    style: Style,
) -> Vec<Line<'static>> {
    let mut first = Some(first);
    let lead = |first: Option<Span<'static>>| {
        let span = first.unwrap_or_default();
        let blanks = " ".repeat(indent.saturating_sub(span.width()));
        [span, Span::raw(blanks)]
    };
    lines
        .into_iter()
        .map(|line| {
            let mut spans = Vec::from(lead(first.take()));
            spans.push(Span::styled(line, style));
            Line::from(spans)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("an abcdefghij k", 4), ["an", "abcd", "efgh", "ij k"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn what_is_cut_is_marked() {
        assert_eq!(wrap_within("one two three four", 7, 2, "…"), ["one two", "three…"]);
        assert_eq!(wrap_within("one two", 7, 1, "…"), ["one two"]);
        assert_eq!(wrap_within("sixteen seventeen", 7, 1, "..."), ["sixt..."]);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_too_wide(text in "[a-z日ü ]{0,60}", columns in 2_usize..30) {
            let lines = wrap(&text, columns);
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
        }
    }
}
