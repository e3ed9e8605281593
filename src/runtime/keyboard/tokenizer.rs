//! Splits what a terminal sends into keys and pastes. Pure: the caller reports silence.

use std::collections::VecDeque;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::sequences::{Csi, control_key, decode_csi, decode_ss3, key, text_key};

/// How long the terminal must be silent until an incomplete sequence is discarded. An Esc that was pressed alone is a
/// key from then on.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(50);

/// The same for a reply or a paste whose text has begun. A slow connection may deliver it in pieces, and what came
/// after the timeout would be parsed as keys.
const TEXT_TIMEOUT: Duration = Duration::from_millis(500);

/// The longest control sequence with a meaning. Longer ones are read to their end and dropped.
const MAX_SEQUENCE_BYTES: usize = 64;

/// The most bytes of a paste that are kept, far more than any field accepts.
const MAX_PASTE_BYTES: usize = 1 << 20;

/// The byte of Ctrl+C.
const ETX: u8 = 0x03;
const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;

const PASTE_END: &[u8] = b"\x1b[201~";

/// An input of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key press.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
}

/// The state between two bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// No sequence is open.
    #[default]
    Ground,
    /// After the first bytes of a character of several bytes.
    Character { modifiers: KeyModifiers },
    /// After Esc.
    Escape,
    /// After Esc and Esc: two keys, or the beginning of a key with Alt.
    DoubleEscape,
    /// In a control sequence.
    Csi { has_alt: bool },
    /// After `ESC [ [`, with which the Linux console starts a function key.
    LinuxKey,
    /// After `ESC O`.
    Ss3 { has_alt: bool },
    /// In the three bytes of a mouse report of the oldest form.
    Mouse { remaining: u8 },
    /// In a string that ends with `ESC \`: OSC, DCS, APC, PM and SOS. OSC also ends with BEL.
    String { is_osc: bool, has_begun: bool },
    /// After an Esc in a string.
    StringEscape { is_osc: bool },
    /// In a bracketed paste.
    Paste,
}

/// The splitter. Ctrl+C is a key in every state and ends whatever was open.
#[derive(Debug, Default)]
pub struct Tokenizer {
    state: State,
    /// The bytes of the open character, sequence or paste.
    buffer: Vec<u8>,
    inputs: VecDeque<Input>,
}

impl Tokenizer {
    /// Takes bytes from the terminal.
    pub fn push(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte == ETX {
                self.reset();
                self.emit(control_key(ETX));
            } else {
                self.push_byte(*byte);
            }
        }
    }

    /// Takes the next input.
    pub fn pop(&mut self) -> Option<Input> {
        self.inputs.pop_front()
    }

    /// Returns how long to wait for the rest of what is open; `None` if nothing is.
    pub const fn timeout(&self) -> Option<Duration> {
        match self.state {
            State::Ground => None,
            State::Paste | State::String { has_begun: true, .. } => Some(TEXT_TIMEOUT),
            _ => Some(SEQUENCE_TIMEOUT),
        }
    }

    /// Ends what is open, because the terminal was silent for [`Tokenizer::timeout`].
    pub fn time_out(&mut self) {
        let state = self.state;
        let bytes = std::mem::take(&mut self.buffer);
        self.reset();
        match state {
            State::DoubleEscape => {
                self.emit(key(KeyCode::Esc));
                self.emit(key(KeyCode::Esc));
            }
            // rxvt ends a key with Shift with `$`, which is no end of a control sequence.
            State::Csi { has_alt } if bytes.ends_with(b"$") => self.finish_csi(&bytes, b'$', has_alt),
            // The Esc before the dropped sequence is a key of its own.
            State::Escape
            | State::StringEscape { .. }
            | State::Csi { has_alt: true }
            | State::Ss3 { has_alt: true } => self.emit(key(KeyCode::Esc)),
            State::Paste if !bytes.is_empty() => self.emit_paste(&bytes),
            _ => {}
        }
    }

    fn reset(&mut self) {
        self.state = State::Ground;
        self.buffer.clear();
    }

    fn emit(&mut self, key: KeyEvent) {
        self.inputs.push_back(Input::Key(key));
    }

    fn emit_paste(&mut self, bytes: &[u8]) {
        self.inputs.push_back(Input::Paste(String::from_utf8_lossy(bytes).into_owned()));
    }

    fn push_byte(&mut self, byte: u8) {
        match self.state {
            State::Ground => self.start(byte, KeyModifiers::NONE),
            State::Character { modifiers } => self.continue_character(byte, modifiers),
            State::Escape => self.continue_escape(byte),
            State::DoubleEscape => match byte {
                b'[' => self.state = State::Csi { has_alt: true },
                b'O' => self.state = State::Ss3 { has_alt: true },
                _ => {
                    self.emit(key(KeyCode::Esc));
                    self.state = State::Escape;
                    self.continue_escape(byte);
                }
            },
            State::Csi { has_alt } => self.continue_csi(byte, has_alt),
            State::LinuxKey => {
                self.reset();
                if let number @ b'A'..=b'E' = byte {
                    self.emit(key(KeyCode::F(number - b'@')));
                }
            }
            State::Ss3 { has_alt } => self.continue_ss3(byte, has_alt),
            State::Mouse { remaining: 0 | 1 } => self.reset(),
            State::Mouse { remaining } => self.state = State::Mouse { remaining: remaining - 1 },
            State::String { is_osc, .. } => match byte {
                ESC => self.state = State::StringEscape { is_osc },
                BEL if is_osc => self.reset(),
                _ => self.state = State::String { is_osc, has_begun: true },
            },
            State::StringEscape { .. } if byte == b'\\' => self.reset(),
            // The string has no end; this begins something else.
            State::StringEscape { .. } => {
                self.state = State::Escape;
                self.continue_escape(byte);
            }
            State::Paste => self.continue_paste(byte),
        }
    }

    /// Handles the first byte of a character or a sequence.
    fn start(&mut self, byte: u8, modifiers: KeyModifiers) {
        self.reset();
        match byte {
            ESC => self.state = State::Escape,
            0..0x20 | 0x7f => {
                let key = control_key(byte);
                self.emit(KeyEvent { modifiers: key.modifiers | modifiers, ..key });
            }
            0x20..0x7f => self.emit(text_key(char::from(byte), modifiers)),
            0xc2..=0xf4 => {
                self.buffer.push(byte);
                self.state = State::Character { modifiers };
            }
            0x80..0xa0 => self.start_c1(byte, modifiers),
            // Not UTF-8.
            _ => {}
        }
    }

    /// Handles a control character of 8 bits, which stands for Esc and a character. It is never a key with Alt: an Esc
    /// before it is a key of its own.
    fn start_c1(&mut self, byte: u8, modifiers: KeyModifiers) {
        if modifiers.contains(KeyModifiers::ALT) {
            self.emit(key(KeyCode::Esc));
        }
        if matches!(byte, 0x8f | 0x90 | 0x98 | 0x9b | 0x9d | 0x9e | 0x9f) {
            self.continue_escape(byte - 0x40);
        }
    }

    fn continue_character(&mut self, byte: u8, modifiers: KeyModifiers) {
        if !matches!(byte, 0x80..0xc0) {
            // The character has no end.
            self.start(byte, KeyModifiers::NONE);
            return;
        }
        self.buffer.push(byte);
        let length = match self.buffer.first() {
            Some(0xf0..) => 4,
            Some(0xe0..) => 3,
            _ => 2,
        };
        if self.buffer.len() < length {
            return;
        }
        let character = str::from_utf8(&self.buffer).ok().and_then(|text| text.chars().next());
        self.reset();
        match character {
            Some(control @ '\u{80}'..'\u{a0}') => self.start_c1(u8::try_from(control).unwrap_or_default(), modifiers),
            Some(character) => self.emit(text_key(character, modifiers)),
            None => {}
        }
    }

    fn continue_escape(&mut self, byte: u8) {
        self.buffer.clear();
        self.state = match byte {
            b'[' => State::Csi { has_alt: false },
            b'O' => State::Ss3 { has_alt: false },
            b']' => State::String { is_osc: true, has_begun: false },
            b'P' | b'X' | b'^' | b'_' => State::String { is_osc: false, has_begun: false },
            ESC => State::DoubleEscape,
            _ => return self.start(byte, KeyModifiers::ALT),
        };
    }

    fn continue_csi(&mut self, byte: u8, has_alt: bool) {
        match byte {
            b'[' if self.buffer.is_empty() && !has_alt => self.state = State::LinuxKey,
            0x20..0x40 => {
                if self.buffer.len() <= MAX_SEQUENCE_BYTES {
                    self.buffer.push(byte);
                }
            }
            0x40..0x7f => {
                let bytes = std::mem::take(&mut self.buffer);
                self.reset();
                self.finish_csi(&bytes, byte, has_alt);
            }
            // The sequence has no end.
            _ => self.start(byte, KeyModifiers::NONE),
        }
    }

    fn finish_csi(&mut self, bytes: &[u8], last: u8, has_alt: bool) {
        let csi = if bytes.len() > MAX_SEQUENCE_BYTES { Csi::Report } else { decode_csi(bytes, last) };
        if has_alt && !matches!(csi, Csi::Key(_)) {
            // As in `start_c1`.
            self.emit(key(KeyCode::Esc));
        }
        match csi {
            Csi::Key(event) => self.emit(add_alt(event, has_alt)),
            Csi::PasteStart => self.state = State::Paste,
            Csi::Mouse => self.state = State::Mouse { remaining: 3 },
            Csi::Report => {}
        }
    }

    fn continue_ss3(&mut self, byte: u8, has_alt: bool) {
        match byte {
            b'0'..=b'9' if self.buffer.len() < 2 => self.buffer.push(byte),
            0x20..0x7f => {
                let bytes = std::mem::take(&mut self.buffer);
                self.reset();
                if let Some(event) = decode_ss3(&bytes, byte) {
                    self.emit(add_alt(event, has_alt));
                }
            }
            _ => self.start(byte, KeyModifiers::NONE),
        }
    }

    fn continue_paste(&mut self, byte: u8) {
        self.buffer.push(byte);
        if self.buffer.ends_with(PASTE_END) {
            let mut bytes = std::mem::take(&mut self.buffer);
            self.reset();
            bytes.truncate(bytes.len().saturating_sub(PASTE_END.len()));
            self.emit_paste(&bytes);
        } else if self.buffer.len() >= MAX_PASTE_BYTES + PASTE_END.len() {
            // Bytes beyond the limit are dropped, unless they may belong to the end of the paste.
            self.buffer.remove(MAX_PASTE_BYTES);
        }
    }
}

fn add_alt(event: KeyEvent, has_alt: bool) -> KeyEvent {
    let alt = if has_alt { KeyModifiers::ALT } else { KeyModifiers::NONE };
    KeyEvent { modifiers: event.modifiers | alt, ..event }
}
