//! The committed pictures: compared, or written anew.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::support::png::{assert_typeface, render_png};
use crate::support::pty::Pty;
use crate::support::svg::{DARK, LIGHT, render_svg};

/// Every picture there is.
const NAMES: &[&str] = &[
    "key",
    "keep-key",
    "domain",
    "region",
    "review",
    "adding",
    "records",
    "domains",
    "help",
    "refused",
    "taken",
    "failed",
    "verifying",
    "verified",
    "removal",
    "check",
    "hosts",
    "guide",
    "export",
    "raw",
    "doctor",
];

/// The animated picture of the whole way.
pub(super) const WALK: &str = "walk.svg";

/// Set to anything but nothing, it has the pictures written.
const UPDATE: &str = "UPDATE_SCREENSHOTS";

pub(super) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots")
}

pub(super) fn updates() -> bool {
    env::var_os(UPDATE).is_some_and(|value| !value.is_empty())
}

/// Compares the screen with the pictures of this name, one a palette, or writes them.
///
/// # Panics
///
/// Where a picture shows another screen.
pub(super) fn take(name: &str, pty: &Pty) {
    pty.with_screen(|screen| take_screen(name, screen));
}

/// The same of any screen.
///
/// # Panics
///
/// As [`take`].
pub(super) fn take_screen(name: &str, screen: &vt100::Screen) {
    assert!(NAMES.contains(&name), "{name} is not in the list of pictures");
    let pictures = [("dark", render_svg(screen, &DARK)), ("light", render_svg(screen, &LIGHT))];
    for (palette, drawn) in pictures {
        let drawn = with_fixed_request(&with_fixed_times(&drawn));
        let file = folder().join(format!("{name}-{palette}.svg"));
        let is_current = fs::read_to_string(&file).is_ok_and(|committed| committed == drawn);
        if !updates() {
            assert!(
                is_current,
                "screenshots/{name}-{palette}.svg is not what the program draws now, which is:\n{}\n\
                 If it is meant to look so: {UPDATE}=1 cargo test --test it screenshots",
                screen.contents(),
            );
            continue;
        }
        let picture = file.with_extension("png");
        if !is_current || !picture.exists() {
            assert_typeface();
            fs::create_dir_all(folder()).unwrap();
            fs::write(picture, render_png(&drawn)).unwrap();
            fs::write(file, drawn).unwrap();
        }
    }
}

/// The picture with the same time of day at each run: that of a DNS check.
pub(super) fn with_fixed_times(drawn: &str) -> String {
    const BEFORE: &str = "checked ";
    const FIXED: &str = "14:02:33";
    let mut parts = drawn.split(BEFORE);
    let mut fixed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_time = |text: &&str| {
            text.bytes()
                .zip(FIXED.bytes())
                .all(|(one, other)| one == other || one.is_ascii_digit() && other.is_ascii_digit())
        };
        let time = part.get(..FIXED.len()).filter(is_time);
        let rest = part.get(time.map_or(0, str::len)..).unwrap_or_default();
        fixed.extend([BEFORE, time.map_or("", |_| FIXED), rest]);
    }
    fixed
}

/// The picture with the same request ID of the sandbox at each run.
fn with_fixed_request(drawn: &str) -> String {
    const BEFORE: &str = "sandbox-";
    const FIXED: &str = "2af86ecf7db80c41";
    let mut parts = drawn.split(BEFORE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |fixed, part| {
        let is_id = |id: &&str| id.bytes().all(|byte| byte.is_ascii_hexdigit());
        let id = part.get(..FIXED.len()).filter(is_id);
        let rest = part.get(id.map_or(0, str::len)..).unwrap_or_default();
        fixed + BEFORE + id.map_or("", |_| FIXED) + rest
    })
}

#[test]
fn the_folder_has_every_picture_and_nothing_else() {
    let files = NAMES
        .iter()
        .flat_map(|name| ["dark.svg", "dark.png", "light.svg", "light.png"].map(|suffix| format!("{name}-{suffix}")));
    let expected: BTreeSet<String> = files.chain([WALK.to_owned()]).collect();
    let entries = fs::read_dir(folder()).into_iter().flatten();
    let found: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    if updates() {
        for left_over in found.difference(&expected) {
            fs::remove_file(folder().join(left_over)).unwrap();
        }
    } else {
        assert_eq!(found, expected);
    }
}
