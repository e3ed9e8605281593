//! Keys as a terminal sends them, from a notation that reads like typing: `example.com<enter><down><c-c>`.

/// The bytes for a text with keys in angle brackets; `<lt>` is the character `<`.
///
/// # Panics
///
/// If a key has no name here, and if `<esc>` is not the last key: with the bytes behind it, it would be an Alt key.
/// Send the rest by another call, once the screen shows the effect of `<esc>`.
pub(crate) fn encode_keys(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some((text, tail)) = rest.split_once('<') {
        bytes.extend_from_slice(text.as_bytes());
        let (name, tail) = tail.split_once('>').unwrap_or_else(|| panic!("{keys:?}: a key without its end"));
        assert!(name != "esc" || tail.is_empty(), "{keys:?}: something behind <esc>");
        bytes.extend(encode_key(name).unwrap_or_else(|| panic!("{keys:?}: no key is called {name:?}")));
        rest = tail;
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// What xterm sends for a key.
fn encode_key(name: &str) -> Option<Vec<u8>> {
    let fixed = match name {
        "enter" => "\r",
        "esc" => "\u{1b}",
        "tab" => "\t",
        "s-tab" => "\u{1b}[Z",
        "space" => " ",
        "lt" => "<",
        "backspace" => "\u{7f}",
        "up" => "\u{1b}[A",
        "down" => "\u{1b}[B",
        "right" => "\u{1b}[C",
        "left" => "\u{1b}[D",
        "home" => "\u{1b}[H",
        "end" => "\u{1b}[F",
        "ins" => "\u{1b}[2~",
        "del" => "\u{1b}[3~",
        "pgup" => "\u{1b}[5~",
        "pgdn" => "\u{1b}[6~",
        "f1" => "\u{1b}OP",
        "f2" => "\u{1b}OQ",
        "f3" => "\u{1b}OR",
        "f4" => "\u{1b}OS",
        "f5" => "\u{1b}[15~",
        _ => return encode_modified_key(name),
    };
    Some(fixed.as_bytes().to_vec())
}

/// `c-x` and `a-x`: a character with Ctrl or Alt.
fn encode_modified_key(name: &str) -> Option<Vec<u8>> {
    match name.as_bytes() {
        [b'c', b'-', letter @ (b'a'..=b'z' | b'\\' | b']' | b'_')] => Some(vec![letter & 0x1f]),
        [b'a', b'-', character] => Some(vec![0x1b, *character]),
        _ => None,
    }
}

/// The bytes of a bracketed paste.
pub(crate) fn encode_paste(text: &str) -> Vec<u8> {
    format!("\u{1b}[200~{text}\u{1b}[201~").into_bytes()
}

#[test]
fn keys_are_encoded_as_a_terminal_sends_them() {
    assert_eq!(
        encode_keys("a<enter><down><c-c><lt>é<a-f><f2><esc>"),
        "a\r\u{1b}[B\u{3}<é\u{1b}f\u{1b}OQ\u{1b}".as_bytes()
    );
}

#[test]
#[should_panic(expected = "no key is called \"entr\"")]
fn a_misspelt_key_panics() {
    encode_keys("x<entr>");
}
