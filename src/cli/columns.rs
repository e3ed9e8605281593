//! Text in two columns, as the help and the doctor have it.

use super::args::HELP_WIDTH;
use crate::core::text;

/// A line with the name, and the words from `column` on (counted from 0); what does not fit goes on below the words. A
/// word that is wider than the room stays whole.
pub(super) fn format_row(name: &str, description: &str, column: usize) -> String {
    let mut rows = String::new();
    let mut line = format!("  {name}");
    line.extend(std::iter::repeat_n(' ', column.saturating_sub(text::width(&line))));
    let mut is_empty = true;
    for word in description.split(' ') {
        if !is_empty && text::width(&line) + text::width(word) > HELP_WIDTH {
            rows += line.trim_end();
            rows.push('\n');
            line = " ".repeat(column);
        }
        line += word;
        line.push(' ');
        is_empty = false;
    }
    rows += line.trim_end();
    rows.push('\n');
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_do_not_fit_go_on_below() {
        let words = "word ".repeat(20);
        assert_eq!(
            format_row("name", words.trim_end(), 10),
            format!("  name    {0}\n          {1}\n", ["word"; 14].join(" "), ["word"; 6].join(" "))
        );
    }

    #[test]
    fn a_word_that_is_too_wide_stays_whole() {
        let wide = "x".repeat(90);
        assert_eq!(format_row("n", &wide, 5), format!("  n  {wide}\n"));
        assert_eq!(format_row("", "", 5), "\n");
    }
}
