//! The DNS servers of the machine, and the folders of this program.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use resolv_conf::Config;
use serde::Serialize;

use crate::core::text::escape_hidden;
use crate::settings::Settings;

/// The file with the addresses of the DNS servers (resolv.conf(5)).
pub(super) const RESOLV_CONF: &str = "/etc/resolv.conf";

/// How many bytes of that file are read.
const MAX_RESOLV_CONF_SIZE: u64 = 1 << 16;

/// The machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MachineInfo {
    /// The addresses of its DNS servers, or why they are unknown.
    pub(super) dns_servers: Result<Vec<String>, String>,
    /// The folders of this program, or why there are none.
    pub(super) folders: Result<Folders, String>,
}

/// The folders of this program, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Folders {
    pub(super) settings: String,
    pub(super) state: String,
}

impl MachineInfo {
    /// Reads the files of this machine.
    pub(super) fn detect() -> Self {
        let display = |path: &Path| escape_hidden(&path.to_string_lossy()).into_owned();
        let folders = Settings::from_environment()
            .map(|settings| Folders { settings: display(settings.config_dir()), state: display(settings.state_dir()) })
            .map_err(|error| error.to_string());
        Self { dns_servers: read_dns_servers(Path::new(RESOLV_CONF)), folders }
    }
}

fn read_dns_servers(path: &Path) -> Result<Vec<String>, String> {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_RESOLV_CONF_SIZE).read_to_end(&mut text));
    match read {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(format!("{} not found", path.display())),
        Err(error) => return Err(format!("could not read {}: {}", path.display(), error.kind())),
    }
    // The library's own errors quote the file.
    let config = Config::parse(&text).map_err(|_error| format!("{} is not valid", path.display()))?;
    Ok(config.nameservers.iter().map(ToString::to_string).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("resolv.conf");
        std::fs::write(&path, text).unwrap();
        read_dns_servers(&path).map_err(|error| error.replace(&folder.path().display().to_string(), ""))
    }

    #[test]
    fn every_dns_server_is_read_in_its_order() {
        let file = "# made by a program\nsearch example.com\nnameserver 10.0.0.53\nnameserver fe80::1%eth0\n";
        assert_eq!(read(file), Ok(vec!["10.0.0.53".to_owned(), "fe80::1%eth0".to_owned()]));
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn an_unreadable_file_is_reported_without_its_content() {
        assert_eq!(read("nameserver not-an-address\n"), Err("/resolv.conf is not valid".to_owned()));
        assert_eq!(read_dns_servers(Path::new("/nonexistent/x")), Err("/nonexistent/x not found".to_owned()));
        assert!(read_dns_servers(Path::new("/")).is_err());
    }
}
