//! What a release is made of: the installer, tried against a real server, and the pages of the manual.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::tools::is_available;

/// The program in the archive: a script that gives its version.
const PROGRAM: &str = "#!/bin/sh\necho 'autosend-domains 9.9.9'\n";

/// The archives of every machine that this test may run on.
const TARGETS: [&str; 6] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-unknown-linux-musl",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
];

/// A server of release files, and an empty home folder; `None` if this machine lacks a tool.
struct Release {
    folder: TempDir,
    server: Child,
}

impl Release {
    fn start() -> Option<Self> {
        if !(is_available("python3") && is_available("tar")) {
            return None;
        }
        let folder = TempDir::new().unwrap();
        let (files, staging) = (folder.path().join("files"), folder.path().join("staging"));
        fs::create_dir(&files).unwrap();
        fs::create_dir(&staging).unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        let program = staging.join("autosend-domains");
        fs::write(&program, PROGRAM).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        for target in TARGETS {
            let archive = files.join(format!("autosend-domains-{target}.tar.gz"));
            let mut tar = Command::new("tar");
            tar.arg("-czf").arg(archive).arg("-C").arg(&staging).arg("./autosend-domains");
            assert!(tar.status().unwrap().success());
        }
        let mut server = Command::new("python3");
        server.args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]).current_dir(&files);
        let mut server = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        // Serving HTTP on 127.0.0.1 port 43211 (http://127.0.0.1:43211/) ...
        let port = line.split(" port ").nth(1).unwrap().split(' ').next().unwrap();
        let publish = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/packaging/publish");
        let url = format!("http://127.0.0.1:{port}");
        assert!(Command::new(publish).arg(&files).arg(&url).status().unwrap().success());
        Some(Self { folder, server })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("files").join(name)
    }

    fn installed(&self) -> PathBuf {
        self.folder.path().join("home/.local/bin/autosend-domains")
    }

    fn install(&self) -> Output {
        let mut shell = Command::new("sh");
        shell.arg(self.file("install.sh")).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        shell.env("HOME", self.folder.path().join("home")).output().unwrap()
    }
}

impl Drop for Release {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn the_installer_puts_the_program_into_local_bin() {
    let Some(release) = Release::start() else { return };
    let output = release.install();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{output:?}");
    assert!(said.starts_with("Installed autosend-domains 9.9.9 to "), "{said}");
    assert!(said.contains("isn't in your PATH"), "{said}");
    assert_eq!(fs::read_to_string(release.installed()).unwrap(), PROGRAM);
    // Again, over what is installed.
    assert!(release.install().status.success());
}

#[test]
fn the_installer_refuses_an_archive_with_another_checksum() {
    let Some(release) = Release::start() else { return };
    for target in TARGETS {
        fs::write(release.file(&format!("autosend-domains-{target}.tar.gz")), "something else").unwrap();
    }
    let output = release.install();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Nothing was installed"), "{output:?}");
    assert!(!release.installed().exists());
}

#[test]
fn a_copy_of_the_installer_that_is_not_from_a_release_says_so() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/packaging/install.sh");
    let output =
        Command::new("sh").arg(script).env_clear().env("PATH", "/usr/bin:/bin").env("HOME", "/nowhere").output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("set AUTOSEND_DOMAINS_URL"), "{output:?}");
}

#[test]
fn the_manual_is_one_file_for_each_command() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("man");
    let run = Command::new(env!("CARGO_BIN_EXE_autosend-domains")).arg("man").arg("--dir").arg(&dir).output().unwrap();
    assert!(run.status.success() && run.stdout.is_empty(), "{run:?}");
    for (name, title) in [
        ("autosend-domains.1", ".TH autosend-domains 1"),
        ("autosend-domains-add.1", ".TH autosend-domains-add 1"),
        ("autosend-domains-auth-login.1", ".TH autosend-domains-auth-login 1"),
    ] {
        let page = fs::read_to_string(dir.join(name)).unwrap();
        assert_eq!(page.matches(".TH ").count(), 1, "{name}");
        assert!(page.contains(title), "{name}: {page}");
    }
    fs::write(folder.path().join("file"), "").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_autosend-domains"))
        .args(["man", "--dir"])
        .arg(folder.path().join("file"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    assert!(String::from_utf8_lossy(&run.stderr).starts_with("error: Can't write the manual to "), "{run:?}");
}
