//! Hardens the process before anything else runs.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::process::{Resource, Rlimit, Signal, setrlimit};

/// Protects the API key in memory: forbids core dumps and, on Linux, attaching to the process. Turns `SIGXFSZ`, which would
/// end the program, into an error of the write to a file that is too large (`ulimit -f`); a handler that does nothing is
/// enough, and unlike an ignored signal isn't inherited by other programs. A failure is ignored, since the program works
/// without this protection.
pub fn harden() {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = signal_hook::flag::register(Signal::XFSZ.as_raw(), Arc::new(AtomicBool::new(false)));
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
