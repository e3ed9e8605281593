//! Reads JSON text as lenient readers do: without its byte order mark, and with U+FFFD for half of a surrogate pair.
//!
//! Such a half (`"\ud83d"`) is what remains of a text that was cut within a character. It must not spoil the answer that
//! holds the text.

use std::collections::VecDeque;
use std::io::{self, Read};

const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// The replacement for half of a surrogate pair.
const REPLACEMENT: &[u8; 6] = b"\\ufffd";

/// A JSON text that is repaired while it is read. It never becomes longer.
pub(super) struct JsonText<R> {
    reader: R,
    is_at_start: bool,
    /// Bytes that were read ahead.
    unread: VecDeque<u8>,
    /// Bytes that are already repaired.
    mended: VecDeque<u8>,
}

/// Repairs a whole text.
pub(in crate::api) fn mend_json(text: &[u8]) -> Vec<u8> {
    let mut mended = Vec::with_capacity(text.len());
    // Reading from memory cannot fail.
    let _ = JsonText::new(text).read_to_end(&mut mended);
    mended
}

impl<R: Read> JsonText<R> {
    pub(super) const fn new(reader: R) -> Self {
        Self { reader, is_at_start: true, unread: VecDeque::new(), mended: VecDeque::new() }
    }

    fn next_mended(&mut self) -> io::Result<Option<u8>> {
        if let Some(octet) = self.mended.pop_front() {
            return Ok(Some(octet));
        }
        if self.is_at_start {
            self.is_at_start = false;
            let start = self.take(BYTE_ORDER_MARK.len())?;
            if start != BYTE_ORDER_MARK {
                self.unread.extend(start);
            }
        }
        match self.next_octet()? {
            Some(b'\\') => self.mend_escape().map(Some),
            octet => Ok(octet),
        }
    }

    /// Repairs an escape whose backslash was read, and returns its first byte.
    fn mend_escape(&mut self) -> io::Result<u8> {
        let escape = self.take_escape_after_backslash()?;
        match code_unit(&escape) {
            Some(0xD800..=0xDBFF) => {
                let next = self.take(1)?;
                let next = if next == b"\\" { self.take_escape_after_backslash()? } else { next };
                if matches!(code_unit(&next), Some(0xDC00..=0xDFFF)) {
                    self.mended.extend(escape);
                    self.mended.extend(next);
                } else {
                    self.mended.extend(REPLACEMENT);
                    next.into_iter().rev().for_each(|octet| self.unread.push_front(octet));
                }
            }
            Some(0xDC00..=0xDFFF) => self.mended.extend(REPLACEMENT),
            _ => self.mended.extend(escape),
        }
        Ok(self.mended.pop_front().unwrap_or(b'\\'))
    }

    /// The escape whose backslash was read, with the backslash: `\n` or `\u00e9`.
    fn take_escape_after_backslash(&mut self) -> io::Result<Vec<u8>> {
        let mut escape = vec![b'\\'];
        escape.extend(self.take(1)?);
        if escape.last() == Some(&b'u') {
            escape.extend(self.take(4)?);
        }
        Ok(escape)
    }

    /// The next bytes: this many, or fewer at the end.
    fn take(&mut self, count: usize) -> io::Result<Vec<u8>> {
        let mut octets = Vec::with_capacity(count);
        while octets.len() < count
            && let Some(octet) = self.next_octet()?
        {
            octets.push(octet);
        }
        Ok(octets)
    }

    fn next_octet(&mut self) -> io::Result<Option<u8>> {
        if let Some(octet) = self.unread.pop_front() {
            return Ok(Some(octet));
        }
        let mut octet = [0];
        Ok((self.reader.read(&mut octet)? > 0).then_some(octet[0]))
    }
}

impl<R: Read> Read for JsonText<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        for place in buffer {
            let Some(octet) = self.next_mended()? else { break };
            *place = octet;
            count += 1;
        }
        Ok(count)
    }
}

/// The UTF-16 code unit of an escape `\uXXXX`.
fn code_unit(escape: &[u8]) -> Option<u16> {
    let digits = escape.strip_prefix(b"\\u").filter(|digits| digits.len() == 4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mended(text: &str) -> String {
        String::from_utf8(mend_json(text.as_bytes())).unwrap()
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced_and_everything_else_is_unchanged() {
        for (text, expected) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\ude00x""#, r#""\ufffdx""#),
            (r#""\ud83d\n""#, r#""\ufffd\n""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ud83d\\ude00""#, r#""\ufffd\\ude00""#),
            ("\u{feff}{}", "{}"),
        ] {
            assert_eq!(mended(text), expected, "{text}");
        }
        for text in [
            "",
            "{",
            r#"{"a":"\\ud83d"}"#,
            r#""\ud83d\ude00 \u00e9 \" \\""#,
            r#""\u12"#,
            "\"\\",
            "\"\\ud8",
            "ab",
            "\u{ff}",
            "{\"a\":\"\u{feff}\"}",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    proptest! {
        #[test]
        fn valid_json_is_unchanged(text in "\\PC{0,40}") {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(mended(&json), json);
        }

        #[test]
        fn any_text_of_escapes_can_be_read(escapes in "(\\\\ud83d|\\\\ude00|\\\\n|\\\\\\\\|a){0,12}") {
            let json = format!("\"{escapes}\"");
            let read: Result<String, _> = serde_json::from_slice(&mend_json(json.as_bytes()));
            prop_assert!(read.is_ok(), "{}", json);
        }
    }
}
