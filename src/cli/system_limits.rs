//! What the program needs of the operating system, checked before it needs it: tokio and its tasks panic, or seem to find
//! the network unreachable, where there are no descriptors or threads.

use std::fs::File;
use std::io;
use std::thread;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// How many more files and sockets must be free to open. The wizard opens 11 before its first frame, and a check of DNS
/// has several sockets at a time.
const MIN_FREE_DESCRIPTORS: usize = 18;

/// The limit that the program takes if it may.
const WANTED_DESCRIPTORS: u64 = 256;

/// Checks that files can be opened and a thread can be started. A limit on open files that is lower than the system's
/// own is raised to 256 if that is allowed.
///
/// # Errors
/// What is missing, as a sentence.
pub fn check_system_limits() -> Result<(), String> {
    raise_descriptor_limit();
    // Kept until all of them are open.
    let opened: io::Result<Vec<File>> = (0..MIN_FREE_DESCRIPTORS).map(|_| File::open("/")).collect();
    if let Err(error) = opened {
        let limit = getrlimit(Resource::Nofile).current.map_or_else(String::new, |limit| format!(" of {limit}"));
        return Err(format!("The limit{limit} on open files is too low ({error}). Raise it: ulimit -n 256"));
    }
    let thread = thread::Builder::new().spawn(|| ());
    let thread = thread.map_err(|error| format!("No thread can be started ({error}). Raise the limit: ulimit -u"))?;
    // It has nothing to panic about.
    let _ = thread.join();
    Ok(())
}

/// Raises the limit up to the one that root has set, as far as it is wanted.
fn raise_descriptor_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.map_or(WANTED_DESCRIPTORS, |maximum| maximum.min(WANTED_DESCRIPTORS));
    if current.is_some_and(|current| current < wanted) {
        // If it is refused, the check tells what is missing.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_what_it_needs() {
        assert_eq!(check_system_limits(), Ok(()));
    }
}
