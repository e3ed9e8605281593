//! The keys that a terminal sends as control sequences: those of xterm, rxvt and the Linux console, those of xterm's
//! `modifyOtherKeys`, and those of the kitty protocol.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A decoded control sequence.
pub(super) enum Csi {
    Key(KeyEvent),
    /// A bracketed paste begins.
    PasteStart,
    /// A mouse report of the oldest form, of which three bytes follow.
    Mouse,
    /// A reply to a query, a mouse report, or anything else that is not a key.
    Report,
}

/// Decodes `ESC [`, these bytes and the last byte.
pub(super) fn decode_csi(bytes: &[u8], last: u8) -> Csi {
    let Some(parameters) = Parameters::parse(bytes) else { return Csi::Report };
    let code = match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        // `R` would be F3, but is the position of the cursor.
        b'Z' => KeyCode::BackTab,
        b'M' if bytes.is_empty() => return Csi::Mouse,
        b'~' | b'^' | b'@' | b'$' => return decode_numbered(&parameters, last),
        b'u' => return parameters.get(0).map_or(Csi::Report, |code| key_or_report(character_code(code, &parameters))),
        _ => return Csi::Report,
    };
    key_or_report(parameters.build_key(code, KeyModifiers::NONE))
}

/// Decodes `ESC O`, digits and the last byte: cursor keys, function keys and the number pad in application mode.
pub(super) fn decode_ss3(digits: &[u8], last: u8) -> Option<KeyEvent> {
    let code = match last {
        b'A' | b'a' => KeyCode::Up,
        b'B' | b'b' => KeyCode::Down,
        b'C' | b'c' => KeyCode::Right,
        b'D' | b'd' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'O'),
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b' ' => KeyCode::Char(' '),
        b'X' => KeyCode::Char('='),
        b'j'..=b'y' => KeyCode::Char(char::from(last - b'@')),
        _ => return None,
    };
    // Old terminals put the modifiers between; rxvt sends cursor keys with Ctrl as small letters.
    let number: u32 = str::from_utf8(digits).ok()?.parse().unwrap_or(1);
    let control = if matches!(last, b'a'..=b'd') { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
    Some(KeyEvent::new(code, modifiers_from_bits(number.saturating_sub(1)) | control))
}

/// Decodes a control character.
pub(super) const fn control_key(byte: u8) -> KeyEvent {
    match byte {
        // Ctrl+J too: a paste without brackets and a number pad may send it.
        b'\r' | b'\n' => key(KeyCode::Enter),
        b'\t' => key(KeyCode::Tab),
        0x1b => key(KeyCode::Esc),
        0x08 | 0x7f => key(KeyCode::Backspace),
        0x00 => KeyEvent::new(KeyCode::Char(' '), KeyModifiers::CONTROL),
        0x01..=0x1a => KeyEvent::new(KeyCode::Char((byte | 0x60) as char), KeyModifiers::CONTROL),
        _ => KeyEvent::new(KeyCode::Char((byte.wrapping_add(0x18)) as char), KeyModifiers::CONTROL),
    }
}

/// A key without modifiers.
pub(super) const fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// The key of a character that was sent as text.
pub(super) fn text_key(character: char, modifiers: KeyModifiers) -> KeyEvent {
    let shift = if character.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(character), modifiers | shift)
}

fn key_or_report(key: Option<KeyEvent>) -> Csi {
    key.map_or(Csi::Report, Csi::Key)
}

/// Decodes a key that has a number instead of a letter.
fn decode_numbered(parameters: &Parameters, last: u8) -> Csi {
    let Some(number) = parameters.get(0) else { return Csi::Report };
    // rxvt has the modifiers in the last byte.
    let modifiers = match last {
        b'$' => KeyModifiers::SHIFT,
        b'^' => KeyModifiers::CONTROL,
        b'@' => KeyModifiers::CONTROL.union(KeyModifiers::SHIFT),
        _ => KeyModifiers::NONE,
    };
    let code = match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => function_key(number, 10),
        17..=21 => function_key(number, 11),
        23..=26 => function_key(number, 12),
        28 | 29 => function_key(number, 13),
        31..=34 => function_key(number, 14),
        // `modifyOtherKeys`: the code comes last.
        27 => return parameters.get(2).map_or(Csi::Report, |code| key_or_report(character_code(code, parameters))),
        200 => return Csi::PasteStart,
        _ => return Csi::Report,
    };
    key_or_report(parameters.build_key(code, modifiers))
}

fn function_key(number: u32, offset: u32) -> KeyCode {
    KeyCode::F(u8::try_from(number.saturating_sub(offset)).unwrap_or_default())
}

/// Decodes a key that has the code of its character, with the modifiers of the second parameter.
fn character_code(code: u32, parameters: &Parameters) -> Option<KeyEvent> {
    let modifiers = parameters.modifiers();
    let code = match code {
        9 if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        9 => KeyCode::Tab,
        10 | 13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        0xe000..=0xf8ff => named_key(code)?,
        _ => KeyCode::Char(char::from_u32(code).filter(|character| !character.is_control())?),
    };
    let event = parameters.build_key(code, KeyModifiers::NONE)?;
    let KeyCode::Char(character) = event.code else { return Some(event) };
    Some(character_key(character, event, parameters))
}

/// Returns the key that the terminal would have sent as text, in which Shift is part of the character and Ctrl makes a
/// control character.
fn character_key(character: char, event: KeyEvent, parameters: &Parameters) -> KeyEvent {
    let (shifted, base) = (parameters.alternate(1), parameters.alternate(2));
    if event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
        // On the layout of another script, the key is identified by its position.
        let character = base.filter(|base| base.is_ascii() && !character.is_ascii()).unwrap_or(character);
        let control = match character {
            '@'..='_' | 'a'..='z' | ' ' => u8::try_from(character).ok().map(|byte| byte & 0x1f),
            _ => None,
        };
        return match control {
            Some(byte) if event.modifiers.contains(KeyModifiers::CONTROL) => {
                let legacy = control_key(byte);
                let others = event.modifiers - KeyModifiers::CONTROL - KeyModifiers::SHIFT;
                KeyEvent { modifiers: legacy.modifiers | others, kind: event.kind, ..legacy }
            }
            _ => KeyEvent { code: KeyCode::Char(character), ..event },
        };
    }
    let is_upper = event.modifiers.contains(KeyModifiers::SHIFT) != parameters.has_caps_lock();
    let mut upper = character.to_uppercase();
    let character = match (shifted, upper.next(), upper.next()) {
        (Some(shifted), ..) if event.modifiers.contains(KeyModifiers::SHIFT) => shifted,
        (_, Some(upper), None) if is_upper => upper,
        _ => character,
    };
    let shift = if character.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent { code: KeyCode::Char(character), modifiers: event.modifiers | shift, ..event }
}

/// Decodes the kitty protocol's codes of keys without a character. Keys that only modify others have no meaning.
fn named_key(code: u32) -> Option<KeyCode> {
    let digits = "0123456789./*-+";
    Some(match code {
        57_376..=57_398 => function_key(code, 57_363),
        57_399..=57_413 => KeyCode::Char(digits.chars().nth(usize::try_from(code.saturating_sub(57_399)).ok()?)?),
        57_414 => KeyCode::Enter,
        57_415 => KeyCode::Char('='),
        57_416 => KeyCode::Char(','),
        57_417 => KeyCode::Left,
        57_418 => KeyCode::Right,
        57_419 => KeyCode::Up,
        57_420 => KeyCode::Down,
        57_421 => KeyCode::PageUp,
        57_422 => KeyCode::PageDown,
        57_423 => KeyCode::Home,
        57_424 => KeyCode::End,
        57_425 => KeyCode::Insert,
        57_426 => KeyCode::Delete,
        _ => return None,
    })
}

/// The parameters of a control sequence, each with its subparameters; an empty one is `None`.
struct Parameters(Vec<Vec<Option<u32>>>);

impl Parameters {
    /// Parses parameters. Returns `None` for a sequence that is not a key: with a prefix, as in replies, or with bytes
    /// after the parameters, other than rxvt's `$`.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?;
        let text =
            text.strip_suffix('$').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(text);
        let is_known = |byte: u8| byte.is_ascii_digit() || matches!(byte, b';' | b':');
        if !text.bytes().all(is_known) {
            return None;
        }
        let parse = |parameter: &str| parameter.split(':').map(|number| number.parse().ok()).collect();
        Some(Self(text.split(';').map(parse).collect()))
    }

    fn get(&self, index: usize) -> Option<u32> {
        *self.0.get(index)?.first()?
    }

    /// Another character of the key: 1 with Shift, 2 on the base layout. A control character is none.
    fn alternate(&self, index: usize) -> Option<char> {
        let character = self.0.first()?.get(index).copied().flatten().and_then(char::from_u32);
        character.filter(|character| !character.is_control())
    }

    /// The bits of the modifiers, which the parameter holds plus one.
    fn modifier_bits(&self) -> u32 {
        self.get(1).unwrap_or(1).saturating_sub(1)
    }

    fn has_caps_lock(&self) -> bool {
        self.modifier_bits() & 0x40 != 0
    }

    fn modifiers(&self) -> KeyModifiers {
        modifiers_from_bits(self.modifier_bits())
    }

    /// Builds the key with the modifiers and the kind of the second parameter; `None` if the key was released.
    fn build_key(&self, code: KeyCode, modifiers: KeyModifiers) -> Option<KeyEvent> {
        let kind = match self.0.get(1).and_then(|parameter| *parameter.get(1)?) {
            Some(3) => return None,
            Some(2) => KeyEventKind::Repeat,
            _ => KeyEventKind::Press,
        };
        Some(KeyEvent::new_with_kind(code, self.modifiers() | modifiers, kind))
    }
}

fn modifiers_from_bits(bits: u32) -> KeyModifiers {
    const BITS: [(u32, KeyModifiers); 6] = [
        (0x01, KeyModifiers::SHIFT),
        (0x02, KeyModifiers::ALT),
        (0x04, KeyModifiers::CONTROL),
        (0x08, KeyModifiers::SUPER),
        (0x10, KeyModifiers::HYPER),
        (0x20, KeyModifiers::META),
    ];
    BITS.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect()
}
