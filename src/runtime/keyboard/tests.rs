//! The keys that the bytes of a terminal decode to: as a table, and properties for any bytes.

use std::fs;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;

use super::{Input, Tokenizer};
use crate::core::corpus_tests::check_corpus;

/// The inputs of these pieces, between which the terminal is silent for long.
fn inputs(pieces: &[&[u8]]) -> Vec<Input> {
    let mut tokenizer = Tokenizer::default();
    for piece in pieces {
        tokenizer.push(piece);
        if tokenizer.timeout().is_some() {
            tokenizer.time_out();
        }
        assert_eq!(tokenizer.timeout(), None, "{pieces:?}");
    }
    std::iter::from_fn(|| tokenizer.pop()).collect()
}

/// The names of the keys of one piece, separated by spaces.
fn keys(bytes: &str) -> String {
    names(&inputs(&[bytes.as_bytes()]))
}

fn names(inputs: &[Input]) -> String {
    inputs.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn name(input: &Input) -> String {
    let key = match input {
        Input::Key(key) => key,
        Input::Paste(text) => return format!("paste({text})"),
    };
    let modifiers = [
        (KeyModifiers::CONTROL, "c-"),
        (KeyModifiers::ALT, "a-"),
        (KeyModifiers::SUPER, "super-"),
        (KeyModifiers::META, "meta-"),
        // Shift is part of a character.
        (KeyModifiers::SHIFT, if matches!(key.code, KeyCode::Char(_)) { "" } else { "s-" }),
    ];
    let held = modifiers.iter().filter(|(modifier, _)| key.modifiers.contains(*modifier)).map(|(_, name)| *name);
    let code = match key.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(character) => character.to_string(),
        KeyCode::F(number) => format!("F{number}"),
        other => format!("{other:?}"),
    };
    held.chain([code.as_str()]).collect()
}

#[test]
fn characters_decode_to_keys() {
    for (bytes, expected) in [
        ("aZ 1~", "a Z Space 1 ~"),
        ("\r", "Enter"),
        ("\n", "Enter"),
        ("\t", "Tab"),
        ("\x7f", "Backspace"),
        ("\x08", "Backspace"),
        ("\x03", "c-c"),
        ("\x1a", "c-z"),
        ("\0", "c-Space"),
        ("\x1c", "c-4"),
        ("\x1f", "c-7"),
        ("é漢😀с", "é 漢 😀 с"),
        ("\x1b", "Esc"),
        ("\x1b\x1b", "Esc Esc"),
        ("\x1bx", "a-x"),
        ("\x1bX", ""),
        ("\x1bé", "a-é"),
        ("\x1b\r", "a-Enter"),
        ("\x1b\x7f", "a-Backspace"),
        ("\x1b\x03", "c-c"),
    ] {
        assert_eq!(keys(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn sequences_of_xterm_rxvt_and_the_linux_console_decode_to_keys() {
    for (bytes, expected) in [
        ("\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "Up Down Right Left Home End"),
        ("\x1bOA\x1bOB\x1bOC\x1bOD\x1bOH\x1bOF", "Up Down Right Left Home End"),
        ("\x1b[1~\x1b[2~\x1b[3~\x1b[4~\x1b[5~\x1b[6~\x1b[7~\x1b[8~", "Home Insert Delete End PageUp PageDown Home End"),
        ("\x1bOP\x1bOQ\x1bOR\x1bOS", "F1 F2 F3 F4"),
        ("\x1b[11~\x1b[12~\x1b[13~\x1b[14~\x1b[15~\x1b[17~\x1b[21~\x1b[24~\x1b[34~", "F1 F2 F3 F4 F5 F6 F10 F12 F20"),
        ("\x1b[[A\x1b[[E", "F1 F5"),
        ("\x1b[Z", "BackTab"),
        ("\x1b[1;5C\x1b[1;2A\x1b[1;3P\x1b[3;5~\x1bO5P", "c-Right s-Up a-F1 c-Delete c-F1"),
        ("\x1b[7^\x1b[8@\x1bOd", "c-Home c-s-End c-Left"),
        ("\x1b[7$", "s-Home"),
        ("\x1b\x1b[A\x1b\x1bOB", "a-Up a-Down"),
        // The number pad in application mode.
        ("\x1bOM\x1bOj\x1bOk\x1bOm\x1bOn\x1bOo\x1bOp\x1bOy\x1bOX", "Enter * + - . / 0 9 ="),
    ] {
        assert_eq!(keys(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn keys_of_newer_protocols_decode_to_the_same_keys() {
    for (bytes, expected) in [
        // xterm's modifyOtherKeys in both of its forms.
        ("\x1b[27;5;99~", "c-c"),
        ("\x1b[99;5u", "c-c"),
        ("\x1b[27;6;67~", "c-c"),
        ("\x1b[27;5;108~\x1b[27;5;122~\x1b[27;5;114~", "c-l c-z c-r"),
        ("\x1b[27;2;67~", "C"),
        ("\x1b[27;2;63~", "?"),
        ("\x1b[27;2;13~\x1b[27;1;9~\x1b[27;2;9~\x1b[27;1;127~\x1b[27;1;27~", "s-Enter Tab s-BackTab Backspace Esc"),
        ("\x1b[27;5;109~\x1b[27;5;106~\x1b[27;5;105~\x1b[27;5;104~\x1b[27;5;91~", "Enter Enter Tab Backspace Esc"),
        ("\x1b[27;3;102~", "a-f"),
        ("\x1b[27;5;1089~", "c-с"),
        // The kitty protocol.
        ("\x1b[97u\x1b[13u\x1b[9u\x1b[27u\x1b[127u\x1b[32u", "a Enter Tab Esc Backspace Space"),
        ("\x1b[99;1:1u\x1b[99;1:2u\x1b[99;1:3u", "c c"),
        ("\x1b[1;1:3A\x1b[1;1:1A\x1b[3;1:3~", "Up"),
        ("\x1b[99;2u\x1b[99:67;2u\x1b[49:33;2u", "C C !"),
        ("\x1b[99;65u\x1b[99;66u\x1b[99;129u", "C c c"),
        ("\x1b[99;5u\x1b[99;69u\x1b[99;133u\x1b[99;6u", "c-c c-c c-c c-c"),
        ("\x1b[1089::99;5u", "c-c"),
        ("\x1b[1089;1u", "с"),
        ("\x1b[99;9u", "super-c"),
        ("\x1b[57414u\x1b[57399u\x1b[57413u\x1b[57419u\x1b[57426u", "Enter 0 + Up Delete"),
        ("\x1b[57441u\x1b[57358u", ""),
        ("\x1b[57376u", "F13"),
        ("\x1b[97;;97u", "a"),
    ] {
        assert_eq!(keys(bytes), expected, "{bytes:?}");
    }
}

/// The replies of terminals to queries, which this program never sends.
const REPLIES: &[&str] = &[
    "\x1b[?997;1n",
    "\x1b[0n",
    "\x1b[?2026;2$y",
    "\x1b[4;1$y",
    "\x1b[?1;1R",
    "\x1b[24;80R",
    "\x1b[1;1R",
    "\x1b[?62;22;52c",
    "\x1b[>41;379;0c",
    "\x1b[=0c",
    "\x1b[?0u",
    "\x1b[>4;2m",
    "\x1b[8;24;80t",
    "\x1b[I",
    "\x1b[O",
    "\x1b[<0;10;10M",
    "\x1b[<0;10;10m",
    "\x1b[M !!",
    "\x1b[65;30;97;1;0;1_",
    "\x1b]4;1;rgb:cdcd/0000/0000\x07",
    "\x1b]10;rgb:0000/0000/0000\x1b\\",
    "\x1b]11;rgb:ffff/ffff/ffff\x07",
    "\x1b]52;c;dmNjdnYNDQ==\x07",
    "\x1b]52;c;dmNjdnYNDQ==\x1b\\",
    "\x1b]lcv window\x1b\\",
    "\x1b]Lcv icon\x1b\\",
    "\x1bP>|XTerm(379)\x1b\\",
    "\x1bP1+r4d73=5c455d\x1b\\",
    "\x1bP!|7E565445\x1b\\",
    "\x1bP1$r0 q\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b^private\x1b\\",
    "\u{9b}?62;52c",
    "\u{9d}11;rgb:ffff/ffff/ffff\u{7}",
];

#[test]
fn replies_are_never_keys() {
    for reply in REPLIES {
        assert_eq!(keys(&format!("a{reply}b")), "a b", "{reply:?}");
        assert_eq!(keys(&format!("\x1b{reply}b")), "Esc b", "{reply:?}");
    }
    assert_eq!(keys(&REPLIES.concat()), "");
    // In 8 bits.
    assert_eq!(names(&inputs(&[b"\x9b?62;52cv\x9d11;v\x07x"])), "v x");
    assert_eq!(keys(&format!("\x1b[{}cv", "1;".repeat(500))), "v");
}

#[test]
fn an_incomplete_sequence_ends_with_a_timeout_and_the_next_character_is_a_key() {
    for open in [
        "\x1b[",
        "\x1b[<",
        "\x1b[?",
        "\x1b[?1;",
        "\x1b[27;5",
        "\x1b[[",
        "\x1bO",
        "\x1bO5",
        "\x1b]",
        "\x1b]52;c;dm",
        "\x1bP",
        "\x1b_G",
        "\x1b[M",
        "\x1b[M!",
        "\x1b[200~",
        "\x1b[?2026;2$",
        "\u{9d}",
    ] {
        assert_eq!(names(&inputs(&[open.as_bytes(), b"v", b"\r"])), "v Enter", "{open:?}");
        // Not even that long for Ctrl+C.
        assert_eq!(keys(&format!("{open}\x03v")), "c-c v", "{open:?}");
    }
    assert_eq!(names(&inputs(&[b"\xe6\xbc", b"v"])), "v");
    assert_eq!(names(&inputs(&[b"\xe6\xbcv\xffw\xc3\xc3\xa9"])), "v w é");
    assert_eq!(names(&inputs(&[b"\x1b", b"[A"])), "Esc [ A");
    assert_eq!(names(&inputs(&[b"\x1b]52;c;dm\x1b", b"v"])), "Esc v");
}

#[test]
fn a_sequence_that_another_interrupts_is_discarded() {
    for (bytes, expected) in [
        ("\x1b[?1;\x1b[A", "Up"),
        ("\x1b]0;v\x1b[A", "Up"),
        ("\x1b[?1;\r", "Enter"),
        ("\x1b[?1;é", "é"),
        ("\x1b\x1b]52;c;dg==\x07v", "Esc v"),
        ("\x1b\x1bx", "Esc a-x"),
        ("\x1b[201~v", "v"),
    ] {
        assert_eq!(keys(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn a_paste_is_one_input_and_contains_no_keys() {
    assert_eq!(keys("a\x1b[200~b\r\nc\x1b[A\x1b[200~\x1b[201~d"), "a paste(b\r\nc\u{1b}[A\u{1b}[200~) d");
    assert_eq!(keys("\x1b[200~\x1b[201~"), "paste()");
    assert_eq!(names(&inputs(&[b"\x1b[200~\xffx\x1b[201~"])), "paste(\u{fffd}x)");
    // A paste without an end contains what has arrived.
    assert_eq!(names(&inputs(&[b"\x1b[200~example.com", b"v"])), "paste(example.com) v");
    let long = "x".repeat(3 << 20);
    let Some(Input::Paste(kept)) = inputs(&[format!("\x1b[200~{long}\x1b[201~").as_bytes()]).pop() else { panic!() };
    assert_eq!(kept.len(), 1 << 20);
}

/// Bytes that are likely to make sequences.
fn terminal_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::sample::select(REPLIES).prop_map(|reply| reply.as_bytes().to_vec()),
        proptest::sample::select(
            b"\x1b\x1b\x1b[]OPX^_\\~;:?<>=$u0123579AMRZchmnty \r\n\x07\x03\x7f\x9b\xc3\xa9\xe2\xf0".to_vec()
        )
        .prop_map(|byte| vec![byte]),
        any::<u8>().prop_map(|byte| vec![byte]),
        Just(b"\x1b[200~".to_vec()),
        Just(b"\x1b[201~".to_vec()),
        Just(b"\x1b[27;5;99~".to_vec()),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Asserts the properties for any bytes.
fn check_any(bytes: &[u8], cuts: &[usize]) {
    let pop_all = |tokenizer: &mut Tokenizer| std::iter::from_fn(|| tokenizer.pop()).collect::<Vec<_>>();
    let mut whole = Tokenizer::default();
    whole.push(bytes);
    let expected = pop_all(&mut whole);
    // Cut anywhere, it is the same.
    let mut in_pieces = Tokenizer::default();
    let mut rest = bytes;
    for cut in cuts {
        let (piece, tail) = rest.split_at(cut % (rest.len() + 1));
        in_pieces.push(piece);
        rest = tail;
    }
    in_pieces.push(rest);
    assert_eq!(pop_all(&mut in_pieces), expected);
    assert_eq!(in_pieces.timeout(), whole.timeout());
    // Ctrl+C arrives, at once and after silence.
    let interrupt = Input::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
    whole.push(b"\x03");
    assert_eq!(pop_all(&mut whole).last(), Some(&interrupt));
    // After silence nothing is open, and the next key is a key.
    in_pieces.time_out();
    assert_eq!(in_pieces.timeout(), None);
    in_pieces.push(b"v");
    let last = Input::Key(KeyEvent::new(KeyCode::Char('v'), KeyModifiers::NONE));
    assert_eq!(pop_all(&mut in_pieces).last(), Some(&last));
    // No control character is decoded as a character.
    for input in expected {
        if let Input::Key(KeyEvent { code: KeyCode::Char(character), .. }) = input {
            assert!(!character.is_control(), "{character:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_bytes_the_keyboard_is_usable(
        bytes in terminal_bytes(),
        cuts in proptest::collection::vec(any::<usize>(), 0..8),
    ) {
        check_any(&bytes, &cuts);
    }
}

/// The corpus: input from real terminals, and input that once blocked a parser.
#[test]
fn after_the_corpus_and_its_mutations_the_keyboard_is_usable() {
    check_corpus("keys", 1_000, |bytes| {
        check_any(bytes, &[bytes.len() / 3, bytes.len() / 2]);
        Ok(())
    });
}

/// Every seed, cut at every place.
#[test]
fn after_the_corpus_the_keyboard_is_usable() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/keys");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for cut in 0..=bytes.len() {
            check_any(&bytes[..cut], &[]);
            check_any(&bytes, &[cut]);
        }
        count += 1;
    }
    assert!(count >= 20, "{count} files in {folder}");
}
