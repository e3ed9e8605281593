//! The log of `--log`: one line for each HTTP request and DNS query, appended, without secrets.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::local_files::{display_path, error_message};
use crate::core::request_log::{DnsLogEntry, RequestLogEntry};
use crate::ports::RequestObserver;

/// A log file that is open for this run.
#[derive(Debug)]
pub struct RequestLog {
    path: String,
    file: File,
    /// The first failure to write a line.
    write_error: Mutex<Option<String>>,
}

impl RequestLog {
    /// Opens the file for appending, or creates it with mode 0600: its domains may be confidential.
    ///
    /// # Errors
    /// Why the file cannot be written, as a message.
    pub fn open(path: &Path) -> Result<Self, String> {
        let name = display_path(path);
        match OpenOptions::new().append(true).create(true).mode(0o600).open(path) {
            Ok(file) => Ok(Self { path: name, file, write_error: Mutex::default() }),
            Err(error) => Err(format!("can't write {name}: {}", open_error_message(&error))),
        }
    }

    /// Why lines are missing from the file, if any are.
    pub fn write_error(&self) -> Option<String> {
        self.write_error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Writes the line in one call, so that the lines of concurrent runs do not mix.
    fn append(&self, line: &str) {
        if let Err(error) = (&self.file).write_all(format!("{line}\n").as_bytes()) {
            let mut write_error = self.write_error.lock().unwrap_or_else(PoisonError::into_inner);
            write_error.get_or_insert_with(|| {
                format!("Some requests were not logged to {}: {}", self.path, error_message(&error))
            });
        }
    }
}

impl RequestObserver for RequestLog {
    fn request_finished(&self, request: &RequestLogEntry) {
        self.append(&request.to_line());
    }

    fn query_finished(&self, query: &DnsLogEntry) {
        self.append(&query.to_line());
    }
}

fn open_error_message(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "folder doesn't exist".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error_message(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::Duration;

    use super::*;

    fn exchange() -> RequestLogEntry {
        RequestLogEntry {
            started_at: "2026-11-26T04:50:11Z".parse().unwrap(),
            method: "GET",
            url: "https://api.autosend.com/v1/domains".to_owned(),
            status: Some(200),
            duration: Duration::from_millis(7),
            request_id: None,
            error: None,
        }
    }

    #[test]
    fn lines_are_appended_to_a_file_that_is_closed_to_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        for _ in 0..2 {
            RequestLog::open(&path).unwrap().request_finished(&exchange());
        }
        let line = "2026-11-26T04:50:11.000Z GET https://api.autosend.com/v1/domains 200 7 - -\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), line.repeat(2));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn opening_a_path_that_cannot_be_written_fails() {
        let folder = tempfile::tempdir().unwrap();
        for (path, reason) in [("none/log", "folder doesn't exist"), (".", "it is a folder")] {
            let error = RequestLog::open(&folder.path().join(path)).unwrap_err();
            assert!(error.starts_with("can't write ") && error.ends_with(&format!(": {reason}")), "{error}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_missing_line_is_reported() {
        let log = RequestLog::open(Path::new("/dev/full")).unwrap();
        assert_eq!(log.write_error(), None);
        log.request_finished(&exchange());
        assert_eq!(log.write_error().as_deref(), Some("Some requests were not logged to /dev/full: disk full"));
    }
}
